//! Everything that the print office gets (打包): the files for the press, checked; the job sheet,
//! what preflight found, the order of pages on sheets, small pages to look at, checksums.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::export::imposition::Scheme;
use crate::export::job_sheet::{self, Blank, Facts, Listed, Reminder};
use crate::export::preflight::{Fault, Job, Report, file_name, kind, preflight_watched};
use crate::export::press::{Options, Part as OfIssue, Red, press, press_watched};
use crate::export::{self, Pictures, Profile, Watch};
use crate::finding::Severity;
use crate::font::FontBook;
use crate::issue::Issue;
use crate::issue::id::sha256;
use crate::layout::page::{Info, Page};

/// The file that names the others with their checksums, as `sha256sum -c` reads it.
pub const CHECKSUMS: &str = "SHA256SUMS.txt";

/// Pages of a cover.
const COVER: usize = 4;
/// How often the pages of a file for the press are gone over: written, checked, read back.
const ROUNDS: usize = 3;

/// What a package is made of.
#[derive(Debug, Clone, Copy)]
pub struct Material<'a> {
    /// The issue.
    pub issue: &'a Issue,
    /// All its pages.
    pub pages: &'a [Arc<Page>],
    /// Gazette, year and number.
    pub info: &'a Info,
    /// The fonts of the pages.
    pub book: &'a FontBook,
    /// The pictures of the pages.
    pub pictures: &'a Pictures,
}

/// How a package is made.
#[derive(Debug, Clone, Default)]
pub struct Wishes {
    /// How files for the press are written. With an imposition there are imposed files besides
    /// those with single pages.
    pub options: Options,
    /// The red of a cover that is a file of its own; none where it is in the file of all pages.
    pub cover: Option<Red>,
    /// What stands against printing the issue at all, to be told of each file.
    pub before: Vec<Fault>,
    /// How many errors the checker finds in the issue.
    pub unmended: usize,
    /// What the office says on the job sheet.
    pub filled: BTreeMap<Blank, String>,
}

impl Wishes {
    /// How often all pages are gone over.
    pub const fn rounds(&self) -> usize {
        // The small pages are written, and not checked.
        1 + ROUNDS * if self.options.imposition.is_some() { 2 } else { 1 }
    }
}

/// A package, not yet on disk.
#[derive(Debug)]
pub struct Package {
    /// All files, each with its name.
    pub files: Vec<(String, Vec<u8>)>,
    /// What is to be said of those for the press.
    pub parts: Vec<Part>,
}

/// A file of the package for the press.
#[derive(Debug)]
pub struct Part {
    /// The file.
    pub listed: Listed,
    /// What preflight found in it.
    pub report: Report,
    /// Which pages stand where, of a file with several on a sheet.
    pub order: Vec<(String, String)>,
    scheme: Option<Scheme>,
}

/// A file of the package that could not be made.
#[derive(Debug, thiserror::Error)]
#[error("{file}: {error}")]
pub struct Failed {
    /// Its name.
    pub file: String,
    /// Why.
    pub error: export::Error,
}

impl Package {
    /// Whether nothing stands against printing any of its files.
    pub fn is_fit(&self) -> bool {
        self.parts.iter().all(|part| part.report.is_fit())
    }
}

/// Makes a package.
///
/// # Errors
/// The first file that cannot be made; [`export::Error::Stopped`] if it is not wanted any more.
pub fn package(own: &Material<'_>, wishes: &Wishes, watch: &Watch) -> Result<Package, Failed> {
    let (mut parts, mut files) = (Vec::new(), Vec::new());
    let schemes = std::iter::once(None).chain(wishes.options.imposition.map(Some));
    for scheme in schemes {
        for (part, pages) in parted(own.pages, wishes.cover.is_some()) {
            let imposition = scheme.and_then(|scheme| of_part(scheme, part));
            if imposition.is_none() && scheme.is_some() {
                continue;
            }
            let red = match (part, wishes.cover) {
                (Some(OfIssue::Cover), Some(red)) => red,
                _ => wishes.options.red,
            };
            let of = Some(own.pages.len());
            let options = Options { part, red, imposition, of, ..wishes.options.clone() };
            let (part, bytes) = write(&pages, own, wishes, &options, watch)?;
            files.push((part.listed.name.clone(), bytes));
            parts.push(part);
        }
    }
    files.extend(added(&parts, own, wishes)?);
    let small = format!("{}.pdf", file_name(own.issue, "缩样"));
    let bytes = thumbnails(own, watch).map_err(|error| Failed { file: small.clone(), error })?;
    files.push((small, bytes));
    let sums: String =
        files.iter().map(|(name, bytes)| format!("{}  {name}\n", sha256(bytes))).collect();
    files.push((CHECKSUMS.to_owned(), sums.into_bytes()));
    Ok(Package { files, parts })
}

