//! Writing Mongolian for the cover: strokes, a keyboard on the screen, terms and variants of letters
//! → the name, or a line about every issue, shown as the page will show it. Whether it is right says
//! its reader, elsewhere.

use std::sync::Arc;

use iced::widget::text_editor;

use crate::app::action::{Action, Command};
use crate::app::language::Language;
use crate::app::page_editor::Key;
use crate::app::page_editor::lines::{Lines, Position};
use crate::app::preview::{self as drawing, Picture};
use crate::export::Pictures;
use crate::font::{FontBook, FontId};
use crate::issue::Issue;
use crate::issue::cover::IssueLine;
use crate::issue::edit::{Edit, Setting};
use crate::issue::history::Joining;
use crate::issue::masthead::{MongolianLine, MongolianText, Script};
use crate::issue::place::Part;
use crate::layout::cover::{line_text, values};
use crate::term::{Suggestion, Term, Termbase};
use crate::text::mongolian::keys::Layout;
use crate::text::mongolian::shape::{Variant, variants};
use crate::text::mongolian::template::{self, Digits, Values};
use crate::text::mongolian::word::{Fault, faults};
use crate::text::mongolian::{SUFFIX_GAP, is_in_word, is_selector};

mod fields;
mod hand;
pub(super) mod preview;
pub(crate) mod sheet;
mod view;

pub use self::fields::Field;
use self::fields::{Fields, History};
use self::preview::{page, picture};

/// The name of the field of strokes, for focus.
pub(crate) const FIELD: &str = "mongolian-strokes";

/// Width and height of the name's picture at most, in logical pixels.
const PAPER: (u16, u16) = (296, 616);
/// Height of a variant's picture.
const TALL: u32 = 84;
/// So many terms that go on from what is written are offered.
const MOST: usize = 3;

/// The name as it stands on the sheet.
#[derive(Debug)]
pub(crate) struct Shown {
    picture: Picture,
    /// Its columns, for the caret.
    lines: Lines,
}

/// A place in the name.
fn at(offset: usize) -> Position {
    let part = Part::Masthead(Script::Mongolian);
    Position { part, offset: u32::try_from(offset).unwrap_or(u32::MAX) }
}

/// Mongolian that is being written.
#[derive(Debug)]
pub(crate) struct Writing {
    book: Arc<FontBook>,
    target: MongolianText,
    chinese: String,
    /// What a line puts in for its placeholders, and in which digits.
    values: (Values, Digits),
    /// What is wrong with the placeholders of a line.
    wrong: Option<template::Fault>,
    /// What it was before.
    before: String,
    text: String,
    /// How many signs stand before the caret.
    caret: usize,
    /// The same for where the selection begins; the caret where nothing is selected.
    anchor: usize,
    /// What the input method is about to give at the caret.
    preedit: String,
    /// The strokes that make it.
    strokes: String,
    /// The two as the fields show them.
    fields: Fields,
    history: History,
    /// The font that it is set in.
    face: Option<FontId>,
    layout: Layout,
    /// Whether the keyboard on the screen shows what Shift gives.
    shift: bool,
    terms: Termbase,
    suggestions: Vec<Suggestion>,
    /// Terms that print like what stands before the caret and go on from there.
    completions: Vec<Term>,
    faults: Vec<Fault>,
    shown: Option<Shown>,
    variants: Vec<(Variant, Option<Picture>)>,
}

