//! Lengths and places on paper.
//!
//! All lengths are integers of 1/65 536 pt: sums are exact, equal on every machine, and can be
//! compared and hashed. 1 pt = 1/72 in. The origin of a page or frame is its upper left corner,
//! x grows to the right and y downwards.

use std::iter::Sum;
use std::ops::{Add, AddAssign, Div, Mul, Neg, Rem, Sub, SubAssign};

use serde::{Deserialize, Serialize};

const UNITS_PER_PT: i64 = 65_536;

/// A length in points, kept as an integer of 1/65 536 pt.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pt(i64);

impl Pt {
    /// No length.
    pub const ZERO: Self = Self(0);

    /// A whole number of points.
    pub const fn new(points: i32) -> Self {
        Self(points as i64 * UNITS_PER_PT)
    }

    /// A length from its count of 1/65 536 pt.
    pub const fn from_units(units: i64) -> Self {
        Self(units)
    }

    /// The nearest length to `points`.
    #[expect(clippy::cast_possible_truncation, reason = "no paper is 10^14 pt wide")]
    pub fn from_f64(points: f64) -> Self {
        Self((points * 65_536.0).round() as i64)
    }

    /// The nearest length to `mm` millimetres.
    pub fn from_mm(mm: f64) -> Self {
        Self::from_f64(mm * 72.0 / 25.4)
    }

    /// The count of 1/65 536 pt.
    pub const fn units(self) -> i64 {
        self.0
    }

    /// The length in points.
    #[expect(clippy::cast_precision_loss, reason = "lengths stay far below 2^52 units")]
    pub fn to_f64(self) -> f64 {
        self.0 as f64 / 65_536.0
    }

    /// The length in points, for drawing.
    #[expect(clippy::cast_possible_truncation, reason = "pixels need no more than f32 holds")]
    pub fn to_f32(self) -> f32 {
        self.to_f64() as f32
    }

    /// `self × numerator / denominator`, rounded to the nearest unit.
    pub const fn scale(self, numerator: i64, denominator: i64) -> Self {
        let product = self.0 * numerator;
        let half = if product < 0 { -denominator / 2 } else { denominator / 2 };
        Self((product + half) / denominator)
    }

    /// The length without its sign.
    pub const fn abs(self) -> Self {
        Self(self.0.abs())
    }

    /// How often `unit` goes into the length, rounded up; 0 for lengths not above zero.
    pub fn div_ceil(self, unit: Self) -> i64 {
        if self.0 <= 0 { 0 } else { (self.0 + unit.0 - 1) / unit.0 }
    }
}

impl std::fmt::Debug for Pt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}pt", self.to_f64())
    }
}

impl std::fmt::Display for Pt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:.2}", self.to_f64())
    }
}

impl Serialize for Pt {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.to_f64())
    }
}

impl<'de> Deserialize<'de> for Pt {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        f64::deserialize(deserializer).map(Self::from_f64)
    }
}

impl Add for Pt {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl AddAssign for Pt {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}

impl Sub for Pt {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl SubAssign for Pt {
    fn sub_assign(&mut self, other: Self) {
        self.0 -= other.0;
    }
}

impl Neg for Pt {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl Mul<i64> for Pt {
    type Output = Self;
    fn mul(self, factor: i64) -> Self {
        Self(self.0 * factor)
    }
}

impl Div<i64> for Pt {
    type Output = Self;
    fn div(self, divisor: i64) -> Self {
        Self(self.0 / divisor)
    }
}

impl Rem for Pt {
    type Output = Self;
    fn rem(self, unit: Self) -> Self {
        Self(self.0.rem_euclid(unit.0))
    }
}

impl Sum for Pt {
    fn sum<I: Iterator<Item = Self>>(lengths: I) -> Self {
        lengths.fold(Self::ZERO, Add::add)
    }
}

/// A length in hundredths of a millimetre: the measure in which people place things on paper, exact
/// in the files that hold it (as `12.5`, in millimetres).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mm(i32);

impl Mm {
    /// A length from its count of hundredths.
    pub const fn from_hundredths(hundredths: i32) -> Self {
        Self(hundredths)
    }

