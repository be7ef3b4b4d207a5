//! Traditional Mongolian (Hudum) as it is typed and compared, apart from fonts and pages.
//!
//! [`keys`] turns strokes and Latin transliteration into letters and back, [`menksoft`] the codes of
//! older programs into letters, [`shape`] tells whether
//! two spellings print alike and lists the variants of a letter, [`template`] puts an issue's digits among
//! words, [`word`] knows suffixes, vowels and
//! the signs that have no ink. Nothing here knows what a word means: whether a name is right says
//! only somebody who reads it. Sources: Unicode 16, 13.5; UTN 57; GB/T 25914-2023.

pub mod keys;
pub mod menksoft;
pub mod shape;
pub mod template;
pub mod word;

/// U+202F: the narrow gap between a word and the suffix of its case; no line breaks there.
pub const SUFFIX_GAP: char = '\u{202f}';
/// U+180E (MVS): parts a final a or e from its word.
pub const VOWEL_SEPARATOR: char = '\u{180e}';
/// U+180A: lengthens the stem.
pub const NIRUGU: char = '\u{180a}';

/// Whether `c` is a letter, among those of the alphabets written with this script.
pub const fn is_letter(c: char) -> bool {
    matches!(c, '\u{1820}'..='\u{1878}' | '\u{1880}'..='\u{18aa}')
}

/// FVS1 to FVS4: each selects a variant of the letter before it.
pub const SELECTORS: [char; 4] = ['\u{180b}', '\u{180c}', '\u{180d}', '\u{180f}'];

/// Whether `c` selects a variant of the letter before it.
pub const fn is_selector(c: char) -> bool {
    matches!(c, '\u{180b}'..='\u{180d}' | '\u{180f}')
}

/// Whether `c` can stand inside a word: letters, selectors, joiners and the gaps of suffixes.
pub const fn is_in_word(c: char) -> bool {
    is_letter(c)
        || is_selector(c)
        || matches!(c, SUFFIX_GAP | VOWEL_SEPARATOR | NIRUGU | '\u{200c}' | '\u{200d}')
}

/// How a sign without ink of its own is shown while somebody writes; None for all others.
pub const fn sign_name(c: char) -> Option<&'static str> {
    match c {
        '\u{180b}' => Some("FVS1"),
        '\u{180c}' => Some("FVS2"),
        '\u{180d}' => Some("FVS3"),
        '\u{180f}' => Some("FVS4"),
        VOWEL_SEPARATOR => Some("MVS"),
        SUFFIX_GAP => Some("NNBSP"),
        NIRUGU => Some("nirugu"),
        '\u{200c}' => Some("ZWNJ"),
        '\u{200d}' => Some("ZWJ"),
        _ => None,
    }
}
