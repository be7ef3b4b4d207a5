//! 属性: the fields of the document that holds the caret.

use iced::widget::{column, container, scrollable, text_input};
use iced::{Element, Length};

use crate::app::action::Action;
use crate::app::language::Language;
use crate::app::theme::{self, Palette};
use crate::app::widget::muted;
use crate::issue::Issue;
use crate::issue::edit::Edit;
use crate::issue::id::DocumentId;
use crate::issue::place::{self, Field, Part};
use crate::issue::text::Text;

/// What is its own: nothing; fields show the issue's texts.
#[derive(Debug, Default)]
pub(crate) struct Inspector;

/// What happens in the inspector.
#[derive(Debug, Clone)]
pub enum Message {
    /// A field was written.
    Written(Part, String),
}

/// The fields that every document may have, with their names.
const FIELDS: [(Field, &str, &str); 8] = [
    (Field::Number, "发文字号", "Number"),
    (Field::Title, "标题", "Title"),
    (Field::ContentsTitle, "目录标题", "Title in contents"),
    (Field::Addressee, "主送机关", "Addressee"),
    (Field::Period, "起止日期", "Period"),
    (Field::Signatory(0), "署名", "Signatory"),
    (Field::Date, "成文日期", "Date"),
    (Field::Annotation, "附注", "Annotation"),
];

impl Inspector {
    /// Carries out a message.
    pub(crate) fn update(&mut self, message: Message, issue: &Issue) -> Action {
        let Message::Written(part, text) = message;
        let edit = match (place::text(issue, part), text.is_empty()) {
            (Some(_), _) => Edit::rewrite(issue, part, &text).ok(),
            (None, true) => None,
            (None, false) => Some(Edit::InsertText { part, text: Text::new(text) }),
        };
        edit.map_or(Action::None, Action::Edit)
    }

    /// The panel for document `current`.
    pub(crate) fn view<'a>(
        &'a self,
        issue: &'a Issue,
        current: Option<DocumentId>,
        language: Language,
        p: Palette,
    ) -> Element<'a, Message> {
        let Some(document) = current.and_then(|id| issue.document(id)) else {
            let hint = language.pick("在版面上点一下文件，这里显示它的字段", "Click a document");
            return container(muted(hint, theme::LABEL, p)).padding(theme::PAD[2]).into();
        };
        let mut fields = column![].spacing(10).padding(theme::PAD[1]);
        let kind = format!("{} · {}", language.pick("文种", "Kind"), document.kind.chinese());
        fields = fields.push(muted(kind, theme::LABEL, p));
        for (field, chinese, english) in FIELDS {
            let part = Part::Field(document.id, field);
            let value = place::text(issue, part).map_or("", |text| text.string.as_str());
            let input = text_input("", value)
                .on_input(move |text| Message::Written(part, text))
                .size(theme::TOOL)
                .padding(7)
                .style(p.field());
            fields = fields.push(
                column![muted(language.pick(chinese, english), theme::LABEL, p), input].spacing(3),
            );
        }
        scrollable(fields).height(Length::Fill).into()
    }
}
