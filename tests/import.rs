//! What an import makes of small texts, as its report says it, and of files of every kind.
#![expect(clippy::unwrap_used, reason = "a fixture that cannot be read fails the test")]
#![expect(clippy::disallowed_methods, reason = "references are written on demand")]

use std::fs;
use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};

use gongbao::import;
use gongbao::import::import;
use gongbao::import::report::report;
use gongbao::issue::id::Ids;
use serde_json::Value;
use serde_json::json;

#[path = "support/dump.rs"]
mod dump;

/// The documents of the report.
fn documents(text: &str) -> Vec<Value> {
    let draft = import(text, &mut Ids::new(1));
    report(&[("-", &draft)])["documents"].as_array().cloned().unwrap_or_default()
}

fn document(text: &str) -> Value {
    let mut documents = documents(text);
    assert_eq!(documents.len(), 1, "{documents:?}");
    documents.remove(0)
}

/// Style, text and whether the heading runs in, of each paragraph.
fn paragraphs(text: &str) -> Vec<(String, String, bool)> {
    let document = document(text);
    let string = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let paragraphs = document["paragraphs"].as_array().cloned().unwrap_or_default();
    let paragraph = |p: &Value| (string(&p["style"]), string(&p["text"]), p["run_in"] == true);
    paragraphs.iter().map(paragraph).collect()
}

fn notice(body: &str) -> String {
    format!("甲市人民政府关于乙的通知\n甲府发〔2026〕9号\n各区人民政府：\n{body}\n2026年4月3日\n")
}

#[test]
fn broken_lines_are_joined() {
    #[track_caller]
    fn check(body: &str, expected: &[(&str, &str)]) {
        let found = paragraphs(&notice(body));
        let found: Vec<(&str, &str)> =
            found.iter().map(|(style, text, _)| (style.as_str(), text.as_str())).collect();
        assert_eq!(found, expected);
    }
    // Within brackets.
    check(
        "一、废止《甲市城市桥梁管理实施办法》（甲政\n规〔2012〕7号）等2件规范性文件。\n二、其他事项",
        &[
            ("h1", "一、废止《甲市城市桥梁管理实施办法》（甲政规〔2012〕7号）等2件规范性文件。"),
            ("h1", "二、其他事项"),
        ],
    );
    check(
        "一、修改《甲办法》（甲政规\n〔2012〕7号\n）第三条。",
        &[("h1", "一、修改《甲办法》（甲政规〔2012〕7号）第三条。")],
    );
    // Within a number and between a number and its unit.
    check(
        "一、投入资金12\n34万元支持企业，由财政局负责落实。",
        &[("h1", "一、投入资金1234万元支持企业，由财政局负责落实。")],
    );
    check("一、自2026\n年5月1日起，一律停止。", &[("h1", "一、自2026年5月1日起，一律停止。")]);
    // Where all lines end.
    let line =
        "落实安全生产责任制持续开展隐患排查治理坚决防范遏制重特大事故发生确保人民群众生命财产";
    let body = format!("一、{line}\n{line}等等\n{line}等等\n{line}等等\n维护稳定。");
    let joined = body.replace('\n', "");
    check(&body, &[("h1", &joined)]);
    // A heading that is whole stays alone.
    check(
        "一、总体目标\n到2026年底，全面完成。",
        &[("h1", "一、总体目标"), ("body", "到2026年底，全面完成。")],
    );
}

