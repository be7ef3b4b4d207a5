//! 大纲: the sections with their documents, in the order of print.

use iced::advanced::widget::Id;
use iced::keyboard::key::Named;
use iced::keyboard::{Key, Modifiers};
use iced::widget::{column, container, row, text_input};
use iced::{Element, Length, Padding};

use crate::app::action::{Action, Command};
use crate::app::language::{Language, Words};
use crate::app::page_editor::lines::Lines;
use crate::app::theme::{self, Palette};
use crate::app::widget::press::{Drag, Half, OnKey, Press, Stop};
use crate::app::widget::{hint, item, key, line, muted, rule, scroll, side_by_side, small, whole};
use crate::issue::Issue;
use crate::issue::document::Document;
use crate::issue::edit::Edit;
use crate::issue::id::{DocumentId, SectionId};
use crate::issue::place::{self, Field, Part, Place};
use crate::issue::text::{Range, Text};

pub mod order;

use self::order::{Row, Way};

mod words {
    use super::Words;
    pub(super) const ADD_DOCUMENT: Words = ("＋文件", "+Doc");
    pub(super) const ADD_SECTION: Words = ("＋栏目", "+Section");
    pub(super) const UP: Words = ("上移（Ctrl+Shift+↑）", "Move up (Ctrl+Shift+↑)");
    pub(super) const DOWN: Words = ("下移（Ctrl+Shift+↓）", "Move down (Ctrl+Shift+↓)");
    pub(super) const REMOVE: Words = ("删除", "✕");
    pub(super) const REMOVE_HINT: Words =
        ("删除所选的文件或栏目；可用 Ctrl+Z 撤销", "Removes what is chosen; Ctrl+Z takes it back");
    pub(super) const UNTITLED: Words = ("（无标题）", "(untitled)");
    pub(super) const UNNAMED: Words = ("（未命名栏目）", "(unnamed section)");
    pub(super) const EMPTY: Words =
        ("本期还没有栏目；点“＋栏目”开始", "No sections yet; begin with “+Section”");
    pub(super) const NO_DOCUMENTS: Words = ("还没有文件", "No documents");
}

/// The scrolled list, and the field in which a section is renamed.
const LIST: &str = "outline";
const RENAME: &str = "outline-rename";

/// Which row the keys are about, what is dragged, what is renamed.
#[derive(Debug, Default)]
pub(crate) struct Outline {
    cursor: Option<Row>,
    dragged: Option<Row>,
    over: Option<(Row, Half)>,
    renaming: Option<SectionId>,
}

/// What happens in the outline.
#[derive(Debug, Clone)]
pub enum Message {
    /// A row was clicked, or Enter pressed on it.
    Chosen(Row),
    /// A key asks for the row beside.
    Stepped(Row, Way),
    /// A row is to be moved one place.
    Moved(Row, Way),
    /// A row is dragged.
    Grabbed(Row),
    /// What is dragged is over half of a row.
    Over(Row, Half),
    /// What is dragged is let go.
    Dropped,
    /// A section's name, or a document's title, is to be written.
    Renamed(Row),
    /// A section's name was written.
    Named(SectionId, String),
    /// The name is right.
    NamingDone,
    /// A row goes.
    Removed(Row),
    /// A button below the list.
    #[doc(hidden)]
    Run(RunMessage),
}

/// Carries a command.
#[derive(Debug, Clone, Copy)]
pub struct RunMessage(pub(crate) Command);

/// The name of a row, for focus.
fn id(row: Row) -> Id {
    match row {
        Row::Section(id) => Id::from(format!("outline-s{id}")),
        Row::Document(id) => Id::from(format!("outline-d{id}")),
    }
}

/// The text that a row stands for.
const fn part(row: Row) -> Part {
    match row {
        Row::Section(id) => Part::SectionName(id),
        Row::Document(id) => Part::Field(id, Field::Title),
    }
}

