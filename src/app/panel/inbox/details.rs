//! What was made of the chosen document: fields, doubts, what was left out.

use std::sync::Arc;

use iced::widget::{column, container, row, space};
use iced::{Element, Length, Padding};

use super::{Scene, words};
use crate::app::inbox::{Fate, Item, Message, Row};
use crate::app::language::{Language, Words};
use crate::app::theme;
use crate::app::widget::{
    heading, hint, item, label, line, muted, primary, prose, rule, scroll, secondary,
};
use crate::import::Draft;
use crate::issue::block::{Block, BlockKind};
use crate::issue::document::{Document, DocumentKind};

const ACCEPT: Words = ("收入本期", "Accept");
const INTO: Words = ("收入栏目", "Goes into");
const BEGINS: Words =
    ("还没有打开哪一期；收入时会新建一期", "No issue is open; accepting begins one");
const NEW: Words = ("（新栏目）", "(new section)");
const TURN_AWAY: Words = ("不收", "Turn away");
const TAKE_BACK: Words = ("改为要收", "Take back");
const REMOVE_TELL: Words = (
    "把这个来稿文件移出收稿；已收入本期的不受影响（Shift+Del）",
    "Take this file off the list; what was accepted stays (Shift+Del)",
);
const KIND: Words = ("类别", "Kind");
const NUMBER: Words = ("文号", "Number");
const TITLE: Words = ("标题", "Title");
const ADDRESSEE: Words = ("主送机关", "Addressee");
const SIGNED: Words = ("署名", "Signatories");
const DATE: Words = ("日期", "Date");
const ATTACHED: Words = ("附件", "Attached");
const PAGES: Words = ("排出来", "Composed");
const UNSURE: Words = ("拿不准的，先看这些", "Unsure: look at these first");
const NOTES: Words = ("提示", "To be noted");
const DROPPED: Words = ("没有收进正文的", "Left out");
const NONE: Words = ("（没有）", "(none)");
const SURE: Words = ("每一段都认得清楚", "Every segment is sure");
const LIST: &str = "inbox-details";
/// So many of each at most; nobody reads more.
const MOST: usize = 60;

