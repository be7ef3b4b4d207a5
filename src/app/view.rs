//! The frame: top bar, outline, pages, side panel, status bar, and what lies over them.

use iced::widget::{button, center, column, container, opaque, row, space, stack, text};
use iced::{Alignment, Color, Element, Length};

use super::action::Command;
use super::page_editor::canvas::Canvas;
use super::panel::findings;
use super::widget::{label, muted, rule, side_by_side, tool, upright};
use super::{App, CommandMessage, Message, Side, theme};
use crate::finding::Severity;
use crate::issue::Issue;
use crate::issue::id::DocumentId;
use crate::issue::place::Place;

impl App {
    /// The window's content.
    pub fn view(&self) -> Element<'_, Message> {
        let p = self.colours();
        let base: Element<'_, Message> = match (&self.session, &self.composer) {
            (Some(session), Some(_)) => self.frame(session.issue()),
            _ => column![self.notice_bar(), self.start.view(self.language, p).map(Message::Start)]
                .into(),
        };
        let base = container(base).width(Length::Fill).height(Length::Fill).style(p.panel());
        let over = self.over();
        match over {
            Some(over) => stack![base, opaque(over)].into(),
            None => base.into(),
        }
    }

    /// Palette or dialog, over everything.
    fn over(&self) -> Option<Element<'_, Message>> {
        let p = self.colours();
        let card = match (&self.dialog, &self.palette) {
            (Some(dialog), _) => dialog.view(self.language, p).map(Message::Dialog),
            (None, Some(palette)) => palette.view(self.language, p).map(Message::Palette),
            (None, None) => return None,
        };
        let shade = move |_: &iced::Theme| container::Style {
            background: Some(Color { a: 0.35, ..Color::BLACK }.into()),
            ..container::Style::default()
        };
        Some(center(card).style(shade).into())
    }

    fn frame<'a>(&'a self, issue: &'a Issue) -> Element<'a, Message> {
        let p = self.colours();
        let mut middle = row![];
        if self.shows_outline {
            let current = self.current_document();
            let outline = self.outline.view(issue, current, self.language, p);
            let outline = container(outline.map(Message::Outline)).width(theme::OUTLINE);
            middle = middle.push(outline).push(upright(p));
        }
        middle = middle.push(container(self.pages()).width(Length::Fill).height(Length::Fill));
        middle = middle.push(upright(p));
        middle = middle.push(container(self.side_panel(issue)).width(theme::SIDE));
        column![
            self.top_bar(issue),
            rule(p),
            self.notice_bar(),
            middle.height(Length::Fill),
            rule(p),
            self.status_bar(),
        ]
        .into()
    }

    fn pages(&self) -> Element<'_, Message> {
        let Some(composer) = &self.composer else { return space::horizontal().into() };
        let canvas = Canvas {
            editor: &self.editor,
            composer,
            marks: self.marks(),
            palette: self.colours(),
            device: self.device,
        };
        Element::from(canvas).map(Message::Pages)
    }

    /// What is underlined on the pages.
    fn marks(&self) -> Vec<(Place, Color)> {
        let p = self.colours();
        let colour = |severity| match severity {
            Severity::Error => Some(p.red),
            Severity::Warning => Some(p.amber),
            Severity::Info => None,
        };
        let findings = self.findings.1.iter();
        let marks = findings.filter_map(|finding| {
            Some((findings::underlined(finding.place?), colour(finding.severity)?))
        });
        marks.collect()
    }

    fn side_panel<'a>(&'a self, issue: &'a Issue) -> Element<'a, Message> {
        let p = self.colours();
        let errors = self.count(Severity::Error);
        let checks =
            format!("{} {}", self.language.pick("检查", "Findings"), self.findings.1.len());
        let tab = |words: String, side: Side, command: Command| {
            let colour = if side == Side::Findings && errors > 0 { p.red } else { p.text };
            button(text(words).size(theme::TOOL).color(colour))
                .padding([5.0, 12.0])
                .style(p.flat(self.side == side))
                .on_press(Message::Command(CommandMessage(command)))
        };
        let inspector = self.language.pick("属性", "Properties").to_owned();
        let tabs = row![
            tab(inspector, Side::Inspector, Command::ShowInspector),
            tab(checks, Side::Findings, Command::ShowFindings),
        ]
        .spacing(4)
        .padding(6);
        let content = match self.side {
            Side::Inspector => self
                .inspector
                .view(issue, self.current_document(), self.language, p)
                .map(Message::Inspector),
            Side::Findings => {
                self.findings_panel.view(&self.findings.1, self.language, p).map(Message::Findings)
            }
        };
        column![tabs, rule(p), content].into()
    }

    fn top_bar<'a>(&'a self, issue: &'a Issue) -> Element<'a, Message> {
        let p = self.colours();
        let number = &issue.number;
        let name = format!("{}年第{}期", number.year, number.label());
        let name = format!("{}　{name}", issue.masthead.chinese.string);
        let run = |command: Command, words: &'static str| {
            let message = Message::Command(CommandMessage(command));
            tool(words, self.can(command).then_some(message), p)
        };
        let pick = |chinese, english| self.language.pick(chinese, english);
        row![
            label(name, theme::TITLE),
            space::horizontal(),
            run(Command::Undo, pick("撤销", "Undo")),
            run(Command::Redo, pick("重做", "Redo")),
            run(Command::ShowPalette, pick("命令 Ctrl+K", "Commands Ctrl+K")),
            run(Command::Save, pick("保存", "Save")),
            run(Command::ExportPdf, pick("导出", "Export")),
        ]
        .spacing(4)
        .padding([0.0, theme::PAD[1]])
        .align_y(Alignment::Center)
        .height(theme::TOP_BAR)
        .into()
    }

    /// What went wrong or was done; a bar that is closed by hand.
    fn notice_bar(&self) -> Element<'_, Message> {
        let p = self.colours();
        let (words, colour) = match (&self.notice, self.busy) {
            (Some(notice), _) => {
                (notice.text.as_str(), if notice.is_error { p.red } else { p.accent })
            }
            (None, Some(busy)) => (busy, p.muted),
            (None, None) => return space::vertical().height(0.0).into(),
        };
        let mut bar = row![text(words).size(theme::TOOL).color(colour).width(Length::Fill)]
            .spacing(8)
            .padding([6.0, theme::PAD[1]])
            .align_y(Alignment::Center);
        if self.notice.is_some() {
            let close = self.language.pick("知道了", "Dismiss");
            bar = bar.push(tool(close, Some(Message::NoticeRead), p));
        }
        column![bar, rule(p)].into()
    }

    fn status_bar(&self) -> Element<'_, Message> {
        let p = self.colours();
        let Some((session, composer)) = self.session.as_ref().zip(self.composer.as_ref()) else {
            return space::horizontal().into();
        };
        let pages = composer.lines.pages();
        let page = self.editor.current_page(composer);
        let folio = pages.get(page).and_then(|page| page.folio);
        let of = match folio {
            Some(folio) => format!("第 {folio} 页（{} / {}）", page + 1, pages.len()),
            None => format!("{} / {}", page + 1, pages.len()),
        };
        let characters = self.editor.selection.map_or(0, |selection| {
            selection.text(session.issue()).chars().filter(|c| !c.is_whitespace()).count()
        });
        let selected =
            if characters > 0 { format!("已选 {characters} 字") } else { String::new() };
        let saved = match session.is_unsaved() {
            true => self.language.pick("未保存", "Unsaved"),
            false => self.language.pick("已保存", "Saved"),
        };
        let found =
            format!("{} 错误　{} 提醒", self.count(Severity::Error), self.count(Severity::Warning));
        let zoom = format!("{}%", self.editor.percent(composer));
        let run = |command, words: String| {
            let size = theme::LABEL;
            button(label(words, size))
                .padding([1.0, 8.0])
                .style(p.flat(false))
                .on_press(Message::Command(CommandMessage(command)))
        };
        side_by_side(
            vec![
                muted(of, theme::LABEL, p),
                muted(selected, theme::LABEL, p),
                space::horizontal().into(),
                run(Command::ShowFindings, found).into(),
                muted(saved, theme::LABEL, p),
                run(Command::ZoomOut, "－".to_owned()).into(),
                run(Command::ZoomFitWidth, zoom).into(),
                run(Command::ZoomIn, "＋".to_owned()).into(),
            ],
            10.0,
        )
        .padding([0.0, theme::PAD[1]])
        .height(theme::STATUS_BAR)
        .into()
    }

    /// How many findings are this bad.
    fn count(&self, severity: Severity) -> usize {
        self.findings.1.iter().filter(|finding| finding.severity == severity).count()
    }

    /// The document that holds the caret.
    pub(crate) fn current_document(&self) -> Option<DocumentId> {
        self.editor.selection?.head.part.document()
    }
}
