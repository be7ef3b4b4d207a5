//! The termbase (术语): Chinese names ↔ Mongolian ones, each with its source and its reader.
//!
//! A table of terms seen on official pages comes with the program; the office's own terms win over
//! it. Nothing is composed: a name that no term covers stays open, and a term that no reader of the
//! office has approved is never offered without its mark.

use std::sync::LazyLock;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::issue::masthead::Approval;
use crate::issue::text::Range;
use crate::text::mongolian::keys::{from_latin, scholarly};
use crate::text::mongolian::shape::same_shape;
use crate::text::mongolian::word::is_suffix;
use crate::text::mongolian::{SUFFIX_GAP, is_letter};

const TABLE: &str = include_str!("../assets/rules/mongolian-terms.tsv");

/// A Chinese name and its Mongolian.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// The Chinese.
    pub chinese: String,
    /// The Mongolian.
    pub mongolian: String,
    /// Where it was read, or who gave it.
    pub source: String,
    /// Who says so.
    pub standing: Standing,
}

/// How far a term can be trusted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// A reader of the office has found it right.
    Approved(Approval),
    /// The office's own, not approved yet.
    Office,
    /// Seen on an official page or in a reference; no reader of the office has seen it.
    Attested,
    /// Put together from attested parts.
    Composed,
}

impl Standing {
    /// Whether it may be used without a mark that says that nobody has approved it.
    pub const fn is_approved(&self) -> bool {
        matches!(self, Self::Approved(_))
    }
}

impl Term {
    /// The same term with other words. Where the Chinese or the Mongolian is another one now, its
    /// reader has not seen it: it is the office's own and not approved.
    #[must_use]
    pub fn rewritten(&self, chinese: &str, mongolian: &str, source: &str) -> Self {
        let same = self.chinese == chinese && self.mongolian == mongolian;
        Self {
            chinese: chinese.to_owned(),
            mongolian: mongolian.to_owned(),
            source: source.to_owned(),
            standing: if same { self.standing.clone() } else { Standing::Office },
        }
    }

    /// The whole term, then each of its words with its suffix and without.
    fn spellings(&self) -> impl Iterator<Item = Spelling<'_>> {
        let words = self.mongolian.split(' ');
        let words = words.flat_map(|word| [word, word.split(SUFFIX_GAP).next().unwrap_or(word)]);
        std::iter::once(self.mongolian.as_str())
            .chain(words)
            .filter(|letters| !letters.is_empty() && !is_suffix(letters))
            .map(|letters| Spelling { term: self, letters: letters.to_owned() })
    }

    /// Whether a query is part of its Chinese, its Mongolian or its transliteration.
    fn fits(&self, query: &str) -> bool {
        let query = query.trim();
        let begun = from_latin(&query.to_lowercase());
        self.chinese.contains(query)
            || self.mongolian.contains(&begun)
            || scholarly(&self.mongolian).contains(&query.to_lowercase())
    }
}

/// How a term, or a word of it, is spelt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spelling<'a> {
    /// The term.
    pub term: &'a Term,
    /// Its letters, or those of the word.
    pub letters: String,
}

/// All terms that can be asked: the office's, then those of the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Termbase {
    office: Vec<Term>,
}

/// A stretch of a Chinese name and the terms for it, the most trusted first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// In the Chinese name.
    pub range: Range,
    /// Empty where no term covers the stretch: somebody has to type it.
    pub terms: Vec<Term>,
}

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

static SEEDS: LazyLock<Vec<Term>> =
    LazyLock::new(|| TABLE.lines().skip(1).filter_map(seed).collect());

fn seed(line: &str) -> Option<Term> {
    let fields: Vec<&str> = line.split('\t').collect();
    let &[chinese, _, codes, _, source, confidence, ..] = fields.as_slice() else { return None };
    let sign = |code: &str| u32::from_str_radix(code, 16).ok().and_then(char::from_u32);
    let mongolian: Option<String> = codes.split_whitespace().map(sign).collect();
    let standing = if confidence == "verified" { Standing::Attested } else { Standing::Composed };
    let mongolian = mongolian.filter(|letters| !letters.is_empty())?;
    Some(Term { chinese: chinese.to_owned(), mongolian, source: source.to_owned(), standing })
}

