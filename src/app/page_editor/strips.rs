//! Pages as strips of pixels: a strip is drawn anew only where a frame on it changed.
//!
//! A page as one picture would be sent to the screen whole after each key. Strips are known by the
//! frames that they show; frames of paragraphs that did not change are shared between
//! compositions, so most strips are found again.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use iced::advanced::image::Handle;

use crate::export::Pictures;
use crate::export::raster::{Cache, Scene, Strip, extent, strip};
use crate::font::FontBook;
use crate::geom::Point;
use crate::layout::page::{Frame, Page};

/// Height of a strip in physical pixels.
pub(crate) const HEIGHT: u32 = 64;
/// How many strips are kept beyond those of the last drawing.
const KEPT: usize = 1_500;
/// Points an inch.
const POINTS: f64 = 72.0;

/// What a strip shows: frames at their places below its upper edge.
type Key = (u64, u32, u32, Vec<(usize, Point)>);

#[derive(Debug)]
struct Drawn {
    handle: Handle,
    /// Keeps the addresses in the key from being used again.
    _frames: Vec<Arc<Frame>>,
    used: u64,
}

/// Strips that were drawn.
#[derive(Debug, Default)]
pub(crate) struct Strips {
    inner: RefCell<Inner>,
}

#[derive(Default)]
struct Inner {
    glyphs: Cache,
    drawn: HashMap<Key, Drawn>,
    turn: u64,
    /// How many strips the last drawing had to make.
    made: usize,
}

impl std::fmt::Debug for Inner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Inner").field("drawn", &self.drawn.len()).finish()
    }
}

/// What strips are drawn with.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Brush<'a> {
    pub(crate) book: &'a FontBook,
    pub(crate) pictures: &'a Pictures,
    /// Physical pixels a point.
    pub(crate) scale: f64,
}

impl Strips {
    /// Begins a drawing: forgets strips that have not been used for long.
    pub(crate) fn begin(&self) {
        let mut inner = self.inner.borrow_mut();
        inner.turn += 1;
        inner.made = 0;
        if inner.drawn.len() > KEPT {
            let turn = inner.turn;
            inner.drawn.retain(|_, drawn| drawn.used + 2 > turn);
        }
    }

    /// How many strips the last drawing had to make.
    pub(crate) fn made(&self) -> usize {
        self.inner.borrow().made
    }

    /// Width and height of a page in physical pixels.
    pub(crate) fn size(page: &Page, brush: &Brush<'_>) -> (u32, u32) {
        extent(page, brush.scale * POINTS).unwrap_or((1, 1))
    }

    /// The strip of `page` that begins at pixel row `top`, with its width and height.
    pub(crate) fn get(
        &self,
        page: &Page,
        top: u32,
        brush: &Brush<'_>,
    ) -> Option<(Handle, u32, u32)> {
        let (width, full) = Self::size(page, brush);
        let height = HEIGHT.min(full.checked_sub(top)?);
        if height == 0 {
            return None;
        }
        let (key, frames) = key(page, top, height, width, brush.scale);
        let mut inner = self.inner.borrow_mut();
        let turn = inner.turn;
        if let Some(drawn) = inner.drawn.get_mut(&key) {
            drawn.used = turn;
            return Some((drawn.handle.clone(), width, height));
        }
        let scene = Scene {
            book: brush.book,
            pictures: brush.pictures,
            dpi: brush.scale * POINTS,
            watermark: None,
        };
        let pixels = strip(page, &scene, Strip { top, height }, &mut inner.glyphs).ok()?;
        let handle = Handle::from_rgba(width, height, pixels.data().to_vec());
        inner.made += 1;
        let drawn = Drawn { handle: handle.clone(), _frames: frames, used: turn };
        let _ = inner.drawn.insert(key, drawn);
        Some((handle, width, height))
    }
}

/// The frames whose ink may reach into a strip, as a key.
fn key(page: &Page, top: u32, height: u32, width: u32, scale: f64) -> (Key, Vec<Arc<Frame>>) {
    let points = |pixels: u32| crate::geom::Pt::from_f64(f64::from(pixels) / scale);
    let (upper, lower) = (points(top), points(top + height));
    let mut shown = Vec::new();
    let mut frames = Vec::new();
    for placed in &page.parts {
        // Ink may stick out of its frame by as much as the frame is high.
        let reach = placed.frame.size.height.max(crate::geom::Pt::new(24));
        if placed.at.y - reach <= lower && placed.at.y + placed.frame.size.height + reach >= upper {
            shown.push((Arc::as_ptr(&placed.frame).addr(), placed.at));
            frames.push(placed.frame.clone());
        }
    }
    // An empty strip looks the same wherever it is.
    let top = if shown.is_empty() { 0 } else { top };
    ((scale.to_bits(), width, top << 8 | height, shown), frames)
}
