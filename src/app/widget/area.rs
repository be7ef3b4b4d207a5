//! A field for a text of several lines: as high as the text needs.
//!
//! iced's own editor takes the wheel for itself, so that the panel that it stands in would stop
//! under the mouse, and does not say what it shows; both are mended around it here.

use iced::advanced::text::highlighter::PlainText;
use iced::advanced::widget::{Id, Operation, Tree, tree};
use iced::advanced::{Clipboard, Layout, Shell, Widget, layout, mouse, overlay, renderer};
use iced::keyboard::Key;
use iced::keyboard::key::Named;
use iced::widget::text::Wrapping;
use iced::widget::text_editor::{Action, Binding, Content, KeyPress, TextEditor};
use iced::{Element, Event, Length, Rectangle, Renderer, Size, Theme, Vector};

use crate::app::theme::{self, Palette};
use crate::app::widget::{MONGOLIAN, MONGOLIAN_LINE};

/// Height of a line, in ems, as iced has it.
const LINE: f32 = 1.3;
/// Lines of a field that does not grow.
const ROWS: f32 = 2.0;

/// The field of a text.
struct Area<'a, M> {
    editor: Element<'a, M>,
    content: &'a Content,
}

/// The field that shows `content`; what is done in it goes into messages.
pub(crate) fn area<'a, M: Clone + 'a>(
    content: &'a Content,
    id: Id,
    on_action: impl Fn(Action) -> M + 'a,
    p: Palette,
) -> Element<'a, M> {
    Element::new(Area { editor: editor(content, id, on_action, p).into(), content })
}

/// As [`area`], for a text in Mongolian and the strokes that make it: as high whatever stands in it.
pub(crate) fn writing_area<'a, M: Clone + 'a>(
    content: &'a Content,
    id: Id,
    on_action: impl Fn(Action) -> M + 'a,
    letters: Option<f32>,
    p: Palette,
) -> Element<'a, M> {
    let editor = editor(content, id, on_action, p);
    let (size, line) = letters.map_or((theme::TOOL, LINE), |size| (size, MONGOLIAN_LINE));
    let editor = match letters {
        Some(size) => editor.font(MONGOLIAN).size(size).line_height(line),
        None => editor.placeholder("bugutu hota"),
    };
    let editor = editor.height(Length::Fixed(size * line * ROWS + theme::FIELD * 2.0));
    Element::new(Area { editor: editor.into(), content })
}

fn editor<'a, M: Clone + 'a>(
    content: &'a Content,
    id: Id,
    on_action: impl Fn(Action) -> M + 'a,
    p: Palette,
) -> TextEditor<'a, PlainText, M> {
    TextEditor::new(content)
        .id(id)
        .on_action(on_action)
        .key_binding(binding)
        .size(theme::TOOL)
        .padding(theme::FIELD)
        .wrapping(Wrapping::WordOrGlyph)
        .style(p.area())
}

/// What keys do: a text of an issue is one line, and what is no key of a field is the window's.
fn binding<M>(press: KeyPress) -> Option<Binding<M>> {
    if matches!(press.key, Key::Named(Named::Enter | Named::Tab)) {
        return None;
    }
    let letter = press.key.to_latin(press.physical_key);
    let own = matches!(letter, Some('a' | 'c' | 'x' | 'v')) && !press.modifiers.shift();
    let types = matches!(press.key, Key::Character(_));
    if types && (press.modifiers.command() && !own || press.modifiers.alt()) {
        return None;
    }
    Binding::from_key_press(press)
}

impl<M> Widget<M, Theme, Renderer> for Area<'_, M> {
    fn tag(&self) -> tree::Tag {
        self.editor.as_widget().tag()
    }

    fn state(&self) -> tree::State {
        self.editor.as_widget().state()
    }

    fn children(&self) -> Vec<Tree> {
        self.editor.as_widget().children()
    }

    fn diff(&self, tree: &mut Tree) {
        self.editor.as_widget().diff(tree);
    }

    fn size(&self) -> Size<Length> {
        self.editor.as_widget().size()
    }

    fn layout(
        &mut self,
        tree: &mut Tree,
        renderer: &Renderer,
        limits: &layout::Limits,
    ) -> layout::Node {
        self.editor.as_widget_mut().layout(tree, renderer, limits)
    }

    fn operate(
        &mut self,
        tree: &mut Tree,
        layout: Layout<'_>,
        renderer: &Renderer,
        operation: &mut dyn Operation,
    ) {
        self.editor.as_widget_mut().operate(tree, layout, renderer, operation);
        operation.text(None, layout.bounds(), &self.content.text());
    }

    fn update(
        &mut self,
        tree: &mut Tree,
        event: &Event,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        renderer: &Renderer,
        clipboard: &mut dyn Clipboard,
        shell: &mut Shell<'_, M>,
        viewport: &Rectangle,
    ) {
        let wheel = matches!(event, Event::Mouse(mouse::Event::WheelScrolled { .. }));
        let press = matches!(event, Event::Mouse(mouse::Event::ButtonPressed(_)));
        // A press that something else took is one outside: the field gives the keys away.
        let taken = shell.is_event_captured();
        let cursor = if taken { mouse::Cursor::Unavailable } else { cursor };
        if !wheel && (!taken || press) {
            self.editor
                .as_widget_mut()
                .update(tree, event, layout, cursor, renderer, clipboard, shell, viewport);
        }
    }

    fn draw(
        &self,
        tree: &Tree,
        renderer: &mut Renderer,
        theme: &Theme,
        style: &renderer::Style,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
    ) {
        self.editor.as_widget().draw(tree, renderer, theme, style, layout, cursor, viewport);
    }

    fn mouse_interaction(
        &self,
        tree: &Tree,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
        renderer: &Renderer,
    ) -> mouse::Interaction {
        self.editor.as_widget().mouse_interaction(tree, layout, cursor, viewport, renderer)
    }

    fn overlay<'b>(
        &'b mut self,
        tree: &'b mut Tree,
        layout: Layout<'b>,
        renderer: &Renderer,
        viewport: &Rectangle,
        translation: Vector,
    ) -> Option<overlay::Element<'b, M, Theme, Renderer>> {
        self.editor.as_widget_mut().overlay(tree, layout, renderer, viewport, translation)
    }
}
