//! Words, their suffixes and vowels, and faults of spelling that need no dictionary.

use super::keys::from_latin;
use super::menksoft::from_private;
use super::shape::selects;
use super::{SUFFIX_GAP, VOWEL_SEPARATOR, is_letter, is_selector};

use std::sync::LazyLock;

/// The suffixes of cases and possession that are written apart from their word by U+202F, in both
/// kinds of vowels.
static SUFFIXES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let latin =
        "un Un u U yin i yi du dU tu tU aca ece bar ber iyar iyer tai tei ban ben iyan iyen";
    latin.split(' ').map(from_latin).collect()
});

/// Something that is misspelt, in characters of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong.
    pub kind: FaultKind,
    /// First character.
    pub start: usize,
    /// The character behind the last one.
    pub end: usize,
    /// What should stand there, where that is certain.
    pub fix: Option<String>,
}

/// What can be wrong in a Mongolian text without knowing its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FaultKind {
    /// The same word twice in a row.
    Repeated,
    /// A letter of another script.
    Foreign,
    /// A suffix that a plain space parts from its word.
    Suffix,
    /// A selector that selects nothing: at the start of a word, doubled, or without a form to select.
    Selector,
    /// A vowel separator that no final a or e follows.
    Separator,
    /// Back vowels and front vowels in one word.
    Harmony,
    /// A code of the private use area, as older programs stored letters.
    Private,
}

/// Whether `word` is written like a suffix. Letters count, not forms: ᠣᠨ (year) prints like ᠤᠨ.
pub fn is_suffix(word: &str) -> bool {
    let letters: String = word.chars().filter(|sign| !is_selector(*sign)).collect();
    SUFFIXES.contains(&letters)
}

/// The words before and behind a fault, such as a suffix and what it belongs to.
pub fn beside(text: &str, fault: &Fault) -> (String, String) {
    let signs: Vec<char> = text.chars().collect();
    let own = |sign: &&char| !sign.is_whitespace() || **sign == SUFFIX_GAP;
    let before = signs.iter().take(fault.start).rev().take_while(own).count();
    let skipped = signs.iter().take(fault.start).skip(fault.start.saturating_sub(before));
    let behind = signs.iter().skip(fault.end).take_while(own);
    (skipped.collect(), behind.collect())
}

/// A word, in characters of its text.
struct Word {
    start: usize,
    signs: Vec<char>,
}

impl Word {
    fn end(&self) -> usize {
        self.start + self.signs.len()
    }

    fn string(&self) -> String {
        self.signs.iter().collect()
    }
}

/// The stretches between white space; the gap before a suffix does not part.
fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut inside = false;
    for (at, sign) in text.chars().enumerate() {
        if sign.is_whitespace() && sign != SUFFIX_GAP {
            inside = false;
            continue;
        }
        if !inside {
            words.push(Word { start: at, signs: Vec::new() });
            inside = true;
        }
        if let Some(word) = words.last_mut() {
            word.signs.push(sign);
        }
    }
    words
}

/// What is wrong in `text`, in its order.
pub fn faults(text: &str) -> Vec<Fault> {
    let words = words(text);
    let mut faults = Vec::new();
    for (index, word) in words.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|before| words.get(before));
        if let Some(before) = before {
            faults.extend(neighbours(before, word));
        }
        faults.extend(outside(word));
        faults.extend(selectors(word));
        faults.extend(separators(word));
        faults.extend(harmony(word));
    }
    faults.sort_by_key(|fault| fault.start);
    faults
}

/// A repeated word, or a suffix that has lost its gap.
fn neighbours(before: &Word, word: &Word) -> Option<Fault> {
    let (start, end) = (word.start, word.end());
    if before.signs == word.signs && word.signs.iter().copied().any(is_letter) {
        return Some(Fault { kind: FaultKind::Repeated, start, end, fix: None });
    }
    let string = word.string();
    // Older pages write the year behind its number as they write the suffix.
    let follows = before.signs.last().copied().is_some_and(|sign| {
        is_letter(sign) || is_selector(sign) || (sign.is_ascii_digit() && string != "ᠤᠨ")
    });
    (follows && is_suffix(&string)).then(|| Fault {
        kind: FaultKind::Suffix,
        start: before.end(),
        end: start,
        fix: Some(SUFFIX_GAP.to_string()),
    })
}

/// Letters of other scripts and codes of the private use area.
fn outside(word: &Word) -> Vec<Fault> {
    let kind = |sign: char| match sign {
        '\u{e000}'..='\u{f8ff}' => Some(FaultKind::Private),
        _ if sign.is_alphabetic() && !is_letter(sign) && !crate::text::is_han(sign) => {
            Some(FaultKind::Foreign)
        }
        _ => None,
    };
    let mut faults: Vec<Fault> = Vec::new();
    for (at, &sign) in (word.start..).zip(&word.signs) {
        let Some(kind) = kind(sign) else { continue };
        match faults.last_mut() {
            Some(last) if last.kind == kind && last.end == at => last.end = at + 1,
            Some(_) | None => faults.push(Fault { kind, start: at, end: at + 1, fix: None }),
        }
    }
    for fault in faults.iter_mut().filter(|fault| fault.kind == FaultKind::Private) {
        let codes = word.signs.get(fault.start - word.start..fault.end - word.start);
        fault.fix = from_private(&codes.unwrap_or_default().iter().collect::<String>());
    }
    faults
}

