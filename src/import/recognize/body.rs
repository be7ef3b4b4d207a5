//! The body of a document: paragraphs, headings, lists, entries, and where it ends.

use super::addressee;
use super::cells;
use super::chronicle;
use super::form;
use super::form::Form;
use super::head::Page;
use super::line::Markup;
use super::mark::BlockRole;
use super::mark::Role;
use super::mark::Style;
use super::organ;
use super::person::is_appointment;
use super::person::is_author;
use super::person::is_bare_appointment;
use super::person::is_member;
use super::person::is_office_holder;
use super::tail;
use super::title;
use super::torn;
use super::walk::Stage;
use super::walk::Walk;
use crate::text::is_han;
use crate::text::numeral;
use crate::text::numeral::is_numeral;

/// Decides line `at` of a body; the count of lines decided.
pub(super) fn step(walk: &mut Walk<'_>, at: usize) -> usize {
    let page = walk.page;
    if is_listed_appointment(walk, at) {
        return block(walk, at, BlockRole::Appointment, 0.9);
    }
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
    if let Some(count) = walk.late_addressee(at) {
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
    if is_last_signature(walk, at) || signs_before_attached(walk, at) {
        walk.set(at, Role::Signature, Style::Signature, 0.7);
        walk.stage = Stage::Tail;
        return 1;
    }
    if walk.known.chronicle.is_some() {
        return chronicle::step(walk, at);
    }
    if walk.known.listing && lists_on(walk, at) {
        return block(walk, at, BlockRole::AttachmentNote, 0.9);
    }
    if let Some(count) = tail::published(walk, at).or_else(|| tail::unlabelled(walk, at)) {
        return count;
    }
    let (role, confidence) = role(walk, at);
    if form == Form::Bracketed && tells_source(page.squeezed(at)) {
        return block(walk, at, BlockRole::Note, 0.85);
    }
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
    if walk.known.depth == 0 || walk.known.last.is_some() {
        return None;
    }
    if page.form(at) == Form::Number {
        walk.set(at, Role::Block(BlockRole::Note), Style::DocNumber, 0.9);
        return Some(1);
    }
    let count =
        if walk.known.labelled { addressee::addressed(page, at)? } else { page.addressee(at)? };
    for line in at..at + count {
        walk.set(line, Role::Block(BlockRole::Paragraph), Style::Addressee, 0.85);
        if line > at {
            walk.join(line);
        }
    }
    Some(count)
}

/// Makes line `at` a block.
pub(super) fn block(walk: &mut Walk<'_>, at: usize, role: BlockRole, confidence: f32) -> usize {
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
        BlockRole::Article if page.form(at) == Form::Article => {
            walk.known.articles = true;
            walk.known.article = article_number(page.text(at)).unwrap_or(0);
        }
        BlockRole::Chapter => {
            walk.known.chapters = true;
            walk.known.articles = false;
        }
        _ => {}
    }
    tail::remember(walk, at, role);
    1
}

/// Whether the body of a numbered heading follows in the same paragraph, or the heading is a whole
/// sentence itself.
pub(super) fn is_run_in(text: &str) -> bool {
    const LONGEST: usize = 20;
    let bare = form::after_number(text);
    let marks = ['。', '！', '？'];
    let closed = form::ends_sentence(text) || text.ends_with(['；', ';']);
    if closed && (bare.chars().count() > LONGEST || bare.contains('，')) {
        return true;
    }
    match bare.find(marks) {
        Some(at) => {
            bare.get(at..).is_some_and(|rest| {
                !rest.trim_start_matches(marks).trim_start_matches(['”', '）']).is_empty()
            }) || bare.chars().count() > 50
        }
        None => bare.chars().count() > 40 && form::has_prose_mark(bare),
    }
}

/// Whether the line is a person without a verb below 任命： or 免去：, or below another such line.
fn is_listed_appointment(walk: &Walk<'_>, at: usize) -> bool {
    let page = walk.page;
    let Some((last, role)) = walk.known.last.filter(|_| walk.known.appoints) else { return false };
    // The line above may be the end of a torn one.
    let above = page.squeezed(at.saturating_sub(1).max(last));
    let lead = above.ends_with(['：', ':']) && above.contains(['任', '免', '聘'])
        || ["任命", "免去", "任职", "免职", "聘任", "解聘"].contains(&above);
    // A person whose line ends with a comma: 张三为…局长，
    let parted = lead || form::ends_closed(above) || above.ends_with('，');
    let whole = parted
        && match page.text(at).strip_suffix('，') {
            Some(bare) => is_appointment(&format!("{bare}；"), Form::Plain),
            None => form::ends_closed(page.text(at)) && is_appointment(page.text(at), Form::Plain),
        };
    (lead || role == BlockRole::Appointment)
        && page.form(at) == Form::Plain
        && (whole || is_bare_appointment(page.text(at), form::ends_closed(above)))
        && !organ::is_organ(page.squeezed(at))
}

