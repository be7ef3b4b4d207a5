//! Dates, numbers, ranges, units (GB/T 15835-2011, GB 3100).

use super::{Site, Treatment, always, none, treat, word};
use crate::lint::passage::{Kind, head, tail};
use crate::text::is_han;
use crate::text::numeral::{digit, parse};
use crate::text::squeeze;

pub(super) const TREATMENTS: &[Treatment] = &[
    word("date-space", is_spaced_date, |site| Some(squeeze(site.found))),
    word("date-leading-zero", is_padded, |site| {
        Some(site.found.replace("年0", "年").replace("月0", "月"))
    }),
    word(
        "date-year-short",
        |site| {
            !site.before.ends_with(['第', '近', '满', '过', '达', '共', '约', '每', '前', '后'])
                && !site
                    .found
                    .starts_with(['第', '近', '满', '过', '达', '共', '约', '每', '前', '后'])
        },
        none,
    ),
    word("date-missing-year", always, none),
    word("date-zero-char", always, |site| {
        Some(site.found.chars().map(|c| if "○◯OoОΟ0零".contains(c) { '〇' } else { c }).collect())
    }),
    word("date-mixed-numerals", always, |site| {
        let mut new = String::new();
        let mut number = String::new();
        for c in site.found.chars() {
            if "年月日".contains(c) {
                let value = parse(&number);
                new.push_str(&value.map_or(number.clone(), |value| value.to_string()));
                new.push(c);
                number.clear();
            } else {
                number.push(c);
            }
        }
        new.push_str(&number);
        Some(new)
    }),
    word("date-decade", always, none),
    treat("time-colon-fullwidth", is_time, |site| Some(site.found.replace('：', ":"))),
    word("date-range-year", always, |site| Some(site.found.replace('至', "年至"))),
    word("digit-space", is_torn_number, |site| {
        Some(site.found.chars().filter(|c| *c != ' ').collect())
    }),
    word("approx-double", is_approximate, none),
    word("approx-dunhao", is_estimate, |site| {
        let numerals = site.found.chars().any(|c| "一二三四五六七八九".contains(c));
        numerals.then(|| site.found.replace('、', ""))
    }),
    word("range-lost-percent", always, |site| {
        let sign = site.found.find(['—', '～', '至', '-', '~'])?;
        Some(format!("{}%{}", site.found.get(..sign)?, site.found.get(sign..)?))
    }),
    word("range-lost-unit", is_amount, |site| {
        let sign = site.found.find(['—', '～', '至'])?;
        let unit = site.found.chars().next_back()?;
        Some(format!("{}{unit}{}", site.found.get(..sign)?, site.found.get(sign..)?))
    }),
    word(
        "digits-comma-percent",
        |site| !site.before.is_empty() && !site.before.ends_with(['、', '.', '第']),
        none,
    ),
    word("percent-point", always, none),
    word("multiple-decrease", |site| !site.before.ends_with(['增', '加']), none),
    word("wan-mixed", always, none),
    word("zero-unit", always, none),
    word("unit-obsolete", always, |site| {
        let new =
            site.found.replace("公尺", "米").replace("公分", "厘米").replace("平米", "平方米");
        (new != site.found).then_some(new)
    }),
    word(
        "unit-case",
        |site| !is_model(site),
        |site| {
            const UNITS: [(&str, &str); 17] = [
                ("MW·H", "MW·h"),
                ("KWH", "kW·h"),
                ("KWh", "kW·h"),
                ("kwh", "kW·h"),
                ("Kwh", "kW·h"),
                ("KM", "km"),
                ("Km", "km"),
                ("KG", "kg"),
                ("Kg", "kg"),
                ("KW", "kW"),
                ("kw", "kW"),
                ("Kw", "kW"),
                ("KV", "kV"),
                ("kv", "kV"),
                ("Kv", "kV"),
                ("HZ", "Hz"),
                ("hz", "Hz"),
            ];
            const POWERS: [(&str, &str); 3] = [("M2", "m²"), ("M3", "m³"), ("MM", "mm")];
            let (wrong, right) =
                UNITS.iter().chain(&POWERS).find(|(wrong, _)| site.found.contains(wrong))?;
            Some(site.found.replacen(wrong, right, 1))
        },
    ),
    word(
        "superscript-lost",
        |site| !is_raised(site) && !is_model(site),
        |site| Some(site.found.replacen("m2", "m²", 1).replacen("m3", "m³", 1)),
    ),
    word("temperature-symbol", always, |site| {
        let end = site.found.rfind(|c: char| c.is_ascii_digit())? + 1;
        Some(format!("{}℃", site.found.get(..end)?))
    }),
    word("standard-number", always, none),
    word("amount-yuan", always, |site| {
        (site.found != "RMB").then(|| site.found.trim_start_matches(['¥', '￥', ' ']).to_owned())
    }),
    treat("range-dash", is_range, |site| {
        let sign = site.found.find(['-', '–', '－'])?;
        let left = site.found.get(..sign)?.trim_end();
        let right = site.found.get(sign..)?.trim_start_matches(['-', '–', '－']).trim_start();
        Some(format!("{left}—{right}"))
    }),
    treat(
        "range-tilde-half",
        |site| !site.before.ends_with('/'),
        |site| Some(site.found.replace('~', "～")),
    ),
    word("minus-sign", is_minus, |site| Some(site.found.replace('-', "－"))),
    word(
        "percent-width",
        |site| !is_table_row(site),
        |site| Some(squeeze(site.found).replace('％', "%")),
    ),
    treat("fullwidth-alnum", always, |site| {
        let narrow =
            |c: char| u32::from(c).checked_sub(0xfee0).and_then(char::from_u32).unwrap_or(c);
        Some(site.found.chars().map(narrow).collect())
    }),
    word("postcode", always, none),
    word("phone-form", always, none),
];

