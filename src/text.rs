//! What is known of characters and words, apart from fonts and pages.

pub mod breaks;
pub mod class;
pub mod cluster;
pub mod mongolian;
pub mod numeral;
pub mod words;

/// The text without any white space, ideographic spaces and no-break spaces included.
pub fn squeeze(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Whether `c` is a Chinese character (with the extensions that names use, and 〇).
pub const fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{323af}' | '〇' | '々')
}

/// Whether `c` belongs to the Mongolian script.
pub const fn is_mongolian(c: char) -> bool {
    matches!(c, '\u{1800}'..='\u{18af}' | '\u{11660}'..='\u{1167f}')
}

/// Whether `c` has no ink and no width of its own: zero-width spaces and joiners, marks of direction,
/// variation selectors, soft hyphens (Unicode, `Default_Ignorable_Code_Point`, without the Mongolian
/// ones, which shape the letters beside them) and control characters.
pub const fn is_invisible(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{e}'..='\u{1f}' | '\u{7f}'..='\u{84}' | '\u{86}'..='\u{9f}'
        | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn squeezing_takes_out_every_kind_of_space() {
        assert_eq!(squeeze(" 目　录\u{a0}\t"), "目录");
    }

    #[test]
    fn scripts() {
        assert!("包〇龥㐀𠀀".chars().all(is_han));
        assert!(!"。Aᠠ1".chars().any(is_han));
        assert!(is_mongolian('ᠪ'));
    }
}
