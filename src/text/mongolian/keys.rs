//! Strokes of a keyboard and Latin transliteration ↔ Mongolian letters.
//!
//! The table `assets/rules/mongolian-keyboard.tsv` has a row a sign: the key of the Latin layout,
//! which is also the transliteration, the key of the layout that Windows has, and the letter that
//! scholars write. Transliterations write variants by number as well: a digit from 1 to 4 behind a
//! letter that has such a variant is its selector, any other digit is a digit.

use std::sync::LazyLock;

use super::shape::selects;
use super::{SELECTORS, is_letter};

const TABLE: &str = include_str!("../../../assets/rules/mongolian-keyboard.tsv");

/// Which keys stand for which letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Layout {
    /// The key is the letter of the transliteration; capitals are letters of their own.
    Latin,
    /// The Mongolian layout of Windows.
    Microsoft,
}

/// A sign and its keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// The sign.
    pub sign: char,
    /// Its name, after the Unicode standard.
    pub name: &'static str,
    /// What is typed in the Latin layout; empty where only the keyboard on the screen has it.
    pub latin: &'static str,
    /// What is typed in the layout of Windows, as the character of an American keyboard.
    pub microsoft: Option<char>,
    /// The letter of the scholarly transliteration; empty where there is none.
    pub scholarly: &'static str,
}

/// What stands behind it in a transliteration is itself, no key: `\\a` is a Latin a.
const LITERAL: char = '\\';

static KEYS: LazyLock<Vec<Key>> = LazyLock::new(|| TABLE.lines().skip(1).filter_map(key).collect());

fn key(line: &'static str) -> Option<Key> {
    let fields: Vec<&'static str> = line.split('\t').collect();
    let &[code, name, latin, microsoft, scholarly] = fields.as_slice() else { return None };
    let sign = u32::from_str_radix(code.strip_prefix("U+")?, 16).ok().and_then(char::from_u32)?;
    Some(Key { sign, name, latin, microsoft: stroke(microsoft), scholarly })
}

/// The character that `Shift+;` makes on an American keyboard.
fn stroke(written: &str) -> Option<char> {
    let shifted = |c: char| match c {
        '1' => '!',
        '2' => '@',
        '3' => '#',
        '6' => '^',
        '7' => '&',
        '8' => '*',
        '-' => '_',
        ';' => ':',
        '\'' => '"',
        ',' => '<',
        '.' => '>',
        '[' => '{',
        ']' => '}',
        other => other.to_ascii_uppercase(),
    };
    let last = written.chars().last()?;
    Some(if written.starts_with("Shift+") { shifted(last) } else { last })
}

/// All signs, in the order of the alphabet.
pub fn keys() -> &'static [Key] {
    &KEYS
}

/// The sign that the character of an American keyboard stands for in `layout`.
pub fn typed(layout: Layout, stroke: char) -> Option<char> {
    let found = KEYS.iter().find(|key| match layout {
        Layout::Latin => key.latin.chars().eq([stroke]),
        Layout::Microsoft => key.microsoft == Some(stroke),
    });
    let found = found.map(|key| key.sign);
    match layout {
        Layout::Latin => found.or_else(|| alias(stroke)),
        Layout::Microsoft => found,
    }
}

/// Letters of scholarly transliterations that the Latin layout writes otherwise.
fn alias(letter: char) -> Option<char> {
    let key = match letter {
        'q' | 'x' => 'h',
        'ö' => 'O',
        'ü' => 'U',
        'č' => 'c',
        'ǰ' => 'j',
        'š' => 'S',
        'ž' => 'R',
        'ë' | 'ė' => 'E',
        'ŋ' => 'N',
        'ɣ' | 'γ' => 'g',
        _ => return None,
    };
    typed(Layout::Latin, key)
}

/// The Mongolian that a transliteration stands for; what is no letter of one stays as it is.
pub fn from_latin(latin: &str) -> String {
    from_strokes(Layout::Latin, latin)
}

/// The transliteration of `text`, from which [`from_latin`] makes the same text again.
pub fn to_latin(text: &str) -> String {
    to_strokes(Layout::Latin, text)
}

