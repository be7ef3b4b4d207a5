//! The gazette's name in both scripts, one beside the other, each as large as the other.
//!
//! Across, the Chinese stands on a line and the Mongolian words below or above it, standing, their
//! tops aligned. Downwards, both stand in a column, the Mongolian one at the left, whichever is
//! said to be first. Law and custom want equal areas (1:1): where no size is asked for, sizes are
//! chosen so that the rectangles that the ink of each script covers are equally large. Everything
//! is placed by its ink, never by an em box: bearings differ from script to script.

use crate::font::{FontBook, FontId, Writing};
use crate::geom::{Point, Pt, Rect, Size};
use crate::issue::Issue;
use crate::issue::cover::{Flush, Ink};
use crate::issue::masthead::{Lettering, MastheadOrder, Script};
use crate::issue::place::{Part, Place};
use crate::issue::text::Text;
use crate::layout::memo::Setter;
use crate::layout::page::{
    Direction, Frame, FrameItem, Generated, Glyph, GlyphRun, Placed, Source,
};
use crate::layout::paragraph::Paragraph;
use crate::layout::style::{Align, Stylesheet, TextStyle};
use crate::layout::vertical::{Letters, ink_box, mongolian_column, mongolian_words};

/// Size of the Chinese at which proportions are measured.
const UNIT: Pt = Pt::new(100);
/// Between the inks of the two scripts, in hundredths of the Chinese size.
const GAP: i64 = 55;
/// Height that is left empty for a Mongolian name that is not there, in hundredths of the Chinese
/// size; and the width of its column.
const EMPTY: (i64, i64) = (230, 100);
/// The least and the most that the Mongolian may be in 1/10 000 of the Chinese size.
const SIZES: (i64, i64) = (1_000, 100_000);
/// The farthest that characters of a column stand from one another, in hundredths of their size.
const WIDEST: i64 = 150;
/// How often spread and sizes of two columns are brought nearer to each other; each time halves
/// what is wrong.
const STEPS: u32 = 16;

/// Whose name, and how it is inked.
#[derive(Clone, Copy)]
pub(super) struct Name<'a> {
    pub(super) issue: &'a Issue,
    pub(super) style: &'a Stylesheet,
    pub(super) ink: Ink,
    /// Whether it stands on a page within: as large as that page wants it, and never in white.
    pub(super) within: bool,
    /// Whether it stands elsewhere as the text that is edited.
    pub(super) repeats: bool,
}

/// What was set: parts from the corner of the block, and its extent.
pub(super) struct Block {
    pub(super) parts: Vec<Placed>,
    pub(super) size: Size,
}

/// One script: its parts, and the rectangle that its ink covers.
struct Scripture {
    parts: Vec<Placed>,
    ink: Rect,
}

impl Scripture {
    fn of(frame: Frame, book: &FontBook) -> Self {
        let ink = frame_ink(&frame, book).unwrap_or_default();
        Self { parts: vec![Placed { at: Point::default(), frame: frame.into() }], ink }
    }

    fn area(&self) -> u128 {
        let side = |length: Pt| u128::try_from(length.units()).unwrap_or(0);
        side(self.ink.size.width) * side(self.ink.size.height)
    }

    /// Its parts, moved until the corner of its ink is at `corner`.
    fn at(self, corner: Point) -> impl Iterator<Item = Placed> {
        let Point { x, y } = self.ink.at;
        let offset = Point::new(corner.x - x, corner.y - y);
        self.parts.into_iter().map(move |part| Placed { at: part.at + offset, frame: part.frame })
    }
}

/// The rectangle that the ink of a frame covers; none without ink.
pub(super) fn frame_ink(frame: &Frame, book: &FontBook) -> Option<Rect> {
    let of_item = |item: &FrameItem| match item {
        FrameItem::Glyphs(run) => ink_box(run, book),
        FrameItem::Picture { rect, .. } => Some(*rect),
        FrameItem::Rule { .. } => None,
    };
    frame.items.iter().filter_map(of_item).reduce(|all, one| all.union(&one))
}

