//! Pages of characters at places (PDF, OFD) → paragraphs, tables and pictures.
//!
//! Nothing in such a file says what a paragraph is. Rules that form a grid make tables; characters
//! on a baseline make lines; lines that keep clear of a gutter make columns; what stands at one
//! place of many pages is furniture; and a line that a compositor would have filled further, had
//! its paragraph gone on, ends its paragraph.
//!
//! All lengths are points; y grows downwards from the upper edge of the page.

mod column;
mod fold;
mod furniture;
mod line;
mod paragraph;
mod table;

use std::collections::{BTreeMap, BTreeSet};

use super::Error;
use super::source::{Align, Markup, Picture, Source};
use crate::issue::table::Table;
use crate::issue::text::Text;

use self::column::Piece;
use self::line::Line;
use self::paragraph::Writer;

/// A page as its file draws it.
#[derive(Debug, Clone, Default)]
pub(super) struct Sheet {
    pub(super) width: f64,
    pub(super) height: f64,
    /// The characters that run from left to right.
    pub(super) glyphs: Vec<Glyph>,
    /// Lines and thin boxes, level or upright.
    pub(super) rules: Vec<Frame>,
    pub(super) figures: Vec<Figure>,
    /// The characters that run another way: a watermark, upright Mongolian.
    pub(super) turned: String,
    /// The characters off the paper, which nobody sees: the end of a table that is too wide.
    pub(super) beyond: String,
}

#[cfg(test)]
impl Sheet {
    /// Draws characters of a size from `left` on, on the baseline `y`.
    fn write(&mut self, text: &str, left: f64, y: f64, size: f64) {
        for (at, char) in (0_u32..).zip(text.chars()) {
            let x = left + f64::from(at) * size;
            self.glyphs.push(Glyph { char, x, y, width: size, size, bold: false, kai: false });
        }
    }
}

/// A character on a page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Glyph {
    pub(super) char: char,
    /// Its left edge.
    pub(super) x: f64,
    /// Its baseline.
    pub(super) y: f64,
    /// How far the next one stands from it.
    pub(super) width: f64,
    pub(super) size: f64,
    pub(super) bold: bool,
    pub(super) kai: bool,
}

/// A box.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Frame {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
}

/// A picture on a page.
#[derive(Debug, Clone)]
pub(super) struct Figure {
    pub(super) frame: Frame,
    /// The picture, or why it cannot be taken over.
    pub(super) picture: Result<Picture, &'static str>,
}

impl Frame {
    fn width(self) -> f64 {
        self.right - self.left
    }

    fn height(self) -> f64 {
        self.bottom - self.top
    }

    fn holds(self, x: f64, y: f64) -> bool {
        self.left <= x && x <= self.right && self.top <= y && y <= self.bottom
    }

