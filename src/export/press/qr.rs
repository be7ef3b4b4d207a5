//! QR codes on pictures: where they stand, how large their modules are, what is around them.
//!
//! Their three finder patterns are looked for (dark and light in the proportions 1 : 1 : 3 : 1 : 1
//! across the middle), then the modules between them are read; `rqrr` decodes these. Only what has
//! the finder and the timing patterns of ISO/IEC 18004 (5.3.3, 5.3.5) is taken for a code, so that
//! the grain of a photograph is none; and only what is seen from straight above, so that a
//! photograph of a poster is none either: nobody is meant to scan that.

use rqrr::{DeQRError, Grid, SimpleGrid};

/// A QR code on a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QrCode {
    /// Its corners in pixels of the picture, to the right and down, in the order upper left, upper
    /// right, lower right, lower left of the code.
    pub corners: [[i32; 2]; 4],
    /// Modules of a side, 21 to 177.
    pub modules: i32,
    /// How many modules around it are light within the picture, at most [`QUIET`]; what is beyond
    /// the edge of the picture counts as light.
    pub quiet: i32,
    /// Whether what it says could be read.
    pub readable: bool,
    /// Whether its dark modules are printed in black ink alone.
    pub black: bool,
}

/// Modules that must be light around a code (ISO/IEC 18004, 5.3.8).
pub const QUIET: i32 = 4;

/// Modules of a side of the smallest code, and of the largest.
const MODULES: (i32, i32) = (21, 177);
/// Modules of a side of a finder pattern.
const FINDER: i32 = 7;
/// Pixels of the longer side in which codes are looked for: 14 a millimetre across A4.
const LONGEST: u32 = 3000;
/// Shades below which a pixel is dark: for black, and for lighter colours.
const DARK: [u8; 2] = [112, 180];
/// The finder patterns that are put together: what has more of them is a texture.
const MOST_FINDERS: usize = 200;

type Place = [f64; 2];

/// The shades of a picture, taken down to [`LONGEST`].
struct Seen {
    width: i32,
    height: i32,
    shades: Vec<u8>,
    /// Pixels of the picture that are taken together, in a row and in a column.
    step: u32,
}

impl Seen {
    fn new([width, height]: [u32; 2], shade: impl Fn(u32, u32) -> u8) -> Self {
        let step = width.max(height).div_ceil(LONGEST).max(1);
        let (across, down) = (width / step, height / step);
        let mean = |x: u32, y: u32| {
            let rows = (y..y + step).flat_map(|y| (x..x + step).map(move |x| (x, y)));
            let sum: u32 = rows.map(|(x, y)| u32::from(shade(x, y))).sum();
            u8::try_from(sum / (step * step)).unwrap_or(u8::MAX)
        };
        let places = (0..down).flat_map(|y| (0..across).map(move |x| (x * step, y * step)));
        let shades = places.map(|(x, y)| mean(x, y)).collect();
        let length = |own: u32| i32::try_from(own).unwrap_or(0);
        Self { width: length(across), height: length(down), shades, step }
    }

    /// How light a pixel is: white beyond the picture, since paper is around it.
    fn at(&self, [x, y]: [i32; 2]) -> u8 {
        let inside = (0..self.width).contains(&x) && (0..self.height).contains(&y);
        let index = usize::try_from(y * self.width + x).ok().filter(|_| inside);
        index.and_then(|index| self.shades.get(index)).copied().unwrap_or(u8::MAX)
    }

    /// How light a place is.
    fn shade(&self, place: Place) -> u32 {
        self.at(place.map(|at| whole(at.floor()))).into()
    }

    /// A place in pixels of the picture.
    fn outer(&self, place: Place) -> [i32; 2] {
        place.map(|at| whole(at * f64::from(self.step)))
    }
}

