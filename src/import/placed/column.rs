//! The lines of a page → reading order: columns one after the other, between titles that span them.

use std::collections::BTreeSet;

use super::line::Line;
use super::table;
use super::{Figure, Frame, Measure, Page, Table, median};

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

    /// Whether lines that are all short make this gutter of a page look wider than it is.
    fn is_wider(self, known: Self, measure: Measure) -> bool {
        known.left - self.left > 1.5 * measure.body || self.right - known.right > 1.5 * measure.body
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
pub(super) fn gutters<'a>(pages: impl Iterator<Item = &'a Page>, measure: Measure) -> Vec<Gutter> {
    let mut found: Vec<Vec<Gutter>> = Vec::new();
    for page in pages {
        let frames: Vec<Vec<Frame>> = rows_of(page.lines.iter().map(|line| line.frame).collect());
        let Some(area) = frames.iter().flatten().copied().reduce(Frame::around) else { continue };
        if let Some(at) = candidate(&frames, area, &[], measure) {
            for band in bands(&frames, at) {
                let Some(gutter) = plain(band, at, measure) else { continue };
                let same = |own: &&mut Vec<Gutter>| {
                    own.first().is_some_and(|first| first.overlap(gutter).is_some())
                };
                match found.iter_mut().find(same) {
                    Some(own) => own.push(gutter),
                    None => found.push(vec![gutter]),
                }
            }
        }
    }
    // Short lines make a gutter look wider than it is, lines that stick out narrower.
    let usual = |own: Vec<Gutter>| {
        let left = median(own.iter().map(|gutter| gutter.left).collect())?;
        let right = -median(own.iter().map(|gutter| -gutter.right).collect())?;
        (left < right).then_some(Gutter { left, right })
    };
    found.into_iter().filter_map(usual).collect()
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
    let gap = |one: Frame, other: Frame| {
        (other.left > one.right).then(|| f64::midpoint(one.right, other.left))
    };
    let beside = rows.iter().flat_map(|row| row.windows(2)).filter_map(|pair| match pair {
        [one, other] => gap(*one, *other),
        _ => None,
    });
    // The lines of two columns need not stand on the same baselines.
    let below = rows.windows(2).filter_map(|pair| match pair {
        [above, below] => {
            gap(*above.last()?, *below.first()?).or_else(|| gap(*below.last()?, *above.first()?))
        }
        _ => None,
    });
    let mut seen = BTreeSet::new();
    let gaps = beside.chain(below).filter(|at| seen.insert(at.round().to_bits()));
    let inside = |at: &f64| {
        let share = (at - area.left) / area.width();
        (0.2..=0.8).contains(&share)
    };
    let both = |at: f64| bands(rows, at).map(|band| shared(band, at)).sum::<usize>();
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

/// Whether the rows are the left column of a page that has this gutter, beside an empty one or the
/// end of a table: some of the lines end where that column does, and nothing stands in the gutter.
fn fills_left(band: &[Vec<Frame>], gutter: Gutter, measure: Measure) -> bool {
    let is_left = |frame: &&Frame| frame.right <= gutter.middle();
    let lines = || band.iter().filter_map(|row| row.iter().rfind(is_left));
    let full = lines().filter(|frame| ends(frame, gutter, measure)).count();
    // The rules of a table stand out of its column by the white in its cells.
    let clear = |frame: &Frame| is_left(&frame) || gutter.right - frame.left < 0.7 * measure.body;
    full >= 2 && full * 3 >= lines().count() && band.iter().flatten().all(clear)
}

/// Whether a line ends where the column on the left of a gutter does.
fn ends(line: &Frame, gutter: Gutter, measure: Measure) -> bool {
    (line.right - gutter.left).abs() < 1.2 * measure.body
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

/// Count of rows on one side of `at` at the height of those on the other side; of both sides the
/// lesser.
fn shared(band: &[Vec<Frame>], at: f64) -> usize {
    let heights = |left: bool| {
        let own = band.iter().filter(move |row| {
            let (one, other) = sides(row, at);
            if left { one } else { other }
        });
        own.filter_map(|row| row.first()).map(|frame| frame.bottom)
    };
    let within = |left: bool| {
        let (top, bottom) = heights(!left)
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(top, bottom), y| {
                (top.min(y), bottom.max(y))
            });
        heights(left).filter(|&y| top - 1.0 <= y && y <= bottom + 1.0).count()
    };
    within(true).min(within(false))
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
    let both = shared(band, at);
    let edge = |side: &[(usize, Frame)]| side.iter().map(|(_, f)| *f).reduce(Frame::around);
    let (one, other) = (edge(&left)?, edge(&right)?);
    let wide = one.width().min(other.width()) >= NARROWEST * measure.body;
    let full = |side: &[(usize, Frame)], whole: Frame| {
        let full = side.iter().filter(|(_, f)| f.width() > 0.85 * whole.width()).count();
        let parts: usize = side.iter().map(|(count, _)| count).sum();
        full * 5 >= side.len() * 2 && parts * 2 <= side.len() * 3
    };
    // Two rows are columns if they are as wide as each other, as columns are.
    let even = (one.width() - other.width()).abs() < 1.5 * measure.body;
    let enough = both >= 3 || both == 2 && even;
    let columns = enough && wide && full(&left, one) && full(&right, other);
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
            let below = if rows.peek().is_some() { self.label(&mut band, at) } else { None };
            self.column(std::mem::take(&mut plain_rows), (left, right));
            let (one, other): (Vec<Item>, Vec<Item>) =
                band.into_iter().flatten().partition(|item| item.frame().right <= at + 1.0);
            self.area(one, (left, gutter.left), depth - 1);
            self.area(other, (gutter.right, right), depth - 1);
            plain_rows.extend(below);
        }
        self.column(plain_rows, (left, right));
    }

    /// Takes off the last row of a band, if it is a label of what follows below both columns, such
    /// as 附件 above the title of an attachment.
    fn label(&self, band: &mut Vec<Row>, at: f64) -> Option<Row> {
        let [.., above, last] = band.as_slice() else { return None };
        let [Item::Line(line)] = last.as_slice() else { return None };
        let above = above.iter().map(|item| item.frame().bottom).fold(0.0, f64::max);
        let gap = line.frame.bottom - above > 1.45 * self.measure.leading;
        let short = line.frame.right < at && line.frame.width() < NARROWEST * self.measure.body;
        let columns = band.iter().any(|row| row.iter().any(|item| item.frame().left > at));
        if gap && short && columns { band.pop() } else { None }
    }

    /// The gutter of a band of rows, if they are columns.
    fn gutter(&self, band: &[Row], at: f64) -> Option<Gutter> {
        let frames: Vec<Vec<Frame>> =
            band.iter().map(|row| row.iter().map(Item::frame).collect()).collect();
        // A table may be wider than its column.
        let is_line = |item: &&Item| matches!(item, Item::Line(_));
        let lines = band.iter().map(|row| row.iter().filter(is_line).map(Item::frame).collect());
        let own = plain(&lines.collect::<Vec<_>>(), at, self.measure);
        let known = self.gutters.iter().find(|gutter| (gutter.middle() - at).abs() < 3.0);
        let left = frames.iter().flatten().map(|frame| frame.left).fold(f64::INFINITY, f64::min);
        // A few lines are columns where other pages have them, if two begin their columns, or one
        // fills the left one.
        let begins = |frame: &Frame, edge: f64| frame.left - edge < 3.0 * self.measure.body;
        let near = |gutter: &&Gutter| {
            frames.iter().filter(|row| sides(row, at) == (true, true)).any(|row| {
                let (one, other): (Vec<Frame>, Vec<Frame>) =
                    row.iter().partition(|frame| frame.right <= at + 1.0);
                let begun = other.first().is_some_and(|frame| begins(frame, gutter.right));
                let full = one.last().is_some_and(|frame| ends(frame, **gutter, self.measure));
                one.first().is_some_and(|frame| begins(frame, left)) && (begun || full)
            })
        };
        let alone = |gutter: &&Gutter| fills_left(&frames, **gutter, self.measure);
        match (own, known) {
            (Some(own), Some(known)) if own.is_wider(*known, self.measure) => {
                Some(own.overlap(*known).unwrap_or(own))
            }
            (Some(own), _) => Some(own),
            (None, known) => known.filter(|gutter| near(gutter) || alone(gutter)).copied(),
        }
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
    use super::super::{Frame, Sheet, read};

    fn line(text: &str, x: f64, y: f64, sheet: &mut Sheet) {
        sheet.write(text, x, y, 10.0);
    }

    /// A page of two columns of 15 characters, 20 points apart; the left one begins at `left`.
    fn columns(rows: &[[&str; 2]], left: f64) -> Sheet {
        let mut sheet = Sheet { width: 400.0, height: 600.0, ..Sheet::default() };
        for ([one, other], row) in rows.iter().zip(0_u32..) {
            let y = 60.0 + f64::from(row) * 16.0;
            line(one, left, y, &mut sheet);
            line(other, left + 170.0, y, &mut sheet);
        }
        sheet
    }

    fn full(c: char) -> String {
        c.to_string().repeat(15)
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

    #[test]
    fn two_lines_side_by_side_are_columns_if_they_are_as_wide() {
        let (one, two, three) = (full('甲'), full('乙'), full('丙'));
        let source = read(vec![columns(&[[&one, &three], [&two, "丁。"]], 30.0)], 0).unwrap();
        assert_eq!(source.text, format!("{one}{two}{three}丁。"));
    }

    #[test]
    fn columns_need_not_share_their_baselines() {
        let left: Vec<String> = ('一'..).take(12).map(full).collect();
        let right: Vec<String> = ('甲'..).take(5).map(full).collect();
        let rows: Vec<[&str; 2]> = left.iter().map(|text| [text.as_str(), ""]).collect();
        let mut sheet = columns(&rows, 30.0);
        for (text, row) in right.iter().zip(0_u32..) {
            line(text, 200.0, 67.0 + f64::from(row) * 16.0, &mut sheet);
        }
        line("国务院", 280.0, 160.0, &mut sheet);
        let source = read(vec![sheet], 0).unwrap();
        let text: String = source.text.split('\n').collect();
        assert_eq!(text, format!("{}{}国务院", left.concat(), right.concat()));
    }

    #[test]
    fn a_short_page_has_the_columns_of_the_others() {
        let (left, right) = (full('甲'), full('乙'));
        let whole: Vec<[&str; 2]> = vec![[&left, &right]; 20];
        let end = format!("{}。", "丙".repeat(9));
        let first = full('丁');
        let last = [[first.as_str(), "　　　　　　　国务院"], [&end, "　　　　　2018年1月2日"]];
        let source = read(vec![columns(&whole, 30.0), columns(&last, 30.0)], 0).unwrap();
        let tail: Vec<&str> = source.text.lines().rev().take(3).collect();
        assert_eq!(tail[..2], ["2018年1月2日", "国务院"], "{}", source.text);
        assert!(tail[2].ends_with(&end), "{}", source.text);
    }

    #[test]
    fn items_of_a_list_end_where_they_end_although_all_are_short() {
        let (left, right) = (full('甲'), full('乙'));
        let whole: Vec<[&str; 2]> = vec![[&left, &right]; 20];
        let items = [
            ["　　赵甲　　财政部部长", "　　周戊　　农业部副部长"],
            ["　　钱乙　　交通部部长", "　　吴己　　商务部副部长"],
            ["　　孙丙　　水利部部长", "　　郑庚　　教育部副部长"],
        ];
        // Facing pages have their margins mirrored.
        let pages =
            [(&whole[..], 30.0), (&whole[..], 42.0), (&items[..], 30.0), (&items[..], 42.0)];
        let pages = pages.map(|(rows, left)| columns(rows, left)).to_vec();
        let source = read(pages, 0).unwrap();
        let expected: Vec<String> = [0, 1, 0, 1]
            .iter()
            .flat_map(|&side| items.iter().map(move |row| row[side].trim().to_owned()))
            .collect();
        let lines: Vec<&str> = source.text.lines().map(str::trim).collect();
        assert_eq!(lines[lines.len() - 12..], expected, "{}", source.text);
    }

    /// Draws a table of two cells, each of this width.
    fn table(words: [&str; 2], (left, top): (f64, f64), width: f64, sheet: &mut Sheet) {
        let (right, bottom) = (left + 2.0 * width, top + 16.0);
        let paper = sheet.width;
        let rule = |left: f64, top, right: f64, bottom| Frame { left, top, right, bottom };
        sheet.rules.extend([top, bottom].map(|y| rule(left, y, right.min(paper), y)));
        let xs = [left, left + width, right].map(|x| x.min(paper));
        sheet.rules.extend(xs.map(|x| rule(x, top, x, bottom)));
        for (word, x) in words.iter().zip(xs) {
            line(word, x + 5.0, top + 12.0, sheet);
        }
    }

    #[test]
    fn a_table_wider_than_its_column_leaves_the_columns() {
        let rows: Vec<String> = ('一'..).take(24).map(full).collect();
        let (left, right) = rows.split_at(16);
        let text: Vec<[&str; 2]> = left
            .iter()
            .enumerate()
            .map(|(at, row)| [row.as_str(), right.get(at).map_or("", |own| own.as_str())])
            .collect();
        let mut sheet = columns(&text, 30.0);
        table(["项目", "投资（亿元）"], (195.0, 200.0), 170.0, &mut sheet);
        let source = read(vec![sheet], 0).unwrap();
        assert_eq!(source.text, format!("{}\n项目\t投资（亿元）", rows.concat()));
    }

    #[test]
    fn the_end_of_a_table_beside_a_left_column_follows_it() {
        let (left, right) = ("甲丁戊".repeat(5), full('乙'));
        let whole = columns(&vec![[left.as_str(), right.as_str()]; 20], 30.0);
        let mut last = columns(&vec![[left.as_str(), ""]; 12], 30.0);
        line("丙。", 30.0, 60.0 + 12.0 * 16.0, &mut last);
        table(["项目", "418"], (195.0, 60.0), 70.0, &mut last);
        let source = read(vec![whole, last], 0).unwrap();
        let end = format!("{}丙。\n项目\t418", left.repeat(12));
        assert!(source.text.ends_with(&end), "{}", source.text);
    }

    #[test]
    fn a_label_below_both_columns_belongs_to_what_follows() {
        let (left, right) = (full('甲'), full('乙'));
        let mut sheet = columns(&[[left.as_str(), right.as_str()]; 4], 30.0);
        line("附件", 30.0, 160.0, &mut sheet);
        line("组建方案", 170.0, 190.0, &mut sheet);
        for row in 0_u32..4 {
            line(&full('丙'), 30.0, 220.0 + f64::from(row) * 16.0, &mut sheet);
            line(&full('丁'), 200.0, 220.0 + f64::from(row) * 16.0, &mut sheet);
        }
        let source = read(vec![sheet], 0).unwrap();
        let at = |words: &str| source.text.find(words).unwrap();
        assert!(at("乙") < at("附件") && at("附件") < at("组建方案"), "{}", source.text);
    }
}
