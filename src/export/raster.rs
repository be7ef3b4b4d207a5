//! Turns pages into pixels, for the window and for PNG files.
//!
//! A page is drawn at its trimmed size on white paper, at any resolution, whole or as a horizontal
//! strip. Glyphs are unhinted outlines, filled once for each size and quarter of a pixel and kept
//! in a [`Cache`], since the glyphs of a gazette repeat: what is drawn again is only blended.
//! Inks become [`Colour`]s in one table. The reference for what is right is Poppler's rendering of
//! the PDF of the same page.

use tiny_skia::{
    FillRule, FilterQuality, Mask, Paint, PathBuilder, Pattern, Pixmap, PixmapPaint, SpreadMode,
    Transform,
};

use crate::export::drawing::Drawing;
use crate::export::{Error, Pictures, watermark};
use crate::font::FontBook;
use crate::geom::{Point, Rect};
use crate::layout::page::{Direction, FrameItem, GlyphRun, Ink, Page};

mod blend;
mod cover;
mod glyph;
mod png;

pub use blend::Colour;
pub use glyph::Cache;
use glyph::Spot;
pub use png::png;

/// Points an inch.
const POINTS: f64 = 72.0;

/// Rows of pixels of a page, counted from its upper edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Strip {
    /// The first row.
    pub top: u32,
    /// How many rows.
    pub height: u32,
}

/// What is drawn, and how finely.
#[derive(Debug, Clone, Copy)]
pub struct Scene<'a> {
    /// The fonts that the page's glyphs are of.
    pub book: &'a FontBook,
    /// The pictures that the page names.
    pub pictures: &'a Pictures,
    /// Pixels an inch.
    pub dpi: f64,
    /// What is written across the page, such as 校样.
    pub watermark: Option<&'a str>,
}

/// What an ink looks like on a screen.
pub const fn colour(ink: Ink) -> Colour {
    match ink {
        Ink::Text => Colour { red: 0, green: 0, blue: 0 },
        Ink::Red => Colour { red: 0xc4, green: 0, blue: 0 },
        Ink::Paper => Colour { red: 0xff, green: 0xff, blue: 0xff },
    }
}

/// The tint of a watermark.
const WATERMARK: Colour = Colour { red: 0xe4, green: 0xe4, blue: 0xe4 };
/// The ground that stands for a picture that cannot be shown.
const NO_PICTURE: Colour = Colour { red: 0xe8, green: 0xe8, blue: 0xe8 };

/// Width and height of a page in pixels; none if no picture can be that large.
pub fn extent(page: &Page, dpi: f64) -> Option<(u32, u32)> {
    let pixels = |points: f64| {
        let count = (points * dpi / POINTS).round();
        #[expect(clippy::cast_possible_truncation, reason = "tested on the line before")]
        #[expect(clippy::cast_sign_loss, reason = "tested on the line before")]
        (1.0..=32_767.0).contains(&count).then_some(count as u32)
    };
    Some((pixels(page.trim.width.to_f64())?, pixels(page.trim.height.to_f64())?))
}

/// Draws a whole page.
///
/// # Errors
/// [`Error::PageSize`] if the page has no extent or too large a one at this resolution.
pub fn raster(page: &Page, scene: &Scene<'_>, cache: &mut Cache) -> Result<Pixmap, Error> {
    let (_, height) = extent(page, scene.dpi).ok_or_else(|| bad_size(page, scene))?;
    strip(page, scene, Strip { top: 0, height }, cache)
}

/// Draws some rows of a page: the same pixels that [`raster`] gives there.
///
/// # Errors
/// [`Error::PageSize`] if the page or the strip has no extent or too large a one.
pub fn strip(
    page: &Page,
    scene: &Scene<'_>,
    rows: Strip,
    cache: &mut Cache,
) -> Result<Pixmap, Error> {
    let (width, _) = extent(page, scene.dpi).ok_or_else(|| bad_size(page, scene))?;
    let mut canvas = Canvas {
        pixels: Pixmap::new(width, rows.height).ok_or_else(|| bad_size(page, scene))?,
        scale: scene.dpi / POINTS,
        top: f64::from(rows.top),
    };
    // Paper: opaque white.
    canvas.pixels.data_mut().fill(0xff);
    if let Some(text) = scene.watermark {
        for run in watermark(page, scene.book, text) {
            canvas.run(Point::default(), &run, WATERMARK, scene, cache);
        }
    }
    for placed in &page.parts {
        for item in &placed.frame.items {
            match item {
                FrameItem::Glyphs(run) => canvas.run(placed.at, run, colour(run.ink), scene, cache),
                FrameItem::Rule { rect, ink } => canvas.rule(rect.moved(placed.at), colour(*ink)),
                FrameItem::Picture { rect, window, sha256, ink, .. } => {
                    let places = (rect.moved(placed.at), window.moved(placed.at));
                    canvas.picture(places, (sha256, *ink), scene, cache);
                }
            }
        }
    }
    Ok(canvas.pixels)
}

fn bad_size(page: &Page, scene: &Scene<'_>) -> Error {
    Error::PageSize { page: page.number, dpi: scene.dpi.to_string() }
}

/// Pixels under way.
struct Canvas {
    pixels: Pixmap,
    /// Pixels a point.
    scale: f64,
    /// Row of the page that the first row of pixels is.
    top: f64,
}

impl Canvas {
    /// Where a point of the page is in pixels.
    fn place(&self, point: Point) -> (f64, f64) {
        (point.x.to_f64() * self.scale, point.y.to_f64() * self.scale - self.top)
    }

