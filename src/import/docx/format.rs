//! Numerals, bullets and symbols of Word as characters.

use crate::text::numeral;

/// A number written as `w:numFmt` says (ISO/IEC 29500-1, 17.18.59); decimal where a kind is not
/// known.
pub(super) fn numeral(n: u32, kind: &str) -> String {
    let written = match kind {
        "none" => Some(String::new()),
        "chineseCounting"
        | "chineseCountingThousand"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "japaneseCounting"
        | "koreanDigital2" => {
            if n == 0 {
                Some("〇".to_owned())
            } else {
                numeral::chinese(n)
            }
        }
        "ideographDigital" | "japaneseDigitalTenThousand" | "taiwaneseDigital" => {
            Some(digits(n, "〇一二三四五六七八九"))
        }
        "decimalFullWidth" | "decimalFullWidth2" => Some(digits(n, "０１２３４５６７８９")),
        "decimalZero" => Some(format!("{n:02}")),
        "chineseLegalSimplified" | "ideographLegalTraditional" | "japaneseLegal" => {
            numeral::chinese(n).map(|text| text.chars().map(legal).collect())
        }
        "ideographTraditional" => of_row(n, "甲乙丙丁戊己庚辛壬癸"),
        "ideographZodiac" => of_row(n, "子丑寅卯辰巳午未申酉戌亥"),
        "ideographEnclosedCircle" => range(n, '㊀', 10),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => circled(n),
        "decimalEnclosedFullstop" => range(n, '⒈', 20),
        "decimalEnclosedParen" => range(n, '⑴', 20),
        "upperRoman" => Some(roman(n)),
        "lowerRoman" => Some(roman(n).to_lowercase()),
        "upperLetter" => Some(letters(n)),
        "lowerLetter" => Some(letters(n).to_lowercase()),
        _ => None,
    };
    written.unwrap_or_else(|| n.to_string())
}

fn digits(n: u32, row: &str) -> String {
    let digit = |c: char| row.chars().nth(c.to_digit(10).unwrap_or(0) as usize).unwrap_or(c);
    n.to_string().chars().map(digit).collect()
}

const fn legal(c: char) -> char {
    match c {
        '一' => '壹',
        '二' => '贰',
        '三' => '叁',
        '四' => '肆',
        '五' => '伍',
        '六' => '陆',
        '七' => '柒',
        '八' => '捌',
        '九' => '玖',
        '十' => '拾',
        '百' => '佰',
        '千' => '仟',
        other => other,
    }
}

/// The nth of a row of signs.
fn of_row(n: u32, row: &str) -> Option<String> {
    row.chars().nth((n as usize).checked_sub(1)?).map(String::from)
}

/// The nth character of `most` that follow on each other from `first`.
fn range(n: u32, first: char, most: u32) -> Option<String> {
    let code = u32::from(first) + n.checked_sub(1)?;
    char::from_u32(code).filter(|_| n <= most).map(String::from)
}

/// ① to ㊿.
pub(super) fn circled(n: u32) -> Option<String> {
    match n {
        0 => Some("⓪".to_owned()),
        1..=20 => range(n, '①', 20),
        21..=35 => range(n - 20, '㉑', 15),
        36..=50 => range(n - 35, '㊱', 15),
        _ => None,
    }
}

fn roman(n: u32) -> String {
    const STEPS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if n == 0 || n > 3999 {
        return n.to_string();
    }
    let (mut left, mut text) = (n, String::new());
    for (value, sign) in STEPS {
        while left >= value {
            text.push_str(sign);
            left -= value;
        }
    }
    text
}

/// A to Z, then AA to ZZ: the letter is repeated.
fn letters(n: u32) -> String {
    let Some(index) = n.checked_sub(1) else { return n.to_string() };
    let letter = char::from_u32(u32::from('A') + index % 26).unwrap_or('A');
    let count = (index / 26 + 1).min(20) as usize;
    std::iter::repeat_n(letter, count).collect()
}

/// The mark that a list of bullets has: symbols of fonts of symbols as characters.
pub(super) fn bullet(text: &str) -> &str {
    match text.chars().next() {
        Some('\u{f06e}' | '\u{f0a7}' | '\u{25aa}') => "■",
        Some('\u{f075}' | '\u{f077}') => "◆",
        Some('\u{f06f}' | '\u{f0a8}' | '\u{f071}') => "□",
        Some('o' | '\u{f0a1}') => "○",
        Some('\u{f0d8}' | '\u{f0e0}') => "►",
        Some('\u{f0ab}' | '\u{f0b6}') => "★",
        Some('\u{e000}'..='\u{f8ff}' | '•') => "●",
        Some(_) => text,
        None => "",
    }
}

