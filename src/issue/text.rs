//! Text: a string with marks, the stuff of everything that can be typed.

use serde::{Deserialize, Serialize};

/// A stretch of a text, in Unicode scalar values from its beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Range {
    /// The first character.
    pub start: u32,
    /// The character after the last one.
    pub end: u32,
}

impl Range {
    /// From `start` up to, and without, `end`.
    pub const fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }

    /// Count of characters.
    pub const fn len(self) -> u32 {
        self.end.saturating_sub(self.start)
    }

    /// Whether it holds no character.
    pub const fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// Whether the two share a character.
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }
}

/// What a stretch of text is marked as. A mark has a meaning; it is never mere formatting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Mark {
    /// Emphasised by weight.
    Bold,
    /// Set in 楷体.
    Kai,
    /// Raised, such as the 2 of km².
    Superscript,
    /// May not be broken over two lines.
    NoBreak,
    /// A line ends behind the last character of the range, set by hand. The range is what stands
    /// on the line, so that the break stays when a character before it goes. It is no part of the
    /// text: contents, checks and copies do not have it.
    LineBreak,
}

/// A string with marks.
///
/// **Invariant.** Marks lie within the string, are not empty and are ordered by range and mark.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Text {
    /// The characters, stored as they were read.
    pub string: String,
    /// The marks over them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<(Range, Mark)>,
}

impl Text {
    /// Text without marks.
    pub fn new(string: impl Into<String>) -> Self {
        Self { string: string.into(), marks: Vec::new() }
    }

    /// Count of characters (Unicode scalar values).
    #[expect(clippy::cast_possible_truncation, reason = "no text of a gazette has 2^32 characters")]
    pub fn len(&self) -> u32 {
        self.string.chars().count() as u32
    }

    /// Whether there is no character.
    pub fn is_empty(&self) -> bool {
        self.string.is_empty()
    }

    /// The whole range of the text.
    pub fn range(&self) -> Range {
        Range::new(0, self.len())
    }

    /// Where lines end that were broken by hand, in order.
    pub fn line_breaks(&self) -> Vec<u32> {
        let breaks = self.marks.iter().filter(|(_, mark)| *mark == Mark::LineBreak);
        let mut ends: Vec<u32> = breaks.map(|(range, _)| range.end).collect();
        ends.sort_unstable();
        ends.dedup();
        ends
    }

    /// The same text with lines that end where `breaks` says; a break at the begin or the end of
    /// the text is none.
    #[must_use]
    pub fn with_line_breaks(&self, breaks: &[u32]) -> Self {
        let mut marks = self.marks.clone();
        marks.retain(|(_, mark)| *mark != Mark::LineBreak);
        let mut start = 0;
        for &end in breaks.iter().filter(|&&end| 0 < end && end < self.len()) {
            marks.push((Range::new(start, end), Mark::LineBreak));
            start = end;
        }
        marks.sort_unstable();
        Self { string: self.string.clone(), marks }
    }

    /// The byte offset of the character at `index`; the end of the string behind the last one.
    pub fn byte_at(&self, index: u32) -> usize {
        self.string.char_indices().nth(index as usize).map_or(self.string.len(), |(byte, _)| byte)
    }

    /// The same text with one mark where several of a kind touch or overlap. Breaks of lines stay.
    #[must_use]
    pub fn with_joined_marks(&self) -> Self {
        let mut joined: Vec<(Range, Mark)> = Vec::new();
        for &(range, mark) in &self.marks {
            let reaches = |own: &&mut (Range, Mark)| own.1 == mark && own.0.end >= range.start;
            match joined.iter_mut().rev().find(reaches).filter(|_| mark != Mark::LineBreak) {
                Some((own, _)) => own.end = own.end.max(range.end),
                None => joined.push((range, mark)),
            }
        }
        joined.sort_unstable();
        Self { string: self.string.clone(), marks: joined }
    }

    /// A part of the text, with the marks that reach into it.
    #[must_use]
    pub fn part(&self, part: Range) -> Self {
        let inside = self.marks.iter().filter(|(range, _)| range.overlaps(part));
        let marks = inside.map(|&(range, mark)| {
            let (start, end) = (range.start.max(part.start), range.end.min(part.end));
            (Range::new(start - part.start, end - part.start), mark)
        });
        Self { string: self.slice(part).to_owned(), marks: marks.collect() }
    }

    /// The characters of `range`; what lies outside the text is left out.
    pub fn slice(&self, range: Range) -> &str {
        let (start, end) = (self.byte_at(range.start), self.byte_at(range.end));
        self.string.get(start..end).unwrap_or_default()
    }
}

impl From<&str> for Text {
    fn from(string: &str) -> Self {
        Self::new(string)
    }
}

impl From<String> for Text {
    fn from(string: String) -> Self {
        Self::new(string)
    }
}
