//! Writes the content stream of a page (ISO 32000-1, 7.8 and 9).
//!
//! Text is shown by glyph codes, one `Tm` a run and the gaps as numbers of `TJ`. Where a glyph
//! stands is always measured from the display list, never from the glyph before it, so that
//! rounding does not add up: every glyph is within [`CLOSE`] of its place.

use std::io::Write;

use super::faces::{Face, clusters, is_blank};
use super::marks::Around;
use super::number::{decimal, hexadecimal};
use super::outline::outline;
use super::picture::Images;
use super::{Leaf, Mark, Marks, Red, Sheet, Spread, Writing};
use crate::export::font_index;
use crate::font::FontBook;
use crate::geom::{Point, Pt, Rect};
use crate::layout::page::{Direction, FrameItem, GlyphRun, Ink, Page};

/// How far a glyph may be written from its place, in pt, apart from the 0.0005 pt of `Tm`.
const CLOSE: f64 = 0.004;
/// Type and lines up to this size overprint in black; larger ones knock out, or what lies below
/// would show through the black.
const LARGEST_OVERPRINT: Pt = Pt::new(36);

/// What all pages share.
#[derive(Debug)]
pub(super) struct Writer<'a> {
    pub(super) faces: &'a [Face],
    pub(super) book: &'a FontBook,
    pub(super) images: &'a Images,
    pub(super) writing: Writing,
}

/// What is on a plate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Paint {
    /// K 100 that leaves the other plates as they are.
    Overprint,
    /// K 100 that clears the other plates.
    Black,
    /// Paper white.
    Paper,
    /// The red of masthead and head lines.
    Red,
    /// A red that is black ink alone, and leaves the other plates as they are.
    RedOverprint,
    /// K 100 in a large area, with other inks below so that it does not look grey.
    RichBlack,
    /// A light tint of black.
    Tint,
}

/// A large black area, with C 40 M 30 Y 30 under the black.
const RICH_BLACK: &str = ".4 .3 .3 1 k\n";

impl Writing {
    /// How an ink is put on the plates: in type or a line of this size.
    fn paint(self, ink: Ink, size: Pt) -> Paint {
        let small = size <= LARGEST_OVERPRINT;
        match ink {
            Ink::Text if small => Paint::Overprint,
            Ink::Text => Paint::Black,
            Ink::Red if small && self.red_is_black() => Paint::RedOverprint,
            Ink::Red => Paint::Red,
            Ink::Paper => Paint::Paper,
        }
    }

    /// How an ink is put on the plates in an area. Only where all four inks are printed anyway
    /// does a black area take from the others.
    fn area(self, ink: Ink, thickness: Pt) -> Paint {
        match self.paint(ink, thickness) {
            Paint::Black if self.rich_black => Paint::RichBlack,
            paint => paint,
        }
    }
}

/// A content stream under way, and the graphics state that it is in.
struct Stream<'a> {
    writer: &'a Writer<'a>,
    out: Vec<u8>,
    /// Height of the media box.
    height: Pt,
    /// From the edge of the media box to the trim.
    margin: Pt,
    paint: Option<Paint>,
    overprint: Option<bool>,
    font: Option<(usize, Pt)>,
    in_text: bool,
}

