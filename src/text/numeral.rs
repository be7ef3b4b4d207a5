//! Chinese and Arabic numerals and the dates written with them, as numbers and days.
//!
//! Forms: GB/T 15835-2011 (二〇二六年, 2026年, never mixed) and GB/T 9704-2012, 7.3.3 (一、（一）1.).
//! Full-width digits and ○ for 〇 are read too, since OCR and old files have them.

use chrono::Datelike;
use chrono::NaiveDate;

/// The value of one digit, Arabic or Chinese.
pub const fn digit(c: char) -> Option<u32> {
    Some(match c {
        '0'..='9' => c as u32 - '0' as u32,
        '０'..='９' => c as u32 - '０' as u32,
        '〇' | '零' | '○' | 'Ｏ' => 0,
        '一' => 1,
        '二' | '两' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

const fn unit(c: char) -> Option<u32> {
    match c {
        '十' => Some(10),
        '百' => Some(100),
        '千' => Some(1000),
        _ => None,
    }
}

/// Whether `c` may stand in a numeral.
pub const fn is_numeral(c: char) -> bool {
    digit(c).is_some() || unit(c).is_some()
}

/// The numeral that `text` is, wholly: `12`, `１２`, `十二`, `二十`, `一百零三`, `二〇二六`.
pub fn parse(text: &str) -> Option<u32> {
    if text.is_empty() || text.chars().count() > 9 || !text.chars().all(is_numeral) {
        return None;
    }
    if text.chars().all(|c| digit(c).is_some()) {
        return text.chars().try_fold(0u32, |sum, c| sum.checked_mul(10)?.checked_add(digit(c)?));
    }
    let (mut sum, mut last, mut lowest) = (0u32, None, u32::MAX);
    for c in text.chars() {
        match unit(c) {
            Some(unit) => {
                if unit >= lowest {
                    return None;
                }
                lowest = unit;
                sum += last.take().filter(|&n| n > 0).unwrap_or(1) * unit;
            }
            None if last.is_some_and(|n| n > 0) => return None,
            None => last = digit(c),
        }
    }
    Some(sum + last.unwrap_or(0))
}

/// The numeral that `text` begins with and the rest of it.
pub fn leading(text: &str) -> Option<(u32, &str)> {
    let length = text.find(|c| !is_numeral(c)).unwrap_or(text.len());
    Some((parse(text.get(..length)?)?, text.get(length..)?))
}

/// The Chinese numeral of `n`, as headings are numbered: `一`, `十`, `二十一`, `一百零二`; none for
/// numbers of more than four digits, which nothing is numbered with.
pub fn chinese(n: u32) -> Option<String> {
    const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    if n > 9_999 {
        return None;
    }
    let mut text = String::new();
    let mut gap = false;
    for (unit, name) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let place = (n / unit) % 10;
        if place == 0 {
            gap = !text.is_empty();
            continue;
        }
        if gap {
            text.push('零');
            gap = false;
        }
        if !(unit == 10 && place == 1 && text.is_empty()) {
            text.push(DIGITS[place as usize]);
        }
        text.push_str(name);
    }
    Some(if text.is_empty() { "零".to_owned() } else { text })
}

/// A day as it is written, with what is left out left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WrittenDay {
    /// The year, where it is written.
    pub year: Option<i32>,
    /// The month, where it is written.
    pub month: Option<u32>,
    /// The day, where it is written.
    pub day: Option<u32>,
}

/// The day that `text` begins with (`2026年4月8日`, `4月8日`, `8日`, `2026年4月`, `二〇〇六年十月十八日`),
/// and the rest of the text.
pub fn leading_day(text: &str) -> Option<(WrittenDay, &str)> {
    let mut found = WrittenDay { year: None, month: None, day: None };
    let mut rest = text;
    if let Some((n, after)) =
        numeral_before(rest, &['年']).filter(|(n, _)| (1900..2200).contains(n))
    {
        found.year = i32::try_from(n).ok();
        rest = after;
    }
    if let Some((n, after)) = numeral_before(rest, &['月']).filter(|(n, _)| (1..=12).contains(n)) {
        found.month = Some(n);
        rest = after;
    }
    if let Some((n, after)) =
        numeral_before(rest, &['日', '号']).filter(|(n, _)| (1..=31).contains(n))
        && (found.year.is_none() || found.month.is_some())
    {
        found.day = Some(n);
        rest = after;
    }
    // The first of a stretch of days has no 日 of its own: 10—12日.
    if found.year.is_none()
        && found.month.is_none()
        && found.day.is_none()
        && let Some((n, after)) = leading(rest).filter(|(n, _)| (1..=31).contains(n))
        && let Some((last, _)) = range_mark(after).and_then(|end| numeral_before(end, &['日']))
        && (n + 1..=31).contains(&last)
    {
        found.day = Some(n);
        rest = after;
    }
    (found.year.is_some() || found.month.is_some() || found.day.is_some()).then_some((found, rest))
}

fn numeral_before<'a>(text: &'a str, units: &[char]) -> Option<(u32, &'a str)> {
    let (n, rest) = leading(text.trim_start())?;
    let rest = rest.trim_start();
    Some((n, rest.strip_prefix(units)?))
}

