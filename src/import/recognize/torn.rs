//! Torn paragraphs: where a line, column or page ended in the middle of one.
//!
//! A printed page tears a paragraph anywhere, also across a running head. A paragraph that has not
//! ended with a sentence goes on in the next line that begins nothing of its own.

use super::chronicle;
use super::form;
use super::form::Form;
use super::line;
use super::line::Begin;
use super::mark::BlockRole;
use super::mark::Role;
use super::mark::Style;
use super::organ;
use super::title;
use super::walk::Walk;

/// Whether line `at` goes on with the last block of the body.
pub(super) fn continues(walk: &Walk<'_>, at: usize) -> bool {
    if walk.page.lines.get(at).is_some_and(|line| line.begin == Begin::Apart) {
        return false;
    }
    let Some((last, role)) = walk.known.last else { return false };
    let Some(before) = tail_of(walk, last, at) else { return false };
    let text = walk.page.text(at);
    if walk.page.form(at) == Form::Plain && is_orphan(text) {
        return true;
    }
    is_open(walk, before, role, at) && !begins(walk, at, before)
}

/// Whether whoever wrote the file began a paragraph with line `at`. Where all lines of a file are
/// broken at one measure, its paragraphs are those of a page that it was taken from.
fn is_whole(walk: &Walk<'_>, at: usize) -> bool {
    let begin = walk.page.lines.get(at).map(|line| line.begin);
    begin == Some(Begin::Paragraph) && walk.page.measure.is_none()
}

/// Whether line `at` is flush below a block that is indented, in a text where that means that it
/// goes on.
fn hangs(walk: &Walk<'_>, at: usize) -> bool {
    let lines = walk.page.lines;
    let first = walk.known.last.and_then(|(first, _)| lines.get(first));
    walk.page.indented
        && first.is_some_and(line::Line::is_indented)
        && lines.get(at).is_some_and(|line| line.begin == Begin::Line(0) && line.blank == 0)
}

/// Whether the text ends as a paragraph does.
fn ends(text: &str) -> bool {
    form::ends_closed(text) || text.ends_with(['）', ')']) && ends_in_remark(text)
}

/// The last line before `at` that belongs to the block that begins at `first`.
fn tail_of<'a>(walk: &Walk<'a>, first: usize, at: usize) -> Option<&'a str> {
    (first..at).rev().find_map(|line| {
        let mark = walk.marks.get(line).copied().flatten()?;
        let kept = matches!(mark.role, Role::Block(_)) && (mark.joins || line == first);
        kept.then(|| walk.page.text(line))
    })
}

/// Whether a line cannot be the beginning of anything: it begins with a mark that only follows.
fn is_orphan(text: &str) -> bool {
    text.starts_with([
        '，', '。', '、', '；', '：', '？', '！', '”', '’', '）', '》', '」', '』', '〉',
    ])
}

/// Whether the text cannot be the beginning of a paragraph that is whole: it begins with a word that
/// only follows, or is the end of 如下：.
fn is_rest(text: &str) -> bool {
    const WORDS: [&str; 7] = ["的", "及", "与", "之", "或者", "以及", "并且"];
    is_orphan(text)
        || ["下：", "下:", "如下：", "如下:"].contains(&text)
        || WORDS.iter().any(|word| text.starts_with(word))
}

/// Whether the text is the last words of a sentence: too few for one of its own.
fn is_remnant(text: &str) -> bool {
    const LONGEST: usize = 6;
    const WHOLE: [&str; 8] = ["特此", "此", "以上", "妥否", "请", "专此", "无", "略"];
    text.ends_with(['。', '；'])
        && text.chars().count() <= LONGEST
        && !text.contains('，')
        && !WHOLE.iter().any(|word| text.starts_with(word))
}

/// Whether the text is one of a list of particulars: 联系人：王某.
fn is_particular(text: &str) -> bool {
    const LONGEST: usize = 8;
    text.split_once(['：', ':']).is_some_and(|(name, value)| {
        name.chars().count() <= LONGEST && !form::has_prose_mark(name) && !value.trim().is_empty()
    })
}

