//! Names of persons: in titles, appointment lists, behind offices and in lists of leaders.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;

use super::passage::{Hit, Kind, Passage, Reading, after, before};
use crate::text::is_han;
use crate::text::squeeze;

/// Characters of near shape that scanners and typists take for each other.
const SHAPES: [&str; 56] = [
    "昊吴",
    "倩情请清晴",
    "博搏",
    "己已巳",
    "人入",
    "日曰",
    "末未",
    "土士",
    "千干于",
    "官宫",
    "侯候",
    "折拆析",
    "辩辨辫",
    "戊戌戍",
    "治冶",
    "洲州",
    "响晌",
    "徽微",
    "壁璧",
    "亨享",
    "母毋",
    "抡抢",
    "炙灸",
    "贷货",
    "谈淡",
    "构枸柯",
    "拔拨",
    "王玉",
    "天夫",
    "大太犬",
    "田由甲申",
    "刘对",
    "宜宣",
    "旭旮",
    "晓晚",
    "杨扬",
    "汪江",
    "陈阵",
    "张弛",
    "志忘",
    "风凤",
    "鸟乌",
    "萍苹",
    "琳淋",
    "伟炜",
    "健建",
    "明朋",
    "丽两",
    "文丈",
    "永水",
    "木术",
    "今令",
    "会全",
    "军车",
    "春舂",
    "昕听",
];

static TITLE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?:免去|任免|任命|聘任|解聘|表彰|嘉奖|追授)((?:[\u4e00-\u9fff·]{2,4}、)*[\u4e00-\u9fff·]{2,4}?)等?(?:\d{1,3}名)?同志",
    )
    .ok()
});

static OFFICE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?:市长|书记|秘书长|主任|局长|主席|区长|县长|旗长|董事长|总经理)([\u4e00-\u9fff]{2,3}?)(?:[，。、等]|主持|参加|指出|强调|深入|会见|带队|赴|继续|到|出席|陪同|分别|以“|来到)",
    )
    .ok()
});

static LEADERS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"领导((?:[\u4e00-\u9fff]{2,3}、)*[\u4e00-\u9fff]{2,3}?)(?:，|。|以及|及|参加|陪同|分别|出席|会见)",
    )
    .ok()
});

/// A name and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Named {
    name: String,
    passage: usize,
    start: usize,
    end: usize,
}

/// Checks names against each other.
pub(super) fn check(reading: &Reading<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    let mut all = Vec::new();
    for (index, passage) in reading.passages.iter().enumerate() {
        all.extend(names(index, passage));
    }
    lookalike(&all, &mut hits);
    twice(reading, &mut hits);
    for sheet in 0..reading.sheets.len() {
        title_names(reading, sheet, &mut hits);
        appointments(reading, sheet, &mut hits);
    }
    hits
}

fn names(index: usize, passage: &Passage<'_>) -> Vec<Named> {
    let kind = passage.kind;
    if kind == Kind::Appointment {
        return appointed(index, passage.text).into_iter().collect();
    }
    if matches!(kind, Kind::Title | Kind::ContentsTitle) {
        return listed(index, passage.text, TITLE.as_ref());
    }
    let mut found = Vec::new();
    if kind.is_prose() && kind != Kind::Addressee {
        found.extend(listed(index, passage.text, OFFICE.as_ref()));
        found.extend(listed(index, passage.text, LEADERS.as_ref()));
    }
    found
}

/// The name at the head of a line of an appointment list.
fn appointed(index: usize, text: &str) -> Option<Named> {
    let verb = ["任", "免去", "兼任", "挂任", "聘任"]
        .iter()
        .filter_map(|verb| text.find(verb))
        .filter(|at| *at >= 6)
        .min()?;
    let field = text.get(..verb)?;
    let name = field.split(['（', '(']).next().unwrap_or_default();
    let start = name.len() - name.trim_start().len();
    let end = name.trim_end().len();
    let compact = squeeze(name);
    let long = compact.chars().count();
    let hanzi = compact.chars().all(|c| is_han(c) || c == '·');
    (hanzi && (2..=10).contains(&long) && (long <= 4 || compact.contains('·'))).then_some(Named {
        name: compact,
        passage: index,
        start,
        end,
    })
}