impl Outline {
    /// Carries out a message.
    pub(crate) fn update(&mut self, message: Message, issue: &Issue) -> Action {
        match message {
            Message::Chosen(row) => {
                self.cursor = Some(row);
                self.renaming = None;
                Action::Select(Place::new(part(row), Range::new(0, 0)))
            }
            Message::Stepped(row, way) => match order::beside(issue, row, way) {
                Some(next) => self.reach(next),
                None => Action::None,
            },
            Message::Moved(row, way) => match order::step(issue, row, way) {
                Some(edit) => Action::Edit(edit).then(self.reach(row)),
                None => Action::None,
            },
            Message::Grabbed(row) => {
                self.dragged = Some(row);
                self.cursor = Some(row);
                self.renaming = None;
                Action::None
            }
            Message::Over(row, half) => {
                self.over = Some((row, half));
                Action::None
            }
            Message::Dropped => {
                let (dragged, over) = (self.dragged.take(), self.over.take());
                let edit = dragged
                    .zip(over)
                    .and_then(|(row, (over, half))| order::drop(issue, row, over, half));
                edit.map_or(Action::None, Action::Edit)
            }
            Message::Renamed(row) => self.rename(row, issue),
            Message::Named(id, name) => {
                let edit = Edit::rewrite(issue, Part::SectionName(id), &name);
                edit.map_or(Action::None, Action::Typed)
            }
            Message::NamingDone => match self.renaming.take() {
                Some(section) => self.reach(Row::Section(section)),
                None => Action::None,
            },
            Message::Removed(row) => self.remove(row, issue),
            Message::Run(RunMessage(command)) => Action::Run(command),
        }
    }

    /// Ends what Escape ends; says whether there was anything.
    pub(crate) fn escape(&mut self) -> bool {
        let was = self.renaming.is_some() || self.dragged.is_some();
        self.renaming = None;
        self.dragged = None;
        self.over = None;
        was
    }

    /// The row that is the keys' own from now on.
    fn reach(&mut self, row: Row) -> Action {
        self.cursor = Some(row);
        let seen = Action::Reveal { list: Id::new(LIST), item: id(row) };
        Action::Focus(id(row)).then(seen)
    }

    /// Puts the focus into the outline.
    pub(crate) fn focus(&mut self, issue: &Issue, current: Option<DocumentId>) -> Action {
        match self.cursor(issue, current) {
            Some(row) => self.reach(row),
            None => Action::None,
        }
    }

    fn rename(&mut self, row: Row, issue: &Issue) -> Action {
        self.cursor = Some(row);
        match row {
            Row::Section(id) => {
                self.renaming = Some(id);
                Action::Focus(Id::new(RENAME))
            }
            Row::Document(_) => {
                let length = place::text(issue, part(row)).map_or(0, Text::len);
                Action::Select(Place::new(part(row), Range::new(0, length)))
            }
        }
    }

    fn remove(&mut self, row: Row, issue: &Issue) -> Action {
        let edit = match row {
            Row::Section(id) => Edit::remove_section(issue, id).ok(),
            Row::Document(document) => Some(Edit::RemoveDocument { document }),
        };
        let Some(edit) = edit else { return Action::None };
        // The row that takes its place has the keys next.
        let gone = |own: &Row| match (row, *own) {
            (Row::Section(id), Row::Document(inner)) => issue
                .section(id)
                .is_some_and(|section| section.documents.iter().any(|own| own.id == inner)),
            (_, own) => own == row,
        };
        let rows = order::rows(issue);
        let at = rows.iter().position(gone).unwrap_or_default();
        let behind = rows.iter().skip(at).find(|own| !gone(own));
        let before = rows.iter().take(at).rev().find(|own| !gone(own));
        match behind.or(before).copied() {
            Some(next) => Action::Edit(edit).then(self.reach(next)),
            None => Action::Edit(edit),
        }
    }

    /// The row that keys and buttons are about.
    fn cursor(&self, issue: &Issue, current: Option<DocumentId>) -> Option<Row> {
        let rows = order::rows(issue);
        let there = |row: &Row| rows.contains(row);
        let document = current.map(Row::Document);
        self.cursor.filter(there).or(document).or_else(|| rows.first().copied())
    }

    /// The caret came into another document: so does the row.
    pub(crate) fn follow(&mut self, current: Option<DocumentId>) {
        if let Some(id) = current {
            self.cursor = Some(Row::Document(id));
        }
    }

