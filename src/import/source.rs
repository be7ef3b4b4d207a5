//! What a reader makes of a file before anything is recognised in it: paragraphs, tables and
//! pictures in reading order, and what the reader left out.
//!
//! **Invariant.** Ranges of paragraphs lie in [`Source::text`], in order and without overlap. The
//! rows of a table are paragraphs, too, so that the text holds all that a reader of the file sees.

use std::sync::Arc;

use super::Dropped;
use super::word_style::WordStyle;
use crate::finding::Finding;
use crate::finding::Severity;
use crate::geom::Mm;
use crate::issue::id::sha256;
use crate::issue::table::Table;
use crate::issue::text::Mark;
use crate::issue::text::Range;
use crate::issue::text::Text;

/// The contents of a file, read and not yet recognised.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Source {
    /// The text of the file; a file of plain text as it was decoded. Segments count in it.
    pub text: String,
    /// The paragraphs that are not empty.
    pub(super) paragraphs: Vec<Paragraph>,
    /// The tables that paragraphs name as their own.
    pub(super) tables: Vec<Table>,
    /// The pictures, each with the index of the paragraph that follows it.
    pub(super) pictures: Vec<(usize, Picture)>,
    /// The title that the file gives apart from its text.
    pub(super) title: Option<String>,
    /// The organ that the file's front matter names as who wrote it.
    pub(super) author: Option<String>,
    /// What the reader left out.
    pub(super) dropped: Vec<Dropped>,
    /// What an editor should know of the file.
    pub(super) findings: Vec<Finding>,
    /// The whole of a Word file of ours, exact, each piece with what its style says that it is.
    pub(super) pieces: Vec<Piece>,
    /// Count of characters of the text.
    end: u32,
    /// Count of empty lines at the end of the text.
    blank: u32,
    /// The next paragraph stands apart from those before.
    apart: bool,
}

/// A piece of a Word file of ours. Lines are indices of paragraphs.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Piece {
    /// A paragraph, with the white space around it; an empty one has no line.
    Text { style: Option<WordStyle>, text: Text, line: Option<usize> },
    /// A table; rows without text have no line.
    Table { table: Table, lines: std::ops::Range<usize> },
    /// A picture.
    Picture {
        sha256: String,
        /// How wide the file shows it.
        width: Option<Mm>,
    },
}

/// A paragraph or line that is not empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Paragraph {
    /// Its place in the text of the source.
    pub(super) range: Range,
    /// Its characters, trimmed and without markup.
    pub(super) text: Text,
    /// Count of empty lines before it.
    pub(super) blank: u32,
    /// What the file says that it is.
    pub(super) markup: Markup,
    /// How the file sets it.
    pub(super) align: Align,
    /// What begins with it.
    pub(super) begin: Begin,
}

/// What the file says of where a paragraph of a source begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Begin {
    /// A paragraph, as whoever wrote the file ended the one before.
    Paragraph,
    /// What stands apart from the text before, a text box or what follows one: it goes on with
    /// nothing.
    Apart,
    /// A line, indented by so many columns, of which a Chinese character fills two: whether it goes
    /// on with the line before it is to be found out.
    Line(u32),
}

impl Default for Begin {
    fn default() -> Self {
        Self::Line(0)
    }
}

/// What the markup around a paragraph says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Markup {
    /// Nothing.
    #[default]
    Plain,
    /// A heading; 1 is the document's title.
    Heading(u8),
    /// It is no text of the document: front matter, comments, directives.
    Hidden,
    /// A row of the table with this index.
    Row(usize),
    /// A note to a text: a footnote, an endnote.
    Note,
    /// A line of a table of contents that the file makes itself.
    Contents,
}

/// Where the file puts a paragraph between the margins.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Align {
    /// At the left edge or justified, or it is not known.
    #[default]
    Start,
    /// In the middle.
    Center,
    /// At the right edge.
    End,
}

/// A picture as the file holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// The SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// How wide the file shows it, if it says so; none where it fills the measure.
    pub width: Option<Mm>,
    /// The ending of its kind, such as `png`.
    pub extension: String,
    /// Its bytes.
    pub bytes: Arc<Vec<u8>>,
}

