//! Tables in a column: a grid of hairlines, a row is never broken.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::geom::{Point, Pt, Rect, Size};
use crate::issue::id::{BlockId, DocumentId};
use crate::issue::place::Part;
use crate::issue::table::Table;
use crate::layout::flow::Start;
use crate::layout::memo::Setter;
use crate::layout::page::{Frame, FrameItem, Ink, Source};
use crate::layout::paragraph::Paragraph;
use crate::layout::style::Stylesheet;

/// Thickness of the lines: one ink at full strength, and not under 0.25 pt.
const HAIRLINE: Pt = Pt::from_units(65_536 / 2);

/// A row of a table, set.
#[derive(Debug)]
pub(crate) struct TableRow {
    /// The row with its lines.
    pub(crate) frame: Arc<Frame>,
    /// Its height in lines of the grid.
    pub(crate) lines: u32,
    /// Whether a column may begin with it.
    pub(crate) start: Start,
}

/// Sets the rows of `table`, all columns of the same width.
pub(crate) fn rows(
    table: &Table,
    document: DocumentId,
    block: BlockId,
    width: Pt,
    style: &Stylesheet,
    setter: &mut Setter<'_>,
) -> Vec<TableRow> {
    let grid = style.page.grid;
    let columns = table.rows.iter().map(Vec::len).max().unwrap_or(0).max(1);
    let Ok(columns) = i64::try_from(columns) else { return Vec::new() };
    let cell_width = width / columns;
    let padding = style.cell.size / 4;
    let open = open_edges(table);
    let mut rows = Vec::new();
    for ((row_index, row), open) in (0_u32..).zip(&table.rows).zip(&open) {
        let mut items = Vec::new();
        let mut lines = 1;
        for (column_index, cell) in (0_u32..).zip(row) {
            let part = Part::Cell(document, block, row_index, column_index);
            let left = cell_width * i64::from(column_index);
            let room = (cell_width * i64::from(cell.columns.max(1))).min(width - left);
            let room = room - padding * 2;
            let source = Source::Text(part);
            let set = setter.set(Paragraph::new(&cell.text, source, &style.cell, room, grid));
            lines = lines.max(u32::try_from(set.frames.len()).unwrap_or(1));
            let x = left + padding;
            let mut y = Pt::ZERO;
            for frame in &set.frames {
                items.extend(frame.items.iter().map(|item| moved(item, Point::new(x, y))));
                y += grid;
            }
        }
        let height = grid * i64::from(lines);
        let edges = Edges { width, height, columns, first: row_index == 0 };
        edges.draw(open, &mut items);
        let frame = Arc::new(Frame { size: Size { width, height }, items });
        let start =
            if row_index == 0 || row_index > table.head { Start::Free } else { Start::Never };
        rows.push(TableRow { frame, lines, start });
    }
    rows
}

/// The edges of a row's cells that lie inside a merged cell and are not drawn.
#[derive(Debug, Clone, Default)]
struct Open {
    /// Columns whose left edge is open.
    left: BTreeSet<usize>,
    /// Columns whose lower edge is open.
    below: BTreeSet<usize>,
}

/// The open edges of each row: merged cells cover the empty cells to the right and below.
fn open_edges(table: &Table) -> Vec<Open> {
    let mut rows = vec![Open::default(); table.rows.len()];
    let cells = table.rows.iter().enumerate();
    for (top, (left, cell)) in
        cells.flat_map(|(row, cells)| cells.iter().enumerate().map(move |cell| (row, cell)))
    {
        let width = usize::try_from(cell.columns).unwrap_or(usize::MAX);
        let height = usize::try_from(cell.rows).unwrap_or(usize::MAX);
        let right = left.saturating_add(width).min(table.rows.get(top).map_or(0, Vec::len));
        let bottom = top.saturating_add(height).min(table.rows.len());
        for (row, open) in rows.iter_mut().enumerate().take(bottom).skip(top) {
            open.left.extend(left + 1..right);
            if row + 1 < bottom {
                open.below.extend(left..right);
            }
        }
    }
    rows
}

/// The lines around and between the cells of a row.
struct Edges {
    width: Pt,
    height: Pt,
    columns: i64,
    first: bool,
}

impl Edges {
    fn draw(&self, open: &Open, items: &mut Vec<FrameItem>) {
        let (width, height) = (self.width, self.height);
        let mut rule = |x, y, width, height| {
            items.push(FrameItem::Rule { rect: Rect::new(x, y, width, height), ink: Ink::Text });
        };
        let left = |column: i64| (width / self.columns * column).min(width - HAIRLINE);
        if self.first {
            rule(Pt::ZERO, Pt::ZERO, width, HAIRLINE);
        }
        // The lower edge goes through where no merged cell reaches down.
        let mut start = Pt::ZERO;
        for (column, index) in (0..self.columns).zip(0..) {
            if open.below.contains(&index) {
                if left(column) > start {
                    rule(start, height - HAIRLINE, left(column) - start, HAIRLINE);
                }
                start = left(column + 1);
            }
        }
        if width - HAIRLINE > start {
            rule(start, height - HAIRLINE, width - start, HAIRLINE);
        }
        for (column, index) in (0..=self.columns).zip(0..) {
            if !open.left.contains(&index) {
                rule(left(column), Pt::ZERO, HAIRLINE, height);
            }
        }
    }
}

/// An item moved by `offset`.
fn moved(item: &FrameItem, offset: Point) -> FrameItem {
    let mut item = item.clone();
    match &mut item {
        FrameItem::Glyphs(run) => run.at = run.at + offset,
        FrameItem::Rule { rect, .. } | FrameItem::Picture { rect, .. } => {
            *rect = rect.moved(offset);
        }
    }
    item
}
