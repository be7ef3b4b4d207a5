//! What keys do to an issue: from a selection and a key to an edit and the caret behind it.

use crate::app::page_editor::lines::Position;
use crate::app::session::Session;
use crate::issue::block::{Block, BlockKind};
use crate::issue::document::Document;
use crate::issue::edit::{Body, Edit};
use crate::issue::id::{BlockId, DocumentId};
use crate::issue::place::{self, Part};
use crate::issue::text::{Range, Text};
use crate::issue::{Issue, bodies, find_block};
use crate::text::cluster;
use crate::text::mongolian::is_in_word;

/// What is selected: from the anchor, where it began, to the head, where the caret is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Selection {
    pub(crate) anchor: Position,
    pub(crate) head: Position,
}

impl Selection {
    /// A caret without a selection.
    pub(crate) const fn caret(position: Position) -> Self {
        Self { anchor: position, head: position }
    }

    /// Whether nothing is selected.
    pub(crate) fn is_caret(&self) -> bool {
        self.anchor == self.head
    }

    /// The selected stretches of texts in the order of print.
    pub(crate) fn stretches(&self, issue: &Issue) -> Vec<(Part, Range)> {
        if self.anchor.part == self.head.part {
            let (a, b) = (self.anchor.offset, self.head.offset);
            return vec![(self.anchor.part, Range::new(a.min(b), a.max(b)))];
        }
        let texts = self.texts(issue);
        let index = |part| texts.iter().position(|(of, _)| *of == part);
        let (Some(a), Some(b)) = (index(self.anchor.part), index(self.head.part)) else {
            return Vec::new();
        };
        let ((first, start), (last, end)) = if a < b {
            ((a, self.anchor.offset), (b, self.head.offset))
        } else {
            ((b, self.head.offset), (a, self.anchor.offset))
        };
        let inside = texts.iter().enumerate().take(last + 1).skip(first);
        inside
            .map(|(index, (part, text))| {
                let from = if index == first { start } else { 0 };
                let to = if index == last { end } else { text.len() };
                (*part, Range::new(from, to))
            })
            .collect()
    }

    /// The texts that the selection can reach into: of one document where it stays inside of one.
    fn texts<'a>(&self, issue: &'a Issue) -> Vec<(Part, &'a Text)> {
        let own = self.anchor.part.document().filter(|own| self.head.part.document() == Some(*own));
        match own.and_then(|own| issue.document(own)) {
            Some(document) => place::document_texts(document),
            None => place::texts(issue),
        }
    }

    /// The earlier and the later end, in the order of print.
    pub(crate) fn ends(&self, issue: &Issue) -> (Position, Position) {
        let stretches = self.stretches(issue);
        match (stretches.first(), stretches.last()) {
            (Some(&(first, from)), Some(&(last, to))) => (
                Position { part: first, offset: from.start },
                Position { part: last, offset: to.end },
            ),
            _ => (self.anchor, self.head),
        }
    }

    /// The selected characters, a line a text.
    pub(crate) fn text(&self, issue: &Issue) -> String {
        let lines = self.stretches(issue).into_iter().map(|(part, range)| {
            place::text(issue, part).map_or("", |text| text.slice(range)).to_owned()
        });
        lines.collect::<Vec<_>>().join("\n")
    }
}

/// An edit, and where the caret stands after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Typed {
    pub(crate) edit: Edit,
    pub(crate) caret: Position,
}

/// Replaces what is selected by `text`; without a selection, inserts it.
pub(crate) fn replace(issue: &Issue, selection: &Selection, text: &str) -> Option<Typed> {
    replace_with(issue, selection, Text::new(clean(text)))
}

/// As [`replace`], by a text of one line with its marks.
pub(crate) fn replace_with(issue: &Issue, selection: &Selection, text: Text) -> Option<Typed> {
    let stretches = selection.stretches(issue);
    let (&(part, range), rest) = stretches.split_first()?;
    let caret = Position { part, offset: range.start + text.len() };
    let first = Edit::ReplaceText { part, range, text };
    if rest.is_empty() {
        return Some(Typed { edit: first, caret });
    }
    // From the end, so that what comes earlier stays where it is.
    let mut edits = Vec::new();
    for &(part, range) in rest.iter().rev() {
        edits.push(Edit::ReplaceText { part, range, text: Text::default() });
    }
    edits.push(first);
    // Blocks of the same body that lie behind the first one run into it or go.
    if let Part::Block(document, block) = part {
        edits.extend(joins(issue, document, block, range.start, rest));
    }
    Some(Typed { edit: Edit::Group(edits), caret })
}

