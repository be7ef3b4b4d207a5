//! `new` and `sample`: an issue that is not there yet.

use std::io::Write;
use std::time::SystemTime;

use chrono::{Local, NaiveDate};

use super::{DONE, Error, NewArguments, SampleArguments, Status, say, stylesheet};
use crate::import::template;
use crate::issue::id::Ids;
use crate::issue::{Issue, StyleChoice};
use crate::store::{self, Existing, IssueFile};

pub(super) fn new(arguments: &NewArguments, err: &mut dyn Write) -> Result<Status, Error> {
    let mut ids = Ids::new(seed());
    let mut issue = match &arguments.after {
        Some(path) => template::next(store::load(path)?.file.issue, &mut ids),
        None => template::empty(today(), &mut ids),
    };
    if let Some(name) = &arguments.style {
        let (_, source) = stylesheet(name)?;
        issue.style = StyleChoice { name: name.clone(), source };
    }
    write(&arguments.out, issue, existing(arguments.overwrite), err)
}

pub(super) fn sample(arguments: &SampleArguments, err: &mut dyn Write) -> Result<Status, Error> {
    write(&arguments.out, template::sample(), existing(arguments.overwrite), err)
}

fn write(
    path: &std::path::Path,
    issue: Issue,
    existing: Existing,
    err: &mut dyn Write,
) -> Result<Status, Error> {
    save(path, &IssueFile::new(issue), existing, err)?;
    Ok(DONE)
}

/// Saves a file; says so if the version that it replaces could not be kept.
pub(super) fn save(
    path: &std::path::Path,
    file: &IssueFile,
    existing: Existing,
    err: &mut dyn Write,
) -> Result<(), Error> {
    match store::create(path, file, existing)? {
        store::Backup::Unneeded | store::Backup::Kept(_) => {}
        store::Backup::Failed(error) => say(err, &format!("{error}（新文件已保存）")),
    }
    Ok(())
}

pub(super) const fn existing(overwrite: bool) -> Existing {
    if overwrite { Existing::Replace } else { Existing::Refuse }
}

#[expect(clippy::disallowed_methods, reason = "the clock lives here, outside of the core")]
fn today() -> NaiveDate {
    Local::now().date_naive()
}

/// Ids of different machines and days must differ.
#[expect(clippy::disallowed_methods, reason = "the clock lives here, outside of the core")]
fn seed() -> u64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    since.as_secs().rotate_left(32)
        ^ u64::from(since.subsec_nanos())
        ^ u64::from(std::process::id()).rotate_left(20)
}
