//! Mongolian in columns: every word is shaped from left to right and turned by a quarter.
//!
//! A word goes on over the gaps of its suffixes (U+202F), so that it is never torn from them; it
//! ends at a space. The stem runs down the middle of the column.

use crate::font::FontBook;
use crate::geom::{Point, Pt, Rect, Size};
use crate::issue::text::Text;
use crate::layout::page::{Direction, Frame, FrameItem, Glyph, GlyphRun, Ink, Source};
use crate::shape::shape;

/// Middle of the stem above the baseline, in 1/1000 em (`NotoSansMongolian`: 0.364 to 0.444 em).
const STEM: i64 = 404;
/// From stem to stem of neighbouring columns, in hundredths of the em.
const COLUMN: i64 = 150;
/// Between two words of one column, in hundredths of the em.
const SPACE: i64 = 45;

/// Sets the words of `text` as columns from left to right, the tops of their ink aligned. None
/// without a font that shapes Mongolian, or without a word: unshaped letters are never drawn.
pub(crate) fn mongolian_words(
    text: &Text,
    source: Source,
    size: Pt,
    ink: Ink,
    book: &FontBook,
) -> Option<Frame> {
    let pitch = size.scale(COLUMN, 100);
    let mut words = runs(text, source, size, ink, book)?;
    let (mut stem, mut height) = (pitch / 2, Pt::ZERO);
    for word in &mut words {
        // Turned clockwise, what was above the baseline lies to its right.
        word.at = Point::new(stem - size.scale(STEM, 1000), -ink_top(word, book));
        height = height.max(word.at.y + word.advance());
        stem += pitch;
    }
    let width = stem - pitch / 2;
    let items = words.into_iter().map(FrameItem::Glyphs).collect();
    Some(Frame { size: Size { width, height }, items })
}

/// Sets the words of `text` one below the other in a single column, its ink beginning at the top.
/// None as in [`mongolian_words`].
pub(crate) fn mongolian_column(
    text: &Text,
    source: Source,
    size: Pt,
    ink: Ink,
    book: &FontBook,
) -> Option<Frame> {
    let width = size.scale(COLUMN, 100);
    let space = size.scale(SPACE, 100);
    let mut words = runs(text, source, size, ink, book)?;
    let mut height = -words.first().map_or(Pt::ZERO, |word| ink_top(word, book));
    for word in &mut words {
        word.at = Point::new(width / 2 - size.scale(STEM, 1000), height);
        height += word.advance() + space;
    }
    let items = words.into_iter().map(FrameItem::Glyphs).collect();
    Some(Frame { size: Size { width, height: height - space }, items })
}

/// A run for each word, all of them at the corner.
fn runs(text: &Text, source: Source, size: Pt, ink: Ink, book: &FontBook) -> Option<Vec<GlyphRun>> {
    let id = book.mongolian()?;
    let font = book.font(id);
    let upem = i64::from(font.units_per_em);
    let mut runs = Vec::new();
    let mut from = 0_u32;
    for word in text.string.split(' ') {
        let length = u32::try_from(word.chars().count()).ok()?;
        if length > 0 {
            runs.push(GlyphRun {
                font: id,
                size,
                ink,
                at: Point::default(),
                direction: Direction::Down,
                source,
                text: word.to_owned(),
                glyphs: word_glyphs(word, from, |units| size.scale(units.into(), upem), font),
            });
        }
        from += length + 1;
    }
    (!runs.is_empty()).then_some(runs)
}

/// From the begin of a word's run to its ink.
fn ink_top(run: &GlyphRun, book: &FontBook) -> Pt {
    ink_box(run, book).map_or(Pt::ZERO, |ink| ink.at.y - run.at.y)
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

/// Shapes one word; the glyphs of a cluster after its first own no character.
fn word_glyphs(
    word: &str,
    from: u32,
    scale: impl Fn(i32) -> Pt,
    font: &crate::font::Font,
) -> Vec<Glyph> {
    let shaped = shape(font, crate::font::Writing::Mongolian, word);
    let length = u32::try_from(word.chars().count()).unwrap_or(0);
    let mut x = Pt::ZERO;
    let mut glyphs = Vec::new();
    for (index, glyph) in shaped.iter().enumerate() {
        let first = index == 0
            || shaped.get(index - 1).is_some_and(|before| before.cluster != glyph.cluster);
        let next = shaped.iter().skip(index).find(|next| next.cluster != glyph.cluster);
        let end = next.map_or(length, |next| next.cluster);
        let chars = if first { u8::try_from(end - glyph.cluster).unwrap_or(u8::MAX) } else { 0 };
        glyphs.push(Glyph {
            id: glyph.id,
            x: x + scale(glyph.dx),
            y: -scale(glyph.dy),
            advance: scale(glyph.advance) - scale(glyph.dx),
            from: from + glyph.cluster,
            chars,
        });
        x += scale(glyph.advance);
    }
    glyphs
}
