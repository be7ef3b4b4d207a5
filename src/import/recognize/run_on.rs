//! Documents that came as one line: cut where their parts begin.
//!
//! A copy that lost its line ends still shows its form: the number with its brackets, the kind of
//! document at the end of the title, the addressee's colon, numbers that follow on each other, the
//! date behind the organ's name. Where a heading ends and its body begins is a guess.

use std::sync::LazyLock;

use regex::Regex;

use super::addressee;
use super::form;
use super::gap;
use super::line::Line;
use super::line::Markup;
use super::organ;
use super::title;
use super::title::TitleForm;
use crate::issue::text::Range;
use crate::issue::text::Text;
use crate::text::numeral;

/// A line shorter than this is a paragraph, however it looks.
const SHORTEST: usize = 200;

static NUMBER: LazyLock<Regex> =
    LazyLock::new(|| regex(r"[\p{Han}A-Za-z]{1,24}[〔\[（(【]\d{4}[〕\]）)】]\d{1,5}号"));
static DATE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"\d{4}年\d{1,2}月\d{1,2}日|[一二][〇○零一二三四五六七八九]{3}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日",
    )
});
static BODY: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"\d{4}年|各|[（(][一1][）)]|为[了进切深]|根据|按照|1[.．]|[市县区省旗我本][\p{Han}]{0,8}(局|委|办|部门|政府|厅|处)(将|要|应|会同|负责)",
    )
});

fn regex(pattern: &str) -> Regex {
    #[expect(clippy::unwrap_used, reason = "the patterns are constants, each used in a test")]
    Regex::new(pattern).unwrap()
}

/// Cuts lines that hold a whole document.
pub(super) fn split(lines: Vec<Line>) -> Vec<Line> {
    if lines.len() > 12 {
        return lines;
    }
    let mut parts = Vec::with_capacity(lines.len());
    let mut organ = String::new();
    for line in lines.into_iter().flat_map(|line| cut_line(line, gap::cuts)) {
        let short = line.text.len() <= 600;
        if short && organ::is_organ(&line.squeezed) {
            organ.clone_from(&line.squeezed);
        } else if let Some(issuer) = organ::issuer(&line.text).filter(|_| short) {
            organ = issuer;
        }
        parts.extend(cut_line(line, |text| {
            let long = text.chars().count() >= SHORTEST;
            cuts(text).filter(|_| long).or_else(|| cuts_of_body(text, &organ))
        }));
    }
    parts
}

/// The parts of a line, cut at these bytes of its text.
fn cut_line(line: Line, cuts: impl Fn(&str) -> Option<Vec<usize>>) -> Vec<Line> {
    let count = line.text.chars().count();
    let whole = u32::try_from(count).is_ok_and(|count| count == line.range.len());
    if !whole || line.markup != Markup::Plain {
        return vec![line];
    }
    let Some(cuts) = cuts(&line.text) else { return vec![line] };
    let mut parts = Vec::new();
    let mut start = line.range.start;
    for pair in cuts.windows(2) {
        let &[from, to] = pair else { continue };
        let Some(text) = line.text.get(from..to) else { continue };
        let end = start + u32::try_from(text.chars().count()).unwrap_or(0);
        let lead = text.chars().take_while(|c| c.is_whitespace()).count();
        let trail = text.chars().rev().take_while(|c| c.is_whitespace()).count();
        let (lead, trail) = (u32::try_from(lead).unwrap_or(0), u32::try_from(trail).unwrap_or(0));
        if !text.trim().is_empty() {
            let range = Range::new(start + lead, end - trail);
            let whole = Text { string: line.text.clone(), marks: line.marks.clone() };
            let own = Range::new(range.start - line.range.start, range.end - line.range.start);
            let marks = whole.part(own).marks;
            parts.push(Line { marks, ..Line::new(text.trim(), range, 1, Markup::Plain) });
        }
        start = end;
    }
    parts
}

