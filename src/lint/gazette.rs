//! The issue as a whole: masthead, numbers, dates, sections, chronicle, colophon.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate};
use regex::Regex;

use super::date::parse;
use super::passage::{Hit, Kind, Reading, Source};
use crate::issue::Issue;
use crate::text::squeeze;

static NUMBER: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(总)?第\s*(\d{1,4}(?:\s*[-—－]\s*\d{1,3})?)\s*期").ok());

/// Checks what concerns the issue as a whole.
pub(super) fn check(reading: &Reading<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    mastheads(reading, &mut hits);
    numbers(reading, &mut hits);
    dates(reading, &mut hits);
    sections(reading, &mut hits);
    for sheet in 0..reading.sheets.len() {
        chronicle(reading, sheet, &mut hits);
    }
    colophon(reading, &mut hits);
    hits
}

/// What the arithmetic of an issue's number says is wrong, in words; nothing if all is well.
pub(super) fn arithmetic(issue: &Issue) -> Option<String> {
    let number = &issue.number;
    let most = match number.periodicity.as_str() {
        "月刊" => 12,
        "半月刊" => 24,
        "双月刊" => 6,
        "季刊" => 4,
        _ => 60,
    };
    let last = number.last.unwrap_or(number.first);
    if number.first == 0 {
        // It is missing, and a rule of its own says so.
        return None;
    }
    if last < number.first {
        return Some(format!("第{}期不成立，请核对", number.label()));
    }
    if last > most {
        return Some(format!("{}一年至多{most}期，不会有第{last}期", number.periodicity));
    }
    let total = number.total?;
    (total < number.first).then(|| format!("总第{total}期小于当年的第{}期，请核对", number.first))
}

/// What the day of publication lacks: it is missing, or before a document's day.
pub(super) fn publication(issue: &Issue) -> Option<String> {
    // An issue without documents is not ready for a date.
    let _ = issue.documents().next()?;
    let Some(published) = issue.published else {
        return Some("没有出版日期".to_owned());
    };
    let latest = issue
        .documents()
        .filter_map(|(_, document)| document.date.as_ref()?.value)
        .max()
        .filter(|latest| *latest > published)?;
    Some(format!("出版日期早于文件的成文日期{}", latest.format("%Y年%-m月%-d日")))
}

/// The gazette's name in all places.
fn mastheads(reading: &Reading<'_>, hits: &mut Vec<Hit>) {
    let names: Vec<(usize, String)> = reading
        .passages
        .iter()
        .enumerate()
        .filter(|(_, passage)| {
            matches!(passage.kind, Kind::Masthead | Kind::Colophon)
                && squeeze(passage.text).ends_with("公报")
        })
        .map(|(index, passage)| (index, squeeze(passage.text)))
        .collect();
    let mut count: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, name) in &names {
        *count.entry(name).or_default() += 1;
    }
    let Some((_, usual)) = names.iter().max_by_key(|(index, name)| {
        (count.get(name.as_str()).copied().unwrap_or_default(), std::cmp::Reverse(*index))
    }) else {
        return;
    };
    for (index, name) in &names {
        if name != usual {
            let length = reading.text(Some(*index)).map_or(0, str::len);
            hits.push(Hit::new("masthead-mismatch", *index, 0..length).detail(usual));
        }
    }
}

/// 期 and 总期 on cover, inner title and colophon are equal.
fn numbers(reading: &Reading<'_>, hits: &mut Vec<Hit>) {
    let Some(form) = &*NUMBER else { return };
    let mut first: [Option<String>; 2] = [None, None];
    for (index, passage) in reading.passages.iter().enumerate() {
        if !matches!(passage.kind, Kind::IssueLine | Kind::Colophon) {
            continue;
        }
        for found in form.captures_iter(passage.text) {
            let Some(value) = found.get(2) else { continue };
            let value = squeeze(value.as_str()).replace(['-', '－'], "—");
            let total = usize::from(found.get(1).is_some());
            let Some(slot) = first.get_mut(total) else { continue };
            match slot {
                None => *slot = Some(value),
                Some(other) if *other != value => {
                    let prefix = if total == 1 { "总" } else { "" };
                    let detail = format!("另一处为“{prefix}第{other}期”，请核对");
                    if let Some(whole) = found.get(0) {
                        hits.push(Hit::new("issue-number", index, whole.range()).detail(detail));
                    }
                }
                Some(_) => {}
            }
        }
    }
}

