//! The controls of the window, made once: every panel takes them from here.

use std::time::Duration;

use iced::advanced::widget::Id;
use iced::widget::scrollable::{Direction, Scrollbar};
use iced::widget::{column, container, row, scrollable, text, text_input, tooltip};
use iced::{Alignment, Color, Element, Font, Length, Padding};

use crate::app::theme::{self, Look, Palette};

pub mod press;

pub(crate) mod area;
pub(crate) mod ellipsis;
pub(crate) mod picker;
pub(crate) mod reveal;
pub(crate) mod tab;

use self::ellipsis::Ellipsis;
use self::picker::Picker;
use self::press::Press;

/// A line of text of `size` that never wraps.
pub(crate) fn label<'a, M: 'a>(content: impl Into<String>, size: f32) -> Element<'a, M> {
    text(content.into()).size(size).wrapping(text::Wrapping::None).into()
}

/// As [`label`], in the colour of what is not so important.
pub(crate) fn muted<'a, M: 'a>(
    content: impl Into<String>,
    size: f32,
    p: Palette,
) -> Element<'a, M> {
    coloured(content, size, p.muted)
}

/// As [`label`], in a colour.
pub(crate) fn coloured<'a, M: 'a>(
    content: impl Into<String>,
    size: f32,
    colour: Color,
) -> Element<'a, M> {
    text(content.into()).size(size).color(colour).wrapping(text::Wrapping::None).into()
}

/// Text over as many lines as it needs.
pub(crate) fn prose<'a, M: 'a>(
    content: impl Into<String>,
    size: f32,
    colour: Color,
) -> Element<'a, M> {
    text(content.into())
        .size(size)
        .color(colour)
        .width(Length::Fill)
        .wrapping(text::Wrapping::WordOrGlyph)
        .into()
}

/// A line over the room that there is, with an ellipsis where it ends too early.
pub(crate) fn line<'a, M: 'a>(
    content: impl Into<String>,
    size: f32,
    colour: Option<Color>,
) -> Element<'a, M> {
    Ellipsis { content: content.into(), size, colour, width: Length::Fill }.into()
}

/// A button of a bar: words without a frame; none as message greys it.
pub(crate) fn tool<'a, M: Clone + 'a>(
    content: impl Into<String>,
    message: Option<M>,
    p: Palette,
) -> Element<'a, M> {
    Press::new(label(content, theme::TOOL), message, Look::Flat, p).into()
}

/// A button of a narrow bar: as [`tool`], smaller.
pub(crate) fn small<'a, M: Clone + 'a>(
    content: impl Into<String>,
    message: Option<M>,
    p: Palette,
) -> Element<'a, M> {
    let padding = Padding::from([1.0, theme::PAD[0]]);
    Press { padding, ..Press::new(label(content, theme::LABEL), message, Look::Flat, p) }.into()
}

/// One of several that exclude each other: a tab, a filter, a mode.
pub(crate) fn choice<'a, M: Clone + 'a>(
    content: impl Into<Element<'a, M>>,
    chosen: bool,
    message: M,
    p: Palette,
) -> Element<'a, M> {
    Press::new(content, Some(message), chosen_look(chosen), p).into()
}

const fn chosen_look(chosen: bool) -> Look {
    if chosen { Look::Chosen } else { Look::Flat }
}

/// A row of a list that can be chosen, over the whole width.
pub(crate) fn item<'a, M: Clone + 'a>(
    content: impl Into<Element<'a, M>>,
    chosen: bool,
    message: Option<M>,
    p: Palette,
) -> Press<'a, M> {
    Press {
        width: Length::Fill,
        padding: Padding::from(theme::ROW),
        ..Press::new(content, message, chosen_look(chosen), p)
    }
}

/// The button that does what a dialog asks.
pub(crate) fn primary<'a, M: Clone + 'a>(
    content: impl Into<String>,
    message: Option<M>,
    p: Palette,
) -> Press<'a, M> {
    let padding = Padding::from([theme::FIELD, theme::PAD[2]]);
    Press { padding, ..Press::new(label(content, theme::TOOL), message, Look::Solid, p) }
}

/// Another button of a dialog.
pub(crate) fn secondary<'a, M: Clone + 'a>(
    content: impl Into<String>,
    message: Option<M>,
    p: Palette,
) -> Element<'a, M> {
    let padding = Padding::from([theme::FIELD, theme::PAD[2]]);
    Press { padding, ..Press::new(label(content, theme::TOOL), message, Look::Framed, p) }.into()
}

/// Something that is so or not.
pub(crate) fn toggle<'a, M: Clone + 'a>(
    words: &'a str,
    on: bool,
    message: M,
    p: Palette,
) -> Element<'a, M> {
    let mark =
        coloured(if on { "☑" } else { "☐" }, theme::TITLE, if on { p.accent } else { p.muted });
    let content = side_by_side(vec![mark, label(words, theme::TOOL)], theme::PAD[0]);
    Press {
        padding: Padding::from([2.0, 4.0]),
        ..Press::new(content, Some(message), Look::Flat, p)
    }
    .into()
}

/// A field for a line of text.
pub(crate) fn input<'a, M: Clone + 'a>(
    placeholder: &str,
    value: &str,
    on_input: impl Fn(String) -> M + 'a,
    p: Palette,
) -> text_input::TextInput<'a, M> {
    text_input(placeholder, value)
        .on_input(on_input)
        .size(theme::TOOL)
        .padding(theme::FIELD)
        .style(p.field())
}

