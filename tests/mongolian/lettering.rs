//! Letters of the name in fonts, sizes, tracking and inks of their own.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use gongbao::export::preflight::gate;
use gongbao::font::{FontBook, FontFile};
use gongbao::geom::Pt;
use gongbao::issue::Issue;
use gongbao::issue::cover::{CoverChoice, Ink};
use gongbao::issue::masthead::{Approval, Lettering, Masthead, Script, Unequal};
use gongbao::issue::place::Part;
use gongbao::layout::cover::balance;
use gongbao::layout::memo::Memo;
use gongbao::layout::page::{Glyph, GlyphRun, Page, PageKind, Source};
use gongbao::layout::style::Stylesheet;
use gongbao::layout::{Composition, Resources, compose, covers};
use gongbao::text::words::Words;

use crate::{NAME, fonts, issue, own};

/// The front cover of the sample with letters of a script set so.
fn lettered(
    book: &FontBook,
    template: &str,
    vertical: bool,
    letters: &[(Script, Lettering)],
) -> Page {
    let mut issue = issue::sample();
    issue.masthead.chinese = "包头市人民政府公报喆".into();
    issue.masthead.mongolian = NAME.into();
    issue.masthead.lettering = letters.iter().cloned().collect();
    issue.cover = CoverChoice { template: template.to_owned(), vertical, own: None };
    let pictures = BTreeMap::new();
    let resources = Resources { fonts: book, pictures: &pictures, words: &Words::built_in() };
    let [front, _] = covers(&issue, &Stylesheet::built_in("baotou").unwrap(), &resources);
    front
}

#[test]
fn letters_have_the_size_ink_and_font_that_are_asked_for_and_the_other_script_follows() {
    let kai = fonts::BOOK.named(Script::Chinese, "FandolKai-Regular").unwrap();
    let own_letters = Lettering {
        font: Some("FandolKai-Regular".to_owned()),
        size: Some(Pt::new(30)),
        ink: Some(Ink::Text),
        ..Lettering::default()
    };
    for vertical in [false, true] {
        let letters = [(Script::Chinese, own_letters.clone())];
        let page = lettered(&fonts::BOOK, "plain", vertical, &letters);
        let hanzi = own(&page, Script::Chinese);
        assert!(hanzi.iter().all(|run| run.size == Pt::new(30) && run.ink == Ink::Text));
        let other = |run: &&GlyphRun| run.font != kai;
        let others: Vec<&str> = hanzi.iter().filter(other).map(|run| run.text.as_str()).collect();
        assert_eq!(others, ["喆"], "what the font lacks comes from the usual one");
        let words = own(&page, Script::Mongolian);
        assert!(words.iter().all(|run| run.ink == Ink::Red && run.size != Pt::new(30)));
        let masthead = &issue::sample().masthead;
        let found = balance(&page, masthead, &fonts::BOOK).unwrap();
        assert!((950..=1050).contains(&found.area), "{vertical}: {found:?}");
        // Both sizes asked for: areas are what they are.
        let both = Lettering { size: Some(Pt::new(45)), ..own_letters.clone() };
        let both = [letters[0].clone(), (Script::Mongolian, both)];
        let page = lettered(&fonts::BOOK, "plain", vertical, &both);
        let sizes = own(&page, Script::Mongolian);
        assert!(sizes.iter().all(|run| run.size == Pt::new(45)));
        let found = balance(&page, masthead, &fonts::BOOK).unwrap();
        assert!(!(950..=1050).contains(&found.area), "{vertical}: {found:?}");
    }
}