/// The character that `w:sym` shows: a code of a font of symbols.
pub(in crate::import) fn symbol(font: &str, code: u32) -> Option<char> {
    let low = if (0xf000..=0xf0ff).contains(&code) { code - 0xf000 } else { code };
    let font = font.to_ascii_lowercase();
    if font.starts_with("wingdings 2") {
        return match low {
            0x50 => Some('✓'),
            0x52 | 0x53 => Some('☑'),
            0x54 => Some('☒'),
            0xa3 | 0x2a => Some('□'),
            0x97..=0x98 => Some('●'),
            0xa2 | 0x9f => Some('■'),
            0x6a..=0x74 => char::from_u32(u32::from('①') + low - 0x6a),
            _ => None,
        };
    }
    if font.starts_with("wingdings") {
        return match low {
            0x6c | 0x9f => Some('●'),
            0x6d | 0xa1 => Some('○'),
            0x6e | 0xa7 => Some('■'),
            0x6f | 0x71 | 0xa8 | 0x72 => Some('□'),
            0x74 | 0x75 | 0x77 => Some('◆'),
            0xab => Some('★'),
            0xd8 => Some('►'),
            0xfb => Some('✗'),
            0xfc => Some('✓'),
            0xfd | 0x78 => Some('☒'),
            0xfe => Some('☑'),
            0xe0 => Some('→'),
            0x81..=0x8a => char::from_u32(u32::from('①') + low - 0x81),
            _ => None,
        };
    }
    if font.starts_with("symbol") {
        return match low {
            0xb0 => Some('°'),
            0xb1 => Some('±'),
            0xb3 => Some('≥'),
            0xa3 => Some('≤'),
            0xb4 => Some('×'),
            0xb8 => Some('÷'),
            0xb9 => Some('≠'),
            0xbb => Some('≈'),
            0xb7 => Some('·'),
            0xa5 => Some('∞'),
            0x6d => Some('μ'),
            0x61 => Some('α'),
            0x62 => Some('β'),
            0x44 => Some('Δ'),
            0x53 => Some('Σ'),
            0x57 => Some('Ω'),
            0x20..=0x3f => char::from_u32(low),
            _ => None,
        };
    }
    char::from_u32(code).filter(|c| !matches!(c, '\u{e000}'..='\u{f8ff}' | '\0'..='\u{1f}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals() {
        fn check(n: u32, kind: &str, expected: &str) {
            assert_eq!(numeral(n, kind), expected, "{kind}");
        }
        check(1, "chineseCounting", "一");
        check(23, "chineseCountingThousand", "二十三");
        check(105, "chineseCountingThousand", "一百零五");
        check(20, "japaneseCounting", "二十");
        check(105, "ideographDigital", "一〇五");
        check(12, "chineseLegalSimplified", "拾贰");
        check(3, "ideographTraditional", "丙");
        check(11, "ideographTraditional", "11");
        check(12, "ideographZodiac", "亥");
        check(2, "decimalEnclosedCircle", "②");
        check(21, "decimalEnclosedCircleChinese", "㉑");
        check(51, "decimalEnclosedCircle", "51");
        check(3, "decimalEnclosedFullstop", "⒊");
        check(3, "decimalEnclosedParen", "⑶");
        check(7, "decimalFullWidth", "７");
        check(7, "decimalZero", "07");
        check(14, "upperRoman", "XIV");
        check(4, "lowerRoman", "iv");
        check(27, "lowerLetter", "aa");
        check(5, "none", "");
        check(5, "hex", "5");
    }

    #[test]
    fn symbols() {
        fn check(font: &str, code: u32, expected: Option<char>) {
            assert_eq!(symbol(font, code), expected, "{font} {code:x}");
        }
        check("Wingdings", 0xf0fe, Some('☑'));
        check("Wingdings 2", 0x52, Some('☑'));
        check("Symbol", 0xf0b3, Some('≥'));
        check("宋体", 0x2460, Some('①'));
        check("Wingdings", 0xf022, None);
    }
}
