//! The inks of a job: which plates it has, what a picture in inks takes, what red and large black
//! areas become; and that preflight holds the written file against them.

#![expect(clippy::unwrap_used, reason = "a test stops at the first thing that is wrong")]

use std::collections::BTreeSet;
use std::sync::Arc;

use gongbao::export::preflight::{Fault, Job, Report, preflight, preflight_file};
use gongbao::export::press::{Cmyk, Marks, Options, Pdf, Red, TotalInk, press};
use gongbao::export::{Pictures, Profile};
use gongbao::finding::Severity;
use gongbao::font::Role;
use gongbao::geom::Pt;
use gongbao::layout::page::{FrameItem, Ink, Page};
use jpeg_encoder::{ColorType, Encoder};
use lopdf::{Document, Object};

#[path = "support/fonts.rs"]
mod fonts;
#[expect(dead_code, reason = "shared with tests that need more")]
#[path = "support/sheet.rs"]
mod sheet;

use fonts::BOOK;
use sheet::{Setting, at, block, info, line, page, picture, pictures, plain, rule};

const PROCESS: Red = Red::Process;

fn options(red: Red, inks: [u8; 4], marks: Marks) -> Options {
    let red_inks = Cmyk(inks);
    Options { profile: Profile::Press, red, red_inks, marks, ..Options::default() }
}

/// Four pages, one of them with `items`, written and checked.
fn printed(items: Vec<FrameItem>, pictures: &Pictures, options: &Options) -> (Pdf, Report) {
    let pages = four(items);
    let info = info();
    let pdf = press(&pages, &info, &BOOK, pictures, options).unwrap();
    let report = preflight(&Job { pages: &pages, info: &info, options }, &pdf);
    (pdf, report)
}

fn four(items: Vec<FrameItem>) -> Vec<Arc<Page>> {
    let text = |number| {
        let setting = plain(Role::Song, 12.0, block(u64::from(number)));
        page(number, line("公报", at(60.0, 60.0), setting))
    };
    vec![page(1, items), text(2), text(3), text(4)]
}

fn red_line(size: f64) -> Vec<FrameItem> {
    let setting = Setting { ink: Ink::Red, ..plain(Role::Title, size, block(9)) };
    line("公报", at(60.0, 90.0), setting)
}

fn rules(report: &Report) -> BTreeSet<&'static str> {
    report.faults.iter().map(|fault| fault.finding.rule).collect()
}

fn first_content(pdf: &Pdf) -> String {
    let pdf = Document::load_mem(&pdf.bytes).unwrap();
    String::from_utf8(pdf.get_page_content(pdf.get_pages()[&1])).unwrap()
}

/// A JPEG of one colour in inks of 0 to 255.
fn jpeg(inks: [u8; 4], kind: ColorType) -> Vec<u8> {
    let mut packed = Vec::new();
    Encoder::new(&mut packed, 100).encode(&inks.repeat(256 * 256), 256, 256, kind).unwrap();
    packed
}

/// The same without Adobe's marker: the channels are inks as they stand.
fn unmarked(bytes: &[u8]) -> Vec<u8> {
    let at = bytes.windows(2).position(|two| two == [0xff, 0xee]).unwrap();
    let length = usize::from(u16::from_be_bytes([bytes[at + 2], bytes[at + 3]]));
    [&bytes[..at], &bytes[at + 2 + length..]].concat()
}

