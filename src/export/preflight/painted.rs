//! Whether a page of a written file paints what the display list has: each thing once, in its
//! place, size, direction and ink, in the order of the list, and nothing besides.
//!
//! What is read of the file is held against the page, not against what wrote it: the text that can
//! be taken out may be right where the glyphs stand elsewhere, or below a picture.

use super::Job;
use super::content::JobPlates;
use super::faults::{Faults, Sheet};
use super::outline::{holds, together};
use super::read::{Put, Seen, What, apply};
use crate::finding::Severity;
use crate::geom::{Point, Pt, Rect};
use crate::layout::page::{Direction, FrameItem, GlyphRun, Ink, Page};

/// How far something may stand from its place, in pt: twice a hundredth, as numbers are rounded.
const CLOSE: f64 = 0.02;
/// How far the parts of a drawing may reach out of its frame.
const NEAR: f64 = 0.25;
/// The lines of the frame where a picture is missing.
const FRAME: f64 = 0.6;

/// Holds what was seen of a page, or of the sheet around several, against what it should show.
pub(super) fn check(
    job: &Job<'_>,
    plates: &JobPlates,
    (sheet, page): (&Sheet<'_>, Option<&Page>),
    seen: &Seen,
    faults: &mut Faults,
) {
    let is_mark = |put: &Put| put.artefact && job.options.watermark.is_some();
    let shows = |put: &&Put| {
        !matches!(put.what, What::BeginActual(_) | What::EndActual)
            && is_inside(put.bounds, sheet.bleed)
            && !(is_mark(put) && matches!(put.what, What::Text { .. }))
    };
    let mut list = List { items: items(page), sheet, plates, at: 0, done: Done::default() };
    let fault =
        seen.puts.iter().filter(shows).find_map(|put| list.take(put)).or_else(|| list.rest());
    if let Some((rect, message)) = fault {
        let message = format!("{message}；请用本程序重新输出");
        faults.all.push(sheet.fault("page-painted", Severity::Error, rect, message));
    }
}

/// Whether a part of it is within the bleed: marks are not.
fn is_inside(own: [f64; 4], bleed: [f64; 4]) -> bool {
    let [left, bottom, right, top] = own;
    right > bleed[0] + CLOSE
        && left < bleed[2] - CLOSE
        && top > bleed[1] + CLOSE
        && bottom < bleed[3] - CLOSE
        // What is put nowhere on the paper is seen nowhere, and missed where it should be.
        || own.iter().any(|side| !side.is_finite())
}

/// A thing of the display list, from the upper left corner of the trim.
enum Item<'a> {
    /// Glyphs, and whether they are only read.
    Run(Point, &'a GlyphRun, bool),
    Rule(Rect, Ink),
    Picture(Rect, Rect, Option<Ink>),
}

impl Item<'_> {
    /// Where it is seen.
    fn rect(&self) -> Rect {
        match self {
            Item::Run(origin, run, _) => run.boxes(0, run.glyphs.len()).moved(*origin),
            Item::Rule(rect, _) => *rect,
            Item::Picture(_, window, _) => *window,
        }
    }
}

/// What a page has, as it is painted.
fn items(page: Option<&Page>) -> Vec<Item<'_>> {
    let mut all = Vec::new();
    for placed in page.iter().flat_map(|page| &page.parts) {
        for item in &placed.frame.items {
            match item {
                FrameItem::Glyphs(run) => all.push(Item::Run(placed.at, run, false)),
                FrameItem::Rule { rect, ink } => all.push(Item::Rule(rect.moved(placed.at), *ink)),
                FrameItem::Picture { rect, window, ink, letters, .. } => {
                    let (rect, window) = (rect.moved(placed.at), window.moved(placed.at));
                    all.push(Item::Picture(rect, window, *ink));
                    all.extend(letters.iter().map(|run| Item::Run(placed.at, run, true)));
                }
            }
        }
    }
    all
}

/// How much of an item was seen.
#[derive(Clone, Copy, Default)]
struct Done {
    /// Glyphs of a run.
    glyphs: usize,
    /// Something of a picture.
    some: bool,
}

/// The items of a page, on the way through what the file puts on it.
struct List<'a> {
    items: Vec<Item<'a>>,
    sheet: &'a Sheet<'a>,
    plates: &'a JobPlates,
    /// The item that is being seen.
    at: usize,
    done: Done,
}

