//! What an editor owns and a file holds: one number of the gazette as typed blocks.
//!
//! An [`Issue`] is plain data. It is changed by [`edit::Edit::apply`] alone, which returns the
//! inverse edit; undo, "unsaved", anchors of comments and merging are all that one thing.
//! Documents and blocks sit behind [`Arc`] and are copied on write, so that a snapshot costs
//! nothing and a keystroke copies one block.
//!
//! **Invariant.** The ids of documents, blocks, attached documents and sections are unique within
//! an issue and keep for the life of what they name.

use std::sync::Arc;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub mod block;
pub mod compare;
pub mod cover;
pub mod customary;
pub mod document;
pub mod edit;
pub mod find;
pub mod history;
pub mod id;
pub mod masthead;
pub mod place;
pub mod table;
pub mod text;

use self::block::Block;
use self::cover::CoverChoice;
use self::document::{Attached, Document};
use self::id::{AttachedId, BlockId, DocumentId, IssueId, SectionId};
use self::masthead::Masthead;
use self::text::Text;

/// One number of the gazette (期).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issue {
    /// Tells this issue from every other, also from its copies of other months.
    pub id: IssueId,
    /// The gazette's name in both scripts (刊名).
    pub masthead: Masthead,
    /// Year, number and total number (年、期、总期).
    pub number: IssueNumber,
    /// Day of publication (出版日期).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<NaiveDate>,
    /// The sections in the order of print (栏目).
    #[serde(default)]
    pub sections: Vec<Section>,
    /// The lines of the colophon (版权块) on the back cover.
    #[serde(default)]
    pub colophon: Vec<Text>,
    /// The style that the issue is composed in.
    pub style: StyleChoice,
    /// The cover.
    #[serde(default, skip_serializing_if = "CoverChoice::is_default")]
    pub cover: CoverChoice,
}

impl Issue {
    /// All documents in the order of print, each with its section.
    pub fn documents(&self) -> impl Iterator<Item = (&Section, &Arc<Document>)> {
        self.sections
            .iter()
            .flat_map(|section| section.documents.iter().map(move |document| (section, document)))
    }

    /// The document called `id`.
    pub fn document(&self, id: DocumentId) -> Option<&Arc<Document>> {
        self.documents().map(|(_, document)| document).find(|document| document.id == id)
    }

    /// The document called `id`, to be changed; copied first if a snapshot shares it.
    pub(crate) fn document_mut(&mut self, id: DocumentId) -> Option<&mut Document> {
        self.sections
            .iter_mut()
            .flat_map(|section| &mut section.documents)
            .find(|document| document.id == id)
            .map(Arc::make_mut)
    }

    /// The pictures of masthead and cover, by the SHA-256 of their bytes: what the next issue has as
    /// well.
    pub fn cover_pictures(&self) -> impl Iterator<Item = &str> {
        let hands = [&self.masthead.chinese_hand, &self.masthead.mongolian_hand];
        let hands = hands.into_iter().filter_map(|hand| hand.as_deref());
        hands.chain(self.cover.own.iter().flat_map(cover::Cover::pictures))
    }

    /// The section called `id`.
    pub fn section(&self, id: SectionId) -> Option<&Section> {
        self.sections.iter().find(|section| section.id == id)
    }
}

/// A section of the issue (栏目), such as 市政府文件.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// Unique within the issue.
    pub id: SectionId,
    /// The heading that the contents prints.
    pub name: Text,
    /// The codes of document numbers (机关代字, such as 包府发) that belong here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<String>,
    /// The documents in the order of print.
    #[serde(default)]
    pub documents: Vec<Arc<Document>>,
}

/// Where an issue stands in the run of the gazette.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssueNumber {
    /// Year in full.
    pub year: i32,
    /// First number of the year that this issue is; 1 in January, 0 while it is not known.
    pub first: u32,
    /// Last number, for a double issue (第7—8期).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<u32>,
    /// Number over all years (总期), where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<u32>,
    /// 月刊, 半月刊 …, as printed; empty where it is not printed.
    #[serde(default)]
    pub periodicity: String,
    /// Folio of the first document's first page, where folios go on through the year (年度连续页码);
    /// 1 where none is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub folio: Option<u32>,
}

impl IssueNumber {
    /// The number as it is printed between 第 and 期: `4`, `7—8`; `×` while it is not known.
    pub fn label(&self) -> String {
        match self.last {
            None if self.first == 0 => "×".to_owned(),
            Some(last) => format!("{}—{last}", self.first),
            None => self.first.to_string(),
        }
    }
}

/// The style of an issue: a built-in style or one of the office, by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StyleChoice {
    /// `baotou`, `single`, `sixteen`, or the name of an office's style.
    pub name: String,
    /// The whole style as RON where it is not built in, so that the file stands alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// A body that can hold blocks: of a document, or of one of the documents attached to it.
///
/// Walks `document` and everything attached to it, outer before inner, in the order of print.
pub fn bodies(document: &Document) -> Vec<(Option<AttachedId>, &[Arc<Block>])> {
    fn walk<'a>(attached: &'a [Attached], found: &mut Vec<(Option<AttachedId>, &'a [Arc<Block>])>) {
        for item in attached {
            found.push((Some(item.id), &item.body));
            walk(&item.attached, found);
        }
    }
    let mut found = vec![(None, document.body.as_slice())];
    walk(&document.attached, &mut found);
    found
}

/// The block called `id` anywhere in `document`.
pub fn find_block(document: &Document, id: BlockId) -> Option<&Arc<Block>> {
    bodies(document).into_iter().flat_map(|(_, body)| body).find(|block| block.id == id)
}