/// The codes on a picture of so many pixels; `shade` says how light a pixel is, `is_black` whether
/// black ink alone lies on pixels.
pub(super) fn find(
    size: [u32; 2],
    shade: impl Fn(u32, u32) -> u8,
    is_black: impl Fn(&[[u32; 2]]) -> bool,
) -> Vec<QrCode> {
    let seen = Seen::new(size, shade);
    if seen.width.min(seen.height) < MODULES.0 {
        return Vec::new();
    }
    let mut found: Vec<QrCode> = Vec::new();
    for dark in DARK {
        for plane in planes(&finders(&seen, dark)) {
            let fresh = plane.code(&seen, dark, &is_black);
            let is_new = |own: &QrCode| {
                found.iter().all(|other| {
                    let [x, y] = [0, 1].map(|axis| other.corners[0][axis] - own.corners[0][axis]);
                    x.abs().max(y.abs()) * own.modules > other.corners[2][0] - other.corners[0][0]
                })
            };
            found.extend(fresh.filter(is_new));
        }
    }
    found
}

/// A finder pattern.
#[derive(Debug, Clone, Copy)]
struct Finder {
    middle: Place,
    /// Pixels of a module.
    module: f64,
    /// The rows of pixels in which it was found.
    rows: f64,
}

/// The finder patterns of a picture.
fn finders(seen: &Seen, dark: u8) -> Vec<Finder> {
    let mut found: Vec<Finder> = Vec::new();
    for y in 0..seen.height {
        let mut runs = [0; 5];
        let mut x = 0;
        while x < seen.width {
            // One run, dark ones at 0, 2 and 4.
            let is_dark = seen.at([x, y]) < dark;
            let start = x;
            while x < seen.width && (seen.at([x, y]) < dark) == is_dark {
                x += 1;
            }
            runs.rotate_left(1);
            runs[4] = x - start;
            if is_dark && module(runs).is_some() {
                let middle = f64::from(x - runs[4] - runs[3]) - f64::from(runs[2]) / 2.0;
                if let Some(own) = crossed(seen, dark, [middle, f64::from(y) + 0.5]) {
                    put(&mut found, own);
                }
            }
        }
    }
    // A speck is crossed in one row.
    found.retain(|own| own.rows >= 3.0);
    found.truncate(MOST_FINDERS);
    found
}

/// The side of a module, if the runs are those across the middle of a finder pattern.
fn module(runs: [i32; 5]) -> Option<f64> {
    let module = f64::from(runs.iter().sum::<i32>()) / f64::from(FINDER);
    let like = |run: i32, count: f64| {
        (f64::from(run) - module * count).abs() <= module / 2.0 * count.sqrt()
    };
    let [a, b, middle, c, d] = runs;
    let is_finder =
        module >= 1.5 && like(middle, 3.0) && [a, b, c, d].iter().all(|&run| like(run, 1.0));
    is_finder.then_some(module)
}

/// The finder pattern with its middle near this place, looked at downwards and across once more.
fn crossed(seen: &Seen, dark: u8, near: Place) -> Option<Finder> {
    let [near_x, near_y] = near.map(|at| whole(at.floor()));
    let (y, high) = through(|at| seen.at([near_x, at]) < dark, near_y)?;
    let row = whole(y.floor());
    let (x, wide) = through(|at| seen.at([at, row]) < dark, near_x)?;
    let alike = high.max(wide) <= high.min(wide) * 1.5;
    alike.then_some(Finder { middle: [x, y], module: (high + wide) / 2.0, rows: 1.0 })
}

/// The middle and the module of the finder pattern that a line crosses at `start`.
fn through(is_dark: impl Fn(i32) -> bool, start: i32) -> Option<(f64, f64)> {
    // No module of a picture that is looked at is larger.
    const LONGEST_RUN: i32 = 500;
    let mut runs = [0; 5];
    let mut ends = [0; 2];
    for (side, end) in [-1, 1].into_iter().zip(&mut ends) {
        let mut at = start;
        for (index, is_dark_run) in [(2_i32, true), (1, false), (0, true)] {
            let begin = at;
            while is_dark(at) == is_dark_run && (at - begin).abs() <= LONGEST_RUN {
                at += side;
            }
            let index = usize::try_from(2 + side * (2 - index)).ok()?;
            *runs.get_mut(index)? += (at - begin).abs();
        }
        *end = at;
    }
    // The pixel in the middle was counted from both sides.
    runs[2] -= 1;
    let [before, after] = ends.map(f64::from);
    module(runs).map(|module| ((before + 1.0 + after) / 2.0, module))
}