/// The edits that join `block` with the blocks of `rest`, whose selected characters are gone.
fn joins(
    issue: &Issue,
    document: DocumentId,
    block: BlockId,
    kept: u32,
    rest: &[(Part, Range)],
) -> Vec<Edit> {
    let Some(whole) = issue.document(document) else { return Vec::new() };
    let mut edits = Vec::new();
    let mut before = block;
    let mut length = kept;
    for (part, range) in rest {
        let Part::Block(of, next) = *part else { break };
        if of != document || !follows(whole, before, next) {
            break;
        }
        edits.push(Edit::JoinBlocks { document, first: block, second: next, at: length });
        let text = place::text(issue, *part).map_or(0, Text::len);
        length += text - range.len();
        before = next;
    }
    edits
}

/// Whether block `next` stands right behind block `first` in a body, both of running text.
fn follows(document: &Document, first: BlockId, next: BlockId) -> bool {
    bodies(document).into_iter().any(|(_, body)| {
        body.windows(2).any(|pair| match pair {
            [a, b] => a.id == first && b.id == next && is_running(a) && is_running(b),
            _ => false,
        })
    })
}

/// Whether a block is running text, which can be cut and joined.
pub(crate) const fn is_running(block: &Block) -> bool {
    !matches!(block.kind, BlockKind::Table(_) | BlockKind::Picture { .. } | BlockKind::Break)
}

/// The lines of a text that have something on them, without control characters.
fn lines(text: &str) -> Vec<String> {
    let line = |line: &str| {
        let characters = line.chars().map(|c| if c == '\t' { ' ' } else { c });
        characters.filter(|c| !c.is_control()).collect::<String>()
    };
    text.split(['\n', '\r']).map(line).filter(|line| !line.trim().is_empty()).collect()
}

/// A text of an issue is one line: lines are put together, Latin words with a space.
fn clean(text: &str) -> String {
    if !text.contains(char::is_control) {
        return text.to_owned();
    }
    let is_latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let mut joined = String::new();
    for line in lines(text) {
        if is_latin(joined.chars().last()) && is_latin(line.chars().next()) {
            joined.push(' ');
        }
        joined.push_str(&line);
    }
    joined
}

/// Puts plain text from the clipboard in place of the selection; in running text, each of its lines
/// makes a block.
pub(crate) fn paste_plain(
    session: &mut Session,
    selection: &Selection,
    text: &str,
) -> Option<Typed> {
    let lines = lines(text);
    let (start, _) = selection.ends(session.issue());
    let (Part::Block(document, first), [head, rest @ ..]) = (start.part, lines.as_slice()) else {
        return replace(session.issue(), selection, text);
    };
    let own = find_block(session.issue().document(document)?, first)?;
    if rest.is_empty() || !is_running(own) {
        return replace(session.issue(), selection, text);
    }
    let kind = next_kind(&own.kind);
    let Typed { edit, mut caret } = replace(session.issue(), selection, head)?;
    let mut edits = vec![edit];
    let mut block = first;
    for line in rest {
        let id = session.ids.make();
        let (at, kind) = (caret.offset, kind.clone());
        edits.push(Edit::SplitBlock { document, block, at, id, kind });
        let (part, text) = (Part::Block(document, id), Text::new(line.as_str()));
        caret = Position { part, offset: text.len() };
        edits.push(Edit::ReplaceText { part, range: Range::new(0, 0), text });
        block = id;
    }
    Some(Typed { edit: Edit::Group(edits), caret })
}

/// Backspace: the selection, or the character before the caret, or the border to the block above.
pub(crate) fn backspace(issue: &Issue, selection: &Selection) -> Option<Typed> {
    if !selection.is_caret() {
        return replace(issue, selection, "");
    }
    let Position { part, offset } = selection.head;
    if let Some(start) = cluster::before(&place::text(issue, part)?.string, offset) {
        let range = Range::new(start, offset);
        let edit = Edit::ReplaceText { part, range, text: Text::default() };
        return Some(Typed { edit, caret: Position { part, offset: start } });
    }
    let Part::Block(document, block) = part else { return None };
    if let Some(typed) = without_bare_picture(issue, document, block) {
        return Some(typed);
    }
    let whole = issue.document(document)?;
    let before = bodies(whole).into_iter().find_map(|(_, body)| {
        let index = body.iter().position(|own| own.id == block)?;
        body.get(index.checked_sub(1)?).cloned()
    })?;
    if !follows(whole, before.id, block) {
        return None;
    }
    let edit = Edit::join(issue, document, before.id).ok()?;
    let caret = Position { part: Part::Block(document, before.id), offset: before.text.len() };
    Some(Typed { edit, caret })
}

