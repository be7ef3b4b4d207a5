//! Covers, contents and the flows of documents → numbered pages.
//!
//! What did not change since the last time is shared with it: the pages of a document that stands
//! where it stood, all that lies outside of the documents, and single pages that came out the same.

use std::collections::HashMap;
use std::sync::Arc;

use crate::finding::{Finding, Severity};
use crate::geom::Pt;
use crate::issue::id::{DocumentId, SectionId};
use crate::issue::text::Text;
use crate::issue::{Issue, Section};
use crate::layout::flow::{FlowPage, flow};
use crate::layout::furniture::Heads;
use crate::layout::memo::{SetParagraph, Setter};
use crate::layout::page::{FrameItem, Page, PageKind, Placed};
use crate::layout::piece::Piece;
use crate::layout::run::{Run, SetRun};
use crate::layout::style::{PageGeometry, Stylesheet};
use crate::layout::{contents, cover, furniture};

/// The pages of documents, and where they stand.
#[derive(Debug, Clone, Default)]
pub(crate) struct Built {
    /// None if the document has changed since.
    at: Option<At>,
    /// What the pages were made from, and where they stood.
    from: Option<(At, Vec<Arc<FlowPage>>)>,
    pub(crate) pages: Vec<Arc<Page>>,
    pub(crate) findings: Vec<Finding>,
}

/// All that decides about the pages of documents besides the documents.
#[derive(Debug, Clone, PartialEq, Eq)]
struct At {
    number: u32,
    folio: u32,
    /// Of each document.
    heads: Vec<Heads>,
}

impl Built {
    /// The same pages, to be shared with those of the changed documents where they are equal.
    pub(crate) fn outdated(&self) -> Self {
        let from = self.from.clone();
        Self { at: None, from, pages: self.pages.clone(), findings: Vec::new() }
    }
}

/// What stands before and behind the documents.
#[derive(Debug)]
pub(crate) struct Outside {
    /// The issue without its documents.
    issue: Issue,
    lines: Vec<ContentsLine>,
    pub(crate) front: Vec<Arc<Page>>,
    back: Vec<Placed>,
    pub(crate) findings: Vec<Finding>,
}

/// A line of the contents, for comparing.
#[derive(Debug)]
struct ContentsLine {
    section: SectionId,
    document: DocumentId,
    text: Text,
    is_title: bool,
    folio: u32,
}

impl ContentsLine {
    /// Whether it is the line of `entry`.
    fn is(&self, entry: &contents::Entry<'_>) -> bool {
        let (text, is_title) = entry.document.contents_text();
        self.folio == entry.folio
            && self.document == entry.document.id
            && self.section == entry.section.id
            && self.is_title == is_title
            && self.text == *text
    }
}

/// `page`, or the one of the last time if it is the same.
fn shared(page: Page, last: Option<&Arc<Page>>) -> Arc<Page> {
    match last {
        Some(last) if **last == page => last.clone(),
        _ => Arc::new(page),
    }
}

pub(crate) fn page(
    number: u32,
    kind: PageKind,
    folio: Option<u32>,
    parts: Vec<Placed>,
    style: &Stylesheet,
) -> Page {
    let geometry = &style.page;
    Page { number, folio, kind, trim: geometry.trim, bleed: geometry.bleed, parts }
}

/// Moves parts from the type area of page `number` to their place on the paper.
fn in_area<'a>(
    parts: &'a [Placed],
    number: u32,
    style: &Stylesheet,
) -> impl Iterator<Item = Placed> + use<'a> {
    let origin = style.page.type_area(number).at;
    parts.iter().map(move |part| Placed { at: part.at + origin, frame: part.frame.clone() })
}

/// The number of the page behind so many.
fn number_behind(pages: usize) -> u32 {
    u32::try_from(pages).unwrap_or(u32::MAX - 1) + 1
}

