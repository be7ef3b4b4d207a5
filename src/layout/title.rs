//! Breaks titles into lines: by meaning first, then by shape.
//!
//! GB/T 9704-2012, 7.3.1: a title of several lines keeps its words whole, is symmetric, and has
//! the shape of a trapezoid or a diamond. [`place`] says where a line may end and how well,
//! [`shape`] how lines look below each other; of all ways to break a title, the one that costs the
//! least is taken. Breaks that an editor has set hold, and what lies between them is broken only
//! where it does not fit.

use crate::geom::Pt;
use crate::layout::linebreak::{LineRange, Measure, break_lines};
use crate::layout::prepare::Prepared;
use crate::layout::style::Align;
use crate::text::breaks::BreakCost;
use crate::text::words::{WordKind, Words};

pub(crate) mod person;
mod place;
mod shape;

use self::place::{Place, PlaceKind, places};
use self::shape::Slope;

/// A line of a title takes at most this much of the measure, in hundredths.
const WIDEST: i64 = 90;

/// Breaks `prepared` into lines no wider than the measure; breaks that are set are taken as they
/// are.
pub(crate) fn break_title(prepared: &Prepared, words: &Words, measure: Pt) -> Vec<LineRange> {
    let count = prepared.clusters.len();
    let title = Title { widths: widths(prepared), places: places(prepared, words), prepared };
    let set_by_hand = (1..count)
        .filter(|&at| prepared.joints.get(at - 1).is_some_and(|j| j.cost == BreakCost::FORCED));
    let ends: Vec<usize> = set_by_hand.chain([count]).collect();
    let widest = measure.scale(WIDEST, 100);
    let mut lines = Vec::new();
    let mut start = 0;
    for &end in &ends {
        // What an editor has set on a line of its own may fill the measure.
        let room = if ends.len() > 1 { measure } else { widest };
        let own = LineRange { start, end };
        if title.width(own) <= room {
            lines.push(own);
        } else {
            let best = title.best(own, widest).or_else(|| title.best(own, measure));
            lines.extend(best.unwrap_or_else(|| title.fill(own, measure)));
        }
        start = end;
    }
    lines
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
    widths: Vec<Pt>,
    places: Vec<Place>,
    prepared: &'a Prepared,
}

/// The best way to a line: to where it begins and ends, and to how the lines down to it slope.
#[derive(Clone, Copy)]
struct Way {
    line: LineRange,
    slope: Slope,
    cost: i64,
    /// The way to the line above it.
    above: Option<usize>,
}

