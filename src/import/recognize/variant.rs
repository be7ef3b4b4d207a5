//! Traditional forms of the characters that the recogniser's words are made of.

use std::borrow::Cow;

/// A Traditional character of an organ's or document kind's name, and the Simplified one.
const PAIRS: [(char, char); 40] = [
    ('關', '关'),
    ('於', '于'),
    ('發', '发'),
    ('轉', '转'),
    ('佈', '布'),
    ('見', '见'),
    ('報', '报'),
    ('決', '决'),
    ('議', '议'),
    ('請', '请'),
    ('紀', '纪'),
    ('復', '复'),
    ('覆', '复'),
    ('對', '对'),
    ('辦', '办'),
    ('廳', '厅'),
    ('縣', '县'),
    ('員', '员'),
    ('會', '会'),
    ('區', '区'),
    ('黨', '党'),
    ('組', '组'),
    ('務', '务'),
    ('門', '门'),
    ('國', '国'),
    ('業', '业'),
    ('隊', '队'),
    ('聯', '联'),
    ('學', '学'),
    ('團', '团'),
    ('鄉', '乡'),
    ('鎮', '镇'),
    ('總', '总'),
    ('協', '协'),
    ('則', '则'),
    ('細', '细'),
    ('規', '规'),
    ('條', '条'),
    ('劃', '划'),
    ('軍', '军'),
];

/// The text with those characters in their Simplified form; the count of characters stays.
pub(super) fn simplified(text: &str) -> Cow<'_, str> {
    let simple = |c: char| PAIRS.iter().find(|(old, _)| *old == c).map(|(_, new)| *new);
    if !text.chars().any(|c| simple(c).is_some()) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|c| simple(c).unwrap_or(c)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_titles() {
        assert_eq!(simplified("甲縣人民政府關於乙的批覆"), "甲县人民政府关于乙的批复");
        assert!(matches!(simplified("关于乙的通知"), Cow::Borrowed(_)));
    }
}
