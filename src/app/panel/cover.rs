//! 封面: which cover the issue has, and where its things stand; dragged with the mouse, or written in
//! millimetres. Every change is an edit of the issue, so undo takes it back.

use crate::app::action::{Action, Command};
use crate::app::composer::Composer;
use crate::app::preview::{Picture, picture};
use crate::geom::{Mm, Rect};
use crate::issue::Issue;
use crate::issue::cover::{
    Area, Cover, CoverChoice, Flush, Ink, IssueLine, MOST_THINGS, Thing, ThingKind,
};
use crate::issue::edit::{Edit, Setting};
use crate::issue::masthead::{MastheadOrder, MongolianLine, Script};
use crate::layout::cover::{Balance, COVERS, arrangement, balance};
use crate::layout::page::Page;

mod board;
mod name;
mod snap;
pub(super) mod view;

pub use self::name::{Amount, NameMessage};

/// The name of the board among the controls.
pub const BOARD: &str = "cover-board";

/// Height of the board and of the pictures of the built-in covers, in logical pixels.
const TALL: [f64; 2] = [540.0, 118.0];
/// Places and extents that can be written, in millimetres.
const WRITABLE: std::ops::RangeInclusive<f64> = -500.0..=1000.0;

/// The front or the back of the cover.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// 封面.
    Front,
    /// 封底.
    Back,
}

/// A measure of a thing that can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// From the left edge.
    X,
    /// From the upper edge.
    Y,
    /// Width.
    Width,
    /// Height.
    Height,
}

/// A kind of thing that can be put on a cover.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NewThing {
    /// A line made from the number of the issue.
    Line,
    /// A line about the issue in Mongolian.
    Mongolian,
    /// The titles.
    Contents,
    /// An area of colour.
    Field,
    /// A picture that fills its area.
    Picture,
    /// An emblem, shown whole.
    Emblem,
}

/// What happens while a cover is arranged.
#[derive(Debug, Clone)]
pub enum Message {
    /// Another built-in cover.
    Template(&'static str),
    /// The name runs downwards, or across.
    Vertical(bool),
    /// Which script stands first.
    Order(MastheadOrder),
    /// The other side of the cover is shown.
    Shown(Side),
    /// A thing is chosen.
    Chosen(Option<usize>),
    /// The mouse has brought a thing to another place.
    Dragged(usize, Area),
    /// The mouse has let it go.
    Dropped,
    /// A measure was written.
    Entered(Entry, String),
    /// The chosen thing has another ink.
    Ink(Ink),
    /// The chosen thing stands at another side of its area.
    Flush(Flush),
    /// The chosen line says something else.
    Says(IssueLine),
    /// The chosen line in Mongolian says something else.
    SaysMongolian(MongolianLine),
    /// The chosen line is set in the bold face, or is not.
    Bold(bool),
    /// The chosen thing comes before what was over it, or behind what was below it.
    Raised(bool),
    /// A new thing.
    Added(NewThing),
    /// The chosen thing goes.
    Removed,
    /// A picture is to be chosen from a file for the chosen thing.
    PickPicture,
    /// What happens to the letters of a script of the name.
    Name(Script, NameMessage),
    /// The built-in cover as it was.
    Reset,
    /// A change is taken back.
    Undo,
    /// It is done.
    Closed,
}

/// The cover that is arranged.
#[derive(Debug)]
pub(crate) struct Covering {
    /// As the issue has it, on the page of its style.
    cover: Cover,
    side: Side,
    chosen: Option<usize>,
    draft: Option<(Entry, String)>,
    amount: Option<((Script, Amount), String)>,
    fonts: [name::Fonts; 2],
    /// Hands that are printed with too few pixels.
    coarse: Vec<name::Coarse>,
    /// The script of which a hand is chosen from a file.
    wanted: Option<Script>,
    /// What the pictures were drawn for.
    drawn: Option<Issue>,
    board: Option<Picture>,
    /// Where text stands on the pages of documents: the side is aligned with it, too.
    type_area: Area,
    previews: Vec<(&'static str, Option<Picture>)>,
    balance: Option<Balance>,
}

impl Covering {
    /// The cover of `issue`, to be arranged.
    pub(crate) fn new(issue: &Issue, composer: &Composer) -> Self {
        let mut own = Self {
            cover: arrangement(&issue.cover),
            side: Side::Front,
            chosen: None,
            draft: None,
            amount: None,
            fonts: name::fonts(&composer.book),
            coarse: Vec::new(),
            wanted: None,
            drawn: None,
            board: None,
            type_area: Area::default(),
            previews: Vec::new(),
            balance: None,
        };
        own.follow(issue, composer);
        own
    }

