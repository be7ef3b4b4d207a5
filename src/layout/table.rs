//! Tables in a column: a lattice of hairlines in a frame; a row is broken only if no column holds it.
//!
//! A column that begins amid a table repeats the head below 续表, and the text of a cell over
//! several rows that goes on there.
//!
//! Rows take whole lines of the grid. The text of a cell over several rows stands in the middle of
//! them; where they are too low for it, each becomes higher.

use std::sync::Arc;

use crate::geom::{Point, Pt, Size};
use crate::issue::id::{BlockId, DocumentId};
use crate::issue::place::Part;
use crate::issue::table::Table;
use crate::issue::text::{Mark, Range, Text};
use crate::layout::flow::{RowOf, Spanning, Start, TableHead};
use crate::layout::memo::Setter;
use crate::layout::page::{Frame, FrameItem, Generated, Source};
use crate::layout::paragraph::{Lines, Paragraph};
use crate::layout::style::{Align, Stylesheet, TextStyle};

mod column;
mod lattice;

pub(crate) use self::column::is_wide;
use self::column::{Columns, Span};
use self::lattice::Lattice;

/// From line to line in a cell, in hundredths of the size.
const PITCH: i64 = 135;
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
    /// What is above it and reaches through it.
    pub(crate) of: RowOf,
}

/// A cell with its text set.
struct SetCell {
    row: usize,
    span: Span,
    lines: Arc<Lines>,
    /// How many rows it covers.
    rows: usize,
}

/// Sets the rows of `table` in `width`; `label` stands above the head where it is repeated.
pub(crate) fn rows(
    (label, table): (&str, &Table),
    at: (DocumentId, BlockId),
    width: Pt,
    style: &Stylesheet,
    setter: &mut Setter<'_>,
) -> Vec<TableRow> {
    let columns = Columns::new(table, width, style, setter.book());
    let lattice = Lattice::new(table);
    let pitch = columns.size.scale(PITCH, 100);
    let sheet = Sheet { table, columns, lattice, style, pitch };
    let mut cells = sheet.cells(at, setter);
    let heights = sheet.heights(&mut cells);
    let mut set: Vec<TableRow> = Vec::new();
    // The first of the parts that each row is set in.
    let mut firsts = Vec::with_capacity(heights.len());
    let mut head: Option<Arc<TableHead>> = None;
    for row in 0..table.rows.len() {
        let heads = sheet.lattice.head;
        if row > 0 && row == heads {
            head = repeated_head(label, &set, width, style, setter);
        }
        firsts.push(set.len());
        let room = style.page.lines - head.as_ref().map_or(0, |head| head.lines);
        let start = if row == 0 || row > heads { Start::Free } else { Start::Never };
        for (frame, lines) in sheet.parts_of(row, &heights, &cells, room) {
            let of = RowOf { head: head.clone(), spans: Vec::new() };
            set.push(TableRow { frame, lines, start, of });
        }
    }
    for cell in cells.iter().filter(|cell| cell.rows > 1 && cell.row >= sheet.lattice.head) {
        let first = |row: usize| firsts.get(row).copied().unwrap_or(set.len());
        let reach = first(cell.row)..first(cell.row + cell.rows);
        sheet.reach(cell, set.get_mut(reach).unwrap_or_default());
    }
    if set.iter().map(|row| row.lines).sum::<u32>() <= SHORT_TABLE {
        for row in set.iter_mut().skip(1) {
            row.start = Start::Never;
        }
    }
    set
}

/// A table and how it is set.
struct Sheet<'a> {
    table: &'a Table,
    columns: Columns,
    lattice: Lattice,
    style: &'a Stylesheet,
    pitch: Pt,
}

