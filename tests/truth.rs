//! The report of the sample issue, as printed and changed by form-keeping permutations, equals the
//! report that an editor wrote of it.
#![expect(clippy::unwrap_used, reason = "a fixture that cannot be read fails the test")]

use std::fs;
use std::path::Path;

use gongbao::import;
use gongbao::issue::id::Ids;
use serde_json::Value;

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
            list.push(format!("{path}: {} items, found {}", expected.len(), found.len()));
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
