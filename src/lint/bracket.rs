//! Brackets and quotes that come in pairs, checked by stacks (GB/T 15834-2011, 4.8, 4.9, 4.15).
//!
//! Each kind of pair has its own stack, so that one missing mark is one finding.

use super::passage::{Hit, Kind, Passage, Reading, Source, after, before, head, tail};
use super::protect::{Guard, Protected, meets, protected};
use crate::text::is_han;

/// The pairs that are counted; the halves of the first one may be of either width.
const PAIRS: [(char, char); 6] =
    [('（', '）'), ('〔', '〕'), ('［', '］'), ('【', '】'), ('《', '》'), ('〈', '〉')];

/// Over how many passages a quotation may run.
const QUOTATION: usize = 60;

/// A mark without its partner.
#[derive(Debug, Clone, Copy)]
struct Lone {
    passage: usize,
    at: usize,
    mark: char,
    opens: bool,
}

/// Checks all pairs of all passages.
pub(super) fn check(reading: &Reading<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    let mut lone = Vec::new();
    for (index, passage) in reading.passages.iter().enumerate() {
        if matches!(passage.kind, Kind::Mongolian | Kind::Noise | Kind::RunningHead) {
            continue;
        }
        if passage.text.contains(['"', '\'']) {
            straight(index, passage, &protected(passage.text), &mut hits);
        }
        pairs(index, passage, &mut lone, &mut hits);
        quotes(index, passage, &mut lone, &mut hits);
    }
    lone.sort_by_key(|mark| (mark.passage, mark.at));
    report(reading, &lone, &mut hits);
    hits
}

/// Turns a bracket into the opening half that PAIRS names.
const fn wide(c: char) -> char {
    match c {
        '(' => '（',
        ')' => '）',
        other => other,
    }
}

fn pairs(index: usize, passage: &Passage<'_>, lone: &mut Vec<Lone>, hits: &mut Vec<Hit>) {
    let text = passage.text;
    for (open, close) in PAIRS {
        let mut stack: Vec<(usize, char)> = Vec::new();
        for (at, c) in text.char_indices() {
            if wide(c) == open {
                stack.push((at, c));
            } else if wide(c) == close {
                let Some((start, opener)) = stack.pop() else {
                    if !(open == '（' && numbers_item(before(text, at))) {
                        lone.push(Lone { passage: index, at, mark: c, opens: false });
                    }
                    continue;
                };
                let end = at + c.len_utf8();
                if (opener == '(') != (c == ')') {
                    mixed(index, text, (start, opener), (at, c), hits);
                } else if open == '《'
                    && stack.last().is_some_and(|(outer, _)| !is_alternated(text, *outer, start))
                {
                    let inner = text.get(start + 3..at).unwrap_or_default();
                    let inner = inner.replace('《', "〈").replace('》', "〉");
                    hits.push(
                        Hit::new("booktitle-nested", index, start..end).fix(format!("〈{inner}〉")),
                    );
                }
            }
        }
        lone.extend(stack.iter().map(|(at, mark)| Lone {
            passage: index,
            at: *at,
            mark: *mark,
            opens: true,
        }));
    }
}

/// Whether a 〈 stands open between an outer 《 and an inner one: 《…〈…《…》…〉…》 is right.
fn is_alternated(text: &str, outer: usize, inner: usize) -> bool {
    let between = text.get(outer..inner).unwrap_or_default();
    let count = |marks: [char; 3]| between.matches(marks).count();
    count(['〈', '<', '＜']) > count(['〉', '>', '＞'])
}

/// One half is full-width, the other is not: the half-width one is mended.
fn mixed(index: usize, text: &str, open: (usize, char), close: (usize, char), hits: &mut Vec<Hit>) {
    let inside = text.get(open.0..close.0).unwrap_or_default();
    let hanzi = inside.contains(is_han)
        || before(text, open.0).ends_with(is_han)
        || after(text, close.0).chars().nth(1).is_some_and(is_han);
    if !hanzi {
        return;
    }
    let (at, mark) = if open.1 == '(' { (open.0, "（") } else { (close.0, "）") };
    hits.push(Hit::new("paren-mixed", index, at..at + 1).fix(mark));
}

/// Whether `text` ends with the number of an item such as `1）`, at its start or behind a mark.
fn numbers_item(text: &str) -> bool {
    let rest = text.trim_end_matches(|c: char| c.is_ascii_alphanumeric());
    let number = after(text, rest.len());
    let short = (1..=2).contains(&number.len());
    let hanzi = text.trim_start();
    let ordinal = (1..=2).contains(&hanzi.chars().count())
        && hanzi.chars().all(|c| "一二三四五六七八九十".contains(c));
    ordinal
        || (short
            && (rest.trim().is_empty()
                || rest.ends_with(|c: char| c.is_whitespace() || "。；：，、".contains(c))))
}

