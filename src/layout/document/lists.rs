//! Paragraphs that are set apart by what stands around them: rows of names, and what stands below a
//! title.

use std::sync::Arc;

use super::{Block, Builder, Form, Listing, Part, Pt, Text, listings};
use crate::issue::block::BlockKind;
use crate::layout::page::Source;
use crate::layout::paragraph::Paragraph;
use crate::layout::style::{Align, Stylesheet, TextStyle};

/// Where and when a report was given is said in no more characters.
const LONGEST_OCCASION: u32 = 60;
/// Who gave it, neither.
const LONGEST_SPEAKER: u32 = 24;

/// How many paragraphs of a body belong to the title above it: where a report was given
/// (——2026年1月15日在…会议上), and behind that who gave it.
pub(super) fn leading(body: &[Arc<Block>]) -> usize {
    let line = |index: usize, longest: u32| {
        let plain =
            |block: &&Arc<Block>| matches!(block.kind, BlockKind::Paragraph | BlockKind::Note);
        let block = body.get(index).filter(plain)?;
        let ends = block.text.string.ends_with(['。', '；', '：', '，', '！', '？']);
        (block.text.len() <= longest && !ends).then_some(block.text.string.as_str())
    };
    if !line(0, LONGEST_OCCASION).is_some_and(|text| text.starts_with("——")) {
        return 0;
    }
    1 + usize::from(line(1, LONGEST_SPEAKER).is_some())
}

/// The width of text in whole em.
pub(super) fn ems(width: Pt, style: &Stylesheet) -> usize {
    let em = style.body.size;
    // A column of 28 em that is a hair narrower has them all the same.
    usize::try_from((width + em / 50).units() / em.units().max(1)).unwrap_or(0)
}

impl Builder<'_, '_> {
    /// What lists decide about the blocks of a body.
    pub(super) fn listings(&self, body: &[Arc<Block>]) -> Vec<Listing> {
        let width = if self.state.brief { self.style.page.width() } else { self.column() };
        listings(body, ems(width, self.style))
    }

    /// A paragraph, in the cells or columns of the list that it is in.
    pub(super) fn listed(&mut self, text: &Text, part: Part) {
        let body = &self.style.body;
        match self.state.listed {
            Listing::None => self.paragraph(text, part, body, Form::Plain),
            Listing::Names(cells) => {
                let (align, first_indent, indent) = (Align::Left, 0, 0);
                let style = TextStyle { align, first_indent, indent, ..body.clone() };
                self.paragraph(text, part, &style, Form::Names(cells));
            }
            Listing::Member(columns) => {
                let (width, grid) = (self.column(), self.style.page.grid);
                let source = Source::Text(part);
                let mut paragraph = Paragraph::new(text, source, body, width, grid);
                let em = body.size;
                let [label, name, office] =
                    columns.stops().map(|at| em * i64::try_from(at).unwrap_or(0));
                let labelled = text.string.contains(['：', ':']);
                paragraph.first_indent = if labelled { label } else { name };
                paragraph.indent = office;
                paragraph.form = Form::Member(columns);
                self.add_rows(paragraph, body);
            }
        }
    }

    /// A line below the title that belongs to it; the last one is set off from the text.
    pub(super) fn leading(&mut self, text: &Text, part: Part) {
        let style = &self.style.subtitle;
        let after = if self.state.leads > 1 { 0 } else { style.after };
        let style = TextStyle { after, ..style.clone() };
        self.across(Some(text), part, &style);
    }
}
