//! Dialogs that are asked before something is done: paths, unsaved changes, files that are there.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use iced::Task;
use iced::widget::operation;

use super::action::{Action, Command};
use super::files;
use super::panel::dialog::{self, Dialog, Listing};
use super::{App, ChosenMessage, Message};
use crate::export::preflight::file_name;
use crate::store::folder::{self, EntryKind};
use crate::store::package;

impl App {
    /// Opens a dialog, with the focus on `id`.
    pub(super) fn ask(&mut self, dialog: Dialog, id: &'static str) -> Task<Message> {
        self.dialog = Some(dialog);
        self.menu = None;
        self.editor.focused = false;
        operation::focus(id)
    }

    /// Opens the path dialog for a command.
    pub(super) fn ask_path(&mut self, command: Command) -> Task<Message> {
        let path = self.proposed_name(command);
        self.ask_path_from(command, path)
    }

    fn ask_path_from(&mut self, command: Command, path: String) -> Task<Message> {
        let listed = list(command, &path);
        let opened = self.ask(Dialog::Path { command, path, listing: None }, dialog::FIELD);
        Task::batch([opened, operation::move_cursor_to_end(dialog::FIELD), listed])
    }

    /// Opens the system's dialog for a command; where there is none, or nothing is chosen in it, our
    /// own one comes.
    pub(super) fn browse(&self, command: Command) -> Task<Message> {
        Self::browse_from(command, self.proposed_name(command))
    }

    fn browse_from(command: Command, path: String) -> Task<Message> {
        Task::perform(files::browse(command, path), move |paths| {
            Message::Chosen(ChosenMessage(command, paths))
        })
    }

    /// Carries out what happens in a dialog.
    pub(super) fn dialog(&mut self, message: dialog::Message) -> Task<Message> {
        if self.proofing.take(&message) {
            return Task::none();
        }
        match message {
            // What a proof is like was taken note of.
            dialog::Message::RoundChosen(_)
            | dialog::Message::LineNumbersToggled
            | dialog::Message::GreyToggled => Task::none(),
            dialog::Message::SaveFirst => {
                self.dialog = None;
                self.run(Command::Save)
            }
            dialog::Message::GiveUp => {
                self.dialog = None;
                match self.afterwards.take() {
                    Some(afterwards) => self.go_on(afterwards),
                    None => Task::none(),
                }
            }
            dialog::Message::Recover => self.recover(false),
            dialog::Message::RecoverAs => self.recover(true),
            dialog::Message::Discard => self.discard_left(),
            dialog::Message::Later => self.leave_left(),
            dialog::Message::Cancelled => self.perform(Action::Close),
            dialog::Message::PathTyped(text) => self.path_typed(text),
            dialog::Message::Listed(listing) => {
                if let Some(Dialog::Path { path, listing: own, .. }) = &mut self.dialog
                    && dialog::folder(path) == listing.folder
                {
                    *own = Some(listing);
                }
                Task::none()
            }
            dialog::Message::Picked(entry) => {
                let mut text = entry.path.display().to_string();
                if entry.kind == EntryKind::Folder {
                    let name = self.file_name();
                    if !text.ends_with(std::path::MAIN_SEPARATOR) {
                        text.push(std::path::MAIN_SEPARATOR);
                    }
                    text.push_str(&name);
                }
                let typed = self.path_typed(text);
                let focus = operation::focus(dialog::FIELD);
                Task::batch([typed, focus, operation::move_cursor_to_end(dialog::FIELD)])
            }
            dialog::Message::PickedForGood(entry) => {
                let typed = self.path_typed(entry.path.display().to_string());
                Task::batch([typed, self.path_accepted()])
            }
            dialog::Message::PathAccepted => self.path_accepted(),
            dialog::Message::Browse => {
                let Some((command, path)) = self.dialog.take().and_then(|dialog| dialog.path())
                else {
                    return Task::none();
                };
                Self::browse_from(command, path.display().to_string())
            }
            dialog::Message::Replace => match self.dialog.take().and_then(|dialog| dialog.path()) {
                Some((command, path)) => self.with_path(command, path),
                None => Task::none(),
            },
            dialog::Message::Rename => match self.dialog.take().and_then(|dialog| dialog.path()) {
                Some((command, path)) => self.ask_path_from(command, path.display().to_string()),
                None => Task::none(),
            },
        }
    }

    /// The name of the file to be saved, which stays when its folder changes.
    fn file_name(&self) -> String {
        match &self.dialog {
            Some(Dialog::Path { command, .. }) if reads(*command) => String::new(),
            Some(Dialog::Path { path, .. }) => {
                let folder = dialog::folder(path).display().to_string();
                let name = path.trim().strip_prefix(&folder).unwrap_or_default();
                name.trim_start_matches(std::path::MAIN_SEPARATOR).to_owned()
            }
            Some(Dialog::Unsaved | Dialog::Recover(_) | Dialog::Taken { .. }) | None => {
                String::new()
            }
        }
    }

