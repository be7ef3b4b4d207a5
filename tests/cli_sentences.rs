//! What the program says to slips, foreign files and files of other versions, and what it says when
//! all went well.

#![expect(clippy::unwrap_used, reason = "a test may stop at anything unexpected")]
#![expect(clippy::disallowed_methods, reason = "files of tests need no care")]

use std::fs;
use std::io::{Cursor, Read, Write};
use std::process::{Command, Stdio};

#[path = "support/desk.rs"]
mod desk;

use desk::Desk;

const NOTICE: &str = "甲市人民政府关于做好防汛工作的通知\n甲府发〔2026〕7号\n各区人民政府：\n\
    为做好防汛工作，现通知如下。\n2026年5月8日\n";

/// Checks that a refusal says `expected`, and that nothing of it is English prose.
#[track_caller]
fn refused(desk: &Desk, arguments: &[&str], expected: &str) {
    let sentence = desk.refused(arguments);
    assert!(sentence.contains(expected), "{arguments:?}: {sentence}");
    let english = ["os error", "expected", "Expected", "Unexpected", "No such", "denied"];
    assert!(!english.iter().any(|word| sentence.contains(word)), "{sentence}");
}

/// The sample with `old` in its record replaced by `new`.
fn changed(desk: &Desk, name: &str, old: &str, new: &str) {
    let bytes = fs::read(desk.path("s.gongbao")).unwrap();
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).unwrap();
        let name = entry.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        let _ = entry.read_to_end(&mut bytes).unwrap();
        if name == "issue.ron" {
            let record = String::from_utf8(bytes).unwrap();
            assert!(record.contains(old), "{old}");
            bytes = record.replacen(old, new, 1).into_bytes();
        }
        let stored = zip::write::SimpleFileOptions::default()
            .compression_method(zip::CompressionMethod::Stored);
        writer.start_file(name, stored).unwrap();
        writer.write_all(&bytes).unwrap();
    }
    fs::write(desk.path(name), writer.finish().unwrap().into_inner()).unwrap();
}

#[test]
fn what_could_not_be_read_is_said_and_not_printed() {
    let desk = Desk::new();
    let _ = desk.done(&["sample", "s.gongbao"]);
    changed(&desk, "newer.gongbao", "version: 1", "version: 2");
    changed(&desk, "unknown.gongbao", "year: 2026", "weather: 3, year: 2026");
    for (file, sentence) in [("newer.gongbao", "由更新的程序保存"), ("unknown.gongbao", "weather")]
    {
        for arguments in [
            vec!["info", file],
            vec!["check", file, "--deny", "never"],
            vec!["export", file, "-o", "a.txt"],
            vec!["new", "next.gongbao", "--overwrite", "--after", file],
        ] {
            let output = desk.run(&arguments);
            let err = String::from_utf8(output.stderr).unwrap();
            assert_eq!(output.status.code(), Some(0), "{err}");
            assert!(err.contains(sentence) && err.contains(file), "{arguments:?}: {err}");
        }
        refused(&desk, &["export", file, "-o", "a.pdf", "--profile", "press"], "可能缺少内容");
        assert!(!desk.path("a.pdf").exists());
    }
}

#[test]
fn ids_of_a_file_are_unique() {
    let desk = Desk::new();
    let _ = desk.done(&["sample", "s.gongbao"]);
    let bytes = fs::read(desk.path("s.gongbao")).unwrap();
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut record = String::new();
    let _ = archive.by_name("issue.ron").unwrap().read_to_string(&mut record).unwrap();
    let body = record.get(record.find("body:").unwrap()..).unwrap();
    let ids: Vec<&str> = body.split("id: \"").skip(1).filter_map(|rest| rest.get(..16)).collect();
    changed(&desk, "twice.gongbao", ids[1], ids[0]);
    let expected = format!("编号 {} 在本期中已经使用；请从备份中找回", ids[0]);
    refused(&desk, &["info", "twice.gongbao"], &expected);
}

#[test]
fn foreign_files_are_told_what_to_do() {
    let desk = Desk::new();
    let _ = desk.done(&["sample", "s.gongbao"]);
    for (name, bytes, expected) in [
        ("a.docx", &b"PK\x03\x04........word/document.xml"[..], "另存为纯文本"),
        ("a.pdf", b"%PDF-1.7", "文件不完整或已损坏"),
        ("a.png", b"\x89PNG\r\n\x1a\n", "文字识别"),
        ("a.bin", b"\0\x01\x02\x03\x04", "这不是文本文件"),
        ("b.txt", b"\xa5\xd2\xb7s\xa6W\xb3B\xb2z\xa6r\xa4\xb8", "Big5"),
    ] {
        fs::write(desk.path(name), bytes).unwrap();
        refused(&desk, &["import", name, "-o", "o.gongbao"], expected);
    }
    refused(&desk, &["import", "s.gongbao", "-o", "o.gongbao"], "gongbao 文件名 就可以打开");
    refused(&desk, &["export", "a.pdf", "-o", "o.pdf"], "纯文本");
    assert!(!desk.path("o.gongbao").exists());
}