    /// Takes what has changed from the issue.
    pub(crate) fn follow(&mut self, issue: &Issue, composer: &Composer) {
        let same = |drawn: &Issue| {
            drawn.cover == issue.cover
                && drawn.masthead == issue.masthead
                && drawn.number == issue.number
                && drawn.published == issue.published
        };
        if self.drawn.as_ref().is_some_and(same) {
            return;
        }
        let others = self.drawn.take().is_none_or(|drawn| {
            drawn.masthead != issue.masthead || drawn.cover.vertical != issue.cover.vertical
        });
        let trim = composer.style.page.trim;
        let page = (Mm::from_pt(trim.width), Mm::from_pt(trim.height));
        self.cover = arrangement(&issue.cover).on_page(page);
        if self.chosen.is_some_and(|chosen| chosen >= self.things().len()) {
            self.chosen = None;
        }
        self.draw(issue, composer);
        if others {
            let preview = |name: &&'static str| {
                let cover =
                    CoverChoice { template: (*name).to_owned(), own: None, ..issue.cover.clone() };
                let [front, _] = composer.covers(&Issue { cover, ..issue.clone() });
                (*name, shown(&front, TALL[1], composer))
            };
            self.previews = COVERS.iter().map(preview).collect();
        }
        self.drawn = Some(issue.clone());
    }

    /// Draws the side that is shown.
    fn draw(&mut self, issue: &Issue, composer: &Composer) {
        let [front, back] = composer.covers(issue);
        self.balance = balance(&front, &issue.masthead, &composer.book);
        self.coarse = name::coarse(&front, issue, composer);
        let page = match self.side {
            Side::Front => front,
            Side::Back => back,
        };
        self.board = shown(&page, TALL[0], composer);
        let Rect { at, size } = composer.style.page.type_area(page.number);
        let [x, y, width, height] = [at.x, at.y, size.width, size.height].map(Mm::from_pt);
        self.type_area = Area { x, y, width, height };
    }

    fn things(&self) -> &[Thing] {
        match self.side {
            Side::Front => &self.cover.front,
            Side::Back => &self.cover.back,
        }
    }

    fn chosen(&self) -> Option<&Thing> {
        self.things().get(self.chosen?)
    }

    /// Whether a picture has a place: in the chosen thing, or instead of a script.
    pub(crate) fn takes_picture(&self) -> bool {
        self.wanted.is_some()
            || self.chosen().is_some_and(|thing| matches!(thing.kind, ThingKind::Picture { .. }))
    }

    /// Whether the picture that is to be chosen is a hand.
    pub(crate) const fn wants_hand(&self) -> bool {
        self.wanted.is_some()
    }

