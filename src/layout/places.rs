//! Where the texts of an issue stand on its pages.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::geom::Rect;
use crate::issue::place::{Part, Place};
use crate::issue::text::Range;
use crate::layout::page::{Generated, Page, Source};

/// A stretch of a text on a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spot {
    /// Physical page, the cover is 1.
    pub page: u32,
    /// Printed page number.
    pub folio: Option<u32>,
    /// Which characters.
    pub range: Range,
    /// Where, from the upper left corner of the trimmed page.
    pub rect: Rect,
}

/// All spots of a composition by text, in the order of reading.
#[derive(Debug, Clone, Default)]
pub struct Places {
    spots: BTreeMap<Part, Vec<Spot>>,
}

impl Places {
    /// Gathers the spots of `pages`.
    pub fn new(pages: &[Arc<Page>]) -> Self {
        let mut spots: BTreeMap<Part, Vec<Spot>> = BTreeMap::new();
        for page in pages {
            for (offset, run) in page.runs() {
                let (part, range) = match run.source {
                    Source::Text(part) => (part, run.range()),
                    // It stands nowhere as it was written.
                    Source::Generated(Generated::IssueLine, Some(place)) => {
                        (place.part, place.range)
                    }
                    Source::Generated(..) => continue,
                };
                let rect = run.boxes(0, run.glyphs.len()).moved(offset);
                let spot = Spot { page: page.number, folio: page.folio, range, rect };
                spots.entry(part).or_default().push(spot);
            }
        }
        Self { spots }
    }

    /// The spots that show characters of `place`; the first one, if its range is empty.
    pub fn of(&self, place: &Place) -> Vec<Spot> {
        let spots = self.spots.get(&place.part).map(Vec::as_slice).unwrap_or_default();
        let found: Vec<Spot> =
            spots.iter().filter(|spot| spot.range.overlaps(place.range)).copied().collect();
        if found.is_empty() { spots.first().copied().into_iter().collect() } else { found }
    }
}
