//! References that somebody looked at: texts and pictures under `tests/golden`.
//!
//! `GOLDEN=accept cargo test` rewrites them. Otherwise what differs is left in `target/golden`, and
//! a reference that is missing fails the test.

use std::fs;
use std::path::{Path, PathBuf};

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// Compares `found` with the reference called `name`.
pub(crate) fn check(name: &str, found: &[u8]) {
    let reference = folder("tests/golden").join(name);
    if std::env::var("GOLDEN").is_ok_and(|value| value == "accept") {
        fs::create_dir_all(folder("tests/golden")).unwrap();
        fs::write(&reference, found).unwrap();
        return;
    }
    let left = folder("target/golden").join(name);
    let expected = fs::read(&reference);
    if expected.as_ref().is_ok_and(|expected| expected == found) {
        let _ = fs::remove_file(left);
        return;
    }
    fs::create_dir_all(folder("target/golden")).unwrap();
    fs::write(&left, found).unwrap();
    let told = match expected {
        Ok(expected) => first_difference(&expected, found),
        Err(_) => "there is no reference".to_owned(),
    };
    panic!("{name}: {told}; see {}", left.display());
}

fn first_difference(expected: &[u8], found: &[u8]) -> String {
    let (Ok(expected), Ok(found)) = (std::str::from_utf8(expected), std::str::from_utf8(found))
    else {
        return "the bytes differ".to_owned();
    };
    let differs = expected.lines().zip(found.lines()).enumerate().find(|(_, (a, b))| a != b);
    match differs {
        Some((line, (a, b))) => format!("line {}: expected {a:?}, found {b:?}", line + 1),
        None => "one of the two is longer".to_owned(),
    }
}

/// Fails if there is a reference that `asked` does not name.
pub(crate) fn check_names(asked: &[&str]) {
    let mut names: Vec<String> = fs::read_dir(folder("tests/golden"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    let mut asked: Vec<&str> = asked.to_vec();
    asked.sort_unstable();
    assert_eq!(names, asked);
}
