//! The start screen: begin, open, import, or look at the sample.

use std::path::{Path, PathBuf};

use iced::widget::{center, column, container, row, space};
use iced::{Alignment, Element, Length};

use crate::app::action::{Action, Command};
use crate::app::language::{Language, Words};
use crate::app::shortcut;
use crate::app::theme::{self, Palette};
use crate::app::widget::{
    card, coloured, hint, item, key, label, line, muted, prose, rule, side_by_side, small, upright,
};

mod words {
    use super::Words;
    pub(super) const BRAND: Words = ("公报", "Gongbao");
    pub(super) const CLAIM: Words = (
        "编排、校对、输出人民政府公报",
        "Assembles, proofreads and prints the government's gazette",
    );
    pub(super) const BEGIN: Words = ("开始", "Begin");
    pub(super) const RECENT: Words = ("最近打开", "Recent");
    pub(super) const NO_RECENT: Words = (
        "还没有打开过文件。先看看样刊，或者新建一期。",
        "No files yet. Look at the sample, or begin an issue.",
    );
    pub(super) const DROP: Words = (
        "也可以把 .gongbao 文件拖到这个窗口里；各部门送来的稿子可以一次拖很多份",
        "Or drop a .gongbao file onto this window, or the files that departments send",
    );
    pub(super) const NEW: Words = ("空白的一期，从栏目和文件开始", "An empty issue");
    pub(super) const OPEN: Words = ("继续编一期已有的公报", "Go on with an issue");
    pub(super) const IMPORT: Words =
        ("从送来的稿子里认出文件、附件和大事记", "Finds the documents in a file");
    pub(super) const SAMPLE: Words = ("看一期编好的公报，可以随意改", "A finished issue to try");
}

const WIDTH: f32 = 760.0;
const COLUMN: f32 = 330.0;

/// Files that were open before, the latest first.
#[derive(Debug, Default)]
pub(crate) struct Start {
    recent: Vec<PathBuf>,
}

/// What happens on the start screen.
#[derive(Debug, Clone)]
pub enum Message {
    /// A button.
    #[doc(hidden)]
    Run(RunMessage),
    /// A file of the list.
    Recent(PathBuf),
}

/// Carries a command.
#[derive(Debug, Clone, Copy)]
pub struct RunMessage(Command);

impl Start {
    /// The files to offer.
    pub(crate) fn set_recent(&mut self, recent: Vec<PathBuf>) {
        self.recent = recent;
    }

    /// The file that was open last.
    pub(crate) fn latest(&self) -> Option<&Path> {
        self.recent.first().map(PathBuf::as_path)
    }

    /// Carries out a message.
    pub(crate) fn update(&mut self, message: Message) -> Action {
        match message {
            Message::Run(RunMessage(command)) => Action::Run(command),
            Message::Recent(path) => Action::Open(path),
        }
    }

    /// The screen; nothing can be opened until it is `free`, and `busy` says what is going on.
    pub(crate) fn view(
        &self,
        free: bool,
        busy: Option<String>,
        language: Language,
        p: Palette,
    ) -> Element<'_, Message> {
        let mut commands = column![muted(language.say(words::BEGIN), theme::LABEL, p)].spacing(4);
        for (command, about) in [
            (Command::New, words::NEW),
            (Command::Open, words::OPEN),
            (Command::Import, words::IMPORT),
            (Command::Sample, words::SAMPLE),
        ] {
            commands = commands.push(button(command, about, free, language, p));
        }
        let mut recent = column![muted(language.say(words::RECENT), theme::LABEL, p)].spacing(4);
        if self.recent.is_empty() {
            let words = prose(language.say(words::NO_RECENT), theme::TOOL, p.muted);
            recent = recent.push(container(words).padding(theme::ROW));
        }
        for path in &self.recent {
            recent = recent.push(file(path, free, p));
        }
        let status = busy.unwrap_or_else(|| language.say(words::DROP).to_owned());
        let content = column![
            head(language, p),
            rule(p),
            row![commands.width(COLUMN), upright(p), recent.width(Length::Fill),]
                .spacing(theme::PAD[2])
                .height(Length::Shrink),
            rule(p),
            row![muted(status, theme::LABEL, p), space::horizontal(), modes(language, p)]
                .align_y(Alignment::Center),
        ]
        .spacing(theme::PAD[2]);
        center(card(content, WIDTH, p).padding(28)).style(p.backdrop()).into()
    }
}

fn head<'a>(language: Language, p: Palette) -> Element<'a, Message> {
    let words = column![
        label(language.say(words::BRAND), theme::BRAND),
        muted(language.say(words::CLAIM), theme::TOOL, p),
    ]
    .spacing(2);
    let seal =
        container(coloured("报", theme::BRAND, p.surface)).center(theme::SEAL).style(p.seal());
    side_by_side(vec![seal.into(), words.into()], theme::PAD[2]).into()
}

fn button<'a>(
    command: Command,
    about: Words,
    free: bool,
    language: Language,
    p: Palette,
) -> Element<'a, Message> {
    let name = row![
        label(command.name(language).trim_end_matches('…'), theme::TITLE),
        space::horizontal(),
        key(shortcut::written(command), p),
    ]
    .align_y(Alignment::Center);
    let content = column![name, muted(language.say(about), theme::LABEL, p)].spacing(3);
    let message = Message::Run(RunMessage(command));
    item(content, false, free.then_some(message), p).into()
}

fn file<'a>(path: &'a Path, free: bool, p: Palette) -> Element<'a, Message> {
    let name = path.file_stem().map(|name| name.to_string_lossy().into_owned());
    let folder = path.parent().map(|folder| folder.display().to_string());
    let content = column![
        line(name.unwrap_or_default(), theme::LIST, None),
        line(folder.unwrap_or_default(), theme::LABEL, Some(p.muted)),
    ]
    .spacing(2);
    let message = Message::Recent(path.to_owned());
    hint(item(content, false, free.then_some(message), p), path.display().to_string(), p)
}

fn modes<'a>(language: Language, p: Palette) -> Element<'a, Message> {
    let run = |command: Command| {
        small(command.name(language), Some(Message::Run(RunMessage(command))), p)
    };
    side_by_side(vec![run(Command::ToggleDark), run(Command::SwitchLanguage)], 4.0).into()
}
