//! What an editor says that a line is, and how the walk goes on from there.
//!
//! A pin that agrees with the walk changes nothing: only those that a walk has missed are put to the
//! next one. There the line gets the role that its style has at this place, and what the walk knows
//! of the document becomes what that says.

use super::Mark;
use super::Role;
use super::Style;
use super::body;
use super::form::Form;
use super::front::Front;
use super::head::Group;
use super::head::Head;
use super::line::Line;
use super::mark::BlockRole;
use super::tail;
use super::title;
use super::title::TitleForm;
use super::walk::Stage;
use super::walk::Walk;
use crate::issue::text::Range;

/// What a stretch of a source is, as an editor says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pin {
    /// Its characters in the text of the source; every segment that lies in it is meant.
    pub range: Range,
    /// What it is.
    pub style: Style,
}

/// The pins of the lines.
#[derive(Debug, Clone)]
pub(super) struct Pins(Vec<Option<Style>>);

impl Pins {
    /// Finds the lines that are pinned.
    pub(super) fn new(lines: &[Line], pins: &[Pin]) -> Self {
        let inside = |line: &Line, pin: &Pin| {
            pin.range.start <= line.range.start && line.range.end <= pin.range.end
        };
        let pin = |line: &Line| Some(pins.iter().rfind(|pin| inside(line, pin))?.style);
        Self(lines.iter().map(pin).collect())
    }

    /// No pins, for as many lines.
    pub(super) fn none(&self) -> Self {
        Self(vec![None; self.0.len()])
    }

    /// Adds those of `all` that a walk has missed; says whether there were any.
    pub(super) fn add_missed(&mut self, all: &Self, marks: &[Mark]) -> bool {
        let mut missed = false;
        for ((own, pin), mark) in self.0.iter_mut().zip(&all.0).zip(marks) {
            if own.is_none() && pin.is_some_and(|style| style != mark.style) {
                *own = *pin;
                missed = true;
            }
        }
        missed
    }

    /// What line `at` is, if an editor says so.
    pub(super) fn get(&self, at: usize) -> Option<Style> {
        self.0.get(at).copied().flatten()
    }

    /// The lines that are pinned, with their styles.
    fn iter(&self) -> impl DoubleEndedIterator<Item = (usize, Style)> {
        self.0.iter().enumerate().filter_map(|(at, style)| Some((at, (*style)?)))
    }

    /// Takes out of front and back of an issue what is no part of them: a part of a document ends
    /// the front, and the back begins behind it.
    pub(super) fn bound(&self, front: &mut Front, marks: &mut [Option<Mark>]) {
        for (at, style) in self.iter() {
            let Some(Some(mark)) = marks.get_mut(at) else { continue };
            if mark.style != style && left_out(style).is_some() {
                let role = if style == Style::Colophon {
                    Role::Colophon
                } else {
                    Role::Dropped(left_out(style).unwrap_or_default())
                };
                *mark = Mark { role, style, ..*mark };
            }
            mark.confidence = 1.0;
        }
        let document = |(_, style): &(usize, Style)| left_out(*style).is_none();
        if let Some((first, _)) = self.iter().find(document).filter(|(at, _)| *at < front.end) {
            marks.iter_mut().take(front.end).skip(first).for_each(|mark| *mark = None);
            front.end = first;
        }
        if let Some((last, _)) = self.iter().rfind(document).filter(|(at, _)| *at >= front.back) {
            marks.iter_mut().take(last + 1).skip(front.back).for_each(|mark| *mark = None);
            front.back = last + 1;
        }
    }
}

/// Why a line of this style is in no document; none if it is in one.
pub(super) const fn left_out(style: Style) -> Option<&'static str> {
    match style {
        Style::Noise => Some("编辑指定不收的文字"),
        Style::Masthead => Some("刊头：由版面按刊头的设置重新生成"),
        Style::Contents => Some("目录：由版面重新生成"),
        Style::RunningHead => Some("书眉或页码：由版面重新生成"),
        Style::Colophon => Some(""),
        Style::Title
        | Style::DocNumber
        | Style::Addressee
        | Style::Body
        | Style::H1
        | Style::H2
        | Style::H3
        | Style::H4
        | Style::List
        | Style::Article
        | Style::Chapter
        | Style::Appointment
        | Style::Attachment
        | Style::Signature
        | Style::Date
        | Style::Note
        | Style::Entry
        | Style::Table => None,
    }
}

