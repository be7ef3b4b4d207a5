//! The outline of a shape that is filled or stroked: where it is, and how thick.

/// Points of an outline that may be a line; what has more is no line.
const MOST_POINTS: usize = 24;
/// How far points may stand out where coordinates were rounded, in pt.
const CLOSE: f64 = 0.01;

pub(super) const EMPTY: [f64; 4] =
    [f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY];

/// Bounds together with a point.
pub(super) fn grown([left, bottom, right, top]: [f64; 4], (x, y): (f64, f64)) -> [f64; 4] {
    [left.min(x), bottom.min(y), right.max(x), top.max(y)]
}

/// What two bounds have in common.
pub(super) fn together(one: [f64; 4], other: [f64; 4]) -> [f64; 4] {
    [one[0].max(other[0]), one[1].max(other[1]), one[2].min(other[2]), one[3].min(other[3])]
}

/// Whether bounds, larger by so much, hold others.
pub(super) fn holds([left, bottom, right, top]: [f64; 4], by: f64, own: [f64; 4]) -> bool {
    own[0] >= left - by && own[1] >= bottom - by && own[2] <= right + by && own[3] <= top + by
}

/// An outline in the coordinates of the page.
#[derive(Debug, Clone)]
pub(super) struct Outline {
    /// Left, bottom, right, top.
    pub(super) bounds: [f64; 4],
    /// The first [`MOST_POINTS`] and one more, control points of curves among them.
    points: Vec<(f64, f64)>,
    parts: u32,
}

impl Default for Outline {
    fn default() -> Self {
        Self { bounds: EMPTY, points: Vec::new(), parts: 0 }
    }
}

impl Outline {
    /// Begins a part.
    pub(super) const fn begin(&mut self) {
        self.parts += 1;
    }

    pub(super) fn push(&mut self, point: (f64, f64)) {
        self.bounds = grown(self.bounds, point);
        if self.points.len() <= MOST_POINTS {
            self.points.push(point);
        }
    }

    /// How thick it is, in pt: across a straight line in any direction, else the shorter side of
    /// its bounds.
    pub(super) fn thickness(&self) -> f64 {
        let [left, bottom, right, top] = self.bounds;
        let side = (right - left).min(top - bottom);
        if self.parts != 1 || self.points.len() > MOST_POINTS {
            return side;
        }
        self.across().map_or(side, |across| across.min(side))
    }

    /// The least distance between two parallels that hold a convex outline; none for others. One
    /// of them lies on an edge.
    fn across(&self) -> Option<f64> {
        let ends = self.points.iter().skip(1).chain(self.points.first());
        let mut least: Option<f64> = None;
        for (&(x, y), &(to_x, to_y)) in self.points.iter().zip(ends) {
            let (right, up) = (to_x - x, to_y - y);
            let length = right.hypot(up);
            if length < CLOSE {
                continue;
            }
            let distances =
                self.points.iter().map(|own| (right * (own.1 - y) - up * (own.0 - x)) / length);
            let (from, to) =
                distances.fold((0.0_f64, 0.0_f64), |(from, to), own| (from.min(own), to.max(own)));
            if from < -CLOSE && to > CLOSE {
                return None;
            }
            let own = to - from;
            least = Some(least.map_or(own, |least| least.min(own)));
        }
        least
    }
}
