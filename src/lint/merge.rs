//! One place, one finding: where findings meet, the more special one stays.

use super::passage::{Hit, Reading};
use super::table::{CATEGORY, rank, rule};

/// As many findings of one kind of residue are shown before they become one.
const RESIDUE_LIMIT: usize = 20;

/// Orders findings and drops those that another one at the same place makes needless.
pub(super) fn merge(reading: &Reading<'_>, mut hits: Vec<Hit>) -> Vec<Hit> {
    residue(&mut hits);
    hits.sort_by_key(|hit| (hit.passage, hit.start, hit.end));
    let mut kept: Vec<Hit> = Vec::new();
    for hit in hits {
        let mut drop = false;
        let mut replaced = Vec::new();
        for (index, other) in kept.iter().enumerate().rev() {
            if other.passage + 1 < hit.passage {
                break;
            }
            if !conflicts(other, &hit) {
                continue;
            }
            if order(other) <= order(&hit) {
                drop = true;
                break;
            }
            replaced.push(index);
        }
        if !drop {
            for index in replaced {
                let _ = kept.remove(index);
            }
            kept.push(hit);
        }
    }
    kept.sort_by_key(|hit| (hit.passage, hit.start, hit.end, hit.rule));
    debug_assert!(
        kept.iter().all(|hit| hit.passage < reading.passages.len()),
        "findings lie in passages"
    );
    kept
}

fn order(hit: &Hit) -> usize {
    rule(hit.rule).map_or(usize::MAX, rank)
}

/// Whether two findings are about the same characters.
fn conflicts(left: &Hit, right: &Hit) -> bool {
    if left.passage != left.last || right.passage != right.last {
        return torn(left, right) || torn(right, left);
    }
    if left.passage != right.passage {
        return false;
    }
    let overlap = left.end.min(right.end).saturating_sub(left.start.max(right.start));
    let length = |hit: &Hit| hit.end - hit.start;
    let (short, long) = if length(left) <= length(right) { (left, right) } else { (right, left) };
    if (left.start, left.end) == (right.start, right.end)
        || (left.rule == right.rule && overlap > 0)
    {
        return true;
    }
    if overlap == 0 {
        return false;
    }
    if overlap == length(short) {
        // Brackets around a fault are a fault of their own; the form of an element explains what
        // is in it.
        let mended = short.fix.is_some() && long.fix.is_some();
        return length(short) * 2 >= length(long) || (mended && group(long) < group(short));
    }
    left.fix.is_some() && right.fix.is_some()
}

/// How special the category of a finding's rule is.
fn group(hit: &Hit) -> usize {
    order(hit) / CATEGORY
}

/// Whether a torn sentence explains a fault of the passage that it tears.
fn torn(tear: &Hit, other: &Hit) -> bool {
    tear.passage != tear.last
        && ((other.passage == tear.passage && other.rule == "addressee-colon")
            || (other.passage == tear.passage
                && other.end > tear.start
                && other.last == other.passage
                && other.start >= tear.start))
}

/// A page of HTML is one finding, not one for each tag.
fn residue(hits: &mut Vec<Hit>) {
    let total = hits.iter().filter(|hit| hit.rule == "html-residue").count();
    if total <= RESIDUE_LIMIT {
        return;
    }
    let mut first = true;
    hits.retain_mut(|hit| {
        if hit.rule != "html-residue" {
            return true;
        }
        hit.detail = format!("（共{total}处）");
        hit.fix = None;
        std::mem::replace(&mut first, false)
    });
}
