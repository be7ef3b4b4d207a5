//! Imposed files, read back: which page's content stands where, how it is moved and turned.

#![expect(clippy::unwrap_used, reason = "a test stops at the first thing that is wrong")]

use std::sync::Arc;

use gongbao::export::imposition::Scheme;
use gongbao::export::preflight::{
    Fault, Job, Report, preflight, preflight_file, preflight_watched,
};
use gongbao::export::press::{Marks, Options, Pdf, press, press_watched};
use gongbao::export::{Error, Profile, Watch};
use gongbao::finding::Severity;
use gongbao::font::Role;
use gongbao::geom::Pt;
use gongbao::layout::page::{Ink, Page};
use lopdf::Document;
use lopdf::content::Content;

#[path = "support/fonts.rs"]
mod fonts;
#[expect(dead_code, reason = "shared with tests that need more")]
#[path = "support/sheet.rs"]
mod sheet;
#[expect(dead_code, reason = "other tests compare pictures")]
#[path = "support/tool.rs"]
mod tool;

use fonts::BOOK;
use sheet::{at, block, info, line, page, pictures, plain, rule};
use tool::{have, run};

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
fn a_fold_or_a_cut_that_is_not_marked_is_a_fault() {
    let (pages, info) = (pages(16), info());
    for scheme in [Scheme::Saddle(Pt::ZERO), Scheme::Spreads, Scheme::Sections(16)] {
        let options = Options { marks: Marks::Printer, ..options(Some(scheme)) };
        let (whole, pdf) = written(&pages, &options);
        let job = Job { pages: &pages, info: &info, options: &options };
        // Without the rectangles at a place of the first side that are as long as that.
        let found = |[x, y]: [Option<f64>; 2], length: f64| {
            let mut pdf = pdf.clone();
            let id = pdf.get_pages()[&1];
            let text = String::from_utf8(pdf.get_page_content(id)).unwrap();
            let is_lost = |line: &&str| {
                let own: Vec<f64> =
                    line.split(' ').map_while(|part| part.parse().ok()).take(4).collect();
                let [left, bottom, width, height] = own[..] else { return false };
                let near = |one: f64, other: f64| (one - other).abs() < 0.05;
                line.ends_with("re f")
                    && x.is_none_or(|x| near(left + width / 2.0, x) && near(height, length))
                    && y.is_none_or(|y| near(bottom + height / 2.0, y) && near(width, length))
            };
            let kept: Vec<&str> = text.lines().filter(|line| !is_lost(line)).collect();
            assert!(kept.len() < text.lines().count(), "nothing is lost");
            pdf.change_page_content(id, kept.join("\n").into_bytes()).unwrap();
            let mut bytes = Vec::new();
            pdf.save_to(&mut bytes).unwrap();
            let faults = preflight_file(&job, &Pdf { bytes, ..whole.clone() });
            faults.iter().map(Fault::sentence).collect::<Vec<_>>().join("\n")
        };
        let mm = |length: f64| Pt::from_mm(length).to_f64();
        let (edge, bleed) = (12.0 + mm(10.0), 12.0);
        let spine = found([Some(edge + mm(210.0)), None], mm(1.0));
        assert!(spine.contains("第1张正面：折线"), "{scheme:?} {spine}");
        if scheme == Scheme::Sections(16) {
            let pairs = found([Some(edge + mm(420.0) + bleed), None], mm(1.0));
            assert!(pairs.contains("折线"), "{pairs}");
            let rows = found([None, Some(edge + mm(285.0) + bleed)], mm(1.0));
            assert!(rows.contains("折线"), "{rows}");
            let cut = found([Some(edge + mm(420.0) + bleed * 2.0), None], mm(5.0));
            assert!(cut.contains("裁切线"), "{cut}");
        }
    }
}

#[test]
fn pages_that_fill_no_sheet_are_refused() {
    let pages = pages(6);
    let scheme = Some(Scheme::Saddle(Pt::ZERO));
    let error = press(&pages, &info(), &BOOK, &pictures(), &options(scheme)).unwrap_err();
    assert!(error.to_string().contains("不是 4 的倍数"), "{error}");
}

