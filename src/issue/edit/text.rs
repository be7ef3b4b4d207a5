//! Edits of texts: characters, marks, fields and lines that come and go, the day of a date.

use chrono::NaiveDate;

use super::Body;
use super::Edit;
use super::EditError;
use super::Setting;
use super::attached::find_mut as find_attached_mut;
use super::block::find_mut as find_block_mut;
use super::check;
use super::count;
use crate::issue::Issue;
use crate::issue::block::BlockKind;
use crate::issue::document::DocumentDate;
use crate::issue::id::DocumentId;
use crate::issue::masthead::Script;
use crate::issue::place::map::shift;
use crate::issue::place::{self, AttachedField, Field, Part};
use crate::issue::text::{Mark, Range, Text};

/// Where a text is kept, which says whether it can come and go.
enum Holder<'a> {
    /// Always there.
    Fixed(&'a mut Text),
    /// There or not.
    Optional(&'a mut Option<Text>),
    /// There or not, with the day that it means.
    Date(&'a mut Option<DocumentDate>),
    /// A line of a list.
    Line(&'a mut Vec<Text>, u32),
}

impl<'a> Holder<'a> {
    fn text(self) -> Option<&'a mut Text> {
        match self {
            Self::Fixed(text) => Some(text),
            Self::Optional(text) => text.as_mut(),
            Self::Date(date) => date.as_mut().map(|date| &mut date.as_written),
            Self::Line(lines, index) => lines.get_mut(index as usize),
        }
    }
}

/// Where `part` is kept in `issue`; its document and block are copied if a snapshot shares them.
fn holder(issue: &mut Issue, part: Part) -> Result<Holder<'_>, EditError> {
    let holder = match part {
        Part::Masthead(Script::Chinese) => Holder::Fixed(&mut issue.masthead.chinese),
        Part::Masthead(Script::Mongolian) => Holder::Fixed(&mut issue.masthead.mongolian),
        Part::MongolianLine(_) => return Err(EditError::NoText(part)),
        Part::Colophon(line) => Holder::Line(&mut issue.colophon, line),
        Part::SectionName(id) => {
            let section = issue.sections.iter_mut().find(|section| section.id == id);
            Holder::Fixed(&mut section.ok_or(EditError::NoSection(id))?.name)
        }
        Part::Field(id, field) => field_holder(issue, id, field)?,
        Part::Attached(document, id, field) => {
            let attached = find_attached_mut(issue, document, id)?;
            match field {
                AttachedField::Label => Holder::Optional(&mut attached.label),
                AttachedField::Title => Holder::Fixed(&mut attached.title),
                AttachedField::AdoptionNote => Holder::Optional(&mut attached.adoption_note),
                AttachedField::Signatory(n) => Holder::Line(&mut attached.signatories, n),
                AttachedField::Date => Holder::Date(&mut attached.date),
            }
        }
        Part::Block(document, block) => {
            Holder::Fixed(&mut find_block_mut(issue, document, block)?.text)
        }
        Part::Cell(document, block, row, column) => {
            let BlockKind::Table(table) = &mut find_block_mut(issue, document, block)?.kind else {
                return Err(EditError::NoTable(block));
            };
            let cell = table
                .rows
                .get_mut(row as usize)
                .and_then(|cells| cells.get_mut(column as usize))
                .ok_or(EditError::NoText(part))?;
            Holder::Fixed(&mut cell.text)
        }
    };
    Ok(holder)
}

fn field_holder(issue: &mut Issue, id: DocumentId, field: Field) -> Result<Holder<'_>, EditError> {
    let document = issue.document_mut(id).ok_or(EditError::NoDocument(id))?;
    Ok(match field {
        Field::Issuer => Holder::Optional(&mut document.issuer),
        Field::Number => Holder::Optional(&mut document.number),
        Field::Title => Holder::Fixed(&mut document.title),
        Field::ContentsTitle => Holder::Optional(&mut document.contents_title),
        Field::Addressee => Holder::Optional(&mut document.addressee),
        Field::Period => Holder::Optional(&mut document.period),
        Field::Signatory(n) => Holder::Line(&mut document.signatories, n),
        Field::Date => Holder::Date(&mut document.date),
        Field::Annotation => Holder::Optional(&mut document.annotation),
        Field::Registration => Holder::Optional(&mut document.registration),
        Field::Corrects => Holder::Optional(&mut document.corrects),
    })
}

/// The text of `part`, to be changed.
fn text_mut(issue: &mut Issue, part: Part) -> Result<&mut Text, EditError> {
    holder(issue, part)?.text().ok_or(EditError::NoText(part))
}

