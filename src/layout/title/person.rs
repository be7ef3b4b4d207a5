//! The persons that a document names, so that its titles keep their names whole.

use crate::issue::block::BlockKind;
use crate::issue::document::Document;
use crate::issue::text::{Mark, Range, Text};
use crate::text::{is_han, squeeze};

/// Words before the name in a list of appointments.
const BEFORE: [&str; 5] = ["免去", "任命", "聘任", "提名", "决定"];
/// Characters behind the name there.
const BEHIND: &str = "任免同为的不兼代（，、：";

/// The persons that appointments and signatures of `document` name.
pub(crate) fn persons(document: &Document) -> Vec<String> {
    let appointments = document.body.iter().filter(|block| block.kind == BlockKind::Appointment);
    let appointed = appointments.filter_map(|block| appointed(&squeeze(&block.text.string)));
    let signed = document.signatories.iter().filter_map(|text| {
        // 市长　孟庆维: what stands last.
        text.string.split_whitespace().skip(1).last().map(str::to_owned)
    });
    let mut names: Vec<String> = appointed.chain(signed).filter(|name| is_name(name)).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// Who an entry of a list of appointments is about.
fn appointed(entry: &str) -> Option<String> {
    let rest = BEFORE.iter().find_map(|word| entry.strip_prefix(word)).unwrap_or(entry);
    // The first character is a surname, 任 too.
    let end = rest.chars().skip(1).position(|character| BEHIND.contains(character))? + 1;
    Some(rest.chars().take(end).collect())
}

fn is_name(name: &str) -> bool {
    let length = name.chars().count();
    (2..=12).contains(&length) && name.chars().all(|c| is_han(c) || c == '·')
}

/// Where `text` has the names.
pub(crate) fn named(text: &Text, names: &[String]) -> Vec<Range> {
    let count = |part: &str| u32::try_from(part.chars().count()).unwrap_or(u32::MAX);
    let mut found = Vec::new();
    for name in names {
        for (byte, _) in text.string.match_indices(name.as_str()) {
            let start = count(text.string.get(..byte).unwrap_or_default());
            found.push(Range::new(start, start + count(name)));
        }
    }
    found
}

/// `text` with its names marked as what no line may break.
pub(crate) fn kept_whole(text: &Text, names: &[String]) -> Text {
    let mut text = text.clone();
    text.marks.extend(named(&text, names).into_iter().map(|name| (name, Mark::NoBreak)));
    text.marks.sort_unstable();
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_before_what_is_said_of_them() {
        let check = |entry: &str, name: &str| assert_eq!(appointed(entry).as_deref(), Some(name));
        check("李杰任包头市财政局局长；", "李杰");
        check("任建国任包头市审计局副局长（试用期一年）；", "任建国");
        check("免去武昊的包头市住房保障局局长职务。", "武昊");
        check("任命买买提·艾力为市水务局副局长。", "买买提·艾力");
        assert!(!is_name("包头市第十七届人民代表大会常务"), "too long");
    }

    #[test]
    fn names_in_a_title_are_marked() {
        let text = kept_whole(
            &"关于任建国、李杰任职的通知".into(),
            &["任建国".to_owned(), "李杰".to_owned()],
        );
        let nobreak = |start, end| (Range::new(start, end), Mark::NoBreak);
        assert_eq!(text.marks, [nobreak(2, 5), nobreak(6, 8)]);
    }
}
