//! The built-in styles, and what a style says about running heads and folios.

#![expect(clippy::unwrap_used, reason = "a test may stop at anything unexpected")]

use std::collections::BTreeMap;
use std::sync::Arc;

use gongbao::geom::Pt;
use gongbao::issue::Issue;
use gongbao::issue::document::{Document, DocumentKind, OfficialKind};
use gongbao::issue::id::Ids;
use gongbao::layout::memo::Memo;
use gongbao::layout::page::{Generated, Page, PageKind, Source};
use gongbao::layout::style::{ContentsForm, FolioForm, Head, NAMES, Pagination, Stylesheet};
use gongbao::layout::{Composition, Resources, compose};
use gongbao::text::words::Words;

#[path = "support/desk.rs"]
mod desk;
#[path = "support/fonts.rs"]
mod fonts;
#[path = "support/issue.rs"]
mod issue;

use desk::Desk;
use fonts::BOOK;

fn composed(issue: &Issue, style: &Stylesheet, memo: &mut Memo) -> Composition {
    let pictures = BTreeMap::new();
    let resources = Resources { fonts: &BOOK, pictures: &pictures, words: &Words::built_in() };
    compose(issue, style, &resources, memo)
}

fn pages(issue: &Issue, style: &Stylesheet) -> Vec<Arc<Page>> {
    composed(issue, style, &mut Memo::default()).pages
}

/// What the layout made on a page, with the left edge of the first and the right edge of the last
/// run.
fn made(page: &Page, generated: Generated) -> Option<(String, Pt, Pt)> {
    let own = page
        .runs()
        .filter(|(_, run)| matches!(run.source, Source::Generated(own, _) if own == generated));
    let runs: Vec<_> = own.collect();
    let (at, first) = runs.first()?;
    let (end, last) = runs.last()?;
    let text = runs.iter().map(|(_, run)| run.text.as_str()).collect();
    Some((text, at.x + first.at.x, end.x + last.at.x + last.advance()))
}

fn text(page: &Page, generated: Generated) -> String {
    made(page, generated).map(|(text, ..)| text).unwrap_or_default()
}

#[test]
fn the_sample_fits_every_built_in_style() {
    for name in NAMES {
        let style = Stylesheet::built_in(name).unwrap();
        let composition = composed(&issue::sample(), &style, &mut Memo::default());
        let pages = &composition.pages;
        assert!(pages.len().is_multiple_of(4), "{name}");
        let rules: Vec<&str> = composition.findings.iter().map(|finding| finding.rule).collect();
        assert!(!rules.contains(&"line-overfull") && !rules.contains(&"page-overfull"), "{name}");
        for page in pages.iter().filter(|page| page.kind == PageKind::Body) {
            assert_eq!(page.folio.unwrap() % 2, page.number % 2, "{name}");
        }
        assert_eq!(pages.iter().find_map(|page| page.folio), Some(1), "{name}");
    }
}

#[test]
fn running_heads_say_what_the_style_asks_for() {
    let mut issue = issue::sample();
    let mut style = Stylesheet::built_in("baotou").unwrap();
    let mut memo = Memo::default();
    let mut check = |issue: &Issue, head, expected: [&str; 2]| {
        style.furniture.head = head;
        // With what was kept of other heads.
        let pages = composed(issue, &style, &mut memo).pages;
        let chronicle: Vec<_> = pages.iter().filter(|page| page.folio.is_some()).collect();
        let [.., one, other] = chronicle.as_slice() else { panic!() };
        let (odd, even) = if one.number % 2 == 1 { (one, other) } else { (other, one) };
        let found = [text(even, Generated::RunningHead), text(odd, Generated::RunningHead)];
        assert_eq!(found, expected, "{head:?}");
    };
    let section = "政府大事记";
    check(&issue, Head::Section, [section; 2]);
    check(&issue, Head::None, [""; 2]);
    check(&issue, Head::Document, ["2026年4月1日至2026年4月30日政府大事记"; 2]);
    check(&issue, Head::GazetteAndSection, ["包头市人民政府公报", section]);
    issue.masthead.chinese = "包头公报".into();
    check(&issue, Head::GazetteAndSection, ["包头公报", section]);
}

