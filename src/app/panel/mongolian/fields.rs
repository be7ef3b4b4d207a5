//! One text with one caret in two fields, as strokes and as letters, and what of it can be taken
//! back.

use iced::widget::text_editor::{Action, Content, Cursor, Edit, Position};

use super::Writing;
use crate::issue::history::Joining;
use crate::issue::masthead::MongolianText;
use crate::text::mongolian::keys::{self, Layout};
use crate::text::mongolian::template;

/// A field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// The strokes.
    Strokes,
    /// The letters that they make.
    Letters,
}

/// The text as it was, to be taken back or done again.
#[derive(Debug, Clone)]
pub(super) struct Step {
    text: String,
    strokes: String,
    layout: Layout,
    caret: usize,
}

/// What can be taken back and done again.
#[derive(Debug, Default)]
pub(super) struct History {
    undo: Vec<Step>,
    redo: Vec<Step>,
    /// What the next change goes on with.
    run: Option<Joining>,
}

/// What the two fields show.
#[derive(Debug, Default)]
pub(super) struct Fields {
    pub(super) strokes: Content,
    pub(super) letters: Content,
}

impl Fields {
    fn content(&mut self, field: Field) -> &mut Content {
        match field {
            Field::Strokes => &mut self.strokes,
            Field::Letters => &mut self.letters,
        }
    }
}

impl Writing {
    /// The letters that strokes make.
    fn made_of(&self, strokes: &str) -> String {
        match self.target {
            MongolianText::Name => keys::from_strokes(self.layout, strokes),
            MongolianText::Line(_) => template::from_strokes(self.layout, strokes),
        }
    }

    /// The strokes that make letters; in a line, its placeholders stay.
    fn strokes_of(&self, text: &str) -> String {
        match self.target {
            MongolianText::Name => keys::to_strokes(self.layout, text),
            MongolianText::Line(_) => template::to_strokes(self.layout, text),
        }
    }

    /// How many letters the strokes before byte `column` make.
    fn letters_before(&self, column: usize) -> usize {
        let strokes = self.strokes.get(..column).unwrap_or(&self.strokes);
        self.made_of(strokes).chars().count().min(self.text.chars().count())
    }

    /// Behind which byte of the strokes the first `count` letters are made.
    fn column(&self, count: usize) -> usize {
        let begins = self.strokes.char_indices().map(|(at, _)| at);
        let columns: Vec<usize> = begins.chain([self.strokes.len()]).collect();
        let reaches = |column: &&usize| self.letters_before(**column) <= count;
        columns.iter().rev().find(reaches).copied().unwrap_or(0)
    }

    /// Carries out what is done in a field.
    pub(super) fn act(&mut self, field: Field, action: Action) {
        let joining = match &action {
            Action::Edit(Edit::Insert(sign)) if !sign.is_whitespace() => Joining::Typing,
            Action::Edit(Edit::Backspace | Edit::Delete) => Joining::Deleting,
            _ => Joining::Apart,
        };
        let action = match action {
            Action::Edit(Edit::Paste(text)) => {
                let line: String = text.chars().filter(|sign| !sign.is_control()).collect();
                Action::Edit(Edit::Paste(line.into()))
            }
            other => other,
        };
        let writes = action.is_edit();
        let content = self.fields.content(field);
        content.perform(action);
        let shown = content.text();
        let (anchor, caret) = selected(content, &shown);
        if writes {
            let (text, strokes) = match field {
                Field::Strokes => (self.made_of(&shown), shown),
                Field::Letters => (shown.clone(), self.respelled(&shown)),
            };
            if strokes != self.strokes {
                self.remember(joining);
            }
            (self.text, self.strokes) = (text, strokes);
        } else {
            self.history.run = None;
        }
        let count = |column: usize| match field {
            Field::Strokes => self.letters_before(column),
            Field::Letters => self.text.get(..column).map_or(0, |head| head.chars().count()),
        };
        (self.anchor, self.caret) = (count(anchor), count(caret));
        self.draw();
        self.show(match field {
            Field::Strokes => Field::Letters,
            Field::Letters => Field::Strokes,
        });
    }