/// What preflight says of pages on sheets like that.
fn checked(pages: &[Arc<Page>], scheme: Scheme) -> Vec<Fault> {
    report(pages, scheme).faults
}

fn report(pages: &[Arc<Page>], scheme: Scheme) -> Report {
    let (info, options) = (info(), options(Some(scheme)));
    let pdf = press(pages, &info, &BOOK, &pictures(), &options).unwrap();
    preflight(&Job { pages, info: &info, options: &options }, &pdf)
}

fn rules(faults: &[Fault]) -> Vec<&'static str> {
    faults.iter().map(|fault| fault.finding.rule).collect()
}

#[test]
fn sheets_to_look_at_are_no_fault_but_not_for_the_press() {
    let grid = Scheme::Grid { columns: 2, rows: 2 };
    let Report { faults, .. } = report(&pages(6), grid);
    let verdict = report(&pages(6), grid).verdict();
    assert!(verdict.starts_with("可以看样，不能上版：6 面拼成 2 版"), "{verdict}");
    assert_eq!(rules(&faults), ["proof-sheets"]);
    assert_eq!(faults[0].finding.severity, Severity::Warning);
}

#[test]
fn work_that_is_called_off_ends_with_nothing() {
    let pages = pages(8);
    let (info, options) = (info(), options(Some(Scheme::Spreads)));
    let (own, job) = (pictures(), Job { pages: &pages, info: &info, options: &options });
    let watch = Watch::new(8, 3);
    let pdf = press_watched(&pages, &info, (&BOOK, &own), &options, &watch).unwrap();
    // One round of three over eight pages.
    assert_eq!(watch.progress(), Some((2, 8)));
    assert!(preflight_watched(&job, &pdf, &watch).is_some());
    assert_eq!(watch.progress(), Some((8, 8)));
    watch.stop();
    assert!(preflight_watched(&job, &pdf, &watch).is_none());
    let stopped = press_watched(&pages, &info, (&BOOK, &own), &options, &watch).unwrap_err();
    assert!(matches!(stopped, Error::Stopped), "{stopped}");
}

#[test]
fn pages_that_fill_no_section_are_said_to_leave_a_rest() {
    let faults = checked(&pages(6), Scheme::Sections(16));
    assert_eq!(rules(&faults), ["page-count"]);
    let message = faults[0].sentence();
    assert!(message.contains("一帖") && !message.contains("骑马订"), "{message}");
}

