//! Outline → coverage: how much of each pixel a glyph covers, by exact areas.
//!
//! Every edge adds to the cells that it crosses the signed area to its right; the sum of a row
//! from the left is then the coverage (non-zero winding, as long as contours of opposite direction
//! do not overlap, which is what `FreeType` takes as well). For the small shapes that glyphs are
//! this is several times as fast as a filler that samples.

use tiny_skia::{IntRect, Path, PathSegment, Point, Transform};

use super::blend::Coverage;

/// How far, in pixels, a chord may be from its curve.
const FLAT: f32 = 0.05;
/// Chords of a curve at most.
const MOST_CHORDS: f32 = 64.0;

/// Areas under way.
struct Cells {
    width: usize,
    height: usize,
    areas: Vec<f32>,
}

/// What `path` covers after `transform`; none if that is nothing.
pub(super) fn cover(path: &Path, transform: Transform) -> Option<Coverage> {
    let bounds = path.bounds().transform(transform)?;
    let bounds: IntRect = bounds.round_out()?;
    // Room for rounding on all sides, and for the cell right of the last one.
    let (left, top) = (bounds.left() - 1, bounds.top() - 1);
    let (width, height) = (bounds.width() + 3, bounds.height() + 2);
    let (across, down) = (usize::try_from(width).ok()?, usize::try_from(height).ok()?);
    let mut cells = Cells { width: across, height: down, areas: vec![0.0; across * down] };
    #[expect(clippy::cast_precision_loss, reason = "within a few em of the origin")]
    let transform = transform.post_translate(-left as f32, -top as f32);
    cells.path(path, transform);
    Some(Coverage { left, top, width, rows: cells.rows() })
}

impl Cells {
    fn path(&mut self, path: &Path, transform: Transform) {
        let place = |mut point: Point| {
            transform.map_point(&mut point);
            point
        };
        let (mut start, mut last) = (Point::zero(), Point::zero());
        for segment in path.segments() {
            match segment {
                PathSegment::MoveTo(to) => {
                    self.line(last, start);
                    start = place(to);
                    last = start;
                }
                PathSegment::LineTo(to) => {
                    let to = place(to);
                    self.line(last, to);
                    last = to;
                }
                PathSegment::QuadTo(control, to) => {
                    last = self.quadratic(last, place(control), place(to));
                }
                PathSegment::CubicTo(first, second, to) => {
                    last = self.cubic(last, place(first), place(second), place(to));
                }
                PathSegment::Close => {
                    self.line(last, start);
                    last = start;
                }
            }
        }
        self.line(last, start);
    }

    fn quadratic(&mut self, from: Point, control: Point, to: Point) -> Point {
        let bend = bend(from, control, to);
        let count = (bend / (4.0 * FLAT)).sqrt().ceil().clamp(1.0, MOST_CHORDS);
        let mut last = from;
        for step in steps(count) {
            let (t, u) = (step / count, 1.0 - step / count);
            let next = mean([(from, u * u), (control, 2.0 * u * t), (to, t * t)]);
            self.line(last, next);
            last = next;
        }
        self.line(last, to);
        to
    }

    fn cubic(&mut self, from: Point, first: Point, second: Point, to: Point) -> Point {
        let bend = bend(from, first, second).max(bend(first, second, to));
        let count = (0.75 * bend / FLAT).sqrt().ceil().clamp(1.0, MOST_CHORDS);
        let mut last = from;
        for step in steps(count) {
            let (t, u) = (step / count, 1.0 - step / count);
            let next = mean([
                (from, u * u * u),
                (first, 3.0 * u * u * t),
                (second, 3.0 * u * t * t),
                (to, t * t * t),
            ]);
            self.line(last, next);
            last = next;
        }
        self.line(last, to);
        to
    }

    /// Adds an edge, row by row.
    #[expect(clippy::cast_possible_truncation, reason = "casting a float saturates")]
    #[expect(clippy::cast_sign_loss, reason = "casting a float saturates")]
    #[expect(clippy::cast_precision_loss, reason = "glyphs are below 2^24 pixels")]
    fn line(&mut self, from: Point, to: Point) {
        let (upper, lower, sign) = if from.y < to.y { (from, to, 1.0) } else { (to, from, -1.0) };
        let height = lower.y - upper.y;
        if height <= 0.0 {
            return;
        }
        let slope = (lower.x - upper.x) / height;
        let rows = upper.y.max(0.0) as usize..(lower.y.ceil().max(0.0) as usize).min(self.height);
        let mut x = upper.x;
        for row in rows {
            let part = (row as f32 + 1.0).min(lower.y) - (row as f32).max(upper.y);
            let next = x + slope * part;
            let cells = row * self.width..(row + 1) * self.width;
            if let Some(cells) = self.areas.get_mut(cells) {
                edge(cells, x.min(next), x.max(next), part * sign);
            }
            x = next;
        }
    }

    #[expect(clippy::cast_possible_truncation, reason = "between 0 and 255")]
    #[expect(clippy::cast_sign_loss, reason = "between 0 and 255")]
    fn rows(&self) -> Vec<u8> {
        let mut rows = Vec::with_capacity(self.areas.len());
        for row in self.areas.chunks_exact(self.width) {
            let mut sum = 0.0_f32;
            rows.extend(row.iter().map(|area| {
                sum += area;
                (sum.abs().min(1.0) * 255.0 + 0.5) as u8
            }));
        }
        rows
    }
}

