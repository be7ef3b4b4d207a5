//! The job sheet (付印单) that goes to the print office with the files: as rows, as text, as pages.
//!
//! What the issue does not know (paper, copies, delivery) is what the office says, or is left as a
//! blank to be filled in by hand; nothing is made up.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::export::imposition::Scheme;
use crate::export::line::{line, wrapped};
use crate::font::{FontBook, Role};
use crate::geom::{Point, Pt, Rect, Size};
use crate::issue::Issue;
use crate::layout::page::{Frame, FrameItem, Ink, Page, PageKind, Placed};

/// What the office may say of an issue that the issue does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Blank {
    /// 印数, in copies.
    Copies,
    /// 样刊: copies that the office gets first.
    Samples,
    /// Paper of the inner pages.
    InnerPaper,
    /// Paper of the cover.
    CoverPaper,
    /// The day of delivery.
    Delivery,
    /// Where it is delivered.
    Place,
    /// Who is asked, and how.
    Contact,
}

impl Blank {
    /// All of them, in the order in which they are filled in.
    pub const ALL: [Self; 7] = [
        Self::Copies,
        Self::Samples,
        Self::InnerPaper,
        Self::CoverPaper,
        Self::Delivery,
        Self::Place,
        Self::Contact,
    ];

    /// What it is called on the sheet.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Copies => "印数",
            Self::Samples => "样刊",
            Self::InnerPaper => "内文用纸",
            Self::CoverPaper => "封面用纸",
            Self::Delivery => "交货日期",
            Self::Place => "交货地点",
            Self::Contact => "联系",
        }
    }

    /// A count stands before this; nothing for a text.
    const fn unit(self) -> &'static str {
        match self {
            Self::Copies | Self::Samples => "册",
            Self::InnerPaper | Self::CoverPaper | Self::Delivery | Self::Place | Self::Contact => {
                ""
            }
        }
    }

    /// Its row: what the office says, or a blank.
    fn row(self, filled: &BTreeMap<Self, String>) -> (&'static str, String) {
        let said = filled.get(&self).map(|own| own.trim()).filter(|own| !own.is_empty());
        let value = said.unwrap_or(BLANK);
        let unit = if value.ends_with(self.unit()) { "" } else { self.unit() };
        (self.name(), format!("{value}{unit}"))
    }
}

/// A file of the package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its name.
    pub name: String,
    /// Its pages.
    pub pages: usize,
    /// The sides of sheets that they stand on; 0 for single pages.
    pub sides: usize,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
}

/// What a job sheet is made of.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// The issue.
    pub issue: &'a Issue,
    /// Size after trimming, and bleed.
    pub trim: (Size, Pt),
    /// Inner pages, and pages of a cover that is printed apart.
    pub pages: (usize, usize),
    /// The plates of the inner pages, and of the cover.
    pub plates: (&'a [String], &'a [String]),
    /// The files.
    pub files: &'a [Listed],
    /// How pages were put on sheets, which says how they are bound.
    pub scheme: Option<Scheme>,
    /// What preflight said, in one line.
    pub verdict: &'a str,
    /// What preflight reminded of and the office accepts.
    pub accepted: &'a [Reminder],
    /// The file that has all that preflight found.
    pub findings: &'a str,
    /// Why it is printed in spite of a closed gate.
    pub forced: Option<&'a str>,
    /// What the office says besides.
    pub filled: &'a BTreeMap<Blank, String>,
}

/// What preflight reminded of, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reminder {
    /// What is the case, and what to do.
    pub message: String,
    /// The places, such as `第3面`; none for the whole file.
    pub places: Vec<String>,
}

impl Reminder {
    /// The places that are named.
    fn named(&self) -> usize {
        self.places.len().min(MOST_PLACES)
    }

    fn sentence(&self) -> String {
        let named: Vec<&str> = self.places.iter().take(MOST_PLACES).map(String::as_str).collect();
        let named = named.join("、");
        match self.places.len() {
            0 => self.message.clone(),
            count if count > MOST_PLACES => format!("{named}等 {count} 处：{}", self.message),
            _ => format!("{named}：{}", self.message),
        }
    }
}

/// A row: what it is about, and what is the case.
pub type Row = (String, String);

/// Kinds of reminders that have a row of their own.
const MOST_KINDS: usize = 5;
/// Places that are named of each.
const MOST_PLACES: usize = 6;

/// To be filled in by hand.
const BLANK: &str = "＿＿＿＿＿＿＿＿";

