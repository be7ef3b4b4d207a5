//! What a line is by its form alone, wherever it stands.
//!
//! Forms: GB/T 9704-2012, 7.2.5 (document number), 7.3.3 (levels), 7.3.4 (attachments), 7.3.5.4
//! (dates), 7.3.6 (annotation).

use std::sync::LazyLock;

use chrono::NaiveDate;
use regex::Regex;

use super::line::Line;
use super::line::Markup;
use crate::text::is_han;
use crate::text::is_mongolian;
use crate::text::numeral;
use crate::text::squeeze;

/// What a line is by its form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Not text of a document, wherever it stands: markup, parts of a web page.
    Noise,
    /// Text in the Mongolian script.
    Mongolian,
    /// A page number alone on its line: `— 3 —`; or the gazette's name with year and number.
    Folio,
    /// Who gets copies and who had it printed (版记; GB/T 9704-2012, 7.4).
    Imprint,
    /// The name of a file that can be had with the text.
    File,
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

/// The marks that are colons, whatever their width.
pub(super) const COLONS: [char; 5] = ['：', ':', '∶', '︰', '﹕'];

fn is_match(pattern: &LazyLock<Regex>, text: &str) -> bool {
    pattern.is_match(text)
}

fn regex(pattern: &str) -> Regex {
    #[expect(clippy::unwrap_used, reason = "the patterns are constants, each used in a test")]
    Regex::new(pattern).unwrap()
}

