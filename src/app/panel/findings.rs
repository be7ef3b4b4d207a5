//! 检查: what is wrong, worst first; a click leads to the place.

use iced::advanced::widget::Id;
use iced::widget::{column, container, row, space};
use iced::{Alignment, Element, Length};

use crate::app::action::Action;
use crate::app::language::{Language, Words};
use crate::app::page_editor::lines::{Lean, Lines, Position};
use crate::app::theme::{self, Palette};
use crate::app::widget::press::Press;
use crate::app::widget::{
    choice, coloured, heading, hint, item, label, line, muted, prose, rule, scroll, secondary,
    side_by_side, small,
};
use crate::finding::{Finding, Severity};
use crate::issue::edit::Edit;
use crate::issue::place::Place;
use crate::issue::text::{Range, Text};
use crate::text::mongolian::is_in_word;

mod words {
    use super::Words;
    pub(super) const ALL: Words = ("全部", "All");
    pub(super) const NEXT: Words = ("下一处", "Next");
    pub(super) const PREVIOUS: Words = ("上一处", "Previous");
    pub(super) const NEXT_KEY: Words = ("下一处（F8）", "Next (F8)");
    pub(super) const PREVIOUS_KEY: Words = ("上一处（Shift+F8）", "Previous (Shift+F8)");
    pub(super) const NOTHING: Words = ("没有发现问题", "Nothing found");
    pub(super) const NOTHING_MORE: Words =
        ("每次改动后都会重新检查全文。", "The whole issue is checked again after each change.");
    pub(super) const NONE_OF_KIND: Words = ("没有这一类问题", "None of this kind");
    pub(super) const DELETE: Words = ("删去", "Delete");
    pub(super) const MEND: Words = ("改正", "Mend");
    pub(super) const CHANGE: Words = ("改为", "Change to");
    pub(super) const WHOLE: Words = ("全刊", "Whole issue");
    pub(super) const MORE: Words =
        ("其余的先不列出；改好上面的，下面的会补上来", "The rest follows when these are mended");
}

/// Severities with their names, worst first.
const SEVERITIES: [(Severity, Words); 3] = [
    (Severity::Error, ("错误", "Errors")),
    (Severity::Warning, ("提醒", "Warnings")),
    (Severity::Info, ("建议", "Advice")),
];

/// So many rows at most: a list of thousands would be slow, and nobody reads it.
const MOST: usize = 150;
const LIST: &str = "findings";

/// Which finding was shown last, and which are listed.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    current: Option<usize>,
    filter: Option<Severity>,
}

/// What happens in the list.
#[derive(Debug, Clone)]
pub enum Message {
    /// A finding was chosen.
    Chosen(usize),
    /// A finding is to be mended as it proposes.
    Mended(usize),
    /// The next (1) or the one before (−1).
    Stepped(i8),
    /// Only findings that are this bad; none for all.
    Filtered(Option<Severity>),
}

/// The name of a row, so that it can be scrolled to.
fn id(index: usize) -> Id {
    Id::from(format!("finding-{index}"))
}

/// Where a finding stands, as `第3页`.
fn page(finding: &Finding, lines: &Lines, language: Language) -> String {
    let Some(place) = finding.place else { return language.say(words::WHOLE).to_owned() };
    let at = Position { part: place.part, offset: place.range.start };
    let index = lines
        .caret(at, Lean::default())
        .map(|caret| caret.page)
        .or_else(|| lines.page_of(place.part));
    let Some(page) = index.and_then(|index| lines.pages().get(index)) else {
        return String::new();
    };
    match (page.folio, language) {
        (Some(folio), Language::Chinese) => format!("第{folio}页"),
        (Some(folio), Language::English) => format!("p. {folio}"),
        (None, Language::Chinese) => format!("第{}面", page.number),
        (None, Language::English) => format!("sheet {}", page.number),
    }
}

impl Findings {
    /// Carries out a message.
    pub(crate) fn update(&mut self, message: Message, findings: &[Finding]) -> Action {
        match message {
            Message::Chosen(index) => self.show(index, findings),
            Message::Stepped(step) => match self.beside(step, findings) {
                Some(next) => self.show(next, findings),
                None => Action::None,
            },
            Message::Mended(index) => {
                let finding = findings.get(index);
                let mended = finding.and_then(|finding| {
                    let (part, fix) = (finding.place?.part, finding.fix.as_ref()?);
                    let text = Text::new(fix.replacement.as_str());
                    Some(Edit::ReplaceText { part, range: fix.range, text })
                });
                mended.map_or(Action::None, Action::Edit)
            }
            Message::Filtered(filter) => {
                self.filter = filter;
                self.current = None;
                Action::None
            }
        }
    }

