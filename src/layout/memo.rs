//! What need not be set again: paragraphs by all that decides how they look.
//!
//! A paragraph is set once as long as its text, source, style and width stay the same; after a
//! keystroke that is every paragraph but one. The memo belongs to one font book.

use std::collections::HashMap;
use std::sync::Arc;

use crate::finding::Finding;
use crate::font::FontBook;
use crate::layout::linebreak::Length;
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
    /// How many of them had to be set; setting one of them again, longer or shorter so that it
    /// fills its column, does not count.
    pub(crate) set_anew: usize,
    /// The paragraph at an index with another count of lines, where it was asked for.
    variants: HashMap<(usize, u32), Arc<Lines>>,
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
                let known = self.memo.set.get(&paragraph).cloned();
                let lines = known.unwrap_or_else(|| Arc::new(paragraph.set(self.book)));
                self.used.paragraphs.push((paragraph, lines.clone()));
                let _ = self.used.variants.insert((index, count), lines.clone());
                lines
            }
        };
        (!lines.frames.is_empty()).then(|| (lines.clone(), lines.demerits - demerits))
    }

    pub(crate) fn finish(self) -> Used {
        self.used
    }
}
