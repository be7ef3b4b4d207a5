//! The dictionary in the program: what it holds, and how it is made.
//!
//! `WORDS=/path/to/dict.txt cargo test --test words` makes `assets/words/words.fst` anew from
//! jieba's list and `assets/words/official.txt`.

#![expect(clippy::unwrap_used, reason = "a test may stop at anything unexpected")]
#![expect(clippy::disallowed_methods, reason = "the dictionary is written where tests are")]

use std::collections::BTreeMap;
use std::fs;

use gongbao::text::is_han;
use gongbao::text::words::{COST_STEPS, KIND_BITS, WordKind, Words};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/words");

/// The kind that a tag of jieba's list means.
fn kind(tag: &str) -> WordKind {
    match tag {
        "v" | "vg" | "vd" | "vq" | "vi" => WordKind::Verb,
        "d" | "ad" | "df" | "dg" => WordKind::Adverb,
        "p" => WordKind::Preposition,
        "c" => WordKind::Conjunction,
        "f" => WordKind::Direction,
        "m" | "mq" | "mg" => WordKind::Number,
        "q" => WordKind::Measure,
        "a" | "b" | "ag" | "z" => WordKind::Adjective,
        "ns" => WordKind::Place,
        tag if tag.starts_with('u') => WordKind::Particle,
        _ => WordKind::Noun,
    }
}

/// Words with their cost and kind.
type Dictionary = BTreeMap<String, (u64, WordKind)>;

/// Words of jieba's list: `word frequency tag`, a line each.
fn read(list: &str) -> Dictionary {
    let entries: Vec<(&str, f64, &str)> = list
        .lines()
        .filter_map(|line| {
            let mut fields = line.split(' ');
            let (word, count, tag) = (fields.next()?, fields.next()?, fields.next()?);
            let count: f64 = count.parse().ok()?;
            let length = word.chars().count();
            let least = match tag {
                "ns" | "nt" | "nz" | "j" => 3.0,
                tag if tag.starts_with("nr") => 50.0,
                _ => 8.0,
            };
            let is_used = length == 1 || (length <= 9 && count >= least);
            (is_used && word.chars().all(is_han)).then_some((word, count, tag))
        })
        .collect();
    let total: f64 = entries.iter().map(|entry| entry.1).sum();
    #[expect(clippy::cast_possible_truncation, reason = "at most a few hundred")]
    #[expect(clippy::cast_sign_loss, reason = "no word is more frequent than all")]
    let cost = |count: f64| ((total / count.max(1.0)).log2() * COST_STEPS).round() as u64;
    entries
        .iter()
        .map(|(word, count, tag)| ((*word).to_owned(), (cost(*count).min(254), kind(tag))))
        .collect()
}

/// What the cheapest way costs to read `word` as other words.
fn apart(dictionary: &Dictionary, word: &str) -> u64 {
    let characters: Vec<char> = word.chars().collect();
    let mut least = vec![u64::MAX; characters.len() + 1];
    least[0] = 0;
    for start in 0..characters.len() {
        for end in start + 1..=characters.len() {
            if end - start < characters.len() {
                let part: String = characters[start..end].iter().collect();
                let single = (end == start + 1).then_some(255);
                let cost = dictionary.get(&part).map(|entry| entry.0).or(single);
                if let Some(cost) = cost {
                    least[end] = least[end].min(least[start].saturating_add(cost));
                }
            }
        }
    }
    least[characters.len()]
}

/// Adds a word that is to be read as one: it costs less than its parts.
fn add(dictionary: &mut Dictionary, word: &str) {
    let apart = apart(dictionary, word).saturating_sub(24).clamp(8, 254);
    let known = dictionary.get(word).copied();
    let kind = known.map_or(WordKind::Noun, |known| known.1);
    let cost = known.map_or(apart, |known| known.0.min(apart));
    let _ = dictionary.insert(word.to_owned(), (cost, kind));
}

/// Words of official documents, and the organs of the table of renamed ones, short ones first.
fn official() -> Vec<String> {
    let list = fs::read_to_string(format!("{FOLDER}/official.txt")).unwrap();
    let organs = fs::read_to_string(format!("{FOLDER}/../rules/organ-names.tsv")).unwrap();
    let names = organs.lines().flat_map(|line| line.split('\t').take(2));
    let names = names.filter(|name| name.chars().all(is_han) && name.chars().count() <= 20);
    let mut words: Vec<String> = list.lines().chain(names).map(str::to_owned).collect();
    words.sort_by_key(|word| word.chars().count());
    words
}

#[test]
fn the_dictionary_is_made_from_its_lists() {
    let Ok(path) = std::env::var("WORDS") else { return };
    let mut dictionary = read(&fs::read_to_string(path).unwrap());
    for word in official() {
        add(&mut dictionary, &word);
    }
    let mut builder = fst::MapBuilder::memory();
    for (word, (cost, kind)) in &dictionary {
        builder.insert(word, cost << KIND_BITS | kind.code()).unwrap();
    }
    fs::write(format!("{FOLDER}/words.fst"), builder.into_inner().unwrap()).unwrap();
}

#[test]
fn every_official_word_is_read_as_one() {
    let words = Words::built_in();
    let torn: Vec<String> = official()
        .into_iter()
        .filter(|word| words.segment(&word.chars().collect::<Vec<_>>()).len() != 1)
        .collect();
    assert!(torn.is_empty(), "{torn:?}");
}
