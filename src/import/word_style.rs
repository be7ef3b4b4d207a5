//! The styles by which a Word file of this program says what each paragraph is, and the few facts
//! that no text says, as lines of such a file.
//!
//! [`crate::import`] reads back what `export::docx` writes: the names are the contract between the
//! two. They survive Word, WPS and `LibreOffice`, which write the ids of styles anew.

use chrono::{Datelike, NaiveDate};

use crate::geom::Mm;
use crate::issue::IssueNumber;
use crate::issue::block::PICTURE_WIDTHS;
use crate::issue::document::{DocumentKind, OfficialKind};
use crate::text::numeral::{Days, leading_days, parse_date};

/// What a paragraph of a Word file of ours is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WordStyle {
    /// The gazette's name (刊名).
    Masthead,
    /// The gazette's name in Mongolian.
    MongolianMasthead,
    /// Year, number and total number, as [`number_line`] writes them.
    IssueNumber,
    /// Day of publication.
    Published,
    /// A line of the contents: nothing of the issue stands in it alone.
    Contents,
    /// The name of a section (栏目).
    Section,
    /// A [`Fact`].
    Fact,
    /// 标题: begins a document.
    Title,
    /// 发文字号.
    DocumentNumber,
    /// 发文机关, where the title does not name it.
    Issuer,
    /// What the contents prints instead of the title.
    ContentsTitle,
    /// The registration of a normative document.
    Registration,
    /// What a correction corrects.
    Corrects,
    /// The period of a chronicle.
    Period,
    /// 主送机关.
    Addressee,
    /// A heading of level 1 to 4, alone in its paragraph.
    Heading(u8),
    /// A heading of level 1 to 4 that the text follows in its paragraph.
    RunIn(u8),
    /// 正文.
    Paragraph,
    /// An item of a list.
    Item,
    /// A line of 任免.
    Appointment,
    /// 第几条.
    Article,
    /// 第几章.
    Chapter,
    /// The first paragraph of an entry of the chronicle.
    Entry,
    /// 附件说明.
    AttachmentNote,
    /// The caption of the table that follows.
    TableCaption,
    /// What stands in a cell.
    Cell,
    /// Holds a picture.
    Picture,
    /// The caption of the picture before.
    PictureCaption,
    /// A note below the text.
    Note,
    /// A new page begins.
    Break,
    /// 署名.
    Signatory,
    /// 成文日期.
    Date,
    /// 附注.
    Annotation,
    /// 附件1: begins an attached document.
    AttachedLabel,
    /// The title of an attached document; begins one that has no label.
    AttachedTitle,
    /// 题注: by whom an attached document was adopted.
    AdoptionNote,
    /// A line of the colophon (版权块).
    Colophon,
}

/// The name of the style of characters that stay on one line.
pub const NO_BREAK: &str = "公报不断行";

impl WordStyle {
    /// All styles with their names.
    pub const ALL: [(Self, &str); 43] = [
        (Self::Masthead, "公报刊名"),
        (Self::MongolianMasthead, "公报蒙古文刊名"),
        (Self::IssueNumber, "公报期号"),
        (Self::Published, "公报出版日期"),
        (Self::Contents, "公报目录"),
        (Self::Section, "公报栏目"),
        (Self::Fact, "公报说明"),
        (Self::Title, "公报文件标题"),
        (Self::DocumentNumber, "公报发文字号"),
        (Self::Issuer, "公报发文机关"),
        (Self::ContentsTitle, "公报目录标题"),
        (Self::Registration, "公报登记号"),
        (Self::Corrects, "公报更正对象"),
        (Self::Period, "公报起止日期"),
        (Self::Addressee, "公报主送机关"),
        (Self::Heading(1), "公报一级标题"),
        (Self::Heading(2), "公报二级标题"),
        (Self::Heading(3), "公报三级标题"),
        (Self::Heading(4), "公报四级标题"),
        (Self::RunIn(1), "公报一级标题接正文"),
        (Self::RunIn(2), "公报二级标题接正文"),
        (Self::RunIn(3), "公报三级标题接正文"),
        (Self::RunIn(4), "公报四级标题接正文"),
        (Self::Paragraph, "公报正文"),
        (Self::Item, "公报列项"),
        (Self::Appointment, "公报任免"),
        (Self::Article, "公报条"),
        (Self::Chapter, "公报章"),
        (Self::Entry, "公报大事记条目"),
        (Self::AttachmentNote, "公报附件说明"),
        (Self::TableCaption, "公报表题"),
        (Self::Cell, "公报表格文字"),
        (Self::Picture, "公报图片"),
        (Self::PictureCaption, "公报图题"),
        (Self::Note, "公报注"),
        (Self::Break, "公报另起页"),
        (Self::Signatory, "公报署名"),
        (Self::Date, "公报成文日期"),
        (Self::Annotation, "公报附注"),
        (Self::AttachedLabel, "公报附件标号"),
        (Self::AttachedTitle, "公报附件标题"),
        (Self::AdoptionNote, "公报题注"),
        (Self::Colophon, "公报版权"),
    ];

