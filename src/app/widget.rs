//! The controls of the window, made once: every panel takes them from here.

use iced::widget::{button, container, row, text};
use iced::{Alignment, Element, Length};

use crate::app::theme::{self, Palette};

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
    text(content.into()).size(size).color(p.muted).wrapping(text::Wrapping::None).into()
}

/// A button of a bar: text without a frame; none as message greys it.
pub(crate) fn tool<'a, M: Clone + 'a>(
    content: impl Into<String>,
    message: Option<M>,
    p: Palette,
) -> Element<'a, M> {
    button(label(content, theme::TOOL))
        .padding([5.0, 10.0])
        .style(p.flat(false))
        .on_press_maybe(message)
        .into()
}

/// A row of a list that can be chosen, over the whole width.
pub(crate) fn item<'a, M: Clone + 'a>(
    content: impl Into<Element<'a, M>>,
    chosen: bool,
    message: M,
    p: Palette,
) -> Element<'a, M> {
    button(content)
        .width(Length::Fill)
        .padding([5.0, 10.0])
        .style(p.flat(chosen))
        .on_press(message)
        .into()
}

/// The button that does what a dialog asks.
pub(crate) fn primary<'a, M: Clone + 'a>(
    content: impl Into<String>,
    message: M,
    p: Palette,
) -> Element<'a, M> {
    button(label(content, theme::TOOL))
        .padding([7.0, 16.0])
        .style(p.solid())
        .on_press(message)
        .into()
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

/// Cuts a text to what fits in `width` logical pixels at `size`, an ellipsis at its end: iced
/// would clip in the middle of a glyph.
pub(crate) fn cut(content: &str, size: f32, width: f32) -> String {
    let advance = |c: char| if c.is_ascii() { size * 0.56 } else { size };
    let whole: f32 = content.chars().map(advance).sum();
    if whole <= width {
        return content.to_owned();
    }
    let mut left = width - size;
    let fits = |c: &char| {
        left -= advance(*c);
        left >= 0.0
    };
    let mut kept: String = content.chars().take_while(fits).collect();
    kept.push('…');
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_end_in_an_ellipsis() {
        assert_eq!(cut("包头市人民政府", 10.0, 100.0), "包头市人民政府");
        assert_eq!(cut("包头市人民政府", 10.0, 45.0), "包头市…");
        assert_eq!(cut("GB/T 9704", 10.0, 100.0), "GB/T 9704");
    }
}
