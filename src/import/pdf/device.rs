//! The device that a PDF file is drawn onto: it keeps characters, rules and pictures.

use std::collections::HashMap;
use std::io::Cursor;
use std::panic::resume_unwind;

use encoding_rs::{GB18030, UTF_8};
use hayro_interpret::font::{Glyph, GlyphRun, OutlineFontData};
use hayro_interpret::hayro_cmap::{BfString, WritingMode};
use hayro_interpret::hayro_syntax::Filter;
use hayro_interpret::hayro_syntax::object::{Dict, Name, String as PdfString};
use hayro_interpret::hayro_syntax::page::Resources;
use hayro_interpret::kurbo::{Affine, BezPath, PathEl, Point, Rect};
use hayro_interpret::{
    BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageData, ImageDrawProps, LumaData,
    RasterImage, SoftMask,
};
use image::codecs::png::PngEncoder;
use image::{ExtendedColorType, ImageEncoder as _};
use skrifa::{FontRef, MetadataProvider as _};

use super::Exhausted;
use crate::import::picture;
use crate::import::placed::{self, Figure, Frame, Sheet};
use crate::import::source::Picture;

/// How thick a rule may be, and how long it is at least, in points.
const THICKEST: f64 = 3.0;
const SHORTEST: f64 = 3.0;
/// Pictures that are smaller than this, in points, are ornaments.
const SMALLEST: f64 = 12.0;
/// How many pixels of a picture are unpacked.
const MOST_PIXELS: u64 = 40_000_000;

/// How the codes of fonts without a map to Unicode are to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Codes {
    /// GBK and its relatives.
    National,
    /// UTF-16.
    Unicode,
}

/// The encoding that the fonts of a page name which have no map to Unicode (ISO 32000-1, 9.7.5.2).
pub(super) fn legacy_codes(resources: &Resources<'_>) -> Option<Codes> {
    resources.fonts.keys().find_map(|name| {
        let font: Dict<'_> = resources.fonts.get(&*name)?;
        let encoding: Name<'_> = font.get(&b"Encoding"[..])?;
        let encoding = encoding.as_str();
        if font.contains_key(&b"ToUnicode"[..]) {
            None
        } else if encoding.starts_with("Uni") {
            Some(Codes::Unicode)
        } else if encoding.starts_with("GB") {
            Some(Codes::National)
        } else {
            None
        }
    })
}

/// The text that a file gives for what a marked content draws (ISO 32000-1, 14.9.4).
struct Actual {
    text: String,
    /// Count of the glyphs, and of the unknown ones, that were drawn before it.
    first: usize,
    unknown: usize,
}

/// What a page draws.
pub(super) struct Canvas {
    sheet: Sheet,
    codes: Option<Codes>,
    unknown: usize,
    work: usize,
    most: usize,
    /// The marked contents that are open, each with the text that stands for it.
    marked: Vec<Option<Actual>>,
    /// The characters of fonts by their glyphs, for those without a map to Unicode.
    glyphs: HashMap<u128, HashMap<u32, char>>,
}

impl Canvas {
    /// A page of this size that may make this much work.
    pub(super) fn new(width: f64, height: f64, codes: Option<Codes>, most: usize) -> Self {
        let sheet = Sheet { width, height, ..Sheet::default() };
        let (marked, glyphs) = (Vec::new(), HashMap::new());
        Self { sheet, codes, unknown: 0, work: 0, most, marked, glyphs }
    }

    pub(super) const fn work(&self) -> usize {
        self.work
    }

    /// Count of characters that no Unicode was found for.
    pub(super) const fn unknown(&self) -> usize {
        self.unknown
    }

    pub(super) fn into_sheet(self) -> Sheet {
        self.sheet
    }

    fn count(&mut self, work: usize) {
        self.work += work;
        if self.work > self.most {
            resume_unwind(Box::new(Exhausted));
        }
    }

