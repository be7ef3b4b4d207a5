//! The widget that draws pages and listens to mouse, keys and input method.

use std::time::Duration;

use iced::advanced::image::{Image, Renderer as _};
use iced::advanced::layout::{self, Layout};
use iced::advanced::renderer::{self, Quad, Renderer as _};
use iced::advanced::widget::tree::{self, Tree};
use iced::advanced::widget::{Id, Operation};
use iced::advanced::{Clipboard, InputMethod, Shell, Widget, input_method, mouse};
use iced::keyboard::key::Named;
use iced::keyboard::{self, Modifiers};
use iced::time::Instant;
use iced::{Color, Element, Event, Length, Point, Rectangle, Renderer, Size, Theme, window};

use super::lines::{Lean, Lines, OnPage, Position};
use super::paste::Pasting;
use super::picture::Sizing;
use super::strips::{Brush, HEIGHT, Strips};
use super::{GAP, Key, Message, Motion, PageEditor};
use crate::app::composer::Composer;
use crate::app::theme::Palette;
use crate::geom;
use crate::issue::place::Place;
use crate::layout::page::Page;

/// The name of the widget.
pub(crate) const ID: &str = "pages";
/// How long the caret shows, and how long it does not.
const BLINK: Duration = Duration::from_millis(530);
/// Logical pixels that a notch of the wheel scrolls.
const NOTCH: f32 = 60.0;
/// Width of the scroll bar.
const BAR: f32 = 10.0;

mod caret;
pub(crate) mod overlay;
mod picture;

use self::overlay::Overlay;

/// Draws the pages of `composer` as `editor` shows them.
pub(crate) struct Canvas<'a> {
    pub(crate) editor: &'a PageEditor,
    pub(crate) composer: &'a Composer,
    /// Stretches with findings, to be underlined, with their colours.
    pub(crate) marks: Vec<(Place, Color)>,
    /// What preflight shows.
    pub(crate) overlay: Overlay<'a>,
    pub(crate) palette: Palette,
    /// Physical pixels a logical one.
    pub(crate) device: f32,
}

#[derive(Debug, Default)]
struct State {
    modifiers: Modifiers,
    dragging: bool,
    /// The picture whose corner is dragged.
    sizing: Option<Sizing>,
    /// The bar is dragged; where the mouse took it.
    bar: Option<f32>,
    click: Option<mouse::Click>,
    blink: Option<Instant>,
    now: Option<Instant>,
    size: Size,
    composing: bool,
}

