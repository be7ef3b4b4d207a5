//! The rules of the house: who may use whom, which words have one owner, how long a file may be.

#![expect(clippy::unwrap_used, reason = "a test may stop at anything unexpected")]

use std::fs;
use std::path::{Path, PathBuf};

/// Rows of modules: a module uses itself and what stands in rows above its own.
const LAYERS: [&[&str]; 10] = [
    &["geom", "text"],
    &["issue"],
    &["finding", "term"],
    &["font"],
    &["shape"],
    &["layout"],
    &["lint", "import"],
    &["export"],
    &["store"],
    &["cli", "app"],
];

/// Words that only some modules may write outside of their tests.
const OWNERS: [(&str, &[&str]); 17] = [
    ("std::fs", &["store"]),
    ("File::open", &["store"]),
    ("std::env", &["store", "cli", "app", "main"]),
    ("std::thread", &["app"]),
    ("Local::now", &["cli", "app"]),
    ("SystemTime", &["store", "cli", "app"]),
    ("Instant::now", &["cli", "app"]),
    ("iced::", &["app"]),
    ("rfd::", &["app"]),
    ("printpdf::", &["export"]),
    ("lopdf::", &["export"]),
    ("tiny_skia", &["export", "app"]),
    ("zip::", &["store", "import"]),
    ("cfg(unix)", &["store"]),
    ("cfg(windows)", &["store"]),
    ("target_os", &["store"]),
    ("std::os::", &["store"]),
];

const LONGEST_FILE: usize = 600;

fn rust_files(folder: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

/// The files of the crate: name below `src`, module of the first level, text without its tests.
fn sources() -> Vec<(String, String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let read = |path: PathBuf| {
        let name = path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
        let module = name.split(['/', '.']).next().unwrap().to_owned();
        let text = fs::read_to_string(&path).unwrap();
        let text = text.split("#[cfg(test)]").next().unwrap().to_owned();
        (name, module, text)
    };
    rust_files("src").into_iter().map(read).filter(|(_, module, _)| module != "lib").collect()
}

/// Lines of code: comments may name what they like.
fn code(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.starts_with("//"))
}

fn row(module: &str) -> Option<usize> {
    LAYERS.iter().position(|row| row.contains(&module))
}

fn layer_faults(name: &str, module: &str, text: &str) -> Vec<String> {
    let Some(own) = row(module) else {
        return if module == "main" { Vec::new() } else { vec![format!("{name}: in no layer")] };
    };
    let mut faults = Vec::new();
    for line in code(text) {
        for used in line.split("crate::").skip(1) {
            let used: String =
                used.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            let allowed = used == module || row(&used).is_some_and(|row| row < own);
            if !allowed && !used.is_empty() {
                faults.push(format!("{name}: {module} must not use {used}"));
            }
        }
    }
    faults
}

fn word_faults(name: &str, module: &str, text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    for line in code(text) {
        for (word, owners) in OWNERS {
            if line.contains(word) && !owners.contains(&module) {
                faults.push(format!("{name}: {word} belongs to {}", owners.join(", ")));
            }
        }
        if line.contains("crate::{") {
            faults.push(format!("{name}: name the module in each use of crate"));
        }
        if line.contains("super::super") {
            faults.push(format!("{name}: super::super"));
        }
    }
    faults
}

fn assert_none(faults: &[String]) {
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn modules_use_only_what_stands_below_them() {
    let faults: Vec<_> = sources()
        .iter()
        .flat_map(|(name, module, text)| layer_faults(name, module, text))
        .collect();
    assert_none(&faults);
}

#[test]
fn words_have_one_owner() {
    let faults: Vec<_> =
        sources().iter().flat_map(|(name, module, text)| word_faults(name, module, text)).collect();
    assert_none(&faults);
}

#[test]
fn faults_are_seen() {
    assert_eq!(layer_faults("a.rs", "geom", "use crate::layout::page;").len(), 1);
    assert_eq!(layer_faults("a.rs", "lint", "use crate::import::Draft;").len(), 1);
    assert_eq!(layer_faults("a.rs", "nowhere", "").len(), 1);
    assert_eq!(word_faults("a.rs", "layout", "let x = std::fs::read(path);").len(), 1);
    assert_eq!(word_faults("a.rs", "layout", "use crate::{geom, issue};").len(), 1);
    assert_eq!(word_faults("a.rs", "layout", "// std::fs is for store").len(), 0);
}

#[test]
fn files_are_short_enough_to_read() {
    let long: Vec<_> = ["src", "tests"]
        .iter()
        .flat_map(|folder| rust_files(folder))
        .filter_map(|path| {
            let lines = fs::read_to_string(&path).unwrap().lines().count();
            (lines > LONGEST_FILE).then(|| format!("{}: {lines} lines", path.display()))
        })
        .collect();
    assert_none(&long);
}

#[test]
fn the_top_level_holds_what_it_should() {
    let expected = ["Cargo.lock", "Cargo.toml", "README.md", "assets", "fonts", "src", "tests"];
    let mut found: Vec<String> = fs::read_dir(env!("CARGO_MANIFEST_DIR"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| !name.starts_with('.') && name != "target")
        .collect();
    found.sort();
    assert_eq!(found, expected);
}

#[test]
fn fonts_are_the_files_that_their_checksums_say() {
    use sha2::{Digest, Sha256};
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts");
    let sums = fs::read_to_string(folder.join("SHA256SUMS")).unwrap();
    let mut count = 0;
    for line in sums.lines() {
        let (sum, name) = line.split_once(char::is_whitespace).unwrap();
        let bytes = fs::read(folder.join(name.trim().trim_start_matches('*'))).unwrap();
        let found: String = Sha256::digest(&bytes).iter().map(|b| format!("{b:02x}")).collect();
        assert_eq!(found, sum, "{name}");
        count += 1;
    }
    assert!(count >= 12);
}