impl Default for Termbase {
    fn default() -> Self {
        Self::new(Vec::new())
    }
}

impl Termbase {
    /// The terms of the program below those of an office.
    pub const fn new(office: Vec<Term>) -> Self {
        Self { office }
    }

    /// The office's own terms.
    pub fn office(&self) -> &[Term] {
        &self.office
    }

    /// All terms, the office's first.
    pub fn terms(&self) -> impl Iterator<Item = &Term> {
        self.office.iter().chain(SEEDS.iter())
    }

    /// The terms that a query is part of, the office's first; a term of the program that the office
    /// has taken over comes once, as the office has it.
    pub fn search(&self, query: &str) -> Vec<&Term> {
        let programs = SEEDS.iter().filter(|term| self.own(term).is_none());
        self.office.iter().chain(programs).filter(|term| term.fits(query)).collect()
    }

    /// The office's own term of the same Chinese and Mongolian.
    fn own(&self, term: &Term) -> Option<&Term> {
        self.office
            .iter()
            .find(|own| own.chinese == term.chinese && own.mongolian == term.mongolian)
    }

    /// Whether a term is one of the office's own, which alone can be removed.
    pub fn is_own(&self, term: &Term) -> bool {
        self.own(term).is_some()
    }

    /// The terms for `chinese` as a whole, the most trusted first; of one spelling only the first.
    pub fn lookup(&self, chinese: &str) -> Vec<&Term> {
        let name = chinese.trim();
        let mut found: Vec<&Term> = Vec::new();
        for term in self.terms().filter(|term| head(&term.chinese) == name) {
            if !found.iter().any(|known| known.mongolian == term.mongolian) {
                found.push(term);
            }
        }
        found.sort_by_key(|term| match term.standing {
            Standing::Approved(_) => 0,
            Standing::Office => 1,
            Standing::Attested => 2,
            Standing::Composed => 3,
        });
        found
    }

    /// Cuts a Chinese name into the longest stretches that terms cover; what none covers comes as
    /// a stretch without terms.
    pub fn suggest(&self, chinese: &str) -> Vec<Suggestion> {
        let signs: Vec<char> = chinese.chars().collect();
        let mut suggestions: Vec<Suggestion> = Vec::new();
        let mut at = 0;
        while at < signs.len() {
            let covered = (at + 1..=signs.len()).rev().find_map(|end| {
                let stretch: String = signs.get(at..end)?.iter().collect();
                let terms: Vec<Term> = self.lookup(&stretch).into_iter().cloned().collect();
                (!terms.is_empty()).then_some((end, terms))
            });
            let (end, terms) = covered.unwrap_or((at + 1, Vec::new()));
            match suggestions.last_mut() {
                // Signs that no term covers stay together.
                Some(last) if terms.is_empty() && last.terms.is_empty() => {
                    last.range.end = count(end);
                }
                Some(_) | None => {
                    suggestions
                        .push(Suggestion { range: Range::new(count(at), count(end)), terms });
                }
            }
            at = end;
        }
        suggestions
    }

    /// The terms whose Mongolian goes on from the letters `begun`, the most trusted first.
    pub fn complete(&self, begun: &str, most: usize) -> Vec<&Term> {
        if begun.trim().is_empty() {
            return Vec::new();
        }
        let longer = |term: &&Term| term.mongolian.starts_with(begun) && term.mongolian != begun;
        self.terms().filter(longer).take(most).collect()
    }

