//! Marks of one character (GB/T 15834-2011); pairs are checked by a stack in `bracket`.

use super::{Site, Treatment, always, none, treat, word};
use crate::lint::passage::{Kind, head, tail};
use crate::text::is_han;

pub(super) const TREATMENTS: &[Treatment] = &[
    treat("comma-halfwidth", is_prose, |site| Some(site.found.replace(',', "，"))),
    treat("period-halfwidth", is_end, |site| Some(site.found.replace('.', "。"))),
    treat("colon-halfwidth", is_prose, |site| Some(site.found.replace(':', "："))),
    treat("semicolon-halfwidth", is_prose, |site| Some(site.found.replace(';', "；"))),
    treat("question-halfwidth", is_prose, |site| {
        Some(site.found.replace('?', "？").replace('!', "！"))
    }),
    treat("paren-halfwidth", is_prose, |site| {
        Some(site.found.replace('(', "（").replace(')', "）"))
    }),
    word("paren-nested", always, none),
    treat("quote-corner", always, |site| {
        Some(site.found.replace('「', "“").replace('」', "”").replace('『', "‘").replace('』', "’"))
    }),
    treat(
        "booktitle-angle",
        |site| !is_tag(site),
        |site| {
            let inner = site.found.trim_start_matches(['<', '＜']).trim_end_matches(['>', '＞']);
            let inside = site.before.matches('《').count() > site.before.matches('》').count();
            Some(if inside { format!("〈{inner}〉") } else { format!("《{inner}》") })
        },
    ),
    word("booktitle-dunhao", always, |_| Some("》《".to_owned())),
    word("quote-dunhao", always, |_| Some("”“".to_owned())),
    word(
        "booktitle-missing",
        |site| {
            !["有关", "上述", "本办法", "本规定", "本条例", "相关"]
                .iter()
                .any(|word| site.found.contains(word))
        },
        none,
    ),
    word("booktitle-organ", always, none),
    treat(
        "doubled-mark",
        |site| !site.after.starts_with(site.found),
        |site| {
            let first = site.found.chars().next()?;
            let same = site.found.chars().all(|c| c == first);
            same.then(|| first.to_string())
        },
    ),
    word("doubled-char", is_doubled, |site| {
        let last = site.found.chars().next_back()?;
        let rest: String = site.found.chars().take(site.found.chars().count() - 1).collect();
        rest.ends_with(last).then_some(rest)
    }),
    word(
        "ellipsis-form",
        |site| !is_leader(site),
        |site| {
            if site.found.contains('…') {
                return Some(site.found.replace('…', "……"));
            }
            Some(if site.after.starts_with('等') { String::new() } else { "……".to_owned() })
        },
    ),
    word("ellipsis-deng", always, |_| Some("等".to_owned())),
    word("dash-form", is_dash, |_| Some("——".to_owned())),
    word(
        "interpunct-form",
        |site| site.passage.kind != Kind::Cell,
        |site| {
            let mut chars = site.found.chars();
            Some(format!("{}·{}", chars.next()?, chars.next_back()?))
        },
    ),
    word("monthday-interpunct", is_event, |site| Some(site.found.replace(['.', '．', '、'], "·"))),
    treat("space-in-hanzi", is_gap, |site| {
        Some(site.found.chars().filter(|c| !c.is_whitespace()).collect())
    }),
    treat("space-hanzi-digit", is_latin_gap, |site| {
        Some(site.found.chars().filter(|c| !c.is_whitespace()).collect())
    }),
    treat("paragraph-start-space", is_typed, |site| Some(site.found.trim_start().to_owned())),
    word("comma-splice-period", |site| site.passage.kind.is_prose(), none),
    word("comma-for-dunhao", always, none),
    word(
        "dunhao-before-conj",
        |site| !is_parallel(site),
        |site| {
            let conjunction = site.found.trim_start_matches('、');
            let comma = conjunction.starts_with("以及");
            Some(format!("{}{conjunction}", if comma { "，" } else { "" }))
        },
    ),
    word("colon-twice", is_nested_colon, none),
    treat("period-before-closing", always, |site| Some(site.found.replacen('。', "", 1))),
];

/// Whether the passage is a typed block: in a pasted text the indent is read off, not reported.
fn is_typed(site: &Site<'_>) -> bool {
    site.is_issue()
}

/// Whether the passage is Chinese text: a row of a table may hold codes.
fn is_prose(site: &Site<'_>) -> bool {
    let neighbours = format!("{}{}{}", tail(site.before, 12), site.found, head(site.after, 12));
    let hanzi = neighbours.chars().filter(|c| is_han(*c)).count();
    let latin = neighbours.chars().filter(char::is_ascii_alphabetic).count();
    hanzi > 0 && (hanzi >= 2 || latin <= hanzi * 4)
}

/// Whether . ends a sentence: not a number of an item, not a part of an ellipsis.
fn is_end(site: &Site<'_>) -> bool {
    let number = site.before.trim().is_empty()
        || site.before.trim().chars().all(|c| "一二三四五六七八九十第章节".contains(c));
    let dots = site.after.starts_with('.') || site.before.ends_with('.');
    let numeral = site.found.starts_with(|c: char| "一二三四五六七八九十章节".contains(c));
    !(dots || number && numeral)
}

/// Whether angle brackets compare or belong to markup.
fn is_tag(site: &Site<'_>) -> bool {
    site.before.ends_with(|c: char| c.is_ascii_digit())
        || site.after.starts_with(|c: char| c.is_ascii_digit())
        || site.found.contains('=')
}