#[test]
fn tracking_parts_characters_and_words_but_never_the_letters_of_a_word() {
    let wide = |script, tracking| {
        let size = Some(Pt::new(30));
        (script, Lettering { tracking: Some(tracking), size, ..Lettering::default() })
    };
    for vertical in [false, true] {
        let set = |tracking| {
            let letters = [wide(Script::Chinese, tracking), wide(Script::Mongolian, tracking)];
            let page = lettered(&fonts::BOOK, "plain", vertical, &letters);
            (own(&page, Script::Chinese), own(&page, Script::Mongolian))
        };
        let ((hanzi, words), (far_hanzi, far_words)) = (set(0), set(50));
        let glyphs = |runs: &[GlyphRun]| -> Vec<(Pt, Pt)> {
            let at = |run: &GlyphRun, glyph: &Glyph| (run.at.x + glyph.x, run.at.y);
            let all =
                |run: &GlyphRun| run.glyphs.iter().map(|own| at(run, own)).collect::<Vec<_>>();
            runs.iter().flat_map(all).collect()
        };
        let step = |all: &[(Pt, Pt)]| {
            let (one, two) = (all[0], all[1]);
            if vertical { two.1 - one.1 } else { two.0 - one.0 }
        };
        let more = step(&glyphs(&far_hanzi)) - step(&glyphs(&hanzi));
        assert!((more - Pt::new(15)).abs() < Pt::from_mm(0.01), "{vertical}: {more}");
        for (word, far) in words.iter().zip(&far_words) {
            assert_eq!(word.glyphs, far.glyphs, "{vertical}: {}", word.text);
        }
        let step = |words: &[GlyphRun]| {
            let (one, two) = (words[0].at, words[1].at);
            if vertical { two.y - one.y } else { two.x - one.x }
        };
        let more = step(&far_words) - step(&words);
        assert!((more - Pt::new(15)).abs() < Pt::from_mm(0.01), "{vertical}: {more}");
    }
}

/// The fonts, and the Mongolian one once more under another name.
fn two_of_mongolian() -> FontBook {
    let mut files = fonts::files(&[]);
    let own = files.iter().find(|file| file.name.starts_with("NotoSansMongolian")).unwrap().clone();
    let wide = |name: &str| name.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>();
    let (from, to) = (wide("NotoSansMongolian-"), wide("OfficeOfMongolian-"));
    let mut bytes = own.bytes.to_vec();
    let mut at = 0;
    while let Some(found) = bytes[at..].windows(from.len()).position(|part| part == from) {
        at += found;
        bytes[at..at + to.len()].copy_from_slice(&to);
    }
    files.push(FontFile { name: "office.ttf".to_owned(), bytes: bytes.into() });
    FontBook::new(&files).unwrap().0
}

#[test]
fn a_font_of_the_office_sets_mongolian_and_one_that_is_gone_is_told() {
    let book = two_of_mongolian();
    let names: Vec<&str> = book
        .fonts_of(Script::Mongolian)
        .into_iter()
        .map(|id| book.font(id).postscript_name.as_str())
        .collect();
    assert_eq!(names, ["NotoSansMongolian-Regular", "OfficeOfMongolian-Regular"]);
    assert!(book.named(Script::Mongolian, "FandolKai-Regular").is_none(), "it has no such rules");
    let asked = "OfficeOfMongolian-Regular";
    let letters = Lettering { font: Some(asked.to_owned()), ..Lettering::default() };
    let letters = [(Script::Mongolian, letters)];
    let office = book.named(Script::Mongolian, asked).unwrap();
    let page = lettered(&book, "plain", false, &letters);
    assert!(own(&page, Script::Mongolian).iter().all(|run| run.font == office));
    // Elsewhere it is not there: the usual one is taken.
    let page = lettered(&fonts::BOOK, "plain", false, &letters);
    let words = own(&page, Script::Mongolian);
    assert!(!words.is_empty());
    assert!(words.iter().all(|run| Some(run.font) == fonts::BOOK.mongolian()));
    let mut issue = issue::sample();
    issue.masthead.lettering = letters.into();
    let told = |book: &FontBook| {
        let pictures = BTreeMap::new();
        let resources = Resources { fonts: book, pictures: &pictures, words: &Words::built_in() };
        let style = Stylesheet::built_in("baotou").unwrap();
        let memo = &mut Memo::default();
        let findings = compose(&issue, &style, &resources, memo).findings;
        let own = findings.into_iter().find(|finding| finding.rule == "masthead-font");
        own.map(|own| (own.message.contains(asked), own.place.map(|place| place.part)))
    };
    assert_eq!(told(&book), None);
    assert_eq!(told(&fonts::BOOK), Some((true, Some(Part::Masthead(Script::Mongolian)))));
}

