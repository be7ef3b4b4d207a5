//! 收稿: what came in at the left, the text of the chosen document in the middle, segment by
//! segment, and what was made of it at the right.

use iced::advanced::widget::Id;
use iced::widget::{center, column, container, row, space};
use iced::{Alignment, Color, Element, Length, Padding};

use crate::app::inbox::{Fate, Inbox, Item, Message, Row, SURE, State};
use crate::app::language::{Language, Words};
use crate::app::theme::{self, Palette};
use crate::app::widget::press::{Press, Stop};
use crate::app::widget::{
    badge, hint, item, key, label, line, muted, primary, prose, rule, scroll, secondary,
    side_by_side, small, tool, upright,
};
use crate::import::Segment;
use crate::issue::Issue;

mod details;
mod kinds;

pub(crate) use self::kinds::{CONFIRM, style_of};

mod words {
    use super::Words;
    pub(super) const INBOX: Words = ("收稿", "Inbox");
    pub(super) const MORE: Words = ("添加文件…", "Add files…");
    pub(super) const ALL: Words = ("全部收入", "Accept all");
    pub(super) const ALL_TELL: Words = (
        "把有标题、不重复的都收入本期（Ctrl+Enter）",
        "Accept all with a title that repeat nothing (Ctrl+Enter)",
    );
    pub(super) const BACK: Words = ("回到版面", "Back to the pages");
    pub(super) const STOP: Words = ("停止", "Stop");
    pub(super) const STOP_ALL: Words = ("全部停止", "Stop all");
    pub(super) const AGAIN: Words = ("重读", "Read again");
    pub(super) const ALL_AGAIN: Words = ("全部重读", "Read all again");
    pub(super) const REMOVE: Words = ("移出", "Remove");
    pub(super) const WAITING: Words = ("等着读", "Waits");
    pub(super) const READING: Words = ("正在读…", "Is read…");
    pub(super) const STOPPED: Words = ("已停止，没有读", "Stopped");
    pub(super) const NOTHING: Words =
        ("没有认出文件；可以在正文里指出标题", "No document found; point out its title");
    pub(super) const EMPTY: Words = ("还没有来稿", "Nothing came in");
    pub(super) const DROP: Words = (
        "把各部门送来的 Word 文件、网页或文本文件拖到这个窗口里，可以一次拖很多份。",
        "Drop the files that departments send onto this window, as many as you like.",
    );
    pub(super) const REPEATED: Words = ("重复", "Repeated");
    pub(super) const ACCEPTED: Words = ("✓ 已收入", "✓ Accepted");
    pub(super) const AWAY: Words = ("不收", "Turned away");
    pub(super) const NO_TITLE: Words = ("（没有标题）", "(no title)");
    pub(super) const BEFORE: Words = ("上面还有", "Above:");
    pub(super) const BEHIND: Words = ("下面还有", "Below:");
    pub(super) const SEGMENTS: Words = ("段", "segments");
}

/// The names of the lists, for scrolling.
pub(crate) const LIST: &str = "inbox-list";
pub(crate) const TEXT: &str = "inbox-text";

/// A text of thousands of segments is shown in parts of so many.
const PART: usize = 120;
/// Width of the list, and of the kinds beside the segments.
const WIDTH: f32 = 316.0;
const KIND: f32 = 84.0;

/// The name of a row of the list.
pub(crate) fn row_id(at: usize) -> Id {
    Id::from(format!("inbox-row-{at}"))
}

/// The name of a segment.
pub(crate) fn segment_id(at: usize) -> Id {
    Id::from(format!("inbox-segment-{at}"))
}

/// What the panel is shown with.
#[derive(Clone, Copy)]
pub(crate) struct Scene<'a> {
    pub(crate) inbox: &'a Inbox,
    pub(crate) issue: Option<&'a Issue>,
    /// How many documents can be accepted at once.
    pub(crate) acceptable: usize,
    pub(crate) language: Language,
    pub(crate) palette: Palette,
}

