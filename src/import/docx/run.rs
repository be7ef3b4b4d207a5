//! Runs of Word → text with marks: fields, breaks, symbols, tracked changes, notes.

use super::Reader;
use super::format;
use super::note;
use super::note::Kind;
use super::paragraph::Inline;
use super::style::{RunFormat, Style};
use crate::import::Error;
use crate::import::word_style::WordStyle;
use crate::import::xml::Element;
use crate::issue::text::{Mark, Text};

/// A field that is open: its code, then its result.
#[derive(Debug, Default)]
pub(super) struct Field {
    code: String,
    /// The result has begun: it is text of the file.
    result: bool,
    /// What a box to tick shows.
    ticked: Option<bool>,
}

/// The text of `w:t`: white space at its ends counts only where the file says so.
pub(super) fn shown(element: &Element) -> String {
    let text = element.text();
    if element.attribute("xml:space") == Some("preserve") {
        return text;
    }
    text.trim_matches(|c: char| c.is_ascii_whitespace()).to_owned()
}

impl Reader<'_> {
    /// Reads what stands in a paragraph or in an element within it.
    pub(super) fn runs<'e>(
        &mut self,
        parent: &'e Element,
        style: &Style,
        inline: &mut Inline<'e>,
    ) -> Result<(), Error> {
        for element in parent.elements() {
            match element.name() {
                "w:r" => self.run(element, style, inline)?,
                "w:ins" | "w:moveTo" => {
                    self.changes.inserted += 1;
                    self.runs(element, style, inline)?;
                }
                "w:del" | "w:moveFrom" => {
                    self.changes.deleted += 1;
                    self.source.leave_out(&deleted(element), "修订中删去的文字");
                }
                "w:hyperlink" | "w:smartTag" | "w:customXml" | "w:bdo" | "w:dir"
                | "w:fldSimple" | "w:rubyBase" => self.runs(element, style, inline)?,
                "w:sdt" => {
                    if let Some(content) = self.filled(element) {
                        self.runs(content, style, inline)?;
                    }
                }
                "mc:AlternateContent" => {
                    if let Some(chosen) = super::chosen(element) {
                        self.runs(chosen, style, inline)?;
                    }
                }
                "m:oMath" | "m:oMathPara" => {
                    let what = "文中的公式只按文字读入；请对照原稿核对";
                    self.source.tell("import-formula", what);
                    inline.write(&note::plain_text(element), &[]);
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn run<'e>(
        &mut self,
        run: &'e Element,
        style: &Style,
        inline: &mut Inline<'e>,
    ) -> Result<(), Error> {
        let properties = run.first("w:rPr");
        let own = properties.and_then(|properties| properties.value("w:rStyle"));
        let mut format = RunFormat::read(properties).over(self.styles.run(style, own));
        if self.ours && WordStyle::named(&style.name) == Some(WordStyle::Fact) {
            // Facts are hidden from whoever checks the text, and none of it.
            format.hidden = None;
        }
        if properties.is_some_and(|properties| properties.first("w:rPrChange").is_some()) {
            self.changes.formatted += 1;
        }
        self.contents(run, format, style, inline)
    }

    /// Reads what a run holds.
    fn contents<'e>(
        &mut self,
        run: &'e Element,
        format: RunFormat,
        style: &Style,
        inline: &mut Inline<'e>,
    ) -> Result<(), Error> {
        for element in run.elements() {
            match element.name() {
                "w:fldChar" => self.field(element, format, inline),
                "w:instrText" => {
                    if let Some(field) = self.fields.last_mut().filter(|field| !field.result) {
                        field.code.push_str(&element.text());
                    }
                }
                _ if self.fields.iter().any(|field| !field.result) => {}
                "w:t" => self.write(&shown(element), format, inline),
                "w:tab" | "w:ptab" => {
                    let toc = self.in_contents() || style.name.starts_with("toc ");
                    self.write(if toc { "……" } else { "　" }, format, inline);
                }
                "w:br" | "w:cr" => inline.end_line(),
                "w:noBreakHyphen" => self.write("-", format, inline),
                "w:sym" => self.symbol(element, format, inline),
                "w:drawing" | "w:pict" | "w:object" => {
                    let mut drawing = self.drawing(element)?;
                    inline.boxes.append(&mut drawing.boxes);
                    inline.add(drawing);
                }
                "w:ruby" => {
                    if let Some(reading) = element.first("w:rt") {
                        self.source.leave_out(&note::plain_text(reading), "文字上的注音");
                    }
                    self.runs(element, style, inline)?;
                }
                "w:footnoteReference" => self.refer(element, Kind::Foot, inline),
                "w:endnoteReference" => self.refer(element, Kind::End, inline),
                "w:commentReference" => {
                    let id = element.attribute("w:id").unwrap_or_default();
                    if let Some(text) = self.notes.comment(id) {
                        let text = text.to_owned();
                        self.source.leave_out(&text, "批注");
                    }
                }
                "mc:AlternateContent" => {
                    if let Some(chosen) = super::chosen(element) {
                        self.contents(chosen, format, style, inline)?;
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Adds text as it is shown.
    fn write(&mut self, text: &str, format: RunFormat, inline: &mut Inline<'_>) {
        let is = |switch: Option<bool>| switch == Some(true);
        if is(format.hidden) {
            inline.hidden.push_str(text);
            return;
        }
        if is(format.subscript) && !text.trim().is_empty() {
            self.source.tell_lowered();
        }
        if is(format.struck) && !text.trim().is_empty() {
            self.source.tell_struck();
        }
        let marks = [
            (format.bold, Mark::Bold),
            (format.kai, Mark::Kai),
            (format.superscript, Mark::Superscript),
            (format.no_break, Mark::NoBreak),
        ];
        let marks: Vec<Mark> =
            marks.into_iter().filter(|&(on, _)| is(on)).map(|(_, mark)| mark).collect();
        // A break that was typed as a character.
        let mut parts = text.split(['\n', '\r', '\u{b}']);
        let write = |part: &str, inline: &mut Inline<'_>| {
            if is(format.capitals) {
                inline.write(&part.to_ascii_uppercase(), &marks);
            } else {
                inline.write(part, &marks);
            }
        };
        write(parts.next().unwrap_or_default(), inline);
        for part in parts {
            inline.end_line();
            write(part, inline);
        }
    }

    fn symbol(&mut self, element: &Element, format: RunFormat, inline: &mut Inline<'_>) {
        let font = element.attribute("w:font").unwrap_or_default();
        let written = element.attribute("w:char").unwrap_or_default();
        let code = u32::from_str_radix(written, 16).unwrap_or(0);
        let Some(character) = format::symbol(font, code) else {
            let what = format!("字体“{font}”中的符号认不出，代以□；请对照原稿核对");
            self.source.tell("import-symbol", what);
            return self.write("□", format, inline);
        };
        self.write(&character.to_string(), format, inline);
    }

    /// A field begins, gives its result, or ends.
    fn field(&mut self, element: &Element, format: RunFormat, inline: &mut Inline<'_>) {
        match element.attribute("w:fldCharType") {
            Some("begin") => {
                let tick = element.first("w:ffData").and_then(|data| data.first("w:checkBox"));
                let ticked = tick.map(|tick| {
                    let on = tick.switch("w:checked").or_else(|| tick.switch("w:default"));
                    on.unwrap_or(false)
                });
                self.fields.push(Field { ticked, ..Field::default() });
            }
            Some("separate") => {
                if let Some(field) = self.fields.last_mut() {
                    field.result = true;
                }
            }
            _ => {
                let Some(field) = self.fields.pop() else { return };
                let text = match field.ticked {
                    Some(true) => Some("☑".to_owned()),
                    Some(false) => Some("□".to_owned()),
                    None => (!field.result).then(|| encircled(&field.code)).flatten(),
                };
                if let Some(text) = text
                    && self.fields.iter().all(|field| field.result)
                {
                    self.write(&text, format, inline);
                }
            }
        }
    }

    /// A field whose code does not end with the paragraph is broken: what follows is text again.
    pub(super) fn close_fields(&mut self) {
        self.fields.retain(|field| field.result);
    }

    /// Whether a table of contents is open.
    pub(super) fn in_contents(&self) -> bool {
        self.fields.iter().any(|field| field.code.trim_start().starts_with("TOC"))
    }

    fn refer(&mut self, element: &Element, kind: Kind, inline: &mut Inline<'_>) {
        let id = element.attribute("w:id").unwrap_or_default();
        let Some((number, text)) = self.notes.next(kind, id) else { return };
        inline.write(&format!("[{number}]"), &[Mark::Superscript]);
        inline.notes.push(Text::new(format!("[{number}] {text}")));
    }
}

/// The text that a tracked change takes away.
fn deleted(element: &Element) -> String {
    let mut text = String::new();
    for name in ["w:delText", "w:t"] {
        text.extend(element.descendants(name).into_iter().map(shown));
    }
    text
}

/// The sign that the code of a field draws: a number in a circle, `EQ \o\ac(○,12)`.
fn encircled(code: &str) -> Option<String> {
    let inner = code.trim().strip_prefix("EQ")?.trim().strip_prefix("\\o")?;
    let inner = inner.trim().strip_prefix("\\ac")?.trim().strip_prefix('(')?.strip_suffix(')')?;
    let (circle, number) = inner.split_once([',', '，', ';'])?;
    if !circle.trim().starts_with(['○', '〇', '◯']) {
        return None;
    }
    let number = number.trim();
    match number.parse() {
        Ok(n) => format::circled(n),
        Err(_) => Some(number.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_circles() {
        fn check(code: &str, expected: Option<&str>) {
            assert_eq!(encircled(code).as_deref(), expected, "{code}");
        }
        check(r" EQ \o\ac(○,1) ", Some("①"));
        check(r"EQ \o \ac(○,21)", Some("㉑"));
        check(r"EQ \f(1,2)", None);
        check("PAGE", None);
    }
}
