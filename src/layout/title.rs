//! Breaks titles into lines: by meaning first, then by shape.
//!
//! GB/T 9704-2012, 7.3.1: a title of several lines keeps its words whole, is symmetric, and has
//! the shape of a trapezoid or a diamond. It breaks best behind the organ and before 关于; never
//! before 的 or inside a name, a number or a short 《…》; and its last line is never a mere tail.

use crate::geom::Pt;
use crate::layout::linebreak::{LineRange, Measure, break_lines};
use crate::layout::prepare::Prepared;
use crate::layout::style::Align;
use crate::text::breaks::BreakCost;
use crate::text::class::CharClass;

mod word;

use self::word::Joint;

/// A line of a title takes at most this much of the measure, in hundredths.
const WIDEST: i64 = 90;
/// More lines than this are not weighed as a shape: the ways to break grow with each line's power.
const MOST_LINES: usize = 5;

/// A place where a line may end, before cluster `at`.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    at: usize,
    penalty: i64,
}

/// Breaks `prepared` into lines no wider than the measure; forced breaks are taken as they are.
pub(crate) fn break_title(prepared: &Prepared, measure: Pt) -> Vec<LineRange> {
    let count = prepared.clusters.len();
    let widths = widths(prepared);
    let width = widths.last().copied().unwrap_or(Pt::ZERO);
    let widest = measure.scale(WIDEST, 100);
    let forced: Vec<usize> = (1..count)
        .filter(|&at| prepared.joints.get(at - 1).is_some_and(|j| j.cost == BreakCost::FORCED))
        .collect();
    let candidates = candidates(prepared);
    let organs: Vec<usize> = candidates.iter().filter(|c| c.penalty == 0).map(|c| c.at).collect();
    let title = Title { widths: &widths, candidates: &candidates, organs, widest, count };
    if !forced.is_empty() {
        let lines = ranges(&forced, count);
        let fits = |line: &LineRange| title.width(line.start, line.end) <= measure;
        return if lines.iter().all(fits) { lines } else { title.fill(prepared) };
    }
    if width <= widest {
        return ranges(&[], count);
    }
    let least = usize::try_from(width.div_ceil(widest)).unwrap_or(2).max(2);
    let mut best: Option<(i64, Vec<usize>)> = None;
    for lines in least..=MOST_LINES.min(least + 2) {
        let Some((score, breaks)) = title.best(lines) else { continue };
        // Another line must be worth it.
        let score = score + 25 * i64::try_from(lines).unwrap_or(0);
        if best.as_ref().is_none_or(|(least, _)| score < *least) {
            best = Some((score, breaks));
        }
    }
    match best {
        Some((_, breaks)) => ranges(&breaks, count),
        None => title.fill(prepared),
    }
}

fn ranges(breaks: &[usize], count: usize) -> Vec<LineRange> {
    let starts = std::iter::once(&0).chain(breaks);
    let ends = breaks.iter().chain(std::iter::once(&count));
    starts.zip(ends).map(|(&start, &end)| LineRange { start, end }).collect()
}

/// `widths[k]`: width of the clusters before `k`.
fn widths(prepared: &Prepared) -> Vec<Pt> {
    let mut x = Pt::ZERO;
    let mut widths = vec![x];
    for (index, cluster) in prepared.clusters.iter().enumerate() {
        x += cluster.body;
        widths.push(x);
        x += prepared.joints.get(index).map_or(Pt::ZERO, |joint| joint.natural);
    }
    widths
}

struct Title<'a> {
    widths: &'a [Pt],
    candidates: &'a [Candidate],
    /// The best breaks of all: behind the organ, before 关于, and behind each of several organs.
    organs: Vec<usize>,
    widest: Pt,
    count: usize,
}