/// Whether a function word is doubled by mistake: not 为了了解, 目的的确, 对对方.
fn is_doubled(site: &Site<'_>) -> bool {
    let Some(c) = site.found.chars().next_back() else { return false };
    let follows = match c {
        '的' => "确士",
        '了' => "解结却然如不",
        '和' => "谐平睦气解美蔼善田林",
        '在' => "编职建校读线册押场家岗座外内乎意地此于",
        '与' => "会时否其",
        '及' => "时格第",
        '对' => "方口象外内手应照策比接标抗话待付于子称立",
        '并' => "行购入网列发轨处举非联存",
        '将' => "军来士领要近会才",
        '于' => "是",
        _ => "",
    };
    let given = c == '与' && site.before.ends_with(['参', '给', '赋', '付', '赠', '授']);
    // 存在在册: the second one begins a word of its own.
    !given && !site.after.starts_with(|next: char| follows.contains(next))
}

/// Whether dots lead from a title to its page, or stand in Latin text.
fn is_leader(site: &Site<'_>) -> bool {
    let long = site.found.chars().count() > 7;
    let page = site.after.trim_start().starts_with(|c: char| c.is_ascii_digit());
    let latin = site.before.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '/');
    let kind = matches!(site.passage.kind, Kind::ContentsTitle | Kind::Cell);
    long || page || latin || kind
}

/// Whether the strokes are a dash in a sentence and not a rule, a blank or an option.
fn is_dash(site: &Site<'_>) -> bool {
    let edge = |c: char| "-－—–|<>!=_+:".contains(c);
    let inside =
        site.before.ends_with(is_hanzi_or_mark) && site.after.starts_with(is_hanzi_or_mark);
    inside
        && !site.before.ends_with(edge)
        && !site.after.starts_with(edge)
        && site.passage.kind != Kind::Cell
}

fn is_hanzi_or_mark(c: char) -> bool {
    is_han(c) || "”》）“《（，。".contains(c)
}

/// Whether the quoted figures are month and day of an event and not a version.
fn is_event(site: &Site<'_>) -> bool {
    let mut numbers = site
        .found
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .filter_map(|part| part.parse::<u32>().ok());
    let (Some(month), Some(day)) = (numbers.next(), numbers.next()) else { return false };
    let after = head(site.after, 4);
    (1..=12).contains(&month)
        && (1..=31).contains(&day)
        && ["日", "活动", "事故", "事件", "专项", "行动", "地震", "特大", "国际", "全国"]
            .iter()
            .any(|word| after.contains(word))
}

/// Whether a space tears a sentence: not the gap of a widened name, a list, a joint issuer.
fn is_gap(site: &Site<'_>) -> bool {
    let text = site.passage.text;
    let sentence = text.contains(['，', '。']) && text.chars().count() > 12;
    let joint = ["中共中央 国务院", "中共中央办公厅 国务院办公厅", "办公厅 国务院", "党委 "]
        .iter()
        .any(|name| text.contains(name));
    let wide = site.found.contains('\u{3000}');
    let left = site.before.chars().rev().take_while(|c| is_han(*c)).count();
    let right = site.after.chars().take_while(|c| is_han(*c)).count();
    // 李　杰 in a list: one hanzi either side.
    let name = left == 0 && right == 0;
    let typed = site.is_issue() && !wide && !name && !joint;
    // Ordinals, roles and the like stand before a space: 第一条　, 主持人 张三.
    let starts = site.before.chars().count() < 6 && !site.before.contains('，');
    let rows = text.matches([' ', '\u{3000}', '\t']).count() > 6;
    let widened = wide && left < 3 || site.found.starts_with('日');
    let apart = joint || name || starts || widened || rows || site.before.contains("条　");
    typed || (sentence && !apart)
}

/// Whether the space between hanzi and digits was typed: not on the cover, not behind a number
/// of an item.
fn is_latin_gap(site: &Site<'_>) -> bool {
    let digits_start =
        site.before.trim_start().chars().all(|c| c.is_ascii_alphanumeric() || c == '.')
            && site.found.starts_with(|c: char| c.is_ascii());
    let kind = matches!(
        site.passage.kind,
        Kind::IssueLine | Kind::ContentsTitle | Kind::Cell | Kind::Caption | Kind::Colophon
    );
    !kind && !digits_start && !site.passage.text.contains(['\t', '|'])
}

/// Whether the conjunction begins a phrase of its own: 与利益脱钩、与责任挂钩, or a name: 和义路.
fn is_parallel(site: &Site<'_>) -> bool {
    let clause = site.before.rsplit(['，', '。', '；', '：']).next().unwrap_or_default();
    let rest = site.after.split(['，', '。', '；', '、', '：']).next().unwrap_or_default();
    let place = rest.chars().take(2).any(|c| "路街区县镇村苑园".contains(c));
    match site.found.chars().nth(1) {
        Some('与') => clause.contains('与') || rest.chars().count() > 5,
        Some('和') => clause.contains('和') || place,
        _ => false,
    }
}

/// Whether a colon governs another one: not two labels, a time or an attachment.
fn is_nested_colon(site: &Site<'_>) -> bool {
    let label = site.before.chars().rev().take_while(|c| is_han(*c)).count();
    let whole = site.before.chars().all(is_han);
    let digits = |c: char| c.is_ascii_digit();
    let labels = whole && label <= 6 && !site.before.ends_with("如下");
    let time = site.found.trim_matches('：').ends_with(digits)
        || site.before.ends_with(digits)
        || site.before.ends_with("附件");
    let kinds = matches!(
        site.passage.kind,
        Kind::Body | Kind::Heading(_) | Kind::Item | Kind::ChronicleEntry | Kind::Article
    );
    kinds && !labels && !time && !site.found.contains(['\t', ' ', '\u{3000}'])
}
