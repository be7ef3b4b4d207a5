//! The written file paints what the display list has: a file that shows anything else, elsewhere or
//! otherwise, is found.

#![expect(clippy::unwrap_used, reason = "a test stops at the first thing that is wrong")]

use std::sync::{Arc, LazyLock};

use gongbao::export::Profile;
use gongbao::export::imposition::Scheme;
use gongbao::export::preflight::{Job, preflight_file};
use gongbao::export::press::{Options, Pdf, press};
use gongbao::geom::Pt;
use gongbao::layout::page::{Ink, Page};
use lopdf::{Document, Object};

#[path = "support/fonts.rs"]
mod fonts;
#[path = "support/sheet.rs"]
mod sheet;

use fonts::BOOK;
use sheet::{info, pages, pictures};

const RULE: &str = "page-painted";

fn options() -> Options {
    Options { profile: Profile::Press, ..Options::default() }
}

static PAGES: LazyLock<Vec<Arc<Page>>> = LazyLock::new(pages);
static WHOLE: LazyLock<Pdf> =
    LazyLock::new(|| press(&PAGES, &info(), &BOOK, &pictures(), &options()).unwrap());

/// The rules that find something in the file whose page `number` has this content.
fn found(number: u32, change: impl FnOnce(&str) -> String) -> Vec<&'static str> {
    let mut pdf = Document::load_mem(&WHOLE.bytes).unwrap();
    let id = pdf.get_pages()[&number];
    let text = String::from_utf8(pdf.get_page_content(id)).unwrap();
    let changed = change(&text);
    pdf.change_page_content(id, changed.into_bytes()).unwrap();
    faults(&pdf, &options())
}

fn faults(pdf: &Document, options: &Options) -> Vec<&'static str> {
    let mut bytes = Vec::new();
    pdf.clone().save_to(&mut bytes).unwrap();
    let info = info();
    let job = Job { pages: &PAGES, info: &info, options };
    let faults = preflight_file(&job, &Pdf { bytes, ..WHOLE.clone() });
    faults.iter().map(|fault| fault.finding.rule).collect()
}

/// The content with the first line that `is_it` changed, or taken out.
fn first(
    text: &str,
    is_it: impl Fn(&str) -> bool,
    change: impl FnOnce(&str) -> Option<String>,
) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let at = lines.iter().position(|line| is_it(line)).expect("there is such a line");
    match change(&lines[at].clone()) {
        Some(changed) => lines[at] = changed,
        None => drop(lines.remove(at)),
    }
    lines.join("\n")
}

/// A matrix in `line` with its numbers changed.
fn moved(line: &str, operator: &str, change: impl Fn(&mut [f64; 6])) -> String {
    let (numbers, rest) =
        line.split_once(&format!(" {operator}")).or_else(|| line.split_once(operator)).unwrap();
    let parts: Vec<&str> = numbers.split(' ').collect();
    let (before, own) = parts.split_at(parts.len() - 6);
    let mut matrix: [f64; 6] = std::array::from_fn(|at| own[at].parse().unwrap());
    change(&mut matrix);
    let own: Vec<String> = matrix.iter().map(f64::to_string).collect();
    format!("{} {} {operator}{rest}", before.join(" "), own.join(" "))
}

#[test]
fn what_is_written_is_what_is_composed() {
    assert!(!found(1, str::to_owned).contains(&RULE));
    assert!(!found(3, str::to_owned).contains(&RULE));
}

#[test]
fn what_lies_outside_of_the_bleed_is_not_missed() {
    let mut pages = PAGES.clone();
    let page = Arc::make_mut(&mut pages[2]);
    let frame = Arc::make_mut(&mut page.parts[0].frame);
    for (index, x) in [(0, -400.0), (4, 900.0)] {
        frame.items.insert(index, sheet::rule(x, 300.0, 20.0, 20.0, Ink::Red));
    }
    let pdf = press(&pages, &info(), &BOOK, &pictures(), &options()).unwrap();
    let (info, options) = (info(), options());
    let job = Job { pages: &pages, info: &info, options: &options };
    let faults = preflight_file(&job, &pdf);
    assert!(faults.iter().all(|fault| fault.finding.rule != RULE), "{faults:?}");
}

#[test]
fn text_elsewhere_or_otherwise_is_found() {
    let is_matrix = |line: &str| line.contains("Tm[");
    let shifts: [fn(&mut [f64; 6]); 7] = [
        |own| own[4] += 0.05,
        |own| own[5] -= 0.05,
        |own| (own[4], own[5]) = (-500.0, -500.0),
        |own| own[3] = 0.1,
        |own| own[0] = -1.0,
        |own| own[0] = 1.02,
        |own| (own[1], own[2]) = (0.1, -0.1),
    ];
    for (number, shift) in (0..).zip(shifts) {
        let all = found(1, |text| first(text, is_matrix, |line| Some(moved(line, "Tm", shift))));
        assert!(all.contains(&RULE), "{number}: {all:?}");
    }
    // Set at another size, unseen, in an ink of another strength, tracked.
    let is_font = |line: &str| line.ends_with(" Tf");
    let larger = found(1, |text| {
        first(text, is_font, |line| Some(format!("{} 10.9 Tf", line.split_once(' ').unwrap().0)))
    });
    assert!(larger.contains(&RULE), "{larger:?}");
    for operators in ["3 Tr", "0 0 0 .2 k", "0 0 0 0 k", "/Red cs 1 scn"] {
        let all =
            found(1, |text| first(text, is_matrix, |line| Some(format!("{operators}\n{line}"))));
        assert!(all.contains(&RULE), "{operators}: {all:?}");
    }
    let tracked =
        found(1, |text| first(text, is_matrix, |line| Some(line.replacen('<', "-50<", 1))));
    assert!(tracked.contains(&RULE), "{tracked:?}");
}

