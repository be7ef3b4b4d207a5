//! The lines of a page → reading order: columns one after the other, between titles that span them.

use super::line::Line;
use super::table;
use super::{Figure, Frame, Measure, Page, Table};

/// How many columns may stand side by side is two to this power.
const DEPTH: usize = 2;
/// A column has room for so many characters.
const NARROWEST: f64 = 7.0;

/// A part of a page in reading order.
pub(super) enum Piece {
    Line(Line, Flow),
    Table(Table),
    Figure(Figure),
}

/// The column that a line stands in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Flow {
    /// The edges of the column.
    pub(super) left: f64,
    pub(super) right: f64,
    /// The count of columns before it on its page.
    pub(super) index: usize,
}

/// The white between two columns.
#[derive(Debug, Clone, Copy)]
pub(super) struct Gutter {
    left: f64,
    right: f64,
}

impl Gutter {
    fn middle(self) -> f64 {
        f64::midpoint(self.left, self.right)
    }

    /// What is white in both.
    fn overlap(self, other: Self) -> Option<Self> {
        let (left, right) = (self.left.max(other.left), self.right.min(other.right));
        (left < right).then_some(Self { left, right })
    }
}

/// Something on a page that is ordered as a whole.
enum Item {
    Line(Line),
    Table(Frame, Table),
    Figure(Figure),
}

impl Item {
    fn frame(&self) -> Frame {
        match self {
            Self::Line(line) => line.frame,
            Self::Table(frame, _) => *frame,
            Self::Figure(figure) => figure.frame,
        }
    }
}

/// Items side by side.
type Row = Vec<Item>;

/// The gutters that are plain on some page: other pages have them with fewer lines.
pub(super) fn gutters(pages: &[Page], measure: Measure) -> Vec<Gutter> {
    let mut found: Vec<Gutter> = Vec::new();
    for page in pages {
        let frames: Vec<Vec<Frame>> = rows_of(page.lines.iter().map(|line| line.frame).collect());
        let Some(area) = frames.iter().flatten().copied().reduce(Frame::around) else { continue };
        if let Some(at) = candidate(&frames, area, &[], measure) {
            for band in bands(&frames, at) {
                let Some(gutter) = plain(band, at, measure) else { continue };
                // Indented lines make a gutter look wider than it is.
                let own = found.iter_mut().find(|own| own.overlap(gutter).is_some());
                match own {
                    Some(own) => *own = own.overlap(gutter).unwrap_or(*own),
                    None => found.push(gutter),
                }
            }
        }
    }
    found
}

/// Frames by the rows that they stand in, from top to bottom and from left to right.
fn rows_of(mut frames: Vec<Frame>) -> Vec<Vec<Frame>> {
    frames.sort_by(|one, other| one.bottom.total_cmp(&other.bottom));
    let mut rows: Vec<Vec<Frame>> = Vec::new();
    for frame in frames {
        match rows.last_mut() {
            Some(row) if row.first().is_some_and(|first| is_beside(*first, frame)) => {
                row.push(frame);
            }
            _ => rows.push(vec![frame]),
        }
    }
    for row in &mut rows {
        row.sort_by(|one, other| one.left.total_cmp(&other.left));
    }
    rows
}

fn is_beside(one: Frame, other: Frame) -> bool {
    (other.bottom - one.bottom).abs() < 0.4 * one.height().min(other.height())
}

/// The place that most rows keep white with text on both sides of it; `known` ones first.
fn candidate(rows: &[Vec<Frame>], area: Frame, known: &[Gutter], measure: Measure) -> Option<f64> {
    let gaps = rows.iter().flat_map(|row| row.windows(2)).filter_map(|pair| {
        let [one, other] = pair else { return None };
        (other.left > one.right).then(|| f64::midpoint(one.right, other.left))
    });
    let inside = |at: &f64| {
        let share = (at - area.left) / area.width();
        (0.2..=0.8).contains(&share)
    };
    let both = |at: f64| rows.iter().filter(|row| sides(row, at) == (true, true)).count();
    let known = || known.iter().filter(|gutter| inside(&gutter.middle()));
    let alone = known().find(|gutter| {
        bands(rows, gutter.middle()).any(|band| fills_left(band, **gutter, measure))
    });
    let known = known().map(|gutter| gutter.middle());
    let known = known.max_by_key(|&at| both(at)).filter(|&at| both(at) > 0);
    let known = known.or_else(|| Some(alone?.middle()));
    let gap = gaps.filter(inside).max_by_key(|&at| both(at)).filter(|&at| both(at) > 1);
    match (known, gap) {
        (Some(known), Some(gap)) if both(gap) > both(known) => Some(gap),
        (known, gap) => known.or(gap),
    }
}

