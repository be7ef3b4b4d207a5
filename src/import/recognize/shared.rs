//! Lines that hold two parts of a document: cut between them.
//!
//! A number and who signs (签发人) share a line by GB/T 9704-2012, 7.2.6; web pages write the name
//! and the number of an order on one line, or the number in brackets behind a title.

use std::sync::LazyLock;

use regex::Regex;

use super::line::Line;
use super::line::Markup;
use super::title;
use super::title::TitleForm;
use crate::issue::text::Range;
use crate::issue::text::Text;
use crate::text::squeeze;

/// A line longer than this is a paragraph.
const LONGEST: usize = 600;
/// How far from the beginning a title with its number is looked for, in lines.
const REACH: usize = 60;

static SIGNER: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^([\p{Han}A-Za-z]{1,20}\s*[〔\[（(【]\s*\d{4}\s*[〕\]）)】]\s*第?\s*\d{1,5}\s*号)\s*签\s*发\s*人",
    )
});
static ORDER: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^([\p{Han}\s]{2,30}(?:令|公告|通告))\s*[（(]?(?:\d{4}\s*年)?第\s*[0-9０-９一二三四五六七八九十百零〇]{1,6}\s*号[）)]?$",
    )
});
static NUMBERED: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^(.{8,110})[（(][\p{Han}]{1,12}\s*[〔\[【［]\s*\d{4}\s*[〕\]】］]\s*第?\d{1,5}\s*号[）)]$",
    )
});
static REMARK: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^([\d〇○零一二三四五六七八九十]{4}\s*年\s*[\d一二三四五六七八九十]{1,2}\s*月\s*[\d一二三四五六七八九十]{1,3}\s*日)\s*[（(].*(?:公开|发至|联系).*[）)]$",
    )
});

static DATED: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^(\d{4}年\d{1,2}月\d{1,2}日[,，\s]+)[\p{Han}]{2,30}(?:部|院|局|厅|办公室|办公厅|政府|委员会|银行|署)$",
    )
});

fn regex(pattern: &str) -> Regex {
    #[expect(clippy::unwrap_used, reason = "the patterns are constants, each used in a test")]
    Regex::new(pattern).unwrap()
}

/// Cuts the lines that hold two parts.
pub(super) fn part(lines: Vec<Line>) -> Vec<Line> {
    // One title has its number behind it; a list of documents has many.
    let is_numbered = |line: &&Line| numbered(line).is_some();
    let single = lines.iter().filter(is_numbered).take(3).count() <= 2;
    let mut parted = Vec::with_capacity(lines.len());
    for (at, line) in lines.into_iter().enumerate() {
        let found = cut(&line).or_else(|| numbered(&line).filter(|_| single && at < REACH));
        match found {
            Some(byte) => parted.extend(halves(&line, byte)),
            None => parted.push(line),
        }
    }
    parted
}

/// Where the second part of the line begins, in bytes.
fn cut(line: &Line) -> Option<usize> {
    let text = line.text.as_str();
    if text.len() > LONGEST || line.markup == Markup::Hidden || !text.contains(['号', '日']) {
        return None;
    }
    let behind = |pattern: &Regex| Some(pattern.captures(text)?.get(1)?.end());
    let order = || {
        let end = behind(&ORDER)?;
        let name = squeeze(text.get(..end)?);
        (title::form(&name) == Some(TitleForm::Official)).then_some(end)
    };
    behind(&SIGNER).or_else(order).or_else(|| behind(&REMARK)).or_else(|| behind(&DATED))
}

/// Where the number behind a title begins.
fn numbered(line: &Line) -> Option<usize> {
    let text = line.text.as_str();
    if text.len() > LONGEST || !text.ends_with(['）', ')']) || text.starts_with(['《', '（', '('])
    {
        return None;
    }
    let end = NUMBERED.captures(text)?.get(1)?.end();
    let name = squeeze(text.get(..end)?);
    let begins = name.chars().next().is_some_and(crate::text::is_han) && !name.starts_with("第");
    let heading = name.chars().nth(1).is_some_and(|c| matches!(c, '、' | '.'));
    let titled = title::form(&name) == Some(TitleForm::Official);
    (begins && !heading && titled).then_some(end)
}