/// The rows of a job sheet.
pub fn rows(facts: &Facts<'_>) -> Vec<Row> {
    let issue = facts.issue;
    let number = &issue.number;
    let total = number.total.map(|total| format!("（总第{total}期）")).unwrap_or_default();
    let (trim, bleed) = facts.trim;
    let (inner, cover) = facts.pages;
    let mut rows: Vec<(&str, String)> = vec![
        ("刊名", issue.masthead.chinese.string.clone()),
        ("期号", format!("{}年第{}期{total}", number.year, number.label())),
        (
            "出版日期",
            issue
                .published
                .map_or_else(|| BLANK.to_owned(), |day| day.format("%Y年%-m月%-d日").to_string()),
        ),
        (
            "成品尺寸",
            format!("{} × {} 毫米，出血 {} 毫米", mm(trim.width), mm(trim.height), mm(bleed)),
        ),
        (
            "面数",
            match cover {
                0 => format!("共 {inner} 面（含封面）"),
                _ => format!("内文 {inner} 面，封面 {cover} 面"),
            },
        ),
        ("印张", format!("{} 印张（16 开，不计加放）", sheets(inner))),
        ("内文用墨", inks(facts.plates.0)),
    ];
    if cover > 0 {
        rows.push(("封面用墨", inks(facts.plates.1)));
    }
    let blank = |blank: Blank| blank.row(facts.filled);
    rows.extend([
        blank(Blank::InnerPaper),
        blank(Blank::CoverPaper),
        ("装订", binding(facts.scheme, inner + cover).to_owned()),
        ("拼版", facts.scheme.map_or_else(|| "单页，由印刷厂拼版".to_owned(), Scheme::sentence)),
        blank(Blank::Copies),
        blank(Blank::Samples),
        blank(Blank::Delivery),
        blank(Blank::Place),
    ]);
    rows.extend(facts.files.iter().map(|file| {
        let sides = match file.sides {
            0 => String::new(),
            sides => format!("拼成 {sides} 版"),
        };
        ("文件", format!("{}　{} 面{sides}　SHA-256 {}", file.name, file.pages, file.sha256))
    }));
    rows.push(("印前检查", facts.verdict.to_owned()));
    let shown = || facts.accepted.iter().take(MOST_KINDS);
    rows.extend(shown().map(|own| ("已知提醒", own.sentence())));
    let named: usize = shown().map(|own| own.named().max(1)).sum();
    let all: usize = facts.accepted.iter().map(|own| own.places.len().max(1)).sum();
    if all > named {
        rows.push(("已知提醒", format!("其余 {} 项见 {}", all - named, facts.findings)));
    }
    if let Some(reason) = facts.forced {
        rows.push(("付印说明", reason.to_owned()));
    }
    let colophon = issue.colophon.iter().map(|line| &line.string).filter(|line| is_contact(line));
    let mut contact: Vec<_> = colophon.map(|line| (Blank::Contact.name(), line.clone())).collect();
    let said = blank(Blank::Contact);
    if contact.is_empty() || said.1 != BLANK {
        contact.insert(0, said);
    }
    rows.extend(contact);
    rows.extend([
        ("责任编辑", format!("{BLANK}　日期{BLANK}")),
        ("签发人", format!("{BLANK}　日期{BLANK}")),
        ("印厂确认", format!("{BLANK}　日期{BLANK}")),
    ]);
    rows.into_iter().map(|(label, value)| (label.to_owned(), value)).collect()
}

/// Whether a line of the colophon says where somebody is reached.
fn is_contact(line: &str) -> bool {
    // Labels are often spaced out: `电　话`.
    let line: String = line.chars().filter(|own| !own.is_whitespace()).collect();
    let line = line.to_ascii_lowercase();
    ["电话", "手机", "传真", "地址", "邮箱", "电子邮件", "mail", "联系"]
        .iter()
        .any(|word| line.contains(word))
}

/// How an issue of so many pages is bound: as its pages are put on the sheets; else stitched, as
/// long as it is not too thick for it.
const fn binding(scheme: Option<Scheme>, pages: usize) -> &'static str {
    const THICKEST: usize = 64;
    match scheme {
        Some(Scheme::Saddle(_) | Scheme::Spreads) => "骑马订",
        Some(Scheme::Sections(_)) => "胶订",
        Some(Scheme::Grid { .. }) | None => {
            if pages.is_multiple_of(4) && pages <= THICKEST {
                "骑马订"
            } else {
                "胶订"
            }
        }
    }
}

/// Millimetres with at most one place.
fn mm(length: Pt) -> String {
    let tenths = (length.to_f64() * 254.0 / 72.0).round() / 10.0;
    format!("{tenths}")
}