/// Whether the rows are the left column beside an empty one, of a page that has this gutter: some of
/// the lines end where that column does, and none begins behind it.
fn fills_left(band: &[Vec<Frame>], gutter: Gutter, measure: Measure) -> bool {
    let end = |row: &Vec<Frame>| row.last().map_or(0.0, |frame| frame.right);
    let full = band.iter().filter(|row| (end(row) - gutter.left).abs() < 1.2 * measure.body);
    let full = full.count();
    full >= 2 && full * 3 >= band.len() && band.iter().all(|row| end(row) <= gutter.middle())
}

/// Whether a row has something on the left of `at` and on the right of it; neither, if something
/// lies over it.
fn sides(row: &[Frame], at: f64) -> (bool, bool) {
    if crosses(row, at) {
        return (false, false);
    }
    (
        row.iter().any(|frame| frame.right <= at + 1.0),
        row.iter().any(|frame| frame.left >= at - 1.0),
    )
}

fn crosses(row: &[Frame], at: f64) -> bool {
    row.iter().any(|frame| frame.left < at - 1.0 && frame.right > at + 1.0)
}

/// The runs of rows that nothing lies over `at` in.
fn bands(rows: &[Vec<Frame>], at: f64) -> impl Iterator<Item = &[Vec<Frame>]> {
    rows.split(move |row| crosses(row, at)).filter(|band| !band.is_empty())
}

/// The gutter at `at`, if the rows are columns for sure: lines that fill their columns, and not
/// cells of a table.
fn plain(band: &[Vec<Frame>], at: f64, measure: Measure) -> Option<Gutter> {
    let side = |left: bool| {
        let parts = band.iter().map(move |row| {
            let own = row.iter().copied().filter(move |f| (f.right <= at + 1.0) == left);
            (own.clone().count(), own.reduce(Frame::around))
        });
        parts.filter_map(|(count, frame)| Some((count, frame?))).collect::<Vec<_>>()
    };
    let (left, right) = (side(true), side(false));
    let both = band.iter().filter(|row| sides(row, at) == (true, true)).count();
    let edge = |side: &[(usize, Frame)]| side.iter().map(|(_, f)| *f).reduce(Frame::around);
    let (one, other) = (edge(&left)?, edge(&right)?);
    let wide = one.width().min(other.width()) >= NARROWEST * measure.body;
    let full = |side: &[(usize, Frame)], whole: Frame| {
        let full = side.iter().filter(|(_, f)| f.width() > 0.85 * whole.width()).count();
        let parts: usize = side.iter().map(|(count, _)| count).sum();
        full * 5 >= side.len() * 2 && parts * 2 <= side.len() * 3
    };
    let columns = both >= 3 && wide && full(&left, one) && full(&right, other);
    columns.then_some(Gutter { left: one.right, right: other.left })
}

/// The parts of a page in reading order.
pub(super) fn order(page: Page, measure: Measure, gutters: &[Gutter]) -> Vec<Piece> {
    let mut items: Vec<Item> = page.lines.into_iter().map(Item::Line).collect();
    items.extend(page.tables.into_iter().map(|(frame, table)| Item::Table(frame, table)));
    items.extend(page.figures.into_iter().map(Item::Figure));
    let area = items.iter().map(Item::frame).reduce(Frame::around).unwrap_or_default();
    let lines = items.iter().filter(|item| matches!(item, Item::Line(_)));
    let widest = lines.map(|item| item.frame().width()).fold(0.0, f64::max);
    // A page of a few short lines does not show where its margins are.
    let (left, right) = if widest < 0.8 * measure.width && area.width() < 0.95 * measure.width {
        let left = ((page.width - measure.width) / 2.0).min(area.left);
        (left, (left + measure.width).max(area.right))
    } else {
        (area.left, area.right)
    };
    let mut reader = Reader { measure, gutters, pieces: Vec::new(), columns: 0 };
    reader.area(items, (left, right), DEPTH);
    reader.pieces
}

