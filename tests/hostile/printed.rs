//! Hostile and broken PDF and OFD files: a sentence each, in little time and memory.

use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::Path;
use std::sync::OnceLock;

use gongbao::import;
use gongbao::import::{Draft, Error};
use gongbao::issue::id::Ids;
use proptest::collection::vec;
use proptest::prelude::any;
use proptest::{prop_assert, proptest};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

const NAMES: [&str; 4] = ["gazette.pdf", "gazette.ofd", "notice-printed.pdf", "notice-printed.ofd"];

fn draft(name: &str, bytes: &[u8]) -> Result<Draft, Error> {
    let source = import::read(name, bytes)?;
    Ok(import::recognize(&source, &mut Ids::new(1)))
}

fn fixtures() -> &'static [Vec<u8>] {
    static FILES: OnceLock<Vec<Vec<u8>>> = OnceLock::new();
    FILES.get_or_init(|| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/sources");
        NAMES.map(|name| fs::read(folder.join(name)).unwrap()).to_vec()
    })
}

fn check(bytes: &[u8], expected: &str) {
    let sentence = draft("a", bytes).unwrap_err().to_string();
    assert!(sentence.contains(expected), "{sentence}");
}

/// A PDF file of these objects, of which the first is the catalogue. Without a table of places: a
/// reader looks for the objects.
fn pdf(objects: &[String]) -> Vec<u8> {
    let mut out = b"%PDF-1.6\n".to_vec();
    for (number, object) in (1..).zip(objects) {
        out.extend(format!("{number} 0 obj\n{object}\nendobj\n").bytes());
    }
    out.extend(b"trailer <</Root 1 0 R>>\n%%EOF\n");
    out
}

/// A PDF file with a page of this content and these resources, and further objects from 5 on.
fn page(content: &str, resources: &str, more: &[String]) -> Vec<u8> {
    let mut objects = vec![
        "<</Type /Catalog /Pages 2 0 R>>".to_owned(),
        "<</Type /Pages /Kids [3 0 R] /Count 1>>".to_owned(),
        format!(
            "<</Type /Page /Parent 2 0 R /MediaBox [0 0 500 700] /Resources <<{resources}>> \
             /Contents 4 0 R>>"
        ),
        stream("", content),
    ];
    objects.extend_from_slice(more);
    pdf(&objects)
}

fn stream(keys: &str, content: &str) -> String {
    format!("<</Length {} {keys}>> stream\n{content}\nendstream", content.len())
}

/// The OFD fixture with the text of one part changed.
fn changed(part: &str, change: impl Fn(&str) -> String) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(fixtures()[1].clone())).unwrap();
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().last_modified_time(zip::DateTime::default());
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).unwrap();
        let name = entry.name().unwrap().into_owned();
        let mut text = String::new();
        let _ = entry.read_to_string(&mut text).unwrap();
        let text = if name == part { change(&text) } else { text };
        writer.start_file(name.as_str(), options).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

const PAGE: &str = "Doc_0/Pages/Page_0/Content.xml";

proptest! {
    #[test]
    fn a_printed_file_with_flipped_bytes_gives_a_draft_or_a_sentence(
        file in any::<usize>(),
        flips in vec((any::<usize>(), 1_u8..), 1..4),
    ) {
        let mut bytes = fixtures()[file % NAMES.len()].clone();
        for (at, bits) in flips {
            let at = at % bytes.len();
            bytes[at] ^= bits;
        }
        if let Err(error) = draft("a", &bytes) {
            prop_assert!(error.to_string().contains('；'));
        }
    }

    #[test]
    fn a_printed_file_cut_anywhere_gives_a_draft_or_a_sentence(
        file in any::<usize>(),
        at in any::<usize>(),
    ) {
        let bytes = &fixtures()[file % NAMES.len()];
        if let Err(error) = draft("a", &bytes[..at % bytes.len()]) {
            prop_assert!(error.to_string().contains('；'));
        }
    }

    #[test]
    fn an_ofd_page_with_changed_characters_gives_a_draft_or_a_sentence(
        at in any::<usize>(),
        put in "[<>/\"=g0-9. e-]{0,8}",
        cut in 0_usize..40,
    ) {
        let bytes = changed(PAGE, |text| {
            let mut characters: Vec<char> = text.chars().collect();
            let at = at % characters.len();
            let end = (at + cut).min(characters.len());
            let _ = characters.splice(at..end, put.chars());
            characters.into_iter().collect()
        });
        if let Err(error) = draft("a.ofd", &bytes) {
            prop_assert!(error.to_string().contains('；'));
        }
    }

    #[test]
    fn a_pdf_page_of_any_operators_gives_a_draft_or_a_sentence(
        content in "(([0-9.-]{1,5} ){0,6}(cm|re|m|l|c|f|S|q|Q|BT|ET|Tf|Td|Tm|Tj|Do|W n|gs)\n){0,40}",
    ) {
        if let Err(error) = draft("a.pdf", &page(&content, "", &[])) {
            prop_assert!(error.to_string().contains('；'));
        }
    }
}

