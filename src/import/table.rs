//! What tables of every kind of file have in common: texts of cells, heads, rows of one length.

use crate::issue::table::{Cell, Table};
use crate::issue::text::{Mark, Range, Text};

/// Count of rows that look like the head of the table, where the file marks none: cells that all
/// hold a few words, above two rows or more.
pub(super) fn head_rows(table: &Table) -> u32 {
    const LONGEST: u32 = 20;
    let Some(first) = table.rows.first() else { return 0 };
    let height = first.iter().map(|cell| cell.rows).max().unwrap_or(1);
    let rows = u32::try_from(table.rows.len()).unwrap_or(0);
    let mut covered = 0;
    let words = first.iter().all(|cell| {
        if covered > 0 {
            covered -= 1;
            return true;
        }
        covered = cell.columns.max(1) - 1;
        let text = &cell.text.string;
        (1..=LONGEST).contains(&cell.text.len()) && !text.chars().all(|c| c.is_ascii_digit())
    });
    let alone = first.first().is_some_and(|cell| cell.columns as usize >= first.len());
    if words && !alone && first.len() > 1 && rows >= height + 2 { height } else { 0 }
}

/// Adds a paragraph to the text of a cell as a line of its own.
pub(super) fn add_line(text: &mut Text, line: &Text) {
    let start = text.len();
    if start > 0 {
        text.marks.push((Range::new(start - 1, start), Mark::LineBreak));
    }
    let moved = line
        .marks
        .iter()
        .map(|&(range, mark)| (Range::new(range.start + start, range.end + start), mark));
    text.string.push_str(&line.string.replace('\t', "　"));
    text.marks.extend(moved);
    text.marks.sort_unstable();
}

/// Gives all rows the same count of cells.
pub(super) fn square(table: &mut Table) {
    let columns = table.rows.iter().map(Vec::len).max().unwrap_or(0);
    for row in &mut table.rows {
        row.resize_with(columns, || Cell::new(Text::default()));
    }
}
