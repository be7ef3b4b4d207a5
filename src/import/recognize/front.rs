//! What surrounds the documents of an issue: masthead, number, contents and colophon.
//!
//! Order of an issue: cover, inner title with contents, documents, chronicle, back cover. A text
//! that shows no number of an issue (第几期) near its beginning has none of these.

use std::sync::LazyLock;

use chrono::NaiveDate;
use regex::Regex;

use super::article;
use super::form;
use super::form::Form;
use super::head::Page;
use super::mark::Mark;
use super::mark::Role;
use super::mark::Style;
use super::title;
use super::title::TitleForm;
use crate::issue::IssueNumber;
use crate::text::numeral;

/// What the front of an issue says.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Front {
    /// The gazette's name.
    pub(super) masthead: Option<String>,
    pub(super) year: Option<i32>,
    pub(super) first: Option<u32>,
    pub(super) last: Option<u32>,
    pub(super) total: Option<u32>,
    pub(super) periodicity: Option<String>,
    pub(super) published: Option<NaiveDate>,
    /// Names of sections in the order of the contents.
    pub(super) sections: Vec<String>,
    /// The lines of the contents.
    pub(super) contents: Vec<ContentsLine>,
    /// Index of the first line behind the front.
    pub(super) end: usize,
    /// Index of the first line of the back cover.
    pub(super) back: usize,
}

/// A document's line in the contents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ContentsLine {
    /// Index of its section.
    pub(super) section: Option<usize>,
    /// The title as the contents prints it.
    pub(super) title: String,
    /// The same without white space.
    pub(super) squeezed: String,
}

impl Front {
    /// Whether the text is a whole issue.
    pub(super) const fn is_issue(&self) -> bool {
        self.first.is_some()
    }

    /// The issue's number, where year and number are known.
    pub(super) fn number(&self) -> Option<IssueNumber> {
        Some(IssueNumber {
            year: self
                .year
                .or_else(|| self.published.map(|published| chrono::Datelike::year(&published)))?,
            first: self.first?,
            last: self.last,
            total: self.total,
            periodicity: self.periodicity.clone().unwrap_or_default(),
            folio: None,
        })
    }
}

/// How far from the beginning the number of the issue is looked for, in lines.
const REACH: usize = 60;

static ISSUE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"第([0-9０-９一二三四五六七八九十]{1,4})(?:[—–\-－~～至、]+第?([0-9０-９一二三四五六七八九十]{1,4}))?期",
    )
});
static TOTAL: LazyLock<Regex> =
    LazyLock::new(|| regex(r"总第?([0-9０-９一二三四五六七八九十百千〇零]{1,6})[期号]"));
static YEAR: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"^((?:19|20|21)\d{2}|[一二][〇○零九一][〇○零一二三四五六七八九]{2})(?:年|$)")
});
static PERIODICITY: LazyLock<Regex> =
    LazyLock::new(|| regex(r"双月刊|半月刊|双周刊|不定期|月刊|季刊|旬刊|周刊|年刊"));
static PUBLISHED: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?:出版日期|出版时间)?[：:]?([0-9〇○零一二三四五六七八九]{4}年[0-9一二三四五六七八九十]{1,2}月[0-9一二三四五六七八九十]{1,3}日)(?:出版)?",
    )
});
/// The number of a document that its line of the contents repeats.
static NUMBERED: LazyLock<Regex> =
    LazyLock::new(|| regex(r"[（(][\p{Han}]{1,12}[〔\[]\d{4}[〕\]]\s*\d{1,5}\s*号[）)]$"));
static PAGE_FIRST: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"^(?:[-–—•·*]\s*)?(?:[（(]\s*)?(\d{1,4})(?:\s*[）)]|[\s.、．]+|)\s*(\D.*|\d{4}年.*)$")
});
static PAGE_LAST: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"^(?:[-–—•·*]\s+)?(.*?)(?:[\s.…·．―—\-─]+|[（(/]\s*)(\d{1,4})\s*[）)/]?$")
});

fn regex(pattern: &str) -> Regex {
    #[expect(clippy::unwrap_used, reason = "the patterns are constants, each used in a test")]
    Regex::new(pattern).unwrap()
}

/// Reads front and back of an issue and marks their lines.
pub(super) fn read(page: &Page<'_>, marks: &mut [Option<Mark>]) -> Front {
    let mut front = Front { back: page.lines.len(), ..Front::default() };
    if !is_issue(page) {
        if has_paged_contents(page) {
            front_lines(page, marks, &mut front);
        }
        return front;
    }
    front_lines(page, marks, &mut front);
    colophon(page, marks, &mut front);
    front
}

