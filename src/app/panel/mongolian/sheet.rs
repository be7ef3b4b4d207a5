//! The name as it stands on the page, to be written on: clicks put the caret between letters, keys
//! go along the columns, strokes become letters.

use iced::advanced::image::{Image, Renderer as _};
use iced::advanced::layout::{self, Layout};
use iced::advanced::renderer::{self, Quad, Renderer as _};
use iced::advanced::widget::operation::Focusable;
use iced::advanced::widget::tree::{self, Tree};
use iced::advanced::widget::{Id, Operation};
use iced::advanced::{Clipboard, InputMethod, Shell, Widget, clipboard, input_method, mouse};
use iced::keyboard::{self, Modifiers};
use iced::{
    Border, Color, Element, Event, Length, Point, Rectangle, Renderer, Size, Theme, window,
};

use super::{Message, Shown, at};
use crate::app::page_editor::Key;
use crate::app::page_editor::canvas::command;
use crate::app::page_editor::lines::{Lean, OnPage};
use crate::app::theme::Palette;
use crate::geom;

/// The name of the widget, for focus.
pub(crate) const SHEET: &str = "mongolian-sheet";
/// How thick the caret is, in logical pixels.
const CARET: f32 = 2.0;
/// Between the edge and the picture, which begins at a corner: words that stand stay where they are.
pub(super) const EDGE: f32 = 2.0;

/// The name, with its caret.
pub(super) struct Sheet<'a> {
    /// None while there is no word.
    pub(super) shown: Option<&'a Shown>,
    /// How many characters stand before the begin of the selection and before the caret.
    pub(super) selection: (usize, usize),
    /// How many characters before the caret the input method is about to give.
    pub(super) preedit: usize,
    pub(super) size: Size,
    pub(super) palette: Palette,
}

#[derive(Debug, Default)]
struct State {
    focused: bool,
    modifiers: Modifiers,
    dragging: bool,
    click: Option<mouse::Click>,
    composing: bool,
}

impl Focusable for State {
    fn is_focused(&self) -> bool {
        self.focused
    }

    fn focus(&mut self) {
        self.focused = true;
    }

    fn unfocus(&mut self) {
        self.focused = false;
    }
}

/// Where the picture is drawn.
fn corner(bounds: Rectangle) -> Point {
    Point::new(bounds.x + EDGE, bounds.y + EDGE)
}

impl Sheet<'_> {
    /// A rectangle of the page in the coordinates of the window: a point is a pixel.
    fn on_window(OnPage { rect, .. }: OnPage, bounds: Rectangle) -> Rectangle {
        let corner = corner(bounds);
        Rectangle {
            x: corner.x + rect.at.x.to_f32(),
            y: corner.y + rect.at.y.to_f32(),
            width: rect.size.width.to_f32(),
            height: rect.size.height.to_f32(),
        }
    }

    fn offset_at(&self, point: Point, bounds: Rectangle) -> usize {
        let corner = corner(bounds);
        let length = |pixels: f32| geom::Pt::from_f64(f64::from(pixels));
        let point = geom::Point::new(length(point.x - corner.x), length(point.y - corner.y));
        let found = self.shown.and_then(|own| own.lines.at(0, point));
        found.map_or(0, |(position, _)| position.offset as usize)
    }

    fn caret(&self, bounds: Rectangle) -> Option<Rectangle> {
        let lines = &self.shown?.lines;
        let place = lines.caret(at(self.selection.1 + self.preedit), Lean::Forward)?;
        let rect = Self::on_window(place, bounds);
        // Between the digits of a number it stands upright.
        Some(if rect.width > 0.0 {
            Rectangle { y: rect.y - CARET / 2.0, height: CARET, ..rect }
        } else {
            Rectangle { x: rect.x - CARET / 2.0, width: CARET, ..rect }
        })
    }

    /// The boxes of characters of the text.
    fn boxes(&self, start: usize, end: usize, bounds: Rectangle) -> Vec<Rectangle> {
        let Some(shown) = self.shown else { return Vec::new() };
        let (from, to) = (at(start), at(end));
        let boxes = shown.lines.boxes(from.part, (from.offset, to.offset), &(0..1));
        boxes.into_iter().map(|(place, _)| Self::on_window(place, bounds)).collect()
    }

    fn mouse(
        &self,
        state: &mut State,
        event: mouse::Event,
        (cursor, bounds): (mouse::Cursor, Rectangle),
        shell: &mut Shell<'_, Message>,
    ) {
        match event {
            mouse::Event::ButtonPressed(mouse::Button::Left) => {
                let Some(point) = cursor.position_over(bounds) else {
                    state.focused = false;
                    return;
                };
                let click = mouse::Click::new(point, mouse::Button::Left, state.click);
                let clicks = match click.kind() {
                    mouse::click::Kind::Single => 1,
                    mouse::click::Kind::Double => 2,
                    mouse::click::Kind::Triple => 3,
                };
                state.click = Some(click);
                (state.focused, state.dragging, state.composing) = (true, true, false);
                let extend = state.modifiers.shift();
                let at = self.offset_at(point, bounds);
                shell.publish(Message::Pressed { at, extend, clicks });
                shell.capture_event();
            }
            mouse::Event::CursorMoved { position } if state.dragging => {
                shell.publish(Message::Dragged(self.offset_at(position, bounds)));
            }
            mouse::Event::ButtonReleased(mouse::Button::Left) => state.dragging = false,
            _ => {}
        }
    }

    fn keyboard(
        state: &mut State,
        event: &keyboard::Event,
        clipboard: &dyn Clipboard,
        shell: &mut Shell<'_, Message>,
    ) {
        match event {
            keyboard::Event::ModifiersChanged(modifiers) => state.modifiers = *modifiers,
            keyboard::Event::KeyPressed { key, modifiers, text, .. } if state.focused => {
                if state.composing || shell.is_event_captured() {
                    return;
                }
                match command(key, *modifiers) {
                    // These are the dialog's.
                    Some(Key::Enter | Key::Break | Key::Escape | Key::Level(_)) => return,
                    Some(Key::Paste(_)) => {
                        let pasted = clipboard.read(clipboard::Kind::Standard);
                        shell.publish(Message::Given(pasted.unwrap_or_default()));
                    }
                    Some(key) => shell.publish(Message::Key(key)),
                    None => match text {
                        Some(text)
                            if !modifiers.command()
                                && !modifiers.alt()
                                && !modifiers.logo()
                                && !text.contains(char::is_control) =>
                        {
                            shell.publish(Message::Struck(text.to_string()));
                        }
                        Some(_) | None => return,
                    },
                }
                shell.capture_event();
            }
            _ => {}
        }
    }

    fn input_method(
        state: &mut State,
        event: &input_method::Event,
        shell: &mut Shell<'_, Message>,
    ) {
        match event {
            input_method::Event::Opened => return,
            input_method::Event::Preedit(text, _) => {
                state.composing = !text.is_empty();
                shell.publish(Message::Preedit(text.clone()));
            }
            input_method::Event::Commit(text) => {
                state.composing = false;
                shell.publish(Message::Given(text.clone()));
            }
            input_method::Event::Closed => {
                state.composing = false;
                shell.publish(Message::Preedit(String::new()));
            }
        }
        shell.capture_event();
    }
}

