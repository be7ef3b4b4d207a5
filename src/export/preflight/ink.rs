//! How much ink lies on each place of a page (总墨量), in percent.
//!
//! The page is cut into cells of 2 mm; a cell holds what lies on its middle, in the order of the
//! display list: areas and pictures knock out what is below, black type and thin lines overprint.

use std::collections::BTreeMap;

use crate::export::press::{Options, Printed, Red, is_four_colour};
use crate::geom::{Pt, Rect};
use crate::layout::page::{FrameItem, Ink, Page};

/// Side of a cell.
const CELL: Pt = Pt::from_units(65_536 * 72 * 2 * 10 / 254);

/// The ink on a page, cell by cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InkMap {
    /// Cells in a row.
    pub columns: usize,
    /// Percent of each cell, by rows from the top.
    pub percent: Vec<u32>,
}

impl InkMap {
    /// The most ink on one place.
    pub fn most(&self) -> u32 {
        self.percent.iter().copied().max().unwrap_or(0)
    }

    /// Around all cells that have more ink than `limit`; none if there are none.
    pub fn above(&self, limit: u32) -> Option<Rect> {
        let cells = self.percent.iter().enumerate().filter(|(_, percent)| **percent > limit);
        cells.map(|(index, _)| self.cell(index)).reduce(|all, one| all.union(&one))
    }

    /// Where cell `index` lies, from the corner of the trim.
    pub fn cell(&self, index: usize) -> Rect {
        place(index, self.columns)
    }
}

/// Where cell `index` lies in rows of so many.
fn place(index: usize, columns: usize) -> Rect {
    let columns = columns.max(1);
    let side = |count: usize| CELL * i64::try_from(count).unwrap_or(0);
    Rect::new(side(index % columns), side(index / columns), CELL, CELL)
}

/// Ink of a cell: black, and the others together.
#[derive(Debug, Clone, Copy, Default)]
struct Cell {
    black: u32,
    others: u32,
}

/// A large black area where all four inks are printed: C 40 M 30 Y 30 under the black.
const RICH_BLACK: Cell = Cell { black: 100, others: 100 };

/// Lays the ink of `page` on its cells.
pub fn map(page: &Page, printed: &BTreeMap<String, Printed>, options: &Options) -> InkMap {
    let count = |length: Pt| usize::try_from(length.div_ceil(CELL)).unwrap_or(0);
    let (columns, rows) = (count(page.trim.width), count(page.trim.height));
    let mut cells = vec![Cell::default(); columns * rows];
    let mut lay = |rect: Rect, ink: &dyn Fn(Cell, Rect) -> Cell| {
        // The cells whose middle lies in the rectangle.
        let first = |length: Pt| count(length - CELL / 2);
        let (left, right) = (first(rect.at.x), first(rect.right()).min(columns));
        for row in first(rect.at.y)..first(rect.bottom()).min(rows) {
            let cells = cells.get_mut(row * columns..(row + 1) * columns).unwrap_or_default();
            for (column, cell) in cells.iter_mut().enumerate().take(right).skip(left) {
                *cell = ink(*cell, place(row * columns + column, columns));
            }
        }
    };
    let red = match options.red {
        Red::Spot => Cell { black: 0, others: 100 },
        Red::Process => {
            let [c, m, y, k] = options.red_inks.0.map(u32::from);
            Cell { black: k, others: c + m + y }
        }
    };
    let overprints = red.others == 0;
    let inked = |ink: Ink, thickness: Pt| {
        let small = thickness <= Pt::new(36);
        move |below: Cell, _: Rect| match ink {
            Ink::Text if small => Cell { black: 100, ..below },
            Ink::Text => Cell { black: 100, others: 0 },
            Ink::Red if small && overprints => Cell { others: below.others, ..red },
            Ink::Red => red,
            Ink::Paper => Cell::default(),
        }
    };
    for placed in &page.parts {
        for item in &placed.frame.items {
            match item {
                FrameItem::Glyphs(run) => {
                    let rect = run.boxes(0, run.glyphs.len()).moved(placed.at);
                    // White type lets the ground stand between its strokes.
                    if run.ink != Ink::Paper {
                        lay(rect, &inked(run.ink, run.size));
                    }
                }
                FrameItem::Rule { rect, ink } => {
                    let thickness = rect.size.width.min(rect.size.height);
                    let rich = is_four_colour(options, printed) && thickness > Pt::new(36);
                    if rich && *ink == Ink::Text {
                        lay(rect.moved(placed.at), &|_, _| RICH_BLACK);
                    } else {
                        lay(rect.moved(placed.at), &inked(*ink, thickness));
                    }
                }
                FrameItem::Picture { window, ink: Some(ink), .. } => {
                    // White drawn on a ground lets the ground stand between.
                    if *ink != Ink::Paper {
                        lay(window.moved(placed.at), &inked(*ink, Pt::new(72)));
                    }
                }
                FrameItem::Picture { rect, window, sha256, ink: None, .. } => {
                    let (own, rect) = (printed.get(&**sha256), rect.moved(placed.at));
                    lay(window.moved(placed.at), &|_, place| {
                        let share = |from: Pt, to: Pt, start: Pt, whole: Pt| {
                            [from, to].map(|at| (at - start).to_f64() / whole.to_f64())
                        };
                        let Rect { at, size } = rect;
                        let across = share(place.at.x, place.right(), at.x, size.width);
                        let down = share(place.at.y, place.bottom(), at.y, size.height);
                        let ink = own.map_or((0, 0), |own| own.ink_within(across, down));
                        Cell { black: ink.0.saturating_sub(ink.1), others: ink.1 }
                    });
                }
            }
        }
    }
    let percent = cells.iter().map(|cell| cell.black + cell.others).collect();
    InkMap { columns, percent }
}
