//! Plain text → paragraphs: its lines, also of text that is HTML or Markdown in truth.

use super::html;
use super::html::Visible;
use super::source::Align;
use super::source::Begin;
use super::source::Markup;
use super::source::Paragraph;
use super::source::Source;
use super::source::is_space;
use crate::issue::text::Range;
use crate::issue::text::Text;

/// Reads the lines of a text; ranges count in the text as it is.
pub(super) fn read(text: &str) -> Source {
    let source: Vec<char> = text.chars().collect();
    let seen = if html::is_html(text) {
        html::visible(&source)
    } else {
        (0..).zip(&source).map(|(at, &char)| Visible { char, at, len: 1 }).collect()
    };
    let (seen, lost) = without_lost(seen);
    let mut lines = split(&seen);
    let page = lines.iter().all(|line| line.range.len() < 20_000);
    if page && text.contains("<!--") && !text.contains("<tbody") {
        add_comments(&source, &mut lines);
    }
    let author = front_matter(&lines, "author:");
    let title = hide(&mut lines);
    let mut source = Source::placed(text.to_owned(), lines, title);
    source.author = author;
    let has = |tag: &str| text.contains(tag);
    if ["<sub>", "<SUB>", "<sub "].into_iter().any(has) {
        source.tell_lowered();
    }
    if ["<s>", "<strike>", "<del>", "<S>", "<STRIKE>", "<DEL>"].into_iter().any(has) {
        source.tell_struck();
    }
    for _ in 0..lost {
        source.leave_out("???", "原文里丢失的空格或文字变成的问号");
    }
    for label in LABELS {
        for _ in text.matches(label) {
            source.leave_out(label, "法规库的标记：由版面重新排");
        }
    }
    source
}

/// The labels of a law in an archive are markup.
const LABELS: [&str; 3] = ["【章名】", "【节名】", "【题注】"];

/// Takes out the question marks that stand where white space was lost in another encoding: three or
/// more that begin a line, and those that end it; gives the count of such lines.
fn without_lost(seen: Vec<Visible>) -> (Vec<Visible>, usize) {
    const LEAST: usize = 3;
    let (mut kept, mut count) = (Vec::with_capacity(seen.len()), 0);
    for part in seen.split_inclusive(|visible| visible.char == '\n') {
        let lead = part.iter().take_while(|visible| visible.char == '?').count();
        if lead < LEAST {
            kept.extend_from_slice(part);
            continue;
        }
        count += 1;
        let rest = part.get(lead..).unwrap_or_default();
        let end = rest.iter().rposition(|v| v.char != '?' && !is_space(v.char));
        kept.extend_from_slice(rest.get(..end.map_or(0, |end| end + 1)).unwrap_or_default());
        kept.extend(rest.last().filter(|visible| visible.char == '\n').copied());
    }
    (kept, count)
}

fn split(seen: &[Visible]) -> Vec<Paragraph> {
    let (mut lines, mut blank) = (Vec::new(), 0);
    for part in seen.split(|visible| visible.char == '\n') {
        let Some(first) = part.iter().position(|v| !is_space(v.char)) else {
            blank += 1;
            continue;
        };
        let last = part.iter().rposition(|v| !is_space(v.char)).unwrap_or(first);
        let kept = part.get(first..=last).unwrap_or_default();
        if let Some(line) = line(kept, blank) {
            let lead = part.get(..first).unwrap_or_default();
            lines.push(Paragraph { begin: Begin::Line(columns(lead)), ..line });
            blank = 0;
        }
    }
    lines
}

/// The columns that white space fills.
fn columns(lead: &[Visible]) -> u32 {
    let column = |visible: &Visible| match visible.char {
        '\u{3000}' | '\u{2003}' => 2,
        '\t' => 4,
        c if c.is_whitespace() => 1,
        _ => 0,
    };
    lead.iter().map(column).sum()
}

fn line(kept: &[Visible], blank: u32) -> Option<Paragraph> {
    let (start, end) = (kept.first()?, kept.last()?);
    let range = Range::new(start.at, end.at + end.len.max(1));
    let text: String = kept.iter().map(|v| v.char).filter(|c| *c != '\u{feff}').collect();
    let hashes = text.len() - text.trim_start_matches('#').len();
    if let Some(rest) =
        text.get(hashes..).filter(|rest| (1..=6).contains(&hashes) && rest.starts_with([' ', '　']))
    {
        let level = u8::try_from(hashes).unwrap_or(6);
        return Some(paragraph(rest.trim(), range, blank, Markup::Heading(level)));
    }
    let text = if text.contains("**") { text.replace("**", "") } else { text };
    let label = LABELS.iter().find_map(|tag| text.strip_prefix(tag));
    let text = label.map_or_else(|| text.clone(), |rest| rest.trim_start().to_owned());
    (!text.is_empty()).then(|| paragraph(&text, range, blank, Markup::Plain))
}

