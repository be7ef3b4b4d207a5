//! The plates of a press PDF, as Ghostscript separates them.

#![expect(clippy::unwrap_used, reason = "a test may stop at anything unexpected")]

use std::collections::BTreeMap;
use std::sync::Arc;

use gongbao::export::press::{Options, Red, press};
use gongbao::export::{Pictures, Profile, picture_size};
use gongbao::font::Role;
use gongbao::geom::{Mm, Point, Pt, Rect};
use gongbao::issue::masthead::Approval;
use gongbao::layout::cover::arrangement;
use gongbao::layout::page::Ink;
use gongbao::layout::style::Stylesheet;
use gongbao::layout::{Resources, covers};
use gongbao::text::words::Words;

#[path = "support/fonts.rs"]
mod fonts;
#[path = "support/issue.rs"]
mod issue;
#[path = "support/sheet.rs"]
#[expect(dead_code, reason = "other tests set more pages")]
mod sheet;
#[path = "support/tool.rs"]
#[expect(dead_code, reason = "other tests compare pictures")]
mod tool;

use fonts::BOOK;
use sheet::{info, page, pictures};
use tool::{have, run};

/// What Ghostscript makes of the first page, at a pixel a point.
struct Plates {
    folder: tempfile::TempDir,
}

impl Plates {
    fn of(pdf: &[u8]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("plates.pdf").display().to_string();
        std::fs::File::create(&path)
            .and_then(|mut file| std::io::Write::write_all(&mut file, pdf))
            .unwrap();
        let out = format!("-sOutputFile={}/plate.tif", folder.path().display());
        let how = ["-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=tiffsep", "-r72", "-sCompression=none"];
        let how = [how.as_slice(), &["-dLastPage=1", out.as_str(), path.as_str()]].concat();
        let _ = run("gs", &how);
        Self { folder }
    }

    /// The pixels with full ink, as places from the upper left corner of the sheet.
    fn full(&self, name: &str) -> Vec<(usize, usize)> {
        let path = self.folder.path().join(format!("plate({name}).tif"));
        let bytes = std::fs::read(path).unwrap_or_default();
        let number = |at: usize, length: usize| {
            let bytes = bytes.get(at..at + length).unwrap_or_default();
            bytes.iter().rev().fold(0, |sum, byte| sum << 8 | usize::from(*byte))
        };
        let directory = number(4, 4);
        let field = |tag: usize| {
            let mut entries = (0..number(directory, 2)).map(|index| directory + 2 + index * 12);
            entries.find(|at| number(*at, 2) == tag).map_or(0, |at| number(at + 8, 4))
        };
        let (width, height) = (field(256), field(257));
        assert!(width > 0 && height > 0, "there is no plate {name}");
        // The pixels stand at the end, a byte each: 0 is full ink.
        let pixels = &bytes[bytes.len() - width * height..];
        let full = pixels.iter().enumerate().filter(|(_, byte)| **byte == 0);
        full.map(|(at, _)| (at % width, at / width)).collect()
    }
}

/// The plates of the sample's cover, the name approved, in letters or as the hands given.
fn cover_plates(hands: [Option<(&str, Vec<u8>)>; 2]) -> (Plates, Rect) {
    let mut issue = issue::sample();
    issue.masthead.mongolian = "ᠪᠤᠭᠤᠲᠤ ᠬᠣᠲᠠ\u{202f}ᠶᠢᠨ ᠠᠷᠠᠳ\u{202f}ᠤᠨ".into();
    let on = chrono::NaiveDate::from_ymd_opt(2026, 4, 8).unwrap();
    issue.masthead.approval = Some(Approval::new("乌云", on));
    let mut pictures = Pictures::new();
    let [chinese, mongolian] = hands.map(|hand| {
        let (name, bytes) = hand?;
        let _ = pictures.insert(name.to_owned(), Arc::new(bytes));
        Some(name.to_owned())
    });
    (issue.masthead.chinese_hand, issue.masthead.mongolian_hand) = (chinese, mongolian);
    let sizes: BTreeMap<String, (u32, u32)> =
        pictures.iter().map(|(name, bytes)| (name.clone(), picture_size(bytes).unwrap())).collect();
    let resources = Resources { fonts: &BOOK, pictures: &sizes, words: &Words::built_in() };
    let style = Stylesheet::built_in("baotou").unwrap();
    let [front, _] = covers(&issue, &style, &resources);
    let options = Options { profile: Profile::Press, red: Red::Spot, ..Options::default() };
    let bleed = front.bleed;
    let area = arrangement(&issue.cover).front[0].area;
    let [x, y, width, height] = [area.x, area.y, area.width, area.height].map(Mm::to_pt);
    let pdf = press(&[Arc::new(front)], &info(), &BOOK, &pictures, &options).unwrap();
    assert_eq!(pdf.findings, []);
    (Plates::of(&pdf.bytes), Rect::new(x + bleed, y + bleed, width, height))
}

