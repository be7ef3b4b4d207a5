//! QR codes on pages: what keeps a telephone from reading them is found before they are printed,
//! and what is no code is taken for none.

#![expect(clippy::unwrap_used, reason = "a test stops at the first thing that is wrong")]

use std::collections::BTreeSet;
use std::fmt::Write;
use std::io::Cursor;
use std::sync::Arc;

use gongbao::export::preflight::{Fault, Job, preflight, preflight_file};
use gongbao::export::press::{Options, Red, press};
use gongbao::export::{Pictures, Profile};
use gongbao::finding::Severity;
use gongbao::font::Role;
use gongbao::geom::{Pt, Rect};
use gongbao::layout::page::{FrameItem, Ink, Page};
use image::{DynamicImage, ImageFormat, RgbImage};
use jpeg_encoder::{ColorType, Encoder};

#[path = "support/fonts.rs"]
mod fonts;
#[expect(dead_code, reason = "shared with tests that need more")]
#[path = "support/sheet.rs"]
mod sheet;

use fonts::BOOK;
use sheet::{at, block, info, line, page, picture, plain, rule};

/// `https://www.baotou.gov.cn/gb`, version 3, level M.
const CODE: [&str; 29] = [
    "#######..#..###.#.#...#######",
    "#.....#..#...#...#.#..#.....#",
    "#.###.#.##..#.#..####.#.###.#",
    "#.###.#.......#.....#.#.###.#",
    "#.###.#.#######.#.#...#.###.#",
    "#.....#.#.#..###.###..#.....#",
    "#######.#.#.#.#.#.#.#.#######",
    "...........#..#..#.##........",
    ".#..#.#.##.###.##.####.##.#..",
    "#...##.#..###...###...#.#.###",
    "###...##.##...###.#.##.###..#",
    "######....##....##.###.....##",
    "......##..###.####.....#.#..#",
    "###......####.#...#...#.#.###",
    "##.####.#.##..##.#..#...#...#",
    ".###...#.#.#.##.##.###.#.#...",
    ".#....##..##.##...####.#...##",
    "#...##.##..#....#.#.#.###...#",
    "....#.#..#.###..#.......#.#.#",
    "..##.#.#####.....#.##...##.##",
    "##.#..##.##..#.###..######.##",
    "........####...####.#...#.#.#",
    "#######..###...#..###.#.#...#",
    "#.....#...#####....##...##.##",
    "#.###.#.#.#.#####..######..#.",
    "#.###.#..##.#.#...#....#..##.",
    "#.###.#..#.##..#.#.###...####",
    "#.....#.###.#..####.####.#.##",
    "#######..####.#..#..###.##.#.",
];
const MODULES: i32 = 29;

/// How a code is drawn.
#[derive(Clone, Copy)]
struct Drawn {
    /// Pixels of a module.
    module: i32,
    /// Modules around it, and how many of them are light: a dark frame is around these.
    around: (i32, i32),
    dark: [u8; 3],
    /// Whether what it says is destroyed.
    torn: bool,
}

const GOOD: Drawn = Drawn { module: 10, around: (4, 4), dark: [0; 3], torn: false };

fn is_dark(drawn: &Drawn, [u, v]: [i32; 2]) -> bool {
    if !(0..MODULES).contains(&u) || !(0..MODULES).contains(&v) {
        let away = [-u, -v, u - MODULES + 1, v - MODULES + 1].into_iter().max().unwrap();
        return away > drawn.around.1;
    }
    // Between the three patterns.
    if drawn.torn && (9..25).contains(&u) && (9..22).contains(&v) {
        return (u * 7 + v * 5) % 3 == 0;
    }
    CODE[usize::try_from(v).unwrap()].as_bytes()[usize::try_from(u).unwrap()] == b'#'
}

