//! The table's own examples, and what must stay silent.

mod issue;

use super::passage::{Kind, Passage, Reading, Sheet, Source};
use super::table::{LINTS, Scope, rank, rule};
use super::*;

/// A passage of a kind, in an official document of April 2026.
fn reading(kind: Kind, text: &str) -> Reading<'_> {
    let mut reading = Reading::new(Source::Issue);
    let mut passage = Passage::new(kind, text);
    passage.sheet = Some(0);
    reading.passages.push(passage);
    reading.sheets.push(Sheet {
        title: (kind == Kind::Title).then_some(0),
        official: true,
        date: chrono::NaiveDate::from_ymd_opt(2026, 4, 8),
        ..Sheet::default()
    });
    reading
}

/// The kind of passage on which the example of a rule is read.
fn kind_of(id: &str) -> Kind {
    match id {
        "heading-period" | "h1-number-punct" | "h2-number-punct" | "h3-number-dunhao"
        | "h3-number-fullstop" => return Kind::Heading(1),
        "article-number" => return Kind::Article,
        "classification-mark" | "theme-words" => return Kind::Body,
        "booktitle-angle" => return Kind::Body,
        _ => {}
    }
    match rule(id).map(|rule| rule.scope) {
        Some(Scope::Number) => Kind::Number,
        Some(Scope::Signature) => Kind::Date,
        Some(Scope::Chronicle) => Kind::ChronicleEntry,
        Some(Scope::Heading) => Kind::Heading(1),
        Some(Scope::Title) => Kind::Title,
        Some(Scope::Contents) => Kind::ContentsTitle,
        Some(Scope::Addressee) => Kind::Addressee,
        Some(Scope::Tail) => Kind::Annotation,
        Some(Scope::AttachmentNote) => Kind::AttachmentNote,
        Some(Scope::AttachmentLabel) => Kind::AttachmentLabel,
        Some(Scope::Names) => Kind::Appointment,
        Some(Scope::Gazette) => Kind::Colophon,
        _ => Kind::Body,
    }
}

fn example(text: &str) -> String {
    text.replace("\\u{200B}", "\u{200b}")
}

/// Rules of the table with a pattern that is run, or whose pattern a scanner replaces, with their
/// examples.
fn examples() -> Vec<(&'static str, String, String)> {
    const SCANNED: [&str; 6] = [
        "date-invalid",
        "paren-mixed",
        "quote-straight",
        "quote-same-direction",
        "booktitle-nested",
        "latin-in-hanzi",
    ];
    LINTS
        .lines()
        .skip(1)
        .filter_map(|line| {
            let fields: Vec<&'static str> = line.split('\t').collect();
            let id = *fields.first()?;
            let active = pattern::is_active(id) || SCANNED.contains(&id);
            active.then(|| (id, example(fields[7]), example(fields[8])))
        })
        .collect()
}

