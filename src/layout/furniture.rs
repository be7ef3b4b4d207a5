//! Running heads and folios: what every page of the body carries outside of its text.

use crate::geom::{Point, Pt, Rect, Size};
use crate::issue::document::Document;
use crate::issue::masthead::Script;
use crate::issue::place::{Field, Part, Place};
use crate::issue::text::{Range, Text};
use crate::issue::{Issue, Section};
use crate::layout::memo::Setter;
use crate::layout::page::{Frame, FrameItem, Generated, Ink, Placed, Source};
use crate::layout::paragraph::Paragraph;
use crate::layout::style::{Align, FolioForm, Head, PageGeometry, Stylesheet, TextStyle};

/// Thickness of the line below a running head.
const HEAD_RULE: Pt = Pt::from_units(65_536 / 2);

/// What the running heads of a document say, and the texts that they repeat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Heads {
    /// On even pages.
    even: Option<(Text, Place)>,
    /// On odd pages.
    odd: Option<(Text, Place)>,
}

impl Heads {
    /// The heads of the pages of `document` in `section`, as the style has them.
    pub(crate) fn new(
        issue: &Issue,
        section: &Section,
        document: &Document,
        style: &Stylesheet,
    ) -> Self {
        let whole = |text: &Text, part| (text.clone(), Place::new(part, text.range()));
        let section = || whole(&section.name, Part::SectionName(section.id));
        let (even, odd) = match style.furniture.head {
            Head::None => (None, None),
            Head::Section => (Some(section()), Some(section())),
            Head::Document => {
                let (text, is_title) = document.contents_text();
                let field = if is_title { Field::Title } else { Field::ContentsTitle };
                let head = whole(text, Part::Field(document.id, field));
                (Some(head.clone()), Some(head))
            }
            Head::GazetteAndSection => {
                let name = &issue.masthead.chinese;
                (Some(whole(name, Part::Masthead(Script::Chinese))), Some(section()))
            }
        };
        Self { even, odd }
    }
}

/// The running head of physical page `number`, at the outer edge, on a line.
pub(crate) fn running_head(
    heads: &Heads,
    number: u32,
    style: &Stylesheet,
    setter: &mut Setter<'_>,
) -> Vec<Placed> {
    let head = if number.is_multiple_of(2) { &heads.even } else { &heads.odd };
    let Some((text, place)) = head.as_ref().filter(|(text, _)| !text.is_empty()) else {
        return Vec::new();
    };
    let page = &style.page;
    let area = page.type_area(number);
    let text_style = &style.running_head;
    let source = Source::Generated(Generated::RunningHead, Some(*place));
    let y = area.at.y - text_style.size.scale(24, 10);
    let text = one_line(text, source, style, setter);
    let mut parts = outer_line(&text, source, number, y, style, text_style, setter);
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

/// As much of a head as one line holds, with …… where something is left out.
fn one_line(text: &Text, source: Source, style: &Stylesheet, setter: &mut Setter<'_>) -> Text {
    let pitch = style.running_head.size;
    let whole = Paragraph::new(text, source, &style.running_head, style.page.width(), pitch);
    let lines = setter.set(whole);
    let [first, _, ..] = lines.frames.as_slice() else { return text.clone() };
    let runs = first.items.iter().filter_map(|item| match item {
        FrameItem::Glyphs(run) => Some(run.range().end),
        FrameItem::Rule { .. } | FrameItem::Picture { .. } => None,
    });
    // The dots take the room of two characters, and those of a line that was squeezed one more.
    let end = runs.max().unwrap_or(0).saturating_sub(3);
    Text::new(format!("{}……", text.slice(Range::new(0, end))))
}

/// The folio of physical page `number`, at the outer foot or in the middle.
pub(crate) fn folio(
    folio: u32,
    number: u32,
    style: &Stylesheet,
    setter: &mut Setter<'_>,
) -> Vec<Placed> {
    let text = Text::new(match style.furniture.folio {
        FolioForm::Plain => folio.to_string(),
        FolioForm::Dashes => format!("— {folio} —"),
    });
    let source = Source::Generated(Generated::Folio, None);
    let y = style.page.type_area(number).bottom() + style.furniture.folio_gap;
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
    // The indent is one from the outer edge.
    paragraph.indent = Pt::ZERO;
    if paragraph.align == Align::Left {
        std::mem::swap(&mut paragraph.indent, &mut paragraph.right_indent);
    }
    paragraph.first_indent = paragraph.indent;
    let x = page.type_area(number).at.x;
    let lines = setter.set(paragraph);
    let first = lines.frames.first();
    first.map(|frame| Placed { at: Point::new(x, y), frame: frame.clone() }).into_iter().collect()
}
