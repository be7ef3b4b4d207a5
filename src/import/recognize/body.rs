//! The body of a document: paragraphs, headings, lists, entries, and where it ends.

use super::form;
use super::form::Form;
use super::head;
use super::line::Markup;
use super::mark::BlockRole;
use super::mark::Role;
use super::mark::Style;
use super::organ;
use super::tail;
use super::title;
use super::torn;
use super::walk::Entries;
use super::walk::Stage;
use super::walk::Walk;
use crate::text::is_han;
use crate::text::numeral::is_numeral;

/// Decides line `at` of a body; the count of lines decided.
pub(super) fn step(walk: &mut Walk<'_>, at: usize) -> usize {
    let page = walk.page;
    // An organ and a date end the body even behind a paragraph that lost its last mark.
    if organ::is_organ(page.squeezed(at))
        && let Some(count) = signed(walk, at)
    {
        return count;
    }
    if torn::continues(walk, at) {
        return torn::join(walk, at);
    }
    if let Some(count) = attached_head(walk, at) {
        return count;
    }
    let form = page.form(at);
    match form {
        Form::Label if is_list_head(walk, at) => {
            return block(walk, at, BlockRole::AttachmentNote, 0.9);
        }
        Form::Label => return tail::label(walk, at),
        Form::AttachmentNote if is_next_label(walk, at) => return tail::labelled_title(walk, at),
        Form::AttachmentNote | Form::File => {
            return block(walk, at, BlockRole::AttachmentNote, 0.95);
        }
        _ => {}
    }
    if let Some(count) = signed(walk, at) {
        return count;
    }
    if is_last_signature(walk, at) {
        walk.set(at, Role::Signature, Style::Signature, 0.7);
        walk.stage = Stage::Tail;
        return 1;
    }
    if walk.known.chronicle.is_some() {
        return chronicle(walk, at);
    }
    if walk.known.listing && lists_on(walk, at) {
        return block(walk, at, BlockRole::AttachmentNote, 0.9);
    }
    if let Some(count) = tail::unlabelled(walk, at) {
        return count;
    }
    let (role, confidence) = role(walk, at);
    if role == BlockRole::Paragraph && form == Form::Bracketed && is_annotation(page.squeezed(at)) {
        walk.set(at, Role::Annotation, Style::Note, 0.8);
        walk.stage = Stage::Tail;
        return 1;
    }
    block(walk, at, role, confidence)
}

/// Number and addressee of a document that is passed on: an attached document has no fields for
/// them.
fn attached_head(walk: &mut Walk<'_>, at: usize) -> Option<usize> {
    let page = walk.page;
    if walk.known.depth == 0 || walk.known.labelled || walk.known.last.is_some() {
        return None;
    }
    if page.form(at) == Form::Number {
        walk.set(at, Role::Block(BlockRole::Note), Style::DocNumber, 0.9);
        return Some(1);
    }
    let count = page.addressee(at)?;
    for line in at..at + count {
        walk.set(line, Role::Block(BlockRole::Paragraph), Style::Addressee, 0.85);
        if line > at {
            walk.join(line);
        }
    }
    Some(count)
}

/// Makes line `at` a block.
fn block(walk: &mut Walk<'_>, at: usize, role: BlockRole, confidence: f32) -> usize {
    let page = walk.page;
    walk.set(at, Role::Block(role), role.style(), confidence);
    walk.known.last = Some((at, role));
    walk.known.listing = role == BlockRole::AttachmentNote;
    if let Form::Numbered { level, n } = page.form(at) {
        let level = usize::from(level);
        if let Some(last) = walk.known.levels.get_mut(level) {
            *last = n;
        }
        for deeper in walk.known.levels.iter_mut().skip(level + 1) {
            *deeper = 0;
        }
        if let Some(run_in) = walk.known.run_in.get_mut(level) {
            *run_in = is_run_in(page.text(at));
        }
    }
    match role {
        BlockRole::Article if page.form(at) == Form::Article => walk.known.articles = true,
        BlockRole::Chapter => {
            walk.known.chapters = true;
            walk.known.articles = false;
        }
        _ => {}
    }
    tail::remember(walk, at, role);
    1
}

