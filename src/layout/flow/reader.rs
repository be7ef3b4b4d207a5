//! Where a flow stands in its pieces, and the rows that come next.

use std::sync::Arc;

use crate::layout::piece::Piece;

use super::{Element, LineOf, Row, Variant, fit};

/// A place in the pieces of a flow, in their order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Position {
    /// Index of the piece.
    pub(super) piece: usize,
    /// Index of the element in it; the first line of a paragraph that may have other lines.
    pub(super) element: usize,
    /// So many lines of that paragraph stand before the place.
    pub(super) line: u32,
    /// How many lines the paragraph has, if some stand before the place; else 0.
    pub(super) count: u32,
}

/// Reads the elements of pieces.
pub(super) struct Reader<'a> {
    pieces: &'a [Arc<Piece>],
    variant: &'a Variant<'a>,
    /// The next element.
    pub(super) at: Position,
    /// So many pieces from the first one on were looked at for this page; the end counts as one.
    pub(super) seen: usize,
}

/// The next rows of a band.
pub(super) struct Window {
    pub(super) rows: Vec<Row>,
    /// Whether the band ends with them.
    pub(super) ends: bool,
    /// What comes behind them.
    pub(super) behind: Position,
    /// Where they begin: the first line of its paragraph.
    start: Position,
}

impl<'a> Reader<'a> {
    pub(super) fn new(pieces: &'a [Arc<Piece>], at: Position, variant: &'a Variant<'a>) -> Self {
        Self { pieces, variant, at, seen: 0 }
    }

    /// Goes on at `to`, on another page.
    pub(super) fn turn(&mut self, to: Position) {
        self.at = self.settled(to);
        self.seen = 0;
    }

    /// The element at a place; none at the end.
    pub(super) fn element(&mut self, at: Position) -> Option<&'a Element> {
        let at = self.settled(at);
        self.seen = self.seen.max(at.piece + 1);
        self.pieces.get(at.piece)?.elements.get(at.element)
    }

    /// The place behind an element.
    pub(super) fn next(&self, at: Position) -> Position {
        self.behind(at, 1)
    }

    /// The place `count` elements behind the element at `at`.
    fn behind(&self, at: Position, count: usize) -> Position {
        let element = at.element + count;
        self.settled(Position { element, line: 0, count: 0, ..at })
    }

    /// The same place, named by the piece that its element is in.
    fn settled(&self, mut at: Position) -> Position {
        while let Some(piece) = self.pieces.get(at.piece) {
            let Some(more) = at.element.checked_sub(piece.elements.len()) else { break };
            at.piece += 1;
            at.element = more;
        }
        at
    }

    /// The rows from here on: all up to the end of the band, or `most` of them.
    pub(super) fn window(&mut self, most: u32) -> Window {
        let mut rows: Vec<Row> = Vec::new();
        let start = self.at;
        let mut at = start;
        let mut ends = false;
        if start.line > 0 {
            at = self.rest_of_paragraph(&mut rows);
        }
        let wide = matches!(self.element(start), Some(Element::Wide(_)));
        while rows.len() < most as usize {
            let row = match self.element(at) {
                Some(Element::Row(row)) if !wide => row,
                Some(Element::Wide(row)) if wide => row,
                Some(Element::Row(_) | Element::Wide(_) | Element::Across { .. })
                | Some(Element::PageBreak)
                | None => {
                    ends = true;
                    break;
                }
            };
            rows.push(row.clone());
            at = self.next(at);
        }
        // Empty rows at the end of a band vanish.
        while ends && rows.last().is_some_and(|row| row.frame.is_none()) {
            let _ = rows.pop();
        }
        Window { rows, ends, behind: at, start }
    }

    /// The lines of a paragraph that began on the page before; gives the place behind it.
    fn rest_of_paragraph(&mut self, rows: &mut Vec<Row>) -> Position {
        let start = Position { line: 0, count: 0, ..self.at };
        let mut own: Vec<Row> = Vec::new();
        let mut at = start;
        let mut paragraph = None;
        while let Some(Element::Row(row) | Element::Wide(row)) = self.element(at) {
            let Some(LineOf { paragraph: of, line, .. }) = row.line() else { break };
            if *line as usize != own.len() {
                break;
            }
            paragraph = Some(of);
            own.push(row.clone());
            at = self.next(at);
        }
        let skip = self.at.line as usize;
        match paragraph {
            Some(paragraph) if self.at.count as usize != own.len() => {
                let lines = (self.variant)(paragraph, self.at.count);
                let lines = lines.unwrap_or_else(|| paragraph.lines.clone());
                rows.extend(fit::reset(&own, paragraph, &lines).into_iter().skip(skip));
            }
            Some(_) | None => rows.extend(own.into_iter().skip(skip)),
        }
        at
    }
}

impl Window {
    /// The place of the row at `index`, some of the rows before it being set with other counts of
    /// lines.
    pub(super) fn position(&self, index: usize, reader: &Reader<'_>) -> Position {
        let mut elements = 0;
        for row in self.rows.iter().take(index) {
            elements += match row.line() {
                None => 1,
                // A paragraph counts with its last line.
                Some(of) if of.line + 1 == of.count => of.paragraph.count() as usize,
                Some(_) => 0,
            };
        }
        let at = Position { line: 0, count: 0, ..self.start };
        let at = reader.behind(at, elements);
        match self.rows.get(index).and_then(Row::line) {
            Some(of) if of.line > 0 => Position { line: of.line, count: of.count, ..at },
            Some(_) | None => at,
        }
    }
}
