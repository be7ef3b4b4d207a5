//! Turns an issue into pages.

pub mod justify;
pub mod linebreak;
pub mod page;
pub mod prepare;
pub mod style;
