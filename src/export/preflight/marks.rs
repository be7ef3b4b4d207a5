//! The marks around a page or a side of a written file: room for them, and that none is lost.

use super::faults::{Faults, Sheet};
use super::paint::Paint;
use super::read::{Put, Seen, What};
use crate::export::press::{Marks, Options};
use crate::finding::Severity;
use crate::geom::Pt;

/// How far a mark may be off, in pt.
const CLOSE: f64 = 0.5;

/// Where a sheet is folded and cut apart within its trim: from the left of the trim, and from its
/// bottom, in pt.
#[derive(Debug, Default)]
pub(super) struct Within {
    pub(super) folds: [Vec<f64>; 2],
    pub(super) cuts: [Vec<f64>; 2],
}

/// Checks the paper, `media`, of a page or of a side of a sheet with several, and what stands
/// outside of its bleed, against the marks of the job: lines of 5 mm at least 3 mm from the trim at
/// every cut, dashes at every fold, four registration marks of 5 mm, patches of 5 mm, and the line
/// that names it.
pub(super) fn check(
    options: &Options,
    (sheet, media): (&Sheet<'_>, [f64; 4]),
    within: &Within,
    seen: &Seen,
    faults: &mut Faults,
) {
    let mut fault = |rule, message: &str| {
        let message = format!("{message}；请用本程序重新输出");
        faults.all.push(sheet.fault(rule, Severity::Error, None, message));
    };
    let bleed = sheet.bleed;
    let room = options.marks.room().to_f64();
    let around =
        [bleed[0] - media[0], bleed[1] - media[1], media[2] - bleed[2], media[3] - bleed[3]];
    if around.iter().any(|own| (own - room).abs() > CLOSE) {
        fault("page-media", "纸张框不是成品加出血加标记的位置");
    }
    if options.marks == Marks::None {
        return;
    }
    let is_out = |own: &&Put| {
        let [left, bottom, right, top] = own.bounds;
        right <= bleed[0] || top <= bleed[1] || left >= bleed[2] || bottom >= bleed[3]
    };
    let outside: Vec<&Put> = seen.puts.iter().filter(is_out).collect();
    let lines: Vec<Line> = outside.iter().filter_map(|own| Line::of(own, sheet.trim)).collect();
    let [gap, crop] = [3.0, 5.0].map(|mm| Pt::from_mm(mm).to_f64() - CLOSE / 10.0);
    let is_crop = |own: &Line| own.length >= crop && own.off >= gap;
    let is_cut = |axis: usize, at: f64| {
        [true, false]
            .iter()
            .all(|&end| lines.iter().any(|own| own.is_at(axis, at, end) && is_crop(own)))
    };
    let size = [sheet.trim[2] - sheet.trim[0], sheet.trim[3] - sheet.trim[1]];
    let cuts = [0, 1].map(|axis| [0.0, size[axis]].into_iter().chain(within.cuts[axis].clone()));
    if !cuts.into_iter().zip(0..).all(|(mut cuts, axis)| cuts.all(|at| is_cut(axis, at))) {
        fault("marks-lost", "裁切线缺少、太短，或离成品不到 3 毫米");
    }
    // Dashes, two or more at either end: one line alone would be taken for a crop mark.
    let dashes = |axis: usize, at: f64, end: bool| {
        let own = lines.iter().filter(|own| own.is_at(axis, at, end) && own.length < crop);
        own.count()
    };
    let mut folds =
        (0..).zip(&within.folds).flat_map(|(axis, own)| own.iter().map(move |&at| (axis, at)));
    if folds.any(|(axis, at)| [true, false].iter().any(|&end| dashes(axis, at, end) < 2)) {
        fault("marks-lost", "折线缺少，或不是虚线");
    }
    let count = |is: &dyn Fn(&Put) -> bool| outside.iter().filter(|own| is(own)).count();
    let five = Pt::from_mm(5.0).to_f64();
    let is_five = |own: &Put| {
        let [left, bottom, right, top] = own.bounds;
        [right - left, top - bottom].iter().all(|side| (side - five).abs() <= CLOSE)
    };
    if count(&|own| is_all(own) && matches!(own.what, What::Stroke(_)) && is_five(own)) < 4 {
        fault("marks-lost", "套准线不足四个");
    }
    if count(&|own| !is_all(own) && matches!(own.what, What::Fill(_)) && is_five(own)) < 2 {
        fault("marks-lost", "缺少色标");
    }
    if count(&|own| matches!(own.what, What::Text { .. })) == 0 {
        fault("marks-lost", "缺少信息行");
    }
}

/// Whether something is printed on all plates.
fn is_all(own: &Put) -> bool {
    matches!(&own.paint, Paint::Inks(names, _) if names.iter().any(|name| name == "All"))
}

/// A thin line on all plates beyond an edge of the trim, at a right angle to it.
struct Line {
    /// 0 for an upright line, 1 for a level one.
    axis: usize,
    /// From the left or the bottom of the trim.
    at: f64,
    /// Whether it stands at the end of the trim: at its top or at its right.
    end: bool,
    length: f64,
    /// From the edge of the trim.
    off: f64,
}

impl Line {
    fn of(own: &Put, trim: [f64; 4]) -> Option<Self> {
        let [left, bottom, right, top] = own.bounds;
        let (axis, [low, high], middle) = if right - left <= 1.0 {
            (0, [bottom, top], (left + right) / 2.0 - trim[0])
        } else if top - bottom <= 1.0 {
            (1, [left, right], (bottom + top) / 2.0 - trim[1])
        } else {
            return None;
        };
        let [start, stop] = if axis == 0 { [trim[1], trim[3]] } else { [trim[0], trim[2]] };
        let end = low >= stop;
        let off = if end { low - stop } else { start - high };
        (is_all(own) && off >= 0.0).then_some(Self {
            axis,
            at: middle,
            end,
            length: high - low,
            off,
        })
    }

    fn is_at(&self, axis: usize, at: f64, end: bool) -> bool {
        self.axis == axis && self.end == end && (self.at - at).abs() <= CLOSE
    }
}
