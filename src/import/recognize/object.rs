//! What a file gives as a thing of its own, not as lines: rows of tables, notes, pictures.

use super::form::Form;
use super::line::Line;
use super::line::Markup;
use super::mark::BlockRole;
use super::mark::Role;
use super::mark::Style;
use super::walk::Stage;
use super::walk::Walk;
use crate::issue::block::BlockKind;
use crate::issue::text::{Mark, Range, Text};

impl Walk<'_> {
    /// A row of a table, a note or a line of contents: none begins or ends a part of its document.
    pub(super) fn object(&mut self, at: usize) -> Option<usize> {
        let role = match self.page.lines.get(at)?.markup {
            // A table that describes a document is none of its own.
            Markup::Row(_) if self.page.form(at) == Form::Noise => return None,
            Markup::Row(_) => BlockRole::Row,
            Markup::Note => BlockRole::Note,
            Markup::Contents => {
                self.drop_line(at, Style::Contents, "目录：由版面重新生成", 0.9);
                return Some(1);
            }
            Markup::Plain | Markup::Heading(_) | Markup::Hidden => return None,
        };
        if self.known.document.is_none() {
            if !self.headless {
                self.drop_line(at, Style::Noise, "文件之外的文字", 0.6);
                return Some(1);
            }
            self.begin(String::new());
        }
        match self.stage {
            // A note to a title does not end the head.
            Stage::Head | Stage::Label if role == BlockRole::Note => {}
            Stage::Outside | Stage::Head | Stage::Label => self.stage = Stage::Body,
            Stage::Tail if role == BlockRole::Row => self.stage = Stage::Body,
            Stage::Body | Stage::Tail => {}
        }
        self.set(at, Role::Block(role), role.style(), 0.97);
        if role == BlockRole::Row {
            self.known.last = Some((at, role));
        }
        Some(1)
    }
}

/// The lines of one block as a text, glued as `glue` glues strings, with their marks.
pub(super) fn glue_marked(lines: &[&Line], glue: fn(&[&str]) -> String) -> Text {
    let (mut text, mut known) = (Text::default(), Vec::new());
    for line in lines {
        known.push(line.text.as_str());
        text.string = glue(&known);
        let length = u32::try_from(line.text.chars().count()).unwrap_or(u32::MAX);
        let start = text.len().saturating_sub(length);
        let moved = |&(range, mark): &(Range, Mark)| {
            (Range::new(range.start + start, range.end + start), mark)
        };
        text.marks.extend(line.marks.iter().map(moved));
    }
    text
}

/// The text without its first `count` characters.
pub(super) fn without_lead(text: &Text, count: u32) -> Text {
    text.part(Range::new(count, text.len().max(count)))
}

/// Takes away the marks that only show what the block's kind says already: the bold or 楷体 of a
/// heading, of an article's number, of an entry's day.
pub(super) fn unformat(kind: &BlockKind, text: &mut Text) {
    match kind {
        BlockKind::Heading { .. }
        | BlockKind::Article
        | BlockKind::Chapter
        | BlockKind::AttachmentNote
        | BlockKind::ChronicleEntry { .. } => text
            .marks
            .retain(|&(range, mark)| range.start > 0 || !matches!(mark, Mark::Bold | Mark::Kai)),
        BlockKind::Paragraph
        | BlockKind::Item
        | BlockKind::Appointment
        | BlockKind::Table(_)
        | BlockKind::Picture { .. }
        | BlockKind::Note
        | BlockKind::Break => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::source::{Align, Source};
    use crate::issue::id::Ids;

    #[test]
    fn a_note_to_the_title_does_not_end_the_head() {
        let mut source = Source::default();
        for (text, markup) in [
            ("甲市人民政府关于乙的通知", Markup::Plain),
            ("1　本通知原载于某报。", Markup::Note),
            ("甲府发〔2026〕9号", Markup::Plain),
            ("各区人民政府：", Markup::Plain),
            ("好。", Markup::Plain),
        ] {
            source.push(&Text::new(text), markup, Align::Start);
        }
        let draft = crate::import::recognize(&source, &mut Ids::new(1));
        let documents: Vec<_> = draft.documents().map(|(_, document)| document).collect();
        let [document] = documents.as_slice() else { panic!("{documents:?}") };
        assert_eq!(document.number.as_ref().unwrap().string, "甲府发〔2026〕9号");
        assert_eq!(document.addressee.as_ref().unwrap().string, "各区人民政府：");
        let kinds: Vec<_> = document.body.iter().map(|block| &block.kind).collect();
        assert_eq!(kinds, [&BlockKind::Note, &BlockKind::Paragraph]);
    }

    #[test]
    fn marks_move_with_their_words() {
        let mut first = Line::new("甲乙", Range::new(0, 2), 0, Markup::Plain);
        first.marks = vec![(Range::new(1, 2), Mark::Bold)];
        let mut second = Line::new("丙", Range::new(3, 4), 0, Markup::Plain);
        second.marks = vec![(Range::new(0, 1), Mark::Kai)];
        let text = glue_marked(&[&first, &second], |parts| parts.concat());
        assert_eq!(text.string, "甲乙丙");
        assert_eq!(text.marks, [(Range::new(1, 2), Mark::Bold), (Range::new(2, 3), Mark::Kai)]);
        let rest = without_lead(&text, 2);
        assert_eq!((rest.string.as_str(), rest.marks.len()), ("丙", 1));
    }
}
