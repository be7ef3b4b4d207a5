//! The lines that can be written on, in the order of reading: where a character stands, and which
//! character stands at a point.
//!
//! A line runs to the right, or downwards as a column. All positions come from the glyphs of the
//! pages; nothing is measured here.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::geom::{Point, Pt, Rect};
use crate::issue::id::DocumentId;
use crate::issue::place::{Part, Place};
use crate::issue::text::Range;
use crate::layout::page::{Direction, FrameItem, GlyphRun, Page, Placed, Source};

mod gather;
mod stop;

use self::gather::{OfPage, Stretch};
use self::stop::{along, bar, between, stops};

/// The room that a space without a glyph has in a column, in hundredths of the em.
const SPACE: i64 = 25;

/// A place between two characters of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Position {
    /// Which text.
    pub(crate) part: Part,
    /// How many characters stand before it.
    pub(crate) offset: u32,
}

/// On which line a caret is seen that stands where one line of a text ends and the next begins.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Lean {
    /// Before the first character of the next line.
    #[default]
    Forward,
    /// Behind the last character of the line.
    Back,
}

/// A line on a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Line {
    /// Index of the page.
    page: usize,
    /// Which of the page's lines.
    line: usize,
}

/// All lines of a composition.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lines {
    pages: Vec<Arc<Page>>,
    of_pages: Vec<Arc<OfPage>>,
    /// The pages that show texts of a document; those of no document stand at none.
    pages_of: BTreeMap<Option<DocumentId>, Vec<usize>>,
}

/// A rectangle on a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct OnPage {
    /// Index of the page.
    pub(crate) page: usize,
    /// From the upper left corner of the trimmed page.
    pub(crate) rect: Rect,
}

impl Lines {
    /// Gathers the lines of `pages`; those of pages that are shared with `last` are there already.
    pub(crate) fn new(pages: &[Arc<Page>], last: &Self) -> Self {
        let known: HashMap<*const Page, &Arc<OfPage>> =
            last.pages.iter().map(Arc::as_ptr).zip(&last.of_pages).collect();
        let gathered = |page: &Arc<Page>| match known.get(&Arc::as_ptr(page)) {
            Some(of_page) => Arc::clone(of_page),
            None => Arc::new(OfPage::new(page)),
        };
        let of_pages: Vec<Arc<OfPage>> = pages.iter().map(gathered).collect();
        let mut pages_of: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for (index, of_page) in of_pages.iter().enumerate() {
            for part in of_page.by_part.keys() {
                let own = pages_of.entry(part.document()).or_default();
                if own.last() != Some(&index) {
                    own.push(index);
                }
            }
        }
        Self { pages: pages.to_vec(), of_pages, pages_of }
    }

    /// The pages.
    pub(crate) fn pages(&self) -> &[Arc<Page>] {
        &self.pages
    }

    fn stretch(&self, line: Line) -> Option<(&Page, &Stretch)> {
        let stretch = self.of_pages.get(line.page)?.lines.get(line.line)?;
        Some((self.pages.get(line.page)?, stretch))
    }

    /// The runs of a line with the corners of their frames and the texts that they show.
    fn runs(&self, line: Line) -> impl Iterator<Item = (Point, &GlyphRun, Part)> {
        self.stretch(line).into_iter().flat_map(|(page, stretch)| stretch.runs(page))
    }

    /// The room of a line.
    fn rect(&self, line: Line) -> Option<Rect> {
        let (page, stretch) = self.stretch(line)?;
        stretch.rect(page)
    }

    fn direction(&self, line: Line) -> Direction {
        self.stretch(line).map_or(Direction::Right, |(_, stretch)| stretch.direction)
    }

    /// Which way the line runs that shows `position`.
    pub(crate) fn direction_at(&self, position: Position, lean: Lean) -> Direction {
        let line = self.line_of(position, lean);
        line.map_or(Direction::Right, |line| self.direction(line))
    }

    /// The lines that show `part`, in the order of reading.
    fn own(&self, part: Part) -> impl DoubleEndedIterator<Item = Line> {
        let pages = self.pages_of.get(&part.document()).into_iter().flatten();
        pages.flat_map(move |&page| {
            let of_page = self.of_pages.get(page);
            let lines = of_page.and_then(|of_page| of_page.by_part.get(&part));
            lines.into_iter().flatten().map(move |&line| Line { page, line })
        })
    }

