//! Tables on their pages: cells hold their texts, merged cells stand in the middle of their rows,
//! captions and units stay with their table.

#![expect(clippy::unwrap_used, reason = "a test may stop at anything unexpected")]

use std::collections::BTreeMap;
use std::sync::Arc;

use gongbao::export::preflight::gate_pages;
use gongbao::finding::Severity;
use gongbao::geom::{Point, Pt, Rect};
use gongbao::issue::Issue;
use gongbao::issue::block::{Block, BlockKind};
use gongbao::issue::document::{Document, DocumentKind, OfficialKind};
use gongbao::issue::id::Ids;
use gongbao::issue::place::Part;
use gongbao::issue::table::{Cell, Table};
use gongbao::layout::memo::Memo;
use gongbao::layout::page::{FrameItem, Generated, GlyphRun, Page, Placed, Source};
use gongbao::layout::style::{NAMES, Stylesheet};
use gongbao::layout::{Composition, Resources, compose};
use gongbao::text::words::Words;

#[path = "support/fonts.rs"]
mod fonts;
#[path = "support/issue.rs"]
mod issue;

use fonts::BOOK;

fn composed(issue: &Issue, style: &Stylesheet) -> Composition {
    let pictures = BTreeMap::new();
    let resources = Resources { fonts: &BOOK, pictures: &pictures, words: &Words::built_in() };
    compose(issue, style, &resources, &mut Memo::default())
}

/// A notice of these blocks.
fn notice(blocks: Vec<(BlockKind, &str)>) -> Issue {
    let mut ids = Ids::new(5);
    let kind = DocumentKind::Official(OfficialKind::Notice);
    let mut document = Document::new(ids.make(), kind, "关于下达投资计划的通知");
    for (kind, text) in blocks {
        document.body.push(Arc::new(Block { id: ids.make(), kind, text: text.into() }));
    }
    let mut issue = issue::sample();
    issue.sections.truncate(1);
    issue.sections[0].documents = vec![Arc::new(document)];
    issue
}

fn row(texts: &[&str]) -> Vec<Cell> {
    texts.iter().map(|text| Cell::new((*text).into())).collect()
}

/// A head and `count` like rows below it.
fn table(head: &[&str], body: &[&str], count: usize) -> Table {
    let rows = std::iter::once(row(head)).chain((0..count).map(|_| row(body))).collect();
    Table { head: 1, rows }
}

fn runs(placed: &Placed) -> impl Iterator<Item = &GlyphRun> {
    placed.frame.items.iter().filter_map(|item| match item {
        FrameItem::Glyphs(run) => Some(run),
        FrameItem::Rule { .. } | FrameItem::Picture { .. } => None,
    })
}

/// The lines of a frame as they stand on the page.
fn rules(placed: &Placed) -> impl Iterator<Item = Rect> {
    placed.frame.items.iter().filter_map(|item| match item {
        FrameItem::Rule { rect, .. } => Some(rect.moved(placed.at)),
        FrameItem::Glyphs(_) | FrameItem::Picture { .. } => None,
    })
}

fn boxes(at: Point, run: &GlyphRun) -> Rect {
    run.boxes(0, run.glyphs.len()).moved(at)
}

fn bodies(composition: &Composition) -> impl Iterator<Item = &Page> {
    composition.pages.iter().map(|page| &**page).filter(|page| page.folio.is_some())
}

/// Sixteen columns of names and numbers.
fn plan() -> Table {
    let head = [
        "序号",
        "旗县区",
        "项目名称",
        "河流名称",
        "治理长度（km）",
        "堤防（km）",
        "护岸（km）",
        "清淤（km）",
        "保护人口（万人）",
        "保护耕地（万亩）",
        "总投资",
        "中央资金",
        "自治区资金",
        "市级资金",
        "旗县区资金",
        "备注",
    ];
    let numbers = ["103.60"; 11];
    let texts = ["12", "达尔罕茂明安联合旗", "艾不盖河百灵庙镇段防洪治理工程", "艾不盖河"];
    let body: Vec<&str> = texts.into_iter().chain(numbers).chain(["续建项目"]).collect();
    table(&head, &body, 25)
}

