//! Sentences torn over two paragraphs, and running heads caught between the halves: what OCR and
//! pasting from pages make.

use super::passage::{Hit, Kind, Passage, Reading, Source, head, tail};
use crate::text::is_han;

/// Finds torn sentences and running heads.
pub(super) fn check(reading: &Reading<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (index, passage) in reading.passages.iter().enumerate() {
        if passage.kind == Kind::RunningHead {
            let trimmed = passage.text.trim();
            let start = passage.text.len() - passage.text.trim_start().len();
            hits.push(Hit::new("page-furniture", index, start..start + trimmed.len()).fix(""));
        }
        if let Some(hit) = torn(reading, index, passage) {
            hits.push(hit);
        }
    }
    hits
}

/// The tear behind the passage `index`, if its sentence goes on in a later one.
fn torn(reading: &Reading<'_>, index: usize, passage: &Passage<'_>) -> Option<Hit> {
    if !can_be_torn(passage) {
        return None;
    }
    let (next_index, next) = reading
        .passages
        .iter()
        .enumerate()
        .skip(index + 1)
        .find(|(_, next)| next.kind != Kind::RunningHead)?;
    if !continues(passage, next) || passage.attached != next.attached {
        return None;
    }
    let text = passage.text.trim_end();
    let last = text.chars().next_back()?;
    let rest = next.text.trim_start();
    let first = rest.chars().next()?;
    let detail = format!("{}／{}", tail(text, 4), head(rest, 4));
    let start = text.len() - last.len_utf8();
    let whole = next_index == index + 1 && reading.source == Source::Text;
    if !whole {
        // Between the halves stands something that has to go first, or they are two blocks.
        return Some(Hit::new("line-break-in-sentence", index, start..text.len()).detail(detail));
    }
    let mut hit = Hit::new("line-break-in-sentence", index, start..0).detail(detail);
    hit.last = next_index;
    hit.end = next.text.len() - rest.len() + first.len_utf8();
    Some(hit.fix(format!("{last}{first}")))
}

/// Whether a passage ends in the middle of a sentence.
fn can_be_torn(passage: &Passage<'_>) -> bool {
    let text = passage.text.trim();
    let Some(last) = text.chars().next_back() else { return false };
    let count = text.chars().count();
    let comma = matches!(last, '，' | '、');
    if passage.kind == Kind::Addressee {
        return comma;
    }
    let heading = matches!(passage.kind, Kind::Heading(_));
    // A heading on its own line has no mark at its end; one with its body has.
    let run_in = text.contains('。') || count > 44 || (comma && count > 12);
    let prose = passage.kind.is_prose() && if heading { run_in } else { count >= 10 };
    let sentence = text.contains(['，', '。', '；', '、']);
    let open = is_han(last) || comma || last.is_ascii_digit();
    // A paragraph that is followed by a list, or rows that are no sentences.
    let listed = text.ends_with("如下") || text.contains(['\t', '|']);
    prose && sentence && open && !listed
}

/// Whether `next` goes on with the sentence of `passage`.
fn continues(passage: &Passage<'_>, next: &Passage<'_>) -> bool {
    let text = next.text.trim();
    let addressee = passage.kind == Kind::Addressee
        && matches!(next.kind, Kind::Body | Kind::Addressee)
        && text.ends_with(['：', ':']);
    let ends = text.contains(['。', '；']) || text.ends_with(['。', '；', '：', '！', '？']);
    let starts =
        text.starts_with(|c: char| is_han(c) || c.is_ascii_alphanumeric() || "“《（".contains(c));
    let indented =
        next.text.starts_with(['\u{3000}', '\t']) && passage.text.starts_with(['\u{3000}', '\t']);
    let comma = passage.text.trim_end().ends_with(['，', '、']);
    addressee
        || (next.kind == Kind::Body
            && passage.kind != Kind::Addressee
            && ends
            && starts
            && (!indented || comma))
}