#[test]
fn the_name_within_is_never_white_and_has_the_size_of_its_page() {
    let mut issue = issue::sample();
    issue.masthead.mongolian = NAME.into();
    let white =
        Lettering { ink: Some(Ink::Paper), size: Some(Pt::new(200)), ..Lettering::default() };
    issue.masthead.lettering =
        [(Script::Chinese, white.clone()), (Script::Mongolian, white)].into();
    let pictures = BTreeMap::new();
    let resources =
        Resources { fonts: &fonts::BOOK, pictures: &pictures, words: &Words::built_in() };
    let style = Stylesheet::built_in("baotou").unwrap();
    let memo = &mut Memo::default();
    let pages = compose(&issue, &style, &resources, memo).pages;
    let place = |source: Source| match source {
        Source::Text(part) => Some(part),
        Source::Generated(_, place) => place.map(|place| place.part),
    };
    let mut within = 0;
    for page in pages.iter().filter(|page| page.kind == PageKind::Front) {
        for (_, run) in page.runs() {
            if matches!(place(run.source), Some(Part::Masthead(_))) {
                within += 1;
                assert_eq!(run.ink, Ink::Red);
                assert!(run.size < Pt::new(100));
            }
        }
    }
    assert!(within > 0);
}

#[test]
fn another_font_of_mongolian_withdraws_the_approval_and_undo_brings_it_back() {
    use gongbao::issue::edit::{Edit, EditError, Setting};
    let mut issue = issue::sample();
    issue.masthead.mongolian = NAME.into();
    let approval = Approval::new("乌云", NaiveDate::default());
    issue.masthead.approval = Some(approval.clone());
    let before = issue.clone();
    let set = |issue: &mut Issue, script, own: Lettering| {
        Edit::Set(Setting::Lettering(script, own)).apply(issue)
    };
    let font = |name: &str| Lettering { font: Some(name.to_owned()), ..Lettering::default() };
    let _back = set(&mut issue, Script::Chinese, font("FandolKai-Regular")).unwrap();
    let larger = Lettering { size: Some(Pt::new(40)), ..Lettering::default() };
    let _back = set(&mut issue, Script::Mongolian, larger.clone()).unwrap();
    assert_eq!(issue.masthead.approval, Some(approval), "its letters have the same forms");
    let back =
        set(&mut issue, Script::Mongolian, Lettering { size: larger.size, ..font("Office") });
    assert_eq!(issue.masthead.approval, None);
    let _again = back.unwrap().apply(&mut issue).unwrap();
    assert_eq!(issue.masthead.lettering(Script::Mongolian), larger);
    assert_eq!(issue.masthead.approval, before.masthead.approval);
    for script in [Script::Chinese, Script::Mongolian] {
        let hand = Edit::Set(Setting::Hand(script, Some("ab".repeat(32))));
        let back = hand.apply(&mut issue).unwrap();
        assert_eq!(issue.masthead.approval, None, "a hand of {script:?} was not read");
        let _again = back.apply(&mut issue).unwrap();
        assert_eq!(issue.masthead.approval, before.masthead.approval);
    }
    let (tiny, far) = (Some(Pt::new(1)), Some(400));
    for wrong in [
        Lettering { size: tiny, ..Lettering::default() },
        Lettering { tracking: far, ..Lettering::default() },
    ] {
        let whole = issue.clone();
        assert_eq!(set(&mut issue, Script::Chinese, wrong), Err(EditError::Lettering));
        assert_eq!(issue, whole);
    }
    let _back = set(&mut issue, Script::Chinese, Lettering::default()).unwrap();
    let _back = set(&mut issue, Script::Mongolian, Lettering::default()).unwrap();
    assert_eq!(issue, before, "the usual is not written down");
}

