//! The style of the open issue: pages composed anew off the UI thread where there are many, and
//! style files.

use std::path::PathBuf;
use std::sync::Arc;

use iced::Task;

use super::busy::{Job, Work};
use super::composer::Restyled;
use super::files::Refusal;
use super::{App, Message, Notice};
use crate::import;
use crate::issue::StyleChoice;
use crate::issue::edit::{Edit, Setting};
use crate::issue::history::Joining;
use crate::layout::style::Stylesheet;
use crate::store;

/// Carries what was done with a style off the UI thread.
#[derive(Debug, Clone)]
pub struct StyleMessage(Done);

#[derive(Debug, Clone)]
enum Done {
    /// The issue was composed as it was in a revision.
    Composed(Job, u64, Arc<Restyled>),
    /// A style file was read.
    Read(PathBuf, Result<String, Refusal>),
    /// A style file was written.
    Written(PathBuf, Result<(), Refusal>),
}

impl App {
    /// Composes the issue in the style that it has now, where its pages are many and in another one.
    /// What was begun for a style before is dropped.
    pub(super) fn restyle(&mut self) -> Task<Message> {
        let (Some(session), Some(composer)) = (&self.session, &self.composer) else {
            return Task::none();
        };
        self.busy.drop(Work::Restyling);
        match composer.restyling(session.issue()) {
            Ok(None) => Task::none(),
            Ok(Some(restyling)) => {
                let revision = session.revision();
                let job = self.busy.begin(Work::Restyling);
                let work = async move { Done::Composed(job, revision, Arc::new(restyling.run())) };
                Task::perform(work, |done| Message::Style(StyleMessage(done)))
            }
            Err(error) => self.complain(error.to_string()),
        }
    }

    /// What comes back.
    pub(super) fn style_done(&mut self, StyleMessage(done): StyleMessage) -> Task<Message> {
        match done {
            Done::Composed(job, revision, restyled) => {
                let waits = self.busy.end(&job);
                let (Some(restyled), Some(composer)) =
                    (Arc::into_inner(restyled).filter(|_| waits), &mut self.composer)
                else {
                    return Task::none();
                };
                composer.take(restyled);
                if self.session.as_ref().is_some_and(|session| session.revision() != revision) {
                    // What was written meanwhile.
                    self.compose();
                }
                self.check()
            }
            Done::Read(path, Ok(source)) => self.load_style(&path, source),
            Done::Written(path, Ok(())) => {
                let words = self.language.pick("已存为样式文件", "The style was saved as");
                let text = format!("{words} {}", path.display());
                self.notice = Some(Notice { text, is_error: false });
                Task::none()
            }
            Done::Read(_, Err(error)) | Done::Written(_, Err(error)) => {
                self.complain(error.to_string())
            }
        }
    }

    /// The issue gets the style of a file.
    fn load_style(&mut self, path: &std::path::Path, source: String) -> Task<Message> {
        if let Err(error) = Stylesheet::parse(&source) {
            return self.complain(error.in_file(&path.display().to_string()));
        }
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let choice = StyleChoice { name, source: Some(source) };
        self.edit(&Edit::Set(Setting::Style(choice)), Joining::Apart)
    }

    /// Reads a style file off the UI thread.
    pub(super) fn read_style(path: PathBuf) -> Task<Message> {
        let work = async move {
            let read = store::read(&path).map_err(|error| Refusal::from(error.to_string()));
            let read = read.and_then(|bytes| {
                let text = import::text::decode(&bytes);
                text.map_err(|error| format!("{}: {error}", path.display()).into())
            });
            Done::Read(path, read)
        };
        Task::perform(work, |done| Message::Style(StyleMessage(done)))
    }

    /// Writes the issue's style into a file off the UI thread.
    pub(super) fn write_style(&self, path: PathBuf) -> Task<Message> {
        let Some(session) = &self.session else { return Task::none() };
        let choice = &session.issue().style;
        let own = choice.source.clone();
        let source = own.or_else(|| Stylesheet::source(&choice.name).map(str::to_owned));
        let Some(source) = source else { return Task::none() };
        let work = async move {
            let written = store::write(&path, source.as_bytes());
            Done::Written(path, written.map_err(|error| error.to_string().into()))
        };
        Task::perform(work, |done| Message::Style(StyleMessage(done)))
    }
}
