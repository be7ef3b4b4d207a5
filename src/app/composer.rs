//! Pages of the open issue: composed at once after a keystroke, with the memo of the last time.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::app::page_editor::lines::Lines;
use crate::export::{Pictures, picture_size};
use crate::finding::Finding;
use crate::font::FontBook;
use crate::issue::{Issue, StyleChoice};
use crate::layout::memo::Memo;
use crate::layout::page::{Info, Page};
use crate::layout::style::{self, Stylesheet};
use crate::layout::{Composition, Resources, compose, covers};
use crate::text::words::Words;

/// Issues of more pages are composed in another style off the UI thread.
const LONG: usize = 60;

/// Composes the open issue and keeps its pages.
#[derive(Debug)]
pub(crate) struct Composer {
    pub(crate) book: Arc<FontBook>,
    pub(crate) style: Stylesheet,
    /// The choice that the style comes from.
    choice: StyleChoice,
    pub(crate) pictures: Pictures,
    /// Width and height of pictures in pixels; of drawings in units of their own.
    pub(crate) sizes: BTreeMap<String, (u32, u32)>,
    words: Words,
    memo: Memo,
    /// The lines of the pages, for caret and selection.
    pub(crate) lines: Lines,
    /// What a PDF's metadata says.
    pub(crate) info: Info,
    /// What could not be set well.
    pub(crate) findings: Vec<Finding>,
    /// How many paragraphs the last composition set anew.
    pub(crate) set_anew: usize,
}

impl Composer {
    /// A composer for issues in the style that is chosen.
    ///
    /// # Errors
    /// If the style cannot be read.
    pub(crate) fn new(
        book: Arc<FontBook>,
        choice: &StyleChoice,
        pictures: Pictures,
    ) -> Result<Self, style::Error> {
        let known = |(sha256, bytes): (&String, &Arc<Vec<u8>>)| {
            Some((sha256.clone(), picture_size(bytes)?))
        };
        Ok(Self {
            sizes: pictures.iter().filter_map(known).collect(),
            book,
            style: Stylesheet::chosen(choice)?,
            choice: choice.clone(),
            pictures,
            words: Words::built_in(),
            memo: Memo::default(),
            lines: Lines::default(),
            info: Info::default(),
            findings: Vec::new(),
            set_anew: 0,
        })
    }

    /// Takes another style where another one is chosen; all is set anew then.
    ///
    /// # Errors
    /// If the style cannot be read; the old one stays.
    pub(crate) fn restyle(&mut self, choice: &StyleChoice) -> Result<(), style::Error> {
        if self.choice != *choice {
            self.choice = choice.clone();
            self.style = Stylesheet::chosen(choice)?;
            self.memo = Memo::default();
        }
        Ok(())
    }

    /// Front and back cover of `issue`, by themselves.
    pub(crate) fn covers(&self, issue: &Issue) -> [Page; 2] {
        let resources = Resources { fonts: &self.book, pictures: &self.sizes, words: &self.words };
        covers(issue, &self.style, &resources)
    }

    /// A picture that the issue may show from now on.
    pub(crate) fn add_picture(&mut self, sha256: String, bytes: Arc<Vec<u8>>) {
        self.sizes.extend(picture_size(&bytes).map(|size| (sha256.clone(), size)));
        drop(self.pictures.insert(sha256, bytes));
    }

    /// Composes `issue`; what has not changed since the last time is taken from there.
    pub(crate) fn compose(&mut self, issue: &Issue) {
        let resources = Resources { fonts: &self.book, pictures: &self.sizes, words: &self.words };
        let composition = compose(issue, &self.style, &resources, &mut self.memo);
        self.show(composition);
    }

    /// Whether setting all pages anew takes so long that the hand on the keys feels it.
    pub(crate) fn is_long(&self) -> bool {
        self.lines.pages().len() > LONG
    }

    /// What is needed to compose `issue` in the style that it has now; none if its pages are in that
    /// style already.
    ///
    /// # Errors
    /// If the style cannot be read.
    pub(crate) fn restyling(&self, issue: &Issue) -> Result<Option<Restyling>, style::Error> {
        if self.choice == issue.style {
            return Ok(None);
        }
        Ok(Some(Restyling {
            book: self.book.clone(),
            sizes: self.sizes.clone(),
            choice: issue.style.clone(),
            style: Stylesheet::chosen(&issue.style)?,
            issue: issue.clone(),
        }))
    }

    /// Shows the pages that were composed in another style.
    pub(crate) fn take(&mut self, restyled: Restyled) {
        self.choice = restyled.choice;
        self.style = restyled.style;
        self.memo = restyled.memo;
        self.show(restyled.composition);
    }

    fn show(&mut self, composition: Composition) {
        self.lines = Lines::new(&composition.pages, &self.lines);
        self.info = composition.info;
        self.findings = composition.findings;
        self.set_anew = composition.set_anew;
    }
}

/// All that composing an issue in another style needs; it can be done anywhere.
#[derive(Debug)]
pub(crate) struct Restyling {
    book: Arc<FontBook>,
    /// Width and height of pictures in pixels; of drawings in units of their own.
    pub(crate) sizes: BTreeMap<String, (u32, u32)>,
    choice: StyleChoice,
    style: Stylesheet,
    issue: Issue,
}

/// An issue composed in another style.
#[derive(Debug)]
pub(crate) struct Restyled {
    choice: StyleChoice,
    style: Stylesheet,
    memo: Memo,
    composition: Composition,
}

impl Restyling {
    /// Composes the issue.
    pub(crate) fn run(self) -> Restyled {
        let Self { book, sizes, choice, style, issue } = self;
        let resources = Resources { fonts: &book, pictures: &sizes, words: &Words::built_in() };
        let mut memo = Memo::default();
        let composition = compose(&issue, &style, &resources, &mut memo);
        Restyled { choice, style, memo, composition }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::Pt;
    use crate::import::template;
    use crate::store;

    #[test]
    fn another_style_sets_the_pages_anew() {
        let book = Arc::new(FontBook::new(&store::fonts::load().unwrap()).unwrap().0);
        let mut issue = template::sample();
        let mut composer = Composer::new(book, &issue.style, Pictures::default()).unwrap();
        composer.compose(&issue);
        let width = composer.style.page.trim.width;

        let mut wider = composer.style.clone();
        wider.page.trim.width = width + Pt::from_mm(10.0);
        issue.style.source = Some(ron::to_string(&wider).unwrap());
        composer.restyle(&issue.style).unwrap();
        assert_eq!(composer.style.page.trim.width, wider.page.trim.width);

        issue.style.source = Some("(".to_owned());
        assert!(composer.restyle(&issue.style).is_err());
        assert_eq!(composer.style.page.trim.width, wider.page.trim.width);
    }
}
