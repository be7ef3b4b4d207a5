//! `import` as an editor calls it: what may be written where, and what becomes of small texts.

#![expect(clippy::unwrap_used, reason = "a test may stop at anything unexpected")]

use std::fs;

use serde_json::Value;

#[path = "support/desk.rs"]
mod desk;

use desk::{Desk, SAMPLE};

const NOTICE: &str = "甲市人民政府关于做好防汛工作的通知\n甲府发〔2026〕7号\n各区人民政府：\n\
    为做好防汛工作，现通知如下。\n2026年5月8日\n";
const ORDER: &str = "甲市人民政府令\n第12号\n《甲市节水办法》已经市政府常务会议通过，现予公布，自\
    2026年6月1日起施行。\n市长　张三\n2026年5月9日\n";
const CHRONICLE: &str = "政府大事记\n2026年4月1日—4月30日\n●4月1日，市长调研。\n";

/// The documents of a file: section and title.
fn documents(desk: &Desk, file: &str) -> Vec<(String, String)> {
    let info: Value =
        serde_json::from_str(&desk.done(&["info", file, "--format", "json"])).unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let documents = info["documents"].as_array().unwrap();
    documents.iter().map(|d| (text(&d["section"]), text(&d["title"]))).collect()
}

fn said(desk: &Desk, arguments: &[&str]) -> String {
    let output = desk.run(arguments);
    let err = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(0), "{err}");
    err
}

/// The names of the files that are there, apart from the user's data.
fn files(desk: &Desk) -> Vec<String> {
    let entries = fs::read_dir(desk.path(".")).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.filter(|name| name != "data").collect();
    names.sort();
    names
}

