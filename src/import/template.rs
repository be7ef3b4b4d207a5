//! Issues to begin with: the sample, an empty one, the one after another.

use chrono::{Datelike, Months, NaiveDate};

use crate::issue::cover::CoverChoice;
use crate::issue::id::Ids;
use crate::issue::masthead::Masthead;
use crate::issue::text::Text;
use crate::issue::{Issue, IssueNumber, Section, StyleChoice};

/// The text of the sample: a real issue as it was scanned.
const SAMPLE: &str = include_str!("../../assets/sample/2026-04.txt");
/// The name of the city's government in Mongolian, composed of three attested parts. Nobody who
/// reads it has confirmed it, and the word for 公报 is not known: the sample carries it as 未核.
const SAMPLE_MONGOLIAN: &str = "ᠪᠤᠭᠤᠲᠤ ᠬᠣᠲᠠ\u{202f}ᠶᠢᠨ ᠠᠷᠠᠳ\u{202f}ᠤᠨ ᠵᠠᠰᠠᠭ\u{202f}ᠤᠨ ᠣᠷᠳᠣᠨ";
/// The style of issues for which none was asked.
pub const STYLE: &str = "baotou";
/// The sections that a new issue has, with the codes of document numbers that belong there.
const SECTIONS: [(&str, &[&str]); 3] = [
    ("市政府文件", &["包府发", "包府规", "包府函"]),
    ("市政府办公室文件", &["包府办发", "包府办规", "包府办函"]),
    ("政府大事记", &[]),
];

/// The sample issue, as the import of its scan gives it, with a Mongolian name that is 未核.
pub fn sample() -> Issue {
    let mut ids = Ids::new(4);
    let draft = super::import(SAMPLE, &mut ids);
    let published = draft.published.unwrap_or_default();
    let mut issue = draft.into_issue(STYLE, published, &mut ids);
    issue.masthead.mongolian = Text::new(SAMPLE_MONGOLIAN);
    issue
}

/// An issue of the coming month without documents.
pub fn empty(today: NaiveDate, ids: &mut Ids) -> Issue {
    let sections = SECTIONS.map(|(name, codes)| Section {
        id: ids.make(),
        name: name.into(),
        codes: codes.iter().map(|&code| code.to_owned()).collect(),
        documents: Vec::new(),
    });
    Issue {
        id: ids.make(),
        masthead: Masthead { chinese: "包头市人民政府公报".into(), ..Masthead::default() },
        number: IssueNumber {
            year: today.year(),
            first: today.month(),
            last: None,
            total: None,
            periodicity: "月刊".to_owned(),
            folio: None,
        },
        published: None,
        sections: sections.into(),
        colophon: Vec::new(),
        style: StyleChoice { name: STYLE.to_owned(), source: None },
        cover: CoverChoice::default(),
    }
}

/// The issue after `previous`: number and total go on, masthead, colophon, sections and style are
/// carried over, documents are not. The number begins at 1 in a new year.
pub fn next(previous: Issue, ids: &mut Ids) -> Issue {
    let number = previous.number;
    let last = number.last.unwrap_or(number.first);
    let per_year = match number.periodicity.as_str() {
        "半月刊" => 24,
        "双月刊" => 6,
        "季刊" => 4,
        _ => 12,
    };
    let (year, first) =
        if last >= per_year { (number.year.saturating_add(1), 1) } else { (number.year, last + 1) };
    let months = Months::new(12 / per_year.min(12));
    let emptied = |section: Section| Section { documents: Vec::new(), ..section };
    Issue {
        id: ids.make(),
        masthead: previous.masthead,
        number: IssueNumber {
            year,
            first,
            last: None,
            total: number.total.map(|total| total.saturating_add(1)),
            periodicity: number.periodicity,
            folio: None,
        },
        published: previous.published.and_then(|day| day.checked_add_months(months)),
        sections: previous.sections.into_iter().map(emptied).collect(),
        colophon: previous.colophon,
        style: previous.style,
        cover: previous.cover,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(number: (i32, u32, Option<u32>, &str), expected: (i32, u32)) {
        let mut ids = Ids::new(1);
        let mut issue = empty(NaiveDate::default(), &mut ids);
        issue.number = IssueNumber {
            year: number.0,
            first: number.1,
            last: number.2,
            total: Some(167),
            periodicity: number.3.to_owned(),
            folio: None,
        };
        issue.published = NaiveDate::from_ymd_opt(2026, 5, 6);
        let next = next(issue, &mut ids);
        assert_eq!((next.number.year, next.number.first), expected);
        assert_eq!(next.number.total, Some(168));
        assert!(next.documents().next().is_none());
        assert_eq!(next.sections.len(), 3);
    }

    #[test]
    fn numbers_go_on_and_begin_at_1_each_year() {
        check((2026, 4, None, "月刊"), (2026, 5));
        check((2026, 12, None, "月刊"), (2027, 1));
        check((2026, 7, Some(8), "月刊"), (2026, 9));
        check((2026, 6, None, "双月刊"), (2027, 1));
        check((2026, 12, None, "半月刊"), (2026, 13));
    }
}
