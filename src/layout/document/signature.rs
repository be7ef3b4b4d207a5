//! Signature and date (GB/T 9704-2012, 7.3.5).

use super::Builder;
use crate::geom::Pt;
use crate::issue::document::DocumentDate;
use crate::issue::place::Part;
use crate::issue::text::Text;
use crate::layout::flow::{Element, Of};
use crate::layout::page::Source;
use crate::layout::paragraph::{Form, Paragraph};
use crate::layout::prepare::natural_width;
use crate::layout::style::{Rules, TextStyle};

/// Who signs a document.
#[derive(Clone, Copy)]
pub(super) enum Signer {
    /// One organ or several.
    Organ,
    /// The head of the organ, by name, as under an order (令).
    Person,
}

impl Builder<'_, '_> {
    /// Signature and date below an empty line (7.3.5.2): the organ ends 2 em from the right edge and
    /// the date begins 2 em behind the organ's first character; if the date is the longer one, it
    /// ends 2 em from the right edge. A date alone ends where the style says, and so do name and
    /// date of a person, with an empty line between them (7.3.5.3). All of it stays with the text
    /// that it signs.
    pub(super) fn signature(
        &mut self,
        signer: Signer,
        signatories: Vec<(Part, &Text)>,
        date: Option<&DocumentDate>,
        date_part: Part,
    ) {
        let style = &self.style.signature;
        if signatories.is_empty() && date.is_none() {
            return;
        }
        let line = TextStyle { before: 0, keep_next: 1, ..style.clone() };
        self.hold(1);
        let first = self.elements.len();
        self.empty(style.before);
        let date = date.map(|date| &date.as_written);
        let em = style.size;
        let alone = (em / 2) * i64::from(style.right_indent);
        let column = self.column();
        let natural = |text: &Text| self.natural(text, &self.style.rules).min(column);
        let organ = signatories.iter().map(|(_, text)| natural(text)).max();
        let date_width =
            date.map_or(Pt::ZERO, |date| self.natural(date, &self.style.rules.tight()));
        let (organ_right, date_right) = match (organ, signer) {
            (None, _) | (Some(_), Signer::Person) => (alone, alone),
            (Some(organ), _) if date_width <= organ => (em * 2, (organ - date_width).max(Pt::ZERO)),
            (Some(organ), _) => (em * 2 + (date_width + em * 2 - organ).max(Pt::ZERO), em * 2),
        };
        for (part, text) in signatories {
            let form = match signer {
                Signer::Organ => Form::Entitled,
                Signer::Person => Form::Signer,
            };
            self.aligned(text, part, &line, organ_right, form);
            if matches!(signer, Signer::Person) {
                self.empty(1);
            }
        }
        if let Some(date) = date {
            self.aligned(date, date_part, &line, date_right, Form::Date);
        }
        self.state.keep = 0;
        for element in self.elements.iter_mut().skip(first).take(style.before as usize) {
            if let Element::Row(row) | Element::Wide(row) = element {
                row.of = Some(Of::Signature);
            }
        }
    }

    /// The width of a text on one line.
    fn natural(&self, text: &Text, rules: &Rules) -> Pt {
        natural_width(text, &self.style.signature, rules, self.setter.book())
    }

    fn aligned(&mut self, text: &Text, part: Part, style: &TextStyle, right: Pt, form: Form) {
        let (width, grid) = (self.column(), self.style.page.grid);
        let mut paragraph = Paragraph::new(text, Source::Text(part), style, width, grid);
        // A name that is too long for its place stands nearer to the edge before it turns over, and
        // then in lines of about one length.
        let room = width - self.natural(text, &self.style.rules);
        let turns = room < Pt::ZERO;
        paragraph.right_indent = if turns { right } else { right.min(room) }.min(width / 2);
        paragraph.form = if turns { Form::Title } else { form };
        self.hold(1);
        self.add_rows(paragraph, style);
    }
}