fn is_issue(page: &Page<'_>) -> bool {
    let numbered = page
        .lines
        .iter()
        .take(REACH)
        .any(|line| is_info(&line.squeezed) && ISSUE.is_match(&line.squeezed));
    let named = page.lines.iter().take(REACH).any(|line| is_name(&line.squeezed));
    numbered && named
}

/// Whether a contents with page numbers stands near the beginning; that of a law has none.
fn has_paged_contents(page: &Page<'_>) -> bool {
    let heading = page.lines.iter().take(REACH).position(|l| is_contents_heading(&l.squeezed));
    heading.is_some_and(|at| {
        let entries = (at + 1..page.lines.len()).take(REACH);
        let paged = entries.filter(|&line| {
            let Some(title) = contents_line(page.text(line)) else { return false };
            let title = crate::text::squeeze(&NUMBERED.replace_all(&title, ""));
            // An entry may have begun on the line above.
            let whole = if line > at + 1 {
                format!("{}{title}", page.squeezed(line - 1))
            } else {
                String::new()
            };
            [title, whole].iter().any(|title| {
                title::form(title) == Some(TitleForm::Official) || article::is_article(title)
            })
        });
        // What stands below a document's title is the contents of that document.
        paged.count() >= 2 && !(0..at).any(|line| page.head(line).is_some())
    })
}

/// Whether the text is the name of a gazette.
fn is_name(squeezed: &str) -> bool {
    let length = squeezed.chars().count();
    (3..=24).contains(&length)
        && squeezed.ends_with("公报")
        && !squeezed.contains("关于")
        && squeezed.chars().all(crate::text::is_han)
}

pub(super) fn is_contents_heading(squeezed: &str) -> bool {
    let gazette = |text: &str| text.contains("公报") || text.ends_with('期');
    matches!(squeezed, "目录" | "目次" | "本期目录" | "要目" | "本期要目" | "目錄")
        || squeezed.len() <= 120
            && squeezed.strip_suffix("目录").is_some_and(|name| {
                gazette(name.trim_end_matches(['）', ')'])) && !name.contains("关于")
            })
}

/// Whether the line holds nothing but number, year, total, periodicity and day of the issue.
fn is_info(squeezed: &str) -> bool {
    if squeezed.len() > 160 {
        return false;
    }
    let mut rest = squeezed.to_owned();
    for pattern in [&*PUBLISHED, &*TOTAL, &*ISSUE, &*PERIODICITY] {
        rest = pattern.replace_all(&rest, "").into_owned();
    }
    let rest = rest.trim_matches(|c: char| !c.is_alphanumeric());
    let rest = YEAR.replace(rest, "");
    rest.chars().all(|c| !c.is_alphanumeric()) && rest.len() < squeezed.len()
}

fn read_info(squeezed: &str, front: &mut Front) {
    let number = |text: Option<regex::Match<'_>>| text.and_then(|m| numeral::parse(m.as_str()));
    if let Some(found) = PUBLISHED.captures(squeezed) {
        let day = found.get(1).and_then(|m| numeral::parse_date(m.as_str()));
        front.published = front.published.or(day);
    }
    let rest = PUBLISHED.replace_all(squeezed, "");
    if let Some(found) = TOTAL.captures(&rest) {
        front.total = front.total.or(number(found.get(1)));
    }
    let rest = TOTAL.replace_all(&rest, "");
    if let Some(found) = ISSUE.captures(&rest)
        && front.first.is_none()
    {
        front.first = number(found.get(1));
        front.last = number(found.get(2));
    }
    if let Some(found) = PERIODICITY.find(&rest) {
        let _ = front.periodicity.get_or_insert_with(|| found.as_str().to_owned());
    }
    let year = YEAR.captures(rest.trim_matches(|c: char| !c.is_alphanumeric()));
    if let Some(found) = year {
        let year = number(found.get(1)).and_then(|year| i32::try_from(year).ok());
        front.year = front.year.or(year);
    }
}

fn set(marks: &mut [Option<Mark>], at: usize, role: Role, style: Style, confidence: f32) {
    if let Some(slot) = marks.get_mut(at) {
        *slot = Some(Mark { role, style, confidence, joins: false, forced: false, document: None });
    }
}

