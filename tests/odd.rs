//! Odd but legal issues: composed and exported without a panic, and nothing of them is lost.

#![expect(clippy::unwrap_used, reason = "a test may stop at anything unexpected")]

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use gongbao::export::Pictures;
use gongbao::export::preflight::gate_pages;
use gongbao::export::press::{Options, press};
use gongbao::export::raster::{Cache, Scene, raster};
use gongbao::geom::{Mm, Pt, Rect};
use gongbao::issue::block::{Block, BlockKind};
use gongbao::issue::document::{Attached, Document, DocumentDate, DocumentKind, OfficialKind};
use gongbao::issue::id::Ids;
use gongbao::issue::masthead::Masthead;
use gongbao::issue::place::{Field, Part, texts};
use gongbao::issue::table::{Cell, Table};
use gongbao::issue::text::{Mark, Range, Text};
use gongbao::issue::{Issue, Section};
use gongbao::layout::memo::Memo;
use gongbao::layout::page::{FrameItem, Page, Source};
use gongbao::layout::style::Stylesheet;
use gongbao::layout::{Composition, Resources, compose};
use gongbao::text::squeeze;
use gongbao::text::words::Words;

#[path = "support/fonts.rs"]
mod fonts;
#[path = "support/issue.rs"]
mod issue;

use fonts::BOOK;

const HASH: &str = "0000000000000000000000000000000000000000000000000000000000000001";

fn composed(issue: &Issue) -> Composition {
    let pictures = BTreeMap::from([(HASH.to_owned(), (100, 400))]);
    let resources = Resources { fonts: &BOOK, pictures: &pictures, words: &Words::built_in() };
    compose(issue, &Stylesheet::built_in("baotou").unwrap(), &resources, &mut Memo::default())
}

/// The sample's covers around these documents.
fn holding(documents: Vec<Document>) -> Issue {
    let mut issue = issue::sample();
    issue.sections.truncate(1);
    issue.sections[0].documents = documents.into_iter().map(Arc::new).collect();
    issue
}

fn block(ids: &mut Ids, kind: BlockKind, text: impl Into<Text>) -> Arc<Block> {
    Arc::new(Block { id: ids.make(), kind, text: text.into() })
}

fn notice(ids: &mut Ids, title: &str) -> Document {
    Document::new(ids.make(), DocumentKind::Official(OfficialKind::Notice), title)
}

/// A notice with these paragraphs.
fn saying(paragraphs: &[&str]) -> Issue {
    let mut ids = Ids::new(3);
    let mut document = notice(&mut ids, "关于试验的通知");
    for text in paragraphs {
        document.body.push(block(&mut ids, BlockKind::Paragraph, *text));
    }
    holding(vec![document])
}

/// What the pages show of each text.
fn shown(pages: &[Arc<Page>]) -> BTreeMap<Part, String> {
    let mut shown: BTreeMap<Part, String> = BTreeMap::new();
    for (_, run) in pages.iter().flat_map(|page| page.runs()) {
        if let Source::Text(part) = run.source {
            shown.entry(part).or_default().push_str(&run.text);
        }
    }
    shown
}

/// The texts of the issue that the pages show as they are.
fn is_printed(part: Part) -> bool {
    !matches!(part, Part::SectionName(_) | Part::Field(_, Field::Issuer | Field::ContentsTitle))
}

fn assert_nothing_lost(issue: &Issue, composition: &Composition) {
    let shown = shown(&composition.pages);
    for (part, text) in texts(issue) {
        if is_printed(part) {
            let on_paper = shown.get(&part).map(String::as_str).unwrap_or_default();
            assert_eq!(squeeze(on_paper), squeeze(&text.string), "{part}");
        }
    }
}

