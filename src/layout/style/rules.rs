//! Rules of composition: where CLREQ and GB/T 15834 leave a choice, the office's.

use serde::{Deserialize, Serialize};

use crate::geom::Pt;
use crate::text::breaks::Prohibition;

/// The choices; a style that says nothing has the defaults.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Rules {
    /// What no line begins with.
    pub prohibition: Prohibition,
    /// Whether 、 ， 。 at the end of a full line hang in the margin (CLREQ: hanging punctuation).
    pub hanging: bool,
    /// How wide two adjacent marks are together.
    pub adjacent: Adjacent,
    /// Whether an opening mark at the start of a line loses its empty half.
    pub trim_start: bool,
    /// Whether it does so behind the indent of a paragraph, too.
    pub trim_indent: bool,
    /// Whether 。 ？ ！ may be squeezed, last of all (GB/T 15834-2011, 5.1.11).
    pub squeeze_stops: bool,
    /// The gap between hanzi and letters or digits.
    pub gap: LatinGap,
    /// Size of letters and digits beside hanzi, in hundredths of the em: 95 to 110.
    pub latin_size: u32,
    /// Whether what a line has left over is taken by its last characters, so that hanzi before them
    /// keep to the grid of their column; else by all of it.
    pub grid: bool,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            prohibition: Prohibition::Gb,
            hanging: false,
            adjacent: Adjacent::OneAndHalf,
            trim_start: true,
            trim_indent: false,
            squeeze_stops: true,
            gap: LatinGap::Flexible,
            latin_size: 100,
            grid: true,
        }
    }
}

impl Rules {
    /// The least and the greatest size of letters beside hanzi.
    pub(super) const LATIN_SIZES: std::ops::RangeInclusive<u32> = 95..=110;

    /// The same without gaps beside digits.
    pub(crate) fn tight(&self) -> Self {
        Self { gap: LatinGap::None, ..*self }
    }

    /// The size of letters and digits in text of this size.
    pub(crate) fn latin(&self, size: Pt) -> Pt {
        if self.latin_size == 100 { size } else { size.scale(self.latin_size.into(), 100) }
    }
}

/// How wide two adjacent marks are that would take 2 em (CLREQ, adjacent marks).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Adjacent {
    /// 1.5 em: half an em stays between what they isolate.
    OneAndHalf,
    /// 1 em: nothing stays.
    One,
}

/// The gap between hanzi and letters or digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum LatinGap {
    /// A quarter em that gives from an eighth to a third, all gaps of a line alike.
    Flexible,
    /// A quarter em, never less.
    Quarter,
    /// None.
    None,
}
