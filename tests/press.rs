//! The press PDF and the raster, from pages made by hand: read back, looked at with outside tools,
//! compared with each other.

#![expect(clippy::unwrap_used, reason = "a test stops at the first thing that is wrong")]

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use gongbao::export::press::{Options, Pdf, Red, press};
use gongbao::export::raster::{Cache, Scene, Strip, raster, strip};
use gongbao::export::text::text;
use gongbao::export::{Error, Pictures, Profile};
use gongbao::font::{FontBook, FontFile, FontId, Role};
use gongbao::geom::{Point, Pt};
use gongbao::layout::page::{Direction, FrameItem, GlyphRun, Page};
use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object};

#[path = "support/fonts.rs"]
mod fonts;
#[path = "support/sheet.rs"]
mod sheet;
#[path = "support/tool.rs"]
mod tool;

use fonts::BOOK;
use sheet::{info, page, pages, picture, pictures};
use tool::{blur, have, pgm, run};

fn options(profile: Profile, red: Red) -> Options {
    Options { profile, red, ..Options::default() }
}

fn write(options: &Options) -> Pdf {
    press(&pages(), &info(), &BOOK, &pictures(), options).unwrap()
}

fn put(folder: &Path, pdf: &Pdf) -> String {
    let path = folder.join("test.pdf");
    std::fs::File::create(&path)
        .and_then(|mut file| std::io::Write::write_all(&mut file, &pdf.bytes))
        .unwrap();
    path.to_str().unwrap().to_owned()
}

fn page_dictionaries(pdf: &Document) -> Vec<&Dictionary> {
    pdf.get_pages().into_values().map(|id| pdf.get_dictionary(id).unwrap()).collect()
}

fn reals(object: &Object) -> Vec<f64> {
    object.as_array().unwrap().iter().map(|item| f64::from(item.as_float().unwrap())).collect()
}

fn name_of(dictionary: &Dictionary, key: &str) -> String {
    String::from_utf8(dictionary.get(key.as_bytes()).unwrap().as_name().unwrap().to_vec()).unwrap()
}

/// The dictionaries of all fonts: the font, its descendant, its descriptor.
fn fonts(pdf: &Document) -> BTreeMap<String, (Dictionary, Dictionary, Dictionary)> {
    let first = page_dictionaries(pdf)[0];
    let resources = pdf.dereference(first.get(b"Resources").unwrap()).unwrap().1.as_dict().unwrap();
    let fonts = pdf.dereference(resources.get(b"Font").unwrap()).unwrap().1.as_dict().unwrap();
    fonts
        .iter()
        .map(|(key, value)| {
            let font = pdf.dereference(value).unwrap().1.as_dict().unwrap().clone();
            let descendants = font.get(b"DescendantFonts").unwrap().as_array().unwrap();
            let descendant = descendants[0].as_dict().unwrap().clone();
            let descriptor = descendant.get(b"FontDescriptor").unwrap().as_reference().unwrap();
            let descriptor = pdf.get_dictionary(descriptor).unwrap().clone();
            (String::from_utf8(key.clone()).unwrap(), (font, descendant, descriptor))
        })
        .collect()
}

