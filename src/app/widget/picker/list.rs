//! The list that a picker opens, over everything else.

use iced::advanced::renderer::{self, Quad};
use iced::advanced::text::Renderer as _;
use iced::advanced::{Clipboard, Layout, Overlay, Renderer as _, Shell, layout, mouse};
use iced::keyboard::key::Named;
use iced::keyboard::{self, Key};
use iced::{Border, Event, Point, Rectangle, Renderer, Size, Theme};

use super::{HEIGHT, line};
use crate::app::theme::{self, Palette, RADIUS};

/// Room between the list and the edge of the window, and around its rows.
const MARGIN: f32 = 6.0;
const EDGE: f32 = 3.0;

/// Where an open list stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Open {
    /// The row that Enter picks.
    at: Option<usize>,
    /// The uppermost row that is seen, once there is more than has room.
    first: usize,
    /// It was not laid out yet.
    new: bool,
}

/// How a key moves in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Move {
    By(isize),
    First,
    Last,
}

impl Open {
    /// As it opens: what is picked already is chosen.
    pub(super) const fn at(chosen: Option<usize>) -> Self {
        Self { at: chosen, first: 0, new: true }
    }

    /// After a key, in a list of `count` rows; at an end it stays.
    fn moved(self, by: Move, count: usize) -> Self {
        let last = count.saturating_sub(1);
        let at = match (by, self.at) {
            (Move::First, _) => 0,
            (Move::Last, _) => last,
            (Move::By(_), None) => 0,
            (Move::By(step), Some(at)) => at.saturating_add_signed(step).min(last),
        };
        Self { at: Some(at), ..self }
    }

    /// With the row that Enter picks in sight, where `rows` have room.
    fn in_sight(self, rows: usize, count: usize) -> Self {
        let most = count.saturating_sub(rows);
        let at = self.at.unwrap_or(0);
        let first = self.first.clamp((at + 1).saturating_sub(rows), at).min(most);
        Self { first, ..self }
    }

    /// Scrolled by the wheel.
    fn scrolled(self, by: isize, rows: usize, count: usize) -> Self {
        let most = count.saturating_sub(rows);
        Self { first: self.first.saturating_add_signed(by).min(most), ..self }
    }
}

/// The list, below or above its field.
pub(super) struct List<'b, M> {
    pub(super) names: &'b [String],
    pub(super) messages: &'b [M],
    pub(super) open: &'b mut Option<Open>,
    pub(super) field: Rectangle,
    pub(super) palette: Palette,
}

impl<M: Clone> List<'_, M> {
    /// How many rows a list of this height shows.
    fn rows(&self, height: f32) -> usize {
        #[expect(clippy::cast_possible_truncation, reason = "a list has few rows")]
        #[expect(clippy::cast_sign_loss, reason = "clamped to one")]
        let rows = ((height - 2.0 * EDGE) / HEIGHT + 0.01).floor().max(1.0) as usize;
        rows.min(self.names.len().max(1))
    }

    /// The row below a point of the window.
    fn row(&self, point: Point, bounds: Rectangle) -> Option<usize> {
        let open = (*self.open)?;
        #[expect(clippy::cast_possible_truncation, reason = "a list has few rows")]
        #[expect(clippy::cast_sign_loss, reason = "clamped to zero")]
        let row = ((point.y - bounds.y - EDGE) / HEIGHT).max(0.0) as usize;
        let row = open.first + row.min(self.rows(bounds.height) - 1);
        (row < self.names.len()).then_some(row)
    }

    fn pick(&mut self, row: Option<usize>, shell: &mut Shell<'_, M>) {
        if let Some(message) = row.and_then(|row| self.messages.get(row)) {
            shell.publish(message.clone());
        }
        *self.open = None;
        shell.capture_event();
        shell.invalidate_layout();
        shell.request_redraw();
    }

    fn key(&mut self, key: &Key, bounds: Rectangle, shell: &mut Shell<'_, M>) {
        let Some(open) = *self.open else { return };
        let rows = self.rows(bounds.height);
        let page = rows.cast_signed();
        let Key::Named(named) = key else { return };
        let by = match named {
            Named::ArrowUp => Move::By(-1),
            Named::ArrowDown => Move::By(1),
            Named::PageUp => Move::By(-page),
            Named::PageDown => Move::By(page),
            Named::Home => Move::First,
            Named::End => Move::Last,
            Named::Enter | Named::Space => return self.pick(open.at, shell),
            Named::Tab => {
                // The focus goes on to the next control.
                *self.open = None;
                shell.invalidate_layout();
                return;
            }
            _ => return,
        };
        let count = self.names.len();
        *self.open = Some(open.moved(by, count).in_sight(rows, count));
        shell.capture_event();
        shell.request_redraw();
    }

    fn mouse(
        &mut self,
        event: &mouse::Event,
        bounds: Rectangle,
        cursor: mouse::Cursor,
        shell: &mut Shell<'_, M>,
    ) {
        let Some(open) = *self.open else { return };
        let over = cursor.position_over(bounds).and_then(|point| self.row(point, bounds));
        match event {
            mouse::Event::ButtonPressed(_) if over.is_none() => self.pick(None, shell),
            mouse::Event::ButtonPressed(mouse::Button::Left) => self.pick(over, shell),
            mouse::Event::CursorMoved { .. } if over.is_some() && over != open.at => {
                *self.open = Some(Open { at: over, ..open });
                shell.request_redraw();
            }
            mouse::Event::WheelScrolled { delta } => {
                let (mouse::ScrollDelta::Lines { y, .. } | mouse::ScrollDelta::Pixels { y, .. }) =
                    *delta;
                let by = if y > 0.0 { -1 } else { 1 };
                let rows = self.rows(bounds.height);
                *self.open = Some(open.scrolled(by, rows, self.names.len()));
                shell.capture_event();
                shell.request_redraw();
            }
            _ => {}
        }
    }
}

