//! HTML → tags and text, tolerant of everything that saved pages have.

use quick_xml::escape::resolve_html5_entity;

/// A piece of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// Text with its entities resolved.
    Text(String),
    /// A tag that opens an element.
    Open(Tag),
    /// A tag that closes one, by its name.
    Close(String),
}

/// A tag that opens an element.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Tag {
    /// Its name, in small letters.
    pub(super) name: String,
    attributes: Vec<(String, String)>,
}

impl Tag {
    /// The value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// The value that its `style` gives a property, in small letters.
    pub(super) fn property(&self, name: &str) -> Option<String> {
        let style = self.attribute("style")?;
        style.split(';').find_map(|part| {
            let (own, value) = part.split_once(':')?;
            own.trim().eq_ignore_ascii_case(name).then(|| value.trim().to_lowercase())
        })
    }
}

/// Elements whose contents are no text of the page.
const RAW: [&str; 12] = [
    "script", "style", "template", "noscript", "svg", "iframe", "select", "button", "textarea",
    "object", "audio", "video",
];

/// The pieces of a page in order.
pub(super) fn tokens(text: &str) -> Tokens<'_> {
    Tokens { rest: text }
}

/// See [`tokens`].
pub(super) struct Tokens<'a> {
    rest: &'a str,
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        loop {
            if self.rest.is_empty() {
                return None;
            }
            if let Some(comment) = self.rest.strip_prefix("<!--") {
                self.rest = behind(comment, "-->");
            } else if self.rest.starts_with("<!") || self.rest.starts_with("<?") {
                self.rest = behind(self.rest, ">");
            } else if let Some((tag, rest)) = tag(self.rest) {
                self.rest = rest;
                if let Token::Open(tag) = &tag
                    && RAW.contains(&tag.name.as_str())
                {
                    self.rest = behind_element(self.rest, &tag.name);
                    continue;
                }
                return Some(tag);
            } else {
                let first = self.rest.chars().next().map_or(0, char::len_utf8);
                let tail = self.rest.get(first..).unwrap_or_default();
                let end = tail.find('<').map_or(self.rest.len(), |at| at + first);
                let (text, rest) = self.rest.split_at_checked(end)?;
                self.rest = rest;
                return Some(Token::Text(resolved(text)));
            }
        }
    }
}

/// What follows the next `mark`; nothing where there is none.
fn behind<'a>(text: &'a str, mark: &str) -> &'a str {
    text.split_once(mark).map_or("", |(_, rest)| rest)
}

/// What follows the element `name` that is open here.
fn behind_element<'a>(text: &'a str, name: &str) -> &'a str {
    for (at, _) in text.match_indices("</") {
        let Some(rest) = text.get(at + 2..) else { continue };
        let closes = rest.get(..name.len()).is_some_and(|own| own.eq_ignore_ascii_case(name));
        if closes {
            return behind(rest, ">");
        }
    }
    ""
}

/// The tag that begins the text, and what follows it.
fn tag(text: &str) -> Option<(Token, &str)> {
    let inner = text.strip_prefix('<')?;
    let (closing, inner) = match inner.strip_prefix('/') {
        Some(inner) => (true, inner),
        None => (false, inner),
    };
    if !inner.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let named = inner.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, ':' | '-')))?;
    let (name, mut rest) = inner.split_at_checked(named)?;
    let mut tag = Tag { name: name.to_ascii_lowercase(), attributes: Vec::new() };
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        if let Some(rest) = rest.strip_prefix('>') {
            let token = if closing { Token::Close(tag.name) } else { Token::Open(tag) };
            return Some((token, rest));
        }
        let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '=' | '>' | '/'))?;
        let (name, after) = rest.split_at_checked(end.max(1))?;
        rest = after.trim_start();
        let mut value = "";
        if let Some(given) = rest.strip_prefix('=') {
            let given = given.trim_start();
            (value, rest) = match given.chars().next()? {
                quote @ ('"' | '\'') => given.get(1..)?.split_once(quote)?,
                _ => {
                    given.split_at_checked(given.find(|c: char| c.is_whitespace() || c == '>')?)?
                }
            };
        }
        tag.attributes.push((name.to_ascii_lowercase(), resolved(value)));
    }
}

/// The text with its entities as characters; what is none stays as it is.
fn resolved(text: &str) -> String {
    const LONGEST: usize = 32;
    let mut whole = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        whole.push_str(before);
        let end = after.bytes().take(LONGEST).position(|byte| byte == b';');
        let named = end.and_then(|end| Some((after.get(..end)?, after.get(end + 1..)?)));
        let known = named.and_then(|(name, rest)| Some((entity(name)?, rest)));
        if let Some((characters, behind)) = known {
            whole.push_str(&characters);
            rest = behind;
        } else {
            whole.push('&');
            rest = after;
        }
    }
    whole.push_str(rest);
    whole
}

fn entity(name: &str) -> Option<String> {
    let Some(number) = name.strip_prefix('#') else {
        return resolve_html5_entity(name).map(str::to_owned);
    };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok()?,
        None => number.parse().ok()?,
    };
    char::from_u32(code).filter(|c| !c.is_control() || *c == '\n').map(String::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        let written = tokens(text).map(|token| match token {
            Token::Text(text) => text,
            Token::Open(tag) => format!("[{}]", tag.name),
            Token::Close(name) => format!("[/{name}]"),
        });
        written.collect()
    }

    #[test]
    fn tags_text_and_what_is_neither() {
        fn check(text: &str, expected: &str) {
            assert_eq!(read(text), expected, "{text}");
        }
        check("<P class=a>甲&nbsp;乙</p>", "[p]甲\u{a0}乙[/p]");
        check("<!DOCTYPE html><!-- <p> -->甲", "甲");
        check("<![if !supportLists]>一、<![endif]>", "一、");
        check("<script>a<b</SCRIPT>甲", "甲");
        check("5<6 & 7 &unknown; &#22269;", "5<6 & 7 &unknown; 国");
        check("<o:p>&emsp;</o:p>", "[o:p]\u{2003}[/o:p]");
        check("<a title='1>2' href=b>甲</a", "[a]甲</a");
        check("<p", "<p");
    }

    #[test]
    fn properties_of_styles() {
        let text = "<p style=\"Text-Align : Center;font-family:'楷体'\" hidden>";
        let Some(Token::Open(tag)) = tokens(text).next() else { panic!("a tag") };
        assert_eq!(tag.property("text-align").as_deref(), Some("center"));
        assert_eq!(tag.attribute("hidden"), Some(""));
    }
}
