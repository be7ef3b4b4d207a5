//! Titles: what reads as one, what kind it names.
//!
//! Form: organ + 关于 + matter + 的 + 文种 (GB/T 9704-2012, 7.3.1; 《党政机关公文处理工作条例》 art. 9).

use super::organ;
use super::organ::is_organ;
use super::variant::simplified;
use crate::issue::document::DocumentKind;
use crate::issue::document::OfficialKind;
use crate::text::is_han;
use crate::text::squeeze;

/// How surely a text reads as a title.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum TitleForm {
    /// It ends in the name of a plan, list, measure or the like.
    Genre,
    /// It ends in a 文种 and says of what.
    Official,
}

/// The most characters that a title has.
pub(super) const LONGEST: usize = 130;

/// What official documents carry: plans, measures, lists.
const GENRES: [&str; 73] = [
    "办法",
    "规定",
    "細則",
    "细则",
    "规则",
    "条例",
    "方案",
    "规划",
    "计划",
    "要点",
    "制度",
    "名单",
    "清单",
    "目录",
    "表",
    "预案",
    "标准",
    "指南",
    "纲要",
    "章程",
    "规程",
    "措施",
    "分工",
    "安排",
    "程序",
    "说明",
    "指引",
    "职责",
    "样图",
    "式样",
    "样式",
    "途径",
    "名录",
    "通则",
    "准则",
    "守则",
    "公约",
    "流程",
    "流程图",
    "机制",
    "体系",
    "任务",
    "图",
    "目标",
    "模板",
    "范本",
    "台账",
    "协议",
    "须知",
    "解读",
    "简介",
    "倡议书",
    "责任书",
    "讲话",
    "致辞",
    "总结",
    "规范",
    "更正",
    "勘误",
    "工作法",
    "政策",
    "问答",
    "大纲",
    "提纲",
    "举措",
    "手册",
    "公开信",
    "承诺书",
    "议程",
    "日程",
    "导则",
    "路线图",
    "白皮书",
];

/// The title without a bracket at its end: （试行）, （第一批）; nor the mark of a note: `[1]`, `*`.
pub(super) fn without_suffix(title: &str) -> &str {
    let mut bare = title.trim_end_matches(['*', '＊', '※']);
    if let Some(note) = bare.strip_suffix([']', '］', '〕'])
        && let Some(open) = note.rfind(['[', '［', '〔'])
        && note.len() - open <= 4
    {
        bare = bare.get(..open).unwrap_or(bare);
    }
    while bare.ends_with(['）', ')'])
        && let Some(open) = bare.rfind(['（', '('])
        && open > 0
        && bare.len() - open < 60
    {
        bare = bare.get(..open).unwrap_or(bare).trim_end();
    }
    bare
}

/// The text with book marks of one kind: a title that is quoted has 〈〉 within 《》.
pub(super) fn unnested(text: &str) -> String {
    text.replace('〈', "《").replace('〉', "》")
}

/// Whether the title without suffix is that of a chronicle: 政府大事记, 要事记, 大事记之二.
pub(super) fn is_chronicle(bare: &str) -> bool {
    ["大事记", "要事记", "大事紀", "大事記", "要事記", "纪事"].iter().any(|name| {
        bare.rfind(name).and_then(|at| bare.get(at + name.len()..)).is_some_and(|part| {
            part.is_empty() || part.starts_with(['之', '第', '选', '摘']) && part.len() <= 15
        })
    })
}

/// Whether the title is that of a correction in a gazette: 更正, 更正说明, 关于甲的勘误.
pub(super) fn is_correction(bare: &str) -> bool {
    const NAMES: [&str; 8] =
        ["更正", "勘误", "更正说明", "更正启事", "更正声明", "勘误说明", "勘误表", "更正公告"];
    NAMES.contains(&bare)
        || ["更正", "勘误", "更正说明"].iter().any(|end| bare.ends_with(end))
            && bare.contains("关于")
}

/// Whether the title of a document for the public is nothing but its kind.
pub(super) fn is_kind(squeezed: &str) -> bool {
    ["公告", "通告", "通报", "公示", "声明"].contains(&&*simplified(squeezed))
}

/// The 文种 that the title ends with.
pub(super) fn official(bare: &str) -> Option<OfficialKind> {
    let bare = &*simplified(bare);
    if bare.ends_with("征求意见") {
        return Some(OfficialKind::Announcement);
    }
    if bare.ends_with("命令") {
        return Some(OfficialKind::Order);
    }
    if bare.ends_with("的答复") || bare.ends_with("的回复") {
        return Some(OfficialKind::Letter);
    }
    OfficialKind::ALL.into_iter().find(|kind| bare.ends_with(kind.chinese()))
}

