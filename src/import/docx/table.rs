//! Tables of Word → cells with merges; tables that only lay out text → that text.

use super::Reader;
use super::note;
use super::style;
use crate::import::Error;
use crate::import::source::{Markup, Piece, Source};
use crate::import::table::{add_line, head_rows};
use crate::import::xml::Element;
use crate::issue::table::{Cell, Table};
use crate::issue::text::Text;

/// How many columns a table of Word may have.
const COLUMNS: u32 = 63;

/// A row as Word gives it.
struct Row<'e> {
    /// Count of columns that it leaves out before its first cell.
    before: u32,
    /// It is repeated on each page.
    head: bool,
    cells: Vec<Raw<'e>>,
}

impl Row<'_> {
    /// Whether the row is one cell that says that it has no lines but the one below it.
    fn is_title(&self) -> bool {
        let [cell] = self.cells.as_slice() else { return false };
        let own = cell.element.first("w:tcPr").and_then(|own| own.first("w:tcBorders"));
        let bare = |side: &str| {
            own.and_then(|own| own.first(side)).is_some_and(|line| !style::is_line(line))
        };
        ["w:top", "w:left", "w:right"].into_iter().all(bare)
    }

    /// The row without spans where they go beyond the columns that there can be.
    fn fitted(mut self) -> Self {
        let spans: u64 = self.cells.iter().map(|cell| u64::from(cell.columns)).sum();
        if u64::from(self.before) + spans > u64::from(COLUMNS) {
            self.before = 0;
            self.cells.iter_mut().for_each(|cell| cell.columns = 1);
        }
        self
    }
}

/// A cell as Word gives it.
struct Raw<'e> {
    element: &'e Element,
    columns: u32,
    /// It belongs to the cell above it.
    covered: bool,
}

/// What stands in cells and cannot be part of their texts: pictures and notes.
type Left = Source;