/// A text's day of publication is not before its documents; documents are not after it.
fn dates(reading: &Reading<'_>, hits: &mut Vec<Hit>) {
    let Some(published) = reading.published else { return };
    for (index, passage) in reading.passages.iter().enumerate() {
        if passage.kind != Kind::Date || passage.attached > 0 {
            continue;
        }
        if parse(passage.text).is_some_and(|day| day > published) {
            let detail = format!("出版日期{}", published.format("%Y年%-m月%-d日"));
            hits.push(Hit::new("date-order", index, 0..passage.text.len()).detail(detail));
        }
    }
}

/// Sections without documents. In a text, the section names of the contents are followed by lines
/// of the contents.
fn sections(reading: &Reading<'_>, hits: &mut Vec<Hit>) {
    for (index, passage) in reading.passages.iter().enumerate() {
        if passage.kind != Kind::SectionName || squeeze(passage.text) == "目录" {
            continue;
        }
        let next = reading.passages.get(index + 1);
        let empty = match reading.source {
            Source::Issue => next.is_none_or(|next| next.sheet.is_none()),
            Source::Text => next.is_some_and(|next| next.kind == Kind::SectionName),
        };
        if empty {
            hits.push(Hit::new("section-empty", index, 0..passage.text.len()));
        }
    }
}

/// Entries of a chronicle ascend by their first day and lie within its period.
fn chronicle(reading: &Reading<'_>, sheet: usize, hits: &mut Vec<Hit>) {
    let period = reading
        .of_sheet(sheet)
        .find(|(_, passage)| passage.kind == Kind::Period)
        .and_then(|(_, passage)| bounds(passage.text));
    let mut last: Option<NaiveDate> = None;
    for (index, passage) in reading.of_sheet(sheet) {
        let Some(day) = passage.day else { continue };
        let end = passage.text.find('，').unwrap_or(passage.text.len()).min(30);
        let end = (0..=end).rev().find(|at| passage.text.is_char_boundary(*at)).unwrap_or(0);
        if let Some(previous) = last
            && previous > day
        {
            let detail = previous.format("%-m月%-d日").to_string();
            hits.push(Hit::new("chronicle-order", index, 0..end).detail(detail));
        }
        if let Some((from, to)) = period
            && (day < from || day > to)
        {
            hits.push(Hit::new("date-order", index, 0..end).detail("大事记标明的时段"));
        }
        last = Some(last.map_or(day, |previous| previous.max(day)));
    }
}

/// The first and last day of `2026年4月1日—4月30日`.
fn bounds(text: &str) -> Option<(NaiveDate, NaiveDate)> {
    let compact = squeeze(text);
    let (from, to) = compact.split_once(['—', '－', '-', '至'])?;
    let from = parse(from)?;
    let to = to.trim_start_matches(['—', '－', '-']);
    let to = if to.contains('年') { parse(to) } else { parse(&format!("{}年{to}", from.year())) };
    Some((from, to?))
}

/// What a colophon must name.
fn colophon(reading: &Reading<'_>, hits: &mut Vec<Hit>) {
    let lines: Vec<(usize, String)> = reading
        .passages
        .iter()
        .enumerate()
        .filter(|(_, passage)| passage.kind == Kind::Colophon)
        .map(|(index, passage)| (index, squeeze(passage.text)))
        .collect();
    let Some((last, _)) = lines.last() else { return };
    if reading.source == Source::Text {
        return;
    }
    let missing: Vec<&str> = [("主办", "主办单位"), ("邮", "邮政编码"), ("地址", "地址")]
        .into_iter()
        .filter(|(word, _)| !lines.iter().any(|(_, line)| line.contains(word)))
        .map(|(_, name)| name)
        .collect();
    if !missing.is_empty() {
        let length = reading.text(Some(*last)).map_or(0, str::len);
        hits.push(Hit::new("colophon-missing", *last, 0..length).detail(missing.join("、")));
    }
}
