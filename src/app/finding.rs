//! Find and replace, carried out.

use iced::Task;
use iced::widget::operation;

use super::action::Command;
use super::language::Language;
use super::panel::find::{FIELD, Message as Find};
use super::session::Session;
use super::{App, Message, Notice};
use crate::issue::place::Place;

impl App {
    /// Carries out a command of find and replace.
    pub(super) fn find_command(&mut self, command: Command) -> Task<Message> {
        match command {
            Command::FindNext => self.find_step(1),
            Command::FindPrevious => self.find_step(-1),
            _ => self.open_find(command == Command::Replace),
        }
    }

    /// Shows and selects a stretch of text; keys go where they went.
    pub(super) fn seek(&mut self, place: Place) -> Task<Message> {
        if let Some(composer) = &self.composer {
            let focused = self.editor.focused;
            self.editor.show(place, composer);
            self.editor.focused = focused;
        }
        Task::none()
    }

    /// Opens the bar, for what is selected.
    fn open_find(&mut self, replaces: bool) -> Task<Message> {
        let (Some(session), selection) = (&self.session, self.editor.selection) else {
            return Task::none();
        };
        let selected = selection.map(|own| own.text(session.issue())).unwrap_or_default();
        self.find.open(replaces, &selected);
        self.editor.focused = false;
        Task::batch([operation::focus(FIELD), operation::select_all(FIELD)])
    }

    /// Leads to the next place, or opens the bar where it is shut.
    pub(super) fn find_step(&mut self, step: i8) -> Task<Message> {
        if self.find.is_open { self.finding(Find::Stepped(step)) } else { self.open_find(false) }
    }

    pub(super) fn finding(&mut self, message: Find) -> Task<Message> {
        let Some(session) = &self.session else { return Task::none() };
        let (issue, before) = (session.issue(), session.revision());
        let all = matches!(message, Find::AllReplaced).then(|| self.find.found().len());
        let action = self.find.update(message, (issue, before), self.editor.selection);
        let task = self.perform(action);
        let is_done = self.session.as_ref().map(Session::revision) != Some(before);
        if let Some(count) = all.filter(|_| is_done) {
            let text = match self.language {
                Language::Chinese => format!("已替换 {count} 处；按 Ctrl+Z 一次全部退回"),
                Language::English => format!("{count} replaced; Ctrl+Z takes all of them back"),
            };
            self.notice = Some(Notice { text, is_error: false });
        }
        task
    }

    /// Shuts the bar; says whether it was open.
    pub(super) fn close_find(&mut self) -> bool {
        std::mem::take(&mut self.find.is_open)
    }
}
