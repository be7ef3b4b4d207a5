//! Preflight (印前检查): pages and the written file → what the print office would telephone about.
//!
//! The display list is checked before it is written, and the file again after it, by reading it
//! back: so that a fault of the writer is found as well. Nothing here trusts what wrote the file.
//! What it cannot say is whether a full PDF/X-4 validator would agree: there is none to compare with.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::export::Watch;
use crate::export::imposition::{Side, impose};
use crate::export::press::{Options, Pdf};
use crate::finding::{Finding, Severity};
use crate::geom::Rect;
use crate::layout::page::{FrameItem, Info, Page};

mod content;
mod display;
mod faults;
mod file;
mod font;
mod gate;
mod image;
mod ink;
mod leaf;
mod limit;
mod marks;
mod metadata;
mod name;
mod object;
mod outline;
mod paint;
mod painted;
mod qr;
mod read;
mod sheet;
mod syntax;

pub use gate::{gate, gate_pages, is_of_gate};
pub use ink::{InkMap, map as ink_map};
pub use name::{file_name, kind, name_fault};

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

impl Job<'_> {
    /// The sides of the sheets that the pages are put on; none for single pages.
    fn sides(&self) -> Vec<Side> {
        let count = u32::try_from(self.pages.len()).unwrap_or(u32::MAX);
        let scheme = self.options.imposition;
        scheme.and_then(|scheme| impose(scheme, count).ok()).unwrap_or_default()
    }
}

