//! Work off the UI thread: how it begins, and what is done with what comes back.

use std::path::PathBuf;
use std::sync::Arc;

use iced::Task;

use super::action::Command;
use super::busy::Work;
use super::composer::Composer;
use super::files::{self, Export, Exported, Opened, Refusal};
use super::inbox::Inbox;
use super::panel::dialog;
use super::session::Session;
use super::{
    Afterwards, App, CheckedMessage, ChosenMessage, ExportedMessage, FontsMessage, Message, Notice,
    OpenedMessage, PageMessage, SavedMessage,
};
use crate::export::Watch;
use crate::store::{self, Access, IssueFile};

impl App {
    /// What comes back from work off the UI thread.
    pub(super) fn finished(&mut self, message: Message) -> Task<Message> {
        match message {
            Message::FontsRead(FontsMessage(fonts)) => {
                self.busy.drop(Work::Fonts);
                match fonts {
                    Ok(book) => self.book = Some(book),
                    Err(error) => return self.complain(error.to_string()),
                }
                self.look_back()
            }
            Message::LookedBack(message) => self.looked_back(message),
            Message::Beat => self.beat(),
            Message::Kept(message) => self.kept(message),
            Message::Opened(message) => self.opened(message),
            Message::Saved(message) => self.saved(message),
            Message::Exported(ExportedMessage(job, exported)) => {
                if self.busy.end(&job) {
                    self.exported(exported)
                } else {
                    Task::none()
                }
            }
            Message::Preflighted(message) => self.preflighted(message),
            Message::Packed(message) => self.package_done(message),
            Message::PageExported(message) => self.page_exported(message),
            Message::Checked(CheckedMessage(revision, found)) => {
                if self.session.as_ref().is_some_and(|own| own.revision() == revision) {
                    self.findings = (revision, Arc::unwrap_or_clone(found));
                }
                Task::none()
            }
            Message::Chosen(ChosenMessage(Command::Import, paths)) if !paths.is_empty() => {
                self.receive(paths)
            }
            Message::Chosen(ChosenMessage(command, paths)) => match paths.into_iter().next() {
                Some(path) => self.with_path(command, path),
                // There may be no such dialog in this system: our own one stays.
                None => self.ask_path(command),
            },
            Message::Received(message) => self.received(message),
            _ => Task::none(),
        }
    }

    /// A file was read. What was written meanwhile on the issue that it takes the place of is asked
    /// about; what was given up before the file was opened is not asked about again.
    fn opened(
        &mut self,
        OpenedMessage(job, path, given_up, opened): OpenedMessage,
    ) -> Task<Message> {
        if !self.busy.end(&job) {
            return Task::none();
        }
        match opened {
            Ok(Opened::Sent) => self.receive(vec![path]),
            Ok(opened) => {
                let now = self.session.as_ref().map(Session::revision);
                let afterwards = Afterwards::Show(path, opened);
                if now == given_up { self.go_on(afterwards) } else { self.leave(afterwards) }
            }
            Err(error) => self.complain(error.to_string()),
        }
    }

    /// Asks about unsaved changes first, then goes on.
    pub(super) fn leave(&mut self, afterwards: Afterwards) -> Task<Message> {
        // What is asked for now takes the place of what was asked for before.
        self.busy.drop(Work::Opening);
        if self.session.as_ref().is_some_and(Session::is_unsaved) {
            self.afterwards = Some(afterwards);
            self.palette = None;
            return self.ask(dialog::Dialog::Unsaved, dialog::DEFAULT);
        }
        self.go_on(afterwards)
    }

    pub(super) fn go_on(&mut self, afterwards: Afterwards) -> Task<Message> {
        match afterwards {
            Afterwards::Quit => {
                let issue = self.session.as_ref().map(Session::issue);
                let waiting = Some(&self.inbox).filter(|inbox| inbox.holds_work(issue));
                self.recovery.end(waiting.map(Inbox::incoming).unwrap_or_default());
                iced::exit()
            }
            Afterwards::Close => {
                self.session = None;
                self.composer = None;
                self.busy.drop(Work::Saving);
                self.findings = (0, Vec::new());
                Task::none()
            }
            Afterwards::Open(_) | Afterwards::Begin(_) if self.book.is_none() => {
                self.afterwards = Some(afterwards);
                Task::none()
            }
            Afterwards::Open(path) => {
                self.busy.drop(Work::Opening);
                let job = self.busy.begin(Work::Opening);
                let given_up = self.session.as_ref().map(Session::revision);
                let work = async move {
                    let opened = files::open(&path);
                    OpenedMessage(job, path, given_up, opened)
                };
                Task::perform(work, Message::Opened)
            }
            Afterwards::Show(path, Opened::Issue(loaded)) => {
                let Some(loaded) = Arc::into_inner(loaded) else { return Task::none() };
                self.inbox.is_open = false;
                self.begin(Session::opened(loaded, path, files::seed()))
            }
            Afterwards::Show(path, Opened::Sent) => self.receive(vec![path]),
            Afterwards::Begin(command) => {
                let house = match store::house::load(self.data.as_deref()) {
                    Ok(house) => house.filter(|_| command != Command::Sample),
                    Err(error) => return self.complain(error.to_string()),
                };
                let file = match command {
                    Command::Sample => files::sample(),
                    _ => files::empty(house.as_ref()),
                };
                if let Some(house) = house {
                    self.press_panel.choices = house.press;
                }
                self.inbox.is_open = false;
                self.begin(Session::new(file, files::seed()))
            }
        }
    }