    /// The spelling that prints like `mongolian` but has other letters. How the office spells a
    /// word, in a term of several words as well, wins over the program's terms.
    pub fn other_spelling(&self, mongolian: &str) -> Option<Spelling<'_>> {
        let office: Vec<Spelling<'_>> = self.office.iter().flat_map(Term::spellings).collect();
        let whole = |term| Spelling { term, letters: term.mongolian.clone() };
        let programs: Vec<Spelling<'_>> = SEEDS.iter().map(whole).collect();
        for mut spellings in [office, programs] {
            if spellings.iter().any(|own| own.letters == mongolian) {
                return None;
            }
            if let Some(at) = spellings.iter().position(|own| same_shape(&own.letters, mongolian)) {
                return Some(spellings.swap_remove(at));
            }
        }
        None
    }

    /// Puts a term into the office's own; one of the same Chinese and Mongolian is replaced.
    pub fn put(&mut self, term: Term) {
        let same = |own: &Term| own.chinese == term.chinese && own.mongolian == term.mongolian;
        match self.office.iter_mut().find(|own| same(own)) {
            Some(own) => *own = term,
            None => self.office.push(term),
        }
    }

    /// Puts the terms of a table into the office's own, and says how many of them are new or have
    /// changed. Terms of the program that come back from a table without a reader stay what they
    /// are: nobody has said anything about them.
    pub fn take_in(&mut self, terms: Vec<Term>) -> usize {
        let mut count = 0;
        for term in terms {
            let same = |own: &&Term| own.chinese == term.chinese && own.mongolian == term.mongolian;
            let is_programs =
                term.standing == Standing::Office && SEEDS.iter().any(|own| same(&own));
            if is_programs || self.office.contains(&term) {
                continue;
            }
            self.put(term);
            count += 1;
        }
        count
    }

    /// Takes a term out of the office's own.
    pub fn remove(&mut self, chinese: &str, mongolian: &str) {
        self.office.retain(|own| own.chinese != chinese || own.mongolian != mongolian);
    }
}

