//! Which cell each place of a table belongs to, and the lines between the cells.

use crate::geom::{Pt, Rect};
use crate::issue::table::Table;
use crate::layout::page::{FrameItem, Ink};

use super::column::Columns;

/// Thickness of the lines between cells: one ink at full strength, and not under 0.25 pt.
const INNER: Pt = Pt::from_units(65_536 / 2);
/// Thickness of the lines around the table.
const OUTER: Pt = Pt::new(1);

/// A place in a table: row and column.
type At = (usize, usize);

/// For each place of a table the upper left place of the cell that covers it.
#[derive(Debug)]
pub(super) struct Lattice {
    owners: Vec<Vec<At>>,
    /// How many rows the head has, with those that its cells reach down to.
    pub(super) head: usize,
}

impl Lattice {
    pub(super) fn new(table: &Table) -> Self {
        let columns = table.rows.iter().map(Vec::len).max().unwrap_or(0);
        let count = table.rows.len();
        let own = |row: usize| (0..columns).map(|column| (row, column)).collect();
        let mut owners: Vec<Vec<At>> = (0..count).map(own).collect();
        for (top, row) in table.rows.iter().enumerate() {
            for (left, cell) in row.iter().enumerate() {
                let at = (top, left);
                let free = owners.get(top).and_then(|row| row.get(left)) == Some(&at);
                if !free || (cell.columns <= 1 && cell.rows <= 1) {
                    continue;
                }
                let right = left.saturating_add(cell.columns.max(1) as usize);
                let bottom = top.saturating_add(cell.rows.max(1) as usize).min(count);
                for (row, own) in owners.iter_mut().enumerate().take(bottom).skip(top) {
                    for (column, owner) in own.iter_mut().enumerate().take(right).skip(left) {
                        if *owner == (row, column) {
                            *owner = at;
                        }
                    }
                }
            }
        }
        let mut lattice = Self { owners, head: (table.head as usize).min(count) };
        let mut row = 0;
        while row < lattice.head {
            let reach = (0..columns).map(|column| row + lattice.extent(row, column).0).max();
            lattice.head = reach.unwrap_or(0).max(lattice.head);
            row += 1;
        }
        lattice
    }

    fn owner(&self, row: usize, column: usize) -> Option<At> {
        self.owners.get(row)?.get(column).copied()
    }

    /// How many rows and columns the cell at a place covers; one of each where another covers it.
    pub(super) fn extent(&self, row: usize, column: usize) -> (usize, usize) {
        let own = Some((row, column));
        let down = (row..).take_while(|&below| self.owner(below, column) == own).count();
        let across = (column..).take_while(|&right| self.owner(row, right) == own).count();
        (down.max(1), across.max(1))
    }

    /// Whether a line stands between a row and the one below it in a column.
    fn is_closed_below(&self, row: usize, column: usize) -> bool {
        let below = self.owner(row + 1, column);
        below.is_none() || below != self.owner(row, column)
    }

    /// The line below a row, at `y`, or above the first one (`row` is none); it falls on the upper
    /// line of the row below, so that a row at the head of a column has one, too.
    pub(super) fn level(&self, row: Option<usize>, y: Pt, columns: &Columns) -> Vec<FrameItem> {
        let whole = Some(0..columns.count());
        let Some(row) = row else { return level(columns, whole.into_iter(), y, OUTER) };
        if row + 1 == self.owners.len() {
            return level(columns, whole.into_iter(), y, OUTER);
        }
        let closed: Vec<usize> =
            (0..columns.count()).filter(|&column| self.is_closed_below(row, column)).collect();
        let runs = closed.chunk_by(|one, next| one + 1 == *next);
        let runs = runs.filter_map(|run| Some(*run.first()?..*run.last()? + 1));
        level(columns, runs, y, INNER)
    }

    /// The lines at both sides of a row and between its cells.
    pub(super) fn upright(&self, row: usize, height: Pt, columns: &Columns) -> Vec<FrameItem> {
        let (above, whole) = (INNER, columns.width());
        let line = |x: Pt, width: Pt| line(Rect::new(x, -above, width, height + above));
        let parts = |column: &usize| self.owner(row, *column) != self.owner(row, column - 1);
        let inner = (1..columns.count()).filter(parts).map(|column| columns.span(column, 1).at);
        std::iter::once(line(Pt::ZERO, OUTER))
            .chain(inner.map(|x| line(x, INNER)))
            .chain([line(whole - OUTER, OUTER)])
            .collect()
    }
}

/// The line that closes a cell where a column ends amid it, or begins.
pub(super) const fn closing(width: Pt) -> FrameItem {
    line(Rect::new(Pt::ZERO, Pt::from_units(-INNER.units()), width, INNER))
}

fn level(
    columns: &Columns,
    runs: impl Iterator<Item = std::ops::Range<usize>>,
    y: Pt,
    thickness: Pt,
) -> Vec<FrameItem> {
    let line_of = |run: std::ops::Range<usize>| {
        let span = columns.span(run.start, run.len());
        line(Rect::new(span.at, y - thickness, span.width, thickness))
    };
    runs.map(line_of).collect()
}

const fn line(rect: Rect) -> FrameItem {
    FrameItem::Rule { rect, ink: Ink::Text }
}
