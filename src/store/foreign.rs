//! Says what a file that is no issue seems to be, by its first bytes or the names in its archive.

use std::fmt;

/// What a foreign file seems to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Foreign {
    /// No bytes at all.
    Empty,
    /// A `.docx`.
    Word,
    /// A `.doc`, `.wps`, `.xls` of the old kind (OLE).
    OldOffice,
    /// A `.xlsx`.
    Excel,
    /// A `.pptx`.
    PowerPoint,
    /// An `.odt` and the like.
    OpenDocument,
    /// An `.ofd` (GB/T 33190).
    Ofd,
    /// A `.pdf`.
    Pdf,
    /// An `.rtf`.
    Rtf,
    /// A web page.
    Html,
    /// A picture.
    Picture,
    /// An archive of another kind.
    Archive,
    /// A plain text.
    Text,
    /// None of these.
    Unknown,
}

impl Foreign {
    /// What to do with it.
    pub const fn advice(self) -> &'static str {
        match self {
            Self::Empty => "可能没有复制完，请重新取得，或从备份中找回",
            Self::Html
            | Self::Text
            | Self::Word
            | Self::OldOffice
            | Self::OpenDocument
            | Self::Rtf => "请用“gongbao import”把它导入成公报文件",
            Self::Excel | Self::PowerPoint => {
                "请把其中的文字和表格复制到 Word 文档中，存成 .docx，再用“gongbao import”导入"
            }
            Self::Ofd | Self::Pdf => {
                "请用“gongbao import”把它导入成公报文件；\
                 扫描件先用文字识别（OCR）软件转成纯文本（.txt）"
            }
            Self::Picture => {
                "请先用文字识别（OCR）软件转成纯文本（.txt），再用“gongbao import”导入"
            }
            Self::Archive => "请先解压，再选择其中的 .gongbao 文件",
            Self::Unknown => "请选择扩展名为 .gongbao 的文件",
        }
    }
}

impl fmt::Display for Foreign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "空文件",
            Self::Word => "Word 文件（.docx）",
            Self::OldOffice => "旧版 Office 或 WPS 文件",
            Self::Excel => "Excel 表格",
            Self::PowerPoint => "演示文稿",
            Self::OpenDocument => "OpenDocument 文件",
            Self::Ofd => "OFD 版式文件",
            Self::Pdf => "PDF 文件",
            Self::Rtf => "RTF 文件",
            Self::Html => "网页",
            Self::Picture => "图片",
            Self::Archive => "压缩包",
            Self::Text => "文本文件",
            Self::Unknown => "别的文件",
        })
    }
}

/// What bytes that are no zip archive seem to be.
pub(super) fn by_bytes(bytes: &[u8]) -> Foreign {
    const SIGNATURES: [(&[u8], Foreign); 15] = [
        (b"%PDF", Foreign::Pdf),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Foreign::OldOffice),
        (b"{\\rtf", Foreign::Rtf),
        (b"\x89PNG", Foreign::Picture),
        (b"\xff\xd8\xff", Foreign::Picture),
        (b"GIF8", Foreign::Picture),
        (b"II*\0", Foreign::Picture),
        (b"MM\0*", Foreign::Picture),
        (b"PK\x05\x06", Foreign::Archive),
        (b"Rar!", Foreign::Archive),
        (b"7z\xbc\xaf", Foreign::Archive),
        (b"\x1f\x8b", Foreign::Archive),
        (b"\xfe\xff", Foreign::Text),
        (b"\xff\xfe", Foreign::Text),
        (b"\xef\xbb\xbf", Foreign::Text),
    ];
    if bytes.is_empty() {
        return Foreign::Empty;
    }
    let head = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
    let lower = String::from_utf8_lossy(head).trim_start().to_ascii_lowercase();
    if lower.starts_with("<!doctype html") || lower.starts_with("<html") {
        return Foreign::Html;
    }
    let signature = SIGNATURES.iter().find(|(signature, _)| bytes.starts_with(signature));
    match signature {
        Some((_, kind)) => *kind,
        None if is_text(head) => Foreign::Text,
        None => Foreign::Unknown,
    }
}

/// Whether these may be the first bytes of a text, in UTF-8 or GB 18030.
fn is_text(head: &[u8]) -> bool {
    let control = head.iter().any(|byte| *byte < 0x20 && !b"\t\n\x0b\x0c\r".contains(byte));
    // A character may be cut at the end of the head.
    let chinese = |bytes: &[u8]| {
        (0..4).any(|cut| {
            let end = bytes.len().saturating_sub(cut);
            let kept = bytes.get(..end).unwrap_or_default();
            encoding_rs::GB18030.decode_without_bom_handling_and_without_replacement(kept).is_some()
        })
    };
    let unicode = match std::str::from_utf8(head) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none(),
    };
    !control && (unicode || chinese(head))
}

/// What a zip archive with entries of these names seems to be.
pub(super) fn by_names(names: &[String], mimetype: Option<&[u8]>) -> Foreign {
    let has = |start: &str| names.iter().any(|name| name.starts_with(start));
    if has("word/") {
        Foreign::Word
    } else if has("xl/") {
        Foreign::Excel
    } else if has("ppt/") {
        Foreign::PowerPoint
    } else if names.iter().any(|name| name.eq_ignore_ascii_case("OFD.xml")) {
        Foreign::Ofd
    } else if mimetype.is_some_and(|kind| kind.starts_with(b"application/vnd.oasis")) {
        Foreign::OpenDocument
    } else {
        Foreign::Archive
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], expected: Foreign) {
        assert_eq!(by_bytes(bytes), expected, "{bytes:?}");
    }

    #[test]
    fn files_are_known_by_their_first_bytes() {
        check(b"", Foreign::Empty);
        check(b"%PDF-1.7", Foreign::Pdf);
        check(b"{\\rtf1", Foreign::Rtf);
        check(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1..", Foreign::OldOffice);
        check(b"\n<!DOCTYPE html><html>", Foreign::Html);
        check("包头市人民政府公报".as_bytes(), Foreign::Text);
        check(b"\xb0\xfc\xcd\xb7\xca\xd0", Foreign::Text);
        check(b"\0\x01\x02\x03", Foreign::Unknown);
        check("公".repeat(2000).as_bytes(), Foreign::Text);
    }

    #[test]
    fn archives_are_known_by_their_names() {
        let names = |names: &[&str]| names.iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(
            by_names(&names(&["[Content_Types].xml", "word/document.xml"]), None),
            Foreign::Word
        );
        assert_eq!(by_names(&names(&["OFD.xml", "Doc_0/Document.xml"]), None), Foreign::Ofd);
        let odt = Some(&b"application/vnd.oasis.opendocument.text"[..]);
        assert_eq!(by_names(&names(&["mimetype", "content.xml"]), odt), Foreign::OpenDocument);
        assert_eq!(by_names(&names(&["a.txt"]), None), Foreign::Archive);
    }
}
