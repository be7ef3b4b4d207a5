//! Top bar, notices and status bar.

use iced::widget::{column, container, row, space};
use iced::{Alignment, Color, Element, Length};

use super::menu::{LEFT, Menu};
use crate::app::action::Command;
use crate::app::language::{Language, Words};
use crate::app::page_editor::Zoom;
use crate::app::theme::{self, Palette};
use crate::app::widget::press::Press;
use crate::app::widget::{
    choice, coloured, hint, label, line, muted, prose, rule, side_by_side, small, tool, upright,
};
use crate::app::{App, CommandMessage, Message, shortcut};
use crate::finding::Severity;
use crate::issue::Issue;
use crate::issue::place;

mod words {
    use super::Words;
    pub(super) const UNDO: Words = ("撤销", "Undo");
    pub(super) const REDO: Words = ("重做", "Redo");
    pub(super) const COMMANDS: Words = ("查找命令", "Commands");
    pub(super) const SAVE: Words = ("保存", "Save");
    pub(super) const DISMISS: Words = ("知道了", "Dismiss");
    pub(super) const CANCEL: Words = ("停止", "Stop");
    pub(super) const UNSAVED: Words = ("● 未保存", "● Unsaved");
    pub(super) const SAVED: Words = ("已保存", "Saved");
    pub(super) const FIT_WIDTH: Words = ("适合宽度", "Fit width");
    pub(super) const FIT_PAGE: Words = ("适合整页", "Fit page");
    pub(super) const FULL: Words = ("实际大小", "Actual size");
}

impl App {
    fn running(&self, command: Command) -> Option<Message> {
        self.can(command).then_some(Message::Command(CommandMessage(command)))
    }

    pub(super) fn top_bar<'a>(&'a self, issue: &'a Issue) -> Element<'a, Message> {
        let p = self.colours();
        let say = |words| self.language.say(words);
        let keyed = |command: Command, words: Words| {
            let button = tool(say(words), self.running(command), p);
            hint(button, shortcut::written(command), p)
        };
        let number = &issue.number;
        let name = format!("{}年第{}期", number.year, number.label());
        let name = format!("{}　{name}", issue.masthead.chinese.string);
        let commands = label(say(words::COMMANDS), theme::TOOL);
        let commands =
            side_by_side(vec![commands, muted("Ctrl+K", theme::LABEL, p)], theme::PAD[0]);
        let commands =
            Press::new(commands, self.running(Command::ShowPalette), theme::Look::Framed, p);
        let parted = || container(upright(p)).height(theme::RULE);
        let mut bar = row![].spacing(2).align_y(Alignment::Center);
        bar = bar.extend(LEFT.map(|menu| self.menu_button(menu))).spacing(0);
        bar.push(parted())
            .push(keyed(Command::Undo, words::UNDO))
            .push(keyed(Command::Redo, words::REDO))
            .push(parted())
            .push(
                container(line(name, theme::TITLE, Some(p.text)))
                    .padding([0.0, theme::PAD[1]])
                    .width(Length::Fill),
            )
            .push(commands)
            .push(space::horizontal().width(theme::PAD[0]))
            .push(parted())
            .push(keyed(Command::Save, words::SAVE))
            .push(self.menu_button(Menu::Export))
            .padding([0.0, theme::PAD[0]])
            .height(theme::TOP_BAR)
            .into()
    }

