//! 命令面板: every command by its name; and, after `/` in an empty paragraph, every kind of one.

use iced::advanced::widget::Id;
use iced::widget::{column, container, row, space};
use iced::{Element, Length};
use pinyin::ToPinyinMulti;

use crate::app::action::{Action, Command};
use crate::app::language::{Language, Words};
use crate::app::page_editor::lines::Position;
use crate::app::panel::inspector::kind::{self, BlockChoice};
use crate::app::shortcut;
use crate::app::theme::{self, Palette};
use crate::app::widget::press::{Press, Stop};
use crate::app::widget::{card, input, item, key, label, muted, scroll};
use crate::issue::edit::Edit;
use crate::issue::history::Joining;
use crate::issue::id::{BlockId, DocumentId};
use crate::issue::place::Part;
use crate::issue::text::{Range, Text};

mod words {
    use super::Words;
    pub(super) const TYPE: Words = ("输入命令名称或拼音，例如“导出”“dc”", "Type a command");
    pub(super) const KIND: Words = ("这一段是什么？例如“标题”“bt”", "What is this paragraph?");
    pub(super) const KIND_KEYS: Words = (
        "↑ ↓ 选择　Enter 确定　再按一次 / 输入它本身",
        "↑ ↓ choose　Enter take　/ once more types it",
    );
    pub(super) const NOTHING: Words = ("没有找到", "Nothing found");
    pub(super) const KEYS: Words =
        ("↑ ↓ 选择　Enter 执行　Esc 关闭", "↑ ↓ choose　Enter run　Esc close");
}

const WIDTH: f32 = 520.0;
const HEIGHT: f32 = 310.0;

/// What a row of the palette does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Entry {
    /// Runs a command.
    Run(Command),
    /// Makes the paragraph one of a kind.
    Become(BlockChoice),
}

impl Entry {
    fn name(self, language: Language) -> &'static str {
        match self {
            Self::Run(command) => command.name(language),
            Self::Become(choice) => language.say(kind::name(choice)),
        }
    }
}

/// What is offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Offer {
    /// All commands.
    Commands,
    /// The kinds that an empty paragraph can be given.
    Kinds(DocumentId, BlockId),
}

/// What was typed, and which row is chosen.
#[derive(Debug)]
pub(crate) struct CommandPalette {
    offer: Offer,
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
    /// A row was clicked.
    #[doc(hidden)]
    Clicked(ClickedMessage),
}

/// Carries a row.
#[derive(Debug, Clone, Copy)]
pub struct ClickedMessage(Entry);

/// What asks for the kinds in an empty paragraph: the key `/`, also as Chinese input methods give it.
pub(crate) fn asks_for_kinds(typed: &str) -> bool {
    matches!(typed, "/" | "、" | "／")
}

/// The name of the field, for focus.
pub(crate) const FIELD: &str = "palette";
const LIST: &str = "palette-list";

