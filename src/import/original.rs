//! The documents of an imported file as they were before anybody worked on them.
//!
//! The file is read again, with what the editor said of its lines, so that what the reader and the
//! recogniser take out by their rules (running heads, ● before entries, breaks of lines) is no
//! deviation. What they took out is listed.
//!
//! **Invariant.** Every character of the file that is no white space is in a document or is listed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Draft, Dropped, Pin, Style, plain, read, recognize_pinned};
use crate::finding::{Finding, Severity};
use crate::issue::compare::{self, Deviation, passages};
use crate::issue::document::{Document, Origin, Pinned};
use crate::issue::id::{DocumentId, Ids};
use crate::issue::place::{Field, Part, Place};
use crate::issue::{Issue, Section};

/// What an imported file holds.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Original {
    /// Its documents in the order of the file.
    pub documents: Vec<Arc<Document>>,
    /// What is in none of them, and why.
    pub dropped: Vec<Dropped>,
}

/// Reads the bytes of an imported file again, `extension` being the ending of its name; where they
/// cannot be read any more, the text that it was imported as.
pub fn original(extension: &str, bytes: &[u8], text: Option<&str>, origin: &Origin) -> Original {
    let source = read(&format!("original.{extension}"), bytes);
    let source = source.ok().or_else(|| text.map(plain::read));
    let Some(source) = source else { return Original::default() };
    let pins = pins(&origin.pinned);
    let draft = recognize_pinned(&source, &pins, &mut Ids::new(0));
    Original {
        documents: draft.documents().map(|(_, document)| Arc::clone(document)).collect(),
        dropped: left_out(draft, source.dropped.len()),
    }
}

/// A document as an import hands it over to an issue: it knows the file that it came from, and how
/// it was then.
pub fn imported(document: Document, origin: Origin) -> Document {
    let imprint = Some(compare::imprint(&document));
    Document { origin: Some(Origin { imprint, ..origin }), ..document }
}

/// An imported file as it was kept.
#[derive(Debug, Clone, Copy)]
pub struct Kept<'a> {
    /// The ending of its name.
    pub extension: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
    /// The text that it was imported as.
    pub text: Option<&'a str>,
}

/// A document of an issue beside the file that it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    /// The document.
    pub document: DocumentId,
    /// What differs and is not approved; none where there is no original.
    pub deviations: Option<Vec<Deviation>>,
    /// Count of the deviations that are approved.
    pub approved: usize,
}

/// Compares the documents of an issue with the files that they came from, by their SHA-256; gives
/// besides what of those files is in no document of the issue.
pub fn compare_all<'a>(
    issue: &Issue,
    kept: impl Fn(&str) -> Option<Kept<'a>>,
) -> (Vec<Compared>, Vec<Dropped>) {
    compare_some(issue.documents(), kept)
}

/// Whether a document may be another than what was imported. Reading its file again costs a
/// hundred times as much as this.
fn is_changed(document: &Document) -> bool {
    let imprint = document.origin.as_ref().and_then(|origin| origin.imprint);
    imprint.is_none_or(|imprint| imprint != compare::imprint(document))
}

/// [`compare_all`] of some documents of an issue.
fn compare_some<'a, 'i>(
    documents: impl Iterator<Item = (&'i Section, &'i Arc<Document>)>,
    kept: impl Fn(&str) -> Option<Kept<'a>>,
) -> (Vec<Compared>, Vec<Dropped>) {
    // Each file once for each way in which an editor had it read, with the documents that are used.
    let mut originals: BTreeMap<_, (Original, BTreeSet<DocumentId>)> = BTreeMap::new();
    let mut compared = Vec::new();
    for (_, document) in documents {
        let mut own = Compared { document: document.id, deviations: None, approved: 0 };
        if let Some(origin) = &document.origin
            && let Some(file) = kept(&origin.sha256)
        {
            let key = (origin.sha256.as_str(), origin.pinned.as_slice());
            let (whole, used) = originals.entry(key).or_insert_with(|| {
                (original(file.extension, file.bytes, file.text, origin), BTreeSet::new())
            });
            let candidates: Vec<_> = whole.documents.iter().collect();
            if let Some(before) = compare::counterpart(document, &candidates) {
                let _new = used.insert(before.id);
                let is_approved =
                    |own: &Deviation| origin.approved.iter().any(|known| own.is(known));
                let all = compare::documents(before, document).deviations;
                let count = all.len();
                let rest: Vec<Deviation> = all.into_iter().filter(|d| !is_approved(d)).collect();
                own.approved = count - rest.len();
                own.deviations = Some(rest);
            }
        }
        compared.push(own);
    }
    let dropped = originals.into_values().flat_map(|(whole, used)| unused(whole, &used));
    (compared, dropped.collect())
}

