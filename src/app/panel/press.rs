//! 印前检查: whether the pages may be printed, and why not, before a file is written; and how the
//! print office wants its files.
//!
//! The check makes the file in memory and reads it back; what is put on disk afterwards is that
//! very file. Once the issue changes the check is old, and nothing is written before another one.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::app::action::{Action, Command};
pub use crate::export::imposition::Sheets;
use crate::export::job_sheet::Blank;
use crate::export::preflight::{Fault, InkMap, Report, kind};
use crate::export::press::{Choices, Marks, Red, Section};
use crate::geom::Rect;
use crate::store::shops::Shops;

mod dummy;
mod entry;
mod group;
mod view;

pub use self::entry::Entry;

/// A file for the press, and what the check of it found.
#[derive(Debug)]
pub(crate) struct Checked {
    pub(crate) bytes: Vec<u8>,
    pub(crate) report: Report,
    /// The ink on each page.
    pub(crate) maps: Vec<InkMap>,
}

/// A package that is on disk.
#[derive(Debug, Clone)]
pub(crate) struct Packed {
    pub(crate) path: PathBuf,
    pub(crate) files: Vec<PackedFile>,
    /// Whether nothing stands against printing it.
    pub(crate) is_fit: bool,
}

/// A file of a package.
#[derive(Debug, Clone)]
pub(crate) struct PackedFile {
    pub(crate) name: String,
    /// Of a file for the press: whether it may be printed, and why not.
    pub(crate) verdict: Option<(bool, String)>,
}

/// Choices that belong together: one group is open at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// 印厂: the choices of a print office, by its name.
    Shop,
    /// 颜色.
    Colour,
    /// 拼版.
    Sheets,
    /// 打包.
    Package,
}

/// What was chosen and found.
#[derive(Debug, Default)]
pub(crate) struct PressPanel {
    pub(crate) choices: Choices,
    /// The print offices that the office keeps; none before they were read, or if they cannot be.
    pub(crate) shops: Option<Shops>,
    /// The last package of this issue.
    pub(crate) packed: Option<Packed>,
    /// The last check, and the revision of the issue that it is of.
    checked: Option<(u64, Arc<Checked>)>,
    current: Option<usize>,
    shows_ink: bool,
    open: Option<Group>,
    /// What stands in a field that is being typed in.
    typed: Option<(Entry, String)>,
    /// The name that the choices are to be kept under.
    shop: String,
    /// Why the issue is to be printed in spite of a closed gate, as it is typed; and whether that
    /// holds.
    reason: String,
    overrules: bool,
}

/// What happens in the panel.
#[derive(Debug, Clone)]
pub enum Message {
    /// A group was opened, or the open one closed.
    Opened(Group),
    /// What the red is to become.
    RedChosen(Red),
    /// Whether the cover is a file of its own in a package, and what its red becomes.
    CoverChosen(Option<Red>),
    /// The program's own profile again.
    ProfileCleared,
    /// The print office's profile is to be chosen.
    ProfileWanted,
    /// Something was typed in a field.
    Entered(Entry, String),
    /// Marks around the pages, or none.
    MarksToggled,
    /// How the pages are to stand on the sheets.
    SheetsChosen(Sheets),
    /// Pages of a section.
    SectionChosen(u32),
    /// The order of the pages on the sheets is to go to the clipboard.
    OrderCopied(String),
    /// A package is to be an archive, or a folder.
    ZipChosen(bool),
    /// What is to stand on the job sheet.
    Filled(Blank, String),
    /// The choices of a print office.
    ShopChosen(String),
    /// The name of a print office was typed.
    ShopTyped(String),
    /// The choices are to be kept under that name.
    ShopKept,
    /// What is kept under that name is to go.
    ShopDropped,
    /// Why the issue is to be printed all the same was typed.
    ReasonTyped(String),
    /// The gate is to be overruled.
    Overruled,
    /// The pages are to be checked again.
    Asked,
    /// A fault of the list was chosen.
    Chosen(usize),
    /// The ink is to be shown on the pages, or no more.
    InkToggled,
    /// The file is to be put on disk.
    Written,
    /// A package is to be made.
    PackageWanted,
    /// The folder of the package is to be shown.
    FolderWanted,
}

