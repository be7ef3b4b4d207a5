//! A field that opens a list of which one is picked: with the mouse, or with the keyboard alone.
//!
//! iced's own list opens with the mouse only. This one opens with Enter, the space bar and ↓; in it
//! arrows, Home and End choose, Enter picks, and Tab or Escape leave everything as it was.

use std::any::Any;

use iced::advanced::renderer::{self, Quad};
use iced::advanced::text::{self, Renderer as _};
use iced::advanced::widget::operation::{Focusable, Outcome};
use iced::advanced::widget::{Id, Operation, Tree, operate, tree};
use iced::advanced::{Clipboard, Layout, Renderer as _, Shell, Widget, layout, mouse, overlay};
use iced::alignment::Vertical;
use iced::keyboard::key::Named;
use iced::keyboard::{self, Key};
use iced::{
    Border, Color, Element, Event, Length, Pixels, Point, Rectangle, Renderer, Size, Task, Theme,
    Vector, window,
};

use super::ellipsis;
use crate::app::theme::{self, Palette, RADIUS};

mod list;

use self::list::{List, Open};

/// Height of the field, and of a row of its list.
const HEIGHT: f32 = theme::TOOL * 1.3 + 2.0 * theme::FIELD;
/// Room for the arrow at the right.
const ARROW: f32 = 18.0;
const RING: f32 = 2.0;

/// One of several names.
pub(crate) struct Picker<M> {
    pub(crate) names: Vec<String>,
    /// What picking each of them says.
    pub(crate) messages: Vec<M>,
    pub(crate) chosen: Option<usize>,
    pub(crate) palette: Palette,
}

#[derive(Debug, Default)]
struct State {
    focused: bool,
    list: Option<Open>,
    drawn: Option<(bool, bool)>,
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
        self.list = None;
    }
}

/// A line of a field or a list, ending in an ellipsis where it is wider than `room`.
fn line(content: &str, room: f32, renderer: &Renderer) -> text::Text<String, iced::Font> {
    let made = |content: String| text::Text {
        content,
        bounds: Size::new(f32::INFINITY, HEIGHT),
        size: Pixels(theme::TOOL),
        line_height: text::LineHeight::default(),
        font: renderer.default_font(),
        align_x: text::Alignment::Default,
        align_y: Vertical::Center,
        shaping: text::Shaping::Advanced,
        wrapping: text::Wrapping::None,
    };
    made(ellipsis::cut(content, |part| ellipsis::width(part, theme::TOOL, renderer) <= room))
}

impl<M> Picker<M> {
    fn open(&self, state: &mut State) {
        state.list = Some(Open::at(self.chosen));
    }

    fn key(&self, state: &mut State, event: &keyboard::Event, shell: &mut Shell<'_, M>) {
        let keyboard::Event::KeyPressed { key: Key::Named(named), modifiers, .. } = event else {
            return;
        };
        let opens = matches!(named, Named::Enter | Named::Space | Named::ArrowDown);
        if state.focused && opens && modifiers.is_empty() {
            self.open(state);
            shell.capture_event();
            shell.invalidate_layout();
            shell.request_redraw();
        }
    }
}

