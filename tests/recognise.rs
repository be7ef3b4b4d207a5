//! How well the recogniser reads 22 real documents: each line's style, each document's fields.
#![expect(clippy::unwrap_used, reason = "a fixture that cannot be read fails the test")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::path::PathBuf;

use gongbao::import;
use gongbao::import::Draft;
use gongbao::issue::id::Ids;
use serde_json::Value;

/// The share of segments that must have the right style; measured, and not to fall.
const SEGMENTS: f64 = 0.99;
/// The share of fields that must be right.
const FIELDS: f64 = 0.97;

fn corpus() -> Vec<(String, String, Value)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/corpus");
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|end| end == "json"));
    files.sort();
    files
        .into_iter()
        .map(|path| {
            let truth = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
            let text =
                import::text::decode(&fs::read(path.with_extension("txt")).unwrap()).unwrap();
            (path.file_stem().unwrap().to_string_lossy().into_owned(), text, truth)
        })
        .collect()
}

fn squeeze(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The styles found for each paragraph of the truth, in order.
fn found_styles(draft: &Draft, truth: &Value) -> Vec<String> {
    let paragraphs = truth["paragraphs"].as_array().unwrap();
    let style = |index: usize| draft.segments[index].style.name().to_owned();
    if truth["run_on"] == true {
        return paragraphs
            .iter()
            .map(|paragraph| {
                let offset = u32::try_from(paragraph["offset"].as_u64().unwrap()).unwrap();
                let index =
                    draft.segments.iter().rposition(|s| s.range.start <= offset).unwrap_or(0);
                let near = draft.segments[index].range.start + 1 >= offset;
                if near { style(index) } else { "(not cut)".to_owned() }
            })
            .collect();
    }
    let mut at = 0;
    paragraphs
        .iter()
        .map(|paragraph| {
            let start = squeeze(paragraph["text_starts_with"].as_str().unwrap());
            let found = (at..draft.segments.len().min(at + 3))
                .find(|&i| squeeze(&draft.segments[i].text).starts_with(&start));
            let Some(index) = found else { return "(lost)".to_owned() };
            at = index + 1;
            style(index)
        })
        .collect()
}

fn is_right(expected: &Value, found: &str) -> bool {
    let same = |style: &Value| {
        style == found
            || style == "list" && (found == "appointment" || found == "table")
            || style == "body" && found == "entry"
    };
    same(&expected["style"])
        || expected["alt"].as_array().is_some_and(|others| others.iter().any(same))
}

#[test]
fn styles_of_the_corpus() {
    let mut confusion: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
    let (mut right, mut all) = (0u32, 0u32);
    for (name, text, truth) in corpus() {
        let draft = import::import(&text, &mut Ids::new(1));
        let (mut ok, mut count) = (0, 0);
        let paragraphs = truth["paragraphs"].as_array().unwrap();
        for (expected, found) in paragraphs.iter().zip(found_styles(&draft, &truth)) {
            count += 1;
            if is_right(expected, &found) {
                ok += 1;
            } else {
                let key = (expected["style"].as_str().unwrap().to_owned(), found);
                let text = expected["text_starts_with"].as_str().unwrap();
                confusion.entry(key).or_default().push(format!("{name} {text}"));
            }
        }
        println!("{name} {ok}/{count}");
        right += ok;
        all += count;
    }
    for ((expected, found), places) in &confusion {
        println!(
            "{expected} taken for {found}: {} times\n    {}",
            places.len(),
            places.join("\n    ")
        );
    }
    let share = f64::from(right) / f64::from(all);
    println!("{right} of {all} segments right: {:.1} %", share * 100.0);
    assert!(share >= SEGMENTS, "{share}");
}

#[test]
fn fields_of_the_corpus() {
    const KINDS: [&str; 15] = [
        "决议", "决定", "令", "公报", "公告", "通告", "意见", "通知", "通报", "报告", "请示",
        "批复", "议案", "函", "纪要",
    ];
    let (mut right, mut all) = (0u32, 0u32);
    for (name, text, truth) in corpus() {
        let draft = import::import(&text, &mut Ids::new(1));
        let report = import::report::report(&[("", &draft)]);
        let documents = report["documents"].as_array().unwrap();
        let mut compare = |key: &str, expected: &Value, found: &Value| {
            all += 1;
            if expected.as_str().map(squeeze) == found.as_str().map(squeeze) {
                right += 1;
            } else {
                println!("{name} {key}: {expected} read as {found}");
            }
        };
        compare("documents", &Value::from("1"), &Value::from(documents.len().to_string()));
        let Some(document) = documents.first() else { continue };
        let kind = truth["kind"].as_str().unwrap();
        if let Some(kind) = KINDS.iter().find(|k| kind.contains(*k)) {
            compare("kind", &Value::from(*kind), &document["kind"]);
        }
        for (key, found) in [
            ("doc_number", "number"),
            ("issuer", "issuer"),
            ("title", "title"),
            ("addressee", "addressee"),
            ("date", "date_as_written"),
            ("public_note", "annotation"),
        ] {
            compare(key, &truth[key], &document[found]);
        }
    }
    let share = f64::from(right) / f64::from(all);
    println!("{right} of {all} fields right: {:.1} %", share * 100.0);
    assert!(share >= FIELDS, "{share}");
}

/// Checks the style of each line that is not empty: `style text` a line.
fn check(marked: &str) {
    let (mut text, mut expected) = (String::new(), Vec::new());
    for line in marked.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (style, line) = line.split_once(' ').unwrap();
        expected.push((style.to_owned(), line.trim().to_owned()));
        text.push_str(line.trim());
        text.push_str("\n\n");
    }
    let draft = import::import(&text, &mut Ids::new(1));
    let found: Vec<(String, String)> =
        draft.segments.iter().map(|s| (s.style.name().to_owned(), s.text.clone())).collect();
    assert_eq!(found, expected);
}

