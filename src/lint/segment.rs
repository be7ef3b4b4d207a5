//! The passages of a raw text: its lines, whose kinds are told by their form.
//!
//! This is not the recogniser of the import: it knows just enough for rules to look at the right
//! lines. Where the caller knows the kinds of stretches, they are taken instead.

use std::ops::Range;
use std::sync::LazyLock;

use regex::{Regex, RegexSet};

use super::date::{leading_day, parse};
use super::passage::{Kind, Passage, Reading, Sheet, Source};
use crate::text::is_han;
use crate::text::squeeze;

/// A line of the text, in bytes of the whole.
pub(crate) struct Line {
    /// Where it stands, without its line end.
    pub(crate) bytes: Range<usize>,
    /// Its number, from 1.
    pub(crate) number: u32,
}

/// The reading of a raw text and the line of each of its passages.
pub(crate) struct Lines<'a> {
    /// What the rules read.
    pub(crate) reading: Reading<'a>,
    /// The line of each passage.
    pub(crate) lines: Vec<Line>,
}

/// Stands for an unknown year: it has all days.
const LEAP_YEAR: i32 = 2024;

/// Forms of lines, the first that fits decides.
const FORMS: [(&str, Kind); 20] = [
    (r"^[\u1800-\u18af\u202f\s]+$|^[\u1800-\u18af]", Kind::Mongolian),
    (
        r"^第\s*\d+(?:[-—－]\d+)?\s*期|^[(（]总第|出版$|^(?:19|20)\d{2}\s*年\s*第\s*\d+\s*期",
        Kind::IssueLine,
    ),
    (r"^(?:19|20)\d{2}$", Kind::IssueLine),
    (r"^[\u4e00-\u9fff]{2,12}人民政府公报$", Kind::Masthead),
    (r"^目\s*录$", Kind::SectionName),
    (r"^(?:[（(]?此件|公开方式[：:])", Kind::Annotation),
    (
        r"^[\u4e00-\u9fff]{2,14}\s*[〔\[［(（【]\s*\d{2,4}年?\s*[〕\]］)）】]\s*第?\s*\d{1,5}\s*号?$",
        Kind::Number,
    ),
    (r"^(?:19|20)\d{2}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日$", Kind::Date),
    (
        r"^[一二〇○零]{1}[一二三四五六七八九〇○零]{3}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日$",
        Kind::Date,
    ),
    (
        r"^附\s*件\s*(?:\d{1,2}|[（(]\d{1,2}[）)]|[一二三四五六七八九十]+)?\s*[：:.．、。]?$|^附\s?\d$",
        Kind::AttachmentLabel,
    ),
    (r"^附\s*件\s*[：:.．、]\s*\S|^附件(?:\d|[一二三四])：", Kind::AttachmentNote),
    (
        r"^(?:各|市直|国务院各)[^。；]*(?:政府|单位|部门|委员会|管委会|办公室|局|机构)[^。；]{0,8}[：:，,]?$",
        Kind::Addressee,
    ),
    (r"^[●•·◆■○▲]\s*(?:(?:19|20)\d{2}年)?\d{1,2}月", Kind::ChronicleEntry),
    (r"^(?:19|20)\d{2}年\d{1,2}月\d{1,2}日\s*[—－-]+", Kind::Period),
    (r"^第[一二三四五六七八九十百零]+[章编节篇]|^第\d+[章编节篇]", Kind::Chapter),
    (r"^第[一二三四五六七八九十百零]+条|^第\d+条", Kind::Article),
    (
        r"^[\u4e00-\u9fff](?:[ \u3000]*[\u4e00-\u9fff]){1,3}(?:（[^）]{1,12}）)?(?:[ \u3000]+(?:任[^何期务职命意由性免]|免去|兼任|挂任)|免去[^，。；]*职务|任[\u4e00-\u9fff、]{2,30}(?:长|主任|书记|委员|主席|助理|巡视员|总监|总师|教授)(?:（[^）]{1,8}）)?[；。，])",
        Kind::Appointment,
    ),
    (r"^[一二三四五六七八九十]{1,3}[、，,.．。：:\s]", Kind::Heading(1)),
    (r"^[（(][一二三四五六七八九十]{1,3}[）)]", Kind::Heading(2)),
    (r"^\d{1,2}[.．、。：:，][^\d]", Kind::Heading(3)),
];

