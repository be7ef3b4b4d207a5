//! Blocks: the typed paragraphs of a body.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::id::BlockId;
use super::table::Table;
use super::text::Text;
use crate::geom::Mm;

/// The narrowest and the widest picture.
pub const PICTURE_WIDTHS: (Mm, Mm) = (Mm::from_hundredths(500), Mm::from_hundredths(50_000));

/// One block of a body. What kind it is says how it is set and checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// Unique within the issue.
    pub id: BlockId,
    /// What the block is.
    pub kind: BlockKind,
    /// Its text; the caption of a table or picture.
    #[serde(default)]
    pub text: Text,
}

/// What a block is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum BlockKind {
    /// A numbered heading: level 1 一、, 2 （一）, 3 1., 4 （1） (GB/T 9704-2012, 7.3.3).
    Heading {
        /// 1 to 4.
        level: u8,
        /// The body follows in the same paragraph, after the heading's 。.
        run_in: bool,
    },
    /// Body text, indented 2 em.
    Paragraph,
    /// An item of a list that is no heading.
    Item,
    /// A line of an appointment list (任免): name, 任 or 免去, office.
    Appointment,
    /// An article of a regulation (第几条).
    Article,
    /// The heading of a chapter (第几章).
    Chapter,
    /// The first paragraph of an entry of the chronicle (大事记). Paragraphs that follow belong
    /// to it, up to the next entry. The layout prints the ● before it.
    ChronicleEntry {
        /// First day.
        date: NaiveDate,
        /// Last day, where the entry covers several (4月16日至17日).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<NaiveDate>,
    },
    /// The list of attachments below the body (附件说明; GB/T 9704-2012, 7.3.4).
    AttachmentNote,
    /// A table; the block's text is its caption.
    Table(Table),
    /// A picture; the block's text is its caption.
    Picture {
        /// SHA-256 of the picture's bytes, in hexadecimal.
        sha256: String,
        /// How wide it is printed; none for as wide as its column, or as the page where it is broad
        /// and fine enough. One wider than a column stands across the columns.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        width: Option<Mm>,
    },
    /// A note below the text.
    Note,
    /// What follows begins on a new page.
    Break,
}
