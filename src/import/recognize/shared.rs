//! Lines that hold two parts of a document: cut between them.
//!
//! A number and who signs (签发人) share a line by GB/T 9704-2012, 7.2.6; web pages write the name
//! and the number of an order on one line, or the number in brackets behind a title.

use std::sync::LazyLock;

use regex::Regex;

use super::addressee::is_addressee;
use super::form;
use super::line::Line;
use super::line::Markup;
use super::organ;
use super::title;
use super::title::TitleForm;
use crate::issue::text::Range;
use crate::issue::text::Text;
use crate::text::numeral;
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
        r"^([\p{Han}\d\s“”《》（）—-]{2,60}(?:令|公告|通告))\s*[（(]?(?:\d{4}\s*年)?第\s*[0-9０-９一二三四五六七八九十百零〇]{1,6}\s*号[）)]?$",
    )
});
/// A rule with the number of the order that publishes it behind it.
static ORDERED: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^(.{8,110}(?:规定|办法|细则|规则|条例|决定))\s+[\p{Han}]{0,12}令\s*[〔\[【（(［]\s*\d{4}\s*[〕\]】）)］]\s*第?\d{1,5}\s*号$",
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

/// A title with its day in brackets behind it.
static TITLED_DAY: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"^(.{8,110}?)\s*[（(]\s*\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日\s*[）)]$")
});

static DATED: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^(\d{4}年\d{1,2}月\d{1,2}日[,，\s]+)[\p{Han}]{2,30}(?:部|院|局|厅|办公室|办公厅|政府|委员会|银行|署)$",
    )
});

/// A title with its number behind it.
static BEHIND: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^(.*\p{Han}.*?(?:通知|决定|意见|通报|公告|通告|批复|答复|函|报告|请示|议案|决议|纪要|命令|令)(?:[（(][^（）()]{1,12}[）)])?)\s*[\p{Han}A-Za-z][\p{Han}A-Za-z\s]{1,24}[〔\[（(【［]\s*\d{4}\s*[〕\]）)】］]\s*第?\d{1,5}\s*号$",
    )
});
/// A title with its number before it.
static BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^([\p{Han}A-Za-z]{2,24}\s*[〔\[（(【［]\s*\d{4}\s*[〕\]）)】］]\s*第?\d{1,5}\s*号)\s*(\S.{5,110})$",
    )
});

/// An addressee with the text behind it.
static ADDRESSED: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^(各[\p{Han}、，,（）()\s]{8,150}[：:∶])\s*[^\s：:].{15,}"));
/// A number with the addressee behind it.
static SENT: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^([\p{Han}]{2,12}\s*[〔\[（(【［﹝]\s*\d{4}\s*[〕\]）)】］﹞]\s*第?\d{1,5}\s*号)\s*各[\p{Han}、，,（）()\s]{4,150}[：:∶]$",
    )
});

/// When a page was published, with the text behind it.
static PUBLISHED: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^([•·*–—-]?\s*(?:发布|发表|更新)?(?:日期|时间)\s*[：:]\s*\d{4}[-./年]\d{1,2}[-./月]\d{1,2}日?(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?\s*)[^\d:：\s][^：:]{9,}|^([•·*–—-]?\s*(?:发布|发表|更新)?(?:日期|时间)\s*[：:]\s*\d{4}-\d{1,2}-\d{1,2}\s*\d{1,2}:\d{2}:\d{2}\s*)\d{1,2}月\d{1,2}日",
    )
});

fn regex(pattern: &str) -> Regex {
    #[expect(clippy::unwrap_used, reason = "the patterns are constants, each used in a test")]
    Regex::new(pattern).unwrap()
}

/// Cuts the lines that hold two parts, and those that hold several articles.
pub(super) fn part(lines: Vec<Line>) -> Vec<Line> {
    let lines: Vec<Line> = lines.into_iter().flat_map(articles).collect();
    // One title has its number behind it; a list of documents has many.
    let is_numbered = |line: &&Line| numbered(line).is_some();
    let single = lines.iter().filter(is_numbered).take(3).count() <= 2;
    // In a list of documents each line has both, and so has the next one.
    let glued: Vec<Option<usize>> = (0..lines.len())
        .map(|at| {
            let above = at.checked_sub(1).and_then(|above| lines.get(above));
            glued(lines.get(at)?, above.map_or("", |line| line.squeezed.as_str()))
        })
        .collect();
    let alone = |at: usize| {
        let beside = [at.checked_sub(1), Some(at + 1)];
        !beside.iter().flatten().any(|&at| glued.get(at).copied().flatten().is_some())
    };
    let mut parted = Vec::with_capacity(lines.len());
    for (at, line) in lines.into_iter().enumerate() {
        let found = cut(&line)
            .or_else(|| numbered(&line).filter(|_| single && at < REACH))
            .or_else(|| glued.get(at).copied().flatten().filter(|_| alone(at)));
        match found {
            Some(byte) => parted.extend(halves(&line, byte)),
            None => parted.push(line),
        }
    }
    parted
}

