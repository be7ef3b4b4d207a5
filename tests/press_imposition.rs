//! Imposed files, read back: which page's content stands where, how it is moved and turned.

#![expect(clippy::unwrap_used, reason = "a test stops at the first thing that is wrong")]

use std::sync::Arc;

use gongbao::export::Profile;
use gongbao::export::imposition::Scheme;
use gongbao::export::preflight::{Job, preflight_file};
use gongbao::export::press::{Marks, Options, Pdf, press};
use gongbao::font::Role;
use gongbao::geom::Pt;
use gongbao::layout::page::Page;
use lopdf::Document;
use lopdf::content::Content;

#[path = "support/fonts.rs"]
mod fonts;
#[expect(dead_code, reason = "shared with tests that need more")]
#[path = "support/sheet.rs"]
mod sheet;

use fonts::BOOK;
use sheet::{at, block, info, line, page, pictures, plain};

/// Pages that each say their number.
fn pages(count: u32) -> Vec<Arc<Page>> {
    let text = |number: u32| {
        let setting = plain(Role::Song, 12.0, block(u64::from(number)));
        page(number, line(&format!("第{number}面"), at(60.0, 60.0), setting))
    };
    (1..=count).map(text).collect()
}

fn options(imposition: Option<Scheme>) -> Options {
    Options { profile: Profile::Press, imposition, ..Options::default() }
}

fn written(pages: &[Arc<Page>], options: &Options) -> (Pdf, Document) {
    let whole = press(pages, &info(), &BOOK, &pictures(), options).unwrap();
    let pdf = Document::load_mem(&whole.bytes).unwrap();
    (whole, pdf)
}

/// The forms that a page of the file shows: the content of each, and how it is transformed.
fn shown(pdf: &Document, number: u32) -> Vec<(Vec<u8>, [f64; 6])> {
    let id = pdf.get_pages()[&number];
    let resources = pdf.get_dictionary(id).unwrap().get(b"Resources").unwrap();
    let resources = pdf.dereference(resources).unwrap().1.as_dict().unwrap();
    let forms = resources.get(b"XObject").unwrap().as_dict().unwrap();
    let mut matrix = [0.0; 6];
    let mut shown = Vec::new();
    for operation in Content::decode(&pdf.get_page_content(id)).unwrap().operations {
        if operation.operator == "cm" {
            matrix =
                std::array::from_fn(|at| f64::from(operation.operands[at].as_float().unwrap()));
        } else if operation.operator == "Do" {
            let form = forms.get(operation.operands[0].as_name().unwrap()).unwrap();
            let form = pdf.dereference(form).unwrap().1.as_stream().unwrap();
            shown.push((form.get_plain_content().unwrap(), matrix));
        }
    }
    shown
}

/// The number of the single page that has this content.
fn number_of(singles: &[Vec<u8>], content: &[u8]) -> u32 {
    let at = singles.iter().position(|single| single == content).unwrap();
    u32::try_from(at + 1).unwrap()
}

fn contents(pdf: &Document) -> Vec<Vec<u8>> {
    let pages = pdf.get_pages().into_values();
    pages.map(|id| pdf.get_page_content(id).trim_ascii_end().to_vec()).collect()
}

fn single(pages: &[Arc<Page>]) -> Vec<Vec<u8>> {
    contents(&written(pages, &options(None)).1)
}

fn trimmed(content: &[u8]) -> &[u8] {
    content.trim_ascii_end()
}

