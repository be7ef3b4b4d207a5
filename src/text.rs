//! What is known of characters and words, apart from fonts and pages.

pub mod breaks;
pub mod class;
