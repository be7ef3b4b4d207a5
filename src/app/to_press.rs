//! Files for the press: checked in memory first, then put on disk as they were checked; packages of
//! them; and the print offices that want them in their own way.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use iced::Task;

use super::busy::Work;
use super::files;
use super::files::press::{PRESS_ROUNDS, ToPress};
use super::{App, ExportedMessage, Message, Notice, PackedMessage, PreflightedMessage, Side};
use crate::export::Watch;
use crate::export::preflight::{gate, gate_pages, kind, name_fault};
use crate::export::press::{Choices, Icc, check_profile};
use crate::store::shops::{self, Shops};
use crate::store::{self, Access, house};

impl App {
    /// Another issue is open: what was found before is of the one before. How files are made stays,
    /// and is at first what the house keeps.
    pub(super) fn begin_press(&mut self) {
        self.press_panel.leave();
        if self.press_panel.shops.is_some() {
            return;
        }
        // A new issue tells what is wrong with the settings of the house.
        if self.press_panel.choices == Choices::default()
            && let Ok(Some(house)) = house::load(self.data.as_deref())
        {
            self.press_panel.choices = house.press;
        }
        match shops::load(self.data.as_deref()) {
            Ok(shops) => self.press_panel.shops = Some(shops),
            Err(error) => {
                self.notice = Some(Notice { text: error.to_string(), is_error: true });
            }
        }
    }

    /// What a file for the press is made of; a sentence where the issue may be incomplete.
    fn to_press(&self) -> Option<Result<ToPress, String>> {
        let (session, composer) = (self.session.as_ref()?, self.composer.as_ref()?);
        if let Access::ReadOnly(reason) = session.access() {
            return Some(Err(format!("{reason}；文件没有全部读出，不能输出印刷文件")));
        }
        let mut gate = gate(session.issue());
        gate.extend(gate_pages(&composer.findings));
        Some(Ok(ToPress {
            pages: composer.lines.pages().to_vec(),
            info: composer.info.clone(),
            book: composer.book.clone(),
            pictures: composer.pictures.clone(),
            choices: self.press_panel.choices.clone(),
            gate,
            reason: self.press_panel.overruled().map(str::to_owned),
            unmended: self.unmended(),
            issue: session.issue().clone(),
            originals: session.file().originals.clone(),
        }))
    }

    /// Shows the panel of the press, and checks the pages off the UI thread.
    pub(super) fn check_press(&mut self) -> Task<Message> {
        let shown = self.show_side(Side::Press);
        let revision = self.session.as_ref().map_or(0, super::session::Session::revision);
        let own = match self.to_press() {
            Some(Ok(own)) => own,
            Some(Err(why)) => return self.complain(why),
            None => return shown,
        };
        self.press_panel.forget();
        self.busy.replace(Work::Preflight);
        let watch = Watch::new(own.pages.len(), PRESS_ROUNDS);
        let job = self.busy.begin_counted(Work::Preflight, watch);
        let work = async move {
            let going = job.clone();
            let check = move || files::press::check_press(&own, &going).map(Arc::new);
            PreflightedMessage(job, revision, files::aside(check).await)
        };
        Task::batch([shown, Task::perform(work, Message::Preflighted)])
    }

    pub(super) fn preflighted(&mut self, message: PreflightedMessage) -> Task<Message> {
        let PreflightedMessage(job, revision, checked) = message;
        if !self.busy.end(&job) {
            return Task::none();
        }
        match checked {
            Ok(checked) => {
                self.press_panel.take(revision, checked);
                Task::none()
            }
            Err(error) => self.complain(error.to_string()),
        }
    }

    /// Puts the file that was checked on disk; what has changed since is checked first.
    pub(super) fn write_press(&mut self, path: PathBuf) -> Task<Message> {
        let Some(session) = &self.session else { return Task::none() };
        let Some(checked) = self.press_panel.checked(session.revision()).cloned() else {
            return self.check_press();
        };
        self.notice = None;
        let job = self.busy.begin(Work::Exporting);
        let stem = path.file_stem().map(|stem| stem.to_string_lossy()).unwrap_or_default();
        let kind = kind(self.press_panel.choices.scheme());
        let name = name_fault(&stem, session.issue(), kind).map(|fault| fault.sentence());
        let work = async move {
            let written = files::press::write_press(path, &checked, name, &job);
            ExportedMessage(job, written)
        };
        Task::perform(work, Message::Exported)
    }

    /// Whether the file for the press can be put on disk: it was checked as the issue is now.
    pub(super) fn is_checked(&self) -> bool {
        let revision = self.session.as_ref().map(super::session::Session::revision);
        revision.is_some_and(|revision| self.press_panel.checked(revision).is_some())
    }

    /// Makes everything that the print office gets, as a folder or an archive.
    pub(super) fn package(&mut self, path: PathBuf) -> Task<Message> {
        if files::is_named_as_issue(&path) {
            let text = "打包要写成文件夹或 .zip 文件，没有改动；请换一个名字";
            return self.complain(format!("{}: {text}", path.display()));
        }
        if let Err(error) = store::package::check_package(&path) {
            return self.complain(error.to_string());
        }
        let own = match self.to_press() {
            Some(Ok(own)) => own,
            Some(Err(why)) => return self.complain(why),
            None => return Task::none(),
        };
        let shown = self.show_side(Side::Press);
        self.notice = None;
        self.press_panel.packed = None;
        let wishes = own.wishes();
        let watch = Watch::new(own.pages.len(), wishes.rounds());
        let job = self.busy.begin_counted(Work::Packing, watch);
        let work = async move {
            let going = job.clone();
            let pack = move || files::press::pack(&own, &wishes, path, &going);
            PackedMessage(job, files::aside(pack).await)
        };
        Task::batch([shown, Task::perform(work, Message::Packed)])
    }

    pub(super) fn package_done(
        &mut self,
        PackedMessage(job, packed): PackedMessage,
    ) -> Task<Message> {
        if !self.busy.end(&job) {
            return Task::none();
        }
        match packed {
            Ok(packed) => {
                self.press_panel.packed = Some(packed);
                Task::none()
            }
            Err(error) => self.complain(error.to_string()),
        }
    }

    /// From now on the colours are those of the print office's profile.
    pub(super) fn choose_profile(&mut self, path: &Path) -> Task<Message> {
        let bytes = match files::bytes(path) {
            Ok(bytes) => bytes,
            Err(error) => return self.complain(error.to_string()),
        };
        if let Err(error) = check_profile(&bytes) {
            return self.complain(format!("{}: {error}", path.display()));
        }
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        let icc = Icc { name: name.unwrap_or_default(), bytes: Arc::new(bytes) };
        self.press_panel.choices.icc = Some(icc);
        self.check_press()
    }

    /// Keeps the print offices in the data of the user.
    pub(super) fn keep_shops(&mut self, shops: &Shops) -> Task<Message> {
        let Some(data) = self.data.clone() else {
            let text = "找不到存放设置的文件夹；请用环境变量 GONGBAO_DATA 指定一个";
            return self.complain(text.to_owned());
        };
        match shops::save(shops, &data) {
            Ok(()) => Task::none(),
            Err(error) => self.complain(error.to_string()),
        }
    }

    /// Shows a folder outside of the window.
    pub(super) fn show_in_system(&mut self, folder: &Path) -> Task<Message> {
        if (self.show_folder)(folder) {
            return Task::none();
        }
        let text = self.language.pick(
            "系统里没有打开文件夹的程序；请自己打开",
            "The system has no program that opens folders; please open by hand",
        );
        self.complain(format!("{text} {}", folder.display()))
    }
}
