//! The report of an import as JSON (`import --report`), a stable contract.

use chrono::NaiveDate;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use super::Draft;
use super::recognize;
use crate::issue::Section;
use crate::issue::block::Block;
use crate::issue::block::BlockKind;
use crate::issue::document::Attached;
use crate::issue::document::Document;
use crate::issue::text::Text;

/// The report of the drafts of several inputs, each with the input's name.
///
/// Masthead, number, date and colophon are those of the first input that has them; the documents
/// follow each other, and `document` of a segment counts through all of them.
pub fn report(drafts: &[(&str, &Draft)]) -> Value {
    let whole = drafts.iter().map(|(_, draft)| *draft);
    let masthead = whole.clone().find(|draft| !draft.masthead.chinese.is_empty());
    let number = whole.clone().find_map(|draft| draft.number.as_ref());
    let published = whole.clone().find_map(|draft| draft.published);
    let colophon = whole.clone().map(|draft| &draft.colophon).find(|lines| !lines.is_empty());
    let documents: Vec<Value> = whole
        .clone()
        .flat_map(Draft::documents)
        .map(|(section, document)| document_value(section, document))
        .collect();
    let dropped: Vec<Value> = whole
        .clone()
        .flat_map(|draft| &draft.dropped)
        .map(|dropped| json!({"text": dropped.text, "why": dropped.why}))
        .collect();
    let mut report = json!({
        "masthead": {
            "chinese": masthead.map(|draft| &draft.masthead.chinese.string),
            "mongolian": masthead.and_then(|draft| filled(&draft.masthead.mongolian)),
        },
        "number": number.map(|number| json!({
            "year": number.year,
            "number": number.label(),
            "total": number.total.map(|total| total.to_string()),
            "periodicity": number.periodicity,
        })),
        "published": published.map(day),
        "colophon": colophon.into_iter().flatten().map(|line| &line.string).collect::<Vec<_>>(),
    });
    let joined = whole.flat_map(|draft| &draft.joined).sum::<u32>();
    if let Some(map) = report.as_object_mut() {
        // Moved, as they may be very long.
        let _ = map.insert("documents".to_owned(), Value::Array(documents));
        let _ = map.insert("segments".to_owned(), Value::Array(segments(drafts)));
        let _ = map.insert("dropped".to_owned(), Value::Array(dropped));
        let _ = map.insert("joined".to_owned(), json!(joined));
    }
    report
}

fn segments(drafts: &[(&str, &Draft)]) -> Vec<Value> {
    let mut values = Vec::new();
    let mut base = 0;
    for (input, draft) in drafts {
        for segment in &draft.segments {
            values.push(json!({
                "input": input,
                "start": segment.range.start,
                "end": segment.range.end,
                "style": segment.style.name(),
                "text": segment.text,
                "document": segment.document.map(|index| index + base),
                "confidence": (f64::from(segment.confidence) * 100.0).round() / 100.0,
            }));
        }
        base += draft.order.len();
    }
    values
}

fn document_value(section: &Section, document: &Document) -> Value {
    let (paragraphs, entries) = body(&document.body);
    let mut value = json!({
        "section": section.name.string,
        "kind": document.kind.chinese(),
        "issuer": string(document.issuer.as_ref()),
        "number": string(document.number.as_ref()),
        "title": document.title.string,
        "addressee": string(document.addressee.as_ref()),
        "signatories": document.signatories.iter().map(|text| &text.string).collect::<Vec<_>>(),
        "date": document.date.as_ref().and_then(|date| date.value).map(day),
        "date_as_written": document.date.as_ref().map(|date| &date.as_written.string),
        "annotation": string(document.annotation.as_ref()),
        "paragraphs": paragraphs,
        "attached": document.attached.iter().map(attached_value).collect::<Vec<_>>(),
        "entries": entries,
    });
    if let Some(map) = value.as_object_mut() {
        let mut add = |key: &str, text: Option<&str>| {
            if let Some(text) = text {
                let _ = map.insert(key.to_owned(), json!(text));
            }
        };
        add("period", recognize::section::period(document));
        add("contents_title", string(document.contents_title.as_ref()));
        let _ = map.insert("tables".to_owned(), json!(tables(document)));
    }
    value
}

fn attached_value(attached: &Attached) -> Value {
    let (paragraphs, _) = body(&attached.body);
    json!({
        "label": string(attached.label.as_ref()),
        "title": attached.title.string,
        "paragraphs": paragraphs,
        "attached": attached.attached.iter().map(attached_value).collect::<Vec<_>>(),
    })
}

/// The paragraphs of a body up to the first entry, and the entries with theirs.
fn body(blocks: &[std::sync::Arc<Block>]) -> (Vec<Value>, Vec<Value>) {
    let mut paragraphs = Vec::new();
    let mut entries: Vec<(NaiveDate, Option<NaiveDate>, Vec<&str>)> = Vec::new();
    for block in blocks {
        let text = block.text.string.as_str();
        if let BlockKind::ChronicleEntry { date, until } = block.kind {
            entries.push((date, until, vec![text]));
        } else if let Some((_, _, texts)) = entries.last_mut() {
            texts.push(text);
        } else {
            paragraphs.push(paragraph(block));
        }
    }
    let entries = entries
        .into_iter()
        .map(|(date, until, paragraphs)| {
            json!({"date": day(date), "until": until.map(day), "paragraphs": paragraphs})
        })
        .collect();
    (paragraphs, entries)
}

fn paragraph(block: &Block) -> Value {
    let mut map = Map::new();
    let _ = map.insert("style".to_owned(), json!(style(&block.kind)));
    let _ = map.insert("text".to_owned(), json!(block.text.string));
    if let BlockKind::Heading { run_in: true, .. } = block.kind {
        let _ = map.insert("run_in".to_owned(), json!(true));
    }
    Value::Object(map)
}

const fn style(kind: &BlockKind) -> &'static str {
    match kind {
        BlockKind::Heading { level: 1, .. } => "h1",
        BlockKind::Heading { level: 2, .. } => "h2",
        BlockKind::Heading { level: 3, .. } => "h3",
        BlockKind::Heading { .. } => "h4",
        BlockKind::Paragraph | BlockKind::Break => "body",
        BlockKind::Item => "list",
        BlockKind::Appointment => "appointment",
        BlockKind::Article => "article",
        BlockKind::Chapter => "chapter",
        BlockKind::ChronicleEntry { .. } => "entry",
        BlockKind::AttachmentNote => "attachment",
        BlockKind::Table(_) => "table",
        BlockKind::Picture { .. } | BlockKind::Note => "note",
    }
}

/// Rows and columns of each table of the document, attached ones included.
fn tables(document: &Document) -> Vec<Value> {
    crate::issue::bodies(document)
        .into_iter()
        .flat_map(|(_, blocks)| blocks)
        .filter_map(|block| {
            let BlockKind::Table(table) = &block.kind else { return None };
            Some(json!({
                "rows": table.rows.len(),
                "columns": table.rows.iter().map(Vec::len).max().unwrap_or(0),
            }))
        })
        .collect()
}

fn string(text: Option<&Text>) -> Option<&str> {
    text.map(|text| text.string.as_str())
}

fn filled(text: &Text) -> Option<&str> {
    (!text.is_empty()).then_some(text.string.as_str())
}

fn day(day: NaiveDate) -> String {
    day.format("%Y-%m-%d").to_string()
}
