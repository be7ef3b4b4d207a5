//! The window, without a screen: what is clicked and typed goes through the real controls.

#![expect(clippy::unwrap_used, reason = "a test may stop at anything unexpected")]
#![expect(clippy::disallowed_methods, reason = "files of tests need no care")]

#[path = "support/fonts.rs"]
#[expect(dead_code, reason = "other tests share these fonts")]
mod fonts;
#[path = "support/window.rs"]
mod window;

#[path = "gui/caret.rs"]
mod caret;
#[path = "gui/typing.rs"]
mod typing;