type Found = (Option<Rect>, &'static str);

impl List<'_> {
    /// Finds the item that something is, behind those that were seen; says what is wrong where
    /// there is none, or one between is missing.
    fn take(&mut self, put: &Put) -> Option<Found> {
        let mut done = self.done;
        for (index, item) in self.items.iter().enumerate().skip(self.at) {
            if let Some(seen) = self.fits(item, done, put) {
                (self.at, self.done) = (index, seen);
                return None;
            }
            if !self.is_whole(item, done) {
                break;
            }
            done = Done::default();
        }
        // What is missing is what a reader looks for; what stands in its stead comes with it.
        let is_here = self
            .items
            .iter()
            .skip(self.at)
            .any(|item| self.fits(item, Done::default(), put).is_some());
        if is_here {
            return self.rest();
        }
        let message = "文件里这一处的位置、大小、颜色或次序与版面不同";
        Some((self.sheet.rect(put.bounds), message))
    }

    /// The first item that was not seen.
    fn rest(&self) -> Option<Found> {
        let mut done = self.done;
        let lost = self.items.iter().skip(self.at).find(|item| {
            let whole = self.is_whole(item, std::mem::take(&mut done));
            !whole
        });
        Some((Some(lost?.rect()), "版面上的这一处没有写进文件"))
    }

    /// Whether nothing of the item is missing; what lies outside of the bleed is cut away.
    fn is_whole(&self, item: &Item<'_>, done: Done) -> bool {
        let whole = match item {
            Item::Run(_, run, _) => {
                let rest = run.glyphs.iter().skip(done.glyphs);
                run.size <= Pt::ZERO || rest.into_iter().all(|own| own.chars == 0)
            }
            Item::Rule(..) | Item::Picture(..) => done.some,
        };
        whole || !is_inside(self.place(item.rect()), self.sheet.bleed)
    }

    /// What is seen of the item with this put; none if the put is none of it.
    fn fits(&self, item: &Item<'_>, done: Done, put: &Put) -> Option<Done> {
        match item {
            Item::Run(origin, run, unseen) => {
                let glyphs = self.glyphs((*origin, run, *unseen), done.glyphs, put)?;
                Some(Done { glyphs, some: true })
            }
            Item::Rule(rect, ink) => {
                let is_it = matches!(put.what, What::Fill(_))
                    && !done.some
                    && !put.nested
                    && same(put.bounds, self.place(*rect))
                    && covers(put.clip, put.bounds)
                    && self.plates.prints(&put.paint, *ink, &put.what);
                is_it.then_some(Done { glyphs: 0, some: true })
            }
            Item::Picture(rect, window, ink) => {
                let is_inked = ink.is_none_or(|ink| self.plates.prints(&put.paint, ink, &put.what));
                let (rect, window) = (self.place(*rect), self.place(*window));
                let fits = match put.what {
                    What::Image(_) => {
                        let [a, b, c, d, ..] = put.matrix;
                        same(put.bounds, rect)
                            && a > 0.0
                            && d > 0.0
                            && b.abs().max(c.abs()) < CLOSE
                            && same(together(put.clip, rect), together(window, rect))
                            && !done.some
                    }
                    What::Fill(_) | What::Stroke(_) if put.nested => {
                        within(put.bounds, rect)
                            && same(together(put.clip, rect), together(window, rect))
                    }
                    What::Fill(thickness) => {
                        return (thickness < FRAME && within(put.bounds, window))
                            .then_some(Done { glyphs: 0, some: true });
                    }
                    What::Text { .. }
                    | What::Stroke(_)
                    | What::BeginActual(_)
                    | What::EndActual => false,
                };
                (fits && is_inked).then_some(Done { glyphs: 0, some: true })
            }
        }
    }

    /// The glyphs of a run that are seen with this text, from `from` on.
    fn glyphs(
        &self,
        (origin, run, unseen): (Point, &GlyphRun, bool),
        from: usize,
        put: &Put,
    ) -> Option<usize> {
        let What::Text { pens, size, unseen: is_unseen, .. } = &put.what else { return None };
        let upright: [f64; 4] = match run.direction {
            Direction::Right => [1.0, 0.0, 0.0, 1.0],
            Direction::Down => [0.0, -1.0, 1.0, 0.0],
        };
        let is_turned_right =
            put.matrix.iter().zip(upright).all(|(own, one)| (own - one).abs() < 1e-4);
        if *is_unseen != unseen
            || !is_turned_right
            || (size - run.size.to_f64()).abs() > CLOSE
            || !covers(put.clip, put.bounds)
            || !self.plates.prints(&put.paint, run.ink, &put.what)
        {
            return None;
        }
        let mut next = from;
        for &pen in pens {
            let (x, y) = apply(put.matrix, pen, 0.0);
            loop {
                let glyph = run.glyphs.get(next)?;
                next += 1;
                let from_start = match run.direction {
                    Direction::Right => Point::new(glyph.x, glyph.y),
                    Direction::Down => Point::new(-glyph.y, glyph.x),
                };
                let at = origin + run.at + from_start;
                let (own_x, own_y) = self.point(at);
                if (x - own_x).abs() <= CLOSE && (y - own_y).abs() <= CLOSE {
                    break;
                }
                // One without ink within a cluster is not written.
                if glyph.chars > 0 {
                    return None;
                }
            }
        }
        Some(next)
    }

    /// A point of the trim in the coordinates of the file.
    fn point(&self, point: Point) -> (f64, f64) {
        (self.sheet.trim[0] + point.x.to_f64(), self.sheet.trim[3] - point.y.to_f64())
    }

    fn place(&self, rect: Rect) -> [f64; 4] {
        let (left, top) = self.point(rect.at);
        let (right, bottom) = self.point(Point::new(rect.right(), rect.bottom()));
        [left, bottom, right, top]
    }
}

fn same(one: [f64; 4], other: [f64; 4]) -> bool {
    one.iter().zip(other).all(|(a, b)| (a - b).abs() <= CLOSE)
}

fn covers(clip: [f64; 4], own: [f64; 4]) -> bool {
    holds(clip, CLOSE, own)
}

fn within(own: [f64; 4], frame: [f64; 4]) -> bool {
    holds(frame, NEAR, own)
}