/// The kind of the document with this title.
pub(super) fn kind_of(title: &str) -> DocumentKind {
    let squeezed = squeeze(title);
    let inner = squeezed.strip_prefix('《').and_then(|rest| rest.strip_suffix('》'));
    let whole = inner.filter(|inner| !inner.contains(['《', '》'])).unwrap_or(&squeezed);
    let bare = without_suffix(whole);
    if is_chronicle(bare) {
        return DocumentKind::Chronicle;
    }
    if let Some(kind) = official(bare) {
        return DocumentKind::Official(kind);
    }
    if bare.contains("任免") && bare.chars().count() < 40 {
        return DocumentKind::Official(OfficialKind::Notice);
    }
    DocumentKind::Article
}

/// The kind of a document whose title is not known, by what its text says of itself.
pub(super) fn kind_of_text(text: &str) -> Option<DocumentKind> {
    const WORDS: [(&str, OfficialKind); 12] = [
        ("批复如下", OfficialKind::Reply),
        ("此复", OfficialKind::Reply),
        ("答复如下", OfficialKind::Letter),
        ("函复如下", OfficialKind::Letter),
        ("通告如下", OfficialKind::PublicNotice),
        ("特此通告", OfficialKind::PublicNotice),
        ("公告如下", OfficialKind::Announcement),
        ("特此公告", OfficialKind::Announcement),
        ("通报如下", OfficialKind::Circular),
        ("通知如下", OfficialKind::Notice),
        ("印发给你们", OfficialKind::Notice),
        ("现予印发", OfficialKind::Notice),
    ];
    let found = WORDS.iter().filter_map(|(word, kind)| Some((text.find(word)?, *kind)));
    found.min_by_key(|(at, _)| *at).map(|(_, kind)| DocumentKind::Official(kind))
}

/// Whether a title says that it appoints or removes officials.
pub(super) fn is_appointment(title: &str) -> bool {
    ["任免", "免去", "任命", "任职", "免职", "职务", "聘任", "兼任", "等同志"]
        .iter()
        .any(|word| title.contains(word))
}

/// Whether a title publishes another document, which follows it.
pub(super) fn publishes(title: &str) -> bool {
    ["印发", "转发", "批转", "公布", "发布", "颁布"].iter().any(|word| title.contains(word))
}

/// How the squeezed text reads as a title; none if it does not.
pub(super) fn form(squeezed: &str) -> Option<TitleForm> {
    let squeezed = &*simplified(squeezed);
    let length = squeezed.chars().count();
    if is_correction(squeezed) {
        return Some(TitleForm::Genre);
    }
    if !(3..=LONGEST).contains(&length) || squeezed.contains(['。', '；', '！', '？']) {
        return None;
    }
    let running = ["根据", "按照", "为了", "现将", "经", "请", "附件", "注", "本", "同意", "各"];
    if running.iter().any(|word| squeezed.starts_with(word)) {
        return None;
    }
    let bare = without_suffix(squeezed);
    if bare.contains(['：', ':']) {
        return None;
    }
    if is_chronicle(bare) && length <= 40 {
        return Some(TitleForm::Official);
    }
    if let Some(kind) = official(bare) {
        let about = [
            "关于",
            "印发",
            "转发",
            "批转",
            "公布",
            "任免",
            "对",
            "发布",
            "公示",
            "会议",
            "座谈会",
        ];
        let says = about.iter().any(|word| bare.contains(word));
        let before = bare.strip_suffix(kind.chinese()).unwrap_or_default();
        // 甲市自然资源局国有建设用地使用权拍卖出让公告 has no 关于.
        let public = matches!(
            kind,
            OfficialKind::Announcement | OfficialKind::PublicNotice | OfficialKind::Communique
        );
        if says
            || public && organ::leads(bare)
            || is_organ(before)
            || is_organ(before.trim_end_matches(['命']))
        {
            return Some(TitleForm::Official);
        }
        return (length >= 5).then_some(TitleForm::Genre);
    }
    if GENRES.iter().any(|genre| bare.ends_with(genre)) && length >= 4 {
        return Some(TitleForm::Genre);
    }
    None
}

/// Joins the lines of a title: gaps at line ends and of widened characters are not part of it.
///
/// A gap between two words of Latin letters stays, and so does the gap of a widened name of two
/// characters between marks (任免李 杰、…). Between the organs of a joint document a gap stays
/// or comes, as GB/T 9704-2012, 7.3.1 has it.
pub(super) fn join(lines: &[&str]) -> String {
    let joined = join_characters(lines);
    let organs = organ::parted(lines);
    if organs.len() < 2 {
        return joined;
    }
    let count: usize = organs.iter().map(|name| name.chars().count()).sum();
    let matter = joined.char_indices().filter(|(_, c)| !c.is_whitespace()).nth(count);
    let matter = matter.and_then(|(byte, _)| joined.get(byte..)).unwrap_or_default();
    format!("{}{matter}", organs.join(" "))
}

