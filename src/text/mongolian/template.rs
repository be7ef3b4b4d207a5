//! Lines about an issue in Mongolian, as a reader of the office writes them once: the words are the
//! reader's, the digits those of each issue.
//!
//! `{year}`, `{number}`, `{total}`, `{month}` and `{day}` stand for digits, and so do their names in
//! Chinese, [`PLACEHOLDERS`]. `{A|B}` stands for A
//! behind a number whose last word has back vowels, and for B behind one with front vowels: the
//! ordinal of 4 is written otherwise than that of 5, and a line that is right in April must be
//! right in May.

use super::keys::{self, Layout};
use super::word;

/// What stands for digits: in English, as files keep it, and in Chinese.
pub const PLACEHOLDERS: [(&str, &str); 5] = [
    ("{year}", "{年}"),
    ("{number}", "{期}"),
    ("{total}", "{总期}"),
    ("{month}", "{月}"),
    ("{day}", "{日}"),
];

/// What an issue has to put in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Values {
    /// The year in full.
    pub year: i32,
    /// The number as it is printed, `4` or `7—8`, and the last one of it; none while it is not
    /// known.
    pub number: Option<(String, u32)>,
    /// The number over all years.
    pub total: Option<u32>,
    /// Month and day of publication.
    pub day: Option<(u32, u32)>,
}

/// Which digits are put in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Digits {
    /// 0 to 9, as on official pages.
    #[default]
    Latin,
    /// ᠐ to ᠙.
    Mongolian,
}

/// What is wrong with a line whatever the issue.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// A bracket that is not closed, or closes nothing.
    #[error("花括号没有成对")]
    Bracket,
    /// Something in brackets that stands for nothing.
    #[error("不认识 {{{0}}}；可用 {{年}}、{{期}}、{{总期}}、{{月}}、{{日}}")]
    Unknown(String),
    /// A choice with no number before it.
    #[error("{{{0}}} 的前面没有数字，无从选择")]
    Choice(String),
}

/// A piece of a line.
enum Piece<'a> {
    Words(&'a str),
    /// What stands in the brackets, and its name in English.
    Digits(&'a str, &'static str),
    Choice(&'a str, &'a str),
}

fn pieces(template: &str) -> Result<Vec<Piece<'_>>, Fault> {
    let mut pieces = Vec::new();
    let mut rest = template;
    let mut counts = false;
    while let Some((words, behind)) = rest.split_once('{') {
        let (inside, after) = behind.split_once('}').ok_or(Fault::Bracket)?;
        pieces.push(Piece::Words(words));
        match inside.split_once('|') {
            Some(_) if !counts => return Err(Fault::Choice(inside.to_owned())),
            Some((back, front)) => pieces.push(Piece::Choice(back, front)),
            None => {
                let name = english(inside).ok_or_else(|| Fault::Unknown(inside.to_owned()))?;
                pieces.push(Piece::Digits(inside, name));
                counts = true;
            }
        }
        rest = after;
    }
    pieces.push(Piece::Words(rest));
    let stray = |piece: &Piece<'_>| match piece {
        Piece::Words(words) => words.contains('}'),
        Piece::Choice(back, front) => [back, front].iter().any(|form| form.contains(['{', '|'])),
        Piece::Digits(..) => false,
    };
    if pieces.iter().any(stray) { Err(Fault::Bracket) } else { Ok(pieces) }
}

/// The English name of a placeholder.
fn english(name: &str) -> Option<&'static str> {
    let bare = |own: &'static str| own.trim_matches(['{', '}']);
    let found = PLACEHOLDERS.iter().find(|(own, other)| bare(own) == name || bare(other) == name);
    found.map(|(own, _)| bare(own))
}

/// The template with the names that files keep.
pub fn in_english(template: &str) -> String {
    PLACEHOLDERS.iter().fold(template.to_owned(), |all, (own, other)| all.replace(other, own))
}

/// The template with names in Chinese.
pub fn in_chinese(template: &str) -> String {
    PLACEHOLDERS.iter().fold(template.to_owned(), |all, (own, other)| all.replace(own, other))
}

