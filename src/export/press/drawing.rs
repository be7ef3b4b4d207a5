//! Drawings as paths of a page's content (ISO 32000-1, 8.5).

use tiny_skia::{FillRule, Paint, PathSegment, Pixmap, Point, Transform};

use super::aim::Aim;
use super::number::decimal;
use super::qr::{self, QrCode};
use super::tone::{percent, shade};
use super::{BLACK, Printed, Process};
use crate::export::drawing::{Drawing, is_svg};
use crate::layout::page::Ink;

/// Units that the longer side of a drawing is written in: finer than any plate is exposed.
const UNITS: f64 = 100_000.0;
/// Pixels of a side that stand for a drawing, which is fine at every size.
const FINE: u32 = 1 << 20;

/// The paths of a drawing in the unit square, and their colours.
#[derive(Debug)]
pub(super) struct Outlines {
    shapes: Vec<Shape>,
    codes: Vec<QrCode>,
}

#[derive(Debug)]
struct Shape {
    /// `m`, `l`, `c`, `h`.
    path: Vec<u8>,
    fill: &'static str,
    white: bool,
    /// What sets its own colour.
    colour: Vec<u8>,
    /// Its inks in percent: of all, and of those but black.
    ink: (u32, u32),
    /// The inks that it has.
    inks: Process,
}

impl Outlines {
    /// The outlines of an SVG file; none if the file is none, or cannot be drawn.
    pub(super) fn new(bytes: &[u8], aim: &Aim<'_>) -> Option<Self> {
        if !is_svg(bytes) {
            return None;
        }
        let drawing = Drawing::read(bytes).ok()?;
        // What has no area is nothing in a drawing, and a hairline on a plate.
        let areas = drawing.shapes.iter().filter(|shape| {
            let bounds = shape.path.bounds();
            let is_line = shape.path.points().len() < 3;
            bounds.width() > 0.0 && bounds.height() > 0.0 && !is_line
        });
        let shapes = areas.map(|shape| {
            let (colour, ink, inks) = colour(shape.colour, aim);
            let fill = match shape.rule {
                FillRule::Winding => "f\n",
                FillRule::EvenOdd => "f*\n",
            };
            Shape { path: path(shape, &drawing), fill, white: shape.is_white(), colour, ink, inks }
        });
        let shapes = shapes.collect();
        let codes = if matches!(aim, Aim::Press(_)) { codes(&drawing) } else { Vec::new() };
        Some(Self { shapes, codes })
    }

    /// What preflight asks of it.
    pub(super) fn printed(&self) -> Printed {
        let most = |part: fn(&Shape) -> u32| self.shapes.iter().map(part).max().unwrap_or(0);
        let ink = (most(|shape| shape.ink.0), most(|shape| shape.ink.1));
        let has = |at: usize| self.shapes.iter().any(|shape| shape.inks.get(at) == Some(&true));
        let inks = std::array::from_fn(has);
        let (cells, codes) = (Vec::new(), self.codes.clone());
        Printed { width: FINE, height: FINE, line_art: false, ink, cells, inks, codes }
    }

    /// Writes the drawing into the unit square of the page; in an ink, the colour is set already.
    pub(super) fn write(&self, ink: Option<Ink>, out: &mut Vec<u8>) {
        out.extend_from_slice(b".00001 0 0 .00001 0 0 cm\n");
        for shape in &self.shapes {
            match ink {
                None => out.extend_from_slice(&shape.colour),
                Some(_) if shape.white => out.extend_from_slice(b"q 0 0 0 0 k "),
                Some(_) => {}
            }
            out.extend_from_slice(&shape.path);
            out.extend_from_slice(shape.fill.as_bytes());
            if ink.is_some() && shape.white {
                out.extend_from_slice(b"Q\n");
            }
        }
    }
}

