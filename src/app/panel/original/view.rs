//! What a document beside its original looks like.

use std::ops::Range;

use iced::widget::text::Span;
use iced::widget::{column, container, rich_text, row, space, span};
use iced::{Alignment, Color, Element, Length};

use super::{Before, Comparing, Kind, Message};
use crate::app::language::{Language, Words};
use crate::app::theme::{self, Look, Palette};
use crate::app::widget::press::Press;
use crate::app::widget::{
    card, coloured, label, muted, primary, prose, rule, scroll, side_by_side, small, toggle,
};
use crate::issue::compare::{Change, Class, Deviation, Passage, Row, passages};

mod words {
    use super::Words;
    pub(super) const TITLE: Words = ("对照原稿", "Beside the original");
    pub(super) const ORIGINAL: Words = ("原稿", "Original");
    pub(super) const ISSUE: Words = ("本期", "Issue");
    pub(super) const READING: Words = ("正在重新读取原稿…", "Reading the original…");
    pub(super) const ABSENT: Words = (
        "原稿里找不到这一篇：标题和文号都对不上，或者文件里没有原稿。请重新导入来稿，再对照。",
        "The original has no such document, or there is none; import the file again.",
    );
    pub(super) const EQUAL: Words = ("与原稿一字不差", "No difference from the original");
    pub(super) const DROPPED: Words = (
        "原稿中没有收入文件的文字（如版头、页码、重复的符号）",
        "What of the original is in no document",
    );
    pub(super) const BY_KIND: Words = ("按类认可", "Approve by kind");
    pub(super) const WHOLE: Words = ("也列出没有差异的段落", "Equal paragraphs, too");
    pub(super) const CLOSE: Words = ("关闭", "Close");
    pub(super) const GO: Words = ("到版面", "On the page");
    pub(super) const MORE: Words =
        ("其余的先不列出；认可或改好上面的再看", "The rest is listed once these are settled");
    pub(super) const REST: Words = (
        "其余的不在这里列出；全部可用 gongbao compare --originals 列出",
        "gongbao compare --originals lists the rest",
    );
}

const WIDTH: f32 = 1040.0;
const HEIGHT: f32 = 720.0;
/// So many rows at most: nobody reads more of them at once.
const MOST: usize = 120;

impl Kind {
    const fn name(self, language: Language) -> &'static str {
        language.say(match self {
            Self::Space => ("空白与分段", "White space"),
            Self::Width => ("全角半角", "Width"),
            Self::Marks => ("标点", "Marks"),
            Self::Fix => ("按检查改正", "Fixes"),
            Self::Typing => ("文字", "Words"),
        })
    }
}

