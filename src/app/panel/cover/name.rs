//! How each script of the name is set: font, size, tracking and ink of its letters, or the hand
//! that is printed instead of them; and what stands against it.

use iced::advanced::widget::Id;
use iced::widget::{column, container, space};
use iced::{Element, Length};

use super::view::{INKS, Named};
use super::{Covering, Message};
use crate::app::action::{Action, Command};
use crate::app::composer::Composer;
use crate::app::language::{Language, Words};
use crate::app::theme::{self, Palette};
use crate::app::widget::{self, captioned, label, muted, picker, prose, side_by_side, small};
use crate::export::is_drawing;
use crate::font::FontBook;
use crate::geom::{Mm, Pt};
use crate::issue::Issue;
use crate::issue::cover::{Ink, Thing};
use crate::issue::edit::{Edit, Setting};
use crate::issue::masthead::{Lettering, Script};
use crate::layout::page::{FrameItem, Page};

mod words {
    use super::Words;
    pub(super) const CHINESE: Words = ("汉文", "Chinese");
    pub(super) const MONGOLIAN: Words = ("蒙古文", "Mongolian");
    pub(super) const FONT: Words = ("字体", "Font");
    pub(super) const USUAL: Words = ("随版式", "the style's");
    pub(super) const SIZE: Words = ("字号（磅）", "Size (pt)");
    pub(super) const TRACKING: Words = ("字距（%）", "Tracking (%)");
    pub(super) const WORDS: Words = ("词距（%）", "Words (%)");
    pub(super) const AUTO: Words = ("自动", "auto");
    pub(super) const INK: Words = ("颜色", "Ink");
    pub(super) const OWN: Words = ("随此项", "the thing's");
    pub(super) const HAND: Words = ("书法图片…", "A hand…");
    pub(super) const LETTERS: Words = ("改用文字", "Letters");
    pub(super) const JOINED: Words = (
        "蒙古文词内字母相连，只在词与词之间加减距离；格附加成分不与词分开。",
        "Letters of a Mongolian word are joined: room is added between words only.",
    );
    pub(super) const NO_SIZE: Words =
        ("请填 6 至 600 的磅数，留空为自动", "6 to 600 points, or nothing");
    pub(super) const NO_TRACKING: Words =
        ("请填 -30 至 300 的整数，留空为自动", "-30 to 300, or nothing");
    pub(super) const MISSING: Words = ("（没有这个字体）", " (not here)");
    pub(super) const FIXED: Words = (
        "字号是指定的，不能调到一样大；把其中一种文字的字号留空，即自动相等。",
        "The sizes are asked for: leave one of them empty, and both areas become equal.",
    );
    pub(super) const APART: Words = (
        "两种文字长短相差太多，字号已到极限，不能再接近。",
        "One of the names is too much longer: sizes go no further.",
    );
    pub(super) const OVER: Words = (
        "刊名比给它的位置大；请减小字号，或把位置加大。",
        "The name is larger than its place: make the size smaller, or the place larger.",
    );
}

/// What is written in figures of the letters of a script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Amount {
    /// The em, in points.
    Size,
    /// Between characters or words, in hundredths of the em.
    Tracking,
}

/// What happens to the letters of a script.
#[derive(Debug, Clone)]
pub enum NameMessage {
    /// Another font, by its PostScript name; none for the usual one.
    Font(Option<String>),
    /// An amount was written.
    Entered(Amount, String),
    /// Another ink; none for that of the name.
    Ink(Option<Ink>),
    /// The picture of a hand is to be chosen from a file.
    PickHand,
    /// Letters are printed, no hand.
    NoHand,
}

/// A hand of too few pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Coarse {
    script: Script,
    /// Pixels an inch, as it is printed.
    ppi: i64,
    /// Its longer side at which it would do.
    longest: Mm,
}

/// Pixels an inch that line art needs (GB/T 9851: 600 to 1200; so the print shop's check).
const FINE: i64 = 600;

