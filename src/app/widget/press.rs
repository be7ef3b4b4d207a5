//! What can be pressed with the mouse and with the keyboard: every button and row of the window.
//!
//! iced's own button cannot take the focus. This one can: Tab stops at it, Enter and the space bar
//! press it, a ring shows where the focus is. Rows can be dragged, too; where one would be put is
//! drawn on the row itself, so that no row moves under the mouse.

use iced::advanced::renderer::{self, Quad};
use iced::advanced::widget::operation::Focusable;
use iced::advanced::widget::{Id, Operation, Tree, tree};
use iced::advanced::{Clipboard, Layout, Renderer as _, Shell, Widget, layout, mouse, overlay};
use iced::keyboard::key::Named;
use iced::keyboard::{self, Key, Modifiers};
use iced::widget::button::Status;
use iced::{
    Background, Border, Color, Element, Event, Length, Padding, Point, Rectangle, Renderer, Size,
    Theme, Vector, window,
};

use crate::app::theme::{Look, Palette, RADIUS};

/// How far the mouse moves with its button down before that means dragging.
const SLACK: f32 = 6.0;
const RING: f32 = 2.0;

/// What a key does that the focus is on.
pub(crate) type OnKey<'a, M> = Box<dyn Fn(&Key, Modifiers) -> Option<M> + 'a>;

/// Whether Tab stops here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stop {
    /// It does.
    Here,
    /// It passes: another row of the list has the focus.
    Passes,
}

/// The upper or lower half of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Half {
    /// What is dropped here comes before the row.
    Upper,
    /// What is dropped here comes behind it.
    Lower,
}

/// What dragging a row says.
pub(crate) struct Drag<'a, M> {
    /// The row is dragged from now on.
    pub(crate) grab: M,
    /// Something dragged is over this half of the row.
    pub(crate) over: Box<dyn Fn(Half) -> M + 'a>,
    /// What is dragged is let go.
    pub(crate) drop: M,
    /// Whether any row is dragged now.
    pub(crate) active: bool,
    /// Where a line shows what is dragged would come to stand.
    pub(crate) line: Option<Half>,
}

/// Something that can be pressed.
pub(crate) struct Press<'a, M> {
    pub(crate) content: Element<'a, M>,
    /// None greys it.
    pub(crate) on_press: Option<M>,
    pub(crate) on_double: Option<M>,
    pub(crate) on_key: Option<OnKey<'a, M>>,
    pub(crate) drag: Option<Drag<'a, M>>,
    pub(crate) id: Option<Id>,
    pub(crate) stop: Stop,
    pub(crate) width: Length,
    pub(crate) padding: Padding,
    pub(crate) look: Look,
    pub(crate) palette: Palette,
}

impl<'a, M> Press<'a, M> {
    /// As wide as its content, with nothing but what pressing does.
    pub(crate) fn new(
        content: impl Into<Element<'a, M>>,
        on_press: Option<M>,
        look: Look,
        palette: Palette,
    ) -> Self {
        Self {
            content: content.into(),
            on_press,
            on_double: None,
            on_key: None,
            drag: None,
            id: None,
            stop: Stop::Here,
            width: Length::Shrink,
            padding: Padding::from([5.0, 10.0]),
            look,
            palette,
        }
    }

    fn can(&self) -> bool {
        self.on_press.is_some() || self.on_key.is_some()
    }
}

#[derive(Debug, Default)]
struct State {
    focused: bool,
    /// Where the mouse was pressed.
    pressed: Option<Point>,
    dragging: bool,
    over: Option<Half>,
    click: Option<mouse::Click>,
    drawn: Option<(Status, bool)>,
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

impl<M: Clone> Press<'_, M> {
    fn status(&self, state: &State, bounds: Rectangle, cursor: mouse::Cursor) -> Status {
        match (self.on_press.is_some(), cursor.is_over(bounds), state.pressed.is_some()) {
            (false, _, _) => Status::Disabled,
            (true, true, true) => Status::Pressed,
            (true, true, false) => Status::Hovered,
            (true, false, _) => Status::Active,
        }
    }