/// Ink of the page's parts, one box a line or row.
fn boxes(page: &Page) -> Vec<Rect> {
    let ink = |item: &FrameItem| match item {
        FrameItem::Glyphs(run) => run.boxes(0, run.glyphs.len()),
        FrameItem::Rule { rect, .. } | FrameItem::Picture { rect, .. } => *rect,
    };
    // An empty text has a place, in the middle of a cell over several rows, but no ink.
    let has_ink = |item: &&FrameItem| match item {
        FrameItem::Glyphs(run) => !run.glyphs.is_empty(),
        FrameItem::Rule { .. } | FrameItem::Picture { .. } => true,
    };
    let of = |part: &gongbao::layout::page::Placed| {
        let items = part.frame.items.iter().filter(has_ink);
        let whole = items.map(ink).reduce(|all, rect| all.union(&rect))?;
        Some(whole.moved(part.at))
    };
    page.parts.iter().filter_map(of).collect()
}

/// No two lines stand on one another, and none leaves the paper.
fn assert_apart(composition: &Composition) {
    let (slack, sheet) = (Pt::new(3), Stylesheet::built_in("baotou").unwrap().page.trim);
    for page in &composition.pages {
        let boxes = boxes(page);
        for (index, rect) in boxes.iter().enumerate() {
            let inside = rect.at.x >= -slack
                && rect.at.y >= -slack
                && rect.right() <= sheet.width + slack
                && rect.bottom() <= sheet.height + slack;
            assert!(inside, "page {}: {rect:?} leaves the paper", page.number);
            for other in boxes.iter().skip(index + 1) {
                let apart = rect.right() <= other.at.x + slack
                    || other.right() <= rect.at.x + slack
                    || rect.bottom() <= other.at.y + slack
                    || other.bottom() <= rect.at.y + slack;
                assert!(apart, "page {}: {rect:?} on {other:?}", page.number);
            }
        }
    }
}

fn assert_exports(issue: &Issue, composition: &Composition) {
    let pictures = Pictures::new();
    let (pages, info) = (&composition.pages, &composition.info);
    let pdf = press(pages, info, &BOOK, &pictures, &Options::default()).unwrap();
    assert_eq!(lopdf::Document::load_mem(&pdf.bytes).unwrap().get_pages().len(), pages.len());
    let scene = Scene { book: &BOOK, pictures: &pictures, dpi: 20.0, watermark: None };
    let mut cache = Cache::default();
    for page in pages {
        let _ = raster(page, &scene, &mut cache).unwrap();
    }
    let plain = squeeze(&gongbao::export::text::text(pages));
    for (part, text) in texts(issue) {
        let text = squeeze(&text.string);
        assert!(!is_printed(part) || plain.contains(&text), "{part}: {text}");
    }
}

fn check(issue: &Issue) -> Composition {
    let composition = composed(issue);
    assert_eq!(composition.pages.len() % 4, 0);
    assert_nothing_lost(issue, &composition);
    assert_apart(&composition);
    assert_exports(issue, &composition);
    composition
}

fn has(composition: &Composition, rule: &str) -> bool {
    composition.findings.iter().any(|finding| finding.rule == rule)
}

#[test]
fn an_issue_without_documents_has_covers_and_contents() {
    let mut issue = holding(Vec::new());
    assert_eq!(check(&issue).pages.len(), 8);
    issue.sections.clear();
    issue.masthead = Masthead::default();
    issue.colophon.clear();
    issue.published = None;
    issue.number.total = None;
    assert_eq!(check(&issue).pages.len(), 8);
}

#[test]
fn empty_texts_are_no_lines() {
    let mut ids = Ids::new(5);
    let mut document = notice(&mut ids, "");
    document.number = Some(Text::default());
    document.addressee = Some(Text::default());
    document.annotation = Some(Text::default());
    document.signatories = vec![Text::default()];
    document.date = Some(DocumentDate { as_written: Text::default(), value: None });
    let day = NaiveDate::from_ymd_opt(2026, 4, 1).unwrap();
    for kind in [
        BlockKind::Heading { level: 1, run_in: true },
        BlockKind::Heading { level: 9, run_in: false },
        BlockKind::Paragraph,
        BlockKind::Appointment,
        BlockKind::Article,
        BlockKind::ChronicleEntry { date: day, until: None },
        BlockKind::Table(Table::default()),
        BlockKind::Table(Table { head: 9, rows: vec![Vec::new(), vec![Cell::new("".into())]] }),
        BlockKind::Break,
        BlockKind::Break,
    ] {
        document.body.push(block(&mut ids, kind, ""));
    }
    let _ = check(&holding(vec![document]));
}