/// Names that a pattern gives, separated by 、.
fn listed(index: usize, text: &str, pattern: Option<&Regex>) -> Vec<Named> {
    let mut found = Vec::new();
    for captures in pattern.into_iter().flat_map(|pattern| pattern.captures_iter(text)) {
        let Some(group) = captures.get(1) else { continue };
        let mut start = group.start();
        for name in group.as_str().split('、') {
            let end = start + name.len();
            found.push(Named { name: name.to_owned(), passage: index, start, end });
            start = end + '、'.len_utf8();
        }
    }
    found
}

/// Whether two characters are of near shape.
pub(super) fn same_shape(left: char, right: char) -> bool {
    left != right && SHAPES.iter().any(|group| group.contains(left) && group.contains(right))
}

/// The characters in which two strings of equal length differ.
pub(super) fn differing(left: &str, right: &str) -> Option<Vec<(char, char)>> {
    let (left, right): (Vec<char>, Vec<char>) = (left.chars().collect(), right.chars().collect());
    (left.len() == right.len())
        .then(|| left.into_iter().zip(right).filter(|(left, right)| left != right).collect())
}

/// Names that differ in one character of near shape: the rarer one is reported.
fn lookalike(all: &[Named], hits: &mut Vec<Hit>) {
    let mut count: BTreeMap<&str, usize> = BTreeMap::new();
    for named in all {
        *count.entry(&named.name).or_default() += 1;
    }
    for (left, right) in near_pairs(count.keys().copied()) {
        let rank = |name: &str| {
            let first = all.iter().position(|named| named.name == name);
            (count.get(name).copied().unwrap_or(0), first)
        };
        // Of two equally frequent ones the first stands in the contents.
        let (wrong, right) = if rank(left) <= rank(right) { (left, right) } else { (right, left) };
        for named in all.iter().filter(|named| named.name == wrong) {
            hits.push(
                Hit::new("name-lookalike", named.passage, named.start..named.end).detail(right),
            );
        }
    }
}

/// The pairs of `names`, which are sorted, that differ in one character of near shape. Names are
/// compared with those alone that are the same without one character.
fn near_pairs<'a>(names: impl Iterator<Item = &'a str>) -> BTreeSet<(&'a str, &'a str)> {
    let mut alike: BTreeMap<(usize, String), Vec<(char, &str)>> = BTreeMap::new();
    for name in names {
        for (at, character) in name.char_indices() {
            let rest = after(name, at + character.len_utf8());
            let others = format!("{}{rest}", before(name, at));
            alike.entry((at, others)).or_default().push((character, name));
        }
    }
    let mut pairs = BTreeSet::new();
    for group in alike.values() {
        for (index, (one, left)) in group.iter().enumerate() {
            let near = group.iter().skip(index + 1).filter(|(other, _)| same_shape(*one, *other));
            pairs.extend(near.map(|(_, right)| (*left, *right)));
        }
    }
    pairs
}

/// The same person appointed to the same office in two lines.
fn twice(reading: &Reading<'_>, hits: &mut Vec<Hit>) {
    let mut seen: BTreeMap<(String, String), usize> = BTreeMap::new();
    for (index, passage) in reading.passages.iter().enumerate() {
        if passage.kind != Kind::Appointment {
            continue;
        }
        let Some(named) = appointed(index, passage.text) else { continue };
        let rest = passage.text.get(named.end..).unwrap_or_default();
        let act = squeeze(rest.trim_end_matches(['；', '。', '，']));
        if seen.insert((named.name, act), index).is_some() {
            hits.push(Hit::new("appointment-duplicate", index, 0..passage.text.len()));
        }
    }
}

