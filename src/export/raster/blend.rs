//! Lays a colour over pixels where a mask says so.

use tiny_skia::Pixmap;

/// A colour of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colour {
    /// 0–255.
    pub red: u8,
    /// 0–255.
    pub green: u8,
    /// 0–255.
    pub blue: u8,
}

/// How much of each pixel a glyph covers.
#[derive(Debug)]
pub(super) struct Coverage {
    /// Left edge, from the pixel that the glyph's origin is in.
    pub(super) left: i32,
    /// Upper edge, from the same pixel.
    pub(super) top: i32,
    pub(super) width: u32,
    /// Row by row, 0–255.
    pub(super) rows: Vec<u8>,
}

/// Lays `colour` over the opaque `pixels` where `coverage`, moved to `x`, `y`, says so.
pub(super) fn blend(pixels: &mut Pixmap, coverage: &Coverage, (x, y): (i32, i32), colour: Colour) {
    let (Ok(width), Ok(height)) = (i32::try_from(pixels.width()), i32::try_from(pixels.height()))
    else {
        return;
    };
    let left = x + coverage.left;
    let (Ok(across), Ok(stride)) = (usize::try_from(coverage.width), usize::try_from(width)) else {
        return;
    };
    if across == 0 {
        return;
    }
    // Columns of the coverage that are on the page.
    let skip = usize::try_from(-left).unwrap_or(0).min(across);
    let room = usize::try_from(width - left).unwrap_or(0).min(across);
    if room <= skip {
        return;
    }
    let first = usize::try_from(left).unwrap_or(0);
    let data = pixels.data_mut();
    for (row, y) in coverage.rows.chunks_exact(across).zip(y + coverage.top..) {
        if !(0..height).contains(&y) {
            continue;
        }
        let start = (usize::try_from(y).unwrap_or(0) * stride + first) * 4;
        let Some(target) = data.get_mut(start..start + (room - skip) * 4) else { continue };
        let Some(source) = row.get(skip..room) else { continue };
        for (pixel, &alpha) in target.chunks_exact_mut(4).zip(source) {
            if alpha != 0 {
                mix(pixel, colour, alpha);
            }
        }
    }
}

fn mix(pixel: &mut [u8], colour: Colour, alpha: u8) {
    for (below, above) in pixel.iter_mut().zip([colour.red, colour.green, colour.blue]) {
        let sum = u32::from(*below) * u32::from(255 - alpha) + u32::from(above) * u32::from(alpha);
        // Exact division by 255, rounded, for sums up to 255².
        let rounded = (sum + 128 + ((sum + 128) >> 8)) >> 8;
        *below = u8::try_from(rounded).unwrap_or(u8::MAX);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BLACK: Colour = Colour { red: 0, green: 0, blue: 0 };

    /// The first channel of a white picture of 3×2 pixels after blending a 2×2 square at `place`.
    fn check(alpha: u8, place: (i32, i32), expected: [u8; 6]) {
        let mut pixels = Pixmap::new(3, 2).unwrap();
        pixels.fill(tiny_skia::Color::WHITE);
        let coverage = Coverage { left: 0, top: 0, width: 2, rows: vec![alpha; 4] };
        blend(&mut pixels, &coverage, place, BLACK);
        let reds: Vec<_> = pixels.pixels().iter().map(|pixel| pixel.red()).collect();
        assert_eq!(reds, expected);
    }

    #[test]
    fn coverage_is_cut_at_the_edges() {
        check(255, (0, 0), [0, 0, 255, 0, 0, 255]);
        check(255, (2, 1), [255, 255, 255, 255, 255, 0]);
        check(255, (-1, -1), [0, 255, 255, 255, 255, 255]);
        check(255, (3, 0), [255; 6]);
        check(255, (-2, 0), [255; 6]);
        check(255, (0, -9), [255; 6]);
        check(51, (0, 0), [204, 204, 255, 204, 204, 255]);
    }
}
