//! Styles: the page, and how each kind of text is set.
//!
//! A style is a RON file; the built-in ones are in `assets/styles/`. All vertical measures are
//! whole lines of the page's baseline grid, so that both columns of a page share their baselines.

use serde::{Deserialize, Serialize};

use crate::font::Role;
use crate::geom::{Pt, Rect, Size};
use crate::layout::page::Ink;

/// A whole style.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stylesheet {
    /// The page and its columns.
    pub page: PageGeometry,
    /// Title of a document.
    pub title: TextStyle,
    /// Title of an attached document.
    pub attached_title: TextStyle,
    /// 发文字号.
    pub number: TextStyle,
    /// Period of a chronicle, adoption note.
    pub subtitle: TextStyle,
    /// 主送机关.
    pub addressee: TextStyle,
    /// Body text.
    pub body: TextStyle,
    /// Headings of level 1 to 4.
    pub headings: [TextStyle; 4],
    /// Heading of a chapter.
    pub chapter: TextStyle,
    /// A line of an appointment list; its turnover aligns behind the name.
    pub appointment: TextStyle,
    /// The list of attachments.
    pub attachment_note: TextStyle,
    /// The label of an attachment.
    pub attachment_label: TextStyle,
    /// Signature and date.
    pub signature: TextStyle,
    /// 附注.
    pub annotation: TextStyle,
    /// Notes.
    pub note: TextStyle,
    /// Cells of tables.
    pub cell: TextStyle,
    /// Captions of tables and pictures.
    pub caption: TextStyle,
    /// The heading 目录.
    pub contents_heading: TextStyle,
    /// A section's heading in the contents.
    pub contents_section: TextStyle,
    /// A document's line in the contents.
    pub contents_line: TextStyle,
    /// Head of a page.
    pub running_head: TextStyle,
    /// Page number.
    pub folio: TextStyle,
    /// The masthead on the cover and on the inner title.
    pub masthead: TextStyle,
    /// Year and number below the masthead.
    pub issue_line: TextStyle,
    /// Lines of the colophon.
    pub colophon: TextStyle,
}

/// The page: sizes in points.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PageGeometry {
    /// Size after trimming.
    pub trim: Size,
    /// Bleed on each side.
    pub bleed: Pt,
    /// From the upper edge to the first line.
    pub top: Pt,
    /// From the spine to the text.
    pub inner: Pt,
    /// Pitch of the baseline grid.
    pub grid: Pt,
    /// Lines of the grid on a page.
    pub lines: u32,
    /// Width of a column.
    pub column: Pt,
    /// Columns on a page.
    pub columns: u32,
    /// Room between two columns.
    pub gutter: Pt,
    /// Pages are filled up to a multiple of this; 4 for saddle stitch.
    pub multiple: u32,
}

impl PageGeometry {
    /// Width of the type area (版心).
    pub fn width(&self) -> Pt {
        self.column * i64::from(self.columns) + self.gutter * i64::from(self.columns - 1)
    }

    /// Height of the type area.
    pub fn height(&self) -> Pt {
        self.grid * i64::from(self.lines)
    }

    /// The type area of physical page `number`: odd pages are right-hand pages with the spine at
    /// their left.
    pub fn type_area(&self, number: u32) -> Rect {
        let left =
            if number % 2 == 1 { self.inner } else { self.trim.width - self.inner - self.width() };
        Rect::new(left, self.top, self.width(), self.height())
    }
}

/// How one kind of text is set.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TextStyle {
    /// Font.
    pub font: Role,
    /// Size of the em.
    pub size: Pt,
    /// From line to line within a title; text in columns takes the grid's.
    #[serde(default)]
    pub pitch: Option<Pt>,
    /// Indent of the first line, in half em.
    #[serde(default)]
    pub first_indent: u32,
    /// Indent of all lines at the left, in half em.
    #[serde(default)]
    pub indent: u32,
    /// Indent of all lines at the right, in half em.
    #[serde(default)]
    pub right_indent: u32,
    /// How lines fill the measure.
    #[serde(default)]
    pub align: Align,
    /// Empty lines of the grid before it.
    #[serde(default)]
    pub before: u32,
    /// Empty lines of the grid after it.
    #[serde(default)]
    pub after: u32,
    /// Stays with this many lines of what follows.
    #[serde(default)]
    pub keep_next: u32,
    /// The ink.
    #[serde(default)]
    pub ink: Ink,
}

