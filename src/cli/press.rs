//! What every command that writes for the press has in common: its settings, the gate before it,
//! preflight after it.

use std::io::Write;
use std::path::Path;

use super::check::found;
use super::pages::{Composed, kept};
use super::{DONE, Error, FOUND, PressArguments, RedName, SheetArguments, Status, say};
use crate::export::Profile;
use crate::export::imposition::Scheme;
use crate::export::preflight::{self, Fault, Job, Report, is_of_gate};
use crate::export::press::{Cmyk, Marks, Options, Pdf, Red, TotalInk, check_profile};
use crate::export::proof::WATERMARK;
use crate::finding::Severity;
use crate::geom::Pt;
use crate::import::original::unapproved;
use crate::store;

/// Whether pages may be printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Gate {
    /// Nothing stands against it.
    Open,
    /// Something does, and nobody has overruled it.
    Closed,
    /// Somebody has overruled it, for a reason.
    Forced,
}

/// How the arguments want a file written.
pub(super) fn options(
    arguments: &PressArguments,
    profile: Profile,
    marks: Marks,
) -> Result<Options, Error> {
    if arguments.force.as_deref().is_some_and(|reason| reason.trim().is_empty()) {
        return Err(Error::Usage(
            "--force 后面没有理由；请写明，例如 --force 领导已签字".to_owned(),
        ));
    }
    let icc = arguments.icc.as_deref().map(store::read).transpose()?;
    if let Some(bytes) = &icc {
        check_profile(bytes).map_err(|error| {
            let file = arguments.icc.as_deref().unwrap_or(Path::new("--icc"));
            Error::Export { file: file.display().to_string(), error }
        })?;
    }
    let red = red(arguments.red);
    let red_inks = Cmyk::read(&arguments.red_inks).ok_or_else(|| {
        Error::Usage(format!(
            "--red-inks {}: 四色配比不对；请写成 0/100/100/0 的样子，依次为 C、M、Y、K，各 0 到 100，不能都是 0",
            arguments.red_inks
        ))
    })?;
    let total_ink = match arguments.total_ink {
        percent if TotalInk::RANGE.contains(&percent) => TotalInk(percent),
        percent => {
            return Err(Error::Usage(format!(
                "--total-ink {percent}: 总墨量不对；请用 200 到 400 之间的百分数，例如 300"
            )));
        }
    };
    Ok(Options { profile, red, red_inks, icc, total_ink, marks, ..Options::default() })
}

pub(super) const fn red(name: RedName) -> Red {
    match name {
        RedName::Spot => Red::Spot,
        RedName::Process => Red::Process,
    }
}

/// Reads `saddle`, `spreads`, `nup:2x2`, `sections:16`.
pub(super) fn scheme(arguments: &SheetArguments) -> Result<Option<Scheme>, Error> {
    let Some(text) = arguments.impose.as_deref() else { return Ok(None) };
    let wrong = || {
        Error::Usage(format!(
            "--impose {text}: 没有这种拼版；请用 saddle、spreads、nup:2x2 或 sections:16"
        ))
    };
    let (name, value) = text.split_once(':').unwrap_or((text, ""));
    let scheme = match (name, value) {
        ("saddle", "") if (0.0..=1.0).contains(&arguments.paper) => {
            Scheme::Saddle(Pt::from_mm(arguments.paper))
        }
        ("saddle", "") => {
            return Err(Error::Usage("--paper: 纸厚不对；请用 0 到 1 之间的毫米数".to_owned()));
        }
        ("spreads", "") => Scheme::Spreads,
        ("nup", value) => {
            let (columns, rows) = value.split_once(['x', 'X', '×']).ok_or_else(wrong)?;
            let number = |text: &str| text.trim().parse().map_err(|_| wrong());
            Scheme::Grid { columns: number(columns)?, rows: number(rows)? }
        }
        ("sections", value) => Scheme::Sections(value.parse().map_err(|_| wrong())?),
        _ => return Err(wrong()),
    };
    Ok(Some(scheme))
}

/// Says in which order the pages stand on the sheets.
pub(super) fn say_order(order: &[(String, String)], err: &mut dyn Write) {
    for (side, row) in order {
        say(err, &format!("{side}：{row}"));
    }
}

