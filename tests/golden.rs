//! Pages of the sample issue as somebody looked at them: each line with its position, and pixels.

#![expect(clippy::unwrap_used, reason = "a test may stop at anything unexpected")]
#![expect(clippy::disallowed_methods, reason = "references need no care")]

use std::fmt::Write as _;
use std::sync::LazyLock;

use gongbao::export::Pictures;
use gongbao::export::raster::{Cache, Scene, png, raster};
use gongbao::layout::memo::Memo;
use gongbao::layout::page::{FrameItem, Page};
use gongbao::layout::style::Stylesheet;
use gongbao::layout::{Composition, Resources, compose};
use gongbao::text::words::Words;
use sha2::{Digest, Sha256};

#[path = "support/fonts.rs"]
mod fonts;
#[path = "support/golden.rs"]
mod golden;
#[path = "support/issue.rs"]
mod issue;

use fonts::BOOK;

/// The city government's name in Mongolian, composed of attested words.
const MONGOLIAN: &str = "ᠪᠤᠭᠤᠲᠤ ᠬᠣᠲᠠ\u{202f}ᠶᠢᠨ ᠠᠷᠠᠳ\u{202f}ᠤᠨ ᠵᠠᠰᠠᠭ\u{202f}ᠤᠨ ᠣᠷᠳᠣᠨ";

/// One page of each kind, by physical number: cover, contents, appointments, notice with plan,
/// plan, chronicle, its last page, back cover.
const PICTURES: [(u32, &str); 8] = [
    (1, "page-01.png"),
    (3, "page-03.png"),
    (6, "page-06.png"),
    (7, "page-07.png"),
    (8, "page-08.png"),
    (10, "page-10.png"),
    (16, "page-16.png"),
    (20, "page-20.png"),
];

/// Fine enough to see a gap that is wrong, small enough to keep.
const DPI: f64 = 72.0;

static SAMPLE: LazyLock<Composition> = LazyLock::new(|| {
    let pictures = std::collections::BTreeMap::new();
    let resources = Resources { fonts: &BOOK, pictures: &pictures, words: &Words::built_in() };
    let mut issue = issue::sample();
    issue.masthead.mongolian = MONGOLIAN.into();
    compose(&issue, &Stylesheet::built_in("baotou").unwrap(), &resources, &mut Memo::default())
});

fn dump(page: &Page) -> String {
    let folio = page.folio.map_or("-".to_owned(), |folio| folio.to_string());
    let mut text = format!("== page {} folio {folio} {:?}\n", page.number, page.kind);
    for placed in &page.parts {
        for item in &placed.frame.items {
            match item {
                FrameItem::Glyphs(run) => {
                    let at = placed.at + run.at;
                    let name = &BOOK.font(run.font).postscript_name;
                    let (end, size) = (at.x + run.advance(), run.size);
                    let shown = format!("{} {} {end} {size} {name} {}", at.x, at.y, run.text);
                    writeln!(text, "{shown}").unwrap();
                }
                FrameItem::Rule { rect, .. } => {
                    let rect = rect.moved(placed.at);
                    let (at, size) = (rect.at, rect.size);
                    writeln!(text, "rule {} {} {} {}", at.x, at.y, size.width, size.height)
                        .unwrap();
                }
                FrameItem::Picture { sha256, .. } => writeln!(text, "picture {sha256}").unwrap(),
            }
        }
    }
    text
}

#[test]
fn lines_stand_where_they_stood() {
    let text: String = SAMPLE.pages.iter().map(|page| dump(page)).collect();
    golden::check("sample.txt", text.as_bytes());
}

#[test]
fn pages_look_as_they_looked() {
    let pictures = Pictures::default();
    let scene = Scene { book: &BOOK, pictures: &pictures, dpi: DPI, watermark: None };
    let mut cache = Cache::default();
    let mut sums = String::new();
    for page in &SAMPLE.pages {
        let pixels = raster(page, &scene, &mut cache).unwrap();
        let sum: String =
            Sha256::digest(pixels.data()).iter().map(|b| format!("{b:02x}")).collect();
        writeln!(sums, "{:02} {sum}", page.number).unwrap();
        if let Some((_, name)) = PICTURES.iter().find(|(number, _)| *number == page.number) {
            golden::check(name, &png(&pixels, DPI).unwrap());
        }
    }
    golden::check("sample.sha256", sums.as_bytes());
}

#[test]
fn every_reference_is_asked_for() {
    let mut names: Vec<&str> = PICTURES.iter().map(|(_, name)| *name).collect();
    names.extend(["sample.txt", "sample.sha256"]);
    golden::check_names(&names);
}