/// What is wrong in the words of a line whatever the issue, in characters of the template. Of a
/// choice each form is read by itself, among the words around it.
///
/// # Errors
///
/// If the template cannot be filled by any issue.
pub fn faults(template: &str) -> Result<Vec<word::Fault>, Fault> {
    let pieces = pieces(template)?;
    let mut faults: Vec<word::Fault> = Vec::new();
    for front in [false, true] {
        let (line, spans) = reading(&pieces, front);
        for fault in word::faults(&line) {
            let first = spans.get(fault.start);
            let last = fault.end.checked_sub(1).and_then(|last| spans.get(last));
            let (Some(&(start, _)), Some(&(_, end))) = (first, last) else { continue };
            // A fix may not swallow a bracket.
            let whole = end - start == fault.end - fault.start;
            let fault = word::Fault { start, end, fix: fault.fix.filter(|_| whole), ..fault };
            if !faults.contains(&fault) {
                faults.push(fault);
            }
        }
    }
    faults.sort_by_key(|fault| fault.start);
    Ok(faults)
}

/// A line with a digit for each placeholder and one form of each choice, and from where to where
/// each of its signs stands in the template.
fn reading(pieces: &[Piece<'_>], front: bool) -> (String, Vec<(usize, usize)>) {
    let (mut line, mut spans, mut at) = (String::new(), Vec::new(), 0);
    let mut put = |words: &str, from: usize| {
        line.push_str(words);
        spans.extend((from..).take(words.chars().count()).map(|at| (at, at + 1)));
        words.chars().count()
    };
    let mut digits = Vec::new();
    for piece in pieces {
        at += match piece {
            Piece::Words(words) => put(words, at),
            Piece::Digits(name, _) => {
                let length = name.chars().count() + 2;
                let _ = put("0", at);
                digits.push((at, at + length));
                length
            }
            Piece::Choice(one, other) => {
                let (length, whole) =
                    (one.chars().count(), one.chars().count() + other.chars().count() + 3);
                let _ = if front { put(other, at + length + 2) } else { put(one, at + 1) };
                whole
            }
        };
    }
    for (start, end) in digits {
        if let Some(span) = spans.iter_mut().find(|span| span.0 == start) {
            span.1 = end;
        }
    }
    (line, spans)
}

/// The line of an issue; none where the issue does not know something that it says.
///
/// # Errors
///
/// If the template cannot be filled by any issue.
pub fn fill(template: &str, values: &Values, digits: Digits) -> Result<Option<String>, Fault> {
    let mut line = String::new();
    let mut front = false;
    for piece in pieces(template)? {
        match piece {
            Piece::Words(words) => line.push_str(words),
            Piece::Digits(_, name) => {
                let Some((shown, value)) = value(values, name) else { return Ok(None) };
                line.extend(shown.chars().map(|sign| digit(sign, digits)));
                front = is_front(value, name);
            }
            Piece::Choice(one, other) => line.push_str(if front { other } else { one }),
        }
    }
    Ok(Some(line))
}

/// A line with a choice as issues would have it that take one form of each and the other: whoever
/// finds it right has to read both. None of a line without a choice, or with a fault.
pub fn examples(template: &str, digits: Digits) -> Option<[String; 2]> {
    let has_choice = pieces(template).ok()?.iter().any(|own| matches!(own, Piece::Choice(..)));
    // Five has back vowels, four front ones.
    let example = |one: u32, year: i32| {
        let number = Some((one.to_string(), one));
        let values = Values { year, number, total: Some(160 + one), day: Some((one, one)) };
        fill(template, &values, digits).ok().flatten().filter(|_| has_choice)
    };
    Some([example(5, 2025)?, example(4, 2024)?])
}

/// What is put in for a placeholder, and the number that it ends with.
fn value(values: &Values, name: &str) -> Option<(String, u32)> {
    let number = |number: u32| (number.to_string(), number);
    match name {
        "year" => Some((values.year.to_string(), values.year.unsigned_abs())),
        "number" => values.number.clone(),
        "total" => values.total.map(number),
        "month" => values.day.map(|(month, _)| number(month)),
        _ => values.day.map(|(_, day)| number(day)),
    }
}

fn digit(sign: char, digits: Digits) -> char {
    match (digits, sign.to_digit(10)) {
        (Digits::Mongolian, Some(value)) => char::from_u32(0x1810 + value).unwrap_or(sign),
        (Digits::Latin | Digits::Mongolian, _) => sign,
    }
}

/// Whether the last word of a number has front vowels: nige 1, dörbe 4, yisü 9, döci 40, yere 90.
/// Only the month 11 is written on official pages with the ordinal of back vowels.
fn is_front(number: u32, name: &str) -> bool {
    match (number % 10, number / 10 % 10) {
        _ if name == "month" && number == 11 => false,
        (0, tens) => matches!(tens, 4 | 9),
        (ones, _) => matches!(ones, 1 | 4 | 9),
    }
}

/// The letters that strokes make, as [`keys::from_strokes`] does; what stands in brackets stays
/// what it is, but for the words of a choice.
pub fn from_strokes(layout: Layout, strokes: &str) -> String {
    among_brackets(strokes, &|words| keys::from_strokes(layout, words))
}

/// The strokes that make a template, as [`keys::to_strokes`] gives them for its words.
pub fn to_strokes(layout: Layout, text: &str) -> String {
    // The strokes of these brackets are those of a placeholder.
    let brackets = |strokes: String| strokes.replace('{', "〈").replace('}', "〉");
    among_brackets(text, &|words| brackets(keys::to_strokes(layout, words)))
}

/// A template whose words were made others.
fn among_brackets(template: &str, make: &dyn Fn(&str) -> String) -> String {
    let mut made = String::new();
    let mut rest = template;
    while let Some((words, behind)) = rest.split_once('{') {
        let (inside, after) = behind.split_once('}').unwrap_or((behind, ""));
        made.push_str(&make(words));
        let (_, bracket) = rest.split_at(words.len());
        let (bracket, _) = bracket.split_at(bracket.len() - after.len());
        made.push_str(&if inside.contains('|') { choice(bracket, make) } else { bracket.into() });
        rest = after;
    }
    made + &make(rest)
}

/// A choice whose words were made others; its signs are none.
fn choice(bracket: &str, make: &dyn Fn(&str) -> String) -> String {
    let parts = bracket.split_inclusive(['{', '|', '}']);
    let words = |part: &str| {
        let (own, sign) = match part.char_indices().next_back() {
            Some((at, sign @ ('{' | '|' | '}'))) => (part.split_at(at).0, Some(sign)),
            Some(_) | None => (part, None),
        };
        make(own).chars().chain(sign).collect::<String>()
    };
    parts.map(words).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const APRIL: Values = Values { year: 2026, number: None, total: Some(167), day: Some((5, 14)) };

    fn check(template: &str, number: u32, expected: Result<Option<&str>, Fault>) {
        let values = Values { number: Some((number.to_string(), number)), ..APRIL };
        let filled = fill(template, &values, Digits::Latin);
        assert_eq!(filled, expected.map(|line| line.map(str::to_owned)), "{template}");
    }

    #[test]
    fn the_issues_digits_stand_between_the_readers_words() {
        check("{year} ᠣᠨ", 4, Ok(Some("2026 ᠣᠨ")));
        check("{total}:{month}:{day}", 4, Ok(Some("167:5:14")));
        check("{年} {期}{B|F} {总期}:{月}:{day}", 4, Ok(Some("2026 4F 167:5:14")));
        check("ᠣᠨ", 4, Ok(Some("ᠣᠨ")));
        check("{yaer}", 4, Err(Fault::Unknown("yaer".to_owned())));
        check("{year", 4, Err(Fault::Bracket));
        check("year}", 4, Err(Fault::Bracket));
        check("{a|b}", 4, Err(Fault::Choice("a|b".to_owned())));
        assert_eq!(fill("{number}", &APRIL, Digits::Latin), Ok(None));
        let filled = fill("{year}", &APRIL, Digits::Mongolian);
        assert_eq!(filled, Ok(Some("᠒᠐᠒᠖".to_owned())));
    }

    #[test]
    fn names_in_chinese_and_english_lead_to_each_other() {
        let (english, chinese) = ("{year} ᠣᠨ {number}{B|F} {total}", "{年} ᠣᠨ {期}{B|F} {总期}");
        assert_eq!(in_chinese(english), chinese);
        assert_eq!(in_english(chinese), english);
        assert_eq!(in_english("{年} {month}"), "{year} {month}");
    }

    /// The faults of a template written in Latin, as (first, behind the last, fix).
    fn check_faults(latin: &str, expected: &[(usize, usize, Option<&str>)]) {
        let found = faults(&from_strokes(Layout::Latin, latin)).unwrap();
        let found: Vec<_> =
            found.iter().map(|own| (own.start, own.end, own.fix.as_deref())).collect();
        assert_eq!(found, expected, "{latin}");
    }

    #[test]
    fn the_words_of_a_line_are_read_without_its_placeholders() {
        check_faults("{year} on-u {month} {d'ugar|d'Uger} sara-yin {day}-{u|U} edUr", &[]);
        check_faults("{year} on u {month}", &[(9, 10, Some("\u{202f}"))]);
        check_faults("{年} on u {月}", &[(6, 7, Some("\u{202f}"))]);
        check_faults("{day} {u|U} edUr", &[(5, 6, Some("\u{202f}"))]);
        check_faults("{day} {dugar|dugUr}", &[(13, 18, None)]);
        check_faults("\u{f000} {day}", &[(0, 1, None)]);
        assert_eq!(faults("{day"), Err(Fault::Bracket));
    }

    #[test]
    fn words_follow_the_vowels_of_the_number_before_them() {
        let front = [1, 4, 9, 11, 14, 21, 40, 44, 90, 109];
        let back = [2, 3, 5, 6, 7, 8, 10, 12, 20, 30, 50, 60, 70, 80, 100, 1000];
        for (numbers, form) in [(&front[..], "F"), (&back[..], "B")] {
            for number in numbers {
                check("{number}{B|F}", *number, Ok(Some(&format!("{number}{form}"))));
            }
        }
        // That of the number just before: 14 May.
        check("{month}{B|F}{day}{B|F}", 1, Ok(Some("5B14F")));
        let november = Values { day: Some((11, 11)), ..APRIL };
        let filled = fill("{month}{B|F}{day}{B|F}", &november, Digits::Latin);
        assert_eq!(filled, Ok(Some("11B11F".to_owned())));
    }

    #[test]
    fn both_forms_of_a_choice_are_shown() {
        let check = |template: &str, expected: Option<[&str; 2]>| {
            let found = examples(template, Digits::Latin);
            assert_eq!(found, expected.map(|both| both.map(str::to_owned)), "{template}");
        };
        check("{year} {number}{B|F}", Some(["2025 5B", "2024 4F"]));
        check("{year}{B|F}{total}{b|f}", Some(["2025B165b", "2024F164f"]));
        check("{month}{B|F} {day}{b|f}", Some(["5B 5b", "4F 4f"]));
        check("{year} {number}", None);
        check("{number}{B|F", None);
    }

    #[test]
    fn strokes_leave_placeholders_alone() {
        let typed = from_strokes(Layout::Latin, "{year} on-u {number} {dugar|dUger}");
        assert_eq!(typed, "{year} ᠣᠨ\u{202f}ᠤ {number} {ᠳᠤᠭᠠᠷ|ᠳᠦᠭᠡᠷ}");
        assert_eq!(from_strokes(Layout::Microsoft, "{year}"), "{year}");
        assert_eq!(from_strokes(Layout::Latin, "on {yaer} on {ye"), "ᠣᠨ {yaer} ᠣᠨ {ye");
        for text in ["{year} ᠣᠨ 5 {ᠳᠤ1|ᠳᠦ} a 〈ᠪ〉", "{|} ᠣᠨ {ye"] {
            let strokes = to_strokes(Layout::Latin, text);
            assert_eq!(from_strokes(Layout::Latin, &strokes), text, "{strokes}");
        }
    }
}
