//! Styles: the page, and how each kind of text is set.
//!
//! A style is a RON file; the built-in ones are in `assets/styles/`. All vertical measures are
//! whole lines of the page's baseline grid, so that both columns of a page share their baselines.

use serde::{Deserialize, Serialize};

use crate::font::Role;
use crate::geom::{Pt, Rect, Size};
use crate::issue::StyleChoice;
use crate::issue::document::DocumentKind;
use crate::layout::page::Ink;

mod check;
mod error;
mod locate;
mod rules;

pub use self::check::Fault;
pub use self::error::Error;
pub use self::rules::{Adjacent, LatinGap, Rules};

/// A whole style.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stylesheet {
    /// The page and its columns.
    pub page: PageGeometry,
    /// What stands around the text, and how pages are counted.
    #[serde(default)]
    pub furniture: Furniture,
    /// How lines are composed.
    #[serde(default)]
    pub rules: Rules,
    /// Where each kind of document begins.
    #[serde(default)]
    pub begins: Begins,
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

/// What stands around the text (typography: contents, running heads, folios).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Furniture {
    /// What the running heads say.
    pub head: Head,
    /// What stands beside a folio.
    pub folio: FolioForm,
    /// From the last line of the type area to the upper edge of the folio.
    pub folio_gap: Pt,
    /// Where folios begin anew.
    pub pagination: Pagination,
    /// Where the contents has its folios.
    pub contents: ContentsForm,
}

impl Default for Furniture {
    /// As in styles that say nothing about it.
    fn default() -> Self {
        Self {
            head: Head::Section,
            folio: FolioForm::Plain,
            folio_gap: Pt::from_units(16 * 65_536 - 65_536 / 4),
            pagination: Pagination::Issue,
            contents: ContentsForm::NumberFirst,
        }
    }
}

/// What the running heads say. A page that opens with a title has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Head {
    /// Nothing.
    None,
    /// The section's name.
    Section,
    /// The document's title, as the contents has it.
    Document,
    /// The gazette's name on even pages, the section's on odd ones.
    GazetteAndSection,
}

/// What stands beside a folio.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum FolioForm {
    /// Nothing: `3`.
    Plain,
    /// A dash at each side: `— 3 —` (GB/T 9704-2012, 7.5).
    Dashes,
}

/// Where folios begin anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Pagination {
    /// With each issue.
    Issue,
    /// With each year: an issue goes on behind the last folio of the one before (年度连续页码).
    Year,
}

/// Where the contents has its folios.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ContentsForm {
    /// Before the title.
    NumberFirst,
    /// At the end of the line, behind dots.
    Leaders,
}

/// Where documents begin, by their kind. The first of a section begins on a new page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Begins {
    /// 公文.
    pub official: Begin,
    /// 大事记.
    pub chronicle: Begin,
    /// 解读, 统计, 更正.
    pub article: Begin,
    /// 图片.
    pub pictures: Begin,
    /// 附件 with a label, behind the document that they belong to (GB/T 9704-2012, 7.3.7: on a
    /// page of their own).
    pub attached: Begin,
}

impl Default for Begins {
    /// Each document on a page of its own, with what is attached to it.
    fn default() -> Self {
        let page = Begin::Page;
        let (official, chronicle, article, pictures) = (page, page, page, page);
        Self { official, chronicle, article, pictures, attached: Begin::RunOn }
    }
}

impl Begins {
    /// Where a document of this kind begins.
    pub fn of(&self, kind: DocumentKind) -> Begin {
        match kind {
            DocumentKind::Official(_) => self.official,
            DocumentKind::Chronicle => self.chronicle,
            DocumentKind::Article => self.article,
            DocumentKind::Pictures => self.pictures,
        }
    }
}

/// Where a document begins.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Begin {
    /// On a new page.
    #[default]
    Page,
    /// At the head of a new column, with its titles in the column; on a new page where a page has one.
    Column,
    /// Behind the document before it, its titles across the columns.
    RunOn,
}

/// Names of the built-in styles.
pub const NAMES: [&str; 3] = ["baotou", "single", "sixteen"];

impl Stylesheet {
    /// The source of the built-in style called `name`.
    pub fn source(name: &str) -> Option<&'static str> {
        match name {
            "baotou" => Some(include_str!("../../assets/styles/baotou.ron")),
            "single" => Some(include_str!("../../assets/styles/single.ron")),
            "sixteen" => Some(include_str!("../../assets/styles/sixteen.ron")),
            _ => None,
        }
    }

    /// The built-in style called `name`.
    ///
    /// # Errors
    /// [`Error::Unknown`] for any other name.
    pub fn built_in(name: &str) -> Result<Self, Error> {
        let source = Self::source(name).ok_or_else(|| Error::Unknown(name.to_owned()))?;
        Self::parse(source)
    }

    /// The style of an issue: its own, or a built-in one.
    ///
    /// # Errors
    /// As [`Self::parse`] and [`Self::built_in`].
    pub fn chosen(choice: &StyleChoice) -> Result<Self, Error> {
        match &choice.source {
            Some(source) => Self::parse(source),
            None => Self::built_in(&choice.name),
        }
    }

    /// Reads a style from RON.
    ///
    /// # Errors
    /// [`Error::Wrong`] with the key and the line of what is wrong.
    pub fn parse(source: &str) -> Result<Self, Error> {
        let style: Self =
            ron::from_str(source).map_err(|error| Error::of_notation(&error, source))?;
        match style.fault() {
            Some(fault) => Err(Error::of_fault(fault, source)),
            None => Ok(style),
        }
    }

    /// The style as RON, as [`Self::parse`] reads it.
    pub fn to_source(&self) -> String {
        let form = ron::ser::PrettyConfig::new().depth_limit(2).new_line("\n");
        ron::ser::to_string_pretty(self, form).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn built_in_styles_can_be_used() {
        for name in NAMES {
            let style = Stylesheet::built_in(name).unwrap();
            assert_eq!(Stylesheet::parse(&style.to_source()).unwrap(), style, "{name}");
        }
        assert!(matches!(Stylesheet::built_in("other"), Err(Error::Unknown(_))));
    }

    #[test]
    fn the_page_of_documents_is_that_of_the_standard() {
        let page = Stylesheet::built_in("single").unwrap().page;
        let near = |length: Pt, mm: f64| (length - Pt::from_mm(mm)).abs() < Pt::from_mm(0.01);
        assert!(near(page.trim.width, 210.0) && near(page.trim.height, 297.0));
        assert!(near(page.top, 37.0) && near(page.inner, 28.0));
        assert!(near(page.width(), 156.0) && near(page.height(), 225.0));
    }
}
