//! Preflight of the written file: it is read back, page by page, as a print office's program does.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use lopdf::{Dictionary, Document, Object, ObjectId};
use rayon::prelude::*;

use super::content::PageInks;
use super::font::Font;
use super::read::{Put, Reader, Seen, What, sub};
use super::{Fault, Job, LARGEST_FILE, content, metadata};
use crate::finding::Severity;
use crate::geom::{Point, Pt, Rect, Size};
use crate::layout::page::Page;

/// How far two boxes may differ, in pt.
const CLOSE: f64 = 0.01;

/// Faults being gathered.
#[derive(Debug, Default)]
pub(super) struct Faults {
    pub(super) all: Vec<Fault>,
}

impl Faults {
    /// An error of the whole file.
    pub(super) fn file(&mut self, rule: &'static str, message: String) {
        self.all.push(Fault::new(rule, Severity::Error, None, None, message));
    }
}

/// A page of the file: where it is on the paper.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sheet {
    /// Physical number.
    pub(super) number: u32,
    pub(super) trim: [f64; 4],
    pub(super) bleed: [f64; 4],
}

impl Sheet {
    /// Bounds in the file, from the upper left corner of the trim.
    pub(super) fn rect(&self, [left, bottom, right, top]: [f64; 4]) -> Option<Rect> {
        let size = [right - left, top - bottom];
        size.iter().all(|length| length.is_finite()).then(|| {
            let [x, y] = [left - self.trim[0], self.trim[3] - top].map(Pt::from_f64);
            Rect::new(x, y, Pt::from_f64(size[0]), Pt::from_f64(size[1]))
        })
    }
}

/// The faults of a written file, and the plates that it needs.
pub(super) fn check(job: &Job<'_>, bytes: &[u8]) -> (Vec<Fault>, Vec<String>) {
    let mut faults = Faults::default();
    if bytes.len() > LARGEST_FILE {
        let megabytes = bytes.len() >> 20;
        faults.file("file-size", format!("文件有 {megabytes} MB，太大；请换小一些的图片"));
    }
    let Ok(pdf) = Document::load_mem(bytes) else {
        if bytes.windows(8).any(|own| own == b"/Encrypt") {
            faults.file("pdf-encrypted", "文件加了密，印刷厂打不开；请用本程序重新输出".to_owned());
        }
        faults.file("pdf-broken", "文件写坏了，读不回来；请重新输出".to_owned());
        return (faults.all, Vec::new());
    };
    metadata::check(&pdf, job.info, bytes, &mut faults);
    let ids: Vec<ObjectId> = pdf.get_pages().into_values().collect();
    // Sheets with several pages have other sizes, and another order of reading.
    let is_imposed = job.options.imposition.is_some();
    if !is_imposed && ids.len() != job.pages.len() {
        let message = format!("应有 {} 面，文件里有 {} 面；请重新输出", job.pages.len(), ids.len());
        faults.file("page-lost", message);
    }
    let page_of = |index: usize| if is_imposed { None } else { job.pages.get(index) };
    let reader = Reader::new(&pdf);
    let read = ids.par_iter().enumerate().filter_map(|(index, &id)| {
        leaf(&pdf, &reader, (index, id), page_of(index).map(|page| &**page), job)
    });
    let leaves: Vec<Leaf> = read.collect();
    let mut plates = BTreeSet::new();
    let mut fonts = BTreeSet::new();
    let mut images = BTreeSet::new();
    for leaf in leaves {
        faults.all.extend(leaf.faults.all);
        plates.extend(leaf.plates);
        for font in leaf.fonts.into_values() {
            if fonts.insert(font.name.clone()) {
                for (rule, message) in &font.faults {
                    faults.file(rule, format!("{message}；请重新输出，仍不行请换字体"));
                }
            }
        }
        for (image, put) in leaf.images {
            if images.insert(image) {
                content::image(&pdf, image, &put, &leaf.sheet, &mut faults);
            }
        }
    }
    (faults.all, in_order(plates))
}

/// What a page of the file was found to have.
struct Leaf {
    sheet: Sheet,
    faults: Faults,
    plates: BTreeSet<String>,
    /// By their names.
    fonts: BTreeMap<String, Arc<Font>>,
    images: Vec<(ObjectId, Put)>,
}

