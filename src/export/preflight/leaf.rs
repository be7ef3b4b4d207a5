//! Preflight of one page of a written file, or of a form that is one: its boxes, keys, contents and
//! text.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use lopdf::{Dictionary, Document, ObjectId};

use super::content::{JobPlates, PageInks};
use super::faults::{Faults, Sheet};
use super::font::Font;
use super::image::{Images, is_stencil};
use super::object::{inherited, numbers, sub};
use super::read::{Put, Reader, Seen, What};
use super::{Fault, Job, painted};
use crate::export::Watch;
use crate::export::imposition::Side;
use crate::export::press::Printed;
use crate::finding::Severity;
use crate::geom::{Point, Pt, Rect, Size};
use crate::layout::page::{FrameItem, Page};

/// How far two boxes may differ, in pt.
const CLOSE: f64 = 0.01;

/// What is read of a file, and what it should be.
pub(super) struct Reading<'a> {
    pub(super) job: &'a Job<'a>,
    pub(super) pdf: &'a Document,
    pub(super) reader: Reader<'a>,
    pub(super) images: Images,
    pub(super) plates: JobPlates,
    pub(super) printed: &'a BTreeMap<String, Printed>,
    pub(super) watch: &'a Watch,
}

/// What a page of the file was found to have.
pub(super) struct Leaf<'a> {
    pub(super) sheet: Sheet<'a>,
    pub(super) faults: Faults,
    pub(super) plates: BTreeSet<String>,
    pub(super) fonts: BTreeMap<ObjectId, Arc<Font>>,
    /// With whether it stands where the page has a QR code.
    pub(super) images: Vec<(ObjectId, Put, bool)>,
}

/// Checks what was seen of a page of the file, or of a form that is one; none is `page` for a side
/// of a sheet with several.
pub(super) fn leaf<'a>(
    reading: &Reading<'a>,
    (sheet, page): (Sheet<'a>, Option<&Page>),
    seen: Seen,
    mut faults: Faults,
) -> Leaf<'a> {
    let pictures = page.map(|page| pictures(page, |_| true)).unwrap_or_default();
    let is_code = |sha256: &str| reading.printed.get(sha256).is_some_and(Printed::is_code);
    let codes = page.map(|page| self::pictures(page, is_code)).unwrap_or_default();
    PageInks { sheet, seen: &seen, plates: &reading.plates, pictures }.check(&mut faults);
    painted::check(reading.job, &reading.plates, (&sheet, page), &seen, &mut faults);
    if let Some(page) = page {
        text(page, &sheet, &seen, &mut faults);
    }
    let mut leaf =
        Leaf { sheet, faults, plates: BTreeSet::new(), fonts: BTreeMap::new(), images: Vec::new() };
    for put in seen.puts {
        leaf.plates.extend(put_plates(reading, &put));
        match &put.what {
            What::Text { font, .. } if !leaf.fonts.contains_key(&font.id) => {
                let _ = leaf.fonts.insert(font.id, Arc::clone(font));
            }
            What::Image(image) => {
                let is_code = sheet.rect(put.bounds).is_some_and(|own| {
                    let mut codes = codes.iter();
                    codes.any(|code| same(code, &own))
                });
                leaf.images.push((*image, put, is_code));
            }
            What::Text { .. }
            | What::Fill(_)
            | What::Stroke(_)
            | What::BeginActual(_)
            | What::EndActual => {}
        }
    }
    leaf
}

/// Where those pictures of a page stand that are wanted, by their hash.
fn pictures(page: &Page, wanted: impl Fn(&str) -> bool) -> Vec<Rect> {
    let items = page.parts.iter().flat_map(|placed| {
        placed.frame.items.iter().filter_map(|item| match item {
            FrameItem::Picture { rect, sha256, .. } => {
                wanted(sha256).then(|| rect.moved(placed.at))
            }
            FrameItem::Glyphs(_) | FrameItem::Rule { .. } => None,
        })
    });
    items.collect()
}

/// Whether two rectangles are the same, to a point.
fn same(one: &Rect, other: &Rect) -> bool {
    let sides = |own: &Rect| [own.at.x, own.at.y, own.right(), own.bottom()];
    sides(one).into_iter().zip(sides(other)).all(|(a, b)| (a - b).abs() <= Pt::new(1))
}

fn put_plates(reading: &Reading<'_>, put: &Put) -> Vec<String> {
    match &put.what {
        What::Image(image) if is_stencil(reading.pdf, *image) => put.paint.plates(),
        What::Image(image) => reading.images.plates(reading.pdf, *image),
        What::Text { .. } | What::Fill(_) | What::Stroke(_) => {
            put.paint.plates().into_iter().filter(|name| name != "All").collect()
        }
        What::BeginActual(_) | What::EndActual => Vec::new(),
    }
}

