//! Names, labels and numbers that are set wider or narrower than running text.

use crate::geom::Pt;
use crate::issue::text::Range;
use crate::layout::prepare::{Cluster, Gap, Joint, Prepared};
use crate::text::breaks::BreakCost;
use crate::text::class::CharClass;

/// What a line costs that ends within a name.
const IN_NAME: BreakCost = BreakCost::price(120);

pub(super) fn fix(joint: &mut Joint, width: Pt) {
    (joint.natural, joint.gap) = (width, Gap::Fixed);
    (joint.shrink, joint.stretch) = (Pt::ZERO, Pt::ZERO);
}

/// The gap behind the number of an item (1. 2. …) that begins a paragraph is the same in each, and
/// the text behind it begins on the grid: justification leaves it alone.
pub(super) fn widen_number(prepared: &mut Prepared, em: Pt) {
    let digits = prepared.characters.iter().take_while(|c| c.is_ascii_digit()).count();
    let dot = prepared.characters.get(digits);
    if digits == 0 || digits > 2 || !matches!(dot, Some('.')) {
        return;
    }
    let _ = set_number_gap(prepared, 0, digits + 1, em);
}

/// An em stands behind 第十二条 and 第二章 at the head of an article or chapter, however it was
/// typed: articles below each other look alike, and justification leaves it alone.
pub(super) fn widen_article(prepared: &mut Prepared, em: Pt) {
    let Some(end) = article_label(&prepared.characters) else { return };
    let next = prepared.clusters.iter().position(|cluster| cluster.from as usize >= end);
    let Some(next) = next.filter(|&next| next > 0) else { return };
    let is_text = prepared
        .clusters
        .get(next)
        .is_some_and(|cluster| !cluster.class.is_half() || cluster.class == CharClass::Open);
    if is_text && let Some(joint) = prepared.joints.get_mut(next - 1) {
        fix(joint, em);
    }
}

/// Where the label ends that begins a text: 第十二条, 第12条, 第三条之一, 第二章.
pub(crate) fn article_label(characters: &[char]) -> Option<usize> {
    let is_number = |c: &char| c.is_ascii_digit() || "〇零一二三四五六七八九十百千".contains(*c);
    let count = |from: usize| characters.iter().skip(from).take_while(|c| is_number(c)).count();
    let mark = 1 + count(1);
    let is_mark =
        matches!(characters.get(mark), Some('条' | '條' | '章' | '节' | '節' | '编' | '編'));
    if characters.first() != Some(&'第') || mark == 1 || !is_mark {
        return None;
    }
    let inserted = match characters.get(mark + 1) {
        Some('之') => count(mark + 2),
        _ => 0,
    };
    Some(if inserted > 0 { mark + 2 + inserted } else { mark + 1 })
}

/// A line does not end within a name if it can help it (a typesetter's rule; in titles it never does).
pub(super) fn keep_name(prepared: &mut Prepared, name: Range) {
    for (joint, after) in prepared.joints.iter_mut().zip(prepared.clusters.iter().skip(1)) {
        if after.from > name.start && after.from < name.end && joint.cost == BreakCost::FREE {
            joint.cost = IN_NAME;
        }
    }
}

/// Fixes the gap behind the item number that ends before character `end`.
fn set_number_gap(prepared: &mut Prepared, start: usize, end: usize, em: Pt) -> Option<usize> {
    let next = prepared.clusters.iter().position(|cluster| cluster.from as usize >= end)?;
    let apart = prepared.clusters.get(next)?.from as usize > end;
    let rest = prepared.characters.get(end..).unwrap_or_default();
    let is_text = match prepared.clusters.get(next)?.class {
        CharClass::Hanzi | CharClass::Letter | CharClass::WesternOpen => true,
        CharClass::Digit => apart || begins_date(rest),
        _ => false,
    };
    let first = prepared.clusters.iter().position(|cluster| cluster.from as usize >= start)?;
    let width: Pt = prepared.clusters.get(first..next)?.iter().map(|cluster| cluster.body).sum();
    if is_text {
        let filled = em * (width + em / 8).div_ceil(em) - width;
        let gap = if filled > em / 2 { em / 4 } else { filled };
        fix(prepared.joints.get_mut(next.checked_sub(1)?)?, gap);
    }
    Some(next)
}

/// Whether a text begins with 2026年 or 3月, so that 1. before it is no part of a decimal number
/// (1.5年).
fn begins_date(characters: &[char]) -> bool {
    let digits = characters.iter().take_while(|character| character.is_ascii_digit()).count();
    match characters.get(digits) {
        Some('年') => digits == 4,
        Some('月') => (1..=2).contains(&digits),
        _ => false,
    }
}