impl Name<'_> {
    fn source(&self, script: Script) -> Source {
        let part = Part::Masthead(script);
        if self.repeats {
            let place = Place::new(part, self.text(script).range());
            Source::Generated(Generated::Masthead, Some(place))
        } else {
            Source::Text(part)
        }
    }

    const fn text(&self, script: Script) -> &Text {
        match script {
            Script::Chinese => &self.issue.masthead.chinese,
            Script::Mongolian => &self.issue.masthead.mongolian,
        }
    }

    fn lettering(&self, script: Script) -> Lettering {
        self.issue.masthead.lettering(script)
    }

    fn ink(&self, script: Script) -> Ink {
        // White letters are for coloured ground.
        let seen = |ink: &Ink| !(self.within && *ink == Ink::Paper);
        self.lettering(script).ink.filter(seen).unwrap_or(self.ink)
    }

    /// The font that is asked for, if it is there.
    fn face(&self, script: Script, book: &FontBook) -> Option<FontId> {
        book.named(script, &self.lettering(script).font?)
    }

    /// The hand that is printed instead of letters, as large as `size` in the direction in which
    /// letters have their size: as high as that, or where it runs downwards as wide.
    fn hand(&self, script: Script, size: Pt, vertical: bool, setter: &Setter<'_>) -> Option<Frame> {
        let sha256 = self.issue.masthead.hand(script)?;
        let known = setter.resources().pictures.get(sha256).copied();
        let (across, down) = known.unwrap_or((4, 1));
        let (across, down) = (i64::from(across.max(1)), i64::from(down.max(1)));
        let extent = if vertical {
            Size { width: size, height: size.scale(down, across) }
        } else {
            Size { width: size.scale(across, down), height: size }
        };
        let rect = Rect { at: Point::default(), size: extent };
        let ink = Some(self.ink(script));
        let (sha256, letters) = (sha256.into(), Vec::new());
        let (window, block) = (rect, None);
        let picture = FrameItem::Picture { rect, window, sha256, ink, block, letters };
        Some(Frame { size: extent, items: vec![picture] })
    }

    /// The Chinese on a line.
    fn line(&self, size: Pt, setter: &mut Setter<'_>) -> Scripture {
        if let Some(hand) = self.hand(Script::Chinese, size, false, setter) {
            let unit = self.written_line(UNIT, setter);
            let hand = readable(hand, &unit, |size| Some(self.written_line(size, setter)));
            return Scripture::of(hand, setter.book());
        }
        self.written_line(size, setter)
    }

    fn written_line(&self, size: Pt, setter: &mut Setter<'_>) -> Scripture {
        let script = Script::Chinese;
        let style = TextStyle {
            size,
            pitch: Some(size),
            align: Align::Left,
            ink: self.ink(script),
            first_indent: 0,
            indent: 0,
            right_indent: 0,
            ..self.style.masthead.clone()
        };
        let text = Text::new(self.text(script).string.as_str());
        let wide = size * (i64::from(text.len()) * 2 + 2);
        let mut paragraph = Paragraph::new(&text, self.source(script), &style, wide, size);
        let face = self.face(script, setter.book());
        for span in &mut paragraph.spans {
            span.face = face;
        }
        let lines = setter.set(paragraph);
        let tracking = size.scale(self.lettering(script).tracking.unwrap_or(0).into(), 100);
        let frame = lines.frames.first().map(|frame| tracked(frame, tracking)).unwrap_or_default();
        Scripture::of(frame, setter.book())
    }

    /// The Chinese in a column, a frame for each character, so that a caret moves from one to the
    /// other.
    fn column(&self, size: Pt, pitch: Pt, setter: &Setter<'_>) -> Scripture {
        let book = setter.book();
        if let Some(hand) = self.hand(Script::Chinese, size, true, setter) {
            let unit = self.written_column(UNIT, UNIT, book);
            let hand = readable(hand, &unit, |size| Some(self.written_column(size, size, book)));
            return Scripture::of(hand, book);
        }
        self.written_column(size, pitch, book)
    }

    fn written_column(&self, size: Pt, pitch: Pt, book: &FontBook) -> Scripture {
        let script = Script::Chinese;
        let (source, role) = (self.source(script), self.style.masthead.font);
        let face = self.face(script, book);
        let resolve = |sign| book.resolve_from(face, role, Writing::Chinese, sign);
        let (mut parts, mut ink) = (Vec::new(), None::<Rect>);
        for (at, sign) in (0_u32..).zip(self.text(script).string.chars()) {
            let Some(found) = resolve(sign).or_else(|| resolve('〓')) else { continue };
            let font = book.font(found.font);
            let advance = size.scale(font.advance(found.glyph), i64::from(font.units_per_em));
            let baseline = size.scale(880 - i64::from(found.raise), 1000);
            let glyph =
                Glyph { id: found.glyph, x: Pt::ZERO, y: Pt::ZERO, advance, from: at, chars: 1 };
            let run = GlyphRun {
                font: found.font,
                size,
                ink: self.ink(script),
                at: Point::new((size - advance) / 2, baseline),
                direction: Direction::Right,
                source,
                text: sign.to_string(),
                glyphs: vec![glyph],
            };
            let place = Point::new(Pt::ZERO, pitch * i64::from(at));
            let own = ink_box(&run, book).map(|own| own.moved(place));
            ink = own.map(|own| ink.map_or(own, |all| all.union(&own))).or(ink);
            let extent = Size { width: size, height: size };
            let frame = Frame { size: extent, items: vec![FrameItem::Glyphs(run)] };
            parts.push(Placed { at: place, frame: frame.into() });
        }
        Scripture { parts, ink: ink.unwrap_or_default() }
    }

    fn mongolian(&self, size: Pt, vertical: bool, setter: &Setter<'_>) -> Option<Scripture> {
        let book = setter.book();
        let written = |size| self.written_mongolian(size, vertical, book);
        let Some(hand) = self.hand(Script::Mongolian, size, vertical, setter) else {
            return written(size);
        };
        let hand = match written(UNIT) {
            Some(unit) => readable(hand, &unit, written),
            None => hand,
        };
        Some(Scripture::of(hand, book))
    }

    fn written_mongolian(&self, size: Pt, vertical: bool, book: &FontBook) -> Option<Scripture> {
        let script = Script::Mongolian;
        let gap = size.scale(self.lettering(script).tracking.unwrap_or(0).into(), 100);
        let letters = Letters {
            source: self.source(script),
            size,
            ink: self.ink(script),
            book,
            face: self.face(script, book).or(book.mongolian())?,
            gap,
        };
        let set = if vertical { mongolian_column } else { mongolian_words };
        set(self.text(script), letters).map(|frame| Scripture::of(frame, book))
    }

    /// How far characters of a Chinese column stand from one another beside Mongolian of a height:
    /// the shorter Chinese is spread until both columns end at the same height.
    fn pitch(&self, size: Pt, solid: &Scripture, solid_size: Pt, beside: Pt) -> Pt {
        if let Some(tracking) = self.lettering(Script::Chinese).tracking {
            return size.scale((100 + tracking).into(), 100);
        }
        let gaps = i64::from(self.text(Script::Chinese).len().max(2)) - 1;
        let height = solid.ink.size.height.scale(size.units(), solid_size.units());
        (size + (beside - height) / gaps).clamp(size, size.scale(WIDEST, 100))
    }

    /// Sizes of Chinese and Mongolian: those that are asked for; of the others the Chinese is as
    /// large as it can be, and the Mongolian `ratio`/10 000 of that.
    fn sizes(&self, fitting: Pt, ratio: i64) -> (Pt, Pt) {
        let own = |script| self.lettering(script).size.filter(|_| !self.within);
        match (own(Script::Chinese), own(Script::Mongolian)) {
            (Some(chinese), Some(mongolian)) => (chinese, mongolian),
            (Some(chinese), None) => (chinese, chinese.scale(ratio, 10_000)),
            (None, Some(mongolian)) => (mongolian.scale(10_000, ratio), mongolian),
            (None, None) => (fitting, fitting.scale(ratio, 10_000)),
        }
    }
}