    /// The line that shows `position`.
    fn line_of(&self, position: Position, lean: Lean) -> Option<Line> {
        let part = position.part;
        let shows = |line: &Line, fits: &dyn Fn(Range) -> bool| {
            let mut runs = self.runs(*line);
            runs.any(|(_, run, of)| of == part && fits(run.range()))
        };
        let begins = |range: Range| range.start <= position.offset;
        let next = self.own(part).rev().find(|line| shows(line, &begins));
        let next = next.or_else(|| self.own(part).next());
        // Columns are parted by spaces, which belong to what stands before them.
        if lean == Lean::Forward || next.is_some_and(|next| self.is_column(next)) {
            return next;
        }
        let reaches = |range: Range| range.end >= position.offset;
        let found = self.own(part).find(|line| shows(line, &reaches));
        found.or_else(|| self.own(part).next_back())
    }

    /// The line behind (`1`) or before (`-1`) another one.
    fn neighbour(&self, line: Line, step: isize) -> Option<Line> {
        let count = |page: usize| self.of_pages.get(page).map(|of_page| of_page.lines.len());
        if let Some(next) = line.line.checked_add_signed(step)
            && next < count(line.page)?
        {
            return Some(Line { line: next, ..line });
        }
        let mut page = line.page;
        loop {
            page = page.checked_add_signed(step)?;
            let lines = count(page)?;
            if lines > 0 {
                return Some(Line { page, line: if step > 0 { 0 } else { lines - 1 } });
            }
        }
    }

    /// Where the caret stands at `position`: a rectangle without width, as high as the em box; in a
    /// column one without height, as wide as that.
    pub(crate) fn caret(&self, position: Position, lean: Lean) -> Option<OnPage> {
        let line = self.line_of(position, lean)?;
        let direction = self.direction(line);
        let mut best: Option<Rect> = None;
        for (at, run, _) in self.runs(line).filter(|(.., part)| *part == position.part) {
            let range = run.range();
            if best.is_some() && range.start > position.offset {
                break;
            }
            let mut rect = bar(run, along(run, position.offset), direction).moved(at);
            if direction == Direction::Down {
                let spaces = i64::from(position.offset.saturating_sub(range.end));
                rect.at.y += run.size.scale(SPACE * spaces, 100);
            }
            best = Some(rect);
            if range.end > position.offset {
                break;
            }
        }
        Some(OnPage { page: line.page, rect: best? })
    }

    /// The boxes on some pages of the characters of `part` from `start` to `end`, one a run, and
    /// which way their lines run.
    pub(crate) fn boxes(
        &self,
        part: Part,
        (start, end): (u32, u32),
        pages: &std::ops::Range<usize>,
    ) -> Vec<(OnPage, Direction)> {
        let mut boxes = Vec::new();
        for line in self.own(part).filter(|line| pages.contains(&line.page)) {
            let (page, direction) = (line.page, self.direction(line));
            for (at, run, _) in self.runs(line).filter(|(.., of)| *of == part) {
                let range = run.range();
                if range.start >= end || range.end <= start {
                    continue;
                }
                let rect = between(run, along(run, start), along(run, end)).moved(at);
                boxes.push((OnPage { page, rect }, direction));
            }
        }
        boxes
    }

    /// The position nearest to `point` on page `page`.
    pub(crate) fn at(&self, page: usize, point: Point) -> Option<(Position, Lean)> {
        let count = self.of_pages.get(page)?.lines.len();
        let nearest = (0..count)
            .filter_map(|line| {
                let line = Line { page, line };
                Some((distance(self.rect(line)?, point), line))
            })
            .min()?;
        self.in_line(nearest.1, point)
    }

    /// The text that something made by the layout repeats at a point: a line of the contents.
    pub(crate) fn repeated_at(&self, page: usize, point: Point) -> Option<Place> {
        let inside =
            |placed: &&Placed| Rect { at: placed.at, size: placed.frame.size }.contains(point);
        let placed = self.pages.get(page)?.parts.iter().find(inside)?;
        placed.frame.items.iter().find_map(|item| match item {
            FrameItem::Glyphs(GlyphRun { source: Source::Generated(_, place), .. }) => *place,
            FrameItem::Glyphs(_) | FrameItem::Rule { .. } | FrameItem::Picture { .. } => None,
        })
    }

    /// Where a part stands that the layout makes anew for every issue: its page, and where on it.
    pub(crate) fn made_of(&self, part: Part) -> Option<(usize, Rect)> {
        if !matches!(part, Part::MongolianLine(_)) {
            return None;
        }
        let own = |run: &GlyphRun| match run.source {
            Source::Generated(_, place) => place.is_some_and(|place| place.part == part),
            Source::Text(_) => false,
        };
        self.pages.iter().enumerate().find_map(|(page, shown)| {
            let runs = shown.runs().filter(|(_, run)| own(run));
            let boxes = runs.map(|(at, run)| run.boxes(0, run.glyphs.len()).moved(at));
            boxes.reduce(|all, one| all.union(&one)).map(|rect| (page, rect))
        })
    }

