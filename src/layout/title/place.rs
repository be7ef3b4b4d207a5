//! Where a line of a title may end, and what that costs.
//!
//! A title is organ + 关于 + matter + 的 + kind. It breaks best behind the organ, then between
//! the things that it lists; less well between the words of one thing; badly behind a word that
//! belongs to what follows (进一步, 对, 和, 的); and never before 的 or a closing mark, or within a
//! name, a number or a short 《…》.

use std::ops::Range;

use crate::layout::prepare::Prepared;
use crate::text::breaks::BreakCost;
use crate::text::class::CharClass;
use crate::text::is_han;
use crate::text::numeral::is_numeral;
use crate::text::words::{Word, WordKind, Words};

/// A place where a line may end, before cluster `at`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) at: usize,
    /// What it costs to end a line here.
    pub(super) price: i64,
    /// What it costs not to.
    pub(super) missed: i64,
    pub(super) kind: PlaceKind,
}

/// What ends at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PlaceKind {
    /// One of several organs: its line is as long as its name.
    Organ,
    /// The only organ, before 关于.
    Issuer,
    /// Something else.
    Matter,
}

/// A line that tears a word.
const TORN: i64 = 300;
/// A line that ends with a word which belongs to the next one.
const HANGING: i64 = 120;
/// A line that ends within a longer 《…》.
const IN_BOOK_TITLE: i64 = 25;
/// A line that ends within an organ's name.
const IN_ORGAN: i64 = 100;
/// Organs of fewer characters may share a line.
const LONG_NAME: usize = 6;

/// The places of a title, in order.
pub(super) fn places(prepared: &Prepared, words: &Words) -> Vec<Place> {
    let characters = &prepared.characters;
    let read = words.segment(characters);
    let head = head(characters);
    let (first, nested): (Vec<usize>, Vec<usize>) =
        organs(characters, &read).into_iter().partition(|&organ| organ < head);
    let whole: Vec<Range<usize>> =
        names(characters).into_iter().chain(enclosed(characters)).collect();
    let mut places = Vec::new();
    for at in 1..prepared.clusters.len() {
        let (Some(cluster), Some(joint)) = (prepared.clusters.get(at), prepared.joints.get(at - 1))
        else {
            break;
        };
        let index = cluster.from as usize;
        if joint.cost == BreakCost::FORBIDDEN || whole.iter().any(|range| range.contains(&index)) {
            continue;
        }
        if characters.get(index).copied().is_none_or(begins_no_line) {
            continue;
        }
        let mut place = Place { at, price: 0, missed: 0, kind: PlaceKind::Matter };
        if first.contains(&index) {
            place.kind = PlaceKind::Organ;
            place.missed = if is_long(&first, index, head) { 200 } else { 20 };
        } else if index == head && is_about(characters, index) {
            place.kind = if first.is_empty() { PlaceKind::Issuer } else { PlaceKind::Organ };
            place.missed = if first.is_empty() { 60 } else { 200 };
        } else if nested.contains(&index) {
            place.price = 8;
        } else {
            let Some(price) = price(characters, &read, index) else { continue };
            let in_organ = if index < head { IN_ORGAN } else { 0 };
            let in_book = if is_in_book_title(characters, index) { IN_BOOK_TITLE } else { 0 };
            place.price = price + in_organ + in_book;
        }
        place.price += joint.cost.get().unwrap_or(0);
        places.push(place);
    }
    places
}

/// Whether the organs on both sides of `index` have long names.
fn is_long(organs: &[usize], index: usize, head: usize) -> bool {
    let before = organs.iter().rev().find(|&&organ| organ < index).copied().unwrap_or(0);
    let behind = organs.iter().find(|&&organ| organ > index).copied().unwrap_or(head);
    (index - before).max(behind - index) >= LONG_NAME
}

/// Whether a 《 before `index` is still open there.
fn is_in_book_title(characters: &[char], index: usize) -> bool {
    let before = characters.get(..index).unwrap_or_default();
    before.iter().rev().find(|c| matches!(c, '《' | '》')) == Some(&'《')
}

fn is_about(characters: &[char], index: usize) -> bool {
    characters.get(index..index + 2) == Some(&['关', '于'])
}

/// Where the organs of the title end: at the first 关于, or at the verb before what is passed on.
fn head(characters: &[char]) -> usize {
    let pairs = || characters.windows(2).enumerate();
    let about = pairs()
        .find(|&(at, pair)| at > 0 && pair == ['关', '于'] && !is_in_book_title(characters, at));
    let verbs = [['印', '发'], ['转', '发'], ['批', '转']];
    let verb = || pairs().find(|&(at, pair)| at > 3 && verbs.iter().any(|verb| pair == verb));
    about.or_else(verb).map_or(0, |(at, _)| at)
}

