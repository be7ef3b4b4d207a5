//! Lines about one person: appointments (任免) and members of a body.

use std::borrow::Cow;

use super::form;
use super::form::Form;
use crate::text::is_han;

/// Whether the line appoints or removes one person: a name, perhaps widened, then 任 or 免去; or
/// 任命 with one name.
pub(super) fn is_appointment(text: &str, form: Form) -> bool {
    const VERBS: [&str; 16] = [
        "任",
        "免去",
        "免",
        "兼任",
        "聘任",
        "聘",
        "不再担任",
        "试用期满",
        "挂职",
        "提名",
        "同意",
        "晋升",
        "批准",
        "解聘",
        "确认",
        "正式任",
    ];
    let text = match form {
        Form::Numbered { .. } => form::after_number(text),
        _ => text,
    };
    let text = &*without_reason(text);
    if ["任命", "免去", "聘任", "解聘", "决定任命", "决定免去"].iter().any(|v| text.starts_with(v))
    {
        let more = text.matches("任命").count() + text.matches("免去").count() > 1;
        return !more && text.chars().count() <= 80 && text.ends_with(['；', '。', ';']);
    }
    if ["职务自然免除", "职务自行免除"]
        .iter()
        .any(|end| text.trim_end_matches(['；', '。', ';']).ends_with(end))
        || text.starts_with("同时免去")
    {
        return text.chars().count() <= 80;
    }
    let Some(rest) = after_name(after_names(text)) else { return false };
    if let Some(rest) = rest.strip_prefix("同志") {
        return text.chars().count() <= 80 && rest.ends_with(['；', '。', ';']);
    }
    if rest.starts_with(['为', '的']) {
        let office = rest.trim_end_matches(['；', '。', ';']);
        return office.len() < rest.len() && (rest.starts_with('为') || office.ends_with("职务"));
    }
    VERBS.iter().any(|verb| rest.starts_with(verb))
}

/// The line without the reason why somebody leaves an office: …职务，退休；
fn without_reason(text: &str) -> Cow<'_, str> {
    const REASONS: [&str; 6] = ["退休", "到龄退休", "另有任用", "辞职", "去世", "调离"];
    let bare = text.trim_end_matches(['；', '。', ';']);
    let mark = text.get(bare.len()..).unwrap_or_default();
    // …职务（到龄退休）；
    match bare.trim_end_matches(['）', ')']).rsplit_once(['，', ',', '（', '(']) {
        Some((office, reason)) if REASONS.contains(&reason) => {
            Cow::Owned(format!("{office}{mark}"))
        }
        _ => Cow::Borrowed(text),
    }
}

/// Whether the line, below 任命： or 免去：, is one person without a verb: a name and an office with a
/// gap between, or, where the line above is `closed`, an office that ends with 职务.
pub(super) fn is_bare_appointment(text: &str, closed: bool) -> bool {
    const LONGEST: usize = 60;
    let bare = text.trim_end_matches(['；', '。', ';', '，']);
    if text.chars().count() > LONGEST || form::has_prose_mark(bare) || bare.contains(['：', ':']) {
        return false;
    }
    if closed && bare.ends_with("职务") && bare.chars().next().is_some_and(is_han) {
        return true;
    }
    let remark = bare.find(['（', '(']).unwrap_or(bare.len());
    let gap = bare.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(at, _)| at);
    gap.filter(|&at| at < remark.max(1)).any(|at| {
        let (name, office) = (bare.get(..at), bare.get(at..));
        name.zip(office).is_some_and(|(name, office)| {
            let name = crate::text::squeeze(name);
            let office = crate::text::squeeze(office);
            (2..=4).contains(&name.chars().count())
                && name.chars().all(is_name_character)
                && office.chars().count() >= 4
                && office.chars().all(|c| is_han(c) || "（）()、".contains(c))
        })
    })
}

/// The text from the last of several names on: 陈小军 of 刘 岩、陈小军同志任….
fn after_names(text: &str) -> &str {
    let mut rest = text;
    while let Some((name, behind)) = rest.split_once('、') {
        let bare = crate::text::squeeze(name);
        if !(2..=4).contains(&bare.chars().count()) || !bare.chars().all(is_han) {
            break;
        }
        rest = behind;
    }
    rest
}

/// The text behind a name and its remark （女，蒙古族） at the head of a line.
fn after_name(text: &str) -> Option<&str> {
    const LONGEST: usize = 16;
    const NO_NAMES: [&str; 18] = [
        "各", "市", "经", "根据", "决定", "会议", "以上", "上述", "自", "同时", "其", "对", "为",
        "本", "该", "现", "请", "全",
    ];
    let sentence = NO_NAMES.iter().any(|word| text.starts_with(word));
    let mut bytes = 0;
    let mut han = 0;
    let mut best = None;
    for c in text.chars().take(LONGEST) {
        if is_han(c) || c == '·' || c == '•' {
            han += 1;
        } else if !c.is_whitespace() {
            break;
        }
        bytes += c.len_utf8();
        let rest = text.get(bytes..)?.trim_start();
        let verb = [
            "任",
            "免去",
            "兼",
            "聘",
            "不再",
            "挂职",
            "同意",
            "正式任",
            "解聘",
            "（",
            "(",
            "同志",
            "为",
            "的",
        ]
        .iter()
        .any(|verb| rest.starts_with(verb));
        let foreign = text.get(..bytes).is_some_and(|name| name.contains(['·', '•']));
        // Without a gap before the verb a long name is rather a sentence.
        let gap =
            text.get(bytes..)?.starts_with(char::is_whitespace) || rest.starts_with(['（', '(']);
        if han >= 2 && (han <= 4 && !sentence || gap && han <= 8 || foreign) && verb {
            best = Some(rest);
            break;
        }
    }
    let rest = best?;
    match rest.strip_prefix(['（', '(']) {
        Some(inner) => inner.split_once(['）', ')']).map(|(_, rest)| rest.trim_start()),
        None => Some(rest),
    }
}

