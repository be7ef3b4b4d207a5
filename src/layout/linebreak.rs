//! Chooses where the lines of a paragraph end: the best of all ways, over the whole paragraph.
//!
//! Each way to break costs the sum of its lines' demerits: the square of how far the line must be
//! squeezed or stretched and of what its break costs (after Knuth and Plass, "Breaking paragraphs
//! into lines"). Squeezing goes by CLREQ's order and is dearer with each step; stretching is dearer
//! than squeezing. All sums are integers, so that every machine breaks alike.

use crate::geom::Pt;
use crate::layout::prepare::{Gap, Prepared};
use crate::layout::style::Align;
use crate::text::breaks::BreakCost;
use crate::text::class::CharClass;

/// The room that the lines of a paragraph have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Measure {
    /// Width of the first line.
    pub(crate) first: Pt,
    /// Width of the others.
    pub(crate) rest: Pt,
    /// Size of the em that the paragraph is measured by.
    pub(crate) em: Pt,
    /// How lines fill the room.
    pub(crate) align: Align,
    /// Whether an opening mark that begins the paragraph keeps its empty half: it does behind an
    /// indent, so that paragraphs align.
    pub(crate) keep_lead: bool,
    /// Whether one that begins another line keeps it, too.
    pub(crate) keep_leads: bool,
    /// Whether 、 ， 。 at the end of a line hang in the margin.
    pub(crate) hanging: bool,
}

impl Measure {
    /// Lines of one width, whose marks at either end take half an em.
    pub(crate) fn plain(width: Pt, em: Pt, align: Align) -> Self {
        let (first, rest) = (width, width);
        Self { first, rest, em, align, keep_lead: false, keep_leads: false, hanging: false }
    }

    /// The empty half em that an opening mark at the start of a line keeps.
    pub(crate) fn lead(&self, prepared: &Prepared, start: usize) -> Pt {
        if start == 0 {
            return if self.keep_lead { prepared.lead } else { Pt::ZERO };
        }
        let first = prepared.clusters.get(start).filter(|_| self.keep_leads);
        first.filter(|first| first.class == CharClass::Open).map_or(Pt::ZERO, |own| own.size / 2)
    }

    /// What of a line hangs in the margin: its last mark, if it is 、 ， or 。 and no other mark stands
    /// before it (CLREQ: hanging punctuation).
    pub(crate) fn hung(&self, prepared: &Prepared, line: LineRange) -> Pt {
        let hangs = |at: usize| {
            let own = prepared.clusters.get(at)?;
            let alone = at > line.start && !prepared.clusters.get(at - 1)?.class.is_half();
            let pauses = matches!(own.class, CharClass::Comma | CharClass::Stop);
            (alone && pauses).then_some(own.body)
        };
        let last = line.end.checked_sub(1).filter(|_| self.hanging);
        last.and_then(hangs).unwrap_or(Pt::ZERO)
    }
}

/// The clusters of a line: from `start` up to, and without, `end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct LineRange {
    /// First cluster.
    pub(crate) start: usize,
    /// Cluster behind the last.
    pub(crate) end: usize,
}

/// What a run of clusters and the joints between them can do, in sums from the begin of the text.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    /// Bodies of the clusters and natural joints.
    natural: Pt,
    /// Shrink by [`SQUEEZE`]'s steps.
    shrink: [Pt; 4],
    /// Stretch of words and Latin gaps.
    stretch: Pt,
    /// Joints that can be stretched without limit.
    gaps: i64,
    /// Characters, and brackets that begin here: `（局）` is no lone character.
    letters: i64,
}

/// The gaps that are squeezed, in CLREQ's order, with the badness of squeezing all of a step.
const SQUEEZE: [(Gap, i64); 4] =
    [(Gap::Bracket, 10), (Gap::Pause, 20), (Gap::Latin, 35), (Gap::Stop, 60)];

