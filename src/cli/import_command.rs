//! `import`: texts → an issue, or more documents for one, with a report of what became of them.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::create::{existing, save};
use super::{DONE, Error, ImportArguments, Status, say, stylesheet};
use crate::import::template::STYLE;
use crate::import::{self, Draft, Placement};
use crate::issue::document::{Document, Origin};
use crate::issue::edit::Edit;
use crate::issue::id::Ids;
use crate::issue::{Issue, Section, StyleChoice};
use crate::store::{self, IssueFile};

/// A text that was read and recognised.
struct Input {
    path: PathBuf,
    bytes: Vec<u8>,
    text: String,
    draft: Draft,
}

pub(super) fn run(
    arguments: &ImportArguments,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<Status, Error> {
    // The style is looked at first: a slip in its name must not cost the reading.
    let style = arguments.style.as_deref().map(stylesheet).transpose()?;
    let mut target = arguments
        .into
        .as_ref()
        .map(|path| store::load(path).and_then(|loaded| loaded.writable(path)))
        .transpose()?;
    let inputs =
        arguments.inputs.iter().map(|path| read(path)).collect::<Result<Vec<Input>, Error>>()?;
    let names: Vec<String> = inputs.iter().map(|input| input.path.display().to_string()).collect();
    let drafts: Vec<(&str, &Draft)> =
        names.iter().map(String::as_str).zip(inputs.iter().map(|input| &input.draft)).collect();
    let report = arguments.report.as_ref().map(|_| import::report::report(&drafts));
    warn_empty(&drafts, err);
    let mut ids =
        Ids::new(inputs.iter().map(|input| seed(&input.bytes)).fold(1, u64::wrapping_add));
    let mut file = match target.take() {
        Some(file) => file,
        None => IssueFile::new(first_issue(&inputs, &mut ids)),
    };
    for input in &inputs {
        add(&mut file, input, &mut ids)?;
    }
    if let (Some(name), Some((_, source))) = (&arguments.style, style) {
        file.issue.style = StyleChoice { name: name.clone(), source };
    }
    save(&arguments.out, &file, existing(arguments.overwrite), err)?;
    if let (Some(path), Some(report)) = (&arguments.report, report) {
        write_report(path, &report, out)?;
    }
    Ok(DONE)
}

fn read(path: &Path) -> Result<Input, Error> {
    let stdin = path == Path::new("-");
    let bytes = if stdin { store::read_stdin()? } else { store::read(path)? };
    let wrong = |error| Error::Import { file: path.display().to_string(), error };
    let text = import::text::decode(&bytes).map_err(wrong)?;
    let draft = import::import(&text, &mut Ids::new(seed(&bytes)));
    Ok(Input { path: path.to_owned(), bytes, text, draft })
}

/// The same bytes get the same ids, others get others.
fn seed(bytes: &[u8]) -> u64 {
    let digest = store::sha256(bytes);
    let head = digest.get(..16).and_then(|head| u64::from_str_radix(head, 16).ok());
    head.unwrap_or(0)
}

fn warn_empty(drafts: &[(&str, &Draft)], err: &mut dyn Write) {
    for (name, draft) in drafts {
        if draft.documents().next().is_none() {
            say(err, &format!("{name}: 没有识别出任何文件；请检查内容，或在窗口中手工录入"));
        }
    }
}

/// A new issue without documents: its masthead, number and sections come from the first input that
/// is a whole issue, else from the first input.
fn first_issue(inputs: &[Input], ids: &mut Ids) -> Issue {
    let whole = inputs.iter().find(|input| !input.draft.masthead.chinese.is_empty());
    let drafts = whole.into_iter().chain(inputs.first());
    let draft = drafts.map(|input| input.draft.clone()).next();
    let draft = draft.unwrap_or_else(|| import::import("", ids));
    let mut issue = draft.into_issue(STYLE, ids);
    let codes = |section: &Section| section.documents.is_empty() || !section.codes.is_empty();
    issue.sections.retain(codes);
    for section in &mut issue.sections {
        section.documents.clear();
    }
    issue
}

/// Adds the documents of an input, each with where it came from.
fn add(file: &mut IssueFile, input: &Input, ids: &mut Ids) -> Result<(), Error> {
    let ending = input.path.extension().and_then(|ending| ending.to_str()).unwrap_or("txt");
    let origin = file.add_original(ending, input.bytes.clone(), input.text.clone());
    for placement in input.draft.placements(&file.issue) {
        insert(&mut file.issue, placement, &origin, ids)
            .map_err(|error| Error::Usage(format!("{}: {error}", input.path.display())))?;
    }
    Ok(())
}

fn insert(
    issue: &mut Issue,
    placement: Placement,
    origin: &Origin,
    ids: &mut Ids,
) -> Result<(), crate::issue::edit::EditError> {
    let named = issue.sections.iter().find(|section| section.name.string == placement.name);
    let section = match placement.section.or_else(|| named.map(|section| section.id)) {
        Some(section) => section,
        None => {
            let id = ids.make();
            let codes = placement.code.into_iter().collect();
            let name = placement.name.into();
            let section = Section { id, name, codes, documents: Vec::new() };
            let index = u32::try_from(issue.sections.len()).unwrap_or(u32::MAX);
            let _ = Edit::InsertSection { index, section }.apply(issue)?;
            id
        }
    };
    let count = issue.section(section).map_or(0, |section| section.documents.len());
    let index = u32::try_from(count).unwrap_or(u32::MAX);
    let document =
        Document { origin: Some(origin.clone()), ..Arc::unwrap_or_clone(placement.document) };
    let document = Arc::new(document);
    let _ = Edit::InsertDocument { section, index, document }.apply(issue)?;
    Ok(())
}

fn write_report(path: &Path, report: &serde_json::Value, out: &mut dyn Write) -> Result<(), Error> {
    let mut bytes = serde_json::to_vec_pretty(report).map_err(std::io::Error::other)?;
    bytes.push(b'\n');
    if path == Path::new("-") {
        out.write_all(&bytes)?;
    } else {
        store::write(path, &bytes)?;
    }
    Ok(())
}
