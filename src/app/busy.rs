//! What is going on off the UI thread, as the window says it.

use std::sync::Arc;

use super::files::Export;
use super::language::{Language, Words};

/// Something that is going on.
#[derive(Debug, Clone)]
pub(crate) struct Busy {
    pub(crate) words: Words,
    /// An export page by page, and how many pages are written.
    pages: Option<(Arc<Export>, usize)>,
}

impl Busy {
    pub(crate) const FONTS: Words = ("正在读取字体…", "Reading fonts…");
    pub(crate) const OPENING: Words = ("正在打开…", "Opening…");
    pub(crate) const SAVING: Words = ("正在保存…", "Saving…");
    pub(crate) const EXPORTING: Words = ("正在导出…", "Exporting…");

    /// Something whose end alone is known.
    pub(crate) const fn new(words: Words) -> Self {
        Self { words, pages: None }
    }

    /// An export of which `done` pages are written.
    pub(crate) const fn pages(job: Arc<Export>, done: usize) -> Self {
        Self { words: Self::EXPORTING, pages: Some((job, done)) }
    }

    /// Whether it is this export; another one, or one that was stopped, goes on no further.
    pub(crate) fn is(&self, job: &Arc<Export>) -> bool {
        self.pages.as_ref().is_some_and(|(own, _)| Arc::ptr_eq(own, job))
    }

    /// Whether it can be stopped.
    pub(crate) const fn can_stop(&self) -> bool {
        self.pages.is_some()
    }

    /// What it says.
    pub(crate) fn sentence(&self, language: Language) -> String {
        let words = language.say(self.words);
        match &self.pages {
            Some((job, done)) => format!("{words} {done} / {}", job.pages.len()),
            None => words.to_owned(),
        }
    }
}