/// Twelve columns, some with long heads above short numbers, some with more text.
fn progress() -> Table {
    let head = [
        "序号",
        "项目名称",
        "建设地点",
        "建设内容及规模",
        "总投资（万元）",
        "年度计划投资（万元）",
        "累计完成投资（万元）",
        "完成率（%）",
        "责任单位",
        "责任人",
        "联系电话",
        "备注",
    ];
    let body = [
        "12",
        "北方稀土绿色冶炼升级改造项目（二期）",
        "稀土高新区",
        "新建年产50000吨稀土盐类生产线及配套环保设施",
        "54796",
        "14124",
        "5434.0",
        "57.2",
        "市工业和信息化局",
        "阿拉坦其其格",
        "0472-5615001",
        "新开工",
    ];
    table(&head, &body, 40)
}

/// A cell whose neighbour's text stands on it is worse than small type: sixteen columns in a page
/// of sixteen em a column were set in cells of two em with lines of four.
#[test]
fn no_text_leaves_its_cell() {
    for name in NAMES {
        let style = Stylesheet::built_in(name).unwrap();
        for table in [plan(), progress()] {
            let composition = composed(&notice(vec![(BlockKind::Table(table), "")]), &style);
            let errors = composition.findings.iter().filter(|own| own.severity == Severity::Error);
            assert_eq!(errors.count(), 0, "{name}");
            assert!(gate_pages(&composition.findings).is_empty());
            let mut cells = 0;
            for placed in bodies(&composition).flat_map(|page| &page.parts) {
                let upright = |rect: &Rect| rect.size.height > rect.size.width;
                let lines: Vec<Rect> = rules(placed).filter(upright).collect();
                for run in runs(placed) {
                    let Source::Text(Part::Cell(..)) = run.source else { continue };
                    let mut ink = boxes(placed.at, run);
                    if run.text.starts_with('（') {
                        // Its empty half lies before the line.
                        ink.at.x += run.size / 2;
                        ink.size.width -= run.size / 2;
                    }
                    let cut =
                        lines.iter().find(|line| ink.at.x < line.at.x && line.at.x < ink.right());
                    assert_eq!(cut, None, "{name}: {}", run.text);
                    let (first, last) = (lines.first().unwrap(), lines.last().unwrap());
                    assert!(ink.at.x >= first.right() && ink.right() <= last.at.x, "{}", run.text);
                    // 六号 is the least.
                    assert!(run.size >= Pt::from_f64(7.5), "{name}");
                    cells += 1;
                }
            }
            assert!(cells > 300, "{name}: {cells}");
        }
    }
}

#[test]
fn a_table_that_no_page_holds_is_an_error_and_closes_the_gate() {
    let table = table(&["亩"; 40], &["1234567.89"; 40], 3);
    for name in NAMES {
        let style = Stylesheet::built_in(name).unwrap();
        let issue = notice(vec![(BlockKind::Table(table.clone()), "")]);
        let findings = composed(&issue, &style).findings;
        let own = findings.iter().find(|own| own.rule == "line-overfull").unwrap();
        assert_eq!(own.severity, Severity::Error, "{name}");
        let fault = gate_pages(&findings)[0].sentence();
        assert!(fault.contains("处文字放不下"), "{fault}");
    }
}

/// What stands in each cell of row 1, line by line.
fn lines_of(composition: &Composition, row: u32) -> BTreeMap<u32, Vec<String>> {
    let mut lines: BTreeMap<u32, Vec<(Pt, String)>> = BTreeMap::new();
    for placed in bodies(composition).flat_map(|page| &page.parts) {
        for run in runs(placed) {
            if let Source::Text(Part::Cell(_, _, own, column)) = run.source
                && own == row
            {
                let y = placed.at.y + run.at.y;
                let of = lines.entry(column).or_default();
                match of.last_mut() {
                    Some((last, text)) if *last == y => text.push_str(&run.text),
                    _ => of.push((y, run.text.clone())),
                }
            }
        }
    }
    lines
        .into_iter()
        .map(|(column, of)| (column, of.into_iter().map(|own| own.1).collect()))
        .collect()
}

