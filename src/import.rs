//! Imports: what a department or a scanner sends → a [`Draft`], typed and not yet accepted.
//!
//! [`read`] makes a [`Source`] of a file of any kind: paragraphs, tables and pictures. [`recognize()`]
//! finds masthead, contents, documents and chronicle in it, [`report::report`] says what became of
//! every stretch of the input.
//!
//! **Invariant.** Importing does not fail on any text: what is not recognised is a segment of low
//! confidence. Text is kept as it was read; what the layout prints itself is taken out and listed.

use std::sync::Arc;

use chrono::Datelike;
use chrono::NaiveDate;

use crate::finding::Finding;
use crate::issue::Issue;
use crate::issue::IssueNumber;
use crate::issue::Section;
use crate::issue::StyleChoice;
use crate::issue::block::Block;
use crate::issue::cover::CoverChoice;
use crate::issue::document::Document;
use crate::issue::id::DocumentId;
use crate::issue::id::Ids;
use crate::issue::id::SectionId;
use crate::issue::masthead::Masthead;
use crate::issue::text::Range;
use crate::issue::text::Text;

mod caption;
mod docx;
mod html;
mod markdown;
mod ofd;
pub mod original;
mod package;
mod pdf;
pub(crate) mod picture;
mod placed;
mod plain;
mod recognize;
pub mod report;
mod source;
mod table;
pub mod template;
pub mod text;
mod webpage;
pub mod word_style;
mod xml;

use self::package::Package;
pub use self::pdf::{OutlinesError, is_pdf, outlines};
pub use self::recognize::{Pin, Style, implied, implied_day};
pub use self::source::{Picture, Source};

/// Why an input cannot be imported.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The bytes are of a kind of file that is no text.
    #[error("这是{kind}，不是纯文本；{advice}")]
    Binary {
        /// What it seems to be.
        kind: &'static str,
        /// What to do with it.
        advice: &'static str,
    },
    /// The bytes are no text and no kind of file that is known.
    #[error("这不是文本文件；请选择纯文本（.txt），或用原来的程序把它另存为纯文本再导入")]
    NoText,
    /// The bytes are no document of the kind that the name of the file says.
    #[error(
        "文件名以 .{0} 结尾，内容却不是这种文件，可能没有传完整或已损坏；\
         请用 Word 或 WPS 打开看看，能打开的另存为 .docx 再导入，打不开的请来稿部门重新发一份"
    )]
    Misnamed(String),
    /// The bytes are text of an encoding that is not known.
    #[error("认不出文字编码；请用记事本或 WPS 打开，另存为 UTF-8 编码的纯文本（.txt）再导入")]
    Encoding,
    /// The bytes are text of an encoding that is known but not read.
    #[error("文字编码像是 {0}；请用记事本或 WPS 打开，另存为 UTF-8 编码的纯文本（.txt）再导入")]
    Unread(&'static str),
    /// A package is cut off or damaged.
    #[error("文件不完整或已损坏；请用原来的程序打开，另存一份（或另存为纯文本），再导入")]
    Damaged,
    /// An OFD file is cut off or damaged.
    #[error("OFD 文件不完整或已损坏；请用 OFD 阅读器打开看看，或请来稿部门重新发一份，再导入")]
    DamagedOfd,
    /// A password is needed.
    #[error("文件有密码保护，读不出文字；请用原来的程序打开，去掉密码后另存，再导入")]
    Encrypted,
    /// The XML declares a document type, or names entities.
    #[error("文件里有外部定义（DTD 或实体），可能是恶意文件，没有读入；请向来稿部门核实")]
    Entities,
    /// It would become very big.
    #[error("文件解压后过大或压缩比异常，可能是恶意文件，没有读入；请向来稿部门核实")]
    Bomb,
    /// Its parts lie in each other too deep.
    #[error("文件的内容嵌套过深，可能已损坏，没有读入；请用 Word 或 WPS 另存一份再导入")]
    Deep,
    /// It has more parts than can be read.
    #[error("文件的内容过多，没有读入；请拆成几份再导入")]
    TooMuch,
    /// It has more text than can be recognised.
    #[error("文件过长（超过 15 万段或 2000 万字，大约是几千页），没有读入；请拆成几份再导入")]
    TooLong,
    /// It has no text.
    #[error("文件里没有文字，没有识别出任何文件；请核对是不是要导入的那一份")]
    Empty,
    /// It has pictures and no text.
    #[error("文件里只有图片，没有文字，可能是扫描件；请先用文字识别（OCR）软件转成文字再导入")]
    Scan,
    /// Its characters cannot be told: its fonts have no map to Unicode.
    #[error("文件里的字体没有文字编码，读不出文字；请用文字识别（OCR）软件转成文字再导入")]
    Unmapped,
    /// Only an office suite reads it, and there is none.
    #[error(
        "旧版文件和 ODT 文件（.doc、.wps、.rtf、.odt）要由 LibreOffice 转换，这台电脑上没有找到；\
         请安装 LibreOffice，或用 Word、WPS 打开后另存为 .docx 再导入"
    )]
    NoOffice,
    /// The office suite made nothing of it.
    #[error(
        "LibreOffice 没能转换这份文件，可能已损坏或有密码；请用 Word、WPS 打开后另存为 .docx 再导入"
    )]
    OfficeFailed,
    /// The office suite took too long.
    #[error("LibreOffice 转换这份文件超过两分钟，已停止；请用 Word、WPS 打开后另存为 .docx 再导入")]
    OfficeSlow,
    /// It was no longer wanted.
    #[error("已取消，没有读入；需要时请重新导入")]
    Stopped,
}

