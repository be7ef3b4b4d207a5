//! Carries places through edits: a place and an edit give the place of the same words afterwards.
//!
//! The edit alone says it; no issue is needed, so anchors can be carried along a journal. The
//! rules, where nothing else is said:
//!
//! - What is put in before a place moves it; what is put in inside makes it longer; what is put in
//!   at an edge stays outside.
//! - Characters that go at an edge leave the rest. When all go, the place goes (None).
//! - Replaced characters: a place that has all of them has what replaces them, so that a comment
//!   on a wrong word stays on the right one. A place within them, smaller than they are, goes.
//!   Edits are therefore made by [`Edit::rewrite`], as the smallest difference.
//! - A caret (a place without characters) never goes with characters, only with its text. At an
//!   insertion it stays before it.
//! - A block that is cut over a place: it stays with the half that has more of it, with the first
//!   one if both have the same. A caret at the cut goes to the second half.

use super::AttachedField;
use super::Field;
use super::Part;
use super::Place;
use crate::issue::edit::{Edit, TableChange};
use crate::issue::id::{BlockId, DocumentId};
use crate::issue::text::Range;

/// Where the characters of `range` are once those of `replaced` have become `inserted` others;
/// None if they are gone.
pub fn shift(range: Range, replaced: Range, inserted: u32) -> Option<Range> {
    let after = |index: u32| index.saturating_sub(replaced.len()) + inserted;
    if range.is_empty() {
        let caret = match range.start {
            at if at <= replaced.start => at,
            at if at >= replaced.end => after(at),
            _ => replaced.start,
        };
        return Some(Range::new(caret, caret));
    }
    let covers = range.start <= replaced.start && replaced.end <= range.end;
    if range.end <= replaced.start {
        Some(range)
    } else if range.start >= replaced.end {
        Some(Range::new(after(range.start), after(range.end)))
    } else if covers {
        let grown = Range::new(range.start, after(range.end));
        (!grown.is_empty()).then_some(grown)
    } else if range.start < replaced.start {
        Some(Range::new(range.start, replaced.start))
    } else if range.end > replaced.end {
        Some(Range::new(after(replaced.end), after(range.end)))
    } else {
        None
    }
}

impl Place {
    /// Where the words of this place are after `edit` has been applied; None if they are gone.
    ///
    /// The place must be one of the issue before the edit.
    #[must_use]
    pub fn map(self, edit: &Edit) -> Option<Self> {
        match edit {
            Edit::ReplaceText { part, range, text } => {
                if *part == self.part {
                    Some(Self::new(self.part, shift(self.range, *range, text.len())?))
                } else {
                    Some(self)
                }
            }
            Edit::InsertText { part, .. } => Some(self.with(inserted_line(self.part, *part))),
            Edit::RemoveText { part } => Some(self.with(removed_line(self.part, *part)?)),
            Edit::SetBlockKind { document, block, .. } => {
                self.cell_of(*document, *block).is_none().then_some(self)
            }
            Edit::RemoveBlock { block, .. } => (self.part.block() != Some(*block)).then_some(self),
            Edit::MoveBlock { block, body, .. } => {
                Some(self.with(moved_block(self.part, *block, body.document)))
            }
            Edit::SplitBlock { document, block, at, id, .. } => {
                Some(self.split((*document, *block), *at, *id))
            }
            Edit::JoinBlocks { document, first, second, at } => {
                if self.part == Part::Block(*document, *second) {
                    let range = Range::new(self.range.start + at, self.range.end + at);
                    Some(Self::new(Part::Block(*document, *first), range))
                } else {
                    Some(self)
                }
            }
            Edit::Table { document, block, change } => match self.cell_of(*document, *block) {
                Some((row, column)) => {
                    let (row, column) = moved_cell(row, column, change)?;
                    Some(self.with(Part::Cell(*document, *block, row, column)))
                }
                None => Some(self),
            },
            Edit::RemoveDocument { document } => {
                (self.document() != Some(*document)).then_some(self)
            }
            Edit::RemoveSection { section, documents } => {
                let gone = self.part == Part::SectionName(*section)
                    || self.document().is_some_and(|document| documents.contains(&document));
                (!gone).then_some(self)
            }
            Edit::RemoveAttached { attached, inner, blocks, .. } => {
                let gone = match self.part {
                    Part::Attached(_, id, _) => id == *attached || inner.contains(&id),
                    Part::Block(_, block) | Part::Cell(_, block, _, _) => blocks.contains(&block),
                    Part::Masthead(_)
                    | Part::MongolianLine(_)
                    | Part::Colophon(_)
                    | Part::SectionName(_)
                    | Part::Field(..) => false,
                };
                (!gone).then_some(self)
            }
            Edit::SetMarks { .. }
            | Edit::SetDate { .. }
            | Edit::InsertBlock { .. }
            | Edit::InsertDocument { .. }
            | Edit::MoveDocument { .. }
            | Edit::SetDocumentKind { .. }
            | Edit::SetOrigin { .. }
            | Edit::InsertSection { .. }
            | Edit::MoveSection { .. }
            | Edit::SetCodes { .. }
            | Edit::InsertAttached { .. }
            | Edit::MoveAttached { .. }
            | Edit::Set(_) => Some(self),
            Edit::Group(edits) => edits.iter().try_fold(self, Self::map),
        }
    }

