//! Bytes of a text file → its characters.
//!
//! UTF-8 first; what is no UTF-8 is read as GB 18030, which holds GBK and GB 2312, the encodings
//! of old Chinese files. UTF-16 is read with a byte order mark and without one. Nearly any bytes
//! are some characters of GB 18030: what reads better as Big5 is refused, and so is what gives
//! characters of private use.

use encoding_rs::BIG5;
use encoding_rs::Encoding;
use encoding_rs::GB18030;
use encoding_rs::UTF_16BE;
use encoding_rs::UTF_16LE;

use super::Error;
use crate::text::is_han;

/// Decodes the bytes of a text file: without byte order mark, with CR LF and CR as LF.
///
/// # Errors
///
/// Bytes that are no text: a known kind of binary file, or characters of no encoding above.
pub fn decode(bytes: &[u8]) -> Result<String, Error> {
    if let Some((kind, advice)) = binary_kind(bytes) {
        return Err(Error::Binary { kind, advice });
    }
    let text = match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => strict(encoding_rs::UTF_8, rest)?,
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => return Err(Error::Unread("UTF-32")),
        [0xff, 0xfe, rest @ ..] => strict(UTF_16LE, rest)?,
        [0xfe, 0xff, rest @ ..] => strict(UTF_16BE, rest)?,
        _ => unmarked(bytes)?,
    };
    if text.contains('\0') {
        return Err(Error::NoText);
    }
    Ok(text.replace("\r\n", "\n").replace('\r', "\n"))
}

/// Decodes a web page: in the encoding that it names itself, where it names one that is known and
/// is not UTF-8.
pub(super) fn decode_page(bytes: &[u8]) -> Result<String, Error> {
    let head = bytes.get(..bytes.len().min(2048)).unwrap_or_default();
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let named = head.split_once("charset=").map(|(_, rest)| {
        let name = rest.trim_start_matches(['"', '\'']);
        name.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect()
    });
    let named = named.and_then(|name: String| Encoding::for_label(name.as_bytes()));
    match named {
        Some(encoding) if encoding != encoding_rs::UTF_8 && str::from_utf8(bytes).is_err() => {
            let text = strict(encoding, bytes)?;
            Ok(text.replace("\r\n", "\n").replace('\r', "\n"))
        }
        Some(_) | None => decode(bytes),
    }
}

/// Decodes bytes without a byte order mark.
fn unmarked(bytes: &[u8]) -> Result<String, Error> {
    if let Some(text) = utf_16(bytes) {
        return Ok(text);
    }
    if is_utf_32(bytes) {
        return Err(Error::Unread("UTF-32"));
    }
    if bytes.contains(&0) {
        return Err(Error::NoText);
    }
    if let Ok(text) = str::from_utf8(bytes) {
        return Ok(text.to_owned());
    }
    let big5 = is_big5(bytes);
    match strict(GB18030, bytes) {
        Ok(text) if !big5 && !is_private(&text) => Ok(text),
        Ok(_) | Err(_) => {
            Err(if big5 { Error::Unread("Big5（繁体）") } else { Error::Encoding })
        }
    }
}

/// The text, if nearly all of its characters are ones that a Chinese text has in UTF-16.
fn utf_16(bytes: &[u8]) -> Option<String> {
    if bytes.len() < 8 || !bytes.len().is_multiple_of(2) || str::from_utf8(bytes).is_ok_and(plain) {
        return None;
    }
    [UTF_16LE, UTF_16BE].into_iter().find_map(|encoding| {
        let text = strict(encoding, bytes).ok()?;
        let usual = |c: &char| {
            is_han(*c)
                || matches!(c, ' '..='~' | '\n' | '\r' | '\t' | '\u{3000}'..='\u{303f}')
                || matches!(c, '\u{ff00}'..='\u{ffef}' | '\u{2000}'..='\u{206f}' | '●' | '·')
        };
        let count = text.chars().filter(usual).count();
        (count * 20 >= text.chars().count() * 19 && plain(&text)).then_some(text)
    })
}

/// Whether the text has no control characters but those that part lines and cells.
fn plain(text: &str) -> bool {
    !text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\x0b' | '\x0c'))
}

