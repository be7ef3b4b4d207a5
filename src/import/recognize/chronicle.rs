//! Chronicles (大事记): their period, the days that entries begin with, their lines.

use std::borrow::Cow;
use std::sync::Arc;
use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate};
use regex::Regex;

use super::body::block;
use super::form;
use super::form::Form;
use super::line::Line;
use super::mark::BlockRole;
use super::mark::Role;
use super::walk::Entries;
use super::walk::Walk;
use crate::issue::block::Block;
use crate::issue::block::BlockKind;
use crate::text::numeral;

/// Whether the text is a stretch of days, or one month, and nothing else.
pub(super) fn is_period(text: &str) -> bool {
    period(text).is_some()
}

/// The stretch of days that the text is: `2026年4月1日—4月30日`, `（2026年4月）`.
pub(super) fn period(text: &str) -> Option<(numeral::WrittenDay, Option<numeral::WrittenDay>)> {
    let text = text.trim().trim_start_matches(['（', '(']).trim_end_matches(['）', ')']);
    let (first, rest) = numeral::leading_day(text)?;
    let _ = first.year?;
    let _ = first.month?;
    if rest.trim().is_empty() {
        return first.day.is_none().then_some((first, None));
    }
    let (last, rest) = numeral::leading_day(numeral::range_mark(rest)?)?;
    rest.trim().is_empty().then_some((first, Some(last)))
}

/// The month that heads a part of a chronicle, with its year if that is written: `三月`, `2026年3月`.
pub(super) fn month(text: &str) -> Option<(Option<i32>, u32)> {
    let squeezed = crate::text::squeeze(text);
    let bare = squeezed.trim_matches(['（', '）', '(', ')', '【', '】', '●', '◆', '■']);
    let (found, rest) = numeral::leading_day(bare)?;
    let alone = found.day.is_none() && matches!(rest, "" | "份" | "大事记");
    alone.then_some((found.year, found.month?))
}

/// The year, month or stretch of days that the title of a chronicle names anywhere in it:
/// `2026年3月` of `甲市人民政府2026年3月大事记`.
pub(super) fn named_days(title: &str) -> Option<(&str, numeral::WrittenDay)> {
    let mut inside = false;
    title.char_indices().find_map(|(byte, c)| {
        let begins = numeral::is_numeral(c) && !inside;
        inside = numeral::is_numeral(c);
        let text = title.get(byte..).filter(|_| begins)?;
        let (first, mut rest) = numeral::leading_day(text)?;
        let _ = first.year?;
        if let Some((_, after)) = numeral::range_mark(rest).and_then(numeral::leading_day) {
            rest = after;
        }
        Some((text.get(..text.len() - rest.len())?.trim_end(), first))
    })
}

/// Whether the text begins as an entry of a chronicle does: a mark or none, a day, a pause.
pub(super) fn is_entry(text: &str) -> bool {
    days(text).is_some_and(|(written, pause)| written.month.is_some() && pause)
}

/// Whether the text begins as an entry does that leaves its month out: `1日，`.
pub(super) fn is_day_entry(text: &str) -> bool {
    days(text).is_some_and(|(written, pause)| written.month.is_none() && pause)
}

/// Whether the text begins as a further entry of the day before does: 同日，.
pub(super) fn is_same_day(text: &str) -> bool {
    let bare = text.trim_start_matches(form::BULLETS).trim_start();
    ["同日", "当日", "当天", "同一天", "是日"].iter().any(|word| bare.starts_with(word))
}

