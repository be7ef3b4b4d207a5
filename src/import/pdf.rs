//! PDF files with a text layer → their characters at their places → paragraphs.
//!
//! The file is interpreted as for drawing, onto a device that keeps what is drawn. Nothing is
//! trusted: what a file makes the interpreter do is counted, and a panic in it is a damaged file.

mod device;
mod outlines;
mod packed;

pub use self::outlines::{OutlinesError, outlines};

use std::any::Any;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use hayro_interpret::kurbo::{Affine, Rect};
use hayro_interpret::{Context, InterpreterCache, InterpreterSettings, interpret_page};

use self::device::Canvas;
use super::Error;
use super::placed::{self, Sheet};
use super::source::Source;

/// How many pages a file may have.
const PAGES: usize = 3000;
/// How many characters, paths and pictures a file may draw: 500 full pages have a million.
const WORK: usize = 6_000_000;

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Whether this thread interprets a file: a panic is the file's fault then, and is caught.
pub(super) fn is_guarded() -> bool {
    GUARDED.get()
}

/// What the device throws when a file makes too much work: the interpreter cannot be asked to stop.
struct Exhausted;

/// Whether the bytes are those of a PDF file; some have a line or two before it.
pub fn is_pdf(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(1024)).unwrap_or_default();
    head.windows(5).any(|window| window == b"%PDF-")
}

/// Reads a PDF file.
///
/// # Errors
///
/// A file that is damaged, encrypted or passes the limits, and one without text.
pub(super) fn read(bytes: &[u8]) -> Result<Source, Error> {
    packed::check(bytes)?;
    // Nothing of what was begun is kept after a panic.
    GUARDED.set(true);
    let read = catch_unwind(AssertUnwindSafe(|| sheets(bytes)));
    GUARDED.set(false);
    match read {
        Ok(read) => {
            let (sheets, unknown) = read?;
            placed::read(sheets, unknown)
        }
        Err(payload) => Err(error_of(&*payload)),
    }
}

fn error_of(payload: &(dyn Any + Send)) -> Error {
    if payload.is::<Exhausted>() { Error::TooMuch } else { Error::Damaged }
}

/// What the pages draw, and the count of characters that have no Unicode.
fn sheets(bytes: &[u8]) -> Result<(Vec<Sheet>, usize), Error> {
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(
            DecryptionError::PasswordProtected | DecryptionError::UnsupportedAlgorithm,
        ) => Error::Encrypted,
        LoadPdfError::Decryption(
            DecryptionError::MissingIDEntry | DecryptionError::InvalidEncryption,
        )
        | LoadPdfError::Invalid => Error::Damaged,
    })?;
    let pages = pdf.pages();
    if pages.len() > PAGES {
        return Err(Error::TooMuch);
    }
    let settings = InterpreterSettings::default();
    let cache = InterpreterCache::new();
    let (mut sheets, mut unknown, mut work) = (Vec::new(), 0, 0);
    for page in pages.iter() {
        let (width, height) = page.render_dimensions();
        let (width, height) = (f64::from(width), f64::from(height));
        let transform = Affine::new(page.initial_transform(true).as_coeffs());
        let area = Rect::new(0.0, 0.0, width, height);
        let mut context = Context::new(transform, area, &cache, pdf.xref(), settings.clone());
        let codes = device::legacy_codes(page.resources());
        let mut canvas = Canvas::new(width, height, codes, WORK.saturating_sub(work));
        interpret_page(page, &mut context, &mut canvas);
        work += canvas.work();
        unknown += canvas.unknown();
        sheets.push(canvas.into_sheet());
    }
    Ok((sheets, unknown))
}

#[cfg(test)]
mod tests {
    use lopdf::{Document, Object, Stream, dictionary};

    use super::*;

