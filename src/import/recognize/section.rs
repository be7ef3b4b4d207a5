//! Sections: where each document belongs, by the contents or by its number's code.
//!
//! Codes (机关代字): a code with 办 is the office's, one with 府 or 政 the government's; the others
//! are the bureaus'.

use std::sync::Arc;

use chrono::Datelike;
use chrono::NaiveDate;

use super::article;
use super::chronicle;
use super::front::Front;
use super::title;
use super::variant;
use crate::finding::Finding;
use crate::finding::Severity;
use crate::issue::Section;
use crate::issue::document::Document;
use crate::issue::document::DocumentKind;
use crate::issue::document::OfficialKind;
use crate::issue::id::Ids;
use crate::issue::place::Field;
use crate::issue::place::Part;
use crate::issue::place::Place;
use crate::issue::text::Text;
use crate::text::squeeze;

/// Puts the documents into sections; what the contents says otherwise becomes findings.
pub(super) fn arrange(
    documents: Vec<Document>,
    front: &Front,
    ids: &mut Ids,
    findings: &mut Vec<Finding>,
) -> Vec<Section> {
    let mut met = vec![false; front.contents.len()];
    let mut sections: Vec<Section> = front
        .sections
        .iter()
        .map(|name| Section {
            id: ids.make(),
            name: name.as_str().into(),
            codes: Vec::new(),
            documents: Vec::new(),
        })
        .collect();
    for mut document in documents {
        if document.kind == DocumentKind::Chronicle {
            document.contents_title = chronicle_title(&document).map(Text::from);
        } else if document.contents_title.is_none() {
            document.contents_title = order_title(&document).map(Text::from);
        }
        let found = find(&document, front, &met);
        let mut named = None;
        if let Some(index) = found
            && let Some(line) = front.contents.get(index)
        {
            if let Some(met) = met.get_mut(index) {
                *met = true;
            }
            named = line.section;
            compare(&document, &line.squeezed, findings);
        }
        let name = document_section(&document);
        let target = named.or_else(|| sections.iter().position(|s| s.name.string == name));
        let index = target.unwrap_or_else(|| {
            sections.push(Section {
                id: ids.make(),
                name: name.into(),
                codes: Vec::new(),
                documents: Vec::new(),
            });
            sections.len() - 1
        });
        if let Some(section) = sections.get_mut(index) {
            if let Some(code) = code(&document)
                && !section.codes.contains(&code)
            {
                section.codes.push(code);
            }
            section.documents.push(Arc::new(document));
        }
    }
    for (line, met) in front.contents.iter().zip(&met) {
        if !met {
            findings.push(Finding {
                rule: "contents-missing",
                severity: Severity::Warning,
                place: None,
                text: line.title.clone(),
                message: format!("目录列有“{}”，正文里没有找到；请核对原件是否缺页", line.title),
                fix: None,
            });
        }
    }
    sections.retain(|section| !section.documents.is_empty());
    sections
}

/// The line of the contents that is the document's.
fn find(document: &Document, front: &Front, met: &[bool]) -> Option<usize> {
    let title = squeeze(&document.title.string);
    let printed = squeeze(&document.contents_text().0.string);
    let mut best: Option<(usize, f32)> = None;
    for (index, line) in front.contents.iter().enumerate() {
        if met.get(index).copied().unwrap_or(false) {
            continue;
        }
        let chronicle = document.kind == DocumentKind::Chronicle;
        let mut likeness = title::similarity(&line.squeezed, &title)
            .max(title::similarity(&line.squeezed, &printed));
        if chronicle && title::kind_of(&line.squeezed) == DocumentKind::Chronicle {
            likeness = likeness.max(0.8);
        }
        if likeness > 0.7 && best.is_none_or(|(_, most)| likeness > most) {
            best = Some((index, likeness));
        }
    }
    best.map(|(index, _)| index)
}

/// Reports a contents line that differs from what the contents will print.
fn compare(document: &Document, line: &str, findings: &mut Vec<Finding>) {
    let (printed, is_title) = document.contents_text();
    if squeeze(&printed.string) == line {
        return;
    }
    let field = if is_title { Field::Title } else { Field::ContentsTitle };
    findings.push(Finding {
        rule: "contents-title",
        severity: Severity::Info,
        place: Some(Place::new(Part::Field(document.id, field), printed.range())),
        text: printed.string.clone(),
        message: format!("原目录写作“{line}”，与标题不一致；目录将按标题重新生成，请核对标题"),
        fix: None,
    });
}

