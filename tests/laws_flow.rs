//! Laws of composing again after a change: the pages are those of composing from nothing, and what
//! the change does not reach is not done again.

#![expect(clippy::unwrap_used, reason = "a test may stop at anything unexpected")]

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use gongbao::geom::Pt;
use gongbao::issue::block::{Block, BlockKind};
use gongbao::issue::document::{Document, DocumentKind, OfficialKind};
use gongbao::issue::edit::Edit;
use gongbao::issue::id::Ids;
use gongbao::issue::place::{Field, Part, texts};
use gongbao::issue::table::{Cell, Table};
use gongbao::issue::text::{Range, Text};
use gongbao::issue::{Issue, find_block};
use gongbao::layout::memo::Memo;
use gongbao::layout::page::{FrameItem, Generated, Page, PageKind, Source};
use gongbao::layout::style::{PageGeometry, Stylesheet};
use gongbao::layout::{Composition, Resources, compose};
use gongbao::text::words::Words;
use gongbao::text::{is_invisible, squeeze};
use proptest::collection::vec;
use proptest::prelude::{ProptestConfig, any};
use proptest::prop_assert;
use proptest::prop_assert_eq;
use proptest::proptest;
use proptest::test_runner::TestCaseError;

#[path = "support/fonts.rs"]
mod fonts;
#[path = "laws/generate.rs"]
mod generate;
#[path = "support/issue.rs"]
mod issue;

use generate::Dice;

/// A page so small that short texts fill many.
static SMALL: LazyLock<Stylesheet> = LazyLock::new(|| {
    let mut style = Stylesheet::built_in("baotou").unwrap();
    let column = style.body.size * 10;
    style.page = PageGeometry { lines: 9, column, ..style.page };
    style
});

/// The same in one column.
static NARROW: LazyLock<Stylesheet> = LazyLock::new(|| {
    let mut style = SMALL.clone();
    style.page = PageGeometry { columns: 1, lines: 14, ..style.page };
    style
});

fn composed(issue: &Issue, style: &Stylesheet, memo: &mut Memo) -> Composition {
    let pictures = BTreeMap::from([("ab".repeat(32), (300, 200))]);
    let resources =
        Resources { fonts: &fonts::BOOK, pictures: &pictures, words: &Words::built_in() };
    compose(issue, style, &resources, memo)
}

/// How many cases to try: more by `PROPTEST_CASES`.
fn cases(count: u32) -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|asked| asked.parse().ok());
    ProptestConfig {
        max_shrink_iters: 500,
        failure_persistence: None,
        ..ProptestConfig::with_cases(asked.unwrap_or(count))
    }
}

fn numbers(most: usize) -> impl proptest::strategy::Strategy<Value = Vec<u32>> {
    vec(any::<u32>(), 0..most)
}

fn assert_same(again: &Composition, fresh: &Composition) -> Result<(), TestCaseError> {
    prop_assert!(again.pages == fresh.pages, "pages");
    prop_assert_eq!(&again.findings, &fresh.findings);
    prop_assert_eq!(&again.info, &fresh.info);
    Ok(())
}

/// Both columns of a page share their baselines, and nothing leaves the type area.
fn assert_in_place(pages: &[Arc<Page>], geometry: &PageGeometry) -> Result<(), TestCaseError> {
    for page in pages.iter().filter(|page| page.kind == PageKind::Body) {
        let area = geometry.type_area(page.number);
        for placed in &page.parts {
            let own = placed.frame.items.iter().find_map(|item| match item {
                FrameItem::Glyphs(run) => match run.source {
                    Source::Text(part) => Some(part),
                    Source::Generated(..) => None,
                },
                FrameItem::Rule { .. } | FrameItem::Picture { .. } => None,
            });
            let size = placed.frame.size;
            let Some(part) = own else { continue };
            prop_assert!(placed.at.x >= area.at.x && placed.at.y >= area.at.y);
            prop_assert!(placed.at.x + size.width <= area.right());
            let low = placed.at.y + size.height;
            prop_assert!(low <= area.bottom() || size.height > geometry.height());
            if size.width == geometry.column && matches!(part, Part::Block(..) | Part::Cell(..)) {
                let off = (placed.at.y - area.at.y) % geometry.grid;
                prop_assert_eq!(off, Pt::ZERO, "page {}", page.number);
            }
        }
    }
    Ok(())
}

/// What leaves ink: signs without any, such as a byte order mark, go where a line ends.
fn visible(text: &str) -> String {
    squeeze(text).chars().filter(|sign| !is_invisible(*sign)).collect()
}