/// Something that stands against printing, and where it is on the paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Physical number of the page; none if it concerns the whole file, or a sheet.
    pub page: Option<u32>,
    /// What the page is called where only a part of the issue is printed: `内文第3面（全期第5面）`.
    pub name: Option<String>,
    /// The side of the sheet where pages were put together: `第2张正面`.
    pub side: Option<String>,
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
        Self { page, name: None, side: None, rect, finding }
    }

    /// An error that concerns the whole file.
    pub fn of_file(rule: &'static str, message: impl Into<String>) -> Self {
        Self::new(rule, Severity::Error, None, None, message)
    }

    /// What was found in the issue or its pictures, and not on a page.
    pub const fn of_issue(finding: Finding) -> Self {
        Self { page: None, name: None, side: None, rect: None, finding }
    }

    /// The same fault, on this side of a sheet.
    fn on(mut self, side: Option<&Side>) -> Self {
        self.side = side.map(Side::name);
        self
    }

    /// What its page is called: `第3面`, `内文第3面（全期第5面）`; none if it concerns no page.
    pub fn page_name(&self) -> Option<String> {
        self.name.clone().or_else(|| self.page.map(|page| format!("第{page}面")))
    }

    /// The fault as a sentence with its sheet and its page.
    pub fn sentence(&self) -> String {
        let message = &self.finding.message;
        let side = self.side.as_deref().unwrap_or_default();
        match format!("{side}{}", self.page_name().unwrap_or_default()) {
            place if place.is_empty() => message.clone(),
            place => format!("{place}：{message}"),
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
    /// How many sides of sheets they were put on; 0 for single pages.
    pub sides: usize,
    /// Errors that the checker finds in the issue: the pages can be plated, but say something
    /// wrong. Whoever has the issue counts them.
    pub unmended: usize,
}

/// Checks pages and the file that was written of them.
pub fn preflight(job: &Job<'_>, pdf: &Pdf) -> Report {
    report(job, pdf, &Watch::default())
}

/// Checks pages and file as [`preflight`] does, going twice over the pages, as long as it is
/// wanted; none once it is not.
pub fn preflight_watched(job: &Job<'_>, pdf: &Pdf, watch: &Watch) -> Option<Report> {
    let report = report(job, pdf, watch);
    (!watch.is_stopped()).then_some(report)
}

fn report(job: &Job<'_>, pdf: &Pdf, watch: &Watch) -> Report {
    let ((mut faults, most_ink), (written, plates)) =
        rayon::join(|| display::check(job, &pdf.printed, watch), || file::check(job, pdf, watch));
    // What the pages have is not said again of the file, unless it is worse there.
    let mut known: BTreeMap<(&str, Option<u32>), Severity> = BTreeMap::new();
    for fault in &faults {
        let severity = fault.finding.severity;
        let own = known.entry((fault.finding.rule, fault.page)).or_insert(severity);
        *own = severity.max(*own);
    }
    let fresh = written.into_iter().filter(|fault| {
        let before = known.get(&(fault.finding.rule, fault.page));
        before.is_none_or(|before| *before < fault.finding.severity)
    });
    let fresh: Vec<Fault> = fresh.collect();
    faults.extend(fresh);
    faults.extend(placed(&pdf.findings, job.pages));
    faults.sort_by_key(|fault| fault.page);
    if let Some(part) = job.options.part {
        for fault in &mut faults {
            let number = |place: usize| job.pages.get(place).map(|page| page.number);
            let place = (0..job.pages.len()).find(|&place| number(place) == fault.page);
            let page = fault.page.zip(place);
            fault.name =
                page.map(|(page, place)| part.page(&(place + 1).to_string(), &page.to_string()));
        }
    }
    let sides = job.sides().len();
    Report { faults, plates, most_ink, pages: job.pages.len(), sides, unmended: 0 }
}

/// What the writer found, on every page that shows the picture of which it is said; what is said of
/// no picture of the pages concerns the whole file.
pub fn placed(findings: &[Finding], pages: &[Arc<Page>]) -> Vec<Fault> {
    let mut faults = Vec::new();
    for finding in findings {
        let before = faults.len();
        for page in pages {
            for placed in &page.parts {
                let shown = placed.frame.items.iter().filter_map(|item| match item {
                    FrameItem::Picture { window, sha256, .. } if **sha256 == *finding.text => {
                        Some(window.moved(placed.at))
                    }
                    FrameItem::Picture { .. } | FrameItem::Glyphs(_) | FrameItem::Rule { .. } => {
                        None
                    }
                });
                faults.extend(shown.map(|rect| Fault {
                    page: Some(page.number),
                    rect: Some(rect),
                    ..Fault::of_issue(finding.clone())
                }));
            }
        }
        if faults.len() == before {
            faults.push(Fault::of_issue(finding.clone()));
        }
    }
    faults
}

/// Checks a written file alone, as [`preflight`] does: the bytes of `pdf`, and the pictures that
/// it should have.
pub fn preflight_file(job: &Job<'_>, pdf: &Pdf) -> Vec<Fault> {
    file::check(job, pdf, &Watch::default()).0
}

impl Report {
    /// Whether nothing stands against printing.
    pub fn is_fit(&self) -> bool {
        self.errors().next().is_none()
    }

    /// Whether it is only to be looked at, whatever else was found.
    pub fn is_proof(&self) -> bool {
        self.faults.iter().any(|fault| fault.finding.rule == sheet::PROOF)
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
            let (what, unmended) = match self.unmended {
                _ if self.is_proof() => ("可以看样，不能上版", String::new()),
                0 => ("可以付印", String::new()),
                count => ("可以上版", format!("；但检查结果还有 {count} 处错误没有处理")),
            };
            return format!(
                "{what}：{} 面{}，印版 {} 块（{}），最大总墨量 {}%{warnings}{unmended}",
                self.pages,
                match self.sides {
                    0 => String::new(),
                    sides => format!("拼成 {sides} 版"),
                },
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_verdict_says_what_the_checker_still_finds() {
        let check = |unmended, expected: &str| {
            let plates = vec!["K".to_owned()];
            let report =
                Report { faults: Vec::new(), plates, most_ink: 100, pages: 20, sides: 0, unmended };
            assert_eq!(report.verdict(), expected);
            assert!(report.is_fit());
        };
        check(0, "可以付印：20 面，印版 1 块（K），最大总墨量 100%");
        check(
            3,
            "可以上版：20 面，印版 1 块（K），最大总墨量 100%；但检查结果还有 3 处错误没有处理",
        );
    }
}