impl Picture {
    pub(super) fn new(extension: &str, bytes: Vec<u8>) -> Self {
        let (sha256, width, extension) = (sha256(&bytes), None, extension.to_owned());
        Self { sha256, width, extension, bytes: Arc::new(bytes) }
    }
}

impl Source {
    /// A source whose paragraphs have their places in `text` already.
    pub(super) fn placed(text: String, paragraphs: Vec<Paragraph>, title: Option<String>) -> Self {
        Self { text, paragraphs, title, ..Self::default() }
    }

    /// The pictures, in order.
    pub fn pictures(&self) -> impl Iterator<Item = &Picture> {
        self.pictures.iter().map(|(_, picture)| picture)
    }

    /// Its text with its marks, if it is one paragraph and nothing else.
    pub fn only_line(&self) -> Option<&Text> {
        match self.paragraphs.as_slice() {
            [line] if self.tables.is_empty() && self.pictures.is_empty() => Some(&line.text),
            _ => None,
        }
    }

    /// Adds a paragraph of its own line to the text; white space around it stays in the text only.
    pub(super) fn push(&mut self, text: &Text, markup: Markup, align: Align) {
        if !self.text.is_empty() {
            self.text.push('\n');
            self.end += 1;
        }
        let (lead, kept) = trimmed(text);
        let start = self.end + lead;
        self.text.push_str(&text.string);
        self.end += text.len();
        if kept.is_empty() {
            self.blank += 1;
            return;
        }
        let range = Range::new(start, start + kept.len());
        let blank = std::mem::take(&mut self.blank);
        self.paragraphs.push(Paragraph {
            range,
            text: kept,
            blank,
            markup,
            align,
            begin: if std::mem::take(&mut self.apart) { Begin::Apart } else { Begin::default() },
        });
    }

    /// Adds a table, each row as a line of its cells.
    pub(super) fn push_table(&mut self, table: Table) {
        let index = self.tables.len();
        for row in &table.rows {
            let cells: Vec<String> =
                row.iter().map(|cell| cell.text.string.replace('\n', "")).collect();
            self.push(&Text::new(cells.join("\t")), Markup::Row(index), Align::Start);
        }
        self.tables.push(table);
    }

    /// Adds a picture behind what was added last.
    pub(super) fn push_picture(&mut self, picture: Picture) {
        self.pictures.push((self.paragraphs.len(), picture));
    }

    /// Adds a paragraph of a Word file of ours.
    pub(super) fn push_styled(&mut self, style: Option<WordStyle>, text: Text, align: Align) {
        let next = self.paragraphs.len();
        self.push(&text, Markup::Plain, align);
        let line = (self.paragraphs.len() > next).then_some(next);
        self.pieces.push(Piece::Text { style, text, line });
    }

    /// Adds a table of a Word file of ours.
    pub(super) fn push_styled_table(&mut self, table: Table) {
        let first = self.paragraphs.len();
        self.push_table(table.clone());
        self.pieces.push(Piece::Table { table, lines: first..self.paragraphs.len() });
    }

    /// Adds what another source holds.
    pub(super) fn append(&mut self, other: Self) {
        let mut pictures = other.pictures.into_iter().peekable();
        let mut tables = other.tables.into_iter().map(Some).collect::<Vec<_>>();
        for (index, line) in other.paragraphs.into_iter().enumerate() {
            while let Some((_, picture)) = pictures.next_if(|(next, _)| *next <= index) {
                self.push_picture(picture);
            }
            match line.markup {
                Markup::Row(table) => {
                    let table = tables.get_mut(table).and_then(Option::take);
                    table.into_iter().for_each(|table| self.push_table(table));
                }
                Markup::Plain
                | Markup::Heading(_)
                | Markup::Hidden
                | Markup::Note
                | Markup::Contents => self.push(&line.text, line.markup, line.align),
            }
        }
        pictures.for_each(|(_, picture)| self.push_picture(picture));
        self.dropped.extend(other.dropped);
        other.findings.into_iter().for_each(|finding| self.tell(finding.rule, finding.message));
    }

