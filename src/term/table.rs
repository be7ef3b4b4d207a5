//! Terms as a table for a spreadsheet.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Standing, Term};
use crate::issue::masthead::Approval;
use crate::text::mongolian::SUFFIX_GAP;

/// Why a table of terms cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The first line does not name the columns.
    #[error("术语表第 1 行应写明列名：汉文、蒙古文、来源、核对人、核对日期；缺少“{0}”")]
    Column(&'static str),
    /// A line cannot be read.
    #[error("术语表第 {line} 行读不出来：{fault}")]
    Line {
        /// From 1.
        line: u64,
        /// What is wrong in it.
        fault: &'static str,
    },
}

/// The columns of a table of terms, as a spreadsheet shows them.
const COLUMNS: [&str; 5] = ["汉文", "蒙古文", "来源", "核对人", "核对日期"];

/// A row of the table.
#[derive(Debug, Serialize, Deserialize)]
struct Row(String, String, String, String, Option<NaiveDate>);

/// Writes terms as a table for a spreadsheet: CSV in UTF-8 with a byte order mark, without which
/// the usual ones take the letters for another encoding.
pub fn to_csv(terms: &[Term]) -> String {
    let mut table = csv::Writer::from_writer(vec![0xef, 0xbb, 0xbf]);
    // Writing into memory does not fail.
    let _ = table.write_record(COLUMNS);
    for term in terms {
        let approval = match &term.standing {
            Standing::Approved(approval) => Some(approval),
            Standing::Office | Standing::Attested | Standing::Composed => None,
        };
        let _ = table.serialize(Row(
            term.chinese.clone(),
            term.mongolian.clone(),
            term.source.clone(),
            approval.map(|approval| approval.by.clone()).unwrap_or_default(),
            approval.map(|approval| approval.on),
        ));
    }
    let bytes = table.into_inner().unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// What a table of terms holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// The terms, in the order of the table.
    pub terms: Vec<Term>,
    /// How many lines lack the Chinese or the Mongolian name, those without anything not counted.
    pub lacking: usize,
    /// The first line whose Mongolian name has no Mongolian letter.
    pub unwritten: Option<u64>,
}

/// Reads the office's terms from such a table. Lines without a Chinese or a Mongolian name are left
/// out and counted; columns may stand in any order, and others beside them.
///
/// # Errors
///
/// If a column or a line cannot be read.
pub fn from_csv(table: &str) -> Result<Table, Error> {
    let table = table.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(table.as_bytes());
    let names = reader.headers().cloned().unwrap_or_default();
    let column = |name: &'static str| names.iter().position(|own| own.trim() == name);
    let [chinese, mongolian, source, by, on] = COLUMNS.map(column);
    let chinese = chinese.ok_or(Error::Column("汉文"))?;
    let mongolian = mongolian.ok_or(Error::Column("蒙古文"))?;
    let mut read = Table::default();
    for record in reader.records() {
        let broken = |error: &csv::Error| Error::Line {
            line: error.position().map_or(0, csv::Position::line),
            fault: "引号没有成对，或编码不是 UTF-8",
        };
        let record = record.map_err(|error| broken(&error))?;
        let line = record.position().map_or(0, csv::Position::line);
        // The gap before a suffix (U+202F) counts as white space elsewhere; here it is a letter.
        let blank = |sign: char| sign.is_whitespace() && sign != SUFFIX_GAP;
        let field = |at: Option<usize>| {
            at.and_then(|at| record.get(at)).unwrap_or_default().trim_matches(blank)
        };
        let by = field(by);
        let standing = match (by.is_empty(), day(field(on))) {
            (true, _) => Standing::Office,
            (false, Some(on)) => Standing::Approved(Approval::new(by, on)),
            (false, None) => {
                return Err(Error::Line {
                    line, fault: "有核对人而没有核对日期（如 2026-04-08）"
                });
            }
        };
        let (chinese, mongolian) = (field(Some(chinese)), field(Some(mongolian)));
        if chinese.is_empty() || mongolian.is_empty() {
            read.lacking += usize::from(record.iter().any(|field| !field.trim().is_empty()));
        } else {
            let term = Term {
                chinese: chinese.to_owned(),
                mongolian: mongolian.to_owned(),
                source: field(source).to_owned(),
                standing,
            };
            if !term.is_written() {
                read.unwritten = read.unwritten.or(Some(line));
            }
            read.terms.push(term);
        }
    }
    Ok(read)
}

/// A day as this program or a spreadsheet writes it.
fn day(written: &str) -> Option<NaiveDate> {
    ["%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日"]
        .iter()
        .find_map(|form| NaiveDate::parse_from_str(written, form).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(chinese: &str, mongolian: &str, by: Option<&str>) -> Term {
        let on = NaiveDate::from_ymd_opt(2026, 4, 8).unwrap();
        let approved = |by: &str| Standing::Approved(Approval::new(by, on));
        Term {
            chinese: chinese.to_owned(),
            mongolian: mongolian.to_owned(),
            source: "刊头, “旧刊”".to_owned(),
            standing: by.map_or(Standing::Office, approved),
        }
    }

    #[test]
    fn the_table_comes_back_as_it_was() {
        let terms =
            vec![own("市", "ᠬᠣᠲᠠ\u{202f}ᠶᠢᠨ", Some("乌云")), own("“区”,\n旗", "ᠲᠣᠭᠣᠷᠢᠭ", None)];
        assert_eq!(from_csv(&to_csv(&terms)).map(|table| table.terms), Ok(terms));
    }

    #[test]
    fn a_table_of_a_spreadsheet_is_read_and_a_broken_one_told() {
        let read = |table: &str| from_csv(table).map(|table| table.terms.len());
        assert_eq!(read("蒙古文,汉文,备注\nᠬᠣᠲᠠ,市,x\n,旗,\n"), Ok(1));
        assert_eq!(read("汉文,来源\n"), Err(Error::Column("蒙古文")));
        let lacks =
            Error::Line { line: 2, fault: "有核对人而没有核对日期（如 2026-04-08）" };
        assert_eq!(read("汉文,蒙古文,核对人\n市,ᠬᠣᠲᠠ,乌云\n"), Err(lacks));
        assert_eq!(read("汉文,蒙古文,核对人,核对日期\n市,ᠬᠣᠲᠠ,乌云,2026/4/8\n"), Ok(1));
    }

    #[test]
    fn lines_that_are_no_terms_are_counted_and_told() {
        let check = |rows: &str, lacking: usize, unwritten: Option<u64>| {
            let table = from_csv(&format!("汉文,蒙古文\n{rows}")).unwrap();
            assert_eq!((table.lacking, table.unwritten), (lacking, unwritten), "{rows}");
        };
        check("市,ᠬᠣᠲᠠ\n", 0, None);
        check("市,\n,ᠬᠣᠲᠠ\n,\n", 2, None);
        check("市,ᠬᠣᠲᠠ\n旗,hosigu\n区,qu\n", 0, Some(3));
    }
}
