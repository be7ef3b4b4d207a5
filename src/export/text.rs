//! Turns pages into plain text, in the order of reading, one line a paragraph.
//!
//! What the layout made itself (contents, running heads, page numbers) is left out. A text that
//! goes on in the next line, column or page stays one line; the cells of a table row share one,
//! with tabs between them.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::issue::place::{Field, Part};
use crate::layout::page::{GlyphRun, Page, Source};
use crate::text::class::CharClass;

/// A text of the issue as far as it has been met on the pages.
struct Paragraph {
    part: Part,
    text: String,
    /// The character of the source behind the last one taken.
    end: u32,
}

/// The text of `pages`, each paragraph ended by a line feed.
pub fn text(pages: &[Arc<Page>]) -> String {
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    let mut known: BTreeMap<Part, usize> = BTreeMap::new();
    for (_, run) in pages.iter().flat_map(|page| page.runs()) {
        let Source::Text(part) = run.source else { continue };
        if in_contents(part) {
            continue;
        }
        let index = *known.entry(part).or_insert_with(|| {
            paragraphs.push(Paragraph { part, text: String::new(), end: 0 });
            paragraphs.len() - 1
        });
        if let Some(paragraph) = paragraphs.get_mut(index) {
            append(paragraph, run);
        }
    }
    join(&paragraphs)
}

/// Whether a text stands in the contents only.
const fn in_contents(part: Part) -> bool {
    matches!(part, Part::SectionName(_) | Part::Field(_, Field::ContentsTitle))
}

/// Adds the characters of `run` that the paragraph does not have yet (the head of a table is
/// repeated on each page).
fn append(paragraph: &mut Paragraph, run: &GlyphRun) {
    let range = run.range();
    let known = paragraph.end.saturating_sub(range.start) as usize;
    let fresh: String = run.text.chars().skip(known).collect();
    if fresh.is_empty() {
        return;
    }
    // A space at the end of a line is not set. Between two hanzi there was none that matters.
    let class = |character: Option<char>| character.map(CharClass::of);
    let word =
        |character| class(character).is_some_and(|c| c.is_western() || c == CharClass::Mongolian);
    let torn = range.start > paragraph.end
        && word(paragraph.text.chars().last())
        && word(fresh.chars().next());
    if torn {
        paragraph.text.push(' ');
    }
    paragraph.text.push_str(&fresh);
    paragraph.end = paragraph.end.max(range.end);
}

fn join(paragraphs: &[Paragraph]) -> String {
    let mut whole = String::new();
    let mut row = None;
    for paragraph in paragraphs {
        let this_row = match paragraph.part {
            Part::Cell(document, block, row, _) => Some((document, block, row)),
            Part::Masthead(_)
            | Part::MongolianLine(_)
            | Part::Colophon(_)
            | Part::SectionName(_)
            | Part::Field(..)
            | Part::Attached(..)
            | Part::Block(..) => None,
        };
        if !whole.is_empty() {
            whole.push(if this_row.is_some() && this_row == row { '\t' } else { '\n' });
        }
        whole.push_str(&paragraph.text);
        row = this_row;
    }
    if !whole.is_empty() {
        whole.push('\n');
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::font::FontId;
    use crate::geom::{Point, Pt, Size};
    use crate::issue::id::{BlockId, DocumentId};
    use crate::layout::page::{
        Direction, Frame, FrameItem, Generated, Glyph, Ink, PageKind, Placed,
    };

    fn run(source: Source, from: u32, text: &str) -> FrameItem {
        let glyphs = (from..).zip(text.chars()).map(|(from, _)| Glyph {
            id: 1,
            x: Pt::ZERO,
            y: Pt::ZERO,
            advance: Pt::new(10),
            from,
            chars: 1,
        });
        FrameItem::Glyphs(GlyphRun {
            font: FontId(0),
            size: Pt::new(10),
            ink: Ink::Text,
            at: Point::default(),
            direction: Direction::Right,
            source,
            text: text.into(),
            glyphs: glyphs.collect(),
        })
    }

    fn block(number: u64) -> Part {
        Part::Block(DocumentId::new(1), BlockId::new(number))
    }

    fn cell(row: u32, column: u32) -> Part {
        Part::Cell(DocumentId::new(1), BlockId::new(9), row, column)
    }

    fn check(pages: &[&[(Part, u32, &str)]], expected: &str) {
        let pages: Vec<_> = pages
            .iter()
            .map(|runs| {
                let mut items =
                    vec![run(Source::Generated(Generated::RunningHead, None), 0, "页眉")];
                items.extend(
                    runs.iter().map(|&(part, from, text)| run(Source::Text(part), from, text)),
                );
                items.push(run(Source::Generated(Generated::Folio, None), 0, "7"));
                let frame = Arc::new(Frame { size: Size::default(), items });
                Arc::new(Page {
                    number: 1,
                    folio: None,
                    kind: PageKind::Body,
                    trim: Size { width: Pt::new(100), height: Pt::new(100) },
                    bleed: Pt::ZERO,
                    parts: vec![Placed { at: Point::default(), frame }],
                })
            })
            .collect();
        assert_eq!(text(&pages), expected);
    }

    #[test]
    fn a_text_is_one_line() {
        check(&[], "");
        check(&[&[]], "");
        check(&[&[(block(1), 0, "甲"), (block(2), 0, "乙")]], "甲\n乙\n");
        check(&[&[(block(1), 0, "一行"), (block(1), 2, "两行")]], "一行两行\n");
        check(&[&[(block(1), 0, "本页")], &[(block(1), 2, "下页")]], "本页下页\n");
    }

    #[test]
    fn a_space_at_the_end_of_a_line_comes_back() {
        check(&[&[(block(1), 0, "ᠬᠣᠲᠠ"), (block(1), 5, "ᠣᠷᠳᠣᠨ")]], "ᠬᠣᠲᠠ ᠣᠷᠳᠣᠨ\n");
        check(&[&[(block(1), 0, "big"), (block(1), 4, "data")]], "big data\n");
        check(&[&[(block(1), 0, "大"), (block(1), 2, "数")]], "大数\n");
    }

    #[test]
    fn cells_of_a_row_share_a_line() {
        let row = [(cell(0, 0), 0, "名称"), (cell(0, 1), 0, "数量"), (cell(1, 0), 0, "甲")];
        check(&[&row], "名称\t数量\n甲\n");
        check(&[&row, &[(cell(0, 0), 0, "名称"), (cell(2, 0), 0, "乙")]], "名称\t数量\n甲\n乙\n");
    }
}
