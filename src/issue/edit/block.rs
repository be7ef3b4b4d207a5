//! Edits of blocks: their kinds, their order, cutting and joining them.

use std::sync::Arc;

use super::Body;
use super::Edit;
use super::EditError;
use super::attached::find_mut as find_attached_mut;
use super::check;
use super::count;
use super::slot;
use super::text::{moved, moved_back, one_or_group, ordered};
use crate::issue::Issue;
use crate::issue::block::{Block, BlockKind};
use crate::issue::bodies;
use crate::issue::id::{BlockId, DocumentId};
use crate::issue::place::Part;
use crate::issue::text::{Range, Text};

/// The block, to be changed; copied first if a snapshot shares it.
pub(super) fn find_mut(
    issue: &mut Issue,
    document: DocumentId,
    block: BlockId,
) -> Result<&mut Block, EditError> {
    let (body, index) = locate(issue, document, block)?;
    let blocks = blocks_mut(issue, body)?;
    blocks.get_mut(index).map(Arc::make_mut).ok_or(EditError::NoBlock(block))
}

/// The block as it is.
fn find(issue: &Issue, document: DocumentId, block: BlockId) -> Result<&Block, EditError> {
    let document = issue.document(document).ok_or(EditError::NoDocument(document))?;
    let found = crate::issue::find_block(document, block).ok_or(EditError::NoBlock(block))?;
    Ok(found)
}

/// The body that a block stands in, and its index there.
fn locate(issue: &Issue, document: DocumentId, block: BlockId) -> Result<(Body, usize), EditError> {
    let whole = issue.document(document).ok_or(EditError::NoDocument(document))?;
    bodies(whole)
        .into_iter()
        .find_map(|(attached, blocks)| {
            let index = blocks.iter().position(|item| item.id == block)?;
            Some((Body { document, attached }, index))
        })
        .ok_or(EditError::NoBlock(block))
}

/// The blocks of a body.
fn blocks_of(issue: &Issue, body: Body) -> Result<&[Arc<Block>], EditError> {
    let document = issue.document(body.document).ok_or(EditError::NoDocument(body.document))?;
    let found = bodies(document).into_iter().find(|(attached, _)| *attached == body.attached);
    match (found, body.attached) {
        (Some((_, blocks)), _) => Ok(blocks),
        (None, Some(attached)) => Err(EditError::NoAttached(attached)),
        (None, None) => Err(EditError::NoDocument(body.document)),
    }
}

/// The blocks of a body, to be changed.
fn blocks_mut(issue: &mut Issue, body: Body) -> Result<&mut Vec<Arc<Block>>, EditError> {
    match body.attached {
        None => issue
            .document_mut(body.document)
            .map(|document| &mut document.body)
            .ok_or(EditError::NoDocument(body.document)),
        Some(attached) => Ok(&mut find_attached_mut(issue, body.document, attached)?.body),
    }
}

/// Refuses the id of a block that the issue has.
fn check_new(issue: &Issue, id: BlockId) -> Result<(), EditError> {
    let taken = issue
        .documents()
        .flat_map(|(_, document)| bodies(document))
        .flat_map(|(_, blocks)| blocks)
        .any(|block| block.id == id);
    if taken { Err(EditError::Duplicate(id.to_string())) } else { Ok(()) }
}

/// Whether a kind of block is text that can be cut and joined.
const fn is_text(kind: &BlockKind) -> bool {
    match kind {
        BlockKind::Heading { .. }
        | BlockKind::Paragraph
        | BlockKind::Item
        | BlockKind::Appointment
        | BlockKind::Article
        | BlockKind::Chapter
        | BlockKind::ChronicleEntry { .. }
        | BlockKind::AttachmentNote
        | BlockKind::Note => true,
        BlockKind::Table(_) | BlockKind::Picture { .. } | BlockKind::Break => false,
    }
}

/// Makes a block another kind.
pub(super) fn set_kind(
    issue: &mut Issue,
    document: DocumentId,
    id: BlockId,
    kind: &BlockKind,
) -> Result<Edit, EditError> {
    check::kind(kind)?;
    let block = find_mut(issue, document, id)?;
    if let (BlockKind::Table(_), BlockKind::Table(_)) = (&block.kind, kind) {
        return Err(EditError::Kind);
    }
    let before = std::mem::replace(&mut block.kind, kind.clone());
    Ok(Edit::SetBlockKind { document, block: id, kind: before })
}

