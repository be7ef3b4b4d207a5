//! Issues for tests: the real one, made from its import report without the importer.

use std::sync::Arc;

use gongbao::issue::block::{Block, BlockKind};
use gongbao::issue::cover::CoverChoice;
use gongbao::issue::document::{Attached, Document, DocumentDate, DocumentKind, OfficialKind};
use gongbao::issue::id::{Ids, IssueId};
use gongbao::issue::masthead::Masthead;
use gongbao::issue::text::Text;
use gongbao::issue::{Issue, IssueNumber, Section, StyleChoice};
use serde_json::Value;

/// The sample issue as an editor would have it after importing.
pub(crate) fn sample() -> Issue {
    let report = include_str!("../fixtures/sample/2026-04.truth.json");
    from_report(&serde_json::from_str(report).unwrap())
}

fn text(value: &Value) -> Option<Text> {
    value.as_str().map(Text::new)
}

/// The issue that an import report tells of.
pub(crate) fn from_report(report: &Value) -> Issue {
    let mut ids = Ids::new(1);
    let number = &report["number"];
    let mut sections: Vec<Section> = Vec::new();
    for entry in report["documents"].as_array().unwrap() {
        let name = entry["section"].as_str().unwrap();
        if sections.last().is_none_or(|section| section.name.string != name) {
            let id = ids.make();
            sections.push(Section { id, name: name.into(), codes: vec![], documents: vec![] });
        }
        let document = Arc::new(document(entry, &mut ids));
        sections.last_mut().unwrap().documents.push(document);
    }
    Issue {
        id: IssueId::new(1),
        masthead: Masthead {
            chinese: text(&report["masthead"]["chinese"]).unwrap(),
            ..Masthead::default()
        },
        number: IssueNumber {
            year: i32::try_from(number["year"].as_i64().unwrap()).unwrap(),
            first: number["number"].as_str().unwrap().parse().unwrap(),
            last: None,
            total: number["total"].as_str().map(|total| total.parse().unwrap()),
            periodicity: number["periodicity"].as_str().unwrap_or_default().to_owned(),
            folio: None,
        },
        published: report["published"].as_str().map(|day| day.parse().unwrap()),
        sections,
        colophon: report["colophon"].as_array().unwrap().iter().filter_map(text).collect(),
        style: StyleChoice { name: "baotou".to_owned(), source: None },
        cover: CoverChoice::default(),
    }
}

fn document(entry: &Value, ids: &mut Ids) -> Document {
    let kind = match entry["kind"].as_str().unwrap() {
        "大事记" => DocumentKind::Chronicle,
        name => DocumentKind::Official(
            OfficialKind::ALL.into_iter().find(|kind| kind.chinese() == name).unwrap(),
        ),
    };
    let mut document = Document::new(ids.make(), kind, entry["title"].as_str().unwrap());
    document.issuer = text(&entry["issuer"]);
    document.number = text(&entry["number"]);
    document.addressee = text(&entry["addressee"]);
    document.period = text(&entry["period"]);
    document.contents_title = text(&entry["contents_title"]);
    document.annotation = text(&entry["annotation"]);
    document.date = text(&entry["date_as_written"]).map(|as_written| DocumentDate {
        as_written,
        value: entry["date"].as_str().map(|day| day.parse().unwrap()),
    });
    document.body = body(&entry["paragraphs"], ids);
    for entry in entry["entries"].as_array().unwrap() {
        let date = entry["date"].as_str().unwrap().parse().unwrap();
        let until = entry["until"].as_str().map(|day| day.parse().unwrap());
        for (index, paragraph) in entry["paragraphs"].as_array().unwrap().iter().enumerate() {
            let kind = match index {
                0 => BlockKind::ChronicleEntry { date, until },
                _ => BlockKind::Paragraph,
            };
            let block = Block { id: ids.make(), kind, text: text(paragraph).unwrap() };
            document.body.push(Arc::new(block));
        }
    }
    document.attached =
        entry["attached"].as_array().unwrap().iter().map(|entry| attached(entry, ids)).collect();
    document
}

fn attached(entry: &Value, ids: &mut Ids) -> Attached {
    let mut attached = Attached::new(ids.make(), entry["title"].as_str().unwrap());
    attached.label = text(&entry["label"]);
    attached.body = body(&entry["paragraphs"], ids);
    attached
}

fn body(paragraphs: &Value, ids: &mut Ids) -> Vec<Arc<Block>> {
    let block = |paragraph: &Value| {
        let kind = match paragraph["style"].as_str().unwrap() {
            "appointment" => BlockKind::Appointment,
            "list" => BlockKind::Item,
            style if style.starts_with('h') => BlockKind::Heading {
                level: style.trim_start_matches('h').parse().unwrap(),
                run_in: paragraph["run_in"].as_bool().unwrap_or(false),
            },
            _ => BlockKind::Paragraph,
        };
        Arc::new(Block { id: ids.make(), kind, text: text(&paragraph["text"]).unwrap() })
    };
    paragraphs.as_array().unwrap().iter().map(block).collect()
}