impl Sheet<'_> {
    /// The texts of all cells.
    fn cells(
        &self,
        (document, block): (DocumentId, BlockId),
        setter: &mut Setter<'_>,
    ) -> Vec<SetCell> {
        let padding = self.columns.padding();
        let heads = self.lattice.head.max(1);
        let mut cells = Vec::new();
        for (row_index, row) in (0_u32..).zip(&self.table.rows) {
            for (column_index, cell) in (0_u32..).zip(row) {
                let (row, column) = (row_index as usize, column_index as usize);
                let (rows, across) = self.lattice.extent(row, column);
                let span = self.columns.span(column, across);
                let align = if row < heads { Align::Centre } else { self.columns.align(column) };
                let size = self.columns.size;
                let text_style = TextStyle { align, size, ..self.style.cell.clone() };
                let room = (span.width - padding * 2).max(Pt::ZERO);
                let source = Source::Text(Part::Cell(document, block, row_index, column_index));
                let text = if row < heads {
                    with_units(&cell.text, room.units() / size.units())
                } else {
                    cell.text.clone()
                };
                let text = Paragraph::new(&text, source, &text_style, room, self.pitch);
                let span = Span { at: span.at + padding, width: room };
                cells.push(SetCell { row, span, lines: setter.set(text), rows });
            }
        }
        cells
    }

    /// So many lines of the grid a text takes.
    fn lines(&self, text: &Lines) -> u32 {
        let text = self.pitch * i64::try_from(text.frames.len()).unwrap_or(1);
        let lines = (text + self.columns.padding()).div_ceil(self.style.page.grid).max(1);
        u32::try_from(lines).unwrap_or(u32::MAX)
    }

    /// The heights of the rows in lines of the grid. A cell over several rows whose text takes half
    /// a page stands in the first of them, which can be broken.
    fn heights(&self, cells: &mut [SetCell]) -> Vec<u32> {
        let mut heights = vec![1_u32; self.table.rows.len()];
        for cell in cells.iter_mut() {
            let lines = self.lines(&cell.lines);
            if lines > self.style.page.lines / 2 {
                cell.rows = 1;
            }
            if let Some(own) = heights.get_mut(cell.row).filter(|_| cell.rows == 1) {
                *own = lines.max(*own);
            }
        }
        for cell in cells.iter().filter(|cell| cell.rows > 1) {
            let rows = heights.get_mut(cell.row..cell.row + cell.rows).unwrap_or_default();
            let missing = self.lines(&cell.lines).saturating_sub(rows.iter().sum());
            let count = u32::try_from(rows.len()).unwrap_or(1).max(1);
            for (index, own) in (0..).zip(rows) {
                *own += missing / count + u32::from(index < missing % count);
            }
        }
        heights
    }

    /// A row in as few parts as columns of `room` lines hold, each with its height.
    fn parts_of(
        &self,
        row: usize,
        heights: &[u32],
        cells: &[SetCell],
        room: u32,
    ) -> Vec<(Arc<Frame>, u32)> {
        let (grid, pitch, padding) = (self.style.page.grid, self.pitch, self.columns.padding());
        let own = || cells.iter().filter(|cell| cell.row == row);
        let is_head = row < self.lattice.head;
        let single = || own().filter(|cell| cell.rows == 1);
        let most = single().map(|cell| cell.lines.frames.len()).max().unwrap_or(1).max(1);
        let parts = parts(most, (grid * i64::from(room) - padding).max(pitch), pitch);
        let count = parts.len();
        let text = |count: usize| pitch * i64::try_from(count).unwrap_or(1);
        let mut made = Vec::with_capacity(count);
        for (part, lines_of) in parts.into_iter().enumerate() {
            let lines = match count {
                1 => heights.get(row).map_or(1, |own| i64::from(*own)),
                _ => (text(lines_of.len()) + padding).div_ceil(grid).max(1),
            };
            let height = grid * lines;
            let mut items = Vec::new();
            for cell in own().filter(|cell| cell.rows == 1 || is_head) {
                let frames = &cell.lines.frames;
                let frames = match cell.rows {
                    1 => frames.get(lines_of.clone()).or_else(|| frames.get(lines_of.start..)),
                    _ => (part == 0).then_some(frames.as_slice()),
                };
                let frames = frames.unwrap_or_default();
                let below = heights.get(row + 1..row + cell.rows).unwrap_or_default();
                let height = height + grid * i64::from(below.iter().sum::<u32>());
                // What is broken begins at the top.
                let spare = if count == 1 { height - text(frames.len()) } else { padding };
                items.extend(stacked(frames, Point::new(cell.span.at, spare / 2), pitch));
            }
            if part == 0 {
                items.extend(self.lattice.level(row.checked_sub(1), Pt::ZERO, &self.columns));
            }
            if part + 1 == count {
                items.extend(self.lattice.level(Some(row), height, &self.columns));
            }
            items.extend(self.lattice.upright(row, height, &self.columns));
            let frame = Frame { size: Size { width: self.columns.width(), height }, items };
            made.push((Arc::new(frame), u32::try_from(lines).unwrap_or(1)));
        }
        made
    }

    /// Lets a cell reach through its rows. A column may begin amid them where its text finds room
    /// both above and below.
    fn reach(&self, cell: &SetCell, rows: &mut [TableRow]) {
        let count = cell.lines.frames.len();
        let height = self.pitch * i64::try_from(count).unwrap_or(1);
        let items = stacked(&cell.lines.frames, Point::default(), self.pitch).collect();
        let text = Frame { size: Size { width: cell.span.width, height }, items };
        let padding = self.columns.padding();
        let width = cell.span.width + padding * 2;
        let line =
            Frame { size: Size { width, height: Pt::ZERO }, items: vec![lattice::closing(width)] };
        let spanning = Arc::new(Spanning {
            at: cell.span.at,
            again: Arc::new(generated(&text)),
            text: Arc::new(text),
            edge: cell.span.at - padding,
            line: Arc::new(line),
            rows: rows.len(),
        });
        let needed = self.lines(&cell.lines);
        let whole: u32 = rows.iter().map(|row| row.lines).sum();
        let mut above = 0;
        for (index, row) in rows.iter_mut().enumerate() {
            if index > 0 && (above < needed || whole - above < needed) {
                row.start = Start::Never;
            }
            above += row.lines;
            row.of.spans.push((spanning.clone(), index));
        }
    }
}