/// The Mongolian that strokes of a keyboard make; a stroke of no sign stays as it is.
pub fn from_strokes(layout: Layout, strokes: &str) -> String {
    let mut signs = String::new();
    let mut rest = strokes.chars();
    while let Some(stroke) = rest.next() {
        let mut next = rest.clone();
        let sign = match (layout, stroke) {
            (Layout::Latin, '\'') => next.next().and_then(digit),
            (Layout::Latin, LITERAL) => next.next(),
            (Layout::Latin | Layout::Microsoft, _) => None,
        };
        // The only signs of two strokes.
        if let Some(sign) = sign {
            rest = next;
            signs.push(sign);
            continue;
        }
        let by_number = signs.chars().last().filter(|_| layout == Layout::Latin);
        let by_number = by_number.and_then(|letter| numbered(letter, stroke));
        signs.push(by_number.or_else(|| typed(layout, stroke)).unwrap_or(stroke));
    }
    signs
}

/// The Mongolian digit of a digit.
fn digit(stroke: char) -> Option<char> {
    char::from_u32(0x1810 + stroke.to_digit(10)?)
}

/// The selector that a digit behind `letter` stands for, if the letter has such a variant.
fn numbered(letter: char, digit: char) -> Option<char> {
    let index = usize::try_from(digit.to_digit(10)?.checked_sub(1)?).ok()?;
    let selector = *SELECTORS.get(index)?;
    (is_letter(letter) && selects(letter, selector)).then_some(selector)
}

/// The strokes that make `text`; a sign without a key stands for itself.
pub fn to_strokes(layout: Layout, text: &str) -> String {
    let mut strokes = String::new();
    let mut before = None;
    for sign in text.chars() {
        let key = KEYS.iter().find(|key| key.sign == sign);
        match (layout, key) {
            (Layout::Latin, Some(key)) if !key.latin.is_empty() => strokes.push_str(key.latin),
            (Layout::Latin, _) => strokes.push_str(&latin_of(sign, before)),
            (Layout::Microsoft, Some(Key { microsoft: Some(stroke), .. })) => strokes.push(*stroke),
            (Layout::Microsoft, _) => strokes.push(sign),
        }
        before = Some(sign);
    }
    strokes
}

/// What a transliteration has for a sign without a key behind another one: a number for a selector,
/// and a mark before what would be read as something else.
fn latin_of(sign: char, before: Option<char>) -> String {
    let by_number = |digit: &char| before.and_then(|before| numbered(before, *digit)) == Some(sign);
    if let Some(number) = ('1'..='4').find(by_number) {
        return number.to_string();
    }
    let is_key = sign == LITERAL || typed(Layout::Latin, sign).is_some();
    let is_number = before.is_some_and(|before| numbered(before, sign).is_some());
    let is_digit = before.is_some_and(|own| typed(Layout::Latin, '\'') == Some(own));
    if is_key || is_number || is_digit && digit(sign).is_some() {
        return [LITERAL, sign].iter().collect();
    }
    sign.to_string()
}

