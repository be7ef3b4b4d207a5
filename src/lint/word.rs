//! Words that are often confused (`assets/rules/confusions.tsv`), found by Aho-Corasick.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use super::passage::{Hit, Kind, Reading, after, before, head, tail};
use super::protect::{Guard, meets, protected};
use crate::finding::Severity;

const TABLE: &str = include_str!("../../assets/rules/confusions.tsv");

struct Entry {
    right: &'static str,
    severity: Severity,
    exceptions: Vec<&'static str>,
}

struct Words {
    machine: AhoCorasick,
    entries: Vec<Entry>,
}

static WORDS: LazyLock<Option<Words>> = LazyLock::new(|| {
    let mut wrongs = Vec::new();
    let mut entries = Vec::new();
    for line in TABLE.lines().skip(1) {
        let fields: Vec<&str> = line.split('\t').collect();
        let &[wrong, right, severity, _, exceptions] = fields.as_slice() else { continue };
        wrongs.push(wrong);
        let severity = if severity == "error" { Severity::Error } else { Severity::Warning };
        let exceptions = exceptions.split('；').filter(|text| !text.is_empty()).collect();
        entries.push(Entry { right, severity, exceptions });
    }
    let machine =
        AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(wrongs).ok()?;
    Some(Words { machine, entries })
});

/// Finds wrong words, the longest first.
pub(super) fn check(reading: &Reading<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    let Some(words) = &*WORDS else { return hits };
    for (index, passage) in reading.passages.iter().enumerate() {
        if matches!(passage.kind, Kind::Mongolian | Kind::Noise) {
            continue;
        }
        for found in words.machine.find_iter(passage.text) {
            let Some(entry) = words.entries.get(found.pattern().as_usize()) else { continue };
            let bytes = found.range();
            let left = before(passage.text, bytes.start);
            let right = after(passage.text, bytes.end);
            let word = passage.text.get(bytes.clone()).unwrap_or_default();
            let context = format!("{}{word}{}", tail(left, 6), head(right, 6));
            if entry.exceptions.iter().any(|exception| excuses(exception, &context, right)) {
                continue;
            }
            // A name in a list of appointments is nobody's misspelling.
            if passage.kind == Kind::Appointment && left.chars().count() < 4 {
                continue;
            }
            let cited = meets(&protected(passage.text), Guard::Title, &bytes);
            let severity = if cited { Severity::Info } else { entry.severity };
            hits.push(
                Hit::new("word-list-confusions", index, bytes).fix(entry.right).severity(severity),
            );
        }
    }
    hits
}

/// Whether an exception is in the context; `既使…又` asks for both parts in their order.
fn excuses(exception: &str, context: &str, right: &str) -> bool {
    match exception.split_once('…') {
        Some((first, second)) => context.contains(first) && head(right, 20).contains(second),
        None => context.contains(exception),
    }
}
