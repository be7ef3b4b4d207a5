//! Tables of an issue → tables of Word, with merges and heads that are repeated.

use docx_rs::{
    AlignmentType, Table as WordTable, TableCell, TableLayoutType, TableRow, VAlignType,
    VMergeType, WidthType,
};

use super::{inline, style};
use crate::import::word_style::WordStyle;
use crate::issue::table::{Cell, Table};
use crate::issue::text::{Range, Text};

/// A cell's text of at most so many characters stands in the middle.
const SHORT: u32 = 12;

/// The table, unless it has no cells.
pub(super) fn table(table: &Table) -> Option<WordTable> {
    let columns = table.rows.iter().map(Vec::len).max().filter(|&columns| columns > 0)?;
    let widths = widths(table, columns);
    // For each column, how many rows the merged cell above still covers, and its columns.
    let mut above = vec![(0_u32, 1_usize); columns];
    let mut rows = Vec::new();
    for (index, cells) in table.rows.iter().enumerate() {
        let below = u32::try_from(table.rows.len() - index).unwrap_or(u32::MAX);
        let row = TableRow::new(row(cells, below, &widths, &mut above));
        // The only rows that may not be split are those of the head: see `repeat_heads`.
        let head = u32::try_from(index).is_ok_and(|index| index < table.head);
        rows.push(if head { row.cant_split() } else { row });
    }
    let whole = WordTable::new(rows).set_grid(widths.clone());
    Some(whole.width(style::MEASURE, WidthType::Dxa).layout(TableLayoutType::Fixed))
}

/// The cells of a row; `below` counts the rows from this one on.
fn row(cells: &[Cell], below: u32, widths: &[usize], above: &mut [(u32, usize)]) -> Vec<TableCell> {
    let mut made = Vec::new();
    let mut at = 0;
    while at < widths.len() {
        let (left, wide) = above.get(at).copied().unwrap_or((0, 1));
        let covered = left > 0;
        let cell = cells.get(at);
        let span = if covered {
            wide
        } else {
            let asked = cell.map_or(1, |cell| cell.columns as usize).max(1);
            // It ends where a merged cell from above begins.
            let free = above.iter().skip(at + 1).take_while(|(left, _)| *left == 0).count();
            asked.min(free + 1)
        };
        let tall = cell.map_or(1, |cell| cell.rows).clamp(1, below.max(1));
        let width = widths.iter().skip(at).take(span).sum();
        let mut own = TableCell::new().width(width, WidthType::Dxa);
        own = own.vertical_align(VAlignType::Center);
        if span > 1 {
            own = own.grid_span(span);
        }
        own = match (covered, cell) {
            (true, _) => fill(own.vertical_merge(VMergeType::Continue), &Text::default()),
            (false, Some(cell)) if tall > 1 => {
                fill(own.vertical_merge(VMergeType::Restart), &cell.text)
            }
            (false, Some(cell)) => fill(own, &cell.text),
            (false, None) => fill(own, &Text::default()),
        };
        made.push(own);
        if let Some(slot) = above.get_mut(at) {
            *slot = if covered { (left - 1, wide) } else { (tall - 1, span) };
        }
        at += span;
    }
    made
}

/// Puts a text into a cell, a paragraph a line.
fn fill(mut cell: TableCell, text: &Text) -> TableCell {
    let mut start = 0;
    for end in text.line_breaks().into_iter().chain([text.len()]) {
        let range = Range::new(start, end);
        let align = if range.len() > SHORT { AlignmentType::Both } else { AlignmentType::Center };
        let mut paragraph = style::paragraph(WordStyle::Cell).align(align);
        for run in inline::runs(&text.part(range)) {
            paragraph = paragraph.add_run(run);
        }
        cell = cell.add_paragraph(paragraph);
        start = end;
    }
    cell
}

/// The widths of the columns in twentieths of a point, by the longest line in each.
fn widths(table: &Table, columns: usize) -> Vec<usize> {
    const ROOM: std::ops::RangeInclusive<usize> = 3..=24;
    let mut shares = vec![*ROOM.start(); columns];
    for row in &table.rows {
        for (share, cell) in shares.iter_mut().zip(row).filter(|(_, cell)| cell.columns == 1) {
            let length = cell.text.len() as usize;
            *share = (*share).max(length.min(*ROOM.end()));
        }
    }
    let whole: usize = shares.iter().sum();
    shares.into_iter().map(|share| style::MEASURE * share / whole.max(1)).collect()
}

/// Has the rows that may not be split repeated on each page; the library has no word for that.
pub(super) fn repeat_heads(document: Vec<u8>) -> Vec<u8> {
    const KEPT: &str = "<w:cantSplit />";
    match String::from_utf8(document) {
        Ok(xml) => xml.replace(KEPT, "<w:cantSplit /><w:tblHeader />").into_bytes(),
        Err(error) => error.into_bytes(),
    }
}
