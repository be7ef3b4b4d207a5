//! Tables in a column: a grid of hairlines; a row is broken only if no column holds it.
//!
//! A column that begins amid a table repeats the head below 续表.
//!
//! Columns are as wide as their texts ask for; what is short or a number is kept on one line as
//! long as the others can wrap. Short texts stand centred, long ones at the left, numbers at the
//! right; rows take whole lines of the grid.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::font::FontBook;
use crate::geom::{Point, Pt, Rect, Size};
use crate::issue::id::{BlockId, DocumentId};
use crate::issue::place::Part;
use crate::issue::table::{Cell, Table};
use crate::issue::text::Text;
use crate::layout::flow::{Start, TableHead};
use crate::layout::memo::Setter;
use crate::layout::page::{Frame, FrameItem, Generated, Ink, Source};
use crate::layout::paragraph::Paragraph;
use crate::layout::prepare::natural_width;
use crate::layout::style::{Align, Stylesheet, TextStyle};

/// Thickness of the lines: one ink at full strength, and not under 0.25 pt.
const HAIRLINE: Pt = Pt::from_units(65_536 / 2);
/// From line to line in a cell, in hundredths of the size.
const PITCH: i64 = 135;
/// Texts of so many em at most stand centred.
const SHORT: i64 = 4;
/// A column of so many em can be read, however long its texts are.
const READABLE: i64 = 5;
/// A table of so many lines is not parted between columns, where its head would stand twice.
const SHORT_TABLE: u32 = 10;

/// A row of a table, set.
#[derive(Debug)]
pub(crate) struct TableRow {
    /// The row with its lines.
    pub(crate) frame: Arc<Frame>,
    /// Its height in lines of the grid.
    pub(crate) lines: u32,
    /// Whether a column may begin with it.
    pub(crate) start: Start,
    /// The head above it in a column that begins with it.
    pub(crate) head: Option<Arc<TableHead>>,
}

/// Whether a table has more to say than a column of `width` can hold in a readable way: its columns
/// would be narrower than their texts, and than some characters.
pub(crate) fn is_wide(table: &Table, width: Pt, style: &Stylesheet, book: &FontBook) -> bool {
    let count = table.rows.iter().map(Vec::len).max().unwrap_or(0);
    let (cell, rules) = (&style.cell, &style.rules);
    let mut least = vec![Pt::ZERO; count];
    for (own, column) in table.rows.iter().flatten().zip((0..count).cycle()) {
        if own.columns <= 1
            && let Some(least) = least.get_mut(column)
        {
            let text = natural_width(&own.text, cell, rules, book).min(cell.size * READABLE);
            *least = text.max(*least);
        }
    }
    let padding = cell.size / 3 * 2;
    least.into_iter().map(|least| least + padding).sum::<Pt>() > width
}