const LATER: [(&str, Kind); 4] = [
    (r"^[（(]\d{1,2}[）)]|^\d{1,2}[)）]", Kind::Heading(4)),
    (
        r"^(?:邮政编码|邮编|地\s*址|电\s*话|传\s*真|网\s*址|准印证号?|印\s*刷)[：:]|主办$",
        Kind::Colophon,
    ),
    (
        r"^索\s*引\s*号|^发文机关[：:]|^标\s*题[：:]|^发文字号[：:]|^主\s*题\s*(?:词|分类)[：:]|^(?:发布|成文)日期[：:]",
        Kind::Noise,
    ),
    (
        r"^[\u4e00-\u9fff〈〉《》“”（）、·0-9A-Za-z\s]{6,90}(?:决议|决定|命令|令|公报|公告|通告|意见|通知|通报|报告|请示|批复|议案|函|纪要|方案|办法|规定|细则|规则|规划|条例|计划|大事记|答复)(?:（[^）]{2,8}）)?$",
        Kind::Title,
    ),
];

static SET: LazyLock<Option<RegexSet>> =
    LazyLock::new(|| RegexSet::new(FORMS.iter().chain(&LATER).map(|(pattern, _)| *pattern)).ok());

static CONTENTS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^[-•*]?\s*\d{1,3}[\s.、．]\s*\S.*$|^\S.*?(?:…|\.{3}|·{3}|\s)+[（(]?\d{1,3}[）)]?$")
        .ok()
});

/// The kind of a line by its form alone.
fn kind_of(line: &str) -> Kind {
    let Some(set) = &*SET else { return Kind::Body };
    let line = line.trim_start().trim_start_matches('#').trim();
    let matches = set.matches(line);
    let first = matches.iter().next();
    first.and_then(|nth| FORMS.iter().chain(&LATER).nth(nth)).map_or(Kind::Body, |(_, kind)| *kind)
}

/// Reads a text. `known` gives kinds of stretches, in bytes.
pub(crate) fn read<'a>(text: &'a str, known: &[(Range<usize>, Kind)]) -> Lines<'a> {
    let mut reading = Reading::new(Source::Text);
    let mut lines = Vec::new();
    let mut at = 0;
    for (number, line) in (1..).zip(text.split('\n')) {
        let start = at;
        at += line.len() + 1;
        let line = line.trim_end_matches('\r');
        if line.trim().is_empty() {
            continue;
        }
        let bytes = start..start + line.len();
        let told =
            known.iter().filter(|(range, _)| range.start < bytes.end && bytes.start < range.end);
        let mut stretches: Vec<_> = told.cloned().collect();
        if stretches.len() <= 1 {
            let kind = stretches.pop().map_or_else(|| kind_of(line), |(_, kind)| kind);
            reading.passages.push(Passage::new(kind, line));
            lines.push(Line { bytes, number });
            continue;
        }
        for (range, kind) in stretches {
            let range = range.start.max(bytes.start)..range.end.min(bytes.end);
            let Some(part) = text.get(range.clone()) else { continue };
            reading.passages.push(Passage::new(kind, part));
            lines.push(Line { bytes: range, number });
        }
    }
    if known.is_empty() {
        mend_kinds(&mut reading);
        running_heads(&mut reading);
    }
    group(&mut reading);
    Lines { reading, lines }
}

/// Corrects kinds by what stands around them: contents, titles before numbers, notes.
fn mend_kinds(reading: &mut Reading<'_>) {
    contents(reading);
    title_lines(reading);
    let kinds: Vec<Kind> = reading.passages.iter().map(|passage| passage.kind).collect();
    let mut chronicle = false;
    let mut attachments = false;
    for (index, passage) in reading.passages.iter_mut().enumerate() {
        let kind_at = |at: Option<usize>| at.and_then(|at| kinds.get(at)).copied();
        let next = kind_at(Some(index + 1));
        let text = passage.text.trim();
        let short = text.chars().count() <= 60;
        let ends = text.ends_with(['。', '；', '：', '，', '！', ':', ';']);
        let kind = passage.kind;
        let body = kind == Kind::Body;
        let numbered = body && short && !ends && next == Some(Kind::Number);
        let chronicled = body
            && !chronicle
            && text.ends_with("大事记")
            && matches!(next, Some(Kind::Period | Kind::ChronicleEntry));
        let heads_list = kind == Kind::AttachmentLabel
            && text.ends_with(['：', ':'])
            && next == Some(Kind::Heading(3));
        if numbered || chronicled {
            passage.kind = Kind::Title;
        } else if heads_list || (kind == Kind::Heading(3) && attachments) {
            passage.kind = Kind::AttachmentNote;
        } else if body && chronicle && leading_day(text, LEAP_YEAR).is_some() {
            passage.kind = Kind::ChronicleEntry;
        }
        attachments = passage.kind == Kind::AttachmentNote;
        if passage.kind == Kind::Title {
            chronicle = text.contains("大事记");
        }
        chronicle |= passage.kind == Kind::ChronicleEntry;
    }
}

