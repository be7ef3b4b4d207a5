//! Running heads and folios: what every page of the body carries outside of its text.

use crate::geom::{Point, Pt, Rect, Size};
use crate::issue::place::Place;
use crate::issue::text::Text;
use crate::layout::memo::Setter;
use crate::layout::page::{Frame, FrameItem, Generated, Ink, Placed, Source};
use crate::layout::paragraph::Paragraph;
use crate::layout::style::{Align, PageGeometry, Stylesheet, TextStyle};

/// Thickness of the line below a running head.
const HEAD_RULE: Pt = Pt::from_units(65_536 / 2);

/// The running head of physical page `number`: the section's name at the outer edge, on a line.
pub(crate) fn running_head(
    section: &Text,
    place: Place,
    number: u32,
    style: &Stylesheet,
    setter: &mut Setter<'_>,
) -> Vec<Placed> {
    let page = &style.page;
    let area = page.type_area(number);
    let text_style = &style.running_head;
    let source = Source::Generated(Generated::RunningHead, Some(place));
    let y = area.at.y - text_style.size.scale(24, 10);
    let mut parts = outer_line(section, source, number, y, style, text_style, setter);
    let width = page.width();
    let rule = Rect::new(Pt::ZERO, Pt::ZERO, width, HEAD_RULE);
    let frame = Frame {
        size: Size { width, height: HEAD_RULE },
        items: vec![FrameItem::Rule { rect: rule, ink: Ink::Text }],
    };
    let at = Point::new(area.at.x, y + text_style.size.scale(14, 10));
    parts.push(Placed { at, frame: frame.into() });
    parts
}

/// The folio of physical page `number`, at the outer foot.
pub(crate) fn folio(
    folio: u32,
    number: u32,
    style: &Stylesheet,
    setter: &mut Setter<'_>,
) -> Vec<Placed> {
    let text = Text::new(folio.to_string());
    let source = Source::Generated(Generated::Folio, None);
    // As far below the text as one line stands below the other, and a little more.
    let y = style.page.type_area(number).bottom() + style.folio.size.scale(3, 2);
    outer_line(&text, source, number, y, style, &style.folio, setter)
}

/// One line at the outer edge of the type area, its upper edge at `y`.
fn outer_line(
    text: &Text,
    source: Source,
    number: u32,
    y: Pt,
    style: &Stylesheet,
    text_style: &TextStyle,
    setter: &mut Setter<'_>,
) -> Vec<Placed> {
    let page: &PageGeometry = &style.page;
    let pitch = text_style.size.scale(12, 10);
    let mut paragraph = Paragraph::new(text, source, text_style, page.width(), pitch);
    paragraph.align = match (text_style.align, number % 2) {
        (Align::Centre, _) => Align::Centre,
        (_, 1) => Align::Right,
        _ => Align::Left,
    };
    let x = page.type_area(number).at.x;
    let lines = setter.set(paragraph);
    let first = lines.frames.first();
    first.map(|frame| Placed { at: Point::new(x, y), frame: frame.clone() }).into_iter().collect()
}
