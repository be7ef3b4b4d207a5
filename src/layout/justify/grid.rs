//! Keeps the hanzi of a line on the grid of their column.
//!
//! A grid of one em begins at the column's left edge. Marks give half an em or nothing, gaps around
//! letters and digits a quarter; of all ways that fill the line the one is taken that leaves the
//! most hanzi on the grid and presses the least (CLREQ's order: brackets, ， 、 ； ：, gaps, 。 ？ ！).
//! What no such step can fill is shared by the characters at the end of the line, so that those
//! before them stay where they are.

use crate::geom::Pt;
use crate::layout::prepare::{Cluster, Gap, Joint};
use crate::text::class::CharClass;

use super::{Justified, is_open, squeeze, stretch};

/// A line to be filled.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Line<'a> {
    /// Its clusters.
    pub(crate) clusters: &'a [Cluster],
    /// The joints between them.
    pub(crate) joints: &'a [Joint],
    /// Where it begins, from the left edge of the column.
    pub(crate) origin: Pt,
    /// The room that it has.
    pub(crate) width: Pt,
    /// The step of the grid.
    pub(crate) em: Pt,
    /// Whether it ends at the measure; else it may be shorter.
    pub(crate) fill: bool,
}

/// A joint that can change by quarters of an em, and what follows it up to the next.
struct Step {
    joint: usize,
    /// Steps of a quarter em and what they cost; the first is to stay.
    ways: [(i8, u32); 3],
    /// How many hanzi behind it stand off the grid where all that is before them has moved by 0, 1,
    /// 2, 3 quarters of an em.
    off: [u32; 4],
}

/// How far a line may be changed, in quarters of an em to either side.
const REACH: i16 = 20;
const STATES: usize = 2 * REACH as usize + 1;
const NEVER: u32 = u32::MAX / 2;
/// Joints that are tried; a line with more of them is of letters and digits.
const MOST_STEPS: usize = 40;

/// What a hanzi off the grid costs.
const OFF: u32 = 2;
/// What squeezing a bracket, a pause and a stop by half an em costs.
const BRACKET: u32 = 5;
const PAUSE: u32 = 6;
const STOP: u32 = 12;
/// What a gap that changes by a quarter em costs.
const LATIN: u32 = 4;
/// What half an em in a date costs, on one side of a number: （7 月.
const WIDE: u32 = 40;
/// What it costs to spread characters at all.
const SPREAD: u32 = 8;

/// The widths that keep the most hanzi on the grid; none where no such way fills the line.
pub(crate) fn justify_on_grid(line: &Line<'_>) -> Option<Justified> {
    let (steps, first_off, natural) = steps(line);
    let excess = natural - line.width;
    let untouched = first_off == [0; 4] || first_off[0] == 0;
    let quiet = steps.iter().all(|step| step.off[0] == 0) && untouched;
    let mut widths: Vec<Pt> = line.joints.iter().map(|joint| joint.natural).collect();
    let fits = excess == Pt::ZERO || (!line.fill && excess < Pt::ZERO);
    if quiet && fits {
        return Some(Justified { widths, spread: Pt::ZERO, overfull: Pt::ZERO });
    }
    let moves = best_moves(line, &steps, first_off, excess)?;
    let mut joints = line.joints.to_vec();
    let quarter = line.em / 4;
    for (step, by) in steps.iter().zip(moves) {
        let change = quarter * i64::from(by);
        let joint = joints.get_mut(step.joint)?;
        joint.natural += change;
        joint.shrink = (joint.shrink + change).max(Pt::ZERO);
        joint.stretch = (joint.stretch - change).max(Pt::ZERO);
        *widths.get_mut(step.joint)? = joint.natural;
    }
    let excess = excess + joints.iter().zip(line.joints).map(|(a, b)| a.natural - b.natural).sum();
    let mut spread = Pt::ZERO;
    if excess > Pt::ZERO {
        let tail = tail_with(&joints, excess, |joint| joint.shrink);
        let (joints, widths) = (joints.get(tail..)?, widths.get_mut(tail..)?);
        if squeeze(joints, widths, excess) > Pt::ZERO {
            return None;
        }
    } else if line.fill && excess < Pt::ZERO {
        let tail = tail_to_spread(&joints, -excess, line.em);
        let (joints, widths) = (joints.get(tail..)?, widths.get_mut(tail..)?);
        spread = stretch(joints, widths, -excess);
    }
    let used: Pt = widths.iter().copied().sum();
    let bodies: Pt = line.clusters.iter().map(|cluster| cluster.body).sum();
    if line.fill && bodies + used != line.width {
        return None;
    }
    Some(Justified { widths, spread, overfull: Pt::ZERO })
}

/// The steps of a line, what stands off the grid before the first, and the line's natural width.
fn steps(line: &Line<'_>) -> (Vec<Step>, [u32; 4], Pt) {
    let mut steps: Vec<Step> = Vec::new();
    let mut first_off = [0; 4];
    let mut at = line.origin;
    for (index, cluster) in line.clusters.iter().enumerate() {
        if cluster.class == CharClass::Hanzi {
            let off = steps.last_mut().map_or(&mut first_off, |step| &mut step.off);
            for (by, off) in (0..).zip(off) {
                let place = (at + line.em / 4 * by + line.em / 25) % line.em;
                *off += u32::from(place > line.em / 25 * 2);
            }
        }
        at += cluster.body;
        let Some(joint) = line.joints.get(index) else { break };
        at += joint.natural;
        if let Some(ways) = ways(joint, line.em)
            && steps.len() < MOST_STEPS
        {
            steps.push(Step { joint: index, ways, off: [0; 4] });
        }
    }
    (steps, first_off, at - line.origin)
}

