//! Lines in reading order → paragraphs.
//!
//! A compositor fills a line before he begins the next one. So a paragraph goes on if the first
//! word of the next line would not have fitted on the line before it, and if that next line stands
//! at the edge of its column, or where the line before it does.

use super::column::Flow;
use super::line::{Line, is_wide};
use super::{Align, Figure, Markup, Measure, Source, Table, Text};
use crate::import::source::meaningful;
use crate::issue::text::Range;

/// Writes paragraphs, tables and pictures into a source.
pub(super) struct Writer {
    source: Source,
    measure: Measure,
    open: Option<Open>,
    /// A table that the next page may go on with, and its page.
    table: Option<(usize, Table)>,
    /// What stands in the midst of the open paragraph: it comes behind it.
    figures: Vec<Figure>,
    notes: Vec<Text>,
    page: usize,
}

/// A paragraph that may go on.
struct Open {
    text: Text,
    align: Align,
    /// Its last line, and the count of its lines.
    last: Place,
    lines: usize,
    /// The white before its first line.
    before: f64,
}

/// Where a line stands.
#[derive(Clone, Copy)]
struct Place {
    page: usize,
    flow: Flow,
    y: f64,
    size: f64,
    /// The white on its sides.
    before: f64,
    after: f64,
}

impl Place {
    fn align(self, body: f64) -> Align {
        let em = self.size.max(1.0);
        let width = self.flow.right - self.flow.left;
        let even = (self.before - self.after).abs() < 1.3 * em;
        let large = self.size > body * 1.15;
        let inset = if large { 0.4 } else { 3.1 };
        if even && self.before > inset * em {
            Align::Center
        } else if self.before > width * 0.4 && self.after < width * 0.25 && self.before > self.after
        {
            Align::End
        } else {
            Align::Start
        }
    }
}

impl Writer {
    pub(super) fn new(source: Source, measure: Measure) -> Self {
        Self {
            source,
            measure,
            open: None,
            table: None,
            figures: Vec::new(),
            notes: Vec::new(),
            page: 0,
        }
    }

    pub(super) fn begin_page(&mut self) {
        self.page += 1;
    }

    /// Writes the next line.
    pub(super) fn line(&mut self, line: &Line, flow: Flow) {
        self.end_table();
        let before = line.frame.left - flow.left;
        let after = flow.right - line.frame.right;
        let here = Place { page: self.page, flow, y: line.y, size: line.size, before, after };
        let align = here.align(self.measure.body);
        let text = line.text();
        if let Some(open) = &mut self.open
            && align == open.align
            && match align {
                Align::Start => goes_on(open, &text, here, self.measure),
                Align::Center => is_cut(open, here, self.measure),
                Align::End => false,
            }
        {
            append(&mut open.text, &text);
            open.last = here;
            open.lines += 1;
            return;
        }
        let gap = self.open.as_ref().is_some_and(|open| {
            let last = open.last;
            (last.page, last.flow) == (here.page, here.flow)
                && here.y - last.y > self.measure.leading.max(here.size * 1.2) * 1.45
        });
        self.end();
        if gap {
            self.source.push_blank();
        }
        self.open = Some(Open { text, align, last: here, lines: 1, before });
    }

    /// Writes a table, or goes on with the one that the page before ended with.
    pub(super) fn table(&mut self, table: Table) {
        self.end();
        let columns = |table: &Table| table.rows.first().map_or(0, Vec::len);
        match &mut self.table {
            Some((page, open)) if *page < self.page && columns(open) == columns(&table) => {
                *page = self.page;
                let head = open.head as usize;
                let same = head > 0 && open.rows.get(..head) == table.rows.get(..head);
                open.rows.extend(table.rows.into_iter().skip(if same { head } else { 0 }));
            }
            Some(_) | None => {
                self.end_table();
                self.table = Some((self.page, table));
            }
        }
    }

    /// Writes a picture behind the paragraph that it interrupts.
    pub(super) fn figure(&mut self, figure: Figure) {
        self.figures.push(figure);
        if self.open.is_none() {
            self.end_table();
            self.end();
        }
    }

    /// Writes a line at the foot of the page.
    pub(super) fn note(&mut self, line: &Line) {
        let text = line.text();
        let number = text.string.chars().next().is_some_and(|c| {
            c.is_ascii_digit() || matches!(c, '①'..='⑳' | '[' | '［' | '*' | '＊')
        });
        match self.notes.last_mut().filter(|_| !number) {
            Some(note) => append(note, &text),
            None => self.notes.push(text),
        }
        if self.open.is_none() {
            self.end_table();
            self.end();
        }
    }

