//! The one place that changes what panels share: edits, files, commands.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use iced::Task;
use iced::widget::operation;

use super::action::{Action, Command};
use super::files;
use super::focus;
use super::page_editor::Zoom;
use super::page_editor::paste::Pasting;
use super::panel::outline::order::{self, Row, Way};
use super::panel::{cover, findings, inspector, mongolian, original, palette};
use super::session::Session;
use super::view::menu::Menu;
use super::widget::reveal::reveal;
use super::{Afterwards, App, CheckedMessage, Message, Notice, Side};
use crate::export::cut_to_ink;
use crate::issue::Section;
use crate::issue::document::{Document, DocumentKind, OfficialKind};
use crate::issue::edit::{Edit, Setting};
use crate::issue::history::Joining;
use crate::issue::id::{DocumentId, SectionId};
use crate::issue::masthead::{Approval, MongolianText, Unequal};
use crate::issue::place::{Field, Part, Place};
use crate::issue::text::Range;
use crate::lint;
use crate::store;

impl App {
    /// Carries out what a panel asks.
    pub(super) fn perform(&mut self, action: Action) -> Task<Message> {
        match action {
            Action::None => Task::none(),
            Action::Edit(edit) => self.edit(&edit, Joining::Apart),
            Action::Typed(edit) => self.edit(&edit, Joining::Typing),
            Action::EndTyping => {
                if let Some(session) = &mut self.session {
                    session.part();
                }
                Task::none()
            }
            Action::Write { edit, joining, caret } => {
                let task = self.apply(&edit, joining);
                if let Some(composer) = &self.composer {
                    self.editor.written(caret, composer);
                }
                if let Some(session) = &mut self.session {
                    session.selects(self.editor.selection);
                }
                task
            }
            Action::Select(place) => {
                if let Some(composer) = &self.composer {
                    // Where nobody types, there is nothing to select.
                    match composer.lines.made_of(place.part) {
                        Some((page, rect)) => self.editor.show_on_page(page, Some(rect), composer),
                        None => self.editor.show(place, composer),
                    }
                }
                focus::unfocus()
            }
            Action::Seek(place) => self.seek(place),
            Action::ShowOnPage(page, rect) => {
                if let Some(composer) = &self.composer {
                    self.editor.show_on_page(page, rect, composer);
                }
                Task::none()
            }
            Action::Focus(id) => {
                self.editor.focused = false;
                operation::focus(id)
            }
            Action::Reveal { list, item } => reveal(list, item),
            Action::Approve(text, by) => self.approve(text, by),
            Action::AcceptArea { reason, area } => {
                let own = Unequal { reason, on: files::today(), area };
                self.edit(&Edit::Set(Setting::Unequal(Some(own))), Joining::Apart)
            }
            Action::WriteMongolian(text) => self.write_mongolian(text),
            Action::KeepTerms(terms) => self.keep_terms(terms),
            Action::KeepShops(shops) => self.keep_shops(&shops),
            Action::ShowFolder(folder) => self.show_in_system(&folder),
            Action::Copy(text) => iced::clipboard::write(text),
            Action::Paste(pasting) => self.read_clipboard(pasting),
            Action::Run(command) => self.run(command),
            Action::OfferKinds(document, block) => {
                self.open_palette(palette::CommandPalette::kinds(document, block))
            }
            Action::Become(document, block, choice) => {
                self.update(Message::Inspector(inspector::Message::Block(document, block, choice)))
            }
            Action::Open(path) => self.leave(Afterwards::Open(path)),
            Action::Close => {
                self.palette = None;
                self.menu = None;
                self.afterwards = None;
                // A dialog goes alone, and the terms go before what they were opened over.
                if (self.dialog.take().is_some() || self.terms.take().is_some())
                    && self.is_covered()
                {
                    return focus::first(focus::OVER);
                }
                self.covering = None;
                self.writing = None;
                self.comparing = None;
                self.editor.focused = self.session.is_some() && !self.inbox.is_open;
                focus::unfocus()
            }
            Action::Both(first, second) => {
                let first = self.perform(*first);
                Task::batch([first, self.perform(*second)])
            }
        }
    }

    /// Writes down that `by` finds a Mongolian text right as it is today.
    fn approve(&mut self, text: MongolianText, by: String) -> Task<Message> {
        let Some(session) = &self.session else { return Task::none() };
        let read = session.issue().masthead.to_read(text);
        let approval = Some(Approval { read, ..Approval::new(by, files::today()) });
        let setting = match text {
            MongolianText::Name => Setting::Approval(approval),
            MongolianText::Line(line) => Setting::LineApproval(line, approval),
        };
        self.edit(&Edit::Set(setting), Joining::Apart)
    }