struct Reader<'a> {
    measure: Measure,
    gutters: &'a [Gutter],
    pieces: Vec<Piece>,
    columns: usize,
}

impl Reader<'_> {
    /// Reads what lies between two edges.
    fn area(&mut self, items: Vec<Item>, (left, right): (f64, f64), depth: usize) {
        let rows = rows(items);
        let frames: Vec<Vec<Frame>> =
            rows.iter().map(|row| row.iter().map(Item::frame).collect()).collect();
        let area = Frame { left, right, top: 0.0, bottom: 0.0 };
        let at = candidate(&frames, area, self.gutters, self.measure).filter(|_| depth > 0);
        let Some(at) = at else { return self.column(rows, (left, right)) };
        let mut plain_rows = Vec::new();
        let mut rows = rows.into_iter().peekable();
        while let Some(first) = rows.next() {
            let over = |row: &Row| row.iter().any(|item| crosses(&[item.frame()], at));
            if over(&first) {
                plain_rows.push(first);
                continue;
            }
            let mut band = vec![first];
            while let Some(next) = rows.next_if(|row| !over(row)) {
                band.push(next);
            }
            let Some(gutter) = self.gutter(&band, at) else {
                plain_rows.append(&mut band);
                continue;
            };
            self.column(std::mem::take(&mut plain_rows), (left, right));
            let (one, other): (Vec<Item>, Vec<Item>) =
                band.into_iter().flatten().partition(|item| item.frame().right <= at + 1.0);
            self.area(one, (left, gutter.left), depth - 1);
            self.area(other, (gutter.right, right), depth - 1);
        }
        self.column(plain_rows, (left, right));
    }

    /// The gutter of a band of rows, if they are columns.
    fn gutter(&self, band: &[Row], at: f64) -> Option<Gutter> {
        let frames: Vec<Vec<Frame>> =
            band.iter().map(|row| row.iter().map(Item::frame).collect()).collect();
        let own = plain(&frames, at, self.measure);
        let known = self.gutters.iter().find(|gutter| (gutter.middle() - at).abs() < 3.0);
        let left = frames.iter().flatten().map(|frame| frame.left).fold(f64::INFINITY, f64::min);
        // A few lines are columns where other pages have them, if two begin their columns.
        let begins = |frame: Option<&Frame>, edge: f64| {
            frame.is_some_and(|frame| frame.left - edge < 3.0 * self.measure.body)
        };
        let near = |gutter: &&Gutter| {
            frames.iter().filter(|row| sides(row, at) == (true, true)).any(|row| {
                let second = row.iter().find(|frame| frame.left >= at - 1.0);
                begins(row.first(), left) && begins(second, gutter.right)
            })
        };
        let alone = |gutter: &&Gutter| fills_left(&frames, **gutter, self.measure);
        own.or_else(|| known.filter(|gutter| near(gutter) || alone(gutter)).copied())
    }

    /// Reads the rows of one column.
    fn column(&mut self, rows: Vec<Row>, (left, right): (f64, f64)) {
        if rows.is_empty() {
            return;
        }
        let right = right_edge(&rows, (left, right), self.measure.body);
        let flow = Flow { left, right, index: self.columns };
        self.columns += 1;
        let mut lines: Vec<Vec<Line>> = Vec::new();
        for item in rows {
            let mut row = Vec::new();
            for item in item {
                match item {
                    Item::Line(line) => row.push(line),
                    Item::Table(_, table) => {
                        self.lines(std::mem::take(&mut lines), flow);
                        self.pieces.push(Piece::Table(table));
                    }
                    Item::Figure(figure) => {
                        self.lines(std::mem::take(&mut lines), flow);
                        self.pieces.push(Piece::Figure(figure));
                    }
                }
            }
            if !row.is_empty() {
                lines.push(row);
            }
        }
        self.lines(lines, flow);
    }

    /// Reads rows of lines: those that stand in columns of cells are tables without rules.
    fn lines(&mut self, rows: Vec<Vec<Line>>, flow: Flow) {
        for run in table::runs(rows, self.measure.body) {
            match run {
                table::Run::Table(table) => self.pieces.push(Piece::Table(table)),
                table::Run::Line(parts) => {
                    let line = Line::join(parts);
                    self.pieces.extend(line.map(|line| Piece::Line(line, flow)));
                }
            }
        }
    }
}

