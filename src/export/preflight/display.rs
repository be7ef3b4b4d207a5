//! Preflight of the display list: what is wrong on the pages before anything is written.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::limit::{self, Print};
use super::{Fault, Job, MOST_INK, ink_map, qr, sheet};
use crate::export::Watch;
use crate::export::press::{Options, Printed, Red};
use crate::finding::Severity;
use crate::geom::{Point, Pt, Rect};
use crate::issue::id::DocumentId;
use crate::issue::place::{Field, Part};
use crate::layout::page::{FrameItem, Generated, GlyphRun, Ink, Page, PageKind, Placed, Source};
use crate::text::class::CharClass;

/// Text nearer to the trim than this may be cut.
const SAFE: Pt = Pt::from_units(65_536 * 72 * 50 / 254);
/// How near to an edge counts as touching it, and how far from it as reaching it.
const CLOSE: Pt = Pt::from_units(65_536 / 4);

/// The faults of all pages, and the most ink on one place.
pub(super) fn check(
    job: &Job<'_>,
    printed: &BTreeMap<String, Printed>,
    watch: &Watch,
) -> (Vec<Fault>, u32) {
    let mut faults = whole(job);
    faults.extend(contents(job.pages));
    let wanted = job.pages.par_iter().filter(|_| watch.goes_on());
    let checked = wanted.map(|page| {
        let mut found = PageCheck { page, options: job.options, printed, faults: Vec::new() };
        found.check();
        found.faults.extend(qr::check(page, printed, job.options));
        let map = ink_map(page, printed, job.options);
        let most = map.most();
        if most > MOST_INK {
            found.fault(
                "total-ink",
                Severity::Error,
                map.place(),
                format!("总墨量 {most}%，超过 {MOST_INK}%；请换浅一些的图片，或减少叠印"),
            );
        }
        (found.faults, most)
    });
    let mut most = 0;
    for (found, own) in checked.collect::<Vec<_>>() {
        faults.extend(found);
        most = most.max(own);
    }
    (faults, most)
}

/// What concerns the pages together.
fn whole(job: &Job<'_>) -> Vec<Fault> {
    let mut faults = sheet::scheme(job);
    let pages = job.pages;
    if let Some(other) = pages.iter().find(|page| {
        pages.first().is_some_and(|first| (first.trim, first.bleed) != (page.trim, page.bleed))
    }) {
        faults.push(Fault::new(
            "page-size",
            Severity::Error,
            Some(other.number),
            None,
            "成品尺寸或出血与第一面不同；请统一版面尺寸",
        ));
    }
    faults
}

/// Whether the contents name the pages on which the documents begin.
fn contents(pages: &[Arc<Page>]) -> Vec<Fault> {
    let mut begins: BTreeMap<DocumentId, Option<u32>> = BTreeMap::new();
    for page in pages {
        for (_, run) in page.runs() {
            if let Source::Text(Part::Field(document, Field::Title)) = run.source {
                let _ = begins.entry(document).or_insert(page.folio);
            }
        }
    }
    let mut faults = Vec::new();
    for (page, placed) in
        pages.iter().flat_map(|page| page.parts.iter().map(move |own| (page, own)))
    {
        let Some((document, folio)) = line_of_contents(placed) else { continue };
        let Some(begin) = begins.get(&document) else { continue };
        if begin.map(|folio| folio.to_string()) != Some(folio.clone()) {
            let begin = begin.map_or_else(|| "没有页码".to_owned(), |own| format!("第 {own} 页"));
            faults.push(Fault::new(
                "folio-contents",
                Severity::Error,
                Some(page.number),
                Some(Rect { at: placed.at, size: placed.frame.size }),
                format!("目录写第 {folio} 页，文件却从{begin}开始；请重新排版后再输出"),
            ));
        }
    }
    faults
}

/// The document that a line of the contents names, and the folio that it says.
fn line_of_contents(placed: &Placed) -> Option<(DocumentId, String)> {
    let (mut folio, mut document) = (String::new(), None);
    for item in &placed.frame.items {
        let FrameItem::Glyphs(run) = item else { continue };
        match run.source {
            Source::Generated(Generated::Contents, None) => folio.push_str(run.text.trim()),
            Source::Generated(Generated::Contents, Some(place)) => {
                if let Part::Field(own, _) = place.part {
                    document = Some(own);
                }
            }
            Source::Text(Part::Field(own, Field::ContentsTitle)) => document = Some(own),
            Source::Text(_) | Source::Generated(..) => {}
        }
    }
    (!folio.is_empty()).then_some(folio).and_then(|folio| Some((document?, folio)))
}

/// A page under check.
struct PageCheck<'a> {
    page: &'a Page,
    options: &'a Options,
    printed: &'a BTreeMap<String, Printed>,
    faults: Vec<Fault>,
}

