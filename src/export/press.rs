//! Turns pages into a PDF for the press, or into a proof of it to read on paper.
//!
//! The press edition is PDF/X-4 (ISO 15930-7) as far as we can check it: one output intent with
//! its ICC profile, `DeviceCMYK` and spot inks, embedded and cut fonts, boxes, fixed ids. printpdf
//! makes the document: page tree, fonts, graphics states. What it writes otherwise than the
//! standard asks is put right by one pass over its objects (`finish`), which also puts in the
//! page contents: they are written here, in parallel and in `f64`, because printpdf writes one
//! page after the other, in `f32`.
//!
//! **Invariant.** The same input gives the same bytes: dates come from the day of publication, ids
//! from a hash of the content.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use crate::export::imposition::{Scheme, Side, impose};
use crate::export::{Error, Pictures, Profile, Watch, watermark};
use crate::finding::Finding;
use crate::font::FontBook;
use crate::geom::{Pt, Rect};
use crate::layout::page::{FrameItem, GlyphRun, Info, Ink, Page};

pub use self::choices::{Choices, Icc, Paper, Section};
pub(in crate::export) use self::icc::{is_carried, is_press_profile};
pub use self::options::{Cmyk, Marks, Options, Red, TotalInk};
pub use self::part::Part;
pub use self::qr::{QUIET, QrCode};

use self::aim::Aim;
use self::marks::Around;
use self::sheet::Plan;

mod aim;
mod choices;
mod content;
mod convert;
mod drawing;
mod faces;
mod finish;
mod icc;
mod marks;
mod number;
mod options;
mod outline;
mod part;
mod picture;
mod qr;
mod sheet;
pub(in crate::export) mod tone;
mod xmp;

/// Which of the four process inks there are, in the order C M Y K.
pub type Process = [bool; 4];

/// The inks of several things.
pub(crate) fn together(all: impl IntoIterator<Item = Process>) -> Process {
    all.into_iter()
        .fold(Process::default(), |sum, own| std::array::from_fn(|at| sum[at] || own[at]))
}

/// Whether a file is printed in all four process inks and no other: pictures need them.
pub(crate) fn is_four_colour(options: &Options, printed: &BTreeMap<String, Printed>) -> bool {
    let pictures = together(printed.values().map(|own| own.inks));
    options.red == Red::Process && matches!(pictures, [true, true, true, _])
}

/// Black alone.
pub(crate) const BLACK: Process = [false, false, false, true];

/// How dark the red is where there are no colours.
const GREY_RED: Cmyk = Cmyk([0, 0, 0, 75]);

/// What the writers of pages have in common besides fonts and pictures.
#[derive(Debug, Clone, Copy)]
struct Writing {
    red: Red,
    red_inks: Cmyk,
    marks: Marks,
    mark: Mark,
    /// The process inks that are used.
    process: Process,
    /// Whether the spot red is used.
    spot: bool,
    /// Whether large black areas take from the other inks as well.
    rich_black: bool,
}

impl Writing {
    /// What is used on `pages`, with a red of these inks and these pictures.
    fn new(
        pages: &[Arc<Page>],
        (red, red_inks): (Red, Cmyk),
        options: &Options,
        printed: &BTreeMap<String, Printed>,
    ) -> Self {
        let has_red = pages.iter().any(|page| is_red(page));
        let own = (has_red && red == Red::Process).then(|| red_inks.inks());
        let (mark, is_press) = match options.profile {
            Profile::Proof | Profile::Web => (Mark::Shape, false),
            Profile::Press => (Mark::Text, true),
        };
        Self {
            red,
            red_inks,
            marks: options.marks,
            mark,
            process: together(printed.values().map(|own| own.inks).chain(own).chain([BLACK])),
            spot: has_red && red == Red::Spot,
            rich_black: is_press && is_four_colour(options, printed),
        }
    }

    /// Whether the red is black ink alone: it overprints as black does.
    fn red_is_black(self) -> bool {
        self.red == Red::Process && self.red_inks.inks() == BLACK
    }
}

/// How a watermark is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// As text: a file for the press that must not be plated says so to whoever searches it.
    Text,
    /// As shapes: a proof is read, searched and copied from, and it lies below every page.
    Shape,
}

/// A PDF, and what was noticed on the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pdf {
    /// The file.
    pub bytes: Vec<u8>,
    /// Pictures that could not be put in, and the like.
    pub findings: Vec<Finding>,
    /// The pictures that were put in, by their hash.
    pub printed: BTreeMap<String, Printed>,
}

