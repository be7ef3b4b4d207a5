//! Where a caret can stand in a run of glyphs, and how it looks there.
//!
//! A caret stands between what a reader takes for two characters. Where one glyph draws several of
//! them, each has an equal share of it.

use crate::app::page_editor::lines::Lean;
use crate::geom::{Pt, Rect};
use crate::layout::page::{Direction, GlyphRun};
use crate::text::cluster;

/// Between two characters of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stop {
    /// How many characters of the text stand before it.
    pub(super) offset: u32,
    /// From the begin of the run.
    pub(super) along: Pt,
    /// Whether it is the begin of what follows or the end of what stands before.
    pub(super) lean: Lean,
}

/// All places for a caret in a run, in the order of reading: the begin and the end of everything
/// that a reader takes for one character.
pub(super) fn stops(run: &GlyphRun) -> Vec<Stop> {
    let mut stops = Vec::new();
    let mut text = run.text.chars();
    let own: Vec<_> = run.glyphs.iter().filter(|glyph| glyph.chars > 0).collect();
    for (index, glyph) in own.iter().enumerate() {
        // What a glyph is moved by belongs to the ones before it.
        let end = own.get(index + 1).map_or_else(|| run.advance(), |next| next.x);
        let part: String = text.by_ref().take(usize::from(glyph.chars)).collect();
        let inner = std::iter::successors(Some(0), |at| cluster::behind(&part, *at));
        // A run whose text is shorter than its glyphs say has no borders inside of them.
        let mut borders: Vec<u32> = inner.collect();
        if borders.len() < 2 {
            borders = vec![0, u32::from(glyph.chars)];
        }
        let count = i64::try_from(borders.len()).unwrap_or(2) - 1;
        let at = |border: i64| glyph.x + (end - glyph.x).scale(border, count);
        for ((border, first), behind) in (0_i64..).zip(&borders).zip(borders.iter().skip(1)) {
            let stop = |inside: u32, along, lean| Stop { offset: glyph.from + inside, along, lean };
            stops.push(stop(*first, at(border), Lean::Forward));
            stops.push(stop(*behind, at(border + 1), Lean::Back));
        }
    }
    stops
}

/// How far from the begin of the run a caret before character `offset` stands.
pub(super) fn along(run: &GlyphRun, offset: u32) -> Pt {
    let stops = stops(run);
    let begin = stops.iter().rfind(|stop| stop.lean == Lean::Forward && stop.offset <= offset);
    match (begin, stops.last()) {
        (_, Some(last)) if last.offset <= offset => last.along,
        (Some(begin), _) => begin.along,
        (None, _) => Pt::ZERO,
    }
}

/// The box of what stands between two places of a run, in the coordinates of the frame.
pub(super) fn between(run: &GlyphRun, start: Pt, end: Pt) -> Rect {
    let whole = run.boxes(0, run.glyphs.len());
    match run.direction {
        Direction::Right => Rect::new(run.at.x + start, whole.at.y, end - start, whole.size.height),
        Direction::Down => Rect::new(whole.at.x, run.at.y + start, whole.size.width, end - start),
    }
}

/// The caret at a place of a run that stands in a line of the direction `line`: a rectangle without
/// width, or without height where the line runs downwards. Between the digits of a number that
/// stands upright in a column, it stands upright, too.
pub(super) fn bar(run: &GlyphRun, along: Pt, line: Direction) -> Rect {
    if (line, run.direction) != (Direction::Down, Direction::Right) {
        return between(run, along, along);
    }
    let whole = run.boxes(0, run.glyphs.len());
    let (width, height) = (whole.size.width, whole.size.height);
    if run.at.x + along <= whole.at.x {
        Rect::new(whole.at.x, whole.at.y, width, Pt::ZERO)
    } else if run.at.x + along >= whole.right() {
        Rect::new(whole.at.x, whole.bottom(), width, Pt::ZERO)
    } else {
        // Short enough that a click above or below the number is not its.
        Rect::new(run.at.x + along, whole.at.y + height / 4, Pt::ZERO, height / 2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::font::FontId;
    use crate::geom::Point;
    use crate::issue::masthead::Script;
    use crate::issue::place::Part;
    use crate::layout::page::{Glyph, Ink, Source};

    /// A run of glyphs that are 10 pt wide, each with so many of the characters.
    fn run(text: &str, chars: &[u8], direction: Direction) -> GlyphRun {
        let mut from = 7;
        let glyph = |(index, &chars): (usize, &u8)| {
            let x = Pt::new(10) * i64::try_from(index).unwrap();
            let own = from;
            from += u32::from(chars);
            Glyph { id: 1, x, y: Pt::ZERO, advance: Pt::new(10), from: own, chars }
        };
        let font = FontId(0);
        let glyphs = chars.iter().enumerate().map(glyph).collect();
        let source = Source::Text(Part::Masthead(Script::Mongolian));
        let (size, at) = (Pt::new(20), Point::new(Pt::new(100), Pt::new(100)));
        GlyphRun { font, size, ink: Ink::Text, at, direction, source, text: text.into(), glyphs }
    }

    #[test]
    fn a_caret_stands_at_the_borders_of_what_readers_take_for_characters() {
        let check = |text: &str, chars: &[u8], expected: &[(u32, i32)]| {
            let run = run(text, chars, Direction::Down);
            let found: Vec<_> = stops(&run)
                .iter()
                .filter(|stop| stop.lean == Lean::Forward)
                .map(|stop| (stop.offset, stop.along))
                .collect();
            let expected: Vec<_> =
                expected.iter().map(|(at, along)| (*at, Pt::new(*along))).collect();
            assert_eq!(found, expected, "{text}");
            for (offset, place) in expected {
                assert_eq!(along(&run, offset), place, "{text} {offset}");
            }
            assert_eq!(along(&run, 7 + 9), run.advance(), "{text}: its end");
        };
        check("ᠬᠣ", &[1, 1], &[(7, 0), (8, 10)]);
        // A letter with its selector is one, of one glyph or of two.
        check("ᠳ\u{180b}ᠣ", &[2, 1], &[(7, 0), (9, 10)]);
        check("ᠳ\u{180b}ᠣ", &[2, 0, 1], &[(7, 0), (9, 20)]);
        // Two letters that one glyph draws share it.
        check("ᠪᠣ", &[2], &[(7, 0), (8, 5)]);
        check("ᠪ\u{180b}ᠣᠠ", &[3, 1], &[(7, 0), (9, 5), (10, 10)]);
    }

    #[test]
    fn the_bar_lies_across_the_column_and_stands_within_a_number() {
        let column = Direction::Down;
        let sides = |rect: Rect| (rect.size.width > Pt::ZERO, rect.size.height > Pt::ZERO);
        let letters = run("ᠬᠣ", &[1, 1], Direction::Down);
        let first = bar(&letters, Pt::new(10), column);
        assert_eq!((sides(first), first.at.y), ((true, false), Pt::new(110)));
        let number = run("17", &[1, 1], Direction::Right);
        let all = [0, 10, 20].map(|along| bar(&number, Pt::new(along), column));
        assert_eq!(all.map(sides), [(true, false), (false, true), (true, false)]);
        assert!(all[0].at.y < all[2].at.y);
        assert_eq!(sides(bar(&number, Pt::ZERO, Direction::Right)), (false, true));
    }
}
