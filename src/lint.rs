//! Finds faults in an issue or in a plain text and says how to mend them.
//!
//! Both become one list of passages with kinds, and the rules of `assets/rules/lints.tsv` run over
//! it; where several findings meet at one place the more special one stays. The rules come from
//! GB/T 9704-2012, GB/T 15834-2011, GB/T 15835-2011 and 《党政机关公文处理工作条例》; the table
//! names the clause of each.
//!
//! **Invariant.** Checking changes nothing and cannot fail; the same input gives the same
//! findings in the same order: by print, then by offset.

use crate::finding::{Finding, Fix, Severity};
use crate::issue::Issue;
use crate::issue::Section;
use crate::issue::masthead::Script;
use crate::issue::place::{Field, Part, Place};
use crate::issue::text::Range;

mod attachment;
mod bracket;
mod date;
mod docnum;
mod foreign;
mod gazette;
mod merge;
mod mixed;
mod mongolian;
mod name;
mod numbering;
mod organ;
mod passage;
mod pattern;
mod protect;
mod repeat;
mod segment;
mod signed;
mod table;
mod tear;
mod title;
mod variant;
mod walk;
mod word;

pub use self::passage::Kind;
use self::passage::{Hit, Reading, before};

/// A stretch of a text whose kind the caller knows, such as the recogniser of the import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// In characters of the whole text.
    pub range: Range,
    /// What it is.
    pub kind: Kind,
}

/// Something that is, or may be, wrong in a plain text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextFinding {
    /// The rule's id.
    pub rule: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// First character, in characters of the whole text.
    pub start: u32,
    /// The character behind the last one.
    pub end: u32,
    /// Line of the first character, from 1.
    pub line: u32,
    /// Column of the first character in its line, in characters, from 1.
    pub column: u32,
    /// The characters at that place.
    pub text: String,
    /// What is wrong and what to do, in Chinese.
    pub message: String,
    /// What would mend it: its range is the finding's.
    pub fix: Option<Fix>,
}

pub use self::mongolian::terms;

/// Finds what is wrong in an issue.
pub fn check(issue: &Issue) -> Vec<Finding> {
    let walk = walk::walk(issue);
    let hits = run(&walk.reading);
    let mut findings: Vec<Finding> = whole_issue(issue);
    findings.extend(misplaced(issue));
    findings.extend(mongolian::lines(issue));
    for hit in hits {
        let Some(rule) = table::rule(hit.rule) else { continue };
        let Some(part) = walk.parts.get(hit.passage).copied() else { continue };
        let text = walk.reading.text(Some(hit.passage)).unwrap_or_default();
        let found = text.get(hit.start..hit.end).unwrap_or_default();
        let start = count(before(text, hit.start));
        let range = Range::new(start, start + count(found));
        findings.push(Finding {
            rule: rule.id,
            severity: hit.severity.unwrap_or(rule.severity),
            place: Some(Place::new(part, range)),
            text: found.to_owned(),
            message: message(rule.message, found, &hit),
            fix: hit.fix.map(|replacement| Fix { range, replacement }),
        });
    }
    findings
}

/// Findings that concern fields which are no texts: numbers and the day of publication.
fn whole_issue(issue: &Issue) -> Vec<Finding> {
    let place = Place::new(Part::Masthead(Script::Chinese), issue.masthead.chinese.range());
    let lacks = |lacking: bool| lacking.then(String::new);
    let facts = [
        ("masthead-missing", lacks(issue.masthead.chinese.string.trim().is_empty())),
        ("issue-number-missing", lacks(issue.number.first == 0)),
        ("issue-number", gazette::arithmetic(issue)),
        ("issue-date", gazette::publication(issue)),
    ];
    let findings = facts.into_iter().filter_map(|(id, detail)| {
        let rule = table::rule(id)?;
        Some(Finding {
            rule: rule.id,
            severity: rule.severity,
            place: Some(place),
            text: issue.masthead.chinese.string.clone(),
            message: rule.message.replace("{detail}", &detail?),
            fix: None,
        })
    });
    findings.collect()
}

