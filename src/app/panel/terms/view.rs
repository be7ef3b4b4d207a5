//! What the panel of the terms looks like: the list, and the term that is being written.

use iced::widget::{column, container, image, row, space};
use iced::{Alignment, Element, Length};

use super::{Message, SEARCH, Shown, TALL, Terms};
use crate::app::language::{Language, Words};
use crate::app::panel::inspector::entry::written;
use crate::app::theme::{self, Palette};
use crate::app::widget::{
    self, MONGOLIAN, MONGOLIAN_LINE, badge, captioned, card, choice, item, label, line, mongolian,
    muted, primary, prose, rule, scroll, secondary, side_by_side, small,
};
use crate::term::{Standing, Term};
use crate::text::mongolian::keys::scholarly;

mod words {
    use super::Words;
    pub(super) const TITLE: Words = ("术语（汉文与蒙古文）", "Terms (Chinese and Mongolian)");
    pub(super) const SEARCH: Words =
        ("搜索：汉文、蒙古文或转写", "Search: Chinese, Mongolian, transliteration");
    pub(super) const ALL: Words = ("全部", "All");
    pub(super) const OFFICE: Words = ("本单位", "The office's");
    pub(super) const OPEN: Words = ("未核", "Not proofread");
    pub(super) const NEW: Words = ("＋ 新术语", "+ New term");
    pub(super) const NOTHING: Words = ("没有找到", "Nothing found");
    pub(super) const CHINESE: Words = ("汉文", "Chinese");
    pub(super) const STROKES: Words = ("拉丁转写", "Transliteration");
    pub(super) const LETTERS: Words = ("蒙古文", "Mongolian");
    pub(super) const SOURCE: Words = ("来源（报刊、网页、何人提供）", "Source");
    pub(super) const KEEP: Words = ("存入本单位术语", "Keep as the office's");
    pub(super) const REMOVE: Words = ("删除这一条", "Remove this term");
    pub(super) const UNREAD: Words = ("未核", "not proofread");
    pub(super) const READ: Words = ("已核", "proofread");
    pub(super) const NONE: Words = ("没有蒙古文字母", "no Mongolian letters");
    pub(super) const COMPOSED: Words = ("由几处拼成", "composed");
    pub(super) const BUILT_IN: Words = ("程序自带", "built in");
    pub(super) const WHO: Words = ("核对人姓名", "Who has read it");
    pub(super) const APPROVE: Words = ("已核对这一条", "This term is right");
    pub(super) const DISAPPROVE: Words = ("撤回核对", "Take back");
    pub(super) const FAULTY: Words = ("拼写可能有误，请细看", "The spelling may be wrong");
    pub(super) const FOREIGN: Words = (
        "没有蒙古文字母，不能存为蒙古文；请用拉丁转写键入，或用系统输入法、粘贴",
        "There is no Mongolian letter in it: type it in Latin, or use an input method",
    );
    pub(super) const UNFINISHED: Words = (
        "这一条缺汉文或蒙古文，还没有存；请写完再存，或再按一次“完成”放弃它（按 Esc 也一样）",
        "This term lacks a script and is not kept: finish it, or press Done or Esc again to drop it",
    );
    pub(super) const BROUGHT: Words = ("读入 CSV…", "Read CSV…");
    pub(super) const WRITTEN: Words = ("导出 CSV…", "Write CSV…");
    pub(super) const UNDO: Words = ("撤销", "Undo");
    pub(super) const DONE: Words = ("完成", "Done");
    pub(super) const EXPLAIN: Words = (
        "本单位的术语优先于程序自带的。程序自带的只是在公开页面上见过，须由懂蒙古文的人核对；改动一个字母，核对即失效。",
        "The office's terms win. Built-in ones were seen on public pages and nobody of the office has read them; another letter withdraws an approval.",
    );
}

const WIDTH: f32 = 1000.0;
const RIGHT: f32 = 360.0;
const HEIGHT: f32 = 640.0;
/// Size of Mongolian letters in lists and fields.
const LETTER: f32 = 17.0;