#[test]
fn the_press_file_has_the_keys_of_x4() {
    let bytes = write(&options(Profile::Press, Red::Spot)).bytes;
    assert!(bytes.starts_with(b"%PDF-1.6"));
    let pdf = Document::load_mem(&bytes).unwrap();
    assert!(!pdf.trailer.has(b"Encrypt"));
    let ids = pdf.trailer.get(b"ID").unwrap().as_array().unwrap();
    assert!(ids.iter().all(|id| id.as_str().unwrap().len() == 16) && ids.len() == 2);
    let info = pdf.trailer.get(b"Info").unwrap().as_reference().unwrap();
    let info = pdf.get_dictionary(info).unwrap();
    assert_eq!(name_of(info, "Trapped"), "False");
    let date = b"D:20260430000000+08'00'";
    assert_eq!(info.get(b"CreationDate").unwrap().as_str().unwrap(), date);
    assert_eq!(info.get(b"ModDate").unwrap().as_str().unwrap(), date);

    let catalog = pdf.catalog().unwrap();
    assert_eq!(catalog.get(b"Lang").unwrap().as_str().unwrap(), b"zh-CN");
    assert_eq!(name_of(catalog, "PageMode"), "UseNone");
    for absent in ["AcroForm", "OpenAction", "AA", "Names"] {
        assert!(!catalog.has(absent.as_bytes()), "{absent}");
    }
    let metadata = catalog.get(b"Metadata").unwrap().as_reference().unwrap();
    let metadata = pdf.get_object(metadata).unwrap().as_stream().unwrap();
    assert!(!metadata.dict.has(b"Filter"));
    let packet = String::from_utf8(metadata.content.clone()).unwrap();
    for part in [
        "<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>",
        "xmlns:pdfxid=\"http://www.npes.org/pdfx/ns/id/\"",
        "包头市人民政府公报 2026年第4期 &lt;A&amp;B&gt;</rdf:li>",
        "<xmp:CreateDate>2026-04-30T00:00:00+08:00</xmp:CreateDate>",
        "<xmp:ModifyDate>2026-04-30T00:00:00+08:00</xmp:ModifyDate>",
        "<xmp:MetadataDate>",
        "<pdf:Trapped>False</pdf:Trapped>",
        "<xmpMM:DocumentID>uuid:",
        "<xmpMM:VersionID>1</xmpMM:VersionID>",
        "<xmpMM:RenditionClass>default</xmpMM:RenditionClass>",
    ] {
        assert!(packet.contains(part), "{part}");
    }

    let intents = catalog.get(b"OutputIntents").unwrap().as_array().unwrap();
    assert_eq!(intents.len(), 1);
    let intent = intents[0].as_dict().unwrap();
    assert_eq!(name_of(intent, "S"), "GTS_PDFX");
    assert_eq!(intent.get(b"OutputConditionIdentifier").unwrap().as_str().unwrap(), b"FOGRA39");
    assert_eq!(intent.get(b"RegistryName").unwrap().as_str().unwrap(), b"http://www.color.org");
    for key in ["OutputCondition", "Info"] {
        let text = intent.get(key.as_bytes()).unwrap();
        assert_eq!(lopdf::decode_text_string(text).unwrap(), "ISO Coated v2 300% (basICColor)");
    }
    let profile = intent.get(b"DestOutputProfile").unwrap().as_reference().unwrap();
    let profile = pdf.get_object(profile).unwrap().as_stream().unwrap();
    let icc = profile.decompressed_content().unwrap();
    assert_eq!((&icc[12..16], &icc[16..20]), (b"prtr".as_slice(), b"CMYK".as_slice()));
    assert_eq!(profile.dict.get(b"N").unwrap().as_i64().unwrap(), 4);
}

#[test]
fn pages_have_boxes_and_nothing_that_is_forbidden() {
    for profile in [Profile::Press, Profile::Proof] {
        let pdf = Document::load_mem(&write(&options(profile, Red::Spot)).bytes).unwrap();
        let (width, height) = (Pt::from_mm(210.0).to_f64(), Pt::from_mm(285.0).to_f64());
        for page in page_dictionaries(&pdf) {
            let check = |key: &str, expected: [f64; 4]| {
                let found = reals(page.get(key.as_bytes()).unwrap());
                assert!(
                    found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 0.001),
                    "{found:?}"
                );
            };
            check("MediaBox", [0.0, 0.0, width + 24.0, height + 24.0]);
            check("BleedBox", [0.0, 0.0, width + 24.0, height + 24.0]);
            check("TrimBox", [12.0, 12.0, width + 12.0, height + 12.0]);
            for absent in ["ArtBox", "CropBox", "Annots", "UserUnit", "Rotate", "Group"] {
                assert!(!page.has(absent.as_bytes()), "{absent}");
            }
        }
        let has_intent = pdf.catalog().unwrap().has(b"OutputIntents");
        assert_eq!(has_intent, profile == Profile::Press);
    }
}

/// The pages' operators, as text.
fn operators(bytes: &[u8]) -> Vec<String> {
    let pdf = Document::load_mem(bytes).unwrap();
    pdf.get_pages()
        .into_values()
        .map(|id| String::from_utf8(pdf.get_page_content(id)).unwrap())
        .collect()
}

