//! Measures of a style as they are typed: with their units, or a sentence that says what is wrong.

use crate::geom::Pt;
use crate::layout::style::{PageGeometry, Stylesheet, TextStyle};

/// A measure that is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// Width of the sheet.
    Width,
    /// Height of the sheet.
    Height,
    /// Room above the text (天头).
    Top,
    /// Room at the spine (订口).
    Inner,
    /// Columns on a page.
    Columns,
    /// Width of a column, in characters of the body.
    Column,
    /// Room between columns, in characters of the body.
    Gutter,
    /// From line to line.
    Grid,
    /// Lines on a page.
    Lines,
    /// Pages are filled to a multiple of this.
    Multiple,
    /// From the text to the folio.
    FolioGap,
    /// Size of the text that is shown.
    Size,
    /// From line to line in it, where it is no text of the columns.
    Pitch,
    /// Indent of its first lines.
    FirstIndent,
    /// Indent of all its lines.
    Indent,
    /// Indent of all its lines at the right.
    RightIndent,
    /// Empty lines before it.
    Before,
    /// Empty lines behind it.
    After,
}

/// A measure in a style.
enum Slot<'a> {
    /// A length, and how long one of its units is.
    Length(&'a mut Pt, Unit),
    /// A length that need not be said.
    Optional(&'a mut Option<Pt>),
    /// Half characters.
    Halves(&'a mut u32),
    /// A whole number.
    Count(&'a mut u32),
}

#[derive(Clone, Copy)]
enum Unit {
    Millimetres,
    Points,
    /// A character of this size.
    Characters(Pt),
}

/// Sizes of type by their names, in hundredths of a point.
const SIZES: [(&str, i64); 16] = [
    ("初号", 4200),
    ("小初", 3600),
    ("一号", 2600),
    ("小一", 2400),
    ("二号", 2200),
    ("小二", 1800),
    ("三号", 1600),
    ("小三", 1500),
    ("四号", 1400),
    ("小四", 1200),
    ("五号", 1050),
    ("小五", 900),
    ("六号", 750),
    ("小六", 650),
    ("七号", 550),
    ("八号", 500),
];

const NO_NUMBER: &str = "请填数字，例如 10.5";
const NO_COUNT: &str = "请填整数，例如 2";
const NO_HALF: &str = "请填整字或半字，例如 2 或 1.5";

/// Whether an entry is one of the text that is shown.
const fn is_of_text(entry: Entry) -> bool {
    use Entry::{After, Before, FirstIndent, Indent, Pitch, RightIndent, Size};
    matches!(entry, Size | Pitch | FirstIndent | Indent | RightIndent | Before | After)
}

fn slot<'a>(style: &'a mut Stylesheet, text: &str, entry: Entry) -> Option<Slot<'a>> {
    if is_of_text(entry) {
        return text_slot(style.text_mut(text)?, entry);
    }
    let em = Unit::Characters(style.body.size);
    let Stylesheet { page, furniture, .. } = style;
    Some(match entry {
        Entry::Width => Slot::Length(&mut page.trim.width, Unit::Millimetres),
        Entry::Height => Slot::Length(&mut page.trim.height, Unit::Millimetres),
        Entry::Top => Slot::Length(&mut page.top, Unit::Millimetres),
        Entry::Inner => Slot::Length(&mut page.inner, Unit::Millimetres),
        Entry::Columns => Slot::Count(&mut page.columns),
        Entry::Column => Slot::Length(&mut page.column, em),
        Entry::Gutter => Slot::Length(&mut page.gutter, em),
        Entry::Grid => Slot::Length(&mut page.grid, Unit::Points),
        Entry::Lines => Slot::Count(&mut page.lines),
        Entry::Multiple => Slot::Count(&mut page.multiple),
        Entry::FolioGap => Slot::Length(&mut furniture.folio_gap, Unit::Millimetres),
        _ => return None,
    })
}

fn text_slot(text: &mut TextStyle, entry: Entry) -> Option<Slot<'_>> {
    Some(match entry {
        Entry::Size => Slot::Length(&mut text.size, Unit::Points),
        Entry::Pitch => Slot::Optional(&mut text.pitch),
        Entry::FirstIndent => Slot::Halves(&mut text.first_indent),
        Entry::Indent => Slot::Halves(&mut text.indent),
        Entry::RightIndent => Slot::Halves(&mut text.right_indent),
        Entry::Before => Slot::Count(&mut text.before),
        Entry::After => Slot::Count(&mut text.after),
        _ => return None,
    })
}

