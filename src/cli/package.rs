//! `package`: an issue → everything that the print office gets, as one folder or archive.

use std::collections::BTreeSet;
use std::io::Write;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::create::say_access;
use super::export_command::complete;
use super::pages::{Composed, compose_file};
use super::press::{self, Gate};
use super::{Error, PackageArguments, ProfileName, Status};
use crate::export::imposition::Scheme;
use crate::export::job_sheet::{self, Facts, Listed};
use crate::export::preflight::{Fault, Job, Report, file_name};
use crate::export::press::{Marks, Options};
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
}

pub(super) fn run(arguments: &PackageArguments, err: &mut dyn Write) -> Result<Status, Error> {
    let marks = if arguments.marks { Marks::Printer } else { Marks::None };
    let mut options = press::options(&arguments.press, Profile::Press, marks)?;
    let scheme = press::scheme(&arguments.sheets)?;
    let composed = compose_file(&arguments.file)?;
    say_access(&arguments.file, &composed.access, err);
    complete(&composed, &arguments.file, ProfileName::Press)?;
    check_output(arguments)?;
    let gate = press::gate(&composed, &arguments.press, &mut options, err);
    let pages = &composed.composition.pages;
    options.of = Some(pages.len());
    let mut parts = Vec::new();
    let inner: &[Arc<Page>] = match (arguments.cover, pages.len().checked_sub(COVER)) {
        (true, Some(count @ 1..)) => {
            let inner = pages.get(COVER / 2..COVER / 2 + count).unwrap_or_default();
            let outer: Vec<Arc<Page>> = pages
                .iter()
                .take(COVER / 2)
                .chain(pages.iter().skip(COVER / 2 + count))
                .cloned()
                .collect();
            parts.push(part("内文", inner, &composed, &options, &gate, err)?);
            parts.push(part("封面", &outer, &composed, &options, &gate, err)?);
            inner
        }
        _ => {
            parts.push(part("印刷", pages, &composed, &options, &gate, err)?);
            pages
        }
    };
    if scheme.is_some() {
        let imposed = Options { imposition: scheme, ..options.clone() };
        parts.push(part("拼版", inner, &composed, &imposed, &gate, err)?);
        press::say_order(scheme, inner.len(), err);
    }
    let is_fit = parts.iter().all(|part| part.report.is_fit());
    let files = files(parts, inner, &composed, (&options, scheme), arguments.cover)?;
    store::package::write_package(&arguments.out, &files)?;
    Ok(press::status(&gate, is_fit, err))
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
fn part(
    kind: &str,
    pages: &[Arc<Page>],
    composed: &Composed,
    options: &Options,
    gate: &Gate,
    err: &mut dyn Write,
) -> Result<Part, Error> {
    let info = &composed.composition.info;
    let name = format!("{}.pdf", file_name(&composed.issue, kind));
    let pdf = export::press::press(pages, info, &composed.book, &composed.pictures, options)
        .map_err(|error| Error::Export { file: name.clone(), error })?;
    super::say(err, &format!("{name}："));
    let report = press::check(&Job { pages, info, options }, &pdf, (gate, None), err);
    let sides = report.sides;
    let listed = Listed { name, pages: pages.len(), sides, sha256: sha256(&pdf.bytes) };
    Ok(Part { listed, bytes: pdf.bytes, report })
}

/// All files with their names: those for the press, the job sheet, the checksums.
fn files(
    parts: Vec<Part>,
    inner: &[Arc<Page>],
    composed: &Composed,
    (options, scheme): (&Options, Option<Scheme>),
    cover: bool,
) -> Result<Vec<(String, Vec<u8>)>, Error> {
    let listed: Vec<Listed> = parts.iter().map(|part| part.listed.clone()).collect();
    let no_plates = Vec::new();
    let plates = |index: usize| parts.get(index).map_or(&no_plates, |part| &part.report.plates);
    let accepted = reminders(&parts);
    let verdicts: Vec<String> = parts.iter().map(|part| part.report.verdict()).collect();
    let all = composed.composition.pages.len();
    let rows = job_sheet::rows(&Facts {
        issue: &composed.issue,
        trim: inner.first().map_or_else(Default::default, |page| (page.trim, page.bleed)),
        pages: (inner.len(), all - inner.len()),
        plates: (plates(0), if cover { plates(1) } else { &no_plates }),
        files: &listed,
        scheme,
        verdict: &verdicts.join("；"),
        accepted: &accepted,
        forced: options.remark.as_deref(),
    });
    let sheet_name = file_name(&composed.issue, "付印单");
    let info = Info {
        title: format!("{} 付印单", composed.composition.info.title),
        ..composed.composition.info.clone()
    };
    let sheet = job_sheet::pages(&rows, &composed.book);
    let plain = Options { profile: Profile::Proof, ..Options::default() };
    let sheet = export::press::press(&sheet, &info, &composed.book, &Pictures::new(), &plain)
        .map_err(|error| Error::Export { file: sheet_name.clone(), error })?;
    let small_name = file_name(&composed.issue, "缩样");
    let small =
        thumbnails(composed).map_err(|error| Error::Export { file: small_name.clone(), error })?;
    let mut files: Vec<(String, Vec<u8>)> =
        parts.into_iter().map(|part| (part.listed.name, part.bytes)).collect();
    files.push((format!("{sheet_name}.pdf"), sheet.bytes));
    files.push((format!("{sheet_name}.txt"), job_sheet::text(&rows).into_bytes()));
    files.push((format!("{small_name}.pdf"), small));
    let sums: String =
        files.iter().map(|(name, bytes)| format!("{}  {name}\n", sha256(bytes))).collect();
    files.push((store::package::CHECKSUMS.to_owned(), sums.into_bytes()));
    Ok(files)
}

/// What preflight reminded of in any of the files, each thing once: the imposed file has the same
/// pages as the single ones.
fn reminders(parts: &[Part]) -> Vec<String> {
    let mut said = BTreeSet::new();
    let faults = parts.iter().flat_map(|part| &part.report.faults);
    let fresh = faults.filter(|fault| {
        let finding = &fault.finding;
        finding.severity == Severity::Warning && said.insert((fault.page, &finding.message))
    });
    fresh.map(Fault::sentence).collect()
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
