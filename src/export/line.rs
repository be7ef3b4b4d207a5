//! One line of text that an exporter adds to pages: slug lines, job sheets, heads of proofs.

use super::font_index;
use crate::font::{FontBook, Role, Writing};
use crate::geom::{Point, Pt};
use crate::layout::page::{Direction, Generated, Glyph, GlyphRun, Ink, Source};

/// How far a character goes, and in which font.
fn glyph(character: char, role: Role, size: Pt, book: &FontBook) -> Option<GlyphRun> {
    let writing = if character.is_ascii() { Writing::Latin } else { Writing::Chinese };
    let found = book.resolve(role, writing, character)?;
    let font = book.fonts().get(font_index(book, found.font))?;
    let advance = size.scale(font.advance(found.glyph), font.units_per_em.into());
    let glyph = Glyph { id: found.glyph, x: Pt::ZERO, y: Pt::ZERO, advance, from: 0, chars: 1 };
    Some(GlyphRun {
        font: found.font,
        size,
        ink: Ink::Text,
        at: Point::default(),
        direction: Direction::Right,
        source: Source::Generated(Generated::Placeholder, None),
        text: character.to_string(),
        glyphs: vec![glyph],
    })
}

/// The glyphs of `text` from `start` on, as many as have room; characters that no font has are
/// left out.
pub(super) fn line(
    text: &str,
    (role, size): (Role, Pt),
    start: Point,
    room: Pt,
    book: &FontBook,
) -> Vec<GlyphRun> {
    let mut x = Pt::ZERO;
    let mut runs = Vec::new();
    for mut run in text.chars().filter_map(|character| glyph(character, role, size, book)) {
        let advance = run.advance();
        if x + advance > room {
            break;
        }
        run.at = Point::new(start.x + x, start.y);
        runs.push(run);
        x += advance;
    }
    runs
}

/// `text` in lines of at most `measure`; a break may come anywhere.
pub(super) fn wrapped(
    text: &str,
    (role, size): (Role, Pt),
    measure: Pt,
    book: &FontBook,
) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut width = Pt::ZERO;
    for character in text.chars() {
        let advance = glyph(character, role, size, book).map_or(Pt::ZERO, |run| run.advance());
        if width + advance > measure {
            lines.push(String::new());
            width = Pt::ZERO;
        }
        width += advance;
        if let Some(line) = lines.last_mut() {
            line.push(character);
        }
    }
    lines
}
