//! Imposition (拼版): which page stands where on which side of which sheet.
//!
//! Plain arithmetic on page numbers, apart from what draws them. Saddle stitch (骑马订): n = 4k
//! pages, sheet i of k, the outermost first, has n − 2i + 2 | 2i − 1 on its front and
//! 2i | n − 2i + 1 on its back. Perfect binding (胶订): sections that are folded from one sheet,
//! bound at the left; the upper row stands on its head, since heads meet at the fold.

use serde::{Deserialize, Serialize};

use crate::geom::Pt;

/// How pages are put together on sheets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// Folded once, one sheet in the other, with the thickness of the paper: each sheet's pages
    /// move towards the spine by that of the sheets around it (爬移).
    Saddle(Pt),
    /// The same pairs, without moving them.
    Spreads,
    /// Small pages in the order of reading, to be looked at.
    Grid {
        /// Pages in a row.
        columns: u32,
        /// Rows on a sheet.
        rows: u32,
    },
    /// Sections of so many pages, 16, 8 or 4; what is left is put into smaller ones.
    Sections(u32),
}

impl Scheme {
    /// What the print office is told of it: the binding, and what creep was made up for.
    pub fn sentence(self) -> String {
        match self {
            Self::Saddle(paper) if paper > Pt::ZERO => {
                let thousandths = (paper.to_f64() * 25_400.0 / 72.0).round();
                format!("骑马订，爬移已按纸厚 {} 毫米补偿", thousandths / 1000.0)
            }
            Self::Saddle(_) | Self::Spreads => "对开页，爬移没有补偿".to_owned(),
            Self::Grid { columns, rows } => format!("缩印，每张 {} 面", columns * rows),
            Self::Sections(pages) => format!("胶订，{pages} 面一帖，爬移没有补偿"),
        }
    }
}

/// How the pages stand on the sheets.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Sheets {
    /// Single pages in the order of reading.
    #[default]
    Single,
    /// 骑马订, made up for the creep.
    Saddle,
    /// The same pairs, unmoved.
    Spreads,
    /// Four small pages on a sheet.
    Grid,
    /// 胶订: sections.
    Sections,
}

impl Sheets {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Single, Self::Saddle, Self::Spreads, Self::Grid, Self::Sections];
}

/// Which side of a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Face {
    /// The outer form.
    Front,
    /// The inner form, turned about the short edge.
    Back,
}

/// A side of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// Sheet, counted from 1.
    pub sheet: u32,
    /// Which side of it.
    pub face: Face,
    /// Pages in a row.
    pub columns: u32,
    /// Its places, row by row from the upper left.
    pub places: Vec<Seat>,
}

/// A place on a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seat {
    /// The page, counted from 1; none where there is no page left.
    pub page: Option<u32>,
    /// Whether it stands on its head.
    pub turned: bool,
    /// How far it is moved to the right; to the left below zero.
    pub shift: Pt,
}

/// Why pages cannot be imposed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Saddle stitch needs whole sheets.
    #[error("共 {0} 面，不是 4 的倍数，不能按骑马订拼版；请输出全部页面，或增删空白页")]
    NotWholeSheets(u32),
    /// Sections that no sheet is folded into.
    #[error("每帖 {0} 面折不出来；请用 16、8 或 4")]
    Section(u32),
    /// A grid without places, or with too many.
    #[error("{0}×{1} 的拼版不行；请用 1×2 到 8×8")]
    Grid(u32, u32),
}

/// Pages of one sheet folded once.
const SHEET: u32 = 4;

/// The sides of all sheets, in the order in which they are printed.
///
/// # Errors
/// Where the scheme does not fit the count of pages, or is none.
pub fn impose(scheme: Scheme, pages: u32) -> Result<Vec<Side>, Error> {
    match scheme {
        Scheme::Saddle(paper) => saddle(pages, paper),
        Scheme::Spreads => saddle(pages, Pt::ZERO),
        Scheme::Grid { columns, rows } => grid(pages, columns, rows),
        Scheme::Sections(size) => sections(pages, size),
    }
}

fn saddle(pages: u32, paper: Pt) -> Result<Vec<Side>, Error> {
    if !pages.is_multiple_of(SHEET) {
        return Err(Error::NotWholeSheets(pages));
    }
    let side = |sheet: u32, face, left: u32, right: u32| {
        let creep = paper * i64::from(sheet - 1);
        let seat = |page, shift| Seat { page: Some(page), turned: false, shift };
        Side { sheet, face, columns: 2, places: vec![seat(left, creep), seat(right, -creep)] }
    };
    let sheet = |i: u32| {
        let front = side(i, Face::Front, pages - 2 * i + 2, 2 * i - 1);
        [front, side(i, Face::Back, 2 * i, pages - 2 * i + 1)]
    };
    Ok((1..=pages / SHEET).flat_map(sheet).collect())
}