/// The byte offsets where parts begin, with both ends; none if the line is no document.
fn cuts(text: &str) -> Option<Vec<usize>> {
    let mut cuts = vec![0];
    let found = NUMBER.find(text).filter(|found| {
        text.get(..found.start()).is_some_and(|before| before.chars().count() <= 160)
    })?;
    let before = text.get(..found.end())?;
    let code = code_start(before, found.start());
    cuts.push(code);
    cuts.push(found.end());
    let mut at = found.end();
    let head = text.get(..code)?.trim();
    let titled = title::form(head) == Some(TitleForm::Official);
    if !titled {
        at += title_length(text.get(at..)?)?;
        cuts.push(at);
    }
    if let Some(end) = addressee_end(text.get(at..)?) {
        at += end;
        cuts.push(at);
    }
    let issuer = organ::issuer(head);
    let organ = issuer.as_deref().unwrap_or_else(|| head.trim_end_matches("文件"));
    body(text, at, organ, &mut cuts);
    if let Some(imprint) = imprint(text, organ) {
        cuts.push(imprint);
    }
    cuts.push(text.len());
    cuts.sort_unstable();
    cuts.dedup();
    Some(cuts)
}

/// The length of the addressee that the text begins with.
fn addressee_end(rest: &str) -> Option<usize> {
    let colon = rest.find(['：', ':'])?;
    let named = rest.get(..colon)?;
    let whole = named.chars().count() <= 250 && !named.contains('。') && !named.contains("如下");
    whole.then_some(colon + rest.get(colon..)?.chars().next()?.len_utf8())
}

/// The byte offsets where the parts of a body begin whose head stands on lines of its own, with both
/// ends; none if the paragraph does not count 一、 and 二、.
fn cuts_of_body(text: &str, organ: &str) -> Option<Vec<usize>> {
    let counts = |number: &str| {
        text.match_indices(number).any(|(at, _)| {
            let before = text.get(..at).unwrap_or_default().trim_end();
            before.ends_with(['。', '；', '：', ':', ';'])
        })
    };
    if !(counts("一、") && counts("二、")) {
        return None;
    }
    let mut cuts = vec![0];
    let from = addressee_end(text).filter(|&end| {
        text.get(..end).is_some_and(|named| addressee::is_addressee(&crate::text::squeeze(named)))
    });
    cuts.extend(from);
    body(text, from.unwrap_or(0), organ, &mut cuts);
    cuts.push(text.len());
    cuts.sort_unstable();
    cuts.dedup();
    Some(cuts)
}

/// Where the code of a number begins: behind 文件 or a gap, or at the text's beginning.
fn code_start(before: &str, found: usize) -> usize {
    let bracket = before.rfind(['〔', '[', '（', '(', '【']).unwrap_or(before.len());
    let head = before.get(..bracket).unwrap_or_default();
    let behind = |word: &str| head.rfind(word).map(|at| at + word.len());
    let kinds =
        ["文件", "的通知", "的意见", "的批复", "的函", "的决定", "的通告", "的公告", "的通报"];
    let start = kinds.iter().filter_map(|kind| behind(kind)).max();
    let gap = head.rfind(char::is_whitespace).map(|at| at + 1);
    start.max(gap.filter(|&at| head.get(at..).is_some())).unwrap_or(found)
}

/// The length of the title that the text begins with.
fn title_length(rest: &str) -> Option<usize> {
    const MOST: usize = 130;
    let mut depth = 0;
    for (byte, c) in rest.char_indices().take(MOST) {
        match c {
            '《' => depth += 1,
            '》' => depth -= 1,
            '。' | '：' | ':' => return None,
            _ => {}
        }
        let end = byte + c.len_utf8();
        let name = rest.get(..end)?;
        let after = rest.get(end..)?;
        let goes_on = after.starts_with(['的', '》', '精', '要', '书', '和', '（', '(']);
        if depth == 0 && !goes_on && title::form(name) == Some(TitleForm::Official) {
            return Some(end);
        }
    }
    None
}