    fn mouse(
        &self,
        state: &mut State,
        event: &mouse::Event,
        bounds: Rectangle,
        cursor: mouse::Cursor,
        shell: &mut Shell<'_, M>,
    ) {
        match event {
            mouse::Event::ButtonPressed(mouse::Button::Left) => {
                if self.on_press.is_some()
                    && let Some(point) = cursor.position_over(bounds)
                {
                    state.pressed = Some(point);
                    shell.capture_event();
                }
            }
            mouse::Event::CursorMoved { position } => {
                self.moved(state, *position, bounds, cursor, shell);
            }
            mouse::Event::ButtonReleased(mouse::Button::Left) => {
                let pressed = state.pressed.take().is_some();
                if std::mem::take(&mut state.dragging) {
                    if let Some(drag) = &self.drag {
                        shell.publish(drag.drop.clone());
                    }
                    shell.capture_event();
                } else if let (true, Some(point)) = (pressed, cursor.position_over(bounds)) {
                    let click = mouse::Click::new(point, mouse::Button::Left, state.click);
                    state.click = Some(click);
                    let double = click.kind() == mouse::click::Kind::Double;
                    let message = self.on_double.as_ref().filter(|_| double);
                    if let Some(message) = message.or(self.on_press.as_ref()) {
                        shell.publish(message.clone());
                    }
                    shell.capture_event();
                }
            }
            _ => {}
        }
    }

    /// The mouse moves: a row begins to be dragged, or something dragged is over it.
    fn moved(
        &self,
        state: &mut State,
        position: Point,
        bounds: Rectangle,
        cursor: mouse::Cursor,
        shell: &mut Shell<'_, M>,
    ) {
        let Some(drag) = &self.drag else { return };
        if let (Some(origin), false) = (state.pressed, state.dragging)
            && origin.distance(cursor.position().unwrap_or(position)) > SLACK
        {
            state.dragging = true;
            shell.publish(drag.grab.clone());
        }
        let over = cursor
            .position_over(bounds)
            .filter(|_| drag.active)
            .map(|point| if point.y < bounds.center_y() { Half::Upper } else { Half::Lower });
        if let Some(half) = over
            && state.over != over
        {
            shell.publish((drag.over)(half));
        }
        state.over = over;
    }

    fn key(&self, state: &State, event: &keyboard::Event, shell: &mut Shell<'_, M>) {
        let keyboard::Event::KeyPressed { key, modifiers, .. } = event else { return };
        if !state.focused {
            return;
        }
        let presses =
            matches!(key, Key::Named(Named::Enter | Named::Space)) && modifiers.is_empty();
        let own = self.on_key.as_ref().and_then(|on_key| on_key(key, *modifiers));
        if let Some(message) = own.or_else(|| self.on_press.clone().filter(|_| presses)) {
            shell.publish(message);
            shell.capture_event();
        }
    }
}

