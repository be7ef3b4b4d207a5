//! The passages of an issue, in the order of print, each with its part.

use std::sync::Arc;

use super::passage::{Kind, Passage, Reading, Sheet, Source};
use crate::issue::Issue;
use crate::issue::block::{Block, BlockKind};
use crate::issue::document::{Attached, Document, DocumentDate, DocumentKind};
use crate::issue::masthead::Script;
use crate::issue::place::{AttachedField, Field, Part};
use crate::issue::text::{Mark, Text};

/// The reading of an issue and, for each passage, which part it is.
pub(crate) struct Walk<'a> {
    /// What the rules read.
    pub(crate) reading: Reading<'a>,
    /// The part of each passage.
    pub(crate) parts: Vec<Part>,
}

/// Walks all texts of an issue.
pub(crate) fn walk(issue: &Issue) -> Walk<'_> {
    let mut walk = Walk { reading: Reading::new(Source::Issue), parts: Vec::new() };
    walk.reading.published = issue.published;
    let _ = walk.push(Part::Masthead(Script::Chinese), Kind::Masthead, &issue.masthead.chinese);
    let mongolian = &issue.masthead.mongolian;
    let _ = walk.push(Part::Masthead(Script::Mongolian), Kind::Mongolian, mongolian);
    walk.reading.approved = issue.masthead.approval.is_some();
    for section in &issue.sections {
        let name = walk.push(Part::SectionName(section.id), Kind::SectionName, &section.name);
        for document in &section.documents {
            walk.document(document, name);
        }
    }
    for (line, text) in (0..).zip(&issue.colophon) {
        let _ = walk.push(Part::Colophon(line), Kind::Colophon, text);
    }
    walk
}

impl<'a> Walk<'a> {
    fn push(&mut self, part: Part, kind: Kind, text: &'a Text) -> Option<usize> {
        let mut passage = Passage::new(kind, &text.string);
        passage.raised = text
            .marks
            .iter()
            .filter(|(_, mark)| *mark == Mark::Superscript)
            .map(|(range, _)| (range.start, range.end))
            .collect();
        self.reading.passages.push(passage);
        self.parts.push(part);
        Some(self.parts.len() - 1)
    }

    /// Adds an optional field and gives its passage.
    fn field(
        &mut self,
        document: &Document,
        field: Field,
        kind: Kind,
        text: Option<&'a Text>,
    ) -> Option<usize> {
        text.and_then(|text| self.push(Part::Field(document.id, field), kind, text))
    }

    fn document(&mut self, document: &'a Document, section: Option<usize>) {
        let first = self.parts.len();
        let chronicle = document.kind == DocumentKind::Chronicle;
        let official = matches!(document.kind, DocumentKind::Official(_));
        let date = document.date.as_ref().and_then(|date| date.value);
        let issuer = self.field(document, Field::Issuer, Kind::Note, document.issuer.as_ref());
        let contents = document.contents_title.as_ref();
        let _ = self.field(document, Field::ContentsTitle, Kind::ContentsTitle, contents);
        let title = self.field(document, Field::Title, Kind::Title, Some(&document.title));
        let number = self.field(document, Field::Number, Kind::Number, document.number.as_ref());
        let period = document.period.as_ref();
        let _ = self.field(document, Field::Period, Kind::Period, period);
        let registration = document.registration.as_ref();
        let _ = self.field(document, Field::Registration, Kind::Note, registration);
        let corrects = document.corrects.as_ref();
        let _ = self.field(document, Field::Corrects, Kind::Note, corrects);
        let addressee =
            self.field(document, Field::Addressee, Kind::Addressee, document.addressee.as_ref());
        self.body(document, &document.body);
        for (n, text) in (0..).zip(&document.signatories) {
            let _ = self.field(document, Field::Signatory(n), Kind::Signature, Some(text));
        }
        let written = document.date.as_ref().map(|date| &date.as_written);
        let _ = self.field(document, Field::Date, Kind::Date, written);
        let annotation = document.annotation.as_ref();
        let _ = self.field(document, Field::Annotation, Kind::Annotation, annotation);
        let mut count = 0;
        for attached in &document.attached {
            self.attached(document, attached, &mut count);
        }
        let sheet = self.reading.sheets.len();
        self.reading.sheets.push(Sheet {
            issuer,
            title,
            number,
            addressee,
            date,
            official,
            chronicle,
            section,
        });
        for passage in self.reading.passages.iter_mut().skip(first) {
            passage.sheet = Some(sheet);
        }
    }

    fn attached(&mut self, document: &'a Document, attached: &'a Attached, count: &mut u32) {
        *count += 1;
        let number = *count;
        let first = self.parts.len();
        let part = |field| Part::Attached(document.id, attached.id, field);
        if let Some(label) = &attached.label {
            let _ = self.push(part(AttachedField::Label), Kind::AttachmentLabel, label);
        }
        let _ = self.push(part(AttachedField::Title), Kind::Title, &attached.title);
        if let Some(note) = &attached.adoption_note {
            let _ = self.push(part(AttachedField::AdoptionNote), Kind::Note, note);
        }
        self.body(document, &attached.body);
        for (n, text) in (0..).zip(&attached.signatories) {
            let _ = self.push(part(AttachedField::Signatory(n)), Kind::Signature, text);
        }
        if let Some(DocumentDate { as_written, .. }) = &attached.date {
            let _ = self.push(part(AttachedField::Date), Kind::Date, as_written);
        }
        for passage in self.reading.passages.iter_mut().skip(first) {
            passage.attached = number;
        }
        for inner in &attached.attached {
            self.attached(document, inner, count);
        }
    }

    fn body(&mut self, document: &'a Document, body: &'a [Arc<Block>]) {
        for block in body {
            let kind = match &block.kind {
                BlockKind::Heading { level, .. } => Kind::Heading(*level),
                BlockKind::Paragraph => Kind::Body,
                BlockKind::Item => Kind::Item,
                BlockKind::Appointment => Kind::Appointment,
                BlockKind::Article => Kind::Article,
                BlockKind::Chapter => Kind::Chapter,
                BlockKind::ChronicleEntry { .. } => Kind::ChronicleEntry,
                BlockKind::AttachmentNote => Kind::AttachmentNote,
                BlockKind::Table(_) | BlockKind::Picture { .. } => Kind::Caption,
                BlockKind::Note => Kind::Note,
                BlockKind::Break => continue,
            };
            let at = self.push(Part::Block(document.id, block.id), kind, &block.text);
            if let BlockKind::ChronicleEntry { date, .. } = &block.kind
                && let Some(passage) = at.and_then(|at| self.reading.passages.get_mut(at))
            {
                passage.day = Some(*date);
            }
            let BlockKind::Table(table) = &block.kind else { continue };
            for (row, cells) in (0..).zip(&table.rows) {
                for (column, cell) in (0..).zip(cells) {
                    let part = Part::Cell(document.id, block.id, row, column);
                    let _ = self.push(part, Kind::Cell, &cell.text);
                }
            }
        }
    }
}
