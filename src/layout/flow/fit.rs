//! Where columns end: full ones, and the last ones of a band, which are balanced.
//!
//! A paragraph that is set a line longer or shorter saves a column from being left short (GB/T 9704
//! and CLREQ ask for equal columns, and for no last line alone at the head of one). Of all
//! paragraphs that can, the one is taken whose lines suffer least.

use std::sync::Arc;

use crate::layout::memo::SetParagraph;
use crate::layout::page::Frame;
use crate::layout::paragraph::Lines;

use super::{LineOf, Of, Row, Start, Variant, empty_rows, repeated, skip_empty};

/// Columns that must differ by more than this are left as they are.
const MOST_UNEVEN: u32 = 6;
/// So many lines that a page is too short for are taken from its paragraphs rather than set on a
/// page of their own.
const MOST_OVER: u32 = 4;
/// Of the paragraphs that could be changed, so many are tried two at a time.
const MOST_TRIED: usize = 12;

/// The columns that a band may fill on the page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Area {
    /// How many columns.
    pub(super) columns: u32,
    /// Lines of each.
    pub(super) room: u32,
}

/// The last columns of a band.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Balance {
    /// Lines of the highest column.
    pub(super) height: u32,
    /// The row behind each column's last one.
    pub(super) ends: Vec<usize>,
    /// By how many lines the columns differ.
    uneven: u32,
}

/// The columns that hold all rows, and the rows as they are then; none if the page is too short.
pub(super) fn last_columns(
    rows: &[Row],
    area: Area,
    variant: &Variant<'_>,
) -> Option<(Vec<Row>, Balance)> {
    match balanced(rows, area) {
        Some(best) => Some(evened(rows, &best, area, variant).unwrap_or((rows.to_vec(), best))),
        None => pulled_back(rows, area, variant),
    }
}

/// The least height of columns that hold all rows. Where keeps forbid equal columns, the way that
/// makes them differ least.
fn balanced(rows: &[Row], area: Area) -> Option<Balance> {
    let Area { columns, room } = area;
    let total = lines(rows);
    if total > room * columns {
        return None;
    }
    let whole = |height: u32, last: u32| {
        let ends = fill(rows, columns, height, last);
        let uneven = unevenness(rows, &ends);
        (ends.last() == Some(&rows.len())).then_some(Balance { height: last, ends, uneven })
    };
    let mut best = (total.div_ceil(columns)..=room).find_map(|height| whole(height, height))?;
    let height = best.height;
    for less in 1..=MOST_UNEVEN.min(height.saturating_sub(1)) {
        if let Some(other) = whole(height - less, height)
            && other.uneven < best.uneven
        {
            best = other;
        }
    }
    Some(best)
}

/// Rows with one or two paragraphs made longer or shorter, so that the columns differ by a line at
/// most.
fn evened(
    rows: &[Row],
    best: &Balance,
    area: Area,
    variant: &Variant<'_>,
) -> Option<(Vec<Row>, Balance)> {
    if best.uneven <= 1 || begins_anew(rows) {
        return None;
    }
    let even = |changes: &[&Change]| {
        let changed = apply(rows, changes);
        let balance = balanced(&changed, area).filter(|balance| balance.uneven <= 1)?;
        Some((changed, balance))
    };
    let changes = changes(rows, rows.len(), variant);
    if let Some(found) = changes.iter().find_map(|change| even(&[change])) {
        return Some(found);
    }
    pairs(&changes, &even)
}

/// What two of the better changes together give first.
fn pairs<T>(changes: &[Change], give: &dyn Fn(&[&Change]) -> Option<T>) -> Option<T> {
    let few = changes.get(..MOST_TRIED.min(changes.len())).unwrap_or_default();
    few.iter().enumerate().find_map(|(index, second)| {
        let apart = |first: &&Change| first.index != second.index;
        few.iter().take(index).filter(apart).find_map(|first| give(&[first, second]))
    })
}

