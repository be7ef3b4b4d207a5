//! The window: an issue's pages in the middle, written on directly; what surrounds them follows.
//!
//! `App` owns what is shared: the open issue (`session::Session`), its pages
//! (`composer::Composer`) and the panels. A panel owns only what is its own, borrows the rest, and
//! asks for changes with an `action::Action`; `App::perform` is the one place that carries them
//! out. A keystroke composes at once; opening, saving, exporting and checking run off the UI
//! thread, and a result that belongs to an older revision is dropped.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use iced::{Task, Theme, keyboard, window};

use crate::finding::Finding;
use crate::font::FontBook;
use crate::store;
use crate::store::recovery::Left;

mod action;
mod ask;
mod busy;
pub mod clipboard;
mod commands;
mod composer;
mod events;
mod files;
mod finding;
mod focus;
mod house;
pub mod inbox;
mod language;
pub mod observe;
pub mod page_editor;
pub mod panel;
mod perform;
mod preview;
mod recovery;
mod restyle;
mod session;
mod shortcut;
mod terms;
mod theme;
mod to_press;
pub mod view;
pub mod widget;
mod work;

use self::action::{Action, Command};
use self::busy::{Busy, Job, Work};
use self::composer::Composer;
use self::files::{Opened, Refusal};
use self::inbox::Inbox;
use self::language::Language;
use self::page_editor::PageEditor;
use self::panel::{
    cover, dialog, find, findings, inspector, mongolian, original, outline, palette, press, start,
    style, terms as term_panel,
};
use self::recovery::{KeptMessage, LeftMessage, Recovery};
use self::restyle::StyleMessage;
use self::session::Session;
use self::theme::Palette;
use self::view::menu::Menu;

/// The whole state of the window.
#[derive(Debug)]
pub struct App {
    /// Where recent files are listed and backups kept.
    data: Option<PathBuf>,
    book: Option<Arc<FontBook>>,
    session: Option<Session>,
    composer: Option<Composer>,
    editor: PageEditor,
    outline: outline::Outline,
    inspector: inspector::Inspector,
    findings_panel: findings::Findings,
    style_panel: style::StylePanel,
    press_panel: press::PressPanel,
    /// How proofs are written.
    proofing: dialog::Proofing,
    palette: Option<palette::CommandPalette>,
    dialog: Option<dialog::Dialog>,
    /// The Mongolian name that is being written.
    writing: Option<mongolian::Writing>,
    /// The cover that is being arranged.
    covering: Option<cover::Covering>,
    /// The termbase, while its panel is open.
    terms: Option<term_panel::Terms>,
    /// The document that is compared with its original.
    comparing: Option<original::Comparing>,
    /// What came in and is not in the issue yet.
    inbox: Inbox,
    /// What is looked for on the pages.
    find: find::Find,
    menu: Option<Menu>,
    start: start::Start,
    /// What the checker found in the revision beside it.
    findings: (u64, Vec<Finding>),
    /// What went wrong, or what was done: shown below the top bar.
    notice: Option<Notice>,
    /// What is going on off the UI thread.
    busy: Busy,
    side: Side,
    /// The area that F6 led to last.
    area: focus::Area,
    shows_outline: bool,
    dark: bool,
    language: Language,
    /// Physical pixels a logical one.
    device: f32,
    /// Width of the window, in logical pixels.
    width: f32,
    /// What is done once unsaved changes are dealt with.
    afterwards: Option<Afterwards>,
    /// Keeps what is not saved.
    recovery: Recovery,
    /// What programs that did not end as they should have left behind, until it is answered.
    left: Vec<Left>,
    /// Reads the HTML on the system's clipboard; there is a system once the window runs.
    html: fn() -> Option<String>,
    /// Shows a folder outside of the window; likewise.
    show_folder: fn(&Path) -> bool,
}

/// The panel at the right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    /// Fields of what is under the caret.
    Inspector,
    /// What is wrong.
    Findings,
    /// How the pages look.
    Style,
    /// Whether they may be printed.
    Press,
}

/// A sentence for the user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Notice {
    pub(crate) text: String,
    pub(crate) is_error: bool,
}

/// What waits until unsaved changes are saved or given up.
#[derive(Debug, Clone)]
pub(crate) enum Afterwards {
    /// The window closes.
    Quit,
    /// The start screen comes.
    Close,
    /// Another file is opened.
    Open(PathBuf),
    /// The file that was opened is shown.
    Show(PathBuf, Opened),
    /// A new issue or the sample is begun.
    Begin(Command),
}

