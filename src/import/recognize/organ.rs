//! Organs: what reads as the name of one, and which ones a title names.
//!
//! The title of a joint document names its organs one after another, with gaps or on lines of their
//! own (GB/T 9704-2012, 7.3.1); a web page often runs them together.

use super::title::official;
use super::title::without_suffix;
use super::variant::simplified;
use crate::text::is_han;
use crate::text::squeeze;

/// Whether the text ends as the name of an organ does.
pub(super) fn is_organ(text: &str) -> bool {
    const ENDS: [&str; 55] = [
        "队",
        "政府",
        "办公室",
        "办公厅",
        "委员会",
        "国务院",
        "管委会",
        "部",
        "厅",
        "局",
        "委",
        "署",
        "院",
        "中心",
        "公司",
        "集团",
        "银行",
        "学校",
        "大学",
        "兵团",
        "党组",
        "支队",
        "总队",
        "大队",
        "联社",
        "工会",
        "联合会",
        "协会",
        "指挥部",
        "领导小组",
        "联席会议",
        "行署",
        "公署",
        "处",
        "会",
        "社",
        "站",
        "所",
        "馆",
        "部门",
        "中学",
        "小学",
        "党校",
        "军分区",
        "街道办",
        "乡",
        "镇",
        "行",
        "法院",
        "检察院",
        "政协",
        "人大",
        "办",
        "组",
        "室",
    ];
    let text = &*simplified(without_seal(text));
    let count = text.chars().count();
    (2..=40).contains(&count)
        && text.chars().all(|c| is_han(c) || matches!(c, '（' | '）' | '、' | '·' | '(' | ')'))
        && (ENDS.iter().any(|end| text.ends_with(end)) || is_session(text))
}

/// The name of an organ without what says that there are more: 甲局等5部门, 甲局等.
fn without_others(name: &str) -> &str {
    const UNITS: [&str; 5] = ["部门", "单位", "机关", "部委", "局"];
    let bare = UNITS.iter().find_map(|unit| name.strip_suffix(unit)).unwrap_or(name);
    let bare = bare.strip_suffix('个').unwrap_or(bare);
    let bare = bare.trim_end_matches(|c: char| crate::text::numeral::is_numeral(c));
    bare.strip_suffix('等').unwrap_or(name)
}

/// Whether a name says that there are more organs than it names.
pub(super) fn leaves_out(name: &str) -> bool {
    without_others(name).len() < name.len()
}

/// Whether the text names an organ, perhaps with more that it does not name: 甲局等.
pub(super) fn is_author(name: &str) -> bool {
    is_organ(without_others(name))
}

/// Whether the text begins with the full name of an organ of a place: 甲市自然资源局….
pub(super) fn leads(text: &str) -> bool {
    const ENDS: [&str; 8] =
        ["人民政府", "委员会", "办公室", "管委会", "局", "厅", "法院", "检察院"];
    const LONGEST: usize = 24;
    let placed = text.chars().take(6).any(|c| matches!(c, '市' | '县' | '区' | '旗' | '省' | '州'));
    placed
        && text.char_indices().skip(4).take(LONGEST).any(|(byte, c)| {
            let name = text.get(..byte + c.len_utf8()).unwrap_or_default();
            ENDS.iter().any(|end| name.ends_with(end))
        })
}

/// The name without the place of its seal: （印章）.
fn without_seal(text: &str) -> &str {
    const SEALS: [&str; 8] =
        ["（印章）", "（盖章）", "（公章）", "（章）", "(印章)", "(盖章)", "(公章)", "(章)"];
    SEALS.iter().find_map(|seal| text.strip_suffix(seal)).unwrap_or(text)
}

/// Whether a congress or committee in session decides: 甲市第五届人民代表大会第六次会议.
fn is_session(text: &str) -> bool {
    text.ends_with("次会议") && (text.contains("代表大会") || text.contains("委员会"))
        || text.ends_with("全体会议")
}

