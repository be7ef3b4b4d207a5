//! What stands at one place of many pages: running heads, feet and folios. And what stands below
//! the short rule at the foot of a page: notes.

use std::collections::BTreeMap;

use super::line::Line;
use super::{Frame, Measure, Page};
use crate::import::source::Source;
use crate::text::squeeze;

/// So many rows at the head of a page, and at its foot, may be furniture.
const ROWS: usize = 2;
/// Furniture stands at the same height on all pages, but for this, in points.
const SLACK: f64 = 4.0;
const HEAD: &str = "页眉：由版面重新生成";
const FOLIO: &str = "页脚、页码：由版面重新生成";

/// A line that may be furniture.
#[derive(Debug)]
struct Candidate {
    page: usize,
    head: bool,
    y: f64,
    /// The text without white space, each number as `#`.
    form: String,
    numbers: Vec<i64>,
    size: f64,
    taken: bool,
}

impl Candidate {
    fn new(page: usize, head: bool, line: &Line) -> Self {
        let text = squeeze(&line.text().string);
        let (mut form, mut numbers, mut digits) = (String::new(), Vec::new(), String::new());
        for c in text.chars().chain(['\0']) {
            if c.is_ascii_digit() {
                digits.push(c);
                continue;
            }
            if !digits.is_empty() {
                form.push('#');
                numbers.push(digits.parse().unwrap_or(i64::MAX));
                digits.clear();
            }
            if c != '\0' {
                form.push(c);
            }
        }
        Self { page, head, y: line.y, form, numbers, size: line.size, taken: false }
    }

    /// Whether it is a page's number and nothing else.
    fn is_folio(&self) -> bool {
        let bare =
            self.form.trim_matches(['-', '—', '–', '·', '•', '第', '页', '~', '－', '―', '/']);
        bare == "#"
            || matches!(self.form.as_str(), "第#页共#页" | "第#页/共#页" | "#/#" | "第#页，共#页")
    }

    /// A folio that cannot be anything else, also on a single page.
    fn is_sure(&self) -> bool {
        self.is_folio() && self.form != "#"
    }

    /// Whether the two are one head, or a head that counts the pages.
    fn repeats(&self, other: &Self) -> bool {
        if self.page == other.page || (self.y - other.y).abs() > SLACK || self.head != other.head {
            return false;
        }
        let pages = |one: usize| i64::try_from(one).unwrap_or(0);
        let steps = pages(other.page) - pages(self.page);
        let pairs = || self.numbers.iter().zip(&other.numbers);
        let changed = pairs().filter(|(one, other)| one != other).count();
        let counts = || pairs().all(|(a, b)| a == b || b.checked_sub(*a) == Some(steps));
        let label = self.form.starts_with(['附', '表', '图', '第', '（', '('])
            || self.form.chars().any(|c| "、.．条".contains(c));
        changed == 0 || changed == 1 && counts() && (self.is_folio() || !label)
    }
}

/// Takes heads, feet and folios off the pages and lists them.
pub(super) fn take_out(pages: &mut [Page], measure: Measure, source: &mut Source) {
    let mut all = Vec::new();
    let mut by_form: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut places: Vec<(usize, usize)> = Vec::new();
    for (index, page) in pages.iter().enumerate() {
        for (at, head) in edges(page) {
            // What is larger than the text is a title.
            let small = |line: &&Line| line.size < 1.15 * measure.body;
            let Some(line) = page.lines.get(at).filter(small) else { continue };
            let candidate = Candidate::new(index, head, line);
            by_form.entry(candidate.form.clone()).or_default().push(all.len());
            places.push((index, at));
            all.push(candidate);
        }
    }
    let mut taken = vec![false; all.len()];
    for same in by_form.values() {
        for &one in same {
            let Some(own) = all.get(one) else { continue };
            // The pages beside a page are enough: heads of a section run over some of them.
            let near = same.iter().filter_map(|&other| all.get(other)).any(|o| own.repeats(o));
            if let Some(taken) = taken.get_mut(one) {
                *taken = near || own.is_sure();
            }
        }
    }
    for (candidate, taken) in all.iter_mut().zip(taken) {
        candidate.taken = taken;
    }
    take_beside(&mut all);
    let mut said = BTreeMap::new();
    let mut out: Vec<Vec<usize>> = vec![Vec::new(); pages.len()];
    for (candidate, (page, at)) in all.iter().zip(places).filter(|(c, _)| c.taken) {
        out.get_mut(page).into_iter().for_each(|out| out.push(at));
        let line = pages.get(page).and_then(|page| page.lines.get(at));
        if let (Some(line), None) = (line, said.insert(candidate.form.clone(), ())) {
            let why = if candidate.head && !candidate.is_folio() { HEAD } else { FOLIO };
            source.leave_out(&line.text().string, why);
        }
    }
    for (page, out) in pages.iter_mut().zip(out) {
        let mut at = 0;
        page.lines.retain(|_| {
            at += 1;
            !out.contains(&(at - 1))
        });
    }
}

