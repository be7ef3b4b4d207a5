//! Where keys take the caret: along its line, and from one line to another. What is along and what
//! is across depends on which way the line runs.

use super::lines::{Lean, Lines, Position};
use super::{Motion, PageEditor, settled};
use crate::app::composer::Composer;
use crate::app::page_editor::input::Selection;
use crate::app::session::Session;
use crate::geom::Pt;
use crate::issue::place::{self, Part};
use crate::issue::text::Text;
use crate::layout::page::Direction;
use crate::text::cluster;

/// How a motion goes, seen from the line that the caret is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// Along the line: back (`-1`) or on (`1`).
    Along(isize),
    /// So many lines up or down.
    Lines(isize),
    /// To the column at the left (`-1`) or right (`1`).
    Columns(isize),
    /// To an end.
    To(End),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    OfLine(isize),
    OfIssue(isize),
}

/// What a motion means where lines run in `direction`, if the window shows `screen` lines.
const fn way(motion: Motion, direction: Direction, screen: isize) -> Way {
    match (motion, direction) {
        (Motion::Left, Direction::Right) | (Motion::Up, Direction::Down) => Way::Along(-1),
        (Motion::Right, Direction::Right) | (Motion::Down, Direction::Down) => Way::Along(1),
        (Motion::Up, Direction::Right) => Way::Lines(-1),
        (Motion::Down, Direction::Right) => Way::Lines(1),
        (Motion::PageUp, _) => Way::Lines(-screen),
        (Motion::PageDown, _) => Way::Lines(screen),
        (Motion::Left, Direction::Down) => Way::Columns(-1),
        (Motion::Right, Direction::Down) => Way::Columns(1),
        (Motion::Home, _) => Way::To(End::OfLine(-1)),
        (Motion::End, _) => Way::To(End::OfLine(1)),
        (Motion::Top, _) => Way::To(End::OfIssue(-1)),
        (Motion::Bottom, _) => Way::To(End::OfIssue(1)),
    }
}

impl PageEditor {
    /// Moves the caret, or with `extend` the selection's head.
    pub(super) fn move_by(
        &mut self,
        motion: Motion,
        extend: bool,
        session: &Session,
        composer: &Composer,
    ) {
        let Some(selection) = self.selection else { return };
        let lines = &composer.lines;
        let from = (selection.head, self.lean);
        let direction = lines.direction_at(selection.head, self.lean);
        let way = way(motion, direction, self.screen_of_lines(composer));
        let goal = self.goal.take().or_else(|| lines.depth(selection.head, self.lean));
        let goal = goal.unwrap_or(Pt::ZERO);
        let forward = |position| (position, Lean::Forward);
        let next = match way {
            Way::Along(step) if !extend && !selection.is_caret() => {
                let (start, end) = selection.ends(session.issue());
                Some(forward(if step < 0 { start } else { end }))
            }
            Way::Along(by) => step(selection.head, by, session, lines).map(forward),
            Way::Lines(steps) => {
                // What a column is deep is no distance from the left.
                let x = if direction == Direction::Right { goal } else { Pt::ZERO };
                self.goal = Some(x);
                if matches!(motion, Motion::Up | Motion::Down) {
                    lines.vertical(from, steps, x)
                } else {
                    lines.vertical_most(from, steps, x)
                }
            }
            Way::Columns(by) => {
                self.goal = Some(goal);
                let out = || beyond_columns(selection.head.part, by, session, lines).map(forward);
                lines.across(from, by, goal).or_else(out)
            }
            Way::To(end) => to_end(end, from, session, lines),
        };
        // A picture without a caption has no line to go along.
        let next = next.or_else(|| past(selection.head.part, motion, session, lines).map(forward));
        let Some((next, lean)) = next else { return };
        let next = settled(next, session.issue());
        if lines.direction_at(next, lean) != direction {
            self.goal = None;
        }
        self.lean = lean;
        let anchor = if extend { selection.anchor } else { next };
        self.selection = Some(Selection { anchor, head: next });
    }

    /// How many lines of the grid the window shows.
    fn screen_of_lines(&self, composer: &Composer) -> isize {
        let line = composer.style.page.grid.to_f32() * self.scale(composer);
        #[expect(clippy::cast_possible_truncation, reason = "a window shows few lines")]
        let lines = (self.size.1 / line) as isize;
        (lines - 2).max(1)
    }
}

fn to_end(
    end: End,
    (head, lean): (Position, Lean),
    session: &Session,
    lines: &Lines,
) -> Option<(Position, Lean)> {
    let forward = |position| (position, Lean::Forward);
    match end {
        End::OfLine(step) => {
            let (start, end) = lines.line_ends(head, lean)?;
            Some(if step < 0 { forward(start) } else { (end, Lean::Back) })
        }
        End::OfIssue(step) if step < 0 => {
            lines.first().map(|part| forward(Position { part, offset: 0 }))
        }
        End::OfIssue(_) => lines.last().map(|part| {
            let text = place::text(session.issue(), part);
            forward(Position { part, offset: text.map_or(0, Text::len) })
        }),
    }
}

/// Where a key leads from a text that no page shows, as the caption of a picture that has none: to
/// the end of the text before it, or to the begin of the one behind.
fn past(part: Part, motion: Motion, session: &Session, lines: &Lines) -> Option<Position> {
    if lines.page_of(part).is_some() {
        return None;
    }
    let document = session.issue().document(part.document()?)?;
    let texts = place::document_texts(document);
    let at = texts.iter().position(|(own, _)| *own == part)?;
    let (before, behind) = texts.split_at(at);
    let is_shown = |(part, _): &&(Part, &Text)| lines.page_of(*part).is_some();
    match motion {
        Motion::Left | Motion::Up => {
            let (part, text) = before.iter().rev().find(is_shown)?;
            Some(Position { part: *part, offset: text.len() })
        }
        Motion::Right | Motion::Down => {
            let (part, _) = behind.iter().find(is_shown)?;
            Some(Position { part: *part, offset: 0 })
        }
        _ => None,
    }
}

/// Where the last column leads: to the next text of its page, or the one before, that is not in
/// columns. What stands on another page is not beside it.
fn beyond_columns(part: Part, by: isize, session: &Session, lines: &Lines) -> Option<Position> {
    let page = lines.page_of(part);
    let all = std::iter::successors(lines.beside(part, by), |part| lines.beside(*part, by));
    let mut ends = all.filter_map(|part| {
        let end = place::text(session.issue(), part)?.len();
        Some(Position { part, offset: if by > 0 { 0 } else { end } })
    });
    ends.find(|end| {
        lines.page_of(end.part) == page
            && lines.direction_at(*end, Lean::Forward) == Direction::Right
    })
}

/// One character on or back, into the neighbouring text at an end.
fn step(from: Position, by: isize, session: &Session, lines: &Lines) -> Option<Position> {
    let text = &place::text(session.issue(), from.part)?.string;
    let beside = if by < 0 { cluster::before } else { cluster::behind };
    if let Some(offset) = beside(text, from.offset) {
        return Some(Position { offset, ..from });
    }
    let part = lines.beside(from.part, by)?;
    let offset = if by > 0 { 0 } else { place::text(session.issue(), part)?.len() };
    Some(Position { part, offset })
}
