//! What stands around and over the pages.

pub mod cover;
pub mod dialog;
pub mod find;
pub mod findings;
pub(crate) mod inbox;
pub mod inspector;
pub mod mongolian;
pub mod original;
pub mod outline;
pub mod palette;
pub mod press;
pub mod start;
pub mod style;
pub mod terms;
