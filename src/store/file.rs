//! The issue's file in memory ↔ the entries of its archive.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Access;
use super::Loaded;
use super::Reason;
use super::archive::{Entries, RECORD};
use super::migrate;
use crate::finding::{Finding, Severity};
use crate::issue::Issue;
use crate::issue::block::BlockKind;
use crate::issue::bodies;
use crate::issue::document::Origin;
use crate::issue::id;
use crate::issue::masthead::{Approval, MongolianText};
use crate::issue::place::{Part, Place};
use crate::issue::text::Range;

const PICTURES: &str = "pictures/";
const ORIGINALS: &str = "originals/";

/// An issue with all that its file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssueFile {
    /// The issue.
    pub issue: Issue,
    /// The pictures as received, by the SHA-256 of their bytes.
    pub pictures: BTreeMap<String, Picture>,
    /// The imported files, by the SHA-256 of their bytes.
    pub originals: BTreeMap<String, Original>,
    /// Entries of the archive that are none of these, by name. They are kept as they are.
    pub others: BTreeMap<String, Arc<Vec<u8>>>,
}

/// A picture as received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// The ending of the file's name, such as `png`.
    pub extension: String,
    /// The file's bytes.
    pub bytes: Arc<Vec<u8>>,
}

/// An imported file as received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Original {
    /// The ending of the file's name, such as `docx`; `plain` for a `txt`, as the entry of that
    /// ending holds the text that the file was imported as.
    pub extension: String,
    /// The file's bytes.
    pub bytes: Arc<Vec<u8>>,
    /// The text that it was imported as.
    pub text: Option<String>,
}

impl IssueFile {
    /// A file that holds an issue and nothing else.
    pub const fn new(issue: Issue) -> Self {
        Self {
            issue,
            pictures: BTreeMap::new(),
            originals: BTreeMap::new(),
            others: BTreeMap::new(),
        }
    }

    /// A file that holds `issue`, and of the pictures of another file those on its cover.
    pub fn after(issue: Issue, mut pictures: BTreeMap<String, Picture>) -> Self {
        let kept = issue.cover_pictures().filter_map(|sha256| pictures.remove_entry(sha256));
        let pictures = kept.collect();
        Self { pictures, ..Self::new(issue) }
    }

    /// Adds a picture and returns its SHA-256, by which a block names it.
    pub fn add_picture(&mut self, extension: &str, bytes: Vec<u8>) -> String {
        let name = id::sha256(&bytes);
        let picture = Picture { extension: tidy_extension(extension), bytes: Arc::new(bytes) };
        let _known = self.pictures.entry(name.clone()).or_insert(picture);
        name
    }

    /// Adds an imported file with the text that it was imported as, and returns how a document
    /// names it.
    pub fn add_original(&mut self, extension: &str, bytes: Vec<u8>, text: String) -> Origin {
        let sha256 = id::sha256(&bytes);
        let extension = match tidy_extension(extension) {
            text if text == "txt" => "plain".to_owned(),
            other => other,
        };
        let original = Original { extension, bytes: Arc::new(bytes), text: Some(text) };
        drop(self.originals.insert(sha256.clone(), original));
        Origin::new(sha256)
    }
}

/// An ending that every system takes, in small letters; `bin` if it is none.
fn tidy_extension(extension: &str) -> String {
    let extension = extension.trim_start_matches('.').to_ascii_lowercase();
    if is_extension(&extension) { extension } else { "bin".to_owned() }
}

fn is_extension(text: &str) -> bool {
    (1..=8).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
}

/// The entries of the archive, but the mimetype; `record` is the text of the issue.
pub(super) fn entries<'a>(file: &'a IssueFile, record: &'a str) -> BTreeMap<String, &'a [u8]> {
    let others = file.others.iter().map(|(name, bytes)| (name.clone(), bytes.as_slice()));
    let mut entries: BTreeMap<String, &[u8]> = others.collect();
    let mut add = |name: String, bytes: &'a [u8]| {
        // What we know how to write goes before an entry of its name.
        let _other = entries.insert(name, bytes);
    };
    for (sha256, picture) in &file.pictures {
        add(format!("{PICTURES}{sha256}.{}", picture.extension), &picture.bytes);
    }
    for (sha256, original) in &file.originals {
        add(format!("{ORIGINALS}{sha256}.{}", original.extension), &original.bytes);
        if let Some(text) = &original.text {
            add(format!("{ORIGINALS}{sha256}.txt"), text.as_bytes());
        }
    }
    add(RECORD.to_owned(), record.as_bytes());
    entries
}

/// Reads what the entries of an archive hold.
pub(super) fn from_entries(entries: Entries) -> Result<Loaded, migrate::Fault> {
    let Entries { mut whole, mut damaged } = entries;
    let record = whole.remove(RECORD).unwrap_or_default();
    let (issue, reason) = migrate::read(&record)?;
    let mut file = IssueFile::new(issue);
    // The texts of originals come last, when their originals are there.
    let (texts, others): (BTreeMap<_, _>, BTreeMap<_, _>) =
        whole.into_iter().partition(|(name, _)| is_original_text(name));
    let mut mismatched = Vec::new();
    for (name, bytes) in others {
        sort_in(&mut file, name, bytes, &mut mismatched);
    }
    for (name, bytes) in texts {
        add_text(&mut file, name, bytes);
    }
    let reason = reason
        .or_else(|| (!damaged.is_empty()).then(|| Reason::Damaged { entries: damaged.clone() }));
    damaged.extend(mismatched);
    let mut findings: Vec<Finding> = damaged.iter().map(|name| damaged_entry(name)).collect();
    findings.extend(missing_pictures(&file));
    findings.extend(file.issue.masthead.withdraw_stale().iter().map(withdrawn));
    let access = reason.map_or(Access::ReadWrite, Access::ReadOnly);
    Ok(Loaded { file, access, findings })
}

