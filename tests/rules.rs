//! What an office may choose of the rules of composition, and where its documents begin.

#![expect(clippy::unwrap_used, reason = "a test may stop at anything unexpected")]

use std::collections::BTreeMap;
use std::sync::Arc;

use gongbao::geom::Pt;
use gongbao::issue::block::{Block, BlockKind};
use gongbao::issue::document::{Document, DocumentKind};
use gongbao::issue::id::Ids;
use gongbao::issue::place::{Field, Part};
use gongbao::issue::{Issue, Section};
use gongbao::layout::memo::Memo;
use gongbao::layout::page::{FrameItem, Generated, GlyphRun, Page, PageKind, Source};
use gongbao::layout::style::{Adjacent, Begin, LatinGap, Stylesheet};
use gongbao::layout::{Composition, Resources, compose};
use gongbao::text::breaks::Prohibition;
use gongbao::text::words::Words;

#[path = "support/fonts.rs"]
mod fonts;
#[path = "support/issue.rs"]
mod issue;

use fonts::BOOK;

fn composed(issue: &Issue, style: &Stylesheet, memo: &mut Memo) -> Composition {
    let pictures = BTreeMap::new();
    let resources = Resources { fonts: &BOOK, pictures: &pictures, words: &Words::built_in() };
    compose(issue, style, &resources, memo)
}

fn article(ids: &mut Ids, title: &str, paragraphs: &[&str]) -> Arc<Document> {
    let mut document = Document::new(ids.make(), DocumentKind::Article, title);
    for &text in paragraphs {
        let (id, kind) = (ids.make(), BlockKind::Paragraph);
        document.body.push(Arc::new(Block { id, kind, text: text.into() }));
    }
    document.into()
}

/// An issue of one section.
fn issue_of(documents: Vec<Arc<Document>>) -> Issue {
    let mut issue = issue::sample();
    let id = Ids::new(77).make();
    issue.sections =
        vec![Section { id, name: "政策解读".into(), codes: Vec::new(), documents }];
    issue
}

/// The lines of body text of a page: their runs, with the width of their column.
fn lines(page: &Page) -> Vec<(Vec<&GlyphRun>, Pt)> {
    let mut lines = Vec::new();
    for placed in &page.parts {
        let runs: Vec<&GlyphRun> = placed.frame.items.iter().filter_map(body_run).collect();
        if !runs.is_empty() {
            lines.push((runs, placed.frame.size.width));
        }
    }
    lines
}

fn body_run(item: &FrameItem) -> Option<&GlyphRun> {
    match item {
        FrameItem::Glyphs(run) => {
            matches!(run.source, Source::Text(Part::Block(..))).then_some(run)
        }
        FrameItem::Rule { .. } | FrameItem::Picture { .. } => None,
    }
}

fn body(composition: &Composition) -> impl Iterator<Item = &Arc<Page>> {
    composition.pages.iter().filter(|page| page.kind == PageKind::Body)
}

/// The lines of one paragraph, set by rules that `choose` changes: text, left edge, right edge in em.
fn set(text: &str, choose: impl FnOnce(&mut Stylesheet)) -> Vec<(String, f64, f64)> {
    let issue = issue_of(vec![article(&mut Ids::new(3), "关于试验的说明", &[text])]);
    let mut style = Stylesheet::built_in("baotou").unwrap();
    choose(&mut style);
    let composition = composed(&issue, &style, &mut Memo::default());
    let em = style.body.size.to_f64();
    let all: Vec<_> = body(&composition).flat_map(|page| lines(page)).collect();
    let line = |(runs, _): &(Vec<&GlyphRun>, Pt)| {
        let text: String = runs.iter().map(|run| run.text.as_str()).collect();
        let (first, last) = (runs.first().unwrap(), runs.last().unwrap());
        let right = last.at.x + last.advance();
        (text, first.at.x.to_f64() / em, right.to_f64() / em)
    };
    all.iter().map(line).collect()
}