/// A hand with the letters that it stands for, as large as its place allows; `unit` are those at
/// [`UNIT`].
fn readable(mut hand: Frame, unit: &Scripture, set: impl FnOnce(Pt) -> Option<Scripture>) -> Frame {
    if let Some(FrameItem::Picture { rect, letters, .. }) = hand.items.first_mut()
        && unit.area() > 0
        && let Some(own) = set(fitting(unit.ink.size, rect.size, rect.size.height))
    {
        for part in own.at(rect.at) {
            letters.extend(part.frame.items.iter().filter_map(|item| match item.moved(part.at) {
                FrameItem::Glyphs(run) => Some(run),
                FrameItem::Rule { .. } | FrameItem::Picture { .. } => None,
            }));
        }
    }
    hand
}

/// The size of what covers `area` in 1/10 000 of that of what covers `other`, so that both cover
/// the same; 10 000 where one of them is not there.
fn ratio(area: u128, other: u128) -> i64 {
    if area == 0 || other == 0 {
        return 10_000;
    }
    let ratio = (other * 100_000_000 / area).isqrt();
    i64::try_from(ratio).unwrap_or(i64::MAX).clamp(SIZES.0, SIZES.1)
}

/// A line with `tracking` between its characters; those of one cluster stay together.
fn tracked(frame: &Frame, tracking: Pt) -> Frame {
    let mut frame = frame.clone();
    let (mut shift, mut end) = (Pt::ZERO, Pt::ZERO);
    let mut first = true;
    for item in &mut frame.items {
        let FrameItem::Glyphs(run) = item else { continue };
        run.at.x += shift;
        let mut own = Pt::ZERO;
        for glyph in &mut run.glyphs {
            if glyph.chars > 0 && !std::mem::take(&mut first) {
                own += tracking;
            }
            glyph.x += own;
        }
        let next: Vec<Pt> = run.glyphs.iter().skip(1).map(|glyph| glyph.x).collect();
        for (glyph, next) in run.glyphs.iter_mut().zip(next) {
            glyph.advance = next - glyph.x;
        }
        shift += own;
        end = run.at.x + run.advance();
    }
    frame.size.width = end;
    frame
}