/// Replaces the characters of `range`.
pub(super) fn replace(
    issue: &mut Issue,
    part: Part,
    range: Range,
    text: &Text,
) -> Result<Edit, EditError> {
    check::text(text)?;
    let length = place::text(issue, part).ok_or(EditError::NoText(part))?.len();
    check_range(range, length)?;
    let target = text_mut(issue, part)?;
    let bytes = target.byte_at(range.start)..target.byte_at(range.end);
    let removed = Text {
        string: target.slice(range).to_owned(),
        marks: target
            .marks
            .iter()
            .filter(|(marked, _)| shift(*marked, range, text.len()).is_none())
            .map(|(marked, mark)| (moved_back(*marked, range.start), *mark))
            .collect(),
    };
    let before = std::mem::take(&mut target.marks);
    target.string.replace_range(bytes, &text.string);
    target.marks = splice(&before, range, text);

    let inserted = Range::new(range.start, range.start + text.len());
    // A mark that was clipped, or grew over an edge, does not come back by itself.
    let restored = splice(&target.marks, inserted, &removed);
    let mut inverse = vec![Edit::ReplaceText { part, range: inserted, text: removed }];
    if restored != before {
        inverse.push(Edit::SetMarks { part, marks: before });
    }
    // The reader approved the Mongolian as the name of this Chinese one.
    if matches!(part, Part::Masthead(Script::Chinese | Script::Mongolian))
        && let Some(approval) = issue.masthead.approval.take()
    {
        inverse.push(Edit::Set(Setting::Approval(Some(approval))));
    }
    Ok(one_or_group(inverse))
}

/// The marks of a text with `marks` whose `range` became `text`.
fn splice(marks: &[(Range, Mark)], range: Range, text: &Text) -> Vec<(Range, Mark)> {
    let kept = marks
        .iter()
        .filter_map(|(marked, mark)| shift(*marked, range, text.len()).map(|found| (found, *mark)));
    let added = text.marks.iter().map(|(marked, mark)| (moved(*marked, range.start), *mark));
    ordered(kept.chain(added).collect())
}

/// Marks in the order that a text keeps them in, each once.
pub(super) fn ordered(mut marks: Vec<(Range, Mark)>) -> Vec<(Range, Mark)> {
    marks.sort_unstable();
    marks.dedup();
    marks
}

/// `range` as it stands in a text with `by` more characters before it.
pub(super) const fn moved(range: Range, by: u32) -> Range {
    Range::new(range.start + by, range.end + by)
}

/// `range` as it stands in a text that begins `by` characters later.
pub(super) const fn moved_back(range: Range, by: u32) -> Range {
    Range::new(range.start.saturating_sub(by), range.end.saturating_sub(by))
}

/// One edit as it is, several as a group.
pub(super) fn one_or_group(mut edits: Vec<Edit>) -> Edit {
    match edits.pop() {
        Some(edit) if edits.is_empty() => edit,
        Some(edit) => {
            edits.push(edit);
            Edit::Group(edits)
        }
        None => Edit::Group(edits),
    }
}

/// Checks that `range` lies within a text of `length` characters.
fn check_range(range: Range, length: u32) -> Result<(), EditError> {
    if range.start <= range.end && range.end <= length {
        Ok(())
    } else {
        Err(EditError::Range { start: range.start, end: range.end, length })
    }
}

/// Gives a text other marks.
pub(super) fn set_marks(
    issue: &mut Issue,
    part: Part,
    marks: &[(Range, Mark)],
) -> Result<Edit, EditError> {
    check::marks(place::text(issue, part).ok_or(EditError::NoText(part))?, marks)?;
    let text = text_mut(issue, part)?;
    let before = std::mem::replace(&mut text.marks, marks.to_vec());
    Ok(Edit::SetMarks { part, marks: before })
}

/// Brings an absent field, or a line of a list, into being.
pub(super) fn insert(issue: &mut Issue, part: Part, text: &Text) -> Result<Edit, EditError> {
    check::text(text)?;
    match holder(issue, part)? {
        Holder::Fixed(_) | Holder::Optional(Some(_)) | Holder::Date(Some(_)) => {
            return Err(EditError::Present(part));
        }
        Holder::Optional(field @ None) => *field = Some(text.clone()),
        Holder::Date(date @ None) => {
            *date = Some(DocumentDate { as_written: text.clone(), value: None });
        }
        Holder::Line(lines, index) => {
            let index = super::slot(index, lines.len())?;
            lines.insert(index, text.clone());
        }
    }
    Ok(Edit::RemoveText { part })
}

/// Takes an optional field, or a line of a list, away.
pub(super) fn remove(issue: &mut Issue, part: Part) -> Result<Edit, EditError> {
    let text = match holder(issue, part)? {
        Holder::Fixed(_) => return Err(EditError::Required(part)),
        Holder::Optional(field) => field.take().ok_or(EditError::NoText(part))?,
        Holder::Date(date) => {
            let date = date.take().ok_or(EditError::NoText(part))?;
            let Some(body) = date_owner(part).filter(|_| date.value.is_some()) else {
                return Ok(Edit::InsertText { part, text: date.as_written });
            };
            return Ok(Edit::Group(vec![
                Edit::InsertText { part, text: date.as_written },
                Edit::SetDate { body, value: date.value },
            ]));
        }
        Holder::Line(lines, index) => {
            if index as usize >= lines.len() {
                return Err(EditError::Index { index, length: count(lines.len()) });
            }
            lines.remove(index as usize)
        }
    };
    Ok(Edit::InsertText { part, text })
}