impl Canvas<'_> {
    fn scale(&self) -> f32 {
        self.editor.scale(self.composer)
    }

    fn brush(&self) -> Brush<'_> {
        let scale = f64::from(self.scale() * self.device);
        Brush { book: &self.composer.book, pictures: &self.composer.pictures, scale }
    }

    fn lines(&self) -> &Lines {
        &self.composer.lines
    }

    /// To the nearest physical pixel, so that strips are not blurred.
    fn snap(&self, length: f32) -> f32 {
        (length * self.device).round() / self.device
    }

    /// Fills whole pixels: where a part of the window is drawn anew, half ones would stay.
    fn fill(&self, renderer: &mut Renderer, bounds: Rectangle, colour: Color) {
        let (x, y) = (self.snap(bounds.x), self.snap(bounds.y));
        let (right, bottom) = (bounds.x + bounds.width, bounds.y + bounds.height);
        let least = 1.0 / self.device;
        let bounds = Rectangle {
            x,
            y,
            width: (self.snap(right) - x).max(least),
            height: (self.snap(bottom) - y).max(least),
        };
        renderer.fill_quad(Quad { bounds, ..Quad::default() }, colour);
    }

    /// Where page `index` is drawn, in the coordinates of the window.
    fn page_bounds(&self, index: usize, page: &Page, bounds: Rectangle) -> Rectangle {
        let (width, height) = Strips::size(page, &self.brush());
        #[expect(clippy::cast_precision_loss, reason = "pixels of a page fit a float")]
        let (width, height) = (width as f32 / self.device, height as f32 / self.device);
        #[expect(clippy::cast_precision_loss, reason = "a page index is small")]
        let top = index as f32 * self.editor.pitch(self.composer) + GAP - self.editor.scroll;
        let x = bounds.x + ((bounds.width - width) / 2.0).max(GAP);
        Rectangle { x: self.snap(x), y: self.snap(bounds.y + top), width, height }
    }

    /// A rectangle on a page, in the coordinates of the window.
    pub(crate) fn on_window(&self, at: OnPage, bounds: Rectangle) -> Option<Rectangle> {
        let page = self.lines().pages().get(at.page)?;
        let paper = self.page_bounds(at.page, page, bounds);
        let scale = self.scale();
        Some(Rectangle {
            x: paper.x + at.rect.at.x.to_f32() * scale,
            y: paper.y + at.rect.at.y.to_f32() * scale,
            width: at.rect.size.width.to_f32() * scale,
            height: at.rect.size.height.to_f32() * scale,
        })
    }

    /// Page and point on it below a point of the window.
    fn on_page(&self, point: Point, bounds: Rectangle) -> Option<(usize, geom::Point)> {
        let pitch = self.editor.pitch(self.composer);
        let y = point.y - bounds.y + self.editor.scroll - GAP / 2.0;
        #[expect(clippy::cast_possible_truncation, reason = "a page index is small")]
        #[expect(clippy::cast_sign_loss, reason = "clamped to zero")]
        let index = (y / pitch).max(0.0) as usize;
        let index = index.min(self.lines().pages().len().checked_sub(1)?);
        let page = self.lines().pages().get(index)?;
        let paper = self.page_bounds(index, page, bounds);
        let length = |pixels: f32| geom::Pt::from_f64(f64::from(pixels / self.scale()));
        Some((index, geom::Point::new(length(point.x - paper.x), length(point.y - paper.y))))
    }

    fn position_at(&self, point: Point, bounds: Rectangle) -> Option<(Position, Lean)> {
        let (page, at) = self.on_page(point, bounds)?;
        self.lines().at(page, at)
    }

    /// The pages that are in the window, wholly or in part.
    fn seen(&self, bounds: Rectangle) -> std::ops::Range<usize> {
        let pitch = self.editor.pitch(self.composer);
        let index = |y: f32| {
            #[expect(clippy::cast_possible_truncation, reason = "a page index is small")]
            #[expect(clippy::cast_sign_loss, reason = "clamped to zero")]
            let index = (y / pitch).max(0.0) as usize;
            index
        };
        let count = self.lines().pages().len();
        let first = index(self.editor.scroll - GAP).min(count);
        first..(index(self.editor.scroll + bounds.height) + 1).clamp(first, count)
    }

    fn draw_pages(&self, renderer: &mut Renderer, bounds: Rectangle) {
        let brush = self.brush();
        for index in self.seen(bounds) {
            let Some(page) = self.lines().pages().get(index) else { continue };
            let paper = self.page_bounds(index, page, bounds);
            self.fill(renderer, paper, Color::WHITE);
            self.draw_strips(renderer, page, paper, bounds, &brush);
        }
    }

    fn draw_strips(
        &self,
        renderer: &mut Renderer,
        page: &Page,
        paper: Rectangle,
        bounds: Rectangle,
        brush: &Brush<'_>,
    ) {
        let (_, full) = Strips::size(page, brush);
        let mut top = 0;
        while top < full {
            #[expect(clippy::cast_precision_loss, reason = "pixels of a page fit a float")]
            let y = paper.y + top as f32 / self.device;
            #[expect(clippy::cast_precision_loss, reason = "a strip is 64 pixels high")]
            let step = HEIGHT as f32 / self.device;
            if y + step >= bounds.y
                && y <= bounds.y + bounds.height
                && let Some((handle, width, height)) = self.editor.strips.get(page, top, brush)
            {
                #[expect(clippy::cast_precision_loss, reason = "pixels of a page fit a float")]
                let size = (width as f32 / self.device, height as f32 / self.device);
                let at = Rectangle { x: paper.x, y, width: size.0, height: size.1 };
                let image = Image::new(handle)
                    .filter_method(iced::advanced::image::FilterMethod::Nearest)
                    .snap(true);
                renderer.draw_image(image, at, bounds);
            }
            top += HEIGHT;
        }
    }

    /// The thumb of the scroll bar; none if everything is in the window.
    fn thumb(&self, bounds: Rectangle) -> Option<Rectangle> {
        let whole = self.editor.height(self.composer);
        if whole <= bounds.height {
            return None;
        }
        let height = (bounds.height * bounds.height / whole).max(28.0);
        let share = self.editor.scroll / (whole - bounds.height);
        Some(Rectangle {
            x: bounds.x + bounds.width - BAR,
            y: bounds.y + share * (bounds.height - height),
            width: BAR,
            height,
        })
    }

    fn pressed(
        &self,
        state: &mut State,
        cursor: mouse::Cursor,
        bounds: Rectangle,
        shell: &mut Shell<'_, Message>,
    ) {
        let Some(point) = cursor.position_over(bounds) else {
            if self.editor.focused {
                shell.publish(Message::Left);
            }
            return;
        };
        shell.capture_event();
        if let Some(thumb) = self.thumb(bounds).filter(|thumb| point.x >= thumb.x) {
            let grip = if thumb.contains(point) { point.y - thumb.y } else { thumb.height / 2.0 };
            state.bar = Some(grip);
            self.drag_bar(grip, point, bounds, shell);
            return;
        }
        if let Some((page, at)) = self.on_page(point, bounds)
            && let Some(place) = self.lines().repeated_at(page, at)
        {
            shell.publish(Message::Followed(place));
            return;
        }
        if let Some((part, at)) = self.corner_at(point, bounds) {
            state.sizing = self.on_page(point, bounds).map(|(_, on)| Sizing::new(part, at, on));
            return;
        }
        if let Some((part, _)) = self.picture_at(point, bounds) {
            state.blink = state.now;
            shell.publish(Message::Chosen(part));
            return;
        }
        let click = mouse::Click::new(point, mouse::Button::Left, state.click);
        let clicks = match click.kind() {
            mouse::click::Kind::Single => 1,
            mouse::click::Kind::Double => 2,
            mouse::click::Kind::Triple => 3,
        };
        state.click = Some(click);
        if let Some((position, lean)) = self.position_at(point, bounds) {
            state.dragging = true;
            state.composing = false;
            state.blink = state.now;
            let at = (position.part, position.offset);
            let extend = state.modifiers.shift();
            shell.publish(Message::Pressed { at, lean, extend, clicks });
        }
    }

    fn drag_bar(&self, grip: f32, point: Point, bounds: Rectangle, shell: &mut Shell<'_, Message>) {
        let Some(thumb) = self.thumb(bounds) else { return };
        let share = (point.y - grip - bounds.y) / (bounds.height - thumb.height).max(1.0);
        let whole = self.editor.height(self.composer) - bounds.height;
        shell.publish(Message::Scrolled(share * whole - self.editor.scroll));
    }
}

