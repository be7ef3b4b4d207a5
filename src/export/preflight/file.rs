//! Preflight of the written file: it is read back, page by page, as a print office's program does.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use lopdf::{Dictionary, Document, Object, ObjectId};
use rayon::prelude::*;

use super::content::{JobPlates, PageInks};
use super::font::Font;
use super::image::{Images, is_stencil};
use super::read::{Put, Reader, Seen, What, sub};
use super::{Fault, Job, LARGEST_FILE, marks, metadata, sheet};
use crate::export::Watch;
use crate::export::imposition::Side;
use crate::export::press::{Options, Pdf, Printed};
use crate::finding::Severity;
use crate::geom::{Point, Pt, Rect, Size};
use crate::layout::page::{FrameItem, Page};

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

/// A page of the file, or a form that is one: where it is on the paper.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sheet<'a> {
    /// Physical number; none for a side of a sheet with several pages.
    pub(super) page: Option<u32>,
    /// The side of the sheet, where pages were put together.
    pub(super) side: Option<&'a Side>,
    pub(super) trim: [f64; 4],
    pub(super) bleed: [f64; 4],
}

impl Sheet<'_> {
    /// Bounds in the file, from the upper left corner of the trim.
    pub(super) fn rect(&self, [left, bottom, right, top]: [f64; 4]) -> Option<Rect> {
        let size = [right - left, top - bottom];
        size.iter().all(|length| length.is_finite()).then(|| {
            let [x, y] = [left - self.trim[0], self.trim[3] - top].map(Pt::from_f64);
            Rect::new(x, y, Pt::from_f64(size[0]), Pt::from_f64(size[1]))
        })
    }

    /// Something that is wrong here.
    pub(super) fn fault(
        &self,
        rule: &'static str,
        severity: Severity,
        rect: Option<Rect>,
        message: impl Into<String>,
    ) -> Fault {
        Fault::new(rule, severity, self.page, rect, message).on(self.side)
    }
}

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

/// The faults of a written file, and the plates that it needs.
pub(super) fn check(job: &Job<'_>, written: &Pdf, watch: &Watch) -> (Vec<Fault>, Vec<String>) {
    let mut faults = Faults::default();
    let bytes = &written.bytes;
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
    let sides = job.sides();
    let expected = if sides.is_empty() { job.pages.len() } else { sides.len() };
    if ids.len() != expected {
        let message = format!("应有 {expected} 面，文件里有 {} 面；请重新输出", ids.len());
        faults.file("page-lost", message);
    }
    if !red_is_as_set(&pdf, job.options) {
        let message = "专色红的四色替代色与设置不同，打样会偏色；请用本程序重新输出";
        faults.file("red-alternate", message.to_owned());
    }
    let (reader, images) = rayon::join(|| Reader::new(&pdf), || Images::read(&pdf));
    let plates = JobPlates::new(job.options, &written.printed);
    let printed = &written.printed;
    let reading = Reading { job, pdf: &pdf, reader, images, plates, printed, watch };
    let leaves: Vec<Leaf<'_>> = if sides.is_empty() {
        let read = ids.par_iter().enumerate().filter(|_| watch.goes_on());
        read.filter_map(|(index, &id)| page(&reading, (index, id))).collect()
    } else {
        let read = sides.par_iter().zip(&ids);
        read.flat_map_iter(|(side, &id)| sheet::leaves(&reading, side, id)).collect()
    };
    let plates = gather(leaves, &reading, &mut faults);
    (faults.all, plates)
}

/// The plates of all pages; puts together what was found on them, fonts and images once each.
fn gather(leaves: Vec<Leaf<'_>>, reading: &Reading<'_>, faults: &mut Faults) -> Vec<String> {
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
        for (image, put, is_code) in leaf.images {
            if images.insert(image) {
                let place = (&leaf.sheet, &reading.plates);
                reading.images.check(reading.pdf, (image, &put, is_code), place, faults);
            }
        }
    }
    in_order(plates)
}

/// What a page of the file was found to have.
pub(super) struct Leaf<'a> {
    sheet: Sheet<'a>,
    faults: Faults,
    plates: BTreeSet<String>,
    /// By their names.
    fonts: BTreeMap<String, Arc<Font>>,
    /// With whether it stands where the page has a QR code.
    images: Vec<(ObjectId, Put, bool)>,
}