/// The day that a text begins with, behind a mark or none, and whether a pause follows it.
fn days(text: &str) -> Option<(numeral::WrittenDay, bool)> {
    const PAUSES: [&str; 11] =
        ["上午", "下午", "晚", "凌晨", "早", "中午", "全天", "夜", "起", "当", "傍"];
    let spelled = spelled(text);
    let bare = spelled.trim_start_matches(form::BULLETS).trim_start();
    let none = numeral::WrittenDay { year: None, month: None, day: None };
    let written = numeral::leading_day(bare).map_or(none, |(written, _)| written);
    let (_, rest) = entry_days(bare, any_day()?)?;
    let pause = rest.is_empty()
        || rest.starts_with(['，', ',', '：', ':', '、', '。', '—', '｜', '|', '【', '［', '['])
        || rest.starts_with(char::is_whitespace)
        || PAUSES.iter().any(|word| rest.starts_with(word))
        || bare.len() < spelled.len();
    Some((written, pause))
}

/// The days that an entry begins with, and the rest of it: as everywhere, or a part of a month
/// (`4月中旬`, `月底`, `是月`). `context` gives year and month where they are not written.
pub(super) fn entry_days(text: &str, context: NaiveDate) -> Option<(numeral::Days, &str)> {
    let written = match numeral::leading_day(text) {
        Some((written, rest)) if written.day.is_none() && written.month.is_some() => {
            Some((written, rest))
        }
        Some(_) => return numeral::leading_days(text, context),
        None => None,
    };
    let Some(((from, to), rest)) = part_of_month(written.map_or(text, |(_, rest)| rest)) else {
        return numeral::leading_days(text, context);
    };
    let year = written.and_then(|(day, _)| day.year).unwrap_or_else(|| context.year());
    let month = written.and_then(|(day, _)| day.month).unwrap_or_else(|| context.month());
    let day = |n: u32| (1..=n).rev().find_map(|n| NaiveDate::from_ymd_opt(year, month, n));
    let (first, last) = (day(from)?, day(to)?);
    Some((numeral::Days { first, last: (last > first).then_some(last) }, rest))
}

/// First and last day of the part of a month that `text` begins with, and the rest of it; 31 is the
/// last day of the month, whichever that is.
fn part_of_month(text: &str) -> Option<((u32, u32), &str)> {
    const PARTS: [(&str, (u32, u32)); 13] = [
        ("上旬", (1, 10)),
        ("中旬", (11, 20)),
        ("下旬", (21, 31)),
        ("月初", (1, 1)),
        ("初", (1, 1)),
        ("月中", (15, 15)),
        ("月末", (31, 31)),
        ("月底", (31, 31)),
        ("末", (31, 31)),
        ("底", (31, 31)),
        // What a month brought stands behind its days.
        ("是月", (31, 31)),
        ("当月", (31, 31)),
        ("本月", (31, 31)),
    ];
    PARTS.iter().find_map(|(name, days)| Some((*days, text.strip_prefix(name)?)))
}

/// A day in a leap year, where year and month do not matter: every day exists.
fn any_day() -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(2000, 1, 1)
}

static POINTED: LazyLock<Regex> = LazyLock::new(|| {
    #[expect(clippy::unwrap_used, reason = "the pattern is a constant, used in a test")]
    Regex::new(r"^(\PL*?)(1[0-2]|0?[1-9])[.．](3[01]|[12][0-9]|0?[1-9])(?:([-—–－~～至])(?:(1[0-2]|0?[1-9])[.．])?(3[01]|[12][0-9]|0?[1-9]))?([\s，,：:])")
        .unwrap()
});

/// The text of an entry with its days written out: `4.15-4.17 ` is `4月15日-4月17日 `.
pub(super) fn spelled(text: &str) -> Cow<'_, str> {
    if !text.chars().take(12).any(|c| matches!(c, '.' | '．')) {
        return Cow::Borrowed(text);
    }
    POINTED.replace(text, |found: &regex::Captures<'_>| {
        let part = |index: usize| found.get(index).map_or("", |part| part.as_str());
        let last = match (part(4), part(5), part(6)) {
            ("", ..) => String::new(),
            (mark, "", day) => format!("{mark}{day}日"),
            (mark, month, day) => format!("{mark}{month}月{day}日"),
        };
        format!("{}{}月{}日{last}{}", part(1), part(2), part(3), part(7))
    })
}