/// Whether the body of a numbered heading follows in the same paragraph.
pub(super) fn is_run_in(text: &str) -> bool {
    let bare = form::after_number(text);
    let marks = ['。', '！', '？'];
    match bare.find(marks) {
        Some(at) => {
            bare.get(at..).is_some_and(|rest| {
                !rest.trim_start_matches(marks).trim_start_matches(['”', '）']).is_empty()
            }) || bare.chars().count() > 50
        }
        None => bare.chars().count() > 40 && form::has_prose_mark(bare),
    }
}

/// How a numbered paragraph begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lead {
    /// It is a heading and nothing else.
    Heading,
    /// It begins with a heading.
    RunIn,
    /// It is text that has a number.
    Text,
}

/// How the numbered paragraph `text` begins: a heading that runs in ends with its first sentence
/// and is short; a whole sentence is no heading, whatever number it has.
pub(super) fn lead(text: &str) -> Lead {
    const LONGEST: usize = 20;
    const MARKS: [char; 3] = ['。', '！', '？'];
    let bare = form::after_number(text);
    let length = bare.chars().count();
    if is_run_in(text) {
        let first = bare.split(MARKS).next().unwrap_or_default();
        let short = first.len() < bare.len() && first.chars().count() <= LONGEST;
        return if short { Lead::RunIn } else { Lead::Text };
    }
    let closed = form::ends_sentence(text) || text.ends_with(['；', ';']);
    if closed && (length > LONGEST || bare.contains('，')) { Lead::Text } else { Lead::Heading }
}

/// What kind of block the line is, by its form and what stands around it.
fn role(walk: &Walk<'_>, at: usize) -> (BlockRole, f32) {
    let page = walk.page;
    let (text, squeezed) = (page.text(at), page.squeezed(at));
    let known = &walk.known;
    if known.appoints && is_appointment(text, page.form(at)) {
        return (BlockRole::Appointment, 0.97);
    }
    match page.form(at) {
        Form::Article => (BlockRole::Article, 0.97),
        Form::Chapter => (BlockRole::Chapter, 0.95),
        Form::Numbered { level: 1, .. } if known.chapters && !known.articles => {
            (BlockRole::Article, 0.8)
        }
        Form::Numbered { level: 2, .. } if known.chapters && !known.articles => {
            (BlockRole::Item, 0.8)
        }
        Form::Numbered { .. } if known.articles || in_table(walk, at) => (BlockRole::Item, 0.9),
        Form::Numbered { level, .. } => (BlockRole::Heading(level), 0.95),
        Form::Row => (BlockRole::Row, 0.9),
        Form::Caption => (BlockRole::Note, 0.85),
        Form::Bullet => (BlockRole::Item, 0.9),
        Form::Bracketed | Form::Number | Form::OrderNumber | Form::Date => {
            (BlockRole::Paragraph, 0.5)
        }
        Form::Noise
        | Form::Mongolian
        | Form::Folio
        | Form::Imprint
        | Form::File
        | Form::Label
        | Form::AttachmentNote => (BlockRole::Paragraph, 0.4),
        Form::Plain => {
            if let Some(Markup::Heading(level)) = page.lines.get(at).map(|line| line.markup) {
                return (BlockRole::Heading(level.saturating_sub(1).clamp(1, 4)), 0.75);
            }
            if is_member(text) {
                return (BlockRole::Item, 0.85);
            }
            if squeezed.starts_with("注：") || squeezed.starts_with("备注：") {
                return (BlockRole::Note, 0.85);
            }
            if in_table(walk, at) {
                return (BlockRole::Item, 0.7);
            }
            // A row whose other cells are empty lost its tabs.
            let row = known.last == at.checked_sub(1).map(|above| (above, BlockRole::Row));
            if row && squeezed.chars().count() <= 12 && !form::ends_closed(squeezed) {
                return (BlockRole::Row, 0.6);
            }
            (BlockRole::Paragraph, paragraph_confidence(walk, text, squeezed))
        }
    }
}

