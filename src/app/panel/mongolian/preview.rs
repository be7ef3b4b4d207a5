//! A Mongolian name → its picture, drawn from glyphs as a page is.

use std::sync::Arc;

use iced::advanced::image::Handle;

use crate::export::Pictures;
use crate::export::raster::{Cache, Scene, raster};
use crate::font::FontBook;
use crate::geom::{Point, Pt, Size};
use crate::issue::masthead::Script;
use crate::issue::place::Part;
use crate::issue::text::Text;
use crate::layout::page::{Ink, Page, PageKind, Placed, Source};
use crate::layout::vertical::mongolian_words;

/// Physical pixels a logical one: sharp at the scales that screens have.
const SCALE: u32 = 2;
/// Points an inch.
const POINTS: f64 = 72.0;

/// A picture and its extent in logical pixels.
#[derive(Debug, Clone)]
pub(super) struct Picture {
    pub(super) handle: Handle,
    pub(super) width: f32,
    pub(super) height: f32,
}

/// The words of `text` standing side by side, as high as `height` logical pixels at most. None
/// where there is no word, or no font that shapes it.
pub(super) fn picture(text: &str, height: u32, book: &FontBook) -> Option<Picture> {
    let source = Source::Text(Part::Masthead(Script::Mongolian));
    let set = |size| mongolian_words(&Text::new(text), source, size, Ink::Text, book);
    let margin = Pt::new(4);
    let room = Pt::new(i32::try_from(height).unwrap_or(i32::MAX)) - margin * 2;
    // A point a logical pixel; long words are set smaller.
    let largest = Pt::new(i32::try_from(height.min(160)).unwrap_or(160)) / 4;
    let tallest = set(largest)?.size.height;
    let size = if tallest > room { largest.scale(room.units(), tallest.units()) } else { largest };
    let frame = set(size)?;
    let trim =
        Size { width: frame.size.width + margin * 2, height: frame.size.height + margin * 2 };
    let page = Page {
        number: 1,
        folio: None,
        kind: PageKind::Cover,
        trim,
        bleed: Pt::ZERO,
        parts: vec![Placed { at: Point::new(margin, margin), frame: Arc::new(frame) }],
    };
    let pictures = Pictures::default();
    let dpi = POINTS * f64::from(SCALE);
    let scene = Scene { book, pictures: &pictures, dpi, watermark: None };
    let pixels = raster(&page, &scene, &mut Cache::default()).ok()?;
    let (width, height) = (pixels.width(), pixels.height());
    Some(Picture {
        handle: Handle::from_rgba(width, height, pixels.take()),
        width: logical(width),
        height: logical(height),
    })
}

fn logical(pixels: u32) -> f32 {
    f32::from(u16::try_from(pixels / SCALE).unwrap_or(u16::MAX))
}