/// Delete: the selection, or the character behind the caret, or the border to the block below.
pub(crate) fn delete(issue: &Issue, selection: &Selection) -> Option<Typed> {
    if !selection.is_caret() {
        return replace(issue, selection, "");
    }
    let Position { part, offset } = selection.head;
    if let Some(end) = cluster::behind(&place::text(issue, part)?.string, offset) {
        let range = Range::new(offset, end);
        let edit = Edit::ReplaceText { part, range, text: Text::default() };
        return Some(Typed { edit, caret: selection.head });
    }
    let Part::Block(document, block) = part else { return None };
    if let Some(typed) = without_bare_picture(issue, document, block) {
        return Some(typed);
    }
    let whole = issue.document(document)?;
    let behind = bodies(whole).into_iter().find_map(|(_, body)| {
        let index = body.iter().position(|own| own.id == block)?;
        body.get(index + 1).cloned()
    })?;
    if !follows(whole, block, behind.id) {
        return None;
    }
    let edit = Edit::join(issue, document, block).ok()?;
    Some(Typed { edit, caret: selection.head })
}

/// Takes out a picture whose caption is empty.
fn without_bare_picture(issue: &Issue, document: DocumentId, block: BlockId) -> Option<Typed> {
    let own = find_block(issue.document(document)?, block)?;
    own.text.is_empty().then(|| without_picture(issue, Part::Block(document, block)))?
}

/// Takes out a picture with its caption; the caret goes to the text before it, or behind it.
pub(crate) fn without_picture(issue: &Issue, part: Part) -> Option<Typed> {
    let Part::Block(document, block) = part else { return None };
    let whole = issue.document(document)?;
    if !matches!(find_block(whole, block)?.kind, BlockKind::Picture { .. }) {
        return None;
    }
    let texts = place::document_texts(whole);
    let at = texts.iter().position(|(part, _)| *part == Part::Block(document, block))?;
    let before = at.checked_sub(1).and_then(|at| texts.get(at));
    let caret = match before {
        Some((part, text)) => Position { part: *part, offset: text.len() },
        None => Position { part: texts.get(at + 1)?.0, offset: 0 },
    };
    Some(Typed { edit: Edit::RemoveBlock { document, block }, caret })
}

/// The paragraph of the caret, if it is empty and can become one of another kind.
pub(crate) fn empty_block(issue: &Issue, selection: &Selection) -> Option<(DocumentId, BlockId)> {
    let Part::Block(document, block) = selection.head.part else { return None };
    let own = find_block(issue.document(document)?, block)?;
    (selection.is_caret() && own.text.is_empty() && is_running(own)).then_some((document, block))
}

/// The text of the cell behind that of `part`, or before it for a `step` below zero, all of it
/// selected.
pub(crate) fn cell_beside(issue: &Issue, part: Part, step: i8) -> Option<Selection> {
    let Part::Cell(document, block, ..) = part else { return None };
    let texts = place::document_texts(issue.document(document)?);
    let is_own = |own: &Part| matches!(own, Part::Cell(_, own, ..) if *own == block);
    let cells: Vec<_> = texts.into_iter().filter(|(own, _)| is_own(own)).collect();
    let at = cells.iter().position(|(own, _)| *own == part)?;
    let next = if step < 0 { at.checked_sub(1)? } else { at + 1 };
    let &(part, text) = cells.get(next)?;
    let position = |offset| Position { part, offset };
    Some(Selection { anchor: position(0), head: position(text.len()) })
}

/// Where Enter leads from a field: to the first block of the body that the field stands above.
pub(crate) fn first_below(issue: &Issue, part: Part) -> Option<Position> {
    let body = body_below(part)?;
    let bodies = bodies(issue.document(body.document)?);
    let (_, blocks) = bodies.into_iter().find(|(attached, _)| *attached == body.attached)?;
    let block = blocks.first()?.id;
    Some(Position { part: Part::Block(body.document, block), offset: 0 })
}

/// The body that a field belongs to.
const fn body_below(part: Part) -> Option<Body> {
    match part {
        Part::Field(document, _) => Some(Body::of(document)),
        Part::Attached(document, attached, _) => Some(Body::attached(document, attached)),
        Part::Masthead(_)
        | Part::MongolianLine(_)
        | Part::Colophon(_)
        | Part::SectionName(_)
        | Part::Block(..)
        | Part::Cell(..) => None,
    }
}

