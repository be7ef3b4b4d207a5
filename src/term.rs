//! The termbase (术语): Chinese names ↔ Mongolian ones, each with its source and its reader.
//!
//! A table of terms seen on official pages comes with the program; the office's own terms win over
//! it. Nothing is composed: a name that no term covers stays open, and a term that no reader of the
//! office has approved is never offered without its mark.

use std::sync::LazyLock;

use crate::issue::masthead::Approval;
use crate::issue::text::Range;
use crate::text::mongolian::keys::{from_latin, scholarly};
use crate::text::mongolian::shape::{Shape, same_shape};
use crate::text::mongolian::word::is_suffix;
use crate::text::mongolian::{SUFFIX_GAP, is_letter};

mod table;

pub use self::table::{Error, Table, from_csv, to_csv};

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

    /// The most trusted is the least.
    const fn rank(&self) -> u8 {
        match self {
            Self::Approved(_) => 0,
            Self::Office => 1,
            Self::Attested => 2,
            Self::Composed => 3,
        }
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

    /// Whether there is a Mongolian letter in its Mongolian; nothing else can be offered as such.
    pub fn is_written(&self) -> bool {
        self.mongolian.chars().any(is_letter)
    }
}

/// What is searched for among the terms.
struct Query {
    text: String,
    lower: String,
    /// What it is as a transliteration, which has capitals of its own, with its shape.
    mongolian: Vec<(String, Shape)>,
}

impl Query {
    fn new(query: &str) -> Self {
        let text = query.trim();
        let lower = text.to_lowercase();
        let mongolian = [text, &lower].map(|latin| {
            let letters = from_latin(latin);
            let shape = Shape::of(&letters);
            (letters, shape)
        });
        Self { text: text.to_owned(), lower, mongolian: mongolian.into() }
    }

    /// Whether it is part of a term's Chinese, Mongolian or transliteration, or prints like the begin
    /// of one of its Mongolian words: o and u, t and d look alike.
    fn finds(&self, term: &Term) -> bool {
        let letters = &term.mongolian;
        term.chinese.contains(&self.text)
            || scholarly(letters).contains(&self.lower)
            || self.mongolian.iter().any(|(begun, shape)| {
                letters.contains(begun)
                    || words(letters).any(|word| prints_like_begin(word, begun, shape))
            })
    }
}

/// A Mongolian text from each of its words on.
fn words(letters: &str) -> impl Iterator<Item = &str> {
    let gaps = letters.match_indices([' ', SUFFIX_GAP]);
    std::iter::once(letters).chain(gaps.filter_map(|(at, gap)| letters.get(at + gap.len()..)))
}

/// Whether `begun`, of this shape, prints like as many signs at the begin of `letters`.
fn prints_like_begin(letters: &str, begun: &str, shape: &Shape) -> bool {
    let length = begun.chars().count();
    let own: String = letters.chars().take(length).collect();
    begun.chars().any(is_letter) && own.chars().count() == length && Shape::of(&own) == *shape
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

    /// The terms that can be offered: what has no Mongolian letter is none yet.
    fn written(&self) -> impl Iterator<Item = &Term> {
        self.terms().filter(|term| term.is_written())
    }

    /// The terms that a query is part of, the office's first; a term of the program that the office
    /// has taken over comes once, as the office has it.
    pub fn search(&self, query: &str) -> Vec<&Term> {
        let query = Query::new(query);
        let programs = SEEDS.iter().filter(|term| self.own(term).is_none());
        self.office.iter().chain(programs).filter(|term| query.finds(term)).collect()
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
        for term in self.written().filter(|term| head(&term.chinese) == name) {
            if !found.iter().any(|known| known.mongolian == term.mongolian) {
                found.push(term);
            }
        }
        found.sort_by_key(|term| term.standing.rank());
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

    /// The terms whose Mongolian begins as `begun` prints, the most trusted first; of one spelling
    /// only the first. Two letters at least say what is meant.
    pub fn complete(&self, begun: &str, most: usize) -> Vec<&Term> {
        let shape = Shape::of(begun);
        let mut found: Vec<&Term> = Vec::new();
        if begun.chars().filter(|sign| is_letter(*sign)).count() < 2 {
            return found;
        }
        for term in self.written() {
            let other =
                term.mongolian != begun && prints_like_begin(&term.mongolian, begun, &shape);
            if other && !found.iter().any(|known| known.mongolian == term.mongolian) {
                found.push(term);
            }
        }
        found.sort_by_key(|term| term.standing.rank());
        found.truncate(most);
        found
    }

    /// The spelling that prints like `mongolian` but has other letters. How the office spells a
    /// word, in a term of several words as well, wins over the program's terms.
    pub fn other_spelling(&self, mongolian: &str) -> Option<Spelling<'_>> {
        let office = self.office.iter().filter(|term| term.is_written());
        let office: Vec<Spelling<'_>> = office.flat_map(Term::spellings).collect();
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

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;

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
        // By their shape: o and u, t and d are the same there.
        for query in ["huta", "huda", "ᠬᠤᠲᠠ", "ᠬᠤᠳᠠ"] {
            assert!(found(&base, query).iter().any(|own| own == "市 (城市)"), "{query}");
            assert!(!found(&base, query).iter().any(|own| own == "盟"), "{query}");
        }
        // Capitals are letters of their own.
        assert_eq!(found(&base, "ObOr").first().map(String::as_str), Some("内蒙古"));
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
        table[0].standing = Standing::Approved(Approval::new("乌云", on));
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
        assert_eq!(base.complete("ᠪ", 9), Vec::<&Term>::new());
        // Other letters that print alike, and the most trusted first.
        let base = Termbase::new(vec![own("市政", "ᠬᠣᠲᠠ ᠵᠠ", Some("乌云"))]);
        for begun in ["ᠬᠤᠲᠠ", "ᠬᠤᠲ", "ᠬᠣᠲᠠ"] {
            let found = base.complete(begun, 9);
            assert!(found.iter().all(|term| term.mongolian != begun), "{begun}");
            assert_eq!(found.first().map(|term| term.chinese.as_str()), Some("市政"), "{begun}");
        }
        assert!(base.complete("ᠬᠤᠲᠠ", 9).iter().any(|term| term.chinese == "市 (城市)"));
    }

    #[test]
    fn what_has_no_mongolian_letter_is_not_offered() {
        let mut base = Termbase::new(vec![own("公报", "gongbao", Some("乌云"))]);
        assert_eq!(base.lookup("公报"), Vec::<&Term>::new());
        assert_eq!(base.search("公报").len(), 1, "the office can mend it");
        assert_eq!(base.other_spelling("gongbao"), None);
        base.put(own("公报", "ᠪᠠ", None));
        assert_eq!(base.lookup("公报").len(), 1);
    }
}