    /// Shows a session: its pages, from the first one.
    pub(super) fn begin(&mut self, session: Session) -> Task<Message> {
        let Some(book) = &self.book else { return Task::none() };
        let pictures = session.file().pictures.iter();
        let pictures =
            pictures.map(|(name, picture)| (name.clone(), picture.bytes.clone())).collect();
        match Composer::new(book.clone(), &session.issue().style, pictures) {
            Ok(composer) => self.composer = Some(composer),
            Err(error) => return self.complain(error.to_string()),
        }
        self.notice = None;
        if let Some(path) = session.path() {
            self.start.set_recent(files::remember(path, self.data.as_deref()));
        }
        if let Access::ReadOnly(reason) = session.access() {
            self.notice = Some(Notice { text: reason.to_string(), is_error: false });
        }
        // What is still being written or asked belongs to the issue before.
        self.busy.drop(Work::Saving);
        self.busy.drop(Work::Opening);
        (self.dialog, self.palette, self.menu) = (None, None, None);
        self.session = Some(session);
        self.recovery.forget();
        self.find.forget();
        self.begin_press();
        self.editor.reset();
        self.compose();
        self.check()
    }

    pub(super) fn save(&mut self, path: PathBuf) -> Task<Message> {
        let Some(session) = &self.session else { return Task::none() };
        if let Access::ReadOnly(reason) = session.access()
            && session.path() == Some(path.as_path())
        {
            let text = format!("{}: {reason}；请另存为别的文件", path.display());
            return self.complain(text);
        }
        let (file, state): (IssueFile, u64) = (session.file().clone(), session.state());
        let job = self.busy.begin(Work::Saving);
        let data = self.data.clone();
        let work = async move {
            let saved = files::save(&path, &file, data.as_deref());
            SavedMessage(job, path, state, saved)
        };
        Task::perform(work, Message::Saved)
    }

    fn saved(&mut self, SavedMessage(job, path, state, saved): SavedMessage) -> Task<Message> {
        let is_shown = self.busy.end(&job);
        if let Err(error) = saved {
            self.afterwards = None;
            return self.complain(error.to_string());
        }
        self.start.set_recent(files::remember(&path, self.data.as_deref()));
        // Another issue may have come into the window meanwhile: it has a file of its own.
        let Some(session) = self.session.as_mut().filter(|_| is_shown) else {
            return Task::none();
        };
        session.saved(path, state);
        match self.afterwards.take() {
            // What was written meanwhile is asked about again.
            Some(afterwards) => self.leave(afterwards),
            None => Task::none(),
        }
    }

    pub(super) fn export(&mut self, path: PathBuf) -> Task<Message> {
        let (Some(session), Some(composer)) = (&self.session, &self.composer) else {
            return Task::none();
        };
        self.notice = None;
        // A PDF counts its pages by itself; pictures are written page by page.
        let is_pdf = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("pdf"));
        let pages = composer.lines.pages().len();
        let watch = if is_pdf { Watch::new(pages, 1) } else { Watch::default() };
        let job = self.busy.begin_counted(Work::Exporting, watch);
        let export = Export {
            issue: session.issue().clone(),
            pages: composer.lines.pages().to_vec(),
            info: composer.info.clone(),
            book: composer.book.clone(),
            pictures: composer.pictures.clone(),
            proofing: self.proofing,
            path,
            job,
        };
        if export.path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("png")) {
            return self.export_page(Arc::new(export), 0);
        }
        let work = async move {
            let job = export.job.clone();
            ExportedMessage(job, files::aside(move || files::export(&export)).await)
        };
        Task::perform(work, Message::Exported)
    }

    /// Writes page `done` of an export off the UI thread; the next one when it is written.
    fn export_page(&mut self, export: Arc<Export>, done: usize) -> Task<Message> {
        if !self.busy.reached(&export.job, done, export.pages.len()) {
            return Task::none();
        }
        let work = async move {
            let exported = files::export_page(&export, done);
            PageMessage(export, done + 1, exported)
        };
        Task::perform(work, Message::PageExported)
    }

    fn page_exported(&mut self, PageMessage(export, done, exported): PageMessage) -> Task<Message> {
        match exported {
            Ok(()) if done < export.pages.len() => self.export_page(export, done),
            exported if self.busy.end(&export.job) => {
                let path = files::page_path(&export.path, 1);
                self.exported(exported.map(|()| Exported { path, verdict: None }))
            }
            _ => Task::none(),
        }
    }

    fn exported(&mut self, exported: Result<Exported, Refusal>) -> Task<Message> {
        match exported {
            Ok(Exported { path, verdict }) => {
                let done = self.language.pick("已导出", "Exported");
                let verdict = verdict.map(|verdict| format!("　{verdict}")).unwrap_or_default();
                let text = format!("{done} {}{verdict}", path.display());
                self.notice = Some(Notice { text, is_error: false });
                Task::none()
            }
            Err(error) => self.complain(error.to_string()),
        }
    }
}