impl TextStyle {
    /// Refuses measures with which no text can be set; `key` names the text in the file.
    fn check(&self, key: &'static str) -> Result<(), Error> {
        let refuse = |why| Err(Error::Measure { key, why });
        if !(Pt::new(4)..=Pt::new(144)).contains(&self.size) {
            return refuse("字号（size）应为 4 到 144 磅");
        }
        if self.pitch.is_some_and(|pitch| !(Pt::new(4)..=Pt::new(720)).contains(&pitch)) {
            return refuse("行距（pitch）应为 4 到 720 磅");
        }
        if self.first_indent.max(self.indent).max(self.right_indent) > 80 {
            return refuse("缩进（indent）最多为 80（半个字为 1）");
        }
        if self.before.max(self.after).max(self.keep_next) > 40 {
            return refuse("段前、段后、与下文同页（before、after、keep_next）的行数最多为 40");
        }
        Ok(())
    }
}

/// How lines fill the measure.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Align {
    /// Flush at both sides, the last line at the left.
    #[default]
    Justified,
    /// Flush left.
    Left,
    /// Centred.
    Centre,
    /// Flush right.
    Right,
}

/// A style file that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No built-in style has this name.
    #[error("没有名为“{0}”的样式；可用的样式：{list}", list = NAMES.join("、"))]
    Unknown(String),
    /// The file is not RON, or a key is wrong.
    #[error("样式第 {line} 行第 {column} 列有错：{message}；请改正后再试")]
    Syntax {
        /// Line, counted from 1.
        line: usize,
        /// Column, counted from 1.
        column: usize,
        /// What the parser says.
        message: String,
    },
    /// A measure cannot be.
    #[error("样式的 {key} 不合理：{why}；请改正后再试")]
    Measure {
        /// The key in the file.
        key: &'static str,
        /// What is wrong with it.
        why: &'static str,
    },
}

/// No sheet is larger: PDF allows 14 400 pt with the bleed (ISO 32000-1, annex C).
const LARGEST_PAPER: Pt = Pt::new(14_000);

/// Names of the built-in styles.
pub const NAMES: [&str; 1] = ["baotou"];

impl Stylesheet {
    /// The built-in style called `name`.
    ///
    /// # Errors
    /// [`Error::Unknown`] for any other name.
    pub fn built_in(name: &str) -> Result<Self, Error> {
        match name {
            "baotou" => Self::parse(include_str!("../../assets/styles/baotou.ron")),
            _ => Err(Error::Unknown(name.to_owned())),
        }
    }

    /// Reads a style from RON.
    ///
    /// # Errors
    /// [`Error::Syntax`] with the line and column of what is wrong, [`Error::Measure`] with the
    /// key of a measure that cannot be.
    pub fn parse(source: &str) -> Result<Self, Error> {
        let style: Self = ron::from_str(source).map_err(|error| Error::Syntax {
            line: error.span.start.line,
            column: error.span.start.col,
            message: error.code.to_string(),
        })?;
        style.check()?;
        Ok(style)
    }

