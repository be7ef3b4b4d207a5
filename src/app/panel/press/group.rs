//! The choices of the panel, group by group: a line says what is chosen, and opens the group.

use std::fmt;

use iced::widget::{column, container, row};
use iced::{Alignment, Element, Length};

use super::dummy::Dummy;
use super::entry::{self, Entry};
use super::{Group, Message, PressPanel, Sheets};
use crate::app::language::{Language, Words};
use crate::app::theme::{self, Palette};
use crate::app::widget::{
    captioned, coloured, heading, hint, input, item, label, line, muted, picker, prose,
    side_by_side, small, toggle,
};
use crate::export::imposition::{SECTIONS, impose, order};
use crate::export::job_sheet::Blank;
use crate::export::press::{Marks, Red};

mod words {
    use super::Words;
    pub(super) const SHOP: Words = ("印厂", "Print office");
    pub(super) const NO_SHOP: Words = ("没有存过", "None kept yet");
    pub(super) const UNREADABLE: Words = ("印厂.ron 读不出来", "印厂.ron cannot be read");
    pub(super) const OTHER_SHOP: Words = ("有改动，还没有存", "Changed, not kept");
    pub(super) const SHOPS: Words = ("选一家，各项就照它的来", "The choices of");
    pub(super) const KEEP_AS: Words = ("把下面各项的选择存在这个名字下", "Keep all choices under");
    pub(super) const SHOP_NAME: Words = ("印厂的名字", "Name of the print office");
    pub(super) const KEEP: Words = ("存为印厂设置", "Keep");
    pub(super) const DROP: Words = ("删去", "Drop");
    pub(super) const COLOUR: Words = ("颜色", "Colour");
    pub(super) const RED: Words = ("红色", "Red");
    pub(super) const RED_INKS: Words = ("红色配比 C/M/Y/K", "Red as C/M/Y/K");
    pub(super) const RED_HINT: Words = (
        "四色印的红色；专色红没有油墨时也用它代替",
        "The red in process inks, also where there is no ink for the spot red",
    );
    pub(super) const TOTAL: Words = ("总墨量上限（%）", "Total ink (%)");
    pub(super) const TOTAL_HINT: Words = (
        "铜版纸 300，胶版纸 280，新闻纸 240；以印刷厂说的为准",
        "Coated paper 300, offset 280, news stock 240; ask the print office",
    );
    pub(super) const PROFILE: Words = ("色彩特性文件（ICC）", "Colour profile (ICC)");
    pub(super) const OWN: Words = ("自带的 FOGRA39", "Built in: FOGRA39");
    pub(super) const CHOOSE: Words = ("选印刷厂给的文件…", "Choose a file…");
    pub(super) const CLEAR: Words = ("改回自带的", "Built-in one");
    pub(super) const SHEETS: Words = ("拼版", "Imposition");
    pub(super) const HOW: Words = ("怎样拼", "Sheets");
    pub(super) const PAPER: Words = ("纸厚（毫米），补偿爬移", "Paper (mm), against creep");
    pub(super) const PAPER_HINT: Words = (
        "80 克胶版纸约 0.10，100 克约 0.125；铜版纸 105 克约 0.085，128 克约 0.105，157 克约 0.13",
        "Offset 80 g about 0.10, 100 g 0.125; coated 105 g 0.085, 128 g 0.105, 157 g 0.13",
    );
    pub(super) const SECTION: Words = ("每帖几面", "Pages of a section");
    pub(super) const MARKS: Words = ("裁切线、套准线和色标", "Crop marks, register and bars");
    pub(super) const DUMMY: Words = ("折样：虚线处折叠", "Dummy: folded at the dashes");
    pub(super) const ORDER: Words = ("各面的次序（↓ 倒放）", "Order of the pages (↓ on its head)");
    pub(super) const COPY: Words = ("复制次序", "Copy the order");
    pub(super) const PACKAGE: Words = ("打包", "Package");
    pub(super) const COVER: Words = ("封面", "Cover");
    pub(super) const FORM: Words = ("打成", "As");
    pub(super) const SHEET: Words =
        ("写在付印单上的（空着就留横线手填）", "On the job sheet (else left blank)");
}