/// Whether the spaces stand inside a date: not on the cover, where the style spaces, and not
/// between a number and a noun (5 日常管理).
fn is_spaced_date(site: &Site<'_>) -> bool {
    if matches!(site.passage.kind, Kind::IssueLine | Kind::Cell | Kind::ContentsTitle) {
        return false;
    }
    if !site.found.contains(|c: char| c.is_whitespace()) {
        return false;
    }
    let around = squeeze(&format!("{}{}{}", tail(site.before, 8), site.found, head(site.after, 8)));
    let chars: Vec<char> = around.chars().collect();
    let digit = |at: usize| chars.get(at).is_some_and(char::is_ascii_digit);
    let at = |at: usize, c: char| chars.get(at) == Some(&c);
    (0..chars.len()).any(|i| {
        (digit(i) && digit(i + 1) && digit(i + 2) && digit(i + 3) && at(i + 4, '年'))
            || (at(i, '年') && digit(i + 1) && (at(i + 2, '月') || at(i + 3, '月')))
            || (at(i, '月') && digit(i + 1) && (at(i + 2, '日') || at(i + 3, '日')))
    })
}

/// Whether the date is written in prose, not in a row of metadata copied from a page.
fn is_prose_date(site: &Site<'_>) -> bool {
    let label = tail(site.before, 12);
    !site.passage.text.contains('\t')
        && !["日期", "时间：", "日期："].iter().any(|word| label.contains(word))
        && site.passage.kind != Kind::Cell
}

/// Whether month or day of a date in prose is padded.
fn is_padded(site: &Site<'_>) -> bool {
    is_prose_date(site) && ["年0", "月0"].iter().any(|zero| site.found.contains(zero))
}

/// Whether the figures are a time of day: 上午9：30, not 比例1：50.
fn is_time(site: &Site<'_>) -> bool {
    let before = tail(site.before, 6);
    let scale = ["比", "图"].iter().any(|word| before.contains(word))
        || before.ends_with("附件")
        || site.after.starts_with(|c: char| c.is_ascii_digit());
    let context = format!("{before}{}", site.found);
    !scale
        && (["日", "午", "晚", "早", "晨", "时", "间", "：", "—", "至", "夜"].iter().any(|word| {
            context.trim_end_matches(|c: char| !is_han(c)).contains(word) || before.contains(word)
        }) || site.after.starts_with(['前', '至', '—', '许']))
}