    fn characters(&mut self, glyph: &Glyph<'_>, font: Option<&OutlineFontData>) -> String {
        let named = match glyph.as_unicode() {
            Some(BfString::Char(c)) => Some(c.to_string()),
            Some(BfString::String(string)) => Some(string),
            None => None,
        };
        let named = named.filter(|text| !text.contains(['\0', '\u{fffd}']));
        named
            .or_else(|| self.legacy(glyph.char_code()))
            .or_else(|| self.reversed(glyph, font))
            .unwrap_or_else(|| {
                self.unknown += 1;
                '\u{fffd}'.to_string()
            })
    }

    /// The character of a code in an encoding that the page's fonts name.
    fn legacy(&self, code: u32) -> Option<String> {
        match self.codes? {
            Codes::Unicode => char::from_u32(code).filter(|&c| c >= ' ').map(String::from),
            Codes::National => {
                let bytes = code.to_be_bytes();
                let begin = bytes.iter().position(|&byte| byte != 0)?;
                let text = GB18030
                    .decode_without_bom_handling_and_without_replacement(bytes.get(begin..)?)?;
                Some(text.into_owned())
            }
        }
    }

    /// The character whose glyph it is in the font itself.
    fn reversed(&mut self, glyph: &Glyph<'_>, font: Option<&OutlineFontData>) -> Option<String> {
        let (Glyph::Outline(outline), Some(font)) = (glyph, font) else { return None };
        let map = self.glyphs.entry(font.cache_key).or_insert_with(|| {
            let bytes = (*font.data).as_ref();
            let face = FontRef::new(bytes).ok();
            let pairs = face.iter().flat_map(|face| face.charmap().mappings());
            pairs.filter_map(|(c, glyph)| Some((glyph.to_u32(), char::from_u32(c)?))).collect()
        });
        map.get(&outline.glyph_id().to_u32()).map(char::to_string)
    }

    fn picture(&mut self, image: &Image<'_, '_>, transform: Affine) {
        let (width, height) = (f64::from(image.width()), f64::from(image.height()));
        let placed = transform.transform_rect_bbox(Rect::new(0.0, 0.0, width, height));
        let frame = Frame { left: placed.x0, top: placed.y0, right: placed.x1, bottom: placed.y1 };
        if placed.width() < SMALLEST || placed.height() < SMALLEST {
            return;
        }
        let whole = self.sheet.width * self.sheet.height;
        let picture = if placed.area() > whole * 0.6 {
            Err("铺满整页的图片（扫描图或底图）没有带入；需要时请单独插入")
        } else {
            match image {
                Image::Raster(image) => taken(image),
                Image::Stencil(_) => Err("单色蒙版图片没有带入；需要时请单独插入"),
            }
        };
        self.sheet.figures.push(Figure { frame, picture });
    }
}