/// Whether the line leaves its paragraph open for line `at`.
fn is_open(walk: &Walk<'_>, before: &str, role: BlockRole, at: usize) -> bool {
    let next = walk.page.text(at);
    let prose = form::has_prose_mark(before) || whole_has_prose(walk);
    let long = before.chars().count();
    match role {
        BlockRole::Row | BlockRole::Note | BlockRole::Chapter => return false,
        BlockRole::AttachmentNote if is_whole(walk, at) => return completes(before, next),
        BlockRole::AttachmentNote => return is_torn_note(before, next),
        _ if is_whole(walk, at) => return is_open_paragraph(before, next),
        _ if is_rest(next) && prose && !ends(before) => return true,
        // A heading alone on its line may be broken as well, but then within something.
        BlockRole::Heading(_) | BlockRole::Article if is_broken(walk, before, next) => return true,
        BlockRole::Heading(_) | BlockRole::Article | BlockRole::Paragraph
            if (prose || long >= 20)
                && !ends(before)
                && (hangs(walk, at) || long >= 20 && is_remnant(next)) =>
        {
            return true;
        }
        BlockRole::Heading(level) => {
            // A heading alone on its line ends without a mark.
            let runs = walk.known.run_in.get(usize::from(level)).copied().unwrap_or(false);
            let begun = form::after_number(before).contains('。') || prose && long > 30;
            if !(runs || begun) {
                return false;
            }
        }
        BlockRole::Article => {
            if !prose && long <= 12 {
                return false;
            }
        }
        // The day of an entry alone on its line.
        BlockRole::Entry if long <= 12 && !prose => return false,
        BlockRole::Paragraph | BlockRole::Item | BlockRole::Appointment | BlockRole::Entry => {}
    }
    if before.ends_with(['，', '、', ',', '（', '(', '“', '《', '‘', '—', '-'])
        || unbalanced(before) && !form::ends_closed(before)
    {
        return true;
    }
    if form::ends_sentence(before) || before.ends_with(['：', ':']) {
        return false;
    }
    if before.ends_with(['；', ';']) {
        // In running text a semicolon is no end; in a list it is.
        let list = matches!(role, BlockRole::Item | BlockRole::Appointment);
        return !list && before.contains('。') && next.contains(['。', '，']);
    }
    if before.ends_with(['）', ')']) && ends_in_remark(before) {
        return false;
    }
    if walk.known.chronicle.is_some() || role == BlockRole::Appointment {
        return true;
    }
    if role == BlockRole::Item && !prose {
        return is_torn_name(before, next);
    }
    let runs_on = next.contains(['。', '，', '；', ',', ';']);
    if is_full(walk, before) {
        return true;
    }
    let enough = if role == BlockRole::Article { long >= 20 } else { long > 24 };
    if prose { runs_on } else { enough && runs_on && !before.contains(['：', ':']) }
}

/// Whether a paragraph that its file ends goes on all the same: it was cut where none can end.
fn is_open_paragraph(before: &str, next: &str) -> bool {
    let open = before.ends_with(['，', '、', ',', '（', '(', '“', '《', '‘'])
        || unbalanced(before) && !form::ends_closed(before);
    (open || !ends(before) && is_rest(next)) && !is_particular(next)
}

/// Whether a line ends within a bracket, a number or a word, or where all lines of the text do.
fn is_broken(walk: &Walk<'_>, before: &str, next: &str) -> bool {
    const BEHIND_NUMBERS: [char; 14] =
        ['号', '年', '月', '日', '万', '亿', '元', '个', '条', '项', '件', '%', '％', '时'];
    let (last, first) = (before.chars().next_back(), next.chars().next());
    let number = last.is_some_and(|c| c.is_ascii_digit())
        && first.is_some_and(|c| c.is_ascii_digit() || BEHIND_NUMBERS.contains(&c));
    let word = last.is_some_and(|c| c.is_ascii_alphabetic())
        && first.is_some_and(|c| c.is_ascii_lowercase());
    let closed = form::ends_closed(before);
    number || word || !closed && (unbalanced(before) || is_full(walk, before))
}

/// Whether the line is as long as the lines of a text that was broken at one measure. The indent of
/// a paragraph's first line and a mark that must not begin the next one shorten it.
fn is_full(walk: &Walk<'_>, line: &str) -> bool {
    walk.page.measure.is_some_and(|measure| line::width(line) + 6 >= measure)
}

/// Whether the block that is open has marks of running text in the lines before the last one.
fn whole_has_prose(walk: &Walk<'_>) -> bool {
    walk.known.last.is_some_and(|(first, _)| {
        let beginning: String = walk.page.text(first).chars().take(400).collect();
        form::has_prose_mark(&beginning)
    })
}

/// Whether a list of names (出席：张三、李四) is torn within one: names alone follow.
fn is_torn_name(before: &str, next: &str) -> bool {
    const LONGEST: usize = 40;
    let listed = before.contains(['：', ':']) && before.contains('、');
    let names = next.chars().count() <= LONGEST
        && next.contains('、')
        && next.chars().all(|c| crate::text::is_han(c) || c == '、' || c.is_whitespace());
    listed && names && !form::ends_closed(before)
}

