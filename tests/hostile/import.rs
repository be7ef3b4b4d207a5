//! Hostile and broken files to import: a sentence each, in little time and memory.

use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use gongbao::import;
use gongbao::import::{Draft, Error};
use gongbao::issue::id::Ids;
use proptest::collection::vec;
use proptest::prelude::any;
use proptest::{prop_assert, proptest};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

const W: &str = "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'";

/// Reads and recognises: what the window and the command line do.
fn draft(name: &str, bytes: &[u8]) -> Result<Draft, Error> {
    let source = import::read(name, bytes)?;
    Ok(import::recognize(&source, &mut Ids::new(1)))
}

fn fixture(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/docx");
    fs::read(folder.join(name)).unwrap()
}

/// The Word files of the fixtures.
fn fixtures() -> &'static [Vec<u8>] {
    static FILES: OnceLock<Vec<Vec<u8>>> = OnceLock::new();
    FILES.get_or_init(|| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/docx");
        let mut paths: Vec<PathBuf> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.retain(|path| path.extension().is_some_and(|ending| ending == "docx"));
        paths.sort();
        paths.iter().map(|path| fs::read(path).unwrap()).collect()
    })
}

/// A package of these parts.
fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().last_modified_time(zip::DateTime::default());
    for (name, bytes) in parts {
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A Word file with this body.
fn word(body: &str) -> Vec<u8> {
    let text = format!("<w:document {W}><w:body>{body}</w:body></w:document>");
    package(&[("word/document.xml", text.as_bytes())])
}

/// The fixture `name` with the text of one part changed.
fn changed(name: &str, part: &str, change: impl Fn(&str) -> String) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(fixture(name))).unwrap();
    let mut parts = Vec::new();
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).unwrap();
        let mut bytes = Vec::new();
        let _ = entry.read_to_end(&mut bytes).unwrap();
        if entry.name().unwrap() == part {
            bytes = change(std::str::from_utf8(&bytes).unwrap()).into_bytes();
        }
        parts.push((entry.name().unwrap().into_owned(), bytes));
    }
    let parts: Vec<(&str, &[u8])> =
        parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    package(&parts)
}

proptest! {
    #[test]
    fn a_word_file_with_flipped_bytes_gives_a_draft_or_a_sentence(
        file in any::<usize>(),
        flips in vec((any::<usize>(), 1_u8..), 1..4),
    ) {
        let mut bytes = fixtures()[file % fixtures().len()].clone();
        for (at, bits) in flips {
            let at = at % bytes.len();
            bytes[at] ^= bits;
        }
        if let Err(error) = draft("a.docx", &bytes) {
            prop_assert!(error.to_string().contains('；'));
        }
    }

    #[test]
    fn a_word_file_cut_anywhere_gives_a_sentence(file in any::<usize>(), at in any::<usize>()) {
        let bytes = &fixtures()[file % fixtures().len()];
        prop_assert!(draft("a.docx", &bytes[..at % bytes.len()]).is_err());
    }

    #[test]
    fn a_body_with_changed_characters_gives_a_draft_or_a_sentence(
        file in any::<usize>(),
        at in any::<usize>(),
        put in "[<>/\"&;=a-z0-9:公 ]{0,6}",
        cut in 0_usize..40,
    ) {
        let names = ["tables.docx", "fields.docx", "tracked.docx", "numerals.docx"];
        let bytes = changed(names[file % names.len()], "word/document.xml", |text| {
            let mut characters: Vec<char> = text.chars().collect();
            let at = at % characters.len();
            let end = (at + cut).min(characters.len());
            let _ = characters.splice(at..end, put.chars());
            characters.into_iter().collect()
        });
        if let Err(error) = draft("a.docx", &bytes) {
            prop_assert!(error.to_string().contains('；'));
        }
    }

    #[test]
    fn arbitrary_bytes_give_a_draft_or_a_sentence(
        bytes in vec(any::<u8>(), 0..600),
        ending in 0_usize..7,
    ) {
        let names = ["a.docx", "a.html", "a.md", "a.txt", "a.pdf", "a.ofd", "a.doc"];
        if let Err(error) = draft(names[ending], &bytes) {
            prop_assert!(error.to_string().contains('；'));
        }
    }
}

