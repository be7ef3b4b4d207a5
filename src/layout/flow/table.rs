//! Rows of tables in a flow: what a column repeats that begins amid a table, and cells over several
//! rows.

use std::sync::Arc;

use crate::geom::{Point, Pt};
use crate::layout::page::Frame;

use super::{Flow, Of, Row};

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RowOf {
    /// The table's head, which a column that begins with the row repeats.
    pub(crate) head: Option<Arc<TableHead>>,
    /// The cells over several rows that reach through it, each with the index that it has among
    /// their rows.
    pub(crate) spans: Vec<(Arc<Spanning>, usize)>,
}

/// A cell of a table over several rows: its text stands in the middle of those that stand in a
/// column, in each column anew.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Spanning {
    /// From the left edge of the table to the text.
    pub(crate) at: Pt,
    /// The text.
    pub(crate) text: Arc<Frame>,
    /// The text as another column repeats it.
    pub(crate) again: Arc<Frame>,
    /// From the left edge of the table to the cell.
    pub(crate) edge: Pt,
    /// The line that closes the cell where a column ends amid it.
    pub(crate) line: Arc<Frame>,
    /// How many rows it has.
    pub(crate) rows: usize,
}

/// What a column repeats that begins amid a table.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct TableHead {
    /// The rows, each with its height in lines of the grid.
    pub(crate) rows: Vec<(Arc<Frame>, u32)>,
    /// The height of all.
    pub(crate) lines: u32,
}

impl Row {
    pub(super) fn head(&self) -> Option<&TableHead> {
        match &self.of {
            Some(Of::Table(of)) => of.head.as_deref(),
            Some(Of::Line(_) | Of::Signature) | None => None,
        }
    }

    /// The cells over several rows that reach through it, each with the index that it has among
    /// their rows.
    fn spans(&self) -> &[(Arc<Spanning>, usize)] {
        match &self.of {
            Some(Of::Table(of)) => &of.spans,
            Some(Of::Line(_) | Of::Signature) | None => &[],
        }
    }
}

impl Flow<'_> {
    /// The cells over several rows that begin with the first of `rows`, or, where a column begins
    /// with it, go on there; `rows` are all down to the end of the column.
    pub(super) fn place_spans(&mut self, rows: &[Row], first: bool, x: Pt, line: u32) {
        for (span, index) in rows.first().map(Row::spans).unwrap_or_default() {
            if *index > 0 && !first {
                continue;
            }
            let left = span.rows - index;
            let lines: u32 = rows.iter().take(left).map(|row| row.lines).sum();
            let text = if *index == 0 { &span.text } else { &span.again };
            let spare = self.page.grid * i64::from(lines) - text.size.height;
            self.place(Point::new(x + span.at, (spare / 2).max(Pt::ZERO)), line, text);
            let edge = Point::new(x + span.edge, Pt::ZERO);
            if *index > 0 {
                self.place(edge, line, &span.line);
            }
            if rows.len() < left {
                self.place(edge, line + lines, &span.line);
            }
        }
    }
}
