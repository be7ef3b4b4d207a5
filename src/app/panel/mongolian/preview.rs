//! A Mongolian name → its picture, drawn from glyphs as a page is.

use std::sync::Arc;

use crate::app::preview::{self, Picture};
use crate::export::Pictures;
use crate::font::{FontBook, FontId};
use crate::geom::{Point, Pt, Size};
use crate::issue::masthead::Script;
use crate::issue::place::Part;
use crate::issue::text::Text;
use crate::layout::page::{Ink, Page, PageKind, Placed, Source};
use crate::layout::vertical::{Letters, mongolian_words};

/// The words of `text` standing side by side, as high as `height` logical pixels at most. None
/// where there is no word, or no font that shapes it.
pub(in crate::app::panel) fn picture(
    text: &str,
    height: u32,
    (book, face): (&FontBook, Option<FontId>),
) -> Option<Picture> {
    let page = page(text, (u32::from(u16::MAX), height), (book, face))?;
    preview::picture(&page, 1.0, book, &Pictures::default())
}

/// The same on a page, a point a logical pixel, within so much width and height.
pub(super) fn page(
    text: &str,
    (width, height): (u32, u32),
    (book, face): (&FontBook, Option<FontId>),
) -> Option<Page> {
    let source = Source::Text(Part::Masthead(Script::Mongolian));
    let face = face?;
    let letters = |size| Letters { source, size, ink: Ink::Text, book, face, gap: Pt::ZERO };
    let set = |size| mongolian_words(&Text::new(text), letters(size));
    let margin = Pt::new(4);
    let room = |pixels: u32| Pt::new(i32::try_from(pixels).unwrap_or(i32::MAX)) - margin * 2;
    let room = Size { width: room(width), height: room(height) };
    // Long words, and many of them, are set smaller.
    let largest = Pt::new(i32::try_from(height.min(160)).unwrap_or(160)) / 4;
    let most = set(largest)?.size;
    let fits = |size: Pt, room: Pt, own: Pt| {
        if own > room { size.scale(room.units(), own.units()) } else { size }
    };
    let wide = fits(largest, room.width, most.width);
    let size = fits(largest, room.height, most.height).min(wide);
    let frame = set(size)?;
    let trim =
        Size { width: frame.size.width + margin * 2, height: frame.size.height + margin * 2 };
    Some(Page {
        number: 1,
        folio: None,
        kind: PageKind::Cover,
        trim,
        bleed: Pt::ZERO,
        parts: vec![Placed { at: Point::new(margin, margin), frame: Arc::new(frame) }],
    })
}
