//! Undo and redo: the inverses of the edits that an issue went through.
//!
//! A run of typing in one text merges into one entry, so that undo takes back what a writer thinks
//! of as one thing.

use super::Issue;
use super::edit::{Edit, EditError};
use super::place::Part;
use super::text::Range;

/// Whether an edit may join the entry before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Joining {
    /// Typing goes on where it stopped.
    Typing,
    /// An entry of its own.
    Apart,
}

/// What can be taken back and done again.
#[derive(Debug, Clone, Default)]
pub struct History {
    undo: Vec<Entry>,
    redo: Vec<Edit>,
}

#[derive(Debug, Clone)]
struct Entry {
    inverse: Edit,
    /// The text and the offset at which typing would go on.
    typed: Option<(Part, u32)>,
}

impl History {
    /// Applies `edit` and keeps its inverse; what was undone before can no longer be redone.
    ///
    /// # Errors
    /// As [`Edit::apply`]; the issue and the history are then unchanged.
    pub fn apply(
        &mut self,
        issue: &mut Issue,
        edit: &Edit,
        joining: Joining,
    ) -> Result<(), EditError> {
        let inverse = edit.apply(issue)?;
        self.redo.clear();
        let typed = if joining == Joining::Typing { typed_at(edit) } else { None };
        if let (Some((part, range, end)), Some(last)) = (typed, self.undo.last_mut())
            && last.typed == Some((part, range.start))
            && range.is_empty()
        {
            let before = std::mem::replace(&mut last.inverse, Edit::Group(Vec::new()));
            last.inverse = match before {
                Edit::Group(mut edits) => {
                    edits.insert(0, inverse);
                    Edit::Group(edits)
                }
                other => Edit::Group(vec![inverse, other]),
            };
            last.typed = Some((part, end));
            return Ok(());
        }
        let typed = typed.map(|(part, _, end)| (part, end));
        self.undo.push(Entry { inverse, typed });
        Ok(())
    }

    /// Takes the last entry back; gives the edit that did it, or none if there is nothing.
    ///
    /// # Errors
    /// As [`Edit::apply`]; the issue is then unchanged.
    pub fn undo(&mut self, issue: &mut Issue) -> Result<Option<Edit>, EditError> {
        let Some(entry) = self.undo.last() else { return Ok(None) };
        self.redo.push(entry.inverse.apply(issue)?);
        Ok(self.undo.pop().map(|entry| entry.inverse))
    }

    /// Does the last undone entry again; gives the edit that did it.
    ///
    /// # Errors
    /// As [`Edit::apply`]; the issue is then unchanged.
    pub fn redo(&mut self, issue: &mut Issue) -> Result<Option<Edit>, EditError> {
        let Some(edit) = self.redo.last() else { return Ok(None) };
        self.undo.push(Entry { inverse: edit.apply(issue)?, typed: None });
        Ok(self.redo.pop())
    }

    /// Ends a run of typing: what is typed next is an entry of its own.
    pub fn part(&mut self) {
        if let Some(last) = self.undo.last_mut() {
            last.typed = None;
        }
    }

    /// Whether there is something to take back.
    pub fn can_undo(&self) -> bool {
        !self.undo.is_empty()
    }

    /// Whether there is something to do again.
    pub fn can_redo(&self) -> bool {
        !self.redo.is_empty()
    }
}

/// Part, replaced range and end of what an edit typed.
fn typed_at(edit: &Edit) -> Option<(Part, Range, u32)> {
    match edit {
        Edit::ReplaceText { part, range, text } => Some((*part, *range, range.start + text.len())),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::issue::id::IssueId;
    use crate::issue::masthead::{Masthead, Script};
    use crate::issue::{IssueNumber, StyleChoice};

    fn issue() -> Issue {
        Issue {
            id: IssueId::new(1),
            masthead: Masthead { chinese: "公报".into(), ..Masthead::default() },
            number: IssueNumber {
                year: 2026,
                first: 4,
                last: None,
                total: None,
                periodicity: String::new(),
            },
            published: None,
            sections: Vec::new(),
            colophon: Vec::new(),
            style: StyleChoice { name: "baotou".to_owned(), source: None },
        }
    }

    fn typed(at: u32, text: &str) -> Edit {
        let part = Part::Masthead(Script::Chinese);
        Edit::ReplaceText { part, range: Range::new(at, at), text: text.into() }
    }

    #[test]
    fn a_run_of_typing_is_one_entry() {
        let (mut issue, mut history) = (issue(), History::default());
        for (at, text) in [(0, "包"), (1, "头"), (2, "市")] {
            history.apply(&mut issue, &typed(at, text), Joining::Typing).unwrap();
        }
        history.apply(&mut issue, &typed(0, "又"), Joining::Typing).unwrap();
        assert_eq!(issue.masthead.chinese.string, "又包头市公报");
        let _ = history.undo(&mut issue).unwrap();
        assert_eq!(issue.masthead.chinese.string, "包头市公报");
        let _ = history.undo(&mut issue).unwrap();
        assert_eq!(issue.masthead.chinese.string, "公报");
        assert!(!history.can_undo());
        let _ = history.redo(&mut issue).unwrap();
        assert_eq!(issue.masthead.chinese.string, "包头市公报");
    }

    #[test]
    fn an_edit_that_fails_leaves_the_history() {
        let (mut issue, mut history) = (issue(), History::default());
        assert!(history.apply(&mut issue, &typed(99, "x"), Joining::Apart).is_err());
        assert!(!history.can_undo());
    }
}
