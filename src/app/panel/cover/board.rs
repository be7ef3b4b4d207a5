//! The cover as a board: its picture, frames around its things, and dragging.

use iced::advanced::image::{Image, Renderer as _};
use iced::advanced::layout::{self, Layout};
use iced::advanced::renderer::{self, Quad, Renderer as _};
use iced::advanced::widget::{Tree, tree};
use iced::advanced::{Clipboard, Shell, Widget, mouse};
use iced::{Border, Color, Element, Event, Length, Point, Rectangle, Renderer, Size, Theme};

use super::Message;
use super::snap::{Grip, Guide, dragged};
use crate::app::preview::Picture;
use crate::app::theme::Palette;
use crate::geom::Mm;
use crate::issue::cover::Area;

/// Half the side of the squares at the corners.
const HANDLE: f32 = 4.0;
/// How far from a corner the mouse still takes it.
const REACH: f32 = 7.0;

/// A side of a cover.
pub(super) struct Board<'a> {
    pub(super) picture: &'a Picture,
    /// The page, in millimetres.
    pub(super) page: (Mm, Mm),
    /// Where the things are, the lowest first.
    pub(super) areas: Vec<Area>,
    /// Where text stands on pages of documents.
    pub(super) type_area: Area,
    pub(super) chosen: Option<usize>,
    pub(super) palette: Palette,
}

/// A thing under the mouse.
#[derive(Debug, Clone, Copy)]
struct Drag {
    thing: usize,
    grip: Grip,
    /// Where the mouse took it, and where the thing was then.
    from: Point,
    area: Area,
}

#[derive(Debug, Default)]
struct State {
    drag: Option<Drag>,
    guides: Vec<Guide>,
}

impl Board<'_> {
    /// Logical pixels a millimetre.
    #[expect(clippy::cast_possible_truncation, reason = "pixels need no more than f32 holds")]
    fn scale(&self) -> f32 {
        self.picture.width / self.page.0.to_f64().max(1.0) as f32
    }

    #[expect(clippy::cast_possible_truncation, reason = "pixels need no more than f32 holds")]
    fn pixels(&self, length: Mm) -> f32 {
        length.to_f64() as f32 * self.scale()
    }

    /// Where an area is drawn.
    fn on_board(&self, area: &Area, bounds: Rectangle) -> Rectangle {
        Rectangle {
            x: bounds.x + self.pixels(area.x),
            y: bounds.y + self.pixels(area.y),
            width: self.pixels(area.width),
            height: self.pixels(area.height),
        }
    }

    /// What the mouse takes at a point: a corner of the chosen thing, or the uppermost thing.
    fn at(&self, point: Point, bounds: Rectangle) -> Option<(usize, Grip)> {
        if let Some((thing, area)) = self.chosen.and_then(|at| Some((at, self.areas.get(at)?))) {
            for (corner, grip) in corners(self.on_board(area, bounds)) {
                if (corner.x - point.x).abs() <= REACH && (corner.y - point.y).abs() <= REACH {
                    return Some((thing, grip));
                }
            }
        }
        let mut things = self.areas.iter().enumerate().rev();
        // Lines are thin: they are taken from a little beside them, too.
        let near = |area: &Area| self.on_board(area, bounds).expand(2.0).contains(point);
        things.find(|(_, area)| near(area)).map(|(thing, _)| (thing, Grip::Whole))
    }

    /// What the mouse has made of a thing.
    fn drag(&self, drag: &Drag, point: Point) -> (Area, Vec<Guide>) {
        let length = |pixels: f32| Mm::new(f64::from(pixels / self.scale()));
        let by = (length(point.x - drag.from.x), length(point.y - drag.from.y));
        let others: Vec<Area> = self
            .areas
            .iter()
            .enumerate()
            .filter(|(thing, _)| *thing != drag.thing)
            .map(|(_, area)| *area)
            .chain([self.type_area])
            .collect();
        dragged(drag.area, drag.grip, by, self.page, &others)
    }

    fn mouse(
        &self,
        state: &mut State,
        event: mouse::Event,
        (point, bounds): (Option<Point>, Rectangle),
        shell: &mut Shell<'_, Message>,
    ) {
        match event {
            mouse::Event::ButtonPressed(mouse::Button::Left) => {
                let Some(point) = point.filter(|point| bounds.contains(*point)) else { return };
                let found = self.at(point, bounds);
                state.drag = found.and_then(|(thing, grip)| {
                    Some(Drag { thing, grip, from: point, area: *self.areas.get(thing)? })
                });
                shell.publish(Message::Chosen(found.map(|(thing, _)| thing)));
                shell.capture_event();
            }
            mouse::Event::CursorMoved { position } => {
                let Some(drag) = &state.drag else { return };
                let (area, guides) = self.drag(drag, position);
                state.guides = guides;
                if self.areas.get(drag.thing) != Some(&area) {
                    shell.publish(Message::Dragged(drag.thing, area));
                }
                shell.request_redraw();
                shell.capture_event();
            }
            mouse::Event::ButtonReleased(mouse::Button::Left) if state.drag.is_some() => {
                *state = State::default();
                shell.publish(Message::Dropped);
                shell.request_redraw();
            }
            _ => {}
        }
    }
}