/// How surely a line without any other form is a paragraph: one that ends as a sentence does is; a
/// few words alone in the body of a document rather are something that was not recognised.
fn paragraph_confidence(walk: &Walk<'_>, text: &str, squeezed: &str) -> f32 {
    const FEW: usize = 14;
    if form::ends_closed(text) {
        return 0.95;
    }
    let labelled = squeezed.contains(['：', ':']);
    let few = squeezed.chars().count() <= FEW && !labelled && !form::has_prose_mark(text);
    if few && walk.known.depth == 0 && walk.known.chronicle.is_none() { 0.45 } else { 0.6 }
}

/// Whether the line stands in a table whose cells came one a line: under an attached title that
/// names a table, without one sentence so far.
fn in_table(walk: &Walk<'_>, at: usize) -> bool {
    let known = &walk.known;
    let named = title::without_suffix(&known.attached);
    let table = known.depth > 0
        && ["表", "名单", "通讯录", "一览", "名录", "目录", "清单"]
            .iter()
            .any(|end| named.ends_with(end));
    let cell = |text: &str| text.chars().count() <= 30 && !form::ends_closed(text);
    table
        && match known.last {
            None => cell(walk.page.squeezed(at)) && cell(walk.page.squeezed(at + 1)),
            Some((_, last)) => last == BlockRole::Item,
        }
}

/// Whether the line appoints or removes one person: a name, perhaps widened, then 任 or 免去; or
/// 任命 with one name.
fn is_appointment(text: &str, form: Form) -> bool {
    const VERBS: [&str; 16] = [
        "任",
        "免去",
        "免",
        "兼任",
        "聘任",
        "聘",
        "不再担任",
        "试用期满",
        "挂职",
        "提名",
        "同意",
        "晋升",
        "批准",
        "解聘",
        "确认",
        "正式任",
    ];
    let text = match form {
        Form::Numbered { .. } => form::after_number(text),
        _ => text,
    };
    if ["任命", "免去", "聘任", "解聘", "决定任命", "决定免去"].iter().any(|v| text.starts_with(v))
    {
        let more = text.matches("任命").count() + text.matches("免去").count() > 1;
        return !more && text.chars().count() <= 80 && text.ends_with(['；', '。', ';']);
    }
    if ["职务自然免除", "职务自行免除"]
        .iter()
        .any(|end| text.trim_end_matches(['；', '。', ';']).ends_with(end))
        || text.starts_with("同时免去")
    {
        return text.chars().count() <= 80;
    }
    let Some(rest) = after_name(after_names(text)) else { return false };
    if let Some(rest) = rest.strip_prefix("同志") {
        return text.chars().count() <= 80 && rest.ends_with(['；', '。', ';']);
    }
    if rest.starts_with(['为', '的']) {
        let office = rest.trim_end_matches(['；', '。', ';']);
        return office.len() < rest.len() && (rest.starts_with('为') || office.ends_with("职务"));
    }
    VERBS.iter().any(|verb| rest.starts_with(verb))
}

/// The text from the last of several names on: 陈小军 of 刘 岩、陈小军同志任….
fn after_names(text: &str) -> &str {
    let mut rest = text;
    while let Some((name, behind)) = rest.split_once('、') {
        let bare = crate::text::squeeze(name);
        if !(2..=4).contains(&bare.chars().count()) || !bare.chars().all(is_han) {
            break;
        }
        rest = behind;
    }
    rest
}

