//! Numbered paragraphs of one series: all that are sentences are headings, or none is.

use super::body;
use super::body::Lead;
use super::form;
use super::line::Line;
use super::mark::BlockRole;
use super::mark::Mark;
use super::mark::Role;
use super::pin::Pins;

/// A numbered paragraph that was taken for a heading.
struct Numbered {
    /// The body that it stands in, counted from the first.
    body: usize,
    /// Level of its number, 1 to 4.
    level: u8,
    lead: Lead,
    /// It ends as a sentence does.
    closed: bool,
    /// Its lines.
    lines: std::ops::Range<usize>,
}

/// Makes text of the numbered paragraphs that are whole sentences too long for a heading, and of
/// the sentences of the same level in the same body, so that one series looks alike. What an editor
/// says of a line stands.
pub(super) fn settle(lines: &[Line], marks: &mut [Mark], pins: &Pins) {
    let found = numbered(lines, marks, pins);
    let mut long: Vec<(usize, u8)> = found
        .iter()
        .filter(|one| one.lead == Lead::Text)
        .map(|one| (one.body, one.level))
        .collect();
    long.dedup();
    for one in found {
        let sister = one.lead == Lead::Heading && one.closed;
        let text = one.lead == Lead::Text || sister && long.contains(&(one.body, one.level));
        for mark in marks.get_mut(one.lines).unwrap_or_default().iter_mut().filter(|_| text) {
            mark.role = Role::Block(BlockRole::Paragraph);
        }
    }
}

fn numbered(lines: &[Line], marks: &[Mark], pins: &Pins) -> Vec<Numbered> {
    let mut found = Vec::new();
    let (mut body, mut document) = (0, None);
    for (at, mark) in marks.iter().enumerate() {
        let begins = matches!(mark.role, Role::Title | Role::Label(_) | Role::AttachedTitle(_));
        if mark.document.is_some() && mark.document != document || begins {
            document = mark.document.or(document);
            body += 1;
        }
        let Role::Block(BlockRole::Heading(level)) = mark.role else { continue };
        let own = |line: &usize| {
            let joins = |mark: &Mark| mark.joins && mark.document == document;
            marks.get(*line).is_some_and(joins)
        };
        let end = (at + 1..marks.len()).take_while(own).last().map_or(at + 1, |last| last + 1);
        if own(&at) || (at..end).any(|line| pins.get(line).is_some()) {
            continue;
        }
        let text: String =
            lines.get(at..end).unwrap_or_default().iter().map(|line| line.text.as_str()).collect();
        found.push(Numbered {
            body,
            level,
            lead: body::lead(&text),
            closed: form::ends_sentence(&text) || text.ends_with(['；', ';']),
            lines: at..end,
        });
    }
    found
}