/// The graphics state and the colour of everything that is shown, in order, repeats left out.
fn inks(content: &str) -> Vec<(&str, &str)> {
    let (mut state, mut colour) = ("", "");
    let mut found = Vec::new();
    for line in content.lines() {
        if line.ends_with(" gs") {
            state = line;
        } else if line.ends_with(" k") || line.ends_with(" scn") {
            colour = line;
        } else if line.ends_with("TJ") || line.ends_with("re f") {
            found.push((state, colour));
        }
    }
    found.dedup();
    found
}

#[test]
fn black_overprints_and_white_knocks_out() {
    let bytes = write(&options(Profile::Press, Red::Spot)).bytes;
    let contents = operators(&bytes);
    let (over, knock, black) = ("/Over gs", "/Knock gs", "0 0 0 1 k");
    assert_eq!(inks(&contents[0]), [(over, black)]);
    assert_eq!(inks(&contents[1]), [(over, black)]);
    // Lines, an area, white text, red text, large type.
    let red = (knock, "/Red cs 1 scn");
    let third = [red, (over, black), (knock, black), (knock, "0 0 0 0 k"), red, (knock, black)];
    assert_eq!(inks(&contents[2]), third);
    for forbidden in [" rg\n", " RG\n", " g\n", " G\n"] {
        assert!(contents.iter().all(|content| !content.contains(forbidden)), "{forbidden}");
    }
    let process = operators(&write(&options(Profile::Press, Red::Process)).bytes);
    assert!(process[2].contains("0 1 1 0 k\n") && !process[2].contains("scn"));
    let proof = operators(&write(&options(Profile::Proof, Red::Spot)).bytes);
    assert!(proof[2].contains("0 1 1 0 k\n"));

    let pdf = Document::load_mem(&bytes).unwrap();
    let first = page_dictionaries(&pdf)[0];
    let resources = pdf.dereference(first.get(b"Resources").unwrap()).unwrap().1.as_dict().unwrap();
    let states = pdf.dereference(resources.get(b"ExtGState").unwrap()).unwrap().1;
    for (name, expected) in [("Over", true), ("Knock", false)] {
        let state = states.as_dict().unwrap().get(name.as_bytes()).unwrap();
        let state = pdf.dereference(state).unwrap().1.as_dict().unwrap();
        assert_eq!(state.get(b"OP").unwrap().as_bool().unwrap(), expected);
        assert_eq!(state.get(b"op").unwrap().as_bool().unwrap(), expected);
        assert_eq!(state.get(b"OPM").unwrap().as_i64().unwrap(), 1);
    }
    let spaces = resources.get(b"ColorSpace").unwrap().as_dict().unwrap();
    let red = spaces.get(b"Red").unwrap().as_array().unwrap();
    assert_eq!(red[0].as_name().unwrap(), b"Separation");
    assert_eq!(red[1].as_name().unwrap(), b"Spot Red");
}

#[test]
fn fonts_are_cut_named_and_of_their_kind() {
    let pdf = Document::load_mem(&write(&options(Profile::Press, Red::Spot)).bytes).unwrap();
    let fonts = fonts(&pdf);
    // All bundled fonts but Sans Regular and two of the italics' four.
    assert_eq!(fonts.len(), 9);
    for (key, (font, descendant, descriptor)) in &fonts {
        let index: usize = key.strip_prefix('A').unwrap().parse().unwrap();
        let source = &BOOK.fonts()[index];
        let name = name_of(font, "BaseFont");
        let (tag, rest) = name.split_once('+').unwrap();
        assert!(tag.len() == 6 && tag.bytes().all(|byte| byte.is_ascii_uppercase()), "{name}");
        assert_eq!(rest, source.postscript_name);
        assert_eq!(name_of(descendant, "BaseFont"), name);
        assert_eq!(name_of(descriptor, "FontName"), name);
        assert_eq!(name_of(font, "Encoding"), "Identity-H");
        assert!(font.has(b"ToUnicode"));
        let cff = source.bytes.starts_with(b"OTTO");
        let subtype = name_of(descendant, "Subtype");
        assert_eq!(subtype, if cff { "CIDFontType0" } else { "CIDFontType2" });
        let file = descriptor.get(if cff { b"FontFile3" } else { b"FontFile2" }).unwrap();
        let file = pdf.get_object(file.as_reference().unwrap()).unwrap().as_stream().unwrap();
        if cff {
            assert_eq!(name_of(&file.dict, "Subtype"), "CIDFontType0C");
        } else {
            assert_eq!(name_of(descendant, "CIDToGIDMap"), "Identity");
        }
        let program = file.decompressed_content().unwrap();
        assert!(program.len() < source.bytes.len() / 10, "{name}: {}", program.len());
    }
}