/// Names of a title must stand in the body.
fn title_names(reading: &Reading<'_>, sheet: usize, hits: &mut Vec<Hit>) {
    let lines: Vec<Named> = reading
        .of_sheet(sheet)
        .filter(|(_, passage)| passage.kind == Kind::Appointment)
        .filter_map(|(index, passage)| appointed(index, passage.text))
        .collect();
    if lines.is_empty() {
        return;
    }
    let body: String = reading
        .of_sheet(sheet)
        .filter(|(_, passage)| !matches!(passage.kind, Kind::Title | Kind::ContentsTitle))
        .map(|(_, passage)| squeeze(passage.text))
        .collect();
    for (index, passage) in reading.of_sheet(sheet) {
        if passage.kind != Kind::Title || passage.attached > 0 {
            continue;
        }
        for named in listed(index, passage.text, TITLE.as_ref()) {
            if body.contains(&named.name) {
                continue;
            }
            let near = lines.iter().find_map(|line| {
                let pairs = differing(&named.name, &line.name)?;
                (pairs.len() == 1).then_some((line, pairs))
            });
            let detail = match near {
                Some((line, pairs)) => {
                    let alike = pairs.iter().any(|(one, other)| same_shape(*one, *other));
                    let hint = if alike { "（形近字）" } else { "" };
                    format!("正文作“{}”{hint}，请核对", line.name)
                }
                None => "请核对".to_owned(),
            };
            hits.push(
                Hit::new("title-name-mismatch", index, named.start..named.end).detail(detail),
            );
        }
    }
}

/// The marks at the ends of the lines of an appointment list: ； and at last 。.
fn appointments(reading: &Reading<'_>, sheet: usize, hits: &mut Vec<Hit>) {
    let lines: Vec<(usize, &Passage<'_>)> = reading.of_sheet(sheet).collect();
    let mut run: Vec<(usize, &str)> = Vec::new();
    for (index, passage) in
        lines.into_iter().map(|(index, passage)| (Some(index), Some(passage))).chain([(None, None)])
    {
        if let (Some(index), Some(passage)) = (index, passage)
            && passage.kind == Kind::Appointment
        {
            run.push((index, passage.text.trim_end()));
            continue;
        }
        let marked = run.iter().filter(|(_, text)| text.ends_with(['；', '。'])).count();
        if marked * 2 > run.len() {
            let count = run.len();
            for (nth, (index, text)) in run.iter().enumerate() {
                let wanted = if nth + 1 == count { '。' } else { '；' };
                let Some(last) = text.chars().next_back() else { continue };
                if last == wanted {
                    continue;
                }
                let start = text.len() - last.len_utf8();
                let fix = if matches!(last, '；' | '。' | '，' | ';' | '.') {
                    wanted.to_string()
                } else {
                    format!("{last}{wanted}")
                };
                hits.push(Hit::new("appointment-last", *index, start..text.len()).fix(fix));
            }
        }
        run.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_title(title: &str, expected: &[&str]) {
        let found = listed(0, title, TITLE.as_ref());
        assert_eq!(found.iter().map(|named| named.name.as_str()).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn names_of_a_title() {
        check_title("包头市人民政府关于免去李倩、武昊同志职务的通知", &["李倩", "武昊"]);
        check_title("包头市人民政府关于任免李文霞等同志职务的通知", &["李文霞"]);
        check_title("包头市人民政府关于做好春耕工作的通知", &[]);
    }

    #[test]
    fn names_of_a_list() {
        let name = |text| appointed(0, text).map(|named| named.name);
        assert_eq!(name("刘 恭 任中国包头高新技术人才服务中心处长；").as_deref(), Some("刘恭"));
        assert_eq!(name("武昊 免去市公安局副局长职务。").as_deref(), Some("武昊"));
        assert_eq!(name("阿拉坦·巴特尔 任副市长；").as_deref(), Some("阿拉坦·巴特尔"));
    }

    #[test]
    fn shapes_are_symmetric() {
        assert!(same_shape('昊', '吴') && same_shape('吴', '昊'));
        assert!(!same_shape('昊', '昊'));
    }
}
