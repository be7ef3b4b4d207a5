//! The texts in the fields of the inspector: they follow the issue, and keep the caret while it is
//! written in them.

use std::collections::BTreeMap;

use iced::widget::text_editor::{Action, Content, Cursor, Edit, Position};

use super::attached_of;
use crate::issue::Issue;
use crate::issue::document::Document;
use crate::issue::masthead::Script;
use crate::issue::place::{self, AttachedField, Field, Part};

/// The fields that there are for a caret in some text.
#[derive(Debug, Default)]
pub(super) struct Fields(BTreeMap<Part, Content>);

impl Fields {
    /// The text of a field.
    pub(super) fn content(&self, part: Part) -> Option<&Content> {
        self.0.get(&part)
    }

    /// What is written in a field after `action`; none where that changes nothing.
    pub(super) fn perform(&mut self, part: Part, action: Action) -> Option<String> {
        let content = self.0.get_mut(&part)?;
        let action = match action {
            Action::Edit(Edit::Paste(text)) => {
                // A text of an issue is one line.
                let line: String = text.lines().map(str::trim).collect();
                Action::Edit(Edit::Paste(line.into()))
            }
            other => other,
        };
        let writes = action.is_edit();
        content.perform(action);
        writes.then(|| content.text())
    }

    /// Takes what has changed from the issue; `part` is the text that holds the caret.
    pub(super) fn follow(&mut self, issue: &Issue, part: Option<Part>) {
        let parts = shown(issue, part);
        self.0.retain(|part, _| parts.contains(part));
        for part in parts {
            let text = place::text(issue, part).map_or("", |text| text.string.as_str());
            match self.0.get_mut(&part) {
                Some(content) if content.text() == text => {}
                Some(content) => {
                    let column = content.cursor().position.column;
                    *content = Content::with_text(text);
                    if text.is_char_boundary(column) {
                        let position = Position { line: 0, column };
                        content.move_to(Cursor { position, selection: None });
                    }
                }
                None => {
                    let _ = self.0.insert(part, Content::with_text(text));
                }
            }
        }
    }
}

/// The texts that have a field while the caret is in `part`.
fn shown(issue: &Issue, part: Option<Part>) -> Vec<Part> {
    let document = part.and_then(|part| issue.document(part.document()?));
    match (document, part) {
        (Some(document), Some(part)) => of_document(document, part),
        (_, part) => {
            let section = part.filter(|part| matches!(part, Part::SectionName(_)));
            let lines = u32::try_from(issue.colophon.len()).unwrap_or(u32::MAX);
            let scripts = [Script::Chinese, Script::Mongolian].map(Part::Masthead);
            section.into_iter().chain(scripts).chain((0..lines).map(Part::Colophon)).collect()
        }
    }
}

fn of_document(document: &Document, part: Part) -> Vec<Part> {
    const FIELDS: [Field; 10] = [
        Field::Title,
        Field::ContentsTitle,
        Field::Number,
        Field::Issuer,
        Field::Addressee,
        Field::Period,
        Field::Registration,
        Field::Corrects,
        Field::Date,
        Field::Annotation,
    ];
    const OF_ATTACHED: [AttachedField; 4] = [
        AttachedField::Label,
        AttachedField::Title,
        AttachedField::AdoptionNote,
        AttachedField::Date,
    ];
    let lines = |count: usize| 0..u32::try_from(count).unwrap_or(u32::MAX);
    let signatories = lines(document.signatories.len()).map(Field::Signatory);
    let own = FIELDS.into_iter().chain(signatories).map(|field| Part::Field(document.id, field));
    let attached = attached_of(document, part).into_iter().flat_map(|attached| {
        let signatories = lines(attached.signatories.len()).map(AttachedField::Signatory);
        let fields = OF_ATTACHED.into_iter().chain(signatories);
        fields.map(|field| Part::Attached(document.id, attached.id, field))
    });
    own.chain(attached).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::template;

    #[test]
    fn fields_follow_the_issue_and_keep_the_caret() {
        let issue = template::sample();
        let id = issue.documents().next().unwrap().1.id;
        let part = Part::Field(id, Field::Title);
        let mut fields = Fields::default();
        fields.follow(&issue, Some(part));
        let title = place::text(&issue, part).unwrap().string.clone();
        assert_eq!(fields.content(part).unwrap().text(), title);

        let at = Cursor { position: Position { line: 0, column: 6 }, selection: None };
        fields.0.get_mut(&part).unwrap().move_to(at);
        let written = fields.perform(part, Action::Edit(Edit::Insert('改'))).unwrap();
        let expected: String =
            title.chars().take(2).chain(['改']).chain(title.chars().skip(2)).collect();
        assert_eq!(written, expected);
        // The edit was refused: the field shows what is there.
        fields.follow(&issue, Some(part));
        assert_eq!(fields.content(part).unwrap().text(), title);
        assert_eq!(fields.content(part).unwrap().cursor().position.column, 9);

        let pasted = Action::Edit(Edit::Paste("甲\n 乙\r\n".to_owned().into()));
        assert!(fields.perform(part, pasted).unwrap().contains("甲乙"));
        fields.follow(&issue, None);
        assert!(fields.content(part).is_none());
        assert!(fields.content(Part::Masthead(Script::Chinese)).is_some());
    }
}
