//! `compare` as an editor calls it: two versions, and an issue beside the files that it came from.

#![expect(clippy::unwrap_used, reason = "a test may stop at anything unexpected")]

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use chrono::NaiveDate;
use gongbao::import::original::{Kept, original, pinned as pinned_of, unapproved};
use gongbao::import::{self, Pin, Style};
use gongbao::issue::compare;
use gongbao::issue::document::Origin;
use gongbao::issue::edit::Edit;
use gongbao::issue::id::{DocumentId, Ids};
use gongbao::issue::place::{Field, Part};
use gongbao::issue::text::Range;
use gongbao::store::{self, IssueFile};
use serde_json::Value;

#[path = "support/desk.rs"]
mod desk;

use desk::Desk;

const NOTICE: &str = "甲市人民政府关于做好防汛工作的通知\n甲府发〔2026〕7号\n各区人民政府：\n\
    为做好防汛工作，现通知如下。\n一、加强值守。\n2026年5月8日\n";

/// Saves the file again after `edits`.
fn edited(desk: &Desk, from: &str, to: &str, edits: impl FnOnce(&mut IssueFile)) {
    let mut file = store::load(&desk.path(from)).unwrap().file;
    edits(&mut file);
    let _ = store::save_with(&desk.path(to), &file, Some(&desk.path("data"))).unwrap();
}

fn replace(file: &mut IssueFile, part: Part, range: Range, text: &str) {
    let edit = Edit::ReplaceText { part, range, text: text.into() };
    let _ = edit.apply(&mut file.issue).unwrap();
}

fn first(file: &IssueFile) -> DocumentId {
    file.issue.documents().next().unwrap().1.id
}

/// The JSON of a comparison, and the exit status.
fn compared(desk: &Desk, arguments: &[&str]) -> (Vec<Value>, Option<i32>) {
    let output = desk.run(&[&["compare", "--format", "json"], arguments].concat());
    let found = serde_json::from_slice(&output.stdout).unwrap();
    (found, output.status.code())
}

#[test]
fn versions_are_compared_by_character() {
    let desk = Desk::new();
    let _ = desk.done(&["sample", "a.gongbao"]);
    let (found, status) = compared(&desk, &["a.gongbao", "a.gongbao"]);
    assert_eq!((found.len(), status), (0, Some(0)));
    edited(&desk, "a.gongbao", "b.gongbao", |file| {
        let id = first(file);
        let title = Part::Field(id, Field::Title);
        replace(file, title, Range::new(0, 2), "乌海");
        replace(file, Part::Field(id, Field::Date), Range::new(4, 4), " ");
    });
    let (found, status) = compared(&desk, &["a.gongbao", "b.gongbao"]);
    assert_eq!(status, Some(1));
    assert_eq!(found.len(), 2, "{found:?}");
    let title = &found[0];
    let names: Vec<&str> = title.as_object().unwrap().keys().map(String::as_str).collect();
    let contract =
        ["kind", "document", "part", "block", "start", "end", "old", "new", "class", "page"];
    assert_eq!(names, contract);
    assert_eq!(title["kind"], "replace");
    assert_eq!(title["part"], "title");
    assert_eq!(title["block"], Value::Null);
    assert_eq!((&title["old"], &title["new"]), (&"包头".into(), &"乌海".into()));
    assert_eq!((&title["start"], &title["end"]), (&0.into(), &2.into()));
    assert_eq!(title["class"], "text");
    assert!(title["page"].as_u64().unwrap() > 1);
    assert_eq!((&found[1]["kind"], &found[1]["class"]), (&"insert".into(), &"space".into()));
    let text = desk.run(&["compare", "a.gongbao", "b.gongbao"]);
    let said = String::from_utf8(text.stdout).unwrap();
    assert!(said.contains("标题: “包头”改为“乌海”"), "{said}");
    assert!(said.contains("增加“ ”（只是空白或分段）"), "{said}");
}

#[test]
fn documents_come_and_go() {
    let desk = Desk::new();
    let _ = desk.done(&["sample", "a.gongbao"]);
    edited(&desk, "a.gongbao", "b.gongbao", |file| {
        let document = first(file);
        let _ = Edit::RemoveDocument { document }.apply(&mut file.issue).unwrap();
    });
    let (found, _) = compared(&desk, &["a.gongbao", "b.gongbao"]);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0]["kind"], "delete");
    assert_eq!(found[0]["page"], Value::Null);
    let (found, _) = compared(&desk, &["b.gongbao", "a.gongbao"]);
    assert!(found.iter().all(|own| own["kind"] == "insert"));
    assert!(found.len() > 3);
}