/// Badness of a line whose hanzi are spread as far as a reader does not mind.
const TOLERABLE: i64 = 100;
/// How far that is, in hundredths of an em.
pub(crate) const SPREAD_LIMIT: i64 = 12;
/// Badness of spreading hanzi at all.
const SPREAD: i64 = 25;
/// What is added where they are spread further.
const BEYOND: i64 = 500;
/// Badness that no sum of ordinary lines reaches.
const AWFUL: i64 = 20_000;
/// Lines of a paragraph that is made longer or shorter than is best are no worse than this: marks
/// and gaps squeezed but for 。, or hanzi spread by two thirds of what is tolerable.
const ACCEPTABLE: i64 = 65;
/// Each line costs at least this, so that of two like ways the shorter one wins.
const LINE: i64 = 10;
/// Price of a last line of a single character (孤字).
const LONE_CHARACTER: i64 = 3_000;

impl Sums {
    fn minus(&self, other: &Self) -> Self {
        let mut shrink = self.shrink;
        for (own, others) in shrink.iter_mut().zip(other.shrink) {
            *own -= others;
        }
        Self {
            natural: self.natural - other.natural,
            shrink,
            stretch: self.stretch - other.stretch,
            gaps: self.gaps - other.gaps,
            letters: self.letters - other.letters,
        }
    }
}

/// `before[k]`: sums of clusters `..k` and of joints `..k`; a line `start..end` is
/// `before[end] − before[start]` without the joint behind its last cluster.
fn sums(prepared: &Prepared) -> Vec<(Sums, Sums)> {
    let mut total = Sums::default();
    let mut all = Vec::with_capacity(prepared.clusters.len() + 1);
    all.push((total, total));
    for (index, cluster) in prepared.clusters.iter().enumerate() {
        total.natural += cluster.body;
        if !cluster.class.is_half() || cluster.class == CharClass::Open {
            total.letters += 1;
        }
        let without_joint = total;
        if let Some(joint) = prepared.joints.get(index) {
            total.natural += joint.natural;
            for ((gap, _), shrink) in SQUEEZE.iter().zip(&mut total.shrink) {
                if joint.gap == *gap {
                    *shrink += joint.shrink;
                }
            }
            total.stretch += joint.stretch;
            if joint.gap != Gap::Fixed {
                total.gaps += 1;
            }
        }
        all.push((without_joint, total));
    }
    all
}

struct Node {
    /// Cluster at which the line begins.
    start: usize,
    /// How many lines stand before it.
    line: usize,
    demerits: i64,
    previous: usize,
}

/// How long a paragraph is to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Length {
    /// As is best for its lines.
    Best,
    /// So many lines, if that can be without spreading or squeezing a line too much.
    Lines(u32),
}

/// Lines of a paragraph, and what they cost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Broken {
    pub(crate) lines: Vec<LineRange>,
    pub(crate) demerits: i64,
}

/// Breaks a paragraph into lines as is best for them; at least one, of no clusters if the text is
/// empty.
pub(crate) fn break_lines(prepared: &Prepared, measure: &Measure) -> Broken {
    let whole = Broken { lines: vec![LineRange { start: 0, end: 0 }], demerits: 0 };
    if prepared.clusters.is_empty() {
        return whole;
    }
    let nodes = nodes(prepared, measure, Length::Best);
    trace(&nodes, nodes.len() - 1)
}

/// Breaks a paragraph into `count` lines; none if that cannot be done well.
pub(crate) fn break_lines_to(
    prepared: &Prepared,
    measure: &Measure,
    count: usize,
) -> Option<Broken> {
    let length = Length::Lines(u32::try_from(count).ok()?);
    let nodes = nodes(prepared, measure, length);
    let end = prepared.clusters.len();
    let last = nodes.iter().rposition(|node| node.start == end && node.line == count)?;
    Some(trace(&nodes, last))
}