/// Everything that can happen.
#[derive(Debug, Clone)]
pub enum Message {
    /// On the pages.
    Pages(page_editor::Message),
    /// In the outline.
    Outline(outline::Message),
    /// In the inspector.
    Inspector(inspector::Message),
    /// In the bar of find and replace.
    Find(find::Message),
    /// In the list of findings.
    Findings(findings::Message),
    /// In the panel of the style.
    StylePanel(style::Message),
    /// In the panel of the press.
    PressPanel(press::Message),
    /// A style was read, written, or composed in.
    #[doc(hidden)]
    Style(StyleMessage),
    /// In the command palette.
    Palette(palette::Message),
    /// In a dialog.
    Dialog(dialog::Message),
    /// While the Mongolian name is written.
    Writing(mongolian::Message),
    /// While a document is compared with its original.
    Comparing(original::Message),
    /// While the cover is arranged.
    Covering(cover::Message),
    /// In the panel of the terms.
    Terms(term_panel::Message),
    /// In the inbox.
    Inbox(inbox::Message),
    /// On the start screen.
    Start(start::Message),
    /// A command, from a bar or a key.
    #[doc(hidden)]
    Command(CommandMessage),
    /// The fonts were read.
    #[doc(hidden)]
    FontsRead(FontsMessage),
    /// A file was opened, or could not be.
    #[doc(hidden)]
    Opened(OpenedMessage),
    /// A file of the inbox was read, or could not be.
    #[doc(hidden)]
    Received(ReceivedMessage),
    /// A file was saved, or could not be.
    #[doc(hidden)]
    Saved(SavedMessage),
    /// A file was exported, or could not be.
    #[doc(hidden)]
    Exported(ExportedMessage),
    /// The file for the press was made and checked, or could not be.
    #[doc(hidden)]
    Preflighted(PreflightedMessage),
    /// A package was written, or could not be.
    #[doc(hidden)]
    Packed(PackedMessage),
    /// A page of an export was written.
    #[doc(hidden)]
    PageExported(PageMessage),
    /// What is not saved was kept, or could not be.
    #[doc(hidden)]
    Kept(KeptMessage),
    /// What programs left behind was read.
    #[doc(hidden)]
    LookedBack(LeftMessage),
    /// A while has passed: what is not saved may have to be kept.
    Beat,
    /// What is going on is to stop.
    Stopped,
    /// What counts its pages by itself is to be looked at.
    Ticked,
    /// A menu is opened, or the open one closed.
    Menu(Option<Menu>),
    /// The checker is done with a revision.
    #[doc(hidden)]
    Checked(CheckedMessage),
    /// The clipboard was read.
    Pasted(page_editor::paste::Pasting, Box<clipboard::Clip>),
    /// The system's dialog gave paths.
    #[doc(hidden)]
    Chosen(ChosenMessage),
    /// Something happened to the window.
    Window(window::Event),
    /// A key that no control took.
    Key(keyboard::Key, keyboard::Modifiers),
    /// Escape was pressed; whether it shut the list of a picker.
    Escaped(bool),
    /// Physical pixels a logical one.
    Rescaled(f32),
    /// The notice was read.
    NoticeRead,
}

/// Carries a command; the set of commands is the application's own.
#[derive(Debug, Clone, Copy)]
pub struct CommandMessage(pub(crate) Command);
/// Carries the fonts.
#[derive(Debug, Clone)]
pub struct FontsMessage(Result<Arc<FontBook>, Refusal>);
/// Carries an opened file, its path, and the revision of the issue that was given up for it.
#[derive(Debug, Clone)]
pub struct OpenedMessage(Job, PathBuf, Option<u64>, Result<Opened, Refusal>);
/// Carries the path of a saved file, the state of the issue that it holds, and how it went.
#[derive(Debug, Clone)]
pub struct SavedMessage(Job, PathBuf, u64, Result<(), Refusal>);
/// Carries the path of an exported file.
#[derive(Debug, Clone)]
pub struct ExportedMessage(Job, Result<files::Exported, Refusal>);
/// Carries the file for the press that was made of a revision.
#[derive(Debug, Clone)]
pub struct PreflightedMessage(Job, u64, Result<Arc<press::Checked>, Refusal>);
/// Carries the package that was written.
#[derive(Debug, Clone)]
pub struct PackedMessage(Job, Result<press::Packed, Refusal>);
/// Carries what was found in a revision.
#[derive(Debug, Clone)]
pub struct CheckedMessage(u64, Arc<Vec<Finding>>);
/// Carries an export, how many pages of it are written, and how the last one went.
#[derive(Debug, Clone)]
pub struct PageMessage(Arc<files::Export>, usize, Result<(), Refusal>);
/// Carries the paths that a dialog for a command gave.
#[derive(Debug, Clone)]
pub struct ChosenMessage(Command, Vec<PathBuf>);
/// Carries the number of a file of the inbox, which of its readings this is, and what it gave.
#[derive(Debug, Clone)]
pub struct ReceivedMessage(u64, u64, Result<inbox::receive::Received, Refusal>);

