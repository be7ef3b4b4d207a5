//! Mongolian lines that cannot be right. Only a reader of Mongolian can say that one is.

use super::passage::{Hit, Kind, Reading, Source};
use crate::finding::{Finding, Fix, Severity};
use crate::issue::Issue;
use crate::issue::masthead::{Masthead, Script};
use crate::issue::place::{Part, Place};
use crate::issue::text::Range;
use crate::term::Termbase;
use crate::text::is_mongolian;
use crate::text::mongolian::SUFFIX_GAP;
use crate::text::mongolian::shape::same_shape;
use crate::text::mongolian::word::{Fault, FaultKind, faults};

/// Finds faults of spelling in Mongolian lines, and lines that do not repeat the masthead.
pub(super) fn check(reading: &Reading<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (index, passage) in reading.passages.iter().enumerate() {
        // What a reader has approved is right, whatever rules think.
        if passage.kind != Kind::Mongolian || reading.approved {
            continue;
        }
        let faults = faults(passage.text);
        let noise = faults.iter().find_map(|fault| match fault.kind {
            FaultKind::Foreign => Some("里混有其他文字"),
            FaultKind::Repeated => Some("里有重复的词，疑为识别错误"),
            FaultKind::Suffix
            | FaultKind::Selector
            | FaultKind::Separator
            | FaultKind::Harmony
            | FaultKind::Private => None,
        });
        if let Some(detail) = noise {
            // In a line that is noise, single faults tell nothing.
            let start = passage.text.len() - passage.text.trim_start().len();
            let end = passage.text.trim_end().len();
            hits.push(Hit::new("mongolian-text", index, start..end).detail(detail));
        } else {
            hits.extend(faults.into_iter().map(|fault| hit(index, passage.text, fault)));
        }
    }
    hits.extend(differing(reading));
    hits
}

/// What is said of one fault.
fn hit(index: usize, text: &str, fault: Fault) -> Hit {
    let bytes = byte_at(text, fault.start)..byte_at(text, fault.end);
    let (rule, detail) = match fault.kind {
        FaultKind::Suffix => ("mongolian-text", "的格附加成分前应为窄空格"),
        FaultKind::Selector => ("mongolian-spelling", "的变体选择符不起作用"),
        FaultKind::Separator => ("mongolian-spelling", "的元音分隔符后不是词尾的 a、e"),
        FaultKind::Harmony => ("mongolian-spelling", "的一个词里阴性、阳性元音并用"),
        FaultKind::Private => ("mongolian-private", ""),
        FaultKind::Foreign | FaultKind::Repeated => ("mongolian-text", ""),
    };
    let mut hit = Hit::new(rule, index, bytes).detail(detail);
    if fault.kind == FaultKind::Suffix {
        hit = hit.severity(Severity::Info);
    }
    hit.fix = fault.fix;
    hit
}

fn byte_at(text: &str, character: usize) -> usize {
    text.char_indices().nth(character).map_or(text.len(), |(byte, _)| byte)
}

/// The words of the Mongolian name that print like a term but are spelt with other letters: right
/// on paper, and yet not found by who looks for the term's letters. What a reader has approved is
/// left alone.
pub fn terms(issue: &Issue, terms: &Termbase) -> Vec<Finding> {
    let Masthead { mongolian, approval, .. } = &issue.masthead;
    let mut findings = Vec::new();
    let mut start = 0;
    for word in mongolian.string.split(' ').filter(|_| approval.is_none()) {
        let stem = word.split(SUFFIX_GAP).next().unwrap_or_default();
        // The term is a word with its suffix, or what stands before that.
        let found = [word, stem].into_iter().find_map(|part| {
            let term = terms.other_spelling(part)?;
            let length = u32::try_from(part.chars().count()).ok()?;
            Some((part, term, Range::new(start, start + length)))
        });
        if let Some((part, term, range)) = found {
            findings.push(Finding {
                rule: "mongolian-term",
                severity: Severity::Info,
                place: Some(Place::new(Part::Masthead(Script::Mongolian), range)),
                text: part.to_owned(),
                message: format!(
                    "蒙古文与术语“{}”字形相同而字母不同，检索时会找不到；请懂蒙古文的人决定是否改用术语的写法",
                    term.chinese
                ),
                fix: Some(Fix { range, replacement: term.mongolian.clone() }),
            });
        }
        start += u32::try_from(word.chars().count()).unwrap_or(0) + 1;
    }
    findings
}

/// Mongolian names in the colophon that print otherwise than the masthead.
fn differing(reading: &Reading<'_>) -> Vec<Hit> {
    let masthead = reading.passages.iter().find(|passage| passage.kind == Kind::Mongolian);
    let (Source::Issue, Some(masthead)) = (reading.source, masthead) else { return Vec::new() };
    let first = masthead.text.split_whitespace().next().unwrap_or_default();
    let mut hits = Vec::new();
    for (index, passage) in reading.passages.iter().enumerate() {
        let Some(start) = passage.text.find(is_mongolian) else { continue };
        if passage.kind != Kind::Colophon {
            continue;
        }
        let end = passage.text.rfind(is_mongolian).map_or(start, |last| {
            let length = passage.text.get(last..).and_then(|rest| rest.chars().next());
            last + length.map_or(0, char::len_utf8)
        });
        let name = passage.text.get(start..end).unwrap_or_default();
        let begins = name.split_whitespace().next().unwrap_or_default();
        // Another name, such as the printer's, begins otherwise.
        if same_shape(begins, first) && !same_shape(name, masthead.text) {
            hits.push(Hit::new("mongolian-differs", index, start..end));
        }
    }
    hits
}
