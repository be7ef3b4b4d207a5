//! The minutes of a meeting (纪要): who was there stands in a form of its own (GB/T 9704-2012, 10.3).

use super::Builder;
use crate::issue::block::{Block, BlockKind};
use crate::issue::document::{Document, DocumentKind, OfficialKind};
use crate::issue::place::Part;
use crate::layout::paragraph::Form;
use crate::layout::style::TextStyle;

/// Whether the document is the minutes of a meeting (纪要).
pub(super) const fn is_minutes(document: &Document) -> bool {
    matches!(document.kind, DocumentKind::Official(OfficialKind::Minutes))
}

/// Whether a paragraph of minutes says who was there or was not.
pub(super) fn is_attendance(block: &Block) -> bool {
    const LABELS: [&str; 6] = ["出席", "列席", "请假", "缺席", "参加", "记录"];
    let text = block.text.string.as_str();
    let plain = matches!(block.kind, BlockKind::Paragraph | BlockKind::Item);
    let label = LABELS.iter().any(|label| text.starts_with(label));
    plain && label && text.chars().take(7).any(|c| matches!(c, '：' | ':'))
}

impl Builder<'_, '_> {
    /// Who was at a meeting: the label in the font of headings, turnovers behind its colon; an empty
    /// line before the first one (GB/T 9704-2012, 10.3).
    pub(super) fn attendance(&mut self, block: &Block, attending: bool) {
        let [head, ..] = &self.style.headings;
        let body = &self.style.body;
        let style = TextStyle { before: u32::from(!attending), ..body.clone() };
        let part = Part::Block(self.id, block.id);
        let end = block.text.string.chars().position(|c| matches!(c, '：' | ':'));
        let end = end.and_then(|end| u32::try_from(end + 1).ok()).unwrap_or(0);
        let mut paragraph = self.spanned(&block.text, part, &style, (head, end));
        paragraph.indent = paragraph.first_indent;
        paragraph.form = Form::Attendance;
        self.add_rows(paragraph, &style);
    }
}