impl Comparing {
    /// The card over the pages.
    pub(crate) fn view(&self, language: Language, p: Palette) -> Element<'_, Message> {
        let head = row![
            label(language.say(words::TITLE), theme::TITLE),
            space::horizontal(),
            muted(self.count(language), theme::LIST, p),
        ]
        .align_y(Alignment::Center);
        let body: Element<'_, Message> = match &self.before {
            Before::Reading => prose(language.say(words::READING), theme::TOOL, p.muted),
            Before::Absent => prose(language.say(words::ABSENT), theme::TOOL, p.text),
            Before::Known(_) => self.rows(language, p),
        };
        let foot = row![
            toggle(language.say(words::WHOLE), self.whole, Message::Whole(!self.whole), p),
            space::horizontal(),
            primary(language.say(words::CLOSE), Some(Message::Closed), p),
        ]
        .align_y(Alignment::Center);
        let content = column![head, muted(self.now.title.string.as_str(), theme::LIST, p)]
            .push((!self.kinds.is_empty()).then(|| self.kinds(language, p)))
            .push(rule(p))
            .push(container(body).height(Length::Fill))
            .push(rule(p))
            .push(foot)
            .spacing(theme::PAD[0]);
        card(content, WIDTH, p).height(HEIGHT).into()
    }

    fn count(&self, language: Language) -> String {
        let (all, done, dropped) = (self.kinds.len(), self.approved(), self.dropped.len());
        match language {
            Language::Chinese => {
                format!("差异 {all} 处，已认可 {done} 处；没有收入 {dropped} 处")
            }
            Language::English => {
                format!("{all} differences, {done} approved; {dropped} left out")
            }
        }
    }

    /// One control for each kind that there is.
    fn kinds(&self, language: Language, p: Palette) -> Element<'_, Message> {
        let mut things = vec![muted(language.say(words::BY_KIND), theme::LABEL, p)];
        for kind in Kind::ALL {
            let all = self.of_kind(kind).count();
            let done = self.of_kind(kind).filter(|&index| self.is_approved(index)).count();
            if all > 0 {
                let mark = if done == all { "☑" } else { "☐" };
                let words = format!("{mark} {} {done}/{all}", kind.name(language));
                let look = if done == all { Look::Chosen } else { Look::Framed };
                let words = label(words, theme::LABEL);
                let press = Press::new(words, Some(Message::All(kind)), look, p);
                things.push(Press { padding: [3.0, theme::PAD[0]].into(), ..press }.into());
            }
        }
        side_by_side(things, theme::PAD[0]).wrap().into()
    }

    fn rows(&self, language: Language, p: Palette) -> Element<'_, Message> {
        let Before::Known(before) = &self.before else { return space::horizontal().into() };
        let (old, new) = (passages(before), passages(&self.now));
        let mut starts = vec![0];
        for (_, text) in &old {
            starts.push(starts.last().copied().unwrap_or(0) + text.chars().count() + 1);
        }
        let mut list = column![].spacing(theme::PAD[0]).padding([0.0, theme::PAD[1]]);
        list = if self.kinds.is_empty() && !self.whole {
            list.push(prose(language.say(words::EQUAL), theme::TOOL, p.muted))
        } else {
            list.push(beside(
                muted(language.say(words::ORIGINAL), theme::LABEL, p),
                muted(language.say(words::ISSUE), theme::LABEL, p),
            ))
        };
        let shown = self.comparison.rows.iter();
        let shown: Vec<&Row> =
            shown.filter(|row| self.whole || !row.deviations.is_empty()).collect();
        for own in shown.iter().take(MOST) {
            let start = starts.get(own.old.start).copied().unwrap_or(0);
            let left = self.left(own, &old, start, p);
            let right = self.right(own, &new, p);
            list = list.push(beside(left, right));
            if !own.deviations.is_empty() {
                list = list.push(self.chips(own.deviations.clone(), language, p)).push(rule(p));
            }
        }
        if shown.len() > MOST {
            list = list.push(prose(language.say(words::MORE), theme::LABEL, p.muted));
        }
        if !self.dropped.is_empty() {
            list = list.push(rule(p)).push(muted(language.say(words::DROPPED), theme::LABEL, p));
        }
        for own in self.dropped.iter().take(MOST) {
            // White space alone is shown by its signs.
            let whole = std::iter::once(0..own.text.chars().count()).collect::<Vec<_>>();
            let why = muted(own.why.as_str(), theme::LABEL, p);
            list = list.push(beside(marked(&own.text, &whole, p.red), why));
        }
        if self.dropped.len() > MOST {
            list = list.push(prose(language.say(words::REST), theme::LABEL, p.muted));
        }
        scroll("original", list, p).height(Length::Fill).into()
    }

    /// The old passages of a row; what is gone is on red.
    fn left<'a>(
        &self,
        own: &Row,
        old: &[Passage<'a>],
        start: usize,
        p: Palette,
    ) -> Element<'a, Message> {
        let texts = old.get(own.old.clone()).unwrap_or_default();
        let text = texts.iter().map(|(_, text)| *text).collect::<Vec<_>>().join("\n");
        let deviations = self.comparison.deviations.get(own.deviations.clone());
        let marks = deviations.unwrap_or_default().iter().map(|own| {
            let from = (own.at as usize).saturating_sub(start);
            from..from + own.old.chars().count()
        });
        marked(&text, &marks.collect::<Vec<_>>(), p.red)
    }

    /// The new passages of a row; what has come is on the accent.
    fn right<'a>(&self, own: &Row, new: &[Passage<'a>], p: Palette) -> Element<'a, Message> {
        let deviations = self.comparison.deviations.get(own.deviations.clone());
        let deviations = deviations.unwrap_or_default();
        let mut whole = String::new();
        let mut marks = Vec::new();
        let mut start = 0;
        for (part, text) in new.get(own.new.clone()).unwrap_or_default() {
            if !whole.is_empty() {
                whole.push('\n');
                start += 1;
            }
            for own in deviations.iter().filter(|own| own.place.part == *part) {
                let range = own.place.range;
                marks.push(start + range.start as usize..start + range.end as usize);
            }
            whole.push_str(text);
            start += text.chars().count();
        }
        marked(&whole, &marks, p.accent)
    }

    /// What can be approved in a row.
    fn chips(
        &self,
        deviations: Range<usize>,
        language: Language,
        p: Palette,
    ) -> Element<'_, Message> {
        let mut things = Vec::new();
        for index in deviations {
            let Some(own) = self.comparison.deviations.get(index) else { continue };
            let done = self.is_approved(index);
            let look = if done { Look::Chosen } else { Look::Framed };
            let mark = if done { "☑" } else { "☐" };
            let kind = self.kinds.get(index).map_or("", |kind| kind.name(language));
            let words = side_by_side(
                vec![
                    label(format!("{mark} {}", sentence(own)), theme::LABEL),
                    coloured(kind, theme::LABEL, p.muted),
                ],
                theme::PAD[0],
            );
            let press = Press::new(words, Some(Message::Toggled(index)), look, p);
            things.push(Press { padding: [3.0, theme::PAD[0]].into(), ..press }.into());
            things.push(small(language.say(words::GO), Some(Message::Shown(index)), p));
        }
        side_by_side(things, 4.0).wrap().vertical_spacing(4.0).into()
    }
}

