//! Behind the date: annotation, attachments, the foot of a web page.

use super::article;
use super::body;
use super::cells;
use super::form;
use super::form::Form;
use super::head;
use super::head::Group;
use super::head::Page;
use super::mark::BlockRole;
use super::mark::Role;
use super::mark::Style;
use super::title;
use super::title::TitleForm;
use super::walk::Stage;
use super::walk::Walk;
use crate::text::numeral;

/// Decides line `at` behind the date of a document; the count of lines decided.
pub(super) fn step(walk: &mut Walk<'_>, at: usize) -> usize {
    let page = walk.page;
    let (text, squeezed) = (page.text(at), page.squeezed(at));
    match page.form(at) {
        Form::File => {
            walk.drop_line(at, Style::Noise, "可下载的文件名", 0.85);
            return 1;
        }
        Form::Bracketed if !walk.known.footer => {
            if body::is_annotation(squeezed) {
                walk.set(at, Role::Annotation, Style::Note, 0.95);
            } else {
                walk.set(at, Role::Block(BlockRole::Note), Style::Note, 0.8);
            }
            return 1;
        }
        Form::Label => return label(walk, at),
        Form::AttachmentNote if !walk.known.footer => return labelled_title(walk, at),
        Form::Numbered { .. } | Form::Article | Form::Chapter if !walk.known.footer => {
            walk.stage = Stage::Body;
            return body::step(walk, at);
        }
        Form::Row if !walk.known.footer => {
            walk.stage = Stage::Body;
            return body::step(walk, at);
        }
        _ => {}
    }
    if let Some(count) = late_signature(walk, at) {
        return count;
    }
    if walk.known.footer {
        walk.drop_line(at, Style::Noise, "页面上的其他文字", 0.8);
        return 1;
    }
    if is_contact(squeezed) {
        walk.set(at, Role::Block(BlockRole::Note), Style::Note, 0.75);
        return 1;
    }
    if let Some(count) = attached_title(walk, at) {
        return count;
    }
    if form::ends_closed(text) && squeezed.chars().count() > 12 {
        walk.stage = Stage::Body;
        return body::step(walk, at);
    }
    let sure = if walk.is_telling(at) { 0.4 } else { 0.55 };
    walk.drop_line(at, Style::Noise, "文件之外的文字", sure);
    1
}

/// Whether a line below the date says whom to ask.
fn is_contact(squeezed: &str) -> bool {
    const LABELS: [&str; 9] = [
        "联系人",
        "联系单位",
        "联系部门",
        "联系电话",
        "联系方式",
        "联系地址",
        "咨询电话",
        "监督电话",
        "经办人",
    ];
    let label = squeezed.split(form::COLONS).next().unwrap_or_default();
    label.len() < squeezed.len()
        && LABELS.iter().any(|own| label.starts_with(own))
        && squeezed.chars().count() <= 60
}

/// An organ that signs below the date and not above it.
fn late_signature(walk: &mut Walk<'_>, at: usize) -> Option<usize> {
    let role = |line: usize| Some(walk.marks.get(line).copied().flatten()?.role);
    let dated = role(at.checked_sub(1)?) == Some(Role::Date);
    let signed = at.checked_sub(2).and_then(role) == Some(Role::Signature);
    if !dated || signed || !super::organ::is_organ(walk.page.squeezed(at)) {
        return None;
    }
    walk.set(at, Role::Signature, Style::Signature, 0.8);
    Some(1)
}

/// The title of an attached document without label, behind date or annotation.
fn attached_title(walk: &mut Walk<'_>, at: usize) -> Option<usize> {
    let page = walk.page;
    if !page.is_titleish(at) {
        return None;
    }
    let group = page.group(at);
    let mut count = group.as_ref().map_or(1, |group| group.count);
    let joined = |count: usize| -> String { (at..at + count).map(|i| page.squeezed(i)).collect() };
    // Where the document names it, its lines are those that make the name.
    let quoted = (1..=5)
        .take_while(|&n| n == 1 || page.is_titleish(at + n - 1))
        .filter(|&n| walk.quoted(&joined(n)) && ends_quote(walk, &joined(n)))
        .last();
    let group = group.filter(|group| quoted.is_none_or(|n| n <= group.count));
    if let Some(n) = quoted {
        // A bracket on its own line (（2026—2028年）, （试行）) stands behind the name.
        count = group.as_ref().map_or(n, |group| {
            if joined(group.count).ends_with(['）', ')']) { group.count } else { n }
        });
    }
    let squeezed = joined(count);
    let publishes = title::publishes(&walk.known.title);
    let (sure, confidence) = match (quoted.is_some(), group.is_some()) {
        (true, _) => (true, 0.97),
        (false, true) => (true, 0.8),
        (false, false) => (publishes && squeezed.chars().count() >= 4, 0.6),
    };
    if !sure {
        return None;
    }
    if squeezed == walk.known.attached {
        return None;
    }
    walk.attach(squeezed, 1);
    walk.known.labelled = false;
    Some(set_title(walk, at, count, 1, confidence))
}