#[test]
fn a_pausing_mark_hangs_only_where_the_office_wants_it() {
    let text = "国".repeat(17) + "，" + &"家".repeat(18) + "。" + &"和".repeat(30);
    let plain = set(&text, |_| {});
    assert!(plain.iter().all(|(_, _, right)| *right < 19.01), "{plain:?}");
    let hanging = set(&text, |style| style.rules.hanging = true);
    let (first, _, right) = &hanging[0];
    assert!(first.ends_with('，') && (right - 19.5).abs() < 0.01, "{hanging:?}");
    let (second, _, right) = &hanging[1];
    assert!(second.ends_with('家') || (right - 19.5).abs() < 0.01, "{hanging:?}");
    // Not behind another mark.
    let text = "国".repeat(15) + "”，" + &"家".repeat(40);
    let run = set(&text, |style| style.rules.hanging = true);
    assert!(run.iter().all(|(_, _, right)| *right < 19.01), "{run:?}");
}

#[test]
fn an_opening_mark_at_the_start_of_a_line_is_trimmed_or_not() {
    let text = "国".repeat(17) + "（" + &"家".repeat(40);
    let trimmed = set(&text, |_| {});
    let kept = set(&text, |style| style.rules.trim_start = false);
    // The ink of an opening mark is in the right half of its em box.
    assert!(trimmed[1].0.starts_with('（') && kept[1].0.starts_with('（'), "{kept:?}");
    assert!((kept[1].1 - trimmed[1].1 - 0.5).abs() < 0.01, "{trimmed:?} {kept:?}");
    let text = "《".to_owned() + &"家".repeat(40);
    let kept = set(&text, |_| {});
    let trimmed = set(&text, |style| style.rules.trim_indent = true);
    assert!((kept[0].1 - trimmed[0].1 - 0.5).abs() < 0.01, "{trimmed:?} {kept:?}");
}

#[test]
fn adjacent_marks_take_one_em_and_a_half_or_one() {
    let width = |choose: fn(&mut Stylesheet)| {
        let line = &set("《国》《家》", choose)[0];
        line.2 - line.1
    };
    let half = width(|_| {});
    let none = width(|style| style.rules.adjacent = Adjacent::One);
    assert!((half - none - 0.5).abs() < 0.01, "{half} {none}");
}

#[test]
fn the_gap_beside_digits_and_their_size_are_chosen() {
    let width = |choose: fn(&mut Stylesheet)| {
        let line = &set("国3.5家", choose)[0];
        line.2 - line.1
    };
    let none = width(|style| style.rules.gap = LatinGap::None);
    let quarter = width(|style| style.rules.gap = LatinGap::Quarter);
    assert!((quarter - none - 0.5).abs() < 0.01, "{quarter} {none}");
    let large = width(|style| {
        style.rules.gap = LatinGap::None;
        style.rules.latin_size = 110;
    });
    assert!((large - none - 0.125).abs() < 0.02, "{large} {none}");
    let wrong =
        Stylesheet::source("single").unwrap().replacen("rules: (", "rules: (latin_size: 300, ", 1);
    let error = Stylesheet::parse(&wrong).unwrap_err().to_string();
    assert!(error.contains("95 到 110") && error.contains("latin_size"), "{error}");
}

#[test]
fn stops_are_squeezed_only_where_the_office_allows_it() {
    let text = "国".repeat(8) + "。" + &"家".repeat(8) + "。" + &"和".repeat(20);
    let squeezed = set(&text, |_| {});
    let kept = set(&text, |style| style.rules.squeeze_stops = false);
    let count = |lines: &[(String, f64, f64)]| lines[0].0.chars().count();
    assert!(count(&squeezed) >= count(&kept), "{squeezed:?} {kept:?}");
    assert!(kept.iter().all(|(text, ..)| !text.starts_with('。')));
}

#[test]
fn a_line_begins_with_dashes_only_where_nothing_better_is_left() {
    // Between words that may not part, the dash is the only place.
    let word = "a".repeat(33);
    let text = format!("{word}——{word}——{word}");
    let starts = |prohibition| {
        let lines = set(&text, |style| style.rules.prohibition = prohibition);
        lines.iter().filter(|(text, ..)| text.starts_with('—')).count()
    };
    assert_eq!(starts(Prohibition::Strict), 0);
    let text = "国".repeat(15) + "——" + &"家".repeat(30);
    let lines = set(&text, |_| {});
    assert!(lines.iter().all(|(text, ..)| !text.starts_with('—')), "{lines:?}");
}

