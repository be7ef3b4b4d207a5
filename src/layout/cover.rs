//! Covers and the inner title: what an arrangement says of things and areas → frames on a page.
//!
//! `template` has the built-in arrangements, `masthead` sets the gazette's name in both
//! scripts. Everything else on a cover is made from the issue: number and day, titles, colophon.

use std::sync::Arc;

use chrono::{Datelike, NaiveDate};

use crate::geom::{Mm, Point, Pt, Rect, Size};
use crate::issue::Issue;
use crate::issue::cover::{Area, Flush, Ink, IssueLine, Thing, ThingKind};
use crate::issue::masthead::MongolianLine;
use crate::issue::place::{Field, Part, Place};
use crate::issue::text::Text;
use crate::layout::memo::Setter;
use crate::layout::page::{Frame, FrameItem, Generated, Placed, Source};
use crate::layout::paragraph::{Form, Paragraph};
use crate::layout::style::{Align, Stylesheet, TextStyle};

mod balance;
mod finding;
mod inner;
mod masthead;
mod mongolian;
mod template;

pub use self::balance::{Balance, balance};
pub(crate) use self::finding::{findings, lacking_picture, measured};
pub(crate) use self::inner::inner_title;
use self::masthead::Name;
pub use self::mongolian::{mongolian_text, values};
pub use self::template::{COVERS, arrangement};

/// Things this near to the edge of the page are meant to reach it.
const EDGE: Pt = Pt::from_units(65_536 / 4);
/// Size of the remark that nobody has approved the Mongolian name.
const REMARK: Pt = Pt::new(9);
/// Lines of the titles, in hundredths of their size; the gap between two titles, in the same.
const TITLE_PITCH: i64 = 150;
const TITLE_GAP: i64 = 45;
/// The largest em of a line in Mongolian where no line tells the number in Chinese, 8 mm.
const LARGEST: Pt = Pt::from_units(65_536 * 23);
/// How far it keeps from the edge of the page, 5 mm.
const SAFE: Pt = Pt::from_units(65_536 * 72 * 5 * 10 / 254);
/// Thickness of the frame of a picture that is not chosen yet.
const FRAME: Pt = Pt::from_units(65_536 / 2);

/// Where the last glyph of a line ends.
fn ink_right(frame: &Frame) -> Pt {
    let right = |item: &FrameItem| match item {
        FrameItem::Glyphs(run) => run.at.x + run.advance(),
        FrameItem::Rule { rect, .. } => rect.right(),
        FrameItem::Picture { window, .. } => window.right(),
    };
    frame.items.iter().map(right).max().unwrap_or(Pt::ZERO)
}

/// One side of the cover under way: positions are from the corner of the trimmed page.
struct Side<'a, 'm> {
    issue: &'a Issue,
    style: &'a Stylesheet,
    setter: &'a mut Setter<'m>,
    /// The page that the areas are given for.
    page: (Mm, Mm),
    /// Whether the name stands elsewhere as the text that is edited.
    repeats: bool,
    /// The em of its lines in Mongolian.
    mongolian_size: Pt,
    parts: Vec<Placed>,
}

/// The front cover.
pub(crate) fn front(issue: &Issue, style: &Stylesheet, setter: &mut Setter<'_>) -> Vec<Placed> {
    let cover = arrangement(&issue.cover);
    side(issue, style, setter, (cover.page, false), &cover.front)
}

/// The back cover.
pub(crate) fn back(issue: &Issue, style: &Stylesheet, setter: &mut Setter<'_>) -> Vec<Placed> {
    let cover = arrangement(&issue.cover);
    side(issue, style, setter, (cover.page, true), &cover.back)
}

fn side(
    issue: &Issue,
    style: &Stylesheet,
    setter: &mut Setter<'_>,
    (page, repeats): ((Mm, Mm), bool),
    things: &[Thing],
) -> Vec<Placed> {
    let mongolian_size = LARGEST;
    let mut side = Side { issue, style, setter, page, repeats, mongolian_size, parts: Vec::new() };
    side.draw(things);
    side.parts
}