#[test]
fn a_jpeg_in_inks_is_counted_as_it_prints() {
    let check = |bytes: Vec<u8>, ink: u32, plates: &[&str]| {
        let pictures = Pictures::from([("it".to_owned(), Arc::new(bytes))]);
        let items = vec![picture(60.0, 60.0, 60.0, "it")];
        let (pdf, report) =
            printed(items, &pictures, &options(PROCESS, [0, 100, 100, 0], Marks::None));
        assert!(report.most_ink.abs_diff(ink) <= 3, "{} instead of {ink}", report.most_ink);
        assert_eq!(report.plates, plates);
        let over = rules(&report).contains("total-ink");
        assert_eq!(over, ink > 300, "{:?}", report.faults);
        // The file alone says the same.
        let pages = four(vec![picture(60.0, 60.0, 60.0, "it")]);
        let options = options(PROCESS, [0, 100, 100, 0], Marks::None);
        let job = Job { pages: &pages, info: &info(), options: &options };
        let faults = preflight_file(&job, &pdf);
        assert_eq!(faults.iter().any(|own| own.finding.rule == "total-ink"), over, "{faults:?}");
    };
    for kind in [ColorType::Cmyk, ColorType::CmykAsYcck] {
        check(jpeg([255, 255, 255, 255], kind), 400, &["C", "M", "Y", "K"]);
        check(jpeg([230, 180, 180, 200], kind), 310, &["C", "M", "Y", "K"]);
        check(jpeg([51, 102, 51, 51], kind), 100, &["C", "M", "Y", "K"]);
    }
    check(jpeg([0, 0, 0, 255], ColorType::Cmyk), 100, &["K"]);
    check(unmarked(&jpeg([0, 0, 0, 0], ColorType::Cmyk)), 400, &["C", "M", "Y", "K"]);
    check(unmarked(&jpeg([255, 255, 255, 0], ColorType::Cmyk)), 100, &["K"]);
}

#[test]
fn ink_is_counted_where_it_lies() {
    // Dark below, light above; black type overprints the light part.
    let (light, dark) = ([90, 90, 90, 0], [230, 230, 230, 60]);
    let pixels = [light.repeat(256 * 128), dark.repeat(256 * 128)].concat();
    let mut packed = Vec::new();
    Encoder::new(&mut packed, 100).encode(&pixels, 256, 256, ColorType::Cmyk).unwrap();
    let pictures = Pictures::from([("it".to_owned(), Arc::new(packed))]);
    let check = |y: f64, expected: u32| {
        let black = line("黑", at(75.0, y), plain(Role::Hei, 12.0, block(9)));
        let items = [vec![picture(60.0, 60.0, 60.0, "it")], black].concat();
        let (_, report) =
            printed(items, &pictures, &options(PROCESS, [0, 100, 100, 0], Marks::None));
        assert!(report.most_ink.abs_diff(expected) <= 3, "{} at {y}", report.most_ink);
    };
    check(80.0, 294);
    check(110.0, 371);
}

/// Whether a picture that is 60 pt wide on the first page has too much ink: by the pages and the
/// file together, and by the file alone.
fn too_much(bytes: Vec<u8>, options: &Options) -> ([bool; 2], Report) {
    let pictures = Pictures::from([("it".to_owned(), Arc::new(bytes))]);
    let items = vec![picture(60.0, 60.0, 60.0, "it")];
    let (pdf, report) = printed(items.clone(), &pictures, options);
    let (pages, info) = (four(items), info());
    let alone = preflight_file(&Job { pages: &pages, info: &info, options }, &pdf);
    let is = |faults: &[Fault]| faults.iter().any(|own| own.finding.rule == "total-ink");
    ([is(&report.faults), is(&alone)], report)
}

#[test]
fn a_small_area_with_too_much_ink_is_found() {
    let mut pixels = [60, 60, 60, 20].repeat(256 * 256);
    for (x, y) in (100..116).flat_map(|y| (130..146).map(move |x| (x, y))) {
        pixels[(y * 256 + x) * 4..][..4].copy_from_slice(&[240, 200, 200, 160]);
    }
    let mut packed = Vec::new();
    Encoder::new(&mut packed, 100).encode(&pixels, 256, 256, ColorType::Cmyk).unwrap();
    let options = options(PROCESS, [0, 100, 100, 0], Marks::None);
    let (found, report) = too_much(packed, &options);
    assert_eq!(found, [true; 2], "{:?}", report.faults);
}

