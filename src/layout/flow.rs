//! Lines into columns and pages, on the baseline grid.
//!
//! The body of a document is a list of [`Element`]s: blocks that span all columns (titles), and rows
//! that run in columns. Rows between two spanning blocks form a band. A band that ends on the page
//! is balanced: its columns differ by one line at most, wherever keeps allow it. All heights are
//! whole lines of the grid, so the columns of a page share their baselines.

use std::sync::Arc;

use crate::geom::{Point, Pt};
use crate::layout::page::{Frame, Placed};
use crate::layout::style::PageGeometry;

/// A piece of a document's flow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Element {
    /// Stands across all columns.
    Across {
        /// What stands there, from the block's upper left corner.
        parts: Vec<Placed>,
        /// Its height in lines of the grid.
        lines: u32,
        /// How many lines of what follows must stand on the same page.
        keep: u32,
    },
    /// Runs in columns.
    Row(Row),
    /// What follows begins on a new page.
    PageBreak,
}

/// Something in a column that is not broken: a line, or empty lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    /// What stands there; none for empty lines, which vanish at the head of a column.
    pub(crate) frame: Option<Arc<Frame>>,
    /// Its height in lines of the grid.
    pub(crate) lines: u32,
    /// Whether a column may begin with it.
    pub(crate) start: Start,
}

/// Whether a column may begin with a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Start {
    /// Yes; a paragraph's first line may stay behind, as is common in Chinese.
    Free,
    /// No: it would tear a heading from its text, or leave a last line alone (孤行).
    Never,
}

/// A page of a flow: positions are from the upper left corner of the type area.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct FlowPage {
    /// What stands on it, in the order of reading.
    pub(crate) parts: Vec<Placed>,
    /// Whether a block across the columns stands at its head.
    pub(crate) opens_with_title: bool,
    /// Lines of the grid in use.
    pub(crate) used: u32,
}

/// Sets `elements` on as many pages as they need, at least one.
pub(crate) fn flow(elements: &[Element], page: &PageGeometry) -> Vec<FlowPage> {
    let mut flow = Flow { page, pages: vec![FlowPage::default()] };
    let mut index = 0;
    while let Some(element) = elements.get(index) {
        match element {
            Element::Across { .. } => {
                let blocks = elements.iter().skip(index);
                let count =
                    blocks.take_while(|next| matches!(next, Element::Across { .. })).count();
                flow.across(elements.get(index..index + count).unwrap_or_default());
                index += count;
            }
            Element::Row(_) => {
                let rows: Vec<&Row> = elements
                    .iter()
                    .skip(index)
                    .map_while(|next| match next {
                        Element::Row(row) => Some(row),
                        Element::Across { .. } | Element::PageBreak => None,
                    })
                    .collect();
                index += rows.len();
                flow.band(&rows);
            }
            Element::PageBreak => {
                if flow.used() > 0 {
                    flow.pages.push(FlowPage::default());
                }
                index += 1;
            }
        }
    }
    flow.pages
}

struct Flow<'a> {
    page: &'a PageGeometry,
    pages: Vec<FlowPage>,
}