impl Writer<'_> {
    /// A page, with what is drawn around it.
    pub(super) fn page(&self, sheet: &Sheet<'_>, marks: Marks) -> Leaf {
        let Page { trim, bleed, .. } = *sheet.page;
        let around = Around { trim, bleed, ..Around::default() };
        let mut stream = Stream::new(self, &around, marks);
        if !sheet.mark.is_empty() {
            stream.op("/Artifact BMC\n");
            for run in &sheet.mark {
                match self.writing.mark {
                    Mark::Text => stream.run(Point::default(), run, Paint::Tint),
                    Mark::Shape => stream.shape(run, Paint::Tint),
                }
            }
            stream.end_text();
            stream.op("EMC\n");
        }
        for placed in &sheet.page.parts {
            for item in &placed.frame.items {
                match item {
                    FrameItem::Glyphs(run) => {
                        stream.run(placed.at, run, self.writing.paint(run.ink, run.size));
                    }
                    FrameItem::Rule { rect, ink } => {
                        let thickness = rect.size.width.min(rect.size.height);
                        stream.rule(rect.moved(placed.at), self.writing.area(*ink, thickness));
                    }
                    FrameItem::Picture { rect, window, sha256, ink, letters, .. } => {
                        let places = (rect.moved(placed.at), window.moved(placed.at));
                        stream.picture(places, sha256, *ink);
                        for run in letters {
                            stream.unseen(placed.at, run);
                        }
                    }
                }
            }
        }
        stream.end_text();
        stream.marks(&around, marks, &sheet.slug);
        Leaf { around, content: stream.out }
    }

    /// A side of a sheet with several pages, which are forms.
    pub(super) fn spread(&self, spread: &Spread) -> Leaf {
        let around = &spread.plan.around;
        let marks = self.writing.marks;
        let mut stream = Stream::new(self, around, marks);
        let (margin, top) = (stream.margin, stream.height - stream.margin);
        stream.out = spread.plan.operators(&spread.side, spread.bleed, margin, top);
        stream.marks(around, marks, &spread.slug);
        Leaf { around: around.clone(), content: stream.out }
    }
}

impl<'a> Stream<'a> {
    fn new(writer: &'a Writer<'a>, around: &Around, marks: Marks) -> Self {
        let margin = around.bleed + marks.room();
        Self {
            writer,
            out: Vec::with_capacity(16 << 10),
            height: around.trim.height + margin * 2,
            margin,
            paint: None,
            overprint: None,
            font: None,
            in_text: false,
        }
    }
}