/// The pages that are files of their own: the inner ones and the cover, where it is printed apart
/// and leaves some; else all of them.
fn parted(pages: &[Arc<Page>], cover: bool) -> Vec<(Option<OfIssue>, Vec<Arc<Page>>)> {
    match (cover, pages.len().checked_sub(COVER)) {
        (true, Some(count @ 1..)) => {
            let is_inner = |index: usize| (COVER / 2..COVER / 2 + count).contains(&index);
            let (inner, outer): (Vec<_>, Vec<_>) =
                pages.iter().cloned().enumerate().partition(|(index, _)| is_inner(*index));
            let pages = |all: Vec<(usize, Arc<Page>)>| all.into_iter().map(|(_, page)| page);
            vec![
                (Some(OfIssue::Inner), pages(inner).collect()),
                (Some(OfIssue::Cover), pages(outer).collect()),
            ]
        }
        _ => vec![(None, pages.to_vec())],
    }
}

/// How a part of an issue is put on sheets: a cover is one sheet around the others. The cover of a
/// book that is not stitched has a spine, which the print office makes as thick as the book is.
const fn of_part(scheme: Scheme, part: Option<OfIssue>) -> Option<Scheme> {
    match (scheme, part) {
        (Scheme::Saddle(_) | Scheme::Spreads, Some(OfIssue::Cover)) => Some(Scheme::Spreads),
        (Scheme::Sections(_) | Scheme::Grid { .. }, Some(OfIssue::Cover)) => None,
        (_, Some(OfIssue::Inner) | None) => Some(scheme),
    }
}

/// Writes some pages as a file of the package, and checks it.
fn write(
    pages: &[Arc<Page>],
    own: &Material<'_>,
    wishes: &Wishes,
    options: &Options,
    watch: &Watch,
) -> Result<(Part, Vec<u8>), Failed> {
    let kind = match (options.imposition, options.part) {
        (None, Some(part)) => part.name().to_owned(),
        (Some(_), Some(part)) => format!("{}_{}", kind(options.imposition), part.name()),
        (imposition, None) => kind(imposition).to_owned(),
    };
    let name = format!("{}.pdf", file_name(own.issue, &kind));
    let failed = |error| Failed { file: name.clone(), error };
    let with = (own.book, own.pictures);
    let pdf = press_watched(pages, own.info, with, options, watch).map_err(failed)?;
    let job = Job { pages, info: own.info, options };
    let report = preflight_watched(&job, &pdf, watch);
    let mut report = report.ok_or(export::Error::Stopped).map_err(failed)?;
    report.unmended = wishes.unmended;
    report.faults.splice(0..0, wishes.before.iter().cloned()).for_each(drop);
    let (order, scheme) = (options.order(pages), options.imposition);
    let sha256 = sha256(&pdf.bytes);
    let listed = Listed { name, pages: pages.len(), sides: report.sides, sha256 };
    Ok((Part { listed, report, order, scheme }, pdf.bytes))
}

/// What goes along with the files for the press: the job sheet, what was found in them, the order of
/// pages on sheets.
fn added(
    parts: &[Part],
    own: &Material<'_>,
    wishes: &Wishes,
) -> Result<Vec<(String, Vec<u8>)>, Failed> {
    let listed: Vec<Listed> = parts.iter().map(|part| part.listed.clone()).collect();
    let no_plates = Vec::new();
    let of_single = |index: usize| parts.get(index).filter(|part| part.scheme.is_none());
    let plates = |index| of_single(index).map_or(&no_plates, |part| &part.report.plates);
    let pages = |index| of_single(index).map_or(0, |part| part.listed.pages);
    let verdicts: Vec<String> = parts.iter().map(|part| part.report.verdict()).collect();
    let findings = format!("{}.txt", file_name(own.issue, "印前检查"));
    let first = own.pages.first();
    let rows = job_sheet::rows(&Facts {
        issue: own.issue,
        trim: first.map_or_else(Default::default, |page| (page.trim, page.bleed)),
        pages: (pages(0), pages(1)),
        plates: (plates(0), plates(1)),
        files: &listed,
        scheme: wishes.options.imposition,
        verdict: &verdicts.join("；"),
        accepted: &reminders(parts),
        findings: &findings,
        forced: wishes.options.remark.as_deref(),
        filled: &wishes.filled,
    });
    let mut added = Vec::from(sheet("付印单", &rows, own)?);
    added.push((findings, found(parts).into_bytes()));
    let order = order(parts);
    if !order.is_empty() {
        added.extend(sheet("拼版次序", &order, own)?);
    }
    Ok(added)
}

