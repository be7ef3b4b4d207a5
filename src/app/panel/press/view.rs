//! What the panel looks like: the verdict, the choices, the faults, the dummy.

use std::fmt;

use iced::widget::{column, container, row, space};
use iced::{Alignment, Color, Element, Length};

use super::dummy::Dummy;
use super::{Message, PressPanel, Sheets};
use crate::app::language::{Language, Words};
use crate::app::page_editor::canvas::overlay;
use crate::app::theme::{self, Palette};
use crate::app::widget::press::Press;
use crate::app::widget::{
    captioned, coloured, heading, item, muted, picker, primary, prose, rule, scroll, secondary,
    side_by_side, toggle,
};
use crate::export::imposition::impose;
use crate::export::preflight::{Fault, Report};
use crate::export::press::{Marks, Red};
use crate::finding::Severity;

mod words {
    use super::Words;
    pub(super) const RED: Words = ("红色", "Red");
    pub(super) const SHEETS: Words = ("拼版", "Imposition");
    pub(super) const MARKS: Words = ("裁切线、套准线和色标", "Crop marks, register and bars");
    pub(super) const CHECKING: Words = ("正在检查…", "Checking…");
    pub(super) const UNCHECKED: Words =
        ("还没有检查；写出印刷文件前要先检查。", "Not checked yet; a check comes before the file.");
    pub(super) const OLD: Words =
        ("检查之后有改动，请重新检查。", "Changed since the check; check again.");
    pub(super) const AGAIN: Words = ("重新检查", "Check again");
    pub(super) const CHECK: Words = ("检查", "Check");
    pub(super) const WRITE: Words = ("写出 PDF…", "Write PDF…");
    pub(super) const FOUND: Words = ("查到", "Found");
    pub(super) const NOTHING: Words = ("没有查到问题", "Nothing found");
    pub(super) const INK: Words = ("在版面上显示总墨量", "Show the ink on the pages");
    pub(super) const DUMMY: Words = ("折样：虚线处折叠", "Dummy: folded at the dashes");
    pub(super) const MORE: Words =
        ("其余的先不列出；改好上面的再查", "The rest follows when these are mended");
}

/// So many faults are listed at most.
const MOST: usize = 100;

#[derive(Clone, Copy, PartialEq)]
struct NamedRed(Red, Language);

impl fmt::Display for NamedRed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Red::Spot => self.1.pick("专色（另一块印版）", "Spot ink (a plate of its own)"),
            Red::Process => self.1.pick("四色（品红加黄）", "Process (magenta and yellow)"),
        })
    }
}

#[derive(Clone, Copy, PartialEq)]
struct NamedSheets(Sheets, Language);

impl fmt::Display for NamedSheets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Sheets::Single => self.1.pick("单页，由印刷厂拼", "Single pages"),
            Sheets::Saddle => self.1.pick("骑马订", "Saddle stitch"),
            Sheets::Spreads => self.1.pick("对开页", "Printer spreads"),
            Sheets::Grid => self.1.pick("四页一张（看样）", "Four on a sheet"),
            Sheets::Sections => self.1.pick("胶订，十六页一帖", "Sections of 16"),
        })
    }
}

