//! Lists of names: which paragraphs are rows of them, and how the rows of one list stand below each
//! other.
//!
//! Names below names: the widest name of four characters or fewer decides how wide a cell is, a
//! longer one takes two, and a name of two characters is set as wide as three (typography of name
//! lists; GB/T 9704 says nothing of them). A group (组长：, 副组长：, 成员：) has its labels, names and
//! offices in columns of their own.

use std::sync::Arc;

use crate::issue::block::{Block, BlockKind};
use crate::text::is_han;

/// A row of fewer names is none, but behind others it may be the last one.
const LEAST_NAMES: usize = 3;
/// No name has more characters.
const LONGEST_NAME: usize = 12;
/// A longer name takes more than one cell.
const LONGEST_IN_CELL: usize = 4;
/// Names of two characters are as wide as three.
const SHORTEST_SET: usize = 3;
/// Cells are this far apart at most, in em.
const WIDEST_GAP: usize = 4;
/// Characters of the longest label of a group: 办公室主任.
const LONGEST_LABEL: usize = 6;
/// The shortest office that any words can be.
const LEAST_OFFICE: usize = 4;
/// How far the label of a group is indented, in em.
const INDENT: usize = 2;

/// What the lists of a body decide about one of its paragraphs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(crate) enum Listing {
    /// It is in none.
    #[default]
    None,
    /// A row of names.
    Names(Cells),
    /// Who belongs to a group, and as what.
    Member(Columns),
}

/// The cells of a list of names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Cells {
    /// How many on a line.
    pub(crate) count: usize,
    /// From the left edge of one to that of the next, in half em.
    pub(crate) pitch: usize,
}

/// The columns of a group, in em.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Columns {
    /// Width of the labels, without the colon.
    pub(crate) label: usize,
    /// Width of the names.
    pub(crate) name: usize,
}

impl Columns {
    /// Where labels, names and offices begin, in em from the left edge of the column of text.
    pub(crate) const fn stops(self) -> [usize; 3] {
        let name = INDENT + self.label + 1;
        [INDENT, name, name + self.name + 1]
    }
}

/// A name in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Name {
    /// Its first character.
    pub(crate) start: usize,
    /// The one behind its last.
    pub(crate) end: usize,
    /// How many characters it has, without the space within.
    pub(crate) length: usize,
}

impl Name {
    /// How wide it is set, in em.
    pub(crate) fn width(self) -> usize {
        self.length.max(SHORTEST_SET)
    }

    const fn is_typed_apart(self) -> bool {
        self.end - self.start > self.length
    }
}

/// The names of which `characters` consist, if of nothing else: there is space between them, and
/// there may be some within one of two characters (李　杰).
pub(crate) fn names(characters: &[char]) -> Option<Vec<Name>> {
    let mut found = Vec::new();
    let mut single = None;
    let mut start = 0;
    for token in characters.split(|c| c.is_whitespace()) {
        let length = token.len();
        let end = start + length;
        if !token.iter().all(|&c| is_han(c) || c == '·') {
            return None;
        }
        match (single.take(), length) {
            (before, 0) => single = before,
            (None, 1) => single = Some(start),
            (Some(start), 1) => found.push(Name { start, end, length: 2 }),
            (None, 2..=LONGEST_NAME) => found.push(Name { start, end, length }),
            _ => return None,
        }
        start = end + 1;
    }
    (single.is_none() && !found.is_empty()).then_some(found)
}

/// Who belongs to a group, and as what: 副组长：李　明　副市长.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Member {
    /// Where the colon of the label stands; none where the label is that of the row above.
    pub(crate) colon: Option<usize>,
    /// How many characters the label has, without the space within.
    pub(crate) label: usize,
    /// The name.
    pub(crate) name: Name,
    /// The first character of the office.
    pub(crate) office: usize,
}

/// Reads a row of a group.
pub(crate) fn member(characters: &[char]) -> Option<Member> {
    let colon = characters.iter().take(2 * LONGEST_LABEL).position(|c| matches!(c, '：' | ':'));
    let head = characters.get(..colon.unwrap_or(0))?;
    let label = head.iter().filter(|&&c| is_han(c)).count();
    let bare = head.iter().all(|&c| is_han(c) || c.is_whitespace());
    if colon.is_some() && !(bare && (2..=LONGEST_LABEL).contains(&label)) {
        return None;
    }
    let start = colon.map_or(0, |colon| colon + 1);
    let rest = characters.get(start..)?;
    // The name ends at the first space, or at the second one behind a single character.
    let ends = (1..rest.len()).filter(|&end| rest.get(end).is_some_and(|c| c.is_whitespace()));
    let mut read = ends.filter_map(|end| Some((end, names(rest.get(..end)?)?)));
    let (end, found) = read.next()?;
    let [name] = found.as_slice() else { return None };
    let office = end + rest.get(end..)?.iter().position(|c| !c.is_whitespace())?;
    let words = rest.get(office..)?;
    let is_office = words.len() >= LEAST_OFFICE && names(words).is_none_or(|own| own.len() == 1)
        || words.last().is_some_and(|&c| "长任员记师席理授".contains(c)) && words.len() > 1;
    if !is_office || words.iter().any(|c| matches!(c, '。' | '：' | ':')) {
        return None;
    }
    let name = Name { start: name.start + start, end: name.end + start, ..*name };
    Some(Member { colon, label, name, office: office + start })
}

