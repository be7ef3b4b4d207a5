//! The blocks of a long document, set by several threads before it is known what stands before them.

use std::sync::Arc;

use rayon::prelude::*;

use super::{Builder, lists::ems, sentences};
use crate::issue::block::Block;
use crate::issue::bodies;
use crate::issue::document::Document;
use crate::layout::Resources;
use crate::layout::memo::Setter;
use crate::layout::names::{Listing, listings};
use crate::layout::piece::{Piece, State};
use crate::layout::style::Stylesheet;

/// A document of fewer blocks is set by one thread.
const LEAST_BLOCKS: usize = 64;

/// The blocks of a long document, each as if it stood in the middle of running text; only a few
/// must be made anew when it is known what stands before them, and none of their paragraphs.
pub(super) fn side_by_side(
    document: &Document,
    style: &Stylesheet,
    resources: &Resources<'_>,
) -> (Vec<Arc<Piece>>, usize) {
    let measure = ems(style.page.column, style);
    let blocks: Vec<(&Arc<Block>, u8, Listing)> = bodies(document)
        .into_iter()
        .flat_map(|(_, body)| {
            let sentences = sentences(body);
            let listed = listings(body, measure);
            body.iter().zip(listed).map(move |(block, listed)| (block, sentences, listed))
        })
        .collect();
    if blocks.len() < LEAST_BLOCKS || rayon::current_num_threads() == 1 {
        return (Vec::new(), 0);
    }
    let set = |blocks: &[(&Arc<Block>, u8, Listing)]| {
        let mut setter = Setter::new(None, resources, style.rules);
        let mut builder = Builder::new(document.id, &[], style, resources, &mut setter);
        let state = builder.know(document);
        for &(block, sentences, listed) in blocks {
            builder.state = State { sentences, listed, ..state };
            builder.block_piece(block);
        }
        let made = builder.pieces.made;
        (made, setter.set_anew())
    };
    let chunks: Vec<(Vec<Arc<Piece>>, usize)> =
        blocks.par_chunks(LEAST_BLOCKS / 4).map(set).collect();
    let set_anew = chunks.iter().map(|(_, anew)| anew).sum();
    (chunks.into_iter().flat_map(|(made, _)| made).collect(), set_anew)
}