#[test]
fn an_issue_is_compared_with_what_was_imported() {
    let desk = Desk::new();
    let _ = desk.write("n.txt", NOTICE);
    let _ = desk.done(&["import", "n.txt", "-o", "a.gongbao"]);
    let (found, status) = compared(&desk, &["a.gongbao", "--originals"]);
    assert_eq!((found.len(), status), (0, Some(0)), "{found:?}");
    edited(&desk, "a.gongbao", "b.gongbao", |file| {
        let id = first(file);
        let body = file.issue.document(id).unwrap().body[0].id;
        replace(file, Part::Block(id, body), Range::new(1, 2), "切实做");
        replace(file, Part::Field(id, Field::Addressee), Range::new(6, 7), ":");
    });
    let (found, status) = compared(&desk, &["b.gongbao", "--originals"]);
    assert_eq!(status, Some(1));
    let classes: Vec<&str> = found.iter().filter_map(|own| own["class"].as_str()).collect();
    assert_eq!(classes, ["width", "text"]);
    // What somebody approved is no deviation any more; what changes again is one.
    edited(&desk, "b.gongbao", "c.gongbao", |file| {
        let id = first(file);
        let document = Arc::clone(file.issue.document(id).unwrap());
        let mut origin = document.origin.clone().unwrap();
        let kept = &file.originals[&origin.sha256];
        let whole = original(&kept.extension, &kept.bytes, kept.text.as_deref(), &origin);
        let all = compare::documents(&whole.documents[0], &document).deviations;
        origin.approved = all.iter().map(compare::Deviation::approval).collect();
        let edit = Edit::SetOrigin { document: id, origin: Some(origin) };
        let _ = edit.apply(&mut file.issue).unwrap();
    });
    let output = desk.run(&["compare", "--originals", "c.gongbao"]);
    assert_eq!(output.status.code(), Some(0));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("已认可的差异 2 处"), "{said}");
    edited(&desk, "c.gongbao", "d.gongbao", |file| {
        let id = first(file);
        replace(file, Part::Field(id, Field::Addressee), Range::new(6, 7), "；");
    });
    let (found, _) = compared(&desk, &["d.gongbao", "--originals"]);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0]["new"], "；");
}

#[test]
fn a_document_that_nobody_changed_is_not_read_again() {
    let desk = Desk::new();
    let _ = desk.write("n.txt", NOTICE);
    let _ = desk.done(&["import", "n.txt", "-o", "a.gongbao"]);
    let mut file = store::load(&desk.path("a.gongbao")).unwrap().file;
    let asked = |file: &IssueFile| {
        let count = Cell::new(0);
        let found = unapproved(&file.issue, |sha256| {
            count.set(count.get() + 1);
            let kept = file.originals.get(sha256)?;
            Some(Kept { extension: &kept.extension, bytes: &kept.bytes, text: None })
        });
        (count.get(), found.len())
    };
    assert_eq!(asked(&file), (0, 0));
    let id = first(&file);
    let part = Part::Field(id, Field::Addressee);
    replace(&mut file, part, Range::new(6, 7), ":");
    assert_eq!(asked(&file), (1, 1));
    replace(&mut file, part, Range::new(6, 7), "：");
    assert_eq!(asked(&file), (0, 0));
}

/// A file of an issue made of `name`, the first document having been read with these pins.
fn pinned(desk: &Desk, text: &str, pins: &[(&str, Style)]) {
    let source = import::read("n.txt", text.as_bytes()).unwrap();
    let before = import::recognize(&source, &mut Ids::new(1));
    let pin = |(begin, style): &(&str, Style)| {
        let segment = before.segments.iter().find(|own| own.text.starts_with(begin)).unwrap();
        Pin { range: segment.range, style: *style }
    };
    let pins: Vec<Pin> = pins.iter().map(pin).collect();
    let draft = import::recognize_pinned(&source, &pins, &mut Ids::new(2));
    let mut file =
        IssueFile::new(draft.into_issue("baotou", NaiveDate::default(), &mut Ids::new(3)));
    let mut origin = file.add_original("txt", text.as_bytes().to_vec(), source.text.clone());
    origin.pinned = pinned_of(&pins);
    let document = first(&file);
    let edit = Edit::SetOrigin { document, origin: Some(origin) };
    let _ = edit.apply(&mut file.issue).unwrap();
    let _ = store::save_with(&desk.path("p.gongbao"), &file, Some(&desk.path("data"))).unwrap();
}

#[test]
fn what_an_editor_said_of_lines_is_no_deviation() {
    let desk = Desk::new();
    // The first line is guessed to be noise or a title; the editor said otherwise of two lines.
    let pins = [("为做好防汛工作", Style::Note), ("一、加强值守", Style::Noise)];
    pinned(&desk, NOTICE, &pins);
    let (found, status) = compared(&desk, &["p.gongbao", "--originals"]);
    assert_eq!(status, Some(0), "{found:?}");
    // What was taken out by hand is listed with its reason.
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(
        (&found[0]["class"], &found[0]["old"]),
        (&"dropped".into(), &"一、加强值守。".into())
    );
    assert!(found[0]["why"].as_str().unwrap().contains("编辑"), "{found:?}");
    let text = String::from_utf8(desk.run(&["compare", "p.gongbao", "--originals"]).stdout);
    assert!(text.unwrap().contains("原稿: 没有收入“一、加强值守。”（"));
}

