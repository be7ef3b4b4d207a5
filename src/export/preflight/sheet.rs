//! Preflight of sheets with several pages (拼版): before they are written, whether the scheme suits
//! the pages; afterwards, whether each side shows its pages in their places, and each page is sound.
//!
//! Places are compared with the order of the pages alone, not with what laid them out.

use lopdf::ObjectId;

use super::faults::{Faults, Sheet};
use super::leaf::{Leaf, Reading, boxes, keys, leaf};
use super::marks::{self, Within};
use super::object::numbers;
use super::read::{Shown, bounds};
use super::{Fault, Job};
use crate::export::imposition::{Scheme, Seat, Side};
use crate::finding::Severity;
use crate::geom::{Pt, Rect};
use crate::layout::page::{FrameItem, Ink, Page};

/// Text nearer to the fold than this after creep is lost in it: as at the trim.
const SAFE: Pt = Pt::from_units(65_536 * 72 * 50 / 254);
/// How far a place may differ, in pt.
const CLOSE: f64 = 0.01;
/// The rule that says that sheets are only to be looked at.
pub(super) const PROOF: &str = "proof-sheets";
/// Pages of one sheet folded once.
const SHEET: usize = 4;

/// What stands against putting the pages on sheets like that.
pub(super) fn scheme(job: &Job<'_>) -> Vec<Fault> {
    let count = job.pages.len();
    let whole = count.is_multiple_of(SHEET);
    let message = match job.options.imposition {
        Some(Scheme::Grid { .. }) => {
            let message = "缩印只供看样，不能上版；付印请用单页、骑马订或按帖";
            return vec![Fault::new(PROOF, Severity::Warning, None, None, message)];
        }
        Some(Scheme::Sections(_)) if !whole => {
            "不是 4 的倍数，最后一帖折不满，会多出空白页；请增删空白页"
        }
        None if !whole => "不是 4 的倍数，不能骑马订；请输出全部页面，或增删空白页",
        Some(Scheme::Saddle(_)) => return creep(job),
        Some(Scheme::Spreads | Scheme::Sections(_)) | None => return Vec::new(),
    };
    vec![Fault::of_file("page-count", format!("共 {count} 面，{message}"))]
}

/// What the creep of stitched sheets moves too far: of each sheet that which shows first.
fn creep(job: &Job<'_>) -> Vec<Fault> {
    let sides = job.sides();
    let mut faults = Vec::new();
    for sheet in sides.chunk_by(|one, other| one.sheet == other.sheet) {
        let seats = sheet.iter().flat_map(|side| {
            side.places.iter().zip([true, false]).map(move |(seat, is_left)| (side, seat, is_left))
        });
        let moved: Vec<Moved<'_>> = seats
            .filter_map(|(side, seat, is_left)| {
                let page = job.pages.get(seat.page? as usize - 1)?;
                let by = if is_left { seat.shift } else { -seat.shift };
                Some(Moved { page, side, is_left, by })
            })
            .collect();
        faults.extend(moved.iter().find_map(Moved::bare_edge));
        faults.extend(moved.iter().find_map(Moved::lost_text));
    }
    faults
}

/// A page that creep moves towards the spine.
struct Moved<'a> {
    page: &'a Page,
    side: &'a Side,
    is_left: bool,
    by: Pt,
}

