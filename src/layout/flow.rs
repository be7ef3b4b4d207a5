//! Lines into columns and pages, on the baseline grid.
//!
//! The body of a document is a list of [`Element`]s: blocks that span all columns (titles), and rows
//! that run in columns. Rows between two spanning blocks form a band. A band that ends on the page
//! is balanced: its columns differ by one line at most, wherever keeps allow it. All heights are
//! whole lines of the grid, so the columns of a page share their baselines.
//!
//! Where keeps would leave a column short, or the last columns uneven, a paragraph is set a line
//! longer or shorter, if that can be done well.

use std::sync::Arc;

use crate::geom::{Point, Pt};
use crate::layout::page::{Frame, Placed};
use crate::layout::paragraph::Lines;
use crate::layout::style::PageGeometry;

mod fit;

/// A piece of a document's flow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Element {
    /// Stands across all columns.
    Across {
        /// What stands there, from the block's upper left corner.
        parts: Vec<Placed>,
        /// Its height in lines of the grid.
        lines: u32,
        /// How many empty lines above it vanish at the head of a page.
        spare: u32,
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
    /// Which line of which paragraph it is, if that may have other counts of lines.
    pub(crate) of: Option<LineOf>,
}

/// A line of a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LineOf {
    /// The paragraph, as its [`Variant`] is asked for.
    pub(crate) paragraph: usize,
    /// Which line, from 0.
    pub(crate) line: u32,
    /// How many lines the paragraph has.
    pub(crate) count: u32,
}

/// What comes behind a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    Column,
    Page,
}

/// Sets a paragraph in another count of lines; gives them with what they cost.
pub(crate) type Variant<'a> = dyn FnMut(usize, u32) -> Option<(Arc<Lines>, i64)> + 'a;