impl<M: Clone> Widget<M, Theme, Renderer> for Press<'_, M> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<State>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(State::default())
    }

    fn children(&self) -> Vec<Tree> {
        vec![Tree::new(&self.content)]
    }

    fn diff(&self, tree: &mut Tree) {
        let state = tree.state.downcast_mut::<State>();
        state.focused &= self.stop == Stop::Here && self.can();
        tree.diff_children(std::slice::from_ref(&self.content));
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
        let Some(child) = tree.children.first_mut() else { return layout::Node::default() };
        layout::padded(limits, self.width, Length::Shrink, self.padding, |limits| {
            self.content.as_widget_mut().layout(child, renderer, limits)
        })
    }

    fn operate(
        &mut self,
        tree: &mut Tree,
        layout: Layout<'_>,
        renderer: &Renderer,
        operation: &mut dyn Operation,
    ) {
        operation.container(self.id.as_ref(), layout.bounds());
        let can = self.can() && self.stop == Stop::Here;
        let (content, children) = (&mut self.content, &mut tree.children);
        operation.traverse(&mut |operation| {
            if let (Some(child), Some(layout)) = (children.first_mut(), layout.children().next()) {
                content.as_widget_mut().operate(child, layout, renderer, operation);
            }
        });
        if can {
            let state = tree.state.downcast_mut::<State>();
            operation.focusable(self.id.as_ref(), layout.bounds(), state);
        }
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
        let state = tree.state.downcast_mut::<State>();
        if let Event::Mouse(mouse::Event::ButtonPressed(_)) = event {
            state.focused = false;
        }
        if let (Some(child), Some(inner)) = (tree.children.first_mut(), layout.children().next()) {
            self.content
                .as_widget_mut()
                .update(child, event, inner, cursor, renderer, clipboard, shell, viewport);
        }
        let bounds = layout.bounds();
        if !shell.is_event_captured() {
            match event {
                Event::Mouse(event) => self.mouse(state, event, bounds, cursor, shell),
                Event::Keyboard(event) => self.key(state, event, shell),
                _ => {}
            }
        }
        let now = (self.status(state, bounds, cursor), state.focused);
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
        theme: &Theme,
        _: &renderer::Style,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
    ) {
        let state = tree.state.downcast_ref::<State>();
        let bounds = layout.bounds();
        let style = self.palette.press(self.look, self.status(state, bounds, cursor));
        if style.background.is_some() || style.border.width > 0.0 {
            let background = style.background.unwrap_or(Background::Color(Color::TRANSPARENT));
            renderer
                .fill_quad(Quad { bounds, border: style.border, ..Quad::default() }, background);
        }
        if let (Some(child), Some(inner)) = (tree.children.first(), layout.children().next()) {
            let style = renderer::Style { text_color: style.text_color };
            self.content.as_widget().draw(child, renderer, theme, &style, inner, cursor, viewport);
        }
        // Over the content, which may fill the whole of it.
        if state.focused {
            let color =
                if self.look == Look::Solid { self.palette.amber } else { self.palette.accent };
            let border = Border { color, width: RING, radius: RADIUS.into() };
            renderer.fill_quad(Quad { bounds, border, ..Quad::default() }, Color::TRANSPARENT);
        }
        if let Some(half) = self.drag.as_ref().and_then(|drag| drag.line) {
            let y = match half {
                Half::Upper => bounds.y - RING / 2.0,
                Half::Lower => bounds.y + bounds.height - RING / 2.0,
            };
            let line = Rectangle { y, height: RING, ..bounds };
            renderer.fill_quad(Quad { bounds: line, ..Quad::default() }, self.palette.accent);
        }
    }

    fn mouse_interaction(
        &self,
        tree: &Tree,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
        renderer: &Renderer,
    ) -> mouse::Interaction {
        let state = tree.state.downcast_ref::<State>();
        if state.dragging {
            return mouse::Interaction::Grabbing;
        }
        let inner = match (tree.children.first(), layout.children().next()) {
            (Some(child), Some(inner)) => {
                self.content.as_widget().mouse_interaction(child, inner, cursor, viewport, renderer)
            }
            _ => mouse::Interaction::None,
        };
        if inner == mouse::Interaction::None
            && self.on_press.is_some()
            && cursor.is_over(layout.bounds())
        {
            return mouse::Interaction::Pointer;
        }
        inner
    }

    fn overlay<'b>(
        &'b mut self,
        tree: &'b mut Tree,
        layout: Layout<'b>,
        renderer: &Renderer,
        viewport: &Rectangle,
        translation: Vector,
    ) -> Option<overlay::Element<'b, M, Theme, Renderer>> {
        let (child, inner) = (tree.children.first_mut()?, layout.children().next()?);
        self.content.as_widget_mut().overlay(child, inner, renderer, viewport, translation)
    }
}

impl<'a, M: Clone + 'a> From<Press<'a, M>> for Element<'a, M> {
    fn from(press: Press<'a, M>) -> Self {
        Self::new(press)
    }
}