/// Whether the name ends where the quotation of it ends, so that it is the whole title.
fn ends_quote(walk: &Walk<'_>, squeezed: &str) -> bool {
    let closes = |text: &str, name: &str| {
        text.find(name).and_then(|at| text.get(at + name.len()..)).is_some_and(|rest| {
            rest.is_empty()
                || rest.starts_with(['》', '〉', '的', '印', '，', '。', '已', '（', '、', '('])
        })
    };
    let unnested = title::unnested(squeezed);
    closes(&walk.known.title, squeezed)
        || walk.known.quotes.iter().any(|text| closes(text, &unnested))
}

/// Makes lines the title of an attached document; their count, with a bracket behind them.
pub(super) fn set_title(
    walk: &mut Walk<'_>,
    at: usize,
    count: usize,
    depth: u8,
    confidence: f32,
) -> usize {
    // A bracket on its own line (（2026年版）, （试行）) ends the title.
    let suffix = walk.page.form(at + count) == Form::Bracketed
        && head::is_suffix(walk.page.squeezed(at + count));
    let count = if suffix { count + 1 } else { count };
    for line in at..at + count {
        walk.set(line, Role::AttachedTitle(depth), Style::Title, confidence);
        if line > at {
            walk.join(line);
        }
    }
    let mut next = at + count;
    while let Some(more) = walk.adoption(next) {
        next += more;
    }
    walk.known.cells = cells::begin(walk.page, next);
    walk.stage = Stage::Body;
    count
}

/// A label alone on its line.
pub(super) fn label(walk: &mut Walk<'_>, at: usize) -> usize {
    let depth = depth(walk, walk.page.squeezed(at));
    walk.attach(String::new(), depth);
    walk.known.labelled = true;
    walk.known.numbered_label = walk.page.squeezed(at).contains(|c: char| numeral::is_numeral(c));
    walk.set(at, Role::Label(depth), Style::Attachment, 0.97);
    walk.stage = Stage::Label;
    1
}

/// A label with its title on the same line: 附件1：甲名单.
pub(super) fn labelled_title(walk: &mut Walk<'_>, at: usize) -> usize {
    let depth = depth(walk, walk.page.squeezed(at));
    walk.attach(walk.page.squeezed(at).to_owned(), depth);
    walk.known.labelled = true;
    walk.set(at, Role::Label(depth), Style::Attachment, 0.8);
    walk.stage = Stage::Body;
    again(walk, at, depth)
}

/// The title that a label gives already and that stands again below it; the count of lines decided.
fn again(walk: &mut Walk<'_>, at: usize, depth: u8) -> usize {
    const MOST: usize = 4;
    let page = walk.page;
    let label = page.squeezed(at);
    let mut joined = String::new();
    for count in 1..=MOST {
        let line = at + count;
        if page.form(line) != Form::Plain && page.form(line) != Form::Bracketed {
            break;
        }
        joined.push_str(page.squeezed(line));
        let behind = label.strip_suffix(joined.as_str());
        if joined.chars().count() >= 3 && behind.is_some_and(|label| label.ends_with(['：', ':']))
        {
            walk.known.attached = joined;
            return 1 + set_title(walk, at + 1, count, depth, 0.9);
        }
    }
    1
}

/// How deep an attachment with this label stands.
///
/// A label of two numbers (附件1-1) belongs to the attachment before it. Attachments that the
/// document itself does not list belong to the document that it publishes.
fn depth(walk: &Walk<'_>, squeezed: &str) -> u8 {
    let known = &walk.known;
    let two = squeezed.contains(['-', '—', '－']);
    let published = known.depth == 1 && !known.labelled;
    let below = known.depth == 2 && !walk.known.lists;
    if known.depth > 0 && (two || (published && !known.lists) || below) { 2 } else { 1 }
}

/// The title behind a label.
pub(super) fn title(walk: &mut Walk<'_>, at: usize) -> usize {
    let page = walk.page;
    let depth = walk.known.depth;
    if !page.is_titleish(at) {
        walk.stage = Stage::Body;
        return body::step(walk, at);
    }
    let joined = |count: usize| -> String { (at..at + count).map(|i| page.squeezed(i)).collect() };
    let named = (1..=5)
        .take_while(|&n| n == 1 || page.is_titleish(at + n - 1))
        .filter(|&n| {
            let joined = title::unnested(&joined(n));
            walk.known.quotes.iter().any(|text| text.contains(&joined))
        })
        .last();
    let group = page.group(at);
    let bracket = group.as_ref().filter(|group| group.squeezed.ends_with(['）', ')']));
    let (count, confidence) = match (named, &group) {
        // The list of attachments gives the whole name.
        (Some(n), _) if ends_quote(walk, &joined(n)) => {
            (bracket.map_or(n, |group| group.count.max(n)), 0.97)
        }
        (Some(n), Some(group)) => (n.max(group.count), 0.97),
        (Some(n), None) => (n, 0.95),
        (None, Some(group)) => (group.count, 0.9),
        (None, None) => (1, 0.75),
    };
    walk.known.attached = joined(count);
    set_title(walk, at, count, depth, confidence)
}