/// The organs that the title names before 关于, 印发 and so on.
///
/// Gaps in the title part the organs of a joint document.
pub(super) fn issuer(title: &str) -> Option<String> {
    let parted = parted(&[title]);
    if parted.len() > 1 {
        return Some(parted.iter().flat_map(|name| organs(name)).collect::<Vec<_>>().join("、"));
    }
    let squeezed = squeeze(title);
    let bare = without_suffix(&squeezed);
    // The Simplified form is as long, in bytes too.
    let length = named(&simplified(bare))?.len();
    let name = bare.get(..length)?;
    // The state's name goes before that of its organ in an order's title only.
    let name = name.strip_prefix("中华人民共和国").filter(|rest| is_organ(rest)).unwrap_or(name);
    Some(organs(name).join("、"))
}

/// The name or names of organs at the head of a title without white space.
fn named(bare: &str) -> Option<&str> {
    let cut = ["关于", "印发", "转发", "批转", "公布", "任免", "任命", "对"]
        .iter()
        .filter_map(|word| bare.find(word))
        .filter(|&at| at > 0 && bare.get(..at).is_some_and(is_author))
        .min();
    match cut {
        Some(at) => bare.get(..at),
        None => {
            if let Some(organ) = before_rule(bare) {
                return Some(organ);
            }
            let kind = official(bare)?;
            let name = bare.strip_suffix(kind.chinese())?;
            let digit = name.find(|c: char| c.is_ascii_digit()).unwrap_or(name.len());
            // 甲市人民政府第9次常务会议纪要.
            let organ = name.get(..digit)?.trim_end_matches('第');
            let meeting = ["常务会议", "全体会议", "党组会议", "专题会议"];
            // 甲市人民政府常务会议纪要.
            let organ = meeting.iter().find_map(|end| organ.strip_suffix(end)).unwrap_or(organ);
            (is_organ(organ) && !organ.contains("关于")).then_some(organ)
        }
    }
}

/// The government before the name of its rule, which begins with the place once more:
/// 甲市人民政府甲市乙办法.
fn before_rule(bare: &str) -> Option<&str> {
    const END: &str = "人民政府";
    let (organ, rule) = bare.split_at_checked(bare.find(END)? + END.len())?;
    let place: String = organ.chars().take(2).collect();
    rule.starts_with(&place).then_some(organ)
}

/// The organs at the head of a title as its gaps and line ends part them; one, or none, where they
/// part none.
///
/// A line may also end within a name: what is no whole name goes on in the next part.
pub(super) fn parted(lines: &[&str]) -> Vec<String> {
    let whole = lines.join("\n");
    let squeezed = squeeze(&whole);
    let Some(name) = named(without_suffix(&squeezed)) else { return Vec::new() };
    let count = name.chars().count();
    let mut names: Vec<String> = Vec::new();
    let mut taken = 0;
    for part in whole.split_whitespace() {
        let part: String = part.chars().take(count - taken).collect();
        if part.is_empty() {
            break;
        }
        taken += part.chars().count();
        let apart = names.last().is_none_or(|last| begins(last, &part, &names));
        match names.last_mut() {
            Some(last) if !apart => last.push_str(&part),
            _ => names.push(part),
        }
    }
    names
}

/// Whether `part` begins another organ behind `last`.
fn begins(last: &str, part: &str, names: &[String]) -> bool {
    const WHOLE: [&str; 18] = [
        "委",
        "局",
        "委员会",
        "管委会",
        "办公室",
        "办公厅",
        "政府",
        "厅",
        "部",
        "署",
        "法院",
        "检察院",
        "中心",
        "公司",
        "银行",
        "分行",
        "大学",
        "总队",
    ];
    // A part of an organ is no organ: 甲市人民政府|办公室.
    const PARTS: [&str; 5] = ["办公室", "办公厅", "委员会", "领导小组", "联席会议"];
    let head: String = part.chars().take(2).collect();
    let known = is_central(part) || names.iter().any(|name| name.contains(&head));
    WHOLE.iter().any(|end| last.ends_with(end))
        && !part.starts_with("员会")
        && part.chars().count() >= 3
        && !PARTS.contains(&part)
        && (known || is_organ(part))
        && !is_branch(last, part)
}

