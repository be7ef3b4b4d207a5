//! Saved web pages and what Word, WPS and browsers put on the clipboard → paragraphs, tables and
//! pictures.
//!
//! What a reader of the page sees is read. Menus and feet are kept and marked as no text of the
//! document; scripts, hidden text and the conditional comments of Office are not.

mod grid;
mod tag;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use self::grid::Grid;
use self::tag::Tag;
use self::tag::Token;
use super::picture;
use super::source::{Align, Markup, Picture, Source, meaningful};
use crate::issue::text::{Mark, Range, Text};
use crate::text::is_han;

/// How deep elements may lie in each other; deeper ones are read as if they were not there.
const DEPTH: usize = 400;

/// Elements that begin and end a line.
const BLOCKS: [&str; 38] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "html",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "option",
    "p",
    "pre",
    "section",
    "title",
    "tr",
    "ul",
    "legend",
    "summary",
];
/// Elements that hold nothing.
const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];

/// Reads a page or the contents of a clipboard.
pub(super) fn read(text: &str) -> Source {
    let mut page = Page { sources: vec![Source::default()], ..Page::default() };
    for token in tag::tokens(fragment(text)) {
        match token {
            Token::Text(text) => page.text(&text),
            Token::Open(tag) => page.open(&tag),
            Token::Close(name) => page.close(&name),
        }
    }
    page.flush();
    while !page.grids.is_empty() {
        page.end_table();
    }
    page.sources.swap_remove(0)
}

/// Whether a text is what a clipboard holds of a page.
pub(super) fn is_clipboard(text: &str) -> bool {
    text.starts_with("Version:") && text.contains("StartHTML:")
}

/// The part that was copied, where the clipboard marks it. Spreadsheets mark the rows only, without
/// the table around them.
fn fragment(text: &str) -> &str {
    const ROWS: [&str; 5] = ["<col", "<tr", "<td", "<tbody", "<th"];
    let begun = match text.split_once("<!--StartFragment-->") {
        Some((before, rest)) => {
            let first = rest.trim_start();
            let begins = |tag: &&str| {
                first.get(..tag.len()).is_some_and(|own| own.eq_ignore_ascii_case(tag))
            };
            let table = before.to_ascii_lowercase().rfind("<table");
            let table = table.filter(|_| ROWS.iter().any(begins));
            table.and_then(|at| text.get(at..)).unwrap_or(rest)
        }
        None => text,
    };
    begun.split_once("<!--EndFragment-->").map_or(begun, |(fragment, _)| fragment)
}

/// What holds inside of an element.
#[derive(Debug, Clone, Default)]
struct Open {
    name: String,
    bold: bool,
    kai: bool,
    superscript: bool,
    subscript: bool,
    struck: bool,
    hidden: bool,
    /// It is no part of the document: a menu.
    aside: bool,
    heading: u8,
    align: Align,
    /// The number of the next item.
    item: Option<u32>,
    /// Word writes the gap behind a number as spaces.
    gapless: bool,
    /// Line ends of the source end lines.
    kept: bool,
}

#[derive(Default)]
struct Page {
    /// The page, and the cells that are open.
    sources: Vec<Source>,
    grids: Vec<Grid>,
    open: Vec<Open>,
    line: Text,
    /// The number of an item whose first paragraph has not begun.
    number: String,
    /// White space that has not been written yet.
    gap: Option<Gap>,
    hidden: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gap {
    Space,
    LineEnd,
}

impl Page {
    fn here(&self) -> Open {
        let item = None;
        self.open.last().map_or_else(Open::default, |open| Open { item, ..open.clone() })
    }

    fn text(&mut self, text: &str) {
        let here = self.here();
        if here.hidden {
            self.hidden.push_str(text);
            return;
        }
        for c in text.chars() {
            match c {
                '\n' if here.kept => self.flush(),
                ' ' | '\u{a0}' if here.gapless => {}
                '\n' | '\r' => self.gap = Some(Gap::LineEnd),
                ' ' | '\t' => self.gap = self.gap.or(Some(Gap::Space)),
                '\u{a0}' | '\u{2002}' => self.write(' ', &here),
                '\u{2003}' => self.write('\u{3000}', &here),
                c if super::source::is_space(c) && c != '\u{3000}' => {}
                c => self.write(c, &here),
            }
        }
    }

    /// Adds a character, behind the number of the item that begins with it.
    fn write(&mut self, c: char, here: &Open) {
        for digit in std::mem::take(&mut self.number).chars() {
            self.put(digit, here);
        }
        self.put(c, here);
    }