    /// What went wrong or was done; a bar that is closed by hand.
    pub(super) fn notice_bar(&self) -> Option<Element<'_, Message>> {
        let p = self.colours();
        let notice = self.notice.as_ref()?;
        let colour = if notice.is_error { p.red } else { p.accent };
        let close = tool(self.language.say(words::DISMISS), Some(Message::NoticeRead), p);
        Some(bar(notice.text.clone(), colour, Some(close), p))
    }

    /// What is going on, with a button that stops it where it can be stopped.
    pub(super) fn busy_bar(&self) -> Option<Element<'_, Message>> {
        let p = self.colours();
        let sentence = self.busy.sentence(self.language)?;
        let stop = || tool(self.language.say(words::CANCEL), Some(Message::Stopped), p);
        Some(bar(sentence, p.muted, self.busy.can_stop().then(stop), p))
    }

    pub(super) fn status_bar(&self) -> Element<'_, Message> {
        let p = self.colours();
        let Some((session, composer)) = self.session.as_ref().zip(self.composer.as_ref()) else {
            return space::horizontal().into();
        };
        let say = |words| self.language.say(words);
        let saved = match session.is_unsaved() {
            true => coloured(say(words::UNSAVED), theme::LABEL, p.amber),
            false => muted(say(words::SAVED), theme::LABEL, p),
        };
        let fit = |command: Command, words: Words, zoom: Zoom| {
            let chosen = self.editor.zoom == zoom;
            let words = label(say(words), theme::LABEL);
            let message = Message::Command(CommandMessage(command));
            let look = if chosen { theme::Look::Chosen } else { theme::Look::Flat };
            Press {
                padding: [1.0, theme::PAD[0]].into(),
                ..Press::new(words, Some(message), look, p)
            }
        };
        let percent = format!("{}%", self.editor.percent(composer));
        let zoom = hint(small(percent, self.running(Command::ZoomFull), p), say(words::FULL), p);
        side_by_side(
            vec![
                muted(self.page_of(composer), theme::LABEL, p),
                muted(self.characters(session.issue()), theme::LABEL, p),
                space::horizontal().into(),
                self.waiting(),
                self.found(),
                saved,
                container(upright(p)).height(theme::STATUS_BAR / 2.0).into(),
                small("－", self.running(Command::ZoomOut), p),
                zoom,
                small("＋", self.running(Command::ZoomIn), p),
                fit(Command::ZoomFitWidth, words::FIT_WIDTH, Zoom::FitWidth).into(),
                fit(Command::ZoomFitPage, words::FIT_PAGE, Zoom::FitPage).into(),
            ],
            6.0,
        )
        .padding([0.0, theme::PAD[1]])
        .height(theme::STATUS_BAR)
        .into()
    }

    /// `第 12 页（12 / 20）`.
    fn page_of(&self, composer: &crate::app::composer::Composer) -> String {
        let pages = composer.lines.pages();
        let page = self.editor.current_page(composer);
        let (at, all) = (page + 1, pages.len());
        match (pages.get(page).and_then(|page| page.folio), self.language) {
            (Some(folio), Language::Chinese) => format!("第 {folio} 页（{at} / {all}）"),
            (Some(folio), Language::English) => format!("p. {folio} ({at} / {all})"),
            (None, _) => format!("{at} / {all}"),
        }
    }

    /// How many characters are selected, or are in the document of the caret.
    fn characters(&self, issue: &Issue) -> String {
        let count = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count();
        let selection = self.editor.selection.filter(|selection| !selection.is_caret());
        if let Some(selection) = selection {
            let count = count(&selection.text(issue));
            return match self.language {
                Language::Chinese => format!("已选 {count} 字"),
                Language::English => format!("characters selected: {count}"),
            };
        }
        let document = self.current_document().and_then(|id| issue.document(id));
        let Some(document) = document else { return String::new() };
        let texts = place::document_texts(document);
        let count: usize = texts.iter().map(|(_, text)| count(&text.string)).sum();
        match self.language {
            Language::Chinese => format!("本文件 {count} 字"),
            Language::English => format!("{count} characters in this document"),
        }
    }

    /// How many documents wait in the inbox; a click leads there.
    fn waiting(&self) -> Element<'_, Message> {
        if self.inbox.is_empty() {
            return space::horizontal().width(0.0).into();
        }
        let p = self.colours();
        let count = self.incoming();
        let name = Command::ShowInbox.name(self.language);
        let message = Message::Command(CommandMessage(Command::ShowInbox));
        let words = coloured(format!("{name} {count}"), theme::LABEL, p.accent);
        let press = Press {
            padding: [1.0, theme::PAD[0]].into(),
            ..Press::new(words, Some(message), theme::Look::Flat, p)
        };
        hint(press, shortcut::written(Command::ShowInbox), p)
    }

    fn found(&self) -> Element<'_, Message> {
        let p = self.colours();
        let (errors, warnings) = (self.count(Severity::Error), self.count(Severity::Warning));
        let words = match self.language {
            Language::Chinese => format!("{errors} 错误　{warnings} 提醒"),
            Language::English => format!("{errors} errors　{warnings} warnings"),
        };
        let colour = if errors > 0 { p.red } else { p.muted };
        let message = Message::Command(CommandMessage(Command::ShowFindings));
        let words = coloured(words, theme::LABEL, colour);
        Press {
            padding: [1.0, theme::PAD[0]].into(),
            ..Press::new(words, Some(message), theme::Look::Flat, p)
        }
        .into()
    }

    /// The tabs of the panel at the right.
    pub(super) fn tabs(&self) -> Element<'_, Message> {
        use crate::app::Side;
        let p = self.colours();
        let name = |command: Command| label(command.name(self.language), theme::TOOL);
        let tab = |words, side, command| {
            let message = Message::Command(CommandMessage(command));
            choice(words, self.side == side, message, p)
        };
        let colour = if self.count(Severity::Error) > 0 { p.red } else { p.muted };
        let count = coloured(self.findings.1.len().to_string(), theme::LABEL, colour);
        let findings = side_by_side(vec![name(Command::ShowFindings), count], theme::PAD[0]);
        row![
            tab(name(Command::ShowInspector), Side::Inspector, Command::ShowInspector),
            tab(findings.into(), Side::Findings, Command::ShowFindings),
            tab(name(Command::ShowStyle), Side::Style, Command::ShowStyle),
            tab(name(Command::ShowPress), Side::Press, Command::ShowPress),
        ]
        .spacing(4)
        .padding(6)
        .wrap()
        .into()
    }
}

/// A sentence over the pages, and a button beside it.
fn bar<'a>(
    words: String,
    colour: Color,
    button: Option<Element<'a, Message>>,
    p: Palette,
) -> Element<'a, Message> {
    let bar = row![prose(words, theme::TOOL, colour)]
        .push(button)
        .spacing(theme::PAD[0])
        .padding([4.0, theme::PAD[1]])
        .align_y(Alignment::Center);
    column![container(bar).style(p.band()).width(Length::Fill), rule(p)].into()
}