impl Title<'_> {
    fn width(&self, from: usize, to: usize) -> Pt {
        let at = |index: usize| self.widths.get(index).copied().unwrap_or(Pt::ZERO);
        at(to) - at(from)
    }

    /// Lines as a paragraph has them, at the places and prices of a title: for titles that have no
    /// good shape, because they are too long or their breaks are set by hand.
    fn fill(&self, prepared: &Prepared) -> Vec<LineRange> {
        let mut prepared = prepared.clone();
        let mut candidates = self.candidates.iter().peekable();
        for (index, joint) in prepared.joints.iter_mut().enumerate() {
            let candidate = candidates.next_if(|candidate| candidate.at == index + 1);
            if joint.cost != BreakCost::FORCED {
                let price = candidate.and_then(|candidate| u16::try_from(candidate.penalty).ok());
                joint.cost = price.map_or(BreakCost::FORBIDDEN, BreakCost::price);
            }
        }
        let em = prepared.clusters.first().map_or(Pt::ZERO, |cluster| cluster.size);
        let room = Measure {
            first: self.widest,
            rest: self.widest,
            em,
            align: Align::Centre,
            keep_lead: false,
        };
        break_lines(&prepared, &room).lines
    }

    /// The best way to set the title in `lines` lines.
    fn best(&self, lines: usize) -> Option<(i64, Vec<usize>)> {
        let mut best = None;
        self.search(lines, 0, 0, &mut Vec::new(), &mut best);
        best
    }

    fn search(
        &self,
        lines: usize,
        from: usize,
        penalty: i64,
        breaks: &mut Vec<usize>,
        best: &mut Option<(i64, Vec<usize>)>,
    ) {
        let start = breaks.last().copied().unwrap_or(0);
        if best.as_ref().is_some_and(|(least, _)| penalty >= *least) {
            return;
        }
        if breaks.len() + 1 == lines {
            if self.width(start, self.count) > self.widest {
                return;
            }
            let score = penalty + self.shape(breaks);
            if best.as_ref().is_none_or(|(least, _)| score < *least) {
                *best = Some((score, breaks.clone()));
            }
            return;
        }
        for (index, candidate) in self.candidates.iter().enumerate().skip(from) {
            if self.width(start, candidate.at) > self.widest {
                break;
            }
            breaks.push(candidate.at);
            self.search(lines, index + 1, penalty + candidate.penalty, breaks, best);
            let _ = breaks.pop();
        }
    }

    /// How far the lines are from a good shape.
    fn shape(&self, breaks: &[usize]) -> i64 {
        // The names of several organs stand each on its own line; the shape is that of the rest.
        let joint = breaks.iter().filter(|at| self.organs.len() > 1 && self.organs.contains(at));
        let widths: Vec<i64> = ranges(breaks, self.count)
            .iter()
            .skip(joint.count())
            .map(|line| self.width(line.start, line.end).units())
            .collect();
        let longest = widths.iter().copied().max().unwrap_or(1).max(1);
        let shares: Vec<i64> = widths.iter().map(|width| width * 100 / longest).collect();
        let mut score: i64 = shares.iter().map(|share| (100 - share).pow(2) / 80).sum();
        let last = shares.last().copied().unwrap_or(100);
        if last < 40 {
            score += 60;
        }
        let characters = self.count - breaks.last().copied().unwrap_or(0);
        score += missed(&self.organs, breaks);
        score += match characters {
            0..=2 => 2_000,
            3 => 150,
            _ => 0,
        };
        let middle = shares.get(1..shares.len().max(1) - 1).unwrap_or_default();
        let ends = shares.first().copied().unwrap_or(0).min(last);
        // An hourglass: a middle line shorter than both ends.
        if middle.iter().any(|&share| share + 3 < ends) {
            score += 120;
        }
        // Neither straight up or down nor with its longest line inside.
        let rises = shares.windows(2).all(|pair| pair[0] <= pair[1] + 3);
        let falls = shares.windows(2).all(|pair| pair[0] + 3 >= pair[1]);
        if shares.len() > 2 && !rises && !falls && !middle.contains(&100) {
            score += 60;
        }
        score
    }
}

/// What it costs that a title does not break before 关于, and behind each of several organs.
fn missed(organs: &[usize], breaks: &[usize]) -> i64 {
    let each = if organs.len() > 1 { 200 } else { 60 };
    let missed = organs.iter().filter(|organ| !breaks.contains(organ)).count();
    i64::try_from(missed).unwrap_or(0) * each
}

