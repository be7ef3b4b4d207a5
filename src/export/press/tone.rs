//! What the pixels of pictures come to: how much ink they put on the paper, and how light they are.

use super::Process;

/// Pixels of a side of the least area that too much ink matters on: two thirds of a millimetre at
/// 300 ppi. JPEG packs such squares each by itself, and keeps their mean where it moves pixels.
pub(super) const INK_AREA: usize = 8;

/// The most that the inks of an area come to, in percent: all four of them, and those but black.
pub(in crate::export) fn most_ink(cmyk: &[u8], width: usize) -> (u32, u32) {
    let most = |most: (u32, u32), own: (u32, u32)| (most.0.max(own.0), most.1.max(own.1));
    ink_areas(cmyk, width).map(|(_, ink)| ink).fold((0, 0), most)
}

/// What the inks come to in each square of [`INK_AREA`] and in the rests at the right and below:
/// its upper left pixel, and the mean of all four inks and of those but black in percent.
pub(super) fn ink_areas(
    cmyk: &[u8],
    width: usize,
) -> impl Iterator<Item = ([usize; 2], (u32, u32))> {
    let pixels = cmyk.as_chunks::<4>().0;
    let width = width.max(1);
    pixels.chunks(width * INK_AREA).zip(0..).flat_map(move |(rows, down)| {
        let mut sums = vec![(0, 0, 0); width.div_ceil(INK_AREA)];
        for row in rows.chunks(width) {
            for (eight, sum) in row.chunks(INK_AREA).zip(&mut sums) {
                for &[c, m, y, k] in eight {
                    let coloured = u32::from(c) + u32::from(m) + u32::from(y);
                    *sum = (sum.0 + coloured + u32::from(k), sum.1 + coloured, sum.2 + 1);
                }
            }
        }
        let mean = |(all, coloured, count): (u32, u32, u32)| {
            (percent(all, count.max(1)), percent(coloured, count.max(1)))
        };
        sums.into_iter()
            .zip(0..)
            .map(move |(sum, across)| ([across * INK_AREA, down * INK_AREA], mean(sum)))
    })
}

/// What the ink of so many pixels comes to in the mean, in percent, to the nearest.
pub(super) fn percent(sum: u32, pixels: u32) -> u32 {
    (sum * 200 + pixels * 255) / (pixels * 510)
}

/// The inks that some pixel has: less than what no screen holds, and packing leaves behind, is none.
pub(in crate::export) fn inks(cmyk: &[u8]) -> Process {
    const LEAST: u8 = 4;
    let most = cmyk
        .as_chunks::<4>()
        .0
        .iter()
        .fold([0; 4], |most: [u8; 4], pixel| std::array::from_fn(|at| most[at].max(pixel[at])));
    most.map(|ink| ink >= LEAST)
}

/// How light each pixel is.
pub(super) fn shades(rgb: &[u8]) -> Vec<u8> {
    rgb.as_chunks::<3>().0.iter().map(|&pixel| shade(pixel)).collect()
}

/// How light a pixel is (ITU-R BT.601).
pub(super) fn shade([red, green, blue]: [u8; 3]) -> u8 {
    let sum = u32::from(red) * 299 + u32::from(green) * 587 + u32::from(blue) * 114;
    u8::try_from(sum / 1000).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_ink_is_that_of_the_darkest_area() {
        let (black, blue, white) = ([0, 0, 0, 255], [255, 255, 0, 0], [0; 4]);
        // Nine pixels in a row, an area of eight and one of one.
        let row = |eight: [[u8; 4]; 8], last: [u8; 4]| [eight.as_flattened(), &last].concat();
        assert_eq!(most_ink(&row([black; 8], blue), 9), (200, 200));
        assert_eq!(most_ink(&row([blue; 8], black).repeat(3), 9), (200, 200));
        let [a, b] = [black, blue];
        assert_eq!(most_ink(&row([a, a, b, b, a, a, b, b], white).repeat(20), 9), (150, 100));
        assert_eq!(most_ink(&[], 9), (0, 0));
    }
}