/// The title of a further document that the present one publishes by name: it has said 《name》, and
/// the text before it has ended.
pub(super) fn published(walk: &mut Walk<'_>, at: usize) -> Option<usize> {
    const MOST: usize = 5;
    const SHORTEST: usize = 5;
    let page = walk.page;
    let closed = walk.known.last.is_some_and(|(last, _)| form::ends_sentence(page.text(last)));
    let anew = amends(&walk.known.title) || amends(&walk.known.attached);
    if !closed || walk.known.labelled || !(title::publishes(&walk.known.title) || anew) {
        return None;
    }
    let mut name = String::new();
    for count in 1..=MOST {
        if !page.is_titleish(at + count - 1) {
            return None;
        }
        name.push_str(page.squeezed(at + count - 1));
        let quoted = format!("《{}》", title::unnested(&name));
        let says = |text: &str| title::unnested(text).contains(&quoted);
        let said = says(&walk.known.title)
            || says(&walk.known.attached)
            || walk.known.quotes.iter().any(|text| says(text));
        if anew && said && !is_law(page, at, count, &name) {
            return None;
        }
        if said && name.chars().count() >= SHORTEST && name != walk.known.attached {
            walk.attach(name, 1);
            walk.known.labelled = false;
            return Some(set_title(walk, at, count, 1, 0.85));
        }
    }
    None
}

/// Whether a title is that of a decision on the text of a law, which may stand anew behind it.
fn amends(title: &str) -> bool {
    ["修改《", "修订《", "修正《"].iter().any(|word| title.contains(word))
        && title.ends_with("的决定")
}

/// Whether the lines are the title of a law that begins below them.
fn is_law(page: &Page<'_>, at: usize, count: usize, name: &str) -> bool {
    let squeezed = name.to_owned();
    let title = Group { first: at, count, squeezed, form: TitleForm::Genre };
    article::is_law(page, &title, page.next(at + count))
}

/// The title of a list or plan that stands in the body without label: it names what the document
/// or the organ is called.
pub(super) fn unlabelled(walk: &mut Walk<'_>, at: usize) -> Option<usize> {
    let page = walk.page;
    let closed = walk.known.last.is_some_and(|(last, _)| form::ends_sentence(page.text(last)));
    let group = page.group(at).filter(|_| closed && page.is_titleish(at))?;
    let title = if walk.known.depth > 0 { &walk.known.attached } else { &walk.known.title };
    let alike = group.squeezed.chars().zip(title.chars()).take_while(|(a, b)| a == b).count();
    let dated = walk.known.depth > 0 || walk.stage == Stage::Tail;
    if !(group.squeezed.chars().count() >= 8 && alike >= 5 && dated) || group.squeezed == *title {
        return None;
    }
    let depth = if walk.known.labelled { 2 } else { 1 };
    walk.attach(group.squeezed.clone(), depth);
    Some(set_title(walk, at, group.count, depth, 0.7))
}

/// Adds the text of a line of the body to those that may quote titles.
pub(super) fn remember(walk: &mut Walk<'_>, at: usize, role: BlockRole) {
    const MOST: usize = 40;
    let squeezed = walk.page.squeezed(at);
    let lists = role == BlockRole::AttachmentNote;
    if walk.known.quotes.len() < MOST && (lists || squeezed.contains(['《', '“', '印'])) {
        // What a paragraph publishes it names near its beginning.
        let head: String = squeezed.chars().take(400).collect();
        walk.known.quotes.push(title::unnested(&head));
    }
    if lists && walk.known.depth == 0 {
        walk.known.lists = true;
    }
}

/// The label and the title of a line that has both.
pub(super) fn split_label(text: &str) -> (String, String) {
    let parted = text.split_once(['：', ':']).filter(|(_, title)| !title.trim().is_empty());
    let gap = || {
        let label = text.find(|c: char| c.is_ascii_digit() || crate::text::is_han(c))?;
        let (label, title) = text.get(label..)?.split_once(char::is_whitespace)?;
        (label.chars().count() >= 3 && !title.trim().is_empty()).then_some((label, title))
    };
    match parted.or_else(gap) {
        Some((label, title)) => (label.trim().to_owned(), title.trim().to_owned()),
        None => (text.trim_end_matches(['：', ':']).to_owned(), String::new()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_with_titles() {
        assert_eq!(split_label("附件1：名单"), ("附件1".to_owned(), "名单".to_owned()));
        assert_eq!(split_label("附件1　名单"), ("附件1".to_owned(), "名单".to_owned()));
        assert_eq!(split_label("附件 1"), ("附件 1".to_owned(), String::new()));
        assert_eq!(split_label("附件："), ("附件".to_owned(), String::new()));
    }
}
