//! Runs: documents of a section that share pages, because one begins behind another.
//!
//! Most styles begin each document on a new page; then each is a run of its own.

use std::sync::Arc;

use rayon::prelude::*;

use crate::issue::document::Document;
use crate::issue::id::DocumentId;
use crate::issue::{Issue, Section};
use crate::layout::Resources;
use crate::layout::assemble::Built;
use crate::layout::flow::{Flowed, flow};
use crate::layout::memo::{Memo, SetParagraph};
use crate::layout::piece::Piece;
use crate::layout::style::{Begin, Stylesheet};

/// Documents that share pages.
#[derive(Debug)]
pub(crate) struct Run<'a> {
    pub(crate) section: &'a Section,
    /// At least one.
    pub(crate) documents: &'a [Arc<Document>],
}

impl Run<'_> {
    /// It is found by its first document.
    pub(crate) fn id(&self) -> Option<DocumentId> {
        self.documents.first().map(|first| first.id)
    }
}

/// The runs of `issue`, in the order of their pages.
pub(crate) fn runs<'a>(issue: &'a Issue, style: &Stylesheet) -> Vec<Run<'a>> {
    let joins = |_: &Arc<Document>, next: &Arc<Document>| match style.begins.of(next.kind) {
        Begin::Page => false,
        Begin::Column => style.page.columns > 1,
        Begin::RunOn => true,
    };
    let of_section = |section: &'a Section| {
        let runs = section.documents.chunk_by(joins);
        runs.map(move |documents| Run { section, documents })
    };
    issue.sections.iter().flat_map(of_section).collect()
}

/// A run on its pages.
#[derive(Debug)]
pub(crate) struct SetRun {
    /// Held, so that whatever changes a document must copy it.
    documents: Vec<Arc<Document>>,
    /// The pieces of all documents.
    pieces: Vec<Arc<Piece>>,
    /// The first piece of each document.
    firsts: Vec<usize>,
    pub(crate) flow: Flowed,
    pub(crate) built: Built,
}

impl SetRun {
    /// Whether it holds these documents just as they are.
    fn is(&self, run: &Run<'_>) -> bool {
        let same = |(a, b): (&Arc<Document>, &Arc<Document>)| Arc::ptr_eq(a, b);
        self.documents.len() == run.documents.len()
            && self.documents.iter().zip(run.documents).all(same)
    }

    /// The page that the document at `index` begins on, from 0.
    pub(crate) fn page_of(&self, index: usize) -> usize {
        self.firsts.get(index).map_or(0, |&first| self.flow.page_of(first))
    }

    /// Which document stands at the head of page `page`, and whether it begins there.
    pub(crate) fn at_head(&self, page: usize) -> (usize, bool) {
        let (piece, begins) = self.flow.head_of(page);
        let index = self.firsts.partition_point(|&first| first <= piece).saturating_sub(1);
        (index, begins && self.firsts.get(index) == Some(&piece))
    }
}

/// Flows the runs that are not as they were, side by side; each with the id that it is found by.
pub(crate) fn set_changed(
    runs: &[Run<'_>],
    style: &Stylesheet,
    resources: &Resources<'_>,
    memo: &Memo,
) -> Vec<(DocumentId, SetRun)> {
    let is_kept = |run: &&Run<'_>| {
        let kept = run.id().and_then(|id| memo.runs.get(&id));
        !kept.is_some_and(|kept| kept.is(run))
    };
    let changed: Vec<&Run<'_>> = runs.iter().filter(is_kept).collect();
    let variant = |paragraph: &SetParagraph, lines: u32| paragraph.variant(lines, resources);
    let set = |run: &&Run<'_>| {
        let id = run.id()?;
        let mut pieces: Vec<Arc<Piece>> = Vec::new();
        let mut firsts = Vec::with_capacity(run.documents.len());
        for document in run.documents {
            let own = memo.documents.get(&document.id)?;
            // What has no elements stands nowhere.
            let empty = own.pieces.iter().take_while(|piece| piece.elements.is_empty()).count();
            firsts.push(pieces.len() + empty);
            pieces.extend(own.pieces.iter().cloned());
        }
        let last = memo.runs.get(&id);
        let last_flow = last.map(|last| (last.pieces.as_slice(), &last.flow));
        let flow = flow(&pieces, last_flow, &style.page, &variant);
        let built = last.map(|last| last.built.outdated()).unwrap_or_default();
        let documents = run.documents.to_vec();
        Some((id, SetRun { documents, pieces, firsts, flow, built }))
    };
    match changed.as_slice() {
        // A key changes one document: no other thread is woken for it.
        [one] => set(one).into_iter().collect(),
        many => many.par_iter().filter_map(set).collect(),
    }
}