impl Flow<'_> {
    fn used(&self) -> u32 {
        self.pages.last().map_or(0, |page| page.used)
    }

    fn place(&mut self, offset: Point, line: u32, frame: &Arc<Frame>) {
        let at = offset + Point::new(Pt::ZERO, self.page.grid * i64::from(line));
        if let Some(page) = self.pages.last_mut() {
            page.parts.push(Placed { at, frame: frame.clone() });
        }
    }

    fn use_lines(&mut self, lines: u32) {
        if let Some(page) = self.pages.last_mut() {
            page.used += lines;
        }
    }

    /// Blocks across all columns that follow one another stay together, and with the text below.
    fn across(&mut self, blocks: &[Element]) {
        let (mut height, mut keep) = (0, 0);
        for block in blocks {
            if let Element::Across { lines, keep: with, .. } = block {
                height += lines;
                keep = *with;
            }
        }
        let used = self.used();
        let whole = height <= self.page.lines;
        if used > 0 && used + height + keep > self.page.lines && whole {
            self.pages.push(FlowPage::default());
        }
        for block in blocks {
            let Element::Across { parts, lines, .. } = block else { continue };
            if self.used() > 0 && self.used() + lines > self.page.lines {
                self.pages.push(FlowPage::default());
            }
            let line = self.used();
            if line == 0
                && let Some(page) = self.pages.last_mut()
            {
                page.opens_with_title = true;
            }
            for part in parts {
                self.place(part.at, line, &part.frame);
            }
            self.use_lines(*lines);
        }
    }

    /// Rows in columns, from the current line on; balanced where they end.
    fn band(&mut self, rows: &[&Row]) {
        let mut rest = rows;
        loop {
            rest = skip_empty(rest);
            if rest.is_empty() {
                return;
            }
            let room = self.page.lines.saturating_sub(self.used());
            if let Some((height, ends)) = self.balanced(rest, room) {
                self.place_columns(rest, &ends);
                self.use_lines(height);
                return;
            }
            if room >= 2 || self.used() == 0 {
                let ends = self.fill(rest, room.max(1));
                let taken = ends.last().copied().unwrap_or(0);
                if taken > 0 {
                    self.place_columns(rest, &ends);
                    self.use_lines(room);
                    rest = skip_empty(rest.get(taken..).unwrap_or_default());
                }
            }
            if !rest.is_empty() {
                self.pages.push(FlowPage::default());
            }
        }
    }

    /// The least height of columns that hold all rows, with the rows at which the columns end.
    fn balanced(&self, rows: &[&Row], room: u32) -> Option<(u32, Vec<usize>)> {
        let mut total = 0;
        for row in rows {
            total += row.lines;
            if total > room * self.page.columns {
                return None;
            }
        }
        (total.div_ceil(self.page.columns)..=room).find_map(|height| {
            let ends = self.fill(rows, height);
            (ends.last() == Some(&rows.len())).then_some((height, ends))
        })
    }

    /// Fills the columns of a page one after the other, each up to `height` lines; gives the row
    /// behind each column's last one.
    fn fill(&self, rows: &[&Row], height: u32) -> Vec<usize> {
        let mut ends = Vec::new();
        let mut start = 0;
        for _ in 0..self.page.columns {
            let rest = rows.get(start..).unwrap_or_default();
            let skipped = rest.len() - skip_empty(rest).len();
            let rest = rows.get(start + skipped..).unwrap_or_default();
            start += skipped + column_end(rest, height, self.page.lines);
            ends.push(start);
        }
        ends
    }

    fn place_columns(&mut self, rows: &[&Row], ends: &[usize]) {
        let top = self.used();
        let mut start = 0;
        for (column, &end) in (0_i64..).zip(ends) {
            let x = (self.page.column + self.page.gutter) * column;
            let mut line = top;
            for row in skip_empty(rows.get(start..end).unwrap_or_default()) {
                if let Some(frame) = &row.frame {
                    self.place(Point::new(x, Pt::ZERO), line, frame);
                }
                line += row.lines;
            }
            start = end;
        }
    }
}

/// Empty lines vanish at the head of a column.
fn skip_empty<'a, 'b>(rows: &'a [&'b Row]) -> &'a [&'b Row] {
    let empty = rows.iter().take_while(|row| row.frame.is_none()).count();
    rows.get(empty..).unwrap_or_default()
}