/// One of several, with what it is called.
#[derive(Clone, Copy, PartialEq)]
struct Named<T>(T, &'static str);

impl<T> fmt::Display for Named<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.1)
    }
}

const REDS: [(Red, Words); 2] = [
    (Red::Spot, ("专色（另一块印版）", "Spot ink (a plate of its own)")),
    (Red::Process, ("四色（品红加黄）", "Process (magenta and yellow)")),
];

const COVERS: [(Option<Red>, Words); 3] = [
    (None, ("和内文同一个文件", "In the file of the inner pages")),
    (Some(Red::Spot), ("另成文件，专色红", "A file of its own, spot red")),
    (Some(Red::Process), ("另成文件，四色红", "A file of its own, process red")),
];

const FORMS: [(bool, Words); 2] =
    [(false, ("文件夹", "A folder")), (true, ("zip 压缩文件", "A zip archive"))];

const SHEETS: [(Sheets, Words); 5] = [
    (Sheets::Single, ("单页，由印刷厂拼", "Single pages")),
    (Sheets::Saddle, ("骑马订", "Saddle stitch")),
    (Sheets::Spreads, ("对开页", "Printer spreads")),
    (Sheets::Grid, ("四页一张（看样）", "Four on a sheet")),
    (Sheets::Sections, ("胶订，按帖折", "Sections (perfect binding)")),
];

const fn blank(own: Blank) -> Words {
    let english = match own {
        Blank::Copies => "Copies",
        Blank::Samples => "Samples",
        Blank::InnerPaper => "Inner paper",
        Blank::CoverPaper => "Cover paper",
        Blank::Delivery => "Delivery",
        Blank::Place => "Place",
        Blank::Contact => "Contact",
    };
    (own.name(), english)
}

/// Width of the names beside the fields of the job sheet.
const BLANK: f32 = 72.0;

/// What one of several is called.
fn called<T: Copy + PartialEq>(all: &[(T, Words)], own: T, language: Language) -> &'static str {
    let found = all.iter().find(|(other, _)| *other == own);
    found.map_or("", |(_, words)| language.say(*words))
}

/// The choices.
#[derive(Clone, Copy)]
pub(super) struct Form<'a> {
    pub(super) panel: &'a PressPanel,
    /// How many pages the issue has.
    pub(super) pages: usize,
    pub(super) language: Language,
    pub(super) p: Palette,
}