    /// The strokes of another text: those of what stays are kept as they were typed.
    pub(super) fn respelled(&self, text: &str) -> String {
        let same = |(one, other): &(char, char)| one == other;
        let (old, new) = (self.text.chars().count(), text.chars().count());
        let start = self.text.chars().zip(text.chars()).take_while(same).count();
        let end = self.text.chars().rev().zip(text.chars().rev()).take_while(same).count();
        let end = end.min(old.min(new) - start);
        let put: String = text.chars().skip(start).take(new - end - start).collect();
        let head = self.strokes.get(..self.column(start)).unwrap_or_default();
        let tail = self.strokes.get(self.column(old - end)..).unwrap_or_default();
        let strokes = format!("{head}{}{tail}", self.strokes_of(&put));
        // A digit may mean something else behind another letter.
        if self.made_of(&strokes) == text { strokes } else { self.strokes_of(text) }
    }

    /// The fields show what is written and where the caret is.
    pub(super) fn show_both(&mut self) {
        self.show(Field::Strokes);
        self.show(Field::Letters);
    }

    fn show(&mut self, field: Field) {
        let behind = |count| {
            let signs = self.text.char_indices().nth(count);
            signs.map_or(self.text.len(), |(column, _)| column)
        };
        let (text, anchor, caret) = match field {
            Field::Strokes => (&self.strokes, self.column(self.anchor), self.column(self.caret)),
            Field::Letters => (&self.text, behind(self.anchor), behind(self.caret)),
        };
        let at = |column| Position { line: 0, column };
        let selection = (anchor != caret).then(|| at(anchor));
        let cursor = Cursor { position: at(caret), selection };
        let content = match field {
            Field::Strokes => &mut self.fields.strokes,
            Field::Letters => &mut self.fields.letters,
        };
        // A selection ends with the text that it was in.
        let ends = selection.is_none() && content.cursor().selection.is_some();
        if ends || content.text() != *text {
            *content = Content::with_text(text);
        }
        if content.cursor() != cursor {
            content.move_to(cursor);
        }
    }

    fn step(&self) -> Step {
        let Self { text, strokes, layout, caret, .. } = self;
        Step { text: text.clone(), strokes: strokes.clone(), layout: *layout, caret: *caret }
    }

    /// Before a change: a run of typing is taken back as one, a word at a time.
    pub(super) fn remember(&mut self, joining: Joining) {
        let goes_on = joining != Joining::Apart && self.history.run == Some(joining);
        if !goes_on {
            let step = self.step();
            self.history.undo.push(step);
        }
        self.history.redo.clear();
        self.history.run = Some(joining);
    }

    /// What is typed next is a change of its own.
    pub(super) fn part_typing(&mut self) {
        self.history.run = None;
    }

    pub(super) fn undo(&mut self) {
        if let Some(step) = self.history.undo.pop() {
            let now = self.step();
            self.history.redo.push(now);
            self.restore(step);
        }
    }

    pub(super) fn redo(&mut self) {
        if let Some(step) = self.history.redo.pop() {
            let now = self.step();
            self.history.undo.push(now);
            self.restore(step);
        }
    }

    fn restore(&mut self, Step { text, strokes, layout, caret }: Step) {
        (self.text, self.strokes, self.layout) = (text, strokes, layout);
        (self.anchor, self.caret) = (caret, caret);
        self.history.run = None;
        self.draw();
        self.show_both();
    }

    /// The strokes of another layout.
    pub(super) fn set_layout(&mut self, layout: Layout) {
        self.layout = layout;
        self.strokes = self.strokes_of(&self.text);
        self.history.run = None;
        self.show(Field::Strokes);
    }
}

/// Between which bytes of its text something is selected in a field: where that began, and where
/// the caret is.
fn selected(content: &Content, text: &str) -> (usize, usize) {
    let Cursor { position, selection } = content.cursor();
    let caret = position.column;
    let anchor = selection.map_or(caret, |own| own.column);
    // A word or line that was chosen as one says where it was clicked.
    match content.selection().filter(|chosen| anchor == caret && !chosen.is_empty()) {
        Some(chosen) => {
            let mut found = text.match_indices(chosen.as_str()).map(|(at, _)| at);
            let start = found.find(|at| (*at..=at + chosen.len()).contains(&caret));
            start.map_or((anchor, caret), |start| (start, start + chosen.len()))
        }
        None => (anchor, caret),
    }
}