impl PageCheck<'_> {
    fn fault(
        &mut self,
        rule: &'static str,
        severity: Severity,
        rect: Rect,
        message: impl Into<String>,
    ) {
        self.faults.push(Fault::new(rule, severity, Some(self.page.number), Some(rect), message));
    }

    fn check(&mut self) {
        let page = self.page;
        let empty = page.parts.iter().all(|placed| placed.frame.items.is_empty());
        if empty && page.kind != PageKind::Filler {
            let whole = Rect { at: Point::default(), size: page.trim };
            self.fault("page-blank", Severity::Warning, whole, "是空白页；请确认不是漏排");
        }
        for placed in &page.parts {
            for item in &placed.frame.items {
                match item {
                    FrameItem::Glyphs(run) => self.run(placed.at, run),
                    FrameItem::Rule { rect, ink } => self.rule(rect.moved(placed.at), *ink),
                    FrameItem::Picture { rect, window, sha256, .. } => {
                        self.bleed(window.moved(placed.at), "图片");
                        self.picture(rect.moved(placed.at), sha256);
                    }
                }
            }
        }
    }

    /// How an ink prints: solid, or with a need of register.
    fn print(&self, ink: Ink) -> Print {
        let is_solid = |inks: [u8; 4]| {
            inks.iter().filter(|&&part| part > 0).count() == 1 && inks.contains(&100)
        };
        match (ink, self.options.red) {
            (Ink::Text, _) | (Ink::Red, Red::Spot) => Print::Solid,
            (Ink::Red, Red::Process) if is_solid(self.options.red_inks.0) => Print::Solid,
            (Ink::Paper, _) | (Ink::Red, Red::Process) => Print::Register,
        }
    }

    fn run(&mut self, origin: Point, run: &GlyphRun) {
        if run.glyphs.is_empty() || run.size <= Pt::ZERO {
            return;
        }
        let rect = run.boxes(0, run.glyphs.len()).moved(origin);
        if run.glyphs.iter().any(|glyph| glyph.id == 0) {
            let message = format!("“{}”中有字体没有的字，印出来是空框；请换字或换字体", run.text);
            self.fault("font-notdef", Severity::Error, rect, message);
        }
        let hanzi = run.text.chars().any(|own| CharClass::of(own) == CharClass::Hanzi);
        if let Some(severity) = limit::size(run.size, hanzi, self.print(run.ink)) {
            let message = format!("“{}”只有 {} 磅，印不清楚；请加大字号", run.text, run.size);
            self.fault("type-small", severity, rect, message);
        }
        let trim = self.page.trim;
        let inside = [rect.at.x, rect.at.y, trim.width - rect.right(), trim.height - rect.bottom()];
        let nearest = inside.into_iter().min().unwrap_or(Pt::ZERO);
        if nearest < Pt::ZERO {
            let message = format!("“{}”伸出裁切线，会被裁掉；请移进版心", run.text);
            self.fault("text-trim", Severity::Error, rect, message);
        } else if nearest < SAFE {
            let message = format!("“{}”离裁切线不到 5 毫米，可能被裁到；请移进版心", run.text);
            self.fault("text-trim", Severity::Warning, rect, message);
        }
    }

    fn rule(&mut self, rect: Rect, ink: Ink) {
        let thickness = rect.size.width.min(rect.size.height);
        if thickness <= Pt::ZERO {
            return;
        }
        let print = self.print(ink);
        if let Some(severity) = limit::line(thickness, print) {
            let result = match severity {
                Severity::Error => "印不出来",
                Severity::Warning | Severity::Info => "印出来会断断续续",
            };
            let enough = limit::thick_enough(print);
            let message = format!("线只有 {thickness} 磅粗，{result}；请加粗到 {enough} 磅以上");
            self.fault("line-thin", severity, rect, message);
        }
        // Paper white needs no bleed.
        if ink != Ink::Paper {
            self.bleed(rect, "色块或线");
        }
    }

    /// What touches the trim must go on to the edge of the bleed.
    fn bleed(&mut self, rect: Rect, what: &str) {
        let Page { trim, bleed, .. } = *self.page;
        let beyond =
            [-rect.at.x, -rect.at.y, rect.right() - trim.width, rect.bottom() - trim.height];
        let short = beyond.into_iter().any(|out| out > -CLOSE && out < bleed - CLOSE);
        if short {
            let message =
                format!("{what}贴着裁切线却没有做到出血边，裁后会露白；请向外延伸 3 毫米");
            self.fault("bleed", Severity::Error, rect, message);
        }
    }

    fn picture(&mut self, rect: Rect, sha256: &str) {
        let Some(own) = self.printed.get(sha256) else { return };
        let ppi = |pixels: u32, length: Pt| {
            (i64::from(pixels) * Pt::new(72).units())
                .checked_div(length.units())
                .unwrap_or(i64::MAX)
        };
        let ppi = ppi(own.width, rect.size.width).min(ppi(own.height, rect.size.height));
        if let Some(severity) = limit::resolution(ppi, own.line_art) {
            let message = format!("图片只有 {ppi} 点每英寸，印出来会模糊；请换清晰的原图或缩小");
            self.fault("picture-coarse", severity, rect, message);
        }
        if self.options.red == Red::Spot && own.is_coloured() {
            self.fault(
                "picture-colour",
                Severity::Warning,
                rect,
                "彩色图片要另加 C、M、Y 三块印版；如按黑、红两色印刷，请换成黑白图片",
            );
        }
    }
}