/// Why no window could be opened.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is neither X11 nor Wayland.
    #[error("DISPLAY 和 WAYLAND_DISPLAY 都没有设置")]
    NoDesktop,
    /// The system gives no window.
    #[error("{0}")]
    Window(#[from] iced::Error),
}

/// Opens the window, with the issue in `file` if one is named.
///
/// # Errors
/// If the system gives no window.
pub fn run(file: Option<PathBuf>) -> Result<(), Error> {
    if !store::has_desktop() {
        return Err(Error::NoDesktop);
    }
    let boot = move || {
        let (app, task) = App::boot(file.clone());
        app.recovery.install();
        (app, task)
    };
    let mut application = iced::application(boot, App::update, App::view)
        .title(App::title)
        .theme(App::theme)
        .subscription(App::subscription)
        .window(settings())
        .default_font(iced::Font::with_name("Noto Sans CJK SC"));
    for bytes in store::fonts::interface() {
        application = application.font(bytes);
    }
    Ok(application.run()?)
}

/// Size of the window at first, in logical pixels.
const SIZE: (f32, f32) = (1360.0, 900.0);
/// Below this nothing fits.
const LEAST: (f32, f32) = (720.0, 460.0);

fn settings() -> window::Settings {
    window::Settings {
        size: SIZE.into(),
        min_size: Some(LEAST.into()),
        // Whoever closes it is asked first about what is unsaved.
        exit_on_close_request: false,
        ..window::Settings::default()
    }
}

/// How often work that counts its pages by itself is looked at.
const TICK: Duration = Duration::from_millis(150);

impl App {
    /// The state at the start, and the reading of the fonts.
    pub fn boot(file: Option<PathBuf>) -> (Self, Task<Message>) {
        let mut app = Self::new(store::data_folder(), None);
        app.html = clipboard::html;
        app.show_folder = store::show_folder;
        let _ = app.busy.begin(Work::Fonts);
        app.afterwards = file.map(Afterwards::Open);
        let fonts = Task::perform(async { files::fonts() }, |fonts| {
            Message::FontsRead(FontsMessage(fonts))
        });
        let scale = window::oldest().and_then(window::scale_factor).map(Message::Rescaled);
        (app, Task::batch([fonts, scale]))
    }

    /// The start screen, with `data` as the folder for the user's data (recent files, backups);
    /// issues can be opened once there are fonts.
    pub fn new(data: Option<PathBuf>, book: Option<Arc<FontBook>>) -> Self {
        let mut start = start::Start::default();
        start.set_recent(store::recent::list(data.as_deref()));
        Self {
            book,
            session: None,
            composer: None,
            editor: PageEditor::default(),
            outline: outline::Outline::default(),
            inspector: inspector::Inspector::default(),
            findings_panel: findings::Findings::default(),
            style_panel: style::StylePanel::default(),
            press_panel: press::PressPanel::default(),
            proofing: dialog::Proofing::default(),
            palette: None,
            dialog: None,
            writing: None,
            covering: None,
            terms: None,
            comparing: None,
            inbox: Inbox::default(),
            find: find::Find::default(),
            menu: None,
            start,
            findings: (0, Vec::new()),
            notice: None,
            busy: Busy::default(),
            side: Side::Inspector,
            area: focus::Area::default(),
            shows_outline: true,
            dark: false,
            language: Language::default(),
            device: 1.0,
            width: SIZE.0,
            afterwards: None,
            recovery: Recovery::new(data.clone()),
            left: Vec::new(),
            data,
            html: || None,
            show_folder: |_| true,
        }
    }

    /// The colours of the mode.
    pub(crate) const fn colours(&self) -> Palette {
        if self.dark { theme::DARK } else { theme::LIGHT }
    }

    fn theme(&self) -> Theme {
        self.colours().theme(self.dark)
    }