/// Every text of the documents stands on the pages once, whole.
fn assert_nothing_lost(issue: &Issue, pages: &[Arc<Page>]) -> Result<(), TestCaseError> {
    let mut shown: BTreeMap<Part, String> = BTreeMap::new();
    for (_, run) in pages.iter().flat_map(|page| page.runs()) {
        if let Source::Text(part) = run.source {
            shown.entry(part).or_default().push_str(&run.text);
        }
    }
    for (part, text) in texts(issue) {
        let hidden = match part {
            Part::Field(_, field) => matches!(field, Field::Issuer | Field::ContentsTitle),
            Part::Block(document, block) => {
                let found = issue.document(document).and_then(|own| find_block(own, block));
                found.is_some_and(|block| block.kind == BlockKind::Break)
            }
            Part::Attached(..) | Part::Cell(..) => false,
            Part::Masthead(_)
            | Part::MongolianLine(_)
            | Part::Colophon(_)
            | Part::SectionName(_) => true,
        };
        let on_paper = shown.get(&part).map(String::as_str).unwrap_or_default();
        let (on_paper, whole) = (visible(on_paper), visible(&text.string));
        prop_assert!(hidden || on_paper == whole, "{}: {:?} {:?}", part, on_paper, whole);
    }
    Ok(())
}

proptest! {
    #![proptest_config(cases(16))]

    #[test]
    fn composing_again_gives_what_composing_from_nothing_gives(
        issue in numbers(400),
        edits in numbers(80),
        style in any::<bool>(),
    ) {
        let mut dice = Dice::new(issue).with_texts_up_to(40);
        let mut issue = dice.issue();
        dice.load(edits);
        let mut memo = Memo::default();
        let mut style: &Stylesheet = if style { &SMALL } else { &NARROW };
        let _ = composed(&issue, style, &mut memo);
        for _ in 0..4 {
            let edit = dice.edit(&issue);
            let inverse = edit.apply(&mut issue);
            assert_same(
                &composed(&issue, style, &mut memo),
                &composed(&issue, style, &mut Memo::default()),
            )?;
            match (dice.below(6), inverse) {
                (0, Ok(inverse)) => drop(inverse.apply(&mut issue).unwrap()),
                (1, _) => style = if style.page.columns == 1 { &SMALL } else { &NARROW },
                _ => {}
            }
        }
        let pages = composed(&issue, style, &mut memo).pages;
        assert_in_place(&pages, &style.page)?;
        assert_nothing_lost(&issue, &pages)?;
    }

    #[test]
    fn threads_change_nothing(issue in numbers(400)) {
        let issue = Dice::new(issue).with_texts_up_to(40).issue();
        let first = composed(&issue, &SMALL, &mut Memo::default());
        for pool in POOLS.iter() {
            let again = pool.install(|| composed(&issue, &SMALL, &mut Memo::default()));
            assert_same(&again, &first)?;
        }
    }
}

static POOLS: LazyLock<Vec<rayon::ThreadPool>> = LazyLock::new(|| {
    let pool = |threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    [1, 2, 4].map(pool).into()
});

/// Paragraphs of many lengths, with headings, articles and lists among them.
fn long_document(blocks: usize) -> Document {
    let mut ids = Ids::new(9);
    let title = "关于全面推行重点工作任务实施方案的通知";
    let mut document =
        Document::new(ids.make(), DocumentKind::Official(OfficialKind::Notice), title);
    let text = "各有关部门要按照职责分工抓好落实，确保各项任务按期完成。";
    for index in 0..blocks {
        let kind = match index % 9 {
            0 => BlockKind::Heading { level: 1, run_in: false },
            4 => BlockKind::Article,
            7 => BlockKind::Item,
            _ => BlockKind::Paragraph,
        };
        let times = if index % 9 == 0 { 0 } else { 1 + index * 7 % 11 };
        let text = format!("第{index}条　{}", text.repeat(times));
        let block = Block { id: ids.make(), kind, text: Text::new(text) };
        document.body.push(Arc::new(block));
    }
    document
}

/// A notice whose table of so many columns runs over pages.
fn with_table(columns: usize, rows: usize) -> Issue {
    let mut document = long_document(9);
    let cells = |row: usize| {
        let text = |column: usize| format!("第{row}行第{column}列的内容");
        (0..columns).map(|column| Cell::new(Text::new(text(column)))).collect()
    };
    let table = Table { head: 1, rows: (0..rows).map(cells).collect() };
    let id = Ids::new(77).make();
    let block = Block { id, kind: BlockKind::Table(table), text: Text::new("表3　清单") };
    document.body.insert(4, Arc::new(block));
    issue_of(vec![document])
}

