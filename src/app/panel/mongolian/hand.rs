//! What mouse and keys do to the name that stands on the sheet: caret and selection by cluster, along
//! its columns and across them, and what is written there.

use super::{Message, Writing, at};
use crate::app::action::Action;
use crate::app::page_editor::lines::Lean;
use crate::app::page_editor::{Key, Motion, input};
use crate::issue::history::Joining;
use crate::text::cluster;
use crate::text::mongolian::keys;

impl Writing {
    /// Carries out what comes from the sheet.
    pub(super) fn on_sheet(&mut self, message: Message) -> Action {
        match message {
            Message::Pressed { at, extend, clicks } => self.press(at, extend, clicks),
            Message::Dragged(at) => self.select(self.anchor, self.floor(at)),
            Message::Struck(strokes) => self.strike(&strokes),
            Message::Given(text) => {
                self.preedit.clear();
                let line: String = text.chars().filter(|sign| !sign.is_control()).collect();
                self.put(&line);
            }
            Message::Preedit(text) => {
                self.preedit = text;
                self.draw();
            }
            Message::Key(key) => return self.key(key),
            _ => {}
        }
        Action::None
    }

    /// From which sign to which something is selected.
    pub(super) fn selected(&self) -> (usize, usize) {
        (self.anchor.min(self.caret), self.anchor.max(self.caret))
    }

    pub(super) fn select(&mut self, anchor: usize, caret: usize) {
        (self.anchor, self.caret) = (anchor, caret);
        self.part_typing();
        self.draw();
        self.show_both();
    }

    fn length(&self) -> usize {
        self.text.chars().count()
    }

    /// `offset`, or the begin of the cluster that it is inside of.
    fn floor(&self, offset: usize) -> usize {
        cluster::floor(&self.text, at(offset).offset) as usize
    }

    fn press(&mut self, offset: usize, extend: bool, clicks: u8) {
        self.preedit.clear();
        let offset = self.floor(offset.min(self.length()));
        match clicks {
            0 | 1 => self.select(if extend { self.anchor } else { offset }, offset),
            2 => {
                let (start, end) = input::word(&self.text.as_str().into(), at(offset).offset);
                self.select(start as usize, end as usize);
            }
            _ => self.select(0, self.length()),
        }
    }

    /// Strokes of the layout become letters at the caret; a digit may select a variant of the letter
    /// before it.
    fn strike(&mut self, strokes: &str) {
        let (start, _) = self.selected();
        let before = self.part(start.saturating_sub(1), start);
        let made = keys::from_strokes(self.layout, &(before.clone() + strokes));
        let put = made.strip_prefix(before.as_str()).map(str::to_owned);
        let put = put.unwrap_or_else(|| keys::from_strokes(self.layout, strokes));
        let ends = put.chars().any(char::is_whitespace);
        self.put_in(&put, if ends { Joining::Apart } else { Joining::Typing });
    }

    fn key(&mut self, key: Key) -> Action {
        let (start, end) = self.selected();
        match key {
            Key::Move(motion, extend) => {
                if let Some(caret) = self.moved(motion, extend) {
                    self.select(if extend { self.anchor } else { caret }, caret);
                }
            }
            Key::SelectAll => self.select(0, self.length()),
            Key::Copy if start < end => return Action::Copy(self.part(start, end)),
            Key::Cut if start < end => {
                let copied = self.part(start, end);
                self.put("");
                return Action::Copy(copied);
            }
            Key::Backspace | Key::Delete => {
                if start == end {
                    let beside = if key == Key::Delete { cluster::behind } else { cluster::before };
                    let other = beside(&self.text, at(self.caret).offset);
                    self.anchor = other.map_or(self.caret, |other| other as usize);
                }
                self.put_in("", Joining::Deleting);
            }
            Key::Copy
            | Key::Cut
            | Key::Enter
            | Key::Break
            | Key::Level(_)
            | Key::Paste(_)
            | Key::Escape => {}
        }
        Action::None
    }

    /// Where a key takes the caret.
    fn moved(&self, motion: Motion, extend: bool) -> Option<usize> {
        let (start, end) = self.selected();
        let head = at(self.caret);
        let lines = self.shown.as_ref().map(|own| &own.lines);
        let across = |step| {
            let lines = lines?;
            let depth = lines.depth(head, Lean::Forward)?;
            lines.across((head, Lean::Forward), step, depth).map(|(next, _)| next)
        };
        let ends = || lines?.line_ends(head, Lean::Forward);
        let next = match motion {
            Motion::Up if !extend && start < end => return Some(start),
            Motion::Down if !extend && start < end => return Some(end),
            Motion::Up => cluster::before(&self.text, head.offset)?,
            Motion::Down => cluster::behind(&self.text, head.offset)?,
            Motion::Left => across(-1)?.offset,
            Motion::Right => across(1)?.offset,
            Motion::Home => ends()?.0.offset,
            Motion::End => ends()?.1.offset,
            Motion::PageUp | Motion::Top => 0,
            Motion::PageDown | Motion::Bottom => return Some(self.length()),
        };
        Some(self.floor(next as usize))
    }
}
