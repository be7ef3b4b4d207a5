//! How wide the columns of a table are, in which size it is set, and how its cells are aligned.
//!
//! What is short stands on one line as long as the others can wrap; those share the rest by the
//! amount of their text. A head wraps rather than make its column wider than what stands below it.
//! A table that has no room for its texts is set smaller, down to the least size of type for tables.

use crate::font::FontBook;
use crate::geom::Pt;
use crate::issue::table::{Cell, Table};
use crate::issue::text::Text;
use crate::layout::prepare::{prepare, spans};
use crate::layout::style::{Align, Rules, Stylesheet, TextStyle};
use crate::text::breaks::BreakCost;

/// Texts of so many em at most stand centred.
const SHORT: i64 = 4;
/// A column of so many em can be read, however long its texts are.
const READABLE: i64 = 5;
/// One of so many em can still be read; where columns would be narrower, smaller type is better.
const TOLERABLE: i64 = 4;
/// No column of text is narrower, if that can be; none is narrower than the second one, if that
/// can be.
const NARROWEST: [i64; 2] = [3, 2];
/// A head of more em has several lines, each no longer than this; what is no longer than this is
/// better on one line.
const LABEL: i64 = 6;
/// A head is as long as this before it asks for a wider column.
const HEAD: i64 = 3;
/// A cell of more lines than this, each shorter than so many em, has no good width.
const TALL: (i64, i64) = (10, 16);
/// Breaks that cost as much as one amid a telephone number or a standard's are for narrow places.
const DEAR: BreakCost = BreakCost::price(150);
/// Sizes of type for tables, 五号, 小五 and 六号, in tenths of a point; none is smaller.
const SIZES: [i32; 3] = [105, 90, 75];

/// What a text takes on a line.
#[derive(Debug, Clone, Copy, Default)]
struct Extent {
    /// Its longest line.
    line: Pt,
    /// The longest part that is better not torn.
    whole: Pt,
    /// The longest part that cannot be torn.
    least: Pt,
}

fn extent(text: &Text, style: &TextStyle, rules: &Rules, book: &FontBook) -> Extent {
    let prepared = prepare(text, &spans(text, style.font, style.size), rules, book);
    let mut longest = Extent::default();
    let mut open = Extent::default();
    for (index, cluster) in prepared.clusters.iter().enumerate() {
        for own in [&mut open.line, &mut open.whole, &mut open.least] {
            *own += cluster.body;
        }
        longest.line = longest.line.max(open.line);
        longest.whole = longest.whole.max(open.whole);
        longest.least = longest.least.max(open.least);
        let Some(joint) = prepared.joints.get(index) else { break };
        let ends =
            |may: bool, own: &mut Pt| *own = if may { Pt::ZERO } else { *own + joint.natural };
        let forced = joint.cost == BreakCost::FORCED;
        ends(forced, &mut open.line);
        ends(forced || joint.cost < DEAR, &mut open.whole);
        ends(joint.cost != BreakCost::FORBIDDEN, &mut open.least);
    }
    longest
}

/// What a column asks for, in the size of the style.
#[derive(Debug, Clone, Copy, Default)]
struct Need {
    /// The longest line below the head.
    body: Pt,
    /// The longest line of the head.
    head: Pt,
    /// The longest part that is better not torn.
    whole: Pt,
    /// The longest part that cannot be torn.
    least: Pt,
    /// All lines below the head.
    amount: Pt,
}

impl Need {
    /// The width that it has if there is enough.
    fn wanted(&self, em: Pt) -> Pt {
        let lines = self.head.div_ceil(em * LABEL).max(1);
        let head = if lines > 1 { self.head / lines + em / 2 } else { self.head };
        self.body.max(head).max(self.whole)
    }

    /// A width of `most` em, or what it wants if that is less.
    fn up_to(&self, most: i64, em: Pt) -> Pt {
        let head = self.head.min(em * HEAD);
        self.body.max(head).min(em * most).max(self.whole)
    }

