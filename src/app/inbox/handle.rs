//! What happens in the inbox, carried out.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use iced::Task;
use iced::advanced::widget::Id;
use iced::keyboard::key::Named;
use iced::keyboard::{Key, Modifiers};

use super::history::Step;
use super::receive::{self, Received, Refusal};
use super::{Fate, Inbox, Message, Row, Seed, State};
use crate::app::action::{Action, Command};
use crate::app::panel::inbox::{self as panel, LIST, TEXT};
use crate::app::session::Session;
use crate::app::{App, Message as Whole, ReceivedMessage, files};
use crate::import::Pin;
use crate::import::original::pins;
use crate::issue::StyleChoice;
use crate::store::recovery::Incoming;

impl App {
    /// Files came in: the inbox shows them, and they are read.
    pub(in crate::app) fn receive(&mut self, paths: Vec<PathBuf>) -> Task<Whole> {
        let first = self.inbox.rows().len();
        let left = self.inbox.add(paths);
        let opened = self.open_inbox();
        let chosen = if self.inbox.is_reading() { Task::none() } else { self.choose_row(first) };
        let complaint = if left > 0 {
            let text =
                format!("收稿里放不下了，有 {left} 份文件没有加入；请先处理已有的，再拖入其余的");
            self.complain(text)
        } else {
            Task::none()
        };
        Task::batch([opened, chosen, complaint, self.read_next()])
    }

    /// Files that were in the inbox of a program that did not end as it should are read again, as
    /// they were read then.
    pub(in crate::app) fn receive_again(&mut self, incoming: Vec<Incoming>) -> Task<Whole> {
        for own in incoming {
            if self.inbox.add(vec![own.path]) == 0
                && let Some(item) = self.inbox.items.last_mut()
            {
                item.pins = pins(&own.pinned);
                item.seed = own.seed.map_or(Seed::Fresh, Seed::Given);
                item.away = own.away;
            }
        }
        self.read_next()
    }

    /// Shows the inbox instead of the pages.
    pub(in crate::app) fn open_inbox(&mut self) -> Task<Whole> {
        self.inbox.is_open = true;
        self.perform(Action::Close)
    }

    fn close_inbox(&mut self) -> Task<Whole> {
        self.inbox.is_open = false;
        let issue = self.session.as_ref().map(Session::issue);
        if self.inbox.open_count(issue) == 0 && !self.inbox.is_reading() {
            // What is left is done with.
            self.inbox = Inbox { next: self.inbox.next, ..Inbox::default() };
        }
        self.perform(Action::Close)
    }

    /// Reads the next file that waits, if none is read now.
    fn read_next(&mut self) -> Task<Whole> {
        let items = &mut self.inbox.items;
        if items.iter().any(|item| matches!(item.state, State::Reading)) {
            return Task::none();
        }
        let Some(at) = items.iter().position(|item| matches!(item.state, State::Waiting)) else {
            return Task::none();
        };
        if let Some(item) = items.get_mut(at) {
            item.state = State::Reading;
        }
        self.run_item(at)
    }

    /// Reads a file, or recognises it anew if it was read already.
    pub(super) fn run_item(&mut self, at: usize) -> Task<Whole> {
        let style = self.session.as_ref().map(|session| session.issue().style.clone());
        let style = style.unwrap_or_else(|| StyleChoice {
            name: crate::import::template::STYLE.to_owned(),
            source: None,
        });
        let Some(item) = self.inbox.items.get_mut(at) else { return Task::none() };
        item.run += 1;
        item.stop = Arc::default();
        let seed = match item.seed {
            Seed::Given(seed) => seed,
            Seed::Fresh | Seed::Used(_) => files::seed(),
        };
        item.seed = Seed::Used(seed);
        let (id, run) = (item.id, item.run);
        let known = item.received().map(|own| (own.bytes.clone(), own.source.clone()));
        let (path, pins) = (item.path.clone(), item.pins.clone());
        let task = receive::Task {
            path,
            known,
            pins,
            seed,
            book: self.book.clone(),
            style,
            stop: item.stop.clone(),
        };
        let work = async move { ReceivedMessage(id, run, task.run()) };
        Task::perform(work, Whole::Received)
    }

    /// A file was read, or recognised anew.
    pub(in crate::app) fn received(
        &mut self,
        ReceivedMessage(id, run, result): ReceivedMessage,
    ) -> Task<Whole> {
        let chosen = self.inbox.chosen().map(|(_, row)| row);
        let new = self.inbox.items.iter().any(|item| item.id == id && item.received().is_none());
        self.inbox.take(id, run, result);
        let rows = self.inbox.rows();
        let Some(chosen) = chosen else { return self.read_next() };
        let at = |fits: &dyn Fn(&Row) -> bool| {
            rows.iter().position(|row| row.item == chosen.item && fits(row))
        };
        let own = self.inbox.item(chosen).is_some_and(|item| item.id == id);
        let shown = if own && !new {
            // A correction may have given the chosen segment to another document.
            let holds = |row: &Row| self.inbox.segments(*row).contains(&self.inbox.segment);
            self.inbox.row = at(&holds).or_else(|| at(&|_| true)).unwrap_or(self.inbox.row);
            self.choose_segment(self.inbox.segment)
        } else {
            // A file may have become several rows above the chosen one.
            let same = at(&|row| row.document == chosen.document).or_else(|| at(&|_| true));
            self.inbox.row = same.unwrap_or(self.inbox.row);
            if own { self.choose_row(self.inbox.row) } else { Task::none() }
        };
        Task::batch([shown, self.read_next()])
    }

