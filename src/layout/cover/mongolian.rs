//! Lines about the issue in Mongolian (刊期行、日期行): what a reader has written, with the digits of
//! the issue, in columns.

use chrono::Datelike;

use crate::font::FontBook;
use crate::geom::{Pt, Size};
use crate::issue::Issue;
use crate::issue::cover::Ink;
use crate::issue::masthead::MongolianLine;
use crate::issue::place::{Part, Place};
use crate::issue::text::Text;
use crate::layout::page::{Frame, Generated, Source};
use crate::layout::vertical::{Letters, mongolian_lines, mongolian_size};
use crate::text::mongolian::template::{Values, fill};

/// The largest em of the lines, in hundredths of that of the Chinese that tells the number.
pub(super) const LARGEST: i64 = 115;

/// What a line says of the issue in Mongolian; none where there is no such line, or where the issue
/// does not know what it says.
pub fn mongolian_text(issue: &Issue, says: MongolianLine) -> Option<String> {
    let template = issue.masthead.lines.get(&says)?;
    fill(&template.text, &values(issue, says), issue.masthead.digits).ok()?
}

/// What an issue puts into a Mongolian line.
pub fn values(issue: &Issue, says: MongolianLine) -> Values {
    let number = &issue.number;
    let day = issue.published;
    let published = day.filter(|_| says == MongolianLine::Published).map(|day| day.year());
    let last = number.last.unwrap_or(number.first);
    Values {
        year: published.unwrap_or(number.year),
        number: (number.first > 0).then(|| (number.label(), last)),
        total: number.total,
        day: day.map(|day| (day.month(), day.day())),
    }
}

/// Whether a reader has found a line right.
pub(super) fn is_approved(issue: &Issue, says: MongolianLine) -> bool {
    issue.masthead.lines.get(&says).is_some_and(|own| own.approval.is_some())
}

/// All of a line, as it was written.
pub(super) fn place(issue: &Issue, says: MongolianLine) -> Place {
    let text = issue.masthead.lines.get(&says).map_or("", |own| own.text.as_str());
    Place::new(Part::MongolianLine(says), Text::new(text).range())
}

fn letters<'a>(
    issue: &Issue,
    says: MongolianLine,
    ink: Ink,
    book: &'a FontBook,
) -> Option<impl Fn(Pt) -> Letters<'a> + use<'a>> {
    let source = Source::Generated(Generated::IssueLine, Some(place(issue, says)));
    let face = book.mongolian()?;
    Some(move |size| Letters { source, size, ink, book, face, gap: Pt::ZERO })
}

/// The em of all lines of a side, `most` at most: the largest at which each stands within its room.
/// Lines of two sizes beside each other would look like a mistake.
pub(super) fn size(
    issue: &Issue,
    rooms: &[(MongolianLine, Size)],
    most: Pt,
    book: &FontBook,
) -> Pt {
    let of_line = |(says, room): &(MongolianLine, Size)| {
        let text = Text::new(mongolian_text(issue, *says)?);
        mongolian_size(&text, *room, most, letters(issue, *says, Ink::Text, book)?)
    };
    rooms.iter().filter_map(of_line).min().unwrap_or(most)
}

/// A line in columns of a height, its em and ink; none where the issue has no such line, or where
/// no font shapes it.
pub(super) fn set(
    issue: &Issue,
    says: MongolianLine,
    (size, height, ink): (Pt, Pt, Ink),
    book: &FontBook,
) -> Option<Frame> {
    let text = Text::new(mongolian_text(issue, says)?);
    mongolian_lines(&text, height, letters(issue, says, ink, book)?(size))
}