impl<M: Clone> Overlay<M, Theme, Renderer> for List<'_, M> {
    fn layout(&mut self, _: &Renderer, bounds: Size) -> layout::Node {
        #[expect(clippy::cast_precision_loss, reason = "a list has few rows")]
        let whole = self.names.len().max(1) as f32 * HEIGHT + 2.0 * EDGE;
        let top = self.field.y + self.field.height + 2.0;
        let (below, above) = (bounds.height - top - MARGIN, self.field.y - 2.0 - MARGIN);
        let goes_down = whole <= below || below >= above;
        let room = if goes_down { below } else { above };
        let rows = self.rows(whole.min(room));
        #[expect(clippy::cast_precision_loss, reason = "a list has few rows")]
        let height = rows as f32 * HEIGHT + 2.0 * EDGE;
        let y = if goes_down { top } else { self.field.y - 2.0 - height };
        *self.open = self.open.map(|open| {
            // What the wheel moves out of sight later stays there.
            let seen = if open.new { open.in_sight(rows, self.names.len()) } else { open };
            Open { new: false, ..seen }
        });
        layout::Node::new(Size::new(self.field.width, height)).move_to(Point::new(self.field.x, y))
    }

    fn update(
        &mut self,
        event: &Event,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        _: &Renderer,
        _: &mut dyn Clipboard,
        shell: &mut Shell<'_, M>,
    ) {
        match event {
            Event::Mouse(event) => self.mouse(event, layout.bounds(), cursor, shell),
            Event::Keyboard(keyboard::Event::KeyPressed { key, .. }) => {
                self.key(key, layout.bounds(), shell);
            }
            _ => {}
        }
    }

    fn draw(
        &self,
        renderer: &mut Renderer,
        _: &Theme,
        _: &renderer::Style,
        layout: Layout<'_>,
        _: mouse::Cursor,
    ) {
        let (bounds, p) = (layout.bounds(), self.palette);
        let Some(open) = *self.open else { return };
        let border = Border { color: p.line, width: 1.0, radius: RADIUS.into() };
        renderer.fill_quad(Quad { bounds, border, ..Quad::default() }, p.surface);
        let rows = self.rows(bounds.height);
        let seen = self.names.iter().enumerate().skip(open.first).take(rows);
        let mut row = Rectangle {
            x: bounds.x + EDGE,
            y: bounds.y + EDGE,
            width: bounds.width - 2.0 * EDGE,
            height: HEIGHT,
        };
        for (index, name) in seen {
            let chosen = open.at == Some(index);
            if chosen {
                let border = Border { radius: RADIUS.into(), ..Border::default() };
                renderer.fill_quad(Quad { bounds: row, border, ..Quad::default() }, p.tint);
            }
            let colour = if chosen { p.accent } else { p.text };
            let at = Point::new(row.x + theme::FIELD - EDGE, row.center_y());
            let line = line(name, row.width - 2.0 * theme::FIELD, renderer);
            renderer.fill_text(line, at, colour, bounds);
            row.y += HEIGHT;
        }
        self.draw_bar(renderer, bounds, open, rows);
    }

    fn mouse_interaction(
        &self,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        _: &Renderer,
    ) -> mouse::Interaction {
        if cursor.is_over(layout.bounds()) {
            mouse::Interaction::Pointer
        } else {
            mouse::Interaction::Idle
        }
    }
}

impl<M: Clone> List<'_, M> {
    /// A bar at the right where there are more rows than have room.
    fn draw_bar(&self, renderer: &mut Renderer, bounds: Rectangle, open: Open, rows: usize) {
        if rows >= self.names.len() {
            return;
        }
        #[expect(clippy::cast_precision_loss, reason = "a list has few rows")]
        let share = |count: usize| count as f32 / self.names.len() as f32;
        let room = bounds.height - 2.0 * EDGE;
        let bar = Rectangle {
            x: bounds.x + bounds.width - EDGE - 4.0,
            y: bounds.y + EDGE + room * share(open.first),
            width: 4.0,
            height: room * share(rows),
        };
        let border = Border { radius: 2.0.into(), ..Border::default() };
        let colour = iced::Color { a: 0.5, ..self.palette.muted };
        renderer.fill_quad(Quad { bounds: bar, border, ..Quad::default() }, colour);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_choose_a_row() {
        let check = |at, by, expected| {
            assert_eq!(Open::at(at).moved(by, 5).at, Some(expected), "{at:?} {by:?}");
        };
        check(None, Move::By(1), 0);
        check(Some(0), Move::By(-1), 0);
        check(Some(3), Move::By(1), 4);
        check(Some(4), Move::By(1), 4);
        check(Some(1), Move::By(9), 4);
        check(Some(1), Move::Last, 4);
        check(Some(4), Move::First, 0);
    }

    #[test]
    fn the_chosen_row_is_in_sight() {
        let check = |at, first, expected| {
            let open = Open { at: Some(at), first, new: false };
            assert_eq!(open.in_sight(4, 10).first, expected, "{at} {first}");
        };
        check(0, 0, 0);
        check(3, 0, 0);
        check(4, 0, 1);
        check(9, 0, 6);
        check(2, 5, 2);
        assert_eq!(Open::at(Some(1)).in_sight(5, 3).first, 0);
    }
}