    /// The findings that are listed, worst first, by their index.
    fn listed<'a>(&self, findings: &'a [Finding]) -> Vec<(usize, &'a Finding)> {
        let filter = self.filter;
        let fits = |finding: &Finding| filter.is_none_or(|severity| finding.severity == severity);
        let mut listed: Vec<_> =
            findings.iter().enumerate().filter(|(_, finding)| fits(finding)).collect();
        listed.sort_by_key(|(_, finding)| std::cmp::Reverse(finding.severity));
        listed
    }

    /// The listed finding behind (1) or before (−1) the current one, round and round.
    fn beside(&self, step: i8, findings: &[Finding]) -> Option<usize> {
        let listed: Vec<usize> =
            self.listed(findings).into_iter().map(|(index, _)| index).collect();
        let count = listed.len();
        let at = self.current.and_then(|own| listed.iter().position(|index| *index == own));
        let next = match (at, step > 0) {
            (_, _) if count == 0 => return None,
            (None, true) => 0,
            (None, false) => count - 1,
            (Some(at), true) => (at + 1) % count,
            (Some(at), false) => (at + count - 1) % count,
        };
        listed.get(next).copied()
    }

    fn show(&mut self, index: usize, findings: &[Finding]) -> Action {
        self.current = Some(index);
        let seen = Action::Reveal { list: Id::new(LIST), item: id(index) };
        let place = findings.get(index).and_then(|finding| finding.place);
        place.map_or(Action::None, Action::Select).then(seen)
    }

    /// The panel.
    pub(crate) fn view<'a>(
        &'a self,
        findings: &'a [Finding],
        lines: &Lines,
        language: Language,
        p: Palette,
    ) -> Element<'a, Message> {
        if findings.is_empty() {
            return empty(language, p);
        }
        let listed = self.listed(findings);
        let mut list = column![].spacing(2).padding(6);
        if listed.is_empty() {
            let words = muted(language.say(words::NONE_OF_KIND), theme::LABEL, p);
            list = list.push(container(words).padding(theme::ROW));
        }
        let mut last = None;
        for (index, finding) in listed.iter().take(MOST) {
            if last.replace(finding.severity) != Some(finding.severity) {
                let of = findings.iter().filter(|own| own.severity == finding.severity).count();
                let name = SEVERITIES.iter().find(|(own, _)| *own == finding.severity);
                let name = name.map_or("", |(_, words)| language.say(*words));
                let words = heading(format!("{name} {of}"), p);
                list = list.push(container(words).padding([0.0, theme::ROW[1]]));
            }
            let page = page(finding, lines, language);
            list = list.push(self.entry(*index, finding, page, language, p));
        }
        if listed.len() > MOST {
            let words = prose(language.say(words::MORE), theme::LABEL, p.muted);
            list = list.push(container(words).padding(theme::ROW));
        }
        column![
            self.filters(findings, language, p),
            rule(p),
            scroll(LIST, list, p).height(Length::Fill),
            rule(p),
            steps(language, p),
        ]
        .into()
    }

    fn filters<'a>(
        &self,
        findings: &[Finding],
        language: Language,
        p: Palette,
    ) -> Element<'a, Message> {
        let chip = |name: &str, count: usize, colour, filter| {
            let words = coloured(format!("{name} {count}"), theme::LABEL, colour);
            choice(words, self.filter == filter, Message::Filtered(filter), p)
        };
        let mut chips = vec![chip(language.say(words::ALL), findings.len(), p.text, None)];
        for (severity, name) in SEVERITIES {
            let count = findings.iter().filter(|finding| finding.severity == severity).count();
            let colour = if count > 0 { colour(severity, p) } else { p.muted };
            chips.push(chip(language.say(name), count, colour, Some(severity)));
        }
        side_by_side(chips, 0.0).padding([3.0, 4.0]).wrap().into()
    }

    fn entry<'a>(
        &self,
        index: usize,
        finding: &'a Finding,
        page: String,
        language: Language,
        p: Palette,
    ) -> Element<'a, Message> {
        let quoted =
            if finding.text.is_empty() { String::new() } else { format!("“{}”", finding.text) };
        let head = row![
            coloured("●", theme::DOT, colour(finding.severity, p)),
            line(quoted, theme::LABEL, Some(p.muted)),
            muted(page, theme::LABEL, p),
        ]
        .spacing(6)
        .align_y(Alignment::Center);
        let mut entry =
            column![head, prose(finding.message.as_str(), theme::TOOL, p.text)].spacing(3);
        if let Some(fix) = finding.fix.as_ref().filter(|_| finding.place.is_some()) {
            let words = crate::app::widget::ellipsis::Ellipsis {
                content: mending(&fix.replacement, language),
                size: theme::LABEL,
                colour: None,
                width: Length::Shrink,
            };
            let button = Press {
                padding: [3.0, theme::PAD[0]].into(),
                ..Press::new(words, Some(Message::Mended(index)), theme::Look::Framed, p)
            };
            entry = entry.push(button);
        }
        let chosen = self.current == Some(index);
        Press { id: Some(id(index)), ..item(entry, chosen, Some(Message::Chosen(index)), p) }.into()
    }
}