/// Whether a column may begin with a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Start {
    /// Yes; a paragraph's first line may stay behind, as is common in Chinese.
    Free,
    /// Rather not: a single line would stay behind with its heading. Better than a column that is
    /// left short.
    Poor,
    /// A column may rather than be left short, but not a page: what stands on the page before
    /// belongs to it.
    Column,
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
pub(crate) fn flow(
    elements: &[Element],
    page: &PageGeometry,
    variant: &mut Variant<'_>,
) -> Vec<FlowPage> {
    let mut flow = Flow { page, variant, pages: vec![FlowPage::default()] };
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
                let rows: Vec<Row> = elements
                    .iter()
                    .skip(index)
                    .map_while(|next| match next {
                        Element::Row(row) => Some(row.clone()),
                        Element::Across { .. } | Element::PageBreak => None,
                    })
                    .collect();
                index += rows.len();
                flow.band(rows);
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

struct Flow<'a, 'v> {
    page: &'a PageGeometry,
    variant: &'a mut Variant<'v>,
    pages: Vec<FlowPage>,
}

impl Flow<'_, '_> {
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
            let Element::Across { parts, lines, spare, .. } = block else { continue };
            if self.used() > 0 && self.used() + lines > self.page.lines {
                self.pages.push(FlowPage::default());
            }
            let line = self.used();
            if line == 0
                && let Some(page) = self.pages.last_mut()
            {
                page.opens_with_title = true;
            }
            let spare = if line == 0 { *spare } else { 0 };
            let up = Point::new(Pt::ZERO, -(self.page.grid * i64::from(spare)));
            for part in parts {
                self.place(part.at + up, line, &part.frame);
            }
            self.use_lines(lines - spare);
        }
    }

    /// Rows in columns, from the current line on; balanced where they end.
    fn band(&mut self, mut rows: Vec<Row>) {
        while rows.last().is_some_and(|row| row.frame.is_none()) {
            let _ = rows.pop();
        }
        let columns = self.page.columns;
        let mut start = 0;
        loop {
            start += empty_rows(rows.get(start..).unwrap_or_default());
            if start >= rows.len() {
                return;
            }
            let room = self.page.lines.saturating_sub(self.used());
            let rest = rows.get(start..).unwrap_or_default();
            if let Some(first) = rest.first().filter(|row| row.lines > room) {
                // It waits for a whole page, and sticks out of that if it must.
                if self.used() == 0 {
                    self.place_columns(std::slice::from_ref(first), &[1]);
                    self.use_lines(room);
                    start += 1;
                }
                if start < rows.len() {
                    self.pages.push(FlowPage::default());
                }
                continue;
            }
            let area = fit::Area { columns, room };
            if let Some((rest, best)) = fit::last_columns(rest, area, self.variant) {
                self.place_columns(&rest, &best.ends);
                self.use_lines(best.height);
                return;
            }
            if room >= 2 || self.used() == 0 {
                let room = room.max(1);
                let mut ends = Vec::new();
                let mut end = start;
                for column in 1..=columns {
                    end += empty_rows(rows.get(end..).unwrap_or_default());
                    let next = if column == columns { Next::Page } else { Next::Column };
                    end = fit::fill_column(&mut rows, end, room, next, self.variant);
                    ends.push(end - start);
                }
                if end > start {
                    self.place_columns(rows.get(start..).unwrap_or_default(), &ends);
                    self.use_lines(room);
                    start = end;
                }
            }
            if empty_rows(rows.get(start..).unwrap_or_default()) + start < rows.len() {
                self.pages.push(FlowPage::default());
            }
        }
    }

    fn place_columns(&mut self, rows: &[Row], ends: &[usize]) {
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

/// How many empty rows stand at the head of `rows`; they vanish at the head of a column.
fn empty_rows(rows: &[Row]) -> usize {
    rows.iter().take_while(|row| row.frame.is_none()).count()
}

fn skip_empty(rows: &[Row]) -> &[Row] {
    rows.get(empty_rows(rows)..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::style::Stylesheet;

    fn geometry(lines: u32) -> PageGeometry {
        PageGeometry { lines, ..Stylesheet::built_in("baotou").unwrap().page }
    }

    /// Rows of one line: `.` free, `p` poor, `c` only a column, `n` never, ` ` empty.
    fn rows(pattern: &str) -> Vec<Element> {
        let row = |sign| {
            let start = match sign {
                'n' => Start::Never,
                'p' => Start::Poor,
                'c' => Start::Column,
                _ => Start::Free,
            };
            let frame = (sign != ' ').then(|| Arc::new(Frame::default()));
            Element::Row(Row { frame, lines: 1, start, of: None })
        };
        pattern.chars().map(row).collect()
    }

    fn title(lines: u32) -> Element {
        let part = Placed { at: Point::default(), frame: Arc::new(Frame::default()) };
        Element::Across { parts: vec![part], lines, spare: 0, keep: 3 }
    }

    /// For each page the lines that its columns hold: `5|4`.
    fn shape(elements: &[Element], lines: u32) -> Vec<String> {
        let page = geometry(lines);
        flow(elements, &page, &mut |_, _| None)
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
    fn what_belongs_to_the_text_above_may_begin_a_column_but_no_page() {
        check("....cnnn", 9, &["4|4"]);
        check(".....cnn", 9, &["4|4"]);
        check("....cnn", 9, &["3|4"]);
        check(".......cnnn", 5, &["5|1", "1|4"]);
        check("..........cnn", 5, &["5|4", "1|3"]);
    }

    #[test]
    fn a_column_would_rather_begin_behind_a_heading_and_one_line_than_be_left_short() {
        check("....np....", 5, &["5|5"]);
        check("....nn....", 5, &["3|5", "1|1"]);
        check(".....np...", 5, &["4|5", "1"]);
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
    fn a_row_higher_than_the_page_is_placed_all_the_same() {
        let frame = Some(Arc::new(Frame::default()));
        let elements = [Element::Row(Row { frame, lines: 99, start: Start::Free, of: None })];
        assert_eq!(shape(&elements, 5), ["1"]);
    }
}
