//! The dialog that asks for a path: a field, and the folder's files below it.

use std::path::Path;

use iced::widget::{column, container, row, space};
use iced::{Alignment, Element, Length};

use super::{FIELD, Listing, Message, folder};
use crate::app::action::Command;
use crate::app::language::{Language, Words};
use crate::app::theme::{self, Palette};
use crate::app::widget::press::Press;
use crate::app::widget::{
    coloured, input, item, label, line, muted, primary, prose, scroll, secondary, small,
};
use crate::store::folder::{Entry, EntryKind};

mod words {
    use super::Words;
    pub(super) const FULL: Words = ("文件的完整路径", "Full path of the file");
    pub(super) const BROWSE: Words = ("用系统对话框…", "System dialog…");
    pub(super) const CANCEL: Words = ("取消", "Cancel");
    pub(super) const OPEN: Words = ("打开", "Open");
    pub(super) const IMPORT: Words = ("导入", "Import");
    pub(super) const SAVE: Words = ("保存", "Save");
    pub(super) const EXPORT: Words = ("导出", "Export");
    pub(super) const UP: Words = ("↑ 上一级", "↑ Parent folder");
    pub(super) const FOLDER: Words = ("文件夹", "Folder");
    pub(super) const NOTHING: Words =
        ("这个文件夹里没有可选的文件", "Nothing to choose in this folder");
    pub(super) const READING: Words = ("正在读取文件夹…", "Reading the folder…");
    pub(super) const PNG: Words = (
        "每页一个文件，文件名后加页码，如 第4期-001.png",
        "A file a page; the page's number is put to the name",
    );
}

const HEIGHT: f32 = 220.0;

const fn verb(command: Command) -> Words {
    match command {
        Command::Open
        | Command::LoadStyle
        | Command::LoadHouse
        | Command::ReadTerms
        | Command::CoverPicture => words::OPEN,
        Command::Import => words::IMPORT,
        Command::ExportPdf | Command::WritePress | Command::ExportPng | Command::ExportWord => {
            words::EXPORT
        }
        _ => words::SAVE,
    }
}

/// The dialog for a command.
pub(super) fn view<'a>(
    command: Command,
    path: &'a str,
    listing: Option<&'a Listing>,
    language: Language,
    p: Palette,
) -> Element<'a, Message> {
    let field = input(language.say(words::FULL), path, Message::PathTyped, p)
        .id(FIELD)
        .on_submit(Message::PathAccepted)
        .width(Length::Fill);
    let named = Path::new(path.trim()).file_name().is_some();
    let readable = listing.is_some_and(|listing| listing.entries.is_ok());
    let accepted = (named && readable).then_some(Message::PathAccepted);
    let mut content = column![label(command.name(language), theme::TITLE), field]
        .push(files(path, listing, language, p))
        .spacing(theme::ROW[1]);
    if command == Command::ExportPng {
        content = content.push(prose(language.say(words::PNG), theme::LABEL, p.muted));
    }
    content
        .push(
            row![
                secondary(language.say(words::BROWSE), Some(Message::Browse), p),
                space::horizontal(),
                secondary(language.say(words::CANCEL), Some(Message::Cancelled), p),
                primary(language.say(verb(command)), accepted, p),
            ]
            .spacing(theme::PAD[0]),
        )
        .into()
}

/// The folder with what can be chosen in it.
fn files<'a>(
    path: &'a str,
    listing: Option<&'a Listing>,
    language: Language,
    p: Palette,
) -> Element<'a, Message> {
    let folder = folder(path);
    let up = folder.parent().map(|parent| Message::Picked(entry_of(parent)));
    let head = row![
        line(folder.display().to_string(), theme::LABEL, Some(p.muted)),
        small(language.say(words::UP), up, p),
    ]
    .spacing(theme::PAD[0])
    .align_y(Alignment::Center);
    let mut list = column![].spacing(1);
    match listing.map(|listing| &listing.entries) {
        None => list = list.push(muted(language.say(words::READING), theme::LABEL, p)),
        Some(Err(error)) => list = list.push(prose(&**error, theme::TOOL, p.red)),
        Some(Ok(entries)) if entries.is_empty() => {
            list = list.push(muted(language.say(words::NOTHING), theme::LABEL, p));
        }
        Some(Ok(entries)) => {
            for entry in entries {
                list = list.push(file(entry, path, language, p));
            }
        }
    }
    let list = scroll("files", list.padding(6), p).height(Length::Fixed(HEIGHT));
    column![head, container(list).style(p.inset())].spacing(4).into()
}

fn file<'a>(entry: &'a Entry, path: &str, language: Language, p: Palette) -> Element<'a, Message> {
    let is_folder = entry.kind == EntryKind::Folder;
    let colour = if is_folder { p.accent } else { p.text };
    let kind = if is_folder { language.say(words::FOLDER) } else { "" };
    let content = row![
        line(entry.name.as_str(), theme::TOOL, Some(colour)),
        coloured(kind, theme::LABEL, p.muted)
    ]
    .spacing(theme::PAD[0])
    .align_y(Alignment::Center);
    let chosen = Path::new(path.trim()) == entry.path;
    let row = item(content, chosen, Some(Message::Picked(entry.clone())), p);
    let on_double = (!is_folder).then(|| Message::PickedForGood(entry.clone()));
    Press { on_double, ..row }.into()
}

fn entry_of(folder: &Path) -> Entry {
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned());
    Entry { kind: EntryKind::Folder, name: name.unwrap_or_default(), path: folder.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_is_not_saved() {
        let check = |command, expected| {
            assert_eq!(Language::Chinese.say(verb(command)), expected, "{command:?}");
        };
        for command in [
            Command::Open,
            Command::LoadStyle,
            Command::LoadHouse,
            Command::ReadTerms,
            Command::CoverPicture,
        ] {
            check(command, "打开");
        }
        for command in [Command::SaveAs, Command::SaveStyle, Command::SaveHouse] {
            check(command, "保存");
        }
    }
}