fn is_central(name: &str) -> bool {
    ["国家", "中国", "中共", "中华"].iter().any(|head| name.starts_with(head))
}

/// Whether `name` is the branch of a central organ at a place, so that both make one name:
/// 国家税务总局|甲市税务局, 国家统计局|甲市调查队, 中国人民银行|甲市分行.
fn is_branch(central: &str, name: &str) -> bool {
    const ENDS: [&str; 9] =
        ["调查队", "调查总队", "监管局", "监管分局", "分行", "支行", "分局", "支局", "分公司"];
    let field: Vec<char> = name.chars().rev().skip(1).take(2).collect();
    let field: String = field.into_iter().rev().collect();
    let end = |end: &&str| name.ends_with(*end);
    is_central(central)
        && !is_central(name)
        && (ENDS.iter().any(end) || name.ends_with('局') && central.contains(&field))
}

/// The organs of a name that runs several together: 甲市乙局甲市丙局. Each begins as something
/// before it did, or with the name of a central organ.
pub(super) fn organs(name: &str) -> Vec<String> {
    if name.contains('、') {
        return name.split('、').map(str::to_owned).collect();
    }
    if let Some(names) = central(name) {
        return names;
    }
    let chars: Vec<char> = name.chars().collect();
    let text = |from: usize, to: usize| -> String {
        chars.iter().skip(from).take(to.saturating_sub(from)).collect()
    };
    let mut starts = vec![0];
    for at in 4..chars.len().saturating_sub(3) {
        let last = starts.last().copied().unwrap_or(0);
        let head = text(at, at + 2);
        let known = text(0, at).contains(&head) || is_central(&head);
        if known && at >= last + 4 && is_organ(&text(last, at)) {
            starts.push(at);
        }
    }
    starts.push(chars.len());
    let mut names: Vec<String> = Vec::new();
    for pair in starts.windows(2) {
        let &[from, to] = pair else { continue };
        let part = text(from, to);
        match names.last_mut() {
            Some(last) if is_branch(last, &part) => last.push_str(&part),
            _ => names.push(part),
        }
    }
    names
}

/// Organs of the State Council by their full and short names (国务院机构简称).
const CENTRAL: [&str; 74] = [
    "外交部",
    "国防部",
    "国家发展和改革委员会",
    "国家发展改革委",
    "发展改革委",
    "教育部",
    "科学技术部",
    "科技部",
    "工业和信息化部",
    "国家民族事务委员会",
    "国家民委",
    "公安部",
    "国家安全部",
    "安全部",
    "民政部",
    "司法部",
    "财政部",
    "人力资源和社会保障部",
    "人力资源社会保障部",
    "自然资源部",
    "生态环境部",
    "住房和城乡建设部",
    "住房城乡建设部",
    "交通运输部",
    "水利部",
    "农业农村部",
    "农业部",
    "商务部",
    "文化和旅游部",
    "文化部",
    "国家卫生健康委员会",
    "国家卫生健康委",
    "卫生部",
    "退役军人事务部",
    "退役军人部",
    "应急管理部",
    "中国人民银行",
    "人民银行",
    "审计署",
    "国务院国资委",
    "国资委",
    "海关总署",
    "国家税务总局",
    "税务总局",
    "国家市场监督管理总局",
    "市场监管总局",
    "国家金融监督管理总局",
    "金融监管总局",
    "中国证监会",
    "证监会",
    "国家广播电视总局",
    "广电总局",
    "国家体育总局",
    "体育总局",
    "国家统计局",
    "国家知识产权局",
    "知识产权局",
    "国家医疗保障局",
    "国家医保局",
    "国家能源局",
    "能源局",
    "国家林业和草原局",
    "国家林草局",
    "国家铁路局",
    "中国民用航空局",
    "中国民航局",
    "国家邮政局",
    "国家文物局",
    "国家中医药管理局",
    "国家中医药局",
    "国家疾病预防控制局",
    "国家疾控局",
    "国家药品监督管理局",
    "国家药监局",
];

