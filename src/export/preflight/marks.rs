//! The marks around a page of a written file: room for them, and that none is lost.

use super::file::{Faults, Sheet};
use super::paint::Paint;
use super::read::{Put, Seen, What};
use crate::export::press::{Marks, Options};
use crate::finding::Severity;
use crate::geom::Pt;

/// How far a mark may be off, in pt.
const CLOSE: f64 = 0.5;

/// Checks the paper of a single page, `media`, and what stands outside of its bleed, against the
/// marks of the job: eight crop lines of 5 mm at least 3 mm from the trim, four registration marks
/// of 5 mm, patches of 5 mm, and the line that names the page.
pub(super) fn check(
    options: &Options,
    (sheet, media): (&Sheet<'_>, [f64; 4]),
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
    let count = |is: &dyn Fn(&Put) -> bool| outside.iter().filter(|own| is(own)).count();
    if count(&|own| is_crop(own, sheet.trim)) < 8 {
        fault("marks-lost", "裁切线缺少、太短，或离成品不到 3 毫米");
    }
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

/// Whether it is a line of 5 mm in line with an edge of the trim, 3 mm off or more.
fn is_crop(own: &Put, trim: [f64; 4]) -> bool {
    let [length, gap] = [5.0, 3.0].map(|mm| Pt::from_mm(mm).to_f64() - CLOSE / 10.0);
    let [left, bottom, right, top] = own.bounds;
    let on = |at: f64, edges: [f64; 2]| edges.iter().any(|edge| (at - edge).abs() <= CLOSE);
    let off = |low: f64, high: f64, [start, end]: [f64; 2]| high <= start - gap || low >= end + gap;
    let (across, down) = ([trim[0], trim[2]], [trim[1], trim[3]]);
    let upright = right - left <= 1.0
        && top - bottom >= length
        && on((left + right) / 2.0, across)
        && off(bottom, top, down);
    let level = top - bottom <= 1.0
        && right - left >= length
        && on((bottom + top) / 2.0, down)
        && off(left, right, across);
    is_all(own) && (upright || level)
}