    /// Row and column, if the place is in a cell of that table.
    fn cell_of(self, document: DocumentId, block: BlockId) -> Option<(u32, u32)> {
        match self.part {
            Part::Cell(of, cell, row, column) if (of, cell) == (document, block) => {
                Some((row, column))
            }
            Part::Masthead(_)
            | Part::MongolianLine(_)
            | Part::Colophon(_)
            | Part::SectionName(_)
            | Part::Field(..)
            | Part::Attached(..)
            | Part::Block(..)
            | Part::Cell(..) => None,
        }
    }

    /// The same range of another part.
    const fn with(self, part: Part) -> Self {
        Self::new(part, self.range)
    }

    /// Where the place is after a block was cut at `at` and the second half became `id`.
    fn split(self, (document, block): (DocumentId, BlockId), at: u32, id: BlockId) -> Self {
        if self.part != Part::Block(document, block) {
            return self;
        }
        let Range { start, end } = self.range;
        let (head, tail) = (at.saturating_sub(start), end.saturating_sub(at));
        let stays = if self.range.is_empty() { start < at } else { head >= tail };
        if stays {
            Self::new(self.part, Range::new(start, end.min(at)))
        } else {
            let range = Range::new(start.saturating_sub(at), end - at);
            Self::new(Part::Block(document, id), range)
        }
    }
}

/// Where a part is after the text of `new` has come.
fn inserted_line(part: Part, new: Part) -> Part {
    match line_after(part, new) {
        Some(line) => with_line(part, line + 1),
        None => part,
    }
}

/// Where a part is after the text of `gone` has gone.
fn removed_line(part: Part, gone: Part) -> Option<Part> {
    if part == gone {
        return None;
    }
    Some(match line_after(part, gone) {
        Some(line) => with_line(part, line.saturating_sub(1)),
        None => part,
    })
}

/// The line of `part` in its list if it is `other` or stands behind it in the same list.
fn line_after(part: Part, other: Part) -> Option<u32> {
    let (line, from) = match (part, other) {
        (Part::Colophon(line), Part::Colophon(from)) => (line, from),
        (
            Part::Field(document, Field::Signatory(line)),
            Part::Field(of, Field::Signatory(from)),
        ) if document == of => (line, from),
        (
            Part::Attached(_, attached, AttachedField::Signatory(line)),
            Part::Attached(_, of, AttachedField::Signatory(from)),
        ) if attached == of => (line, from),
        _ => return None,
    };
    (line >= from).then_some(line)
}

/// The part at another line of its list.
const fn with_line(part: Part, line: u32) -> Part {
    match part {
        Part::Colophon(_) => Part::Colophon(line),
        Part::Field(document, Field::Signatory(_)) => Part::Field(document, Field::Signatory(line)),
        Part::Attached(document, attached, AttachedField::Signatory(_)) => {
            Part::Attached(document, attached, AttachedField::Signatory(line))
        }
        Part::Masthead(_)
        | Part::MongolianLine(_)
        | Part::SectionName(_)
        | Part::Field(..)
        | Part::Attached(..)
        | Part::Block(..)
        | Part::Cell(..) => part,
    }
}

/// The part after `block` has moved into `document`.
fn moved_block(part: Part, block: BlockId, document: DocumentId) -> Part {
    match part {
        Part::Block(_, id) if id == block => Part::Block(document, id),
        Part::Cell(_, id, row, column) if id == block => Part::Cell(document, id, row, column),
        Part::Masthead(_)
        | Part::MongolianLine(_)
        | Part::Colophon(_)
        | Part::SectionName(_)
        | Part::Field(..)
        | Part::Attached(..)
        | Part::Block(..)
        | Part::Cell(..) => part,
    }
}