/// Sets the rows of `table` in `width`.
pub(crate) fn rows(
    (caption, table): (&Text, &Table),
    (document, block): (DocumentId, BlockId),
    width: Pt,
    style: &Stylesheet,
    setter: &mut Setter<'_>,
) -> Vec<TableRow> {
    let grid = style.page.grid;
    let padding = style.cell.size / 3;
    let columns = columns(table, width, padding, style, setter.book());
    let pitch = style.cell.size.scale(PITCH, 100);
    let open = open_below(table);
    let mut set: Vec<TableRow> = Vec::new();
    let mut head: Option<Arc<TableHead>> = None;
    for (row_index, row) in (0_u32..).zip(&table.rows) {
        let mut cells = Vec::new();
        for (column_index, cell) in (0_u32..).zip(row) {
            let span = columns.span(column_index, cell.columns);
            let part = Part::Cell(document, block, row_index, column_index);
            let align = if row_index < table.head.max(1) {
                Align::Centre
            } else {
                columns.align(column_index)
            };
            let text_style = TextStyle { align, ..style.cell.clone() };
            let room = (span.width - padding * 2).max(style.cell.size);
            let source = Source::Text(part);
            let paragraph = Paragraph::new(&cell.text, source, &text_style, room, pitch);
            cells.push((span.at + padding, setter.set(paragraph)));
        }
        if row_index > 0 && row_index == table.head {
            head = repeated_head(caption, &set, width, style, setter);
        }
        let index = row_index as usize;
        let below = |index: usize| open.get(index).cloned().unwrap_or_default();
        let above = index.checked_sub(1).map(below).unwrap_or_default();
        let most = cells.iter().map(|(_, set)| set.frames.len()).max().unwrap_or(1).max(1);
        let room = style.page.lines - head.as_ref().map_or(0, |head| head.lines);
        let parts = parts(most, (grid * i64::from(room) - padding).max(pitch), pitch);
        let count = parts.len();
        for (part, lines_of) in parts.into_iter().enumerate() {
            let text = |count: usize| pitch * i64::try_from(count).unwrap_or(1);
            let lines = (text(lines_of.len()) + padding).div_ceil(grid).max(1);
            let height = grid * lines;
            let mut items = Vec::new();
            for (x, set) in &cells {
                let frames = set.frames.get(lines_of.clone());
                let frames =
                    frames.or_else(|| set.frames.get(lines_of.start..)).unwrap_or_default();
                // What is broken begins at the top.
                let spare = if count == 1 { height - text(frames.len()) } else { padding };
                let mut y = spare / 2;
                for frame in frames {
                    items.extend(frame.items.iter().map(|item| item.moved(Point::new(*x, y))));
                    y += pitch;
                }
            }
            if part == 0 {
                columns.rule(&mut items, -HAIRLINE, &above);
            }
            if part + 1 == count {
                columns.rule(&mut items, height - HAIRLINE, &below(index));
            }
            columns.upright(&mut items, height, row);
            let frame = Arc::new(Frame { size: Size { width, height }, items });
            let start =
                if row_index == 0 || row_index > table.head { Start::Free } else { Start::Never };
            let lines = u32::try_from(lines).unwrap_or(1);
            set.push(TableRow { frame, lines, start, head: head.clone() });
        }
    }
    if set.iter().map(|row| row.lines).sum::<u32>() <= SHORT_TABLE {
        for row in set.iter_mut().skip(1) {
            row.start = Start::Never;
        }
    }
    set
}

/// The lines of a row as few parts as columns of `room` hold; all in one where they fit.
fn parts(most: usize, room: Pt, pitch: Pt) -> Vec<std::ops::Range<usize>> {
    let each = usize::try_from(room.units() / pitch.units()).unwrap_or(1).max(1);
    let count = most.div_ceil(each);
    // About as many lines in each, so that no line stands alone.
    let each = most.div_ceil(count);
    (0..count).map(|part| part * each..((part + 1) * each).min(most)).collect()
}

/// The head as a column repeats it that begins amid the table, below 续表; none if it is so high
/// that little room would be left.
fn repeated_head(
    caption: &Text,
    rows: &[TableRow],
    width: Pt,
    style: &Stylesheet,
    setter: &mut Setter<'_>,
) -> Option<Arc<TableHead>> {
    let high: u32 = rows.iter().map(|row| row.lines).sum();
    if high + 1 > style.page.lines / 3 {
        return None;
    }
    // 表1 goes on as 表1（续）.
    let number = caption
        .string
        .strip_prefix('表')
        .map(|rest| rest.trim_start().chars().take_while(char::is_ascii_digit).collect::<String>());
    let text = match number.filter(|number| !number.is_empty()) {
        Some(number) => format!("表{number}（续）"),
        None => "续表".to_owned(),
    };
    let text_style = TextStyle { align: Align::Right, ..style.caption.clone() };
    let source = Source::Generated(Generated::TableHead, None);
    let label = Paragraph::new(&Text::new(text), source, &text_style, width, style.page.grid);
    let label = setter.set(label).frames.first()?.clone();
    let mut repeated = vec![(label, 1)];
    for row in rows {
        let mut frame = Frame::clone(&row.frame);
        for item in &mut frame.items {
            if let FrameItem::Glyphs(run) = item {
                let place = run.source.place(run.range());
                run.source = Source::Generated(Generated::TableHead, place);
            }
        }
        repeated.push((frame.into(), row.lines));
    }
    Some(Arc::new(TableHead { rows: repeated, lines: high + 1 }))
}