/// All places where lines may begin, each with the best way to it; with a given length the best
/// way for each count of lines. The node behind the last cluster comes last.
fn nodes(prepared: &Prepared, measure: &Measure, length: Length) -> Vec<Node> {
    let count = prepared.clusters.len();
    let sums = sums(prepared);
    let mut nodes = vec![Node { start: 0, line: 0, demerits: 0, previous: 0 }];
    let mut active = vec![0_usize];
    for end in 1..=count {
        let last = end == count;
        let cost = prepared.joints.get(end - 1).map_or(BreakCost::FREE, |joint| joint.cost);
        let Some(price) = (if last { Some(0) } else { cost.get() }) else { continue };
        // The best way for each count of lines, the node it comes from behind it.
        let mut best: Vec<(usize, i64, usize)> = Vec::new();
        let mut dropped: Option<usize> = None;
        active.retain(|&candidate| {
            let Some(node) = nodes.get(candidate) else { return false };
            // Most of the places where a line may begin are too near: no need to see how near.
            if !last && is_gaping(&sums, measure, node, end) {
                let no_better = |way: &(usize, i64, usize)| way.1 <= node.demerits + GAPING;
                if length != Length::Best || best.first().is_some_and(no_better) {
                    return true;
                }
            }
            let (line, width) = line_sums(&sums, prepared, measure, node, end);
            let least = line.natural - line.shrink.iter().copied().sum();
            if least > width {
                dropped = Some(candidate);
                return false;
            }
            let badness = badness(&line, width, measure, last);
            let number = match length {
                Length::Best => 0,
                Length::Lines(_) if badness > ACCEPTABLE => return true,
                Length::Lines(_) if last && line.letters <= 1 => return true,
                Length::Lines(most) if node.line >= most as usize => return false,
                Length::Lines(_) => node.line + 1,
            };
            let demerits = node.demerits + line_demerits(&line, badness, last, price);
            match best.iter_mut().find(|way| way.0 == number) {
                None => best.push((number, demerits, candidate)),
                Some(way) if demerits < way.1 => *way = (number, demerits, candidate),
                Some(_) => {}
            }
            true
        });
        // A word longer than the line sticks out: there is nothing else to do with it.
        if best.is_empty()
            && active.is_empty()
            && length == Length::Best
            && let Some(candidate) = dropped
            && let Some(node) = nodes.get(candidate)
        {
            best.push((0, node.demerits + AWFUL * AWFUL, candidate));
        }
        if best.is_empty() {
            if active.is_empty()
                && length == Length::Best
                && let Some(candidate) = dropped
            {
                active.push(candidate);
            }
            continue;
        }
        if cost == BreakCost::FORCED {
            active.clear();
        }
        for (line, demerits, previous) in best {
            active.push(nodes.len());
            nodes.push(Node { start: end, line, demerits, previous });
        }
    }
    nodes
}

/// A line that [`is_gaping`] costs at least this.
const GAPING: i64 = (LINE + SPREAD + TOLERABLE + BEYOND) * (LINE + SPREAD + TOLERABLE + BEYOND);

/// Whether the line from `node` to `end`, not the last of its paragraph, is so short that its hanzi
/// would surely be spread further than is tolerable. Cheap, and right where it says so.
fn is_gaping(sums: &[(Sums, Sums)], measure: &Measure, node: &Node, end: usize) -> bool {
    let (Some((whole, _)), Some((_, before))) = (sums.get(end), sums.get(node.start)) else {
        return false;
    };
    let em = measure.em;
    // An opening mark may keep its empty half at the head of the line, and be larger than the em.
    let most = whole.natural - before.natural + em;
    let stretch = whole.stretch - before.stretch;
    let width = if node.start == 0 { measure.first } else { measure.rest };
    let gaps = i64::try_from(end - node.start).unwrap_or(i64::MAX);
    let spread = em.scale(SPREAD_LIMIT, 100) + em / 500;
    measure.align == Align::Justified && width - most - stretch > spread * gaps
}

/// Walks back from the node at `last`.
fn trace(nodes: &[Node], last: usize) -> Broken {
    let demerits = nodes.get(last).map_or(0, |node| node.demerits);
    let mut lines = Vec::new();
    let mut index = last;
    while index > 0 {
        let Some(node) = nodes.get(index) else { break };
        let start = nodes.get(node.previous).map_or(0, |previous| previous.start);
        lines.push(LineRange { start, end: node.start });
        index = node.previous;
    }
    lines.reverse();
    Broken { lines, demerits }
}

