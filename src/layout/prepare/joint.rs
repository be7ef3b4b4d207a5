//! The joints between clusters: how wide they are, what they may give, and what a break there
//! costs.
//!
//! Room between two marks follows CLREQ's table of adjacent marks: two marks that would take 2 em
//! take 1.5, the half that stays lies between what the brackets isolate. Squeezing and stretching
//! go by CLREQ's order, which the kind of a gap ([`Gap`]) stands for.

use crate::geom::Pt;
use crate::text::breaks::BreakCost;
use crate::text::class::CharClass;

use super::Cluster;
use crate::layout::style::{Adjacent, LatinGap, Rules};

/// What kind of room a joint is: it says when it is squeezed and when it is stretched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Gap {
    /// Between two words of Latin text.
    Word,
    /// The empty half of a bracket or quote.
    Bracket,
    /// The empty half of ， 、 ； ：
    Pause,
    /// Between a hanzi and a letter or digit.
    Latin,
    /// The empty half of 。 ？ ！
    Stop,
    /// Between two characters that stand close: no room of its own.
    None,
    /// Inside a word or group: never changes.
    Fixed,
}

/// What lies between two clusters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Joint {
    /// What kind of room it is.
    pub(crate) gap: Gap,
    /// Its width where nothing presses.
    pub(crate) natural: Pt,
    /// How much of it can be squeezed away.
    pub(crate) shrink: Pt,
    /// How far it stretches before hanzi are spread.
    pub(crate) stretch: Pt,
    /// What it costs to end a line here.
    pub(crate) cost: BreakCost,
    /// First of the spaces that were typed here, as an offset in the text.
    pub(crate) space: u32,
    /// How many spaces were typed here.
    pub(crate) spaces: u8,
}

impl Joint {
    /// Whether it is the half em that two marks leave between them, which gives half of itself.
    pub(crate) fn is_pair(&self) -> bool {
        self.shrink > Pt::ZERO && self.shrink < self.natural && self.gap != Gap::Latin
    }
}

/// The joints between `clusters`.
pub(super) fn joints(
    clusters: &[Cluster],
    characters: &[char],
    costs: &[BreakCost],
    rules: &Rules,
) -> Vec<Joint> {
    clusters
        .windows(2)
        .map(|pair| match pair {
            [before, after] => obey(joint(before, after, characters, costs), after, rules),
            _ => unreachable!("windows of two"),
        })
        .collect()
}

fn joint(before: &Cluster, after: &Cluster, characters: &[char], costs: &[BreakCost]) -> Joint {
    let space = before.from + u32::from(before.chars);
    let spaces = u8::try_from(after.from.saturating_sub(space)).unwrap_or(u8::MAX);
    let cost = costs.get(after.from as usize).copied().unwrap_or(BreakCost::FREE);
    let (gap, natural, shrink, stretch) = room(before, after, characters, space, spaces);
    Joint { gap, natural, shrink, stretch, cost, space, spaces }
}

/// The joint as the house has it.
fn obey(mut joint: Joint, after: &Cluster, rules: &Rules) -> Joint {
    match (joint.gap, rules.gap) {
        (Gap::Latin, LatinGap::Quarter) => joint.shrink = Pt::ZERO,
        (Gap::Latin, LatinGap::None) if joint.spaces == 0 => {
            (joint.gap, joint.natural) = (Gap::None, Pt::ZERO);
            (joint.shrink, joint.stretch) = (Pt::ZERO, Pt::ZERO);
        }
        (Gap::Stop, _) if !rules.squeeze_stops => joint.shrink = Pt::ZERO,
        _ => {}
    }
    let pair = joint.is_pair() && after.class == CharClass::Open;
    if pair && rules.adjacent == Adjacent::One {
        (joint.natural, joint.shrink) = (Pt::ZERO, Pt::ZERO);
    }
    joint
}

/// Kind, natural width, and what the joint can give and take.
fn room(
    before: &Cluster,
    after: &Cluster,
    characters: &[char],
    space: u32,
    spaces: u8,
) -> (Gap, Pt, Pt, Pt) {
    let em = before.size.max(after.size);
    let (left, right) = (before.class, after.class);
    if spaces > 0 {
        return typed_space(left, right, em, characters, space, spaces);
    }
    if left.is_half() || right == CharClass::Open {
        return marks(left, right, before.size, after.size);
    }
    // A proportional bracket has its own room on both sides: 县(市)人民政府.
    let closes = (before.from + u32::from(before.chars)).checked_sub(1);
    let last = closes.and_then(|at| characters.get(at as usize));
    let bracket = matches!(last, Some(')' | ']' | '}'));
    if latin_gap(left, right) && !bracket {
        let natural = em / 4;
        return (Gap::Latin, natural, natural - em / 8, em / 3 - natural);
    }
    let together = left.is_western() && right.is_western()
        || left == CharClass::Mongolian && right == CharClass::Mongolian;
    let kind = if together { Gap::Fixed } else { Gap::None };
    (kind, Pt::ZERO, Pt::ZERO, Pt::ZERO)
}