    /// What is added next stands apart from what was added before.
    pub(super) const fn part(&mut self) {
        self.apart = true;
    }

    /// Adds an empty line.
    pub(super) fn push_blank(&mut self) {
        self.push(&Text::default(), Markup::Plain, Align::Start);
    }

    /// Lists a picture that cannot be taken over, and tells of it.
    pub(super) fn lose_picture(&mut self, why: &str) {
        self.leave_out("图片", why);
        self.tell("import-picture", format!("有图片没有带入：{why}"));
    }

    /// Tells the editor that text stands lower than the rest in the file.
    pub(super) fn tell_lowered(&mut self) {
        let what = "原稿中有下标（如 CO₂ 中的 2），已排成一般大小；请对照原稿核对";
        self.tell("import-subscript", what);
    }

    /// Tells the editor that text is struck out in the file.
    pub(super) fn tell_struck(&mut self) {
        let what = "原稿中有加删除线的文字，已当作一般文字带入；请对照原稿，删去不要的";
        self.tell("import-struck", what);
    }

    /// Lists what is left out; white space alone is not worth a line.
    pub(super) fn leave_out(&mut self, text: &str, why: &str) {
        let text = text.trim();
        if !text.is_empty() {
            self.dropped.push(Dropped { text: text.to_owned(), why: why.to_owned() });
        }
    }

    /// Tells the editor of something in the file, once a rule and sentence.
    pub(super) fn tell(&mut self, rule: &'static str, message: impl Into<String>) {
        let message = message.into();
        if self.findings.iter().any(|known| known.rule == rule && known.message == message) {
            return;
        }
        self.findings.push(Finding {
            rule,
            severity: Severity::Warning,
            place: None,
            text: String::new(),
            message,
            fix: None,
        });
    }
}

/// The line without the marks that cover all of it: they are its format, not a meaning.
pub(super) fn meaningful(line: &Text) -> Text {
    let seen: Vec<u32> = (0..)
        .zip(line.string.chars())
        .filter(|(_, c)| !c.is_whitespace())
        .map(|(at, _)| at)
        .collect();
    let covers = |mark: Mark| {
        seen.iter()
            .all(|&at| line.marks.iter().any(|(r, m)| *m == mark && r.start <= at && at < r.end))
    };
    let formats: Vec<Mark> =
        [Mark::Bold, Mark::Kai, Mark::Superscript].into_iter().filter(|&m| covers(m)).collect();
    let mut marks = line.marks.clone();
    marks.retain(|(_, mark)| !formats.contains(mark));
    marks.sort_unstable();
    Text { string: line.string.clone(), marks }
}

/// The text without white space around it, and the count of characters before it.
fn trimmed(text: &Text) -> (u32, Text) {
    let lead = text.string.chars().take_while(|&c| is_space(c)).count();
    let kept = text.string.trim_matches(is_space);
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let (lead, len) = (count(lead), count(kept.chars().count()));
    (lead, text.part(Range::new(lead, lead + len)))
}

/// White space, zero-width characters and the byte order mark.
pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{c}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_know_their_place() {
        let mut source = Source::default();
        let bold = vec![(Range::new(2, 4), Mark::Bold)];
        source.push(&Text::default(), Markup::Plain, Align::Start);
        source.push(&Text { string: "　　甲乙丙 ".into(), marks: bold }, Markup::Plain, Align::End);
        source.push(&Text::new("  "), Markup::Plain, Align::Start);
        source.push(&Text::new("丁"), Markup::Plain, Align::Start);
        assert_eq!(source.text, "　　甲乙丙 \n  \n丁");
        for paragraph in &source.paragraphs {
            let place = Text::new(source.text.clone());
            assert_eq!(place.slice(paragraph.range), paragraph.text.string);
        }
        assert_eq!(source.paragraphs[0].text.marks, [(Range::new(0, 2), Mark::Bold)]);
        assert_eq!(source.paragraphs[0].align, Align::End);
        assert_eq!(source.paragraphs[1].blank, 1);
    }
}
