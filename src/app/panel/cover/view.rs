//! What the arranging of a cover looks like: built-in covers, the board, the chosen thing.

use std::fmt;

use iced::advanced::widget::Id;
use iced::widget::{column, container, image, row, space};
use iced::{Alignment, Element, Length};

use super::board::Board;
use super::{Covering, Entry, Message, NewThing, Side};
use crate::app::language::{Language, Words};
use crate::app::preview::Picture;
use crate::app::theme::{self, Palette};
use crate::app::widget::{
    self, badge, captioned, card, choice, heading, item, label, line, picker, primary, prose,
    scroll, side_by_side, small, toggle,
};
use crate::issue::Issue;
use crate::issue::cover::{Flush, Ink, IssueLine, Thing, ThingKind};
use crate::issue::masthead::{MastheadOrder, MongolianLine};
use crate::layout::cover::{Balance, arrangement};

mod words {
    use super::Words;
    pub(super) const TITLE: Words = ("封面", "Cover");
    pub(super) const FRONT: Words = ("封面", "Front");
    pub(super) const BACK: Words = ("封底", "Back");
    pub(super) const CHANGED: Words = ("已改动", "changed");
    pub(super) const RESET: Words = ("恢复内置", "Reset");
    pub(super) const UNDO: Words = ("撤销", "Undo");
    pub(super) const DONE: Words = ("完成", "Done");
    pub(super) const ACROSS: Words = ("横排刊名", "Name across");
    pub(super) const DOWN: Words = ("竖排刊名", "Name downwards");
    pub(super) const ORDER: Words = ("两种文字的次序", "Which script stands first");
    pub(super) const WITHIN: Words = (
        "封面刊名竖排：蒙古文在左、汉文在右，不随次序改变；次序只用于内页横排的刊名。",
        "The name runs downwards on the cover, Mongolian left; the order is that of the pages within.",
    );
    pub(super) const THINGS: Words =
        ("版面上的各项（上面的盖住下面的）", "Things, the uppermost first");
    pub(super) const ADD: Words = ("添加", "Add");
    pub(super) const UP: Words = ("上移一层", "Raise");
    pub(super) const LOWER: Words = ("下移一层", "Lower");
    pub(super) const REMOVE: Words = ("删除", "Remove");
    pub(super) const X: Words = ("左（毫米）", "Left (mm)");
    pub(super) const Y: Words = ("上（毫米）", "Top (mm)");
    pub(super) const WIDTH: Words = ("宽（毫米）", "Width (mm)");
    pub(super) const HEIGHT: Words = ("高（毫米）", "Height (mm)");
    pub(super) const INK: Words = ("颜色", "Ink");
    pub(super) const FLUSH: Words = ("对齐", "Alignment");
    pub(super) const SAYS: Words = ("内容", "Content");
    pub(super) const BOLD: Words = ("用粗体", "Bold");
    pub(super) const PICK: Words = ("选择图片…", "Choose a picture…");
    pub(super) const HINT: Words = (
        "点一项即选中；拖动移位，拖四角改大小，靠近别的边线会对齐。",
        "Click a thing to choose it; drag it, or its corners.",
    );
    pub(super) const BALANCE: Words = ("蒙汉文字大小", "Balance of the scripts");
}

/// What the order of the scripts does where the name runs downwards wherever it stands on the front
/// cover: the columns there stand as those of Mongolian do, whichever comes first.
pub(crate) fn order_within<'a, M: 'a>(
    issue: &Issue,
    language: Language,
    p: Palette,
) -> Option<Element<'a, M>> {
    let front = arrangement(&issue.cover).front;
    let mut names = front.iter().filter_map(|thing| {
        let ThingKind::Masthead { vertical } = thing.kind else { return None };
        Some(vertical)
    });
    let runs_down = names.next() == Some(true) && names.all(|vertical| vertical);
    runs_down.then(|| prose(language.say(words::WITHIN), theme::LABEL, p.muted))
}

const WIDTH: f32 = 1040.0;
const LEFT: f32 = 232.0;
const FIELD: f32 = 92.0;
const BOARD_HEIGHT: f32 = 540.0;

/// The built-in covers.
const COVERS: [(&str, Words); 6] = [
    ("plain", ("素面", "Plain")),
    ("contents", ("要目", "Contents")),
    ("band", ("红带", "Band")),
    ("red", ("红底", "Red")),
    ("picture", ("图片", "Picture")),
    ("side", ("侧栏", "Side")),
];

