//! Classes of characters for Chinese composition.
//!
//! After CLREQ (Requirements for Chinese Text Layout) and GB/T 15834-2011, 5.1: which marks may
//! not begin or end a line, and on which side a full-width mark has half an em that can be taken
//! away. Simplified Chinese, horizontal, Mainland style: pause marks sit at the lower left of
//! their em box.

use super::is_invisible;

/// What a character does in a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CharClass {
    /// Han characters, kana, full-width letters, circled numbers: one em, a break on either side.
    Hanzi,
    /// Full-width opening marks: “ ‘ （ 《 〔; their left half is empty.
    Open,
    /// Full-width closing marks: ” ’ ） 》 〕; their right half is empty.
    Close,
    /// ， 、
    Comma,
    /// 。 ．
    Stop,
    /// ； ：
    Colon,
    /// ！ ？
    Exclaim,
    /// —, twice a 破折号, once a 一字线.
    Dash,
    /// …, twice a 省略号.
    Ellipsis,
    /// Full-width ～ and the like: not at the start of a line.
    Connector,
    /// · between the parts of a name.
    Interpunct,
    /// Full-width ／.
    Solidus,
    /// Full-width signs after a number: ％ ‰ ℃.
    Postfix,
    /// Full-width signs before a number: ￥ №.
    Prefix,
    /// Letters of proportional scripts, and the accents that combine with them.
    Letter,
    /// 0–9.
    Digit,
    /// Proportional opening marks: ( [ {.
    WesternOpen,
    /// Proportional marks that close or pause: ) ] , . ; : ! ? %.
    WesternClose,
    /// Other proportional signs: - / + = @ & …
    WesternSign,
    /// Traditional Mongolian letters and their control characters.
    Mongolian,
    /// White space.
    Space,
    /// What has neither ink nor width: it belongs to the character before it.
    Invisible,
}

impl CharClass {
    /// The class of `character` in Chinese text.
    ///
    /// “ ” ‘ ’ — … · are taken for the Chinese ones; whether they stand in Latin text only the
    /// neighbours tell.
    pub const fn of(character: char) -> Self {
        match character {
            _ if is_invisible(character) => Self::Invisible,
            '0'..='9' => Self::Digit,
            'A'..='Z' | 'a'..='z' => Self::Letter,
            ' '
            | '\t'..='\r'
            | '\u{85}'
            | '\u{a0}'
            | '\u{1680}'
            | '\u{2000}'..='\u{200a}'
            | '\u{2028}'
            | '\u{2029}'
            | '\u{205f}'
            | '\u{3000}' => Self::Space,
            '“' | '‘' | '（' | '《' | '〈' | '【' | '〖' | '〔' | '［' | '｛' | '「' | '『'
            | '︵' | '︽' => Self::Open,
            '”' | '’' | '）' | '》' | '〉' | '】' | '〗' | '〕' | '］' | '｝' | '」' | '』'
            | '︶' | '︾' => Self::Close,
            '，' | '、' => Self::Comma,
            '。' | '．' | '｡' => Self::Stop,
            '；' | '：' => Self::Colon,
            '！' | '？' => Self::Exclaim,
            '—' | '⸺' | '―' => Self::Dash,
            '…' | '⋯' => Self::Ellipsis,
            '～' | '－' => Self::Connector,
            '·' | '•' | '・' => Self::Interpunct,
            '／' => Self::Solidus,
            '％' | '‰' | '℃' | '°' | '′' | '″' => Self::Postfix,
            '￥' | '＄' | '№' => Self::Prefix,
            '(' | '[' | '{' | '¥' | '$' => Self::WesternOpen,
            ')' | ']' | '}' | ',' | '.' | ';' | ':' | '!' | '?' | '%' => Self::WesternClose,
            '!'..='~' | '–' | '×' | '÷' | '±' | '¡'..='¿' | '\u{2070}'..='\u{209f}' => {
                Self::WesternSign
            }
            '\u{1800}'..='\u{18af}' | '\u{202f}' => Self::Mongolian,
            'À'..='\u{24f}'
            | '\u{300}'..='\u{36f}'
            | '\u{370}'..='\u{52f}'
            | '\u{1e00}'..='\u{1eff}' => Self::Letter,
            _ => Self::Hanzi,
        }
    }

    /// Whether a line may not begin with it (GB/T 15834-2011, 5.1.3–5.1.9; CLREQ level GB, and
    /// —— …… as in careful books).
    pub const fn is_forbidden_at_start(self) -> bool {
        matches!(
            self,
            Self::Close
                | Self::Comma
                | Self::Stop
                | Self::Colon
                | Self::Exclaim
                | Self::Connector
                | Self::Interpunct
                | Self::Solidus
                | Self::Postfix
                | Self::WesternClose
                | Self::Dash
                | Self::Ellipsis
        )
    }

    /// Whether a line may not end with it.
    pub const fn is_forbidden_at_end(self) -> bool {
        matches!(self, Self::Open | Self::WesternOpen | Self::Prefix | Self::Solidus)
    }

    /// Whether it is set in a proportional font.
    pub const fn is_western(self) -> bool {
        matches!(
            self,
            Self::Letter | Self::Digit | Self::WesternOpen | Self::WesternClose | Self::WesternSign
        )
    }

    /// Whether a gap belongs between it and a hanzi: letters, digits, and what clings to them.
    pub const fn takes_gap(self) -> bool {
        matches!(self, Self::Letter | Self::Digit)
    }

    /// Whether it is a full-width mark of half an em of ink and half an em of room.
    pub const fn is_half(self) -> bool {
        matches!(
            self,
            Self::Open | Self::Close | Self::Comma | Self::Stop | Self::Colon | Self::Exclaim
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The table of marks that came with the rules; our classes must say the same.
    #[test]
    fn classes_agree_with_the_table_of_marks() {
        let table = include_str!("../../assets/rules/punctuation.tsv");
        let mut rows = 0;
        for row in table.lines().skip(1) {
            let columns: Vec<&str> = row.split('\t').collect();
            let (mark, start, end) = (columns[0].chars().next().unwrap(), columns[8], columns[9]);
            let class = CharClass::of(mark);
            // The ASCII hyphen and solidus are left to the rules of Latin text.
            if matches!(mark, '-' | '/' | '–') {
                continue;
            }
            assert_eq!(class.is_forbidden_at_start(), start != "-", "start of a line: {mark}");
            assert_eq!(class.is_forbidden_at_end(), end != "-", "end of a line: {mark}");
            let half = columns[7] == "1/2";
            assert_eq!(class.is_half(), half, "half an em: {mark}");
            rows += 1;
        }
        assert!(rows > 45);
    }

    #[test]
    fn hanzi_are_everything_without_a_class() {
        for character in "国〇々①㈠Ａ→■𬭎".chars() {
            assert_eq!(CharClass::of(character), CharClass::Hanzi, "{character}");
        }
    }
}