/// A head in which no unit in brackets is torn, （万元）, that finds room in `ems` characters; on a line
/// of its own its brackets take half an em each.
fn with_units(text: &Text, ems: i64) -> Text {
    let mut whole = text.clone();
    let mut open = None;
    for (at, character) in (0_u32..).zip(text.string.chars()) {
        match character {
            '（' | '(' => open = Some(at),
            '）' | ')' => {
                if let Some(open) = open.take().filter(|open| i64::from(at - open) <= ems) {
                    whole.marks.push((Range::new(open, at + 1), Mark::NoBreak));
                }
            }
            _ => {}
        }
    }
    whole
}

/// Lines of a text one below the other.
fn stacked(frames: &[Arc<Frame>], at: Point, pitch: Pt) -> impl Iterator<Item = FrameItem> {
    (0_i64..).zip(frames).flat_map(move |(line, frame)| {
        let at = at + Point::new(Pt::ZERO, pitch * line);
        frame.items.iter().map(move |item| item.moved(at))
    })
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
    label: &str,
    rows: &[TableRow],
    width: Pt,
    style: &Stylesheet,
    setter: &mut Setter<'_>,
) -> Option<Arc<TableHead>> {
    let high: u32 = rows.iter().map(|row| row.lines).sum();
    if high + 1 > style.page.lines / 3 {
        return None;
    }
    let text_style = TextStyle { align: Align::Right, ..style.caption.clone() };
    let source = Source::Generated(Generated::TableHead, None);
    let label = Paragraph::new(&Text::new(label), source, &text_style, width, style.page.grid);
    let label = setter.set(label).frames.first()?.clone();
    let mut repeated = vec![(label, 1)];
    for row in rows {
        repeated.push((generated(&row.frame).into(), row.lines));
    }
    Some(Arc::new(TableHead { rows: repeated, lines: high + 1 }))
}

/// A frame as it is repeated: what stands in it is read where it stands first.
fn generated(frame: &Frame) -> Frame {
    let mut frame = frame.clone();
    for item in &mut frame.items {
        if let FrameItem::Glyphs(run) = item {
            let place = run.source.place(run.range());
            run.source = Source::Generated(Generated::TableHead, place);
        }
    }
    frame
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