const ORDERS: [(MastheadOrder, Words); 2] = [
    (MastheadOrder::ChineseFirst, ("汉文在前", "Chinese first")),
    (MastheadOrder::MongolianFirst, ("蒙古文在前", "Mongolian first")),
];

pub(super) const INKS: [(Ink, Words); 3] = [
    (Ink::Red, ("红", "Red")),
    (Ink::Text, ("黑", "Black")),
    (Ink::Paper, ("白（留白）", "White (paper)")),
];

const FLUSHES: [(Flush, Words); 3] = [
    (Flush::Left, ("靠左", "Left")),
    (Flush::Centre, ("居中", "Centred")),
    (Flush::Right, ("靠右", "Right")),
];

const LINES: [(IssueLine, Words); 8] = [
    (IssueLine::Year, ("年", "Year")),
    (IssueLine::Number, ("期", "Number")),
    (IssueLine::Total, ("总期", "Total number")),
    (IssueLine::NumberAndTotal, ("期（总期）", "Number and total")),
    (IssueLine::YearAndNumber, ("年、期", "Year and number")),
    (IssueLine::Whole, ("年、期、总期", "Year, number, total")),
    (IssueLine::Periodicity, ("刊期", "Periodicity")),
    (IssueLine::Published, ("出版日期", "Day of publication")),
];

/// The lines in Mongolian.
pub(crate) const MONGOLIAN_LINES: [(MongolianLine, Words); 2] = [
    (MongolianLine::Number, ("蒙古文刊期行", "Number in Mongolian")),
    (MongolianLine::Published, ("蒙古文日期行", "Day in Mongolian")),
];

const NEW: [(NewThing, Words); 6] = [
    (NewThing::Line, ("期号或日期", "Number or day")),
    (NewThing::Mongolian, ("蒙古文行", "Line in Mongolian")),
    (NewThing::Contents, ("要目", "Contents")),
    (NewThing::Field, ("色块", "Field")),
    (NewThing::Picture, ("图片", "Picture")),
    (NewThing::Emblem, ("徽标", "Emblem")),
];

/// One of a list, by its name in the language.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Named<T>(pub(super) T, pub(super) &'static str);

impl<T> fmt::Display for Named<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.1)
    }
}

/// A picker of one of `all`.
fn pick<'a, T: Copy + PartialEq + 'a>(
    all: &[(T, Words)],
    now: T,
    message: impl Fn(T) -> Message + 'a,
    language: Language,
    p: Palette,
) -> Element<'a, Message> {
    let all: Vec<Named<T>> =
        all.iter().map(|(own, words)| Named(*own, language.say(*words))).collect();
    let now = all.iter().find(|own| own.0 == now).copied();
    picker(all, now, move |own| message(own.0), p)
}