/// Looks whether the issue may be printed, and says so; pages that may not be carry a watermark.
pub(super) fn gate(
    composed: &Composed,
    arguments: &PressArguments,
    options: &mut Options,
    err: &mut dyn Write,
) -> Gate {
    for own in unapproved(&composed.issue, |sha256| kept(&composed.originals, sha256)) {
        say(err, &format!("{}: {}", own.text, own.message));
    }
    let mut faults = preflight::gate(&composed.issue);
    faults.extend(preflight::gate_pages(&composed.composition.findings));
    if faults.is_empty() {
        return Gate::Open;
    }
    let sentences: Vec<String> = faults.iter().map(Fault::sentence).collect();
    let sentences = sentences.join("。");
    // What the pages themselves say does not go away by force.
    let unread = faults.iter().any(|fault| fault.finding.rule == "gate-mongolian");
    let unread = if unread { "，刊名下的“（蒙古文未核）”照样印出" } else { "" };
    match &arguments.force {
        Some(reason) => {
            let remark = format!("未过付印关输出，理由：{reason}");
            say(err, &format!("{remark}（{sentences}）{unread}"));
            options.remark = Some(remark);
            Gate::Forced
        }
        None => {
            options.watermark = Some(WATERMARK.to_owned());
            say(
                err,
                &format!(
                    "未过付印关，页面带“{WATERMARK}”水印：{sentences}。确要不带水印请用 --force 理由{unread}"
                ),
            );
            Gate::Closed
        }
    }
}

/// What a command ends with after these files: they are written, but scripts must not send them.
/// `is_fit` says whether preflight lets all of them be plated.
pub(super) fn status(gate: &Gate, is_fit: bool, err: &mut dyn Write) -> Status {
    if is_fit && *gate != Gate::Closed {
        return DONE;
    }
    say(err, "文件已写出，但不能付印；请改好后重新输出");
    FOUND
}

/// How many errors the checker finds in the issue, but for those that the gate says.
pub(super) fn unmended(composed: &Composed) -> usize {
    let found = found(composed);
    found.iter().filter(|own| own.severity == Severity::Error && !is_of_gate(own)).count()
}

/// Checks what was written, and says whether it may be printed: `name` is what is wrong with the
/// name of the file, `unmended` how many errors the checker finds in the issue.
pub(super) fn check(
    job: &Job<'_>,
    pdf: &Pdf,
    (gate, name, unmended): (&Gate, Option<Fault>, usize),
    err: &mut dyn Write,
) -> Report {
    let mut report = preflight::preflight(job, pdf);
    report.unmended = unmended;
    report.faults.splice(0..0, name).for_each(drop);
    if *gate == Gate::Closed {
        report.faults.insert(0, closed());
    }
    say_report(&report, err);
    report
}

/// What stands before the faults of a file whose issue may not be printed.
pub(super) fn closed() -> Fault {
    Fault::of_file("gate-closed", "未过付印关，页面带水印；请过了付印关再输出")
}

/// Says whether a file may be printed, and what stands against it.
pub(super) fn say_report(report: &Report, err: &mut dyn Write) {
    say(err, &report.verdict());
    let first = report.faults.iter().find(|fault| fault.finding.severity == Severity::Error);
    let others = report.faults.iter().filter(|fault| {
        fault.finding.severity != Severity::Info
            && first.is_none_or(|first| !std::ptr::eq(first, *fault))
    });
    // The first error stands in the verdict.
    for fault in others.take(MOST_SAID) {
        say(err, &fault.sentence());
    }
    let more = report.faults.len().saturating_sub(MOST_SAID + 1);
    if more > 0 {
        say(err, &format!("另有 {more} 处，这里不再列出；请先改上面各处"));
    }
}

/// Faults that are listed one by one.
const MOST_SAID: usize = 30;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemes_are_read() {
        let check = |text: &str, expected| {
            let arguments = SheetArguments { impose: Some(text.to_owned()), paper: 0.1 };
            assert_eq!(scheme(&arguments).ok(), expected, "{text}");
        };
        check("saddle", Some(Some(Scheme::Saddle(Pt::from_mm(0.1)))));
        check("spreads", Some(Some(Scheme::Spreads)));
        check("nup:3x2", Some(Some(Scheme::Grid { columns: 3, rows: 2 })));
        check("sections:16", Some(Some(Scheme::Sections(16))));
        for wrong in ["", "saddle:2", "nup", "nup:2", "nup:ax2", "sections", "sections:-1"] {
            check(wrong, None);
        }
    }
}