#[test]
fn a_print_office_may_let_more_ink_pass() {
    let icc = std::fs::read("assets/icc/ISOcoated_v2_300_bas.icc").unwrap();
    let with = |limit, icc: Option<&[u8]>| Options {
        total_ink: TotalInk(limit),
        icc: icc.map(<[u8]>::to_vec),
        ..options(PROCESS, [0, 100, 100, 0], Marks::None)
    };
    let bytes = jpeg([230, 180, 180, 200], ColorType::Cmyk);
    for (limit, expected) in [(300, true), (309, true), (310, false), (400, false)] {
        let (found, report) = too_much(bytes.clone(), &with(limit, None));
        assert_eq!(found, [expected; 2], "{limit}: {:?}", report.faults);
    }
    let (found, report) =
        too_much(jpeg([200, 150, 150, 100], ColorType::Cmyk), &with(230, Some(&icc)));
    assert_eq!(found, [true; 2]);
    let own = report.faults.iter().find(|own| own.finding.rule == "total-ink").unwrap();
    let sentence = own.sentence();
    assert!(sentence.contains("超过上限 230%") && sentence.contains("--total-ink"), "{sentence}");
    // All of the picture is shown, but for parts of cells.
    let size = own.rect.unwrap().size;
    assert!(size.width > Pt::new(50) && size.height > Pt::new(50), "{size:?}");
}

#[test]
fn a_photograph_that_is_passed_through_may_be_too_fine() {
    let photo = Arc::new(jpeg([120, 80, 80, 20], ColorType::Cmyk));
    let pictures = Pictures::from([("it".to_owned(), photo)]);
    let found = |side: f64| {
        let items = vec![picture(60.0, 60.0, side, "it")];
        let (_, report) =
            printed(items, &pictures, &options(PROCESS, [0, 100, 100, 0], Marks::None));
        assert!(report.is_fit());
        rules(&report).contains("picture-fine")
    };
    // 256 pixels: 460 and 430 an inch.
    assert!(found(40.0) && !found(43.0));
}

#[test]
fn a_broken_jpeg_in_inks_is_a_finding() {
    let whole = jpeg([51, 102, 51, 51], ColorType::Cmyk);
    let cut = whole[..whole.len().min(300)].to_vec();
    let pictures = Pictures::from([("it".to_owned(), Arc::new(cut))]);
    let items = vec![picture(60.0, 60.0, 60.0, "it")];
    let (_, report) = printed(items, &pictures, &options(Red::Spot, [0, 100, 100, 0], Marks::None));
    assert!(rules(&report).contains("picture-unreadable"), "{:?}", report.faults);
}

#[test]
fn other_plates_than_those_of_the_job_are_a_fault() {
    let check = |options: &Options, items: Vec<FrameItem>, from: &str, to: &str| {
        let pages = four(items);
        let info = info();
        let whole = press(&pages, &info, &BOOK, &pictures(), options).unwrap();
        let job = Job { pages: &pages, info: &info, options };
        let before = preflight_file(&job, &whole);
        assert!(before.iter().all(|own| own.finding.severity != Severity::Error), "{before:?}");
        let mut pdf = Document::load_mem(&whole.bytes).unwrap();
        let id = pdf.get_pages()[&1];
        let content = String::from_utf8(pdf.get_page_content(id)).unwrap();
        assert!(content.contains(from), "{from}");
        pdf.change_page_content(id, content.replace(from, to).into_bytes()).unwrap();
        let mut bytes = Vec::new();
        pdf.save_to(&mut bytes).unwrap();
        let faults = preflight_file(&job, &Pdf { bytes, ..whole });
        let fault = faults.iter().find(|own| own.finding.rule == "plates");
        let fault = fault.unwrap_or_else(|| panic!("{to}: {faults:?}"));
        assert_eq!((fault.page, fault.finding.severity), (Some(1), Severity::Error));
    };
    let spot = options(Red::Spot, [0, 100, 100, 0], Marks::None);
    check(&spot, red_line(20.0), "/Red cs 1 scn", "0 1 1 0 k");
    // A coloured picture brings its plates, but not for type.
    let with_picture = || [red_line(20.0), vec![picture(160.0, 160.0, 15.0, "colour")]].concat();
    check(&spot, with_picture(), "/Red cs 1 scn", "0 1 1 0 k");
    let process = options(PROCESS, [0, 100, 100, 0], Marks::None);
    check(&process, red_line(20.0), "0 1 1 0 k", "1 0 0 0 k");
}

