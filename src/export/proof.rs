//! Proofs (校样): pages as they are read on paper in the office, with what a reader must know.
//!
//! A proof sheet is the page at its true size below a strip of 12 mm, in which stand issue, round,
//! page, day and fingerprint; the trim is framed, and every fifth line is numbered on request. A
//! page of 210 × 285 mm with its strip is just A4. The last sheet of a whole set is for the
//! signatures, so that the sheets before it count as the pages do. All of this is furniture on copies of the pages: what the pages hold is untouched,
//! and whatever draws pages draws proofs.

use std::sync::Arc;

use super::line::line;
use crate::export::imposition::Scheme;
use crate::export::press::{Marks, Options, fingerprint};
use crate::font::{FontBook, Role};
use crate::geom::{Point, Pt, Rect, Size};
use crate::layout::page::{
    Direction, Frame, FrameItem, Generated, GlyphRun, Info, Ink, Page, PageKind, Placed, Source,
};

/// What is written across every proof, so that nobody makes plates of one.
pub const WATERMARK: &str = "校样";
/// The rounds of reading.
pub const ROUNDS: [&str; 4] = ["一校", "二校", "三校", "通读"];
/// The round of an issue that has had none.
pub const FIRST_ROUND: &str = ROUNDS[0];

/// What a set of proofs says of itself.
#[derive(Debug, Clone, Copy)]
pub struct Proof<'a> {
    /// All pages of the issue, also where only some of them are proofed.
    pub issue: &'a [Arc<Page>],
    /// Gazette, year and number.
    pub info: &'a Info,
    /// The round of reading, such as 一校.
    pub round: &'a str,
    /// The day that stands on the sheets. It is handed in, so that the same arguments give the
    /// same bytes.
    pub day: chrono::NaiveDate,
    /// Whether lines are numbered.
    pub line_numbers: bool,
}

const MM: Pt = Pt::from_units(65_536 * 720 / 254);
/// The strip above the page.
const STRIP: Pt = Pt::from_units(65_536 * 72 * 120 / 254);
const A4: Size = Size {
    width: Pt::from_units(65_536 * 72 * 2100 / 254),
    height: Pt::from_units(65_536 * 72 * 2970 / 254),
};
/// From the edges of the sheet to what stands in the strip and on the sheet of signatures.
const MARGIN: Pt = Pt::from_units(65_536 * 72 * 150 / 254);
const HEAD: Pt = Pt::new(9);
const NUMBER: Pt = Pt::new(6);
const HAIRLINE: Pt = Pt::from_units(65_536 / 4);
/// Lines from one number to the next.
const STEP: usize = 5;

/// Makes proofs of `pages`, as far as the options leave room for it: pages that are to be folded
/// or have marks around them keep their own size, and several pages on one sheet have no sheet of
/// signatures behind them.
pub fn sheets(
    pages: &[Arc<Page>],
    proof: &Proof<'_>,
    options: &Options,
    book: &FontBook,
) -> Vec<Arc<Page>> {
    let single = match (options.marks, options.imposition) {
        (Marks::Printer, _)
        | (_, Some(Scheme::Saddle(_) | Scheme::Spreads | Scheme::Sections(_))) => {
            return pages.to_vec();
        }
        (Marks::None, Some(Scheme::Grid { .. })) => false,
        (Marks::None, None) => true,
    };
    let mark = fingerprint(proof.issue);
    let mut sheets: Vec<Arc<Page>> =
        pages.iter().map(|page| Arc::new(sheet(page, proof, &mark, book))).collect();
    if let Some(first) = pages.first().filter(|_| single && pages.len() == proof.issue.len()) {
        let size = Size { width: first.trim.width, height: first.trim.height + STRIP };
        sheets.push(Arc::new(signatures(proof, &mark, size, book)));
    }
    sheets
}

/// `2026年4月29日`.
fn date(day: chrono::NaiveDate) -> String {
    day.format("%Y年%-m月%-d日").to_string()
}

/// A page below its strip.
fn sheet(page: &Page, proof: &Proof<'_>, mark: &str, book: &FontBook) -> Page {
    let Size { width, height } = page.trim;
    let size = Size { width: width.max(A4.width), height: (height + STRIP).max(A4.height) };
    let corner = Point::new((size.width - width) / 2, STRIP);
    let head = format!(
        "{}　{}样　第{}面/共{}面　{}　指纹 {mark}",
        proof.info.title,
        proof.round,
        page.number,
        proof.issue.len(),
        date(proof.day)
    );
    let at = Point::new(MARGIN, STRIP / 2);
    let mut items: Vec<FrameItem> =
        line(&head, (Role::Song, HEAD), at, size.width - MARGIN * 2, book)
            .into_iter()
            .map(FrameItem::Glyphs)
            .collect();
    items.extend(frame(Rect { at: corner, size: page.trim }));
    if proof.line_numbers {
        items.extend(numbers(page, corner, book).map(FrameItem::Glyphs));
    }
    let moved = |part: &Placed| Placed { at: part.at + corner, frame: part.frame.clone() };
    let mut parts: Vec<Placed> = page.parts.iter().map(moved).collect();
    parts.push(Placed { at: Point::default(), frame: Arc::new(Frame { size, items }) });
    Page { trim: size, bleed: Pt::ZERO, parts, ..*page }
}