/// Where character `begin` of an article stands, in em from its left edge.
fn behind_label(text: &str, begin: u32) -> f64 {
    let mut ids = Ids::new(3);
    let mut document = Document::new(ids.make(), DocumentKind::Article, "某办法");
    document.body.push(Arc::new(Block {
        id: ids.make(),
        kind: BlockKind::Article,
        text: text.into(),
    }));
    let issue = issue_of(vec![document.into()]);
    let style = Stylesheet::built_in("baotou").unwrap();
    let composition = composed(&issue, &style, &mut Memo::default());
    let all: Vec<_> = body(&composition).flat_map(|page| lines(page)).collect();
    let glyphs: Vec<(u32, Pt)> = all[0]
        .0
        .iter()
        .flat_map(|run| run.glyphs.iter().map(|glyph| (glyph.from, run.at.x + glyph.x)))
        .collect();
    let next = glyphs.iter().find(|(from, _)| *from >= begin).unwrap();
    (next.1 - glyphs[0].1).to_f64() / style.body.size.to_f64()
}

/// Each character of `text`, set in one line, and its width with the room behind it, in em.
fn rooms(text: &str) -> Vec<(char, f64)> {
    let issue = issue_of(vec![article(&mut Ids::new(3), "关于试验的说明", &[text])]);
    let style = Stylesheet::built_in("baotou").unwrap();
    let composition = composed(&issue, &style, &mut Memo::default());
    let all: Vec<_> = body(&composition).flat_map(|page| lines(page)).collect();
    let characters: Vec<char> = text.chars().collect();
    let glyphs = all[0].0.iter().flat_map(|run| run.glyphs.iter());
    let em = style.body.size.to_f64();
    glyphs.map(|glyph| (characters[glyph.from as usize], glyph.advance.to_f64() / em)).collect()
}

#[test]
fn a_gap_follows_the_number_of_an_item_but_not_the_point_of_a_decimal() {
    // A point is a quarter em wide.
    for (text, expected) in [
        ("1.加快建设", 0.5),
        ("1.2026年1—3月", 0.5),
        ("2.3月底前完成", 0.5),
        ("2.$3.5折合", 0.5),
        ("3.AI应用", 0.5),
        ("1.5年以上", 0.25),
        ("1.5%以上", 0.25),
    ] {
        let point = rooms(text).into_iter().find(|(character, _)| *character == '.').unwrap().1;
        assert!((point - expected).abs() < 0.01, "{text}: {point}");
    }
}

#[test]
fn degrees_minutes_and_seconds_stand_close_behind_digits() {
    for (sign, room) in rooms("东经109°50′38″，北纬") {
        let close = !"°′″".contains(sign) || room < 0.6;
        assert!(close, "{sign}: {room}");
    }
}

#[test]
fn an_em_follows_the_label_of_an_article_however_it_was_typed() {
    // One line, and several.
    for rest in ["为了规范管理，制定本办法。", "为了规范管理活动制定本办法并且遵守所有规定。"]
    {
        for gap in ["", " ", "  ", "　", "　　"] {
            let begin = 3 + u32::try_from(gap.chars().count()).unwrap();
            let found = behind_label(&format!("第一条{gap}{rest}"), begin);
            assert!((found - 4.0).abs() < 0.01, "{gap:?}{rest}: {found}");
        }
    }
    let found = behind_label("第三条之二为了管理，制定办法。", 5);
    assert!((found - 6.0).abs() < 0.01, "{found}");
    // A mark behind it says that it is no label.
    let found = behind_label("第三条、第五条规定的情形，依照本办法处理。", 3);
    assert!(found < 3.2, "{found}");
}

fn folio_of(composition: &Composition, document: &Document) -> u32 {
    let titled = |page: &&Arc<Page>| {
        let own = Source::Text(Part::Field(document.id, Field::Title));
        page.runs().any(|(_, run)| run.source == own)
    };
    body(composition).find(titled).and_then(|page| page.folio).unwrap()
}