/// Cuts the body from byte `from`.
fn body(text: &str, from: usize, organ: &str, cuts: &mut Vec<usize>) {
    let mut expected = [1u32; 4];
    let mut laws = Laws { article: 1, named: false };
    let mut attachments = false;
    let mut before = '。';
    // Whether the mark before the one before closed a sentence: 。） closes too.
    let mut stopped = true;
    let mut cut = from;
    for (offset, c) in text.get(from..).unwrap_or_default().char_indices() {
        let at = from + offset;
        let rest = text.get(at..).unwrap_or_default();
        if c.is_whitespace() {
            // White space is neither the end nor the middle of a part.
            if cut == at {
                cut = at + c.len_utf8();
            }
            continue;
        }
        let stop = matches!(before, '。' | '；' | ';' | '：' | ':' | '！') || cut == at;
        let closed = stop || matches!(before, '）' | ')' | '”') && stopped;
        stopped = stop;
        before = c;
        if rest.starts_with("附件") && begins_attachments(rest, closed, attachments) {
            cuts.push(at);
            attachments = true;
            expected[2] = if has_list(rest) { 2 } else { 1 };
            cut = at;
            if let Some(end) = label_end(rest) {
                cuts.push(at + end);
                cut = at + end;
            }
            continue;
        }
        if closed && ["此复", "特此"].iter().any(|formula| rest.starts_with(formula))
            || stop && names_whom_to_ask(rest)
        {
            cuts.push(at);
        }
        if c == '第' && laws.begins(rest, closed || attachments) {
            cuts.push(at);
            cut = at;
            expected = [1; 4];
            continue;
        }
        if !may_number(c) {
            continue;
        }
        if let Some(end) = date_end(text, at) {
            if let Some(sign) = signature(text, cut, at, organ) {
                cuts.push(sign);
                attachments = true;
            }
            if !rest.get(end..).is_some_and(|after| after.starts_with("印发")) {
                cuts.push(at);
                cuts.push(at + end);
                cut = at + end;
                let behind = rest.get(end..).unwrap_or_default();
                if let Some((from, to)) = following_title(behind) {
                    cuts.push(at + end + from);
                    cuts.push(at + end + to);
                    cut = at + end + to;
                    expected = [1; 4];
                    laws.named = true;
                }
            }
            continue;
        }
        if closed || attachments {
            number(text, at, &mut expected, attachments, cuts, &mut cut);
        }
    }
}

/// The numbers of articles and chapters that come next.
struct Laws {
    article: u32,
    /// The name of a law or chapter goes before, which ends without a mark.
    named: bool,
}

impl Laws {
    /// Whether an article or chapter begins here, at 第.
    fn begins(&mut self, rest: &str, closed: bool) -> bool {
        const NO_BEGINNING: [char; 14] =
            ['的', '规', '和', '、', '至', '款', '及', '或', '之', '项', '所', '中', '第', '，'];
        let Some((n, after)) = rest.strip_prefix('第').and_then(numeral::leading) else {
            return false;
        };
        if let Some(body) = after.strip_prefix('条') {
            let own = n == self.article && !body.starts_with(NO_BEGINNING);
            if own && (closed || self.named) {
                self.article += 1;
                self.named = false;
                return true;
            }
            return false;
        }
        let next = format!("第{}条", numeral::chinese(self.article).unwrap_or_default());
        let title: String = after.chars().take(30).collect();
        let heads = after.starts_with(['章', '节']) && title.contains(&next);
        if heads && (closed || self.named) {
            self.named = true;
            return true;
        }
        false
    }
}

/// Beginning and end of the title of a document that is published, behind the date and a remark in
/// brackets: a law's first chapter or article follows, or the words that a plan begins with.
fn following_title(behind: &str) -> Option<(usize, usize)> {
    const LONGEST: usize = 60;
    const BEGINNINGS: [&str; 9] =
        ["第一章", "第一条", "为", "根据", "按照", "一、", "近年来", "（一）", "第一节"];
    let from = remark_end(behind).unwrap_or(0);
    let rest = behind.get(from..)?;
    for (byte, c) in rest.char_indices().take(LONGEST) {
        let end = byte + c.len_utf8();
        let begins =
            BEGINNINGS.iter().any(|word| rest.get(end..).is_some_and(|r| r.starts_with(word)));
        if matches!(c, '。' | '，' | '；') {
            return None;
        }
        if begins && title::form(rest.get(..end)?.trim()).is_some() {
            return Some((from, from + end));
        }
    }
    None
}

/// The length of a remark in brackets (附注) that the text begins with.
fn remark_end(text: &str) -> Option<usize> {
    let bare = text.trim_start();
    let inner = bare.strip_prefix(['（', '('])?;
    let close = inner.find(['）', ')'])?;
    let remark = inner.get(..close)?;
    let known = ["公开", "联系", "发至"].iter().any(|word| remark.contains(word));
    (known && remark.chars().count() <= 40)
        .then(|| text.len() - inner.len() + close + '）'.len_utf8())
}

/// Whether the text begins with whom to ask: 业务联系人：张三.
fn names_whom_to_ask(rest: &str) -> bool {
    const LONGEST: usize = 10;
    const LABELS: [&str; 4] = ["联系人", "联系电话", "咨询电话", "监督电话"];
    let colon = rest.char_indices().take(LONGEST).find(|(_, c)| form::COLONS.contains(c));
    let label = colon.and_then(|(at, _)| rest.get(..at)).unwrap_or_default();
    LABELS.iter().any(|own| label.ends_with(own)) && label.chars().all(crate::text::is_han)
}