#[test]
fn heads_wrap_before_their_unit_and_telephone_numbers_do_not() {
    let issue = notice(vec![(BlockKind::Table(progress()), "")]);
    let composition = composed(&issue, &Stylesheet::built_in("baotou").unwrap());
    let (head, body) = (lines_of(&composition, 0), lines_of(&composition, 1));
    assert_eq!(head[&4].last().unwrap(), "（万元）");
    assert_eq!(head[&7], ["完成率", "（%）"]);
    assert_eq!(body[&10], ["0472-5615001"]);
    assert_eq!(body[&11], ["新开工"]);
}

/// A table whose first column has one cell over all rows below the head.
fn spanning(count: usize, label: &str) -> Table {
    let mut table = table(&["任务", "举措"], &["", "健全完善财政资金直达机制"], count);
    let cell = &mut table.rows[1][0];
    (cell.text, cell.rows) = (label.into(), u32::try_from(count).unwrap());
    table
}

#[test]
fn a_cell_over_several_rows_stands_in_their_middle() {
    let issue = notice(vec![(BlockKind::Table(spanning(5, "财源")), "")]);
    let composition = composed(&issue, &Stylesheet::built_in("baotou").unwrap());
    let mut label = None;
    let mut rows: Vec<Rect> = Vec::new();
    for placed in bodies(&composition).flat_map(|page| &page.parts) {
        for run in runs(placed) {
            match run.source {
                Source::Text(Part::Cell(_, _, 1, 0)) => label = Some(boxes(placed.at, run)),
                Source::Text(Part::Cell(_, _, 1.., 1)) => rows.push(boxes(placed.at, run)),
                _ => {}
            }
        }
    }
    let (label, [first, .., last]) = (label.unwrap(), rows.as_slice()) else { panic!() };
    let middle = |rect: &Rect| rect.at.y + rect.size.height / 2;
    assert!((middle(&label) * 2 - middle(first) - middle(last)).abs() < Pt::new(1));
}

#[test]
fn a_long_text_over_several_rows_makes_all_of_them_higher() {
    let label = "健全完善财政资金直达机制强化预算绩效管理推进零基预算改革".repeat(3);
    let issue = notice(vec![(BlockKind::Table(spanning(4, &label)), "")]);
    let composition = composed(&issue, &Stylesheet::built_in("baotou").unwrap());
    let rows = bodies(&composition).flat_map(|page| &page.parts).filter_map(|placed| {
        let own = |run: &GlyphRun| matches!(run.source, Source::Text(Part::Cell(_, _, 1.., 1)));
        runs(placed).any(own).then_some(placed.frame.size.height)
    });
    let rows: Vec<Pt> = rows.collect();
    let (low, high) = (rows.iter().min().unwrap(), rows.iter().max().unwrap());
    assert!(rows.len() == 4 && *high - *low <= Pt::new(20), "{rows:?}");
    assert!(*low > Pt::new(20), "{rows:?}");
}

/// In every column the cell that goes on there has its text, within the column, and is closed below.
#[test]
fn a_cell_over_rows_of_several_columns_is_closed_and_repeated() {
    let issue = notice(vec![(BlockKind::Table(spanning(90, "财源建设")), "")]);
    let style = Stylesheet::built_in("baotou").unwrap();
    let composition = composed(&issue, &style);
    let mut columns: BTreeMap<(u32, Pt), (Vec<bool>, Pt, Pt)> = BTreeMap::new();
    for page in bodies(&composition) {
        let area = style.page.type_area(page.number);
        let column_of = |x: Pt| {
            let pitch = style.page.column + style.page.gutter;
            area.at.x + pitch * ((x - area.at.x).units() / pitch.units())
        };
        for placed in &page.parts {
            let own = columns.entry((page.number, column_of(placed.at.x)));
            for run in runs(placed) {
                let repeated = match run.source {
                    Source::Text(Part::Cell(_, _, 1, 0)) => false,
                    Source::Generated(Generated::TableHead, Some(place))
                        if matches!(place.part, Part::Cell(_, _, 1, 0)) =>
                    {
                        true
                    }
                    _ => continue,
                };
                assert!(boxes(placed.at, run).bottom() <= area.bottom());
                own.or_default().0.push(repeated);
                break;
            }
        }
        for placed in &page.parts {
            let Some(own) = columns.get_mut(&(page.number, column_of(placed.at.x))) else {
                continue;
            };
            let left = column_of(placed.at.x);
            for rect in rules(placed).filter(|rect| rect.size.height <= Pt::new(1)) {
                // The lowest line at the left edge, and the lowest of all.
                own.2 = own.2.max(rect.bottom());
                if rect.at.x == left {
                    own.1 = own.1.max(rect.bottom());
                }
            }
        }
    }
    assert!(columns.len() >= 3, "{columns:?}");
    for (index, (texts, left, all)) in columns.values().enumerate() {
        assert_eq!(*texts, [index > 0], "{columns:?}");
        assert_eq!(left, all, "{columns:?}");
    }
}