#[test]
fn a_chronicle_may_be_all_there_is() {
    let mut ids = Ids::new(9);
    let mut document = Document::new(ids.make(), DocumentKind::Chronicle, "政府大事记");
    document.period = Some("（2026年4月）".into());
    for day in 1..=30 {
        let date = NaiveDate::from_ymd_opt(2026, 4, day).unwrap();
        let text = format!("4月{day}日，市政府召开常务会议，研究部署有关工作。");
        let kind = BlockKind::ChronicleEntry { date, until: None };
        document.body.push(block(&mut ids, kind, text));
    }
    let _ = check(&holding(vec![document]));
}

#[test]
fn an_order_a_joint_notice_and_attachments_have_all_their_fields() {
    let mut ids = Ids::new(11);
    let order = DocumentKind::Official(OfficialKind::Order);
    let mut order = Document::new(ids.make(), order, "包头市人民政府令");
    order.number = Some("第12号".into());
    order.body.push(block(&mut ids, BlockKind::Paragraph, "《办法》已经通过，现予公布。"));
    order.signatories = vec!["市　长　张　锐".into()];
    order.date = Some(DocumentDate { as_written: "2026年4月8日".into(), value: None });
    let mut joint = notice(&mut ids, "包头市教育局　包头市公安局　包头市财政局关于校车的通知");
    joint.signatories = ["包头市教育局", "包头市公安局", "包头市财政局交通运输和市场监督管理局"]
        .map(Text::new)
        .to_vec();
    joint.date = Some(DocumentDate { as_written: "2026年4月8日".into(), value: None });
    joint.registration = Some("登记号：BTGF2026-001　有效期：5年".into());
    joint.corrects = Some("更正2026年第3期".into());
    for number in 1..=3 {
        let mut attached = Attached::new(ids.make(), "任务分工表");
        attached.label = Some(format!("附件{number}").into());
        attached.adoption_note = Some("（2026年4月1日市政府第3次常务会议通过）".into());
        attached.signatories = vec!["包头市教育局".into()];
        attached.date = Some(DocumentDate { as_written: "2026年4月8日".into(), value: None });
        attached.body.push(block(&mut ids, BlockKind::Chapter, "第一章　总则"));
        attached.body.push(block(&mut ids, BlockKind::Article, "第一条　为了管理，制定本办法。"));
        attached.attached.push(Attached::new(ids.make(), "附表"));
        joint.attached.push(attached);
    }
    let _ = check(&holding(vec![order, joint]));
}

#[test]
fn titles_of_any_length_are_set_whole() {
    for length in [1, 60, 130, 300, 1_000] {
        let title: String =
            "关于进一步推进老旧小区改造和全面加强基层治理".chars().cycle().take(length).collect();
        let mut ids = Ids::new(13);
        let _ = check(&holding(vec![notice(&mut ids, &title)]));
    }
    let mut ids = Ids::new(13);
    let latin = "Measures for the Administration of Foreign Investment in the City of Baotou ";
    let _ = check(&holding(vec![notice(&mut ids, &latin.repeat(4))]));
}

#[test]
fn a_line_break_set_by_hand_does_not_push_a_title_off_the_paper() {
    let mut ids = Ids::new(14);
    let mut document = notice(&mut ids, &"关于全面加强基层治理工作的意见".repeat(6));
    document.title.marks.push((Range::new(0, 4), Mark::LineBreak));
    let _ = check(&holding(vec![document]));
}

