//! Bytes of a text file → its characters.
//!
//! UTF-8 first; what is no UTF-8 is read as GB 18030, which holds GBK and GB 2312, the encodings
//! of old Chinese files. UTF-16 is read where a byte order mark announces it.

use encoding_rs::Encoding;
use encoding_rs::GB18030;
use encoding_rs::UTF_16BE;
use encoding_rs::UTF_16LE;

use super::Error;

/// Decodes the bytes of a text file: without byte order mark, with CR LF and CR as LF.
///
/// # Errors
///
/// Bytes that are no text: a known kind of binary file, or characters of no encoding above.
pub fn decode(bytes: &[u8]) -> Result<String, Error> {
    if let Some(kind) = binary_kind(bytes) {
        return Err(Error::Binary { kind });
    }
    let text = match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => strict(encoding_rs::UTF_8, rest)?,
        [0xff, 0xfe, rest @ ..] => strict(UTF_16LE, rest)?,
        [0xfe, 0xff, rest @ ..] => strict(UTF_16BE, rest)?,
        _ if bytes.contains(&0) => return Err(Error::Binary { kind: "不是文本的文件" }),
        _ => match str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => strict(GB18030, bytes)?,
        },
    };
    Ok(text.replace("\r\n", "\n").replace('\r', "\n"))
}

fn strict(encoding: &'static Encoding, bytes: &[u8]) -> Result<String, Error> {
    encoding
        .decode_without_bom_handling_and_without_replacement(bytes)
        .map(std::borrow::Cow::into_owned)
        .ok_or(Error::Encoding)
}

/// What a file that is no text seems to be, by its first bytes.
fn binary_kind(bytes: &[u8]) -> Option<&'static str> {
    let starts = |magic: &[u8]| bytes.starts_with(magic);
    let holds = |name: &[u8]| {
        bytes
            .get(..bytes.len().min(4096))
            .unwrap_or_default()
            .windows(name.len())
            .any(|w| w == name)
    };
    if starts(b"PK\x03\x04") {
        return Some(match () {
            () if holds(b"application/vnd.gongbao") => "公报文件（.gongbao）",
            () if holds(b"word/") => "Word 文档（.docx）",
            () if holds(b"xl/") => "Excel 表格（.xlsx）",
            () if holds(b"[Content_Types].xml") => "Office 文档",
            () => "压缩包（.zip）",
        });
    }
    match bytes {
        _ if starts(b"%PDF") => Some("PDF 文件"),
        _ if starts(b"\xd0\xcf\x11\xe0") => Some("旧版 Office 文档（.doc、.xls、.wps）"),
        _ if starts(b"{\\rtf") => Some("RTF 文档"),
        _ if starts(b"\x89PNG") || starts(b"\xff\xd8\xff") || starts(b"GIF8") => Some("图片"),
        _ if starts(b"Rar!") || starts(b"7z\xbc\xaf") || starts(b"\x1f\x8b") => Some("压缩包"),
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

    #[test]
    fn what_is_no_text_is_named() {
        fn check(bytes: &[u8], expected: &str) {
            let message = decode(bytes).unwrap_err().to_string();
            assert!(message.contains(expected), "{message}");
        }
        check(b"PK\x03\x04....word/document.xml", "docx");
        check(b"PK\x03\x04....", "压缩包");
        check(b"%PDF-1.6", "PDF");
        check(b"a\0b", "不是文本");
        check(&[0xff, 0xff, 0xff], "编码");
    }
}
