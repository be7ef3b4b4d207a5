//! What stands at one place of many pages: running heads, feet and folios. And what stands below
//! the short rule at the foot of a page: notes.

use std::collections::{BTreeMap, BTreeSet};

use super::line::Line;
use super::{Frame, Measure, Page};
use crate::import::source::Source;
use crate::text::squeeze;

/// So many rows at the head of a page, and at its foot, may be furniture.
const ROWS: usize = 2;
/// Furniture stands at the same height on all pages, but for this, in points.
const SLACK: f64 = 4.0;
/// Furniture stands so many times the leading off the text, or more.
const APART: f64 = 1.3;
/// A head of a single page stands so many times the leading above the text, or more.
const FAR: f64 = 2.0;
/// The share of the height of the paper that a head or a foot of a single page lies in.
const MARGIN: f64 = 0.08;
const HEAD: &str = "页眉：由版面重新生成";
const FOLIO: &str = "页脚、页码：由版面重新生成";

/// A line that may be furniture.
#[derive(Debug)]
struct Candidate {
    page: usize,
    head: bool,
    y: f64,
    /// The edges of the line, and the width of its page.
    left: f64,
    right: f64,
    paper: f64,
    /// More white than between lines of text parts it from the text.
    apart: bool,
    /// The text without white space, each number as `#`.
    form: String,
    numbers: Vec<i64>,
    size: f64,
    taken: bool,
}

