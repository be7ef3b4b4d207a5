//! Marks for the printer around a page (ISO 12647-1; shop practice): crop and registration marks,
//! fold marks of spreads, colour bars, and a line that says what the sheet is.
//!
//! All of them stand outside of the bleed. Crop, fold and registration marks are in the colour
//! `All`, which is on every plate; bars only show inks that the job has.

use std::io::Write;

use super::Writing;
use crate::export::line::line;
use crate::font::{FontBook, Role};
use crate::geom::{Point, Pt, Rect, Size};
use crate::layout::page::GlyphRun;

/// Room for marks outside of the bleed: 10 mm.
pub(super) const SLUG: Pt = Pt::from_units(65_536 * 72 * 100 / 254);
/// Thickness of all lines.
const LINE: Pt = Pt::from_units(65_536 / 4);
const MM: Pt = Pt::from_units(65_536 * 720 / 254);
/// Size of the line of text.
const TEXT: Pt = Pt::new(6);

/// A sheet around which marks are drawn: positions are from the corner of its trim.
#[derive(Debug, Clone, Copy)]
pub(super) struct Around {
    pub(super) trim: Size,
    pub(super) bleed: Pt,
    /// Where a spread is folded, from its left edge.
    pub(super) fold: Option<Pt>,
}

/// A patch of the colour bar.
#[derive(Debug, Clone, Copy)]
enum Patch {
    /// One process ink by its place in C M Y K, in percent.
    Process(usize, u8),
    /// The spot red, in percent.
    Spot(u8),
}

impl Around {
    /// The marks as operators; `x` and `y` of the page's corner in the media box are `margin` and
    /// `top`, y upwards.
    pub(super) fn operators(&self, margin: Pt, top: Pt, writing: &Writing) -> Vec<u8> {
        let mut out = b"/Artifact BMC\n/Knock gs\n/All cs 1 scn /All CS 1 SCN .25 w\n".to_vec();
        let mut pen = Pen { out: &mut out, margin, top };
        for rect in self.lines() {
            pen.rect(rect);
        }
        for centre in self.targets() {
            pen.circle(centre, MM * 5 / 2);
        }
        let used = (0..4).zip(writing.process).filter(|(_, used)| *used);
        // Black first: it is on every sheet.
        let mut patches: Vec<Patch> = used
            .rev()
            .flat_map(|(ink, _)| [100, 50].map(|part| Patch::Process(ink, part)))
            .collect();
        if writing.spot {
            patches.extend([Patch::Spot(100), Patch::Spot(50)]);
        }
        let (side, y) = (MM * 5, self.trim.height + self.bleed + MM * 5 / 2);
        for (patch, place) in patches.into_iter().zip(0..) {
            let x = MM * 15 + side * place;
            if x + side > self.trim.width / 2 - MM * 5 {
                break;
            }
            pen.colour(patch);
            pen.rect(Rect::new(x, y, side, side));
        }
        out.extend_from_slice(b"EMC\n");
        out
    }

    /// Crop and fold marks, and the crosses of the registration marks.
    fn lines(&self) -> Vec<Rect> {
        let Size { width, height } = self.trim;
        let (gap, length) = (self.bleed.max(MM * 3), MM * 5);
        let half = LINE / 2;
        let mut lines = Vec::new();
        for x in [Pt::ZERO, width] {
            for y in [-gap - length, height + gap] {
                lines.push(Rect::new(x - half, y, LINE, length));
            }
        }
        for y in [Pt::ZERO, height] {
            for x in [-gap - length, width + gap] {
                lines.push(Rect::new(x, y - half, length, LINE));
            }
        }
        for Point { x, y } in self.targets() {
            let arm = MM * 7 / 2;
            lines.push(Rect::new(x - arm, y - half, arm * 2, LINE));
            lines.push(Rect::new(x - half, y - arm, LINE, arm * 2));
        }
        if let Some(x) = self.fold {
            // Dashed: 1 mm of line, 1 mm of gap.
            for step in 0..3 {
                for y in [-gap - MM * (step * 2 + 1), height + gap + MM * (step * 2)] {
                    lines.push(Rect::new(x - half, y, LINE, MM));
                }
            }
        }
        lines
    }

    /// The middles of the registration marks. Above and below a fold they give way to its marks.
    fn targets(&self) -> Vec<Point> {
        let Size { width, height } = self.trim;
        let out = self.bleed + MM * 5;
        let middle = if self.fold.is_some() { width / 4 } else { width / 2 };
        vec![
            Point::new(-out, height / 2),
            Point::new(width + out, height / 2),
            Point::new(middle, -out),
            Point::new(middle, height + out),
        ]
    }

