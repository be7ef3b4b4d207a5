//! Fonts of a written file: their programs, widths, and what their codes are read as.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Document, Object, ObjectId};
use skrifa::GlyphId16;
use skrifa::raw::ps::cff::CffFontRef;
use skrifa::raw::{FontRef, TableProvider};

use super::object::utf16;

/// A font as the file describes it.
#[derive(Debug)]
pub(super) struct Font {
    pub(super) id: ObjectId,
    pub(super) name: String,
    /// What is wrong with it: a rule, and words.
    pub(super) faults: Vec<(&'static str, String)>,
    two_bytes: bool,
    widths: BTreeMap<u16, f64>,
    /// `DW`.
    usual_width: f64,
    texts: BTreeMap<u16, String>,
}

impl Font {
    /// Reads the font at `id`; none if there is no dictionary.
    pub(super) fn read(pdf: &Document, id: ObjectId) -> Option<Self> {
        let font = pdf.get_dictionary(id).ok()?;
        let kind = name_of(font, b"Subtype");
        let mut found = Self {
            id,
            name: name(font, b"BaseFont"),
            faults: Vec::new(),
            two_bytes: kind == "Type0",
            widths: BTreeMap::new(),
            usual_width: 1000.0,
            texts: BTreeMap::new(),
        };
        if kind == "Type3" {
            found.fault("font-type3", "是 Type 3 字体，笔画会发虚");
        }
        match stream(pdf, font, b"ToUnicode") {
            Some(map) => found.texts = to_unicode(&map),
            None => found.fault("font-unicode", "没有 ToUnicode 表，文字不能检索和复制"),
        }
        if !is_tagged(&found.name) {
            found.fault("font-name", "的名称没有子集前缀");
        }
        let descendant = font.get(b"DescendantFonts").ok().and_then(|all| first(pdf, all));
        let holder = descendant.unwrap_or(font);
        if kind == "Type0" && name_of(font, b"Encoding") != "Identity-H" {
            found.fault("font-encoding", "的编码不是 Identity-H，会印成别的字");
        }
        if let Ok(usual) = holder.get(b"DW").and_then(Object::as_float) {
            found.usual_width = usual.into();
        }
        if let Ok(widths) = holder.get(b"W").and_then(Object::as_array) {
            found.widths = widths_of(widths);
        }
        match super::object::sub(pdf, holder, b"FontDescriptor") {
            Some(descriptor) => {
                let names = [name(holder, b"BaseFont"), name(descriptor, b"FontName")];
                if names.iter().any(|own| *own != found.name) {
                    found.fault("font-name", "在文件里有几个名称");
                }
                found.program(pdf, descriptor);
            }
            None => found.fault("font-embedded", "没有嵌入"),
        }
        Some(found)
    }

    fn fault(&mut self, rule: &'static str, what: &str) {
        self.faults.push((rule, format!("字体 {} {what}", self.name)));
    }

    /// Looks at the embedded program: that it is there, and that its widths are those of the PDF.
    fn program(&mut self, pdf: &Document, descriptor: &Dictionary) {
        if stream(pdf, descriptor, b"FontFile").is_some() {
            return;
        }
        let codes: BTreeSet<u16> = self.widths.keys().chain(self.texts.keys()).copied().collect();
        let widths =
            match (stream(pdf, descriptor, b"FontFile3"), stream(pdf, descriptor, b"FontFile2")) {
                (Some(program), _) if !program.starts_with(b"OTTO") => {
                    cff_widths(&program, codes.iter())
                }
                (Some(program), _) | (None, Some(program)) => table_widths(&program, codes.iter()),
                (None, None) => {
                    self.fault("font-embedded", "没有嵌入");
                    return;
                }
            };
        let Some(widths) = widths.and_then(|all| all.into_iter().collect::<Option<Vec<f64>>>())
        else {
            self.fault("font-embedded", "嵌入的字体程序已损坏");
            return;
        };
        if codes.iter().zip(widths).any(|(&code, own)| (own - self.width(code)).abs() > 1.0) {
            self.fault("font-widths", "的字宽与字体程序不一致");
        }
    }