/// What was recognised in an input, not yet part of an issue.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// The gazette's name; the Mongolian is never taken over from a scan.
    pub masthead: Masthead,
    /// Year and number, where the input is a whole issue.
    pub number: Option<IssueNumber>,
    /// Day of publication.
    pub published: Option<NaiveDate>,
    /// Whether a contents page gives the sections and their order.
    pub contents: bool,
    /// The documents by section. The sections stand in the order of the contents, or of their first
    /// documents where there is none.
    pub sections: Vec<Section>,
    /// The documents in the order of the input.
    pub order: Vec<DocumentId>,
    /// The lines of the colophon.
    pub colophon: Vec<Text>,
    /// What every stretch of the input that is not empty was taken for.
    pub segments: Vec<Segment>,
    /// The pictures that blocks name.
    pub pictures: Vec<Picture>,
    /// What was left out.
    pub dropped: Vec<Dropped>,
    /// Count of places where a torn paragraph was joined, by documents in the order of the input.
    pub joined: Vec<u32>,
    /// What an editor should look at.
    pub findings: Vec<Finding>,
}

/// A stretch of the input and what it was taken for.
#[derive(Debug, Clone, PartialEq)]
pub struct Segment {
    /// Its characters in the decoded input.
    pub range: Range,
    /// What it is.
    pub style: Style,
    /// Its visible text.
    pub text: String,
    /// Index in [`Draft::order`] of its document.
    pub document: Option<usize>,
    /// From 0 (a guess) to 1 (sure).
    pub confidence: f32,
    /// Whether an editor said what it is ([`Pin`]).
    pub pinned: bool,
}

/// A piece of the input that was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dropped {
    /// The characters.
    pub text: String,
    /// Why, in Chinese.
    pub why: String,
}

/// How many paragraphs and characters a file may have: 500 pages in two columns have at most 50,000
/// lines. The recogniser takes a quarter of the memory that an import may take for so many.
const PARAGRAPHS: usize = 150_000;
const CHARACTERS: usize = 20_000_000;

/// Endings of documents that have a form of their own.
const DOCUMENTS: [&str; 8] = ["doc", "docx", "wps", "rtf", "odt", "pdf", "ofd", "docm"];

/// Reads a file; the ending of its name tells what its bytes do not.
///
/// # Errors
///
/// Bytes that are no text and no kind of file that is read, that are damaged, or too many.
pub fn read(name: &str, bytes: &[u8]) -> Result<Source, Error> {
    let source = read_any(name, bytes)?;
    // No character has more than four bytes.
    let long = source.text.len() > CHARACTERS && source.text.chars().count() > CHARACTERS;
    if long || source.paragraphs.len() > PARAGRAPHS { Err(Error::TooLong) } else { Ok(source) }
}

