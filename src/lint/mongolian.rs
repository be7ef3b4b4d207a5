//! Mongolian lines that cannot be right: OCR noise. Only a reader of Mongolian can approve one.

use super::passage::{Hit, Kind, Reading};

/// Suffixes of cases, written apart from their word by U+202F and never by a space.
const SUFFIXES: [&str; 6] = ["ᠤᠨ", "ᠦᠨ", "ᠶᠢᠨ", "ᠳᠤ", "ᠳᠦ", "ᠶᠢ"];

/// Finds Mongolian lines that repeat a word, mix scripts or write a suffix after a space.
pub(super) fn check(reading: &Reading<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (index, passage) in reading.passages.iter().enumerate() {
        if passage.kind != Kind::Mongolian {
            continue;
        }
        let words: Vec<&str> =
            passage.text.split([' ', '\t']).filter(|word| !word.is_empty()).collect();
        let repeated = words.windows(2).any(|pair| pair.first() == pair.last());
        let foreign = passage
            .text
            .chars()
            .any(|c| c.is_ascii_alphabetic() || ('\u{400}'..='\u{4ff}').contains(&c));
        let suffix = words.iter().skip(1).any(|word| SUFFIXES.contains(word));
        let detail = if foreign {
            "里混有其他文字"
        } else if repeated {
            "里有重复的词，疑为识别错误"
        } else if suffix {
            "的格附加成分前应为窄空格"
        } else {
            continue;
        };
        let start = passage.text.len() - passage.text.trim_start().len();
        let end = passage.text.trim_end().len();
        hits.push(Hit::new("mongolian-text", index, start..end).detail(detail));
    }
    hits
}