/// 印张: half a full sheet printed on both sides; 16 pages of 16 开 (pages / 开数).
fn sheets(pages: usize) -> String {
    let quarters = pages.div_ceil(4);
    match (quarters / 4, quarters % 4) {
        (whole, 0) => whole.to_string(),
        (whole, 1) => format!("{whole}.25"),
        (whole, 2) => format!("{whole}.5"),
        (whole, _) => format!("{whole}.75"),
    }
}

fn inks(plates: &[String]) -> String {
    let name = |plate: &String| match plate.as_str() {
        "C" => "青".to_owned(),
        "M" => "品红".to_owned(),
        "Y" => "黄".to_owned(),
        "K" => "黑".to_owned(),
        "Spot Red" => "专色红（Spot Red）".to_owned(),
        other => other.to_owned(),
    };
    let names: Vec<String> = plates.iter().map(name).collect();
    format!("{} 色：{}", plates.len(), names.join("、"))
}

/// The rows below a title as text, one a line.
pub fn text(title: &str, rows: &[Row]) -> String {
    let mut text = format!("{title}\n\n");
    for (label, value) in rows {
        text.push_str(&format!("{label}：{value}\n"));
    }
    text
}

const A4: Size = Size {
    width: Pt::from_units(65_536 * 72 * 2100 / 254),
    height: Pt::from_units(65_536 * 72 * 2970 / 254),
};
const MARGIN: Pt = Pt::new(56);
/// Where the first row begins below the title.
const HEAD: Pt = Pt::new(108);

/// How large rows are set.
#[derive(Debug, Clone, Copy)]
struct Setting {
    label: Pt,
    size: Pt,
    leading: Pt,
    /// Above and below the line between two rows.
    gap: Pt,
}

impl Setting {
    /// Of 10.5 pt, made smaller by so many parts of a hundred.
    fn new(percent: i64) -> Self {
        let part = |length: Pt| length.scale(percent, 100);
        Self {
            label: part(Pt::new(76)),
            size: part(Pt::new(21) / 2),
            leading: part(Pt::new(17)),
            gap: part(Pt::new(5)),
        }
    }

    fn lines(self, value: &str, book: &FontBook) -> Vec<String> {
        wrapped(value, (Role::Song, self.size), A4.width - MARGIN * 2 - self.label, book)
    }

    fn height(self, lines: &[String]) -> Pt {
        self.leading * i64::try_from(lines.len()).unwrap_or(1) + self.gap
    }

    fn fits(self, rows: &[Row], book: &FontBook) -> bool {
        let height =
            |all: Pt, (_, value): &Row| all + self.height(&self.lines(value, book)) + self.gap;
        rows.iter().fold(HEAD, height) <= A4.height - MARGIN
    }
}

/// The rows below a title as pages of A4: as large as they fit on one; more pages only where they
/// would be too small to be read.
pub fn pages(title: &str, rows: &[Row], book: &FontBook) -> Vec<Arc<Page>> {
    let settings = [100, 90, 80, 70].map(Setting::new);
    let fitting = settings.into_iter().find(|own| own.fits(rows, book));
    let setting = fitting.unwrap_or_else(|| Setting::new(100));
    let mut pages = Vec::new();
    let (corner, head) = (Point::new(MARGIN, MARGIN + Pt::new(20)), (Role::Title, Pt::new(22)));
    let mut set: Vec<FrameItem> = items(title, head, corner, book).collect();
    let mut y = HEAD;
    let Setting { label: indent, size, leading, gap } = setting;
    for (label, value) in rows {
        let lines = setting.lines(value, book);
        let height = setting.height(&lines);
        if y + height > A4.height - MARGIN {
            pages.push(page(pages.len(), std::mem::take(&mut set)));
            y = MARGIN + leading;
        }
        set.extend(items(label, (Role::Hei, size), Point::new(MARGIN, y), book));
        for (text, row) in lines.iter().zip(0_i64..) {
            let at = Point::new(MARGIN + indent, y + leading * row);
            set.extend(items(text, (Role::Song, size), at, book));
        }
        y += height;
        let rect = Rect::new(MARGIN, y - leading, A4.width - MARGIN * 2, Pt::new(1) / 2);
        set.push(FrameItem::Rule { rect, ink: Ink::Text });
        y += gap;
    }
    pages.push(page(pages.len(), set));
    pages
}

