//! Pages of the open issue: composed at once after a keystroke, with the memo of the last time.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::app::page_editor::lines::Lines;
use crate::export::Pictures;
use crate::finding::Finding;
use crate::font::FontBook;
use crate::issue::{Issue, StyleChoice};
use crate::layout::memo::Memo;
use crate::layout::page::Info;
use crate::layout::style::{self, Stylesheet};
use crate::layout::{Resources, compose};

/// Composes the open issue and keeps its pages.
#[derive(Debug)]
pub(crate) struct Composer {
    pub(crate) book: Arc<FontBook>,
    pub(crate) style: Stylesheet,
    /// The choice that the style comes from.
    choice: StyleChoice,
    pub(crate) pictures: Pictures,
    sizes: BTreeMap<String, (u32, u32)>,
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
        let size = |(sha256, bytes): (&String, &Arc<Vec<u8>>)| {
            let size = imagesize::blob_size(bytes).ok()?;
            let (width, height) = (u32::try_from(size.width), u32::try_from(size.height));
            Some((sha256.clone(), (width.ok()?, height.ok()?)))
        };
        Ok(Self {
            sizes: pictures.iter().filter_map(size).collect(),
            book,
            style: stylesheet(choice)?,
            choice: choice.clone(),
            pictures,
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
            self.style = stylesheet(choice)?;
            self.memo = Memo::default();
        }
        Ok(())
    }

    /// Composes `issue`; what has not changed since the last time is taken from there.
    pub(crate) fn compose(&mut self, issue: &Issue) {
        let resources = Resources { fonts: &self.book, pictures: &self.sizes };
        let composition = compose(issue, &self.style, &resources, &mut self.memo);
        self.lines = Lines::new(&composition.pages, &self.lines);
        self.info = composition.info;
        self.findings = composition.findings;
        self.set_anew = composition.set_anew;
    }
}

/// The style that is chosen: the issue's own, or a built-in one.
fn stylesheet(choice: &StyleChoice) -> Result<Stylesheet, style::Error> {
    match &choice.source {
        Some(source) => Stylesheet::parse(source),
        None => Stylesheet::built_in(&choice.name),
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