/// Whose date `part` is.
const fn date_owner(part: Part) -> Option<Body> {
    match part {
        Part::Field(document, Field::Date) => Some(Body::of(document)),
        Part::Attached(document, attached, AttachedField::Date) => {
            Some(Body::attached(document, attached))
        }
        Part::Masthead(_)
        | Part::MongolianLine(_)
        | Part::Colophon(_)
        | Part::SectionName(_)
        | Part::Field(..)
        | Part::Attached(..)
        | Part::Block(..)
        | Part::Cell(..) => None,
    }
}

/// Sets the day that a written date means.
pub(super) fn set_date(
    issue: &mut Issue,
    body: Body,
    value: Option<NaiveDate>,
) -> Result<Edit, EditError> {
    let part = match body.attached {
        None => Part::Field(body.document, Field::Date),
        Some(attached) => Part::Attached(body.document, attached, AttachedField::Date),
    };
    match holder(issue, part)? {
        Holder::Date(Some(date)) => {
            Ok(Edit::SetDate { body, value: std::mem::replace(&mut date.value, value) })
        }
        Holder::Date(None) | Holder::Fixed(_) | Holder::Optional(_) | Holder::Line(..) => {
            Err(EditError::NoText(part))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::issue::cover::CoverChoice;
    use crate::issue::id::IssueId;
    use crate::issue::masthead::{Approval, Masthead};
    use crate::issue::{IssueNumber, StyleChoice};

    fn issue(colophon: Text) -> Issue {
        let number = IssueNumber {
            year: 2026,
            first: 4,
            last: None,
            total: None,
            periodicity: String::new(),
            folio: None,
        };
        Issue {
            id: IssueId::new(1),
            masthead: Masthead::default(),
            number,
            published: None,
            sections: Vec::new(),
            colophon: vec![colophon],
            style: StyleChoice { name: "baotou".to_owned(), source: None },
            cover: CoverChoice::default(),
        }
    }

    /// Replaces a range in 一二三四五六 with the mark 楷 over `marked`.
    fn check(marked: (u32, u32), range: (u32, u32), new: &str, expected: Option<(u32, u32)>) {
        let marks = vec![(Range::new(marked.0, marked.1), Mark::Kai)];
        let mut issue = issue(Text { string: "一二三四五六".to_owned(), marks });
        let before = issue.clone();
        let part = Part::Colophon(0);
        let range = Range::new(range.0, range.1);
        let inverse = replace(&mut issue, part, range, &new.into()).unwrap();
        let found = issue.colophon[0].marks.first().map(|(range, _)| (range.start, range.end));
        assert_eq!(found, expected, "{marked:?} after {range:?} became {new}");
        let _redo = inverse.apply(&mut issue).unwrap();
        assert_eq!(issue, before);
    }

    #[test]
    fn marks_follow_their_characters() {
        check((2, 4), (0, 0), "新", Some((3, 5)));
        check((2, 4), (3, 3), "新", Some((2, 5)));
        check((2, 4), (4, 4), "新", Some((2, 4)));
        check((2, 4), (3, 6), "", Some((2, 3)));
        check((2, 4), (0, 3), "新", Some((1, 2)));
        check((2, 4), (2, 4), "新", Some((2, 3)));
        check((2, 4), (2, 4), "", None);
        check((2, 4), (1, 5), "新", None);
    }

    #[test]
    fn a_changed_name_is_not_approved_any_more() {
        for script in [Script::Chinese, Script::Mongolian] {
            let mut issue = issue(Text::default());
            let on = NaiveDate::from_ymd_opt(2026, 4, 8).unwrap();
            issue.masthead.approval = Some(Approval::new("乌云", on));
            let before = issue.clone();
            let part = Part::Masthead(script);
            let inverse = replace(&mut issue, part, Range::new(0, 0), &"ᠮ".into()).unwrap();
            assert_eq!(issue.masthead.approval, None);
            let _redo = inverse.apply(&mut issue).unwrap();
            assert_eq!(issue, before);
        }
    }

    #[test]
    fn a_range_out_of_the_text_is_refused() {
        let mut issue = issue("一二".into());
        let mut refused = |start, end| {
            let range = Range::new(start, end);
            replace(&mut issue, Part::Colophon(0), range, &Text::default()).unwrap_err()
        };
        assert_eq!(refused(1, 3), EditError::Range { start: 1, end: 3, length: 2 });
        assert_eq!(refused(2, 1), EditError::Range { start: 2, end: 1, length: 2 });
    }
}