/// Caption and unit are paragraphs of their own in most files; a table as wide as the page had its
/// caption in the second column, beside the text.
#[test]
fn caption_and_unit_are_as_wide_as_their_table_and_number_its_parts() {
    let style = Stylesheet::built_in("baotou").unwrap();
    for unit in [BlockKind::Paragraph, BlockKind::Note] {
        let issue = notice(vec![
            (BlockKind::Paragraph, "现将有关情况报告如下。"),
            (BlockKind::Note, "表7　收支决算表"),
            (unit, "单位：万元"),
            (BlockKind::Table(progress()), ""),
        ]);
        let composition = composed(&issue, &style);
        let mut labels = 0;
        let mut seen = Vec::new();
        for page in bodies(&composition) {
            let area = style.page.type_area(page.number);
            for placed in &page.parts {
                let text: String = runs(placed).map(|run| run.text.as_str()).collect();
                let ink = runs(placed).map(|run| boxes(placed.at, run));
                let Some(ink) = ink.reduce(|all, own| all.union(&own)) else { continue };
                if text.contains("（续）") {
                    assert_eq!(text, "表7（续）");
                    labels += 1;
                } else if text == "表7　收支决算表" {
                    let middle = area.at.x + area.size.width / 2;
                    assert!((ink.at.x + ink.size.width / 2 - middle).abs() < Pt::new(1));
                    seen.push("caption");
                } else if text == "单位：万元" {
                    assert!((area.right() - ink.right()).abs() < Pt::new(1), "{ink:?}");
                    assert!(runs(placed).all(|run| run.size == style.cell.size));
                    seen.push("unit");
                } else if seen.len() == 2 && placed.frame.size.width == style.page.width() {
                    seen.push("table");
                }
            }
        }
        assert_eq!(seen[..3], ["caption", "unit", "table"]);
        assert!(labels > 0);
    }
}

/// A column of five em has rows of thirty lines.
#[test]
fn what_would_be_high_and_narrow_in_a_column_has_the_width_of_the_page() {
    let style = Stylesheet::built_in("baotou").unwrap();
    let wide = |times: usize| {
        let long = "健全完善财政资金直达机制，强化预算绩效管理。".repeat(times);
        let body = ["1", "加强财源建设", &long, "市财政局、市发展改革委，各旗县区人民政府"];
        let table = table(&["序号", "重点任务", "具体举措", "责任单位"], &body, 3);
        let composition = composed(&notice(vec![(BlockKind::Table(table), "")]), &style);
        let cell = |placed: &&Placed| {
            runs(placed).any(|run| matches!(run.source, Source::Text(Part::Cell(_, _, 1, 0))))
        };
        let width = bodies(&composition).flat_map(|page| &page.parts).find(cell);
        width.unwrap().frame.size.width == style.page.width()
    };
    assert!(!wide(1) && wide(12));
}

#[test]
fn the_frame_of_a_table_is_bolder_than_its_lines() {
    let issue = notice(vec![(BlockKind::Table(table(&["甲", "乙"], &["1", "2"], 3)), "")]);
    let composition = composed(&issue, &Stylesheet::built_in("single").unwrap());
    let all = bodies(&composition)
        .flat_map(|page| &page.parts)
        .flat_map(|placed| rules(placed).map(|rect| (rect.size.width.min(rect.size.height), rect)));
    let all: Vec<(Pt, Rect)> = all
        .filter(|(_, rect)| rect.size.width > Pt::new(99) || rect.size.height > Pt::new(9))
        .collect();
    let count = |thickness: Pt| all.iter().filter(|(own, _)| *own == thickness).count();
    // Both sides of four rows, above and below; in between each line once below and once above a row.
    assert_eq!(count(Pt::new(1)), 4 * 2 + 2);
    assert_eq!(count(Pt::new(1) / 2), 4 + 3 * 2);
}