/// Checks page `index` of the file; none where there is no dictionary of it.
fn leaf(
    pdf: &Document,
    reader: &Reader<'_>,
    (index, id): (usize, ObjectId),
    page: Option<&Page>,
    job: &Job<'_>,
) -> Option<Leaf> {
    let dictionary = pdf.get_dictionary(id).ok()?;
    let mut faults = Faults::default();
    let number = page.map_or(index + 1, |page| page.number as usize);
    let number = u32::try_from(number).unwrap_or(u32::MAX);
    let sheet = boxes(pdf, dictionary, (number, page.map(|page| page.trim)), &mut faults);
    keys(pdf, dictionary, &sheet, &mut faults);
    let seen = reader.page(id);
    PageInks { sheet, seen: &seen, options: job.options }.check(&mut faults);
    if let Some(page) = page {
        text(page, &sheet, &seen, &mut faults);
    }
    let mut leaf =
        Leaf { sheet, faults, plates: BTreeSet::new(), fonts: BTreeMap::new(), images: Vec::new() };
    for put in seen.puts {
        leaf.plates.extend(put_plates(pdf, &put));
        match &put.what {
            What::Text { font, .. } if !leaf.fonts.contains_key(&font.name) => {
                let _ = leaf.fonts.insert(font.name.clone(), Arc::clone(font));
            }
            What::Image(image) => leaf.images.push((*image, put)),
            What::Text { .. }
            | What::Fill
            | What::Stroke(_)
            | What::BeginActual(_)
            | What::EndActual => {}
        }
    }
    Some(leaf)
}

fn put_plates(pdf: &Document, put: &Put) -> Vec<String> {
    match &put.what {
        What::Image(image) if content::is_stencil(pdf, *image) => put.paint.plates(),
        What::Image(image) => content::image_plates(pdf, *image),
        What::Text { .. } | What::Fill | What::Stroke(_) => {
            put.paint.plates().into_iter().filter(|name| name != "All").collect()
        }
        What::BeginActual(_) | What::EndActual => Vec::new(),
    }
}

/// Process inks first, as they are printed.
fn in_order(mut plates: BTreeSet<String>) -> Vec<String> {
    let process = ["C", "M", "Y", "K"].into_iter().filter_map(|name| plates.take(name));
    let mut all: Vec<String> = process.collect();
    all.extend(plates);
    all
}

/// Reads the boxes of a page, and compares them with each other and with the size that it
/// should have.
fn boxes(
    pdf: &Document,
    dictionary: &Dictionary,
    (number, expected): (u32, Option<Size>),
    faults: &mut Faults,
) -> Sheet {
    let numbers = |key: &[u8]| -> Option<[f64; 4]> {
        let own = pdf.dereference(dictionary.get(key).ok()?).ok()?.1.as_array().ok()?;
        let all: Vec<f64> =
            own.iter().filter_map(|side| side.as_float().ok()).map(f64::from).collect();
        all.try_into().ok()
    };
    let mut fault = |rule, message: &str| {
        let message = format!("{message}；请用本程序重新输出");
        faults.all.push(Fault::new(rule, Severity::Error, Some(number), None, message));
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
        return Sheet { number, trim: trim.unwrap_or(none), bleed: bleed.unwrap_or(none) };
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
    if expected.is_some_and(differs) {
        fault("page-size", "成品框与版面尺寸不同");
    }
    if dictionary.has(b"ArtBox") {
        fault("page-boxes", "同时有 ArtBox 和 TrimBox");
    }
    let turned = dictionary.get(b"Rotate").and_then(Object::as_i64).is_ok_and(|turn| turn != 0);
    if turned || dictionary.has(b"UserUnit") {
        fault("page-boxes", "页面带旋转或自定单位（Rotate、UserUnit）");
    }
    Sheet { number, trim, bleed }
}

/// Keys that a page may not have.
fn keys(pdf: &Document, dictionary: &Dictionary, sheet: &Sheet, faults: &mut Faults) {
    let mut fault = |rule, message: &str| {
        let message = format!("{message}；请用本程序重新输出");
        faults.all.push(Fault::new(rule, Severity::Error, Some(sheet.number), None, message));
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
fn text(page: &Page, sheet: &Sheet, seen: &Seen, faults: &mut Faults) {
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
                    let number = Some(sheet.number);
                    let fault = Fault::new("font-notdef", Severity::Error, number, rect, message);
                    faults.all.push(fault);
                }
                if !hidden {
                    codes
                        .iter()
                        .for_each(|&code| found.push_str(&solid(font.text(code).unwrap_or(""))));
                }
            }
            What::Fill | What::Stroke(_) | What::Image(_) => {}
        }
    }
    if found != expected {
        let shared = found.chars().zip(expected.chars()).take_while(|(a, b)| a == b).count();
        let near: String = expected.chars().skip(shared.saturating_sub(4)).take(12).collect();
        let whole = Rect { at: Point::default(), size: page.trim };
        let message = format!("文件里的文字与版面不同（“{near}”附近）；请重新输出");
        let number = Some(sheet.number);
        faults.all.push(Fault::new("text-equal", Severity::Error, number, Some(whole), message));
    }
}