#[test]
fn an_exported_word_file_gives_the_same_documents() {
    let desk = Desk::new();
    let _ = desk.done(&["sample", "s.gongbao"]);
    let _ = desk.done(&["export", "s.gongbao", "-o", "核对.docx"]);
    let said = said(&desk, &["import", "核对.docx", "-o", "o.gongbao"]);
    assert!(said.contains("已导入 4 份文件，0 处拿不准"), "{said}");
    assert_eq!(documents(&desk, "o.gongbao"), documents(&desk, "s.gongbao"));
    let refused = desk.run(&["export", "s.gongbao", "-o", "核对.docx", "--pages", "1"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8(refused.stderr).unwrap().contains("请去掉 --pages"));
}

#[test]
fn a_report_destroys_nothing() {
    let desk = Desk::new();
    let _ = desk.write("a.txt", NOTICE);
    let _ = desk.write("old.json", "{}");
    let _ = desk.done(&["sample", "s.gongbao"]);
    let _ = fs::copy(desk.path("s.gongbao"), desk.path("s.bak")).unwrap();
    let sample = fs::read(desk.path("s.gongbao")).unwrap();
    let there = files(&desk);
    for arguments in [
        vec!["a.txt", "-o", "o.gongbao", "--report", "a.txt"],
        vec!["a.txt", "-o", "o.gongbao", "--report", "./a.txt", "--overwrite"],
        vec!["a.txt", "-o", "o.gongbao", "--report", "o.gongbao"],
        vec!["a.txt", "-o", "o.gongbao", "--report", "old.json"],
        vec!["a.txt", "-o", "o.gongbao", "--report", "s.gongbao", "--overwrite"],
        vec!["a.txt", "-o", "o.gongbao", "--report", "s.bak", "--overwrite"],
        vec!["a.txt", "-o", "o.gongbao", "--report", "nowhere/r.json"],
        vec!["a.txt", "-o", "o.gongbao", "--into", "s.gongbao", "--report", "s.gongbao"],
        vec!["a.txt", "-o", "s.gongbao", "--report", "r.json"],
    ] {
        let _ = desk.refused(&[&["import"], arguments.as_slice()].concat());
        assert_eq!(files(&desk), there, "{arguments:?}");
        assert_eq!(fs::read_to_string(desk.path("a.txt")).unwrap(), NOTICE);
        assert_eq!(fs::read_to_string(desk.path("old.json")).unwrap(), "{}");
        for name in ["s.gongbao", "s.bak"] {
            assert_eq!(fs::read(desk.path(name)).unwrap(), sample, "{arguments:?}");
        }
    }
    let again = ["import", "a.txt", "-o", "o.gongbao", "--report", "old.json", "--overwrite"];
    let _ = desk.done(&again);
    assert!(fs::read_to_string(desk.path("old.json")).unwrap().contains("防汛"));
}

#[test]
fn outputs_are_no_inputs_and_issues_are_called_so() {
    let desk = Desk::new();
    let _ = desk.write("a.txt", NOTICE);
    let _ = desk.done(&["sample", "s.gongbao"]);
    let _ = fs::copy(desk.path("s.gongbao"), desk.path("s.txt")).unwrap();
    let sample = fs::read(desk.path("s.gongbao")).unwrap();
    for arguments in [
        vec!["import", "a.txt", "-o", "a.txt", "--overwrite"],
        vec!["import", "a.txt", "-o", "a.pdf"],
        vec!["import", "a.txt", "-o", "a"],
        vec!["new", "a.txt", "--overwrite"],
        vec!["new", "n.docx"],
        vec!["new", "s.gongbao", "--after", "s.gongbao", "--overwrite"],
        vec!["sample", "a.txt", "--overwrite"],
        vec!["export", "s.txt", "-o", "s.txt"],
        vec!["export", "s.gongbao", "-o", "s.txt"],
    ] {
        let _ = desk.refused(&arguments);
        assert_eq!(files(&desk), ["a.txt", "s.gongbao", "s.txt"], "{arguments:?}");
        assert_eq!(fs::read_to_string(desk.path("a.txt")).unwrap(), NOTICE);
        assert_eq!(fs::read(desk.path("s.gongbao")).unwrap(), sample);
        assert_eq!(fs::read(desk.path("s.txt")).unwrap(), sample);
    }
    assert!(desk.refused(&["import", "a.txt", "-o", "a.pdf"]).contains("a.gongbao"));
    // Into its own place, when that is asked for.
    let into = ["import", "a.txt", "--into", "s.gongbao", "-o", "s.gongbao"];
    let _ = desk.refused(&into);
    let _ = desk.done(&[into.as_slice(), &["--overwrite"]].concat());
    assert_eq!(documents(&desk, "s.gongbao").len(), 5);
}

#[test]
fn of_nothing_comes_nothing() {
    let desk = Desk::new();
    let _ = desk.write("empty.txt", "");
    let _ = desk.write("blank.txt", " \n\u{3000}\n");
    let _ = desk.write("weather.txt", "今天天气很好，我们去公园玩。\n");
    let _ = desk.write("a.txt", NOTICE);
    for name in ["empty.txt", "blank.txt", "weather.txt"] {
        let sentence = desk.refused(&["import", name, "-o", "o.gongbao", "--report", "r.json"]);
        assert!(sentence.contains(name) && sentence.contains("没有识别出"), "{sentence}");
        assert_eq!(files(&desk), ["a.txt", "blank.txt", "empty.txt", "weather.txt"]);
    }
    let err = said(&desk, &["import", "weather.txt", "a.txt", "-o", "o.gongbao"]);
    assert!(err.contains("weather.txt: 没有识别出") && err.contains("已导入 1 份文件"), "{err}");
    assert_eq!(documents(&desk, "o.gongbao").len(), 1);
}

#[test]
fn documents_of_a_file_keep_their_order_and_sections_of_several_the_custom() {
    let desk = Desk::new();
    let _ = desk.write("a.txt", &[CHRONICLE, ORDER, NOTICE].concat());
    let _ = desk.done(&["import", "a.txt", "-o", "a.gongbao"]);
    let sections: Vec<String> =
        documents(&desk, "a.gongbao").into_iter().map(|(section, _)| section).collect();
    assert_eq!(sections, ["政府大事记", "市政府令", "市政府文件"]);
    let _ = desk.write("order.txt", ORDER);
    let _ = desk.write("notice.txt", NOTICE);
    let _ = desk.write("chronicle.txt", CHRONICLE);
    let inputs = ["import", "order.txt", "chronicle.txt", "notice.txt", "-o", "b.gongbao"];
    let _ = desk.done(&inputs);
    let sections: Vec<String> =
        documents(&desk, "b.gongbao").into_iter().map(|(section, _)| section).collect();
    assert_eq!(sections, ["市政府令", "市政府文件", "政府大事记"]);
    // Documents of one section stand together; that is said.
    let second = NOTICE.replace("防汛", "防火").replace("7号", "8号");
    let _ = desk.write("c.txt", &[NOTICE, ORDER, &second].concat());
    let err = said(&desk, &["import", "c.txt", "-o", "c.gongbao"]);
    assert!(err.contains("次序与原文不同"), "{err}");
}

#[test]
fn sections_of_a_contents_page_are_kept() {
    let desk = Desk::new();
    let text = [
        "甲市人民政府公报\n2026年第5期（总第60期）\n目录\n市政府规章\n1 甲市人民政府令\n政府大事记\n",
        "2 2026年4月1日至2026年4月30日政府大事记\n市政府公文\n3 甲市人民政府关于做好防汛工作的通知\n",
        ORDER,
        CHRONICLE,
        NOTICE,
    ];
    let _ = desk.write("a.txt", &text.concat());
    let err = said(&desk, &["import", "a.txt", "-o", "a.gongbao"]);
    assert!(!err.contains("次序"), "{err}");
    let sections: Vec<String> =
        documents(&desk, "a.gongbao").into_iter().map(|(section, _)| section).collect();
    assert_eq!(sections, ["市政府规章", "政府大事记", "市政府公文"]);
}

#[test]
fn a_number_is_not_invented() {
    let desk = Desk::new();
    let _ = desk.write("a.txt", NOTICE);
    let err = said(&desk, &["import", "a.txt", "-o", "a.gongbao"]);
    assert!(err.contains("没有找到期号"), "{err}");
    let info = desk.done(&["info", "a.gongbao"]);
    assert!(info.starts_with("（没有刊名） 2026年第×期"), "{info}");
    let checked = desk.run(&["check", "a.gongbao"]);
    let checked = String::from_utf8(checked.stdout).unwrap();
    assert!(checked.contains("issue-number-missing"), "{checked}");
    assert!(checked.contains("masthead-missing"), "{checked}");
    // A text that goes into an issue needs no number of its own.
    let _ = desk.done(&["sample", "s.gongbao"]);
    let err = said(&desk, &["import", "a.txt", "--into", "s.gongbao", "-o", "t.gongbao"]);
    assert!(!err.contains("期号"), "{err}");
}

#[test]
fn what_is_there_is_not_added_again() {
    let desk = Desk::new();
    let _ = desk.write("a.txt", NOTICE);
    let _ = desk.write("crlf.txt", &NOTICE.replace('\n', "\r\n"));
    let _ = desk.write("b.txt", ORDER);
    let twice = ["import", "a.txt", "a.txt", "crlf.txt", "-o", "a.gongbao"];
    let err = said(&desk, &twice);
    let sentence = "已经在本期中（甲市人民政府关于做好防汛工作的通知）；没有重复加入";
    assert_eq!(err.matches(sentence).count(), 2, "{err}");
    assert_eq!(documents(&desk, "a.gongbao").len(), 1);
    let again = ["import", "a.txt", "--into", "a.gongbao", "-o", "b.gongbao"];
    assert!(desk.refused(&again).contains("已经在本期中"));
    assert!(!desk.path("b.gongbao").exists());
    let more = ["import", "a.txt", "b.txt", "--into", "a.gongbao", "-o", "b.gongbao"];
    let err = said(&desk, &more);
    assert!(err.contains("已导入 1 份文件"), "{err}");
    assert_eq!(documents(&desk, "b.gongbao").len(), 2);
}

#[test]
fn what_may_have_come_twice_is_told() {
    let desk = Desk::new();
    let _ = desk.write("a.txt", NOTICE);
    let _ = desk.write("b.txt", &NOTICE.replace("防汛", "防火"));
    let _ = desk.write("c.txt", &NOTICE.replace("7号", "8号"));
    let _ = desk.done(&["import", "a.txt", "-o", "a.gongbao"]);
    let again = ["import", "b.txt", "--into", "a.gongbao", "-o", "b.gongbao"];
    let err = said(&desk, &again);
    let sentence = "文号或标题与本期已有的“甲市人民政府关于做好防汛工作的通知”相同";
    assert!(err.contains(sentence) && err.contains("重复的请在窗口中删去"), "{err}");
    assert_eq!(documents(&desk, "b.gongbao").len(), 2);
    // Another number is another document.
    let err = said(&desk, &["import", "c.txt", "--into", "a.gongbao", "-o", "c.gongbao"]);
    assert!(!err.contains("相同"), "{err}");
}

#[test]
fn what_was_done_is_said_in_one_line() {
    let desk = Desk::new();
    let output = desk.run(&["import", SAMPLE, "-o", "a.gongbao", "--report", "-"]);
    let err = String::from_utf8(output.stderr).unwrap();
    assert!(err.lines().last().unwrap().starts_with("gongbao: 已导入 4 份文件，"), "{err}");
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["documents"].as_array().unwrap().len(), 4);
}