#[test]
fn a_fault_on_a_sheet_names_sheet_side_and_page() {
    let pages = pages(16);
    let (info, options) = (info(), options(Some(Scheme::Spreads)));
    let (whole, _) = written(&pages, &options);
    let job = Job { pages: &pages, info: &info, options: &options };
    let check = |change: &dyn Fn(&mut Document), rule: &str, expected: Option<&str>| {
        let mut pdf = Document::load_mem(&whole.bytes).unwrap();
        change(&mut pdf);
        let mut bytes = Vec::new();
        pdf.save_to(&mut bytes).unwrap();
        let faults = preflight_file(&job, &Pdf { bytes, ..whole.clone() });
        let fault = faults.iter().find(|fault| fault.finding.rule == rule);
        let fault = fault.unwrap_or_else(|| panic!("{rule}: {faults:?}"));
        if let Some(start) = expected {
            assert!(fault.sentence().starts_with(start), "{}", fault.sentence());
        }
    };
    let side = |number: u32, from: &'static str, to: &'static str| {
        move |pdf: &mut Document| {
            let id = pdf.get_pages()[&number];
            let content = String::from_utf8(pdf.get_page_content(id)).unwrap();
            assert!(content.contains(from), "{content}");
            pdf.change_page_content(id, content.replacen(from, to, 1).into_bytes()).unwrap();
        }
    };
    // The third side is the front of the second sheet: 14 | 3.
    check(&side(3, "/P14 Do", "/P3 Do"), "text-equal", Some("第2张正面第14面："));
    check(&side(3, "/P14 Do", ""), "page-lost", Some("第2张正面："));
    check(
        &side(3, " cm /P3 Do", " cm 1 0 0 1 40 0 cm /P3 Do"),
        "page-place",
        Some("第2张正面第3面："),
    );
    check(&side(3, " cm /P3 Do", " cm -1 0 0 -1 620 832 cm /P3 Do"), "page-place", None);
    check(&side(3, " cm /P3 Do", " cm .9 0 0 .9 0 0 cm /P3 Do"), "page-place", None);
    check(&side(3, " cm /P3 Do", " cm 1 0 0 1 0 40 cm /P3 Do"), "page-place", None);
    let in_form = |from: &'static str, to: &'static str| {
        move |pdf: &mut Document| {
            let id = pdf.get_pages()[&3];
            let resources = pdf.get_dictionary(id).unwrap().get(b"Resources").unwrap();
            let resources = pdf.dereference(resources).unwrap().1.as_dict().unwrap();
            let forms = resources.get(b"XObject").unwrap().as_dict().unwrap();
            let form = forms.get(b"P14").unwrap().as_reference().unwrap();
            let form = pdf.get_object_mut(form).unwrap().as_stream_mut().unwrap();
            let content = String::from_utf8(form.get_plain_content().unwrap()).unwrap();
            assert!(content.contains(from), "{content}");
            form.set_plain_content(content.replace(from, to).into_bytes());
        }
    };
    let start = Some("第2张正面第14面：");
    check(&in_form("0 0 0 1 k", "0 0 0 rg"), "colour-rgb", start);
    check(&in_form("0 0 0 1 k", "1 0 0 0 k"), "plates", start);
    check(&in_form(" 12 Tf", " 4 Tf"), "type-small", start);
    check(&in_form("ET\n", ""), "content", start);
}

#[test]
fn creep_that_moves_too_far_is_a_fault() {
    // 16 sheets, the innermost of 32 pages each side moved by 15 times the paper.
    let within =
        |paper: f64, pages: &[Arc<Page>]| checked(pages, Scheme::Saddle(Pt::from_mm(paper)));
    // Nothing that reaches an outer edge: nothing shows there.
    assert!(within(1.0, &pages(64)).is_empty());
    // A field into the bleed at both sides of each page.
    let field = |number: u32| page(number, vec![rule(-22.0, 60.0, 620.0, 40.0, Ink::Red)]);
    let fields: Vec<Arc<Page>> = (1..=64).map(field).collect();
    assert!(within(0.1, &fields).is_empty());
    let faults = within(1.0, &fields);
    assert!(rules(&faults).iter().all(|rule| *rule == "creep"), "{faults:?}");
    // From the sixth sheet on 5 mm are more than the bleed of 12 pt: one fault a sheet.
    let sheets: Vec<String> =
        faults.iter().map(|own| own.side.clone().unwrap_or_default()).collect();
    let expected: Vec<String> = (6..=16).map(|sheet| format!("第{sheet}张正面")).collect();
    let mut sorted = sheets.clone();
    sorted.sort_by_key(|side| expected.iter().position(|own| own == side));
    assert_eq!(sorted, expected);
    let sixth = faults.iter().find(|own| own.side.as_deref() == Some("第6张正面")).unwrap();
    assert!(sixth.sentence().starts_with("第6张正面第54面：爬移 5 毫米"), "{sixth:?}");

    // Text that stands 5.5 mm from the spine of right pages, which the second sheet moves by 1 mm.
    let near = |number: u32| {
        let setting = plain(Role::Song, 12.0, block(u64::from(number)));
        page(number, line("订口", at(5.6, 60.0), setting))
    };
    let near: Vec<Arc<Page>> = (1..=8).map(near).collect();
    assert!(checked(&near, Scheme::Spreads).is_empty());
    let faults = checked(&near, Scheme::Saddle(Pt::from_mm(1.0)));
    let found: Vec<_> = faults.iter().map(|own| (own.finding.rule, own.page)).collect();
    assert_eq!(found, [("creep", Some(3))]);
    assert!(faults[0].rect.is_some() && faults[0].sentence().starts_with("第2张正面第3面："));
}