#[test]
fn flush_lines_of_an_indented_text_go_on() {
    #[track_caller]
    fn check(lines: &[&str], expected: &[&str]) {
        let found = paragraphs(&notice(&lines.join("\n")));
        let found: Vec<&str> = found.iter().map(|(_, text, _)| text.as_str()).collect();
        assert_eq!(found, expected);
    }
    check(
        &[
            "　　你区《关于设立乙园区的请示》收悉。经研究，现批复如",
            "下：",
            "　　一、同意设立。",
            "　　二、请你区认真组织，严格落实生态环",
            "境保护要求及有关",
            "规定。",
            "　　此复。",
        ],
        &[
            "你区《关于设立乙园区的请示》收悉。经研究，现批复如下：",
            "一、同意设立。",
            "二、请你区认真组织，严格落实生态环境保护要求及有关规定。",
            "此复。",
        ],
    );
    // Where no line is indented, the last words of a sentence are told by their length.
    check(
        &[
            "经研究，现批复如",
            "下：",
            "二、请你区认真组织园区规划，严格落实生态环境",
            "保护要求。",
            "此复。",
        ],
        &[
            "经研究，现批复如下：",
            "二、请你区认真组织园区规划，严格落实生态环境保护要求。",
            "此复。",
        ],
    );
    // Headings alone are indented: a flush line below one begins a paragraph.
    let lines = [
        "　　一、提高认识，加强领导",
        "各部门要高度重视。",
        "要抓好落实，按期完成。",
        "　　二、明确责任，形成合力",
        "各部门要密切配合。",
        "要及时报送，不得迟延。",
    ];
    check(&lines, &lines.map(str::trim));
}

/// Titles, and the texts of all paragraphs, of a web page.
fn page(body: &str) -> (Vec<String>, Vec<String>) {
    let file = format!("<html><body>{body}</body></html>");
    let source = import::read("a.html", file.as_bytes()).unwrap();
    let report = report(&[("-", &import::recognize(&source, &mut Ids::new(1)))]);
    let documents = report["documents"].as_array().unwrap();
    let string = |value: &Value| value.as_str().unwrap().to_owned();
    let paragraphs = documents.iter().flat_map(|d| d["paragraphs"].as_array().unwrap());
    let texts = paragraphs.map(|p| string(&p["text"])).collect();
    (documents.iter().map(|d| string(&d["title"])).collect(), texts)
}

#[test]
fn tables_that_describe_a_document_are_no_part_of_it() {
    #[track_caller]
    fn check(rows: &str, texts: &[&str]) {
        let title = "甲市人民政府关于公布乙名单的公告";
        let below = format!("<h1>{title}</h1><p>现将名单予以公布。</p><p>2026年5月12日</p>");
        let found = page(&format!("<table>{rows}</table>{below}"));
        assert_eq!(found.0, [title]);
        assert_eq!(found.1, texts);
    }
    check(
        "<tr><td>索引号</td><td>01/2026-3</td><td>发布机构</td><td>甲市住建局</td></tr>\
         <tr><td>成文日期</td><td>2026-05-12</td><td>公开方式</td><td>主动公开</td></tr>",
        &["现将名单予以公布。"],
    );
    check(
        "<tr><td>索引号：</td><td>2026-1</td></tr>\
         <tr><td>标题：</td><td>甲市人民政府关于公布乙名单的公告</td></tr>",
        &["现将名单予以公布。"],
    );
}

#[test]
fn numbers_of_lists_stand_on_their_first_paragraphs() {
    let head = "<h1>甲市人民政府关于乙的通知</h1><p>甲府发〔2026〕3号</p><p>各区人民政府：</p>";
    let list = "<ol><li><p>加强值守。各级要落实责任。</p><p>不得脱岗。</p></li><li></li>\
                <li>排查隐患。</li></ol><p>好。</p>";
    let (_, texts) = page(&format!("{head}{list}"));
    assert_eq!(texts, ["1.加强值守。各级要落实责任。", "不得脱岗。", "3.排查隐患。", "好。"]);
}

#[test]
fn numbers_within_a_line_and_in_one_character() {
    #[track_caller]
    fn check(body: &str, expected: &[(&str, &str)]) {
        let found = paragraphs(&notice(body));
        let found: Vec<(&str, &str)> =
            found.iter().map(|(style, text, _)| (style.as_str(), text.as_str())).collect();
        assert_eq!(found, expected);
    }
    check(
        "第一条 为了节水，制定本办法。第二条　按照第一条 所称执行。第三条 本办法自公布之日起施行。",
        &[
            ("article", "第一条 为了节水，制定本办法。"),
            ("article", "第二条　按照第一条 所称执行。"),
            ("article", "第三条 本办法自公布之日起施行。"),
        ],
    );
    // What an article says of another one is its own text.
    let whole = "第一条 违反规定的，依法处理。第二条规定的情形除外。第四条 另有规定的除外。";
    check(whole, &[("article", whole)]);
    check(
        "一、主要任务\n⒈改造管网\n完成改造，按期验收。\n⒉更换阀门\n完成更换，按期验收。",
        &[
            ("h1", "一、主要任务"),
            ("h3", "⒈改造管网"),
            ("body", "完成改造，按期验收。"),
            ("h3", "⒉更换阀门"),
            ("body", "完成更换，按期验收。"),
        ],
    );
}

