//! Undo and redo: the inverses of the edits that an issue went through.
//!
//! A run of typing in one text merges into one entry, so that undo takes back what a writer thinks
//! of as one thing.

use super::Issue;
use super::edit::{Edit, EditError, Setting};
use super::place::Part;
use super::text::Range;

/// Whether an edit may join the entry before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Joining {
    /// Typing goes on where it stopped.
    Typing,
    /// Single characters are taken away, one beside the other.
    Deleting,
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
    /// How a run would go on: in which way, in which text, at which offset.
    run: Option<(Joining, Part, u32)>,
    /// Whether it is a change of style or cover that typing or dragging may go on with.
    goes_on: bool,
}

/// Whether an edit became an entry of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// It goes on with the run of the last entry, and is taken back with it.
    Joined,
    /// It is an entry.
    Apart,
}

impl History {
    /// Applies `edit` and keeps its inverse, and says whether as an entry of its own; what was undone before can no longer be redone.
    ///
    /// # Errors
    /// As [`Edit::apply`]; the issue and the history are then unchanged.
    pub fn apply(
        &mut self,
        issue: &mut Issue,
        edit: &Edit,
        joining: Joining,
    ) -> Result<Kept, EditError> {
        let inverse = edit.apply(issue)?;
        self.redo.clear();
        let is_whole = is_whole(edit);
        if is_whole
            && joining == Joining::Typing
            && let Some(Entry { inverse: before, goes_on: true, .. }) = self.undo.last()
            && is_same_setting(before, edit)
        {
            // What was before the run is what to go back to.
            return Ok(Kept::Joined);
        }
        let step = step(edit, joining);
        if let (Some(step), Some(last)) = (step, self.undo.last_mut())
            && last.run.is_some_and(|run| step.goes_on(run))
        {
            let before = std::mem::replace(&mut last.inverse, Edit::Group(Vec::new()));
            last.inverse = joined(inverse, before);
            last.run = Some(step.run());
            return Ok(Kept::Joined);
        }
        self.undo.push(Entry { inverse, run: step.map(Step::run), goes_on: is_whole });
        Ok(Kept::Apart)
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
        self.undo.push(Entry { inverse: edit.apply(issue)?, run: None, goes_on: false });
        Ok(self.redo.pop())
    }

