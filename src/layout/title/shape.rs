//! What the shape of a title costs: a trapezoid or a diamond is good, an hourglass is not.
//!
//! Each line is weighed with the one before it, so that the best of all ways to break a title can
//! be found line by line.

use crate::geom::Pt;

/// Each further line.
pub(super) const LINE: i64 = 28;
/// A line between two longer ones.
const HOURGLASS: i64 = 130;

/// Whether the lines grow or shrink, down to a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slope {
    /// No line is longer than the one below it.
    Growing,
    /// Some line is.
    Shrinking,
}

/// The slope behind a line of `next` below one of `last`, and what the pair costs. `lenient` is it
/// behind an organ, whose name is as long as it is.
pub(super) fn pair(slope: Slope, (last, next): (Pt, Pt), em: Pt, lenient: bool) -> (Slope, i64) {
    let (short, long) = (last.min(next), last.max(next));
    let share = short.units() * 100 / long.units().max(1);
    let least = if lenient { 38 } else { 62 };
    let lack = (least - share).max(0);
    let uneven = (100 - share).pow(2) / if lenient { 500 } else { 250 };
    let cost = lack * lack / 8 + uneven;
    // Lines that differ by less than half an em are of one length to the eye.
    let same = long - short <= em / 2;
    match slope {
        _ if same => (slope, cost),
        Slope::Growing if next < last => (Slope::Shrinking, cost),
        Slope::Growing => (Slope::Growing, cost),
        Slope::Shrinking if next < last => (Slope::Shrinking, cost),
        Slope::Shrinking => (Slope::Growing, cost + HOURGLASS),
    }
}

/// What a last line of so many characters costs.
pub(super) const fn tail(characters: usize) -> i64 {
    match characters {
        0 | 1 => 4_000,
        2 => 3_000,
        3 => 180,
        4 => 25,
        _ => 0,
    }
}