/// What a style has for an entry; `text` is the key of the text that is shown.
pub(super) fn shown(style: &Stylesheet, text: &str, entry: Entry) -> String {
    let mut style = style.clone();
    match slot(&mut style, text, entry) {
        Some(Slot::Length(length, unit)) => written(in_units(*length, unit)),
        Some(Slot::Optional(Some(length))) => written(length.to_f64()),
        Some(Slot::Halves(halves)) => written(f64::from(*halves) / 2.0),
        Some(Slot::Count(count)) => count.to_string(),
        Some(Slot::Optional(None)) | None => String::new(),
    }
}

/// The style once `typed` stands in an entry.
///
/// # Errors
/// A sentence that says what is wrong with it.
pub(super) fn with(
    style: &Stylesheet,
    text: &str,
    entry: Entry,
    typed: &str,
) -> Result<Stylesheet, &'static str> {
    // What is shown is rounded: typed again it changes nothing.
    if typed == shown(style, text, entry) {
        return Ok(style.clone());
    }
    let mut new = style.clone();
    match slot(&mut new, text, entry) {
        Some(Slot::Length(length, unit)) => *length = of_units(typed, unit)?,
        Some(Slot::Optional(length)) => {
            let given = !typed.trim().is_empty();
            *length = if given { Some(of_units(typed, Unit::Points)?) } else { None };
        }
        Some(Slot::Halves(halves)) => {
            *halves = whole(number(typed).ok_or(NO_HALF)? * 2.0, NO_HALF)?;
        }
        Some(Slot::Count(count)) => *count = whole(number(typed).ok_or(NO_COUNT)?, NO_COUNT)?,
        None => {}
    }
    if entry == Entry::Columns && (1..=8).contains(&new.page.columns) {
        new.page = in_columns(&style.page, new.page.columns, new.body.size);
    }
    match new.fault() {
        Some(fault) => Err(fault.why),
        None => Ok(new),
    }
}

/// The page with another count of columns in the same type area, each of whole characters.
fn in_columns(page: &PageGeometry, columns: u32, em: Pt) -> PageGeometry {
    let width = page.width();
    let (count, gaps) = (i64::from(columns), i64::from(columns - 1));
    if gaps == 0 {
        return PageGeometry { columns, column: width, gutter: Pt::ZERO, ..page.clone() };
    }
    let gutter = if page.gutter > Pt::ZERO { page.gutter } else { em * 2 };
    let room = (width - gutter * gaps) / count;
    let column = em * (room.units() / em.units());
    let gutter = (width - column * count) / gaps;
    PageGeometry { columns, column, gutter, ..page.clone() }
}

fn in_units(length: Pt, unit: Unit) -> f64 {
    match unit {
        Unit::Millimetres => length.to_f64() * 25.4 / 72.0,
        Unit::Points => length.to_f64(),
        Unit::Characters(em) => length.to_f64() / em.to_f64(),
    }
}

/// The length that was typed: in the entry's unit, in another that is written behind the number, or
/// as the name of a size.
fn of_units(typed: &str, unit: Unit) -> Result<Pt, &'static str> {
    let typed = typed.trim();
    if let Some((_, size)) = SIZES.iter().find(|(name, _)| *name == typed) {
        return Ok(Pt::new(1).scale(*size, 100));
    }
    let units = [
        ("mm", Unit::Millimetres),
        ("毫米", Unit::Millimetres),
        ("pt", Unit::Points),
        ("磅", Unit::Points),
    ];
    let written = units.iter().find_map(|(name, unit)| Some((typed.strip_suffix(name)?, *unit)));
    let (digits, unit) = match (written, unit) {
        (Some(written), _) => written,
        (None, Unit::Characters(_)) => (typed.strip_suffix('字').unwrap_or(typed), unit),
        (None, _) => (typed, unit),
    };
    let number = number(digits).filter(|number| (0.0..100_000.0).contains(number));
    let number = number.ok_or(NO_NUMBER)?;
    Ok(match unit {
        Unit::Millimetres => Pt::from_mm(number),
        Unit::Points => Pt::from_f64(number),
        Unit::Characters(em) => Pt::from_f64(number * em.to_f64()),
    })
}

