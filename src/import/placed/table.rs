//! Rules that cross → the grid of a table with its cells; rows of cells without rules → a table.

use super::line::{self, Line};
use super::{Frame, Glyph};
use crate::import::table::{add_line, head_rows, square};
use crate::issue::table::{Cell, Table};
use crate::issue::text::Text;

/// Rules that are closer than this are one, in points.
const NEAR: f64 = 2.5;
/// How many rules a page may have, and how many columns and rows a table on it.
const MOST_RULES: usize = 6000;
const MOST_CELLS: usize = 20_000;

/// The places of the rules of a table.
pub(super) struct Grid {
    frame: Frame,
    /// The upright rules from left to right, the level ones from top to bottom.
    xs: Vec<f64>,
    ys: Vec<f64>,
    rules: Vec<Frame>,
}

fn is_level(rule: Frame) -> bool {
    rule.width() >= rule.height()
}

/// The tables that the rules draw, and the rules that draw none.
pub(super) fn grids(rules: &[Frame]) -> (Vec<Grid>, Vec<Frame>) {
    if rules.len() > MOST_RULES {
        return (Vec::new(), Vec::new());
    }
    let mut groups: Vec<(Frame, Vec<Frame>)> = Vec::new();
    for &rule in rules {
        let (mut frame, mut own) = (rule, vec![rule]);
        let mut at = 0;
        while let Some((other, group)) = groups.get(at) {
            let near = touches(*other, frame)
                && group.iter().any(|&old| own.iter().any(|&new| touches(old, new)));
            if near {
                let (other, mut group) = groups.swap_remove(at);
                frame = frame.around(other);
                own.append(&mut group);
                at = 0;
            } else {
                at += 1;
            }
        }
        groups.push((frame, own));
    }
    groups.sort_by(|(one, _), (other, _)| one.top.total_cmp(&other.top));
    let (mut grids, mut left) = (Vec::new(), Vec::new());
    for (frame, rules) in groups {
        let (level, upright): (Vec<Frame>, Vec<Frame>) =
            rules.iter().partition(|rule| is_level(**rule));
        let ys = places(level.iter().map(|rule| f64::midpoint(rule.top, rule.bottom)).collect());
        let xs = places(upright.iter().map(|rule| f64::midpoint(rule.left, rule.right)).collect());
        let cells = xs.len().saturating_sub(1) * ys.len().saturating_sub(1);
        if (2..=MOST_CELLS).contains(&cells) && xs.len() >= 2 && ys.len() >= 2 {
            grids.push(Grid { frame, xs, ys, rules });
        } else {
            left.extend(rules);
        }
    }
    (grids, left)
}

fn touches(one: Frame, other: Frame) -> bool {
    one.left <= other.right + NEAR
        && other.left <= one.right + NEAR
        && one.top <= other.bottom + NEAR
        && other.top <= one.bottom + NEAR
}

/// The places in order, near ones as one.
fn places(mut values: Vec<f64>) -> Vec<f64> {
    values.sort_by(f64::total_cmp);
    values.dedup_by(|next, kept| *next - *kept < NEAR);
    values
}

impl Grid {
    /// Whether a rule runs along the edge at `x` between two level places.
    fn upright(&self, x: f64, top: f64, bottom: f64) -> bool {
        let middle = f64::midpoint(top, bottom);
        self.rules.iter().any(|rule| {
            !is_level(*rule)
                && (f64::midpoint(rule.left, rule.right) - x).abs() < NEAR
                && rule.top - NEAR < middle
                && middle < rule.bottom + NEAR
        })
    }

    /// Whether a rule runs along the edge at `y` between two upright places.
    fn level(&self, y: f64, left: f64, right: f64) -> bool {
        let middle = f64::midpoint(left, right);
        self.rules.iter().any(|rule| {
            is_level(*rule)
                && (f64::midpoint(rule.top, rule.bottom) - y).abs() < NEAR
                && rule.left - NEAR < middle
                && middle < rule.right + NEAR
        })
    }

