//! Dialogs over the pages: unsaved changes, the path of a file, and a file that is there already.
//!
//! The path dialog is the way that always works: the system's own dialog may be missing, and then
//! answers as if it had been cancelled.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use iced::Element;
use iced::widget::{column, row, space};

use crate::app::action::Command;
use crate::app::language::{Language, Words};
use crate::app::theme::{self, Palette};
use crate::app::widget::press::Press;
use crate::app::widget::{card, label, primary, prose, secondary};
use crate::export::proof::FIRST_ROUND;
use crate::store::folder::Entry;

mod path;
pub(crate) mod recover;

use self::recover::Offer;

mod words {
    use super::Words;
    pub(super) const UNSAVED: Words = ("本期有改动还没有保存", "This issue has unsaved changes");
    pub(super) const LOST: Words =
        ("如果不保存，这些改动就会丢失。", "They are lost unless they are saved.");
    pub(super) const DONT_SAVE: Words = ("不保存", "Don't save");
    pub(super) const SAVE: Words = ("保存", "Save");
    pub(super) const CANCEL: Words = ("取消", "Cancel");
    pub(super) const TAKEN: Words =
        ("这个文件已经存在，要替换它吗？", "This file exists. Replace it?");
    pub(super) const GONE: Words = ("替换后，原来的内容就没有了。", "What it holds is gone then.");
    pub(super) const REPLACE: Words = ("替换", "Replace");
    pub(super) const OTHER: Words = ("换个名字", "Another name");
}

const NARROW: f32 = 440.0;
const WIDE: f32 = 620.0;

/// A dialog that is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Dialog {
    /// What to do with unsaved changes.
    Unsaved,
    /// What to do with what a program has left behind.
    Recover(Offer),
    /// Where a command finds or puts a file.
    Path {
        /// The command that asks.
        command: Command,
        /// What was typed.
        path: String,
        /// What stands in the folder, once it was read.
        listing: Option<Listing>,
    },
    /// Whether a file is to be replaced.
    Taken {
        /// The command that writes it.
        command: Command,
        /// The file.
        path: PathBuf,
    },
}

/// How proofs are written; it stays from one to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Proofing {
    /// The round of reading.
    pub(crate) round: &'static str,
    /// Whether lines are numbered.
    pub(crate) line_numbers: bool,
    /// Whether there are shades of grey only.
    pub(crate) grey: bool,
}

impl Default for Proofing {
    fn default() -> Self {
        Self { round: FIRST_ROUND, line_numbers: false, grey: false }
    }
}

impl Proofing {
    /// Takes note of a choice; says whether the message is one.
    pub(crate) const fn take(&mut self, message: &Message) -> bool {
        match message {
            Message::RoundChosen(round) => self.round = round,
            Message::LineNumbersToggled => self.line_numbers = !self.line_numbers,
            Message::GreyToggled => self.grey = !self.grey,
            _ => return false,
        }
        true
    }
}

/// What stands in a folder, or why it cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing {
    /// The folder.
    pub folder: PathBuf,
    /// What stands in it.
    pub entries: Result<Vec<Entry>, Arc<str>>,
}

/// What happens in a dialog.
#[derive(Debug, Clone)]
pub enum Message {
    /// Save, then go on.
    SaveFirst,
    /// Go on without saving.
    GiveUp,
    /// Show what was left behind as it was.
    Recover,
    /// Show it, and save it to another file.
    RecoverAs,
    /// It goes for good.
    Discard,
    /// It stays for the next start.
    Later,
    /// Stay.
    Cancelled,
    /// A path was typed.
    PathTyped(String),
    /// A folder or file of the list was clicked.
    Picked(Entry),
    /// A file of the list was clicked twice.
    PickedForGood(Entry),
    /// A proof is of this round.
    RoundChosen(&'static str),
    /// Lines of proofs are to be numbered, or no more.
    LineNumbersToggled,
    /// Proofs are to be without colours, or no more.
    GreyToggled,
    /// The path is right.
    PathAccepted,
    /// The system's dialog, please.
    Browse,
    /// A folder was read.
    Listed(Listing),
    /// The file is to be replaced.
    Replace,
    /// The file is to have another name.
    Rename,
}

/// The name of the path's field, for focus.
pub(crate) const FIELD: &str = "path";
/// The name of the button that Enter presses at first.
pub(crate) const DEFAULT: &str = "dialog-default";

impl Dialog {
    /// The path that was typed.
    pub(crate) fn path(&self) -> Option<(Command, PathBuf)> {
        match self {
            Self::Path { command, path, .. } => Some((*command, PathBuf::from(path.trim()))),
            Self::Taken { command, path } => Some((*command, path.clone())),
            Self::Unsaved | Self::Recover(_) => None,
        }
    }

