//! What readers of a press PDF copy out of it is what was typed.

#![expect(clippy::unwrap_used, reason = "a test may stop at anything unexpected")]

use std::collections::BTreeMap;
use std::sync::Arc;

use gongbao::export::press::{Options, press};
use gongbao::export::{Pictures, Profile};
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

#[test]
fn selectors_are_read_with_their_letters_and_nothing_stands_for_them() {
    for template in COVERS {
        for vertical in [false, true] {
            let mut issue = issue::sample();
            issue.masthead.mongolian = NAME.into();
            issue.cover = CoverChoice { template: template.to_owned(), vertical, own: None };
            let sizes = BTreeMap::new();
            let resources = Resources { fonts: &BOOK, pictures: &sizes, words: &Words::built_in() };
            let [front, _] = covers(&issue, &Stylesheet::built_in("baotou").unwrap(), &resources);
            let options = Options { profile: Profile::Press, ..Options::default() };
            let pdf = press(&[Arc::new(front)], &info(), &BOOK, &Pictures::new(), &options);
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("cover.pdf");
            std::fs::File::create(&path)
                .and_then(|mut file| std::io::Write::write_all(&mut file, &pdf.unwrap().bytes))
                .unwrap();
            let path = path.to_str().unwrap();
            let readers: [(&str, &[&str]); 2] =
                [("mutool", &["draw", "-F", "txt", path]), ("pdftotext", &["-raw", path, "-"])];
            for (reader, how) in readers.into_iter().filter(|(reader, _)| have(reader)) {
                let text = String::from_utf8(run(reader, how)).unwrap();
                assert!(!text.contains('\u{fffd}'), "{reader} {template} {vertical}: {text}");
                let read = words(&text);
                for word in words(NAME) {
                    assert!(
                        read.contains(&word),
                        "{reader} {template} {vertical}: {word} of {text}"
                    );
                }
            }
        }
    }
}
