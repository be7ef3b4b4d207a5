//! Where keys go: Tab from control to control, F6 from area to area, arrows in palette and menus.

use iced::Task;
use iced::advanced::widget::operation::focusable;
use iced::advanced::widget::operation::scope;
use iced::advanced::widget::{Id, operate};
use iced::keyboard::key::Named;
use iced::keyboard::{Key, Modifiers};

use super::action::{Action, Command};
use super::panel::dialog::Dialog;
use super::panel::{mongolian, palette, terms};
use super::view::menu::Menu;
use super::widget::picker;
use super::widget::tab::{Tab, Way};
use super::{App, Message, Side, inbox, shortcut};

/// What lies over the pages; Tab does not leave it.
pub(super) const OVER: &str = "over";
/// The panel at the right.
pub(super) const SIDE: &str = "side";

/// A part of the window that F6 leads to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Area {
    /// The pages.
    #[default]
    Pages,
    /// The outline.
    Outline,
    /// The panel at the right.
    Side,
}

/// Takes the focus from every control.
pub(super) fn unfocus() -> Task<Message> {
    operate(focusable::unfocus())
}

/// The next or, with Shift, the previous control, round and round; within `area` if one is named.
fn tab(modifiers: Modifiers, area: Option<&'static str>) -> Task<Message> {
    let way = if modifiers.shift() { Way::Back } else { Way::On };
    match area {
        Some(area) => operate(scope(Id::new(area), Tab::new(way))),
        None => operate(Tab::new(way)),
    }
}

/// The first control of an area.
pub(super) fn first(area: &'static str) -> Task<Message> {
    unfocus().chain(tab(Modifiers::empty(), Some(area)))
}

impl App {
    /// Whether something lies over the pages.
    pub(super) const fn is_covered(&self) -> bool {
        self.dialog.is_some()
            || self.writing.is_some()
            || self.covering.is_some()
            || self.comparing.is_some()
            || self.terms.is_some()
            || self.palette.is_some()
            || self.menu.is_some()
    }

    /// A key that no control took.
    pub(super) fn key(&mut self, key: &Key, modifiers: Modifiers) -> Task<Message> {
        let named = match key {
            Key::Named(named) => Some(*named),
            Key::Character(_) | Key::Unidentified => None,
        };
        match named {
            Some(Named::Escape) => return Self::escape(),
            Some(Named::Tab) => return self.tab(modifiers),
            Some(arrow) if self.dialog.is_none() => {
                if let Some(task) = self.arrow(arrow) {
                    return task;
                }
            }
            _ => {}
        }
        if self.inbox.is_open
            && !self.is_covered()
            && let Some(task) = self.inbox_key(key, modifiers)
        {
            return task;
        }
        if named == Some(Named::Enter) && self.find.is_open && !self.is_covered() {
            return self.find_step(if modifiers.shift() { -1 } else { 1 });
        }
        match shortcut::command(key, modifiers) {
            // A dialog is answered first.
            Some(_) if self.dialog.is_some() => Task::none(),
            // What is taken back is a change of a term, or of what is being written.
            Some(Command::Undo) if self.terms.is_some() => {
                self.update(Message::Terms(terms::Message::Undo))
            }
            Some(Command::Undo) if self.writing.is_some() => {
                self.update(Message::Writing(mongolian::Message::Undo))
            }
            Some(Command::Redo) if self.writing.is_some() && self.terms.is_none() => {
                self.update(Message::Writing(mongolian::Message::Redo))
            }
            Some(_) if self.writing.is_some() => Task::none(),
            Some(command @ (Command::Undo | Command::Redo))
                if self.covering.is_some() || self.comparing.is_some() =>
            {
                self.perform(Action::Run(command))
            }
            Some(command) if self.is_covered() => {
                self.close_terms(Action::Close.then(Action::Run(command)))
            }
            Some(command) => self.perform(Action::Run(command)),
            None => Task::none(),
        }
    }

    /// Escape shuts the list of a picker, else it ends what is uppermost.
    fn escape() -> Task<Message> {
        picker::shut().map(Message::Escaped)
    }

