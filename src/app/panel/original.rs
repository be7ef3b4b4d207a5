//! 对照: a document beside the file that it came from, with what differs by character. Whoever finds
//! a difference right approves it, alone or with all of its kind; every approval is an edit of the
//! issue, so undo takes it back.

use std::sync::Arc;

use crate::app::action::Action;
use crate::import::Dropped;
use crate::import::original::original;
use crate::issue::Issue;
use crate::issue::compare::{self, Class, Comparison, Deviation, passages};
use crate::issue::document::{Approved, Document, Origin};
use crate::issue::edit::Edit;
use crate::issue::id::DocumentId;
use crate::lint;

mod view;

/// Why somebody changed the text, as far as the change shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// White space and ends of paragraphs.
    Space,
    /// Half or full width.
    Width,
    /// Marks in the place of others.
    Marks,
    /// What the checker proposed.
    Fix,
    /// Words.
    Typing,
}

impl Kind {
    const ALL: [Self; 5] = [Self::Space, Self::Width, Self::Marks, Self::Fix, Self::Typing];

    fn of(deviation: &Deviation, fixes: &[Approved]) -> Self {
        let is_mark = |c: char| !c.is_alphanumeric() && !c.is_whitespace();
        match deviation.class {
            _ if fixes.iter().any(|fix| deviation.is(fix)) => Self::Fix,
            Class::Space => Self::Space,
            Class::Width => Self::Width,
            Class::Text if deviation.old.chars().chain(deviation.new.chars()).all(is_mark) => {
                Self::Marks
            }
            Class::Text => Self::Typing,
        }
    }
}

/// What reading the original again gave.
#[derive(Debug, Clone)]
pub struct Read {
    document: DocumentId,
    /// The document as it was imported; none where the file has no such one.
    before: Option<Arc<Document>>,
    /// What of the file is in no document, and why.
    dropped: Vec<Dropped>,
    /// What the checker proposed to change in it.
    fixes: Vec<Approved>,
}

/// Reads the bytes of the original of `document` again: off the UI thread.
pub(crate) fn read(
    document: &Document,
    (extension, bytes, text): (&str, &[u8], Option<&str>),
    issue: &Issue,
) -> Read {
    let Some(origin) = &document.origin else {
        return Read {
            document: document.id,
            before: None,
            dropped: Vec::new(),
            fixes: Vec::new(),
        };
    };
    let whole = original(extension, bytes, text, origin);
    let candidates: Vec<&Arc<Document>> = whole.documents.iter().collect();
    let before = compare::counterpart(document, &candidates).cloned();
    let fixes = before.as_ref().map(|before| fixes(before, issue)).unwrap_or_default();
    Read { document: document.id, before, dropped: whole.dropped, fixes }
}

/// What the checker proposes for a document, each as the smallest change.
fn fixes(document: &Arc<Document>, issue: &Issue) -> Vec<Approved> {
    let mut alone = issue.clone();
    for section in &mut alone.sections {
        section.documents.clear();
    }
    if let Some(section) = alone.sections.first_mut() {
        section.documents.push(Arc::clone(document));
    }
    let mut starts = Vec::new();
    let mut at = 0;
    for (part, text) in passages(document) {
        starts.push((part, at, text));
        at += text.chars().count() + 1;
    }
    let smallest = |finding: &crate::finding::Finding| {
        let (place, fix) = (finding.place?, finding.fix.as_ref()?);
        let (_, start, text) = starts.iter().find(|(part, _, _)| *part == place.part)?;
        let (from, to) = (fix.range.start as usize, fix.range.end as usize);
        let old: Vec<char> = text.chars().skip(from).take(to.saturating_sub(from)).collect();
        let new: Vec<char> = fix.replacement.chars().collect();
        let lead = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
        let rest = old.len().min(new.len()) - lead;
        let ends = old.iter().rev().zip(new.iter().rev()).take(rest);
        let tail = ends.take_while(|(a, b)| a == b).count();
        let cut = |side: &[char]| side.get(lead..side.len() - tail).map(|cut| cut.iter().collect());
        let at = u32::try_from(start + from + lead).ok()?;
        Some(Approved { at, old: cut(&old)?, new: cut(&new)? })
    };
    lint::check(&alone).iter().filter_map(smallest).collect()
}

/// The document as it was imported, as far as it is known.
#[derive(Debug)]
enum Before {
    Reading,
    Absent,
    Known(Arc<Document>),
}