    pub(super) fn around(self, other: Self) -> Self {
        Self {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }
}

/// A page taken apart: its lines without those in tables.
struct Page {
    width: f64,
    height: f64,
    lines: Vec<Line>,
    tables: Vec<(Frame, Table)>,
    figures: Vec<Figure>,
    /// The rules that belong to no table.
    rules: Vec<Frame>,
}

/// What the pages have in common.
#[derive(Debug, Clone, Copy)]
struct Measure {
    /// The size of most characters.
    body: f64,
    /// From baseline to baseline of most lines.
    leading: f64,
    /// The width of the text between the margins.
    width: f64,
}

/// Reads pages in their order; `unknown` of their characters have no Unicode.
///
/// # Errors
///
/// Pages without text, and such whose text cannot be told.
pub(super) fn read(sheets: Vec<Sheet>, unknown: usize) -> Result<Source, Error> {
    let known: usize = sheets.iter().map(|sheet| sheet.glyphs.len()).sum();
    if unknown > 20 && unknown * 3 > known || is_senseless(&sheets) {
        return Err(Error::Unmapped);
    }
    let figures = sheets.iter().any(|sheet| !sheet.figures.is_empty());
    let is_scan = |sheet: &Sheet| sheet.glyphs.is_empty() && !sheet.figures.is_empty();
    let scans = (1_usize..).zip(&sheets).filter(|(_, sheet)| is_scan(sheet));
    let scans: Vec<String> = scans.map(|(page, _)| page.to_string()).collect();
    let mut source = paragraphs(sheets);
    if source.paragraphs.is_empty() {
        return Err(if figures { Error::Scan } else { Error::Empty });
    }
    if unknown > 0 {
        let what = format!("有 {unknown} 个字符没有文字编码，读成了“\u{fffd}”；请对照原件补上");
        source.tell("import-unmapped", what);
    }
    if !scans.is_empty() {
        let what = format!(
            "第 {} 页只有图片，没有文字，可能是扫描件；\
             请先用文字识别（OCR）软件转成文字，再导入这几页",
            scans.join("、")
        );
        source.tell("import-scan", what);
    }
    Ok(source)
}

/// Whether most characters mean nothing: fonts with a wrong map to Unicode give codes that nobody
/// has assigned, or one character for all. Leaders and lines of signs may be most of a page.
fn is_senseless(sheets: &[Sheet]) -> bool {
    const LEAST: usize = 60;
    const LEADERS: &str = ".…·．‥-—－_＿─";
    let private = |c: char| {
        matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'.. | '\u{fffd}') || c.is_control()
    };
    let glyphs = sheets.iter().flat_map(|sheet| &sheet.glyphs).map(|glyph| glyph.char);
    let (mut counts, mut all, mut strange) = (BTreeMap::<char, usize>::new(), 0, 0);
    for c in glyphs.filter(|&c| !c.is_whitespace() && !LEADERS.contains(c)) {
        all += 1;
        strange += usize::from(private(c));
        *counts.entry(c).or_default() += 1;
    }
    let most = counts.into_values().max().unwrap_or(0);
    all > LEAST && most.max(strange) * 2 > all
}

fn paragraphs(sheets: Vec<Sheet>) -> Source {
    let mut source = Source::default();
    for turned in sheets.iter().map(|sheet| sheet.turned.trim()).collect::<BTreeSet<_>>() {
        source.leave_out(turned, "竖排或斜排的文字（水印、蒙古文等）：没有带入");
    }
    for sheet in &sheets {
        let beyond: Vec<&str> = sheet.beyond.split_whitespace().collect();
        source.leave_out(&beyond.join(" "), "印在纸面以外的文字：没有带入；请对照原件补上");
    }
    let mut pages: Vec<Page> = sheets.into_iter().map(take_apart).collect();
    take_out_repeated(&mut pages, &mut source);
    furniture::take_out_signatures(&mut pages, &mut source);
    let measure = measure(&pages);
    furniture::take_out(&mut pages, measure, &mut source);
    let measure = Measure { width: text_width(&pages, measure.body), ..measure };
    // Of pages that face each other the outer margins differ from the inner ones.
    let gutters = [0, 1].map(|side| column::gutters(pages.iter().skip(side).step_by(2), measure));
    let facing = gutters.iter().cycle().zip(gutters.iter().cycle().skip(1));
    let gutters = facing.map(|(own, other)| if own.is_empty() { other } else { own });
    let mut writer = Writer::new(source, measure);
    for (page, gutters) in pages.into_iter().zip(gutters) {
        let notes = furniture::notes(&page, measure);
        let (notes, page) = split_notes(page, notes);
        writer.begin_page();
        for piece in column::order(page, measure, gutters) {
            match piece {
                Piece::Line(line, flow) => writer.line(&line, flow),
                Piece::Table(table) => writer.table(table),
                Piece::Figure(figure) => writer.figure(figure),
            }
        }
        for line in &notes {
            writer.note(line);
        }
    }
    writer.finish()
}

fn take_apart(sheet: Sheet) -> Page {
    let Sheet { width, height, glyphs, rules, figures, .. } = sheet;
    let (grids, rules) = table::grids(&rules);
    let folded = |glyph: Glyph| Some(Glyph { char: fold::fold(glyph.char)?, ..glyph });
    let glyphs = glyphs.into_iter().filter_map(folded).collect();
    let (tables, glyphs) = table::fill(grids, glyphs, width);
    Page { width, height, lines: line::lines(glyphs), tables, figures, rules }
}

/// Takes out pictures that three pages or more have: signets and backgrounds.
fn take_out_repeated(pages: &mut [Page], source: &mut Source) {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for figure in pages.iter().flat_map(|page| &page.figures) {
        if let Ok(picture) = &figure.picture {
            *counts.entry(picture.sha256.clone()).or_default() += 1;
        }
    }
    let repeated = |figure: &Figure| {
        let picture = figure.picture.as_ref().ok();
        picture.is_some_and(|picture| counts.get(&picture.sha256).is_some_and(|&n| n >= 3))
    };
    if pages.iter().flat_map(|page| &page.figures).any(repeated) {
        source.leave_out("图片", "每页重复的图片：没有带入");
        pages.iter_mut().for_each(|page| page.figures.retain(|figure| !repeated(figure)));
    }
}

fn split_notes(mut page: Page, first: Option<f64>) -> (Vec<Line>, Page) {
    let Some(first) = first else { return (Vec::new(), page) };
    let (notes, lines) = page.lines.into_iter().partition(|line| line.frame.top >= first);
    page.lines = lines;
    (notes, page)
}

/// The middle one of the values.
fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}

fn measure(pages: &[Page]) -> Measure {
    let lines = || pages.iter().flat_map(|page| &page.lines);
    let sizes = lines().flat_map(|line| line.glyphs.iter().map(|glyph| glyph.size)).collect();
    let body = median(sizes).unwrap_or(10.5);
    let mut steps = Vec::new();
    for page in pages {
        for pair in page.lines.windows(2) {
            let [above, below] = pair else { continue };
            let step = below.y - above.y;
            let long = |line: &Line| line.frame.width() > body * 8.0;
            if step > body * 0.9 && step < body * 3.5 && long(above) && long(below) {
                steps.push(step);
            }
        }
    }
    let leading = median(steps).unwrap_or(body * 1.6);
    Measure { body, leading, width: 0.0 }
}

/// The width between the margins, as most pages show it; no margins take up half of the paper.
fn text_width(pages: &[Page], body: f64) -> f64 {
    let width = |page: &Page| {
        let lines = page.lines.iter().filter(|line| line.frame.width() > body * 4.0);
        lines.map(|line| line.frame).reduce(Frame::around).map_or(0.0, Frame::width)
    };
    let shown = median(pages.iter().map(width).filter(|&width| width > 0.0).collect());
    let paper = median(pages.iter().map(|page| page.width).collect()).unwrap_or_default();
    shown.unwrap_or_default().max(paper * 0.5)
}
