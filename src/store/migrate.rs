//! Text of `issue.ron` ↔ issue, whatever version wrote it.
//!
//! The record is `(version: 1, issue: (…))` in RON. An older version would be turned into the
//! present one here, before it is read; there is none yet. A newer one is read as far as it goes:
//! unknown fields are left out, unknown variants are replaced by neutral ones ([`unknown`]), and
//! the file opens read-only, since RON cannot carry through what is not known.

use std::collections::BTreeSet;

use ron::error::{SpannedError, SpannedResult};
use ron::ser::PrettyConfig;
use serde::{Deserialize, Serialize};

use super::Reason;
use super::wording::notation;
use crate::issue::Issue;
use crate::issue::edit::{EditError, check};

mod unknown;

/// The version of the format that this program writes.
const VERSION: u32 = 1;
/// How many bytes are read, over and over, to replace unknown variants one by one, before a record
/// is given up: a thousand variants in the record of a big issue.
const PATIENCE: usize = 1 << 30;

/// What is wrong with the record of an issue.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// It is no text.
    #[error("正文（issue.ron）不是 UTF-8 文本；请从备份中找回")]
    Encoding,
    /// It cannot be read.
    #[error("正文（issue.ron）第 {line} 行第 {column} 列无法读取（{what}）；请从备份中找回")]
    Syntax {
        /// The line, from 1.
        line: usize,
        /// The character in the line, from 1.
        column: usize,
        /// What the reader says.
        what: String,
    },
    /// No program has written such a version.
    #[error("正文（issue.ron）的格式编号 {0} 不存在，文件可能被改动过；请从备份中找回")]
    Version(u32),
    /// It is of a newer version and cannot be read as far as we know the format.
    #[error("文件由更新的程序保存（格式 {0}），本程序无法打开；请更新本程序")]
    Newer(u32),
    /// What it says cannot be an issue.
    #[error("正文（issue.ron）有误：{}；请从备份中找回", fault_of(.0))]
    Invalid(#[source] EditError),
    /// It cannot be written so that it could be read again.
    #[error("正文无法保存（{0}），原文件没有改动；请撤销最近的改动后再保存")]
    Unwritable(String),
}

/// What is wrong, without the advice for somebody who edits.
fn fault_of(error: &EditError) -> String {
    error.to_string().split('；').next().unwrap_or_default().to_owned()
}

/// The whole record.
#[derive(Debug, Deserialize)]
struct Record {
    version: u32,
    issue: Issue,
}

/// The whole record, to be written.
#[derive(Debug, Serialize)]
struct RecordOf<'a> {
    version: u32,
    issue: &'a Issue,
}

/// What can be read of every version.
#[derive(Debug, Deserialize)]
struct Head {
    version: u32,
}

/// Writes the record of an issue, and makes sure that it can be read again.
pub(super) fn write(issue: &Issue) -> Result<String, Fault> {
    // Lines end the same on every system: the same issue gives the same bytes.
    let config = PrettyConfig::new().new_line("\n").indentor("  ");
    let record = RecordOf { version: VERSION, issue };
    let mut text = ron::ser::to_string_pretty(&record, config)
        .map_err(|error| Fault::Unwritable(notation(&error.to_string(), "", 0, 0)))?;
    text.push('\n');
    match read(text.as_bytes()) {
        Ok((again, None)) if again == *issue => Ok(text),
        Ok(_) => Err(Fault::Unwritable("读回的内容不一致".to_owned())),
        Err(fault) => Err(Fault::Unwritable(fault.to_string())),
    }
}

/// Reads the record of an issue, and says why it must not be written again, if so.
pub(super) fn read(bytes: &[u8]) -> Result<(Issue, Option<Reason>), Fault> {
    let text = std::str::from_utf8(bytes).map_err(|_| Fault::Encoding)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let version = version_of(text);
    if version == 0 {
        return Err(Fault::Version(version));
    }
    let (record, names) = read_known(text).map_err(|error| {
        if version > VERSION { Fault::Newer(version) } else { syntax(&error, text) }
    })?;
    check::issue(&record.issue).map_err(Fault::Invalid)?;
    let reason = if record.version > VERSION {
        Some(Reason::Newer { version: record.version })
    } else if names.is_empty() {
        None
    } else {
        Some(Reason::Unknown { names: names.into_iter().collect() })
    };
    Ok((record.issue, reason))
}

/// The version of a record, also where its syntax is not ours any more.
fn version_of(text: &str) -> u32 {
    let first = || {
        let field = text.trim_start().strip_prefix('(')?.trim_start().strip_prefix("version")?;
        let value = field.trim_start().strip_prefix(':')?.trim_start();
        value.split(|character: char| !character.is_ascii_digit()).next()?.parse().ok()
    };
    let anywhere = || ron::from_str::<Head>(text).ok().map(|head| head.version);
    // None at all is a fault of the syntax, which reading the whole record shows better.
    first().or_else(anywhere).unwrap_or(VERSION)
}

