//! Paragraphs of a source → lines: what the recogniser walks over.

use super::form;
use crate::import::source::Paragraph;
pub(super) use crate::import::source::{Align, Begin, Markup};
use crate::issue::text::{Mark, Range};
use crate::text::squeeze;

/// A line that is not empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// Its place in the input, in characters.
    pub(super) range: Range,
    /// Its characters, trimmed and without markup.
    pub(super) text: String,
    /// The marks over them.
    pub(super) marks: Vec<(Range, Mark)>,
    /// The same without white space.
    pub(super) squeezed: String,
    /// Count of empty lines before it.
    pub(super) blank: u32,
    /// What the markup says.
    pub(super) markup: Markup,
    /// How the file sets it.
    pub(super) align: Align,
    /// What begins with it.
    pub(super) begin: Begin,
}

impl Line {
    /// A line with `text` at `range`.
    pub(super) fn new(text: &str, range: Range, blank: u32, markup: Markup) -> Self {
        Self {
            range,
            text: text.to_owned(),
            marks: Vec::new(),
            squeezed: squeeze(text),
            blank,
            markup,
            align: Align::Start,
            begin: Begin::default(),
        }
    }
}

impl Line {
    /// Whether it is set in as the first line of a paragraph is; the middle of a line is no indent.
    pub(super) fn is_indented(&self) -> bool {
        matches!(self.begin, Begin::Line(2..=8))
    }
}

/// The lines that the paragraphs are.
pub(super) fn lines(paragraphs: &[Paragraph]) -> Vec<Line> {
    let line = |paragraph: &Paragraph| Line {
        marks: paragraph.text.marks.clone(),
        align: paragraph.align,
        begin: paragraph.begin,
        ..Line::new(&paragraph.text.string, paragraph.range, paragraph.blank, paragraph.markup)
    };
    paragraphs.iter().map(line).collect()
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

/// Whether the first lines of paragraphs are indented and the others flush. Where flush lines begin
/// paragraphs of their own behind closed ones, indents say nothing.
pub(super) fn are_indented(lines: &[Line]) -> bool {
    const LEAST: usize = 2;
    let indented = lines.iter().filter(|line| line.is_indented()).count();
    let begins = |above: &Line, line: &Line| {
        line.begin == Begin::Line(0)
            && line.blank == 0
            && line.text.contains(['。', '，'])
            && form::ends_sentence(&above.text)
    };
    let flush =
        lines.windows(2).filter(|pair| matches!(pair, [above, line] if begins(above, line)));
    indented >= LEAST && flush.count() * 3 <= indented
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::plain;

    #[test]
    fn the_measure_of_broken_lines() {
        fn check(widths: &[usize], expected: Option<usize>) {
            let text: Vec<String> = widths.iter().map(|n| "公".repeat(*n)).collect();
            let lines = lines(&plain::read(&text.join("\n")).paragraphs);
            assert_eq!(measure(&lines), expected, "{widths:?}");
        }
        check(&[20, 28, 30, 30, 29, 12, 28, 30, 7], Some(60));
        check(&[20, 12, 30, 18, 29, 12, 9, 25, 7], None);
        check(&[300, 300, 300, 300], None);
        check(&[9, 9, 9, 9], None);
    }
}