/// The text behind a name and its remark （女，蒙古族） at the head of a line.
fn after_name(text: &str) -> Option<&str> {
    const LONGEST: usize = 16;
    const NO_NAMES: [&str; 18] = [
        "各", "市", "经", "根据", "决定", "会议", "以上", "上述", "自", "同时", "其", "对", "为",
        "本", "该", "现", "请", "全",
    ];
    let sentence = NO_NAMES.iter().any(|word| text.starts_with(word));
    let mut bytes = 0;
    let mut han = 0;
    let mut best = None;
    for c in text.chars().take(LONGEST) {
        if is_han(c) || c == '·' || c == '•' {
            han += 1;
        } else if !c.is_whitespace() {
            break;
        }
        bytes += c.len_utf8();
        let rest = text.get(bytes..)?.trim_start();
        let verb = [
            "任",
            "免去",
            "兼",
            "聘",
            "不再",
            "挂职",
            "同意",
            "正式任",
            "解聘",
            "（",
            "(",
            "同志",
            "为",
            "的",
        ]
        .iter()
        .any(|verb| rest.starts_with(verb));
        let foreign = text.get(..bytes).is_some_and(|name| name.contains(['·', '•']));
        // Without a gap before the verb a long name is rather a sentence.
        let gap =
            text.get(bytes..)?.starts_with(char::is_whitespace) || rest.starts_with(['（', '(']);
        if han >= 2 && (han <= 4 && !sentence || gap && han <= 8 || foreign) && verb {
            best = Some(rest);
            break;
        }
    }
    let rest = best?;
    match rest.strip_prefix(['（', '(']) {
        Some(inner) => inner.split_once(['）', ')']).map(|(_, rest)| rest.trim_start()),
        None => Some(rest),
    }
}

/// Whether the line is one of a list of members: an office, a colon, a name, wide gaps.
fn is_member(text: &str) -> bool {
    const OFFICES: [&str; 24] = [
        "组长",
        "副组长",
        "主任",
        "副主任",
        "成员",
        "召集人",
        "副召集人",
        "指挥长",
        "副指挥长",
        "总指挥",
        "副总指挥",
        "指挥",
        "副指挥",
        "顾问",
        "秘书长",
        "委员",
        "理事长",
        "出席",
        "列席",
        "请假",
        "缺席",
        "出席人员",
        "列席人员",
        "参会人员",
    ];
    if text.len() > 240 || form::ends_sentence(text) {
        return false;
    }
    let gaps = text.split('　').count() + text.split("  ").count() - 2;
    let head = text.split(['：', ':']).next().unwrap_or_default();
    let squeezed = crate::text::squeeze(head);
    let named = text.contains(['：', ':']) && head.chars().count() <= 10;
    let office = named
        && ["长", "任", "员", "人", "副主任", "顾问"].iter().any(|end| squeezed.ends_with(end));
    let contact = ["联系", "电话", "邮箱", "传真"].iter().any(|word| squeezed.starts_with(word));
    !form::has_prose_mark(text)
        && !contact
        && (gaps >= 2
            && crate::text::squeeze(text).chars().count() >= 4
            && text.chars().next().is_some_and(is_han)
            || office && gaps >= 1
            || named && OFFICES.contains(&squeezed.as_str()))
}

/// Whether a bracket at the end of a body is an annotation (附注) and no paragraph.
pub(super) fn is_annotation(squeezed: &str) -> bool {
    ["此件", "公开", "联系人", "联系电话", "发至", "登报", "传达"]
        .iter()
        .any(|word| squeezed.contains(word))
}

/// Whether 附件： stands alone before a list of attachments and not before an attachment.
fn is_list_head(walk: &Walk<'_>, at: usize) -> bool {
    let page = walk.page;
    let next = page.next(at + 1);
    page.squeezed(at).ends_with(['：', ':'])
        && matches!(page.form(next), Form::Numbered { level: 3 | 4, n: 1 })
        && walk.known.depth == 0
        && (next..page.lines.len().min(next + 40)).any(|line| page.form(line) == Form::Date)
}

/// Whether the line is the label of a further attachment with its title: 附件2：乙表 behind the
/// text of 附件1.
fn is_next_label(walk: &Walk<'_>, at: usize) -> bool {
    let squeezed = walk.page.squeezed(at);
    let number = squeezed.chars().nth(2).is_some_and(|c| c.is_ascii_digit() || is_numeral(c));
    walk.known.depth > 0 && walk.known.labelled && number && !form::ends_closed(squeezed)
}

/// Whether the line goes on with the list of attachments.
fn lists_on(walk: &Walk<'_>, at: usize) -> bool {
    let text = walk.page.text(at);
    matches!(walk.page.form(at), Form::Numbered { level: 3, .. })
        && !form::ends_sentence(text)
        && text.chars().count() <= 100
}