#[test]
fn what_is_left_out_in_many_places_is_told_once() {
    let desk = Desk::new();
    let entries: String = (1..=5).map(|day| format!("●4月{day}日，市长调研。\n")).collect();
    let _ = desk.write("n.txt", &format!("政府大事记\n2026年4月1日—4月30日\n{entries}"));
    let _ = desk.done(&["import", "n.txt", "-o", "a.gongbao"]);
    let text = desk.run(&["compare", "a.gongbao", "--originals"]).stdout;
    let text = String::from_utf8(text).unwrap();
    let marks: Vec<&str> = text.lines().filter(|line| line.contains('●')).collect();
    assert_eq!(marks.len(), 1, "{text}");
    assert!(marks[0].contains("，5 处）"), "{text}");
}

#[test]
fn a_document_that_was_not_taken_is_listed() {
    let desk = Desk::new();
    let other = NOTICE.replace("防汛", "防火").replace("7号", "8号").replace("值守", "巡查");
    let _ = desk.write("n.txt", &format!("{NOTICE}{other}"));
    let _ = desk.done(&["import", "n.txt", "-o", "a.gongbao"]);
    edited(&desk, "a.gongbao", "b.gongbao", |file| {
        let document = file.issue.documents().nth(1).unwrap().1.id;
        let _ = Edit::RemoveDocument { document }.apply(&mut file.issue).unwrap();
    });
    let (found, status) = compared(&desk, &["b.gongbao", "--originals"]);
    assert_eq!(status, Some(0));
    let old: Vec<&str> = found.iter().filter_map(|own| own["old"].as_str()).collect();
    assert!(old.contains(&"一、加强巡查。"), "{old:?}");
    assert!(found.iter().all(|own| own["why"] == "这一篇没有收入本期"), "{found:?}");
}

/// How often each character but white space stands in texts. The signs with which a text is typed
/// as a heading or table are none of its characters.
fn counted<'a>(texts: impl Iterator<Item = &'a str>) -> BTreeMap<char, i64> {
    let mut counts = BTreeMap::new();
    for c in texts.flat_map(str::chars).filter(|c| !c.is_whitespace() && !"|#*".contains(*c)) {
        *counts.entry(c).or_default() += 1;
    }
    counts
}

#[test]
fn every_character_of_an_original_is_in_a_document_or_listed() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut count = 0;
    for folder in ["docx", "sources", "sample", "forms"] {
        for entry in fs::read_dir(fixtures.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let ending = path.extension().and_then(|own| own.to_str()).unwrap_or_default();
            if matches!(ending, "" | "expected" | "py" | "json" | "md5") {
                continue;
            }
            let bytes = fs::read(&path).unwrap();
            let source = import::read(&path.to_string_lossy(), &bytes).unwrap();
            let whole = original(ending, &bytes, None, &Origin::new(String::new()));
            let passages = whole.documents.iter().flat_map(|own| compare::passages(own));
            let listed = whole.dropped.iter().map(|own| own.text.as_str());
            let kept = counted(passages.map(|(_, text)| text).chain(listed));
            let mut lost = counted(std::iter::once(source.text.as_str()));
            lost.retain(|c, n| kept.get(c).copied().unwrap_or(0) < *n);
            assert!(lost.is_empty(), "{}: {lost:?}", path.display());
            count += 1;
        }
    }
    assert!(count > 40);
}

#[test]
fn a_wrong_count_of_files_is_told() {
    let desk = Desk::new();
    let _ = desk.done(&["sample", "a.gongbao"]);
    for (arguments, expected) in [
        (vec!["compare", "a.gongbao"], "缺少新的公报文件"),
        (vec!["compare", "a.gongbao", "a.gongbao", "--originals"], "请去掉另一个文件名"),
        (vec!["compare", "a.gongbao", "b.gongbao"], "b.gongbao"),
    ] {
        let output = desk.run(&arguments);
        assert_eq!(output.status.code(), Some(2));
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains(expected), "{said}");
    }
    let output = desk.run(&["compare", "--originals", "a.gongbao"]);
    assert!(String::from_utf8(output.stderr).unwrap().contains("没有原稿"));
}

#[test]
fn a_check_warns_of_what_nobody_approved() {
    let desk = Desk::new();
    let _ = desk.write("n.txt", NOTICE);
    let _ = desk.done(&["import", "n.txt", "-o", "a.gongbao"]);
    let warned = |file: &str| {
        let output = desk.run(&["check", file, "--format", "json"]);
        let found: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
        let own = found.iter().filter(|own| own["rule"] == "deviation-unapproved");
        own.map(|own| own["message"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(warned("a.gongbao"), Vec::<String>::new());
    edited(&desk, "a.gongbao", "b.gongbao", |file| {
        let id = first(file);
        let body = file.issue.document(id).unwrap().body[0].id;
        replace(file, Part::Block(id, body), Range::new(1, 2), "切实做");
        replace(file, Part::Field(id, Field::Addressee), Range::new(6, 7), ":");
    });
    let said = warned("b.gongbao");
    assert!(said.len() == 1 && said[0].starts_with("与原稿有 2 处不同还没有认可；"), "{said:?}");
    let output = desk.run(&["export", "b.gongbao", "-o", "b.pdf", "--profile", "press"]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("防汛工作的通知: 与原稿有 2 处不同还没有认可"), "{said}");
}
