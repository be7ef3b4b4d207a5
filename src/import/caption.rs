//! Captions: 表1 above a table and 图1 below a picture are parts of them.
//!
//! A file that is not ours has them as paragraphs. Tables have their titles above, pictures below
//! (GB/T 7713.2-2022, 6.6); a picture's stands above it in some, too.

use std::sync::Arc;
use std::sync::LazyLock;

use regex::Regex;

use super::Draft;
use crate::issue::block::{Block, BlockKind};
use crate::issue::document::Attached;

/// 表1 or 图2-3 with a title that is no sentence.
static NUMBERED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"^[表图]\s?(\d{1,3}|[一二三四五六七八九十]{1,3})([-－—.．]\d{1,3})?([\s：:、].{0,60})?$",
    )
    .ok()
});

/// Makes captions of the notes beside the tables and pictures of a draft.
pub(super) fn attach(draft: &mut Draft) {
    for document in draft.sections.iter_mut().flat_map(|section| &mut section.documents) {
        if document.body.iter().any(|own| is_object(own)) || !document.attached.is_empty() {
            let document = Arc::make_mut(document);
            in_body(&mut document.body);
            in_attached(&mut document.attached);
        }
    }
}

fn in_attached(attached: &mut [Attached]) {
    for own in attached {
        in_body(&mut own.body);
        in_attached(&mut own.attached);
    }
}

const fn is_object(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Table(_) | BlockKind::Picture { .. })
}

fn in_body(body: &mut Vec<Arc<Block>>) {
    let mut at = 0;
    while at < body.len() {
        let owner = body.get(at).and_then(|block| {
            let below = Some(at + 1);
            let above = at.checked_sub(1);
            let places = match sign(block)? {
                '表' => [below, None],
                _ => [above, below],
            };
            let sign = sign(block)?;
            places.into_iter().flatten().find(|&place| lacks(body.get(place), sign))
        });
        let Some(owner) = owner else {
            at += 1;
            continue;
        };
        let caption = body.remove(at);
        let owner = if owner > at { owner - 1 } else { owner };
        if let Some(block) = body.get_mut(owner) {
            Arc::make_mut(block).text.clone_from(&caption.text);
        }
    }
}

/// 表 or 图, if a note or paragraph is a caption.
fn sign(block: &Block) -> Option<char> {
    let text = block.text.string.trim();
    let words = matches!(block.kind, BlockKind::Note | BlockKind::Paragraph);
    let is_caption = words
        && !text.ends_with(['。', '；', '：', ':', '，'])
        && NUMBERED.as_ref().is_some_and(|form| form.is_match(text));
    text.chars().next().filter(|_| is_caption)
}

/// Whether there is a table or picture of that kind without a caption.
fn lacks(block: Option<&Arc<Block>>, sign: char) -> bool {
    block.is_some_and(|block| {
        let kind = match block.kind {
            BlockKind::Table(_) => '表',
            BlockKind::Picture { .. } => '图',
            _ => return false,
        };
        kind == sign && block.text.is_empty()
    })
}