/// What composing the sample with this Mongolian name, approved, and letters so large tells.
fn told(mongolian: &str, letters: &[(Script, Lettering)]) -> (Vec<&'static str>, bool) {
    let (composed, issue) = composed(mongolian, letters, None);
    let closed = gate(&issue).iter().any(|fault| fault.finding.rule == "gate-mongolian");
    (composed.findings.iter().map(|finding| finding.rule).collect(), closed)
}

/// The sample with this Mongolian name, approved, letters so large, and what was accepted of them.
fn composed(
    mongolian: &str,
    letters: &[(Script, Lettering)],
    unequal: Option<Unequal>,
) -> (Composition, Issue) {
    let mut issue = issue::sample();
    issue.masthead.unequal = unequal;
    issue.masthead.mongolian = mongolian.into();
    issue.masthead.approval = Some(Approval::new("乌云", NaiveDate::default()));
    issue.masthead.lettering = letters.iter().cloned().collect();
    let pictures = BTreeMap::new();
    let (fonts, words) = (&fonts::BOOK, Words::built_in());
    let resources = Resources { fonts, pictures: &pictures, words: &words };
    let style = Stylesheet::built_in("baotou").unwrap();
    (compose(&issue, &style, &resources, &mut Memo::default()), issue)
}

#[test]
fn what_prints_a_box_closes_the_gate_whoever_approved_it() {
    assert_eq!(told(NAME, &[]), (Vec::new(), false));
    let (rules, closed) = told("ᠬᠤᠲᠠ\u{180b}\u{180c}", &[]);
    assert!(closed && rules.contains(&"mongolian-box"), "{rules:?}");
}

#[test]
fn areas_that_are_not_equal_are_told() {
    let large = Lettering { size: Some(Pt::new(60)), ..Lettering::default() };
    let small = Lettering { size: Some(Pt::new(20)), ..Lettering::default() };
    let (rules, _) = told(NAME, &[(Script::Chinese, small), (Script::Mongolian, large)]);
    assert!(rules.contains(&"masthead-area"), "{rules:?}");
}

#[test]
fn unequal_areas_are_accepted_for_a_reason_and_only_as_they_are() {
    let letters = |size: i32| {
        let own = |size| Lettering { size: Some(Pt::new(size)), ..Lettering::default() };
        [(Script::Chinese, own(20)), (Script::Mongolian, own(size))]
    };
    let (pages, issue) = composed(NAME, &letters(60), None);
    let area = balance(&pages.pages[0], &issue.masthead, &fonts::BOOK).unwrap().area;
    let accepted =
        Some(Unequal {
            reason: "沿用题字的大小".to_owned(), on: NaiveDate::default(), area
        });
    for (size, told) in [(60, false), (50, true)] {
        let (composed, issue) = composed(NAME, &letters(size), accepted.clone());
        let found = composed.findings.iter().any(|own| own.rule == "masthead-area");
        assert_eq!(found, told, "{size}");
        // The file keeps it.
        let text = serde_json::to_string(&issue.masthead).unwrap();
        assert_eq!(serde_json::from_str::<Masthead>(&text).unwrap(), issue.masthead);
    }
}

#[test]
fn letters_are_measured_by_their_curves() {
    let font = fonts::BOOK.named(Script::Chinese, "NotoSerifCJKsc-Bold").unwrap();
    let font = fonts::BOOK.font(font);
    let boxes = "包头市人民政府公报".chars().filter_map(|own| font.ink_box(font.glyph(own)?));
    let (mut lower, mut upper) = (i64::MAX, i64::MIN);
    for [_, low, _, high] in boxes {
        (lower, upper) = (lower.min(low), upper.max(high));
    }
    // 0.947 em as they are drawn; the control points of their curves span 1.005 em.
    assert!((940..955).contains(&(upper - lower)), "{lower}..{upper}");
}
