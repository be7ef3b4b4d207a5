//! Characters → lines: what stands on one baseline without a wide gap.

use super::{Frame, Glyph};
use crate::issue::text::{Mark, Range, Text};
use crate::text::is_han;

/// A gap of this many ems parts two lines that share a baseline: columns and cells. Ideographic
/// spaces that the file leaves out are as wide; what belongs together is put together again.
const PARTING: f64 = 0.75;

/// Marks with white on their left and right halves.
const OPENING: &str = "（《“‘〔〈【「『";
const CLOSING: &str = "，。、；：！？）》”’〕〉】」』";

/// Characters that stand side by side.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) frame: Frame,
    /// The baseline.
    pub(super) y: f64,
    /// The size of its largest characters.
    pub(super) size: f64,
    /// From left to right.
    pub(super) glyphs: Vec<Glyph>,
}

impl Line {
    pub(super) fn new(glyphs: Vec<Glyph>) -> Option<Self> {
        let largest = glyphs.iter().filter(|g| !g.char.is_whitespace());
        let largest = largest.max_by(|one, other| one.size.total_cmp(&other.size))?;
        let (size, y) = (largest.size, largest.y);
        let seen = || glyphs.iter().filter(|g| !g.char.is_whitespace());
        // Marks at the edges are set half as wide as they are.
        let edge =
            |g: &Glyph, marks: &str| if marks.contains(g.char) { g.width / 2.0 } else { 0.0 };
        let left = |g: &Glyph| g.x + edge(g, OPENING);
        let right = |g: &Glyph| g.x + g.width - edge(g, CLOSING);
        let left = seen().map(left).fold(f64::INFINITY, f64::min);
        let right = seen().map(right).fold(f64::NEG_INFINITY, f64::max);
        let frame = Frame { left, top: y - size * 0.88, right, bottom: y + size * 0.12 };
        Some(Self { frame, y, size, glyphs })
    }

    /// This line with those that stand on its right.
    pub(super) fn join(parts: Vec<Self>) -> Option<Self> {
        let mut glyphs: Vec<Glyph> = parts.into_iter().flat_map(|part| part.glyphs).collect();
        glyphs.sort_by(|one, other| one.x.total_cmp(&other.x));
        Self::new(glyphs)
    }

    /// Its characters, with spaces where there are gaps, and its marks.
    pub(super) fn text(&self) -> Text {
        let mut text = Text::default();
        let mut count = 0;
        let mut last: Option<Glyph> = None;
        for glyph in &self.glyphs {
            // The gap behind the number of an item is the layout's.
            let number = count > 1 && count < 6 && text.string.ends_with(['、', '.', '．', '）']);
            if let Some(before) = last.filter(|_| !(number && is_number(&text.string))) {
                for space in gap(before, *glyph) {
                    text.string.push(space);
                    count += 1;
                }
            }
            text.string.push(glyph.char);
            let raised = glyph.size < self.size * 0.8 && self.y - glyph.y > self.size * 0.15;
            let marks =
                [(glyph.bold, Mark::Bold), (glyph.kai, Mark::Kai), (raised, Mark::Superscript)];
            for (_, mark) in marks.into_iter().filter(|&(on, _)| on) {
                add_mark(&mut text, count, mark);
            }
            count += 1;
            last = Some(*glyph);
        }
        text.marks.sort_unstable();
        text
    }
}

/// Marks the character at `at`; a mark that ends before it, or before the space before it, grows.
pub(super) fn add_mark(text: &mut Text, at: u32, mark: Mark) {
    let near = text.marks.iter_mut().rev().find(|(range, own)| {
        *own == mark && (range.end == at || mark != Mark::Superscript && range.end + 1 == at)
    });
    match near {
        Some((range, _)) => range.end = at + 1,
        None => text.marks.push((Range::new(at, at + 1), mark)),
    }
}

/// Whether the text is the number of an item and nothing else.
fn is_number(text: &str) -> bool {
    let digits =
        |c: char| c.is_ascii_digit() || "一二三四五六七八九十百甲乙丙丁戊己庚辛壬癸".contains(c);
    let bare = text.trim_start_matches(['（', '(']).trim_end_matches(['、', '.', '．', '）', ')']);
    !bare.is_empty() && bare.chars().all(digits)
}

/// The spaces that a gap between two characters stands for.
fn gap(before: Glyph, next: Glyph) -> impl Iterator<Item = char> {
    let em = before.size.max(next.size);
    let wide = (next.x - before.x - before.width) / em;
    let space = before.char.is_whitespace() || next.char.is_whitespace();
    let latin = |c: char| c.is_ascii_alphanumeric() || c.is_ascii_punctuation();
    let (count, char) = if wide >= 0.75 && !(space && wide < 1.5) {
        (whole(wide + 0.25), '　')
    } else if wide >= 0.22 && !space && latin(before.char) && latin(next.char) {
        (1, ' ')
    } else {
        (0, ' ')
    };
    std::iter::repeat_n(char, count)
}