    /// Carries out a message.
    pub(crate) fn update(
        &mut self,
        message: Message,
        issue: &Issue,
        composer: &Composer,
    ) -> Action {
        let typing = self.draft.take();
        if !matches!(message, Message::Name(..)) {
            self.amount = None;
        }
        match message {
            Message::Template(name) => {
                self.chosen = None;
                let cover =
                    CoverChoice { template: name.to_owned(), own: None, ..issue.cover.clone() };
                return set(issue, cover);
            }
            Message::Vertical(vertical) => {
                self.chosen = None;
                return set(issue, CoverChoice { vertical, own: None, ..issue.cover.clone() });
            }
            Message::Order(order) if order != issue.masthead.order => {
                return Action::Edit(Edit::Set(Setting::MastheadOrder(order)));
            }
            Message::Order(_) => {}
            Message::Shown(side) => {
                (self.side, self.chosen) = (side, None);
                self.draw(issue, composer);
            }
            Message::Chosen(chosen) => self.chosen = chosen,
            Message::Dragged(thing, area) => {
                self.chosen = Some(thing);
                return self.with(issue, |thing| thing.area = area).typed();
            }
            Message::Dropped => return Action::EndTyping,
            Message::Entered(entry, text) => {
                let area = self.chosen().and_then(|thing| written(thing.area, entry, &text));
                let goes_on = typing.is_some_and(|(last, _)| last == entry);
                self.draft = Some((entry, text));
                let Some(area) = area else { return Action::None };
                let action = self.with(issue, |thing| thing.area = area);
                return if goes_on { action.typed() } else { action };
            }
            Message::Ink(ink) => return self.with(issue, |thing| thing.ink = ink),
            Message::Flush(flush) => return self.with(issue, |thing| thing.flush = flush),
            Message::Says(new) => return self.with_line(issue, |says, _| *says = new),
            Message::SaysMongolian(new) => {
                return self.with(issue, |thing| thing.kind = ThingKind::Mongolian { says: new });
            }
            Message::Bold(new) => return self.with_line(issue, |_, bold| *bold = new),
            Message::Raised(up) => return self.raised(issue, up),
            Message::Added(new) => return self.added(issue, new),
            Message::Removed => {
                let Some(chosen) = self.chosen.take() else { return Action::None };
                return self.change(issue, |things| {
                    if chosen < things.len() {
                        let _ = things.remove(chosen);
                    }
                });
            }
            Message::PickPicture => {
                self.wanted = None;
                return Action::Run(Command::CoverPicture);
            }
            Message::Name(script, message) => return self.name(script, message, issue),
            Message::Reset => {
                self.chosen = None;
                return set(issue, CoverChoice { own: None, ..issue.cover.clone() });
            }
            Message::Undo => return Action::Run(Command::Undo),
            Message::Closed => return Action::Close,
        }
        Action::None
    }

    /// The edit that gives the chosen thing, or a script of the name, the picture that was wanted.
    pub(crate) fn with_picture(&self, issue: &Issue, picture: String) -> Action {
        if let Some(script) = self.wanted {
            return Action::Edit(Edit::Set(Setting::Hand(script, Some(picture))));
        }
        self.with(issue, |thing| {
            if let ThingKind::Picture { sha256, .. } = &mut thing.kind {
                *sha256 = Some(picture);
            }
        })
    }

    /// The edit that changes the chosen thing.
    fn with(&self, issue: &Issue, change: impl FnOnce(&mut Thing)) -> Action {
        let Some(chosen) = self.chosen else { return Action::None };
        self.change(issue, |things| {
            if let Some(thing) = things.get_mut(chosen) {
                change(thing);
            }
        })
    }

    /// The edit that changes what the chosen line says, and whether it is bold.
    fn with_line(&self, issue: &Issue, change: impl FnOnce(&mut IssueLine, &mut bool)) -> Action {
        self.with(issue, |thing| {
            if let ThingKind::Line { says, bold } = &mut thing.kind {
                change(says, bold);
            }
        })
    }

    /// The edit that changes the side that is shown.
    fn change(&self, issue: &Issue, change: impl FnOnce(&mut Vec<Thing>)) -> Action {
        let mut cover = self.cover.clone();
        change(match self.side {
            Side::Front => &mut cover.front,
            Side::Back => &mut cover.back,
        });
        if cover == self.cover {
            return Action::None;
        }
        let built_in = arrangement(&CoverChoice { own: None, ..issue.cover.clone() });
        let own = (built_in.on_page(cover.page) != cover).then_some(cover);
        set(issue, CoverChoice { own, ..issue.cover.clone() })
    }

    fn raised(&mut self, issue: &Issue, up: bool) -> Action {
        let Some(chosen) = self.chosen else { return Action::None };
        let other = if up { chosen + 1 } else { chosen.wrapping_sub(1) };
        if other >= self.things().len() {
            return Action::None;
        }
        let action = self.change(issue, |things| things.swap(chosen, other));
        self.chosen = Some(other);
        action
    }

