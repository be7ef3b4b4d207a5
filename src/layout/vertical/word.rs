//! The words of a Mongolian column, piece by piece: letters and what else stands among them.
//!
//! Letters, longer numbers, Latin and brackets are turned with the column; hanzi and numbers of one
//! or two digits stand upright. The middle of each lies on the stem (W3C, Requirements for
//! Mongolian Text Layout, 3; the uprightness of short numbers as in Chinese columns).

use super::{Letters, SPACE, ink_box};
use crate::font::{Font, Resolved, Role, Writing};
use crate::geom::{Point, Pt, Rect};
use crate::issue::text::Text;
use crate::layout::page::{Direction, Glyph, GlyphRun};
use crate::shape::{ShapedGlyph, shape};
use crate::text::is_han;
use crate::text::mongolian::{SUFFIX_GAP, is_in_word};

/// Before and behind what is not Mongolian, in 1/1000 em.
const GAP: i64 = 100;
/// So many digits at most stand upright.
const UPRIGHT: usize = 2;
/// The font of what is not Mongolian.
const ROLE: Role = Role::Song;
/// Brackets; they keep their direction by being turned, and need no vertical forms.
const BRACKETS: &str = "《》〈〉（）〔〕【】〖〗「」『』";

/// A word: its runs with the stem at x = 0, and where it ends.
pub(super) struct Word {
    pub(super) runs: Vec<GlyphRun>,
    pub(super) length: Pt,
}

impl Word {
    /// The rectangle that its ink covers.
    pub(super) fn ink(&self, book: &crate::font::FontBook) -> Rect {
        let boxes = self.runs.iter().filter_map(|run| ink_box(run, book));
        boxes.reduce(|all, one| all.union(&one)).unwrap_or_default()
    }

    /// Puts another word below it.
    fn join(&mut self, mut other: Self, space: Pt) {
        let y = self.length + space;
        other.moved(Point::new(Pt::ZERO, y));
        self.runs.append(&mut other.runs);
        self.length = y + other.length;
    }

    /// Moves the word.
    pub(super) fn moved(&mut self, offset: Point) {
        for run in &mut self.runs {
            run.at = run.at + offset;
        }
    }
}

/// The box of the ink of a figure, in units of the font's em.
fn figure(font: &Font) -> Option<[i64; 4]> {
    let nought = font.glyph('0').or_else(|| font.glyph('\u{1810}'))?;
    font.ink_box(nought)
}

/// How a piece of a word is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Mongolian with its marks: shaped and turned.
    Letters,
    /// A hanzi, upright.
    Hanzi,
    /// A short number in digits of either script, upright.
    Number,
    /// A bracket, turned.
    Bracket,
    /// Latin, longer numbers, other signs: turned.
    Turned,
}

impl Kind {
    /// What a character is by itself.
    fn of(sign: char) -> Self {
        match sign {
            '0'..='9' | '\u{1810}'..='\u{1819}' => Self::Number,
            '\u{1800}'..='\u{18af}' => Self::Letters,
            _ if is_in_word(sign) => Self::Letters,
            _ if is_han(sign) => Self::Hanzi,
            _ if BRACKETS.contains(sign) => Self::Bracket,
            _ => Self::Turned,
        }
    }
}

/// A stretch of a word that is set alike.
struct Piece {
    kind: Kind,
    text: String,
    /// Its first character, counted in the text.
    from: u32,
}

/// The pieces of a word that begins with character `from` of its text.
fn pieces(word: &str, from: u32) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for (from, sign) in (from..).zip(word.chars()) {
        let kind = Kind::of(sign);
        match pieces.last_mut() {
            // Numbers and Latin that touch are one piece: 2024A, 3.5.
            Some(last) if matches!((last.kind, kind), (Kind::Number, Kind::Turned)) => {
                last.kind = Kind::Turned;
                last.text.push(sign);
            }
            Some(last)
                if last.kind == kind
                    && matches!(kind, Kind::Letters | Kind::Number | Kind::Turned)
                    || (last.kind, kind) == (Kind::Turned, Kind::Number) =>
            {
                last.text.push(sign);
            }
            Some(_) | None => pieces.push(Piece { kind, text: sign.to_string(), from }),
        }
    }
    for piece in &mut pieces {
        if piece.kind == Kind::Number && piece.text.chars().count() > UPRIGHT {
            piece.kind = Kind::Turned;
        }
    }
    pieces
}

/// Whether a word is a number in digits of either script, with its suffixes.
fn is_number(word: &str) -> bool {
    word.starts_with(|sign| Kind::of(sign) == Kind::Number)
}

