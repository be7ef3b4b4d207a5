//! Pictures on the pages: where one stands, and how wide it becomes when its corner is dragged.

use super::lines::{Lines, OnPage};
use crate::app::language::Words;
use crate::geom::{Mm, Point, Pt, Rect};
use crate::issue::Issue;
use crate::issue::block::{BlockKind, PICTURE_WIDTHS};
use crate::issue::edit::Edit;
use crate::issue::find_block;
use crate::issue::id::{BlockId, DocumentId};
use crate::issue::place::Part;
use crate::layout::page::FrameItem;
use crate::layout::style::PageGeometry;

/// How near a width comes to a usual one before it sticks to it, in hundredths of a millimetre.
const NEAR: i32 = 150;
/// Other widths are whole millimetres.
const GRID: i32 = 100;

/// The widths that pictures usually have on such a page, narrowest first.
pub(crate) fn usual_widths(page: &PageGeometry) -> [(Words, Mm); 3] {
    let (column, whole) = (page.column, page.width());
    let widths = if page.columns > 1 {
        let (half, one) = (("半栏", "Half a column"), ("一栏", "One column"));
        [(half, column / 2), (one, column)]
    } else {
        let (half, most) = (("半幅", "Half"), ("三分之二", "Two thirds"));
        [(half, whole / 2), (most, whole * 2 / 3)]
    };
    let [narrow, middle] = widths.map(|(name, width)| (name, Mm::from_pt(width)));
    [narrow, middle, (("通栏", "Full measure"), Mm::from_pt(whole))]
}

/// The width that dragging a corner so far means, and whether it is a usual one.
fn meant(width: Pt, page: &PageGeometry) -> (Mm, bool) {
    let widths = usual_widths(page).map(|(_, width)| width.hundredths());
    let width = Mm::from_pt(width).hundredths();
    let near = widths.into_iter().min_by_key(|usual| (usual - width).abs());
    match near.filter(|usual| (usual - width).abs() <= NEAR) {
        Some(usual) => (Mm::from_hundredths(usual), true),
        None => {
            let most = widths.into_iter().max().unwrap_or(width);
            let whole = (width + GRID / 2).div_euclid(GRID) * GRID;
            (Mm::from_hundredths(whole.clamp(PICTURE_WIDTHS.0.hundredths(), most)), false)
        }
    }
}

/// A picture whose corner is dragged. It grows on both sides, since it stands in the middle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sizing {
    /// Its block.
    pub(super) part: Part,
    /// Where it stands.
    at: OnPage,
    /// How far the mouse is outside of the edge that it took.
    grip: Pt,
    /// Where it would stand, as wide as it is dragged.
    pub(super) wanted: OnPage,
    /// How wide it would be.
    pub(super) width: Mm,
    /// Whether that is a usual width.
    pub(super) sticks: bool,
}

impl Sizing {
    /// The mouse takes a corner of the picture `part`, at `point` of its page.
    pub(super) fn new(part: Part, at: OnPage, point: Point) -> Self {
        let width = Mm::from_pt(at.rect.size.width);
        let grip = (point.x - middle(at.rect)).abs() - at.rect.size.width / 2;
        Self { part, at, grip, wanted: at, width, sticks: false }
    }

    /// The mouse is at `point` of the page.
    pub(super) fn drag(&mut self, point: Point, page: &PageGeometry) {
        let rect = self.at.rect;
        let half = (point.x - middle(rect)).abs() - self.grip;
        (self.width, self.sticks) = meant(half * 2, page);
        let width = self.width.to_pt();
        let (was, high) = (rect.size.width.units().max(1), rect.size.height);
        let wanted =
            Rect::new(middle(rect) - width / 2, rect.at.y, width, high.scale(width.units(), was));
        self.wanted = OnPage { rect: wanted, ..self.at };
    }

    /// Whether it has another width now.
    pub(super) fn changes(&self) -> bool {
        self.wanted.rect.size != self.at.rect.size
    }
}

fn middle(rect: Rect) -> Pt {
    rect.at.x + rect.size.width / 2
}

impl Lines {
    /// The pictures on a page, each with its block.
    pub(super) fn pictures(&self, page: usize) -> impl Iterator<Item = (Part, OnPage)> {
        let parts = self.pages().get(page).into_iter().flat_map(|shown| &shown.parts);
        parts.flat_map(move |placed| {
            placed.frame.items.iter().filter_map(move |item| match item {
                FrameItem::Picture { window, block: Some(part), .. } => {
                    Some((*part, OnPage { page, rect: window.moved(placed.at) }))
                }
                FrameItem::Picture { block: None, .. }
                | FrameItem::Glyphs(_)
                | FrameItem::Rule { .. } => None,
            })
        })
    }
}

/// The edit that gives a picture a width, or takes its own from it; none where it has it already.
pub(crate) fn widen(
    issue: &Issue,
    (document, block): (DocumentId, BlockId),
    width: Option<Mm>,
) -> Option<Edit> {
    match &find_block(issue.document(document)?, block)?.kind {
        BlockKind::Picture { sha256, width: own } if *own != width => {
            let kind = BlockKind::Picture { sha256: sha256.clone(), width };
            Some(Edit::SetBlockKind { document, block, kind })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::issue::id::Ids;
    use crate::layout::style::Stylesheet;

    #[test]
    fn a_dragged_width_sticks_to_those_of_the_page() {
        let check = |style: &str, dragged: f64, expected: (f64, bool)| {
            let page = Stylesheet::built_in(style).unwrap().page;
            let (width, sticks) = meant(Pt::from_mm(dragged), &page);
            assert_eq!((width, sticks), (Mm::new(expected.0), expected.1), "{style} {dragged}");
        };
        let widths = |style: &str| {
            let page = Stylesheet::built_in(style).unwrap().page;
            usual_widths(&page).map(|(_, width)| width.to_f64())
        };
        for style in ["baotou", "single"] {
            let [half, middle, whole] = widths(style);
            check(style, half + 1.4, (half, true));
            check(style, middle - 1.4, (middle, true));
            check(style, whole + 40.0, (whole, false));
            check(style, half + 3.3, ((half + 3.3).round(), false));
            check(style, -20.0, (5.0, false));
        }
        let [half, column, _] = widths("baotou");
        assert!((half * 2.0 - column).abs() < 0.02);
    }

    #[test]
    fn a_picture_grows_from_its_middle() {
        let mut ids = Ids::new(1);
        let part = Part::Block(ids.make(), ids.make());
        let page = Stylesheet::built_in("single").unwrap().page;
        let mm = Pt::from_mm;
        let rect = Rect::new(mm(60.0), mm(50.0), mm(40.0), mm(20.0));
        // Taken 1 mm outside of its left edge, and dragged 6 mm to the left.
        let mut sizing =
            Sizing::new(part, OnPage { page: 0, rect }, Point::new(mm(59.0), mm(50.0)));
        sizing.drag(Point::new(mm(53.0), mm(90.0)), &page);
        assert_eq!((sizing.width, sizing.sticks), (Mm::new(52.0), false));
        let wanted = sizing.wanted.rect;
        assert!((middle(wanted) - mm(80.0)).abs() < mm(0.01));
        assert!((wanted.size.height - mm(26.0)).abs() < mm(0.01));
    }
}