    /// The panel; `current` is the document that holds the caret.
    pub(crate) fn view<'a>(
        &'a self,
        issue: &'a Issue,
        lines: &Lines,
        current: Option<DocumentId>,
        language: Language,
        p: Palette,
    ) -> Element<'a, Message> {
        let cursor = self.cursor(issue, current);
        let look = RowLook { outline: self, cursor, current, language, p };
        let mut list = column![].spacing(1);
        if issue.sections.is_empty() {
            let words = muted(language.say(words::EMPTY), theme::LABEL, p);
            list = list.push(container(words).padding(theme::ROW));
        }
        for section in &issue.sections {
            list = list.push(look.section(section.id, &section.name.string));
            if section.documents.is_empty() {
                let words = muted(language.say(words::NO_DOCUMENTS), theme::LABEL, p);
                list = list.push(container(words).padding(Padding::from(theme::ROW).left(22)));
            }
            for document in &section.documents {
                let page = lines.page_of(Part::Field(document.id, Field::Title));
                let folio = page.and_then(|page| lines.pages().get(page)?.folio);
                list = list.push(look.document(document, folio));
            }
        }
        column![
            scroll(LIST, list.padding(6), p).height(Length::Fill),
            rule(p),
            bar(cursor, language, p),
        ]
        .into()
    }
}

fn bar<'a>(cursor: Option<Row>, language: Language, p: Palette) -> Element<'a, Message> {
    let run = |command| Some(Message::Run(RunMessage(command)));
    let moved = |way| cursor.map(|row| Message::Moved(row, way));
    let things = vec![
        small(language.say(words::ADD_DOCUMENT), run(Command::AddDocument), p),
        small(language.say(words::ADD_SECTION), run(Command::AddSection), p),
        iced::widget::space::horizontal().into(),
        hint(small("↑", moved(Way::Up), p), language.say(words::UP), p),
        hint(small("↓", moved(Way::Down), p), language.say(words::DOWN), p),
        hint(
            small(language.say(words::REMOVE), cursor.map(Message::Removed), p),
            language.say(words::REMOVE_HINT),
            p,
        ),
    ];
    side_by_side(things, 0.0).padding([4.0, 6.0]).into()
}

/// What rows look like now.
#[derive(Clone, Copy)]
struct RowLook<'a> {
    outline: &'a Outline,
    cursor: Option<Row>,
    current: Option<DocumentId>,
    language: Language,
    p: Palette,
}

