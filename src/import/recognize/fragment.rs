//! A piece of text that is put into a document: its lines → blocks of the kinds that they read as.
//!
//! Nothing is left out: what would be a field of a document, or no part of one, is a paragraph.

use std::sync::Arc;

use super::Mark;
use super::Role;
use super::Style;
use super::build;
use super::front::Front;
use super::head::Page;
use super::line;
use super::line::Markup;
use super::mark::BlockRole;
use super::pin::Pins;
use super::run_on;
use super::walk;
use crate::import::source::Source;
use crate::issue::block::Block;
use crate::issue::document::Document;
use crate::issue::id::Ids;
use crate::text::squeeze;

/// The blocks that a source makes within a document; `year` is the year of days without one.
pub(in crate::import) fn fragment(
    source: &Source,
    within: &Document,
    year: i32,
    ids: &mut Ids,
) -> Vec<Arc<Block>> {
    let lines = run_on::split(line::lines(&source.paragraphs));
    let page = Page::new(&lines);
    let front = Front { year: Some(year), back: lines.len(), ..Front::default() };
    let title = squeeze(&within.title.string);
    let marks = walk::inside(&page, &front, &Pins::new(&lines, &[]), title.clone());
    let marks: Vec<Mark> = lines.iter().zip(marks).map(|(line, mark)| block(line, mark)).collect();
    let built = build::build(source, &lines, &marks, &[title], &front, ids);
    built.documents.into_iter().flat_map(|document| document.body).collect()
}

/// The same mark for a line that can be a block only.
fn block(line: &line::Line, mark: Mark) -> Mark {
    let role = match mark.role {
        Role::Block(role) => Role::Block(role),
        Role::Dropped(why) if line.markup == Markup::Hidden => Role::Dropped(why),
        Role::Dropped(_) => return paragraph(Mark { joins: false, ..mark }),
        Role::Masthead
        | Role::Colophon
        | Role::Title
        | Role::Number
        | Role::Period
        | Role::AdoptionNote
        | Role::Addressee
        | Role::AttachedTitle(_)
        | Role::Label(_)
        | Role::Signature
        | Role::Date
        | Role::Annotation => return paragraph(mark),
    };
    Mark { role, document: Some(0), ..mark }
}

const fn paragraph(mark: Mark) -> Mark {
    let role = Role::Block(BlockRole::Paragraph);
    Mark { role, style: Style::Body, document: Some(0), ..mark }
}
