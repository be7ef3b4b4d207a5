//! What lies over the pages while somebody writes: caret, selection, findings, and what the input
//! method is about to give.

use iced::{Color, Rectangle, Renderer};

use super::Canvas;
use crate::app::page_editor::lines::{Lean, Position};
use crate::layout::page::Direction;

/// How thick the caret is, in logical pixels.
const CARET: f32 = 1.5;

impl Canvas<'_> {
    pub(super) fn draw_marks(&self, renderer: &mut Renderer, bounds: Rectangle) {
        let seen = self.seen(bounds);
        for (place, colour) in &self.marks {
            let range = (place.range.start, place.range.end.max(place.range.start + 1));
            for (at, direction) in self.lines().boxes(place.part, range, &seen) {
                let Some(rect) = self.on_window(at, bounds) else { continue };
                if bounds.intersection(&rect).is_some() {
                    self.fill(renderer, beside(rect, direction, 2.0), *colour);
                }
            }
        }
    }

    pub(super) fn draw_selection(
        &self,
        renderer: &mut Renderer,
        bounds: Rectangle,
        shows_caret: bool,
    ) {
        let Some(selection) = self.editor.selection else { return };
        let tint = Color { a: 0.28, ..self.palette.accent };
        let seen = self.seen(bounds);
        for (part, range) in self.lines().between((selection.anchor, selection.head), &seen) {
            for (at, _) in self.lines().boxes(part, range, &seen) {
                let Some(rect) = self.on_window(at, bounds) else { continue };
                if bounds.intersection(&rect).is_some() {
                    self.fill(renderer, rect, tint);
                }
            }
        }
        if let Some(rect) = self.caret(bounds).filter(|_| self.editor.focused && shows_caret) {
            // It lies across a column and stands in a line.
            let caret = if rect.width > 0.0 {
                Rectangle { y: rect.y - CARET / 2.0, height: CARET, ..rect }
            } else {
                Rectangle { x: rect.x - CARET / 2.0, width: CARET, ..rect }
            };
            self.fill(renderer, caret, Color::from_rgb8(0x10, 0x30, 0x60));
        }
    }

    /// The caret, in the coordinates of the window.
    pub(super) fn caret(&self, bounds: Rectangle) -> Option<Rectangle> {
        let mut head = self.editor.selection?.head;
        let lean = if self.editor.preedit.is_empty() { self.editor.lean } else { Lean::Back };
        // What the input method is about to give stands before the caret.
        head.offset += u32::try_from(self.editor.preedit.chars().count()).unwrap_or(0);
        self.on_window(self.lines().caret(head, lean)?, bounds)
    }

    pub(super) fn draw_preedit(&self, renderer: &mut Renderer, bounds: Rectangle) {
        let Some(selection) = self.editor.selection else { return };
        let length = u32::try_from(self.editor.preedit.chars().count()).unwrap_or(0);
        let Position { part, offset } = selection.head;
        let range = (offset, offset + length);
        for (at, direction) in self.lines().boxes(part, range, &self.seen(bounds)) {
            if let Some(rect) = self.on_window(at, bounds) {
                self.fill(renderer, beside(rect, direction, 1.5), self.palette.accent);
            }
        }
    }
}

/// A line along characters: below a line of them, and at the left of a column, which is what lies
/// below Mongolian before it is turned.
fn beside(rect: Rectangle, direction: Direction, thick: f32) -> Rectangle {
    match direction {
        Direction::Right => Rectangle { y: rect.y + rect.height, height: thick, ..rect },
        Direction::Down => Rectangle { x: rect.x - thick, width: thick, ..rect },
    }
}