/// Curly quotes: one opens, one closes; a paragraph may leave a quotation open for the next one.
fn quotes(index: usize, passage: &Passage<'_>, lone: &mut Vec<Lone>, hits: &mut Vec<Hit>) {
    let text = passage.text;
    for (open, close) in [('“', '”'), ('‘', '’')] {
        let marks: Vec<(usize, char)> =
            text.char_indices().filter(|(_, c)| *c == open || *c == close).collect();
        if marks.is_empty() || (open == '‘' && apostrophes(text)) {
            continue;
        }
        if is_nested(&marks, open) {
            nested(index, text, &marks, open, hits);
            continue;
        }
        let mut opened: Option<usize> = None;
        let mut skip = false;
        for (nth, (at, c)) in marks.iter().copied().enumerate() {
            if skip {
                skip = false;
                continue;
            }
            let next = marks.get(nth + 1);
            if c == open {
                let Some(first) = opened else {
                    opened = Some(at);
                    continue;
                };
                if next.is_some_and(|(_, c)| *c == close) {
                    lone.push(Lone { passage: index, at: first, mark: open, opens: true });
                    opened = Some(at);
                } else {
                    hits.push(Hit::new("quote-same-direction", index, first..at + c.len_utf8()));
                    opened = None;
                }
            } else if opened.take().is_none() {
                if let Some((end, c)) = next
                    && *c == close
                    && nth > 0
                {
                    let end = end + c.len_utf8();
                    hits.push(Hit::new("quote-same-direction", index, at..end));
                    skip = true;
                } else {
                    lone.push(Lone { passage: index, at, mark: close, opens: false });
                }
            }
        }
        if let Some(at) = opened {
            lone.push(Lone { passage: index, at, mark: open, opens: true });
        }
    }
}

/// Whether ’ stands in Latin words, as an apostrophe.
fn apostrophes(text: &str) -> bool {
    text.match_indices('’').any(|(at, _)| {
        before(text, at).ends_with(|c: char| c.is_ascii_alphanumeric()) && !text.contains('‘')
    })
}

/// Whether quotes of one kind are properly nested in themselves, to a depth of two.
fn is_nested(marks: &[(usize, char)], open: char) -> bool {
    let (mut depth, mut deepest) = (0_i32, 0);
    for (_, c) in marks {
        depth += if *c == open { 1 } else { -1 };
        if depth < 0 {
            return false;
        }
        deepest = deepest.max(depth);
    }
    depth == 0 && deepest == 2
}

fn nested(index: usize, text: &str, marks: &[(usize, char)], open: char, hits: &mut Vec<Hit>) {
    let mut stack = Vec::new();
    for (at, c) in marks {
        if *c == open {
            stack.push(*at);
            continue;
        }
        let Some(start) = stack.pop() else { continue };
        if stack.is_empty() {
            continue;
        }
        let end = at + c.len_utf8();
        let inner = text.get(start + open.len_utf8()..*at).unwrap_or_default();
        let (left, right) = if open == '“' { ('‘', '’') } else { ('“', '”') };
        hits.push(
            Hit::new("quote-same-direction", index, start..end)
                .fix(format!("{left}{inner}{right}")),
        );
    }
}

/// Reports marks whose partner is in no neighbouring passage either.
fn report(reading: &Reading<'_>, lone: &[Lone], hits: &mut Vec<Hit>) {
    let mut used = vec![false; lone.len()];
    for (nth, mark) in lone.iter().enumerate() {
        if !mark.opens || used.get(nth).copied().unwrap_or(true) {
            continue;
        }
        // A quotation may run over paragraphs; a line of a pasted text may end inside brackets.
        let reach = match (mark.mark, reading.source) {
            // A decision quotes whole articles; adoption notes of laws fill many lines.
            ('“' | '‘', _) => QUOTATION,
            ('（' | '(', Source::Text) => 12,
            (_, Source::Text) => 3,
            (_, Source::Issue) => 0,
        };
        let partner = lone.iter().enumerate().skip(nth + 1).find(|(other, close)| {
            !close.opens
                && !used.get(*other).copied().unwrap_or(true)
                && is_pair(mark.mark, close.mark)
                && close.passage > mark.passage
                && close.passage - mark.passage <= reach
        });
        if let Some((other, _)) = partner {
            for at in [nth, other] {
                if let Some(flag) = used.get_mut(at) {
                    *flag = true;
                }
            }
        }
    }
    for (nth, mark) in lone.iter().enumerate() {
        if used.get(nth).copied().unwrap_or(true) || continues(lone, &used, nth) {
            continue;
        }
        let Some(passage) = reading.passages.get(mark.passage) else { continue };
        // Each paragraph of a quotation opens it again, and the last one closes it.
        let next = reading.passages.get(mark.passage + 1);
        if mark.opens && next.is_some_and(|next| next.text.trim_start().starts_with(mark.mark)) {
            continue;
        }
        let end = mark.at + mark.mark.len_utf8();
        hits.push(
            Hit::new("paren-unpaired", mark.passage, mark.at..end)
                .detail(advice(passage.text, mark)),
        );
    }
}