/// What happens while a name is written.
#[derive(Debug, Clone)]
pub enum Message {
    /// Something is done in a field.
    Acted(Field, text_editor::Action),
    /// The last change is taken back.
    Undo,
    /// It is done again.
    Redo,
    /// A key of the keyboard on the screen.
    Sign(char),
    /// A placeholder of a line, or a choice.
    Put(&'static str),
    /// The sign before the caret goes.
    Backspace,
    /// The caret stands behind so many signs.
    Caret(usize),
    /// The word that holds the caret becomes this spelling of the same letters.
    Variant(String),
    /// A term is put where the caret stands.
    Term(String),
    /// A term stands instead of its begin before the caret.
    Completed(String),
    /// The mouse was pressed behind so many characters; with Shift, twice, three times.
    Pressed {
        /// How many characters stand before the place.
        at: usize,
        /// The selection reaches to here.
        extend: bool,
        /// 1, 2 (a word) or 3 (everything).
        clicks: u8,
    },
    /// The mouse moves with its button down.
    Dragged(usize),
    /// Strokes of the layout, on the sheet.
    Struck(String),
    /// Characters from the input method or the clipboard, on the sheet.
    Given(String),
    /// The input method shows what it is about to give.
    Preedit(String),
    /// A key that moves or changes, on the sheet.
    Key(Key),
    /// The termbase is opened.
    Terms,
    /// A fault is mended.
    Mend(usize),
    /// The keys stand for other letters.
    #[doc(hidden)]
    Layout(LayoutMessage),
    /// The other level of the keyboard.
    Shift,
    /// The name is written.
    Accepted,
    /// It stays as it was.
    Cancelled,
}

/// Carries a layout.
#[derive(Debug, Clone, Copy)]
pub struct LayoutMessage(Layout);

impl Writing {
    /// A text of `issue`, to be written.
    pub(crate) fn new(
        target: MongolianText,
        issue: &Issue,
        terms: &Termbase,
        (book, language): (Arc<FontBook>, Language),
    ) -> Self {
        let masthead = &issue.masthead;
        let chosen = || book.named(Script::Mongolian, &masthead.lettering(Script::Mongolian).font?);
        // Lines are set in the usual font.
        let face = (target == MongolianText::Name).then(chosen).flatten();
        let face = face.or_else(|| book.mongolian());
        let (chinese, text, line) = match target {
            MongolianText::Name => {
                let name = masthead.mongolian.string.clone();
                (masthead.chinese.string.clone(), name, MongolianLine::Number)
            }
            MongolianText::Line(line) => {
                let text = masthead.lines.get(&line).map(|own| own.text.clone());
                let text = text.unwrap_or_default();
                let text = match language {
                    Language::Chinese => template::in_chinese(&text),
                    Language::English => text,
                };
                (chinese_line(issue, line), text, line)
            }
        };
        let mut writing = Self {
            book,
            target,
            suggestions: terms.suggest(&chinese),
            terms: terms.clone(),
            completions: Vec::new(),
            chinese,
            values: (values(issue, line), masthead.digits),
            wrong: None,
            before: text.clone(),
            text: text.clone(),
            caret: text.chars().count(),
            anchor: text.chars().count(),
            preedit: String::new(),
            strokes: String::new(),
            fields: Fields::default(),
            history: History::default(),
            face,
            layout: Layout::Latin,
            shift: false,
            faults: Vec::new(),
            shown: None,
            variants: Vec::new(),
        };
        writing.draw();
        writing.set_layout(Layout::Latin);
        writing.show_both();
        writing
    }

    /// Offers the terms as they are now.
    pub(crate) fn offer(&mut self, terms: &Termbase) {
        self.suggestions = terms.suggest(&self.chinese);
        self.terms = terms.clone();
        self.draw();
    }

    /// Carries out a message.
    pub(crate) fn update(&mut self, message: Message, issue: &Issue) -> Action {
        match message {
            Message::Acted(field, action) => self.act(field, action),
            Message::Undo => self.undo(),
            Message::Redo => self.redo(),
            Message::Sign(sign) => self.put(&sign.to_string()),
            Message::Put(signs) => self.put(signs),
            Message::Backspace => {
                // By sign: those without ink are seen here, and can be taken away alone.
                if self.anchor == self.caret {
                    self.anchor = self.caret.saturating_sub(1);
                }
                self.put("");
            }
            Message::Caret(caret) => {
                let caret = caret.min(self.text.chars().count());
                self.select(caret, caret);
            }
            Message::Variant(word) => {
                let (start, end) = self.word();
                let (head, tail) = (self.part(0, start), self.part(end, usize::MAX));
                let text = head + &word + &tail;
                // Behind the letter's selector: what is typed next would part them.
                let letter = letter_before(&self.text, self.caret).map_or(0, |at| at + 1);
                let selectors = text.chars().skip(letter).take_while(|sign| is_selector(*sign));
                let at = letter + selectors.count();
                self.rewrite(text, at);
            }
            Message::Term(letters) => self.put_term(&letters),
            Message::Completed(letters) => {
                self.anchor = self.begun().0;
                self.put(&letters);
            }
            Message::Pressed { .. }
            | Message::Dragged(_)
            | Message::Struck(_)
            | Message::Given(_)
            | Message::Preedit(_)
            | Message::Key(_) => return self.on_sheet(message),
            Message::Terms => return Action::Run(Command::ShowTerms),
            Message::Mend(index) => self.mend(index),
            Message::Layout(LayoutMessage(layout)) => {
                self.set_layout(layout);
            }
            Message::Shift => self.shift = !self.shift,
            Message::Accepted => return self.accepted(issue),
            Message::Cancelled => return Action::Close,
        }
        Action::None
    }

