//! Gives each joint of a line its width, so that the line ends at the measure.
//!
//! Squeezing: brackets, then ， 、 ； ：, Latin gaps, then 。 ？ ！; all joints of one step give the
//! same share of what they can (CLREQ; GB/T 15834-2011, 5.1.11). Stretching: spaces between words,
//! Latin gaps up to a third of an em, then all other joints alike. So the gaps of a line are of one width
//! and its marks give alike: a reader sees one gap beside another sooner than a hanzi above another.
//! What keeps hanzi on the grid of their column is that the last joints of a line take what is left.

use crate::geom::Pt;
use crate::layout::prepare::{Gap, Joint};

/// The room of a line.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Room {
    /// How wide it is.
    pub(crate) width: Pt,
    /// Whether the line ends at its end; else it is squeezed if it must be, but never stretched.
    pub(crate) fill: bool,
    /// The em of the grid that hanzi are to keep to.
    pub(crate) grid: Option<Pt>,
}

/// How wide the joints of a line became.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Justified {
    /// The widths, in the order of the joints.
    pub(crate) widths: Vec<Pt>,
    /// What each joint between hanzi was spread by.
    pub(crate) spread: Pt,
    /// What sticks out of the measure; none if the line could be squeezed into it.
    pub(crate) overfull: Pt,
}

/// The order in which joints are squeezed.
const SQUEEZE: [Gap; 4] = [Gap::Bracket, Gap::Pause, Gap::Latin, Gap::Stop];

/// The last joints of a line on a grid are spread by this part of an em each, or by less.
const SPREAD_STEP: i64 = 20;

/// Fits joints between bodies of `bodies` in all into `room`.
pub(crate) fn justify(joints: &[Joint], bodies: Pt, room: Room) -> Justified {
    let Room { width, fill, grid } = room;
    let mut widths: Vec<Pt> = joints.iter().map(|joint| joint.natural).collect();
    let natural = bodies + widths.iter().copied().sum();
    let mut line = Justified { widths: Vec::new(), spread: Pt::ZERO, overfull: Pt::ZERO };
    if natural > width {
        line.overfull = squeeze(joints, &mut widths, natural - width);
    } else if fill && natural < width {
        line.spread = stretch(joints, &mut widths, width - natural, grid);
    }
    line.widths = widths;
    line
}

/// Takes `excess` away; returns what was left over.
fn squeeze(joints: &[Joint], widths: &mut [Pt], mut excess: Pt) -> Pt {
    for step in SQUEEZE {
        let capacity = |joint: &Joint| if joint.gap == step { joint.shrink } else { Pt::ZERO };
        let room: Pt = joints.iter().map(capacity).sum();
        let taken = excess.min(room);
        share(joints, widths, taken, room, capacity, -1);
        excess -= taken;
        if excess == Pt::ZERO {
            break;
        }
    }
    excess
}

/// Adds `slack`; returns what hanzi were spread by.
fn stretch(joints: &[Joint], widths: &mut [Pt], mut slack: Pt, grid: Option<Pt>) -> Pt {
    // Where there are no hanzi to spread, Latin gaps go from a third to half of an em (CLREQ's limit).
    let gap = |joint: &Joint| matches!(joint.gap, Gap::Word | Gap::Latin);
    let latin = if joints.iter().filter(|joint| is_open(joint)).all(gap) { 3 } else { 1 };
    for (step, times) in [(Gap::Word, 1), (Gap::Latin, latin)] {
        let own = |joint: &Joint| if joint.gap == step { joint.stretch } else { Pt::ZERO };
        let capacity = |joint: &Joint| own(joint) * times;
        let room: Pt = joints.iter().map(capacity).sum();
        let given = slack.min(room);
        share(joints, widths, given, room, capacity, 1);
        slack -= given;
    }
    let from = first_to_spread(joints, slack, grid);
    let (Some(joints), Some(widths)) = (joints.get(from..), widths.get_mut(from..)) else {
        return Pt::ZERO;
    };
    let open = |joint: &Joint| if is_open(joint) { Pt::from_units(1) } else { Pt::ZERO };
    let count: Pt = joints.iter().map(open).sum();
    if slack > Pt::ZERO && count > Pt::ZERO {
        share(joints, widths, slack, count, open, 1);
        return slack / count.units();
    }
    Pt::ZERO
}

/// The first of the joints that are spread: on a grid as few of the last ones as take `slack` by a
/// step each, else all.
fn first_to_spread(joints: &[Joint], slack: Pt, grid: Option<Pt>) -> usize {
    let needed = grid.map(|em| slack.div_ceil(em / SPREAD_STEP));
    let before = needed.and_then(|needed| usize::try_from(needed.max(1) - 1).ok());
    let mut open = joints.iter().enumerate().rev().filter(|(_, joint)| is_open(joint));
    before.and_then(|before| open.nth(before)).map_or(0, |(index, _)| index)
}