/// The organs of the State Council that a name runs together, if it is nothing but such names.
fn central(name: &str) -> Option<Vec<String>> {
    let mut names: Vec<String> = Vec::new();
    let mut rest = name;
    while !rest.is_empty() {
        let next =
            CENTRAL.iter().filter(|known| rest.starts_with(**known)).max_by_key(|n| n.len())?;
        names.push((*next).to_owned());
        rest = rest.strip_prefix(next)?;
    }
    (names.len() > 1).then_some(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn issuers() {
        fn check(title: &str, expected: Option<&str>) {
            assert_eq!(issuer(title).as_deref(), expected, "{title}");
        }
        check("包头市人民政府 关于乙的通知", Some("包头市人民政府"));
        check("包头市人民政府办公室印发关于乙的方案的通知", Some("包头市人民政府办公室"));
        check("国务院办公厅对政协第4626号提案的答复", Some("国务院办公厅"));
        check(
            "龙岩市工业和信息化局龙岩市林业局关于乙的通知",
            Some("龙岩市工业和信息化局、龙岩市林业局"),
        );
        check("甲市财政局等5部门关于乙的通知", Some("甲市财政局等5部门"));
        check("甲市财政局等关于乙的通知", Some("甲市财政局等"));
        check("关于乙的通知", None);
        check("包头市人民政府令", Some("包头市人民政府"));
        check("甲市财政局 甲市教育局关于乙的通知", Some("甲市财政局、甲市教育局"));
        check("教育部 财政部关于乙的通知", Some("教育部、财政部"));
        check("教育部财政部关于乙的通知", Some("教育部、财政部"));
        check("国家发展改革委 教育部 民政部关于乙的通知", Some("国家发展改革委、教育部、民政部"));
        check("中华人民共和国国务院令", Some("国务院"));
        check("甲 市 人 民 政 府 关于乙的通知", Some("甲市人民政府"));
        check("甲市人民政府第9次常务会议纪要", Some("甲市人民政府"));
        check("甲市人民政府常务会议纪要", Some("甲市人民政府"));
        check("甲市人民政府甲市乙管理规定", Some("甲市人民政府"));
        check("市政府第9次常务会议纪要", Some("市政府"));
        check("市政府常务会议纪要", Some("市政府"));
        check(
            "国家税务总局成都市税务局成都市财政局关于乙的通知",
            Some("国家税务总局成都市税务局、成都市财政局"),
        );
        check(
            "成都市财政局成都市教育局国家税务总局成都市税务局关于乙的通知",
            Some("成都市财政局、成都市教育局、国家税务总局成都市税务局"),
        );
        check(
            "中共成都市委办公厅成都市人民政府办公厅关于乙的通知",
            Some("中共成都市委办公厅、成都市人民政府办公厅"),
        );
        check("中国人民银行成都市分行关于乙的通知", Some("中国人民银行成都市分行"));
        check(
            "国家税务总局江西省税务局2023年度拟录用公示公告（第一批）",
            Some("国家税务总局江西省税务局"),
        );
    }

    #[test]
    fn lines_part_organs() {
        fn check(lines: &[&str], expected: &[&str]) {
            assert_eq!(parted(lines), expected, "{lines:?}");
        }
        check(
            &[
                "国家税务总局成都市税务局 成都市财政局",
                "成都市人力资源和社会保障局",
                "关于乙的通知",
            ],
            &["国家税务总局成都市税务局", "成都市财政局", "成都市人力资源和社会保障局"],
        );
        check(
            &["国家税务总局", "成都市税务局 成都市人力资源和社会", "保障局关于乙的通知"],
            &["国家税务总局成都市税务局", "成都市人力资源和社会保障局"],
        );
        check(&["甲市人民政府", "办公室关于乙的通知"], &["甲市人民政府办公室"]);
        check(&["甲市人民政府办公", "室关于乙的通知"], &["甲市人民政府办公室"]);
        check(&["关于乙的通知"], &[]);
    }
}