#[test]
fn an_image_in_other_inks_than_the_jobs_is_a_fault() {
    let options = options(Red::Spot, [0, 100, 100, 0], Marks::None);
    let pages = four(vec![picture(160.0, 160.0, 15.0, "grey")]);
    let info = info();
    let whole = press(&pages, &info, &BOOK, &pictures(), &options).unwrap();
    let job = Job { pages: &pages, info: &info, options: &options };
    let check = |change: &dyn Fn(&mut lopdf::Stream), rule: &str| {
        let mut pdf = Document::load_mem(&whole.bytes).unwrap();
        let images = pdf.objects.values_mut().filter_map(|own| own.as_stream_mut().ok());
        let is =
            |own: &&mut lopdf::Stream| own.dict.get(b"Subtype").is_ok_and(|s| *s == "Image".into());
        images.filter(is).for_each(change);
        let mut bytes = Vec::new();
        pdf.save_to(&mut bytes).unwrap();
        let faults = preflight_file(&job, &Pdf { bytes, ..whole.clone() });
        assert!(faults.iter().any(|own| own.finding.rule == rule), "{rule}: {faults:?}");
    };
    let inks = |pixel: [u8; 4]| {
        move |image: &mut lopdf::Stream| {
            image.dict.set("ColorSpace", Object::Name(b"DeviceCMYK".to_vec()));
            image.set_plain_content(pixel.repeat(64 * 64));
        }
    };
    check(&inks([0, 90, 0, 20]), "plates");
    check(&inks([255, 255, 255, 90]), "total-ink");
    check(
        &|image| {
            image.dict.set("ColorSpace", Object::Name(b"DeviceCMYK".to_vec()));
            image.dict.set("Filter", Object::Name(b"DCTDecode".to_vec()));
            image.set_content(b"\xff\xd8 no picture".to_vec());
        },
        "image-broken",
    );
}

#[test]
fn a_process_red_of_any_inks_is_no_fault() {
    let both = || {
        let ground =
            vec![rule(50.0, 120.0, 60.0, 60.0, Ink::Red), rule(50.0, 200.0, 60.0, 1.0, Ink::Red)];
        [red_line(20.0), red_line(48.0), ground].concat()
    };
    for inks in [[0, 95, 100, 10], [10, 100, 90, 0], [0, 0, 0, 80], [0, 0, 0, 100], [0, 100, 0, 0]]
    {
        let (_, report) = printed(both(), &pictures(), &options(PROCESS, inks, Marks::None));
        assert!(report.faults.is_empty(), "{inks:?}: {:?}", report.faults);
    }
    // Black ink alone overprints as black does; other reds knock out.
    let content = |inks| {
        first_content(&printed(red_line(20.0), &pictures(), &options(PROCESS, inks, Marks::None)).0)
    };
    assert!(content([0, 0, 0, 80]).contains("/Over gs\n0 0 0 .8 k"));
    assert!(content([0, 95, 100, 10]).contains("/Knock gs\n0 .95 1 .1 k"));
    // Type in a black of other inks than the red is a fault still.
    let pages = four(red_line(20.0));
    let (info, options) = (info(), options(PROCESS, [0, 95, 100, 10], Marks::None));
    let whole = press(&pages, &info, &BOOK, &pictures(), &options).unwrap();
    let mut pdf = Document::load_mem(&whole.bytes).unwrap();
    let id = pdf.get_pages()[&1];
    let text = String::from_utf8(pdf.get_page_content(id)).unwrap();
    pdf.change_page_content(id, text.replace("0 .95 1 .1 k", "0 .5 .5 1 k").into_bytes()).unwrap();
    let mut bytes = Vec::new();
    pdf.save_to(&mut bytes).unwrap();
    let job = Job { pages: &pages, info: &info, options: &options };
    let faults = preflight_file(&job, &Pdf { bytes, ..whole });
    assert!(faults.iter().any(|own| own.finding.rule == "text-inks"), "{faults:?}");
}

