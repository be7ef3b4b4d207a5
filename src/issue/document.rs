//! Documents: what a section holds.

use std::sync::Arc;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::block::Block;
use super::id::{AttachedId, DocumentId};
use super::text::{Range, Text};
use crate::text::squeeze;

/// One document of the issue, with the fields that its kind has.
///
/// Number, title, addressee and the rest are fields and not paragraphs: the layout places them by
/// the rules of their kind, and contents, running head and title cannot disagree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Unique within the issue.
    pub id: DocumentId,
    /// What kind of document it is.
    pub kind: DocumentKind,
    /// The organ that issued it (发文机关).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issuer: Option<Text>,
    /// 发文字号, such as 包府发〔2026〕6号 (GB/T 9704-2012, 7.2.5).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<Text>,
    /// 标题, in full and without breaks (GB/T 9704-2012, 7.3.1).
    pub title: Text,
    /// What the contents prints instead of the title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contents_title: Option<Text>,
    /// 主送机关, with its colon (GB/T 9704-2012, 7.3.2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub addressee: Option<Text>,
    /// The period that a chronicle covers, as printed under its title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<Text>,
    /// The body.
    #[serde(default)]
    pub body: Vec<Arc<Block>>,
    /// 发文机关署名, or the name of the one who signs an order; empty where only the date stands.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signatories: Vec<Text>,
    /// 成文日期 (GB/T 9704-2012, 7.3.5).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<DocumentDate>,
    /// 附注, with its brackets (GB/T 9704-2012, 7.3.6).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub annotation: Option<Text>,
    /// The registration of a normative document (规范性文件登记号、有效期).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registration: Option<Text>,
    /// What a correction (更正) corrects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrects: Option<Text>,
    /// The documents that it publishes, and its attachments.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attached: Vec<Attached>,
    /// Where it was imported from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
}

impl Document {
    /// Whether the other document has the same number, or, where one of them has none, the same
    /// title and period: white space aside. Of such two, one may have come in twice.
    pub fn repeats(&self, other: &Self) -> bool {
        let number = |document: &Self| {
            let number = document.number.as_ref().map(|number| squeeze(&number.string));
            number.filter(|own| !own.is_empty())
        };
        if let (Some(own), Some(other)) = (number(self), number(other)) {
            return own == other;
        }
        let title = squeeze(&self.title.string);
        !title.is_empty() && title == squeeze(&other.title.string) && self.period == other.period
    }

    /// An empty document of a kind.
    pub fn new(id: DocumentId, kind: DocumentKind, title: impl Into<Text>) -> Self {
        Self {
            id,
            kind,
            issuer: None,
            number: None,
            title: title.into(),
            contents_title: None,
            addressee: None,
            period: None,
            body: Vec::new(),
            signatories: Vec::new(),
            date: None,
            annotation: None,
            registration: None,
            corrects: None,
            attached: Vec::new(),
            origin: None,
        }
    }

    /// The text that the contents prints, and whether it is the title.
    pub fn contents_text(&self) -> (&Text, bool) {
        self.contents_title.as_ref().map_or((&self.title, true), |text| (text, false))
    }
}

/// A date as it stands in the document, and the day that it means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentDate {
    /// As written: `2026年4月8日`, `二〇〇六年十月十八日`.
    pub as_written: Text,
    /// The day, where it can be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<NaiveDate>,
}

/// A document that another one carries: the plan that a notice publishes, or an attachment (附件).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attached {
    /// Unique within the issue.
    pub id: AttachedId,
    /// `附件1`; none for the document that a notice publishes (印发).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Text>,
    /// Its title.
    pub title: Text,
    /// 题注: by whom and when it was adopted, below the title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adoption_note: Option<Text>,
    /// Its body.
    #[serde(default)]
    pub body: Vec<Arc<Block>>,
    /// Who signed it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signatories: Vec<Text>,
    /// Its own date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<DocumentDate>,
    /// What it carries in turn.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attached: Vec<Self>,
}

impl Attached {
    /// An attached document without label or body.
    pub fn new(id: AttachedId, title: impl Into<Text>) -> Self {
        Self {
            id,
            label: None,
            title: title.into(),
            adoption_note: None,
            body: Vec::new(),
            signatories: Vec::new(),
            date: None,
            attached: Vec::new(),
        }
    }
}

