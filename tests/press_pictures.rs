//! Pictures in the press PDF, read back: their inks, pixels and packing, and how they look.

#![expect(clippy::unwrap_used, reason = "a test stops at the first thing that is wrong")]

use std::io::Cursor;
use std::sync::Arc;

use gongbao::export::preflight::{Fault, Job, preflight};
use gongbao::export::press::{Options, press};
use gongbao::export::raster::{Cache, Scene, raster};
use gongbao::export::{Pictures, Profile};
use image::{DynamicImage, GrayImage, ImageFormat, RgbImage};
use lopdf::{Document, Stream};

#[path = "support/fonts.rs"]
mod fonts;
#[expect(dead_code, reason = "shared with tests that need more")]
#[path = "support/sheet.rs"]
mod sheet;
#[expect(dead_code, reason = "shared with tests that need more")]
#[path = "support/tool.rs"]
mod tool;

use fonts::BOOK;
use sheet::{info, page, picture};
use tool::{have, run};

/// A photograph of sorts: soft steps of colour.
fn photo(side: u32) -> DynamicImage {
    let shade = |at: u32| u8::try_from(at * 255 / side).unwrap();
    RgbImage::from_fn(side, side, |x, y| image::Rgb([shade(x), shade(y), 90])).into()
}

fn file(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// The picture as it stands in the file, 1 inch wide on the page.
fn written(bytes: &[u8], profile: Profile) -> Stream {
    let pictures = Pictures::from([("it".to_owned(), Arc::new(bytes.to_vec()))]);
    let options = Options { profile, ..Options::default() };
    let pages = [page(1, vec![picture(50.0, 50.0, 72.0, "it")])];
    let pdf = press(&pages, &info(), &BOOK, &pictures, &options).unwrap();
    assert!(pdf.findings.is_empty(), "{:?}", pdf.findings);
    let pdf = Document::load_mem(&pdf.bytes).unwrap();
    let images = pdf.objects.into_values().filter_map(|object| match object {
        lopdf::Object::Stream(stream) => Some(stream),
        _ => None,
    });
    let is_image =
        |stream: &Stream| stream.dict.get(b"Subtype").is_ok_and(|kind| *kind == "Image".into());
    let mut images = images.filter(is_image);
    let image = images.next().unwrap();
    assert!(images.next().is_none());
    image
}

fn name(stream: &Stream, key: &str) -> String {
    let name = stream.dict.get(key.as_bytes()).and_then(lopdf::Object::as_name);
    String::from_utf8(name.unwrap_or_default().to_vec()).unwrap()
}

fn number(stream: &Stream, key: &str) -> i64 {
    stream.dict.get(key.as_bytes()).unwrap().as_i64().unwrap()
}

#[test]
fn a_picture_that_ends_before_its_time_is_refused() {
    let grey: DynamicImage = photo(200).into_luma8().into();
    for (image, format) in [(&grey, ImageFormat::Jpeg), (&photo(200), ImageFormat::Jpeg)] {
        let whole = file(image, format);
        for (length, is_whole) in [(whole.len(), true), (whole.len() * 2 / 3, false)] {
            let bytes = Arc::new(whole[..length].to_vec());
            let pictures = Pictures::from([("it".to_owned(), bytes)]);
            let pages = [page(1, vec![picture(50.0, 50.0, 72.0, "it")])];
            let options = Options { profile: Profile::Press, ..Options::default() };
            let pdf = press(&pages, &info(), &BOOK, &pictures, &options).unwrap();
            let (info, pages) = (info(), pages.clone());
            let job = Job { pages: &pages, info: &info, options: &options };
            let faults = preflight(&job, &pdf).faults;
            let is_unread = |fault: &Fault| fault.finding.rule == "picture-unreadable";
            assert_eq!(!faults.iter().any(is_unread), is_whole, "{faults:?}");
        }
    }
}

#[test]
fn pictures_have_the_inks_and_pixels_that_a_plate_needs() {
    let grey: DynamicImage = photo(200).into_luma8().into();
    let art =
        GrayImage::from_fn(1300, 1300, |x, _| image::Luma([if x % 3 == 0 { 0 } else { 255 }]));
    let check = |image: &DynamicImage, format, profile, expected: (&str, i64, i64, &str)| {
        let found = written(&file(image, format), profile);
        let (space, width, bits, filter) = expected;
        assert_eq!(name(&found, "ColorSpace"), space);
        assert_eq!((number(&found, "Width"), number(&found, "Height")), (width, width));
        assert_eq!(number(&found, "BitsPerComponent"), bits);
        assert_eq!(name(&found, "Filter"), filter);
    };
    let (jpeg, png) = (ImageFormat::Jpeg, ImageFormat::Png);
    use Profile::{Press, Proof};
    check(&photo(200), jpeg, Press, ("DeviceCMYK", 200, 8, "DCTDecode"));
    check(&photo(200), png, Press, ("DeviceCMYK", 200, 8, "FlateDecode"));
    check(&photo(200), jpeg, Proof, ("DeviceRGB", 200, 8, "DCTDecode"));
    check(&grey, png, Press, ("DeviceGray", 200, 8, "FlateDecode"));
    // Up to half as fine again it stays; finer than that it is taken down to 300 ppi, or to 150.
    check(&photo(450), jpeg, Press, ("DeviceCMYK", 450, 8, "DCTDecode"));
    check(&photo(600), jpeg, Press, ("DeviceCMYK", 300, 8, "DCTDecode"));
    check(&photo(600), jpeg, Proof, ("DeviceRGB", 150, 8, "DCTDecode"));
    check(&art.into(), png, Press, ("DeviceGray", 1300, 1, "FlateDecode"));
}

#[test]
fn a_grey_jpeg_is_passed_through() {
    let grey: DynamicImage = photo(200).into_luma8().into();
    let bytes = file(&grey, ImageFormat::Jpeg);
    let found = written(&bytes, Profile::Press);
    assert_eq!(found.content, bytes);
    assert_eq!(name(&found, "ColorSpace"), "DeviceGray");
}

#[test]
fn a_picture_that_the_camera_turned_is_a_finding() {
    let grey: DynamicImage = photo(200).into_luma8().into();
    for image in [photo(200), grey] {
        assert_eq!(found_in(&turned(&file(&image, ImageFormat::Jpeg))), ["picture-turned"]);
    }
}

/// The rules that find something in a picture on a page.
fn found_in(bytes: &[u8]) -> Vec<&'static str> {
    let pictures = Pictures::from([("it".to_owned(), Arc::new(bytes.to_vec()))]);
    let options = Options { profile: Profile::Press, ..Options::default() };
    let pages = [page(1, vec![picture(50.0, 50.0, 72.0, "it")])];
    let pdf = press(&pages, &info(), &BOOK, &pictures, &options).unwrap();
    pdf.findings.iter().map(|finding| finding.rule).collect()
}