/// What kind of block the line is, by its form and what stands around it.
fn role(walk: &Walk<'_>, at: usize) -> (BlockRole, f32) {
    let page = walk.page;
    let (text, squeezed) = (page.text(at), page.squeezed(at));
    let known = &walk.known;
    let listed = !matches!(page.form(at), Form::Row | Form::Numbered { level: 1, .. });
    if known.appoints && listed && is_appointment(text, page.form(at)) {
        return (BlockRole::Appointment, 0.97);
    }
    if known.cells
        && let Some(role) = cell(page, at)
    {
        return role;
    }
    match page.form(at) {
        Form::Article if is_torn_off(page, at) => (BlockRole::Article, 0.7),
        Form::Article => (BlockRole::Article, if follows(walk, at) { 0.97 } else { 0.8 }),
        Form::Chapter => (BlockRole::Chapter, 0.95),
        Form::Numbered { level: 1, .. } if known.chapters && !known.articles => {
            (BlockRole::Article, 0.8)
        }
        Form::Numbered { level: 2, .. } if known.chapters && !known.articles => {
            (BlockRole::Item, 0.8)
        }
        Form::Numbered { level, .. } if !known.articles && counts(squeezed) => {
            (BlockRole::Heading(level), 0.9)
        }
        Form::Numbered { level, n } if known.articles => {
            let last = known.levels.get(usize::from(level)).copied().unwrap_or(0);
            (BlockRole::Item, if n == last + 1 || n == 1 { 0.95 } else { 0.85 })
        }
        Form::Numbered { .. } if in_table(walk, at) => (BlockRole::Item, 0.9),
        Form::Numbered { level, .. } => (BlockRole::Heading(level), 0.95),
        Form::Row => (BlockRole::Row, 0.9),
        Form::Caption => (BlockRole::Note, 0.85),
        Form::Bullet => (BlockRole::Item, 0.9),
        Form::Bracketed if known.depth > 0 && is_order(squeezed) => (BlockRole::Note, 0.85),
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
            let behind = known.last.is_some_and(|(_, last)| last == BlockRole::Item);
            if is_member(text) || behind && is_office_holder(squeezed) {
                return (BlockRole::Item, 0.85);
            }
            if is_note(walk, at) {
                return (BlockRole::Note, 0.85);
            }
            if in_table(walk, at) {
                return (BlockRole::Item, 0.7);
            }
            if is_named_below(walk, at) {
                return (BlockRole::Item, 0.75);
            }
            // A row whose other cells are empty lost its tabs.
            let row = at > 0 && known.last == Some((at - 1, BlockRole::Row));
            if row && squeezed.chars().count() <= 12 && !form::ends_closed(squeezed) {
                return (BlockRole::Row, 0.6);
            }
            (BlockRole::Paragraph, paragraph_confidence(walk, at))
        }
    }
}

/// Whether the line is a note to a table or a text: 注：, 单位：万元 above rows, `[1]` as its footnotes.
fn is_note(walk: &Walk<'_>, at: usize) -> bool {
    let squeezed = walk.page.squeezed(at);
    let unit = squeezed.starts_with("单位：") && squeezed.chars().count() <= 14;
    let headed = ["注：", "备注：", "注释："].iter().any(|label| squeezed.starts_with(label));
    let footnote = squeezed.strip_prefix(['[', '［']).is_some_and(|rest| {
        rest.split_once([']', '］']).is_some_and(|(n, text)| {
            (1..=2).contains(&n.len()) && n.chars().all(|c| c.is_ascii_digit()) && !text.is_empty()
        })
    });
    headed || footnote || unit && walk.page.form(at + 1) == Form::Row
}

/// Whether the line is one of several names below a colon, each alone on its line.
fn is_named_below(walk: &Walk<'_>, at: usize) -> bool {
    let page = walk.page;
    let Some((last, role)) = walk.known.last.filter(|(last, _)| last + 1 == at) else {
        return false;
    };
    let first = page.text(last).ends_with(form::COLONS) && cells::is_name(page, at + 1);
    cells::is_name(page, at) && (first || role == BlockRole::Item && cells::is_name(page, last))
}

