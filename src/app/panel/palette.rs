//! 命令面板: every command by its name.

use iced::widget::{column, container, row, scrollable, space, text_input};
use iced::{Element, Length};

use crate::app::action::{Action, Command};
use crate::app::language::Language;
use crate::app::shortcut;
use crate::app::theme::{self, Palette};
use crate::app::widget::{item, label, muted};

/// What was typed, and which command is chosen.
#[derive(Debug, Default)]
pub(crate) struct CommandPalette {
    query: String,
    chosen: usize,
}

/// What happens in the palette.
#[derive(Debug, Clone)]
pub enum Message {
    /// Something was typed.
    Typed(String),
    /// One down (1) or up (−1).
    Moved(i8),
    /// Enter.
    Accepted,
    /// A command was clicked.
    #[doc(hidden)]
    Clicked(ClickedMessage),
}

/// Carries a command.
#[derive(Debug, Clone, Copy)]
pub struct ClickedMessage(Command);

/// The name of the field, for focus.
pub(crate) const FIELD: &str = "palette";

impl CommandPalette {
    /// Commands that fit what was typed.
    fn matches(&self, language: Language) -> Vec<Command> {
        let query = self.query.trim().to_lowercase();
        let fits = |command: &Command| {
            let names = [command.name(Language::Chinese), command.name(Language::English)];
            names.iter().any(|name| name.to_lowercase().contains(&query))
        };
        let _ = language;
        Command::ALL.into_iter().filter(fits).collect()
    }

    /// Carries out a message.
    pub(crate) fn update(&mut self, message: Message, language: Language) -> Action {
        match message {
            Message::Typed(query) => {
                self.query = query;
                self.chosen = 0;
                Action::None
            }
            Message::Moved(step) => {
                let count = self.matches(language).len().max(1);
                self.chosen = (self.chosen + count).saturating_add_signed(step.into()) % count;
                Action::None
            }
            Message::Accepted => match self.matches(language).get(self.chosen) {
                Some(&command) => {
                    Action::Both(Box::new(Action::Close), Box::new(Action::Run(command)))
                }
                None => Action::None,
            },
            Message::Clicked(ClickedMessage(command)) => {
                Action::Both(Box::new(Action::Close), Box::new(Action::Run(command)))
            }
        }
    }

    /// The palette.
    pub(crate) fn view(&self, language: Language, p: Palette) -> Element<'_, Message> {
        let field = text_input(language.pick("输入命令名称", "Type a command"), &self.query)
            .id(FIELD)
            .on_input(Message::Typed)
            .on_submit(Message::Accepted)
            .size(theme::TITLE)
            .padding(10)
            .style(p.field());
        let mut list = column![].spacing(1);
        for (index, command) in self.matches(language).into_iter().enumerate() {
            let line = row![
                label(command.name(language), theme::LIST),
                space::horizontal(),
                muted(shortcut::written(command), theme::LABEL, p),
            ];
            let clicked = Message::Clicked(ClickedMessage(command));
            list = list.push(item(line, index == self.chosen, clicked, p));
        }
        let card = column![field, scrollable(list).height(Length::Fixed(360.0))].spacing(8);
        container(card).padding(12).width(520.0).style(p.card()).into()
    }
}
