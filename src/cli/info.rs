//! `info`: what an issue holds, on which pages, in which fonts.

use std::collections::BTreeSet;
use std::io::Write;

use serde_json::{Value, json};

use super::create::say_access;
use super::pages::{Composed, compose_file, page_name};
use super::{DONE, Error, InfoArguments, Output, Status};
use crate::finding::{Finding, Severity};
use crate::issue::place::{Field, Part, Place};
use crate::issue::text::Range;
use crate::layout::places::Places;
use crate::lint;

pub(super) fn run(
    arguments: &InfoArguments,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<Status, Error> {
    let composed = compose_file(&arguments.file)?;
    say_access(&arguments.file, &composed.access, err);
    let value = value(&composed);
    match arguments.format {
        Output::Json => {
            serde_json::to_writer_pretty(&mut *out, &value).map_err(std::io::Error::from)?;
            writeln!(out)?;
        }
        Output::Text => print(&value, out)?,
    }
    Ok(DONE)
}

fn value(composed: &Composed) -> Value {
    let issue = &composed.issue;
    let pages = &composed.composition.pages;
    let places = Places::new(pages);
    let documents: Vec<Value> = issue
        .documents()
        .map(|(section, document)| {
            let part = Part::Field(document.id, Field::Title);
            let spot = places.of(&Place::new(part, Range::new(0, 1))).first().copied();
            json!({
                "id": document.id.to_string(),
                "kind": document.kind.chinese(),
                "title": document.title.string,
                "page": spot.map(|spot| spot.page),
                "folio": spot.and_then(|spot| spot.folio),
                "section": section.name.string,
            })
        })
        .collect();
    let fonts: BTreeSet<&str> = pages
        .iter()
        .flat_map(|page| page.runs())
        .map(|(_, run)| composed.book.font(run.font).postscript_name.as_str())
        .collect();
    let lints = lint::check(issue);
    let findings: Vec<&Finding> =
        composed.findings.iter().chain(&lints).chain(&composed.composition.findings).collect();
    let count =
        |severity: Severity| findings.iter().filter(|finding| finding.severity == severity).count();
    json!({
        "title": issue.masthead.chinese.string,
        "number": format!("{}年第{}期", issue.number.year, issue.number.label()),
        "pages": pages.len(),
        "documents": documents,
        "fonts": fonts,
        "rounds": [],
        "findings": {
            "error": count(Severity::Error),
            "warning": count(Severity::Warning),
            "info": count(Severity::Info),
        },
    })
}

fn print(value: &Value, out: &mut dyn Write) -> Result<(), Error> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let title = text(&value["title"]);
    let title = if title.trim().is_empty() { "（没有刊名）".to_owned() } else { title };
    writeln!(out, "{title} {}，共 {} 面", text(&value["number"]), value["pages"])?;
    for document in value["documents"].as_array().into_iter().flatten() {
        let page = document["page"].as_u64();
        let page = page.map(|page| page_name(page, document["folio"].as_u64()));
        let (section, title) = (text(&document["section"]), text(&document["title"]));
        writeln!(out, "{}  [{section}] {title}", page.unwrap_or_else(|| "-".to_owned()))?;
    }
    let fonts: Vec<String> = value["fonts"].as_array().into_iter().flatten().map(text).collect();
    writeln!(out, "字体：{}", fonts.join("、"))?;
    let count = &value["findings"];
    let (errors, warnings, advice) = (&count["error"], &count["warning"], &count["info"]);
    writeln!(out, "检查：{errors} 处错误，{warnings} 处提醒，{advice} 处建议")?;
    Ok(())
}