/// Whether a sentence stops at the end of line `at` without its mark, and the next line, which ends
/// one, has none of its own beginning: perhaps a line of the source ended there.
fn is_torn_off(page: &Page<'_>, at: usize) -> bool {
    const LONGEST_NAME: usize = 14;
    let (text, next) = (page.text(at), page.text(at + 1));
    !form::ends_closed(text)
        && text.chars().count() > LONGEST_NAME
        && page.form(at + 1) == Form::Plain
        && form::ends_sentence(next)
}

/// Whether the article is the first one of its text, or the next one.
fn follows(walk: &Walk<'_>, at: usize) -> bool {
    let known = &walk.known;
    article_number(walk.page.text(at)).is_some_and(|n| n == known.article + 1 || known.article == 0)
}

/// The number of the article that the text begins with.
fn article_number(text: &str) -> Option<u32> {
    let rest = text.strip_prefix('第')?.trim_start();
    numeral::leading(rest).map(|(n, _)| n)
}

/// What a line is in a table whose cells came one a line, where numbers are no levels.
fn cell(page: &Page<'_>, at: usize) -> Option<(BlockRole, f32)> {
    let text = page.text(at);
    match page.form(at) {
        Form::Numbered { .. } if counts(&crate::text::squeeze(text)) => None,
        Form::Numbered { .. } | Form::Bullet | Form::Bracketed => Some((BlockRole::Item, 0.8)),
        Form::Plain if text.starts_with('注') || text.starts_with("备注") => None,
        Form::Plain if form::ends_sentence(text) && !is_cell_text(page, at) => {
            Some((BlockRole::Paragraph, 0.8))
        }
        Form::Plain => Some((BlockRole::Item, 0.75)),
        _ => None,
    }
}

/// Whether a sentence without a label stands in a cell: cells go on at once below it.
fn is_cell_text(page: &Page<'_>, at: usize) -> bool {
    const FEW: usize = 4;
    let (text, next) = (page.text(at), page.squeezed(at + 1));
    let cell = (1..=FEW).contains(&next.chars().count()) && !form::ends_closed(next)
        || matches!(page.form(at + 1), Form::Numbered { .. });
    cell && !text.contains(form::COLONS)
}

/// Whether a numbered line ends with how many stand below it: 一、先进集体（6个）.
fn counts(squeezed: &str) -> bool {
    let Some(inner) = squeezed.strip_suffix(['）', ')']) else { return false };
    let inner = inner.rsplit(['（', '(']).next().unwrap_or_default();
    let unit = inner.trim_start_matches('共').trim_start_matches(|c: char| c.is_ascii_digit());
    unit.len() < inner.len() && matches!(unit, "个" | "名" | "人" | "家" | "项" | "户" | "件")
}

/// Whether a bracket says in which order a list stands: （按姓氏笔画为序）.
fn is_order(squeezed: &str) -> bool {
    ["为序", "排序", "排名", "不分先后", "笔画"].iter().any(|word| squeezed.contains(word))
}

/// How surely a line without any other form is a paragraph: one that ends as a sentence does is; a
/// few words alone in the body of a document rather are something that was not recognised.
fn paragraph_confidence(walk: &Walk<'_>, at: usize) -> f32 {
    const FEW: usize = 14;
    const LABEL: usize = 40;
    let (text, squeezed) = (walk.page.text(at), walk.page.squeezed(at));
    // A few words before a colon may be an addressee or the label of something.
    let label = squeezed.ends_with(form::COLONS)
        && squeezed.chars().count() <= LABEL
        && !squeezed.contains('。')
        && !squeezed.contains("如下");
    if label {
        return 0.85;
    }
    let torn = at > 0
        && walk.known.last == Some((at - 1, BlockRole::Article))
        && is_torn_off(walk.page, at - 1);
    // Who is appointed, in a document whose title does not say that it appoints.
    let appoints = is_appointment(text, Form::Plain);
    if form::ends_closed(text) {
        return if torn || appoints { 0.7 } else { 0.95 };
    }
    if ["此复", "特此", "专此", "以上"].iter().any(|formula| squeezed.starts_with(formula))
    {
        return 0.8;
    }
    let labelled = squeezed.contains(['：', ':']);
    let few = squeezed.chars().count() <= FEW && !labelled && !form::has_prose_mark(text);
    let alone = few && walk.known.depth == 0 && walk.known.chronicle.is_none();
    if alone && !cells::among(walk.page, at) { 0.45 } else { 0.6 }
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
            // A heading says how many stand below it.
            Some((above, BlockRole::Heading(_))) => {
                counts(walk.page.squeezed(above)) && cell(walk.page.squeezed(at))
            }
            // A sentence below the members of a body is none of them.
            Some((above, last)) => {
                let text = walk.page.text(at);
                let prose = form::ends_sentence(text) && form::has_prose_mark(text);
                last == BlockRole::Item && !(prose && is_member(walk.page.text(above)))
            }
        }
}

