//! The picture of the folded dummy (折样): each side of each sheet with the numbers of its pages.

use iced::alignment::Vertical;
use iced::mouse::Cursor;
use iced::widget::canvas::{self, Frame, Geometry, LineDash, Path, Program, Stroke, Text};
use iced::widget::text::Alignment;
use iced::{Element, Length, Point, Rectangle, Renderer, Size, Theme, Vector};

use super::Message;
use crate::app::language::Language;
use crate::app::theme::{self, Palette};
use crate::export::imposition::{Face, Seat, Side};

/// Height of a page beside its width, as of 210 × 285 mm.
const TALL: f32 = 1.36;
/// Between the two sides of a sheet, and between sheets.
const GAP: f32 = 12.0;
/// Width of the picture, and the room for the name of a side.
const WIDTH: f32 = 236.0;
const NAME: f32 = 16.0;
/// So many sides are drawn at most; the text of the order names all.
const MOST: usize = 64;

/// The sides of all sheets.
pub(super) struct Dummy {
    pub(super) sides: Vec<Side>,
    pub(super) language: Language,
    pub(super) palette: Palette,
}

/// How many rows and columns of pages a side has.
fn shape(side: &Side) -> (usize, usize) {
    let columns = (side.columns as usize).max(1);
    (side.places.len().div_ceil(columns), columns)
}

/// A count as a length.
#[expect(clippy::cast_precision_loss, reason = "counts of pages are small")]
const fn float(count: usize) -> f32 {
    count as f32
}

/// Width and height of a page of a side.
fn page(side: &Side) -> Size {
    let width = (WIDTH - GAP) / 2.0 / float(shape(side).1);
    Size::new(width, width * TALL)
}

impl Dummy {
    /// The upper edge of each side, and the height of all.
    fn tops(&self) -> (Vec<f32>, f32) {
        let (mut tops, mut top) = (Vec::new(), 0.0);
        // Front and back stand side by side; sheets that have a front only, in pairs.
        for pair in self.sides.chunks(2).take(MOST / 2) {
            let height = pair.iter().map(|side| page(side).height * float(shape(side).0));
            tops.extend(pair.iter().map(|_| top));
            top += NAME + height.fold(0.0, f32::max) + GAP;
        }
        (tops, top)
    }

    fn side(&self, frame: &mut Frame, side: &Side, corner: Point) {
        let p = self.palette;
        let (rows, columns) = shape(side);
        let page = page(side);
        let face = self.language.say(match side.face {
            Face::Front => ("正", " front"),
            Face::Back => ("反", " back"),
        });
        frame.fill_text(Text {
            content: format!("{}{face}", side.sheet),
            position: corner,
            size: theme::LABEL.into(),
            color: p.muted,
            ..Text::default()
        });
        let corner = corner + Vector::new(0.0, NAME);
        let whole = Size::new(page.width * float(columns), page.height * float(rows));
        let line = Stroke::default().with_color(p.muted).with_width(1.0);
        frame.fill_rectangle(corner, whole, iced::Color::WHITE);
        frame.stroke(&Path::rectangle(corner, whole), line);
        let dashed = Stroke { line_dash: LineDash { segments: &[3.0, 3.0], offset: 0 }, ..line };
        for column in 1..columns {
            let x = corner.x + page.width * float(column);
            let end = Point::new(x, corner.y + whole.height);
            frame.stroke(&Path::line(Point::new(x, corner.y), end), dashed);
        }
        for row in 1..rows {
            let y = corner.y + page.height * float(row);
            let end = Point::new(corner.x + whole.width, y);
            frame.stroke(&Path::line(Point::new(corner.x, y), end), dashed);
        }
        for (seat, index) in side.places.iter().zip(0..) {
            let (row, column) = (index / columns, index % columns);
            let middle =
                Vector::new(page.width * (float(column) + 0.5), page.height * (float(row) + 0.5));
            seat_number(frame, *seat, corner + middle);
        }
    }
}

/// The number of a page, on its head where the page is.
fn seat_number(frame: &mut Frame, seat: Seat, middle: Point) {
    let Some(number) = seat.page else { return };
    frame.with_save(|frame| {
        frame.translate(Vector::new(middle.x, middle.y));
        if seat.turned {
            frame.rotate(std::f32::consts::PI);
        }
        frame.fill_text(Text {
            content: number.to_string(),
            size: theme::TITLE.into(),
            color: iced::Color::BLACK,
            align_x: Alignment::Center,
            align_y: Vertical::Center,
            ..Text::default()
        });
    });
}

impl Program<Message> for Dummy {
    type State = ();

    fn draw(
        &self,
        (): &(),
        renderer: &Renderer,
        _: &Theme,
        bounds: Rectangle,
        _: Cursor,
    ) -> Vec<Geometry> {
        let mut frame = Frame::new(renderer, bounds.size());
        for ((side, top), index) in self.sides.iter().zip(self.tops().0).zip(0_usize..) {
            let x = if index.is_multiple_of(2) { 0.0 } else { (WIDTH + GAP) / 2.0 };
            self.side(&mut frame, side, Point::new(x, top));
        }
        vec![frame.into_geometry()]
    }
}

impl<'a> From<Dummy> for Element<'a, Message> {
    fn from(dummy: Dummy) -> Self {
        let height = dummy.tops().1;
        canvas::Canvas::new(dummy).width(Length::Fixed(WIDTH + 1.0)).height(height).into()
    }
}
