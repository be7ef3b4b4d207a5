//! What a panel asks of the application. Panels change nothing that is shared themselves.

use std::path::PathBuf;

use iced::advanced::widget::Id;

use crate::app::page_editor::Zoom;
use crate::app::page_editor::lines::Position;
use crate::app::page_editor::paste::Pasting;
use crate::app::panel::inspector::kind::BlockChoice;
use crate::geom::Rect;
use crate::issue::edit::Edit;
use crate::issue::history::Joining;
use crate::issue::id::{BlockId, DocumentId};
use crate::issue::masthead::MongolianText;
use crate::issue::place::Place;
use crate::store::shops::Shops;
use crate::term::Termbase;

/// A wish of a panel.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Action {
    /// Nothing.
    None,
    /// Changes the issue.
    Edit(Edit),
    /// Changes the issue as typing in a field does: a run of it is taken back at once.
    Typed(Edit),
    /// What is typed or dragged next is a change of its own.
    EndTyping,
    /// Changes the issue at the caret, which then stands elsewhere.
    Write { edit: Edit, joining: Joining, caret: Position },
    /// Shows and selects a stretch of text.
    Select(Place),
    /// Shows and selects a stretch of text; keys go where they went.
    Seek(Place),
    /// Shows page number so many, counted from 0, and a place on it.
    ShowOnPage(usize, Option<Rect>),
    /// Puts text on the clipboard.
    Copy(String),
    /// Reads the clipboard into the caret.
    Paste(Pasting),
    /// Gives a control the focus.
    Focus(Id),
    /// Scrolls a list so that an item of it is in sight.
    Reveal {
        /// The list.
        list: Id,
        /// The item.
        item: Id,
    },
    /// A text in Mongolian is right, says somebody of this name.
    Approve(MongolianText, String),
    /// Both scripts of the name may cover unequal areas, such as now, for this reason.
    AcceptArea {
        /// Why.
        reason: String,
        /// That of the Mongolian, in 1/1000 of that of the Chinese.
        area: i64,
    },
    /// A text in Mongolian is to be written.
    WriteMongolian(MongolianText),
    /// The office has these terms from now on.
    KeepTerms(Termbase),
    /// The office works with these print offices from now on.
    KeepShops(Shops),
    /// Shows a folder in the system's own program for that.
    ShowFolder(PathBuf),
    /// Carries out a command of the palette.
    Run(Command),
    /// Asks which kind an empty paragraph is to be of.
    OfferKinds(DocumentId, BlockId),
    /// Makes a paragraph one of a kind.
    Become(DocumentId, BlockId, BlockChoice),
    /// Opens a file.
    Open(PathBuf),
    /// Closes whatever lies over the pages.
    Close,
    /// One wish and then another.
    Both(Box<Self>, Box<Self>),
}

impl Action {
    /// The same change, as one that goes on with the last one.
    pub(crate) fn typed(self) -> Self {
        match self {
            Self::Edit(edit) => Self::Typed(edit),
            other => other,
        }
    }

    /// This wish and then another.
    pub(crate) fn then(self, other: Self) -> Self {
        match (self, other) {
            (Self::None, other) => other,
            (own, Self::None) => own,
            (own, other) => Self::Both(Box::new(own), Box::new(other)),
        }
    }
}

/// Everything that menus, keys and the palette can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Command {
    New,
    Sample,
    Open,
    Import,
    ShowInbox,
    AcceptDocument,
    AcceptAll,
    TurnAway,
    NextUnsure,
    Save,
    SaveAs,
    ExportPdf,
    ExportPress,
    WritePress,
    Package,
    ChooseProfile,
    ExportPng,
    ExportWord,
    CompareOriginal,
    CloseIssue,
    Quit,
    Undo,
    Redo,
    Cut,
    Copy,
    Paste,
    PastePlain,
    SelectAll,
    Find,
    Replace,
    FindNext,
    FindPrevious,
    BreakLine,
    RestoreBreaks,
    AddDocument,
    RemoveDocument,
    MoveDocumentUp,
    MoveDocumentDown,
    AddSection,
    RemoveSection,
    WriteMongolian,
    ArrangeCover,
    CoverPicture,
    ShowTerms,
    ReadTerms,
    WriteTerms,
    ZoomIn,
    ZoomOut,
    ZoomFull,
    ZoomFitWidth,
    ZoomFitPage,
    ShowPalette,
    ShowMenu,
    NextArea,
    ShowOutline,
    ShowInspector,
    ShowFindings,
    ShowStyle,
    ShowPress,
    SaveStyle,
    LoadStyle,
    KeepHouse,
    ApplyHouse,
    SaveHouse,
    LoadHouse,
    NextFinding,
    PreviousFinding,
    FocusPages,
    ToggleDark,
    SwitchLanguage,
}

impl Command {
    /// The zoom that a command sets.
    pub(crate) const fn zoom(self) -> Option<Zoom> {
        match self {
            Self::ZoomFull => Some(Zoom::Percent(100)),
            Self::ZoomFitWidth => Some(Zoom::FitWidth),
            Self::ZoomFitPage => Some(Zoom::FitPage),
            _ => None,
        }
    }
}