impl Walk<'_> {
    /// Decides all lines from the front to the back of the text.
    pub(super) fn run(&mut self) {
        let mut at = self.front.end;
        while at < self.front.back {
            let decided = self.marks.get(at).is_some_and(Option::is_some);
            let count = match self.pins.get(at) {
                _ if decided => 1,
                Some(style) => self.pinned(at, style),
                None => self.step(at).max(1),
            };
            let refused: Vec<usize> = (at + 1..at + count)
                .filter(|&line| self.pins.get(line).is_some() && self.role(line).is_none())
                .collect();
            // What goes on across a line that is in no document goes on; across another one, it is
            // decided behind that.
            let mut end = at + count;
            for &line in &refused {
                if self.pins.get(line).is_none_or(|style| !self.leave_out(line, style)) {
                    end = line;
                    break;
                }
            }
            for mark in self.marks.iter_mut().skip(end).take(at + count - end) {
                *mark = None;
            }
            if !refused.is_empty() {
                self.retitle(at, end);
            }
            at = end;
        }
    }

    fn role(&self, at: usize) -> Option<Role> {
        Some(self.marks.get(at).copied().flatten()?.role)
    }

    /// Line `at`, which is of this style; the count of lines decided.
    fn pinned(&mut self, at: usize, style: Style) -> usize {
        let above = at.checked_sub(1).and_then(|above| self.role(above));
        let title = matches!(above, Some(Role::Title | Role::AttachedTitle(_)));
        if style == Style::Title && title {
            return self.title_goes_on(at, above.unwrap_or(Role::Title));
        }
        let mut natural = self.clone();
        let count = natural.step(at).max(1);
        if natural.marks.get(at).is_some_and(Option::is_some) {
            *self = natural;
            return count;
        }
        if self.leave_out(at, style) {
            return 1;
        }
        let count = self.against(at, style);
        if let Some(Some(mark)) = self.marks.get_mut(at) {
            mark.forced = true;
        }
        count
    }

    /// Takes line `at` out of the documents, if that is what the style means; says whether it is.
    fn leave_out(&mut self, at: usize, style: Style) -> bool {
        let Some(why) = left_out(style) else { return false };
        if style == Style::Colophon {
            self.set(at, Role::Colophon, style, 1.0);
        } else {
            self.drop_line(at, style, why, 1.0);
        }
        true
    }

    /// Makes the title that was read from these lines the one of those that are left of it.
    fn retitle(&mut self, from: usize, end: usize) {
        let is_title = |line: &usize| self.role(*line) == Some(Role::Title);
        let left: String =
            (from..end).filter(is_title).map(|line| self.page.squeezed(line)).collect();
        if left.is_empty() {
            return;
        }
        if let Some(title) = self.titles.last_mut() {
            title.clone_from(&left);
        }
        self.known.appoints = title::is_appointment(&left);
        self.known.title = left;
    }

    /// Line `at`, which the walk would take for something else.
    fn against(&mut self, at: usize, style: Style) -> usize {
        // What stands in the foot of a web page is none.
        self.known.footer = false;
        match style {
            Style::Title => return self.title(at),
            Style::DocNumber => {
                if let Some(count) = self.numbered_title(at) {
                    return count;
                }
            }
            _ => {}
        }
        if self.known.document.is_none() {
            self.begin(String::new());
        }
        self.part(at, style);
        1
    }

    /// Line `at` as a part of the present document.
    fn part(&mut self, at: usize, style: Style) {
        let inner = self.known.depth > 0;
        match style {
            Style::DocNumber if inner => self.set(at, Role::Block(BlockRole::Note), style, 1.0),
            Style::DocNumber => {
                self.only(at, Role::Number, style);
                self.known.numbered = true;
            }
            Style::Addressee if inner => {
                self.set(at, Role::Block(BlockRole::Paragraph), style, 1.0);
                self.stage = Stage::Body;
            }
            Style::Addressee => {
                let goes_on = at.checked_sub(1).and_then(|above| self.role(above));
                if goes_on == Some(Role::Addressee) {
                    self.set(at, Role::Addressee, style, 1.0);
                    self.join(at);
                } else {
                    self.only(at, Role::Addressee, style);
                }
                self.stage = Stage::Body;
            }
            Style::Signature => {
                self.set(at, Role::Signature, style, 1.0);
                self.known.listing = false;
                self.known.last = None;
                if self.stage != Stage::Head {
                    self.stage = Stage::Body;
                }
            }
            Style::Date => {
                self.only(at, Role::Date, style);
                self.known.listing = false;
                self.known.last = None;
                if self.stage != Stage::Head {
                    self.stage = Stage::Tail;
                }
            }
            Style::Note => {
                let tail = self.stage == Stage::Tail && !inner;
                let role = if tail { Role::Annotation } else { Role::Block(BlockRole::Note) };
                self.set(at, role, style, 1.0);
                if self.stage == Stage::Label {
                    self.stage = Stage::Body;
                }
            }
            Style::Attachment if self.page.form(at) == Form::Label => {
                let _one = tail::label(self, at);
            }
            Style::Attachment if inner || self.stage == Stage::Tail => {
                let _one = tail::labelled_title(self, at);
            }
            _ => {
                if style == Style::Entry && self.known.chronicle.is_none() {
                    self.known.chronicle = Some(self.entries(at));
                }
                self.stage = Stage::Body;
                let _one = body::block(self, at, block_role(style), 1.0);
            }
        }
    }

    /// Gives line `at` a role that a document has once: what was taken for it becomes text, unless
    /// an editor said so; then this line does.
    fn only(&mut self, at: usize, role: Role, style: Style) {
        let document = self.known.document;
        let (pins, mut taken) = (self.pins, false);
        let above = self.marks.iter_mut().take(at).enumerate().rev();
        let above = above.filter_map(|(line, mark)| Some((line, mark.as_mut()?)));
        for (line, mark) in
            above.take_while(|(_, mark)| mark.document == document || mark.document.is_none())
        {
            if mark.role == role && mark.document == document {
                if pins.get(line).is_some() {
                    taken = true;
                    continue;
                }
                mark.role = Role::Block(BlockRole::Paragraph);
                (mark.style, mark.confidence) = (Style::Body, 0.4);
            } else if begins(mark.role) && role == Role::Date {
                break;
            }
        }
        let text = Role::Block(BlockRole::Paragraph);
        self.set(at, if taken { text } else { role }, style, 1.0);
    }

    /// Whether an editor gave the present document a line of this role, above line `at`.
    pub(super) fn is_given(&self, at: usize, role: Role) -> bool {
        let above = self.marks.iter().take(at).rev().flatten();
        above
            .take_while(|mark| mark.document == self.known.document || mark.document.is_none())
            .take_while(|mark| !(begins(mark.role) && role == Role::Date))
            .any(|mark| mark.forced && mark.role == role)
    }

    /// A further line of the title above.
    fn title_goes_on(&mut self, at: usize, role: Role) -> usize {
        let squeezed = self.page.squeezed(at);
        if role == Role::Title {
            if let Some(title) = self.titles.last_mut() {
                title.push_str(squeezed);
            }
            self.known.title.push_str(squeezed);
            self.known.appoints = title::is_appointment(&self.known.title);
        } else {
            self.known.attached.push_str(squeezed);
        }
        self.set(at, role, Style::Title, 1.0);
        self.join(at);
        1
    }

    /// The lines from `at` on that make a title, as far as no other is pinned.
    fn title_at(&self, at: usize) -> Group {
        let count = self.page.group(at).map_or(1, |group| group.count);
        let pinned = (at + 1..at + count).find(|&line| self.pins.get(line).is_some());
        let count = pinned.map_or(count, |pinned| pinned - at);
        let squeezed = (at..at + count).map(|line| self.page.squeezed(line)).collect();
        Group { first: at, count, squeezed, form: TitleForm::Official }
    }

    /// A title: of an attached document below a label, or where the document speaks of it; else of
    /// another document.
    fn title(&mut self, at: usize) -> usize {
        let group = self.title_at(at);
        let labelled = self.stage == Stage::Label;
        let within = self.known.document.is_some() && self.stage != Stage::Head;
        if labelled || within && self.quoted(&group.squeezed) {
            let depth = if labelled { self.known.depth } else { 1 };
            if labelled {
                self.known.attached = group.squeezed;
            } else {
                self.attach(group.squeezed, depth);
                self.known.labelled = false;
            }
            let _ = tail::set_title(self, at, group.count, depth, 0.9);
            return group.count;
        }
        // The number of a document may stand before its title.
        const REACH: usize = 3;
        let lost = |line: &usize| {
            matches!(self.role(*line), Some(Role::Dropped(_)))
                && self.pins.get(*line).is_none()
                && self.page.form(*line) == Form::Number
        };
        let number = (at.saturating_sub(REACH)..at).rev().find(lost);
        let count = group.count;
        let _lines = self.open(&Head { title: group, number }, 0.9);
        count
    }

    /// A number before the title of its document, which is pinned or reads as one.
    fn numbered_title(&mut self, at: usize) -> Option<usize> {
        const REACH: usize = 3;
        let titled = |line: &usize| match self.pins.get(*line) {
            Some(style) => style == Style::Title,
            None => self.page.group(*line).is_some_and(|group| group.form == TitleForm::Official),
        };
        let first = (at + 1..=at + REACH).find(titled).filter(|_| self.stage != Stage::Head)?;
        let title = self.title_at(first);
        let after = first + title.count;
        let _lines = self.open(&Head { title, number: Some(at) }, 0.9);
        Some(after - at)
    }
}

/// Whether a line of this role begins a document or one attached to it.
const fn begins(role: Role) -> bool {
    matches!(role, Role::Title | Role::AttachedTitle(_) | Role::Label(_))
}

/// The kind of block that a style is.
const fn block_role(style: Style) -> BlockRole {
    match style {
        Style::H1 => BlockRole::Heading(1),
        Style::H2 => BlockRole::Heading(2),
        Style::H3 => BlockRole::Heading(3),
        Style::H4 => BlockRole::Heading(4),
        Style::List => BlockRole::Item,
        Style::Article => BlockRole::Article,
        Style::Chapter => BlockRole::Chapter,
        Style::Appointment => BlockRole::Appointment,
        Style::Attachment => BlockRole::AttachmentNote,
        Style::Note => BlockRole::Note,
        Style::Entry => BlockRole::Entry,
        Style::Table => BlockRole::Row,
        Style::Title
        | Style::DocNumber
        | Style::Addressee
        | Style::Body
        | Style::Signature
        | Style::Date
        | Style::Noise
        | Style::Masthead
        | Style::Contents
        | Style::RunningHead
        | Style::Colophon => BlockRole::Paragraph,
    }
}
