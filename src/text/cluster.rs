//! Grapheme clusters: what a reader takes for one character, however many scalar values it has (a
//! letter with its marks, a Mongolian letter with its variation selector, an emoji of several).
//!
//! Source: UAX #29, extended grapheme clusters. A caret stands only between two of them.

use unicode_segmentation::GraphemeCursor;

/// The offsets of `text` where a caret may stand: the last one before `offset`; none at the begin.
pub fn before(text: &str, offset: u32) -> Option<u32> {
    let byte = byte(text, offset);
    let start = GraphemeCursor::new(byte, text.len(), true).prev_boundary(text, 0).ok()??;
    Some(offset.min(length(text)) - length(text.get(start..byte)?))
}

/// The first offset behind `offset` where a caret may stand; none at the end.
pub fn behind(text: &str, offset: u32) -> Option<u32> {
    let byte = byte(text, offset);
    let end = GraphemeCursor::new(byte, text.len(), true).next_boundary(text, 0).ok()??;
    Some(offset + length(text.get(byte..end)?))
}

/// `offset`, or the begin of the cluster that it is inside of.
pub fn floor(text: &str, offset: u32) -> u32 {
    let byte = byte(text, offset);
    match GraphemeCursor::new(byte, text.len(), true).is_boundary(text, 0) {
        Ok(false) => before(text, offset).unwrap_or(0),
        Ok(true) | Err(_) => offset,
    }
}

fn byte(text: &str, offset: u32) -> usize {
    text.char_indices().nth(offset as usize).map_or(text.len(), |(byte, _)| byte)
}

fn length(text: &str) -> u32 {
    u32::try_from(text.chars().count()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The places of a caret in `text`, and the same from its end.
    fn check(text: &str, expected: &[u32]) {
        let on = std::iter::successors(Some(0), |at| behind(text, *at));
        assert_eq!(on.collect::<Vec<_>>(), expected, "{text}");
        let back = std::iter::successors(Some(length(text)), |at| before(text, *at));
        let mut back: Vec<_> = back.collect();
        back.reverse();
        assert_eq!(back, expected, "{text} from its end");
        for offset in 0..=length(text) {
            let expected = expected.iter().rfind(|at| **at <= offset).copied();
            assert_eq!(Some(floor(text, offset)), expected, "{text} {offset}");
        }
    }

    #[test]
    fn a_caret_stands_between_clusters() {
        check("", &[0]);
        check("公报", &[0, 1, 2]);
        check("𠀀公", &[0, 1, 2]);
        check("e\u{301}a", &[0, 2, 3]);
        check("ᠠ\u{180b}ᠪ", &[0, 2, 3]);
        check("ᠭᠠ\u{180d}", &[0, 1, 3]);
        check("葛\u{e0100}城", &[0, 2, 3]);
        check("👨\u{200d}👩\u{200d}👧。", &[0, 5, 6]);
        check("🇨🇳中", &[0, 2, 3]);
        check("1\u{fe0f}\u{20e3}", &[0, 3]);
    }

    #[test]
    fn nothing_is_beyond_the_ends() {
        assert_eq!((before("公", 0), behind("公", 1)), (None, None));
        assert_eq!((before("公", 9), behind("公", 9)), (Some(0), None));
    }
}
