//! What is shown on the pages: words that were found; of preflight, the object of a fault in a frame,
//! and the ink as a map.

use iced::{Color, Rectangle, Renderer};

use super::Canvas;
use crate::app::composer::Composer;
use crate::app::page_editor::lines::OnPage;
use crate::app::page_editor::{GAP, PageEditor};
use crate::export::preflight::InkMap;
use crate::geom::Rect;
use crate::issue::place::Place;

/// Up to which total of ink, in percent, a cell of the map has which colour.
pub(crate) const LEVELS: [(u32, Color); 4] = [
    (100, Color { r: 0.2, g: 0.5, b: 0.8, a: 0.25 }),
    (200, Color { r: 0.2, g: 0.65, b: 0.3, a: 0.4 }),
    (300, Color { r: 0.9, g: 0.6, b: 0.1, a: 0.5 }),
    (u32::MAX, Color { r: 0.8, g: 0.1, b: 0.1, a: 0.7 }),
];
/// Thickness of a frame, and how far it stands off, in logical pixels.
const LINE: f32 = 2.0;
const OFF: f32 = 4.0;

/// What lies over the pages.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Overlay<'a> {
    /// An object in a frame: index of its page, and where it stands there.
    pub(crate) outlined: Option<(usize, Rect)>,
    /// The ink on each page; none where it is not shown.
    pub(crate) inks: &'a [InkMap],
    /// The places where words were found that are looked for.
    pub(crate) found: &'a [Place],
}

/// The colour of a cell with so much ink.
fn colour(percent: u32) -> Option<Color> {
    if percent == 0 {
        return None;
    }
    LEVELS.iter().find(|(most, _)| percent <= *most).map(|(_, colour)| *colour)
}

impl Canvas<'_> {
    pub(super) fn draw_overlay(&self, renderer: &mut Renderer, bounds: Rectangle) {
        for page in self.seen(bounds) {
            if let Some(map) = self.overlay.inks.get(page) {
                self.draw_inks(renderer, page, map, bounds);
            }
        }
        self.draw_found(renderer, bounds);
        let Some((page, rect)) = self.overlay.outlined else { return };
        let Some(rect) = self.on_window(OnPage { page, rect }, bounds) else { return };
        self.draw_frame(renderer, rect.expand(OFF), LINE, self.palette.red);
    }

    fn draw_found(&self, renderer: &mut Renderer, bounds: Rectangle) {
        let seen = self.seen(bounds);
        for Place { part, range } in self.overlay.found {
            for (at, _) in self.lines().boxes(*part, (range.start, range.end), &seen) {
                let Some(rect) = self.on_window(at, bounds) else { continue };
                if bounds.intersection(&rect).is_some() {
                    self.fill(renderer, rect, Color { a: 0.2, ..self.palette.amber });
                    self.draw_frame(renderer, rect.expand(1.0), LINE, self.palette.amber);
                }
            }
        }
    }

    /// Draws lines of this thickness inside the edges of a rectangle of the window.
    pub(super) fn draw_frame(
        &self,
        renderer: &mut Renderer,
        rect: Rectangle,
        thick: f32,
        colour: Color,
    ) {
        let Rectangle { x, y, width, height } = rect;
        for side in [
            Rectangle { x, y, width, height: thick },
            Rectangle { x, y: y + height - thick, width, height: thick },
            Rectangle { x, y, width: thick, height },
            Rectangle { x: x + width - thick, y, width: thick, height },
        ] {
            self.fill(renderer, side, colour);
        }
    }

    /// Cells of a row that have one colour are filled as one.
    fn draw_inks(&self, renderer: &mut Renderer, page: usize, map: &InkMap, bounds: Rectangle) {
        let columns = map.columns.max(1);
        for (row, cells) in map.percent.chunks(columns).enumerate() {
            let mut first = 0;
            for alike in cells.chunk_by(|a, b| colour(*a) == colour(*b)) {
                let start = row * columns + first;
                first += alike.len();
                let Some(colour) = alike.first().and_then(|percent| colour(*percent)) else {
                    continue;
                };
                let last = map.cell(start + alike.len() - 1);
                let rect = map.cell(start).union(&last);
                if let Some(rect) = self.on_window(OnPage { page, rect }, bounds)
                    && bounds.intersection(&rect).is_some()
                {
                    self.fill(renderer, rect, colour);
                }
            }
        }
    }
}

impl PageEditor {
    /// Shows page `index`, and on it a place at a third of the window's height.
    pub(crate) fn show_on_page(&mut self, index: usize, rect: Option<Rect>, composer: &Composer) {
        self.show_page(index, composer);
        if let Some(rect) = rect {
            let down = GAP + rect.at.y.to_f32() * self.scale(composer) - self.size.1 * 0.33;
            self.scroll_to(self.scroll + down.max(0.0), composer);
        }
    }
}