/// What a key does on the pages.
pub(crate) fn command(key: &keyboard::Key, modifiers: Modifiers) -> Option<Key> {
    let extend = modifiers.shift();
    let moved = |motion| Some(Key::Move(motion, extend));
    let ctrl = modifiers.command();
    match key.as_ref() {
        // These move the document, as in the outline.
        keyboard::Key::Named(Named::ArrowUp | Named::ArrowDown) if ctrl && extend => None,
        keyboard::Key::Named(named) => match named {
            Named::ArrowLeft => moved(Motion::Left),
            Named::ArrowRight => moved(Motion::Right),
            Named::ArrowUp => moved(Motion::Up),
            Named::ArrowDown => moved(Motion::Down),
            Named::Home if ctrl => moved(Motion::Top),
            Named::End if ctrl => moved(Motion::Bottom),
            Named::Home => moved(Motion::Home),
            Named::End => moved(Motion::End),
            Named::PageUp => moved(Motion::PageUp),
            Named::PageDown => moved(Motion::PageDown),
            Named::Backspace => Some(Key::Backspace),
            Named::Delete => Some(Key::Delete),
            Named::Enter if extend => Some(Key::Break),
            Named::Enter => Some(Key::Enter),
            Named::Escape => Some(Key::Escape),
            Named::Tab if extend => Some(Key::Level(-1)),
            Named::Tab => Some(Key::Level(1)),
            _ => None,
        },
        keyboard::Key::Character(letter) if ctrl && !modifiers.alt() => match letter {
            "a" => Some(Key::SelectAll),
            "c" => Some(Key::Copy),
            "x" => Some(Key::Cut),
            "v" | "V" if extend => Some(Key::Paste(Pasting::Plain)),
            "v" => Some(Key::Paste(Pasting::Typed)),
            _ => None,
        },
        keyboard::Key::Character(_) | keyboard::Key::Unidentified => None,
    }
}

