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

#[test]
fn a_mark_that_is_lost_and_paper_of_another_size_are_faults() {
    let (pages, info) = (pages(), info());
    let options = Options { profile: Profile::Press, marks: Marks::Printer, ..Options::default() };
    let job = Job { pages: &pages, info: &info, options: &options };
    let whole = written(Marks::Printer, Red::Spot);
    let messages = |change: &dyn Fn(&mut Document, lopdf::ObjectId)| {
        let mut pdf = Document::load_mem(&whole.bytes).unwrap();
        let id = pdf.get_pages()[&2];
        change(&mut pdf, id);
        let mut bytes = Vec::new();
        pdf.save_to(&mut bytes).unwrap();
        let faults = preflight_file(&job, &Pdf { bytes, ..whole.clone() });
        let own = faults.into_iter().filter(|own| own.finding.rule != "picture-coarse");
        own.map(|own| own.sentence()).collect::<Vec<_>>()
    };
    assert_eq!(messages(&|_, _| {}), Vec::<String>::new());
    // The contents, line by line: the marks of the page are what is painted with /All.
    let without = |is_lost: &dyn Fn(&str) -> bool| {
        messages(&|pdf, id| {
            let text = String::from_utf8(pdf.get_page_content(id)).unwrap();
            let kept: Vec<&str> = text.lines().filter(|line| !is_lost(line)).collect();
            assert_ne!(kept.len(), text.lines().count(), "nothing is lost");
            pdf.change_page_content(id, kept.join("\n").into_bytes()).unwrap();
        })
    };
    let size = |line: &str| -> Option<[f64; 2]> {
        let parts: Vec<&str> = line.strip_suffix(" re f")?.split(' ').collect();
        Some([parts.get(2)?.parse().ok()?, parts.get(3)?.parse().ok()?])
    };
    let is = |line: &str, wanted: [f64; 2]| {
        size(line).is_some_and(|own| own.iter().zip(wanted).all(|(a, b)| (a - b).abs() < 0.02))
    };
    let five = Pt::from_mm(5.0).to_f64();
    let has = |found: &[String], what: &str| found.iter().any(|own| own.contains(what));
    assert!(has(&without(&|line| is(line, [0.25, five])), "裁切线"));
    assert!(has(&without(&|line| is(line, [five, five])), "色标"));
    assert!(has(&without(&|line| line == "s" || line.ends_with(" c")), "套准线"));
    let shows = |line: &str| line.ends_with("Tj") || line.ends_with("TJ");
    assert!(has(&without(&shows), "信息行"));
    assert!(has(
        &messages(&|pdf, id| {
            let half = [0.0, 0.0, 300.0, 900.0].map(Object::Real).to_vec();
            pdf.get_dictionary_mut(id).unwrap().set("MediaBox", half);
        }),
        "纸张框不是"
    ));
}
