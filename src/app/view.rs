//! The frame: top bar, outline, pages, side panel, status bar, and what lies over them.

use iced::widget::{center, column, container, opaque, row, space, stack};
use iced::{Color, Element, Length};

use super::busy::Work;
use super::focus::{OVER, SIDE};
use super::page_editor::canvas::Canvas;
use super::page_editor::canvas::overlay::Overlay;
use super::panel::findings;
use super::panel::inbox::Scene;
use super::session::Session;
use super::widget::{rule, upright};
use super::{App, Message, Side, theme};
use crate::export::preflight::is_of_gate;
use crate::finding::Severity;
use crate::issue::Issue;
use crate::issue::id::{DocumentId, SectionId};
use crate::issue::place::{Part, Place};

mod bars;
pub mod menu;

impl App {
    /// The window's content.
    pub fn view(&self) -> Element<'_, Message> {
        let p = self.colours();
        let base: Element<'_, Message> = match (&self.session, &self.composer) {
            _ if self.inbox.is_open => self.inbox_screen(),
            (Some(session), Some(_)) => self.frame(session.issue()),
            _ => self.start_screen(),
        };
        let base = container(base).width(Length::Fill).height(Length::Fill).style(p.panel());
        match self.over() {
            Some(over) => stack![base, over].into(),
            None => base.into(),
        }
    }

    fn start_screen(&self) -> Element<'_, Message> {
        let busy = self.busy.sentence(self.language);
        let free = !self.busy.is(Work::Fonts);
        let start = self.start.view(free, busy, self.language, self.colours());
        column![].push(self.notice_bar()).push(start.map(Message::Start)).into()
    }

    /// The inbox, instead of the pages.
    fn inbox_screen(&self) -> Element<'_, Message> {
        let p = self.colours();
        let scene = Scene {
            inbox: &self.inbox,
            issue: self.session.as_ref().map(Session::issue),
            acceptable: self.acceptable().len(),
            language: self.language,
            palette: p,
        };
        column![scene.bar().map(Message::Inbox), rule(p)]
            .push(self.notice_bar())
            .push(scene.body().map(Message::Inbox))
            .into()
    }

    /// Palette, dialog or menu, over everything.
    fn over(&self) -> Option<Element<'_, Message>> {
        let p = self.colours();
        if let (None, None, Some(terms)) = (&self.dialog, &self.palette, &self.terms) {
            let card = terms.view(self.language, p).map(Message::Terms);
            return Some(opaque(center(container(card).id(OVER)).style(p.shade())));
        }
        if let (None, Some(writing)) = (&self.dialog, &self.writing) {
            let card = writing.view(self.language, p).map(Message::Writing);
            return Some(opaque(center(container(card).id(OVER)).style(p.shade())));
        }
        if let (None, None, Some(covering), Some(session)) =
            (&self.dialog, &self.palette, &self.covering, &self.session)
        {
            let card = covering.view(session.issue(), self.language, p).map(Message::Covering);
            return Some(opaque(center(container(card).id(OVER)).style(p.shade())));
        }
        if let (None, None, Some(comparing)) = (&self.dialog, &self.palette, &self.comparing) {
            let card = comparing.view(self.language, p).map(Message::Comparing);
            return Some(opaque(center(container(card).id(OVER)).style(p.shade())));
        }
        let card = match (&self.dialog, &self.palette, self.menu) {
            (Some(dialog), _, _) => {
                dialog.view(self.proofing, self.language, p).map(Message::Dialog)
            }
            (None, Some(palette), _) => {
                let can = |command| self.can(command);
                palette.view(self.language, can, p).map(Message::Palette)
            }
            (None, None, Some(menu)) => return Some(self.menu(menu)),
            (None, None, None) => return None,
        };
        let card = container(card).id(OVER);
        Some(opaque(center(card).style(p.shade())))
    }

    fn frame<'a>(&'a self, issue: &'a Issue) -> Element<'a, Message> {
        let p = self.colours();
        let narrow = usize::from(self.width < theme::NARROW);
        let width = |widths: [f32; 2]| widths.get(narrow).copied().unwrap_or(widths[0]);
        let mut middle = row![];
        if let Some(composer) = self.composer.as_ref().filter(|_| self.shows_outline) {
            let current = self.current_document();
            let outline = self.outline.view(issue, &composer.lines, current, self.language, p);
            let outline = container(outline.map(Message::Outline)).width(width(theme::OUTLINE));
            middle = middle.push(outline).push(upright(p));
        }
        let bar = self
            .find
            .is_open
            .then(|| self.find.view(self.editor.selection, self.language, p).map(Message::Find));
        let pages = column![].push(bar).push(self.pages());
        middle = middle.push(container(pages).width(Length::Fill).height(Length::Fill));
        if !self.hides_side() {
            let side = container(self.side_panel(issue)).id(SIDE).width(width(theme::SIDE));
            middle = middle.push(upright(p)).push(side);
        }
        column![self.top_bar(issue), rule(p)]
            .push(self.notice_bar())
            .push(self.busy_bar())
            .push(middle.height(Length::Fill))
            .push(rule(p))
            .push(self.status_bar())
            .into()
    }

    fn pages(&self) -> Element<'_, Message> {
        let Some(composer) = &self.composer else { return space::horizontal().into() };
        let canvas = Canvas {
            editor: &self.editor,
            composer,
            marks: self.marks(),
            overlay: self.overlay(),
            palette: self.colours(),
            device: self.device,
        };
        Element::from(canvas).map(Message::Pages)
    }

    /// What was found, and what preflight shows on the pages while its panel is open.
    fn overlay(&self) -> Overlay<'_> {
        let found = self.find.found();
        match (&self.session, self.side) {
            (Some(session), Side::Press) => {
                let revision = session.revision();
                let outlined = self.press_panel.outlined(revision);
                let inks = self.press_panel.inks(revision);
                Overlay { outlined, inks, found }
            }
            (_, Side::Inspector | Side::Findings | Side::Style) | (None, Side::Press) => {
                Overlay { found, ..Overlay::default() }
            }
        }
    }

    /// What is underlined on the pages.
    fn marks(&self) -> Vec<(Place, Color)> {
        let p = self.colours();
        let colour = |severity| match severity {
            Severity::Error => Some(p.red),
            Severity::Warning => Some(p.amber),
            Severity::Info => None,
        };
        // The worst stand first, and are drawn over the others.
        let findings = self.findings.1.iter().rev();
        let marks = findings.filter_map(|finding| {
            Some((findings::underlined(finding.place?), colour(finding.severity)?))
        });
        marks.collect()
    }

    fn side_panel<'a>(&'a self, issue: &'a Issue) -> Element<'a, Message> {
        let p = self.colours();
        let page = self.composer.as_ref().map(|composer| &composer.style.page);
        let content = match (self.side, &self.composer) {
            (Side::Findings, Some(composer)) => self
                .findings_panel
                .view(&self.findings.1, &composer.lines, self.language, p)
                .map(Message::Findings),
            (Side::Style, _) => {
                self.style_panel.view(issue, self.language, p).map(Message::StylePanel)
            }
            (Side::Press, Some(composer)) => {
                let revision = self.session.as_ref().map_or(0, Session::revision);
                let now = (revision, composer.lines.pages().len());
                let working = [Work::Preflight, Work::Packing].map(|work| self.busy.is(work));
                let panel = self.press_panel.view(now, working, self.language, p);
                panel.map(Message::PressPanel)
            }
            (Side::Inspector, _) | (Side::Findings | Side::Press, None) => self
                .inspector
                .view(issue, self.current_part(), page, (self.language, p))
                .map(Message::Inspector),
        };
        column![self.tabs(), rule(p), content].into()
    }

    /// Whether there is no room for the panel at the right beside the outline.
    pub(super) const fn hides_side(&self) -> bool {
        self.shows_outline && self.width < theme::TIGHT
    }

    /// How many findings are this bad.
    pub(super) fn count(&self, severity: Severity) -> usize {
        self.findings.1.iter().filter(|finding| finding.severity == severity).count()
    }

    /// How many errors the checker found that the gate before printing does not say itself.
    pub(super) fn unmended(&self) -> usize {
        let errors = self.findings.1.iter().filter(|own| own.severity == Severity::Error);
        errors.filter(|own| !is_of_gate(own)).count()
    }

    /// The text that holds the caret.
    pub(crate) fn current_part(&self) -> Option<Part> {
        Some(self.editor.selection?.head.part)
    }

    /// The document that holds the caret.
    pub(crate) fn current_document(&self) -> Option<DocumentId> {
        self.current_part()?.document()
    }

    /// The section whose name holds the caret.
    pub(crate) fn current_section(&self) -> Option<SectionId> {
        match self.current_part()? {
            Part::SectionName(section) => Some(section),
            Part::Masthead(_)
            | Part::MongolianLine(_)
            | Part::Colophon(_)
            | Part::Field(..)
            | Part::Attached(..)
            | Part::Block(..)
            | Part::Cell(..) => None,
        }
    }
}