#[test]
fn each_fault_has_its_sentence() {
    #[track_caller]
    fn check(bytes: &[u8], expected: &str) {
        let sentence = draft("a.docx", bytes).unwrap_err().to_string();
        assert!(sentence.contains(expected), "{sentence}");
    }
    check(b"", "没有文字");
    check(&word("<w:p/>"), "没有文字");
    check(&fixture("plain.docx")[..9000], "不完整或已损坏");
    check(&word("<w:p>"), "不完整或已损坏");
    let entities = changed("plain.docx", "word/document.xml", |text| {
        let lead = "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>";
        text.replacen("<w:document", &format!("{lead}<w:document"), 1)
    });
    check(&entities, "外部定义");
    check(&word(&"<w:sdt><w:sdtContent>".repeat(150)), "嵌套过深");
    let zeros = vec![b' '; 64 << 20];
    check(&package(&[("word/document.xml", &zeros)]), "压缩比异常");
    let mut secret = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    secret.extend([0; 500]);
    secret.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    check(&secret, "密码");
    check(b"PK\x03\x04xl/workbook.xml", "Excel");
    check(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版");
}

#[test]
fn relationships_to_nowhere_lose_only_their_picture() {
    for target in ["NULL", "../../../etc/passwd", "file:///etc/passwd", "media/none.png", ""] {
        let bytes = changed("pictures.docx", "word/_rels/document.xml.rels", |text| {
            text.replace("media/image1.png", target)
        });
        let draft = draft("a.docx", &bytes).unwrap();
        assert_eq!(draft.pictures.len(), 1, "{target}");
        assert_eq!(draft.dropped.len(), 2, "{target}");
    }
    let outside = changed("pictures.docx", "word/_rels/document.xml.rels", |text| {
        text.replace("\"media/image1.png\"", "\"http://a.example/b.png\" TargetMode=\"External\"")
    });
    assert_eq!(draft("a.docx", &outside).unwrap().pictures.len(), 1);
}

#[test]
fn styles_and_lists_that_name_themselves_end() {
    let styles = format!(
        "<w:styles {W}><w:style w:styleId='a'><w:basedOn w:val='b'/></w:style>\
         <w:style w:styleId='b'><w:basedOn w:val='a'/></w:style></w:styles>"
    );
    let bytes = changed("plain.docx", "word/styles.xml", |_| styles.clone());
    assert!(draft("a.docx", &bytes).is_ok());
}

#[test]
fn what_is_flattened_is_told() {
    #[track_caller]
    fn check(body: &str, rule: &str, text: &str) {
        let draft = draft("a.docx", &word(body)).unwrap();
        assert!(draft.findings.iter().any(|own| own.rule == rule), "{:?}", draft.findings);
        assert!(draft.segments.iter().any(|own| own.text.contains(text)), "{:?}", draft.segments);
    }
    let run = |text: &str, align: &str| {
        format!("<w:r><w:rPr><w:vertAlign w:val='{align}'/></w:rPr><w:t>{text}</w:t></w:r>")
    };
    let formula = format!("<w:p>{}{}</w:p>", run("排放CO", "baseline"), run("2", "subscript"));
    check(&formula, "import-subscript", "CO2");
    let struck = "<w:p><w:r><w:rPr><w:strike/></w:rPr><w:t>停办</w:t></w:r></w:p>";
    check(struck, "import-struck", "停办");
    let borders = "<w:tblPr><w:tblBorders><w:top w:val='single'/></w:tblBorders></w:tblPr>";
    let cell = |inner: &str| format!("<w:tc>{inner}<w:p><w:r><w:t>外</w:t></w:r></w:p></w:tc>");
    let inner =
        format!("<w:tbl>{borders}<w:tr>{0}{0}</w:tr></w:tbl>", cell("").replace('外', "内"));
    let outer = format!("<w:tbl>{borders}<w:tr>{}{}</w:tr></w:tbl>", cell(&inner), cell(""));
    check(&outer, "import-nested-table", "内");
}

#[test]
fn huge_tables_are_read() {
    let cell = "<w:tc><w:tcPr><w:gridSpan w:val='99999999'/></w:tcPr><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc>";
    let row =
        format!("<w:tr><w:trPr><w:gridBefore w:val='4000000000'/></w:trPr>{cell}{cell}</w:tr>");
    let borders = "<w:tblPr><w:tblBorders><w:top w:val='single'/></w:tblBorders></w:tblPr>";
    let bytes = word(&format!("<w:tbl>{borders}{}</w:tbl>", row.repeat(2000)));
    assert!(draft("a.docx", &bytes).is_ok());
    let nested = format!("<w:tbl>{borders}<w:tr><w:tc>").repeat(40);
    let end = "</w:tc></w:tr></w:tbl>".repeat(40);
    let text = "<w:p><w:r><w:t>关于乙的通知</w:t></w:r></w:p>";
    assert!(draft("a.docx", &word(&format!("{nested}{text}{end}"))).is_ok());
}

#[test]
fn names_in_other_encodings_are_no_trouble() {
    // A part whose bytes are no UTF-8.
    let mut text = format!("<w:document {W}><w:body><w:p><w:r><w:t>").into_bytes();
    text.extend(b"\xb9\xab\xb1\xa8");
    text.extend("</w:t></w:r></w:p></w:body></w:document>".as_bytes());
    let _either = draft("a.docx", &package(&[("word/document.xml", &text)]));
}