/// Whether a space tears a number: not groups of three, not columns of a table.
fn is_torn_number(site: &Site<'_>) -> bool {
    let last = site.found.rsplit(' ').next().unwrap_or_default();
    let group = last.chars().take_while(char::is_ascii_digit).count() == 3;
    let first = site.found.trim_start_matches(|c: char| !c.is_ascii_digit());
    let starts_line = site.before.trim().is_empty() && first == site.found;
    !group
        && !starts_line
        && !is_table_row(site)
        && !matches!(site.passage.kind, Kind::Cell | Kind::IssueLine | Kind::ContentsTitle)
        && !site.before.ends_with(' ')
}

fn is_table_row(site: &Site<'_>) -> bool {
    site.passage.kind == Kind::Cell || site.passage.text.contains(['\t', '|'])
}

/// Whether 多, 余, 上下 are marks of approximation here: not 多次, 上下游, 余热.
fn is_approximate(site: &Site<'_>) -> bool {
    if site.found.ends_with('多')
        && site.after.starts_with(|c: char| {
            "次种个部边元样方家条数地年层项功媒渠维领头亩吨人户名".contains(c)
                && !"个家条年亩吨人户名元".contains(c)
        })
    {
        return false;
    }
    if site.found.ends_with("上下") && site.after.starts_with(['游', '班', '级', '联', '衔', '贯'])
    {
        return false;
    }
    if site.found.ends_with('余') && site.after.starts_with(['下', '额', '热', '量', '款']) {
        return false;
    }
    // 近3年以上 counts a span of time that is near, not a number that is about.
    !(site.found.starts_with('近') && site.found.contains(['年', '月', '日', '天']))
}

/// Whether two neighbouring numerals are an estimate and not two members of a series.
fn is_estimate(site: &Site<'_>) -> bool {
    let numerals: Vec<u32> = site.found.chars().filter_map(digit).filter(|n| *n < 10).collect();
    let near = matches!(numerals.as_slice(), [left, right, ..]
        if left + 1 == *right || (*left == 3 && *right == 5));
    let series = site.found.ends_with('年') && site.after.starts_with(['级', '期'])
        || site.found.ends_with('个') && site.after.starts_with("季度")
        || site.after.starts_with(['方', '面']);
    let listed = site.found.starts_with(['、', '（', '(']) || site.before.ends_with('第');
    near && !series && !listed
}

/// Whether 3—5万 is an amount and not a range of years or of numbers.
fn is_amount(site: &Site<'_>) -> bool {
    let figures = |text: &str| text.chars().rev().take_while(char::is_ascii_digit).count();
    let left = site.found.split(['—', '～', '至']).next().unwrap_or_default();
    figures(site.before) + figures(left) < 4
}

/// Whether a unit follows letters of a model's name: DX-50KW.
fn is_model(site: &Site<'_>) -> bool {
    let name = tail(site.before.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.'), 1);
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '-')
}

/// Whether the digit is raised by a mark.
fn is_raised(site: &Site<'_>) -> bool {
    let at = site.before.chars().count() + site.found.chars().take_while(|c| *c != 'm').count() + 1;
    site.passage.raised.iter().any(|(start, end)| (*start as usize) <= at && at < (*end as usize))
}

/// Whether - joins the two ends of a range: not a code, a score, a difference.
fn is_range(site: &Site<'_>) -> bool {
    let run = site.before.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
    let coded = run.ends_with(|c: char| {
        c.is_ascii_alphabetic() || matches!(c, '-' | '–' | '－' | '/' | '=' | '＝' | '第' | '+')
    });
    let difference = site.after.starts_with(['=', '＝', '-', '–', '－']);
    !coded && !difference && !is_table_row(site)
}

/// Whether - is a sign before a quantity and not a bullet, a range or part of a code.
fn is_minus(site: &Site<'_>) -> bool {
    let starts = site.found.starts_with(|c: char| c == '-' || c.is_whitespace());
    let joins = site.found.chars().next().is_some_and(|c| c.is_ascii_digit());
    !starts && (!joins || site.after.starts_with(['=', '＝'])) && !is_table_row(site)
}