    /// Adds a character, and the white space before it: a line end beside a Chinese character only
    /// broke the source.
    fn put(&mut self, c: char, here: &Open) {
        if let Some(gap) = self.gap.take()
            && let Some(last) = self.line.string.chars().next_back()
        {
            let wide = |c: char| is_han(c) || matches!(c, '\u{3000}'..='\u{303f}' | '\u{ff00}'..);
            if gap == Gap::Space && !last.is_whitespace() || !(wide(last) || wide(c)) {
                self.line.string.push(' ');
            }
        }
        if let Some(source) = self.sources.last_mut().filter(|_| !c.is_whitespace()) {
            if here.subscript {
                source.tell_lowered();
            }
            if here.struck {
                source.tell_struck();
            }
        }
        let start = self.line.len();
        self.line.string.push(c);
        let marks = [
            (here.bold && here.heading == 0, Mark::Bold),
            (here.kai, Mark::Kai),
            (here.superscript, Mark::Superscript),
        ];
        for mark in marks.into_iter().filter(|&(on, _)| on).map(|(_, mark)| mark) {
            let before = self.line.marks.iter_mut().find(|(r, m)| *m == mark && r.end == start);
            match before {
                Some((range, _)) => range.end = start + 1,
                None => self.line.marks.push((Range::new(start, start + 1), mark)),
            }
        }
    }

    /// Ends the line.
    fn flush(&mut self) {
        self.gap = None;
        let line = std::mem::take(&mut self.line);
        let here = self.here();
        let Some(source) = self.sources.last_mut() else { return };
        if line.string.trim().is_empty() {
            return;
        }
        let markup = match here.heading {
            _ if here.aside => Markup::Hidden,
            0 => Markup::Plain,
            level => Markup::Heading(level),
        };
        source.push(&meaningful(&line), markup, here.align);
    }

    fn open(&mut self, tag: &Tag) {
        let name = tag.name.as_str();
        match name {
            "br" => return self.flush(),
            "img" => return self.picture(tag),
            "table" => {
                self.flush();
                self.grids.last_mut().into_iter().for_each(Grid::nest);
                self.grids.push(Grid::new(self.open.len()));
            }
            "tr" if !self.grids.is_empty() => {
                self.end_cell();
                self.grids.last_mut().into_iter().for_each(Grid::begin_row);
            }
            "td" | "th" if !self.grids.is_empty() => {
                self.end_cell();
                let depth = self.open.len();
                self.grids.last_mut().into_iter().for_each(|grid| grid.begin_cell(tag, depth));
                self.sources.push(Source::default());
            }
            _ if BLOCKS.contains(&name) => {
                self.flush();
                // A paragraph ends where another one begins.
                if self.open.last().is_some_and(|open| open.name == "p") {
                    drop(self.open.pop());
                }
            }
            _ => {}
        }
        if VOID.contains(&name) || self.open.len() >= DEPTH {
            return;
        }
        let inner = inner(self.here(), tag);
        self.open.push(inner);
        if name == "li" {
            self.item();
        }
        if tag.property("mso-tab-count").is_some() {
            let here = self.here();
            self.write('\u{3000}', &here);
        }
    }

    /// Keeps the number of an item of an ordered list for its first paragraph.
    fn item(&mut self) {
        let list = self.open.iter_mut().rev().find(|open| matches!(&*open.name, "ol" | "ul"));
        let Some(next) = list.and_then(|list| list.item.as_mut()) else { return };
        let number = format!("{next}.");
        *next = next.saturating_add(1);
        self.lose_number();
        self.number = number;
    }

    /// Lists the number of an item that has no text.
    fn lose_number(&mut self) {
        let number = std::mem::take(&mut self.number);
        self.sources.last_mut().into_iter().for_each(|s| s.leave_out(&number, "没有文字的编号"));
    }

    fn close(&mut self, name: &str) {
        match name {
            "td" | "th" => self.end_cell(),
            "tr" if !self.grids.is_empty() => self.end_cell(),
            "table" => self.end_table(),
            "li" => {
                self.flush();
                self.lose_number();
            }
            _ if BLOCKS.contains(&name) => self.flush(),
            _ => {}
        }
        let floor = self.grids.last().map_or(0, Grid::depth);
        let found = self.open.iter().rposition(|open| open.name == name);
        if let Some(at) = found.filter(|&at| at >= floor) {
            self.open.truncate(at);
        }
        if !self.hidden.is_empty() && !self.here().hidden {
            let hidden = std::mem::take(&mut self.hidden);
            let hidden = hidden.split_whitespace().collect::<Vec<_>>().join(" ");
            self.sources.last_mut().into_iter().for_each(|s| s.leave_out(&hidden, "隐藏文字"));
        }
    }