#[test]
fn a_jpeg_that_no_filter_reads_is_a_finding() {
    let grey: DynamicImage = photo(200).into_luma8().into();
    let bytes = file(&grey, ImageFormat::Jpeg);
    let frame = bytes.windows(2).position(|two| two == [0xff, 0xc0]).unwrap();
    // Lossless, and arithmetic.
    for kind in [0xc3, 0xc9] {
        let mut other = bytes.clone();
        other[frame + 1] = kind;
        assert_eq!(found_in(&other), ["picture-unreadable"], "{kind:x}");
    }
}

/// The same picture, as a camera that was held upright writes it.
fn turned(bytes: &[u8]) -> Vec<u8> {
    // An Exif segment behind the first marker: orientation (0x112) is 6, a quarter turn.
    let mut exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0".to_vec();
    exif.extend([0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0]);
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    let segment = [&[0xff, 0xe1], length.as_slice(), &exif].concat();
    [&bytes[..2], &segment, &bytes[2..]].concat()
}

#[test]
fn inks_of_a_converted_jpeg_are_not_upside_down() {
    if !have("pdftoppm") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("test.pdf");
    let colour: DynamicImage = RgbImage::from_pixel(64, 64, image::Rgb([200, 150, 120])).into();
    for format in [ImageFormat::Jpeg, ImageFormat::Png] {
        let bytes = Arc::new(file(&colour, format));
        let pictures = Pictures::from([("it".to_owned(), bytes)]);
        let options = Options { profile: Profile::Press, ..Options::default() };
        let pages = [page(1, vec![picture(50.0, 50.0, 72.0, "it")])];
        let pdf = press(&pages, &info(), &BOOK, &pictures, &options).unwrap();
        let mut out = std::fs::File::create(&path).unwrap();
        std::io::Write::write_all(&mut out, &pdf.bytes).unwrap();
        let seen = run("pdftoppm", &["-r", "72", "-png", path.to_str().unwrap()]);
        let seen = image::load_from_memory(&seen).unwrap().into_rgb8();
        // 12 pt of bleed, the frame's shift of 10 and 20, and then the middle of the picture.
        let image::Rgb(pixel) = *seen.get_pixel(12 + 10 + 50 + 36, 12 + 20 + 50 + 36);
        // Poppler shows inks without a profile, so roughly.
        let far = pixel.iter().zip([200_u8, 150, 120]).map(|(a, b)| a.abs_diff(b)).max().unwrap();
        assert!(far < 40, "{format:?}: {pixel:?}");
    }
}

#[test]
fn a_photograph_is_seen_on_the_screen() {
    let bytes = Arc::new(file(&photo(600), ImageFormat::Jpeg));
    let pictures = Pictures::from([("it".to_owned(), bytes)]);
    let page = page(1, vec![picture(50.0, 50.0, 72.0, "it")]);
    let scene = Scene { book: &BOOK, pictures: &pictures, dpi: 72.0, watermark: None };
    let pixels = raster(&page, &scene, &mut Cache::default()).unwrap();
    let seen = |x: u32, y: u32| {
        let pixel = pixels.pixel(10 + 50 + x, 20 + 50 + y).unwrap();
        [pixel.red(), pixel.green(), pixel.blue()]
    };
    for (x, y, expected) in [(36, 36, [127, 127, 90]), (70, 2, [248, 8, 90]), (2, 70, [8, 248, 90])]
    {
        let far = seen(x, y).iter().zip(expected).map(|(a, b)| a.abs_diff(b)).max().unwrap();
        assert!(far < 8, "{:?} instead of {expected:?}", seen(x, y));
    }
}