impl Stream<'_> {
    fn op(&mut self, text: &str) {
        self.out.extend_from_slice(text.as_bytes());
    }

    /// What is drawn around a page or a sheet.
    fn marks(&mut self, around: &Around, marks: Marks, slug: &[GlyphRun]) {
        match marks {
            Marks::None => return,
            Marks::Printer => {}
        }
        let writing = &self.writer.writing;
        let shapes = around.operators(self.margin, self.height - self.margin, writing);
        self.out.extend_from_slice(&shapes);
        (self.paint, self.overprint) = (None, None);
        self.op("/Artifact BMC\n");
        for run in slug {
            self.run(Point::default(), run, Paint::Overprint);
        }
        self.end_text();
        self.op("EMC\n");
    }

    /// A point of the trimmed page in the coordinates of the media box.
    fn place(&self, point: Point) -> Point {
        Point::new(point.x + self.margin, self.height - self.margin - point.y)
    }

    fn number(&mut self, length: Pt) {
        // Thousandths of a point are finer than any imagesetter.
        decimal(&mut self.out, length.scale(1000, Pt::new(1).units()).units(), 3);
        self.out.push(b' ');
    }

    fn begin_text(&mut self) {
        if !self.in_text {
            self.op("BT\n");
            self.in_text = true;
        }
    }

    fn end_text(&mut self) {
        if self.in_text {
            self.op("ET\n");
            self.in_text = false;
        }
    }

    fn paint(&mut self, paint: Paint) {
        let overprint = matches!(paint, Paint::Overprint | Paint::RedOverprint);
        if self.overprint != Some(overprint) {
            self.op(if overprint { "/Over gs\n" } else { "/Knock gs\n" });
            self.overprint = Some(overprint);
        }
        if self.paint == Some(paint) {
            return;
        }
        self.paint = Some(paint);
        match (paint, self.writer.writing.red) {
            (Paint::Overprint | Paint::Black, _) => self.op("0 0 0 1 k\n"),
            (Paint::Paper, _) => self.op("0 0 0 0 k\n"),
            (Paint::Tint, _) => self.op("0 0 0 .1 k\n"),
            (Paint::RichBlack, _) => self.op(RICH_BLACK),
            (Paint::Red | Paint::RedOverprint, Red::Process) => {
                for percent in self.writer.writing.red_inks.0 {
                    decimal(&mut self.out, percent.min(100).into(), 2);
                    self.out.push(b' ');
                }
                self.op("k\n");
            }
            (Paint::Red | Paint::RedOverprint, Red::Spot) => self.op("/Red cs 1 scn\n"),
        }
    }

    fn rule(&mut self, rect: Rect, paint: Paint) {
        self.end_text();
        self.paint(paint);
        self.corners(rect);
        self.op("re f\n");
    }

    /// What `re` takes: lower left corner, width and height.
    fn corners(&mut self, rect: Rect) {
        let corner = self.place(Point::new(rect.at.x, rect.bottom()));
        for length in [corner.x, corner.y, rect.size.width, rect.size.height] {
            self.number(length);
        }
    }

    fn picture(&mut self, (rect, window): (Rect, Rect), sha256: &str, ink: Option<Ink>) {
        self.end_text();
        let images = self.writer.images;
        let drawing = images.drawing(sha256);
        let index = images.index(sha256, ink.is_some());
        if drawing.is_none() && index.is_none() {
            self.empty_frame(window);
            return;
        }
        if let Some(ink) = ink {
            // Never an overprint: the hand knocks out like large type.
            self.paint(self.writer.writing.paint(ink, LARGEST_OVERPRINT * 2));
        }
        // A picture knocks out, whatever was set before.
        self.op("q /Knock gs ");
        if window != rect {
            self.corners(window);
            self.op("re W n ");
        }
        self.number(rect.size.width);
        self.op("0 0 ");
        self.number(rect.size.height);
        let corner = self.place(Point::new(rect.at.x, rect.bottom()));
        self.number(corner.x);
        self.number(corner.y);
        self.op("cm ");
        if let Some(drawing) = drawing {
            drawing.write(ink, &mut self.out);
        } else {
            self.op("/I");
            decimal(&mut self.out, i64::try_from(index.unwrap_or(0)).unwrap_or(0), 0);
            self.op(" Do ");
        }
        self.op("Q\n");
    }

    /// Four lines where a picture should be.
    fn empty_frame(&mut self, rect: Rect) {
        let line = Pt::from_f64(0.5);
        let Rect { at, size } = rect;
        let (right, bottom) = (rect.right() - line, rect.bottom() - line);
        for side in [
            Rect::new(at.x, at.y, size.width, line),
            Rect::new(at.x, bottom, size.width, line),
            Rect::new(at.x, at.y, line, size.height),
            Rect::new(right, at.y, line, size.height),
        ] {
            self.rule(side, Paint::Overprint);
        }
    }

    /// Letters that are neither filled nor stroked (ISO 32000-1, 9.3.6).
    fn unseen(&mut self, origin: Point, run: &GlyphRun) {
        self.op("3 Tr\n");
        self.run(origin, run, self.writer.writing.paint(run.ink, run.size));
        self.op("0 Tr\n");
    }

    fn run(&mut self, origin: Point, run: &GlyphRun, paint: Paint) {
        let index = font_index(self.writer.book, run.font);
        let Some(face) = self.writer.faces.get(index) else { return };
        let font = self.writer.book.font(run.font);
        let mut written = clusters(run, font);
        written.retain(|(glyph, text)| !is_blank(font, *glyph, text));
        if run.size <= Pt::ZERO || written.is_empty() {
            return;
        }
        self.begin_text();
        self.paint(paint);
        if self.font != Some((index, run.size)) {
            self.font = Some((index, run.size));
            self.op("/A");
            decimal(&mut self.out, i64::try_from(index).unwrap_or(0), 0);
            self.out.push(b' ');
            self.number(run.size);
            self.op("Tf\n");
        }
        let read_otherwise = written.into_iter().any(|(glyph, text)| {
            let known = face.texts.get(usize::from(face.code(glyph)));
            known.is_none_or(|known| **known != *text)
        });
        if read_otherwise {
            self.op("/Span<</ActualText<FEFF");
            for unit in run.text.encode_utf16() {
                let _ = write!(self.out, "{unit:04X}");
            }
            self.op(">>>BDC\n");
        }
        self.glyphs(origin, run, face);
        if read_otherwise {
            self.op("EMC\n");
        }
    }

    /// The glyphs of a run as shapes.
    fn shape(&mut self, run: &GlyphRun, paint: Paint) {
        self.end_text();
        self.paint(paint);
        let font = self.writer.book.font(run.font);
        for glyph in &run.glyphs {
            let at = self.place(run.at + Point::new(glyph.x, glyph.y));
            outline(&mut self.out, font, glyph.id, run.size, at);
        }
        self.op("f\n");
    }

    fn glyphs(&mut self, origin: Point, run: &GlyphRun, face: &Face) {
        // The size as it is written: the viewer moves its pen by this one.
        let size = f64::from(thousandths(run.size)) / 1000.0;
        let mut line: Option<Pt> = None;
        let (mut start, mut pen) = (Pt::ZERO, 0.0);
        let mut in_string = false;
        let font = self.writer.book.font(run.font);
        for (glyph, (_, text)) in run.glyphs.iter().zip(clusters(run, font)) {
            if is_blank(font, glyph.id, text) {
                continue;
            }
            if line != Some(glyph.y) {
                if line.is_some() {
                    self.op(if in_string { ">]TJ\n" } else { "]TJ\n" });
                }
                self.matrix(origin, run, Point::new(glyph.x, glyph.y));
                self.out.push(b'[');
                in_string = false;
                line = Some(glyph.y);
                (start, pen) = (glyph.x, 0.0);
            }
            let gap = (glyph.x - start).to_f64() - pen;
            if gap.abs() > CLOSE {
                if in_string {
                    self.out.push(b'>');
                    in_string = false;
                }
                let (value, places) = adjustment(-gap * 1000.0 / size, size);
                decimal(&mut self.out, value, places);
                pen -= as_float(value, places) * size / 1000.0;
            }
            if !in_string {
                self.out.push(b'<');
                in_string = true;
            }
            let code = face.code(glyph.id);
            hexadecimal(&mut self.out, code);
            let width = face.widths.get(usize::from(code)).copied().unwrap_or(0.0);
            pen += width * size / 1000.0;
        }
        self.op(if in_string { ">]TJ\n" } else { "]TJ\n" });
    }

    /// Moves to a glyph of the run, with the run's direction.
    fn matrix(&mut self, origin: Point, run: &GlyphRun, glyph: Point) {
        let offset = match run.direction {
            Direction::Right => glyph,
            Direction::Down => Point::new(-glyph.y, glyph.x),
        };
        let at = self.place(origin + run.at + offset);
        self.op(match run.direction {
            Direction::Right => "1 0 0 1 ",
            Direction::Down => "0 -1 1 0 ",
        });
        self.number(at.x);
        self.number(at.y);
        self.op("Tm");
    }
}

