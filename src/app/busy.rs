//! What is going on off the UI thread, as the window says it.
//!
//! Each piece of work has a `Job`. What comes back from one that was stopped, or that something
//! newer took the place of, finds its job no longer here, and is dropped.

use std::sync::Arc;

use super::language::{Language, Words};
use crate::export::Watch;

/// A kind of work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Work {
    /// The bundled fonts are read, once at the start.
    Fonts,
    /// A file is opened or imported.
    Opening,
    /// The issue is written to its file.
    Saving,
    /// The pages are composed in another style.
    Restyling,
    /// The file for the press is made and checked.
    Preflight,
    /// The package for the print office is made.
    Packing,
    /// Pages are written as a PDF, as pictures or as text.
    Exporting,
}

impl Work {
    const fn words(self) -> Words {
        match self {
            Self::Fonts => ("正在读取字体…", "Reading fonts…"),
            Self::Opening => ("正在打开…", "Opening…"),
            Self::Saving => ("正在保存…", "Saving…"),
            Self::Restyling => ("正在按新版式排版…", "Composing in the new style…"),
            Self::Preflight => ("正在做印前检查…", "Checking before print…"),
            Self::Packing => ("正在打包…", "Packaging…"),
            Self::Exporting => ("正在导出…", "Exporting…"),
        }
    }

    /// Whether it leaves everything as it was when it is stopped.
    const fn can_stop(self) -> bool {
        match self {
            Self::Opening | Self::Preflight | Self::Packing | Self::Exporting => true,
            Self::Fonts | Self::Saving | Self::Restyling => false,
        }
    }
}

/// One piece of work; its copies are the same one.
#[derive(Debug, Clone, Default)]
pub(crate) struct Job(Arc<Watch>);

impl Job {
    /// Whether it is to write nothing any more.
    pub(crate) fn is_stopped(&self) -> bool {
        self.0.is_stopped()
    }

    /// What the work counts its pages with.
    pub(crate) fn watch(&self) -> &Watch {
        &self.0
    }

    fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

#[derive(Debug)]
struct Going {
    job: Job,
    work: Work,
    /// How many pages are done, of how many.
    pages: Option<(usize, usize)>,
}

/// All that is going on, the newest last.
#[derive(Debug, Default)]
pub(crate) struct Busy(Vec<Going>);

impl Busy {
    /// Something begins.
    pub(crate) fn begin(&mut self, work: Work) -> Job {
        self.begin_counted(work, Watch::default())
    }

    /// Something begins that counts its pages by itself.
    pub(crate) fn begin_counted(&mut self, work: Work, watch: Watch) -> Job {
        let job = Job(Arc::new(watch));
        self.0.push(Going { job: job.clone(), work, pages: None });
        job
    }

    /// A job is at its end; says whether anybody still waits for what it brings.
    pub(crate) fn end(&mut self, job: &Job) -> bool {
        let count = self.0.len();
        self.0.retain(|going| !going.job.is(job));
        self.0.len() < count
    }

    /// So many pages of a job are done; says whether it is to go on.
    pub(crate) fn reached(&mut self, job: &Job, done: usize, all: usize) -> bool {
        let going = self.0.iter_mut().find(|going| going.job.is(job));
        let goes = going.is_some();
        if let Some(going) = going {
            going.pages = Some((done, all));
        }
        goes
    }

    /// Nobody waits any more for work of a kind.
    pub(crate) fn drop(&mut self, work: Work) {
        self.0.retain(|going| going.work != work);
    }

    /// Stops all work of a kind: something newer takes its place.
    pub(crate) fn replace(&mut self, work: Work) {
        for going in self.0.iter().filter(|going| going.work == work) {
            going.job.0.stop();
        }
        self.drop(work);
    }

    /// Whether something is going on that counts its pages by itself, and nobody hears of it.
    pub(crate) fn counts(&self) -> bool {
        self.0.iter().any(|going| going.job.0.progress().is_some())
    }

    /// Stops the newest work that can be stopped.
    pub(crate) fn stop(&mut self) {
        if let Some(at) = self.0.iter().rposition(|going| going.work.can_stop()) {
            let going = self.0.remove(at);
            going.job.0.stop();
        }
    }

    /// Whether work of a kind is going on.
    pub(crate) fn is(&self, work: Work) -> bool {
        self.0.iter().any(|going| going.work == work)
    }

    /// Whether there is something that can be stopped.
    pub(crate) fn can_stop(&self) -> bool {
        self.0.iter().any(|going| going.work.can_stop())
    }

    /// What it says: of what can be stopped, so that the button beside is about that; else of the
    /// newest.
    pub(crate) fn sentence(&self, language: Language) -> Option<String> {
        let stoppable = self.0.iter().rfind(|going| going.work.can_stop());
        let going = stoppable.or_else(|| self.0.last())?;
        let words = language.say(going.work.words());
        Some(match going.pages.or_else(|| going.job.0.progress()) {
            Some((done, all)) => format!("{words} {done} / {all}"),
            None => words.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stopped_job_ends_for_nobody() {
        let mut busy = Busy::default();
        let export = busy.begin(Work::Exporting);
        let saving = busy.begin(Work::Saving);
        assert!(busy.reached(&export, 1, 12));
        assert_eq!(busy.sentence(Language::Chinese).as_deref(), Some("正在导出… 1 / 12"));
        busy.stop();
        assert!(export.is_stopped() && !saving.is_stopped());
        assert!(!busy.can_stop() && busy.is(Work::Saving));
        assert!(!busy.reached(&export, 2, 12) && !busy.end(&export));
        assert!(busy.end(&saving) && !busy.end(&saving));
        assert_eq!(busy.sentence(Language::Chinese), None);
    }

    #[test]
    fn work_that_counts_its_pages_is_read_and_called_off() {
        let mut busy = Busy::default();
        let first = busy.begin_counted(Work::Preflight, Watch::new(20, 3));
        assert!(busy.counts());
        assert_eq!(
            busy.sentence(Language::English).as_deref(),
            Some("Checking before print… 0 / 20")
        );
        busy.replace(Work::Preflight);
        assert!(first.watch().is_stopped() && !busy.counts());
        let second = busy.begin_counted(Work::Preflight, Watch::new(20, 3));
        busy.stop();
        assert!(second.is_stopped() && !busy.end(&second));
    }

    #[test]
    fn what_something_newer_replaced_ends_for_nobody() {
        let mut busy = Busy::default();
        let first = busy.begin(Work::Opening);
        busy.drop(Work::Opening);
        let second = busy.begin(Work::Opening);
        assert!(!busy.end(&first) && busy.end(&second));
    }
}