/// Whether the next paragraph is the rest of an attachment's name, which names nothing without it.
fn completes(before: &str, next: &str) -> bool {
    const LONGEST: usize = 30;
    let name = before.split_once(['：', ':']).map_or(before, |(_, name)| name);
    let name = crate::text::squeeze(form::after_number(name));
    let next = crate::text::squeeze(next);
    let signs = organ::is_organ(&next) || form::day(&next).is_some();
    !signs
        && next.chars().count() <= LONGEST
        && !next.contains(['：', ':', '。'])
        && title::form(&name).is_none()
        && title::form(&format!("{name}{next}")).is_some()
        && name.chars().count() >= 12
}

/// Whether a list of attachments is torn within a name.
fn is_torn_note(before: &str, next: &str) -> bool {
    let signs = organ::is_organ(next) || super::body::signed_date(next).is_some();
    let whole = title::form(&crate::text::squeeze(form::after_number(before))).is_some()
        || before.ends_with(['：', ':', '。', '；'])
        || [".pdf", ".doc", ".docx", ".xls", ".xlsx", ".wps"]
            .iter()
            .any(|end| before.ends_with(end));
    let label = before.split_once(['：', ':']).map_or(before, |(_, name)| name);
    let named = title::form(&crate::text::squeeze(form::after_number(label))).is_some();
    !signs && !whole && !named && next.chars().count() <= 40
}

/// Whether the text closes with a remark in brackets that ends a paragraph: （责任单位：市财政局）.
fn ends_in_remark(text: &str) -> bool {
    let Some(open) = text.rfind(['（', '(']) else { return false };
    let inner = text.get(open..).unwrap_or_default();
    inner.contains(['：', ':'])
        || ["责任", "牵头", "配合", "时限", "联系", "负责", "年底前"]
            .iter()
            .any(|w| inner.contains(w))
}

/// Whether a bracket or quote is open at the end of the text.
fn unbalanced(text: &str) -> bool {
    const PAIRS: [(char, char); 6] =
        [('（', '）'), ('“', '”'), ('《', '》'), ('〔', '〕'), ('(', ')'), ('[', ']')];
    PAIRS.iter().any(|&(open, close)| {
        let opened = text.rfind(open);
        opened.is_some_and(|at| text.get(at..).is_some_and(|rest| !rest.contains(close)))
    })
}

/// Whether line `at` begins something of its own, also behind an open paragraph.
fn begins(walk: &Walk<'_>, at: usize, before: &str) -> bool {
    let page = walk.page;
    let known = &walk.known;
    let text = page.text(at);
    match page.form(at) {
        // What stands in brackets begins nothing.
        Form::Number | Form::Date => !unbalanced(before),
        Form::Label | Form::AttachmentNote | Form::Row => true,
        Form::Article | Form::Chapter | Form::Noise | Form::Mongolian | Form::Folio => true,
        Form::Imprint | Form::File => true,
        Form::Bullet => {
            known.chronicle.is_none() || chronicle::is_entry(text) || !text.starts_with('·')
        }
        Form::Caption | Form::Bracketed => !before.ends_with(['，', '、']),
        Form::OrderNumber => false,
        Form::Numbered { level, n } => {
            // A number that follows on none is part of the sentence: 统|一、….
            let last = known.levels.get(usize::from(level)).copied().unwrap_or(0);
            let follows = n == last + 1 || n == 1 && last == 0;
            let mid = before.ends_with(['，', '、']) || unbalanced(before);
            follows && known.chronicle.is_none() && !(mid && n == 1)
        }
        Form::Plain if known.chronicle.is_some() => chronicle::month(text).is_some(),
        Form::Plain => {
            known.appoints && known.depth == 0 && text.contains("免去") && form::ends_closed(before)
        }
    }
}

/// Joins line `at` to the block before it.
pub(super) fn join(walk: &mut Walk<'_>, at: usize) -> usize {
    let Some((_, role)) = walk.known.last else { return 1 };
    let style = match role {
        BlockRole::Heading(_) | BlockRole::Article | BlockRole::Entry => Style::Body,
        BlockRole::Paragraph
        | BlockRole::Item
        | BlockRole::Appointment
        | BlockRole::Chapter
        | BlockRole::AttachmentNote
        | BlockRole::Note
        | BlockRole::Row => role.style(),
    };
    walk.set(at, Role::Block(role), style, 0.85);
    walk.join(at);
    if let BlockRole::Heading(level) = role
        && let Some(run_in) = walk.known.run_in.get_mut(usize::from(level))
    {
        *run_in = true;
    }
    1
}
