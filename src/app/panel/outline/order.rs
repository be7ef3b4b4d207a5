//! Rows of the outline, and the edits that put one of them elsewhere.

use crate::app::widget::press::Half;
use crate::issue::Issue;
use crate::issue::edit::Edit;
use crate::issue::id::{DocumentId, SectionId};

/// A row of the outline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Row {
    /// The heading of a section.
    Section(SectionId),
    /// A document of the section above.
    Document(DocumentId),
}

/// A direction in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// To the begin.
    Up,
    /// To the end.
    Down,
}

/// All rows, from top to bottom.
pub(crate) fn rows(issue: &Issue) -> Vec<Row> {
    let of_section = |section: &crate::issue::Section| {
        let documents = section.documents.iter().map(|document| Row::Document(document.id));
        std::iter::once(Row::Section(section.id)).chain(documents).collect::<Vec<_>>()
    };
    issue.sections.iter().flat_map(of_section).collect()
}

/// The row beside `row`; the same one at an end.
pub(crate) fn beside(issue: &Issue, row: Row, way: Way) -> Option<Row> {
    let rows = rows(issue);
    let at = rows.iter().position(|own| *own == row)?;
    let next = match way {
        Way::Up => at.saturating_sub(1),
        Way::Down => (at + 1).min(rows.len() - 1),
    };
    rows.get(next).copied()
}

/// Where a row stands: the section's index, and the document's in it.
fn locate(issue: &Issue, row: Row) -> Option<(usize, Option<usize>)> {
    issue.sections.iter().enumerate().find_map(|(at, section)| match row {
        Row::Section(id) => (section.id == id).then_some((at, None)),
        Row::Document(id) => {
            let index = section.documents.iter().position(|document| document.id == id)?;
            Some((at, Some(index)))
        }
    })
}

fn count(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

/// The edit after which `row` stands one place further; none at an end.
pub(crate) fn step(issue: &Issue, row: Row, way: Way) -> Option<Edit> {
    let (at, inner) = locate(issue, row)?;
    let own = issue.sections.get(at)?;
    match (row, inner) {
        (Row::Section(section), _) => {
            let index = match way {
                Way::Up => at.checked_sub(1)?,
                Way::Down => Some(at + 1).filter(|next| *next < issue.sections.len())?,
            };
            Some(Edit::MoveSection { section, index: count(index) })
        }
        (Row::Document(document), Some(index)) => {
            let (section, index) = match way {
                Way::Up if index > 0 => (own.id, index - 1),
                Way::Up => {
                    let before = issue.sections.get(at.checked_sub(1)?)?;
                    (before.id, before.documents.len())
                }
                Way::Down if index + 1 < own.documents.len() => (own.id, index + 1),
                Way::Down => (issue.sections.get(at + 1)?.id, 0),
            };
            Some(Edit::MoveDocument { document, section, index: count(index) })
        }
        (Row::Document(_), None) => None,
    }
}

/// The edit after which `row` stands at a half of the row `over`; none if it stands there already.
pub(crate) fn drop(issue: &Issue, row: Row, over: Row, half: Half) -> Option<Edit> {
    let (from, inner) = locate(issue, row)?;
    let (to, over_inner) = locate(issue, over)?;
    match row {
        Row::Section(section) => {
            let before = over_inner.is_none() && half == Half::Upper;
            let slot = if before { to } else { to + 1 };
            let index = if from < slot { slot - 1 } else { slot };
            (index != from).then_some(Edit::MoveSection { section, index: count(index) })
        }
        Row::Document(document) => {
            let (to, slot) = match (over_inner, half) {
                (Some(index), Half::Upper) => (to, index),
                (Some(index), Half::Lower) => (to, index + 1),
                (None, Half::Lower) => (to, 0),
                (None, Half::Upper) => {
                    let before = to.checked_sub(1)?;
                    (before, issue.sections.get(before)?.documents.len())
                }
            };
            let own = inner?;
            let index = if from == to && own < slot { slot - 1 } else { slot };
            let moves = (to, index) != (from, own);
            let section = issue.sections.get(to)?.id;
            moves.then_some(Edit::MoveDocument { document, section, index: count(index) })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::template;
    use crate::issue::document::{Document, DocumentKind};
    use std::sync::Arc;

    /// Sections 10 with the documents 1 2 3, 20 with 4, and 30 with none.
    fn issue() -> Issue {
        let mut issue = template::sample();
        let document =
            |id: u64| Arc::new(Document::new(DocumentId::new(id), DocumentKind::Article, "文"));
        let section = |id: u64, documents: &[u64]| crate::issue::Section {
            id: SectionId::new(id),
            name: "栏".into(),
            codes: Vec::new(),
            documents: documents.iter().map(|id| document(*id)).collect(),
        };
        issue.sections = vec![section(10, &[1, 2, 3]), section(20, &[4]), section(30, &[])];
        issue
    }

    fn row(id: u64) -> Row {
        if id >= 10 { Row::Section(SectionId::new(id)) } else { Row::Document(DocumentId::new(id)) }
    }

    /// All rows after an edit: `10 1 2 3 20 4 30`.
    fn after(edit: Option<Edit>) -> String {
        let mut issue = issue();
        let Some(edit) = edit else { return "-".to_owned() };
        let _undo = edit.apply(&mut issue).unwrap();
        let all = [1, 2, 3, 4, 10, 20, 30];
        let name = |own: Row| all.into_iter().find(|id| row(*id) == own).unwrap().to_string();
        rows(&issue).into_iter().map(name).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_row_moves_one_place() {
        let check = |id, way, expected: &str| {
            assert_eq!(after(step(&issue(), row(id), way)), expected, "{id} {way:?}");
        };
        check(2, Way::Up, "10 2 1 3 20 4 30");
        check(1, Way::Up, "-");
        check(3, Way::Down, "10 1 2 20 3 4 30");
        check(4, Way::Up, "10 1 2 3 4 20 30");
        check(4, Way::Down, "10 1 2 3 20 30 4");
        check(20, Way::Up, "20 4 10 1 2 3 30");
        check(30, Way::Down, "-");
    }

    #[test]
    fn a_row_comes_where_it_is_dropped() {
        let check = |id, over, half, expected: &str| {
            let edit = drop(&issue(), row(id), row(over), half);
            assert_eq!(after(edit), expected, "{id} at {half:?} of {over}");
        };
        check(1, 3, Half::Lower, "10 2 3 1 20 4 30");
        check(1, 3, Half::Upper, "10 2 1 3 20 4 30");
        check(1, 2, Half::Upper, "-");
        check(1, 1, Half::Lower, "-");
        check(3, 1, Half::Upper, "10 3 1 2 20 4 30");
        check(1, 20, Half::Upper, "10 2 3 1 20 4 30");
        check(1, 20, Half::Lower, "10 2 3 20 1 4 30");
        check(4, 10, Half::Upper, "-");
        check(4, 30, Half::Lower, "10 1 2 3 20 30 4");
        check(30, 10, Half::Upper, "30 10 1 2 3 20 4");
        check(10, 4, Half::Lower, "20 4 10 1 2 3 30");
        check(10, 20, Half::Upper, "-");
        check(20, 1, Half::Upper, "-");
    }

    #[test]
    fn arrows_walk_over_all_rows() {
        assert_eq!(beside(&issue(), row(3), Way::Down), Some(row(20)));
        assert_eq!(beside(&issue(), row(10), Way::Up), Some(row(10)));
        assert_eq!(beside(&issue(), row(30), Way::Down), Some(row(30)));
    }
}
