//! The words of Chinese text: characters → words, by a dictionary that needs no loading.
//!
//! The dictionary is jieba's (see `assets/words/README.md`), as an automaton in the program itself:
//! a start costs nothing and no memory, where reading the list of words would take a tenth of a
//! second. Of all ways to read a text as words, the one is taken whose words are the likeliest
//! (jieba's own method), in whole numbers, so that it is the same on each machine.

use fst::raw::{Fst, Output};

use super::is_han;

/// What a word is, as far as it matters where a line ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WordKind {
    /// Nouns and all that is in no other kind.
    Noun,
    /// 加强, 印发.
    Verb,
    /// 进一步, 全面: belongs to the word behind it.
    Adverb,
    /// 对, 为, 在: belongs to the word behind it.
    Preposition,
    /// 和, 以及.
    Conjunction,
    /// 内, 以上: belongs to the word before it.
    Direction,
    /// 三, 第一.
    Number,
    /// 个, 项: belongs to the number before it.
    Measure,
    /// 的, 了, 等: belongs to the word before it.
    Particle,
    /// 老, 新, 主要: belongs to the noun behind it.
    Adjective,
    /// A place: 包头市.
    Place,
    /// A character that no word of the dictionary covers, and what is no hanzi.
    Unknown,
}

impl WordKind {
    /// All, in the order of their codes in the dictionary.
    const ALL: [Self; 12] = [
        Self::Noun,
        Self::Verb,
        Self::Adverb,
        Self::Preposition,
        Self::Conjunction,
        Self::Direction,
        Self::Number,
        Self::Measure,
        Self::Particle,
        Self::Adjective,
        Self::Place,
        Self::Unknown,
    ];

    /// The code in the dictionary.
    pub const fn code(self) -> u64 {
        self as u64
    }

    fn of_code(code: u64) -> Self {
        let index = usize::try_from(code).unwrap_or(usize::MAX);
        Self::ALL.get(index).copied().unwrap_or(Self::Noun)
    }
}

/// A word of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// Its first character.
    pub start: usize,
    /// Count of its characters, at least 1.
    pub length: usize,
    /// What it is.
    pub kind: WordKind,
}

/// The dictionary, or none: then every character is a word of an unknown kind.
#[derive(Clone)]
pub struct Words {
    dictionary: Option<Fst<&'static [u8]>>,
}

impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Words").field(&self.dictionary.as_ref().map(Fst::len)).finish()
    }
}

static DICTIONARY: &[u8] =
    include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/words/words.fst"));

/// What a character costs that is in no word: as much as the rarest of the dictionary.
const UNKNOWN: u64 = 255;
/// Values of the dictionary hold the kind in so many bits, and the cost above them.
pub const KIND_BITS: u32 = 4;
/// Parts of a bit that the cost of a word counts.
pub const COST_STEPS: f64 = 8.0;

impl Words {
    /// The dictionary in the program.
    pub fn built_in() -> Self {
        Self { dictionary: Fst::new(DICTIONARY).ok() }
    }

    /// No dictionary.
    pub const fn none() -> Self {
        Self { dictionary: None }
    }

    /// Reads `characters` as words, each of which begins where the one before it ends.
    pub fn segment(&self, characters: &[char]) -> Vec<Word> {
        let count = characters.len();
        // From the end: the least cost of what begins at a character, and its first word.
        let mut ways: Vec<(u64, Word)> = Vec::with_capacity(count + 1);
        let end = Word { start: count, length: 0, kind: WordKind::Unknown };
        ways.push((0, end));
        for start in (0..count).rev() {
            let behind = |length: usize| ways.get(count - start - length).map_or(0, |way| way.0);
            let word = |length, kind| Word { start, length, kind };
            let mut best = (UNKNOWN + behind(1), word(1, WordKind::Unknown));
            self.each_word_at(characters.get(start..).unwrap_or_default(), |length, cost, kind| {
                let cost = cost + behind(length);
                // Of two ways that cost the same, the one with the longer first word.
                if cost <= best.0 {
                    best = (cost, word(length, kind));
                }
            });
            ways.push(best);
        }
        let mut words = Vec::new();
        let mut start = 0;
        while let Some(&(_, word)) = ways.get(count - start).filter(|(_, word)| word.length > 0) {
            words.push(word);
            start += word.length;
        }
        words
    }

    /// All words of the dictionary that `characters` begin with, the shortest first.
    fn each_word_at(&self, characters: &[char], mut found: impl FnMut(usize, u64, WordKind)) {
        let Some(fst) = &self.dictionary else { return };
        let mut node = fst.root();
        let mut output = Output::zero();
        for (index, &character) in characters.iter().enumerate() {
            if !is_han(character) {
                return;
            }
            for &byte in character.encode_utf8(&mut [0; 4]).as_bytes() {
                let Some(transition) = node.find_input(byte) else { return };
                let transition = node.transition(transition);
                output = output.cat(transition.out);
                node = fst.node(transition.addr);
            }
            if node.is_final() {
                let value = output.cat(node.final_output()).value();
                let kind = WordKind::of_code(value & ((1 << KIND_BITS) - 1));
                found(index + 1, value >> KIND_BITS, kind);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(expected: &str) {
        let characters: Vec<char> = expected.chars().filter(|c| *c != '/').collect();
        let words: Vec<String> = Words::built_in()
            .segment(&characters)
            .iter()
            .map(|word| characters[word.start..word.start + word.length].iter().collect())
            .collect();
        assert_eq!(words.join("/"), expected);
    }

    #[test]
    fn official_titles_are_read_as_words() {
        check("老旧小区改造/工作/的/实施意见");
        check("中华人民共和国/药品管理法/实施/条例");
        check("电力线路/保护区/内/林木/采伐/作业/安全管理");
        check("关于/进一步/加强/城市/供水/节水/工作/的/通知");
        check("印/1/2/《/条例/》");
    }

    #[test]
    fn without_a_dictionary_each_character_stands_alone() {
        let words = Words::none().segment(&['通', '知']);
        let lengths: Vec<_> = words.iter().map(|word| (word.length, word.kind)).collect();
        assert_eq!(lengths, [(1, WordKind::Unknown), (1, WordKind::Unknown)]);
        assert!(Words::built_in().segment(&[]).is_empty());
    }
}