/// Sets the name within `room`, the Chinese as large as `most` at most.
pub(super) fn set(
    name: Name<'_>,
    room: Size,
    (vertical, flush): (bool, Flush),
    most: Pt,
    setter: &mut Setter<'_>,
) -> Block {
    if vertical {
        downwards(name, room, flush, most, setter)
    } else {
        across(name, room, flush, most, setter)
    }
}

/// The Chinese size at which what is `unit` large at [`UNIT`] fits.
fn fitting(unit: Size, room: Size, most: Pt) -> Pt {
    let fits = |room: Pt, length: Pt| {
        if length > Pt::ZERO { UNIT.scale(room.units(), length.units()) } else { most }
    };
    fits(room.width, unit.width).min(fits(room.height, unit.height)).min(most)
}

/// Where something `width` wide begins in the room.
fn begin(flush: Flush, room: Pt, width: Pt) -> Pt {
    match flush {
        Flush::Left => Pt::ZERO,
        Flush::Centre => (room - width) / 2,
        Flush::Right => room - width,
    }
}

fn across(name: Name<'_>, room: Size, flush: Flush, most: Pt, setter: &mut Setter<'_>) -> Block {
    let line = name.line(UNIT, setter);
    let words = name.mongolian(UNIT, false, setter);
    let ratio = ratio(words.as_ref().map_or(0, Scripture::area), line.area());
    let empty = Size { width: Pt::ZERO, height: UNIT.scale(EMPTY.0, 100) };
    let beside = words.map_or(empty, |words| Size {
        width: words.ink.size.width.scale(ratio, 10_000),
        height: words.ink.size.height.scale(ratio, 10_000),
    });
    let unit = Size {
        width: line.ink.size.width.max(UNIT).max(beside.width),
        height: line.ink.size.height.max(UNIT / 2) + UNIT.scale(GAP, 100) + beside.height,
    };
    let (chinese, mongolian) = name.sizes(fitting(unit, room, most), ratio);
    let line = name.line(chinese, setter);
    let words = name.mongolian(mongolian, false, setter);
    let gap = chinese.scale(GAP, 100);
    let empty = chinese.scale(EMPTY.0, 100);
    let (upper, lower) = (
        line.ink.size.height.max(chinese / 2),
        words.as_ref().map_or(empty, |words| words.ink.size.height),
    );
    let (line_y, words_y) = match name.issue.masthead.order {
        MastheadOrder::ChineseFirst => (Pt::ZERO, upper + gap),
        MastheadOrder::MongolianFirst => (lower + gap, Pt::ZERO),
    };
    let place = |own: Scripture, y: Pt| {
        let x = begin(flush, room.width, own.ink.size.width);
        own.at(Point::new(x, y)).collect::<Vec<_>>()
    };
    let line = place(line, line_y);
    let words = words.map(|words| place(words, words_y)).unwrap_or_default();
    let parts = in_order(name.issue.masthead.order, line, words);
    Block { parts, size: Size { width: room.width, height: upper + gap + lower } }
}