/// Where the title may break, with what each break costs.
fn candidates(prepared: &Prepared) -> Vec<Candidate> {
    let characters = &prepared.characters;
    let names = names(characters);
    let words = word::joints(characters);
    let organs = organs(characters);
    let whole = book_titles(characters);
    let mut candidates = Vec::new();
    for at in 1..prepared.clusters.len() {
        let Some(cluster) = prepared.clusters.get(at) else { break };
        let Some(joint) = prepared.joints.get(at - 1) else { break };
        let index = cluster.from as usize;
        if joint.cost == BreakCost::FORBIDDEN
            || names.iter().chain(&whole).any(|range| range.contains(&index))
        {
            continue;
        }
        let word = words.get(index).copied().unwrap_or(Joint::Torn);
        let penalty =
            if organs.contains(&index) { Some(0) } else { penalty(characters, index, word) };
        if let Some(penalty) = penalty {
            let price = joint.cost.get().unwrap_or(0);
            candidates.push(Candidate { at, penalty: penalty + price });
        }
    }
    candidates
}

/// Makes it dear to end a line within a word or before 的.
pub(crate) fn keep_words(prepared: &mut Prepared) {
    let words = word::joints(&prepared.characters);
    let clusters = prepared.clusters.iter().skip(1);
    for (joint, cluster) in prepared.joints.iter_mut().zip(clusters) {
        let index = cluster.from as usize;
        let torn =
            words.get(index) == Some(&Joint::Torn) || prepared.characters.get(index) == Some(&'的');
        if torn && joint.cost == BreakCost::FREE {
            joint.cost = BreakCost::price(60);
        }
    }
}

/// The cost of a line that begins with the character at `index`; none where it must not.
fn penalty(characters: &[char], index: usize, joint: Joint) -> Option<i64> {
    let rest = characters.get(index..).unwrap_or_default();
    let ahead = |word: &str| {
        let length = word.chars().count();
        rest.len() >= length && rest.iter().copied().take(length).eq(word.chars())
    };
    let first = *rest.first()?;
    let before = *characters.get(index.checked_sub(1)?)?;
    let before_that = index.checked_sub(2).and_then(|at| characters.get(at)).copied();
    if first == '的' || CharClass::of(first).is_forbidden_at_start() {
        return None;
    }
    if ahead("关于") {
        // The second 关于 of a title opens what is passed on: 转发…关于….
        return Some(if is_first(characters, index) { 0 } else { 10 });
    }
    if joint == Joint::Torn {
        return Some(300);
    }
    if before == '于' && before_that == Some('关') {
        return Some(150);
    }
    if matches!(before, '、' | '，' | '：') {
        return Some(8);
    }
    if matches!(before, '》' | '”') || matches!(first, '《' | '“') {
        return Some(12);
    }
    if before == '等' || matches!(first, '和' | '与' | '及' | '暨') {
        return Some(25);
    }
    if matches!(before, '和' | '与' | '及' | '的' | '对' | '在' | '为') {
        return Some(90);
    }
    Some(match joint {
        Joint::Words => 40,
        Joint::Unknown => 75,
        Joint::Doubtful | Joint::Torn => 130,
    })
}

/// Whether no 关于 stands before `index`.
fn is_first(characters: &[char], index: usize) -> bool {
    !characters.get(..index).unwrap_or_default().windows(2).any(|pair| pair == ['关', '于'])
}

/// Where the second and further organs of a joint document begin: behind 局 and the like, before
/// the name of a place, in what stands before 关于.
fn organs(characters: &[char]) -> Vec<usize> {
    let about = characters.windows(2).position(|pair| pair == ['关', '于']);
    let head = characters.get(..about.unwrap_or(0)).unwrap_or_default();
    let begins = |index: &usize| {
        let at = |index: usize| head.get(index).copied().unwrap_or(' ');
        let ended = "局委厅部会院府办行社".contains(at(*index - 1)) && at(*index - 2) != '总';
        // A place of two or three characters: 包头市, 九原区, 土默特右旗.
        let place = (2..=4).any(|length| "市省县旗区州盟".contains(at(*index + length)));
        let state = matches!((at(*index), at(*index + 1)), ('国', '家') | ('中', '国' | '共'));
        ended && (place || state)
    };
    (4..head.len().saturating_sub(3)).filter(begins).collect()
}

