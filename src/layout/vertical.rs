//! Mongolian in columns: every word is shaped from left to right and turned by a quarter.
//!
//! A word goes on over the gaps of its suffixes (U+202F), so that it is never torn from them; it
//! ends at a space, but for a number, which stays with the word behind it. The stem runs down the middle of the column, and so do the middles of what is
//! not Mongolian in it: `word` sets the pieces of a word.

use crate::font::{FontBook, FontId};
use crate::geom::{Point, Pt, Rect, Size};
use crate::issue::text::Text;
use crate::layout::page::{Direction, Frame, FrameItem, Glyph, GlyphRun, Ink, Source};

mod word;

/// From stem to stem of neighbouring columns, in hundredths of the em.
const COLUMN: i64 = 150;
/// Between two words of one column, in hundredths of the em.
const SPACE: i64 = 45;

/// The size at which words are measured, and how many sizes are tried.
const UNIT: Pt = Pt::new(100);
const STEPS: i64 = 40;

/// How Mongolian is set.
#[derive(Clone, Copy)]
pub(crate) struct Letters<'a> {
    /// Whose text it is.
    pub(crate) source: Source,
    /// The em.
    pub(crate) size: Pt,
    /// Its ink.
    pub(crate) ink: Ink,
    /// The fonts.
    pub(crate) book: &'a FontBook,
    /// The one of the letters; it shapes Mongolian.
    pub(crate) face: FontId,
    /// What is put between words beyond the usual room; letters within a word are joined.
    pub(crate) gap: Pt,
}

/// Sets the words of `text` as columns from left to right, the tops of their ink aligned, the same
/// room between the ink of each and the next. None without a word.
pub(crate) fn mongolian_words(text: &Text, letters: Letters<'_>) -> Option<Frame> {
    let Letters { size, book, gap, .. } = letters;
    let (mut x, mut height) = (Pt::ZERO, Pt::ZERO);
    let mut items = Vec::new();
    for mut word in word::words(text, letters)? {
        if !items.is_empty() {
            x += size.scale(SPACE, 100) + gap;
        }
        let Rect { at, size: ink } = word.ink(book);
        word.moved(Point::new(x - at.x, -at.y));
        x += ink.width;
        height = height.max(word.length - at.y);
        items.extend(word.runs.into_iter().map(FrameItem::Glyphs));
    }
    Some(Frame { size: Size { width: x, height }, items })
}

/// Sets the words of `text` one below the other in a single column, its ink beginning at the top.
/// None as in [`mongolian_words`].
pub(crate) fn mongolian_column(text: &Text, letters: Letters<'_>) -> Option<Frame> {
    mongolian_lines(text, Pt::from_units(i64::MAX / 4), letters)
}

/// Sets the words of `text` in columns from left to right, as many words in each as `height` has
/// room for, and one at least; columns end at spaces only. None as in [`mongolian_words`].
pub(crate) fn mongolian_lines(text: &Text, height: Pt, letters: Letters<'_>) -> Option<Frame> {
    let Letters { size, book, gap, .. } = letters;
    let (pitch, space) = (size.scale(COLUMN, 100) + gap, size.scale(SPACE, 100) + gap);
    let mut extent = Size { width: Pt::ZERO, height: Pt::ZERO };
    let mut items = Vec::new();
    // Where the next word of the column begins; none before the first column.
    let mut next: Option<Pt> = None;
    for mut word in word::words(text, letters)? {
        let y = match next {
            Some(y) if y + word.length <= height => y,
            Some(_) | None => {
                extent.width += pitch;
                -word.ink(book).at.y
            }
        };
        word.moved(Point::new(extent.width - pitch / 2, y));
        let end = y + word.length;
        extent.height = extent.height.max(end);
        next = Some(end + space);
        items.extend(word.runs.into_iter().map(FrameItem::Glyphs));
    }
    Some(Frame { size: extent, items })
}

/// The largest em, `most` at most and no more than a third of the height, at which the words of
/// `text` stand within `room` in columns, as [`mongolian_lines`] sets them. None as there.
pub(crate) fn mongolian_size<'a>(
    text: &Text,
    room: Size,
    most: Pt,
    letters: impl Fn(Pt) -> Letters<'a>,
) -> Option<Pt> {
    let words = word::words(text, letters(UNIT))?;
    let lengths: Vec<Pt> = words.iter().map(|word| word.length).collect();
    let most = most.min(room.height / 3).min(room.width.scale(100, COLUMN));
    let fits = |size: Pt| {
        let space = size.scale(SPACE, 100);
        let (mut columns, mut end) = (0, None);
        for length in lengths.iter().map(|own| own.scale(size.units(), UNIT.units())) {
            end = match end {
                Some(y) if y + length <= room.height => Some(y + length + space),
                Some(_) | None if length <= room.height => {
                    columns += 1;
                    Some(length + space)
                }
                Some(_) | None => return false,
            };
        }
        size.scale(COLUMN, 100) * columns <= room.width
    };
    let mut sizes = (1..=STEPS).rev().map(|step| most.scale(step, STEPS));
    Some(sizes.find(|size| fits(*size)).unwrap_or(most / STEPS))
}

/// The smallest box that holds the ink of a run, in the coordinates of its frame; none if it has no
/// ink.
pub(crate) fn ink_box(run: &GlyphRun, book: &FontBook) -> Option<Rect> {
    let boxes = ink_boxes(run, book);
    boxes.into_iter().reduce(|all, one| all.union(&one))
}

/// The boxes of the ink of a run's glyphs, in the coordinates of its frame.
pub(crate) fn ink_boxes(run: &GlyphRun, book: &FontBook) -> Vec<Rect> {
    let font = book.font(run.font);
    let upem = i64::from(font.units_per_em);
    let one = |glyph: &Glyph| {
        let [left, lower, right, upper] =
            font.ink_box(glyph.id)?.map(|units| run.size.scale(units, upem));
        let (width, height) = (right - left, upper - lower);
        // Along the baseline and away from it, before the quarter turn.
        let (along, away) = (glyph.x + left, glyph.y - upper);
        Some(match run.direction {
            Direction::Right => Rect::new(run.at.x + along, run.at.y + away, width, height),
            Direction::Down => Rect::new(run.at.x - away - height, run.at.y + along, height, width),
        })
    };
    run.glyphs.iter().filter_map(one).collect()
}