    /// The name that Word shows.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(style, _)| *style == self).map_or("", |(_, name)| name)
    }

    /// The style of this name, if it is one of ours.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, own)| *own == name).map(|(style, _)| *style)
    }
}

/// What no text of a document says: a line `文种：通知`. It stands only where the text would be
/// read otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    /// The codes of the section's documents.
    Codes(Vec<String>),
    /// What kind the document is.
    Kind(DocumentKind),
    /// The title names an organ, but no issuer is to be known.
    NoIssuer,
    /// The day or days of the entry that follows.
    Entry(Days),
    /// The day that the date before means; none if it means none.
    Day(Option<NaiveDate>),
    /// How deep the attached document that follows lies in others; 1 for one of the document's own.
    Depth(usize),
    /// The picture that stands here, by the SHA-256 of its bytes, which were not at hand.
    Picture(String),
    /// How wide the picture that follows is printed.
    PictureWidth(Mm),
}

const NONE: &str = "无";

impl Fact {
    /// The line that says it.
    pub fn line(&self) -> String {
        match self {
            Self::Codes(codes) => format!("机关代字：{}", codes.join("、")),
            Self::Kind(kind) => format!("文种：{}", kind.chinese()),
            Self::NoIssuer => format!("发文机关：{NONE}"),
            Self::Entry(days) => match days.last {
                Some(last) => format!("条目日期：{}至{last}", days.first),
                None => format!("条目日期：{}", days.first),
            },
            Self::Day(day) => {
                let day = day.map_or_else(|| NONE.to_owned(), |day| day.to_string());
                format!("日期：{day}")
            }
            Self::Depth(depth) => format!("附件层级：{depth}"),
            Self::Picture(sha256) => format!("图片：{sha256}"),
            Self::PictureWidth(width) => format!("图片宽度：{width}毫米"),
        }
    }

    /// What a line says.
    pub fn read(line: &str) -> Option<Self> {
        let (name, value) = line.split_once(['：', ':'])?;
        let value = value.trim();
        Some(match name.trim() {
            "机关代字" => Self::Codes(value.split('、').map(str::to_owned).collect()),
            "文种" => Self::Kind(kind(value)?),
            "发文机关" if value == NONE => Self::NoIssuer,
            "条目日期" => {
                let (first, last) = value.split_once('至').unwrap_or((value, ""));
                let first = first.parse().ok()?;
                Self::Entry(Days { first, last: last.parse().ok() })
            }
            "日期" if value == NONE => Self::Day(None),
            "日期" => Self::Day(Some(value.parse().ok()?)),
            "附件层级" => Self::Depth(value.parse().ok()?),
            "图片" if value.len() == 64 && value.bytes().all(|b| b.is_ascii_hexdigit()) => {
                Self::Picture(value.to_owned())
            }
            "图片宽度" => {
                let width = Mm::new(value.strip_suffix("毫米")?.parse().ok()?);
                let (least, most) = PICTURE_WIDTHS;
                Self::PictureWidth((least..=most).contains(&width).then_some(width)?)
            }
            _ => return None,
        })
    }
}

fn kind(name: &str) -> Option<DocumentKind> {
    let others = [DocumentKind::Chronicle, DocumentKind::Article, DocumentKind::Pictures];
    let official = OfficialKind::ALL.into_iter().map(DocumentKind::Official);
    official.chain(others).find(|kind| kind.chinese() == name)
}

/// The day or days of an entry as its text says them, where the entry before begins on `before`.
pub fn entry_days(text: &str, before: Option<NaiveDate>) -> Option<Days> {
    let before = before?;
    let written = leading_days(text, before).map(|(days, _)| days);
    Some(written.unwrap_or(Days { first: before, last: None }))
}

/// The room for text of the Word file, in English metric units: 156 mm by 225 mm (GB/T 9704-2012,
/// 5.2), of which two lines are left to a picture's caption.
const ROOM: (u64, u64) = (5_615_940, 7_364_730);
/// English metric units in a pixel of 96 to the inch, and in a millimetre.
const PIXEL: u64 = 9525;
const MILLIMETRE: u64 = 36_000;

/// Width and height in English metric units with which a picture of so many pixels is written: as
/// wide as it is printed, or as its pixels are, and no larger than the room for text.
pub fn picture_size((across, down): (usize, usize), width: Option<Mm>) -> (u32, u32) {
    let (across, down) = (across.max(1) as u64, down.max(1) as u64);
    let (room, room_height) = ROOM;
    let wanted = match width {
        Some(width) => u64::from(width.hundredths().unsigned_abs()) * (MILLIMETRE / 100),
        None => across.saturating_mul(PIXEL),
    };
    let mut w = wanted.min(room);
    let mut h = (w.saturating_mul(down) / across).max(1);
    if h > room_height {
        (w, h) = ((room_height.saturating_mul(across) / down).max(1), room_height);
    }
    let whole = |length: u64| u32::try_from(length).unwrap_or(u32::MAX);
    (whole(w), whole(h))
}

