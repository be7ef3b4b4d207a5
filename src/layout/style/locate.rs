//! Where the keys of a RON text stand.

use std::iter::Peekable;
use std::str::Chars;

/// A place from which on a key's value is read.
struct Mark {
    at: Position,
    /// The key's path: `page.trim.width`, `headings[2].size`; empty for the whole.
    path: String,
}

/// Line and column, counted from 1.
type Position = (usize, usize);

/// A bracket that is open.
struct Level {
    /// The path of what stands in it.
    path: String,
    /// The key that was read last.
    key: Option<String>,
    /// How many commas stand before.
    index: usize,
    /// Whether it only wraps one value: the whole, `Some(…)`.
    wraps: bool,
}

impl Level {
    fn path(&self) -> String {
        match &self.key {
            Some(key) if self.path.is_empty() => key.clone(),
            Some(key) => format!("{}.{key}", self.path),
            None => self.path.clone(),
        }
    }

    /// The level of a bracket that opens in it; `named` tells whether a name stands before.
    fn inner(&self, named: bool) -> Self {
        let item = self.key.is_none() && !self.wraps && !self.path.is_empty();
        let path = if item { format!("{}[{}]", self.path, self.index + 1) } else { self.path() };
        Self { wraps: named || path.is_empty(), path, key: None, index: 0 }
    }
}

/// The line of the key at `path`, or of the nearest one around it; lines count from 1.
pub(super) fn line_of(source: &str, path: &str) -> usize {
    let marks = marks(source);
    let mut path = path;
    loop {
        if let Some(mark) = marks.iter().find(|mark| mark.path == path) {
            return mark.at.0;
        }
        match path.rfind(['.', '[']).and_then(|end| path.get(..end)) {
            Some(parent) => path = parent,
            None => return 1,
        }
    }
}

/// The path of the key whose value stands at `line` and `column`, both counted from 1.
pub(super) fn path_at(source: &str, line: usize, column: usize) -> String {
    let marks = marks(source);
    let before = marks.into_iter().take_while(|mark| mark.at <= (line, column));
    before.last().map(|mark| mark.path).unwrap_or_default()
}

/// All places where another key begins to count, in order.
fn marks(source: &str) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut levels = vec![Level { path: String::new(), key: None, index: 0, wraps: true }];
    let mut reader = Reader { characters: source.chars().peekable(), at: (1, 0) };
    let (mut word, mut begin) = (String::new(), (1, 1));
    while let Some(character) = reader.next() {
        if character.is_ascii_alphanumeric() || character == '_' {
            if word.is_empty() {
                begin = reader.at;
            }
            word.push(character);
            continue;
        }
        let mut at = reader.at;
        let depth = levels.len();
        match (character, levels.last_mut()) {
            (':', Some(level)) => {
                level.key = Some(word.clone());
                at = begin;
            }
            ('(' | '[' | '{', Some(level)) => {
                let inner = level.inner(!word.is_empty());
                levels.push(inner);
            }
            (')' | ']' | '}', Some(_)) if depth > 1 => {
                let _ = levels.pop();
            }
            (',', Some(level)) => level.index += 1,
            _ => {}
        }
        let counts = matches!(character, ':' | '(' | '[' | '{' | ')' | ']' | '}');
        if let Some(level) = levels.last().filter(|_| counts) {
            marks.push(Mark { at, path: level.path() });
        }
        if !character.is_whitespace() {
            word.clear();
        }
    }
    marks
}

/// The characters of a RON text outside of comments and strings.
struct Reader<'a> {
    characters: Peekable<Chars<'a>>,
    /// Of the character that was read last.
    at: Position,
}

impl Reader<'_> {
    fn next(&mut self) -> Option<char> {
        let character = self.step()?;
        match (character, self.characters.peek()) {
            ('"', _) => self.skip(|before, now| now == '"' && before != '\\'),
            ('/', Some('/')) => self.skip(|_, now| now == '\n'),
            ('/', Some('*')) => self.skip(|before, now| (before, now) == ('*', '/')),
            _ => return Some(character),
        }
        Some(' ')
    }

    fn step(&mut self) -> Option<char> {
        let character = self.characters.next()?;
        self.at = if character == '\n' { (self.at.0 + 1, 0) } else { (self.at.0, self.at.1 + 1) };
        Some(character)
    }

    /// Goes on behind what `ends` says of two characters that follow one another.
    fn skip(&mut self, ends: impl Fn(char, char) -> bool) {
        let mut before = ' ';
        while let Some(character) = self.step() {
            if ends(before, character) {
                return;
            }
            before = character;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = r#"// a: (
(
    page: (trim: (width: 1.0,
 height: 2.0), grid: 3),
/* x: ( */ title: (pitch: Some(4.0), size: "a\")"),
  list: (
(size: 1),
(size: 2),),
)"#;

    #[test]
    fn keys_are_found_by_their_path() {
        let check = |path: &str, expected: usize| {
            assert_eq!(line_of(SOURCE, path), expected, "{path}");
        };
        check("page", 3);
        check("page.trim.width", 3);
        check("page.trim.height", 4);
        check("page.grid", 4);
        check("title.pitch", 5);
        check("title.missing", 5);
        check("list", 6);
        check("list[2].size", 8);
        check("missing", 1);
    }

    #[test]
    fn a_place_names_its_key() {
        let check = |line, column, expected: &str| {
            assert_eq!(path_at(SOURCE, line, column), expected, "{line}:{column}");
        };
        check(3, 18, "page.trim");
        check(3, 27, "page.trim.width");
        check(4, 22, "page.grid");
        check(5, 33, "title.pitch");
        check(5, 46, "title.size");
        check(7, 8, "list[1].size");
        check(8, 8, "list[2].size");
    }
}