    /// Ends the paragraph.
    fn end(&mut self) {
        if let Some(open) = self.open.take() {
            self.source.push(&meaningful(&open.text), Markup::Plain, open.align);
        }
        for note in std::mem::take(&mut self.notes) {
            self.source.push(&meaningful(&note), Markup::Note, Align::Start);
        }
        for figure in std::mem::take(&mut self.figures) {
            match figure.picture {
                Ok(picture) => self.source.push_picture(picture),
                Err(why) => self.source.lose_picture(why),
            }
        }
    }

    fn end_table(&mut self) {
        if let Some((_, table)) = self.table.take() {
            self.source.push_table(table);
        }
    }

    /// The source with all that was written.
    pub(super) fn finish(mut self) -> Source {
        self.end();
        self.end_table();
        self.source
    }
}

fn goes_on(open: &Open, next: &Text, here: Place, measure: Measure) -> bool {
    let last = open.last;
    let em = here.size.max(1.0);
    let near = (last.page, last.flow) != (here.page, here.flow)
        || here.y - last.y < measure.leading.max(em * 1.2) * 1.45;
    let sized = (last.size - here.size).abs() < 0.08 * em;
    let full = last.after < first_word(&next.string) * em + 0.7 * em;
    let at_edge = here.before < 0.7 * em;
    // Lines below each other are one paragraph, but for the first two at the indent of paragraphs:
    // those are items.
    let item = open.lines == 1 && last.before < 2.6 * em;
    let below = (here.before - last.before).abs() < 0.3 * em && last.before > 0.7 * em && !item;
    // A name or a number may hang in the margin of its lines.
    let hangs = open.lines == 1 && here.before - last.before > 0.7 * em;
    let ended = open.text.string.ends_with(['。', '；', '：', '！', '？', '.', ';', ':', '”']);
    let begins = ended && begins_item(&next.string);
    // Where paragraphs are not indented, one that ends with a sentence may have ended.
    let indented = open.before > 0.7 * last.size;
    let open_end = indented || !open.text.string.ends_with('。');
    // Where the first line hangs out to the left, a line below it begins anew.
    let hung = open.lines > 1
        && last.before - open.before > 0.7 * em
        && here.before < last.before - 0.7 * em;
    let listed = begins_with_folio(&next.string) || ends_with_folio(&open.text.string);
    if !(near && sized) || hung || listed {
        return false;
    }
    // The lines of an entry of contents are broken where its words are.
    let entry = begins_with_folio(&open.text.string) && here.before - open.before > 0.7 * em;
    entry || open_end && full && !begins && (at_edge || (below || hangs) && !ended)
}

/// Whether a title that has no end yet goes on with a line below it.
fn is_cut(open: &Open, here: Place, measure: Measure) -> bool {
    let last = open.last;
    let title = here.size > measure.body * 1.15 && (last.size - here.size).abs() < 0.08 * here.size;
    let near = last.page == here.page && here.y - last.y < 2.2 * here.size;
    title && near && open.text.string.ends_with('、')
}

/// Whether a line of a table of contents begins with the number of its page.
fn begins_with_folio(text: &str) -> bool {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    (1..=3).contains(&(text.len() - rest.len())) && rest.starts_with('\u{3000}')
}

/// Whether a line of a table of contents ends with the number of its page, behind leaders or a gap.
fn ends_with_folio(text: &str) -> bool {
    let bare = text.trim_end_matches([')', '）']);
    let rest = bare.trim_end_matches(|c: char| c.is_ascii_digit());
    let rest = rest.trim_end_matches(['(', '（']);
    let leader = |c: char| "…·.．‥⋯・".contains(c) || c.is_whitespace();
    let gap = rest.chars().rev().take_while(|&c| leader(c));
    let marks = gap.clone().filter(|c| !c.is_whitespace()).count();
    let wide = gap.filter(|&c| c == '\u{3000}').count();
    (1..=4).contains(&(bare.len() - rest.len())) && (marks > 1 || wide > 1)
}

/// Whether a line begins with a number that paragraphs begin with.
fn begins_item(text: &str) -> bool {
    let rest = text.trim_start_matches(['（', '(', '第']);
    let bracket = rest.len() < text.len();
    let number = |c: char| c.is_ascii_digit() || "〇零一二三四五六七八九十百".contains(c);
    let after = rest.trim_start_matches(number);
    after.len() < rest.len()
        && (bracket && after.starts_with(['）', ')', '条', '章', '节'])
            || !bracket && after.starts_with(['、', '.', '．']))
}