#[test]
fn an_order_publishes_rules_and_other_documents_follow() {
    check(
        "title 甲市人民政府令
         doc_number 第12号
         body 《甲市城市绿化管理办法》已经2026年3月20日市人民政府第15次常务会议审议通过，现予公布，自2026年5月1日起施行。
         signature 市 长　张 三
         date 2026年4月1日
         title 甲市城市绿化管理办法
         chapter 第一章 总 则
         article 第一条 为了加强城市绿化管理，根据有关法律、法规，制定本办法。
         article 第三条 市人民政府应当履行下列职责：
         list （一）编制规划；
         list （二）监督检查。
         title 甲市人民政府办公室
         title 关于成立丙工作领导小组的通知
         doc_number 甲府办发〔2026〕3号
         addressee 各县、区人民政府，市直各部门：
         body 现将组成人员名单通知如下：
         list 组　长：张　三　　市长
         list 成　员：王　五　　市财政局局长
         attachment 附件：1.丙工作方案
         attachment 2.任务分工表
         signature 甲市人民政府办公室
         date 2026年4月2日
         note （联系人：张某；联系电话：123456）
         attachment 附件1
         title 丙工作方案
         body 为做好丙工作，制定本方案。
         h1 一、目标
         h2 （一）完成任务。各部门要努力。
         attachment 附件2
         title 任务分工表
         table | 序号 | 任务 | 单位 |
         table |---|---|---|
         table | 1 | 甲 | 乙局 |
         title 甲市财政局 甲市教育局
         title 关于印发《甲市学前教育经费管理办法》的通知
         doc_number 甲财规〔2026〕1号
         addressee 各县区财政局、教育局：
         body 现将《甲市学前教育经费管理办法》印发给你们，请遵照执行。
         signature 甲市财政局  甲市教育局
         date 2026年4月3日
         title 甲市学前教育经费管理办法
         article 第一条 为规范管理，制定本办法。",
    );
}

