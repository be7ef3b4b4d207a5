//! The outlines of a glyph → how far they reach, and how much of the paper they cover.

use skrifa::font::glyph::outline::DrawOptions;
use skrifa::{DrawMemory, GlyphId, PathSink};

use super::Font;

impl Font {
    /// The ink of `glyph` in square units of the em: what its outlines enclose.
    pub fn coverage(&self, glyph: u16) -> f64 {
        self.followed(glyph).twice.abs() / 2.0
    }

    /// The box of the ink of `glyph`, in units of the em from its origin: left, lower, right and
    /// upper edge. None for a glyph without ink.
    ///
    /// The curves themselves are followed: a font's own extents reach to their control points,
    /// which lie up to a tenth of a hanzi outside of it.
    #[expect(clippy::cast_possible_truncation, reason = "ink lies within a few em")]
    pub fn ink_box(&self, glyph: u16) -> Option<[i64; 4]> {
        let [left, lower, right, upper] = self.followed(glyph).bounds?;
        let edges = [left.floor(), lower.floor(), right.ceil(), upper.ceil()];
        let edges = edges.map(|edge| edge as i64);
        (edges[2] > edges[0] && edges[3] > edges[1]).then_some(edges)
    }

    /// Whether `glyph` is the box that stands for a variation selector or vowel separator which
    /// selects nothing: it must not be printed.
    pub fn is_control_box(&self, glyph: u16) -> bool {
        let controls = ['\u{180b}', '\u{180c}', '\u{180d}', '\u{180e}', '\u{180f}'];
        controls.iter().any(|&control| self.glyph(control) == Some(glyph))
            && self.ink_box(glyph).is_some()
    }

    /// What following the outlines of `glyph` tells.
    fn followed(&self, glyph: u16) -> Area {
        let mut area = Area::default();
        if let Some(outline) = self.model.outline_glyphs().get(GlyphId::new(glyph.into())) {
            // A damaged glyph counts as far as it can be drawn.
            let _ = outline.draw(&DrawOptions::new(), DrawMemory::Scratch, &mut area);
        }
        area
    }
}

/// What outlines enclose.
#[derive(Default)]
struct Area {
    /// Twice the area; holes run the other way round.
    twice: f64,
    /// Left, lower, right and upper edge.
    bounds: Option<[f64; 4]>,
    start: (f64, f64),
    last: (f64, f64),
}

impl Area {
    /// Steps in which a curve is followed.
    const STEPS: u32 = 8;

    fn to(&mut self, x: f64, y: f64) {
        for (x, y) in [self.last, (x, y)] {
            let [left, lower, right, upper] = self.bounds.unwrap_or([x, y, x, y]);
            self.bounds = Some([left.min(x), lower.min(y), right.max(x), upper.max(y)]);
        }
        self.twice += self.last.0 * y - x * self.last.1;
        self.last = (x, y);
    }

    fn curve(&mut self, at: impl Fn(f64) -> (f64, f64)) {
        for step in 1..=Self::STEPS {
            let (x, y) = at(f64::from(step) / f64::from(Self::STEPS));
            self.to(x, y);
        }
    }
}

impl PathSink for Area {
    fn move_to(&mut self, x: f32, y: f32) {
        self.start = (x.into(), y.into());
        self.last = self.start;
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.to(x.into(), y.into());
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        let (start, middle, end) = (self.last, (cx.into(), cy.into()), (x.into(), y.into()));
        let at = |a: f64, b: f64, c: f64, t: f64| {
            (1.0 - t) * (1.0 - t) * a + 2.0 * (1.0 - t) * t * b + t * t * c
        };
        self.curve(|t| (at(start.0, middle.0, end.0, t), at(start.1, middle.1, end.1, t)));
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        let start = self.last;
        let (a, b, end): ((f64, f64), (f64, f64), (f64, f64)) =
            ((ax.into(), ay.into()), (bx.into(), by.into()), (x.into(), y.into()));
        let at = |p: f64, q: f64, r: f64, s: f64, t: f64| {
            let u = 1.0 - t;
            u * u * u * p + 3.0 * u * u * t * q + 3.0 * u * t * t * r + t * t * t * s
        };
        self.curve(|t| (at(start.0, a.0, b.0, end.0, t), at(start.1, a.1, b.1, end.1, t)));
    }

    fn close(&mut self) {
        self.to(self.start.0, self.start.1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_area_is_what_lies_within_outlines_without_holes() {
        let mut ring = Area::default();
        let mut square = |at: f32, side: f32, outer: bool| {
            ring.move_to(at, at);
            let corners = [(at + side, at), (at + side, at + side), (at, at + side)];
            let corners: Vec<_> =
                if outer { corners.into() } else { corners.into_iter().rev().collect() };
            for (x, y) in corners {
                ring.line_to(x, y);
            }
            ring.close();
        };
        square(0.0, 10.0, true);
        square(2.0, 6.0, false);
        assert!((ring.twice.abs() / 2.0 - 64.0).abs() < 1e-6, "{}", ring.twice);
        // A quarter of a circle as curves of both degrees have it.
        let mut curve = Area::default();
        curve.move_to(0.0, 0.0);
        curve.line_to(1.0, 0.0);
        curve.curve_to(1.0, 0.552_284_8, 0.552_284_8, 1.0, 0.0, 1.0);
        curve.close();
        assert_eq!(ring.bounds, Some([0.0, 0.0, 10.0, 10.0]));
        let quarter = std::f64::consts::FRAC_PI_4;
        assert!((curve.twice / 2.0 - quarter).abs() < 0.01, "{}", curve.twice);
        let mut parabola = Area::default();
        parabola.move_to(0.0, 0.0);
        parabola.quad_to(0.5, 1.0, 1.0, 0.0);
        parabola.close();
        assert!((parabola.twice.abs() / 2.0 - 1.0 / 3.0).abs() < 0.01, "{}", parabola.twice);
        // Half as high as its control point.
        assert_eq!(parabola.bounds, Some([0.0, 0.0, 1.0, 0.5]));
    }
}