fn read_any(name: &str, bytes: &[u8]) -> Result<Source, Error> {
    if bytes.is_empty() {
        return Err(Error::Empty);
    }
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    // Of a file cut off at once a single letter may be left.
    if b"PK".starts_with(bytes.get(..2).unwrap_or(bytes)) {
        // What is no package that is read is named by its first bytes.
        let opened = Package::open(bytes)
            .and_then(|mut package| Ok((docx::main_part(&mut package)?, package)));
        match opened {
            Ok((Some(main), package)) => return docx::read(package, &main),
            Ok((None, package)) if ofd::is_ofd(&package) => {
                return ofd::read(package).map_err(|error| match error {
                    Error::Damaged => Error::DamagedOfd,
                    other => other,
                });
            }
            Err(Error::Damaged) if ending == "ofd" || text::is_ofd(bytes) => {
                return Err(Error::DamagedOfd);
            }
            Err(error) if text::is_word(&ending, bytes) => return Err(error),
            Ok((None, _)) | Err(_) => {}
        }
    }
    if is_pdf(bytes) {
        return pdf::read(bytes);
    }
    if text::is_encrypted(bytes) {
        return Err(Error::Encrypted);
    }
    if bytes.len() > 4 * CHARACTERS {
        return Err(Error::TooLong);
    }
    match ending.as_str() {
        "html" | "htm" | "xhtml" => Ok(webpage::read(&text::decode_page(bytes)?)),
        "md" | "markdown" => Ok(markdown::read(&text::decode(bytes)?)),
        _ => {
            let text = text::decode(bytes).map_err(|error| match error {
                Error::NoText | Error::Encoding | Error::Unread(_)
                    if DOCUMENTS.contains(&&*ending) =>
                {
                    Error::Misnamed(ending.clone())
                }
                other => other,
            })?;
            let page = webpage::is_clipboard(&text);
            Ok(if page { webpage::read(&text) } else { plain::read(&text) })
        }
    }
}

/// Whether a panic on this thread comes of a broken file that is being read: it is caught, and the
/// file is called damaged.
pub fn catches_panic() -> bool {
    pdf::is_guarded()
}

/// Whether the bytes are a package with a document that can be read, and no issue's file.
pub fn is_document(bytes: &[u8]) -> bool {
    let main = Package::open(bytes).and_then(|mut package| {
        Ok(ofd::is_ofd(&package) || docx::main_part(&mut package)?.is_some())
    });
    main.unwrap_or(false)
}

/// Recognises masthead, contents, documents and chronicle in what was read.
pub fn recognize(source: &Source, ids: &mut Ids) -> Draft {
    recognize_pinned(source, &[], ids)
}

/// As [`recognize()`], where `pins` says of some segments what they are: those get that style, and
/// what follows is recognised by it. Of two pins for one segment the later counts.
pub fn recognize_pinned(source: &Source, pins: &[Pin], ids: &mut Ids) -> Draft {
    let mut draft = recognize::recognize(source, pins, ids);
    // A file of ours says itself what is a caption.
    if source.pieces.is_empty() {
        caption::attach(&mut draft);
    }
    draft
}

/// Recognises the paragraphs of a piece of text that is put into a document: blocks of the kinds that
/// they read as, none left out. `year` is the year of days that are written without one.
pub fn fragment(source: &Source, within: &Document, year: i32, ids: &mut Ids) -> Vec<Arc<Block>> {
    recognize::fragment(source, within, year, ids)
}

/// Recognises masthead, contents, documents and chronicle in a decoded text.
pub fn import(text: &str, ids: &mut Ids) -> Draft {
    recognize(&plain::read(text), ids)
}

/// Where a document of a draft goes in an issue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placement {
    /// The section of the issue; none if it has no fitting one yet.
    pub section: Option<SectionId>,
    /// What that section is called, for a new one.
    pub name: String,
    /// The code of the document's number, which new documents of the section are found by.
    pub code: Option<String>,
    /// The document.
    pub document: Arc<Document>,
}

impl Draft {
    /// The documents in the order of the input, each with its section.
    pub fn documents(&self) -> impl Iterator<Item = (&Section, &Arc<Document>)> {
        self.order.iter().filter_map(|id| {
            self.sections.iter().find_map(|section| {
                let document = section.documents.iter().find(|document| document.id == *id)?;
                Some((section, document))
            })
        })
    }

    /// Makes an issue of the draft, in the style of this name.
    ///
    /// A draft that is no whole issue gets the year of its newest document, or else the year of
    /// `today`, and no number.
    pub fn into_issue(self, style: impl Into<String>, today: NaiveDate, ids: &mut Ids) -> Issue {
        let number = self.number.clone().unwrap_or_else(|| IssueNumber {
            year: self.newest_year().unwrap_or_else(|| today.year()),
            first: 0,
            last: None,
            total: None,
            periodicity: String::new(),
            folio: None,
        });
        Issue {
            id: ids.make(),
            masthead: self.masthead,
            number,
            published: self.published,
            sections: self.sections,
            colophon: self.colophon,
            style: StyleChoice { name: style.into(), source: None },
            cover: CoverChoice::default(),
        }
    }