/// The corners of a rectangle, with what each of them moves.
fn corners(rect: Rectangle) -> [(Point, Grip); 4] {
    let corner = |right: bool, lower: bool| {
        let x = if right { rect.x + rect.width } else { rect.x };
        let y = if lower { rect.y + rect.height } else { rect.y };
        (Point::new(x, y), Grip::Corner { right, lower })
    };
    // Of a thing without extent the lower right corner is taken: it can grow there.
    [corner(true, true), corner(false, true), corner(true, false), corner(false, false)]
}

fn outline(renderer: &mut Renderer, bounds: Rectangle, colour: Color, width: f32) {
    let border = Border { color: colour, width, radius: 0.0.into() };
    renderer.fill_quad(Quad { bounds, border, ..Quad::default() }, Color::TRANSPARENT);
}

impl Widget<Message, Theme, Renderer> for Board<'_> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<State>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(State::default())
    }

    fn size(&self) -> Size<Length> {
        Size::new(Length::Fixed(self.picture.width), Length::Fixed(self.picture.height))
    }

    fn layout(&mut self, _: &mut Tree, _: &Renderer, _: &layout::Limits) -> layout::Node {
        layout::Node::new(Size::new(self.picture.width, self.picture.height))
    }

    fn operate(
        &mut self,
        _: &mut Tree,
        layout: Layout<'_>,
        _: &Renderer,
        operation: &mut dyn iced::advanced::widget::Operation,
    ) {
        operation.container(Some(&iced::advanced::widget::Id::new(super::BOARD)), layout.bounds());
    }

    fn update(
        &mut self,
        tree: &mut Tree,
        event: &Event,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        _: &Renderer,
        _: &mut dyn Clipboard,
        shell: &mut Shell<'_, Message>,
        _: &Rectangle,
    ) {
        if let Event::Mouse(event) = event {
            let state = tree.state.downcast_mut::<State>();
            self.mouse(state, *event, (cursor.position(), layout.bounds()), shell);
        }
    }

    fn mouse_interaction(
        &self,
        tree: &Tree,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        _: &Rectangle,
        _: &Renderer,
    ) -> mouse::Interaction {
        let state = tree.state.downcast_ref::<State>();
        let bounds = layout.bounds();
        let under = cursor.position_over(bounds).and_then(|point| self.at(point, bounds));
        match (state.drag.map(|drag| drag.grip), under.map(|(_, grip)| grip)) {
            (Some(Grip::Whole), _) => mouse::Interaction::Grabbing,
            (Some(Grip::Corner { right, lower }), _)
            | (None, Some(Grip::Corner { right, lower })) => {
                if right == lower {
                    mouse::Interaction::ResizingDiagonallyDown
                } else {
                    mouse::Interaction::ResizingDiagonallyUp
                }
            }
            (None, Some(Grip::Whole)) => mouse::Interaction::Grab,
            (None, None) => mouse::Interaction::None,
        }
    }

    fn draw(
        &self,
        tree: &Tree,
        renderer: &mut Renderer,
        _: &Theme,
        _: &renderer::Style,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
    ) {
        let bounds = layout.bounds();
        let Some(clip) = bounds.intersection(viewport) else { return };
        let image = Image::new(self.picture.handle.clone());
        renderer.draw_image(image, bounds, clip);
        let state = tree.state.downcast_ref::<State>();
        let p = self.palette;
        renderer.with_layer(clip, |renderer| {
            outline(renderer, bounds, p.line, 1.0);
            let under = cursor.position_over(bounds).and_then(|point| self.at(point, bounds));
            let hovered = under.map(|(thing, _)| thing).filter(|_| state.drag.is_none());
            if let Some(area) = hovered.and_then(|thing| self.areas.get(thing)) {
                let faint = Color { a: 0.5, ..p.accent };
                outline(renderer, self.on_board(area, bounds), faint, 1.0);
            }
            if let Some(area) = self.chosen.and_then(|thing| self.areas.get(thing)) {
                let rect = self.on_board(area, bounds);
                // Seen on red as well.
                outline(renderer, rect.expand(1.0), Color::WHITE, 3.0);
                outline(renderer, rect, p.accent, 1.0);
                for (corner, _) in corners(rect) {
                    let side = HANDLE * 2.0;
                    let square = Rectangle::new(
                        Point::new(corner.x - HANDLE, corner.y - HANDLE),
                        Size::new(side, side),
                    );
                    let border = Border { color: p.accent, width: 1.0, radius: 1.0.into() };
                    let quad = Quad { bounds: square, border, ..Quad::default() };
                    renderer.fill_quad(quad, Color::WHITE);
                }
            }
            for guide in &state.guides {
                let line = match *guide {
                    Guide::Upright(x) => {
                        Rectangle { x: bounds.x + self.pixels(x), width: 1.0, ..bounds }
                    }
                    Guide::Level(y) => {
                        Rectangle { y: bounds.y + self.pixels(y), height: 1.0, ..bounds }
                    }
                };
                renderer.fill_quad(Quad { bounds: line, ..Quad::default() }, p.amber);
            }
        });
    }
}

impl<'a> From<Board<'a>> for Element<'a, Message> {
    fn from(board: Board<'a>) -> Self {
        Self::new(board)
    }
}
