//! The contents (目录): sections with their documents, each with the folio that it begins on.
//!
//! Titles and folios come from the documents and their pages, so contents, titles and folios
//! cannot disagree. The folio stands before the title; turnovers align with the title's first
//! character.

use std::sync::Arc;

use crate::geom::Pt;
use crate::issue::Section;
use crate::issue::document::Document;
use crate::issue::place::{Field, Part, Place};
use crate::issue::text::Text;
use crate::layout::document::block_across;
use crate::layout::flow::{Element, Row, Start};
use crate::layout::memo::Setter;
use crate::layout::page::{Frame, FrameItem, Generated, Source};
use crate::layout::paragraph::{Form, Paragraph};
use crate::layout::style::{Align, Stylesheet, TextStyle};

/// One line of the contents.
#[derive(Debug)]
pub(crate) struct Entry<'a> {
    pub(crate) section: &'a Section,
    pub(crate) document: &'a Document,
    pub(crate) folio: u32,
}

/// Width of the column of folios and of the gap behind it, in em.
const FOLIO_EMS: i64 = 2;
const GAP_EMS: i64 = 1;

/// The elements of the contents, for a page of one column.
pub(crate) fn elements(
    entries: &[Entry<'_>],
    style: &Stylesheet,
    setter: &mut Setter<'_>,
) -> Vec<Element> {
    let (width, grid) = (style.page.width(), style.page.grid);
    let heading = Source::Generated(Generated::Contents, None);
    let heading_style = &style.contents_heading;
    let paragraph = Paragraph::new(&Text::new("目\u{3000}录"), heading, heading_style, width, grid);
    let lines = setter.set(paragraph);
    let mut elements = vec![block_across(&lines, heading_style, grid)];
    let mut section = None;
    for entry in entries {
        // A section's first title stays with its heading.
        let mut start = Start::Free;
        if section != Some(entry.section.id) {
            section = Some(entry.section.id);
            let part = Part::SectionName(entry.section.id);
            section_rows(&entry.section.name, part, style, setter, &mut elements);
            start = Start::Never;
        }
        entry_rows(entry, start, style, setter, &mut elements);
    }
    elements
}

fn section_rows(
    name: &Text,
    part: Part,
    style: &Stylesheet,
    setter: &mut Setter<'_>,
    elements: &mut Vec<Element>,
) {
    let (width, grid) = (style.page.width(), style.page.grid);
    let text_style = &style.contents_section;
    // Here a section's name is written; running heads repeat it.
    let lines = setter.set(Paragraph::new(name, Source::Text(part), text_style, width, grid));
    for _ in 0..text_style.before {
        elements.push(Element::Row(Row { frame: None, lines: 1, start: Start::Free, of: None }));
    }
    for (index, frame) in lines.frames.iter().enumerate() {
        let start = if index == 0 { Start::Free } else { Start::Never };
        elements.push(Element::Row(Row { frame: Some(frame.clone()), lines: 1, start, of: None }));
    }
}

fn entry_rows(
    entry: &Entry<'_>,
    first: Start,
    style: &Stylesheet,
    setter: &mut Setter<'_>,
    elements: &mut Vec<Element>,
) {
    let (width, grid) = (style.page.width(), style.page.grid);
    let text_style = &style.contents_line;
    let em = text_style.size;
    let (text, is_title) = entry.document.contents_text();
    let part = |field| Part::Field(entry.document.id, field);
    let source = if is_title {
        let place = Place::new(part(Field::Title), text.range());
        Source::Generated(Generated::Contents, Some(place))
    } else {
        // A title for the contents alone stands nowhere else: here it is written.
        Source::Text(part(Field::ContentsTitle))
    };
    let title_style = TextStyle { first_indent: 0, indent: 0, ..text_style.clone() };
    let left = em * (FOLIO_EMS + GAP_EMS);
    let mut title = Paragraph::new(text, source, &title_style, width, grid);
    (title.first_indent, title.indent) = (left, left);
    title.form = Form::Entitled;
    let mut lines = setter.set(title.clone());
    if lines.frames.len() > 1 && lines.frames.last().is_some_and(|last| tail(last, left) < em * 4) {
        // Rather two shorter lines than a tail of two or three characters.
        title.right_indent = em * 4;
        lines = setter.set(title);
    }
    let folio = folio_frame(entry.folio, style, setter);
    for (index, frame) in lines.frames.iter().enumerate() {
        let frame = if index == 0 { with_folio(&folio, frame) } else { frame.clone() };
        let start = if index == 0 { first } else { Start::Never };
        elements.push(Element::Row(Row { frame: Some(frame), lines: 1, start, of: None }));
    }
}

/// How far the text of a line goes beyond `left`.
fn tail(line: &Frame, left: Pt) -> Pt {
    let right = line.items.iter().map(|item| match item {
        FrameItem::Glyphs(run) => run.at.x + run.advance(),
        FrameItem::Rule { .. } | FrameItem::Picture { .. } => Pt::ZERO,
    });
    right.max().unwrap_or(left) - left
}

/// The folio, flush right in its column.
fn folio_frame(folio: u32, style: &Stylesheet, setter: &mut Setter<'_>) -> Option<Arc<Frame>> {
    let text_style = TextStyle { align: Align::Right, ..style.contents_line.clone() };
    let width = text_style.size * FOLIO_EMS;
    let source = Source::Generated(Generated::Contents, None);
    let text = Text::new(folio.to_string());
    let lines = setter.set(Paragraph::new(&text, source, &text_style, width, style.page.grid));
    lines.frames.first().cloned()
}

/// A line with the folio before it.
fn with_folio(folio: &Option<Arc<Frame>>, line: &Arc<Frame>) -> Arc<Frame> {
    let Some(folio) = folio else { return line.clone() };
    let mut frame = Frame { size: line.size, items: folio.items.clone() };
    frame.items.extend(line.items.iter().cloned());
    Arc::new(frame)
}