/// What the button says that puts in `replacement`.
fn mending(replacement: &str, language: Language) -> String {
    if replacement.is_empty() {
        language.say(words::DELETE).to_owned()
    } else if replacement.chars().any(is_in_word) {
        // Letters of this script mean nothing outside of their word, nor do its gaps.
        language.say(words::MEND).to_owned()
    } else {
        format!("{}“{replacement}”", language.say(words::CHANGE))
    }
}

const fn colour(severity: Severity, p: Palette) -> iced::Color {
    match severity {
        Severity::Error => p.red,
        Severity::Warning => p.amber,
        Severity::Info => p.muted,
    }
}

fn empty<'a>(language: Language, p: Palette) -> Element<'a, Message> {
    let words = column![
        coloured("✓", theme::BRAND, p.accent),
        label(language.say(words::NOTHING), theme::TITLE),
        muted(language.say(words::NOTHING_MORE), theme::LABEL, p),
    ]
    .spacing(theme::PAD[0])
    .align_x(Alignment::Center);
    container(words).center_x(Length::Fill).padding([48.0, theme::PAD[2]]).into()
}

fn steps<'a>(language: Language, p: Palette) -> Element<'a, Message> {
    let step = |words, key, step| {
        let button = small(language.say(words), Some(Message::Stepped(step)), p);
        hint(button, language.say(key), p)
    };
    let next = secondary(language.say(words::NEXT), Some(Message::Stepped(1)), p);
    let things = vec![
        space::horizontal().into(),
        step(words::PREVIOUS, words::PREVIOUS_KEY, -1),
        hint(next, language.say(words::NEXT_KEY), p),
    ];
    side_by_side(things, theme::PAD[0]).padding([4.0, theme::PAD[0]]).into()
}

/// The stretch of a finding that is underlined: at least one character.
pub(crate) fn underlined(place: Place) -> Place {
    let Range { start, end } = place.range;
    Place::new(place.part, Range::new(start, end.max(start + 1)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::issue::place::Part;

    fn findings() -> Vec<Finding> {
        let finding = |severity, start| Finding {
            rule: "rule",
            severity,
            place: Some(Place::new(Part::Colophon(0), Range::new(start, start + 1))),
            text: "字".to_owned(),
            message: "不对".to_owned(),
            fix: None,
        };
        let (error, warning) = (Severity::Error, Severity::Warning);
        vec![finding(warning, 0), finding(error, 1), finding(warning, 2), finding(error, 3)]
    }

    /// The findings that steps lead to.
    fn check(filter: Option<Severity>, steps: &[i8], expected: &[Option<usize>]) {
        let mut panel = Findings { filter, current: None };
        let findings = findings();
        let found: Vec<Option<usize>> = steps
            .iter()
            .map(|step| {
                let _ = panel.update(Message::Stepped(*step), &findings);
                panel.current
            })
            .collect();
        assert_eq!(found, expected, "{filter:?} {steps:?}");
    }

    #[test]
    fn steps_lead_through_what_is_listed_worst_first() {
        check(None, &[1, 1, 1, 1, 1], &[Some(1), Some(3), Some(0), Some(2), Some(1)]);
        check(None, &[-1, -1], &[Some(2), Some(0)]);
        check(Some(Severity::Warning), &[1, 1, 1], &[Some(0), Some(2), Some(0)]);
        check(Some(Severity::Info), &[1, -1], &[None, None]);
    }

    #[test]
    fn a_button_says_what_it_puts_in_but_for_mongolian() {
        for (replacement, expected) in
            [("", "删去"), ("二〇二六", "改为“二〇二六”"), ("ᠬᠣᠲᠠ", "改正"), ("\u{202f}", "改正")]
        {
            assert_eq!(mending(replacement, Language::Chinese), expected, "{replacement}");
        }
    }
}
