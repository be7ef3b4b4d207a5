//! Elements of a document: number, title, addressee, note, attachments, headings, name lists.

use super::{Site, Treatment, always, none, treat, word};
use crate::lint::passage::Kind;
use crate::text::is_han;
use crate::text::numeral::{self, chinese};

pub(super) const TREATMENTS: &[Treatment] = &[
    treat("docnum-bracket", always, |site| {
        let year = site.found.find(|c: char| c.is_ascii_digit())?;
        let number = site.found.get(year + 4..)?;
        let open = site.found.get(..year)?.trim_end();
        let mut code = open.chars();
        let _ = code.next_back();
        let rest = number.trim_start();
        let mut rest = rest.chars();
        let _ = rest.next();
        let year = site.found.get(year..year + 4)?;
        Some(format!("{}〔{year}〕{}", code.as_str().trim_end(), rest.as_str().trim_start()))
    }),
    treat("docnum-space", has_space, |site| Some(unspaced(site))),
    treat("docnum-di", always, |site| Some(site.found.replace('第', ""))),
    treat("docnum-leading-zero", always, |site| {
        let (year, number) = site.found.split_once('〕')?;
        let digits = number.trim_start_matches('第').trim_start_matches('0');
        digits.starts_with(|c: char| c.is_ascii_digit()).then(|| format!("{year}〕{digits}"))
    }),
    treat(
        "docnum-year-short",
        |site| site.before.ends_with(is_han),
        |site| site.found.contains('年').then(|| site.found.replace('年', "")),
    ),
    word("docnum-no-hao", always, |site| {
        let end = site.found.rfind(|c: char| c.is_ascii_digit())? + 1;
        Some(format!("{}号{}", site.found.get(..end)?, site.found.get(end..)?))
    }),
    word(
        "h1-number-punct",
        |site| !is_verse(site),
        |site| {
            let mut chars = site.found.chars();
            let last = chars.next_back()?;
            let number = chars.as_str().trim_end_matches(|c: char| !is_han(c));
            Some(format!("{number}、{last}"))
        },
    ),
    treat("h2-number-halfwidth", always, |site| {
        Some(site.found.replace('(', "（").replace(')', "）"))
    }),
    treat(
        "h2-number-punct",
        |site| !is_enumerated(site),
        |site| {
            let mut chars = site.found.chars();
            let _ = chars.next_back();
            Some(chars.as_str().to_owned())
        },
    ),
    word("h3-number-dunhao", |site| !is_list_of_numbers(site), dot),
    word("h3-number-fullstop", |site| !site.found.ends_with(is_closing), dot),
    word(
        "h4-number",
        |site| !closes_bracket(site),
        |site| {
            let digits: String = site.found.chars().filter(char::is_ascii_digit).collect();
            let first =
                site.found.chars().next().filter(|c| c.is_whitespace() || "。；：".contains(*c));
            let last = site.found.chars().next_back()?;
            let first = first.map(String::from).unwrap_or_default();
            Some(format!("{first}（{digits}）{last}"))
        },
    ),
    treat("heading-period", is_bare_heading, |site| {
        let mut chars = site.found.chars();
        let _ = chars.next_back();
        Some(chars.as_str().to_owned())
    }),
    treat(
        "ordinal-comma",
        |site| {
            !site.after.starts_with(|c: char| c == '第' || "一二三四五六七八九十其再".contains(c))
        },
        |site| Some(site.found.replace('、', "，")),
    ),
    treat("yishi-comma", always, |site| {
        let mut chars = site.found.chars();
        let _ = chars.next_back();
        Some(chars.as_str().to_owned())
    }),
    word(
        "article-number",
        |site| !site.after.starts_with(|c: char| "第的规款，、和至".contains(c)),
        |site| {
            let digits: String = site.found.chars().filter(char::is_ascii_digit).collect();
            Some(format!("第{}条", chinese(digits.parse().ok()?)?))
        },
    ),
    word("title-issuer", is_official_title, none),
    word("title-guanyu-twice", always, none),
    word("title-tongzhi-twice", always, none),
    treat("title-punct", always, |site| {
        let mut chars = site.found.chars();
        let _ = chars.next_back();
        Some(chars.as_str().to_owned())
    }),
    word("addressee-colon", always, |site| {
        Some(format!("{}：", site.found.trim_end_matches(['，', ',', '。', '；', ';', ':'])))
    }),
    word("addressee-comma", always, none),
    word("public-note-form", is_note, |site| {
        let start = site.found.find("此件")?;
        let note: String = site.found.get(start..)?.chars().take_while(|c| is_han(*c)).collect();
        Some(format!("（{note}）"))
    }),
    word("public-note-restricted", is_note, none),
    word(
        "classification-mark",
        |site| !site.found.ends_with("印发") || site.before.ends_with('日'),
        none,
    ),
    word("attachment-note-colon", is_note_of_attachments, |site| {
        let rest = site.found.trim_start().strip_prefix("附件")?;
        let name = rest.trim_start().trim_start_matches([':', '.', '．', '、', '：']).trim_start();
        let Some(digit) = name.chars().next().filter(char::is_ascii_digit) else {
            return (name.is_empty()).then(|| "附件：".to_owned());
        };
        Some(format!("附件：{digit}."))
    }),
    treat("attachment-note-punct", always, |site| {
        let mut chars = site.found.chars();
        let _ = chars.next_back();
        Some(chars.as_str().to_owned())
    }),
    treat("attachment-label-punct", always, |site| {
        let mut chars = site.found.chars();
        let _ = chars.next_back();
        Some(chars.as_str().to_owned())
    }),
    word("attachment-label-number", always, |site| {
        let digits: String = site.found.chars().filter(char::is_ascii_digit).collect();
        if !digits.is_empty() {
            return Some(format!("附件{digits}"));
        }
        let number = site.found.trim().strip_prefix("附件")?;
        Some(format!("附件{}", numeral::parse(number)?))
    }),
    word("attachment-quoted", always, none),
    word("name-halfspace", always, |site| {
        let (first, rest) = site.found.split_once(' ')?;
        Some(format!("{first}\u{3000}{}", rest.trim_start_matches(' ')))
    }),
    word("appointment-form", always, none),
    treat("chronicle-bullet", always, |site| {
        let mut chars = site.found.chars();
        let _ = chars.next();
        Some(format!("●{}", chars.as_str()))
    }),
    word(
        "date-hanzi-signature",
        |site| {
            let text = site.found.trim();
            crate::lint::date::parse(text)
                .is_some_and(|date| date.format("%Y%m%d").to_string().as_str() >= "20120701")
        },
        |site| {
            let date = crate::lint::date::parse(site.found.trim())?;
            Some(date.format("%Y年%-m月%-d日").to_string())
        },
    ),
];

