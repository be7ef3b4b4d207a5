//! The kinds that a block can be given, under the names of the field.

use std::fmt;

use chrono::NaiveDate;

use crate::app::language::{Language, Words};
use crate::issue::Issue;
use crate::issue::block::{Block, BlockKind};
use crate::issue::document::Document;
use crate::text::numeral;

/// A kind that can be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockChoice {
    /// 正文.
    Paragraph,
    /// 标题 of level 1 to 4.
    Heading(u8),
    /// 列项.
    Item,
    /// 任免.
    Appointment,
    /// 章.
    Chapter,
    /// 条.
    Article,
    /// 大事记条目.
    Entry,
    /// 附件说明.
    AttachmentNote,
    /// 注.
    Note,
}

/// All of them, in the order of lists.
pub(crate) const ALL: [BlockChoice; 12] = [
    BlockChoice::Paragraph,
    BlockChoice::Heading(1),
    BlockChoice::Heading(2),
    BlockChoice::Heading(3),
    BlockChoice::Heading(4),
    BlockChoice::Item,
    BlockChoice::Appointment,
    BlockChoice::Chapter,
    BlockChoice::Article,
    BlockChoice::Entry,
    BlockChoice::AttachmentNote,
    BlockChoice::Note,
];

/// What a choice is called.
pub(crate) const fn name(choice: BlockChoice) -> Words {
    match choice {
        BlockChoice::Paragraph => ("正文", "Body text"),
        BlockChoice::Heading(1) => ("一级标题　一、", "Heading 1　一、"),
        BlockChoice::Heading(2) => ("二级标题　（一）", "Heading 2　（一）"),
        BlockChoice::Heading(3) => ("三级标题　1.", "Heading 3　1."),
        BlockChoice::Heading(_) => ("四级标题　（1）", "Heading 4　（1）"),
        BlockChoice::Item => ("列项", "List item"),
        BlockChoice::Appointment => ("任免", "Appointment"),
        BlockChoice::Chapter => ("章", "Chapter"),
        BlockChoice::Article => ("条", "Article"),
        BlockChoice::Entry => ("大事记条目", "Chronicle entry"),
        BlockChoice::AttachmentNote => ("附件说明", "List of attachments"),
        BlockChoice::Note => ("注", "Note"),
    }
}

/// What a block that is none of these is called.
pub(super) const TABLE: Words = ("表格", "Table");
pub(super) const PICTURE: Words = ("图片", "Picture");
pub(super) const BREAK: Words = ("分页", "Page break");

/// The choice that a kind is, or what it is called where it cannot become another.
pub(crate) const fn choice(kind: &BlockKind) -> Result<BlockChoice, Words> {
    match kind {
        BlockKind::Paragraph => Ok(BlockChoice::Paragraph),
        BlockKind::Heading { level, .. } => Ok(BlockChoice::Heading(*level)),
        BlockKind::Item => Ok(BlockChoice::Item),
        BlockKind::Appointment => Ok(BlockChoice::Appointment),
        BlockKind::Chapter => Ok(BlockChoice::Chapter),
        BlockKind::Article => Ok(BlockChoice::Article),
        BlockKind::ChronicleEntry { .. } => Ok(BlockChoice::Entry),
        BlockKind::AttachmentNote => Ok(BlockChoice::AttachmentNote),
        BlockKind::Note => Ok(BlockChoice::Note),
        BlockKind::Table(_) => Err(TABLE),
        BlockKind::Picture { .. } => Err(PICTURE),
        BlockKind::Break => Err(BREAK),
    }
}

/// What `block` becomes by a choice. An entry of the chronicle takes its days from its text, else
/// from the entry before it, else from the issue.
pub(super) fn kind(
    issue: &Issue,
    document: &Document,
    block: &Block,
    choice: BlockChoice,
) -> BlockKind {
    match choice {
        BlockChoice::Paragraph => BlockKind::Paragraph,
        BlockChoice::Heading(level) => {
            let run_in = matches!(block.kind, BlockKind::Heading { run_in: true, .. });
            BlockKind::Heading { level, run_in }
        }
        BlockChoice::Item => BlockKind::Item,
        BlockChoice::Appointment => BlockKind::Appointment,
        BlockChoice::Chapter => BlockKind::Chapter,
        BlockChoice::Article => BlockKind::Article,
        BlockChoice::AttachmentNote => BlockKind::AttachmentNote,
        BlockChoice::Note => BlockKind::Note,
        BlockChoice::Entry => {
            let near = day_before(document, block).unwrap_or_else(|| month(issue));
            match numeral::leading_days(&block.text.string, near) {
                Some((days, _)) => BlockKind::ChronicleEntry { date: days.first, until: days.last },
                None => BlockKind::ChronicleEntry { date: near, until: None },
            }
        }
    }
}

fn day_before(document: &Document, block: &Block) -> Option<NaiveDate> {
    let before = document.body.iter().take_while(|own| own.id != block.id);
    before
        .filter_map(|own| match own.kind {
            BlockKind::ChronicleEntry { date, .. } => Some(date),
            _ => None,
        })
        .last()
}

/// The first day of the month that an issue is about.
fn month(issue: &Issue) -> NaiveDate {
    let number = &issue.number;
    let month = number.first.clamp(1, 12);
    let day = NaiveDate::from_ymd_opt(number.year, month, 1);
    day.or(issue.published).unwrap_or_default()
}

/// A kind with its name in one language, for a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) choice: BlockChoice,
    name: &'static str,
}

impl Named {
    /// All kinds in a language.
    pub(super) fn all(language: Language) -> Vec<Self> {
        ALL.into_iter().map(|choice| Self::new(choice, language)).collect()
    }

    /// One of them.
    pub(super) const fn new(choice: BlockChoice, language: Language) -> Self {
        Self { choice, name: language.say(name(choice)) }
    }
}

impl fmt::Display for Named {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::template;
    use crate::issue::document::DocumentKind;
    use crate::issue::id::{BlockId, DocumentId};
    use std::sync::Arc;

    fn day(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, month, day).unwrap()
    }

    /// An entry made of `text` that stands behind an entry of 12 March.
    fn check(text: &str, date: NaiveDate, until: Option<NaiveDate>) {
        let issue = template::sample();
        let mut document = Document::new(DocumentId::new(1), DocumentKind::Chronicle, "大事记");
        let before = BlockKind::ChronicleEntry { date: day(3, 12), until: None };
        let block = |id, kind, text: &str| {
            Arc::new(Block { id: BlockId::new(id), kind, text: text.into() })
        };
        document.body = vec![block(1, before, "12日"), block(2, BlockKind::Paragraph, text)];
        let made = kind(&issue, &document, &document.body[1], BlockChoice::Entry);
        assert_eq!(made, BlockKind::ChronicleEntry { date, until }, "{text}");
    }

    #[test]
    fn an_entry_takes_its_days_from_its_text() {
        check("4月16日至17日　市长", day(4, 16), Some(day(4, 17)));
        check("18日　市长", day(3, 18), None);
        check("市长", day(3, 12), None);
    }

    #[test]
    fn every_choice_comes_back() {
        let issue = template::sample();
        let document = Document::new(DocumentId::new(1), DocumentKind::Article, "");
        let block = Block { id: BlockId::new(1), kind: BlockKind::Paragraph, text: "".into() };
        for own in ALL {
            assert_eq!(choice(&kind(&issue, &document, &block, own)), Ok(own));
        }
    }
}