/// A glyph as a viewer places it: of which font, which code, where its origin is.
struct Shown {
    font: String,
    code: usize,
    x: f64,
    y: f64,
}

/// Runs the text operators of a page as a viewer does (ISO 32000-1, 9.4.4).
fn show(content: &Content, widths: &BTreeMap<String, Vec<f64>>) -> Vec<Shown> {
    let mut shown = Vec::new();
    let (mut font, mut size) = (String::new(), 0.0);
    let mut matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];
    for operation in &content.operations {
        let operands = &operation.operands;
        match operation.operator.as_str() {
            "Tf" => {
                font = String::from_utf8(operands[0].as_name().unwrap().to_vec()).unwrap();
                size = f64::from(operands[1].as_float().unwrap());
            }
            "Tm" => matrix = std::array::from_fn(|at| f64::from(operands[at].as_float().unwrap())),
            "TJ" => {
                let mut pen = 0.0;
                for item in operands[0].as_array().unwrap() {
                    let Ok(codes) = item.as_str() else {
                        pen -= f64::from(item.as_float().unwrap()) / 1000.0 * size;
                        continue;
                    };
                    for pair in codes.chunks_exact(2) {
                        let code = usize::from(u16::from_be_bytes([pair[0], pair[1]]));
                        let (x, y) = (matrix[4] + matrix[0] * pen, matrix[5] + matrix[1] * pen);
                        shown.push(Shown { font: font.clone(), code, x, y });
                        pen += widths[&font][code] / 1000.0 * size;
                    }
                }
            }
            _ => {}
        }
    }
    shown
}

#[test]
fn glyphs_stand_where_the_page_says_with_the_widths_of_the_font() {
    let pdf = Document::load_mem(&write(&options(Profile::Press, Red::Spot)).bytes).unwrap();
    let widths: BTreeMap<String, Vec<f64>> = fonts(&pdf)
        .into_iter()
        .map(|(key, (_, descendant, _))| {
            let array = descendant.get(b"W").unwrap().as_array().unwrap().clone();
            assert_eq!(array[0].as_i64().unwrap(), 0);
            (key, reals(&array[1]))
        })
        .collect();
    for (page, id) in pages().iter().zip(pdf.get_pages().into_values()) {
        let content = Content::decode(&pdf.get_page_content(id)).unwrap();
        let mut shown = show(&content, &widths).into_iter();
        let height = (page.trim.height + page.bleed).to_f64();
        for (origin, run) in page.runs() {
            for glyph in &run.glyphs {
                let found = shown.next().unwrap();
                let offset = match run.direction {
                    Direction::Right => Point::new(glyph.x, glyph.y),
                    Direction::Down => Point::new(-glyph.y, glyph.x),
                };
                let place = origin + run.at + offset;
                let (x, y) = ((place.x + page.bleed).to_f64(), height - place.y.to_f64());
                let off = (found.x - x).abs().max((found.y - y).abs());
                assert!(off < 0.005, "{} is {off} pt off", run.text);
                assert_eq!(found.font, format!("A{}", run.font.0));
                let font = BOOK.font(run.font);
                #[expect(clippy::cast_precision_loss, reason = "advances have 16 bits")]
                let advance = font.advance(glyph.id) as f64 * 1000.0 / f64::from(font.units_per_em);
                assert!((widths[&found.font][found.code] - advance).abs() < 0.001);
            }
        }
        assert!(shown.next().is_none());
    }
}