/// A gap belongs between a hanzi and letters, digits and what clings to them (60% 的).
fn latin_gap(left: CharClass, right: CharClass) -> bool {
    let hanzi = |class| class == CharClass::Hanzi;
    let behind = left.takes_gap() || left == CharClass::WesternClose;
    (hanzi(left) && right.takes_gap())
        || (behind && hanzi(right))
        || (left == CharClass::Mongolian && hanzi(right))
        || (hanzi(left) && right == CharClass::Mongolian)
}

/// Room where spaces were typed. Beside hanzi the layout sets the gap itself; an ideographic space
/// is kept as wide as it is.
fn typed_space(
    left: CharClass,
    right: CharClass,
    em: Pt,
    characters: &[char],
    space: u32,
    spaces: u8,
) -> (Gap, Pt, Pt, Pt) {
    let typed = characters.iter().skip(space as usize).take(usize::from(spaces));
    let wide = typed.filter(|&&character| character == '\u{3000}').count();
    if let Ok(wide) = i64::try_from(wide)
        && wide > 0
    {
        return (Gap::None, em * wide, Pt::ZERO, Pt::ZERO);
    }
    if left.is_western() && right.is_western() || left == CharClass::Mongolian {
        let natural = em / 4;
        return (Gap::Word, natural, Pt::ZERO, em / 2 - natural);
    }
    if left.is_half() || right == CharClass::Open {
        return marks(left, right, em, em);
    }
    if !left.is_western() && !right.is_western() {
        // Between two hanzi it was typed to part them.
        return (Gap::Latin, em / 2, em / 4, Pt::ZERO);
    }
    let natural = em / 4;
    (Gap::Latin, natural, natural - em / 8, em / 3 - natural)
}

/// Room between two characters of which one at least is a full-width mark.
fn marks(left: CharClass, right: CharClass, left_em: Pt, right_em: Pt) -> (Gap, Pt, Pt, Pt) {
    let behind = if left.is_half() && left != CharClass::Open { left_em / 2 } else { Pt::ZERO };
    let ahead = if right == CharClass::Open { right_em / 2 } else { Pt::ZERO };
    let kind = match left {
        CharClass::Comma | CharClass::Colon => Gap::Pause,
        CharClass::Stop | CharClass::Exclaim => Gap::Stop,
        _ => Gap::Bracket,
    };
    // What clings: an opening mark behind an opening one, a closing or pausing one behind any
    // mark. Its neighbour's empty half goes.
    let clings = match right {
        CharClass::Open => left == CharClass::Open,
        _ => right.is_half(),
    };
    if clings {
        return (Gap::None, Pt::ZERO, Pt::ZERO, Pt::ZERO);
    }
    if behind > Pt::ZERO && ahead > Pt::ZERO {
        // One of the two halves stays, and gives way last of all brackets: half of it.
        let natural = behind.max(ahead);
        return (kind.max(Gap::Bracket), natural, natural / 2, Pt::ZERO);
    }
    let natural = behind + ahead;
    if left == CharClass::Open {
        return (Gap::None, Pt::ZERO, Pt::ZERO, Pt::ZERO);
    }
    (kind, natural, natural, Pt::ZERO)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adjacent_marks_keep_half_an_em_between_what_they_isolate() {
        let em = Pt::new(12);
        let check = |left: char, right: char, expected: Pt| {
            let (left, right) = (CharClass::of(left), CharClass::of(right));
            assert_eq!(marks(left, right, em, em).1, expected, "{left:?} {right:?}");
        };
        check('”', '，', Pt::ZERO);
        check('，', '“', em / 2);
        check('）', '。', Pt::ZERO);
        check('》', '《', em / 2);
        check('：', '“', em / 2);
        check('。', '”', Pt::ZERO);
        check('《', '“', Pt::ZERO);
        check('（', '国', Pt::ZERO);
        check('，', '国', em / 2);
        check('国', '（', em / 2);
        check('？', '！', Pt::ZERO);
        check('，', '5', em / 2);
    }

    #[test]
    fn a_gap_stands_behind_a_sign_of_percent_but_not_behind_a_bracket() {
        let check = |text: &str, expected: bool| {
            let characters: Vec<char> = text.chars().collect();
            let cluster = |from: u32| Cluster {
                class: CharClass::of(characters[from as usize]),
                font: crate::font::FontId(0),
                size: Pt::new(12),
                body: Pt::new(12),
                first_glyph: 0,
                glyph_count: 1,
                from,
                chars: 1,
            };
            let joint = joint(&cluster(0), &cluster(1), &characters, &[BreakCost::FREE; 2]);
            assert_eq!(joint.natural > Pt::ZERO, expected, "{text}");
        };
        check("%的", true);
        check("5个", true);
        check(")个", false);
        check("个(", false);
    }
}
