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
use crate::text::words::Words;

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
        prepared.clusters.truncate(whole.end);
        prepared.joints.truncate(whole.end.saturating_sub(1));
        let _ = prepared.clusters.drain(..whole.start);
        let _ = prepared.joints.drain(..whole.start.min(prepared.joints.len()));
        let em = prepared.clusters.first().map_or(Pt::ZERO, |cluster| cluster.size);
        let align = Align::Centre;
        let room = Measure { first: measure, rest: measure, em, align, keep_lead: false };
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

/// Makes it dear to end a line within a word or before 的.
pub(crate) fn keep_words(prepared: &mut Prepared, words: &Words) {
    let mut starts = vec![false; prepared.characters.len()];
    for word in words.segment(&prepared.characters) {
        if let Some(start) = starts.get_mut(word.start) {
            *start = true;
        }
    }
    let clusters = prepared.clusters.iter().skip(1);
    for (joint, cluster) in prepared.joints.iter_mut().zip(clusters) {
        let index = cluster.from as usize;
        let torn =
            starts.get(index) != Some(&true) || prepared.characters.get(index) == Some(&'的');
        if torn && joint.cost == BreakCost::FREE {
            joint.cost = BreakCost::price(60);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::font::FontId;
    use crate::layout::prepare::{Cluster, Gap, Joint};
    use crate::text::breaks::break_costs;
    use crate::text::class::CharClass;

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
            body: if class == CharClass::Digit { em / 2 } else { em },
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
        let lines = break_title(&prepared, &Words::built_in(), Pt::new(10 * ems));
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

    #[test]
    fn dump() {
        let Ok(path) = std::env::var("TITLES") else { return };
        for title in std::fs::read_to_string(path).unwrap().lines() {
            for ems in [22, 20, 14] {
                println!("{ems} {}", lines(title, ems));
            }
        }
    }
}
