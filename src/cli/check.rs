//! `check`: what is wrong in an issue or a text.

use std::io::Write;
use std::path::Path;

use serde_json::{Value, json};

use super::create::say_access;
use super::pages::{Composed, compose_file, kept, page_name, part_name};
use super::target::is_issue_name;
use super::{CheckArguments, DONE, Deny, Error, FOUND, Output, Status, say};
use crate::finding::{Finding, Fix, Severity};
use crate::import::{self, original::unapproved};
use crate::layout::places::{Places, Spot};
use crate::lint::{self, TextFinding};
use crate::store;

pub(super) fn run(
    arguments: &CheckArguments,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<Status, Error> {
    let path = arguments.file.as_path();
    let stdin = path == Path::new("-");
    let bytes = if stdin { store::read_stdin()? } else { store::read(path)? };
    if stdin && bytes.starts_with(b"PK") {
        let sentence = "-: 标准输入只能是文本，这像是公报文件；请在命令中写出文件名";
        return Err(Error::Usage(sentence.to_owned()));
    }
    let severities = if bytes.starts_with(b"PK") || is_issue_name(path) {
        check_issue(path, arguments.format, out, err)?
    } else {
        let wrong = |error| Error::Import { file: path.display().to_string(), error };
        let text = import::text::decode(&bytes).map_err(wrong)?;
        check_text(path, &text, arguments.format, out)?
    };
    if severities.is_empty() && arguments.format == Output::Text {
        say(err, &format!("{}: 没有发现问题", path.display()));
    }
    let denied = match arguments.deny {
        Deny::Error => Severity::Error,
        Deny::Warning => Severity::Warning,
        Deny::Never => return Ok(DONE),
    };
    let found = severities.iter().any(|&severity| severity >= denied);
    Ok(if found { FOUND } else { DONE })
}

fn check_text(
    path: &Path,
    text: &str,
    format: Output,
    out: &mut dyn Write,
) -> Result<Vec<Severity>, Error> {
    let findings = lint::check_text(text, &[]);
    match format {
        Output::Json => print_json(findings.iter().map(text_value).collect(), out)?,
        Output::Text => {
            for finding in &findings {
                let TextFinding { line, column, .. } = finding;
                let (level, rule) = (level(finding.severity), finding.rule);
                let (text, message) = (brief(&finding.text), &finding.message);
                let file = path.display();
                writeln!(out, "{file}:{line}:{column}: {level}{text}：{message} [{rule}]")?;
            }
        }
    }
    Ok(findings.iter().map(|finding| finding.severity).collect())
}

fn check_issue(
    path: &Path,
    format: Output,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<Vec<Severity>, Error> {
    let composed = compose_file(path)?;
    say_access(path, &composed.access, err);
    let findings = found(&composed);
    let places = Places::new(&composed.composition.pages);
    let spot = |finding: &Finding| places.of(&finding.place?).first().copied();
    match format {
        Output::Json => {
            let value = |finding| issue_value(finding, spot(finding));
            print_json(findings.iter().map(value).collect(), out)?;
        }
        Output::Text => {
            for finding in &findings {
                let where_it_is = place_name(finding, spot(finding));
                let (level, rule) = (level(finding.severity), finding.rule);
                let (text, message) = (brief(&finding.text), &finding.message);
                writeln!(out, "{where_it_is}: {level}{text}：{message} [{rule}]")?;
            }
        }
    }
    Ok(findings.iter().map(|finding| finding.severity).collect())
}

/// All that is wrong in an issue.
pub(super) fn found(composed: &Composed) -> Vec<Finding> {
    let mut findings = composed.findings.clone();
    findings.extend(lint::check(&composed.issue));
    let terms = store::terms::load(store::data_folder().as_deref()).unwrap_or_default();
    findings.extend(lint::terms(&composed.issue, &terms));
    let kept = |sha256: &str| kept(&composed.originals, sha256);
    findings.extend(unapproved(&composed.issue, kept));
    findings.extend(composed.composition.findings.iter().cloned());
    findings
}

fn print_json(values: Vec<Value>, out: &mut dyn Write) -> Result<(), Error> {
    serde_json::to_writer_pretty(&mut *out, &Value::Array(values)).map_err(std::io::Error::from)?;
    writeln!(out)?;
    Ok(())
}

fn fix_value(fix: Option<&Fix>) -> Value {
    fix.map_or(Value::Null, |fix| json!({ "replacement": fix.replacement }))
}

fn issue_value(finding: &Finding, spot: Option<Spot>) -> Value {
    let part = finding.place.map(|place| place.part);
    let range = finding.place.map(|place| place.range);
    json!({
        "rule": finding.rule,
        "severity": finding.severity,
        "document": part.and_then(|part| part.document()).map(|id| id.to_string()),
        "part": part.map(|part| part.to_string()),
        "block": part.and_then(|part| part.block()).map(|id| id.to_string()),
        "start": range.map(|range| range.start),
        "end": range.map(|range| range.end),
        "text": finding.text,
        "message": finding.message,
        "fix": fix_value(finding.fix.as_ref()),
        "page": spot.map(|spot| spot.page),
        "folio": spot.and_then(|spot| spot.folio),
    })
}

fn text_value(finding: &TextFinding) -> Value {
    json!({
        "rule": finding.rule,
        "severity": finding.severity,
        "document": null,
        "part": "text",
        "block": null,
        "start": finding.start,
        "end": finding.end,
        "text": finding.text,
        "message": finding.message,
        "fix": fix_value(finding.fix.as_ref()),
        "page": null,
        "folio": null,
        "line": finding.line,
        "column": finding.column,
    })
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "错误",
        Severity::Warning => "提醒",
        Severity::Info => "建议",
    }
}

/// The characters of a finding behind a space, on one line, cut if there are many.
pub(super) fn brief(text: &str) -> String {
    const MOST: usize = 24;
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if line.is_empty() {
        return String::new();
    }
    let cut: String = line.chars().take(MOST).collect();
    let more = if line.chars().count() > MOST { "…" } else { "" };
    format!(" “{cut}{more}”")
}

/// Where a finding is, as an editor would say it: `第3页（第7面） 标题`.
fn place_name(finding: &Finding, spot: Option<Spot>) -> String {
    let Some(place) = finding.place else { return "全期".to_owned() };
    let part = part_name(place.part);
    match spot {
        Some(spot) => {
            format!("{} {part}", page_name(u64::from(spot.page), spot.folio.map(u64::from)))
        }
        None => part.to_owned(),
    }
}
