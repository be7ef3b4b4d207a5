//! Puts pages on the sheets of an imposition: where each stands, how it is cut and turned.
//!
//! Pages are form objects. Bleed lies outside of a spread only; at the fold two pages meet.

use std::io::Write;

use super::marks::{Around, Inner};
use crate::export::imposition::{Scheme, Side};
use crate::geom::{Pt, Rect, Size};

/// The sheets of a scheme, all of one size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Plan {
    /// Its size after trimming the outer edges, where it is folded, where pairs of pages are
    /// trimmed apart.
    pub(super) around: Around,
    /// How much smaller pages are drawn: one in so many.
    reduction: i64,
    /// What the page is and where it may draw, for each place of a side.
    cells: Vec<Cell>,
}

/// A place for a page, from the upper left corner of the sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Cell {
    /// The trimmed page.
    page: Rect,
    /// What of its bleed is kept.
    clip: Rect,
}

impl Plan {
    /// Lays out pages of this size for the sides of a scheme.
    pub(super) fn new(scheme: Scheme, side: &Side, page: Size, bleed: Pt) -> Self {
        let columns = i64::from(side.columns);
        let rows = i64::try_from(side.places.len()).unwrap_or(1) / columns.max(1);
        match scheme {
            Scheme::Saddle(_) | Scheme::Spreads | Scheme::Sections(_) => {
                Self::folded(page, bleed, columns, rows)
            }
            Scheme::Grid { .. } => Self::grid(page, columns, rows),
        }
    }

    /// Pairs of pages that share a spine, cut apart from other pairs and rows.
    fn folded(page: Size, bleed: Pt, columns: i64, rows: i64) -> Self {
        let (width, height) = (page.width, page.height);
        let left = |column: i64| width * column + bleed * 2 * (column / 2);
        let top = |row: i64| (height + bleed * 2) * row;
        let mut cells = Vec::new();
        for row in 0..rows {
            for column in 0..columns {
                let page = Rect::new(left(column), top(row), width, height);
                // The spine is at the right of even columns, at the left of odd ones.
                let x = if column % 2 == 0 { page.at.x - bleed } else { page.at.x };
                let clip = Rect::new(x, page.at.y - bleed, width + bleed, height + bleed * 2);
                cells.push(Cell { page, clip });
            }
        }
        let trim = Size { width: left(columns - 1) + width, height: top(rows - 1) + height };
        // Between two pairs or rows there is the bleed of both, and the fold in the middle of it.
        let (mut across, mut down) = (Inner::default(), Inner::default());
        for column in 1..columns {
            let x = left(column);
            if column % 2 == 0 {
                across.folds.push(x - bleed);
                across.cuts.extend([x - bleed * 2, x]);
            } else {
                across.folds.push(x);
            }
        }
        for y in (1..rows).map(top) {
            down.folds.push(y - bleed);
            down.cuts.extend([y - bleed * 2, y]);
        }
        Self { around: Around { trim, bleed, across, down }, reduction: 1, cells }
    }

    fn grid(page: Size, columns: i64, rows: i64) -> Self {
        let reduction = columns.max(rows);
        let (width, height) = (page.width / reduction, page.height / reduction);
        let cells = (0..rows)
            .flat_map(|row| (0..columns).map(move |column| (row, column)))
            .map(|(row, column)| Rect::new(width * column, height * row, width, height))
            .map(|page| Cell { page, clip: page })
            .collect();
        let trim = Size { width: width * columns, height: height * rows };
        Self { around: Around { trim, ..Around::default() }, reduction, cells }
    }