impl Moved<'_> {
    fn fault(&self, rect: Rect, message: String) -> Fault {
        let page = Some(self.page.number);
        Fault::new("creep", Severity::Error, page, Some(rect), message).on(Some(self.side))
    }

    /// What reaches the outer edge, and is moved away from it by more than its bleed.
    fn bare_edge(&self) -> Option<Fault> {
        let Page { trim, bleed, .. } = *self.page;
        if self.by <= bleed {
            return None;
        }
        let beyond = |rect: Rect| if self.is_left { -rect.at.x } else { rect.right() - trim.width };
        let rects = self.page.parts.iter().flat_map(|placed| {
            placed.frame.items.iter().filter_map(|item| match item {
                FrameItem::Rule { ink: Ink::Paper, .. } | FrameItem::Glyphs(_) => None,
                FrameItem::Rule { rect, .. } => Some(rect.moved(placed.at)),
                FrameItem::Picture { window, .. } => Some(window.moved(placed.at)),
            })
        });
        let rect = rects.into_iter().find(|rect| beyond(*rect) >= Pt::ZERO)?;
        let tenths = (self.by.to_f64() * 254.0 / 72.0).round() / 10.0;
        let message = format!("爬移 {tenths} 毫米，比出血还宽，切口会露白；请核对纸厚，或改用胶订");
        Some(self.fault(rect, message))
    }

    /// Text that only the shift brings too near to the fold: the rest is said of the page.
    fn lost_text(&self) -> Option<Fault> {
        let (rect, text) = self.page.runs().find_map(|(origin, run)| {
            let rect = run.boxes(0, run.glyphs.len()).moved(origin);
            let from_fold =
                if self.is_left { self.page.trim.width - rect.right() } else { rect.at.x };
            (from_fold >= SAFE && from_fold - self.by < SAFE).then_some((rect, &run.text))
        })?;
        let message = format!("爬移后“{text}”离订口不到 5 毫米；请核对纸厚，或加宽订口");
        Some(self.fault(rect, message))
    }
}

/// Checks a side of a sheet, and each page on it.
pub(super) fn leaves<'a>(reading: &Reading<'a>, side: &'a Side, id: ObjectId) -> Vec<Leaf<'a>> {
    let Ok(dictionary) = reading.pdf.get_dictionary(id) else { return Vec::new() };
    let mut faults = Faults::default();
    let sheet = boxes(reading.pdf, dictionary, ((None, Some(side)), None), &mut faults);
    keys(reading.pdf, dictionary, &sheet, &mut faults);
    let mut seen = reading.reader.side(id);
    if let Some(media) = numbers(reading.pdf, dictionary, b"MediaBox") {
        let within = within(reading.job, side);
        marks::check(reading.job.options, (&sheet, media), &within, &seen, &mut faults);
    }
    let shown = std::mem::take(&mut seen.pages);
    let seats: Vec<(usize, &Seat)> =
        side.places.iter().enumerate().filter(|(_, seat)| seat.page.is_some()).collect();
    if shown.len() != seats.len() {
        let message = format!("应有 {} 面，版上有 {} 面；请重新输出", seats.len(), shown.len());
        faults.all.push(sheet.fault("page-lost", Severity::Error, None, message));
    }
    let mut leaves = Vec::new();
    for ((place, seat), shown) in seats.into_iter().zip(&shown) {
        let number = seat.page.unwrap_or_default();
        let page = reading.job.pages.get((number as usize).saturating_sub(1));
        let Some(page) = page.map(|page| &**page).filter(|_| reading.watch.goes_on()) else {
            continue;
        };
        let (width, height) = (page.trim.width.to_f64(), page.trim.height.to_f64());
        let bleed = page.bleed.to_f64();
        let trim = [bleed, bleed, bleed + width, bleed + height];
        let outer = [0.0, 0.0, width + bleed * 2.0, height + bleed * 2.0];
        let own = Sheet { page: Some(page.number), side: Some(side), trim, bleed: outer };
        if !stands(&sheet, side, (place, seat), (shown, trim), reading.job) {
            let message = "页面在大版上放错了位置；请重新输出";
            faults.all.push(own.fault("page-place", Severity::Error, None, message));
        }
        let Some((form, seen)) = reading.reader.form(shown.form) else { continue };
        let mut found = Faults::default();
        let same = |found: [f64; 4]| found.iter().zip(outer).all(|(a, b)| (a - b).abs() < CLOSE);
        if !numbers(reading.pdf, form, b"BBox").is_some_and(same) {
            let message = "页面在大版上的大小不对；请重新输出";
            found.all.push(own.fault("page-size", Severity::Error, None, message));
        }
        leaves.push(leaf(reading, (own, Some(page)), seen, found));
    }
    leaves.push(leaf(reading, (sheet, None), seen, faults));
    leaves
}

