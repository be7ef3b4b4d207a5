//! Titles against the contents, against what the body quotes, and their own form (条例 art. 9).

use super::name::{differing, same_shape};
use super::passage::{Hit, Kind, Passage, Reading, Source};
use crate::text::squeeze;

/// Checks titles.
pub(super) fn check(reading: &Reading<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    let titles = titles(reading);
    for (index, passage) in reading.passages.iter().enumerate() {
        if passage.kind == Kind::ContentsTitle {
            hits.extend(contents(reading, index, passage, &titles));
        }
    }
    for sheet in 0..reading.sheets.len() {
        form(reading, sheet, &mut hits);
        quoted(reading, sheet, &mut hits);
    }
    hits
}

/// The titles of the documents, joined over their lines, without white space.
fn titles(reading: &Reading<'_>) -> Vec<String> {
    reading.sheets.iter().filter_map(|sheet| sheet.title).map(|at| joined(reading, at)).collect()
}

/// The title that begins at the passage `at`, over all its lines.
fn joined(reading: &Reading<'_>, at: usize) -> String {
    let kind = reading.passages.get(at).map(|passage| (passage.sheet, passage.attached));
    reading
        .passages
        .iter()
        .skip(at)
        .take_while(|passage| {
            passage.kind == Kind::Title && Some((passage.sheet, passage.attached)) == kind
        })
        .take(if reading.source == Source::Issue { 1 } else { 4 })
        .map(|passage| squeeze(passage.text))
        .collect()
}

/// A line of the contents without its page number, and where it begins.
fn entry(text: &str) -> (usize, &str) {
    let rest = text.trim_start_matches(|c: char| c.is_whitespace() || "-•*".contains(c));
    let digits = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    // A number is a page only if the title is set off from it: 2026年… is no page.
    let count = rest.len() - digits.len();
    let paged = (1..=3).contains(&count)
        && digits.starts_with(|c: char| c.is_whitespace() || ".．、".contains(c));
    let title = if paged {
        digits.trim_start_matches(|c: char| c.is_whitespace() || ".．、".contains(c))
    } else {
        rest
    };
    let start = text.len() - title.len();
    let bare = title.trim_end().trim_end_matches(['）', ')']);
    let bare = bare.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches(['（', '(']);
    let leader = |c: char| c.is_whitespace() || "….·".contains(c);
    // Only what is set off by a leader is a page: （2026年版） belongs to the title.
    let led = bare.len() < title.len() && bare.ends_with(leader);
    (start, if led { bare.trim_end_matches(leader) } else { title.trim_end() })
}

fn contents(
    reading: &Reading<'_>,
    index: usize,
    passage: &Passage<'_>,
    titles: &[String],
) -> Option<Hit> {
    let (start, title) = entry(passage.text);
    let line = squeeze(title);
    let own = passage.sheet.and_then(|sheet| reading.sheets.get(sheet)?.title);
    let candidates: Vec<String> = match own {
        Some(at) => vec![joined(reading, at)],
        None => titles.to_vec(),
    };
    if candidates.contains(&line) {
        return None;
    }
    let (best, detail) = candidates
        .iter()
        .filter_map(|candidate| Some((candidate, compare(&line, candidate)?)))
        .min_by_key(|(candidate, _)| candidate.chars().count().abs_diff(line.chars().count()))?;
    debug_assert!(!best.is_empty(), "only similar titles are compared");
    Some(Hit::new("title-contents-mismatch", index, start..start + title.len()).detail(detail))
}

