//! What a line is by its form alone, wherever it stands.
//!
//! Forms: GB/T 9704-2012, 7.2.5 (document number), 7.3.3 (levels), 7.3.4 (attachments), 7.3.5.4
//! (dates), 7.3.6 (annotation).

use std::sync::LazyLock;

use regex::Regex;

use super::line::Line;
use super::line::Markup;
use crate::text::is_han;
use crate::text::is_mongolian;
use crate::text::numeral;

/// What a line is by its form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Not text of a document, wherever it stands: markup, parts of a web page.
    Noise,
    /// Text in the Mongolian script.
    Mongolian,
    /// A page number alone on its line: `— 3 —`.
    Folio,
    /// A document number alone on its line: 包府发〔2026〕6号.
    Number,
    /// The number of an order or announcement: 第12号, 2026年第3号.
    OrderNumber,
    /// A day alone on its line.
    Date,
    /// A line wholly in round brackets.
    Bracketed,
    /// A numbered heading or item: level 1 一、 2 （一） 3 1. 4 （1）.
    Numbered {
        /// 1 to 4.
        level: u8,
        /// Its number.
        n: u32,
    },
    /// 第几条.
    Article,
    /// 第几章, 第几节.
    Chapter,
    /// The list of attachments: 附件：1.…
    AttachmentNote,
    /// The label of an attachment alone on its line: 附件1.
    Label,
    /// A line with the mark of an entry or item: ● • ·.
    Bullet,
    /// A row of cells.
    Row,
    /// A caption: 图1 …, 表2 ….
    Caption,
    /// None of these.
    Plain,
}

/// The marks that stand before an entry of a chronicle or an item of a list.
pub(super) const BULLETS: [char; 18] =
    ['●', '○', '◆', '◇', '★', '☆', '■', '□', '▲', '△', '•', '◎', '·', '※', '▪', '◦', '►', '⚫'];

fn is_match(pattern: &LazyLock<Regex>, text: &str) -> bool {
    pattern.is_match(text)
}

fn regex(pattern: &str) -> Regex {
    #[expect(clippy::unwrap_used, reason = "the patterns are constants, each used in a test")]
    Regex::new(pattern).unwrap()
}

static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"^[\p{Han}A-Za-z]{0,24}[〔\[（(【［]\d{4}[〕\]）)】］]第?\d{1,5}(-\d{1,3})?号$")
});
static ORDER_NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"^[（(]?(\d{4}年)?第[0-9０-９一二三四五六七八九十百零〇]{1,6}号[）)]?$")
});
static FOLIO: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^([—–\-－─·•]+\d{1,4}[—–\-－─·•]+|第\d{1,4}页(共\d{1,4}页)?)$"));
static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^附(件|表|录|图)?[0-9０-９一二三四五六七八九十]{0,3}([-—－][0-9一二三四五六七八九十]{1,2})?[：:]?$",
    )
});
static NOTE: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^附(件|表|录)?\s*[0-9一二三四五六七八九十]{0,3}\s*[：:]\s*\S"));
static ARTICLE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^第\s*[0-9一二三四五六七八九十百千零〇○]{1,7}\s*[条條]([\s　：:]|$|[^的规規、和至款及或之项項所])",
    )
});
static CHAPTER: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^第\s*[0-9一二三四五六七八九十百零〇]{1,5}\s*([章编編篇节節]|部分)(\s.{0,40}|[^的、，。；]{0,30})$",
    )
});
static CAPTION: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"^[图圖表]\s*[0-9一二三四五六七八九十]{1,3}([-—.][0-9]{1,2})?[\s　：:.]")
});
static METADATA: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^(索引号|主题分类|主题词|信息分类|体裁分类|组配分类|公开方式|公开形式|公开范围|发文机关|发布机关|发布机构|制发机关|成文日期|成文时间|生成日期|标题|发文字号|文号|文件编号|发布日期|发布时间|公开日期|发文日期|统一编号|实施日期|施行日期|失效日期|失效时间|文件状态|效力状态|时效性|是否有效|信息来源|来源|文章来源|发表时间|更新时间|浏览次数|浏览量|阅读次数|点击数|点击率|浏览字号|字号|字体|责任编辑|编辑|签发人|法規類別|修正日期|法規網址|公布日期|生效日期|关键词|关键字)[：:]",
    )
});
static PAGE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^(扫一扫|分享到|分享文章|分享$|打印|关闭|返回顶部|返回首页|当前位置|您(现在)?的位置|您所在的位置|版权所有|关于我们|联系我们|网站地图|网站声明|隐私|上一篇|下一篇|相关(新闻|链接|阅读|解读|文件|附件)|主办单位|承办单位|技术支持|无障碍|长者|基本信息$|【(打印|关闭|字体|音频解读|一图读懂|图解|政策解读|视频解读|文字解读)|\[?(打印|关闭)|收藏|微信扫|首页[>＞|]|点击下载|相关文档|浏览次数)|ICP备|公网安备|网站标识码|在手机打开当前页|微信公众号$|小程序$|^-?次$|^-$|^\d{4}-\d{2}-\d{2}(\d{2}:\d{2}(:\d{2})?)?$|^https?://\S+$",
    )
});

