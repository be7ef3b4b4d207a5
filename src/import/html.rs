//! Raw HTML → visible characters, each with its place in the source.
//!
//! A small tolerant pass, no parser: pasted pages are torn, nested wrongly and cut in the middle.
//! Block tags end a line, cells of a table row are parted by a tab, comments and scripts vanish,
//! the entities that such pages use are read.

/// A character that a reader of the page sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Visible {
    /// The character; `\n` ends a line.
    pub(super) char: char,
    /// Where it stands in the source, in characters.
    pub(super) at: u32,
    /// Count of characters of the source that it is made from.
    pub(super) len: u32,
}

const BLOCKS: [&str; 22] = [
    "p", "div", "br", "tr", "li", "ul", "ol", "table", "tbody", "thead", "td", "th", "h1", "h2",
    "h3", "h4", "h5", "h6", "section", "article", "title", "hr",
];
const INLINE: [&str; 22] = [
    "span", "b", "strong", "i", "em", "a", "font", "u", "sup", "sub", "img", "html", "body",
    "head", "meta", "input", "s", "strike", "del", "ins", "small", "big",
];
const HIDDEN: [&str; 3] = ["script", "style", "template"];

/// Whether the text has HTML tags or entities of spaces at all.
pub(super) fn is_html(text: &str) -> bool {
    text.split('<').skip(1).any(|rest| {
        let name = tag_name(rest);
        BLOCKS.contains(&name.as_str())
            || INLINE.contains(&name.as_str()) && rest.contains('>')
            || rest.starts_with("!--")
    })
}

/// The name of the tag whose `<` stands before `rest`, in lower case.
fn tag_name(rest: &str) -> String {
    rest.trim_start_matches('/')
        .chars()
        .take(10)
        .take_while(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

struct Reader<'a> {
    source: &'a [char],
    at: usize,
    seen: Vec<Visible>,
    /// Inside a row of several cells, where nothing ends a line.
    row: bool,
    /// A page of HTML as a whole, where the source's line ends mean nothing inside a paragraph.
    page: bool,
    paragraph: bool,
}

/// Reads the visible characters of `source`.
pub(super) fn visible(source: &[char]) -> Vec<Visible> {
    let page = ["<html", "<body", "<tbody", "<table"].iter().any(|tag| find(source, 0, tag, 4096));
    let mut reader = Reader { source, at: 0, seen: Vec::new(), row: false, page, paragraph: false };
    while let Some(&c) = source.get(reader.at) {
        match c {
            '<' => reader.tag(),
            '&' => reader.entity(),
            '\n' if reader.row || reader.page && reader.paragraph => reader.at += 1,
            c => reader.push(c, 1),
        }
    }
    reader.seen
}

impl Reader<'_> {
    fn push(&mut self, char: char, len: usize) {
        self.seen.push(Visible { char, at: position(self.at), len: position(len) });
        self.at += len;
    }

    fn tag(&mut self) {
        if matches(self.source, self.at, "<!--") {
            self.at = end_of(self.source, self.at, "-->");
            return;
        }
        let rest: String = self.source.iter().skip(self.at + 1).take(12).collect();
        let name = tag_name(&rest);
        let closing = rest.starts_with('/');
        let known = BLOCKS.contains(&name.as_str()) || INLINE.contains(&name.as_str());
        if HIDDEN.contains(&name.as_str()) && !closing {
            self.at = end_of(self.source, self.at, &format!("</{name}>"));
            return;
        }
        // A `<` that opens no tag is text: 5<6.
        let window = self.source.iter().skip(self.at).take(4000);
        let Some(length) = window
            .clone()
            .position(|&c| c == '>')
            .filter(|_| known || closing || rest.starts_with('!'))
        else {
            self.push('<', 1);
            return;
        };
        match name.as_str() {
            "tr" => {
                self.row = !closing && self.cells() > 1;
                self.line_end(length);
            }
            "td" | "th" if self.row && closing => {
                self.seen.push(Visible { char: '\t', at: position(self.at), len: 0 });
            }
            _ if self.row => {}
            "p" => {
                self.paragraph = !closing;
                self.line_end(length);
            }
            name if BLOCKS.contains(&name) => self.line_end(length),
            _ => {}
        }
        self.at += length + 1;
    }

    fn line_end(&mut self, length: usize) {
        if self.seen.last().is_some_and(|last| last.char != '\n') {
            self.seen.push(Visible { char: '\n', at: position(self.at), len: position(length) });
        }
    }

    /// Count of cells of the row that opens here.
    fn cells(&self) -> usize {
        let from = self.at + 3;
        (from..self.source.len().min(from + 20_000))
            .filter(|&at| self.source.get(at) == Some(&'<'))
            .take_while(|&at| !matches(self.source, at, "<tr") && !matches(self.source, at, "</tr"))
            .filter(|&at| matches(self.source, at, "<td") || matches(self.source, at, "<th"))
            .count()
    }

    fn entity(&mut self) {
        let name: String =
            self.source.iter().skip(self.at + 1).take(8).take_while(|&&c| c != ';').collect();
        let char = match name.as_str() {
            "nbsp" | "ensp" | "thinsp" | "#160" => ' ',
            "emsp" | "#12288" => '　',
            "lt" => '<',
            "gt" => '>',
            "amp" => '&',
            "quot" => '"',
            "ldquo" => '“',
            "rdquo" => '”',
            "lsquo" => '‘',
            "rsquo" => '’',
            "hellip" => '…',
            "mdash" => '—',
            "middot" => '·',
            _ => match numeric(&name) {
                Some(char) => char,
                None => return self.push('&', 1),
            },
        };
        let end = self.at + name.chars().count() + 1;
        if self.source.get(end) == Some(&';') {
            self.push(char, end + 1 - self.at);
        } else {
            self.push('&', 1);
        }
    }
}