impl Title<'_> {
    fn width(&self, line: LineRange) -> Pt {
        let at = |index: usize| self.widths.get(index).copied().unwrap_or(Pt::ZERO);
        // The gap before the first cluster of a line is not part of it.
        let gap = line.start.checked_sub(1).and_then(|joint| self.prepared.joints.get(joint));
        at(line.end) - at(line.start) - gap.map_or(Pt::ZERO, |gap| gap.natural)
    }

    /// The best way to break `whole` into lines no wider than `widest`; none if it has none.
    fn best(&self, whole: LineRange, widest: Pt) -> Option<Vec<LineRange>> {
        let edge = |at| Place { at, price: 0, missed: 0, kind: PlaceKind::Matter };
        let inside = self.places.iter().filter(|own| whole.start < own.at && own.at < whole.end);
        let mut places = vec![edge(whole.start)];
        places.extend(inside.chain(&[edge(whole.end)]));
        let mut ways: Vec<Way> = Vec::new();
        // The ways whose line ends at each of the places so far.
        let mut ending: Vec<(usize, usize)> = vec![(0, 0)];
        for (index, end) in places.iter().enumerate().skip(1) {
            let first = ways.len();
            let mut missed = 0;
            for (start, above) in places.iter().zip(&ending).take(index).rev() {
                let line = LineRange { start: start.at, end: end.at };
                let width = self.width(line);
                if width > widest {
                    break;
                }
                let tail = if end.at == whole.end { shape::tail(self.characters(line)) } else { 0 };
                let own = end.price + shape::LINE + missed + tail;
                if start.at == whole.start {
                    ways.push(Way { line, slope: Slope::Growing, cost: own, above: None });
                }
                let above = (above.0..above.1).map(|index| (index, ways.get(index).copied()));
                let below = above.filter_map(|(index, way)| {
                    let way = way?;
                    let (slope, cost) = self.pair(&way, width, start.kind);
                    Some(Way { line, slope, cost: way.cost + cost + own, above: Some(index) })
                });
                let below: Vec<Way> = below.collect();
                for slope in [Slope::Growing, Slope::Shrinking] {
                    let own = below.iter().filter(|way| way.slope == slope);
                    ways.extend(own.min_by_key(|way| way.cost).copied());
                }
                missed += start.missed;
            }
            ending.push((first, ways.len()));
        }
        let &(first, end) = ending.last()?;
        let best = (first..end).min_by_key(|&index| ways.get(index).map(|way| way.cost))?;
        Some(trace(&ways, best))
    }

    /// What it costs to set a line of `width` below the last line of `way`, which ends with a place
    /// of `kind`.
    fn pair(&self, way: &Way, width: Pt, kind: PlaceKind) -> (Slope, i64) {
        let em = self.prepared.clusters.first().map_or(Pt::ZERO, |cluster| cluster.size);
        let lenient = match kind {
            // The names of several organs stand each on its own line; the shape is that of the rest.
            PlaceKind::Organ => return (Slope::Growing, 0),
            PlaceKind::Issuer => true,
            PlaceKind::Matter => false,
        };
        shape::pair(way.slope, (self.width(way.line), width), em, lenient)
    }

    fn characters(&self, line: LineRange) -> usize {
        let clusters = self.prepared.clusters.get(line.start..line.end).unwrap_or_default();
        clusters.iter().map(|cluster| usize::from(cluster.chars)).sum()
    }

    /// Lines as a paragraph has them, for what has no place to break: it may stick out.
    fn fill(&self, whole: LineRange, measure: Pt) -> Vec<LineRange> {
        let mut prepared = self.prepared.clone();
        let mut places = self.places.iter().peekable();
        for (joint, at) in prepared.joints.iter_mut().zip(1..) {
            let place = places.next_if(|place| place.at == at);
            let price = place.and_then(|place| u16::try_from(place.price).ok());
            joint.cost = price.map_or(BreakCost::FORBIDDEN, BreakCost::price);
        }
        prepared.clusters.truncate(whole.end);
        prepared.joints.truncate(whole.end.saturating_sub(1));
        let _ = prepared.clusters.drain(..whole.start);
        let _ = prepared.joints.drain(..whole.start.min(prepared.joints.len()));
        let em = prepared.clusters.first().map_or(Pt::ZERO, |cluster| cluster.size);
        let align = Align::Centre;
        let room = Measure::plain(measure, em, align);
        let lines = break_lines(&prepared, &room).lines.into_iter();
        lines
            .map(|own| LineRange { start: own.start + whole.start, end: own.end + whole.start })
            .collect()
    }
}

/// The lines on the way at `last`.
fn trace(ways: &[Way], last: usize) -> Vec<LineRange> {
    let mut lines = Vec::new();
    let mut next = ways.get(last);
    while let Some(way) = next {
        lines.push(way.line);
        next = way.above.and_then(|above| ways.get(above));
    }
    lines.reverse();
    lines
}

/// What a line costs that ends within a word, and one that ends with a word which belongs to the next
/// line: a heading must not end with 和.
const TORN_WORD: BreakCost = BreakCost::price(60);
const HANGING_WORD: BreakCost = BreakCost::price(200);