impl Widget<Message, Theme, Renderer> for Sheet<'_> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<State>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(State::default())
    }

    fn size(&self) -> Size<Length> {
        Size::new(Length::Fixed(self.size.width), Length::Fixed(self.size.height))
    }

    fn layout(&mut self, _: &mut Tree, _: &Renderer, _: &layout::Limits) -> layout::Node {
        layout::Node::new(self.size)
    }

    fn operate(
        &mut self,
        tree: &mut Tree,
        layout: Layout<'_>,
        _: &Renderer,
        operation: &mut dyn Operation,
    ) {
        let state = tree.state.downcast_mut::<State>();
        operation.focusable(Some(&Id::new(SHEET)), layout.bounds(), state);
    }

    fn update(
        &mut self,
        tree: &mut Tree,
        event: &Event,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        _: &Renderer,
        clipboard: &mut dyn Clipboard,
        shell: &mut Shell<'_, Message>,
        _: &Rectangle,
    ) {
        let bounds = layout.bounds();
        let state = tree.state.downcast_mut::<State>();
        match event {
            Event::Mouse(event) => self.mouse(state, *event, (cursor, bounds), shell),
            Event::Keyboard(event) => Self::keyboard(state, event, clipboard, shell),
            Event::InputMethod(event) if state.focused => Self::input_method(state, event, shell),
            Event::Window(window::Event::RedrawRequested(_)) if state.focused => {
                if let Some(cursor) = self.caret(bounds) {
                    let method: InputMethod<String> = InputMethod::Enabled {
                        cursor,
                        purpose: input_method::Purpose::Normal,
                        preedit: None,
                    };
                    shell.request_input_method(&method);
                }
            }
            _ => {}
        }
    }

    fn mouse_interaction(
        &self,
        _: &Tree,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        _: &Rectangle,
        _: &Renderer,
    ) -> mouse::Interaction {
        if cursor.is_over(layout.bounds()) {
            mouse::Interaction::Text
        } else {
            mouse::Interaction::None
        }
    }

    fn draw(
        &self,
        tree: &Tree,
        renderer: &mut Renderer,
        _: &Theme,
        _: &renderer::Style,
        layout: Layout<'_>,
        _: mouse::Cursor,
        viewport: &Rectangle,
    ) {
        let bounds = layout.bounds();
        let Some(clip) = bounds.intersection(viewport) else { return };
        let state = tree.state.downcast_ref::<State>();
        let accent = self.palette.accent;
        if state.focused {
            let border = Border { color: accent, width: 2.0, radius: 0.0.into() };
            let ring = Quad { bounds, border, ..Quad::default() };
            renderer.fill_quad(ring, Color::TRANSPARENT);
        }
        let Some(shown) = self.shown else { return };
        let size = Size::new(shown.picture.width, shown.picture.height);
        let image = Image::new(shown.picture.handle.clone());
        renderer.draw_image(image, Rectangle::new(corner(bounds), size), clip);
        renderer.with_layer(clip, |renderer| {
            let mut fill = |bounds: Rectangle, colour: Color| {
                renderer.fill_quad(Quad { bounds, ..Quad::default() }, colour);
            };
            let (anchor, head) = self.selection;
            let tint = Color { a: 0.28, ..accent };
            for rect in self.boxes(anchor.min(head), anchor.max(head), bounds) {
                fill(rect, tint);
            }
            for rect in self.boxes(head, head + self.preedit, bounds) {
                fill(Rectangle { x: rect.x - 1.5, width: 1.5, ..rect }, accent);
            }
            if let Some(caret) = self.caret(bounds) {
                // Terms and signs go to the caret wherever the keys go.
                let shade = if state.focused { 1.0 } else { 0.35 };
                fill(caret, Color { a: shade, ..Color::from_rgb8(0x10, 0x30, 0x60) });
            }
        });
    }
}

impl<'a> From<Sheet<'a>> for Element<'a, Message> {
    fn from(sheet: Sheet<'a>) -> Self {
        Self::new(sheet)
    }
}
