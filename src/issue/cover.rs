//! The cover (封面、封底): few things on a page, each in an area of its own, in millimetres from the
//! corner of the trimmed page.
//!
//! An issue names a built-in arrangement; once somebody moves a thing the issue holds the whole
//! arrangement itself ([`Cover`]), so that its file stands alone. What the things show follows the
//! issue: name, number, day, titles. Type is as large as its area allows.

use serde::{Deserialize, Serialize};

use super::masthead::MongolianLine;
use crate::geom::Mm;

/// Things on one side at most.
pub const MOST_THINGS: usize = 60;
/// The longest side of a page, and the farthest place from its corner.
const FARTHEST: Mm = Mm::from_hundredths(200_000);

/// Which cover an issue has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoverChoice {
    /// Name of the built-in arrangement that it is, or was made from.
    pub template: String,
    /// Whether the name of the gazette runs downwards.
    #[serde(default)]
    pub vertical: bool,
    /// The arrangement, where it is not just the built-in one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own: Option<Cover>,
}

impl Default for CoverChoice {
    fn default() -> Self {
        Self { template: "plain".to_owned(), vertical: false, own: None }
    }
}

impl CoverChoice {
    /// Whether it is the cover of issues that say nothing about it.
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// An arrangement: what stands where on both sides, what comes later over what comes before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cover {
    /// Width and height of the page that the places are on; another page has them in proportion.
    pub page: (Mm, Mm),
    /// The front.
    pub front: Vec<Thing>,
    /// The back.
    pub back: Vec<Thing>,
}

/// One thing on a cover.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thing {
    /// What it is.
    pub kind: ThingKind,
    /// Where.
    pub area: Area,
    /// Its ink; a picture has its own colours.
    #[serde(default)]
    pub ink: Ink,
    /// At which side of its area it stands.
    #[serde(default)]
    pub flush: Flush,
}

/// What a thing on a cover is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ThingKind {
    /// The gazette's name in both scripts.
    Masthead {
        /// Whether it runs downwards: Chinese in a column, Mongolian in one left of it.
        #[serde(default)]
        vertical: bool,
    },
    /// A line made from number and day of the issue.
    Line {
        /// What it says.
        says: IssueLine,
        /// Whether it is set in the bold face of titles.
        #[serde(default)]
        bold: bool,
    },
    /// A line about the issue in Mongolian, in columns from left to right; nothing where the office
    /// has no such line.
    Mongolian {
        /// What it says.
        says: MongolianLine,
    },
    /// The titles of the issue, as many as there is room for (要目).
    Contents,
    /// An area of colour, or a line. Where it touches the edge of the page it goes on over it.
    Field,
    /// A picture or emblem. Where it touches the edge of the page it goes on over it.
    Picture {
        /// The SHA-256 of its bytes; none while it is not chosen.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        sha256: Option<String>,
        /// Whether it is shown whole; else it fills its area and what sticks out is cut.
        #[serde(default)]
        whole: bool,
    },
    /// The lines of the colophon (版权块), at the foot of their area.
    Colophon,
}

impl ThingKind {
    /// Whether it is the place of a picture that is not chosen yet; that for an emblem may stay
    /// empty.
    pub const fn lacks_picture(&self) -> bool {
        matches!(self, Self::Picture { sha256: None, whole: false })
    }
}

/// What a line of a cover says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum IssueLine {
    /// `2026`
    Year,
    /// `第4期`
    Number,
    /// `总第167期`
    Total,
    /// `第4期（总第167期）`
    NumberAndTotal,
    /// `2026年第4期`
    YearAndNumber,
    /// `2026年第4期（总第167期）`
    Whole,
    /// `月刊`
    Periodicity,
    /// `2026年5月6日出版`
    Published,
}

/// A rectangle of the page; `x` and `y` are those of its upper left corner.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Area {
    /// From the left edge.
    pub x: Mm,
    /// From the upper edge.
    pub y: Mm,
    /// Width, not below zero.
    pub width: Mm,
    /// Height, not below zero.
    pub height: Mm,
}

/// At which side of its area something stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Flush {
    /// At the left.
    Left,
    /// In the middle.
    #[default]
    Centre,
    /// At the right.
    Right,
}

/// A semantic ink: what it becomes on a plate or screen is the exporter's matter.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub enum Ink {
    /// Text and lines: K 100 on paper.
    #[default]
    Text,
    /// The red of masthead and head lines: spot or process.
    Red,
    /// Paper white, knocked out of what lies below.
    Paper,
}

impl Cover {
    /// Whether it can be drawn: a page with an extent, not too many things, none of them farther
    /// away than any paper reaches.
    pub(crate) fn is_sound(&self) -> bool {
        let on_paper = |length: Mm| length <= FARTHEST && length.hundredths() > 0;
        let sound = |thing: &Thing| {
            let Area { x, y, width, height } = thing.area;
            let near = |place: Mm| place.hundredths().unsigned_abs() <= 200_000;
            let extent = |length: Mm| length.hundredths() >= 0 && near(length);
            near(x) && near(y) && extent(width) && extent(height)
        };
        let side = |things: &[Thing]| things.len() <= MOST_THINGS && things.iter().all(sound);
        on_paper(self.page.0) && on_paper(self.page.1) && side(&self.front) && side(&self.back)
    }

    /// The same on a page of another size, every place and extent in proportion.
    #[must_use]
    pub fn on_page(mut self, page: (Mm, Mm)) -> Self {
        if self.page == page {
            return self;
        }
        let scaled = |length: Mm, from: Mm, to: Mm| {
            Mm::new(length.to_f64() * to.to_f64() / from.to_f64().max(1.0))
        };
        for thing in self.front.iter_mut().chain(&mut self.back) {
            let Area { x, y, width, height } = &mut thing.area;
            for length in [x, width] {
                *length = scaled(*length, self.page.0, page.0);
            }
            for length in [y, height] {
                *length = scaled(*length, self.page.1, page.1);
            }
        }
        self.page = page;
        self
    }

    /// The pictures that things of it show, by the SHA-256 of their bytes.
    pub fn pictures(&self) -> impl Iterator<Item = &str> {
        self.things().filter_map(|thing| match &thing.kind {
            ThingKind::Picture { sha256, .. } => sha256.as_deref(),
            ThingKind::Masthead { .. }
            | ThingKind::Line { .. }
            | ThingKind::Mongolian { .. }
            | ThingKind::Contents
            | ThingKind::Field
            | ThingKind::Colophon => None,
        })
    }

    /// All things of both sides.
    pub fn things(&self) -> impl Iterator<Item = &Thing> {
        self.front.iter().chain(&self.back)
    }
}
