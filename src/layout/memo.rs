//! What need not be done again: documents and paragraphs that are as they were.
//!
//! A document that is the same (by its shared pointer) keeps its flow, and its pages as long as they
//! stand at the same place; a paragraph of a changed document is set once as long as its text,
//! source, style and width stay the same. After a keystroke that leaves one paragraph, the flow of
//! one document, and the pages that it moves. The memo belongs to one font book; another style or
//! other pictures begin it anew.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::finding::Finding;
use crate::font::FontBook;
use crate::issue::document::Document;
use crate::issue::id::DocumentId;
use crate::layout::assemble::{Built, Outside};
use crate::layout::flow::FlowPage;
use crate::layout::linebreak::Length;
use crate::layout::paragraph::{Lines, Paragraph};
use crate::layout::style::Stylesheet;

/// Paragraphs that were set, with their lines.
pub(crate) type Known = HashMap<Paragraph, Arc<Lines>>;

/// Style and sizes of pictures: where either changes, nothing that was kept counts.
type Basis = (Stylesheet, BTreeMap<String, (u32, u32)>);

/// What was composed before.
#[derive(Debug, Default)]
pub struct Memo {
    basis: Option<Basis>,
    pub(crate) documents: HashMap<DocumentId, SetDocument>,
    /// Paragraphs of covers, contents, running heads and folios.
    pub(crate) around: Known,
    pub(crate) outside: Option<Outside>,
}

/// A document that was set.
#[derive(Debug)]
pub(crate) struct SetDocument {
    /// Held, so that whatever changes the document must copy it.
    pub(crate) document: Arc<Document>,
    pub(crate) paragraphs: Known,
    pub(crate) findings: Vec<Finding>,
    pub(crate) flow: Vec<FlowPage>,
    pub(crate) built: Built,
}

impl Memo {
    /// How many paragraphs are kept.
    pub fn len(&self) -> usize {
        let own = self.documents.values().map(|set| set.paragraphs.len());
        own.sum::<usize>() + self.around.len()
    }

    /// Whether nothing is kept.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Forgets everything if it was made in another style or with other pictures.
    pub(crate) fn begin(&mut self, style: &Stylesheet, pictures: &BTreeMap<String, (u32, u32)>) {
        let same =
            self.basis.as_ref().is_some_and(|(own, sizes)| own == style && sizes == pictures);
        if !same {
            *self = Self { basis: Some((style.clone(), pictures.clone())), ..Self::default() };
        }
    }

    /// Whether `document` was set just as it is.
    pub(crate) fn has(&self, document: &Arc<Document>) -> bool {
        let set = self.documents.get(&document.id);
        set.is_some_and(|set| Arc::ptr_eq(&set.document, document))
    }

    /// Keeps what was set around the documents. Of what is no longer used, so much stays that pages
    /// may move to and fro without their folios being set again.
    pub(crate) fn keep_around(&mut self, used: Known, pages: usize) {
        if self.around.len() > 8 * pages + 1_000 {
            self.around.clear();
        }
        self.around.extend(used);
    }
}

/// Sets paragraphs, from the memo where it has them. Each document has its own, so that documents
/// can be set side by side.
#[derive(Debug)]
pub(crate) struct Setter<'a> {
    known: Option<&'a Known>,
    book: &'a FontBook,
    used: Used,
}

/// What a setter has set.
#[derive(Debug, Default)]
struct Used {
    paragraphs: Vec<(Paragraph, Arc<Lines>)>,
    /// How many of them had to be set; setting one of them again, longer or shorter so that it
    /// fills its column, does not count.
    set_anew: usize,
    /// The paragraph at an index with another count of lines, where it was asked for.
    variants: HashMap<(usize, u32), Arc<Lines>>,
    /// The findings of so many paragraphs were taken.
    taken: usize,
}

impl<'a> Setter<'a> {
    pub(crate) fn new(known: Option<&'a Known>, book: &'a FontBook) -> Self {
        Self { known, book, used: Used::default() }
    }

    pub(crate) const fn book(&self) -> &'a FontBook {
        self.book
    }

    fn known(&self, paragraph: &Paragraph) -> Option<Arc<Lines>> {
        self.known?.get(paragraph).cloned()
    }

    /// The lines of `paragraph`.
    pub(crate) fn set(&mut self, paragraph: Paragraph) -> Arc<Lines> {
        let lines = self.known(&paragraph).unwrap_or_else(|| {
            self.used.set_anew += 1;
            Arc::new(paragraph.set(self.book))
        });
        self.used.paragraphs.push((paragraph, lines.clone()));
        lines
    }

    /// The index of the paragraph that was set last, for [`Self::variant`].
    pub(crate) fn last(&self) -> usize {
        self.used.paragraphs.len().saturating_sub(1)
    }

    /// The lines of the paragraph at `index` as `count` lines, and how much worse they are than
    /// its best ones; none if it cannot have so many.
    pub(crate) fn variant(&mut self, index: usize, count: u32) -> Option<(Arc<Lines>, i64)> {
        let (paragraph, best) = self.used.paragraphs.get(index)?;
        let demerits = best.demerits;
        let lines = match self.used.variants.get(&(index, count)) {
            Some(lines) => lines.clone(),
            None => {
                let paragraph = Paragraph { length: Length::Lines(count), ..paragraph.clone() };
                let known = self.known(&paragraph);
                let lines = known.unwrap_or_else(|| Arc::new(paragraph.set(self.book)));
                self.used.paragraphs.push((paragraph, lines.clone()));
                let _ = self.used.variants.insert((index, count), lines.clone());
                lines
            }
        };
        (!lines.frames.is_empty()).then(|| (lines.clone(), lines.demerits - demerits))
    }

    /// What was reported since the last call.
    pub(crate) fn take_findings(&mut self) -> Vec<Finding> {
        let used = &mut self.used;
        let fresh = used.paragraphs.iter().skip(used.taken);
        let findings = fresh.flat_map(|(_, lines)| lines.findings.iter().cloned()).collect();
        used.taken = used.paragraphs.len();
        findings
    }

    /// The paragraphs that were used, and how many had to be set.
    pub(crate) fn finish(self) -> (Known, usize) {
        (self.used.paragraphs.into_iter().collect(), self.used.set_anew)
    }
}
