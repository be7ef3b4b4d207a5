//! The kinds that a segment can be given: names, keys and colours.

use iced::Color;

use crate::app::language::Words;
use crate::app::theme::Palette;
use crate::import::Style;

/// The kinds that have a key, in the order of a document. The letters are those of the Chinese
/// name's pinyin where they are free.
pub(super) const ALL: [(&str, Style, Words); 19] = [
    ("t", Style::Title, ("标题", "Title")),
    ("w", Style::DocNumber, ("文号", "Number")),
    ("z", Style::Addressee, ("主送", "Addressee")),
    ("p", Style::Body, ("正文", "Paragraph")),
    ("1", Style::H1, ("一级标题", "Heading 1")),
    ("2", Style::H2, ("二级标题", "Heading 2")),
    ("3", Style::H3, ("三级标题", "Heading 3")),
    ("4", Style::H4, ("四级标题", "Heading 4")),
    ("l", Style::List, ("列项", "List item")),
    ("c", Style::Chapter, ("章", "Chapter")),
    ("a", Style::Article, ("条", "Article")),
    ("r", Style::Appointment, ("任免", "Appointment")),
    ("e", Style::Entry, ("大事记", "Entry")),
    ("b", Style::Table, ("表格行", "Table row")),
    ("f", Style::Attachment, ("附件", "Attachment")),
    ("s", Style::Signature, ("署名", "Signatory")),
    ("d", Style::Date, ("日期", "Date")),
    ("n", Style::Note, ("附注", "Note")),
    ("x", Style::Noise, ("不要", "Leave out")),
];

/// The key that says that a segment is right.
pub(crate) const CONFIRM: &str = "y";
pub(super) const RIGHT: Words = ("没错", "Right");
pub(super) const KEYS: Words = (
    "↑ ↓ 选段，再按下面的字母改类别，后面的会重新识别　空格 下一处拿不准　退格 取消改动　← → 上一份、下一份",
    "↑ ↓ choose a segment, a letter says what it is; what follows is recognised anew　Space next unsure　Backspace take back　← → documents",
);

/// The kind that a letter stands for.
pub(crate) fn style_of(letter: &str) -> Option<Style> {
    let kind = ALL.iter().find(|(own, ..)| own.eq_ignore_ascii_case(letter));
    kind.map(|(_, style, _)| *style)
}

/// What a kind is called.
pub(super) fn name(style: Style) -> Words {
    match style {
        Style::Masthead => ("刊头", "Masthead"),
        Style::Contents => ("目录", "Contents"),
        Style::RunningHead => ("书眉页码", "Running head"),
        Style::Colophon => ("版权块", "Colophon"),
        _ => ALL.iter().find(|(_, own, _)| *own == style).map_or(("", ""), |(.., name)| *name),
    }
}

/// The colour of a kind: the head of a document, its headings, lists and articles, its end.
pub(super) const fn colour(style: Style, p: Palette) -> Color {
    let [head, heading, list, tail] = p.kinds;
    match style {
        Style::Title | Style::DocNumber | Style::Addressee => head,
        Style::H1 | Style::H2 | Style::H3 | Style::H4 | Style::Chapter => heading,
        Style::List | Style::Article | Style::Appointment | Style::Entry | Style::Table => list,
        Style::Attachment | Style::Signature | Style::Date | Style::Note => tail,
        Style::Body => p.text,
        Style::Noise | Style::Masthead | Style::Contents | Style::RunningHead | Style::Colophon => {
            p.muted
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_one_kind_s() {
        for (index, (letter, style, _)) in ALL.iter().enumerate() {
            assert_eq!(style_of(letter), Some(*style));
            assert!(ALL.iter().skip(index + 1).all(|(other, ..)| other != letter), "{letter}");
            assert_ne!(*letter, CONFIRM);
        }
        assert_eq!(style_of("T"), Some(Style::Title));
        assert_eq!(style_of("?"), None);
    }
}
