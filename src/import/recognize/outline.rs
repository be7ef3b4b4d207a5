//! The contents of a law or a plan: its headings one below the other, which come again with their
//! text. With page numbers or without, under 目录 or under nothing.

use std::collections::BTreeMap;

use super::form;
use super::form::Form;
use super::front;
use super::head::Page;
use super::mark::Style;
use super::walk::Walk;

/// The most lines that a contents has.
const MOST: usize = 300;

impl Walk<'_> {
    /// The contents that begins at `at`, if it does; the count of its lines.
    pub(super) fn outline(&mut self, at: usize) -> Option<usize> {
        let page = self.page;
        let headed = front::is_contents_heading(page.squeezed(at));
        let first = if headed { at + 1 } else { at };
        // Without a heading, only right below a title.
        if !headed && (self.known.last.is_some() || !begins(page, first)) {
            return None;
        }
        let count = outlined(page, first, if headed { 2 } else { 3 })?;
        let confidence = if headed { 0.95 } else { 0.85 };
        for line in at..first + count {
            let why = "目录：与下文标题相同，由版面重新生成";
            self.drop_line(line, Style::Contents, why, confidence);
        }
        Some(first + count - at)
    }
}

/// Whether the line may be the first one of a contents without heading: a first number, or a name
/// that lost it above 1.1.
fn begins(page: &Page<'_>, at: usize) -> bool {
    let first = |at: usize| match page.form(at) {
        Form::Numbered { n, .. } => n == 1,
        Form::Chapter => true,
        _ => false,
    };
    is_bare(page, at) && (first(at) || page.form(at) == Form::Plain && first(at + 1))
}

/// The count of lines from `first` that are a contents, of at least `least` lines: they come again
/// in this order, the first of them right behind the last.
fn outlined(page: &Page<'_>, first: usize, least: usize) -> Option<usize> {
    let bare =
        (first..page.lines.len().min(first + MOST)).take_while(|&line| is_bare(page, line)).count();
    let names: Vec<String> = (first..first + bare).map(|line| name(page.text(line))).collect();
    let count = (least..=bare.min(names.len())).find(|&count| {
        let same = |other: &str| names.iter().take(2).any(|name| is_same(other, name));
        same(&name(page.text(first + count)))
    })?;
    // A heading has one text below it at most two levels deep, so that most lines are new names.
    let mut again: BTreeMap<&str, usize> = BTreeMap::new();
    for line in names.iter().take(count) {
        *again.entry(line.as_str()).or_default() += 1;
    }
    if again.len() * 2 < count {
        return None;
    }
    let mut found = 0;
    let mut from = first + count;
    for wanted in names.iter().take(count) {
        let next = (from..page.lines.len()).find(|&line| begins_with(page.text(line), wanted));
        if let Some(next) = next {
            found += 1;
            from = next + 1;
        }
    }
    // What has no text between its names is a table.
    let text = (first + count..from).any(|line| !is_bare(page, line));
    // A page may show a part of the text only.
    (text && found >= least && found * 3 >= count).then_some(count)
}

/// Whether the line is a name without text: no sentence, not long.
fn is_bare(page: &Page<'_>, at: usize) -> bool {
    const LONGEST: usize = 50;
    let form = matches!(
        page.form(at),
        Form::Numbered { .. } | Form::Chapter | Form::Plain | Form::Label | Form::Row
    );
    let text = page.squeezed(at);
    form && !text.is_empty()
        && text.chars().count() <= LONGEST
        && !form::ends_sentence(text)
        && !text.contains(['。', '；'])
}

/// The name that a line of a contents or a heading gives: without gaps and the page number behind
/// dots or a gap.
fn name(text: &str) -> String {
    let digits = text.trim_end_matches(['）', ')', '—', '-', ' ']);
    let bare = digits.trim_end_matches(|c: char| c.is_ascii_digit());
    let leader = |c: char| matches!(c, '.' | '…' | '·' | '．' | '—' | '-' | '(' | '（' | '\t');
    let parted =
        bare.len() < digits.len() && bare.ends_with(|c| leader(c) || c == ' ' || c == '　');
    let cut =
        if parted { bare.trim_end_matches(|c: char| leader(c) || c.is_whitespace()) } else { text };
    crate::text::squeeze(cut)
}

/// Whether two names are the same, perhaps but for a number that one of them lost.
fn is_same(one: &str, other: &str) -> bool {
    const LEAST: usize = 2;
    let unnumbered = |text: &str| form::after_number(text).trim_start_matches('　').to_owned();
    let (a, b) = (unnumbered(one), unnumbered(other));
    one == other || a == b && a.chars().count() >= LEAST && (a == one || b == other)
}

/// Whether the line begins with the name, as a heading before its text does.
fn begins_with(text: &str, name: &str) -> bool {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).take(60).collect();
    text.starts_with(name) || is_same(&text, name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::recognize::line;

    #[test]
    fn contents_of_plans() {
        fn check(text: &str, first: usize, expected: Option<usize>) {
            let lines = line::lines(&crate::import::plain::read(text).paragraphs);
            assert_eq!(outlined(&Page::new(&lines), first, 2), expected, "{text}");
        }
        let plan = "1 总则\n1.1 目的\n为了乙，制定本预案。\n1.2 依据\n依据法律。\n2 附则\n本预案由甲局解释。";
        check(&format!("目录\n1　总则\n1.1　目的\n1.2　依据\n2　附则\n{plan}"), 1, Some(4));
        check(&format!("1总则……1\n1.1目的……1\n1.2 依据 2\n2 附则\t3\n{plan}"), 0, Some(4));
        // The number of the first heading was lost.
        check(&format!("总则\n1.1 目的\n1.2 依据\n2 附则\n{plan}"), 0, Some(4));
        check(plan, 0, None);
        check("第一章 总则\n第二章 附则\n第一章 总则\n第一条 为乙。\n第二章 附则", 0, Some(2));
        // A table whose rows repeat is no contents.
        check("甲\n乙\n甲\n乙\n甲\n乙\n丙。", 0, None);
        check("一、目标\n二、任务\n三、保障\n（一）领导。要落实。", 0, None);
    }

    #[test]
    fn names_in_a_contents() {
        assert_eq!(name("1.1　编制目的………3"), "1.1编制目的");
        assert_eq!(name("第一章 总 则 1"), "第一章总则");
        assert_eq!(name("到2026"), "到2026");
    }
}
