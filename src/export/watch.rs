//! How far a long piece of work is, and whether it is still wanted.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// Watches work on pages: whoever waits for it reads how far it is and may call it off; the work
/// counts the pages that it is done with, and ends early once nobody wants it.
#[derive(Debug, Default)]
pub struct Watch {
    pages: usize,
    /// How often each page is gone over.
    rounds: usize,
    done: AtomicUsize,
    is_stopped: AtomicBool,
}

impl Watch {
    /// Watches work that goes `rounds` times over so many pages.
    pub fn new(pages: usize, rounds: usize) -> Self {
        Self { pages, rounds, ..Self::default() }
    }

    /// Calls the work off.
    pub fn stop(&self) {
        self.is_stopped.store(true, Ordering::Relaxed);
    }

    /// Whether it was called off.
    pub fn is_stopped(&self) -> bool {
        self.is_stopped.load(Ordering::Relaxed)
    }

    /// How many pages are done, of how many; none where they are not counted. A page is done when
    /// all rounds over it are.
    pub fn progress(&self) -> Option<(usize, usize)> {
        let done = self.done.load(Ordering::Relaxed).checked_div(self.rounds)?;
        Some((done.min(self.pages), self.pages))
    }

    /// Counts one round over a page; says whether to go on.
    pub(super) fn goes_on(&self) -> bool {
        let _ = self.done.fetch_add(1, Ordering::Relaxed);
        !self.is_stopped()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_done_when_all_rounds_are() {
        let watch = Watch::new(4, 3);
        let done = |steps: usize| {
            assert!((0..steps).all(|_| watch.goes_on()));
            watch.progress()
        };
        assert_eq!(done(0), Some((0, 4)));
        assert_eq!(done(5), Some((1, 4)));
        assert_eq!(done(7), Some((4, 4)));
        // Sheets with several pages are counted besides.
        assert_eq!(done(2), Some((4, 4)));
        watch.stop();
        assert!(watch.is_stopped() && !watch.goes_on());
        assert_eq!(Watch::default().progress(), None);
    }
}