/// Puts a new block into a body.
pub(super) fn insert(
    issue: &mut Issue,
    body: Body,
    index: u32,
    block: &Arc<Block>,
) -> Result<Edit, EditError> {
    check::block(block)?;
    check_new(issue, block.id)?;
    let blocks = blocks_mut(issue, body)?;
    let index = slot(index, blocks.len())?;
    blocks.insert(index, Arc::clone(block));
    Ok(Edit::RemoveBlock { document: body.document, block: block.id })
}

/// Takes a block out.
pub(super) fn remove(
    issue: &mut Issue,
    document: DocumentId,
    block: BlockId,
) -> Result<Edit, EditError> {
    let (body, index) = locate(issue, document, block)?;
    let block = blocks_mut(issue, body)?.remove(index);
    Ok(Edit::InsertBlock { body, index: count(index), block })
}

/// Moves a block.
pub(super) fn relocate(
    issue: &mut Issue,
    (document, block): (DocumentId, BlockId),
    body: Body,
    index: u32,
) -> Result<Edit, EditError> {
    let (from, at) = locate(issue, document, block)?;
    let length = blocks_of(issue, body)?.len() - usize::from(from == body);
    let index = slot(index, length)?;
    let moving = blocks_mut(issue, from)?.remove(at);
    blocks_mut(issue, body)?.insert(index, moving);
    Ok(Edit::MoveBlock { document: body.document, block, body: from, index: count(at) })
}

/// Cuts a block in two.
pub(super) fn split(
    issue: &mut Issue,
    (document, block): (DocumentId, BlockId),
    at: u32,
    id: BlockId,
    kind: &BlockKind,
) -> Result<Edit, EditError> {
    check::kind(kind)?;
    check_new(issue, id)?;
    let whole = find(issue, document, block)?;
    let length = whole.text.len();
    if at > length {
        return Err(EditError::Range { start: at, end: at, length });
    }
    if !is_text(&whole.kind) || !is_text(kind) {
        return Err(EditError::Kind);
    }
    let (head, tail) = cut(&whole.text, at);
    let before = whole.text.marks.clone();

    let (body, index) = locate(issue, document, block)?;
    let blocks = blocks_mut(issue, body)?;
    if let Some(first) = blocks.get_mut(index).map(Arc::make_mut) {
        first.text = head.clone();
    }
    let second = Block { id, kind: kind.clone(), text: tail.clone() };
    blocks.insert(index + 1, Arc::new(second));

    let mut inverse = vec![Edit::JoinBlocks { document, first: block, second: id, at }];
    if glue(&head, &tail).marks != before {
        inverse.push(Edit::SetMarks { part: Part::Block(document, block), marks: before });
    }
    Ok(one_or_group(inverse))
}

/// Joins two neighbouring blocks.
pub(super) fn join(
    issue: &mut Issue,
    document: DocumentId,
    (first, second): (BlockId, BlockId),
    at: u32,
) -> Result<Edit, EditError> {
    let (body, index) = locate(issue, document, first)?;
    let blocks = blocks_of(issue, body)?;
    let (Some(head), Some(tail)) = (blocks.get(index), blocks.get(index + 1)) else {
        return Err(EditError::NoBlock(second));
    };
    if tail.id != second || head.text.len() != at {
        return Err(EditError::Stale);
    }
    if !is_text(&head.kind) || !is_text(&tail.kind) {
        return Err(EditError::Kind);
    }
    let kind = tail.kind.clone();
    let text = glue(&head.text, &tail.text);
    let blocks = blocks_mut(issue, body)?;
    if let Some(block) = blocks.get_mut(index).map(Arc::make_mut) {
        block.text = text;
    }
    // Each half's marks end at the seam, so that cutting there gives them back as they were.
    drop(blocks.remove(index + 1));
    Ok(Edit::SplitBlock { document, block: first, at, id: second, kind })
}

/// The text before, and from, `at`. A mark over the cut is on both.
fn cut(text: &Text, at: u32) -> (Text, Text) {
    let part = |range: Range| {
        let marks = text.marks.iter().filter_map(|(marked, mark)| {
            let clipped = Range::new(marked.start.max(range.start), marked.end.min(range.end));
            (!clipped.is_empty()).then(|| (moved_back(clipped, range.start), *mark))
        });
        Text { string: text.slice(range).to_owned(), marks: ordered(marks.collect()) }
    };
    (part(Range::new(0, at)), part(Range::new(at, text.len())))
}

/// The two texts, one behind the other.
fn glue(head: &Text, tail: &Text) -> Text {
    let length = head.len();
    let shifted = tail.marks.iter().map(|(range, mark)| (moved(*range, length), *mark));
    Text {
        string: format!("{}{}", head.string, tail.string),
        marks: ordered(head.marks.iter().copied().chain(shifted).collect()),
    }
}
