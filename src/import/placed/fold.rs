//! Characters that share a glyph with another one → that one.
//!
//! A font may draw ⽇ (a Kangxi radical) and 日 with one glyph, and a file that names glyphs often
//! gives the radical back. A gazette has no radicals.

use crate::import::docx::symbol;

/// The characters that U+2F00 to U+2FD5 look like (Unicode, compatibility decompositions).
const KANGXI: &str = "\
    一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀\
    寸小尢尸屮山巛工己巾干幺广廴廾弋弓彐彡彳心戈戶手支攴文斗斤方无日曰月木欠止歹殳毋\
    比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生用田疋疒癶白皮皿目矛矢石示禸禾穴立竹米糸\
    缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見角言谷豆豕豸貝赤走足身車辛\
    辰辵邑酉釆里金長門阜隶隹雨靑非面革韋韭音頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻\
    黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠";

/// Radicals of the supplement that are characters by themselves, and those.
const SUPPLEMENT: &str = "\
    ⺁厂⺇几⺋㔾⺌小⺎兀⺏尣⺒巳⺗㣺⺝月⺟母⺠民⺩王⺪疋⺬示⺮竹⺶羊⺼肉⻁虎⻄西⻅见\
    ⻆角⻉贝⻋车⻑長⻒镸⻓长⻔门⻘青⻙韦⻚页⻛风⻜飞⻝食⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦\
    ⻩黄⻬齐⻮齿⻰龙⻳龟";

/// The character of a text that `c` stands for; none for what is no part of it.
pub(super) fn fold(c: char) -> Option<char> {
    match c {
        '\u{2f00}'..='\u{2fd5}' => {
            let at = u32::from(c) - 0x2f00;
            KANGXI.chars().nth(usize::try_from(at).unwrap_or_default())
        }
        '\u{2e80}'..='\u{2eff}' => {
            let mut pairs = SUPPLEMENT.chars();
            while let (Some(radical), Some(character)) = (pairs.next(), pairs.next()) {
                if radical == c {
                    return Some(character);
                }
            }
            Some(c)
        }
        // The bullets of Wingdings and Symbol, which have no characters of their own.
        '\u{f06c}' | '\u{f0b7}' | '\u{f09f}' => Some('●'),
        '\u{f06e}' => Some('■'),
        '\u{f075}' => Some('◆'),
        '\u{f0d8}' => Some('➢'),
        '\u{f0fc}' => Some('✓'),
        '\u{f0a0}'..='\u{f0ff}' => symbol("symbol", u32::from(c)).or(Some(c)),
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\t' => Some(' '),
        c if crate::text::is_invisible(c) || matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}') => None,
        c => Some(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn radicals_are_characters() {
        assert_eq!(
            "⽇⽂⼈⿕⻓⺠日a".chars().filter_map(fold).collect::<String>(),
            "日文人龠长民日a"
        );
        assert_eq!(fold('\u{ad}'), None);
        assert_eq!(KANGXI.chars().count(), 214);
    }
}
