//! Screen and paper: our raster beside three programs that draw the written file, on every kind of
//! page. At 150 dpi in grey, after a blur of one pixel, less than 0.5 % of the pixels may be far
//! (by more than 64 of 255).

#![expect(clippy::unwrap_used, reason = "a test stops at the first thing that is wrong")]

use std::path::Path;
use std::sync::Arc;

use gongbao::export::press::{Options, Red, press};
use gongbao::export::raster::{Cache, Scene, raster};
use gongbao::export::{Pictures, Profile};
use gongbao::layout::memo::Memo;
use gongbao::layout::page::{Info, Page};
use gongbao::layout::style::{NAMES, Stylesheet};
use gongbao::layout::{Resources, compose};
use gongbao::text::words::Words;
use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};
use lopdf::{Document, Object};
use rayon::prelude::*;

#[path = "support/fonts.rs"]
mod fonts;
#[path = "support/issue.rs"]
mod issue;
#[path = "support/kinds.rs"]
mod kinds;
#[path = "support/sheet.rs"]
#[allow(dead_code, reason = "other tests set single things")]
mod sheet;
#[path = "support/tool.rs"]
mod tool;

use fonts::BOOK;
use tool::{blur, have, pgm, ppm, run};

/// So many of a thousand pixels may be far.
const MOST: usize = 5;

/// Grey pixels of a page within its trim.
struct Grey {
    width: usize,
    height: usize,
    shades: Vec<u8>,
}

fn shade(red: u8, green: u8, blue: u8) -> u8 {
    let [r, g, b] = [red, green, blue].map(u32::from);
    u8::try_from((r * 299 + g * 587 + b * 114) / 1000).unwrap()
}

impl Grey {
    /// How many of a thousand pixels of `other` are far from ours, rounded up.
    fn far(&self, other: &Self) -> usize {
        let size = (self.width, self.height);
        // The trim has a part of a pixel more.
        assert!(other.width.abs_diff(size.0) < 2 && other.height.abs_diff(size.1) < 2);
        let blurred = |own: &Self| blur(own.width, own.height, &own.shades);
        let (ours, theirs) = (blurred(self), blurred(other));
        let (width, height) = (size.0.min(other.width), size.1.min(other.height));
        let rows = ours.chunks(self.width).zip(theirs.chunks(other.width)).take(height);
        let pairs = rows.flat_map(|(own, other)| own.iter().zip(other).take(width));
        let far = pairs.filter(|(a, b)| a.abs_diff(**b) > 64).count();
        (far * 1000).div_ceil(self.shades.len())
    }

    /// A quarter as wide and high as a picture in colours.
    fn quarter(bytes: &[u8]) -> Self {
        let (wide, high, colours) = ppm(bytes);
        let shades: Vec<u8> =
            colours.as_chunks::<3>().0.iter().map(|&[r, g, b]| shade(r, g, b)).collect();
        let (width, height) = (wide / 4, high / 4);
        let mut sums = vec![0_u16; width * height];
        for (row, y) in shades.chunks(wide).zip(0..height * 4) {
            let sums = &mut sums[y / 4 * width..(y / 4 + 1) * width];
            for (sum, four) in sums.iter_mut().zip(row.as_chunks::<4>().0) {
                let [a, b, c, d] = four.map(u16::from);
                *sum += a + b + c + d;
            }
        }
        let shades = sums.iter().map(|sum| u8::try_from(sum / 16).unwrap()).collect();
        Self { width, height, shades }
    }
}

fn ours(page: &Page, pictures: &Pictures) -> Grey {
    let scene = Scene { book: &BOOK, pictures, dpi: 150.0, watermark: None };
    let pixels = raster(page, &scene, &mut Cache::default()).unwrap();
    let shades = pixels.pixels().iter().map(|own| shade(own.red(), own.green(), own.blue()));
    let (width, height) = (pixels.width() as usize, pixels.height() as usize);
    Grey { width, height, shades: shades.collect() }
}

/// Page `index` of a file, as hayro draws it.
fn by_hayro(bytes: &[u8], index: usize) -> Grey {
    let pdf = Pdf::new(bytes.to_vec()).unwrap();
    let scale = 150.0 / 72.0;
    let settings = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
    // Hinting moves stems to whole pixels, kept glyphs stand at parts of them.
    let drawing =
        RenderSettings { hinting: false, glyph_caching: false, ..RenderSettings::default() };
    let cache = RenderCache::new();
    let page = &pdf.pages()[index];
    let pixels = render(page, &cache, &InterpreterSettings::default(), &drawing, &settings);
    let shades = pixels.data().iter().map(|own| shade(own.r, own.g, own.b)).collect();
    Grey { width: pixels.width().into(), height: pixels.height().into(), shades }
}