/// Whether the line is a name with an office in brackets behind it: 孙晓红（副县长）.
pub(super) fn is_office_holder(squeezed: &str) -> bool {
    squeezed.split_once('（').is_some_and(|(name, office)| {
        (2..=4).contains(&name.chars().count())
            && name.chars().all(is_han)
            && office.ends_with('）')
    })
}

/// Whether the line is one of a list of members: an office, a colon, a name, wide gaps.
pub(super) fn is_member(text: &str) -> bool {
    const OFFICES: [&str; 26] = [
        "组长",
        "副组长",
        "主任",
        "副主任",
        "成员",
        "召集人",
        "副召集人",
        "指挥长",
        "副指挥长",
        "总指挥",
        "副总指挥",
        "指挥",
        "副指挥",
        "顾问",
        "秘书长",
        "委员",
        "理事长",
        "出席",
        "列席",
        "请假",
        "缺席",
        "出席人员",
        "列席人员",
        "参会人员",
        "记录",
        "记录人",
    ];
    if text.len() > 240 || form::ends_sentence(text) {
        return false;
    }
    let gaps = text.split('　').count() + text.split("  ").count() - 2;
    let head = text.split(['：', ':']).next().unwrap_or_default();
    let squeezed = crate::text::squeeze(head);
    let named = text.contains(['：', ':']) && head.chars().count() <= 10;
    let office = named
        && ["长", "任", "员", "人", "副主任", "顾问"].iter().any(|end| squeezed.ends_with(end));
    let contact = ["联系", "电话", "邮箱", "传真"].iter().any(|word| squeezed.starts_with(word));
    !form::has_prose_mark(text)
        && !contact
        && (gaps >= 2
            && crate::text::squeeze(text).chars().count() >= 4
            && text.chars().next().is_some_and(is_han)
            || office && gaps >= 1
            || named && OFFICES.contains(&squeezed.as_str()))
}

/// Whether a short line names an office and who holds it: 市长　张三.
pub(super) fn is_author(text: &str) -> bool {
    const OFFICES: [&str; 14] = [
        "主任", "市长", "局长", "省长", "县长", "主席", "书记", "院长", "区长", "旗长", "部长",
        "总理", "市長", "縣長",
    ];
    let squeezed = crate::text::squeeze(text);
    text.contains(char::is_whitespace)
        && OFFICES.iter().any(|end| {
            let name = squeezed.rfind(end).and_then(|at| squeezed.get(at + end.len()..));
            name.is_some_and(|name| {
                (2..=8).contains(&name.chars().count()) && name.chars().all(is_name_character)
            })
        })
}

fn is_name_character(c: char) -> bool {
    is_han(c) || c == '·'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn appointments() {
        fn check(text: &str, expected: bool) {
            assert_eq!(is_appointment(text, Form::Plain), expected, "{text}");
        }
        check("李倩 免去市政府副秘书长职务；", true);
        check("刘 岩、陈小军同志任市政府副秘书长；", true);
        check("因机构改革，孙立军同志的原市粮食局副局长职务自然免除。", true);
        check("刘 恭 任处长；", true);
        check("珊 珊 任副局长（试用期一年）；", true);
        check("张三任市财政局局长；", true);
        check("欧阳修远 兼任主任；", true);
        check("巴特尔（蒙古族） 任副局长；", true);
        check("阿布都·热西提 任局长；", true);
        check("任命孙茂利为公安部副部长；", true);
        check("任命孙茂利为部长；任命王东伟为副部长。", false);
        check("李四同志为市财政局局长；", true);
        check("李四为市财政局局长；", true);
        check("赵六的市水务局局长职务；", true);
        check("钱七同志市林业局副局长职务。", true);
        check("赵六的市水务局局长职务，到龄退休；", true);
        check("赵六的市水务局局长职务（到龄退休）；", true);
        check("李四（女，蒙古族）为市财政局局长（试用期1年）；", true);
        check("全德明 任市财政局局长；", true);
        check("任任之 任市财政局局长；", true);
        check("市政府研究决定：", false);
        check("各部门要责任到人；", false);
    }

    #[test]
    fn authors() {
        assert!(is_author("市长　张三"));
        assert!(is_author("甲市市长　张 三"));
        assert!(is_author("市　长　张　三"));
        assert!(is_author("县委副书记、县长　李　四"));
        assert!(!is_author("市长张三"));
        assert!(!is_author("甲市 市长"));
    }

    #[test]
    fn appointments_without_verbs() {
        assert!(is_bare_appointment("张三市财政局局长职务；", true));
        assert!(is_bare_appointment("张三　　市财政局局长", true));
        assert!(is_bare_appointment("张　三　　市财政局副局长（试用期一年）", true));
        assert!(is_bare_appointment("欧阳修远 市教育局总督学；", true));
        // The end of a torn line.
        assert!(!is_bare_appointment("查室主任职务；", false));
        assert!(!is_bare_appointment("甲市人民政府", true));
        assert!(!is_bare_appointment("以上人员，任期三年。", true));
        assert!(!is_bare_appointment("联系人：张三　电话123", true));
    }

    #[test]
    fn members_of_lists() {
        assert!(is_member("主　任：尤　权　　国务院副秘书长"));
        assert!(is_member("刘金国　　公安部副部长"));
        assert!(is_member("副指挥长：市水利局局长、市应急管理局局长"));
        assert!(!is_member("联系人：吴 峰　　联系电话：6612345　　邮箱"));
        assert!(!is_member("会议强调，要　　坚持。"));
    }
}
