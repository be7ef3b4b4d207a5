//! Dragging on a cover: what is moved sticks to edges and middle of the page, of the type area and
//! of other things, and else to whole millimetres.

use crate::geom::Mm;
use crate::issue::cover::Area;

/// How near something comes before it sticks.
const NEAR: i32 = 150;
/// The grid, in hundredths of a millimetre.
const GRID: i32 = 100;

/// Which edges of an area the mouse moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Grip {
    /// All of it.
    Whole,
    /// The corner at the left or right, above or below.
    Corner {
        /// Whether it is a corner at the right.
        right: bool,
        /// Whether it is a lower corner.
        lower: bool,
    },
}

/// A line that something sticks to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Guide {
    /// From top to bottom, so far from the left edge.
    Upright(Mm),
    /// From left to right, so far from the upper edge.
    Level(Mm),
}

/// Begin and end of an area in one direction, in hundredths.
type Span = (i32, i32);

/// `area` after the mouse moved `grip` by so much, with the lines that it sticks to.
pub(super) fn dragged(
    area: Area,
    grip: Grip,
    (dx, dy): (Mm, Mm),
    page: (Mm, Mm),
    others: &[Area],
) -> (Area, Vec<Guide>) {
    let across = |area: &Area| span(area.x, area.width);
    let down = |area: &Area| span(area.y, area.height);
    let (horizontal, vertical) = match grip {
        Grip::Whole => (Moves::Both, Moves::Both),
        Grip::Corner { right, lower } => (Moves::one(right), Moves::one(lower)),
    };
    let lines = |page: Mm, of: &dyn Fn(&Area) -> Span| {
        let mut lines = vec![0, page.hundredths() / 2, page.hundredths()];
        for (begin, end) in others.iter().map(of) {
            lines.extend([begin, i32::midpoint(begin, end), end]);
        }
        lines
    };
    let (x, upright) = moved(across(&area), horizontal, dx, &lines(page.0, &across));
    let (y, level) = moved(down(&area), vertical, dy, &lines(page.1, &down));
    let length = |(begin, end): Span| Mm::from_hundredths(end - begin);
    let placed = Area {
        x: Mm::from_hundredths(x.0),
        y: Mm::from_hundredths(y.0),
        width: length(x),
        height: length(y),
    };
    let upright = upright.map(|at| Guide::Upright(Mm::from_hundredths(at)));
    let level = level.map(|at| Guide::Level(Mm::from_hundredths(at)));
    (placed, upright.into_iter().chain(level).collect())
}

const fn span(begin: Mm, length: Mm) -> Span {
    (begin.hundredths(), begin.hundredths().saturating_add(length.hundredths()))
}

/// Which ends of a span are moved.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Moves {
    Both,
    Begin,
    End,
}

impl Moves {
    const fn one(end: bool) -> Self {
        if end { Self::End } else { Self::Begin }
    }
}

/// A span after the mouse moved it, and the line that it sticks to.
fn moved((begin, end): Span, moves: Moves, by: Mm, lines: &[i32]) -> (Span, Option<i32>) {
    let by = by.hundredths();
    let touching: &[i32] = match moves {
        Moves::Both => &[begin, end, i32::midpoint(begin, end)],
        Moves::Begin => &[begin],
        Moves::End => &[end],
    };
    // The nearest line, for whichever edge it is.
    let sticks = touching
        .iter()
        .map(|edge| edge.saturating_add(by))
        .flat_map(|edge| lines.iter().map(move |line| (line - edge, *line)))
        .filter(|(distance, _)| distance.abs() <= NEAR)
        .min_by_key(|(distance, _)| distance.abs());
    let by = match sticks {
        Some((distance, _)) => by + distance,
        None => match moves {
            Moves::Both | Moves::Begin => on_grid(begin.saturating_add(by)) - begin,
            Moves::End => on_grid(end.saturating_add(by)) - end,
        },
    };
    let span = match moves {
        Moves::Both => (begin + by, end + by),
        // An edge does not go past the other one.
        Moves::Begin => ((begin + by).min(end), end),
        Moves::End => (begin, (end + by).max(begin)),
    };
    (span, sticks.map(|(_, line)| line))
}

const fn on_grid(at: i32) -> i32 {
    (at + GRID / 2).div_euclid(GRID) * GRID
}

#[cfg(test)]
mod tests {
    use super::*;

    fn area(x: f64, y: f64, width: f64, height: f64) -> Area {
        let [x, y, width, height] = [x, y, width, height].map(Mm::new);
        Area { x, y, width, height }
    }

    fn drag(grip: Grip, by: (f64, f64), others: &[Area]) -> (Area, usize) {
        let page = (Mm::new(210.0), Mm::new(285.0));
        let by = (Mm::new(by.0), Mm::new(by.1));
        let (area, guides) = dragged(area(20.3, 50.0, 100.0, 30.0), grip, by, page, others);
        (area, guides.len())
    }

    #[test]
    fn what_is_free_comes_to_whole_millimetres() {
        assert_eq!(drag(Grip::Whole, (4.0, 7.2), &[]), (area(24.0, 57.0, 100.0, 30.0), 0));
        let corner = Grip::Corner { right: true, lower: true };
        assert_eq!(drag(corner, (7.0, 3.4), &[]), (area(20.3, 50.0, 106.7, 33.0), 0));
    }

    #[test]
    fn it_sticks_to_the_page_and_to_other_things() {
        // The middle of the page, and its upper edge.
        assert_eq!(drag(Grip::Whole, (35.4, -49.2), &[]), (area(55.0, 0.0, 100.0, 30.0), 2));
        let other = [area(0.0, 83.4, 40.0, 10.0)];
        assert_eq!(drag(Grip::Whole, (7.7, 3.0), &other).0.y, Mm::new(53.4));
        let corner = Grip::Corner { right: false, lower: false };
        assert_eq!(drag(corner, (19.0, 9.0), &other), (area(40.0, 59.0, 80.3, 21.0), 1));
    }

    #[test]
    fn nothing_is_turned_inside_out() {
        let corner = Grip::Corner { right: true, lower: true };
        let (found, _) = drag(corner, (-180.0, -90.0), &[]);
        assert_eq!((found.width, found.height), (Mm::default(), Mm::default()));
    }
}