/// What the contents prints for a chronicle: its period in full before its title.
fn chronicle_title(document: &Document) -> Option<String> {
    let (first, last) = chronicle::period(&document.period.as_ref()?.string)?;
    let title = squeeze(&document.title.string);
    if title.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let (year, month) = (first.year?, first.month?);
    let Some(day) = first.day else {
        return Some(format!("{year}年{month}月{title}"));
    };
    let Some(last) = last else { return Some(format!("{year}年{month}月{day}日{title}")) };
    let end_year = last.year.unwrap_or(year);
    let end_month = last.month.unwrap_or(month);
    let end = NaiveDate::from_ymd_opt(end_year, end_month, last.day?)?;
    Some(format!(
        "{year}年{month}月{day}日至{}年{}月{}日{title}",
        end.year(),
        end.month(),
        end.day()
    ))
}

/// What the contents prints for an order: its number and what it publishes behind its title, which
/// is the same for all orders of an organ.
fn order_title(document: &Document) -> Option<String> {
    let number = squeeze(&document.number.as_ref()?.string);
    let title = squeeze(&document.title.string);
    let numbered = number.starts_with('第') && number.ends_with('号');
    let order = document.kind == DocumentKind::Official(OfficialKind::Order);
    if !(order && numbered && title.ends_with('令')) {
        return None;
    }
    let published = document.attached.first().map(|own| own.title.string.as_str());
    let published = published.map(|own| format!("\u{3000}{own}")).unwrap_or_default();
    Some(format!("{title}（{number}）{published}"))
}

/// Whether the text is one of the usual names of sections (栏目).
pub(super) fn is_name(squeezed: &str) -> bool {
    const NAMES: [&str; 12] = [
        "文件",
        "政府令",
        "人事任免",
        "政策解读",
        "领导讲话",
        "统计资料",
        "主要经济指标",
        "任免",
        "图片新闻",
        "政府工作报告",
        "文件选登",
        "人事",
    ];
    squeezed.chars().count() <= 12
        && NAMES.iter().any(|name| squeezed.ends_with(name))
        && !squeezed.ends_with("的文件")
        && !squeezed.contains("人民政府")
}

/// The code of the document's number: 包府发 of 包府发〔2026〕6号.
pub(in crate::import) fn code(document: &Document) -> Option<String> {
    let number = squeeze(&document.number.as_ref()?.string);
    let (code, _) = number.split_once(['〔', '[', '（', '(', '【', '［'])?;
    (!code.is_empty()).then(|| code.to_owned())
}

/// The period of a chronicle: its own line, or the month or days that its title names.
pub(in crate::import) fn period(document: &Document) -> Option<&str> {
    if document.kind != DocumentKind::Chronicle {
        return None;
    }
    let line = document.period.as_ref().map(|text| text.string.as_str());
    line.or_else(|| Some(chronicle::named_days(&document.title.string)?.0))
}

/// The name of the section that a document belongs to by itself.
pub(in crate::import) fn document_section(document: &Document) -> String {
    let title = squeeze(&document.title.string);
    let issuer = document.issuer.as_ref().map(|text| squeeze(&text.string)).unwrap_or_default();
    let issuer = variant::simplified(&issuer);
    match document.kind {
        DocumentKind::Chronicle => {
            let plain =
                title.chars().count() <= 10 && !title.contains(|c: char| c.is_ascii_digit());
            return if plain && !title.is_empty() { title } else { "政府大事记".to_owned() };
        }
        DocumentKind::Pictures => return "图片新闻".to_owned(),
        DocumentKind::Article => {
            if article::is_speech(title::without_suffix(&title)) {
                return "领导讲话".to_owned();
            }
            if title::is_correction(title::without_suffix(&title)) {
                return "更正".to_owned();
            }
            if title.contains("解读") {
                return "政策解读".to_owned();
            }
            if title.contains("统计") || title.contains("指标") {
                return "统计资料".to_owned();
            }
        }
        DocumentKind::Official(OfficialKind::Order)
            if issuer.ends_with("政府") || issuer.ends_with("国务院") =>
        {
            return format!("{}令", government(&issuer));
        }
        DocumentKind::Official(_) => {}
    }
    match code(document) {
        Some(code) if code.contains('办') && code.contains(['府', '政', '国']) => {
            format!("{}{}文件", government(&issuer), office(&issuer))
        }
        Some(code) if code.contains(['府', '政']) || code.starts_with('国') => {
            format!("{}文件", government(&issuer))
        }
        Some(_) => "部门文件".to_owned(),
        None if issuer.ends_with("政府办公室") || issuer.ends_with("政府办公厅") => {
            format!("{}{}文件", government(&issuer), office(&issuer))
        }
        None if issuer.ends_with("政府") => format!("{}文件", government(&issuer)),
        None if issuer.is_empty() => "其他".to_owned(),
        None => "部门文件".to_owned(),
    }
}