    /// The codes of a string.
    pub(super) fn codes(&self, bytes: &[u8]) -> Vec<u16> {
        if self.two_bytes {
            bytes.as_chunks::<2>().0.iter().copied().map(u16::from_be_bytes).collect()
        } else {
            bytes.iter().copied().map(u16::from).collect()
        }
    }

    /// The advance of a code in 1/1000 of the em.
    pub(super) fn width(&self, code: u16) -> f64 {
        self.widths.get(&code).copied().unwrap_or(self.usual_width)
    }

    /// What a code is read as; none if nothing says so.
    pub(super) fn text(&self, code: u16) -> Option<&str> {
        self.texts.get(&code).map(String::as_str)
    }
}

/// The advances of the codes in 1/1000 of the em, as the tables of a program say; none if it is
/// broken.
fn table_widths<'a>(
    program: &[u8],
    codes: impl Iterator<Item = &'a u16>,
) -> Option<Vec<Option<f64>>> {
    let face = FontRef::new(program).ok()?;
    let (head, metrics) = (face.head().ok()?, face.hmtx().ok()?);
    let unit = 1000.0 / f64::from(head.units_per_em()).max(1.0);
    let width = |&code: &u16| {
        let own = metrics.advance(GlyphId16::new(code).into())?;
        Some(f64::from(own) * unit)
    };
    Some(codes.map(width).collect())
}

/// The same of bare CFF, as its charstrings say.
fn cff_widths<'a>(
    program: &[u8],
    codes: impl Iterator<Item = &'a u16>,
) -> Option<Vec<Option<f64>>> {
    let face = CffFontRef::new_cff(program, 0, None).ok()?;
    let unit = 1000.0 / f64::from(face.upem()).max(1.0);
    let width = |&code: &u16| {
        let glyph = GlyphId16::new(code).into();
        let part = face.subfont(face.subfont_index(glyph)?, &[]).ok()?;
        let own = face.evaluate_width(&part, glyph, &[]).ok()??;
        Some(own.to_f64() * unit)
    };
    Some(codes.map(width).collect())
}

fn name_of(dictionary: &Dictionary, key: &[u8]) -> String {
    let name = dictionary.get(key).and_then(Object::as_name).unwrap_or_default();
    String::from_utf8_lossy(name).into_owned()
}

fn name(dictionary: &Dictionary, key: &[u8]) -> String {
    let name = name_of(dictionary, key);
    if name.is_empty() { "（无名）".to_owned() } else { name }
}

/// `ABCDEF+Name`.
fn is_tagged(name: &str) -> bool {
    name.split_once('+')
        .is_some_and(|(tag, _)| tag.len() == 6 && tag.bytes().all(|byte| byte.is_ascii_uppercase()))
}

fn first<'a>(pdf: &'a Document, list: &'a Object) -> Option<&'a Dictionary> {
    let list = pdf.dereference(list).ok()?.1.as_array().ok()?;
    pdf.dereference(list.first()?).ok()?.1.as_dict().ok()
}

/// The unpacked stream at `key`.
fn stream(pdf: &Document, dictionary: &Dictionary, key: &[u8]) -> Option<Vec<u8>> {
    let stream = pdf.dereference(dictionary.get(key).ok()?).ok()?.1.as_stream().ok()?;
    stream.get_plain_content().ok()
}

/// The array `W`: `first [w …]` or `first last w` (9.7.4.3).
fn widths_of(array: &[Object]) -> BTreeMap<u16, f64> {
    let mut widths = BTreeMap::new();
    let code = |object: &Object| object.as_i64().ok().and_then(|code| u16::try_from(code).ok());
    let mut rest = array;
    loop {
        match rest {
            [start, Object::Array(own), tail @ ..] => {
                let start = code(start).unwrap_or(0);
                for (code, width) in (start..).zip(own) {
                    let _ = widths.insert(code, width.as_float().map_or(0.0, f64::from));
                }
                rest = tail;
            }
            [start, end, width, tail @ ..] => {
                let width = width.as_float().map_or(0.0, f64::from);
                for code in code(start).unwrap_or(1)..=code(end).unwrap_or(0) {
                    let _ = widths.insert(code, width);
                }
                rest = tail;
            }
            _ => return widths,
        }
    }
}

