//! What is read out of the objects of a written file.

use lopdf::content::Operation;
use lopdf::{Dictionary, Document, Object};

/// The dictionary at `key`, wherever it is kept.
pub(super) fn sub<'a>(
    pdf: &'a Document,
    own: &'a Dictionary,
    key: &[u8],
) -> Option<&'a Dictionary> {
    pdf.dereference(own.get(key).ok()?).ok()?.1.as_dict().ok()
}

/// The four numbers of a box.
pub(super) fn numbers(pdf: &Document, own: &Dictionary, key: &[u8]) -> Option<[f64; 4]> {
    let own = pdf.dereference(own.get(key).ok()?).ok()?.1.as_array().ok()?;
    let all: Vec<f64> = own.iter().filter_map(|side| side.as_float().ok()).map(f64::from).collect();
    all.try_into().ok()
}

/// What a page has at `key`, itself or from the nodes of the tree above it.
pub(super) fn inherited<'a>(
    pdf: &'a Document,
    page: &'a Dictionary,
    key: &[u8],
) -> Option<&'a Object> {
    /// Nodes above one another; a tree with more is not followed.
    const DEEPEST: usize = 32;
    let above = |node: &&'a Dictionary| sub(pdf, node, b"Parent");
    let mut nodes = std::iter::successors(Some(page), above).take(DEEPEST);
    nodes.find_map(|node| node.get(key).ok())
}

/// An operand as a number; 0 where it is none.
pub(super) fn number(operation: &Operation, at: usize) -> f64 {
    operation.operands.get(at).and_then(|own| own.as_float().ok()).map_or(0.0, f64::from)
}

/// A text string: UTF-16 with its mark, else one byte a character.
pub(super) fn utf16(bytes: &[u8]) -> String {
    match bytes.strip_prefix(&[0xfe, 0xff]) {
        Some(units) => {
            let units: Vec<u16> =
                units.as_chunks::<2>().0.iter().copied().map(u16::from_be_bytes).collect();
            String::from_utf16_lossy(&units)
        }
        None => bytes.iter().copied().map(char::from).collect(),
    }
}