    /// The nearest length to `mm` millimetres.
    #[expect(clippy::cast_possible_truncation, reason = "casting a float saturates")]
    pub fn new(mm: f64) -> Self {
        Self((mm * 100.0).round() as i32)
    }

    /// The nearest length to one in points.
    pub fn from_pt(length: Pt) -> Self {
        Self::new(length.to_f64() * 25.4 / 72.0)
    }

    /// The count of hundredths.
    pub const fn hundredths(self) -> i32 {
        self.0
    }

    /// The length in millimetres.
    pub fn to_f64(self) -> f64 {
        f64::from(self.0) / 100.0
    }

    /// The length in points.
    pub fn to_pt(self) -> Pt {
        Pt::from_mm(self.to_f64())
    }
}

impl std::fmt::Display for Mm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.to_f64())
    }
}

impl Serialize for Mm {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.to_f64())
    }
}

impl<'de> Deserialize<'de> for Mm {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        f64::deserialize(deserializer).map(Self::new)
    }
}

/// A point of a page or frame.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Point {
    /// From the left edge.
    pub x: Pt,
    /// From the upper edge, downwards.
    pub y: Pt,
}

impl Point {
    /// The point at `x`, `y`.
    pub const fn new(x: Pt, y: Pt) -> Self {
        Self { x, y }
    }
}

impl Add for Point {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self { x: self.x + other.x, y: self.y + other.y }
    }
}

/// Width and height.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Size {
    /// Horizontal extent.
    pub width: Pt,
    /// Vertical extent.
    pub height: Pt,
}

/// An upright rectangle.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Rect {
    /// Upper left corner.
    pub at: Point,
    /// Extent to the right and downwards.
    pub size: Size,
}

impl Rect {
    /// The rectangle with the upper left corner at `x`, `y`.
    pub const fn new(x: Pt, y: Pt, width: Pt, height: Pt) -> Self {
        Self { at: Point::new(x, y), size: Size { width, height } }
    }

    /// The right edge.
    pub fn right(&self) -> Pt {
        self.at.x + self.size.width
    }

    /// The lower edge.
    pub fn bottom(&self) -> Pt {
        self.at.y + self.size.height
    }

    /// Whether `point` is inside or on the upper or left edge.
    pub fn contains(&self, point: Point) -> bool {
        point.x >= self.at.x
            && point.x < self.right()
            && point.y >= self.at.y
            && point.y < self.bottom()
    }

    /// The rectangle moved by `offset`.
    pub fn moved(&self, offset: Point) -> Self {
        Self { at: self.at + offset, size: self.size }
    }

    /// The smallest rectangle that holds both.
    pub fn union(&self, other: &Self) -> Self {
        let x = self.at.x.min(other.at.x);
        let y = self.at.y.min(other.at.y);
        let right = self.right().max(other.right());
        let bottom = self.bottom().max(other.bottom());
        Self::new(x, y, right - x, bottom - y)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_scale_to_the_nearest_unit() {
        assert_eq!(Pt::from_units(3).scale(1, 2), Pt::from_units(2));
        assert_eq!(Pt::from_units(-3).scale(1, 2), Pt::from_units(-2));
        assert_eq!(Pt::new(12).scale(500, 1000), Pt::new(6));
    }

    #[test]
    fn millimetres_are_72_points_an_inch() {
        assert_eq!(Pt::from_mm(25.4), Pt::new(72));
        assert_eq!(format!("{}", Pt::from_mm(210.0)), "595.28");
    }

    #[test]
    fn millimetres_of_people_are_exact() {
        assert_eq!(Mm::new(12.5).hundredths(), 1250);
        assert_eq!(Mm::new(f64::NAN), Mm::default());
        assert_eq!(Mm::from_pt(Mm::new(285.0).to_pt()), Mm::new(285.0));
        assert_eq!(Mm::new(12.5).to_string(), "12.5");
    }

    #[test]
    fn div_ceil_counts_started_units() {
        assert_eq!(Pt::new(33).div_ceil(Pt::new(16)), 3);
        assert_eq!(Pt::new(32).div_ceil(Pt::new(16)), 2);
        assert_eq!(Pt::ZERO.div_ceil(Pt::new(16)), 0);
    }
}