/// Whether an open quote begins a paragraph of a quotation that a later paragraph closes.
fn continues(lone: &[Lone], used: &[bool], nth: usize) -> bool {
    let Some(mark) = lone.get(nth) else { return false };
    if !mark.opens || mark.mark != '“' {
        return false;
    }
    let close = lone.iter().enumerate().skip(nth + 1).find(|(other, close)| {
        !close.opens && used.get(*other).copied().unwrap_or(false) && close.mark == '”'
    });
    let open = lone.iter().enumerate().take(nth).rev().find(|(other, open)| {
        open.opens && used.get(*other).copied().unwrap_or(false) && open.mark == '“'
    });
    match (open, close) {
        (Some((_, open)), Some((_, close))) => {
            mark.passage > open.passage
                && close.passage > mark.passage
                && close.passage - open.passage <= QUOTATION
        }
        _ => false,
    }
}

fn is_pair(open: char, close: char) -> bool {
    let (open, close) = (wide(open), wide(close));
    PAIRS.contains(&(open, close)) || (open, close) == ('“', '”') || (open, close) == ('‘', '’')
}

/// Where the partner may have stood.
fn advice(text: &str, mark: &Lone) -> String {
    let stops = ['，', '。', '；', '、', '：'];
    if mark.opens {
        let rest = after(text, mark.at + mark.mark.len_utf8());
        let part = rest.split(stops).next().unwrap_or_default();
        return format!("请在“{}”后或别处补上", tail(part, 6));
    }
    let part = before(text, mark.at).rsplit(stops).next().unwrap_or_default();
    format!("请在“{}”前或别处补上", head(part, 6))
}

/// Straight quotes beside hanzi, in pairs from the left.
fn straight(index: usize, passage: &Passage<'_>, guarded: &[Protected], hits: &mut Vec<Hit>) {
    let text = passage.text;
    for (quote, open, close) in [('"', '“', '”'), ('\'', '‘', '’')] {
        let marks: Vec<usize> = text
            .match_indices(quote)
            .map(|(at, _)| at)
            .filter(|at| !meets(guarded, Guard::Address, &(*at..at + 1)))
            .collect();
        for pair in marks.chunks(2) {
            let start = pair.first().copied().unwrap_or_default();
            let beside = |at: usize| {
                before(text, at).ends_with(is_han)
                    || after(text, at).chars().nth(1).is_some_and(is_han)
            };
            if let &[start, end] = pair {
                let inner = text.get(start + 1..end).unwrap_or_default();
                if inner.contains(is_han) || (quote == '"' && (beside(start) || beside(end))) {
                    hits.push(
                        Hit::new("quote-straight", index, start..end + 1)
                            .fix(format!("{open}{inner}{close}")),
                    );
                }
            } else if beside(start) && quote == '"' {
                let left = before(text, start);
                let hit = Hit::new("quote-straight", index, start..start + 1);
                let is_open = left.matches(open).count() > left.matches(close).count();
                hits.push(if is_open { hit.fix(close) } else { hit });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks paragraphs and expects, for each finding, its rule and characters.
    fn check_all(paragraphs: &[&str], expected: &[(&str, &str)]) {
        let mut reading = Reading::new(Source::Issue);
        reading.passages = paragraphs.iter().map(|text| Passage::new(Kind::Body, text)).collect();
        let found = check(&reading);
        let found: Vec<_> = found
            .iter()
            .map(|hit| (hit.rule, paragraphs[hit.passage].get(hit.start..hit.end).unwrap()))
            .collect();
        assert_eq!(found, expected, "{paragraphs:?}");
    }

    #[test]
    fn pairs_that_are_complete_are_silent() {
        check_all(&["《关于印发〈方案〉的通知》（国发〔2026〕1号）“‘甲’”"], &[]);
        check_all(&["1）甲；2）乙。"], &[]);
        check_all(&["《关于修改〈实施《档案法》办法〉的决定》"], &[]);
    }

    #[test]
    fn a_quotation_may_run_over_paragraphs() {
        check_all(&["他说：“甲。", "“乙。", "“丙。”"], &[]);
        check_all(&["他说：“甲。", "乙。”"], &[]);
        check_all(&["他说：“甲。", "乙。"], &[("paren-unpaired", "“")]);
    }

    #[test]
    fn a_mark_without_partner_is_one_finding() {
        check_all(&["包头市（含旗县区要加快推进。"], &[("paren-unpaired", "（")]);
        check_all(&["包头市含旗县区）要加快推进。"], &[("paren-unpaired", "）")]);
        check_all(&["《办法已经印发。"], &[("paren-unpaired", "《")]);
        check_all(&["“甲，“乙”丙。"], &[("paren-unpaired", "“")]);
    }

    #[test]
    fn halves_and_directions_must_agree() {
        check_all(&["（含高新区)"], &[("paren-mixed", ")")]);
        check_all(&["“四个一“工作机制"], &[("quote-same-direction", "“四个一“")]);
        check_all(&["他说“做到“五个一”就好”。"], &[("quote-same-direction", "“五个一”")]);
        check_all(&["《关于印发《方案》的通知》"], &[("booktitle-nested", "《方案》")]);
        check_all(&["推行\"一码通办\""], &[("quote-straight", "\"一码通办\"")]);
    }
}
