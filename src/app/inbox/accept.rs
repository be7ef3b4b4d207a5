//! Documents of the inbox → the issue.

use std::path::Path;
use std::sync::Arc;

use iced::Task;

use super::history::Step;
use super::{Fate, Row};
use crate::app::action::Action;
use crate::app::session::Session;
use crate::app::{App, Message, Notice, files};
use crate::import::original::{imported, pinned};
use crate::import::{Draft, Placement};
use crate::issue::document::Origin;
use crate::issue::edit::Edit;
use crate::issue::history::Joining;
use crate::issue::id::{DocumentId, Ids};
use crate::issue::place::{Field, Part, Place};
use crate::issue::text::Range;
use crate::issue::{Issue, Section, customary};
use crate::store::IssueFile;
use crate::store::house::{self, HouseError};

impl App {
    /// Puts the documents of rows into the issue, each as a change of its own; without an issue,
    /// begins one.
    pub(super) fn accept(&mut self, rows: &[Row]) -> Task<Message> {
        let Some(first) = rows.iter().find_map(|row| self.inbox.item(*row)?.received()) else {
            return Task::none();
        };
        let mut begun = Task::none();
        if self.session.is_none() {
            if self.book.is_none() {
                return Task::none();
            }
            let file = match beginning(&first.draft, self.data.as_deref()) {
                Ok(file) => file,
                Err(error) => return self.complain(error.to_string()),
            };
            begun = self.begin(Session::new(file, files::seed()));
        }
        let mut last = None;
        for row in rows {
            match self.accept_one(*row) {
                Ok(id) => last = id.or(last),
                Err(error) => return self.complain(error),
            }
        }
        self.compose();
        if let (Some(id), Some(composer)) = (last, &self.composer) {
            let place = Place::new(Part::Field(id, Field::Title), Range::new(0, 0));
            self.editor.show(place, composer);
            self.editor.focused = false;
            if let Some(session) = &mut self.session {
                session.selects(self.editor.selection);
            }
        }
        let count = rows.len();
        let text = match self.language {
            crate::app::Language::Chinese => {
                format!("已收入 {count} 份文件；按 Ctrl+Z 可以一份一份地退回")
            }
            crate::app::Language::English => format!("{count} documents accepted; Ctrl+Z undoes"),
        };
        self.notice = Some(Notice { text, is_error: false });
        let next = self.next_open_row();
        Task::batch([begun, self.restyle(), self.check(), next])
    }

    /// Puts the document of a row into the issue, and its file and pictures beside it.
    fn accept_one(&mut self, row: Row) -> Result<Option<DocumentId>, String> {
        let (Some(session), Some(composer)) = (&mut self.session, &mut self.composer) else {
            return Ok(None);
        };
        let (Some(item), Some(index)) = (self.inbox.item(row), row.document) else {
            return Ok(None);
        };
        let Some(received) = item.received() else { return Ok(None) };
        let draft = &received.draft;
        let Some(placement) = draft.placements(session.issue()).into_iter().nth(index) else {
            return Ok(None);
        };
        let mut origin = session.keep_original(
            ending(&item.path),
            received.bytes.to_vec(),
            received.source.text.clone(),
        );
        origin.pinned = pinned(&item.pins);
        for picture in &draft.pictures {
            let name = session.add_picture(&picture.extension, picture.bytes.clone());
            composer.add_picture(name, picture.bytes.clone());
        }
        let id = placement.document.id;
        let edit = insertion(session.issue(), placement, origin, &mut Ids::new(files::seed()));
        let before = session.state();
        let done = session.apply(&edit, Joining::Apart, self.editor.selection);
        done.map_err(|error| error.to_string())?;
        let states = [before, session.state()];
        self.inbox.history.push(Step::Accepted { id, states });
        Ok(Some(id))
    }

    /// The rows that can be accepted all at once: those with a title that repeat nothing.
    pub(in crate::app) fn acceptable(&self) -> Vec<Row> {
        let issue = self.session.as_ref().map(Session::issue);
        let fits = |row: &Row| {
            self.inbox.fate(*row, issue) == Fate::Open
                && self.inbox.document(*row).is_some_and(|own| !own.title.is_empty())
                && self.inbox.repeats(*row, issue).is_none()
        };
        self.inbox.rows().into_iter().filter(fits).collect()
    }

    /// Leads to the next row that waits for the editor.
    pub(super) fn next_open_row(&mut self) -> Task<Message> {
        let issue = self.session.as_ref().map(Session::issue);
        let rows = self.inbox.rows();
        let at = self.inbox.chosen().map_or(0, |(at, _)| at);
        let open = |index: &usize| {
            rows.get(*index).is_some_and(|row| self.inbox.fate(*row, issue) == Fate::Open)
        };
        match (at..rows.len()).chain(0..at).find(open) {
            Some(next) => self.choose_row(next),
            None => self.perform(Action::None),
        }
    }
}

/// An issue that a draft begins, without its documents; one of the house where the draft does not
/// say which issue it is.
fn beginning(draft: &Draft, data: Option<&Path>) -> Result<IssueFile, HouseError> {
    if draft.number.is_none() {
        return Ok(files::empty(house::load(data)?.as_ref()));
    }
    let mut ids = Ids::new(files::seed());
    let mut issue =
        draft.clone().into_issue(crate::import::template::STYLE, files::today(), &mut ids);
    for section in &mut issue.sections {
        section.documents.clear();
    }
    Ok(IssueFile::new(issue))
}

/// The edit that puts a document at the end of its section, which it makes where there is none.
fn insertion(issue: &Issue, placement: Placement, origin: Origin, ids: &mut Ids) -> Edit {
    let document = Arc::new(imported(Arc::unwrap_or_clone(placement.document), origin));
    let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
    let named = || issue.sections.iter().find(|own| own.name.string == placement.name);
    let known = placement.section.and_then(|id| issue.section(id)).or_else(named);
    if let Some(section) = known {
        let index = count(section.documents.len());
        return Edit::InsertDocument { section: section.id, index, document };
    }
    let index = customary::place(&issue.sections, &placement.name);
    let section = Section {
        id: ids.make(),
        name: placement.name.into(),
        codes: placement.code.into_iter().collect(),
        documents: vec![document],
    };
    Edit::InsertSection { index, section }
}

/// The ending of a file's name.
fn ending(path: &Path) -> &str {
    path.extension().and_then(|ending| ending.to_str()).unwrap_or("txt")
}