/// The year that the lines name most often, the later one of two.
pub(super) fn spoken_year(lines: &[Line]) -> Option<i32> {
    let mut counts: std::collections::BTreeMap<i32, usize> = std::collections::BTreeMap::new();
    for line in lines {
        if let Some(day) = first_year(&line.text) {
            *counts.entry(day.year()).or_default() += 1;
        }
    }
    counts.into_iter().max_by_key(|&(year, count)| (count, year)).map(|(year, _)| year)
}

/// A day in the first year that the text names.
pub(super) fn first_year(text: &str) -> Option<NaiveDate> {
    let at = text.find('年')?;
    let digits: String = text.get(..at)?.chars().rev().take(4).collect();
    let year: i32 = digits.chars().rev().collect::<String>().parse().ok()?;
    (1900..2200).contains(&year).then(|| NaiveDate::from_ymd_opt(year, 1, 1))?
}

/// Whether the body is that of a chronicle.
pub(super) fn has_entries(body: &[Arc<Block>]) -> bool {
    const LEAST: usize = 3;
    let entry = |block: &&Arc<Block>| matches!(block.kind, BlockKind::ChronicleEntry { .. });
    body.iter().filter(entry).count() >= LEAST
}

/// A line of a chronicle: an entry, or a paragraph of the one before.
pub(super) fn step(walk: &mut Walk<'_>, at: usize) -> usize {
    let page = walk.page;
    let text = page.text(at);
    if month(text).is_some() && text.chars().count() <= 12 {
        return block(walk, at, BlockRole::Heading(1), 0.8);
    }
    // A further entry of the day before has a mark of its own, or says so.
    let bullet = page.form(at) == Form::Bullet && !text.starts_with(['·', '•']);
    let marked = walk.known.chronicle == Some(Entries::Marked);
    let same = is_same_day(text) && !marked;
    if same || walk.known.last.is_some() && bullet {
        return block(walk, at, BlockRole::Entry, 0.85);
    }
    let entry = match walk.known.chronicle {
        Some(Entries::Marked) => {
            page.form(at) == Form::Bullet && (is_entry(text) || is_day_entry(text))
        }
        Some(Entries::Bare) | None => {
            is_entry(text) || is_day_entry(text) && (is_part_entry(text) || is_later(walk, at))
        }
        Some(Entries::Days) => is_entry(text) || is_day_entry(text),
    };
    if entry {
        return block(walk, at, BlockRole::Entry, if is_entry(text) { 0.97 } else { 0.9 });
    }
    // What begins with a day could be an entry.
    let confidence = match form::ends_closed(text) {
        true if is_entry(text) || is_day_entry(text) => 0.75,
        true => 0.95,
        false => 0.6,
    };
    block(walk, at, BlockRole::Paragraph, confidence)
}

/// How the entries begin of a text from line `at` that is a chronicle though nothing above says so:
/// days that follow on each other, no headings, hardly a paragraph that is not one's.
pub(super) fn told(walk: &Walk<'_>, at: usize) -> Option<Entries> {
    const REACH: usize = 200;
    const LEAST: usize = 3;
    let page = walk.page;
    let (mut days, mut others, mut heading): (Vec<(u32, u32)>, usize, u32) = (Vec::new(), 0, 0);
    let (mut first, mut closed) = (None, true);
    for line in at..page.lines.len().min(at + REACH) {
        let text = page.text(line);
        match page.form(line) {
            Form::Noise | Form::Folio => continue,
            Form::Article | Form::Chapter | Form::Label | Form::AttachmentNote => return None,
            Form::Numbered { level: 1, .. } | Form::Number | Form::OrderNumber => return None,
            _ if line > at && page.head(line).is_some() => break,
            _ => {}
        }
        if let Some((_, month)) = month(text).filter(|_| text.chars().count() <= 12) {
            heading = month;
        } else if is_entry(text) || is_day_entry(text) {
            let spelled = spelled(text);
            let bare = spelled.trim_start_matches(form::BULLETS).trim_start();
            let (own, _) = entry_days(bare, any_day()?)?;
            let named = numeral::leading_day(bare).and_then(|(day, _)| day.month);
            let before = days.last().map_or(heading, |(month, _)| (*month).max(heading));
            days.push((named.unwrap_or(before), own.first.day()));
            first = first.or(Some(line));
        } else if closed && page.form(line) != Form::Bullet && !is_same_day(text) {
            others += 1;
        }
        closed = form::ends_closed(text);
    }
    let back = days.windows(2).filter(|pair| matches!(pair, [one, other] if other < one)).count();
    let chronicle = days.len() >= LEAST && back * 5 <= days.len() && others <= days.len();
    first.filter(|_| chronicle).map(|first| walk.entries(first))
}

