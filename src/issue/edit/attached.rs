//! Edits of attached documents: what is attached, to what, and in which order.

use super::Body;
use super::Edit;
use super::EditError;
use super::check::{self, Names};
use super::count;
use super::slot;
use crate::issue::Issue;
use crate::issue::document::{Attached, Document};
use crate::issue::id::{AttachedId, BlockId, DocumentId};

/// The attached document, to be changed.
pub(super) fn find_mut(
    issue: &mut Issue,
    document: DocumentId,
    id: AttachedId,
) -> Result<&mut Attached, EditError> {
    let whole = issue.document_mut(document).ok_or(EditError::NoDocument(document))?;
    find_in_mut(&mut whole.attached, id).ok_or(EditError::NoAttached(id))
}

fn find_in_mut(list: &mut [Attached], id: AttachedId) -> Option<&mut Attached> {
    list.iter_mut().find_map(|item| {
        if item.id == id { Some(item) } else { find_in_mut(&mut item.attached, id) }
    })
}

/// The attached document called `id`, however deep it lies in `list`.
pub(crate) fn find_in(list: &[Attached], id: AttachedId) -> Option<&Attached> {
    list.iter().find_map(
        |item| {
            if item.id == id { Some(item) } else { find_in(&item.attached, id) }
        },
    )
}

/// What `id` is attached to, and its index there.
fn locate(document: &Document, id: AttachedId) -> Result<(Option<AttachedId>, usize), EditError> {
    fn walk(
        owner: Option<AttachedId>,
        list: &[Attached],
        id: AttachedId,
    ) -> Option<(Option<AttachedId>, usize)> {
        let here = list.iter().position(|item| item.id == id).map(|index| (owner, index));
        here.or_else(|| list.iter().find_map(|item| walk(Some(item.id), &item.attached, id)))
    }
    walk(None, &document.attached, id).ok_or(EditError::NoAttached(id))
}

/// The list of what is attached to `owner`.
fn list_mut(issue: &mut Issue, owner: Body) -> Result<&mut Vec<Attached>, EditError> {
    match owner.attached {
        None => issue
            .document_mut(owner.document)
            .map(|document| &mut document.attached)
            .ok_or(EditError::NoDocument(owner.document)),
        Some(id) => Ok(&mut find_mut(issue, owner.document, id)?.attached),
    }
}

/// The ids of what is attached to `attached` in turn, and of all blocks, in the order of print.
pub(super) fn content(attached: &Attached) -> (Vec<AttachedId>, Vec<BlockId>) {
    fn walk(item: &Attached, inner: &mut Vec<AttachedId>, blocks: &mut Vec<BlockId>) {
        blocks.extend(item.body.iter().map(|block| block.id));
        for below in &item.attached {
            inner.push(below.id);
            walk(below, inner, blocks);
        }
    }
    let (mut inner, mut blocks) = (Vec::new(), Vec::new());
    walk(attached, &mut inner, &mut blocks);
    (inner, blocks)
}

/// Attaches a new document.
pub(super) fn insert(
    issue: &mut Issue,
    owner: Body,
    index: u32,
    attached: &Attached,
) -> Result<Edit, EditError> {
    check::attached(attached)?;
    Names::of(issue)?.add_attached(attached)?;
    let list = list_mut(issue, owner)?;
    let index = slot(index, list.len())?;
    list.insert(index, attached.clone());
    let (inner, blocks) = content(attached);
    Ok(Edit::RemoveAttached { document: owner.document, attached: attached.id, inner, blocks })
}

/// Takes out an attached document, if it holds what the edit names.
pub(super) fn remove(
    issue: &mut Issue,
    document: DocumentId,
    id: AttachedId,
    (inner, blocks): (&[AttachedId], &[BlockId]),
) -> Result<Edit, EditError> {
    let whole = issue.document(document).ok_or(EditError::NoDocument(document))?;
    let (owner, index) = locate(whole, id)?;
    let found = find_in(&whole.attached, id).ok_or(EditError::NoAttached(id))?;
    let held = content(found);
    if held.0 != inner || held.1 != blocks {
        return Err(EditError::Stale);
    }
    let owner = Body { document, attached: owner };
    let attached = list_mut(issue, owner)?.remove(index);
    Ok(Edit::InsertAttached { owner, index: count(index), attached })
}

/// Moves an attached document.
pub(super) fn relocate(
    issue: &mut Issue,
    document: DocumentId,
    id: AttachedId,
    owner: Option<AttachedId>,
    index: u32,
) -> Result<Edit, EditError> {
    let whole = issue.document(document).ok_or(EditError::NoDocument(document))?;
    let (from, at) = locate(whole, id)?;
    let moving = find_in(&whole.attached, id).ok_or(EditError::NoAttached(id))?;
    let length = match owner {
        None => whole.attached.len(),
        Some(owner) if owner == id || find_in(&moving.attached, owner).is_some() => {
            return Err(EditError::Cycle);
        }
        Some(owner) => {
            find_in(&whole.attached, owner).ok_or(EditError::NoAttached(owner))?.attached.len()
        }
    };
    let index = slot(index, length - usize::from(from == owner))?;
    let attached = list_mut(issue, Body { document, attached: from })?.remove(at);
    list_mut(issue, Body { document, attached: owner })?.insert(index, attached);
    Ok(Edit::MoveAttached { document, attached: id, owner: from, index: count(at) })
}
