//! Lines into columns and pages, on the baseline grid.
//!
//! The body of a document is a list of [`Element`]s: blocks that span all columns (titles), and rows
//! that run in columns. Rows between two spanning blocks form a band. A band that ends on the page
//! is balanced: its columns differ by one line at most, wherever keeps allow it. All heights are
//! whole lines of the grid, so the columns of a page share their baselines.
//!
//! Where keeps would leave a column short, or the last columns uneven, a paragraph is set a line
//! longer or shorter, if that can be done well.
//!
//! What stands on a page hangs on nothing but where it begins and on what comes within the next
//! columns. So pages before a change stay, and as soon as a page begins where one began before, all
//! behind it stay, too.

use std::sync::Arc;

use crate::geom::{Point, Pt};
use crate::layout::memo::SetParagraph;
use crate::layout::page::{Frame, Placed};
use crate::layout::paragraph::Lines;
use crate::layout::piece::Piece;
use crate::layout::style::PageGeometry;

mod fit;
mod reader;
mod table;

use self::reader::{Position, Reader};
pub(crate) use self::table::{RowOf, Spanning, TableHead};

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
    /// Runs in one column as wide as the page.
    Wide(Row),
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
    /// What it is part of, if that matters.
    pub(crate) of: Option<Of>,
}

impl Row {
    fn line(&self) -> Option<&LineOf> {
        match &self.of {
            Some(Of::Line(line)) => Some(line),
            Some(Of::Table(_) | Of::Signature) | None => None,
        }
    }
}

/// What a row is part of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Of {
    /// A paragraph that may have other counts of lines.
    Line(LineOf),
    /// A table.
    Table(RowOf),
    /// An empty line above a signature; it gives way where a page is too short for it.
    Signature,
}

/// A line of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LineOf {
    /// The paragraph.
    pub(crate) paragraph: Arc<SetParagraph>,
    /// Which line, from 0.
    pub(crate) line: u32,
    /// How many lines the paragraph has.
    pub(crate) count: u32,
}

/// Gives a paragraph as another count of lines, if it can have so many.
pub(crate) type Variant<'a> = dyn Fn(&SetParagraph, u32) -> Option<Arc<Lines>> + 'a;

/// Whether a column may begin with a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Start {
    /// It must: a document begins with it.
    Fresh,
    /// Yes; a paragraph's first line may stay behind, as is common in Chinese.
    Free,
    /// No: it would tear a heading from its text or a text from its signature, or leave a last line
    /// alone (孤行).
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

/// Pieces on pages.
#[derive(Debug, Clone, Default)]
pub(crate) struct Flowed {
    /// The pages, at least one.
    pub(crate) pages: Vec<Arc<FlowPage>>,
    marks: Vec<Mark>,
    /// How many of the pages were composed anew.
    pub(crate) anew: usize,
}

impl Flowed {
    /// The page that the first element of a piece stands on, from 0.
    pub(crate) fn page_of(&self, piece: usize) -> usize {
        let at = Position { piece, ..Position::default() };
        self.marks.partition_point(|mark| mark.start <= at).saturating_sub(1)
    }

    /// The piece at the head of a page, and whether it begins there.
    pub(crate) fn head_of(&self, page: usize) -> (usize, bool) {
        let start = self.marks.get(page).map(|mark| mark.start).unwrap_or_default();
        let first = Position { piece: start.piece, ..Position::default() };
        (start.piece, start == first)
    }
}

/// What a page hangs on.
#[derive(Debug, Clone, Copy)]
struct Mark {
    /// Where it begins.
    start: Position,
    /// So many pieces from the first one on were looked at.
    seen: usize,
}