/// A Word file of these paragraphs.
fn word_file(paragraphs: &[&str]) -> Vec<u8> {
    let text = |text: &&str| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>");
    word_xml(&paragraphs.iter().map(text).collect::<String>())
}

/// A Word file with this body.
fn word_xml(body: &str) -> Vec<u8> {
    const NAMESPACE: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    let main = format!("<w:document xmlns:w=\"{NAMESPACE}\"><w:body>{body}</w:body></w:document>");
    let mut file = zip::ZipWriter::new(Cursor::new(Vec::new()));
    file.start_file("word/document.xml", zip::write::SimpleFileOptions::default()).unwrap();
    file.write_all(main.as_bytes()).unwrap();
    file.finish().unwrap().into_inner()
}

#[test]
fn paragraphs_of_word_files_are_joined_where_none_can_end() {
    #[track_caller]
    fn check(body: &[&str], expected: &[&str]) {
        let head = ["甲市人民政府关于乙的通知", "甲府发〔2026〕9号", "各区人民政府："];
        let file = word_file(&[&head, body, &["甲市人民政府", "2026年4月3日"]].concat());
        let draft = import::recognize(&import::read("a.docx", &file).unwrap(), &mut Ids::new(1));
        let report = report(&[("-", &draft)]);
        let found = report["documents"][0]["paragraphs"].as_array().unwrap();
        let found: Vec<&str> = found.iter().filter_map(|p| p["text"].as_str()).collect();
        assert_eq!(found, expected);
    }
    let particulars = [
        "联系人：王某，电话：0472-5155555",
        "地址：乙区丙路1号，邮编：014000",
        "请于6月1日前报名，逾期不予受理",
        "未尽事宜，另行通知。",
    ];
    check(&particulars, &particulars);
    check(&["联系人：王某，", "地址：乙区丙路1号。"], &["联系人：王某，", "地址：乙区丙路1号。"]);
    check(
        &[
            "请认真组织实施，",
            "并于6月底前报市政府。",
            "请按照《甲办法》（甲政",
            "规〔2012〕7号）办理",
        ],
        &["请认真组织实施，并于6月底前报市政府。", "请按照《甲办法》（甲政规〔2012〕7号）办理"],
    );
    check(&["经研究，现通知如", "下：", "好。"], &["经研究，现通知如下：", "好。"]);
}

/// A sheet whose cells share the lines of their neighbours is a table, below the rows of its title.
#[test]
fn sheets_of_word_files_are_tables() {
    let side = |side: &str, drawn: bool| {
        let kind = if drawn { "single" } else { "nil" };
        format!("<w:{side} w:val=\"{kind}\"/>")
    };
    let cell = |text: &str, lines: String| {
        format!(
            "<w:tc><w:tcPr><w:tcBorders>{lines}</w:tcBorders></w:tcPr>\
             <w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"
        )
    };
    let bare = |below: bool| {
        let sides = ["top", "left", "right"].map(|name| side(name, false)).concat();
        format!("{sides}{}", side("bottom", below))
    };
    let row = |texts: [&str; 3]| {
        let lines = |at: usize| if at == 0 { side("right", true) } else { String::new() };
        let cells = texts.iter().enumerate().map(|(at, text)| cell(text, lines(at)));
        format!("<w:tr>{}</w:tr>", cells.collect::<String>())
    };
    let rows = [
        format!("<w:tr>{}</w:tr>", cell("附件1", bare(false))),
        format!("<w:tr>{}</w:tr>", cell("甲市综合公园名录", bare(true))),
        row(["序号", "名称", "面积"]),
        row(["1", "东湖公园", ""]),
        row(["2", "西山公园", ""]),
        row(["3", "南河公园", ""]),
        row(["4", "北山公园", ""]),
    ];
    let file = word_xml(&format!("<w:tbl>{}</w:tbl>", rows.concat()));
    let draft = import::recognize(&import::read("a.docx", &file).unwrap(), &mut Ids::new(1));
    let report = report(&[("-", &draft)]);
    assert_eq!(report["documents"][0]["title"], "甲市综合公园名录");
    assert_eq!(report["documents"][0]["tables"], json!([{"rows": 5, "columns": 3}]));
}