/// Marks the lines up to the first document.
fn front_lines(page: &Page<'_>, marks: &mut [Option<Mark>], front: &mut Front) {
    let has_contents = page.lines.iter().take(REACH).any(|l| is_contents_heading(&l.squeezed));
    let mut at = 0;
    while at < page.lines.len() {
        let squeezed = page.squeezed(at);
        if is_contents_heading(squeezed) {
            let why = "目录标题：由版面重新生成";
            set(marks, at, Role::Dropped(why), Style::Contents, 0.98);
            at = contents(page, at + 1, marks, front);
            break;
        }
        if page.form(at) == Form::Mongolian {
            let why = "识别出的蒙古文刊名不可靠，不采用；请由懂蒙古文的人录入并核对";
            set(marks, at, Role::Dropped(why), Style::Masthead, 0.95);
        } else if is_name(squeezed) {
            if front.masthead.is_none() {
                front.masthead = Some(squeezed.to_owned());
                set(marks, at, Role::Masthead, Style::Masthead, 0.95);
            } else {
                set(marks, at, Role::Dropped("重复的刊名"), Style::Masthead, 0.95);
            }
        } else if is_info(squeezed) {
            read_info(squeezed, front);
            set(marks, at, Role::Masthead, Style::Masthead, 0.95);
        } else if page.form(at) == Form::Noise || page.form(at) == Form::Folio {
            set(marks, at, Role::Dropped("页面上的其他文字"), Style::Noise, 0.8);
        } else if has_contents {
            set(marks, at, Role::Dropped("刊头上的其他文字"), Style::Masthead, 0.6);
        } else {
            break;
        }
        at += 1;
    }
    front.end = at;
}

/// The page number and title of a line of the contents that has both.
fn contents_line(text: &str) -> Option<String> {
    let text = text.trim();
    if let Some(found) = PAGE_FIRST.captures(text) {
        let title = found.get(2)?.as_str().trim();
        let day = title.starts_with(['年', '月', '日', '期', '号', '个']);
        if !day && title.chars().count() >= 2 {
            return Some(title.to_owned());
        }
    }
    let found = PAGE_LAST.captures(text)?;
    let title = found.get(1)?.as_str().trim_end_matches(['.', '…', '·', '．', '—', ' ', '　', '-']);
    (title.chars().count() >= 2).then(|| title.trim().to_owned())
}

/// Reads the contents from line `from`; the index of the first line behind it.
fn contents(page: &Page<'_>, from: usize, marks: &mut [Option<Mark>], front: &mut Front) -> usize {
    const WHY: &str = "目录：由版面按标题重新生成";
    let mut section = None;
    // The beginning of an entry whose page number stands on a later line.
    let mut pending = String::new();
    let mut at = from;
    while at < page.lines.len() {
        let text = page.text(at);
        let squeezed = page.squeezed(at);
        let paged = contents_line(text);
        let furniture = matches!(page.form(at), Form::Mongolian | Form::Folio | Form::Noise)
            || is_contents_heading(squeezed);
        if furniture {
            set(marks, at, Role::Dropped(WHY), Style::Contents, 0.8);
        } else if let Some(title) = paged {
            let title = title::join(&[&pending, &title]);
            pending.clear();
            let bare = NUMBERED.replace_all(&title, "");
            // A number alone belongs to the entry above it.
            if !bare.is_empty() {
                push(front, section, &bare);
            }
            set(marks, at, Role::Dropped(WHY), Style::Contents, 0.95);
        } else if page.head(at).is_some() || squeezed.chars().count() > 80 {
            break;
        } else if is_section(page, at) && pending.is_empty() {
            section = Some(front.sections.len());
            let name = squeezed.trim_matches(['【', '】', '[', ']', '★', '■', '●', '◆']);
            front.sections.push(name.to_owned());
            set(marks, at, Role::Dropped(WHY), Style::Contents, 0.95);
        } else if continues(front, squeezed) {
            if let Some(last) = front.contents.last_mut() {
                last.title = title::join(&[&last.title, text]);
                last.squeezed.push_str(squeezed);
            }
            set(marks, at, Role::Dropped(WHY), Style::Contents, 0.85);
        } else if page.group(at).is_some_and(|g| g.count == 1 || !pages_later(page, at))
            && !known(front, page, at)
        {
            push(front, section, text);
            set(marks, at, Role::Dropped(WHY), Style::Contents, 0.7);
        } else if pages_later(page, at) {
            pending = title::join(&[&pending, text]);
            set(marks, at, Role::Dropped(WHY), Style::Contents, 0.85);
        } else {
            break;
        }
        at += 1;
    }
    at
}

