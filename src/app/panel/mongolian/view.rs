//! What the writing of a Mongolian name looks like.

use iced::advanced::widget::Id;
use iced::widget::text::Wrapping;
use iced::widget::{column, container, image, row, space};
use iced::{Alignment, Element, Length, Size};

use super::sheet::{EDGE, Sheet};
use super::{FIELD, Field, LayoutMessage, Message, PAPER, Writing};
use crate::app::language::{Language, Words};
use crate::app::preview::Picture;
use crate::app::theme::{self, Look, Palette};
use crate::app::widget::area::writing_area;
use crate::app::widget::press::Press;
use crate::app::widget::{
    self, badge, captioned, card, choice, coloured, heading, label, line, mongolian, muted,
    primary, prose, scroll, secondary, side_by_side, small,
};
use crate::issue::masthead::{MongolianLine, MongolianText};
use crate::term::{Suggestion, Term};
use crate::text::mongolian::keys::{Layout, keys, scholarly, typed};
use crate::text::mongolian::sign_name;
use crate::text::mongolian::template::PLACEHOLDERS;
use crate::text::mongolian::word::{FaultKind, beside};

mod words {
    use super::Words;
    pub(super) const TITLE: Words = ("写蒙古文刊名", "Write the Mongolian name");
    pub(super) const TITLE_NUMBER: Words = ("写蒙古文刊期行", "Write the number in Mongolian");
    pub(super) const TITLE_DAY: Words = ("写蒙古文日期行", "Write the day in Mongolian");
    pub(super) const ACCEPT_LINE: Words = ("写入这一行", "Write it");
    pub(super) const DIGITS: Words =
        ("每期自动填入的数字（点一下放到光标处）", "Digits of every issue");
    pub(super) const CHOICE: Words = (
        "{后|前}：前面的数字末词是阳性（后）元音时用第一种写法，阴性（前）元音时用第二种，如序数词尾。",
        "{back|front}: the first form behind a number with back vowels, the second behind one with front vowels.",
    );
    pub(super) const EMPTY: Words = ("还没有字", "Nothing yet");
    pub(super) const STROKES_LATIN: Words = (
        "键入（- 窄空格，_ 元音分隔符，字母后的 1–4 选变体）",
        "Latin (- narrow space, _ vowel separator, 1–4 behind a letter: variant)",
    );
    pub(super) const STROKES_MICROSOFT: Words =
        ("键入（Windows 蒙古文键盘的键）", "Keys of the Windows layout");
    pub(super) const LETTERS: Words =
        ("蒙古文（可用系统输入法，可粘贴）", "Letters (input method, clipboard)");
    pub(super) const SIGNS: Words = ("逐字；点一个字，光标就在它后面", "Sign by sign");
    pub(super) const FORMS: Words = ("光标前这个字母的写法", "Forms of the letter at the caret");
    pub(super) const ONE_FORM: Words = ("在这个词里只有一种写法", "It has one form in this word");
    pub(super) const GOING_ON: Words =
        ("与光标前字形相同的术语（点一下替换）", "Terms that print like this");
    pub(super) const TERMS: Words = ("术语（点一下放到光标处）", "Terms");
    pub(super) const ALL_TERMS: Words = ("术语表…", "All terms…");
    pub(super) const UNKNOWN: Words = ("术语表里没有", "no term");
    pub(super) const UNREAD: Words = ("未核", "not proofread");
    pub(super) const FAULTS: Words = ("可能有误", "May be wrong");
    pub(super) const MEND: Words = ("改正", "Mend");
    pub(super) const LATIN: Words = ("拉丁转写", "Latin");
    pub(super) const MICROSOFT: Words = ("Windows 键盘", "Windows");
    pub(super) const BACKSPACE: Words = ("⌫ 退格", "⌫");
    pub(super) const SPACE: Words = ("空格", "Space");
    pub(super) const CANCEL: Words = ("取消", "Cancel");
    pub(super) const ACCEPT: Words = ("写入刊名", "Write it");
    pub(super) const AFTERWARDS: Words = (
        "写入后仍是“未核”，须由懂蒙古文的人在属性里核对。",
        "Somebody who reads Mongolian still has to approve it.",
    );
}