fn image(drawn: &Drawn) -> RgbImage {
    let side = u32::try_from((MODULES + drawn.around.0 * 2) * drawn.module).unwrap();
    RgbImage::from_fn(side, side, |x, y| {
        let place =
            [x, y].map(|at| i32::try_from(at).unwrap().div_euclid(drawn.module) - drawn.around.0);
        image::Rgb(if is_dark(drawn, place) { drawn.dark } else { [255; 3] })
    })
}

fn file(image: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.into().write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn png(drawn: &Drawn) -> Vec<u8> {
    file(image(drawn), ImageFormat::Png)
}

/// As a drawing: a square a module.
fn svg(drawn: &Drawn, fill: &str) -> Vec<u8> {
    let mut path = String::new();
    for [u, v] in (0..MODULES).flat_map(|v| (0..MODULES).map(move |u| [u, v])) {
        if is_dark(drawn, [u, v]) {
            write!(path, "M{u} {v}h1v1h-1z").unwrap();
        }
    }
    let head = r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 29 29">"#;
    format!(r#"{head}<path fill="{fill}" d="{path}"/></svg>"#).into_bytes()
}

/// A picture, what stands on a page with it under the name `it`, and what is found.
type Case<'a> = (Vec<u8>, Vec<FrameItem>, &'a [&'a str]);

/// The faults of QR codes in a file that has each case on a page of its own.
fn codes(cases: &[Case<'_>]) -> Vec<Fault> {
    let name = |number: u32| format!("it {number}");
    let numbered = || (1..).zip(cases);
    let pictures: Pictures =
        numbered().map(|(number, own)| (name(number), Arc::new(own.0.clone()))).collect();
    let pages: Vec<Arc<Page>> = numbered()
        .map(|(number, (_, items, _))| {
            let mut items = items.clone();
            for item in &mut items {
                if let FrameItem::Picture { sha256, .. } = item {
                    *sha256 = name(number).into();
                }
            }
            page(number, items)
        })
        .collect();
    let options = Options { profile: Profile::Press, red: Red::Process, ..Options::default() };
    let info = info();
    let pdf = press(&pages, &info, &BOOK, &pictures, &options).unwrap();
    let faults = preflight(&Job { pages: &pages, info: &info, options: &options }, &pdf).faults;
    faults.into_iter().filter(|fault| fault.finding.rule.starts_with("code-")).collect()
}

fn check(cases: &[Case<'_>]) {
    let faults = codes(cases);
    for (number, (_, _, expected)) in (1..).zip(cases) {
        let own: Vec<&Fault> = faults.iter().filter(|own| own.page == Some(number)).collect();
        let rules: BTreeSet<&str> = own.iter().map(|fault| fault.finding.rule).collect();
        assert_eq!(rules, expected.iter().copied().collect(), "case {number}: {own:?}");
    }
    for fault in &faults {
        let severity = fault.finding.severity;
        assert_eq!(severity == Severity::Warning, fault.finding.rule == "code-unread");
        assert!(fault.rect.is_some() && fault.sentence().contains("；请"), "{}", fault.sentence());
    }
}

/// The picture alone, of this width.
fn alone(side: f64) -> Vec<FrameItem> {
    vec![picture(200.0, 200.0, side, "it")]
}

#[test]
fn a_code_that_can_be_read_is_no_fault() {
    let mut cases: Vec<Case<'_>> = Vec::new();
    cases.push((png(&GOOD), alone(60.0), &[]));
    // A pixel more or less is not told from 0.33 mm, a fifteenth is.
    let side = |module: f64| module * 37.0 / 25.4 * 72.0;
    cases.push((png(&GOOD), alone(side(0.331)), &[]));
    cases.push((png(&GOOD), alone(side(0.31)), &["code-small"]));
    let large = codes(&[(png(&GOOD), alone(side(0.2)), &[])]);
    assert!(large[0].sentence().contains("0.20 毫米"), "{}", large[0].sentence());
    assert!(large[0].sentence().contains("1.7 倍"), "{}", large[0].sentence());
    cases.push((file(image(&GOOD), ImageFormat::Jpeg), alone(60.0), &[]));
    let grey = DynamicImage::from(image(&GOOD)).into_luma8();
    cases.push((file(grey, ImageFormat::Jpeg), alone(25.0), &["code-small"]));
    // Turned, and larger than what is looked at.
    let turned = image::imageops::rotate90(&image(&GOOD));
    cases.push((file(turned, ImageFormat::Png), alone(25.0), &["code-small"]));
    let mut wide = RgbImage::from_pixel(6400, 370, image::Rgb([255; 3]));
    image::imageops::replace(&mut wide, &image(&GOOD), 3000, 0);
    cases.push((file(wide, ImageFormat::Png), alone(60.0), &["code-small"]));
    check(&cases);
}

#[test]
fn a_code_may_have_coarse_pixels_and_a_page_with_a_code_may_not() {
    let coarse = |bytes: Vec<u8>| {
        let pictures = Pictures::from([("it".to_owned(), Arc::new(bytes))]);
        let pages = [page(1, alone(230.0))];
        let (info, options) = (info(), Options { profile: Profile::Press, ..Options::default() });
        let pdf = press(&pages, &info, &BOOK, &pictures, &options).unwrap();
        let job = Job { pages: &pages, info: &info, options: &options };
        let is = |faults: &[Fault]| faults.iter().any(|own| own.finding.rule == "picture-coarse");
        [is(&preflight(&job, &pdf).faults), is(&preflight_file(&job, &pdf))]
    };
    // 370 pixels on 230 pt: 115 an inch.
    assert_eq!(coarse(png(&GOOD)), [false; 2]);
    assert_eq!(coarse(file(image(&GOOD), ImageFormat::Jpeg)), [false; 2]);
    // Modules of two pixels, and what cannot be read.
    assert_eq!(coarse(png(&Drawn { module: 2, ..GOOD })), [true; 2]);
    assert_eq!(coarse(png(&Drawn { torn: true, ..GOOD })), [true; 2]);
    let code = image(&GOOD);
    let poster = RgbImage::from_fn(800, 800, |x, y| {
        code.get_pixel_checked(x, y).copied().unwrap_or(image::Rgb([255; 3]))
    });
    assert_eq!(coarse(file(poster, ImageFormat::Png)), [true; 2]);
}

#[test]
fn a_drawing_is_looked_at_as_well() {
    check(&[
        (svg(&GOOD, "#000"), alone(60.0), &[]),
        (svg(&GOOD, "#000"), alone(25.0), &["code-small"]),
        (svg(&GOOD, "#003080"), alone(60.0), &["code-ink"]),
    ]);
}

#[test]
fn a_code_needs_room_within_its_picture() {
    let mut cases: Vec<Case<'_>> = Vec::new();
    cases.push((png(&Drawn { around: (6, 3), ..GOOD }), alone(60.0), &["code-quiet"]));
    cases.push((png(&Drawn { around: (6, 1), ..GOOD }), alone(60.0), &["code-quiet"]));
    cases.push((png(&Drawn { around: (6, 4), ..GOOD }), alone(60.0), &[]));
    // A thin line three modules away.
    let mut framed = image(&Drawn { around: (8, 8), ..GOOD });
    for at in 0..framed.width() {
        framed.put_pixel(at, 5 * 10 + 4, image::Rgb([0; 3]));
        framed.put_pixel(at, 5 * 10 + 5, image::Rgb([0; 3]));
    }
    cases.push((file(framed, ImageFormat::Png), alone(60.0), &["code-quiet"]));
    check(&cases);
}

#[test]
fn a_code_needs_room_on_the_page() {
    let mut cases: Vec<Case<'_>> = Vec::new();
    let tight = || png(&Drawn { around: (0, 0), ..GOOD });
    // 58 pt wide: a module is 2 pt, the zone 8 pt.
    let beside = |item: FrameItem| vec![picture(200.0, 200.0, 58.0, "it"), item];
    cases.push((tight(), alone(58.0), &[]));
    let text = |y| line("扫码阅读", at(205.0, y), plain(Role::Song, 10.0, block(9)));
    cases.push((tight(), [alone(58.0), text(272.0)].concat(), &["code-quiet"]));
    cases.push((tight(), [alone(58.0), text(276.0)].concat(), &[]));
    cases.push((tight(), beside(rule(262.0, 190.0, 0.5, 90.0, Ink::Text)), &["code-quiet"]));
    cases.push((tight(), beside(rule(268.0, 190.0, 0.5, 90.0, Ink::Text)), &[]));
    cases.push((tight(), beside(rule(262.0, 190.0, 0.5, 90.0, Ink::Paper)), &[]));
    cases.push((tight(), beside(picture(260.0, 200.0, 30.0, "it")), &["code-quiet"]));
    // On a ground, with and without white below.
    let ground = rule(150.0, 150.0, 150.0, 150.0, Ink::Red);
    let white = |side: f64| rule(229.0 - side / 2.0, 229.0 - side / 2.0, side, side, Ink::Paper);
    cases.push((tight(), [vec![ground.clone()], alone(58.0)].concat(), &["code-quiet"]));
    let on = |side| [vec![ground.clone(), white(side)], alone(58.0)].concat();
    cases.push((tight(), on(70.0), &["code-quiet"]));
    cases.push((tight(), on(76.0), &[]));
    // White within the picture hides the ground below it.
    cases.push((png(&GOOD), [vec![ground], alone(74.0)].concat(), &[]));
    // The frame of the items stands 10 pt from the left edge of the paper.
    cases.push((tight(), vec![picture(-4.0, 200.0, 58.0, "it")], &["code-quiet"]));
    cases.push((tight(), vec![picture(-1.0, 200.0, 58.0, "it")], &[]));
    check(&cases);
}

#[test]
fn a_code_that_is_cut_is_a_fault_and_what_is_cut_off_is_none() {
    let mut cases: Vec<Case<'_>> = Vec::new();
    let shown = |left: f64, width: f64| {
        let start = at(200.0, 200.0);
        let whole = Rect::new(start.x, start.y, Pt::new(82), Pt::new(82));
        let window =
            Rect::new(start.x + Pt::from_f64(left), start.y, Pt::from_f64(width), Pt::new(82));
        vec![FrameItem::Picture {
            rect: whole,
            window,
            sha256: "it".into(),
            ink: None,
            block: None,
            letters: Vec::new(),
        }]
    };
    // Six modules of 2 pt around the code.
    cases.push((png(&Drawn { around: (6, 6), ..GOOD }), shown(0.0, 82.0), &[]));
    cases.push((png(&Drawn { around: (6, 6), ..GOOD }), shown(0.0, 50.0), &["code-quiet"]));
    cases.push((png(&Drawn { around: (6, 6), ..GOOD }), shown(76.0, 6.0), &[]));
    // A frame two modules away, of which nothing is shown.
    let start = at(200.0, 200.0);
    let whole = Rect::new(start.x, start.y, Pt::new(82), Pt::new(82));
    let window = Rect::new(start.x + Pt::new(9), start.y + Pt::new(9), Pt::new(64), Pt::new(64));
    let cropped = FrameItem::Picture {
        rect: whole,
        window,
        sha256: "it".into(),
        ink: None,
        block: None,
        letters: Vec::new(),
    };
    cases.push((png(&Drawn { around: (6, 2), ..GOOD }), vec![cropped], &[]));
    check(&cases);
}

#[test]
fn a_code_is_printed_in_black_alone() {
    let mut cases: Vec<Case<'_>> = Vec::new();
    cases.push((png(&Drawn { dark: [0, 40, 120], ..GOOD }), alone(60.0), &["code-ink"]));
    // Neutral, but in a picture with colours: black of four inks.
    let mut coloured = image(&GOOD);
    coloured.put_pixel(0, 0, image::Rgb([200, 30, 30]));
    cases.push((file(coloured, ImageFormat::Png), alone(60.0), &["code-ink"]));
    let inked = |ink| match alone(60.0).remove(0) {
        FrameItem::Picture { rect, window, sha256, .. } => {
            vec![FrameItem::Picture {
                rect,
                window,
                sha256,
                ink: Some(ink),
                block: None,
                letters: Vec::new(),
            }]
        }
        _ => vec![],
    };
    cases.push((png(&GOOD), inked(Ink::Text), &[]));
    cases.push((png(&GOOD), inked(Ink::Red), &["code-ink"]));
    // A JPEG in inks.
    let in_inks = |dark: [u8; 4]| {
        let image = image(&GOOD);
        let pixels: Vec<u8> =
            image.pixels().flat_map(|own| if own.0[0] == 0 { dark } else { [0; 4] }).collect();
        let (width, height) =
            (image.width().try_into().unwrap(), image.height().try_into().unwrap());
        let mut packed = Vec::new();
        Encoder::new(&mut packed, 95).encode(&pixels, width, height, ColorType::Cmyk).unwrap();
        packed
    };
    cases.push((in_inks([0, 0, 0, 255]), alone(60.0), &[]));
    cases.push((in_inks([200, 180, 180, 220]), alone(60.0), &["code-ink"]));
    check(&cases);
}

#[test]
fn a_code_that_cannot_be_decoded_is_to_be_tried() {
    let torn = || png(&Drawn { torn: true, ..GOOD });
    check(&[
        (torn(), alone(60.0), &["code-unread"]),
        (torn(), alone(25.0), &["code-small", "code-unread"]),
    ]);
}

#[test]
fn what_is_no_code_is_taken_for_none() {
    let mut cases: Vec<Case<'_>> = Vec::new();
    let shade = |at: u32, of: u32| u8::try_from(at * 255 / of).unwrap();
    let photo = RgbImage::from_fn(600, 600, |x, y| image::Rgb([shade(x, 600), shade(y, 600), 90]));
    cases.push((file(photo, ImageFormat::Jpeg), alone(60.0), &[]));
    // Noise of several grains.
    let mut state = 7_u32;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state >> 24
    };
    for grain in [1_u32, 3, 8] {
        let cells: Vec<u32> = (0..200 * 200).map(|_| next()).collect();
        let noise = RgbImage::from_fn(600, 600, |x, y| {
            let own = cells[usize::try_from((y / grain % 200) * 200 + x / grain % 200).unwrap()];
            image::Rgb([if own < 128 { 0 } else { 255 }; 3])
        });
        cases.push((file(noise, ImageFormat::Png), alone(20.0), &[]));
    }
    // Three finder patterns with nothing between.
    let bare = RgbImage::from_fn(370, 370, |x, y| {
        let [u, v] = [x, y].map(|at| i32::try_from(at).unwrap() / 10 - 4);
        let near = |at: i32| (0..7).contains(&at);
        let far = |at: i32| (MODULES - 7..MODULES).contains(&at);
        let is_finder = near(u) && (near(v) || far(v)) || far(u) && near(v);
        image::Rgb(if is_finder && is_dark(&GOOD, [u, v]) { [0; 3] } else { [255; 3] })
    });
    cases.push((file(bare, ImageFormat::Png), alone(20.0), &[]));
    // A poster in a photograph: seen from the side, it is not there to be scanned.
    let straight = image(&GOOD);
    let skew = RgbImage::from_fn(370, 370, |x, y| {
        let height = 1.0 - 0.3 * f64::from(x) / 370.0;
        let from = (f64::from(y) - 185.0) / height + 185.0;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "tested")]
        let inside = (0.0..370.0).contains(&from).then_some(from as u32);
        inside.map_or(image::Rgb([255; 3]), |y| *straight.get_pixel(x, y))
    });
    cases.push((file(skew, ImageFormat::Png), alone(20.0), &[]));
    check(&cases);
}
