//! Numbers of documents against their issuers, their dates and each other
//! (GB/T 9704-2012, 7.2.5; 条例 art. 9).

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::Datelike;
use regex::Regex;

use super::passage::{Hit, Kind, Reading};
use crate::finding::Severity;
use crate::text::squeeze;

static NUMBER: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^([\u4e00-\u9fff]{2,12})〔(\d{4})〕第?(\d{1,5})号$").ok());
static CITED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"《([^《》]{4,80})》（([\u4e00-\u9fff]{2,10}〔\d{4}〕\d{1,5}号)）").ok()
});

/// The codes of the city's own documents.
const CODES: [&str; 9] = [
    "包府发",
    "包府办发",
    "包府规",
    "包府办规",
    "包府函",
    "包府办函",
    "包府字",
    "包府任",
    "包府办字",
];

/// A number in its parts.
struct Number {
    code: String,
    year: i32,
    running: u32,
}

fn parse(text: &str) -> Option<Number> {
    let compact = squeeze(text);
    let compact = compact.trim_matches(['（', '）', '(', ')']);
    let found = NUMBER.as_ref()?.captures(compact)?;
    Some(Number {
        code: found.get(1)?.as_str().to_owned(),
        year: found.get(2)?.as_str().parse().ok()?,
        running: found.get(3)?.as_str().parse().ok()?,
    })
}

/// Checks numbers of documents.
pub(super) fn check(reading: &Reading<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    let mut last: BTreeMap<(Option<usize>, String, i32), u32> = BTreeMap::new();
    for sheet in &reading.sheets {
        let Some(at) = sheet.number else { continue };
        let text = reading.text(Some(at)).unwrap_or_default();
        let title = squeeze(reading.text(sheet.title).unwrap_or_default());
        let Some(number) = parse(text) else { continue };
        let whole = || Hit::new("docnum-duplicate", at, 0..text.len());
        if let Some(other) = seen.insert(squeeze(text), title.clone())
            && other != title
        {
            hits.push(whole().detail(other));
        }
        let key = (sheet.section, number.code.clone(), number.year);
        if let Some(previous) = last.insert(key, number.running)
            && previous > number.running
        {
            hits.push(
                Hit::new("docnum-sequence", at, 0..text.len()).detail(format!("{previous}号")),
            );
        }
        if let Some(date) = sheet.date
            && date.year() != number.year
        {
            let detail = format!("{}年", date.year());
            let hit = Hit::new("docnum-year-date", at, 0..text.len()).detail(detail);
            // A document of the first days of January may still carry the year before.
            let january = date.month() == 1 && date.day() <= 10 && number.year == date.year() - 1;
            hits.push(if january { hit.severity(Severity::Info) } else { hit });
        }
        code(at, text, &number.code, &title, &mut hits);
    }
    cited(reading, &mut hits);
    hits
}

/// The code of a number against the organ at the head of the title.
fn code(at: usize, text: &str, code: &str, title: &str, hits: &mut Vec<Hit>) {
    let Some(start) = text.find(code) else { return };
    let range = start..start + code.len();
    let organ = title
        .split(
            ["关于", "印发", "转发", "批转"]
                .iter()
                .filter(|word| title.contains(**word))
                .min_by_key(|word| title.find(**word))
                .copied()
                .unwrap_or("\n"),
        )
        .next()
        .unwrap_or_default();
    let office = organ.ends_with("人民政府办公室") || organ.ends_with("人民政府办公厅");
    let government = organ.ends_with("人民政府");
    if (office && !code.contains('办')) || (government && code.contains('办')) {
        let detail = format!("“{code}”与“{organ}”");
        hits.push(Hit::new("docnum-code-issuer", at, range).detail(detail));
    } else if organ.starts_with("包头市人民政府") && !CODES.contains(&code) {
        hits.push(Hit::new("docnum-code-unknown", at, range).detail(code));
    }
}

/// Cited titles and their numbers: one title has one number, one number one title.
fn cited(reading: &Reading<'_>, hits: &mut Vec<Hit>) {
    let Some(form) = &*CITED else { return };
    let mut by_title: BTreeMap<String, String> = BTreeMap::new();
    let mut by_number: BTreeMap<String, String> = BTreeMap::new();
    for (index, passage) in reading.passages.iter().enumerate() {
        if passage.kind == Kind::Noise || !passage.text.contains('〔') {
            continue;
        }
        for found in form.captures_iter(passage.text) {
            let (Some(title), Some(number)) = (found.get(1), found.get(2)) else { continue };
            let name = plain(title.as_str());
            let known = by_title.entry(name.clone()).or_insert_with(|| number.as_str().to_owned());
            if known != number.as_str() {
                let detail = known.clone();
                hits.push(Hit::new("docnum-cited-mismatch", index, number.range()).detail(detail));
                continue;
            }
            let other = by_number.entry(number.as_str().to_owned()).or_insert_with(|| name.clone());
            // A short form of a title is no other title.
            if *other != name && !other.contains(&name) && !name.contains(other.as_str()) {
                let detail = format!("《{}》", other.chars().take(20).collect::<String>());
                hits.push(Hit::new("docnum-cited-mismatch", index, title.range()).detail(detail));
            }
        }
    }
}

/// A cited title without the organ and the words that a notice puts around it.
fn plain(title: &str) -> String {
    let title = squeeze(title);
    let title = title.split_once("关于印发").map_or(title.as_str(), |(_, rest)| rest);
    let title = title.trim_start_matches('〈').trim_end_matches("的通知").trim_end_matches('〉');
    title.split_once("关于").map_or(title, |(_, rest)| rest).to_owned()
}
