//! What the clipboard holds → blocks at the caret.
//!
//! Text from elsewhere is recognised as an import is: its paragraphs become headings, items,
//! articles. Marks and tables come along with HTML, also with such as stands on the clipboard as
//! text, and with what was copied in this window.

use std::sync::Arc;

use super::input::{self, Selection, Typed};
use super::lines::Position;
use crate::app::clipboard::Clip;
use crate::app::session::Session;
use crate::import::{self, Source};
use crate::issue::block::{Block, BlockKind};
use crate::issue::document::Document;
use crate::issue::edit::{Body, Edit};
use crate::issue::id::{BlockId, DocumentId, Ids};
use crate::issue::place::{self, Part};
use crate::issue::text::{Mark, Range, Text};
use crate::issue::{Issue, bodies, find_block};

/// How text from the clipboard is put in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pasting {
    /// Its paragraphs become blocks of the kinds that they read as.
    Typed,
    /// Its lines become paragraphs like the one that they are put into.
    Plain,
}

/// What was copied in this window: its marks and kinds, which the clipboard does not hold.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Copied {
    plain: String,
    blocks: Vec<(BlockKind, Text)>,
}

impl Copied {
    /// The selected stretches.
    pub(crate) fn new(issue: &Issue, selection: &Selection) -> Self {
        let block = |(part, range): (Part, Range)| {
            let text = place::text(issue, part)?;
            let whole = range == text.range();
            Some((kind(issue, part).filter(|_| whole)?, slice(text, range)))
        };
        let stretches = selection.stretches(issue);
        let blocks = stretches.into_iter().map(|(part, range)| {
            block((part, range)).unwrap_or_else(|| {
                let text = place::text(issue, part).map(|text| slice(text, range));
                (BlockKind::Paragraph, text.unwrap_or_default())
            })
        });
        Self { plain: selection.text(issue), blocks: blocks.collect() }
    }

    fn blocks(&self, ids: &mut Ids) -> Vec<Arc<Block>> {
        let block = |(kind, text): &(BlockKind, Text)| {
            Arc::new(Block { id: ids.make(), kind: kind.clone(), text: text.clone() })
        };
        self.blocks.iter().map(block).collect()
    }
}

/// The kind of the running block that a text is.
fn kind(issue: &Issue, part: Part) -> Option<BlockKind> {
    let Part::Block(document, block) = part else { return None };
    let own = find_block(issue.document(document)?, block)?;
    input::is_running(own).then(|| own.kind.clone())
}

/// The characters of a range with their marks; lines broken by hand are those of the whole text.
fn slice(text: &Text, range: Range) -> Text {
    let inside =
        text.marks.iter().filter(|(own, mark)| own.overlaps(range) && *mark != Mark::LineBreak);
    let moved = inside.map(|&(own, mark)| {
        let (start, end) = (own.start.max(range.start), own.end.min(range.end));
        (Range::new(start - range.start, end - range.start), mark)
    });
    Text { string: text.slice(range).to_owned(), marks: moved.collect() }
}

/// Puts what the clipboard holds in place of the selection.
pub(crate) fn paste(
    session: &mut Session,
    selection: &Selection,
    clip: &Clip,
    copied: Option<&Copied>,
) -> Option<Typed> {
    let text = clip.plain().unwrap_or_default();
    let issue = session.issue();
    let (start, _) = selection.ends(issue);
    let Part::Block(document, block) = start.part else {
        return input::replace(issue, selection, text);
    };
    let whole = issue.document(document)?;
    let own = find_block(whole, block)?;
    if !input::is_running(own) {
        return input::replace(issue, selection, text);
    }
    let own = own.clone();
    let known = copied.filter(|copied| copied.plain == text);
    let page = clip.page().filter(|_| known.is_none());
    // Words that are put into a paragraph stay as they are, with the spaces around them.
    if !own.text.is_empty() {
        if let Some(line) = page.and_then(Source::only_line) {
            return input::replace_with(issue, selection, line.clone());
        }
        let is_line = known.is_none() && page.is_none() && !text.contains(['\n', '\r', '<']);
        if is_line {
            return input::replace(issue, selection, text);
        }
    }
    let mut ids = session.ids.clone();
    let blocks = match (known, page) {
        (Some(copied), _) => copied.blocks(&mut ids),
        (None, Some(page)) => read(page, whole, issue.number.year, &own, &mut ids),
        (None, None) => source(text).map_or_else(Vec::new, |source| {
            read(&source, whole, issue.number.year, &own, &mut ids)
        }),
    };
    let typed = if blocks.is_empty() {
        input::replace(issue, selection, text)
    } else {
        let ends = known.is_none() && start.offset == 0 && text.ends_with(['\n', '\r']);
        insert(issue, selection, (document, &own), &blocks, ends, ids.make())
    };
    session.ids = ids;
    typed
}

