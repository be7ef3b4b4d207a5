//! Reads the texts of an issue: one of them by its part, or the parts of all in the order of print.

use super::AttachedField;
use super::Field;
use super::Part;
use crate::issue::Issue;
use crate::issue::block::{Block, BlockKind};
use crate::issue::document::{Attached, Document};
use crate::issue::edit::find_attached;
use crate::issue::find_block;
use crate::issue::id::DocumentId;
use crate::issue::masthead::{MastheadOrder, Script};
use crate::issue::text::Text;

/// The text of `part`; none where the issue has no such text, such as an absent field.
pub fn text(issue: &Issue, part: Part) -> Option<&Text> {
    match part {
        Part::Masthead(Script::Chinese) => Some(&issue.masthead.chinese),
        Part::Masthead(Script::Mongolian) => Some(&issue.masthead.mongolian),
        Part::Colophon(line) => issue.colophon.get(line as usize),
        Part::SectionName(section) => issue.section(section).map(|section| &section.name),
        Part::Field(document, field) => field_text(issue.document(document)?, field),
        Part::Attached(document, attached, field) => {
            attached_text(find_attached(&issue.document(document)?.attached, attached)?, field)
        }
        Part::Block(document, block) => {
            find_block(issue.document(document)?, block).map(|block| &block.text)
        }
        Part::Cell(document, block, row, column) => {
            match &find_block(issue.document(document)?, block)?.kind {
                BlockKind::Table(table) => {
                    Some(&table.rows.get(row as usize)?.get(column as usize)?.text)
                }
                BlockKind::Heading { .. }
                | BlockKind::Paragraph
                | BlockKind::Item
                | BlockKind::Appointment
                | BlockKind::Article
                | BlockKind::Chapter
                | BlockKind::ChronicleEntry { .. }
                | BlockKind::AttachmentNote
                | BlockKind::Picture { .. }
                | BlockKind::Note
                | BlockKind::Break => None,
            }
        }
    }
}

/// The text of a document's field.
pub fn field_text(document: &Document, field: Field) -> Option<&Text> {
    match field {
        Field::Issuer => document.issuer.as_ref(),
        Field::Number => document.number.as_ref(),
        Field::Title => Some(&document.title),
        Field::ContentsTitle => document.contents_title.as_ref(),
        Field::Addressee => document.addressee.as_ref(),
        Field::Period => document.period.as_ref(),
        Field::Signatory(n) => document.signatories.get(n as usize),
        Field::Date => document.date.as_ref().map(|date| &date.as_written),
        Field::Annotation => document.annotation.as_ref(),
        Field::Registration => document.registration.as_ref(),
        Field::Corrects => document.corrects.as_ref(),
    }
}

/// The text of an attached document's field.
pub fn attached_text(attached: &Attached, field: AttachedField) -> Option<&Text> {
    match field {
        AttachedField::Label => attached.label.as_ref(),
        AttachedField::Title => Some(&attached.title),
        AttachedField::AdoptionNote => attached.adoption_note.as_ref(),
        AttachedField::Signatory(n) => attached.signatories.get(n as usize),
        AttachedField::Date => attached.date.as_ref().map(|date| &date.as_written),
    }
}

/// The parts of all texts that the issue has, in the order of print: masthead, sections with their
/// documents, colophon. A table's caption stands before its cells; a break has no text.
pub fn parts(issue: &Issue) -> Vec<Part> {
    let mut parts = match issue.masthead.order {
        MastheadOrder::ChineseFirst => [Script::Chinese, Script::Mongolian],
        MastheadOrder::MongolianFirst => [Script::Mongolian, Script::Chinese],
    }
    .map(Part::Masthead)
    .to_vec();
    for section in &issue.sections {
        parts.push(Part::SectionName(section.id));
        for document in &section.documents {
            parts.extend(document_parts(document));
        }
    }
    parts.extend(indices(issue.colophon.len()).map(Part::Colophon));
    parts
}

/// The parts of all texts that a document has, in the order of print.
pub fn document_parts(document: &Document) -> Vec<Part> {
    let present =
        |field: &Field| field_text(document, *field).map(|_| Part::Field(document.id, *field));
    let above = [
        Field::Issuer,
        Field::Title,
        Field::ContentsTitle,
        Field::Number,
        Field::Period,
        Field::Registration,
        Field::Corrects,
        Field::Addressee,
    ];
    let mut parts: Vec<Part> = above.iter().filter_map(present).collect();
    document.body.iter().for_each(|block| block_parts(document.id, block, &mut parts));
    let signatories = indices(document.signatories.len()).map(Field::Signatory);
    parts.extend(signatories.map(|field| Part::Field(document.id, field)));
    parts.extend([Field::Date, Field::Annotation].iter().filter_map(present));
    document.attached.iter().for_each(|item| attached_parts(document.id, item, &mut parts));
    parts
}

fn attached_parts(document: DocumentId, item: &Attached, parts: &mut Vec<Part>) {
    let present = |field: &AttachedField| {
        attached_text(item, *field).map(|_| Part::Attached(document, item.id, *field))
    };
    let above = [AttachedField::Label, AttachedField::Title, AttachedField::AdoptionNote];
    parts.extend(above.iter().filter_map(present));
    item.body.iter().for_each(|block| block_parts(document, block, parts));
    let signatories = indices(item.signatories.len()).map(AttachedField::Signatory);
    parts.extend(signatories.map(|field| Part::Attached(document, item.id, field)));
    parts.extend(present(&AttachedField::Date));
    item.attached.iter().for_each(|inner| attached_parts(document, inner, parts));
}

fn block_parts(document: DocumentId, block: &Block, parts: &mut Vec<Part>) {
    match &block.kind {
        BlockKind::Break => {}
        BlockKind::Table(table) => {
            parts.push(Part::Block(document, block.id));
            for (row, cells) in (0_u32..).zip(&table.rows) {
                parts.extend(
                    indices(cells.len()).map(|column| Part::Cell(document, block.id, row, column)),
                );
            }
        }
        BlockKind::Heading { .. }
        | BlockKind::Paragraph
        | BlockKind::Item
        | BlockKind::Appointment
        | BlockKind::Article
        | BlockKind::Chapter
        | BlockKind::ChronicleEntry { .. }
        | BlockKind::AttachmentNote
        | BlockKind::Picture { .. }
        | BlockKind::Note => parts.push(Part::Block(document, block.id)),
    }
}

/// The indices of a list of `length` items.
fn indices(length: usize) -> impl Iterator<Item = u32> {
    (0_u32..).take(length)
}