/// Three documents of about half a page each, in a style that begins them as `begin` says.
fn three(begin: Begin) -> (Issue, Stylesheet) {
    let long = "此处是正文，说明有关事项和具体要求。".repeat(20);
    let mut ids = Ids::new(5);
    let documents =
        ["第一篇解读", "第二篇解读", "第三篇解读"].map(|title| article(&mut ids, title, &[&long]));
    let mut style = Stylesheet::built_in("baotou").unwrap();
    style.begins.article = begin;
    (issue_of(documents.to_vec()), style)
}

#[test]
fn documents_begin_on_a_page_in_a_column_or_behind_the_one_before() {
    for (begin, expected) in
        [(Begin::Page, [1, 2, 3]), (Begin::Column, [1, 1, 2]), (Begin::RunOn, [1, 1, 2])]
    {
        let (issue, style) = three(begin);
        let composition = composed(&issue, &style, &mut Memo::default());
        let documents: Vec<_> = issue.documents().map(|(_, own)| own.clone()).collect();
        let folios: Vec<u32> = documents.iter().map(|own| folio_of(&composition, own)).collect();
        assert_eq!(folios, expected, "{begin:?}");
        // The contents says the same.
        let front: String = composition
            .pages
            .iter()
            .filter(|page| page.kind == PageKind::Front)
            .flat_map(|page| page.runs())
            .filter(|(_, run)| run.source == Source::Generated(Generated::Contents, None))
            .map(|(_, run)| run.text.as_str())
            .filter(|text| text.chars().all(|c| c.is_ascii_digit()))
            .collect();
        assert_eq!(front, expected.map(|folio| folio.to_string()).concat(), "{begin:?}");
        for page in body(&composition) {
            for placed in &page.parts {
                let area = style.page.type_area(page.number);
                assert!(
                    placed.at.y + placed.frame.size.height <= area.bottom() + style.page.grid * 3
                );
            }
        }
    }
}

#[test]
fn a_document_in_a_column_of_its_own_has_its_title_there() {
    let (issue, style) = three(Begin::Column);
    let composition = composed(&issue, &style, &mut Memo::default());
    let page = body(&composition).next().unwrap();
    let titles: Vec<(Pt, Pt)> = page
        .parts
        .iter()
        .filter(|placed| {
            placed.frame.items.iter().any(|item| {
                matches!(item, FrameItem::Glyphs(run)
                    if matches!(run.source, Source::Text(Part::Field(_, Field::Title))))
            })
        })
        .map(|placed| (placed.at.x, placed.at.y))
        .collect();
    let [first, second] = titles.as_slice() else { panic!("{titles:?}") };
    assert_eq!(second.0 - first.0, style.page.column + style.page.gutter);
    assert_eq!(first.1, second.1, "both at the head");
}

#[test]
fn runs_of_documents_are_kept_and_change_as_from_nothing() {
    for begin in [Begin::Column, Begin::RunOn] {
        let (mut issue, style) = three(begin);
        let mut memo = Memo::default();
        let mut check = |issue: &Issue, what: &str| {
            let again = composed(issue, &style, &mut memo);
            let fresh = composed(issue, &style, &mut Memo::default());
            assert!(again.pages == fresh.pages, "{begin:?}: {what}");
            assert_eq!(again.findings, fresh.findings, "{begin:?}: {what}");
            (again.set_anew, again.flowed_anew)
        };
        let _ = check(&issue, "from nothing");
        assert_eq!(check(&issue, "nothing"), (0, 0));
        let documents = &mut issue.sections[0].documents;
        let block = Arc::make_mut(&mut Arc::make_mut(&mut documents[1]).body[0]);
        block.text.string.insert(0, '新');
        assert_eq!(check(&issue, "a letter").0, 1);
        let last = issue.sections[0].documents.pop().unwrap();
        let _ = check(&issue, "the last goes");
        issue.sections[0].documents.insert(0, last);
        let _ = check(&issue, "it comes back as the first");
        Arc::make_mut(&mut issue.sections[0].documents[1]).kind = DocumentKind::Chronicle;
        let _ = check(&issue, "one begins on a page");
    }
}

