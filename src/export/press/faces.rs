//! Cuts the fonts down to the glyphs in use, over all pages at once.
//!
//! A cut face numbers its glyphs anew and without gaps; the new number is the code in the page
//! contents (Identity-H), for outlines of both kinds, since the cutter makes every CFF face
//! CID-keyed with code = glyph.

use rayon::prelude::*;
use sha2::{Digest, Sha256};
use subsetter::{GlyphRemapper, subset};

use crate::export::{Error, font_index};
use crate::font::{Font, FontBook};
use crate::layout::page::GlyphRun;

/// What the glyphs of one font stand for, by glyph id.
#[derive(Debug, Default)]
pub(super) struct Usage {
    /// For each glyph of the font: none if it is not in use.
    glyphs: Vec<Option<Box<str>>>,
}

/// A cut face.
#[derive(Debug, Default)]
pub(super) struct Face {
    /// PostScript name with its tag: `ABCDEF+Name`.
    pub(super) name: String,
    /// The cut file.
    pub(super) bytes: Vec<u8>,
    /// The new number of each glyph of the whole font; 0 where it was cut away.
    codes: Vec<u16>,
    /// Advances by new number, in 1/1000 of the em.
    pub(super) widths: Vec<f64>,
    /// The characters that each new number is read as; none for a part of a cluster.
    pub(super) texts: Vec<Box<str>>,
}

impl Face {
    /// The code of `glyph` of the whole font; 0, the sign for a missing glyph, for a stranger.
    pub(super) fn code(&self, glyph: u16) -> u16 {
        self.codes.get(usize::from(glyph)).copied().unwrap_or(0)
    }
}

/// The characters of each glyph of a run, in order. Of a cluster of several glyphs the last ones take
/// a character each, if there are so many, but for blank ones.
pub(super) fn clusters<'a>(run: &'a GlyphRun, font: &Font) -> Vec<(u16, &'a str)> {
    let mut rest = run.text.as_str();
    let mut clusters: Vec<(u16, &str)> = Vec::with_capacity(run.glyphs.len());
    for glyph in &run.glyphs {
        let bytes: usize = rest.chars().take(usize::from(glyph.chars)).map(char::len_utf8).sum();
        let (mut own, others) = rest.split_at_checked(bytes).unwrap_or((rest, ""));
        rest = others;
        if let Some((_, before)) = clusters.last_mut()
            && own.is_empty()
            && !is_blank(font, glyph.id, "")
            && let Some((at, _)) = before.char_indices().next_back().filter(|(at, _)| *at > 0)
        {
            (*before, own) = before.split_at(at);
        }
        clusters.push((glyph.id, own));
    }
    clusters
}

/// Whether the glyph is part of a cluster and leaves no ink, as those of variation selectors: it is
/// not written, or readers of the file take it for a character without a name.
pub(super) fn is_blank(font: &Font, glyph: u16, text: &str) -> bool {
    text.is_empty() && font.ink_box(glyph).is_none()
}

/// Notes which glyphs the pages use and what they stand for. Where one glyph stands for several
/// texts, the first in the order of reading is taken; the contents name the others themselves.
pub(super) fn collect<'a>(runs: impl Iterator<Item = &'a GlyphRun>, book: &FontBook) -> Vec<Usage> {
    let mut usage: Vec<Usage> = Vec::new();
    usage.resize_with(book.fonts().len(), Usage::default);
    for run in runs {
        let index = font_index(book, run.font);
        let (Some(used), Some(font)) = (usage.get_mut(index), book.fonts().get(index)) else {
            continue;
        };
        if used.glyphs.is_empty() {
            used.glyphs.resize_with(font.model.num_glyphs() as usize, Option::default);
        }
        for (glyph, text) in clusters(run, font) {
            if is_blank(font, glyph, text) {
                continue;
            }
            let Some(known) = used.glyphs.get_mut(usize::from(glyph)) else { continue };
            if known.as_ref().is_none_or(|known| known.is_empty() && !text.is_empty()) {
                *known = Some(text.into());
            }
        }
    }
    usage
}

/// Cuts every font in use, each on a thread of its own; those that no page uses come back empty.
///
/// # Errors
/// [`Error::Font`] for a font whose tables are damaged.
pub(super) fn cut(usage: Vec<Usage>, book: &FontBook) -> Result<Vec<Face>, Error> {
    usage.into_par_iter().zip(book.fonts()).map(|(used, font)| cut_one(used, font)).collect()
}

fn cut_one(mut used: Usage, font: &Font) -> Result<Face, Error> {
    let old: Vec<u16> = (0..=u16::MAX)
        .zip(&used.glyphs)
        .filter_map(|(glyph, text)| text.as_ref().map(|_| glyph))
        .collect();
    if old.is_empty() {
        return Ok(Face::default());
    }
    let remapper = GlyphRemapper::new_from_glyphs_sorted(&old);
    let bytes = subset(&font.bytes, 0, &remapper)
        .map_err(|cause| Error::Font { name: font.postscript_name.clone(), cause })?;
    let mut codes = vec![0; used.glyphs.len()];
    let mut widths = Vec::with_capacity(old.len() + 1);
    let mut texts = Vec::with_capacity(old.len() + 1);
    for (glyph, code) in remapper.remapped_gids().zip(0..) {
        let index = usize::from(glyph);
        if let Some(slot) = codes.get_mut(index) {
            *slot = code;
        }
        widths.push(width(font, glyph));
        texts.push(used.glyphs.get_mut(index).and_then(Option::take).unwrap_or_default());
    }
    let name = format!("{}+{}", tag(&font.postscript_name, &old), font.postscript_name);
    Ok(Face { name, bytes, codes, widths, texts })
}

/// The advance of `glyph` in 1/1000 of the em, to three places, as it is written in the PDF.
#[expect(clippy::cast_precision_loss, reason = "advances of a font are 16 bits")]
fn width(font: &Font, glyph: u16) -> f64 {
    let thousandths = 1000.0 / f64::from(font.units_per_em);
    (font.advance(glyph) as f64 * thousandths * 1000.0).round() / 1000.0
}

/// Six capitals that tell one cut of a font from another (ISO 32000-1, 9.6.4).
fn tag(name: &str, glyphs: &[u16]) -> String {
    let mut hash = Sha256::new();
    hash.update(name.as_bytes());
    for glyph in glyphs {
        hash.update(glyph.to_be_bytes());
    }
    hash.finalize().iter().take(6).map(|byte| char::from(b'A' + byte % 26)).collect()
}
