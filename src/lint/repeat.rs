//! Paragraphs, documents and words that stand twice, and short names that are never used.

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;

use super::passage::{Hit, Kind, Reading, tail};
use crate::finding::Severity;
use crate::text::is_han;
use crate::text::squeeze;

static SHORT: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"（以下(?:统)?简称[：:]?“?([^”“（）、，]{2,20})”?）").ok());

/// Finds repetitions.
pub(super) fn check(reading: &Reading<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    paragraphs(reading, &mut hits);
    documents(reading, &mut hits);
    for (index, passage) in reading.passages.iter().enumerate() {
        if passage.kind.is_prose() {
            words(index, passage.text, &mut hits);
        }
    }
    for sheet in 0..reading.sheets.len() {
        short_names(reading, sheet, &mut hits);
    }
    hits
}

/// Equal paragraphs of 20 and more characters in one document.
fn paragraphs(reading: &Reading<'_>, hits: &mut Vec<Hit>) {
    let mut seen: HashMap<(usize, u32, String), usize> = HashMap::new();
    for (index, passage) in reading.passages.iter().enumerate() {
        let Some(sheet) = passage.sheet.filter(|_| passage.kind.is_prose()) else { continue };
        let compact = squeeze(passage.text);
        let attends = ["参加。", "参加会议。", "参加调研。", "陪同调研。", "出席。", "参加会见。"]
            .iter()
            .any(|end| compact.ends_with(end));
        let chronicle = reading.sheets.get(sheet).is_some_and(|sheet| sheet.chronicle);
        let count = compact.chars().count();
        // Items of lists repeat standing formulas: （六）人民法院要求的其他材料。
        let item = matches!(passage.kind, Kind::Heading(_) | Kind::Item);
        if count < 20 || (chronicle && attends) || item {
            continue;
        }
        if let Some(first) = seen.insert((sheet, passage.attached, compact), index) {
            let hit = Hit::new("duplicate-paragraph", index, 0..passage.text.len());
            // A paragraph far from the first one may be a formula, too.
            let sure = index - first <= 2;
            hits.push(if sure { hit } else { hit.severity(Severity::Warning) });
        }
    }
}

/// The same document twice: equal title and number or date.
fn documents(reading: &Reading<'_>, hits: &mut Vec<Hit>) {
    let mut seen: HashMap<(String, String), usize> = HashMap::new();
    for sheet in &reading.sheets {
        let Some(title) = sheet.title else { continue };
        let number = reading.text(sheet.number).map(squeeze);
        let Some(key) = number.or_else(|| sheet.date.map(|day| day.to_string())) else { continue };
        let text = reading.text(Some(title)).unwrap_or_default();
        if seen.insert((squeeze(text), key), title).is_some() {
            hits.push(Hit::new("duplicate-block", title, 0..text.len()));
        }
    }
}

/// The same 3 to 8 hanzi twice in a row.
fn words(index: usize, text: &str, hits: &mut Vec<Hit>) {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let mut at = 0;
    while at < chars.len() {
        let repeat = (3..=8).rev().find(|length| {
            let (left, right) =
                (chars.get(at..at + length), chars.get(at + length..at + 2 * length));
            let (Some(left), Some(right)) = (left, right) else { return false };
            left.iter().zip(right).all(|((_, one), (_, other))| one == other && is_han(*one))
                && left.iter().any(|(_, c)| left.first().is_some_and(|(_, first)| first != c))
        });
        let Some(length) = repeat else {
            at += 1;
            continue;
        };
        let start = chars.get(at).map_or(0, |(byte, _)| *byte);
        let middle = chars.get(at + length).map_or(text.len(), |(byte, _)| *byte);
        let end = chars.get(at + 2 * length).map_or(text.len(), |(byte, _)| *byte);
        let word = text.get(start..middle).unwrap_or_default();
        // 申请人申请人民法院, 的专利的专利权, 一个问题一个问题: the second one goes on, or it counts.
        let next = text.get(end..).and_then(|rest| rest.chars().next());
        let goes_on = next.is_some_and(|next| {
            (word.ends_with('人') && "民体员类口".contains(next)) || "权者".contains(next)
        });
        if goes_on || word.starts_with('一') {
            at += length;
            continue;
        }
        hits.push(Hit::new("doubled-word", index, start..end).fix(word));
        at += 2 * length;
    }
}

/// Short names that are defined and not used afterwards.
fn short_names(reading: &Reading<'_>, sheet: usize, hits: &mut Vec<Hit>) {
    let Some(form) = &*SHORT else { return };
    for (index, passage) in reading.of_sheet(sheet) {
        if !passage.text.contains("简称") {
            continue;
        }
        for found in form.captures_iter(passage.text) {
            let (Some(whole), Some(name)) = (found.get(0), found.get(1)) else { continue };
            let bare = name.as_str().trim_matches(['《', '》']);
            let rest = tail(
                passage.text,
                passage.text.get(whole.end()..).map_or(0, |rest| rest.chars().count()),
            );
            let used = rest.contains(bare)
                || reading
                    .of_sheet(sheet)
                    .any(|(other, later)| other > index && squeeze(later.text).contains(bare));
            if !used {
                hits.push(Hit::new("defined-short-name", index, name.range()));
            }
        }
    }
}