    /// A page with this content; its font is named, not embedded, and its codes are GBK.
    fn page(content: Vec<u8>) -> Vec<u8> {
        let mut file = Document::with_version("1.6");
        let pages = file.new_object_id();
        let name = || Object::Name(b"SimSun".to_vec());
        let descriptor = file.add_object(dictionary! {
            "Type" => "FontDescriptor", "FontName" => name(), "Flags" => 4,
            "FontBBox" => vec![0.into(), (-200).into(), 1000.into(), 900.into()],
            "ItalicAngle" => 0, "Ascent" => 880, "Descent" => -120, "CapHeight" => 700, "StemV" => 80,
        });
        let system = dictionary! {
            "Registry" => Object::string_literal("Adobe"),
            "Ordering" => Object::string_literal("GB1"), "Supplement" => 2,
        };
        let cid = file.add_object(dictionary! {
            "Type" => "Font", "Subtype" => "CIDFontType2", "BaseFont" => name(),
            "CIDSystemInfo" => system, "FontDescriptor" => descriptor, "DW" => 1000,
        });
        let font = file.add_object(dictionary! {
            "Type" => "Font", "Subtype" => "Type0", "BaseFont" => name(),
            "Encoding" => Object::Name(b"GBK-EUC-H".to_vec()), "DescendantFonts" => vec![cid.into()],
        });
        let content = file.add_object(Stream::new(dictionary! {}, content));
        let kid = file.add_object(dictionary! {
            "Type" => "Page", "Parent" => pages, "Contents" => content,
            "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
            "Resources" => dictionary! { "Font" => dictionary! { "F" => font } },
        });
        let kids = dictionary! { "Type" => "Pages", "Kids" => vec![kid.into()], "Count" => 1 };
        let _ = file.objects.insert(pages, kids.into());
        let root = file.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
        file.trailer.set("Root", root);
        let mut bytes = Vec::new();
        file.save_to(&mut bytes).unwrap();
        bytes
    }

    fn hex(text: &str) -> String {
        let (bytes, _, _) = encoding_rs::GB18030.encode(text);
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    fn utf16(text: &str) -> String {
        let units = text.encode_utf16().map(|unit| format!("{unit:04x}"));
        std::iter::once("feff".to_owned()).chain(units).collect()
    }

    #[test]
    fn the_text_of_marked_content_goes_before_its_codes() {
        #[track_caller]
        fn check(drawn: &str, actual: &str, expected: &str) {
            let marked =
                format!("/Span <</ActualText <{}>>> BDC <{}> Tj EMC", utf16(actual), hex(drawn));
            let content = format!(
                "BT /F 10 Tf 1 0 0 1 60 700 Tm <{}> Tj {marked} <{}> Tj ET",
                hex("甲市"),
                hex("办公室")
            );
            let source = read(&page(content.into_bytes())).unwrap();
            assert_eq!(source.text, expected);
        }
        check("乙丙", "政府", "甲市政府办公室");
        check("乙", "人民政府", "甲市人民政府办公室");
        check("乙丙丁戊己", "府", "甲市府办公室");
    }

    #[test]
    fn what_stands_off_the_paper_is_listed() {
        let (seen, beyond) = (hex("甲市政府办公室"), hex("合计一百万元"));
        let content = format!(
            "BT /F 10 Tf 1 0 0 1 60 700 Tm <{seen}> Tj 1 0 0 1 610 700 Tm <{beyond}> Tj ET"
        );
        let source = read(&page(content.into_bytes())).unwrap();
        assert_eq!(source.text, "甲市政府办公室");
        let dropped: Vec<&str> = source.dropped.iter().map(|own| own.text.as_str()).collect();
        assert_eq!(dropped, ["合计一百万元"]);
    }

    #[test]
    fn text_that_means_nothing_is_refused_as_a_scan_is() {
        #[track_caller]
        fn check(actual: &str, expected: Option<Error>) {
            let drawn = "甲".repeat(actual.chars().count());
            let content = format!(
                "BT /F 6 Tf 1 0 0 1 60 700 Tm /Span <</ActualText <{}>>> BDC <{}> Tj EMC ET",
                utf16(actual),
                hex(&drawn)
            );
            assert_eq!(read(&page(content.into_bytes())).err(), expected, "{actual}");
        }
        let private: String = ('\u{e000}'..'\u{e042}').collect();
        let plain: String = ('\u{4e00}'..'\u{4e42}').collect();
        check(&plain, None);
        check(&private, Some(Error::Unmapped));
        check(&"口".repeat(70), Some(Error::Unmapped));
        check(&format!("{}{}", "…".repeat(60), plain.get(..60).unwrap_or_default()), None);
    }
}