/// What of an imported file is in no document of the issue, `used` being those that are.
fn unused(whole: Original, used: &BTreeSet<DocumentId>) -> Vec<Dropped> {
    let unused = whole.documents.iter().filter(|document| !used.contains(&document.id));
    let texts = unused.flat_map(|document| passages(document));
    let why = "这一篇没有收入本期";
    let rest: Vec<Dropped> =
        texts.map(|(_, text)| Dropped { text: text.to_owned(), why: why.to_owned() }).collect();
    whole.dropped.into_iter().chain(rest).collect()
}

/// One warning for each document that differs from the file it came from in what nobody approved:
/// an issue may be released only when there is none.
pub fn unapproved<'a>(issue: &Issue, kept: impl Fn(&str) -> Option<Kept<'a>>) -> Vec<Finding> {
    let changed = issue.documents().filter(|(_, document)| is_changed(document));
    let (compared, _) = compare_some(changed, kept);
    let warning = |own: Compared| {
        let count = own.deviations.map(|all| all.len()).filter(|&count| count > 0)?;
        let title = &issue.document(own.document)?.title;
        let place = Place::new(Part::Field(own.document, Field::Title), title.range());
        Some(Finding {
            rule: "deviation-unapproved",
            severity: Severity::Warning,
            place: Some(place),
            text: title.string.clone(),
            message: format!(
                "与原稿有 {count} 处不同还没有认可；请打开“与原稿对照”，逐处或按类认可，不该改的改回"
            ),
            fix: None,
        })
    };
    compared.into_iter().filter_map(warning).collect()
}

/// What is kept of pins beside a document.
pub fn pinned(pins: &[Pin]) -> Vec<Pinned> {
    let kept = |pin: &Pin| Pinned { range: pin.range, style: pin.style.name().to_owned() };
    pins.iter().map(kept).collect()
}

/// A pin as it was kept; none if its style is of another program.
/// The pins that an issue knows in its own words; those of styles that are unknown are left out.
pub fn pins(kept: &[Pinned]) -> Vec<Pin> {
    let pin = |own: &Pinned| Some(Pin { range: own.range, style: Style::named(&own.style)? });
    kept.iter().filter_map(pin).collect()
}

/// What a draft lists as left out, `read` of it by the reader; the lines that are in no document for
/// other reasons, as they went into the masthead and the colophon of an issue; and marks that fell
/// out where a line became a field, such as the colon behind a label.
fn left_out(draft: Draft, read: usize) -> Vec<Dropped> {
    let mut listed: BTreeMap<&str, u32> = BTreeMap::new();
    for dropped in &draft.dropped {
        *listed.entry(dropped.text.as_str()).or_default() += 1;
    }
    let mut elsewhere = Vec::new();
    for segment in draft.segments.iter().filter(|segment| segment.document.is_none()) {
        match listed.get_mut(segment.text.as_str()).filter(|count| **count > 0) {
            Some(count) => *count -= 1,
            None => elsewhere.push(Dropped {
                text: segment.text.clone(),
                why: "刊头或版权块的文字：不在文件里".to_owned(),
            }),
        }
    }
    let mut marks = lost_marks(&draft, draft.dropped.iter().skip(read).chain(&elsewhere));
    let mut all = draft.dropped;
    all.extend(elsewhere);
    all.append(&mut marks);
    all
}

/// The marks of the lines that are neither in a document nor `listed`, all of one kind together.
fn lost_marks<'a>(draft: &Draft, listed: impl Iterator<Item = &'a Dropped>) -> Vec<Dropped> {
    let mut counts: BTreeMap<char, usize> = BTreeMap::new();
    let marks = |text: &str| -> Vec<char> {
        text.chars().filter(|c| !c.is_alphanumeric() && !c.is_whitespace()).collect()
    };
    for mark in draft.segments.iter().flat_map(|segment| marks(&segment.text)) {
        *counts.entry(mark).or_default() += 1;
    }
    let documents = draft.documents().flat_map(|(_, document)| passages(document));
    let kept = documents.flat_map(|(_, text)| marks(text));
    for mark in kept.chain(listed.flat_map(|own| marks(&own.text))) {
        if let Some(count) = counts.get_mut(&mark) {
            *count = count.saturating_sub(1);
        }
    }
    let lost = counts.into_iter().filter(|(_, count)| *count > 0);
    lost.map(|(mark, count)| Dropped {
        text: mark.to_string().repeat(count),
        why: "标签、日期、表格边上的符号：由版面重新排".to_owned(),
    })
    .collect()
}
