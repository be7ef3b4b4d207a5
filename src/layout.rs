//! Turns an issue into pages.
//!
//! [`compose`] sets every paragraph (in parallel, by document), flows the lines into columns and
//! pages, and adds covers, contents, running heads and folios. It is pure: the same issue, style,
//! fonts and words give the same pages on every machine, whatever the count of threads.
//!
//! Documents begin on a new page, or where the style says. The first document's first page has folio 1, or the one that
//! the issue says, and odd folios stand on right-hand pages; so no folio depends on the contents,
//! and one pass settles their numbers.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use crate::finding::Finding;
use crate::font::FontBook;
use crate::issue::Issue;
use crate::issue::document::Document;
use crate::text::words::Words;

mod assemble;
mod contents;
pub mod cover;
mod document;
mod flow;
mod furniture;
mod justify;
mod linebreak;
pub mod memo;
mod names;
pub mod page;
mod paragraph;
mod piece;
pub mod places;
mod prepare;
mod run;
pub mod style;
mod table;
mod title;
pub(crate) mod vertical;

use self::memo::{Memo, SetDocument, Setter};
use self::page::{Info, Page};
use self::style::Stylesheet;

/// What composition needs besides issue and style.
#[derive(Debug, Clone, Copy)]
pub struct Resources<'a> {
    /// The fonts.
    pub fonts: &'a FontBook,
    /// Width and height in pixels of each picture, by the SHA-256 of its bytes.
    pub pictures: &'a BTreeMap<String, (u32, u32)>,
    /// The dictionary that titles are read by.
    pub words: &'a Words,
}

/// The pages of an issue, and what was noticed while they were made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Composition {
    /// All pages, the front cover first.
    pub pages: Vec<Arc<Page>>,
    /// What a PDF's metadata says.
    pub info: Info,
    /// What could not be set well: missing glyphs, lines that had to stretch.
    pub findings: Vec<Finding>,
    /// How many paragraphs were set anew; the others came from the memo.
    pub set_anew: usize,
    /// How many pages of documents were flowed anew; the others hold what they held, though they may
    /// have other numbers.
    pub flowed_anew: usize,
}

/// Composes `issue` in `style`.
pub fn compose(
    issue: &Issue,
    style: &Stylesheet,
    resources: &Resources<'_>,
    memo: &mut Memo,
) -> Composition {
    memo.begin(style, resources.pictures);
    let (mut set_anew, mut flowed_anew) = (0, 0);
    for (set, anew) in set_changed(issue, style, resources, memo) {
        set_anew += anew;
        let _ = memo.documents.insert(set.document.id, set);
    }
    let runs = run::runs(issue, style);
    for (id, set) in run::set_changed(&runs, style, resources, memo) {
        flowed_anew += set.flow.anew;
        let _ = memo.runs.insert(id, set);
    }
    memo.forget_others(&runs);
    let mut setter = Setter::new(Some(&memo.around), resources, style.rules);
    let last = memo.outside.take();
    let outside = assemble::outside((issue, &runs), &memo.runs, last, style, &mut setter);
    let mut pages = outside.front.clone();
    let mut folio = assemble::first_folio(issue);
    for run in &runs {
        let Some(set) = run.id().and_then(|id| memo.runs.get_mut(&id)) else { continue };
        let number = u32::try_from(pages.len()).unwrap_or(u32::MAX - 1) + 1;
        let heads = |document| furniture::Heads::new(issue, run.section, document, style);
        let heads = run.documents.iter().map(|document| heads(document)).collect();
        assemble::build(set, heads, (number, folio), style, &mut setter);
        pages.extend_from_slice(&set.built.pages);
        folio += u32::try_from(set.built.pages.len()).unwrap_or(0);
    }
    assemble::close(&outside, &mut pages, style);
    set_anew += setter.set_anew();
    let around = setter.take();
    memo.keep_around(around, pages.len());
    let of_cover = cover::findings(issue, resources.fonts);
    let findings = findings((issue, &runs), memo, &outside, of_cover);
    memo.outside = Some(outside);
    Composition { pages, info: info(issue), findings, set_anew, flowed_anew }
}

/// Front and back cover of `issue`, as [`compose`] sets them, without all other pages; for those
/// who arrange them. The back counts as the second page.
pub fn covers(issue: &Issue, style: &Stylesheet, resources: &Resources<'_>) -> [Page; 2] {
    let mut setter = Setter::new(None, resources, style.rules);
    let front = cover::front(issue, style, &mut setter);
    let back = cover::back(issue, style, &mut setter);
    [(1, front), (2, back)]
        .map(|(number, parts)| assemble::page(number, page::PageKind::Cover, None, parts, style))
}

/// All that was noticed; a text that contents and running heads repeat is reported once.
fn findings(
    (issue, runs): (&Issue, &[run::Run<'_>]),
    memo: &Memo,
    outside: &assemble::Outside,
    mut findings: Vec<Finding>,
) -> Vec<Finding> {
    let documents = || issue.documents().filter_map(|(_, own)| memo.documents.get(&own.id));
    let runs = || runs.iter().filter_map(|run| memo.runs.get(&run.id()?));
    findings.extend(documents().flat_map(|set| set.findings.iter().cloned()));
    findings.extend(outside.findings.iter().cloned());
    findings.extend(runs().flat_map(|set| set.built.findings.iter().cloned()));
    let mut known = BTreeSet::new();
    findings.retain(|finding| finding.place.is_none_or(|at| known.insert((finding.rule, at))));
    findings
}

/// Sets the documents that are not as they were, side by side, and counts the paragraphs that had
/// to be set.
fn set_changed(
    issue: &Issue,
    style: &Stylesheet,
    resources: &Resources<'_>,
    memo: &Memo,
) -> Vec<(SetDocument, usize)> {
    let changed: Vec<&Arc<Document>> =
        issue.documents().map(|(_, document)| document).filter(|own| !memo.has(own)).collect();
    let set = |document: &&Arc<Document>| {
        let last = memo.documents.get(&document.id);
        let known = last.map(|last| last.pieces.as_slice()).unwrap_or_default();
        let (pieces, set_anew) = document::pieces(document, known, style, resources);
        let findings = pieces.iter().flat_map(|piece| piece.findings.iter().cloned()).collect();
        let document = Arc::clone(document);
        (SetDocument { document, pieces, findings }, set_anew)
    };
    match changed.as_slice() {
        // A key changes one document: no other thread is woken for it.
        [one] => vec![set(one)],
        many => many.par_iter().map(set).collect(),
    }
}

fn info(issue: &Issue) -> Info {
    let name = &issue.masthead.chinese.string;
    Info {
        title: format!("{name} {}年{}", issue.number.year, cover::number_line(issue)),
        author: name.strip_suffix("公报").unwrap_or(name).to_owned(),
        published: issue.published,
    }
}
