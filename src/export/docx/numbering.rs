//! Numbers that Word counts itself: ● before entries, and those of headings where the text has what
//! Word would write (GB/T 9704-2012, 7.3.3: 一、 （一） 1. （1）).
//!
//! A heading whose own number is another one, as after a paragraph that was left out, keeps it as
//! text.

use docx_rs::{
    AbstractNumbering, Docx, IndentLevel, Level, LevelJc, LevelOverride, LevelSuffixType,
    LevelText, NumberFormat, Numbering, NumberingId, Start,
};

use crate::issue::text::{Range, Text};
use crate::text::numeral;

/// The list whose paragraphs begin with ●.
pub(super) const BULLETS: usize = 2;
/// The definition of the lists of headings; the first of them has the same number.
const HEADINGS: usize = 3;

/// What a level of headings writes: the kind of numeral, and what stands before and behind it.
const FORMS: [(&str, &str, &str); 4] = [
    ("chineseCountingThousand", "", "、"),
    ("chineseCountingThousand", "（", "）"),
    ("decimal", "", "."),
    ("decimal", "（", "）"),
];

/// Counts headings as Word will.
#[derive(Debug, Default)]
pub(super) struct Headings {
    /// Count of the lists so far: each begins at 1.
    lists: usize,
    /// The last number at each level of the present list.
    counts: [u32; 4],
}

/// The number that Word writes before a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Number {
    list: usize,
    level: usize,
    /// Count of characters of the text that it stands for.
    pub(super) length: u32,
}

impl Number {
    pub(super) fn ids(self) -> (NumberingId, IndentLevel) {
        (NumberingId::new(self.list), IndentLevel::new(self.level))
    }
}

impl Headings {
    /// What comes next is another document, or one attached: its numbers begin anew.
    pub(super) const fn restart(&mut self) {
        self.counts = [0; 4];
        self.lists += 1;
    }

    /// The number of a heading of level 1 to 4, if its text begins with what Word would count.
    pub(super) fn next(&mut self, level: u8, text: &Text) -> Option<Number> {
        let level = usize::from(level).checked_sub(1)?;
        let expected = self.counts.get(level)?.checked_add(1)?;
        let length = match (labelled(level, expected, text), labelled(level, 1, text)) {
            (Some(length), _) => length,
            (None, Some(length)) => {
                self.restart();
                length
            }
            (None, None) => return None,
        };
        let count = self.counts.get_mut(level)?;
        *count += 1;
        self.counts.iter_mut().skip(level + 1).for_each(|count| *count = 0);
        self.lists = self.lists.max(1);
        Some(Number { list: HEADINGS + self.lists - 1, level, length })
    }

    /// Adds the lists that were used to a file.
    pub(super) fn add(&self, file: Docx) -> Docx {
        let level = |(index, (kind, before, behind)): (usize, (&str, &str, &str))| {
            let text = LevelText::new(format!("{before}%{}{behind}", index + 1));
            level(index, kind, text)
        };
        let levels = FORMS.into_iter().enumerate().map(level);
        let headings = levels.fold(AbstractNumbering::new(HEADINGS), AbstractNumbering::add_level);
        let bullets = AbstractNumbering::new(BULLETS).add_level(level_of_bullets());
        let file = file
            .add_abstract_numbering(bullets)
            .add_abstract_numbering(headings)
            .add_numbering(Numbering::new(BULLETS, BULLETS));
        (0..self.lists).fold(file, |file, index| {
            let list = Numbering::new(HEADINGS + index, HEADINGS);
            let starts = (0..FORMS.len()).map(|level| LevelOverride::new(level).start(1));
            file.add_numbering(starts.fold(list, Numbering::add_override))
        })
    }
}

fn level_of_bullets() -> Level {
    level(0, "bullet", LevelText::new("●"))
}

fn level(index: usize, kind: &str, text: LevelText) -> Level {
    let left = LevelJc::new("left");
    let level = Level::new(index, Start::new(1), NumberFormat::new(kind), text, left);
    level.suffix(LevelSuffixType::Nothing)
}

/// How many characters the label of number `n` takes at the begin of the text, if that has it: bare
/// of marks, and with words right behind it.
fn labelled(level: usize, n: u32, text: &Text) -> Option<u32> {
    let (kind, before, behind) = FORMS.get(level)?;
    let number = if *kind == "decimal" { Some(n.to_string()) } else { numeral::chinese(n) };
    let label = format!("{before}{}{behind}", number?);
    let rest = text.string.strip_prefix(&label)?;
    let length = u32::try_from(label.chars().count()).ok()?;
    let own = Range::new(0, length);
    let marked = text.marks.iter().any(|(range, _)| range.overlaps(own));
    let words = rest.chars().next().is_some_and(|c| !c.is_whitespace() && !c.is_control());
    (!marked && words).then_some(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_counted_as_word_counts_them() {
        let mut headings = Headings::default();
        let mut check = |level: u8, text: &str, expected: Option<(usize, u32)>| {
            let found = headings.next(level, &text.into());
            assert_eq!(found.map(|own| (own.list, own.length)), expected, "{text}");
        };
        check(1, "一、总体要求", Some((3, 2)));
        check(2, "（一）原则。好。", Some((3, 3)));
        check(2, "（二）目标", Some((3, 3)));
        check(1, "二、任务", Some((3, 2)));
        check(2, "（一）防汛", Some((3, 3)));
        check(3, "1.值守", Some((3, 2)));
        check(3, "3.跳号", None);
        check(3, "2.后勤", Some((3, 2)));
        check(1, "一、另起", Some((4, 2)));
        check(1, "二、 有空格", None);
        check(1, "总则", None);
    }
}
