//! Outlines and coverage of glyphs, kept from page to page.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use image::RgbaImage;
use image::imageops::thumbnail;
use skrifa::font::glyph::outline::DrawOptions;
use skrifa::{DrawMemory, GlyphId, PathSink};
use tiny_skia::{IntSize, Path, PathBuilder, Pixmap, Transform};

use super::blend::{Colour, Coverage, blend};
use super::cover::cover;
use super::{colour, fill};
use crate::export::drawing::{Drawing, is_svg};
use crate::export::picture::Picture;
use crate::export::{Pictures, font_index};
use crate::font::{FontBook, FontId};
use crate::layout::page::{Direction, Ink};

/// Parts of a pixel that the origin of a glyph is cut to across the page. Down the page it is cut
/// to a whole pixel, so that lines of one size look alike. Poppler does both: on a dense page at
/// 150 dpi a tenth as many pixels differ from its own as with exact origins.
const STEPS: f64 = 4.0;
/// Against an origin on a whole pixel that comes out a hair before it; lengths are multiples of
/// 1/65 536 pt.
const HAIR: f64 = 1e-6;
/// Glyphs with a larger em, in pixels, are filled each time.
const LARGEST_KEPT: f64 = 160.0;
/// Bytes of coverage after which the cache starts anew.
const ROOM: usize = 48 << 20;

/// Where a glyph is to be drawn, and how.
pub(super) struct Spot {
    pub(super) font: FontId,
    pub(super) glyph: u16,
    /// Size of the em in pixels.
    pub(super) em: f64,
    pub(super) direction: Direction,
    /// Origin, in pixels from the upper left corner.
    pub(super) x: f64,
    pub(super) y: f64,
}

/// What tells one coverage from another.
#[derive(PartialEq, Eq, Hash)]
struct Key {
    font: u16,
    glyph: u16,
    /// The bits of the em: sizes are compared exactly.
    em: u32,
    /// Quarters of a pixel that the origin lies right of a whole one, and the direction.
    step: (u8, bool),
}

/// What a run of pages has in common: outlines, coverages, decoded pictures.
///
/// It belongs to one [`FontBook`]: take a new one for another.
#[derive(Debug, Default)]
pub struct Cache {
    outlines: HashMap<(u16, u16), Option<Arc<Path>>>,
    coverages: HashMap<Key, Option<Coverage>>,
    bytes: usize,
    pictures: BTreeMap<(String, Option<Ink>), Vec<Pixmap>>,
    drawings: BTreeMap<String, Option<Arc<Drawing>>>,
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.font, self.glyph)
    }
}

impl Cache {
    /// Draws one glyph.
    #[expect(clippy::cast_possible_truncation, reason = "pages have at most 32 767 pixels")]
    #[expect(clippy::cast_sign_loss, reason = "a fraction of a pixel is not below zero")]
    pub(super) fn draw(
        &mut self,
        book: &FontBook,
        spot: &Spot,
        pixels: &mut Pixmap,
        colour: Colour,
    ) {
        let Ok(font) = u16::try_from(font_index(book, spot.font)) else { return };
        let em = spot.em as f32;
        // An em of 2^15 pixels is no longer exact in f32.
        if !(spot.x.abs() < 1e6 && spot.y.abs() < 1e6 && em < 32_768.0) {
            return;
        }
        if spot.em > LARGEST_KEPT {
            if let Some(path) = self.outline(book, font, spot.glyph) {
                let transform = transform(em, spot.direction, spot.x as f32, spot.y as f32);
                fill(pixels, &path, transform, colour);
            }
            return;
        }
        let x = spot.x + HAIR;
        let column = x.floor();
        let step = ((x - column) * STEPS) as u8;
        let place = (column as i32, (spot.y + HAIR).floor() as i32);
        let turned = spot.direction == Direction::Down;
        let key = Key { font, glyph: spot.glyph, em: em.to_bits(), step: (step, turned) };
        if let Some(known) = self.coverages.get(&key) {
            if let Some(coverage) = known {
                blend(pixels, coverage, place, colour);
            }
            return;
        }
        let x = f32::from(step) / STEPS as f32;
        let coverage = self
            .outline(book, font, spot.glyph)
            .and_then(|path| cover(&path, transform(em, spot.direction, x, 0.0)));
        if let Some(coverage) = &coverage {
            blend(pixels, coverage, place, colour);
        }
        self.keep(key, coverage);
    }

    fn keep(&mut self, key: Key, coverage: Option<Coverage>) {
        self.bytes += size_of::<Key>() + size_of::<Option<Coverage>>();
        self.bytes += coverage.as_ref().map_or(0, |coverage| coverage.rows.len());
        if self.bytes > ROOM {
            self.coverages.clear();
            self.bytes = 0;
        }
        let _ = self.coverages.insert(key, coverage);
    }

