//! The frame of the picture whose block holds the caret: its corners are dragged to make it wider
//! or narrower.

use iced::{Color, Point, Rectangle, Renderer};

use super::Canvas;
use crate::app::page_editor::lines::OnPage;
use crate::app::page_editor::picture::Sizing;
use crate::issue::place::Part;

/// Half the side of a corner's square, and how near the mouse takes it, in logical pixels.
const HANDLE: f32 = 4.0;
const REACH: f32 = 7.0;

impl Canvas<'_> {
    /// The picture below a point of the window.
    pub(super) fn picture_at(&self, point: Point, bounds: Rectangle) -> Option<(Part, OnPage)> {
        let (page, at) = self.on_page(point, bounds)?;
        self.lines().pictures(page).find(|(_, on)| on.rect.contains(at))
    }

    /// The picture whose block holds the caret, if it is in the window.
    fn chosen_picture(&self, bounds: Rectangle) -> Option<(Part, OnPage)> {
        let part = self.editor.selection.filter(|_| self.editor.focused)?.head.part;
        let mut pages = self.seen(bounds);
        pages.find_map(|page| self.lines().pictures(page).find(|(own, _)| *own == part))
    }

    /// The chosen picture, if one of its corners is below a point of the window.
    pub(super) fn corner_at(&self, point: Point, bounds: Rectangle) -> Option<(Part, OnPage)> {
        let (part, at) = self.chosen_picture(bounds)?;
        let corners = corners(self.on_window(at, bounds)?);
        let near = |corner: &Point| {
            (corner.x - point.x).abs() <= REACH && (corner.y - point.y).abs() <= REACH
        };
        corners.iter().any(near).then_some((part, at))
    }

    /// Draws the frame of the chosen picture, where it is dragged to, and the lines that it sticks
    /// to.
    pub(super) fn draw_picture(
        &self,
        sizing: Option<Sizing>,
        renderer: &mut Renderer,
        bounds: Rectangle,
    ) {
        let at = match sizing {
            Some(sizing) => Some(sizing.wanted),
            None => self.chosen_picture(bounds).map(|(_, at)| at),
        };
        let Some((at, rect)) = at.and_then(|at| Some((at, self.on_window(at, bounds)?))) else {
            return;
        };
        if sizing.is_some_and(|sizing| sizing.sticks)
            && let Some(page) = self.lines().pages().get(at.page)
        {
            let Rectangle { y, height, .. } = self.page_bounds(at.page, page, bounds);
            for x in [rect.x, rect.x + rect.width] {
                self.fill(renderer, Rectangle { x, y, width: 1.0, height }, self.palette.amber);
            }
        }
        self.draw_frame(renderer, rect, 1.0, self.palette.accent);
        for corner in corners(rect) {
            let side = HANDLE * 2.0;
            let (x, y) = (corner.x - HANDLE, corner.y - HANDLE);
            let square = Rectangle { x, y, width: side, height: side };
            self.fill(renderer, square, Color::WHITE);
            self.draw_frame(renderer, square, 1.0, self.palette.accent);
        }
    }
}

const fn corners(rect: Rectangle) -> [Point; 4] {
    let Rectangle { x, y, width, height } = rect;
    [
        Point::new(x, y),
        Point::new(x + width, y),
        Point::new(x, y + height),
        Point::new(x + width, y + height),
    ]
}