/// The lines of an article's paragraphs: each character with its left edge in em.
fn characters(paragraphs: &[&str]) -> Vec<Vec<(char, f64)>> {
    let issue = issue_of(vec![article(&mut Ids::new(3), "关于试验的说明", paragraphs)]);
    let style = Stylesheet::built_in("baotou").unwrap();
    let composition = composed(&issue, &style, &mut Memo::default());
    let em = style.body.size.to_f64();
    let of_run = |run: &&GlyphRun| {
        let at = |x: Pt| ((run.at.x + x).to_f64() / em * 100.0).round() / 100.0;
        let all = run.text.chars().zip(run.glyphs.iter().map(|glyph| at(glyph.x)));
        all.filter(|(c, _)| !c.is_whitespace()).collect::<Vec<_>>()
    };
    let all: Vec<_> = body(&composition).flat_map(|page| lines(page)).collect();
    all.iter().map(|(runs, _)| runs.iter().flat_map(of_run).collect()).collect()
}

/// Where in a line a text begins.
fn begins(line: &[(char, f64)], text: &str) -> Option<f64> {
    let text: Vec<char> = text.chars().collect();
    let of = |own: &[(char, f64)]| own.iter().map(|(c, _)| *c).collect::<Vec<_>>() == text;
    line.windows(text.len()).find(|own| of(own)).map(|own| own[0].1)
}

#[test]
fn names_stand_below_names_and_are_never_torn() {
    let first = "叶　青　　阎维文　　余　秋　　潘　石　　杜　江　　戴　军";
    let lines =
        characters(&[first, "夏　雨　　钟　汉　　汪　涵　　田　亮　　任　泉　　姜　武", "文　章"]);
    assert_eq!(lines.len(), 5);
    let rows = [
        ["叶青", "阎维文", "余秋"],
        ["潘石", "杜江", "戴军"],
        ["夏雨", "钟汉", "汪涵"],
        ["田亮", "任泉", "姜武"],
    ];
    for (line, names) in lines.iter().zip(rows) {
        for (name, at) in names.iter().zip([0.0, 7.0, 14.0]) {
            assert_eq!(begins(line, name), Some(at), "{name}");
        }
    }
    assert_eq!(lines[3][..2], [('田', 0.0), ('亮', 2.0)]);
    // Among marks, too, and in running text nothing else changes.
    let list = "市第一中学：王　伟、李　娜、张志强、欧阳娜娜、刘　洋、陈　静、杨　帆、赵建国";
    for line in characters(&[&list.repeat(2).replace("国市", "国、市")]) {
        for name in ["王伟", "李娜", "刘洋", "陈静", "杨帆"] {
            let torn = line.first().is_some_and(|own| name.ends_with(own.0));
            assert!(!torn, "{name} {line:?}");
        }
    }
}

#[test]
fn a_group_has_its_names_and_offices_in_columns() {
    let lines = characters(&[
        "组　长：王志强　市委常委、常务副市长",
        "副组长：李　明　副市长",
        "欧阳建国　市政府秘书长",
        "成员：赵　刚　市发展改革委主任",
        "阿拉腾巴特尔　市生态环境局局长、稀土高新区管委会副主任（兼）",
    ]);
    let at = |text: &str| lines.iter().find_map(|line| begins(line, text));
    for label in ["组", "副组长", "成"] {
        assert_eq!(at(label), Some(2.0), "{label}");
    }
    for name in ["王志强", "李", "欧阳建国", "赵", "阿拉腾巴特尔"] {
        assert_eq!(at(name), Some(6.0), "{name}");
    }
    for office in ["市委常委", "副市长", "市政府秘书长", "市发展改革"] {
        assert_eq!(at(office), Some(11.0), "{office}");
    }
    assert!(lines.iter().all(|line| [2.0, 6.0, 11.0].contains(&line[0].1)), "turnovers hang");
}