/// What a joint can do: steps of a quarter em and what they cost; none if it can only stay.
fn ways(joint: &Joint, em: Pt) -> Option<[(i8, u32); 3]> {
    let stay = (0, 0);
    let half = |cost| (joint.shrink >= em / 2).then_some([stay, (-2, cost), stay]);
    match joint.gap {
        Gap::Bracket => half(BRACKET),
        Gap::Pause => half(PAUSE),
        Gap::Stop => half(STOP),
        // No gap at all, in a date.
        Gap::Latin if joint.natural == Pt::ZERO => Some([stay, (1, LATIN), (2, WIDE)]),
        Gap::Latin => {
            let wide = joint.natural > em.scale(3, 8);
            let stay = if wide { (0, LATIN) } else { stay };
            let less = if joint.shrink >= em / 4 { (-1, LATIN) } else { stay };
            let more = if joint.stretch >= em / 4 { (1, LATIN) } else { stay };
            (less.0 != 0 || more.0 != 0).then_some([stay, less, more])
        }
        Gap::Word | Gap::None | Gap::Fixed => None,
    }
}

/// How far each step moves, in quarters of an em.
fn best_moves(line: &Line<'_>, steps: &[Step], first_off: [u32; 4], excess: Pt) -> Option<Vec<i8>> {
    let mut costs = [NEVER; STATES];
    let start = first_off[0] * OFF;
    *costs.get_mut(REACH as usize)? = start;
    let mut from: Vec<[i8; STATES]> = Vec::with_capacity(steps.len());
    for step in steps {
        let mut next = [NEVER; STATES];
        let mut moved = [0_i8; STATES];
        for (state, &cost) in costs.iter().enumerate().filter(|(_, cost)| **cost < NEVER) {
            for (by, price) in step.ways {
                let Some(to) = state.checked_add_signed(by.into()) else { continue };
                let phase = (to + 4 * STATES - REACH as usize) % 4;
                let sum = cost + price + OFF * step.off.get(phase).copied().unwrap_or(0);
                if let (Some(slot), Some(way)) = (next.get_mut(to), moved.get_mut(to))
                    && sum < *slot
                {
                    (*slot, *way) = (sum, by);
                }
            }
        }
        costs = next;
        from.push(moved);
    }
    let end = |state: usize, cost: u32| {
        let by = i64::try_from(state).ok()? - i64::from(REACH);
        Some(cost + rest_cost(line, excess + line.em / 4 * by)?)
    };
    let ends = costs.iter().enumerate().filter(|(_, cost)| **cost < NEVER);
    let ends = ends.filter_map(|(state, &cost)| Some((end(state, cost)?, state)));
    let (_, mut state) = ends.min()?;
    let mut moves = Vec::with_capacity(steps.len());
    for moved in from.iter().rev() {
        let by = *moved.get(state)?;
        moves.push(by);
        state = state.checked_add_signed(-isize::from(by))?;
    }
    moves.reverse();
    Some(moves)
}

/// What it costs to take up what is left over; none if it cannot be.
fn rest_cost(line: &Line<'_>, excess: Pt) -> Option<u32> {
    let near = line.em / 64;
    if excess.abs() <= near || (!line.fill && excess < Pt::ZERO) {
        return Some(0);
    }
    if excess > Pt::ZERO {
        // A little may be squeezed off the last mark or gap.
        let last = line.joints.iter().rposition(|joint| joint.shrink >= excess)?;
        let behind = u32::try_from(line.joints.len() - last).ok()?;
        return (excess < line.em / 4).then_some(SPREAD + OFF * behind);
    }
    let slack = -excess;
    let joints = u32::try_from(line.joints.len()).ok()?;
    let needed = u32::try_from(slack.div_ceil(line.em / SPREAD_STEP)).ok()?;
    let beyond = needed.saturating_sub(joints) * 20;
    Some(SPREAD + OFF * needed.min(joints) + beyond)
}

/// Characters at the end of a line are spread by this part of an em each, or by less.
const SPREAD_STEP: i64 = 20;

/// The last joints that can give `amount`.
fn tail_with(joints: &[Joint], amount: Pt, capacity: impl Fn(&Joint) -> Pt) -> usize {
    let mut left = amount;
    for (index, joint) in joints.iter().enumerate().rev() {
        left -= capacity(joint);
        if left <= Pt::ZERO {
            return index;
        }
    }
    0
}

/// The last joints that take `slack` without being spread by more than a step each.
fn tail_to_spread(joints: &[Joint], slack: Pt, em: Pt) -> usize {
    let share = |joint: &Joint| if is_open(joint) { em / SPREAD_STEP } else { Pt::ZERO };
    tail_with(joints, slack, |joint| match joint.gap {
        Gap::Word | Gap::Latin => joint.stretch.max(share(joint)),
        Gap::Bracket | Gap::Pause | Gap::Stop | Gap::None | Gap::Fixed => share(joint),
    })
}
