//! Pages: the display list, the only thing that screen and exporters see.
//!
//! **Invariant.** A page is final. Glyph ids, positions, inks and sources are in it; whoever draws
//! it measures nothing and asks the issue nothing.
//!
//! A page holds shared frames at offsets, so that pages that an edit did not touch, and blocks that
//! only moved, cost nothing. The order of frames, runs and glyphs is the order of reading.

use std::sync::Arc;

use crate::font::FontId;
use crate::geom::{Point, Pt, Rect, Size};
pub use crate::issue::cover::Ink;
use crate::issue::place::{Part, Place};
use crate::issue::text::Range;

/// One page of the issue, trimmed size; bleed lies outside of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Physical number: the front cover is 1.
    pub number: u32,
    /// The printed page number; none on covers, contents and fillers.
    pub folio: Option<u32>,
    /// What the page is for.
    pub kind: PageKind,
    /// Size after trimming.
    pub trim: Size,
    /// How far colour reaches beyond the trim on each side.
    pub bleed: Pt,
    /// What stands on it, in the order of reading.
    pub parts: Vec<Placed>,
}

/// What a page is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PageKind {
    /// Front or back cover, either side.
    Cover,
    /// Inner title and contents.
    Front,
    /// Documents.
    Body,
    /// Empty, to fill the sheet.
    Filler,
}

/// A frame at its place on the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// Upper left corner of the frame, from the upper left corner of the trimmed page.
    pub at: Point,
    /// What is there; shared between pages and compositions.
    pub frame: Arc<Frame>,
}

/// A group of items that moves as one: a line, a table row, a running head.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Frame {
    /// Extent; items may stick out (hanging marks, tall fallback glyphs).
    pub size: Size,
    /// In the order of reading.
    pub items: Vec<FrameItem>,
}

/// What a frame is made of. Positions are from the frame's upper left corner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FrameItem {
    /// Glyphs of one font, size and ink.
    Glyphs(GlyphRun),
    /// A filled rectangle: a line or an area.
    Rule {
        /// Where.
        rect: Rect,
        /// In which ink.
        ink: Ink,
    },
    /// A picture, scaled to fill the rectangle.
    Picture {
        /// Where all of it would be.
        rect: Rect,
        /// What is seen of it: the whole rectangle, or a part.
        window: Rect,
        /// SHA-256 of its bytes, in hexadecimal.
        sha256: Arc<str>,
        /// The ink that everything in it which is not white is printed in; none for its own
        /// colours.
        ink: Option<Ink>,
        /// The block that it is; none on covers.
        block: Option<Part>,
        /// What a calligrapher's hand writes, in letters at its place: they are read, searched and
        /// copied, and not seen.
        letters: Vec<GlyphRun>,
    },
}

/// Glyphs of one font, size and ink on one baseline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GlyphRun {
    /// Which font of the book.
    pub font: FontId,
    /// Size of the em.
    pub size: Pt,
    /// The ink.
    pub ink: Ink,
    /// Begin of the baseline.
    pub at: Point,
    /// Which way the baseline runs.
    pub direction: Direction,
    /// Whose text it is.
    pub source: Source,
    /// The characters of all glyphs, in order; each glyph says how many are its own.
    pub text: String,
    /// The glyphs, in the order of the text.
    pub glyphs: Vec<Glyph>,
}

/// One glyph of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Glyph {
    /// Glyph id in the font.
    pub id: u16,
    /// Along the baseline, from the begin of the run.
    pub x: Pt,
    /// Away from the baseline, downwards (before a quarter turn).
    pub y: Pt,
    /// The room that it takes along the baseline, with the gap that justification gave it.
    pub advance: Pt,
    /// First of its characters, as an offset in the text that the run's source names.
    pub from: u32,
    /// How many characters of the run's text are its own. A cluster of several glyphs gives all
    /// to its first one and 0 to the others.
    pub chars: u8,
}

/// Which way the baseline of a run goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// To the right.
    Right,
    /// Downwards: set to the right, then the whole run turned a quarter clockwise about its
    /// begin. A glyph at (x, y) of the run stands at (−y, x) from it.
    Down,
}

