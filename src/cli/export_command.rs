//! `export`: an issue → PDF, PNG, text or a Word file.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::create::{say_access, today};
use super::pages::{Composed, compose_file};
use super::press::{self, Gate};
use super::target::{self, Output};
use super::{DONE, Error, ExportArguments, ProfileName, Status, say};
use crate::export::preflight::{Job, is_of_gate, kind, name_fault, placed};
use crate::export::press::{Marks, Options};
use crate::export::proof::{self, Proof};
use crate::export::raster::{Cache, Scene, png, raster};
use crate::export::text::text;
use crate::export::{self, Format, Profile};
use crate::finding::{Finding, Severity};
use crate::layout::page::Page;
use crate::store::{self, Access, Existing, Target};

/// The resolutions that `--dpi` takes.
const DPI: std::ops::RangeInclusive<f64> = 10.0..=2400.0;

pub(super) fn run(arguments: &ExportArguments, err: &mut dyn Write) -> Result<Status, Error> {
    let out = &arguments.out;
    let failed = |error| Error::Export { file: out.display().to_string(), error };
    let Some(ending) = out.extension().and_then(|ending| ending.to_str()) else {
        return Err(Error::Usage(format!(
            "{}: 输出文件名没有扩展名；请以 .pdf、.png、.txt 或 .docx 结尾",
            out.display()
        )));
    };
    let format = Format::of_ending(ending).map_err(failed)?;
    if !DPI.contains(&arguments.dpi) {
        return Err(Error::Usage("--dpi: 分辨率不对；请用 10 到 2400 之间的数".to_owned()));
    }
    let profile = match arguments.profile {
        ProfileName::Proof => Profile::Proof,
        ProfileName::Press => Profile::Press,
        ProfileName::Web => Profile::Web,
    };
    if (arguments.grey || arguments.line_numbers)
        && (format, profile) != (Format::Pdf, Profile::Proof)
    {
        return Err(Error::Usage(
            "--grey、--line-numbers: 只用于校样 PDF；请去掉，或用 --profile proof 输出 .pdf"
                .to_owned(),
        ));
    }
    let marks = if arguments.marks { Marks::Printer } else { Marks::None };
    let mut options = press::options(&arguments.press, profile, marks)?;
    options.imposition = press::scheme(&arguments.sheets)?;
    options.grey = arguments.grey;
    if format == Format::Word {
        return word(arguments, err);
    }
    let composed = compose_file(&arguments.file)?;
    say_access(&arguments.file, &composed.access, err);
    complete(&composed, &arguments.file, arguments.profile)?;
    let pages = chosen(&composed.composition.pages, arguments.pages.as_deref())?;
    check_outputs(arguments, format, &pages)?;
    report(&composed.findings, err);
    // What the gate says is said there.
    let to_press = (format, profile) == (Format::Pdf, Profile::Press);
    let own = composed.composition.findings.iter();
    report(own.filter(|own| !(to_press && is_of_gate(own))), err);
    match format {
        Format::Pdf => return pdf(&pages, &composed, arguments, options, err),
        Format::Png => pictures(&pages, &composed, arguments)?,
        Format::Text => store::write(out, text(&pages).as_bytes())?,
        // Written above, without pages.
        Format::Word => {}
    }
    Ok(DONE)
}

/// Writes a file for the press, or a proof.
fn pdf(
    pages: &[Arc<Page>],
    composed: &Composed,
    arguments: &ExportArguments,
    mut options: Options,
    err: &mut dyn Write,
) -> Result<Status, Error> {
    let out = &arguments.out;
    let (info, book) = (&composed.composition.info, &composed.book);
    let (pages, gate) = match options.profile {
        Profile::Press => {
            let gate = press::gate(composed, &arguments.press, &mut options, err);
            options.of = Some(composed.composition.pages.len());
            (pages.to_vec(), gate)
        }
        Profile::Proof => {
            options.watermark = Some(proof::WATERMARK.to_owned());
            let proof = Proof {
                issue: &composed.composition.pages,
                info,
                round: proof::FIRST_ROUND,
                day: today(),
                line_numbers: arguments.line_numbers,
            };
            (proof::sheets(pages, &proof, &options, book), Gate::Open)
        }
        Profile::Web => (pages.to_vec(), Gate::Open),
    };
    let pdf = export::press::press(&pages, info, book, &composed.pictures, &options)
        .map_err(|error| Error::Export { file: out.display().to_string(), error })?;
    let mut is_fit = true;
    match options.profile {
        Profile::Press => {
            let job = Job { pages: &pages, info, options: &options };
            let stem = out.file_stem().map(|stem| stem.to_string_lossy()).unwrap_or_default();
            let name = name_fault(&stem, &composed.issue, kind(options.imposition));
            let report = press::check(&job, &pdf, (&gate, name, press::unmended(composed)), err);
            is_fit = report.is_fit() && !report.is_proof();
        }
        Profile::Proof | Profile::Web => {
            for fault in placed(&pdf.findings, &pages) {
                say(err, &fault.sentence());
            }
        }
    }
    store::write(out, &pdf.bytes)?;
    press::say_order(&options.order(&pages), err);
    Ok(press::status(&gate, is_fit, err))
}

/// Writes the Word file of the issue, which has pages of its own.
fn word(arguments: &ExportArguments, err: &mut dyn Write) -> Result<Status, Error> {
    if arguments.pages.is_some() {
        let what = "--pages: Word 文件按内容输出，没有页码范围；请去掉 --pages";
        return Err(Error::Usage(what.to_owned()));
    }
    let loaded = store::load(&arguments.file)?;
    say_access(&arguments.file, &loaded.access, err);
    check_outputs(arguments, Format::Word, &[])?;
    report(&loaded.findings, err);
    let pictures = loaded.file.pictures.into_iter();
    let pictures = pictures.map(|(sha256, picture)| (sha256, picture.bytes)).collect();
    let bytes = export::docx::docx(&loaded.file.issue, &pictures)
        .map_err(|error| Error::Export { file: arguments.out.display().to_string(), error })?;
    store::write(&arguments.out, &bytes)?;
    Ok(DONE)
}

