//! Breaks of lines that are set by hand, in titles and headings.

use crate::app::page_editor::input::{Selection, Typed};
use crate::app::page_editor::lines::Position;
use crate::app::session::Session;
use crate::issue::block::BlockKind;
use crate::issue::edit::Edit;
use crate::issue::place::{self, AttachedField, Field, Part};
use crate::issue::text::{Range, Text};
use crate::issue::{Issue, find_block};

/// Shift+Enter: ends the line at the caret, in a title or a heading.
pub(crate) fn insert(issue: &Issue, selection: &Selection) -> Option<Typed> {
    let (at, _) = selection.ends(issue);
    let text = place::text(issue, at.part).filter(|_| is_title(issue, at.part))?;
    let mut breaks = text.line_breaks();
    if breaks.contains(&at.offset) || at.offset == 0 || at.offset >= text.len() {
        return None;
    }
    breaks.push(at.offset);
    breaks.sort_unstable();
    Some(Typed { edit: set(at.part, text, &breaks), caret: at })
}

/// Whether a line was ended by hand at the caret.
pub(crate) fn is_at(session: &Session, selection: &Selection) -> bool {
    let Position { part, offset } = selection.head;
    let text = place::text(session.issue(), part).filter(|_| selection.is_caret());
    text.is_some_and(|text| text.line_breaks().contains(&offset))
}

/// Takes the break at `at` back.
pub(crate) fn remove(issue: &Issue, at: Position) -> Option<Typed> {
    let text = place::text(issue, at.part)?;
    let mut breaks = text.line_breaks();
    breaks.retain(|&own| own != at.offset);
    Some(Typed { edit: set(at.part, text, &breaks), caret: at })
}

/// Takes all breaks of a text back; none if it has none.
pub(crate) fn restore(issue: &Issue, part: Part) -> Option<Edit> {
    let text = place::text(issue, part)?;
    (!text.line_breaks().is_empty()).then(|| set(part, text, &[]))
}

/// Characters typed at the end of a line that was ended by hand: they stand on it, too.
pub(crate) fn typed_before(issue: &Issue, selection: &Selection, typed: &str) -> Option<Typed> {
    let Position { part, offset } = selection.head;
    let text = place::text(issue, part).filter(|_| selection.is_caret())?;
    let breaks = text.line_breaks();
    if !breaks.contains(&offset) {
        return None;
    }
    let written = super::input::replace(issue, selection, typed)?;
    let by = written.caret.offset - offset;
    let moved: Vec<u32> =
        breaks.iter().map(|&own| if own < offset { own } else { own + by }).collect();
    // What the text will be, as far as its marks go.
    let Edit::ReplaceText { text: new, .. } = &written.edit else { return None };
    let mut longer = text.clone();
    longer.string.insert_str(text.byte_at(offset), &new.string);
    longer.marks = text
        .marks
        .iter()
        .filter_map(|(range, mark)| {
            let inserted = Range::new(offset, offset);
            Some((place::map::shift(*range, inserted, by)?, *mark))
        })
        .collect();
    let edit = Edit::Group(vec![written.edit.clone(), set(part, &longer, &moved)]);
    Some(Typed { edit, caret: written.caret })
}

fn set(part: Part, text: &Text, breaks: &[u32]) -> Edit {
    Edit::SetMarks { part, marks: text.with_line_breaks(breaks).marks }
}

/// Whether lines of a text may be ended by hand.
fn is_title(issue: &Issue, part: Part) -> bool {
    match part {
        Part::Field(_, Field::Title) | Part::Attached(_, _, AttachedField::Title) => true,
        Part::Block(document, block) => {
            let block = issue.document(document).and_then(|own| find_block(own, block));
            block.is_some_and(|own| {
                matches!(own.kind, BlockKind::Heading { .. } | BlockKind::Chapter)
            })
        }
        Part::Field(..)
        | Part::Attached(..)
        | Part::Masthead(_)
        | Part::MongolianLine(_)
        | Part::Colophon(_)
        | Part::SectionName(_)
        | Part::Cell(..) => false,
    }
}