/// Where a side is folded and cut apart: pairs of pages share a spine; between pairs and between
/// rows is the bleed of both, folded in its middle. Small pages to look at are neither.
fn within(job: &Job<'_>, side: &Side) -> Within {
    let mut within = Within::default();
    let Some(page) = job.pages.first() else { return within };
    if matches!(job.options.imposition, Some(Scheme::Grid { .. })) {
        return within;
    }
    let bleed = page.bleed.to_f64();
    let (width, height) = (page.trim.width.to_f64(), page.trim.height.to_f64());
    let pairs = (side.columns / 2).max(1);
    let rows = u32::try_from(side.places.len()).unwrap_or(1) / side.columns.max(1);
    let step = (width + bleed) * 2.0;
    for pair in 0..pairs {
        let left = f64::from(pair) * step;
        within.folds[0].push(left + width);
        if pair > 0 {
            within.folds[0].push(left - bleed);
            within.cuts[0].extend([left - bleed * 2.0, left]);
        }
    }
    for row in 1..rows {
        let bottom = f64::from(row) * (height + bleed * 2.0);
        within.folds[1].push(bottom - bleed);
        within.cuts[1].extend([bottom - bleed * 2.0, bottom]);
    }
    within
}

/// Whether a page stands in its place of the side: in its row and column, at its size, upright or on
/// its head, moved as far as it should be, and seen with its bleed up to the fold.
fn stands(
    sheet: &Sheet<'_>,
    side: &Side,
    (place, seat): (usize, &Seat),
    (shown, trim): (&Shown, [f64; 4]),
    job: &Job<'_>,
) -> bool {
    let columns = (side.columns as usize).max(1);
    let rows = side.places.len().div_ceil(columns);
    let (column, row) = (place % columns, place / columns);
    let reduced = match job.options.imposition {
        Some(Scheme::Grid { .. }) => columns.max(rows),
        _ => 1,
    };
    #[expect(clippy::cast_precision_loss, reason = "at most 8")]
    let [across, down, pairs, scale] = [column, row, column / 2, reduced].map(|own| own as f64);
    let (scale, bleed) = if reduced > 1 { (1.0 / scale, 0.0) } else { (1.0, trim[0]) };
    let (width, height) = ((trim[2] - trim[0]) * scale, (trim[3] - trim[1]) * scale);
    // Between two pairs of pages, and between two rows, is the bleed of both.
    let left = sheet.trim[0] + width * across + bleed * 2.0 * pairs;
    let top = sheet.trim[3] - (height + bleed * 2.0) * down;
    let own = [left, top - height, left + width, top];
    let to_fold = match job.options.imposition {
        Some(Scheme::Grid { .. }) => [0.0, 0.0],
        _ if column.is_multiple_of(2) => [bleed, 0.0],
        _ => [0.0, bleed],
    };
    let seen = [own[0] - to_fold[0], own[1] - bleed, own[2] + to_fold[1], own[3] + bleed];
    let shift = seat.shift.to_f64();
    let moved = [own[0] + shift, own[1], own[2] + shift, own[3]];
    let close = |one: [f64; 4], other: [f64; 4]| {
        one.iter().zip(other).all(|(one, other)| (one - other).abs() < CLOSE)
    };
    let turn = if seat.turned { -scale } else { scale };
    let [a, b, c, d, ..] = shown.matrix;
    close(bounds(shown.matrix, trim), moved)
        && close([a, b, c, d], [turn, 0.0, 0.0, turn])
        && close(shown.clip, seen)
}
