//! What a line costs its hanzi on the grid of their column.
//!
//! Only an estimate, made from few numbers for each way to break; which gaps give in the end is
//! settled line by line (`justify::grid`).

use crate::geom::Pt;
use crate::layout::prepare::{Gap, Prepared, gap_at_start, set_gap};

use super::Measure;

/// Badness of a line of which no hanzi stands on the grid.
const OFF_GRID: i64 = 60;

/// For each cluster the last joint before it that can give half an em, and the last gap that can
/// take a quarter; 0 where there is none.
pub(super) struct Lasts {
    gives: Vec<u32>,
    takes: Vec<u32>,
    em: Pt,
}

impl Lasts {
    /// None where there is no grid.
    pub(super) fn new(prepared: &Prepared, measure: &Measure) -> Option<Self> {
        if !measure.has_grid() {
            return None;
        }
        let count = prepared.clusters.len() + 1;
        let (mut gives, mut takes) = (Vec::with_capacity(count), Vec::with_capacity(count));
        let (mut give, mut take) = (0, 0);
        gives.push(0);
        takes.push(0);
        for (index, joint) in (1..).zip(&prepared.joints) {
            gives.push(give);
            takes.push(take);
            match joint.gap {
                Gap::Bracket | Gap::Pause | Gap::Stop => {
                    if joint.shrink >= measure.em / 2 {
                        give = index;
                    }
                }
                Gap::Latin => {
                    if joint.stretch >= measure.em / 4 {
                        take = index;
                    }
                }
                Gap::Word | Gap::None | Gap::Fixed => {}
            }
        }
        gives.push(give);
        takes.push(take);
        Some(Self { gives, takes, em: measure.em })
    }

    /// The badness of a line `start..end` that is `excess` too long, or too short, for what leaves
    /// the grid in it.
    pub(super) fn badness(&self, start: usize, end: usize, excess: Pt, width: Pt) -> i64 {
        if excess == Pt::ZERO {
            return 0;
        }
        let ems = (width.units() / self.em.units()).max(1);
        OFF_GRID * i64::try_from(self.off(start, end, excess)).unwrap_or(ems) / ems
    }

    /// How many characters leave the grid where the line gives or takes half ems near its end.
    fn off(&self, start: usize, end: usize, excess: Pt) -> usize {
        let half = self.em / 2;
        let last = |joints: &[u32], at: usize| joints.get(at).copied().unwrap_or(0) as usize;
        if excess < Pt::ZERO {
            let slack = -excess;
            let spread = usize::try_from(slack.div_ceil(self.em / 20)).unwrap_or(usize::MAX);
            let gap = last(&self.takes, end);
            let from = if slack <= half && gap > start { gap } else { start };
            return spread.min(end - from);
        }
        let (mut off, mut to) = (0, end);
        for left in (1..=excess.div_ceil(half)).rev() {
            let mark = last(&self.gives, to);
            if mark <= start {
                return off + (to - start);
            }
            if left % 2 == 1 {
                off += to - mark;
            }
            to = mark;
        }
        off
    }
}

/// How the gap behind a number or word differs where that begins a line.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Edge {
    pub(super) natural: Pt,
    pub(super) shrink: Pt,
    pub(super) stretch: Pt,
}

impl Edge {
    /// What differs for a line that begins with the cluster at `start`.
    pub(super) fn new(prepared: &Prepared, measure: &Measure, start: usize) -> Self {
        let none = Self::default();
        if !measure.has_grid() {
            return none;
        }
        let room = if start == 0 { measure.first } else { measure.rest };
        let Some((at, gap)) = gap_at_start(prepared, start, -room, measure.em) else { return none };
        let Some(joint) = prepared.joints.get(at) else { return none };
        let mut other = *joint;
        set_gap(&mut other, gap, measure.em);
        Self {
            natural: other.natural - joint.natural,
            shrink: other.shrink - joint.shrink,
            stretch: other.stretch - joint.stretch,
        }
    }
}
