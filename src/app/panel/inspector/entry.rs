//! Values that are typed as text: numbers and days. What is typed becomes an edit, or a sentence
//! that says what is wrong with it.

use chrono::{Datelike, NaiveDate};

use crate::app::language::Words;
use crate::app::page_editor::picture::widen;
use crate::geom::Mm;
use crate::issue::Issue;
use crate::issue::IssueNumber;
use crate::issue::block::{BlockKind, PICTURE_WIDTHS};
use crate::issue::edit::{Edit, Setting};
use crate::issue::find_block;
use crate::issue::id::{BlockId, DocumentId, SectionId};
use crate::text::numeral;

/// A value that is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// Year of the issue.
    Year,
    /// Its number, or two of them: `7—8`.
    Number,
    /// Its number over all years; may be empty.
    Total,
    /// 月刊 and the like.
    Periodicity,
    /// Day of publication; may be empty.
    Published,
    /// First day of an entry of the chronicle.
    From(DocumentId, BlockId),
    /// Its last day; empty for one day.
    Until(DocumentId, BlockId),
    /// Width of a picture in millimetres; empty for that of its column or page.
    Width(DocumentId, BlockId),
    /// The codes of document numbers that belong into a section.
    Codes(SectionId),
}

const NO_DAY: Words =
    ("读不出日期；请写成 2026年4月8日 或 2026-4-8", "No date; write 2026年4月8日 or 2026-4-8");
const NO_NUMBER: Words = ("这里要填数字，例如 4", "A number is wanted, such as 4");
const NO_ISSUE_NUMBER: Words =
    ("请填期号，例如 4；合刊写成 7—8", "A number such as 4; 7—8 for a double issue");
const NO_WIDTH: Words = (
    "请填毫米数，5 至 500，例如 80；留空则自动",
    "Millimetres from 5 to 500, such as 80; empty for automatic",
);
const NO_YEAR: Words = ("请填四位的年份，例如 2026", "Four digits, such as 2026");
const BEFORE: Words =
    ("结束日早于开始日；请改正，或清空", "The last day is before the first; mend or clear it");
const GONE: Words = ("这一段已不在；请重新选定", "It is gone; choose again");

/// A day as the inspector writes it.
pub(crate) fn written(day: NaiveDate) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

/// The day that a text is, in Chinese or with `-`, `.` or `/`.
pub(super) fn day(text: &str) -> Option<NaiveDate> {
    let plain = ["%Y-%m-%d", "%Y.%m.%d", "%Y/%m/%d"];
    numeral::parse_date(text)
        .or_else(|| plain.iter().find_map(|form| NaiveDate::parse_from_str(text.trim(), form).ok()))
}

fn number(text: &str) -> Option<u32> {
    text.trim().parse().ok()
}

/// First and last number of an issue.
fn numbers(text: &str) -> Option<(u32, Option<u32>)> {
    let mut parts =
        text.split(['—', '-', '–', '－', '~', '～', '、']).filter(|part| !part.is_empty());
    let first = number(parts.next()?).filter(|first| *first > 0)?;
    let last = match parts.next() {
        Some(last) => Some(number(last).filter(|last| *last > first)?),
        None => None,
    };
    parts.next().is_none().then_some((first, last))
}

/// The days of an entry of the chronicle.
fn days(
    issue: &Issue,
    document: DocumentId,
    block: BlockId,
) -> Option<(NaiveDate, Option<NaiveDate>)> {
    match find_block(issue.document(document)?, block)?.kind {
        BlockKind::ChronicleEntry { date, until } => Some((date, until)),
        BlockKind::Heading { .. }
        | BlockKind::Paragraph
        | BlockKind::Item
        | BlockKind::Appointment
        | BlockKind::Article
        | BlockKind::Chapter
        | BlockKind::AttachmentNote
        | BlockKind::Table(_)
        | BlockKind::Picture { .. }
        | BlockKind::Note
        | BlockKind::Break => None,
    }
}

/// The width that a picture has of its own.
fn picture_width(issue: &Issue, document: DocumentId, block: BlockId) -> Option<Option<Mm>> {
    match find_block(issue.document(document)?, block)?.kind {
        BlockKind::Picture { width, .. } => Some(width),
        _ => None,
    }
}

/// A width in millimetres that a picture can have.
fn width(text: &str) -> Option<Mm> {
    let width = Mm::new(text.trim_end_matches("毫米").trim_end_matches("mm").trim().parse().ok()?);
    (PICTURE_WIDTHS.0..=PICTURE_WIDTHS.1).contains(&width).then_some(width)
}

/// What the issue has for an entry, as text.
pub(super) fn shown(issue: &Issue, entry: Entry) -> String {
    let number = &issue.number;
    match entry {
        Entry::Year => number.year.to_string(),
        Entry::Number => number.label(),
        Entry::Total => number.total.map(|total| total.to_string()).unwrap_or_default(),
        Entry::Periodicity => number.periodicity.clone(),
        Entry::Published => issue.published.map(written).unwrap_or_default(),
        Entry::From(document, block) => {
            days(issue, document, block).map(|(from, _)| written(from)).unwrap_or_default()
        }
        Entry::Until(document, block) => {
            let until = days(issue, document, block).and_then(|(_, until)| until);
            until.map(written).unwrap_or_default()
        }
        Entry::Width(document, block) => match picture_width(issue, document, block) {
            Some(Some(width)) => width.to_string(),
            Some(None) | None => String::new(),
        },
        Entry::Codes(section) => {
            issue.section(section).map(|section| section.codes.join("、")).unwrap_or_default()
        }
    }
}

