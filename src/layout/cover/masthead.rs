//! The gazette's name in both scripts, one beside the other, each as large as the other.
//!
//! Across, the Chinese stands on a line and the Mongolian words below or above it, standing, their
//! tops aligned. Downwards, both stand in a column, the Mongolian one at the left, whichever is
//! said to be first. Law and custom want equal areas (1:1): the sizes are chosen so that the ink of
//! the Chinese characters, box by box, covers as much as that of the Mongolian words.

use std::sync::Arc;

use crate::font::{FontBook, Writing};
use crate::geom::{Point, Pt, Rect, Size};
use crate::issue::Issue;
use crate::issue::cover::{Flush, Ink};
use crate::issue::masthead::{Masthead, MastheadOrder, Script};
use crate::issue::place::{Part, Place};
use crate::issue::text::Text;
use crate::layout::memo::Setter;
use crate::layout::page::{
    Direction, Frame, FrameItem, Generated, Glyph, GlyphRun, Page, Placed, Source,
};
use crate::layout::paragraph::Paragraph;
use crate::layout::style::{Align, Stylesheet, TextStyle};
use crate::layout::vertical::{Letters, ink_box, ink_boxes, mongolian_column, mongolian_words};
use crate::shape::shape;
use crate::text::mongolian::NIRUGU;

/// Size of the Chinese at which proportions are measured.
const UNIT: Pt = Pt::new(100);
/// Between the two scripts, in hundredths of the Chinese size.
const GAP: i64 = 50;
/// Height that is left empty for a Mongolian name that is not there, in hundredths of the Chinese
/// size; and the width of its column.
const EMPTY: (i64, i64) = (230, 100);
/// The least and the most that the Mongolian may be in 1/10 000 of the Chinese size.
const SIZES: (i64, i64) = (1_000, 100_000);
/// The farthest that characters of a column stand from one another, in hundredths of their size.
const WIDEST: i64 = 190;

/// Whose name, and how it is inked.
#[derive(Clone, Copy)]
pub(super) struct Name<'a> {
    pub(super) issue: &'a Issue,
    pub(super) style: &'a Stylesheet,
    pub(super) ink: Ink,
    /// Whether it stands elsewhere as the text that is edited.
    pub(super) repeats: bool,
}

/// What was set: parts from the corner of the block, and its extent.
pub(super) struct Block {
    pub(super) parts: Vec<Placed>,
    pub(super) size: Size,
}

/// How both scripts of a masthead compare, as it stands on a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Balance {
    /// Area of the ink of the Mongolian words in 1/1000 of that of the Chinese characters, box by
    /// box.
    pub area: i64,
    /// Thickness of the Mongolian stem in 1/1000 of the size of a Chinese character; none where the
    /// Mongolian is a hand.
    pub stem: Option<i64>,
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
        let picture =
            FrameItem::Picture { rect, window: rect, sha256: sha256.into(), ink: Some(self.ink) };
        Some(Frame { size: extent, items: vec![picture] })
    }

    /// The Chinese on a line of the width; a hand is as wide as it is.
    fn line(&self, size: Pt, width: Pt, align: Align, setter: &mut Setter<'_>) -> Arc<Frame> {
        if let Some(hand) = self.hand(Script::Chinese, size, false, setter) {
            let shift = match align {
                Align::Left | Align::Justified => Pt::ZERO,
                Align::Centre => (width - hand.size.width) / 2,
                Align::Right => width - hand.size.width,
            };
            let moved = |item: &FrameItem| item.moved(Point::new(shift, Pt::ZERO));
            return Frame { items: hand.items.iter().map(moved).collect(), ..hand }.into();
        }
        let style = TextStyle {
            size,
            pitch: Some(size),
            align,
            ink: self.ink,
            first_indent: 0,
            indent: 0,
            right_indent: 0,
            ..self.style.masthead.clone()
        };
        let source = self.source(Script::Chinese);
        let text = Text::new(self.text(Script::Chinese).string.as_str());
        let lines = setter.set(Paragraph::new(&text, source, &style, width, size));
        lines.frames.first().cloned().unwrap_or_default()
    }

    /// The Chinese in a column, a frame for each character, so that a caret moves from one to the
    /// other.
    fn column(&self, size: Pt, pitch: Pt, x: Pt, setter: &Setter<'_>) -> Vec<Placed> {
        if let Some(hand) = self.hand(Script::Chinese, size, true, setter) {
            return vec![Placed { at: Point::new(x, Pt::ZERO), frame: hand.into() }];
        }
        let book = setter.book();
        let source = self.source(Script::Chinese);
        let role = self.style.masthead.font;
        let mut parts = Vec::new();
        for (at, sign) in (0_u32..).zip(self.text(Script::Chinese).string.chars()) {
            let found = book
                .resolve(role, Writing::Chinese, sign)
                .or_else(|| book.resolve(role, Writing::Chinese, '〓'));
            let Some(found) = found else { continue };
            let font = book.font(found.font);
            let advance = size.scale(font.advance(found.glyph), i64::from(font.units_per_em));
            let baseline = size.scale(880 - i64::from(found.raise), 1000);
            let glyph =
                Glyph { id: found.glyph, x: Pt::ZERO, y: Pt::ZERO, advance, from: at, chars: 1 };
            let run = GlyphRun {
                font: found.font,
                size,
                ink: self.ink,
                at: Point::new((size - advance) / 2, baseline),
                direction: Direction::Right,
                source,
                text: sign.to_string(),
                glyphs: vec![glyph],
            };
            let extent = Size { width: size, height: size };
            let frame = Frame { size: extent, items: vec![FrameItem::Glyphs(run)] };
            parts.push(Placed { at: Point::new(x, pitch * i64::from(at)), frame: frame.into() });
        }
        parts
    }

    fn mongolian(&self, size: Pt, vertical: bool, setter: &Setter<'_>) -> Option<Frame> {
        if let Some(hand) = self.hand(Script::Mongolian, size, vertical, setter) {
            return Some(hand);
        }
        let book = setter.book();
        let (text, source) = (self.text(Script::Mongolian), self.source(Script::Mongolian));
        let set = if vertical { mongolian_column } else { mongolian_words };
        set(text, Letters { source, size, ink: self.ink, book })
    }

    /// The Mongolian size beside Chinese of size `chinese`, so that both inks cover the same area.
    fn mongolian_size(&self, chinese: Pt, vertical: bool, setter: &mut Setter<'_>) -> Pt {
        let book = setter.book();
        let wide = UNIT * i64::from(self.text(Script::Chinese).len() + 2);
        let hanzi = match self.hand(Script::Chinese, UNIT, vertical, setter) {
            Some(hand) => area(&hand, book),
            None => area(&self.line(UNIT, wide, Align::Left, setter), book),
        };
        let words = self.mongolian(UNIT, vertical, setter).map_or(0, |frame| area(&frame, book));
        if hanzi == 0 || words == 0 {
            return chinese;
        }
        let ratio = (u128::from(hanzi) * 100_000_000 / u128::from(words)).isqrt();
        let ratio = i64::try_from(ratio).unwrap_or(i64::MAX).clamp(SIZES.0, SIZES.1);
        chinese.scale(ratio, 10_000)
    }
}