fn check_name_alone(plates: &Plates, area: Rect) {
    let red = plates.full("Spot Red");
    let (mut left, mut right) = (usize::MAX, 0);
    for (x, y) in &red {
        let at = |pixel: usize| Pt::new(i32::try_from(pixel).unwrap());
        let place = Point::new(at(*x), at(*y));
        let near = Rect::new(
            area.at.x - Pt::new(3),
            area.at.y - Pt::new(3),
            area.size.width + Pt::new(6),
            area.size.height + Pt::new(6),
        );
        assert!(near.contains(place), "{place:?} is outside of {near:?}");
        (left, right) = (left.min(*x), right.max(*x));
    }
    assert!(red.len() > 2_000, "{}", red.len());
    assert!(right - left > 150, "from {left} to {right}");
    for name in ["Cyan", "Magenta", "Yellow"] {
        assert_eq!(plates.full(name), [], "{name}");
    }
    // Year and number stand on the plate of the text.
    let black = plates.full("Black");
    assert!(!black.is_empty() && black.iter().all(|(_, y)| *y > 500), "{:?}", black.first());
}

#[test]
fn the_spot_plate_holds_the_masthead_and_nothing_else() {
    if !have("gs") {
        return;
    }
    let (plates, area) = cover_plates([None, None]);
    check_name_alone(&plates, area);
}

#[test]
fn a_calligraphers_hand_is_printed_in_the_spot_red() {
    if !have("gs") {
        return;
    }
    // Coloured as the file likes, with a white hole, and a column of line art.
    let svg = br##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 900 200">
        <path d="M10 10H890V190H10z" fill="#123456"/><path d="M400 50H500V150H400z" fill="#fff"/>
        </svg>"##;
    let column = image::GrayImage::from_fn(200, 800, |x, y| {
        image::Luma([if (x / 50 + y / 50) % 2 == 0 { 20 } else { 240 }])
    });
    let mut png = std::io::Cursor::new(Vec::new());
    column.write_to(&mut png, image::ImageFormat::Png).unwrap();
    let hands = [Some(("hand", svg.to_vec())), Some(("column", png.into_inner()))];
    let (plates, area) = cover_plates(hands);
    check_name_alone(&plates, area);
    let red = plates.full("Spot Red");
    // The white of the drawing is no ink: the middle of the Chinese hand is free.
    let (top, bottom) =
        (red.iter().map(|at| at.1).min().unwrap(), red.iter().map(|at| at.1).max().unwrap());
    assert!(bottom - top > 60, "both hands: {top} to {bottom}");
    let upper: Vec<_> = red.iter().filter(|at| at.1 < top + 40).collect();
    let (left, right) =
        (upper.iter().map(|at| at.0).min().unwrap(), upper.iter().map(|at| at.0).max().unwrap());
    let middle = (left + right) / 2;
    let column = upper.iter().filter(|at| at.0 == middle).count();
    let beside = upper.iter().filter(|at| at.0 == left + 10).count();
    assert!(column < beside, "{column} of {beside}");
}

#[test]
fn white_is_cut_out_of_its_ground_on_every_plate() {
    if !have("gs") {
        return;
    }
    let items = {
        let ground = sheet::rule(40.0, 200.0, 200.0, 100.0, Ink::Red);
        let paper =
            sheet::Setting { ink: Ink::Paper, ..sheet::plain(Role::Hei, 40.0, sheet::block(1)) };
        let black = sheet::plain(Role::Hei, 30.0, sheet::block(2));
        let white = sheet::line("反白", sheet::at(60.0, 250.0), paper);
        let over = sheet::line("黑字", sheet::at(150.0, 290.0), black);
        [vec![ground], white, over].concat()
    };
    let options = Options { profile: Profile::Press, red: Red::Spot, ..Options::default() };
    let pdf = press(&[page(1, items)], &info(), &BOOK, &pictures(), &options).unwrap();
    let plates = Plates::of(&pdf.bytes);
    let plate = |name: &str| plates.full(name).len();
    let (red, black, cyan) = (plate("Spot Red"), plate("Black"), plate("Cyan"));
    println!("red {red}, black {black}, cyan {cyan}");
    // The ground without the white type, and with what the black type covers.
    assert!((15_000..19_500).contains(&red), "{red}");
    assert!((300..3_500).contains(&black), "{black}");
    assert!(cyan < 1_000, "{cyan}");
}
