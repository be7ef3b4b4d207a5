//! How well the recogniser reads 22 real documents: each line's style, each document's fields.
#![expect(clippy::unwrap_used, reason = "a fixture that cannot be read fails the test")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::path::PathBuf;

use gongbao::import;
use gongbao::import::Draft;
use gongbao::issue::id::Ids;
use serde_json::Value;

/// The share of segments that must have the right style; measured, and not to fall.
const SEGMENTS: f64 = 0.99;
/// The share of fields that must be right.
const FIELDS: f64 = 0.97;

fn corpus() -> Vec<(String, String, Value)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/corpus");
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|end| end == "json"));
    files.sort();
    files
        .into_iter()
        .map(|path| {
            let truth = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
            let text =
                import::text::decode(&fs::read(path.with_extension("txt")).unwrap()).unwrap();
            (path.file_stem().unwrap().to_string_lossy().into_owned(), text, truth)
        })
        .collect()
}

fn squeeze(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The styles found for each paragraph of the truth, in order.
fn found_styles(draft: &Draft, truth: &Value) -> Vec<String> {
    let paragraphs = truth["paragraphs"].as_array().unwrap();
    let style = |index: usize| draft.segments[index].style.name().to_owned();
    if truth["run_on"] == true {
        return paragraphs
            .iter()
            .map(|paragraph| {
                let offset = u32::try_from(paragraph["offset"].as_u64().unwrap()).unwrap();
                let index =
                    draft.segments.iter().rposition(|s| s.range.start <= offset).unwrap_or(0);
                let near = draft.segments[index].range.start + 1 >= offset;
                if near { style(index) } else { "(not cut)".to_owned() }
            })
            .collect();
    }
    let mut at = 0;
    paragraphs
        .iter()
        .map(|paragraph| {
            let start = squeeze(paragraph["text_starts_with"].as_str().unwrap());
            let found = (at..draft.segments.len().min(at + 3))
                .find(|&i| squeeze(&draft.segments[i].text).starts_with(&start));
            let Some(index) = found else { return "(lost)".to_owned() };
            at = index + 1;
            style(index)
        })
        .collect()
}

fn is_right(expected: &Value, found: &str) -> bool {
    let same = |style: &Value| {
        style == found
            || style == "list" && (found == "appointment" || found == "table")
            || style == "body" && found == "entry"
    };
    same(&expected["style"])
        || expected["alt"].as_array().is_some_and(|others| others.iter().any(same))
}

#[test]
fn styles_of_the_corpus() {
    let mut confusion: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
    let (mut right, mut all) = (0u32, 0u32);
    for (name, text, truth) in corpus() {
        let draft = import::import(&text, &mut Ids::new(1));
        let (mut ok, mut count) = (0, 0);
        let paragraphs = truth["paragraphs"].as_array().unwrap();
        for (expected, found) in paragraphs.iter().zip(found_styles(&draft, &truth)) {
            count += 1;
            if is_right(expected, &found) {
                ok += 1;
            } else {
                let key = (expected["style"].as_str().unwrap().to_owned(), found);
                let text = expected["text_starts_with"].as_str().unwrap();
                confusion.entry(key).or_default().push(format!("{name} {text}"));
            }
        }
        println!("{name} {ok}/{count}");
        right += ok;
        all += count;
    }
    for ((expected, found), places) in &confusion {
        println!(
            "{expected} taken for {found}: {} times\n    {}",
            places.len(),
            places.join("\n    ")
        );
    }
    let share = f64::from(right) / f64::from(all);
    println!("{right} of {all} segments right: {:.1} %", share * 100.0);
    assert!(share >= SEGMENTS, "{share}");
}

#[test]
fn fields_of_the_corpus() {
    const KINDS: [&str; 15] = [
        "决议", "决定", "令", "公报", "公告", "通告", "意见", "通知", "通报", "报告", "请示",
        "批复", "议案", "函", "纪要",
    ];
    let (mut right, mut all) = (0u32, 0u32);
    for (name, text, truth) in corpus() {
        let draft = import::import(&text, &mut Ids::new(1));
        let report = import::report::report(&[("", &draft)]);
        let documents = report["documents"].as_array().unwrap();
        let mut compare = |key: &str, expected: &Value, found: &Value| {
            all += 1;
            if expected.as_str().map(squeeze) == found.as_str().map(squeeze) {
                right += 1;
            } else {
                println!("{name} {key}: {expected} read as {found}");
            }
        };
        compare("documents", &Value::from("1"), &Value::from(documents.len().to_string()));
        let Some(document) = documents.first() else { continue };
        let kind = truth["kind"].as_str().unwrap();
        if let Some(kind) = KINDS.iter().find(|k| kind.contains(*k)) {
            compare("kind", &Value::from(*kind), &document["kind"]);
        }
        for (key, found) in [
            ("doc_number", "number"),
            ("issuer", "issuer"),
            ("title", "title"),
            ("addressee", "addressee"),
            ("date", "date_as_written"),
            ("public_note", "annotation"),
        ] {
            compare(key, &truth[key], &document[found]);
        }
    }
    let share = f64::from(right) / f64::from(all);
    println!("{right} of {all} fields right: {:.1} %", share * 100.0);
    assert!(share >= FIELDS, "{share}");
}