/// The ink of a frame in (1/256 pt)²: of Chinese the boxes of the characters, of Mongolian those of
/// the words.
fn area(frame: &Frame, book: &FontBook) -> u64 {
    let extent = |rect: &Rect| {
        let side = |length: Pt| u64::try_from(length.units() / 256).unwrap_or(0);
        side(rect.size.width) * side(rect.size.height)
    };
    let of_run = |item: &FrameItem| match item {
        FrameItem::Glyphs(run) => match run.direction {
            Direction::Right => ink_boxes(run, book).iter().map(extent).sum(),
            Direction::Down => ink_box(run, book).as_ref().map_or(0, extent),
        },
        FrameItem::Picture { rect, .. } => extent(rect),
        FrameItem::Rule { .. } => 0,
    };
    frame.items.iter().map(of_run).sum()
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
    let count = i64::from(name.text(Script::Chinese).len().max(1));
    let unit_line = name.line(UNIT, UNIT * (count + 2), Align::Left, setter);
    let beside = name.mongolian_size(UNIT, false, setter);
    let empty = Size { width: Pt::ZERO, height: UNIT.scale(EMPTY.0, 100) };
    let words = name.mongolian(beside, false, setter).map_or(empty, |frame| frame.size);
    let unit = Size {
        width: super::ink_right(&unit_line).max(UNIT).max(words.width),
        height: UNIT + UNIT.scale(GAP, 100) + words.height,
    };
    let size = fitting(unit, room, most);
    let align = match flush {
        Flush::Left => Align::Left,
        Flush::Centre => Align::Centre,
        Flush::Right => Align::Right,
    };
    // A hair more than the room, or rounding would break the line.
    let hair = size / 100;
    let line = name.line(size, room.width + hair, align, setter);
    let words = name.mongolian(name.mongolian_size(size, false, setter), false, setter);
    let gap = size.scale(GAP, 100);
    let height = words.as_ref().map_or(size.scale(EMPTY.0, 100), |frame| frame.size.height);
    let (chinese_y, words_y) = match name.issue.masthead.order {
        MastheadOrder::ChineseFirst => (Pt::ZERO, size + gap),
        MastheadOrder::MongolianFirst => (height + gap, Pt::ZERO),
    };
    let chinese = Placed { at: Point::new(-hair / 2, chinese_y), frame: line };
    let words = words.map(|frame| {
        let x = begin(flush, room.width, frame.size.width);
        Placed { at: Point::new(x, words_y), frame: frame.into() }
    });
    let parts = match name.issue.masthead.order {
        MastheadOrder::ChineseFirst => std::iter::once(chinese).chain(words).collect(),
        MastheadOrder::MongolianFirst => words.into_iter().chain([chinese]).collect(),
    };
    Block { parts, size: Size { width: room.width, height: size + gap + height } }
}

