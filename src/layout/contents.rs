//! The contents (目录): sections with their documents, each with the folio that it begins on.
//!
//! Titles and folios come from the documents and their pages, so contents, titles and folios
//! cannot disagree. The folio stands before the title, and turnovers align with the title's first
//! character; or at the end of its last line behind dots, and turnovers are indented by 1 em.

use std::ops::Range;
use std::sync::Arc;

use crate::font::Writing;
use crate::geom::{Point, Pt};
use crate::issue::Section;
use crate::issue::document::Document;
use crate::issue::place::{Field, Part, Place};
use crate::issue::text::Text;
use crate::layout::document::block_across;
use crate::layout::flow::{Element, Row, Start};
use crate::layout::memo::Setter;
use crate::layout::page::{Direction, Frame, FrameItem, Generated, Glyph, GlyphRun, Source};
use crate::layout::paragraph::{Form, Paragraph};
use crate::layout::style::{Align, ContentsForm, Stylesheet, TextStyle};

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
/// Room that every line leaves for three dots and the gaps around them, in em.
const LEADER_EMS: i64 = 3;

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
    // A break set by hand belongs to the title on its own page.
    let text = &text.with_line_breaks(&[]);
    let mut title = Paragraph::new(text, source, &title_style, width, grid);
    let left = match style.furniture.contents {
        ContentsForm::NumberFirst => em * (FOLIO_EMS + GAP_EMS),
        ContentsForm::Leaders => {
            title.right_indent = em * (FOLIO_EMS + LEADER_EMS);
            em
        }
    };
    (title.first_indent, title.indent) = (left, left);
    if style.furniture.contents == ContentsForm::Leaders {
        title.first_indent = Pt::ZERO;
    }
    title.form = Form::Entitled;
    let mut lines = setter.set(title.clone());
    if lines.frames.len() > 1 && lines.frames.last().is_some_and(|last| tail(last, left) < em * 4) {
        // Rather two shorter lines than a tail of two or three characters.
        title.right_indent += em * 4;
        lines = setter.set(title);
    }
    let folio = folio_frame(entry.folio, style, setter);
    let last = lines.frames.len().saturating_sub(1);
    for (index, frame) in lines.frames.iter().enumerate() {
        let frame = match (style.furniture.contents, &folio) {
            (ContentsForm::NumberFirst, Some(folio)) if index == 0 => with_folio(folio, frame),
            (ContentsForm::Leaders, Some(folio)) if index == last => {
                with_leaders(folio, frame, text_style, setter)
            }
            (ContentsForm::NumberFirst | ContentsForm::Leaders, _) => frame.clone(),
        };
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
fn with_folio(folio: &Frame, line: &Frame) -> Arc<Frame> {
    let mut frame = Frame { size: line.size, items: folio.items.clone() };
    frame.items.extend(line.items.iter().cloned());
    Arc::new(frame)
}

/// A line with the folio at its right end, and dots in between that stand below one another in all
/// lines.
fn with_leaders(folio: &Frame, line: &Frame, style: &TextStyle, setter: &Setter<'_>) -> Arc<Frame> {
    let mut frame = line.clone();
    let shift = line.size.width - folio.size.width;
    let runs = folio.items.iter().filter_map(|item| match item {
        FrameItem::Glyphs(run) => {
            let at = Point::new(run.at.x + shift, run.at.y);
            Some(GlyphRun { at, ..run.clone() })
        }
        FrameItem::Rule { .. } | FrameItem::Picture { .. } => None,
    });
    let runs: Vec<GlyphRun> = runs.collect();
    if let Some(number) = runs.first() {
        let step = style.size / 2;
        let from = (tail(line, Pt::ZERO) + step / 2).div_ceil(step);
        let to = (number.at.x - step).units() / step.units();
        frame.items.extend(leaders(from..to, step, number, style, setter));
    }
    frame.items.extend(runs.into_iter().map(FrameItem::Glyphs));
    Arc::new(frame)
}

/// Dots at the given steps, on the baseline of the line's number.
fn leaders(
    steps: Range<i64>,
    step: Pt,
    number: &GlyphRun,
    style: &TextStyle,
    setter: &Setter<'_>,
) -> Option<FrameItem> {
    let found = setter.book().resolve(style.font, Writing::Chinese, '·')?;
    let at = Point::new(step * steps.start, number.at.y);
    let count = u32::try_from(steps.end - steps.start).ok().filter(|count| *count > 0)?;
    let glyph = |index: u32| Glyph {
        id: found.glyph,
        x: step * i64::from(index),
        y: Pt::ZERO,
        advance: step,
        from: index,
        chars: 1,
    };
    Some(FrameItem::Glyphs(GlyphRun {
        font: found.font,
        size: style.size,
        ink: style.ink,
        at,
        direction: Direction::Right,
        source: Source::Generated(Generated::Contents, None),
        text: "·".repeat(count as usize),
        glyphs: (0..count).map(glyph).collect(),
    }))
}
