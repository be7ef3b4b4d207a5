//! 命令面板: every command by its name.

use iced::advanced::widget::Id;
use iced::widget::{column, container, row, space};
use iced::{Element, Length};
use pinyin::ToPinyinMulti;

use crate::app::action::{Action, Command};
use crate::app::language::{Language, Words};
use crate::app::shortcut;
use crate::app::theme::{self, Palette};
use crate::app::widget::press::{Press, Stop};
use crate::app::widget::{card, input, item, key, label, muted, scroll};

mod words {
    use super::Words;
    pub(super) const TYPE: Words = ("输入命令名称或拼音，例如“导出”“dc”", "Type a command");
    pub(super) const NOTHING: Words = ("没有这样的命令", "No such command");
    pub(super) const KEYS: Words =
        ("↑ ↓ 选择　Enter 执行　Esc 关闭", "↑ ↓ choose　Enter run　Esc close");
}

const WIDTH: f32 = 520.0;
const HEIGHT: f32 = 310.0;

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
const LIST: &str = "palette-list";

fn id(command: Command) -> Id {
    Id::from(format!("command-{command:?}"))
}

/// How well a name fits a query: 0 begins with it, 1 has it or begins with its pinyin, 2 has its
/// pinyin, 3 has its characters in their order.
fn fit(name: &str, query: &str) -> Option<u8> {
    let name = name.to_lowercase();
    if name.starts_with(query) {
        return Some(0);
    }
    if name.contains(query) {
        return Some(1);
    }
    let letters: String = query.chars().filter(|c| !c.is_whitespace()).collect();
    let sounds = sounds(&name);
    if let Some(at) = (0..sounds.len()).find(|at| spells(sounds.get(*at..), &letters)) {
        return Some(if at == 0 { 1 } else { 2 });
    }
    let mut rest = name.chars();
    letters.chars().all(|c| rest.any(|own| own == c)).then_some(3)
}

/// The readings of each hanzi of a name, without tones; a Latin letter reads as itself.
fn sounds(name: &str) -> Vec<Vec<String>> {
    let readings = |c: char| match c.to_pinyin_multi() {
        Some(multi) => Some(multi.into_iter().map(|one| one.plain().to_owned()).collect()),
        None => c.is_alphanumeric().then(|| vec![c.to_string()]),
    };
    name.chars().filter_map(readings).collect()
}

/// Whether letters spell the hanzi from the first one on, each by its pinyin or by how that begins.
fn spells(sounds: Option<&[Vec<String>]>, letters: &str) -> bool {
    if letters.is_empty() {
        return true;
    }
    let Some((readings, rest)) = sounds.and_then(<[_]>::split_first) else { return false };
    readings.iter().any(|reading| {
        let same = reading.bytes().zip(letters.bytes()).take_while(|(a, b)| a == b).count();
        (1..=same).rev().any(|count| match letters.get(count..) {
            Some(letters) => spells(Some(rest), letters),
            None => false,
        })
    })
}

impl CommandPalette {
    /// Commands that fit what was typed, the best first.
    fn matches(&self) -> Vec<Command> {
        let query = self.query.trim().to_lowercase();
        let rank = |command: Command| {
            let names = [command.name(Language::Chinese), command.name(Language::English)];
            names.iter().filter_map(|name| fit(name, &query)).min()
        };
        let mut found: Vec<(u8, Command)> = Command::ALL
            .into_iter()
            .filter_map(|command| Some((rank(command)?, command)))
            .collect();
        found.sort_by_key(|(rank, _)| *rank);
        found.into_iter().map(|(_, command)| command).collect()
    }

