//! What is published by a document or attached to it.

use super::{Begin, Builder, Key, Signer};
use crate::issue::document::Attached;
use crate::issue::id::{AttachedId, DocumentId};
use crate::issue::place::{AttachedField, Part};
use crate::issue::text::Text;
use crate::layout::flow::Element;
use crate::layout::prepare::natural_width;
use crate::layout::style::{Align, TextStyle};

/// How much narrower a note of several lines is set on both sides, in half characters.
const NOTE_INDENT: u32 = 4;

impl Builder<'_, '_> {
    pub(super) fn attached(&mut self, attached: &Attached) {
        let id = Some(attached.id);
        let signed = !attached.signatories.is_empty() || attached.date.is_some();
        self.state.brief = signed && self.is_brief(None, &attached.body);
        self.piece(Key::Head(id), None, |builder| builder.attached_head(attached));
        self.body(&attached.body, signed);
        self.piece(Key::Foot(id), None, |builder| builder.attached_foot(attached));
        for inner in &attached.attached {
            self.attached(inner);
        }
    }

    fn attached_head(&mut self, attached: &Attached) {
        let style = self.style;
        let part = |field| attached_part(self.id, attached.id, field);
        let (label, title) = (part(AttachedField::Label), part(AttachedField::Title));
        let apart = attached.label.is_some() && style.begins.attached == Begin::Page;
        if apart {
            self.elements.push(Element::PageBreak);
        }
        let note = part(AttachedField::AdoptionNote);
        self.across(attached.label.as_ref(), label, &style.attachment_label);
        // The title stands on the third line if the label stands on the first.
        let before = if attached.label.is_some() { 1 } else { style.attached_title.before };
        let title_style = TextStyle { before, ..style.attached_title.clone() };
        self.title(&attached.title, title, &title_style);
        if let Some(text) = &attached.adoption_note {
            self.adoption_note(text, note);
        }
    }

    fn attached_foot(&mut self, attached: &Attached) {
        let part = |field| attached_part(self.id, attached.id, field);
        let date = part(AttachedField::Date);
        let signatories = (0..).zip(&attached.signatories);
        let signatories =
            signatories.map(|(n, text)| (part(AttachedField::Signatory(n)), text)).collect();
        self.signature(Signer::Organ, signatories, attached.date.as_ref(), date);
    }

    /// By whom and when the text was adopted: centred, or justified and narrower than the page where
    /// it takes several lines, whose last one would hang in the middle.
    fn adoption_note(&mut self, text: &Text, part: Part) {
        let style = &self.style.subtitle;
        let width = natural_width(text, style, &self.style.rules, self.setter.book());
        if style.align != Align::Centre || width <= self.across_width() {
            return self.across(Some(text), part, style);
        }
        let (indent, first_indent, right_indent) = (NOTE_INDENT, NOTE_INDENT, NOTE_INDENT);
        let align = Align::Justified;
        let style = TextStyle { align, indent, first_indent, right_indent, ..style.clone() };
        self.across(Some(text), part, &style);
    }
}

const fn attached_part(document: DocumentId, id: AttachedId, field: AttachedField) -> Part {
    Part::Attached(document, id, field)
}
