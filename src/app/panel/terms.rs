//! 术语: the termbase of the office and the program, searched, written, approved. The office's terms
//! are kept beside its other data; what is changed here no issue has, so undo is the panel's own.

use std::sync::Arc;

use chrono::NaiveDate;

use crate::app::action::{Action, Command};
use crate::app::panel::mongolian::preview::picture;
use crate::app::preview::Picture;
use crate::font::FontBook;
use crate::issue::masthead::Approval;
use crate::term::{Standing, Term, Termbase};
use crate::text::mongolian::keys::{from_latin, to_latin};
use crate::text::mongolian::word::{Fault, faults};

mod view;

/// The name of the field that searches, for focus.
pub(crate) const SEARCH: &str = "terms-search";

/// Height of the Mongolian's picture, in logical pixels.
const TALL: u32 = 150;
/// So many changes can be taken back.
const STEPS: usize = 50;

/// The terms, and the one that is being written.
#[derive(Debug)]
pub(crate) struct Terms {
    book: Arc<FontBook>,
    base: Termbase,
    query: String,
    shown: Shown,
    /// The term of the list that is being changed; none for a new one.
    chosen: Option<Term>,
    /// The term as it is being written; its standing is that of the chosen one.
    draft: Term,
    /// The transliteration of its Mongolian, as typed.
    strokes: String,
    /// Who approves it.
    reader: String,
    picture: Option<Picture>,
    faults: Vec<Fault>,
    /// Whether the panel has said that what is written would be lost.
    is_warned: bool,
    /// What the terms were before each change.
    before: Vec<Termbase>,
}

/// Which terms are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// All of them.
    All,
    /// Those of the office.
    Office,
    /// Those that no reader has approved.
    Open,
}

/// What happens in the panel.
#[derive(Debug, Clone)]
pub enum Message {
    /// Something is searched for.
    Query(String),
    /// Other terms are listed.
    Shown(Shown),
    /// A term is to be changed: its Chinese and its Mongolian.
    Chosen(String, String),
    /// A new one is to be written.
    New,
    /// Its Chinese is written.
    Chinese(String),
    /// Its Mongolian, by transliteration.
    Strokes(String),
    /// Its Mongolian, by an input method or the clipboard.
    Letters(String),
    /// Where it was read.
    Source(String),
    /// It is kept as it was written.
    Kept,
    /// It goes.
    Removed,
    /// The name of who approves is written.
    Reader(String),
    /// It is right, says that reader.
    Approved,
    /// It is not approved any more.
    Disapproved,
    /// The last change is taken back.
    Undo,
    /// A table is read in.
    Read,
    /// All terms are written as a table.
    Write,
    /// It is done.
    Closed,
}

impl Terms {
    /// The terms, none of them chosen.
    pub(crate) fn new(base: Termbase, book: Arc<FontBook>) -> Self {
        Self {
            book,
            base,
            query: String::new(),
            shown: Shown::All,
            chosen: None,
            draft: blank(),
            strokes: String::new(),
            reader: String::new(),
            picture: None,
            faults: Vec::new(),
            is_warned: false,
            before: Vec::new(),
        }
    }

    /// Takes the terms as they are kept now.
    pub(crate) fn take(&mut self, base: Termbase) {
        self.base = base;
        let chosen = self.chosen.take();
        let found = chosen.and_then(|own| self.find(&own.chinese, &own.mongolian));
        self.draft.standing = found.as_ref().map_or(Standing::Office, |own| own.standing.clone());
        self.chosen = found;
    }

    /// The last change could not be kept: nothing but what was written stays of it.
    pub(crate) fn refused(&mut self) {
        let _unkept = self.before.pop();
        self.take(self.base.clone());
    }