    /// The line of text above the sheet, one part at each side of the registration mark.
    pub(super) fn line(&self, parts: [&str; 2], book: &FontBook) -> Vec<GlyphRun> {
        let starts = [MM * 12, self.targets().get(2).map_or(Pt::ZERO, |own| own.x) + MM * 6];
        let room = self.trim.width / 2 - MM * 18;
        let y = -self.bleed - MM * 5;
        let part =
            |(text, x): (&&str, Pt)| line(text, (Role::Hei, TEXT), Point::new(x, y), room, book);
        parts.iter().zip(starts).flat_map(part).collect()
    }
}

/// Writes shapes of marks.
struct Pen<'a> {
    out: &'a mut Vec<u8>,
    margin: Pt,
    top: Pt,
}

impl Pen<'_> {
    fn point(&self, point: Point) -> (f64, f64) {
        ((self.margin + point.x).to_f64(), (self.top - point.y).to_f64())
    }

    fn rect(&mut self, rect: Rect) {
        let (x, y) = self.point(Point::new(rect.at.x, rect.bottom()));
        let (width, height) = (rect.size.width.to_f64(), rect.size.height.to_f64());
        // Writing into memory does not fail.
        let _ = writeln!(self.out, "{x:.3} {y:.3} {width:.3} {height:.3} re f");
    }

    /// Four curves, as near to a circle as the eye can see.
    fn circle(&mut self, centre: Point, radius: Pt) {
        let (x, y) = self.point(centre);
        let r = radius.to_f64();
        let k = r * 0.552_285;
        let _ = writeln!(self.out, "{:.3} {y:.3} m", x + r);
        for [a, b, c] in [
            [(r, k), (k, r), (0.0, r)],
            [(-k, r), (-r, k), (-r, 0.0)],
            [(-r, -k), (-k, -r), (0.0, -r)],
            [(k, -r), (r, -k), (r, 0.0)],
        ] {
            for (dx, dy) in [a, b, c] {
                let _ = write!(self.out, "{:.3} {:.3} ", x + dx, y + dy);
            }
            let _ = writeln!(self.out, "c");
        }
        let _ = writeln!(self.out, "s");
    }

    fn colour(&mut self, patch: Patch) {
        let part = |percent: u8| f64::from(percent) / 100.0;
        let _ = match patch {
            Patch::Spot(percent) => writeln!(self.out, "/Red cs {} scn", part(percent)),
            Patch::Process(ink, percent) => {
                let mut inks = [0.0; 4];
                if let Some(own) = inks.get_mut(ink) {
                    *own = part(percent);
                }
                let [c, m, y, k] = inks;
                writeln!(self.out, "{c} {m} {y} {k} k")
            }
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_reaches_into_the_bleed() {
        let (width, height) = (Pt::from_mm(210.0), Pt::from_mm(285.0));
        for (bleed, fold) in [(3.0, None), (5.0, None), (0.0, None), (3.0, Some(width / 2))] {
            let bleed = Pt::from_mm(bleed);
            let around = Around { trim: Size { width, height }, bleed, fold };
            let inner = [-bleed, -bleed, width + bleed, height + bleed];
            for line in around.lines() {
                let outside = line.right() <= inner[0]
                    || line.bottom() <= inner[1]
                    || line.at.x >= inner[2]
                    || line.at.y >= inner[3];
                assert!(outside, "{line:?}");
                let room = SLUG + bleed;
                assert!(line.at.x >= -room && line.right() <= width + room, "{line:?}");
                assert!(line.at.y >= -room && line.bottom() <= height + room, "{line:?}");
            }
        }
    }

    #[test]
    fn crop_marks_point_at_the_corners_of_the_trim() {
        let size = Size { width: Pt::from_mm(210.0), height: Pt::from_mm(285.0) };
        let around = Around { trim: size, bleed: Pt::from_mm(3.0), fold: None };
        let lines = around.lines();
        let middles = lines.iter().filter(|line| line.size.height == MM * 5);
        let mut middles: Vec<Pt> = middles.map(|line| line.at.x + LINE / 2).collect();
        middles.sort();
        assert_eq!(middles, [Pt::ZERO, Pt::ZERO, size.width, size.width]);
    }
}