/// Makes what stands around the documents, or takes it from the last time.
pub(crate) fn outside(
    (issue, runs): (&Issue, &[Run<'_>]),
    set: &HashMap<DocumentId, SetRun>,
    last: Option<Outside>,
    style: &Stylesheet,
    setter: &mut Setter<'_>,
) -> Outside {
    let empty = |section: &Section| Section {
        id: section.id,
        name: section.name.clone(),
        codes: section.codes.clone(),
        documents: Vec::new(),
    };
    let alone = Issue {
        id: issue.id,
        masthead: issue.masthead.clone(),
        number: issue.number.clone(),
        published: issue.published,
        sections: issue.sections.iter().map(empty).collect(),
        colophon: issue.colophon.clone(),
        style: issue.style.clone(),
        cover: issue.cover.clone(),
    };
    let mut folio = first_folio(issue);
    let mut entries: Vec<contents::Entry<'_>> = Vec::new();
    let count = |pages: usize| u32::try_from(pages).unwrap_or(0);
    for run in runs {
        let Some(set) = run.id().and_then(|id| set.get(&id)) else { continue };
        for (index, document) in run.documents.iter().enumerate() {
            let folio = folio + count(set.page_of(index));
            entries.push(contents::Entry { section: run.section, document, folio });
        }
        folio += count(set.flow.pages.len());
    }
    let mut old = Vec::new();
    if let Some(last) = last {
        let same = last.lines.len() == entries.len()
            && last.lines.iter().zip(&entries).all(|(line, entry)| line.is(entry));
        if same && last.issue == alone {
            return last;
        }
        old = last.front;
    }
    let lines = entries.iter().map(contents_line).collect();
    let mut front = vec![
        page(1, PageKind::Cover, None, cover::front(issue, style, setter), style),
        page(2, PageKind::Cover, None, Vec::new(), style),
    ];
    for flow_page in front_matter(issue, &entries, style, setter) {
        let number = number_behind(front.len());
        let parts = in_area(&flow_page.parts, number, style).collect();
        front.push(page(number, PageKind::Front, None, parts, style));
    }
    // Odd folios stand on right-hand pages.
    if front.len() % 2 == first_folio(issue) as usize % 2 {
        front.push(page(number_behind(front.len()), PageKind::Filler, None, Vec::new(), style));
    }
    let back = cover::back(issue, style, setter);
    let mut findings = setter.take_findings();
    findings.extend(front.iter().flat_map(|page| too_high(page, &style.page)));
    let book = setter.resources().fonts;
    findings.extend(front.first().into_iter().flat_map(|page| cover::measured(issue, page, book)));
    let front = front.into_iter().enumerate();
    let front = front.map(|(index, page)| shared(page, old.get(index))).collect();
    Outside { issue: alone, lines, front, back, findings }
}

/// The folio of the first document's first page.
pub(crate) fn first_folio(issue: &Issue) -> u32 {
    issue.number.folio.unwrap_or(1)
}

fn contents_line(entry: &contents::Entry<'_>) -> ContentsLine {
    let (text, is_title) = entry.document.contents_text();
    ContentsLine {
        section: entry.section.id,
        document: entry.document.id,
        text: text.clone(),
        is_title,
        folio: entry.folio,
    }
}

/// Inner title and contents, in one column.
fn front_matter(
    issue: &Issue,
    entries: &[contents::Entry<'_>],
    style: &Stylesheet,
    setter: &mut Setter<'_>,
) -> Vec<Arc<FlowPage>> {
    let mut elements = vec![cover::inner_title(issue, style, setter)];
    elements.extend(contents::elements(entries, style, setter));
    let geometry = &style.page;
    let column = geometry.width();
    let geometry = PageGeometry { columns: 1, column, gutter: Pt::ZERO, ..geometry.clone() };
    let resources = setter.resources();
    let variant = |paragraph: &SetParagraph, lines: u32| paragraph.variant(lines, resources);
    flow(&[Piece::of(elements).into()], None, &geometry, &variant).pages
}

/// Makes the pages of documents that begin on page `number` with folio `folio`, if they are not
/// there yet. A page's running head is that of the document at its head.
pub(crate) fn build(
    set: &mut SetRun,
    heads: Vec<Heads>,
    (number, folio): (u32, u32),
    style: &Stylesheet,
    setter: &mut Setter<'_>,
) {
    let at = At { number, folio, heads };
    if set.built.at.as_ref() == Some(&at) {
        return;
    }
    // A page that holds the same as before, where it stood before, is the same page.
    let from = set.built.from.take().filter(|(then, _)| *then == at);
    let last = from.as_ref().map(|(_, flow)| flow.as_slice()).unwrap_or_default();
    let mut pages = Vec::with_capacity(set.flow.pages.len());
    for ((number, folio), flow_page) in (number..).zip(folio..).zip(&set.flow.pages) {
        let index = pages.len();
        let old = set.built.pages.get(index);
        let same = last.get(index).is_some_and(|last| Arc::ptr_eq(last, flow_page));
        if let Some(old) = old.filter(|_| same) {
            pages.push(old.clone());
            continue;
        }
        let mut parts = Vec::with_capacity(flow_page.parts.len() + 3);
        let (document, begins) = set.at_head(index);
        if let Some(heads) = at.heads.get(document)
            && !flow_page.opens_with_title
            && !begins
        {
            parts = furniture::running_head(heads, number, style, setter);
        }
        parts.extend(in_area(&flow_page.parts, number, style));
        parts.extend(furniture::folio(folio, number, style, setter));
        let page = page(number, PageKind::Body, Some(folio), parts, style);
        pages.push(shared(page, old));
    }
    let mut findings = setter.take_findings();
    findings.extend(pages.iter().flat_map(|page| too_high(page, &style.page)));
    let from = Some((at.clone(), set.flow.pages.clone()));
    set.built = Built { at: Some(at), from, pages, findings };
}

/// The pages behind the last document: fillers and the back cover.
pub(crate) fn close(outside: &Outside, pages: &mut Vec<Arc<Page>>, style: &Stylesheet) {
    let multiple = style.page.multiple as usize;
    let push = |pages: &mut Vec<Arc<Page>>, kind, parts| {
        pages.push(Arc::new(page(number_behind(pages.len()), kind, None, parts, style)));
    };
    while !(pages.len() + 2).is_multiple_of(multiple) {
        push(pages, PageKind::Filler, Vec::new());
    }
    push(pages, PageKind::Cover, Vec::new());
    push(pages, PageKind::Cover, outside.back.clone());
}

/// What is higher than the type area, and so runs off the foot of its page.
fn too_high(page: &Page, geometry: &PageGeometry) -> impl Iterator<Item = Finding> {
    let area = geometry.type_area(page.number);
    let inside = matches!(page.kind, PageKind::Front | PageKind::Body);
    let begins = move |placed: &&Placed| inside && placed.at.y < area.bottom();
    let ends = move |placed: &Placed| placed.at.y + placed.frame.size.height;
    let parts = page.parts.iter().filter(begins);
    parts.filter(move |placed| ends(placed) > area.bottom() + geometry.grid).map(|placed| {
        let place = placed.frame.items.iter().find_map(|item| match item {
            FrameItem::Glyphs(run) => run.source.place(run.range()),
            FrameItem::Rule { .. } | FrameItem::Picture { .. } => None,
        });
        Finding {
            rule: "page-overfull",
            severity: Severity::Error,
            place,
            text: String::new(),
            message: format!(
                "第 {} 页有一处内容比版心还高，下部印不出来；请拆分表格的这一行，或减少列数、缩短文字",
                page.number
            ),
            fix: None,
        }
    })
}