/// The words of a text, each at the corner. A number is one with the word behind it, its ordinal or
/// what it counts, which never leaves it. None without a word.
pub(super) fn words(text: &Text, letters: Letters<'_>) -> Option<Vec<Word>> {
    let space = letters.size.scale(SPACE, 100) + letters.gap;
    let mut words: Vec<Word> = Vec::new();
    let mut from = 0_u32;
    let mut counts = false;
    for word in text.string.split(' ') {
        let length = u32::try_from(word.chars().count()).ok()?;
        if length > 0 {
            let own = set(word, from, letters);
            match words.last_mut() {
                Some(number) if counts => number.join(own, space),
                Some(_) | None => words.push(own),
            }
            counts = is_number(word);
        }
        from += length + 1;
    }
    (!words.is_empty()).then_some(words)
}

/// Sets the pieces of a word one below the other.
fn set(word: &str, from: u32, letters: Letters<'_>) -> Word {
    let gap = letters.size.scale(GAP, 1000);
    let mut own = Word { runs: Vec::new(), length: Pt::ZERO };
    let mut before: Option<Kind> = None;
    for piece in pieces(word, from) {
        // Brackets and numbers bring their room with them.
        let touches = matches!(
            (before, piece.kind),
            (Some(Kind::Letters), Kind::Turned | Kind::Hanzi)
                | (Some(Kind::Turned | Kind::Hanzi), Kind::Letters)
        );
        if touches && !piece.text.starts_with(SUFFIX_GAP) {
            own.length += gap;
        }
        before = Some(piece.kind);
        for (run, length) in letters.runs(&piece) {
            own.runs.push(GlyphRun { at: Point::new(run.at.x, run.at.y + own.length), ..run });
            own.length += length;
        }
    }
    own
}