fn thousandths(length: Pt) -> i32 {
    i32::try_from(length.scale(1000, Pt::new(1).units()).units()).unwrap_or(i32::MAX)
}

/// `wanted`, in 1/1000 of an em of `size` pt, with as few decimal places as put a glyph close to
/// its place: the count of the last place, and the places.
#[expect(clippy::cast_possible_truncation, reason = "casting a float saturates")]
fn adjustment(wanted: f64, size: f64) -> (i64, u32) {
    for places in 0..3 {
        let value = (wanted * as_float(1, places).recip()).round() as i64;
        if (as_float(value, places) - wanted).abs() * size / 1000.0 <= CLOSE {
            return (value, places);
        }
    }
    ((wanted * 1000.0).round() as i64, 3)
}

#[expect(clippy::cast_precision_loss, reason = "numbers of a page stay far below 2^52")]
fn as_float(value: i64, places: u32) -> f64 {
    value as f64 / 10_i64.pow(places) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_adjustment_takes_the_places_that_its_size_needs() {
        let check = |wanted, size, expected| assert_eq!(adjustment(wanted, size), expected);
        check(-123.4, 6.0, (-123, 0));
        check(-123.4, 20.0, (-1234, 1));
        check(-123.44, 200.0, (-12344, 2));
        check(0.04, 1.0, (0, 0));
    }
}
