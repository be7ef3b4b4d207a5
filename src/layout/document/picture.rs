//! Pictures: as wide as a column or the page, with room for the caption.

use crate::geom::{Pt, Rect, Size};
use crate::layout::flow::Start;
use crate::layout::page::{Frame, FrameItem};

use super::Builder;

/// Dots to the inch that a picture is printed with.
const FINE: i64 = 300;

impl Builder<'_, '_> {
    pub(super) fn picture(&mut self, sha256: &str) {
        let grid = self.style.page.grid;
        let (across, down) = self.resources.pictures.get(sha256).copied().unwrap_or((4, 3));
        let (across, down) = (i64::from(across.max(1)), i64::from(down.max(1)));
        // One that is broad, and fine enough for it, has the width of the page.
        self.wide = self.style.page.columns > 1
            && across > down
            && Pt::new(72).scale(across, FINE) > self.column();
        let width = self.column();
        // As wide as the column, or as high as leaves room for the caption.
        let most = grid * i64::from(self.style.page.lines - 2);
        let height = width.scale(down, across).min(most);
        let wide = height.scale(across, down).min(width);
        let lines = u32::try_from(height.div_ceil(grid)).unwrap_or(1).max(1);
        let rect = Rect::new((width - wide) / 2, Pt::ZERO, wide, height);
        let (sha256, letters) = (sha256.into(), Vec::new());
        let item = FrameItem::Picture { rect, window: rect, sha256, ink: None, letters };
        let frame = Frame { size: Size { width, height }, items: vec![item] };
        self.row(frame.into(), lines, Start::Free, None);
        self.hold(1);
    }
}