impl Side<'_, '_> {
    fn draw(&mut self, things: &[Thing]) {
        let line = |thing: &Thing| match thing.kind {
            ThingKind::Mongolian { says } => Some((says, self.rect(thing.area).size)),
            ThingKind::Masthead { .. }
            | ThingKind::Line { .. }
            | ThingKind::Contents
            | ThingKind::Field
            | ThingKind::Picture { .. }
            | ThingKind::Colophon => None,
        };
        let lines: Vec<_> = things.iter().filter_map(line).collect();
        let most = self.number_size(things).map_or(LARGEST, |em| em.scale(mongolian::LARGEST, 100));
        self.mongolian_size = mongolian::size(self.issue, &lines, most, self.setter.book());
        for thing in things {
            let rect = self.rect(thing.area);
            match &thing.kind {
                ThingKind::Masthead { vertical } => self.masthead(thing, rect, *vertical),
                ThingKind::Line { says, bold } => {
                    let text = line_text(self.issue, *says);
                    self.line(&text, *bold, thing, rect);
                }
                ThingKind::Mongolian { says } => self.mongolian(*says, thing, rect),
                ThingKind::Contents => self.contents(thing, rect),
                ThingKind::Field => {
                    let item = FrameItem::Rule { rect: self.bled(rect), ink: thing.ink };
                    self.items(vec![item]);
                }
                ThingKind::Picture { sha256: Some(sha256), whole } => {
                    self.picture(sha256, *whole, thing.flush, rect);
                }
                ThingKind::Picture { sha256: None, whole: false } => self.no_picture(rect),
                ThingKind::Picture { sha256: None, whole: true } => {}
                ThingKind::Colophon => self.colophon(thing, rect),
            }
        }
    }

    /// The em of the Chinese line that tells the number, the largest of them.
    fn number_size(&self, things: &[Thing]) -> Option<Pt> {
        let height = |thing: &Thing| match thing.kind {
            ThingKind::Line {
                says:
                    IssueLine::Number
                    | IssueLine::NumberAndTotal
                    | IssueLine::YearAndNumber
                    | IssueLine::Whole,
                ..
            } => Some(self.rect(thing.area).size.height),
            _ => None,
        };
        things.iter().filter_map(height).max()
    }

    /// An area on the page as it is; edges that are one stay one.
    fn rect(&self, area: Area) -> Rect {
        let across =
            |at: i32| self.style.page.trim.width.scale(at.into(), self.page.0.hundredths().into());
        let down =
            |at: i32| self.style.page.trim.height.scale(at.into(), self.page.1.hundredths().into());
        let [x, y, width, height] = [area.x, area.y, area.width, area.height].map(Mm::hundredths);
        let (left, right) = (across(x), across(x.saturating_add(width)));
        let (top, bottom) = (down(y), down(y.saturating_add(height)));
        Rect::new(left, top, right - left, bottom - top)
    }

    /// A rectangle that goes on to the edge of the bleed where it touches the trim.
    fn bled(&self, rect: Rect) -> Rect {
        let (trim, bleed) = (self.style.page.trim, self.style.page.bleed);
        let low = |edge: Pt| if edge <= EDGE { edge.min(-bleed) } else { edge };
        let high = |edge: Pt, end: Pt| {
            if edge >= end - EDGE { edge.max(end + bleed) } else { edge }
        };
        let (left, top) = (low(rect.at.x), low(rect.at.y));
        let (right, bottom) = (high(rect.right(), trim.width), high(rect.bottom(), trim.height));
        Rect::new(left, top, right - left, bottom - top)
    }

    /// Items in the coordinates of the page.
    fn items(&mut self, items: Vec<FrameItem>) {
        let frame = Frame { size: Size::default(), items };
        self.parts.push(Placed { at: Point::default(), frame: frame.into() });
    }

    fn place(&mut self, x: Pt, y: Pt, frame: Arc<Frame>) {
        self.parts.push(Placed { at: Point::new(x, y), frame });
    }

    fn masthead(&mut self, thing: &Thing, rect: Rect, vertical: bool) {
        let name = Name {
            within: false,
            issue: self.issue,
            style: self.style,
            ink: thing.ink,
            repeats: self.repeats,
        };
        let most = self.style.page.trim.height;
        let block = masthead::set(name, rect.size, (vertical, thing.flush), most, self.setter);
        self.parts.extend(moved(block.parts, rect.at));
        if let Some(remark) = remark(self.issue) {
            // Nobody who reads the script has confirmed it: paper and screen say so.
            let style = TextStyle { size: REMARK, ink: thing.ink, ..plain(&self.style.issue_line) };
            let area = Rect::new(
                rect.at.x,
                rect.at.y + block.size.height + REMARK / 2,
                rect.size.width,
                REMARK,
            );
            self.set_line(remark, Generated::Placeholder, style, thing.flush, area);
        }
    }

    /// A line in Mongolian, as large as its area allows; nothing where the issue has none.
    fn mongolian(&mut self, says: MongolianLine, thing: &Thing, rect: Rect) {
        let set = (self.mongolian_size, rect.size.height, thing.ink);
        let Some(frame) = mongolian::set(self.issue, says, set, self.setter.book()) else { return };
        let spare = rect.size.width - frame.size.width;
        let x = match thing.flush {
            Flush::Left => Pt::ZERO,
            Flush::Centre => spare / 2,
            Flush::Right => spare,
        };
        let end = rect.at.y + frame.size.height;
        self.place(rect.at.x + x, rect.at.y, frame.into());
        if !mongolian::is_approved(self.issue, says) {
            let style = TextStyle { size: REMARK, ink: thing.ink, ..plain(&self.style.issue_line) };
            let area = Rect::new(rect.at.x, end + REMARK / 2, rect.size.width, REMARK);
            self.set_line(UNREAD, Generated::Placeholder, style, thing.flush, area);
        }
    }