fn grid(pages: u32, columns: u32, rows: u32) -> Result<Vec<Side>, Error> {
    let count = columns.saturating_mul(rows);
    if !(1..=8).contains(&columns) || !(1..=8).contains(&rows) || count < 2 {
        return Err(Error::Grid(columns, rows));
    }
    let side = |sheet: u32| {
        let first = (sheet - 1) * count + 1;
        let page = |page: u32| (page <= pages).then_some(page);
        let seat = |number| Seat { page: page(number), turned: false, shift: Pt::ZERO };
        Side {
            sheet,
            face: Face::Front,
            columns,
            places: (first..first + count).map(seat).collect(),
        }
    };
    Ok((1..=pages.div_ceil(count)).map(side).collect())
}

/// The forms of a section: for each its upper row, which stands on its head, and its lower row.
fn forms(size: u32) -> Option<[(&'static [u32], &'static [u32]); 2]> {
    match size {
        16 => Some([(&[5, 12, 9, 8], &[4, 13, 16, 1]), (&[7, 10, 11, 6], &[2, 15, 14, 3])]),
        8 => Some([(&[5, 4], &[8, 1]), (&[3, 6], &[2, 7])]),
        4 => Some([(&[], &[4, 1]), (&[], &[2, 3])]),
        _ => None,
    }
}

/// Pages of the sections that sheets are folded into.
pub const SECTIONS: [u32; 3] = [16, 8, 4];

/// Whether a sheet is folded into a section of so many pages.
pub(crate) fn is_section(pages: u32) -> bool {
    forms(pages).is_some()
}

fn sections(pages: u32, size: u32) -> Result<Vec<Side>, Error> {
    if !is_section(size) {
        return Err(Error::Section(size));
    }
    let mut sides = Vec::new();
    let (mut first, mut sheet, mut size) = (0, 1, size);
    while first < pages {
        // The largest section that what is left fills, but for the last few pages of a sheet.
        let left = (pages - first).div_ceil(SHEET) * SHEET;
        while size > left {
            size /= 2;
        }
        for ((upper, lower), face) in
            forms(size).into_iter().flatten().zip([Face::Front, Face::Back])
        {
            let seat = |turned| {
                move |&page: &u32| {
                    let page = Some(first + page).filter(|&page| page <= pages);
                    Seat { page, turned, shift: Pt::ZERO }
                }
            };
            let places = upper.iter().map(seat(true)).chain(lower.iter().map(seat(false)));
            let columns = u32::try_from(lower.len()).unwrap_or(1);
            sides.push(Side { sheet, face, columns, places: places.collect() });
        }
        first += size;
        sheet += 1;
    }
    Ok(sides)
}

impl Side {
    /// The side as it is called: `第1张正面`.
    pub fn name(&self) -> String {
        let face = match self.face {
            Face::Front => "正面",
            Face::Back => "反面",
        };
        format!("第{}张{face}", self.sheet)
    }
}