/// The end of a body: signatures, if any, and the date; the count of lines decided.
fn signed(walk: &mut Walk<'_>, at: usize) -> Option<usize> {
    const MOST: usize = 8;
    let page = walk.page;
    let mut signatures = Vec::new();
    let mut line = at;
    loop {
        match page.form(line) {
            Form::Date => break,
            Form::Noise | Form::Folio => {}
            Form::Plain if signatures.len() < MOST && is_signature(page.squeezed(line)) => {
                signatures.push(line);
            }
            Form::Plain if signatures.len() < MOST => {
                // Organ and date on one line.
                let (organ, _) = signed_date(page.text(line))?;
                if !organ::is_organ(&crate::text::squeeze(organ)) {
                    return None;
                }
                break;
            }
            _ => return None,
        }
        line += 1;
        if line >= walk.front.back || line > at + 2 * MOST {
            return None;
        }
    }
    for &signature in &signatures {
        let sure = organ::is_organ(page.squeezed(signature));
        walk.set(signature, Role::Signature, Style::Signature, if sure { 0.97 } else { 0.8 });
    }
    walk.set(line, Role::Date, Style::Date, 0.97);
    walk.known.listing = false;
    walk.known.last = None;
    walk.stage = Stage::Tail;
    Some(line + 1 - at)
}

/// Whether the line is an organ or a person who signs without a date, and nothing of the document
/// follows.
fn is_last_signature(walk: &Walk<'_>, at: usize) -> bool {
    let page = walk.page;
    let closed = walk.known.last.is_some_and(|(last, _)| form::ends_closed(page.text(last)));
    let signs = || {
        organ::is_organ(page.squeezed(at)) && page.squeezed(at).chars().count() >= 4
            || super::walk::is_author(page.text(at))
    };
    let over = || {
        let next = page.next(at + 1);
        next >= walk.front.back
            || matches!(page.form(next), Form::Imprint)
            || page.head(next).is_some()
    };
    closed && page.form(at) == Form::Plain && walk.known.depth == 0 && signs() && over()
}

/// Organ and date of a line that has both.
pub(super) fn signed_date(text: &str) -> Option<(&str, &str)> {
    let at = text.char_indices().rev().find_map(|(byte, _)| {
        let rest = text.get(byte..)?;
        let before = text.get(..byte)?.chars().next_back()?;
        (!is_numeral(before) && text.len() - byte <= 60 && form::day(rest).is_some())
            .then_some(byte)
    })?;
    let organ = text.get(..at)?.trim_end();
    (!organ.is_empty()).then(|| (organ, text.get(at..).unwrap_or_default()))
}

/// Whether a line before a date signs: an organ, or an office and a name.
fn is_signature(squeezed: &str) -> bool {
    let length = squeezed.chars().count();
    const FORMULAS: [&str; 8] = ["此复", "特此", "此致", "以上", "妥否", "请", "专此", "附"];
    (2..=40).contains(&length)
        && !FORMULAS.iter().any(|formula| squeezed.starts_with(formula))
        && !form::ends_closed(squeezed)
        && !form::has_prose_mark(squeezed)
        && squeezed.chars().all(|c| {
            is_han(c) || matches!(c, '（' | '）' | '、' | '·' | '(' | ')' | '《' | '》' | '“' | '”')
        })
}

