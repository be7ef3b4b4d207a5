//! gongbao 公报: assembles, proofreads and prints a Chinese city government's gazette.
//!
//! An issue of the gazette (人民政府公报) is typed blocks, not formatted text: decrees, notices,
//! appointments, a chronicle, each with its fields. This crate reads the texts that offices send,
//! keeps the issue in one file, sets its pages as the paper will be, finds what is wrong in it, and
//! writes the PDF that the print office plates. The binary `gongbao` is a thin shell around it.
//!
//! # The map
//!
//! A module uses itself and those in rows above its own; modules of one row do not use each other.
//! `tests/tidy.rs` holds the crate to it.
//!
//! | row | module | turns what into what |
//! |---|---|---|
//! | 1 | [`geom`] | lengths and places on paper, exact integers |
//! | | [`text`] | characters → classes, places to break, numerals |
//! | 2 | [`issue`] | what an editor owns: [`issue::Issue`], [`issue::place::Place`], [`issue::edit::Edit`] |
//! | 3 | [`finding`] | what layout, checker and import report in one form |
//! | | [`term`] | Chinese names ↔ Mongolian ones, with source and reader |
//! | 4 | [`font`] | bytes of fonts → faces with roles, coverage, fallback |
//! | 5 | [`shape`] | characters and a font → glyphs |
//! | 6 | [`layout`] | issue and style → [`layout::page::Page`]s |
//! | 7 | [`lint`] | issue or text → findings, by a table of rules |
//! | | [`import`] | bytes → text → typed documents |
//! | 8 | [`export`] | pages → pixels, press PDF, imposed sheets, text; and what preflight finds |
//! | 9 | [`store`] | files ↔ issues; the only module that touches a disk |
//! | 10 | [`cli`] | arguments → commands |
//! | | [`app`] | the window: pages that are written on, and what surrounds them |
//!
//! # The flow
//!
//! ```text
//! file ─store::load→ Issue ─layout::compose→ Composition { pages, info, findings }
//! text ─import→ Draft ─Edit→ Issue                │
//! keys ─app::page_editor─Edit→ Issue              ├─export::raster→ pixels on the screen
//!           Issue ─lint::check→ [Finding]         └─export::press → PDF bytes ─store::write→ file
//! ```
//!
//! # Invariants
//!
//! - **One display list.** Screen and PDF read the same final pages. Glyph ids, positions, inks and
//!   sources are in them; nothing else measures text.
//! - **Nothing changes an issue but [`issue::edit::Edit::apply`]**, which returns the inverse. Undo,
//!   the journal and the anchors of comments are that one thing.
//! - **Everything that can be typed is a [`issue::text::Text`] with a [`issue::place::Place`].**
//!   What the layout makes itself says so, and which place it repeats.
//! - **The core does not fail.** Composing and checking give a value and findings; only bytes and
//!   files give a `Result`.
//! - **The core is pure.** The same issue, style and fonts give the same pages, on every machine
//!   and with any count of threads: no files, no clock, no iteration over hash maps, no
//!   trigonometry in it. Importing the same bytes gives the same ids.
//! - **Saving never loses what was there**: temporary file, sync, rename, backups.
//!
//! Deliberately absent: global state, a search for fonts while composing, `async` in the core,
//! fonts of the system (pages must be the same on every machine), and formatting that means nothing.

pub mod app;
pub mod cli;
pub mod export;
pub mod finding;
pub mod font;
pub mod geom;
pub mod import;
pub mod issue;
pub mod layout;
pub mod lint;
pub mod shape;
pub mod store;
pub mod term;
pub mod text;