    /// Escape was pressed, and no list of a picker was open.
    pub(super) fn escaped(&mut self) -> Task<Message> {
        if matches!(self.dialog, Some(Dialog::Recover(_))) {
            return self.leave_left();
        }
        if self.inbox.is_open && !self.is_covered() {
            return self.inbox(inbox::Message::Closed);
        }
        if !self.is_covered() && self.close_find() {
            return self.perform(Action::Close);
        }
        if self.outline.escape() && !self.is_covered() {
            return Task::none();
        }
        if !self.is_covered() {
            self.notice = None;
        }
        if self.dialog.is_none() && self.palette.is_none() && self.menu.is_none() {
            return self.close_terms(Action::Close);
        }
        self.perform(Action::Close)
    }

    /// Does `then` once the terms are shut: what is written there is kept, or the panel says why it
    /// cannot be, and stays.
    fn close_terms(&mut self, then: Action) -> Task<Message> {
        if self.terms.is_none() {
            return self.perform(then);
        }
        let shut = self.update(Message::Terms(terms::Message::Closed));
        if self.terms.is_some() || then == Action::Close {
            return shut;
        }
        shut.chain(self.perform(then))
    }

    fn tab(&mut self, modifiers: Modifiers) -> Task<Message> {
        if self.editor.focused {
            return Task::none();
        }
        tab(modifiers, self.is_covered().then_some(OVER))
    }

    /// Arrows choose in the palette and walk through menus.
    fn arrow(&mut self, key: Named) -> Option<Task<Message>> {
        if self.palette.is_some() {
            let step = match key {
                Named::ArrowUp => -1,
                Named::ArrowDown => 1,
                Named::PageUp => -8,
                Named::PageDown => 8,
                _ => return None,
            };
            return Some(self.update(Message::Palette(palette::Message::Moved(step))));
        }
        let menu = self.menu?;
        match key {
            Named::ArrowDown => Some(tab(Modifiers::empty(), Some(OVER))),
            Named::ArrowUp => Some(tab(Modifiers::SHIFT, Some(OVER))),
            Named::ArrowLeft => Some(self.open_menu(menu.beside(-1))),
            Named::ArrowRight => Some(self.open_menu(menu.beside(1))),
            _ => None,
        }
    }

    /// Opens a menu with the focus on its first entry.
    pub(super) fn open_menu(&mut self, menu: Menu) -> Task<Message> {
        self.menu = Some(menu);
        self.palette = None;
        self.editor.focused = false;
        first(OVER)
    }

    /// The focus goes to the next area of the window.
    pub(super) fn next_area(&mut self) -> Task<Message> {
        if self.inbox.is_open {
            return tab(Modifiers::empty(), None);
        }
        let now = if self.editor.focused { Area::Pages } else { self.area };
        self.area = match now {
            Area::Pages if self.shows_outline => Area::Outline,
            Area::Outline if self.hides_side() => Area::Pages,
            Area::Pages | Area::Outline => Area::Side,
            Area::Side => Area::Pages,
        };
        match self.area {
            Area::Pages => self.perform(Action::Close),
            Area::Outline => {
                let current = self.current_document();
                let Some(session) = &self.session else { return Task::none() };
                let action = self.outline.focus(session.issue(), current);
                self.perform(action)
            }
            Area::Side => {
                self.editor.focused = false;
                first(SIDE)
            }
        }
    }

    /// After a command of a bar: the hands are back on the pages, where nothing else was opened.
    pub(super) fn back_to_pages(&mut self, command: Command) {
        let elsewhere = matches!(
            command,
            Command::NextArea | Command::ShowMenu | Command::Find | Command::Replace
        );
        if !elsewhere && !self.is_covered() && !self.inbox.is_open && self.session.is_some() {
            self.editor.focused = true;
        }
    }

    /// Shows a panel at the right, instead of the outline where there is room for one only.
    pub(crate) fn show_side(&mut self, side: Side) -> Task<Message> {
        self.side = side;
        if self.hides_side() {
            self.shows_outline = false;
        }
        Task::none()
    }
}