/// Whose text a run shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Source {
    /// A text of the issue; `Glyph::from` counts in it.
    Text(Part),
    /// Made by the layout; where it repeats a text, the place that it repeats.
    Generated(Generated, Option<Place>),
}

/// What the layout makes itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Generated {
    /// The heading 目录, section headings and lines of the contents.
    Contents,
    /// The head of a page.
    RunningHead,
    /// The page number.
    Folio,
    /// Year, number, total and date on covers and inner title, made from the issue's number.
    IssueLine,
    /// The masthead where it is repeated.
    Masthead,
    /// The mark ● of a chronicle entry.
    EntryMark,
    /// The head of a table where it is repeated, and 续表 above it.
    TableHead,
    /// The name of a picture that is missing, and the like.
    Placeholder,
}

impl Source {
    /// The characters `range` of the text that it shows or repeats, if it does either.
    pub fn place(self, range: Range) -> Option<Place> {
        match self {
            Self::Text(part) => Some(Place::new(part, range)),
            Self::Generated(_, place) => place.map(|place| Place::new(place.part, range)),
        }
    }
}

impl GlyphRun {
    /// The stretch of the source's text that the run shows.
    pub fn range(&self) -> Range {
        let start = self.glyphs.first().map_or(0, |glyph| glyph.from);
        let end = self.glyphs.iter().map(|glyph| glyph.from + u32::from(glyph.chars)).max();
        Range::new(start, end.unwrap_or(start))
    }

    /// Length of the baseline.
    pub fn advance(&self) -> Pt {
        self.glyphs.last().map_or(Pt::ZERO, |glyph| glyph.x + glyph.advance)
    }

    /// The em boxes of the glyphs `first..last`, in the coordinates of the frame: 0.88 em above
    /// and 0.12 em below the baseline, in every font.
    pub fn boxes(&self, first: usize, last: usize) -> Rect {
        let start = self.glyphs.get(first).map_or(Pt::ZERO, |glyph| glyph.x);
        let end = match last.checked_sub(1).and_then(|index| self.glyphs.get(index)) {
            Some(glyph) => glyph.x + glyph.advance,
            None => start,
        };
        let (above, below) = (self.size.scale(88, 100), self.size.scale(12, 100));
        match self.direction {
            Direction::Right => {
                Rect::new(self.at.x + start, self.at.y - above, end - start, above + below)
            }
            Direction::Down => {
                Rect::new(self.at.x - below, self.at.y + start, above + below, end - start)
            }
        }
    }
}

impl FrameItem {
    /// It, moved by `offset`.
    #[must_use]
    pub fn moved(&self, offset: Point) -> Self {
        let mut item = self.clone();
        match &mut item {
            Self::Glyphs(run) => run.at = run.at + offset,
            Self::Rule { rect, .. } => *rect = rect.moved(offset),
            Self::Picture { rect, window, letters, .. } => {
                *rect = rect.moved(offset);
                *window = window.moved(offset);
                for run in letters {
                    run.at = run.at + offset;
                }
            }
        }
        item
    }

    /// Its letters, seen or not.
    const fn runs(&self) -> &[GlyphRun] {
        match self {
            Self::Glyphs(run) => std::slice::from_ref(run),
            Self::Rule { .. } => &[],
            Self::Picture { letters, .. } => letters.as_slice(),
        }
    }
}

impl Page {
    /// All glyph runs with the offset of their frames, in the order of reading; also those of hands,
    /// which are not seen.
    pub fn runs(&self) -> impl Iterator<Item = (Point, &GlyphRun)> {
        self.parts.iter().flat_map(|placed| {
            let runs = placed.frame.items.iter().flat_map(FrameItem::runs);
            runs.map(|run| (placed.at, run))
        })
    }
}

/// What the PDF's metadata says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Info {
    /// Gazette, year and number.
    pub title: String,
    /// The organ that publishes it: the masthead's name.
    pub author: String,
    /// Day of publication; the PDF's dates are made from it, so that the same issue gives the
    /// same bytes.
    pub published: Option<chrono::NaiveDate>,
}
