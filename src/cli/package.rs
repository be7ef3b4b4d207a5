//! `package`: an issue → everything that the print office gets, as one folder or archive.

use std::io::Write;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::create::say_access;
use super::export_command::complete;
use super::pages::{Composed, compose_file};
use super::press::{self, Gate};
use super::{Error, PackageArguments, ProfileName, Status};
use crate::export::imposition::Scheme;
use crate::export::job_sheet::{self, Facts, Listed, Reminder};
use crate::export::preflight::{Job, Report, file_name};
use crate::export::press::{Marks, Options, Part as OfIssue};
use crate::export::{self, Pictures, Profile};
use crate::finding::Severity;
use crate::layout::page::{Info, Page};
use crate::store;

/// Pages of a cover.
const COVER: usize = 4;

/// A file of the package for the press.
struct Part {
    listed: Listed,
    bytes: Vec<u8>,
    report: Report,
    scheme: Option<Scheme>,
    /// Which pages stand where, of a file with several on a sheet.
    order: Vec<(String, String)>,
}

pub(super) fn run(arguments: &PackageArguments, err: &mut dyn Write) -> Result<Status, Error> {
    let marks = if arguments.marks { Marks::Printer } else { Marks::None };
    let mut options = press::options(&arguments.press, Profile::Press, marks)?;
    let scheme = press::scheme(&arguments.sheets)?;
    if matches!(scheme, Some(Scheme::Grid { .. })) {
        return Err(Error::Usage(
            "--impose nup: 缩印不能上版，打包里已有缩样；请用 saddle、spreads 或 sections:16，或去掉 --impose"
                .to_owned(),
        ));
    }
    let composed = compose_file(&arguments.file)?;
    say_access(&arguments.file, &composed.access, err);
    complete(&composed, &arguments.file, ProfileName::Press)?;
    check_output(arguments)?;
    let gate = press::gate(&composed, &arguments.press, &mut options, err);
    let before = (&gate, press::unmended(&composed));
    let pages = &composed.composition.pages;
    options.of = Some(pages.len());
    let mut parts = Vec::new();
    let red_of = |part| match (part, arguments.cover_red) {
        (Some(OfIssue::Cover), Some(name)) => press::red(name),
        _ => options.red,
    };
    for (part, own) in parted(pages, arguments.cover) {
        let options = Options { part, red: red_of(part), ..options.clone() };
        let kind = part.map_or("印刷", OfIssue::name);
        parts.push(write(kind, &own, &composed, &options, before, err)?);
    }
    let single = parts.len();
    if let Some(scheme) = scheme {
        for (part, own) in parted(pages, arguments.cover) {
            let Some(scheme) = of_part(scheme, part) else { continue };
            let (red, imposition) = (red_of(part), Some(scheme));
            let options = Options { part, red, imposition, ..options.clone() };
            let kind = part.map_or("拼版".to_owned(), |part| format!("拼版_{}", part.name()));
            parts.push(write(&kind, &own, &composed, &options, before, err)?);
        }
    }
    let is_fit = parts.iter().all(|part| part.report.is_fit());
    let files = files(parts, single, &composed, (&options, scheme))?;
    store::package::write_package(&arguments.out, &files)?;
    Ok(press::status(&gate, is_fit, err))
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

fn check_output(arguments: &PackageArguments) -> Result<(), Error> {
    let out = &arguments.out;
    if super::target::is_issue_name(out) || store::is_same(&arguments.file, out) {
        return Err(Error::Usage(format!(
            "{}: 打包要写成文件夹或 .zip 文件，没有改动；请换一个名字",
            out.display()
        )));
    }
    Ok(store::package::check_package(out)?)
}

/// Writes some pages as a file of the package, and checks it.
fn write(
    kind: &str,
    pages: &[Arc<Page>],
    composed: &Composed,
    options: &Options,
    (gate, unmended): (&Gate, usize),
    err: &mut dyn Write,
) -> Result<Part, Error> {
    let info = &composed.composition.info;
    let name = format!("{}.pdf", file_name(&composed.issue, kind));
    let pdf = export::press::press(pages, info, &composed.book, &composed.pictures, options)
        .map_err(|error| Error::Export { file: name.clone(), error })?;
    super::say(err, &format!("{name}："));
    let report = press::check(&Job { pages, info, options }, &pdf, (gate, None, unmended), err);
    press::say_order(pages, options, err);
    let sides = report.sides;
    let listed = Listed { name, pages: pages.len(), sides, sha256: sha256(&pdf.bytes) };
    let order = press::page_order(pages, options);
    Ok(Part { listed, bytes: pdf.bytes, report, scheme: options.imposition, order })
}

/// All files with their names: those for the press, of which so many have single pages, what was
/// found in them, the order of pages on sheets, the job sheet, the checksums.
fn files(
    parts: Vec<Part>,
    single: usize,
    composed: &Composed,
    (options, scheme): (&Options, Option<Scheme>),
) -> Result<Vec<(String, Vec<u8>)>, Error> {
    let issue = &composed.issue;
    let listed: Vec<Listed> = parts.iter().map(|part| part.listed.clone()).collect();
    let no_plates = Vec::new();
    let of_single = |index: usize| parts.get(index).filter(|_| index < single);
    let plates = |index| of_single(index).map_or(&no_plates, |part| &part.report.plates);
    let pages = |index| of_single(index).map_or(0, |part| part.listed.pages);
    let verdicts: Vec<String> = parts.iter().map(|part| part.report.verdict()).collect();
    let findings = format!("{}.txt", file_name(issue, "印前检查"));
    let first = composed.composition.pages.first();
    let rows = job_sheet::rows(&Facts {
        issue,
        trim: first.map_or_else(Default::default, |page| (page.trim, page.bleed)),
        pages: (pages(0), pages(1)),
        plates: (plates(0), plates(1)),
        files: &listed,
        scheme,
        verdict: &verdicts.join("；"),
        accepted: &reminders(&parts),
        findings: &findings,
        forced: options.remark.as_deref(),
    });
    let mut added = Vec::from(sheet("付印单", &rows, composed)?);
    added.push((findings, found(&parts).into_bytes()));
    let order = order(&parts);
    if !order.is_empty() {
        added.extend(sheet("拼版次序", &order, composed)?);
    }
    let small_name = format!("{}.pdf", file_name(issue, "缩样"));
    let small =
        thumbnails(composed).map_err(|error| Error::Export { file: small_name.clone(), error })?;
    added.push((small_name, small));
    let mut files: Vec<(String, Vec<u8>)> =
        parts.into_iter().map(|part| (part.listed.name, part.bytes)).collect();
    files.extend(added);
    let sums: String =
        files.iter().map(|(name, bytes)| format!("{}  {name}\n", sha256(bytes))).collect();
    files.push((store::package::CHECKSUMS.to_owned(), sums.into_bytes()));
    Ok(files)
}

/// Rows below a title, to be printed and as text.
fn sheet(
    title: &str,
    rows: &[job_sheet::Row],
    composed: &Composed,
) -> Result<[(String, Vec<u8>); 2], Error> {
    let name = file_name(&composed.issue, title);
    let own = &composed.composition.info;
    let info = Info { title: format!("{} {title}", own.title), ..own.clone() };
    let pages = job_sheet::pages(title, rows, &composed.book);
    let plain = Options { profile: Profile::Proof, ..Options::default() };
    let pdf = export::press::press(&pages, &info, &composed.book, &Pictures::new(), &plain)
        .map_err(|error| Error::Export { file: name.clone(), error })?;
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
fn thumbnails(composed: &Composed) -> Result<Vec<u8>, export::Error> {
    let scheme = Scheme::Grid { columns: 4, rows: 4 };
    let options = Options { imposition: Some(scheme), ..Options::default() };
    let (pages, info) = (&composed.composition.pages, &composed.composition.info);
    let (book, pictures) = (&composed.book, &composed.pictures);
    Ok(export::press::press(pages, info, book, pictures, &options)?.bytes)
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