    /// The least width: of so many characters, and of what is not torn, with `torn` only of what
    /// cannot be.
    fn least(&self, characters: i64, em: Pt, torn: bool) -> Pt {
        let text = self.body.max(self.head).min(em * characters);
        text.max(if torn { self.least } else { self.whole })
    }
}

/// The columns of a table.
#[derive(Debug)]
pub(super) struct Columns {
    widths: Vec<Pt>,
    aligns: Vec<Align>,
    /// Size of the type in the cells.
    pub(super) size: Pt,
}

/// Where a cell stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    /// Its left edge.
    pub(super) at: Pt,
    /// Its width.
    pub(super) width: Pt,
}

impl Columns {
    pub(super) fn new(table: &Table, width: Pt, style: &Stylesheet, book: &FontBook) -> Self {
        let em = style.cell.size;
        let (needs, aligns) = needs(table, style, book);
        let size = size(&needs, width, em);
        let widths = shared(&needs, em, width.scale(em.units(), size.units()));
        let widths = widths.into_iter().map(|own| own.scale(size.units(), em.units())).collect();
        let mut columns = Self { widths, aligns, size };
        // What scaling has rounded away.
        let rest = width - columns.width();
        if let Some(last) = columns.widths.last_mut() {
            *last += rest;
        }
        columns
    }

    /// From the left or right edge of a cell to its text.
    pub(super) fn padding(&self) -> Pt {
        padding(self.size)
    }

    pub(super) fn span(&self, index: usize, count: usize) -> Span {
        let at = self.widths.iter().take(index).copied().sum();
        Span { at, width: self.widths.iter().skip(index).take(count).copied().sum() }
    }

    pub(super) fn count(&self) -> usize {
        self.widths.len()
    }

    pub(super) fn width(&self) -> Pt {
        self.widths.iter().copied().sum()
    }

    pub(super) fn align(&self, index: usize) -> Align {
        self.aligns.get(index).copied().unwrap_or(Align::Left)
    }
}

fn padding(size: Pt) -> Pt {
    size / 3
}

/// Whether a table has more to say than a column of `width` can hold in a readable way: its columns
/// would be narrower than their texts, and than some characters; or their cells would be high and
/// narrow.
pub(crate) fn is_wide(table: &Table, width: Pt, style: &Stylesheet, book: &FontBook) -> bool {
    let em = style.cell.size;
    let (needs, _) = needs(table, style, book);
    if comfort(&needs, READABLE, em) > width {
        return true;
    }
    let widths = shared(&needs, em, width);
    let (lines, longest) = TALL;
    let is_tall = |(index, cell): (usize, &Cell)| {
        let inner = widths.get(index).map_or(width, |own| *own - padding(em) * 2);
        // Letters and digits are about half as wide as hanzi.
        let halves = |c: char| if c.is_ascii() { 1 } else { 2 };
        let text = em / 2 * cell.text.string.chars().map(halves).sum::<i64>();
        cell.columns <= 1 && inner < em * longest && text.div_ceil(inner.max(em)) > lines
    };
    table.rows.iter().any(|row| row.iter().enumerate().any(is_tall))
}

/// What the columns ask for, and how they are aligned.
fn needs(table: &Table, style: &Stylesheet, book: &FontBook) -> (Vec<Need>, Vec<Align>) {
    let (style, rules) = (&style.cell, &style.rules);
    let count = table.rows.iter().map(Vec::len).max().unwrap_or(0).max(1);
    let mut needs = vec![Need::default(); count];
    let mut aligns = vec![Align::Centre; count];
    let mut numbers = vec![true; count];
    let heads = table.head.max(1) as usize;
    for (row_index, row) in table.rows.iter().enumerate() {
        let columns = needs.iter_mut().zip(aligns.iter_mut().zip(&mut numbers));
        for (cell, (need, (align, number))) in row.iter().zip(columns) {
            if cell.columns > 1 {
                continue;
            }
            let own = extent(&cell.text, style, rules, book);
            need.whole = own.whole.max(need.whole);
            need.least = own.least.max(need.least);
            if row_index < heads {
                need.head = own.line.max(need.head);
                continue;
            }
            need.body = own.line.max(need.body);
            need.amount += own.line;
            *number &= is_number(&cell.text.string);
            if own.line > style.size * SHORT {
                *align = Align::Left;
            }
        }
    }
    for (align, number) in aligns.iter_mut().zip(numbers) {
        if number && table.rows.len() > 1 {
            *align = Align::Right;
        }
    }
    (needs, aligns)
}

