//! Markdown (`CommonMark` with tables and footnotes) → paragraphs and tables.
//!
//! A line of the file stays a line: offices end lines where they mean to.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::source::{Align, Markup, Source, meaningful};
use super::table;
use crate::issue::table::{Cell, Table};
use crate::issue::text::{Mark, Range, Text};

/// Reads a Markdown file.
pub(super) fn read(text: &str) -> Source {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let mut reader = Reader::default();
    for event in Parser::new_ext(text, options) {
        reader.event(event);
    }
    reader.flush();
    reader.source
}

#[derive(Default)]
struct Reader {
    source: Source,
    line: Text,
    markup: Markup,
    bold: u32,
    raised: bool,
    /// How deep in text that is struck out.
    struck: u32,
    /// The next numbers of the lists that are open; none for bullets.
    lists: Vec<Option<u64>>,
    /// The table that is open.
    table: Option<Table>,
    /// Paragraphs are lines of front matter.
    front: bool,
}

impl Reader {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) if self.front => self.front_matter(&text),
            Event::Text(text) | Event::Code(text) => self.write(&text),
            Event::SoftBreak | Event::HardBreak => self.flush(),
            Event::InlineHtml(tag) | Event::Html(tag) => self.html(&tag),
            Event::FootnoteReference(name) => {
                let raised = std::mem::replace(&mut self.raised, true);
                self.write(&format!("[{name}]"));
                self.raised = raised;
            }
            Event::Rule
            | Event::TaskListMarker(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_) => self.flush(),
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Heading { level, .. } => {
                self.flush();
                self.markup = Markup::Heading(match level {
                    HeadingLevel::H1 => 1,
                    HeadingLevel::H2 => 2,
                    HeadingLevel::H3 => 3,
                    HeadingLevel::H4 => 4,
                    HeadingLevel::H5 | HeadingLevel::H6 => 5,
                });
            }
            Tag::List(first) => {
                self.flush();
                self.lists.push(first);
            }
            Tag::Item => {
                self.flush();
                match self.lists.last_mut() {
                    Some(Some(next)) => {
                        let number = format!("{next}.");
                        *next = next.saturating_add(1);
                        self.write(&number);
                    }
                    Some(None) => self.write("●"),
                    None => {}
                }
            }
            Tag::FootnoteDefinition(name) => {
                self.flush();
                self.markup = Markup::Note;
                self.write(&format!("[{name}] "));
            }
            Tag::Table(_) => {
                self.flush();
                self.table = Some(Table::default());
            }
            Tag::TableHead | Tag::TableRow => {
                self.table.iter_mut().for_each(|table| table.rows.push(Vec::new()));
            }
            Tag::Strong => self.bold += 1,
            Tag::Superscript => self.raised = true,
            Tag::Strikethrough => self.struck += 1,
            Tag::MetadataBlock(_) => self.front = true,
            Tag::Image { title, .. } => {
                let why = "图片没有随文字保存，没有带入；需要时请单独插入";
                self.source.leave_out(if title.is_empty() { "图片" } else { &title }, why);
                self.struck += 1;
            }
            // A paragraph in an item goes on behind its number.
            Tag::Paragraph if self.line.len() <= 6 => {}
            Tag::Paragraph | Tag::BlockQuote(_) | Tag::CodeBlock(_) | Tag::HtmlBlock => {
                self.flush();
            }
            Tag::TableCell
            | Tag::Emphasis
            | Tag::Link { .. }
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::Subscript => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) | TagEnd::FootnoteDefinition => {
                self.flush();
                self.markup = Markup::Plain;
            }
            TagEnd::List(_) => {
                self.flush();
                let _closed = self.lists.pop();
            }
            TagEnd::TableCell => {
                let text = meaningful(&std::mem::take(&mut self.line));
                let row = self.table.as_mut().and_then(|table| table.rows.last_mut());
                row.into_iter().for_each(|row| row.push(Cell::new(text.clone())));
            }
            TagEnd::TableHead => self.table.iter_mut().for_each(|table| table.head = 1),
            TagEnd::Table => {
                if let Some(mut table) = self.table.take() {
                    table::square(&mut table);
                    self.source.push_table(table);
                }
            }
            TagEnd::Strong => self.bold = self.bold.saturating_sub(1),
            TagEnd::Superscript => self.raised = false,
            TagEnd::Strikethrough | TagEnd::Image => self.struck = self.struck.saturating_sub(1),
            TagEnd::MetadataBlock(_) => self.front = false,
            TagEnd::Paragraph => {
                self.flush();
                self.source.push_blank();
            }
            TagEnd::Item | TagEnd::BlockQuote(_) | TagEnd::CodeBlock | TagEnd::HtmlBlock => {
                self.flush();
            }
            TagEnd::TableRow
            | TagEnd::Emphasis
            | TagEnd::Link
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::Subscript => {}
        }
    }

    fn write(&mut self, text: &str) {
        if self.struck > 0 {
            return;
        }
        let mut parts = text.split('\n');
        self.add(parts.next().unwrap_or_default());
        for part in parts {
            self.flush();
            self.add(part);
        }
    }

    fn add(&mut self, text: &str) {
        let start = self.line.len();
        self.line.string.push_str(text);
        let range = Range::new(start, self.line.len());
        for (on, mark) in [(self.bold > 0, Mark::Bold), (self.raised, Mark::Superscript)] {
            if on && !range.is_empty() {
                self.line.marks.push((range, mark));
            }
        }
    }

    /// Raised text and line ends are the only HTML that counts within a line.
    fn html(&mut self, tag: &str) {
        let tag = tag.trim().to_ascii_lowercase();
        if tag.starts_with("<br") {
            self.flush();
        } else if tag.starts_with("<sub") {
            self.source.tell_lowered();
        } else if ["<s>", "<strike>"].contains(&tag.as_str()) {
            self.source.tell_struck();
        } else if tag.starts_with("<sup") {
            self.raised = true;
        } else if tag.starts_with("</sup") {
            self.raised = false;
        }
    }

    fn front_matter(&mut self, text: &str) {
        for line in text.lines() {
            let value = |key: &str| {
                let value = line.strip_prefix(key)?.trim().trim_matches(['"', '\'']);
                (!value.is_empty()).then(|| value.to_owned())
            };
            if let Some(title) = value("title:") {
                self.source.title = Some(title);
            } else if let Some(author) = value("author:") {
                self.source.author = Some(author);
            }
            self.source.push(&Text::new(line), Markup::Hidden, Align::Start);
        }
    }

    fn flush(&mut self) {
        // Lines of a cell are one text.
        if self.table.is_some() {
            return;
        }
        let line = std::mem::take(&mut self.line);
        if !line.string.trim().is_empty() {
            self.source.push(&meaningful(&line), self.markup, Align::Start);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_lists_and_tables() {
        fn check(text: &str, expected: &[&str]) {
            let source = read(text);
            let lines: Vec<&str> =
                source.paragraphs.iter().map(|line| line.text.string.as_str()).collect();
            assert_eq!(lines, expected, "{text}");
        }
        check("# 题\n\n甲\n乙\n\n丙**丁**", &["题", "甲", "乙", "丙丁"]);
        check("3. 甲\n4. 乙\n\n- 丙", &["3.甲", "4.乙", "●丙"]);
        check("|甲|乙|\n|-|-|\n|1|2|\n", &["甲\t乙", "1\t2"]);
        check("---\ntitle: 题\n---\n甲~~乙~~[丙](x)", &["title: 题", "甲丙"]);
        check("甲[^1]。\n\n[^1]: 注", &["甲[1]。", "[1] 注"]);
        check("km<sup>2</sup><br>乙", &["km2", "乙"]);
    }

    #[test]
    fn a_title_from_front_matter() {
        assert_eq!(read("---\ntitle: \"题\"\n---\n甲").title.as_deref(), Some("题"));
    }
}