/// Whether a joint is spread with those between hanzi: not inside a group, and not the half em that
/// two marks leave between them.
fn is_open(joint: &Joint) -> bool {
    match joint.gap {
        Gap::Fixed => false,
        Gap::Bracket | Gap::Pause | Gap::Stop => !joint.is_pair(),
        Gap::Word | Gap::Latin | Gap::None => true,
    }
}

/// Shares `amount` among the joints by what each can take of `room`. Sums of rounded shares end
/// exactly at `amount`.
fn share(
    joints: &[Joint],
    widths: &mut [Pt],
    amount: Pt,
    room: Pt,
    capacity: impl Fn(&Joint) -> Pt,
    sign: i64,
) {
    if amount == Pt::ZERO || room == Pt::ZERO {
        return;
    }
    let (mut passed, mut given) = (Pt::ZERO, Pt::ZERO);
    for (joint, width) in joints.iter().zip(widths) {
        passed += capacity(joint);
        let due = amount.scale(passed.units(), room.units());
        *width += (due - given) * sign;
        given = due;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::breaks::BreakCost;

    fn joint(gap: Gap, natural: i32, shrink: i32, stretch: i32) -> Joint {
        Joint {
            gap,
            natural: Pt::new(natural),
            shrink: Pt::new(shrink),
            stretch: Pt::new(stretch),
            cost: BreakCost::FREE,
            space: 0,
            spaces: 0,
        }
    }

    fn line() -> [Joint; 4] {
        [
            joint(Gap::Bracket, 6, 6, 0),
            joint(Gap::Pause, 6, 6, 0),
            joint(Gap::Latin, 3, 1, 3),
            joint(Gap::None, 0, 0, 0),
        ]
    }

    fn room(width: i32, fill: bool) -> Room {
        Room { width: Pt::new(width), fill, grid: None }
    }

    fn check(width: i32, fill: bool, expected: [i32; 4], overfull: i32) {
        let line = justify(&line(), Pt::new(50), room(width, fill));
        assert_eq!(line.widths, expected.map(Pt::new), "{width}");
        assert_eq!(line.overfull, Pt::new(overfull), "{width}");
    }

    #[test]
    fn brackets_give_before_pauses_and_pauses_before_gaps() {
        check(65, true, [6, 6, 3, 0], 0);
        check(61, true, [2, 6, 3, 0], 0);
        check(56, true, [0, 3, 3, 0], 0);
        check(52, true, [0, 0, 2, 0], 0);
        check(50, true, [0, 0, 2, 0], 2);
    }

    #[test]
    fn gaps_stretch_before_hanzi_are_spread() {
        check(67, true, [6, 6, 5, 0], 0);
        check(72, true, [7, 7, 7, 1], 0);
        check(72, false, [6, 6, 3, 0], 0);
    }

    #[test]
    fn on_a_grid_the_last_joints_take_what_is_left() {
        let joints = vec![joint(Gap::None, 0, 0, 0); 19];
        let grid = Some(Pt::new(20));
        let widths = |width| {
            let line = justify(&joints, Pt::new(400), Room { grid, ..room(width, true) });
            line.widths
        };
        let taken = |width| widths(width).iter().filter(|width| **width > Pt::ZERO).count();
        assert_eq!((taken(401), taken(410), taken(419)), (1, 10, 19));
        assert_eq!(widths(410).get(9..), Some([Pt::new(1); 10].as_slice()));
        // What they cannot take by a step each is shared by all.
        assert_eq!(widths(438), [Pt::new(2); 19]);
    }

    #[test]
    fn marks_of_a_kind_give_alike_and_so_do_gaps() {
        let mut joints = vec![joint(Gap::Pause, 8, 8, 0); 3];
        joints.extend([joint(Gap::Latin, 4, 2, 2); 2]);
        let grid = Some(Pt::new(16));
        let widths =
            |width| justify(&joints, Pt::new(64), Room { grid, ..room(width, true) }).widths;
        assert_eq!(widths(90), [6, 6, 6, 4, 4].map(Pt::new));
        assert_eq!(widths(70), [0, 0, 0, 3, 3].map(Pt::new));
        assert_eq!(widths(98), [8, 8, 8, 5, 5].map(Pt::new));
        // Nothing but gaps.
        let gaps = vec![joint(Gap::Latin, 12, 6, 4); 2];
        let line = justify(&gaps, Pt::new(400), room(444, true));
        assert_eq!((line.widths, line.spread), (vec![Pt::new(22); 2], Pt::ZERO));
    }

    #[test]
    fn shares_end_exactly_at_the_measure() {
        let joints = vec![joint(Gap::None, 0, 0, 0); 7];
        let line = justify(&joints, Pt::new(10), room(11, true));
        assert_eq!(line.widths.iter().copied().sum::<Pt>(), Pt::new(1));
    }
}