static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^[（(]?[\p{Han}A-Za-z×]{0,24}(字[：:])?([〔\[（(【［﹝„“‘<〈][0-9０-９]{4}[〕\]）)】］﹞‟”’>〉]第?[0-9０-９]{1,5}([-－][0-9]{1,3})?|字第[0-9０-９]{1,12})[号號][）)]?([（(][A-C]类?[）)])?$|^\p{Han}{1,12}[发發函复復办任][〔\[﹝［]\d{5,9}[号號]?$",
    )
});
static ORDER_NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^[（(]?(\d{4}年|[〔\[（(【]?第?[0-9一二三四五六七八九十]{1,3}届[^，。；号]{0,10}?[〕\]）)】]?)?第[0-9０-９一二三四五六七八九十百零〇]{1,6}号[）)]?$",
    )
});
static SERIAL: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^[（(〔\[]?(\d{4}[年〕\]])?[（(]?第?[0-9０-９一二三四五六七八九十百]{1,5}(期|号|次)[）)]?$",
    )
});
static FOLIO: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^([—–\-－─·•]+\d{1,4}[—–\-－─·•]+|[\[【（(]?第\d{1,4}页([，,/]?共\d{1,4}页)?[\]】）)]?|\d{1,4}/\d{1,4}|[—·\d]*\p{Han}{2,16}公报[·|｜]?\d{4}年?[.第]?\d{1,2}期?[—·\d]*|[—·\d]*\d{4}年第?\d{1,2}期[·|｜]?\p{Han}{2,16}公报[—·\d]*)$",
    )
});
static IMPRINT: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^(抄送|抄报|分送|主送|印送|发|报|送)[：:]|^(共印|印数|份数)[：:]?\d|^(打字|校对|录入)[：:].*(校对|打字)|^[^，。]{0,60}\d{4}年\d{1,2}月\d{1,2}日印发([（(]?共印\d+份[）)]?)?$",
    )
});
static FILE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)^[^，。；]{1,120}\.(pdf|docx?|xlsx?|wps|et|ofd|ceb|zip|rar|jpe?g|png)([（(\[].{0,12}[）)\]])?(下载)?$",
    )
});
static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^附(件|表|录|图)?[0-9０-９一二三四五六七八九十]{0,3}([-—－][0-9一二三四五六七八九十]{1,2})?[：:.．]?$",
    )
});
static NOTE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^附(件|表|录)?\s*[0-9０-９一二三四五六七八九十]{0,3}\s*[：:]\s*\S|^附(件|表|录)\s*[0-9０-９一二三四五六七八九十]{1,2}([-－—][0-9]{1,2})?([\s　]+[^\s，。；]|[.．、][\s　]*[^\s，。；\d])[^\s，。；]{1,60}$",
    )
});
static ARTICLE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^第\s*[0-9一二三四五六七八九十百千零〇○]{1,7}\s*[条條]([\s　：:]|$|[^的规規、和至款及或之项項所])",
    )
});
/// What a decision does with an article of another text: 第九条修改为：, 第十条第四项修改为：.
static AMENDS: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^第[^条條]{1,7}[条條](第|之后|后|前|中的|中“|修改|改为|改作|增加|增设|删|调整为|移至|作为第|合并|予以)",
    )
});
static CHAPTER: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^第\s*[0-9一二三四五六七八九十百零〇]{1,5}\s*([章编編篇节節]|部分)(\s.{0,40}|[^的，。；第]{0,30})$",
    )
});
static CAPTION: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"^[图圖表]\s*[0-9一二三四五六七八九十]{1,3}([-—.][0-9]{1,2})?[\s　：:.]")
});
/// Labels of the rows above and below a document on a web page. Some are words that a body has too:
/// those need what only such a row has behind them.
static METADATA: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^[•·*–—-]?[【\[]?(索引号|索取号|信息索引号|主题分类|主题词|信息分类|信息类别|信息名称|体裁分类|组配分类|服务对象分类|公开方式|公开形式|公开范围|公开类别|公开属性|公开时限|发文机关|发文机构|发文单位|发布机关|发布机构|发布单位|制发机关|制发单位|责任部门|所属机构|成文日期|成文时间|生成日期|生成时间|印发日期|标题|发文字号|文号|文件编号|发布日期|发布时间|公开日期|公开时间|发文日期|发文时间|统一编号|统一登记号|规范性文件登记号|登记号|颁布日期|颁布单位|颁布机关|实施日期|施行日期|失效日期|失效时间|有效期至|文件状态|效力状态|文件有效性|时效性|时效状态|有效性|是否有效|信息有效性|内容概述|内容摘要|信息来源|来源|來源|發布時間|發佈時間|瀏覽量|索引號|發文字號|成文日期|稿源|文章来源|新闻来源|发表时间|更新时间|录入时间|发布人|浏览次数|浏览量|浏览|阅读次数|阅读量|阅读|点击数|点击率|点击量|点击次数|访问量|访问次数|浏览字号|字号|字体|字体大小|背景色|保护色|视力保护色|责任编辑|责编|编辑|审核|审核人|校审|监制|撰稿|签发人|作者|文章作者|记者|通讯员|录入|信息员|法規類別|修正日期|法規網址|公布日期|生效日期|关键词|关键字|标签|法规名称|颁布部门|颁布机构|颁布时间|实施时间|执行日期|废止日期|效力级别|效力等级|制定机关|发布部门|信息索引|信件编号|来信时间|来信人|留言时间|办理状态|满意度评价|分类|文种|公文种类|分享)[】\]]?[：:]|^[•·–—-]?(时间|日期|時間)[：:]\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(\d{1,2}:\d{2}(:\d{2})?)?((来源|稿源|字号|字体|浏览|点击|阅读|作者|编辑).*)?$|^名称[：:].*(的(通知|意见|决定|批复|函|复函|通告|公告|通报|报告)|办法|规定|细则|规则)$",
    )
});
static PAGE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)^(扫一扫|扫码|扫描二维码|长按|点击(上方|蓝字|关注|下方|查看|下载)|附件下载|下载附件|附件打包|相关附件|文件下载|全文下载|正文下载|分享到|分享至|分享文章|分享按钮|分享$|打印(本页|文章|页面|正文|整页|内容)?$|打印(本页|整页)打印|关联稿件([：:].*)?$|(图文|文字|视频|音频|图片)?解读[：:]《|original\s?url[：:]|原文(链接|地址|网址)[：:]|本文(链接|地址|网址)[：:]|打印.{0,6}(关闭|收藏|下载)|关闭(本页|窗口|页面)?$|返回(顶部|首页|列表|上一页)|回到(顶部|首页)|当前位置|您(现在|当前)?的位置|您所在的位置|你的位置|您当前的位置|版权所有|copyright|©|关于我们|联系我们|网站地图|网站声明|隐私|法律声明|免责声明|上一篇|下一篇|(头部|底部|顶部|尾部|页头|页脚|导航|网站导航)$|上一条|下一条|相关(新闻|链接|阅读|解读|文件|附件|信息|文章|政策|稿件|报道)([：:].*)?$|延伸阅读|推荐阅读|(热门|热点|精彩|往期|为您|编辑)(推荐|文章|新闻|信息|内容|专题|回顾|搜索)([：:].*)?$|猜你喜欢|大家都在看|主办单位|承办单位|技术支持[：:]?[^0-9]*$|无障碍|适老化|长者|基本信息$|网站支持|本站支持|设为首页|加入收藏|繁[體体]版?$|简体版?$|english$|智能问答|我要(纠错|投诉|咨询|评论)|纠错|下载地址[：:]点击|收藏本站|\[收藏\]|>>|»|\[?复制链接|[上下]一主题|只看楼主|快速回复$|(征集状态|结果反馈日期)[：:]|(时限|专栏)[：:]$|您访问的链接即将离开|继续访问放弃$|【(打印|关闭|字体|字号|音频解读|一图读懂|图解|政策解读|视频解读|文字解读|我要打印|收藏|返回|纠错|大|背景色)|\[?(打印|关闭)[\]】|]|收藏$|打印收藏|微信扫|(使?用)?微信扫|掃一掃|微信公众号[：:]|微信号[：:]|首页[>＞|»›/]|相关文档|浏览次数|点赞$|在看$|a-aa\+|a\+a|阅读原文|关注该公众号|关注公众号|预览时标签|轻触阅读|喜欢此内容|语音(播报|朗读)|朗读$|听全文)|ICP[备证]|公网安备|网安备|网站标识码|在手机打开当前页|微信公众号$|小程序$|^-?次$|^-$|^\d{4}-\d{1,2}-\d{1,2}(\d{2}:\d{2}(:\d{2})?)?$|^\d{4}年\d{1,2}月\d{1,2}日\d{2}:\d{2}(:\d{2})?\p{Han}{0,6}$|^\d{4}[-./年]\d{1,2}[-./月]\d{1,2}日?(\d{2}:\d{2}(:\d{2})?)?(来源|作者|编辑|浏览|字体|字号|发布|阅读|点击)|^[-*•]?(\[[^\]]{1,120}\]\()?https?://[^\s，。）]+\)?$|^[0-9A-Z-]{8,24}/\d{4}-\d{3,8}$|^【(法规名称|法规标题|颁布单位|颁布部门|颁布机构|颁布时间|颁布日期|发布部门|发布文号|发布日期|实施日期|实施时间|生效日期|失效日期|失效时间|时效性|效力级别|效力等级|法规类别|所属类别|内容分类|文件来源|正文|全文)】|^第\d{1,2}版([：:].{0,12})?$|^[上下]一版|^\d{4}年\d{1,2}月\d{1,2}日星期[一二三四五六日天]$|^[（(](本报|本网)?(记者|通讯员|编辑|实习生|摄影)[^，。]{1,30}[）)]$|^(上篇|下篇)[：:]|^[（(\[【](此处|原件|原文|原稿)[^，。]{0,12}[）)\]】]$",
    )
});

