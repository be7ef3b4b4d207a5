//! Fields of the whole issue, and of a section.

use std::fmt;
use std::sync::LazyLock;

use iced::widget::{column, container, text};
use iced::{Element, Font};

use super::entry::{self, Entry};
use super::{Form, Message};
use crate::app::language::{Language, Words};
use crate::app::panel::cover::view::{MONGOLIAN_LINES, order_within, said};
use crate::app::theme;
use crate::app::widget::{
    self, badge, captioned, heading, muted, picker, prose, secondary, side_by_side, small, toggle,
};
use crate::issue::Issue;
use crate::issue::id::{IssueId, SectionId};
use crate::issue::masthead::{Approval, Masthead, MastheadOrder, MongolianText, Script};
use crate::issue::place::Part;
use crate::layout::cover::{Balance, mongolian_text};
use crate::layout::style::Stylesheet;
use crate::text::mongolian::template::{Digits, examples};

mod words {
    use super::Words;
    pub(super) const ISSUE: Words = ("本期", "This issue");
    pub(super) const SECTION: Words = ("栏目", "Section");
    pub(super) const NAME: Words = ("栏目名称", "Name");
    pub(super) const CODES: Words = ("归入本栏目的机关代字", "Codes of document numbers");
    pub(super) const CHINESE: Words = ("刊名（汉文）", "Name in Chinese");
    pub(super) const MONGOLIAN: Words = ("刊名（蒙古文）", "Name in Mongolian");
    pub(super) const WRITE: Words = ("用键盘、术语写…", "Write with keyboard and terms…");
    pub(super) const UNREAD: Words = ("未核", "not proofread");
    pub(super) const READ: Words = ("已核", "proofread");
    pub(super) const WHO: Words = ("核对人姓名", "Who has read it");
    pub(super) const APPROVE: Words = ("已核对无误", "It is right");
    pub(super) const DISAPPROVE: Words = ("撤回核对", "Take back");
    pub(super) const EXPLAIN: Words = (
        "蒙古文须由懂蒙古文的人核对；未核的不能付印。",
        "Somebody who reads Mongolian must find it right before it is printed.",
    );
    pub(super) const FORMS: Words = (
        "词尾随数字变，两种都要核对，如第 5 期和第 4 期：",
        "Endings follow the number; read both, such as of 5 and of 4:",
    );
    /// What is another than what was read, in the order of `Masthead::to_read` of the name.
    pub(super) const CHANGED: [Words; 5] = [
        ("中文刊名改了，请重新核对", "The Chinese name has changed: read it again"),
        ("蒙古文改了，请重新核对", "The Mongolian has changed: read it again"),
        ("中文刊名的图片换了，请重新核对", "The Chinese name's picture has changed: read it again"),
        (
            "蒙古文刊名的图片换了，请重新核对",
            "The Mongolian name's picture has changed: read it again",
        ),
        ("蒙古文的字体换了，请重新核对", "The Mongolian font has changed: read it again"),
    ];
    pub(super) const WRITE_LINE: Words = ("写这一行…", "Write this line…");
    pub(super) const DIGITS: Words = ("蒙古文行用蒙古文数字", "Mongolian digits in these lines");
    pub(super) const BALANCE: Words = ("蒙汉文字大小", "Balance of the scripts");
    pub(super) const REASON: Words = ("不等的理由", "Why they may differ");
    pub(super) const ACCEPT: Words = ("接受", "Accept");
    pub(super) const ACCEPTED: Words = ("已接受", "accepted");
    pub(super) const REFUSE: Words = ("撤回", "Take back");
    pub(super) const HOUSE: Words = ("本单位设置", "The house's settings");
    pub(super) const KEEP: Words = ("保存为本单位设置", "Keep as the house's");
    pub(super) const APPLY: Words = ("套用本单位设置", "Apply the house's");
    pub(super) const ORDER: Words = ("两种文字的次序", "Which script stands first");
    pub(super) const YEAR: Words = ("年", "Year");
    pub(super) const NUMBER: Words = ("期", "Number");
    pub(super) const TOTAL: Words = ("总期", "Total number");
    pub(super) const PERIODICITY: Words = ("刊期（月刊、半月刊…）", "Periodicity");
    pub(super) const PUBLISHED: Words = ("出版日期", "Day of publication");
    pub(super) const STYLE: Words = ("版式", "Style");
    pub(super) const COLOPHON: Words = ("版权块", "Colophon");
    pub(super) const ADD_LINE: Words = ("＋ 添加一行", "+ Add a line");
}