#[test]
fn outside_tools_find_no_fault() {
    let folder = tempfile::tempdir().unwrap();
    let pdf = put(folder.path(), &write(&options(Profile::Press, Red::Spot)));
    if have("qpdf") {
        let said = String::from_utf8(run("qpdf", &["--check", &pdf])).unwrap();
        assert!(said.contains("No syntax or stream encoding errors"), "{said}");
    }
    if have("pdffonts") {
        let said = String::from_utf8(run("pdffonts", &[&pdf])).unwrap();
        let lines: Vec<&str> = said.lines().skip(2).collect();
        assert_eq!(lines.len(), 9, "{said}");
        for line in lines {
            let words: Vec<&str> = line.split_whitespace().collect();
            // name, CID, Type, 0C, Identity-H, embedded, subset, unicode, object
            assert!(line.contains("CID") && line.contains("Identity-H"), "{line}");
            assert_eq!(words[words.len() - 5..words.len() - 2], ["yes"; 3], "{line}");
        }
    }
}

#[test]
fn the_text_comes_out_as_it_went_in() {
    if !have("pdftotext") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let pdf = put(folder.path(), &write(&options(Profile::Press, Red::Spot)));
    let solid = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    for (page, number) in pages().iter().zip(1..) {
        let number = number.to_string();
        let said = run("pdftotext", &["-raw", "-f", &number, "-l", &number, &pdf, "-"]);
        let said = String::from_utf8(said).unwrap();
        let expected: String = page.runs().map(|(_, run)| run.text.as_str()).collect();
        assert_eq!(solid(&said), solid(&expected));
    }
}

#[test]
fn a_glyph_that_stands_for_two_characters_is_read_as_each() {
    // In Noto both are one glyph: the one met first is its text, the other has text of its own.
    let contents = operators(&write(&options(Profile::Proof, Red::Spot)).bytes);
    assert!(contents[0].contains("/Span<</ActualText<FEFF65E52F47>>>BDC"));
}

#[test]
fn a_watermark_lies_below_the_text() {
    for (profile, begins) in [(Profile::Proof, ""), (Profile::Press, "BT\n")] {
        let options = Options { watermark: Some("校样".into()), ..options(profile, Red::Spot) };
        let marked = write(&options);
        for content in &operators(&marked.bytes) {
            let expected = format!("/Artifact BMC\n{begins}/Knock gs\n0 0 0 .1 k\n");
            assert!(content.starts_with(&expected), "{content}");
        }
    }
    let pictures = pictures();
    let scene = Scene { book: &BOOK, pictures: &pictures, dpi: 50.0, watermark: Some("校样") };
    let tint = |scene: &Scene<'_>| {
        let pixels = raster(&pages()[1], scene, &mut Cache::default()).unwrap();
        pixels.pixels().iter().filter(|pixel| pixel.red() == 0xe4).count()
    };
    assert!(tint(&scene) > 5000);
    assert!(tint(&Scene { watermark: None, ..scene }) < 500);
}

#[test]
fn the_plain_text_leaves_out_what_the_layout_made() {
    let said = text(&pages());
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(lines.len(), 14);
    assert!(lines[0].starts_with("包头市人民政府关于印发") && lines[0].ends_with("共60%。"));
    assert_eq!(lines[8], sheet::MONGOLIAN);
    assert!(!said.contains("— 1 —"));
}

#[test]
fn the_same_pages_give_the_same_bytes() {
    let options = options(Profile::Press, Red::Spot);
    assert!(write(&options) == write(&options));
    let mut other = info();
    other.title.push('号');
    let other = press(&pages(), &other, &BOOK, &pictures(), &options).unwrap();
    let id = |bytes: &[u8]| Document::load_mem(bytes).unwrap().trailer.get(b"ID").unwrap().clone();
    assert_ne!(id(&other.bytes), id(&write(&options).bytes));
}

fn drawn(page: &Page, pictures: &Pictures) -> tiny_skia::Pixmap {
    let scene = Scene { book: &BOOK, pictures, dpi: 150.0, watermark: None };
    raster(page, &scene, &mut Cache::default()).unwrap()
}

/// How many pixels of a page are far from those of another program, after a blur of one pixel.
fn far(
    ours: &tiny_skia::Pixmap,
    grey: &[u8],
    (wide, high, theirs): (usize, usize, &[u8]),
) -> usize {
    let (width, height) = (ours.width() as usize, ours.height() as usize);
    // 12 pt of bleed are 25 pixels, where they have not been cut off.
    let edge = if (wide, high) == (width, height) { 0 } else { 25 };
    assert!(wide >= width + edge && high >= height + edge, "{wide} x {high}");
    let rows = theirs.chunks(wide).skip(edge).take(height);
    let theirs: Vec<u8> = rows.flat_map(|row| &row[edge..edge + width]).copied().collect();
    let pairs = blur(width, height, grey).into_iter().zip(blur(width, height, &theirs));
    pairs.filter(|(a, b)| a.abs_diff(*b) > 64).count()
}