impl PressPanel {
    /// The panel, for an issue of so many pages in this revision.
    pub(crate) fn view<'a>(
        &'a self,
        (revision, pages): (u64, usize),
        is_checking: bool,
        language: Language,
        p: Palette,
    ) -> Element<'a, Message> {
        let mut list = column![].spacing(2).padding(6);
        if let Some(checked) = self.checked(revision) {
            list = self.found(&checked.report, list, language, p);
        }
        if let Some(dummy) = self.dummy(pages, language, p) {
            list = list.push(dummy);
        }
        let current = self.checked(revision).filter(|_| !is_checking);
        let again = if self.checked.is_some() { words::AGAIN } else { words::CHECK };
        let asked = (!is_checking).then_some(Message::Asked);
        let buttons = row![
            secondary(language.say(again), asked, p),
            space::horizontal(),
            primary(language.say(words::WRITE), current.map(|_| Message::Written), p),
        ];
        column![
            self.verdict(revision, is_checking, language, p),
            self.choices(language, p),
            rule(p),
            scroll("preflight", list, p).height(Length::Fill),
            rule(p),
            buttons.padding(theme::PAD[0]),
        ]
        .into()
    }

    /// One sentence: fit to print or not, and why not.
    fn verdict(
        &self,
        revision: u64,
        is_checking: bool,
        language: Language,
        p: Palette,
    ) -> Element<'_, Message> {
        let (words, colour) = match (self.checked(revision), &self.checked, is_checking) {
            (_, _, true) => (language.say(words::CHECKING).to_owned(), p.muted),
            (Some(checked), _, false) => {
                let report = &checked.report;
                (report.verdict(), if report.is_fit() { p.accent } else { p.red })
            }
            (None, Some(_), false) => (language.say(words::OLD).to_owned(), p.amber),
            (None, None, false) => (language.say(words::UNCHECKED).to_owned(), p.muted),
        };
        let sentence = container(prose(words, theme::TOOL, colour)).padding(theme::PAD[0]);
        let mut whole = column![sentence.style(p.badge(colour)).width(Length::Fill)];
        if let Some(checked) = self.checked(revision).filter(|_| !is_checking) {
            let facts = facts(&checked.report, language);
            whole = whole.push(prose(facts, theme::LABEL, p.muted));
        }
        whole.spacing(theme::PAD[0]).padding(theme::PAD[0]).into()
    }

    fn choices(&self, language: Language, p: Palette) -> Element<'_, Message> {
        let reds = [Red::Spot, Red::Process].map(|red| NamedRed(red, language)).to_vec();
        let red = NamedRed(self.choices.red, language);
        let sheets = Sheets::ALL.map(|own| NamedSheets(own, language)).to_vec();
        let now = NamedSheets(self.choices.sheets, language);
        let marks = self.choices.marks == Marks::Printer;
        column![
            captioned(
                language.say(words::RED),
                picker(reds, Some(red), |red| Message::RedChosen(red.0), p),
                None,
                p
            ),
            captioned(
                language.say(words::SHEETS),
                picker(sheets, Some(now), |own| Message::SheetsChosen(own.0), p),
                None,
                p
            ),
            toggle(language.say(words::MARKS), marks, Message::MarksToggled, p),
            toggle(language.say(words::INK), self.shows_ink, Message::InkToggled, p),
        ]
        .push(self.shows_ink.then(|| legend(p)))
        .spacing(theme::PAD[0])
        .padding(theme::PAD[0])
        .into()
    }

    fn found<'a>(
        &self,
        report: &'a Report,
        mut list: iced::widget::Column<'a, Message>,
        language: Language,
        p: Palette,
    ) -> iced::widget::Column<'a, Message> {
        if report.faults.is_empty() {
            return list.push(
                container(muted(language.say(words::NOTHING), theme::LABEL, p)).padding(theme::ROW),
            );
        }
        let words = format!("{} {}", language.say(words::FOUND), report.faults.len());
        list = list.push(container(heading(words, p)).padding([0.0, theme::ROW[1]]));
        let mut faults: Vec<(usize, &Fault)> = report.faults.iter().enumerate().collect();
        faults.sort_by_key(|(_, fault)| std::cmp::Reverse(fault.finding.severity));
        for (index, fault) in faults.into_iter().take(MOST) {
            list = list.push(self.entry(index, fault, language, p));
        }
        let more = report.faults.len() > MOST;
        list.push(more.then(|| {
            let words = prose(language.say(words::MORE), theme::LABEL, p.muted);
            container(words).padding(theme::ROW)
        }))
    }

    fn entry<'a>(
        &self,
        index: usize,
        fault: &'a Fault,
        language: Language,
        p: Palette,
    ) -> Press<'a, Message> {
        let colour = match fault.finding.severity {
            Severity::Error => p.red,
            Severity::Warning => p.amber,
            Severity::Info => p.muted,
        };
        let page = match (fault.page, fault.side.as_deref(), language) {
            (Some(page), side, Language::Chinese) => {
                format!("{}第{page}面", side.unwrap_or_default())
            }
            (Some(page), _, Language::English) => format!("page {page}"),
            (None, Some(side), _) => side.to_owned(),
            (None, None, _) => language.pick("整个文件", "Whole file").to_owned(),
        };
        let head = row![coloured("●", theme::DOT, colour), muted(page, theme::LABEL, p)]
            .spacing(6)
            .align_y(Alignment::Center);
        let entry =
            column![head, prose(fault.finding.message.as_str(), theme::TOOL, p.text)].spacing(3);
        item(entry, self.current == Some(index), Some(Message::Chosen(index)), p)
    }

    /// The sheets with their pages, where they are put together.
    fn dummy<'a>(
        &self,
        pages: usize,
        language: Language,
        p: Palette,
    ) -> Option<Element<'a, Message>> {
        let scheme = self.choices.sheets.scheme()?;
        let content: Element<'_, Message> = match impose(scheme, u32::try_from(pages).ok()?) {
            Ok(sides) => Dummy { sides, language, palette: p }.into(),
            Err(error) => prose(error.to_string(), theme::TOOL, p.red),
        };
        let whole = column![heading(language.say(words::DUMMY), p), content].spacing(theme::PAD[0]);
        Some(container(whole).padding([0.0, theme::ROW[1]]).into())
    }
}

/// Plates, and the most ink on one place.
fn facts(report: &Report, language: Language) -> String {
    let (count, most) = (report.plates.len(), report.most_ink);
    match language {
        Language::Chinese => {
            format!("印版 {count} 块：{}　最大总墨量 {most}%", report.plates.join("、"))
        }
        Language::English => {
            format!("{count} plates: {}. Most ink {most}%", report.plates.join(", "))
        }
    }
}

/// What the colours on the pages stand for.
fn legend<'a>(p: Palette) -> Element<'a, Message> {
    let patch = |colour: Color| {
        let style = move |_: &iced::Theme| container::Style {
            background: Some(colour.into()),
            ..container::Style::default()
        };
        container(space::horizontal()).width(12.0).height(12.0).style(style)
    };
    let mut last = 0;
    let mut things: Vec<Element<'a, Message>> = Vec::new();
    for (percent, colour) in overlay::LEVELS {
        things.push(patch(Color { a: 1.0, ..colour }).into());
        let words = match percent {
            u32::MAX => format!("超过 {last}%"),
            most => format!("≤{most}%"),
        };
        things.push(muted(words, theme::LABEL, p));
        last = percent;
    }
    side_by_side(things, 4.0).wrap().into()
}