    /// A line as high as its area, smaller where it would be too long.
    fn line(&mut self, text: &str, bold: bool, thing: &Thing, rect: Rect) {
        let base = if bold { &self.style.masthead } else { &self.style.issue_line };
        let style = TextStyle { size: rect.size.height, ink: thing.ink, ..plain(base) };
        self.set_line(text, Generated::IssueLine, style, thing.flush, rect);
    }

    fn set_line(
        &mut self,
        text: &str,
        generated: Generated,
        style: TextStyle,
        flush: Flush,
        rect: Rect,
    ) {
        if text.is_empty() || style.size < Pt::new(1) {
            return;
        }
        let source = Source::Generated(generated, None);
        let text = Text::new(text);
        let wide = style.size * (i64::from(text.len()) + 2);
        let whole = TextStyle { align: Align::Left, ..style.clone() };
        let whole = self.setter.set(Paragraph::new(&text, source, &whole, wide, style.size));
        let length = whole.frames.first().map_or(Pt::ZERO, |frame| ink_right(frame));
        let size = if length > rect.size.width {
            style.size.scale(rect.size.width.units(), length.units())
        } else {
            style.size
        };
        let hair = size / 50;
        let style = TextStyle { size, align: align(flush), pitch: Some(rect.size.height), ..style };
        let width = rect.size.width + hair;
        let lines = self.setter.set(Paragraph::new(&text, source, &style, width, size));
        if let Some(frame) = lines.frames.first() {
            self.place(rect.at.x - hair / 2, rect.at.y, frame.clone());
        }
    }

    /// 要目: the titles, as many as there is room for. A line that turns over is indented.
    fn contents(&mut self, thing: &Thing, rect: Rect) {
        // Black titles stand under a red word.
        let ink = if thing.ink == Ink::Text { Ink::Red } else { thing.ink };
        let head = TextStyle { ink, ..plain(&self.style.contents_section) };
        let style = TextStyle {
            ink: thing.ink,
            align: Align::Left,
            pitch: Some(self.style.contents_line.size.scale(TITLE_PITCH, 100)),
            ..plain(&self.style.contents_line)
        };
        let area = Rect { size: Size { height: head.size, ..rect.size }, ..rect };
        let mut y = rect.at.y + head.size.scale(19, 10);
        self.set_line("本期要目", Generated::Contents, head, thing.flush, area);
        for (_, document) in self.issue.documents() {
            let (text, is_title) = document.contents_text();
            let field = if is_title { Field::Title } else { Field::ContentsTitle };
            let place = Place::new(Part::Field(document.id, field), text.range());
            let source = Source::Generated(Generated::Contents, Some(place));
            let text = Text::new(text.string.as_str());
            let mut paragraph = Paragraph::new(&text, source, &style, rect.size.width, style.size);
            paragraph.form = Form::Entitled;
            paragraph.indent = style.size;
            let lines = self.setter.set(paragraph);
            let height: Pt = lines.frames.iter().map(|frame| frame.size.height).sum();
            if y + height > rect.bottom() {
                return;
            }
            for frame in &lines.frames {
                self.place(rect.at.x, y, frame.clone());
                y += frame.size.height;
            }
            y += style.size.scale(TITLE_GAP, 100);
        }
    }

    fn picture(&mut self, sha256: &str, whole: bool, flush: Flush, rect: Rect) {
        let sizes = self.setter.resources().pictures;
        let (across, down) = sizes.get(sha256).copied().unwrap_or((4, 3));
        let (across, down) = (i64::from(across.max(1)), i64::from(down.max(1)));
        let area = if whole { rect } else { self.bled(rect) };
        let by_width = area.size.width.scale(down, across);
        let takes_width = (by_width <= area.size.height) == whole;
        let (width, height) = if takes_width {
            (area.size.width, by_width)
        } else {
            (area.size.height.scale(across, down), area.size.height)
        };
        let x = match flush {
            Flush::Left => Pt::ZERO,
            Flush::Centre => (area.size.width - width) / 2,
            Flush::Right => area.size.width - width,
        };
        let y = area.at.y + (area.size.height - height) / 2;
        let rect = Rect::new(area.at.x + x, y, width, height);
        let window = if whole { rect } else { area };
        let (sha256, letters) = (sha256.into(), Vec::new());
        self.items(vec![FrameItem::Picture {
            rect,
            window,
            sha256,
            ink: None,
            block: None,
            letters,
        }]);
    }