/// How two titles differ, if they are mostly equal: `目录作“武吴”，正文作“武昊”（形近字）`.
fn compare(line: &str, title: &str) -> Option<String> {
    let (left, right): (Vec<char>, Vec<char>) = (line.chars().collect(), title.chars().collect());
    let longest = left.len().max(right.len());
    let same = left.iter().zip(&right).take_while(|(one, other)| one == other).count();
    let rest = left
        .iter()
        .rev()
        .zip(right.iter().rev())
        .take(left.len().min(right.len()) - same)
        .take_while(|(one, other)| one == other)
        .count();
    let few = differing(line, title).is_some_and(|pairs| pairs.len() <= 2);
    if !few && (same + rest) * 10 < longest * 8 {
        return None;
    }
    let from = same.saturating_sub(1);
    let part = |chars: &[char]| -> String {
        chars.get(from..chars.len() - rest).unwrap_or_default().iter().take(12).collect()
    };
    let alike = differing(line, title)
        .is_some_and(|pairs| pairs.iter().all(|(one, other)| same_shape(*one, *other)));
    let hint = if alike { "（形近字）" } else { "" };
    Some(format!("目录作“{}”，正文作“{}”{hint}，请核对", part(&left), part(&right)))
}

/// What the title of an official document must have.
fn form(reading: &Reading<'_>, sheet: usize, hits: &mut Vec<Hit>) {
    let Some(view) = reading.sheets.get(sheet).filter(|view| view.official) else { return };
    let Some(at) = view.title else { return };
    let title = joined(reading, at);
    let last = reading.passages.get(at).map_or(0, |passage| passage.text.len());
    let asks =
        ["通知", "决定", "意见", "批复", "函", "通报"].iter().any(|kind| title.ends_with(kind));
    let about = ["关于", "印发", "转发", "批转", "发布"].iter().any(|word| title.contains(word));
    if asks && !about && title.chars().count() > 8 {
        hits.push(Hit::new("title-guanyu-missing", at, 0..last));
    }
}

/// The title that the body quotes and the title of the document that is published with it.
fn quoted(reading: &Reading<'_>, sheet: usize, hits: &mut Vec<Hit>) {
    let published = reading.of_sheet(sheet).find(|(index, passage)| {
        passage.kind == Kind::Title
            && passage.attached == 1
            && index
                .checked_sub(1)
                .and_then(|at| reading.passages.get(at))
                .is_none_or(|previous| previous.kind != Kind::AttachmentLabel)
    });
    let Some((at, _)) = published else { return };
    let title = joined(reading, at);
    for (index, passage) in reading.of_sheet(sheet) {
        if passage.attached > 0 || passage.kind != Kind::Body || !passage.text.contains("印发") {
            continue;
        }
        let Some(start) = passage.text.find("现将《") else { continue };
        let from = start + "现将《".len();
        let Some(length) = passage.text.get(from..).and_then(|rest| rest.find('》')) else {
            continue;
        };
        let Some(name) = passage.text.get(from..from + length) else { continue };
        let plain = |text: &str| squeeze(text).replace("（试行）", "").replace("（修订）", "");
        let (left, right) = (plain(name), plain(&title));
        let Some(detail) = compare(&left, &right).filter(|_| left != right) else { continue };
        let detail = detail.replacen("目录作", "正文作", 1).replacen("，正文作", "，标题作", 1);
        hits.push(Hit::new("title-attached-mismatch", index, from..from + length).detail(detail));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_entry(line: &str, expected: &str) {
        assert_eq!(entry(line).1, expected, "{line}");
    }

    #[test]
    fn pages_are_no_part_of_the_title() {
        check_entry("- 1 包头市人民政府关于免去职务的通知", "包头市人民政府关于免去职务的通知");
        check_entry(
            "- 6 2026年4月1日至2026年4月30日政府大事记",
            "2026年4月1日至2026年4月30日政府大事记",
        );
        check_entry("包头市人民政府令……（3）", "包头市人民政府令");
        check_entry("关于废止规章的决定（2026年版）", "关于废止规章的决定（2026年版）");
    }

    #[test]
    fn one_character_of_near_shape_is_said_so() {
        let detail = compare("关于免去武吴同志", "关于免去武昊同志").unwrap();
        assert_eq!(detail, "目录作“武吴”，正文作“武昊”（形近字），请核对");
        assert_eq!(compare("关于免去武昊同志职务", "关于做好春耕的通知书"), None);
    }
}
