//! The house's settings: kept from the open issue, given to it, and as a file for a colleague.

use std::path::Path;

use iced::Task;

use super::{App, Message, Notice};
use crate::issue::history::Joining;
use crate::store::house::{self, House};

impl App {
    /// The settings of the open issue.
    fn house(&self) -> Option<House> {
        let session = self.session.as_ref()?;
        Some(House::of(session.file(), self.press_panel.choices.lasting()))
    }

    /// From now on new issues begin as the open one is.
    pub(super) fn keep_house(&mut self) -> Task<Message> {
        let Some(house) = self.house() else { return Task::none() };
        let words = self.language.pick(
            "已保存为本单位设置；新建一期时由此开始",
            "Kept as the house's settings; new issues begin with them",
        );
        self.keep(&house, words)
    }

    /// Keeps settings in the data of the user.
    fn keep(&mut self, house: &House, done: &str) -> Task<Message> {
        let Some(data) = self.data.clone() else {
            let text = "找不到存放设置的文件夹；请用环境变量 GONGBAO_DATA 指定一个";
            return self.complain(text.to_owned());
        };
        match house::save(house, &data) {
            Ok(()) => self.say(done),
            Err(error) => self.complain(error.to_string()),
        }
    }

    fn say(&mut self, text: &str) -> Task<Message> {
        self.notice = Some(Notice { text: text.to_owned(), is_error: false });
        Task::none()
    }

    /// The open issue gets name, cover, style and colophon of the house, as one change.
    pub(super) fn apply_house(&mut self) -> Task<Message> {
        let house = match house::load(self.data.as_deref()) {
            Ok(Some(house)) => house,
            Ok(None) => {
                let text = self.language.pick(
                    "还没有本单位设置；请先在排好的一期里“保存为本单位设置”，或读入同事给的文件",
                    "There are no settings of the house yet: keep those of an issue, or read a file",
                );
                return self.complain(text.to_owned());
            }
            Err(error) => return self.complain(error.to_string()),
        };
        let (Some(session), Some(composer)) = (&mut self.session, &mut self.composer) else {
            return Task::none();
        };
        for picture in house.pictures.values() {
            let sha256 = session.add_picture(&picture.extension, picture.bytes.clone());
            composer.add_picture(sha256, picture.bytes.clone());
        }
        match house.edit(session.issue()) {
            Ok(edit) => {
                self.press_panel.choices = house.press;
                self.press_panel.forget();
                self.edit(&edit, Joining::Apart)
            }
            Err(error) => self.complain(error.to_string()),
        }
    }

    /// Writes the settings of the open issue into a file.
    pub(super) fn write_house(&mut self, path: &Path) -> Task<Message> {
        let Some(house) = self.house() else { return Task::none() };
        match house::export(&house, path) {
            Ok(()) => {
                let done = self.language.pick("已导出", "Written");
                self.say(&format!("{done} {}", path.display()))
            }
            Err(error) => self.complain(error.to_string()),
        }
    }

    /// The settings of a file are the house's from now on.
    pub(super) fn read_house(&mut self, path: &Path) -> Task<Message> {
        match house::import(path) {
            Ok(house) => {
                let words = self.language.pick(
                    "已读入本单位设置；新建一期时由此开始，已打开的一期可“套用本单位设置”",
                    "The settings were read: new issues begin with them; apply them to this one",
                );
                self.keep(&house, words)
            }
            Err(error) => self.complain(error.to_string()),
        }
    }
}