#[test]
fn turned_text_is_held_against_its_column() {
    let is_matrix = |line: &str| line.contains("Tm[");
    let upright: fn(&mut [f64; 6]) = |own| (own[0], own[1], own[2], own[3]) = (1.0, 0.0, 0.0, 1.0);
    for shift in [upright, |own| own[5] += 0.05, |own| own[4] += 0.05] {
        let all = found(2, |text| first(text, is_matrix, |line| Some(moved(line, "Tm", shift))));
        assert!(all.contains(&RULE), "{all:?}");
    }
}

/// A way in which a content is broken.
type Change = Box<dyn Fn(&str) -> String>;

#[test]
fn areas_and_pictures_lost_moved_or_covered_are_found() {
    let is_area = |line: &str| line.ends_with("re f");
    let is_picture = |line: &str| line.contains(" Do ");
    let mut changes: Vec<(&str, Change)> = vec![
        ("an area is lost", Box::new(move |text| first(text, is_area, |_| None))),
        ("all areas are lost", Box::new(|text| text.replace("re f", "re n"))),
        ("a picture is lost", Box::new(move |text| first(text, is_picture, |_| None))),
        ("white over all", Box::new(|text| format!("{text}\n0 0 0 0 k 0 0 2000 2000 re f\n"))),
        ("a clip of a point", Box::new(|text| format!("0 0 1 1 re W n\n{text}"))),
        ("all aside", Box::new(|text| format!("1 0 0 1 5000 0 cm\n{text}"))),
        ("mirrored", Box::new(|text| format!("-1 0 0 1 620 0 cm\n{text}"))),
    ];
    for (what, shift) in [
        ("a picture aside", (|own| own[4] = 2000.0) as fn(&mut [f64; 6])),
        ("a picture a little aside", |own| own[4] += 0.1),
        ("a picture mirrored", |own| (own[0], own[4]) = (-own[0], own[4] + own[0])),
        ("a picture upside down", |own| (own[3], own[5]) = (-own[3], own[5] + own[3])),
        ("a picture larger", |own| own[3] += 1.0),
    ] {
        changes.push((
            what,
            Box::new(move |text| first(text, is_picture, |line| Some(moved(line, "cm", shift)))),
        ));
    }
    changes.push((
        "an area shorter",
        Box::new(move |text| {
            first(text, is_area, |line| {
                let mut parts: Vec<&str> = line.split(' ').collect();
                parts[2] = "490";
                Some(parts.join(" "))
            })
        }),
    ));
    changes.push((
        "the first area last",
        Box::new(move |text| {
            let line = text.lines().find(|line| is_area(line)).unwrap();
            format!("{}\n{line}\n", first(text, is_area, |_| None))
        }),
    ));
    for (what, change) in changes {
        let all = found(3, |text| change(text));
        assert!(all.contains(&RULE), "{what}: {all:?}");
    }
}

#[test]
fn pages_stand_on_their_sheet_to_the_hundredth_of_a_point() {
    let options = Options { imposition: Some(Scheme::Saddle(Pt::from_mm(0.1))), ..options() };
    let whole = press(&PAGES, &info(), &BOOK, &pictures(), &options).unwrap();
    let pdf = Document::load_mem(&whole.bytes).unwrap();
    let clean = faults(&pdf, &options);
    assert!(!clean.contains(&RULE) && !clean.contains(&"page-place"), "{clean:?}");
    let changed = |change: &dyn Fn(&str) -> String| {
        let mut pdf = pdf.clone();
        let id = pdf.get_pages()[&1];
        let text = String::from_utf8(pdf.get_page_content(id)).unwrap();
        pdf.change_page_content(id, change(&text).into_bytes()).unwrap();
        faults(&pdf, &options)
    };
    // `q clip re W n matrix cm /P4 Do Q`, the page at the left before the one at the right.
    for place in ["/P4 ", "/P1 "] {
        let shifts: [fn(&mut [f64; 6]); 7] = [
            |own| own[4] += 1.0,
            |own| own[4] -= 1.0,
            |own| own[5] += 0.05,
            |own| own[3] = 0.5,
            |own| (own[3], own[5]) = (-1.0, own[5] + 800.0),
            |own| own[1] = 0.02,
            |own| own[0] = 0.99,
        ];
        for (number, shift) in (0..).zip(shifts) {
            let all = changed(&|text| {
                first(text, |line| line.contains(place), |line| Some(moved(line, "cm", shift)))
            });
            assert!(all.contains(&"page-place"), "{place} {number}: {all:?}");
        }
        let all = changed(&|text| {
            first(text, |line| line.contains(place), |line| Some(line.replace("re W n", "re n")))
        });
        assert!(all.contains(&"page-place"), "{place} without its clip: {all:?}");
    }
    let covered = changed(&|text| format!("{text}\n0 0 0 0 k 100 100 300 300 re f\n"));
    assert!(covered.contains(&RULE), "{covered:?}");
    // A form that moves by itself.
    let mut moved = pdf.clone();
    let forms = moved.objects.values_mut().filter_map(|own| own.as_stream_mut().ok());
    for form in forms.filter(|own| own.dict.has(b"BBox")) {
        form.dict.set("Matrix", [1, 0, 0, 1, 0, 20].map(Object::Integer).to_vec());
    }
    assert!(faults(&moved, &options).contains(&"page-place"));
}
