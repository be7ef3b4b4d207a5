//! Dates in Arabic digits and in hanzi, and days that do not exist (GB/T 15835-2011, 5.1.4).

use std::sync::LazyLock;

use chrono::NaiveDate;
use regex::Regex;

use super::passage::{Hit, Kind, Reading};
use crate::text::numeral;
use crate::text::squeeze;

static DAY: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日").ok());

/// The day that `text` begins with: `2026年4月8日`, `二〇〇六年十月十八日`.
pub(crate) fn parse(text: &str) -> Option<NaiveDate> {
    let compact = squeeze(text);
    let (written, _) = numeral::leading_day(&compact)?;
    NaiveDate::from_ymd_opt(written.year?, written.month?, written.day?)
}

/// The first day that a chronicle entry names: `●4月16日至17日，…` in `year`.
pub(crate) fn leading_day(text: &str, year: i32) -> Option<NaiveDate> {
    let text = text.trim_start_matches(['●', '•', '·', '◆', '■', '○', '▲', ' ', '\u{3000}']);
    let (written, _) = numeral::leading_day(text)?;
    NaiveDate::from_ymd_opt(written.year.unwrap_or(year), written.month?, written.day?)
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