/// Puts a finder pattern to the others, together with what was found of it in other rows.
fn put(found: &mut Vec<Finder>, own: Finder) {
    let is_same = |other: &&mut Finder| {
        let [x, y] = [0, 1].map(|axis| (other.middle[axis] - own.middle[axis]).abs());
        x.max(y) <= own.module * 1.5
    };
    let has_room = found.len() < MOST_FINDERS * 10;
    match found.iter_mut().find(is_same) {
        Some(other) => {
            let mean = |all: f64, one: f64| (all * other.rows + one) / (other.rows + 1.0);
            let middle = [0, 1].map(|axis| mean(other.middle[axis], own.middle[axis]));
            *other =
                Finder { middle, module: mean(other.module, own.module), rows: other.rows + 1.0 };
        }
        // Far more than are put together, and no more than are quickly compared.
        None if has_room => found.push(own),
        None => {}
    }
}

/// The squares that three finder patterns are the corners of.
fn planes(finders: &[Finder]) -> Vec<Plane> {
    let mut planes = Vec::new();
    let alike = |one: f64, other: f64, times: f64| one.max(other) <= one.min(other) * times;
    for corner in finders {
        let to = |other: &Finder| [0, 1].map(|axis| other.middle[axis] - corner.middle[axis]);
        let near: Vec<(Place, f64)> = finders
            .iter()
            .filter(|other| alike(other.module, corner.module, 1.3))
            .map(|other| (to(other), to(other)[0].hypot(to(other)[1])))
            .filter(|(_, length)| *length > corner.module * f64::from(FINDER))
            .collect();
        for (right, wide) in &near {
            for (down, high) in &near {
                let square = (wide * high).abs() / 14.0;
                let across = right[0] * down[0] + right[1] * down[1];
                let turned = right[0] * down[1] - right[1] * down[0];
                // At right angles, and as wide as high.
                if turned > 0.0 && across.abs() < square && alike(*wide, *high, 1.07) {
                    let modules = (wide + high) / 2.0 / corner.module + f64::from(FINDER);
                    planes.push(Plane {
                        middle: corner.middle,
                        right: *right,
                        down: *down,
                        modules,
                    });
                }
            }
        }
    }
    planes
}

/// A square between three finder patterns.
struct Plane {
    /// The middle of the upper left one.
    middle: Place,
    /// From there to the upper right one, and to the lower left one.
    right: Place,
    down: Place,
    /// Modules of a side, roughly.
    modules: f64,
}

impl Plane {
    /// The place of a point that is given in modules, where there are `count` in a row.
    fn place(&self, count: i32, [u, v]: Place) -> Place {
        let (middle, apart) = (f64::from(FINDER) / 2.0, f64::from(count - FINDER));
        let [u, v] = [u, v].map(|at| (at - middle) / apart);
        [0, 1].map(|axis| self.middle[axis] + self.right[axis] * u + self.down[axis] * v)
    }

