//! Turns an issue into pages.
//!
//! [`compose`] sets every paragraph (in parallel, by document), flows the lines into columns and
//! pages, and adds covers, contents, running heads and folios. It is pure: the same issue, style
//! and fonts give the same pages on every machine, whatever the count of threads.
//!
//! Each document begins on a new page. Folio 1 is the first document's first page and a
//! right-hand page; so no folio depends on the contents, and one pass settles their numbers.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use crate::finding::{Finding, Severity};
use crate::font::FontBook;
use crate::geom::Pt;
use crate::issue::document::Document;
use crate::issue::place::{Part, Place};
use crate::issue::{Issue, Section};

mod contents;
mod cover;
mod document;
mod flow;
mod furniture;
mod justify;
mod linebreak;
pub mod memo;
pub mod page;
mod paragraph;
pub mod places;
mod prepare;
pub mod style;
mod table;
mod title;
mod vertical;

use self::flow::{FlowPage, flow};
use self::memo::{Memo, Setter, Used};
use self::page::{FrameItem, Info, Page, PageKind, Placed};
use self::style::{PageGeometry, Stylesheet};

/// What composition needs besides issue and style.
#[derive(Debug, Clone, Copy)]
pub struct Resources<'a> {
    /// The fonts.
    pub fonts: &'a FontBook,
    /// Width and height in pixels of each picture, by the SHA-256 of its bytes.
    pub pictures: &'a BTreeMap<String, (u32, u32)>,
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
}

/// Composes `issue` in `style`.
pub fn compose(
    issue: &Issue,
    style: &Stylesheet,
    resources: &Resources<'_>,
    memo: &mut Memo,
) -> Composition {
    let documents: Vec<(&Section, &Arc<Document>)> = issue.documents().collect();
    let known: &Memo = memo;
    let bodies: Vec<(Vec<FlowPage>, Used)> = documents
        .par_iter()
        .map(|(_, document)| {
            let mut setter = Setter::new(known, resources.fonts);
            let elements = document::elements(document, style, resources, &mut setter);
            let pages = flow(&elements, &style.page, &mut |of, lines| setter.variant(of, lines));
            (pages, setter.finish())
        })
        .collect();
    let (flows, mut used): (Vec<Vec<FlowPage>>, Vec<Used>) = bodies.into_iter().unzip();
    let mut setter = Setter::new(known, resources.fonts);
    let pages = Assembly { issue, style, documents: &documents, flows }.pages(&mut setter);
    used.push(setter.finish());
    let mut findings: Vec<Finding> = cover::findings(issue).into_iter().collect();
    findings.extend(used.iter().flat_map(Used::findings));
    findings.extend(pages.iter().flat_map(|page| too_high(page, &style.page)));
    // A text that contents and running heads repeat is reported once.
    let mut known = BTreeSet::new();
    findings.retain(|finding| finding.place.is_none_or(|at| known.insert((finding.rule, at))));
    let set_anew = used.iter().map(|used| used.set_anew).sum();
    memo.renew(used);
    let pages = pages.into_iter().map(Arc::new).collect();
    Composition { pages, info: info(issue), findings, set_anew }
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

fn info(issue: &Issue) -> Info {
    let name = &issue.masthead.chinese.string;
    Info {
        title: format!("{name} {}年{}", issue.number.year, cover::number_line(issue)),
        author: name.strip_suffix("公报").unwrap_or(name).to_owned(),
        published: issue.published,
    }
}

/// The parts of an issue on their way to numbered pages.
struct Assembly<'a> {
    issue: &'a Issue,
    style: &'a Stylesheet,
    documents: &'a [(&'a Section, &'a Arc<Document>)],
    flows: Vec<Vec<FlowPage>>,
}

impl Assembly<'_> {
    fn pages(&self, setter: &mut Setter<'_>) -> Vec<Page> {
        let mut pages = Vec::new();
        self.cover(&mut pages, cover::front(self.issue, self.style, setter));
        self.cover(&mut pages, Vec::new());
        for flow_page in self.front(setter) {
            let parts = self.in_area(&pages, flow_page.parts);
            self.push(&mut pages, PageKind::Front, None, parts);
        }
        // The first document begins on a right-hand page.
        if pages.len() % 2 == 1 {
            self.push(&mut pages, PageKind::Filler, None, Vec::new());
        }
        self.body(&mut pages, setter);
        let multiple = self.style.page.multiple as usize;
        while !(pages.len() + 2).is_multiple_of(multiple) {
            self.push(&mut pages, PageKind::Filler, None, Vec::new());
        }
        self.cover(&mut pages, Vec::new());
        self.cover(&mut pages, cover::back(self.issue, self.style, setter));
        pages
    }

    fn push(&self, pages: &mut Vec<Page>, kind: PageKind, folio: Option<u32>, parts: Vec<Placed>) {
        let number = next_number(pages);
        let geometry = &self.style.page;
        let (trim, bleed) = (geometry.trim, geometry.bleed);
        pages.push(Page { number, folio, kind, trim, bleed, parts });
    }

    fn cover(&self, pages: &mut Vec<Page>, parts: Vec<Placed>) {
        self.push(pages, PageKind::Cover, None, parts);
    }

    /// Moves parts from the type area of the next page to their place on the paper.
    fn in_area(&self, pages: &[Page], parts: Vec<Placed>) -> Vec<Placed> {
        let origin = self.style.page.type_area(next_number(pages)).at;
        let place = |part: Placed| Placed { at: part.at + origin, frame: part.frame };
        parts.into_iter().map(place).collect()
    }

    /// Inner title and contents, in one column.
    fn front(&self, setter: &mut Setter<'_>) -> Vec<FlowPage> {
        let mut folio = 1;
        let mut entries = Vec::new();
        for ((section, document), flow_pages) in self.documents.iter().zip(&self.flows) {
            entries.push(contents::Entry { section, document, folio });
            folio += u32::try_from(flow_pages.len()).unwrap_or(0);
        }
        let mut elements = vec![cover::inner_title(self.issue, self.style, setter)];
        elements.extend(contents::elements(&entries, self.style, setter));
        let geometry = &self.style.page;
        let column = geometry.width();
        let geometry = PageGeometry { columns: 1, column, gutter: Pt::ZERO, ..geometry.clone() };
        flow(&elements, &geometry, &mut |of, lines| setter.variant(of, lines))
    }

    fn body(&self, pages: &mut Vec<Page>, setter: &mut Setter<'_>) {
        let mut folio = 1;
        for ((section, _), flow_pages) in self.documents.iter().zip(&self.flows) {
            for flow_page in flow_pages {
                let number = next_number(pages);
                let mut parts = Vec::with_capacity(flow_page.parts.len() + 3);
                if !flow_page.opens_with_title {
                    let place = Place::new(Part::SectionName(section.id), section.name.range());
                    parts =
                        furniture::running_head(&section.name, place, number, self.style, setter);
                }
                parts.extend(self.in_area(pages, flow_page.parts.clone()));
                parts.extend(furniture::folio(folio, number, self.style, setter));
                self.push(pages, PageKind::Body, Some(folio), parts);
                folio += 1;
            }
        }
    }
}

fn next_number(pages: &[Page]) -> u32 {
    u32::try_from(pages.len()).unwrap_or(u32::MAX - 1) + 1
}
