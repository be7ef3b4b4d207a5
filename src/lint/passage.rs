//! What the rules read: the passages of an issue or of a raw text, each with its kind.
//!
//! An issue and a pasted text are checked by the same rules: both become a [`Reading`], a list of
//! passages in the order of print, grouped by document.

use std::sync::OnceLock;

use chrono::NaiveDate;

use crate::finding::Severity;

/// What a passage is. A rule looks at the kinds of its scope only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The gazette's Chinese name (刊名).
    Masthead,
    /// A line of Mongolian.
    Mongolian,
    /// Year, number, total number or day of publication on the cover (期号、出版日期).
    IssueLine,
    /// The heading of a section (栏目), or 目录 itself.
    SectionName,
    /// A line of the contents.
    ContentsTitle,
    /// The title of a document or of one that is attached (标题).
    Title,
    /// 发文字号.
    Number,
    /// 主送机关.
    Addressee,
    /// A numbered heading of level 1 to 4.
    Heading(u8),
    /// Body text.
    Body,
    /// An item of a list.
    Item,
    /// A line of an appointment list (任免).
    Appointment,
    /// An article (条).
    Article,
    /// The heading of a chapter (章).
    Chapter,
    /// 署名.
    Signature,
    /// 成文日期.
    Date,
    /// 附注, such as （此件公开发布）.
    Annotation,
    /// 附件说明.
    AttachmentNote,
    /// The label of an attachment (附件1) on a line of its own.
    AttachmentLabel,
    /// A cell of a table.
    Cell,
    /// The caption of a table or picture.
    Caption,
    /// The first paragraph of an entry of the chronicle (大事记).
    ChronicleEntry,
    /// The period of a chronicle, below its title.
    Period,
    /// A note, an adoption note or a registration.
    Note,
    /// A line of the colophon (版权块).
    Colophon,
    /// A running head or folio between the lines.
    RunningHead,
    /// Rows of metadata, menus and other things that are no part of the document.
    Noise,
}

impl Kind {
    /// Whether it is a paragraph of a body: one that has sentences.
    pub(crate) const fn is_prose(self) -> bool {
        matches!(
            self,
            Self::Heading(_)
                | Self::Body
                | Self::Item
                | Self::Article
                | Self::ChronicleEntry
                | Self::Addressee
        )
    }

    /// Whether it stands outside all documents.
    pub(crate) const fn is_furniture(self) -> bool {
        matches!(
            self,
            Self::Masthead
                | Self::Mongolian
                | Self::IssueLine
                | Self::SectionName
                | Self::ContentsTitle
                | Self::Colophon
                | Self::RunningHead
                | Self::Noise
        )
    }
}

/// Whether a reading comes from an issue or from a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Source {
    /// Typed blocks.
    Issue,
    /// Lines, whose kinds are guessed by their form.
    Text,
}

/// One passage.
#[derive(Debug, Clone)]
pub(crate) struct Passage<'a> {
    /// What it is.
    pub(crate) kind: Kind,
    /// Its characters, without a line end.
    pub(crate) text: &'a str,
    /// Index into [`Reading::sheets`]; none outside documents.
    pub(crate) sheet: Option<usize>,
    /// 0 in the document itself, n in the nth document that it carries.
    pub(crate) attached: u32,
    /// Characters that are raised (上标), as (start, end).
    pub(crate) raised: Vec<(u32, u32)>,
    /// First day of a chronicle entry.
    pub(crate) day: Option<NaiveDate>,
}

impl<'a> Passage<'a> {
    /// A passage outside of documents.
    pub(crate) const fn new(kind: Kind, text: &'a str) -> Self {
        Self { kind, text, sheet: None, attached: 0, raised: Vec::new(), day: None }
    }
}

/// What is known of a document.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sheet {
    /// Passage of the title.
    pub(crate) title: Option<usize>,
    /// Passage of the number.
    pub(crate) number: Option<usize>,
    /// Passage of the issuing organ, where it is a field of its own.
    pub(crate) issuer: Option<usize>,
    /// Passage of the addressee.
    pub(crate) addressee: Option<usize>,
    /// The day of the document.
    pub(crate) date: Option<NaiveDate>,
    /// Whether it is one of the 15 kinds of official documents; it has a number or an addressee.
    pub(crate) official: bool,
    /// Whether it is a chronicle.
    pub(crate) chronicle: bool,
    /// The name of its section.
    pub(crate) section: Option<usize>,
}

