//! Marks around pages, in the written file.

#![expect(clippy::unwrap_used, reason = "a test stops at the first thing that is wrong")]

use gongbao::export::Profile;
use gongbao::export::preflight::{Job, preflight_file};
use gongbao::export::press::{Marks, Options, Pdf, Red, press};
use gongbao::geom::Pt;
use lopdf::{Document, Object};

#[path = "support/fonts.rs"]
mod fonts;
#[path = "support/sheet.rs"]
mod sheet;

use fonts::BOOK;
use sheet::{info, pages, pictures};

fn written(marks: Marks, red: Red) -> Pdf {
    let options = Options { profile: Profile::Press, marks, red, ..Options::default() };
    press(&pages(), &info(), &BOOK, &pictures(), &options).unwrap()
}

fn edges(pdf: &Document, key: &str) -> [f64; 4] {
    let page = pdf.get_dictionary(pdf.get_pages()[&1]).unwrap();
    let sides = page.get(key.as_bytes()).unwrap().as_array().unwrap();
    std::array::from_fn(|at| f64::from(sides[at].as_float().unwrap()))
}

#[test]
fn a_marked_sheet_has_room_outside_of_the_bleed() {
    let room = Pt::from_mm(10.0).to_f64();
    for (marks, room) in [(Marks::None, 0.0), (Marks::Printer, room)] {
        let pdf = Document::load_mem(&written(marks, Red::Spot).bytes).unwrap();
        let [media, bleed, trim] = ["MediaBox", "BleedBox", "TrimBox"].map(|key| edges(&pdf, key));
        assert!((bleed[0] - media[0] - room).abs() < 0.01, "{media:?} {bleed:?}");
        assert!((media[3] - bleed[3] - room).abs() < 0.01, "{media:?} {bleed:?}");
        assert!((trim[0] - bleed[0] - 12.0).abs() < 0.01, "{bleed:?} {trim:?}");
        assert!((trim[2] - trim[0] - Pt::from_mm(210.0).to_f64()).abs() < 0.01, "{trim:?}");
    }
}

#[test]
fn marks_are_on_every_plate_and_the_pages_as_they_were() {
    let (plain, marked) = (written(Marks::None, Red::Spot), written(Marks::Printer, Red::Spot));
    let content = |pdf: &Pdf| {
        let pdf = Document::load_mem(&pdf.bytes).unwrap();
        String::from_utf8(pdf.get_page_content(pdf.get_pages()[&3])).unwrap()
    };
    assert!(!content(&plain).contains("/All"));
    let marked = content(&marked);
    assert!(marked.contains("/All cs 1 scn /All CS 1 SCN .25 w"));
    // Crop marks, crosses of four targets, the circles around them, bars of black, red and the
    // three inks of a coloured picture.
    assert_eq!(marked.matches(" c\n").count(), 16);
    assert_eq!(marked.matches("/Red cs 0.5 scn").count(), 1);
    assert_eq!(marked.matches("0.5 0 0 0 k").count(), 1);
}

#[test]
fn preflight_finds_no_mark_inside_the_bleed_and_would() {
    let (pages, info) = (pages(), info());
    let options = Options { profile: Profile::Press, marks: Marks::Printer, ..Options::default() };
    let job = Job { pages: &pages, info: &info, options: &options };
    let rules = |pdf: &Pdf| {
        let faults = preflight_file(&job, pdf);
        faults.iter().map(|fault| fault.finding.rule).collect::<Vec<_>>()
    };
    let whole = written(Marks::Printer, Red::Spot);
    assert!(rules(&whole).iter().all(|&rule| rule == "picture-coarse"), "{:?}", rules(&whole));
    let mut pdf = Document::load_mem(&whole.bytes).unwrap();
    let id = pdf.get_pages()[&2];
    let media: Object = pdf.get_dictionary(id).unwrap().get(b"MediaBox").unwrap().clone();
    pdf.get_dictionary_mut(id).unwrap().set("BleedBox", media);
    let mut bytes = Vec::new();
    pdf.save_to(&mut bytes).unwrap();
    let changed = Pdf { bytes, ..whole };
    assert!(rules(&changed).contains(&"registration"), "{:?}", rules(&changed));
}