fn page(index: usize, items: Vec<FrameItem>) -> Arc<Page> {
    let frame = Arc::new(Frame { size: A4, items });
    Arc::new(Page {
        number: u32::try_from(index + 1).unwrap_or(u32::MAX),
        folio: None,
        kind: PageKind::Front,
        trim: A4,
        bleed: Pt::ZERO,
        parts: vec![Placed { at: Point::default(), frame }],
    })
}

fn items(
    text: &str,
    font: (Role, Pt),
    at: Point,
    book: &FontBook,
) -> impl Iterator<Item = FrameItem> {
    line(text, font, at, A4.width, book).into_iter().map(FrameItem::Glyphs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printed_sheets_are_pages_by_sixteen() {
        let check = |pages, expected: &str| assert_eq!(sheets(pages), expected);
        check(24, "1.5");
        check(32, "2");
        check(20, "1.25");
        check(28, "1.75");
        check(21, "1.5");
    }

    #[test]
    fn binding_is_that_of_the_sheets() {
        let check = |scheme, pages, expected| assert_eq!(binding(scheme, pages), expected);
        check(None, 20, "骑马订");
        check(None, 22, "胶订");
        check(None, 68, "胶订");
        check(Some(Scheme::Sections(16)), 20, "胶订");
        check(Some(Scheme::Saddle(Pt::ZERO)), 68, "骑马订");
        check(Some(Scheme::Grid { columns: 2, rows: 2 }), 20, "骑马订");
    }

    #[test]
    fn inks_have_the_names_that_printers_use() {
        let check = |plates: &[&str], expected: &str| {
            let plates: Vec<String> = plates.iter().map(|&own| own.to_owned()).collect();
            assert_eq!(inks(&plates), expected);
        };
        check(&["K", "Spot Red"], "2 色：黑、专色红（Spot Red）");
        check(&["C", "M", "Y", "K"], "4 色：青、品红、黄、黑");
    }

    #[test]
    fn reminders_are_grouped_and_the_rest_is_in_a_file() {
        let issue = crate::import::template::sample();
        let reminder = |count: usize| Reminder {
            message: format!("提醒{count}；请核对"),
            places: (1..=count).map(|page| format!("第{page}面")).collect(),
        };
        let accepted: Vec<Reminder> = [0, 1, 3, 9, 1, 1, 4].map(reminder).to_vec();
        let facts = Facts {
            issue: &issue,
            trim: Default::default(),
            pages: (20, 0),
            plates: (&[], &[]),
            files: &[],
            scheme: None,
            verdict: "可以付印",
            accepted: &accepted,
            findings: "印前检查.txt",
            forced: None,
            filled: &BTreeMap::new(),
        };
        let rows = rows(&facts);
        let own: Vec<&str> =
            rows.iter().filter(|row| row.0 == "已知提醒").map(|row| row.1.as_str()).collect();
        assert_eq!(own.len(), MOST_KINDS + 1);
        let expected = [
            "提醒0；请核对",
            "第1面：提醒1；请核对",
            "第1面、第2面、第3面：提醒3；请核对",
            "第1面、第2面、第3面、第4面、第5面、第6面等 9 处：提醒9；请核对",
        ];
        assert_eq!(own[..4], expected);
        // Three of the fourth kind, one of the sixth, four of the seventh.
        assert_eq!(own[MOST_KINDS], "其余 8 项见 印前检查.txt");
    }

    #[test]
    fn only_lines_that_reach_somebody_are_contacts() {
        let check = |line: &str, expected| assert_eq!(is_contact(line), expected, "{line}");
        check("电　话：0472-5618010", true);
        check("E-mail: gb@baotou.gov.cn", true);
        check("地址：包头市九原区", true);
        check("主办：包头市人民政府", false);
        check("邮政编码：014025", false);
        check("网址：www.baotou.gov.cn", false);
        check("", false);
    }

    #[test]
    fn blanks_are_filled_with_what_the_office_says() {
        let filled = BTreeMap::from([
            (Blank::Copies, " 1500 ".to_owned()),
            (Blank::Samples, "5册".to_owned()),
            (Blank::Place, " ".to_owned()),
        ]);
        let check = |blank: Blank, expected: &str| assert_eq!(blank.row(&filled).1, expected);
        check(Blank::Copies, "1500册");
        check(Blank::Samples, "5册");
        check(Blank::Place, BLANK);
        assert_eq!(Blank::Copies.row(&BTreeMap::new()).1, format!("{BLANK}册"));
    }

    #[test]
    fn millimetres_are_rounded() {
        assert_eq!(mm(Pt::from_mm(210.0)), "210");
        assert_eq!(mm(Pt::from_f64(8.64)), "3");
    }
}
