//! Faults of a written file being gathered, and where on its paper they are.

use super::Fault;
use crate::export::imposition::Side;
use crate::finding::Severity;
use crate::geom::{Pt, Rect};

/// Faults being gathered.
#[derive(Debug, Default)]
pub(super) struct Faults {
    pub(super) all: Vec<Fault>,
}

impl Faults {
    /// An error of the whole file.
    pub(super) fn file(&mut self, rule: &'static str, message: String) {
        self.all.push(Fault::new(rule, Severity::Error, None, None, message));
    }
}

/// A page of the file, or a form that is one: where it is on the paper.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sheet<'a> {
    /// Physical number; none for a side of a sheet with several pages.
    pub(super) page: Option<u32>,
    /// The side of the sheet, where pages were put together.
    pub(super) side: Option<&'a Side>,
    pub(super) trim: [f64; 4],
    pub(super) bleed: [f64; 4],
}

impl Sheet<'_> {
    /// Bounds in the file, from the upper left corner of the trim.
    pub(super) fn rect(&self, [left, bottom, right, top]: [f64; 4]) -> Option<Rect> {
        let size = [right - left, top - bottom];
        size.iter().all(|length| length.is_finite()).then(|| {
            let [x, y] = [left - self.trim[0], self.trim[3] - top].map(Pt::from_f64);
            Rect::new(x, y, Pt::from_f64(size[0]), Pt::from_f64(size[1]))
        })
    }

    /// Something that is wrong here.
    pub(super) fn fault(
        &self,
        rule: &'static str,
        severity: Severity,
        rect: Option<Rect>,
        message: impl Into<String>,
    ) -> Fault {
        Fault::new(rule, severity, self.page, rect, message).on(self.side)
    }
}
