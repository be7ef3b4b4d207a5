//! Reads the texts of an issue: one of them by its part, or the parts of all in the order of print.

use std::sync::Arc;

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
        Part::MongolianLine(_) => None,
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
            let block = find_block(issue.document(document)?, block)?;
            let BlockKind::Table(table) = &block.kind else { return None };
            Some(&table.rows.get(row as usize)?.get(column as usize)?.text)
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

/// All texts of the issue with their parts, in the order of print: masthead, sections with their
/// documents, colophon. A table's caption stands before its cells; a break has no text.
///
/// To look up part by part what [`text`] gives would search each document again and again.
pub fn texts(issue: &Issue) -> Vec<(Part, &Text)> {
    let masthead = &issue.masthead;
    let chinese = (Part::Masthead(Script::Chinese), &masthead.chinese);
    let mongolian = (Part::Masthead(Script::Mongolian), &masthead.mongolian);
    let mut found = match masthead.order {
        MastheadOrder::ChineseFirst => vec![chinese, mongolian],
        MastheadOrder::MongolianFirst => vec![mongolian, chinese],
    };
    for section in &issue.sections {
        found.push((Part::SectionName(section.id), &section.name));
        for document in &section.documents {
            found.extend(document_texts(document));
        }
    }
    found.extend((0..).map(Part::Colophon).zip(&issue.colophon));
    found
}

/// The parts of all texts of the issue, in the order of print.
pub fn parts(issue: &Issue) -> Vec<Part> {
    texts(issue).into_iter().map(|(part, _)| part).collect()
}

/// All texts of a document with their parts, in the order of print.
pub fn document_texts(document: &Document) -> Vec<(Part, &Text)> {
    const ABOVE: [Field; 8] = [
        Field::Issuer,
        Field::Title,
        Field::ContentsTitle,
        Field::Number,
        Field::Period,
        Field::Registration,
        Field::Corrects,
        Field::Addressee,
    ];
    let id = document.id;
    let present = |field| Some((Part::Field(id, field), field_text(document, field)?));
    let mut found: Vec<(Part, &Text)> = ABOVE.into_iter().filter_map(present).collect();
    body_texts(id, &document.body, &mut found);
    let signatories = (0..).map(|n| Part::Field(id, Field::Signatory(n)));
    found.extend(signatories.zip(&document.signatories));
    found.extend([Field::Date, Field::Annotation].into_iter().filter_map(present));
    attached_texts(id, &document.attached, &mut found);
    found
}

fn attached_texts<'a>(
    document: DocumentId,
    list: &'a [Attached],
    found: &mut Vec<(Part, &'a Text)>,
) {
    const ABOVE: [AttachedField; 3] =
        [AttachedField::Label, AttachedField::Title, AttachedField::AdoptionNote];
    for item in list {
        let part = |field| Part::Attached(document, item.id, field);
        let present = |field| Some((part(field), attached_text(item, field)?));
        found.extend(ABOVE.into_iter().filter_map(present));
        body_texts(document, &item.body, found);
        let signatories = (0..).map(|n| part(AttachedField::Signatory(n)));
        found.extend(signatories.zip(&item.signatories));
        found.extend(present(AttachedField::Date));
        attached_texts(document, &item.attached, found);
    }
}

fn body_texts<'a>(document: DocumentId, body: &'a [Arc<Block>], found: &mut Vec<(Part, &'a Text)>) {
    for block in body {
        let own = (Part::Block(document, block.id), &block.text);
        match &block.kind {
            BlockKind::Break => {}
            BlockKind::Table(table) => {
                found.push(own);
                for (row, cells) in (0..).zip(&table.rows) {
                    let parts = (0..).map(|column| Part::Cell(document, block.id, row, column));
                    found.extend(parts.zip(cells.iter().map(|cell| &cell.text)));
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
            | BlockKind::Note => found.push(own),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::issue::document::{DocumentDate, DocumentKind};
    use crate::issue::id::{AttachedId, BlockId};
    use crate::issue::table::{Cell, Table};

    fn block(id: u64, kind: BlockKind, text: &str) -> Arc<Block> {
        Arc::new(Block { id: BlockId::new(id), kind, text: text.into() })
    }

    #[test]
    fn texts_stand_in_the_order_of_print() {
        let mut document = Document::new(DocumentId::new(1), DocumentKind::Article, "标题");
        document.number = Some("文号".into());
        document.addressee = Some("主送".into());
        let cells = |texts: [&str; 2]| texts.map(|text| Cell::new(text.into())).to_vec();
        let table = Table { head: 1, rows: vec![cells(["甲", "乙"]), cells(["丙", "丁"])] };
        document.body = vec![
            block(1, BlockKind::Paragraph, "正文"),
            block(2, BlockKind::Break, ""),
            block(3, BlockKind::Table(table), "表名"),
        ];
        document.signatories = vec!["署名".into()];
        document.date = Some(DocumentDate { as_written: "日期".into(), value: None });
        document.annotation = Some("附注".into());
        let mut attached = Attached::new(AttachedId::new(1), "附件标题");
        attached.label = Some("附件1".into());
        attached.body = vec![block(4, BlockKind::Paragraph, "附件正文")];
        attached.attached = vec![Attached::new(AttachedId::new(2), "附件的附件")];
        document.attached = vec![attached];

        let found: Vec<&str> =
            document_texts(&document).iter().map(|(_, text)| text.string.as_str()).collect();
        let expected = "标题 文号 主送 正文 表名 甲 乙 丙 丁 署名 日期 附注 附件1 附件标题 附件正文 \
                        附件的附件";
        assert_eq!(found.join(" "), expected);
    }
}
