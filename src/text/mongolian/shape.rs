//! Which spellings print alike, and what the variants of a letter look like.
//!
//! Letters share their forms: o and u, t and d, a and e look the same in most places. Two names are
//! therefore compared by the written units that a font draws (UTN 57), and the text that somebody
//! typed is never replaced by another spelling of the same form.

use std::sync::LazyLock;

use mongol_norm::{Locale, Shaper, WrittenUnit};

use super::{SELECTORS, VOWEL_SEPARATOR, is_in_word, is_letter, is_selector};

static SHAPER: LazyLock<Shaper> = LazyLock::new(|| Shaper::new(Locale::Mng));

/// A letter of a word drawn in one of its forms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variant {
    /// The selector that asks for the form; None for the form that the neighbours ask for.
    pub selector: Option<char>,
    /// The whole word with it.
    pub word: String,
}

/// What a text looks like; the kind of gap before a suffix does not matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape(Vec<Look>);

impl Shape {
    /// The shape of `text`.
    pub fn of(text: &str) -> Self {
        Self(looks(text))
    }
}

/// What a stretch of text looks like: the forms of a word, or a sign that is no part of one.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Look {
    Word(Vec<WrittenUnit>),
    Sign(char),
}

/// Whether two texts print alike.
pub fn same_shape(one: &str, other: &str) -> bool {
    one == other || Shape::of(one) == Shape::of(other)
}

/// The looks of a text, word by word; any white space between words counts alike.
fn looks(text: &str) -> Vec<Look> {
    let mut looks = Vec::new();
    let mut word = String::new();
    for sign in text.trim().chars().chain(['\n']) {
        if is_in_word(sign) && sign != '\u{200c}' {
            word.push(sign);
            continue;
        }
        if !word.is_empty() {
            match SHAPER.shape(&word) {
                Ok(units) => looks.push(Look::Word(units)),
                Err(_) => looks.extend(word.chars().map(Look::Sign)),
            }
            word.clear();
        }
        if !sign.is_whitespace() {
            looks.push(Look::Sign(sign));
        }
    }
    looks
}

/// Whether `selector` changes the form of `letter` anywhere in a word. A form that the neighbours
/// ask for as well is selected by right: pages write it for older fonts.
pub fn selects(letter: char, selector: char) -> bool {
    let before = ["", "ᠠ", "ᠡ", "ᠪ", "ᠠ\u{202f}", "ᠠ\u{180e}"];
    let after = ["", "ᠠ", "ᠡ", "ᠤ", "ᠪ"];
    let changes = |before: &str, after: &str| {
        let plain = format!("{before}{letter}{after}");
        !same_shape(&plain, &format!("{before}{letter}{selector}{after}"))
    };
    // The vowel separator has a form of its own, too.
    letter == VOWEL_SEPARATOR
        || is_letter(letter)
            && before.iter().any(|before| after.iter().any(|after| changes(before, after)))
}

/// The forms that the letter at `at`, counted in characters, can take in `word`: first the form
/// without a selector, then each selector that changes what is printed. Empty where no letter is.
pub fn variants(word: &str, at: usize) -> Vec<Variant> {
    let signs: Vec<char> = word.chars().collect();
    if !signs.get(at).copied().is_some_and(is_letter) {
        return Vec::new();
    }
    let behind = signs.iter().skip(at + 1).take_while(|&&sign| is_selector(sign)).count();
    let with = |selector: Option<char>| -> String {
        let before = signs.iter().take(at + 1);
        let after = signs.iter().skip(at + 1 + behind);
        before.copied().chain(selector).chain(after.copied()).collect()
    };
    let plain = with(None);
    let mut seen = vec![Shape::of(&plain)];
    let mut variants = vec![Variant { selector: None, word: plain }];
    for selector in SELECTORS {
        let word = with(Some(selector));
        let shape = Shape::of(&word);
        if !seen.contains(&shape) {
            seen.push(shape);
            variants.push(Variant { selector: Some(selector), word });
        }
    }
    variants
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(one: &str, other: &str, same: bool) {
        assert_eq!(same_shape(one, other), same, "{one} {other}");
    }

    #[test]
    fn spellings_that_print_alike() {
        check("ᠣᠷᠳᠣᠨ", "ᠤᠷᠳᠤᠨ", true);
        check("ᠬᠣᠲᠠ", "ᠬᠤᠲᠠ", true);
        check("ᠪᠤᠭᠤᠲᠤ", "ᠪᠣᠭᠣᠲᠣ", true);
        check("ᠪᠤᠭᠤᠲᠤ", "ᠪᠠᠬᠠᠲᠤ", false);
        check("ᠵᠠᠰᠠᠭ\u{202f}ᠤᠨ", "ᠵᠠᠰᠠᠭ\u{180e}ᠤᠨ", true);
        check("ᠵᠠᠰᠠᠭ\u{202f}ᠤᠨ", "ᠵᠠᠰᠠᠭ ᠤᠨ", false);
        check("ᠠᠷᠠᠳ  ᠣᠨ", " ᠠᠷᠠᠳ ᠣᠨ", true);
        check("2026 ᠣᠨ", "2025 ᠣᠨ", false);
    }

    #[test]
    fn a_letter_has_the_forms_that_print_differently() {
        let forms = |word: &str, at| -> Vec<Option<char>> {
            variants(word, at).into_iter().map(|variant| variant.selector).collect()
        };
        assert_eq!(forms("ᠳᠤᠭᠠᠷ", 0), [None, Some('\u{180b}')]);
        assert_eq!(variants("ᠳ\u{180b}ᠤᠭᠠᠷ", 0).first().unwrap().word, "ᠳᠤᠭᠠᠷ");
        assert_eq!(forms("ᠳ\u{180b}ᠤ", 1), [] as [Option<char>; 0]);
        assert_eq!(forms("ᠳᠤ", 9), [] as [Option<char>; 0]);
    }
}