    /// The window's title: the file, with a dot while it is unsaved.
    pub fn title(&self) -> String {
        let Some(session) = &self.session else { return "公报".to_owned() };
        let name = session.path().and_then(|path| path.file_stem());
        let name = name.map_or_else(
            || self.language.pick("未命名", "Untitled").to_owned(),
            |name| name.to_string_lossy().into_owned(),
        );
        let mark = if session.is_unsaved() { "● " } else { "" };
        format!("{mark}{name} — 公报")
    }

    /// Takes a message to the panel that it is for, and does what the panel asks.
    pub fn update(&mut self, message: Message) -> Task<Message> {
        let task = self.take(message);
        self.remember();
        if let Some(session) = &self.session {
            let composer = self.composer.as_ref();
            let cover = composer.and_then(|own| Some((&**own.lines.pages().first()?, &*own.book)));
            self.inspector.follow(session.issue(), self.current_part(), cover);
            self.find.follow(session.issue(), session.revision());
            if let Some(comparing) = &mut self.comparing {
                comparing.follow(session.issue());
            }
            if let (Some(covering), Some(composer)) = (&mut self.covering, &self.composer) {
                covering.follow(session.issue(), composer);
            }
        }
        task
    }

    fn take(&mut self, message: Message) -> Task<Message> {
        let action = match message {
            Message::Pages(message) => self.on_pages(message),
            Message::Outline(message) => match &self.session {
                Some(session) => self.outline.update(message, session.issue()),
                None => Action::None,
            },
            Message::Inspector(message) => match &self.session {
                Some(session) => self.inspector.update(message, session.issue()),
                None => Action::None,
            },
            Message::Findings(message) => self.findings_panel.update(message, &self.findings.1),
            Message::StylePanel(message) => match &self.session {
                Some(session) => self.style_panel.update(message, session.issue()),
                None => Action::None,
            },
            Message::PressPanel(message) => self.press_panel.update(message),
            Message::Style(message) => return self.style_done(message),
            Message::Palette(message) => match self.palette.take() {
                Some(mut palette) => {
                    let action = palette.update(message, |command| self.can(command));
                    self.palette = Some(palette);
                    action
                }
                None => Action::None,
            },
            Message::Dialog(message) => return self.dialog(message),
            Message::Find(message) => return self.finding(message),
            Message::Inbox(message) => return self.inbox(message),
            Message::Writing(message) => match (&mut self.writing, &self.session) {
                (Some(writing), Some(session)) => writing.update(message, session.issue()),
                _ => Action::None,
            },
            Message::Comparing(message) => match &mut self.comparing {
                Some(comparing) => comparing.update(message),
                None => Action::None,
            },
            Message::Covering(message) => match (&mut self.covering, &self.session, &self.composer)
            {
                (Some(covering), Some(session), Some(composer)) => {
                    covering.update(message, session.issue(), composer)
                }
                _ => Action::None,
            },
            Message::Terms(message) => match &mut self.terms {
                Some(terms) => terms.update(message, files::today()),
                None => Action::None,
            },
            Message::Start(message) => self.start.update(message),
            Message::Command(CommandMessage(command)) => {
                self.menu = None;
                let task = self.perform(Action::Run(command));
                self.back_to_pages(command);
                return task;
            }
            Message::Menu(Some(menu)) => return self.open_menu(menu),
            Message::Menu(None) => Action::Close,
            // The window is drawn again, with what is done by now.
            Message::Ticked => Action::None,
            Message::Stopped => {
                self.busy.stop();
                Action::None
            }
            Message::Key(key, modifiers) => return self.key(&key, modifiers),
            Message::Escaped(true) => Action::None,
            Message::Escaped(false) => return self.escaped(),
            Message::Window(event) => return self.window(event),
            Message::Rescaled(scale) => {
                self.device = scale;
                Action::None
            }
            Message::NoticeRead => {
                self.notice = None;
                Action::None
            }
            Message::Pasted(pasting, clip) => self.pasted(pasting, &clip),
            other => return self.finished(other),
        };
        self.perform(action)
    }

    /// What happens on the pages.
    fn on_pages(&mut self, message: page_editor::Message) -> Action {
        let (Some(session), Some(composer)) = (&mut self.session, &self.composer) else {
            return Action::None;
        };
        let preedit = self.editor.preedit.clone();
        let document = |editor: &PageEditor| {
            editor.selection.and_then(|selection| selection.head.part.document())
        };
        let before = document(&self.editor);
        let action = self.editor.update(message, session, composer);
        let now = document(&self.editor);
        if now != before {
            self.outline.follow(now);
        }
        // Whatever writes or leads elsewhere composes by itself.
        if preedit != self.editor.preedit && action == Action::None {
            self.compose();
        }
        action
    }
}