/// Sets `pieces` on as many pages as they need. `last` is what they were the last time, and how
/// they flowed.
pub(crate) fn flow(
    pieces: &[Arc<Piece>],
    last: Option<(&[Arc<Piece>], &Flowed)>,
    page: &PageGeometry,
    variant: &Variant<'_>,
) -> Flowed {
    let last = last.map(|(last, flowed)| Before::new(pieces, last, flowed));
    let mut flowed = Flowed::default();
    let mut start = Position::default();
    if let Some(last) = &last {
        let same = last.flowed.marks.iter().take_while(|mark| mark.seen <= last.before).count();
        let pages = last.flowed.pages.get(..same).unwrap_or_default();
        let marks = last.flowed.marks.get(..same).unwrap_or_default();
        flowed = Flowed { pages: pages.to_vec(), marks: marks.to_vec(), anew: 0 };
        match last.flowed.marks.get(same) {
            Some(mark) => start = mark.start,
            None if same > 0 => return flowed,
            None => {}
        }
    }
    let reader = Reader::new(pieces, start, variant);
    let current = FlowPage::default();
    Flow { page, variant, reader, last, start, current, flowed, finished: false }.run()
}

/// The pieces of the last time beside the new ones.
struct Before<'a> {
    flowed: &'a Flowed,
    /// How many pieces are the same, from the first one on.
    before: usize,
    /// From which of the new pieces on they are the same up to the last one.
    behind: usize,
    /// How many pieces there are, and were.
    counts: (usize, usize),
}

impl<'a> Before<'a> {
    fn new(pieces: &[Arc<Piece>], last: &[Arc<Piece>], flowed: &'a Flowed) -> Self {
        let same = |(a, b): &(&Arc<Piece>, &Arc<Piece>)| Arc::ptr_eq(a, b);
        let before = pieces.iter().zip(last).take_while(same).count();
        let counts = (pieces.len(), last.len());
        let most = counts.0.min(counts.1) - before;
        let behind = pieces.iter().rev().zip(last.iter().rev()).take(most).take_while(same);
        let behind = pieces.len() - behind.count();
        // The end counts as a piece.
        let before = if before == counts.0.max(counts.1) { before + 1 } else { before };
        Self { flowed, before, behind, counts }
    }

    /// The index of the page that began where a page begins now, if nothing behind it has changed.
    fn page(&self, start: Position) -> Option<usize> {
        let (now, then) = self.counts;
        let piece = (start.piece + then).checked_sub(now).filter(|_| start.piece >= self.behind)?;
        let start = Position { piece, ..start };
        self.flowed.marks.binary_search_by(|mark| mark.start.cmp(&start)).ok()
    }
}

struct Flow<'a> {
    page: &'a PageGeometry,
    variant: &'a Variant<'a>,
    reader: Reader<'a>,
    last: Option<Before<'a>>,
    /// Where the page at hand begins.
    start: Position,
    current: FlowPage,
    flowed: Flowed,
    /// All that follows was taken from the last time.
    finished: bool,
}