/// Whether every fourth byte is zero, as the highest byte of a character in UTF-32 is.
fn is_utf_32(bytes: &[u8]) -> bool {
    let (units, rest) = bytes.as_chunks::<4>();
    let one_end = |at: usize| units.iter().all(|unit| unit.get(at) == Some(&0));
    // The byte beside the highest is zero, too, up to U+FFFF: letters of plain text in UTF-16 have
    // no two zeros side by side.
    let both = |high: usize, next: usize| {
        let zeros = units.iter().filter(|unit| unit.get(next) == Some(&0)).count();
        one_end(high) && zeros * 10 >= units.len() * 9
    };
    rest.is_empty() && units.len() >= 2 && (both(3, 2) || both(0, 1))
}

/// Whether the text has more characters of private use than a stray one: it was of another
/// encoding.
fn is_private(text: &str) -> bool {
    let private = text.chars().filter(|c| matches!(c, '\u{e000}'..='\u{f8ff}')).count();
    private * 50 > text.chars().filter(|c| !c.is_ascii()).count()
}

/// Whether the bytes read better as Big5 than as GB 18030.
///
/// Of each pair that both encodings take, the common characters are told by their bytes: in GB 2312
/// the lead of level 1 is B0 to D7 and every trail from A1 on; in Big5 the common characters lead
/// with A1 to C6, and half of their trails lie below 7F.
fn is_big5(bytes: &[u8]) -> bool {
    if BIG5.decode_without_bom_handling_and_without_replacement(bytes).is_none() {
        return false;
    }
    let (mut pairs, mut national, mut big5) = (0_usize, 0_usize, 0_usize);
    let mut rest = bytes.iter();
    while let Some(&lead) = rest.next() {
        if lead < 0x80 {
            continue;
        }
        let Some(&trail) = rest.next() else { break };
        pairs += 1;
        let marks = (0xa1..=0xa9).contains(&lead);
        national += usize::from(trail >= 0xa1 && (marks || (0xb0..=0xd7).contains(&lead)));
        big5 += usize::from((0xa1..=0xc6).contains(&lead));
    }
    pairs >= 4 && big5 * 10 >= pairs * 9 && national * 10 < pairs * 8
}

fn strict(encoding: &'static Encoding, bytes: &[u8]) -> Result<String, Error> {
    encoding
        .decode_without_bom_handling_and_without_replacement(bytes)
        .map(std::borrow::Cow::into_owned)
        .ok_or(Error::Encoding)
}

/// Whether the bytes are a Word file behind a password: a compound file whose directory names the
/// stream that holds it ([MS-OFFCRYPTO] 2.3.4.4), or one of Word 97 that says so itself.
pub(super) fn is_encrypted(bytes: &[u8]) -> bool {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.starts_with(b"\xd0\xcf\x11\xe0")
        && bytes.windows(name.len()).any(|window| window == name.as_slice())
}

/// Whether the first names in the package are those of a Word file, or its name says so and they do
/// not say otherwise.
pub(super) fn is_word(ending: &str, bytes: &[u8]) -> bool {
    let others: [&[u8]; 3] = [b"xl/", b"ppt/", b"mimetype"];
    let other = || others.iter().any(|name| begins_with(bytes, name));
    begins_with(bytes, b"word/") || ending == "docx" && !other()
}

/// Whether the first names in the package are those of an OFD file (GB/T 33190-2016, 6).
pub(super) fn is_ofd(bytes: &[u8]) -> bool {
    begins_with(bytes, b"OFD.xml") || begins_with(bytes, b"Doc_0/")
}

/// Whether `name` stands among the first bytes.
fn begins_with(bytes: &[u8], name: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
    head.windows(name.len()).any(|window| window == name)
}