#[test]
fn wrong_examples_are_found_and_right_ones_are_not() {
    let mut failures = Vec::new();
    let all = examples();
    assert!(all.len() > 120, "{}", all.len());
    for (id, wrong, right) in all {
        // Examples that a note explains rather than shows.
        let right = right.split(" or ").next().unwrap_or_default().replace(" (inside 《 》)", "");
        let found = run(&reading(kind_of(id), &wrong));
        let special =
            found.iter().any(|hit| hit.rule == id || rule(hit.rule).map(rank) < rule(id).map(rank));
        if !special {
            failures.push(format!("{id}: not found in {wrong}: {found:?}"));
        }
        let right = if right == "—" { "" } else { &right };
        if run(&reading(kind_of(id), right)).iter().any(|hit| hit.rule == id) {
            failures.push(format!("{id}: found in {right}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn fixes_silence_their_rule_and_make_no_new_error() {
    let mut failures = Vec::new();
    for (id, wrong, _) in examples() {
        let kind = kind_of(id);
        let before = run(&reading(kind, &wrong));
        for hit in before.iter().filter(|hit| hit.fix.is_some()) {
            let mut mended = wrong.clone();
            mended.replace_range(hit.start..hit.end, hit.fix.as_deref().unwrap_or_default());
            for after in run(&reading(kind, &mended)) {
                let new = rule(after.rule).is_some_and(|rule| rule.severity == Severity::Error)
                    && !before.iter().any(|hit| hit.rule == after.rule)
                    // 第3页 alone on a line is a folio, whatever was taken out of it.
                    && !(id == "field-code" && after.rule == "page-furniture");
                let again = after.rule == hit.rule
                    && after.start < hit.start + hit.fix.as_ref().map_or(0, String::len)
                    && after.end > hit.start;
                if new || again {
                    failures.push(format!("{id}: {wrong} → {mended}: {}", after.rule));
                }
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// What good documents write and a checker must not touch.
const SILENT: &[&str] = &[
    "二、三季度经济运行平稳。",
    "第一、二产业增长较快。",
    "一是压实责任。二是加强督导。",
    "用B5纸印刷，份数照旧。",
    "开发小程序APP，方便群众。",
    "建设5G基站，完善网络。",
    "分为A类、B类两种。",
    "投资为上年的2.4倍。",
    "上午9:30召开会议。",
    "比例尺为1∶500。",
    "执行GB/T 2260—2007的规定。",
    "开展“3·15”活动。",
    "依照第（一）至（五）项办理。",
    "刑法第二百八十条之一规定明确。",
    "见〔1988〕某字第5号文件。",
    "见（2026）内02民终1号判决。",
    "达到目的的方法很多。",
    "作为标的的房屋已经交付。",
    "货物来自已建成的园区。",
    "深入学习贯彻会议精神。",
    "核对申请人材料是否齐全。",
    "这不只是一个部门的事。",
    "做到有的放矢。",
    "邻里之间和和美美。",
    "登录平台账户办理。",
    "防范台风登陆带来的灾害。",
    "建立快速反应机制。",
    "报名截止后不再受理。",
    "截止日期为4月30日。",
    "储备帐篷等应急物资。",
    "与其他部门协同配合。",
    "制订计划并组织实施。",
    "在岗位上做出成绩。",
    "填写　　年　月　日后盖章。",
    "联系人张××、李××已到场。",
    "联系电话0472-5618300，工作日接听。",
    "4月16日至17日，召开座谈会。",
    "副市长阿拉坦·巴特尔出席。",
    "他说：“要抓好落实。”",
    "近3年来增长明显。",
    "温度为25℃，面积120平方米。",
    "为了了解情况，开展调研。",
    "对对方的意见要尊重。",
    "日本、韩国和香港、澳门等国家和地区参加。",
    "农业部门要加强指导。",
    "周末完成检修，年末达到目标。",
    "（见附件1）所列事项。",
    "人均收入12 000元。",
    "到2026年底，联合率达到60%以上。",
    "二期5000吨项目开工。",
    "按照《中共中央办公厅 国务院办公厅关于印发〈方案〉的通知》执行。",
    "“1144”现代化产业体系加快构建。",
    "开展“三在三找”工作。",
    "苏彩霞任主任（试用期一年）；",
    "显著提高，著名品牌增加。",
    "瞭望塔和乾坤湾。",
    "参与与维护治安有关的工作。",
    "行政执法与利益脱钩、与责任挂钩。",
    "长春路、和义路围成的区域。",
    "禁止吸烟场所不得设置吸烟室。",
    "避免因数据不准确造成损害。",
    "（四）、（五）项所列人员，由机关决定。",
    "再审申请人申请人民法院鉴定的，予以准许。",
    "《关于修改〈实施《档案法》办法〉的决定》已经公布。",
    "《食品安全国家标准 食品添加剂使用标准》已经实施。",
];

fn check_silent(text: &str) {
    for kind in [Kind::Body, Kind::Item] {
        let found = run(&reading(kind, text));
        let loud: Vec<_> = found
            .iter()
            .filter(|hit| rule(hit.rule).is_some_and(|rule| rule.severity > Severity::Info))
            .collect();
        assert!(loud.is_empty(), "{text}: {loud:?}");
    }
}

#[test]
fn false_alarms_that_cost_trust_stay_silent() {
    for text in SILENT {
        check_silent(text);
    }
    for (kind, text) in [
        (Kind::AttachmentLabel, "附件1"),
        (Kind::SectionName, "目　录"),
        (Kind::Chapter, "第一章　总　则"),
        (Kind::Appointment, "李　杰 任市政府副秘书长；"),
        (Kind::IssueLine, "2026 年第 4 期"),
        (Kind::Cell, "DX-50-60"),
        (Kind::Annotation, "（此件公开发布）"),
    ] {
        let found = run(&reading(kind, text));
        assert!(found.iter().all(|hit| hit.rule == "appointment-last"), "{text}: {found:?}");
    }
}

/// What the sample issue yields, rule by rule: (rule, line, text); an empty text stands for any.
fn sample() -> Vec<TextFinding> {
    check_text(include_str!("../../tests/fixtures/sample/2026-04-ocr.txt"), &[])
}

fn check_sample(findings: &[TextFinding], id: &str, line: u32, text: &str) {
    let found = findings
        .iter()
        .any(|finding| finding.rule == id && finding.line == line && finding.text.contains(text));
    assert!(found, "{id} in line {line}");
}

#[test]
fn the_sample_yields_its_faults() {
    let findings = sample();
    check_sample(&findings, "title-contents-mismatch", 28, "武吴");
    check_sample(&findings, "name-lookalike", 28, "武吴");
    check_sample(&findings, "name-traditional", 84, "藺");
    check_sample(&findings, "latin-in-hanzi", 156, "responsibility");
    check_sample(&findings, "latin-in-hanzi", 340, "and");
    check_sample(&findings, "paren-halfwidth", 11, "(总第167期)");
    check_sample(&findings, "paren-halfwidth", 20, "(总第167期·月刊)");
    for line in [68, 72, 78] {
        check_sample(&findings, "name-halfspace", line, " ");
    }
    for line in [184, 232, 280, 324] {
        check_sample(&findings, "page-furniture", line, "政府大事记");
    }
    for line in [
        61, 122, 128, 134, 144, 172, 182, 204, 218, 230, 246, 258, 266, 278, 286, 300, 310, 322,
        334,
    ] {
        check_sample(&findings, "line-break-in-sentence", line, "");
    }
    check_sample(&findings, "quote-dunhao", 156, "”、“");
    check_sample(&findings, "org-short-mixed", 154, "各旗县区");
    check_sample(&findings, "mongolian-text", 7, "");
    check_sample(&findings, "mongolian-text", 17, "");
    check_sample(&findings, "word-list-confusions", 130, "进一步门");
}

#[test]
fn the_sample_yields_nothing_else_that_is_loud() {
    let known = [
        "title-contents-mismatch",
        "name-lookalike",
        "name-traditional",
        "latin-in-hanzi",
        "paren-halfwidth",
        "name-halfspace",
        "page-furniture",
        "line-break-in-sentence",
        "mongolian-text",
        "word-list-confusions",
    ];
    let others: Vec<_> = sample()
        .into_iter()
        .filter(|finding| finding.severity > Severity::Info && !known.contains(&finding.rule))
        .map(|finding| (finding.rule, finding.line, finding.text))
        .collect();
    assert!(others.is_empty(), "{others:?}");
}

#[test]
fn offsets_are_characters_of_the_whole_text() {
    let text = "第一行。\n按照要求,落实。\n";
    let findings = check_text(text, &[]);
    let finding = findings.iter().find(|finding| finding.rule == "comma-halfwidth").unwrap();
    assert_eq!((finding.start, finding.end, finding.line, finding.column), (9, 10, 2, 5));
    let fix = finding.fix.as_ref().unwrap();
    assert_eq!((fix.range, fix.replacement.as_str()), (Range::new(9, 10), "，"));
}

#[test]
fn known_kinds_are_taken() {
    let text = "李 杰 任市政府副秘书长。";
    let noise = [Segment { range: Range::new(0, 14), kind: Kind::Noise }];
    assert!(check_text(text, &noise).is_empty());
    assert!(!check_text(text, &[]).is_empty());
}