/// The sample's pages give the sample again, but for what the layout makes of it: gaps in names.
#[test]
fn the_pdf_of_an_issue_reads_as_the_issue() {
    let desk = Desk::new();
    desk.sample();
    let force = ["--profile", "press", "--force", "试读"];
    let _ = desk.done(&[&["export", "a.gongbao", "-o", "a.pdf"][..], &force[..]].concat());
    let _ = desk.done(&["import", "a.pdf", "-o", "b.gongbao", "--report", "b.json"]);
    let documents = |name: &str| -> Vec<Value> {
        let report: Value = serde_json::from_slice(&fs::read(desk.path(name)).unwrap()).unwrap();
        report["documents"].as_array().unwrap().clone()
    };
    let (expected, found) = (documents("r.json"), documents("b.json"));
    assert_eq!(found.len(), expected.len());
    for (one, other) in expected.iter().zip(&found) {
        for key in ["title", "number", "addressee", "date_as_written", "annotation", "paragraphs"] {
            let squeeze = |value: &Value| value[key].to_string().replace([' ', '\u{3000}'], "");
            assert_eq!(squeeze(one), squeeze(other), "{key}");
        }
        assert_eq!(one["entries"], other["entries"]);
        assert_eq!(one["attached"], other["attached"]);
    }
}