fn id(entry: Entry) -> Id {
    Id::from(format!("entry-{entry:?}"))
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
    /// All commands.
    pub(crate) const fn commands() -> Self {
        Self { offer: Offer::Commands, query: String::new(), chosen: 0 }
    }

    /// The kinds that an empty paragraph can be given.
    pub(crate) const fn kinds(document: DocumentId, block: BlockId) -> Self {
        Self { offer: Offer::Kinds(document, block), query: String::new(), chosen: 0 }
    }

    fn entries(&self) -> Vec<Entry> {
        match self.offer {
            Offer::Commands => Command::ALL.into_iter().map(Entry::Run).collect(),
            Offer::Kinds(..) => kind::ALL.into_iter().map(Entry::Become).collect(),
        }
    }

    /// Rows that fit what was typed, the best first.
    fn matches(&self) -> Vec<Entry> {
        let query = self.query.trim().to_lowercase();
        let rank = |entry: Entry| {
            let names = [entry.name(Language::Chinese), entry.name(Language::English)];
            names.iter().filter_map(|name| fit(name, &query)).min()
        };
        let mut found: Vec<(u8, Entry)> =
            self.entries().into_iter().filter_map(|entry| Some((rank(entry)?, entry))).collect();
        found.sort_by_key(|(rank, _)| *rank);
        found.into_iter().map(|(_, entry)| entry).collect()
    }

    /// Carries out a message; `can` says which commands have something to do.
    pub(crate) fn update(&mut self, message: Message, can: impl Fn(Command) -> bool) -> Action {
        let entry = match message {
            Message::Typed(query) => return self.typed(query),
            Message::Moved(step) => {
                let count = self.matches().len().max(1);
                self.chosen = (self.chosen + count).saturating_add_signed(step.into()) % count;
                return self.reveal();
            }
            Message::Accepted => self.matches().get(self.chosen).copied(),
            Message::Clicked(ClickedMessage(entry)) => Some(entry),
        };
        match (entry, self.offer) {
            (Some(Entry::Run(command)), _) if can(command) => {
                Action::Close.then(Action::Run(command))
            }
            (Some(Entry::Become(choice)), Offer::Kinds(document, block)) => {
                Action::Close.then(Action::Become(document, block, choice))
            }
            (Some(_) | None, _) => Action::None,
        }
    }

    /// The same key twice means the character itself.
    fn typed(&mut self, query: String) -> Action {
        if let Offer::Kinds(document, block) = self.offer
            && asks_for_kinds(&query)
        {
            let (part, range) = (Part::Block(document, block), Range::new(0, 0));
            let edit = Edit::ReplaceText { part, range, text: Text::new(query) };
            let caret = Position { part, offset: 1 };
            return Action::Close.then(Action::Write { edit, joining: Joining::Typing, caret });
        }
        self.query = query;
        self.chosen = 0;
        self.reveal()
    }

    fn reveal(&self) -> Action {
        match self.matches().get(self.chosen) {
            Some(entry) => Action::Reveal { list: Id::new(LIST), item: id(*entry) },
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
        let (asks, keys) = match self.offer {
            Offer::Commands => (words::TYPE, words::KEYS),
            Offer::Kinds(..) => (words::KIND, words::KIND_KEYS),
        };
        let field = input(language.say(asks), &self.query, Message::Typed, p)
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
        for (index, entry) in found.into_iter().enumerate() {
            let (stroke, free) = match entry {
                Entry::Run(command) => (shortcut::written(command), can(command)),
                Entry::Become(_) => (String::new(), true),
            };
            let line = row![
                label(entry.name(language), theme::LIST),
                space::horizontal(),
                key(stroke, p),
            ]
            .align_y(iced::Alignment::Center);
            let clicked = free.then_some(Message::Clicked(ClickedMessage(entry)));
            let row = item(line, index == self.chosen, clicked, p);
            list = list.push(Press { id: Some(id(entry)), stop: Stop::Passes, ..row });
        }
        let content = column![
            field,
            scroll(LIST, list, p).height(Length::Fixed(HEIGHT)),
            muted(language.say(keys), theme::LABEL, p),
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
        let palette = CommandPalette { query: query.to_owned(), ..CommandPalette::commands() };
        let found = palette.matches().first().copied();
        assert_eq!(found, expected.map(Entry::Run), "{query}");
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
    fn kinds_are_found_by_name_and_pinyin() {
        let check = |query: &str, expected: BlockChoice| {
            let kinds = CommandPalette::kinds(DocumentId::new(1), BlockId::new(2));
            let palette = CommandPalette { query: query.to_owned(), ..kinds };
            assert_eq!(palette.matches().first(), Some(&Entry::Become(expected)), "{query}");
        };
        check("", BlockChoice::Paragraph);
        check("二级", BlockChoice::Heading(2));
        check("sanji", BlockChoice::Heading(3));
        check("dsj", BlockChoice::Entry);
        check("heading 4", BlockChoice::Heading(4));
    }

    #[test]
    fn what_cannot_be_done_is_not_done() {
        let mut palette =
            CommandPalette { query: "撤销".to_owned(), ..CommandPalette::commands() };
        assert_eq!(palette.update(Message::Accepted, |_| false), Action::None);
        let run = Action::Close.then(Action::Run(Command::Undo));
        assert_eq!(palette.update(Message::Accepted, |_| true), run);
    }

    #[test]
    fn arrows_go_round() {
        let mut palette = CommandPalette::commands();
        let _ = palette.update(Message::Moved(-1), |_| true);
        assert_eq!(palette.chosen, Command::ALL.len() - 1);
        let _ = palette.update(Message::Moved(1), |_| true);
        assert_eq!(palette.chosen, 0);
    }
}
