//! Pieces: what a document is composed of, and what is kept of it from one time to the next.
//!
//! A piece is one block with the elements that it gives, or the fields before or behind a body. It
//! is the same as long as its block is (by its shared pointer) and it begins in the same state: what
//! stands before it decides no more than that.

use std::collections::HashMap;
use std::sync::Arc;

use crate::finding::Finding;
use crate::issue::block::Block;
use crate::issue::id::{AttachedId, BlockId};
use crate::layout::flow::Element;
use crate::layout::memo::SetParagraph;
use crate::layout::names::Listing;

/// A piece of a document.
#[derive(Debug, Default)]
pub(crate) struct Piece {
    /// None for what stands alone.
    key: Option<Key>,
    /// The block, if it is one; held, so that whatever changes it must copy it.
    block: Option<Arc<Block>>,
    before: State,
    after: State,
    /// What it gives.
    pub(crate) elements: Vec<Element>,
    /// The paragraphs in it.
    pub(crate) paragraphs: Vec<Arc<SetParagraph>>,
    /// What could not be set well.
    pub(crate) findings: Vec<Finding>,
}

/// Tells the pieces of a document apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Key {
    /// The fields before the body of the document, or of one attached to it.
    Head(Option<AttachedId>),
    /// A block.
    Block(BlockId),
    /// The fields behind the body.
    Foot(Option<AttachedId>),
}

/// What stands before a piece decides this much about it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct State {
    /// How many of the coming rows must stay with what stands before them.
    pub(crate) keep: u32,
    /// Whether the list of attachments has begun.
    pub(crate) listing: bool,
    /// Whether the list of who was there has begun.
    pub(crate) attending: bool,
    /// Tells the names that the document's paragraphs keep whole from others.
    pub(crate) names: u64,
    /// Whether the document is the minutes of a meeting.
    pub(crate) minutes: bool,
    /// Whether the text of this body is so short that it runs across the page.
    pub(crate) brief: bool,
    /// The levels of headings whose sentences are set as text, a bit each.
    pub(crate) sentences: u8,
    /// What a list that it is in decides about it.
    pub(crate) listed: Listing,
    /// How many lines below the title it begins that belong to the title.
    pub(crate) leads: usize,
    /// Whether the signature follows.
    pub(crate) signed: bool,
    /// Whether it is the caption or the unit note of a table.
    pub(crate) heads_table: bool,
    /// Whether a table follows that is as wide as the page.
    pub(crate) captions_wide: bool,
    /// The number of the table that follows, by its caption; else 0.
    pub(crate) table_number: u32,
}

impl Piece {
    /// Elements that stand alone.
    pub(crate) fn of(elements: Vec<Element>) -> Self {
        Self { elements, ..Self::default() }
    }
}

/// The pieces of a document as they are made, beside those of the last time.
#[derive(Debug, Default)]
pub(crate) struct Pieces<'a> {
    last: &'a [Arc<Piece>],
    /// Most come in the order that they had.
    next: usize,
    /// Made for the first one that does not.
    index: Option<HashMap<Key, &'a Arc<Piece>>>,
    /// Those that are made.
    pub(crate) made: Vec<Arc<Piece>>,
}

/// What is new in a piece.
pub(crate) struct Fresh {
    pub(crate) before: State,
    pub(crate) after: State,
    pub(crate) elements: Vec<Element>,
    pub(crate) paragraphs: Vec<Arc<SetParagraph>>,
}

impl<'a> Pieces<'a> {
    pub(crate) fn new(last: &'a [Arc<Piece>]) -> Self {
        Self { last, ..Self::default() }
    }

    /// What the piece was the last time.
    pub(crate) fn last(&mut self, key: Key) -> Option<&'a Arc<Piece>> {
        let next = self.last.get(self.next);
        if let Some(next) = next.filter(|next| next.key == Some(key)) {
            self.next += 1;
            return Some(next);
        }
        let all = || self.last.iter().filter_map(|piece| Some((piece.key?, piece))).collect();
        self.index.get_or_insert_with(all).get(&key).copied()
    }

    /// Takes the piece of a block as it was, and gives the state behind it, if it is the same.
    pub(crate) fn keep(
        &mut self,
        last: &Arc<Piece>,
        block: &Arc<Block>,
        before: State,
    ) -> Option<State> {
        let same = last.block.as_ref().is_some_and(|own| Arc::ptr_eq(own, block));
        (same && last.before == before).then(|| {
            self.made.push(last.clone());
            last.after
        })
    }

    /// Takes a piece that was made anew. Fields that came out as they were stay the same piece.
    pub(crate) fn push(
        &mut self,
        key: Key,
        block: Option<&Arc<Block>>,
        fresh: Fresh,
        last: Option<&Arc<Piece>>,
    ) {
        let Fresh { before, after, elements, paragraphs } = fresh;
        let same = |last: &&Arc<Piece>| {
            block.is_none() && last.after == after && last.elements == elements
        };
        let made = last.filter(same).cloned().unwrap_or_else(|| {
            let findings = paragraphs.iter().flat_map(|set| set.lines.findings.iter().cloned());
            let (findings, block) = (findings.collect(), block.cloned());
            Piece { key: Some(key), block, before, after, elements, paragraphs, findings }.into()
        });
        self.made.push(made);
    }
}
