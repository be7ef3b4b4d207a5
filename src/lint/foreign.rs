//! Latin words that a recognition program or translator left in Chinese sentences.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use super::passage::{Hit, Kind, Reading, after, before};
use super::protect::{Guard, meets, protected};
use crate::text::is_han;

static WORD: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\b[a-z]{2,}\b").ok());

/// Words that are sure to be remains, with their Chinese where it is certain enough to offer.
const REMAINS: [(&str, Option<&str>); 14] = [
    ("and", Some("和")),
    ("or", Some("或")),
    ("of", None),
    ("the", None),
    ("to", None),
    ("in", None),
    ("for", None),
    ("with", None),
    ("is", None),
    ("responsibility", Some("责任")),
    ("management", Some("管理")),
    ("development", Some("发展")),
    ("service", Some("服务")),
    ("government", Some("政府")),
];

/// Lower-case words that Chinese texts use: units, protocols, names of apps.
const USUAL: [&str; 40] = [
    "app", "http", "https", "www", "com", "gov", "cn", "org", "net", "html", "pdf", "doc", "docx",
    "xls", "xlsx", "jpg", "png", "zip", "km", "kg", "mm", "cm", "dm", "ml", "mg", "kw", "kwh",
    "hz", "pm", "am", "ph", "lg", "ln", "sin", "cos", "min", "max", "vs", "mol", "pa",
];

/// Finds lower-case Latin words between hanzi, where the text has no others.
pub(super) fn check(reading: &Reading<'_>) -> Vec<Hit> {
    let mut found = Vec::new();
    let mut others = BTreeSet::new();
    let Some(word) = &*WORD else { return Vec::new() };
    for (index, passage) in reading.passages.iter().enumerate() {
        if matches!(passage.kind, Kind::Mongolian | Kind::Noise | Kind::Cell)
            || !passage.text.bytes().any(|byte| byte.is_ascii_lowercase())
        {
            continue;
        }
        let guarded = protected(passage.text);
        for hit in word.find_iter(passage.text) {
            if meets(&guarded, Guard::Address, &hit.range()) || USUAL.contains(&hit.as_str()) {
                continue;
            }
            let sure = REMAINS.iter().find(|(remain, _)| *remain == hit.as_str());
            let left = before(passage.text, hit.start());
            let right = after(passage.text, hit.end());
            let between = is_between(left, right);
            if between && (sure.is_some() || hit.len() >= 4) {
                found.push((index, hit.range(), sure.copied(), left.len(), right));
            } else if sure.is_none() {
                let _ = others.insert(hit.as_str());
            }
        }
    }
    // A text with many foreign words means them.
    let foreign = others.len() > 5;
    found.retain(|(_, _, sure, _, _)| sure.is_some() || !foreign);
    found
        .into_iter()
        .map(|(index, bytes, sure, _, _)| {
            let text = reading.text(Some(index)).unwrap_or_default();
            let hit = Hit::new("latin-in-hanzi", index, bytes.clone());
            let Some((_, Some(chinese))) = sure else { return hit };
            let start = before(text, bytes.start).trim_end_matches(' ').len();
            let rest = after(text, bytes.end);
            let end = text.len() - rest.trim_start_matches(' ').len();
            Hit::new("latin-in-hanzi", index, start..end).fix(chinese)
        })
        .collect()
}

/// Whether hanzi or Chinese marks stand on both sides, with no quote, bracket or slash.
fn is_between(left: &str, right: &str) -> bool {
    let left = left.trim_end_matches(' ').chars().next_back();
    let right = right.trim_start_matches(' ').chars().next();
    let mark = |c: char| is_han(c) || "，。；、：".contains(c);
    left.is_some_and(is_han) && right.is_none_or(mark)
}