#[test]
fn tall_rows_move_on_where_there_is_room() {
    let mut ids = Ids::new(17);
    let mut document = notice(&mut ids, "关于图片的通知");
    for _ in 0..9 {
        document.body.push(block(&mut ids, BlockKind::Paragraph, "图片如下。"));
        let sha256 = HASH.to_owned();
        document.body.push(block(
            &mut ids,
            BlockKind::Picture { sha256, width: None },
            "图　市政府",
        ));
        let mut attached = Attached::new(ids.make(), "图片说明");
        let sha256 = HASH.to_owned();
        attached.body.push(block(&mut ids, BlockKind::Picture { sha256, width: None }, ""));
        document.attached.push(attached);
    }
    let composition = check(&holding(vec![document]));
    let pictures = composition.pages.iter().flat_map(|page| &page.parts);
    let pictures = pictures.flat_map(|part| &part.frame.items);
    let mut count = 0;
    for item in pictures {
        let FrameItem::Picture { rect, .. } = item else { continue };
        let ratio = rect.size.height.to_f64() / rect.size.width.to_f64();
        assert!((ratio - 4.0).abs() < 0.01, "a picture keeps its shape: {ratio}");
        count += 1;
    }
    assert_eq!(count, 18);
}

#[test]
fn a_picture_is_as_wide_as_its_block_says() {
    let page = Stylesheet::built_in("baotou").unwrap().page;
    let check = |own: Option<f64>, expected: Pt| {
        let mut ids = Ids::new(18);
        let mut document = notice(&mut ids, "关于图片的通知");
        let width = own.map(Mm::new);
        for width in [None, width] {
            let kind = BlockKind::Picture { sha256: "broad".to_owned(), width };
            document.body.push(block(&mut ids, kind, "图　市政府"));
        }
        let pictures = BTreeMap::from([("broad".to_owned(), (400, 100))]);
        let resources = Resources { fonts: &BOOK, pictures: &pictures, words: &Words::built_in() };
        let issue = holding(vec![document]);
        let memo = &mut Memo::default();
        let composed = compose(&issue, &Stylesheet::built_in("baotou").unwrap(), &resources, memo);
        let parts = composed.pages.iter().flat_map(|page| &page.parts);
        let found = parts.flat_map(|placed| {
            placed.frame.items.iter().filter_map(move |item| match item {
                FrameItem::Picture { rect, .. } => Some((rect.moved(placed.at), placed)),
                _ => None,
            })
        });
        let found: Vec<_> = found.collect();
        assert_eq!(found.len(), 2);
        let (rect, placed) = found[1];
        assert!((rect.size.width - expected).abs() < Pt::from_mm(0.02), "{own:?} {rect:?}");
        let shape = rect.size.width.to_f64() / rect.size.height.to_f64();
        assert!((shape - 4.0).abs() < 0.01, "{own:?} {shape}");
        // In the middle of its column, or of the page.
        let room = if expected > page.column + Pt::new(1) { page.width() } else { page.column };
        assert_eq!(placed.frame.size.width, room, "{own:?}");
        let left = rect.at.x - placed.at.x;
        assert!((left * 2 + rect.size.width - room).abs() < Pt::new(1), "{own:?}");
    };
    let column = Mm::from_pt(page.column).to_f64();
    check(None, page.column);
    check(Some(30.0), Pt::from_mm(30.0));
    check(Some(column), page.column);
    check(Some(column + 20.0), Pt::from_mm(column + 20.0));
    check(Some(500.0), page.width());
}

fn table(rows: usize, columns: usize, text: &str) -> Table {
    let row = |_| (0..columns).map(|_| Cell::new(text.into())).collect();
    Table { head: 1, rows: (0..rows).map(row).collect() }
}

