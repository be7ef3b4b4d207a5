//! Measures with which no text can be set, by their key.

use super::{PageGeometry, Rules, Stylesheet, TextStyle};
use crate::geom::Pt;

/// A measure of a style that cannot be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The key's path, as in `page.gutter`.
    pub key: String,
    /// How it should be, in Chinese.
    pub why: &'static str,
}

/// No sheet is larger: PDF allows 14 400 pt with the bleed (ISO 32000-1, annex C).
const LARGEST_PAPER: Pt = Pt::new(14_000);
/// A narrower column breaks dates and numbers, and is no column of text.
const LEAST_COLUMN: i64 = 8;

impl Stylesheet {
    /// The first measure with which nothing can be set.
    pub fn fault(&self) -> Option<Fault> {
        self.page_fault().map(|(key, why)| Fault { key: key.to_owned(), why }).or_else(|| {
            self.texts().into_iter().find_map(|(name, text)| {
                let (key, why) = text.fault()?;
                Some(Fault { key: format!("{name}.{key}"), why })
            })
        })
    }

    fn page_fault(&self) -> Option<(&'static str, &'static str)> {
        let page = &self.page;
        page.fault().or_else(|| {
            let gap = &self.furniture.folio_gap;
            let cases = [
                (page.grid < self.body.size, "page.grid", "行距不能小于正文的字号"),
                (page.column < self.body.size * LEAST_COLUMN, "page.column", "栏宽至少为 8 个字"),
                (page.inner + page.width() > page.trim.width, "page.column", "版心比纸张宽"),
                (
                    page.columns > 1 && page.gutter < self.body.size,
                    "page.gutter",
                    "栏间空至少为正文的一个字",
                ),
                (page.top + page.height() > page.trim.height, "page.lines", "版心比纸张高"),
                (
                    !Rules::LATIN_SIZES.contains(&self.rules.latin_size),
                    "rules.latin_size",
                    "西文相对汉字的字号应为 95 到 110（%）",
                ),
                (
                    !(Pt::ZERO..=Pt::new(144)).contains(gap),
                    "furniture.folio_gap",
                    "页码到版心的距离应为 0 到 144 磅",
                ),
            ];
            cases.into_iter().find(|(wrong, ..)| *wrong).map(|(_, key, why)| (key, why))
        })
    }

    /// All kinds of text, by their keys.
    pub fn texts(&self) -> Vec<(&'static str, &TextStyle)> {
        let [first, second, third, fourth] = &self.headings;
        vec![
            ("title", &self.title),
            ("attached_title", &self.attached_title),
            ("number", &self.number),
            ("subtitle", &self.subtitle),
            ("addressee", &self.addressee),
            ("body", &self.body),
            ("headings[1]", first),
            ("headings[2]", second),
            ("headings[3]", third),
            ("headings[4]", fourth),
            ("chapter", &self.chapter),
            ("appointment", &self.appointment),
            ("attachment_note", &self.attachment_note),
            ("attachment_label", &self.attachment_label),
            ("signature", &self.signature),
            ("annotation", &self.annotation),
            ("note", &self.note),
            ("cell", &self.cell),
            ("caption", &self.caption),
            ("contents_heading", &self.contents_heading),
            ("contents_section", &self.contents_section),
            ("contents_line", &self.contents_line),
            ("running_head", &self.running_head),
            ("folio", &self.folio),
            ("masthead", &self.masthead),
            ("issue_line", &self.issue_line),
            ("colophon", &self.colophon),
        ]
    }
}