    /// Ends a run of typing: what is typed next is an entry of its own.
    pub fn part(&mut self) {
        if let Some(last) = self.undo.last_mut() {
            (last.run, last.goes_on) = (None, false);
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

/// Whether an edit changes style or cover, which are given as a whole each time.
const fn is_whole(edit: &Edit) -> bool {
    matches!(edit, Edit::Set(Setting::Style(_) | Setting::Cover(_)))
}

/// Whether two edits give the same setting a value.
fn is_same_setting(a: &Edit, b: &Edit) -> bool {
    match (a, b) {
        (Edit::Set(a), Edit::Set(b)) => std::mem::discriminant(a) == std::mem::discriminant(b),
        _ => false,
    }
}

/// One key of a run.
#[derive(Debug, Clone, Copy)]
struct Step {
    joining: Joining,
    part: Part,
    replaced: Range,
    /// Behind what the key typed.
    end: u32,
}

impl Step {
    const fn run(self) -> (Joining, Part, u32) {
        (self.joining, self.part, self.end)
    }

    fn goes_on(self, (joining, part, at): (Joining, Part, u32)) -> bool {
        if (joining, part) != (self.joining, self.part) {
            return false;
        }
        match joining {
            Joining::Typing => self.replaced.is_empty() && self.replaced.start == at,
            // Backspace takes what ends there, Delete what begins there.
            Joining::Deleting => self.replaced.end == at || self.replaced.start == at,
            Joining::Apart => false,
        }
    }
}

fn step(edit: &Edit, joining: Joining) -> Option<Step> {
    match edit {
        Edit::ReplaceText { part, range, text } if joining != Joining::Apart => {
            Some(Step { joining, part: *part, replaced: *range, end: range.start + text.len() })
        }
        _ => None,
    }
}

/// The edit that does `first` and then `second`, as one replacement where that can be: a run of
/// a thousand keys must not become a thousand edits.
fn joined(first: Edit, second: Edit) -> Edit {
    if let (
        Edit::ReplaceText { part, range: typed, text: nothing },
        Edit::ReplaceText { part: of, range: before, text: old },
    ) = (&first, &second)
        && part == of
    {
        if nothing.is_empty() && before.end == typed.start {
            let range = Range::new(before.start, typed.end);
            return Edit::ReplaceText { part: *part, range, text: old.clone() };
        }
        let plain = nothing.marks.is_empty() && old.marks.is_empty();
        if plain && typed.is_empty() && before.is_empty() {
            let at = |at: u32, words: String| Edit::ReplaceText {
                part: *part,
                range: Range::new(at, at),
                text: words.into(),
            };
            if before.start == typed.start + nothing.len() {
                return at(typed.start, format!("{}{}", nothing.string, old.string));
            }
            if before.start == typed.start {
                return at(typed.start, format!("{}{}", old.string, nothing.string));
            }
        }
    }
    match second {
        Edit::Group(mut edits) => {
            edits.insert(0, first);
            Edit::Group(edits)
        }
        second => Edit::Group(vec![first, second]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::issue::cover::CoverChoice;
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
                folio: None,
            },
            published: None,
            sections: Vec::new(),
            colophon: Vec::new(),
            style: StyleChoice { name: "baotou".to_owned(), source: None },
            cover: CoverChoice::default(),
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
            let _ = history.apply(&mut issue, &typed(at, text), Joining::Typing).unwrap();
        }
        let _ = history.apply(&mut issue, &typed(0, "又"), Joining::Typing).unwrap();
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
    fn what_is_typed_into_a_measure_of_the_style_is_one_entry() {
        let (mut issue, mut history) = (issue(), History::default());
        let style = |name: &str| {
            Edit::Set(Setting::Style(StyleChoice { name: name.to_owned(), source: None }))
        };
        for (name, joining) in [
            ("a", Joining::Apart),
            ("b", Joining::Typing),
            ("c", Joining::Typing),
            ("d", Joining::Apart),
            ("e", Joining::Typing),
        ] {
            let _ = history.apply(&mut issue, &style(name), joining).unwrap();
        }
        let mut back = |issue: &mut Issue| {
            let _ = history.undo(issue).unwrap();
            issue.style.name.clone()
        };
        assert_eq!(back(&mut issue), "c");
        assert_eq!(back(&mut issue), "baotou");
        assert!(!history.can_undo());
        let _ = history.redo(&mut issue).unwrap();
        assert_eq!(issue.style.name, "c");
        // A change that was done again is not gone on with.
        let _ = history.apply(&mut issue, &style("f"), Joining::Typing).unwrap();
        let _ = history.undo(&mut issue).unwrap();
        assert_eq!(issue.style.name, "c");
    }

    #[test]
    fn a_run_of_deleting_is_one_entry() {
        let deleted = |at: u32| Edit::ReplaceText {
            part: Part::Masthead(Script::Chinese),
            range: Range::new(at, at + 1),
            text: "".into(),
        };
        // Backspace from 4, Delete at 1, and both in turn.
        for run in [[3, 2, 1], [1, 1, 1], [2, 2, 1]] {
            let (mut issue, mut history) = (issue(), History::default());
            issue.masthead.chinese = "人民政府公报".into();
            for at in run {
                let _ = history.apply(&mut issue, &deleted(at), Joining::Deleting).unwrap();
            }
            assert_eq!(issue.masthead.chinese.string, "人公报");
            assert!(matches!(history.undo[..], [Entry { inverse: Edit::ReplaceText { .. }, .. }]));
            let _ = history.undo(&mut issue).unwrap();
            assert_eq!(issue.masthead.chinese.string, "人民政府公报", "{run:?}");
        }
    }

    #[test]
    fn an_edit_that_fails_leaves_the_history() {
        let (mut issue, mut history) = (issue(), History::default());
        assert!(history.apply(&mut issue, &typed(99, "x"), Joining::Apart).is_err());
        assert!(!history.can_undo());
    }
}
