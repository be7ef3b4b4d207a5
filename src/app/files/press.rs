//! Files for the press, and packages of them: made and checked off the UI thread, then put on disk.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use rayon::prelude::*;

use super::{Exported, Refusal, refusal};
use crate::app::busy;
use crate::app::panel::press::{Checked, Packed, PackedFile};
use crate::export::imposition::Scheme;
use crate::export::package::{Material, Wishes, package};
use crate::export::preflight::{Fault, Job, ink_map, preflight_watched};
use crate::export::press::{Choices, Options, press_watched};
use crate::export::{Error, Pictures, proof};
use crate::finding::{Finding, Severity};
use crate::font::FontBook;
use crate::import::original::{Kept, unapproved};
use crate::issue::Issue;
use crate::layout::page::{Info, Page};
use crate::store;

/// What a file for the press is made of.
#[derive(Debug)]
pub(crate) struct ToPress {
    pub(crate) pages: Vec<Arc<Page>>,
    pub(crate) info: Info,
    pub(crate) book: Arc<FontBook>,
    pub(crate) pictures: Pictures,
    pub(crate) choices: Choices,
    /// What stands against printing the issue at all.
    pub(crate) gate: Vec<Fault>,
    /// Why it is printed in spite of that.
    pub(crate) reason: Option<String>,
    /// Errors that the checker finds in the issue.
    pub(crate) unmended: usize,
    /// What is looked at for deviations from the imported files that nobody approved.
    pub(crate) issue: Issue,
    pub(crate) originals: BTreeMap<String, store::Original>,
}

/// How often [`check_press`] goes over the pages: it writes them, checks them, reads them back.
pub(crate) const PRESS_ROUNDS: usize = 3;

impl ToPress {
    /// How the file is written; pages that may not be printed carry a watermark.
    fn options(&self) -> Options {
        let reason = self.reason.as_ref().filter(|_| !self.gate.is_empty());
        let is_closed = !self.gate.is_empty() && reason.is_none();
        Options {
            watermark: is_closed.then(|| proof::WATERMARK.to_owned()),
            remark: reason.map(|reason| format!("未过付印关输出，理由：{reason}")),
            ..self.choices.options()
        }
    }

    /// What stands before the faults of the file: what is wrong with the issue. What somebody has
    /// overruled for a reason is only told.
    fn before(&self) -> Vec<Fault> {
        let gate = self.gate.iter().cloned().map(|fault| match &self.reason {
            None => fault,
            Some(reason) => {
                let message = format!("{}；已按理由“{reason}”不加水印", fault.finding.message);
                let finding = Finding { severity: Severity::Warning, message, ..fault.finding };
                Fault { finding, ..fault }
            }
        });
        let kept = |sha256: &str| {
            let store::Original { extension, bytes, text } = self.originals.get(sha256)?;
            Some(Kept { extension, bytes, text: text.as_deref() })
        };
        let deviations = unapproved(&self.issue, kept).into_iter().map(|finding| {
            // The panel shows no place.
            let message = format!("《{}》{}", finding.text, finding.message);
            Fault::of_issue(Finding { message, ..finding })
        });
        gate.chain(deviations).collect()
    }

    /// How a package of it is made. Sheets to look at are in every package.
    pub(crate) fn wishes(&self) -> Wishes {
        let mut options = self.options();
        options.imposition =
            options.imposition.filter(|scheme| !matches!(scheme, Scheme::Grid { .. }));
        Wishes {
            options,
            cover: self.choices.cover,
            before: self.before(),
            unmended: self.unmended,
            filled: self.choices.blanks.clone(),
        }
    }
}

/// Makes a file for the press, and checks it.
pub(crate) fn check_press(own: &ToPress, job: &busy::Job) -> Result<Checked, Refusal> {
    let options = own.options();
    let (with, watch) = ((&*own.book, &own.pictures), job.watch());
    let pdf = press_watched(&own.pages, &own.info, with, &options, watch).map_err(refusal)?;
    let job = Job { pages: &own.pages, info: &own.info, options: &options };
    let report = preflight_watched(&job, &pdf, watch);
    let mut report = report.ok_or_else(|| refusal(Error::Stopped))?;
    report.unmended = own.unmended;
    report.faults.splice(0..0, own.before()).for_each(drop);
    let map = |page: &Arc<Page>| ink_map(page, &pdf.printed, &options);
    let maps = own.pages.par_iter().map(map).collect();
    Ok(Checked { bytes: pdf.bytes, report, maps })
}

/// Puts a file that was checked on disk, unless that is not wanted any more; `name` says what is
/// wrong with its name.
pub(crate) fn write_press(
    path: PathBuf,
    checked: &Checked,
    name: Option<String>,
    job: &busy::Job,
) -> Result<Exported, Refusal> {
    if !job.is_stopped() {
        store::write(&path, &checked.bytes).map_err(refusal)?;
    }
    let sentences = [Some(checked.report.verdict()), name];
    let verdict = sentences.into_iter().flatten().collect::<Vec<_>>().join("。");
    Ok(Exported { path, verdict: Some(verdict) })
}

/// Makes everything that the print office gets, and puts it on disk unless that is not wanted any
/// more.
pub(crate) fn pack(
    own: &ToPress,
    wishes: &Wishes,
    path: PathBuf,
    job: &busy::Job,
) -> Result<Packed, Refusal> {
    let ToPress { issue, pages, info, book, pictures, .. } = own;
    let material = Material { issue, pages, info, book, pictures };
    let package = package(&material, wishes, job.watch()).map_err(refusal)?;
    if job.is_stopped() {
        return Err(refusal(Error::Stopped));
    }
    store::package::write_package(&path, &package.files).map_err(refusal)?;
    let file = |(name, _): &(String, Vec<u8>)| {
        let part = package.parts.iter().find(|part| part.listed.name == *name);
        let verdict = part.map(|part| (part.report.is_fit(), part.report.verdict()));
        PackedFile { name: name.clone(), verdict }
    };
    let files = package.files.iter().map(file).collect();
    Ok(Packed { path, files, is_fit: package.is_fit() })
}
