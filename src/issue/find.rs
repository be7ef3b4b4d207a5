//! Finds words in the texts of an issue, and replaces them.

use super::Issue;
use super::edit::Edit;
use super::place::{self, Part, Place};
use super::text::{Mark, Range, Text};

/// What is looked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    /// The characters, one line of them.
    pub words: String,
    /// Whether `A` is another character than `a`.
    pub tells_case: bool,
    /// Whether `，` and `Ａ` are other characters than `,` and `A`.
    pub tells_width: bool,
}

impl Query {
    /// The character as it is compared.
    fn fold(&self, own: char) -> char {
        let own = match own {
            _ if self.tells_width => own,
            '\u{3000}' => ' ',
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(own) - 0xfee0).unwrap_or(own),
            other => other,
        };
        if self.tells_case {
            return own;
        }
        // A letter that becomes several stays what it is: ranges count characters.
        let mut small = own.to_lowercase();
        small.next().filter(|_| small.next().is_none()).unwrap_or(own)
    }
}

/// Where the words stand, in the order of print; in the masthead nothing is looked for. Stretches do
/// not overlap.
pub fn find(issue: &Issue, query: &Query) -> Vec<Place> {
    let words: Vec<char> = query.words.chars().map(|own| query.fold(own)).collect();
    if words.is_empty() {
        return Vec::new();
    }
    let texts = place::texts(issue).into_iter();
    let texts = texts.filter(|(part, _)| !matches!(part, Part::Masthead(_)));
    let mut found = Vec::new();
    for (part, text) in texts {
        let own: Vec<char> = text.string.chars().map(|own| query.fold(own)).collect();
        let mut at = 0;
        while let Some(rest) = own.get(at..).filter(|rest| rest.len() >= words.len()) {
            if rest.starts_with(&words) {
                let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
                found.push(Place::new(part, Range::new(offset(at), offset(at + words.len()))));
                at += words.len();
            } else {
                at += 1;
            }
        }
    }
    found
}

/// How many of the places found begin before a place in a text, in the order of print.
pub fn count_before(issue: &Issue, found: &[Place], (part, offset): (Part, u32)) -> usize {
    let mut rest = found;
    for own in place::parts(issue) {
        let is_before =
            |place: &&Place| place.part == own && (own != part || place.range.start < offset);
        let passed = rest.iter().take_while(is_before).count();
        rest = rest.get(passed..).unwrap_or_default();
        if own == part {
            return found.len() - rest.len();
        }
    }
    0
}

/// Replaces one of the places found; what is marked as a whole stays so.
pub fn replacement(issue: &Issue, found: Place, by: &str) -> Option<Edit> {
    let Place { part, range } = found;
    let whole = place::text(issue, part)?;
    let mut text = Text::new(by);
    if !text.is_empty() {
        let is_at_end = |own: &Range| {
            own.start <= range.start
                && range.end <= own.end
                && (own.start == range.start || own.end == range.end)
        };
        // A mark that reaches beyond both ends covers what comes between them.
        let marks =
            whole.marks.iter().filter(|(own, mark)| *mark != Mark::LineBreak && is_at_end(own));
        let marks: Vec<Mark> = marks.map(|(_, mark)| *mark).collect();
        text.marks = marks.into_iter().map(|mark| (text.range(), mark)).collect();
        text.marks.sort_unstable();
    }
    Some(Edit::ReplaceText { part, range, text })
}

/// Replaces all places found, as one change.
pub fn replacements(issue: &Issue, found: &[Place], by: &str) -> Option<Edit> {
    let mut issue = issue.clone();
    let mut edits = Vec::new();
    // From the end, so that what comes earlier stays where it is; each sees the marks that the one
    // before it has left.
    for own in found.iter().rev() {
        let edit = replacement(&issue, *own, by)?;
        let _inverse = edit.apply(&mut issue).ok()?;
        edits.push(edit);
    }
    (!edits.is_empty()).then_some(Edit::Group(edits))
}
