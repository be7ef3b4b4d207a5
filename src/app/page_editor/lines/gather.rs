//! The frames of a page → its lines: which runs make one, and which way it runs.

use std::collections::BTreeMap;

use crate::geom::{Point, Pt, Rect};
use crate::issue::masthead::Script;
use crate::issue::place::Part;
use crate::layout::page::{Direction, FrameItem, GlyphRun, Page, Placed, Source};

/// The lines of one page.
#[derive(Debug, Default)]
pub(super) struct OfPage {
    pub(super) lines: Vec<Stretch>,
    /// Which of the lines show a text.
    pub(super) by_part: BTreeMap<Part, Vec<usize>>,
    /// The texts, in the order of reading.
    pub(super) order: Vec<Part>,
}

/// Which runs make a line: a frame, or a column of words within one, or one character below the
/// other, each in a frame of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stretch {
    /// Which way it runs.
    pub(super) direction: Direction,
    /// Indices of its frames.
    pub(super) frames: std::ops::Range<usize>,
    /// Of each frame, which items are its own.
    items: std::ops::Range<usize>,
    /// Where the middle of a column is, from the left edge of the page.
    pub(super) middle: Pt,
}

impl Stretch {
    /// Its runs with the corners of their frames and the texts that they show.
    pub(super) fn runs<'a>(
        &self,
        page: &'a Page,
    ) -> impl Iterator<Item = (Point, &'a GlyphRun, Part)> + use<'a> {
        let items = self.items.clone();
        let frames = page.parts.get(self.frames.clone()).unwrap_or_default();
        frames.iter().flat_map(move |placed| {
            let own = placed.frame.items.iter().enumerate();
            let own = own.filter({
                let items = items.clone();
                move |(index, _)| items.contains(index)
            });
            own.filter_map(|(_, item)| text_run(item)).map(|(run, part)| (placed.at, run, part))
        })
    }

    /// Its room on the page: that of its frame, or of a column what its characters take.
    pub(super) fn rect(&self, page: &Page) -> Option<Rect> {
        match self.direction {
            Direction::Right => {
                let placed = page.parts.get(self.frames.start)?;
                Some(Rect { at: placed.at, size: placed.frame.size })
            }
            Direction::Down => {
                let boxes = self.runs(page).map(|(at, run, _)| whole(run).moved(at));
                boxes.reduce(|all, one| all.union(&one))
            }
        }
    }

    /// Whether it stands in the same frame as another column.
    pub(super) fn is_beside(&self, other: &Self) -> bool {
        self.frames == other.frames
    }
}

impl OfPage {
    /// Gathers the lines of a page.
    pub(super) fn new(page: &Page) -> Self {
        let mut own = Self::default();
        for (index, placed) in page.parts.iter().enumerate() {
            let mut runs = text_runs(placed).peekable();
            if runs.peek().is_none() {
                continue;
            }
            if own.goes_on(page, index) {
                continue;
            }
            let is_column = |(_, run, part): (usize, &GlyphRun, Part)| {
                run.direction == Direction::Down || part == Part::Masthead(Script::Mongolian)
            };
            if text_runs(placed).any(is_column) {
                own.add_columns(index, placed);
                continue;
            }
            let line = own.lines.len();
            own.lines.push(Stretch {
                direction: Direction::Right,
                frames: index..index + 1,
                items: 0..placed.frame.items.len(),
                middle: Pt::ZERO,
            });
            for (_, _, part) in runs {
                own.shows(line, part);
            }
        }
        own
    }

    /// Line `line` shows `part`.
    fn shows(&mut self, line: usize, part: Part) {
        let lines = self.by_part.entry(part).or_default();
        if lines.is_empty() {
            self.order.push(part);
        }
        if lines.last() != Some(&line) {
            lines.push(line);
        }
    }

    /// The words of a frame that stand side by side make columns: a run whose middle is elsewhere
    /// begins the next one.
    fn add_columns(&mut self, index: usize, placed: &Placed) {
        for (item, run, part) in text_runs(placed) {
            let middle = placed.at.x + middle(run);
            let last = self.lines.last_mut().filter(|last| {
                let near = (last.middle - middle).abs() < run.size / 2;
                last.direction == Direction::Down && last.frames.start == index && near
            });
            match last {
                Some(last) => last.items.end = item + 1,
                None => self.lines.push(Stretch {
                    direction: Direction::Down,
                    frames: index..index + 1,
                    items: item..item + 1,
                    middle,
                }),
            }
            self.shows(self.lines.len() - 1, part);
        }
    }

    /// Whether frame `index` holds a character of the Chinese name that stands below the one before
    /// it; its line takes it in. Nothing else sets that name in several frames.
    fn goes_on(&mut self, page: &Page, index: usize) -> bool {
        let only = |index: usize| {
            let placed = page.parts.get(index)?;
            let mut runs = text_runs(placed);
            let (_, run, part) = runs.next()?;
            let own = part == Part::Masthead(Script::Chinese) && runs.next().is_none();
            own.then(|| (placed.at + Point::new(middle(run), Pt::ZERO), run.range()))
        };
        let Some(last) = self.lines.last_mut().filter(|last| last.frames.end == index) else {
            return false;
        };
        let (Some(above), Some(below)) = (only(index.saturating_sub(1)), only(index)) else {
            return false;
        };
        let goes_on = above.0.y < below.0.y && above.1.end == below.1.start;
        if goes_on {
            last.frames.end = index + 1;
            last.direction = Direction::Down;
            last.middle = below.0.x;
        }
        goes_on
    }
}

fn whole(run: &GlyphRun) -> Rect {
    run.boxes(0, run.glyphs.len())
}

/// The middle of a run, from the left edge of its frame.
fn middle(run: &GlyphRun) -> Pt {
    let rect = whole(run);
    rect.at.x + rect.size.width / 2
}

/// The runs of a frame that show texts of the issue, with the indices of their items.
fn text_runs(placed: &Placed) -> impl Iterator<Item = (usize, &GlyphRun, Part)> {
    let items = placed.frame.items.iter().enumerate();
    items.filter_map(|(index, item)| text_run(item).map(|(run, part)| (index, run, part)))
}

fn text_run(item: &FrameItem) -> Option<(&GlyphRun, Part)> {
    match item {
        FrameItem::Glyphs(run) => match run.source {
            Source::Text(part) => Some((run, part)),
            Source::Generated(..) => None,
        },
        FrameItem::Rule { .. } | FrameItem::Picture { .. } => None,
    }
}
