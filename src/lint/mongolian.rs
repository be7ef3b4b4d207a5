//! Mongolian lines that cannot be right. Only a reader of Mongolian can say that one is.

use super::message;
use super::passage::{Hit, Kind, Reading, Source};
use super::table::rule;
use crate::finding::{Finding, Fix, Severity};
use crate::issue::Issue;
use crate::issue::masthead::{Masthead, Script, Template};
use crate::issue::place::{Part, Place};
use crate::issue::text::{Range, Text};
use crate::term::{Spelling, Termbase};
use crate::text::is_mongolian;
use crate::text::mongolian::SUFFIX_GAP;
use crate::text::mongolian::shape::same_shape;
use crate::text::mongolian::template;
use crate::text::mongolian::word::{Fault, FaultKind, beside, faults};

/// Finds faults of spelling in Mongolian lines, and lines that do not repeat the masthead.
pub(super) fn check(reading: &Reading<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (index, passage) in reading.passages.iter().enumerate() {
        if passage.kind == Kind::Mongolian {
            hits.extend(of_line(index, passage.text, faults(passage.text), reading.approved));
        }
    }
    hits.extend(differing(reading));
    hits
}

/// What is said of the faults of one line. What a reader has approved is right, whatever rules
/// think; but codes that no font prints stay such.
fn of_line(index: usize, text: &str, faults: Vec<Fault>, approved: bool) -> Vec<Hit> {
    let prints = |fault: &Fault| !matches!(fault.kind, FaultKind::Private | FaultKind::Foreign);
    let faults = faults.into_iter().filter(|fault| !(approved && prints(fault)));
    let (mut hits, mut noise) = (Vec::new(), Vec::new());
    for fault in faults {
        let detail = match fault.kind {
            FaultKind::Foreign => "里混有其他文字",
            FaultKind::Repeated => "里有重复的词，疑为识别错误",
            FaultKind::Suffix
            | FaultKind::Selector
            | FaultKind::Separator
            | FaultKind::Harmony
            | FaultKind::Private => {
                hits.push(hit(index, text, fault));
                continue;
            }
        };
        // A line read wrong holds many; it is said once what makes it noise.
        if !noise.contains(&detail) {
            noise.push(detail);
        }
    }
    let noise = noise.into_iter().map(|detail| whole(index, text).detail(detail));
    noise.chain(hits).collect()
}

/// A hit over all words of a line.
fn whole(index: usize, text: &str) -> Hit {
    let start = text.len() - text.trim_start().len();
    Hit::new("mongolian-text", index, start..text.trim_end().len())
}

/// Finds faults in the lines about every issue.
pub(super) fn lines(issue: &Issue) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (line, Template { text, approval }) in &issue.masthead.lines {
        let hits = match template::faults(text) {
            Ok(faults) => of_line(0, text, faults, approval.is_some()),
            Err(fault) => vec![whole(0, text).detail(format!("（{fault}）"))],
        };
        for hit in hits {
            let Some(rule) = rule(hit.rule) else { continue };
            let found = text.get(hit.start..hit.end).unwrap_or_default();
            let start = character_at(text, hit.start);
            let range = Range::new(start, start + Text::new(found).len());
            findings.push(Finding {
                rule: rule.id,
                severity: hit.severity.unwrap_or(rule.severity),
                place: Some(Place::new(Part::MongolianLine(*line), range)),
                text: found.to_owned(),
                message: format!("{}：{}", line.name(), message(rule.message, found, &hit)),
                fix: None,
            });
        }
    }
    findings
}