/// The edit that a text asks for; none if the issue has it so already.
pub(super) fn edit(issue: &Issue, entry: Entry, text: &str) -> Result<Option<Edit>, Words> {
    let old = &issue.number;
    let numbered =
        |number: IssueNumber| Ok((number != *old).then_some(Edit::Set(Setting::Number(number))));
    let optional_day = || match text.trim() {
        "" => Ok(None),
        text => day(text).map(Some).ok_or(NO_DAY),
    };
    match entry {
        Entry::Year => {
            let year = text.trim().parse().ok().filter(|year| (1900..2200).contains(year));
            numbered(IssueNumber { year: year.ok_or(NO_YEAR)?, ..old.clone() })
        }
        Entry::Number => {
            let (first, last) = numbers(text).ok_or(NO_ISSUE_NUMBER)?;
            numbered(IssueNumber { first, last, ..old.clone() })
        }
        Entry::Total => {
            let total = match text.trim() {
                "" => None,
                text => Some(number(text).ok_or(NO_NUMBER)?),
            };
            numbered(IssueNumber { total, ..old.clone() })
        }
        Entry::Periodicity => numbered(IssueNumber { periodicity: text.to_owned(), ..old.clone() }),
        Entry::Published => {
            let day = optional_day()?;
            Ok((day != issue.published).then_some(Edit::Set(Setting::Published(day))))
        }
        Entry::From(document, block) => {
            let (_, until) = days(issue, document, block).ok_or(GONE)?;
            entry_days(issue, (document, block), day(text).ok_or(NO_DAY)?, until)
        }
        Entry::Until(document, block) => {
            let (from, _) = days(issue, document, block).ok_or(GONE)?;
            entry_days(issue, (document, block), from, optional_day()?)
        }
        Entry::Width(document, block) => {
            let width = match text.trim() {
                "" => None,
                text => Some(width(text).ok_or(NO_WIDTH)?),
            };
            let _own = picture_width(issue, document, block).ok_or(GONE)?;
            Ok(widen(issue, (document, block), width))
        }
        Entry::Codes(section) => {
            let codes: Vec<String> = text
                .split(['、', '，', ',', ' ', '　'])
                .filter(|code| !code.is_empty())
                .map(str::to_owned)
                .collect();
            let now = issue.section(section).ok_or(GONE)?;
            Ok((now.codes != codes).then_some(Edit::SetCodes { section, codes }))
        }
    }
}

fn entry_days(
    issue: &Issue,
    (document, block): (DocumentId, BlockId),
    date: NaiveDate,
    until: Option<NaiveDate>,
) -> Result<Option<Edit>, Words> {
    if until.is_some_and(|until| until < date) {
        return Err(BEFORE);
    }
    let kind = BlockKind::ChronicleEntry { date, until };
    let changes = days(issue, document, block) != Some((date, until));
    Ok(changes.then_some(Edit::SetBlockKind { document, block, kind }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::template;

    /// Types `text` into the sample, and shows what stands there afterwards.
    fn check(entry: Entry, text: &str, expected: &str) {
        let mut issue = template::sample();
        let found = match edit(&issue, entry, text) {
            Ok(Some(edit)) => {
                let _undo = edit.apply(&mut issue).unwrap();
                shown(&issue, entry)
            }
            Ok(None) => format!("={}", shown(&issue, entry)),
            Err((chinese, _)) => chinese.chars().take(5).collect(),
        };
        assert_eq!(found, expected, "{entry:?} {text}");
    }

    #[test]
    fn numbers_and_days_are_read() {
        check(Entry::Year, "2025", "2025");
        check(Entry::Year, "26", "请填四位的");
        check(Entry::Number, "7-8", "7—8");
        check(Entry::Number, "8—7", "请填期号，");
        check(Entry::Number, "", "请填期号，");
        check(Entry::Number, "12", "12");
        check(Entry::Total, "", "");
        check(Entry::Total, "三", "这里要填数");
        check(Entry::Periodicity, "半月刊", "半月刊");
        check(Entry::Published, "2026-5-1", "2026年5月1日");
        check(Entry::Published, "二〇二六年五月一日", "2026年5月1日");
        check(Entry::Published, "2026年2月30日", "读不出日期");
        check(Entry::Published, "五月", "读不出日期");
    }

    #[test]
    fn codes_are_separated_by_any_mark() {
        let section = template::sample().sections.first().unwrap().id;
        check(Entry::Codes(section), "包府发、包府字,包府令", "包府发、包府字、包府令");
    }

    #[test]
    fn the_days_of_an_entry_stand_in_order() {
        let issue = template::sample();
        let (document, block) = issue
            .documents()
            .flat_map(|(_, document)| document.body.iter().map(|block| (document.id, block)))
            .find(|(_, block)| matches!(block.kind, BlockKind::ChronicleEntry { .. }))
            .map(|(document, block)| (document, block.id))
            .unwrap();
        check(Entry::Until(document, block), "1999年1月1日", "结束日早于");
        check(Entry::Until(document, block), "2099年1月1日", "2099年1月1日");
        check(Entry::From(document, block), "2001/1/31", "2001年1月31日");
        check(Entry::From(document, block), "", "读不出日期");
    }
}
