//! How well the recogniser reads real documents, and others of every form that gazettes print.
#![expect(clippy::unwrap_used, reason = "a fixture that cannot be read fails the test")]
#![expect(clippy::print_stdout, reason = "the tables are what the tests are read for")]

use gongbao::import;
use gongbao::issue::id::Ids;

#[path = "support/judge.rs"]
mod judge;

use judge::Sample;
use judge::samples;
use judge::share;

/// The share of segments of the corpus that must have the right style; measured, and not to fall.
const SEGMENTS: f64 = 0.99;
/// The share of fields that must be right.
const FIELDS: f64 = 0.97;

#[test]
fn styles_of_the_corpus() {
    let (right, all) = judge::print_styles(&samples("corpus"));
    assert!(share(right, all) >= SEGMENTS, "{right} of {all}");
}

#[test]
fn fields_of_the_corpus() {
    let (right, all) = judge::print_fields(&samples("corpus"));
    assert!(share(right, all) >= FIELDS, "{right} of {all}");
}

#[test]
fn styles_of_the_forms() {
    let (right, all) = judge::print_styles(&samples("forms"));
    assert!(share(right, all) >= SEGMENTS, "{right} of {all}");
}

#[test]
fn fields_of_the_forms() {
    let (right, all) = judge::print_fields(&samples("forms"));
    assert!(share(right, all) >= FIELDS, "{right} of {all}");
}

#[test]
fn styles_of_the_messy() {
    let (right, all) = judge::print_styles(&samples("messy"));
    assert!(share(right, all) >= SEGMENTS, "{right} of {all}");
}

#[test]
fn fields_of_the_messy() {
    let (right, all) = judge::print_fields(&samples("messy"));
    assert!(share(right, all) >= FIELDS, "{right} of {all}");
}