fn push(front: &mut Front, section: Option<usize>, title: &str) {
    // More lines than this are no contents of one issue, and would cost time to compare with.
    if front.contents.len() < 400 {
        front.contents.push(ContentsLine {
            section,
            title: title.to_owned(),
            squeezed: crate::text::squeeze(title),
        });
    }
}

/// Whether the title at `at` stands in the contents already: then the documents begin here.
fn known(front: &Front, page: &Page<'_>, at: usize) -> bool {
    page.group(at).is_some_and(|group| {
        front.contents.iter().any(|line| title::similarity(&line.squeezed, &group.squeezed) > 0.8)
    })
}

/// Whether the line is the heading of a section: short, and an entry follows.
fn is_section(page: &Page<'_>, at: usize) -> bool {
    let squeezed = page.squeezed(at);
    if squeezed.chars().count() > 16 || !page.is_titleish(at) && page.form(at) == Form::Plain {
        return false;
    }
    let next = page.next(at + 1);
    let title = contents_line(page.text(next));
    if let Some(title) = &title
        && title::form(&crate::text::squeeze(title)) != Some(TitleForm::Official)
        && title::form(&crate::text::squeeze(&format!("{squeezed}{title}")))
            == Some(TitleForm::Official)
    {
        // The first line of an entry whose page number stands on its second.
        return false;
    }
    let entry = title.is_some();
    let wrapped = page.is_titleish(next) && pages_later(page, next);
    let unpaged = page.group(next).is_some_and(|g| g.squeezed.contains("关于"));
    entry || page.head(next).is_none() && (wrapped || unpaged)
}

/// Whether a line with a page number follows at once, so that this one is an entry's beginning.
fn pages_later(page: &Page<'_>, at: usize) -> bool {
    (1..=2).any(|step| {
        let text = page.text(at + step);
        PAGE_LAST.is_match(text) && contents_line(text).is_some() && !PAGE_FIRST.is_match(text)
    })
}

/// Whether the line completes the entry before it.
fn continues(front: &Front, squeezed: &str) -> bool {
    front.contents.last().is_some_and(|last| {
        let whole = title::form(&last.squeezed) == Some(TitleForm::Official)
            || last.squeezed.ends_with("大事记");
        let joined = format!("{}{squeezed}", last.squeezed);
        !whole && title::form(&joined) == Some(TitleForm::Official)
    })
}

/// Marks the back cover: the gazette's name again, who publishes it, address.
fn colophon(page: &Page<'_>, marks: &mut [Option<Mark>], front: &mut Front) {
    const MOST: usize = 24;
    let count = page.lines.len();
    let name = front.masthead.clone().unwrap_or_default();
    let from = count.saturating_sub(MOST).max(front.end);
    let mut start = None;
    let mut sure = 0;
    for at in (from..count).rev() {
        let squeezed = page.squeezed(at);
        if squeezed == name && !name.is_empty() {
            start = Some(at);
            // Covers print the name twice at most; above stands the last document.
            if page.squeezed(at.saturating_sub(1)) != name {
                break;
            }
        } else if is_publisher(squeezed) {
            sure += 1;
            start = Some(at);
        } else if !is_back_line(page, at) {
            break;
        }
    }
    let Some(start) = start.filter(|_| sure > 0) else { return };
    front.back = start;
    for at in start..count {
        let squeezed = page.squeezed(at);
        if page.form(at) == Form::Mongolian {
            let why = "识别出的蒙古文刊名不可靠，不采用；请由懂蒙古文的人录入并核对";
            set(marks, at, Role::Dropped(why), Style::Masthead, 0.95);
        } else if squeezed == name {
            set(marks, at, Role::Dropped("重复的刊名"), Style::Masthead, 0.95);
        } else if is_info(squeezed) && ISSUE.is_match(squeezed) {
            set(marks, at, Role::Dropped("重复的期号"), Style::Masthead, 0.9);
        } else if page.form(at) == Form::Folio {
            set(marks, at, Role::Dropped("页码：由版面重新生成"), Style::RunningHead, 0.9);
        } else {
            set(marks, at, Role::Colophon, Style::Colophon, 0.9);
        }
    }
}