#[test]
fn text_boxes_go_on_with_nothing() {
    let text_box = |y: i32, text: &str| {
        format!(
            "<w:p><w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing><wp:anchor>\
             <wp:positionV relativeFrom=\"paragraph\"><wp:posOffset>{y}</wp:posOffset></wp:positionV>\
             <wps:txbx><w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent>\
             </wps:txbx></wp:anchor></w:drawing></mc:Choice></mc:AlternateContent></w:r>\
             <w:r><w:t>请认真组织实施，按时完成各项任务。</w:t></w:r></w:p>"
        )
    };
    let head = "<w:p><w:r><w:t>甲市人民政府关于乙的通知</w:t></w:r></w:p>\
                <w:p><w:r><w:t>甲府发〔2026〕9号</w:t></w:r></w:p>\
                <w:p><w:r><w:t>各区人民政府：</w:t></w:r></w:p>\
                <w:p><w:r><w:t>现将有关事项通知如下。</w:t></w:r></w:p>";
    for (y, text) in [(0, "联系人王某，电话5155555，"), (900_000, "此处为内部说明（未定稿")]
    {
        let file = word_xml(&format!("{head}{}", text_box(y, text)));
        let draft = import::recognize(&import::read("a.docx", &file).unwrap(), &mut Ids::new(1));
        let report = report(&[("-", &draft)]);
        let found = report["documents"][0]["paragraphs"].as_array().unwrap();
        let found: Vec<&str> = found.iter().filter_map(|p| p["text"].as_str()).collect();
        assert!(found.contains(&text), "{found:?}");
        assert!(found.contains(&"请认真组织实施，按时完成各项任务。"), "{found:?}");
    }
}

#[test]
fn whole_sentences_are_headings_that_run_in() {
    #[track_caller]
    fn check(text: &str, style: &str, run_in: bool) {
        let found = paragraphs(&notice(text));
        assert_eq!(found, [(style.to_owned(), text.to_owned(), run_in)]);
    }
    check("一、总体目标", "h1", false);
    check("（一）强化责任落实。各部门要切实负责。", "h2", true);
    check("一、各区和市直各部门要切实把思想统一到市委的决策部署上来。", "h1", true);
    check("（一）从今年起，所有新开工项目由市建设银行贷款；续建项目照旧。不再调整。", "h2", true);
    check("3.对发现的问题，及时整改；", "h3", true);
}

/// Behind the date of a document a kind alone begins the next one.
#[test]
fn titles_that_are_a_kind_alone() {
    #[track_caller]
    fn check(behind: &str, expected: &[(&str, Value, Value)]) {
        let before = notice("好。\n甲市人民政府");
        let found = documents(&format!("{before}{behind}"));
        let found: Vec<(&str, Value, Value)> = found
            .iter()
            .map(|d| (d["title"].as_str().unwrap(), d["number"].clone(), d["date"].clone()))
            .collect();
        assert_eq!(found, expected, "{behind}");
    }
    let first = ("甲市人民政府关于乙的通知", json!("甲府发〔2026〕9号"), json!("2026-04-03"));
    let text =
        "因大桥维修，现将有关事项公告如下：\n一、绕行路线。\n特此公告\n甲市公安局\n2026年5月20日\n";
    let second = |title, number| (title, number, json!("2026-05-20"));
    check(&format!("公    告\n\n{text}"), &[first.clone(), second("公告", Value::Null)]);
    check(&format!("通告\n（第3号）\n{text}"), &[first.clone(), second("通告", json!("第3号"))]);
    // On the foot of a page it is a word.
    check("公告\n公示\n", &[first]);
}