#[test]
fn wide_long_and_merged_tables_are_set() {
    let mut ids = Ids::new(19);
    let mut document = notice(&mut ids, "关于表格的通知");
    let mut merged = table(3, 4, "项目");
    merged.rows[0][0].columns = 4;
    for cell in &mut merged.rows[0][1..] {
        cell.text = Text::default();
    }
    merged.rows[0][0].text = "二〇二六年包头市各旗县区重点项目一览表".into();
    for table in [table(100, 5, "投资额"), table(2, 40, "12"), merged] {
        document.body.push(block(&mut ids, BlockKind::Table(table), "表1　项目"));
    }
    let _ = check(&holding(vec![document]));
}

#[test]
fn a_row_higher_than_a_page_breaks_between_its_lines() {
    let mut ids = Ids::new(20);
    let mut document = notice(&mut ids, "关于表格的通知");
    let text = "投资额按照年度计划分别填写".repeat(24);
    document.body.push(block(&mut ids, BlockKind::Table(table(2, 20, &text)), ""));
    let issue = holding(vec![document]);
    let composition = composed(&issue);
    assert_nothing_lost(&issue, &composition);
    let overfull = composition.findings.iter().find(|finding| finding.rule == "page-overfull");
    assert_eq!(overfull, None);
}

#[test]
fn a_missing_glyph_is_reported_once_however_often_it_is_set() {
    let mut ids = Ids::new(22);
    let title = "关于\u{e000}的通知";
    let mut issue = holding(vec![notice(&mut ids, title), notice(&mut ids, "关于其他的通知")]);
    issue.sections[0].name = "文件\u{e001}".into();
    let composition = check(&issue);
    let missing = composition.findings.iter().filter(|finding| finding.rule == "glyph-missing");
    assert_eq!(missing.count(), 2);
    let gate = gate_pages(&composition.findings);
    assert_eq!(gate.iter().map(|own| own.finding.rule).collect::<Vec<_>>(), ["gate-glyph"]);
    assert!(gate[0].sentence().contains("2 处有字体没有的字"), "{}", gate[0].sentence());
}

/// Upright lines and pieces of level lines of each row of the only table; a row has its upper line,
/// too, on the lower one of the row before.
fn edges(table: Table) -> Vec<(usize, usize)> {
    let mut ids = Ids::new(21);
    let mut document = notice(&mut ids, "关于表格的通知");
    document.body.push(block(&mut ids, BlockKind::Table(table), ""));
    let composition = check(&holding(vec![document]));
    let parts = composition.pages.iter().filter(|page| page.folio.is_some());
    let parts = parts.flat_map(|page| &page.parts);
    let count = |part: &gongbao::layout::page::Placed| {
        let rules = part.frame.items.iter().filter_map(|item| match item {
            FrameItem::Rule { rect, .. } => Some(rect.size),
            FrameItem::Glyphs(_) | FrameItem::Picture { .. } => None,
        });
        let (upright, level): (Vec<_>, Vec<_>) = rules.partition(|size| size.height > size.width);
        (upright.len(), level.len())
    };
    parts.map(count).filter(|&(upright, _)| upright > 0).collect()
}

#[test]
fn no_line_runs_through_a_merged_cell() {
    assert_eq!(edges(table(2, 3, "项")), [(4, 2), (4, 2)]);
    let mut wide = table(2, 3, "");
    wide.rows[0][0].columns = 2;
    assert_eq!(edges(wide), [(3, 2), (4, 2)]);
    let mut tall = table(2, 3, "");
    tall.rows[0][1].rows = 2;
    assert_eq!(edges(tall), [(4, 3), (4, 3)]);
    let mut over = table(2, 3, "");
    (over.rows[1][1].rows, over.rows[1][1].columns) = (9, u32::MAX);
    assert_eq!(edges(over), [(4, 2), (3, 2)]);
}