fn line_sums(
    sums: &[(Sums, Sums)],
    prepared: &Prepared,
    measure: &Measure,
    node: &Node,
    end: usize,
) -> (Sums, Pt) {
    let start = node.start;
    let at = |index: usize| sums.get(index).copied().unwrap_or_default();
    let mut line = at(end).0.minus(&at(start).1);
    let width = if start == 0 { measure.first } else { measure.rest };
    let width = width + measure.hung(prepared, LineRange { start, end });
    // Half an em before an opening mark gives way last (CLREQ: it may be trimmed).
    let lead = measure.lead(prepared, start);
    line.natural += lead;
    line.shrink[3] += lead;
    (line, width)
}

fn line_demerits(line: &Sums, mut badness: i64, last: bool, price: i64) -> i64 {
    if last && line.letters <= 1 {
        badness += LONE_CHARACTER;
    }
    let sum = LINE + badness + price;
    sum * sum
}

/// How bad it is to set `line` in `width`.
fn badness(line: &Sums, width: Pt, measure: &Measure, last: bool) -> i64 {
    let excess = line.natural - width;
    if excess > Pt::ZERO {
        return squeeze_badness(line, excess);
    }
    let slack = -excess;
    if measure.align != Align::Justified {
        // Ragged lines: the fuller the better, but nothing is stretched.
        let part = slack.units() * 100 / width.units().max(1);
        return if last { 0 } else { part };
    }
    if last || slack == Pt::ZERO {
        return 0;
    }
    if slack <= line.stretch {
        return 25 * cube(slack, line.stretch) / 1_000;
    }
    let rest = slack - line.stretch;
    // A line with nothing to spread is the worse the emptier it is.
    let hopeless = AWFUL + AWFUL * slack.units() / width.units().max(1);
    if line.gaps == 0 {
        return hopeless;
    }
    let spread = cube(rest / line.gaps, measure.em.scale(SPREAD_LIMIT, 100));
    let tolerable = TOLERABLE * spread / 1_000;
    let beyond = if spread > 1_000 { BEYOND } else { 0 };
    (SPREAD + tolerable + beyond).min(hopeless)
}

fn squeeze_badness(line: &Sums, excess: Pt) -> i64 {
    let mut left = excess;
    let mut badness = 0;
    for ((_, full), room) in SQUEEZE.iter().zip(line.shrink) {
        if left <= Pt::ZERO {
            break;
        }
        let used = left.min(room);
        if room > Pt::ZERO {
            badness += full * used.units() / room.units();
        }
        left -= used;
    }
    badness
}