/// What `line` is by its form.
pub(super) fn of(line: &Line) -> Form {
    let (text, squeezed) = (line.text.as_str(), line.squeezed.as_str());
    let long = text.len() > 240;
    match line.markup {
        Markup::Hidden | Markup::Contents => return Form::Noise,
        Markup::Row(_) => return Form::Row,
        Markup::Note => return Form::Caption,
        Markup::Plain | Markup::Heading(_) => {}
    }
    if text.chars().next().is_some_and(is_mongolian) {
        return Form::Mongolian;
    }
    if let Some(form) = numbered(text) {
        return form;
    }
    if text.starts_with('第') && is_match(&ARTICLE, text) {
        return Form::Article;
    }
    if text.starts_with(['附', '【', '[']) && is_match(&NOTE, text) {
        return if is_match(&LABEL, squeezed) { Form::Label } else { Form::AttachmentNote };
    }
    if !long && let Some(form) = short(text, squeezed) {
        return form;
    }
    if is_row(text) {
        return Form::Row;
    }
    if text.starts_with(BULLETS) {
        return Form::Bullet;
    }
    Form::Plain
}

/// Forms that a long line cannot have.
fn short(text: &str, squeezed: &str) -> Option<Form> {
    if is_match(&METADATA, squeezed) || is_match(&PAGE, squeezed) {
        return Some(Form::Noise);
    }
    if is_match(&NUMBER, squeezed) {
        return Some(Form::Number);
    }
    if is_match(&ORDER_NUMBER, squeezed) {
        return Some(Form::OrderNumber);
    }
    if is_match(&FOLIO, squeezed) {
        return Some(Form::Folio);
    }
    if numeral::parse_date(text).is_some() {
        return Some(Form::Date);
    }
    if is_match(&LABEL, squeezed) {
        return Some(Form::Label);
    }
    if text.starts_with('第') && is_match(&CHAPTER, text) {
        return Some(Form::Chapter);
    }
    if is_bracketed(squeezed) {
        return Some(Form::Bracketed);
    }
    is_match(&CAPTION, text).then_some(Form::Caption)
}

/// Whether one pair of round brackets holds the whole line.
pub(super) fn is_bracketed(text: &str) -> bool {
    let inner = text.strip_prefix(['（', '(']).and_then(|rest| rest.strip_suffix(['）', ')']));
    inner.is_some_and(|inner| {
        let mut depth = 0;
        !inner.is_empty()
            && inner.chars().all(|c| {
                match c {
                    '（' | '(' => depth += 1,
                    '）' | ')' => depth -= 1,
                    _ => {}
                }
                depth >= 0
            })
    })
}

/// The numbered form that `text` begins with.
fn numbered(text: &str) -> Option<Form> {
    let first = text.chars().next()?;
    if let Some(inner) = text.strip_prefix(['（', '(']) {
        let (n, rest) = numeral::leading(inner)?;
        let rest = rest.strip_prefix(['）', ')'])?;
        let level = if inner.starts_with(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c))
        {
            4
        } else {
            2
        };
        return (n < 100 && !rest.is_empty()).then_some(Form::Numbered { level, n });
    }
    if ('①'..='⑳').contains(&first) {
        return Some(Form::Numbered { level: 4, n: first as u32 - '①' as u32 + 1 });
    }
    let (n, rest) = numeral::leading(text)?;
    if n == 0 || n > 199 {
        return None;
    }
    let arabic = first.is_ascii_digit() || ('０'..='９').contains(&first);
    let mut after = rest.trim_start().chars();
    let mark = after.next();
    let tail = after.as_str();
    match (arabic, mark) {
        (false, Some('、' | '.' | '．')) if first != '〇' && first != '零' && first != '两' => {
            Some(Form::Numbered { level: 1, n })
        }
        // A heading whose text the source lost.
        (false, None) if first != '〇' && first != '零' && n <= 20 && text.chars().count() <= 2 => {
            None
        }
        (true, Some('.' | '．')) => {
            let digits = tail.chars().take_while(char::is_ascii_digit).count();
            // 1.2015级 is numbered, 1.5倍 and 3.1.2 are not.
            let decimal = (1..4).contains(&digits) || tail.is_empty();
            (!decimal).then_some(Form::Numbered { level: 3, n })
        }
        (true, Some('、')) if n < 60 && !tail.starts_with(|c: char| c.is_ascii_digit()) => {
            Some(Form::Numbered { level: 3, n })
        }
        (true, Some('）' | ')')) if n < 60 => Some(Form::Numbered { level: 4, n }),
        _ => None,
    }
}

/// The text behind the number of a numbered line.
pub(super) fn after_number(text: &str) -> &str {
    let rest = text.trim_start_matches(|c: char| {
        numeral::is_numeral(c)
            || ('①'..='⑳').contains(&c)
            || matches!(c, '（' | '(' | '）' | ')' | '、' | '.' | '．')
            || c.is_whitespace()
    });
    if rest.is_empty() { text } else { rest }
}