/// Whether a bracket at the end of a body is an annotation (附注) and no paragraph.
pub(super) fn is_annotation(squeezed: &str) -> bool {
    ["此件", "公开", "联系人", "联系电话", "发至", "登报", "传达"]
        .iter()
        .any(|word| squeezed.contains(word))
}

/// Whether a bracket says from what a text was made: （根据录音整理）, （有删节）.
fn tells_source(squeezed: &str) -> bool {
    const LONGEST: usize = 24;
    const WORDS: [&str; 7] = ["录音", "整理", "节选", "删节", "摘自", "未经本人", "标题为"];
    squeezed.chars().count() <= LONGEST && WORDS.iter().any(|word| squeezed.contains(word))
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
            // Persons below 任命 do not sign.
            Form::Plain
                if signatures.len() < MOST
                    && is_signature(page.squeezed(line))
                    && (!walk.known.appoints || organ::is_organ(page.squeezed(line))) =>
            {
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
    // What is signed twice may be two documents.
    let sure = if walk.known.dated { 0.45 } else { 0.97 };
    walk.set(line, Role::Date, Style::Date, sure);
    walk.known.dated = true;
    walk.known.listing = false;
    walk.known.last = None;
    walk.stage = Stage::Tail;
    Some(line + 1 - at)
}

/// Whether the organ that the title names signs without a date above the title of what the document
/// publishes.
fn signs_before_attached(walk: &Walk<'_>, at: usize) -> bool {
    let page = walk.page;
    let own = organ::is_organ(page.squeezed(at)) && walk.known.title.starts_with(page.squeezed(at));
    let closed = walk.known.last.is_some_and(|(last, _)| form::ends_sentence(page.text(last)));
    let named = |count: usize| {
        let joined: String = (at + 1..=at + count).map(|line| page.squeezed(line)).collect();
        joined.chars().count() >= 6 && walk.quoted(&joined)
    };
    own && closed && walk.known.depth == 0 && (1..=3).any(named)
}

/// Whether the line is an organ or a person who signs without a date, and nothing of the document
/// follows.
fn is_last_signature(walk: &Walk<'_>, at: usize) -> bool {
    let page = walk.page;
    let closed = walk.known.last.is_some_and(|(last, _)| form::ends_closed(page.text(last)));
    let signs = || {
        let own = page.squeezed(at);
        (organ::is_organ(own) || own.ends_with("编辑部")) && own.chars().count() >= 4
            || is_author(page.text(at))
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
    // 市长：张三.
    if let Some((office, name)) = squeezed.split_once(form::COLONS)
        && is_author(&format!("{office} {name}"))
    {
        return length <= 40 && is_signature(office);
    }
    const FORMULAS: [&str; 8] = ["此复", "特此", "此致", "以上", "妥否", "请", "专此", "附"];
    (2..=40).contains(&length)
        && !FORMULAS.iter().any(|formula| squeezed.starts_with(formula))
        && !form::ends_closed(squeezed)
        && !form::has_prose_mark(squeezed)
        && squeezed.chars().all(|c| {
            is_han(c)
                || matches!(c, '×' | '（' | '）' | '、' | '·' | '(' | ')' | '《' | '》' | '“' | '”')
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_that_run_in() {
        fn check(text: &str, expected: bool) {
            assert_eq!(is_run_in(text), expected, "{text}");
        }
        check("一、总体目标", false);
        check("（一）汽车号牌。", false);
        check("（一）强化责任落实机制。确定行业主管部门。", true);
        check("（一）他说“好。”", false);
        check("（二）坚持原则；", false);
        check("一、各区和各部门要把思想和行动统一到市委的决策部署上来。", true);
        check("一、废止《甲办法》，自公布之日起施行。", true);
        check("3.身心健康、有较强的独立生活能力，对访学有充分的认识和思想准备；", true);
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