    /// The cells as (column, row, columns, rows), from top to bottom and left to right.
    fn cells(&self) -> Vec<(usize, usize, usize, usize)> {
        let (columns, rows) = (self.xs.len() - 1, self.ys.len() - 1);
        let mut taken = vec![false; columns * rows];
        let at = |values: &[f64], index: usize| values.get(index).copied().unwrap_or(f64::MAX);
        let mut cells = Vec::new();
        for row in 0..rows {
            for column in 0..columns {
                if taken.get(row * columns + column) != Some(&false) {
                    continue;
                }
                let (top, bottom) = (at(&self.ys, row), at(&self.ys, row + 1));
                let free =
                    |column: usize, row: usize| taken.get(row * columns + column) == Some(&false);
                let mut wide = 1;
                while column + wide < columns
                    && free(column + wide, row)
                    && !self.upright(at(&self.xs, column + wide), top, bottom)
                {
                    wide += 1;
                }
                let across = |row: usize| {
                    (column..column + wide).any(|column| {
                        let (left, right) = (at(&self.xs, column), at(&self.xs, column + 1));
                        self.level(at(&self.ys, row), left, right) || !free(column, row)
                    })
                };
                let mut tall = 1;
                while row + tall < rows && !across(row + tall) {
                    tall += 1;
                }
                for y in row..row + tall {
                    for x in column..column + wide {
                        taken.get_mut(y * columns + x).into_iter().for_each(|own| *own = true);
                    }
                }
                cells.push((column, row, wide, tall));
            }
        }
        cells
    }

    fn table(&self, glyphs: Vec<Glyph>, paper: f64) -> Table {
        let (columns, rows) = (self.xs.len() - 1, self.ys.len() - 1);
        let empty = vec![vec![Cell::new(Text::default()); columns]; rows];
        let mut table = Table { head: 0, rows: empty };
        let mut rest = glyphs;
        let at = |values: &[f64], index: usize| values.get(index).copied().unwrap_or_default();
        for (column, row, wide, tall) in self.cells() {
            let frame = Frame {
                left: at(&self.xs, column),
                right: at(&self.xs, column + wide),
                top: at(&self.ys, row),
                bottom: at(&self.ys, row + tall),
            };
            let inside = |glyph: &Glyph| holds(frame, glyph, paper);
            let (own, others): (Vec<Glyph>, Vec<Glyph>) = rest.into_iter().partition(inside);
            rest = others;
            let place = table.rows.get_mut(row).and_then(|row| row.get_mut(column));
            if let Some(cell) = place {
                let count = |n: usize| u32::try_from(n).unwrap_or(1);
                *cell =
                    Cell { text: cell_text(own, frame), columns: count(wide), rows: count(tall) };
            }
        }
        without_empty(&mut table);
        table.head = head_rows(&table);
        table
    }
}

/// Takes out rows and columns in which no cell begins: the second lines of double rules.
fn without_empty(table: &mut Table) {
    let begins = |cell: &Cell| !cell.text.is_empty() || cell.columns > 1 || cell.rows > 1;
    let spans = table.rows.iter().flatten().any(|cell| cell.columns > 1 || cell.rows > 1);
    if !spans {
        table.rows.retain(|row| row.iter().any(begins));
    }
}

/// The text of a cell: lines that fill it go on, others end.
fn cell_text(glyphs: Vec<Glyph>, frame: Frame) -> Text {
    let mut text = Text::default();
    let mut full = false;
    for row in beside(line::lines(glyphs)) {
        let Some(line) = Line::join(row) else { continue };
        let part = line.text();
        if full && !text.is_empty() {
            super::paragraph::append(&mut text, &part);
        } else {
            add_line(&mut text, &part);
        }
        let (before, after) = (line.frame.left - frame.left, frame.right - line.frame.right);
        full = before.max(after) < line.size * 1.6;
    }
    text
}

/// Lines that share a baseline, together.
fn beside(lines: Vec<Line>) -> Vec<Vec<Line>> {
    let mut rows: Vec<Vec<Line>> = Vec::new();
    for line in lines {
        let same = |row: &&mut Vec<Line>| {
            row.first().is_some_and(|first| (first.y - line.y).abs() < 0.4 * line.size)
        };
        match rows.last_mut().filter(same) {
            Some(row) => row.push(line),
            None => rows.push(vec![line]),
        }
    }
    rows
}

/// Whether a character stands in a frame. What runs out of a paper of this width stands at its edge:
/// there the rules of a table that is too wide end, its words do not.
fn holds(frame: Frame, glyph: &Glyph, paper: f64) -> bool {
    let middle = (glyph.x + glyph.width / 2.0).min(paper - NEAR);
    frame.holds(middle, glyph.y - glyph.size * 0.38)
}

/// The tables of a paper of this width, filled with the characters that stand in them, and the other
/// characters.
pub(super) fn fill(
    grids: Vec<Grid>,
    mut glyphs: Vec<Glyph>,
    paper: f64,
) -> (Vec<(Frame, Table)>, Vec<Glyph>) {
    let mut tables = Vec::new();
    for grid in grids {
        let inside = |glyph: &Glyph| holds(grid.frame, glyph, paper);
        let (own, others): (Vec<Glyph>, Vec<Glyph>) = glyphs.into_iter().partition(inside);
        let ink = own.iter().filter(|glyph| !glyph.char.is_whitespace()).count();
        // A frame around a page or a heading is no table.
        let cells = grid.cells();
        let filled = cells.len() >= 2 && ink > 0;
        let framed = (grid.xs.len() - 1) * (grid.ys.len() - 1) < 2;
        if !filled || framed {
            glyphs = others.into_iter().chain(own).collect();
            continue;
        }
        tables.push((grid.frame, grid.table(own, paper)));
        glyphs = others;
    }
    (tables, glyphs)
}

