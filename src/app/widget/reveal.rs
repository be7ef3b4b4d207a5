//! Scrolls a list so that one of its items is in sight.

use iced::advanced::widget::operation::scrollable::{AbsoluteOffset, scroll_to};
use iced::advanced::widget::operation::{Focusable, Outcome, Scrollable};
use iced::advanced::widget::{Id, Operation, operate};
use iced::{Rectangle, Task, Vector};

/// What is left around what has the focus, in logical pixels.
const ROOM: f32 = 24.0;

/// Scrolls the list called `list` so that what is called `item` in it is in sight; nothing moves
/// where it is already.
pub(crate) fn reveal<M: Send + 'static>(list: Id, item: Id) -> Task<M> {
    operate(Reveal { list, item, window: None, found: None })
}

struct Reveal {
    list: Id,
    item: Id,
    /// The list's bounds, and how far it is scrolled.
    window: Option<(Rectangle, f32)>,
    found: Option<Rectangle>,
}

impl Reveal {
    fn note(&mut self, id: Option<&Id>, bounds: Rectangle) {
        if id == Some(&self.item) {
            self.found = Some(bounds);
        }
    }
}

/// How far a list is scrolled when an item is in sight; none if it is already.
fn offset(window: Rectangle, scrolled: f32, item: Rectangle) -> Option<f32> {
    let (top, bottom) = (item.y - window.y, item.y + item.height - window.y);
    if top < scrolled {
        Some(top.max(0.0))
    } else if bottom > scrolled + window.height {
        Some(bottom - window.height)
    } else {
        None
    }
}

impl<T: Send + 'static> Operation<T> for Reveal {
    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation<T>)) {
        operate(self);
    }

    fn container(&mut self, id: Option<&Id>, bounds: Rectangle) {
        self.note(id, bounds);
    }

    fn focusable(&mut self, id: Option<&Id>, bounds: Rectangle, _: &mut dyn Focusable) {
        self.note(id, bounds);
    }

    fn scrollable(
        &mut self,
        id: Option<&Id>,
        bounds: Rectangle,
        _: Rectangle,
        translation: Vector,
        _: &mut dyn Scrollable,
    ) {
        if id == Some(&self.list) {
            self.window = Some((bounds, translation.y));
        }
    }

    fn finish(&self) -> Outcome<T> {
        let (Some((window, scrolled)), Some(item)) = (self.window, self.found) else {
            return Outcome::None;
        };
        match offset(window, scrolled, item) {
            Some(y) => {
                let to = AbsoluteOffset { x: None, y: Some(y) };
                Outcome::Chain(Box::new(scroll_to(self.list.clone(), to)))
            }
            None => Outcome::None,
        }
    }
}

/// Scrolls the list in which the focus is so that what has it is in sight.
#[derive(Debug, Default)]
pub(super) struct Follow {
    /// The list that is walked through: its name, its bounds, how far it is scrolled.
    list: Option<(Id, Rectangle, f32)>,
    /// The one whose content comes next.
    next: Option<(Id, Rectangle, f32)>,
    /// Where what has the focus is scrolled to.
    goal: Option<(Id, f32)>,
}

impl<T: 'static> Operation<T> for Follow {
    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation<T>)) {
        let around = self.list.clone();
        self.list = self.next.take().or(self.list.take());
        operate(self);
        self.list = around;
    }

    fn scrollable(
        &mut self,
        id: Option<&Id>,
        bounds: Rectangle,
        _: Rectangle,
        translation: Vector,
        _: &mut dyn Scrollable,
    ) {
        self.next = id.map(|id| (id.clone(), bounds, translation.y));
    }

    fn focusable(&mut self, _: Option<&Id>, bounds: Rectangle, state: &mut dyn Focusable) {
        if let Some((id, window, scrolled)) = self.list.clone().filter(|_| state.is_focused()) {
            // Its name above it is to be read, too.
            let wide =
                Rectangle { y: bounds.y - ROOM, height: bounds.height + 2.0 * ROOM, ..bounds };
            self.goal = offset(window, scrolled, wide).map(|y| (id, y));
        }
    }

    fn finish(&self) -> Outcome<T> {
        match self.goal.clone() {
            Some((list, y)) => {
                Outcome::Chain(Box::new(scroll_to(list, AbsoluteOffset { x: None, y: Some(y) })))
            }
            None => Outcome::None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A list of height 100 at 50, scrolled by `scrolled`; an item of height 20 at `y`.
    fn check(scrolled: f32, y: f32, expected: Option<f32>) {
        let rectangle = |y, height| Rectangle { x: 0.0, y, width: 10.0, height };
        assert_eq!(offset(rectangle(50.0, 100.0), scrolled, rectangle(y, 20.0)), expected);
    }

    #[test]
    fn only_what_is_out_of_sight_moves_the_list() {
        check(0.0, 50.0, None);
        check(0.0, 130.0, None);
        check(0.0, 131.0, Some(1.0));
        check(40.0, 60.0, Some(10.0));
    }
}