/// Whether no line of a title begins with the character, also behind the name of an organ.
fn begins_no_line(character: char) -> bool {
    character == '的' || CharClass::of(character).is_forbidden_at_start()
}

/// What it costs to begin a line with the character at `index`; none where that must not be.
fn price(characters: &[char], words: &[Word], index: usize) -> Option<i64> {
    let first = *characters.get(index)?;
    let before = *characters.get(index.checked_sub(1)?)?;
    if begins_no_line(first) {
        return None;
    }
    if matches!(before, ' ' | '\u{3000}') {
        return Some(behind_space(characters, index));
    }
    if matches!(before, '、' | '，' | '：' | '；') {
        let counts = |c: Option<&char>| c.is_some_and(|&c| is_numeral(c));
        let ahead = index.checked_sub(2).and_then(|at| characters.get(at));
        // 第七、八批 is one number.
        let within = before == '、' && counts(ahead) && is_numeral(first);
        return Some(if within { TORN } else { 8 });
    }
    let place = words.partition_point(|word| word.start < index);
    let (Some(last), Some(next)) =
        (place.checked_sub(1).and_then(|at| words.get(at)), words.get(place))
    else {
        return Some(TORN);
    };
    if next.start != index {
        return Some(TORN);
    }
    let word =
        |word: &Word| -> String { characters.iter().skip(word.start).take(word.length).collect() };
    let (last_word, next_word) = (word(last), word(next));
    // The second 关于 of a title opens what is passed on: 转发…关于….
    if next_word == "关于" {
        return Some(10);
    }
    if last_word == "关于" {
        return Some(260);
    }
    if first == '（' {
        return Some(150);
    }
    if is_torn_name(*last, next_word.as_str()) {
        return Some(TORN);
    }
    if matches!(next_word.as_str(), "时期" | "期间" | "以来") {
        return Some(2 * HANGING);
    }
    if matches!(before, '》' | '”') {
        return Some(if before == '》' { 12 } else { 20 });
    }
    if matches!(first, '《' | '“') && !matches!(before, '对' | '为' | '和' | '与' | '及') {
        return Some(12);
    }
    if ISSUES.contains(&last_word.as_str()) {
        return Some(15);
    }
    if last_word == "等" || matches!(next_word.as_str(), "和" | "与" | "及" | "暨" | "以及")
    {
        return Some(if last_word == "等" { 25 } else { 30 });
    }
    Some(between(characters, *last, *next))
}

/// Whether a word ends the name of a street or place that `last` begins: 友谊大街, 第二社区.
fn is_torn_name(last: Word, next: &str) -> bool {
    use WordKind::{Noun, Number, Place, Unknown};
    match next {
        "大街" | "大道" | "大桥" => matches!(last.kind, Noun | Number | Place | Unknown),
        "街道" | "社区" | "公园" | "广场" | "水库" | "小区" | "新区" | "林场" => {
            matches!(last.kind, Number | Place | Unknown)
        }
        _ => false,
    }
}

/// Behind a space: between Chinese parts a line may well end, within GB/T 9704 not.
fn behind_space(characters: &[char], index: usize) -> i64 {
    let is_latin = |c: Option<&char>| c.is_some_and(char::is_ascii_alphanumeric);
    let before = characters.get(..index).unwrap_or_default();
    let last = before.iter().rev().find(|c| !c.is_whitespace());
    if is_latin(last) && is_latin(characters.get(index)) { TORN } else { 8 }
}

/// Verbs behind which the name of another text stands.
const ISSUES: [&str; 10] =
    ["印发", "转发", "批转", "公布", "发布", "同意", "修改", "废止", "批准", "实施"];

/// What it costs to end a line between two words.
fn between(characters: &[char], last: Word, next: Word) -> i64 {
    use WordKind::{
        Adjective, Adverb, Conjunction, Direction, Measure, Noun, Number, Particle, Place,
        Preposition, Unknown, Verb,
    };
    let first = characters.get(next.start).copied().unwrap_or(' ');
    let is_where = |word: Word| {
        let character = characters.get(word.start).copied().unwrap_or(' ');
        word.length == 1 && WHERE.contains(character)
    };
    if is_where(next) || matches!(next.kind, Measure | Particle) && next.length == 1 {
        return TORN;
    }
    if is_where(last) {
        return 25;
    }
    if last.kind == Place && ENDS.contains(first) && next.length == 1 {
        return TORN;
    }
    match last.kind {
        Adverb | Preposition | Conjunction | Number => return HANGING,
        Particle => return 90,
        Adjective if last.length == 1 => return HANGING,
        Noun | Verb | Measure | Direction | Adjective | Place | Unknown => {}
    }
    match (last.length, next.length) {
        (_, 1) if ENDS.contains(first) => 130,
        (1, 1) => 130,
        (1, _) | (_, 1) => 80,
        _ => match (last.kind, next.kind) {
            (Verb, Noun | Place | Adverb) => 42,
            (Adjective, _) => 80,
            (Verb, Verb) => 60,
            (Noun, Verb) => 43,
            (Noun, Noun) => 50,
            _ => 45,
        },
    }
}

