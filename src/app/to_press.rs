//! Files for the press: checked in memory first, then put on disk as they were checked.

use std::path::PathBuf;
use std::sync::Arc;

use iced::Task;

use super::busy::Work;
use super::files::{self, ToPress};
use super::{App, ExportedMessage, Message, PreflightedMessage, Side};
use crate::export::Watch;
use crate::export::preflight::{gate, name_fault};
use crate::finding::Severity;

impl App {
    /// Shows the panel of the press, and checks the pages off the UI thread.
    pub(super) fn check_press(&mut self) -> Task<Message> {
        let shown = self.show_side(Side::Press);
        let (Some(session), Some(composer)) = (&self.session, &self.composer) else {
            return shown;
        };
        self.press_panel.forget();
        self.busy.replace(Work::Preflight);
        let watch = Watch::new(composer.lines.pages().len(), files::PRESS_ROUNDS);
        let job = self.busy.begin_counted(Work::Preflight, watch);
        let revision = session.revision();
        let own = ToPress {
            pages: composer.lines.pages().to_vec(),
            info: composer.info.clone(),
            book: composer.book.clone(),
            pictures: composer.pictures.clone(),
            choices: self.press_panel.choices,
            gate: gate(session.issue()),
            unmended: self.count(Severity::Error),
            issue: session.issue().clone(),
            originals: session.file().originals.clone(),
        };
        let work = async move {
            let going = job.clone();
            let checked =
                files::aside(move || files::check_press(&own, &going).map(Arc::new)).await;
            PreflightedMessage(job, revision, checked)
        };
        Task::batch([shown, Task::perform(work, Message::Preflighted)])
    }

    pub(super) fn preflighted(&mut self, message: PreflightedMessage) -> Task<Message> {
        let PreflightedMessage(job, revision, checked) = message;
        if !self.busy.end(&job) {
            return Task::none();
        }
        match checked {
            Ok(checked) => {
                self.press_panel.take(revision, checked);
                Task::none()
            }
            Err(error) => self.complain(error.to_string()),
        }
    }

    /// Puts the file that was checked on disk; what has changed since is checked first.
    pub(super) fn write_press(&mut self, path: PathBuf) -> Task<Message> {
        let Some(session) = &self.session else { return Task::none() };
        let Some(checked) = self.press_panel.checked(session.revision()).cloned() else {
            return self.check_press();
        };
        self.notice = None;
        let job = self.busy.begin(Work::Exporting);
        let stem = path.file_stem().map(|stem| stem.to_string_lossy()).unwrap_or_default();
        let name = name_fault(&stem, session.issue()).map(|fault| fault.sentence());
        let work = async move {
            let written = files::write_press(path, &checked, name, &job);
            ExportedMessage(job, written)
        };
        Task::perform(work, Message::Exported)
    }

    /// Whether the file for the press can be put on disk: it was checked as the issue is now.
    pub(super) fn is_checked(&self) -> bool {
        let revision = self.session.as_ref().map(super::session::Session::revision);
        revision.is_some_and(|revision| self.press_panel.checked(revision).is_some())
    }
}
