//! The window, without a screen: what is clicked and typed goes through the real controls.

#![expect(clippy::unwrap_used, reason = "a test may stop at anything unexpected")]
#![expect(clippy::disallowed_methods, reason = "files of tests need no care")]

#[path = "support/fonts.rs"]
#[expect(dead_code, reason = "other tests share these fonts")]
mod fonts;
#[path = "support/tool.rs"]
#[expect(dead_code, reason = "other tests compare pictures")]
mod tool;
#[path = "support/window.rs"]
mod window;

#[path = "gui/breaks.rs"]
mod breaks;
#[path = "gui/caret.rs"]
mod caret;
#[path = "gui/cover.rs"]
mod cover;
#[path = "gui/files.rs"]
mod files;
#[path = "gui/find.rs"]
mod find;
#[path = "gui/frame.rs"]
mod frame;
#[path = "gui/house.rs"]
mod house;
#[path = "gui/inbox.rs"]
mod inbox;
#[path = "gui/mongolian.rs"]
mod mongolian;
#[path = "gui/original.rs"]
mod original;
#[path = "gui/paste.rs"]
mod paste;
#[path = "gui/picture.rs"]
mod picture;
#[path = "gui/press.rs"]
mod press;
#[path = "gui/recovery.rs"]
mod recovery;
#[path = "gui/structure.rs"]
mod structure;
#[path = "gui/style.rs"]
mod style;
#[path = "gui/turned.rs"]
mod turned;
#[path = "gui/typing.rs"]
mod typing;
#[path = "gui/writing.rs"]
mod writing;
