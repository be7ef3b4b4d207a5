//! Text → lines: the stretches that are not empty, without markup, each with its place.

use crate::import::html;
use crate::import::html::Visible;
use crate::issue::text::Range;
use crate::text::squeeze;

/// What the markup around a line says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Markup {
    /// Nothing.
    Plain,
    /// A heading of Markdown, with its count of `#`.
    Heading(u8),
    /// The line is no text of the document: front matter, comments, directives.
    Hidden,
}

/// A line that is not empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// Its place in the input, in characters.
    pub(super) range: Range,
    /// Its characters, trimmed and without markup.
    pub(super) text: String,
    /// The same without white space.
    pub(super) squeezed: String,
    /// Count of empty lines before it.
    pub(super) blank: u32,
    /// What the markup says.
    pub(super) markup: Markup,
}

impl Line {
    /// A line with `text` at `range`.
    pub(super) fn new(text: &str, range: Range, blank: u32, markup: Markup) -> Self {
        Self { range, text: text.to_owned(), squeezed: squeeze(text), blank, markup }
    }
}

/// The lines of a text, and the title that its front matter gives.
pub(super) fn lines(text: &str) -> (Vec<Line>, Option<String>) {
    let source: Vec<char> = text.chars().collect();
    let seen = if html::is_html(text) {
        html::visible(&source)
    } else {
        (0..).zip(&source).map(|(at, &char)| Visible { char, at, len: 1 }).collect()
    };
    let mut lines = split(&seen);
    let page = lines.iter().all(|line| line.range.len() < 20_000);
    if page && text.contains("<!--") && !text.contains("<tbody") {
        add_comments(&source, &mut lines);
    }
    let title = hide(&mut lines);
    (lines, title)
}

fn split(seen: &[Visible]) -> Vec<Line> {
    let (mut lines, mut blank) = (Vec::new(), 0);
    for part in seen.split(|visible| visible.char == '\n') {
        let Some(first) = part.iter().position(|v| !is_space(v.char)) else {
            blank += 1;
            continue;
        };
        let last = part.iter().rposition(|v| !is_space(v.char)).unwrap_or(first);
        let kept = part.get(first..=last).unwrap_or_default();
        if let Some(line) = line(kept, blank) {
            lines.push(line);
            blank = 0;
        }
    }
    lines
}

/// The width of a line on a screen: a Latin letter is half as wide as a Chinese character.
pub(super) fn width(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

/// The width at which the lines of a text were broken, whatever stood there: then many of them are
/// as wide as the widest. A text with a line a paragraph has none.
pub(super) fn measure(lines: &[Line]) -> Option<usize> {
    const MEASURES: std::ops::RangeInclusive<usize> = 40..=160;
    /// A mark or two that must not begin the next line.
    const SLACK: usize = 4;
    let widths: Vec<usize> = lines
        .iter()
        .filter(|line| line.markup == Markup::Plain)
        .map(|line| if line.text.len() > 600 { usize::MAX } else { width(&line.text) })
        .collect();
    let widest = widths.iter().copied().max().filter(|widest| MEASURES.contains(widest))?;
    let full = widths.iter().filter(|&&width| width + SLACK >= widest).count();
    (full >= 4 && full * 4 >= widths.len()).then_some(widest)
}

/// Zero-width characters and the byte order mark are no text either.
fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{c}')
}

fn line(kept: &[Visible], blank: u32) -> Option<Line> {
    let (start, end) = (kept.first()?, kept.last()?);
    let range = Range::new(start.at, end.at + end.len.max(1));
    let text: String = kept.iter().map(|v| v.char).filter(|c| *c != '\u{feff}').collect();
    let hashes = text.len() - text.trim_start_matches('#').len();
    if let Some(rest) =
        text.get(hashes..).filter(|rest| (1..=6).contains(&hashes) && rest.starts_with([' ', '　']))
    {
        let level = u8::try_from(hashes).unwrap_or(6);
        return Some(Line::new(rest.trim(), range, blank, Markup::Heading(level)));
    }
    let text = if text.contains("**") { text.replace("**", "") } else { text };
    (!text.is_empty()).then(|| Line::new(&text, range, blank, Markup::Plain))
}

/// Comments that fill a line are listed, so that the report names every stretch of the input.
fn add_comments(source: &[char], lines: &mut Vec<Line>) {
    let mut start = 0;
    let mut found = Vec::new();
    for part in source.split(|&c| c == '\n') {
        let text: String = part.iter().collect();
        let trimmed = text.trim();
        if trimmed.starts_with("<!--") && trimmed.ends_with("-->") {
            let end = start + u32::try_from(part.len()).unwrap_or(0);
            found.push(Line::new(trimmed, Range::new(start, end), 1, Markup::Hidden));
        }
        start += u32::try_from(part.len()).unwrap_or(0) + 1;
    }
    if !found.is_empty() {
        lines.append(&mut found);
        lines.sort_by_key(|line| line.range);
    }
}

/// Marks front matter and directives as hidden; gives the front matter's title.
fn hide(lines: &mut [Line]) -> Option<String> {
    let mut title = None;
    if lines.first().is_some_and(|line| line.text == "---")
        && let Some(end) = lines.iter().skip(1).take(60).position(|line| line.text == "---")
    {
        for line in lines.iter_mut().take(end + 2) {
            line.markup = Markup::Hidden;
            let value =
                line.text.strip_prefix("title:").map(|t| t.trim().trim_matches(['"', '\'']));
            title = title.or(value.filter(|t| !t.is_empty()).map(str::to_owned));
        }
    }
    let mut directive = 0;
    for line in lines {
        let marker = line.text.starts_with(":::");
        directive = if directive > 0 { directive - 1 } else { 0 };
        if marker {
            // A directive that is never closed hides at most this many lines.
            directive = if line.text.trim_matches(':').trim().is_empty() { 0 } else { 40 };
        }
        let toc = matches!(line.text.as_str(), "[[toc]]" | "[toc]" | "[TOC]");
        if marker || toc || directive > 0 || line.text.starts_with("![](") {
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
        let (lines, _) = lines("\n\n  甲 乙 \n丙");
        assert_eq!(lines.len(), 2);
        assert_eq!(lines[0], Line::new("甲 乙", Range::new(4, 7), 2, Markup::Plain));
        assert_eq!(lines[1], Line::new("丙", Range::new(9, 10), 0, Markup::Plain));
    }

    #[test]
    fn the_measure_of_broken_lines() {
        fn check(widths: &[usize], expected: Option<usize>) {
            let text: Vec<String> = widths.iter().map(|n| "公".repeat(*n)).collect();
            assert_eq!(measure(&lines(&text.join("\n")).0), expected, "{widths:?}");
        }
        check(&[20, 28, 30, 30, 29, 12, 28, 30, 7], Some(60));
        check(&[20, 12, 30, 18, 29, 12, 9, 25, 7], None);
        check(&[300, 300, 300, 300], None);
        check(&[9, 9, 9, 9], None);
    }

    #[test]
    fn markdown_and_front_matter() {
        let text = "---\ntitle: 甲办法\n---\n::: details 目录\n[1](#t1)\n:::\n<!-- END -->\n## 一、乙\n正文";
        let (lines, title) = lines(text);
        assert_eq!(title.as_deref(), Some("甲办法"));
        let hidden: Vec<bool> = lines.iter().map(|l| l.markup == Markup::Hidden).collect();
        assert_eq!(hidden, [true, true, true, true, true, true, true, false, false]);
        assert_eq!(lines[7].text, "一、乙");
        assert_eq!(lines[7].markup, Markup::Heading(2));
    }
}
