//! Turns pages into files: PDF for the press, PNG pictures, plain text; and checks them before and
//! after. Turns the issue itself into a Word file, which a department checks.
//!
//! All but [`docx`] read [`Page`] and nothing else of an issue, so screen, paper and text cannot
//! differ.
//! The module says which ending is served by which exporter, and draws the watermark of proofs.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::finding::{Finding, Severity};
use crate::font::{FontBook, FontId, Role, Writing};
use crate::geom::{Point, Pt};
use crate::layout::page::{Direction, Generated, Glyph, GlyphRun, Ink, Page, Source};

pub mod docx;
mod drawing;
pub mod imposition;
pub mod job_sheet;
mod jpeg;
mod line;
pub mod package;
mod picture;
pub mod preflight;
pub mod press;
pub mod proof;
pub mod raster;
pub mod text;
mod watch;

pub use self::drawing::Fault as DrawingFault;
pub use self::picture::cut_to_ink;
pub use self::watch::Watch;

/// The bytes of pictures by the SHA-256 that pages name them with, in hexadecimal.
pub type Pictures = BTreeMap<String, Arc<Vec<u8>>>;

/// For whom a PDF is made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Profile {
    /// 校样: to be read on paper in the office.
    #[default]
    Proof,
    /// 印刷: for the print office, PDF/X-4.
    Press,
    /// 网络: for the office's site.
    Web,
}

/// What kind of file an ending asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// `.pdf`
    Pdf,
    /// `.png`, one a page.
    Png,
    /// `.txt`
    Text,
    /// `.docx`
    Word,
}