    /// The dialog.
    pub(crate) fn view(
        &self,
        proofing: Proofing,
        language: Language,
        p: Palette,
    ) -> Element<'_, Message> {
        match self {
            Self::Recover(offer) => card(offer.view(language, p), NARROW, p).into(),
            Self::Unsaved => card(unsaved(language, p), NARROW, p).into(),
            Self::Path { command, path, listing } => {
                let view = path::view(*command, path, listing.as_ref(), proofing, language, p);
                card(view, WIDE, p).into()
            }
            Self::Taken { path, .. } => card(taken(path, language, p), NARROW, p).into(),
        }
    }
}

/// The endings of files that a command reads or writes.
pub(crate) const fn endings(command: Command) -> &'static [&'static str] {
    match command {
        Command::Import => {
            &["docx", "doc", "wps", "rtf", "odt", "pdf", "ofd", "txt", "md", "html", "htm"]
        }
        Command::ExportPdf | Command::WritePress => &["pdf"],
        Command::Package => &["zip"],
        Command::ChooseProfile => &["icc", "icm"],
        Command::ExportPng => &["png"],
        Command::ExportWord => &["docx"],
        Command::SaveStyle | Command::LoadStyle | Command::SaveHouse | Command::LoadHouse => {
            &["ron"]
        }
        Command::ReadTerms | Command::WriteTerms => &["csv"],
        Command::CoverPicture => &["svg", "pdf", "png", "jpg", "jpeg"],
        _ => &["gongbao"],
    }
}

/// The folder of what was typed.
pub(crate) fn folder(path: &str) -> PathBuf {
    let path = Path::new(path.trim());
    if path.to_string_lossy().ends_with(std::path::MAIN_SEPARATOR) {
        return path.to_owned();
    }
    path.parent().map(Path::to_owned).unwrap_or_default()
}

fn default<'a>(words: &'a str, message: Message, p: Palette) -> Press<'a, Message> {
    Press { id: Some(DEFAULT.into()), ..primary(words, Some(message), p) }
}

fn unsaved<'a>(language: Language, p: Palette) -> Element<'a, Message> {
    column![
        label(language.say(words::UNSAVED), theme::TITLE),
        prose(language.say(words::LOST), theme::TOOL, p.muted),
        row![
            secondary(language.say(words::DONT_SAVE), Some(Message::GiveUp), p),
            space::horizontal(),
            secondary(language.say(words::CANCEL), Some(Message::Cancelled), p),
            default(language.say(words::SAVE), Message::SaveFirst, p),
        ]
        .spacing(theme::PAD[0]),
    ]
    .spacing(theme::PAD[1])
    .into()
}

fn taken<'a>(path: &Path, language: Language, p: Palette) -> Element<'a, Message> {
    column![
        label(language.say(words::TAKEN), theme::TITLE),
        prose(path.display().to_string(), theme::TOOL, p.text),
        prose(language.say(words::GONE), theme::TOOL, p.muted),
        row![
            secondary(language.say(words::CANCEL), Some(Message::Cancelled), p),
            space::horizontal(),
            secondary(language.say(words::REPLACE), Some(Message::Replace), p),
            default(language.say(words::OTHER), Message::Rename, p),
        ]
        .spacing(theme::PAD[0]),
    ]
    .spacing(theme::PAD[1])
    .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_of_a_path() {
        let check = |path: &str, expected: &str| {
            assert_eq!(folder(path), PathBuf::from(expected), "{path}");
        };
        check("/home/公报/2026年第4期.gongbao", "/home/公报");
        check("/home/公报/", "/home/公报/");
        check(" /home/公报", "/home");
        check("第4期", "");
        check("", "");
    }
}