#[test]
fn replies_public_notices_and_documents_passed_on() {
    check(
        "title 甲市人民政府
         title 关于同意设立乙县经济开发区的批复
         doc_number 甲府函〔2026〕8号
         addressee 乙县人民政府：
         body 你县《关于设立乙县经济开发区的请示》（乙府〔2026〕2号）收悉。现批复如下：
         h1 一、同意设立乙县经济开发区，规划面积10平方公里。
         body 此复
         signature 甲市人民政府
         date 2026年4月9日
         title 甲市人民政府关于禁止燃放烟花爆竹的通告
         body 为保护环境，市人民政府决定，在下列区域禁止燃放烟花爆竹：
         h1 一、东区全域；
         body 本通告自发布之日起施行。
         signature 甲市人民政府
         date 2026年4月10日
         title 甲市人民政府转发国务院办公厅关于做好丁工作的通知
         doc_number 甲府发〔2026〕9号
         addressee 各县人民政府：
         body 现将《国务院办公厅关于做好丁工作的通知》（国办发〔2026〕1号）转发给你们，请贯彻执行。
         date 2026年4月11日
         title 国务院办公厅关于做好丁工作的通知
         doc_number 国办发〔2026〕1号
         addressee 各省、自治区、直辖市人民政府：
         body 为做好丁工作，现通知如下。
         signature 国务院办公厅
         date 2026年1月5日",
    );
}

#[test]
fn chronicles_minutes_appointments_and_laws() {
    check(
        "title 政府大事记
         date （2026年3月）
         entry 1日 市长张三调研。
         entry 3月2日至3日，全市大会召开。
         body 会议指出，要落实责任。
         entry 12日上午，市长李四会见客人。",
    );
    check(
        "title 市政府第12次常务会议纪要
         doc_number 〔2026〕12号
         body 2026年4月12日，市长张三主持召开会议。现将议定事项纪要如下：
         h1 一、关于甲事项
         body 会议同意甲方案。",
    );
    check(
        "title 市政府关于李四等同志任免职的通知
         doc_number 甲府任〔2026〕2号
         addressee 各县（市、区）人民政府，市政府各部门：
         body 经研究，决定任命：
         appointment 李四同志为市财政局局长；
         appointment 王五（女，回族）任市教育局副局长；
         body 决定免去：
         appointment 赵六的市水务局局长职务；
         appointment 钱七同志市林业局副局长职务。
         signature 甲市人民政府
         date 2026年4月5日
         running_head 政策解读
         title 《甲市学前教育经费管理办法》政策解读
         h1 一、出台背景",
    );
    check(
        "noise 首页
         noise 政务公开
         title 中华人民共和国防沙治沙法
         note （2001年8月31日第九届全国人民代表大会常务委员会第二十三次会议通过）
         contents 目　录
         contents 第一章　总则
         contents 第二章　防沙治沙规划
         chapter 第一章　总则
         article 第一条　为预防土地沙化，制定本法。
         chapter 第二章　防沙治沙规划",
    );
}

#[test]
fn an_issue_of_another_look() {
    check(
        "masthead 甲市人民政府公报
         masthead 2026年第5期（总第201期）
         masthead 主管主办：甲市人民政府
         contents 目  录
         contents 【市政府文件】
         contents 甲市人民政府关于印发甲市乙办法的通知
         contents （甲政发〔2026〕5号）………………………………（1）
         contents 【人事任免】
         contents 甲市人民政府关于丁任职的通知………………（9）
         contents 【大事记】
         contents 2026年4月大事记……………………（12）
         title 甲市人民政府
         title 关于印发甲市乙办法的通知
         doc_number 甲政发〔2026〕5号
         addressee 各区县人民政府：
         body 现将《甲市乙办法》印发给你们。
         signature 甲市人民政府
         date 2026年4月2日
         title 甲市乙办法
         article 第一条 为了乙，制定本办法。
         running_head — 4 —
         running_head 甲市人民政府公报 2026年第5期
         title 甲市人民政府
         title 关于丁任职的通知
         doc_number 甲政任〔2026〕1号
         addressee 各区县人民政府：
         appointment 丁一民任市财政局局长。
         signature 甲市人民政府
         date 2026年4月4日
         title 2026年4月大事记
         entry 1日
         body 市长调研。
         entry 2日至3日
         body 全市大会召开。
         colophon 编辑出版：甲市人民政府办公室
         colophon 地址：甲市乙路1号",
    );
}