/// The font of Mongolian letters in controls.
pub(crate) const MONGOLIAN: Font = Font::with_name("Noto Sans Mongolian");
/// Height of their line in ems. They reach far above and below the line of other scripts, and ink
/// outside of a text's box would be lost, or stay, where a part of the window is drawn anew.
pub(crate) const MONGOLIAN_LINE: f32 = 1.75;

/// A text in Mongolian letters.
pub(crate) fn mongolian<'a>(letters: impl text::IntoFragment<'a>, size: f32) -> text::Text<'a> {
    text(letters).font(MONGOLIAN).size(size).line_height(MONGOLIAN_LINE)
}

/// A control with its name above and, below, what is wrong with it.
pub(crate) fn captioned<'a, M: 'a>(
    name: &'a str,
    control: impl Into<Element<'a, M>>,
    fault: Option<&'a str>,
    p: Palette,
) -> Element<'a, M> {
    let mut whole = column![muted(name, theme::LABEL, p), control.into()].spacing(3);
    if let Some(fault) = fault {
        whole = whole.push(prose(fault, theme::LABEL, p.red));
    }
    whole.into()
}

/// One of several that a list offers.
pub(crate) fn picker<'a, T, M>(
    options: Vec<T>,
    chosen: Option<T>,
    message: impl Fn(T) -> M + 'a,
    p: Palette,
) -> Element<'a, M>
where
    T: ToString + PartialEq + Clone + 'a,
    M: Clone + 'a,
{
    let at = chosen.and_then(|chosen| options.iter().position(|own| *own == chosen));
    let names = options.iter().map(ToString::to_string).collect();
    let messages: Vec<M> = options.into_iter().map(message).collect();
    Picker { names, messages, chosen: at, palette: p }.into()
}

/// The heading of a group of rows or fields.
pub(crate) fn heading<'a, M: 'a>(content: impl Into<String>, p: Palette) -> Element<'a, M> {
    container(coloured(content, theme::LABEL, p.muted))
        .padding(Padding { top: theme::PAD[0], ..Padding::ZERO })
        .into()
}

/// A word on a tint of its colour.
pub(crate) fn badge<'a, M: 'a>(
    content: impl Into<String>,
    colour: Color,
    p: Palette,
) -> Element<'a, M> {
    container(coloured(content, theme::LABEL, colour))
        .padding([1.0, 6.0])
        .style(p.badge(colour))
        .into()
}

/// What a key is called, beside what it does.
pub(crate) fn key<'a, M: 'a>(content: impl Into<String>, p: Palette) -> Element<'a, M> {
    muted(content, theme::LABEL, p)
}

/// Says more about a control of a bar while the mouse rests on it.
pub(crate) fn hint<'a, M: 'a>(
    control: impl Into<Element<'a, M>>,
    content: impl Into<String>,
    p: Palette,
) -> Element<'a, M> {
    told(control.into(), content.into(), tooltip::Position::Bottom, p)
}

/// Says a row's whole text beside it, so that the rows below stay in sight.
pub(crate) fn whole<'a, M: 'a>(
    row: impl Into<Element<'a, M>>,
    content: impl Into<String>,
    p: Palette,
) -> Element<'a, M> {
    told(row.into(), content.into(), tooltip::Position::Right, p)
}

fn told<'a, M: 'a>(
    control: Element<'a, M>,
    content: String,
    position: tooltip::Position,
    p: Palette,
) -> Element<'a, M> {
    if content.is_empty() {
        return control;
    }
    let words = container(text(content).size(theme::LABEL))
        .padding(theme::PAD[0])
        .max_width(theme::SIDE[0])
        .style(p.card());
    tooltip(control, words, position).gap(2).delay(Duration::from_millis(600)).into()
}

/// What may be longer than the room for it.
pub(crate) fn scroll<'a, M: 'a>(
    id: &'static str,
    content: impl Into<Element<'a, M>>,
    p: Palette,
) -> scrollable::Scrollable<'a, M> {
    let bar = Scrollbar::new().width(6).scroller_width(6).margin(1);
    scrollable(content)
        .id(Id::new(id))
        .direction(Direction::Vertical(bar))
        .style(p.bar())
        .width(Length::Fill)
}

/// A horizontal line of one pixel.
pub(crate) fn rule<'a, M: 'a>(p: Palette) -> Element<'a, M> {
    container(text("")).width(Length::Fill).height(1.0).style(p.rule()).into()
}

/// A vertical line of one pixel.
pub(crate) fn upright<'a, M: 'a>(p: Palette) -> Element<'a, M> {
    container(text("")).width(1.0).height(Length::Fill).style(p.rule()).into()
}

/// Things side by side, their middles on one line.
pub(crate) fn side_by_side<'a, M: 'a>(
    things: Vec<Element<'a, M>>,
    spacing: f32,
) -> iced::widget::Row<'a, M> {
    row(things).spacing(spacing).align_y(Alignment::Center)
}

/// A card over the pages.
pub(crate) fn card<'a, M: 'a>(
    content: impl Into<Element<'a, M>>,
    width: f32,
    p: Palette,
) -> container::Container<'a, M> {
    container(content).padding(theme::PAD[2]).width(width).style(p.card())
}
