//! Replaces a variant that this program does not know in the text of a record.
//!
//! The reader's error names the variant, its enum and where it stands. A kind becomes the most
//! general kind; a mark, which stands in a pair with its range, goes with the pair.

use ron::error::{Error, Position, SpannedError};

/// The text with something known instead of the variant that `error` is about, and the variant's
/// name; none if it is about something else.
pub(super) fn replace(text: &str, error: &SpannedError) -> Option<(String, String)> {
    let Error::NoSuchEnumVariant { found, outer: Some(outer), .. } = &error.code else {
        return None;
    };
    let start = offset(text, error.span.start)?;
    let end = end_of_variant(text, start)?;
    let (start, end, neutral) = match outer.as_str() {
        "BlockKind" => (start, end, "Paragraph"),
        "DocumentKind" => (start, end, "Article"),
        "OfficialKind" => (start, end, "Notice"),
        "ThingKind" => (start, end, "Picture(whole: true)"),
        "IssueLine" => (start, end, "Number"),
        "Ink" => (start, end, "Text"),
        "Flush" => (start, end, "Centre"),
        "MongolianLine" => (start, end, "Number"),
        "Digits" => (start, end, "Latin"),
        "MastheadOrder" => (start, end, "ChineseFirst"),
        "Mark" => {
            let (start, end) = pair_around(text, start)?;
            (start, end, "")
        }
        _ => return None,
    };
    let replaced = format!("{}{neutral}{}", text.get(..start)?, text.get(end..)?);
    Some((replaced, found.clone()))
}

/// The byte at a position that counts characters.
fn offset(text: &str, position: Position) -> Option<usize> {
    let mut lines = text.split_inclusive('\n');
    let before: usize = lines.by_ref().take(position.line.checked_sub(1)?).map(str::len).sum();
    let line = lines.next()?;
    let column = position.col.checked_sub(1)?;
    let within = line.char_indices().nth(column).map_or(line.len(), |(byte, _)| byte);
    Some(before + within)
}

/// Where the variant that begins at `start` ends, with what it holds in brackets.
fn end_of_variant(text: &str, start: usize) -> Option<usize> {
    let rest = text.get(start..)?;
    let is_name =
        |character: char| character.is_alphanumeric() || matches!(character, '_' | '#' | '-');
    let name = rest.find(|character| !is_name(character)).unwrap_or(rest.len());
    let after = rest.get(name..)?;
    let gap = after.len() - after.trim_start().len();
    if after.get(gap..)?.starts_with('(') {
        let open = start + name + gap;
        brackets(text, open).closing().map(|close| close + 1)
    } else {
        Some(start + name)
    }
}

/// The pair in brackets around `at`, with the comma behind it.
fn pair_around(text: &str, at: usize) -> Option<(usize, usize)> {
    let mut open = Vec::new();
    for (place, bracket) in brackets(text, 0).take_while(|(place, _)| *place < at) {
        match bracket {
            b'(' | b'[' | b'{' => open.push(place),
            _ => drop(open.pop()),
        }
    }
    let start = open.pop()?;
    let end = brackets(text, start).closing()? + 1;
    let behind = text.get(end..)?;
    let gap = behind.len() - behind.trim_start().len();
    let comma = usize::from(behind.get(gap..)?.starts_with(','));
    Some((start, if comma == 1 { end + gap + 1 } else { end }))
}

/// The brackets of a text of RON from byte `at` on, without those in strings and comments.
const fn brackets(text: &str, at: usize) -> Brackets<'_> {
    Brackets { bytes: text.as_bytes(), at }
}

/// Walks over the brackets of a text of RON.
struct Brackets<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Brackets<'_> {
    /// The byte of the bracket that closes the first one.
    fn closing(self) -> Option<usize> {
        let mut depth = 0_usize;
        for (place, bracket) in self {
            match bracket {
                b'(' | b'[' | b'{' => depth += 1,
                _ => depth = depth.saturating_sub(1),
            }
            if depth == 0 {
                return Some(place);
            }
        }
        None
    }

    fn rest(&self) -> &[u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    /// Goes behind the next `pattern`, or to the end.
    fn skip_past(&mut self, pattern: &[u8]) {
        let found = self.rest().windows(pattern.len()).position(|bytes| bytes == pattern);
        self.at = found.map_or(self.bytes.len(), |place| self.at + place + pattern.len());
    }

    /// Goes behind a literal that begins with `quote` here.
    fn skip_literal(&mut self, quote: u8) {
        self.at += 1;
        while let Some(byte) = self.rest().first().copied() {
            self.at += if byte == b'\\' { 2 } else { 1 };
            if byte == quote {
                return;
            }
        }
    }

    /// Goes behind a raw string (`r#"…"#`) if one begins here.
    fn skip_raw_string(&mut self) -> bool {
        let hashes = self.rest().iter().skip(1).take_while(|byte| **byte == b'#').count();
        let named = self.at.checked_sub(1).and_then(|before| self.bytes.get(before));
        if self.rest().get(hashes + 1) != Some(&b'"')
            || named.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
        {
            return false;
        }
        self.at += hashes + 2;
        let end: Vec<u8> = std::iter::once(b'"').chain(std::iter::repeat_n(b'#', hashes)).collect();
        self.skip_past(&end);
        true
    }

    /// Goes behind a comment that opens here; comments nest.
    fn skip_comment(&mut self) {
        let mut depth = 0_usize;
        while !self.rest().is_empty() {
            if self.rest().starts_with(b"/*") {
                depth += 1;
                self.at += 2;
            } else if self.rest().starts_with(b"*/") {
                depth -= 1;
                self.at += 2;
            } else {
                self.at += 1;
            }
            if depth == 0 {
                return;
            }
        }
    }
}

impl Iterator for Brackets<'_> {
    type Item = (usize, u8);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let byte = self.rest().first().copied()?;
            match byte {
                b'"' | b'\'' => self.skip_literal(byte),
                b'r' if self.skip_raw_string() => {}
                b'/' if self.rest().starts_with(b"//") => self.skip_past(b"\n"),
                b'/' if self.rest().starts_with(b"/*") => self.skip_comment(),
                b'(' | b')' | b'[' | b']' | b'{' | b'}' => {
                    self.at += 1;
                    return Some((self.at - 1, byte));
                }
                _ => self.at += 1,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let found: String = brackets(text, 0).map(|(_, bracket)| char::from(bracket)).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn brackets_in_strings_and_comments_do_not_count() {
        check("(a: [1, {2: 3}])", "([{}])");
        check(r#"("(\"[", ')', '\'')"#, "()");
        check(r###"(r"(\", r#"("[)"#, attr: (1))"###, "(())");
        check("(1, // ( [\n 2)", "()");
        check("(1, /* ( /* [ */ { */ 2)", "()");
        check("(\"中文（(”\")", "()");
    }

    #[test]
    fn variants_end_behind_what_they_hold() {
        let end = |text: &str| {
            end_of_variant(text, 0).map(|end| text.get(end..).unwrap_or_default().to_owned())
        };
        assert_eq!(end("Quote, 1"), Some(", 1".to_owned()));
        assert_eq!(end("Quote (a: \")\", (1)), 1"), Some(", 1".to_owned()));
        assert_eq!(end("Quote(a: ("), None);
    }
}