/// Makes it dear to end a line within a word, a short 《…》 or “…”, before 的 or behind 和 and the like.
pub(crate) fn keep_words(prepared: &mut Prepared, words: &Words) {
    let mut starts = vec![false; prepared.characters.len()];
    let mut hanging = vec![false; prepared.characters.len()];
    for word in words.segment(&prepared.characters) {
        if let Some(start) = starts.get_mut(word.start) {
            *start = true;
        }
        let belongs = matches!(word.kind, WordKind::Conjunction | WordKind::Preposition);
        if let Some(behind) = hanging.get_mut(word.start + word.length) {
            *behind = belongs;
        }
    }
    let whole = place::enclosed(&prepared.characters);
    let clusters = prepared.clusters.iter().skip(1);
    for (joint, cluster) in prepared.joints.iter_mut().zip(clusters) {
        let index = cluster.from as usize;
        let torn = whole.iter().any(|whole| whole.contains(&index))
            || starts.get(index) != Some(&true)
            || prepared.characters.get(index) == Some(&'的');
        if joint.cost == BreakCost::FREE && hanging.get(index) == Some(&true) {
            joint.cost = HANGING_WORD;
        } else if torn && joint.cost == BreakCost::FREE {
            joint.cost = TORN_WORD;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::font::FontId;
    use crate::issue::text::Text;
    use crate::layout::prepare::{Cluster, Gap, Joint};
    use crate::text::breaks::{Prohibition, break_costs};
    use crate::text::class::CharClass;
    use proptest::prelude::*;

    /// A title of 10 pt characters without fonts; digits and the ink of marks are half as wide.
    fn set(text: &Text, ems: i32) -> String {
        let em = Pt::new(10);
        let characters: Vec<char> = text.string.chars().collect();
        let classes: Vec<_> = characters.iter().map(|&c| CharClass::of(c)).collect();
        let mut costs = break_costs(&characters, &classes, Prohibition::Strict);
        for end in text.line_breaks() {
            costs[end as usize] = BreakCost::FORCED;
        }
        let is_half = |class: CharClass| class.is_half() || class == CharClass::Digit;
        let cluster = |(index, &class): (usize, &CharClass)| Cluster {
            class,
            font: FontId(0),
            size: em,
            body: if is_half(class) { em / 2 } else { em },
            first_glyph: 0,
            glyph_count: 0,
            from: u32::try_from(index).unwrap(),
            chars: 1,
        };
        let joint = |(pair, &cost): (&[CharClass], &BreakCost)| Joint {
            gap: Gap::None,
            natural: match pair {
                [CharClass::Open, CharClass::Open] => Pt::ZERO,
                [_, CharClass::Open] => em / 2,
                [CharClass::Open | CharClass::Digit, _] => Pt::ZERO,
                [before, _] if before.is_half() => em / 2,
                _ => Pt::ZERO,
            },
            shrink: Pt::ZERO,
            stretch: Pt::ZERO,
            cost,
            space: 0,
            spaces: 0,
        };
        let prepared = Prepared {
            clusters: classes.iter().enumerate().map(cluster).collect(),
            joints: classes.windows(2).zip(costs.iter().skip(1)).map(joint).collect(),
            characters: characters.clone().into(),
            glyphs: Vec::new(),
            lead: Pt::ZERO,
            missing: Vec::new(),
        };
        let lines = break_title(&prepared, &Words::built_in(), Pt::new(10 * ems));
        let lines: Vec<String> =
            lines.iter().map(|line| characters[line.start..line.end].iter().collect()).collect();
        lines.join("\n")
    }

    fn lines(text: &str, ems: i32) -> String {
        set(&text.into(), ems).replace('\n', "/")
    }

    /// Titles as offices all over the country write them, with the ways to break them that a
    /// typesetter would accept: measures in em, then the ways.
    #[test]
    fn titles_of_all_kinds_break_as_a_typesetter_would() {
        let table = include_str!("../../tests/fixtures/titles.txt");
        let mut bad = Vec::new();
        let mut titles = std::collections::BTreeSet::new();
        for line in table.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
            let (measures, ways) = line.split_once(' ').unwrap();
            let ways: Vec<&str> = ways.split(" | ").collect();
            let title = ways[0].replace('/', "");
            for ems in measures.split(',') {
                let broken = lines(&title, ems.parse().unwrap());
                if !ways.contains(&broken.as_str()) {
                    bad.push(format!("{ems} {broken}"));
                }
            }
            let _ = titles.insert(title);
        }
        assert!(titles.len() >= 120, "{}", titles.len());
        assert!(bad.is_empty(), "\n{}", bad.join("\n"));
    }

    #[test]
    fn a_break_set_by_hand_holds_and_the_rest_is_broken_only_where_it_must() {
        let check = |breaks: &[u32], ems: i32, expected: &str| {
            let text = Text::new(expected.replace('/', ""));
            let broken = set(&text.with_line_breaks(breaks), ems);
            assert_eq!(broken.replace('\n', "/"), expected);
        };
        check(&[9], 22, "包头市人民政府关于/免去李倩、武昊同志职务的通知");
        check(&[7, 14], 22, "包头市人民政府/关于免去李倩、/武昊同志职务的通知");
        check(&[10], 18, "包头市人民政府办公室/关于做好春季森林草原/防火工作的紧急通知");
        check(&[], 22, "包头市人民政府/关于免去李倩、武昊同志职务的通知");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(100))]
        /// Lines concatenate to the title; none begins with what must not; the same each time.
        #[test]
        fn lines_are_the_title(
            parts in prop::collection::vec(prop::sample::select(PARTS), 1..12),
            ems in 6..30_i32,
            breaks in prop::collection::vec(1..40_u32, 0..3),
        ) {
            let title = Text::new(parts.concat()).with_line_breaks(&ordered(breaks));
            let broken = set(&title, ems);
            prop_assert_eq!(broken.replace('\n', ""), title.string.as_str());
            prop_assert_eq!(&broken, &set(&title, ems));
            let ends: Vec<u32> = broken.split('\n').scan(0, |end, line| {
                *end += u32::try_from(line.chars().count()).unwrap();
                Some(*end)
            }).collect();
            prop_assert!(title.line_breaks().iter().all(|end| ends.contains(end)));
            if title.line_breaks().is_empty() {
                for line in broken.split('\n').skip(1) {
                    let first = line.chars().next().unwrap();
                    prop_assert!(first != '的' && !CharClass::of(first).is_forbidden_at_start());
                }
            }
        }

        /// Where a title can be broken in two or three lines without an hourglass of words, it is.
        #[test]
        fn no_hourglass_of_free_words(first in 4..9_usize, second in 4..9_usize, third in 4..9_usize) {
            // Words of two characters each break everywhere between them.
            let title = "工作".repeat(first + second + third);
            let broken = lines(&title, 22);
            let lengths: Vec<usize> = broken.split('/').map(|line| line.chars().count()).collect();
            let hourglass = lengths.windows(3).any(|own| own[1] < own[0] && own[1] < own[2]);
            prop_assert!(!hourglass, "{:?}", lengths);
        }
    }

    const PARTS: &[&str] = &[
        "包头市",
        "人民政府",
        "办公室",
        "关于",
        "印发",
        "《",
        "》",
        "（试行）",
        "管理办法",
        "的",
        "通知",
        "、",
        "和",
        "李倩",
        "2026年",
        "GB/T 9704",
        "第十二条",
        "“一网通办”",
        "决定",
        "𠮷",
        "，",
        "意见",
    ];

    fn ordered(mut breaks: Vec<u32>) -> Vec<u32> {
        breaks.sort_unstable();
        breaks.dedup();
        breaks
    }

    fn check(ems: i32, expected: &str) {
        assert_eq!(lines(&expected.replace('/', ""), ems), expected);
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
    fn numbers_that_share_a_unit_stay_together() {
        let title = "关于公布第七、八批全国重点文物保护单位和上海市文物保护单位保护范围、建设控制地带的通知";
        for ems in 14..30 {
            let broken = lines(title, ems);
            assert!(!broken.contains("七、/"), "{broken}");
        }
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