#[test]
fn what_says_where_a_report_was_given_stands_below_its_title() {
    let wide = Stylesheet::built_in("baotou").unwrap().page.width();
    let text = "过去一年，面对艰巨繁重的任务，全市上下团结奋斗。".repeat(9);
    let check = |paragraphs: &[&str], expected: usize| {
        let issue = issue_of(vec![article(&mut Ids::new(3), "政府工作报告", paragraphs)]);
        let style = Stylesheet::built_in("baotou").unwrap();
        let composition = composed(&issue, &style, &mut Memo::default());
        let all: Vec<_> = body(&composition).flat_map(|page| lines(page)).collect();
        let across = all.iter().filter(|(_, width)| *width == wide).count();
        assert_eq!(across, expected, "{paragraphs:?}");
    };
    let occasion = "——2026年1月15日在包头市第十六届人民代表大会第六次会议上";
    check(&[occasion, "包头市人民政府市长　陈某某", "各位代表：", &text], 2);
    check(&[occasion, &text], 1);
    check(&[&text, occasion], 0);
    // A long paragraph below it is text.
    check(
        &[occasion, "各位代表，现在我代表市人民政府向大会报告工作请予审议并请列席人员提出意见"],
        1,
    );
}

#[test]
fn numbered_sentences_that_head_nothing_are_text() {
    let fonts = |blocks: &[(BlockKind, &str)]| -> Vec<bool> {
        let mut ids = Ids::new(3);
        let mut document = Document::new(ids.make(), DocumentKind::Article, "关于试验的说明");
        for (kind, text) in blocks {
            let (id, kind, text) = (ids.make(), kind.clone(), (*text).into());
            document.body.push(Arc::new(Block { id, kind, text }));
        }
        let issue = issue_of(vec![document.into()]);
        let style = Stylesheet::built_in("baotou").unwrap();
        let composition = composed(&issue, &style, &mut Memo::default());
        let all: Vec<_> = body(&composition).flat_map(|page| lines(page)).collect();
        let text = all[0].0[0].font;
        all.iter().skip(1).map(|(runs, _)| runs[0].font == text).collect()
    };
    let text = |text| (BlockKind::Paragraph, text);
    let head = |text| (BlockKind::Heading { level: 1, run_in: true }, text);
    let (one, two) = (head("一、普查时点为十二月。"), head("二、普查对象应当配合。"));
    let items = [text("现通告如下："), one.clone(), two.clone(), text("特此通告。")];
    assert_eq!(fonts(&items), [true, true, true]);
    let heads = [text("现通告如下："), one, text("照此办理。"), two, text("特此通告。")];
    assert_eq!(fonts(&heads), [false, true, false, true]);
    let run_in =
        [text("现通告如下："), head("一、提高认识。要重视。"), head("二、加强领导。要落实。")];
    assert_eq!(fonts(&run_in), [false, false]);
}

#[test]
fn a_long_signature_uses_the_room_that_there_is() {
    let lengths = |signatory: &str| -> Vec<usize> {
        let mut ids = Ids::new(3);
        let text = "请各单位遵照执行。".repeat(20);
        let mut document = Document::clone(&article(&mut ids, "关于试验的说明", &[&text]));
        document.signatories = vec!["包头市自然资源局".into(), signatory.into()];
        let part = Part::Field(document.id, Field::Signatory(1));
        let issue = issue_of(vec![document.into()]);
        let style = Stylesheet::built_in("baotou").unwrap();
        let composition = composed(&issue, &style, &mut Memo::default());
        let of_part = |item: &FrameItem| match item {
            FrameItem::Glyphs(run) if run.source == Source::Text(part) => run.text.chars().count(),
            _ => 0,
        };
        let parts = body(&composition).flat_map(|page| &page.parts);
        let lines = parts.map(|placed| placed.frame.items.iter().map(of_part).sum());
        lines.filter(|&count: &usize| count > 0).collect()
    };
    assert_eq!(lengths("内蒙古东部电力有限公司包头供电公司"), [17]);
    assert_eq!(lengths("国内蒙古东部电力有限公司包头供电公司"), [18]);
    let turned = lengths("国网内蒙古东部电力有限公司包头供电公司");
    assert_eq!(turned, [19]);
    let turned = lengths("国网内蒙古东部电力有限公司包头昆区供电公司");
    assert!(turned.len() == 2 && turned.iter().all(|&count| count >= 6), "{turned:?}");
}