impl Stylesheet {
    /// The kind of text with this key, to be changed.
    pub fn text_mut(&mut self, key: &str) -> Option<&mut TextStyle> {
        let [first, second, third, fourth] = &mut self.headings;
        Some(match key {
            "title" => &mut self.title,
            "attached_title" => &mut self.attached_title,
            "number" => &mut self.number,
            "subtitle" => &mut self.subtitle,
            "addressee" => &mut self.addressee,
            "body" => &mut self.body,
            "headings[1]" => first,
            "headings[2]" => second,
            "headings[3]" => third,
            "headings[4]" => fourth,
            "chapter" => &mut self.chapter,
            "appointment" => &mut self.appointment,
            "attachment_note" => &mut self.attachment_note,
            "attachment_label" => &mut self.attachment_label,
            "signature" => &mut self.signature,
            "annotation" => &mut self.annotation,
            "note" => &mut self.note,
            "cell" => &mut self.cell,
            "caption" => &mut self.caption,
            "contents_heading" => &mut self.contents_heading,
            "contents_section" => &mut self.contents_section,
            "contents_line" => &mut self.contents_line,
            "running_head" => &mut self.running_head,
            "folio" => &mut self.folio,
            "masthead" => &mut self.masthead,
            "issue_line" => &mut self.issue_line,
            "colophon" => &mut self.colophon,
            _ => return None,
        })
    }
}

impl PageGeometry {
    /// What is wrong with the page, whatever stands on it.
    fn fault(&self) -> Option<(&'static str, &'static str)> {
        // First of all, so that nothing below is computed with infinite measures.
        let measures = [
            ("page.trim.width", self.trim.width),
            ("page.trim.height", self.trim.height),
            ("page.bleed", self.bleed),
            ("page.top", self.top),
            ("page.inner", self.inner),
            ("page.grid", self.grid),
            ("page.column", self.column),
            ("page.gutter", self.gutter),
        ];
        let possible = Pt::ZERO..=LARGEST_PAPER;
        let impossible = measures.into_iter().find(|(_, length)| !possible.contains(length));
        if let Some((key, _)) = impossible {
            return Some((key, "应为 0 到 14000 磅"));
        }
        let least = Pt::new(72);
        let cases = [
            (self.columns == 0 || self.columns > 8, "page.columns", "栏数应为 1 到 8"),
            (self.multiple == 0 || self.multiple > 64, "page.multiple", "页数的倍数应为 1 到 64"),
            (self.lines < 4 || self.lines > 200, "page.lines", "每页应为 4 到 200 行"),
            (self.trim.width < least, "page.trim.width", "纸张的宽至少为 72 磅"),
            (self.trim.height < least, "page.trim.height", "纸张的高至少为 72 磅"),
            (self.bleed > least, "page.bleed", "出血应为 0 到 72 磅"),
            (self.grid == Pt::ZERO, "page.grid", "行距应大于 0"),
        ];
        cases.into_iter().find(|(wrong, ..)| *wrong).map(|(_, key, why)| (key, why))
    }
}

impl TextStyle {
    /// What is wrong with the text's measures.
    fn fault(&self) -> Option<(&'static str, &'static str)> {
        const INDENT: &str = "缩进最多为 80（半个字为 1）";
        let size = !(Pt::new(4)..=Pt::new(144)).contains(&self.size);
        let pitch = self.pitch.is_some_and(|pitch| !(Pt::new(4)..=Pt::new(720)).contains(&pitch));
        let cases = [
            (size, "size", "字号应为 4 到 144 磅"),
            (pitch, "pitch", "行距应为 4 到 720 磅"),
            (self.first_indent > 80, "first_indent", INDENT),
            (self.indent > 80, "indent", INDENT),
            (self.right_indent > 80, "right_indent", INDENT),
            (self.before > 40, "before", "段前最多空 40 行"),
            (self.after > 40, "after", "段后最多空 40 行"),
            (self.keep_next > 40, "keep_next", "与下文同页的行数最多为 40"),
        ];
        cases.into_iter().find(|(wrong, ..)| *wrong).map(|(_, key, why)| (key, why))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_found_by_its_key() {
        let style = Stylesheet::built_in("baotou").unwrap();
        let mut other = style.clone();
        for (key, text) in style.texts() {
            assert_eq!(other.text_mut(key), Some(&mut text.clone()), "{key}");
            // Each key leads to a text of its own.
            other.text_mut(key).unwrap().size = Pt::new(99);
        }
        assert!(other.texts().iter().all(|(_, text)| text.size == Pt::new(99)));
        assert_eq!(other.text_mut("page"), None);
    }
}