    /// The position in a line that is nearest to a point; in a line to the right, only how far to
    /// the right it is counts.
    fn in_line(&self, line: Line, point: Point) -> Option<(Position, Lean)> {
        let direction = self.direction(line);
        let mut best: Option<(Pt, (Position, Lean))> = None;
        for (at, run, part) in self.runs(line) {
            let mut offer = |along: Pt, offset: u32, lean: Lean| {
                let rect = bar(run, along, direction).moved(at);
                let distance = match direction {
                    Direction::Right => (rect.at.x - point.x).abs(),
                    Direction::Down => outside(rect, point).0 + outside(rect, point).1,
                };
                if best.is_none_or(|(least, _)| distance < least) {
                    best = Some((distance, (Position { part, offset }, lean)));
                }
            };
            if run.glyphs.is_empty() {
                offer(Pt::ZERO, 0, Lean::Forward);
            }
            for stop in stops(run) {
                offer(stop.along, stop.offset, stop.lean);
            }
        }
        best.map(|(_, position)| position)
    }

    /// The position one line up (`-1`) or down (`1`), at the distance `x` from the left edge of its
    /// column of lines.
    pub(crate) fn vertical(
        &self,
        (from, lean): (Position, Lean),
        step: isize,
        x: Pt,
    ) -> Option<(Position, Lean)> {
        let line = self.line_of(from, lean)?;
        self.enter(self.neighbour(line, step)?, step, (line, x))
    }

    /// As [`Lines::vertical`], and as far as there are lines.
    pub(crate) fn vertical_most(
        &self,
        (from, lean): (Position, Lean),
        steps: isize,
        x: Pt,
    ) -> Option<(Position, Lean)> {
        let line = self.line_of(from, lean)?;
        let mut next = line;
        for _ in 0..steps.unsigned_abs() {
            match self.neighbour(next, steps.signum()) {
                Some(further) => next = further,
                None => break,
            }
        }
        self.enter(next, steps, (line, x))
    }

    /// The position at the distance `x` in a line that is entered from another one above or below.
    /// Of words that stand side by side, the one that stands nearest is entered, at its near end.
    fn enter(&self, line: Line, step: isize, (from, x): (Line, Pt)) -> Option<(Position, Lean)> {
        if !self.is_column(line) {
            let rect = self.rect(line)?;
            return self.in_line(line, Point { x: rect.at.x + x, ..rect.at });
        }
        let (_, own) = self.stretch(line)?;
        let x = self.rect(from)?.at.x + x;
        let beside = self.columns(line.page).filter(|(_, other)| other.is_beside(own));
        let (line, _) = beside.min_by_key(|(_, other)| (other.middle - x).abs())?;
        let rect = self.rect(line)?;
        let y = if step < 0 { rect.bottom() } else { rect.at.y };
        self.in_line(line, Point::new(rect.at.x, y))
    }

    /// The columns of a page.
    fn columns(&self, page: usize) -> impl Iterator<Item = (Line, &Stretch)> {
        let lines =
            self.of_pages.get(page).into_iter().flat_map(|own| own.lines.iter().enumerate());
        let lines = lines.map(move |(line, own)| (Line { page, line }, own));
        lines.filter(|(_, own)| own.direction == Direction::Down)
    }

    fn is_column(&self, line: Line) -> bool {
        self.direction(line) == Direction::Down
    }

    /// The position in the next column at the right (`1`) or left (`-1`), at the distance `y` from
    /// its upper end.
    pub(crate) fn across(
        &self,
        (from, lean): (Position, Lean),
        step: isize,
        y: Pt,
    ) -> Option<(Position, Lean)> {
        let line = self.line_of(from, lean)?;
        let (_, own) = self.stretch(line)?;
        let rect = self.rect(line)?;
        let beyond = self.columns(line.page).filter_map(|(other, column)| {
            let apart = column.middle - own.middle;
            let apart = if step < 0 { -apart } else { apart };
            let above = (self.rect(other)?.at.y - rect.at.y).abs();
            (apart > Pt::ZERO).then_some((apart + above, other))
        });
        let (_, next) = beyond.min()?;
        let rect = self.rect(next)?;
        self.in_line(next, Point::new(rect.at.x + rect.size.width / 2, rect.at.y + y))
    }

    /// How far the caret stands from the left edge of its line, or from the upper end of its column.
    pub(crate) fn depth(&self, position: Position, lean: Lean) -> Option<Pt> {
        let line = self.line_of(position, lean)?;
        let (rect, caret) = (self.rect(line)?, self.caret(position, lean)?.rect);
        Some(match self.direction(line) {
            Direction::Right => caret.at.x - rect.at.x,
            Direction::Down => caret.at.y - rect.at.y,
        })
    }

