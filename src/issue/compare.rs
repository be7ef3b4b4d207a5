//! Two versions of a document or an issue → what differs, by character, in the order of reading.
//!
//! The texts of a version are taken as one row of passages, each on a line of its own, so that a
//! paragraph cut in two differs by a line break and nothing else. Equal passages anchor the
//! comparison; what stands between them is compared by character.

use std::ops::Range as Span;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use similar::{Algorithm, DiffOp, TextDiff, capture_diff_slices};

use super::Issue;
use super::document::{Approved, Document};
use super::masthead::Script;
use super::place::{Field, Part, Place, document_texts};
use super::text::{Range, Text};
use crate::text::squeeze;

/// What kind of characters differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Class {
    /// Words or marks.
    Text,
    /// White space and ends of paragraphs only.
    Space,
    /// Half or full width of the same letters, digits and marks only.
    Width,
}

/// What became of the old characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Change {
    /// There were none.
    Insert,
    /// They are gone.
    Delete,
    /// Others stand there.
    Replace,
}

/// A stretch in which two versions differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deviation {
    /// Where the new characters stand; an empty range where some are gone. In the old version where
    /// the new one has nothing of the kind.
    pub place: Place,
    /// Count of characters before it in the old version of the document, each passage on a line.
    pub at: u32,
    /// The old characters; a line feed ends a passage.
    pub old: String,
    /// The new ones.
    pub new: String,
    /// What kind they are.
    pub class: Class,
}

impl Deviation {
    /// Whether `approved` is this very deviation.
    pub fn is(&self, approved: &Approved) -> bool {
        (self.at, &self.old, &self.new) == (approved.at, &approved.old, &approved.new)
    }

    /// The word that it is right.
    pub fn approval(&self) -> Approved {
        Approved { at: self.at, old: self.old.clone(), new: self.new.clone() }
    }

    /// What became of the old characters.
    pub const fn change(&self) -> Change {
        match (self.old.is_empty(), self.new.is_empty()) {
            (true, _) => Change::Insert,
            (false, true) => Change::Delete,
            (false, false) => Change::Replace,
        }
    }
}

/// How much two passages have in common that stand beside each other, from 0 to 1.
const LIKE: f32 = 0.4;
/// Texts of more characters are not compared letter by letter where they have little in common: it
/// would take too long and say nothing.
const LONG: usize = 4000;

/// A text of a version, with its part.
pub type Passage<'a> = (Part, &'a str);

/// Passages that stand side by side: equal ones one by one, others as many as differ together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Indices of old passages.
    pub old: Span<usize>,
    /// Indices of new ones.
    pub new: Span<usize>,
    /// Indices of the deviations between them.
    pub deviations: Span<usize>,
}

/// Two versions side by side.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Comparison {
    /// All passages of both, in order.
    pub rows: Vec<Row>,
    /// What differs, in the order of reading.
    pub deviations: Vec<Deviation>,
}

/// The texts of a document that are not empty, in the order of reading.
pub fn passages(document: &Document) -> Vec<Passage<'_>> {
    let texts = document_texts(document).into_iter().filter(|(_, text)| !text.is_empty());
    texts.map(|(part, text)| (part, text.string.as_str())).collect()
}

/// A number that is the same for documents between which [`documents`] finds no deviation.
pub fn imprint(document: &Document) -> u64 {
    passages(document).into_iter().fold(SEED, |sum, (_, text)| hashed(hashed(sum, text), "\n"))
}