/// How many of `rows` a column of `height` lines takes, ending where the next one may begin. A row
/// that is higher waits for a column of a whole page, and sticks out of that if it must.
fn column_end(rows: &[&Row], height: u32, page: u32) -> usize {
    let mut lines = 0;
    let mut fits = 0;
    for row in rows {
        if lines + row.lines > height {
            break;
        }
        lines += row.lines;
        fits += 1;
    }
    if fits == rows.len() {
        return fits;
    }
    if fits == 0 {
        return usize::from(height >= page);
    }
    let start = |end: usize| rows.get(end).map_or(Start::Free, |row| row.start);
    (1..=fits).rev().find(|&end| start(end) == Start::Free).unwrap_or(fits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::style::Stylesheet;

    fn geometry(lines: u32) -> PageGeometry {
        PageGeometry { lines, ..Stylesheet::built_in("baotou").unwrap().page }
    }

    /// Rows of one line: `.` free, `n` never, ` ` empty.
    fn rows(pattern: &str) -> Vec<Element> {
        let row = |sign| {
            let start = match sign {
                'n' => Start::Never,
                _ => Start::Free,
            };
            let frame = (sign != ' ').then(|| Arc::new(Frame::default()));
            Element::Row(Row { frame, lines: 1, start })
        };
        pattern.chars().map(row).collect()
    }

    fn title(lines: u32) -> Element {
        let part = Placed { at: Point::default(), frame: Arc::new(Frame::default()) };
        Element::Across { parts: vec![part], lines, keep: 3 }
    }

    /// For each page the lines that its columns hold: `5|4`.
    fn shape(elements: &[Element], lines: u32) -> Vec<String> {
        let page = geometry(lines);
        flow(elements, &page)
            .iter()
            .map(|page_of| {
                let mut columns: Vec<(Pt, u32)> = Vec::new();
                for part in &page_of.parts {
                    match columns.last_mut() {
                        Some((x, count)) if *x == part.at.x => *count += 1,
                        _ => columns.push((part.at.x, 1)),
                    }
                }
                let counts: Vec<String> =
                    columns.iter().map(|(_, count)| count.to_string()).collect();
                counts.join("|")
            })
            .collect()
    }

    fn check(pattern: &str, lines: u32, expected: &[&str]) {
        assert_eq!(shape(&rows(pattern), lines), expected, "{pattern}");
    }

    #[test]
    fn the_last_columns_are_balanced() {
        check(".........", 10, &["5|4"]);
        check("................", 10, &["8|8"]);
        check(".........................", 10, &["10|10", "3|2"]);
        check("", 10, &[""]);
    }

    #[test]
    fn a_heading_stays_with_its_text_and_no_last_line_stands_alone() {
        // The fifth row is a heading that keeps two lines.
        check("....nn....", 5, &["3|5", "1|1"]);
        check("....", 2, &["2|2"]);
        check("...n......", 5, &["5|5"]);
        check("..........n.......", 5, &["5|4", "5|4"]);
        check("....nnn.........", 5, &["3|5", "4|4"]);
    }

    #[test]
    fn empty_lines_vanish_at_the_head_of_a_column() {
        check("..... .....", 5, &["5|5"]);
        check(" ....", 5, &["2|2"]);
    }

    #[test]
    fn a_title_in_the_middle_takes_its_text_along() {
        let mut elements = rows("......");
        elements.push(title(2));
        elements.extend(rows("...."));
        assert_eq!(shape(&elements, 10), ["3|3|3|2"]);
    }

    #[test]
    fn a_row_higher_than_the_room_waits_for_the_next_page() {
        let tall = |lines| {
            let frame = Some(Arc::new(Frame::default()));
            Element::Row(Row { frame, lines, start: Start::Free })
        };
        assert_eq!(shape(&[title(6), tall(8)], 10), ["1", "1"]);
        // Balancing does not make a band lower than its highest row.
        let elements = [tall(4), title(2), tall(1)];
        let placed = flow(&elements, &geometry(10));
        let grid = geometry(10).grid;
        let lines: Vec<i64> = placed[0].parts.iter().map(|part| part.at.y.div_ceil(grid)).collect();
        assert_eq!(lines, [0, 4, 6]);
    }

    #[test]
    fn a_row_higher_than_the_page_is_placed_all_the_same() {
        let frame = Some(Arc::new(Frame::default()));
        let elements = [Element::Row(Row { frame, lines: 99, start: Start::Free })];
        assert_eq!(shape(&elements, 5), ["1"]);
    }
}