/// Whether white space stands inside the number of a document and not only before it.
fn has_space(site: &Site<'_>) -> bool {
    // A space between sentence and code belongs to the sentence.
    site.found.contains(|c: char| c.is_whitespace())
}

fn unspaced(site: &Site<'_>) -> String {
    site.found.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Whether numbers follow each other: 一，二，三.
fn is_verse(site: &Site<'_>) -> bool {
    let numeral = |c: char| "一二三四五六七八九十".contains(c);
    let spaced = site.found.contains(|c: char| c.is_whitespace())
        && !site.found.trim_start().contains(|c: char| !c.is_whitespace() && !is_han(c));
    let short = site.passage.text.chars().count() <= 3;
    site.found.ends_with(numeral)
        || (spaced && (short || site.passage.text.trim().contains('\t')))
        || site.passage.kind == Kind::Cell
}

/// Whether two numbers of a list begin the line: 1、2号楼; or a measure follows: 3、4栋.
fn is_list_of_numbers(site: &Site<'_>) -> bool {
    let line = site.passage.text.trim_end();
    line.chars().count() <= 12 && line.ends_with(['号', '栋', '期'])
}

fn is_closing(c: char) -> bool {
    matches!(c, '）' | ')' | '”')
}

/// Whether a line goes on with an enumeration: （四）、（五）项所列人员.
fn is_enumerated(site: &Site<'_>) -> bool {
    site.after.starts_with(['（', '('])
}

/// Whether a heading is one that leads into no list: 下列资料： does.
fn is_bare_heading(site: &Site<'_>) -> bool {
    let leads = ["下列", "如下", "是指", "以下", "包括", "作为"];
    let colon = site.found.ends_with('：');
    let verb = site.found.trim_end_matches('：').ends_with(['为', '是', '有', '应', '的']);
    !site.found.ends_with('；')
        && !(colon && (verb || leads.iter().any(|word| site.found.contains(word))))
}

/// The number of an item with the dot that the standard wants.
fn dot(site: &Site<'_>) -> Option<String> {
    let start = site.found.find(|c: char| c.is_ascii_digit())?;
    let digits: String =
        site.found.get(start..)?.chars().take_while(char::is_ascii_digit).collect();
    let last = site.found.chars().next_back()?;
    Some(format!("{}{digits}.{last}", site.found.get(..start)?))
}

/// Whether the bracket closes one that was opened before: （见附件 1）.
fn closes_bracket(site: &Site<'_>) -> bool {
    let count = |open: char, close: char| {
        site.before.matches(open).count() > site.before.matches(close).count()
    };
    let opened = site.before.matches(['（', '(']).count();
    let closed = site.before.matches(['）', ')']).count();
    let next = site.found.chars().next_back();
    opened > closed
        || count('《', '》')
        || next.is_some_and(|c| c.is_ascii_alphanumeric() || "+-*/=,.;".contains(c))
}

/// Whether the title is that of a document itself, with number or addressee.
fn is_official_title(site: &Site<'_>) -> bool {
    let sheet = site.passage.sheet.and_then(|sheet| site.reading.sheets.get(sheet));
    sheet.is_some_and(|sheet| {
        sheet.official && sheet.issuer.is_none() && sheet.title == Some(site.index)
    })
}

/// Whether the line is a note, not a sentence that speaks of one.
fn is_note(site: &Site<'_>) -> bool {
    site.passage.kind == Kind::Annotation || site.passage.text.trim().chars().count() <= 14
}

/// Whether 附件1：… stands in the list below the body and not at the head of an attachment.
fn is_note_of_attachments(site: &Site<'_>) -> bool {
    !site.is_attached() || site.found.contains([':', '、'])
}
