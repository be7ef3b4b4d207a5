//! Rules that read the structure of an issue: fields, numbers, order.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::finding::Finding;
use crate::issue::block::{Block, BlockKind};
use crate::issue::cover::CoverChoice;
use crate::issue::document::{Attached, Document, DocumentDate, DocumentKind, OfficialKind};
use crate::issue::id::Ids;
use crate::issue::masthead::{Approval, Masthead, MongolianLine, Template};
use crate::issue::place::{Field, Part};
use crate::issue::text::Text;
use crate::issue::{Issue, IssueNumber, Section, StyleChoice};
use crate::lint::{check, terms};
use crate::term::Termbase;
use crate::text::mongolian::keys::{Layout, from_latin};
use crate::text::mongolian::template::from_strokes;

/// An issue of one section with two clean notices.
fn issue() -> Issue {
    let mut ids = Ids::new(7);
    let first = notice(&mut ids, "包头市人民政府关于免去武昊同志职务的通知", 6, 8);
    let second = notice(&mut ids, "包头市人民政府关于做好春耕工作的通知", 7, 22);
    Issue {
        id: ids.make(),
        masthead: Masthead { chinese: "包头市人民政府公报".into(), ..Masthead::default() },
        number: IssueNumber {
            year: 2026,
            first: 4,
            last: None,
            total: Some(167),
            periodicity: "月刊".to_owned(),
            folio: None,
        },
        published: NaiveDate::from_ymd_opt(2026, 5, 6),
        sections: vec![Section {
            id: ids.make(),
            name: "市政府文件".into(),
            codes: Vec::new(),
            documents: vec![Arc::new(first), Arc::new(second)],
        }],
        colophon: [
            "包头市人民政府公报",
            "包头市人民政府办公室主办",
            "邮政编码：014060",
            "地　址：包头市",
        ]
        .map(Text::from)
        .to_vec(),
        style: StyleChoice { name: "baotou".to_owned(), source: None },
        cover: CoverChoice::default(),
    }
}

fn notice(ids: &mut Ids, title: &str, number: u32, day: u32) -> Document {
    let kind = DocumentKind::Official(OfficialKind::Notice);
    let mut document = Document::new(ids.make(), kind, title);
    document.number = Some(format!("包府发〔2026〕{number}号").into());
    document.addressee = Some("各旗、县、区人民政府，市直各部门、单位：".into());
    document.body = if title.contains("免去") {
        vec![
            block(ids, BlockKind::Paragraph, "市政府研究决定："),
            block(ids, BlockKind::Appointment, "武昊 免去市公安局副局长职务。"),
        ]
    } else {
        vec![block(ids, BlockKind::Paragraph, "各地要抓紧备足种子和化肥，确保春耕顺利。")]
    };
    document.date = Some(DocumentDate {
        as_written: format!("2026年4月{day}日").into(),
        value: NaiveDate::from_ymd_opt(2026, 4, day),
    });
    document.annotation = Some("（此件公开发布）".into());
    document
}

fn block(ids: &mut Ids, kind: BlockKind, text: &str) -> Arc<Block> {
    Arc::new(Block { id: ids.make(), kind, text: text.into() })
}

fn edit(issue: &mut Issue, nth: usize, change: impl Fn(&mut Document)) {
    change(Arc::make_mut(&mut issue.sections[0].documents[nth]));
}

/// Changes the clean issue and asks for the one rule that then speaks, and for its text.
fn check_rule(change: impl Fn(&mut Issue), rule: &str, text: &str) {
    let mut issue = issue();
    change(&mut issue);
    let found = check(&issue);
    let hit = found.iter().find(|finding| finding.rule == rule);
    assert_eq!(hit.map(|finding| finding.text.as_str()), Some(text), "{rule}: {found:?}");
}

#[test]
fn a_clean_issue_is_clean() {
    assert_eq!(check(&issue()), Vec::<Finding>::new());
}

