//! The Word file of an issue: importing it gives the same issue, whatever the issue came from.
#![expect(clippy::unwrap_used, reason = "a fixture that cannot be read fails the test")]

use std::fs;
use std::io::{Cursor, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::NaiveDate;
use gongbao::export::Pictures;
use gongbao::export::docx::docx;
use gongbao::import;
use gongbao::issue::Issue;
use gongbao::issue::block::{Block, BlockKind};
use gongbao::issue::document::{Attached, Document, DocumentDate};
use gongbao::issue::id::Ids;
use gongbao::issue::table::{Cell, Table};
use gongbao::issue::text::{Mark, Range, Text};
use serde_json::Value;

#[path = "support/issue.rs"]
mod issue;
#[path = "support/kinds.rs"]
mod kinds;

/// The issue that a file gives, and its pictures.
fn imported(name: &str, bytes: &[u8]) -> (Issue, Pictures) {
    let source = import::read(name, bytes).unwrap();
    let mut ids = Ids::new(1);
    let draft = import::recognize(&source, &mut ids);
    let pictures = draft.pictures.iter().map(|own| (own.sha256.clone(), Arc::clone(&own.bytes)));
    let pictures = pictures.collect();
    let today = NaiveDate::from_ymd_opt(2026, 4, 30).unwrap();
    (draft.into_issue("baotou", today, &mut ids), pictures)
}

/// All that an issue holds but names that last, and the style of its pages.
fn contents(issue: &Issue) -> Value {
    fn strip(value: &mut Value) {
        match value {
            Value::Object(fields) => {
                for name in ["id", "origin", "style"] {
                    drop(fields.remove(name));
                }
                fields.values_mut().for_each(strip);
            }
            Value::Array(items) => items.iter_mut().for_each(strip),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    let mut value = serde_json::to_value(issue).unwrap();
    strip(&mut value);
    value
}

/// The first place in which two values differ.
fn difference(one: &Value, other: &Value, path: &str) -> Option<String> {
    match (one, other) {
        (Value::Object(a), Value::Object(b)) => {
            let mut names: Vec<&String> = a.keys().chain(b.keys()).collect();
            names.sort();
            names.dedup();
            names.into_iter().find_map(|name| {
                let (a, b) = (a.get(name).unwrap_or(&Value::Null), b.get(name));
                difference(a, b.unwrap_or(&Value::Null), &format!("{path}.{name}"))
            })
        }
        (Value::Array(a), Value::Array(b)) => {
            let items = a.iter().zip(b).enumerate();
            let inside =
                items.filter_map(|(at, (a, b))| difference(a, b, &format!("{path}[{at}]"))).next();
            inside.or_else(|| {
                (a.len() != b.len()).then(|| format!("{path}: {} and {}", a.len(), b.len()))
            })
        }
        _ => (one != other).then(|| format!("{path}: {one} and {other}")),
    }
}

/// Writes an issue as a Word file and reads it again; what differs, if anything does.
fn round(issue: &Issue, pictures: &Pictures) -> Option<String> {
    let file = docx(issue, pictures).unwrap();
    let (again, kept) = imported("a.docx", &file);
    let found = difference(&contents(issue), &contents(&again), "");
    found.or_else(|| {
        (docx(&again, &kept).unwrap() != file).then(|| "the second file differs".to_owned())
    })
}

fn fixtures(folder: &str, endings: &[&str]) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(folder);
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> = files
        .filter(|path| path.extension().is_some_and(|own| endings.iter().any(|e| own == *e)))
        .collect();
    files.sort();
    files
}

/// Every file of a folder goes out and comes back.
fn check_folder(folder: &str, endings: &[&str], count: usize) {
    let files = fixtures(folder, endings);
    assert_eq!(files.len(), count);
    let mut faults = Vec::new();
    for path in files {
        let (issue, pictures) = imported(&path.to_string_lossy(), &fs::read(&path).unwrap());
        if let Some(fault) = round(&issue, &pictures) {
            faults.push(format!("{}: {fault}", path.display()));
        }
    }
    assert!(faults.is_empty(), "{} of {count}:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn word_files_come_back() {
    check_folder("docx", &["docx"], 21);
}

#[test]
fn forms_come_back() {
    check_folder("forms", &["txt"], 75);
}

#[test]
fn the_corpus_comes_back() {
    check_folder("corpus", &["txt"], 22);
}

#[test]
fn the_sample_comes_back() {
    check_folder("sample", &["txt"], 1);
    assert_eq!(round(&issue::sample(), &Pictures::new()), None);
}

#[test]
fn other_sources_come_back() {
    check_folder("sources", &["html", "htm", "md", "txt"], 8);
    check_folder("pages", &["txt"], 7);
}

#[test]
fn every_form_of_document_comes_back() {
    assert_eq!(round(&kinds::kinds(issue::sample()), &Pictures::new()), None);
}

fn marked(string: &str, marks: &[(u32, u32, Mark)]) -> Text {
    let marks = marks.iter().map(|&(start, end, mark)| (Range::new(start, end), mark));
    Text { string: string.to_owned(), marks: marks.collect() }
}

/// A document with what no recogniser makes.
fn odd(ids: &mut Ids) -> Document {
    let mut block = |kind: BlockKind, text: Text| Arc::new(Block { id: ids.make(), kind, text });
    let cell = |text: &str| Cell::new(text.into());
    let table = Table {
        head: 2,
        rows: vec![
            vec![Cell { columns: 2, ..cell("合并") }, cell(""), Cell { rows: 2, ..cell("竖") }],
            vec![cell("甲"), cell("乙"), cell("")],
            vec![cell("一"), Cell { columns: 2, rows: 2, ..cell("方块") }, cell("")],
            vec![cell("二"), cell(""), cell("")],
            vec![cell("三"), cell("a<b & c"), cell("\"引\"")],
        ],
    };
    let body = vec![
        block(
            BlockKind::Paragraph,
            marked(
                "粗体、楷体、上标m2、不断",
                &[
                    (0, 2, Mark::Bold),
                    (1, 5, Mark::Kai),
                    (9, 10, Mark::Superscript),
                    (11, 13, Mark::NoBreak),
                ],
            ),
        ),
        block(BlockKind::Table(table.clone()), "表1　甲乙丙".into()),
        block(BlockKind::Table(table), Text::default()),
        block(BlockKind::Picture { sha256: "0a".repeat(32) }, "图1　没有的图片".into()),
        block(BlockKind::Break, Text::default()),
        block(BlockKind::Heading { level: 4, run_in: true }, "（1）标题。　正文 空格  ".into()),
    ];
    let kind = gongbao::issue::document::DocumentKind::Pictures;
    let title = marked("甲市人民政府关于乙的通知", &[(0, 6, Mark::LineBreak)]);
    let mut document = Document::new(ids.make(), kind, title);
    document.body = body;
    document.contents_title = Some("目录里的标题".into());
    document.registration = Some("登记号".into());
    document.corrects = Some("第3期".into());
    document.date = Some(DocumentDate {
        as_written: "某日".into(),
        value: NaiveDate::from_ymd_opt(2026, 4, 8),
    });
    let mut deep = Attached::new(ids.make(), "三层");
    deep.label = Some("附件1-1-1".into());
    let mut middle = Attached::new(ids.make(), "");
    middle.date = Some(DocumentDate { as_written: "2026年4月8日".into(), value: None });
    middle.attached = vec![deep];
    let mut outer = Attached::new(ids.make(), "一层");
    outer.signatories = vec!["甲局".into(), "乙局".into()];
    outer.attached = vec![middle, Attached::new(ids.make(), "又二层")];
    document.attached = vec![outer, Attached::new(ids.make(), "又一层")];
    document
}

#[test]
fn what_no_text_says_comes_back() {
    let mut ids = Ids::new(9);
    let mut issue = kinds::kinds(issue::sample());
    issue.number.last = Some(issue.number.first + 1);
    issue.number.folio = Some(37);
    let section = issue.sections.first_mut().unwrap();
    section.codes = vec!["包府发".into(), "包府办发".into()];
    section.documents.insert(0, Arc::new(odd(&mut ids)));
    assert_eq!(round(&issue, &Pictures::new()), None);
}

#[test]
fn every_line_knows_its_place() {
    let file = docx(&kinds::kinds(issue::sample()), &Pictures::new()).unwrap();
    let source = import::read("a.docx", &file).unwrap();
    let draft = import::recognize(&source, &mut Ids::new(1));
    assert!(draft.segments.len() > 20);
    let characters: Vec<char> = source.text.chars().collect();
    for segment in &draft.segments {
        assert!(segment.confidence > 0.9, "{}", segment.text);
        let range = segment.range.start as usize..segment.range.end as usize;
        let there: String = characters[range].iter().collect();
        assert_eq!(there.trim(), segment.text);
    }
}

/// The file with `from` replaced by `to` in its text.
fn rewritten(file: &[u8], from: &str, to: &str) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(file)).unwrap();
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).unwrap();
        if entry.is_dir() {
            continue;
        }
        let name = entry.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        let _length = entry.read_to_end(&mut bytes).unwrap();
        if name == "word/document.xml" {
            let text = String::from_utf8(bytes).unwrap();
            assert!(text.contains(from));
            bytes = text.replacen(from, to, 1).into_bytes();
        }
        writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(&bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn what_somebody_added_in_word_is_taken_with_doubt() {
    let issue = kinds::kinds(issue::sample());
    let file = docx(&issue, &Pictures::new()).unwrap();
    let addressee = "<w:pStyle w:val=\"Gongbao15\" />";
    let source = import::read("a.docx", &rewritten(&file, addressee, "")).unwrap();
    let draft = import::recognize(&source, &mut Ids::new(1));
    let unsure: Vec<_> = draft.segments.iter().filter(|own| own.confidence < 0.5).collect();
    assert_eq!(unsure.len(), 1);
    assert_eq!(unsure[0].style.name(), "body");
    assert!(unsure[0].text.ends_with('：'), "{}", unsure[0].text);
}