/// What a file that is no text seems to be, by its first bytes, and what to do with it.
fn binary_kind(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    // Only what is asked for as plain text comes here, or what no import reads.
    const IMPORT: &str =
        "请直接导入它（gongbao import 文件名 -o 公报文件名），再处理导入后的公报文件";
    const TABLE: &str = "请把其中的表格和文字复制到 Word 文档中，存成 .docx 再导入";
    const READ: &str = "请先用文字识别（OCR）软件转成纯文本（.txt）再导入";
    const UNPACK: &str = "请先解压，再导入其中的文件";
    let starts = |magic: &[u8]| bytes.starts_with(magic);
    let holds = |name: &[u8]| begins_with(bytes, name);
    if starts(b"PK\x03\x04") {
        return Some(match () {
            () if holds(b"application/vnd.gongbao") => (
                "公报文件（.gongbao）",
                "不用导入：gongbao 文件名 就可以打开，check、export 也可以直接使用",
            ),
            () if holds(b"word/") => ("Word 文档（.docx）", IMPORT),
            () if holds(b"xl/") => ("Excel 表格（.xlsx）", TABLE),
            () if is_ofd(bytes) => ("OFD 版式文件", IMPORT),
            () if holds(b"application/vnd.oasis.opendocument.text") => {
                ("OpenDocument 文档（.odt）", IMPORT)
            }
            () if holds(b"[Content_Types].xml") => ("Office 文档", TABLE),
            () => ("压缩包（.zip）", UNPACK),
        });
    }
    match bytes {
        _ if starts(b"%PDF") => Some(("PDF 文件", IMPORT)),
        _ if starts(b"\xd0\xcf\x11\xe0") => Some((
            "旧版 Office 文件（.doc、.wps、.xls）",
            "文档请直接导入（gongbao import 文件名 -o 公报文件名），\
             表格请复制到 Word 文档中，存成 .docx 再导入",
        )),
        _ if starts(b"{\\rtf") => Some(("RTF 文档", IMPORT)),
        _ if starts(b"\x89PNG") || starts(b"\xff\xd8\xff") || starts(b"GIF8") => {
            Some(("图片", READ))
        }
        _ if starts(b"Rar!") || starts(b"7z\xbc\xaf") || starts(b"\x1f\x8b") => {
            Some(("压缩包", UNPACK))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings() {
        fn check(bytes: &[u8], expected: &str) {
            assert_eq!(decode(bytes).unwrap(), expected);
        }
        check("公报\n".as_bytes(), "公报\n");
        check("\u{feff}公报\r\n号\r".as_bytes(), "公报\n号\n");
        check(&[0xb9, 0xab, 0xb1, 0xa8], "公报");
        check(&[0xff, 0xfe, 0x6c, 0x51, 0xa5, 0x62], "公报");
        check(&[0xfe, 0xff, 0x51, 0x6c, 0x62, 0xa5], "公报");
        check(b"", "");
    }

    const TRADITIONAL: &str = "臺北市政府公報：主旨，修正「臺北市道路管理規則」，自即日起施行。";
    const SIMPLIFIED: &str = "包头市人民政府关于印发《节水办法》的通知，请认真贯彻执行。";

    #[test]
    fn encodings_without_a_mark() {
        fn check(encoding: &'static Encoding, text: &str) {
            assert_eq!(decode(&encoding.encode(text).0).unwrap(), text);
        }
        for text in [SIMPLIFIED, TRADITIONAL, "旸旻昪镕堃喆珺玥", "第1期", "4月"] {
            check(GB18030, text);
        }
        for text in [SIMPLIFIED, TRADITIONAL, "甲市人民政府公报\n2026年第4期\n"] {
            let units: Vec<u16> = text.encode_utf16().collect();
            let bytes = |turn: fn(u16) -> [u8; 2]| -> Vec<u8> {
                units.iter().flat_map(|&unit| turn(unit)).collect()
            };
            assert_eq!(decode(&bytes(u16::to_le_bytes)).unwrap(), text);
            assert_eq!(decode(&bytes(u16::to_be_bytes)).unwrap(), text);
        }
    }

    #[test]
    fn what_is_no_text_is_named() {
        fn check(bytes: &[u8], expected: &str) {
            let message = decode(bytes).unwrap_err().to_string();
            assert!(message.contains(expected), "{message}");
        }
        check(b"PK\x03\x04....word/document.xml", "docx");
        check(b"PK\x03\x04....", "压缩包");
        check(b"%PDF-1.6", "PDF 文件，不是纯文本；请直接导入它");
        check(b"PK\x03\x04....Doc_0/Document.xml", "OFD 版式文件，不是纯文本；请直接导入它");
        check(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "文档请直接导入");
        check(b"PK\x03\x04....mimetypeapplication/vnd.gongbao", "gongbao 文件名 就可以打开");
        check(b"\x89PNG\r\n", "OCR");
        check(b"a\0b", "这不是文本文件");
        check(&[0xff, 0xfe, 0, 0, 0x6c, 0x51, 0, 0], "UTF-32");
        check(&[0x6c, 0x51, 0, 0, 0xa5, 0x62, 0, 0, 0x0a, 0, 0, 0], "UTF-32");
        check(&[0xff, 0xff, 0xff], "编码");
        check(&BIG5.encode(TRADITIONAL).0, "Big5");
        // Bytes of the user's own area.
        check(b"\xaa\xa1\xaa\xa2\xaa\xa3\xaa\xa4", "编码");
    }
}