impl Reader<'_> {
    /// Reads a table.
    pub(super) fn table(&mut self, element: &Element) -> Result<(), Error> {
        let mut rows = Vec::new();
        self.rows(element, &mut rows);
        if !self.ours && self.is_layout(element, &rows) {
            for cell in rows.iter().flat_map(|row| &row.cells).filter(|cell| !cell.covered) {
                self.blocks(cell.element)?;
            }
            return Ok(());
        }
        // The title of a sheet may stand in rows of its own, without lines.
        let above =
            if self.ours { 0 } else { rows.iter().take_while(|row| row.is_title()).count() };
        let above = if above < rows.len() { above } else { 0 };
        for cell in rows.drain(..above).flat_map(|row| row.cells) {
            self.blocks(cell.element)?;
        }
        let mut left = Left::default();
        let table = self.cells(&rows, &mut left)?;
        if self.ours {
            self.source.push_styled_table(table);
        } else {
            self.source.push_table(table);
        }
        for (_, picture) in left.pictures {
            let what = "表格中的图片移到了表格后面；请核对位置";
            self.source.tell("import-table-picture", what);
            self.source.push_picture(picture);
        }
        for note in left.paragraphs {
            self.source.push(&note.text, Markup::Note, note.align);
        }
        Ok(())
    }

    /// The rows that were not deleted.
    fn rows<'e>(&mut self, parent: &'e Element, rows: &mut Vec<Row<'e>>) {
        for element in parent.elements() {
            match element.name() {
                "w:tr" => {
                    let properties = element.first("w:trPr");
                    if properties.is_some_and(|own| own.first("w:del").is_some()) {
                        self.changes.deleted += 1;
                        let text = note::plain_text(element);
                        self.source.leave_out(&text, "修订中删去的表格行");
                        continue;
                    }
                    let before = properties.and_then(|own| own.value("w:gridBefore"));
                    let before = before.and_then(|n| n.parse().ok()).unwrap_or(0);
                    let head = properties.and_then(|own| own.switch("w:tblHeader"));
                    let mut cells = Vec::new();
                    add_cells(element, &mut cells);
                    rows.push(Row { before, head: head == Some(true), cells }.fitted());
                }
                "w:sdt" => {
                    if let Some(content) = element.first("w:sdtContent") {
                        self.rows(content, rows);
                    }
                }
                "w:ins" | "w:moveTo" | "w:customXml" => self.rows(element, rows),
                _ => {}
            }
        }
    }

    /// Whether a table draws no lines, or one around a single cell: it only places text. A grid
    /// full of cells is a table also without lines.
    fn is_layout(&self, table: &Element, rows: &[Row<'_>]) -> bool {
        let all: Vec<&Raw<'_>> = rows.iter().flat_map(|row| &row.cells).collect();
        if all.len() <= 1 {
            return true;
        }
        let properties = table.first("w:tblPr");
        let own = properties.and_then(|own| own.first("w:tblBorders")).map(style::has_lines);
        let id = properties.and_then(|own| own.value("w:tblStyle"));
        let lines = own.or_else(|| self.styles.bordered(id)).unwrap_or(false);
        let cell_lines = |cell: &&&Raw<'_>| {
            let own = cell.element.first("w:tcPr").and_then(|own| own.first("w:tcBorders"));
            own.is_some_and(style::has_lines)
        };
        let lined = all.iter().filter(cell_lines).count();
        // Beside cells that share the lines of their neighbours.
        let wide = rows.iter().filter(|row| row.cells.len() >= 3).count();
        let sheet = rows.iter().filter(|row| !row.is_title()).count();
        let ruled = sheet >= 3 && wide * 5 >= sheet * 4 && lined * 4 >= all.len();
        if lines || ruled || lined * 2 >= all.len() {
            return false;
        }
        let text = |cell: &Raw<'_>| note::plain_text(cell.element).trim().chars().count();
        let filled = all.iter().filter(|cell| (1..=40).contains(&text(cell))).count();
        let grid = rows.len() >= 3 && rows.iter().all(|row| row.cells.len() >= 3);
        !(grid && filled * 5 >= all.len() * 4)
    }

    /// The cells with their texts.
    fn cells(&mut self, rows: &[Row<'_>], left: &mut Left) -> Result<Table, Error> {
        let width = |row: &Row<'_>| {
            row.cells.iter().fold(row.before, |sum, cell| (sum + cell.columns).min(COLUMNS))
        };
        let columns = rows.iter().map(width).max().unwrap_or(1).max(1);
        let mut table = Table::default();
        // The row of the last cell of each column that is not covered.
        let mut begun: Vec<Option<usize>> = vec![None; columns as usize];
        for (index, raw) in rows.iter().enumerate() {
            let mut row = vec![Cell::new(Text::default()); columns as usize];
            let mut at = raw.before;
            for cell in &raw.cells {
                let span = cell.columns.min(columns.saturating_sub(at));
                let Some(slot) = begun.get_mut(at as usize) else {
                    // More cells than there are columns: the last one takes their texts.
                    let text = self.cell(cell.element, left)?;
                    row.last_mut().into_iter().for_each(|last| add_line(&mut last.text, &text));
                    continue;
                };
                let top = slot.filter(|_| cell.covered);
                let above = top.and_then(|top| table.rows.get_mut(top)?.get_mut(at as usize));
                if let Some(above) = above {
                    above.rows += 1;
                } else {
                    *slot = Some(index);
                    let text = self.cell(cell.element, left)?;
                    if let Some(place) = row.get_mut(at as usize) {
                        *place = Cell { columns: span, ..Cell::new(text) };
                    }
                }
                at += span;
            }
            table.rows.push(row);
        }
        let marked = rows.iter().take_while(|row| row.head).count();
        table.head = match u32::try_from(marked) {
            Ok(0) | Err(_) if !self.ours => head_rows(&table),
            Err(_) => 0,
            Ok(marked) => marked,
        };
        Ok(table)
    }

    /// The text of a cell: its paragraphs as lines.
    fn cell(&mut self, element: &Element, left: &mut Left) -> Result<Text, Error> {
        let outer = std::mem::take(&mut self.source);
        let read = self.blocks(element);
        let inner = std::mem::replace(&mut self.source, outer);
        read?;
        if !inner.tables.is_empty() && !self.ours {
            let what = "表格的单元格里套着表格，里面的表格已改成一行行文字；请对照原稿核对";
            self.source.tell("import-nested-table", what);
        }
        let mut text = Text::default();
        for piece in &inner.pieces {
            if let Piece::Text { text: line, .. } = piece
                && !line.is_empty()
            {
                add_line(&mut text, line);
            }
        }
        // A mark goes on from paragraph to paragraph.
        text = text.with_joined_marks();
        for paragraph in inner.paragraphs {
            if paragraph.markup == Markup::Note {
                left.paragraphs.push(paragraph);
            } else if !self.ours {
                add_line(&mut text, &paragraph.text);
            }
        }
        left.pictures.extend(inner.pictures);
        self.source.dropped.extend(inner.dropped);
        for finding in inner.findings {
            self.source.tell(finding.rule, finding.message);
        }
        Ok(text)
    }
}

fn add_cells<'e>(parent: &'e Element, cells: &mut Vec<Raw<'e>>) {
    for element in parent.elements() {
        match element.name() {
            "w:tc" => {
                let properties = element.first("w:tcPr");
                let span = properties.and_then(|own| own.value("w:gridSpan"));
                let span = span.and_then(|n| n.parse::<u32>().ok()).unwrap_or(1);
                let merge = properties.and_then(|own| own.first("w:vMerge"));
                let covered = merge.is_some_and(|m| m.attribute("w:val") != Some("restart"));
                cells.push(Raw { element, columns: span.clamp(1, COLUMNS), covered });
            }
            "w:sdt" => {
                if let Some(content) = element.first("w:sdtContent") {
                    add_cells(content, cells);
                }
            }
            "w:ins" | "w:customXml" | "w:smartTag" => add_cells(element, cells),
            _ => {}
        }
    }
}
