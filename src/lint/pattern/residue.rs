//! Residue and OCR: what a converter, a web page or a scanner left in the text.

use super::{Site, Treatment, always, none, treat, word};
use crate::lint::passage::{Kind, head, tail};

pub(super) const TREATMENTS: &[Treatment] = &[
    treat("field-code", always, |site| site.found.contains("\\*").then(String::new)),
    treat("html-residue", |site| !is_comparison(site), |site| Some(plain(site.found))),
    word("web-residue", always, none),
    treat(
        "control-char",
        |site| !is_joiner(site),
        |site| {
            site.found.chars().all(|c| control_fix(c).is_some()).then(|| {
                site.found.chars().filter_map(control_fix).filter(|c| *c != '\0').collect()
            })
        },
    ),
    word("placeholder", |site| !is_mask(site), none),
    treat("page-furniture", |site| site.passage.kind != Kind::Cell, |_| Some(String::new())),
    word(
        "ocr-letter-digit",
        |site| !is_roman(site),
        |site| {
            Some(
                site.found
                    .chars()
                    .map(|c| match c {
                        'l' | 'I' => '1',
                        'O' | 'o' => '0',
                        other => other,
                    })
                    .collect(),
            )
        },
    ),
    treat(
        "ocr-mo-wei",
        |site| {
            !site.before.ends_with([
                '周', '月', '年', '期', '季', '岁', '始', '本', '粉', '微', '文', '旬', '世', '明',
                '清', '汉', '唐', '宋', '元', '代', '春', '夏', '秋', '冬', '日', '学', '毫', '朝',
            ])
        },
        |site| Some(site.found.replace('末', "未")),
    ),
    word("ocr-email", always, |site| {
        let found = site.found;
        if found == "＠" {
            return Some("@".to_owned());
        }
        if let Some(name) = found.strip_suffix('@') {
            return Some(format!("{}@", name.trim_end()));
        }
        let fixed = found
            .replace("l63", "163")
            .replace("I63", "163")
            .replace("1б3", "163")
            .replace("l26", "126")
            .replace("I26", "126")
            .replace("corn", "com");
        Some(fixed)
    }),
];

/// Whether `<…>` compares numbers instead of being a tag.
fn is_comparison(site: &Site<'_>) -> bool {
    site.found.starts_with('<') && site.before.ends_with(|c: char| c.is_ascii_digit())
}

/// What a residue of HTML or Markdown reads without its marks.
fn plain(found: &str) -> String {
    if let Some(inner) = found.strip_prefix("**").and_then(|rest| rest.strip_suffix("**")) {
        return inner.to_owned();
    }
    match found {
        "&lt" => "＜".to_owned(),
        "&gt" => "＞".to_owned(),
        "&quot" => "\"".to_owned(),
        _ => String::new(),
    }
}

/// Whether the zero-width character is one that Mongolian needs.
fn is_joiner(site: &Site<'_>) -> bool {
    let mongolian = |c: char| ('\u{1800}'..='\u{18af}').contains(&c);
    site.before.ends_with(mongolian) || site.after.starts_with(mongolian)
}

/// What stands for an odd character; `\0` for nothing, none where only a reader can say.
fn control_fix(c: char) -> Option<char> {
    match c {
        '\u{2f00}'..='\u{2fdf}' => radical(c),
        '\u{fffd}' | '\u{e000}'..='\u{f8ff}' => None,
        _ => Some('\0'),
    }
}

/// The hanzi of a Kangxi radical that converters of PDF write in its place.
fn radical(c: char) -> Option<char> {
    const RADICALS: [(char, char); 44] = [
        ('⼀', '一'),
        ('⼆', '二'),
        ('⼈', '人'),
        ('⼊', '入'),
        ('⼋', '八'),
        ('⼒', '力'),
        ('⼗', '十'),
        ('⼜', '又'),
        ('⼝', '口'),
        ('⼟', '土'),
        ('⼠', '士'),
        ('⼤', '大'),
        ('⼥', '女'),
        ('⼦', '子'),
        ('⼩', '小'),
        ('⼭', '山'),
        ('⼯', '工'),
        ('⼰', '己'),
        ('⼲', '干'),
        ('⼴', '广'),
        ('⼼', '心'),
        ('⼾', '户'),
        ('⼿', '手'),
        ('⽀', '支'),
        ('⽂', '文'),
        ('⽅', '方'),
        ('⽇', '日'),
        ('⽉', '月'),
        ('⽊', '木'),
        ('⽌', '止'),
        ('⽐', '比'),
        ('⽓', '气'),
        ('⽔', '水'),
        ('⽕', '火'),
        ('⽣', '生'),
        ('⽤', '用'),
        ('⽥', '田'),
        ('⽬', '目'),
        ('⽰', '示'),
        ('⽴', '立'),
        ('⽹', '网'),
        ('⾃', '自'),
        ('⾏', '行'),
        ('⾦', '金'),
    ];
    RADICALS.iter().find(|(radical, _)| *radical == c).map(|(_, hanzi)| *hanzi)
}

/// Whether crosses or blanks are meant to stand: a mask in a public copy, a form.
fn is_mask(site: &Site<'_>) -> bool {
    let form = site.is_attached() || site.passage.kind == Kind::Cell;
    let labelled =
        ["联系人：", "联系电话：", "电话："].iter().any(|label| site.before.ends_with(label));
    if site.found.starts_with('×') {
        return !labelled;
    }
    let latin = |c: char| c.is_ascii_alphanumeric() || c == '-';
    if site.found.starts_with('X') {
        return form || site.before.ends_with(latin) || site.after.starts_with(latin);
    }
    form && site.found.starts_with(['_', '＿'])
}

/// Whether the letter is a Roman numeral or part of a code: 第I期 beside 第II期, S22号.
fn is_roman(site: &Site<'_>) -> bool {
    let neighbours = tail(site.before, 1).chars().chain(head(site.after, 1).chars());
    let coded = neighbours.clone().any(|c| c == '-');
    let roman = site.found.contains('I')
        && site.reading.passages.iter().any(|passage| {
            ["II期", "III期", "II类", "II级", "第II"].iter().any(|form| passage.text.contains(form))
        });
    coded || roman
}