impl PressPanel {
    /// Carries out a message.
    pub(crate) fn update(&mut self, message: Message) -> Action {
        match message {
            Message::RedChosen(red) => self.choices.red = red,
            Message::ProfileCleared => self.choices.icc = None,
            Message::MarksToggled => {
                self.choices.marks = match self.choices.marks {
                    Marks::None => Marks::Printer,
                    Marks::Printer => Marks::None,
                }
            }
            Message::SheetsChosen(sheets) => {
                self.choices.sheets = sheets;
                self.open = Some(Group::Sheets);
            }
            Message::SectionChosen(pages) => self.choices.section = Section(pages),
            Message::Entered(entry, text) => {
                let before = self.choices.clone();
                let taken = entry::take(&mut self.choices, entry, &text);
                self.typed = Some((entry, text));
                if !taken || before == self.choices {
                    return Action::None;
                }
            }
            Message::ShopChosen(name) => {
                let Some(own) = self.shops.as_ref().and_then(|shops| shops.get(&name)) else {
                    return Action::None;
                };
                self.choices = own.clone();
                self.shop = name;
                self.typed = None;
            }
            Message::Overruled => self.overrules = true,
            Message::Asked => {}
            Message::Chosen(index) => {
                self.current = Some(index);
                return self
                    .fault()
                    .and_then(place)
                    .map_or(Action::None, |(page, rect)| Action::ShowOnPage(page, rect));
            }
            Message::ShopKept | Message::ShopDropped => return self.keep(&message),
            Message::ProfileWanted => return Action::Run(Command::ChooseProfile),
            Message::OrderCopied(order) => return Action::Copy(order),
            Message::Written => return Action::Run(Command::WritePress),
            Message::PackageWanted => return Action::Run(Command::Package),
            Message::FolderWanted => {
                return self.folder().map_or(Action::None, Action::ShowFolder);
            }
            other => {
                self.note(other);
                return Action::None;
            }
        }
        Action::Run(Command::ExportPress)
    }

    /// Takes note of what changes nothing about the file that is checked.
    fn note(&mut self, message: Message) {
        match message {
            Message::Opened(group) => self.open = Some(group).filter(|own| self.open != Some(*own)),
            Message::CoverChosen(cover) => self.choices.cover = cover,
            Message::ZipChosen(zip) => self.choices.zip = zip,
            Message::Filled(blank, text) => {
                let _before = self.choices.blanks.insert(blank, text);
            }
            Message::ShopTyped(name) => self.shop = name,
            Message::ReasonTyped(reason) => {
                self.reason = reason;
                self.overrules = false;
            }
            Message::InkToggled => self.shows_ink = !self.shows_ink,
            _ => {}
        }
    }

    /// Keeps the choices under the name that was typed, or drops what is kept there.
    fn keep(&mut self, message: &Message) -> Action {
        let name = self.shop.trim().to_owned();
        let lasting = self.choices.lasting();
        // What could not be read is not written over.
        let Some(shops) = &mut self.shops else { return Action::None };
        let _before = match message {
            Message::ShopKept if !name.is_empty() => shops.insert(name, lasting),
            Message::ShopDropped => shops.remove(&name),
            _ => return Action::None,
        };
        Action::KeepShops(shops.clone())
    }

    /// The print office whose choices these are.
    fn shop(&self) -> Option<&str> {
        let lasting = self.choices.lasting();
        let named = self.shops.as_ref()?.iter().filter(|(_, own)| **own == lasting);
        // Two may want the same.
        let names: Vec<&str> = named.map(|(name, _)| name.as_str()).collect();
        let typed = names.iter().find(|name| **name == self.shop);
        typed.or(names.first()).copied()
    }

    /// The folder that holds the last package, or is it.
    fn folder(&self) -> Option<PathBuf> {
        let path = &self.packed.as_ref()?.path;
        let is_zip = path.extension().is_some_and(|own| own.eq_ignore_ascii_case("zip"));
        let folder = if is_zip { path.parent().map(Path::to_owned)? } else { path.clone() };
        Some(folder)
    }

    /// Why the issue is printed in spite of a closed gate.
    pub(crate) fn overruled(&self) -> Option<&str> {
        Some(self.reason.trim()).filter(|reason| self.overrules && !reason.is_empty())
    }

    /// What the file is called after, as in a package.
    pub(crate) fn kind(&self) -> &'static str {
        kind(self.choices.scheme())
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

    /// Another issue is open.
    pub(crate) fn leave(&mut self) {
        self.forget();
        self.packed = None;
        self.reason.clear();
        self.overrules = false;
        let _last_months = self.choices.blanks.remove(&Blank::Delivery);
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