impl Widget<Message, Theme, Renderer> for Canvas<'_> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<State>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(State::default())
    }

    fn size(&self) -> Size<Length> {
        Size { width: Length::Fill, height: Length::Fill }
    }

    fn layout(&mut self, _: &mut Tree, _: &Renderer, limits: &layout::Limits) -> layout::Node {
        layout::atomic(limits, Length::Fill, Length::Fill)
    }

    fn operate(
        &mut self,
        _: &mut Tree,
        layout: Layout<'_>,
        _: &Renderer,
        operation: &mut dyn Operation,
    ) {
        operation.container(Some(&Id::new(ID)), layout.bounds());
    }

    fn draw(
        &self,
        tree: &Tree,
        renderer: &mut Renderer,
        _theme: &Theme,
        _style: &renderer::Style,
        layout: Layout<'_>,
        _cursor: mouse::Cursor,
        _viewport: &Rectangle,
    ) {
        let bounds = layout.bounds();
        let state = tree.state.downcast_ref::<State>();
        let shows_caret = match (state.blink, state.now) {
            (Some(since), Some(now)) => (now.saturating_duration_since(since).as_millis()
                / BLINK.as_millis())
            .is_multiple_of(2),
            _ => true,
        };
        self.editor.strips.begin();
        renderer.with_layer(bounds, |renderer| {
            self.fill(renderer, bounds, self.palette.canvas);
            self.draw_pages(renderer, bounds);
        });
        renderer.with_layer(bounds, |renderer| {
            self.draw_overlay(renderer, bounds);
            self.draw_picture(state.sizing, renderer, bounds);
            self.draw_marks(renderer, bounds);
            self.draw_preedit(renderer, bounds);
            self.draw_selection(renderer, bounds, shows_caret);
            if let Some(thumb) = self.thumb(bounds) {
                let thumb = Rectangle { x: thumb.x + 2.0, width: BAR - 4.0, ..thumb };
                self.fill(renderer, thumb, Color { a: 0.5, ..self.palette.muted });
            }
        });
    }

    fn mouse_interaction(
        &self,
        tree: &Tree,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        _: &Rectangle,
        _: &Renderer,
    ) -> mouse::Interaction {
        let Some(point) = cursor.position_over(layout.bounds()) else {
            return mouse::Interaction::None;
        };
        let bounds = layout.bounds();
        let state = tree.state.downcast_ref::<State>();
        if state.sizing.is_some() || self.corner_at(point, bounds).is_some() {
            return mouse::Interaction::ResizingHorizontally;
        }
        if self.picture_at(point, bounds).is_some() {
            return mouse::Interaction::Pointer;
        }
        match self.on_page(point, bounds) {
            Some((page, at)) if self.lines().repeated_at(page, at).is_some() => {
                mouse::Interaction::Pointer
            }
            _ => mouse::Interaction::Text,
        }
    }

    fn update(
        &mut self,
        tree: &mut Tree,
        event: &Event,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        _renderer: &Renderer,
        _clipboard: &mut dyn Clipboard,
        shell: &mut Shell<'_, Message>,
        _viewport: &Rectangle,
    ) {
        let bounds = layout.bounds();
        let state = tree.state.downcast_mut::<State>();
        match event {
            Event::Window(window::Event::RedrawRequested(now)) => {
                self.redraw(state, *now, bounds, shell);
            }
            Event::Mouse(event) => self.mouse(state, event, cursor, bounds, shell),
            Event::Keyboard(event) => self.keyboard(state, event, shell),
            Event::InputMethod(event) if self.editor.focused => {
                self.input_method(state, event, shell);
            }
            _ => {}
        }
    }
}