    /// Carries out what happens in the inbox.
    pub(in crate::app) fn inbox(&mut self, message: Message) -> Task<Whole> {
        match message {
            Message::RowChosen(at) => self.choose_row(at),
            Message::RowStepped(step) => {
                let at = self.inbox.chosen().map_or(0, |(at, _)| at);
                self.choose_row(at.saturating_add_signed(step))
            }
            Message::SegmentChosen(at) => self.choose_segment(at),
            Message::SegmentStepped(step) => {
                self.choose_segment(self.inbox.segment.saturating_add_signed(step))
            }
            Message::NextUnsure => match self.inbox.next_unsure() {
                Some(at) => self.choose_segment(at),
                None => Task::none(),
            },
            Message::Pinned(style) => self.pin(Some(style)),
            Message::Confirmed => match self.inbox.current_style() {
                Some(style) => self.pin(Some(style)),
                None => Task::none(),
            },
            Message::Unpinned => self.pin(None),
            Message::Accepted => {
                let issue = self.session.as_ref().map(Session::issue);
                match self.inbox.chosen() {
                    Some((_, row)) if self.inbox.fate(row, issue) == Fate::Open => {
                        self.accept(&[row])
                    }
                    _ => Task::none(),
                }
            }
            Message::AllAccepted => {
                let rows = self.acceptable();
                self.accept(&rows)
            }
            Message::TurnedAway => self.turn_away(),
            Message::Stopped(id) => {
                self.inbox.stop(|item| item == id);
                self.read_next()
            }
            Message::AllStopped => {
                self.inbox.stop(|_| true);
                Task::none()
            }
            Message::Again(id) => {
                if let Some(item) = self.inbox.items.iter_mut().find(|item| item.id == id) {
                    item.state = State::Waiting;
                }
                self.read_next()
            }
            Message::AllAgain => {
                for item in self.inbox.items.iter_mut().filter(|item| item.has_failed()) {
                    item.state = State::Waiting;
                }
                self.read_next()
            }
            Message::Removed => self.remove_item(),
            // The system's dialog gives several files at once.
            Message::More => self.browse(Command::Import),
            Message::Closed => self.close_inbox(),
        }
    }

    /// Carries out a command of the inbox.
    pub(in crate::app) fn inbox_command(&mut self, command: Command) -> Task<Whole> {
        match command {
            Command::AcceptDocument => self.inbox(Message::Accepted),
            Command::AcceptAll => self.inbox(Message::AllAccepted),
            Command::TurnAway => self.inbox(Message::TurnedAway),
            Command::NextUnsure => self.inbox(Message::NextUnsure),
            _ if self.inbox.is_open => self.close_inbox(),
            _ => self.open_inbox(),
        }
    }

    /// Chooses a row; the first segment that is not sure is chosen in it, or its first one.
    pub(super) fn choose_row(&mut self, at: usize) -> Task<Whole> {
        let rows = self.inbox.rows();
        self.inbox.row = at.min(rows.len().saturating_sub(1));
        let Some((at, row)) = self.inbox.chosen() else { return Task::none() };
        let segments = self.inbox.segments(row);
        self.inbox.segment = self.inbox.unsure(row).into_iter().min().unwrap_or(segments.start);
        let list = Action::Reveal { list: Id::new(LIST), item: panel::row_id(at) };
        let segment = panel::segment_id(self.inbox.segment);
        let text = Action::Reveal { list: Id::new(TEXT), item: segment };
        self.perform(list.then(text))
    }

    fn choose_segment(&mut self, at: usize) -> Task<Whole> {
        let Some((_, row)) = self.inbox.chosen() else { return Task::none() };
        let segments = self.inbox.segments(row);
        self.inbox.segment =
            at.clamp(segments.start, segments.end.saturating_sub(1).max(segments.start));
        let item = panel::segment_id(self.inbox.segment);
        self.perform(Action::Reveal { list: Id::new(TEXT), item })
    }

