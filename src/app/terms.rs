//! The termbase: shown, kept in the office's data, and as a table for a spreadsheet.

use std::path::Path;

use iced::Task;
use iced::widget::operation;

use super::panel::terms::{SEARCH, Terms};
use super::{App, Message, Notice};
use crate::store;
use crate::term::{Term, Termbase, to_csv};

/// Where there is no folder for the user's data.
const NO_DATA: &str = "找不到存放术语的文件夹；请用环境变量 GONGBAO_DATA 指定一个";

impl App {
    /// Opens the panel of the terms.
    pub(super) fn show_terms(&mut self) -> Task<Message> {
        let Some(book) = self.book.clone() else { return Task::none() };
        let terms = match store::terms::load(self.data.as_deref()) {
            Ok(terms) => terms,
            Err(error) => return self.complain(error.to_string()),
        };
        self.terms = Some(Terms::new(terms, book));
        self.menu = None;
        self.editor.focused = false;
        operation::focus(SEARCH)
    }

    /// Keeps the office's terms as the panel has changed them, and has the name checked by them.
    pub(super) fn keep_terms(&mut self, terms: Termbase) -> Task<Message> {
        let Some(data) = self.data.clone() else { return self.complain(NO_DATA.to_owned()) };
        match store::terms::save(&terms, &data) {
            Ok(()) => {
                self.terms_changed(terms);
                self.check()
            }
            Err(error) => {
                if let Some(panel) = &mut self.terms {
                    panel.refused();
                }
                self.complain(error.to_string())
            }
        }
    }

    /// Shows other terms in the panels that are open.
    fn terms_changed(&mut self, terms: Termbase) {
        if let Some(writing) = &mut self.writing {
            writing.offer(&terms);
        }
        if let Some(panel) = &mut self.terms {
            panel.take(terms);
        }
    }

    /// Takes the terms of a table into the office's own, which win over those of the program.
    pub(super) fn read_terms(&mut self, path: &Path) -> Task<Message> {
        let Some(data) = self.data.clone() else { return self.complain(NO_DATA.to_owned()) };
        let read = || -> Result<(usize, usize, Termbase), String> {
            let told = |why: &dyn std::fmt::Display| format!("{}: {why}", path.display());
            let table = store::terms::import(path).map_err(|why| told(&why))?;
            let mut terms = store::terms::load(Some(&data)).map_err(|why| why.to_string())?;
            let count = terms.take_in(table.terms);
            store::terms::save(&terms, &data).map_err(|why| why.to_string())?;
            Ok((count, table.lacking, terms))
        };
        match read() {
            Ok((count, lacking, terms)) => {
                self.terms_changed(terms);
                let mut text = match self.language {
                    super::Language::Chinese => format!("术语：新增或更新 {count} 条"),
                    super::Language::English => format!("Terms: {count} new or changed"),
                };
                if lacking > 0 {
                    text.push_str(&match self.language {
                        super::Language::Chinese => {
                            format!("；{lacking} 行缺汉文或蒙古文，没有读入")
                        }
                        super::Language::English => {
                            format!("; {lacking} lines lack a name and were left out")
                        }
                    });
                }
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