fn in_order(order: MastheadOrder, chinese: Vec<Placed>, mongolian: Vec<Placed>) -> Vec<Placed> {
    match order {
        MastheadOrder::ChineseFirst => chinese.into_iter().chain(mongolian).collect(),
        MastheadOrder::MongolianFirst => mongolian.into_iter().chain(chinese).collect(),
    }
}

fn downwards(name: Name<'_>, room: Size, flush: Flush, most: Pt, setter: &Setter<'_>) -> Block {
    let solid = name.column(UNIT, UNIT, setter);
    let letters = name.mongolian(UNIT, true, setter);
    // Larger Mongolian spreads the Chinese, and that asks for larger Mongolian.
    let (mut share, mut column) = (10_000, solid.ink.size);
    for _ in 0..STEPS {
        let Some(letters) = &letters else { break };
        let beside = letters.ink.size.height.scale(share, 10_000);
        column = name.column(UNIT, name.pitch(UNIT, &solid, UNIT, beside), setter).ink.size;
        let own = Scripture { parts: Vec::new(), ink: Rect { at: Point::default(), size: column } };
        share = ratio(letters.area(), own.area());
    }
    let empty = Size { width: UNIT.scale(EMPTY.1, 100), height: Pt::ZERO };
    let beside = letters.map_or(empty, |letters| Size {
        width: letters.ink.size.width.scale(share, 10_000),
        height: letters.ink.size.height.scale(share, 10_000),
    });
    let unit = Size {
        width: beside.width + UNIT.scale(GAP, 100) + column.width.max(UNIT / 2),
        height: column.height.max(beside.height),
    };
    let (chinese, mongolian) = name.sizes(fitting(unit, room, most), share);
    let letters = name.mongolian(mongolian, true, setter);
    let empty = Size { width: chinese.scale(EMPTY.1, 100), height: Pt::ZERO };
    let beside = letters.as_ref().map_or(empty, |letters| letters.ink.size);
    let pitch = name.pitch(chinese, &solid, UNIT, beside.height);
    let column = name.column(chinese, pitch, setter);
    let gap = chinese.scale(GAP, 100);
    let extent = column.ink.size;
    let left = begin(flush, room.width, beside.width + gap + extent.width);
    let height = extent.height.max(beside.height);
    // Both inks begin at the same height.
    let column = column.at(Point::new(left + beside.width + gap, Pt::ZERO)).collect();
    let letters = letters.map(|letters| letters.at(Point::new(left, Pt::ZERO)).collect());
    let parts = in_order(name.issue.masthead.order, column, letters.unwrap_or_default());
    Block { parts, size: Size { width: room.width, height } }
}