/// Row and column of a cell after a change of its table; None if it went.
fn moved_cell(row: u32, column: u32, change: &TableChange) -> Option<(u32, u32)> {
    let inserted = |at: u32, index: u32| if at >= index { at + 1 } else { at };
    let removed = |at: u32, index: u32| match at.cmp(&index) {
        std::cmp::Ordering::Less => Some(at),
        std::cmp::Ordering::Equal => None,
        std::cmp::Ordering::Greater => Some(at - 1),
    };
    match change {
        TableChange::InsertRow { index, .. } => Some((inserted(row, *index), column)),
        TableChange::RemoveRow { index } => Some((removed(row, *index)?, column)),
        TableChange::InsertColumn { index, .. } => Some((row, inserted(column, *index))),
        TableChange::RemoveColumn { index } => Some((row, removed(column, *index)?)),
        TableChange::SetSpan { .. } | TableChange::SetHead { .. } => Some((row, column)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::issue::edit::Body;
    use crate::issue::id::SectionId;
    use crate::issue::text::Text;

    /// In `text`, `[` and `]` stand around the place, `<` and `>` around what is replaced.
    fn check(text: &str, new: &str, expected: Option<&str>) {
        let bare = |ignored: &str| -> String {
            text.chars().filter(|character| !ignored.contains(*character)).collect()
        };
        let at = |text: &str, bracket: char| {
            u32::try_from(text.chars().position(|found| found == bracket).unwrap()).unwrap()
        };
        let (places, edits, plain) = (bare("<>"), bare("[]"), bare("<>[]"));
        let range = Range::new(at(&places, '['), at(&places, ']') - 1);
        let replaced = Range::new(at(&edits, '<'), at(&edits, '>') - 1);

        let old = Text::new(plain);
        let after = Text::new(format!(
            "{}{new}{}",
            old.slice(Range::new(0, replaced.start)),
            old.slice(Range::new(replaced.end, old.len())),
        ));
        let length = Text::new(new).len();
        let found = shift(range, replaced, length).map(|range| after.slice(range).to_owned());
        assert_eq!(found.as_deref(), expected, "{text} with {new}");
    }

    #[test]
    fn places_keep_their_words() {
        check("<>包头[市人]民", "在", Some("市人"));
        check("包头<>[市人]民", "在", Some("市人"));
        check("包头[市<>人]民", "在", Some("市在人"));
        check("包头[市人]<>民", "在", Some("市人"));
        check("包头[市人]民<>", "在", Some("市人"));
        check("<包>头[市人]民", "", Some("市人"));
        check("包<头[市>人]民", "", Some("人"));
        check("包头[市<人]民>", "", Some("市"));
        check("包头[<市>人]民", "", Some("人"));
        check("包<头[市人]>民", "", None);
        check("包头<[市人]>民", "", None);
    }

    #[test]
    fn replaced_words_hand_their_place_on() {
        check("武[<吴>]任", "昊", Some("昊"));
        check("[武<吴>]任", "昊", Some("武昊"));
        check("<武[吴]>任", "吴昊", None);
        check("<武[吴>任]", "吴昊", Some("任"));
        check("[武<吴]任>", "昊", Some("武"));
    }

    #[test]
    fn carets_go_with_their_text_only() {
        let caret = |at, start, end, inserted| {
            shift(Range::new(at, at), Range::new(start, end), inserted).map(|range| range.start)
        };
        assert_eq!(caret(3, 3, 3, 2), Some(3));
        assert_eq!(caret(4, 3, 3, 2), Some(6));
        assert_eq!(caret(4, 3, 5, 0), Some(3));
        assert_eq!(caret(5, 3, 5, 1), Some(4));
    }

    #[test]
    fn a_cut_leaves_a_place_with_its_larger_half() {
        let document = DocumentId::new(1);
        let part = |block| Part::Block(document, BlockId::new(block));
        let edit = Edit::SplitBlock {
            document,
            block: BlockId::new(1),
            at: 4,
            id: BlockId::new(2),
            kind: crate::issue::block::BlockKind::Paragraph,
        };
        let cut = |start, end| Place::new(part(1), Range::new(start, end)).map(&edit).unwrap();
        assert_eq!(cut(0, 4), Place::new(part(1), Range::new(0, 4)));
        assert_eq!(cut(4, 6), Place::new(part(2), Range::new(0, 2)));
        assert_eq!(cut(2, 6), Place::new(part(1), Range::new(2, 4)));
        assert_eq!(cut(3, 6), Place::new(part(2), Range::new(0, 2)));
        assert_eq!(cut(4, 4), Place::new(part(2), Range::new(0, 0)));
        assert_eq!(cut(3, 3), Place::new(part(1), Range::new(3, 3)));
    }

    #[test]
    fn places_go_and_move_with_what_holds_them() {
        let document = DocumentId::new(1);
        let block = BlockId::new(1);
        let cell = Place::new(Part::Cell(document, block, 1, 0), Range::new(0, 1));
        let removed = Edit::RemoveSection { section: SectionId::new(1), documents: vec![document] };
        assert_eq!(cell.map(&removed), None);
        let body = Body::of(DocumentId::new(2));
        let moved = Edit::MoveBlock { document, block, body, index: 0 };
        assert_eq!(cell.map(&moved).unwrap().document(), Some(DocumentId::new(2)));
        let row = |change| Edit::Table { document, block, change };
        let inserted = row(TableChange::InsertRow { index: 1, cells: Vec::new() });
        assert_eq!(cell.map(&inserted).unwrap().part, Part::Cell(document, block, 2, 0));
        assert_eq!(cell.map(&row(TableChange::RemoveRow { index: 1 })), None);
    }
}