#[test]
fn marks_make_no_plate_that_the_pages_do_not_have() {
    let black = || line("公报", at(60.0, 90.0), plain(Role::Song, 12.0, block(9)));
    let check = |items, red, inks, expected: &[&str]| {
        let (pdf, report) = printed(items, &pictures(), &options(red, inks, Marks::Printer));
        assert_eq!(report.plates, expected);
        assert!(report.is_fit(), "{:?}", report.faults);
        let names: Vec<String> = {
            let pdf = Document::load_mem(&pdf.bytes).unwrap();
            let spaces = pdf
                .objects
                .values()
                .filter_map(|own| own.as_dict().ok())
                .filter_map(|own| own.get(b"ColorSpace").and_then(Object::as_dict).ok());
            spaces
                .flat_map(|own| {
                    own.iter().map(|(key, _)| String::from_utf8_lossy(key).into_owned())
                })
                .collect()
        };
        assert_eq!(names.iter().any(|name| name == "Red"), expected.contains(&"Spot Red"));
    };
    let red = [0, 100, 100, 0];
    check(red_line(20.0), PROCESS, red, &["M", "Y", "K"]);
    check(red_line(20.0), Red::Spot, red, &["K", "Spot Red"]);
    check(black(), PROCESS, red, &["K"]);
    check(black(), Red::Spot, red, &["K"]);
    let coloured = || [red_line(20.0), vec![picture(160.0, 160.0, 15.0, "colour")]].concat();
    check(coloured(), PROCESS, red, &["C", "M", "Y", "K"]);
}

#[test]
fn large_black_areas_are_rich_where_all_four_inks_are_printed() {
    let photo = Arc::new(jpeg([120, 80, 80, 20], ColorType::Cmyk));
    let pictures = Pictures::from([("photo".to_owned(), photo)]);
    let colour = || vec![picture(260.0, 260.0, 60.0, "photo")];
    let large = || vec![rule(50.0, 120.0, 60.0, 60.0, Ink::Text)];
    let small = || vec![rule(50.0, 120.0, 60.0, 20.0, Ink::Text)];
    let red = [0, 100, 100, 0];
    let check = |items: Vec<FrameItem>, kind: Red, rich: bool| {
        let (pdf, report) = printed(items, &pictures, &options(kind, red, Marks::None));
        assert!(report.is_fit(), "{:?}", report.faults);
        let content = first_content(&pdf);
        assert_eq!(content.contains("/Knock gs\n.4 .3 .3 1 k"), rich, "{content}");
        report.most_ink
    };
    let big = || line("大字", at(60.0, 90.0), plain(Role::Title, 60.0, block(9)));
    assert!(check([large(), colour()].concat(), PROCESS, true) >= 200);
    let _ = check([small(), colour()].concat(), PROCESS, false);
    let _ = check([big(), colour()].concat(), PROCESS, false);
    let _ = check([large(), colour()].concat(), Red::Spot, false);
    assert_eq!(check(large(), PROCESS, false), 100);
}

/// What preflight finds in a file of these items whose contents were rewritten.
fn rewritten(
    items: Vec<FrameItem>,
    (pictures, options): (&Pictures, &Options),
    change: impl FnOnce(&mut Document),
) -> BTreeSet<&'static str> {
    let (pages, info) = (four(items), info());
    let whole = press(&pages, &info, &BOOK, pictures, options).unwrap();
    let mut pdf = Document::load_mem(&whole.bytes).unwrap();
    change(&mut pdf);
    let mut bytes = Vec::new();
    pdf.save_to(&mut bytes).unwrap();
    let job = Job { pages: &pages, info: &info, options };
    let found = preflight_file(&job, &Pdf { bytes, ..whole });
    found.iter().map(|fault| fault.finding.rule).collect()
}