/// The width of what stands before the name of an attachment: 附件：1. or 2.
pub(super) fn attachment_head(prepared: &mut Prepared, em: Pt) -> Pt {
    let at = |index: usize| prepared.characters.get(index).copied().unwrap_or(' ');
    let mut end = 0;
    if at(0) == '附' {
        while !matches!(at(end), '：' | ':') {
            end += 1;
            if end > 6 {
                return Pt::ZERO;
            }
        }
        end += 1;
    }
    let start = end;
    while at(end).is_ascii_digit() || (end > start && at(end).is_whitespace()) {
        end += 1;
    }
    let numbered = end > start && matches!(at(end), '.' | '．' | '、' | '，');
    let next = if numbered {
        set_number_gap(prepared, start, end + 1, em)
    } else {
        prepared.clusters.iter().position(|cluster| cluster.from as usize >= start)
    };
    let next = next.unwrap_or(0);
    let bodies = prepared.clusters.iter().take(next).map(|cluster| cluster.body);
    let joints = prepared.joints.iter().take(next).map(|joint| joint.natural);
    bodies.chain(joints).sum()
}

/// The width of the label before the names of those who were at a meeting: 出席：. It is set as it
/// is, so that it is as wide in each line.
pub(super) fn attendance_head(prepared: &mut Prepared) -> Pt {
    let colon = prepared.characters.iter().position(|c| matches!(c, '：' | ':'));
    let behind = |cluster: &Cluster| colon.is_some_and(|colon| cluster.from as usize > colon);
    let Some(next) = prepared.clusters.iter().position(behind) else { return Pt::ZERO };
    let mut width = prepared.clusters.iter().take(next).map(|cluster| cluster.body).sum();
    for joint in prepared.joints.iter_mut().take(next) {
        let natural = joint.natural;
        fix(joint, natural);
        width += natural;
    }
    width
}

/// Office and name of the one who signs an order: each of two characters is widened to three, an
/// em between them (GB/T 9704-2012, 10.2).
pub(super) fn widen_signer(prepared: &mut Prepared, em: Pt) {
    let spaced = |joint: &Joint| joint.spaces > 0;
    let Some(space) = prepared.joints.iter().rposition(spaced) else { return };
    let name = prepared.clusters.len() - space - 1;
    for (index, joint) in prepared.joints.iter_mut().enumerate() {
        let inside = (index < space && space == 1) || (index > space && name == 2);
        fix(joint, if inside || index == space { em } else { Pt::ZERO });
    }
}

/// Sets a last word of two characters that were typed apart (总 则) with an em between them.
pub(super) fn widen_last_word(prepared: &mut Prepared, em: Pt) {
    let count = prepared.joints.len();
    let spaced = |back: usize| {
        count.checked_sub(back).and_then(|at| prepared.joints.get(at)).is_some_and(|j| j.spaces > 0)
    };
    if spaced(1)
        && spaced(2)
        && let Some(joint) = prepared.joints.last_mut()
    {
        fix(joint, em);
    }
}

/// Words that follow the name in an appointment line.
const VERBS: [&str; 7] = ["任", "免", "兼", "聘", "挂", "提", "不再"];

/// Sets the name at the head of an appointment line to the width of three characters (CLREQ; name
/// lists), with an em behind it, so that 任 and 免去 align.
pub(super) fn widen_name(prepared: &mut Prepared, em: Pt) {
    let is_verb = |cluster: &Cluster| {
        let rest = prepared.characters.get(cluster.from as usize..).unwrap_or_default();
        let start: String = rest.iter().take(2).collect();
        VERBS.iter().any(|verb| start.starts_with(verb))
    };
    // The verb stands behind 2 to 6 characters; behind a typed space if there is one.
    let verbs = prepared.clusters.iter().enumerate().skip(2).take(6);
    let mut verbs = verbs.filter(|(_, cluster)| is_verb(cluster)).map(|(index, _)| index);
    let spaced = |index: &usize| {
        index.checked_sub(1).and_then(|at| prepared.joints.get(at)).is_some_and(|j| j.spaces > 0)
    };
    let Some(verb) = verbs.clone().find(spaced).or_else(|| verbs.next()) else { return };
    let inside = match verb {
        2 => em,
        _ => Pt::ZERO,
    };
    for (index, joint) in prepared.joints.iter_mut().enumerate().take(verb) {
        fix(joint, if index + 1 == verb { em } else { inside });
        joint.cost = BreakCost::FORBIDDEN;
    }
}

/// Sets a label of two characters with a typed space between them (地 址：) to the width of four.
pub(super) fn widen_label(prepared: &mut Prepared, em: Pt) {
    let colon = prepared.characters.iter().take(6).position(|c| matches!(c, '：' | ':'));
    let Some(colon) = colon else { return };
    let label: Vec<usize> = prepared
        .joints
        .iter()
        .enumerate()
        .filter(|(_, joint)| joint.spaces > 0 && (joint.space as usize) < colon)
        .map(|(index, _)| index)
        .collect();
    if let [only] = label.as_slice()
        && let Some(joint) = prepared.joints.get_mut(*only)
    {
        fix(joint, em * 2);
    }
}