    /// The name is written into the issue; white space at its ends is not part of it.
    fn accepted(&self, issue: &Issue) -> Action {
        let name = self.text.trim_matches([' ', '\u{a0}']);
        if name == self.before {
            return Action::Close;
        }
        let edit = match self.target {
            MongolianText::Name => Edit::rewrite(issue, Part::Masthead(Script::Mongolian), name),
            MongolianText::Line(line) => {
                Ok(Edit::Set(Setting::LineText(line, template::in_english(name))))
            }
        };
        edit.map_or(Action::None, Action::Edit).then(Action::Close)
    }

    /// Puts signs in place of what is selected.
    fn put(&mut self, signs: &str) {
        self.put_in(signs, Joining::Apart);
    }

    fn put_in(&mut self, signs: &str, joining: Joining) {
        let (start, end) = self.selected();
        let text = self.part(0, start) + signs + &self.part(end, usize::MAX);
        self.rewrite_in(text, start + signs.chars().count(), joining);
    }

    /// A term is a word or more: spaces part it from its neighbours, a suffix gap does so already.
    fn put_term(&mut self, letters: &str) {
        let apart = |sign: Option<char>| {
            sign.is_some_and(|sign| sign != SUFFIX_GAP && !sign.is_whitespace())
        };
        let (start, end) = self.selected();
        let before = self.part(0, start).chars().last();
        let after = self.part(end, usize::MAX).chars().next();
        let space = |parted: bool| if parted { " " } else { "" };
        self.put(&format!("{}{letters}{}", space(apart(before)), space(apart(after))));
    }

    fn mend(&mut self, index: usize) {
        let Some(Fault { start, end, fix: Some(fix), .. }) = self.faults.get(index).cloned() else {
            return;
        };
        let text = self.part(0, start) + &fix + &self.part(end, usize::MAX);
        self.rewrite(text, start + fix.chars().count());
    }

    fn rewrite(&mut self, text: String, caret: usize) {
        self.rewrite_in(text, caret, Joining::Apart);
    }

    /// As [`Self::rewrite`]; by typing, it goes on with what was typed before.
    fn rewrite_in(&mut self, text: String, caret: usize, joining: Joining) {
        if text != self.text {
            self.remember(joining);
            self.strokes = self.respelled(&text);
            self.text = text;
        }
        (self.anchor, self.caret) = (caret, caret);
        self.draw();
        self.show_both();
    }

    /// The signs from `start` to `end`.
    fn part(&self, start: usize, end: usize) -> String {
        self.text.chars().skip(start).take(end.saturating_sub(start)).collect()
    }

    /// The word that ends at the caret or holds it: from which sign to which.
    fn word(&self) -> (usize, usize) {
        let signs: Vec<char> = self.text.chars().collect();
        let own = |sign: &&char| is_in_word(**sign);
        let before = signs.iter().take(self.caret).rev().take_while(own).count();
        let after = signs.iter().skip(self.caret).take_while(own).count();
        (self.caret - before, self.caret + after)
    }

    /// What stands of a word before the caret: from which sign, and the letters.
    fn begun(&self) -> (usize, String) {
        let (start, _) = self.word();
        (start, self.part(start, self.caret))
    }