/// The two lines that the line makes when it is cut at this byte.
fn halves(line: &Line, byte: usize) -> Vec<Line> {
    let count = u32::try_from(line.text.chars().count()).unwrap_or(0);
    let (Some(first), Some(rest)) = (line.text.get(..byte), line.text.get(byte..)) else {
        return vec![line.clone()];
    };
    if count != line.range.len() {
        return vec![line.clone()];
    }
    let length = |text: &str| u32::try_from(text.chars().count()).unwrap_or(0);
    let second = rest.trim_start();
    let middle = line.range.start + length(first.trim_end());
    let from = line.range.start + length(first) + length(rest) - length(second);
    let part = |text: &str, range: Range, blank: u32| {
        let own = Range::new(range.start - line.range.start, range.end - line.range.start);
        let whole = Text { string: line.text.clone(), marks: line.marks.clone() };
        let marks = whole.part(own).marks;
        Line { marks, align: line.align, ..Line::new(text, range, blank, line.markup) }
    };
    vec![
        part(first.trim_end(), Range::new(line.range.start, middle), line.blank),
        part(second, Range::new(from, line.range.end), 0),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::source::Align;
    use crate::issue::text::Mark;

    #[test]
    fn lines_of_two_parts() {
        fn check(text: &str, expected: &[&str]) {
            let count = u32::try_from(text.chars().count()).unwrap();
            let parts = part(vec![Line::new(text, Range::new(0, count), 0, Markup::Plain)]);
            let found: Vec<&str> = parts.iter().map(|line| line.text.as_str()).collect();
            assert_eq!(found, expected);
            for line in &parts {
                let (start, len) = (line.range.start as usize, line.range.len() as usize);
                let there: String = text.chars().skip(start).take(len).collect();
                assert_eq!(there, line.text);
            }
        }
        check("甲府〔2025〕19号　　签发人：张三", &["甲府〔2025〕19号", "签发人：张三"]);
        check("甲府〔2025〕19号签发人：张三", &["甲府〔2025〕19号", "签发人：张三"]);
        check("甲市人民政府令第12号", &["甲市人民政府令", "第12号"]);
        check("甲市人民政府公告 2026年第3号", &["甲市人民政府公告", "2026年第3号"]);
        check(
            "甲市人民政府关于乙的意见（甲府发〔2026〕6号）",
            &["甲市人民政府关于乙的意见", "（甲府发〔2026〕6号）"],
        );
        check("2026年4月8日（此件公开发布）", &["2026年4月8日", "（此件公开发布）"]);
        check("根据甲市人民政府令第12号", &["根据甲市人民政府令第12号"]);
        check("一、关于乙的意见（甲府发〔2026〕6号）", &["一、关于乙的意见（甲府发〔2026〕6号）"]);
    }

    #[test]
    fn both_parts_stand_and_are_marked_as_the_line() {
        let text = "甲市人民政府关于乙的意见（甲府发〔2026〕6号）";
        let count = u32::try_from(text.chars().count()).unwrap();
        let line = Line {
            marks: vec![(Range::new(8, 14), Mark::Kai)],
            align: Align::Center,
            ..Line::new(text, Range::new(5, 5 + count), 2, Markup::Plain)
        };
        let parts = part(vec![line]);
        let [title, number] = parts.as_slice() else { panic!("{parts:?}") };
        assert_eq!((title.align, number.align), (Align::Center, Align::Center));
        assert_eq!(title.marks, [(Range::new(8, 12), Mark::Kai)]);
        assert_eq!(number.marks, [(Range::new(0, 2), Mark::Kai)]);
        assert_eq!(title.blank, 2);
    }
}