/// What is put in for a choice; words are written into it.
const CHOICE: &str = "{|}";

/// Neither size depends on what is written: nothing moves under the hand that types.
const WIDTH: f32 = 1180.0;
const RIGHT: f32 = 296.0;
const HEAD: f32 = 28.0;
const FOOT: f32 = 36.0;
const KEYS: f32 = 228.0;
const FORMS: f32 = 118.0;
/// Size of letters on keys.
const LETTER: f32 = 17.0;

/// The rows of an American keyboard: what each key gives alone and with Shift.
const ROWS: [&[(char, char)]; 4] = [
    &[
        ('`', '~'),
        ('1', '!'),
        ('2', '@'),
        ('3', '#'),
        ('6', '^'),
        ('7', '&'),
        ('8', '*'),
        ('-', '_'),
        ('\\', '|'),
    ],
    &[
        ('q', 'Q'),
        ('w', 'W'),
        ('e', 'E'),
        ('r', 'R'),
        ('t', 'T'),
        ('y', 'Y'),
        ('u', 'U'),
        ('i', 'I'),
        ('o', 'O'),
        ('p', 'P'),
        ('[', '{'),
        (']', '}'),
    ],
    &[
        ('a', 'A'),
        ('s', 'S'),
        ('d', 'D'),
        ('f', 'F'),
        ('g', 'G'),
        ('h', 'H'),
        ('j', 'J'),
        ('k', 'K'),
        ('l', 'L'),
        (';', ':'),
        ('\'', '"'),
    ],
    &[
        ('z', 'Z'),
        ('x', 'X'),
        ('c', 'C'),
        ('v', 'V'),
        ('b', 'B'),
        ('n', 'N'),
        ('m', 'M'),
        (',', '<'),
        ('.', '>'),
    ],
];

/// Signs that have no key in some layout.
const SIGNS: [char; 10] = [
    '\u{202f}', '\u{180e}', '\u{180b}', '\u{180c}', '\u{180d}', '\u{180f}', '\u{180a}', '\u{1800}',
    '\u{1801}', '\u{1805}',
];