    /// First and last position of the line that shows `position`.
    pub(crate) fn line_ends(&self, position: Position, lean: Lean) -> Option<(Position, Position)> {
        let line = self.line_of(position, lean)?;
        let own = self.runs(line).filter(|(.., part)| *part == position.part);
        let ranges: Vec<_> = own.map(|(_, run, _)| run.range()).collect();
        let start = ranges.iter().map(|range| range.start).min()?;
        let end = ranges.iter().map(|range| range.end).max()?;
        let at = |offset| Position { part: position.part, offset };
        Some((at(start), at(end)))
    }

    /// The texts that a page shows, in the order of reading.
    fn on_page(&self, page: usize) -> impl DoubleEndedIterator<Item = Part> {
        self.of_pages.get(page).into_iter().flat_map(|of_page| of_page.order.iter().copied())
    }

    /// The first text on the pages.
    pub(crate) fn first(&self) -> Option<Part> {
        (0..self.pages.len()).find_map(|page| self.on_page(page).next())
    }

    /// The last text on the pages.
    pub(crate) fn last(&self) -> Option<Part> {
        (0..self.pages.len()).rev().find_map(|page| self.on_page(page).next_back())
    }

    /// The text behind (`1`) or before (`-1`) `part`; a text stands where it begins.
    pub(crate) fn beside(&self, part: Part, step: isize) -> Option<Part> {
        let page = self.page_of(part)?;
        let begins = |own: &Part, page: usize| self.page_of(*own) == Some(page);
        if step > 0 {
            let rest = self.on_page(page).skip_while(|own| *own != part).skip(1);
            let behind = (page + 1..self.pages.len())
                .flat_map(|page| self.on_page(page).map(move |own| (own, page)));
            let mut behind = rest.map(|own| (own, page)).chain(behind);
            behind.find(|(own, page)| begins(own, *page)).map(|(own, _)| own)
        } else {
            let rest = self.on_page(page).rev().skip_while(|own| *own != part).skip(1);
            let before = (0..page)
                .rev()
                .flat_map(|page| self.on_page(page).rev().map(move |own| (own, page)));
            let mut before = rest.map(|own| (own, page)).chain(before);
            before.find(|(own, page)| begins(own, *page)).map(|(own, _)| own)
        }
    }

    /// Where a text begins among all texts: its page, and its place among those of the page.
    fn begin(&self, part: Part) -> Option<(usize, usize)> {
        let page = self.page_of(part)?;
        Some((page, self.on_page(page).position(|own| own == part)?))
    }

    /// The texts on some pages from one end of a selection to the other, in the order of the
    /// pages, each with its selected characters.
    pub(crate) fn between(
        &self,
        (a, b): (Position, Position),
        pages: &std::ops::Range<usize>,
    ) -> Vec<(Part, (u32, u32))> {
        if a.part == b.part {
            return vec![(a.part, (a.offset.min(b.offset), a.offset.max(b.offset)))];
        }
        let (Some(at_a), Some(at_b)) = (self.begin(a.part), self.begin(b.part)) else {
            return Vec::new();
        };
        let ((first, from), (last, to)) =
            if at_a < at_b { ((at_a, a), (at_b, b)) } else { ((at_b, b), (at_a, a)) };
        let mut found = Vec::new();
        for part in pages.clone().flat_map(|page| self.on_page(page)) {
            let inside = self.begin(part).is_some_and(|at| first <= at && at <= last);
            if !inside || found.iter().any(|(own, _)| *own == part) {
                continue;
            }
            let start = if part == from.part { from.offset } else { 0 };
            let end = if part == to.part { to.offset } else { u32::MAX };
            found.push((part, (start, end)));
        }
        found
    }

    /// Index of the page on which `part` begins.
    pub(crate) fn page_of(&self, part: Part) -> Option<usize> {
        self.own(part).next().map(|line| line.page)
    }
}

/// How far a point is from a rectangle: horizontally and vertically.
fn outside(rect: Rect, point: Point) -> (Pt, Pt) {
    let outside = |value: Pt, low: Pt, high: Pt| (low - value).max(value - high).max(Pt::ZERO);
    (outside(point.x, rect.at.x, rect.right()), outside(point.y, rect.at.y, rect.bottom()))
}

/// How far a line is from a point; lines above or below count before those at the side.
fn distance(line: Rect, point: Point) -> (Pt, Pt) {
    let (dx, dy) = outside(line, point);
    // A click in the gutter or margin belongs to the line beside it.
    (dy + dx, dx)
}