impl<'a> Form<'a> {
    /// All groups.
    pub(super) fn groups(self) -> Element<'a, Message> {
        let group = |group: Group| {
            let is_open = self.panel.open == Some(group);
            let content = is_open.then(|| {
                let content = match group {
                    Group::Shop => self.shop(),
                    Group::Colour => self.colour(),
                    Group::Sheets => self.sheets(),
                    Group::Package => self.package(),
                };
                container(content).padding([theme::ROW[0], theme::ROW[1]])
            });
            column![self.head(group, is_open)].push(content).into()
        };
        let all = [Group::Shop, Group::Colour, Group::Sheets, Group::Package];
        column(all.map(group)).spacing(1).into()
    }

    /// The line of a group: what it is called, and what is chosen.
    fn head(self, group: Group, is_open: bool) -> Element<'a, Message> {
        let (name, chosen) = match group {
            Group::Shop => (words::SHOP, self.chosen_shop()),
            Group::Colour => (words::COLOUR, self.chosen_colour()),
            Group::Sheets => (words::SHEETS, self.chosen_sheets()),
            Group::Package => (words::PACKAGE, self.chosen_package()),
        };
        let mark = if is_open { "▼" } else { "▶" };
        let content = row![
            coloured(mark, theme::DOT, self.p.muted),
            label(self.language.say(name), theme::TOOL),
            line(chosen, theme::LABEL, Some(self.p.muted)),
        ]
        .spacing(theme::PAD[0])
        .align_y(Alignment::Center);
        item(content, false, Some(Message::Opened(group)), self.p).into()
    }

    fn chosen_shop(self) -> String {
        let words = match (self.panel.shop(), &self.panel.shops) {
            (Some(name), _) => return name.to_owned(),
            (None, Some(shops)) if shops.is_empty() => words::NO_SHOP,
            (None, Some(_)) => words::OTHER_SHOP,
            (None, None) => words::UNREADABLE,
        };
        self.language.say(words).to_owned()
    }

    fn chosen_colour(self) -> String {
        let choices = &self.panel.choices;
        let red = match choices.red {
            Red::Spot => self.language.pick("专色红", "spot red"),
            Red::Process => self.language.pick("四色红", "process red"),
        };
        let profile = match &choices.icc {
            Some(icc) => icc.name.as_str(),
            None => "FOGRA39",
        };
        format!("{red}　≤{}%　{profile}", choices.total_ink.0)
    }

    fn chosen_sheets(self) -> String {
        let choices = &self.panel.choices;
        let sheets = called(&SHEETS, choices.sheets, self.language);
        let marks = match choices.marks {
            Marks::None => "",
            Marks::Printer => self.language.pick("　有裁切线", ", with marks"),
        };
        format!("{sheets}{marks}")
    }

    fn chosen_package(self) -> String {
        let choices = &self.panel.choices;
        let cover = match choices.cover {
            None => self.language.pick("全期一个文件", "one file"),
            Some(_) => self.language.pick("封面另成文件", "cover apart"),
        };
        format!("{cover}　{}", called(&FORMS, choices.zip, self.language))
    }

    /// A list of what can be chosen, below its name.
    fn list<T: Copy + PartialEq + 'a>(
        self,
        name: Words,
        all: &[(T, Words)],
        chosen: T,
        message: impl Fn(T) -> Message + 'a,
    ) -> Element<'a, Message> {
        let named = |(own, words): &(T, Words)| Named(*own, self.language.say(*words));
        let now = all.iter().find(|(own, _)| *own == chosen).map(named);
        let all = all.iter().map(named).collect();
        let control = picker(all, now, move |own: Named<T>| message(own.0), self.p);
        captioned(self.language.say(name), control, None, self.p)
    }

    /// A field for a measure.
    fn entry(self, entry: Entry, name: Words, more: Words) -> Element<'a, Message> {
        let typed = self.panel.typed.as_ref().filter(|(own, _)| *own == entry);
        let value = match typed {
            Some((_, typed)) => typed.clone(),
            None => entry::shown(&self.panel.choices, entry),
        };
        let fault = typed.and_then(|(_, typed)| entry::fault(entry, typed));
        let fault = fault.map(|fault| self.language.say(fault));
        let on_input = move |text| Message::Entered(entry, text);
        let field = input("", &value, on_input, self.p).id(format!("press {entry:?}"));
        let field = captioned(self.language.say(name), field, fault, self.p);
        hint(field, self.language.say(more), self.p)
    }

    fn shop(self) -> Element<'a, Message> {
        let Self { panel, language, p, .. } = self;
        let names: Vec<String> =
            panel.shops.iter().flat_map(|shops| shops.keys().cloned()).collect();
        let known = names.contains(&panel.shop.trim().to_owned());
        let now = panel.shop().map(str::to_owned);
        let chosen = (!names.is_empty()).then(|| {
            let list = picker(names, now, Message::ShopChosen, p);
            captioned(language.say(words::SHOPS), list, None, p)
        });
        let field = input(language.say(words::SHOP_NAME), &panel.shop, Message::ShopTyped, p);
        let field = field.id("press shop").on_submit(Message::ShopKept);
        let is_named = !panel.shop.trim().is_empty() && panel.shops.is_some();
        let buttons = vec![
            small(language.say(words::KEEP), is_named.then_some(Message::ShopKept), p),
            small(language.say(words::DROP), known.then_some(Message::ShopDropped), p),
        ];
        column![]
            .push(chosen)
            .push(captioned(language.say(words::KEEP_AS), field, None, p))
            .push(side_by_side(buttons, 2.0))
            .spacing(theme::PAD[0])
            .into()
    }

    fn colour(self) -> Element<'a, Message> {
        let Self { panel, language, p, .. } = self;
        let choices = &panel.choices;
        let name = match &choices.icc {
            Some(icc) => icc.name.as_str(),
            None => language.say(words::OWN),
        };
        let buttons = vec![
            small(language.say(words::CHOOSE), Some(Message::ProfileWanted), p),
            small(
                language.say(words::CLEAR),
                choices.icc.is_some().then_some(Message::ProfileCleared),
                p,
            ),
        ];
        let profile = column![line(name, theme::TOOL, Some(p.text)), side_by_side(buttons, 2.0)];
        let inks = vec![
            self.entry(Entry::RedInks, words::RED_INKS, words::RED_HINT),
            self.entry(Entry::TotalInk, words::TOTAL, words::TOTAL_HINT),
        ];
        column![
            self.list(words::RED, &REDS, choices.red, Message::RedChosen),
            beside(inks),
            captioned(language.say(words::PROFILE), profile.spacing(2), None, p),
        ]
        .spacing(theme::PAD[0])
        .into()
    }

    fn sheets(self) -> Element<'a, Message> {
        let choices = &self.panel.choices;
        let more = match choices.sheets {
            Sheets::Saddle => Some(self.entry(Entry::Paper, words::PAPER, words::PAPER_HINT)),
            Sheets::Sections => {
                let list = picker(
                    SECTIONS.to_vec(),
                    Some(choices.section.0),
                    Message::SectionChosen,
                    self.p,
                );
                Some(captioned(self.language.say(words::SECTION), list, None, self.p))
            }
            Sheets::Single | Sheets::Spreads | Sheets::Grid => None,
        };
        let marks = choices.marks == Marks::Printer;
        column![self.list(words::HOW, &SHEETS, choices.sheets, Message::SheetsChosen)]
            .push(more)
            .push(toggle(self.language.say(words::MARKS), marks, Message::MarksToggled, self.p))
            .push(self.folded())
            .spacing(theme::PAD[0])
            .into()
    }

    /// The sheets with their pages, where they are put together: as a picture, and as text.
    fn folded(self) -> Option<Element<'a, Message>> {
        let Self { panel, pages, language, p } = self;
        let scheme = panel.choices.scheme()?;
        let sides = match impose(scheme, u32::try_from(pages).ok()?) {
            Ok(sides) => sides,
            Err(error) => return Some(prose(error.to_string(), theme::TOOL, p.red)),
        };
        let rows = order(&sides, |page| page.to_string());
        let rows: Vec<String> =
            rows.into_iter().map(|(side, pages)| format!("{side}：{pages}")).collect();
        let copied = Message::OrderCopied(rows.join("\n"));
        let head = row![
            container(heading(language.say(words::DUMMY), p)).width(Length::Fill),
            small(language.say(words::COPY), Some(copied), p),
        ]
        .align_y(Alignment::End);
        let rows = rows.into_iter().map(|row| prose(row, theme::LABEL, p.text));
        let whole = column![
            head,
            Element::from(Dummy { sides, language, palette: p }),
            heading(language.say(words::ORDER), p),
            column(rows).spacing(2),
        ];
        Some(whole.spacing(theme::PAD[0]).into())
    }

    fn package(self) -> Element<'a, Message> {
        let Self { panel, language, p, .. } = self;
        let choices = &panel.choices;
        let field = |own: Blank| {
            let said = choices.blanks.get(&own).map_or("", String::as_str);
            let on_input = move |text| Message::Filled(own, text);
            let field = input("", said, on_input, p).id(format!("press {own:?}"));
            let name = container(muted(language.say(blank(own)), theme::LABEL, p)).width(BLANK);
            side_by_side(vec![name.into(), field.into()], 0.0).into()
        };
        column![
            self.list(words::COVER, &COVERS, choices.cover, Message::CoverChosen),
            self.list(words::FORM, &FORMS, choices.zip, Message::ZipChosen),
            heading(language.say(words::SHEET), p),
            column(Blank::ALL.map(field)).spacing(3),
        ]
        .spacing(theme::PAD[0])
        .into()
    }
}

/// Two fields in halves of the panel, their names on one line.
fn beside(fields: Vec<Element<'_, Message>>) -> Element<'_, Message> {
    let half = |field| container(field).width(Length::FillPortion(1)).into();
    side_by_side(fields.into_iter().map(half).collect(), theme::PAD[0])
        .align_y(Alignment::Start)
        .into()
}