    /// The outline of a glyph on an em of 1, y downwards; none for a space, and for a glyph that
    /// the font does not have or that is damaged.
    fn outline(&mut self, book: &FontBook, font: u16, glyph: u16) -> Option<Arc<Path>> {
        self.outlines
            .entry((font, glyph))
            .or_insert_with(|| {
                let face = book.font(FontId(font));
                let mut pen =
                    Pen { path: PathBuilder::new(), scale: 1.0 / f32::from(face.units_per_em) };
                let outline = face.model.outline_glyphs().get(GlyphId::new(glyph.into()))?;
                let _ = outline.draw(&DrawOptions::new(), DrawMemory::Scratch, &mut pen).ok()?;
                pen.path.finish().map(Arc::new)
            })
            .clone()
    }

    /// The drawing with this hash, read once; none if the picture is of another kind.
    pub(super) fn drawing(&mut self, sha256: &str, pictures: &Pictures) -> Option<Arc<Drawing>> {
        if let Some(known) = self.drawings.get(sha256) {
            return known.clone();
        }
        let bytes = pictures.get(sha256).filter(|bytes| is_svg(bytes));
        let read = bytes.and_then(|bytes| Drawing::read(bytes).ok()).map(Arc::new);
        let _ = self.drawings.insert(sha256.to_owned(), read.clone());
        read
    }

    /// The picture with this hash, in its own colours or as line art in an ink, decoded and shrunk to less than twice the pixels that it is
    /// drawn on; none if it is not there or cannot be decoded.
    pub(super) fn picture(
        &mut self,
        (sha256, ink): (&str, Option<Ink>),
        pictures: &Pictures,
        (width, height): (f32, f32),
    ) -> Option<&Pixmap> {
        let key = (sha256.to_owned(), ink);
        if !self.pictures.contains_key(&key) {
            let decoded = pictures.get(sha256).and_then(|bytes| Picture::decode(bytes));
            let levels = decoded.and_then(|picture| levels(&picture, ink)).unwrap_or_default();
            let _ = self.pictures.insert(key.clone(), levels);
        }
        let levels = self.pictures.get(&key)?;
        #[expect(clippy::cast_precision_loss, reason = "pictures are below 2^24 pixels wide")]
        let enough =
            |pixels: &&Pixmap| pixels.width() as f32 >= width && pixels.height() as f32 >= height;
        levels.iter().rev().find(enough).or_else(|| levels.first())
    }
}

/// The picture, and the same at half the width and height, and so on: the screen and a proof draw
/// it small, and skipped pixels would glitter.
fn levels(picture: &Picture, ink: Option<Ink>) -> Option<Vec<Pixmap>> {
    let size = IntSize::from_wh(picture.width, picture.height)?;
    let pixels = match ink {
        None => picture.rgba(),
        Some(ink) => {
            let Colour { red, green, blue } = colour(ink);
            // What is dark is inked, what is white is not there.
            let inked = |dark: &u8| if *dark == 0 { [red, green, blue, 0xff] } else { [0; 4] };
            picture.line_art().iter().flat_map(inked).collect()
        }
    };
    let mut levels = vec![Pixmap::from_vec(pixels, size)?];
    while let Some(last) = levels.last() {
        let (width, height) = (last.width() / 2, last.height() / 2);
        if width < 16 || height < 16 {
            break;
        }
        let image = RgbaImage::from_raw(last.width(), last.height(), last.data().to_vec())?;
        let half = thumbnail(&image, width, height);
        levels.push(Pixmap::from_vec(half.into_raw(), IntSize::from_wh(width, height)?)?);
    }
    Some(levels)
}

/// From an em of 1 to pixels. Down is a quarter turn clockwise: (x, y) becomes (−y, x).
fn transform(em: f32, direction: Direction, x: f32, y: f32) -> Transform {
    match direction {
        Direction::Right => Transform::from_row(em, 0.0, 0.0, em, x, y),
        Direction::Down => Transform::from_row(0.0, em, -em, 0.0, x, y),
    }
}

/// Takes an outline down, y downwards.
struct Pen {
    path: PathBuilder,
    scale: f32,
}

impl PathSink for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.path.move_to(x * self.scale, -y * self.scale);
    }
    fn line_to(&mut self, x: f32, y: f32) {
        self.path.line_to(x * self.scale, -y * self.scale);
    }
    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        let scale = self.scale;
        self.path.quad_to(cx * scale, -cy * scale, x * scale, -y * scale);
    }
    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        let scale = self.scale;
        self.path.cubic_to(ax * scale, -ay * scale, bx * scale, -by * scale, x * scale, -y * scale);
    }
    fn close(&mut self) {
        self.path.close();
    }
}