/// Names in the title of an appointment: between 免去, 任免, 任命 and 同志, 等 or 职务.
fn names(characters: &[char]) -> Vec<std::ops::Range<usize>> {
    let text: String = characters.iter().collect();
    let count = |part: &str| part.chars().count();
    let mut ranges = Vec::new();
    for verb in ["免去", "任免", "任命"] {
        let Some((before, behind)) = text.split_once(verb) else { continue };
        let end = ["同志", "等", "职务"].iter().filter_map(|word| behind.find(word)).min();
        let Some(list) = end.and_then(|end| behind.get(..end)) else { continue };
        let mut start = count(before) + 2;
        for name in list.split('、') {
            let length = count(name);
            if (2..=6).contains(&length) {
                ranges.push(start + 1..start + length);
            }
            start += length + 1;
        }
    }
    ranges
}

/// Insides of 《…》 of up to ten characters, which stay whole.
fn book_titles(characters: &[char]) -> Vec<std::ops::Range<usize>> {
    let mut ranges = Vec::new();
    for (open, _) in characters.iter().enumerate().filter(|(_, c)| **c == '《') {
        let close = characters.iter().skip(open).position(|c| *c == '》');
        if let Some(length) = close.filter(|&length| length <= 11) {
            ranges.push(open + 1..open + length + 1);
        }
    }
    ranges
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::font::FontId;
    use crate::layout::prepare::{Cluster, Gap, Joint};
    use crate::text::breaks::break_costs;

    /// A title of 10 pt characters without fonts.
    fn lines(text: &str, ems: i32) -> String {
        let em = Pt::new(10);
        let characters: Vec<char> = text.chars().collect();
        let classes: Vec<_> = characters.iter().map(|&c| CharClass::of(c)).collect();
        let costs = break_costs(&characters, &classes);
        let cluster = |(index, &class): (usize, &CharClass)| Cluster {
            class,
            font: FontId(0),
            size: em,
            body: em,
            first_glyph: 0,
            glyph_count: 0,
            from: u32::try_from(index).unwrap(),
            chars: 1,
        };
        let joint = |&cost: &BreakCost| Joint {
            gap: Gap::None,
            natural: Pt::ZERO,
            shrink: Pt::ZERO,
            stretch: Pt::ZERO,
            cost,
            space: 0,
            spaces: 0,
        };
        let prepared = Prepared {
            clusters: classes.iter().enumerate().map(cluster).collect(),
            joints: costs.iter().skip(1).map(joint).collect(),
            characters: characters.clone().into(),
            glyphs: Vec::new(),
            lead: Pt::ZERO,
            missing: Vec::new(),
        };
        let lines = break_title(&prepared, Pt::new(10 * ems));
        let lines: Vec<String> =
            lines.iter().map(|line| characters[line.start..line.end].iter().collect()).collect();
        lines.join("/")
    }

    fn check(ems: i32, expected: &str) {
        assert_eq!(lines(&expected.replace('/', ""), ems), expected);
    }

    #[test]
    fn titles_break_by_meaning() {
        check(22, "包头市人民政府/关于免去李倩、武昊同志职务的通知");
        check(22, "包头市人民政府/关于任免李文霞等同志职务的通知");
        check(22, "包头市人民政府办公室印发/关于全面推行“综合查一次”/制度的实施方案的通知");
        check(
            22,
            "龙岩市工业和信息化局/龙岩市林业局/关于进一步抓好电力线路保护区内/林木采伐作业安全管理的通知",
        );
        check(26, "关于全面推行“综合查一次”制度的实施方案");
    }

    #[test]
    fn a_short_title_stays_on_one_line() {
        check(40, "包头市人民政府关于免去李倩、武昊同志职务的通知");
        check(22, "政府大事记");
    }

    #[test]
    fn names_and_short_book_titles_stay_whole() {
        let broken = lines("包头市人民政府关于免去欧阳明月、司马相如、诸葛孔明同志职务的通知", 16);
        for name in ["欧阳明月", "司马相如", "诸葛孔明"] {
            assert!(broken.contains(name), "{broken}");
        }
        let broken = lines("国务院关于修改《中华人民共和国条例》的决定和有关事项的通知", 16);
        assert!(broken.contains("《中华人民共和国条例》"), "{broken}");
    }

    #[test]
    fn no_line_begins_with_de_and_none_is_a_tail() {
        let title = "内蒙古自治区人民政府办公厅关于进一步做好全区老旧小区改造工作的实施意见的通知";
        for ems in 12..34 {
            let broken = lines(title, ems);
            assert!(!broken.contains("/的"), "{broken}");
            assert!(broken.rsplit('/').next().unwrap().chars().count() > 2, "{broken}");
        }
    }
}