/// Rows without the empty line above a signature and with paragraphs made shorter, so that no few
/// lines stand alone on another page.
fn pulled_back(rows: &[Row], area: Area, variant: &Variant<'_>) -> Option<(Vec<Row>, Balance)> {
    if lines(rows) > area.room * area.columns + MOST_OVER || begins_anew(rows) {
        return None;
    }
    let stays = |row: &&Row| !matches!(row.of, Some(Of::Signature));
    let rows: Vec<Row> = rows.iter().filter(stays).cloned().collect();
    let rows = rows.as_slice();
    let mut shorter = changes(rows, rows.len(), variant);
    shorter.retain(|change| change.lines.frames.len() < change.count as usize);
    (0..=shorter.len().min(MOST_OVER as usize)).find_map(|count| {
        let first: Vec<&Change> = shorter.iter().take(count).collect();
        let changed = apply(rows, &first);
        let balance = balanced(&changed, area)?;
        Some((changed, balance))
    })
}

/// Fills a column of `height` lines from row `start` on; gives the row behind its last one. If it
/// would be left short, a paragraph in it is changed.
pub(super) fn fill_column(
    rows: &mut Vec<Row>,
    start: usize,
    height: u32,
    variant: &Variant<'_>,
) -> usize {
    let rest = rows.get(start..).unwrap_or_default();
    let used =
        |rows: &[Row], end: usize| lines(rows.get(..end).unwrap_or_default()) + repeated(rows);
    let end = column_end(rest, height);
    let done = |end: usize| end == rest.len() || is_fresh(rest, end) || used(rest, end) >= height;
    if end.is_some_and(done) {
        return start + end.unwrap_or(0);
    }
    // What stands further down does not matter.
    let window = rest.get(..(height as usize * 2).min(rest.len())).unwrap_or_default();
    let before = fitting(window, height) + 1;
    let full = |changes: &[&Change]| {
        let changed = apply(window, changes);
        let end = column_end(&changed, height)?;
        (used(&changed, end) == height).then_some((changed, end))
    };
    let changes = changes(window, before, variant);
    let found =
        changes.iter().find_map(|change| full(&[change])).or_else(|| pairs(&changes, &full));
    if let Some((changed, end)) = found {
        let window = start..start + window.len();
        drop(rows.splice(window, changed));
        return start + end;
    }
    // Where no column may begin anywhere, one must begin all the same.
    start + end.unwrap_or_else(|| fitting(rest, height.saturating_sub(repeated(rest))))
}

/// A paragraph that could be a line longer or shorter.
struct Change {
    /// Its first row.
    index: usize,
    /// How many rows it has now.
    count: u32,
    paragraph: Arc<SetParagraph>,
    /// The lines that it would have.
    lines: Arc<Lines>,
    /// How much worse they are.
    cost: i64,
}

/// All changes of paragraphs that begin before row `end`, the best first.
fn changes(rows: &[Row], end: usize, variant: &Variant<'_>) -> Vec<Change> {
    let mut found = Vec::new();
    for (index, row) in rows.iter().enumerate().take(end) {
        // A paragraph that began in the column before stays as it is.
        let Some(LineOf { paragraph, line: 0, count }) = row.line() else { continue };
        let count = *count;
        if index + count as usize > rows.len() {
            break;
        }
        for wanted in [count - 1, count + 1] {
            if let Some(lines) = variant(paragraph, wanted) {
                let cost = lines.demerits - paragraph.lines.demerits;
                found.push(Change { index, count, paragraph: paragraph.clone(), lines, cost });
            }
        }
    }
    found.sort_by_key(|change| change.cost);
    found
}

