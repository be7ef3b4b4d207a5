//! Pages of the open issue: composed at once after a keystroke, with the memo of the last time.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::app::page_editor::lines::Lines;
use crate::export::Pictures;
use crate::finding::Finding;
use crate::font::FontBook;
use crate::issue::Issue;
use crate::layout::memo::Memo;
use crate::layout::page::Info;
use crate::layout::style::Stylesheet;
use crate::layout::{Resources, compose};

/// Composes the open issue and keeps its pages.
#[derive(Debug)]
pub(crate) struct Composer {
    pub(crate) book: Arc<FontBook>,
    pub(crate) style: Stylesheet,
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
    /// A composer for issues in `style`.
    pub(crate) fn new(book: Arc<FontBook>, style: Stylesheet, pictures: Pictures) -> Self {
        let size = |(sha256, bytes): (&String, &Arc<Vec<u8>>)| {
            let size = imagesize::blob_size(bytes).ok()?;
            let (width, height) = (u32::try_from(size.width), u32::try_from(size.height));
            Some((sha256.clone(), (width.ok()?, height.ok()?)))
        };
        Self {
            sizes: pictures.iter().filter_map(size).collect(),
            book,
            style,
            pictures,
            memo: Memo::default(),
            lines: Lines::default(),
            info: Info::default(),
            findings: Vec::new(),
            set_anew: 0,
        }
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
