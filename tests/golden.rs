//! Pages of the sample issue as somebody looked at them: each line with its position, and pixels.

#![expect(clippy::unwrap_used, reason = "a test may stop at anything unexpected")]
#![expect(clippy::disallowed_methods, reason = "references need no care")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Arc, LazyLock};

use gongbao::export::Pictures;
use gongbao::export::raster::{Cache, Scene, png, raster};
use gongbao::import;
use gongbao::issue::Issue;
use gongbao::issue::cover::{Cover, CoverChoice, ThingKind};
use gongbao::issue::id::Ids;
use gongbao::issue::masthead::{Approval, MastheadOrder, MongolianLine, Template};
use gongbao::layout::cover::{COVERS, arrangement};
use gongbao::layout::memo::Memo;
use gongbao::layout::page::{FrameItem, Page, PageKind};
use gongbao::layout::style::{NAMES, Stylesheet};
use gongbao::layout::{Composition, Resources, compose, covers};
use gongbao::text::words::Words;
use sha2::{Digest, Sha256};

#[path = "support/fonts.rs"]
mod fonts;
#[path = "support/golden.rs"]
mod golden;
#[path = "support/issue.rs"]
mod issue;
#[path = "support/kinds.rs"]
mod kinds;

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
    let pictures = BTreeMap::new();
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

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect()
}

fn composed(issue: &Issue, style: &str) -> Composition {
    let pictures = BTreeMap::new();
    let resources = Resources { fonts: &BOOK, pictures: &pictures, words: &Words::built_in() };
    compose(issue, &Stylesheet::built_in(style).unwrap(), &resources, &mut Memo::default())
}

/// A page of every kind in every built-in style, by what stands where; `tests/pages.sh` makes
/// pictures of them to look at.
#[test]
fn every_form_of_document_is_set_as_it_was() {
    let issue = kinds::kinds(issue::sample());
    let mut sums = String::new();
    for style in NAMES {
        for page in &composed(&issue, style).pages {
            let sum = sha256(dump(page).as_bytes());
            writeln!(sums, "{style} {:02} {sum}", page.number).unwrap();
        }
    }
    golden::check("kinds.sha256", sums.as_bytes());
}

/// Real documents in the styles of two columns and of one.
#[test]
fn documents_of_the_corpus_are_set_as_they_were() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/corpus");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> =
        files.filter(|path| path.extension().is_some_and(|end| end == "txt")).collect();
    files.sort();
    let mut sums = String::new();
    for path in &files {
        let text = import::text::decode(&std::fs::read(path).unwrap()).unwrap();
        let mut ids = Ids::new(1);
        let draft = import::import(&text, &mut ids);
        let issue = draft.into_issue("baotou", chrono::NaiveDate::default(), &mut ids);
        for style in ["baotou", "single"] {
            let pages = composed(&issue, style).pages;
            let sum = sha256(pages.iter().map(|page| dump(page)).collect::<String>().as_bytes());
            let name = path.file_stem().unwrap().to_string_lossy();
            writeln!(sums, "{name} {style} {} pages {sum}", pages.len()).unwrap();
        }
    }
    assert_eq!(files.len(), 22);
    golden::check("corpus.sha256", sums.as_bytes());
}

/// What the built-in covers are called when a picture stands on them.
fn with_picture(mut cover: Cover, sha256: &str) -> Cover {
    for thing in &mut cover.front {
        if let ThingKind::Picture { sha256: own, whole: false } = &mut thing.kind {
            *own = Some(sha256.to_owned());
        }
    }
    cover
}

/// Each built-in cover, its name across and downwards, either script first. Downwards Mongolian
/// stands at the left whichever is first: one picture serves both.
#[test]
fn covers_look_as_they_looked() {
    let photograph = picture();
    let pictures: Pictures = [("photo".to_owned(), Arc::new(photograph))].into();
    let sizes = [("photo".to_owned(), (90, 60))].into();
    let resources = Resources { fonts: &BOOK, pictures: &sizes, words: &Words::built_in() };
    let style = Stylesheet::built_in("baotou").unwrap();
    let scene = Scene { book: &BOOK, pictures: &pictures, dpi: 48.0, watermark: None };
    let mut cache = Cache::default();
    let mut text = String::new();
    for (template, vertical, order, name) in cover_names() {
        let mut issue = issue::sample();
        issue.masthead.mongolian = MONGOLIAN.into();
        issue.masthead.order = order;
        issue.cover = CoverChoice { template: template.to_owned(), vertical, own: None };
        issue.cover.own = Some(with_picture(arrangement(&issue.cover), "photo"));
        let [front, back] = covers(&issue, &style, &resources);
        if vertical {
            issue.masthead.order = MastheadOrder::MongolianFirst;
            let [other, _] = covers(&issue, &style, &resources);
            let (own, other) =
                (raster(&front, &scene, &mut cache), raster(&other, &scene, &mut cache));
            assert_eq!(own.unwrap().data(), other.unwrap().data(), "{name}");
        }
        let pixels = raster(&front, &scene, &mut cache).unwrap();
        golden::check(&name, &png(&pixels, 48.0).unwrap());
        writeln!(text, "{name}").unwrap();
        text.push_str(&dump(&front));
        text.push_str(&dump(&back));
        if order == MastheadOrder::ChineseFirst {
            issue.masthead.lines = lines();
            let [front, _] = covers(&issue, &style, &resources);
            let pixels = raster(&front, &scene, &mut cache).unwrap();
            let name = with_lines(&name);
            golden::check(&name, &png(&pixels, 48.0).unwrap());
            writeln!(text, "{name}").unwrap();
            text.push_str(&dump(&front));
        }
    }
    golden::check("covers.txt", text.as_bytes());
}

