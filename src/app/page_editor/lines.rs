//! The lines that can be written on, in the order of reading: where a character stands, and which
//! character stands at a point.
//!
//! All positions come from the glyphs of the pages; nothing is measured here.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::geom::{Point, Pt, Rect};
use crate::issue::id::DocumentId;
use crate::issue::masthead::Script;
use crate::issue::place::{Part, Place};
use crate::issue::text::Range;
use crate::layout::page::{Direction, FrameItem, GlyphRun, Page, Placed, Source};

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

/// A frame that holds characters of texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Line {
    /// Index of the page.
    page: usize,
    /// Which of the page's lines.
    line: usize,
}

/// The lines of one page.
#[derive(Debug, Default)]
struct OfPage {
    /// Indices of the frames.
    placed: Vec<usize>,
    /// Which of the lines show a text.
    by_part: BTreeMap<Part, Vec<usize>>,
    /// The texts, in the order of reading.
    order: Vec<Part>,
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

    fn placed(&self, line: Line) -> Option<&Placed> {
        let index = self.of_pages.get(line.page)?.placed.get(line.line)?;
        self.pages.get(line.page)?.parts.get(*index)
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
            let mut runs = self.placed(*line).into_iter().flat_map(text_runs);
            runs.any(|(run, of)| of == part && fits(run.range()))
        };
        match lean {
            Lean::Back => {
                let reaches = |range: Range| range.end >= position.offset;
                let found = self.own(part).find(|line| shows(line, &reaches));
                found.or_else(|| self.own(part).next_back())
            }
            Lean::Forward => {
                let begins = |range: Range| range.start <= position.offset;
                let found = self.own(part).rev().find(|line| shows(line, &begins));
                found.or_else(|| self.own(part).next())
            }
        }
    }

    /// The line behind (`1`) or before (`-1`) another one.
    fn neighbour(&self, line: Line, step: isize) -> Option<Line> {
        let count = |page: usize| self.of_pages.get(page).map(|of_page| of_page.placed.len());
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

    /// Where the caret stands at `position`: a rectangle without width, as high as the em box.
    pub(crate) fn caret(&self, position: Position, lean: Lean) -> Option<OnPage> {
        let line = self.line_of(position, lean)?;
        let placed = self.placed(line)?;
        let page = line.page;
        let mut best: Option<Rect> = None;
        for (run, part) in text_runs(placed) {
            if part != position.part {
                continue;
            }
            if let Some(rect) = caret_in(run, position.offset) {
                best = Some(rect.moved(placed.at));
                if run.range().end > position.offset {
                    break;
                }
            }
        }
        Some(OnPage { page, rect: best? })
    }

    /// The boxes on some pages of the characters of `part` from `start` to `end`, one a run.
    pub(crate) fn boxes(
        &self,
        part: Part,
        (start, end): (u32, u32),
        pages: &std::ops::Range<usize>,
    ) -> Vec<OnPage> {
        let mut boxes = Vec::new();
        for line in self.own(part).filter(|line| pages.contains(&line.page)) {
            let Some(placed) = self.placed(line) else { continue };
            let page = line.page;
            for (run, of) in text_runs(placed) {
                if of != part {
                    continue;
                }
                let inside =
                    |glyph: &&crate::layout::page::Glyph| glyph.from >= start && glyph.from < end;
                let first = run.glyphs.iter().position(|glyph| inside(&glyph));
                let last = run.glyphs.iter().rposition(|glyph| inside(&glyph));
                if let (Some(first), Some(last)) = (first, last) {
                    let rect = run.boxes(first, last + 1).moved(placed.at);
                    boxes.push(OnPage { page, rect });
                }
            }
        }
        boxes
    }

    /// The position nearest to `point` on page `page`.
    pub(crate) fn at(&self, page: usize, point: Point) -> Option<(Position, Lean)> {
        let count = self.of_pages.get(page)?.placed.len();
        let nearest = (0..count)
            .filter_map(|line| {
                let line = Line { page, line };
                Some((distance(self.placed(line)?, point), line))
            })
            .min()?;
        self.in_line(nearest.1, point.x)
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

    /// The position in a line that is nearest to `x`.
    fn in_line(&self, line: Line, x: Pt) -> Option<(Position, Lean)> {
        let placed = self.placed(line)?;
        let x = x - placed.at.x;
        let mut best: Option<(Pt, (Position, Lean))> = None;
        let mut offer = |distance: Pt, part: Part, offset: u32, lean: Lean| {
            if best.is_none_or(|(least, _)| distance < least) {
                best = Some((distance, (Position { part, offset }, lean)));
            }
        };
        for (run, part) in text_runs(placed) {
            if run.glyphs.is_empty() {
                offer((run.at.x - x).abs(), part, 0, Lean::Forward);
            }
            for (index, glyph) in run.glyphs.iter().enumerate().filter(|(_, g)| g.chars > 0) {
                let rect = run.boxes(index, index + 1);
                offer((rect.at.x - x).abs(), part, glyph.from, Lean::Forward);
                let end = glyph.from + u32::from(glyph.chars);
                offer((rect.right() - x).abs(), part, end, Lean::Back);
            }
        }
        best.map(|(_, position)| position)
    }

    /// The position one line up (`-1`) or down (`1`), at the distance `x` from the left edge of its
    /// column.
    pub(crate) fn vertical(
        &self,
        (from, lean): (Position, Lean),
        step: isize,
        x: Pt,
    ) -> Option<(Position, Lean)> {
        let line = self.line_of(from, lean)?;
        let next = self.neighbour(line, step)?;
        let placed = self.placed(next)?;
        self.in_line(next, placed.at.x + x)
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
        let placed = self.placed(next)?;
        self.in_line(next, placed.at.x + x)
    }

    /// How far the caret stands from the left edge of its column.
    pub(crate) fn column_x(&self, position: Position, lean: Lean) -> Option<Pt> {
        let placed = self.placed(self.line_of(position, lean)?)?;
        Some(self.caret(position, lean)?.rect.at.x - placed.at.x)
    }

    /// First and last position of the line that shows `position`.
    pub(crate) fn line_ends(&self, position: Position, lean: Lean) -> Option<(Position, Position)> {
        let placed = self.placed(self.line_of(position, lean)?)?;
        let own = text_runs(placed).filter(|(_, part)| *part == position.part);
        let ranges: Vec<_> = own.map(|(run, _)| run.range()).collect();
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

impl OfPage {
    fn new(page: &Page) -> Self {
        let mut own = Self::default();
        for (placed, part) in page.parts.iter().enumerate() {
            let line = own.placed.len();
            let mut is_line = false;
            for (_, of) in text_runs(part) {
                is_line = true;
                let lines = own.by_part.entry(of).or_default();
                if lines.is_empty() {
                    own.order.push(of);
                }
                if lines.last() != Some(&line) {
                    lines.push(line);
                }
            }
            if is_line {
                own.placed.push(placed);
            }
        }
        own
    }
}

/// The runs of a frame that show texts of the issue, written to the right. The Mongolian name is
/// written elsewhere, also the numbers that stand upright in it.
fn text_runs(placed: &Placed) -> impl Iterator<Item = (&GlyphRun, Part)> {
    placed.frame.items.iter().filter_map(|item| match item {
        FrameItem::Glyphs(run) => match (run.source, run.direction) {
            (Source::Text(Part::Masthead(Script::Mongolian)), _) => None,
            (Source::Text(part), Direction::Right) => Some((run, part)),
            (Source::Text(_), Direction::Down) | (Source::Generated(..), _) => None,
        },
        FrameItem::Rule { .. } | FrameItem::Picture { .. } => None,
    })
}

/// Where a caret before character `offset` stands in a run; at its end behind the last glyph.
fn caret_in(run: &GlyphRun, offset: u32) -> Option<Rect> {
    let range = run.range();
    if offset < range.start || offset > range.end {
        return None;
    }
    let index = run.glyphs.iter().position(|glyph| glyph.chars > 0 && glyph.from >= offset);
    let rect = match index {
        Some(index) => run.boxes(index, index),
        None => {
            let whole = run.boxes(0, run.glyphs.len());
            Rect::new(whole.right(), whole.at.y, Pt::ZERO, whole.size.height)
        }
    };
    Some(Rect { at: rect.at, size: crate::geom::Size { width: Pt::ZERO, ..rect.size } })
}

/// How far a frame is from a point; lines above or below count before those at the side.
fn distance(placed: &Placed, point: Point) -> (Pt, Pt) {
    let rect = Rect { at: placed.at, size: placed.frame.size };
    let outside = |value: Pt, low: Pt, high: Pt| (low - value).max(value - high).max(Pt::ZERO);
    let dx = outside(point.x, rect.at.x, rect.right());
    let dy = outside(point.y, rect.at.y, rect.bottom());
    // A click in the gutter or margin belongs to the line beside it.
    (dy + dx, dx)
}