/// PostScript names of fonts with what they are called.
pub(super) type Fonts = Vec<(String, String)>;

/// The fonts that each script can be set in.
pub(super) fn fonts(book: &FontBook) -> [Fonts; 2] {
    [Script::Chinese, Script::Mongolian].map(|script| {
        let named = |id| (book.font(id).postscript_name.clone(), book.font(id).name.clone());
        book.fonts_of(script).into_iter().map(named).collect()
    })
}

/// The hands on a page that are printed with too few pixels.
pub(super) fn coarse(page: &Page, issue: &Issue, composer: &Composer) -> Vec<Coarse> {
    let hand = |script: Script| {
        let sha256 = issue.masthead.hand(script)?;
        let items = page.parts.iter().flat_map(|part| &part.frame.items);
        let size = items.into_iter().find_map(|item| match item {
            FrameItem::Picture { rect, sha256: own, ink: Some(_), .. } if **own == *sha256 => {
                Some(rect.size)
            }
            FrameItem::Picture { .. } | FrameItem::Glyphs(_) | FrameItem::Rule { .. } => None,
        })?;
        if composer.pictures.get(sha256).is_none_or(|bytes| is_drawing(bytes)) {
            return None;
        }
        let (across, down) = composer.sizes.get(sha256).copied()?;
        let ppi = Pt::new(72 * i32::try_from(across).ok()?).units() / size.width.units().max(1);
        let longest = Mm::new(f64::from(across.max(down)) * 25.4 / 600.0);
        (ppi < FINE).then_some(Coarse { script, ppi, longest })
    };
    [Script::Chinese, Script::Mongolian].into_iter().filter_map(hand).collect()
}

/// Letters with an amount as it was written, nothing for the usual one; none if it is no such
/// amount.
fn written(own: &Lettering, amount: Amount, text: &str) -> Option<Lettering> {
    let text = text.trim().trim_end_matches('%').replace('。', ".");
    let mut changed = own.clone();
    match amount {
        Amount::Size if text.is_empty() => changed.size = None,
        Amount::Size => {
            let points: f64 = text.parse().ok().filter(|points: &f64| points.is_finite())?;
            changed.size = Some(Pt::from_f64(points)).filter(|own| Lettering::SIZES.contains(own));
            let _size = changed.size?;
        }
        Amount::Tracking if text.is_empty() => changed.tracking = None,
        Amount::Tracking => {
            let tracking = text.replace('−', "-").parse().ok();
            changed.tracking = tracking.filter(|own| Lettering::TRACKINGS.contains(own));
            let _tracking = changed.tracking?;
        }
    }
    Some(changed)
}

impl Covering {
    /// Carries out what happens to the letters of a script.
    pub(super) fn name(&mut self, script: Script, message: NameMessage, issue: &Issue) -> Action {
        let typing = self.amount.take();
        let own = issue.masthead.lettering(script);
        let set = |own| Action::Edit(Edit::Set(Setting::Lettering(script, own)));
        match message {
            NameMessage::Font(font) => set(Lettering { font, ..own }),
            NameMessage::Ink(ink) => set(Lettering { ink, ..own }),
            NameMessage::Entered(amount, text) => {
                let changed = written(&own, amount, &text);
                let goes_on = typing.is_some_and(|(last, ..)| last == (script, amount));
                self.amount = Some(((script, amount), text));
                match changed.filter(|changed| *changed != own) {
                    Some(changed) if goes_on => set(changed).typed(),
                    Some(changed) => set(changed),
                    None => Action::None,
                }
            }
            NameMessage::PickHand => {
                self.wanted = Some(script);
                Action::Run(Command::CoverPicture)
            }
            NameMessage::NoHand => Action::Edit(Edit::Set(Setting::Hand(script, None))),
        }
    }

