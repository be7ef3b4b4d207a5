//! Preflight of the written file: it is read back, page by page, as a print office's program does.

use std::collections::BTreeSet;

use lopdf::{Document, Object, ObjectId};
use rayon::prelude::*;

use super::content::JobPlates;
use super::faults::Faults;
use super::image::Images;
use super::leaf::{Leaf, Reading, boxes, keys, leaf};
use super::object::numbers;
use super::read::Reader;
use super::{Fault, Job, LARGEST_FILE, marks, metadata, sheet};
use crate::export::Watch;
use crate::export::press::{Options, Pdf};

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
    metadata::check(job, &pdf, bytes, &mut faults);
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
            if fonts.insert(font.id) {
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

/// Process inks first, as they are printed.
fn in_order(mut plates: BTreeSet<String>) -> Vec<String> {
    let process = ["C", "M", "Y", "K"].into_iter().filter_map(|name| plates.take(name));
    let mut all: Vec<String> = process.collect();
    all.extend(plates);
    all
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
        let numbers = |key: &[u8]| -> Option<Vec<f64>> {
            let own = function?.get(key).and_then(Object::as_array).ok()?;
            Some(own.iter().map(|own| own.as_float().map_or(-1.0, f64::from)).collect())
        };
        let is = |found: Option<Vec<f64>>, wanted: [f64; 4]| {
            found.is_some_and(|found| {
                let close = |(own, wanted): (&f64, f64)| (own - wanted).abs() < 0.005;
                found.len() == wanted.len() && found.iter().zip(wanted).all(close)
            })
        };
        // Half of the red is half of each ink.
        let power = function.and_then(|own| own.get(b"N").and_then(Object::as_float).ok());
        is(numbers(b"C0"), [0.0; 4]) && is(numbers(b"C1"), wanted) && power == Some(1.0)
    })
}
