//! Dates in Arabic digits and in hanzi, and days that do not exist (GB/T 15835-2011, 5.1.4).

use std::sync::LazyLock;

use chrono::NaiveDate;
use regex::Regex;

use super::passage::{Hit, Kind, Reading};

static DAY: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日").ok());

/// The value of a number in digits or in hanzi up to 999: `12`, `十二`, `二十`, `一百零五`.
pub(crate) fn arabic(number: &str) -> Option<u32> {
    if !number.is_empty() && number.chars().all(|c| c.is_ascii_digit()) {
        return number.parse().ok();
    }
    let (mut sum, mut digit) = (0, None);
    for c in number.chars() {
        match c {
            '十' => {
                sum += digit.take().unwrap_or(1) * 10;
            }
            '百' => {
                sum += digit.take()? * 100;
            }
            _ => digit = Some(hanzi_digit(c)?),
        }
    }
    (!number.is_empty()).then_some(sum + digit.unwrap_or(0))
}

/// The value of a row of digits, Arabic or hanzi: `二〇二六`.
pub(crate) fn digits_of(number: &str) -> Option<u32> {
    let mut value: u32 = 0;
    for c in number.chars() {
        value = value.checked_mul(10)?.checked_add(c.to_digit(10).or_else(|| hanzi_digit(c))?)?;
    }
    (!number.is_empty()).then_some(value)
}

fn hanzi_digit(c: char) -> Option<u32> {
    "〇一二三四五六七八九"
        .chars()
        .zip(0..)
        .find_map(|(digit, value)| (digit == c).then_some(value))
        .or_else(|| "○零".contains(c).then_some(0))
}

/// A number below 1000 in hanzi.
pub(crate) fn hanzi(number: u32) -> Option<String> {
    let digit = |value: u32| "〇一二三四五六七八九".chars().nth(value as usize);
    let mut text = String::new();
    if number == 0 || number > 999 {
        return None;
    }
    let (hundreds, tens, ones) = (number / 100, number / 10 % 10, number % 10);
    if hundreds > 0 {
        text.push(digit(hundreds)?);
        text.push('百');
        if tens == 0 && ones > 0 {
            text.push('零');
        }
    }
    if tens > 0 {
        if tens > 1 || hundreds > 0 {
            text.push(digit(tens)?);
        }
        text.push('十');
    }
    if ones > 0 {
        text.push(digit(ones)?);
    }
    Some(text)
}

/// The day that `text` begins with: `2026年4月8日`, `二〇〇六年十月十八日`.
pub(crate) fn parse(text: &str) -> Option<NaiveDate> {
    let compact = super::passage::squeeze(text);
    let (year, rest) = compact.split_once('年')?;
    let (month, rest) = rest.split_once('月')?;
    let (day, _) = rest.split_once('日')?;
    let year = digits_of(year).filter(|year| (1900..2200).contains(year))?;
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, arabic(month)?, arabic(day)?)
}

/// The first day that a chronicle entry names: `●4月16日至17日，…` in `year`.
pub(crate) fn leading_day(text: &str, year: i32) -> Option<NaiveDate> {
    let text = text.trim_start_matches(['●', '•', '·', '◆', '■', '○', '▲', ' ', '\u{3000}']);
    let found = DAY.as_ref()?.captures(text)?;
    if found.get(0)?.start() != 0 {
        return None;
    }
    let year = found.get(1).map_or(Some(year), |year| year.as_str().parse().ok())?;
    NaiveDate::from_ymd_opt(
        year,
        found.get(2)?.as_str().parse().ok()?,
        found.get(3)?.as_str().parse().ok()?,
    )
}

/// Finds days that do not exist.
pub(super) fn check(reading: &Reading<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    let Some(day) = &*DAY else { return hits };
    for (index, passage) in reading.passages.iter().enumerate() {
        if matches!(passage.kind, Kind::Mongolian | Kind::Noise) || !passage.text.contains('月') {
            continue;
        }
        for found in day.captures_iter(passage.text) {
            let number = |group| found.get(group).and_then(|m| m.as_str().parse::<u32>().ok());
            // A leap year where the year is not written: 2月29日 may exist.
            let year = number(1).and_then(|year| i32::try_from(year).ok()).unwrap_or(2024);
            let (Some(month), Some(day)) = (number(2), number(3)) else { continue };
            let digit_before = found.get(0).is_some_and(|m| {
                super::passage::before(passage.text, m.start())
                    .ends_with(|c: char| c.is_ascii_digit() || c == '.')
            });
            if !digit_before
                && NaiveDate::from_ymd_opt(year, month, day).is_none()
                && let Some(whole) = found.get(0)
            {
                hits.push(Hit::new("date-invalid", index, whole.range()));
            }
        }
    }
    hits
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_number(text: &str, expected: Option<u32>) {
        assert_eq!(arabic(text), expected, "{text}");
    }

    #[test]
    fn numbers_in_hanzi() {
        check_number("十", Some(10));
        check_number("十二", Some(12));
        check_number("二十", Some(20));
        check_number("三十一", Some(31));
        check_number("一百零五", Some(105));
        check_number("7", Some(7));
        check_number("", None);
        check_number("甲", None);
        for number in 1..1000 {
            assert_eq!(arabic(&hanzi(number).unwrap()), Some(number));
        }
    }

    #[test]
    fn days_in_both_scripts() {
        let day = |text| parse(text).map(|date| date.to_string());
        assert_eq!(day("2026年4月8日").as_deref(), Some("2026-04-08"));
        assert_eq!(day("二〇〇六年十月十八日").as_deref(), Some("2006-10-18"));
        assert_eq!(day("二○○六年十月三十一日").as_deref(), Some("2006-10-31"));
        assert_eq!(day("2026年4月31日"), None);
        assert_eq!(leading_day("●4月16日至17日，", 2026).unwrap().to_string(), "2026-04-16");
        assert_eq!(leading_day("会见 4月16日", 2026), None);
    }
}