    fn path_typed(&mut self, text: String) -> Task<Message> {
        let Some(Dialog::Path { command, path, listing }) = &mut self.dialog else {
            return Task::none();
        };
        *path = text;
        let folder = dialog::folder(path);
        if listing.as_ref().is_some_and(|listing| listing.folder == folder) {
            return Task::none();
        }
        *listing = None;
        list(*command, path)
    }

    /// The path that was typed is right, unless it is a folder or there is a file already.
    fn path_accepted(&mut self) -> Task<Message> {
        let Some((command, path)) = self.dialog.as_ref().and_then(Dialog::path) else {
            return Task::none();
        };
        // A package takes the place of an older one.
        let replaces = command == Command::Package && package::check_package(&path).is_ok();
        if path.file_name().is_none() || folder::is_folder(&path) && !replaces {
            return self.path_typed(format!("{}{}", path.display(), std::path::MAIN_SEPARATOR));
        }
        self.dialog = None;
        let path = with_ending(command, path);
        let own = self.session.as_ref().and_then(|session| session.path());
        let reads = reads(command);
        if !reads && own != Some(&path) && folder::is_taken(&first_file(command, &path)) {
            return self.ask(Dialog::Taken { command, path }, dialog::DEFAULT);
        }
        self.with_path(command, path)
    }

    /// Runs the part of a command that needs a path.
    pub(super) fn with_path(&mut self, command: Command, path: PathBuf) -> Task<Message> {
        let path = with_ending(command, path);
        self.editor.focused = self.session.is_some();
        match command {
            Command::SaveAs | Command::Save => self.save(path),
            Command::WritePress => self.write_press(path),
            Command::Package => self.package(path),
            Command::ChooseProfile => self.choose_profile(&path),
            Command::ExportPdf | Command::ExportPng | Command::ExportWord => self.export(path),
            Command::SaveStyle => self.write_style(path),
            Command::LoadStyle => Self::read_style(path),
            Command::SaveHouse => self.write_house(&path),
            Command::LoadHouse => self.read_house(&path),
            Command::CoverPicture => self.cover_picture(&path),
            Command::ReadTerms => self.read_terms(&path),
            Command::WriteTerms => self.write_terms(&path),
            Command::Import => self.receive(vec![path]),
            _ => self.leave(super::Afterwards::Open(path)),
        }
    }

    /// The path that a command proposes.
    fn proposed_name(&self, command: Command) -> String {
        let session = self.session.as_ref();
        let own = session.and_then(|session| session.path());
        let near = own.or_else(|| self.start.latest());
        let near = near.and_then(|path| std::path::absolute(path).ok());
        let near = near.as_deref().and_then(Path::parent);
        let folder = near.map_or_else(files::documents_folder, Path::to_owned);
        let reads = reads(command);
        match session.filter(|_| !reads) {
            Some(session) => {
                let number = &session.issue().number;
                let name = format!("{}年第{}期", number.year, number.label());
                let stem = own.and_then(Path::file_stem).map(|stem| stem.to_string_lossy());
                if command == Command::Package {
                    let name = file_name(session.issue(), "付印");
                    let ending = if self.press_panel.choices.zip { ".zip" } else { "" };
                    return folder.join(format!("{name}{ending}")).display().to_string();
                }
                let stem = match command {
                    Command::SaveStyle => "版式".to_owned(),
                    Command::SaveHouse => "本单位设置".to_owned(),
                    Command::WriteTerms => "术语".to_owned(),
                    Command::WritePress => file_name(session.issue(), self.press_panel.kind()),
                    _ => stem.map_or(name, std::borrow::Cow::into_owned),
                };
                let ending = dialog::endings(command).first().copied().unwrap_or_default();
                folder.join(format!("{stem}.{ending}")).display().to_string()
            }
            None => format!("{}{}", folder.display(), std::path::MAIN_SEPARATOR),
        }
    }
}

/// Whether a command reads the file that it asks for.
const fn reads(command: Command) -> bool {
    matches!(
        command,
        Command::Open
            | Command::Import
            | Command::LoadStyle
            | Command::LoadHouse
            | Command::CoverPicture
            | Command::ChooseProfile
            | Command::ReadTerms
    )
}

/// A path with the ending that a command writes, where it has none of its own.
fn with_ending(command: Command, path: PathBuf) -> PathBuf {
    match dialog::endings(command).first() {
        // A package without an ending is a folder.
        Some(_) if command == Command::Package => path,
        Some(ending) if !reads(command) => files::with_ending(path, ending),
        Some(_) | None => path,
    }
}

/// The file that a command writes first.
fn first_file(command: Command, path: &Path) -> PathBuf {
    if command == Command::ExportPng { files::page_path(path, 1) } else { path.to_owned() }
}

/// Reads the folder of a path off the UI thread.
fn list(command: Command, path: &str) -> Task<Message> {
    let folder = dialog::folder(path);
    let work = async move {
        let entries = folder::list(&folder, dialog::endings(command));
        let entries = entries.map_err(|error| Arc::from(error.to_string()));
        dialog::Message::Listed(Listing { folder, entries })
    };
    Task::perform(work, Message::Dialog)
}