/// The middles of what is filled in the marks of a page: of rectangles of this width and height.
fn marked(pdf: &Document, number: u32, size: [f64; 2]) -> Vec<[f64; 2]> {
    let id = pdf.get_pages()[&number];
    let content = Content::decode(&pdf.get_page_content(id)).unwrap();
    let is_marks = |own: &&lopdf::content::Operation| own.operator == "re";
    let rects = content.operations.iter().filter(is_marks).map(|own| {
        let side = |at: usize| f64::from(own.operands[at].as_float().unwrap());
        [side(0), side(1), side(2), side(3)]
    });
    let like = |own: &[f64; 4]| (own[2] - size[0]).abs() < 0.01 && (own[3] - size[1]).abs() < 0.01;
    rects.filter(like).map(|[x, y, w, h]| [x + w / 2.0, y + h / 2.0]).collect()
}

#[test]
fn folds_and_inner_cuts_are_marked() {
    let mm = |length: f64| Pt::from_mm(length).to_f64();
    let (width, height, bleed, room) = (mm(210.0), mm(285.0), 12.0, mm(10.0));
    let check = |scheme, folds: [Vec<f64>; 2], cuts: [Vec<f64>; 2]| {
        let options = Options { marks: Marks::Printer, ..options(Some(scheme)) };
        let (_, pdf) = written(&pages(16), &options);
        let edge = bleed + room;
        // To a tenth of a point, as text.
        let tenths = |all: Vec<f64>| {
            let mut all: Vec<String> = all.iter().map(|at| format!("{:.1}", at + 0.001)).collect();
            all.sort();
            all.dedup();
            all
        };
        let distinct = |points: Vec<[f64; 2]>, axis: usize| {
            tenths(points.iter().map(|own| own[axis] - edge).collect())
        };
        for (axis, [long, short]) in [[0.25, 1.0], [1.0, 0.25]].into_iter().enumerate() {
            let dash = [long, short].map(|side: f64| if side < 1.0 { side } else { mm(1.0) });
            let line = [long, short].map(|side: f64| if side < 1.0 { side } else { mm(5.0) });
            assert_eq!(
                distinct(marked(&pdf, 1, dash), axis),
                tenths(folds[axis].clone()),
                "{scheme:?}"
            );
            assert_eq!(
                distinct(marked(&pdf, 1, line), axis),
                tenths(cuts[axis].clone()),
                "{scheme:?}"
            );
        }
    };
    let spread = [vec![0.0, width * 2.0], vec![0.0, height]];
    check(Scheme::Spreads, [vec![width], vec![]], spread);
    let (wide, high) = (width * 4.0 + bleed * 2.0, height * 2.0 + bleed * 2.0);
    let across = vec![width, width * 2.0 + bleed, width * 3.0 + bleed * 2.0];
    let cuts = [
        vec![0.0, width * 2.0, width * 2.0 + bleed * 2.0, wide],
        vec![0.0, height, height + bleed * 2.0, high],
    ];
    check(Scheme::Sections(16), [across, vec![height + bleed]], cuts);
}

#[test]
fn the_line_beside_a_page_says_issue_page_and_inks() {
    if !have("pdftotext") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("it.pdf").display().to_string();
    let said = |options: &Options| {
        let (whole, _) = written(&pages(4), options);
        std::fs::File::create(&path)
            .and_then(|mut file| std::io::Write::write_all(&mut file, &whole.bytes))
            .unwrap();
        let text = run("pdftotext", &["-raw", "-f", "2", "-l", "2", &path, "-"]);
        String::from_utf8(text).unwrap()
    };
    let marked = Options { marks: Marks::Printer, ..options(None) };
    let text = said(&Options { of: Some(20), ..marked.clone() });
    for part in ["包头市人民政府公报 2026年第4期", "第2/20面", "2026-04-30", "-30 K "]
    {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(said(&marked).contains("第2/4面"));
    let text = said(&Options { imposition: Some(Scheme::Spreads), ..marked });
    assert!(text.contains("第1张反面/1"), "{text}");
}