fn office(issuer: &str) -> &'static str {
    if issuer.ends_with("办公厅") { "办公厅" } else { "办公室" }
}

/// How the government that issued it is called for short: 市政府.
fn government(issuer: &str) -> &'static str {
    let name = issuer.split("人民政府").next().unwrap_or_default();
    let name = name.split("政府").next().unwrap_or_default();
    match name.chars().next_back() {
        _ if issuer.starts_with("国务院") => "国务院",
        Some('省') => "省政府",
        Some('县') => "县政府",
        Some('旗') => "旗政府",
        Some('州') => "州政府",
        Some('区') if name.ends_with("自治区") => "自治区政府",
        Some('区') => "区政府",
        _ => "市政府",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::recognize::organ;
    use crate::issue::document::Attached;

    fn document(title: &str, number: Option<&str>) -> Document {
        let mut document = Document::new(Ids::new(1).make(), title::kind_of(title), title);
        document.number = number.map(Text::from);
        document.issuer = organ::issuer(title).map(Text::from);
        document
    }

    #[test]
    fn sections_by_code() {
        fn check(title: &str, number: Option<&str>, expected: &str) {
            assert_eq!(document_section(&document(title, number)), expected, "{title}");
        }
        check("甲市人民政府关于乙的通知", Some("甲府发〔2026〕6号"), "市政府文件");
        check("甲市人民政府办公室关于乙的通知", Some("甲府办发〔2026〕6号"), "市政府办公室文件");
        check("甲市人民政府关于乙的函", Some("甲府函〔2026〕6号"), "市政府文件");
        check("甲省人民政府办公厅关于乙的通知", Some("甲政办发〔2026〕6号"), "省政府办公厅文件");
        check("甲市财政局关于乙的通知", Some("甲财规〔2026〕6号"), "部门文件");
        check("甲市人民政府令", Some("第12号"), "市政府令");
        check("甲市人民政府关于乙的通告", None, "市政府文件");
        check("政府大事记", None, "政府大事记");
        check("《甲办法》政策解读", None, "政策解读");
        check("在全市甲会议上的讲话（摘要）", None, "领导讲话");
        check("甲市人民政府常务会议纪要", None, "市政府文件");
        check("县政府第9次常务会议纪要", None, "县政府文件");
        check("关于本刊2026年第3期的更正", None, "更正");
    }

    #[test]
    fn orders_in_the_contents() {
        fn check(number: Option<&str>, published: Option<&str>, expected: Option<&str>) {
            let mut document = document("甲市人民政府令", number);
            let mut ids = Ids::new(5);
            document.attached =
                published.map(|own| Attached::new(ids.make(), own)).into_iter().collect();
            assert_eq!(order_title(&document).as_deref(), expected, "{number:?}");
        }
        check(
            Some("第 12 号"),
            Some("甲市供热管理办法"),
            Some("甲市人民政府令（第12号）　甲市供热管理办法"),
        );
        check(Some("第12号"), None, Some("甲市人民政府令（第12号）"));
        check(None, Some("甲市供热管理办法"), None);
        assert_eq!(order_title(&document("甲市人民政府公告", Some("第3号"))), None);
    }

    #[test]
    fn chronicle_in_the_contents() {
        fn check(period: &str, expected: Option<&str>) {
            let mut document = document("政府大事记", None);
            document.period = Some(period.into());
            assert_eq!(chronicle_title(&document).as_deref(), expected, "{period}");
        }
        check("2026年4月1日—4月30日", Some("2026年4月1日至2026年4月30日政府大事记"));
        check("（2026年4月1日至30日）", Some("2026年4月1日至2026年4月30日政府大事记"));
        check("2026年4月", Some("2026年4月政府大事记"));
        check("2025年12月20日—2026年1月19日", Some("2025年12月20日至2026年1月19日政府大事记"));
    }
}
