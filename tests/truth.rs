//! The report of the sample issue, as printed and changed by form-keeping permutations, equals the
//! report that an editor wrote of it.
#![expect(
    clippy::unwrap_used,
    clippy::string_slice,
    reason = "what cannot be read or cut fails the test"
)]

use std::fs;
use std::path::Path;

use gongbao::import;
use gongbao::issue::id::Ids;
use serde_json::Value;

#[path = "support/permute.rs"]
mod permute;

use permute::Chance;
use permute::Contents;

fn fixture(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/sample").join(name);
    import::text::decode(&fs::read(path).unwrap()).unwrap()
}

fn truth() -> Value {
    serde_json::from_str(&fixture("2026-04.truth.json")).unwrap()
}

fn read(text: &str) -> Value {
    let draft = import::import(text, &mut Ids::new(1));
    import::report::report(&[("sample", &draft)])
}

/// Collects where `found` differs from `expected` in a key that `expected` has.
fn differences(path: &str, expected: &Value, found: &Value, list: &mut Vec<String>) {
    match (expected, found) {
        (Value::Object(expected), Value::Object(found)) => {
            for (key, value) in expected {
                let there = found.get(key).unwrap_or(&Value::Null);
                differences(&format!("{path}.{key}"), value, there, list);
            }
        }
        (Value::Array(expected), Value::Array(found)) if expected.len() == found.len() => {
            for (index, (one, other)) in expected.iter().zip(found).enumerate() {
                differences(&format!("{path}[{index}]"), one, other, list);
            }
        }
        (Value::Array(expected), Value::Array(found)) => {
            let other = expected.iter().zip(found).find(|(one, other)| one != other);
            let (one, other) = other.unwrap_or((&Value::Null, &Value::Null));
            let (count, there) = (expected.len(), found.len());
            list.push(format!("{path}: {count} items, found {there}: {one}\n        {other}"));
        }
        _ if expected == found => {}
        _ => list.push(format!("{path}: {expected}\n        found {found}")),
    }
}

fn check(name: &str, text: &str, expected: &Value) {
    let mut list = Vec::new();
    differences("", expected, &read(text), &mut list);
    assert!(list.is_empty(), "{name}:\n{}", list.join("\n"));
}

#[test]
fn the_sample_is_read_as_an_editor_reads_it() {
    check("sample", &fixture("2026-04-ocr.txt"), &truth());
}

/// Checks other issues made of the sample, with and without contents.
fn check_permuted(contents: Contents) {
    const SEEDS: u64 = 100;
    for seed in 0..SEEDS {
        let mut chance = Chance(seed);
        let mut expected = permute::truth(&truth(), &mut chance);
        let (text, joined) = permute::text(&expected, contents, &mut chance);
        expected["joined"] = Value::from(joined);
        check(&format!("seed {seed}"), &text, &expected);
    }
}

#[test]
fn other_cities_names_dates_and_tears_are_read_alike() {
    check_permuted(Contents::Printed);
}

#[test]
fn without_contents_sections_follow_from_the_numbers() {
    check_permuted(Contents::Absent);
}

#[test]
fn the_sample_without_its_contents() {
    let text = fixture("2026-04-ocr.txt");
    let start = text.find("目 录").unwrap();
    let end = text.find("包头市人民政府 关于免去").unwrap();
    let cut = format!("{}{}", &text[..start], &text[end..]);
    check("sample without contents", &cut, &truth());
}