/// Lines of a title over the line that tells what it is: 国务院办公厅 / 关于… / …情况的函.
fn title_lines(reading: &mut Reading<'_>) {
    let mut lines = 0;
    let mut below = None;
    for passage in reading.passages.iter_mut().rev() {
        let text = passage.text.trim();
        let ends = text.ends_with(['。', '；', '：', '，', '！', ':', ';', '”']);
        let count = text.chars().filter(|c| is_han(*c)).count();
        let marks = text.contains(['，', '。', '：', '；', '\t', '|']);
        // A heading of a section stands above the title, too.
        let section = count <= 10 && (text.ends_with("文件") || text.ends_with("任免"));
        let plain = !ends && !marks && !section;
        let fits = passage.kind == Kind::Body && (4..=40).contains(&count) && plain;
        let title = passage.kind == Kind::Title;
        let last = title && matches!(below, Some(Kind::Number | Kind::Addressee | Kind::Date));
        if (1..4).contains(&lines) && fits {
            passage.kind = Kind::Title;
            lines += 1;
        } else if last {
            lines = 1;
        } else {
            lines = if title && lines > 0 { lines + 1 } else { 0 };
        }
        below = Some(passage.kind);
    }
}

/// Lines between two halves of a sentence that repeat a heading, or number a page.
fn running_heads(reading: &mut Reading<'_>) {
    let mut headings: Vec<String> = Vec::new();
    let mut open = false;
    for passage in &mut reading.passages {
        let text = passage.text.trim();
        let compact = squeeze(text);
        let heading = matches!(
            passage.kind,
            Kind::SectionName | Kind::Masthead | Kind::Title | Kind::IssueLine
        );
        let plain = heading || passage.kind == Kind::Body;
        if is_folio(text) {
            passage.kind = Kind::RunningHead;
            continue;
        }
        if open && plain && headings.contains(&compact) && compact.chars().count() <= 20 {
            passage.kind = Kind::RunningHead;
            continue;
        }
        if heading {
            headings.push(compact);
        }
        open = passage.kind.is_prose()
            && text.chars().count() > 10
            && !text.ends_with(['。', '！', '？', '：', '；', '”', '）', '》', '…']);
    }
}

/// Whether a line is the number of a page: — 3 —.
fn is_folio(line: &str) -> bool {
    let dash = |c: char| matches!(c, '—' | '－' | '-');
    let inner = line.trim_matches(dash).trim();
    let framed = line.starts_with(dash) && line.ends_with(dash);
    framed && (1..=4).contains(&inner.len()) && inner.chars().all(|c| c.is_ascii_digit())
}

/// The lines between 目录 and the first document: sections and titles with their pages.
fn contents(reading: &mut Reading<'_>) {
    let Some(first) = reading.passages.iter().position(|passage| squeeze(passage.text) == "目录")
    else {
        return;
    };
    let Some(form) = &*CONTENTS else { return };
    for passage in reading.passages.iter_mut().skip(first + 1) {
        let text = passage.text.trim();
        if form.is_match(text) {
            passage.kind = Kind::ContentsTitle;
        } else if text.chars().count() <= 14 && !text.contains(['。', '，', '：']) {
            passage.kind = Kind::SectionName;
        } else {
            break;
        }
    }
}

