//! The rules of the table that have a pattern, each with what must stay silent and what mends it.
//!
//! Patterns cannot look around themselves; a [`Treatment`] looks at what stands about a match, as
//! the table's columns `matches` and `false_alarms` ask. Where pattern and text of the table
//! differ, the text wins.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use regex::{Regex, RegexBuilder};

use super::passage::{Hit, Kind, Passage, Reading, Source, after, before};
use super::protect::{Guard, Protected, meets, protected};
#[cfg(test)]
use super::table::rule;
use super::table::{Rule, rules};
use crate::finding::Severity;

mod needle;
mod numeral;
mod part;
mod punctuation;
mod residue;
mod wording;

/// A match of a pattern and what stands around it.
pub(super) struct Site<'a> {
    /// All that is read.
    pub(super) reading: &'a Reading<'a>,
    /// The passage.
    pub(super) passage: &'a Passage<'a>,
    /// Its index.
    pub(super) index: usize,
    /// What stands before the match.
    pub(super) before: &'a str,
    /// What the pattern matched.
    pub(super) found: &'a str,
    /// What stands behind it.
    pub(super) after: &'a str,
}

impl Site<'_> {
    /// Whether the match stands in an attached document or behind the label of an attachment.
    pub(super) fn is_attached(&self) -> bool {
        self.passage.attached > 0
    }

    /// Whether the reading has typed blocks.
    pub(super) fn is_issue(&self) -> bool {
        self.reading.source == Source::Issue
    }
}