/// Whether the text begins with a part of a month.
fn is_part_entry(text: &str) -> bool {
    part_of_month(text.trim_start_matches(form::BULLETS).trim_start()).is_some()
}

/// Whether the day of line `at`, without a month, is behind those of the entry before: among days
/// that name their month, a day of an entry of several days begins a paragraph of it.
fn is_later(walk: &Walk<'_>, at: usize) -> bool {
    let entry = walk.marks.iter().take(at).rposition(|mark| {
        mark.is_some_and(|mark| mark.role == Role::Block(BlockRole::Entry) && !mark.joins)
    });
    let first_of = |text: &str| {
        let text = spelled(text);
        let (days, _) = entry_days(text.trim_start_matches(form::BULLETS), any_day()?)?;
        Some((days.first.day(), days.last.unwrap_or(days.first).day()))
    };
    let before = entry.and_then(|entry| first_of(walk.page.text(entry)));
    let own = first_of(walk.page.text(at));
    own.zip(before).is_some_and(|((own, _), (_, before))| own > before)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_in_titles() {
        fn check(title: &str, expected: Option<&str>) {
            assert_eq!(named_days(title).map(|(text, _)| text), expected, "{title}");
        }
        check("甲市人民政府2026年3月大事记", Some("2026年3月"));
        check("2026年4月1日至2026年4月30日政府大事记", Some("2026年4月1日至2026年4月30日"));
        check("甲市二〇二六年三月大事记", Some("二〇二六年三月"));
        check("政府大事记", None);
        check("第3季度大事记", None);
    }

    #[test]
    fn entries() {
        fn check(text: &str, expected: bool) {
            assert_eq!(is_entry(text), expected, "{text}");
        }
        check("●4月1日，市长", true);
        check("4月12日上午，市长", true);
        check("4月16日至17日，全市", true);
        check("2026年，我市", false);
        check("会上，各旗", false);
        check("4月1日 市长", true);
        check("4月1日市长", false);
        check("1日，市长", false);
        check("4.15 全市", true);
        check("4.15-4.17，省督查组", true);
        check("4.15万亩", false);
        check("4月中旬，全市", true);
        check("4月底 中心医院", true);
        assert!(is_day_entry("●1日，市长"));
        assert!(is_day_entry("10—12日 全市"));
        assert!(is_day_entry("1日—3日 全市"));
        assert!(is_day_entry("中旬，全市"));
        assert!(is_day_entry("是月　全市"));
        assert!(!is_day_entry("月底前完成"));
        assert!(!is_day_entry("本月计划完成"));
        assert!(is_same_day("●同日，副市长"));
        assert_eq!(month("三月"), Some((None, 3)));
        assert_eq!(month("2026年3月"), Some((Some(2026), 3)));
        assert_eq!(month("3月1日"), None);
        assert!(is_period("（2026年4月1日至30日）"));
        assert!(!is_period("2026年4月1日"));
    }
}
