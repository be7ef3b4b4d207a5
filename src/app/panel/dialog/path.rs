//! The dialog that asks for a path: a field, and the folder's files below it.

use std::path::Path;

use iced::widget::{column, container, row, space};
use iced::{Alignment, Element, Length};

use super::{FIELD, Listing, Message, Proofing, folder};
use crate::app::action::Command;
use crate::app::language::{Language, Words};
use crate::app::theme::{self, Palette};
use crate::app::widget::press::Press;
use crate::app::widget::{
    coloured, input, item, label, line, muted, picker, primary, prose, scroll, secondary,
    side_by_side, small, toggle,
};
use crate::export::proof::ROUNDS;
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
    pub(super) const PACKAGE: Words = ("打包", "Package");
    pub(super) const UP: Words = ("↑ 上一级", "↑ Parent folder");
    pub(super) const FOLDER: Words = ("文件夹", "Folder");
    pub(super) const NOTHING: Words =
        ("这个文件夹里没有可选的文件", "Nothing to choose in this folder");
    pub(super) const READING: Words = ("正在读取文件夹…", "Reading the folder…");
    pub(super) const FORM: Words = (
        "名字以 .zip 结尾，打成一个压缩文件；否则建一个文件夹。旧的同名包会被替换",
        "A name that ends in .zip gives an archive, any other one a folder; an older package of that name is replaced",
    );
    pub(super) const ROUND: Words = ("校次", "Round");
    pub(super) const NUMBERS: Words = ("每五行编一个行号", "Number every fifth line");
    pub(super) const GREY: Words = ("只用黑白灰", "Shades of grey only");
    pub(super) const PNG: Words = (
        "每页一个文件，文件名后加页码，如 第4期-001.png",
        "A file a page; the page's number is put to the name",
    );
}

const HEIGHT: f32 = 220.0;
/// Width of the list of rounds.
const ROUND: f32 = 96.0;

const fn verb(command: Command) -> Words {
    match command {
        Command::Open
        | Command::LoadStyle
        | Command::LoadHouse
        | Command::ReadTerms
        | Command::ChooseProfile
        | Command::CoverPicture => words::OPEN,
        Command::Package => words::PACKAGE,
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
    proofing: Proofing,
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
    let told = match command {
        Command::ExportPng => Some(words::PNG),
        Command::Package => Some(words::FORM),
        _ => None,
    };
    content = content.push(told.map(|told| prose(language.say(told), theme::LABEL, p.muted)));
    if command == Command::ExportPdf {
        content = content.push(proof(proofing, language, p));
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

/// How proofs are written.
fn proof<'a>(own: Proofing, language: Language, p: Palette) -> Element<'a, Message> {
    let rounds = picker(ROUNDS.to_vec(), Some(own.round), Message::RoundChosen, p);
    let round = side_by_side(
        vec![
            muted(language.say(words::ROUND), theme::LABEL, p),
            container(rounds).width(ROUND).into(),
        ],
        theme::PAD[0],
    );
    let numbers = language.say(words::NUMBERS);
    let grey = language.say(words::GREY);
    side_by_side(
        vec![
            round.into(),
            toggle(numbers, own.line_numbers, Message::LineNumbersToggled, p),
            toggle(grey, own.grey, Message::GreyToggled, p),
        ],
        theme::PAD[1],
    )
    .wrap()
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
            Command::ChooseProfile,
        ] {
            check(command, "打开");
        }
        for command in [Command::SaveAs, Command::SaveStyle, Command::SaveHouse] {
            check(command, "保存");
        }
    }
}