    /// Draws what depends on the letters and the caret.
    fn draw(&mut self) {
        let shown = match self.target {
            MongolianText::Name => {
                self.faults = faults(&self.text);
                self.part(0, self.caret) + &self.preedit + &self.part(self.caret, usize::MAX)
            }
            MongolianText::Line(_) => {
                let filled = template::fill(&self.text, &self.values.0, self.values.1);
                self.wrong = filled.as_ref().err().cloned();
                self.faults = template::faults(&self.text).unwrap_or_default();
                filled.ok().flatten().unwrap_or_default()
            }
        };
        let room = (PAPER.0.into(), PAPER.1.into());
        self.shown = page(&shown, room, (&self.book, self.face)).and_then(|page| {
            let picture = drawing::picture(&page, 1.0, &self.book, &Pictures::default())?;
            Some(Shown { picture, lines: Lines::new(&[Arc::new(page)], &Lines::default()) })
        });
        let completions = self.terms.complete(&self.begun().1, MOST);
        self.completions = completions.into_iter().cloned().collect();
        let (start, end) = self.word();
        let letter = letter_before(&self.text, self.caret).and_then(|at| at.checked_sub(start));
        let found = letter.map(|at| variants(&self.part(start, end), at)).unwrap_or_default();
        let drawn = |variant: Variant| {
            let picture = picture(&variant.word, TALL, (&self.book, self.face));
            (variant, picture)
        };
        self.variants = found.into_iter().map(drawn).collect();
    }
}

/// What a line says in Chinese.
fn chinese_line(issue: &Issue, line: MongolianLine) -> String {
    line_text(
        issue,
        match line {
            MongolianLine::Number => IssueLine::Whole,
            MongolianLine::Published => IssueLine::Published,
        },
    )
}

/// The letter before the caret, past its selectors.
fn letter_before(text: &str, caret: usize) -> Option<usize> {
    let signs: Vec<char> = text.chars().take(caret).collect();
    let selectors = signs.iter().rev().take_while(|sign| is_selector(**sign)).count();
    signs.len().checked_sub(selectors + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::template;

    pub(super) fn writing() -> (Writing, Issue) {
        let mut issue = template::sample();
        issue.masthead.mongolian = "".into();
        issue.masthead.chinese = "包头市人民政府公报".into();
        let book = Arc::new(FontBook::new(&crate::store::fonts::load().unwrap()).unwrap().0);
        (
            Writing::new(
                MongolianText::Name,
                &issue,
                &Termbase::default(),
                (book, Language::Chinese),
            ),
            issue,
        )
    }

    /// These strokes stand in their field instead of what stood there.
    fn strike(writing: &mut Writing, strokes: &str) {
        let strokes = text_editor::Edit::Paste(Arc::new(strokes.to_owned()));
        writing.act(Field::Strokes, text_editor::Action::SelectAll);
        writing.act(Field::Strokes, text_editor::Action::Edit(strokes));
    }

    #[test]
    fn strokes_signs_and_terms_make_the_name() {
        let (mut writing, issue) = writing();
        strike(&mut writing, "bugutu");
        assert_eq!(writing.text, "ᠪᠤᠭᠤᠲᠤ");
        let mut tell = |message| {
            let _ = writing.update(message, &issue);
            writing.strokes.clone()
        };
        assert_eq!(tell(Message::Sign('\u{202f}')), "bugutu-");
        assert_eq!(tell(Message::Term("ᠶᠢᠨ".into())), "bugutu-yin");
        assert_eq!(tell(Message::Term("ᠬᠣᠲᠠ".into())), "bugutu-yin hota");
        let _ = tell(Message::Caret(6));
        assert_eq!(tell(Message::Backspace), "bugut-yin hota");
        assert_eq!(tell(Message::Layout(LayoutMessage(Layout::Microsoft))), "bvgvt-yin hwta");
    }

    #[test]
    fn the_letter_before_the_caret_takes_another_form() {
        let (mut writing, issue) = writing();
        strike(&mut writing, "arad dugar");
        let _ = writing.update(Message::Caret(6), &issue);
        let words: Vec<String> =
            writing.variants.iter().map(|(variant, _)| variant.word.clone()).collect();
        assert_eq!(words, ["ᠳᠤᠭᠠᠷ", "ᠳ\u{180b}ᠤᠭᠠᠷ"]);
        assert!(writing.variants.iter().all(|(_, picture)| picture.is_some()));
        let _ = writing.update(Message::Variant(words[1].clone()), &issue);
        assert_eq!(writing.strokes, "arad d'ugar");
        // Back and forth, and then the next letter: each time behind the selector.
        assert_eq!(writing.caret, 7);
        let _ = writing.update(Message::Variant(words[0].clone()), &issue);
        assert_eq!(writing.caret, 6);
        let _ = writing.update(Message::Variant(words[1].clone()), &issue);
        let _ = writing.update(Message::Sign('ᠠ'), &issue);
        assert_eq!(writing.text, "ᠠᠷᠠᠳ ᠳ\u{180b}ᠠᠤᠭᠠᠷ");
    }

    #[test]
    fn a_fault_is_mended_and_the_name_is_written_into_the_issue() {
        let (mut writing, mut issue) = writing();
        strike(&mut writing, "hota yin ");
        let _ = writing.update(Message::Mend(0), &issue);
        assert_eq!(writing.strokes, "hota-yin ");
        let Action::Both(edit, _) = writing.update(Message::Accepted, &issue) else { panic!() };
        let Action::Edit(edit) = *edit else { panic!() };
        let _undo = edit.apply(&mut issue).unwrap();
        assert_eq!(issue.masthead.mongolian.string, "ᠬᠣᠲᠠ\u{202f}ᠶᠢᠨ");
    }

    #[test]
    fn a_line_is_checked_between_its_placeholders() {
        let (name, issue) = writing();
        let line = MongolianText::Line(MongolianLine::Published);
        let mut writing =
            Writing::new(line, &issue, &Termbase::default(), (name.book, Language::Chinese));
        strike(&mut writing, "{year} on u {日}");
        let _ = writing.update(Message::Mend(0), &issue);
        assert_eq!(writing.strokes, "{year} on-u {日}");
        assert_eq!(writing.faults, []);
    }

    #[test]
    fn an_unchanged_name_changes_nothing() {
        let (mut writing, issue) = writing();
        assert_eq!(writing.update(Message::Accepted, &issue), Action::Close);
    }
}