/// Of what is called unsure at least a third is wrong, of what is called sure at most 1 %.
#[test]
fn confidence_means_something() {
    let mut all = samples("corpus");
    all.append(&mut samples("forms"));
    all.append(&mut samples("messy"));
    let bands = judge::print_calibration(&all);
    let unsure = bands.iter().filter(|band| band.below <= 0.5);
    let (right, count) = unsure.fold((0, 0), |(r, n), band| (r + band.right, n + band.all));
    // The rules have learned from these texts, so that few of their lines are left to doubt.
    assert!(right * 3 <= count * 2 + 9, "{right} of {count} unsure ones right");
    let sure = bands.iter().filter(|band| band.below > 0.9);
    let (right, count) = sure.fold((0, 0), |(r, n), band| (r + band.right, n + band.all));
    assert!(share(right, count) >= 0.99, "{right} of {count} sure ones right");
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
fn a_note_of_many_amendments_is_one_note() {
    check(
        "title 甲市供热条例
         note （1994年1月28日甲市人民政府令第142号发布　根据2005年12月19日《甲市人民政府关于修改〈甲市供热条例〉的决定》第一次修订　根据2008年2月18日《甲市人民政府关于修改部分规章的决定》第二次修订　2018年12月18日甲市人民政府令第707号第三次修订）
         article 第一条　为加强供热管理，制定本条例。
         article 第二条　本条例自公布之日起施行。",
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
fn contents_of_plans_and_tables_given_as_lines() {
    check(
        "title 甲县人民政府关于印发甲县丙应急预案的通知
         doc_number 甲政发〔2026〕4号
         addressee 各乡镇人民政府：
         body 现将《甲县丙应急预案》印发给你们，请认真执行。
         attachment 附件：丁评价指标
         signature 甲县人民政府
         date 2026年4月2日
         title 甲县丙应急预案
         contents 目　录
         contents 1　总则
         contents 1.1　目的
         contents 1.2　依据
         contents 2　附则
         h1 1　总则
         h2 1.1　目的
         body 为了做好丙工作，制定本预案。
         h2 1.2　依据
         body 依据有关法律，制定本预案。
         h1 2　附则
         body 本预案由甲县应急局负责解释。
         attachment 附件
         title 丁评价指标
         list 一级指标
         list 二级指标
         list 指标说明
         list 分值
         list 一、质量
         list （一）效率
         list 1.人次比
         body 计算方法：甲人次与乙人次之比。
         list 10
         list 2.占比
         list 20",
    );
}

#[test]
fn pastes_without_a_title() {
    check(
        "addressee 各乡镇人民政府、街道办事处,县府各部门:
         body 《甲县丙应急预案》已经县政府同意，现予印发，请认真执行。
         signature 甲县人民政府
         date 2026年4月2日",
    );
    check(
        "doc_number 甲发〔2026〕3号
         addressee 各县、区人民政府，市直各部门∶
         body 经过清理，市政府决定宣布一批文件失效，现予公布。",
    );
    check(
        "addressee 尊敬的张某某代表:
         body 您提出的《关于修建乙路的建议》收悉，现答复如下：
         body 我局高度重视，乙路目前已经开工。
         signature 甲县交通运输局
         date 2026.4.2",
    );
}

#[test]
fn web_pages_with_words_around_the_head() {
    check(
        "noise 头部
         noise 甲水乙城 为民服务
         noise 停水公告
         title 关于对丙镇停水的通知
         noise 发布时间：2026-04-02 12:05 浏览量：71
         body 因管道检修，丙镇将停水，请做好准备。
         signature 甲县自来水有限公司
         date 2026.4.2",
    );
    check(
        "noise 甲市人民政府通知
         title 甲市人民政府关于印发甲市乙规定的通知
         doc_number 甲政〔2026〕6号
         noise 收藏成功!
         addressee 各县、区人民政府，市政府各部门：
         body 现将《甲市乙规定》印发给你们，请遵照执行。
         signature 甲市人民政府
         date 2026年4月2日",
    );
    check(
        "noise • 索引号:
         noise 6107280000/2026-002
         noise • 发文机构:
         noise 县政府网站
         title 甲县人民政府关于丙工作的通知
         doc_number 甲府通﹝2026﹞8 号
         addressee 各乡镇人民政府：
         body 为做好丙工作，现通知如下。",
    );
    check(
        "doc_number 甲府發〔2026〕8號
         title 甲市人民政府印發《關於加強丙工作的實施意見》的通知
         addressee 各區人民政府，市政府各委、辦、局：
         body 現將《關於加強丙工作的實施意見》印發給你們，請認真執行。",
    );
}

#[test]
fn what_a_web_page_prints_twice_or_behind_its_text() {
    check(
        "title 甲市人民政府办公厅关于丙工作有关问题的通知
         doc_number 甲府办〔2026〕9号
         title 甲市人民政府办公厅
         title 关于丙工作有关问题的通知
         doc_number 甲府办〔2026〕9号
         addressee 各区人民政府，市直各部门：
         body 为做好丙工作，现通知如下。",
    );
    check(
        "noise 乙省河流管理规定
         noise 作者：资料网 时间：2026-04-02 04:34:58
         noise 下载地址：点击此处下载
         noise 乙省人民政府
         title 乙省河流管理规定
         doc_number 乙政〔2026〕5号
         body 为了加强河流管理，制定本规定。",
    );
    check(
        "noise 收藏本站| 设为首页| 首页
         noise 丁市人民政府关于修改《丁市文件规定》的决定
         noise 作者：资料网 时间：2026-04-02 04:34:58
         title 丁市人民政府关于修改《丁市文件规定》的决定
         noise 乙省丁市人民政府
         title 丁市人民政府关于修改《丁市文件规定》的决定
         title 丁市人民政府令
         doc_number 第5号
         body 《丁市文件规定》已经市政府第9次常务会议讨论通过，现予公布，自2026年5月1日起施行。",
    );
    check(
        "title 甲市人民政府关于丙工作的通知
         doc_number 甲府〔2026〕9号
         addressee 各区人民政府：
         body 为做好丙工作，请各区抓好落实。
         noise 上一篇：甲市人民政府关于丁工作的通知
         noise 下一篇：没有了
         noise 乙省人民政府
         noise 甲市人民政府
         noise 主办：甲市人民政府办公室
         noise 您访问的链接即将离开本网站，是否继续？
         noise 继续访问 放弃",
    );
}

#[test]
fn chapters_with_points_and_organs_that_report() {
    check(
        "title 甲市河流保护预案
         h1 1.总则
         h2 1.1编制目的
         body 为保护河流，制定本预案。
         h2 1.2适用范围
         body 本预案适用于甲市。
         h1 2.保障措施
         body 各区应当做好保障。
         h1 3.附则
         body 本预案自印发之日起实施。",
    );
    check(
        "title 关于甲市2025年预算执行情况和2026年预算草案的报告
         note ——2026年1月20日在甲市第六届人民代表大会第五次会议上
         note 甲市财政局
         body 各位代表：
         body 受市人民政府委托，现将预算草案提请会议审查。",
    );
    check(
        "title 甲市人大常委会公文处理办法
         note 2017年8月22日甲市第十二届人民代表大会
         note 常务委员会第六次主任会议修订
         chapter 第一章 总则
         article 第一条 为规范公文处理，制定本办法。",
    );
}

#[test]
fn letters_and_second_rules_are_attachments() {
    check(
        "title 甲市人民政府关于做好丙工作的通知
         doc_number 甲府发〔2026〕9号
         addressee 各县人民政府：
         body 为做好丙工作，现通知如下。
         attachment 附件：1.关于丙情况的报告
         attachment 2.汇总表格式
         date 2026年4月11日
         attachment 附件1
         title 关于丙情况的报告
         addressee 甲市人民政府：
         body 按照要求，现将丙情况报告如下。
         signature 某某县人民政府
         date 2026年5月1日
         attachment 附件2
         title 汇总表格式",
    );
    check(
        "title 甲市人民政府办公室关于印发《甲市丙办法》和《甲市丁规定》的通知
         doc_number 甲府办发〔2026〕9号
         addressee 各县人民政府：
         body 现将《甲市丙办法》和《甲市丁规定》印发给你们，请认真执行。
         date 2026年4月11日
         title 甲市丙办法
         article 第一条 为了丙，制定本办法。
         article 第二条 本办法自公布之日起施行。
         title 甲市丁规定
         article 第一条 为了丁，制定本规定。",
    );
}

#[test]
fn what_a_page_repeats_and_a_whole_notice_in_a_line() {
    check(
        "title 甲市教育局关于做好丙工作的通知
         doc_number 甲教发〔2026〕3号
         addressee 各区教育局：
         body 为做好丙工作，现通知如下。
         signature 甲市教育局
         date 2026年4月2日
         noise 甲市水务局关于调整丁标准的通知
         title 甲市水务局关于调整丁标准的通知
         doc_number 甲水发〔2026〕9号
         addressee 各有关单位：
         body 现将丁标准调整如下。",
    );
    check(
        "title 停水通告
         title 停水通告
         noise 发布时间：2026-05-24 点击次数：30
         body 因管道施工，我公司定于5月25日23时起停水。
         body 特此通告。
         signature 甲市自来水有限公司
         date 2026年5月24日",
    );
    check(
        "title 家禽管理条例
         note （1994年1月28日甲省人民政府令第142号发布　根据2005年12月19日《甲省人民政府关于修改〈家禽管理条例〉的决定》第一次修订　根据2011年7月19日《甲省人民政府关于修改〈家禽管理条例〉的决定》第二次修订）
         article 第一条 国家对家禽实行定点屠宰、集中检疫、统一
         body 纳税、分散经营的制度。
         article 第二条 屠宰厂应当具备下列条件：
         list （一）有与屠宰规模相适应,水质
         list 符合标准的水源;",
    );
}

/// The fields that come from outside the text of the document.
#[test]
fn numbers_of_metadata_and_two_annotations() {
    let text = "索 引 号 甲市/2026-7 发文字号 甲政发〔2026〕7号\n甲市人民政府关于丙的通知\n\
        各区人民政府：\n为做好丙工作，现通知如下。\n甲市人民政府\n2026年4月2日\n\
        （联系人：张某，电话：123456）\n（此件公开发布）";
    let draft = import::import(text, &mut Ids::new(1));
    let report = import::report::report(&[("", &draft)]);
    let document = &report["documents"][0];
    assert_eq!(document["number"], "甲政发〔2026〕7号");
    assert_eq!(document["annotation"], "（联系人：张某，电话：123456）（此件公开发布）");
    let text = "各乡镇人民政府、街道办事处，县府各部门：《甲县丙预案》已经县政府同意，现予印发，请认真执行。";
    let report = import::report::report(&[("", &import::import(text, &mut Ids::new(1)))]);
    assert_eq!(report["documents"][0]["addressee"], "各乡镇人民政府、街道办事处，县府各部门：");
    assert_eq!(report["documents"][0]["kind"], "通知");
}

#[test]
fn every_stretch_of_the_input_is_reported_once() {
    for Sample { name, text, .. } in samples("corpus") {
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
        let corpus = samples("corpus");
        let mut text = String::new();
        for (file, line, length) in picks {
            let Some(Sample { text: source, .. }) = corpus.get(file) else { continue };
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
