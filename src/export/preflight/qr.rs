//! Preflight of QR codes: whether a telephone will read them from paper (house rules of print
//! offices; the quiet zone is that of ISO/IEC 18004, 5.3.8).

use std::collections::BTreeMap;

use super::Fault;
use crate::export::press::{BLACK, Options, Printed, QUIET, QrCode, Red};
use crate::finding::Severity;
use crate::geom::{Point, Pt, Rect};
use crate::layout::page::{FrameItem, Ink, Page};

/// The least side of a module, in millimetres.
const LEAST: f64 = 0.33;

/// What is wrong with the codes on the pictures of a page.
pub(super) fn check(
    page: &Page,
    printed: &BTreeMap<String, Printed>,
    options: &Options,
) -> Vec<Fault> {
    let mut faults = Vec::new();
    let items = || {
        let parts = page.parts.iter();
        parts.flat_map(|placed| placed.frame.items.iter().map(|item| (placed.at, item)))
    };
    for (index, (origin, item)) in items().enumerate() {
        let FrameItem::Picture { rect, window, sha256, ink, .. } = item else { continue };
        let Some(own) = printed.get(&**sha256) else { continue };
        let (rect, window) = (rect.moved(origin), window.moved(origin));
        for code in &own.codes {
            let placed = Code::new(code, (own.width, own.height), rect);
            if !overlap(placed.rect, window) {
                continue;
            }
            let mut fault = |rule, severity, message: String| {
                let (page, rect) = (Some(page.number), Some(placed.rect));
                faults.push(Fault::new(rule, severity, page, rect, message));
            };
            if placed.module < LEAST {
                let (module, times) = (placed.module, (LEAST / placed.module * 10.0).ceil() / 10.0);
                let message = format!(
                    "二维码每格只有 {module:.2} 毫米，不到 {LEAST} 毫米，手机扫不出；请把图片放大到现在的 {times:.1} 倍"
                );
                fault("code-small", Severity::Error, message);
            }
            if let Some(what) = placed.crowded(code, window, page, items(), index) {
                let margin = placed.module * f64::from(QUIET);
                let message = format!(
                    "二维码四周要空出 {QUIET} 格（{margin:.1} 毫米），{what}，手机扫不出；请留出空白，或换四周留白的图片"
                );
                fault("code-quiet", Severity::Error, message);
            }
            let is_black = match (ink, options.red) {
                (None, _) => code.black,
                (Some(Ink::Text), _) => true,
                (Some(Ink::Red), Red::Process) => options.red_inks.inks() == BLACK,
                (Some(Ink::Red | Ink::Paper), _) => false,
            };
            if !is_black {
                let message = "二维码不是单黑印刷，套印不准就扫不出；请换成黑白的二维码图片";
                fault("code-ink", Severity::Error, message.to_owned());
            }
            if !code.readable {
                let message =
                    "二维码的内容读不出来，可能残缺或模糊；请用手机扫描核对，换清晰的原图";
                fault("code-unread", Severity::Warning, message.to_owned());
            }
        }
    }
    faults
}

/// A code where it stands on a page.
struct Code {
    /// From the upper left corner of the trim.
    rect: Rect,
    /// The shorter side of a module, in millimetres.
    module: f64,
}

impl Code {
    fn new(code: &QrCode, (width, height): (u32, u32), picture: Rect) -> Self {
        let pixel = [
            picture.size.width.to_f64() / f64::from(width.max(1)),
            picture.size.height.to_f64() / f64::from(height.max(1)),
        ];
        let corners = code.corners.map(|[x, y]| {
            let [x, y] = [f64::from(x) * pixel[0], f64::from(y) * pixel[1]].map(Pt::from_f64);
            Point::new(picture.at.x + x, picture.at.y + y)
        });
        let [first, second, third, _] = corners;
        let length =
            |from: Point, to: Point| (to.x - from.x).to_f64().hypot((to.y - from.y).to_f64());
        // Corners are known to a pixel; the benefit of it is the code's.
        let side = length(first, second).min(length(second, third)) + pixel[0].max(pixel[1]);
        let module = side / f64::from(code.modules.max(1)) * 25.4 / 72.0;
        let point = |own: Point| Rect::new(own.x, own.y, Pt::ZERO, Pt::ZERO);
        let rect = corners.into_iter().map(point).reduce(|all, one| all.union(&one));
        Self { rect: rect.unwrap_or_default(), module }
    }

    /// The code with so many modules around it.
    fn with(&self, modules: f64) -> Rect {
        let Rect { at, size } = self.rect;
        let around = Pt::from_mm(self.module * modules);
        let (width, height) = (size.width + around * 2, size.height + around * 2);
        Rect::new(at.x - around, at.y - around, width, height)
    }

    /// What keeps a code, on the item of this index, from having its quiet zone.
    fn crowded<'a>(
        &self,
        code: &QrCode,
        window: Rect,
        page: &Page,
        items: impl Iterator<Item = (Point, &'a FrameItem)>,
        index: usize,
    ) -> Option<String> {
        if !holds(window, self.with(-1.0)) {
            return Some("图片裁掉了它的一部分".to_owned());
        }
        // A fifth of a module is nothing that could be measured on paper.
        let zone = self.with(f64::from(QUIET) - 0.2);
        let paper = Rect { at: Point::default(), size: page.trim };
        if !holds(paper, zone) {
            return Some("它离裁切线太近".to_owned());
        }
        // What is not light may be outside of the part of the picture that is shown.
        let quiet = f64::from(code.quiet);
        if code.quiet < QUIET && !holds(self.with(quiet + 0.5), window) {
            return Some(format!("图片里只空出 {} 格", code.quiet));
        }
        let mut near = None;
        for (other, (origin, item)) in items.enumerate() {
            let (rect, is_paper) = match item {
                FrameItem::Glyphs(run) if run.text.trim().is_empty() => continue,
                FrameItem::Glyphs(run) => {
                    (run.boxes(0, run.glyphs.len()).moved(origin), run.ink == Ink::Paper)
                }
                FrameItem::Rule { rect, ink } => (rect.moved(origin), *ink == Ink::Paper),
                FrameItem::Picture { window, .. } => (window.moved(origin), false),
            };
            // White covers what is below it, and so does the picture itself.
            let is_covered = is_paper && matches!(item, FrameItem::Rule { .. });
            if is_covered && holds(rect, zone) || other == index && holds(rect, zone) {
                near = None;
            } else if !is_paper && other != index && overlap(rect, zone) {
                near = near.or(Some(item));
            }
        }
        near.map(|item| match item {
            FrameItem::Glyphs(run) => format!("旁边的“{}”太近", run.text.trim()),
            FrameItem::Rule { .. } => "旁边的线或色块太近".to_owned(),
            FrameItem::Picture { .. } => "旁边的另一张图片太近".to_owned(),
        })
    }
}

/// Whether two rectangles have some area in common.
fn overlap(one: Rect, other: Rect) -> bool {
    one.at.x < other.right()
        && other.at.x < one.right()
        && one.at.y < other.bottom()
        && other.at.y < one.bottom()
}

/// Whether a rectangle holds all of another.
fn holds(outer: Rect, inner: Rect) -> bool {
    outer.at.x <= inner.at.x
        && outer.at.y <= inner.at.y
        && outer.right() >= inner.right()
        && outer.bottom() >= inner.bottom()
}
