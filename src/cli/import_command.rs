//! `import`: texts → an issue, or more documents for one, with a report of what became of them.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::create::{existing, save, today};
use super::target::{self, Output};
use super::{DONE, Error, FOUND, ImportArguments, Status, say, stylesheet};
use crate::finding::Severity;
use crate::import::original::imported;
use crate::import::template::STYLE;
use crate::import::{self, Draft, Placement};
use crate::issue::block::{Block, BlockKind};
use crate::issue::document::{Document, Origin};
use crate::issue::edit::Edit;
use crate::issue::id::Ids;
use crate::issue::place::document_texts;
use crate::issue::{Issue, Section, StyleChoice, customary};
use crate::store::{self, IssueFile, Target};

/// From this confidence on a line counts as understood.
const SURE: f32 = 0.7;

/// A file that was read and recognised.
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
    // Style and outputs are looked at first: a slip in a name must not cost the reading, and
    // nothing is written unless all can be.
    let style = arguments.style.as_deref().map(stylesheet).transpose()?;
    check_outputs(arguments)?;
    let mut target = arguments
        .into
        .as_ref()
        .map(|path| store::load(path).and_then(|loaded| loaded.writable(path)))
        .transpose()?;
    let (inputs, unread) = read_all(&arguments.inputs, err)?;
    let names: Vec<String> = inputs.iter().map(|input| input.path.display().to_string()).collect();
    let drafts: Vec<(&str, &Draft)> =
        names.iter().map(String::as_str).zip(inputs.iter().map(|input| &input.draft)).collect();
    something(&drafts, err)?;
    let mut ids =
        Ids::new(inputs.iter().map(|input| seed(&input.bytes)).fold(1, u64::wrapping_add));
    let new = target.is_none();
    let mut file = match target.take() {
        Some(file) => file,
        None => IssueFile::new(first_issue(&inputs, &mut ids)?),
    };
    let mut added = 0;
    for input in inputs.iter().filter(|input| !is_nothing(&input.draft)) {
        added += add(&mut file, input, &mut ids, err)?;
    }
    if added == 0 {
        return Err(Error::Usage(
            "要导入的文件都已经在本期中，没有写出；请核对要导入的文本".into(),
        ));
    }
    if new {
        file.issue.sections.retain(|section| !section.documents.is_empty());
    }
    if let (Some(name), Some((_, source))) = (&arguments.style, style) {
        file.issue.style = StyleChoice { name: name.clone(), source };
    }
    write(arguments, &file, &drafts, out, err)?;
    let number_known = !new || file.issue.number.first > 0;
    tell(&drafts, added, number_known, arguments.report.is_some(), err);
    if unread > 0 {
        say(err, &format!("{unread} 份文件没有读出来，其余已导入；请按上面的提示处理后再导入"));
        return Ok(FOUND);
    }
    Ok(DONE)
}

/// Makes sure that issue and report can be written, and are none of what is read. Adding to an
/// issue in its own place is asked for by `--overwrite`; its old version is kept as a backup.
fn check_outputs(arguments: &ImportArguments) -> Result<(), Error> {
    let stdin = |path: &&Path| *path != Path::new("-");
    let mut inputs: Vec<&Path> =
        arguments.inputs.iter().map(PathBuf::as_path).filter(stdin).collect();
    inputs.extend(arguments.style.as_deref().map(Path::new));
    let existing = existing(arguments.overwrite);
    let mut outputs = vec![Output { path: &arguments.out, target: Target::Issue, existing }];
    if let Some(path) = arguments.report.as_deref().filter(stdin) {
        outputs.push(Output { path, target: Target::Other, existing });
    }
    target::check(&inputs, &outputs)
}