#[test]
fn the_raster_shows_what_the_pdf_shows() {
    let folder = tempfile::tempdir().unwrap();
    let pdf = put(folder.path(), &write(&options(Profile::Press, Red::Spot)));
    let pictures = pictures();
    for (page, number) in pages().iter().zip(1..) {
        let ours = drawn(page, &pictures);
        let shade = |pixel: &tiny_skia::PremultipliedColorU8| {
            let [r, g, b] = [pixel.red(), pixel.green(), pixel.blue()].map(u32::from);
            u8::try_from((r * 299 + g * 587 + b * 114) / 1000).unwrap()
        };
        let grey: Vec<u8> = ours.pixels().iter().map(shade).collect();
        let number = number.to_string();
        let which = ["-r", "150", "-gray", "-f", &number, "-l", &number, &pdf];
        if have("pdftoppm") {
            let far = far(&ours, &grey, pgm(&run("pdftoppm", &which)));
            println!("page {number}: {far} of {} pixels differ", grey.len());
            assert!(far * 200 < grey.len(), "page {number}: {far} of {}", grey.len());
        }
        let black = grey.iter().filter(|&&pixel| pixel < 128).count();
        assert!(black > 2000, "page {number} is empty");
    }
}

#[test]
fn a_strip_has_the_pixels_of_the_whole_page() {
    let pictures = pictures();
    for page in pages() {
        let whole = drawn(&page, &pictures);
        let scene = Scene { book: &BOOK, pictures: &pictures, dpi: 150.0, watermark: None };
        let row = whole.width() as usize * 4;
        let mut cache = Cache::default();
        for (top, height) in [(0, 64), (137, 200), (640, 1), (1500, 183)] {
            let part = strip(&page, &scene, Strip { top, height }, &mut cache).unwrap();
            let start = top as usize * row;
            let expected = &whole.data()[start..start + height as usize * row];
            let far = part.data().iter().zip(expected).filter(|(a, b)| a.abs_diff(**b) > 1).count();
            assert_eq!(far, 0, "page {} rows {top}+{height}", page.number);
        }
    }
}

fn error(pages: &[Arc<Page>], options: &Options) -> String {
    press(pages, &info(), &BOOK, &pictures(), options).unwrap_err().to_string()
}

#[test]
fn what_cannot_be_written_is_said_clearly() {
    let press_options = options(Profile::Press, Red::Spot);
    assert!(error(&[], &press_options).contains("没有可以输出的页面"));
    assert!(error(&pages(), &options(Profile::Web, Red::Spot)).contains("网络版"));
    let broken = Options { icc: Some(vec![0; 3000]), ..press_options };
    assert!(error(&pages(), &broken).contains("特性文件不能用"));
    let scene = Scene { book: &BOOK, pictures: &pictures(), dpi: 1e9, watermark: None };
    let outcome = raster(&pages()[0], &scene, &mut Cache::default());
    assert!(matches!(outcome, Err(Error::PageSize { page: 1, .. })));
}

#[test]
fn a_profile_of_the_print_office_takes_the_place_of_ours() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/icc/ISOcoated_v2_300_bas.icc");
    let icc = Some(std::fs::read(folder).unwrap());
    let bytes = write(&Options { icc, ..options(Profile::Press, Red::Spot) }).bytes;
    let pdf = Document::load_mem(&bytes).unwrap();
    let intents = pdf.catalog().unwrap().get(b"OutputIntents").unwrap().as_array().unwrap();
    let intent = intents[0].as_dict().unwrap();
    assert_eq!(intent.get(b"OutputConditionIdentifier").unwrap().as_str().unwrap(), b"Custom");
    assert!(!intent.has(b"RegistryName"));
}