const fn line(x: Pt, y: Pt, width: Pt, height: Pt) -> FrameItem {
    FrameItem::Rule { rect: Rect::new(x, y, width, height), ink: Ink::Text }
}

/// Where a cell stands.
#[derive(Debug, Clone, Copy)]
struct Span {
    at: Pt,
    width: Pt,
}

/// The columns of a table.
#[derive(Debug)]
struct Columns {
    widths: Vec<Pt>,
    aligns: Vec<Align>,
}

impl Columns {
    fn span(&self, index: u32, count: u32) -> Span {
        let (index, count) = (index as usize, count.max(1) as usize);
        let at = self.widths.iter().take(index).copied().sum();
        Span { at, width: self.widths.iter().skip(index).take(count).copied().sum() }
    }

    fn align(&self, index: u32) -> Align {
        self.aligns.get(index as usize).copied().unwrap_or(Align::Left)
    }

    /// A line across the table at `y`, but not where a merged cell reaches through it. The line
    /// above a row falls on the one below the row before, so that a row at the head of a column
    /// has one, too.
    fn rule(&self, items: &mut Vec<FrameItem>, y: Pt, open: &BTreeSet<usize>) {
        let mut x = Pt::ZERO;
        let mut start = None;
        for (index, width) in self.widths.iter().enumerate() {
            if open.contains(&index) {
                if let Some(start) = start.take() {
                    items.push(line(start, y, x - start, HAIRLINE));
                }
            } else {
                let _ = start.get_or_insert(x);
            }
            x += *width;
        }
        if let Some(start) = start {
            items.push(line(start, y, x - start, HAIRLINE));
        }
    }

    /// The lines at both sides of a row and between its cells.
    fn upright(&self, items: &mut Vec<FrameItem>, height: Pt, row: &[Cell]) {
        let whole: Pt = self.widths.iter().copied().sum();
        for x in [Pt::ZERO].into_iter().chain(self.edges(row)).chain([whole - HAIRLINE]) {
            items.push(line(x, -HAIRLINE, HAIRLINE, height + HAIRLINE));
        }
    }

    /// Where the lines between the cells of a row stand, but for its left and right edge.
    fn edges(&self, row: &[Cell]) -> Vec<Pt> {
        let mut edges = Vec::new();
        let mut covered = 0;
        for (index, cell) in (0_u32..).zip(row) {
            if index > 0 && index >= covered {
                edges.push(self.span(index, 1).at);
            }
            covered = covered.max(index.saturating_add(cell.columns.max(1)));
        }
        edges
    }
}

/// For each row the columns below which no line is drawn: a merged cell covers the empty cells
/// under it.
fn open_below(table: &Table) -> Vec<BTreeSet<usize>> {
    let mut open = vec![BTreeSet::new(); table.rows.len()];
    for (top, row) in table.rows.iter().enumerate() {
        for (left, cell) in row.iter().enumerate().filter(|(_, cell)| cell.rows > 1) {
            let right = left.saturating_add(cell.columns.max(1) as usize).min(row.len());
            let bottom = top.saturating_add(cell.rows as usize).min(table.rows.len());
            for below in open.iter_mut().take(bottom.saturating_sub(1)).skip(top) {
                below.extend(left..right);
            }
        }
    }
    open
}