/// A line of a chronicle: an entry, or a paragraph of the one before.
fn chronicle(walk: &mut Walk<'_>, at: usize) -> usize {
    let page = walk.page;
    let text = page.text(at);
    if head::month(text).is_some() && text.chars().count() <= 12 {
        return block(walk, at, BlockRole::Heading(1), 0.8);
    }
    // A further entry of the day before has a mark of its own, or says so.
    let bullet = page.form(at) == Form::Bullet && !text.starts_with(['·', '•']);
    let marked = walk.known.chronicle == Some(Entries::Marked);
    if walk.known.last.is_some() && (bullet || head::is_same_day(text) && !marked) {
        return block(walk, at, BlockRole::Entry, 0.85);
    }
    let entry = match walk.known.chronicle {
        Some(Entries::Marked) => {
            page.form(at) == Form::Bullet && (head::is_entry(text) || head::is_day_entry(text))
        }
        Some(Entries::Bare) | None => head::is_entry(text),
        Some(Entries::Days) => head::is_entry(text) || head::is_day_entry(text),
    };
    if entry {
        return block(walk, at, BlockRole::Entry, 0.97);
    }
    let confidence = if form::ends_closed(page.text(at)) { 0.95 } else { 0.6 };
    block(walk, at, BlockRole::Paragraph, confidence)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn appointments() {
        fn check(text: &str, expected: bool) {
            assert_eq!(is_appointment(text, Form::Plain), expected, "{text}");
        }
        check("李倩 免去市政府副秘书长职务；", true);
        check("刘 岩、陈小军同志任市政府副秘书长；", true);
        check("因机构改革，孙立军同志的原市粮食局副局长职务自然免除。", true);
        check("刘 恭 任处长；", true);
        check("珊 珊 任副局长（试用期一年）；", true);
        check("张三任市财政局局长；", true);
        check("欧阳修远 兼任主任；", true);
        check("巴特尔（蒙古族） 任副局长；", true);
        check("阿布都·热西提 任局长；", true);
        check("任命孙茂利为公安部副部长；", true);
        check("任命孙茂利为部长；任命王东伟为副部长。", false);
        check("李四同志为市财政局局长；", true);
        check("李四为市财政局局长；", true);
        check("赵六的市水务局局长职务；", true);
        check("钱七同志市林业局副局长职务。", true);
        check("全德明 任市财政局局长；", true);
        check("任任之 任市财政局局长；", true);
        check("市政府研究决定：", false);
        check("各部门要责任到人；", false);
    }

    #[test]
    fn headings_that_run_in() {
        fn check(text: &str, expected: bool) {
            assert_eq!(is_run_in(text), expected, "{text}");
        }
        check("一、总体目标", false);
        check("（一）汽车号牌。", false);
        check("（一）强化责任落实机制。确定行业主管部门。", true);
        check("（一）他说“好。”", false);
    }

    #[test]
    fn sentences_are_no_headings() {
        fn check(text: &str, expected: Lead) {
            assert_eq!(lead(text), expected, "{text}");
        }
        check("一、总体目标", Lead::Heading);
        check("（一）汽车号牌。", Lead::Heading);
        check("（二）坚持原则；", Lead::Heading);
        check("（一）强化责任落实机制。确定行业主管部门。", Lead::RunIn);
        check("（二）提高认识，加强领导。各部门要落实。", Lead::RunIn);
        check("一、各区和各部门要把思想和行动统一到市委的决策部署上来。", Lead::Text);
        check("一、废止《甲办法》，自公布之日起施行。", Lead::Text);
        check(
            "（一）从今年起，所有新开工项目由市建设银行贷款；续建项目照旧。今后不再调整。",
            Lead::Text,
        );
        check("3.身心健康、有较强的独立生活能力，对访学有充分的认识和思想准备；", Lead::Text);
    }

    #[test]
    fn members_of_lists() {
        assert!(is_member("主　任：尤　权　　国务院副秘书长"));
        assert!(is_member("刘金国　　公安部副部长"));
        assert!(is_member("副指挥长：市水利局局长、市应急管理局局长"));
        assert!(!is_member("联系人：吴 峰　　联系电话：6612345　　邮箱"));
        assert!(!is_member("会议强调，要　　坚持。"));
    }

    #[test]
    fn organ_and_date_on_one_line() {
        assert_eq!(
            signed_date("甲市人民政府 2026年4月8日"),
            Some(("甲市人民政府", "2026年4月8日"))
        );
        assert_eq!(
            signed_date("甲市人民政府二〇二六年四月八日").map(|s| s.0),
            Some("甲市人民政府")
        );
        assert_eq!(signed_date("2026年4月8日"), None);
    }
}
