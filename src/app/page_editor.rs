//! The pages, and writing on them: the centre of the window.
//!
//! `PageEditor` is the state (caret, scroll, zoom); `canvas::Canvas` is the widget that draws the
//! pages from the display list and turns mouse, keys and input method into `Message`s. Caret and
//! selection come from the glyphs on the pages; there is no hidden text box.

use crate::app::action::Action;
use crate::app::clipboard::Clip;
use crate::app::composer::Composer;
use crate::app::panel::palette::asks_for_kinds;
use crate::app::session::Session;
use crate::geom::{Mm, Pt};
use crate::issue::Issue;
use crate::issue::edit::Edit;
use crate::issue::history::Joining;
use crate::issue::place::{self, Place};
use crate::issue::text::Text;
use crate::text::cluster;

pub(crate) mod breaks;
pub(crate) mod canvas;
pub(crate) mod input;
pub(crate) mod lines;
mod motion;
pub mod paste;
pub(crate) mod picture;
pub(crate) mod strips;

use self::input::{Selection, Typed};
use self::lines::{Lean, Position};
use self::paste::{Copied, Pasting};
use self::strips::Strips;

/// Room around and between pages, in logical pixels.
pub(crate) const GAP: f32 = 20.0;
/// Logical pixels a point at 100 %: 96 dpi.
const FULL: f32 = 96.0 / 72.0;
/// The steps of the zoom, in per cent.
const STEPS: [u16; 11] = [25, 33, 50, 67, 75, 100, 125, 150, 200, 300, 400];

/// How large pages are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Zoom {
    /// As wide as the window.
    FitWidth,
    /// A whole page in the window.
    FitPage,
    /// Per cent; 100 shows 72 pt as 96 pixels.
    Percent(u16),
}

/// What happens to the pages.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// The room for the pages is this wide and high, in logical pixels.
    Resized(f32, f32),
    /// The wheel or the bar moved by this many logical pixels, downwards.
    Scrolled(f32),
    /// The wheel turned with Ctrl: this many steps in.
    Zoomed(i8),
    /// The mouse was pressed at a place in a text.
    Pressed {
        /// Which text, and how many characters stand before it.
        at: (place::Part, u32),
        /// On which of two lines the caret is seen.
        lean: Lean,
        /// With Shift: the selection reaches to here.
        extend: bool,
        /// 1, 2 (a word) or 3 (the whole text).
        clicks: u8,
    },
    /// The mouse was pressed on something that repeats a text elsewhere.
    Followed(Place),
    /// The mouse moves with its button down.
    Dragged((place::Part, u32), Lean),
    /// A picture was clicked.
    Chosen(place::Part),
    /// A picture was dragged to this width.
    Sized(place::Part, Mm),
    /// The mouse was pressed outside of the pages.
    Left,
    /// Characters come from the keyboard or the input method.
    Typed(String),
    /// The input method shows what it is about to give.
    Preedit(String),
    /// A key that moves or changes.
    Key(Key),
}

/// Keys that move the caret or change the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// Moves the caret; with Shift, the selection's head.
    Move(Motion, bool),
    /// Takes away what is before the caret.
    Backspace,
    /// Takes away what is behind the caret.
    Delete,
    /// Begins a new block.
    Enter,
    /// Ends the line of a title here.
    Break,
    /// A heading one level down (1) or up (−1).
    Level(i8),
    /// Everything that can be selected.
    SelectAll,
    /// Copies what is selected.
    Copy,
    /// Copies what is selected and takes it away.
    Cut,
    /// Asks for what was copied.
    Paste(Pasting),
    /// Ends the selection and the input method.
    Escape,
}

/// Where a key moves the caret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Motion {
    /// One character back; in a column, one column to the left.
    Left,
    /// One character on; in a column, one column to the right.
    Right,
    /// One line up; in a column, one character back.
    Up,
    /// One line down; in a column, one character on.
    Down,
    /// Begin of the line.
    Home,
    /// End of the line.
    End,
    /// About a screen up.
    PageUp,
    /// About a screen down.
    PageDown,
    /// Begin of the issue.
    Top,
    /// End of the issue.
    Bottom,
}