fn paragraph(text: &str, range: Range, blank: u32, markup: Markup) -> Paragraph {
    Paragraph {
        range,
        text: Text::new(text),
        blank,
        markup,
        align: Align::Start,
        begin: Begin::default(),
    }
}

/// Comments that fill a line are listed, so that the report names every stretch of the input.
fn add_comments(source: &[char], lines: &mut Vec<Paragraph>) {
    let mut start = 0;
    let mut found = Vec::new();
    for part in source.split(|&c| c == '\n') {
        let text: String = part.iter().collect();
        let trimmed = text.trim();
        if trimmed.starts_with("<!--") && trimmed.ends_with("-->") {
            let end = start + u32::try_from(part.len()).unwrap_or(0);
            found.push(paragraph(trimmed, Range::new(start, end), 1, Markup::Hidden));
        }
        start += u32::try_from(part.len()).unwrap_or(0) + 1;
    }
    if !found.is_empty() {
        lines.append(&mut found);
        lines.sort_by_key(|line| line.range);
    }
}

/// Count of the lines of front matter, with the rules around it.
fn front_lines(lines: &[Paragraph]) -> usize {
    const MOST: usize = 60;
    let rule = |line: &Paragraph| line.text.string == "---";
    if !lines.first().is_some_and(rule) {
        return 0;
    }
    lines.iter().skip(1).take(MOST).position(rule).map_or(0, |end| end + 2)
}

/// What the front matter says behind this key.
fn front_matter(lines: &[Paragraph], key: &str) -> Option<String> {
    let value = |line: &Paragraph| {
        let value = line.text.string.strip_prefix(key)?.trim().trim_matches(['"', '\'']);
        (!value.is_empty()).then(|| value.to_owned())
    };
    lines.iter().take(front_lines(lines)).find_map(value)
}

/// Marks front matter and directives as hidden; gives the front matter's title.
fn hide(lines: &mut [Paragraph]) -> Option<String> {
    let title = front_matter(lines, "title:");
    let front = front_lines(lines);
    if front > 0 {
        lines.iter_mut().take(front).for_each(|line| line.markup = Markup::Hidden);
        // What who keeps the text says of it, above its title.
        let above = lines.iter_mut().skip(front);
        let above = above.take_while(|line| line.text.string.starts_with('>'));
        above.for_each(|line| line.markup = Markup::Hidden);
    }
    let mut directive = 0;
    for line in lines {
        let marker = line.text.string.starts_with(":::");
        directive = if directive > 0 { directive - 1 } else { 0 };
        if marker {
            // A directive that is never closed hides at most this many lines.
            directive = if line.text.string.trim_matches(':').trim().is_empty() { 0 } else { 40 };
        }
        let toc = matches!(line.text.string.as_str(), "[[toc]]" | "[toc]" | "[TOC]");
        if marker || toc || directive > 0 || line.text.string.starts_with("![](") {
            line.markup = Markup::Hidden;
        }
    }
    title
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_know_their_place() {
        let lines = read("\n\n  甲 乙 \n丙").paragraphs;
        assert_eq!(lines.len(), 2);
        let begin = Begin::Line(2);
        let first = paragraph("甲 乙", Range::new(4, 7), 2, Markup::Plain);
        assert_eq!(lines[0], Paragraph { begin, ..first });
        assert_eq!(lines[1], paragraph("丙", Range::new(9, 10), 0, Markup::Plain));
    }

    #[test]
    fn quotes_below_front_matter() {
        let lines = read("---\n类型: 乙\n---\n> 本文取自甲网站。\n# 甲通告\n> 丙").paragraphs;
        let hidden: Vec<bool> = lines.iter().map(|l| l.markup == Markup::Hidden).collect();
        assert_eq!(hidden, [true, true, true, true, false, false]);
    }

    #[test]
    fn signs_that_were_no_text() {
        let source = read("甲\n??????甲市人民政府????\n???\n怎么办??");
        let texts: Vec<&str> = source.paragraphs.iter().map(|l| l.text.string.as_str()).collect();
        assert_eq!(texts, ["甲", "甲市人民政府", "怎么办??"]);
        assert_eq!(source.dropped.len(), 2);
    }

    #[test]
    fn markdown_and_front_matter() {
        let text = "---\ntitle: 甲办法\n---\n::: details 目录\n[1](#t1)\n:::\n<!-- END -->\n## 一、乙\n正文";
        let Source { paragraphs: lines, title, .. } = read(text);
        assert_eq!(title.as_deref(), Some("甲办法"));
        let hidden: Vec<bool> = lines.iter().map(|l| l.markup == Markup::Hidden).collect();
        assert_eq!(hidden, [true, true, true, true, true, true, true, false, false]);
        assert_eq!(lines[7].text.string, "一、乙");
        assert_eq!(lines[7].markup, Markup::Heading(2));
    }
}
