//! Numbers of headings, items and articles run 1, 2, 3 … (GB/T 9704-2012, 7.3.3).

use std::sync::LazyLock;

use regex::Regex;

use super::passage::{Hit, Kind, Reading, after};
use crate::text::is_han;
use crate::text::numeral::{chinese, parse};

static ARTICLE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^\s*第([一二三四五六七八九十百零]+)条(之)?").ok());
static LABEL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^\s*(?:([一二三四五六七八九十]{1,3})、|[（(]([一二三四五六七八九十]{1,3})[）)]|(\d{1,2})[.．、](?:[^\d]|$)|[（(](\d{1,2})[）)]|([⒈-⒛]))").ok()
});

/// Characters that make a number before them a count and not the number of an item.
const MEASURES: &str = "个项家名人年月日号次万亿%类级种条户亩吨元天期批所座处台大是件张份米公里平度时分点届位部多余千百十至";

/// One numbered paragraph.
struct Item {
    passage: usize,
    level: usize,
    number: u32,
    end: usize,
}

/// Finds gaps and repeats in numbering.
pub(super) fn check(reading: &Reading<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    let mut last: [Option<u32>; 5] = [None; 5];
    let mut place = (None, 0);
    let items = items(reading);
    let mut items = items.iter().peekable();
    for (index, passage) in reading.passages.iter().enumerate() {
        let here = (passage.sheet, passage.attached);
        if here != place || matches!(passage.kind, Kind::Title | Kind::Chapter | Kind::Cell) {
            // Articles go on over chapters.
            let articles = if here == place { last.first().copied().flatten() } else { None };
            last = [articles, None, None, None, None];
            place = here;
        }
        while let Some(item) = items.next_if(|item| item.passage == index) {
            let known = last.get(item.level).copied().flatten();
            // A sentence of the series is text; one that merely begins with a number is none of it.
            let text = passage.kind == Kind::Body;
            if text && item.number != 1 && known.is_none_or(|known| item.number != known + 1) {
                continue;
            }
            if let Some(previous) = known
                && item.number != previous + 1
                && item.number != 1
                && goes_on(item, items.peek().copied())
            {
                let start = passage.text.len() - passage.text.trim_start().len();
                let wanted = label(item.level, previous + 1);
                hits.push(Hit::new("numbering-gap", index, start..item.end).detail(wanted));
            }
            for (level, slot) in last.iter_mut().enumerate() {
                if level == item.level {
                    *slot = Some(item.number);
                } else if level > item.level {
                    *slot = None;
                }
            }
        }
    }
    missing_dots(reading, &mut hits);
    hits
}

/// Whether the item is one of a run: what follows at its level counts on. An article quoted from
/// elsewhere, or a single number, says nothing.
fn goes_on(item: &Item, next: Option<&Item>) -> bool {
    item.level > 0 || next.is_some_and(|next| next.level == 0 && next.number == item.number + 1)
}

fn items(reading: &Reading<'_>) -> Vec<Item> {
    let mut items = Vec::new();
    let (Some(article), Some(label)) = (&*ARTICLE, &*LABEL) else { return items };
    for (passage, text, kind) in
        reading.passages.iter().enumerate().map(|(at, passage)| (at, passage.text, passage.kind))
    {
        if kind == Kind::Article {
            let Some(found) = article.captures(text).filter(|found| found.get(2).is_none()) else {
                continue;
            };
            let number = found.get(1).and_then(|number| parse(number.as_str()));
            let end = found.get(0).map_or(0, |whole| whole.end());
            items.extend(number.map(|number| Item { passage, level: 0, number, end }));
        } else if matches!(kind, Kind::Heading(_) | Kind::Body) {
            let Some(found) = label.captures(text) else { continue };
            let Some((level, group)) = (1..6).find_map(|level| Some((level, found.get(level)?)))
            else {
                continue;
            };
            // ⒈ is 1. in one character.
            let single = group.as_str().chars().next().and_then(dotted);
            let Some(number) = single.or_else(|| parse(group.as_str())) else { continue };
            let level = if single.is_some() { 3 } else { level };
            let mark = after(text, group.end()).chars().next().filter(|_| single.is_none());
            let end = group.end() + mark.map_or(0, char::len_utf8);
            // 二、三季度 enumerates.
            let series = after(text, end).starts_with(|c: char| "一二三四五六七八九十".contains(c));
            if !(level == 1 && series) {
                items.push(Item { passage, level, number, end });
                items.extend(inline(passage, text, level, number));
            }
        }
    }
    items
}

/// The number that ⒈ to ⒛ are.
fn dotted(c: char) -> Option<u32> {
    matches!(c, '⒈'..='⒛').then(|| u32::from(c) - u32::from('⒈') + 1)
}

/// Items that go on within the paragraph of the first one: （三）降雨量；（四）大中型水库.
fn inline(passage: usize, text: &str, level: usize, first: u32) -> Vec<Item> {
    let mut number = first;
    let mut items = Vec::new();
    while let Some(at) = text.find(&label(level, number + 1)).filter(|_| level != 1) {
        let joined = super::passage::before(text, at).ends_with(['；', '。']);
        if !joined || number > 99 {
            break;
        }
        number += 1;
        items.push(Item { passage, level, number, end: at });
    }
    items
}

/// A number as it is printed at a level; 0 for articles.
fn label(level: usize, number: u32) -> String {
    let written = chinese(number).unwrap_or_default();
    match level {
        0 => format!("第{written}条"),
        1 => format!("{written}、"),
        2 => format!("（{written}）"),
        3 => format!("{number}."),
        _ => format!("（{number}）"),
    }
}

/// Finds items whose number has lost its dot: 2.摸底 / 3整改 / 4.验收.
fn missing_dots(reading: &Reading<'_>, hits: &mut Vec<Hit>) {
    let number_of = |at: Option<usize>| {
        let passage = reading.passages.get(at?)?;
        let rest = passage.text.trim_start().trim_start_matches(|c: char| c.is_ascii_digit());
        let digits = passage.text.trim_start();
        let digits = digits.get(..digits.len() - rest.len())?;
        rest.starts_with(['.', '．']).then(|| digits.parse::<u32>().ok())?
    };
    for (index, passage) in reading.passages.iter().enumerate() {
        if !matches!(passage.kind, Kind::Body | Kind::Item | Kind::Heading(_)) {
            continue;
        }
        let text = passage.text.trim_start();
        let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
        let digits = text.len() - rest.len();
        let Some(first) = rest.chars().next() else { continue };
        if !(1..=2).contains(&digits) || !is_han(first) || MEASURES.contains(first) {
            continue;
        }
        let Some(number) = text.get(..digits).and_then(|digits| digits.parse::<u32>().ok()) else {
            continue;
        };
        let previous = number_of(index.checked_sub(1));
        let next = number_of(Some(index + 1));
        if previous.is_some_and(|other| other + 1 == number) || next == Some(number + 1) {
            let start = passage.text.len() - text.len();
            let digits_text = text.get(..digits).unwrap_or_default();
            hits.push(
                Hit::new("h3-number-missing-dot", index, start..start + digits)
                    .fix(format!("{digits_text}.")),
            );
        }
    }
}
