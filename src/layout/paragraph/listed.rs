//! Lists of names as they are set: in cells, and in the columns of a group.

use std::ops::Range;

use super::widen::fix;
use crate::geom::Pt;
use crate::layout::names::{Cells, Columns, Name, member, names};
use crate::layout::prepare::Prepared;
use crate::text::breaks::BreakCost;

/// The clusters of the characters `start..end`.
fn clusters(prepared: &Prepared, start: usize, end: usize) -> Range<usize> {
    let at = |character: usize| {
        prepared.clusters.partition_point(|cluster| (cluster.from as usize) < character)
    };
    at(start)..at(end)
}

/// Sets the joints within `range` to `width`, where no line ends; gives the width of the whole.
fn hold(prepared: &mut Prepared, range: Range<usize>, width: Pt) -> Pt {
    let own = prepared.clusters.get(range.clone()).unwrap_or_default();
    let mut all: Pt = own.iter().map(|cluster| cluster.body).sum();
    let inside = range.start..range.end.saturating_sub(1).max(range.start);
    for joint in prepared.joints.get_mut(inside).unwrap_or_default() {
        fix(joint, width);
        joint.cost = BreakCost::FORBIDDEN;
        all += width;
    }
    all
}

/// Sets a name; one of two characters is as wide as three.
fn set_name(prepared: &mut Prepared, name: Name, em: Pt) -> (Range<usize>, Pt) {
    let range = clusters(prepared, name.start, name.end);
    let width = hold(prepared, range.clone(), if name.length == 2 { em } else { Pt::ZERO });
    (range, width)
}

/// Sets a row of names in cells: as many on a line as it has cells, and a long name in two of them.
pub(super) fn set_cells(prepared: &mut Prepared, em: Pt, cells: Cells) {
    let Some(names) = names(&prepared.characters) else { return };
    let pitch = em.scale(i64::try_from(cells.pitch).unwrap_or(0), 2);
    let (mut cell, mut used) = (0, Pt::ZERO);
    for name in names {
        let (range, width) = set_name(prepared, name, em);
        let takes = usize::try_from((width + em).div_ceil(pitch)).unwrap_or(1).max(1);
        let before = range.start.checked_sub(1);
        if let Some(joint) = before.and_then(|before| prepared.joints.get_mut(before)) {
            if cell + takes > cells.count {
                joint.cost = BreakCost::FORCED;
                (cell, used) = (0, Pt::ZERO);
            } else {
                let start = pitch * i64::try_from(cell).unwrap_or(0);
                fix(joint, start - used);
                joint.cost = BreakCost::FORBIDDEN;
                used = start;
            }
        }
        cell += takes;
        used += width;
    }
}

/// Sets who belongs to a group: the label as wide as the widest, name and office in their columns.
pub(super) fn set_member(prepared: &mut Prepared, em: Pt, columns: Columns) {
    let Some(member) = member(&prepared.characters) else { return };
    let ems = |count: usize| em * i64::try_from(count).unwrap_or(0);
    if let Some(colon) = member.colon {
        let label = clusters(prepared, 0, colon);
        let gaps = i64::try_from(label.len()).unwrap_or(1) - 1;
        let free = ems(columns.label.saturating_sub(member.label));
        let apart = if gaps > 0 { free / gaps } else { Pt::ZERO };
        let mut used = hold(prepared, label.clone(), apart);
        set_behind(prepared, label.end.saturating_sub(1), Pt::ZERO);
        used += prepared.clusters.get(label.end).map_or(Pt::ZERO, |colon| colon.body);
        set_behind(prepared, label.end, ems(columns.label + 1) - used);
    }
    let (name, width) = set_name(prepared, member.name, em);
    set_behind(prepared, name.end.saturating_sub(1), (ems(columns.name + 1) - width).max(em));
}

/// Sets the joint behind a cluster; no line ends there.
fn set_behind(prepared: &mut Prepared, cluster: usize, width: Pt) {
    if let Some(joint) = prepared.joints.get_mut(cluster) {
        fix(joint, width);
        joint.cost = BreakCost::FORBIDDEN;
    }
}

/// Keeps names whole that were typed apart (王　伟、李　娜) among marks that list them, an em within.
pub(super) fn keep_typed_apart(prepared: &mut Prepared, em: Pt) {
    let characters = prepared.characters.clone();
    if !characters.iter().any(|c| c.is_whitespace()) {
        return;
    }
    let lists = |c: Option<&char>| c.is_some_and(|c| matches!(c, '、' | '：' | ':'));
    let mut start = 0;
    for part in characters.split(|c| "、：:，。；（）".contains(*c)) {
        let end = start + part.len();
        let before = start.checked_sub(1).and_then(|at| characters.get(at));
        if lists(before) || lists(characters.get(end)) {
            for name in names(part).unwrap_or_default() {
                let (from, to) = (name.start + start, name.end + start);
                // A label before its colon is none: 组　长：.
                let label = matches!(characters.get(end), Some('：' | ':'));
                if to - from > name.length && !label {
                    let name = Name { start: from, end: to, ..name };
                    let _ = set_name(prepared, name, em);
                }
            }
        }
        start = end + 1;
    }
}