fn by_poppler(path: &str, number: &str) -> Grey {
    let bytes = run("pdftoppm", &["-r", "150", "-gray", "-f", number, "-l", number, path]);
    let (width, height, shades) = pgm(&bytes);
    Grey { width, height, shades: shades.to_vec() }
}

/// mutool puts type of this size at halves of a pixel, which is too coarse for this comparison: it
/// draws four times as fine; and in colours, since its grey turns pictures in inks black.
fn by_mutool(path: &str, number: &str) -> Grey {
    let how = ["draw", "-q", "-r", "600", "-c", "rgb", "-F", "ppm", "-o", "-", path, number];
    Grey::quarter(&run("mutool", &how))
}

/// The file with pages that are no more than their trim, to a whole pixel: mutool stretches pages
/// of other sizes, and parts of a pixel at the corner move everything.
fn trimmed(bytes: &[u8]) -> Vec<u8> {
    let mut pdf = Document::load_mem(bytes).unwrap();
    for id in pdf.get_pages().into_values() {
        let page = pdf.get_dictionary_mut(id).unwrap();
        let own = page.get(b"TrimBox").unwrap().as_array().unwrap();
        let [left, bottom, right, top] = [0, 1, 2, 3].map(|at| own[at].as_float().unwrap());
        // A trifle more, since some programs round down.
        let whole = |length: f32| (length * 150.0 / 72.0).round() * 72.0 / 150.0 + 0.0003;
        let edges = [left, top - whole(top - bottom), left + whole(right - left), top];
        page.set("MediaBox", edges.map(Object::Real).to_vec());
        let _ = page.remove(b"BleedBox");
    }
    let mut changed = Vec::new();
    pdf.save_to(&mut changed).unwrap();
    changed
}

/// Draws every `step`th of the pages in all ways.
#[expect(clippy::print_stdout, reason = "how far all were is worth reading")]
fn compare(kind: &str, pages: &[Arc<Page>], step: usize, info: &Info, pictures: &Pictures) {
    let options = Options { profile: Profile::Press, red: Red::Process, ..Options::default() };
    let bytes = trimmed(&press(pages, info, &BOOK, pictures, &options).unwrap().bytes);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("it.pdf");
    put(&path, &bytes);
    let path = path.to_str().unwrap();
    let (poppler, mutool) = (have("pdftoppm"), have("mutool"));
    let found: Vec<(usize, Vec<(&str, usize)>)> = (0..pages.len())
        .into_par_iter()
        .filter(|index| index % step == 0)
        .map(|index| {
            let (page, number) = (&pages[index], (index + 1).to_string());
            let own = ours(page, pictures);
            let mut far = vec![("hayro", own.far(&by_hayro(&bytes, index)))];
            if poppler {
                far.push(("poppler", own.far(&by_poppler(path, &number))));
            }
            if mutool {
                far.push(("mutool", own.far(&by_mutool(path, &number))));
            }
            (index + 1, far)
        })
        .collect();
    for (page, far) in &found {
        println!("{kind}, page {page}: far of 1000: {far:?}");
    }
    let worst = found.iter().flat_map(|(_, far)| far).map(|(_, far)| *far).max();
    assert!(worst.unwrap() <= MOST, "{kind}: {found:?}");
}

fn put(path: &Path, bytes: &[u8]) {
    let file = std::fs::File::create(path);
    file.and_then(|mut file| std::io::Write::write_all(&mut file, bytes)).unwrap();
}

#[test]
fn pages_made_by_hand() {
    let (pages, info, pictures) = (sheet::pages(), sheet::info(), sheet::pictures());
    compare("by hand", &pages, 1, &info, &pictures);
}

#[test]
fn every_form_of_document_in_every_style() {
    let issue = kinds::kinds(issue::sample());
    // Every second page of one style, and some of the others.
    for (style, step) in NAMES.into_iter().zip([2, 5, 5]) {
        let pictures = std::collections::BTreeMap::new();
        let resources = Resources { fonts: &BOOK, pictures: &pictures, words: &Words::built_in() };
        let sheet = Stylesheet::built_in(style).unwrap();
        let composed = compose(&issue, &sheet, &resources, &mut Memo::default());
        compare(style, &composed.pages, step, &composed.info, &Pictures::new());
    }
}