impl Writing {
    /// The card over the pages.
    pub(crate) fn view(&self, language: Language, p: Palette) -> Element<'_, Message> {
        let head = row![
            label(language.say(self.title()), theme::TITLE),
            space::horizontal(),
            muted(self.chinese.as_str(), theme::LIST, p),
        ]
        .align_y(Alignment::Center)
        .height(HEAD);
        let foot = row![
            secondary(language.say(words::CANCEL), Some(Message::Cancelled), p),
            container(prose(language.say(words::AFTERWARDS), theme::LABEL, p.muted))
                .padding([0.0, theme::PAD[1]]),
            primary(
                language.say(self.accept()),
                self.wrong.is_none().then_some(Message::Accepted),
                p
            ),
        ]
        .align_y(Alignment::Center)
        .height(FOOT);
        let left = column![self.fields(language, p), self.signs(language, p)]
            .push(self.placeholders(language, p))
            .spacing(theme::PAD[0]);
        let help = column![]
            .push(self.faults(language, p))
            .push(self.completed(language, p))
            .push(self.terms(language, p))
            .spacing(theme::PAD[0]);
        let right = column![
            self.forms(language, p),
            container(scroll("mongolian-help", help, p)).height(Length::Fill),
        ]
        .spacing(theme::PAD[0]);
        let above = row![left.width(Length::Fill), right.width(RIGHT)]
            .spacing(theme::PAD[2])
            .height(Length::Fill);
        let keys = container(self.keyboard(language, p)).height(KEYS);
        let writing = column![above, keys].spacing(theme::PAD[0]);
        let middle = row![self.paper(language, p), writing.width(Length::Fill)]
            .spacing(theme::PAD[2])
            .height(paper().height);
        let content = column![head, middle, foot].spacing(theme::PAD[1]);
        card(scroll("mongolian", content, p), WIDTH, p).into()
    }

    /// The name as the page shows it: letters are black on paper in every mode. A line is shown with
    /// the digits of this issue, which nobody writes.
    fn paper(&self, language: Language, p: Palette) -> Element<'_, Message> {
        let size = paper();
        let content: Element<'_, Message> = match (self.target, &self.shown) {
            (MongolianText::Name, _) => {
                let selection = (self.anchor, self.caret);
                let preedit = self.preedit.chars().count();
                Sheet { shown: self.shown.as_ref(), selection, preedit, size, palette: p }.into()
            }
            (MongolianText::Line(_), Some(line)) => shown(&line.picture),
            (MongolianText::Line(_), None) => muted(language.say(words::EMPTY), theme::LABEL, p),
        };
        let paper = container(content).center_x(size.width).center_y(size.height).clip(true);
        paper.style(p.paper()).into()
    }

    const fn title(&self) -> Words {
        match self.target {
            MongolianText::Name => words::TITLE,
            MongolianText::Line(MongolianLine::Number) => words::TITLE_NUMBER,
            MongolianText::Line(MongolianLine::Published) => words::TITLE_DAY,
        }
    }

    const fn accept(&self) -> Words {
        match self.target {
            MongolianText::Name => words::ACCEPT,
            MongolianText::Line(_) => words::ACCEPT_LINE,
        }
    }

    /// What stands for the digits of every issue, and what is wrong with how it is written.
    fn placeholders(&self, language: Language, p: Palette) -> Option<Element<'_, Message>> {
        if self.target == MongolianText::Name {
            return None;
        }
        let names = PLACEHOLDERS.map(|(english, chinese)| language.say((chinese, english)));
        let all = names.into_iter().chain([CHOICE]);
        let buttons = all.map(|own| small(own, Some(Message::Put(own)), p)).collect();
        let wrong = self.wrong.as_ref().map(|own| prose(own.to_string(), theme::LABEL, p.red));
        let list = column![
            heading(language.say(words::DIGITS), p),
            side_by_side(buttons, 2.0).wrap(),
            prose(language.say(words::CHOICE), theme::LABEL, p.muted),
        ];
        Some(list.push(wrong).spacing(2).into())
    }

    fn fields(&self, language: Language, p: Palette) -> Element<'_, Message> {
        let layout = |layout: Layout, words: Words| {
            let message = Message::Layout(LayoutMessage(layout));
            choice(label(language.say(words), theme::LABEL), self.layout == layout, message, p)
        };
        let caption = match self.layout {
            Layout::Latin => words::STROKES_LATIN,
            Layout::Microsoft => words::STROKES_MICROSOFT,
        };
        let acted = |field| move |action| Message::Acted(field, action);
        let (strokes, letters) = (&self.fields.strokes, &self.fields.letters);
        let strokes = writing_area(strokes, Id::new(FIELD), acted(Field::Strokes), None, p);
        let id = Id::new("mongolian-letters");
        let letters = writing_area(letters, id, acted(Field::Letters), Some(LETTER), p);
        column![
            side_by_side(
                vec![
                    layout(Layout::Latin, words::LATIN),
                    layout(Layout::Microsoft, words::MICROSOFT),
                    line(scholarly(&self.text), theme::LABEL, Some(p.muted)),
                ],
                theme::PAD[0],
            ),
            captioned(language.say(caption), strokes, None, p),
            captioned(language.say(words::LETTERS), letters, None, p),
        ]
        .spacing(theme::PAD[0])
        .into()
    }

    /// Every sign with its code, those without ink by name.
    fn signs(&self, language: Language, p: Palette) -> Element<'_, Message> {
        let mut chips = vec![self.chip("‸".to_owned(), String::new(), 0, p)];
        for (at, sign) in self.text.chars().enumerate() {
            let shown = match sign_name(sign) {
                Some(name) => name.to_owned(),
                None if sign == ' ' => "␣".to_owned(),
                None => sign.to_string(),
            };
            chips.push(self.chip(shown, format!("{:04X}", u32::from(sign)), at + 1, p));
        }
        let chips = side_by_side(chips, 2.0).wrap().vertical_spacing(2.0);
        let chips = scroll("mongolian-signs", container(chips).width(Length::Fill), p);
        let chips = container(chips).height(Length::Fill);
        captioned(language.say(words::SIGNS), chips, None, p)
    }

    fn chip(&self, shown: String, code: String, caret: usize, p: Palette) -> Element<'_, Message> {
        let letter = mongolian(shown, theme::LIST);
        let content = column![letter, muted(code, 9.0, p)].align_x(Alignment::Center);
        let (start, end) = self.selected();
        let own = self.caret == caret || start < caret && caret <= end;
        let look = if own { Look::Chosen } else { Look::Flat };
        // Close to each other, so that all of a name is seen.
        let press = Press::new(content, Some(Message::Caret(caret)), look, p);
        Press { padding: [1.0, 5.0].into(), ..press }.into()
    }

    /// The word with each form of the letter before the caret.
    fn forms(&self, language: Language, p: Palette) -> Element<'_, Message> {
        let mut forms = Vec::new();
        for (variant, picture) in self.variants.iter().filter(|_| self.variants.len() > 1) {
            let name = variant.selector.and_then(sign_name).unwrap_or("—");
            let drawn = picture.as_ref().map(|picture| container(shown(picture)).style(p.paper()));
            let content = column![muted(name, theme::LABEL, p)].push(drawn).spacing(2);
            let own = self.text.contains(&variant.word) && variant.selector.is_some();
            forms.push(choice(content, own, Message::Variant(variant.word.clone()), p));
        }
        if forms.is_empty() {
            forms.push(muted(language.say(words::ONE_FORM), theme::LABEL, p));
        }
        let forms = container(side_by_side(forms, 2.0)).height(FORMS).clip(true);
        captioned(language.say(words::FORMS), forms, None, p)
    }

    /// Terms that go on from what is being written.
    fn completed(&self, language: Language, p: Palette) -> Option<Element<'_, Message>> {
        if self.completions.is_empty() {
            return None;
        }
        let mut list = column![heading(language.say(words::GOING_ON), p)].spacing(2);
        for found in &self.completions {
            list = list.push(term(found, Message::Completed(found.mongolian.clone()), language, p));
        }
        Some(list.into())
    }

    fn terms(&self, language: Language, p: Palette) -> Element<'_, Message> {
        let head = row![
            heading(language.say(words::TERMS), p),
            space::horizontal(),
            small(language.say(words::ALL_TERMS), Some(Message::Terms), p),
        ];
        let mut list = column![head].spacing(2);
        for Suggestion { range, terms } in &self.suggestions {
            let length = usize::try_from(range.end - range.start).unwrap_or_default();
            let start = usize::try_from(range.start).unwrap_or_default();
            let chinese: String = self.chinese.chars().skip(start).take(length).collect();
            if terms.is_empty() {
                let none = vec![
                    label(chinese, theme::LABEL),
                    coloured(language.say(words::UNKNOWN), theme::LABEL, p.amber),
                ];
                list = list.push(side_by_side(none, theme::PAD[0]));
            }
            for found in terms {
                list = list.push(term(found, Message::Term(found.mongolian.clone()), language, p));
            }
        }
        list.into()
    }

    fn faults(&self, language: Language, p: Palette) -> Option<Element<'_, Message>> {
        if self.faults.is_empty() {
            return None;
        }
        let mut list = column![heading(language.say(words::FAULTS), p)].spacing(2);
        for (index, fault) in self.faults.iter().enumerate() {
            let stretch = if fault.kind == FaultKind::Suffix {
                let (word, suffix) = beside(&self.text, fault);
                format!("{word} {suffix}")
            } else {
                self.part(fault.start, fault.end)
            };
            let said = format!("{}　{}", language.say(told(fault.kind)), scholarly(&stretch));
            let mend = fault
                .fix
                .as_ref()
                .map(|_| small(language.say(words::MEND), Some(Message::Mend(index)), p));
            let words = prose(said, theme::LABEL, p.amber);
            list = list.push(row![words].push(mend).align_y(Alignment::Center));
        }
        Some(list.into())
    }

    fn keyboard(&self, language: Language, p: Palette) -> Element<'_, Message> {
        let mut board = column![].spacing(3).align_x(Alignment::Center).width(Length::Fill);
        for strokes in ROWS {
            let mut keys = Vec::new();
            for (plain, shifted) in strokes {
                let stroke = if self.shift { *shifted } else { *plain };
                if let Some(sign) = typed(self.layout, stroke) {
                    keys.push(key(stroke, sign, p));
                }
            }
            if !keys.is_empty() {
                board = board.push(side_by_side(keys, 3.0));
            }
        }
        let named = SIGNS.into_iter().map(|sign| {
            let name = sign_name(sign).map_or_else(|| sign.to_string(), str::to_owned);
            small(name, Some(Message::Sign(sign)), p)
        });
        let shift = choice(label("Shift", theme::LABEL), self.shift, Message::Shift, p);
        let blank = small(language.say(words::SPACE), Some(Message::Sign(' ')), p);
        let back = small(language.say(words::BACKSPACE), Some(Message::Backspace), p);
        let last = std::iter::once(shift).chain(named).chain([blank, back]).collect();
        board.push(side_by_side(last, 3.0).wrap()).into()
    }
}