/// The number that the text begins with and that lost its point, in a series of others: 4甲办理.
fn unmarked(rest: &str, next: u32) -> Option<form::Form> {
    const UNITS: &str = "个名人家项户件年月日时点号层楼次款条种类万亿元米亩吨岁周倍级分成";
    let behind = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let n: u32 = rest.strip_suffix(behind)?.parse().ok()?;
    let own = n == next && n > 2;
    let word = behind.chars().next().is_some_and(|c| crate::text::is_han(c) && !UNITS.contains(c));
    (own && word).then_some(form::Form::Numbered { level: 3, n })
}

const fn may_number(c: char) -> bool {
    numeral::is_numeral(c) || matches!(c, '（' | '(')
}

/// Where the imprint (版记) at the end begins: the organ again, a date and 印发.
fn imprint(text: &str, organ: &str) -> Option<usize> {
    let found = text.strip_suffix("印发")?.rfind(organ)?;
    let short = text.get(found..)?.chars().count() <= organ.chars().count() + 30;
    (organ.chars().count() >= 3 && short).then_some(found)
}

/// Whether 附件 begins the list of attachments or a label here.
fn begins_attachments(rest: &str, closed: bool, attachments: bool) -> bool {
    let after = rest.get("附件".len()..).unwrap_or_default();
    after.starts_with(['：', ':'])
        || attachments && !after.starts_with(['）', ')'])
        || closed && after.is_empty()
}

/// The length of a label that its title follows without a colon: 附件2甲名单.
fn label_end(rest: &str) -> Option<usize> {
    let after = rest.get("附件".len()..)?;
    let digits = after.chars().take_while(char::is_ascii_digit).count();
    let title = after.get(digits..)?;
    (digits <= 2 && !title.starts_with(['：', ':', '）', ')', '.']))
        .then_some("附件".len() + digits)
}

/// Whether the list of attachments is numbered.
fn has_list(rest: &str) -> bool {
    rest.get("附件".len()..)
        .is_some_and(|after| after.trim_start_matches(['：', ':']).starts_with('1'))
}

/// The length of the date at byte `at`, if it closes a document: an end or a new part follows.
fn date_end(text: &str, at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    let window =
        rest.char_indices().nth(16).map_or(rest, |(end, _)| rest.get(..end).unwrap_or(rest));
    let found = DATE.find(window).filter(|found| found.start() == 0)?;
    let after = rest.get(found.end()..)?.trim_start();
    let within = |count: usize| after.chars().nth(count).is_none();
    let short = within(60) && after.ends_with("印发");
    let closes = after.is_empty()
        || following_title(after).is_some()
        || after.starts_with("附件")
        || after.starts_with(['（', '(']) && within(40)
        || short;
    closes.then_some(found.end())
}

/// Where the signature before the date at `at` begins.
fn signature(text: &str, from: usize, at: usize, organ: &str) -> Option<usize> {
    let before = text.get(from..at)?;
    if organ.chars().count() >= 3
        && let Some(found) = before.rfind(organ)
        && before.len() - found <= organ.len() + 30
    {
        return Some(from + found);
    }
    let start = before.rfind(['。', '；', '）', ')']).map(|byte| {
        byte + before.get(byte..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8)
    })?;
    let name = before.get(start..)?;
    organ::is_organ(name).then_some(from + start)
}

/// Cuts before a number that follows on the last one of its level.
fn number(
    text: &str,
    at: usize,
    expected: &mut [u32; 4],
    attachments: bool,
    cuts: &mut Vec<usize>,
    cut: &mut usize,
) {
    let Some(rest) = text.get(at..) else { return };
    let window: String = rest.chars().take(60).collect();
    let line = Line::new(&window, Range::new(0, 0), 0, Markup::Plain);
    let found = Some(form::of(&line)).filter(|form| matches!(form, form::Form::Numbered { .. }));
    let lost = || unmarked(rest, expected.get(2).copied().unwrap_or(1));
    let Some(form::Form::Numbered { level, n }) = found.or_else(lost) else { return };
    let index = usize::from(level - 1);
    let next = expected.get(index).copied().unwrap_or(1);
    let level_3 = level == 3 && !attachments && expected.first() == Some(&1);
    if n != next && !(level > 1 && n == 1) || level_3 || level == 4 {
        return;
    }
    if let Some(next) = expected.get_mut(index) {
        *next = n + 1;
    }
    for deeper in expected.iter_mut().skip(index + 1) {
        *deeper = 1;
    }
    cuts.push(at);
    *cut = at;
    if level == 1
        && let Some(end) = heading_end(rest)
    {
        cuts.push(at + end);
        *cut = at + end;
    }
}