/// Caret, scroll and zoom.
#[derive(Debug)]
pub(crate) struct PageEditor {
    pub(crate) selection: Option<Selection>,
    /// On which of two lines the caret is seen.
    pub(crate) lean: Lean,
    pub(crate) focused: bool,
    pub(crate) preedit: String,
    pub(crate) zoom: Zoom,
    pub(crate) scroll: f32,
    pub(crate) size: (f32, f32),
    pub(crate) strips: Strips,
    /// Distance from the begin of the line that moving from one to another keeps to.
    goal: Option<Pt>,
    /// The picture that was clicked last: Delete takes it out, not the begin of its caption.
    chosen: Option<place::Part>,
    /// On which line the caret is seen after the edit under way.
    after: Lean,
    /// What was copied last, with its marks.
    copied: Option<Copied>,
}

impl Default for PageEditor {
    fn default() -> Self {
        Self {
            selection: None,
            lean: Lean::default(),
            focused: false,
            preedit: String::new(),
            zoom: Zoom::FitWidth,
            scroll: 0.0,
            size: (800.0, 600.0),
            strips: Strips::default(),
            goal: None,
            chosen: None,
            after: Lean::Back,
            copied: None,
        }
    }
}

impl PageEditor {
    /// Before another issue: nothing selected, the first page; as large as pages were.
    pub(crate) fn reset(&mut self) {
        let copied = self.copied.take();
        *self = Self { zoom: self.zoom, size: self.size, copied, ..Self::default() };
    }

    /// Logical pixels a point.
    pub(crate) fn scale(&self, composer: &Composer) -> f32 {
        let trim = composer.style.page.trim;
        let (width, height) = self.size;
        let fit = |room: f32, length: Pt| ((room - 2.0 * GAP) / length.to_f32()).max(0.2);
        match self.zoom {
            Zoom::FitWidth => fit(width, trim.width).min(2.0 * FULL),
            Zoom::FitPage => fit(height, trim.height).min(fit(width, trim.width)),
            Zoom::Percent(percent) => FULL * f32::from(percent) / 100.0,
        }
    }

    /// The zoom in per cent.
    pub(crate) fn percent(&self, composer: &Composer) -> u16 {
        #[expect(clippy::cast_possible_truncation, reason = "a zoom is far below 65 535 %")]
        #[expect(clippy::cast_sign_loss, reason = "a scale is above zero")]
        let percent = (self.scale(composer) / FULL * 100.0).round() as u16;
        percent
    }

    /// Height of a page with the gap below it, in logical pixels.
    pub(crate) fn pitch(&self, composer: &Composer) -> f32 {
        composer.style.page.trim.height.to_f32() * self.scale(composer) + GAP
    }

    /// Height of all pages, in logical pixels.
    fn height(&self, composer: &Composer) -> f32 {
        #[expect(clippy::cast_precision_loss, reason = "a gazette has few pages")]
        let pages = composer.lines.pages().len() as f32;
        pages * self.pitch(composer) + GAP
    }

    fn scroll_to(&mut self, scroll: f32, composer: &Composer) {
        let most = (self.height(composer) - self.size.1).max(0.0);
        self.scroll = scroll.clamp(0.0, most);
    }

    /// Index of the page in the middle of the window.
    pub(crate) fn current_page(&self, composer: &Composer) -> usize {
        let middle = self.scroll + self.size.1 / 2.0;
        #[expect(clippy::cast_possible_truncation, reason = "a page index is small")]
        #[expect(clippy::cast_sign_loss, reason = "clamped to zero")]
        let page = (middle / self.pitch(composer)).max(0.0) as usize;
        page.min(composer.lines.pages().len().saturating_sub(1))
    }

    /// Shows page `index` from its upper edge.
    pub(crate) fn show_page(&mut self, index: usize, composer: &Composer) {
        #[expect(clippy::cast_precision_loss, reason = "a page index is small")]
        let scroll = index as f32 * self.pitch(composer);
        self.scroll_to(scroll, composer);
    }

