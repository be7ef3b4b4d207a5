//! One thing written in two ways in one document: units, signs of ranges (GB/T 9704-2012, 9;
//! GB/T 15834-2011, 4.13).

use std::sync::LazyLock;

use regex::Regex;

use super::passage::{Hit, Kind, Reading};
use super::protect::{Guard, meets, protected};

/// The names of one unit.
const UNITS: [&[&str]; 6] = [
    &["km", "公里", "千米"],
    &["kg", "公斤", "千克"],
    &["m²", "平方米"],
    &["℃", "摄氏度"],
    &["kW", "千瓦"],
    &["t", "吨"],
];

static UNIT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"\d\s?(km|公里|千米|kg|公斤|千克|m²|平方米|℃|摄氏度|kW|千瓦|t|吨)(?:[^A-Za-z²·时]|$)",
    )
    .ok()
});

static RANGE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\d+(?:\.\d+)?[%％]?([～—])\d+(?:\.\d+)?(年|月|日|时|:|号|期)?").ok()
});

/// Finds the first place of a document that departs from its own way of writing.
pub(super) fn check(reading: &Reading<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    let (Some(unit), Some(range)) = (&*UNIT, &*RANGE) else { return hits };
    for sheet in 0..reading.sheets.len() {
        let mut units: [Option<&str>; UNITS.len()] = [None; UNITS.len()];
        let mut told = [false; UNITS.len()];
        let mut sign: Option<&str> = None;
        let mut mixed = false;
        for (index, passage) in reading.of_sheet(sheet) {
            if !passage.kind.is_prose() || passage.kind == Kind::Addressee {
                continue;
            }
            for found in unit.captures_iter(passage.text).filter_map(|found| found.get(1)) {
                let name = found.as_str();
                let Some(kind) = UNITS.iter().position(|names| names.contains(&name)) else {
                    continue;
                };
                let (Some(first), Some(told)) = (units.get_mut(kind), told.get_mut(kind)) else {
                    continue;
                };
                let first = *first.get_or_insert(name);
                if first != name && !*told {
                    hits.push(Hit::new("unit-mixed", index, found.range()).detail(first));
                    *told = true;
                }
            }
            for found in range.captures_iter(passage.text) {
                let (Some(whole), Some(mark)) = (found.get(0), found.get(1)) else { continue };
                // Years, dates and codes are joined by — whatever values are.
                let date = found.get(2).is_some() || whole.as_str().len() > 11;
                if date || meets(&protected(passage.text), Guard::Code, &whole.range()) {
                    continue;
                }
                let first = *sign.get_or_insert(mark.as_str());
                if first != mark.as_str() && !mixed {
                    hits.push(Hit::new("range-mixed", index, mark.range()));
                    mixed = true;
                }
            }
        }
    }
    hits
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::passage::{Passage, Sheet, Source};

    fn check_text(text: &str, expected: &[&str]) {
        let mut reading = Reading::new(Source::Issue);
        let mut passage = Passage::new(Kind::Body, text);
        passage.sheet = Some(0);
        reading.passages.push(passage);
        reading.sheets.push(Sheet::default());
        assert_eq!(check(&reading).iter().map(|hit| hit.rule).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn one_unit_has_one_name_in_a_document() {
        check_text("长12km，宽3公里。", &["unit-mixed"]);
        check_text("长12公里，宽3公里。", &[]);
        check_text("长12公里，重3千克。", &[]);
        check_text("耗电5千瓦时，装机3kW。", &[]);
    }

    #[test]
    fn ranges_of_values_have_one_sign() {
        check_text("5～8人，10—12人。", &["range-mixed"]);
        check_text("5～8人，2026—2028年。", &[]);
        check_text("3月1日—5日，5～8人。", &[]);
    }
}