/// Selectors that select nothing: behind no letter, or behind one that has no such form.
fn selectors(word: &Word) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut before = None;
    for (at, &sign) in (word.start..).zip(&word.signs) {
        if is_selector(sign) && !before.is_some_and(|letter| selects(letter, sign)) {
            let fix = Some(String::new());
            faults.push(Fault { kind: FaultKind::Selector, start: at, end: at + 1, fix });
        }
        before = Some(sign);
    }
    faults
}

/// Vowel separators before anything but a final a or e, or a suffix.
fn separators(word: &Word) -> Vec<Fault> {
    let right = |at: usize| {
        let rest: String = word.signs.iter().skip(at + 1).collect();
        let part = rest.split([SUFFIX_GAP, VOWEL_SEPARATOR]).next().unwrap_or_default();
        let letters: String = part.chars().filter(|sign| is_letter(*sign)).collect();
        matches!(letters.as_str(), "ᠠ" | "ᠡ") || is_suffix(part)
    };
    let stands = word.signs.iter().enumerate();
    let found = stands.filter(|(at, sign)| **sign == VOWEL_SEPARATOR && !right(*at));
    let fault = |at: usize| Fault {
        kind: FaultKind::Separator,
        start: word.start + at,
        end: word.start + at + 1,
        fix: None,
    };
    found.map(|(at, _)| fault(at)).collect()
}

/// A stem with vowels of both kinds; i goes with both, and words with ᠧ are borrowed.
fn harmony(word: &Word) -> Option<Fault> {
    let stem: Vec<char> =
        word.signs.iter().copied().take_while(|sign| *sign != SUFFIX_GAP).collect();
    let any = |vowels: &[char]| stem.iter().any(|sign| vowels.contains(sign));
    let mixed = any(&['ᠠ', 'ᠣ', 'ᠤ']) && any(&['ᠡ', 'ᠥ', 'ᠦ']) && !any(&['ᠧ']);
    mixed.then(|| Fault {
        kind: FaultKind::Harmony,
        start: word.start,
        end: word.start + stem.len(),
        fix: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(latin: &str, expected: &[(FaultKind, &str)]) {
        let text = from_latin(latin);
        let found: Vec<(FaultKind, String)> = faults(&text)
            .iter()
            .map(|fault| {
                let signs = text.chars().skip(fault.start).take(fault.end - fault.start);
                (fault.kind, super::super::keys::to_latin(&signs.collect::<String>()))
            })
            .collect();
        let found: Vec<(FaultKind, &str)> =
            found.iter().map(|(kind, text)| (*kind, text.as_str())).collect();
        assert_eq!(found, expected, "{latin}");
    }

    #[test]
    fn what_is_wrong_without_a_dictionary() {
        check("bugutu hota-yin arad-un jasag-un ordon-u", &[]);
        check("arad un jasag", &[(FaultKind::Suffix, " ")]);
        check("2023 on u 5 d'ugar", &[(FaultKind::Suffix, " ")]);
        check("ulus ulus", &[(FaultKind::Repeated, "ulus")]);
        check("hota_yin", &[]);
        check("huguca_a", &[]);
        check("huguca_b", &[(FaultKind::Separator, "_")]);
        check("'arad", &[(FaultKind::Selector, "'")]);
        check("d''ugar", &[(FaultKind::Selector, "'")]);
        check("b`a", &[(FaultKind::Selector, "`")]);
        check("d'ugar", &[]);
        check("arade", &[(FaultKind::Harmony, "arade")]);
        check("mat'Eriyal", &[]);
        check("jarlig-ece", &[]);
    }

    #[test]
    fn a_suffix_is_told_with_its_word() {
        let text = from_latin("bugutu hota-yin arad un jasag");
        let [fault] = faults(&text).try_into().unwrap();
        assert_eq!(beside(&text, &fault), (from_latin("arad"), from_latin("un")));
    }

    #[test]
    fn letters_of_other_scripts_and_private_codes() {
        let kinds = |text: &str| -> Vec<FaultKind> {
            faults(text).iter().map(|fault| fault.kind).collect()
        };
        assert_eq!(kinds("ᠠᠷb"), [FaultKind::Foreign]);
        assert_eq!(kinds("ᠠᠷж"), [FaultKind::Foreign]);
        assert_eq!(kinds("\u{e234}\u{e235}"), [FaultKind::Private]);
        assert_eq!(kinds("包头 ᠠᠷ 2026"), []);
        let fix = |text: &str| faults(text).first().and_then(|fault| fault.fix.clone());
        assert_eq!(fix("\u{e2c2}\u{e291} ᠠᠷ").as_deref(), Some("ᠪᠤ"));
        assert_eq!(fix("\u{e2c2}\u{f000}"), None);
    }
}