    /// Carries out a message; `can` says which commands have something to do.
    pub(crate) fn update(&mut self, message: Message, can: impl Fn(Command) -> bool) -> Action {
        let command = match message {
            Message::Typed(query) => {
                self.query = query;
                self.chosen = 0;
                return self.reveal();
            }
            Message::Moved(step) => {
                let count = self.matches().len().max(1);
                self.chosen = (self.chosen + count).saturating_add_signed(step.into()) % count;
                return self.reveal();
            }
            Message::Accepted => self.matches().get(self.chosen).copied(),
            Message::Clicked(ClickedMessage(command)) => Some(command),
        };
        match command.filter(|command| can(*command)) {
            Some(command) => Action::Close.then(Action::Run(command)),
            None => Action::None,
        }
    }

    fn reveal(&self) -> Action {
        match self.matches().get(self.chosen) {
            Some(command) => Action::Reveal { list: Id::new(LIST), item: id(*command) },
            None => Action::None,
        }
    }

    /// The palette.
    pub(crate) fn view(
        &self,
        language: Language,
        can: impl Fn(Command) -> bool,
        p: Palette,
    ) -> Element<'_, Message> {
        let field = input(language.say(words::TYPE), &self.query, Message::Typed, p)
            .id(FIELD)
            .on_submit(Message::Accepted)
            .size(theme::TITLE)
            .padding(theme::ROW[1]);
        let mut list = column![].spacing(1);
        let found = self.matches();
        if found.is_empty() {
            let words = muted(language.say(words::NOTHING), theme::LIST, p);
            list = list.push(container(words).padding(theme::ROW));
        }
        for (index, command) in found.into_iter().enumerate() {
            let line = row![
                label(command.name(language), theme::LIST),
                space::horizontal(),
                key(shortcut::written(command), p),
            ]
            .align_y(iced::Alignment::Center);
            let clicked = can(command).then_some(Message::Clicked(ClickedMessage(command)));
            let row = item(line, index == self.chosen, clicked, p);
            list = list.push(Press { id: Some(id(command)), stop: Stop::Passes, ..row });
        }
        let content = column![
            field,
            scroll(LIST, list, p).height(Length::Fixed(HEIGHT)),
            muted(language.say(words::KEYS), theme::LABEL, p),
        ]
        .spacing(theme::PAD[0]);
        card(content, WIDTH, p).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first command that fits what is typed.
    fn check(query: &str, expected: Option<Command>) {
        let palette = CommandPalette { query: query.to_owned(), chosen: 0 };
        assert_eq!(palette.matches().first().copied(), expected, "{query}");
    }

    #[test]
    fn names_are_found_by_their_characters() {
        check("保存", Some(Command::Save));
        check("另存", Some(Command::SaveAs));
        check("印刷", Some(Command::ExportPress));
        check("导印", Some(Command::ExportPress));
        check("press", Some(Command::ExportPress));
        check("整页", Some(Command::ZoomFitPage));
        check("dakai", Some(Command::Open));
        check("bc", Some(Command::Save));
        check("lcw", Some(Command::SaveAs));
        check("yinshua", Some(Command::ExportPress));
        check("daochu yin", Some(Command::ExportPress));
        check("dcysp", Some(Command::ExportPress));
        check("dcpng", None);
        check("chongzuo", Some(Command::Redo));
        check("chexiao", Some(Command::Undo));
        check("qhlsyas", Some(Command::ToggleDark));
        check("zhengye", Some(Command::ZoomFitPage));
        check("没有的命令", None);
        check("", Command::ALL.first().copied());
    }

    #[test]
    fn what_cannot_be_done_is_not_done() {
        let mut palette = CommandPalette { query: "撤销".to_owned(), chosen: 0 };
        assert_eq!(palette.update(Message::Accepted, |_| false), Action::None);
        let run = Action::Close.then(Action::Run(Command::Undo));
        assert_eq!(palette.update(Message::Accepted, |_| true), run);
    }

    #[test]
    fn arrows_go_round() {
        let mut palette = CommandPalette::default();
        let _ = palette.update(Message::Moved(-1), |_| true);
        assert_eq!(palette.chosen, Command::ALL.len() - 1);
        let _ = palette.update(Message::Moved(1), |_| true);
        assert_eq!(palette.chosen, 0);
    }
}
