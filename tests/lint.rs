//! The checker over 22 real documents: each error that it raises was read at its place and is
//! listed with a verdict and a remark.
#![expect(clippy::unwrap_used, reason = "a test stops at the first thing that is missing")]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use gongbao::finding::Severity;
use gongbao::lint::check_text;

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

/// `file line rule text` of each error over the corpus.
fn errors() -> Vec<String> {
    let mut files: Vec<_> = fs::read_dir(fixtures().join("corpus"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .collect();
    files.sort();
    let mut errors = Vec::new();
    for path in files {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).unwrap().replace("\r\n", "\n");
        for finding in check_text(&text, &[]) {
            if finding.severity == Severity::Error {
                let shown = finding.text.replace('\n', "⏎").replace('\t', " ");
                errors.push(format!("{name}\t{}\t{}\t{shown}", finding.line, finding.rule));
            }
        }
    }
    errors
}

#[test]
fn errors_over_the_corpus_are_those_that_were_read() {
    let list = fs::read_to_string(fixtures().join("corpus-errors.tsv")).unwrap();
    let known: Vec<String> = list
        .lines()
        .skip(1)
        .map(|line| line.split('\t').take(4).collect::<Vec<_>>().join("\t"))
        .collect();
    let found = errors();
    let count = |list: &[String], error: &String| list.iter().filter(|one| *one == error).count();
    let mut differences = String::new();
    for error in found.iter().filter(|error| count(&found, error) > count(&known, error)) {
        writeln!(differences, "new: {error}").unwrap();
    }
    for error in known.iter().filter(|error| count(&known, error) > count(&found, error)) {
        writeln!(differences, "gone: {error}").unwrap();
    }
    assert!(differences.is_empty(), "{differences}");
}

#[test]
fn every_listed_error_has_a_verdict() {
    let list = fs::read_to_string(fixtures().join("corpus-errors.tsv")).unwrap();
    for line in list.lines().skip(1) {
        let fields: Vec<_> = line.split('\t').collect();
        assert_eq!(fields.len(), 6, "{line}");
        assert!(matches!(fields.get(4), Some(&("right" | "false"))), "{line}");
    }
}