impl<'a> Scene<'a> {
    /// What kind of document it is.
    pub(super) fn kind(self, document: &Document) -> &'static str {
        match (self.language, document.kind) {
            (Language::Chinese, kind) => kind.chinese(),
            (Language::English, DocumentKind::Official(_)) => "Official",
            (Language::English, DocumentKind::Chronicle) => "Chronicle",
            (Language::English, DocumentKind::Article) => "Article",
            (Language::English, DocumentKind::Pictures) => "Pictures",
        }
    }

    pub(super) fn details(self, row: Row) -> Element<'a, Message> {
        let p = self.palette;
        let Some(own) = self.inbox.item(row) else { return space::horizontal().into() };
        let mut all = column![].spacing(theme::PAD[0]).padding(theme::PAD[1]);
        let Some(received) = own.received() else {
            let remove = secondary(self.say(words::REMOVE), Some(Message::Removed), p);
            let name = prose(own.path.display().to_string(), theme::LABEL, p.muted);
            return all.push(name).push(remove).into();
        };
        if let Some(document) = self.inbox.document(row) {
            all = all.push(self.decision(row, own, document));
        }
        all = all.push(self.doubts(row, &received.draft));
        // A document that somebody sends has no number of the issue.
        let notes = received.draft.findings.iter();
        let mut notes = notes.filter(|own| own.rule != "issue-number-missing").peekable();
        if notes.peek().is_some() {
            all = all.push(heading(self.say(NOTES), p));
            for finding in notes.take(MOST) {
                all = all.push(prose(finding.message.as_str(), theme::LABEL, p.text));
            }
        }
        all = all.push(self.dropped(row, &received.draft));
        scroll(LIST, all, p).height(Length::Fill).into()
    }

    /// The fields of a document, where it goes, and the buttons that decide.
    fn decision(self, row: Row, own: &'a Item, document: &'a Document) -> Element<'a, Message> {
        let p = self.palette;
        let fate = self.inbox.fate(row, self.issue);
        let accept = (fate == Fate::Open).then_some(Message::Accepted);
        let away = if fate == Fate::TurnedAway { TAKE_BACK } else { TURN_AWAY };
        let turn = (fate != Fate::Accepted).then_some(Message::TurnedAway);
        let remove = secondary(self.say(words::REMOVE), Some(Message::Removed), p);
        let buttons = row![
            primary(format!("{}　Enter", self.say(ACCEPT)), accept, p),
            secondary(format!("{}　Del", self.say(away)), turn, p),
        ]
        .spacing(theme::PAD[0])
        .wrap();
        let remove = hint(remove, self.say(REMOVE_TELL), p);
        let mut all = column![buttons, remove].spacing(theme::PAD[0]);
        if self.issue.is_none() {
            all = all.push(prose(self.say(BEGINS), theme::TOOL, p.muted));
        }
        if fate == Fate::Accepted {
            all = all.push(prose(self.say(words::ACCEPTED), theme::TOOL, p.accent));
        } else if let Some(title) = self.inbox.repeats(row, self.issue) {
            let words = match self.language {
                Language::Chinese => format!("文号或标题与已有的“{title}”相同，可能是重复来稿"),
                Language::English => format!("Number or title are those of “{title}”"),
            };
            all = all.push(prose(words, theme::TOOL, p.red));
        }
        let text = |text: &'a crate::issue::text::Text| text.string.clone();
        let signed: Vec<_> = document.signatories.iter().map(|own| own.string.as_str()).collect();
        let pages = own.received().zip(row.document).and_then(|(own, at)| own.pages.get(at));
        let fields = [
            (INTO, Some(self.section(row, own))),
            (KIND, Some(self.kind(document).to_owned())),
            (NUMBER, document.number.as_ref().map(text)),
            (TITLE, Some(text(&document.title))),
            (ADDRESSEE, document.addressee.as_ref().map(text)),
            (SIGNED, (!signed.is_empty()).then(|| signed.join("　"))),
            (DATE, document.date.as_ref().map(|date| date.as_written.string.clone())),
            (ATTACHED, self.attached(document)),
            (PAGES, pages.map(|count| self.pages(*count))),
        ];
        for (name, value) in fields {
            let missing = value.as_ref().is_none_or(String::is_empty);
            let value = value.filter(|_| !missing).unwrap_or_else(|| self.say(NONE).to_owned());
            let colour = if missing { p.muted } else { p.text };
            let field = row![
                container(muted(self.say(name), theme::LABEL, p)).width(64.0),
                prose(value, theme::TOOL, colour),
            ]
            .spacing(theme::PAD[0]);
            all = all.push(field);
        }
        all.push(rule(p)).into()
    }

    /// How many attached documents came with a document, and how many it names where those are others.
    fn attached(self, document: &Document) -> Option<String> {
        let came = document.attached.len();
        let note = |block: &&Arc<Block>| block.kind == BlockKind::AttachmentNote;
        let named = document.body.iter().filter(note).count();
        // The document that a notice publishes has no label, and no list names it.
        let labelled = document.attached.iter().filter(|own| own.label.is_some()).count();
        match self.language {
            _ if came == 0 && named == 0 => None,
            _ if named == 0 || named == came => Some(came.to_string()),
            _ if named == labelled => Some(labelled.to_string()),
            Language::Chinese => Some(format!("{labelled}（附件说明列了 {named} 个）")),
            Language::English => Some(format!("{labelled} ({named} are named)")),
        }
    }

    /// The section that a document goes into.
    fn section(self, row: Row, own: &Item) -> String {
        let name = |issue| {
            let placements = own.received()?.draft.placements(issue);
            let placement = placements.into_iter().nth(row.document?)?;
            let new = placement.section.is_none()
                && !issue.sections.iter().any(|section| section.name.string == placement.name);
            let new = if new { self.say(NEW) } else { "" };
            Some(format!("{}{new}", placement.name))
        };
        let alone = || {
            let (section, _) = own.received()?.draft.documents().nth(row.document?)?;
            Some(section.name.string.clone())
        };
        self.issue.and_then(name).or_else(alone).unwrap_or_default()
    }

    fn doubts(self, row: Row, draft: &'a Draft) -> Element<'a, Message> {
        let p = self.palette;
        let unsure = self.inbox.unsure(row);
        if unsure.is_empty() {
            return prose(self.say(SURE), theme::TOOL, p.accent);
        }
        let mut all = column![heading(self.say(UNSURE), p)].spacing(2);
        for at in unsure.into_iter().take(MOST) {
            let Some(segment) = draft.segments.get(at) else { continue };
            let colour = if segment.confidence < 0.5 { p.red } else { p.amber };
            let name = self.say(super::kinds::name(segment.style));
            let words = row![
                crate::app::widget::coloured("●", theme::DOT, colour),
                muted(name, theme::LABEL, p),
                line(segment.text.clone(), theme::LABEL, None),
            ]
            .spacing(6)
            .align_y(iced::Alignment::Center);
            let chosen = self.inbox.segment() == at;
            let row = item(words, chosen, Some(Message::SegmentChosen(at)), p);
            let stop = crate::app::widget::press::Stop::Passes;
            let padding = Padding::from([3.0, 4.0]);
            all = all.push(crate::app::widget::press::Press { stop, padding, ..row });
        }
        all.into()
    }

    fn dropped(self, row: Row, draft: &'a Draft) -> Element<'a, Message> {
        let p = self.palette;
        let mut all = column![].spacing(4);
        let joined = row.document.and_then(|at| draft.joined.get(at)).copied().unwrap_or_default();
        if joined > 0 {
            let words = match self.language {
                Language::Chinese => format!("断开的段落接上了 {joined} 处"),
                Language::English => format!("Torn paragraphs joined: {joined}"),
            };
            all = all.push(label(words, theme::LABEL));
        }
        let seen: Vec<_> = draft.dropped.iter().filter(|own| !own.text.trim().is_empty()).collect();
        if seen.is_empty() {
            return all.into();
        }
        all = all.push(heading(format!("{} {}", self.say(DROPPED), seen.len()), p));
        for own in seen.into_iter().take(MOST) {
            all = all.push(
                column![
                    line(own.text.clone(), theme::LABEL, None),
                    prose(own.why.as_str(), theme::LABEL, p.muted),
                ]
                .spacing(1),
            );
        }
        all.into()
    }
}