    fn end_cell(&mut self) {
        self.flush();
        let Some(grid) = self.grids.last_mut() else { return };
        let Some(depth) = grid.open_cell() else { return };
        self.open.truncate(depth);
        if let Some(source) = self.sources.pop() {
            grid.end_cell(source);
        }
    }

    fn end_table(&mut self) {
        self.end_cell();
        let Some(grid) = self.grids.pop() else { return };
        self.open.truncate(grid.depth());
        let aside = self.here().aside;
        if let Some(source) = self.sources.last_mut() {
            grid.add_to(source, aside);
        }
    }

    /// A picture that the page holds itself; others are not there.
    fn picture(&mut self, tag: &Tag) {
        let here = self.here();
        let written = tag.attribute("src").unwrap_or_default();
        let data = written.strip_prefix("data:").and_then(|data| data.split_once(";base64,"));
        let Some((_, data)) = data else {
            let name = tag.attribute("alt").filter(|alt| !alt.is_empty()).unwrap_or("图片");
            let source = self.sources.last_mut().filter(|_| !here.aside && !here.hidden);
            source.into_iter().for_each(|source| {
                source.leave_out(name, "图片没有随网页保存，没有带入；需要时请单独插入");
            });
            return;
        };
        self.flush();
        let data: String = data.split_ascii_whitespace().collect();
        let bytes = STANDARD.decode(data).unwrap_or_default();
        let Some(source) = self.sources.last_mut() else { return };
        match picture::check(&bytes) {
            Ok(extension) => source.push_picture(Picture::new(extension, bytes)),
            Err(why) => source.lose_picture(why),
        }
    }
}

/// What holds in the element that `tag` opens, by what holds around it.
fn inner(around: Open, tag: &Tag) -> Open {
    let name = tag.name.as_str();
    let is = |property: &str, values: &[&str]| {
        tag.property(property).is_some_and(|value| values.iter().any(|v| value.starts_with(v)))
    };
    let font = tag.property("font-family").or_else(|| tag.attribute("face").map(str::to_owned));
    let level = name.strip_prefix('h').and_then(|level| level.parse::<u8>().ok());
    let outline = tag.property("mso-outline-level").and_then(|level| level.parse::<u8>().ok());
    let title = tag.attribute("class").is_some_and(|class| class == "MsoTitle").then_some(1);
    let written = tag.attribute("align").map(str::to_lowercase);
    let align = match tag.property("text-align").or(written).as_deref() {
        _ if name == "center" => Some(Align::Center),
        Some("center") => Some(Align::Center),
        Some("right" | "end") => Some(Align::End),
        Some(_) => Some(Align::Start),
        None => None,
    };
    let weight = tag.property("font-weight").map(|weight| {
        weight.starts_with("bold") || weight.parse::<u32>().is_ok_and(|weight| weight >= 600)
    });
    let raised = is("vertical-align", &["super"]);
    let start = tag.attribute("start").and_then(|start| start.parse().ok()).unwrap_or(1);
    Open {
        name: name.to_owned(),
        bold: weight.unwrap_or(around.bold || matches!(name, "b" | "strong" | "th")),
        kai: font
            .map_or(around.kai, |font| font.contains('楷') || font.to_lowercase().contains("kai")),
        superscript: around.superscript || name == "sup" || raised,
        subscript: around.subscript || name == "sub" || is("vertical-align", &["sub"]) && !raised,
        struck: around.struck
            || matches!(name, "s" | "strike")
            || ["text-decoration", "text-decoration-line"].iter().any(|property| {
                tag.property(property).is_some_and(|value| value.contains("line-through"))
            }),
        hidden: around.hidden
            || matches!(name, "del" | "rt" | "rp")
            || tag.attribute("hidden").is_some()
            || is("display", &["none"])
            || is("visibility", &["hidden"])
            || is("mso-hide", &["all"]),
        aside: around.aside || matches!(name, "nav" | "footer" | "aside" | "title" | "menu"),
        heading: level
            .filter(|level| (1..=6).contains(level))
            .or(outline.map(|o| o + 1))
            .or(title)
            .unwrap_or(around.heading),
        align: align.unwrap_or(around.align),
        item: match name {
            "ol" => Some(start),
            _ => None,
        },
        gapless: around.gapless || is("mso-list", &["ignore"]),
        kept: around.kept || name == "pre",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<String> {
        read(text).paragraphs.iter().map(|line| line.text.string.clone()).collect()
    }

    #[test]
    fn lines_of_a_page() {
        fn check(text: &str, expected: &[&str]) {
            assert_eq!(lines(text), expected, "{text}");
        }
        check("<p>甲\n乙</p>丙<div>丁</div>", &["甲乙", "丙", "丁"]);
        check("a\nb <b>c</b>", &["a b c"]);
        check("李 杰<br>王五", &["李 杰", "王五"]);
        check("<p>甲<p>乙", &["甲", "乙"]);
        check("<ol start=3><li>甲<li>乙</ol>", &["3.甲", "4.乙"]);
        check("<table><tr><td>甲<p>乙</table>丙", &["甲", "乙", "丙"]);
        check("<table><tr><td>1<td>2<tr><td>3<td>4</table>", &["1\t2", "3\t4"]);
        check("<p style='display:none'>甲</p>乙", &["乙"]);
        check("<td>甲</td></table></p>乙", &["甲", "乙"]);
        check(
            "Version:0.9\nStartHTML:1\n<!--StartFragment--><p>甲<!--EndFragment--></p>x",
            &["甲"],
        );
        let word = "<p><![if !supportLists]><span style='mso-list:Ignore'>一、<span>&nbsp; </span>\
                    </span><![endif]>总则<o:p></o:p></p>";
        check(word, &["一、总则"]);
    }

    #[test]
    fn what_is_lowered_or_struck_out_is_told() {
        fn check(text: &str, expected: &[&str]) {
            let source = read(text);
            assert_eq!(source.paragraphs[0].text.string, "CO2排放", "{text}");
            let rules: Vec<&str> = source.findings.iter().map(|finding| finding.rule).collect();
            assert_eq!(rules, expected, "{text}");
        }
        check("CO2排放", &[]);
        check("CO<sup>2</sup>排放", &[]);
        check("<p>CO<sub>2</sub>排放<sub> </sub>", &["import-subscript"]);
        check("<p>CO<span style='vertical-align:sub'>2</span>排放", &["import-subscript"]);
        check("<p>CO2<span style='vertical-align:super'>排</span>放", &[]);
        check("<p>CO2<s>排放</s>", &["import-struck"]);
        check("<p>CO2<strike>排放</strike>", &["import-struck"]);
        check("<p>CO2<span style='text-decoration:line-through'>排放</span>", &["import-struck"]);
        check("<table><tr><td>CO<sub>2</sub>排放</table>", &["import-subscript"]);
        check(
            "CO2排放<table><tr><td>甲<td>乙<tr><td>x<sub>2</sub><td>丙</table>",
            &["import-subscript"],
        );
    }

    #[test]
    fn what_is_hidden_in_a_table_is_listed() {
        let hidden = "<span style='display:none'>密</span>";
        let source = read(&format!("<table><tr><td>甲{hidden}<td>乙<tr><td>丙<td>丁</table>"));
        assert_eq!(source.tables.len(), 1);
        let dropped: Vec<&str> = source.dropped.iter().map(|own| own.text.as_str()).collect();
        assert_eq!(dropped, ["密"]);
    }

    #[test]
    fn a_row_that_claims_many_columns_fills_no_memory() {
        let rows = "<tr><td colspan=63>甲<td>乙</tr>".repeat(10_000);
        let source = read(&format!("<table>{rows}</table>"));
        let cells: usize = source.tables[0].rows.iter().map(Vec::len).sum();
        assert!(cells <= 200_000, "{cells}");
        assert_eq!(source.paragraphs.len(), 10_000);
    }

    #[test]
    fn marks_and_hints() {
        let source = read(
            "<h1>题</h1><p align=center>甲</p><p>5km<sup>2</sup>，<b>重</b></p><nav>首页</nav>",
        );
        let [title, centred, marked, menu] = source.paragraphs.as_slice() else { panic!("four") };
        assert_eq!(title.markup, Markup::Heading(1));
        assert_eq!(centred.align, Align::Center);
        assert_eq!(marked.text.marks.len(), 2);
        assert_eq!(menu.markup, Markup::Hidden);
    }
}