/// The width of what cannot be parted at the beginning of a line, in ems.
fn first_word(text: &str) -> f64 {
    const MOST: f64 = 12.0;
    let latin = |c: char| c.is_ascii_alphanumeric() || "./%-_,".contains(c);
    let opens = |c: char| "（《“‘〔〈【([".contains(c);
    let closes = |c: char| "，。、；：！？）》”’〕〉】…—)]%".contains(c);
    let (mut width, mut word) = (0.0, None);
    for c in text.chars() {
        match word {
            None if opens(c) => {}
            None => word = Some(latin(c)),
            Some(true) if latin(c) => {}
            Some(_) if closes(c) => {}
            Some(_) => break,
        }
        width += if c.is_ascii() { 0.5 } else { 1.0 };
        if width > MOST {
            break;
        }
    }
    width
}

/// Adds the next line of a paragraph: a space only where none of the two sides is Chinese.
pub(super) fn append(text: &mut Text, line: &Text) {
    let before = text.string.chars().next_back();
    let next = line.string.chars().next();
    if let (Some(before), Some(next)) = (before, next) {
        let chinese = is_wide(before) || is_wide(next);
        if chinese && before.is_whitespace() {
            // White space at the end of a broken line is none of the text.
            text.string.truncate(text.string.trim_end().len());
            let end = text.len();
            text.marks.retain(|(range, _)| range.start < end);
            text.marks.iter_mut().for_each(|(range, _)| range.end = range.end.min(end));
        } else if !chinese && !before.is_whitespace() && !next.is_whitespace() {
            text.string.push(' ');
        }
    }
    let start = text.len();
    for &(range, mark) in &line.marks {
        let moved = Range::new(range.start + start, range.end + start);
        match text.marks.iter_mut().find(|(own, m)| *m == mark && own.end == moved.start) {
            Some((own, _)) => own.end = moved.end,
            None => text.marks.push((moved, mark)),
        }
    }
    text.string.push_str(&line.string);
    text.marks.sort_unstable();
}

#[cfg(test)]
mod tests {
    use super::super::{Sheet, read};

    /// The paragraphs of lines of 20 characters, each at its indent in characters.
    fn paragraphs(lines: &[(u32, &str)], size: f64) -> Vec<String> {
        let mut sheet = Sheet { width: 400.0, height: 600.0, ..Sheet::default() };
        let body = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申。";
        let filler = (0..8).map(|_| (0, body, 10.0));
        let lines = lines.iter().map(|&(indent, text)| (indent, text, size)).chain(filler);
        for ((indent, text, size), row) in lines.zip(0_u32..) {
            let left = 100.0 + f64::from(indent) * size;
            sheet.write(text, left, 60.0 + f64::from(row) * 16.0, size);
        }
        let source = read(vec![sheet], 0).unwrap();
        let text = source.text.lines().take_while(|line| *line != body);
        text.map(|line| line.trim().to_owned()).collect()
    }

    #[test]
    fn lines_of_contents_end_with_their_pages() {
        #[track_caller]
        fn check(lines: &[(u32, &str)], expected: &[&str]) {
            assert_eq!(paragraphs(lines, 10.0), expected);
        }
        check(
            &[(0, "关于甲事的通知…………………（13）"), (0, "关于乙事的通知…………………（16）")],
            &["关于甲事的通知…………………（13）", "关于乙事的通知…………………（16）"],
        );
        check(
            &[(0, "13　关于四川省所提问题和建议情况的函"), (0, "16　关于第4626号提案的答复")],
            &["13　关于四川省所提问题和建议情况的函", "16　关于第4626号提案的答复"],
        );
        // The first line hangs out; what stands below it at the edge is another entry.
        check(
            &[
                (0, "21　关于同意甲市乙市丙市三个高新开发区"),
                (3, "建设国家自主创新示范区情况的批复"),
                (0, "国务院办公厅文件"),
            ],
            &[
                "21　关于同意甲市乙市丙市三个高新开发区建设国家自主创新示范区情况的批复",
                "国务院办公厅文件",
            ],
        );
        // It need not be full.
        check(&[(0, "3　关于甲市的"), (2, "通知"), (0, "4　乙")], &["3　关于甲市的通知", "4　乙"]);
    }

    #[test]
    fn titles_go_on_behind_an_enumeration() {
        let title = [(3, "关于同意甲市、"), (2, "乙市建设区的批复")];
        assert_eq!(paragraphs(&title, 15.0), ["关于同意甲市、乙市建设区的批复"]);
        let titles = [(3, "甲市人民政府办公"), (4, "二○○六年报告")];
        assert_eq!(paragraphs(&titles, 15.0).len(), 2);
    }
}