/// Why pages could not be written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nobody wants it any more.
    #[error("已停止，没有写出文件；需要时请重新开始")]
    Stopped,
    /// There is nothing to write.
    #[error("没有可以输出的页面；请先在本期中加入文件，或检查 --pages 的页码范围")]
    NoPages,
    /// The web edition has another writer.
    #[error("本版本还不能输出网络版（web）PDF；请改用 --profile proof 或 press")]
    WebProfile,
    /// Nobody writes such files.
    #[error("不能输出 .{0} 文件；请把输出文件名改为以 .pdf、.png、.txt 或 .docx 结尾")]
    UnknownEnding(String),
    /// The colour profile is not one that a press can use.
    #[error("色彩特性文件不能用：{0}；请选用印刷厂提供的 CMYK 输出特性文件（.icc，prtr 类）")]
    Icc(&'static str),
    /// A face could not be cut down to the glyphs in use.
    #[error("字体 {name} 已损坏，无法嵌入 PDF；请从安装包重新复制字体文件后再输出")]
    Font {
        /// PostScript name of the face.
        name: String,
        /// What the cutter says.
        #[source]
        cause: subsetter::Error,
    },
    /// The cut face is not what the PDF writer can embed.
    #[error("字体 {0} 裁剪后无法嵌入 PDF；请从安装包重新复制字体文件后再输出")]
    FontNotEmbedded(String),
    /// A page has no extent, or one that no picture can have.
    #[error("第 {page} 页不能以 {dpi} dpi 绘制；请检查版面尺寸，或减小 --dpi")]
    PageSize {
        /// Physical number.
        page: u32,
        /// The resolution that was asked for.
        dpi: String,
    },
    /// The pages cannot be put together like that.
    #[error(transparent)]
    Imposition(#[from] imposition::Error),
    /// A page has no extent, or one that no PDF can have.
    #[error("第 {0} 页的成品尺寸不能写成 PDF；请检查版式文件中的版面尺寸")]
    PaperSize(u32),
    /// The PNG encoder failed.
    #[error("页面图像无法编码为 PNG；请减小 --dpi 后重试")]
    Png(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The PDF library failed.
    #[error("PDF 无法写出；请重试，仍不行请更换输出内容后报告")]
    Pdf(#[from] lopdf::Error),
    /// The Word library failed.
    #[error("Word 文件无法写出（{0}）；请重试，仍不行请改用 .txt 输出")]
    Word(String),
    /// Writing into memory failed.
    #[error("PDF 无法写出：内存不足；请关闭其他程序后重试")]
    Memory(#[from] std::io::Error),
}

impl Format {
    /// The format that files with this ending have, the ending without its dot.
    ///
    /// # Errors
    /// [`Error::UnknownEnding`] where no exporter of this module writes such files.
    pub fn of_ending(ending: &str) -> Result<Self, Error> {
        match ending.to_ascii_lowercase().as_str() {
            "pdf" => Ok(Self::Pdf),
            "png" => Ok(Self::Png),
            "txt" => Ok(Self::Text),
            "docx" => Ok(Self::Word),
            other => Err(Error::UnknownEnding(other.to_owned())),
        }
    }
}

/// The glyphs that say `text` across `page`, to be drawn in a tint below everything else.
///
/// Characters that no font has are left out.
pub fn watermark(page: &Page, book: &FontBook, text: &str) -> Vec<GlyphRun> {
    let count = i64::try_from(text.chars().count()).unwrap_or(i64::MAX).max(1);
    let size = page.trim.width.scale(4, 5) / count;
    let left = page.trim.width.scale(1, 10);
    // The em box reaches 0.88 em above and 0.12 em below the baseline.
    let baseline = page.trim.height / 2 + size.scale(38, 100);
    let mut runs = Vec::new();
    for (character, column) in text.chars().zip(0_i64..) {
        let Some(found) = book.resolve(Role::Hei, Writing::Chinese, character) else { continue };
        runs.push(GlyphRun {
            font: found.font,
            size,
            ink: Ink::Text,
            at: Point::new(left + size * column, baseline),
            direction: Direction::Right,
            source: Source::Generated(Generated::Placeholder, None),
            text: character.to_string(),
            glyphs: vec![Glyph {
                id: found.glyph,
                x: Pt::ZERO,
                y: Pt::ZERO,
                advance: size,
                from: 0,
                chars: 1,
            }],
        });
    }
    runs
}

/// The font that a run names, as [`FontBook::font`] takes it: a stranger's id is the last font.
fn font_index(book: &FontBook, id: FontId) -> usize {
    usize::from(id.0).min(book.fonts().len().saturating_sub(1))
}

/// Why an SVG file cannot be printed; none if it can, or is no SVG.
pub fn drawing_fault(bytes: &[u8]) -> Option<DrawingFault> {
    if drawing::is_svg(bytes) { drawing::Drawing::read(bytes).err() } else { None }
}

/// Whether a file is a drawing of outlines (SVG), not a picture of pixels.
pub fn is_drawing(bytes: &[u8]) -> bool {
    drawing::is_svg(bytes)
}

/// Width and height of a picture in pixels, by the head of its file, or of the ink of a drawing in
/// units of its own; none if it is neither.
pub fn picture_size(bytes: &[u8]) -> Option<(u32, u32)> {
    if drawing::is_svg(bytes) {
        return drawing::Drawing::read(bytes).ok().map(|drawing| drawing.size());
    }
    let size = imagesize::blob_size(bytes).ok()?;
    Some((u32::try_from(size.width).ok()?, u32::try_from(size.height).ok()?))
}

/// A finding about a picture or the output, which have no place in a text.
fn finding(rule: &'static str, severity: Severity, text: &str, message: String) -> Finding {
    Finding { rule, severity, place: None, text: text.to_owned(), message, fix: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_name_formats() {
        let check = |ending, expected| assert_eq!(Format::of_ending(ending).ok(), expected);
        check("pdf", Some(Format::Pdf));
        check("PDF", Some(Format::Pdf));
        check("png", Some(Format::Png));
        check("txt", Some(Format::Text));
        check("docx", Some(Format::Word));
        check("ofd", None);
        check("", None);
    }

    #[test]
    fn errors_are_chinese_and_say_what_to_do() {
        for error in [
            Error::NoPages,
            Error::WebProfile,
            Error::UnknownEnding("ofd".into()),
            Error::Icc("文件太短"),
            Error::FontNotEmbedded("FandolFang-Regular".into()),
        ] {
            let message = error.to_string();
            assert!(message.contains('；') && message.contains('请'), "{message}");
        }
    }
}
