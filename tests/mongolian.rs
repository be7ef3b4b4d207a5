//! Mongolian is shaped as HarfBuzz shapes it, and the terms that the table verifies have no fault.

#![expect(clippy::unwrap_used, reason = "a test that cannot read its fixtures has failed")]

#[path = "support/fonts.rs"]
mod fonts;
#[path = "support/issue.rs"]
mod issue;

use std::collections::BTreeMap;

use gongbao::font::Writing;
use gongbao::geom::{Pt, Size};
use gongbao::issue::Issue;
use gongbao::issue::cover::CoverChoice;
use gongbao::issue::masthead::{MastheadOrder, Script};
use gongbao::issue::place::Part;
use gongbao::layout::cover::{COVERS, balance};
use gongbao::layout::page::{Direction, GlyphRun, Page, Source};
use gongbao::layout::style::Stylesheet;
use gongbao::layout::{Resources, covers};
use gongbao::shape::shape;
use gongbao::text::mongolian::keys::{from_latin, to_latin};
use gongbao::text::mongolian::shape::same_shape;
use gongbao::text::mongolian::word::faults;
use gongbao::text::words::Words;

const GLYPHS: &str = include_str!("fixtures/mongolian/glyphs.tsv");
const TERMS: &str = include_str!("../assets/rules/mongolian-terms.tsv");

/// The characters of `182A 1824`.
fn characters(codes: &str) -> String {
    codes
        .split(' ')
        .map(|code| char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap())
        .collect()
}

#[test]
fn glyphs_and_advances_equal_those_of_harfbuzz() {
    let book = &fonts::BOOK;
    let font = book.font(book.mongolian().unwrap());
    let mut count = 0;
    for line in GLYPHS.lines() {
        let (codes, expected) = line.split_once('\t').unwrap();
        let glyphs = shape(font, Writing::Mongolian, &characters(codes));
        let found: Vec<String> = glyphs
            .iter()
            .map(|glyph| format!("{}:{}:{}:{}", glyph.id, glyph.advance, glyph.dx, glyph.dy))
            .collect();
        assert_eq!(found.join(" "), expected, "{codes}");
        count += 1;
    }
    assert!(count >= 40, "{count} words");
}

#[test]
fn terms_that_were_verified_have_no_fault() {
    let mut count = 0;
    for line in TERMS.lines().skip(1) {
        let fields: Vec<&str> = line.split('\t').collect();
        let (mongolian, codes, confidence) = (fields[1], fields[2], fields[5]);
        if codes.is_empty() {
            continue;
        }
        let spelt = characters(codes);
        assert!(
            same_shape(&spelt, mongolian) || spelt.replace('\u{202f}', " ") == mongolian,
            "{line}"
        );
        assert_eq!(from_latin(&to_latin(&spelt)), spelt);
        if confidence == "verified" {
            assert_eq!(faults(&spelt), [], "{mongolian}");
            count += 1;
        }
    }
    assert!(count >= 40, "{count} terms");
}

/// The city government's name, composed of attested words.
const NAME: &str = "ᠪᠤᠭᠤᠲᠤ ᠬᠣᠲᠠ\u{202f}ᠶᠢᠨ ᠠᠷᠠᠳ\u{202f}ᠤᠨ ᠵᠠᠰᠠᠭ\u{202f}ᠤᠨ ᠣᠷᠳᠣᠨ";

fn front(issue: &Issue) -> Page {
    let pictures = BTreeMap::new();
    let resources =
        Resources { fonts: &fonts::BOOK, pictures: &pictures, words: &Words::built_in() };
    let [front, _] = covers(issue, &Stylesheet::built_in("baotou").unwrap(), &resources);
    front
}

/// Every built-in cover, across and downwards, either script first.
fn every_cover(chinese: &str, mongolian: &str) -> Vec<(String, Issue)> {
    let mut found = Vec::new();
    for template in COVERS {
        for vertical in [false, true] {
            for order in [MastheadOrder::ChineseFirst, MastheadOrder::MongolianFirst] {
                let mut issue = issue::sample();
                issue.masthead.chinese = chinese.into();
                issue.masthead.mongolian = mongolian.into();
                issue.masthead.order = order;
                issue.cover = CoverChoice { template: template.to_owned(), vertical, own: None };
                found.push((format!("{template} {vertical} {order:?}"), issue));
            }
        }
    }
    found
}