/// An issue of which something could not be read is shown, but not printed.
pub(super) fn complete(
    composed: &Composed,
    file: &Path,
    profile: ProfileName,
) -> Result<(), Error> {
    let lacking = matches!(composed.access, Access::ReadOnly(_));
    if lacking && profile == ProfileName::Press {
        return Err(Error::Usage(format!(
            "{}: 文件没有全部读出，可能缺少内容，不能输出印刷文件；请先更新本程序或取得完好的文件，\
             校样可用 --profile proof",
            file.display()
        )));
    }
    Ok(())
}

/// Makes sure that all files can be written, and are none of what is read.
fn check_outputs(
    arguments: &ExportArguments,
    format: Format,
    pages: &[Arc<Page>],
) -> Result<(), Error> {
    let paths: Vec<PathBuf> = match (format, pages) {
        (Format::Png, [_, _, ..]) => {
            pages.iter().map(|page| numbered(&arguments.out, page.number)).collect()
        }
        _ => vec![arguments.out.clone()],
    };
    let output = |path| Output { path, target: Target::Other, existing: Existing::Replace };
    let outputs: Vec<Output<'_>> = paths.iter().map(|path| output(path.as_path())).collect();
    let inputs: Vec<&Path> = [Some(arguments.file.as_path()), arguments.press.icc.as_deref()]
        .into_iter()
        .flatten()
        .collect();
    target::check(&inputs, &outputs)
}

/// Says what is wrong on the pages; the file is written all the same.
fn report<'a>(findings: impl IntoIterator<Item = &'a Finding>, err: &mut dyn Write) {
    for finding in findings.into_iter().filter(|finding| finding.severity != Severity::Info) {
        let text =
            if finding.text.is_empty() { String::new() } else { format!("“{}”", finding.text) };
        say(err, &format!("{text}{}", finding.message));
    }
}

fn pictures(
    pages: &[Arc<Page>],
    composed: &Composed,
    arguments: &ExportArguments,
) -> Result<(), Error> {
    let failed =
        |error: export::Error| Error::Export { file: arguments.out.display().to_string(), error };
    let dpi = arguments.dpi;
    let (book, pictures) = (&composed.book, &composed.pictures);
    let scene = Scene { book, pictures, dpi, watermark: None };
    let mut cache = Cache::default();
    for page in pages {
        let pixels = raster(page, &scene, &mut cache).map_err(failed)?;
        let path = match pages {
            [_] => arguments.out.clone(),
            _ => numbered(&arguments.out, page.number),
        };
        store::write(&path, &png(&pixels, dpi).map_err(failed)?)?;
    }
    Ok(())
}

/// `OUT-001.png` for page 1.
fn numbered(path: &Path, number: u32) -> PathBuf {
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    path.with_file_name(format!("{}-{number:03}.png", stem.unwrap_or_default()))
}

/// The pages that `--pages` names (`1-4,7`), in the order of the issue.
fn chosen(pages: &[Arc<Page>], list: Option<&str>) -> Result<Vec<Arc<Page>>, Error> {
    let Some(list) = list else { return Ok(pages.to_vec()) };
    let count = u32::try_from(pages.len()).unwrap_or(u32::MAX);
    let list = list.replace('，', ",").replace(['－', '–', '—'], "-");
    let list = list.as_str();
    let wrong = || {
        Error::Usage(format!(
            "--pages {list}: 页码范围不对；全期共 {count} 页，请写成 1-4,7 的样子"
        ))
    };
    let mut ranges = Vec::new();
    for part in list.split(',') {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let number = |text: &str| text.trim().parse::<u32>().map_err(|_| wrong());
        let (first, last) = (number(first)?, number(last)?);
        if first == 0 || first > last || last > count {
            return Err(wrong());
        }
        ranges.push(first..=last);
    }
    let named = |page: &&Arc<Page>| ranges.iter().any(|range| range.contains(&page.number));
    Ok(pages.iter().filter(named).cloned().collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::{Pt, Size};
    use crate::layout::page::PageKind;

    fn numbers(list: &str) -> Option<Vec<u32>> {
        let page = |number| {
            let (trim, bleed) = (Size::default(), Pt::ZERO);
            let kind = PageKind::Body;
            Arc::new(Page { number, folio: None, kind, trim, bleed, parts: Vec::new() })
        };
        let pages: Vec<_> = (1..=8).map(page).collect();
        let chosen = chosen(&pages, Some(list)).ok()?;
        Some(chosen.iter().map(|page| page.number).collect())
    }

    #[test]
    fn page_lists() {
        assert_eq!(numbers("1-4,7"), Some(vec![1, 2, 3, 4, 7]));
        assert_eq!(numbers("8"), Some(vec![8]));
        assert_eq!(numbers("1－2，7"), Some(vec![1, 2, 7]));
        assert_eq!(numbers("1—2，7–8"), Some(vec![1, 2, 7, 8]));
        assert_eq!(numbers("7,1-2"), Some(vec![1, 2, 7]));
        for wrong in ["", "0", "9", "4-1", "1-", "a", "1-9", "-3"] {
            assert_eq!(numbers(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn pictures_are_numbered_by_page() {
        assert_eq!(numbered(Path::new("a/页.png"), 7), Path::new("a/页-007.png"));
    }
}