    /// Refuses measures with which nothing can be set.
    fn check(&self) -> Result<(), Error> {
        let page = &self.page;
        let refuse = |key, why| Err(Error::Measure { key, why });
        // First of all, so that nothing below is computed with infinite measures.
        let measures = [
            ("page.trim.width", page.trim.width),
            ("page.trim.height", page.trim.height),
            ("page.bleed", page.bleed),
            ("page.top", page.top),
            ("page.inner", page.inner),
            ("page.grid", page.grid),
            ("page.column", page.column),
            ("page.gutter", page.gutter),
        ];
        let possible = Pt::ZERO..=LARGEST_PAPER;
        if let Some((key, _)) = measures.into_iter().find(|(_, length)| !possible.contains(length))
        {
            return refuse(key, "应为 0 到 14000 磅");
        }
        if page.columns == 0 || page.columns > 8 {
            return refuse("page.columns", "栏数应为 1 到 8");
        }
        if page.multiple == 0 || page.multiple > 64 {
            return refuse("page.multiple", "页数的倍数应为 1 到 64");
        }
        if page.lines > 200 {
            return refuse("page.lines", "每页至多 200 行");
        }
        if page.trim.width < Pt::new(72) || page.trim.height < Pt::new(72) {
            return refuse("page.trim", "纸张的宽和高至少为 72 磅");
        }
        if page.bleed > Pt::new(72) {
            return refuse("page.bleed", "出血应为 0 到 72 磅");
        }
        if page.grid < self.body.size || page.lines < 4 {
            return refuse("page.grid", "行距不能小于正文字号，每页至少 4 行");
        }
        if page.column < self.body.size * 4 {
            return refuse("page.column", "栏宽至少为 4 个字");
        }
        let room = page.inner + page.width() <= page.trim.width
            && page.top + page.height() <= page.trim.height;
        if !room {
            return refuse("page", "版心超出了纸张");
        }
        self.texts().into_iter().try_for_each(|(key, text)| text.check(key))
    }

    fn texts(&self) -> Vec<(&'static str, &TextStyle)> {
        let mut texts = vec![
            ("title", &self.title),
            ("attached_title", &self.attached_title),
            ("number", &self.number),
            ("subtitle", &self.subtitle),
            ("addressee", &self.addressee),
            ("body", &self.body),
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
        ];
        texts.extend(self.headings.iter().map(|text| ("headings", text)));
        texts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn built_in_styles_can_be_used() {
        for name in NAMES {
            let style = Stylesheet::built_in(name).unwrap();
            let text = ron::ser::to_string_pretty(&style, ron::ser::PrettyConfig::new()).unwrap();
            assert_eq!(Stylesheet::parse(&text).unwrap(), style, "{name}");
        }
    }

    #[test]
    fn a_wrong_key_is_named_with_its_line() {
        let source = include_str!("../../assets/styles/baotou.ron").replacen("grid:", "girt:", 1);
        let message = Stylesheet::parse(&source).unwrap_err().to_string();
        assert!(message.contains("girt") && message.contains("行"), "{message}");
    }

    #[test]
    fn absurd_measures_are_refused_with_their_key() {
        let source = include_str!("../../assets/styles/baotou.ron");
        for (from, to, expected) in [
            ("grid: 20.0", "grid: inf", "page.grid"),
            ("grid: 20.0", "grid: 1e300", "page.grid"),
            ("trim: (width: ", "trim: (width: 1e30, height: 800.0), // ", "page.trim.width"),
            ("multiple: 4", "multiple: 4000000000", "page.multiple"),
            ("lines: 34", "lines: 4000000000", "page.lines"),
            ("bleed: ", "bleed: -", "page.bleed"),
            ("body: (", "body: (before: 400000000, ", "body"),
            ("body: (", "body: (indent: 400000000, ", "body"),
            ("body: (", "body: (pitch: Some(inf), ", "body"),
            ("title: (font: Title, size: 22.0", "title: (font: Title, size: 0.0", "title"),
        ] {
            let changed = source.replacen(from, to, 1);
            assert_ne!(changed, source, "{from}");
            let result = Stylesheet::parse(&changed);
            assert!(matches!(result, Err(Error::Measure { key, .. }) if key == expected), "{to}");
        }
    }

    #[test]
    fn a_page_larger_than_the_paper_is_refused() {
        let source =
            include_str!("../../assets/styles/baotou.ron").replacen("lines: 34", "lines: 64", 1);
        assert!(matches!(Stylesheet::parse(&source), Err(Error::Measure { key: "page", .. })));
    }
}