    pub(super) fn edit(&mut self, edit: &Edit, joining: Joining) -> Task<Message> {
        let task = self.apply(edit, joining);
        if let Some(session) = &mut self.session {
            self.editor.edited(edit, session);
            session.selects(self.editor.selection);
        }
        task
    }

    /// Changes the issue, composes it, and has it checked.
    fn apply(&mut self, edit: &Edit, joining: Joining) -> Task<Message> {
        let Some(session) = &mut self.session else { return Task::none() };
        if let Err(error) = session.apply(edit, joining, self.editor.selection) {
            return self.complain(error.to_string());
        }
        self.compose();
        Task::batch([self.restyle(), self.check()])
    }

    /// Composes the open issue; what the input method is about to give stands at the caret.
    pub(super) fn compose(&mut self) {
        let (Some(session), Some(composer)) = (&self.session, &mut self.composer) else { return };
        // Where the pages are many, `restyle` has them composed off the UI thread.
        if !composer.is_long()
            && let Err(error) = composer.restyle(&session.issue().style)
        {
            self.notice = Some(Notice { text: error.to_string(), is_error: true });
        }
        let preedit = self.editor.preedit.as_str();
        match self.editor.selection.filter(|_| !preedit.is_empty()) {
            Some(selection) => {
                let mut issue = session.issue().clone();
                let at = selection.head;
                let range = Range::new(at.offset, at.offset);
                let edit = Edit::ReplaceText { part: at.part, range, text: preedit.into() };
                let _ = edit.apply(&mut issue);
                composer.compose(&issue);
            }
            None => composer.compose(session.issue()),
        }
    }

    /// Checks a snapshot off the UI thread.
    pub(super) fn check(&self) -> Task<Message> {
        let (Some(session), Some(composer)) = (&self.session, &self.composer) else {
            return Task::none();
        };
        let (revision, issue) = (session.revision(), session.issue().clone());
        let (layout, data) = (composer.findings.clone(), self.data.clone());
        let work = async move {
            let mut found = lint::check(&issue);
            let terms = store::terms::load(data.as_deref()).unwrap_or_default();
            found.extend(lint::terms(&issue, &terms));
            found.extend(layout);
            found.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
            found
        };
        Task::perform(work, move |found| {
            Message::Checked(CheckedMessage(revision, Arc::new(found)))
        })
    }

    pub(super) fn complain(&mut self, text: String) -> Task<Message> {
        self.notice = Some(Notice { text, is_error: true });
        Task::none()
    }

    pub(super) fn run(&mut self, command: Command) -> Task<Message> {
        if !self.can(command) {
            return Task::none();
        }
        match command {
            Command::New | Command::Sample => self.leave(Afterwards::Begin(command)),
            Command::ShowInbox
            | Command::AcceptDocument
            | Command::AcceptAll
            | Command::TurnAway
            | Command::NextUnsure => self.inbox_command(command),
            Command::Save => self.save_in_place(),
            Command::Open
            | Command::Import
            | Command::LoadStyle
            | Command::SaveStyle
            | Command::LoadHouse
            | Command::SaveHouse
            | Command::CoverPicture
            | Command::ReadTerms
            | Command::WriteTerms
            | Command::SaveAs
            | Command::ExportPdf
            | Command::WritePress
            | Command::Package
            | Command::ChooseProfile
            | Command::ExportPng
            | Command::ExportWord => self.ask_path(command),
            Command::ExportPress => self.check_press(),
            Command::WriteMongolian => self.write_mongolian(MongolianText::Name),
            Command::ShowTerms => self.show_terms(),
            Command::KeepHouse => self.keep_house(),
            Command::ApplyHouse => self.apply_house(),
            Command::CompareOriginal => self.compare_original(),
            Command::ArrangeCover => self.arrange_cover(),
            Command::CloseIssue => self.leave(Afterwards::Close),
            Command::Quit => self.leave(Afterwards::Quit),
            Command::Undo | Command::Redo => self.take_back(command),
            Command::ShowPalette => self.open_palette(palette::CommandPalette::commands()),
            Command::ShowMenu => self.open_menu(Menu::File),
            Command::NextArea => self.next_area(),
            Command::ShowOutline | Command::ToggleDark | Command::SwitchLanguage => {
                self.switch(command)
            }
            Command::ShowInspector => self.show_side(Side::Inspector),
            Command::ShowFindings => self.show_side(Side::Findings),
            Command::ShowStyle => self.show_side(Side::Style),
            Command::ShowPress => self.show_side(Side::Press),
            Command::NextFinding => self.update(Message::Findings(findings::Message::Stepped(1))),
            Command::PreviousFinding => {
                self.update(Message::Findings(findings::Message::Stepped(-1)))
            }
            Command::FocusPages => self.perform(Action::Close),
            Command::Cut
            | Command::Copy
            | Command::Paste
            | Command::PastePlain
            | Command::SelectAll
            | Command::BreakLine => self.key_of(command),
            Command::Find | Command::Replace | Command::FindNext | Command::FindPrevious => {
                self.find_command(command)
            }
            Command::RestoreBreaks => {
                self.perform(self.restored_breaks().map_or(Action::None, Action::Edit))
            }
            Command::ZoomIn
            | Command::ZoomOut
            | Command::ZoomFull
            | Command::ZoomFitWidth
            | Command::ZoomFitPage => self.zoom(command),
            Command::AddDocument
            | Command::RemoveDocument
            | Command::MoveDocumentUp
            | Command::MoveDocumentDown
            | Command::AddSection
            | Command::RemoveSection => self.arrange(command),
        }
    }

