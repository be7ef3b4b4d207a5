//! An open issue: what is edited, its history, and the file that it came from.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::app::page_editor::input::Selection;
use crate::issue::Issue;
use crate::issue::document::Origin;
use crate::issue::edit::{Edit, EditError};
use crate::issue::history::{History, Joining, Kept};
use crate::issue::id::Ids;
use crate::store::{Access, IssueFile, Loaded};

/// An issue as it was at some time, and what was selected then.
#[derive(Debug, Clone, Copy)]
struct Moment {
    /// The same number only for the same issue.
    state: u64,
    selection: Option<Selection>,
}

/// Before and after a change.
type Around = [Moment; 2];

/// An open issue.
#[derive(Debug)]
pub(crate) struct Session {
    file: IssueFile,
    history: History,
    /// For each change that can be taken back, how it was before and after it.
    undo: Vec<Around>,
    /// The same for those that can be done again.
    redo: Vec<Around>,
    path: Option<PathBuf>,
    access: Access,
    /// Grows with every change, also with undo.
    revision: u64,
    /// Of what is open, and of what is on the disk.
    state: u64,
    saved: u64,
    /// The state in which nobody has worked on it yet; none if somebody had before.
    fresh: Option<u64>,
    /// For new blocks and documents.
    pub(crate) ids: Ids,
}

impl Session {
    /// An issue that has no file yet; unsaved from the beginning.
    pub(crate) fn new(file: IssueFile, seed: u64) -> Self {
        Self {
            file,
            history: History::default(),
            undo: Vec::new(),
            redo: Vec::new(),
            path: None,
            access: Access::ReadWrite,
            revision: 1,
            state: 1,
            saved: 0,
            fresh: Some(1),
            ids: Ids::new(seed),
        }
    }

    /// An issue as it was opened.
    pub(crate) fn opened(loaded: Loaded, path: PathBuf, seed: u64) -> Self {
        Self { access: loaded.access, path: Some(path), saved: 1, ..Self::new(loaded.file, seed) }
    }

    /// An issue whose changes were kept by a program that did not end as it should, with the file that
    /// it is to be saved to.
    pub(crate) fn recovered(file: IssueFile, path: Option<PathBuf>, seed: u64) -> Self {
        Self { path, fresh: None, ..Self::new(file, seed) }
    }

    /// The issue.
    pub(crate) const fn issue(&self) -> &Issue {
        &self.file.issue
    }

    /// The issue with its pictures and originals.
    pub(crate) const fn file(&self) -> &IssueFile {
        &self.file
    }

    /// Keeps an imported file with the text that it gave, and says how a document names it. What no
    /// document names any more does no harm.
    pub(crate) fn keep_original(&mut self, ending: &str, bytes: Vec<u8>, text: String) -> Origin {
        self.file.add_original(ending, bytes, text)
    }

    /// Where it was opened from or saved to.
    pub(crate) fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Where a plain saving goes: not over a file that can only be looked at.
    pub(crate) fn own_path(&self) -> Option<&Path> {
        self.path().filter(|_| self.access == Access::ReadWrite)
    }

    /// What may be done with it.
    pub(crate) const fn access(&self) -> &Access {
        &self.access
    }

    /// Grows with every change.
    pub(crate) const fn revision(&self) -> u64 {
        self.revision
    }

    /// The same number only for the same issue: undo brings the old one back.
    pub(crate) const fn state(&self) -> u64 {
        self.state
    }

    /// Whether something would be lost by closing it.
    pub(crate) const fn is_unsaved(&self) -> bool {
        self.state != self.saved
    }

    /// Whether work would be lost by closing it: a new issue in which nothing was done is none.
    pub(crate) fn holds_work(&self) -> bool {
        self.is_unsaved() && self.fresh != Some(self.state)
    }

    /// Whether there is something to take back.
    pub(crate) fn can_undo(&self) -> bool {
        self.history.can_undo()
    }

    /// Whether there is something to do again.
    pub(crate) fn can_redo(&self) -> bool {
        self.history.can_redo()
    }

    /// Changes the issue; `selection` is what is selected before.
    ///
    /// # Errors
    /// As [`Edit::apply`]; nothing is changed then.
    pub(crate) fn apply(
        &mut self,
        edit: &Edit,
        joining: Joining,
        selection: Option<Selection>,
    ) -> Result<(), EditError> {
        let kept = self.history.apply(&mut self.file.issue, edit, joining)?;
        self.revision += 1;
        self.redo.clear();
        let before = Moment { state: self.state, selection };
        self.state = self.revision;
        let after = Moment { state: self.state, selection: None };
        match (kept, self.undo.last_mut()) {
            (Kept::Joined, Some(around)) => around[1] = after,
            (Kept::Apart, _) | (Kept::Joined, None) => self.undo.push([before, after]),
        }
        Ok(())
    }

    /// Puts a picture into the file, where an edit can name it; returns its SHA-256.
    pub(crate) fn add_picture(&mut self, extension: &str, bytes: Arc<Vec<u8>>) -> String {
        self.file.add_picture(extension, Arc::unwrap_or_clone(bytes))
    }

    /// What is selected once the last change is done.
    pub(crate) fn selects(&mut self, selection: Option<Selection>) {
        if let Some(around) = self.undo.last_mut() {
            around[1].selection = selection;
        }
    }

    /// Takes the last change back; gives the edit that did it, and what was selected before.
    ///
    /// # Errors
    /// As [`Edit::apply`].
    pub(crate) fn undo(&mut self) -> Result<Option<(Edit, Option<Selection>)>, EditError> {
        let edit = self.history.undo(&mut self.file.issue)?;
        self.revision += u64::from(edit.is_some());
        let Some(edit) = edit else { return Ok(None) };
        let around = self.undo.pop();
        self.redo.extend(around);
        self.state = around.map_or(self.revision, |[before, _]| before.state);
        Ok(Some((edit, around.and_then(|[before, _]| before.selection))))
    }

    /// Does the last undone change again; gives the edit that did it, and what was selected after.
    ///
    /// # Errors
    /// As [`Edit::apply`].
    pub(crate) fn redo(&mut self) -> Result<Option<(Edit, Option<Selection>)>, EditError> {
        let edit = self.history.redo(&mut self.file.issue)?;
        self.revision += u64::from(edit.is_some());
        let Some(edit) = edit else { return Ok(None) };
        let around = self.redo.pop();
        self.undo.extend(around);
        self.state = around.map_or(self.revision, |[_, after]| after.state);
        Ok(Some((edit, around.and_then(|[_, after]| after.selection))))
    }

    /// Ends a run of typing.
    pub(crate) fn part(&mut self) {
        self.history.part();
    }

    /// Remembers that the issue is on the disk, at `path`, as it was when its state was `state`.
    pub(crate) fn saved(&mut self, path: PathBuf, state: u64) {
        self.path = Some(path);
        self.saved = state;
        self.access = Access::ReadWrite;
    }
}