/// The day that `text` is, wholly and with its year: `2026年4月8日`, `二〇二六年四月八日`.
pub fn parse_date(text: &str) -> Option<NaiveDate> {
    let (found, rest) = leading_day(text.trim())?;
    if !rest.trim().is_empty() {
        return None;
    }
    NaiveDate::from_ymd_opt(found.year?, found.month?, found.day?)
}

/// A stretch of days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    /// The first day.
    pub first: NaiveDate,
    /// The last day, where there are several.
    pub last: Option<NaiveDate>,
}

/// The day or days that `text` begins with, and the rest of it: `4月1日`, `4月16日至17日`,
/// `4月30日—5月2日`, `4月16-17日`, `16日`.
///
/// `context` gives year and month where they are not written.
pub fn leading_days(text: &str, context: NaiveDate) -> Option<(Days, &str)> {
    let (start, rest) = match leading_day(text)? {
        (WrittenDay { month: Some(_), day: None, .. }, rest)
        | (WrittenDay { day: None, month: None, .. }, rest) => {
            // `4月16-17日`: the first day has no 日 of its own.
            let (day, after) = leading(rest.trim_start())?;
            let _ = range_mark(after).or_else(|| after.strip_prefix('、'))?;
            let (written, _) = leading_day(text)?;
            (WrittenDay { day: Some(day), ..written }, after)
        }
        found => found,
    };
    let year = start.year.unwrap_or(context.year());
    let month = start.month.unwrap_or(context.month());
    let first = NaiveDate::from_ymd_opt(year, month, start.day?)?;
    let end = range_mark(rest).or_else(|| rest.strip_prefix('、')).and_then(|rest| {
        let (end, rest) = leading_day(rest)?;
        let (end_month, day) = (end.month.unwrap_or(month), end.day?);
        let year = end.year.unwrap_or(if end_month < month { year + 1 } else { year });
        let last = NaiveDate::from_ymd_opt(year, end_month, day)?;
        (last > first).then_some((last, rest))
    });
    Some(match end {
        Some((last, rest)) => (Days { first, last: Some(last) }, rest),
        None => (Days { first, last: None }, rest),
    })
}

/// The text behind a mark of a range (至 — – - ～ 到), one or several of it.
pub fn range_mark(text: &str) -> Option<&str> {
    const MARKS: [char; 12] = ['至', '到', '—', '–', '-', '－', '─', '~', '～', '〜', '一', '―'];
    let rest = text.trim_start().trim_start_matches(MARKS);
    (rest.len() < text.trim_start().len()).then(|| rest.trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn numerals() {
        fn check(text: &str, expected: Option<u32>) {
            assert_eq!(parse(text), expected, "{text}");
        }
        check("12", Some(12));
        check("１２", Some(12));
        check("一", Some(1));
        check("十", Some(10));
        check("十二", Some(12));
        check("二十", Some(20));
        check("四十一", Some(41));
        check("一百零三", Some(103));
        check("一百一十", Some(110));
        check("二〇二六", Some(2026));
        check("二○○四", Some(2004));
        check("", None);
        check("十十", None);
        check("一二十", None);
        check("3a", None);
        check("99999999999", None);
    }

    #[test]
    fn chinese_numerals_read_back() {
        for n in 1..1200 {
            assert_eq!(chinese(n).and_then(|text| parse(&text)), Some(n), "{n}");
        }
        assert_eq!(chinese(12).as_deref(), Some("十二"));
        assert_eq!(chinese(110).as_deref(), Some("一百一十"));
        assert_eq!(chinese(12_345), None);
    }

    #[test]
    fn dates() {
        fn check(text: &str, expected: Option<NaiveDate>) {
            assert_eq!(parse_date(text), expected, "{text}");
        }
        check("2026年4月8日", Some(date(2026, 4, 8)));
        check("2026 年 4 月 8 日", Some(date(2026, 4, 8)));
        check("二〇〇六年十月十八日", Some(date(2006, 10, 18)));
        check("二○○四年六月二十六日", Some(date(2004, 6, 26)));
        check("一九九六年二月九日", Some(date(1996, 2, 9)));
        check("2026年2月30日", None);
        check("4月8日", None);
        check("2026年4月8日印发", None);
    }

    #[test]
    fn days() {
        fn check(text: &str, first: NaiveDate, last: Option<NaiveDate>, rest: &str) {
            let found = leading_days(text, date(2026, 4, 1));
            assert_eq!(found, Some((Days { first, last }, rest)), "{text}");
        }
        check("4月1日，市", date(2026, 4, 1), None, "，市");
        check("4月12日上午，", date(2026, 4, 12), None, "上午，");
        check("4月16日至17日，", date(2026, 4, 16), Some(date(2026, 4, 17)), "，");
        check("4月16-17日，", date(2026, 4, 16), Some(date(2026, 4, 17)), "，");
        check("4月30日—5月2日，", date(2026, 4, 30), Some(date(2026, 5, 2)), "，");
        check("12月30日至1月2日，", date(2026, 12, 30), Some(date(2027, 1, 2)), "，");
        check("8日，", date(2026, 4, 8), None, "，");
        check("2025年4月8日", date(2025, 4, 8), None, "");
        assert_eq!(leading_days("2026年，我市", date(2026, 4, 1)), None);
        assert_eq!(leading_days("4月底", date(2026, 4, 1)), None);
    }
}