/// The articles of a line that begins with one.
fn articles(mut line: Line) -> Vec<Line> {
    let mut parts = Vec::new();
    while let Some(byte) = next_article(&line.text) {
        let mut halves = halves(&line, byte).into_iter();
        let (Some(first), Some(second)) = (halves.next(), halves.next()) else { break };
        parts.push(first);
        line = second;
    }
    parts.push(line);
    parts
}

/// Where the next article begins behind a sentence of the one that `text` begins with: its number
/// follows, and white space parts the number from its text.
fn next_article(text: &str) -> Option<usize> {
    let own = article(text)?;
    text.match_indices('第').map(|(at, _)| at).find(|&at| {
        let (before, behind) = (text.get(..at), text.get(at..));
        behind.and_then(article) == Some(own + 1)
            && before.is_some_and(|before| form::ends_sentence(before.trim_end()))
    })
}

/// The number of the article that `text` begins with.
fn article(text: &str) -> Option<u32> {
    let (n, rest) = numeral::leading(text.strip_prefix('第')?)?;
    rest.strip_prefix(['条', '條'])?.starts_with(char::is_whitespace).then_some(n)
}

/// Where the second part of the line begins, in bytes.
fn cut(line: &Line) -> Option<usize> {
    let text = line.text.as_str();
    if let Some(end) = addressed(text).or_else(|| published(text)) {
        return Some(end);
    }
    if text.len() > LONGEST || line.markup == Markup::Hidden || !text.contains(['号', '日']) {
        return None;
    }
    let behind = |pattern: &Regex| Some(pattern.captures(text)?.get(1)?.end());
    let order = || {
        let end = behind(&ORDER)?;
        let name = squeeze(text.get(..end)?);
        // The number may be a remark behind the name of a rule: 乙办法（甲市人民政府令第3号）.
        let whole = name.matches(['（', '(']).count() == name.matches(['）', ')']).count();
        (whole && title::form(&name) == Some(TitleForm::Official)).then_some(end)
    };
    let titled = || {
        let end = behind(&TITLED_DAY)?;
        let name = squeeze(text.get(..end)?);
        (title::form(&name) == Some(TitleForm::Official)).then_some(end)
    };
    behind(&SIGNER)
        .or_else(|| behind(&SENT))
        .or_else(|| behind(&ORDERED))
        .or_else(order)
        .or_else(titled)
        .or_else(|| behind(&REMARK))
        .or_else(|| behind(&DATED))
}

/// Where the text behind an addressee begins: a list of organs, not 各级各部门要做到：.
fn addressed(text: &str) -> Option<usize> {
    if !text.starts_with('各') {
        return None;
    }
    let name = ADDRESSED.captures(text)?.get(1)?;
    let squeezed = squeeze(name.as_str());
    let bare = squeezed.trim_end_matches(form::COLONS);
    let listed = bare.contains(['、', '，', ',']);
    let organs = bare.contains("政府") && bare.contains(['各', '委', '局']);
    let whole = ["部门", "单位", "机构", "企业"].iter().any(|end| bare.ends_with(end))
        || organ::is_organ(bare.rsplit(['、', '，', ',']).next().unwrap_or(bare));
    (listed && organs && whole && is_addressee(&squeezed)).then_some(name.end())
}