    /// Says what the chosen segment is, or takes that back; the rest of its file is recognised anew.
    fn pin(&mut self, style: Option<crate::import::Style>) -> Task<Whole> {
        let issue = self.session.as_ref().map(Session::issue);
        let Some((_, row)) = self.inbox.chosen() else { return Task::none() };
        let own = self.inbox.rows().into_iter().filter(|other| other.item == row.item);
        let mut own = own.map(|other| self.inbox.fate(other, issue));
        if own.any(|fate| fate == Fate::Accepted) {
            let text = "这份来稿已经收入本期，不能再改类别；请在版面上改，或按 Ctrl+Z 退回后再改";
            return self.complain(text.to_owned());
        }
        let at = self.inbox.segment;
        let Some(item) = self.inbox.items.get_mut(row.item) else { return Task::none() };
        let Some(range) = item.draft().and_then(|draft| Some(draft.segments.get(at)?.range)) else {
            return Task::none();
        };
        let before = Step::Pinned(item.id, item.pins.clone());
        self.inbox.history.push(before);
        item.pins.retain(|pin| pin.range != range);
        item.pins.extend(style.map(|style| Pin { range, style }));
        self.run_item(row.item)
    }

    fn turn_away(&mut self) -> Task<Whole> {
        let Some((_, row)) = self.inbox.chosen() else { return Task::none() };
        let issue = self.session.as_ref().map(Session::issue);
        let fate = self.inbox.fate(row, issue);
        let id = self.inbox.document_id(row);
        match (self.inbox.items.get(row.item), id) {
            (Some(_), Some(id)) if matches!(fate, Fate::TurnedAway | Fate::Open) => {
                let _is_here = self.inbox.turn(id);
                self.inbox.history.push(Step::TurnedAway(id));
                if fate == Fate::Open { self.next_open_row() } else { Task::none() }
            }
            // A file without documents goes from the list.
            (Some(_), None) => self.remove_item(),
            _ => Task::none(),
        }
    }

    /// Takes the file of the chosen row from the list; its documents that are in the issue stay.
    fn remove_item(&mut self) -> Task<Whole> {
        let Some((at, row)) = self.inbox.chosen() else { return Task::none() };
        if let Some(id) = self.inbox.item(row).map(super::Item::id) {
            self.inbox.stop(|own| own == id);
            let _gone = self.inbox.items.remove(row.item);
        }
        Task::batch([self.choose_row(at), self.read_next()])
    }

    /// What a key does in the inbox; none if it does nothing there.
    pub(in crate::app) fn inbox_key(
        &mut self,
        key: &Key,
        modifiers: Modifiers,
    ) -> Option<Task<Whole>> {
        if modifiers.command() && *key == Key::Named(Named::Enter) {
            return Some(self.inbox(Message::AllAccepted));
        }
        if modifiers == Modifiers::SHIFT && *key == Key::Named(Named::Delete) {
            return Some(self.inbox(Message::Removed));
        }
        if !modifiers.is_empty() {
            return None;
        }
        let message = match key {
            Key::Named(named) => match named {
                Named::ArrowUp => Message::SegmentStepped(-1),
                Named::ArrowDown => Message::SegmentStepped(1),
                Named::PageUp => Message::SegmentStepped(-10),
                Named::PageDown => Message::SegmentStepped(10),
                Named::Home => Message::SegmentChosen(0),
                Named::End => Message::SegmentChosen(usize::MAX),
                Named::ArrowLeft => Message::RowStepped(-1),
                Named::ArrowRight => Message::RowStepped(1),
                Named::Space => Message::NextUnsure,
                Named::Enter => Message::Accepted,
                Named::Delete => Message::TurnedAway,
                Named::Backspace => Message::Unpinned,
                _ => return None,
            },
            Key::Character(letter) if letter == " " => Message::NextUnsure,
            Key::Character(letter) if letter.eq_ignore_ascii_case(panel::CONFIRM) => {
                Message::Confirmed
            }
            Key::Character(letter) => Message::Pinned(panel::style_of(letter)?),
            Key::Unidentified => return None,
        };
        Some(self.inbox(message))
    }
}

impl Inbox {
    /// Puts what was read in its place, unless it comes too late.
    fn take(&mut self, id: u64, run: u64, result: Result<Received, Refusal>) {
        let awaited = |item: &&mut super::Item| {
            item.id == id && item.run == run && !matches!(item.state, State::Stopped)
        };
        let Some(item) = self.items.iter_mut().find(awaited) else { return };
        item.state = match result {
            Ok(received) => State::Ready(Box::new(received)),
            Err(refusal) => State::Refused(refusal),
        };
    }

    /// No file of those numbers is read any more.
    fn stop(&mut self, which: impl Fn(u64) -> bool) {
        for item in self.items.iter_mut().filter(|item| which(item.id)) {
            if item.is_pending() {
                item.state = State::Stopped;
                item.stop.store(true, Ordering::Relaxed);
                item.run += 1;
            }
        }
    }

    /// The next segment behind the chosen one that is not sure, in any row; round and round in the
    /// chosen one.
    fn next_unsure(&self) -> Option<usize> {
        let (_, row) = self.chosen()?;
        let unsure = self.unsure(row);
        let behind = unsure.iter().filter(|at| **at > self.segment).min();
        behind.or_else(|| unsure.iter().min()).copied()
    }

    /// What the chosen segment was taken for.
    fn current_style(&self) -> Option<crate::import::Style> {
        let (_, row) = self.chosen()?;
        Some(self.item(row)?.draft()?.segments.get(self.segment)?.style)
    }
}
