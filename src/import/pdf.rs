//! PDF files with a text layer → their characters at their places → paragraphs.
//!
//! The file is interpreted as for drawing, onto a device that keeps what is drawn. Nothing is
//! trusted: what a file makes the interpreter do is counted, and a panic in it is a damaged file.

mod device;

mod packed;

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
pub(super) fn is_pdf(bytes: &[u8]) -> bool {
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