/// The extent of the sheet.
fn paper() -> Size {
    let edges = EDGE * 2.0;
    Size::new(f32::from(PAPER.0) + edges, f32::from(PAPER.1) + edges)
}

fn shown<'a>(picture: &Picture) -> Element<'a, Message> {
    image(picture.handle.clone()).width(picture.width).height(picture.height).into()
}

/// A key: its letter, and what is struck for it.
fn key<'a>(stroke: char, sign: char, p: Palette) -> Element<'a, Message> {
    let shown = sign_name(sign).map_or_else(|| sign.to_string(), str::to_owned);
    let size = if sign_name(sign).is_some() { 10.0 } else { LETTER };
    let content = column![
        container(mongolian(shown, size)).center_x(Length::Fill).center_y(30.0),
        container(muted(stroke.to_string(), 10.0, p)).center_x(Length::Fill),
    ];
    let content = container(content).width(34.0);
    let name = keys().iter().find(|key| key.sign == sign).map_or("", |key| key.name);
    let press = Press::new(content, Some(Message::Sign(sign)), Look::Framed, p);
    let press = Press { padding: [1.0, 4.0].into(), ..press };
    widget::hint(press, format!("U+{:04X} {name}", u32::from(sign)), p)
}

/// A term that can be put at the caret; one that no reader has approved bears a mark.
fn term<'a>(term: &Term, put: Message, language: Language, p: Palette) -> Element<'a, Message> {
    let mut first = vec![label(term.chinese.as_str(), theme::LABEL)];
    if !term.standing.is_approved() {
        first.push(badge(language.say(words::UNREAD), p.amber, p));
    }
    first.push(line(scholarly(&term.mongolian), theme::LABEL, Some(p.muted)));
    let letters = mongolian(term.mongolian.clone(), theme::LIST).wrapping(Wrapping::None);
    let content = column![side_by_side(first, theme::PAD[0]), container(letters).clip(true)];
    let press = Press {
        width: Length::Fill,
        padding: [1.0, 4.0].into(),
        ..Press::new(content, Some(put), Look::Flat, p)
    };
    widget::hint(press, term.source.as_str(), p)
}

const fn told(kind: FaultKind) -> Words {
    match kind {
        FaultKind::Repeated => ("同一个词重复", "A word is repeated"),
        FaultKind::Foreign => ("混有其他文字", "Letters of another script"),
        FaultKind::Suffix => ("格附加成分前应为窄空格（NNBSP）", "A suffix behind a plain space"),
        FaultKind::Selector => ("变体选择符不起作用", "A selector that selects nothing"),
        FaultKind::Separator => ("元音分隔符后不是词尾的 a、e", "No final a or e behind it"),
        FaultKind::Harmony => ("一个词里阴性、阳性元音并用", "Back and front vowels in one word"),
        FaultKind::Private => ("旧软件的专用码，印不出来", "Codes of older programs"),
    }
}