#[test]
fn a_title_too_long_for_a_running_head_is_cut() {
    let mut issue = issue::sample();
    let long = "关于".to_owned() + &"进一步推进".repeat(20) + "工作的通知";
    let document = issue.sections.last_mut().unwrap().documents.last_mut().unwrap();
    Arc::make_mut(document).contents_title = Some(long.as_str().into());
    let mut style = Stylesheet::built_in("sixteen").unwrap();
    style.furniture.head = Head::Document;
    let pages = pages(&issue, &style);
    let last = pages.iter().rfind(|page| page.folio.is_some()).unwrap();
    let (head, left, right) = made(last, Generated::RunningHead).unwrap();
    assert!(head.starts_with("关于进一步") && head.ends_with("……") && head.len() > 60, "{head}");
    let area = style.page.type_area(last.number);
    assert!(left >= area.at.x && right <= area.right(), "{left} {right}");
}

#[test]
fn folios_stand_at_the_outer_edge_or_in_the_middle() {
    let issue = issue::sample();
    let near = |a: Pt, b: Pt| (a - b).abs() < Pt::from_f64(0.02);
    for name in NAMES {
        let mut style = Stylesheet::built_in(name).unwrap();
        style.furniture.folio = FolioForm::Dashes;
        let all = pages(&issue, &style);
        let indent = style.folio.size / 2 * i64::from(style.folio.right_indent);
        for page in all.iter().filter(|page| page.folio.is_some()) {
            let (shown, left, right) = made(page, Generated::Folio).unwrap();
            assert_eq!(shown, format!("— {} —", page.folio.unwrap()));
            let area = style.page.type_area(page.number);
            match page.number % 2 {
                1 => assert!(near(right, area.right() - indent), "{name} {right}"),
                _ => assert!(near(left, area.at.x + indent), "{name} {left}"),
            }
        }
        style.furniture.folio = FolioForm::Plain;
        style.folio.align = gongbao::layout::style::Align::Centre;
        style.folio.right_indent = 0;
        for page in pages(&issue, &style).iter().filter(|page| page.folio.is_some()) {
            let (shown, left, right) = made(page, Generated::Folio).unwrap();
            assert_eq!(shown, page.folio.unwrap().to_string());
            let area = style.page.type_area(page.number);
            assert!(near(left + right, area.at.x + area.right()), "{name}");
        }
    }
}

#[test]
fn an_issue_goes_on_with_the_folios_of_the_year() {
    let mut issue = issue::sample();
    for first in [1, 2, 37, 128] {
        issue.number.folio = Some(first);
        let pages = pages(&issue, &Stylesheet::built_in("baotou").unwrap());
        let folios: Vec<u32> = pages.iter().filter_map(|page| page.folio).collect();
        assert_eq!(folios, (first..).take(folios.len()).collect::<Vec<_>>());
        let on_right = pages.iter().filter(|page| page.folio.is_some_and(|folio| folio % 2 == 1));
        assert!(on_right.into_iter().all(|page| page.number % 2 == 1), "{first}");
        assert!(pages.len().is_multiple_of(4), "{first}");
        let contents = text(&pages[2], Generated::Contents);
        assert!(contents.contains(&format!("{first}包头市人民政府关于免去")), "{contents}");
    }
}

#[test]
fn the_issue_after_another_continues_its_folios_within_the_year() {
    let desk = Desk::new();
    let mut style = Stylesheet::built_in("baotou").unwrap();
    style.furniture.pagination = Pagination::Year;
    let _ = desk.write("year.ron", &style.to_source());
    let _ = desk.done(&["import", desk::SAMPLE, "-o", "4.gongbao", "--style", "year.ron"]);
    let _ = desk.done(&["new", "5.gongbao", "--after", "4.gongbao"]);
    let _ = desk.write("b.txt", "包头市人民政府关于试验的通知\n\n各旗县区：\n\n请认真办理。\n");
    let _ = desk.done(&["import", "b.txt", "-o", "5b.gongbao", "--into", "5.gongbao"]);
    let issue = gongbao::store::load(&desk.path("4.gongbao")).unwrap().file.issue;
    let last = pages(&issue, &style).iter().filter_map(|page| page.folio).max().unwrap();
    assert_eq!(folios(&desk, "5b.gongbao").first(), Some(&u64::from(last + 1)));
    // Without the setting each issue begins with 1.
    let _ = desk.done(&["new", "6.gongbao", "--after", "5b.gongbao", "--style", "single"]);
    let _ = desk.done(&["new", "7.gongbao", "--after", "6.gongbao"]);
    let _ = desk.done(&["import", "b.txt", "-o", "7b.gongbao", "--into", "7.gongbao"]);
    assert_eq!(folios(&desk, "7b.gongbao").first(), Some(&1));
}

