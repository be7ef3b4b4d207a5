//! Turns an issue into pages.

pub mod page;
