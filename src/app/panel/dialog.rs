//! Dialogs over the pages: unsaved changes, and the path of a file.
//!
//! The path dialog is the way that always works: the system's own dialog may be missing, and then
//! answers as if it had been cancelled.

use std::path::PathBuf;

use iced::widget::{column, container, row, space, text, text_input};
use iced::{Element, Length};

use crate::app::action::Command;
use crate::app::language::Language;
use crate::app::theme::{self, Palette};
use crate::app::widget::{label, muted, primary, tool};

/// A dialog that is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Dialog {
    /// What to do with unsaved changes.
    Unsaved,
    /// Where a command finds or puts a file.
    Path {
        /// The command that asks.
        command: Command,
        /// What was typed.
        path: String,
    },
}

/// What happens in a dialog.
#[derive(Debug, Clone)]
pub enum Message {
    /// Save, then go on.
    SaveFirst,
    /// Go on without saving.
    GiveUp,
    /// Stay.
    Cancelled,
    /// A path was typed.
    PathTyped(String),
    /// The path is right.
    PathAccepted,
    /// The system's dialog, please.
    Browse,
}

/// The name of the path's field, for focus.
pub(crate) const FIELD: &str = "path";

impl Dialog {
    /// The path that was typed.
    pub(crate) fn path(&self) -> Option<(Command, PathBuf)> {
        match self {
            Self::Path { command, path } => Some((*command, PathBuf::from(path.trim()))),
            Self::Unsaved => None,
        }
    }

    /// The dialog.
    pub(crate) fn view(&self, language: Language, p: Palette) -> Element<'_, Message> {
        let card = match self {
            Self::Unsaved => unsaved(language, p),
            Self::Path { command, path } => path_card(*command, path, language, p),
        };
        container(card).padding(20).width(460.0).style(p.card()).into()
    }
}

fn unsaved<'a>(language: Language, p: Palette) -> Element<'a, Message> {
    let question = language.pick("本期有改动还没有保存", "This issue has unsaved changes");
    column![
        label(question, theme::TITLE),
        muted(language.pick("不保存，改动就会丢失", "They are lost unless saved"), theme::TOOL, p),
        row![
            tool(language.pick("不保存", "Don't save"), Some(Message::GiveUp), p),
            space::horizontal(),
            tool(language.pick("取消", "Cancel"), Some(Message::Cancelled), p),
            primary(language.pick("保存", "Save"), Message::SaveFirst, p),
        ]
        .spacing(8),
    ]
    .spacing(14)
    .into()
}

fn path_card<'a>(
    command: Command,
    path: &'a str,
    language: Language,
    p: Palette,
) -> Element<'a, Message> {
    let field = text_input(language.pick("文件的完整路径", "Full path of the file"), path)
        .id(FIELD)
        .on_input(Message::PathTyped)
        .on_submit(Message::PathAccepted)
        .size(theme::TOOL)
        .padding(8)
        .width(Length::Fill)
        .style(p.field());
    column![
        text(command.name(language)).size(theme::TITLE),
        field,
        row![
            tool(language.pick("浏览…", "Browse…"), Some(Message::Browse), p),
            space::horizontal(),
            tool(language.pick("取消", "Cancel"), Some(Message::Cancelled), p),
            primary(language.pick("确定", "OK"), Message::PathAccepted, p),
        ]
        .spacing(8),
    ]
    .spacing(14)
    .into()
}