/// The row below a title on a web page or in a chat: who published, a day with a clock time or what
/// the page counts behind it.
static BYLINE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^[^，。；：:\t|]{0,40}?(\d{4}[-./年]\d{1,2}[-./月]\d{1,2}日?)(\d{1,2}[:：]\d{2}([:：]\d{2})?[^，。；]{0,60}|[^，。；]{0,20}(浏览|点击|阅读|字号|字体|作者|编辑|来源|分享|打印|人气|访问)[^，。；]{0,60})$",
    )
});

/// When something takes place: from one clock time to another.
static HOURS: LazyLock<Regex> =
    LazyLock::new(|| regex(r"\d{1,2}[:：]\d{2}([:：]\d{2})?[-—–－~～至]\d{1,2}[:：]\d{2}"));

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
    if text.starts_with('第') && is_match(&ARTICLE, text) && !is_match(&AMENDS, squeezed) {
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

/// Whether the text is the label of a row of metadata, with its colon or without.
pub(super) fn is_metadata_label(squeezed: &str) -> bool {
    const LONGEST: usize = 60;
    let bare = squeezed.trim_end_matches(COLONS);
    squeezed.len() <= LONGEST
        && METADATA
            .find(&format!("{bare}："))
            .is_some_and(|found| found.as_str().trim_end_matches(COLONS).len() == bare.len())
}

/// Forms that a long line cannot have.
fn short(text: &str, squeezed: &str) -> Option<Form> {
    if is_match(&METADATA, squeezed)
        || is_match(&PAGE, squeezed)
        || !text.contains(['\t', '|']) && is_match(&BYLINE, squeezed) && !is_match(&HOURS, squeezed)
    {
        return Some(Form::Noise);
    }
    if is_match(&FILE, squeezed) && !text.starts_with('附') {
        return Some(Form::File);
    }
    if is_match(&IMPRINT, squeezed) {
        return Some(Form::Imprint);
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
    if !is_pointed_day(squeezed) && day(text).is_some() {
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

/// Whether the text is the running number of minutes or the like: 第18期, 〔2026〕3号.
pub(super) fn is_serial(squeezed: &str) -> bool {
    squeezed.len() <= 60 && is_match(&SERIAL, squeezed)
}

/// The day that the text is, wholly: with gaps between its characters, with a Latin O for 〇 as OCR
/// reads it, or by the calendar of the Republic (民國114年).
pub(super) fn day(text: &str) -> Option<NaiveDate> {
    const REPUBLIC: i32 = 1911;
    if text.len() > 100 {
        return None;
    }
    let text = text.trim_end_matches(['，', ',']);
    let squeezed = squeeze(text);
    let bare = squeezed.trim_start_matches("中華").trim_start_matches("中华");
    if let Some(rest) = bare.strip_prefix("民國").or_else(|| bare.strip_prefix("民国")) {
        let (year, rest) = numeral::leading(rest)?;
        let year = i32::try_from(year).ok()?.checked_add(REPUBLIC)?;
        return numeral::parse_date(&format!("{year}{rest}"));
    }
    if is_pointed_day(bare) {
        let mut parts = bare.split(['.', '-', '/', '．']).map(str::parse::<u32>);
        let year = i32::try_from(parts.next()?.ok()?).ok()?;
        return NaiveDate::from_ymd_opt(year, parts.next()?.ok()?, parts.next()?.ok()?);
    }
    numeral::parse_date(text).or_else(|| {
        let hanzi = squeezed.starts_with(['一', '二']);
        let read: String = squeezed
            .chars()
            .map(|c| if hanzi && "OoＯ0０".contains(c) { '〇' } else { c })
            .collect();
        numeral::parse_date(&read)
    })
}

/// Whether the text begins with a day that names its year.
pub(super) fn begins_with_day(text: &str) -> bool {
    numeral::leading_day(text).is_some_and(|(day, _)| day.year.is_some() && day.day.is_some())
}

/// Whether the text is a day in figures with points or dashes: 2026.4.8, 2026-04-08. A web page has
/// many; only below who signs it is the day of a document.
pub(super) fn is_pointed_day(squeezed: &str) -> bool {
    let parts: Vec<&str> = squeezed.split(['.', '-', '/', '．']).collect();
    let figures = |part: &&str| part.chars().all(|c| c.is_ascii_digit());
    matches!(parts.as_slice(), [year, month, day] if year.len() == 4
        && [month, day].iter().all(|part| (1..=2).contains(&part.len())))
        && parts.iter().all(figures)
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

/// Figures and the full stop behind them in one character: 1. to 20.
const POINTED: std::ops::RangeInclusive<char> = '\u{2488}'..='\u{249b}';

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
    if POINTED.contains(&first) {
        let n = u32::from(first) - u32::from(*POINTED.start()) + 1;
        return Some(Form::Numbered { level: 3, n });
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

/// The depth and last number of a heading that is numbered with points: 1.2 or 1.2.1 before a gap or
/// a word; depth 1, a number alone before a gap, is one only among such.
pub(super) fn pointed(text: &str) -> Option<(u8, u32)> {
    let digits = text.find(|c: char| !c.is_ascii_digit() && c != '.' && c != '．')?;
    let (number, rest) = (text.get(..digits)?, text.get(digits..)?);
    let parts: Vec<&str> = number.split(['.', '．']).collect();
    let depth = u8::try_from(parts.len()).ok().filter(|depth| (1..=4).contains(depth))?;
    let last: u32 = parts.last()?.parse().ok()?;
    let whole = parts.iter().all(|part| (1..=2).contains(&part.len()) && !part.starts_with('0'));
    let word = rest.trim_start().chars().next().is_some_and(is_han);
    let gap = rest.starts_with(char::is_whitespace);
    const UNITS: [char; 14] =
        ['万', '亿', '元', '倍', '个', '米', '吨', '公', '千', '亩', '年', '月', '以', '至'];
    let unit = depth == 2 && !gap && rest.starts_with(UNITS);
    let short = depth > 1 || rest.chars().count() <= 20 && gap && !has_prose_mark(rest);
    (whole && word && short && !unit).then_some((depth, last))
}

/// Number and name of a heading whose gap was lost or is a point: 1总则, 1.总则; one only above 1.1.
pub(super) fn unparted(text: &str) -> Option<(u32, &str)> {
    const LONGEST: usize = 14;
    let digits = text.find(|c: char| !c.is_ascii_digit()).filter(|at| (1..=2).contains(at))?;
    let (number, name) = (text.get(..digits)?, text.get(digits..)?);
    let name = name.strip_prefix(['.', '．']).unwrap_or(name);
    let plain = name.chars().all(|c| is_han(c) || c == '、' || c.is_whitespace());
    let n = number.parse().ok().filter(|n| *n > 0)?;
    (plain && name.chars().count() <= LONGEST && !number.starts_with('0')).then_some((n, name))
}

/// The text behind the number of a numbered line.
pub(super) fn after_number(text: &str) -> &str {
    let rest = text.trim_start_matches(|c: char| {
        numeral::is_numeral(c)
            || ('①'..='⑳').contains(&c)
            || POINTED.contains(&c)
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
    } else if text.contains('\t') {
        text.split('\t').collect()
    } else {
        // A single space is part of a cell: 李 杰.
        text.split("  ")
            .flat_map(|part| part.split("　　"))
            .filter(|p| !p.trim().is_empty())
            .collect()
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
    ends_sentence(text) || text.ends_with(COLONS) || text.ends_with(['；', ';'])
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
        check("〔十六届〕第 12 号", Form::OrderNumber);
        check("（第十六届第5号）", Form::OrderNumber);
        check("2026年4月8日", Form::Date);
        check("二 O 二 六 年 四 月 八 日", Form::Date);
        check("中華民國115年4月8日", Form::Date);
        check("（甲府办〔2026〕6号）", Form::Number);
        check("甲府通﹝2026﹞8 号", Form::Number);
        check("甲建复〔2026〕5号(B类)", Form::Number);
        check("甲政办发〔202646", Form::Number);
        check("×政复〔2026〕2号", Form::Number);
        check("建议字:〔2026〕8号", Form::Number);
        check("来源：市政府", Form::Noise);
        check("來源:縣政府辦2026-04-09", Form::Noise);
        check("用微信扫描二维码分享给朋友", Form::Noise);
        check("甲市收发〔2026〕年度", Form::Plain);
        check("府授環字第1140012345號", Form::Number);
        check("甲市人民政府公报　2026年第4期", Form::Folio);
        check("甲市人民政府办公室 2026年4月9日印发", Form::Imprint);
        check("抄送：市委办公室。", Form::Imprint);
        check("甲府发〔2026〕6号.pdf", Form::File);
        check("时间：2026年4月9日上午9:00", Form::Plain);
        check("时间：2026-04-09", Form::Noise);
        check("2026.4.9", Form::Plain);
        check("来源：市政府办公室 发布时间：2026-03-02 浏览次数：12", Form::Noise);
        check("甲市人民政府 2026年3月2日 10:22 内蒙古", Form::Noise);
        check("甲市人民政府 2026-03-02 浏览次数：12", Form::Noise);
        check("甲发布 2026-03-02 10:22:05", Form::Noise);
        check("原创 甲发布 甲发布 2026年3月2日 10:22 内蒙古", Form::Noise);
        check("2026年3月2日9:00，市长主持会议。", Form::Plain);
        check("甲市人民政府 2026年3月2日", Form::Plain);
        check("二〇〇六年十月十八日", Form::Date);
        check("（此件公开发布）", Form::Bracketed);
        check("（甲）和（乙）", Form::Plain);
        check("— 3 —", Form::Folio);
        check("附件1", Form::Label);
        check("附件：", Form::Label);
        check("附件1-1", Form::Label);
        check("附件1.", Form::Label);
        check("附件：1.名单", Form::AttachmentNote);
        check("附件1：名单", Form::AttachmentNote);
        check("附件1　名单", Form::AttachmentNote);
        check("附件1.甲乙坐标", Form::AttachmentNote);
        check("附件2.1条", Form::Plain);
        check("第一条 为了", Form::Article);
        check("第 1 條", Form::Article);
        check("第三条规定的", Form::Plain);
        check("第一章　总  则", Form::Chapter);
        check("第 二 章 工程及建設", Form::Chapter);
        check("图1　汽车号牌编码规则", Form::Caption);
        check("索 引 号：\t0001\t主题分类：\t其他", Form::Noise);
        check("扫一扫在手机打开当前页", Form::Noise);
        check("技术支持：甲市大数据中心", Form::Noise);
        check("技术支持：张三　0472-1234567", Form::Plain);
        check("当前位置：首页 > 政务公开", Form::Noise);
        check("【颁布部门】 甲市人民政府", Form::Noise);
        check("第02版：要闻", Form::Noise);
        check("热门推荐", Form::Noise);
        check("2026年05月12日 星期二", Form::Noise);
        check("（记者 张三）", Form::Noise);
        check("（此处为印章）", Form::Noise);
        check("[第2页]", Form::Folio);
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
    fn headings_with_points() {
        assert_eq!(pointed("1　总则"), Some((1, 1)));
        assert_eq!(pointed("2.1　指挥机构"), Some((2, 1)));
        assert_eq!(pointed("2.1.3指挥部职责"), Some((3, 3)));
        assert_eq!(pointed("1.5倍"), None);
        assert_eq!(pointed("2026年"), None);
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