/// A document that is signed twice keeps the later date, and says so.
#[test]
fn a_second_date_is_told() {
    let twice = format!(
        "{}另有要求如下，请遵照执行。\n甲市财政局\n2026年5月20日\n",
        notice("好。\n甲市人民政府")
    );
    let draft = import(&twice, &mut Ids::new(1));
    assert!(draft.findings.iter().any(|finding| finding.rule == "signed-twice"), "{draft:?}");
    let dates = draft.segments.iter().filter(|segment| segment.style.name() == "date");
    let sure: Vec<bool> = dates.map(|segment| segment.confidence > 0.5).collect();
    assert_eq!(sure, [true, false]);
    let once = import(&notice("好。\n甲市人民政府"), &mut Ids::new(1));
    assert!(once.findings.iter().all(|finding| finding.rule != "signed-twice"));
}

#[test]
fn persons_below_a_verb_of_their_own_line() {
    let lines = [
        "任命：",
        "张三为甲市发展和改革委员会副主任，",
        "李四（女，蒙古族）为甲市文化旅游局局长（试用期1年）；",
        "王  五为甲市公安局副局长（兼）、交警支队支队长。",
        "免去：",
        "赵六的甲市信访局局长职务（到龄退休）；",
        "李四的甲市博物馆馆长职务。",
    ];
    let title = "甲市人民政府关于张三等同志职务任免的通知";
    let text = notice(&lines.join("\n")).replace("甲市人民政府关于乙的通知", title);
    let found = paragraphs(&text);
    let found: Vec<&str> = found
        .iter()
        .filter(|(style, ..)| style == "appointment")
        .map(|(_, text, _)| text.as_str())
        .collect();
    assert_eq!(found, [lines[1], lines[2], lines[3], lines[5], lines[6]]);
}

#[test]
fn chronicles_without_marks() {
    #[track_caller]
    fn check(text: &str, period: Option<&str>, expected: &Value) {
        let document = document(text);
        assert_eq!(document["kind"], "大事记");
        assert_eq!(document.get("period").and_then(Value::as_str), period);
        let entries = document["entries"].as_array().cloned().unwrap_or_default();
        let found: Vec<Value> = entries
            .iter()
            .map(|e| json!([e["date"], e["until"], e["paragraphs"].as_array().map(Vec::len)]))
            .collect();
        assert_eq!(&Value::from(found), expected, "{text}");
        assert_eq!(document["paragraphs"], json!([]), "{text}");
    }
    check(
        "甲市人民政府2026年3月大事记\n3月1日，市长主持召开会议。\n会议指出，要坚持。\n\
         3月2日至4日，副市长赴乙市招商。\n",
        Some("2026年3月"),
        &json!([["2026-03-01", null, 2], ["2026-03-02", "2026-03-04", 1]]),
    );
    check(
        "甲市人民政府2026年3月大事记\n1日　市长主持召开会议。\n2日　副市长赴乙市招商。\n",
        Some("2026年3月"),
        &json!([["2026-03-01", null, 1], ["2026-03-02", null, 1]]),
    );
    check(
        "政府大事记\n2026年3月1日—3月31日\n3月1日，市长主持召开会议。\n",
        Some("2026年3月1日—3月31日"),
        &json!([["2026-03-01", null, 1]]),
    );
}

#[test]
fn joint_notices_name_their_organs() {
    #[track_caller]
    fn check(head: &str, title: &str, issuer: &str) {
        let text = format!(
            "{head}\n甲财规〔2026〕9号\n各区财政局：\n为做好工作，现通知如下。\n2026年4月3日\n"
        );
        let document = document(&text);
        assert_eq!(document["title"], title);
        assert_eq!(document["issuer"], issuer);
    }
    check(
        "国家税务总局甲州市税务局 甲州市财政局\n甲州市人力资源和社会保障局\n关于乙的通知",
        "国家税务总局甲州市税务局 甲州市财政局 甲州市人力资源和社会保障局关于乙的通知",
        "国家税务总局甲州市税务局、甲州市财政局、甲州市人力资源和社会保障局",
    );
    check(
        "甲州市财政局　甲州市教育局关于印发\n《甲州市附加费管理办法》的通知",
        "甲州市财政局 甲州市教育局关于印发《甲州市附加费管理办法》的通知",
        "甲州市财政局、甲州市教育局",
    );
    check(
        "甲州市财政局国家税务总局甲州市税务局关于乙的通知",
        "甲州市财政局国家税务总局甲州市税务局关于乙的通知",
        "甲州市财政局、国家税务总局甲州市税务局",
    );
    check(
        "甲州市人民政府办公\n室关于乙的通知",
        "甲州市人民政府办公室关于乙的通知",
        "甲州市人民政府办公室",
    );
}