#[test]
fn slips_are_told_what_would_do() {
    let desk = Desk::new();
    let _ = desk.done(&["sample", "s.gongbao"]);
    let _ = desk.write("a.txt", NOTICE);
    refused(&desk, &["exprot", "s.gongbao", "-o", "a.pdf"], "不认识的命令 exprot；是不是 export？");
    refused(&desk, &["package", "s.gongbao"], "缺少 --out");
    for later in ["comments", "merge"] {
        refused(&desk, &[later, "s.gongbao"], "本版本还没有这个命令");
    }
    refused(&desk, &["import", "a.txt", "--reprot", "r.json"], "是不是 --report？");
    let export = ["export", "s.gongbao", "-o", "a.pdf"];
    let with = |more: &[&'static str]| [export.as_slice(), more].concat();
    refused(&desk, &with(&["--profile", "prss"]), "proof、press、web");
    refused(&desk, &with(&["--dpi", "fine"]), "应是一个数");
    refused(&desk, &["export", "s.gongbao", "-o", "a"], "没有扩展名");
    refused(&desk, &["export", "s.gongbao"], "缺少 --out");
    for profile in ["proof", "press"] {
        refused(&desk, &with(&["--icc", "a.txt", "--profile", profile]), "不是 ICC 特性文件");
    }
    let _ = desk.done(&["export", "s.gongbao", "-o", "p.png", "--pages", "1，3－4", "--dpi", "20"]);
    assert!(desk.path("p-004.png").exists());
}

#[test]
fn faults_of_a_style_name_their_key() {
    let desk = Desk::new();
    let style = include_str!("../assets/styles/baotou.ron");
    let _ = desk.write("a.txt", NOTICE);
    let line = style.lines().position(|line| line.contains("lines: 34")).unwrap() + 1;
    let said = format!("s.ron:{line}: page.lines 应是");
    for (old, new, expected) in [
        ("grid: 20.0", "girt: 20.0", "girt"),
        ("grid: 20.0", "grid: inf", "page.grid"),
        ("lines: 34", "lines: 400", "page.lines"),
        ("multiple: 4", "multiple: 400", "page.multiple"),
        ("lines: 34", "lines: many", said.as_str()),
    ] {
        assert!(style.contains(old), "{old}");
        let _ = desk.write("s.ron", &style.replacen(old, new, 1));
        refused(&desk, &["import", "a.txt", "-o", "o.gongbao", "--style", "s.ron"], expected);
    }
}

#[test]
fn a_full_disk_leaves_no_half() {
    let desk = Desk::new();
    let _ = desk.write("a.txt", NOTICE);
    if !std::path::Path::new("/dev/full").exists() {
        return;
    }
    refused(&desk, &["import", "a.txt", "-o", "o.gongbao", "--report", "/dev/full"], "磁盘已满");
    assert!(!desk.path("o.gongbao").exists());
}

#[test]
fn an_old_version_that_cannot_be_kept_is_said() {
    let desk = Desk::new();
    let _ = desk.done(&["sample", "s.gongbao"]);
    // The folder for the user's data is a file.
    let _ = fs::remove_dir_all(desk.path("data"));
    fs::write(desk.path("data"), "").unwrap();
    let output = desk.run(&["new", "s.gongbao", "--overwrite"]);
    let err = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(0), "{err}");
    assert!(err.contains("s.gongbao: 新文件已保存，旧版没有备份下来"), "{err}");
}

#[test]
fn pages_are_named_both_ways() {
    let desk = Desk::new();
    let _ = desk.done(&["sample", "s.gongbao"]);
    let info = desk.done(&["info", "s.gongbao"]);
    assert!(info.contains("第2页（第6面）"), "{info}");
    let checked = desk.run(&["check", "s.gongbao"]);
    let checked = String::from_utf8(checked.stdout).unwrap();
    assert!(checked.contains("第2页（第6面） "), "{checked}");
}

/// Runs `check -` with these bytes on standard input.
fn checked(desk: &Desk, bytes: &[u8]) -> std::process::Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_gongbao"))
        .args(["check", "-"])
        .current_dir(desk.path("."))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(bytes).unwrap();
    child.wait_with_output().unwrap()
}

#[test]
fn standard_input_is_a_text() {
    let desk = Desk::new();
    let output = checked(&desk, NOTICE.as_bytes());
    let err = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(0), "{err}");
    assert!(output.stdout.is_empty() && err.contains("没有发现问题"), "{err}");
    let _ = desk.done(&["sample", "s.gongbao"]);
    let output = checked(&desk, &fs::read(desk.path("s.gongbao")).unwrap());
    let err = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{err}");
    assert!(err.contains("写出文件名"), "{err}");
}

#[test]
fn help_is_chinese() {
    let desk = Desk::new();
    for command in ["", "new", "sample", "import", "export", "check", "info"] {
        let arguments = [command, "--help"];
        let skipped = usize::from(command.is_empty());
        let help = desk.done(arguments.get(skipped..).unwrap());
        assert!(help.contains("用法：") && help.contains("选项："), "{help}");
        let english = ["Usage", "Options", "Arguments", "Commands", "default", "possible", "Print"];
        assert!(!english.iter().any(|word| help.contains(word)), "{help}");
    }
}