/// `rows` with `changes`, each of another paragraph.
fn apply(rows: &[Row], changes: &[&Change]) -> Vec<Row> {
    let mut sorted = changes.to_vec();
    sorted.sort_by_key(|change| change.index);
    let mut changed = Vec::with_capacity(rows.len() + changes.len());
    let mut at = 0;
    for change in sorted {
        let behind = change.index + change.count as usize;
        changed.extend_from_slice(rows.get(at..change.index).unwrap_or_default());
        let own = rows.get(change.index..behind).unwrap_or_default();
        changed.extend(reset(own, &change.paragraph, &change.lines));
        at = behind;
    }
    changed.extend_from_slice(rows.get(at..).unwrap_or_default());
    changed
}

fn lines(rows: &[Row]) -> u32 {
    rows.iter().map(|row| row.lines).sum()
}

/// The rows of a paragraph with other lines: what keeps its first two lines with what stands
/// before them stays, and its last line never stands alone.
pub(super) fn reset(rows: &[Row], paragraph: &Arc<SetParagraph>, lines: &Lines) -> Vec<Row> {
    let count = to_u32(lines.frames.len());
    let start = |index: usize| rows.get(index).map_or(Start::Free, |row| row.start);
    let each = rows.first().map_or(1, |row| row.lines);
    let row = |(line, frame): (u32, &Arc<Frame>)| {
        let start = match line {
            0 => start(0),
            _ if line + 1 == count => Start::Never,
            1 => start(1),
            _ => Start::Free,
        };
        let of = Some(Of::Line(LineOf { paragraph: paragraph.clone(), line, count }));
        Row { frame: Some(frame.clone()), lines: each, start, of }
    };
    (0..).zip(&lines.frames).map(row).collect()
}

fn to_u32(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Fills columns one after the other, each up to `height` lines and the last one up to `last`;
/// gives the row behind each column's last one.
fn fill(rows: &[Row], columns: u32, height: u32, last: u32) -> Vec<usize> {
    let mut ends = Vec::new();
    let mut start = 0;
    for column in 1..=columns {
        start += empty_rows(rows.get(start..).unwrap_or_default());
        let height = if column == columns { last } else { height };
        start += column_end(rows.get(start..).unwrap_or_default(), height).unwrap_or(0);
        ends.push(start);
    }
    ends
}

/// By how many lines the columns differ that end at `ends`.
fn unevenness(rows: &[Row], ends: &[usize]) -> u32 {
    let mut start = 0;
    let length = |&end: &usize| {
        let column = skip_empty(rows.get(start..end).unwrap_or_default());
        start = end;
        lines(column) + repeated(column)
    };
    let lengths: Vec<u32> = ends.iter().map(length).collect();
    lengths.iter().max().unwrap_or(&0) - lengths.iter().min().unwrap_or(&0)
}

/// How many of `rows` a column of `height` lines takes, ending where the next one may begin; none
/// if that is nowhere.
fn column_end(rows: &[Row], height: u32) -> Option<usize> {
    let fits = fitting(rows, height.saturating_sub(repeated(rows)));
    if fits == rows.len() {
        return Some(fits);
    }
    let begins = |&end: &usize| rows.get(end).is_none_or(|row| row.start != Start::Never);
    (1..=fits).rev().find(begins)
}

/// Whether a document begins with the row at `index`, in a column of its own.
fn is_fresh(rows: &[Row], index: usize) -> bool {
    rows.get(index).is_some_and(|row| row.start == Start::Fresh)
}

/// Whether a document begins amid `rows`: then the columns are as high as what they hold.
fn begins_anew(rows: &[Row]) -> bool {
    (1..rows.len()).any(|index| is_fresh(rows, index))
}

/// How many of `rows` find room in `height` lines; what must begin a column finds none.
fn fitting(rows: &[Row], height: u32) -> usize {
    let mut lines = 0;
    let within = |(index, row): &(usize, &Row)| {
        lines += row.lines;
        lines <= height && (*index == 0 || row.start != Start::Fresh)
    };
    rows.iter().enumerate().take_while(within).count()
}
