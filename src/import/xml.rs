//! XML parts of packages → trees of elements, with limits that hostile files run into.
//!
//! Namespaces are told by their addresses and written as the prefixes that Office uses, so that a
//! file with other prefixes reads the same. A document type declaration is refused: it could
//! define entities.

use std::collections::HashMap;
use std::rc::Rc;

use quick_xml::NsReader;
use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::BytesRef;
use quick_xml::events::BytesStart;
use quick_xml::events::Event;
use quick_xml::name::Namespace;
use quick_xml::name::QName;
use quick_xml::name::ResolveResult;

use super::Error;

/// How deep elements may lie in each other; Word writes about 40 for tables in tables.
const DEPTH: usize = 200;
/// How many elements, attributes and texts a part may have: 500 pages of Word have about a million.
const NODES: usize = 4_000_000;

/// Addresses of namespaces, in both editions of the standard (ECMA-376, ISO/IEC 29500 strict), and
/// the prefixes that stand for them here.
const PREFIXES: [(&str, &str); 22] = [
    ("http://www.w3.org/XML/1998/namespace", "xml"),
    ("http://schemas.openxmlformats.org/wordprocessingml/2006/main", "w"),
    ("http://purl.oclc.org/ooxml/wordprocessingml/main", "w"),
    ("http://schemas.openxmlformats.org/officeDocument/2006/relationships", "r"),
    ("http://purl.oclc.org/ooxml/officeDocument/relationships", "r"),
    ("http://schemas.openxmlformats.org/drawingml/2006/main", "a"),
    ("http://purl.oclc.org/ooxml/drawingml/main", "a"),
    ("http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing", "wp"),
    ("http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing", "wp"),
    ("http://schemas.openxmlformats.org/drawingml/2006/picture", "pic"),
    ("http://purl.oclc.org/ooxml/drawingml/picture", "pic"),
    ("http://schemas.openxmlformats.org/markup-compatibility/2006", "mc"),
    ("http://schemas.openxmlformats.org/officeDocument/2006/math", "m"),
    ("http://purl.oclc.org/ooxml/officeDocument/math", "m"),
    ("http://schemas.openxmlformats.org/package/2006/relationships", "rel"),
    ("http://schemas.microsoft.com/office/word/2010/wordprocessingShape", "wps"),
    ("http://schemas.microsoft.com/office/word/2010/wordprocessingGroup", "wpg"),
    ("http://schemas.microsoft.com/office/word/2010/wordml", "w14"),
    ("urn:schemas-microsoft-com:vml", "v"),
    ("urn:schemas-microsoft-com:office:office", "o"),
    ("http://www.ofdspec.org/2016", "ofd"),
    ("http://www.ofdspec.org", "ofd"),
];

/// An element with what it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Element {
    name: Rc<str>,
    attributes: Vec<(Rc<str>, Box<str>)>,
    nodes: Vec<Node>,
}

/// What an element holds.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Node {
    Element(Element),
    Text(String),
}

impl Element {
    /// Whether it has this name: `w:p`.
    pub(super) fn is(&self, name: &str) -> bool {
        *self.name == *name
    }

    /// Its name with its prefix.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// The value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(own, _)| **own == *name).map(|(_, value)| &**value)
    }

    /// The elements in it, in order.
    pub(super) fn elements(&self) -> impl Iterator<Item = &Self> {
        self.nodes.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The first element in it with this name.
    pub(super) fn first(&self, name: &str) -> Option<&Self> {
        self.elements().find(|element| element.is(name))
    }

    /// The value of `w:val` of the first element in it with this name.
    pub(super) fn value(&self, name: &str) -> Option<&str> {
        self.first(name)?.attribute("w:val")
    }

    /// Whether it holds an element that switches something on: there, and not `false`.
    pub(super) fn switch(&self, name: &str) -> Option<bool> {
        let value = self.first(name)?.attribute("w:val");
        Some(!matches!(value, Some("0" | "false" | "off" | "none")))
    }

    /// All elements below it with this name, in order.
    pub(super) fn descendants<'a>(&'a self, name: &str) -> Vec<&'a Self> {
        let mut found = Vec::new();
        self.collect(name, &mut found);
        found
    }

    fn collect<'a>(&'a self, name: &str, found: &mut Vec<&'a Self>) {
        for element in self.elements() {
            if element.is(name) {
                found.push(element);
            }
            element.collect(name, found);
        }
    }

    /// Its own text, without that of elements in it.
    pub(super) fn text(&self) -> String {
        let texts = self.nodes.iter().filter_map(|node| match node {
            Node::Text(text) => Some(text.as_str()),
            Node::Element(_) => None,
        });
        texts.collect()
    }
}

/// Reads the root element of a part.
///
/// # Errors
///
/// Bytes that are no well-formed XML, that declare a document type or that pass the limits.
pub(super) fn read(bytes: &[u8]) -> Result<Element, Error> {
    let text = match bytes {
        [0xff, 0xfe, rest @ ..] => encoding_rs::UTF_16LE.decode_without_bom_handling(rest).0,
        [0xfe, 0xff, rest @ ..] => encoding_rs::UTF_16BE.decode_without_bom_handling(rest).0,
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest),
        _ => String::from_utf8_lossy(bytes),
    };
    let mut reader = NsReader::from_str(&text);
    let mut tree = Tree::default();
    loop {
        let event = reader.read_event().map_err(|_| Error::Damaged)?;
        match event {
            Event::Start(start) => tree.open(&start, &reader)?,
            Event::Empty(start) => {
                tree.open(&start, &reader)?;
                tree.close()?;
            }
            Event::End(_) => tree.close()?,
            Event::Text(text) => tree.text(&text.decode().map_err(|_| Error::Damaged)?)?,
            Event::CData(text) => tree.text(&text.decode().map_err(|_| Error::Damaged)?)?,
            Event::GeneralRef(reference) => tree.text(&character(&reference)?)?,
            Event::DocType(_) => return Err(Error::Entities),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            Event::Eof => break,
        }
    }
    match (tree.root, tree.open.is_empty()) {
        (Some(root), true) => Ok(root),
        (Some(_) | None, _) => Err(Error::Damaged),
    }
}