    fn newest_year(&self) -> Option<i32> {
        let days = self.documents().filter_map(|(_, document)| document.date.as_ref()?.value);
        days.map(|day| day.year()).max()
    }

    /// Where each document goes in `issue`: to its own section if the issue was made of this draft;
    /// else to the section that the draft's contents page names, that its number's code asks for,
    /// or that has its section's name.
    pub fn placements(&self, issue: &Issue) -> Vec<Placement> {
        self.documents()
            .map(|(section, document)| {
                let code = recognize::section::code(document);
                let by_code = issue
                    .sections
                    .iter()
                    .find(|section| code.as_ref().is_some_and(|code| section.codes.contains(code)));
                let named = |name: &str| issue.sections.iter().find(|s| s.name.string == name);
                let listed = named(&section.name.string).filter(|_| self.contents);
                let target = issue
                    .section(section.id)
                    .or(listed)
                    .or(by_code)
                    .or_else(|| named(&section.name.string))
                    .or_else(|| named(&recognize::section::document_section(document)));
                Placement {
                    section: target.map(|section| section.id),
                    name: target.unwrap_or(section).name.string.clone(),
                    code,
                    document: Arc::clone(document),
                }
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_long_is_refused_before_it_is_recognised() {
        let lines = |count: usize| "甲\n".repeat(count);
        assert_eq!(read("a.txt", lines(PARAGRAPHS + 1).as_bytes()), Err(Error::TooLong));
        assert!(read("a.txt", lines(PARAGRAPHS).as_bytes()).is_ok());
        let page = "<p>甲</p>".repeat(PARAGRAPHS + 1);
        assert_eq!(read("a.html", page.as_bytes()), Err(Error::TooLong));
        assert_eq!(read("a.txt", "a".repeat(CHARACTERS + 1).as_bytes()), Err(Error::TooLong));
    }

    #[test]
    fn captions_are_parts_of_their_tables() {
        fn check(lines: &str, expected: &[&str]) {
            let text = format!(
                "甲市人民政府关于乙的通知\n甲府发〔2026〕9号\n各区人民政府：\n现将计划下达给你们。\n{lines}\n\
                 请认真组织实施。\n2026年4月3日\n"
            );
            let draft = import(&text, &mut Ids::new(1));
            let (_, document) = draft.documents().next().unwrap();
            let texts: Vec<String> = document
                .body
                .iter()
                .map(|block| {
                    let table = matches!(block.kind, crate::issue::block::BlockKind::Table(_));
                    format!("{}{}", if table { "table " } else { "" }, block.text.string)
                })
                .collect();
            let inner = &texts[1..texts.len() - 1];
            assert_eq!(inner, expected, "{lines}");
        }
        let table = "序号\t项目\t投资\n1\t水库\t100\n2\t堤防\t300";
        check(&format!("表1 投资计划表\n{table}"), &["table 表1 投资计划表"]);
        check(
            &format!("表1所列项目由市财政局安排资金。\n{table}"),
            &["表1所列项目由市财政局安排资金。", "table "],
        );
    }

    #[test]
    fn broken_packages_are_told_by_ending_or_names() {
        fn check(name: &str, bytes: &[u8], expected: &str) {
            let error = read(name, bytes).unwrap_err().to_string();
            assert!(error.contains(expected), "{name}: {error}");
        }
        check("a.ofd", b"PK\x03\x04........Pages", "OFD 文件不完整或已损坏");
        check("a.zip", b"PK\x03\x04........OFD.xml", "OFD 文件不完整或已损坏");
        check("a.docx", b"PK\x03\x04........customXml/item1.xml", "文件不完整或已损坏");
        check("a.docx", b"P", "文件不完整或已损坏");
        check("a.zip", b"PK\x03\x04........a.txt", "压缩包");
        check("a.doc", b"\x07\0\x93\xff\x01", "文件名以 .doc 结尾，内容却不是这种文件");
        check("a.PDF", b"\xff\xff\xff\x91", "请来稿部门重新发一份");
        check("a.txt", b"\x07\0\x93\xff\x01", "这不是文本文件");
    }
}
