//! What the panel looks like: the verdict first, then what is chosen, then what was found.

use iced::widget::{column, container, row, space};
use iced::{Alignment, Color, Element, Length};

use super::group::Form;
use super::{Message, Packed, PressPanel};
use crate::app::language::{Language, Words};
use crate::app::page_editor::canvas::overlay;
use crate::app::theme::{self, Palette};
use crate::app::widget::press::Press;
use crate::app::widget::{
    coloured, heading, hint, input, item, line, muted, primary, prose, rule, scroll, secondary,
    side_by_side, small, toggle,
};
use crate::export::preflight::{Fault, Report};
use crate::finding::Severity;

mod words {
    use super::Words;
    pub(super) const CHECKING: Words = ("正在检查…", "Checking…");
    pub(super) const UNCHECKED: Words =
        ("还没有检查；写出印刷文件前要先检查。", "Not checked yet; a check comes before the file.");
    pub(super) const OLD: Words =
        ("检查之后有改动，请重新检查。", "Changed since the check; check again.");
    pub(super) const AGAIN: Words = ("重新检查", "Check again");
    pub(super) const CHECK: Words = ("检查", "Check");
    pub(super) const WRITE: Words = ("写出 PDF…", "Write PDF…");
    pub(super) const WRITE_HINT: Words =
        ("只写一个 PDF：就是刚才查过的那一份", "One PDF: the very file that was checked");
    pub(super) const PACKAGE: Words = ("打包…", "Package…");
    pub(super) const PACKAGE_HINT: Words = (
        "印刷厂要的都在里面：印刷 PDF、付印单、印前检查、拼版次序、缩样、校验和",
        "All that the print office needs: PDF files, job sheet, findings, small pages, checksums",
    );
    pub(super) const FOUND: Words = ("查到", "Found");
    pub(super) const NOTHING: Words = ("没有查到问题", "Nothing found");
    pub(super) const INK: Words = ("在版面上显示总墨量", "Show the ink on the pages");
    pub(super) const MORE: Words =
        ("其余的先不列出；改好上面的再查", "The rest follows when these are mended");
    pub(super) const REASON: Words = (
        "仍要不带“校样”水印输出，请写明理由（会记入文件）",
        "To leave the watermark out all the same, give a reason (the file keeps it)",
    );
    pub(super) const REASON_LIKE: Words = ("例如：领导已签字", "Such as: signed on paper");
    pub(super) const OVERRULE: Words = ("按此理由输出", "Go on for this reason");
    pub(super) const PACKED: Words = ("已打包，可以交印", "Packaged, fit to print");
    pub(super) const PACKED_UNFIT: Words =
        ("已打包，但还不能付印", "Packaged, but not fit to print");
    pub(super) const FOLDER: Words = ("打开文件夹", "Open the folder");
}

/// So many faults are listed at most.
const MOST: usize = 100;

impl PressPanel {
    /// The panel, for an issue of so many pages in this revision, while it is checked or packaged, or
    /// neither.
    pub(crate) fn view<'a>(
        &'a self,
        (revision, pages): (u64, usize),
        [is_checking, is_packing]: [bool; 2],
        language: Language,
        p: Palette,
    ) -> Element<'a, Message> {
        let form = Form { panel: self, pages, language, p };
        let mut list = column![].spacing(2).padding(6);
        list = list.push(self.packed.as_ref().map(|packed| written(packed, language, p)));
        list = list.push(form.groups());
        let ink = toggle(language.say(words::INK), self.shows_ink, Message::InkToggled, p);
        list = list.push(container(ink).padding([0.0, 6.0]));
        list = list.push(self.shows_ink.then(|| container(legend(p)).padding(theme::ROW)));
        if let Some(checked) = self.checked(revision) {
            list = self.found(&checked.report, list, language, p);
        }
        list = list.push(self.overruling(revision, language, p));
        let current = self.checked(revision).filter(|_| !is_checking);
        let wanted = (!is_packing).then_some(Message::PackageWanted);
        let package = secondary(language.say(words::PACKAGE), wanted, p);
        let write = primary(language.say(words::WRITE), current.map(|_| Message::Written), p);
        let buttons = row![
            hint(package, language.say(words::PACKAGE_HINT), p),
            space::horizontal(),
            hint(write, language.say(words::WRITE_HINT), p),
        ];
        column![
            self.verdict(revision, is_checking, language, p),
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
        let sentence = sentence.style(p.badge(colour)).width(Length::Fill);
        let checked = self.checked(revision).filter(|_| !is_checking);
        let facts = checked.map(|checked| facts(&checked.report, language)).unwrap_or_default();
        let again = if self.checked.is_some() { words::AGAIN } else { words::CHECK };
        let asked = (!is_checking).then_some(Message::Asked);
        let below =
            row![prose(facts, theme::LABEL, p.muted), small(language.say(again), asked, p),]
                .align_y(Alignment::Center);
        column![sentence, below].spacing(4).padding(theme::PAD[0]).into()
    }

    /// Where the gate is closed: the place to say why the issue is printed all the same.
    fn overruling(
        &self,
        revision: u64,
        language: Language,
        p: Palette,
    ) -> Option<Element<'_, Message>> {
        let report = &self.checked(revision)?.report;
        let is_gate = |fault: &Fault| fault.finding.rule.starts_with("gate-");
        if !report.faults.iter().any(is_gate) {
            return None;
        }
        let like = language.say(words::REASON_LIKE);
        let reason = input(like, &self.reason, Message::ReasonTyped, p).id("press reason");
        let is_given = !self.reason.trim().is_empty() && self.overruled().is_none();
        let given = is_given.then_some(Message::Overruled);
        let field = column![
            prose(language.say(words::REASON), theme::LABEL, p.muted),
            reason.on_submit_maybe(given.clone()),
            small(language.say(words::OVERRULE), given, p),
        ];
        Some(container(field.spacing(3)).padding([theme::PAD[1], theme::ROW[1]]).into())
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
}

/// What was written: where, which files, and whether they may be printed.
fn written<'a>(packed: &'a Packed, language: Language, p: Palette) -> Element<'a, Message> {
    let (words, colour) = match packed.is_fit {
        true => (words::PACKED, p.accent),
        false => (words::PACKED_UNFIT, p.red),
    };
    let place = packed.path.display().to_string();
    let mut whole = column![
        row![
            container(coloured(language.say(words), theme::TOOL, colour)).width(Length::Fill),
            small(language.say(words::FOLDER), Some(Message::FolderWanted), p),
        ]
        .align_y(Alignment::Center),
        prose(place, theme::LABEL, p.text),
    ]
    .spacing(3);
    let stem = common(packed.files.iter().map(|file| file.name.as_str()));
    for file in &packed.files {
        // Gazette and number are the same for all: what the file is must not end in an ellipsis.
        let name = file.name.strip_prefix(&stem).unwrap_or(&file.name);
        whole = whole.push(line(name, theme::LABEL, Some(p.muted)));
        let wrong = file.verdict.as_ref().filter(|(is_fit, _)| !is_fit);
        whole = whole.push(wrong.map(|(_, said)| prose(said.as_str(), theme::LABEL, p.red)));
    }
    container(whole).padding(theme::PAD[0]).width(Length::Fill).style(p.inset()).into()
}

/// How all names of files that have parts begin.
fn common<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let mut named = names.filter(|name| name.contains('_'));
    let first = named.next().unwrap_or_default();
    named.fold(first.to_owned(), |stem, name| {
        let same = stem.chars().zip(name.chars()).take_while(|(own, other)| own == other);
        same.map(|(own, _)| own).collect()
    })
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