impl Flow<'_> {
    fn run(mut self) -> Flowed {
        while !self.finished {
            match self.reader.element(self.reader.at) {
                None => {
                    self.close();
                    break;
                }
                Some(Element::Across { .. }) => self.across(),
                Some(Element::Row(_)) => self.band(self.page.columns),
                Some(Element::Wide(_)) => self.band(1),
                Some(Element::PageBreak) => {
                    let next = self.reader.next(self.reader.at);
                    if self.current.used > 0 {
                        self.turn(next);
                    } else {
                        self.reader.at = next;
                    }
                }
            }
        }
        self.flowed
    }

    fn close(&mut self) {
        let page = std::mem::take(&mut self.current);
        self.flowed.pages.push(page.into());
        self.flowed.marks.push(Mark { start: self.start, seen: self.reader.seen });
        self.flowed.anew += 1;
    }

    /// Begins a page that starts at `to`; takes it and all behind it from the last time if one
    /// began there.
    fn turn(&mut self, to: Position) {
        self.close();
        self.reader.turn(to);
        self.start = self.reader.at;
        let Some(last) = &self.last else { return };
        let Some(index) = last.page(self.start) else { return };
        let (now, then) = last.counts;
        let pages = last.flowed.pages.get(index..).unwrap_or_default();
        let marks = last.flowed.marks.get(index..).unwrap_or_default();
        self.flowed.pages.extend_from_slice(pages);
        self.flowed.marks.extend(marks.iter().map(|mark| {
            let piece = mark.start.piece + now - then;
            Mark { start: Position { piece, ..mark.start }, seen: mark.seen + now - then }
        }));
        self.finished = true;
    }

    fn place(&mut self, offset: Point, line: u32, frame: &Arc<Frame>) {
        let at = offset + Point::new(Pt::ZERO, self.page.grid * i64::from(line));
        self.current.parts.push(Placed { at, frame: frame.clone() });
    }

    /// Blocks across all columns that follow one another stay together, and with the text below.
    fn across(&mut self) {
        let (mut height, mut keep) = (0, 0);
        let mut at = self.reader.at;
        while let Some(Element::Across { lines, keep: with, .. }) = self.reader.element(at) {
            height += lines;
            keep = *with;
            at = self.reader.next(at);
        }
        let behind = at;
        let keep = keep.max(self.first_lines(behind));
        let whole = height <= self.page.lines;
        if self.current.used > 0 && self.current.used + height + keep > self.page.lines && whole {
            self.turn(self.reader.at);
        }
        while self.reader.at != behind && !self.finished {
            let at = self.reader.at;
            let Some(Element::Across { parts, lines, spare, .. }) = self.reader.element(at) else {
                return;
            };
            let line = self.current.used;
            if line > 0 && line + lines > self.page.lines {
                self.turn(at);
                continue;
            }
            self.current.opens_with_title |= line == 0;
            let spare = if line == 0 { *spare } else { 0 };
            let up = Point::new(Pt::ZERO, -(self.page.grid * i64::from(spare)));
            for part in parts {
                self.place(part.at + up, line, &part.frame);
            }
            self.current.used += lines - spare;
            self.reader.at = self.reader.next(at);
        }
    }

    /// How many lines stand from `at` on before a column may begin anew, as the head of a table and
    /// the rows of a short one: what cannot be torn is not torn by a title above it. More than a page
    /// holds counts as nothing.
    fn first_lines(&mut self, mut at: Position) -> u32 {
        let mut lines = 0;
        while let Some(Element::Row(row) | Element::Wide(row)) = self.reader.element(at) {
            if lines > 0 && row.start != Start::Never {
                return lines;
            }
            lines += row.lines;
            if lines > self.page.lines {
                return 0;
            }
            at = self.reader.next(at);
        }
        lines
    }

    /// Rows in columns, from the current line on; balanced where they end.
    fn band(&mut self, columns: u32) {
        while !self.finished {
            let mut window = self.reader.window(self.page.lines * (columns + 1) + 8);
            let mut start = empty_rows(&window.rows);
            if start >= window.rows.len() {
                self.reader.at = window.behind;
                return;
            }
            let room = self.page.lines.saturating_sub(self.current.used);
            let rest = window.rows.get(start..).unwrap_or_default();
            let high = rest.first().is_some_and(|row| row.lines + repeated(rest) > room);
            let area = fit::Area { columns, room };
            let last = window.ends && !high;
            if let Some((rest, best)) =
                last.then(|| fit::last_columns(rest, area, self.variant)).flatten()
            {
                self.place_columns(&rest, &best.ends);
                self.current.used += best.height;
                self.reader.at = window.behind;
                return;
            }
            if high {
                // It waits for a whole page, and sticks out of that if it must.
                if self.current.used == 0 {
                    self.place_columns(rest, &[1]);
                    self.current.used += room;
                    start += 1;
                }
            } else if room >= 2 || self.current.used == 0 {
                let rows = &mut window.rows;
                let mut ends = Vec::new();
                let mut end = start;
                for _ in 0..columns {
                    end += empty_rows(rows.get(end..).unwrap_or_default());
                    end = fit::fill_column(rows, end, room.max(1), self.variant);
                    ends.push(end - start);
                }
                if end > start {
                    self.place_columns(window.rows.get(start..).unwrap_or_default(), &ends);
                    self.current.used += room.max(1);
                    start = end;
                }
            }
            let rest = window.rows.get(start..).unwrap_or_default();
            if empty_rows(rest) == rest.len() && window.ends {
                self.reader.at = window.behind;
                return;
            }
            let next = window.position(start, &self.reader);
            self.turn(next);
        }
    }

    fn place_columns(&mut self, rows: &[Row], ends: &[usize]) {
        let top = self.current.used;
        let mut start = 0;
        for (column, &end) in (0_i64..).zip(ends) {
            let x = (self.page.column + self.page.gutter) * column;
            let mut line = top;
            let rows_of = skip_empty(rows.get(start..end).unwrap_or_default());
            for (frame, lines) in rows_of.first().and_then(Row::head).iter().flat_map(|h| &h.rows) {
                self.place(Point::new(x, Pt::ZERO), line, frame);
                line += lines;
            }
            for (index, row) in rows_of.iter().enumerate() {
                self.place_spans(rows_of.get(index..).unwrap_or_default(), index == 0, x, line);
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

/// How many lines of a table's head stand above `rows` if a column begins with them.
fn repeated(rows: &[Row]) -> u32 {
    rows.first().and_then(Row::head).map_or(0, |head| head.lines)
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

    /// Rows of one line: `F` fresh, `.` free, `n` never, ` ` empty, `s` the empty one above a signature.
    fn rows(pattern: &str) -> Vec<Element> {
        let row = |sign| {
            let start = match sign {
                'n' | 's' => Start::Never,
                'F' => Start::Fresh,
                _ => Start::Free,
            };
            let frame = (!matches!(sign, ' ' | 's')).then(|| Arc::new(Frame::default()));
            let of = (sign == 's').then_some(Of::Signature);
            Element::Row(Row { frame, lines: 1, start, of })
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
        flow(&[Piece::of(elements.to_vec()).into()], None, &page, &|_, _| None)
            .pages
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
    fn a_signature_stands_below_lines_of_its_text() {
        check(".......nsnn", 9, &["6|4"]);
        check(".........nsnn", 5, &["5|3", "4"]);
        // The empty line above it gives way before a page is turned.
        check(".......nsnn", 5, &["5|5"]);
    }

    #[test]
    fn a_document_that_begins_a_column_begins_one() {
        check("...F.", 5, &["3|2"]);
        check("...F.....", 5, &["3|5", "1"]);
        check("......F.", 5, &["5|1", "1|1"]);
        check(".F.F.", 5, &["1|2", "1|1"]);
        check("F..... F", 5, &["5|1", "1"]);
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

    /// A table of `count` rows behind a head of one line, which is repeated below a label.
    fn table(count: usize) -> Vec<Element> {
        let frame = || Arc::new(Frame::default());
        let head = Arc::new(TableHead { rows: vec![(frame(), 1), (frame(), 1)], lines: 2 });
        let row = |index: usize| {
            let start = if index == 1 { Start::Never } else { Start::Free };
            let of = || Of::Table(RowOf { head: Some(head.clone()), spans: Vec::new() });
            let of = (index > 0).then(of);
            Element::Row(Row { frame: Some(frame()), lines: 1, start, of })
        };
        (0..=count).map(row).collect()
    }

    #[test]
    fn a_column_that_begins_amid_a_table_repeats_its_head() {
        assert_eq!(shape(&table(3), 10), ["3|3"]);
        assert_eq!(shape(&table(6), 10), ["5|4"]);
        // Two lines of head stand in each column but the first.
        assert_eq!(shape(&table(10), 5), ["5|5", "4|3"]);
        assert_eq!(shape(&table(4), 10), ["4|3"]);
    }

    #[test]
    fn a_row_higher_than_the_page_is_placed_all_the_same() {
        let frame = Some(Arc::new(Frame::default()));
        let elements = [Element::Row(Row { frame, lines: 99, start: Start::Free, of: None })];
        assert_eq!(shape(&elements, 5), ["1"]);
    }
}
