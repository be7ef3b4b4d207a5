//! A Mongolian name → its picture, drawn from glyphs as a page is.

use std::sync::Arc;

use crate::app::preview::{self, Picture};
use crate::export::Pictures;
use crate::font::FontBook;
use crate::geom::{Point, Pt, Size};
use crate::issue::masthead::Script;
use crate::issue::place::Part;
use crate::issue::text::Text;
use crate::layout::page::{Ink, Page, PageKind, Placed, Source};
use crate::layout::vertical::{Letters, mongolian_words};

/// The words of `text` standing side by side, as high as `height` logical pixels at most. None
/// where there is no word, or no font that shapes it.
pub(in crate::app::panel) fn picture(text: &str, height: u32, book: &FontBook) -> Option<Picture> {
    let source = Source::Text(Part::Masthead(Script::Mongolian));
    let face = book.mongolian()?;
    let letters = |size| Letters { source, size, ink: Ink::Text, book, face, gap: Pt::ZERO };
    let set = |size| mongolian_words(&Text::new(text), letters(size));
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
    preview::picture(&page, 1.0, book, &Pictures::default())
}