#[test]
fn pages_without_text_say_why() {
    check(&page("", "", &[]), "没有文字");
    let image = stream(
        "/Type /XObject /Subtype /Image /Width 2 /Height 2 /BitsPerComponent 8 \
         /ColorSpace /DeviceGray",
        "abcd",
    );
    check(&page("400 0 0 600 20 20 cm /A Do", "/XObject <</A 5 0 R>>", &[image]), "扫描件");
    check(b"%PDF-1.6\n", "不完整或已损坏");
}

#[test]
fn a_locked_pdf_asks_for_its_password() {
    let own = "0".repeat(64);
    let locked = format!(
        "/Root 1 0 R /ID [<00> <00>] /Encrypt <</Filter /Standard /V 1 /R 2 /O <{own}> /U <{own}> \
         /P -4>> >>"
    );
    let text: Vec<u8> = fixtures()[0].clone();
    let at = text.windows(12).rposition(|window| window == b"/Root 1 0 R>").unwrap();
    let bytes = [&text[..at], locked.as_bytes(), &text[at + 13..]].concat();
    check(&bytes, "密码");
}

#[test]
fn forms_that_draw_forms_are_stopped() {
    // Each draws the next ten times: a tenth would make the page draw 10^10 of them.
    let forms: Vec<String> = (0..12)
        .map(|level| {
            let keys = format!(
                "/Type /XObject /Subtype /Form /BBox [0 0 100 100] \
                 /Resources <</XObject <</A {} 0 R>> >>",
                level + 6
            );
            stream(&keys, &"/A Do ".repeat(10))
        })
        .collect();
    check(&page("/A Do", "/XObject <</A 5 0 R>>", &forms), "内容过多");
    let own = stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources <</XObject <</A 5 0 R>> >>",
        "/A Do",
    );
    check(&page("/A Do", "/XObject <</A 5 0 R>>", &[own]), "没有文字");
}

#[test]
fn what_is_packed_too_well_is_not_unpacked() {
    let zeros = "\0".repeat(100_000);
    check(&page("", "", &[stream("/Filter /FlateDecode", &zeros)]), "压缩比异常");
}

#[test]
fn an_ofd_file_loses_only_what_is_broken() {
    let entities = changed(PAGE, |text| {
        text.replacen("<ofd:Page", "<!DOCTYPE a [<!ENTITY x 'y'>]><ofd:Page", 1)
    });
    check(&entities, "外部定义");
    check(&changed("Doc_0/Document.xml", |_| "<a".to_owned()), "不完整或已损坏");
    // Distances that repeat without end, numbers that are none, pages that are not there.
    for (old, new) in [
        ("DeltaX=\"", "DeltaX=\"g 4000000000 1 "),
        ("DeltaX=\"", "DeltaX=\"g 9 NaN "),
        ("Size=\"", "Size=\"1e308"),
        ("Boundary=\"", "Boundary=\"NaN inf "),
        ("X=\"0\"", "X=\"-1e300\""),
    ] {
        let bytes = changed(PAGE, |text| text.replace(old, new));
        assert!(draft("a.ofd", &bytes).is_ok(), "{new}");
    }
    let gone = changed("Doc_0/Document.xml", |text| text.replace("Pages/Page_1/", "../../../"));
    assert!(draft("a.ofd", &gone).is_ok());
}
