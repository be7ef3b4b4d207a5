//! Preflight (印前检查): pages and the written file → what the print office would telephone about.
//!
//! The display list is checked before it is written, and the file again after it, by reading it
//! back: so that a fault of the writer is found as well. Nothing here trusts what wrote the file.
//! What it cannot say is whether a full PDF/X-4 validator would agree: there is none to compare with.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::export::press::{Options, Pdf};
use crate::finding::{Finding, Severity};
use crate::geom::Rect;
use crate::issue::Issue;
use crate::layout::page::{Info, Page};

mod content;
mod display;
mod file;
mod font;
mod ink;
mod limit;
mod metadata;
mod name;
mod read;

pub use name::{file_name, name_fault};

pub use ink::{InkMap, map as ink_map};

/// The most ink that coated paper takes, in percent.
const MOST_INK: u32 = 300;
/// Bytes of a file that can still be sent by mail and opened at the print office.
const LARGEST_FILE: usize = 200 << 20;

/// What was meant to be printed.
#[derive(Debug, Clone, Copy)]
pub struct Job<'a> {
    /// The pages.
    pub pages: &'a [Arc<Page>],
    /// What the metadata should say.
    pub info: &'a Info,
    /// How they were written.
    pub options: &'a Options,
}

/// Something that stands against printing, and where it is on the paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Physical number of the page; none if it concerns the whole file.
    pub page: Option<u32>,
    /// The object, from the upper left corner of the trimmed page.
    pub rect: Option<Rect>,
    /// What it is.
    pub finding: Finding,
}

impl Fault {
    fn new(
        rule: &'static str,
        severity: Severity,
        page: Option<u32>,
        rect: Option<Rect>,
        message: impl Into<String>,
    ) -> Self {
        let (text, message) = (String::new(), message.into());
        let finding = Finding { rule, severity, place: None, text, message, fix: None };
        Self { page, rect, finding }
    }

    /// An error that concerns the whole file.
    pub fn of_file(rule: &'static str, message: impl Into<String>) -> Self {
        Self::new(rule, Severity::Error, None, None, message)
    }

    /// The fault as a sentence with its page.
    pub fn sentence(&self) -> String {
        match self.page {
            Some(page) => format!("第{page}面：{}", self.finding.message),
            None => self.finding.message.clone(),
        }
    }
}

/// What preflight found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// In the order of the pages, those of the whole file first.
    pub faults: Vec<Fault>,
    /// The plates that the file needs, in the order C M Y K and then spot inks.
    pub plates: Vec<String>,
    /// The most ink on one place of all pages, in percent.
    pub most_ink: u32,
    /// How many pages there are.
    pub pages: usize,
}

/// Checks pages and the file that was written of them.
pub fn preflight(job: &Job<'_>, pdf: &Pdf) -> Report {
    let ((mut faults, most_ink), (written, plates)) =
        rayon::join(|| display::check(job, &pdf.printed), || file::check(job, &pdf.bytes));
    // What the pages have is not said again of the file.
    let known: BTreeSet<(&str, Option<u32>)> =
        faults.iter().map(|fault| (fault.finding.rule, fault.page)).collect();
    let fresh =
        written.into_iter().filter(|fault| !known.contains(&(fault.finding.rule, fault.page)));
    let fresh: Vec<Fault> = fresh.collect();
    faults.extend(fresh);
    for finding in &pdf.findings {
        faults.push(Fault { page: None, rect: None, finding: finding.clone() });
    }
    faults.sort_by_key(|fault| fault.page);
    Report { faults, plates, most_ink, pages: job.pages.len() }
}

/// Checks a written file alone, as [`preflight`] does.
pub fn preflight_file(job: &Job<'_>, bytes: &[u8]) -> Vec<Fault> {
    file::check(job, bytes).0
}

impl Report {
    /// Whether nothing stands against printing.
    pub fn is_fit(&self) -> bool {
        self.errors().next().is_none()
    }

    fn errors(&self) -> impl Iterator<Item = &Fault> {
        self.faults.iter().filter(|fault| fault.finding.severity == Severity::Error)
    }

    /// One line: fit to print or not, and why not.
    pub fn verdict(&self) -> String {
        let count = |severity| {
            self.faults.iter().filter(|fault| fault.finding.severity == severity).count()
        };
        let Some(first) = self.errors().next() else {
            let warnings = match count(Severity::Warning) {
                0 => String::new(),
                count => format!("，{count} 处提醒"),
            };
            return format!(
                "可以付印：{} 面，印版 {} 块（{}），最大总墨量 {}%{warnings}",
                self.pages,
                self.plates.len(),
                self.plates.join("、"),
                self.most_ink
            );
        };
        let sentence = first.sentence();
        match count(Severity::Error) {
            1 => format!("不能付印：{sentence}"),
            count => format!("不能付印：{count} 处错误，第一处：{sentence}"),
        }
    }
}

/// What stands against printing an issue at all: a Mongolian name that nobody who reads it has
/// approved.
pub fn unapproved_masthead(issue: &Issue) -> Option<Fault> {
    let masthead = &issue.masthead;
    let unapproved = !masthead.mongolian.is_empty() && masthead.approval.is_none();
    let message = "蒙古文刊名还没有人核定；请懂蒙古文的同事核对，在属性中登记核定人";
    unapproved.then(|| Fault::of_file("gate-mongolian", message))
}