impl Canvas<'_> {
    fn redraw(
        &self,
        state: &mut State,
        now: Instant,
        bounds: Rectangle,
        shell: &mut Shell<'_, Message>,
    ) {
        state.now = Some(now);
        if state.size != bounds.size() {
            state.size = bounds.size();
            shell.publish(Message::Resized(bounds.width, bounds.height));
        }
        if !self.editor.focused {
            return;
        }
        let _ = state.blink.get_or_insert(now);
        shell.request_redraw_at(window::RedrawRequest::At(now + BLINK));
        if let Some(cursor) = self.caret(bounds) {
            let method: InputMethod<String> = InputMethod::Enabled {
                cursor,
                purpose: input_method::Purpose::Normal,
                preedit: None,
            };
            shell.request_input_method(&method);
        }
    }

    fn mouse(
        &self,
        state: &mut State,
        event: &mouse::Event,
        cursor: mouse::Cursor,
        bounds: Rectangle,
        shell: &mut Shell<'_, Message>,
    ) {
        match event {
            mouse::Event::ButtonPressed(mouse::Button::Left) => {
                self.pressed(state, cursor, bounds, shell);
            }
            mouse::Event::ButtonReleased(mouse::Button::Left) => {
                state.dragging = false;
                state.bar = None;
                if let Some(sizing) = state.sizing.take() {
                    if sizing.changes() {
                        shell.publish(Message::Sized(sizing.part, sizing.width));
                    }
                    shell.request_redraw();
                }
            }
            mouse::Event::CursorMoved { position } => {
                if let Some(grip) = state.bar {
                    self.drag_bar(grip, *position, bounds, shell);
                } else if let Some(sizing) = &mut state.sizing {
                    if let Some((_, point)) = self.on_page(*position, bounds) {
                        sizing.drag(point, &self.composer.style.page);
                        shell.request_redraw();
                    }
                } else if state.dragging
                    && let Some((at, lean)) = self.position_at(*position, bounds)
                {
                    shell.publish(Message::Dragged((at.part, at.offset), lean));
                    // Beyond the edge the pages move on.
                    let over = (position.y - bounds.y - bounds.height).max(0.0)
                        + (position.y - bounds.y).min(0.0);
                    if over != 0.0 {
                        shell.publish(Message::Scrolled(over));
                    }
                }
            }
            mouse::Event::WheelScrolled { delta } if cursor.is_over(bounds) => {
                let down = match delta {
                    mouse::ScrollDelta::Lines { y, .. } => -y * NOTCH,
                    mouse::ScrollDelta::Pixels { y, .. } => -y,
                };
                if state.modifiers.command() {
                    shell.publish(Message::Zoomed(if down < 0.0 { 1 } else { -1 }));
                } else {
                    shell.publish(Message::Scrolled(down));
                }
                shell.capture_event();
            }
            _ => {}
        }
    }

    fn keyboard(&self, state: &mut State, event: &keyboard::Event, shell: &mut Shell<'_, Message>) {
        match event {
            keyboard::Event::ModifiersChanged(modifiers) => state.modifiers = *modifiers,
            keyboard::Event::KeyPressed { key, modifiers, text, .. } if self.editor.focused => {
                if state.composing || shell.is_event_captured() {
                    return;
                }
                state.blink = state.now;
                if let Some(key) = command(key, *modifiers) {
                    shell.publish(Message::Key(key));
                    shell.capture_event();
                } else if let Some(text) = text
                    && !modifiers.command()
                    && !modifiers.alt()
                    && !modifiers.logo()
                    && text.chars().all(|c| !c.is_control())
                {
                    shell.publish(Message::Typed(text.to_string()));
                    shell.capture_event();
                }
            }
            _ => {}
        }
    }

    fn input_method(
        &self,
        state: &mut State,
        event: &input_method::Event,
        shell: &mut Shell<'_, Message>,
    ) {
        match event {
            input_method::Event::Opened => {}
            input_method::Event::Preedit(text, _) => {
                state.composing = !text.is_empty();
                shell.publish(Message::Preedit(text.clone()));
                shell.capture_event();
            }
            input_method::Event::Commit(text) => {
                state.composing = false;
                shell.publish(Message::Typed(text.clone()));
                shell.capture_event();
            }
            input_method::Event::Closed => {
                state.composing = false;
                shell.publish(Message::Preedit(String::new()));
            }
        }
    }
}

impl<'a> From<Canvas<'a>> for Element<'a, Message> {
    fn from(canvas: Canvas<'a>) -> Self {
        Self::new(canvas)
    }
}