/// A picture as it goes to print.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printed {
    /// Width in pixels, as received.
    pub width: u32,
    /// Height in pixels, as received.
    pub height: u32,
    /// Whether it is black and white with nothing between.
    pub line_art: bool,
    /// The most ink on one place in percent: of all inks, and of those but black.
    pub ink: (u32, u32),
    /// The same place by place, in [`INK_CELLS`] rows of as many; empty where it is the same
    /// everywhere, or not known.
    pub cells: Vec<(u32, u32)>,
    /// The process inks that it has; none for line art that is printed in an ink of the page.
    pub inks: Process,
    /// The QR codes on it, in a file for the press.
    pub codes: Vec<QrCode>,
}

/// The ink of a picture is known for so many places in a row and in a column.
pub const INK_CELLS: usize = 48;

impl Printed {
    /// The most ink within a part of the picture, from and to as shares of its width and height.
    pub(crate) fn ink_within(&self, across: [f64; 2], down: [f64; 2]) -> (u32, u32) {
        let range = |[from, to]: [f64; 2]| {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                clippy::cast_precision_loss,
                reason = "clamped to the cells"
            )]
            let cell = |share: f64| (share * INK_CELLS as f64).clamp(0.0, 47.0) as usize;
            cell(from)..=cell(to)
        };
        let rows = self.cells.chunks(INK_CELLS).enumerate();
        let rows = rows.filter(|(row, _)| range(down).contains(row));
        let cells = rows.flat_map(|(_, row)| row.get(range(across)).unwrap_or_default());
        let most = |most: (u32, u32), own: &(u32, u32)| (most.0.max(own.0), most.1.max(own.1));
        cells.fold(None, |sum, own| Some(most(sum.unwrap_or_default(), own))).unwrap_or(self.ink)
    }

    /// Whether it is a QR code and hardly anything else, with modules of many pixels: that its
    /// pixels are coarse makes it no harder to read.
    pub(crate) fn is_code(&self) -> bool {
        /// Pixels of a module.
        const FINE: f64 = 3.0;
        let read = self.codes.iter().filter(|code| code.readable);
        let areas = read.map(|code| {
            let [[x, y], [right, down], ..] = code.corners;
            let module = f64::from(right - x).hypot(f64::from(down - y)) / f64::from(code.modules);
            let side = module * f64::from(code.modules + 2 * QUIET);
            if module < FINE { 0.0 } else { side * side }
        });
        areas.sum::<f64>() * 2.0 >= f64::from(self.width) * f64::from(self.height)
    }

    /// Whether it has other process inks than black.
    pub fn is_coloured(&self) -> bool {
        matches!(self.inks, [true, ..] | [_, true, ..] | [_, _, true, _])
    }
}

/// Makes sure that `bytes` are a colour profile that a press edition can name.
///
/// # Errors
/// [`Error::Icc`] with what is wrong with it.
pub fn check_profile(bytes: &[u8]) -> Result<(), Error> {
    icc::Profile::new(Some(bytes)).map(drop)
}

/// Writes `pages` as a PDF file.
///
/// # Errors
/// [`Error::NoPages`], [`Error::PaperSize`], [`Error::WebProfile`], [`Error::Icc`] for what was
/// asked; [`Error::Font`] and [`Error::FontNotEmbedded`] for a damaged font. A picture that is
/// missing or damaged is a finding, and a frame stands in its place.
pub fn press(
    pages: &[Arc<Page>],
    info: &Info,
    book: &FontBook,
    pictures: &Pictures,
    options: &Options,
) -> Result<Pdf, Error> {
    press_watched(pages, info, (book, pictures), options, &Watch::default())
}

