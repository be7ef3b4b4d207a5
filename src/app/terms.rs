//! The termbase as a table for a spreadsheet: read, and written for a reader who goes through it.

use std::path::Path;

use iced::Task;

use super::{App, Message, Notice};
use crate::store;
use crate::term::{Term, to_csv};

impl App {
    /// Takes the terms of a table into the office's own, which win over those of the program.
    pub(super) fn read_terms(&mut self, path: &Path) -> Task<Message> {
        let Some(data) = self.data.clone() else {
            let text = "找不到存放术语的文件夹；请用环境变量 GONGBAO_DATA 指定一个";
            return self.complain(text.to_owned());
        };
        let read = || -> Result<usize, String> {
            let told = |why: &dyn std::fmt::Display| format!("{}: {why}", path.display());
            let table = store::terms::import(path).map_err(|why| told(&why))?;
            let mut terms = store::terms::load(Some(&data)).map_err(|why| why.to_string())?;
            let count = terms.take_in(table);
            store::terms::save(&terms, &data).map_err(|why| why.to_string())?;
            Ok(count)
        };
        match read() {
            Ok(count) => {
                let text = match self.language {
                    super::Language::Chinese => format!("术语：新增或更新 {count} 条"),
                    super::Language::English => format!("Terms: {count} new or changed"),
                };
                self.notice = Some(Notice { text, is_error: false });
                self.check()
            }
            Err(text) => self.complain(text),
        }
    }

    /// Writes all terms, the office's first, as a table.
    pub(super) fn write_terms(&mut self, path: &Path) -> Task<Message> {
        let terms = match store::terms::load(self.data.as_deref()) {
            Ok(terms) => terms,
            Err(error) => return self.complain(error.to_string()),
        };
        let all: Vec<Term> = terms.terms().cloned().collect();
        match store::write(path, to_csv(&all).as_bytes()) {
            Ok(()) => {
                let done = self.language.pick("已导出", "Exported");
                let text = format!("{done} {}", path.display());
                self.notice = Some(Notice { text, is_error: false });
                Task::none()
            }
            Err(error) => self.complain(error.to_string()),
        }
    }
}
