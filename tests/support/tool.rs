//! Programs from outside that look at what the tests wrote, and what they give back.

use std::process::Command;

/// Whether an outside tool is there; under `CI=1` it has to be.
#[expect(clippy::print_stdout, reason = "a skipped test says so")]
pub(crate) fn have(tool: &str) -> bool {
    let there = Command::new(tool).arg("--version").output().is_ok()
        || Command::new(tool).arg("-v").output().is_ok();
    assert!(there || std::env::var_os("CI").is_none_or(|value| value != "1"), "{tool} is absent");
    if !there {
        println!("skipped: {tool} is absent");
    }
    there
}

pub(crate) fn run(tool: &str, arguments: &[&str]) -> Vec<u8> {
    let output = Command::new(tool).args(arguments).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{tool}: {said}{}", String::from_utf8_lossy(&output.stdout));
    output.stdout
}

/// Width, height and bytes of a binary PGM.
pub(crate) fn pgm(bytes: &[u8]) -> (usize, usize, &[u8]) {
    raw(bytes, b"P5", 1)
}

/// Width, height and pixels of a PPM file, three bytes each.
#[allow(dead_code, reason = "shared with tests that need less")]
pub(crate) fn ppm(bytes: &[u8]) -> (usize, usize, &[u8]) {
    raw(bytes, b"P6", 3)
}

fn raw<'a>(bytes: &'a [u8], kind: &[u8], channels: usize) -> (usize, usize, &'a [u8]) {
    let mut fields = bytes.split(u8::is_ascii_whitespace);
    assert_eq!(fields.next().unwrap(), kind);
    let mut number =
        || -> usize { std::str::from_utf8(fields.next().unwrap()).unwrap().parse().unwrap() };
    let (width, height, _) = (number(), number(), number());
    (width, height, &bytes[bytes.len() - width * height * channels..])
}

/// The mean of each pixel and its neighbours.
pub(crate) fn blur(width: usize, height: usize, pixels: &[u8]) -> Vec<u32> {
    // Sums of three in a row, then of three such sums in a column, with what is there at edges.
    let mut sums = vec![0_u32; pixels.len()];
    for (row, sums) in pixels.chunks(width).zip(sums.chunks_mut(width)) {
        for (x, sum) in sums.iter_mut().enumerate() {
            let near = &row[x.saturating_sub(1)..(x + 2).min(width)];
            *sum = near.iter().copied().map(u32::from).sum();
        }
    }
    let across = |x: usize| 1 + usize::from(x > 0) + usize::from(x + 1 < width);
    let mut means = Vec::with_capacity(pixels.len());
    for y in 0..height {
        let rows = y.saturating_sub(1)..(y + 2).min(height);
        for x in 0..width {
            let sum: u32 = rows.clone().map(|y| sums[y * width + x]).sum();
            means.push(sum / u32::try_from(rows.len() * across(x)).unwrap());
        }
    }
    means
}