/// The QR codes of a drawing, in parts of [`FINE`].
fn codes(drawing: &Drawing) -> Vec<QrCode> {
    /// The smallest code has some two hundred corners.
    const LEAST_POINTS: usize = 150;
    /// Pixels of the longer side.
    const LONGER: f32 = 1200.0;
    if drawing.shapes.iter().map(|shape| shape.path.len()).sum::<usize>() < LEAST_POINTS {
        return Vec::new();
    }
    let bounds = drawing.bounds;
    let scale = LONGER / bounds.width().max(bounds.height());
    #[expect(clippy::cast_possible_truncation, reason = "casting a float saturates")]
    #[expect(clippy::cast_sign_loss, reason = "an extent is not below zero")]
    let pixels = |length: f32| (length * scale).ceil() as u32;
    let Some(mut seen) = Pixmap::new(pixels(bounds.width()), pixels(bounds.height())) else {
        return Vec::new();
    };
    seen.data_mut().fill(u8::MAX);
    let (left, top) = (bounds.left() * scale, bounds.top() * scale);
    let transform = Transform::from_row(scale, 0.0, 0.0, scale, -left, -top);
    for shape in &drawing.shapes {
        let [red, green, blue] = shape.colour;
        let mut paint = Paint::default();
        paint.set_color_rgba8(red, green, blue, u8::MAX);
        seen.fill_path(&shape.path, &paint, shape.rule, transform, None);
    }
    let pixel =
        |x, y| seen.pixel(x, y).map_or([u8::MAX; 3], |own| [own.red(), own.green(), own.blue()]);
    // Neutral shades are black ink alone.
    let is_black = |places: &[[u32; 2]]| {
        let grey = |&&[x, y]: &&[u32; 2]| {
            let [red, green, blue] = pixel(x, y);
            red == green && green == blue
        };
        places.iter().filter(grey).count() * 10 >= places.len() * 9
    };
    let size = [seen.width(), seen.height()];
    let mut codes = qr::find(size, |x, y| shade(pixel(x, y)), is_black);
    let fine = |at: i32, of: u32| {
        let at = i64::from(at) * i64::from(FINE) / i64::from(of.max(1));
        i32::try_from(at).unwrap_or(i32::MAX)
    };
    for corner in codes.iter_mut().flat_map(|code| &mut code.corners) {
        *corner = [fine(corner[0], size[0]), fine(corner[1], size[1])];
    }
    codes
}

/// The operators that set a colour, its inks in percent, and which they are.
fn colour(rgb: [u8; 3], aim: &Aim<'_>) -> (Vec<u8>, (u32, u32), Process) {
    let share = |out: &mut Vec<u8>, values: &[u8], operator: &str| {
        for value in values {
            decimal(out, i64::from(*value) * 1000 / 255, 3);
            out.push(b' ');
        }
        out.extend_from_slice(operator.as_bytes());
    };
    let mut out = Vec::new();
    let [red, green, blue] = rgb.map(u32::from);
    match aim {
        Aim::Press(converter) => {
            // Neutral shades are black ink alone, as type is.
            let grey = red == green && green == blue;
            let inks = if grey {
                vec![0, 0, 0, 255 - rgb[0]]
            } else {
                converter.cmyk(&rgb).unwrap_or_else(|| vec![0, 0, 0, 255])
            };
            // Full black overprints, as rules do, so that no white edge shows where plates shift.
            let black = inks == [0, 0, 0, 255];
            out.extend_from_slice(if black { b"/Over gs " } else { b"/Knock gs " });
            let all: u32 = inks.iter().map(|ink| u32::from(*ink)).sum();
            let coloured: u32 = inks.iter().take(3).map(|ink| u32::from(*ink)).sum();
            share(&mut out, &inks, "k\n");
            let has = |at: usize| inks.get(at).is_some_and(|ink| *ink > 0);
            (out, (percent(all, 1), percent(coloured, 1)), std::array::from_fn(has))
        }
        Aim::Proof => {
            share(&mut out, &rgb, "rg\n");
            let coloured = !(red == green && green == blue);
            (out, (100, u32::from(coloured)), [coloured, coloured, coloured, true])
        }
        Aim::GreyProof => {
            let shade = (red * 299 + green * 587 + blue * 114) / 1000;
            share(&mut out, &[u8::try_from(shade).unwrap_or(u8::MAX)], "g\n");
            (out, (100, 0), BLACK)
        }
    }
}

/// The path of a shape, its drawing filling a square of [`UNITS`], y upwards.
fn path(shape: &crate::export::drawing::Shape, drawing: &Drawing) -> Vec<u8> {
    let bounds = drawing.bounds;
    let mut out = Vec::new();
    let write = |out: &mut Vec<u8>, points: &[Point], operator: &[u8]| {
        for point in points {
            let x = f64::from(point.x - bounds.left()) / f64::from(bounds.width());
            let y = f64::from(bounds.bottom() - point.y) / f64::from(bounds.height());
            for share in [x, y] {
                #[expect(clippy::cast_possible_truncation, reason = "casting a float saturates")]
                decimal(out, (share * UNITS).round() as i64, 0);
                out.push(b' ');
            }
        }
        out.extend_from_slice(operator);
    };
    let mut last = Point::zero();
    for segment in shape.path.segments() {
        match segment {
            PathSegment::MoveTo(to) => {
                write(&mut out, &[to], b"m ");
                last = to;
            }
            PathSegment::LineTo(to) => {
                write(&mut out, &[to], b"l ");
                last = to;
            }
            PathSegment::QuadTo(control, to) => {
                // A cubic with its controls two thirds of the way is the same curve.
                let toward = |end: Point| {
                    Point::from_xy(
                        end.x + (control.x - end.x) * 2.0 / 3.0,
                        end.y + (control.y - end.y) * 2.0 / 3.0,
                    )
                };
                write(&mut out, &[toward(last), toward(to), to], b"c ");
                last = to;
            }
            PathSegment::CubicTo(first, second, to) => {
                write(&mut out, &[first, second, to], b"c ");
                last = to;
            }
            PathSegment::Close => out.extend_from_slice(b"h "),
        }
    }
    out
}
