//! What need not be done again: documents, pieces and paragraphs that are as they were.
//!
//! Documents that are the same (by their shared pointers) keep their flow, and their pages as long as they
//! stand at the same place. Of a changed document the pieces that are the same stay, and the pages
//! that hold nothing else; a paragraph is set once as long as its text, source, style and width stay
//! the same. After a keystroke that leaves one paragraph and the pages that it moves, also in one
//! long document. The memo belongs to one font book and one dictionary; another style or other
//! pictures begin it anew.

use std::borrow::Borrow;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{Hash, Hasher};
use std::sync::{Arc, OnceLock};

use crate::finding::Finding;
use crate::font::FontBook;
use crate::issue::document::Document;
use crate::issue::id::DocumentId;
use crate::layout::Resources;
use crate::layout::assemble::Outside;
use crate::layout::linebreak::Length;
use crate::layout::paragraph::{Lines, Paragraph};
use crate::layout::piece::Piece;
use crate::layout::run::{Run, SetRun};
use crate::layout::style::{Rules, Stylesheet};

/// Paragraphs that were set, to be found by what decides how they look.
pub(crate) type Known = HashSet<ByParagraph>;

/// Style and sizes of pictures: where either changes, nothing that was kept counts.
type Basis = (Stylesheet, BTreeMap<String, (u32, u32)>);

/// What was composed before.
#[derive(Debug, Default)]
pub struct Memo {
    basis: Option<Basis>,
    pub(crate) documents: HashMap<DocumentId, SetDocument>,
    /// The pages of documents, by the first one on them.
    pub(crate) runs: HashMap<DocumentId, SetRun>,
    /// Paragraphs of covers, contents, running heads and folios.
    pub(crate) around: Known,
    pub(crate) outside: Option<Outside>,
}

/// A document that was set.
#[derive(Debug)]
pub(crate) struct SetDocument {
    /// Held, so that whatever changes the document must copy it.
    pub(crate) document: Arc<Document>,
    pub(crate) pieces: Vec<Arc<Piece>>,
    pub(crate) findings: Vec<Finding>,
}

impl Memo {
    /// How many paragraphs are kept.
    pub fn len(&self) -> usize {
        let own = self.documents.values().flat_map(|set| &set.pieces);
        own.map(|piece| piece.paragraphs.len()).sum::<usize>() + self.around.len()
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

    /// Forgets the documents and pages that are in none of the runs.
    pub(crate) fn forget_others(&mut self, runs: &[Run<'_>]) {
        let documents = || runs.iter().flat_map(|run| run.documents).map(|own| own.id);
        if self.documents.len() > documents().count() {
            let left: HashSet<DocumentId> = documents().collect();
            self.documents.retain(|id, _| left.contains(id));
        }
        if self.runs.len() > runs.len() {
            let left: HashSet<DocumentId> = runs.iter().filter_map(Run::id).collect();
            self.runs.retain(|id, _| left.contains(id));
        }
    }

    /// Keeps what was set around the documents. Of what is no longer used, so much stays that pages
    /// may move to and fro without their folios being set again.
    pub(crate) fn keep_around(&mut self, used: Vec<Arc<SetParagraph>>, pages: usize) {
        if self.around.len() > 8 * pages + 1_000 {
            self.around.clear();
        }
        self.around.extend(used.into_iter().map(ByParagraph));
    }
}

/// A paragraph that was set.
#[derive(Debug)]
pub(crate) struct SetParagraph {
    paragraph: Paragraph,
    /// Its best lines.
    pub(crate) lines: Arc<Lines>,
    /// Set when they are asked for: one line less, one line more.
    shorter: OnceLock<Arc<Lines>>,
    longer: OnceLock<Arc<Lines>>,
}

impl SetParagraph {
    fn new(paragraph: Paragraph, resources: &Resources<'_>) -> Self {
        let lines = Arc::new(paragraph.set(resources));
        Self { paragraph, lines, shorter: OnceLock::new(), longer: OnceLock::new() }
    }

    /// How many lines it has at its best.
    pub(crate) fn count(&self) -> u32 {
        u32::try_from(self.lines.frames.len()).unwrap_or(u32::MAX)
    }

    /// It as `count` lines; none if it cannot have so many. A line more or less than at its best is
    /// all that may be asked for.
    pub(crate) fn variant(&self, count: u32, resources: &Resources<'_>) -> Option<Arc<Lines>> {
        let best = self.count();
        let kept = match i64::from(count) - i64::from(best) {
            -1 => &self.shorter,
            0 => return Some(self.lines.clone()),
            1 => &self.longer,
            _ => return None,
        };
        let set = || {
            let length = Length::Lines(count);
            Arc::new(Paragraph { length, ..self.paragraph.clone() }.set(resources))
        };
        let lines = kept.get_or_init(set);
        (!lines.frames.is_empty()).then(|| lines.clone())
    }
}

/// The same paragraph has the same lines.
impl PartialEq for SetParagraph {
    fn eq(&self, other: &Self) -> bool {
        self.paragraph == other.paragraph
    }
}

impl Eq for SetParagraph {}

/// A set paragraph that is found by what decides how it looks.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct ByParagraph(Arc<SetParagraph>);

impl Hash for ByParagraph {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.paragraph.hash(state);
    }
}

impl Borrow<Paragraph> for ByParagraph {
    fn borrow(&self) -> &Paragraph {
        &self.0.paragraph
    }
}

/// Sets paragraphs, from the memo where it has them. Each document has its own, so that documents
/// can be set side by side.
#[derive(Debug)]
pub(crate) struct Setter<'a> {
    known: Option<&'a Known>,
    resources: Resources<'a>,
    /// The rules of the style, which hold for all paragraphs.
    rules: Rules,
    last: Last,
    used: Vec<Arc<SetParagraph>>,
    /// How many of them had to be set; setting one of them again, longer or shorter so that it
    /// fills its column, does not count.
    set_anew: usize,
    /// The findings of so many paragraphs were taken.
    taken: usize,
}

