//! Settings of the user's own as files of RON, which people may read and change by hand.

use std::path::Path;

use ron::ser::PrettyConfig;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::wording::notation;
use super::{Error, disk, read, write};

/// Where a file is no RON of the kind that it should be, and why.
#[derive(Debug)]
pub(super) struct Unreadable {
    /// From 1.
    pub(super) line: usize,
    /// From 1.
    pub(super) column: usize,
    /// What the reader says.
    pub(super) what: String,
}

/// Reads what the file at `path` holds. A byte order mark is dropped.
///
/// # Errors
///
/// If the file cannot be read.
pub(super) fn load<T: DeserializeOwned>(path: &Path) -> Result<Result<T, Unreadable>, Error> {
    let bytes = read(path)?;
    let text = String::from_utf8_lossy(&bytes);
    let text = text.trim_start_matches('\u{feff}');
    Ok(ron::from_str(text).map_err(|error| {
        let (line, column) = (error.span.start.line, error.span.start.col);
        Unreadable { line, column, what: notation(&error.code.to_string(), text, line, column) }
    }))
}

/// Writes settings below a line that says what they are.
///
/// # Errors
///
/// If the file cannot be written.
pub(super) fn save<T: Serialize>(path: &Path, heading: &str, settings: &T) -> Result<(), Error> {
    // Styles and names are there to be read by people, too.
    let config = PrettyConfig::new().new_line("\n").indentor("  ").escape_strings(false);
    // Nothing in settings is of a kind that RON cannot write.
    let text = ron::ser::to_string_pretty(settings, config).unwrap_or_default();
    write(path, format!("// {heading}\n{text}\n").as_bytes())
}

/// Makes the folder for the user's data, where there is none yet.
///
/// # Errors
///
/// If it cannot be made.
pub(super) fn make_folder(data: &Path) -> Result<(), Error> {
    std::fs::create_dir_all(data).map_err(|source| disk::fault(data, source))
}