/// How wide the columns are, and how their cells are aligned.
fn columns(table: &Table, width: Pt, padding: Pt, style: &Stylesheet, book: &FontBook) -> Columns {
    let (style, rules) = (&style.cell, &style.rules);
    let count = table.rows.iter().map(Vec::len).max().unwrap_or(0).max(1);
    let mut wanted = vec![style.size; count];
    let mut aligns = vec![Align::Centre; count];
    let mut numbers = vec![true; count];
    for (row_index, row) in table.rows.iter().enumerate() {
        for (index, cell) in row.iter().enumerate().filter(|(_, cell)| cell.columns <= 1) {
            let natural = natural_width(&cell.text, style, rules, book);
            if let Some(wanted) = wanted.get_mut(index) {
                *wanted = natural.max(*wanted);
            }
            let is_head = row_index < table.head.max(1) as usize;
            if let (Some(align), Some(number), false) =
                (aligns.get_mut(index), numbers.get_mut(index), is_head)
            {
                *number &= is_number(&cell.text.string);
                if natural > style.size * SHORT {
                    *align = Align::Left;
                }
            }
        }
    }
    for (align, number) in aligns.iter_mut().zip(numbers) {
        if number && table.rows.len() > 1 {
            *align = Align::Right;
        }
    }
    let wanted: Vec<Pt> = wanted.into_iter().map(|natural| natural + padding * 2).collect();
    Columns { widths: shared(&wanted, width), aligns }
}

/// Shares `width` among columns: each has what it wants, as long as that is no more than its even
/// share of what the narrower ones leave; the rest goes to all alike.
fn shared(wanted: &[Pt], width: Pt) -> Vec<Pt> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by_key(|&index| wanted.get(index).copied());
    let mut widths = wanted.to_vec();
    let mut left = width;
    for (position, &index) in order.iter().enumerate() {
        let others = i64::try_from(wanted.len() - position).unwrap_or(1);
        if let Some(own) = widths.get_mut(index) {
            *own = (*own).min(left / others);
            left -= *own;
        }
    }
    let count = i64::try_from(wanted.len()).unwrap_or(1).max(1);
    for own in &mut widths {
        *own += left / count;
    }
    widths
}

/// Whether a cell holds a number, or stands for one that is not there.
fn is_number(text: &str) -> bool {
    let text = text.trim();
    text.chars().all(|c| c.is_ascii_digit() || ".,%+-—–−％".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn narrow_columns_have_what_they_want_and_wide_ones_share_the_rest() {
        let check = |wanted: &[i32], width: i32, expected: &[i32]| {
            let points = |list: &[i32]| list.iter().map(|&p| Pt::new(p)).collect::<Vec<_>>();
            assert_eq!(shared(&points(wanted), Pt::new(width)), points(expected), "{wanted:?}");
        };
        check(&[20, 20, 20], 90, &[30, 30, 30]);
        check(&[100, 20, 30], 120, &[70, 20, 30]);
        check(&[100, 20, 200], 140, &[60, 20, 60]);
        check(&[40], 100, &[100]);
    }

    #[test]
    fn a_row_that_no_column_holds_is_broken_into_even_parts() {
        let check = |most: usize, room: i32, expected: &[usize]| {
            let lengths: Vec<usize> = parts(most, Pt::new(room), Pt::new(10))
                .into_iter()
                .map(|part| part.len())
                .collect();
            assert_eq!(lengths, expected, "{most} in {room}");
        };
        check(1, 100, &[1]);
        check(10, 100, &[10]);
        check(11, 100, &[6, 5]);
        check(31, 100, &[8, 8, 8, 7]);
        check(3, 5, &[1, 1, 1]);
    }

    #[test]
    fn numbers_are_told_from_words() {
        for text in ["1056.32", "-3.1", "—", "12%", ""] {
            assert!(is_number(text), "{text}");
        }
        for text in ["亿元", "2026年", "A1"] {
            assert!(!is_number(text), "{text}");
        }
    }
}