/// Enter: takes the selection away, cuts the block and begins one of the kind that follows its
/// own; in a field whose body is empty, begins the body.
pub(crate) fn enter(session: &mut Session, selection: &Selection) -> Option<Typed> {
    if let Some(body) = body_below(selection.head.part) {
        let id = session.ids.make();
        let block = Block { id, kind: BlockKind::Paragraph, text: Text::default() };
        let edit = Edit::InsertBlock { body, index: 0, block: block.into() };
        let caret = Position { part: Part::Block(body.document, id), offset: 0 };
        return Some(Typed { edit, caret });
    }
    let (Position { part: Part::Block(document, block), offset }, _) =
        selection.ends(session.issue())
    else {
        return None;
    };
    let own = find_block(session.issue().document(document)?, block)?;
    if !is_running(own) {
        return None;
    }
    let kind = next_kind(&own.kind);
    let id: BlockId = session.ids.make();
    let cut = Edit::SplitBlock { document, block, at: offset, id, kind };
    let caret = Position { part: Part::Block(document, id), offset: 0 };
    let edit = if selection.is_caret() {
        cut
    } else {
        Edit::Group(vec![replace(session.issue(), selection, "")?.edit, cut])
    };
    Some(Typed { edit, caret })
}

/// The kind of block that is written behind one of `kind`.
fn next_kind(kind: &BlockKind) -> BlockKind {
    match kind {
        BlockKind::Heading { level, run_in: true } => {
            BlockKind::Heading { level: *level, run_in: true }
        }
        BlockKind::Appointment => BlockKind::Appointment,
        BlockKind::Item => BlockKind::Item,
        BlockKind::Article => BlockKind::Article,
        BlockKind::Heading { .. }
        | BlockKind::Paragraph
        | BlockKind::Chapter
        | BlockKind::ChronicleEntry { .. }
        | BlockKind::AttachmentNote
        | BlockKind::Table(_)
        | BlockKind::Picture { .. }
        | BlockKind::Note
        | BlockKind::Break => BlockKind::Paragraph,
    }
}

/// Tab and Shift+Tab: a heading's level, from body text to level 4 and back.
pub(crate) fn level(issue: &Issue, position: Position, step: i8) -> Option<Typed> {
    let Part::Block(document, block) = position.part else { return None };
    let own = find_block(issue.document(document)?, block)?;
    let level = match own.kind {
        BlockKind::Heading { level, .. } => level.cast_signed(),
        BlockKind::Paragraph => 0,
        _ => return None,
    };
    let kind = match (level + step).rem_euclid(5) {
        0 => BlockKind::Paragraph,
        level => BlockKind::Heading { level: level.cast_unsigned(), run_in: own.text.len() > 30 },
    };
    let edit = Edit::SetBlockKind { document, block, kind };
    Some(Typed { edit, caret: position })
}

/// The word around character `offset`: a run of letters and digits, or two hanzi, as most words
/// are; of Mongolian, a word with its suffixes; a single mark.
pub(crate) fn word(text: &Text, offset: u32) -> (u32, u32) {
    let characters: Vec<char> = text.string.chars().collect();
    let mut at = (offset as usize).min(characters.len().saturating_sub(1));
    // The end of a word is its own, not the space's.
    if at > 0 && characters.get(at) == Some(&' ') {
        at -= 1;
    }
    // Scripts whose words are written in one piece.
    let western: fn(char) -> bool = |c| c.is_ascii_alphanumeric();
    let piece =
        characters.get(at).and_then(|c| [western, is_in_word].into_iter().find(|is| is(*c)));
    let is_letter = |index: usize| characters.get(index).is_some_and(|c| c.is_alphanumeric());
    let (start, end) = if let Some(is_own) = piece {
        let own = |c: &&char| is_own(**c);
        let before = characters.iter().take(at).rev().take_while(own).count();
        let behind = characters.iter().skip(at).take_while(own).count();
        (at - before, at + behind)
    } else if is_letter(at)
        && characters.get(at + 1).is_some_and(|c| c.is_alphanumeric() && !western(*c))
    {
        (at, at + 2)
    } else {
        (at, (at + 1).min(characters.len()))
    };
    let to = |index: usize| u32::try_from(index).unwrap_or(u32::MAX);
    (to(start), to(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, offset: u32, expected: &str) {
        let text = Text::new(text);
        let (start, end) = word(&text, offset);
        assert_eq!(text.slice(Range::new(start, end)), expected);
    }

    #[test]
    fn a_double_click_takes_a_word() {
        check("推行IPv6技术", 4, "IPv6");
        check("推行IPv6技术", 0, "推行");
        check("综合查，一次", 3, "，");
        check("综合查，一次", 2, "查");
        check("", 0, "");
        check("ᠬᠣᠲᠠ ᠠᠷᠠᠳ\u{202f}ᠤᠨ 市", 7, "ᠠᠷᠠᠳ\u{202f}ᠤᠨ");
        check("ᠬᠣᠲᠠ ᠠᠷᠠᠳ", 4, "ᠬᠣᠲᠠ");
        check("ᠬᠣᠲᠠ市人", 1, "ᠬᠣᠲᠠ");
        check("ᠬᠣᠲᠠ市人", 4, "市人");
    }
}