fn downwards(name: Name<'_>, room: Size, flush: Flush, most: Pt, setter: &mut Setter<'_>) -> Block {
    let book = setter.book();
    let count = i64::from(name.text(Script::Chinese).len().max(1));
    let beside = name.mongolian_size(UNIT, true, setter);
    let empty = Size { width: UNIT.scale(EMPTY.1, 100), height: Pt::ZERO };
    let letters = name.mongolian(beside, true, setter).map_or(empty, |frame| frame.size);
    let unit = Size {
        width: letters.width + UNIT.scale(GAP, 100) + UNIT,
        height: name
            .hand(Script::Chinese, UNIT, true, setter)
            .map_or(UNIT * count, |hand| hand.size.height)
            .max(letters.height),
    };
    let size = fitting(unit, room, most);
    let letters = name.mongolian(name.mongolian_size(size, true, setter), true, setter);
    let empty = Size { width: size.scale(EMPTY.1, 100), height: Pt::ZERO };
    let extent = letters.as_ref().map_or(empty, |frame| frame.size);
    let gap = size.scale(GAP, 100);
    // The shorter Chinese is spread until both columns end at the same height.
    let spread = (extent.height - size) / (count - 1).max(1);
    let pitch = spread.clamp(size, size.scale(WIDEST, 100));
    let width = extent.width + gap + size;
    let left = begin(flush, room.width, width);
    let column = name.column(size, pitch, left + extent.width + gap, setter);
    // Both inks begin at the same height.
    let top = column.first().and_then(|first| match first.frame.items.first() {
        Some(FrameItem::Glyphs(run)) => ink_box(run, book).map(|ink| ink.at.y),
        Some(FrameItem::Rule { .. } | FrameItem::Picture { .. }) | None => None,
    });
    let at = Point::new(left, top.unwrap_or(Pt::ZERO));
    let letters = letters.map(|frame| Placed { at, frame: frame.into() });
    let end = column.iter().map(|part| part.at.y + part.frame.size.height).max();
    let height = end.unwrap_or(Pt::ZERO).max(at.y + extent.height);
    let parts = match name.issue.masthead.order {
        MastheadOrder::ChineseFirst => column.into_iter().chain(letters).collect(),
        MastheadOrder::MongolianFirst => letters.into_iter().chain(column).collect(),
    };
    Block { parts, size: Size { width: room.width, height } }
}

/// How the scripts of the masthead on `page` compare, as letters or as hands; none where one of
/// them is not there.
pub fn balance(page: &Page, masthead: &Masthead, book: &FontBook) -> Option<Balance> {
    let of = |script: Script| {
        let own = move |item: &&FrameItem| match item {
            FrameItem::Glyphs(run) => match run.source {
                Source::Text(part) => part == Part::Masthead(script),
                Source::Generated(_, place) => {
                    place.is_some_and(|place| place.part == Part::Masthead(script))
                }
            },
            FrameItem::Picture { sha256, ink, .. } => {
                ink.is_some() && masthead.hand(script) == Some(&**sha256)
            }
            FrameItem::Rule { .. } => false,
        };
        let items = page.parts.iter().flat_map(|part| &part.frame.items).filter(own);
        Frame { size: Size::default(), items: items.cloned().collect() }
    };
    let (chinese, mongolian) = (of(Script::Chinese), of(Script::Mongolian));
    let (hanzi, words) = (area(&chinese, book), area(&mongolian, book));
    // A hand is as high as its letters are large, or as wide where it runs downwards.
    let hanzi_size = chinese.items.first().map(|item| match item {
        FrameItem::Glyphs(run) => run.size,
        FrameItem::Rule { rect, .. } | FrameItem::Picture { rect, .. } => {
            rect.size.width.min(rect.size.height)
        }
    })?;
    let font = book.font(book.mongolian()?);
    // The sign that lengthens the stem is nothing else but a piece of it.
    let stem = shape(font, Writing::Mongolian, &NIRUGU.to_string());
    let [_, lower, _, upper] = font.ink_box(stem.first()?.id)?;
    let stem = mongolian.items.first().and_then(|item| match item {
        FrameItem::Glyphs(run) => {
            let stem = run.size.scale(upper - lower, i64::from(font.units_per_em));
            Some(stem.units() * 1000 / hanzi_size.units().max(1))
        }
        FrameItem::Rule { .. } | FrameItem::Picture { .. } => None,
    });
    let permille = |part: u64, whole: u64| {
        i64::try_from(u128::from(part) * 1000 / u128::from(whole.max(1))).unwrap_or(i64::MAX)
    };
    (hanzi > 0 && words > 0).then(|| Balance { area: permille(words, hanzi), stem })
}