    /// A new thing in the middle of the page, over all others.
    fn added(&mut self, issue: &Issue, new: NewThing) -> Action {
        if self.things().len() >= MOST_THINGS {
            return Action::None;
        }
        let (kind, width, height) = match new {
            NewThing::Line => {
                let kind = ThingKind::Line { says: IssueLine::Published, bold: false };
                (kind, 80.0, 5.0)
            }
            NewThing::Mongolian => {
                (ThingKind::Mongolian { says: MongolianLine::Number }, 40.0, 60.0)
            }
            NewThing::Contents => (ThingKind::Contents, 120.0, 100.0),
            NewThing::Field => (ThingKind::Field, 80.0, 20.0),
            NewThing::Picture => (ThingKind::Picture { sha256: None, whole: false }, 120.0, 80.0),
            NewThing::Emblem => (ThingKind::Picture { sha256: None, whole: true }, 30.0, 30.0),
        };
        let (width, height) = (Mm::new(width), Mm::new(height));
        let middle = |page: Mm, length: Mm| {
            Mm::from_hundredths((page.hundredths() - length.hundredths()) / 2)
        };
        let (x, y) = (middle(self.cover.page.0, width), middle(self.cover.page.1, height));
        let ink = if kind == ThingKind::Field { Ink::Red } else { Ink::Text };
        let area = Area { x, y, width, height };
        let thing = Thing { kind, area, ink, flush: Flush::Centre };
        self.chosen = Some(self.things().len());
        self.change(issue, |things| things.push(thing))
    }

    /// What stands in the field of a measure, and whether it is none.
    fn value(&self, thing: &Thing, entry: Entry) -> (String, Option<&'static str>) {
        let own = measure(thing.area, entry).to_string();
        match &self.draft {
            Some((drafted, text)) if *drafted == entry => {
                let fault = written(thing.area, entry, text).is_none();
                (text.clone(), fault.then_some("请填毫米数，如 12.5"))
            }
            Some(_) | None => (own, None),
        }
    }
}

/// The edit that gives the issue another cover.
fn set(issue: &Issue, cover: CoverChoice) -> Action {
    if cover == issue.cover {
        return Action::None;
    }
    Action::Edit(Edit::Set(Setting::Cover(cover)))
}

/// A page as high as so many logical pixels.
fn shown(page: &Page, height: f64, composer: &Composer) -> Option<Picture> {
    let scale = height / page.trim.height.to_f64().max(1.0);
    picture(page, scale, &composer.book, &composer.pictures)
}

const fn measure(area: Area, entry: Entry) -> Mm {
    match entry {
        Entry::X => area.x,
        Entry::Y => area.y,
        Entry::Width => area.width,
        Entry::Height => area.height,
    }
}

/// An area with a measure as it was written; none if that is no measure.
fn written(area: Area, entry: Entry, text: &str) -> Option<Area> {
    let value: f64 = text.trim().replace('。', ".").parse().ok()?;
    let value = Some(value).filter(|value| WRITABLE.contains(value)).map(Mm::new)?;
    match entry {
        Entry::X => Some(Area { x: value, ..area }),
        Entry::Y => Some(Area { y: value, ..area }),
        Entry::Width | Entry::Height if value.hundredths() < 0 => None,
        Entry::Width => Some(Area { width: value, ..area }),
        Entry::Height => Some(Area { height: value, ..area }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measures_are_millimetres_and_extents_are_not_below_nothing() {
        let area =
            Area { x: Mm::new(1.0), y: Mm::new(2.0), width: Mm::new(3.0), height: Mm::new(4.0) };
        let check = |entry, text: &str| written(area, entry, text).map(|own| measure(own, entry));
        assert_eq!(check(Entry::X, " -12.5"), Some(Mm::new(-12.5)));
        assert_eq!(check(Entry::Width, "0"), Some(Mm::default()));
        assert_eq!(check(Entry::Width, "-1"), None);
        assert_eq!(check(Entry::Y, "12,5"), None);
        assert_eq!(check(Entry::Height, "NaN"), None);
        assert_eq!(check(Entry::Height, "1e9"), None);
    }
}
