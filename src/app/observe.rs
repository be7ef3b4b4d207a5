//! What the window shows, for those who look at it from outside: tests and measurements.
//!
//! Nothing here changes anything; what changes the window are messages.

use std::path::Path;
use std::sync::Arc;

use iced::{Point, Rectangle};

use super::App;
use super::page_editor::canvas::Canvas;
use super::page_editor::canvas::overlay::Overlay;
use super::page_editor::lines::{Lean, OnPage, Position};
use super::session::Session;
use crate::export::preflight::Report;
use crate::finding::Finding;
use crate::geom;
use crate::issue::Issue;
use crate::issue::place::Part;
use crate::layout::page::Page;

/// A place between two characters: which text, and how many characters stand before it.
pub type Caret = (Part, u32);

/// The name of the pages among the controls of the window.
pub const PAGES: &str = super::page_editor::canvas::ID;

impl App {
    /// The open issue.
    pub fn issue(&self) -> Option<&Issue> {
        self.session.as_ref().map(Session::issue)
    }

    /// The file of the open issue.
    pub fn path(&self) -> Option<&Path> {
        self.session.as_ref()?.path()
    }

    /// Whether something would be lost by closing the issue.
    pub fn is_unsaved(&self) -> bool {
        self.session.as_ref().is_some_and(Session::is_unsaved)
    }

    /// The pages of the open issue, as they are shown.
    pub fn sheets(&self) -> &[Arc<Page>] {
        self.composer.as_ref().map_or(&[], |composer| composer.lines.pages())
    }

    /// How many paragraphs the last composition set anew.
    pub fn set_anew(&self) -> usize {
        self.composer.as_ref().map_or(0, |composer| composer.set_anew)
    }

    /// How many strips the last drawing of the pages made.
    pub fn strips_made(&self) -> usize {
        self.editor.strips.made()
    }

    /// Anchor and head of the selection; both the same if there is only a caret.
    pub fn selection(&self) -> Option<(Caret, Caret)> {
        let selection = self.editor.selection?;
        let caret = |position: Position| (position.part, position.offset);
        Some((caret(selection.anchor), caret(selection.head)))
    }

    /// The selected characters, a line a text.
    pub fn selection_text(&self) -> String {
        match (&self.session, self.editor.selection) {
            (Some(session), Some(selection)) => selection.text(session.issue()),
            _ => String::new(),
        }
    }

    /// Where the caret stands: index of the page, and its rectangle on the page.
    pub fn caret_rect(&self) -> Option<(usize, geom::Rect)> {
        self.seen(self.editor.selection?.head, self.editor.lean)
    }

    /// Where a caret at `caret` would stand: index of the page, and its rectangle on the page.
    pub fn rect_at(&self, (part, offset): Caret) -> Option<(usize, geom::Rect)> {
        self.seen(Position { part, offset }, Lean::Forward)
    }

    fn seen(&self, position: Position, lean: Lean) -> Option<(usize, geom::Rect)> {
        let OnPage { page, rect } = self.composer.as_ref()?.lines.caret(position, lean)?;
        Some((page, rect))
    }

    /// What the input method is about to give.
    pub fn preedit(&self) -> &str {
        &self.editor.preedit
    }

    /// Whether keys write on the pages.
    pub const fn writes_on_pages(&self) -> bool {
        self.editor.focused
    }

    /// Where a point of page `page` is in the window, if the pages fill `bounds`.
    pub fn in_window(&self, page: usize, at: geom::Point, bounds: Rectangle) -> Option<Point> {
        let canvas = Canvas {
            editor: &self.editor,
            composer: self.composer.as_ref()?,
            marks: Vec::new(),
            overlay: Overlay::default(),
            palette: self.colours(),
            device: self.device,
        };
        let size = geom::Size { width: geom::Pt::ZERO, height: geom::Pt::ZERO };
        let rect = canvas.on_window(OnPage { page, rect: geom::Rect { at, size } }, bounds)?;
        Some(rect.position())
    }

    /// Index of the page in the middle of the window.
    pub fn current_page(&self) -> Option<usize> {
        Some(self.editor.current_page(self.composer.as_ref()?))
    }

    /// The zoom in per cent.
    pub fn zoom_percent(&self) -> Option<u16> {
        Some(self.editor.percent(self.composer.as_ref()?))
    }

    /// What the checker found in the issue as it is, worst first; empty until it has.
    pub fn findings(&self) -> &[Finding] {
        &self.findings.1
    }

    /// The sentence below the top bar, and whether it says that something went wrong.
    pub fn notice(&self) -> Option<(&str, bool)> {
        self.notice.as_ref().map(|notice| (notice.text.as_str(), notice.is_error))
    }

    /// How many documents wait in the inbox.
    pub fn incoming(&self) -> usize {
        self.inbox.open_count(self.issue())
    }

    /// What the last check before printing says of the issue as it is.
    pub fn preflight(&self) -> Option<&Report> {
        let revision = self.session.as_ref()?.revision();
        Some(&self.press_panel.checked(revision)?.report)
    }

    /// Where the last package is, the names of its files, and whether it may be printed.
    pub fn packed(&self) -> Option<(&Path, Vec<&str>, bool)> {
        let packed = self.press_panel.packed.as_ref()?;
        let names = packed.files.iter().map(|file| file.name.as_str()).collect();
        Some((&packed.path, names, packed.is_fit))
    }

    /// The object that is framed on the pages: index of its page, and where it stands there.
    pub fn outlined(&self) -> Option<(usize, geom::Rect)> {
        self.press_panel.outlined(self.session.as_ref()?.revision())
    }

    /// Whether the window is dark.
    pub const fn is_dark(&self) -> bool {
        self.dark
    }
}
