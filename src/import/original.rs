//! The documents of an imported file as they were before anybody worked on them.
//!
//! The file is read again, so that what the reader and the recogniser take out by their rules
//! (running heads, ● before entries, breaks of lines) is no deviation.

use std::sync::Arc;

use super::{Dropped, plain, read, recognize};
use crate::issue::document::Document;
use crate::issue::id::Ids;

/// What an imported file holds.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Original {
    /// Its documents in the order of the file.
    pub documents: Vec<Arc<Document>>,
    /// What was left out of them, and why.
    pub dropped: Vec<Dropped>,
}

/// Reads the bytes of an imported file again, `extension` being the ending of its name; where they
/// cannot be read any more, the text that it was imported as.
pub fn original(extension: &str, bytes: &[u8], text: Option<&str>) -> Original {
    let source = read(&format!("original.{extension}"), bytes);
    let source = source.ok().or_else(|| text.map(plain::read));
    let Some(source) = source else { return Original::default() };
    let draft = recognize(&source, &mut Ids::new(0));
    Original {
        documents: draft.documents().map(|(_, document)| Arc::clone(document)).collect(),
        dropped: draft.dropped,
    }
}
