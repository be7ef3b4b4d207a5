//! Texts with neither number nor addressee: speeches, reports to a congress, statistics, corrections.
//!
//! Their titles end as the names of many plans and lists do; what stands right below is the proof:
//! who speaks, where and when, whom he addresses, who publishes the figures, what is corrected.

use super::form;
use super::form::Form;
use super::head::Group;
use super::head::Page;
use super::organ;
use super::person;
use super::title;

/// Whether `title` with the line `after` it begins such a text.
pub(super) fn is_head(page: &Page<'_>, title: &Group, after: usize) -> bool {
    let bare = title::without_suffix(&title.squeezed);
    title::is_correction(bare) && corrects(page, after)
        || is_address(bare) && is_spoken(page, after)
        || is_bulletin(bare) && is_published(page, after)
}

/// Whether the title is that of such a text, whatever stands below it.
pub(super) fn is_article(squeezed: &str) -> bool {
    let bare = title::without_suffix(squeezed);
    title::is_correction(bare) || is_address(bare) || is_bulletin(bare)
}

fn is_bulletin(bare: &str) -> bool {
    bare.ends_with("公报")
        && ["统计", "普查", "调查", "监测", "状况"].iter().any(|w| bare.contains(w))
}

/// Whether `title` with the line `after` it begins a law: the note of who adopted it, its first
/// chapter or article.
pub(super) fn is_law(page: &Page<'_>, title: &Group, after: usize) -> bool {
    const NAMES: [&str; 7] = ["办法", "规定", "条例", "细则", "规则", "决定", "章程"];
    let bare = title::without_suffix(&title.squeezed);
    let named = NAMES.iter().any(|end| bare.ends_with(end));
    let squeezed = page.squeezed(after);
    let adopted = page.form(after) == Form::Bracketed
        && ["通过", "公布", "批准", "修订", "修正"].iter().any(|word| squeezed.contains(word));
    let begins = squeezed.starts_with("第一章") || squeezed.starts_with("第一条");
    named && (adopted || begins)
}

/// Whether the title is that of a speech or of a report that is read out.
pub(super) fn is_address(bare: &str) -> bool {
    let read = ["慰问信", "工作报告"].iter().any(|end| bare.ends_with(end));
    is_speech(bare) || read && !bare.contains("关于")
}

/// Whether the title is that of a speech.
pub(super) fn is_speech(bare: &str) -> bool {
    ["讲话", "致辞", "致词", "讲话稿", "发言", "献词", "贺词"].iter().any(|end| bare.ends_with(end))
        && !bare.contains("关于")
}

/// Whether the lines below a title say who speaks, when or where, or whom he addresses.
fn is_spoken(page: &Page<'_>, after: usize) -> bool {
    const REACH: usize = 4;
    let mut at = after;
    for _ in 0..REACH {
        let squeezed = page.squeezed(at);
        if is_salutation(squeezed) {
            return true;
        }
        if !is_lead(page, at) {
            return false;
        }
        at = page.next(at + 1);
    }
    false
}

/// Whether the line, below the title of a speech, says who speaks, where or when.
pub(super) fn is_lead(page: &Page<'_>, at: usize) -> bool {
    let (text, squeezed) = (page.text(at), page.squeezed(at));
    if squeezed.is_empty() || squeezed.chars().count() > 60 || form::ends_closed(squeezed) {
        return false;
    }
    match page.form(at) {
        Form::Date => true,
        Form::Bracketed => {
            // （根据录音整理）, （2026年3月4日）
            !form::has_prose_mark(squeezed)
        }
        Form::Plain => {
            text.starts_with(['—', '―', '─'])
                || form::begins_with_day(squeezed) && !form::has_prose_mark(squeezed)
                || person::is_author(text)
        }
        _ => false,
    }
}

/// Whether the line addresses those who listen: 同志们：, 各位代表：, 尊敬的各位来宾：.
pub(super) fn is_salutation(squeezed: &str) -> bool {
    const LONGEST: usize = 40;
    let Some(bare) = squeezed.strip_suffix(['：', ':', '！']) else { return false };
    let named = ["们", "代表", "委员", "同志", "来宾", "嘉宾", "朋友", "主席团"];
    bare.chars().count() <= LONGEST
        && !bare.contains(['。', '；'])
        && (named.iter().any(|end| bare.ends_with(end)) || bare.starts_with("各位"))
}

/// Whether who publishes and when, or a sentence, stands below the title of a bulletin.
fn is_published(page: &Page<'_>, after: usize) -> bool {
    let squeezed = page.squeezed(after);
    let inner = squeezed.trim_matches(['（', '）', '(', ')']);
    organ::is_organ(squeezed)
        || form::day(inner).is_some()
        || form::ends_sentence(squeezed) && squeezed.chars().count() >= 20
}

/// Whether a sentence below says what was wrong.
fn corrects(page: &Page<'_>, after: usize) -> bool {
    const WORDS: [&str; 8] = ["应为", "更正", "误为", "有误", "改为", "错误", "勘误", "误印"];
    let text = page.squeezed(after);
    text.chars().count() >= 12
        && WORDS.iter().any(|word| text.contains(word))
        && matches!(page.form(after), Form::Plain | Form::Numbered { .. })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::recognize::line;

    #[test]
    fn heads_of_articles() {
        fn check(text: &str, expected: bool) {
            let lines = line::lines(&crate::import::plain::read(text).paragraphs);
            assert_eq!(Page::new(&lines).head(0).is_some(), expected, "{text}");
        }
        check("在全市甲会议上的讲话\n同志们：\n今天，我讲三点。", true);
        check("在全市甲会议上的讲话\n（2026年2月3日）\n市长　张　三\n同志们：", true);
        check("在甲论坛上的致辞\n尊敬的各位来宾，女士们、先生们：", true);
        check(
            "政府工作报告\n——2026年1月4日在甲市第九届人民代表大会上\n甲市市长　李四\n各位代表：",
            true,
        );
        check("政府工作报告\n2026年1月4日在甲市第九届人民代表大会上\n各位代表：", true);
        check("在全市甲会议上的讲话\n（根据录音整理）\n同志们：", true);
        check("在全市甲会议上的讲话\n提出的要求，各部门要落实。", false);
        check("更正\n本刊2026年第3期第2页“甲”应为“乙”。", true);
        check("更 正 说 明\n本刊第2页有误，特此更正。", true);
        check("勘误\n各部门要加强领导，落实责任。", false);
        check("甲市2025年国民经济和社会发展统计公报\n甲市统计局\n2026年3月2日", true);
        check("甲市2025年国民经济和社会发展统计公报\n（2026年3月2日）", true);
        check("甲市2025年国民经济和社会发展统计公报\n责任单位", false);
        check("甲市第五次全国经济普查公报（第一号）\n甲市统计局\n（2026年3月2日）", true);
    }
}
