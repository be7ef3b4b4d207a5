//! Lines as they stand on a page: characters with their places, read off the display list.

use gongbao::issue::place::Part;
use gongbao::layout::page::{Frame, FrameItem, GlyphRun, Source};
use gongbao::text::class::CharClass;
use gongbao::text::is_han;

/// One character on the paper.
#[derive(Clone, Copy)]
pub(crate) struct Letter {
    pub(crate) first: char,
    pub(crate) last: char,
    /// From the left edge of the column.
    pub(crate) x: f64,
    pub(crate) advance: f64,
    pub(crate) size: f64,
    /// Its characters in the text.
    pub(crate) from: u32,
    pub(crate) end: u32,
}

impl Letter {
    pub(crate) fn class(&self) -> CharClass {
        CharClass::of(self.first)
    }

    /// Left edge of the room that it needs: the ink of an opening mark is in the right half.
    pub(crate) fn left(&self) -> f64 {
        if self.class() == CharClass::Open { self.x + self.size / 2.0 } else { self.x }
    }

    pub(crate) fn right(&self) -> f64 {
        let half = self.class().is_half() && self.class() != CharClass::Open;
        if half { self.x + self.size / 2.0 } else { self.x + self.advance }
    }
}

/// One line of a text in a column.
pub(crate) struct Line {
    pub(crate) part: Part,
    pub(crate) page: usize,
    pub(crate) column: i64,
    pub(crate) baseline: f64,
    pub(crate) letters: Vec<Letter>,
}

impl Line {
    pub(crate) fn text(&self) -> String {
        self.letters.iter().map(|letter| letter.first).collect()
    }

    pub(crate) fn visible(&self) -> impl Iterator<Item = &Letter> {
        self.letters.iter().filter(|letter| !letter.first.is_whitespace())
    }

    /// The widest gap between two hanzi.
    pub(crate) fn spread(&self) -> f64 {
        let gaps = self.letters.windows(2).filter_map(|pair| {
            let [left, right] = pair else { return None };
            let hanzi = is_han(left.first) && is_han(right.first);
            hanzi.then_some(right.x - left.x - left.size)
        });
        gaps.fold(0.0, f64::max)
    }

    pub(crate) fn same_column(&self, other: &Self) -> bool {
        self.page == other.page && self.column == other.column
    }
}

pub(crate) fn letters(run: &GlyphRun, offset: f64) -> Vec<Letter> {
    let mut characters = run.text.chars();
    let mut letters: Vec<Letter> = Vec::new();
    for glyph in &run.glyphs {
        let own: Vec<char> = characters.by_ref().take(usize::from(glyph.chars)).collect();
        let advance = glyph.advance.to_f64();
        match (own.first(), own.last(), letters.last_mut()) {
            (Some(&first), Some(&last), _) => letters.push(Letter {
                first,
                last,
                x: offset + (run.at.x + glyph.x).to_f64(),
                advance,
                size: run.size.to_f64(),
                from: glyph.from,
                end: glyph.from + u32::from(glyph.chars),
            }),
            // The second glyph of a cluster.
            (_, _, Some(letter)) => letter.advance += advance,
            _ => {}
        }
    }
    letters
}

pub(crate) fn part_of(frame: &Frame) -> Option<Part> {
    frame.items.iter().find_map(|item| match item {
        FrameItem::Glyphs(run) => match run.source {
            Source::Text(part) => Some(part),
            Source::Generated(..) => None,
        },
        FrameItem::Rule { .. } | FrameItem::Picture { .. } => None,
    })
}
