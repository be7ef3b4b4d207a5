//! Fields of the block under the caret.

use iced::Element;
use iced::widget::{column, container, row};

use super::entry::Entry;
use super::kind::{self, Named};
use super::{Form, Message};
use crate::app::language::Words;
use crate::app::page_editor::picture::usual_widths;
use crate::app::theme;
use crate::app::widget::{captioned, choice, heading, label, picker, toggle};
use crate::geom::Mm;
use crate::issue::block::{Block, BlockKind};
use crate::issue::id::{BlockId, DocumentId};

const BLOCK: Words = ("光标所在段落", "Paragraph at the caret");
const KIND: Words = ("段落类型", "Kind of paragraph");
const RUN_IN: Words = ("标题后接排正文", "Text runs on behind the heading");
const FROM: Words = ("日期", "Day");
const WIDTH: Words = ("宽度（毫米）", "Width (mm)");
const AUTOMATIC: Words = ("自动", "Automatic");
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
            BlockKind::Picture { width, .. } => {
                let placeholder = language.say(AUTOMATIC);
                fields = fields.push(self.entry(Entry::Width(document, id), WIDTH, placeholder));
                fields = fields.push(self.widths(document, id, width));
            }
            BlockKind::Paragraph
            | BlockKind::Item
            | BlockKind::Appointment
            | BlockKind::Article
            | BlockKind::Chapter
            | BlockKind::AttachmentNote
            | BlockKind::Table(_)
            | BlockKind::Note
            | BlockKind::Break => {}
        }
        container(fields).padding(theme::PAD[0]).style(p.inset()).into()
    }

    /// The widths that pictures usually have, to be chosen.
    fn widths(self, document: DocumentId, block: BlockId, own: Option<Mm>) -> Element<'a, Message> {
        let Self { language, p, .. } = self;
        let usual = self.page.map(usual_widths).into_iter().flatten();
        let usual = usual.map(|(name, width)| (name, Some(width)));
        let mut choices = row![].spacing(2);
        for (name, width) in std::iter::once((AUTOMATIC, None)).chain(usual) {
            let words = label(language.say(name), theme::LABEL);
            let message = Message::PictureWidth(document, block, width);
            choices = choices.push(choice(words, own == width, message, p));
        }
        choices.into()
    }
}