/// Writes report and issue: the report first, so that no issue is there without what was asked for
/// with it; but a report on standard output last, so that a reader who stops costs nothing.
fn write(
    arguments: &ImportArguments,
    file: &IssueFile,
    drafts: &[(&str, &Draft)],
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<(), Error> {
    let path = arguments.report.as_deref();
    let mut bytes = Vec::new();
    if path.is_some() {
        let report = import::report::report(drafts);
        bytes = serde_json::to_vec_pretty(&report).map_err(std::io::Error::other)?;
        bytes.push(b'\n');
    }
    let stdout = path == Some(Path::new("-"));
    if let Some(path) = path.filter(|_| !stdout) {
        store::write(path, &bytes)?;
    }
    let saved = save(&arguments.out, file, existing(arguments.overwrite), err);
    if let (Err(_), Some(path), false) = (&saved, path, stdout) {
        say(err, &format!("{}: 报告已写出，公报文件没有写出", path.display()));
    }
    saved?;
    if stdout {
        out.write_all(&bytes)?;
    }
    Ok(())
}

/// The files that can be read, and the count of those whose contents cannot: each is named, and
/// the others go on. A path that leads nowhere, or a single file that cannot be read, is an error.
fn read_all(paths: &[PathBuf], err: &mut dyn Write) -> Result<(Vec<Input>, usize), Error> {
    let (mut inputs, mut unread) = (Vec::new(), 0);
    for path in paths {
        match read(path) {
            Ok(input) => inputs.push(input),
            Err(error @ Error::Import { .. }) if paths.len() > 1 => {
                say(err, &error.to_string());
                unread += 1;
            }
            Err(error) => return Err(error),
        }
    }
    if inputs.is_empty() {
        let what = "要导入的文件一份也没有读出来，没有写出任何文件；请按上面各句的提示处理";
        return Err(Error::Usage(what.to_owned()));
    }
    Ok((inputs, unread))
}

fn read(path: &Path) -> Result<Input, Error> {
    let stdin = path == Path::new("-");
    let bytes = if stdin { store::read_stdin()? } else { store::read(path)? };
    let wrong = |error| Error::Import { file: path.display().to_string(), error };
    let stop = AtomicBool::new(false);
    let source = store::office::read(&path.to_string_lossy(), &bytes, &stop).map_err(wrong)?;
    let draft = import::recognize(&source, &mut Ids::new(seed(&bytes)));
    Ok(Input { path: path.to_owned(), bytes, text: source.text, draft })
}

/// The same bytes get the same ids, others get others.
fn seed(bytes: &[u8]) -> u64 {
    let digest = store::sha256(bytes);
    let head = digest.get(..16).and_then(|head| u64::from_str_radix(head, 16).ok());
    head.unwrap_or(0)
}

/// Refuses texts in which there is no document at all; says which texts have none.
fn something(drafts: &[(&str, &Draft)], err: &mut dyn Write) -> Result<(), Error> {
    let advice = "没有识别出任何文件；请检查是不是公报文字，每份文件前要有标题";
    let empty = drafts.iter().filter(|(_, draft)| is_nothing(draft));
    let sentences: Vec<String> = empty.map(|(name, _)| format!("{name}: {advice}")).collect();
    if sentences.len() == drafts.len() {
        return Err(Error::Usage(format!("{}（没有写出任何文件）", sentences.join("；"))));
    }
    for sentence in sentences {
        say(err, &sentence);
    }
    Ok(())
}

/// Whether no document was recognised.
fn is_nothing(draft: &Draft) -> bool {
    draft.documents().all(|(_, document)| is_unknown(document))
}

/// Whether nothing but a few words was found of a document: any text gives such a one.
fn is_unknown(document: &Document) -> bool {
    // What has a heading, or paragraphs as long as those of a document, is one without its title.
    const PARAGRAPH: usize = 40;
    let entry = |block: &Arc<Block>| match block.kind {
        BlockKind::ChronicleEntry { .. } | BlockKind::Heading { .. } | BlockKind::Article => true,
        BlockKind::Paragraph => block.text.string.chars().count() >= PARAGRAPH,
        _ => false,
    };
    document.title.is_empty()
        && [&document.number, &document.addressee].iter().all(|field| field.is_none())
        && document.date.is_none()
        && !document.body.iter().any(entry)
}

/// Says in one line what was done, and before it what an editor should look at.
fn tell(
    drafts: &[(&str, &Draft)],
    added: usize,
    number_known: bool,
    report: bool,
    err: &mut dyn Write,
) {
    let segments = drafts.iter().flat_map(|(_, draft)| &draft.segments);
    let unsure = segments.filter(|segment| segment.confidence < SURE).count();
    let dropped: usize = drafts.iter().map(|(_, draft)| draft.dropped.len()).sum();
    let mut said = BTreeSet::new();
    for (name, finding) in
        drafts.iter().flat_map(|(name, draft)| draft.findings.iter().map(move |f| (name, f)))
    {
        // One number for all of them: that of another text will do.
        let settled = finding.rule == "issue-number-missing" && number_known;
        if finding.severity != Severity::Info && !settled && said.insert(&finding.message) {
            say(err, &format!("{name}: {}", finding.message));
        }
    }
    let look = if report { "；见报告" } else { "；逐段说明请加 --report 报告.json" };
    say(err, &format!("已导入 {added} 份文件，{unsure} 处拿不准，去掉 {dropped} 处{look}"));
}

/// A new issue without documents: its masthead, number and sections come from the first input that
/// is a whole issue, else from the first input with documents.
fn first_issue(inputs: &[Input], ids: &mut Ids) -> Result<Issue, Error> {
    let whole = inputs.iter().find(|input| !input.draft.masthead.chinese.is_empty());
    let some = inputs.iter().find(|input| !is_nothing(&input.draft));
    let Some(input) = whole.or(some) else {
        return Err(Error::Usage("没有可以导入的文本；请给出文件名".to_owned()));
    };
    let mut issue = input.draft.clone().into_issue(STYLE, today(), ids);
    for section in &mut issue.sections {
        section.documents.clear();
    }
    Ok(issue)
}

/// Adds the documents of an input, each with where it came from, but those that were there before
/// it; the count of those that were added.
fn add(
    file: &mut IssueFile,
    input: &Input,
    ids: &mut Ids,
    err: &mut dyn Write,
) -> Result<usize, Error> {
    let path = input.path.display();
    let ending = input.path.extension().and_then(|ending| ending.to_str()).unwrap_or("txt");
    let origin = file.add_original(ending, input.bytes.clone(), input.text.clone());
    for picture in &input.draft.pictures {
        let _sha256 = file.add_picture(&picture.extension, picture.bytes.to_vec());
    }
    let mut added = 0;
    // A text that prints one document twice keeps both: only what was there before is a repetition.
    let before = file.issue.clone();
    for placement in input.draft.placements(&before) {
        if before.documents().any(|(_, own)| is_same(own, &placement.document)) {
            let title = &placement.document.title.string;
            say(err, &format!("{path}: 这篇已经在本期中（{title}）；没有重复加入"));
            continue;
        }
        if let Some((_, own)) = before.documents().find(|(_, own)| placement.document.repeats(own))
        {
            let title = &own.title.string;
            let what = format!(
                "{path}: 文号或标题与本期已有的“{title}”相同，可能是重复来稿；\
                 已一并加入，请核对，重复的请在窗口中删去"
            );
            say(err, &what);
        }
        insert(&mut file.issue, placement, &origin, ids)
            .map_err(|error| Error::Usage(format!("{path}: {error}")))?;
        added += 1;
    }
    Ok(added)
}

/// Whether a document is the other one: imported from the same bytes, or with the same texts.
fn is_same(one: &Document, other: &Document) -> bool {
    let texts = |document| document_texts(document).into_iter().map(|(_, text)| &text.string);
    one.id == other.id || one.title == other.title && texts(one).eq(texts(other))
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
            let name = placement.name;
            let index = customary::place(&issue.sections, &name);
            let section = Section { id, name: name.into(), codes, documents: Vec::new() };
            let _ = Edit::InsertSection { index, section }.apply(issue)?;
            id
        }
    };
    let count = issue.section(section).map_or(0, |section| section.documents.len());
    let index = u32::try_from(count).unwrap_or(u32::MAX);
    let document = imported(Arc::unwrap_or_clone(placement.document), origin.clone());
    let document = Arc::new(document);
    let _ = Edit::InsertDocument { section, index, document }.apply(issue)?;
    Ok(())
}