#[test]
fn attachments_of_a_published_plan_are_nested() {
    let text = "甲市人民政府办公室关于印发甲市推进丙工作实施方案的通知\n甲府办发〔2026〕5号\n\
        各区县人民政府：\n《甲市推进丙工作实施方案》已经市政府同意，现印发给你们，请认真组织实施。\n\
        甲市人民政府办公室\n2026年4月2日\n（此件公开发布）\n甲市推进丙工作实施方案\n\
        为推进丙工作，制定本方案。\n附件：1．重点任务清单\n2．责任分工表\n附件1\n重点任务清单\n\
        1.建设项目。\n附件2\n责任分工表\n序号\t任务\t单位\n1\t甲\t乙局";
    let draft = import::import(text, &mut Ids::new(1));
    let report = import::report::report(&[("", &draft)]);
    let plan = &report["documents"][0]["attached"][0];
    assert_eq!(report["documents"][0]["attached"].as_array().unwrap().len(), 1);
    assert_eq!(plan["title"], "甲市推进丙工作实施方案");
    assert_eq!(plan["attached"][0]["label"], "附件1");
    assert_eq!(plan["attached"][1]["title"], "责任分工表");
    assert_eq!(report["documents"][0]["tables"][0]["columns"], 3);
}

#[test]
fn every_stretch_of_the_input_is_reported_once() {
    for (name, text, _) in corpus() {
        let draft = import::import(&text, &mut Ids::new(1));
        let mut last = 0;
        let chars: Vec<char> = text.chars().collect();
        for segment in &draft.segments {
            assert!(segment.range.start >= last, "{name}: {}", segment.text);
            let between = &chars[last as usize..segment.range.start as usize];
            let html = text.contains("</") || text.contains("<!--");
            let lost: String = between.iter().filter(|c| !c.is_whitespace()).collect();
            assert!(html || lost.is_empty() || lost.starts_with(['*', '#']), "{name}: {lost}");
            last = segment.range.end;
        }
    }
}

proptest::proptest! {
    /// Any order of any lines of real documents is read without a panic, and none of it is lost.
    #[test]
    fn shuffled_lines_never_panic(picks in proptest::collection::vec((0usize..22, 0usize..100, 1usize..60), 0..40)) {
        let corpus = corpus();
        let mut text = String::new();
        for (file, line, length) in picks {
            let Some((_, source, _)) = corpus.get(file) else { continue };
            let lines: Vec<&str> = source.lines().filter(|l| !l.trim().is_empty()).collect();
            let cut: String = lines[line % lines.len()].chars().take(length).collect();
            text.push_str(&cut);
            text.push('\n');
        }
        let draft = import::import(&text, &mut Ids::new(1));
        let _ = import::report::report(&[("", &draft)]);
        let _ = draft.into_issue("baotou", chrono::NaiveDate::default(), &mut Ids::new(2));
    }

    /// Any characters at all are read without a panic.
    #[test]
    fn any_text_is_read(text in "(\\PC|[\n\t〔〕（）第附件期年月日一二、。●<>&#:|]){0,300}") {
        let draft = import::import(&text, &mut Ids::new(1));
        let _ = import::report::report(&[("", &draft)]);
    }
}
