//! Traditional characters in simplified text (通用规范汉字表, 2013).
//!
//! A character is traditional if the conversion of `OpenCC` to simplified forms changes it and it is not
//! in use in simplified text itself.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use ferrous_opencc::OpenCC;
use ferrous_opencc::config::BuiltinConfig;

use super::passage::{Hit, Kind, Passage, Reading, after, before};
use crate::text::is_han;

/// Characters that the conversion changes and that 通用规范汉字表 has, alone or in some words
/// (乾坤, 瞭望, 狼藉, 宫商角徵羽, 著作), or that stand in names.
const KEPT: &str = "乾瞭藉徵著於祇夥覆锺鍾昇堃喆淼镕皙甯苧蹚麽睪擣讎砲濛餘馀彷彿麴\
                    後么谘叡岩崑崙邨仝噹噁檔囉囖尅钜鉅薰燻蔴痲稜籤籲纔罣嬭瘉闇騐牠妳晳嚮苹蘋菸薹捱摺吒榘醣";

/// The simplified form of each traditional character.
static FORMS: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
    let Ok(converter) = OpenCC::from_config(BuiltinConfig::T2s) else { return HashMap::new() };
    let mut forms = HashMap::new();
    // A line end between the characters keeps them from forming phrases.
    let all: String = ('\u{4e00}'..='\u{9fff}').flat_map(|c| [c, '\n']).collect();
    for (old, new) in all.lines().zip(converter.convert(&all).lines()) {
        if let (Some(old), Some(new)) = (old.chars().next(), new.chars().next())
            && old != new
            && !KEPT.contains(old)
        {
            let _ = forms.insert(old, new);
        }
    }
    forms
});

/// Finds traditional characters outside of quotations.
pub(super) fn check(reading: &Reading<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    let quoted = originals(reading);
    for (index, passage) in reading.passages.iter().enumerate() {
        if matches!(passage.kind, Kind::Mongolian | Kind::Noise)
            || passage.text.is_ascii()
            || quoted.contains(&passage.sheet)
        {
            continue;
        }
        let mut run: Option<(usize, usize, String)> = None;
        let mut found = Vec::new();
        for (at, c) in passage.text.char_indices() {
            let Some(new) = simplified(c) else {
                found.extend(run.take());
                continue;
            };
            match &mut run {
                Some((_, end, fix)) => {
                    *end = at + c.len_utf8();
                    fix.push(new);
                }
                None => run = Some((at, at + c.len_utf8(), String::from(new))),
            }
        }
        found.extend(run);
        // A paragraph in traditional characters is a quotation of the original.
        let count: usize = found.iter().map(|(start, end, _)| (end - start) / 3).sum();
        if count > 8 && count * 6 > passage.text.chars().count() {
            continue;
        }
        for (start, end, fix) in found {
            if is_quoted(passage.text, start) {
                continue;
            }
            let rule =
                if is_name(passage, start) { "name-traditional" } else { "traditional-char" };
            hits.push(Hit::new(rule, index, start..end).fix(fix));
        }
    }
    hits
}

/// Documents that are written in traditional characters throughout: laws of Taiwan and the like,
/// reprinted in the original.
fn originals(reading: &Reading<'_>) -> Vec<Option<usize>> {
    let mut counts: BTreeMap<Option<usize>, (usize, usize)> = BTreeMap::new();
    for passage in &reading.passages {
        let (all, traditional) = counts.entry(passage.sheet).or_default();
        for c in passage.text.chars().filter(|c| is_han(*c)) {
            *all += 1;
            *traditional += usize::from(simplified(c).is_some());
        }
    }
    counts
        .into_iter()
        .filter(|(_, (all, traditional))| *traditional > 20 && traditional * 20 > *all)
        .map(|(sheet, _)| sheet)
        .collect()
}

/// The simplified form of `c`, if it is a traditional character.
fn simplified(c: char) -> Option<char> {
    // Most characters of a text are no hanzi or among the first that any text uses.
    if !('\u{4e00}'..='\u{9fff}').contains(&c) {
        return None;
    }
    FORMS.get(&c).copied()
}

/// Whether the character stands inside quotes or a title.
fn is_quoted(text: &str, at: usize) -> bool {
    let left = before(text, at);
    [('“', '”'), ('「', '」'), ('《', '》')].iter().any(|(open, close)| {
        left.matches(*open).count() > left.matches(*close).count()
            && after(text, at).contains(*close)
    })
}

/// Whether the character belongs to a person's name: at the head of an appointment line, or
/// before 同志, or behind an office.
fn is_name(passage: &Passage<'_>, at: usize) -> bool {
    let left = before(passage.text, at);
    let right = after(passage.text, at);
    let lead = left.trim_start().chars().filter(|c| !c.is_whitespace()).count();
    let appointment = passage.kind == Kind::Appointment && lead < 4;
    let comrade: String = right.chars().take(5).collect();
    let office = ["市长", "书记", "主任", "局长", "主席", "秘书长", "处长", "县长", "区长"]
        .iter()
        .any(|office| {
            left.rfind(office)
                .is_some_and(|found| after(left, found + office.len()).chars().count() <= 2)
        });
    appointment || comrade.contains("同志") || office
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_characters_of_gb_2312_are_simplified() {
        let mut traditional = String::new();
        for row in 0xb0..=0xf7_u8 {
            for cell in 0xa1..=0xfe_u8 {
                let bytes = [row, cell];
                let (text, _, wrong) = encoding_rs::GBK.decode(&bytes);
                traditional.extend(text.chars().filter(|c| !wrong && simplified(*c).is_some()));
            }
        }
        assert_eq!(traditional, "");
    }

    #[test]
    fn traditional_characters_have_a_simplified_form() {
        for (old, new) in [('藺', '蔺'), ('憑', '凭'), ('證', '证'), ('綫', '线')] {
            assert_eq!(simplified(old), Some(new), "{old}");
        }
        for kept in "乾瞭著堃喆镕皙覆".chars() {
            assert_eq!(simplified(kept), None, "{kept}");
        }
    }
}
