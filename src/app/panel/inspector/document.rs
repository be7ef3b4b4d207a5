//! Fields of the document under the caret, and of what is attached to it.

use std::fmt;

use iced::Element;
use iced::widget::{column, container};

use super::{Form, Message};
use crate::app::language::{Language, Words};
use crate::app::theme;
use crate::app::widget::{captioned, heading, picker, small};
use crate::issue::document::{Attached, Document, DocumentKind, OfficialKind};
use crate::issue::id::SectionId;
use crate::issue::place::{AttachedField, Field, Part, field_text};

mod words {
    use super::Words;
    pub(super) const DOCUMENT: Words = ("文件", "Document");
    pub(super) const KIND: Words = ("文种", "Kind");
    pub(super) const SECTION: Words = ("栏目", "Section");
    pub(super) const SIGNATORIES: Words = ("署名", "Signed by");
    pub(super) const ADD_SIGNATORY: Words = ("＋ 添加署名", "+ Add a name");
    pub(super) const ATTACHED: Words = ("附件（光标所在）", "Attachment at the caret");
    pub(super) const DETACH: Words = ("删除这份附件", "Remove this attachment");
}

/// The fields above and below the signatories, with their names.
const ABOVE: [(Field, Words); 8] = [
    (Field::Title, ("标题", "Title")),
    (Field::ContentsTitle, ("目录标题（与标题不同时填）", "Title in contents (if another)")),
    (Field::Number, ("发文字号", "Document number")),
    (Field::Issuer, ("发文机关", "Issuer")),
    (Field::Addressee, ("主送机关", "Addressee")),
    (Field::Period, ("起止日期", "Period")),
    (Field::Registration, ("规范性文件登记号", "Registration")),
    (Field::Corrects, ("更正对象", "What it corrects")),
];
const BELOW: [(Field, Words); 2] =
    [(Field::Date, ("成文日期", "Date")), (Field::Annotation, ("附注", "Annotation"))];

const OF_ATTACHED: [(AttachedField, Words); 3] = [
    (AttachedField::Label, ("附件序号", "Label")),
    (AttachedField::Title, ("附件标题", "Title")),
    (AttachedField::AdoptionNote, ("题注", "Adoption note")),
];
const ATTACHED_DATE: Words = ("附件日期", "Date");

/// Whether documents of a kind have a field.
const fn has(kind: DocumentKind, field: Field) -> bool {
    match (kind, field) {
        (_, Field::Title | Field::ContentsTitle | Field::Signatory(_) | Field::Date) => true,
        (DocumentKind::Official(_), Field::Period | Field::Corrects) => false,
        (DocumentKind::Official(_), _) => true,
        (DocumentKind::Chronicle, field) => matches!(field, Field::Period),
        (DocumentKind::Article, field) => {
            matches!(field, Field::Number | Field::Corrects | Field::Annotation)
        }
        (DocumentKind::Pictures, _) => false,
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct NamedKind(DocumentKind, Language);

impl fmt::Display for NamedKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let english = match self.0 {
            DocumentKind::Official(_) => return f.write_str(self.0.chinese()),
            DocumentKind::Chronicle => "Chronicle",
            DocumentKind::Article => "Article",
            DocumentKind::Pictures => "Pictures",
        };
        f.write_str(self.1.pick(self.0.chinese(), english))
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct NamedSection(SectionId, String);

impl fmt::Display for NamedSection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.1)
    }
}

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

impl<'a> Form<'a> {
    /// Kind, section and fields of a document.
    pub(super) fn document(self, document: &'a Document) -> Element<'a, Message> {
        let Self { language, p, issue, .. } = self;
        let id = document.id;
        let official = OfficialKind::ALL.into_iter().map(DocumentKind::Official);
        let others = [DocumentKind::Chronicle, DocumentKind::Article, DocumentKind::Pictures];
        let kinds = official.chain(others).map(|kind| NamedKind(kind, language)).collect();
        let kind = NamedKind(document.kind, language);
        let kind = picker(kinds, Some(kind), move |kind| Message::Kind(id, kind.0), p);

        let named =
            |section: &crate::issue::Section| NamedSection(section.id, section.name.string.clone());
        let own = |section: &&crate::issue::Section| {
            section.documents.iter().any(|document| document.id == id)
        };
        let now = issue.sections.iter().find(own).map(named);
        let sections = issue.sections.iter().map(named).collect();
        let section = picker(sections, now, move |section| Message::Section(id, section.0), p);

        let mut fields = column![
            heading(language.say(words::DOCUMENT), p),
            captioned(language.say(words::KIND), kind, None, p),
            captioned(language.say(words::SECTION), section, None, p),
        ]
        .spacing(theme::PAD[0]);
        let shows = |field| has(document.kind, field) || field_text(document, field).is_some();
        for (field, name) in ABOVE.into_iter().filter(|(field, _)| shows(*field)) {
            fields = fields.push(self.text(Part::Field(id, field), name));
        }
        let lines = count(document.signatories.len());
        let signatory = |n| Part::Field(id, Field::Signatory(n));
        fields = fields.push(self.lines(
            (0..lines).map(signatory).collect(),
            signatory(lines),
            words::SIGNATORIES,
            words::ADD_SIGNATORY,
        ));
        for (field, name) in BELOW.into_iter().filter(|(field, _)| shows(*field)) {
            fields = fields.push(self.text(Part::Field(id, field), name));
        }
        fields.into()
    }

    /// Fields of an attached document.
    pub(super) fn attached(
        self,
        document: &'a Document,
        attached: &'a Attached,
    ) -> Element<'a, Message> {
        let Self { language, p, .. } = self;
        let part = |field| Part::Attached(document.id, attached.id, field);
        let mut fields = column![heading(language.say(words::ATTACHED), p)].spacing(theme::PAD[0]);
        for (field, name) in OF_ATTACHED {
            fields = fields.push(self.text(part(field), name));
        }
        let lines = count(attached.signatories.len());
        let signatory = |n| part(AttachedField::Signatory(n));
        fields = fields
            .push(self.lines(
                (0..lines).map(signatory).collect(),
                signatory(lines),
                words::SIGNATORIES,
                words::ADD_SIGNATORY,
            ))
            .push(self.text(part(AttachedField::Date), ATTACHED_DATE))
            .push(small(
                language.say(words::DETACH),
                Some(Message::Detached(document.id, attached.id)),
                p,
            ));
        container(fields).padding(theme::PAD[0]).style(p.inset()).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_shows_its_own_fields() {
        let check = |kind, expected: &[Field]| {
            let all = ABOVE.into_iter().chain(BELOW).map(|(field, _)| field);
            let found: Vec<Field> = all.filter(|field| has(kind, *field)).collect();
            assert_eq!(found, expected, "{kind:?}");
        };
        let notice = DocumentKind::Official(OfficialKind::Notice);
        check(
            notice,
            &[
                Field::Title,
                Field::ContentsTitle,
                Field::Number,
                Field::Issuer,
                Field::Addressee,
                Field::Registration,
                Field::Date,
                Field::Annotation,
            ],
        );
        check(
            DocumentKind::Chronicle,
            &[Field::Title, Field::ContentsTitle, Field::Period, Field::Date],
        );
        check(DocumentKind::Pictures, &[Field::Title, Field::ContentsTitle, Field::Date]);
    }
}
