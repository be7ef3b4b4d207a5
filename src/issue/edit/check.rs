//! What holds of every issue: unique ids, marks that lie within their texts, whole tables.

use std::collections::BTreeSet;

use super::EditError;
use crate::issue::Issue;
use crate::issue::Section;
use crate::issue::block::{Block, BlockKind, PICTURE_WIDTHS};
use crate::issue::bodies;
use crate::issue::cover::CoverChoice;
use crate::issue::document::{Attached, Document};
use crate::issue::id::{AttachedId, BlockId, DocumentId, SectionId};
use crate::issue::masthead::Lettering;
use crate::issue::table::{Cell, Table};
use crate::issue::text::{Mark, Range, Text};

/// Checks that `issue` holds what every edit keeps.
///
/// # Errors
///
/// The first breach, in the order of print.
pub fn issue(issue: &Issue) -> Result<(), EditError> {
    text(&issue.masthead.chinese)?;
    text(&issue.masthead.mongolian)?;
    if !issue.masthead.lettering.values().all(Lettering::is_sound) {
        return Err(EditError::Lettering);
    }
    issue.colophon.iter().try_for_each(text)?;
    cover(&issue.cover)?;
    let mut names = Names::default();
    for item in &issue.sections {
        names.add_section(item)?;
        section(item)?;
    }
    Ok(())
}

/// Checks that a cover can be drawn.
pub(super) fn cover(choice: &CoverChoice) -> Result<(), EditError> {
    match &choice.own {
        Some(own) if !own.is_sound() => Err(EditError::Cover),
        Some(_) | None => Ok(()),
    }
}

/// Checks the texts and tables of a section.
pub(super) fn section(section: &Section) -> Result<(), EditError> {
    text(&section.name)?;
    section.documents.iter().try_for_each(|item| document(item))
}

/// Checks the texts and tables of a document.
pub(super) fn document(document: &Document) -> Result<(), EditError> {
    let fields = [
        document.issuer.as_ref(),
        document.number.as_ref(),
        Some(&document.title),
        document.contents_title.as_ref(),
        document.addressee.as_ref(),
        document.period.as_ref(),
        document.date.as_ref().map(|date| &date.as_written),
        document.annotation.as_ref(),
        document.registration.as_ref(),
        document.corrects.as_ref(),
    ];
    fields.into_iter().flatten().chain(&document.signatories).try_for_each(text)?;
    document.body.iter().try_for_each(|item| block(item))?;
    document.attached.iter().try_for_each(attached)
}

/// Checks the texts and tables of an attached document.
pub(super) fn attached(item: &Attached) -> Result<(), EditError> {
    let fields = [
        item.label.as_ref(),
        Some(&item.title),
        item.adoption_note.as_ref(),
        item.date.as_ref().map(|date| &date.as_written),
    ];
    fields.into_iter().flatten().chain(&item.signatories).try_for_each(text)?;
    item.body.iter().try_for_each(|item| block(item))?;
    item.attached.iter().try_for_each(attached)
}

/// Checks the text of a block and what its kind holds.
pub(super) fn block(block: &Block) -> Result<(), EditError> {
    text(&block.text)?;
    kind(&block.kind)
}