impl Candidate {
    fn new(page: usize, Edge { head, apart, .. }: Edge, line: &Line, paper: f64) -> Self {
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
        let (left, right) = (line.frame.left, line.frame.right);
        let (y, size) = (line.y, line.size);
        Self { page, head, y, left, right, paper, apart, form, numbers, size, taken: false }
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

    /// Whether it may begin a text or a paragraph: a label or the number of an item.
    fn is_label(&self) -> bool {
        self.form.starts_with(['附', '表', '图', '第', '（', '('])
            || self.form.chars().any(|c| "、.．条".contains(c))
    }

    /// Whether it may be the name of a publication or of a section of it.
    fn is_name(&self) -> bool {
        !self.is_label() && !self.form.contains(['〔', '：', ':', '，', ',', '。', '★'])
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
        // 附件1 above the first page of an attachment; each document has one.
        let names =
            matches!(self.form.as_str(), "附件" | "附件#" | "附#" | "附表#" | "表#" | "图#");
        changed == 0 && !names || changed == 1 && counts() && (self.is_folio() || !self.is_label())
    }

    /// Whether the two stand at the same place between the edges of the paper, or, as on two pages
    /// that face each other, at mirrored ones.
    fn is_in_line(&self, other: &Self) -> bool {
        let near = |one: f64, other: f64| (one - other).abs() < 2.0 * SLACK;
        let middle = |own: &Self| f64::midpoint(own.left, own.right);
        near(self.left, other.left)
            || near(self.right, other.right)
            || near(middle(self), middle(other))
            || near(self.left, other.paper - other.right)
    }
}

/// Takes heads, feet and folios off the pages and lists them.
pub(super) fn take_out(pages: &mut [Page], measure: Measure, source: &mut Source) {
    let mut all = Vec::new();
    let mut by_form: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut places: Vec<(usize, usize)> = Vec::new();
    for (index, page) in pages.iter().enumerate() {
        for edge in edges(page, measure) {
            // What is larger than the text is a title.
            let small = |line: &&Line| line.size < 1.15 * measure.body;
            let Some(line) = page.lines.get(edge.at).filter(small) else { continue };
            let candidate = Candidate::new(index, edge, line, page.width);
            by_form.entry(candidate.form.clone()).or_default().push(all.len());
            places.push((index, edge.at));
            all.push(candidate);
        }
    }
    let mut taken = vec![false; all.len()];
    for same in by_form.values() {
        for &one in same {
            let Some(own) = all.get(one) else { continue };
            // The pages beside a page are enough: heads of a section run over some of them.
            // Where nothing parts it from the text, the same words may begin two pages by chance.
            let like = same.iter().filter_map(|&other| all.get(other));
            let like = like.filter(|other| own.repeats(other));
            let like = like.filter(|other| own.is_folio() || own.is_in_line(other));
            let pages: BTreeSet<usize> = like.map(|other| other.page).collect();
            let enough = if own.apart || own.is_folio() { 1 } else { 2 };
            if let Some(taken) = taken.get_mut(one) {
                *taken = pages.len() >= enough || own.is_sure();
            }
        }
    }
    for (candidate, taken) in all.iter_mut().zip(taken) {
        candidate.taken = taken;
    }
    take_beside(&mut all);
    for own in all.chunk_by_mut(|one, other| one.page == other.page) {
        let Some(page) = own.first().and_then(|first| pages.get(first.page)) else { continue };
        take_lone_folio(own, page);
        take_lone_head(own, page, measure);
    }
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

/// Takes out the sheet behind a proof on which its readers sign.
pub(super) fn take_out_signatures(pages: &mut Vec<Page>, source: &mut Source) {
    const HEAD: [&str; 3] = ["校次", "校对人", "起止时间"];
    let signs = |page: &Page| {
        page.tables.iter().any(|(_, table)| {
            let head =
                table.rows.first().into_iter().flatten().map(|cell| squeeze(&cell.text.string));
            head.take(HEAD.len()).eq(HEAD)
        })
    };
    let all = pages.len();
    pages.retain(|page| !signs(page));
    if pages.len() < all {
        source.leave_out(HEAD[0], "校样的签字页：不是公报的内容");
    }
}

/// A head that stands on one page only, at the height of the others' and in their size, parted from
/// the text as they are.
fn take_beside(all: &mut [Candidate]) {
    let heights: Vec<(bool, f64, f64, usize)> =
        all.iter().filter(|c| c.taken && c.apart).map(|c| (c.head, c.y, c.size, c.page)).collect();
    let short = |c: &&mut Candidate| !c.taken && c.apart && c.form.chars().count() < 40;
    for candidate in all.iter_mut().filter(short) {
        let like = heights.iter().filter(|(head, y, size, _)| {
            *head == candidate.head
                && (y - candidate.y).abs() < 1.5
                && (size - candidate.size).abs() < 0.5
        });
        let pages: BTreeSet<usize> = like.map(|(_, _, _, page)| *page).collect();
        candidate.taken = pages.len() >= 2;
    }
}

/// A folio in the middle of the foot of a page, though no other page has one.
fn take_lone_folio(own: &mut [Candidate], page: &Page) {
    let foot = own.iter().filter(|c| !c.head).map(|c| c.y).fold(0.0, f64::max);
    let is_lone = |c: &&mut Candidate| {
        let middle = f64::midpoint(c.left, c.right);
        let short = c.form == "#" && c.numbers.iter().all(|number| (1..1000).contains(number));
        let last = !c.head && c.apart && c.y > foot - 1.0;
        last && short && (middle - page.width / 2.0).abs() < 2.0 * SLACK
    };
    own.iter_mut().filter(is_lone).for_each(|c| c.taken = true);
}

/// A head far above the text of a page, though no other page has one: a foot answers it from the
/// other margin, or a rule stands below it.
fn take_lone_head(own: &mut [Candidate], page: &Page, measure: Measure) {
    let margin = page.height * MARGIN;
    let head = own.iter().filter(|c| c.head).map(|c| c.y).fold(f64::INFINITY, f64::min);
    let below = page.lines.iter().map(|line| line.y).filter(|y| y - head > 0.4 * measure.body);
    let text = below.fold(f64::INFINITY, f64::min);
    if head > margin || !text.is_finite() || text - head < FAR * measure.leading {
        return;
    }
    let parts = |rule: &Frame| {
        let level = rule.width() > page.width / 2.0 && rule.height() < 3.0;
        level && head < rule.top && rule.bottom < text - measure.body
    };
    let answered = own.iter().any(|c| !c.head && c.taken && c.y > page.height - margin);
    let in_row = |c: &Candidate| c.head && c.y - head <= 0.4 * measure.body;
    let names = own.iter().filter(|c| in_row(c)).all(Candidate::is_name);
    if names && (answered || page.rules.iter().any(parts)) {
        own.iter_mut().filter(|c| in_row(c)).for_each(|c| c.taken = true);
    }
}

/// A line in one of the outermost rows of a page.
#[derive(Debug, Clone, Copy)]
struct Edge {
    /// Its index on the page.
    at: usize,
    /// Whether it stands at the head.
    head: bool,
    /// More white than between lines of text stands between it, or the row beside it, and the text.
    apart: bool,
}

/// The lines in the outermost rows of a page.
fn edges(page: &Page, measure: Measure) -> Vec<Edge> {
    let mut order: Vec<(usize, f64, f64)> =
        page.lines.iter().enumerate().map(|(at, line)| (at, line.y, line.size)).collect();
    order.sort_by(|(_, one, _), (_, other, _)| one.total_cmp(other));
    let outer = |lines: &mut dyn Iterator<Item = &(usize, f64, f64)>| {
        let mut rows: Vec<f64> = Vec::new();
        let mut found = Vec::new();
        for &(at, y, size) in lines {
            if rows.last().is_none_or(|last| (y - last).abs() > 0.4 * size) {
                rows.push(y);
            }
            if rows.len() > ROWS {
                break;
            }
            found.push((at, y, rows.len()));
        }
        // The row behind which the white is; all of them where no text follows.
        let steps = rows.windows(2).rposition(
            |pair| matches!(pair, [one, next] if (next - one).abs() > APART * measure.leading),
        );
        let last = if rows.len() > ROWS { steps.map_or(0, |at| at + 1) } else { ROWS };
        found.into_iter().map(move |(at, y, row)| (at, y, row <= last))
    };
    let edge = |head: bool| move |(at, _, apart)| Edge { at, head, apart };
    let top = outer(&mut order.iter()).filter(|(_, y, _)| *y < page.height * 0.25).map(edge(true));
    let foot = outer(&mut order.iter().rev());
    let foot = foot.filter(|(_, y, _)| *y > page.height * 0.75).map(edge(false));
    top.chain(foot).collect()
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
    use super::super::{Sheet, read};

    fn line(text: &str, x: f64, y: f64, sheet: &mut Sheet) {
        sheet.write(text, x, y, 10.0);
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

    #[test]
    fn a_single_page_has_furniture_in_its_margins() {
        let check = |head: &str, folio: &str, x: f64, expected: &str| {
            let mut sheet = Sheet { width: 400.0, height: 600.0, ..Sheet::default() };
            line(head, 50.0, 40.0, &mut sheet);
            for row in 0_u32..8 {
                line(&"甲丁戊".repeat(10), 50.0, 80.0 + f64::from(row) * 16.0, &mut sheet);
            }
            line(folio, x, 570.0, &mut sheet);
            let source = read(vec![sheet], 0).unwrap();
            let text: Vec<&str> = source.text.lines().filter(|l| !l.contains('甲')).collect();
            assert_eq!(text.concat(), expected, "{}", source.text);
        };
        check("乙市人民政府公报", "1", 195.0, "");
        // Where nothing in the foot answers it, it may be a title.
        check("乙市人民政府公报", "", 195.0, "乙市人民政府公报");
        check("附件", "1", 195.0, "附件");
        check("乙政发〔2026〕1号", "1", 195.0, "乙政发〔2026〕1号");
        check("丙", "1", 60.0, "丙1");
        check("丙", "2026", 180.0, "丙2026");
    }

    #[test]
    fn the_sheet_for_signatures_of_a_proof_is_left_out() {
        let mut sheet = page("一校样", "公报　　2026年第4期", "指纹");
        for (at, name) in (0_u32..).zip(["校次", "校对人", "起止时间", "差错数"]) {
            line(name, 50.0 + f64::from(at) * 60.0, 130.0, &mut sheet);
        }
        line("一校", 50.0, 160.0, &mut sheet);
        let rule = |left, top, right, bottom| super::Frame { left, top, right, bottom };
        sheet.rules.extend((0..3).map(|row| {
            let y = 115.0 + f64::from(row) * 30.0;
            rule(45.0, y, 285.0, y)
        }));
        sheet.rules.extend((0..5).map(|column| {
            let x = 45.0 + f64::from(column) * 60.0;
            rule(x, 115.0, x, 175.0)
        }));
        let source = read(vec![page("甲市人民政府公报", "好。", "-7-"), sheet], 0).unwrap();
        assert!(
            source.text.contains("好。") && !source.text.contains("2026年第4期"),
            "{}",
            source.text
        );
        assert!(source.dropped.iter().any(|own| own.why.contains("签字页")));
    }

    #[test]
    fn labels_of_attachments_are_no_heads() {
        let pages = vec![page("附件1", "甲事。", "-7-"), page("附件1", "乙事。", "-8-")];
        let source = read(pages, 0).unwrap();
        assert_eq!(source.text.matches("附件1").count(), 2, "{}", source.text);
    }

    /// Pages of two columns without heads; `first` begins both columns of each page.
    fn columns(first: &[[&str; 2]]) -> Vec<Sheet> {
        let mut pages = Vec::new();
        for (page, words) in first.iter().enumerate() {
            let mut sheet = Sheet { width: 400.0, height: 600.0, ..Sheet::default() };
            for (column, word) in words.iter().enumerate() {
                let x = if column == 0 { 30.0 } else { 215.0 };
                line(word, x, 40.0, &mut sheet);
                for row in 1_u32..20 {
                    let filler = char::from_u32(0x4e00 + row).unwrap_or('一').to_string();
                    let y = 40.0 + f64::from(row) * 16.0;
                    line(&filler.repeat(15), x, y, &mut sheet);
                }
            }
            line(&format!("-{}-", page + 1), 190.0, 570.0, &mut sheet);
            pages.push(sheet);
        }
        pages
    }

    #[test]
    fn lines_that_begin_columns_are_no_heads() {
        let same = "各旗县区人民政府要认真贯彻落实";
        let other = "市直各有关部门要按照职责分工好";
        let more = "要加强组织领导明确工作责任抓好";
        let source = read(columns(&[[same, other], [more, same], [other, more]]), 0).unwrap();
        let count = |word: &str| source.text.matches(word).count();
        assert_eq!((count(same), count(other), count(more)), (2, 2, 2), "{}", source.text);
        // At one place of two pages it is no proof, either: nothing parts it from the text.
        let source = read(columns(&[[same, other], [same, more]]), 0).unwrap();
        assert_eq!(source.text.matches(same).count(), 2, "{}", source.text);
        assert!(source.dropped.iter().all(|own| own.text.starts_with('-')), "{:?}", source.dropped);
    }

    #[test]
    fn a_page_with_text_in_its_left_column_only_has_columns() {
        let mut pages = columns(&[["甲".repeat(15).as_str(), "乙".repeat(15).as_str()]; 3]);
        let last = pages.last_mut().unwrap();
        last.glyphs.retain(|glyph| glyph.x < 190.0 && glyph.y < 150.0);
        line("丙。", 30.0, 152.0, last);
        let source = read(pages, 0).unwrap();
        let tail = source.text.lines().last().unwrap();
        assert!(tail.ends_with("丙。") && tail.chars().count() > 90, "{}", source.text);
    }
}