/// The character that a reference stands for; only those that XML itself defines.
fn character(reference: &BytesRef<'_>) -> Result<String, Error> {
    if let Ok(Some(character)) = reference.resolve_char_ref() {
        return Ok(character.to_string());
    }
    let name = reference.decode().map_err(|_| Error::Damaged)?;
    resolve_predefined_entity(&name).map(str::to_owned).ok_or(Error::Entities)
}

/// The tree while it grows.
#[derive(Default)]
struct Tree {
    open: Vec<Element>,
    root: Option<Element>,
    names: HashMap<String, Rc<str>>,
    nodes: usize,
}

impl Tree {
    fn count(&mut self, more: usize) -> Result<(), Error> {
        self.nodes += more;
        if self.nodes > NODES { Err(Error::TooMuch) } else { Ok(()) }
    }

    fn open(&mut self, start: &BytesStart<'_>, reader: &NsReader<&[u8]>) -> Result<(), Error> {
        if self.open.len() >= DEPTH {
            return Err(Error::Deep);
        }
        self.count(1)?;
        let name = self.name(start.name(), true, reader);
        let mut attributes = Vec::new();
        for attribute in start.attributes().with_checks(false) {
            let attribute = attribute.map_err(|_| Error::Damaged)?;
            let name = self.name(attribute.key, false, reader);
            // Marks of Word's saving sessions and declarations say nothing.
            if name.contains("rsid") || name.starts_with("xmlns") || name.contains("paraId") {
                continue;
            }
            self.count(1)?;
            let value =
                attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|_| Error::Entities)?;
            attributes.push((name, Box::from(&*value)));
        }
        self.open.push(Element { name, attributes, nodes: Vec::new() });
        Ok(())
    }

    fn name(&mut self, name: QName<'_>, element: bool, reader: &NsReader<&[u8]>) -> Rc<str> {
        let (namespace, local) = reader.resolver().resolve(name, element);
        let local = String::from_utf8_lossy(local.into_inner()).into_owned();
        let whole = match namespace {
            ResolveResult::Bound(Namespace(address)) => {
                let known = PREFIXES.iter().find(|(known, _)| known.as_bytes() == address);
                match known {
                    Some((_, prefix)) => format!("{prefix}:{local}"),
                    None => format!("?:{local}"),
                }
            }
            ResolveResult::Unbound => local,
            ResolveResult::Unknown(prefix) => {
                format!("{}:{local}", String::from_utf8_lossy(&prefix))
            }
        };
        if let Some(known) = self.names.get(&whole) {
            return Rc::clone(known);
        }
        let name: Rc<str> = Rc::from(whole.as_str());
        drop(self.names.insert(whole, Rc::clone(&name)));
        name
    }

    fn text(&mut self, text: &str) -> Result<(), Error> {
        let Some(parent) = self.open.last_mut() else { return Ok(()) };
        // White space between elements is none of the text.
        let leaf = parent.name.ends_with(":t")
            || parent.name.ends_with("Text")
            || parent.name.ends_with("TextCode");
        if !leaf && text.chars().all(|c| c.is_ascii_whitespace()) {
            return Ok(());
        }
        if let Some(Node::Text(last)) = parent.nodes.last_mut() {
            last.push_str(text);
            return Ok(());
        }
        parent.nodes.push(Node::Text(text.to_owned()));
        self.count(1)
    }

    fn close(&mut self) -> Result<(), Error> {
        let mut element = self.open.pop().ok_or(Error::Damaged)?;
        // Most elements hold one thing, and there are millions of them.
        element.nodes.shrink_to_fit();
        element.attributes.shrink_to_fit();
        match self.open.last_mut() {
            Some(parent) => parent.nodes.push(Node::Element(element)),
            None if self.root.is_none() => self.root = Some(element),
            None => return Err(Error::Damaged),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_are_told_by_their_addresses() {
        let text = "<x:p xmlns:x='http://schemas.openxmlformats.org/wordprocessingml/2006/main' \
                    x:val='1&lt;2'><x:t> 甲&amp;&#x4e59;</x:t></x:p>";
        let root = read(text.as_bytes()).unwrap();
        assert!(root.is("w:p"));
        assert_eq!(root.attribute("w:val"), Some("1<2"));
        assert_eq!(root.first("w:t").unwrap().text(), " 甲&乙");
    }

    #[test]
    fn what_would_do_harm_is_refused() {
        fn check(text: &str, expected: &Error) {
            assert_eq!(read(text.as_bytes()).as_ref(), Err(expected), "{text:.60}");
        }
        check("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", &Error::Entities);
        check("<a>&b;</a>", &Error::Entities);
        check("<a b='&c;'/>", &Error::Entities);
        check("<a><b></a>", &Error::Damaged);
        check("<a>", &Error::Damaged);
        check("", &Error::Damaged);
        check("<a/><a/>", &Error::Damaged);
        check(&"<a>".repeat(300), &Error::Deep);
    }
}