/// Reads what is known of a record; also gives the names of what is not.
fn read_known(text: &str) -> SpannedResult<(Record, BTreeSet<String>)> {
    let mut names = BTreeSet::new();
    let mut text = text.to_owned();
    let mut effort = 0;
    loop {
        let mut fields = BTreeSet::new();
        let error = match parse(&text, &mut fields) {
            Ok(record) => {
                names.append(&mut fields);
                return Ok((record, names));
            }
            Err(error) => error,
        };
        effort += text.len();
        match unknown::replace(&text, &error) {
            Some((replaced, name)) if effort < PATIENCE => {
                text = replaced;
                let _new = names.insert(name);
            }
            Some(_) | None => return Err(error),
        }
    }
}

/// Reads a record and collects the names of unknown fields.
fn parse(text: &str, fields: &mut BTreeSet<String>) -> SpannedResult<Record> {
    let mut reader = ron::Deserializer::from_str(text)?;
    let collect = |path: serde_ignored::Path<'_>| {
        let path = path.to_string();
        let name = path.rsplit('.').next().unwrap_or_default();
        let _new = fields.insert(name.to_owned());
    };
    let record = serde_ignored::deserialize(&mut reader, collect)
        .map_err(|error| reader.span_error(error))?;
    reader.end().map_err(|error| reader.span_error(error))?;
    Ok(record)
}

fn syntax(error: &SpannedError, text: &str) -> Fault {
    let (line, column) = (error.span.start.line, error.span.start.col);
    let what = notation(&error.code.to_string(), text, line, column);
    Fault::Syntax { line, column, what }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ISSUE: &str = r#"(version: 1, issue: (
        id: "0000000000000001", masthead: (chinese: (string: "公报")),
        number: (year: 2026, first: 4), style: (name: "baotou"),
        sections: [(id: "0000000000000002", name: (string: "文件"), documents: [(
            id: "0000000000000003", kind: Official(Notice), title: (string: "关于（印发的"),
            body: [
                (id: "0000000000000004", kind: Paragraph, text: (
                    string: "一\"二", marks: [((start: 0, end: 1), Bold), ((start: 1, end: 3), Kai)],
                )),
                (id: "0000000000000005", kind: Heading(level: 1, run_in: false)),
            ],
        )])],
    ))"#;

    /// Replaces `old` in the record by `new` and tells what is said to it.
    fn check(old: &str, new: &str, expected: &str) {
        assert!(ISSUE.contains(old), "{old}");
        let found = match read(ISSUE.replacen(old, new, 1).as_bytes()) {
            Ok((_, None)) => String::new(),
            Ok((_, Some(reason))) => reason.to_string(),
            Err(fault) => fault.to_string(),
        };
        assert!(
            if expected.is_empty() { found.is_empty() } else { found.contains(expected) },
            "{old} to {new}: {found}"
        );
    }

    #[test]
    fn what_is_not_known_opens_read_only() {
        check("version: 1", "version: 1", "");
        check("version: 1", "version: 2", "格式 2）");
        check("version: 1", "version: 0", "编号 0 不存在");
        check("Paragraph", "Quotation", "不认识的内容（Quotation）");
        check("Paragraph", "Quotation(from: \"）(\", [1, (2)])", "（Quotation）");
        check("Official(Notice)", "Official(Rumour)", "（Rumour）");
        check("Official(Notice)", "Supplement(Notice, 3)", "（Supplement）");
        check("Bold", "Wavy", "（Wavy）");
        check("Kai", "Ruby(\"èr\")", "（Ruby）");
        check("year: 2026", "year: 2026, weather: Fine(\"(\")", "（weather）");
        check("body:", "rounds: {1: [(a: 2)]}, body:", "（rounds）");
    }

    #[test]
    fn what_is_wrong_is_refused_and_named() {
        check("year: 2026", "year: \"二〇二六\"", "第 3 行第 23 列");
        check("0000000000000005", "0000000000000004", "已经使用");
        check("end: 3)", "end: 9)", "标记");
        check("level: 1", "level: 7", "7 级标题");
        check("    ))", "", "无法读取");
        check("    ))", "    )) x", "无法读取");
        check("version: 1", "version: 3, issue: 5, a", "更新");
    }

    #[test]
    fn neutral_variants_stand_where_the_unknown_stood() {
        let text = ISSUE.replacen("Bold", "Wavy(2)", 1).replacen("Paragraph", "Quotation(1)", 1);
        let (issue, _) = read(text.as_bytes()).unwrap();
        let mut expected = read(ISSUE.as_bytes()).unwrap().0;
        let document = std::sync::Arc::make_mut(&mut expected.sections[0].documents[0]);
        let _bold = std::sync::Arc::make_mut(&mut document.body[0]).text.marks.remove(0);
        assert_eq!(issue, expected);
    }
}