    /// A frame that says that a picture belongs here; like any text, away from where paper is cut.
    fn no_picture(&mut self, rect: Rect) {
        let trim = self.style.page.trim;
        let (left, top) = (rect.at.x.max(SAFE), rect.at.y.max(SAFE));
        let right = rect.right().min(trim.width - SAFE);
        let bottom = rect.bottom().min(trim.height - SAFE);
        let rect = Rect::new(left, top, right - left, bottom - top);
        let Rect { at, size } = rect;
        let sides = [
            Rect::new(at.x, at.y, size.width, FRAME),
            Rect::new(at.x, rect.bottom() - FRAME, size.width, FRAME),
            Rect::new(at.x, at.y, FRAME, size.height),
            Rect::new(rect.right() - FRAME, at.y, FRAME, size.height),
        ];
        self.items(sides.map(|rect| FrameItem::Rule { rect, ink: Ink::Text }).into());
        let style = plain(&self.style.issue_line);
        let y = at.y + (size.height - style.size) / 2;
        let area = Rect::new(at.x, y, size.width, style.size);
        self.set_line("（图片未选）", Generated::Placeholder, style, Flush::Centre, area);
    }

    /// The colophon at the foot of its area; its lines begin at one edge, and the block of them
    /// stands where the thing is to stand.
    fn colophon(&mut self, thing: &Thing, rect: Rect) {
        let style = TextStyle { ink: thing.ink, ..self.style.colophon.clone() };
        let pitch = style.size.scale(18, 10);
        let (mut y, mut widest) = (Pt::ZERO, Pt::ZERO);
        let mut parts = Vec::new();
        for (line, text) in (0..).zip(&self.issue.colophon) {
            let source = Source::Text(Part::Colophon(line));
            let mut paragraph = Paragraph::new(text, source, &style, rect.size.width, pitch);
            paragraph.form = Form::Label;
            for frame in &self.setter.set(paragraph).frames {
                widest = widest.max(ink_right(frame));
                parts.push(Placed { at: Point::new(Pt::ZERO, y), frame: frame.clone() });
                y += frame.size.height;
            }
        }
        let spare = match style.align {
            Align::Left | Align::Justified => rect.size.width - widest,
            Align::Centre | Align::Right => Pt::ZERO,
        };
        let x = match thing.flush {
            Flush::Left => Pt::ZERO,
            Flush::Centre => spare / 2,
            Flush::Right => spare,
        };
        self.parts.extend(moved(parts, Point::new(rect.at.x + x, rect.bottom() - y)));
    }
}

/// A style of text without what only columns know.
fn plain(style: &TextStyle) -> TextStyle {
    TextStyle {
        pitch: None,
        first_indent: 0,
        indent: 0,
        right_indent: 0,
        before: 0,
        after: 0,
        ..style.clone()
    }
}

const fn align(flush: Flush) -> Align {
    match flush {
        Flush::Left => Align::Left,
        Flush::Centre => Align::Centre,
        Flush::Right => Align::Right,
    }
}

/// What is said below Mongolian that nobody has approved.
const UNREAD: &str = "（蒙古文未核）";

/// The remark below the name.
const fn remark(issue: &Issue) -> Option<&'static str> {
    if issue.masthead.approval.is_none() && !issue.masthead.mongolian.string.is_empty() {
        Some(UNREAD)
    } else {
        None
    }
}

fn moved(parts: Vec<Placed>, offset: Point) -> Vec<Placed> {
    parts.into_iter().map(|part| Placed { at: part.at + offset, frame: part.frame }).collect()
}

/// What a line says of the issue; nothing where the issue does not know it.
pub fn line_text(issue: &Issue, says: IssueLine) -> String {
    let number = &issue.number;
    match says {
        IssueLine::Year => number.year.to_string(),
        IssueLine::Number => format!("第{}期", number.label()),
        IssueLine::Total => number.total.map(|total| format!("总第{total}期")).unwrap_or_default(),
        IssueLine::NumberAndTotal => number_line(issue),
        IssueLine::YearAndNumber => format!("{}年第{}期", number.year, number.label()),
        IssueLine::Whole => format!("{}年{}", number.year, number_line(issue)),
        IssueLine::Periodicity => number.periodicity.clone(),
        IssueLine::Published => {
            issue.published.map(|day| format!("{}出版", chinese_date(day))).unwrap_or_default()
        }
    }
}

/// `第4期（总第167期）`, as it stands on the cover.
pub(crate) fn number_line(issue: &Issue) -> String {
    let number = &issue.number;
    let total = number.total.map(|total| format!("（总第{total}期）")).unwrap_or_default();
    format!("第{}期{total}", number.label())
}

/// `2026年5月6日`.
fn chinese_date(day: NaiveDate) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}