/// How wide the table is whose columns have up to `most` em.
fn comfort(needs: &[Need], most: i64, em: Pt) -> Pt {
    needs.iter().map(|need| need.up_to(most, em) + padding(em) * 2).sum()
}

/// The size of the type: that of the style, or the first smaller one in which no column is too
/// narrow; else the least.
fn size(needs: &[Need], width: Pt, em: Pt) -> Pt {
    let smaller = SIZES.into_iter().map(|tenths| Pt::new(tenths) / 10).filter(|size| *size < em);
    let mut least = em;
    for size in std::iter::once(em).chain(smaller) {
        least = size;
        if comfort(needs, TOLERABLE, em) <= width.scale(em.units(), size.units()) {
            break;
        }
    }
    least
}

/// Shares `width` among columns; `em` is the size of their type.
fn shared(needs: &[Need], em: Pt, width: Pt) -> Vec<Pt> {
    // So much more that rounding cannot make a text too long for its column.
    let around = padding(em) * 2 + em / 100;
    let all = |each: &dyn Fn(&Need) -> Pt| -> Vec<Pt> {
        needs.iter().map(|need| each(need).max(em) + around).collect()
    };
    let wanted = all(&|need| need.wanted(em));
    let [narrow, narrowest] = NARROWEST;
    let ways = [(narrow, false), (narrowest, false), (narrowest, true)];
    let mut least = Vec::new();
    for (characters, torn) in ways {
        least = all(&|need| need.least(characters, em, torn));
        if sum(&least) <= width {
            break;
        }
    }
    if sum(&least) > width {
        return in_proportion(&least, width);
    }
    if sum(&wanted) <= width {
        return in_proportion(&wanted, width);
    }
    let columns = needs.iter().zip(wanted.into_iter().zip(least));
    let mut columns: Vec<Column> = (0..)
        .zip(columns)
        .map(|(index, (need, (wanted, least)))| {
            let amount = need.amount.max(need.head).units().max(1);
            Column { index, wanted, least, weight: amount.isqrt(), width: wanted }
        })
        .collect();
    columns.sort_by_key(|column| column.wanted);
    let label = em * LABEL + around;
    let mut left = width;
    let mut fixed = 0;
    for (position, own) in columns.iter().enumerate() {
        let others = columns.iter().skip(position + 1);
        let others: Pt = others.map(|other| other.wanted.min(label).max(other.least)).sum();
        if own.wanted > label || own.wanted + others > left {
            break;
        }
        left -= own.wanted;
        fixed = position + 1;
    }
    share(columns.get_mut(fixed..).unwrap_or_default(), left);
    columns.sort_by_key(|column| column.index);
    columns.into_iter().map(|column| column.width).collect()
}

/// A column that must share with others.
struct Column {
    index: usize,
    wanted: Pt,
    least: Pt,
    /// Grows with the root of its text: then all columns together have the fewest lines.
    weight: i64,
    width: Pt,
}

impl Column {
    fn at(&self, level: i64) -> Pt {
        let own = Pt::from_units(level.saturating_mul(self.weight) >> 16);
        own.min(self.wanted).max(self.least)
    }
}

/// Gives all columns a width by their weight, but none more than it wants or less than the least.
fn share(columns: &mut [Column], width: Pt) {
    let total = |level: i64| -> Pt { columns.iter().map(|column| column.at(level)).sum() };
    let (mut low, mut high) = (0_i64, i64::from(i32::MAX) << 8);
    while high - low > 1 {
        let middle = i64::midpoint(low, high);
        if total(middle) <= width {
            low = middle;
        } else {
            high = middle;
        }
    }
    let rest = width - total(low);
    for column in columns.iter_mut() {
        column.width = column.at(low);
    }
    if let Some(last) = columns.last_mut() {
        last.width += rest;
    }
}