/// The files of a folder of fixtures that have an expectation beside them or need one.
fn fixtures(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(folder);
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    let made = |path: &PathBuf| {
        path.extension().is_some_and(|ending| ending != "expected" && ending != "py")
    };
    files.retain(made);
    files.sort();
    files
}

/// Reads each file of the folder and compares what was recognised with `NAME.expected`, which
/// somebody looked at; `GOLDEN=accept cargo test` rewrites it.
fn check_folder(folder: &str, count: usize) {
    let accept = std::env::var("GOLDEN").is_ok_and(|value| value == "accept");
    let files = fixtures(folder);
    assert_eq!(files.len(), count);
    for path in files {
        let source = import::read(&path.to_string_lossy(), &fs::read(&path).unwrap()).unwrap();
        let draft = import::recognize(&source, &mut Ids::new(1));
        let characters: Vec<char> = source.text.chars().collect();
        for segment in &draft.segments {
            let range = segment.range.start as usize..segment.range.end as usize;
            let there: String = characters[range].iter().collect();
            assert_eq!(there.trim(), segment.text, "{}", path.display());
        }
        let found = dump::draft(&draft);
        let expected = path.with_extension("expected");
        if accept {
            fs::write(&expected, &found).unwrap();
        }
        assert_eq!(found, fs::read_to_string(&expected).unwrap(), "{}", path.display());
    }
}

#[test]
fn word_files() {
    check_folder("docx", 21);
}

#[test]
fn pages_clipboards_markdown_old_encodings_pdf_and_ofd() {
    check_folder("sources", 14);
}

#[test]
fn pdf_and_ofd_of_the_same_pages_read_the_same() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/sources");
    let text = |name: &str| import::read(name, &fs::read(folder.join(name)).unwrap()).unwrap().text;
    for name in ["gazette", "notice-printed"] {
        assert_eq!(text(&format!("{name}.pdf")), text(&format!("{name}.ofd")));
    }
}

#[test]
fn titles_that_stand_twice() {
    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found = documents(text);
        let titles: Vec<&str> = found.iter().filter_map(|d| d["title"].as_str()).collect();
        assert_eq!(titles, expected);
    }
    let front = "甲市人民政府公报\n2026年第4期\n目 录\n";
    // The contents lists two documents with one title, neither with a number.
    let text = "新华社4月3日电 国务院任免国家工作人员。\n任命张三为乙部副部长。\n";
    let title = "国务院任免国家工作人员";
    let twice = format!(
        "{front}- 1 {title}\n- 2 甲市人民政府关于乙的通知\n- 3 {title}\n{title}\n{text}{}{title}\n{text}",
        notice("好。"),
    );
    check(&twice, &[title, "甲市人民政府关于乙的通知", title]);
    // Neither contents nor numbers tell the two apart.
    let bare = format!("{title}\n{text}{title}\n{text}");
    check(&bare, &[title, title]);
    // A web page prints the title again below the number, with another year.
    let slip = |year: &str| format!("关于申报{year}年度优秀人才海外访学项目的通知");
    let own = slip("2024");
    let page = format!("{own}\n学字〔2024〕80号\n{}\n各学院：\n好。\n2024年4月3日\n", slip("2023"));
    check(&page, &[&own]);
    // With a number of its own it is another document.
    let next = slip("2023");
    let two = format!("{own}\n学字〔2024〕80号\n{next}\n学字〔2023〕7号\n各学院：\n好。\n");
    check(&two, &[&own, &next]);
}