/// The SHA-256 and the ending in the name of an entry of `folder`.
fn hashed_name<'a>(name: &'a str, folder: &str) -> Option<(&'a str, &'a str)> {
    let (sha256, extension) = name.strip_prefix(folder)?.split_once('.')?;
    let hexadecimal = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    let valid = sha256.len() == 64 && sha256.bytes().all(hexadecimal) && is_extension(extension);
    valid.then_some((sha256, extension))
}

fn is_original_text(name: &str) -> bool {
    hashed_name(name, ORIGINALS).is_some_and(|(_, extension)| extension == "txt")
}

/// Puts an entry where it belongs; with the others if its name and its bytes do not agree.
fn sort_in(file: &mut IssueFile, name: String, bytes: Vec<u8>, mismatched: &mut Vec<String>) {
    let picture = hashed_name(&name, PICTURES);
    let original = hashed_name(&name, ORIGINALS);
    let agrees = |sha256: &str| sha256 == id::sha256(&bytes);
    match (picture, original) {
        (Some((sha256, extension)), _) if agrees(sha256) && !file.pictures.contains_key(sha256) => {
            let (sha256, extension) = (sha256.to_owned(), extension.to_owned());
            let picture = Picture { extension, bytes: Arc::new(bytes) };
            drop(file.pictures.insert(sha256, picture));
        }
        (_, Some((sha256, extension)))
            if agrees(sha256) && !file.originals.contains_key(sha256) =>
        {
            let (sha256, extension) = (sha256.to_owned(), extension.to_owned());
            let original = Original { extension, bytes: Arc::new(bytes), text: None };
            drop(file.originals.insert(sha256, original));
        }
        (found, other) => {
            if found.or(other).is_some_and(|(sha256, _)| !agrees(sha256)) {
                mismatched.push(name.clone());
            }
            drop(file.others.insert(name, Arc::new(bytes)));
        }
    }
}

/// Puts the text that an original was imported as with that original.
fn add_text(file: &mut IssueFile, name: String, bytes: Vec<u8>) {
    let original =
        hashed_name(&name, ORIGINALS).and_then(|(sha256, _)| file.originals.get_mut(sha256));
    match (original, String::from_utf8(bytes)) {
        (Some(original), Ok(text)) => original.text = Some(text),
        (None, Ok(text)) => drop(file.others.insert(name, Arc::new(text.into_bytes()))),
        (_, Err(error)) => drop(file.others.insert(name, Arc::new(error.into_bytes()))),
    }
}

fn damaged_entry(name: &str) -> Finding {
    Finding {
        rule: "file-damaged",
        severity: Severity::Error,
        place: None,
        text: name.to_owned(),
        message: format!("文件中的“{name}”已损坏，内容与校验值不符；请从备份或来源重新取得"),
        fix: None,
    }
}

/// What is said of an approval that was withdrawn, since the file has something else than was read.
fn withdrawn((text, approval): &(MongolianText, Approval)) -> Finding {
    let Approval { by, on, .. } = approval;
    let name = text.name();
    Finding {
        rule: "approval-withdrawn",
        severity: Severity::Warning,
        place: None,
        text: by.clone(),
        message: format!(
            "{by}于 {on} 核对过蒙古文{name}，文件里的已不是当时核对的；请懂蒙古文的人重新核对"
        ),
        fix: None,
    }
}

/// A finding for every picture of the issue that the file does not have.
fn missing_pictures(file: &IssueFile) -> Vec<Finding> {
    let mut findings = Vec::new();
    let lacks = |sha256: &str| !file.pictures.contains_key(sha256);
    if file.issue.cover_pictures().any(lacks) {
        findings.push(Finding {
            rule: "picture-missing",
            severity: Severity::Error,
            place: None,
            text: String::new(),
            message: "文件中没有封面上的图片；请在“封面”中重新选择图片".to_owned(),
            fix: None,
        });
    }
    for (_, document) in file.issue.documents() {
        for block in bodies(document).into_iter().flat_map(|(_, blocks)| blocks) {
            if let BlockKind::Picture { sha256, .. } = &block.kind
                && lacks(sha256)
            {
                let part = Part::Block(document.id, block.id);
                findings.push(Finding {
                    rule: "picture-missing",
                    severity: Severity::Error,
                    place: Some(Place::new(part, Range::new(0, block.text.len()))),
                    text: block.text.string.clone(),
                    message: "文件中没有这张图片；请重新插入图片".to_owned(),
                    fix: None,
                });
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_carry_the_hash_of_what_they_name() {
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(id::sha256(b""), empty);
        let check = |name: &str, expected| {
            assert_eq!(hashed_name(name, PICTURES), expected, "{name}");
        };
        check(&format!("pictures/{empty}.png"), Some((empty, "png")));
        check(&format!("pictures/{}.png", empty.to_uppercase()), None);
        check(&format!("pictures/{empty}"), None);
        check(&format!("originals/{empty}.png"), None);
        check("pictures/abc.png", None);
    }

    #[test]
    fn endings_are_made_tidy() {
        assert_eq!(tidy_extension(".PNG"), "png");
        assert_eq!(tidy_extension("图片"), "bin");
        assert_eq!(tidy_extension("a/../b"), "bin");
        assert_eq!(tidy_extension(""), "bin");
    }
}