#[test]
fn rich_black_as_small_as_type_is_a_fault_of_the_file() {
    let photo = Arc::new(jpeg([120, 80, 80, 20], ColorType::Cmyk));
    let pictures = Pictures::from([("photo".to_owned(), photo)]);
    let options = options(PROCESS, [0, 100, 100, 0], Marks::None);
    let found = |height: f64, rich: bool| {
        let area = rule(50.0, 120.0, 60.0, height, Ink::Text);
        let items = vec![area, picture(260.0, 260.0, 60.0, "photo")];
        rewritten(items, (&pictures, &options), |pdf| {
            let id = pdf.get_pages()[&1];
            let text = String::from_utf8(pdf.get_page_content(id)).unwrap();
            let black = text.replace("0 0 0 1 k", ".4 .3 .3 1 k");
            assert_eq!(black == text, height > 36.0, "{text}");
            let text = if rich { black } else { text };
            pdf.change_page_content(id, text.into_bytes()).unwrap();
        })
    };
    assert!(!found(20.0, false).contains("plates"));
    assert!(!found(60.0, true).contains("plates"));
    assert!(found(20.0, true).contains("plates"));
}

#[test]
fn a_spot_red_that_falls_back_to_other_inks_is_a_fault_of_the_file() {
    let options = options(Red::Spot, [0, 100, 100, 0], Marks::None);
    let found = |magenta: f32| {
        rewritten(red_line(20.0), (&pictures(), &options), |pdf| {
            let mut count = 0;
            for object in pdf.objects.values_mut() {
                count += set_alternate(object, magenta);
            }
            assert!(count > 0, "no spot colour in the file");
        })
    };
    assert!(!found(1.0).contains("red-alternate"));
    assert!(found(0.8).contains("red-alternate"));
}

/// Sets the magenta that spot colours fall back to, wherever they are; gives how many there were.
fn set_alternate(object: &mut Object, magenta: f32) -> usize {
    match object {
        Object::Array(parts) => {
            let is_spot = matches!(parts.first(), Some(Object::Name(name)) if name == b"Separation")
                && !matches!(parts.get(1), Some(Object::Name(name)) if name == b"All");
            if is_spot {
                let function = parts[3].as_dict_mut().unwrap();
                function.set("C1", [0.0, magenta, 1.0, 0.0].map(Object::Real).to_vec());
                return 1;
            }
            parts.iter_mut().map(|part| set_alternate(part, magenta)).sum()
        }
        Object::Dictionary(own) => {
            own.iter_mut().map(|(_, part)| set_alternate(part, magenta)).sum()
        }
        _ => 0,
    }
}

#[test]
fn black_text_in_a_picture_of_all_inks_is_told() {
    let colour = |paint: &dyn Fn(u32, u32) -> [u8; 3]| {
        let image = image::RgbImage::from_fn(600, 600, |x, y| image::Rgb(paint(x, y)));
        let mut bytes = std::io::Cursor::new(Vec::new());
        image.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
        Arc::new(bytes.into_inner())
    };
    let found = |bytes: Arc<Vec<u8>>| {
        let pictures = Pictures::from([("it".to_owned(), bytes)]);
        let options = options(PROCESS, [0, 100, 100, 0], Marks::None);
        let (_, report) = printed(vec![picture(60.0, 60.0, 144.0, "it")], &pictures, &options);
        rules(&report).contains("picture-text")
    };
    let strokes = |x: u32, y: u32| x % 30 < 4 && y % 40 < 25;
    // A page with a red seal; one that is grey all over is printed in black alone.
    let seal = |x: u32, y: u32| x > 560 && y > 560;
    let page = |sealed: bool| {
        colour(&|x, y| match (sealed && seal(x, y), strokes(x, y)) {
            (true, _) => [200, 20, 20],
            (false, true) => [20, 20, 20],
            (false, false) => [255, 255, 255],
        })
    };
    assert!(found(page(true)));
    assert!(!found(page(false)));
    let level = |value: u32| u8::try_from(value.min(255)).unwrap();
    assert!(!found(colour(&|x, y| [level(x * 255 / 600), level(y * 255 / 600), 90])));
    let night = |x: u32, y: u32| if strokes(x, y) { [250, 250, 240] } else { [20, 20, 24] };
    assert!(!found(colour(&night)));
    let chart = |x: u32, y: u32| if strokes(x, y) { [20, 90, 200] } else { [255, 255, 255] };
    assert!(!found(colour(&chart)));
}