/// What the codes are read as by a `ToUnicode` map: its lines `bfchar` and `bfrange`.
fn to_unicode(map: &[u8]) -> BTreeMap<u16, String> {
    let text = String::from_utf8_lossy(map);
    let mut texts = BTreeMap::new();
    let mut tokens: Vec<Vec<u8>> = Vec::new();
    for word in
        text.replace('<', " <").replace('>', "> ").replace(['[', ']'], " ").split_whitespace()
    {
        let hex = word.strip_prefix('<').and_then(|word| word.strip_suffix('>'));
        if let Some(bytes) = hex.map(hexadecimal) {
            tokens.push(bytes);
            continue;
        }
        match word {
            "endbfchar" => {
                for pair in tokens.as_chunks::<2>().0 {
                    let [code, value] = pair;
                    let _ = texts.insert(big_endian(code), string(value, 0));
                }
            }
            "endbfrange" => {
                for triple in tokens.as_chunks::<3>().0 {
                    let [start, end, value] = triple;
                    for (code, step) in (big_endian(start)..=big_endian(end)).zip(0..) {
                        let _ = texts.insert(code, string(value, step));
                    }
                }
            }
            _ => {}
        }
        tokens.clear();
    }
    texts
}

fn hexadecimal(word: &str) -> Vec<u8> {
    let digits: Vec<u8> = word
        .chars()
        .filter_map(|digit| digit.to_digit(16))
        .filter_map(|digit| u8::try_from(digit).ok())
        .collect();
    digits.as_chunks::<2>().0.iter().map(|[high, low]| high << 4 | low).collect()
}

fn big_endian(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0, |value, &byte| value << 8 | u16::from(byte))
}

/// UTF-16 without a mark, the last unit raised by `step`.
fn string(bytes: &[u8], step: u16) -> String {
    let mut own = vec![0xfe, 0xff];
    own.extend_from_slice(bytes);
    if let Some((last, _)) = own.split_last_chunk::<2>().map(|(rest, two)| (*two, rest)) {
        let raised = u16::from_be_bytes(last).wrapping_add(step).to_be_bytes();
        let end = own.len();
        own.splice(end - 2.., raised).for_each(drop);
    }
    utf16(&own)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn maps_are_read() {
        let map = b"2 beginbfchar <0001> <5305> <0002> <D842DFB7> endbfchar\n\
                    1 beginbfrange <0010><0012><0041> endbfrange";
        let texts = to_unicode(map);
        let check =
            |code: u16, expected| assert_eq!(texts.get(&code).map(String::as_str), expected);
        check(1, Some("包"));
        check(2, Some("𠮷"));
        check(0x10, Some("A"));
        check(0x12, Some("C"));
        check(0x13, None);
    }

    #[test]
    fn widths_are_read() {
        let numbers = |all: &[i64]| Object::Array(all.iter().map(|&n| n.into()).collect());
        let array = [0.into(), numbers(&[500, 600]), 7.into(), 9.into(), 250.into()];
        let widths: Vec<(u16, f64)> = widths_of(&array).into_iter().collect();
        assert_eq!(widths, [(0, 500.0), (1, 600.0), (7, 250.0), (8, 250.0), (9, 250.0)]);
    }

    #[test]
    fn subsets_have_six_capitals() {
        let check = |name, expected| assert_eq!(is_tagged(name), expected);
        check("ABCDEF+NotoSerif", true);
        check("NotoSerif", false);
        check("ABC+NotoSerif", false);
        check("abcdef+NotoSerif", false);
    }
}