/// Four lines around a rectangle.
fn frame(Rect { at, size }: Rect) -> impl Iterator<Item = FrameItem> {
    let line = HAIRLINE;
    [
        Rect::new(at.x, at.y, size.width, line),
        Rect::new(at.x, at.y + size.height - line, size.width, line),
        Rect::new(at.x, at.y, line, size.height),
        Rect::new(at.x + size.width - line, at.y, line, size.height),
    ]
    .into_iter()
    .map(|rect| FrameItem::Rule { rect, ink: Ink::Text })
}

/// The number of every fifth line, left of its column; lines are counted over the whole page in
/// the order of reading.
fn numbers(page: &Page, corner: Point, book: &FontBook) -> impl Iterator<Item = GlyphRun> {
    let lines = match page.kind {
        PageKind::Body | PageKind::Front => page.parts.iter(),
        PageKind::Cover | PageKind::Filler => [].iter(),
    };
    let lines = lines.filter_map(|part| Some((part.at.x, part.at.y + baseline(&part.frame)?)));
    lines.zip(1_usize..).filter(|(_, number)| number.is_multiple_of(STEP)).flat_map(
        move |((x, y), number)| {
            let text = number.to_string();
            let mut runs =
                line(&text, (Role::Song, NUMBER), Point::default(), page.trim.width, book);
            let length: Pt = runs.iter().map(GlyphRun::advance).sum();
            let start = corner + Point::new(x - length - MM * 3 / 2, y);
            runs.iter_mut().for_each(|run| run.at = run.at + start);
            runs
        },
    )
}

/// Where the first text of the issue in a frame stands; none in running heads and folios.
fn baseline(frame: &Frame) -> Option<Pt> {
    frame.items.iter().find_map(|item| match item {
        FrameItem::Glyphs(run) if run.direction == Direction::Right => match run.source {
            Source::Text(_) | Source::Generated(Generated::Contents, _) => Some(run.at.y),
            Source::Generated(..) => None,
        },
        FrameItem::Glyphs(_) | FrameItem::Rule { .. } | FrameItem::Picture { .. } => None,
    })
}

/// Columns of the table of signatures, and how wide each is beside the others.
const COLUMNS: [(&str, i64); 6] =
    [("校次", 3), ("校对人", 4), ("起止时间", 6), ("差错数", 3), ("签名", 5), ("日期", 5)];
/// What is signed before the issue goes to print, each in two columns of the table.
const RELEASE: [&str; 3] = ["责任编辑", "签发人", "印数"];
const ROW: Pt = Pt::new(34);
const TEXT: Pt = Pt::new(11);

/// The last sheet of a set: what it is, and room for those who sign it.
fn signatures(proof: &Proof<'_>, mark: &str, size: Size, book: &FontBook) -> Page {
    let size = Size { width: size.width.max(A4.width), height: size.height.max(A4.height) };
    let width = size.width - MARGIN * 2;
    let mut items = Vec::new();
    let mut write = |text: &str, font: (Role, Pt), at: Point| {
        let runs = line(text, font, at, size.width - at.x, book);
        items.extend(runs.into_iter().map(FrameItem::Glyphs));
    };
    write(&format!("{}样", proof.round), (Role::Title, Pt::new(26)), Point::new(MARGIN, MM * 32));
    let facts = [
        ("公报", proof.info.title.clone()),
        ("面数", format!("{} 面", proof.issue.len())),
        ("出样日期", date(proof.day)),
        ("指纹", format!("{mark}（各面天头上的指纹与此相同，才是同一次出样）")),
    ];
    let mut y = MM * 44;
    for (label, text) in &facts {
        write(label, (Role::Hei, TEXT), Point::new(MARGIN, y));
        write(text, (Role::Song, TEXT), Point::new(MARGIN + TEXT * 6, y));
        y += TEXT * 2;
    }
    // A table of six columns: a head, the rounds, and the row of the release.
    let top = y + TEXT;
    let whole: i64 = COLUMNS.iter().map(|(_, share)| share).sum();
    let mut edges = vec![MARGIN];
    let mut x = 0;
    for (name, share) in COLUMNS {
        let left = MARGIN + width.scale(x, whole);
        write(name, (Role::Hei, TEXT), Point::new(left + TEXT / 2, top + ROW * 6 / 10));
        x += share;
        edges.push(MARGIN + width.scale(x, whole));
    }
    for (name, row) in ROUNDS.into_iter().zip(1..) {
        let at = Point::new(MARGIN + TEXT / 2, top + ROW * row + ROW * 6 / 10);
        write(name, (Role::Song, TEXT), at);
    }
    let rounds = i64::try_from(ROUNDS.len()).unwrap_or(0) + 1;
    let release = top + ROW * rounds;
    for (name, edge) in RELEASE.into_iter().zip(edges.iter().step_by(2)) {
        let at = Point::new(*edge + TEXT / 2, release + ROW * 6 / 10);
        write(&format!("{name}："), (Role::Song, TEXT), at);
    }
    let mut rule = |rect| items.push(FrameItem::Rule { rect, ink: Ink::Text });
    for row in 0..=rounds + 1 {
        rule(Rect::new(MARGIN, top + ROW * row, width, HAIRLINE * 2));
    }
    for (edge, column) in edges.iter().zip(0_usize..) {
        let rows = if column.is_multiple_of(2) { rounds + 1 } else { rounds };
        rule(Rect::new(*edge, top, HAIRLINE * 2, ROW * rows));
    }
    let frame = Arc::new(Frame { size, items });
    let parts = vec![Placed { at: Point::default(), frame }];
    let number = u32::try_from(proof.issue.len()).unwrap_or(u32::MAX - 1) + 1;
    Page { number, folio: None, kind: PageKind::Cover, trim: size, bleed: Pt::ZERO, parts }
}