#[test]
fn a_warning_of_the_pages_does_not_hide_an_error_of_the_file() {
    // Small type is a warning; the file makes it still smaller.
    let items = line("公报", at(60.0, 90.0), plain(Role::Song, 6.0, block(9)));
    let pages = four(items);
    let (info, options) = (info(), options(Red::Spot, [0, 100, 100, 0], Marks::None));
    let whole = press(&pages, &info, &BOOK, &pictures(), &options).unwrap();
    let job = Job { pages: &pages, info: &info, options: &options };
    let severities = |pdf: &Pdf| {
        let faults = preflight(&job, pdf).faults;
        let small = faults.into_iter().filter(|own| own.finding.rule == "type-small");
        small.map(|own| own.finding.severity).collect::<Vec<_>>()
    };
    assert_eq!(severities(&whole), [Severity::Warning]);
    let mut pdf = Document::load_mem(&whole.bytes).unwrap();
    let id = pdf.get_pages()[&1];
    let text = String::from_utf8(pdf.get_page_content(id)).unwrap();
    pdf.change_page_content(id, text.replace(" 6 Tf", " 3 Tf").into_bytes()).unwrap();
    let mut bytes = Vec::new();
    pdf.save_to(&mut bytes).unwrap();
    let found = severities(&Pdf { bytes, ..whole });
    assert_eq!(found, [Severity::Warning, Severity::Error]);
}

#[test]
fn a_hand_in_an_ink_of_the_page_brings_no_plate() {
    let svg = br##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 90">
        <path fill="#2060c0" d="M0 0h90v30h-90z"/></svg>"##;
    let pictures = Pictures::from([("hand".to_owned(), Arc::new(svg.to_vec()))]);
    let hand = |ink| match picture(60.0, 60.0, 60.0, "hand") {
        FrameItem::Picture { rect, window, sha256, .. } => {
            vec![FrameItem::Picture { rect, window, sha256, ink, block: None, letters: Vec::new() }]
        }
        other => vec![other],
    };
    let spot = options(Red::Spot, [0, 100, 100, 0], Marks::Printer);
    let check = |items, plates: &[&str], is_named: bool| {
        let (pdf, report) = printed(items, &pictures, &spot);
        assert_eq!(report.plates, plates);
        let own = report.faults.iter().find(|own| own.finding.rule == "picture-colour");
        assert_eq!(own.is_some(), is_named, "{:?}", report.faults);
        if let Some(own) = own {
            assert!(own.sentence().contains("另加印版 C、M"), "{own:?}");
        }
        pdf.printed["hand"].inks
    };
    assert_eq!(check(hand(Some(Ink::Red)), &["K", "Spot Red"], false), [false; 4]);
    let own = check(hand(None), &["C", "M", "K"], true);
    assert!(own[0] && own[1]);
    // In both ways: it brings the plates of its own colours.
    let both = [hand(Some(Ink::Red)), hand(None)].concat();
    assert!(check(both, &["C", "M", "K", "Spot Red"], true)[0]);
}