#[test]
fn a_missing_or_strange_picture_is_a_finding() {
    let items = vec![
        picture(10.0, 10.0, 50.0, "absent"),
        picture(10.0, 80.0, 50.0, "strange"),
        picture(10.0, 150.0, 50.0, "colour"),
    ];
    let mut pictures = pictures();
    let _ = pictures.insert("strange".into(), Arc::new(b"GIF89a".to_vec()));
    let pages = [page(1, items)];
    let options = options(Profile::Press, Red::Spot);
    let pdf = press(&pages, &info(), &BOOK, &pictures, &options).unwrap();
    let rules: Vec<_> =
        pdf.findings.iter().map(|finding| (finding.rule, finding.text.as_str())).collect();
    assert_eq!(rules, [("picture-missing", "absent"), ("picture-unreadable", "strange")]);
    // Two frames of four lines.
    assert_eq!(operators(&pdf.bytes)[0].matches("re f").count(), 8);
    let _ = drawn(&pages[0], &pictures);
}

#[test]
fn wild_pages_are_no_panic() {
    let wild = |change: fn(&mut GlyphRun)| {
        let start = sheet::at(50.0, 50.0);
        let mut items = sheet::line("公报", start, sheet::plain(Role::Song, 20.0, sheet::block(1)));
        if let FrameItem::Glyphs(run) = &mut items[0] {
            change(run);
        }
        let pages = [page(1, items)];
        let _ = drawn(&pages[0], &pictures());
        let _ = text(&pages);
        press(&pages, &info(), &BOOK, &pictures(), &options(Profile::Press, Red::Spot)).unwrap()
    };
    let _ = wild(|run| run.font = FontId(999));
    let _ = wild(|run| run.glyphs.clear());
    let _ = wild(|run| run.text.clear());
    let _ = wild(|run| run.size = Pt::ZERO);
    let _ = wild(|run| run.size = Pt::new(-10));
    let _ = wild(|run| run.size = Pt::new(1_000_000));
    let _ = wild(|run| run.at.x = Pt::new(-2_000_000_000));
    let _ = wild(|run| run.glyphs[0].id = u16::MAX);
    let _ = wild(|run| run.glyphs[0].chars = 255);
    let mut flat = (*page(7, Vec::new())).clone();
    flat.trim.width = Pt::ZERO;
    let error = error(&[Arc::new(flat)], &options(Profile::Proof, Red::Spot));
    assert!(error.contains("第 7 页"), "{error}");
}

/// The fonts, one of them with `length` bytes from `start` of a table overwritten.
fn damaged(file: &str, table: &[u8; 4], start: usize, length: usize) -> FontBook {
    let mut files = fonts::files(&[]);
    let font: &mut FontFile = files.iter_mut().find(|font| font.name.starts_with(file)).unwrap();
    let mut bytes = font.bytes.to_vec();
    let entry = bytes[12..].chunks(16).position(|entry| entry.starts_with(table)).unwrap();
    let field = 12 + 16 * entry + 8;
    let offset = u32::from_be_bytes(bytes[field..field + 4].try_into().unwrap()) as usize;
    bytes[offset + start..offset + start + length].fill(0xff);
    font.bytes = Arc::new(bytes);
    FontBook::new(&files).unwrap().0
}

#[test]
fn a_damaged_font_is_an_error_or_a_gap_but_no_panic() {
    let check = |file: &str, table, start, length| {
        let book = damaged(file, table, start, length);
        let scene = Scene { book: &book, pictures: &pictures(), dpi: 50.0, watermark: None };
        for page in pages() {
            let _ = raster(&page, &scene, &mut Cache::default()).unwrap();
        }
        let options = options(Profile::Press, Red::Spot);
        press(&pages(), &info(), &book, &pictures(), &options).map(|_| ())
    };
    for (file, table, start, length) in [
        ("FandolKai", b"CFF ", 3_000_000, 2_000_000),
        ("FandolKai", b"CFF ", 40, 20_000),
        ("LXGW", b"loca", 200, 20_000),
        ("LXGW", b"glyf", 0, 4_000_000),
        ("LiberationSerif-Regular", b"hmtx", 0, 4_000),
        ("NotoSansMongolian", b"glyf", 0, 100_000),
    ] {
        let outcome = check(file, table, start, length);
        println!("{file} {}: {outcome:?}", String::from_utf8_lossy(table));
        if let Err(error) = outcome {
            assert!(error.to_string().contains("已损坏"), "{error}");
        }
    }
}
