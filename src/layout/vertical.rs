//! Mongolian words in columns: shaped from left to right, then turned a quarter clockwise.
//!
//! Letters hang on a stem that runs down the middle of the column; words follow one another from
//! left to right, their tops aligned, as the rules for public signs ask of a horizontal masthead.
//! A suffix behind U+202F stays with its word; words part at U+0020 only.

use crate::font::FontBook;
use crate::geom::{Point, Pt, Size};
use crate::issue::text::Text;
use crate::layout::page::{Direction, Frame, FrameItem, Glyph, GlyphRun, Ink, Source};
use crate::shape::shape;

/// Middle of the stem above the baseline, in 1/1000 em (`NotoSansMongolian`: 0.364 to 0.444 em).
const STEM: i64 = 404;
/// From stem to stem of neighbouring columns, in hundredths of the em.
const COLUMN: i64 = 130;

/// Sets the words of `text` as columns from left to right, tops aligned. None without a font that
/// shapes Mongolian, or without a word: unshaped letters are never drawn.
pub(crate) fn mongolian_words(
    text: &Text,
    source: Source,
    size: Pt,
    ink: Ink,
    book: &FontBook,
) -> Option<Frame> {
    let id = book.mongolian()?;
    let font = book.font(id);
    let upem = i64::from(font.units_per_em);
    let pitch = size.scale(COLUMN, 100);
    let mut items = Vec::new();
    let (mut stem, mut height) = (pitch / 2, Pt::ZERO);
    let mut from = 0_u32;
    for word in text.string.split(' ') {
        let length = u32::try_from(word.chars().count()).ok()?;
        if length > 0 {
            // Turned clockwise, what was above the baseline lies to its right.
            let at = Point::new(stem - size.scale(STEM, 1000), Pt::ZERO);
            let run = GlyphRun {
                font: id,
                size,
                ink,
                at,
                direction: Direction::Down,
                source,
                text: word.to_owned(),
                glyphs: word_glyphs(word, from, |units| size.scale(units.into(), upem), font),
            };
            height = height.max(run.advance());
            items.push(FrameItem::Glyphs(run));
            stem += pitch;
        }
        from += length + 1;
    }
    let width = stem - pitch / 2;
    (!items.is_empty()).then_some(Frame { size: Size { width, height }, items })
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
