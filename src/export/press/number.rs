//! Numbers as a content stream has them.

use std::io::Write;

/// Writes `value` / 10^`places` without needless zeros.
pub(super) fn decimal(out: &mut Vec<u8>, value: i64, places: u32) {
    if value < 0 {
        out.push(b'-');
    }
    let unit = 10_u64.pow(places);
    let (whole, mut part) = (value.unsigned_abs() / unit, value.unsigned_abs() % unit);
    // Writing into memory does not fail.
    if whole > 0 || part == 0 {
        let _ = write!(out, "{whole}");
    }
    if part > 0 {
        let mut width = places as usize;
        while part % 10 == 0 {
            part /= 10;
            width -= 1;
        }
        let _ = write!(out, ".{part:0width$}");
    }
}

/// Writes the four digits of a glyph's code.
pub(super) fn hexadecimal(out: &mut Vec<u8>, code: u16) {
    for shift in [12, 8, 4, 0] {
        let digit = usize::from((code >> shift) & 15);
        out.extend(b"0123456789ABCDEF".get(digit));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_short_and_exact() {
        let check = |value, places, expected: &str| {
            let mut out = Vec::new();
            decimal(&mut out, value, places);
            assert_eq!(String::from_utf8(out).unwrap(), expected);
        };
        check(0, 3, "0");
        check(1000, 3, "1");
        check(1500, 3, "1.5");
        check(-1005, 3, "-1.005");
        check(-20, 3, "-.02");
        check(500, 3, ".5");
        check(120, 0, "120");
    }
}
