//! Tables in a column: a grid of hairlines, a row is never broken.

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
    let mut rows = Vec::new();
    for (row_index, row) in (0_u32..).zip(&table.rows) {
        let mut items = Vec::new();
        let mut lines = 1;
        for (column_index, cell) in (0_u32..).zip(row) {
            let part = Part::Cell(document, block, row_index, column_index);
            let room = cell_width * i64::from(cell.columns.max(1)) - padding * 2;
            let source = Source::Text(part);
            let set = setter.set(Paragraph::new(&cell.text, source, &style.cell, room, grid));
            lines = lines.max(u32::try_from(set.frames.len()).unwrap_or(1));
            let x = cell_width * i64::from(column_index) + padding;
            let mut y = Pt::ZERO;
            for frame in &set.frames {
                items.extend(frame.items.iter().map(|item| moved(item, Point::new(x, y))));
                y += grid;
            }
        }
        let height = grid * i64::from(lines);
        lines_of(&mut items, width, height, columns, row_index == 0);
        let frame = Arc::new(Frame { size: Size { width, height }, items });
        let start =
            if row_index == 0 || row_index > table.head { Start::Free } else { Start::Never };
        rows.push(TableRow { frame, lines, start });
    }
    rows
}

/// The lines around and between the cells of a row.
fn lines_of(items: &mut Vec<FrameItem>, width: Pt, height: Pt, columns: i64, first: bool) {
    let mut rule = |x, y, width, height| {
        items.push(FrameItem::Rule { rect: Rect::new(x, y, width, height), ink: Ink::Text });
    };
    if first {
        rule(Pt::ZERO, Pt::ZERO, width, HAIRLINE);
    }
    rule(Pt::ZERO, height - HAIRLINE, width, HAIRLINE);
    for column in 0..=columns {
        let x = (width / columns * column).min(width - HAIRLINE);
        rule(x, Pt::ZERO, HAIRLINE, height);
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