const LETTERS: Font = Font::with_name("Noto Sans Mongolian");
/// Size of Mongolian letters.
const LETTER: f32 = 17.0;

/// The built-in styles with their names; only those that this version has are offered.
const STYLES: [(&str, Words); 3] = [
    ("baotou", ("包头公报", "Baotou gazette")),
    ("single", ("单栏", "One column")),
    ("sixteen", ("十六开", "Sixteenmo")),
];

static OFFERED: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let names = STYLES.iter().map(|(name, _)| *name);
    names.filter(|name| Stylesheet::built_in(name).is_ok()).collect()
});

#[derive(Debug, Clone, PartialEq, Eq)]
struct NamedStyle(String, Language);

impl fmt::Display for NamedStyle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let own = STYLES.iter().find(|(name, _)| *name == self.0);
        f.write_str(own.map_or(self.0.as_str(), |(_, words)| self.1.say(*words)))
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct NamedOrder(MastheadOrder, Language);

impl fmt::Display for NamedOrder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            MastheadOrder::ChineseFirst => self.1.pick("汉文在前", "Chinese first"),
            MastheadOrder::MongolianFirst => self.1.pick("蒙古文在前", "Mongolian first"),
        })
    }
}

/// Why texts in Mongolian are to be read again.
#[derive(Debug, Default)]
pub(super) struct Withdrawn {
    /// The masthead as it was seen last, and of which issue.
    seen: Option<(IssueId, Masthead)>,
    why: Vec<(MongolianText, Words)>,
}

impl Withdrawn {
    /// Takes note of approvals that are not there any more, since something that was read has
    /// changed.
    pub(super) fn follow(&mut self, issue: &Issue) {
        let now = &issue.masthead;
        if self.seen.as_ref().is_some_and(|(id, seen)| *id == issue.id && seen == now) {
            return;
        }
        let seen = self.seen.replace((issue.id, now.clone())).filter(|(id, _)| *id == issue.id);
        let Some((_, before)) = seen else { return self.why.clear() };
        for own in MongolianText::ALL {
            if now.approval(own).is_some() {
                self.why.retain(|(text, _)| *text != own);
            } else if before.approval(own).is_some()
                && let Some(why) = changed(own, &before.to_read(own), &now.to_read(own))
            {
                self.why.push((own, why));
            }
        }
    }

    fn why(&self, own: MongolianText) -> Option<Words> {
        self.why.iter().find(|(text, _)| *text == own).map(|(_, why)| *why)
    }
}

/// What is another than what was read; none where all is the same.
fn changed(text: MongolianText, read: &[String], now: &[String]) -> Option<Words> {
    let part = read.iter().zip(now).position(|(read, now)| read != now)?;
    match text {
        MongolianText::Name => words::CHANGED.get(part).copied(),
        MongolianText::Line(_) => words::CHANGED.get(1).copied(),
    }
}