/// Compares two rows of passages; `whole` is where what has no new passage beside it is.
pub fn compare(old: &[Passage<'_>], new: &[Passage<'_>], whole: Part) -> Comparison {
    let strings = |side: &[Passage<'_>]| side.iter().map(|(_, text)| hash(text)).collect();
    let (left, right): (Vec<u64>, Vec<u64>) = (strings(old), strings(new));
    let mut comparison = Comparison::default();
    // Where each old passage begins in the whole of the old version.
    let mut starts = vec![0];
    for passage in old {
        starts.push(starts.last().copied().unwrap_or(0) + length(passage));
    }
    for op in capture_diff_slices(Algorithm::Myers, &left, &right) {
        let (old_span, new_span) = (op.old_range(), op.new_range());
        if let DiffOp::Equal { .. } = op {
            let count = comparison.deviations.len();
            let pairs = old_span.zip(new_span);
            comparison.rows.extend(pairs.map(|(a, b)| Row {
                old: a..a + 1,
                new: b..b + 1,
                deviations: count..count,
            }));
            continue;
        }
        for (old_span, new_span) in paired((old, old_span), (new, new_span)) {
            let first = comparison.deviations.len();
            let base = starts.get(old_span.start).copied().unwrap_or(0);
            let stretch = Stretch::new((old, &old_span), (new, &new_span), base, whole);
            stretch.compare(&mut comparison.deviations);
            let deviations = first..comparison.deviations.len();
            comparison.rows.push(Row { old: old_span, new: new_span, deviations });
        }
    }
    comparison
}

/// Count of characters that a passage takes, with the end of its line.
fn length((_, text): &Passage<'_>) -> usize {
    text.chars().count() + 1
}

/// Passages that differ, one by one where each is like the one beside it, else all together. So many
/// that comparing them by character would take too long are parted where two are alike.
fn paired(
    (old, old_span): (&[Passage<'_>], Span<usize>),
    (new, new_span): (&[Passage<'_>], Span<usize>),
) -> Vec<(Span<usize>, Span<usize>)> {
    let like = |a: usize, b: usize| {
        let texts = old.get(a).zip(new.get(b));
        texts.is_some_and(|((_, one), (_, other))| likeness(one, other) >= LIKE)
    };
    let mut pairs = old_span.clone().zip(new_span.clone());
    if old_span.len() == new_span.len() && pairs.all(|(a, b)| like(a, b)) {
        return old_span.zip(new_span).map(|(a, b)| (a..a + 1, b..b + 1)).collect();
    }
    let count = |side: &[Passage<'_>], span: &Span<usize>| -> usize {
        side.get(span.clone()).unwrap_or_default().iter().map(length).sum()
    };
    if count(old, &old_span).max(count(new, &new_span)) <= LONG {
        return vec![(old_span, new_span)];
    }
    let mut found = Vec::new();
    let (mut a, mut b) = (old_span.start, new_span.start);
    while a < old_span.end && b < new_span.end {
        let near = nearest(a..old_span.end, b..new_span.end, like);
        let (next, beside) = near.unwrap_or((old_span.end, new_span.end));
        if next > a || beside > b {
            found.push((a..next, b..beside));
        }
        if near.is_some() {
            found.push((next..next + 1, beside..beside + 1));
        }
        (a, b) = (next + usize::from(near.is_some()), beside + usize::from(near.is_some()));
    }
    if a < old_span.end || b < new_span.end {
        found.push((a..old_span.end, b..new_span.end));
    }
    found
}

/// The first two passages that are alike, a few passages on at most.
fn nearest(
    old: Span<usize>,
    new: Span<usize>,
    like: impl Fn(usize, usize) -> bool,
) -> Option<(usize, usize)> {
    const FAR: usize = 12;
    (0..FAR).find_map(|sum| {
        (0..=sum)
            .map(|skipped| (old.start + skipped, new.start + sum - skipped))
            .filter(|&(a, b)| a < old.end && b < new.end)
            .find(|&(a, b)| like(a, b))
    })
}

/// A number that is the same for equal texts.
fn hash(text: &str) -> u64 {
    hashed(SEED, text)
}

/// What a hash begins with.
const SEED: u64 = 0xcbf2_9ce4_8422_2325;

/// The hash of what gave `sum`, followed by `text`. FNV-1a: the same on every machine.
fn hashed(sum: u64, text: &str) -> u64 {
    text.bytes().fold(sum, |sum, byte| (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// Passages of both versions that differ, each side as one text.
struct Stretch {
    old: Vec<char>,
    new: Vec<char>,
    /// The new passages, each with its first character in `new`.
    parts: Vec<(usize, Part)>,
    /// Where the old text begins in the whole of the old version.
    base: usize,
    /// Where deviations are that have no new passage.
    beside: Place,
}

impl Stretch {
    fn new(
        (old, old_span): (&[Passage<'_>], &Span<usize>),
        (new, new_span): (&[Passage<'_>], &Span<usize>),
        base: usize,
        whole: Part,
    ) -> Self {
        let joined = |side: &[Passage<'_>], span: &Span<usize>| -> Vec<char> {
            let texts = side.get(span.clone()).unwrap_or_default();
            texts.iter().map(|(_, text)| *text).collect::<Vec<_>>().join("\n").chars().collect()
        };
        let mut parts = Vec::new();
        let mut start = 0;
        for passage in new.get(new_span.clone()).unwrap_or_default() {
            parts.push((start, passage.0));
            start += length(passage);
        }
        // What is gone altogether was behind the passage before it.
        let before = new_span.start.checked_sub(1).and_then(|index| new.get(index));
        let beside = before.map_or_else(
            || Place::new(whole, Range::new(0, 0)),
            |passage| {
                let end = place_at(length(passage) - 1);
                Place::new(passage.0, Range::new(end, end))
            },
        );
        let (old, new) = (joined(old, old_span), joined(new, new_span));
        Self { old, new, parts, base, beside }
    }

    fn compare(&self, found: &mut Vec<Deviation>) {
        let (old, new): (String, String) = (self.old.iter().collect(), self.new.iter().collect());
        let most = self.old.len().max(self.new.len());
        let share = if most > LONG { likeness(&old, &new) } else { 1.0 };
        let strange = share < 0.5 || most > 4 * LONG && share < 0.9;
        let whole = old.is_empty() || new.is_empty() || strange;
        let changes: Vec<(Span<usize>, Span<usize>)> = if whole {
            vec![(0..self.old.len(), 0..self.new.len())]
        } else {
            let ops = capture_diff_slices(Algorithm::Myers, &self.old, &self.new);
            let changed = ops.iter().filter(|op| !matches!(op, DiffOp::Equal { .. }));
            changed.map(|op| (op.old_range(), op.new_range())).collect()
        };
        for (old, new) in changes {
            self.deviation(old, new, found);
        }
    }

    /// Adds what one change is, a deviation a passage.
    fn deviation(&self, old: Span<usize>, new: Span<usize>, found: &mut Vec<Deviation>) {
        let text = |side: &[char], span: &Span<usize>| -> String {
            side.get(span.clone()).unwrap_or_default().iter().collect()
        };
        let gone = text(&self.old, &old);
        let at = place_at(self.base + old.start);
        let come = text(&self.new, &new);
        let class = class(&gone, &come);
        if class != Class::Text || !come.contains('\n') {
            let place = self.place(new.start, new.end);
            return found.push(Deviation { place, at, old: gone, new: come, class });
        }
        let mut gone = Some(gone);
        let mut start = new.start;
        for line in come.split('\n') {
            let end = start + line.chars().count();
            if !line.is_empty() {
                let old = gone.take().unwrap_or_default();
                let class = self::class(&old, line);
                let place = self.place(start, end);
                found.push(Deviation { place, at, old, new: line.to_owned(), class });
            }
            start = end + 1;
        }
    }

    /// The place of characters of the new text, as far as its first passage goes.
    fn place(&self, start: usize, end: usize) -> Place {
        let index = self.parts.partition_point(|(first, _)| *first <= start);
        let Some((first, part)) = index.checked_sub(1).and_then(|index| self.parts.get(index))
        else {
            return self.beside;
        };
        // The line feed behind the passage is none of its characters.
        let next = self.parts.get(index).map_or(self.new.len(), |(next, _)| next - 1);
        let (start, end) = (start.min(next), end.min(next));
        Place::new(*part, Range::new(place_at(start - first), place_at(end - first)))
    }
}

/// A count of characters as places have it.
fn place_at(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// How much two texts have in common, roughly, from 0 to 1: by their pairs of characters.
fn likeness(one: &str, other: &str) -> f32 {
    let pairs = |text: &str| -> std::collections::BTreeSet<(char, char)> {
        text.chars().zip(text.chars().skip(1)).collect()
    };
    let (one, other) = (pairs(one), pairs(other));
    let most = one.len().max(other.len()).max(1);
    let common = one.intersection(&other).count();
    #[expect(clippy::cast_precision_loss, reason = "a share needs no more")]
    let share = common as f32 / most as f32;
    share
}

/// What kind of characters differ.
fn class(old: &str, new: &str) -> Class {
    if squeeze(old) == squeeze(new) {
        Class::Space
    } else if old.chars().map(narrow).eq(new.chars().map(narrow)) {
        Class::Width
    } else {
        Class::Text
    }
}

/// The character of half width that means the same.
const fn narrow(c: char) -> char {
    match c {
        '\u{3000}' | '\u{a0}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => match char::from_u32(c as u32 - 0xfee0) {
            Some(narrow) => narrow,
            None => c,
        },
        '￥' => '¥',
        _ => c,
    }
}

/// The document among `others` that is a version of `document`: by its id, else by its number, else
/// by a title that is most like its own.
pub fn counterpart<'a>(
    document: &Document,
    others: &[&'a Arc<Document>],
) -> Option<&'a Arc<Document>> {
    const LIKE: f32 = 0.6;
    let number = |document: &Document| document.number.as_ref().map(|text| squeeze(&text.string));
    let own = number(document).filter(|number| !number.is_empty());
    let title = |document: &Document| squeeze(&document.title.string);
    let same_id = others.iter().find(|other| other.id == document.id);
    let same_number = || others.iter().find(|other| own.is_some() && number(other) == own);
    let likest = || {
        let own = title(document);
        let ratios = others.iter().map(|other| {
            let ratio = TextDiff::from_chars(own.as_str(), title(other).as_str()).ratio();
            (ratio, other)
        });
        // The first of equal ones.
        let best = ratios.reduce(|best, next| if next.0 > best.0 { next } else { best });
        best.filter(|(ratio, _)| *ratio >= LIKE).map(|(_, other)| other)
    };
    same_id.or_else(same_number).or_else(likest).copied()
}

/// Compares two versions of a document.
pub fn documents(old: &Document, new: &Document) -> Comparison {
    compare(&passages(old), &passages(new), Part::Field(new.id, Field::Title))
}

/// What differs between two versions of an issue: masthead, sections, documents, colophon. The
/// order of documents is no text.
pub fn issues(old: &Issue, new: &Issue) -> Vec<Deviation> {
    let names = [
        (Script::Chinese, &old.masthead.chinese, &new.masthead.chinese),
        (Script::Mongolian, &old.masthead.mongolian, &new.masthead.mongolian),
    ];
    let mut found: Vec<Deviation> = names
        .into_iter()
        .flat_map(|(script, old, new)| line(Some(old), Some(new), Part::Masthead(script)))
        .collect();
    let mut left: Vec<&Arc<Document>> = old.documents().map(|(_, document)| document).collect();
    for section in &new.sections {
        let before = old.section(section.id).map(|section| &section.name);
        if before.is_some() {
            found.extend(line(before, Some(&section.name), Part::SectionName(section.id)));
        }
        for document in &section.documents {
            // A document that is still there under its own id is no version of another one.
            let is_free =
                |old: &&Arc<Document>| old.id == document.id || new.document(old.id).is_none();
            let free: Vec<&Arc<Document>> = left.iter().copied().filter(is_free).collect();
            match counterpart(document, &free) {
                Some(before) => {
                    left.retain(|other| other.id != before.id);
                    if !Arc::ptr_eq(before, document) {
                        found.extend(documents(before, document).deviations);
                    }
                }
                None => {
                    let whole = Part::Field(document.id, Field::Title);
                    found.extend(compare(&[], &passages(document), whole).deviations);
                }
            }
        }
    }
    for document in left {
        let whole = Part::Field(document.id, Field::Title);
        found.extend(compare(&passages(document), &[], whole).deviations);
    }
    let lines = old.colophon.len().max(new.colophon.len());
    for index in 0..lines {
        let part = Part::Colophon(place_at(index));
        found.extend(line(old.colophon.get(index), new.colophon.get(index), part));
    }
    found
}

/// Compares a text that stands alone.
fn line(old: Option<&Text>, new: Option<&Text>, part: Part) -> Vec<Deviation> {
    fn passage(text: Option<&Text>, part: Part) -> Vec<Passage<'_>> {
        let text = text.filter(|text| !text.is_empty());
        text.map(|text| (part, text.string.as_str())).into_iter().collect()
    }
    compare(&passage(old, part), &passage(new, part), part).deviations
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::issue::id::{BlockId, DocumentId};

    /// The deviations of two texts of lines: change and class, place, what was and what is there.
    fn found(old: &str, new: &str) -> Vec<String> {
        let part = |n: u64| Part::Block(DocumentId::new(1), BlockId::new(n));
        let left: Vec<Passage<'_>> = (0..).map(part).zip(old.lines()).collect();
        let right: Vec<Passage<'_>> = (0..).map(part).zip(new.lines()).collect();
        let comparison = compare(&left, &right, part(9));
        let line = |own: &Deviation| {
            let Place { part, range } = own.place;
            let block = part.block().map_or(0, |id| id.to_string().parse().unwrap_or(0));
            format!(
                "{:?} {:?} {block}:{}-{} @{} {:?} {:?}",
                own.change(),
                own.class,
                range.start,
                range.end,
                own.at,
                own.old,
                own.new
            )
        };
        comparison.deviations.iter().map(line).collect()
    }

    #[test]
    fn differences_are_told_by_character() {
        fn check(old: &str, new: &str, expected: &[&str]) {
            assert_eq!(found(old, new), expected, "{old:?} {new:?}");
        }
        check("甲\n乙", "甲\n乙", &[]);
        check("武吴同志", "武昊同志", &["Replace Text 0:1-2 @1 \"吴\" \"昊\""]);
        check("甲\n乙丙", "甲\n乙", &["Delete Text 1:1-1 @3 \"丙\" \"\""]);
        check(
            "甲乙丙丁\n子丑寅卯",
            "甲乙丙戊\n子丑寅辰",
            &["Replace Text 0:3-4 @3 \"丁\" \"戊\"", "Replace Text 1:3-4 @8 \"卯\" \"辰\""],
        );
        check("甲，乙", "甲,乙", &["Replace Width 0:1-2 @1 \"，\" \",\""]);
        check("李 杰", "李杰", &["Delete Space 0:1-1 @1 \" \" \"\""]);
        check("甲。乙", "甲\n。乙", &["Insert Space 0:1-1 @1 \"\" \"\\n\""]);
        check("甲乙\n丙", "甲乙丙", &["Delete Space 0:2-2 @2 \"\\n\" \"\""]);
    }

    #[test]
    fn whole_passages_come_and_go() {
        fn check(old: &str, new: &str, expected: &[&str]) {
            assert_eq!(found(old, new), expected, "{old:?} {new:?}");
        }
        check("甲\n丙", "甲\n乙\n丙", &["Insert Text 1:0-1 @2 \"\" \"乙\""]);
        check("甲\n乙\n丙", "甲\n丙", &["Delete Text 0:1-1 @2 \"乙\" \"\""]);
        check(
            "",
            "甲\n乙",
            &["Insert Text 0:0-1 @0 \"\" \"甲\"", "Insert Text 1:0-1 @0 \"\" \"乙\""],
        );
        check("甲\n乙", "", &["Delete Text 9:0-0 @0 \"甲\\n乙\" \"\""]);
    }

    #[test]
    fn long_texts_are_parted_where_passages_are_alike() {
        let line = |n: usize, end: char| {
            let first = 0x4e00 + u32::try_from(n).unwrap() * 40;
            let words: String = (first..first + 40).filter_map(char::from_u32).collect();
            format!("{words}{end}")
        };
        let old: Vec<String> = (0..200).map(|n| line(n, '甲')).collect();
        let mut new: Vec<String> = (0..200).map(|n| line(n, '乙')).collect();
        new.insert(70, "一段全新的话".to_owned());
        drop(new.remove(150));
        let differences = found(&old.join("\n"), &new.join("\n"));
        assert_eq!(differences.len(), 199 + 2);
        assert!(differences.iter().any(|own| own.contains("一段全新的话")));
    }
}