    /// Puts the caret at the begin of `place`, selects it, and shows it.
    pub(crate) fn show(&mut self, place: Place, composer: &Composer) {
        let at = |offset| Position { part: place.part, offset };
        let selection = Selection { anchor: at(place.range.start), head: at(place.range.end) };
        self.selection = Some(selection);
        self.lean = Lean::Forward;
        self.preedit.clear();
        self.focused = true;
        if composer.lines.caret(selection.head, self.lean).is_none()
            && let Some(page) = composer.lines.page_of(place.part)
        {
            self.show_page(page, composer);
        }
        self.follow(composer, 0.35);
    }

    /// Scrolls so that the caret is in the window; if it was not, at this share of its height.
    pub(crate) fn follow(&mut self, composer: &Composer, share: f32) {
        let Some(selection) = self.selection else { return };
        let Some(caret) = composer.lines.caret(selection.head, self.lean) else { return };
        let scale = self.scale(composer);
        #[expect(clippy::cast_precision_loss, reason = "a page index is small")]
        let top = caret.page as f32 * self.pitch(composer) + GAP;
        let upper = top + caret.rect.at.y.to_f32() * scale;
        let lower = upper + caret.rect.size.height.to_f32() * scale;
        let margin = 24.0;
        if upper - margin < self.scroll {
            let target = if share > 0.0 { upper - self.size.1 * share } else { upper - margin };
            self.scroll_to(target, composer);
        } else if lower + margin > self.scroll + self.size.1 {
            let target = if share > 0.0 {
                upper - self.size.1 * share
            } else {
                lower + margin - self.size.1
            };
            self.scroll_to(target, composer);
        }
    }

    /// After an edit made elsewhere: a caret in a text that is gone goes, too.
    pub(crate) fn edited(&mut self, edit: &Edit, session: &Session) {
        let map = |position: Position| {
            let range = crate::issue::text::Range::new(position.offset, position.offset);
            let place = Place::new(position.part, range).map(edit)?;
            let length = place::text(session.issue(), place.part).map_or(0, Text::len);
            Some(Position { part: place.part, offset: place.range.start.min(length) })
        };
        self.selection = self.selection.and_then(|selection| {
            let (anchor, head) = (map(selection.anchor)?, map(selection.head)?);
            Some(Selection { anchor, head })
        });
    }

    /// Carries out a message.
    pub(crate) fn update(
        &mut self,
        message: Message,
        session: &mut Session,
        composer: &Composer,
    ) -> Action {
        match message {
            Message::Resized(width, height) => {
                let page = self.scroll / self.pitch(composer);
                self.size = (width, height);
                self.scroll_to(page * self.pitch(composer), composer);
            }
            Message::Scrolled(by) => self.scroll_to(self.scroll + by, composer),
            Message::Zoomed(steps) => self.zoom_by(steps, composer),
            Message::Chosen(part) => {
                session.part();
                self.preedit.clear();
                self.lean = Lean::Forward;
                self.press(Position { part, offset: 0 }, false, 1, session);
                self.chosen = Some(part);
            }
            Message::Pressed { at: (part, offset), lean, extend, clicks } => {
                session.part();
                self.preedit.clear();
                self.lean = lean;
                let at = settled(Position { part, offset }, session.issue());
                self.press(at, extend, clicks, session);
            }
            Message::Followed(place) => return Action::Select(place),
            Message::Dragged((part, offset), lean) => {
                self.lean = lean;
                if let Some(selection) = &mut self.selection {
                    selection.head = settled(Position { part, offset }, session.issue());
                }
            }
            Message::Sized(place::Part::Block(document, block), width) => {
                let edit = picture::widen(session.issue(), (document, block), Some(width));
                return edit.map_or(Action::None, Action::Edit);
            }
            Message::Sized(..) => {}
            Message::Left => {
                self.focused = false;
                self.preedit.clear();
            }
            Message::Preedit(text) => self.preedit = text,
            Message::Typed(text) => {
                self.preedit.clear();
                let Some(selection) = self.selection else { return Action::None };
                if asks_for_kinds(&text)
                    && let Some((document, block)) = input::empty_block(session.issue(), &selection)
                {
                    return Action::OfferKinds(document, block);
                }
                let typed = if self.lean == Lean::Back {
                    breaks::typed_before(session.issue(), &selection, &text)
                } else {
                    None
                };
                let typed = typed.or_else(|| input::replace(session.issue(), &selection, &text));
                return self.typed(typed, Joining::Typing);
            }
            Message::Key(key) => return self.key(key, session, composer),
        }
        Action::None
    }

