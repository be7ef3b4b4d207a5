//! A page → its picture, for controls that show one; drawn as the pages themselves are.

use iced::advanced::image::Handle;

use crate::export::Pictures;
use crate::export::raster::{Cache, Scene, raster};
use crate::font::FontBook;
use crate::layout::page::Page;

/// Physical pixels a logical one: sharp at the scales that screens have.
const SCALE: u32 = 2;
/// Points an inch.
const POINTS: f64 = 72.0;

/// A picture and its extent in logical pixels.
#[derive(Debug, Clone)]
pub(crate) struct Picture {
    pub(crate) handle: Handle,
    pub(crate) width: f32,
    pub(crate) height: f32,
}

/// `page` with `scale` logical pixels a point; none if it is too large or has no extent.
pub(crate) fn picture(
    page: &Page,
    scale: f64,
    book: &FontBook,
    pictures: &Pictures,
) -> Option<Picture> {
    let dpi = POINTS * scale * f64::from(SCALE);
    let scene = Scene { book, pictures, dpi, watermark: None };
    let pixels = raster(page, &scene, &mut Cache::default()).ok()?;
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
