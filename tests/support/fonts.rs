//! The fonts of the source tree; tests read no others.

use std::sync::{Arc, LazyLock};

use gongbao::font::{FontBook, FontFile};

/// The font files, but those called `without`.
pub(crate) fn files(without: &[&str]) -> Vec<FontFile> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/fonts");
    let mut names: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with("tf") && !without.contains(&name.as_str()))
        .collect();
    names.sort();
    let read = |name: String| FontFile {
        bytes: Arc::new(std::fs::read(format!("{folder}/{name}")).unwrap()),
        name,
    };
    names.into_iter().map(read).collect()
}

/// All of them, sorted into roles.
pub(crate) static BOOK: LazyLock<FontBook> =
    LazyLock::new(|| FontBook::new(&files(&[])).unwrap().0);
