//! The cells of a table of a page while it is read, and what becomes of them.

use super::tag::Tag;
use crate::import::source::{Markup, Source};
use crate::import::table;
use crate::issue::table::{Cell, Table};
use crate::issue::text::Text;

/// How many columns a table may have.
const COLUMNS: usize = 63;
/// How many cells a table may have, with those that its merges cover.
const CELLS: usize = 200_000;
/// A cell with more characters or lines is no cell of a table but a part of the page.
const LONGEST: usize = 400;
const MOST_LINES: usize = 8;

/// A table that is open.
#[derive(Default)]
pub(super) struct Grid {
    rows: Vec<Vec<GridCell>>,
    /// Columns and rows of the cell that is open, and how many elements are open around it.
    open: Option<(usize, u32, usize)>,
    /// How many elements are open around the table.
    depth: usize,
    /// Another table stands in it.
    nests: bool,
}

/// A cell that has ended.
struct GridCell {
    source: Source,
    columns: usize,
    rows: u32,
}

impl Grid {
    pub(super) fn new(depth: usize) -> Self {
        Self { depth, ..Self::default() }
    }

    /// Another table begins in it.
    pub(super) const fn nest(&mut self) {
        self.nests = true;
    }

    /// How many elements are open around the table, or the cell that is open.
    pub(super) fn depth(&self) -> usize {
        self.open.map_or(self.depth, |(_, _, depth)| depth)
    }

    pub(super) fn begin_row(&mut self) {
        self.rows.push(Vec::new());
    }

    pub(super) fn begin_cell(&mut self, tag: &Tag, depth: usize) {
        if self.rows.is_empty() {
            self.begin_row();
        }
        let span = |name: &str| tag.attribute(name).and_then(|n| n.trim().parse::<u32>().ok());
        let columns = span("colspan").unwrap_or(1).clamp(1, 63) as usize;
        self.open = Some((columns, span("rowspan").unwrap_or(1).clamp(1, 1000), depth));
    }

    /// How many elements are open around the cell that is open.
    pub(super) fn open_cell(&self) -> Option<usize> {
        self.open.map(|(_, _, depth)| depth)
    }

    pub(super) fn end_cell(&mut self, source: Source) {
        if let Some((columns, rows, _)) = self.open.take()
            && let Some(row) = self.rows.last_mut()
        {
            row.push(GridCell { source, columns, rows });
        }
    }

    /// Puts the table where it stands, or the text that it only lays out.
    pub(super) fn add_to(mut self, source: &mut Source, aside: bool) {
        self.rows.retain(|row| !row.is_empty());
        if self.is_layout() || aside {
            for cell in self.rows.into_iter().flatten() {
                source.append(cell.source);
            }
            return;
        }
        for cell in self.rows.iter().flatten() {
            source.dropped.extend(cell.source.dropped.iter().cloned());
            for finding in &cell.source.findings {
                source.tell(finding.rule, finding.message.clone());
            }
        }
        source.push_table(self.table());
    }

    /// Whether the table is one row or column, or its cells hold parts of a page.
    fn is_layout(&self) -> bool {
        let cells: Vec<&GridCell> = self.rows.iter().flatten().collect();
        let wide = self.rows.iter().any(|row| row.len() > 1);
        let parts = cells.iter().any(|cell| {
            let own = &cell.source;
            own.text.chars().count() > LONGEST || own.paragraphs.len() > MOST_LINES
        });
        let empty = cells.iter().filter(|cell| cell.source.text.trim().is_empty()).count();
        self.nests || self.rows.len() < 2 || !wide || parts || empty * 2 > cells.len()
    }

    fn table(self) -> Table {
        let wide = |row: &Vec<GridCell>| row.iter().map(|cell| cell.columns).sum::<usize>();
        let columns = self.rows.iter().map(wide).max().unwrap_or(1);
        // Rows that hang down from above make a row wider than its own cells.
        let columns = (columns + self.hanging()).min(COLUMNS);
        let count = self.rows.len();
        // A row that claims more columns than the others have is cut where it would fill the memory.
        let columns = columns.min(CELLS / count.max(1)).max(1);
        let mut rows = vec![vec![None::<Cell>; columns]; count];
        let mut used = 0;
        for (index, row) in self.rows.into_iter().enumerate() {
            let mut at = 0;
            for own in row {
                while rows.get(index).and_then(|row| row.get(at)).is_some_and(Option::is_some) {
                    at += 1;
                }
                let mut text = Text::default();
                for line in &own.source.paragraphs {
                    if !matches!(line.markup, Markup::Hidden) {
                        table::add_line(&mut text, &line.text);
                    }
                }
                let across = own.columns.min(columns.saturating_sub(at)).max(1);
                let down = (own.rows as usize).min(count - index);
                for below in rows.iter_mut().skip(index).take(down) {
                    for covered in below.iter_mut().skip(at).take(across) {
                        *covered = Some(Cell::new(Text::default()));
                    }
                }
                let span = |n: usize| u32::try_from(n).unwrap_or(1);
                let cell = Cell { text, columns: span(across), rows: span(down) };
                match rows.get_mut(index).and_then(|row| row.get_mut(at)) {
                    Some(place) => *place = Some(cell),
                    None => {
                        let last = rows.get_mut(index).and_then(|row| row.last_mut()?.as_mut());
                        last.into_iter().for_each(|l| table::add_line(&mut l.text, &cell.text));
                    }
                }
                at += across;
                used = used.max(at).min(columns);
            }
        }
        let filled = |row: Vec<Option<Cell>>| {
            let cells = row.into_iter().take(used);
            cells.map(|cell| cell.unwrap_or_else(|| Cell::new(Text::default()))).collect()
        };
        let mut table = Table { head: 0, rows: rows.into_iter().map(filled).collect() };
        table.head = table::head_rows(&table);
        table
    }

    /// How many columns at most hang down into one row.
    fn hanging(&self) -> usize {
        let hangs = self.rows.iter().flatten().filter(|cell| cell.rows > 1);
        hangs.map(|cell| cell.columns).sum::<usize>().min(COLUMNS)
    }
}
