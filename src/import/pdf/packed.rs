//! Streams that are packed too well are found before anything unpacks them.

use crate::import::Error;

/// Up to here a stream may pack as well as it likes: what comes of it fits into memory.
const UNSUSPECTED: usize = 64 << 10;

/// Refuses a file with a packed stream that repeats itself.
///
/// What is packed looks random; the packed form of endless repetition is a repetition again.
///
/// # Errors
///
/// [`Error::Bomb`].
pub(super) fn check(bytes: &[u8]) -> Result<(), Error> {
    let mut rest = bytes;
    while let Some(at) = find(rest, b"stream") {
        let (before, after) = rest.split_at(at);
        let dictionary = before.get(before.len().saturating_sub(600)..).unwrap_or_default();
        let body = after.get(6..).unwrap_or_default();
        let end = find(body, b"endstream").unwrap_or(body.len());
        let data = body.get(..end).unwrap_or_default();
        let open = find_last(dictionary, b"obj")
            .map_or(dictionary, |at| dictionary.get(at..).unwrap_or_default());
        let filters = count(open, b"FlateDecode") + count(open, b"LZWDecode");
        let twice = filters > 1 && data.len() > 1024;
        if twice || filters == 1 && data.len() > UNSUSPECTED && repeats(data) {
            return Err(Error::Bomb);
        }
        rest = body.get(end + 9..).unwrap_or_default();
    }
    Ok(())
}

/// Whether one byte makes up a third of the data: in what is packed by a fifth or more each makes
/// up about 1/256.
fn repeats(data: &[u8]) -> bool {
    let mut counts = [0_usize; 256];
    for &byte in data {
        counts[usize::from(byte)] += 1;
    }
    counts.iter().any(|&count| count * 3 > data.len())
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    let first = *what.first()?;
    let mut from = 0;
    loop {
        let at = from + bytes.get(from..)?.iter().position(|&byte| byte == first)?;
        if bytes.get(at..)?.starts_with(what) {
            return Some(at);
        }
        from = at + 1;
    }
}

fn find_last(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).rposition(|window| window == what)
}

fn count(bytes: &[u8], what: &[u8]) -> usize {
    bytes.windows(what.len()).filter(|window| *window == what).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repetition_is_refused() {
        let file = |data: &[u8]| {
            let mut file = b"1 0 obj <</Filter /FlateDecode>> stream\n".to_vec();
            file.extend(data);
            file.extend(b"\nendstream endobj");
            file
        };
        assert_eq!(check(&file(&[0; 100_000])), Err(Error::Bomb));
        assert_eq!(check(&file(&[0; 100])), Ok(()));
        let mut state = 1_u32;
        let random: Vec<u8> = std::iter::repeat_with(|| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state.to_be_bytes()[0]
        })
        .take(100_000)
        .collect();
        assert_eq!(check(&file(&random)), Ok(()));
    }
}