/// Reads the boxes of a page, and compares them with each other and with the size that it
/// should have.
pub(super) fn boxes<'a>(
    pdf: &Document,
    dictionary: &Dictionary,
    ((page, side), expected): ((Option<u32>, Option<&'a Side>), Option<&Page>),
    faults: &mut Faults,
) -> Sheet<'a> {
    let numbers = |key: &[u8]| numbers(pdf, dictionary, key);
    let mut fault = |rule, message: &str| {
        let message = format!("{message}；请用本程序重新输出");
        faults.all.push(Fault::new(rule, Severity::Error, page, None, message).on(side));
    };
    let inside = |inner: [f64; 4], outer: [f64; 4]| {
        inner[0] >= outer[0] - CLOSE
            && inner[1] >= outer[1] - CLOSE
            && inner[2] <= outer[2] + CLOSE
            && inner[3] <= outer[3] + CLOSE
    };
    let [media, bleed, trim] = [b"MediaBox".as_slice(), b"BleedBox", b"TrimBox"].map(numbers);
    let crop = numbers(b"CropBox");
    let (Some(media), Some(bleed), Some(trim)) = (media, bleed, trim) else {
        fault("page-boxes", "缺少纸张、出血或成品框（MediaBox、BleedBox、TrimBox）");
        let none = [0.0; 4];
        return Sheet { page, side, trim: trim.unwrap_or(none), bleed: bleed.unwrap_or(none) };
    };
    let crop = crop.unwrap_or(media);
    if !(inside(trim, bleed) && inside(bleed, crop) && inside(crop, media)) {
        fault("page-boxes", "成品框、出血框、纸张框没有依次套住");
    }
    let size = [trim[2] - trim[0], trim[3] - trim[1]];
    let differs = |expected: Size| {
        let expected = [expected.width, expected.height].map(Pt::to_f64);
        size.iter().zip(expected).any(|(own, expected)| (own - expected).abs() > CLOSE)
    };
    if expected.is_some_and(|page| differs(page.trim)) {
        fault("page-size", "成品框与版面尺寸不同");
    }
    let around = [trim[0] - bleed[0], trim[1] - bleed[1], bleed[2] - trim[2], bleed[3] - trim[3]];
    let is_short = |page: &Page| around.iter().any(|own| own + CLOSE < page.bleed.to_f64());
    if expected.is_some_and(is_short) {
        fault("page-boxes", "出血框没有留足版面的出血");
    }
    if dictionary.has(b"ArtBox") {
        fault("page-boxes", "同时有 ArtBox 和 TrimBox");
    }
    let turned = inherited(pdf, dictionary, b"Rotate").is_some_and(|turn| *turn != 0.into());
    if turned || dictionary.has(b"UserUnit") {
        fault("page-boxes", "页面带旋转或自定单位（Rotate、UserUnit）");
    }
    Sheet { page, side, trim, bleed }
}

/// Keys that a page may not have.
pub(super) fn keys(
    pdf: &Document,
    dictionary: &Dictionary,
    sheet: &Sheet<'_>,
    faults: &mut Faults,
) {
    let mut fault = |rule, message: &str| {
        let message = format!("{message}；请用本程序重新输出");
        faults.all.push(sheet.fault(rule, Severity::Error, None, message));
    };
    if dictionary.has(b"AA") {
        fault("pdf-action", "页面带有动作（AA）");
    }
    if sub(pdf, dictionary, b"Group").is_some() {
        fault("transparency", "页面带有透明组");
    }
    let annotations = dictionary.get(b"Annots").and_then(|own| pdf.dereference(own));
    if annotations.and_then(|(_, own)| own.as_array()).is_ok_and(|all| !all.is_empty()) {
        fault("page-annotation", "页面带有批注或链接");
    }
}

/// Whether the text that can be taken out of the file is the text of the page.
fn text(page: &Page, sheet: &Sheet<'_>, seen: &Seen, faults: &mut Faults) {
    let solid = |text: &str| text.chars().filter(|own| !own.is_whitespace()).collect::<String>();
    let expected: String = page.runs().map(|(_, run)| solid(&run.text)).collect();
    let (mut found, mut hidden) = (String::new(), false);
    for put in seen.puts.iter().filter(|put| !put.artefact) {
        match &put.what {
            What::BeginActual(text) => {
                found.push_str(&solid(text));
                hidden = true;
            }
            What::EndActual => hidden = false,
            What::Text { font, codes, .. } => {
                if codes.contains(&0) {
                    let rect = sheet.rect(put.bounds);
                    let message = "有字体没有的字，印出来是空框；请换字或换字体";
                    faults.all.push(sheet.fault("font-notdef", Severity::Error, rect, message));
                }
                if !hidden {
                    codes
                        .iter()
                        .for_each(|&code| found.push_str(&solid(font.text(code).unwrap_or(""))));
                }
            }
            What::Fill(_) | What::Stroke(_) | What::Image(_) => {}
        }
    }
    if found != expected {
        let shared = found.chars().zip(expected.chars()).take_while(|(a, b)| a == b).count();
        let near: String = expected.chars().skip(shared.saturating_sub(4)).take(12).collect();
        let whole = Rect { at: Point::default(), size: page.trim };
        let message = format!("文件里的文字与版面不同（“{near}”附近）；请重新输出");
        faults.all.push(sheet.fault("text-equal", Severity::Error, Some(whole), message));
    }
}