#[test]
fn leaders_stand_below_one_another_and_numbers_end_at_the_edge() {
    let mut issue = issue::sample();
    issue.number.folio = Some(996);
    for name in NAMES {
        let mut style = Stylesheet::built_in(name).unwrap();
        style.furniture.contents = ContentsForm::Leaders;
        let all = pages(&issue, &style);
        let front = all.iter().filter(|page| page.kind == PageKind::Front);
        let runs: Vec<_> = front
            .flat_map(|page| {
                let area = style.page.type_area(page.number);
                page.runs().map(move |(at, run)| (area, at.x + run.at.x - area.at.x, run))
            })
            .collect();
        let step = style.contents_line.size / 2;
        let dots: Vec<_> = runs.iter().filter(|(.., run)| run.text.starts_with("··")).collect();
        assert_eq!(dots.len(), 4, "{name}");
        for (_, x, run) in dots {
            assert_eq!(*x % step, Pt::ZERO, "{name}");
            assert!(run.text.chars().count() >= 3, "{name}");
        }
        let number = |text: &str| text.parse::<u32>().is_ok_and(|number| number >= 996);
        let numbers = runs.iter().filter(|(.., run)| {
            matches!(run.source, Source::Generated(Generated::Contents, None)) && number(&run.text)
        });
        let ends: Vec<Pt> =
            numbers.map(|(area, x, run)| *x + run.advance() - area.size.width).collect();
        assert_eq!(ends.len(), 4, "{name}");
        assert!(ends.iter().all(|end| end.abs() < Pt::from_f64(0.02)), "{name} {ends:?}");
    }
}

fn folios(desk: &Desk, name: &str) -> Vec<u64> {
    let info: serde_json::Value =
        serde_json::from_str(&desk.done(&["info", name, "--format", "json"])).unwrap();
    let documents = info["documents"].as_array().unwrap();
    documents.iter().filter_map(|document| document["folio"].as_u64()).collect()
}

#[test]
fn a_document_of_every_kind_fits_every_built_in_style() {
    let mut ids = Ids::new(3);
    for name in NAMES {
        let style = Stylesheet::built_in(name).unwrap();
        let mut issue = issue::sample();
        issue.sections.truncate(1);
        issue.sections[0].documents = OfficialKind::ALL
            .into_iter()
            .map(|kind| {
                let title = format!("包头市人民政府关于试验的{}", kind.chinese());
                let kind = DocumentKind::Official(kind);
                Arc::new(Document::new(ids.make(), kind, title.as_str()))
            })
            .collect();
        assert_eq!(pages(&issue, &style).iter().filter(|page| page.folio.is_some()).count(), 15);
    }
}

#[test]
fn no_line_of_the_contents_ends_with_a_word_that_belongs_to_the_next() {
    let mut issue = issue::sample();
    let mut ids = Ids::new(3);
    let title = |count: usize| {
        let filler = "重点任务".repeat(count / 4) + ["", "新", "重点", "新任务"][count % 4];
        format!("包头市人民政府关于印发包头市{filler}战略行动和矿产资源增储上产实施方案的通知")
    };
    let kind = DocumentKind::Official(OfficialKind::Notice);
    let made = |count| Arc::new(Document::new(ids.make(), kind, title(count)));
    issue.sections[0].documents = (0..30).map(made).collect();
    issue.sections.truncate(1);
    for name in NAMES {
        let all = pages(&issue, &Stylesheet::built_in(name).unwrap());
        let front = all.iter().filter(|page| page.kind == PageKind::Front);
        let of_title = |source| matches!(source, Source::Generated(Generated::Contents, Some(_)));
        let runs = front.flat_map(|page| page.runs()).filter(|(_, run)| of_title(run.source));
        let mut turned = 0;
        let mut last: Option<(Pt, char)> = None;
        for (at, run) in runs {
            if let Some((_, end)) = last.filter(|(y, _)| *y != at.y + run.at.y) {
                turned += 1;
                assert_ne!(end, '和', "{name}");
            }
            last = run.text.trim_end().chars().last().map(|end| (at.y + run.at.y, end));
        }
        assert!(turned > 30, "{name}: {turned} lines");
    }
}
