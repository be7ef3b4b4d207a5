//! 大纲: the sections with their documents, in the order of print.

use iced::widget::{column, scrollable};
use iced::{Element, Length};

use crate::app::action::{Action, Command};
use crate::app::language::Language;
use crate::app::theme::{self, Palette};
use crate::app::widget::{cut, item, label, muted, rule, side_by_side, tool};
use crate::issue::Issue;
use crate::issue::id::DocumentId;
use crate::issue::place::{Field, Part, Place};
use crate::issue::text::Range;

/// What is its own: nothing yet.
#[derive(Debug, Default)]
pub(crate) struct Outline;

/// What happens in the outline.
#[derive(Debug, Clone)]
pub enum Message {
    /// A document was chosen.
    Chosen(DocumentId),
    /// A button below the list.
    #[doc(hidden)]
    Run(RunMessage),
}

/// Carries a command.
#[derive(Debug, Clone, Copy)]
pub struct RunMessage(pub(crate) Command);

impl Outline {
    /// Carries out a message.
    pub(crate) fn update(&mut self, message: Message, issue: &Issue) -> Action {
        match message {
            Message::Chosen(id) => {
                let length = issue.document(id).map_or(0, |document| document.title.len());
                let part = Part::Field(id, Field::Title);
                let _ = length;
                Action::Select(Place::new(part, Range::new(0, 0)))
            }
            Message::Run(RunMessage(command)) => Action::Run(command),
        }
    }

    /// The panel; `current` is the document that holds the caret.
    pub(crate) fn view<'a>(
        &'a self,
        issue: &'a Issue,
        current: Option<DocumentId>,
        language: Language,
        p: Palette,
    ) -> Element<'a, Message> {
        let mut list = column![].spacing(1);
        for section in &issue.sections {
            let name = cut(&section.name.string, theme::LABEL, theme::OUTLINE - 40.0);
            list = list
                .push(iced::widget::container(muted(name, theme::LABEL, p)).padding([8.0, 10.0]));
            for document in &section.documents {
                let title = cut(&document.title.string, theme::LIST, theme::OUTLINE - 52.0);
                let chosen = current == Some(document.id);
                let message = Message::Chosen(document.id);
                list = list.push(item(label(title, theme::LIST), chosen, message, p));
            }
        }
        let run = |command| Some(Message::Run(RunMessage(command)));
        let bar = side_by_side(
            vec![
                tool(language.pick("＋ 文件", "+ Document"), run(Command::AddDocument), p),
                tool("↑", current.and(run(Command::MoveDocumentUp)), p),
                tool("↓", current.and(run(Command::MoveDocumentDown)), p),
                tool(language.pick("删除", "Remove"), current.and(run(Command::RemoveDocument)), p),
            ],
            2.0,
        );
        column![
            scrollable(list.padding(6)).height(Length::Fill).width(Length::Fill),
            rule(p),
            bar.padding(6),
        ]
        .into()
    }
}
