//! Gives the focus to the control behind or before the one that has it, round and round, and brings
//! it into sight: iced's own way leaves nothing with the focus behind the last one.

use iced::Rectangle;
use iced::advanced::widget::operation::{Focusable, Outcome};
use iced::advanced::widget::{Id, Operation};

use super::reveal::Follow;

/// A direction among the controls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// To the next one.
    On,
    /// To the previous one.
    Back,
}

/// Counts the controls first, then gives one of them the focus.
#[derive(Debug)]
pub(crate) struct Tab {
    way: Way,
    seen: usize,
    focused: Option<usize>,
    /// The one that gets the focus, once they are counted.
    goal: Option<usize>,
}

impl Tab {
    /// From wherever the focus is.
    pub(crate) const fn new(way: Way) -> Self {
        Self { way, seen: 0, focused: None, goal: None }
    }
}

/// The index of the control that is next among `count`; none if there is none.
const fn next(way: Way, focused: Option<usize>, count: usize) -> Option<usize> {
    if count == 0 {
        return None;
    }
    Some(match (way, focused) {
        (Way::On, None) => 0,
        (Way::On, Some(at)) => (at + 1) % count,
        (Way::Back, None) => count - 1,
        (Way::Back, Some(at)) => (at + count - 1) % count,
    })
}

impl<T: 'static> Operation<T> for Tab {
    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation<T>)) {
        operate(self);
    }

    fn focusable(&mut self, _: Option<&Id>, _: Rectangle, state: &mut dyn Focusable) {
        match self.goal {
            Some(goal) if goal == self.seen => state.focus(),
            Some(_) => state.unfocus(),
            None if state.is_focused() => self.focused = Some(self.seen),
            None => {}
        }
        self.seen += 1;
    }

    fn finish(&self) -> Outcome<T> {
        match (self.goal, next(self.way, self.focused, self.seen)) {
            (None, Some(goal)) => {
                let then = Self { seen: 0, focused: None, goal: Some(goal), way: self.way };
                Outcome::Chain(Box::new(then))
            }
            (Some(_), _) => Outcome::Chain(Box::new(Follow::default())),
            (None, None) => Outcome::None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_focus_goes_round() {
        assert_eq!(next(Way::On, None, 3), Some(0));
        assert_eq!(next(Way::On, Some(2), 3), Some(0));
        assert_eq!(next(Way::Back, None, 3), Some(2));
        assert_eq!(next(Way::Back, Some(0), 3), Some(2));
        assert_eq!(next(Way::Back, Some(2), 3), Some(1));
        assert_eq!(next(Way::On, Some(0), 0), None);
    }
}
