//! The list of attachments below a body against the attachments that follow
//! (GB/T 9704-2012, 7.3.4 and 7.3.7).

use std::sync::LazyLock;

use regex::Regex;

use super::passage::{Hit, Kind, Reading, Source};
use crate::finding::Severity;
use crate::text::squeeze;

static ITEM: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^\s*(?:附\s*件\s*[：:])?\s*(?:(\d{1,2})[.．、])?\s*(\S.*)$").ok()
});
static CITED: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"见附件\s?(\d{1,2})").ok());

/// One name of the list.
struct Listed {
    passage: usize,
    number: Option<u32>,
    start: usize,
    name: String,
}

/// Checks lists of attachments.
pub(super) fn check(reading: &Reading<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for sheet in 0..reading.sheets.len() {
        let listed = listed(reading, sheet);
        let labels: Vec<usize> = reading
            .of_sheet(sheet)
            .filter(|(_, passage)| passage.kind == Kind::AttachmentLabel)
            .map(|(index, _)| index)
            .collect();
        count(reading, &listed, labels.len(), &mut hits);
        if listed.len() == labels.len() {
            for (item, label) in listed.iter().zip(&labels) {
                name(reading, item, *label, &mut hits);
            }
        }
        if !labels.is_empty() || !listed.is_empty() {
            cited(reading, sheet, labels.len().max(listed.len()), &mut hits);
        }
    }
    hits
}

fn listed(reading: &Reading<'_>, sheet: usize) -> Vec<Listed> {
    let mut list: Vec<Listed> = Vec::new();
    let Some(form) = &*ITEM else { return list };
    for (passage, text, attached) in reading
        .of_sheet(sheet)
        .filter(|(_, passage)| passage.kind == Kind::AttachmentNote)
        .map(|(index, passage)| (index, passage.text, passage.attached))
    {
        if attached > 0 {
            continue;
        }
        for (line, at) in lines(text) {
            if matches!(squeeze(line).as_str(), "附件：" | "附件:") {
                continue;
            }
            let Some(found) = form.captures(line) else { continue };
            let number = found.get(1).and_then(|number| number.as_str().parse().ok());
            let Some(name) = found.get(2) else { continue };
            let start = at + name.start();
            list.push(Listed { passage, number, start, name: squeeze(name.as_str()) });
        }
    }
    list
}

/// The lines of a text and where they begin.
fn lines(text: &str) -> impl Iterator<Item = (&str, usize)> {
    let mut at = 0;
    text.split('\n').map(move |line| {
        let start = at;
        at += line.len() + 1;
        (line, start)
    })
}

fn count(reading: &Reading<'_>, listed: &[Listed], labels: usize, hits: &mut Vec<Hit>) {
    let Some(first) = listed.first() else { return };
    let length = reading.text(Some(first.passage)).map_or(0, str::len);
    if let [only] = listed
        && only.number == Some(1)
    {
        hits.push(Hit::new("attachment-single-number", only.passage, 0..length));
    }
    let omitted = listed
        .iter()
        .any(|item| ["略", "另发", "另行"].iter().any(|word| item.name.contains(word)));
    if labels == listed.len() || omitted {
        return;
    }
    let detail = format!("{}个附件，后面有{labels}个", listed.len());
    let hit = Hit::new("attachment-count", first.passage, 0..length).detail(detail);
    // Where none follows, the gazette may have left all of them out; and what a line of a pasted
    // text is can only be guessed.
    let sure = labels > 0 && reading.source == Source::Issue;
    hits.push(if sure { hit } else { hit.severity(Severity::Warning) });
}

/// The name in the list against the title below the label.
fn name(reading: &Reading<'_>, item: &Listed, label: usize, hits: &mut Vec<Hit>) {
    let lines = if reading.source == Source::Issue { 1 } else { 3 };
    let mut title = String::new();
    let mut shown = String::new();
    for passage in reading.passages.iter().skip(label + 1).take(lines) {
        title.push_str(&squeeze(passage.text));
        if same(&item.name, &title) {
            return;
        }
        if shown.is_empty() {
            shown.clone_from(&title);
        }
    }
    let near = item.name.chars().filter(|c| shown.contains(*c)).count() * 10
        >= item.name.chars().count() * 7;
    if reading.source == Source::Issue || (near && shown.chars().count() <= 40) {
        let end = reading.text(Some(item.passage)).map_or(0, str::len);
        let detail = format!("附件标题为“{}”，请核对", shown.chars().take(16).collect::<String>());
        hits.push(
            Hit::new("attachment-title-mismatch", item.passage, item.start.min(end)..end)
                .detail(detail),
        );
    }
}

/// Whether a name and a title are the same but for the marks around a cited title.
fn same(name: &str, title: &str) -> bool {
    let plain = |text: &str| -> String {
        text.trim_end_matches(['；', '。', '，', ';'])
            .chars()
            .filter(|c| !"《》".contains(*c))
            .collect()
    };
    plain(name) == plain(title)
}

/// References to attachments that are not there.
fn cited(reading: &Reading<'_>, sheet: usize, count: usize, hits: &mut Vec<Hit>) {
    let Some(form) = &*CITED else { return };
    for (index, passage) in reading.of_sheet(sheet) {
        if passage.attached > 0 {
            continue;
        }
        for found in form.captures_iter(passage.text) {
            let number = found.get(1).and_then(|number| number.as_str().parse::<usize>().ok());
            if number.is_some_and(|number| number > count)
                && let Some(whole) = found.get(0)
            {
                hits.push(Hit::new("attachment-reference", index, whole.range()));
            }
        }
    }
}