/// The transliteration that scholars read, such as `bugutu qota-yin`; it does not lead back.
pub fn scholarly(text: &str) -> String {
    let mut latin = String::new();
    for sign in text.chars() {
        match KEYS.iter().find(|key| key.sign == sign) {
            Some(_) if super::is_selector(sign) => {}
            Some(_) if sign == super::SUFFIX_GAP || sign == super::VOWEL_SEPARATOR => {
                latin.push('-');
            }
            Some(key) if !key.scholarly.is_empty() => latin.push_str(key.scholarly),
            Some(_) | None => latin.push(sign),
        }
    }
    latin
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(latin: &str, mongolian: &str) {
        assert_eq!(from_latin(latin), mongolian, "{latin}");
    }

    #[test]
    fn transliteration_makes_letters() {
        check("bugutu", "ᠪᠤᠭᠤᠲᠤ");
        check("bugutu hota-yin", "ᠪᠤᠭᠤᠲᠤ ᠬᠣᠲᠠ\u{202f}ᠶᠢᠨ");
        check("qota", "ᠬᠣᠲᠠ");
        check("OboR", "ᠥᠪᠣᠿ");
        check("moNgol", "ᠮᠣᠩᠭᠣᠯ");
        check("huguca_a", "ᠬᠤᠭᠤᠴᠠ\u{180e}ᠠ");
        check("d'ugar", "ᠳ\u{180b}ᠤᠭᠠᠷ");
        check("2026 on-u '4 sara", "2026 ᠣᠨ\u{202f}ᠤ ᠔ ᠰᠠᠷᠠ");
        check("qugucag_a", "ᠬᠤᠭᠤᠴᠠᠭ\u{180e}ᠠ");
        check("bugutu qota-yin", "ᠪᠤᠭᠤᠲᠤ ᠬᠣᠲᠠ\u{202f}ᠶᠢᠨ");
        check("arad-un jasag-un ordon", "ᠠᠷᠠᠳ\u{202f}ᠤᠨ ᠵᠠᠰᠠᠭ\u{202f}ᠤᠨ ᠣᠷᠳᠣᠨ");
        check("包头 <a>", "包头 《ᠠ》");
    }

    #[test]
    fn a_digit_behind_a_letter_that_has_such_a_variant_selects_it() {
        check("d1ugar", "ᠳ\u{180b}ᠤᠭᠠᠷ");
        check("d1ü1ger", "ᠳ\u{180b}ᠦ\u{180b}ᠭᠡᠷ");
        check("mat1eriyal", "ᠮᠠᠲ\u{180b}ᠡᠷᠢᠶᠠᠯ");
        // A letter has one selector, and only those of its variants.
        check("d12", "ᠳ\u{180b}2");
        check("b4", "ᠪ4");
        check("2026-u 5 d1ugar 17 sara", "2026\u{202f}ᠤ 5 ᠳ\u{180b}ᠤᠭᠠᠷ 17 ᠰᠠᠷᠠ");
        check("sara 1", "ᠰᠠᠷᠠ 1");
        assert_eq!(from_strokes(Layout::Microsoft, "d1"), "ᠳ1");
    }

    #[test]
    fn what_is_marked_is_no_key() {
        check("\\a\\1 d\\1 d'\\5 \\\\ \\", "a1 ᠳ1 ᠳ\u{180b}5 \\ \\");
        assert_eq!(to_latin("ᠳ1 ab ᠳ\u{180b}5 A4"), "d\\1 \\a\\b d'\\5 A4");
    }

    #[test]
    fn the_layout_of_windows_has_its_own_places() {
        for (stroke, sign) in [('w', 'ᠣ'), ('v', 'ᠤ'), ('q', 'ᠴ'), ('x', 'ᠱ'), ('"', '\u{180c}')]
        {
            assert_eq!(typed(Layout::Microsoft, stroke), Some(sign));
        }
        assert_eq!(typed(Layout::Microsoft, '-'), Some('\u{202f}'));
        assert_eq!(typed(Layout::Microsoft, '~'), None);
    }

    #[test]
    fn no_key_stands_for_two_signs() {
        for layout in [Layout::Latin, Layout::Microsoft] {
            let stroke = |key: &Key| match layout {
                Layout::Latin => Some(key.latin.to_owned()).filter(|keys| !keys.is_empty()),
                Layout::Microsoft => key.microsoft.map(String::from),
            };
            let mut strokes: Vec<_> = keys().iter().filter_map(stroke).collect();
            let count = strokes.len();
            strokes.sort();
            strokes.dedup();
            assert_eq!(strokes.len(), count, "{layout:?}");
        }
    }

    #[test]
    fn scholars_read_it() {
        assert_eq!(scholarly("ᠪᠤᠭᠤᠲᠤ ᠬᠣᠲᠠ\u{202f}ᠶᠢᠨ"), "bugutu qota-yin");
        assert_eq!(scholarly("ᠵᠠᠰᠠᠭ"), "jasag");
    }

    proptest! {
        #[test]
        fn transliteration_leads_back(
            text in "[\u{1800}-\u{1842}\u{1878}\u{200c}\u{200d}\u{202f}\u{2048}\u{3008}-\u{300b} -~öüčˉ中\n]{0,24}",
            letters in "[\u{1820}-\u{1842}\u{180a}-\u{180c}\u{180e}\u{202f}\u{1810}-\u{1819} ]{0,24}",
        ) {
            prop_assert_eq!(from_latin(&to_latin(&text)), text);
            let strokes = to_strokes(Layout::Microsoft, &letters);
            prop_assert_eq!(from_strokes(Layout::Microsoft, &strokes), letters);
        }
    }
}