/// Adds to one row of cells an edge that goes from `left` to `right` while it takes `part` of the
/// row's height (below zero if it goes up).
#[expect(clippy::cast_possible_truncation, reason = "casting a float saturates")]
#[expect(clippy::cast_sign_loss, reason = "casting a float saturates")]
#[expect(clippy::cast_precision_loss, reason = "glyphs are below 2^24 pixels")]
fn edge(cells: &mut [f32], left: f32, right: f32, part: f32) {
    let first = left.max(0.0) as usize;
    let behind = right.max(0.0) as usize + 1;
    let mut add = |cell: usize, area: f32| {
        if let Some(sum) = cells.get_mut(cell) {
            *sum += area;
        }
    };
    if behind <= first + 1 {
        // Within one cell: the mean of both ends.
        let middle = (left + right) / 2.0 - first as f32;
        add(first, part * (1.0 - middle));
        add(first + 1, part * middle);
        return;
    }
    // Over several cells: what is right of the edge in each, less what the cells before have.
    let per_cell = part / (right - left);
    let mut before = 0.0;
    for cell in first..behind {
        let (from, to) = (left.max(cell as f32), right.min(cell as f32 + 1.0));
        let width = to - from;
        // Of the edge's part in this cell, the area to its right within the cell; all of the part
        // in the cells before.
        let inside = per_cell * width * (cell as f32 + 1.0 - (from + to) / 2.0);
        let whole = per_cell * (from - left).max(0.0);
        add(cell, whole + inside - before);
        before = whole + inside;
    }
    add(behind, part - before);
}

/// The weighted mean of points.
fn mean<const COUNT: usize>(points: [(Point, f32); COUNT]) -> Point {
    let sum = |axis: fn(&Point) -> f32| points.iter().map(|(at, weight)| axis(at) * weight).sum();
    Point::from_xy(sum(|at| at.x), sum(|at| at.y))
}

/// How far three points are from being evenly spaced on a line.
fn bend(first: Point, second: Point, third: Point) -> f32 {
    let (x, y) = (first.x - 2.0 * second.x + third.x, first.y - 2.0 * second.y + third.y);
    (x * x + y * y).sqrt()
}

/// 1, 2 … below `count`.
fn steps(count: f32) -> impl Iterator<Item = f32> {
    std::iter::successors(Some(1.0_f32), |step| Some(step + 1.0)).take_while(move |s| *s < count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use tiny_skia::{FillRule, Mask, PathBuilder, Rect};

    /// The sum of all coverage, in pixels, and the largest difference from tiny-skia's filler.
    fn measure(path: &Path, transform: Transform) -> (f32, u8) {
        let coverage = cover(path, transform).unwrap();
        let height = u32::try_from(coverage.rows.len()).unwrap() / coverage.width;
        let mut mask = Mask::new(coverage.width, height).unwrap();
        #[expect(clippy::cast_precision_loss, reason = "a small picture")]
        let moved = transform.post_translate(-coverage.left as f32, -coverage.top as f32);
        mask.fill_path(path, FillRule::Winding, true, moved);
        let pairs = coverage.rows.iter().zip(mask.data());
        let far = pairs.map(|(a, b)| a.abs_diff(*b)).max().unwrap();
        (coverage.rows.iter().map(|&cell| f32::from(cell) / 255.0).sum(), far)
    }

    fn check(path: &Path, transform: Transform, area: f32) {
        let (found, far) = measure(path, transform);
        assert!((found - area).abs() < area * 0.01 + 0.02, "{found} instead of {area}");
        // The filler takes samples on four lines a pixel.
        assert!(far <= 40, "{far}");
    }

    #[test]
    fn areas_are_right_wherever_the_shape_lies() {
        let square = PathBuilder::from_rect(Rect::from_xywh(0.0, 0.0, 1.0, 1.0).unwrap());
        check(&square, Transform::from_scale(10.0, 10.0), 100.0);
        check(&square, Transform::from_row(10.0, 0.0, 0.0, 3.5, -7.25, 0.75), 35.0);
        check(&square, Transform::from_row(0.0, 8.0, -8.0, 0.0, 0.3, 0.6), 64.0);
        check(&square, Transform::from_scale(0.3, 0.3), 0.09);
        // A parallelogram whose edges cross many cells in a row.
        check(&square, Transform::from_row(10.0, 0.0, 37.0, 4.0, 0.4, 0.2), 40.0);
        let round = PathBuilder::from_circle(0.0, 0.0, 1.0).unwrap();
        check(&round, Transform::from_scale(9.7, 9.7), 295.59);
    }

    #[test]
    fn holes_are_left_out_and_overlaps_counted_once() {
        let ring = |inner_reversed: bool| {
            let mut path = PathBuilder::new();
            let mut contour = |points: [(f32, f32); 4]| {
                path.move_to(points[0].0, points[0].1);
                points[1..].iter().for_each(|point| path.line_to(point.0, point.1));
                path.close();
            };
            contour([(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)]);
            let mut inner = [(2.0, 2.0), (8.0, 2.0), (8.0, 8.0), (2.0, 8.0)];
            if inner_reversed {
                inner.reverse();
            }
            contour(inner);
            path.finish().unwrap()
        };
        check(&ring(true), Transform::identity(), 64.0);
        check(&ring(false), Transform::identity(), 100.0);
    }
}
