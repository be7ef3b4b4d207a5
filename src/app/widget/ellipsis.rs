//! A line of text that ends in … where the room ends: iced would clip in the middle of a glyph.

use iced::advanced::text::Paragraph as _;
use iced::advanced::widget::{Tree, tree};
use iced::advanced::{Layout, Widget, layout, mouse, renderer, text};
use iced::alignment::Vertical;
use iced::{Color, Element, Length, Pixels, Rectangle, Renderer, Size, Theme};

type Paragraph = <Renderer as text::Renderer>::Paragraph;

/// A line of text, as wide as the room that there is.
#[derive(Debug, Clone)]
pub(crate) struct Ellipsis {
    pub(crate) content: String,
    pub(crate) size: f32,
    /// The colour of what is around it where none is given.
    pub(crate) colour: Option<Color>,
    pub(crate) width: Length,
}

#[derive(Default)]
struct State {
    paragraph: Paragraph,
    /// What was cut, at which size, for which width.
    made_for: Option<(String, f32, f32)>,
}

fn paragraph(content: &str, size: f32, renderer: &Renderer) -> Paragraph {
    Paragraph::with_text(text::Text {
        content,
        bounds: Size::INFINITE,
        size: Pixels(size),
        line_height: text::LineHeight::default(),
        font: text::Renderer::default_font(renderer),
        align_x: text::Alignment::Default,
        align_y: Vertical::Top,
        shaping: text::Shaping::Advanced,
        wrapping: text::Wrapping::None,
    })
}

/// How wide a line of text is.
pub(super) fn width(content: &str, size: f32, renderer: &Renderer) -> f32 {
    paragraph(content, size, renderer).min_width()
}

/// The longest beginning of `content` that fits with an ellipsis; `fits` measures.
pub(super) fn cut(content: &str, mut fits: impl FnMut(&str) -> bool) -> String {
    if fits(content) {
        return content.to_owned();
    }
    let ends: Vec<usize> = content.char_indices().map(|(byte, _)| byte).collect();
    let shortened = |count: usize| {
        let end = ends.get(count).copied().unwrap_or(content.len());
        format!("{}…", content.get(..end).unwrap_or_default().trim_end())
    };
    // Half by half: the longest one that fits.
    let (mut low, mut high) = (0, ends.len());
    while low + 1 < high {
        let middle = usize::midpoint(low, high);
        if fits(&shortened(middle)) { low = middle } else { high = middle }
    }
    shortened(low)
}

impl<M> Widget<M, Theme, Renderer> for Ellipsis {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<State>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(State::default())
    }

    fn size(&self) -> Size<Length> {
        Size { width: self.width, height: Length::Shrink }
    }

    fn layout(
        &mut self,
        tree: &mut Tree,
        renderer: &Renderer,
        limits: &layout::Limits,
    ) -> layout::Node {
        let state = tree.state.downcast_mut::<State>();
        let room = limits.width(self.width).max().width;
        let made_for = (self.content.clone(), self.size, room);
        if state.made_for.as_ref() != Some(&made_for) {
            let fits = |text: &str| paragraph(text, self.size, renderer).min_width() <= room;
            let shown = cut(&self.content, fits);
            state.paragraph = paragraph(&shown, self.size, renderer);
            state.made_for = Some(made_for);
        }
        let own = state.paragraph.min_bounds();
        layout::Node::new(limits.resolve(self.width, Length::Shrink, own))
    }

    fn draw(
        &self,
        tree: &Tree,
        renderer: &mut Renderer,
        _: &Theme,
        style: &renderer::Style,
        layout: Layout<'_>,
        _: mouse::Cursor,
        viewport: &Rectangle,
    ) {
        let state = tree.state.downcast_ref::<State>();
        let colour = self.colour.unwrap_or(style.text_color);
        let at = layout.bounds().position();
        text::Renderer::fill_paragraph(renderer, &state.paragraph, at, colour, *viewport);
    }

    fn operate(
        &mut self,
        _: &mut Tree,
        layout: Layout<'_>,
        _: &Renderer,
        operation: &mut dyn iced::advanced::widget::Operation,
    ) {
        operation.text(None, layout.bounds(), &self.content);
    }
}

impl<'a, M: 'a> From<Ellipsis> for Element<'a, M> {
    fn from(line: Ellipsis) -> Self {
        Self::new(line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Cuts `content` to `room` characters.
    fn check(content: &str, room: usize, expected: &str) {
        assert_eq!(cut(content, |text| text.chars().count() <= room), expected, "{content} {room}");
    }

    #[test]
    fn long_texts_end_in_an_ellipsis() {
        check("包头市人民政府", 7, "包头市人民政府");
        check("包头市人民政府", 6, "包头市人民…");
        check("包头市人民政府", 2, "包…");
        check("包头市人民政府", 1, "…");
        check("包头市人民政府", 0, "…");
        check("关于 印发", 4, "关于…");
        check("", 0, "");
    }
}
