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
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Around {
    pub(super) trim: Size,
    pub(super) bleed: Pt,
    /// From the left: what is marked above and below the sheet.
    pub(super) across: Inner,
    /// From the top: what is marked at its left and right.
    pub(super) down: Inner,
}

/// Where a sheet is folded, and where it is trimmed apart, between its edges.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Inner {
    pub(super) folds: Vec<Pt>,
    pub(super) cuts: Vec<Pt>,
}

impl Inner {
    /// A place for a registration mark on a side of this length: the middle; beside a fold that is
    /// there, between it and the fold before.
    fn target(&self, length: Pt) -> Pt {
        let middle = length / 2;
        let near = MM * 10;
        let is_free = self.folds.iter().all(|&fold| (fold - middle).abs() > near);
        if is_free {
            return middle;
        }
        let before = |fold: &Pt| *fold < middle - near;
        let last = self.folds.iter().copied().filter(before).max().unwrap_or(Pt::ZERO);
        (last + middle) / 2
    }
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
        let half = LINE / 2;
        let mut lines = Vec::new();
        // Daylight between the bleed and the marks: else a knife that is off cuts them in.
        let (gap, length) = ((self.bleed + MM).max(MM * 3), MM * 5);
        for &x in [Pt::ZERO, width].iter().chain(&self.across.cuts) {
            for y in [-gap - length, height + gap] {
                lines.push(Rect::new(x - half, y, LINE, length));
            }
        }
        for &y in [Pt::ZERO, height].iter().chain(&self.down.cuts) {
            for x in [-gap - length, width + gap] {
                lines.push(Rect::new(x, y - half, length, LINE));
            }
        }
        for Point { x, y } in self.targets() {
            let arm = MM * 7 / 2;
            lines.push(Rect::new(x - arm, y - half, arm * 2, LINE));
            lines.push(Rect::new(x - half, y - arm, LINE, arm * 2));
        }
        // Dashed: 1 mm of line, 1 mm of gap.
        for step in 0..3 {
            let (before, after) = (-gap - MM * (step * 2 + 1), gap + MM * (step * 2));
            for &x in &self.across.folds {
                for y in [before, height + after] {
                    lines.push(Rect::new(x - half, y, LINE, MM));
                }
            }
            for &y in &self.down.folds {
                for x in [before, width + after] {
                    lines.push(Rect::new(x, y - half, MM, LINE));
                }
            }
        }
        lines
    }

    /// The middles of the registration marks, which give way to fold marks.
    fn targets(&self) -> Vec<Point> {
        let Size { width, height } = self.trim;
        let out = self.bleed + MM * 5;
        let (x, y) = (self.across.target(width), self.down.target(height));
        vec![
            Point::new(-out, y),
            Point::new(width + out, y),
            Point::new(x, -out),
            Point::new(x, height + out),
        ]
    }

    /// The line of text above the sheet, one part at each side of the registration mark.
    pub(super) fn line(&self, parts: [&str; 2], book: &FontBook) -> Vec<GlyphRun> {
        let middle = self.across.target(self.trim.width);
        let beside = |mark: &&Pt| **mark > middle;
        let next = self.across.folds.iter().filter(beside).min().copied();
        let ends = [middle, next.unwrap_or(self.trim.width)];
        let y = -self.bleed - MM * 5;
        let part = |((text, start), end): ((&&str, Pt), Pt)| {
            let room = end - MM * 6 - start;
            line(text, (Role::Hei, TEXT), Point::new(start, y), room, book)
        };
        parts.iter().zip([MM * 12, middle + MM * 6]).zip(ends).flat_map(part).collect()
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

    fn around(bleed: f64, folds: &[f64], cuts: &[f64]) -> Around {
        let inner = || Inner {
            folds: folds.iter().map(|&at| Pt::from_mm(at)).collect(),
            cuts: cuts.iter().map(|&at| Pt::from_mm(at)).collect(),
        };
        let trim = Size { width: Pt::from_mm(426.0), height: Pt::from_mm(576.0) };
        Around { trim, bleed: Pt::from_mm(bleed), across: inner(), down: inner() }
    }

    #[test]
    fn marks_keep_off_the_bleed_and_within_the_sheet() {
        for (bleed, folds) in
            [(3.0, &[][..]), (5.0, &[]), (0.0, &[]), (3.0, &[105.0, 213.0, 318.0])]
        {
            let around = around(bleed, folds, &[210.0, 216.0]);
            let Around { trim: Size { width, height }, bleed, .. } = around;
            // Half of a millimetre of daylight at least, and 3 mm from the trim.
            let near = (bleed + MM / 2).max(MM * 3);
            for line in around.lines() {
                let outside = line.right() <= -near
                    || line.bottom() <= -near
                    || line.at.x >= width + near
                    || line.at.y >= height + near;
                assert!(outside || near == MM * 3 && bleed == Pt::ZERO, "{line:?}");
                let room = SLUG + bleed;
                assert!(line.at.x >= -room && line.right() <= width + room, "{line:?}");
                assert!(line.at.y >= -room && line.bottom() <= height + room, "{line:?}");
            }
        }
    }

    #[test]
    fn crop_marks_point_at_every_cut() {
        let around = around(3.0, &[213.0], &[210.0, 216.0]);
        let lines = around.lines();
        let tall = lines.iter().filter(|line| line.size.height == MM * 5);
        let mut middles: Vec<Pt> = tall.map(|line| line.at.x + LINE / 2).collect();
        middles.sort();
        let [one, two] = [210.0, 216.0].map(Pt::from_mm);
        let width = around.trim.width;
        assert_eq!(middles, [Pt::ZERO, Pt::ZERO, one, one, two, two, width, width]);
        // Six dashes of each fold above and below, six at the sides.
        let dashes = lines.iter().filter(|line| [line.size.width, line.size.height].contains(&MM));
        assert_eq!(dashes.count(), 12);
    }

    #[test]
    fn registration_marks_give_way_to_folds() {
        let target = |folds: &[f64]| around(3.0, folds, &[]).across.target(Pt::from_mm(426.0));
        assert_eq!(target(&[]), Pt::from_mm(426.0) / 2);
        assert_eq!(target(&[213.0]), Pt::from_mm(213.0) / 2);
        let between = target(&[105.0, 213.0, 318.0]);
        assert!(between > Pt::from_mm(150.0) && between < Pt::from_mm(170.0), "{between}");
    }
}