#[test]
fn each_fault_of_a_document_is_told_by_its_rule() {
    let title = "包头市人民政府关于免去武昊同志职务的通知";
    let second = "包头市人民政府关于做好春耕工作的通知";
    check_rule(
        |issue| edit(issue, 0, |document| document.title = title.replace('昊', "吴").into()),
        "title-name-mismatch",
        "武吴",
    );
    check_rule(
        |issue| {
            edit(issue, 0, |document| {
                document.contents_title = Some(title.replace('昊', "吴").into());
            });
        },
        "title-contents-mismatch",
        &title.replace('昊', "吴"),
    );
    check_rule(
        |issue| edit(issue, 1, |document| document.number = Some("包府发〔2026〕6号".into())),
        "docnum-duplicate",
        "包府发〔2026〕6号",
    );
    check_rule(
        |issue| edit(issue, 1, |document| document.number = Some("包府发〔2026〕5号".into())),
        "docnum-sequence",
        "包府发〔2026〕5号",
    );
    check_rule(
        |issue| edit(issue, 1, |document| document.number = Some("包府发〔2025〕7号".into())),
        "docnum-year-date",
        "包府发〔2025〕7号",
    );
    check_rule(
        |issue| edit(issue, 1, |document| document.number = Some("包府办发〔2026〕7号".into())),
        "docnum-code-issuer",
        "包府办发",
    );
    check_rule(
        |issue| edit(issue, 1, |document| document.date = None),
        "signature-missing",
        second,
    );
    check_rule(
        |issue| edit(issue, 1, |document| document.annotation = None),
        "public-note-missing",
        second,
    );
    check_rule(
        |issue| {
            edit(issue, 1, |document| document.signatories = vec!["包头市人民政府办公室".into()]);
        },
        "signature-mismatch",
        "包头市人民政府办公室",
    );
    check_rule(
        |issue| edit(issue, 1, |document| document.body = issue_body(9)),
        "appointment-duplicate",
        "武昊 免去市公安局副局长职务。",
    );
}

/// The body of the first notice again.
fn issue_body(seed: u64) -> Vec<Arc<Block>> {
    notice(&mut Ids::new(seed), "关于免去武昊同志职务的通知", 1, 1).body
}

#[test]
fn each_fault_of_the_issue_is_told_by_its_rule() {
    let masthead = "包头市人民政府公报";
    check_rule(
        |issue| {
            let mut office = issue.sections[0].clone();
            office.id = Ids::new(21).make();
            office.codes = vec!["包府发".to_owned()];
            office.documents.truncate(0);
            issue.sections.push(office);
        },
        "section-wrong",
        "包府发〔2026〕6号",
    );
    check_rule(|issue| issue.number.first = 0, "issue-number-missing", masthead);
    check_rule(|issue| issue.masthead.chinese = "".into(), "masthead-missing", "");
    check_rule(|issue| issue.number.first = 13, "issue-number", masthead);
    check_rule(|issue| issue.number.total = Some(3), "issue-number", masthead);
    check_rule(|issue| issue.published = None, "issue-date", masthead);
    check_rule(
        |issue| issue.published = NaiveDate::from_ymd_opt(2026, 4, 9),
        "issue-date",
        masthead,
    );
    check_rule(
        |issue| issue.colophon[0] = "包头市人民政府通报公报".into(),
        "masthead-mismatch",
        "包头市人民政府通报公报",
    );
    check_rule(|issue| issue.sections[0].documents.clear(), "section-empty", "市政府文件");
    check_rule(|issue| drop(issue.colophon.remove(2)), "colophon-missing", "地　址：包头市");
}