/// What a rule does with a match.
pub(super) struct Treatment {
    rule: &'static str,
    keeps: fn(&Site<'_>) -> bool,
    fix: fn(&Site<'_>) -> Option<String>,
    marks: Marks,
}

/// How much of a match is shown and mended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Marks {
    /// The characters that the fix changes.
    Change,
    /// The whole match, without what is its context.
    Match,
}

/// A treatment: when it speaks and what it would write in place of the match.
pub(super) const fn treat(
    rule: &'static str,
    keeps: fn(&Site<'_>) -> bool,
    fix: fn(&Site<'_>) -> Option<String>,
) -> Treatment {
    Treatment { rule, keeps, fix, marks: Marks::Change }
}

/// A treatment that shows the whole match: a word.
pub(super) const fn word(
    rule: &'static str,
    keeps: fn(&Site<'_>) -> bool,
    fix: fn(&Site<'_>) -> Option<String>,
) -> Treatment {
    Treatment { rule, keeps, fix, marks: Marks::Match }
}

/// Speaks at every match.
pub(super) fn always(_: &Site<'_>) -> bool {
    true
}

/// Has no fix.
pub(super) fn none(_: &Site<'_>) -> Option<String> {
    None
}

/// Rules whose pattern is not run. The first ones are advice that most good documents break; the
/// table has them off by default. The others are done by stack, by scanner or by structure.
const OFF: [&str; 13] = [
    "date-relative",
    "word-hege",
    "word-jieci",
    "date-invalid",
    "paren-mixed",
    "booktitle-nested",
    "quote-straight",
    "quote-same-direction",
    "word-list-confusions",
    "title-contents-mismatch",
    "doubled-word",
    "latin-in-hanzi",
    "appointment-last",
];

/// Patterns that find the whole thing which a rule shows and mends, where the table's pattern finds
/// its first fault or more than the thing.
const WIDER: [(&str, &str); 7] = [
    (
        "field-code",
        r#"[ \u3000]*(?:=\s*\d+|[A-Z]{2,})?\s*\\\*\s?(?:MERGEFORMAT|GB\d|ARABIC|CHINESENUM\d)[ \u3000]*|\bTOC \\o|HYPERLINK "|_Toc\d+|PAGEREF"#,
    ),
    (
        "docnum-space",
        r"[\u4e00-\u9fff]{2,}[ \u3000\u00a0]*〔[ \u3000]*(?:19|20)\d{2}[ \u3000]*〕[ \u3000\u00a0]*第?\d[\d \u3000\u00a0]*号",
    ),
    (
        "date-space",
        r"(?:\d{4}[ \u3000\u00a0]*年[ \u3000\u00a0]*)?\d{1,2}[ \u3000\u00a0]*月(?:[ \u3000\u00a0]*\d{1,2}[ \u3000\u00a0]*日)?|\d{4}[ \u3000\u00a0]+年",
    ),
    ("date-leading-zero", r"年\d{1,2}月\d{1,2}日|年0[1-9]月|月0[1-9]日"),
    ("attachment-note-colon", r"^[　 ]*附件\s*[:.．、]\s*\d[、，,。．]"),
    ("name-halfspace", r"^[\u4e00-\u9fff] {1,3}[\u4e00-\u9fff]"),
    ("quote-corner", r"「[^「」]*」|『[^『』]*』"),
];

/// Whether the last character of a match is there as context only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Trails {
    Never,
    /// The pattern ends with a character or the end of the line.
    Unless,
    Always,
}

impl Trails {
    fn of(pattern: &str) -> Self {
        if pattern.ends_with("|$)") {
            Self::Unless
        } else if pattern.ends_with(r"[^\d]") || pattern.ends_with(r"[^\s]") {
            Self::Always
        } else {
            Self::Never
        }
    }

    /// Whether the last character of `found` is context, with `after` behind it.
    fn holds(self, found: &str, after: &str) -> bool {
        match self {
            Self::Never => false,
            Self::Always => true,
            Self::Unless => {
                !after.is_empty() || found.ends_with(|c: char| "，。；、：）)》 ".contains(c))
            }
        }
    }
}

struct Pattern {
    rule: &'static Rule,
    regex: Regex,
    wider: Option<Regex>,
    treatment: Option<&'static Treatment>,
    /// The first character of a match is context unless the match begins a line.
    leads: bool,
    /// The last character of a match is context.
    trails: Trails,
}

/// A set of patterns by their places in the list.
type Bits = [u64; 4];

struct Engine {
    patterns: Vec<Pattern>,
    /// For each needle the patterns that it lets through.
    needles: HashMap<char, Bits>,
    /// Patterns that have no needles.
    always: Bits,
}

static ENGINE: LazyLock<Option<Engine>> = LazyLock::new(|| {
    let treatments = [
        numeral::TREATMENTS,
        part::TREATMENTS,
        punctuation::TREATMENTS,
        residue::TREATMENTS,
        wording::TREATMENTS,
    ];
    let treatment_of =
        |id: &str| treatments.iter().flat_map(|list| list.iter()).find(|item| item.rule == id);
    let mut patterns = Vec::new();
    for rule in rules() {
        if rule.pattern.is_empty() || OFF.contains(&rule.id) {
            continue;
        }
        let regex = RegexBuilder::new(rule.pattern).multi_line(true).build().ok()?;
        let leads = rule.pattern.starts_with("(?:^|[");
        let trails = Trails::of(rule.pattern);
        let wider = WIDER.iter().find(|(id, _)| *id == rule.id);
        let wider = wider.and_then(|(_, pattern)| Regex::new(pattern).ok());
        patterns.push(Pattern {
            rule,
            regex,
            wider,
            treatment: treatment_of(rule.id),
            leads,
            trails,
        });
    }
    let mut needles: HashMap<char, Bits> = HashMap::new();
    let mut always = [0; 4];
    for (place, pattern) in patterns.iter().enumerate() {
        let bits = match needle::needles(pattern.rule.pattern) {
            None => &mut always,
            Some(set) => {
                for needle in set {
                    insert(needles.entry(needle).or_default(), place);
                }
                continue;
            }
        };
        insert(bits, place);
    }
    Some(Engine { patterns, needles, always })
});

fn insert(bits: &mut Bits, place: usize) {
    if let Some(word) = bits.get_mut(place / 64) {
        *word |= 1 << (place % 64);
    }
}

impl Engine {
    /// The patterns for which `text` holds a needle.
    fn candidates(&self, text: &str) -> impl Iterator<Item = &Pattern> {
        let mut bits = self.always;
        for c in text.chars() {
            if let Some(more) = self.needles.get(&c) {
                for (word, more) in bits.iter_mut().zip(more) {
                    *word |= more;
                }
            }
        }
        self.patterns.iter().enumerate().filter_map(move |(place, pattern)| {
            let word = bits.get(place / 64)?;
            (word >> (place % 64) & 1 == 1).then_some(pattern)
        })
    }
}

/// Runs all patterns over all passages.
pub(super) fn check(reading: &Reading<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    let Some(engine) = &*ENGINE else { return hits };
    for (index, passage) in reading.passages.iter().enumerate() {
        let mut guarded = None;
        for pattern in engine.candidates(passage.text) {
            if pattern.rule.scope.holds(passage.kind) && pattern.regex.is_match(passage.text) {
                let guarded = guarded.get_or_insert_with(|| protected(passage.text));
                pattern.run(reading, index, passage, guarded, &mut hits);
            }
        }
    }
    hits
}

impl Pattern {
    fn run(
        &self,
        reading: &Reading<'_>,
        index: usize,
        passage: &Passage<'_>,
        guarded: &[Protected],
        hits: &mut Vec<Hit>,
    ) {
        if passage.kind == Kind::Noise && self.rule.category != "residue" {
            return;
        }
        let wider = self.wider.as_ref().filter(|wider| wider.is_match(passage.text));
        for found in wider.unwrap_or(&self.regex).find_iter(passage.text) {
            let site = Site {
                reading,
                passage,
                index,
                before: before(passage.text, found.start()),
                found: found.as_str(),
                after: after(passage.text, found.end()),
            };
            if self.treatment.is_some_and(|treatment| !(treatment.keeps)(&site)) {
                continue;
            }
            let mut hit = self.hit(&site, found.start());
            // What counts is where the marks stand: an address may stand inside the brackets.
            let ends = [hit.start..hit.start + 1, hit.end.saturating_sub(1)..hit.end];
            if ends.iter().any(|end| self.is_guarded(guarded, end)) {
                continue;
            }
            hit.severity = self.severity(guarded, &site, found.range());
            join(hits, hit, passage.text);
        }
    }

    /// Whether the match lies in a stretch that this rule leaves alone.
    fn is_guarded(&self, guarded: &[Protected], bytes: &Range<usize>) -> bool {
        let kept = match self.rule.category {
            "residue" | "ocr" => false,
            "reference" => meets(guarded, Guard::Address, bytes),
            "numeral" | "date" | "unit" | "punctuation" => {
                meets(guarded, Guard::Address, bytes) || meets(guarded, Guard::Code, bytes)
            }
            _ => meets(guarded, Guard::Address, bytes),
        };
        // A standard's title has a space of its own: 《食品安全国家标准 果冻》.
        kept || (self.rule.id == "space-in-hanzi" && meets(guarded, Guard::Title, bytes))
    }

    fn severity(
        &self,
        guarded: &[Protected],
        site: &Site<'_>,
        bytes: Range<usize>,
    ) -> Option<Severity> {
        let cited = self.rule.category == "wording" && meets(guarded, Guard::Title, &bytes);
        // An English abbreviation in brackets misleads nobody (居民消费价格指数(CPI)).
        let latin = self.rule.id == "paren-halfwidth"
            && site.found.split_once('(').is_some_and(|(_, inside)| inside.is_ascii());
        // Letters for a figure may mask it in a public copy; after a label something is missing.
        let mask = self.rule.id == "placeholder"
            && site.found.starts_with('X')
            && !site.before.ends_with(['：', ':']);
        // At the head of an attachment its number and title may stand in one line.
        let label = self.rule.id == "attachment-note-colon"
            && !site.is_issue()
            && !site.found.contains([':', '.', '．', '、']);
        if cited {
            Some(Severity::Info)
        } else if latin || mask || label {
            Some(self.rule.severity.min(Severity::Warning))
        } else {
            None
        }
    }

    /// The finding: what is shown of the match, and what mends it.
    fn hit(&self, site: &Site<'_>, start: usize) -> Hit {
        let new = self.treatment.and_then(|treatment| (treatment.fix)(site));
        let marks = self.treatment.map_or(Marks::Match, |treatment| treatment.marks);
        let (mut from, mut to) = (0, site.found.len());
        if self.leads && !site.before.is_empty() {
            from = site.found.chars().next().map_or(0, char::len_utf8);
        }
        if self.trails.holds(site.found, site.after) {
            to -= site.found.chars().next_back().map_or(0, char::len_utf8);
        }
        let inner = site.found.get(from..to).unwrap_or(site.found);
        let unit = self.rule.category == "unit";
        let figure = |c: char| unit && (c.is_ascii_digit() || c == '.');
        let inner = inner.trim_start_matches(|c| is_context(c) || figure(c)).len();
        from = to.saturating_sub(inner);
        if let Some(new) = &new {
            let (same, old_end, new_end) = difference(site.found, new);
            if marks == Marks::Change && old_end > same {
                (from, to) = (same, old_end);
                let text = new.get(same..new_end).unwrap_or_default();
                return Hit::new(self.rule.id, site.index, start + from..start + to).fix(text);
            }
            // What stands before and behind the shown stretch must be equal in old and new.
            let behind = site.found.len() - to;
            let shown = new.len().checked_sub(behind).and_then(|end| new.get(from.min(same)..end));
            if let Some(text) = shown
                && same >= from.min(same)
                && site.found.len() - old_end >= behind
            {
                return Hit::new(self.rule.id, site.index, start + from.min(same)..start + to)
                    .fix(text);
            }
            return Hit::new(self.rule.id, site.index, start..start + site.found.len()).fix(new);
        }
        Hit::new(self.rule.id, site.index, start + from..start + to.max(from))
    }
}

/// Whether a character at the beginning of a match is there as context only.
fn is_context(c: char) -> bool {
    c.is_whitespace() || matches!(c, '。' | '；' | '，')
}

/// Where two strings differ: bytes up to which they are equal, and where the equal end begins.
pub(super) fn difference(old: &str, new: &str) -> (usize, usize, usize) {
    let same: usize = old
        .chars()
        .zip(new.chars())
        .take_while(|(left, right)| left == right)
        .map(|(c, _)| c.len_utf8())
        .sum();
    let (old_rest, new_rest) = (after(old, same), after(new, same));
    let end: usize = old_rest
        .chars()
        .rev()
        .zip(new_rest.chars().rev())
        .take_while(|(left, right)| left == right)
        .map(|(c, _)| c.len_utf8())
        .sum();
    (same, old.len() - end, new.len() - end)
}

/// Whether the bytes are one character.
fn is_single(text: &str, bytes: Range<usize>) -> bool {
    text.get(bytes).is_some_and(|found| found.chars().count() == 1)
}

/// Adds a hit, joined with the last one if the same rule found the neighbouring characters.
fn join(hits: &mut Vec<Hit>, hit: Hit, text: &str) {
    if let Some(last) = hits.last_mut()
        && last.rule == hit.rule
        && last.passage == hit.passage
        && last.end == hit.start
        && is_single(text, hit.start..hit.end)
    {
        let joined = match (&last.fix, &hit.fix) {
            (Some(left), Some(right)) => Some(format!("{left}{right}")),
            (None, None) => None,
            _ => {
                hits.push(hit);
                return;
            }
        };
        last.end = hit.end.min(text.len());
        last.fix = joined;
        return;
    }
    hits.push(hit);
}

/// Whether the rule called `id` has a pattern that is run.
#[cfg(test)]
pub(super) fn is_active(id: &str) -> bool {
    rule(id).is_some_and(|rule| !rule.pattern.is_empty()) && !OFF.contains(&id)
}

/// The rules of the table that [`rule`] knows and that a treatment names.
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_treatment_names_a_rule_with_a_pattern() {
        let lists = [
            numeral::TREATMENTS,
            part::TREATMENTS,
            punctuation::TREATMENTS,
            residue::TREATMENTS,
            wording::TREATMENTS,
        ];
        for item in lists.iter().flat_map(|list| list.iter()) {
            assert!(is_active(item.rule), "{}", item.rule);
        }
    }

    #[test]
    fn all_patterns_compile_and_few_are_searched_always() {
        let engine = ENGINE.as_ref().unwrap();
        assert!(engine.patterns.len() > 110 && engine.patterns.len() <= 256);
        let always: u32 = engine.always.iter().map(|word| word.count_ones()).sum();
        assert!(always <= 4, "{always}");
    }

    #[test]
    fn differences_are_the_smallest() {
        assert_eq!(difference("a,b", "a，b"), (1, 2, 4));
        assert_eq!(difference("，，", "，"), (3, 6, 3));
        assert_eq!(difference("abc", "abc"), (3, 3, 3));
    }
}
