//! Letters as older programs (Menksoft, 蒙科立) stored them: a code of the private use area for every
//! form of a letter.
//!
//! Which letter a code belongs to is certain, since the forms of a letter stand together. The form
//! itself follows from the neighbours in Unicode; where somebody had asked for another one, a
//! selector has to be put in again.

use super::VOWEL_SEPARATOR;

/// First code of the forms of each letter, and the letter; a range ends where the next one begins.
const LETTERS: [(char, char); 36] = [
    ('\u{e264}', 'ᠠ'),
    ('\u{e270}', 'ᠡ'),
    ('\u{e279}', 'ᠢ'),
    ('\u{e283}', 'ᠣ'),
    ('\u{e28b}', 'ᠤ'),
    ('\u{e293}', 'ᠥ'),
    ('\u{e2a0}', 'ᠦ'),
    ('\u{e2ad}', 'ᠧ'),
    ('\u{e2b1}', 'ᠨ'),
    ('\u{e2bb}', 'ᠩ'),
    // Two codes that no table explains.
    ('\u{e2bf}', '\0'),
    ('\u{e2c1}', 'ᠪ'),
    ('\u{e2c8}', 'ᠫ'),
    ('\u{e2ce}', 'ᠬ'),
    ('\u{e2e1}', 'ᠭ'),
    ('\u{e2f1}', 'ᠮ'),
    ('\u{e2f7}', 'ᠯ'),
    ('\u{e2fd}', 'ᠰ'),
    ('\u{e303}', 'ᠱ'),
    ('\u{e308}', 'ᠲ'),
    ('\u{e30e}', 'ᠳ'),
    ('\u{e315}', 'ᠴ'),
    ('\u{e318}', 'ᠵ'),
    ('\u{e31e}', 'ᠶ'),
    ('\u{e322}', 'ᠷ'),
    ('\u{e329}', 'ᠸ'),
    ('\u{e32d}', 'ᠹ'),
    ('\u{e333}', 'ᠺ'),
    ('\u{e339}', 'ᠻ'),
    ('\u{e33f}', 'ᠼ'),
    ('\u{e342}', 'ᠽ'),
    ('\u{e345}', 'ᠾ'),
    ('\u{e348}', 'ᠿ'),
    ('\u{e34b}', 'ᡀ'),
    ('\u{e34e}', 'ᡁ'),
    ('\u{e34f}', 'ᡂ'),
];

/// The last code.
const LAST: char = '\u{e34f}';
/// The forms of a final a and e that stand apart from their word.
const APART: [char; 2] = ['\u{e26a}', '\u{e274}'];
const MARKS: [(char, char); 7] = [
    ('\u{e234}', '\u{1800}'),
    ('\u{e235}', '\u{1801}'),
    ('\u{e236}', '\u{1802}'),
    ('\u{e237}', '\u{1803}'),
    ('\u{e238}', '\u{1804}'),
    ('\u{e239}', '\u{1805}'),
    ('\u{e23e}', '\u{180a}'),
];
const ZERO: char = '\u{e244}';

/// The letters of such codes; none if one of them is not certain.
pub fn from_private(codes: &str) -> Option<String> {
    let mut letters = String::new();
    for code in codes.chars() {
        if APART.contains(&code) {
            letters.push(VOWEL_SEPARATOR);
        }
        letters.push(letter(code)?);
    }
    Some(letters)
}

fn letter(code: char) -> Option<char> {
    if let Some((_, mark)) = MARKS.iter().find(|(own, _)| *own == code) {
        return Some(*mark);
    }
    let digit = u32::from(code).checked_sub(u32::from(ZERO)).filter(|digit| *digit < 10);
    if let Some(digit) = digit {
        return char::from_u32(0x1810 + digit);
    }
    let ranges = LETTERS.iter().rev();
    let found = ranges.filter(|(first, _)| *first <= code && code <= LAST);
    found.map(|(_, letter)| *letter).next().filter(|letter| *letter != '\0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_older_programs_become_letters() {
        let check = |codes: &str, letters: Option<&str>| {
            assert_eq!(from_private(codes).as_deref(), letters, "{codes:?}");
        };
        // b, u, g, u, t, u in the forms that the neighbours ask for.
        check("\u{e2c2}\u{e291}\u{e2ee}\u{e291}\u{e30b}\u{e28d}", Some("ᠪᠤᠭᠤᠲᠤ"));
        check("\u{e264}\u{e26f}\u{e270}\u{e34e}\u{e34f}", Some("ᠠᠠᠡᡁᡂ"));
        check("\u{e2ee}\u{e26a}", Some("ᠭ\u{180e}ᠠ"));
        check("\u{e246}\u{e24d}\u{e236}", Some("\u{1812}\u{1819}\u{1802}"));
        check("\u{e2bf}", None);
        check("\u{e350}", None);
        check("\u{e263}", None);
        check("", Some(""));
    }
}