    /// Turns to the other one of two states of the window.
    fn switch(&mut self, command: Command) -> Task<Message> {
        match command {
            Command::ToggleDark => self.dark = !self.dark,
            Command::SwitchLanguage => self.language = self.language.other(),
            _ => self.shows_outline = !self.shows_outline,
        }
        Task::none()
    }

    /// Saves into the issue's own file, or asks for one.
    fn save_in_place(&mut self) -> Task<Message> {
        match self.session.as_ref().and_then(|own| own.own_path().map(PathBuf::from)) {
            Some(path) => self.save(path),
            None => self.ask_path(Command::Save),
        }
    }

    fn write_mongolian(&mut self, text: MongolianText) -> Task<Message> {
        let (Some(session), Some(book)) = (&self.session, &self.book) else { return Task::none() };
        let terms = match store::terms::load(self.data.as_deref()) {
            Ok(terms) => terms,
            Err(error) => return self.complain(error.to_string()),
        };
        let with = (book.clone(), self.language);
        self.writing = Some(mongolian::Writing::new(text, session.issue(), &terms, with));
        self.editor.focused = false;
        operation::focus(mongolian::FIELD)
    }

    /// Shows the document at the caret beside its original, once that is read.
    fn compare_original(&mut self) -> Task<Message> {
        let current = self.current_document();
        let Some(session) = &self.session else { return Task::none() };
        let Some(document) = current.and_then(|id| session.issue().document(id)).cloned() else {
            return Task::none();
        };
        let origin = document.origin.as_ref();
        let kept = origin.and_then(|own| session.file().originals.get(&own.sha256)).cloned();
        self.comparing = Some(original::Comparing::new(&document, kept.is_some()));
        self.editor.focused = false;
        let focus = focus::first(focus::OVER);
        let Some(kept) = kept else { return focus };
        let issue = session.issue().clone();
        let work = async move {
            let file = (kept.extension.as_str(), kept.bytes.as_slice(), kept.text.as_deref());
            let read = original::read(&document, file, &issue);
            original::Message::Read(Arc::new(read))
        };
        Task::batch([focus, Task::perform(work, Message::Comparing)])
    }

    fn arrange_cover(&mut self) -> Task<Message> {
        let (Some(session), Some(composer)) = (&self.session, &self.composer) else {
            return Task::none();
        };
        self.covering = Some(cover::Covering::new(session.issue(), composer));
        self.editor.focused = false;
        focus::first(focus::OVER)
    }

    /// Puts the picture of a file on the cover.
    pub(super) fn cover_picture(&mut self, path: &Path) -> Task<Message> {
        self.editor.focused = false;
        let mut picture = match files::picture(path) {
            Ok(picture) => picture,
            Err(error) => return self.complain(error.to_string()),
        };
        // Sizes are measured from the ink, not from the paper that was scanned with it.
        let is_hand = self.covering.as_ref().is_some_and(cover::Covering::wants_hand);
        if let Some(cut) = cut_to_ink(&picture.bytes).filter(|_| is_hand) {
            picture = files::PictureFile { extension: "png", bytes: Arc::new(cut) };
        }
        let (Some(session), Some(composer), Some(covering)) =
            (&mut self.session, &mut self.composer, &self.covering)
        else {
            return Task::none();
        };
        let sha256 = session.add_picture(picture.extension, picture.bytes.clone());
        composer.add_picture(sha256.clone(), picture.bytes);
        let action = covering.with_picture(session.issue(), sha256);
        self.perform(action)
    }

    fn open_palette(&mut self, palette: palette::CommandPalette) -> Task<Message> {
        self.palette = Some(palette);
        self.menu = None;
        self.editor.focused = false;
        operation::focus(palette::FIELD)
    }