/// Two things of the same width.
fn beside<'a>(
    left: impl Into<Element<'a, Message>>,
    right: impl Into<Element<'a, Message>>,
) -> Element<'a, Message> {
    row![container(left).width(Length::Fill), container(right).width(Length::Fill)]
        .spacing(theme::PAD[2])
        .into()
}

/// The text with stretches of it on a tint; white space in them is shown by signs.
fn marked<'a>(text: &str, marks: &[Range<usize>], colour: Color) -> Element<'a, Message> {
    let characters: Vec<char> = text.chars().collect();
    let is_marked = |at: usize| marks.iter().any(|mark| mark.contains(&at));
    let mut spans: Vec<Span<'a, ()>> = Vec::new();
    let mut at = 0;
    while at < characters.len() {
        let on = is_marked(at);
        let end = (at..characters.len()).find(|&next| is_marked(next) != on);
        let end = end.unwrap_or(characters.len());
        let stretch = characters.get(at..end).unwrap_or_default();
        if on {
            let shown: String = stretch.iter().map(|&c| visible(c)).collect();
            spans.push(span(shown).color(colour).background(Color { a: 0.16, ..colour }));
        } else {
            spans.push(span(stretch.iter().collect::<String>()));
        }
        at = end;
    }
    let size = theme::LIST;
    rich_text(spans).size(size).width(Length::Fill).into()
}

/// A sign for white space that differs.
const fn visible(c: char) -> char {
    match c {
        ' ' | '\u{a0}' => '␣',
        '\u{3000}' => '□',
        '\n' => '⏎',
        '\t' => '⇥',
        _ => c,
    }
}

/// A deviation in short: `“吴” → “昊”`.
fn sentence(own: &Deviation) -> String {
    const MOST: usize = 16;
    let brief = |text: &str| {
        let shown: String = text.chars().take(MOST).map(visible).collect();
        let more = if text.chars().count() > MOST { "…" } else { "" };
        format!("“{shown}{more}”")
    };
    let words = |text: &str| {
        if own.class == Class::Text { brief(text.trim_matches('\n')) } else { brief(text) }
    };
    match own.change() {
        Change::Insert => format!("＋{}", words(&own.new)),
        Change::Delete => format!("－{}", words(&own.old)),
        Change::Replace => format!("{} → {}", words(&own.old), words(&own.new)),
    }
}
