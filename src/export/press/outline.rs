//! Glyphs drawn as filled paths: what is to be seen and not to be read, copied or searched.

use skrifa::font::glyph::outline::DrawOptions;
use skrifa::{DrawMemory, GlyphId, PathSink};

use super::number::decimal;
use crate::font::Font;
use crate::geom::{Point, Pt};

/// Adds the outline of a glyph whose origin is at `at`, in the coordinates of the content stream,
/// as a path that is not yet painted.
pub(super) fn outline(out: &mut Vec<u8>, font: &Font, glyph: u16, size: Pt, at: Point) {
    let scale = size.to_f64() / f64::from(font.units_per_em);
    let start = (at.x.to_f64(), at.y.to_f64());
    let mut pen = Pen { out, scale, start, last: (0.0, 0.0) };
    if let Some(outline) = font.model.outline_glyphs().get(GlyphId::new(glyph.into())) {
        // A damaged glyph leaves what was drawn of it.
        let _ = outline.draw(&DrawOptions::new(), DrawMemory::Scratch, &mut pen);
    }
}

struct Pen<'a> {
    out: &'a mut Vec<u8>,
    scale: f64,
    start: (f64, f64),
    /// The current point, in units of the font.
    last: (f64, f64),
}

impl Pen<'_> {
    /// Writes points, given in units of the font, and the operator that takes them.
    fn op(&mut self, points: &[(f64, f64)], operator: &str) {
        for &(x, y) in points {
            for length in [self.start.0 + x * self.scale, self.start.1 + y * self.scale] {
                #[expect(clippy::cast_possible_truncation, reason = "points of a page are small")]
                decimal(self.out, (length * 1000.0).round() as i64, 3);
                self.out.push(b' ');
            }
        }
        self.out.extend_from_slice(operator.as_bytes());
        self.out.push(b'\n');
        if let Some(&last) = points.last() {
            self.last = last;
        }
    }
}

impl PathSink for Pen<'_> {
    fn move_to(&mut self, x: f32, y: f32) {
        self.op(&[(x.into(), y.into())], "m");
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.op(&[(x.into(), y.into())], "l");
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        // PDF has cubic curves only.
        let (control, end) = ((f64::from(cx), f64::from(cy)), (f64::from(x), f64::from(y)));
        let toward = |from: (f64, f64)| {
            (from.0 + (control.0 - from.0) * 2.0 / 3.0, from.1 + (control.1 - from.1) * 2.0 / 3.0)
        };
        self.op(&[toward(self.last), toward(end), end], "c");
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        let point = |x: f32, y: f32| (f64::from(x), f64::from(y));
        self.op(&[point(ax, ay), point(bx, by), point(x, y)], "c");
    }

    fn close(&mut self) {
        self.op(&[], "h");
    }
}
