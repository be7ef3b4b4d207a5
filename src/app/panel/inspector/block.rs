//! Fields of the block under the caret.

use iced::Element;
use iced::widget::{column, container};

use super::entry::Entry;
use super::kind::{self, Named};
use super::{Form, Message};
use crate::app::language::Words;
use crate::app::theme;
use crate::app::widget::{captioned, heading, label, picker, toggle};
use crate::issue::block::{Block, BlockKind};
use crate::issue::id::DocumentId;

const BLOCK: Words = ("光标所在段落", "Paragraph at the caret");
const KIND: Words = ("段落类型", "Kind of paragraph");
const RUN_IN: Words = ("标题后接排正文", "Text runs on behind the heading");
const FROM: Words = ("日期", "Day");
const UNTIL: Words = ("至（一日以上时填）", "To (if several days)");

impl<'a> Form<'a> {
    /// Kind and fields of a block.
    pub(super) fn block(self, document: DocumentId, block: &'a Block) -> Element<'a, Message> {
        let Self { language, p, .. } = self;
        let id = block.id;
        let control: Element<'a, Message> = match kind::choice(&block.kind) {
            Ok(choice) => {
                let chosen = move |named: Named| Message::Block(document, id, named.choice);
                let now = Named::new(choice, language);
                captioned(
                    language.say(KIND),
                    picker(Named::all(language), Some(now), chosen, p),
                    None,
                    p,
                )
            }
            Err(name) => label(language.say(name), theme::TOOL),
        };
        let mut fields = column![heading(language.say(BLOCK), p), control].spacing(theme::PAD[0]);
        match block.kind {
            BlockKind::Heading { run_in, .. } => {
                let words = language.say(RUN_IN);
                fields = fields.push(toggle(words, run_in, Message::RunIn(document, id), p));
            }
            BlockKind::ChronicleEntry { .. } => {
                fields = fields.push(self.entry(Entry::From(document, id), FROM, ""));
                fields = fields.push(self.entry(Entry::Until(document, id), UNTIL, ""));
            }
            BlockKind::Paragraph
            | BlockKind::Item
            | BlockKind::Appointment
            | BlockKind::Article
            | BlockKind::Chapter
            | BlockKind::AttachmentNote
            | BlockKind::Table(_)
            | BlockKind::Picture { .. }
            | BlockKind::Note
            | BlockKind::Break => {}
        }
        container(fields).padding(theme::PAD[0]).style(p.inset()).into()
    }
}
