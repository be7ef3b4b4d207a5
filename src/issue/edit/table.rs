//! Edits of a table's shape: rows, columns, merged cells, the head.

use std::mem::replace;

use super::Edit;
use super::EditError;
use super::TableChange;
use super::block::find_mut;
use super::check;
use super::count;
use super::slot;
use crate::issue::Issue;
use crate::issue::block::BlockKind;
use crate::issue::id::{BlockId, DocumentId};
use crate::issue::table::{Cell, Table};

/// Changes a table's shape.
pub(super) fn apply(
    issue: &mut Issue,
    document: DocumentId,
    block: BlockId,
    change: &TableChange,
) -> Result<Edit, EditError> {
    let BlockKind::Table(table) = &mut find_mut(issue, document, block)?.kind else {
        return Err(EditError::NoTable(block));
    };
    let inverse = match change {
        TableChange::InsertRow { index, cells } => insert_row(table, *index, cells)?,
        TableChange::RemoveRow { index } => {
            let at = existing(*index, table.rows.len())?;
            TableChange::InsertRow { index: *index, cells: table.rows.remove(at) }
        }
        TableChange::InsertColumn { index, cells } => insert_column(table, *index, cells)?,
        TableChange::RemoveColumn { index } => {
            let at = existing(*index, table.rows.first().map_or(0, Vec::len))?;
            let cells = table.rows.iter_mut().map(|row| row.remove(at)).collect();
            TableChange::InsertColumn { index: *index, cells }
        }
        TableChange::SetSpan { row, column, columns, rows } => {
            if *columns == 0 || *rows == 0 {
                return Err(EditError::Table);
            }
            let count_of_rows = table.rows.len();
            let cells = table
                .rows
                .get_mut(*row as usize)
                .ok_or(EditError::Index { index: *row, length: count(count_of_rows) })?;
            let length = count(cells.len());
            let cell = cells
                .get_mut(*column as usize)
                .ok_or(EditError::Index { index: *column, length })?;
            TableChange::SetSpan {
                row: *row,
                column: *column,
                columns: replace(&mut cell.columns, *columns),
                rows: replace(&mut cell.rows, *rows),
            }
        }
        TableChange::SetHead { head } => {
            TableChange::SetHead { head: replace(&mut table.head, *head) }
        }
    };
    Ok(Edit::Table { document, block, change: inverse })
}

fn insert_row(table: &mut Table, index: u32, cells: &[Cell]) -> Result<TableChange, EditError> {
    cells.iter().try_for_each(check::cell)?;
    if table.rows.first().is_some_and(|row| row.len() != cells.len()) {
        return Err(EditError::Table);
    }
    let at = slot(index, table.rows.len())?;
    table.rows.insert(at, cells.to_vec());
    Ok(TableChange::RemoveRow { index })
}

fn insert_column(table: &mut Table, index: u32, cells: &[Cell]) -> Result<TableChange, EditError> {
    cells.iter().try_for_each(check::cell)?;
    // A table without rows has no columns that could be taken back.
    if table.rows.is_empty() || table.rows.len() != cells.len() {
        return Err(EditError::Table);
    }
    let at = slot(index, table.rows.first().map_or(0, Vec::len))?;
    for (row, cell) in table.rows.iter_mut().zip(cells) {
        row.insert(at, cell.clone());
    }
    Ok(TableChange::RemoveColumn { index })
}

/// `index` as the index of one of `length` items.
fn existing(index: u32, length: usize) -> Result<usize, EditError> {
    if (index as usize) < length {
        Ok(index as usize)
    } else {
        Err(EditError::Index { index, length: count(length) })
    }
}