#[cfg(test)]
mod tests {
    use iced::widget::text_editor::Motion;

    use super::super::{LayoutMessage, Message};
    use super::*;
    use crate::app::panel::mongolian::tests::writing;

    const UP: Action = Action::Edit(Edit::Backspace);

    fn strike(writing: &mut Writing, strokes: &str) {
        for stroke in strokes.chars() {
            writing.act(Field::Strokes, Action::Edit(Edit::Insert(stroke)));
        }
    }

    #[test]
    fn both_fields_and_the_sheet_have_one_caret() {
        let (mut writing, issue) = writing();
        strike(&mut writing, "qota d1ugar");
        assert_eq!((writing.text.as_str(), writing.caret), ("ᠬᠣᠲᠠ ᠳ\u{180b}ᠤᠭᠠᠷ", 11));
        for _ in 0..5 {
            writing.act(Field::Strokes, Action::Move(Motion::Left));
        }
        // Before the selector: a letter and its number are two strokes and two signs.
        assert_eq!(writing.caret, 6);
        assert_eq!(writing.fields.letters.cursor().position.column, "ᠬᠣᠲᠠ ᠳ".len());
        let _ = writing.update(Message::Caret(2), &issue);
        assert_eq!(writing.fields.strokes.cursor().position.column, 2);
        writing.act(Field::Letters, Action::Select(Motion::Right));
        assert_eq!((writing.anchor, writing.caret), (2, 3));
        assert_eq!(writing.fields.strokes.selection().as_deref(), Some("t"));
        writing.act(Field::Strokes, Action::SelectAll);
        assert_eq!((writing.anchor, writing.caret), (0, 11));
        let _ = writing.update(Message::Caret(2), &issue);
        assert_eq!(writing.fields.letters.selection(), None);
        assert_eq!(writing.strokes, "qota d1ugar", "no click writes it otherwise");
    }

    #[test]
    fn what_stays_keeps_the_strokes_that_were_typed() {
        let (mut writing, issue) = writing();
        strike(&mut writing, "qota d1ugar");
        let _ = writing.update(Message::Caret(4), &issue);
        let _ = writing.update(Message::Term("ᠶᠢᠨ".into()), &issue);
        assert_eq!(writing.strokes, "qota yin d1ugar");
        let _ = writing.update(Message::Caret(4), &issue);
        writing.act(Field::Letters, Action::Edit(Edit::Insert('ᠠ')));
        assert_eq!(writing.strokes, "qotaa yin d1ugar");
        // Behind the letter before it the digit would be another selector.
        let _ = writing.update(Message::Caret(11), &issue);
        let _ = writing.update(Message::Backspace, &issue);
        let _ = writing.update(Message::Sign('1'), &issue);
        assert_eq!(writing.made_of(&writing.strokes), writing.text);
    }

    #[test]
    fn typing_is_taken_back_by_words_and_done_again() {
        let (mut writing, issue) = writing();
        strike(&mut writing, "hota yin");
        let _ = writing.update(Message::Sign('ᠠ'), &issue);
        let mut states = vec![writing.strokes.clone()];
        for _ in 0..4 {
            let _ = writing.update(Message::Undo, &issue);
            states.push(writing.strokes.clone());
        }
        assert_eq!(states, ["hota yina", "hota yin", "hota ", "hota", ""]);
        for _ in 0..9 {
            let _ = writing.update(Message::Redo, &issue);
        }
        assert_eq!((writing.strokes.as_str(), writing.caret), ("hota yina", 9));
        writing.act(Field::Letters, UP);
        writing.act(Field::Strokes, UP);
        let _ = writing.update(Message::Layout(LayoutMessage(Layout::Microsoft)), &issue);
        let _ = writing.update(Message::Undo, &issue);
        assert_eq!(writing.strokes, "hota yina", "in the layout of the time");
        assert_eq!(writing.fields.strokes.text(), "hota yina");
        // What is done anew cannot be done again.
        strike(&mut writing, "r");
        let _ = writing.update(Message::Redo, &issue);
        assert_eq!(writing.strokes, "hota yinar");
    }
}
