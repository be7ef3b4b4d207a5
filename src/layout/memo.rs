//! What need not be set again: paragraphs by all that decides how they look.
//!
//! A paragraph is set once as long as its text, source, style and width stay the same; after a
//! keystroke that is every paragraph but one. The memo belongs to one font book.

use std::collections::HashMap;
use std::sync::Arc;

use crate::finding::Finding;
use crate::font::FontBook;
use crate::layout::paragraph::{Lines, Paragraph};

/// Paragraphs that were set before.
#[derive(Debug, Default)]
pub struct Memo {
    set: HashMap<Paragraph, Arc<Lines>>,
}

impl Memo {
    /// How many paragraphs are kept.
    pub fn len(&self) -> usize {
        self.set.len()
    }

    /// Whether nothing is kept.
    pub fn is_empty(&self) -> bool {
        self.set.is_empty()
    }

    /// Keeps what was set anew and drops what no longer occurs.
    pub(crate) fn renew(&mut self, uses: Vec<Used>) {
        let used = uses.into_iter().flat_map(|use_of| use_of.paragraphs);
        self.set = used.collect();
    }
}

impl Used {
    /// What the paragraphs had to report.
    pub(crate) fn findings(&self) -> impl Iterator<Item = Finding> {
        self.paragraphs.iter().flat_map(|(_, lines)| lines.findings.iter().cloned())
    }
}

/// Sets paragraphs, from the memo where it has them. Each document has its own, so that documents
/// can be set side by side.
#[derive(Debug)]
pub(crate) struct Setter<'a> {
    memo: &'a Memo,
    book: &'a FontBook,
    used: Used,
}

/// The paragraphs that a composition used.
#[derive(Debug, Default)]
pub(crate) struct Used {
    paragraphs: Vec<(Paragraph, Arc<Lines>)>,
    /// How many of them had to be set.
    pub(crate) set_anew: usize,
}

impl<'a> Setter<'a> {
    pub(crate) fn new(memo: &'a Memo, book: &'a FontBook) -> Self {
        Self { memo, book, used: Used::default() }
    }

    pub(crate) const fn book(&self) -> &'a FontBook {
        self.book
    }

    /// The lines of `paragraph`.
    pub(crate) fn set(&mut self, paragraph: Paragraph) -> Arc<Lines> {
        let lines = if let Some(lines) = self.memo.set.get(&paragraph) {
            lines.clone()
        } else {
            self.used.set_anew += 1;
            Arc::new(paragraph.set(self.book))
        };
        self.used.paragraphs.push((paragraph, lines.clone()));
        lines
    }

    pub(crate) fn finish(self) -> Used {
        self.used
    }
}
