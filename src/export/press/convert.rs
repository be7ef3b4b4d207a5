//! Colours of pictures → inks: sRGB → the CMYK of an output profile, relative colorimetric with
//! black point compensation.
//!
//! moxcms converts; black point compensation it does not have. Between two neutral black points it
//! is a straight line in XYZ (Adobe, "Black Point Compensation"): `XYZ' = (1 − k) XYZ + k W`, with
//! `W` the white and `k` the luminance of the darkest colour on paper. Since the white of an RGB
//! profile is the sum of its three primaries, the same line through each of the three curves does
//! it: the source is an sRGB whose curves begin at `k` instead of 0.

use std::sync::Arc;

use moxcms::{
    ColorProfile, Layout, RenderingIntent, ToneReprCurve, Transform8BitExecutor, TransformOptions,
};

use crate::export::Error;

/// Points of a curve; finer than 8 bits can tell.
const POINTS: u16 = 4096;

/// Converts pictures for one output profile.
pub(super) struct Converter {
    transform: Arc<Transform8BitExecutor>,
}

impl std::fmt::Debug for Converter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Converter")
    }
}

impl Converter {
    /// A converter to the CMYK profile in `icc`.
    ///
    /// # Errors
    /// [`Error::Icc`] if the profile's tables cannot be used.
    pub(super) fn new(icc: &[u8]) -> Result<Self, Error> {
        let unusable = || Error::Icc("它的转换表已损坏");
        let target = ColorProfile::new_from_slice(icc).map_err(|_| unusable())?;
        let options = TransformOptions {
            rendering_intent: RenderingIntent::RelativeColorimetric,
            ..TransformOptions::default()
        };
        let mut source = ColorProfile::new_srgb();
        let make = |source: &ColorProfile| {
            source.create_transform_8bit(Layout::Rgb, &target, Layout::Rgba, options)
        };
        // The darkest colour: where black goes, and what that looks like.
        let plain = make(&source).map_err(|_| unusable())?;
        let back = target
            .create_transform_8bit(Layout::Rgba, &source, Layout::Rgb, options)
            .map_err(|_| unusable())?;
        let (mut inks, mut seen) = ([0; 4], [0; 3]);
        plain.transform(&[0; 3], &mut inks).map_err(|_| unusable())?;
        back.transform(&inks, &mut seen).map_err(|_| unusable())?;
        let [red, green, blue] = seen.map(|value| linear(f64::from(value) / 255.0));
        let darkest = 0.2225 * red + 0.7169 * green + 0.0606 * blue;
        let curve = ToneReprCurve::Lut(compensated(darkest));
        source.red_trc = Some(curve.clone());
        source.green_trc = Some(curve.clone());
        source.blue_trc = Some(curve);
        // These would take the place of the curves.
        source.cicp = None;
        Ok(Self { transform: make(&source).map_err(|_| unusable())? })
    }

    /// The inks of `rgb`, four bytes a pixel, 255 for the solid; none if it is not whole pixels.
    pub(super) fn cmyk(&self, rgb: &[u8]) -> Option<Vec<u8>> {
        let mut inks = vec![0; rgb.len() / 3 * 4];
        self.transform.transform(rgb, &mut inks).ok()?;
        Some(inks)
    }
}

/// The curve of sRGB, beginning at `darkest`.
fn compensated(darkest: f64) -> Vec<u16> {
    let last = f64::from(POINTS - 1);
    let value = |index: u16| darkest + (1.0 - darkest) * linear(f64::from(index) / last);
    #[expect(clippy::cast_possible_truncation, reason = "casting a float saturates")]
    #[expect(clippy::cast_sign_loss, reason = "casting a float saturates")]
    (0..POINTS).map(|index| (value(index) * 65_535.0).round() as u16).collect()
}

/// The curve of sRGB (IEC 61966-2-1): the light of a value between 0 and 1.
fn linear(value: f64) -> f64 {
    if value <= 0.040_45 {
        return value / 12.92;
    }
    let base = (value + 0.055) / 1.055;
    // base^2.4, made of operations that give the same on every machine.
    let square = base * base;
    square * fifth_root(square)
}

/// The fifth root of a number between 0 and 1, by Newton's method from above.
fn fifth_root(number: f64) -> f64 {
    let mut root = 1.0;
    for _ in 0..60 {
        let fourth = root * root * root * root;
        root = (4.0 * root + number / fourth) / 5.0;
    }
    root
}

#[cfg(test)]
mod tests {
    use super::super::icc::Profile;
    use super::*;

    #[test]
    fn the_curve_is_that_of_srgb() {
        let check = |value: f64, expected: f64| assert!((linear(value) - expected).abs() < 1e-6);
        check(0.0, 0.0);
        check(0.04, 0.003_095_975);
        check(0.5, 0.214_041_14);
        check(0.05, 0.003_935_94);
        check(1.0, 1.0);
    }

    fn inks(rgb: [u8; 3]) -> [u8; 4] {
        let profile = Profile::new(None).unwrap();
        let converter = Converter::new(&profile.bytes).unwrap();
        converter.cmyk(&rgb).unwrap().try_into().unwrap()
    }

    #[test]
    fn colours_become_the_inks_that_they_should() {
        let check = |rgb, expected: [u8; 4]| {
            let found = inks(rgb);
            let far = found.iter().zip(expected).map(|(a, b)| a.abs_diff(b)).max().unwrap();
            assert!(far <= 12, "{rgb:?}: {found:?} instead of {expected:?}");
        };
        // As LittleCMS converts, with its flag for black point compensation.
        check([255; 3], [0; 4]);
        check([0; 3], [196, 175, 152, 237]);
        check([40; 3], [175, 150, 141, 188]);
        check([128; 3], [123, 99, 98, 52]);
        check([200, 150, 120], [50, 108, 130, 19]);
        check([255, 0, 0], [0, 234, 247, 0]);
        check([0, 0, 255], [255, 198, 0, 0]);
    }

    #[test]
    fn shadows_keep_their_steps() {
        // Without compensation all of them would be the same black.
        let total = |shade: u8| inks([shade; 3]).iter().map(|&ink| u32::from(ink)).sum::<u32>();
        let totals: Vec<u32> = [0, 10, 20, 30, 40].map(total).to_vec();
        assert!(totals.windows(2).all(|pair| pair[0] > pair[1]), "{totals:?}");
        assert!(totals[0] <= 300 * 255 / 100 + 4, "{totals:?}");
    }
}