/// A program in place of `LibreOffice`: `script` is its text.
#[cfg(unix)]
#[expect(clippy::disallowed_methods, reason = "a program and a file of no kind that is written")]
fn office(desk: &Desk, script: &str) -> std::process::Output {
    use std::os::unix::fs::PermissionsExt as _;
    let program = desk.path("office");
    fs::write(&program, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    fs::write(desk.path("old.doc"), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and so on").unwrap();
    desk.run_with(&[("GONGBAO_OFFICE", &program)], &["import", "old.doc", "-o", "o.gongbao"])
}

#[cfg(unix)]
#[test]
fn old_word_files_go_through_an_office_suite() {
    let word =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/docx/plain.docx");
    let desk = Desk::new();
    // The folder for what it makes is the argument before the last.
    let copy = format!("eval out=\\${{$(($# - 1))}}; cp '{}' \"$out/in.docx\"", word.display());
    let output = office(&desk, &copy);
    let err = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(0), "{err}");
    assert_eq!(documents(&desk, "o.gongbao").len(), 1);
    let desk = Desk::new();
    let err = String::from_utf8(office(&desk, "exit 1").stderr).unwrap();
    assert!(err.contains("LibreOffice 没能转换"), "{err}");
    let arguments = ["import", "old.doc", "-o", "o.gongbao"];
    let output = desk.run_with(&[("GONGBAO_OFFICE", &desk.path("none"))], &arguments);
    let err = String::from_utf8(output.stderr).unwrap();
    assert!(err.contains("没有找到") && err.contains("另存为 .docx"), "{err}");
}
