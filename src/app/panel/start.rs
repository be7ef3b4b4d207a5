//! The start screen: begin, open, or look at the sample.

use std::path::PathBuf;

use iced::widget::{center, column, container, row, text};
use iced::{Element, Length};

use crate::app::action::{Action, Command};
use crate::app::language::Language;
use crate::app::theme::{self, Palette};
use crate::app::widget::{item, label, muted};

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

    /// Carries out a message.
    pub(crate) fn update(&mut self, message: Message) -> Action {
        match message {
            Message::Run(RunMessage(command)) => Action::Run(command),
            Message::Recent(path) => Action::Open(path),
        }
    }

    /// The screen.
    pub(crate) fn view(&self, language: Language, p: Palette) -> Element<'_, Message> {
        let button = |command: Command, hint: &'static str| {
            let content =
                column![label(command.name(language), theme::TITLE), muted(hint, theme::LABEL, p)]
                    .spacing(3);
            item(content, false, Message::Run(RunMessage(command)), p)
        };
        let commands = column![
            button(Command::New, language.pick("空白的一期", "An empty issue")),
            button(Command::Open, language.pick("打开 .gongbao 文件", "A .gongbao file")),
            button(Command::Import, language.pick("从文字识别文件和大事记", "From a text")),
            button(Command::Sample, language.pick("看看做好的一期是什么样", "A finished issue")),
        ]
        .spacing(4)
        .width(260.0);
        let mut recent =
            column![muted(language.pick("最近打开", "Recent"), theme::LABEL, p)].spacing(4);
        for path in &self.recent {
            let name = path.file_stem().map(|name| name.to_string_lossy().into_owned());
            let message = Message::Recent(path.clone());
            recent =
                recent.push(item(label(name.unwrap_or_default(), theme::LIST), false, message, p));
        }
        let card = column![
            text("公报").size(30.0),
            muted(
                language.pick("编排、校对、输出政府公报", "Assembles, proofreads, prints"),
                theme::TOOL,
                p
            ),
            row![commands, recent.width(260.0)].spacing(28),
        ]
        .spacing(14);
        center(container(card).padding(32).style(p.card()))
            .width(Length::Fill)
            .height(Length::Fill)
            .into()
    }
}