    /// Carries out a message; `today` is the day of an approval.
    pub(crate) fn update(&mut self, message: Message, today: NaiveDate) -> Action {
        if !matches!(message, Message::Closed) {
            self.is_warned = false;
        }
        match message {
            Message::Query(query) => self.query = query,
            Message::Shown(shown) => self.shown = shown,
            Message::Chosen(chinese, mongolian) => {
                if let Some(term) = self.find(&chinese, &mongolian) {
                    self.write(term.clone());
                    self.chosen = Some(term);
                }
            }
            Message::New => {
                self.chosen = None;
                self.write(blank());
            }
            Message::Chinese(chinese) => self.draft.chinese = chinese,
            Message::Strokes(strokes) => {
                self.draft.mongolian = from_latin(&strokes);
                self.strokes = strokes;
                self.draw();
            }
            Message::Letters(letters) => {
                self.strokes = to_latin(&letters);
                self.draft.mongolian = letters;
                self.draw();
            }
            Message::Source(source) => self.draft.source = source,
            Message::Kept => return self.keep(self.written()),
            Message::Removed => return self.remove(),
            Message::Reader(reader) => self.reader = reader,
            Message::Approved => {
                let by = self.reader.trim().to_owned();
                if by.is_empty() {
                    return Action::None;
                }
                let standing = Standing::Approved(Approval::new(by, today));
                return self.keep(self.written().map(|term| Term { standing, ..term }));
            }
            Message::Disapproved => {
                let term = self.written();
                return self.keep(term.map(|term| Term { standing: Standing::Office, ..term }));
            }
            Message::Undo => {
                if let Some(before) = self.before.pop() {
                    return Action::KeepTerms(before);
                }
            }
            Message::Read => return Action::Run(Command::ReadTerms),
            Message::Write => return Action::Run(Command::WriteTerms),
            // What is written is kept, as 撤销 can take it back; what cannot be kept yet stays.
            Message::Closed if self.is_changed() => {
                return self.keep(self.written()).then(Action::Close);
            }
            Message::Closed if self.is_unfinished() && !self.is_warned => self.is_warned = true,
            Message::Closed => return Action::Close,
        }
        Action::None
    }

    /// The terms that are listed.
    fn listed(&self) -> Vec<&Term> {
        let is_shown = |term: &&Term| match self.shown {
            Shown::All => true,
            Shown::Office => self.base.is_own(term),
            Shown::Open => !term.standing.is_approved(),
        };
        self.base.search(&self.query).into_iter().filter(is_shown).collect()
    }

    fn find(&self, chinese: &str, mongolian: &str) -> Option<Term> {
        let is_it = |term: &&&Term| term.chinese == chinese && term.mongolian == mongolian;
        self.base.search("").iter().find(is_it).map(|&term| term.clone())
    }

    /// The term as it was written; none while a script of it lacks. What is not changed stays as
    /// trusted as it was.
    fn written(&self) -> Option<Term> {
        let Term { chinese, mongolian, source, .. } = &self.draft;
        let (chinese, source) = (chinese.trim(), source.trim());
        let mongolian = mongolian.trim_matches([' ', '\u{a0}']);
        let before = self.chosen.clone().unwrap_or_else(blank);
        let term = before.rewritten(chinese, mongolian, source);
        (!chinese.is_empty() && term.is_written()).then_some(term)
    }

    /// Whether its Mongolian is not written in Mongolian letters.
    fn is_foreign(&self) -> bool {
        !self.draft.mongolian.trim().is_empty() && !self.draft.is_written()
    }

    /// Whether something is written that is not kept yet.
    fn is_changed(&self) -> bool {
        self.written().is_some_and(|own| self.chosen.as_ref() != Some(&own))
    }

    /// Whether something is written that cannot be kept, since a script of it lacks.
    fn is_unfinished(&self) -> bool {
        let Term { chinese, mongolian, .. } = self.chosen.as_ref().unwrap_or(&blank()).clone();
        let is_other = self.draft.chinese != chinese || self.draft.mongolian != mongolian;
        self.written().is_none() && is_other
    }

    /// The office has the term from now on, instead of the chosen one.
    fn keep(&mut self, term: Option<Term>) -> Action {
        let Some(mut term) = term else { return Action::None };
        if term.standing == Standing::Attested || term.standing == Standing::Composed {
            term.standing = Standing::Office;
        }
        let mut base = self.base.clone();
        if let Some(own) = &self.chosen {
            base.remove(&own.chinese, &own.mongolian);
        }
        base.put(term.clone());
        self.write(term.clone());
        self.chosen = Some(term);
        self.change(base)
    }

    fn remove(&mut self) -> Action {
        let Some(own) = self.chosen.take() else { return Action::None };
        let mut base = self.base.clone();
        base.remove(&own.chinese, &own.mongolian);
        self.write(blank());
        self.change(base)
    }

    fn change(&mut self, base: Termbase) -> Action {
        if base == self.base {
            return Action::None;
        }
        if self.before.len() == STEPS {
            let _oldest = self.before.remove(0);
        }
        self.before.push(self.base.clone());
        Action::KeepTerms(base)
    }

    fn write(&mut self, term: Term) {
        self.strokes = to_latin(&term.mongolian);
        self.draft = term;
        self.draw();
    }

    fn draw(&mut self) {
        self.picture = picture(&self.draft.mongolian, TALL, (&self.book, self.book.mongolian()));
        self.faults = faults(&self.draft.mongolian);
    }
}

const fn blank() -> Term {
    Term {
        chinese: String::new(),
        mongolian: String::new(),
        source: String::new(),
        standing: Standing::Office,
    }
}