impl<'a> RowLook<'a> {
    fn section(self, id: SectionId, name: &'a str) -> Element<'a, Message> {
        let Self { language, p, .. } = self;
        if self.outline.renaming == Some(id) {
            let field = text_input(language.say(words::UNNAMED), name)
                .id(RENAME)
                .on_input(move |name| Message::Named(id, name))
                .on_submit(Message::NamingDone)
                .size(theme::TOOL)
                .padding(5)
                .style(p.field());
            return container(field).padding([2.0, 4.0]).into();
        }
        let shown = if name.is_empty() { language.say(words::UNNAMED) } else { name };
        let content = line(shown, theme::LABEL, Some(p.muted));
        let padding = Padding::from(theme::ROW).top(theme::PAD[0]);
        let pressed = Press { padding, ..self.press(Row::Section(id), content, false) };
        pressed.into()
    }

    fn document(self, document: &'a Document, folio: Option<u32>) -> Element<'a, Message> {
        let Self { language, p, .. } = self;
        let title = document.title.string.as_str();
        let (shown, colour) = if title.is_empty() {
            (language.say(words::UNTITLED), Some(p.muted))
        } else {
            (title, None)
        };
        let folio = folio.map(|folio| folio.to_string()).unwrap_or_default();
        let content = row![line(shown, theme::LIST, colour), key(folio, p)]
            .spacing(theme::PAD[0])
            .align_y(iced::Alignment::Center);
        let chosen = self.current == Some(document.id);
        let row = Row::Document(document.id);
        let pressed = self.press(row, content.into(), chosen);
        let padding = Padding::from(theme::ROW).left(theme::PAD[2]);
        let pressed = Press { padding, ..pressed };
        if title.chars().count() > 13 {
            return whole(pressed, title, p);
        }
        pressed.into()
    }

    /// The row as something to press, to drag and to reach by keys.
    fn press(self, own: Row, content: Element<'a, Message>, chosen: bool) -> Press<'a, Message> {
        let stop = if self.cursor == Some(own) { Stop::Here } else { Stop::Passes };
        let line = self.outline.over.filter(|(row, _)| *row == own).map(|(_, half)| half);
        let drag = Drag {
            grab: Message::Grabbed(own),
            over: Box::new(move |half| Message::Over(own, half)),
            drop: Message::Dropped,
            active: self.outline.dragged.is_some(),
            line,
        };
        Press {
            on_double: Some(Message::Renamed(own)),
            on_key: Some(keys(own)),
            drag: Some(drag),
            id: Some(id(own)),
            stop,
            ..item(content, chosen, Some(Message::Chosen(own)), self.p)
        }
    }
}

/// What keys do to a row that has the focus.
fn keys<'a>(row: Row) -> OnKey<'a, Message> {
    Box::new(move |key: &Key, modifiers: Modifiers| {
        let moves = modifiers.command() && modifiers.shift();
        match key {
            Key::Named(Named::ArrowUp) if moves => Some(Message::Moved(row, Way::Up)),
            Key::Named(Named::ArrowDown) if moves => Some(Message::Moved(row, Way::Down)),
            Key::Named(Named::ArrowUp) => Some(Message::Stepped(row, Way::Up)),
            Key::Named(Named::ArrowDown) => Some(Message::Stepped(row, Way::Down)),
            Key::Named(Named::F2) => Some(Message::Renamed(row)),
            Key::Named(Named::Delete) => Some(Message::Removed(row)),
            _ => None,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::template;

    fn row(issue: &Issue, index: usize) -> Row {
        order::rows(issue)[index]
    }

    #[test]
    fn a_drag_ends_in_one_move() {
        let issue = template::sample();
        let (first, last) = (row(&issue, 1), *order::rows(&issue).last().unwrap());
        let mut outline = Outline::default();
        assert_eq!(outline.update(Message::Grabbed(first), &issue), Action::None);
        assert_eq!(outline.update(Message::Over(last, Half::Lower), &issue), Action::None);
        let dropped = outline.update(Message::Dropped, &issue);
        let moved = order::drop(&issue, first, last, Half::Lower).unwrap();
        assert_eq!(dropped, Action::Edit(moved));
        assert!(outline.dragged.is_none() && outline.over.is_none());
        assert_eq!(outline.update(Message::Dropped, &issue), Action::None);
    }

    #[test]
    fn a_section_is_renamed_where_it_stands() {
        let issue = template::sample();
        let Row::Section(id) = row(&issue, 0) else { panic!("no section") };
        let mut outline = Outline::default();
        let focus = outline.update(Message::Renamed(Row::Section(id)), &issue);
        assert_eq!(focus, Action::Focus(Id::new(RENAME)));
        let name = format!("{}甲", issue.section(id).unwrap().name.string);
        let Action::Typed(edit) = outline.update(Message::Named(id, name.clone()), &issue) else {
            panic!("nothing typed");
        };
        let mut changed = issue.clone();
        let _undo = edit.apply(&mut changed).unwrap();
        assert_eq!(changed.section(id).unwrap().name.string, name);
        assert!(outline.escape());
        assert!(!outline.escape());
    }

    #[test]
    fn the_row_behind_a_removed_one_has_the_keys_next() {
        let issue = template::sample();
        let check = |removed: usize, next: Option<usize>| {
            let mut outline = Outline::default();
            let _edit = outline.update(Message::Removed(row(&issue, removed)), &issue);
            assert_eq!(outline.cursor, next.map(|index| row(&issue, index)), "{removed}");
        };
        let last = order::rows(&issue).len() - 1;
        check(1, Some(2));
        check(last, Some(last - 1));
        let documents = issue.sections.first().unwrap().documents.len();
        check(0, Some(documents + 1));
    }
}