/// Where a text begins that stands behind the row of when the page was published: a sentence.
fn published(text: &str) -> Option<usize> {
    const SHORTEST: usize = 40;
    if text.chars().count() < SHORTEST || !form::ends_sentence(text) {
        return None;
    }
    let found = PUBLISHED.captures(text)?;
    Some(found.get(1).or_else(|| found.get(2))?.end())
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

/// Where the second part of a line begins that is a title and its number, or the last line of a title
/// that begins `above` (的通知) and its number.
fn glued(line: &Line, above: &str) -> Option<usize> {
    let text = line.text.as_str();
    if text.len() > LONGEST || line.markup == Markup::Hidden || !text.contains('号') {
        return None;
    }
    let titled = |name: &str| {
        let name = squeeze(name);
        let tail = name.starts_with('的') && name.chars().count() <= 8
            || above.chars().count() <= 60
                && title::form(&format!("{above}{name}")) == Some(TitleForm::Official);
        let whole = title::form(&name) == Some(TitleForm::Official);
        let begins = name.chars().next().is_some_and(crate::text::is_han);
        let quoted = name.matches('《').count() != name.matches('》').count();
        let listed = name.starts_with('第') || name.chars().nth(1).is_some_and(|c| c == '、');
        (tail || whole && begins && !listed && !quoted) && !name.contains(['，', '；', '。'])
    };
    if let Some(found) = BEHIND.captures(text).and_then(|found| found.get(1)) {
        return titled(found.as_str()).then_some(found.end());
    }
    let found = BEFORE.captures(text)?;
    let (number, name) = (found.get(1)?, found.get(2)?);
    titled(name.as_str()).then_some(number.end())
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
        check(
            "各县（区）人民政府、管委会，市政府各部门: 2025年，全市政府系统围绕中心，做好工作。",
            &[
                "各县（区）人民政府、管委会，市政府各部门:",
                "2025年，全市政府系统围绕中心，做好工作。",
            ],
        );
        check(
            "各级政府、各部门要做到：围绕中心，服务大局，做好各项工作。",
            &["各级政府、各部门要做到：围绕中心，服务大局，做好各项工作。"],
        );
        check(
            "甲政办发〔2025〕8号各县区人民政府，市直各部门：",
            &["甲政办发〔2025〕8号", "各县区人民政府，市直各部门："],
        );
        check(
            "各街道办事处，区政府各部门：根据上级通知精神，现将有关事项通知如下：",
            &["各街道办事处，区政府各部门：", "根据上级通知精神，现将有关事项通知如下："],
        );
        check("甲市人民政府令第12号", &["甲市人民政府令", "第12号"]);
        check("甲市乙办法（甲市人民政府令第33号）", &["甲市乙办法（甲市人民政府令第33号）"]);
        check(
            "甲市人民政府 甲市乙规定 政府令〔2010〕第15号",
            &["甲市人民政府 甲市乙规定", "政府令〔2010〕第15号"],
        );
        check("甲市人民政府公告 2026年第3号", &["甲市人民政府公告", "2026年第3号"]);
        check(
            "甲市人民政府关于乙的意见（甲府发〔2026〕6号）",
            &["甲市人民政府关于乙的意见", "（甲府发〔2026〕6号）"],
        );
        check(
            "甲市人民政府关于乙的意见（2026年1月2日）",
            &["甲市人民政府关于乙的意见", "（2026年1月2日）"],
        );
        check("2026年4月8日（此件公开发布）", &["2026年4月8日", "（此件公开发布）"]);
        check(
            "甲市人民政府关于乙的通知 甲府发〔2026〕3号",
            &["甲市人民政府关于乙的通知", "甲府发〔2026〕3号"],
        );
        check(
            "甲市人民政府关于乙的通知\t甲府发〔2026〕3号",
            &["甲市人民政府关于乙的通知", "甲府发〔2026〕3号"],
        );
        check(
            "甲市人民政府关于乙的批复甲府函[2026]3号",
            &["甲市人民政府关于乙的批复", "甲府函[2026]3号"],
        );
        check("的通知　　甲府发〔2026〕3号", &["的通知", "甲府发〔2026〕3号"]);
        check(
            "甲府发〔2026〕3号   甲市人民政府关于乙的通知（试行）",
            &["甲府发〔2026〕3号", "甲市人民政府关于乙的通知（试行）"],
        );
        check("甲府发〔2026〕3号 要求，各部门落实", &["甲府发〔2026〕3号 要求，各部门落实"]);
        check("根据关于乙的通知甲府发〔2026〕3号", &["根据关于乙的通知甲府发〔2026〕3号"]);
        check("甲市人民政府关于乙的通告 第3号", &["甲市人民政府关于乙的通告", "第3号"]);
        check("根据甲市人民政府令第12号", &["根据甲市人民政府令第12号"]);
        check("一、关于乙的意见（甲府发〔2026〕6号）", &["一、关于乙的意见（甲府发〔2026〕6号）"]);
    }

    #[test]
    fn the_last_line_of_a_title_has_the_number() {
        let line = |text: &str| {
            let count = u32::try_from(text.chars().count()).unwrap();
            Line::new(text, Range::new(0, count), 0, Markup::Plain)
        };
        let parts = part(vec![line("甲市乙局关于做好丙"), line("工作的通知　甲乙发〔2026〕3号")]);
        let found: Vec<&str> = parts.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(found, ["甲市乙局关于做好丙", "工作的通知", "甲乙发〔2026〕3号"]);
    }

    #[test]
    fn a_list_of_documents_stays() {
        let row = |n: u32| format!("甲市人民政府关于乙{n}的通知 甲府发〔2026〕{n}号");
        let lines: Vec<Line> = (1..4)
            .map(|n| Line::new(&row(n), Range::new(0, 0), 0, Markup::Plain))
            .map(|line| {
                let count = u32::try_from(line.text.chars().count()).unwrap();
                Line { range: Range::new(0, count), ..line }
            })
            .collect();
        assert_eq!(part(lines.clone()), lines);
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