/// The picture as the file holds it, where that is a JPEG in RGB or grey; else its pixels as PNG.
fn taken(image: &RasterImage<'_>) -> Result<Picture, &'static str> {
    const BROKEN: &str = "图片已损坏或格式不支持，没有带入；请单独插入";
    if u64::from(image.width()) * u64::from(image.height()) > MOST_PIXELS {
        return Err("图片过大，没有带入；请缩小后再插入");
    }
    let stream = image.stream();
    let space: Option<Name<'_>> = stream.dict().get(&b"ColorSpace"[..]);
    let usual = space.is_some_and(|name| matches!(name.as_str(), "DeviceRGB" | "DeviceGray"));
    if usual && stream.filters().as_slice() == [Filter::DctDecode] {
        let bytes = stream.raw_data().into_owned();
        let extension = picture::check(&bytes)?;
        return Ok(Picture::new(extension, bytes));
    }
    let mut bytes = Vec::new();
    image.with_rgba(|data, alpha| bytes = png(data, alpha.as_ref()).unwrap_or_default(), None);
    let extension = picture::check(&bytes).map_err(|_| BROKEN)?;
    Ok(Picture::new(extension, bytes))
}

/// The pixels on white paper as a PNG file.
fn png(data: ImageData, alpha: Option<&LumaData>) -> Option<Vec<u8>> {
    let (width, height) = (data.width(), data.height());
    let (mut pixels, color, channels) = match data {
        ImageData::Rgb(rgb) => (rgb.data, ExtendedColorType::Rgb8, 3),
        ImageData::Luma(luma) => (luma.data, ExtendedColorType::L8, 1),
    };
    if let Some(alpha) = alpha.filter(|alpha| (alpha.width, alpha.height) == (width, height)) {
        for (pixel, &alpha) in pixels.chunks_mut(channels).zip(&alpha.data) {
            for value in pixel {
                let ink = (255 - u32::from(*value)) * u32::from(alpha) / 255;
                *value = u8::try_from(255 - ink).unwrap_or(u8::MAX);
            }
        }
    }
    let mut bytes = Cursor::new(Vec::new());
    PngEncoder::new(&mut bytes).write_image(&pixels, width, height, color).ok()?;
    Some(bytes.into_inner())
}

impl<'a> Device<'a> for Canvas {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        self.count(path.elements().len());
        let filled = match mode {
            DrawMode::Fill(_) => true,
            DrawMode::Stroke(_) | DrawMode::FillAndStroke(..) => false,
            DrawMode::Invisible => return,
        };
        for lines in subpaths(path, props.transform) {
            if filled {
                let area = lines.iter().copied().reduce(Frame::around);
                self.sheet.rules.extend(area.filter(|area| is_rule(*area)));
            } else {
                self.sheet.rules.extend(lines.into_iter().filter(|line| is_rule(*line)));
            }
        }
    }

    fn push_clip_path(&mut self, _: &ClipPath) {
        self.count(1);
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {
        self.count(1);
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, _: &DrawMode) {
        self.count(run.glyphs().len());
        let font = run.glyphs().iter().find_map(|glyph| match &**glyph {
            Glyph::Outline(outline) => outline.font_data(),
            Glyph::Type3(_) => None,
        });
        let style = font.as_ref().map(style).unwrap_or_default();
        for glyph in run.glyphs() {
            let transform = props.transform * glyph.transform();
            let [a, b, c, d, _, _] = transform.as_coeffs();
            let text = self.characters(glyph, font.as_ref());
            let upright = a > 0.0 && d < 0.0 && b.abs() < 0.05 * a;
            if !upright || run.writing_mode() == WritingMode::Vertical {
                self.sheet.turned.push_str(&text);
                continue;
            }
            let advance = match &**glyph {
                Glyph::Outline(outline) => outline.advance_width(),
                Glyph::Type3(glyph) => glyph.advance_width(),
            };
            let at = transform * Point::ORIGIN;
            let inside = (0.0..=self.sheet.width).contains(&at.x)
                && (0.0..=self.sheet.height).contains(&at.y);
            let size = (c * c + d * d).sqrt() * 1000.0;
            if size < 1.0 {
                continue;
            }
            if !inside {
                self.sheet.beyond.push_str(&text);
                continue;
            }
            let parts = f64::from(u32::try_from(text.chars().count()).unwrap_or(1).max(1));
            let width = f64::from(advance.unwrap_or(1000.0)) * a / parts;
            for (index, char) in (0_u32..).zip(text.chars()) {
                let x = at.x + width * f64::from(index);
                let (bold, kai) = style;
                self.sheet.glyphs.push(placed::Glyph { char, x, y: at.y, width, size, bold, kai });
            }
        }
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        self.count(100);
        self.picture(&image, props.transform);
    }

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {}

    fn begin_marked_content(&mut self, _: &[u8], properties: Option<&Dict<'_>>) {
        self.count(1);
        let text = properties.and_then(|own| own.get::<PdfString<'_>>(&b"ActualText"[..]));
        let (first, unknown) = (self.sheet.glyphs.len(), self.unknown);
        let actual = text.map(|text| Actual { text: text_string(text.as_bytes()), first, unknown });
        self.marked.push(actual);
    }

    fn end_marked_content(&mut self) {
        if let Some(actual) = self.marked.pop().flatten() {
            self.unknown = actual.unknown;
            let drawn = self.sheet.glyphs.split_off(actual.first.min(self.sheet.glyphs.len()));
            self.sheet.glyphs.extend(spread(&actual.text, &drawn));
        }
    }
}

/// A text string (ISO 32000-1, 7.9.2.2): UTF-16, UTF-8, or one byte a character, of which what is
/// no Latin letter does not matter here.
fn text_string(bytes: &[u8]) -> String {
    match bytes {
        [0xfe, 0xff, ..] | [0xff, 0xfe, ..] | [0xef, 0xbb, 0xbf, ..] => {
            UTF_8.decode(bytes).0.into_owned()
        }
        _ => bytes.iter().map(|&byte| char::from(byte)).collect(),
    }
}

/// The characters of a text, spread over the glyphs that were drawn for it.
fn spread(text: &str, drawn: &[placed::Glyph]) -> Vec<placed::Glyph> {
    let count = text.chars().count().max(1);
    let share = |index: usize| index * drawn.len() / count;
    let mut spread: Vec<placed::Glyph> = Vec::new();
    for (index, char) in text.chars().enumerate() {
        // So many characters stand for one glyph, or so many glyphs for one character.
        let (first, next) = (share(index), share(index + 1).max(share(index) + 1));
        let Some(glyphs) = drawn.get(first..next.min(drawn.len())) else { continue };
        let Some(&glyph) = glyphs.first() else { continue };
        let before = (0..index).rev().take_while(|&other| share(other) == first).count();
        let beside = (index..count).take_while(|&other| share(other) == first).count();
        let part = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
        let line = glyphs.iter().take_while(|own| (own.y - glyph.y).abs() < 1.0);
        let right = line.last().map_or(glyph.x, |own| own.x + own.width);
        let width = (right - glyph.x) / part(before + beside);
        let x = glyph.x + width * part(before);
        spread.push(placed::Glyph { char, x, width, ..glyph });
    }
    spread
}

/// Whether a font is bold, and whether it is a 楷体, by its name and weight.
fn style(font: &OutlineFontData) -> (bool, bool) {
    const BOLD: [&str; 3] = ["bold", "black", "heavy"];
    const KAI: [&str; 3] = ["kai", "楷", "fzkt"];
    let name = font.postscript_name.as_deref().unwrap_or_default().to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
    (has(&BOLD), has(&KAI))
}

/// The straight lines of each part of a path, as boxes on the page.
fn subpaths(path: &BezPath, transform: Affine) -> Vec<Vec<Frame>> {
    let mut parts: Vec<Vec<Frame>> = Vec::new();
    let (mut begin, mut last) = (Point::ORIGIN, Point::ORIGIN);
    for element in path.elements() {
        let next = match *element {
            PathEl::MoveTo(point) => {
                (begin, last) = (transform * point, transform * point);
                parts.push(Vec::new());
                continue;
            }
            PathEl::LineTo(point) => transform * point,
            PathEl::ClosePath => begin,
            // What is round is no rule.
            PathEl::QuadTo(_, point) | PathEl::CurveTo(_, _, point) => {
                last = transform * point;
                continue;
            }
        };
        let frame = Frame {
            left: last.x.min(next.x),
            top: last.y.min(next.y),
            right: last.x.max(next.x),
            bottom: last.y.max(next.y),
        };
        parts.last_mut().into_iter().for_each(|part| part.push(frame));
        last = next;
    }
    parts
}

fn is_rule(frame: Frame) -> bool {
    let (width, height) = (frame.right - frame.left, frame.bottom - frame.top);
    width.min(height) <= THICKEST && width.max(height) >= SHORTEST.max(2.0 * width.min(height))
}