    /// Both scripts of the name, and what stands against how they are set.
    pub(super) fn name_fields<'a>(
        &'a self,
        thing: &'a Thing,
        issue: &'a Issue,
        language: Language,
        p: Palette,
    ) -> Element<'a, Message> {
        let against = self.against(thing, issue, language).into_iter();
        let against = against.map(|said| prose(said, theme::LABEL, p.amber));
        column![
            self.script(Script::Chinese, issue, language, p),
            self.script(Script::Mongolian, issue, language, p),
            prose(language.say(words::JOINED), theme::LABEL, p.muted),
        ]
        .extend(against)
        .spacing(theme::PAD[0])
        .into()
    }

    fn script<'a>(
        &'a self,
        script: Script,
        issue: &'a Issue,
        language: Language,
        p: Palette,
    ) -> Element<'a, Message> {
        let own = issue.masthead.lettering(script);
        let has_hand = issue.masthead.hand(script).is_some();
        let tell = move |message| Message::Name(script, message);
        let name = match script {
            Script::Chinese => words::CHINESE,
            Script::Mongolian => words::MONGOLIAN,
        };
        let inks = INKS.iter().map(|(ink, words)| Named(Some(*ink), language.say(*words)));
        let inks: Vec<Named<Option<Ink>>> =
            std::iter::once(Named(None, language.say(words::OWN))).chain(inks).collect();
        let now = inks.iter().find(|ink| ink.0 == own.ink).copied();
        let inks = picker(inks, now, move |ink| tell(NameMessage::Ink(ink.0)), p);
        let mut head = vec![
            label(language.say(name), theme::TOOL),
            small(language.say(words::HAND), Some(tell(NameMessage::PickHand)), p),
        ];
        if has_hand {
            head.push(small(language.say(words::LETTERS), Some(tell(NameMessage::NoHand)), p));
        }
        head.push(space::horizontal().into());
        head.push(muted(language.say(words::INK), theme::LABEL, p));
        head.push(container(inks).width(108.0).into());
        let mut row = Vec::new();
        if !has_hand {
            let font = self.font(script, own.font.clone(), language, p);
            let font = captioned(language.say(words::FONT), font, None, p);
            row.push(container(font).width(Length::Fill).into());
        }
        row.push(self.amount(script, Amount::Size, &own, language, p));
        if !has_hand {
            row.push(self.amount(script, Amount::Tracking, &own, language, p));
        }
        let row = side_by_side(row, theme::PAD[0]).align_y(iced::Alignment::Start);
        column![side_by_side(head, theme::PAD[0]), row].spacing(2).into()
    }

    fn font<'a>(
        &'a self,
        script: Script,
        own: Option<String>,
        language: Language,
        p: Palette,
    ) -> Element<'a, Message> {
        let [chinese, mongolian] = &self.fonts;
        let known = match script {
            Script::Chinese => chinese,
            Script::Mongolian => mongolian,
        };
        let mut all = vec![(None, language.say(words::USUAL).to_owned())];
        all.extend(known.iter().map(|(name, called)| (Some(name.clone()), called.clone())));
        if own.is_some() && !all.iter().any(|(name, _)| *name == own) {
            let called = own.clone().unwrap_or_default() + language.say(words::MISSING);
            all.push((own.clone(), called));
        }
        let all: Vec<Face> = all.into_iter().map(|(name, called)| Face { name, called }).collect();
        let now = all.iter().find(|face| face.name == own).cloned();
        let tell = move |face: Face| Message::Name(script, NameMessage::Font(face.name));
        picker(all, now, tell, p)
    }

    fn amount<'a>(
        &'a self,
        script: Script,
        amount: Amount,
        own: &Lettering,
        language: Language,
        p: Palette,
    ) -> Element<'a, Message> {
        let (value, name, fault) = match (amount, script) {
            (Amount::Size, _) => {
                (own.size.map(|size| size.to_f64().to_string()), words::SIZE, words::NO_SIZE)
            }
            (Amount::Tracking, Script::Chinese) => {
                (own.tracking.map(|own| own.to_string()), words::TRACKING, words::NO_TRACKING)
            }
            (Amount::Tracking, Script::Mongolian) => {
                (own.tracking.map(|own| own.to_string()), words::WORDS, words::NO_TRACKING)
            }
        };
        let (value, wrong) = match &self.amount {
            Some((drafted, text)) if *drafted == (script, amount) => {
                (text.clone(), written(own, amount, text).is_none())
            }
            Some(_) | None => (value.unwrap_or_default(), false),
        };
        let auto = language.say(words::AUTO);
        let auto = match (amount, &self.balance) {
            (Amount::Size, Some(balance)) => format!("{auto} {:.1}", balance.size(script).to_f64()),
            (Amount::Size | Amount::Tracking, _) => auto.to_owned(),
        };
        let tell = move |text| Message::Name(script, NameMessage::Entered(amount, text));
        let input = widget::input(&auto, &value, tell, p)
            .id(Id::from(format!("name {script:?} {amount:?}")));
        let fault = wrong.then(|| language.say(fault));
        container(captioned(language.say(name), input, fault, p)).width(76.0).into()
    }

    /// What stands against how the name is set here.
    fn against(&self, thing: &Thing, issue: &Issue, language: Language) -> Vec<String> {
        let mut all = Vec::new();
        let size = |script| issue.masthead.lettering(script).size.is_some();
        if let Some(balance) = self.balance {
            if !(950..=1050).contains(&balance.area) {
                let asked = size(Script::Chinese) && size(Script::Mongolian);
                all.push(language.say(if asked { words::FIXED } else { words::APART }).to_owned());
            }
            let [width, height] = [thing.area.width, thing.area.height].map(Mm::to_pt);
            let hair = Pt::new(1);
            let extent = balance.extent.size;
            if extent.width > width + hair || extent.height > height + hair {
                all.push(language.say(words::OVER).to_owned());
            }
        }
        all.extend(self.coarse.iter().map(|own| own.said(language)));
        all
    }
}