fn own(page: &Page, script: Script) -> Vec<GlyphRun> {
    let is_own = |run: &&GlyphRun| run.source == Source::Text(Part::Masthead(script));
    let moved =
        |at: gongbao::geom::Point, run: &GlyphRun| GlyphRun { at: at + run.at, ..run.clone() };
    let runs = page.runs().filter(|(_, run)| is_own(run));
    runs.map(|(at, run)| moved(at, run)).collect()
}

#[test]
fn both_scripts_cover_the_same_area_on_every_cover() {
    for (chinese, mongolian) in
        [("包头市人民政府公报", NAME), ("公报", NAME), ("内蒙古自治区呼和浩特市人民政府公报", NAME)]
    {
        for (name, issue) in every_cover(chinese, mongolian) {
            let found = balance(&front(&issue), &fonts::BOOK).unwrap();
            assert!((950..=1050).contains(&found.area), "{name} {chinese}: {found:?}");
            assert!(found.stem > 0 && found.stem < 1000, "{name}: {found:?}");
        }
    }
}

#[test]
fn the_name_stays_within_the_page_and_no_suffix_leaves_its_word() {
    let trim = Size { width: Pt::from_mm(210.0), height: Pt::from_mm(285.0) };
    for (name, issue) in every_cover("包头市人民政府公报", NAME) {
        let page = front(&issue);
        let words = own(&page, Script::Mongolian);
        let texts: Vec<&str> = words.iter().map(|run| run.text.as_str()).collect();
        assert_eq!(texts, NAME.split(' ').collect::<Vec<_>>(), "{name}");
        assert!(words.iter().all(|run| run.direction == Direction::Down));
        let margin = Pt::from_mm(5.0);
        for run in own(&page, Script::Chinese).iter().chain(&words) {
            let ink = run.boxes(0, run.glyphs.len());
            assert!(ink.at.x >= margin && ink.at.y >= margin, "{name}: {ink:?}");
            assert!(ink.right() <= trim.width - margin, "{name}: {ink:?}");
            assert!(ink.bottom() <= trim.height - margin, "{name}: {ink:?}");
        }
    }
}

#[test]
fn the_first_script_stands_above_and_downwards_mongolian_stands_at_the_left() {
    for (name, issue) in every_cover("包头市人民政府公报", NAME) {
        let page = front(&issue);
        let (hanzi, words) = (own(&page, Script::Chinese), own(&page, Script::Mongolian));
        let (chinese, mongolian) = (&hanzi[0], &words[0]);
        if issue.cover.vertical {
            assert!(mongolian.at.x < chinese.at.x, "{name}");
            assert!(words.iter().all(|word| word.at.x == mongolian.at.x), "{name}");
            assert!(hanzi.windows(2).all(|two| two[0].at.y < two[1].at.y), "{name}");
        } else {
            let chinese_first = issue.masthead.order == MastheadOrder::ChineseFirst;
            assert_eq!(chinese.at.y < mongolian.at.y, chinese_first, "{name}");
            assert!(words.windows(2).all(|two| two[0].at.x < two[1].at.x), "{name}");
        }
    }
}

#[test]
fn without_a_font_of_the_script_nothing_is_drawn_and_it_is_told() {
    let files = fonts::files(&["NotoSansMongolian-Regular.ttf"]);
    let (book, _) = gongbao::font::FontBook::new(&files).unwrap();
    let mut issue = issue::sample();
    issue.masthead.mongolian = NAME.into();
    let pictures = BTreeMap::new();
    let resources = Resources { fonts: &book, pictures: &pictures, words: &Words::built_in() };
    let style = Stylesheet::built_in("baotou").unwrap();
    let memo = &mut gongbao::layout::memo::Memo::default();
    let composed = gongbao::layout::compose(&issue, &style, &resources, memo);
    assert!(own(&composed.pages[0], Script::Mongolian).is_empty());
    assert!(composed.findings.iter().any(|finding| finding.rule == "mongolian-font"));
}