impl Covering {
    /// The card over the pages.
    pub(crate) fn view<'a>(
        &'a self,
        issue: &'a Issue,
        language: Language,
        p: Palette,
    ) -> Element<'a, Message> {
        let side = |side: Side, words: Words| {
            let own = self.side == side;
            choice(label(language.say(words), theme::LABEL), own, Message::Shown(side), p)
        };
        let changed = issue.cover.own.is_some();
        let mut head = row![
            label(language.say(words::TITLE), theme::TITLE),
            side(Side::Front, words::FRONT),
            side(Side::Back, words::BACK),
        ]
        .spacing(theme::PAD[0])
        .align_y(Alignment::Center);
        if changed {
            head = head.push(badge(language.say(words::CHANGED), p.amber, p));
            head = head.push(small(language.say(words::RESET), Some(Message::Reset), p));
        }
        let head = head
            .push(space::horizontal())
            .push(small(language.say(words::UNDO), Some(Message::Undo), p))
            .push(primary(language.say(words::DONE), Some(Message::Closed), p));
        let middle = row![
            container(self.covers(issue, language, p)).width(LEFT),
            self.board(p),
            container(scroll("cover-things", self.right(issue, language, p), p))
                .width(Length::Fill)
                .height(BOARD_HEIGHT),
        ]
        .spacing(theme::PAD[2]);
        let hint = prose(language.say(words::HINT), theme::LABEL, p.muted);
        let content = column![head, middle, hint].spacing(theme::PAD[1]);
        card(scroll("cover", content, p), WIDTH, p).into()
    }

    /// The built-in covers, and how the name runs on them.
    fn covers<'a>(
        &'a self,
        issue: &'a Issue,
        language: Language,
        p: Palette,
    ) -> Element<'a, Message> {
        let direction = |vertical: bool, words: Words| {
            let own = issue.cover.vertical == vertical;
            choice(label(language.say(words), theme::LABEL), own, Message::Vertical(vertical), p)
        };
        let mut all = column![
            side_by_side(
                vec![direction(false, words::ACROSS), direction(true, words::DOWN)],
                theme::PAD[0],
            ),
            captioned(
                language.say(words::ORDER),
                pick(&ORDERS, issue.masthead.order, Message::Order, language, p),
                None,
                p,
            ),
        ]
        .push(order_within(issue, language, p))
        .spacing(theme::PAD[0]);
        for pair in self.previews.chunks(2) {
            let pair = pair.iter().map(|(name, picture)| {
                let words = COVERS.iter().find(|(own, _)| own == name);
                let words = words.map_or(*name, |(_, words)| language.say(*words));
                let paper = picture.as_ref().map(|own| container(shown(own)).style(p.paper()));
                let content = column![label(words, theme::LABEL)]
                    .push(paper)
                    .spacing(2)
                    .align_x(Alignment::Center);
                choice(content, issue.cover.template == *name, Message::Template(name), p)
            });
            all = all.push(side_by_side(pair.collect(), 2.0));
        }
        all.into()
    }

    fn board(&self, p: Palette) -> Element<'_, Message> {
        match &self.board {
            Some(picture) => Board {
                picture,
                page: self.cover.page,
                areas: self.things().iter().map(|thing| thing.area).collect(),
                type_area: self.type_area,
                chosen: self.chosen,
                palette: p,
            }
            .into(),
            None => space::horizontal().into(),
        }
    }

    fn right<'a>(
        &'a self,
        issue: &'a Issue,
        language: Language,
        p: Palette,
    ) -> Element<'a, Message> {
        let mut list = column![heading(language.say(words::THINGS), p)].spacing(1);
        for (at, thing) in self.things().iter().enumerate().rev() {
            let own = self.chosen == Some(at);
            let name = line(name(thing, issue, language), theme::LABEL, None);
            list = list.push(item(name, own, Some(Message::Chosen(Some(at))), p));
        }
        let add = NEW.iter().map(|(new, words)| {
            small(format!("＋{}", language.say(*words)), Some(Message::Added(*new)), p)
        });
        let add =
            captioned(language.say(words::ADD), side_by_side(add.collect(), 2.0).wrap(), None, p);
        column![list, add]
            .push(self.chosen().map(|thing| self.fields(thing, issue, language, p)))
            .push(self.measures(language, p))
            .spacing(theme::PAD[1])
            .into()
    }

    /// The measures and looks of the chosen thing.
    fn fields<'a>(
        &'a self,
        thing: &'a Thing,
        issue: &'a Issue,
        language: Language,
        p: Palette,
    ) -> Element<'a, Message> {
        let field = |entry: Entry, words: Words| {
            let (value, fault) = self.value(thing, entry);
            let input = widget::input("", &value, move |text| Message::Entered(entry, text), p)
                .id(Id::from(format!("cover {entry:?}")));
            container(captioned(language.say(words), input, fault, p)).width(FIELD).into()
        };
        let pair = |a, b| side_by_side(vec![a, b], theme::PAD[0]).align_y(Alignment::Start);
        let ink = captioned(
            language.say(words::INK),
            pick(&INKS, thing.ink, Message::Ink, language, p),
            None,
            p,
        );
        let flush = captioned(
            language.say(words::FLUSH),
            pick(&FLUSHES, thing.flush, Message::Flush, language, p),
            None,
            p,
        );
        let own: Option<Element<'a, Message>> = match &thing.kind {
            ThingKind::Line { says, bold } => Some(
                column![
                    captioned(
                        language.say(words::SAYS),
                        pick(&LINES, *says, Message::Says, language, p),
                        None,
                        p,
                    ),
                    toggle(language.say(words::BOLD), *bold, Message::Bold(!*bold), p),
                ]
                .spacing(theme::PAD[0])
                .into(),
            ),
            ThingKind::Picture { .. } => {
                Some(small(language.say(words::PICK), Some(Message::PickPicture), p))
            }
            ThingKind::Masthead { .. } => Some(self.name_fields(thing, issue, language, p)),
            ThingKind::Mongolian { says } => Some(captioned(
                language.say(words::SAYS),
                pick(&MONGOLIAN_LINES, *says, Message::SaysMongolian, language, p),
                None,
                p,
            )),
            ThingKind::Contents | ThingKind::Field | ThingKind::Colophon => None,
        };
        let has_ink = !matches!(thing.kind, ThingKind::Picture { .. });
        let fields = column![
            pair(field(Entry::X, words::X), field(Entry::Y, words::Y)),
            pair(field(Entry::Width, words::WIDTH), field(Entry::Height, words::HEIGHT)),
        ]
        .push(own)
        .push(has_ink.then_some(ink))
        .push((thing.kind != ThingKind::Field).then_some(flush))
        .push(side_by_side(
            vec![
                small(language.say(words::UP), Some(Message::Raised(true)), p),
                small(language.say(words::LOWER), Some(Message::Raised(false)), p),
                small(language.say(words::REMOVE), Some(Message::Removed), p),
            ],
            2.0,
        ))
        .spacing(theme::PAD[0]);
        container(fields).padding(theme::PAD[0]).style(p.inset()).into()
    }

    /// How both scripts compare.
    fn measures(&self, language: Language, p: Palette) -> Option<Element<'_, Message>> {
        let balance = self.balance?;
        let said = said(balance, language);
        Some(column![heading(language.say(words::BALANCE), p), muted_lines(said, p)].into())
    }
}