/// What of the lists in `body` decides about each of its blocks; `measure` is the width of the text
/// in em.
pub(crate) fn listings(body: &[Arc<Block>], measure: usize) -> Vec<Listing> {
    let mut listings = vec![Listing::None; body.len()];
    let characters = |block: &Arc<Block>| -> Option<Vec<char>> {
        let plain = matches!(block.kind, BlockKind::Paragraph | BlockKind::Item);
        let spaced = || block.text.string.chars().any(char::is_whitespace);
        (plain && spaced()).then(|| block.text.string.chars().collect())
    };
    let mut at = 0;
    while let Some(rest) = body.get(at..).filter(|rest| !rest.is_empty()) {
        let texts = || rest.iter().map_while(characters);
        let rows: Vec<Vec<Name>> = texts().map_while(|text| names(&text)).collect();
        let members: Vec<Member> = texts().map_while(|text| member(&text)).collect();
        let (count, listing) = match (list(&rows), group(&members, measure)) {
            (0, None) => (1, Listing::None),
            (0, Some(columns)) => (members.len(), Listing::Member(columns)),
            (count, _) => {
                (count, Listing::Names(cells(rows.get(..count).unwrap_or_default(), measure)))
            }
        };
        listings.iter_mut().skip(at).take(count).for_each(|own| *own = listing);
        at += count;
    }
    listings
}

/// How many of `rows` are a list of names: only the last one may be short, and the words of a plain
/// row of words are none.
fn list(rows: &[Vec<Name>]) -> usize {
    let full = rows.iter().take_while(|row| row.len() >= LEAST_NAMES).count();
    let apart = |name: &Name| name.is_typed_apart();
    let last = rows.get(full).is_some_and(|row| row.len() > 1 || row.iter().any(apart));
    let count = if full > 0 && last { full + 1 } else { full };
    let telling = |name: &Name| name.length == 3 || name.is_typed_apart();
    let all = || rows.iter().take(full).flatten();
    if all().filter(|name| telling(name)).count() * 4 >= all().count() { count } else { 0 }
}

/// The cells of a list: as many as there is room for; of rows that were typed, as many as make lines
/// of one length.
fn cells(rows: &[Vec<Name>], measure: usize) -> Cells {
    let short = rows.iter().flatten().filter(|name| name.length <= LONGEST_IN_CELL);
    let cell = short.map(|name| name.width()).max().unwrap_or(SHORTEST_SET);
    let most = ((measure + 1) / (cell + 1)).max(1);
    let typed = rows.iter().map(Vec::len).max().unwrap_or(most);
    let lines = typed.div_ceil(most);
    let count = if rows.len() > 1 && lines <= 2 { typed.div_ceil(lines) } else { most };
    let free = 2 * measure.saturating_sub(cell);
    let pitch = free.checked_div(count - 1).unwrap_or(free);
    Cells { count, pitch: pitch.clamp(2 * cell + 2, 2 * (cell + WIDEST_GAP)) }
}

/// The columns of a group: it begins with a label, and leaves offices a third of the measure.
fn group(members: &[Member], measure: usize) -> Option<Columns> {
    let _ = members.first()?.colon?;
    let short = members.iter().map(|own| own.name).filter(|name| name.length <= LONGEST_IN_CELL);
    let name = short.map(Name::width).max().unwrap_or(LONGEST_IN_CELL);
    let label = members.iter().map(|own| own.label).max()?;
    let columns = Columns { label, name };
    let [.., office] = columns.stops();
    (members.len() > 1 && 3 * office <= 2 * measure).then_some(columns)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::issue::id::Ids;

    fn body(paragraphs: &[&str]) -> Vec<Arc<Block>> {
        let mut ids = Ids::new(1);
        let block = |text: &&str| Block {
            id: ids.make(),
            kind: BlockKind::Paragraph,
            text: (*text).into(),
        };
        paragraphs.iter().map(block).map(Arc::new).collect()
    }

    #[test]
    fn rows_of_names_are_told_from_words_with_space_between_them() {
        let check = |paragraphs: &[&str], expected: &[bool]| {
            let found = listings(&body(paragraphs), 19);
            let found: Vec<bool> = found.iter().map(|own| *own != Listing::None).collect();
            assert_eq!(found, expected, "{paragraphs:?}");
        };
        check(&["王　伟　李　娜　张志强", "贺　龙"], &[true, true]);
        check(&["王伟 李娜 张志强 买买提·艾力", "先进集体", "附　则"], &[true, false, false]);
        check(&["创新　协调　绿色　开放　共享"], &[false]);
        check(&["单位　姓名　职务", "总　则"], &[false, false]);
        check(&["王　伟　李　娜　张志强。"], &[false]);
        check(&["欧　阳　娜"], &[false]);
        check(&["组　长：王志强　副市长", "成　员：李　明　市长助理"], &[true, true]);
        check(&["组　长：王志强　副市长", "欧阳建国　市政府秘书长"], &[true, true]);
        check(&["组　长：王志强　副市长", "第二条　为了管理，制定本办法。"], &[false, false]);
        check(&["联系人：张三　电话：5618123", "联系人：李四　电话：5618124"], &[false, false]);
        check(&["王志强　副市长", "李　明　市长助理"], &[false, false]);
    }

    #[test]
    fn cells_are_as_wide_as_the_widest_common_name() {
        let cells =
            |paragraphs: &[&str], measure: usize| match listings(&body(paragraphs), measure)[0] {
                Listing::Names(cells) => (cells.count, cells.pitch),
                _ => (0, 0),
            };
        // Six typed names fill two lines of three; one long row fills lines.
        let row = "叶　青　阎维文　余　秋　潘　石　杜　江　戴　军";
        assert_eq!(cells(&[row, row], 19), (3, 14));
        assert_eq!(cells(&[row, row], 28), (6, 10));
        assert_eq!(cells(&[&[row; 4].join("　")], 19), (5, 8));
        // Four characters widen all cells, a longer name takes two.
        assert_eq!(cells(&[&[row, "斯琴高娃", "阿拉坦其其格"].join("　")], 19), (4, 10));
    }
}