/// The number that was typed, also with the digits of a Chinese keyboard.
fn number(typed: &str) -> Option<f64> {
    let narrow = |c: char| match c {
        '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')),
        '．' | '。' => Some('.'),
        other => Some(other),
    };
    let digits: String = typed.trim().chars().filter_map(narrow).collect();
    digits.parse().ok()
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked before")]
fn whole(number: f64, why: &'static str) -> Result<u32, &'static str> {
    let fits = (0.0..=100_000.0).contains(&number) && number.fract() == 0.0;
    if fits { Ok(number as u32) } else { Err(why) }
}

/// A number with at most three decimals, and no zeros behind them.
fn written(number: f64) -> String {
    let text = format!("{number:.3}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    text.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What an entry of `baotou` shows once `typed` was typed there.
    fn check(text: &str, entry: Entry, typed: &str, expected: &str) {
        let style = Stylesheet::built_in("baotou").unwrap();
        let found = match with(&style, text, entry, typed) {
            Ok(new) => shown(&new, text, entry),
            Err(why) => format!("!{}", why.chars().take(5).collect::<String>()),
        };
        assert_eq!(found, expected, "{entry:?} {typed}");
    }

    #[test]
    fn measures_are_read_with_their_units() {
        check("body", Entry::Width, "297", "297");
        check("body", Entry::Width, "２１０．５", "210.5");
        check("body", Entry::Width, "600pt", "211.667");
        check("body", Entry::Top, "25 mm", "25");
        check("body", Entry::Grid, "20.5", "20.5");
        check("body", Entry::Grid, "21磅", "21");
        check("body", Entry::Column, "18字", "18");
        check("body", Entry::Gutter, "2.5", "2.5");
        check("body", Entry::Lines, "33", "33");
        check("title", Entry::Size, "小二", "18");
        check("title", Entry::Size, "20", "20");
        check("title", Entry::Pitch, "", "");
        check("body", Entry::FirstIndent, "1", "1");
        check("headings[2]", Entry::FirstIndent, "1.5", "1.5");
        check("signature", Entry::RightIndent, "4", "4");
    }

    #[test]
    fn what_cannot_be_is_refused_with_a_sentence() {
        check("body", Entry::Width, "", "!请填数字，");
        check("body", Entry::Width, "宽", "!请填数字，");
        check("body", Entry::Width, "-3", "!请填数字，");
        check("body", Entry::Width, "100", "!版心比纸张");
        check("body", Entry::Height, "1e9", "!请填数字，");
        check("body", Entry::Columns, "2.5", "!请填整数，");
        check("body", Entry::Columns, "9", "!栏数应为 ");
        check("body", Entry::Column, "7", "!栏宽至少为");
        check("body", Entry::Grid, "11", "!行距不能小");
        check("body", Entry::Lines, "99", "!版心比纸张");
        check("body", Entry::FirstIndent, "1.3", "!请填整字或");
        check("title", Entry::Size, "300", "!字号应为 ");
        check("nothing", Entry::Size, "12", "");
    }

    #[test]
    fn what_is_shown_changes_nothing_when_it_is_typed() {
        use Entry::*;
        let entries = [
            Width,
            Height,
            Top,
            Inner,
            Columns,
            Column,
            Gutter,
            Grid,
            Lines,
            Multiple,
            FolioGap,
            Size,
            Pitch,
            FirstIndent,
            Indent,
            RightIndent,
            Before,
            After,
        ];
        for name in crate::layout::style::NAMES {
            let style = Stylesheet::built_in(name).unwrap();
            for (text, _) in style.texts() {
                for entry in entries {
                    let typed = shown(&style, text, entry);
                    assert_eq!(with(&style, text, entry, &typed).unwrap(), style, "{entry:?}");
                }
            }
        }
    }

    #[test]
    fn another_count_of_columns_keeps_the_type_area() {
        for (name, count) in [("baotou", 1), ("baotou", 3), ("single", 2), ("sixteen", 1)] {
            let style = Stylesheet::built_in(name).unwrap();
            let new = with(&style, "body", Entry::Columns, &count.to_string()).unwrap();
            assert_eq!(new.page.columns, count);
            let off = (new.page.width() - style.page.width()).abs();
            assert!(off < Pt::from_f64(0.01), "{name} {count}");
            let shown = shown(&new, "body", Entry::Column);
            assert!(count == 1 || !shown.contains('.'), "{name} {count}: {shown}");
        }
    }
}