/// Whether the line is a row of cells parted by bars or tabs.
fn is_row(text: &str) -> bool {
    let tabs = text.matches('\t').count();
    tabs >= 2 && text.len() < 900
        || tabs == 1 && !has_prose_mark(text) && text.len() < 300
        || text.starts_with('|') && text.ends_with('|') && text.matches('|').count() >= 3
        || text.contains(" | ") && text.matches('|').count() >= 2
}

/// The cells of a row.
pub(super) fn cells(text: &str) -> Vec<String> {
    let parts: Vec<&str> = if text.contains('|') {
        text.trim().trim_start_matches('|').trim_end_matches('|').split('|').collect()
    } else {
        text.split('\t').collect()
    };
    parts.into_iter().map(|part| part.trim().to_owned()).collect()
}

/// Whether the cells are the rule under the head of a Markdown table.
pub(super) fn is_rule(cells: &[String]) -> bool {
    cells.iter().all(|cell| !cell.is_empty() && cell.chars().all(|c| matches!(c, '-' | ':')))
}

/// Whether the text ends as a sentence does, behind closing brackets and quotes too.
pub(super) fn ends_sentence(text: &str) -> bool {
    let bare = text.trim_end_matches(['”', '’', '》', '）', ')', '」', '』', '"']);
    bare.ends_with(['。', '！', '？', '…', '!', '?'])
        || text.ends_with('.') && text.chars().rev().nth(1).is_some_and(is_han)
}

/// Whether the text ends with a mark that closes a line for good: sentence, colon, semicolon.
pub(super) fn ends_closed(text: &str) -> bool {
    ends_sentence(text) || text.ends_with(['：', ':', '；', ';'])
}

/// Whether the text has a mark that only running text has.
pub(super) fn has_prose_mark(text: &str) -> bool {
    text.contains(['，', '。', '；']) || text.contains(", ") || {
        // Half-width commas between Chinese characters.
        let mut before = ' ';
        text.chars().any(|c| {
            let found = c == ',' && is_han(before);
            before = c;
            found
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::issue::text::Range;

    fn form(text: &str) -> Form {
        of(&Line::new(text, Range::new(0, 1), 0, Markup::Plain))
    }

    #[test]
    fn forms() {
        fn check(text: &str, expected: Form) {
            assert_eq!(form(text), expected, "{text}");
        }
        check("包府发〔2026〕6号", Form::Number);
        check("劳社部发[2008]3号", Form::Number);
        check("包府办发 〔2026〕 20 号", Form::Number);
        check("第12号", Form::OrderNumber);
        check("2026年第3号", Form::OrderNumber);
        check("2026年4月8日", Form::Date);
        check("二〇〇六年十月十八日", Form::Date);
        check("（此件公开发布）", Form::Bracketed);
        check("（甲）和（乙）", Form::Plain);
        check("— 3 —", Form::Folio);
        check("附件1", Form::Label);
        check("附件：", Form::Label);
        check("附件1-1", Form::Label);
        check("附件：1.名单", Form::AttachmentNote);
        check("附件1：名单", Form::AttachmentNote);
        check("第一条 为了", Form::Article);
        check("第 1 條", Form::Article);
        check("第三条规定的", Form::Plain);
        check("第一章　总  则", Form::Chapter);
        check("第 二 章 工程及建設", Form::Chapter);
        check("图1　汽车号牌编码规则", Form::Caption);
        check("索 引 号：\t0001\t主题分类：\t其他", Form::Noise);
        check("扫一扫在手机打开当前页", Form::Noise);
        check("当前位置：首页 > 政务公开", Form::Noise);
        check("| 甲 | 乙 |", Form::Row);
        check("甲\t乙", Form::Row);
        check("●4月1日，", Form::Bullet);
        check("ᠪᠠᠬᠠᠲᠤ", Form::Mongolian);
        check("各旗、县、区人民政府：", Form::Plain);
    }

    #[test]
    fn numbers() {
        fn check(text: &str, expected: Option<(u8, u32)>) {
            let expected = expected.map(|(level, n)| Form::Numbered { level, n });
            assert_eq!(numbered(text), expected, "{text}");
        }
        check("一、总体目标", Some((1, 1)));
        check("二十一、各部门", Some((1, 21)));
        check("（一）强化", Some((2, 1)));
        check("(十二)强化", Some((2, 12)));
        check("1.摸底", Some((3, 1)));
        check("1．摸底", Some((3, 1)));
        check("2、摸底", Some((3, 2)));
        check("1.2015级", Some((3, 1)));
        check("1.5倍", None);
        check("2026年", None);
        check("（1）机票", Some((4, 1)));
        check("①机票", Some((4, 1)));
        check("三", None);
        check("一是", None);
    }

    #[test]
    fn ends() {
        assert!(ends_sentence("他说：“好。”"));
        assert!(ends_closed("如下："));
        assert!(!ends_closed("各级各有关部门"));
        assert!(!ends_closed("以“四不两直”"));
        assert_eq!(after_number("（一）强化"), "强化");
    }
}
