//! Metadata: the XMP packet (ISO 16684-1) and the dates of the Info dictionary, which must agree.

use std::fmt::Write;

use chrono::NaiveDate;

use crate::layout::page::Info;

/// What makes a file, as both places name it.
pub(super) const PRODUCER: &str = concat!("gongbao ", env!("CARGO_PKG_VERSION"));

/// The day of publication; the epoch where there is none, since there is no clock here.
fn day(info: &Info) -> NaiveDate {
    info.published.unwrap_or_default()
}

/// The date as Info writes it: midnight in Beijing.
pub(super) fn info_date(info: &Info) -> String {
    day(info).format("D:%Y%m%d000000+08'00'").to_string()
}

/// 128 bits as a UUID (version 8: bits of our own making, RFC 9562, 5.8).
pub(super) fn uuid(bits: [u8; 16]) -> String {
    let mut bytes = bits;
    if let Some(byte) = bytes.get_mut(6) {
        *byte = (*byte & 0x0f) | 0x80;
    }
    if let Some(byte) = bytes.get_mut(8) {
        *byte = (*byte & 0x3f) | 0x80;
    }
    let mut text = String::with_capacity(36);
    for (byte, index) in bytes.iter().zip(0..) {
        if matches!(index, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        // Writing into a string does not fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// Which standard a packet claims.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Claim {
    /// PDF/X-4.
    X4,
    /// None.
    Plain,
}

/// The XMP packet of a file with these ids.
pub(super) fn packet(
    info: &Info,
    (claim, remark): (Claim, Option<&str>),
    document: &str,
    instance: &str,
) -> String {
    let title = escape(&info.title);
    let date = day(info).format("%Y-%m-%dT00:00:00+08:00");
    let claim = match claim {
        Claim::X4 => "<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>",
        Claim::Plain => "",
    };
    let author = if info.author.is_empty() {
        String::new()
    } else {
        let author = escape(&info.author);
        format!("<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>")
    };
    let remark = remark.map_or_else(String::new, |remark| {
        let remark = escape(remark);
        format!(
            "<dc:description><rdf:Alt><rdf:li xml:lang=\"x-default\">{remark}</rdf:li></rdf:Alt></dc:description>"
        )
    });
    format!(
        r#"<?xpacket begin="{bom}" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
{author}{remark}<dc:language><rdf:Bag><rdf:li>zh-CN</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>{PRODUCER}</xmp:CreatorTool>
<xmp:CreateDate>{date}</xmp:CreateDate>
<xmp:ModifyDate>{date}</xmp:ModifyDate>
<xmp:MetadataDate>{date}</xmp:MetadataDate>
<xmpMM:DocumentID>uuid:{document}</xmpMM:DocumentID>
<xmpMM:InstanceID>uuid:{instance}</xmpMM:InstanceID>
<xmpMM:VersionID>1</xmpMM:VersionID>
<xmpMM:RenditionClass>default</xmpMM:RenditionClass>
<pdf:Producer>{PRODUCER}</pdf:Producer>
<pdf:Trapped>False</pdf:Trapped>
{claim}
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"#,
        bom = '\u{feff}'
    )
}

/// `text` with what XML would take for markup written as entities; characters that XML cannot
/// hold are dropped.
fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '\u{0}'..='\u{8}'
            | '\u{b}'
            | '\u{c}'
            | '\u{e}'..='\u{1f}'
            | '\u{fffe}'
            | '\u{ffff}' => {}
            _ => safe.push(character),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_escaped() {
        let check = |text, expected: &str| assert_eq!(escape(text), expected);
        check("公报", "公报");
        check("A&B<C>", "A&amp;B&lt;C&gt;");
        check("a\u{0}b\tc", "ab\tc");
    }

    #[test]
    fn dates_are_the_day_of_publication() {
        let published = NaiveDate::from_ymd_opt(2026, 4, 30);
        let info = Info { published, ..Info::default() };
        assert_eq!(info_date(&info), "D:20260430000000+08'00'");
        assert!(packet(&info, (Claim::X4, None), "", "").contains("2026-04-30T00:00:00+08:00"));
        assert_eq!(info_date(&Info::default()), "D:19700101000000+08'00'");
    }

    #[test]
    fn uuids_have_their_version() {
        assert_eq!(uuid([0xff; 16]), "ffffffff-ffff-8fff-bfff-ffffffffffff");
    }
}
