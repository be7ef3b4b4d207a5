//! What readers of a press PDF copy out of it is what was typed.

#![expect(clippy::unwrap_used, reason = "a test may stop at anything unexpected")]

use std::sync::Arc;

use gongbao::export::preflight::{Fault, Job, preflight};
use gongbao::export::press::{Options, press};
use gongbao::export::{Pictures, Profile, picture_size};
use gongbao::issue::Issue;
use gongbao::issue::cover::CoverChoice;
use gongbao::layout::cover::COVERS;
use gongbao::layout::style::Stylesheet;
use gongbao::layout::{Resources, covers};
use gongbao::text::words::Words;

#[path = "support/fonts.rs"]
mod fonts;
#[path = "support/issue.rs"]
mod issue;
#[path = "support/sheet.rs"]
#[expect(dead_code, reason = "other tests set pages of their own")]
mod sheet;
#[path = "support/tool.rs"]
#[expect(dead_code, reason = "other tests compare pictures")]
mod tool;

use fonts::BOOK;
use sheet::info;
use tool::{have, run};

/// Words with variation selectors and a suffix behind a narrow space.
const NAME: &str = "ᠪᠤᠳ\u{180b}ᠤ ᠬᠣᠲᠠ\u{202f}ᠶᠢᠨ ᠭ\u{180c}ᠠᠷ";

/// Readers give a narrow space as a plain one, and end lines and pages as they like.
fn words(text: &str) -> Vec<String> {
    text.replace('\u{202f}', " ").split_whitespace().map(str::to_owned).collect()
}

/// What readers that are here take from the front cover of `issue`, printed: each with its name.
fn read(issue: &Issue, pictures: &Pictures) -> Vec<(&'static str, String)> {
    let size = |bytes: &Vec<u8>| picture_size(bytes).unwrap();
    let sizes = pictures.iter().map(|(name, bytes)| (name.clone(), size(bytes))).collect();
    let resources = Resources { fonts: &BOOK, pictures: &sizes, words: &Words::built_in() };
    let [front, _] = covers(issue, &Stylesheet::built_in("baotou").unwrap(), &resources);
    let options = Options { profile: Profile::Press, ..Options::default() };
    let pages = [Arc::new(front)];
    let pdf = press(&pages, &info(), &BOOK, pictures, &options).unwrap();
    let job = Job { pages: &pages, info: &info(), options: &options };
    let faults = preflight(&job, &pdf).faults;
    let of_text = |fault: &&Fault| fault.finding.rule == "text-equal";
    assert!(!faults.iter().any(|fault| of_text(&fault)), "{faults:?}");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cover.pdf");
    std::fs::File::create(&path)
        .and_then(|mut file| std::io::Write::write_all(&mut file, &pdf.bytes))
        .unwrap();
    let path = path.to_str().unwrap();
    let readers: [(&str, &[&str]); 2] =
        [("mutool", &["draw", "-F", "txt", path]), ("pdftotext", &["-raw", path, "-"])];
    let here = readers.into_iter().filter(|(reader, _)| have(reader));
    here.map(|(reader, how)| (reader, String::from_utf8(run(reader, how)).unwrap())).collect()
}

/// Every built-in cover, across and downwards, with the Mongolian name.
fn every_cover() -> Vec<(String, Issue)> {
    let both = COVERS.iter().flat_map(|template| [false, true].map(|down| (*template, down)));
    let cover = |(template, vertical): (&str, bool)| {
        let mut issue = issue::sample();
        issue.masthead.mongolian = NAME.into();
        issue.cover = CoverChoice { template: template.to_owned(), vertical, own: None };
        (format!("{template} {vertical}"), issue)
    };
    both.map(cover).collect()
}

#[test]
fn selectors_are_read_with_their_letters_and_nothing_stands_for_them() {
    for (name, issue) in every_cover() {
        for (reader, text) in read(&issue, &Pictures::new()) {
            assert!(!text.contains('\u{fffd}'), "{reader} {name}: {text}");
            let read = words(&text);
            for word in words(NAME) {
                assert!(read.contains(&word), "{reader} {name}: {word} of {text}");
            }
        }
    }
}

/// Both scripts are a calligrapher's hand; nobody sees letters, and the name is found all the same.
#[test]
fn a_name_of_hands_is_found_by_its_letters() {
    let drawn = |path: &str| {
        let svg = format!("<svg xmlns=\"http://www.w3.org/2000/svg\"><path d=\"{path}\"/></svg>");
        Arc::new(svg.into_bytes())
    };
    let pictures: Pictures = [
        ("chinese".to_owned(), drawn("M0 0H90V10H0z")),
        ("mongolian".to_owned(), drawn("M0 0H40V20H0z")),
    ]
    .into();
    for (name, mut issue) in every_cover() {
        issue.masthead.chinese_hand = Some("chinese".to_owned());
        issue.masthead.mongolian_hand = Some("mongolian".to_owned());
        for (reader, text) in read(&issue, &pictures) {
            let solid: String = text.split_whitespace().collect();
            assert!(solid.contains("包头市人民政府公报"), "{reader} {name}: {text}");
            let read = words(&text);
            for word in words(NAME) {
                assert!(read.contains(&word), "{reader} {name}: {word} of {text}");
            }
        }
    }
}