impl Letters<'_> {
    /// The runs of a piece with how much of the column each takes; its begin is at y = 0 and the
    /// stem at x = 0.
    fn runs(self, piece: &Piece) -> Vec<(GlyphRun, Pt)> {
        match piece.kind {
            Kind::Letters => vec![self.letters(piece)],
            Kind::Turned => self.turned(piece),
            Kind::Hanzi | Kind::Number => self.upright(piece),
            Kind::Bracket => self.bracket(piece).into_iter().collect(),
        }
    }

    fn run(self, font: crate::font::FontId, direction: Direction, text: &str) -> GlyphRun {
        GlyphRun {
            font,
            size: self.size,
            ink: self.ink,
            at: Point::default(),
            direction,
            source: self.source,
            text: text.to_owned(),
            glyphs: Vec::new(),
        }
    }

    /// A length in units of a font's em.
    fn scaled(self, units: i64, font: &Font) -> Pt {
        self.size.scale(units, i64::from(font.units_per_em))
    }

    fn letters(self, piece: &Piece) -> (GlyphRun, Pt) {
        let id = self.face;
        let font = self.book.font(id);
        let glyphs = self.shaped(piece, id, Writing::Mongolian);
        let run = self.run(id, Direction::Down, &piece.text);
        let (lower, upper) = font.stem().unwrap_or_default();
        let at = Point::new(-self.scaled(lower + upper, font) / 2, Pt::ZERO);
        let run = GlyphRun { glyphs, at, ..run };
        let length = run.advance();
        (run, length)
    }

    /// Latin and numbers that lie along the column, a run for each font.
    fn turned(self, piece: &Piece) -> Vec<(GlyphRun, Pt)> {
        let mut found: Vec<(Resolved, Piece)> = Vec::new();
        for (from, sign) in (piece.from..).zip(piece.text.chars()) {
            let Some(resolved) = self.resolve(Writing::Latin, sign) else { continue };
            match found.last_mut() {
                Some((last, piece)) if last.font == resolved.font => piece.text.push(sign),
                Some(_) | None => {
                    let piece = Piece { kind: Kind::Turned, text: sign.to_string(), from };
                    found.push((resolved, piece));
                }
            }
        }
        let run = |(resolved, piece): (Resolved, Piece)| {
            let font = self.book.font(resolved.font);
            let glyphs = self.shaped(&piece, resolved.font, Writing::Latin);
            // Half the height of a figure lies on the stem.
            let middle = figure(font)
                .map_or(Pt::ZERO, |[_, lower, _, upper]| self.scaled(lower + upper, font) / 2);
            let run = self.run(resolved.font, Direction::Down, &piece.text);
            let run = GlyphRun { glyphs, at: Point::new(-middle, Pt::ZERO), ..run };
            let length = run.advance();
            (run, length)
        };
        found.into_iter().map(run).collect()
    }

    /// A hanzi or a short number that stands; its ink is centred on the stem.
    fn upright(self, piece: &Piece) -> Vec<(GlyphRun, Pt)> {
        let writing = if piece.kind == Kind::Hanzi { Writing::Chinese } else { Writing::Latin };
        let first = piece.text.chars().next().and_then(|sign| self.resolve(writing, sign));
        let Some(found) = first else { return Vec::new() };
        let font = self.book.font(found.font);
        let glyphs = self.shaped(piece, found.font, writing);
        let run = self.run(found.font, Direction::Right, &piece.text);
        let run = GlyphRun { glyphs, ..run };
        let x = -run.advance() / 2;
        let (baseline, length) = if piece.kind == Kind::Hanzi {
            (self.size.scale(880 - i64::from(found.raise), 1000), self.size)
        } else {
            let height = figure(font).map_or(self.size, |[.., upper]| self.scaled(upper, font));
            let gap = self.size.scale(GAP, 1000);
            (gap + height, height + gap * 2)
        };
        vec![(GlyphRun { at: Point::new(x, baseline), ..run }, length)]
    }

    /// A bracket, turned as the letters are, without the empty half of its em.
    fn bracket(self, piece: &Piece) -> Option<(GlyphRun, Pt)> {
        let found = self.resolve(Writing::Chinese, piece.text.chars().next()?)?;
        let font = self.book.font(found.font);
        let [left, lower, right, upper] = font.ink_box(found.glyph)?;
        let gap = self.size.scale(GAP, 1000);
        let x = gap - self.scaled(left, font);
        let length = self.scaled(right - left, font) + gap * 2;
        let middle = self.scaled(lower + upper, font) / 2;
        let glyph = Glyph {
            id: found.glyph,
            x,
            y: Pt::ZERO,
            advance: length - x,
            from: piece.from,
            chars: 1,
        };
        let run = self.run(found.font, Direction::Down, &piece.text);
        Some((GlyphRun { glyphs: vec![glyph], at: Point::new(-middle, Pt::ZERO), ..run }, length))
    }

    fn resolve(self, writing: Writing, sign: char) -> Option<Resolved> {
        let book = self.book;
        book.resolve(ROLE, writing, sign).or_else(|| book.resolve(ROLE, Writing::Chinese, '〓'))
    }

    /// Shapes a piece; the glyphs of a cluster after its first own no character.
    fn shaped(self, piece: &Piece, id: crate::font::FontId, writing: Writing) -> Vec<Glyph> {
        let font = self.book.font(id);
        let scale = |units: i32| self.scaled(units.into(), font);
        let shaped = shape(font, writing, &piece.text);
        let length = u32::try_from(piece.text.chars().count()).unwrap_or(0);
        let mut x = Pt::ZERO;
        let mut glyphs = Vec::new();
        for (index, glyph) in shaped.iter().enumerate() {
            let first = index == 0
                || shaped.get(index - 1).is_some_and(|before| before.cluster != glyph.cluster);
            let behind = |next: &&ShapedGlyph| next.cluster != glyph.cluster;
            let end = shaped.iter().skip(index).find(behind).map_or(length, |next| next.cluster);
            let chars =
                if first { u8::try_from(end - glyph.cluster).unwrap_or(u8::MAX) } else { 0 };
            glyphs.push(Glyph {
                id: glyph.id,
                x: x + scale(glyph.dx),
                y: -scale(glyph.dy),
                advance: scale(glyph.advance) - scale(glyph.dx),
                from: piece.from + glyph.cluster,
                chars,
            });
            x += scale(glyph.advance);
        }
        glyphs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_parted_where_it_is_set_otherwise() {
        let check = |word: &str, expected: &[(Kind, &str)]| {
            let found = pieces(word, 7);
            let found: Vec<(Kind, &str)> =
                found.iter().map(|piece| (piece.kind, piece.text.as_str())).collect();
            assert_eq!(found, expected, "{word}");
        };
        check("ᠵᠠᠰᠠᠭ\u{202f}ᠤᠨ", &[(Kind::Letters, "ᠵᠠᠰᠠᠭ\u{202f}ᠤᠨ")]);
        check("17\u{202f}ᠤ", &[(Kind::Number, "17"), (Kind::Letters, "\u{202f}ᠤ")]);
        check("2026", &[(Kind::Turned, "2026")]);
        check("3.5", &[(Kind::Turned, "3.5")]);
        check("A4", &[(Kind::Turned, "A4")]);
        check("4A", &[(Kind::Turned, "4A")]);
        check("᠒᠐᠒᠖", &[(Kind::Turned, "᠒᠐᠒᠖")]);
        check("᠒᠖", &[(Kind::Number, "᠒᠖")]);
        check("包头", &[(Kind::Hanzi, "包"), (Kind::Hanzi, "头")]);
        let bracketed = [(Kind::Bracket, "（"), (Kind::Number, "4"), (Kind::Bracket, "）")];
        check("（4）", &bracketed);
    }
}
