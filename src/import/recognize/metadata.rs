//! Rows of a web page that say of a document what it is: 索引号, 发布机构, 文号.
//!
//! Their forms are in [`form`]; here is what stands beside or in them.

use std::sync::LazyLock;

use regex::Regex;

use super::form;
use super::form::Form;
use super::line::{Line, Markup};
use super::mark::Mark;
use super::mark::Role;
use super::organ;
use super::walk::Stage;
use super::walk::Walk;
use crate::issue::document::Document;

static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?:发文字号|發文字號|文\s*号|文\s*號|文件编号)\s*[：:]?\s*([\p{Han}A-Za-z]{1,16}\s*[〔\[（(【﹝［]\s*\d{4}\s*[〕\]）)】﹞］]\s*第?\d{1,5}\s*[号號])",
    )
});

fn regex(pattern: &str) -> Regex {
    #[expect(clippy::unwrap_used, reason = "the patterns are constants, each used in a test")]
    Regex::new(pattern).unwrap()
}

/// The number of a document that a row of metadata gives.
fn number(text: &str) -> Option<&str> {
    Some(NUMBER.captures(text)?.get(1)?.as_str())
}

/// Gives documents without a number the one that a row above their text names.
pub(super) fn number_documents(lines: &[Line], marks: &[Mark], documents: &mut [Document]) {
    let mut found: Option<&str> = None;
    let mut done = None;
    for (line, mark) in lines.iter().zip(marks) {
        if matches!(mark.role, Role::Dropped(_)) {
            found = number(&line.text).or(found);
            continue;
        }
        let Role::Block(_) = mark.role else { continue };
        if mark.document == done {
            continue;
        }
        done = mark.document;
        let document = mark.document.and_then(|index| documents.get_mut(index));
        if let (Some(document), Some(number)) = (document, found.take())
            && document.number.is_none()
            && !document.title.is_empty()
        {
            document.number = Some(crate::text::squeeze(number).into());
        }
    }
}

/// Makes the tables of a web page that say of a document what it is no part of any: each row begins
/// with a label and its value, and so does the rest of it.
pub(super) fn mark_tables(lines: &[Line], forms: &mut [Form]) {
    const LEAST: usize = 2;
    let tables = lines.chunk_by(|one, other| {
        matches!((one.markup, other.markup), (Markup::Row(one), Markup::Row(other)) if one == other)
    });
    let mut first = 0;
    for table in tables {
        let labels: Vec<usize> = table.iter().map(|line| labels(&line.text)).collect();
        let rows = labels.iter().all(|&count| count > 0);
        if matches!(table, [Line { markup: Markup::Row(_), .. }, ..])
            && rows
            && labels.iter().sum::<usize>() >= LEAST
        {
            forms.iter_mut().skip(first).take(table.len()).for_each(|form| *form = Form::Noise);
        }
        first += table.len();
    }
}

/// Count of labels of a row of labels and values by turns; 0 if it is none.
fn labels(row: &str) -> usize {
    let cells: Vec<String> = row.split('\t').map(crate::text::squeeze).collect();
    let labels = || cells.iter().step_by(2).filter(|cell| !cell.is_empty());
    let values = || cells.iter().skip(1).step_by(2);
    let valued = cells.len() >= 2 && !values().any(|value| form::is_metadata_label(value));
    if valued && labels().all(|label| form::is_metadata_label(label)) {
        labels().count()
    } else {
        0
    }
}

impl Walk<'_> {
    /// Whether the line is the value of the row above, which has a label alone.
    pub(super) fn is_value(&self, at: usize) -> bool {
        const LONGEST: usize = 24;
        const PLACE: usize = 3;
        const OF_TEXT: [&str; 6] = ["标题", "名称", "概述", "摘要", "主题词", "附件"];
        let page = self.page;
        let early = matches!(self.stage, Stage::Outside | Stage::Head);
        let Some(above) = at.checked_sub(1).filter(|_| early) else { return false };
        let label = page.squeezed(above).trim_start_matches(form::BULLETS);
        let Some(label) = label.strip_suffix(form::COLONS) else { return false };
        let value = page.squeezed(at);
        // An organ may be the first line of a title, but not of one that names its own.
        let below = page.group(at + 1).filter(|group| organ::issuer(&group.squeezed).is_some());
        let whole = below.is_some_and(|below| {
            page.group(at).is_some_and(|group| group.count == below.count + 1)
        }) || organ::is_organ(value)
            && page.group(at + 1).is_some_and(|below| {
                // Nor is one whose place the title names itself.
                let place: String = value.chars().take(PLACE).collect();
                below.squeezed.starts_with(&place)
            });
        page.form(above) == Form::Noise
            && !OF_TEXT.iter().any(|word| label.ends_with(word))
            && matches!(page.form(at), Form::Plain | Form::Date)
            && value.chars().count() <= LONGEST
            && !form::ends_closed(value)
            && (page.group(at).is_none() || whole)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_rows() {
        assert_eq!(number("发布机构 甲市政府 文  号 甲政发〔2026〕7号"), Some("甲政发〔2026〕7号"));
        assert_eq!(number("- 发文字号:甲政发[2026]7号"), Some("甲政发[2026]7号"));
        assert_eq!(number("根据甲政发〔2026〕7号"), None);
    }
}
