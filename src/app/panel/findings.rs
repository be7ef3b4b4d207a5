//! 检查: what is wrong, worst first; a click leads to the place.

use iced::widget::{column, container, row, scrollable, text};
use iced::{Element, Length};

use crate::app::action::Action;
use crate::app::language::Language;
use crate::app::theme::{self, Palette};
use crate::app::widget::{item, muted, tool};
use crate::finding::{Finding, Severity};
use crate::issue::edit::Edit;
use crate::issue::place::Place;
use crate::issue::text::{Range, Text};

/// Which finding was shown last.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    current: Option<usize>,
}

/// What happens in the list.
#[derive(Debug, Clone)]
pub enum Message {
    /// A finding was chosen.
    Chosen(usize),
    /// A finding is to be mended as it proposes.
    Mended(usize),
    /// The next (1) or the one before (−1).
    Stepped(i8),
}

impl Findings {
    /// Carries out a message.
    pub(crate) fn update(&mut self, message: Message, findings: &[Finding]) -> Action {
        match message {
            Message::Chosen(index) => self.show(index, findings),
            Message::Stepped(step) => {
                let count = findings.len();
                if count == 0 {
                    return Action::None;
                }
                let next = match (self.current, step > 0) {
                    (None, true) => 0,
                    (None, false) => count - 1,
                    (Some(at), true) => (at + 1) % count,
                    (Some(at), false) => (at + count - 1) % count,
                };
                self.show(next, findings)
            }
            Message::Mended(index) => {
                let finding = findings.get(index);
                let mended = finding.and_then(|finding| {
                    let (part, fix) = (finding.place?.part, finding.fix.as_ref()?);
                    let text = Text::new(fix.replacement.as_str());
                    Some(Edit::ReplaceText { part, range: fix.range, text })
                });
                mended.map_or(Action::None, Action::Edit)
            }
        }
    }

    fn show(&mut self, index: usize, findings: &[Finding]) -> Action {
        self.current = Some(index);
        let place = findings.get(index).and_then(|finding| finding.place);
        place.map_or(Action::None, Action::Select)
    }

    /// The panel.
    pub(crate) fn view<'a>(
        &'a self,
        findings: &'a [Finding],
        language: Language,
        p: Palette,
    ) -> Element<'a, Message> {
        if findings.is_empty() {
            let hint = language.pick("没有发现问题", "Nothing found");
            return container(muted(hint, theme::LABEL, p)).padding(theme::PAD[2]).into();
        }
        let mut list = column![].spacing(2).padding(6);
        for (index, finding) in findings.iter().enumerate() {
            let colour = match finding.severity {
                Severity::Error => p.red,
                Severity::Warning => p.amber,
                Severity::Info => p.muted,
            };
            let quoted = if finding.text.is_empty() {
                String::new()
            } else {
                format!("“{}”", crate::app::widget::cut(&finding.text, theme::LABEL, 200.0))
            };
            let mut entry = column![
                row![
                    text("●").size(9.0).color(colour),
                    text(quoted).size(theme::LABEL).color(p.muted)
                ]
                .spacing(6)
                .align_y(iced::Alignment::Center),
                text(finding.message.as_str()).size(theme::TOOL),
            ]
            .spacing(2);
            if let Some(fix) = &finding.fix {
                let words = if fix.replacement.is_empty() {
                    language.pick("删去", "Delete").to_owned()
                } else {
                    format!("{}“{}”", language.pick("改为", "Change to "), fix.replacement)
                };
                entry = entry.push(tool(words, Some(Message::Mended(index)), p));
            }
            let chosen = self.current == Some(index);
            list = list.push(item(entry, chosen, Message::Chosen(index), p));
        }
        scrollable(list).height(Length::Fill).into()
    }
}

/// The stretch of a finding that is underlined: at least one character.
pub(crate) fn underlined(place: Place) -> Place {
    let Range { start, end } = place.range;
    Place::new(place.part, Range::new(start, end.max(start + 1)))
}
