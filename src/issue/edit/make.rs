//! Makes edits that hang on what the issue holds: smallest differences, removals, joints.

use similar::Algorithm;
use similar::capture_diff_slices;

use super::Edit;
use super::EditError;
use super::attached;
use super::count;
use super::structure;
use super::text::one_or_group;
use crate::issue::Issue;
use crate::issue::bodies;
use crate::issue::id::{AttachedId, BlockId, DocumentId, SectionId};
use crate::issue::place::{self, Part, Place};
use crate::issue::text::{Range, Text};

impl Edit {
    /// Makes the smallest edit, by character, after which the text of `part` is `new`.
    ///
    /// Anchors and marks on characters that stay are kept. The replacements run from the end of
    /// the text to its beginning.
    ///
    /// # Errors
    ///
    /// If there is no such text.
    pub fn rewrite(issue: &Issue, part: Part, new: &str) -> Result<Self, EditError> {
        let text = place::text(issue, part).ok_or(EditError::NoText(part))?;
        Ok(difference(part, 0, &text.string, new))
    }

    /// Makes the smallest edit, by character, after which `place` holds `new`: what a fix, a
    /// replacement or a paste over a selection is stored as.
    ///
    /// # Errors
    ///
    /// If there is no such text, or the place reaches out of it.
    pub fn rewrite_place(issue: &Issue, place: Place, new: &str) -> Result<Self, EditError> {
        let Place { part, range } = place;
        let text = place::text(issue, part).ok_or(EditError::NoText(part))?;
        let length = text.len();
        if range.start > range.end || range.end > length {
            return Err(EditError::Range { start: range.start, end: range.end, length });
        }
        Ok(difference(part, range.start, text.slice(range), new))
    }

    /// Makes the edit that takes out a section with all its documents.
    ///
    /// # Errors
    ///
    /// If there is no such section.
    pub fn remove_section(issue: &Issue, section: SectionId) -> Result<Self, EditError> {
        let found = issue.section(section).ok_or(EditError::NoSection(section))?;
        Ok(Self::RemoveSection { section, documents: structure::documents_of(found) })
    }

    /// Makes the edit that takes out an attached document with all that it holds.
    ///
    /// # Errors
    ///
    /// If there is no such document or nothing of the name is attached to it.
    pub fn remove_attached(
        issue: &Issue,
        document: DocumentId,
        id: AttachedId,
    ) -> Result<Self, EditError> {
        let whole = issue.document(document).ok_or(EditError::NoDocument(document))?;
        let found = attached::find_in(&whole.attached, id).ok_or(EditError::NoAttached(id))?;
        let (inner, blocks) = attached::content(found);
        Ok(Self::RemoveAttached { document, attached: id, inner, blocks })
    }

    /// Makes the edit that joins a block with the one behind it.
    ///
    /// # Errors
    ///
    /// If there is no such block, or none behind it in its body.
    pub fn join(issue: &Issue, document: DocumentId, first: BlockId) -> Result<Self, EditError> {
        let whole = issue.document(document).ok_or(EditError::NoDocument(document))?;
        let (head, tail) = bodies(whole)
            .into_iter()
            .flat_map(|(_, blocks)| blocks.windows(2))
            .find_map(|pair| match pair {
                [head, tail] if head.id == first => Some((head, tail)),
                [..] => None,
            })
            .ok_or(EditError::NoBlock(first))?;
        Ok(Self::JoinBlocks { document, first, second: tail.id, at: head.text.len() })
    }
}

/// The replacements that make `new` of `old`, which begins at character `start` of `part`.
fn difference(part: Part, start: u32, old: &str, new: &str) -> Edit {
    let old: Vec<char> = old.chars().collect();
    let new: Vec<char> = new.chars().collect();
    let steps = capture_diff_slices(Algorithm::Myers, &old, &new);
    let mut edits: Vec<Edit> = steps
        .iter()
        .filter(|step| step.tag() != similar::DiffTag::Equal)
        .map(|step| {
            let (from, to) = (step.old_range(), step.new_range());
            Edit::ReplaceText {
                part,
                range: Range::new(start + count(from.start), start + count(from.end)),
                text: Text::new(new.get(to).unwrap_or_default().iter().collect::<String>()),
            }
        })
        .collect();
    edits.reverse();
    one_or_group(edits)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The replacements as `start-end:new`.
    fn check(old: &str, new: &str, expected: &[&str]) {
        let edits = match difference(Part::Colophon(0), 0, old, new) {
            Edit::Group(edits) => edits,
            single => vec![single],
        };
        let found: Vec<String> = edits
            .iter()
            .map(|edit| match edit {
                Edit::ReplaceText { range, text, .. } => {
                    format!("{}-{}:{}", range.start, range.end, text.string)
                }
                other => format!("{other:?}"),
            })
            .collect();
        assert_eq!(found, expected, "{old} to {new}");
    }

    #[test]
    fn only_what_differs_is_replaced() {
        check("包府发[2026]6号", "包府发〔2026〕6号", &["8-9:〕", "3-4:〔"]);
        check("武吴任市长", "武昊任市长", &["1-2:昊"]);
        check("李 杰", "李杰", &["1-2:"]);
        check("第4期", "第7—8期", &["1-2:7—8"]);
        check("不变", "不变", &[]);
        check("", "新", &["0-0:新"]);
        check("𠮷野家", "𠮷家", &["1-2:"]);
    }
}