/// The order of the pages as a line for each side, with its name; pages, which are counted from 1,
/// are called what `name` says, and what stands on its head is marked with ↓.
pub fn order(sides: &[Side], name: impl Fn(u32) -> String) -> Vec<(String, String)> {
    let row = |side: &Side| {
        let rows: Vec<String> = side
            .places
            .chunks(side.columns.max(1) as usize)
            .map(|row| {
                let seat = |seat: &Seat| {
                    let page = seat.page.map_or_else(|| "空".to_owned(), &name);
                    if seat.turned { format!("{page}↓") } else { page }
                };
                row.iter().map(seat).collect::<Vec<_>>().join(" | ")
            })
            .collect();
        (side.name(), rows.join(" / "))
    };
    sides.iter().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(scheme: Scheme, pages: u32) -> String {
        let rows = super::order(&impose(scheme, pages).unwrap(), |page| page.to_string());
        rows.into_iter().map(|(side, row)| format!("{side}：{row}\n")).collect()
    }

    #[test]
    fn the_print_office_is_told_what_creep_was_made_up_for() {
        let check = |scheme: Scheme, expected: &str| assert_eq!(scheme.sentence(), expected);
        check(Scheme::Saddle(Pt::from_mm(0.1)), "骑马订，爬移已按纸厚 0.1 毫米补偿");
        check(Scheme::Saddle(Pt::from_mm(0.075)), "骑马订，爬移已按纸厚 0.075 毫米补偿");
        check(Scheme::Saddle(Pt::ZERO), "对开页，爬移没有补偿");
        check(Scheme::Sections(16), "胶订，16 面一帖，爬移没有补偿");
    }

    #[test]
    fn eight_pages_stitched() {
        let expected = "第1张正面：8 | 1\n第1张反面：2 | 7\n第2张正面：6 | 3\n第2张反面：4 | 5\n";
        assert_eq!(order(Scheme::Spreads, 8), expected);
    }

    #[test]
    fn stitched_sheets_follow_the_formulas() {
        let paper = Pt::from_mm(0.1);
        for n in [8, 16, 28, 64] {
            let sides = impose(Scheme::Saddle(paper), n).unwrap();
            assert_eq!(sides.len(), n as usize / 2);
            let mut seen: Vec<u32> = Vec::new();
            for (side, index) in sides.iter().zip(0_u32..) {
                let i = index / 2 + 1;
                let expected = if index % 2 == 0 {
                    [n - 2 * i + 2, 2 * i - 1]
                } else {
                    [2 * i, n - 2 * i + 1]
                };
                let [left, right] = side.places[..] else { panic!("{side:?}") };
                assert_eq!([left.page, right.page], expected.map(Some));
                assert_eq!(expected.iter().sum::<u32>(), n + 1);
                // Towards the spine, by the paper of the sheets around it.
                assert_eq!(left.shift, paper * i64::from(i - 1));
                assert_eq!(right.shift, -left.shift);
                assert!(!left.turned && !right.turned);
                seen.extend(expected);
            }
            seen.sort_unstable();
            assert_eq!(seen, (1..=n).collect::<Vec<_>>());
        }
    }

    /// Folds a section: what lies behind a page of the front is its other side.
    #[test]
    fn backs_lie_behind_their_fronts() {
        for (size, n) in [(4, 8), (8, 8), (8, 28), (16, 16), (16, 28), (16, 64)] {
            let sides = impose(Scheme::Sections(size), n).unwrap();
            let mut seen: Vec<u32> = Vec::new();
            for pair in sides.chunks(2) {
                let [front, back] = pair else { panic!("{pair:?}") };
                let columns = front.columns as usize;
                for (row, mirrored) in front.places.chunks(columns).zip(back.places.chunks(columns))
                {
                    for (seat, behind) in row.iter().zip(mirrored.iter().rev()) {
                        let (page, other) = (seat.page.unwrap(), behind.page.unwrap());
                        // Leaves are 1 2, 3 4, …
                        assert_eq!((page - 1) / 2, (other - 1) / 2, "{page} {other}");
                        assert_eq!(seat.turned, behind.turned);
                        seen.extend([page, other]);
                    }
                }
            }
            seen.sort_unstable();
            assert_eq!(seen, (1..=n).collect::<Vec<_>>(), "{size} {n}");
        }
    }

    #[test]
    fn sections_are_those_of_the_table() {
        let expected = "第1张正面：5↓ | 12↓ | 9↓ | 8↓ / 4 | 13 | 16 | 1\n\
                        第1张反面：7↓ | 10↓ | 11↓ | 6↓ / 2 | 15 | 14 | 3\n";
        assert_eq!(order(Scheme::Sections(16), 16), expected);
        // 28 = 16 + 8 + 4.
        let order = order(Scheme::Sections(16), 28);
        assert!(order.contains("第2张正面：21↓ | 20↓ / 24 | 17\n"), "{order}");
        assert!(order.ends_with("第3张正面：28 | 25\n第3张反面：26 | 27\n"), "{order}");
    }

    #[test]
    fn what_is_left_over_is_empty() {
        let grid = Scheme::Grid { columns: 2, rows: 2 };
        assert_eq!(order(grid, 5), "第1张正面：1 | 2 / 3 | 4\n第2张正面：5 | 空 / 空 | 空\n");
        assert!(order(Scheme::Sections(8), 6).contains("空"));
    }

    #[test]
    fn what_cannot_be_folded_is_refused() {
        let check = |scheme, pages, part: &str| {
            let said = impose(scheme, pages).unwrap_err().to_string();
            assert!(said.contains(part) && said.contains('请'), "{said}");
        };
        check(Scheme::Spreads, 6, "不是 4 的倍数");
        check(Scheme::Sections(12), 24, "12 面");
        check(Scheme::Grid { columns: 0, rows: 2 }, 4, "0×2");
        check(Scheme::Grid { columns: u32::MAX, rows: 2 }, 4, "×2");
    }
}