    fn run(
        &mut self,
        origin: Point,
        run: &GlyphRun,
        colour: Colour,
        scene: &Scene<'_>,
        cache: &mut Cache,
    ) {
        let em = run.size.to_f64() * self.scale;
        let (x, y) = self.place(origin + run.at);
        let (rows, length) = (f64::from(self.pixels.height()), run.advance().to_f64() * self.scale);
        // No glyph of our fonts reaches farther than two em from its baseline.
        let (first, last) = match run.direction {
            Direction::Right => (y, y),
            Direction::Down => (y, y + length),
        };
        if em <= 0.0 || last + 2.0 * em < 0.0 || first - 2.0 * em > rows {
            return;
        }
        for glyph in &run.glyphs {
            let along = glyph.x.to_f64() * self.scale;
            let away = glyph.y.to_f64() * self.scale;
            let (x, y) = match run.direction {
                Direction::Right => (x + along, y + away),
                Direction::Down => (x - away, y + along),
            };
            let spot = Spot { font: run.font, glyph: glyph.id, em, direction: run.direction, x, y };
            cache.draw(scene.book, &spot, &mut self.pixels, colour);
        }
    }

    fn rule(&mut self, rect: Rect, colour: Colour) {
        let Some(rect) = self.rect(rect) else { return };
        let mut paint = Paint::default();
        paint.set_color_rgba8(colour.red, colour.green, colour.blue, 0xff);
        self.pixels.fill_rect(rect, &paint, Transform::identity(), None);
    }

    #[expect(clippy::cast_possible_truncation, reason = "pixels need no more than f32 holds")]
    fn rect(&self, rect: Rect) -> Option<tiny_skia::Rect> {
        let (left, top) = self.place(rect.at);
        let (right, bottom) = self.place(Point::new(rect.right(), rect.bottom()));
        tiny_skia::Rect::from_ltrb(left as f32, top as f32, right as f32, bottom as f32)
    }

    /// A picture that would fill the first rectangle, as far as it lies in the second.
    fn picture(
        &mut self,
        (place, window): (Rect, Rect),
        (sha256, ink): (&str, Option<Ink>),
        scene: &Scene<'_>,
        cache: &mut Cache,
    ) {
        let (Some(rect), Some(seen)) = (self.rect(place), self.rect(window)) else { return };
        if let Some(drawing) = cache.drawing(sha256, scene.pictures) {
            self.drawing(&drawing, rect, seen, ink);
            return;
        }
        let size = (rect.width(), rect.height());
        let Some(picture) = cache.picture((sha256, ink), scene.pictures, size) else {
            self.rule(window, NO_PICTURE);
            return;
        };
        #[expect(clippy::cast_precision_loss, reason = "pictures are below 2^24 pixels wide")]
        let (width, height) = (picture.width() as f32, picture.height() as f32);
        let (x, y) = (rect.width() / width, rect.height() / height);
        let transform = Transform::from_row(x, 0.0, 0.0, y, rect.left(), rect.top());
        if window != place {
            let quality = FilterQuality::Bilinear;
            let shader = Pattern::new(picture.as_ref(), SpreadMode::Pad, quality, 1.0, transform);
            let paint = Paint { shader, ..Paint::default() };
            self.pixels.fill_rect(seen, &paint, Transform::identity(), None);
            return;
        }
        let paint = PixmapPaint { quality: FilterQuality::Bilinear, ..PixmapPaint::default() };
        self.pixels.draw_pixmap(0, 0, picture.as_ref(), &paint, transform, None);
    }
}

impl Canvas {
    /// A drawing that fills `rect`, as far as it lies in `seen`.
    fn drawing(
        &mut self,
        drawing: &Drawing,
        rect: tiny_skia::Rect,
        seen: tiny_skia::Rect,
        ink: Option<Ink>,
    ) {
        let (x, y) =
            (rect.width() / drawing.bounds.width(), rect.height() / drawing.bounds.height());
        let (left, top) = (drawing.bounds.left() * x, drawing.bounds.top() * y);
        let transform = Transform::from_row(x, 0.0, 0.0, y, rect.left() - left, rect.top() - top);
        let mut mask = None;
        if seen != rect {
            mask = Mask::new(self.pixels.width(), self.pixels.height());
            if let Some(mask) = &mut mask {
                let path = PathBuilder::from_rect(seen);
                mask.fill_path(&path, FillRule::Winding, true, Transform::identity());
            }
        }
        for shape in &drawing.shapes {
            let [red, green, blue] = shape.colour;
            let own = match ink {
                Some(_) if shape.is_white() => colour(Ink::Paper),
                Some(ink) => colour(ink),
                None => Colour { red, green, blue },
            };
            let mut paint = Paint { anti_alias: true, ..Paint::default() };
            paint.set_color_rgba8(own.red, own.green, own.blue, 0xff);
            self.pixels.fill_path(&shape.path, &paint, shape.rule, transform, mask.as_ref());
        }
    }
}

/// Fills `path` in one colour, without a mask: for glyphs too large to keep.
fn fill(pixels: &mut Pixmap, path: &tiny_skia::Path, transform: Transform, colour: Colour) {
    let mut paint = Paint { anti_alias: true, ..Paint::default() };
    paint.set_color_rgba8(colour.red, colour.green, colour.blue, 0xff);
    pixels.fill_path(path, &paint, FillRule::Winding, transform, None);
}