    fn key_of(&mut self, command: Command) -> Task<Message> {
        use super::page_editor::{Key, Message as Pages};
        let key = match command {
            Command::Cut => Key::Cut,
            Command::Copy => Key::Copy,
            Command::Paste => Key::Paste(Pasting::Typed),
            Command::PastePlain => Key::Paste(Pasting::Plain),
            Command::BreakLine => Key::Break,
            _ => Key::SelectAll,
        };
        self.update(Message::Pages(Pages::Key(key)))
    }

    fn zoom(&mut self, command: Command) -> Task<Message> {
        let Some(composer) = &self.composer else { return Task::none() };
        match command {
            Command::ZoomIn => self.editor.zoom_by(1, composer),
            Command::ZoomOut => self.editor.zoom_by(-1, composer),
            other => self.editor.set_zoom(other.zoom().unwrap_or(Zoom::FitWidth), composer),
        }
        Task::none()
    }

    pub(super) fn step_back(&mut self, command: Command) -> Task<Message> {
        let Some(session) = &mut self.session else { return Task::none() };
        let done = if command == Command::Undo { session.undo() } else { session.redo() };
        match done {
            Ok(Some((edit, selection))) => {
                if let Some(session) = &self.session {
                    self.editor.edited(&edit, session);
                }
                self.editor.selection = selection.or(self.editor.selection);
                self.compose();
                if let Some(composer) = &self.composer {
                    self.editor.follow(composer, 0.3);
                }
                Task::batch([self.restyle(), self.check()])
            }
            Ok(None) => Task::none(),
            Err(error) => self.complain(error.to_string()),
        }
    }

    /// Adds, removes and moves documents and sections.
    fn arrange(&mut self, command: Command) -> Task<Message> {
        let (current, section) = (self.current_document(), self.current_section());
        let Some(session) = &mut self.session else { return Task::none() };
        let Some(edit) = arrangement(session, current, section, command) else {
            return Task::none();
        };
        let added = match &edit {
            Edit::InsertDocument { document, .. } => Some(document.id),
            _ => None,
        };
        let task = self.edit(&edit, Joining::Apart);
        if let (Some(id), Some(composer)) = (added, &self.composer) {
            let part = Part::Field(id, Field::Title);
            self.editor.show(Place::new(part, Range::new(0, 3)), composer);
        } else if let Some(composer) = &self.composer {
            self.editor.follow(composer, 0.35);
        }
        task
    }
}

/// The edit that arranges documents or sections as a command asks.
fn arrangement(
    session: &mut Session,
    current: Option<DocumentId>,
    section: Option<SectionId>,
    command: Command,
) -> Option<Edit> {
    let sections = &session.issue().sections;
    let at = current.and_then(|id| {
        sections.iter().enumerate().find_map(|(section, own)| {
            let index = own.documents.iter().position(|document| document.id == id)?;
            Some((section, index))
        })
    });
    // A section whose name holds the caret: behind its last document.
    let named = section.and_then(|id| {
        let section = sections.iter().position(|own| own.id == id)?;
        Some((section, sections.get(section)?.documents.len()))
    });
    let to = |index: usize| u32::try_from(index).unwrap_or(u32::MAX);
    match command {
        Command::AddDocument => {
            let (section, index) = match (at, named) {
                (Some((section, index)), _) => (sections.get(section)?, index + 1),
                (None, Some((section, index))) => (sections.get(section)?, index),
                (None, None) => (sections.first()?, sections.first()?.documents.len()),
            };
            let (kind, section) = (kind_in(section), section.id);
            let document = Document::new(session.ids.make(), kind, "新文件");
            Some(Edit::InsertDocument { section, index: to(index), document: Arc::new(document) })
        }
        Command::RemoveDocument => Some(Edit::RemoveDocument { document: current? }),
        Command::MoveDocumentUp => order::step(session.issue(), Row::Document(current?), Way::Up),
        Command::MoveDocumentDown => {
            order::step(session.issue(), Row::Document(current?), Way::Down)
        }
        Command::AddSection => {
            let index = at.or(named).map_or(sections.len(), |(section, _)| section + 1);
            let id = session.ids.make();
            let section =
                Section { id, name: "新栏目".into(), codes: Vec::new(), documents: Vec::new() };
            Some(Edit::InsertSection { index: to(index), section })
        }
        Command::RemoveSection => {
            let (section, _) = at.or(named)?;
            let id = sections.get(section)?.id;
            Edit::remove_section(session.issue(), id).ok()
        }
        _ => None,
    }
}

/// The kind of a new document in a section.
fn kind_in(section: &Section) -> DocumentKind {
    if section.name.string.contains("大事记") {
        DocumentKind::Chronicle
    } else {
        DocumentKind::Official(OfficialKind::Notice)
    }
}