/// A picture of bands, so that one sees what is cut off.
fn picture() -> Vec<u8> {
    let image = image::RgbImage::from_fn(90, 60, |x, y| {
        let edge = x < 3 || y < 3 || x >= 87 || y >= 57;
        let tone = |step: u32| u8::try_from(90 + (x / 10 + y / 10) * step).unwrap();
        image::Rgb(if edge { [0, 0, 160] } else { [tone(9), tone(7), tone(5)] })
    });
    let mut bytes = std::io::Cursor::new(Vec::new());
    image.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// The covers that are looked at, with the names of their pictures.
fn cover_names() -> Vec<(&'static str, bool, MastheadOrder, String)> {
    let mut names = Vec::new();
    for template in COVERS {
        let (chinese, mongolian) = (MastheadOrder::ChineseFirst, MastheadOrder::MongolianFirst);
        names.push((template, false, chinese, format!("cover-{template}-zh.png")));
        names.push((template, false, mongolian, format!("cover-{template}-mn.png")));
        names.push((template, true, chinese, format!("cover-{template}-down.png")));
    }
    names
}

/// What a cover's picture is called when it bears the lines in Mongolian, too.
fn with_lines(name: &str) -> String {
    name.replace(".png", "-lines.png")
}

/// Number and day as official pages write them, approved.
fn lines() -> BTreeMap<MongolianLine, Template> {
    let approval = Some(Approval::new("乌云", chrono::NaiveDate::default()));
    let line = |text: &str| Template { text: text.to_owned(), approval: approval.clone() };
    const ORDINAL: &str = "{ᠳ\u{180b}ᠤᠭᠠᠷ|ᠳ\u{180b}ᠦ\u{180b}ᠭᠡᠷ}";
    let number = format!("{{year}} ᠣᠨ\u{202f}ᠤ {{number}} {ORDINAL} ᠬᠤᠭᠤᠴᠠᠭ\u{180e}ᠠ");
    let day =
        format!("{{year}} ᠣᠨ\u{202f}ᠤ {{month}} {ORDINAL} ᠰᠠᠷᠠ\u{202f}ᠶᠢᠨ {{day}}\u{202f}ᠤ ᠡᠳᠦᠷ");
    [(MongolianLine::Number, line(&number)), (MongolianLine::Published, line(&day))].into()
}

/// The inner title with the lines in Mongolian beside those in Chinese.
#[test]
fn the_inner_title_bears_the_lines_in_mongolian() {
    let mut issue = issue::sample();
    issue.masthead.mongolian = MONGOLIAN.into();
    issue.masthead.lines = lines();
    let composed = composed(&issue, "baotou");
    let page = composed.pages.iter().find(|page| page.kind == PageKind::Front).unwrap();
    let pictures = Pictures::default();
    let scene = Scene { book: &BOOK, pictures: &pictures, dpi: 48.0, watermark: None };
    let pixels = raster(page, &scene, &mut Cache::default()).unwrap();
    golden::check("inner-lines.png", &png(&pixels, 48.0).unwrap());
}

#[test]
fn every_reference_is_asked_for() {
    let covers = cover_names();
    let mut names: Vec<&str> = PICTURES.iter().map(|(_, name)| *name).collect();
    names.extend(covers.iter().map(|(.., name)| name.as_str()));
    let first = covers.iter().filter(|(_, _, order, _)| *order == MastheadOrder::ChineseFirst);
    let lines: Vec<String> = first.map(|(.., name)| with_lines(name)).collect();
    names.extend(lines.iter().map(String::as_str));
    names.push("inner-lines.png");
    names.push("covers.txt");
    names.extend(["sample.txt", "sample.sha256", "kinds.sha256", "corpus.sha256"]);
    golden::check_names(&names);
}
