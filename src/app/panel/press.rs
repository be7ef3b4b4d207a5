//! 印前检查: whether the pages may be printed, and why not, before a file is written.
//!
//! The check makes the file in memory and reads it back; what is put on disk afterwards is that
//! very file. Once the issue changes the check is old, and nothing is written before another one.

use std::sync::Arc;

use crate::app::action::{Action, Command};
pub use crate::export::imposition::Sheets;
use crate::export::preflight::{Fault, InkMap, Report};
use crate::export::press::{Choices, Marks, Red};
use crate::geom::Rect;

mod dummy;
mod view;

/// A file for the press, and what the check of it found.
#[derive(Debug)]
pub(crate) struct Checked {
    pub(crate) bytes: Vec<u8>,
    pub(crate) report: Report,
    /// The ink on each page.
    pub(crate) maps: Vec<InkMap>,
}

/// What was chosen and found.
#[derive(Debug, Default)]
pub(crate) struct PressPanel {
    pub(crate) choices: Choices,
    /// The last check, and the revision of the issue that it is of.
    checked: Option<(u64, Arc<Checked>)>,
    current: Option<usize>,
    shows_ink: bool,
}

/// What happens in the panel.
#[derive(Debug, Clone)]
pub enum Message {
    /// What the red is to become.
    RedChosen(Red),
    /// Marks around the pages, or none.
    MarksToggled,
    /// How the pages are to stand on the sheets.
    SheetsChosen(Sheets),
    /// The pages are to be checked again.
    Asked,
    /// A fault of the list was chosen.
    Chosen(usize),
    /// The ink is to be shown on the pages, or no more.
    InkToggled,
    /// The file is to be put on disk.
    Written,
}

impl PressPanel {
    /// Carries out a message.
    pub(crate) fn update(&mut self, message: Message) -> Action {
        match message {
            Message::RedChosen(red) => self.choices.red = red,
            Message::MarksToggled => {
                self.choices.marks = match self.choices.marks {
                    Marks::None => Marks::Printer,
                    Marks::Printer => Marks::None,
                }
            }
            Message::SheetsChosen(sheets) => self.choices.sheets = sheets,
            Message::Asked => {}
            Message::Chosen(index) => {
                self.current = Some(index);
                return self
                    .fault()
                    .and_then(place)
                    .map_or(Action::None, |(page, rect)| Action::ShowOnPage(page, rect));
            }
            Message::InkToggled => {
                self.shows_ink = !self.shows_ink;
                return Action::None;
            }
            Message::Written => return Action::Run(Command::WritePress),
        }
        Action::Run(Command::ExportPress)
    }

    /// What the file is called after, as in a package.
    pub(crate) const fn kind(&self) -> &'static str {
        match self.choices.sheets {
            Sheets::Single => "印刷",
            Sheets::Saddle | Sheets::Spreads | Sheets::Sections => "拼版",
            Sheets::Grid => "缩样",
        }
    }

    /// Takes what was found in a revision.
    pub(crate) fn take(&mut self, revision: u64, checked: Arc<Checked>) {
        self.checked = Some((revision, checked));
        self.current = None;
    }

    /// What was found before counts no more.
    pub(crate) fn forget(&mut self) {
        self.checked = None;
        self.current = None;
    }

    /// The check of a revision, if there was one since the last choice.
    pub(crate) fn checked(&self, revision: u64) -> Option<&Arc<Checked>> {
        self.checked.as_ref().filter(|(own, _)| *own == revision).map(|(_, checked)| checked)
    }

    fn fault(&self) -> Option<&Fault> {
        self.checked.as_ref()?.1.report.faults.get(self.current?)
    }

    /// The object of the chosen fault: index of its page, and where it stands there.
    pub(crate) fn outlined(&self, revision: u64) -> Option<(usize, Rect)> {
        let _ = self.checked(revision)?;
        let (page, rect) = place(self.fault()?)?;
        Some((page, rect?))
    }

    /// The ink on the pages, where it is to be shown.
    pub(crate) fn inks(&self, revision: u64) -> &[InkMap] {
        let checked = self.checked(revision).filter(|_| self.shows_ink);
        checked.map_or(&[], |checked| &checked.maps)
    }
}

/// Index of the page of a fault, and where on it the object stands.
fn place(fault: &Fault) -> Option<(usize, Option<Rect>)> {
    let page = usize::try_from(fault.page?).ok()?.checked_sub(1)?;
    Some((page, fault.rect))
}