/// Writes `pages` as [`press`] does, going once over them, as long as it is wanted.
///
/// # Errors
/// Those of [`press`], and [`Error::Stopped`].
pub fn press_watched(
    pages: &[Arc<Page>],
    info: &Info,
    (book, pictures): (&FontBook, &Pictures),
    options: &Options,
    watch: &Watch,
) -> Result<Pdf, Error> {
    if pages.is_empty() {
        return Err(Error::NoPages);
    }
    if let Some(page) = pages.iter().find(|page| !fits(page)) {
        return Err(Error::PaperSize(page.number));
    }
    let (intent, red) = match options.profile {
        Profile::Press => (Some(icc::Profile::new(options.icc.as_deref())?), options.red),
        Profile::Proof => (None, Red::Process),
        Profile::Web => return Err(Error::WebProfile),
    };
    let converter = match &intent {
        Some(profile) => Some(convert::Converter::new(&profile.bytes)?),
        None => None,
    };
    let grey = options.grey && intent.is_none();
    let on_paper = if grey { Aim::GreyProof } else { Aim::Proof };
    let aim = converter.as_ref().map_or(on_paper, Aim::Press);
    let (mut images, findings) = picture::read(pages, pictures, &aim, watch);
    let printed = std::mem::take(&mut images.printed);
    let red_inks = if grey { GREY_RED } else { options.red_inks };
    let writing = Writing::new(pages, (red, red_inks), options, &printed);
    let line = match options.marks {
        Marks::Printer => slug(pages, info, writing),
        Marks::None => String::new(),
    };
    let texts = [info.title.as_str(), &line];
    let sheet = |index| Sheet::new(pages, index, texts, options, book);
    let sheets: Vec<Sheet<'_>> = (0..pages.len()).filter_map(sheet).collect();
    let spreads = match options.imposition {
        Some(scheme) => spreads(scheme, pages, [&info.title, &line], options.marks, book)?,
        None => Vec::new(),
    };
    let slugs = spreads.iter().flat_map(|spread| &spread.slug);
    let marks = sheets.iter().flat_map(|sheet| &sheet.mark).filter(|_| writing.mark == Mark::Text);
    let runs = sheets.iter().flat_map(Sheet::runs).chain(marks).chain(slugs);
    let usage = faces::collect(runs, book);
    // Packing the profile takes as long as cutting the largest face.
    let (faces, intent) =
        rayon::join(|| faces::cut(usage, book), || intent.map(finish::Intent::new).transpose());
    let (faces, intent) = (faces?, intent?);
    let writer = content::Writer { faces: &faces, book, images: &images, writing };
    let marks = if options.imposition.is_none() { options.marks } else { Marks::None };
    let written = sheets
        .par_iter()
        .map(|sheet| watch.goes_on().then(|| writer.page(sheet, marks)).ok_or(Error::Stopped));
    let written = written.collect::<Result<Vec<Leaf>, Error>>()?;
    let (leaves, forms) = match options.imposition {
        None => (written, Vec::new()),
        Some(_) => (spreads.par_iter().map(|spread| writer.spread(spread)).collect(), written),
    };
    let remark = options.remark.clone();
    let parts = finish::Parts { faces, images, leaves, forms, intent, writing, remark };
    let bytes = finish::document(pages, info, parts)?;
    if watch.is_stopped() {
        return Err(Error::Stopped);
    }
    Ok(Pdf { bytes, findings, printed })
}

/// Whether the sheet of a page has a size that PDF 1.6 allows (Adobe's implementation limits:
/// 3 to 14 400 pt).
fn fits(page: &Page) -> bool {
    let allowed = |length: Pt| (Pt::new(3)..=Pt::new(14_400)).contains(&length);
    let bleed = page.bleed * 2;
    page.bleed >= Pt::ZERO
        && [page.trim.width, page.trim.width + bleed].into_iter().all(allowed)
        && [page.trim.height, page.trim.height + bleed].into_iter().all(allowed)
}

/// The sides of the sheets of a scheme, with the line of text beside each.
fn spreads(
    scheme: Scheme,
    pages: &[Arc<Page>],
    [title, line]: [&str; 2],
    marks: Marks,
    book: &FontBook,
) -> Result<Vec<Spread>, Error> {
    let Some(first) = pages.first() else { return Err(Error::NoPages) };
    let sides = impose(scheme, u32::try_from(pages.len()).unwrap_or(u32::MAX))?;
    let sheets = sides.last().map_or(0, |side| side.sheet);
    let spread = |side: Side| {
        let plan = Plan::new(scheme, &side, first.trim, first.bleed);
        let around = &plan.around;
        let which = format!("{title}　{}/{sheets}", side.name());
        let slug = match marks {
            Marks::Printer => around.line([&which, line], book),
            Marks::None => Vec::new(),
        };
        Spread { plan, side, slug, bleed: first.bleed }
    };
    Ok(sides.into_iter().map(spread).collect())
}