impl Coarse {
    fn said(self, language: Language) -> String {
        let Self { script, ppi, longest } = self;
        let name = language.say(match script {
            Script::Chinese => words::CHINESE,
            Script::Mongolian => words::MONGOLIAN,
        });
        match language {
            Language::Chinese => format!(
                "{name}书法图片在这里只有 {ppi} 点每英寸，线条会发毛（要 {FINE}）；长边不超过 {longest} 毫米才够，请换矢量图（SVG、PDF）或更清晰的扫描件。"
            ),
            Language::English => format!(
                "The hand ({name}) has {ppi} pixels an inch here, {FINE} are asked for: it would do up to {longest} mm; take an SVG, a PDF or a finer scan."
            ),
        }
    }
}

/// A font in a list.
#[derive(Debug, Clone, PartialEq)]
struct Face {
    name: Option<String>,
    called: String,
}

impl std::fmt::Display for Face {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.called)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_within_what_can_be_printed_and_nothing_is_the_usual_one() {
        let own = Lettering { size: Some(Pt::new(40)), tracking: Some(10), ..Lettering::default() };
        let check = |amount, text: &str, expected: Option<(Option<i32>, Option<i32>)>| {
            let found = written(&own, amount, text).map(|own| (own.size, own.tracking));
            let size = |own: Option<i32>| own.map(Pt::new);
            assert_eq!(found, expected.map(|(own, other)| (size(own), other)), "{text}");
        };
        check(Amount::Size, " 36 ", Some((Some(36), Some(10))));
        check(Amount::Size, "", Some((None, Some(10))));
        for wrong in ["0", "601", "NaN", "大", "-3"] {
            check(Amount::Size, wrong, None);
        }
        check(Amount::Tracking, "−5%", Some((Some(40), Some(-5))));
        check(Amount::Tracking, " ", Some((Some(40), None)));
        for wrong in ["1.5", "301", "-31"] {
            check(Amount::Tracking, wrong, None);
        }
    }
}
