//! Edits of sections and documents: what there is, and in which order.

use std::mem::replace;
use std::sync::Arc;

use super::Edit;
use super::EditError;
use super::check::{self, Names};
use super::count;
use super::slot;
use crate::issue::Issue;
use crate::issue::Section;
use crate::issue::document::{Document, DocumentKind, Origin};
use crate::issue::id::{DocumentId, SectionId};

/// The section that a document stands in and its index there, both as indices.
fn locate(issue: &Issue, id: DocumentId) -> Result<(usize, usize), EditError> {
    issue
        .sections
        .iter()
        .enumerate()
        .find_map(|(at, section)| {
            let index = section.documents.iter().position(|document| document.id == id)?;
            Some((at, index))
        })
        .ok_or(EditError::NoDocument(id))
}

fn section_mut(issue: &mut Issue, id: SectionId) -> Result<&mut Section, EditError> {
    let found = issue.sections.iter_mut().find(|section| section.id == id);
    found.ok_or(EditError::NoSection(id))
}

fn section_at(issue: &Issue, id: SectionId) -> Result<usize, EditError> {
    let found = issue.sections.iter().position(|section| section.id == id);
    found.ok_or(EditError::NoSection(id))
}

/// Puts a new document into a section.
pub(super) fn insert_document(
    issue: &mut Issue,
    section: SectionId,
    index: u32,
    document: &Arc<Document>,
) -> Result<Edit, EditError> {
    check::document(document)?;
    check::is_new(issue, document)?;
    let documents = &mut section_mut(issue, section)?.documents;
    let index = slot(index, documents.len())?;
    documents.insert(index, Arc::clone(document));
    Ok(Edit::RemoveDocument { document: document.id })
}

/// Takes a document out.
pub(super) fn remove_document(issue: &mut Issue, id: DocumentId) -> Result<Edit, EditError> {
    let (at, index) = locate(issue, id)?;
    let section = issue.sections.get_mut(at).ok_or(EditError::NoDocument(id))?;
    let document = section.documents.remove(index);
    Ok(Edit::InsertDocument { section: section.id, index: count(index), document })
}

/// Moves a document.
pub(super) fn move_document(
    issue: &mut Issue,
    id: DocumentId,
    section: SectionId,
    index: u32,
) -> Result<Edit, EditError> {
    let (from, at) = locate(issue, id)?;
    let source = issue.sections.get(from).ok_or(EditError::NoDocument(id))?.id;
    let target = issue.section(section).ok_or(EditError::NoSection(section))?;
    let index = slot(index, target.documents.len() - usize::from(source == section))?;
    let document = section_mut(issue, source)?.documents.remove(at);
    section_mut(issue, section)?.documents.insert(index, document);
    Ok(Edit::MoveDocument { document: id, section: source, index: count(at) })
}

/// Makes a document another kind.
pub(super) fn set_document_kind(
    issue: &mut Issue,
    id: DocumentId,
    kind: DocumentKind,
) -> Result<Edit, EditError> {
    let document = issue.document_mut(id).ok_or(EditError::NoDocument(id))?;
    Ok(Edit::SetDocumentKind { document: id, kind: replace(&mut document.kind, kind) })
}

/// Sets the file that a document was imported from.
pub(super) fn set_origin(
    issue: &mut Issue,
    id: DocumentId,
    origin: Option<&Origin>,
) -> Result<Edit, EditError> {
    let document = issue.document_mut(id).ok_or(EditError::NoDocument(id))?;
    Ok(Edit::SetOrigin { document: id, origin: replace(&mut document.origin, origin.cloned()) })
}

/// Puts in a new section, with what it holds.
pub(super) fn insert_section(
    issue: &mut Issue,
    index: u32,
    section: &Section,
) -> Result<Edit, EditError> {
    check::section(section)?;
    Names::of(issue)?.add_section(section)?;
    let index = slot(index, issue.sections.len())?;
    issue.sections.insert(index, section.clone());
    Ok(Edit::RemoveSection { section: section.id, documents: documents_of(section) })
}

/// Takes out a section with its documents, if they are those that the edit names.
pub(super) fn remove_section(
    issue: &mut Issue,
    id: SectionId,
    documents: &[DocumentId],
) -> Result<Edit, EditError> {
    let index = section_at(issue, id)?;
    let section = issue.section(id).ok_or(EditError::NoSection(id))?;
    if documents_of(section) != documents {
        return Err(EditError::Stale);
    }
    let section = issue.sections.remove(index);
    Ok(Edit::InsertSection { index: count(index), section })
}

/// The ids of a section's documents.
pub(super) fn documents_of(section: &Section) -> Vec<DocumentId> {
    section.documents.iter().map(|document| document.id).collect()
}

/// Moves a section.
pub(super) fn move_section(
    issue: &mut Issue,
    id: SectionId,
    index: u32,
) -> Result<Edit, EditError> {
    let at = section_at(issue, id)?;
    let index = slot(index, issue.sections.len() - 1)?;
    let section = issue.sections.remove(at);
    issue.sections.insert(index, section);
    Ok(Edit::MoveSection { section: id, index: count(at) })
}

/// Sets the codes of document numbers that belong into a section.
pub(super) fn set_codes(
    issue: &mut Issue,
    id: SectionId,
    codes: &[String],
) -> Result<Edit, EditError> {
    let section = section_mut(issue, id)?;
    Ok(Edit::SetCodes { section: id, codes: replace(&mut section.codes, codes.to_vec()) })
}