fn numeric(name: &str) -> Option<char> {
    let number = name.strip_prefix('#')?;
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    char::from_u32(code).filter(|c| !c.is_control())
}

fn matches(source: &[char], at: usize, text: &str) -> bool {
    let mut rest = source.iter().skip(at);
    text.chars().all(|c| rest.next().is_some_and(|r| r.eq_ignore_ascii_case(&c)))
}

fn find(source: &[char], from: usize, text: &str, within: usize) -> bool {
    (from..source.len().min(from + within)).any(|at| matches(source, at, text))
}

/// The index behind the next `text`; the end of the source where there is none.
fn end_of(source: &[char], from: usize, text: &str) -> usize {
    (from..source.len())
        .find(|&at| matches(source, at, text))
        .map_or(source.len(), |at| at + text.chars().count())
}

fn position(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        let source: Vec<char> = text.chars().collect();
        visible(&source).iter().map(|v| v.char).collect()
    }

    #[test]
    fn tags_and_entities() {
        fn check(text: &str, expected: &str) {
            assert_eq!(read(text), expected, "{text}");
        }
        check("<p>甲</p><p>乙</p>", "甲\n乙\n");
        check("<p id=\"t1\">&emsp;<b>第一条</b>&emsp;为<br>\n二", "　第一条　为\n\n二");
        check("<tr><td>a</td><td><p>b</p></td></tr>", "a\tb\t\n");
        check("<tr><td><p>a</p><p>b</p></td></tr>", "a\nb\n");
        check("a<!-- x -->b", "ab");
        check("<script>var a</script>正文", "正文");
        check("5<6 & 7>6", "5<6 & 7>6");
        check("&#22269;&#x52a1;&amp;&foo;", "国务&&foo;");
        check("<p", "<p");
        check("a<!-- b", "a");
    }

    #[test]
    fn html_is_told_from_text() {
        assert!(is_html("<p>甲"));
        assert!(is_html("a <span>b</span>"));
        assert!(!is_html("5 < 6, a<b"));
        assert!(!is_html("《办法》"));
    }

    #[test]
    fn characters_know_their_place() {
        let source: Vec<char> = "<b>甲</b>&amp;".chars().collect();
        let seen = visible(&source);
        assert_eq!(seen[0], Visible { char: '甲', at: 3, len: 1 });
        assert_eq!(seen[1], Visible { char: '&', at: 8, len: 5 });
    }
}