/// Plain text, or a page that stands on the clipboard as text.
fn source(text: &str) -> Option<Source> {
    // Word breaks lines within a paragraph with this character.
    let text = text.replace('\u{b}', "\n");
    let page = text.trim_start().starts_with('<') && text.contains("</");
    import::read(if page { "a.html" } else { "" }, text.as_bytes()).ok()
}

/// The blocks that a source reads as within a document; none if it holds nothing to be read.
fn read(
    source: &Source,
    whole: &Document,
    year: i32,
    own: &Block,
    ids: &mut Ids,
) -> Vec<Arc<Block>> {
    let mut blocks = import::fragment(source, whole, year, ids);
    if matches!(own.kind, BlockKind::Item | BlockKind::Appointment) {
        // A list goes on where nothing says that it does not.
        for block in &mut blocks {
            if block.kind == BlockKind::Paragraph {
                Arc::make_mut(block).kind = own.kind.clone();
            }
        }
    }
    blocks
}

/// The edit that puts blocks in place of the selection, which begins in block `own`. What stands
/// before the caret goes on with the first of them, and the last goes on with what stands behind
/// it, unless the text `ends` with a line. `tail` is the id of what is cut off.
fn insert(
    issue: &Issue,
    selection: &Selection,
    (document, own): (DocumentId, &Block),
    blocks: &[Arc<Block>],
    ends: bool,
    tail: BlockId,
) -> Option<Typed> {
    let (start, _) = selection.ends(issue);
    let (head, rest) = match blocks.split_first() {
        Some((head, rest)) if input::is_running(head) && !begins(selection, start, own, head) => {
            (Some(head), rest)
        }
        _ => (None, blocks),
    };
    let text = head.map(|head| head.text.clone()).unwrap_or_default();
    let Typed { edit, mut caret } = input::replace_with(issue, selection, text)?;
    let mut after = issue.clone();
    let _inverse = edit.apply(&mut after).ok()?;
    let whole = after.document(document)?;
    let behind = find_block(whole, own.id)?.text.len().saturating_sub(caret.offset);
    let mut edits = vec![edit];
    if let Some(head) = head
        && start.offset == 0
        && (behind == 0 || !rest.is_empty())
        && head.kind != own.kind
        && (head.kind != BlockKind::Paragraph || !rest.is_empty())
    {
        edits.push(Edit::SetBlockKind { document, block: own.id, kind: head.kind.clone() });
    }
    if let Some(last) = rest.last() {
        let (body, index) = place_of(whole, own.id)?;
        let (block, at, kind) = (own.id, caret.offset, own.kind.clone());
        edits.push(Edit::SplitBlock { document, block, at, id: tail, kind });
        for (index, block) in (index + 1..).zip(rest) {
            edits.push(Edit::InsertBlock { body, index, block: Arc::clone(block) });
        }
        let runs = input::is_running(last);
        let end = last.text.len();
        caret = Position { part: Part::Block(document, last.id), offset: end };
        if behind == 0 && runs {
            edits.push(Edit::RemoveBlock { document, block: tail });
        } else if runs && !ends {
            edits.push(Edit::JoinBlocks { document, first: last.id, second: tail, at: end });
        } else {
            caret = Position { part: Part::Block(document, tail), offset: 0 };
        }
    }
    Some(Typed { edit: Edit::Group(edits), caret })
}

/// Whether a block begins of its own although the caret stands in another one: behind a whole
/// paragraph, where its kind is none of a paragraph that goes on.
fn begins(selection: &Selection, caret: Position, own: &Block, head: &Block) -> bool {
    const ENDS: [char; 7] = ['。', '；', '：', '！', '？', '”', '）'];
    let behind = selection.is_caret() && caret.offset == own.text.len();
    let other = head.kind != own.kind && head.kind != BlockKind::Paragraph;
    behind && other && own.text.string.ends_with(ENDS)
}

/// The body that a block is in, and its place there.
fn place_of(document: &Document, block: BlockId) -> Option<(Body, u32)> {
    bodies(document).into_iter().find_map(|(attached, body)| {
        let index = body.iter().position(|own| own.id == block)?;
        Some((Body { document: document.id, attached }, u32::try_from(index).ok()?))
    })
}