/// Puts passages into documents: each begins with a title that has a number or addressee, or is
/// the first one.
fn group(reading: &mut Reading<'_>) {
    reading.published = reading
        .passages
        .iter()
        .filter(|passage| passage.kind == Kind::IssueLine && passage.text.contains("出版"))
        .find_map(|passage| parse(passage.text));
    let kinds: Vec<Kind> = reading.passages.iter().map(|passage| passage.kind).collect();
    let mut sheets: Vec<Sheet> = Vec::new();
    let mut attached = 0;
    let mut section = None;
    let mut year = reading.published.map_or(LEAP_YEAR, |day| chrono::Datelike::year(&day));
    for (index, passage) in reading.passages.iter_mut().enumerate() {
        if passage.kind == Kind::SectionName {
            section = Some(index);
        }
        if passage.kind.is_furniture() {
            continue;
        }
        if passage.kind == Kind::Title && begins_document(&kinds, index, sheets.is_empty()) {
            let chronicle = passage.text.contains("大事记");
            sheets.push(Sheet { title: Some(index), chronicle, section, ..Sheet::default() });
            attached = 0;
        } else if passage.kind == Kind::AttachmentLabel
            || (passage.kind == Kind::Title && !is_title_line(&kinds, index))
        {
            attached += 1;
        }
        passage.sheet = sheets.len().checked_sub(1);
        passage.attached = attached;
        let Some(sheet) = sheets.last_mut().filter(|_| attached == 0) else { continue };
        let kind = passage.kind;
        sheet.official |= matches!(kind, Kind::Number | Kind::Addressee);
        if kind == Kind::Number {
            sheet.number = sheet.number.or(Some(index));
        } else if kind == Kind::Addressee {
            sheet.addressee = sheet.addressee.or(Some(index));
        } else if kind == Kind::Date {
            sheet.date = sheet.date.or(parse(passage.text));
        } else if kind == Kind::Period {
            year = parse(passage.text).map_or(year, |day| chrono::Datelike::year(&day));
        } else if kind == Kind::ChronicleEntry {
            passage.day = leading_day(passage.text, year);
        }
    }
    reading.sheets = sheets;
}

/// Whether the title at `index` begins a document of its own.
fn begins_document(kinds: &[Kind], index: usize, first: bool) -> bool {
    let previous = index.checked_sub(1).and_then(|at| kinds.get(at));
    if previous == Some(&Kind::Title) {
        return false;
    }
    let behind = kinds.iter().skip(index + 1).find(|kind| **kind != Kind::Title);
    first
        || matches!(behind, Some(Kind::Number | Kind::Period | Kind::ChronicleEntry))
        || (behind == Some(&Kind::Addressee)
            && matches!(previous, Some(Kind::Annotation | Kind::Date)))
}

/// Whether the title at `index` is a further line of the title before.
fn is_title_line(kinds: &[Kind], index: usize) -> bool {
    let previous = index.checked_sub(1).and_then(|at| kinds.get(at));
    matches!(previous, Some(Kind::Title | Kind::AttachmentLabel))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expected: Kind) {
        assert_eq!(kind_of(line), expected, "{line}");
    }

    #[test]
    fn lines_are_told_by_their_form() {
        check("包头市人民政府公报", Kind::Masthead);
        check("第4期(总第167期)", Kind::IssueLine);
        check("2026年5月6日出版", Kind::IssueLine);
        check("包府发〔2026〕6号", Kind::Number);
        check("包府发[2026]9号", Kind::Number);
        check("各旗、县、区人民政府，稀土高新区管委会，", Kind::Addressee);
        check("李 杰 任市政府副秘书长；", Kind::Appointment);
        check("武昊 免去市公安局副局长职务。", Kind::Appointment);
        check("2026年4月8日", Kind::Date);
        check("二〇〇六年十月十八日", Kind::Date);
        check("（此件公开发布）", Kind::Annotation);
        check("一、总体目标", Kind::Heading(1));
        check("（一）强化责任落实机制。确定", Kind::Heading(2));
        check("3.落实责任", Kind::Heading(3));
        check("（1）现场核查", Kind::Heading(4));
        check("第十二条　本办法", Kind::Article);
        check("第一章　总　则", Kind::Chapter);
        check("附件2", Kind::AttachmentLabel);
        check("附件：1.任务分工表", Kind::AttachmentNote);
        check("●4月16日至17日，全市", Kind::ChronicleEntry);
        check("2026年4月1日—4月30日", Kind::Period);
        check("邮政编码：014060", Kind::Colophon);
        check("一是压实责任。", Kind::Body);
        check("会议指出，要认真落实。", Kind::Body);
    }
}
