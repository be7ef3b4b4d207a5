//! The Word file of an issue: importing it gives the same issue, whatever the issue came from.
#![expect(clippy::unwrap_used, reason = "a fixture that cannot be read fails the test")]

use std::fs;
use std::io::{Cursor, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::NaiveDate;
use gongbao::export::Pictures;
use gongbao::export::docx::docx;
use gongbao::geom::Mm;
use gongbao::import;
use gongbao::issue::Issue;
use gongbao::issue::block::{Block, BlockKind};
use gongbao::issue::document::{Attached, Document, DocumentDate};
use gongbao::issue::id::Ids;
use gongbao::issue::table::{Cell, Table};
use gongbao::issue::text::{Mark, Range, Text};
use proptest::prelude::*;
use serde_json::Value;

#[path = "laws/generate.rs"]
#[expect(dead_code, reason = "edits are drawn elsewhere")]
mod generate;
#[path = "support/issue.rs"]
mod issue;
#[path = "support/kinds.rs"]
mod kinds;
#[path = "export_docx/picture.rs"]
mod picture;
#[path = "support/tool.rs"]
#[expect(dead_code, reason = "other tests compare pictures")]
mod tool;

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

/// Every file of a folder goes out and comes back; there are `least` or more.
fn check_folder(folder: &str, endings: &[&str], least: usize) {
    let files = fixtures(folder, endings);
    let count = files.len();
    assert!(count >= least, "{folder}: {count}");
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
        block(
            BlockKind::Picture { sha256: "0a".repeat(32), width: Some(Mm::new(62.5)) },
            "图1　没有的图片".into(),
        ),
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

/// `LibreOffice` writes styles and their ids anew, as Word and WPS do.
#[test]
#[expect(clippy::disallowed_methods, reason = "files of tests need no care")]
fn another_program_keeps_what_it_says() {
    if !tool::have("soffice") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let issue = kinds::kinds(issue::sample());
    fs::write(path("a.docx"), docx(&issue, &Pictures::new()).unwrap()).unwrap();
    let profile = format!("-env:UserInstallation=file://{}", path("profile"));
    let (file, out) = (path("a.docx"), path("again"));
    let convert = ["--convert-to", "docx:MS Word 2007 XML", "--outdir", &out, &file];
    let _ = tool::run("soffice", &[&[profile.as_str(), "--headless"], &convert[..]].concat());
    let (again, _) = imported("a.docx", &fs::read(path("again/a.docx")).unwrap());
    assert_eq!(difference(&contents(&issue), &contents(&again), ""), None);
}

/// The text as a Word file can hold it: without control characters, marks of a kind joined.
fn plain(text: &Text, cell: bool) -> Text {
    let marked = |mark: Mark, at: u32| {
        text.marks.iter().any(|(range, own)| *own == mark && range.start <= at && at < range.end)
    };
    let breaks = text.line_breaks();
    let mut kept = Text::default();
    let mut ends = Vec::new();
    let mut bold: [Option<u32>; 4] = [None; 4];
    let marks = [Mark::Bold, Mark::Kai, Mark::Superscript, Mark::NoBreak];
    for (at, c) in (0..).zip(text.string.chars()) {
        if breaks.contains(&at) {
            ends.push(kept.len());
        }
        if c.is_control() {
            continue;
        }
        let here = kept.len();
        kept.string.push(c);
        for (slot, mark) in bold.iter_mut().zip(marks) {
            match (marked(mark, at), *slot) {
                (true, None) => *slot = Some(here),
                (false, Some(start)) => {
                    kept.marks.push((Range::new(start, here), mark));
                    *slot = None;
                }
                (true, Some(_)) | (false, None) => {}
            }
        }
    }
    let length = kept.len();
    let open = bold.into_iter().zip(marks).filter_map(|(start, mark)| Some((start?, mark)));
    kept.marks.extend(open.map(|(start, mark)| (Range::new(start, length), mark)));
    let mut whole = kept.with_line_breaks(&ends);
    if cell {
        whole.marks.retain(|(_, mark)| *mark != Mark::LineBreak);
        let inner = whole.with_line_breaks(&ends).line_breaks();
        whole.marks.extend(inner.iter().map(|&end| (Range::new(end - 1, end), Mark::LineBreak)));
        whole.marks.sort_unstable();
    }
    whole
}

/// What is there to be read.
fn filled(text: &Text) -> bool {
    text.string.chars().any(|c| !c.is_whitespace() && c != '\u{feff}')
}

fn plain_field(field: &mut Option<Text>) {
    *field = field.take().map(|text| plain(&text, false)).filter(filled);
}

fn plain_list(list: &mut Vec<Text>) {
    *list = list.iter().map(|text| plain(text, false)).filter(filled).collect();
}

fn plain_date(date: &mut Option<DocumentDate>) {
    if let Some(own) = date {
        own.as_written = plain(&own.as_written, false);
    }
    *date = date.take().filter(|own| filled(&own.as_written));
}

fn plain_body(body: &mut Vec<Arc<Block>>) {
    for block in body.iter_mut().map(Arc::make_mut) {
        block.text = plain(&block.text, false);
        if let BlockKind::Table(table) = &mut block.kind {
            table.head = table.head.min(u32::try_from(table.rows.len()).unwrap());
            for cell in table.rows.iter_mut().flatten() {
                cell.text = plain(&cell.text, true);
            }
        }
        if !filled(&block.text) {
            block.text = Text::default();
        }
    }
    body.retain(|block| match &block.kind {
        BlockKind::Table(table) => !table.rows.is_empty(),
        BlockKind::Picture { .. } | BlockKind::Break => true,
        _ => filled(&block.text),
    });
}

fn plain_attached(list: &mut [Attached]) {
    for own in list {
        plain_field(&mut own.label);
        own.title = plain(&own.title, false);
        plain_field(&mut own.adoption_note);
        plain_body(&mut own.body);
        plain_list(&mut own.signatories);
        plain_date(&mut own.date);
        plain_attached(&mut own.attached);
    }
}

/// The issue as a Word file can hold it.
fn plain_issue(issue: &mut Issue) {
    let masthead = &mut issue.masthead;
    masthead.approval = None;
    // Lines of the cover, which are the house's: Word has the text of the issue.
    masthead.lines.clear();
    for name in [&mut masthead.chinese, &mut masthead.mongolian] {
        *name = Some(plain(name, false)).filter(filled).unwrap_or_default();
    }
    plain_list(&mut issue.colophon);
    for section in &mut issue.sections {
        section.name = plain(&section.name, false);
        for own in section.documents.iter_mut().map(Arc::make_mut) {
            own.title = plain(&own.title, false);
            for field in [
                &mut own.issuer,
                &mut own.number,
                &mut own.contents_title,
                &mut own.addressee,
                &mut own.period,
                &mut own.annotation,
                &mut own.registration,
                &mut own.corrects,
            ] {
                plain_field(field);
            }
            plain_body(&mut own.body);
            plain_list(&mut own.signatories);
            plain_date(&mut own.date);
            plain_attached(&mut own.attached);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_issue_comes_back(numbers in prop::collection::vec(any::<u32>(), 0..600)) {
        let mut issue = generate::Dice::new(numbers).issue();
        plain_issue(&mut issue);
        // Without a document there is nothing to come back to.
        prop_assume!(issue.documents().next().is_some());
        prop_assert_eq!(round(&issue, &Pictures::new()), None);
    }
}

/// The text of a part of a file.
fn part(file: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(file)).unwrap();
    let mut text = String::new();
    let _length = archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// What elements may hold, in the order of ISO/IEC 29500-1, Annex A, as far as this program writes it.
const SEQUENCES: [(&str, &str); 9] = [
    ("rPr", "rStyle rFonts b bCs i iCs vanish color sz szCs vertAlign"),
    (
        "pPr",
        "pStyle keepNext pageBreakBefore numPr snapToGrid spacing ind contextualSpacing jc \
         outlineLvl rPr sectPr",
    ),
    ("style", "name basedOn qFormat pPr rPr"),
    ("numPr", "ilvl numId"),
    ("lvl", "start numFmt suff lvlText lvlJc pPr rPr"),
    ("tblPr", "tblStyle tblW jc tblBorders tblLayout tblCellMar tblLook"),
    ("tcPr", "tcW gridSpan vMerge tcBorders vAlign"),
    ("sectPr", "headerReference footerReference type pgSz pgMar cols titlePg docGrid"),
    ("tbl", "tblPr tblGrid tr"),
];

/// Checks the order of the children of each element of a part.
fn check_order(name: &str, text: &str) {
    use quick_xml::events::Event;
    let mut reader = quick_xml::Reader::from_str(text);
    // Each open element with the place that its last child has.
    let mut open: Vec<(String, usize)> = Vec::new();
    loop {
        let event = reader.read_event().unwrap();
        let child = match &event {
            Event::Start(own) | Event::Empty(own) => own.local_name().as_ref().to_vec(),
            Event::End(_) => {
                let _closed = open.pop();
                continue;
            }
            Event::Eof => break,
            _ => continue,
        };
        let child = String::from_utf8(child).unwrap();
        if let Some((parent, last)) = open.last_mut()
            && let Some((_, sequence)) = SEQUENCES.iter().find(|(own, _)| own == parent)
        {
            let place = sequence.split_whitespace().position(|own| own == child);
            let place = place.unwrap_or_else(|| panic!("{name}: {child} in {parent}"));
            assert!(place >= *last, "{name}: {child} in {parent} stands too late");
            *last = place;
        }
        if let Event::Start(_) = event {
            open.push((child, 0));
        }
    }
}

#[test]
fn elements_stand_in_the_order_of_the_standard() {
    let mut all = kinds::kinds(issue::sample());
    all.sections[0].documents.push(Arc::new(odd(&mut Ids::new(99))));
    let file = docx(&all, &Pictures::new()).unwrap();
    for name in ["word/document.xml", "word/styles.xml", "word/numbering.xml", "word/footer1.xml"] {
        check_order(name, &part(&file, name));
    }
}

#[test]
fn word_has_a_default_style_and_counts_and_keeps_what_it_can() {
    let file = docx(&kinds::kinds(issue::sample()), &Pictures::new()).unwrap();
    let (styles, text) = (part(&file, "word/styles.xml"), part(&file, "word/document.xml"));
    assert!(styles.contains("w:default=\"1\" w:styleId=\"Normal\""), "{styles}");
    let style = |name: &str| {
        let named = format!("<w:name w:val=\"{name}\" />");
        let own = styles.split("<w:style ").find(|own| own.contains(&named));
        own.unwrap_or_else(|| panic!("{name}")).to_owned()
    };
    for name in ["公报文件标题", "公报一级标题", "公报栏目", "公报附件标题"] {
        assert!(style(name).contains("<w:keepNext />"), "{name}");
    }
    assert!(!style("公报正文").contains("<w:keepNext />"));
    assert!(
        !style("公报三级标题").contains("<w:b />"),
        "the pages set it in the weight of the text"
    );
    assert!(style("公报说明").contains("<w:vanish />"), "facts are not for those who check");
    assert!(!style("公报发文机关").contains("<w:vanish />"));
    assert!(style("公报大事记条目").contains("<w:numId w:val=\"2\" />"));
    assert!(style("公报附件说明").contains("<w:contextualSpacing />"));
    // The first heading of a document: Word counts it.
    let headings: Vec<&str> =
        text.split("<w:p ").filter(|own| own.contains("<w:ilvl w:val=\"0\" />")).collect();
    assert!(headings.len() > 3);
    assert!(headings.iter().all(|own| !own.contains("<w:t xml:space=\"preserve\">一、")));
}

#[test]
fn lines_of_attachment_notes_stand_below_their_names() {
    let note = |ids: &mut Ids, text: &str| {
        Arc::new(Block { id: ids.make(), kind: BlockKind::AttachmentNote, text: text.into() })
    };
    let mut ids = Ids::new(7);
    let mut issue = issue::sample();
    let notes =
        ["附件：1.甲市节水办法", "2.乙表", "12.丙表", "附件：丁"].map(|text| note(&mut ids, text));
    let document = Arc::make_mut(&mut issue.sections[0].documents[0]);
    document.body = notes.to_vec();
    let file = docx(&issue, &Pictures::new()).unwrap();
    let text = part(&file, "word/document.xml");
    let indent = |begin: &str| {
        let own = text.split("<w:p ").find(|own| own.contains(&format!(">{begin}"))).unwrap();
        let value = |name: &str| {
            let (_, rest) = own.split_once(&format!("w:{name}=\"")).unwrap();
            rest.split('"').next().unwrap().parse::<i32>().unwrap()
        };
        (value("left"), value("hanging"))
    };
    // Of 16 pt each: two free, 附件：, the number of half ems with its stop.
    assert_eq!(indent("附件：1."), (1840, 1200));
    assert_eq!(indent("2."), (1840, 240));
    assert_eq!(indent("12."), (2000, 400));
    assert_eq!(indent("附件：丁"), (1600, 960));
}
