//! `new` and `sample`: an issue that is not there yet.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::time::SystemTime;

use chrono::{Local, NaiveDate};

use super::pages::compose_file;
use super::target::{self, Output};
use super::{DONE, Error, NewArguments, SampleArguments, Status, say, style_of, stylesheet};
use crate::import::template;
use crate::issue::id::Ids;
use crate::issue::{Issue, StyleChoice};
use crate::layout::style::Pagination;
use crate::store::house::{self, House};
use crate::store::{self, Access, Existing, IssueFile, Target};

pub(super) fn new(arguments: &NewArguments, err: &mut dyn Write) -> Result<Status, Error> {
    let previous: Vec<&Path> = arguments.after.as_deref().into_iter().collect();
    check(&previous, &arguments.out, arguments.overwrite)?;
    if arguments.after.is_some() && arguments.house.is_some() {
        let sentence = "--after 已经沿用上一期的设置；--after 和 --house 只写一个";
        return Err(Error::Usage(sentence.to_owned()));
    }
    let mut ids = Ids::new(seed());
    let mut pictures = BTreeMap::new();
    let mut issue = match &arguments.after {
        Some(path) => {
            let loaded = store::load(path)?;
            say_access(path, &loaded.access, err);
            let (year, folio) =
                (loaded.file.issue.number.year, next_folio(&loaded.file.issue, path)?);
            pictures = loaded.file.pictures;
            let mut issue = template::next(loaded.file.issue, &mut ids);
            issue.number.folio = folio.filter(|_| issue.number.year == year);
            issue
        }
        None => match house(arguments)? {
            Some(house) => {
                let file = house.begin(today(), &mut ids);
                pictures = file.pictures;
                file.issue
            }
            None => template::empty(today(), &mut ids),
        },
    };
    if let Some(name) = &arguments.style {
        let (_, source) = stylesheet(name)?;
        issue.style = StyleChoice { name: name.clone(), source };
    }
    let file = IssueFile::after(issue, pictures);
    save(&arguments.out, &file, existing(arguments.overwrite), err)?;
    Ok(DONE)
}

/// The settings that a new issue begins with: those of a file, or those that the office keeps.
fn house(arguments: &NewArguments) -> Result<Option<House>, Error> {
    Ok(match &arguments.house {
        Some(path) => Some(house::import(path)?),
        None => house::load(store::data_folder().as_deref())?,
    })
}

/// The folio behind the last one of the issue in `path`, where its style counts them through the
/// year.
fn next_folio(previous: &Issue, path: &Path) -> Result<Option<u32>, Error> {
    match style_of(previous, path)?.furniture.pagination {
        Pagination::Issue => Ok(None),
        Pagination::Year => {
            let pages = compose_file(path)?.composition.pages;
            Ok(pages.iter().filter_map(|page| page.folio).max().map(|folio| folio + 1))
        }
    }
}

pub(super) fn sample(arguments: &SampleArguments, err: &mut dyn Write) -> Result<Status, Error> {
    check(&[], &arguments.out, arguments.overwrite)?;
    write(&arguments.out, template::sample(), existing(arguments.overwrite), err)
}

fn check(inputs: &[&Path], out: &Path, overwrite: bool) -> Result<(), Error> {
    let issue = Output { path: out, target: Target::Issue, existing: existing(overwrite) };
    target::check(inputs, &[issue])
}

/// Says that a file opens for reading only, and why.
pub(super) fn say_access(path: &Path, access: &Access, err: &mut dyn Write) {
    match access {
        Access::ReadWrite => {}
        Access::ReadOnly(reason) => say(err, &format!("{}: {reason}", path.display())),
    }
}

fn write(
    path: &Path,
    issue: Issue,
    existing: Existing,
    err: &mut dyn Write,
) -> Result<Status, Error> {
    save(path, &IssueFile::new(issue), existing, err)?;
    Ok(DONE)
}

/// Saves a file; says so if the version that it replaces could not be kept.
pub(super) fn save(
    path: &Path,
    file: &IssueFile,
    existing: Existing,
    err: &mut dyn Write,
) -> Result<(), Error> {
    match store::create(path, file, existing)? {
        store::Backup::Unneeded | store::Backup::Kept(_) => {}
        store::Backup::Failed(error) => {
            let what = error.to_string();
            let what = what.split('；').next().unwrap_or_default();
            let advice = "请检查备份文件夹的位置和权限，或用环境变量 GONGBAO_DATA 另指一个";
            let path = path.display();
            say(err, &format!("{path}: 新文件已保存，旧版没有备份下来（{what}）；{advice}"));
        }
    }
    Ok(())
}

pub(super) const fn existing(overwrite: bool) -> Existing {
    if overwrite { Existing::Replace } else { Existing::Refuse }
}

#[expect(clippy::disallowed_methods, reason = "the clock lives here, outside of the core")]
pub(super) fn today() -> NaiveDate {
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