/// The Chinese of a term without what the table explains in brackets: 市 (城市).
fn head(chinese: &str) -> &str {
    chinese.split(" (").next().unwrap_or(chinese).trim_start_matches('…')
}

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

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
            (false, Some(on)) => Standing::Approved(Approval { by: by.to_owned(), on }),
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
            if !mongolian.chars().any(is_letter) {
                read.unwritten = read.unwritten.or(Some(line));
            }
            read.terms.push(Term {
                chinese: chinese.to_owned(),
                mongolian: mongolian.to_owned(),
                source: field(source).to_owned(),
                standing,
            });
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
        let approved = |by: &str| Standing::Approved(Approval { by: by.to_owned(), on });
        Term {
            chinese: chinese.to_owned(),
            mongolian: mongolian.to_owned(),
            source: "刊头, “旧刊”".to_owned(),
            standing: by.map_or(Standing::Office, approved),
        }
    }

    #[test]
    fn a_name_is_cut_into_terms_and_what_nobody_knows_stays_open() {
        let base = Termbase::default();
        let found: Vec<(u32, u32, usize)> = base
            .suggest("包头市人民政府公报")
            .iter()
            .map(|found| (found.range.start, found.range.end, found.terms.len().min(1)))
            .collect();
        assert_eq!(found, [(0, 7, 1), (7, 9, 0)]);
        let first = base.suggest("呼和浩特市");
        assert!(first.first().is_some_and(|found| found.range.start == 0));
        assert_eq!(base.suggest(""), []);
    }

    #[test]
    fn the_offices_terms_win_and_no_other_is_approved() {
        let mut base = Termbase::default();
        assert!(base.terms().all(|term| !term.standing.is_approved()));
        base.put(own("市", "ᠬᠤᠲᠠ", Some("乌云")));
        let found = base.lookup("市");
        assert_eq!(found.first().map(|term| term.mongolian.as_str()), Some("ᠬᠤᠲᠠ"));
        assert!(found.len() > 1);
        base.put(own("市", "ᠬᠤᠲᠠ", None));
        assert_eq!(base.office().len(), 1);
        base.remove("市", "ᠬᠤᠲᠠ");
        assert_eq!(base.office(), []);
    }

    #[test]
    fn terms_are_found_by_either_script_and_by_sound_and_come_once() {
        let mut base = Termbase::default();
        let found = |base: &Termbase, query: &str| -> Vec<String> {
            base.search(query).iter().map(|term| term.chinese.clone()).collect()
        };
        let all = base.search("").len();
        assert_eq!(all, base.terms().count());
        for query in ["包头", "ᠪᠤᠭᠤ", "bugutu", "Bugu"] {
            let found = found(&base, query);
            assert!(found.iter().any(|own| own == "包头"), "{query}: {found:?}");
            assert!(found.len() < all, "{query}");
        }
        for query in ["hota", "qota", "xota"] {
            assert!(found(&base, query).iter().any(|own| own == "市 (城市)"), "{query}");
        }
        let seed = base.search("包头").first().map(|&term| term.clone()).unwrap();
        assert!(!base.is_own(&seed));
        base.put(Term { standing: own("", "", Some("乌云")).standing, ..seed.clone() });
        assert_eq!(base.search("").len(), all);
        assert!(base.search("").first().is_some_and(|term| term.standing.is_approved()));
        assert!(base.is_own(&seed));
    }

    #[test]
    fn other_letters_are_not_what_the_reader_has_approved() {
        let term = own("市", "ᠬᠣᠲᠠ", Some("乌云"));
        assert_eq!(term.rewritten("市", "ᠬᠣᠲᠠ", "报纸").standing, term.standing);
        assert_eq!(term.rewritten("市", "ᠬᠤᠲᠠ", "").standing, Standing::Office);
        assert_eq!(term.rewritten("城市", "ᠬᠣᠲᠠ", "").standing, Standing::Office);
    }

    #[test]
    fn a_table_that_was_written_out_brings_in_what_a_reader_has_changed() {
        let mut base = Termbase::default();
        let all: Vec<Term> = base.terms().cloned().collect();
        let mut table = from_csv(&to_csv(&all)).unwrap().terms;
        assert_eq!(base.take_in(table.clone()), 0);
        assert_eq!(base.office(), []);
        let first = table[0].clone();
        let on = NaiveDate::from_ymd_opt(2026, 4, 8).unwrap();
        table[0].standing = Standing::Approved(Approval { by: "乌云".to_owned(), on });
        table.push(own("公报", "ᠪᠠ", None));
        assert_eq!(base.take_in(table.clone()), 2);
        assert_eq!(base.take_in(table), 0);
        assert!(base.lookup(head(&first.chinese))[0].standing.is_approved());
    }

    #[test]
    fn other_letters_of_the_same_form_are_noticed() {
        let base = Termbase::default();
        let other = |letters: &str| {
            base.other_spelling(letters).map(|spelling| spelling.term.chinese.clone())
        };
        assert_eq!(other("ᠬᠤᠲᠠ").as_deref(), Some("市 (城市)"));
        assert_eq!(other("ᠬᠣᠲᠠ"), None);
        assert_eq!(other("ᠪᠠᠬᠠᠲᠤ"), None);
    }

    #[test]
    fn the_offices_spelling_of_a_word_wins_over_the_programs() {
        let check = |office: &str, word: &str, expected: Option<&str>| {
            let base = Termbase::new(vec![own("包头市", office, None)]);
            let found = base.other_spelling(word).map(|spelling| spelling.letters);
            assert_eq!(found.as_deref(), expected, "{office}: {word}");
        };
        check("ᠬᠤᠲᠠ", "ᠬᠤᠲᠠ", None);
        check("ᠬᠤᠲᠠ", "ᠬᠣᠲᠠ", Some("ᠬᠤᠲᠠ"));
        check("ᠪᠤᠭᠤᠲᠤ ᠬᠤᠲᠠ\u{202f}ᠶᠢᠨ", "ᠬᠤᠲᠠ", None);
        check("ᠪᠤᠭᠤᠲᠤ ᠬᠤᠲᠠ\u{202f}ᠶᠢᠨ", "ᠬᠣᠲᠠ", Some("ᠬᠤᠲᠠ"));
        check("ᠪᠤᠭᠤᠲᠤ", "ᠬᠤᠲᠠ", Some("ᠬᠣᠲᠠ"));
    }

    #[test]
    fn a_word_that_is_begun_is_completed() {
        let base = Termbase::default();
        let found = base.complete("ᠪᠤᠭ", 9);
        assert!(found.iter().any(|term| term.chinese == "包头"), "{found:?}");
        assert_eq!(base.complete("", 9), Vec::<&Term>::new());
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
