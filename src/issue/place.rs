//! Places: any stretch of text in an issue.
//!
//! Comments, findings, carets, search hits and the sources of what stands on a page are places,
//! never block ids alone: a title, a cell and the masthead are written, marked and checked like a
//! paragraph.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::id::{AttachedId, BlockId, DocumentId, SectionId};
use super::masthead::{MongolianLine, Script};
use super::text::Range;

pub mod map;
mod parts;

pub use self::parts::attached_text;
pub use self::parts::document_texts;
pub use self::parts::field_text;
pub use self::parts::parts;
pub use self::parts::text;
pub use self::parts::texts;

/// A stretch of one of the texts of an issue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    /// Which text.
    pub part: Part,
    /// Which of its characters.
    pub range: Range,
}

impl Place {
    /// The stretch `range` of `part`.
    pub const fn new(part: Part, range: Range) -> Self {
        Self { part, range }
    }

    /// The document that the text belongs to; none for masthead, colophon and sections.
    pub const fn document(&self) -> Option<DocumentId> {
        self.part.document()
    }
}

/// One of the texts of an issue: everything that can be typed has one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Part {
    /// The gazette's name.
    Masthead(Script),
    /// A line about the issue in Mongolian. It is made anew for every issue, so nobody types in it
    /// on a page and no [`Text`](super::text::Text) is behind it; what is found in it has a place.
    MongolianLine(MongolianLine),
    /// A line of the colophon, counted from 0.
    Colophon(u32),
    /// The heading of a section.
    SectionName(SectionId),
    /// A field of a document.
    Field(DocumentId, Field),
    /// A field of an attached document.
    Attached(DocumentId, AttachedId, AttachedField),
    /// The text of a block; the caption of a table or picture.
    Block(DocumentId, BlockId),
    /// A cell of a table: row and column, counted from 0.
    Cell(DocumentId, BlockId, u32, u32),
}

/// The fields of a document that are texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Field {
    /// 发文机关.
    Issuer,
    /// 发文字号.
    Number,
    /// 标题.
    Title,
    /// What the contents prints instead of the title.
    ContentsTitle,
    /// 主送机关.
    Addressee,
    /// Period of a chronicle.
    Period,
    /// 署名, counted from 0.
    Signatory(u32),
    /// 成文日期, as written.
    Date,
    /// 附注.
    Annotation,
    /// 登记号.
    Registration,
    /// 更正.
    Corrects,
}

/// The fields of an attached document that are texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum AttachedField {
    /// `附件1`.
    Label,
    /// Its title.
    Title,
    /// 题注.
    AdoptionNote,
    /// 署名, counted from 0.
    Signatory(u32),
    /// Its date, as written.
    Date,
}

impl Part {
    /// The document that the text belongs to; none for masthead, colophon and sections.
    pub const fn document(&self) -> Option<DocumentId> {
        match self {
            Self::Masthead(_)
            | Self::MongolianLine(_)
            | Self::Colophon(_)
            | Self::SectionName(_) => None,
            Self::Field(document, _)
            | Self::Attached(document, _, _)
            | Self::Block(document, _)
            | Self::Cell(document, _, _, _) => Some(*document),
        }
    }

    /// The block that the text belongs to, if it is one's text or cell.
    pub const fn block(&self) -> Option<BlockId> {
        match self {
            Self::Block(_, block) | Self::Cell(_, block, _, _) => Some(*block),
            Self::Masthead(_)
            | Self::MongolianLine(_)
            | Self::Colophon(_)
            | Self::SectionName(_)
            | Self::Field(..)
            | Self::Attached(..) => None,
        }
    }
}

/// The name of a part in the JSON of `check` and `compare`: `title`, `cell:3,2`, `colophon:0`.
impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Masthead(Script::Chinese) => f.write_str("masthead:chinese"),
            Self::Masthead(Script::Mongolian) => f.write_str("masthead:mongolian"),
            Self::MongolianLine(MongolianLine::Number) => f.write_str("mongolian-line:number"),
            Self::MongolianLine(MongolianLine::Published) => {
                f.write_str("mongolian-line:published")
            }
            Self::Colophon(line) => write!(f, "colophon:{line}"),
            Self::SectionName(_) => f.write_str("section"),
            Self::Field(_, field) => match field {
                Field::Issuer => f.write_str("issuer"),
                Field::Number => f.write_str("number"),
                Field::Title => f.write_str("title"),
                Field::ContentsTitle => f.write_str("contents-title"),
                Field::Addressee => f.write_str("addressee"),
                Field::Period => f.write_str("period"),
                Field::Signatory(n) => write!(f, "signatory:{n}"),
                Field::Date => f.write_str("date"),
                Field::Annotation => f.write_str("annotation"),
                Field::Registration => f.write_str("registration"),
                Field::Corrects => f.write_str("corrects"),
            },
            Self::Attached(_, id, field) => match field {
                AttachedField::Label => write!(f, "attached:{id}:label"),
                AttachedField::Title => write!(f, "attached:{id}:title"),
                AttachedField::AdoptionNote => write!(f, "attached:{id}:adoption-note"),
                AttachedField::Signatory(n) => write!(f, "attached:{id}:signatory:{n}"),
                AttachedField::Date => write!(f, "attached:{id}:date"),
            },
            Self::Block(..) => f.write_str("text"),
            Self::Cell(_, _, row, column) => write!(f, "cell:{row},{column}"),
        }
    }
}