/// Characters that end words far oftener than they begin them.
const ENDS: &str =
    "市省区县旗州盟局委部厅院会府办处室所站队团法度率性化者们员型类式费额量力权险例业品物域案";

/// Where the second and further organs of a joint document begin, and where one organ's name
/// follows another's within the title: behind 局 and the like, before the name of a place or of an
/// organ of the state.
fn organs(characters: &[char], words: &[Word]) -> Vec<usize> {
    let at = |index: usize| characters.get(index).copied().unwrap_or(' ');
    let begins = |word: &&Word| {
        let Some(before) = word.start.checked_sub(1).filter(|&before| before >= 2) else {
            return false;
        };
        if matches!(at(before), ' ' | '\u{3000}') {
            return is_han(at(before - 1)) && is_han(at(word.start));
        }
        let ended = "局委厅部会院府办行社室".contains(at(before))
            && (at(before - 1), at(before)) != ('总', '会');
        let place = word.kind == WordKind::Place
            || (1..4).any(|length| "市省县旗区州盟".contains(at(word.start + length)))
            || "省市县区".contains(at(word.start)) && word.length == 1;
        let state = matches!(
            (at(word.start), at(word.start + 1)),
            ('国', '家' | '务') | ('中', '国' | '共' | '央') | ('最', '高') | ('全', '国')
        );
        // 国家税务总局包头市税务局 is one organ.
        let branch = characters.get(..word.start).is_some_and(|own| own.ends_with(&TAXES));
        ended
            && !branch
            && (place || state || at(before) == '部' && is_ministry(characters, word.start))
    };
    words.iter().filter(begins).map(|word| word.start).collect()
}

/// Characters that say where or when, and belong to the word before them.
const WHERE: &str = "内中外上下前后间时";

/// The office whose branches are called by its whole name and the place behind it.
const TAXES: [char; 6] = ['国', '家', '税', '务', '总', '局'];

/// Whether a ministry of the state begins at `start`: 交通运输部, 税务总局.
fn is_ministry(characters: &[char], start: usize) -> bool {
    let rest = characters.get(start..).unwrap_or_default();
    let end = rest.iter().take(12).position(|c| "部委局厅室司".contains(*c));
    end.is_some_and(|end| {
        let name = rest.get(..=end).unwrap_or_default();
        end >= 2 && (name.ends_with(&['部']) || name.ends_with(&['总', '局']))
    })
}

/// Names in a title: between the verb of an appointment or an honour and 同志, 等 or 职务; and what
/// · parts.
fn names(characters: &[char]) -> Vec<Range<usize>> {
    let text: String = characters.iter().collect();
    let count = |part: &str| part.chars().count();
    let mut ranges = Vec::new();
    for (at, _) in characters.iter().enumerate().filter(|(_, own)| **own == '·') {
        let name = |side: &mut dyn Iterator<Item = &char>| {
            side.take(4).take_while(|own| is_han(**own)).count()
        };
        let (before, behind) = characters.split_at(at);
        let left = name(&mut before.iter().rev()).min(2);
        let right = name(&mut behind.iter().skip(1)).min(2);
        ranges.push(at + 1 - left..at + 1 + right);
    }
    for verb in ["免去", "任免", "任命", "授予", "追授", "表彰", "给予"] {
        let Some((before, behind)) = text.split_once(verb) else { continue };
        let end =
            ["同志", "等", "职务", "为", "任"].iter().filter_map(|word| behind.find(word)).min();
        let Some(list) = end.and_then(|end| behind.get(..end)) else { continue };
        let mut start = count(before) + 2;
        for name in list.split('、') {
            let length = count(name);
            if (2..=6).contains(&length) {
                ranges.push(start + 1..start + length);
            }
            start += length + 1;
        }
    }
    ranges
}

/// Insides of what stays whole: 《…》 of up to ten characters, “…” of up to eight, （…） of up to
/// twelve.
pub(super) fn enclosed(characters: &[char]) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    for (open, character) in characters.iter().enumerate() {
        let (close, most) = match character {
            '《' => ('》', 10),
            '“' => ('”', 8),
            '（' => ('）', 12),
            _ => continue,
        };
        let end = characters.iter().skip(open).position(|c| *c == close);
        if let Some(length) = end.filter(|&length| length <= most + 1) {
            ranges.push(open + 1..open + length + 1);
        }
    }
    ranges
}