/// The cube of `part / whole` in thousandths, up to a hundredfold.
fn cube(part: Pt, whole: Pt) -> i64 {
    let ratio = (part.units() * 1_000 / whole.units().max(1)).min(10_000);
    ratio * ratio / 1_000 * ratio / 1_000
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::font::FontId;
    use crate::layout::prepare::{Cluster, Joint};

    /// A paragraph of 10 pt hanzi and marks without fonts; `|` forbids a break.
    fn paragraph(text: &str) -> Prepared {
        let em = Pt::new(10);
        let mut clusters: Vec<Cluster> = Vec::new();
        let mut joints: Vec<Joint> = Vec::new();
        let mut forbid = false;
        for character in text.chars() {
            if character == '|' {
                forbid = true;
                continue;
            }
            let class = CharClass::of(character);
            if let Some(before) = clusters.last() {
                let half = before.class.is_half();
                let room = if half { em / 2 } else { Pt::ZERO };
                let gap = if half { Gap::Pause } else { Gap::None };
                let forbidden = forbid || class.is_forbidden_at_start();
                let cost = if forbidden { BreakCost::FORBIDDEN } else { BreakCost::FREE };
                let (space, spaces, stretch) = (0, 0, Pt::ZERO);
                joints.push(Joint {
                    gap,
                    natural: room,
                    shrink: room,
                    stretch,
                    cost,
                    space,
                    spaces,
                });
            }
            forbid = false;
            let body = if class.is_half() { em / 2 } else { em };
            let from = u32::try_from(clusters.len()).unwrap();
            let (font, size, first_glyph) = (FontId(0), em, from);
            clusters.push(Cluster {
                class,
                font,
                size,
                body,
                first_glyph,
                glyph_count: 1,
                from,
                chars: 1,
            });
        }
        Prepared {
            characters: text.chars().filter(|&c| c != '|').collect(),
            clusters,
            joints,
            glyphs: Vec::new(),
            lead: Pt::ZERO,
            missing: Vec::new(),
        }
    }

    fn measure(ems: i32) -> Measure {
        let width = Pt::new(10 * ems);
        let (em, align) = (Pt::new(10), Align::Justified);
        Measure::plain(width, em, align)
    }

    fn lines(text: &str, ems: i32) -> Vec<String> {
        let prepared = paragraph(text);
        let slice = |line: &LineRange| prepared.characters[line.start..line.end].iter().collect();
        break_lines(&prepared, &measure(ems)).lines.iter().map(slice).collect()
    }

    /// What a breaker does that fills each line as far as it goes.
    fn first_fit(text: &str, ems: i32) -> Vec<String> {
        let prepared = paragraph(text);
        let sums = sums(&prepared);
        let count = prepared.clusters.len();
        let (mut start, mut lines) = (0, Vec::new());
        while start < count {
            let fits = |&end: &usize| {
                let node = Node { start, line: 0, demerits: 0, previous: 0 };
                let (line, width) = line_sums(&sums, &prepared, &measure(ems), &node, end);
                let open = end == count || prepared.joints[end - 1].cost == BreakCost::FREE;
                open && line.natural - line.shrink.iter().copied().sum() <= width
            };
            let end = (start + 1..=count).rev().find(fits).unwrap();
            lines.push(prepared.characters[start..end].iter().collect());
            start = end;
        }
        lines
    }

    #[test]
    fn the_whole_paragraph_is_weighed_where_first_fit_leaves_a_lone_character() {
        let text = "甲乙丙丁戊己庚辛壬癸子丑寅";
        assert_eq!(first_fit(text, 12), ["甲乙丙丁戊己庚辛壬癸子丑", "寅"]);
        assert_eq!(lines(text, 12), ["甲乙丙丁戊己庚辛壬癸子", "丑寅"]);
    }

    #[test]
    fn a_looser_line_is_taken_where_it_saves_the_next_one() {
        // Filling the first line leaves the second one two characters short before a group that
        // does not fit; the better way shares the shortage.
        let free = "甲乙丙丁戊己庚辛壬癸子丑甲乙丙丁戊己庚辛壬癸";
        let text = format!("{free}寅|卯|辰|巳|午");
        let spread = |lines: &[String]| {
            lines.iter().rev().skip(1).map(|line| 12 - line.chars().count()).max().unwrap()
        };
        let (greedy, best) = (first_fit(&text, 12), lines(&text, 12));
        assert_ne!(greedy, best);
        assert_eq!((spread(&greedy), spread(&best)), (2, 1), "{greedy:?} {best:?}");
    }

    #[test]
    fn a_paragraph_can_be_made_a_line_shorter_or_longer() {
        let clause = "甲乙丙丁，戊己庚辛，壬癸子丑，";
        let count = |text: &str, count| {
            break_lines_to(&paragraph(text), &measure(20), count).map(|broken| broken.lines.len())
        };
        // Nine commas give four em and a half, and the last line has but four.
        let text = format!("{}甲乙丙丁", clause.repeat(4));
        assert_eq!(lines(&text, 20).len(), 4);
        assert_eq!(count(&text, 3), Some(3));
        assert_eq!(count(&text, 2), None);
        // Hanzi without marks have nothing to give.
        let text = "国".repeat(50);
        assert_eq!((count(&text, 2), count(&text, 3), count(&text, 4)), (None, Some(3), None));
    }

    #[test]
    fn a_word_wider_than_the_line_sticks_out_and_loses_nothing() {
        let text = "甲|乙|丙|丁|戊|己|庚|辛|壬|癸子丑寅卯";
        assert_eq!(lines(text, 4).concat(), text.replace('|', ""));
        assert_eq!(lines("", 4), [""]);
    }

    #[test]
    fn a_mark_is_squeezed_to_take_in_one_more_character() {
        assert_eq!(lines("甲，乙，丙丁戊己庚", 6), ["甲，乙，丙丁", "戊己庚"]);
        assert_eq!(lines("甲，乙，丙丁，戊己庚辛", 6), ["甲，乙，丙丁，", "戊己庚辛"]);
    }
}