/// The file that a document was imported from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// SHA-256 of the file, in hexadecimal; `originals/` of the archive holds its bytes.
    pub sha256: String,
    /// The deviations from the file that somebody found right, in the order of reading.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub approved: Vec<Approved>,
    /// What an editor said of stretches of the file while it was imported: reading it again without
    /// them would give another document.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pinned: Vec<Pinned>,
    /// The [imprint](super::compare::imprint) of the document as it was imported: while it is the
    /// same, nobody has changed a character, and the file need not be read again to know it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub imprint: Option<u64>,
}

impl Origin {
    /// The file with this SHA-256, no deviation being approved.
    pub const fn new(sha256: String) -> Self {
        Self { sha256, approved: Vec::new(), pinned: Vec::new(), imprint: None }
    }
}

/// What an editor said that a stretch of an imported file is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Pinned {
    /// Its characters in the text that was read of the file.
    pub range: Range,
    /// The name of the style in the report of an import.
    pub style: String,
}

/// A deviation from the imported file that somebody found right (see
/// [`Deviation`](super::compare::Deviation)): one that changes again has to be approved again.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Approved {
    /// Count of characters before it in the document as it was imported, each passage on a line.
    pub at: u32,
    /// The characters of the file.
    pub old: String,
    /// The characters of the issue.
    pub new: String,
}

/// What kind of document it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum DocumentKind {
    /// An official document of one of the 15 kinds (文种).
    Official(OfficialKind),
    /// 政府大事记: what the government did, day by day.
    Chronicle,
    /// An explanation, statistics, a correction and the like.
    Article,
    /// Pages of pictures.
    Pictures,
}

/// The 15 kinds of official documents (《党政机关公文处理工作条例》 art. 8).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum OfficialKind {
    /// 决议: of a meeting of the party or the congress.
    Resolution,
    /// 决定: on matters of weight, awards and penalties, changes of lower decisions.
    Decision,
    /// 令: publishes rules, signed by the head of the organ.
    Order,
    /// 公报: of important decisions; 统计公报.
    Communique,
    /// 公告: to the public at home and abroad.
    Announcement,
    /// 通告: to be observed in a region.
    PublicNotice,
    /// 意见: views and measures on a problem.
    Opinion,
    /// 通知: the commonest: publishes, passes on, asks to act, appoints.
    Notice,
    /// 通报: praises, criticises, informs.
    Circular,
    /// 报告: upwards.
    Report,
    /// 请示: asks upwards.
    Request,
    /// 批复: answers a request.
    Reply,
    /// 议案: from the government to the congress.
    Motion,
    /// 函: between organs of which neither is above the other.
    Letter,
    /// 纪要: record of a meeting.
    Minutes,
}

impl OfficialKind {
    /// All kinds, in the order of the regulation.
    pub const ALL: [Self; 15] = [
        Self::Resolution,
        Self::Decision,
        Self::Order,
        Self::Communique,
        Self::Announcement,
        Self::PublicNotice,
        Self::Opinion,
        Self::Notice,
        Self::Circular,
        Self::Report,
        Self::Request,
        Self::Reply,
        Self::Motion,
        Self::Letter,
        Self::Minutes,
    ];

    /// The Chinese name, such as 通知.
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Resolution => "决议",
            Self::Decision => "决定",
            Self::Order => "令",
            Self::Communique => "公报",
            Self::Announcement => "公告",
            Self::PublicNotice => "通告",
            Self::Opinion => "意见",
            Self::Notice => "通知",
            Self::Circular => "通报",
            Self::Report => "报告",
            Self::Request => "请示",
            Self::Reply => "批复",
            Self::Motion => "议案",
            Self::Letter => "函",
            Self::Minutes => "纪要",
        }
    }
}

impl DocumentKind {
    /// The Chinese name, as the report of an import and `info` give it.
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Official(kind) => kind.chinese(),
            Self::Chronicle => "大事记",
            Self::Article => "文章",
            Self::Pictures => "图片",
        }
    }
}