/// The whole ems of a gap; a line holds no more than some hundred.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the value is between 0 and 200"
)]
fn whole(ems: f64) -> usize {
    ems.clamp(0.0, 200.0) as usize
}

/// The lines of a page from top to bottom, and from left to right.
pub(super) fn lines(mut glyphs: Vec<Glyph>) -> Vec<Line> {
    let middle = |glyph: &Glyph| glyph.y - glyph.size * 0.38;
    glyphs.sort_by(|one, other| middle(one).total_cmp(&middle(other)));
    let mut rows: Vec<Vec<Glyph>> = Vec::new();
    let mut at = (f64::NEG_INFINITY, 0.0_f64);
    for glyph in glyphs {
        let here = middle(&glyph);
        match rows.last_mut() {
            Some(row) if here - at.0 < 0.4 * at.1.max(glyph.size) => {
                row.push(glyph);
                if glyph.size > at.1 {
                    at = (here, glyph.size);
                }
            }
            _ => {
                rows.push(vec![glyph]);
                at = (here, glyph.size);
            }
        }
    }
    rows.into_iter().flat_map(|row| split(without_doubles(row))).collect()
}

/// Splits a row at its wide gaps; white space is a gap, but stays in its line.
fn split(row: Vec<Glyph>) -> Vec<Line> {
    let mut parts: Vec<Vec<Glyph>> = Vec::new();
    // Where the last ink ends, and where the white space behind it does.
    let (mut ink, mut end) = (f64::NEG_INFINITY, f64::NEG_INFINITY);
    for glyph in row {
        let space = glyph.char.is_whitespace();
        let near = glyph.x - if space { end } else { ink } < PARTING * glyph.size;
        let right = glyph.x + glyph.width;
        match parts.last_mut().filter(|_| near) {
            Some(part) => part.push(glyph),
            None if space => continue,
            None => parts.push(vec![glyph]),
        }
        end = end.max(right);
        if !space {
            ink = ink.max(right);
        }
    }
    parts.into_iter().filter_map(Line::new).collect()
}

/// The row from left to right, with what is drawn twice at nearly one place, to look bold, once.
fn without_doubles(mut row: Vec<Glyph>) -> Vec<Glyph> {
    row.sort_by(|one, other| one.x.total_cmp(&other.x));
    let mut kept: Vec<Glyph> = Vec::with_capacity(row.len());
    for glyph in row {
        let near = |other: &&mut Glyph| {
            other.char == glyph.char
                && (glyph.x - other.x).abs() < 0.2 * glyph.size
                && (glyph.y - other.y).abs() < 0.2 * glyph.size
                && glyph.width > 0.25 * glyph.size
        };
        match kept.iter_mut().rev().take(3).find(near) {
            Some(other) => other.bold = true,
            None => kept.push(glyph),
        }
    }
    kept
}

/// Whether characters stand on both sides of a line's end without a space between them.
pub(super) fn is_wide(c: char) -> bool {
    is_han(c) || matches!(c, '\u{2014}'..='\u{2026}' | '\u{3000}'..='\u{30ff}' | '\u{ff00}'..)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Characters of 10 pt, each as wide, with a gap before those behind a `|` in the text.
    fn glyphs(text: &str, y: f64, gap: f64) -> Vec<Glyph> {
        let mut x = 0.0;
        let mut glyphs = Vec::new();
        for char in text.chars() {
            if char == '|' {
                x += gap;
                continue;
            }
            glyphs.push(Glyph { char, x, y, width: 10.0, size: 10.0, bold: false, kai: false });
            x += 10.0;
        }
        glyphs
    }

    #[test]
    fn gaps_part_lines_and_become_spaces() {
        let parts = lines(glyphs("甲乙|丙", 20.0, 30.0));
        assert_eq!(parts.len(), 2);
        assert_eq!(Line::join(parts).unwrap().text().string, "甲乙　　　丙");
        assert_eq!(lines(glyphs("甲|乙", 20.0, 3.0))[0].text().string, "甲乙");
        assert_eq!(lines(glyphs("ab|c", 20.0, 3.0))[0].text().string, "ab c");
    }

    #[test]
    fn raised_and_doubled_characters_are_marked() {
        let mut row = glyphs("5km", 20.0, 0.0);
        let raised = Glyph { char: '2', x: 30.0, y: 16.5, width: 3.0, size: 6.0, ..row[0] };
        row.push(raised);
        row.push(Glyph { x: 0.4, ..row[0] });
        let text = lines(row).remove(0).text();
        assert_eq!(text.string, "5km2");
        let expected = [(Range::new(0, 1), Mark::Bold), (Range::new(3, 4), Mark::Superscript)];
        assert_eq!(text.marks, expected);
    }
}