/// Where the lines of a column end: most full ones do so at one place; what sticks out of the column,
/// as wide tables do, does not move it.
fn right_edge(rows: &[Row], (left, right): (f64, f64), body: f64) -> f64 {
    const LEAST: usize = 5;
    let end = |row: &Row| match row.last() {
        Some(Item::Line(line)) => Some(line.frame.right),
        Some(Item::Table(..) | Item::Figure(_)) | None => None,
    };
    let mut ends: Vec<f64> = rows.iter().filter_map(end).collect();
    ends.sort_by(|one, other| other.total_cmp(one));
    let at = |edge: f64| ends.iter().filter(|&&end| (end - edge).abs() < 1.2 * body).count();
    let enough = |edge: f64| at(edge) >= LEAST && at(edge) * 5 >= ends.len() * 2;
    let found = ends.iter().copied().find(|&edge| enough(edge));
    found.filter(|&edge| edge - left > 0.6 * (right - left)).unwrap_or(right)
}

/// Items by the rows that they stand in, from top to bottom and from left to right.
fn rows(mut items: Vec<Item>) -> Vec<Row> {
    // A tall item stands where it begins.
    let key = |item: &Item| match item {
        Item::Line(line) => line.frame.bottom,
        Item::Table(frame, _) => frame.top,
        Item::Figure(figure) => figure.frame.top,
    };
    items.sort_by(|one, other| key(one).total_cmp(&key(other)));
    let mut rows: Vec<Row> = Vec::new();
    for item in items {
        let lines = |first: &Item| matches!((first, &item), (Item::Line(_), Item::Line(_)));
        let beside = |first: &Item| lines(first) && is_beside(first.frame(), item.frame());
        match rows.last_mut() {
            Some(row) if row.first().is_some_and(beside) => row.push(item),
            _ => rows.push(vec![item]),
        }
    }
    for row in &mut rows {
        row.sort_by(|one, other| one.frame().left.total_cmp(&other.frame().left));
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::super::{Glyph, Sheet, read};

    fn line(text: &str, x: f64, y: f64, sheet: &mut Sheet) {
        for (at, char) in (0_u32..).zip(text.chars()) {
            let x = x + f64::from(at) * 10.0;
            let glyph = Glyph { char, x, y, width: 10.0, size: 10.0, bold: false, kai: false };
            sheet.glyphs.push(glyph);
        }
    }

    #[test]
    fn what_sticks_out_of_a_column_does_not_move_its_edge() {
        let mut sheet = Sheet { width: 400.0, height: 600.0, ..Sheet::default() };
        line(&"甲".repeat(18), 70.0, 80.0, &mut sheet);
        for row in 1..8 {
            line(&"乙丁戊己".repeat(5), 50.0, 80.0 + f64::from(row) * 16.0, &mut sheet);
        }
        line("丙。", 50.0, 208.0, &mut sheet);
        line("品名", 50.0, 240.0, &mut sheet);
        line("数量", 330.0, 240.0, &mut sheet);
        let source = read(vec![sheet], 0).unwrap();
        let whole = format!("{}{}丙。", "甲".repeat(18), "乙丁戊己".repeat(35));
        assert!(source.text.starts_with(&whole), "{}", source.text);
    }
}