#[test]
fn any_script_and_any_sign_keeps_its_characters() {
    let zalgo = format!("国a{}bc家", "\u{301}".repeat(400));
    let texts = [
        "entirely Latin text of an agreement between the parties of the first part ".repeat(40),
        "人民政府工作，".repeat(3_000),
        "W".repeat(2_000),
        "—".repeat(301),
        "（（（（".repeat(200),
        "。。。。".repeat(200),
        "前\u{2028}后\u{2029}又\u{85}再\u{b}行".to_owned(),
        "零\u{200b}宽\u{feff}字\u{2060}符\u{ad}软\u{200d}连\u{fe0f}变".to_owned(),
        "表情👨‍👩‍👧‍👦和🇨🇳与✅".to_owned(),
        "cafe\u{301} e\u{301}，声\u{301}调".to_owned(),
        "שלום עולם 和 مرحبا بالعالم 同行".to_owned(),
        "生僻字𠀀𪚥𬭎䶮㐀与\u{e000}".to_owned(),
        "ᠪᠤᠭᠤᠲᠤ ᠬᠣᠲᠠ 蒙古文".to_owned(),
        zalgo,
        "\u{301}".to_owned(),
        "\u{200b}".to_owned(),
        "空".to_owned() + &" ".repeat(600) + "格",
        "a".to_owned() + &" ".repeat(600) + "b",
        "\0\u{1}\u{7f}".to_owned(),
    ];
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let issue = saying(&texts);
    let composition = composed(&issue);
    let shown = shown(&composition.pages);
    let visible = |text: &str| -> String {
        text.chars().filter(|&c| !c.is_whitespace() && !gongbao::text::is_invisible(c)).collect()
    };
    for (part, text) in gongbao::issue::place::texts(&issue) {
        if is_printed(part) {
            let on_paper = shown.get(&part).map(String::as_str).unwrap_or_default();
            assert_eq!(visible(on_paper), visible(&text.string), "{part}");
        }
    }
    let pdf =
        press(&composition.pages, &composition.info, &BOOK, &Pictures::new(), &Options::default());
    assert!(!pdf.unwrap().bytes.is_empty());
}

#[test]
fn what_cannot_be_seen_takes_no_room_and_is_no_missing_glyph() {
    let plain = composed(&saying(&["零宽字符前后又行"]));
    let pasted = composed(&saying(&["零\u{200b}宽\u{feff}字\u{2060}符\u{fe0f}前后又\u{ad}行"]));
    assert!(!has(&pasted, "glyph-missing"), "{:?}", pasted.findings);
    let width = |composition: &Composition| {
        let runs = composition.pages.iter().flat_map(|page| page.runs());
        let of_body = |run: &&gongbao::layout::page::GlyphRun| {
            matches!(run.source, Source::Text(Part::Block(..)))
        };
        runs.map(|(_, run)| run).filter(of_body).map(|run| run.at.x + run.advance()).max()
    };
    assert_eq!(width(&pasted), width(&plain));
}

#[test]
fn four_hundred_documents_fill_their_contents() {
    let mut ids = Ids::new(23);
    let mut issue = issue::sample();
    issue.sections = (0..40)
        .map(|section| Section {
            id: ids.make(),
            name: format!("第{section}栏").into(),
            codes: Vec::new(),
            documents: (0..10)
                .map(|number| {
                    Arc::new(notice(&mut ids, &format!("关于第{section}{number}项工作的通知")))
                })
                .collect(),
        })
        .collect();
    let composition = composed(&issue);
    assert_nothing_lost(&issue, &composition);
    assert_apart(&composition);
    let last = composition.pages.iter().filter_map(|page| page.folio).max();
    assert_eq!(last, Some(400));
}

#[test]
fn a_document_of_three_hundred_pages_is_set() {
    let text =
        "坚持以人民为中心的发展思想，统筹推进各项工作，压实责任，确保任务落到实处。".repeat(4);
    let texts = vec![text.as_str(); 3_200];
    let issue = saying(&texts);
    let composition = composed(&issue);
    assert!(composition.pages.len() > 300, "{}", composition.pages.len());
    assert_nothing_lost(&issue, &composition);
}