/// A length of a Word file as one on paper.
pub(super) fn from_emu(length: u64) -> Mm {
    let hundredth = MILLIMETRE / 100;
    Mm::from_hundredths(i32::try_from((length + hundredth / 2) / hundredth).unwrap_or(i32::MAX))
}

/// The line that says year and number: `2026年第7—8期　总第167期　月刊　起始页码37`.
pub fn number_line(number: &IssueNumber) -> String {
    let mut line = format!("{}年第{}期", number.year, number.label());
    if let Some(total) = number.total {
        line.push_str(&format!("　总第{total}期"));
    }
    if !number.periodicity.is_empty() {
        line.push_str(&format!("　{}", number.periodicity));
    }
    if let Some(folio) = number.folio {
        line.push_str(&format!("　起始页码{folio}"));
    }
    line
}

/// Year and number of a line that [`number_line`] wrote.
pub fn read_number(line: &str) -> Option<IssueNumber> {
    let mut parts = line.split(['　', ' ']).filter(|part| !part.is_empty());
    let (year, label) = parts.next()?.split_once("年第")?;
    let label = label.strip_suffix('期')?;
    let (first, last) = label.split_once('—').unwrap_or((label, ""));
    let mut number = IssueNumber {
        year: year.parse().ok()?,
        first: if first == "×" { 0 } else { first.parse().ok()? },
        last: last.parse().ok(),
        total: None,
        periodicity: String::new(),
        folio: None,
    };
    for part in parts {
        let total = part.strip_prefix("总第").and_then(|rest| rest.strip_suffix('期'));
        let folio = part.strip_prefix("起始页码").and_then(|rest| rest.parse().ok());
        match (total.and_then(|total| total.parse().ok()), folio) {
            (Some(total), _) => number.total = Some(total),
            (None, Some(folio)) => number.folio = Some(folio),
            (None, None) => part.clone_into(&mut number.periodicity),
        }
    }
    Some(number)
}

/// A day as the file writes it: `2026年4月30日`.
pub fn day_line(day: NaiveDate) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

/// The day of a line that [`day_line`] wrote.
pub fn read_day(line: &str) -> Option<NaiveDate> {
    parse_date(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_all_different() {
        for (style, name) in WordStyle::ALL {
            assert_eq!(WordStyle::named(name), Some(style));
            assert_eq!(style.name(), name);
        }
        assert_eq!(WordStyle::named("正文"), None);
    }

    #[test]
    fn facts_are_read_as_written() {
        let day = |text: &str| text.parse().unwrap();
        let last = Some(day("2026-04-17"));
        let sum = "ab".repeat(32);
        for fact in [
            Fact::Codes(vec!["包府发".into(), "包府办发".into()]),
            Fact::Kind(DocumentKind::Official(OfficialKind::Reply)),
            Fact::Kind(DocumentKind::Pictures),
            Fact::NoIssuer,
            Fact::Entry(Days { first: day("2026-04-16"), last }),
            Fact::Entry(Days { first: day("2026-04-16"), last: None }),
            Fact::Day(None),
            Fact::Day(last),
            Fact::Depth(2),
            Fact::Picture(sum),
            Fact::PictureWidth(Mm::new(62.5)),
        ] {
            assert_eq!(Fact::read(&fact.line()), Some(fact));
        }
        assert_eq!(Fact::read("图片：甲"), None);
        assert_eq!(Fact::read("图片宽度：0毫米"), None);
        assert_eq!(Fact::read("没有冒号"), None);
    }

    #[test]
    fn numbers_are_read_as_written() {
        let number = IssueNumber {
            year: 2026,
            first: 7,
            last: Some(8),
            total: Some(167),
            periodicity: "月刊".into(),
            folio: Some(37),
        };
        assert_eq!(number_line(&number), "2026年第7—8期　总第167期　月刊　起始页码37");
        assert_eq!(read_number(&number_line(&number)), Some(number.clone()));
        let unknown = IssueNumber { first: 0, last: None, total: None, folio: None, ..number };
        assert_eq!(read_number(&number_line(&unknown)), Some(unknown));
        assert_eq!(read_number("第4期"), None);
    }

    #[test]
    fn pictures_stay_in_the_text_area() {
        fn check(size: (usize, usize), width: Option<f64>, expected: (u32, u32)) {
            assert_eq!(picture_size(size, width.map(Mm::new)), expected);
        }
        check((100, 50), None, (952_500, 476_250));
        check((100, 50), Some(90.0), (3_240_000, 1_620_000));
        check((5000, 2500), None, (5_615_940, 2_807_970));
        check((5000, 2500), Some(170.0), (5_615_940, 2_807_970));
        check((100, 100_000), None, (7_364, 7_364_730));
        check((0, 0), None, (9525, 9525));
    }
}