/// Where a heading that lost its line end stops: where a body usually begins.
fn heading_end(rest: &str) -> Option<usize> {
    const SHORT: usize = 5;
    const LONG: usize = 40;
    let from = rest.char_indices().nth(SHORT)?.0;
    let until = rest.char_indices().nth(LONG).map_or(rest.len(), |(byte, _)| byte);
    let window = rest.get(from..until)?;
    let stop = window.find(['。', '，', ',', '；']).unwrap_or(window.len());
    if let Some(end) = named_end(rest.get(..from + stop)?) {
        return Some(end);
    }
    let found = BODY.find(window.get(..stop)?)?;
    Some(from + found.start())
}

/// Where a heading of a few words ends that names what headings name: 一、检查范围.
fn named_end(rest: &str) -> Option<usize> {
    const NOUNS: [&str; 17] = [
        "范围", "对象", "目标", "原则", "内容", "要求", "时间", "步骤", "措施", "任务", "程序",
        "条件", "标准", "方式", "安排", "背景", "依据",
    ];
    const LENGTHS: std::ops::RangeInclusive<usize> = 4..=8;
    const GOES_ON: &str = "的和及与或、：:（(《“为是有如等以";
    let number = rest.find('、')? + '、'.len_utf8();
    let bare = rest.get(number..)?;
    let ends = bare.char_indices().skip(*LENGTHS.start()).take(LENGTHS.count());
    let named = |&(byte, c): &(usize, char)| {
        let name = bare.get(..byte).unwrap_or_default();
        let whole = name.chars().all(crate::text::is_han);
        whole && !GOES_ON.contains(c) && NOUNS.iter().any(|noun| name.ends_with(noun))
    };
    ends.filter(named).last().map(|(byte, _)| number + byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_of_one_line_is_cut() {
        let filler = "要提高认识，加强领导，落实责任，确保各项工作取得实效。".repeat(8);
        let text = format!(
            "甲市乙局文件甲乙发〔2022〕16号关于做好丙工作的通知各县局：现通知如下：一、加强沟通对接各县要办理。{filler}\
             二、明确责任主体2022年底前完成。甲市乙局2022年5月26日"
        );
        let count = u32::try_from(text.chars().count()).unwrap();
        let lines = split(vec![Line::new(&text, Range::new(0, count), 0, Markup::Plain)]);
        let starts: Vec<String> = lines.iter().map(|l| l.text.chars().take(6).collect()).collect();
        assert_eq!(
            starts,
            [
                "甲市乙局文件",
                "甲乙发〔20",
                "关于做好丙工",
                "各县局：",
                "现通知如下：",
                "一、加强沟通",
                "各县要办理。",
                "二、明确责任",
                "2022年底",
                "甲市乙局",
                "2022年5"
            ]
        );
        for line in &lines {
            let (start, len) = (line.range.start as usize, line.range.len() as usize);
            let there: String = text.chars().skip(start).take(len).collect();
            assert_eq!(there, line.text);
        }
    }

    #[test]
    fn a_body_of_one_line_below_its_title_is_cut() {
        let line = |text: &str| {
            let count = u32::try_from(text.chars().count()).unwrap();
            Line::new(text, Range::new(0, count), 0, Markup::Plain)
        };
        let body = "各县局：现通知如下：一、总体要求。坚持问题导向。 二、重点任务。各县要加强协作。\
                    附件：任务清单甲市乙局2026年3月4日";
        let lines = split(vec![line("甲市乙局"), line("关于做好丙工作的通知"), line(body)]);
        let texts: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(
            texts,
            [
                "甲市乙局",
                "关于做好丙工作的通知",
                "各县局：",
                "现通知如下：",
                "一、总体要求。坚持问题导向。",
                "二、重点任务。各县要加强协作。",
                "附件：任务清单",
                "甲市乙局",
                "2026年3月4日"
            ]
        );
    }

    #[test]
    fn a_long_paragraph_stays_whole() {
        let text = "要提高认识，根据甲府发〔2022〕16号文件要求做好工作。".repeat(20);
        let count = u32::try_from(text.chars().count()).unwrap();
        let line = Line::new(&text, Range::new(0, count), 0, Markup::Plain);
        assert_eq!(split(vec![line.clone()]), vec![line]);
    }
}