impl<M: Clone> Widget<M, Theme, Renderer> for Picker<M> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<State>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(State::default())
    }

    fn size(&self) -> Size<Length> {
        Size { width: Length::Fill, height: Length::Shrink }
    }

    fn layout(&mut self, _: &mut Tree, _: &Renderer, limits: &layout::Limits) -> layout::Node {
        layout::atomic(limits, Length::Fill, HEIGHT)
    }

    fn operate(
        &mut self,
        tree: &mut Tree,
        layout: Layout<'_>,
        _: &Renderer,
        operation: &mut dyn Operation,
    ) {
        let state = tree.state.downcast_mut::<State>();
        operation.focusable(None, layout.bounds(), state);
        operation.custom(None, layout.bounds(), state);
        if let Some(name) = self.chosen.and_then(|at| self.names.get(at)) {
            operation.text(None, layout.bounds(), name);
        }
    }

    fn update(
        &mut self,
        tree: &mut Tree,
        event: &Event,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        _: &Renderer,
        _: &mut dyn Clipboard,
        shell: &mut Shell<'_, M>,
        _: &Rectangle,
    ) {
        let state = tree.state.downcast_mut::<State>();
        let is_over = cursor.is_over(layout.bounds());
        if !shell.is_event_captured() {
            match event {
                Event::Mouse(mouse::Event::ButtonPressed(mouse::Button::Left)) => {
                    state.focused = is_over;
                    if is_over {
                        self.open(state);
                        shell.capture_event();
                        shell.invalidate_layout();
                    }
                }
                Event::Keyboard(event) => self.key(state, event, shell),
                _ => {}
            }
        }
        let now = (is_over, state.focused);
        if let Event::Window(window::Event::RedrawRequested(_)) = event {
            state.drawn = Some(now);
        } else if state.drawn.is_some_and(|drawn| drawn != now) {
            shell.request_redraw();
        }
    }

    fn draw(
        &self,
        tree: &Tree,
        renderer: &mut Renderer,
        _: &Theme,
        _: &renderer::Style,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
    ) {
        let state = tree.state.downcast_ref::<State>();
        let (bounds, p) = (layout.bounds(), self.palette);
        let lit = state.focused || state.list.is_some();
        let color = if lit || cursor.is_over(bounds) { p.accent } else { p.line };
        let border = Border { color, width: if lit { RING } else { 1.0 }, radius: RADIUS.into() };
        renderer.fill_quad(Quad { bounds, border, ..Quad::default() }, p.ground);
        let room = bounds.width - 2.0 * theme::FIELD - ARROW;
        let at = Point::new(bounds.x + theme::FIELD, bounds.center_y());
        if let Some(name) = self.chosen.and_then(|at| self.names.get(at)) {
            let line = line(name, room, renderer);
            renderer.fill_text(line, at, p.text, *viewport);
        }
        arrow(renderer, Point::new(bounds.x + bounds.width - theme::FIELD - 9.0, at.y), p.muted);
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
            mouse::Interaction::Pointer
        } else {
            mouse::Interaction::None
        }
    }

    fn overlay<'b>(
        &'b mut self,
        tree: &'b mut Tree,
        layout: Layout<'b>,
        _: &Renderer,
        _: &Rectangle,
        translation: Vector,
    ) -> Option<overlay::Element<'b, M, Theme, Renderer>> {
        let state = tree.state.downcast_mut::<State>();
        let _ = state.list.as_ref()?;
        Some(overlay::Element::new(Box::new(List {
            names: &self.names,
            messages: &self.messages,
            open: &mut state.list,
            field: layout.bounds() + translation,
            palette: self.palette,
        })))
    }
}

/// A small triangle that points down, in rows of pixels: the fonts' own are of another size each.
fn arrow(renderer: &mut Renderer, at: Point, colour: Color) {
    for row in 0..5u8 {
        let inset = f32::from(row);
        let bounds = Rectangle {
            x: at.x.round() + inset,
            y: at.y.round() - 2.0 + inset,
            width: 9.0 - 2.0 * inset,
            height: 1.0,
        };
        renderer.fill_quad(Quad { bounds, ..Quad::default() }, colour);
    }
}

impl<'a, M: Clone + 'a> From<Picker<M>> for Element<'a, M> {
    fn from(picker: Picker<M>) -> Self {
        Self::new(picker)
    }
}

/// Shuts the list that is open; says whether there was one.
pub(crate) fn shut() -> Task<bool> {
    operate(Shut(false))
}

struct Shut(bool);

impl Operation<bool> for Shut {
    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation<bool>)) {
        operate(self);
    }

    fn custom(&mut self, _: Option<&Id>, _: Rectangle, state: &mut dyn Any) {
        if let Some(state) = state.downcast_mut::<State>() {
            self.0 |= state.list.take().is_some();
        }
    }

    fn finish(&self) -> Outcome<bool> {
        Outcome::Some(self.0)
    }
}