    fn typed(&mut self, typed: Option<Typed>, joining: Joining) -> Action {
        let Some(Typed { edit, caret }) = typed else { return Action::None };
        self.goal = None;
        Action::Write { edit, joining, caret }
    }

    /// The caret after an edit of our own.
    pub(crate) fn written(&mut self, caret: Position, composer: &Composer) {
        self.selection = Some(Selection::caret(caret));
        self.lean = std::mem::replace(&mut self.after, Lean::Back);
        self.follow(composer, 0.0);
    }

    fn press(&mut self, at: Position, extend: bool, clicks: u8, session: &Session) {
        self.focused = true;
        self.goal = None;
        self.chosen = None;
        let anchor = match self.selection {
            Some(selection) if extend => selection.anchor,
            _ => at,
        };
        self.selection = Some(Selection { anchor, head: at });
        let Some(text) = place::text(session.issue(), at.part) else { return };
        if clicks >= 3 {
            let end = |offset| Position { part: at.part, offset };
            self.selection = Some(Selection { anchor: end(0), head: end(text.len()) });
        } else if clicks == 2 {
            let (start, end) = input::word(text, at.offset);
            // Whole characters, with what belongs to them.
            let last = cluster::floor(&text.string, end.saturating_sub(1));
            let end = cluster::behind(&text.string, last).unwrap_or(end);
            let start = cluster::floor(&text.string, start);
            let at = |offset| Position { part: at.part, offset };
            self.selection = Some(Selection { anchor: at(start), head: at(end) });
        }
    }

    /// One step of zoom in or out, around the middle of the window.
    pub(crate) fn zoom_by(&mut self, steps: i8, composer: &Composer) {
        let now = self.percent(composer);
        let next = if steps > 0 {
            STEPS.into_iter().find(|&step| step > now)
        } else {
            STEPS.into_iter().rev().find(|&step| step < now)
        };
        if let Some(next) = next {
            self.set_zoom(Zoom::Percent(next), composer);
        }
    }

    /// Shows pages in another size, the same place in the middle.
    pub(crate) fn set_zoom(&mut self, zoom: Zoom, composer: &Composer) {
        let middle = (self.scroll + self.size.1 / 2.0) / self.pitch(composer);
        self.zoom = zoom;
        self.scroll_to(middle * self.pitch(composer) - self.size.1 / 2.0, composer);
    }

