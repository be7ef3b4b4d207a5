//! The inner title (刊名页) above the contents: the name in both scripts, and what is said of the issue.

use std::sync::Arc;

use super::masthead::{self, Block, Name};
use super::{REMARK, UNREAD, arrangement, line_text, mongolian, plain, remark};
use crate::geom::{Point, Pt, Rect, Size};
use crate::issue::Issue;
use crate::issue::cover::{Flush, IssueLine, Thing, ThingKind};
use crate::issue::masthead::MongolianLine;
use crate::issue::text::Text;
use crate::layout::flow::Element;
use crate::layout::memo::Setter;
use crate::layout::page::{Generated, Placed, Source};
use crate::layout::paragraph::Paragraph;
use crate::layout::style::{Align, Stylesheet, TextStyle};

/// The least height of those lines, in ems of the Chinese.
const LEAST: i64 = 6;

/// The inner title above the contents, as a block across the page.
pub(crate) fn inner_title(issue: &Issue, style: &Stylesheet, setter: &mut Setter<'_>) -> Element {
    let width = style.page.width();
    let is_name = |thing: &Thing| match thing.kind {
        ThingKind::Masthead { .. } => true,
        ThingKind::Line { .. }
        | ThingKind::Mongolian { .. }
        | ThingKind::Contents
        | ThingKind::Field
        | ThingKind::Picture { .. }
        | ThingKind::Colophon => false,
    };
    let repeats = arrangement(&issue.cover).front.iter().any(is_name);
    let name = Name { issue, style, ink: style.masthead.ink, within: true, repeats };
    let room = Size { width, height: style.page.height() };
    let most = style.masthead.size.scale(3, 4);
    let Block { mut parts, size } = masthead::set(name, room, (false, Flush::Centre), most, setter);
    let mut y = size.height;
    let mut line = |y: &mut Pt, text: &str, generated, style: &TextStyle| {
        let pitch = style.pitch.unwrap_or(style.size.scale(16, 10));
        let source = Source::Generated(generated, None);
        let lines = setter.set(Paragraph::new(&Text::new(text), source, style, width, pitch));
        for frame in &lines.frames {
            parts.push(Placed { at: Point::new(Pt::ZERO, *y), frame: frame.clone() });
            *y += frame.size.height;
        }
    };
    if let Some(remark) = remark(issue) {
        let small = TextStyle { pitch: None, size: REMARK, ..style.issue_line.clone() };
        line(&mut y, remark, Generated::Placeholder, &small);
    }
    let number = &issue.number;
    let total = number.total.map(|total| format!("总第{total}期"));
    let periodicity = (!number.periodicity.is_empty()).then(|| number.periodicity.clone());
    let inside: Vec<String> = total.into_iter().chain(periodicity).collect();
    let mut told = vec![line_text(issue, IssueLine::YearAndNumber)];
    if !inside.is_empty() {
        told.push(format!("（{}）", inside.join("·")));
    }
    told.push(line_text(issue, IssueLine::Published));
    let top = y + style.issue_line.size;
    y = top;
    for text in told.iter().filter(|text| !text.is_empty()) {
        line(&mut y, text, Generated::IssueLine, &style.issue_line);
    }
    let beside = Rect::new(Pt::ZERO, top, width, y - top);
    let (lines, bottom) = mongolian_lines(issue, style, beside, setter);
    parts.extend(lines);
    let y = y.max(bottom);
    let lines = u32::try_from(y.div_ceil(style.page.grid)).unwrap_or(1);
    Element::Across { parts, lines, spare: 0, keep: 4 }
}

/// The lines in Mongolian, the number at the left and the day at the right of what is said in
/// Chinese in the middle of `beside`; and where they end.
fn mongolian_lines(
    issue: &Issue,
    style: &Stylesheet,
    beside: Rect,
    setter: &mut Setter<'_>,
) -> (Vec<Placed>, Pt) {
    let em = style.issue_line.size;
    let third =
        Size { width: beside.size.width / 3 - em * 2, height: beside.size.height.max(em * LEAST) };
    let rooms = MongolianLine::ALL.map(|line| (line, third));
    let size = mongolian::size(issue, &rooms, em.scale(mongolian::LARGEST, 100), setter.book());
    let (mut parts, mut bottom) = (Vec::new(), beside.at.y);
    for line in MongolianLine::ALL {
        let set = (size, third.height, style.issue_line.ink);
        let Some(frame) = mongolian::set(issue, line, set, setter.book()) else { continue };
        let left = match line {
            MongolianLine::Number => beside.at.x + em * 2,
            MongolianLine::Published => beside.right() - em * 2 - third.width,
        };
        let x = left + (third.width - frame.size.width) / 2;
        let mut end = beside.at.y + frame.size.height;
        parts.push(Placed { at: Point::new(x, beside.at.y), frame: frame.into() });
        if !mongolian::is_approved(issue, line) {
            let small =
                TextStyle { size: REMARK, align: Align::Centre, ..plain(&style.issue_line) };
            let source = Source::Generated(Generated::Placeholder, None);
            let remark = Paragraph::new(&Text::new(UNREAD), source, &small, third.width, REMARK);
            let at = Point::new(left, end + REMARK / 2);
            let lines: &[Arc<_>] = &setter.set(remark).frames;
            parts.extend(lines.first().map(|frame| Placed { at, frame: frame.clone() }));
            end = at.y + REMARK;
        }
        bottom = bottom.max(end);
    }
    (parts, bottom)
}