/// Checks page `index` of the file; none where there is no dictionary of it.
fn page<'a>(reading: &Reading<'a>, (index, id): (usize, ObjectId)) -> Option<Leaf<'a>> {
    let page = reading.job.pages.get(index).map(|page| &**page);
    let dictionary = reading.pdf.get_dictionary(id).ok()?;
    let mut faults = Faults::default();
    let number = page.map_or(index + 1, |page| page.number as usize);
    let place = (u32::try_from(number).ok(), None);
    let sheet = boxes(reading.pdf, dictionary, (place, page), &mut faults);
    keys(reading.pdf, dictionary, &sheet, &mut faults);
    let seen = reading.reader.page(id);
    if let Some(media) = numbers(reading.pdf, dictionary, b"MediaBox") {
        let within = marks::Within::default();
        marks::check(reading.job.options, (&sheet, media), &within, &seen, &mut faults);
    }
    Some(leaf(reading, (sheet, page), seen, faults))
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
    if let Some(page) = page {
        text(page, &sheet, &seen, &mut faults);
    }
    let mut leaf =
        Leaf { sheet, faults, plates: BTreeSet::new(), fonts: BTreeMap::new(), images: Vec::new() };
    for put in seen.puts {
        leaf.plates.extend(put_plates(reading, &put));
        match &put.what {
            What::Text { font, .. } if !leaf.fonts.contains_key(&font.name) => {
                let _ = leaf.fonts.insert(font.name.clone(), Arc::clone(font));
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

/// Process inks first, as they are printed.
fn in_order(mut plates: BTreeSet<String>) -> Vec<String> {
    let process = ["C", "M", "Y", "K"].into_iter().filter_map(|name| plates.take(name));
    let mut all: Vec<String> = process.collect();
    all.extend(plates);
    all
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
    let turned = dictionary.get(b"Rotate").and_then(Object::as_i64).is_ok_and(|turn| turn != 0);
    if turned || dictionary.has(b"UserUnit") {
        fault("page-boxes", "页面带旋转或自定单位（Rotate、UserUnit）");
    }
    Sheet { page, side, trim, bleed }
}

/// The four numbers of a box.
pub(super) fn numbers(pdf: &Document, own: &Dictionary, key: &[u8]) -> Option<[f64; 4]> {
    let own = pdf.dereference(own.get(key).ok()?).ok()?.1.as_array().ok()?;
    let all: Vec<f64> = own.iter().filter_map(|side| side.as_float().ok()).map(f64::from).collect();
    all.try_into().ok()
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

/// Whether each spot colour of the file falls back to the inks that the job sets for its red.
fn red_is_as_set(pdf: &Document, options: &Options) -> bool {
    let wanted = options.red_inks.0.map(|percent| f64::from(percent) / 100.0);
    let dictionaries = pdf.objects.values().filter_map(|own| match own {
        Object::Stream(stream) => Some(&stream.dict),
        other => other.as_dict().ok(),
    });
    let resources = dictionaries.flat_map(|own| {
        let inner = own.get(b"Resources").and_then(Object::as_dict).ok();
        [Some(own), inner].into_iter().flatten()
    });
    let spaces = resources.filter_map(|own| own.get(b"ColorSpace").and_then(Object::as_dict).ok());
    let mut functions = spaces.flat_map(|own| own.iter()).filter_map(|(_, space)| {
        let (_, space) = pdf.dereference(space).ok()?;
        let parts = space.as_array().ok()?;
        let name = parts.get(1)?.as_name().ok()?;
        let is_spot = parts.first()?.as_name().ok()? == b"Separation" && name != b"All";
        is_spot.then(|| pdf.dereference(parts.get(3)?).ok()?.1.as_dict().ok())
    });
    functions.all(|function| {
        let ends = function.and_then(|own| own.get(b"C1").and_then(Object::as_array).ok());
        let ends = ends.map(|ends| ends.iter().map(|own| own.as_float().unwrap_or(-1.0)));
        ends.is_some_and(|ends| {
            ends.zip(wanted).all(|(own, wanted)| (f64::from(own) - wanted).abs() < 0.005)
        })
    })
}
