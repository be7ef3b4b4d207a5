//! How a PDF is to be written: for whom, in which inks, with what around the pages.

use std::fmt;
use std::ops::RangeInclusive;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::part::Part;
use super::{Process, marks};
use crate::export::Profile;
use crate::export::imposition::{Scheme, impose, order};
use crate::geom::Pt;
use crate::layout::page::Page;

/// What the red ink becomes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Red {
    /// An ink of its own (专色): the plate `Spot Red`.
    #[default]
    Spot,
    /// M 100 Y 100.
    Process,
}

/// A colour in four process inks, each in percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cmyk(pub [u8; 4]);

impl Default for Cmyk {
    /// The red of official documents.
    fn default() -> Self {
        Self([0, 100, 100, 0])
    }
}

impl Cmyk {
    /// Reads `0/100/100/0`: C, M, Y and K in percent. Without any ink the red would be paper.
    pub fn read(text: &str) -> Option<Self> {
        let part = |part: &str| part.trim().parse().ok();
        let parts: Vec<u8> = text.split(['/', ',', '，']).map(part).collect::<Option<_>>()?;
        parts.try_into().ok().map(Self).filter(|own| own.is_possible())
    }

    /// Whether a colour can be like that, and is one.
    pub(super) fn is_possible(self) -> bool {
        self.0.iter().all(|&part| part <= 100) && self.0 != [0; 4]
    }

    /// The inks that it has.
    pub(crate) fn inks(self) -> Process {
        self.0.map(|percent| percent > 0)
    }
}

impl fmt::Display for Cmyk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [c, m, y, k] = self.0;
        write!(f, "{c}/{m}/{y}/{k}")
    }
}

/// The most ink that the paper takes on one place (总墨量), in percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TotalInk(pub u32);

impl Default for TotalInk {
    /// Coated paper.
    fn default() -> Self {
        Self(300)
    }
}

impl TotalInk {
    /// What any paper takes (news stock takes 240), and all that four inks give.
    pub const RANGE: RangeInclusive<u32> = 200..=400;
}

/// How a PDF is to be written.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// For whom.
    pub profile: Profile,
    /// The red of the press edition; a proof is always process red.
    pub red: Red,
    /// The red in process inks: the process red itself, and what stands for the spot red where
    /// that ink is not to be had.
    pub red_inks: Cmyk,
    /// The print office's profile instead of FOGRA39.
    pub icc: Option<Vec<u8>>,
    /// What preflight lets pass.
    pub total_ink: TotalInk,
    /// Whether a proof has shades of grey only, for a printer without colours.
    pub grey: bool,
    /// What is written across every page, such as 校样.
    pub watermark: Option<String>,
    /// What is drawn around the pages.
    pub marks: Marks,
    /// How pages are put together on sheets; single pages in the order of reading where it is not
    /// said, since most print offices do it themselves.
    pub imposition: Option<Scheme>,
    /// How many pages the issue has, where only some of them are written.
    pub of: Option<usize>,
    /// The part of the issue that is written, where it is printed apart.
    pub part: Option<Part>,
    /// What the file says of itself besides its title: that it was printed in spite of a closed
    /// gate, and why.
    pub remark: Option<String>,
}

impl Options {
    /// The order in which `pages` stand on the sheets: each side, and what stands on it; nothing for
    /// single pages. Of a part of the issue each page has two numbers: `3（5）`.
    pub fn order(&self, pages: &[Arc<Page>]) -> Vec<(String, String)> {
        let count = u32::try_from(pages.len()).unwrap_or(u32::MAX);
        let sides = self.imposition.and_then(|scheme| impose(scheme, count).ok());
        let name = |place: u32| {
            let number = pages.get(place as usize - 1).map_or(place, |page| page.number);
            match self.part {
                Some(_) => format!("{place}（{number}）"),
                None => number.to_string(),
            }
        };
        order(&sides.unwrap_or_default(), name)
    }
}

/// What is drawn around pages, outside of the bleed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Marks {
    /// Nothing: the print office adds its own.
    #[default]
    None,
    /// Crop and registration marks, colour bars, a line of text.
    Printer,
}

impl Marks {
    /// The room that they need outside of the bleed.
    pub(in crate::export) const fn room(self) -> Pt {
        match self {
            Self::None => Pt::ZERO,
            Self::Printer => marks::SLUG,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inks_are_four_percentages() {
        let check = |text: &str, expected| {
            assert_eq!(Cmyk::read(text).map(|own| own.0), expected, "{text}");
        };
        check("0/100/100/0", Some([0, 100, 100, 0]));
        check("0, 95，100 /10", Some([0, 95, 100, 10]));
        check("0/100/100", None);
        check("0/100/101/0", None);
        check("0/100/100/0/0", None);
        check("0/0/0/0", None);
        check("", None);
        assert_eq!(Cmyk::default().to_string(), "0/100/100/0");
    }
}
