//! Pictures: as wide as their blocks say, or as a column or the page, with room for the caption.

use crate::geom::{Mm, Pt, Rect, Size};
use crate::issue::place::Part;
use crate::layout::flow::Start;
use crate::layout::page::{Frame, FrameItem};

use super::Builder;

/// Dots to the inch that a picture is printed with.
const FINE: i64 = 300;
/// A width in hundredths of a millimetre is no more than this beside the column that it means.
const ROUNDED: Mm = Mm::from_hundredths(5);

impl Builder<'_, '_> {
    /// The picture of the block `part`, in the middle of its column or of the page.
    pub(super) fn picture(&mut self, sha256: &str, own: Option<Mm>, part: Part) {
        let grid = self.style.page.grid;
        let (across, down) = self.resources.pictures.get(sha256).copied().unwrap_or((4, 3));
        let (across, down) = (i64::from(across.max(1)), i64::from(down.max(1)));
        let column = self.style.page.column;
        let passes = match own {
            Some(own) => own.to_pt() > column + ROUNDED.to_pt(),
            // One that is broad, and fine enough for it, has the width of the page.
            None => across > down && Pt::new(72).scale(across, FINE) > self.column(),
        };
        self.wide = self.style.page.columns > 1 && passes;
        let width = self.column();
        // As wide as it should be, or as high as leaves room for the caption.
        let most = grid * i64::from(self.style.page.lines - 2);
        let wanted = own.map_or(width, |own| own.to_pt().min(width));
        let height = wanted.scale(down, across).min(most);
        let wide = height.scale(across, down).min(wanted);
        let lines = u32::try_from(height.div_ceil(grid)).unwrap_or(1).max(1);
        let rect = Rect::new((width - wide) / 2, Pt::ZERO, wide, height);
        let item = FrameItem::Picture {
            rect,
            window: rect,
            sha256: sha256.into(),
            ink: None,
            block: Some(part),
            letters: Vec::new(),
        };
        let frame = Frame { size: Size { width, height }, items: vec![item] };
        self.row(frame.into(), lines, Start::Free, None);
        self.hold(1);
    }
}