/// What the line of text beside a page says besides issue and page: of which day, in which inks,
/// and a mark that differs when anything on the pages does.
fn slug(pages: &[Arc<Page>], info: &Info, writing: Writing) -> String {
    let date = info.published.map(|day| day.format("%Y-%m-%d").to_string()).unwrap_or_default();
    let names = ["C", "M", "Y", "K"].into_iter().zip(writing.process);
    let mut inks: Vec<&str> = names.filter_map(|(name, used)| used.then_some(name)).collect();
    inks.extend(writing.spot.then_some("Spot Red"));
    format!("{date}　{}　{}", inks.join(" "), fingerprint(pages))
}

/// Whether anything on a page is in the red ink.
fn is_red(page: &Page) -> bool {
    page.parts.iter().flat_map(|placed| &placed.frame.items).any(|item| match item {
        FrameItem::Glyphs(run) => run.ink == Ink::Red && !run.glyphs.is_empty(),
        FrameItem::Rule { ink, .. } => *ink == Ink::Red,
        FrameItem::Picture { ink, .. } => *ink == Some(Ink::Red),
    })
}

/// Eight hexadecimal digits that differ when anything on the pages does.
pub fn fingerprint(pages: &[Arc<Page>]) -> String {
    let mut hash = Sha256::new();
    for (page, placed) in
        pages.iter().flat_map(|page| page.parts.iter().map(move |own| (page, own)))
    {
        let mut lengths = vec![page.trim.width, page.trim.height, placed.at.x, placed.at.y];
        for item in &placed.frame.items {
            match item {
                FrameItem::Glyphs(run) => {
                    hash.update(run.text.as_bytes());
                    lengths.extend([run.size, run.at.x, run.at.y]);
                    for glyph in &run.glyphs {
                        hash.update(glyph.id.to_be_bytes());
                        lengths.push(glyph.x);
                    }
                }
                FrameItem::Rule { rect, .. } => {
                    lengths.extend([rect.at.x, rect.at.y, rect.size.width, rect.size.height]);
                }
                FrameItem::Picture { rect, window, sha256, ink, letters, .. } => {
                    letters.iter().for_each(|run| hash.update(run.text.as_bytes()));
                    hash.update(sha256.as_bytes());
                    hash.update([u8::from(ink.is_some())]);
                    for Rect { at, size } in [rect, window] {
                        lengths.extend([at.x, at.y, size.width, size.height]);
                    }
                }
            }
        }
        lengths.iter().for_each(|length| hash.update(length.units().to_be_bytes()));
    }
    hash.finalize().iter().take(4).map(|byte| format!("{byte:02x}")).collect()
}

/// A page, what is drawn below it, and what is written beside it.
struct Sheet<'a> {
    page: &'a Page,
    mark: Vec<GlyphRun>,
    slug: Vec<GlyphRun>,
}

/// A side of a sheet with several pages.
struct Spread {
    plan: Plan,
    side: Side,
    slug: Vec<GlyphRun>,
    /// The bleed of its pages.
    bleed: Pt,
}

/// A page of the file, or a form that is put on one: its sizes and its content.
#[derive(Debug)]
struct Leaf {
    around: Around,
    content: Vec<u8>,
}

impl<'a> Sheet<'a> {
    /// The page of this index, with its watermark and the line of text beside it.
    fn new(
        pages: &'a [Arc<Page>],
        index: usize,
        [title, line]: [&str; 2],
        options: &Options,
        book: &FontBook,
    ) -> Option<Self> {
        let (page, count) = (pages.get(index)?, pages.len());
        let text = options.watermark.as_deref();
        let mark = text.map_or_else(Vec::new, |text| watermark(page, book, text));
        let around = Around { trim: page.trim, bleed: page.bleed, ..Around::default() };
        let in_issue = format!("{}/{}", page.number, options.of.unwrap_or(count));
        let which = match options.part {
            Some(part) => part.page(&format!("{}/{count}", index + 1), &in_issue),
            None => format!("第{in_issue}面"),
        };
        let which = format!("{title}　{which}");
        let slug = match (options.marks, options.imposition) {
            (Marks::Printer, None) => around.line([&which, line], book),
            (Marks::Printer, Some(_)) | (Marks::None, _) => Vec::new(),
        };
        Some(Self { page, mark, slug })
    }

    /// All glyph runs but those of the watermark.
    fn runs(&self) -> impl Iterator<Item = &GlyphRun> {
        let own = self.page.runs().map(|(_, run)| run);
        own.chain(&self.slug)
    }
}
