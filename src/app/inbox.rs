//! 收稿: files that came in, until each of their documents is in the issue or turned away.
//!
//! Files are read one after the other off the UI thread. What was recognised can be corrected
//! segment by segment; a correction has the rest of the file recognised anew. A document that is
//! accepted goes into the section that its number asks for, as one change that can be undone.

use std::hash::{Hash as _, Hasher};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use crate::import::original::pinned;
use crate::import::{Draft, Pin, Style};
use crate::issue::Issue;
use crate::issue::document::Document;
use crate::issue::id::DocumentId;
use crate::store::recovery::Incoming;

mod accept;
mod handle;
mod history;
pub(crate) mod receive;

use self::history::History;
use self::receive::{Received, Refusal};

/// From this confidence on a segment counts as understood.
pub(crate) const SURE: f32 = 0.8;
/// So many files at a time.
const MOST: usize = 500;

/// The files that came in, and where in them the editor is.
#[derive(Debug, Default)]
pub(crate) struct Inbox {
    items: Vec<Item>,
    /// Whether it is shown instead of the pages.
    pub(crate) is_open: bool,
    /// Index in [`Inbox::rows`].
    row: usize,
    /// Index in the segments of the row's file.
    segment: usize,
    /// The number of the next item.
    next: u64,
    /// What can be taken back here.
    history: History,
}

/// A file that came in.
#[derive(Debug)]
pub(crate) struct Item {
    /// Its number in the inbox.
    id: u64,
    pub(crate) path: PathBuf,
    pub(crate) state: State,
    /// What the editor says of its segments.
    pins: Vec<Pin>,
    /// Its documents that were turned away.
    away: Vec<DocumentId>,
    /// What the ids of its documents are made from: of the last reading, or for the next one.
    seed: Seed,
    /// Counts the readings and recognitions; an older one comes too late.
    run: u64,
    /// Ends the last of them early.
    stop: Arc<AtomicBool>,
}

/// What ids are made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Seed {
    /// Another number with each reading.
    Fresh,
    /// The number of a reading that is to be repeated.
    Given(u64),
    /// The number of the last reading.
    Used(u64),
}

/// How far a file has come.
#[derive(Debug)]
pub(crate) enum State {
    /// Others are read before it.
    Waiting,
    /// It is read now.
    Reading,
    /// Its documents can be accepted.
    Ready(Box<Received>),
    /// It cannot be read; why, and what to do.
    Refused(Refusal),
    /// It was stopped by hand.
    Stopped,
}

/// A row of the list: a document, or a file of which none is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Row {
    /// Index of the file.
    pub(crate) item: usize,
    /// Index of the document in it.
    pub(crate) document: Option<usize>,
}

/// What has become of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It waits for the editor.
    Open,
    /// It is in the issue.
    Accepted,
    /// It was turned away.
    TurnedAway,
    /// There is nothing to accept.
    Nothing,
}

/// What happens in the inbox.
#[derive(Debug, Clone)]
pub enum Message {
    /// A row of the list was chosen.
    RowChosen(usize),
    /// The row so many rows down (or, below zero, up) is chosen.
    RowStepped(isize),
    /// A segment of the text was chosen.
    SegmentChosen(usize),
    /// The segment so many segments down or up is chosen.
    SegmentStepped(isize),
    /// The next segment that is not sure, round and round.
    NextUnsure,
    /// The chosen segment is of this kind.
    Pinned(Style),
    /// The chosen segment is right as it is.
    Confirmed,
    /// What was said of the chosen segment is taken back.
    Unpinned,
    /// The chosen document goes into the issue.
    Accepted,
    /// All documents that are no repetitions go into the issue.
    AllAccepted,
    /// The chosen document is turned away, or no longer.
    TurnedAway,
    /// A file is no longer read; by its number.
    Stopped(u64),
    /// None of the files is read any more.
    AllStopped,
    /// A file is read again; by its number.
    Again(u64),
    /// All files that were stopped or refused are read again.
    AllAgain,
    /// The file of the chosen row goes from the list, with what is read of it.
    Removed,
    /// More files are asked for.
    More,
    /// The pages come back.
    Closed,
}

impl Item {
    /// Its number in the inbox.
    pub(crate) const fn id(&self) -> u64 {
        self.id
    }

    /// The name of the file.
    pub(crate) fn name(&self) -> String {
        let name = self.path.file_name().unwrap_or(self.path.as_os_str());
        name.to_string_lossy().into_owned()
    }

    /// What was read of it.
    pub(crate) fn received(&self) -> Option<&Received> {
        match &self.state {
            State::Ready(received) => Some(received),
            State::Waiting | State::Reading | State::Refused(_) | State::Stopped => None,
        }
    }

    fn draft(&self) -> Option<&Draft> {
        self.received().map(|received| &*received.draft)
    }

    /// Whether reading it again may give more: it was stopped, or could not be read.
    pub(crate) const fn has_failed(&self) -> bool {
        matches!(self.state, State::Stopped | State::Refused(_))
    }

    const fn is_pending(&self) -> bool {
        matches!(self.state, State::Waiting | State::Reading)
    }
}

impl Inbox {
    pub(crate) fn items(&self) -> &[Item] {
        &self.items
    }

    /// Whether nothing came in.
    pub(crate) const fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Adds files at the end; those that are more than fit are given back.
    fn add(&mut self, paths: Vec<PathBuf>) -> usize {
        let room = MOST.saturating_sub(self.items.len());
        let left = paths.len().saturating_sub(room);
        for path in paths.into_iter().take(room) {
            let id = self.next;
            self.next += 1;
            self.items.push(Item {
                id,
                path,
                state: State::Waiting,
                pins: Vec::new(),
                away: Vec::new(),
                seed: Seed::Fresh,
                run: 0,
                stop: Arc::default(),
            });
        }
        left
    }