/// The paragraphs that a piece had the last time.
#[derive(Debug, Default)]
struct Last {
    paragraphs: Vec<Arc<SetParagraph>>,
    /// Most come in the order that they had.
    next: usize,
    /// Made for the first one that does not.
    index: Option<Known>,
}

impl Last {
    fn find(&mut self, paragraph: &Paragraph) -> Option<Arc<SetParagraph>> {
        let next = self.paragraphs.get(self.next);
        self.next += 1;
        if let Some(next) = next.filter(|next| next.paragraph == *paragraph) {
            return Some(next.clone());
        }
        if self.paragraphs.len() < 2 {
            return None;
        }
        let all = || self.paragraphs.iter().cloned().map(ByParagraph).collect();
        self.index.get_or_insert_with(all).get(paragraph).map(|found| found.0.clone())
    }
}

impl<'a> Setter<'a> {
    pub(crate) fn new(known: Option<&'a Known>, resources: &Resources<'a>, rules: Rules) -> Self {
        let last = Last::default();
        Self { known, resources: *resources, rules, last, used: Vec::new(), set_anew: 0, taken: 0 }
    }

    pub(crate) const fn resources(&self) -> &Resources<'a> {
        &self.resources
    }

    pub(crate) const fn book(&self) -> &'a FontBook {
        self.resources.fonts
    }

    /// Begins a piece that was `last` the last time.
    pub(crate) fn begin(&mut self, last: Option<&Piece>) {
        let paragraphs = last.map(|last| last.paragraphs.clone()).unwrap_or_default();
        self.last = Last { paragraphs, ..Last::default() };
    }

    /// The lines of `paragraph` by the rules of the style.
    pub(crate) fn set(&mut self, paragraph: Paragraph) -> Arc<Lines> {
        let paragraph = Paragraph { rules: self.rules, ..paragraph };
        let known = self.known.and_then(|known| known.get(&paragraph));
        let known = known.map(|known| known.0.clone()).or_else(|| self.last.find(&paragraph));
        let set = known.unwrap_or_else(|| {
            self.set_anew += 1;
            Arc::new(SetParagraph::new(paragraph, &self.resources))
        });
        self.used.push(set.clone());
        set.lines.clone()
    }

    /// The paragraph that was set last.
    pub(crate) fn last(&self) -> Option<&Arc<SetParagraph>> {
        self.used.last()
    }

    /// What was reported since the last call.
    pub(crate) fn take_findings(&mut self) -> Vec<Finding> {
        let fresh = self.used.iter().skip(self.taken);
        let findings = fresh.flat_map(|set| set.lines.findings.iter().cloned()).collect();
        self.taken = self.used.len();
        findings
    }

    /// The paragraphs that were set since the last call.
    pub(crate) fn take(&mut self) -> Vec<Arc<SetParagraph>> {
        self.taken = 0;
        std::mem::take(&mut self.used)
    }

    /// How many paragraphs had to be set.
    pub(crate) const fn set_anew(&self) -> usize {
        self.set_anew
    }
}