#[test]
fn each_fault_of_the_mongolian_name_and_lines_is_told_by_its_rule() {
    check_rule(
        |issue| issue.masthead.mongolian = "ᠤᠯᠤᠰ ᠤᠯᠤᠰ".into(),
        "mongolian-text",
        "ᠤᠯᠤᠰ ᠤᠯᠤᠰ",
    );
    let mongolian = |name: &str, rule: &str, text: &str| {
        check_rule(|issue| issue.masthead.mongolian = from_latin(name).as_str().into(), rule, text);
    };
    mongolian("hota yin arad", "mongolian-text", " ");
    let line = |text: &str, rule: &str, found: &str| {
        let lines = |approval| {
            let text = from_strokes(Layout::Latin, text);
            BTreeMap::from([(MongolianLine::Published, Template { text, approval })])
        };
        check_rule(|issue| issue.masthead.lines = lines(None), rule, found);
        let mut approved = issue();
        let on = NaiveDate::from_ymd_opt(2026, 4, 8).unwrap();
        approved.masthead.lines = lines(Some(Approval::new("乌云", on)));
        let told = check(&approved).iter().any(|finding| finding.rule == rule);
        assert_eq!(told, rule == "mongolian-private", "{text}");
    };
    line("{year} on u {month}", "mongolian-text", " ");
    line("{month} sara sara", "mongolian-text", &from_strokes(Layout::Latin, "{month} sara sara"));
    line("{month} arade", "mongolian-spelling", "ᠠᠷᠠᠳᠡ");
    // What makes a line noise does not hide its single faults.
    line("{month} sara sara arade", "mongolian-spelling", "ᠠᠷᠠᠳᠡ");
    line("{month} \u{e234}", "mongolian-private", "\u{e234}");
    mongolian("arade", "mongolian-spelling", "ᠠᠷᠠᠳᠡ");
    mongolian("ab`", "mongolian-spelling", "\u{180d}");
    mongolian("\u{e234}\u{e235}", "mongolian-private", "\u{e234}\u{e235}");
    check_rule(
        |issue| {
            issue.masthead.mongolian = from_latin("bugutu hota").as_str().into();
            let line = from_latin("bugutu hosigu");
            issue.colophon.push(format!("{line} 主办").as_str().into());
        },
        "mongolian-differs",
        &from_latin("bugutu hosigu"),
    );
    let on = NaiveDate::from_ymd_opt(2026, 4, 8).unwrap();
    let approval = Some(Approval::new("乌云", on));
    check_rule(
        |issue| {
            issue.masthead.mongolian = "\u{e234}\u{e235}".into();
            issue.masthead.approval = approval.clone();
        },
        "mongolian-private",
        "\u{e234}\u{e235}",
    );
    // The same when a reader has approved the name.
    check_rule(
        |issue| {
            issue.masthead.mongolian = from_latin("bugutu hota").as_str().into();
            issue.masthead.approval = approval.clone();
            issue.colophon.push(from_latin("bugutu hosigu").as_str().into());
        },
        "mongolian-differs",
        &from_latin("bugutu hosigu"),
    );
}

#[test]
fn chronicles_ascend_and_stay_in_their_period() {
    let with = |days: [u32; 2]| {
        let mut issue = issue();
        let mut ids = Ids::new(9);
        let mut chronicle = Document::new(ids.make(), DocumentKind::Chronicle, "政府大事记");
        chronicle.period = Some("2026年4月1日—4月30日".into());
        for day in days {
            let date = NaiveDate::from_ymd_opt(2026, 4, day).unwrap();
            let kind = BlockKind::ChronicleEntry { date, until: None };
            let text = format!("4月{day}日，市长主持召开会议。");
            chronicle.body.push(block(&mut ids, kind, &text));
        }
        issue.sections[0].documents.push(Arc::new(chronicle));
        check(&issue).iter().map(|finding| finding.rule).collect::<Vec<_>>()
    };
    assert_eq!(with([9, 24]), Vec::<&str>::new());
    assert_eq!(with([24, 24]), Vec::<&str>::new());
    assert_eq!(with([24, 9]), ["chronicle-order"]);
}

#[test]
fn attachments_are_those_of_the_list() {
    let with = |note: &[&str], titles: &[(&str, &str)]| {
        let mut issue = issue();
        edit(&mut issue, 1, |document| {
            let mut ids = Ids::new(11);
            for line in note {
                document.body.push(block(&mut ids, BlockKind::AttachmentNote, line));
            }
            for (label, title) in titles {
                let mut attached = Attached::new(ids.make(), *title);
                attached.label = Some((*label).into());
                document.attached.push(attached);
            }
        });
        check(&issue).iter().map(|finding| finding.rule).collect::<Vec<_>>()
    };
    let both = [("附件1", "任务分工表"), ("附件2", "人员名单")];
    assert_eq!(with(&["附件：1.任务分工表", "2.人员名单"], &both), Vec::<&str>::new());
    assert_eq!(with(&["附件：1.任务分工表\n2.人员名单"], &both), Vec::<&str>::new());
    assert_eq!(with(&["附件：任务分工表"], &[("附件", "任务分工表")]), Vec::<&str>::new());
    assert_eq!(with(&["附件：1.任务分工表", "2.人员名单"], &both[..1]), ["attachment-count"]);
    assert_eq!(with(&["附件：1.任务分解表", "2.人员名单"], &both), ["attachment-title-mismatch"]);
}

#[test]
fn places_are_characters_of_their_part() {
    let mut issue = issue();
    edit(&mut issue, 0, |document| document.number = Some("包府发[2026]6号".into()));
    let found = check(&issue);
    let finding = found.iter().find(|finding| finding.rule == "docnum-bracket").unwrap();
    let place = finding.place.unwrap();
    assert!(matches!(place.part, Part::Field(_, Field::Number)));
    assert_eq!((place.range.start, place.range.end), (3, 9));
    assert_eq!(finding.fix.as_ref().unwrap().replacement, "〔2026〕");
}