impl<'a> Form<'a> {
    /// Name and codes of a section.
    pub(super) fn section(self, id: SectionId) -> Element<'a, Message> {
        let fields = column![
            heading(self.language.say(words::SECTION), self.p),
            self.text(Part::SectionName(id), words::NAME),
            self.entry(Entry::Codes(id), words::CODES, "包府发、包府办发"),
        ]
        .spacing(theme::PAD[0]);
        container(fields).padding(theme::PAD[0]).style(self.p.inset()).into()
    }

    /// Masthead, number, day and style of the issue.
    pub(super) fn issue(self) -> Element<'a, Message> {
        let Self { language, p, issue, .. } = self;
        let orders = [MastheadOrder::ChineseFirst, MastheadOrder::MongolianFirst];
        let orders = orders.map(|order| NamedOrder(order, language)).to_vec();
        let order = NamedOrder(issue.masthead.order, language);
        let order = picker(orders, Some(order), |order| Message::Order(order.0), p);
        let lines = u32::try_from(issue.colophon.len()).unwrap_or(u32::MAX);
        let numbers = side_by_side(
            vec![
                self.entry(Entry::Year, words::YEAR, ""),
                self.entry(Entry::Number, words::NUMBER, ""),
                self.entry(Entry::Total, words::TOTAL, ""),
            ],
            theme::PAD[0],
        )
        .align_y(iced::Alignment::Start);
        column![
            heading(language.say(words::ISSUE), p),
            self.text(Part::Masthead(Script::Chinese), words::CHINESE),
            self.mongolian(),
            captioned(language.say(words::ORDER), order, None, p),
        ]
        .push(order_within(issue, language, p))
        .push(self.balance())
        .push(self.mongolian_lines())
        .push(numbers)
        .push(self.entry(Entry::Periodicity, words::PERIODICITY, ""))
        .push(self.entry(Entry::Published, words::PUBLISHED, "2026年4月30日"))
        .push(captioned(language.say(words::STYLE), self.style(), None, p))
        .push(self.lines(
            (0..lines).map(Part::Colophon).collect(),
            Part::Colophon(lines),
            words::COLOPHON,
            words::ADD_LINE,
        ))
        .push(self.house())
        .spacing(theme::PAD[0])
        .into()
    }

    /// The Mongolian name, and who has found it right.
    fn mongolian(self) -> Element<'a, Message> {
        let masthead = &self.issue.masthead;
        let part = Part::Masthead(Script::Mongolian);
        let write = Message::Write(MongolianText::Name);
        let write = small(self.language.say(words::WRITE), Some(write), self.p);
        let name = column![self.text(part, words::MONGOLIAN), write].spacing(2);
        let is_written = !masthead.mongolian.is_empty();
        let approval =
            is_written.then(|| self.approval(MongolianText::Name, masthead.approval.as_ref()));
        name.push(approval).spacing(4).into()
    }

    /// The lines about the issue in Mongolian, each with who has found it right.
    fn mongolian_lines(self) -> Element<'a, Message> {
        let Self { language, p, issue, .. } = self;
        let masthead = &issue.masthead;
        let mut all = column![].spacing(theme::PAD[0]);
        for (says, name) in MONGOLIAN_LINES {
            let own = MongolianText::Line(says);
            let mut line = column![].spacing(4);
            if let Some(template) = masthead.lines.get(&says) {
                let shown = mongolian_text(issue, says);
                let shown = shown.unwrap_or_else(|| template.text.clone());
                line = line.push(text(shown).font(LETTERS).size(LETTER));
                if let Some(both) = examples(&template.text, masthead.digits) {
                    line = line.push(prose(language.say(words::FORMS), theme::LABEL, p.muted));
                    for example in both {
                        line = line.push(text(example).font(LETTERS).size(LETTER));
                    }
                }
                line = line.push(self.approval(own, template.approval.as_ref()));
            }
            let line =
                line.push(small(language.say(words::WRITE_LINE), Some(Message::Write(own)), p));
            all = all.push(captioned(language.say(name), line, None, p));
        }
        let digits = masthead.digits;
        let other = if digits == Digits::Latin { Digits::Mongolian } else { Digits::Latin };
        let toggled = (!masthead.lines.is_empty()).then(|| {
            let is_on = digits == Digits::Mongolian;
            toggle(language.say(words::DIGITS), is_on, Message::Digits(other), p)
        });
        all.push(toggled).into()
    }

    /// Who has found a text right, or the place to say so.
    fn approval(self, text: MongolianText, approval: Option<&'a Approval>) -> Element<'a, Message> {
        let Self { language, p, inspector, .. } = self;
        if let Some(approval) = approval {
            let who = format!("{}　{}", approval.by, entry::written(approval.on));
            let back = Some(Message::Disapproved(text));
            let marks = vec![
                badge(language.say(words::READ), p.accent, p),
                muted(who, theme::LABEL, p),
                small(language.say(words::DISAPPROVE), back, p),
            ];
            return side_by_side(marks, theme::PAD[0]).wrap().into();
        }
        let reader = widget::input(language.say(words::WHO), &inspector.reader, Message::Reader, p);
        let known = !inspector.reader.trim().is_empty();
        let approved = known.then_some(Message::Approved(text));
        let approve = secondary(language.say(words::APPROVE), approved, p);
        let why = inspector.withdrawn.why(text);
        column![badge(language.say(words::UNREAD), p.amber, p),]
            .push(why.map(|why| prose(language.say(why), theme::LABEL, p.amber)))
            .push(
                column![
                    prose(language.say(words::EXPLAIN), theme::LABEL, p.muted),
                    side_by_side(vec![reader.into(), approve], theme::PAD[0]),
                ]
                .spacing(4),
            )
            .spacing(4)
            .into()
    }

    /// How both scripts of the name compare on the cover.
    fn balance(self) -> Option<Element<'a, Message>> {
        let balance = self.inspector.balance?;
        let said = said(balance, self.language);
        let lines = said.into_iter().map(|said| prose(said, theme::LABEL, self.p.muted));
        let lines = column(lines).spacing(2).push(self.unequal(balance));
        Some(captioned(self.language.say(words::BALANCE), lines, None, self.p))
    }

    /// Why the scripts may cover unequal areas, or the place to say so.
    fn unequal(self, balance: Balance) -> Option<Element<'a, Message>> {
        let Self { language, p, inspector, issue, .. } = self;
        if balance.is_equal() {
            return None;
        }
        let accepted = issue.masthead.unequal.as_ref();
        if let Some(own) = accepted.filter(|own| own.holds(balance.area)) {
            let why = format!("{}　{}", own.reason, entry::written(own.on));
            let marks = vec![
                badge(language.say(words::ACCEPTED), p.accent, p),
                small(language.say(words::REFUSE), Some(Message::AreaRefused), p),
            ];
            let marks = side_by_side(marks, theme::PAD[0]);
            return Some(column![marks, prose(why, theme::LABEL, p.muted)].spacing(2).into());
        }
        let reason = language.say(words::REASON);
        let reason = widget::input(reason, &inspector.reason, Message::Reason, p);
        let known = !inspector.reason.trim().is_empty();
        let accept = known.then_some(Message::AreaAccepted(balance.area));
        let accept = secondary(language.say(words::ACCEPT), accept, p);
        Some(side_by_side(vec![reason.into(), accept], theme::PAD[0]).into())
    }

    /// What this issue and those of the office have alike.
    fn house(self) -> Element<'a, Message> {
        let Self { language, p, .. } = self;
        let buttons = vec![
            small(language.say(words::KEEP), Some(Message::HouseKept), p),
            small(language.say(words::APPLY), Some(Message::HouseApplied), p),
        ];
        captioned(language.say(words::HOUSE), side_by_side(buttons, 2.0).wrap(), None, p)
    }

    fn style(self) -> Element<'a, Message> {
        let Self { language, p, issue, .. } = self;
        let own = &issue.style.name;
        let mut names: Vec<String> = OFFERED.iter().map(|name| (*name).to_owned()).collect();
        if !names.contains(own) {
            names.insert(0, own.clone());
        }
        let names = names.into_iter().map(|name| NamedStyle(name, language)).collect();
        let now = NamedStyle(own.clone(), language);
        picker(names, Some(now), |style| Message::Style(style.0), p)
    }
}
