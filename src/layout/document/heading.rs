//! Headings, and numbered sentences that only look like them.

use std::sync::Arc;

use super::Builder;
use crate::issue::block::{Block, BlockKind};
use crate::issue::place::Part;
use crate::issue::text::Text;
use crate::layout::paragraph::Form;
use crate::layout::style::Align;

/// A numbered paragraph whose first sentence is longer than this is no heading to the eye, and
/// whole paragraphs in bold are hard to read.
const LONGEST_HEADING: u32 = 30;
/// The bit of the first level at which most headings of a body are sentences.
const MOST: u8 = 1 << 4;
impl Builder<'_, '_> {
    /// A heading; one that runs in has its own font up to its 。 and the body's behind it.
    pub(super) fn heading(&mut self, text: &Text, part: Part, level: u8, run_in: bool) {
        let levels = &self.style.headings;
        let index = usize::from(level.clamp(1, 4)) - 1;
        let Some(style) = levels.get(index) else { return };
        let end = first_sentence(text);
        let whole = end == Some(text.len());
        let among_sentences = self.state.sentences & (1 << index) != 0 && whole
            || self.state.sentences & (MOST << index) != 0;
        let sentence =
            end.is_some() && among_sentences || end.is_some_and(|end| end > LONGEST_HEADING);
        let end = end.unwrap_or(text.len());
        if sentence {
            self.paragraph(text, part, &self.style.body, Form::Plain);
        } else if run_in {
            self.headed(text, part, style, end);
        } else {
            let form = if style.align == Align::Centre { Form::Title } else { Form::Entitled };
            self.paragraph(text, part, style, form);
        }
    }
}

/// Where the first sentence of a heading ends, if it is one.
fn first_sentence(text: &Text) -> Option<u32> {
    let bare = text.string.strip_suffix('；').unwrap_or(&text.string);
    let stop = bare.chars().position(|c| matches!(c, '。' | '：'));
    let item = (bare.len() < text.string.len()).then(|| bare.chars().count());
    u32::try_from(stop.or(item)? + 1).ok()
}

/// The levels of headings at which one of the body is a sentence too long to look like a heading, a
/// bit each: then its sisters that are sentences, too, are set like it. Where most of them are, or
/// all are sentences that head nothing (一、普查时点为12月31日。 二、…), all that begin with a sentence are:
/// a bit of [`MOST`] each.
pub(super) fn sentences(body: &[Arc<Block>]) -> u8 {
    let mut counts = [Count::default(); 4];
    for (index, block) in body.iter().enumerate() {
        let BlockKind::Heading { level, .. } = block.kind else { continue };
        let index_of = usize::from(level.clamp(1, 4)) - 1;
        let Some(count) = counts.get_mut(index_of) else { continue };
        count.all += 1;
        let end = first_sentence(&block.text);
        count.long += u32::from(end.is_some_and(|end| end > LONGEST_HEADING));
        count.whole += u32::from(end == Some(block.text.len()));
        count.heads |= count.open || !is_sentence(&block.text);
        // What a text says behind the last one stands under none.
        count.open = body.get(index + 1).is_some_and(|next| !ends(next, level));
    }
    counts.iter().zip(0u8..).fold(0, |levels, (count, level)| {
        let one = u8::from(count.long > 0) << level;
        let items = count.all > 1 && count.whole * 2 > count.all && !count.heads;
        let most = count.long > 0 && count.long * 2 > count.all;
        levels | one | if most || items { MOST << level } else { 0 }
    })
}

/// The headings of a level.
#[derive(Clone, Copy, Default)]
struct Count {
    all: u32,
    /// Whose first sentence is too long for one.
    long: u32,
    /// That are one sentence up to its first colon, too.
    whole: u32,
    /// Whether one of them heads something, or is no sentence.
    heads: bool,
    /// Whether something stands under the last one so far.
    open: bool,
}

/// Whether a text is one sentence.
fn is_sentence(text: &Text) -> bool {
    text.string.ends_with(['。', '；']) && text.string.matches('。').count() <= 1
}

/// Whether a heading of `level` heads nothing that begins with the block.
fn ends(block: &Block, level: u8) -> bool {
    matches!(block.kind, BlockKind::Heading { level: own, .. } if own <= level)
}