    /// The operators that draw the pages of a side, which are the forms `P1`, `P2` … with this
    /// bleed around them; the corner of the sheet is at `margin`, `top`.
    pub(super) fn operators(&self, side: &Side, bleed: Pt, margin: Pt, top: Pt) -> Vec<u8> {
        let mut out = Vec::new();
        for (seat, cell) in side.places.iter().zip(&self.cells) {
            let Some(page) = seat.page else { continue };
            let lower =
                |rect: Rect| ((margin + rect.at.x).to_f64(), (top - rect.bottom()).to_f64());
            let (x, y) = lower(cell.clip);
            let (width, height) = (cell.clip.size.width.to_f64(), cell.clip.size.height.to_f64());
            // Writing into memory does not fail.
            let _ = write!(out, "q {x:.3} {y:.3} {width:.3} {height:.3} re W n ");
            let (x, y) = lower(cell.page);
            let x = x + seat.shift.to_f64();
            let edge = (bleed / self.reduction).to_f64();
            let Size { width, height } = cell.page.size;
            #[expect(clippy::cast_precision_loss, reason = "at most 8")]
            let scale = 1.0 / self.reduction as f64;
            let (scale, x, y) = if seat.turned {
                (-scale, x + width.to_f64() + edge, y + height.to_f64() + edge)
            } else {
                (scale, x - edge, y - edge)
            };
            let _ = writeln!(out, "{scale:.5} 0 0 {scale:.5} {x:.3} {y:.3} cm /P{page} Do Q");
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::imposition::impose;

    fn plan(scheme: Scheme, pages: u32) -> Plan {
        let page = Size { width: Pt::new(200), height: Pt::new(300) };
        Plan::new(scheme, &impose(scheme, pages).unwrap()[0], page, Pt::new(10))
    }

    #[test]
    fn spreads_have_bleed_outside_only() {
        let plan = plan(Scheme::Spreads, 8);
        assert_eq!(plan.around.trim, Size { width: Pt::new(400), height: Pt::new(300) });
        assert_eq!(plan.around.across.folds, [Pt::new(200)]);
        assert_eq!(plan.around.across.cuts, []);
        let [left, right] = plan.cells[..] else { panic!("{plan:?}") };
        let rect = |x, y, w, h| Rect::new(Pt::new(x), Pt::new(y), Pt::new(w), Pt::new(h));
        assert_eq!(left.clip, rect(-10, -10, 210, 320));
        assert_eq!(right.clip, rect(200, -10, 210, 320));
    }

    #[test]
    fn sections_are_folded_and_trimmed_between_pairs() {
        let plan = plan(Scheme::Sections(16), 16);
        let points = |all: &[i32]| all.iter().map(|&at| Pt::new(at)).collect::<Vec<_>>();
        let Around { across, down, .. } = plan.around;
        // Pages of 200 × 300 with 10 of bleed: spines at 200 and 620, the fold of the pairs at 410.
        assert_eq!(across.folds, points(&[200, 410, 620]));
        assert_eq!(across.cuts, points(&[400, 420]));
        assert_eq!((down.folds, down.cuts), (points(&[310]), points(&[300, 320])));
    }

    #[test]
    fn clips_of_one_sheet_do_not_overlap() {
        let schemes = [
            Scheme::Spreads,
            Scheme::Sections(16),
            Scheme::Sections(8),
            Scheme::Sections(4),
            Scheme::Grid { columns: 3, rows: 2 },
        ];
        for scheme in schemes {
            let plan = plan(scheme, 16);
            for (index, one) in plan.cells.iter().enumerate() {
                for other in plan.cells.iter().skip(index + 1) {
                    let (a, b) = (one.clip, other.clip);
                    let apart = a.right() <= b.at.x
                        || b.right() <= a.at.x
                        || a.bottom() <= b.at.y
                        || b.bottom() <= a.at.y;
                    assert!(apart, "{scheme:?}: {a:?} {b:?}");
                }
                assert!(
                    one.clip.right() <= plan.around.trim.width + plan.around.bleed,
                    "{scheme:?}"
                );
                assert!(
                    one.clip.bottom() <= plan.around.trim.height + plan.around.bleed,
                    "{scheme:?}"
                );
            }
        }
    }

    #[test]
    fn a_turned_page_stands_on_its_head_in_its_place() {
        let scheme = Scheme::Sections(8);
        let side = &impose(scheme, 8).unwrap()[0];
        let plan = plan(scheme, 8);
        let text = plan.operators(side, Pt::new(10), Pt::new(10), Pt::new(630));
        let text = String::from_utf8(text).unwrap();
        // 5 is the upper left one: its lower left corner goes to its upper right one.
        assert!(text.contains("-1.00000 0 0 -1.00000 220.000 640.000 cm /P5 Do"), "{text}");
        assert!(text.contains("1.00000 0 0 1.00000 0.000 0.000 cm /P8 Do"), "{text}");
    }
}
