//! Undo in the inbox: what was done here is taken back, and nothing else.

use iced::Task;

use crate::app::action::Command;
use crate::app::session::Session;
use crate::app::{App, Message as Whole, Notice};
use crate::import::Pin;
use crate::issue::id::DocumentId;

/// Something that was done in the inbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    /// A document came into the issue.
    Accepted {
        /// The document.
        id: DocumentId,
        /// The states of the issue before and after that.
        states: [u64; 2],
    },
    /// A document was turned away, or no longer.
    TurnedAway(DocumentId),
    /// Something else was said of the segments of a file, by its number, than this.
    Pinned(u64, Vec<Pin>),
}

/// What was done, the latest last, and what was taken back.
#[derive(Debug, Default)]
pub(super) struct History {
    done: Vec<Step>,
    undone: Vec<Step>,
}

impl History {
    pub(super) fn push(&mut self, step: Step) {
        self.done.push(step);
        self.undone.clear();
    }
}

impl App {
    /// Takes the last change back, or does it again; that of what is seen.
    pub(in crate::app) fn take_back(&mut self, command: Command) -> Task<Whole> {
        if self.inbox.is_open { self.inbox_step_back(command) } else { self.step_back(command) }
    }

    /// Takes the last thing back that was done in the inbox, or does it again; the pages, which
    /// nobody sees, stay as they are.
    fn inbox_step_back(&mut self, command: Command) -> Task<Whole> {
        let is_undo = command == Command::Undo;
        let History { done, undone } = &mut self.inbox.history;
        let Some(step) = (if is_undo { done.pop() } else { undone.pop() }) else {
            return self.tell_nothing(is_undo);
        };
        let (task, inverse) = match step {
            Step::Accepted { id, states } => {
                let [before, after] = states;
                let now = if is_undo { after } else { before };
                if self.session.as_ref().map(Session::state) != Some(now) {
                    return self.overtaken(step, is_undo);
                }
                (self.step_back(command), Step::Accepted { id, states })
            }
            // The file was read anew since, and its documents are others.
            Step::TurnedAway(id) if !self.inbox.turn(id) => return self.inbox_step_back(command),
            Step::TurnedAway(id) => (Task::none(), Step::TurnedAway(id)),
            Step::Pinned(id, pins) => {
                let Some(at) = self.inbox.items.iter().position(|item| item.id == id) else {
                    return self.inbox_step_back(command);
                };
                let before = self
                    .inbox
                    .items
                    .get_mut(at)
                    .map(|item| std::mem::replace(&mut item.pins, pins));
                (self.run_item(at), Step::Pinned(id, before.unwrap_or_default()))
            }
        };
        let History { done, undone } = &mut self.inbox.history;
        if is_undo {
            undone.push(inverse);
        } else {
            done.push(inverse);
        }
        task
    }

    /// Something was done on the pages since a document was accepted.
    fn overtaken(&mut self, step: Step, is_undo: bool) -> Task<Whole> {
        let issue = self.session.as_ref().map(Session::issue);
        let is_there = |id| issue.is_some_and(|issue| issue.document(id).is_some());
        match step {
            Step::Accepted { id, .. } if is_undo && is_there(id) => {
                self.inbox.history.done.push(step);
                let text = self.language.pick(
                    "收入以后版面上又改过；请按 Esc 回到版面，在那里撤销",
                    "The pages were changed since; press Esc and undo there",
                );
                self.notice = Some(Notice { text: text.to_owned(), is_error: false });
                Task::none()
            }
            _ if is_undo => self.inbox_step_back(Command::Undo),
            _ => self.tell_nothing(is_undo),
        }
    }

    fn tell_nothing(&mut self, is_undo: bool) -> Task<Whole> {
        let text = if is_undo {
            self.language.pick(
                "收稿里没有可以撤销的；要撤销版面上的改动，请先按 Esc 回到版面",
                "Nothing to undo in the inbox; press Esc to go back to the pages first",
            )
        } else {
            self.language.pick(
                "收稿里没有可以重做的；要重做版面上的改动，请先按 Esc 回到版面",
                "Nothing to redo in the inbox; press Esc to go back to the pages first",
            )
        };
        self.notice = Some(Notice { text: text.to_owned(), is_error: false });
        Task::none()
    }
}

impl super::Inbox {
    /// Turns a document away, or no longer; says whether it is here.
    pub(super) fn turn(&mut self, id: DocumentId) -> bool {
        let owns =
            |item: &&mut super::Item| item.draft().is_some_and(|draft| draft.order.contains(&id));
        let Some(item) = self.items.iter_mut().find(owns) else { return false };
        match item.away.iter().position(|own| *own == id) {
            Some(at) => {
                let _id = item.away.remove(at);
            }
            None => item.away.push(id),
        }
        true
    }
}
