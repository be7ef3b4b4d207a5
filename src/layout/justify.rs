//! Gives each joint of a line its width, so that the line ends at the measure.
//!
//! Squeezing: brackets, then ， 、 ； ：, Latin gaps, then 。 ？ ！; all joints of one step give the
//! same share of what they can (CLREQ; GB/T 15834-2011, 5.1.11). Stretching: spaces between words,
//! Latin gaps up to half an em, then all other joints alike.

use crate::geom::Pt;
use crate::layout::prepare::{Gap, Joint};

mod grid;

pub(crate) use self::grid::{Line, justify_on_grid};

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

/// Fits joints between bodies of `bodies` in all into `width`. A line that is not to be filled
/// (`fill` is false) is squeezed if it must be, but never stretched.
pub(crate) fn justify(joints: &[Joint], bodies: Pt, width: Pt, fill: bool) -> Justified {
    let mut widths: Vec<Pt> = joints.iter().map(|joint| joint.natural).collect();
    let natural = bodies + widths.iter().copied().sum();
    let mut line = Justified { widths: Vec::new(), spread: Pt::ZERO, overfull: Pt::ZERO };
    if natural > width {
        line.overfull = squeeze(joints, &mut widths, natural - width);
    } else if fill && natural < width {
        line.spread = stretch(joints, &mut widths, width - natural);
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
fn stretch(joints: &[Joint], widths: &mut [Pt], mut slack: Pt) -> Pt {
    for step in [Gap::Word, Gap::Latin] {
        let capacity = |joint: &Joint| if joint.gap == step { joint.stretch } else { Pt::ZERO };
        let room: Pt = joints.iter().map(capacity).sum();
        let given = slack.min(room);
        share(joints, widths, given, room, capacity, 1);
        slack -= given;
    }
    let open = |joint: &Joint| if is_open(joint) { Pt::from_units(1) } else { Pt::ZERO };
    let count: Pt = joints.iter().map(open).sum();
    if slack > Pt::ZERO && count > Pt::ZERO {
        share(joints, widths, slack, count, open, 1);
        return slack / count.units();
    }
    Pt::ZERO
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

    fn check(width: i32, fill: bool, expected: [i32; 4], overfull: i32) {
        let line = justify(&line(), Pt::new(50), Pt::new(width), fill);
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
    fn shares_end_exactly_at_the_measure() {
        let joints = vec![joint(Gap::None, 0, 0, 0); 7];
        let line = justify(&joints, Pt::new(10), Pt::new(11), true);
        assert_eq!(line.widths.iter().copied().sum::<Pt>(), Pt::new(1));
    }
}
