//! The children of Word's elements in the order that the standard asks for (ISO/IEC 29500-1, Annex
//! A): the library writes some of them in another one, which strict readers refuse.

use quick_xml::Reader;
use quick_xml::events::Event;

/// Elements, each with its children in order; what is not named stands at the end.
const SEQUENCES: [(&str, &str); 9] = [
    (
        "w:rPr",
        "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint \
         noProof snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u \
         effect bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath",
    ),
    (
        "w:pPr",
        "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr \
         suppressLineNumbers pBdr shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct \
         topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing ind \
         contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment \
         textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    ),
    (
        "w:style",
        "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden \
         unhideWhenUsed qFormat locked personal personalCompose personalReply rsid pPr rPr tblPr \
         trPr tcPr tblStylePr",
    ),
    (
        "w:tblPr",
        "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc \
         tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook",
    ),
    (
        "w:tcPr",
        "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText \
         vAlign hideMark",
    ),
    (
        "w:sectPr",
        "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders \
         lnNumType pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter \
         docGrid",
    ),
    (
        "w:lvl",
        "start numFmt lvlRestart pStyle isLgl suff lvlText lvlPicBulletId legacy lvlJc pPr rPr",
    ),
    ("w:numPr", "ilvl numId"),
    ("w:p", "pPr"),
];

/// An element that is open, or the whole part.
struct Open<'a> {
    /// Its start tag as it is written.
    start: &'a str,
    /// The names of its children in order; none where they stay as they are.
    sequence: Option<&'static str>,
    /// What it holds, each with its place in the order.
    children: Vec<(usize, String)>,
}

/// The part of a Word file with the children of its elements in order; as it is, if it is no XML.
pub(super) fn sorted(part: Vec<u8>) -> Vec<u8> {
    let made = std::str::from_utf8(&part).ok().and_then(sorted_text);
    made.map_or(part, String::into_bytes)
}

fn sorted_text(text: &str) -> Option<String> {
    let mut reader = Reader::from_str(text);
    let mut open = vec![Open { start: "", sequence: None, children: Vec::new() }];
    let mut from = 0;
    loop {
        let event = reader.read_event().ok()?;
        let to = usize::try_from(reader.buffer_position()).ok()?;
        let written = text.get(from..to)?;
        from = to;
        match event {
            Event::Start(start) => {
                let name = start.name();
                let own = SEQUENCES.iter().find(|(own, _)| own.as_bytes() == name.as_ref());
                let sequence = own.map(|(_, children)| *children);
                open.push(Open { start: written, sequence, children: Vec::new() });
            }
            Event::End(end) => {
                let mut closed = open.pop()?;
                closed.children.sort_by_key(|(rank, _)| *rank);
                let mut whole = closed.start.to_owned();
                closed.children.iter().for_each(|(_, child)| whole.push_str(child));
                whole.push_str(written);
                add(open.last_mut()?, end.name().as_ref(), whole);
            }
            Event::Empty(empty) => {
                add(open.last_mut()?, empty.name().as_ref(), written.to_owned());
            }
            Event::Eof => break,
            _ => add(open.last_mut()?, b"", written.to_owned()),
        }
    }
    let whole = open.pop().filter(|_| open.is_empty())?;
    Some(whole.children.into_iter().map(|(_, child)| child).collect())
}

fn add(parent: &mut Open<'_>, name: &[u8], child: String) {
    let local = name.strip_prefix(b"w:").unwrap_or(name);
    let rank = parent.sequence.map_or(0, |sequence| {
        let mut names = sequence.split_ascii_whitespace();
        names.position(|own| own.as_bytes() == local).unwrap_or(usize::MAX)
    });
    parent.children.push((rank, child));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn children_are_put_in_order_and_nothing_else_changes() {
        let sort = |text: &str| String::from_utf8(sorted(text.as_bytes().to_vec())).unwrap();
        let own = "<?xml version=\"1.0\"?>\n<w:p a=\"1\"><w:r><w:t> 甲 &lt;</w:t></w:r>\
                   <w:pPr><w:rPr><w:sz/><w:b/></w:rPr><w:jc/><w:pStyle/></w:pPr></w:p>";
        let expected = "<?xml version=\"1.0\"?>\n<w:p a=\"1\">\
                        <w:pPr><w:pStyle/><w:jc/><w:rPr><w:b/><w:sz/></w:rPr></w:pPr>\
                        <w:r><w:t> 甲 &lt;</w:t></w:r></w:p>";
        assert_eq!(sort(own), expected);
        assert_eq!(sort(expected), expected);
        assert_eq!(sort("no <xml"), "no <xml");
    }
}