/// A head that stands on one page only, at the height of the others' and in their size.
fn take_beside(all: &mut [Candidate]) {
    let heights: Vec<(bool, f64, f64)> =
        all.iter().filter(|c| c.taken).map(|c| (c.head, c.y, c.size)).collect();
    for candidate in all.iter_mut().filter(|c| !c.taken && c.form.chars().count() < 40) {
        let like = heights.iter().filter(|(head, y, size)| {
            *head == candidate.head
                && (y - candidate.y).abs() < 1.5
                && (size - candidate.size).abs() < 0.5
        });
        candidate.taken = like.count() >= 2;
    }
}

/// The lines in the outermost rows of a page, each with whether it stands at the head.
fn edges(page: &Page) -> Vec<(usize, bool)> {
    let mut order: Vec<(usize, f64, f64)> =
        page.lines.iter().enumerate().map(|(at, line)| (at, line.y, line.size)).collect();
    order.sort_by(|(_, one, _), (_, other, _)| one.total_cmp(other));
    let outer = |lines: &mut dyn Iterator<Item = &(usize, f64, f64)>| {
        let (mut rows, mut last) = (0, f64::NEG_INFINITY);
        let mut found = Vec::new();
        for &(at, y, size) in lines {
            if (y - last).abs() > 0.4 * size {
                rows += 1;
                last = y;
            }
            if rows > ROWS {
                break;
            }
            found.push((at, y));
        }
        found
    };
    let top = outer(&mut order.iter());
    let foot = outer(&mut order.iter().rev());
    let head = top.into_iter().filter(|(_, y)| *y < page.height * 0.25).map(|(at, _)| (at, true));
    let foot = foot.into_iter().filter(|(_, y)| *y > page.height * 0.75).map(|(at, _)| (at, false));
    head.chain(foot).collect()
}

/// The height at which the notes of a page begin: below a short rule, smaller than the text.
pub(super) fn notes(page: &Page, measure: Measure) -> Option<f64> {
    let short = |rule: &&Frame| {
        rule.width() > 20.0 && rule.width() < 0.45 * measure.width && rule.height() < 3.0
    };
    let rules = page.rules.iter().filter(short).filter(|rule| rule.top > page.height * 0.4);
    let fits = |rule: &&Frame| {
        let mut below = page.lines.iter().filter(|line| line.frame.bottom > rule.bottom).peekable();
        below.peek().is_some() && below.all(|line| line.size < 0.98 * measure.body)
    };
    rules.filter(fits).map(|rule| rule.top).reduce(f64::min)
}

#[cfg(test)]
mod tests {
    use super::super::{Glyph, Sheet, read};

    fn line(text: &str, x: f64, y: f64, sheet: &mut Sheet) {
        for (at, char) in (0_u32..).zip(text.chars()) {
            let x = x + f64::from(at) * 10.0;
            let glyph = Glyph { char, x, y, width: 10.0, size: 10.0, bold: false, kai: false };
            sheet.glyphs.push(glyph);
        }
    }

    fn page(head: &str, text: &str, folio: &str) -> Sheet {
        let mut sheet = Sheet { width: 400.0, height: 600.0, ..Sheet::default() };
        line(head, 100.0, 40.0, &mut sheet);
        line(text, 70.0, 80.0, &mut sheet);
        line(folio, 200.0, 570.0, &mut sheet);
        sheet
    }

    #[test]
    fn heads_and_folios_are_dropped() {
        let pages = vec![
            page("甲市人民政府公报", "附件1", "-7-"),
            page("甲市人民政府公报", "附件2", "-8-"),
            page("政府大事记", "好。", "-9-"),
        ];
        let source = read(pages, 0).unwrap();
        assert_eq!(source.text, "附件1\n附件2\n好。");
        let dropped: Vec<&str> = source.dropped.iter().map(|d| &*d.text).collect();
        assert_eq!(dropped, ["甲市人民政府公报", "-7-", "政府大事记"]);
    }
}