/// All passages of an issue or text.
#[derive(Debug, Clone)]
pub(crate) struct Reading<'a> {
    /// Where it comes from.
    pub(crate) source: Source,
    /// In the order of print.
    pub(crate) passages: Vec<Passage<'a>>,
    /// The documents, in the order of print.
    pub(crate) sheets: Vec<Sheet>,
    /// The day of publication.
    pub(crate) published: Option<NaiveDate>,
    /// Whether a reader has found the Mongolian name right.
    pub(crate) approved: bool,
    /// The passages of each document: rules ask for them again and again.
    by_sheet: OnceLock<Vec<Vec<usize>>>,
}

impl<'a> Reading<'a> {
    /// Nothing read yet.
    pub(crate) const fn new(source: Source) -> Self {
        Self {
            source,
            passages: Vec::new(),
            sheets: Vec::new(),
            published: None,
            approved: false,
            by_sheet: OnceLock::new(),
        }
    }

    /// The passages of the document `sheet`, with their indices. To be asked once all are there.
    pub(crate) fn of_sheet(&self, sheet: usize) -> impl Iterator<Item = (usize, &Passage<'a>)> {
        let indices = self.by_sheet.get_or_init(|| self.sorted_by_sheet()).get(sheet);
        let indices = indices.map(Vec::as_slice).unwrap_or_default();
        indices.iter().filter_map(|&index| Some((index, self.passages.get(index)?)))
    }

    fn sorted_by_sheet(&self) -> Vec<Vec<usize>> {
        let mut sorted = vec![Vec::new(); self.sheets.len()];
        for (index, passage) in self.passages.iter().enumerate() {
            if let Some(own) = passage.sheet.and_then(|sheet| sorted.get_mut(sheet)) {
                own.push(index);
            }
        }
        sorted
    }

    /// The text of the passage `index`, if there is one.
    pub(crate) fn text(&self, index: Option<usize>) -> Option<&'a str> {
        self.passages.get(index?).map(|passage| passage.text)
    }
}

/// One thing that a rule found, in bytes of passages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Hit {
    /// The rule's id.
    pub(crate) rule: &'static str,
    /// Other severity than the table's.
    pub(crate) severity: Option<Severity>,
    /// Passage in which it begins.
    pub(crate) passage: usize,
    /// First byte in that passage.
    pub(crate) start: usize,
    /// Passage in which it ends.
    pub(crate) last: usize,
    /// Byte behind its end, in the last passage.
    pub(crate) end: usize,
    /// What stands for `{detail}` in the message.
    pub(crate) detail: String,
    /// What the stretch should read.
    pub(crate) fix: Option<String>,
}

impl Hit {
    /// A finding over bytes `start..end` of a passage.
    pub(crate) const fn new(
        rule: &'static str,
        passage: usize,
        bytes: std::ops::Range<usize>,
    ) -> Self {
        Self {
            rule,
            severity: None,
            passage,
            start: bytes.start,
            last: passage,
            end: bytes.end,
            detail: String::new(),
            fix: None,
        }
    }

    /// The same with a detail for its message.
    pub(crate) fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }

    /// The same with a fix.
    pub(crate) fn fix(mut self, fix: impl Into<String>) -> Self {
        self.fix = Some(fix.into());
        self
    }

    /// The same with another severity than the table's.
    pub(crate) const fn severity(mut self, severity: Severity) -> Self {
        self.severity = Some(severity);
        self
    }
}

/// The text before byte `at`.
pub(crate) fn before(text: &str, at: usize) -> &str {
    text.get(..at).unwrap_or_default()
}

/// The text from byte `at` on.
pub(crate) fn after(text: &str, at: usize) -> &str {
    text.get(at..).unwrap_or_default()
}

/// The last `count` characters of `text`.
pub(crate) fn tail(text: &str, count: usize) -> &str {
    let skip = text.chars().count().saturating_sub(count);
    text.char_indices().nth(skip).map_or("", |(byte, _)| after(text, byte))
}

/// The first `count` characters of `text`.
pub(crate) fn head(text: &str, count: usize) -> &str {
    text.char_indices().nth(count).map_or(text, |(byte, _)| before(text, byte))
}