/// Every column that begins amid a table begins with 续表 and the head, and a table of many columns
/// has the width of the page.
#[test]
fn a_table_over_pages_repeats_its_head() {
    for (columns, rows, wide) in [(3, 90, false), (12, 90, true)] {
        let issue = with_table(columns, rows);
        let style = Stylesheet::built_in("baotou").unwrap();
        let composition = composed(&issue, &style, &mut Memo::default());
        assert_nothing_lost(&issue, &composition.pages).unwrap();
        let mut parts_of = 0;
        for page in composition.pages.iter().filter(|page| page.kind == PageKind::Body) {
            let mut before = None;
            for placed in &page.parts {
                let runs = placed.frame.items.iter().filter_map(|item| match item {
                    FrameItem::Glyphs(run) => Some(run),
                    FrameItem::Rule { .. } | FrameItem::Picture { .. } => None,
                });
                let text: String = runs.clone().map(|run| run.text.as_str()).collect();
                let Some(run) = runs.clone().next() else { continue };
                let cell = matches!(run.source, Source::Text(Part::Cell(_, _, 1.., _)));
                let label = text.contains("续");
                if cell || label {
                    let width = placed.frame.size.width;
                    assert_eq!(width == style.page.width(), wide, "{columns} columns");
                }
                if label {
                    assert_eq!(text, "表3（续）");
                    parts_of += 1;
                }
                // The first row of a column stands below a head that is repeated.
                if cell && before.is_none_or(|(x, _)| x != placed.at.x) {
                    let head = before.is_some_and(|(_, head)| head);
                    assert!(head, "{columns} columns, page {}", page.number);
                }
                let head = matches!(
                    run.source,
                    Source::Generated(Generated::TableHead, _)
                        | Source::Text(Part::Cell(_, _, 0, _))
                );
                before = Some((placed.at.x, head));
            }
        }
        assert!(parts_of >= 2, "{columns} columns: {parts_of} parts go on");
    }
}

fn issue_of(documents: Vec<Document>) -> Issue {
    let mut issue = issue::sample();
    issue.sections.truncate(1);
    issue.sections[0].documents = documents.into_iter().map(Arc::new).collect();
    issue
}

/// What keys cost that go into paragraphs here and there: how many paragraphs are set, and how many
/// pages are flowed, at most. A key that moves a line moves what follows up to the next page break,
/// and is not among them.
fn cost_of_keys(issue: &mut Issue) -> (usize, usize, usize) {
    let style = Stylesheet::built_in("baotou").unwrap();
    let mut memo = Memo::default();
    let pages = composed(issue, &style, &mut memo).pages.len();
    let (mut paragraphs, mut flowed) = (0, 0);
    for step in 1..6 {
        let documents = &issue.sections[0].documents;
        let document = &documents[documents.len() * step / 7];
        let block = &document.body[document.body.len() * step / 7];
        let part = Part::Block(document.id, block.id);
        // One character for another: the lines stay as long as they were.
        let range = Range::new(5, 6);
        let edit = Edit::ReplaceText { part, range, text: Text::new("某") };
        drop(edit.apply(issue).unwrap());
        let again = composed(issue, &style, &mut memo);
        paragraphs = paragraphs.max(again.set_anew);
        flowed = flowed.max(again.flowed_anew);
    }
    let again = composed(issue, &style, &mut memo);
    assert!(again.pages == composed(issue, &style, &mut Memo::default()).pages);
    (pages, paragraphs, flowed)
}

#[test]
fn a_key_costs_one_paragraph_and_few_pages() {
    let mut long = issue_of(vec![long_document(250)]);
    let (pages, paragraphs, flowed) = cost_of_keys(&mut long);
    assert!(pages > 20, "{pages}");
    assert!(paragraphs == 1 && flowed <= 4, "{paragraphs} paragraphs, {flowed} pages");
    let many = (0..12).map(|_| long_document(20));
    let mut ids = Ids::new(1);
    let many = many.map(|mut document| {
        document.id = ids.make();
        for block in &mut document.body {
            Arc::make_mut(block).id = ids.make();
        }
        document
    });
    let mut many = issue_of(many.collect());
    let (pages, paragraphs, flowed) = cost_of_keys(&mut many);
    assert!(pages > 20, "{pages}");
    assert!(paragraphs == 1 && flowed <= 4, "{paragraphs} paragraphs, {flowed} pages");
}