/// Rows below a title, to be printed and as text.
fn sheet(
    title: &str,
    rows: &[job_sheet::Row],
    own: &Material<'_>,
) -> Result<[(String, Vec<u8>); 2], Failed> {
    let name = file_name(own.issue, title);
    let info = Info { title: format!("{} {title}", own.info.title), ..own.info.clone() };
    let pages = job_sheet::pages(title, rows, own.book);
    let plain = Options { profile: Profile::Proof, ..Options::default() };
    let pdf = press(&pages, &info, own.book, &Pictures::new(), &plain)
        .map_err(|error| Failed { file: name.clone(), error })?;
    let text = job_sheet::text(title, rows).into_bytes();
    Ok([(format!("{name}.pdf"), pdf.bytes), (format!("{name}.txt"), text)])
}

/// Which pages stand where on the sheets of the files that have several on one.
fn order(parts: &[Part]) -> Vec<job_sheet::Row> {
    let mut rows = Vec::new();
    for part in parts.iter().filter(|part| !part.order.is_empty()) {
        let row = |label: &str, value: &str| (label.to_owned(), value.to_owned());
        rows.push(row("文件", &part.listed.name));
        rows.extend(part.scheme.map(|scheme| row("拼版", &scheme.sentence())));
        if part.order.iter().any(|(_, pages)| pages.contains('（')) {
            rows.push(row("页码", "本文件第几面（全期第几面）"));
        }
        rows.extend(part.order.iter().cloned());
    }
    rows
}

/// All that preflight found, file by file.
fn found(parts: &[Part]) -> String {
    let mut text = "印前检查\n".to_owned();
    for part in parts {
        text.push_str(&format!("\n{}\n{}\n", part.listed.name, part.report.verdict()));
        for fault in &part.report.faults {
            let kind = match fault.finding.severity {
                Severity::Error => "错误",
                Severity::Warning => "提醒",
                Severity::Info => "说明",
            };
            text.push_str(&format!("{kind}　{}\n", fault.sentence()));
        }
    }
    text
}

/// What preflight reminded of in any of the files, each kind once with its places: the imposed file
/// has the same pages as the single ones.
fn reminders(parts: &[Part]) -> Vec<Reminder> {
    let mut kinds: Vec<(&str, Reminder)> = Vec::new();
    for fault in parts.iter().flat_map(|part| &part.report.faults) {
        let finding = &fault.finding;
        if finding.severity != Severity::Warning {
            continue;
        }
        let own = kinds.iter_mut().find(|(rule, _)| *rule == finding.rule);
        match (own, fault.page_name()) {
            (Some((_, reminder)), Some(place)) if !reminder.places.contains(&place) => {
                reminder.places.push(place);
            }
            (Some(_), _) => {}
            (None, place) => {
                let (message, places) = (finding.message.clone(), place.into_iter().collect());
                kinds.push((finding.rule, Reminder { message, places }));
            }
        }
    }
    kinds.into_iter().map(|(_, reminder)| reminder).collect()
}

/// All pages in the order of reading, small, sixteen on a sheet: what the bound issue is compared
/// with.
fn thumbnails(own: &Material<'_>, watch: &Watch) -> Result<Vec<u8>, export::Error> {
    let scheme = Scheme::Grid { columns: 4, rows: 4 };
    let options = Options { imposition: Some(scheme), ..Options::default() };
    let with = (own.book, own.pictures);
    Ok(press_watched(own.pages, own.info, with, &options, watch)?.bytes)
}