/// Checks what a kind of block holds.
pub(super) fn kind(kind: &BlockKind) -> Result<(), EditError> {
    match kind {
        BlockKind::Heading { level, .. } if !(1..=4).contains(level) => {
            Err(EditError::Level(*level))
        }
        BlockKind::Table(whole) => table(whole),
        BlockKind::Picture { width: Some(width), .. }
            if *width < PICTURE_WIDTHS.0 || *width > PICTURE_WIDTHS.1 =>
        {
            Err(EditError::PictureWidth)
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
        | BlockKind::Break => Ok(()),
    }
}

fn table(table: &Table) -> Result<(), EditError> {
    let columns = table.rows.first().map_or(0, Vec::len);
    if table.rows.iter().any(|row| row.len() != columns) {
        return Err(EditError::Table);
    }
    table.rows.iter().flatten().try_for_each(cell)
}

/// Checks the text and the span of a cell.
pub(super) fn cell(cell: &Cell) -> Result<(), EditError> {
    if cell.columns == 0 || cell.rows == 0 {
        return Err(EditError::Table);
    }
    text(&cell.text)
}

/// Checks that the marks of a text are those of a text.
pub(super) fn text(text: &Text) -> Result<(), EditError> {
    marks(text, &text.marks)
}

/// Checks that `marks` can be the marks of `text`.
pub(super) fn marks(text: &Text, marks: &[(Range, Mark)]) -> Result<(), EditError> {
    let length = if marks.is_empty() { 0 } else { text.len() };
    let inside = marks.iter().all(|(range, _)| !range.is_empty() && range.end <= length);
    if inside && marks.is_sorted_by(|a, b| a < b) {
        Ok(())
    } else {
        Err(EditError::Marks(text.slice(Range::new(0, 20)).to_owned()))
    }
}

/// The ids of an issue.
#[derive(Debug, Default)]
pub(super) struct Names {
    sections: BTreeSet<SectionId>,
    documents: BTreeSet<DocumentId>,
    attached: BTreeSet<AttachedId>,
    blocks: BTreeSet<BlockId>,
}

/// Refuses a document with an id that the issue has, or with one twice. The issue's ids are looked
/// up among the few of the document: an import adds documents one by one.
pub(super) fn is_new(issue: &Issue, document: &Document) -> Result<(), EditError> {
    let mut names = Names::default();
    names.add_document(document)?;
    let taken = |id: String| Err(EditError::Duplicate(id));
    for (_, known) in issue.documents() {
        if names.documents.contains(&known.id) {
            return taken(known.id.to_string());
        }
        for (attached, body) in bodies(known) {
            if let Some(id) = attached.filter(|id| names.attached.contains(id)) {
                return taken(id.to_string());
            }
            if let Some(block) = body.iter().find(|block| names.blocks.contains(&block.id)) {
                return taken(block.id.to_string());
            }
        }
    }
    Ok(())
}

impl Names {
    /// The ids of an issue that holds the invariant.
    pub(super) fn of(issue: &Issue) -> Result<Self, EditError> {
        let mut names = Self::default();
        issue.sections.iter().try_for_each(|section| names.add_section(section))?;
        Ok(names)
    }

    /// Adds the ids of a section and of what it holds.
    pub(super) fn add_section(&mut self, section: &Section) -> Result<(), EditError> {
        if !self.sections.insert(section.id) {
            return Err(EditError::Duplicate(section.id.to_string()));
        }
        section.documents.iter().try_for_each(|document| self.add_document(document))
    }

    /// Adds the ids of a document and of what it holds.
    pub(super) fn add_document(&mut self, document: &Document) -> Result<(), EditError> {
        if !self.documents.insert(document.id) {
            return Err(EditError::Duplicate(document.id.to_string()));
        }
        document.body.iter().try_for_each(|block| self.add_block(block.id))?;
        document.attached.iter().try_for_each(|attached| self.add_attached(attached))
    }

    /// Adds the ids of an attached document and of what it holds.
    pub(super) fn add_attached(&mut self, attached: &Attached) -> Result<(), EditError> {
        if !self.attached.insert(attached.id) {
            return Err(EditError::Duplicate(attached.id.to_string()));
        }
        attached.body.iter().try_for_each(|block| self.add_block(block.id))?;
        attached.attached.iter().try_for_each(|inner| self.add_attached(inner))
    }

    fn add_block(&mut self, block: BlockId) -> Result<(), EditError> {
        if self.blocks.insert(block) {
            Ok(())
        } else {
            Err(EditError::Duplicate(block.to_string()))
        }
    }
}