fn join_characters(lines: &[&str]) -> String {
    let chars: Vec<char> = lines.join("\n").chars().collect();
    let mut joined = String::new();
    for (at, &c) in chars.iter().enumerate() {
        if !c.is_whitespace() {
            joined.push(c);
            continue;
        }
        let before = chars.iter().take(at).rev().find(|c| !c.is_whitespace());
        let after = chars.iter().skip(at).find(|c| !c.is_whitespace());
        let (Some(&before), Some(&after)) = (before, after) else { continue };
        let latin = before.is_ascii_alphanumeric() && after.is_ascii_alphanumeric();
        if latin && !joined.ends_with(' ') || c != '\n' && is_name_gap(&chars, at) {
            joined.push(if c == '\n' { ' ' } else { c });
        }
    }
    joined
}

/// Whether the gap at `at` widens a name of two characters.
fn is_name_gap(chars: &[char], at: usize) -> bool {
    let before: Vec<char> = chars.iter().take(at).rev().take(3).copied().collect();
    let after: Vec<char> = chars.iter().skip(at + 1).take(3).copied().collect();
    let starts = matches!(before.get(1), Some('、' | '去' | '免' | '命' | '任'));
    let ends = matches!(after.get(1..), Some(['、', ..] | ['同', '志'] | ['等', ..]));
    before.first().copied().is_some_and(is_han) && starts && ends
}

/// How alike two titles are, from 0 to 1: one minus their edit distance by the longer one.
pub(super) fn similarity(one: &str, other: &str) -> f32 {
    let (a, b): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let longer = a.len().max(b.len());
    let shorter = a.len().min(b.len());
    if longer == 0 || longer > LONGEST * 2 || shorter * 2 < longer {
        return 0.0;
    }
    let mut row: Vec<u16> = (0..).take(b.len() + 1).collect();
    for (i, x) in (1u16..).zip(&a) {
        let mut corner = i - 1;
        if let Some(first) = row.first_mut() {
            *first = i;
        }
        let mut left = i;
        for (cell, y) in row.iter_mut().skip(1).zip(&b) {
            let value = (corner + u16::from(x != y)).min(left + 1).min(*cell + 1);
            corner = *cell;
            *cell = value;
            left = value;
        }
    }
    let distance = row.last().copied().unwrap_or(0);
    let longer = u16::try_from(longer).unwrap_or(u16::MAX);
    1.0 - f32::from(distance) / f32::from(longer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn title_forms() {
        fn check(text: &str, expected: Option<TitleForm>) {
            assert_eq!(form(text), expected, "{text}");
        }
        use TitleForm::{Genre, Official};
        check("包头市人民政府关于免去李倩同志职务的通知", Some(Official));
        check("国务院关于印发《国务院工作规则》的通知", Some(Official));
        check("包头市人民政府令", Some(Official));
        check("关于申报访学体验项目的通知", Some(Official));
        check("拟录用公务员公示公告（第一批）", Some(Official));
        check("关于全面推行制度的实施方案", Some(Genre));
        check("部际联席会议成员名单", Some(Genre));
        check("甲縣人民政府關於乙的批覆", Some(Official));
        check("甲局對縣人大一次會議第2號建議的答復", Some(Official));
        check("《甲办法（征求意见稿）》公开征求意见", Some(Genre));
        check("国务院办公厅关于黄金", None);
        check("根据《国务院关于甲的通知", None);
        check("会议强调，要坚持。", None);
        check("更正", Some(Genre));
        check("的通知", None);
    }

    #[test]
    fn kinds() {
        fn check(title: &str, expected: &str) {
            assert_eq!(kind_of(title).chinese(), expected, "{title}");
        }
        check("甲市人民政府关于乙的通知", "通知");
        check("甲市人民政府关于乙的复函", "函");
        check("甲市人民政府令", "令");
        check("关于乙的实施意见（试行）", "意见");
        check("政府大事记", "大事记");
        check("甲市人民政府2026年3月大事记之二", "大事记");
        check("甲市2025年统计公报[1]", "公报");
        check("国务院任免国家工作人员", "通知");
        check("乙座谈会纪要", "纪要");
        assert_eq!(
            kind_of_text("《甲》已经同意，现予印发。").map(DocumentKind::chinese),
            Some("通知")
        );
        check("甲办法", "文章");
        check("关于公开征求意见", "公告");
        check("甲縣人民政府關於乙的批覆", "批复");
    }

    #[test]
    fn joining() {
        fn check(lines: &[&str], expected: &str) {
            assert_eq!(join(lines), expected);
        }
        check(&["包头市人民政府 关于甲", "的 通 知"], "包头市人民政府关于甲的通知");
        check(&["关于免去李 杰、武昊同志职务的通知"], "关于免去李 杰、武昊同志职务的通知");
        check(&["推广 BIM technology", "应用"], "推广BIM technology应用");
        check(&["甲市财政局　甲市教育局", "关于乙的通知"], "甲市财政局 甲市教育局关于乙的通知");
    }

    #[test]
    fn similar_titles() {
        assert!((similarity("武吴", "武昊") - 0.5).abs() < 1e-6);
        assert!(
            similarity("关于免去李倩武吴同志职务的通知", "关于免去李倩武昊同志职务的通知") > 0.9
        );
        assert!(similarity("甲", "乙丙丁戊") < 0.1);
    }
}