/// The measures that law and custom ask for, and what they are here.
pub(crate) fn said(balance: Balance, language: Language) -> Vec<String> {
    let ratio = |own: i64| format!("{}.{:02}", own / 1000, own % 1000 / 10);
    let area = ratio(balance.area);
    let area = match language {
        Language::Chinese => {
            format!("面积（墨迹所占的矩形）蒙∶汉 = {area}∶1，规定 1∶1，相差不过 5%")
        }
        Language::English => {
            format!("Rectangles of ink, Mongolian to Chinese: {area} : 1 (asked: 1 : 1 within 5 %)")
        }
    };
    let coverage = balance.coverage.map(|own| match language {
        Language::Chinese => format!("笔画本身的墨量蒙∶汉 = {}∶1（由字体决定）", ratio(own)),
        Language::English => format!("The ink itself: {} : 1 (the fonts')", ratio(own)),
    });
    let stem = balance.stem.map(|stem| {
        let stem = format!("{}.{}", stem / 10, stem % 10);
        match language {
            Language::Chinese => {
                format!("蒙古文竖笔宽为汉字的 {stem}%，规定 1/4–1/3（由字体决定）")
            }
            Language::English => format!(
                "Mongolian stem: {stem} % of a Chinese character (asked: 1/4 to 1/3; the font's)"
            ),
        }
    });
    [Some(area), coverage, stem].into_iter().flatten().collect()
}

fn muted_lines<'a>(lines: Vec<String>, p: Palette) -> Element<'a, Message> {
    let lines = lines.into_iter().map(|said| prose(said, theme::LABEL, p.muted));
    column(lines).spacing(2).into()
}

fn shown<'a>(picture: &Picture) -> Element<'a, Message> {
    image(picture.handle.clone()).width(picture.width).height(picture.height).into()
}

/// What a thing is called in the list.
fn name(thing: &Thing, issue: &Issue, language: Language) -> String {
    let says = |words: Words| language.say(words).to_owned();
    match &thing.kind {
        ThingKind::Masthead { .. } => {
            format!("{}　{}", says(("刊名", "Name")), issue.masthead.chinese.string)
        }
        ThingKind::Line { says: own, .. } => {
            let words = LINES.iter().find(|(known, _)| known == own).map(|(_, words)| *words);
            let kind = says(("期号", "Line"));
            format!("{kind}　{}", words.map(says).unwrap_or_default())
        }
        ThingKind::Mongolian { says: own } => {
            let words = MONGOLIAN_LINES.iter().find(|(known, _)| known == own);
            let none = issue.masthead.lines.contains_key(own);
            let none = if none { ("", "") } else { ("（未写）", " (none yet)") };
            words.map(|(_, words)| says(*words)).unwrap_or_default() + language.say(none)
        }
        ThingKind::Contents => says(("要目", "Contents")),
        ThingKind::Field => {
            let ink = INKS.iter().find(|(ink, _)| *ink == thing.ink).map(|(_, words)| *words);
            format!("{}　{}", says(("色块", "Field")), ink.map(says).unwrap_or_default())
        }
        ThingKind::Picture { sha256, whole } => {
            let kind = if *whole { ("徽标", "Emblem") } else { ("图片", "Picture") };
            let none = if sha256.is_none() { ("（未选）", " (none yet)") } else { ("", "") };
            says(kind) + language.say(none)
        }
        ThingKind::Colophon => says(("版权块", "Colophon")),
    }
}
