//! Footnotes, endnotes and comments of a Word file, and the plain text of any of its elements.

use std::collections::BTreeMap;

use super::run;
use crate::import::xml::Element;

/// The notes of a file by their ids.
#[derive(Debug, Default)]
pub(super) struct Notes {
    foot: BTreeMap<String, String>,
    end: BTreeMap<String, String>,
    comments: BTreeMap<String, String>,
    /// Count of notes met so far; all are numbered in one row.
    met: u32,
}

/// What refers to a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Foot,
    End,
}

impl Notes {
    pub(super) fn read(
        foot: Option<&Element>,
        end: Option<&Element>,
        comments: Option<&Element>,
    ) -> Self {
        Self { foot: texts(foot), end: texts(end), comments: texts(comments), met: 0 }
    }

    /// The next number and the text of the note that is referred to.
    pub(super) fn next(&mut self, kind: Kind, id: &str) -> Option<(u32, String)> {
        let texts = match kind {
            Kind::Foot => &self.foot,
            Kind::End => &self.end,
        };
        let text = texts.get(id)?.clone();
        self.met += 1;
        Some((self.met, text))
    }

    pub(super) fn comment(&self, id: &str) -> Option<&str> {
        self.comments.get(id).map(String::as_str)
    }
}

/// The texts of the notes; the lines that part notes from the page are none.
fn texts(root: Option<&Element>) -> BTreeMap<String, String> {
    let notes = root.into_iter().flat_map(Element::elements);
    notes
        .filter(|note| matches!(note.attribute("w:type"), None | Some("normal")))
        .filter_map(|note| {
            let text = plain_text(note).trim().to_owned();
            Some((note.attribute("w:id")?.to_owned(), text))
        })
        .collect()
}

/// The text of an element, without what is deleted or a field's code, paragraphs parted by a gap.
pub(super) fn plain_text(element: &Element) -> String {
    let mut text = String::new();
    for inner in element.elements() {
        add_text(inner, &mut text);
    }
    text
}

fn add_text(element: &Element, text: &mut String) {
    match element.name() {
        "w:del" | "w:moveFrom" | "w:instrText" | "w:rt" | "w:pPr" | "w:rPr" => return,
        "w:t" | "m:t" => {
            text.push_str(&run::shown(element));
            return;
        }
        "w:tab" | "w:br" | "w:cr" => text.push('　'),
        "w:p" if !text.is_empty() && !text.ends_with('　') => text.push('　'),
        "mc:AlternateContent" => {
            if let Some(chosen) = super::chosen(element) {
                add_text(chosen, text);
            }
            return;
        }
        _ => {}
    }
    for inner in element.elements() {
        add_text(inner, text);
    }
}