/// Documents whose number's code belongs to another section.
fn misplaced(issue: &Issue) -> Vec<Finding> {
    let mut findings = Vec::new();
    let Some(rule) = table::rule("section-wrong") else { return findings };
    for (section, document) in issue.documents() {
        let Some(number) = &document.number else { continue };
        let code =
            number.string.split(['〔', '[', '［', '（', '(']).next().unwrap_or_default().trim();
        let holds = |section: &Section| section.codes.iter().any(|own| own == code);
        let Some(right) = issue.sections.iter().find(|other| holds(other)) else { continue };
        if holds(section) {
            continue;
        }
        let part = Part::Field(document.id, Field::Number);
        let detail = format!("“{code}”归“{}”", right.name.string);
        findings.push(Finding {
            rule: rule.id,
            severity: rule.severity,
            place: Some(Place::new(part, number.range())),
            text: number.string.clone(),
            message: rule.message.replace("{detail}", &detail),
            fix: None,
        });
    }
    findings
}

/// Finds what is wrong in a plain text. `segments` may name the kinds of stretches; without any,
/// lines are told by their form.
pub fn check_text(text: &str, segments: &[Segment]) -> Vec<TextFinding> {
    let bytes: Vec<usize> = if segments.is_empty() {
        Vec::new()
    } else {
        text.char_indices().map(|(byte, _)| byte).collect()
    };
    let byte = |index: u32| bytes.get(index as usize).copied().unwrap_or(text.len());
    let known: Vec<_> = segments
        .iter()
        .map(|segment| (byte(segment.range.start)..byte(segment.range.end), segment.kind))
        .collect();
    let lines = segment::read(text, &known);
    let hits = run(&lines.reading);
    let mut findings = Vec::new();
    let (mut at, mut chars) = (0, 0);
    for hit in hits {
        let (Some(rule), Some(first), Some(last)) =
            (table::rule(hit.rule), lines.lines.get(hit.passage), lines.lines.get(hit.last))
        else {
            continue;
        };
        let bytes = first.bytes.start + hit.start..last.bytes.start + hit.end;
        let Some(found) = text.get(bytes.clone()) else { continue };
        // Hits are in the order of the text, so that its characters are counted once.
        if bytes.start < at {
            (at, chars) = (0, 0);
        }
        chars += count(text.get(at..bytes.start).unwrap_or_default());
        at = bytes.start;
        let line_start = before(text, bytes.start).rfind('\n').map_or(0, |end| end + 1);
        let column = count(text.get(line_start..bytes.start).unwrap_or_default()) + 1;
        let range = Range::new(chars, chars + count(found));
        findings.push(TextFinding {
            rule: rule.id,
            severity: hit.severity.unwrap_or(rule.severity),
            start: range.start,
            end: range.end,
            line: first.number,
            column,
            text: found.to_owned(),
            message: message(rule.message, found, &hit),
            fix: hit.fix.map(|replacement| Fix { range, replacement }),
        });
    }
    findings
}

/// Runs all rules and merges what they found.
fn run(reading: &Reading<'_>) -> Vec<Hit> {
    let checks = [
        pattern::check,
        bracket::check,
        date::check,
        word::check,
        foreign::check,
        organ::check,
        variant::check,
        name::check,
        title::check,
        numbering::check,
        attachment::check,
        docnum::check,
        signed::check,
        gazette::check,
        repeat::check,
        mixed::check,
        tear::check,
        mongolian::check,
    ];
    merge::merge(reading, checks.iter().flat_map(|check| check(reading)).collect())
}

/// Count of characters, as offsets of texts count them.
#[expect(clippy::cast_possible_truncation, reason = "no gazette has 2^32 characters")]
fn count(text: &str) -> u32 {
    text.chars().count() as u32
}

/// A message with what was found.
fn message(template: &str, found: &str, hit: &Hit) -> String {
    let shown: String = if found.chars().count() > 24 {
        found.chars().take(22).chain(['…']).collect()
    } else {
        found.trim().to_owned()
    };
    let fix = hit.fix.as_deref().unwrap_or("规范的写法");
    let fix: String = if fix.chars().count() > 24 {
        fix.chars().take(22).chain(['…']).collect()
    } else {
        fix.to_owned()
    };
    template.replace("{text}", &shown).replace("{fix}", &fix).replace("{detail}", &hit.detail)
}

#[cfg(test)]
mod tests;
