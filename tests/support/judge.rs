//! Judges what the recogniser made of documents whose truth is known: styles, fields, confidence.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::path::PathBuf;

use gongbao::import;
use gongbao::import::Draft;
use gongbao::issue::id::Ids;
use serde_json::Value;

/// A text and what a reader sees in it.
pub(crate) struct Sample {
    pub(crate) name: String,
    pub(crate) text: String,
    pub(crate) truth: Value,
}

/// The samples of a folder of fixtures.
pub(crate) fn samples(folder: &str) -> Vec<Sample> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(folder);
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|end| end == "json"));
    files.sort();
    files
        .into_iter()
        .map(|path| Sample {
            name: path.file_stem().unwrap().to_string_lossy().into_owned(),
            text: import::text::decode(&fs::read(path.with_extension("txt")).unwrap()).unwrap(),
            truth: serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap(),
        })
        .collect()
}

pub(crate) fn squeeze(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// What was found for one paragraph of the truth.
pub(crate) struct Verdict {
    pub(crate) expected: String,
    pub(crate) found: String,
    pub(crate) text: String,
    pub(crate) right: bool,
    /// None where no segment begins with the paragraph.
    pub(crate) confidence: Option<f32>,
}

/// Compares each paragraph of the truth with its segment.
pub(crate) fn verdicts(sample: &Sample) -> Vec<Verdict> {
    let draft = import::import(&sample.text, &mut Ids::new(1));
    let mut at = 0;
    let paragraphs = sample.truth["paragraphs"].as_array().unwrap();
    paragraphs
        .iter()
        .map(|paragraph| {
            let index = if sample.truth["run_on"] == true {
                cut_at(&draft, paragraph["offset"].as_u64().unwrap())
            } else {
                let start = squeeze(paragraph["text_starts_with"].as_str().unwrap());
                let found = (at..draft.segments.len().min(at + 3))
                    .find(|&i| squeeze(&draft.segments[i].text).starts_with(&start));
                at = found.map_or(at, |found| found + 1);
                found
            };
            let segment = index.map(|index| &draft.segments[index]);
            let found = segment.map_or("(lost)", |segment| segment.style.name());
            Verdict {
                expected: paragraph["style"].as_str().unwrap().to_owned(),
                found: found.to_owned(),
                text: paragraph["text_starts_with"].as_str().unwrap().to_owned(),
                right: is_right(paragraph, found),
                confidence: segment.map(|segment| segment.confidence),
            }
        })
        .collect()
}

/// The segment that begins at this character, give or take one.
fn cut_at(draft: &Draft, offset: u64) -> Option<usize> {
    let offset = u32::try_from(offset).unwrap();
    let index = draft.segments.iter().rposition(|s| s.range.start <= offset).unwrap_or(0);
    let near = draft.segments[index].range.start + 1 >= offset;
    near.then_some(index)
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

/// Prints the share of each sample and the confusions; the count of right ones and of all.
pub(crate) fn print_styles(samples: &[Sample]) -> (u32, u32) {
    let mut confusion: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
    let (mut right, mut all) = (0, 0);
    for sample in samples {
        let verdicts = verdicts(sample);
        let ok = verdicts.iter().filter(|verdict| verdict.right).count();
        println!("{} {ok}/{}", sample.name, verdicts.len());
        for verdict in verdicts.iter().filter(|verdict| !verdict.right) {
            let place = format!(
                "{} {} ({:.2})",
                sample.name,
                verdict.text,
                verdict.confidence.unwrap_or_default()
            );
            let key = (verdict.expected.clone(), verdict.found.clone());
            confusion.entry(key).or_default().push(place);
        }
        right += u32::try_from(ok).unwrap();
        all += u32::try_from(verdicts.len()).unwrap();
    }
    for ((expected, found), places) in &confusion {
        let count = places.len();
        println!("{expected} taken for {found}: {count} times\n    {}", places.join("\n    "));
    }
    println!("{right} of {all} segments right: {:.1} %", share(right, all) * 100.0);
    (right, all)
}

pub(crate) fn share(right: u32, all: u32) -> f64 {
    f64::from(right) / f64::from(all.max(1))
}

const KINDS: [&str; 16] = [
    "决议",
    "决定",
    "令",
    "公报",
    "公告",
    "通告",
    "意见",
    "通知",
    "通报",
    "报告",
    "请示",
    "批复",
    "议案",
    "函",
    "纪要",
    "大事记",
];

/// Prints the fields that are wrong; the count of right ones and of all.
pub(crate) fn print_fields(samples: &[Sample]) -> (u32, u32) {
    let (mut right, mut all) = (0, 0);
    for Sample { name, text, truth } in samples {
        let draft = import::import(text, &mut Ids::new(1));
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
        let one = vec![truth.clone()];
        let expected = truth["documents"].as_array().unwrap_or(&one);
        let count = |documents: usize| Value::from(documents.to_string());
        compare("documents", &count(expected.len()), &count(documents.len()));
        for (truth, document) in expected.iter().zip(documents) {
            fields(truth, document, &mut compare);
        }
    }
    println!("{right} of {all} fields right: {:.1} %", share(right, all) * 100.0);
    (right, all)
}

fn fields(truth: &Value, document: &Value, compare: &mut impl FnMut(&str, &Value, &Value)) {
    let kind = truth["kind"].as_str().unwrap_or_default();
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
    if let Some(names) = truth["signatories"].as_array() {
        let join = |names: &[Value]| -> Value {
            let names: Vec<String> =
                names.iter().map(|name| squeeze(name.as_str().unwrap_or_default())).collect();
            Value::from(names.join("/"))
        };
        compare("signatories", &join(names), &join(document["signatories"].as_array().unwrap()));
    }
    if let Some(titles) = truth["attached"].as_array() {
        let titles: Vec<&str> = titles.iter().filter_map(Value::as_str).collect();
        let mut found = Vec::new();
        attached(document, &mut found);
        compare("attached", &titles.join("/").into(), &found.join("/").into());
    }
    if let Some(entries) = truth["entries"].as_u64() {
        let found = document["entries"].as_array().unwrap().len();
        compare("entries", &entries.to_string().into(), &found.to_string().into());
    }
}

/// The titles of the documents attached to this one, each before those that it carries itself.
fn attached(document: &Value, titles: &mut Vec<String>) {
    for attached in document["attached"].as_array().unwrap() {
        titles.push(attached["title"].as_str().unwrap().to_owned());
        self::attached(attached, titles);
    }
}

/// What an answer's confidence was worth: of the segments up to each bound, how many were right.
pub(crate) struct Band {
    pub(crate) below: f32,
    pub(crate) right: u32,
    pub(crate) all: u32,
}

/// The bands of confidence of all samples, from guesses to what is sure.
pub(crate) fn print_calibration(samples: &[Sample]) -> Vec<Band> {
    let mut bands: Vec<Band> = [0.5, 0.7, 0.8, 0.9, 0.95, 1.01]
        .into_iter()
        .map(|below| Band { below, right: 0, all: 0 })
        .collect();
    for verdict in samples.iter().flat_map(verdicts) {
        let Some(confidence) = verdict.confidence else { continue };
        let Some(band) = bands.iter_mut().find(|band| confidence < band.below) else { continue };
        band.all += 1;
        band.right += u32::from(verdict.right);
    }
    for band in &bands {
        let Band { below, right, all } = band;
        println!("confidence below {below:.2}: {right} of {all} right");
    }
    bands
}
