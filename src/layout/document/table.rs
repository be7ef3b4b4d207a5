//! Tables with what stands above them: the caption (表1　名称) and the unit note (单位：万元), which
//! are as wide as the table and stay with it.

use std::sync::Arc;

use crate::issue::block::{Block, BlockKind};
use crate::issue::id::BlockId;
use crate::issue::place::Part;
use crate::issue::table::Table;
use crate::issue::text::Text;
use crate::layout::flow::Of;
use crate::layout::paragraph::Form;
use crate::layout::style::{Align, TextStyle};
use crate::layout::table;

use super::Builder;

/// 单位：万元 is no longer than this.
const LONGEST_UNIT_NOTE: u32 = 16;

/// The table that the first of `blocks` is the caption or the unit note of.
pub(super) fn headed(blocks: &[Arc<Block>]) -> Option<&Table> {
    let (first, rest) = blocks.split_first()?;
    let heads = |block: &Block| {
        let caption = block.kind == BlockKind::Note && number(&block.text).is_some();
        let unit = matches!(block.kind, BlockKind::Note | BlockKind::Paragraph);
        caption || unit && is_unit_note(&block.text)
    };
    if !heads(first) {
        return None;
    }
    let BlockKind::Table(table) = &rest.iter().find(|block| !heads(block))?.kind else {
        return None;
    };
    Some(table)
}

impl Builder<'_, '_> {
    /// Whether a table needs the width of the page.
    pub(super) fn is_wide(&self, table: &Table) -> bool {
        let page = &self.style.page;
        page.columns > 1 && table::is_wide(table, page.column, self.style, self.setter.book())
    }

    /// The caption of a table, or its unit note, in a block of its own.
    pub(super) fn table_note(&mut self, text: &Text, part: Part) {
        self.wide = self.state.captions_wide;
        let caption = &self.style.caption;
        if is_unit_note(text) {
            let unit = TextStyle { align: Align::Right, before: 0, ..self.style.cell.clone() };
            let unit = TextStyle { keep_next: caption.keep_next, ..unit };
            self.paragraph(text, part, &unit, Form::Plain);
        } else {
            self.state.table_number = number(text).unwrap_or(0);
            let above = TextStyle { before: 0, ..caption.clone() };
            self.paragraph(text, part, &above, Form::Plain);
        }
        self.wide = false;
    }

    pub(super) fn table(&mut self, (block, part): (BlockId, Part), caption: &Text, table: &Table) {
        self.wide = self.is_wide(table);
        self.caption(caption, part);
        let noted = std::mem::take(&mut self.state.table_number);
        // 表1 goes on as 表1（续）.
        let label = match number(caption).unwrap_or(noted) {
            0 => "续表".to_owned(),
            number => format!("表{number}（续）"),
        };
        let (at, width) = ((self.id, block), self.column());
        for row in table::rows((&label, table), at, width, self.style, self.setter) {
            self.row(row.frame, row.lines, row.start, Some(Of::Table(row.of)));
        }
        self.empty(1);
        self.wide = false;
    }
}

/// The number of the table whose caption a text is: 表1　名称.
fn number(text: &Text) -> Option<u32> {
    let rest = text.string.strip_prefix('表')?.trim_start();
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    rest.get(..end)?.parse().ok()
}

/// Whether a text says in which unit the table below it counts: 单位：万元 (it stands at the right
/// above the table).
fn is_unit_note(text: &Text) -> bool {
    let bare = text.string.trim().trim_start_matches(['（', '(']);
    text.len() <= LONGEST_UNIT_NOTE && (bare.starts_with("单位：") || bare.starts_with("单位:"))
}