#[test]
fn stitched_sheets_show_the_pages_of_the_formulas() {
    let (width, bleed) = (Pt::from_mm(210.0).to_f64(), 12.0);
    let paper = Pt::from_mm(0.1);
    for n in [8, 16, 28, 64] {
        let pages = pages(n);
        let singles = single(&pages);
        let (_, pdf) = written(&pages, &options(Some(Scheme::Saddle(paper))));
        assert_eq!(pdf.get_pages().len(), n as usize / 2);
        for i in 1..=n / 4 {
            let creep = f64::from(i - 1) * paper.to_f64();
            let front = (2 * i - 1, [n - 2 * i + 2, 2 * i - 1]);
            let back = (2 * i, [2 * i, n - 2 * i + 1]);
            for (number, expected) in [front, back] {
                let shown = shown(&pdf, number);
                let found: Vec<u32> =
                    shown.iter().map(|(own, _)| number_of(&singles, trimmed(own))).collect();
                assert_eq!(found, expected);
                let [left, right] = [shown[0].1, shown[1].1];
                assert_eq!([left[0], left[3], right[0], right[3]], [1.0; 4]);
                assert!((left[4] - creep).abs() < 0.002, "{left:?} {creep}");
                assert!((right[4] - (width - creep)).abs() < 0.002, "{right:?} {creep}");
                assert!(left[5].abs() < 0.002 && right[5].abs() < 0.002);
            }
        }
        let id = pdf.get_pages()[&1];
        let trim = pdf.get_dictionary(id).unwrap().get(b"TrimBox").unwrap().as_array().unwrap();
        let side = |at: usize| f64::from(trim[at].as_float().unwrap());
        assert!((side(2) - side(0) - 2.0 * width).abs() < 0.01);
        assert!((side(0) - bleed).abs() < 0.01);
    }
}

#[test]
fn the_upper_row_of_a_section_stands_on_its_head() {
    let pages = pages(16);
    let singles = single(&pages);
    let (_, pdf) = written(&pages, &options(Some(Scheme::Sections(16))));
    let order = [[5, 12, 9, 8, 4, 13, 16, 1], [7, 10, 11, 6, 2, 15, 14, 3]];
    for (number, expected) in (1..).zip(order) {
        let shown = shown(&pdf, number);
        let found: Vec<u32> =
            shown.iter().map(|(own, _)| number_of(&singles, trimmed(own))).collect();
        assert_eq!(found, expected);
        let turned: Vec<bool> = shown.iter().map(|(_, matrix)| matrix[0] < 0.0).collect();
        assert_eq!(turned, [true, true, true, true, false, false, false, false]);
    }
}

#[test]
fn a_grid_makes_pages_smaller() {
    let pages = pages(6);
    let (_, pdf) = written(&pages, &options(Some(Scheme::Grid { columns: 2, rows: 2 })));
    assert_eq!(pdf.get_pages().len(), 2);
    assert_eq!((shown(&pdf, 1).len(), shown(&pdf, 2).len()), (4, 2));
    assert!(shown(&pdf, 1).iter().all(|(_, matrix)| matrix[0] == 0.5 && matrix[3] == 0.5));
}

#[test]
fn an_imposed_file_is_as_sound_as_its_pages() {
    let pages = pages(16);
    let info = info();
    for scheme in [Scheme::Saddle(Pt::from_mm(0.1)), Scheme::Spreads, Scheme::Sections(8)] {
        let options = Options { marks: Marks::Printer, ..options(Some(scheme)) };
        let (whole, mut pdf) = written(&pages, &options);
        let job = Job { pages: &pages, info: &info, options: &options };
        let faults = preflight_file(&job, &whole);
        assert!(faults.is_empty(), "{faults:?}");
        // What is wrong in a page is found through its form.
        let forms = pdf.objects.values_mut().filter_map(|own| own.as_stream_mut().ok());
        for form in forms.filter(|own| own.dict.has(b"BBox")) {
            let content = String::from_utf8(form.get_plain_content().unwrap()).unwrap();
            form.set_plain_content(content.replace("0 0 0 1 k", "0 0 0 rg").into_bytes());
        }
        let mut bytes = Vec::new();
        pdf.save_to(&mut bytes).unwrap();
        let faults = preflight_file(&job, &Pdf { bytes, ..whole });
        assert!(faults.iter().any(|fault| fault.finding.rule == "colour-rgb"), "{faults:?}");
    }
}

#[test]
fn pages_that_fill_no_sheet_are_refused() {
    let pages = pages(6);
    let scheme = Some(Scheme::Saddle(Pt::ZERO));
    let error = press(&pages, &info(), &BOOK, &pictures(), &options(scheme)).unwrap_err();
    assert!(error.to_string().contains("不是 4 的倍数"), "{error}");
}