fn sum(widths: &[Pt]) -> Pt {
    widths.iter().copied().sum()
}

/// Makes widths fill `width`, each by its share.
fn in_proportion(widths: &[Pt], width: Pt) -> Vec<Pt> {
    let sum = sum(widths);
    let mut left = width;
    let mut shares: Vec<Pt> = Vec::with_capacity(widths.len());
    for own in widths {
        let share = width.scale(own.units(), sum.units().max(1));
        left -= share;
        shares.push(share);
    }
    if let Some(last) = shares.last_mut() {
        *last += left;
    }
    shares
}

/// Whether a cell holds a number, or stands for one that is not there: 1,234.5, −3, 12%, —. A
/// telephone number or a date (0472-5615001) is none.
fn is_number(text: &str) -> bool {
    let text = text.trim();
    let signs = |c: char| "+-—–−".contains(c);
    let bare = text.trim_start_matches(signs);
    bare.chars().all(|c| c.is_ascii_digit() || ".,%％".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Columns whose longest line and whole text are so many em; their heads are as long as theirs.
    fn columns(list: &[(i32, i32)], width: i32) -> Vec<i64> {
        let em = Pt::new(9);
        let ems = |count: i32| em * i64::from(count);
        let need = |&(body, amount): &(i32, i32)| Need {
            body: ems(body),
            amount: ems(amount),
            whole: em,
            least: em,
            head: Pt::ZERO,
        };
        let needs: Vec<Need> = list.iter().map(need).collect();
        let widths = shared(&needs, em, ems(width));
        assert_eq!(widths.iter().copied().sum::<Pt>(), ems(width), "{list:?}");
        // The nearest em.
        widths.iter().map(|own| (*own + em / 2).units() / em.units()).collect()
    }

    #[test]
    fn short_columns_have_what_they_want_and_long_ones_share_the_rest_by_their_text() {
        assert_eq!(columns(&[(4, 4), (4, 4), (4, 4)], 30), [10, 10, 10]);
        assert_eq!(columns(&[(2, 9), (10, 50)], 28), [6, 22]);
        assert_eq!(columns(&[(2, 9), (60, 400), (60, 100)], 33), [3, 20, 10]);
        // No more than it wants, and no less than can be read.
        assert_eq!(columns(&[(2, 9), (300, 9_000), (8, 50)], 33), [3, 27, 4]);
        assert_eq!(columns(&[(20, 40); 4], 12), [3, 3, 3, 3]);
    }

    #[test]
    fn a_long_head_wraps_above_short_texts() {
        let em = Pt::new(9);
        let need =
            |head: i64, body: i64| Need { head: em * head, body: em * body, ..Need::default() };
        assert_eq!(need(15, 2).wanted(em), em * 5 + em / 2);
        assert_eq!(need(15, 8).wanted(em), em * 8);
        assert_eq!(need(6, 2).wanted(em), em * 6);
    }

    #[test]
    fn what_has_no_room_is_set_smaller() {
        let em = Pt::new(12);
        let need = Need { body: em * 9, whole: em * 2, least: em * 2, ..Need::default() };
        let check = |count: usize, expected: f64| {
            assert_eq!(size(&vec![need; count], em * 40, em), Pt::from_f64(expected), "{count}");
        };
        check(8, 12.0);
        check(9, 10.5);
        check(11, 9.0);
        check(13, 7.5);
        check(50, 7.5);
    }

    #[test]
    fn numbers_are_told_from_words() {
        for text in ["1056.32", "-3.1", "—", "12%", "", "1,903.32"] {
            assert!(is_number(text), "{text}");
        }
        for text in ["亿元", "2026年", "A1", "0472-5615001", "2026-04-08", "20108～20116"] {
            assert!(!is_number(text), "{text}");
        }
    }
}