/// Whether a line of the back cover could say this.
fn is_back_line(page: &Page<'_>, at: usize) -> bool {
    let squeezed = page.squeezed(at);
    let label = squeezed.find(['：', ':']).is_some_and(|byte| byte <= 18);
    page.form(at) == Form::Mongolian
        || page.form(at) == Form::Folio
        || is_info(squeezed)
        || label && !form::ends_sentence(squeezed) && squeezed.chars().count() <= 60
}

/// Whether the line says who makes the gazette or where to find them.
fn is_publisher(squeezed: &str) -> bool {
    const ENDS: [&str; 9] =
        ["主办", "主管", "编辑", "编辑出版", "编印", "印刷", "印制", "出版", "承办"];
    const LABELS: [&str; 25] = [
        "主办",
        "主管",
        "承办",
        "编辑",
        "出版",
        "印刷",
        "印制",
        "发行",
        "邮政编码",
        "邮编",
        "地址",
        "电话",
        "传真",
        "网址",
        "电子邮箱",
        "邮箱",
        "准印证",
        "国内统一",
        "刊号",
        "定价",
        "主编",
        "编委会",
        "印数",
        "承印",
        "联系电话",
    ];
    squeezed.chars().count() <= 60
        && !form::ends_sentence(squeezed)
        && (ENDS.iter().any(|end| squeezed.ends_with(end))
            || LABELS
                .iter()
                .any(|label| squeezed.starts_with(label) && squeezed.len() > label.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::recognize::line;

    #[test]
    fn numbers_of_issues() {
        fn check(text: &str, expected: (Option<u32>, Option<u32>, Option<u32>, Option<&str>)) {
            assert!(is_info(text), "{text}");
            let mut front = Front::default();
            read_info(text, &mut front);
            let found = (front.first, front.last, front.total, front.periodicity.as_deref());
            assert_eq!(found, expected, "{text}");
        }
        check("第4期(总第167期)", (Some(4), None, Some(167), None));
        check("2026年第4期", (Some(4), None, None, None));
        check("（总第167期·双月刊）", (None, None, Some(167), Some("双月刊")));
        check(
            "2026年第7—8期（总第170—171期）".split('（').next().unwrap(),
            (Some(7), Some(8), None, None),
        );
        check("总第167期月刊", (None, None, Some(167), Some("月刊")));
        assert!(is_info("2026"));
        assert!(is_info("2026年5月6日出版"));
        assert!(!is_info("包头市人民政府公报"));
        assert!(!is_info("2026年全市第4期培训班"));
    }

    #[test]
    fn lines_of_contents() {
        fn check(text: &str, expected: Option<&str>) {
            assert_eq!(contents_line(text).as_deref(), expected, "{text}");
        }
        check("- 1 甲市人民政府关于乙的通知", Some("甲市人民政府关于乙的通知"));
        check("12 甲市人民政府关于乙的通知", Some("甲市人民政府关于乙的通知"));
        check("甲市人民政府关于乙的通知……3", Some("甲市人民政府关于乙的通知"));
        check("甲市人民政府关于乙的通知 （3）", Some("甲市人民政府关于乙的通知"));
        check(
            "- 6 2026年4月1日至2026年4月30日政府大事记",
            Some("2026年4月1日至2026年4月30日政府大事记"),
        );
        check("市政府文件", None);
    }

    #[test]
    fn an_issue_is_read() {
        let text = "甲市人民政府公报\n2026\n第4期（总第167期）\n甲市人民政府公报\n目 录\n市政府文件\n\
            关于乙的\n通知……1\n政府大事记\n2 2026年4月政府大事记\n甲市人民政府 关于乙的通知\n\
            甲府发〔2026〕6号\n各局：\n好。\n甲市人民政府公报\n甲市人民政府办公室主办\n地 址：甲市";
        let lines = line::lines(&crate::import::plain::read(text).paragraphs);
        let page = Page::new(&lines);
        let mut marks = vec![None; lines.len()];
        let front = read(&page, &mut marks);
        assert_eq!(front.sections, ["市政府文件", "政府大事记"]);
        let titles: Vec<&str> = front.contents.iter().map(|line| line.title.as_str()).collect();
        assert_eq!(titles, ["关于乙的通知", "2026年4月政府大事记"]);
        assert_eq!((front.end, front.back), (10, 14));
        assert_eq!((front.year, front.total), (Some(2026), Some(167)));
    }
}