impl Terms {
    /// The card over the pages.
    pub(crate) fn view(&self, language: Language, p: Palette) -> Element<'_, Message> {
        let undo = (!self.before.is_empty()).then_some(Message::Undo);
        let head = row![
            label(language.say(words::TITLE), theme::TITLE),
            space::horizontal(),
            small(language.say(words::BROUGHT), Some(Message::Read), p),
            small(language.say(words::WRITTEN), Some(Message::Write), p),
            small(language.say(words::UNDO), undo, p),
            primary(language.say(words::DONE), Some(Message::Closed), p),
        ]
        .spacing(theme::PAD[0])
        .align_y(Alignment::Center);
        let middle = row![
            self.list(language, p),
            container(scroll("terms-term", self.editor(language, p), p)).width(RIGHT),
        ]
        .spacing(theme::PAD[2])
        .height(Length::Fill);
        let explain = prose(language.say(words::EXPLAIN), theme::LABEL, p.muted);
        let content = column![head, rule(p), middle, explain].spacing(theme::PAD[0]);
        card(content, WIDTH, p).height(HEIGHT).into()
    }

    fn list(&self, language: Language, p: Palette) -> Element<'_, Message> {
        let shown = |shown: Shown, words: Words| {
            let words = label(language.say(words), theme::LABEL);
            choice(words, self.shown == shown, Message::Shown(shown), p)
        };
        let search =
            widget::input(language.say(words::SEARCH), &self.query, Message::Query, p).id(SEARCH);
        let terms = self.listed();
        let count = terms.len().to_string();
        let mut list = column![].spacing(1);
        if terms.is_empty() {
            list = list.push(muted(language.say(words::NOTHING), theme::LABEL, p));
        }
        for term in terms {
            list = list.push(self.entry(term, language, p));
        }
        let filters = side_by_side(
            vec![
                shown(Shown::All, words::ALL),
                shown(Shown::Office, words::OFFICE),
                shown(Shown::Open, words::OPEN),
                muted(count, theme::LABEL, p),
                space::horizontal().into(),
                small(language.say(words::NEW), Some(Message::New), p),
            ],
            theme::PAD[0],
        );
        let list = container(scroll("terms", list, p)).height(Length::Fill).style(p.inset());
        column![search, filters, list].spacing(theme::PAD[0]).width(Length::Fill).into()
    }

    /// A term of the list: who says that it is right, or that nobody does.
    fn entry<'a>(&self, term: &'a Term, language: Language, p: Palette) -> Element<'a, Message> {
        let mut first = vec![label(term.chinese.as_str(), theme::LIST)];
        first.extend(standing(term, language, p));
        if !term.is_written() {
            first.push(badge(language.say(words::NONE), p.red, p));
        }
        let letters = mongolian(term.mongolian.as_str(), LETTER);
        let second = row![letters, line(scholarly(&term.mongolian), theme::LABEL, Some(p.muted))]
            .spacing(theme::PAD[0])
            .align_y(Alignment::Center);
        let content = column![side_by_side(first, theme::PAD[0]), second]
            .push(
                (!term.source.is_empty())
                    .then(|| line(term.source.as_str(), theme::LABEL, Some(p.muted))),
            )
            .spacing(2);
        let own = self
            .chosen
            .as_ref()
            .is_some_and(|own| own.chinese == term.chinese && own.mongolian == term.mongolian);
        let message = Message::Chosen(term.chinese.clone(), term.mongolian.clone());
        item(content, own, Some(message), p).into()
    }

    /// The fields of the term that is being written.
    fn editor(&self, language: Language, p: Palette) -> Element<'_, Message> {
        let input =
            |value: &str, message: fn(String) -> Message| widget::input("", value, message, p);
        let captioned = |words: Words, input| captioned(language.say(words), input, None, p);
        let letters = input(&self.draft.mongolian, Message::Letters)
            .font(MONGOLIAN)
            .line_height(MONGOLIAN_LINE)
            .size(LETTER);
        let paper = self.picture.as_ref().map(|picture| {
            let drawn = image(picture.handle.clone()).width(picture.width).height(picture.height);
            let drawn = container(drawn).clip(true).padding(theme::PAD[0]);
            container(drawn).center_x(Length::Fill).max_height(TALL as f32 + 24.0).style(p.paper())
        });
        let faulty = if self.is_foreign() {
            Some(prose(language.say(words::FOREIGN), theme::LABEL, p.red))
        } else {
            (!self.faults.is_empty())
                .then(|| prose(language.say(words::FAULTY), theme::LABEL, p.amber))
        };
        let own = self.chosen.as_ref().filter(|term| self.base.is_own(term));
        let removed = own.map(|_| Message::Removed);
        let kept = self.is_changed().then_some(Message::Kept);
        let buttons = row![
            small(language.say(words::REMOVE), removed, p),
            space::horizontal(),
            primary(language.say(words::KEEP), kept, p),
        ]
        .align_y(Alignment::Center);
        column![
            captioned(
                words::CHINESE,
                input(&self.draft.chinese, Message::Chinese).id("term-chinese")
            ),
            captioned(words::STROKES, input(&self.strokes, Message::Strokes).id("term-strokes")),
            captioned(words::LETTERS, letters),
        ]
        .push(paper)
        .push(faulty)
        .push(self.is_warned.then(|| prose(language.say(words::UNFINISHED), theme::LABEL, p.red)))
        .push(captioned(words::SOURCE, input(&self.draft.source, Message::Source)))
        .push(buttons)
        .push(self.approval(language, p))
        .spacing(theme::PAD[0])
        .into()
    }

    /// Who has found the written term right, or the place to say so.
    fn approval(&self, language: Language, p: Palette) -> Option<Element<'_, Message>> {
        let term = self.written()?;
        if let Standing::Approved(_) = &term.standing {
            let mut marks = standing(&term, language, p);
            marks.push(small(language.say(words::DISAPPROVE), Some(Message::Disapproved), p));
            return Some(side_by_side(marks, theme::PAD[0]).wrap().into());
        }
        let known = !self.reader.trim().is_empty();
        let reader = widget::input(language.say(words::WHO), &self.reader, Message::Reader, p)
            .id("term-reader");
        let approve =
            secondary(language.say(words::APPROVE), known.then_some(Message::Approved), p);
        let marks = side_by_side(standing(&term, language, p), theme::PAD[0]);
        let fields = side_by_side(vec![reader.into(), approve], theme::PAD[0]);
        Some(column![marks, fields].spacing(4).into())
    }
}

/// The marks of a term: one that no reader has approved always bears one.
fn standing<'a>(term: &Term, language: Language, p: Palette) -> Vec<Element<'a, Message>> {
    let unread = || badge(language.say(words::UNREAD), p.amber, p);
    let built_in = || muted(language.say(words::BUILT_IN), theme::LABEL, p);
    match &term.standing {
        Standing::Approved(approval) => vec![
            badge(language.say(words::READ), p.accent, p),
            muted(format!("{}　{}", approval.by, written(approval.on)), theme::LABEL, p),
        ],
        Standing::Office => vec![unread(), muted(language.say(words::OFFICE), theme::LABEL, p)],
        Standing::Attested => vec![unread(), built_in()],
        Standing::Composed => {
            vec![unread(), built_in(), muted(language.say(words::COMPOSED), theme::LABEL, p)]
        }
    }
}
