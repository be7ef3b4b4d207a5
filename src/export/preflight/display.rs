//! Preflight of the display list: what is wrong on the pages before anything is written.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::limit::{self, InkLimit, Print};
use super::{Fault, Job, ink_map, qr, sheet};
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
/// What ends nearer to the trim than this, and does not go on beyond it, leaves a white edge where
/// the knife goes astray.
const SLIVER: Pt = Pt::from_units(65_536 * 72 * 30 / 254);
/// Characters of a text that name it in a finding.
const NAMED: usize = 16;
/// How near to an edge counts as touching it, and how far from it as reaching it; and how much less
/// than a distance that is asked for is enough.
const CLOSE: Pt = Pt::from_units(65_536 / 4);

/// The faults of all pages, and the most ink on one place.
pub(super) fn check(
    job: &Job<'_>,
    printed: &BTreeMap<String, Printed>,
    watch: &Watch,
) -> (Vec<Fault>, u32) {
    let mut faults = whole(job);
    faults.extend(contents(job.pages));
    let limit = InkLimit::of(job.options);
    let wanted = job.pages.par_iter().filter(|_| watch.goes_on());
    let checked = wanted.map(|page| {
        let (options, faults) = (job.options, Vec::new());
        let mut found = PageCheck { page, options, printed, faults, texts: Vec::new() };
        found.check();
        found.faults.extend(qr::check(page, printed, job.options));
        let map = ink_map(page, printed, job.options);
        let most = map.most();
        // What the red alone comes to is said once.
        let least = limit.percent.max(red_ink(job.options));
        if let Some(place) = map.above(least) {
            let remedy = "请换浅一些的图片，或减少叠印";
            let message = limit.exceeded("总墨量", most, remedy);
            found.fault("total-ink", Severity::Error, place, message);
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
    let red = red_ink(job.options);
    let limit = InkLimit::of(job.options);
    if red > limit.percent {
        let inks = job.options.red_inks.0.map(|percent| percent.to_string()).join("/");
        let what = format!("红色的四色配比 {inks} 总墨量");
        let message = limit.exceeded(&what, red, "请减小红色的配比，例如 0/100/100/0");
        faults.push(Fault::of_file("total-ink", message));
    }
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

/// What the red comes to where it is made of process inks, in percent.
fn red_ink(options: &Options) -> u32 {
    match options.red {
        Red::Spot => 0,
        Red::Process => options.red_inks.0.map(u32::from).iter().sum(),
    }
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
            // Leaders may stand in the run of the number.
            Source::Generated(Generated::Contents, None) => {
                folio.push_str(run.text.trim_matches(|own: char| !own.is_ascii_digit()));
            }
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
    texts: Vec<Said>,
}

/// What is said of a text: once for all runs that it is set in.
struct Said {
    rule: &'static str,
    severity: Severity,
    source: Source,
    rect: Rect,
    text: String,
    what: String,
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
            // The inner sides of a cover usually have nothing on them: 2, and an odd one near the
            // end.
            let is_inside = page.number == 2 || page.number > 1 && !page.number.is_multiple_of(2);
            let severity = match page.kind {
                PageKind::Cover if is_inside => Severity::Info,
                _ => Severity::Warning,
            };
            self.fault("page-blank", severity, whole, "是空白页；请确认不是漏排");
        }
        for placed in &page.parts {
            for item in &placed.frame.items {
                match item {
                    FrameItem::Glyphs(run) => self.run(placed.at, run),
                    FrameItem::Rule { rect, ink } => self.rule(rect.moved(placed.at), *ink),
                    FrameItem::Picture { rect, window, sha256, ink, .. } => {
                        self.bleed(window.moved(placed.at), "图片");
                        self.picture(rect.moved(placed.at), sha256, *ink);
                    }
                }
            }
        }
        self.unseen();
        for own in std::mem::take(&mut self.texts) {
            let mut text: String = own.text.trim().chars().take(NAMED).collect();
            if own.text.trim().chars().count() > NAMED {
                text.push('…');
            }
            self.fault(own.rule, own.severity, own.rect, format!("“{text}”{}", own.what));
        }
    }

    /// Says something of a run, together with the other runs of its text.
    fn text(
        &mut self,
        rule: &'static str,
        severity: Severity,
        (run, rect): (&GlyphRun, Rect),
        what: String,
    ) {
        let is_same = |own: &&mut Said| {
            (own.rule, own.severity, own.source) == (rule, severity, run.source) && own.what == what
        };
        if let Some(own) = self.texts.iter_mut().find(is_same) {
            own.text.push_str(&run.text);
            own.rect = own.rect.union(&rect);
            return;
        }
        let (source, text) = (run.source, run.text.clone());
        self.texts.push(Said { rule, severity, source, rect, text, what });
    }

    /// White that has nothing below it.
    fn unseen(&mut self) {
        let parts = self.page.parts.iter();
        let items: Vec<(Point, &FrameItem)> = parts
            .flat_map(|placed| placed.frame.items.iter().map(|item| (placed.at, item)))
            .collect();
        for (index, (origin, item)) in items.iter().enumerate() {
            let white = match item {
                FrameItem::Glyphs(run) if run.ink == Ink::Paper && !run.text.trim().is_empty() => {
                    run.boxes(0, run.glyphs.len())
                }
                FrameItem::Picture { window, ink: Some(Ink::Paper), .. } => *window,
                FrameItem::Glyphs(_) | FrameItem::Rule { .. } | FrameItem::Picture { .. } => {
                    continue;
                }
            };
            let white = white.moved(*origin);
            let middle =
                Point::new(white.at.x + white.size.width / 2, white.at.y + white.size.height / 2);
            let below = items.iter().take(index).rev();
            let ground = below.filter_map(|(origin, item)| match item {
                FrameItem::Rule { rect, ink } => Some((rect.moved(*origin), *ink != Ink::Paper)),
                FrameItem::Picture { window, .. } => Some((window.moved(*origin), true)),
                FrameItem::Glyphs(_) => None,
            });
            let mut ground = ground.filter(|(rect, _)| rect.contains(middle));
            if ground.next().is_some_and(|(_, is_inked)| is_inked) {
                continue;
            }
            let what = "是白色，下面没有底色，印出来看不见；请换颜色或加底色";
            match item {
                FrameItem::Glyphs(run) => {
                    self.text("white-unseen", Severity::Error, (run, white), what.to_owned());
                }
                FrameItem::Rule { .. } | FrameItem::Picture { .. } => {
                    self.fault("white-unseen", Severity::Error, white, format!("图片{what}"));
                }
            }
        }
    }

    /// How an ink prints: solid, or with a need of register.
    fn print(&self, ink: Ink) -> Print {
        let parts: Vec<u8> =
            self.options.red_inks.0.into_iter().filter(|percent| *percent > 0).collect();
        match (ink, self.options.red) {
            (Ink::Text, _) | (Ink::Red, Red::Spot) => Print::Solid,
            (Ink::Paper, _) => Print::Register,
            (Ink::Red, Red::Process) => match parts[..] {
                [100..=u8::MAX] => Print::Solid,
                [_] => Print::Screened,
                _ => Print::Register,
            },
        }
    }

    fn run(&mut self, origin: Point, run: &GlyphRun) {
        if run.glyphs.is_empty() || run.size <= Pt::ZERO {
            return;
        }
        let rect = run.boxes(0, run.glyphs.len()).moved(origin);
        if run.glyphs.iter().any(|glyph| glyph.id == 0) {
            let what = "中有字体没有的字，印出来是空框；请换字或换字体".to_owned();
            self.text("font-notdef", Severity::Error, (run, rect), what);
        }
        let hanzi = run.text.chars().any(|own| CharClass::of(own) == CharClass::Hanzi);
        if let Some(severity) = limit::size(run.size, hanzi, self.print(run.ink)) {
            let what = format!("只有 {} 磅，印不清楚；请加大字号", run.size);
            self.text("type-small", severity, (run, rect), what);
        }
        let trim = self.page.trim;
        let inside = [rect.at.x, rect.at.y, trim.width - rect.right(), trim.height - rect.bottom()];
        let nearest = inside.into_iter().min().unwrap_or(Pt::ZERO);
        if nearest < Pt::ZERO {
            let what = "伸出裁切线，会被裁掉；请移进版心".to_owned();
            self.text("text-trim", Severity::Error, (run, rect), what);
        } else if nearest < SAFE {
            let what = "离裁切线不到 5 毫米，可能被裁到；请移进版心".to_owned();
            self.text("text-trim", Severity::Warning, (run, rect), what);
        }
    }

    fn rule(&mut self, rect: Rect, ink: Ink) {
        let thickness = rect.size.width.min(rect.size.height);
        if thickness <= Pt::ZERO {
            return;
        }
        let print = self.print(ink);
        if let Some(severity) = limit::line(thickness, print) {
            let result = limit::thin(severity);
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
        } else if let Some(out) =
            beyond.into_iter().find(|out| (-SLIVER + CLOSE..Pt::ZERO).contains(out))
        {
            let tenths = (out.abs().to_f64() * 254.0 / 72.0).round() / 10.0;
            let message = format!(
                "{what}离裁切线只有 {tenths} 毫米，裁切稍偏就不齐或露白；请做满出血，或离裁切线 3 毫米以上"
            );
            self.fault("bleed", Severity::Warning, rect, message);
        }
    }

    fn picture(&mut self, rect: Rect, sha256: &str, ink: Option<Ink>) {
        let Some(own) = self.printed.get(sha256) else { return };
        let ppi = |pixels: u32, length: Pt| {
            (i64::from(pixels) * Pt::new(72).units())
                .checked_div(length.units())
                .unwrap_or(i64::MAX)
        };
        let ppi = ppi(own.width, rect.size.width).min(ppi(own.height, rect.size.height));
        let coarse = limit::resolution(ppi, own.line_art).filter(|_| !own.is_code());
        if let Some(severity) = coarse {
            let message = limit::too_coarse(ppi, own.line_art);
            self.fault("picture-coarse", severity, rect, message);
        }
        // In an ink of the page it brings no plate.
        if self.options.red == Red::Spot && own.is_coloured() && ink.is_none() {
            let names = ["C", "M", "Y"].into_iter().zip(own.inks);
            let names: Vec<&str> = names.filter_map(|(name, used)| used.then_some(name)).collect();
            let message = format!(
                "彩色图片要另加印版 {}；如按黑、红两色印刷，请换成黑白图片",
                names.join("、")
            );
            self.fault("picture-colour", Severity::Warning, rect, message);
        }
    }
}