#[test]
fn torn_sentences_and_numbering_of_blocks() {
    let with = |blocks: &[(BlockKind, &str)]| {
        let mut issue = issue();
        edit(&mut issue, 1, |document| {
            let mut ids = Ids::new(13);
            document.body =
                blocks.iter().map(|(kind, text)| block(&mut ids, kind.clone(), text)).collect();
        });
        check(&issue)
            .iter()
            .filter(|finding| finding.rule != "title-name-mismatch")
            .map(|finding| finding.rule)
            .collect::<Vec<_>>()
    };
    let heading = |level| BlockKind::Heading { level, run_in: false };
    let torn = [
        (BlockKind::Paragraph, "由牵头部门统筹制定计划，负责检查任务的发起、统筹协"),
        (BlockKind::Paragraph, "调、组织实施、任务派发及结果汇总。"),
    ];
    assert_eq!(with(&torn), ["line-break-in-sentence"]);
    let whole = [
        (BlockKind::Paragraph, "由牵头部门统筹制定计划。"),
        (BlockKind::Paragraph, "各部门组织实施。"),
    ];
    assert_eq!(with(&whole), Vec::<&str>::new());
    let gap = [(heading(1), "一、总体要求"), (heading(1), "三、保障措施")];
    assert_eq!(with(&gap), ["numbering-gap"]);
    let dotted = [(heading(3), "⒈摸底"), (heading(3), "⒉整改"), (heading(3), "⒋验收")];
    assert_eq!(with(&dotted), ["numbering-gap"]);
    let dotted = [(heading(3), "⒈摸底"), (heading(3), "2.整改"), (heading(3), "⒊验收")];
    assert_eq!(with(&dotted), Vec::<&str>::new());
    // A sentence of the series is text.
    let sentence = (BlockKind::Paragraph, "二、由市财政局落实资金，并按季度报告使用情况。");
    let [first, third] = gap;
    assert_eq!(with(&[first.clone(), sentence, third.clone()]), Vec::<&str>::new());
    let count = (BlockKind::Paragraph, "五、六月份各部门报告使用情况。");
    assert_eq!(with(&[first, count, third]), ["numbering-gap"]);
    let levels = [
        (heading(1), "一、总体要求"),
        (heading(2), "（一）指导思想"),
        (heading(2), "（二）主要目标"),
        (heading(1), "二、主要任务"),
        (heading(2), "（一）摸底"),
    ];
    assert_eq!(with(&levels), Vec::<&str>::new());
}

#[test]
fn a_word_that_only_looks_like_its_term_is_told_with_the_letters_of_the_term() {
    let mut issue = issue();
    issue.masthead.mongolian = from_latin("bugutu huta-yin arad").as_str().into();
    let found = terms(&issue, &Termbase::default());
    let [finding] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(finding.text, from_latin("huta"));
    let fix = finding.fix.as_ref().unwrap();
    assert_eq!((fix.range.start, fix.range.end), (7, 11));
    assert_eq!(fix.replacement, from_latin("hota"));
    let on = NaiveDate::from_ymd_opt(2026, 4, 8).unwrap();
    issue.masthead.approval = Some(Approval::new("乌云", on));
    assert_eq!(terms(&issue, &Termbase::default()), []);
    // The same in a line; a suffix without its gap is no word.
    let text = from_strokes(Layout::Latin, "{year} on un huta yin");
    issue.masthead.lines = [(MongolianLine::Number, Template { text, approval: None })].into();
    let found = terms(&issue, &Termbase::default());
    let texts: Vec<&str> = found.iter().map(|finding| finding.text.as_str()).collect();
    assert_eq!(texts, [from_latin("huta")]);
    issue.masthead.lines.clear();
    issue.masthead.approval = None;
    issue.masthead.mongolian = from_latin("jasag un ordon").as_str().into();
    assert_eq!(terms(&issue, &Termbase::default()), []);
}

#[test]
fn a_suffix_without_its_gap_is_told_with_its_word() {
    let mut issue = issue();
    issue.masthead.mongolian = from_latin("arad un jasag un").as_str().into();
    let found = check(&issue);
    let messages: Vec<&str> = found.iter().map(|finding| finding.message.as_str()).collect();
    for (message, word) in messages.iter().zip(["arad", "jasag"]) {
        let named = format!("“{}”与格附加成分“{}”", from_latin(word), from_latin("un"));
        assert!(message.contains(&named), "{message}");
    }
    assert_eq!(messages.len(), 2);
}