/// What is said of one fault.
fn hit(index: usize, text: &str, fault: Fault) -> Hit {
    let bytes = byte_at(text, fault.start)..byte_at(text, fault.end);
    let (rule, detail) = match fault.kind {
        FaultKind::Suffix => ("mongolian-text", ""),
        FaultKind::Selector => ("mongolian-spelling", "的变体选择符不起作用"),
        FaultKind::Separator => ("mongolian-spelling", "的元音分隔符后不是词尾的 a、e"),
        FaultKind::Harmony => ("mongolian-spelling", "的一个词里阴性、阳性元音并用"),
        FaultKind::Private => ("mongolian-private", ""),
        FaultKind::Foreign | FaultKind::Repeated => ("mongolian-text", ""),
    };
    let mut hit = Hit::new(rule, index, bytes).detail(detail);
    if fault.kind == FaultKind::Suffix {
        let (word, suffix) = beside(text, &fault);
        let detail = format!("“{word}”与格附加成分“{suffix}”之间应为窄空格");
        hit = hit.detail(detail).severity(Severity::Info);
    }
    hit.fix = fault.fix;
    hit
}

/// How many characters stand before a byte.
fn character_at(text: &str, byte: usize) -> u32 {
    text.get(..byte).map_or(0, |before| Text::new(before).len())
}

fn byte_at(text: &str, character: usize) -> usize {
    text.char_indices().nth(character).map_or(text.len(), |(byte, _)| byte)
}

/// The words of the Mongolian name, and of the lines about every issue, that print like a term but
/// are spelt with other letters: right on paper, and yet not found by who looks for the term's
/// letters. What a reader has approved is left alone.
pub fn terms(issue: &Issue, terms: &Termbase) -> Vec<Finding> {
    let Masthead { mongolian, approval, lines, .. } = &issue.masthead;
    let mut findings = Vec::new();
    if approval.is_none() {
        for (range, spelling) in spelt_otherwise(&mongolian.string, terms) {
            findings.push(Finding {
                place: Some(Place::new(Part::Masthead(Script::Mongolian), range)),
                message: format!("蒙古文{}", otherwise(&spelling)),
                fix: Some(Fix { range, replacement: spelling.letters.clone() }),
                ..told(&mongolian.string, range)
            });
        }
    }
    for (line, own) in lines.iter().filter(|(_, own)| own.approval.is_none()) {
        for (range, spelling) in spelt_otherwise(&own.text, terms) {
            let message = format!("{}：蒙古文{}", line.name(), otherwise(&spelling));
            let place = Some(Place::new(Part::MongolianLine(*line), range));
            findings.push(Finding { message, place, ..told(&own.text, range) });
        }
    }
    findings
}

/// A finding about a word that is spelt otherwise than a term, without its message.
fn told(text: &str, range: Range) -> Finding {
    let bytes = byte_at(text, range.start as usize)..byte_at(text, range.end as usize);
    Finding {
        rule: "mongolian-term",
        severity: Severity::Info,
        place: None,
        text: text.get(bytes).unwrap_or_default().to_owned(),
        message: String::new(),
        fix: None,
    }
}

fn otherwise(spelling: &Spelling<'_>) -> String {
    let part = if spelling.letters == spelling.term.mongolian { "" } else { "里的词" };
    format!(
        "与术语“{}”{part}字形相同而字母不同，检索时会找不到；请懂蒙古文的人决定是否改用术语的写法",
        spelling.term.chinese
    )
}

/// The words of `text` that a term spells with other letters. A suffix that has lost its gap is
/// misspelt in another way, and prints like words that have nothing to do with it.
fn spelt_otherwise<'a>(text: &str, terms: &'a Termbase) -> Vec<(Range, Spelling<'a>)> {
    let suffixes: Vec<usize> = faults(text)
        .iter()
        .filter(|fault| fault.kind == FaultKind::Suffix)
        .map(|fault| fault.end)
        .collect();
    let (mut found, mut start) = (Vec::new(), 0);
    for word in text.split(' ') {
        let stem = word.split(SUFFIX_GAP).next().unwrap_or_default();
        // The term is a word with its suffix, or what stands before that.
        let own =
            [word, stem].into_iter().filter(|_| !suffixes.contains(&start)).find_map(|part| {
                let range = Range::new(
                    u32::try_from(start).ok()?,
                    u32::try_from(start + part.chars().count()).ok()?,
                );
                Some((range, terms.other_spelling(part)?))
            });
        found.extend(own);
        start += word.chars().count() + 1;
    }
    found
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