/// A document that is compared with its original.
#[derive(Debug)]
pub(crate) struct Comparing {
    document: DocumentId,
    before: Before,
    dropped: Vec<Dropped>,
    fixes: Vec<Approved>,
    /// As it was compared last.
    now: Arc<Document>,
    comparison: Comparison,
    /// Of each deviation.
    kinds: Vec<Kind>,
    /// Paragraphs without a difference are shown, too.
    whole: bool,
}

/// What happens while a document is compared.
#[derive(Debug, Clone)]
pub enum Message {
    /// The original was read.
    Read(Arc<Read>),
    /// A difference is approved, or no more.
    Toggled(usize),
    /// All differences of a kind are approved, or no more if they all were.
    All(Kind),
    /// All paragraphs are shown, or those that differ.
    Whole(bool),
    /// A difference is to be seen on the pages.
    Shown(usize),
    /// Enough.
    Closed,
}

impl Comparing {
    /// Begins with a document; its original is being read, or is not there.
    pub(crate) fn new(document: &Arc<Document>, has_original: bool) -> Self {
        Self {
            document: document.id,
            before: if has_original { Before::Reading } else { Before::Absent },
            dropped: Vec::new(),
            fixes: Vec::new(),
            now: Arc::clone(document),
            comparison: Comparison::default(),
            kinds: Vec::new(),
            whole: false,
        }
    }

    /// Compares again where the document has changed.
    pub(crate) fn follow(&mut self, issue: &Issue) {
        if let Some(document) = issue.document(self.document)
            && !Arc::ptr_eq(document, &self.now)
        {
            self.now = Arc::clone(document);
            self.compare();
        }
    }

    fn compare(&mut self) {
        let Before::Known(before) = &self.before else { return };
        self.comparison = compare::documents(before, &self.now);
        let kind = |own| Kind::of(own, &self.fixes);
        self.kinds = self.comparison.deviations.iter().map(kind).collect();
    }

    /// Carries out a message.
    pub(crate) fn update(&mut self, message: Message) -> Action {
        match message {
            Message::Read(read) => {
                if read.document == self.document {
                    self.before = read.before.clone().map_or(Before::Absent, Before::Known);
                    self.dropped.clone_from(&read.dropped);
                    self.fixes.clone_from(&read.fixes);
                    self.compare();
                }
                Action::None
            }
            Message::Toggled(index) => {
                let on = !self.is_approved(index);
                self.approve(&[index], on)
            }
            Message::All(kind) => {
                let all: Vec<usize> = self.of_kind(kind).collect();
                let on = !all.iter().all(|&index| self.is_approved(index));
                self.approve(&all, on)
            }
            Message::Whole(whole) => {
                self.whole = whole;
                Action::None
            }
            Message::Shown(index) => match self.comparison.deviations.get(index) {
                Some(own) => Action::Close.then(Action::Select(own.place)),
                None => Action::None,
            },
            Message::Closed => Action::Close,
        }
    }

    /// The deviations of a kind, by index.
    fn of_kind(&self, kind: Kind) -> impl Iterator<Item = usize> + '_ {
        self.kinds.iter().enumerate().filter(move |(_, own)| **own == kind).map(|(index, _)| index)
    }

    fn is_approved(&self, index: usize) -> bool {
        let deviation = self.comparison.deviations.get(index);
        let approved = self.now.origin.as_ref().map(|origin| origin.approved.as_slice());
        deviation.zip(approved).is_some_and(|(own, all)| all.iter().any(|one| own.is(one)))
    }

    /// Count of deviations that are approved.
    fn approved(&self) -> usize {
        (0..self.kinds.len()).filter(|&index| self.is_approved(index)).count()
    }

    /// The edit that approves these deviations, or takes that back.
    fn approve(&self, indices: &[usize], on: bool) -> Action {
        let Some(mut origin) = self.now.origin.clone() else { return Action::None };
        for own in indices.iter().filter_map(|&index| self.comparison.deviations.get(index)) {
            let known = origin.approved.iter().position(|one| own.is(one));
            match (on, known) {
                (true, None) => origin.approved.push(own.approval()),
                (false, Some(index)) => drop(origin.approved.remove(index)),
                (true, Some(_)) | (false, None) => {}
            }
        }
        origin.approved.sort();
        let origin: Option<Origin> = Some(origin);
        Action::Edit(Edit::SetOrigin { document: self.document, origin })
    }
}
