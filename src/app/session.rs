//! An open issue: what is edited, its history, and the file that it came from.

use std::path::{Path, PathBuf};

use crate::app::page_editor::input::Selection;
use crate::issue::Issue;
use crate::issue::edit::{Edit, EditError};
use crate::issue::history::{History, Joining, Kept};
use crate::issue::id::Ids;
use crate::store::{Access, IssueFile, Loaded};

/// What was selected before and after a change; none where nothing was.
type Around = [Option<Selection>; 2];

/// An open issue.
#[derive(Debug)]
pub(crate) struct Session {
    file: IssueFile,
    history: History,
    /// For each change that can be taken back, what was selected before and after it.
    undo: Vec<Around>,
    /// The same for those that can be done again.
    redo: Vec<Around>,
    path: Option<PathBuf>,
    access: Access,
    /// Grows with every change, also with undo.
    revision: u64,
    saved: u64,
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
            saved: 0,
            ids: Ids::new(seed),
        }
    }

    /// An issue as it was opened.
    pub(crate) fn opened(loaded: Loaded, path: PathBuf, seed: u64) -> Self {
        Self { access: loaded.access, path: Some(path), saved: 1, ..Self::new(loaded.file, seed) }
    }

    /// The issue.
    pub(crate) const fn issue(&self) -> &Issue {
        &self.file.issue
    }

    /// The issue with its pictures and originals.
    pub(crate) const fn file(&self) -> &IssueFile {
        &self.file
    }

    /// Where it was opened from or saved to.
    pub(crate) fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// What may be done with it.
    pub(crate) const fn access(&self) -> &Access {
        &self.access
    }

    /// Grows with every change.
    pub(crate) const fn revision(&self) -> u64 {
        self.revision
    }

    /// Whether something would be lost by closing it.
    pub(crate) const fn is_unsaved(&self) -> bool {
        self.revision != self.saved
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
        match kept {
            Kept::Apart => self.undo.push([selection, None]),
            Kept::Joined => {}
        }
        Ok(())
    }

    /// What is selected once the last change is done.
    pub(crate) fn selects(&mut self, selection: Option<Selection>) {
        if let Some(around) = self.undo.last_mut() {
            around[1] = selection;
        }
    }

    /// Takes the last change back; gives the edit that did it, and what was selected before.
    ///
    /// # Errors
    /// As [`Edit::apply`].
    pub(crate) fn undo(&mut self) -> Result<Option<(Edit, Option<Selection>)>, EditError> {
        let edit = self.history.undo(&mut self.file.issue)?;
        self.revision += u64::from(edit.is_some());
        let around = edit.is_some().then(|| self.undo.pop()).flatten();
        self.redo.extend(around);
        Ok(edit.map(|edit| (edit, around.and_then(|[before, _]| before))))
    }

    /// Does the last undone change again; gives the edit that did it, and what was selected after.
    ///
    /// # Errors
    /// As [`Edit::apply`].
    pub(crate) fn redo(&mut self) -> Result<Option<(Edit, Option<Selection>)>, EditError> {
        let edit = self.history.redo(&mut self.file.issue)?;
        self.revision += u64::from(edit.is_some());
        let around = edit.is_some().then(|| self.redo.pop()).flatten();
        self.undo.extend(around);
        Ok(edit.map(|edit| (edit, around.and_then(|[_, after]| after))))
    }

    /// Ends a run of typing.
    pub(crate) fn part(&mut self) {
        self.history.part();
    }

    /// Remembers that revision `revision` is on the disk, at `path`.
    pub(crate) fn saved(&mut self, path: PathBuf, revision: u64) {
        self.path = Some(path);
        self.saved = revision;
        self.access = Access::ReadWrite;
    }
}
