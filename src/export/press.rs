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

use std::sync::Arc;

use rayon::prelude::*;

use crate::export::{Error, Pictures, Profile, watermark};
use crate::finding::Finding;
use crate::font::FontBook;
use crate::geom::Pt;
use crate::layout::page::{GlyphRun, Info, Page};

mod content;
mod convert;
mod faces;
mod finish;
mod icc;
mod picture;
mod xmp;

/// What the red ink becomes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Red {
    /// An ink of its own (专色): the plate `Spot Red`.
    #[default]
    Spot,
    /// M 100 Y 100.
    Process,
}

/// A colour in four process inks, each in percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cmyk(pub [u8; 4]);

impl Default for Cmyk {
    /// The red of official documents.
    fn default() -> Self {
        Self([0, 100, 100, 0])
    }
}

/// How a PDF is to be written.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// For whom.
    pub profile: Profile,
    /// The red of the press edition; a proof is always process red.
    pub red: Red,
    /// The red in process inks: the process red itself, and what stands for the spot red where
    /// that ink is not to be had.
    pub red_inks: Cmyk,
    /// The print office's profile instead of FOGRA39.
    pub icc: Option<Vec<u8>>,
    /// What is written across every page, such as 校样.
    pub watermark: Option<String>,
}

/// A PDF, and what was noticed on the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pdf {
    /// The file.
    pub bytes: Vec<u8>,
    /// Pictures that could not be put in, and the like.
    pub findings: Vec<Finding>,
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
    let aim = converter.as_ref().map_or(picture::Aim::Proof, picture::Aim::Press);
    let sheets: Vec<Sheet<'_>> = pages
        .iter()
        .map(|page| {
            let text = options.watermark.as_deref();
            Sheet { page, mark: text.map_or_else(Vec::new, |text| watermark(page, book, text)) }
        })
        .collect();
    let usage = faces::collect(&sheets, book);
    let (faces, images) =
        rayon::join(|| faces::cut(usage, book), || picture::read(pages, pictures, &aim));
    let (faces, (images, findings)) = (faces?, images);
    let red_inks = options.red_inks;
    let writer = content::Writer { faces: &faces, book, images: &images, red, red_inks };
    let contents: Vec<Vec<u8>> = sheets.par_iter().map(|sheet| writer.page(sheet)).collect();
    let bytes = finish::document(
        pages,
        info,
        finish::Parts { faces, images, contents, intent, red, red_inks },
    )?;
    Ok(Pdf { bytes, findings })
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

/// A page and what is drawn below it.
struct Sheet<'a> {
    page: &'a Page,
    mark: Vec<GlyphRun>,
}

impl Sheet<'_> {
    /// All glyph runs.
    fn runs(&self) -> impl Iterator<Item = &GlyphRun> {
        self.mark.iter().chain(self.page.runs().map(|(_, run)| run))
    }
}