    fn key(&mut self, key: Key, session: &mut Session, composer: &Composer) -> Action {
        let Some(selection) = self.selection else { return Action::None };
        let chosen = self.chosen.take().filter(|part| *part == selection.head.part);
        match key {
            Key::Backspace | Key::Delete if chosen.is_some() && selection.is_caret() => {
                let typed = input::without_picture(session.issue(), selection.head.part);
                self.typed(typed, Joining::Apart)
            }
            Key::Move(motion, extend) => {
                session.part();
                self.move_by(motion, extend, session, composer);
                self.follow(composer, 0.0);
                Action::None
            }
            Key::Break => {
                let typed = breaks::insert(session.issue(), &selection);
                self.after = Lean::Forward;
                self.typed(typed, Joining::Apart)
            }
            // The break is before the caret at the begin of a line, and behind it at the end.
            Key::Backspace if self.lean == Lean::Forward && breaks::is_at(session, &selection) => {
                self.typed(breaks::remove(session.issue(), selection.head), Joining::Apart)
            }
            Key::Delete if self.lean == Lean::Back && breaks::is_at(session, &selection) => {
                self.typed(breaks::remove(session.issue(), selection.head), Joining::Apart)
            }
            Key::Backspace => {
                let typed = input::backspace(session.issue(), &selection);
                self.typed(typed, one_by_one(&selection))
            }
            Key::Delete => {
                let typed = input::delete(session.issue(), &selection);
                self.typed(typed, one_by_one(&selection))
            }
            Key::Enter => match input::first_below(session.issue(), selection.head.part) {
                Some(first) => {
                    session.part();
                    self.written(first, composer);
                    Action::None
                }
                None => {
                    let typed = input::enter(session, &selection);
                    self.typed(typed, Joining::Apart)
                }
            },
            // From cell to cell, as in a spreadsheet.
            Key::Level(step) if matches!(selection.head.part, place::Part::Cell(..)) => {
                if let Some(cell) = input::cell_beside(session.issue(), selection.head.part, step) {
                    session.part();
                    self.selection = Some(cell);
                    self.follow(composer, 0.0);
                }
                Action::None
            }
            Key::Level(step) => {
                let typed = input::level(session.issue(), selection.head, step);
                self.typed(typed, Joining::Apart)
            }
            Key::SelectAll => {
                let at = |offset| Position { part: selection.head.part, offset };
                let text = place::text(session.issue(), selection.head.part);
                let whole = Selection { anchor: at(0), head: at(text.map_or(0, Text::len)) };
                // Once the text, then everything.
                self.selection =
                    Some(if selection == whole { all(composer, session) } else { whole });
                Action::None
            }
            Key::Copy if !selection.is_caret() => {
                self.copied = Some(Copied::new(session.issue(), &selection));
                Action::Copy(selection.text(session.issue()))
            }
            Key::Cut if !selection.is_caret() => {
                self.copied = Some(Copied::new(session.issue(), &selection));
                let typed = input::replace(session.issue(), &selection, "");
                let copied = Action::Copy(selection.text(session.issue()));
                Action::Both(Box::new(copied), Box::new(self.typed(typed, Joining::Apart)))
            }
            Key::Copy | Key::Cut => Action::None,
            Key::Paste(pasting) => Action::Paste(pasting),
            Key::Escape => {
                self.selection = Some(Selection::caret(selection.head));
                Action::None
            }
        }
    }

    /// Puts what the clipboard holds at the caret.
    pub(crate) fn paste(&mut self, clip: &Clip, pasting: Pasting, session: &mut Session) -> Action {
        let Some(selection) = self.selection else { return Action::None };
        let typed = match pasting {
            Pasting::Typed => paste::paste(session, &selection, clip, self.copied.as_ref()),
            Pasting::Plain => {
                clip.plain().and_then(|text| input::paste_plain(session, &selection, text))
            }
        };
        self.typed(typed, Joining::Apart)
    }
}

/// Keys that take away single characters make a run.
fn one_by_one(selection: &Selection) -> Joining {
    if selection.is_caret() { Joining::Deleting } else { Joining::Apart }
}

/// Everything: from the first text on the pages to the last.
fn all(composer: &Composer, session: &Session) -> Selection {
    let (first, last) = (composer.lines.first(), composer.lines.last());
    let end = |part| place::text(session.issue(), part).map_or(0, Text::len);
    let fallback = place::Part::Masthead(crate::issue::masthead::Script::Chinese);
    Selection {
        anchor: Position { part: first.unwrap_or(fallback), offset: 0 },
        head: Position { part: last.unwrap_or(fallback), offset: last.map_or(0, end) },
    }
}

/// `position`, or the begin of the character that it is inside of.
fn settled(position: Position, issue: &Issue) -> Position {
    let text = place::text(issue, position.part);
    let offset = text.map_or(0, |text| cluster::floor(&text.string, position.offset));
    Position { offset, ..position }
}
