//! Turns an issue into pages.

pub mod flow;
pub mod justify;
pub mod linebreak;
pub mod page;
pub mod paragraph;
pub mod prepare;
pub mod style;
pub mod title;
pub mod vertical;