/// What rows of lines are.
pub(super) enum Run {
    Table(Table),
    /// The parts of one line.
    Line(Vec<Line>),
}

/// Tables without rules, and the rows that are none: three rows and more of as many cells, whose
/// left edges or middles stand below each other. Lists of names are lines.
pub(super) fn runs(rows: Vec<Vec<Line>>, body: f64) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut open: Vec<Vec<Line>> = Vec::new();
    for row in rows {
        if !open.last().is_none_or(|above| is_below(above, &row, body)) || row.len() < 3 {
            end_run(std::mem::take(&mut open), &mut runs);
        }
        if row.len() < 3 {
            runs.push(Run::Line(row));
        } else {
            open.push(row);
        }
    }
    end_run(open, &mut runs);
    runs
}

fn is_below(above: &[Line], row: &[Line], body: f64) -> bool {
    let middle = |line: &Line| f64::midpoint(line.frame.left, line.frame.right);
    let fits = |(one, other): (&Line, &Line)| {
        (one.frame.left - other.frame.left).abs() < body
            || (middle(one) - middle(other)).abs() < body
            || (one.frame.right - other.frame.right).abs() < body
    };
    above.len() == row.len() && above.iter().zip(row).all(fits)
}

fn end_run(rows: Vec<Vec<Line>>, runs: &mut Vec<Run>) {
    const NAME: u32 = 5;
    let texts: Vec<Vec<Text>> =
        rows.iter().map(|row| row.iter().map(Line::text).collect()).collect();
    let names = texts.iter().flatten().all(|text| text.len() <= NAME && !has_digit(text));
    if rows.len() < 3 || names {
        runs.extend(rows.into_iter().map(Run::Line));
        return;
    }
    let rows = texts.into_iter().map(|row| row.into_iter().map(Cell::new).collect()).collect();
    let mut table = Table { head: 0, rows };
    square(&mut table);
    table.head = head_rows(&table);
    runs.push(Run::Table(table));
}

fn has_digit(text: &Text) -> bool {
    text.string.chars().any(|c| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(y: f64, left: f64, right: f64) -> Frame {
        Frame { left, top: y, right, bottom: y }
    }

    fn upright(x: f64, top: f64, bottom: f64) -> Frame {
        Frame { left: x, top, right: x, bottom }
    }

    #[test]
    fn rules_make_cells_with_merges() {
        // Two columns and two rows; the upper row is one cell.
        let rules = [
            level(0.0, 0.0, 100.0),
            level(20.0, 0.0, 100.0),
            level(40.0, 0.0, 100.0),
            upright(0.0, 0.0, 40.0),
            upright(50.0, 20.0, 40.0),
            upright(100.0, 0.0, 40.0),
        ];
        let (grids, left) = grids(&rules);
        assert!(left.is_empty());
        assert_eq!(grids[0].cells(), [(0, 0, 2, 1), (0, 1, 1, 1), (1, 1, 1, 1)]);
        let glyph =
            |char, x, y| Glyph { char, x, y, width: 10.0, size: 10.0, bold: false, kai: false };
        let glyphs = vec![
            glyph('甲', 45.0, 14.0),
            glyph('乙', 10.0, 34.0),
            glyph('丙', 60.0, 34.0),
            glyph('丁', 10.0, 60.0),
        ];
        let (tables, rest) = fill(grids, glyphs, 400.0);
        assert_eq!(rest.len(), 1);
        let texts: Vec<&str> =
            tables[0].1.rows.iter().flatten().map(|cell| &*cell.text.string).collect();
        assert_eq!(texts, ["甲", "", "乙", "丙"]);
        assert_eq!(tables[0].1.rows[0][0].columns, 2);
    }

    #[test]
    fn a_frame_or_an_underline_is_no_table() {
        let frame = [
            level(0.0, 0.0, 100.0),
            level(40.0, 0.0, 100.0),
            upright(0.0, 0.0, 40.0),
            upright(100.0, 0.0, 40.0),
        ];
        assert_eq!(grids(&frame).0.len(), 0);
        assert_eq!(grids(&[level(10.0, 0.0, 100.0)]).1.len(), 1);
    }
}