    /// The rows of the list.
    pub(crate) fn rows(&self) -> Vec<Row> {
        let mut rows = Vec::new();
        for (item, own) in self.items.iter().enumerate() {
            let count = own.draft().map_or(0, |draft| draft.order.len());
            if count == 0 {
                rows.push(Row { item, document: None });
            }
            rows.extend((0..count).map(|index| Row { item, document: Some(index) }));
        }
        rows
    }

    /// The chosen row, with its index.
    pub(crate) fn chosen(&self) -> Option<(usize, Row)> {
        let rows = self.rows();
        let at = self.row.min(rows.len().checked_sub(1)?);
        Some((at, *rows.get(at)?))
    }

    pub(crate) fn item(&self, row: Row) -> Option<&Item> {
        self.items.get(row.item)
    }

    /// The document of a row.
    pub(crate) fn document(&self, row: Row) -> Option<&Document> {
        let id = self.document_id(row)?;
        let documents = self.item(row)?.draft()?.documents();
        documents.map(|(_, document)| &**document).find(|document| document.id == id)
    }

    fn document_id(&self, row: Row) -> Option<DocumentId> {
        self.item(row)?.draft()?.order.get(row.document?).copied()
    }

    /// The segments of a row: those of its document, and what was left out behind them.
    pub(crate) fn segments(&self, row: Row) -> std::ops::Range<usize> {
        let Some(draft) = self.item(row).and_then(Item::draft) else { return 0..0 };
        let begin = |index: usize| {
            let own = |segment: &crate::import::Segment| {
                segment.document.is_some_and(|document| document >= index)
            };
            draft.segments.iter().position(own).unwrap_or(draft.segments.len())
        };
        let Some(document) = row.document else { return 0..draft.segments.len() };
        let first = if document == 0 { 0 } else { begin(document) };
        let last = document + 1 == draft.order.len();
        first..if last { draft.segments.len() } else { begin(document + 1).max(first) }
    }

    /// The chosen segment, by its index.
    pub(crate) const fn segment(&self) -> usize {
        self.segment
    }

    /// The segments of a row that are not sure, the least sure first.
    pub(crate) fn unsure(&self, row: Row) -> Vec<usize> {
        let Some(draft) = self.item(row).and_then(Item::draft) else { return Vec::new() };
        let sure = |&at: &usize| draft.segments.get(at).map_or(1.0, |own| own.confidence);
        let mut unsure: Vec<usize> = self.segments(row).filter(|at| sure(at) < SURE).collect();
        unsure.sort_by(|a, b| sure(a).total_cmp(&sure(b)));
        unsure
    }

    /// What has become of a row.
    pub(crate) fn fate(&self, row: Row, issue: Option<&Issue>) -> Fate {
        let Some(id) = self.document_id(row) else { return Fate::Nothing };
        if issue.is_some_and(|issue| issue.document(id).is_some()) {
            return Fate::Accepted;
        }
        let is_away = self.item(row).is_some_and(|item| item.away.contains(&id));
        if is_away { Fate::TurnedAway } else { Fate::Open }
    }

    /// Count of documents that wait for the editor.
    pub(crate) fn open_count(&self, issue: Option<&Issue>) -> usize {
        self.rows().into_iter().filter(|row| self.fate(*row, issue) == Fate::Open).count()
    }

    /// Whether something waits in it that would be missed.
    pub(crate) fn holds_work(&self, issue: Option<&Issue>) -> bool {
        let waits = |item: &Item| item.is_pending() || item.has_failed();
        self.items.iter().any(waits) || self.open_count(issue) > 0
    }

    /// What tells this content of the inbox from another.
    pub(crate) fn mark(&self, into: &mut impl Hasher) {
        for item in &self.items {
            let state = std::mem::discriminant(&item.state);
            (item.id, item.run, state, item.pins.len(), item.away.len()).hash(into);
        }
    }

    /// The files as they can be read again, with what the editor said of them.
    pub(crate) fn incoming(&self) -> Vec<Incoming> {
        let incoming = |item: &Item| Incoming {
            path: item.path.clone(),
            pinned: pinned(&item.pins),
            seed: match item.seed {
                Seed::Fresh => None,
                Seed::Given(seed) | Seed::Used(seed) => Some(seed),
            },
            away: item.away.clone(),
        };
        self.items.iter().map(incoming).collect()
    }

    /// How many files are read, and how many there are.
    pub(crate) fn progress(&self) -> (usize, usize) {
        let pending = self.items.iter().filter(|item| item.is_pending()).count();
        (self.items.len() - pending, self.items.len())
    }

    /// Count of files that were stopped or refused.
    pub(crate) fn failed(&self) -> usize {
        self.items.iter().filter(|item| item.has_failed()).count()
    }

    /// Whether files are read, or wait for it.
    pub(crate) fn is_reading(&self) -> bool {
        self.items.iter().any(Item::is_pending)
    }

    /// The title of the document that a row's repeats, by number or title: one of the issue, or one
    /// of a row above.
    pub(crate) fn repeats(&self, row: Row, issue: Option<&Issue>) -> Option<String> {
        let own = self.document(row)?;
        let in_issue = issue.into_iter().flat_map(Issue::documents).map(|(_, other)| &**other);
        let above = self.rows().into_iter().take_while(|other| *other != row);
        let above = above
            .filter(|other| self.fate(*other, issue) == Fate::Open)
            .filter_map(|other| self.document(other));
        let again = |other: &&Document| other.id != own.id && own.repeats(other);
        in_issue.chain(above).find(again).map(|other| other.title.string.clone())
    }
}
