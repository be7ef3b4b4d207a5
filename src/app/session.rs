//! An open issue: what is edited, its history, and the file that it came from.

use std::path::{Path, PathBuf};

use crate::issue::Issue;
use crate::issue::edit::{Edit, EditError};
use crate::issue::history::{History, Joining};
use crate::issue::id::Ids;
use crate::store::{Access, IssueFile, Loaded};

/// An open issue.
#[derive(Debug)]
pub(crate) struct Session {
    file: IssueFile,
    history: History,
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

    /// Changes the issue.
    ///
    /// # Errors
    /// As [`Edit::apply`]; nothing is changed then.
    pub(crate) fn apply(&mut self, edit: &Edit, joining: Joining) -> Result<(), EditError> {
        self.history.apply(&mut self.file.issue, edit, joining)?;
        self.revision += 1;
        Ok(())
    }

    /// Takes the last change back; gives the edit that did it.
    ///
    /// # Errors
    /// As [`Edit::apply`].
    pub(crate) fn undo(&mut self) -> Result<Option<Edit>, EditError> {
        let edit = self.history.undo(&mut self.file.issue)?;
        self.revision += u64::from(edit.is_some());
        Ok(edit)
    }

    /// Does the last undone change again.
    ///
    /// # Errors
    /// As [`Edit::apply`].
    pub(crate) fn redo(&mut self) -> Result<Option<Edit>, EditError> {
        let edit = self.history.redo(&mut self.file.issue)?;
        self.revision += u64::from(edit.is_some());
        Ok(edit)
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
