//! The menus of the top bar.

use iced::widget::{column, container, mouse_area, opaque, row, space};
use iced::{Alignment, Element, Length, Padding};

use crate::app::action::Command;
use crate::app::focus::OVER;
use crate::app::language::{Language, Words};
use crate::app::theme::{self, Palette};
use crate::app::widget::press::Press;
use crate::app::widget::{card, item, key, label, rule};
use crate::app::{App, CommandMessage, Message, shortcut};

/// A menu of the top bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Menu {
    /// 文件.
    File,
    /// 编辑.
    Edit,
    /// 编排.
    Arrange,
    /// 视图.
    View,
    /// 导出, at the right.
    Export,
}

const ORDER: [Menu; 5] = [Menu::File, Menu::Edit, Menu::Arrange, Menu::View, Menu::Export];

/// Menus at the left of the bar, each as wide as this.
pub(super) const LEFT: [Menu; 4] = [Menu::File, Menu::Edit, Menu::Arrange, Menu::View];
pub(super) const WIDTH: [f32; 2] = [52.0, 74.0];
const CARD: f32 = 264.0;

impl Menu {
    /// The menu beside, round and round.
    pub(crate) fn beside(self, step: isize) -> Self {
        let at = ORDER.iter().position(|own| *own == self).unwrap_or_default();
        let next = (at + ORDER.len()).saturating_add_signed(step) % ORDER.len();
        ORDER.get(next).copied().unwrap_or(self)
    }

    /// What it is called.
    pub(super) const fn name(self) -> Words {
        match self {
            Self::File => ("文件", "File"),
            Self::Edit => ("编辑", "Edit"),
            Self::Arrange => ("编排", "Arrange"),
            Self::View => ("视图", "View"),
            Self::Export => ("导出 ▾", "Export ▾"),
        }
    }

    /// Its commands, in groups.
    const fn groups(self) -> &'static [&'static [Command]] {
        match self {
            Self::File => &[
                &[Command::New, Command::Open, Command::Sample],
                &[Command::Import, Command::ShowInbox],
                &[Command::Save, Command::SaveAs],
                &[
                    Command::ExportPdf,
                    Command::ExportPress,
                    Command::Package,
                    Command::ExportPng,
                    Command::ExportWord,
                ],
                &[Command::CloseIssue, Command::Quit],
            ],
            Self::Edit => &[
                &[Command::Undo, Command::Redo],
                &[
                    Command::Cut,
                    Command::Copy,
                    Command::Paste,
                    Command::PastePlain,
                    Command::SelectAll,
                ],
                &[Command::Find, Command::Replace],
                &[Command::NextFinding, Command::PreviousFinding],
                &[Command::CompareOriginal],
            ],
            Self::Arrange => &[
                &[Command::AddDocument, Command::MoveDocumentUp, Command::MoveDocumentDown],
                &[Command::AddSection],
                &[Command::RemoveDocument, Command::RemoveSection],
                &[Command::ArrangeCover, Command::WriteMongolian],
                &[Command::ShowTerms, Command::ReadTerms, Command::WriteTerms],
                &[Command::ShowStyle, Command::SaveStyle, Command::LoadStyle],
                &[Command::KeepHouse, Command::ApplyHouse, Command::SaveHouse, Command::LoadHouse],
            ],
            Self::View => &[
                &[Command::ZoomIn, Command::ZoomOut, Command::ZoomFull],
                &[Command::ZoomFitWidth, Command::ZoomFitPage],
                &[Command::ShowOutline, Command::ShowInspector, Command::ShowFindings],
                &[Command::ToggleDark, Command::SwitchLanguage],
            ],
            Self::Export => &[
                &[Command::ExportPdf, Command::ExportPng, Command::ExportWord],
                &[Command::ExportPress, Command::WritePress, Command::Package],
            ],
        }
    }
}

/// How wide a menu's button is.
pub(super) const fn width(language: Language) -> f32 {
    match language {
        Language::Chinese => WIDTH[0],
        Language::English => WIDTH[1],
    }
}

impl App {
    /// The button that opens a menu, or closes it.
    pub(super) fn menu_button(&self, menu: Menu) -> Element<'_, Message> {
        let p = self.colours();
        let open = self.menu == Some(menu);
        let look = if open { theme::Look::Chosen } else { theme::Look::Flat };
        let words = label(self.language.say(menu.name()), theme::TOOL);
        let message = Message::Menu((!open).then_some(menu));
        if menu == Menu::Export {
            return Press::new(words, Some(message), look, p).into();
        }
        let words = container(words).center_x(Length::Fill);
        let width = Length::Fixed(width(self.language));
        Press {
            width,
            padding: Padding::from([5.0, 0.0]),
            ..Press::new(words, Some(message), look, p)
        }
        .into()
    }

    /// The open menu below its button; a click beside it closes it.
    pub(super) fn menu(&self, menu: Menu) -> Element<'_, Message> {
        let p = self.colours();
        let mut list = column![].spacing(1);
        for (index, group) in menu.groups().iter().enumerate() {
            if index > 0 {
                list = list.push(container(rule(p)).padding([4.0, 0.0]));
            }
            for command in *group {
                list = list.push(self.entry(*command, p));
            }
        }
        let card = card(list, CARD, p).padding(6);
        let at = LEFT.iter().position(|own| *own == menu);
        let placed = match at {
            Some(at) => {
                #[expect(clippy::cast_precision_loss, reason = "there are four menus")]
                let x = theme::PAD[0] + at as f32 * width(self.language);
                container(card).padding(Padding { left: x, ..Padding::ZERO })
            }
            None => container(card)
                .align_right(Length::Fill)
                .padding(Padding { right: theme::PAD[0], ..Padding::ZERO }),
        };
        let area = mouse_area(container(placed).width(Length::Fill).height(Length::Fill))
            .on_press(Message::Menu(None));
        column![space::vertical().height(theme::TOP_BAR), container(opaque(area)).id(OVER),].into()
    }

    fn entry(&self, command: Command, p: Palette) -> Element<'_, Message> {
        let words = row![
            label(command.name(self.language), theme::TOOL),
            space::horizontal(),
            key(shortcut::written(command), p),
        ]
        .align_y(Alignment::Center);
        let message = Message::Command(CommandMessage(command));
        item(words, false, self.can(command).then_some(message), p).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn menus_go_round() {
        assert_eq!(Menu::File.beside(-1), Menu::Export);
        assert_eq!(Menu::Export.beside(1), Menu::File);
        assert_eq!(Menu::Edit.beside(1), Menu::Arrange);
    }

    #[test]
    fn every_entry_of_a_menu_is_a_command_of_the_palette() {
        let all = ORDER.iter().flat_map(|menu| menu.groups().iter().flat_map(|group| group.iter()));
        for command in all {
            assert!(Command::ALL.contains(command), "{command:?}");
        }
    }
}
