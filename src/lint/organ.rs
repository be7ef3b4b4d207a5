//! Names of organs that were renamed (`assets/rules/organ-names.tsv`) and mixed short names.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use chrono::{Datelike, NaiveDate};

use super::passage::{Hit, Kind, Passage, Reading, after, before, head, tail};
use super::protect::{Guard, meets, protected};

const TABLE: &str = include_str!("../../assets/rules/organ-names.tsv");

/// How one district is called: the names must not be mixed in a document.
const MIXED: [&[&str]; 2] =
    [&["稀土高新区", "稀土高新技术产业开发区", "包头高新区"], &["各旗县区", "各旗、县、区"]];

struct Organ {
    new: &'static str,
    since: (i32, u32),
}

struct Organs {
    machine: AhoCorasick,
    list: Vec<Organ>,
}

static ORGANS: LazyLock<Option<Organs>> = LazyLock::new(|| {
    let mut names = Vec::new();
    let mut list = Vec::new();
    for line in TABLE.lines().skip(1) {
        let fields: Vec<&str> = line.split('\t').collect();
        let &[old, new, since, ..] = fields.as_slice() else { continue };
        // A row that asks to check with the office, or gives no date, is knowledge, not a rule.
        let Some(since) = month(since) else { continue };
        if new.contains("check") || new.contains("per the reform") {
            continue;
        }
        names.push(old);
        list.push(Organ { new: new.split(" (").next().unwrap_or(new), since });
    }
    let machine =
        AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(names).ok()?;
    Some(Organs { machine, list })
});

/// The year and month of `2018-03`; the last month of the last year of `2018–2019`.
fn month(since: &str) -> Option<(i32, u32)> {
    let digits = |text: &str| text.chars().take_while(char::is_ascii_digit).collect::<String>();
    if let Some((_, last)) = since.split_once('–') {
        return Some((digits(last).parse().ok()?, 12));
    }
    let (year, rest) = since.split_once('-').unwrap_or((since, "12"));
    Some((digits(year).parse().ok()?, digits(rest).parse().unwrap_or(12)))
}

/// Finds organs that have another name by the day of the document.
pub(super) fn check(reading: &Reading<'_>) -> Vec<Hit> {
    let mut hits = mixed(reading);
    let Some(organs) = &*ORGANS else { return hits };
    for (index, passage) in reading.passages.iter().enumerate() {
        let Some(day) = day(reading, passage) else { continue };
        for found in organs.machine.find_iter(passage.text) {
            let Some(organ) = organs.list.get(found.pattern().as_usize()) else { continue };
            let bytes = found.range();
            let cited = meets(&protected(passage.text), Guard::Title, &bytes);
            if (day.year(), day.month()) <= organ.since
                || cited
                || is_history(before(passage.text, bytes.start))
                || is_other_word(passage.text.get(bytes.clone()), after(passage.text, bytes.end))
            {
                continue;
            }
            hits.push(Hit::new("org-name-changed", index, bytes).detail(organ.new));
        }
    }
    hits
}

/// The day from which a passage speaks; none where it is not known or does not matter.
fn day(reading: &Reading<'_>, passage: &Passage<'_>) -> Option<NaiveDate> {
    if passage.kind == Kind::Noise {
        return None;
    }
    let sheet = reading.sheets.get(passage.sheet?)?;
    sheet.date.or(if sheet.chronicle { reading.published } else { None })
}

/// Whether the name is given as a former one, or beside a year before.
fn is_history(left: &str) -> bool {
    let near = tail(left, 12);
    near.ends_with(['原', '美', '国', '俄', '日', '韩']) && !near.ends_with("中国")
        || ["原", "时任", "曾任", "（1", "（200", "（201"].iter().any(|word| near.contains(word))
}

/// Whether the name goes on: 农业部门, 文化部署.
fn is_other_word(name: Option<&str>, right: &str) -> bool {
    name.is_some_and(|name| name.ends_with('部'))
        && right.starts_with(['门', '署', '分', '位', '队', '件', '落', '长'])
        && !right.starts_with("部长")
        || head(right, 2) == "总局"
}

/// Finds organs that a document calls by two names.
fn mixed(reading: &Reading<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for sheet in 0..reading.sheets.len() {
        for names in MIXED {
            let mut first: Option<&str> = None;
            for (index, passage) in reading.of_sheet(sheet) {
                let found = names
                    .iter()
                    .filter_map(|name| passage.text.find(name).map(|at| (at, *name)))
                    .min();
                let Some((at, name)) = found else { continue };
                match first {
                    None => first = Some(name),
                    Some(other) if other != name => {
                        hits.push(
                            Hit::new("org-short-mixed", index, at..at + name.len())
                                .detail(format!("{other}、{name}")),
                        );
                        break;
                    }
                    Some(_) => {}
                }
            }
        }
    }
    hits
}