impl<'a> Scene<'a> {
    fn say(self, words: Words) -> &'static str {
        self.language.say(words)
    }

    /// The bar above.
    pub(crate) fn bar(self) -> Element<'a, Message> {
        let p = self.palette;
        let (read, all) = self.inbox.progress();
        let mut bar =
            row![label(self.say(words::INBOX), theme::TITLE), muted(self.count(), theme::TOOL, p),]
                .spacing(theme::PAD[0])
                .align_y(Alignment::Center);
        if self.inbox.is_reading() {
            let now = self.inbox.items().iter().find(|own| matches!(own.state, State::Reading));
            let name = now.map(Item::name).unwrap_or_default();
            let words = match self.language {
                Language::Chinese => format!("正在读第 {} 份，共 {all} 份　{name}", read + 1),
                Language::English => format!("Reading {} of {all}　{name}", read + 1),
            };
            let stop = small(self.say(words::STOP_ALL), Some(Message::AllStopped), p);
            bar = bar.push(line(words, theme::TOOL, Some(p.accent))).push(stop);
        } else {
            bar = bar.push(space::horizontal());
            let failed = self.inbox.failed();
            if failed > 0 {
                let words = format!("{} {failed}", self.say(words::ALL_AGAIN));
                bar = bar.push(tool(words, Some(Message::AllAgain), p));
            }
        }
        let all = (self.acceptable > 0).then_some(Message::AllAccepted);
        let mut words = self.say(words::ALL).to_owned();
        if self.acceptable > 0 {
            words = format!("{words} {}", self.acceptable);
        }
        bar.push(tool(self.say(words::MORE), Some(Message::More), p))
            .push(hint(primary(words, all, p), self.say(words::ALL_TELL), p))
            .push(hint(secondary(self.say(words::BACK), Some(Message::Closed), p), "Esc", p))
            .padding([0.0, theme::PAD[1]])
            .height(theme::TOP_BAR)
            .into()
    }

    fn count(self) -> String {
        let open = self.inbox.open_count(self.issue);
        match self.language {
            Language::Chinese => format!("{open} 份等着处理"),
            Language::English => format!("{open} to decide"),
        }
    }

    /// List, text and details.
    pub(crate) fn body(self) -> Element<'a, Message> {
        let p = self.palette;
        let Some((at, row)) = self.inbox.chosen() else {
            let words = column![
                label(self.say(words::EMPTY), theme::TITLE),
                prose(self.say(words::DROP), theme::TOOL, p.muted),
                primary(self.say(words::MORE), Some(Message::More), p),
            ]
            .spacing(theme::PAD[1])
            .align_x(Alignment::Center);
            return center(container(words).max_width(440.0)).into();
        };
        let text = column![self.text(row), rule(p), self.kinds(row)].height(Length::Fill);
        row![
            container(self.list(at)).width(WIDTH),
            upright(p),
            container(text).width(Length::Fill),
            upright(p),
            container(self.details(row)).width(theme::SIDE[0]),
        ]
        .height(Length::Fill)
        .into()
    }

    fn list(self, chosen: usize) -> Element<'a, Message> {
        let mut list = column![].spacing(2).padding(6);
        let mut file = None;
        for (at, row) in self.inbox.rows().into_iter().enumerate() {
            let Some(own) = self.inbox.item(row) else { continue };
            if file.replace(row.item) != Some(row.item) {
                let name = line(own.name(), theme::LABEL, Some(self.palette.muted));
                let top = if row.item == 0 { 0.0 } else { theme::PAD[0] };
                let padding = Padding { top, left: theme::ROW[1], ..Padding::ZERO };
                list = list.push(container(name).padding(padding));
            }
            list = list.push(self.entry(at, row, own, at == chosen));
        }
        scroll(LIST, list, self.palette).height(Length::Fill).into()
    }

    fn entry(self, at: usize, row: Row, own: &'a Item, chosen: bool) -> Element<'a, Message> {
        let p = self.palette;
        let button = |words, message| small(self.say(words), Some(message), p);
        let content: Element<'a, Message> = match (&own.state, self.inbox.document(row)) {
            (_, Some(document)) => {
                let title = document.title.string.as_str();
                let title = if title.is_empty() { self.say(words::NO_TITLE) } else { title };
                let faded = self.inbox.fate(row, self.issue) != Fate::Open;
                let colour = if faded { p.muted } else { p.text };
                column![prose(title, theme::LIST, colour), self.badges(row)].spacing(4).into()
            }
            (State::Waiting, None) => side_by_side(
                vec![
                    muted(self.say(words::WAITING), theme::LIST, p),
                    space::horizontal().into(),
                    button(words::STOP, Message::Stopped(own.id())),
                ],
                theme::PAD[0],
            )
            .into(),
            (State::Reading, None) => side_by_side(
                vec![
                    label(self.say(words::READING), theme::LIST),
                    space::horizontal().into(),
                    button(words::STOP, Message::Stopped(own.id())),
                ],
                theme::PAD[0],
            )
            .into(),
            (State::Stopped, None) => side_by_side(
                vec![
                    muted(self.say(words::STOPPED), theme::LIST, p),
                    space::horizontal().into(),
                    button(words::AGAIN, Message::Again(own.id())),
                ],
                theme::PAD[0],
            )
            .into(),
            (State::Refused(why), None) => {
                let again = button(words::AGAIN, Message::Again(own.id()));
                column![prose(&**why, theme::TOOL, p.red), again].spacing(4).into()
            }
            (State::Ready(..), None) => prose(self.say(words::NOTHING), theme::TOOL, p.amber),
        };
        let row = item(content, chosen, Some(Message::RowChosen(at)), p);
        Press { id: Some(row_id(at)), stop: Stop::Passes, ..row }.into()
    }

    /// Pages, doubts, repetition, and what has become of a document.
    fn badges(self, row: Row) -> Element<'a, Message> {
        let p = self.palette;
        let mut badges: Vec<Element<'a, Message>> = Vec::new();
        if let Some(document) = self.inbox.document(row) {
            badges.push(muted(self.kind(document), theme::LABEL, p));
        }
        let pages = self.inbox.item(row).and_then(Item::received);
        let pages = pages.zip(row.document).and_then(|(own, at)| own.pages.get(at));
        if let Some(count) = pages {
            badges.push(muted(self.pages(*count), theme::LABEL, p));
        }
        let unsure = self.inbox.unsure(row).len();
        match self.inbox.fate(row, self.issue) {
            Fate::Open | Fate::Nothing => {
                if unsure > 0 {
                    let words = match self.language {
                        Language::Chinese => format!("{unsure} 处拿不准"),
                        Language::English => format!("{unsure} unsure"),
                    };
                    badges.push(badge(words, p.amber, p));
                }
                if self.inbox.repeats(row, self.issue).is_some() {
                    badges.push(badge(self.say(words::REPEATED), p.red, p));
                }
            }
            Fate::Accepted => badges.push(badge(self.say(words::ACCEPTED), p.accent, p)),
            Fate::TurnedAway => badges.push(badge(self.say(words::AWAY), p.muted, p)),
        }
        side_by_side(badges, 6.0).wrap().into()
    }

    fn pages(self, count: usize) -> String {
        match self.language {
            Language::Chinese => format!("{count} 页"),
            Language::English => format!("{count} pp."),
        }
    }

    /// The text of the chosen row, each segment with its kind.
    fn text(self, row: Row) -> Element<'a, Message> {
        let p = self.palette;
        let segments = self.inbox.item(row).and_then(Item::received);
        let all = segments.map_or(&[][..], |own| own.draft.segments.as_slice());
        let whole = self.inbox.segments(row);
        let chosen = self.inbox.segment();
        let part = chosen.saturating_sub(whole.start) / PART;
        let first = whole.start + part.saturating_sub(1) * PART;
        let last = whole.end.min(whole.start + (part + 2) * PART);
        let rest = |words, count: usize| {
            let text = format!("{} {count} {}", self.say(words), self.say(words::SEGMENTS));
            container(muted(text, theme::LABEL, p)).padding(theme::ROW)
        };
        let mut list = column![].spacing(1).padding(6);
        if first > whole.start {
            list = list.push(rest(words::BEFORE, first - whole.start));
        }
        let shown = all.iter().enumerate().take(last).skip(first);
        for (at, segment) in shown {
            list = list.push(self.segment(at, segment, at == chosen));
        }
        if last < whole.end {
            list = list.push(rest(words::BEHIND, whole.end - last));
        }
        scroll(TEXT, list, p).height(Length::Fill).into()
    }

    fn segment(self, at: usize, segment: &'a Segment, chosen: bool) -> Element<'a, Message> {
        let p = self.palette;
        let colour = kinds::colour(segment.style, p);
        let unsure = segment.confidence < SURE;
        let mark = match (segment.pinned, unsure) {
            (true, _) => "✎",
            (false, true) => "？",
            (false, false) => "",
        };
        let marked = if segment.pinned { p.accent } else { p.amber };
        let name = self.say(kinds::name(segment.style));
        let kind = row![
            container(crate::app::widget::coloured(mark, theme::LABEL, marked)).width(14.0),
            crate::app::widget::coloured(name, theme::LABEL, colour),
        ]
        .spacing(2);
        let text: Color = if segment.document.is_none() { p.muted } else { p.text };
        // The mouse tints a row as the choice does: its stripe tells them apart.
        let (wide, rest) = if chosen { (8.0, KIND - 5.0) } else { (3.0, KIND) };
        let bar = container(space::vertical())
            .width(wide)
            .height(theme::TITLE)
            .style(p.stripe(if unsure && !segment.pinned { p.amber } else { colour }));
        let content = row![
            bar,
            container(kind).width(rest),
            prose(segment.text.as_str(), theme::LIST, text),
        ]
        .spacing(6)
        .align_y(Alignment::Start);
        let row = item(content, chosen, Some(Message::SegmentChosen(at)), p);
        Press { id: Some(segment_id(at)), stop: Stop::Passes, ..row }.into()
    }

    /// The kinds that a segment can be given, each with its key.
    fn kinds(self, row: Row) -> Element<'a, Message> {
        let p = self.palette;
        let received = self.inbox.item(row).and_then(Item::received);
        let current = received.and_then(|own| own.draft.segments.get(self.inbox.segment()));
        let chip = |letter: &'static str, name: Words, colour, message, chosen: bool| {
            let words = row![
                key(letter.to_uppercase(), p),
                crate::app::widget::coloured(self.say(name), theme::LABEL, colour),
            ]
            .spacing(4);
            let look = if chosen { theme::Look::Chosen } else { theme::Look::Framed };
            let press = Press {
                padding: Padding::from([2.0, 6.0]),
                stop: Stop::Passes,
                ..Press::new(words, Some(message), look, p)
            };
            Element::from(press)
        };
        let mut chips: Vec<Element<'a, Message>> = kinds::ALL
            .iter()
            .map(|&(letter, style, name)| {
                let chosen = current.is_some_and(|own| own.style == style);
                chip(letter, name, kinds::colour(style, p), Message::Pinned(style), chosen)
            })
            .collect();
        chips.push(chip(CONFIRM, kinds::RIGHT, p.accent, Message::Confirmed, false));
        column![
            prose(self.say(kinds::KEYS), theme::LABEL, p.muted),
            side_by_side(chips, 4.0).wrap(),
        ]
        .spacing(6)
        .padding([theme::PAD[0], theme::PAD[1]])
        .into()
    }
}