    /// The code that stands there, if it is one.
    fn code(
        &self,
        seen: &Seen,
        dark: u8,
        is_black: &impl Fn(&[[u32; 2]]) -> bool,
    ) -> Option<QrCode> {
        let is_dark = |count: i32, [u, v]: [i32; 2]| {
            let middle = [u, v].map(|at| f64::from(at) + 0.5);
            seen.shade(self.place(count, middle)) < u32::from(dark)
        };
        let counts = (MODULES.0..=MODULES.1).step_by(4);
        let near = counts.filter(|count| (f64::from(*count) / self.modules - 1.0).abs() < 0.2);
        let count = near.max_by_key(|&count| timing(count, |own| is_dark(count, own)))?;
        if !has_patterns(count, |own| is_dark(count, own)) {
            return None;
        }
        let middles = (0..count).flat_map(|v| (0..count).map(move |u| [u, v]));
        let (dark, light): (Vec<_>, Vec<_>) = middles.partition(|own| is_dark(count, *own));
        let places = |all: &[[i32; 2]]| -> Vec<Place> {
            let middle = |own: &[i32; 2]| own.map(|at| f64::from(at) + 0.5);
            all.iter().map(|own| self.place(count, middle(own))).collect()
        };
        let (dark, light) = (places(&dark), places(&light));
        let mean = |places: &[Place]| {
            let sum: u32 = places.iter().map(|place| seen.shade(*place)).sum();
            sum / u32::try_from(places.len()).unwrap_or(u32::MAX).max(1)
        };
        let between = (mean(&dark) + mean(&light)) / 2;
        let pixel = |place: &Place| seen.outer(*place).map(|at| u32::try_from(at).unwrap_or(0));
        let inked: Vec<[u32; 2]> = dark.iter().map(pixel).collect();
        let size = usize::try_from(count).ok()?;
        let module = |at: usize| i32::try_from(at).unwrap_or(0);
        let grid = SimpleGrid::from_func(size, |x, y| is_dark(count, [module(x), module(y)]));
        let readable = !matches!(
            Grid::new(grid).decode_to(std::io::sink()),
            Err(DeQRError::DataEcc
                | DeQRError::FormatEcc
                | DeQRError::InvalidVersion
                | DeQRError::InvalidGridSize)
        );
        let clear = (1..=QUIET).take_while(|&ring| self.is_clear((count, ring), seen, between));
        let quiet = i32::try_from(clear.count()).unwrap_or(0);
        let end = f64::from(count);
        let corners = [[0.0, 0.0], [end, 0.0], [end, end], [0.0, end]];
        let corners = corners.map(|own| seen.outer(self.place(count, own)));
        Some(QrCode { corners, modules: count, quiet, readable, black: is_black(&inked) })
    }

    /// Whether the `ring`th row of modules around a code is light.
    fn is_clear(&self, (count, ring): (i32, i32), seen: &Seen, between: u32) -> bool {
        // Three places a module, so that a thin line is not missed; not just beside the code, where
        // its own edge may be.
        const PLACES: [f64; 3] = [1.0 / 6.0, 0.5, 5.0 / 6.0];
        let away = if ring == 1 { PLACES.get(1..) } else { PLACES.get(..) }.unwrap_or_default();
        let (near, far) = (f64::from(1 - ring), f64::from(count + ring - 1));
        let along = (-ring..count + ring).flat_map(|at| PLACES.map(|part| f64::from(at) + part));
        let (mut dark, mut all) = (0, 0);
        for along in along {
            for away in away {
                let (near, far) = (near - away, far + away);
                for own in [[along, near], [along, far], [near, along], [far, along]] {
                    dark += i32::from(seen.shade(self.place(count, own)) < between);
                    all += 1;
                }
            }
        }
        // A speck is none.
        dark * 50 <= all
    }
}

/// How many of a hundred modules of the timing patterns are as they should be.
fn timing(count: i32, is_dark: impl Fn([i32; 2]) -> bool) -> i32 {
    let places =
        (FINDER + 1..count - FINDER - 1).flat_map(|at| [[at, FINDER - 1], [FINDER - 1, at]]);
    let is_right = |own: &[i32; 2]| is_dark(*own) == ((own[0] + own[1]) % 2 == 0);
    let right = places.clone().filter(is_right).count();
    i32::try_from(right * 100 / places.count().max(1)).unwrap_or(0)
}

/// Whether nearly all modules of the finder patterns and of the timing patterns are there.
fn has_patterns(count: i32, is_dark: impl Fn([i32; 2]) -> bool) -> bool {
    let last = count - FINDER;
    let (mut right, mut all) = (0, 0);
    for [left, top] in [[0, 0], [last, 0], [0, last]] {
        for [u, v] in (0..FINDER).flat_map(|v| (0..FINDER).map(move |u| [u, v])) {
            // Rings around the middle module: dark, dark, light, dark.
            let ring = (u - FINDER / 2).abs().max((v - FINDER / 2).abs());
            right += i32::from(is_dark([left + u, top + v]) == (ring != 2));
            all += 1;
        }
    }
    right * 10 >= all * 9 && timing(count, is_dark) >= 80
}

#[expect(clippy::cast_possible_truncation, reason = "casting a float saturates")]
fn whole(number: f64) -> i32 {
    number.round() as i32
}
