//! The masthead in Chinese and Mongolian: how both scripts stand on the covers.

#![expect(clippy::unwrap_used, reason = "a test that cannot read its fixtures has failed")]

#[path = "support/fonts.rs"]
mod fonts;
#[path = "support/issue.rs"]
mod issue;
#[path = "mongolian/lettering.rs"]
mod lettering;

use std::collections::BTreeMap;

use gongbao::export::preflight::gate;
use gongbao::font::FontBook;
use gongbao::geom::{Pt, Rect, Size};
use gongbao::issue::Issue;
use gongbao::issue::cover::CoverChoice;
use gongbao::issue::masthead::{
    Approval, Lettering, MastheadOrder, MongolianLine, Script, Template,
};
use gongbao::issue::place::Part;
use gongbao::layout::cover::{COVERS, balance, mongolian_text};
use gongbao::layout::page::{
    Direction, FrameItem, Generated, GlyphRun, Page, PageKind, Placed, Source,
};
use gongbao::layout::style::Stylesheet;
use gongbao::layout::{Resources, covers};
use gongbao::text::words::Words;

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
    for (chinese, mongolian) in [
        ("包头市人民政府公报", NAME),
        ("公报", NAME),
        ("内蒙古自治区呼和浩特市人民政府公报", NAME),
        ("内蒙古自治区呼和浩特市人民政府公报", "ᠬᠣᠲᠠ"),
    ] {
        for (name, issue) in every_cover(chinese, mongolian) {
            let page = front(&issue);
            let found = balance(&page, &issue.masthead, &fonts::BOOK).unwrap();
            assert!((950..=1050).contains(&found.area), "{name} {chinese}: {found:?}");
            assert!(found.stem.is_some_and(|stem| stem > 0 && stem < 1000), "{name}: {found:?}");
            // The same from the page, glyph by glyph.
            let area = |script| {
                let size = own(&page, script).iter().map(ink).reduce(|all, one| all.union(&one));
                size.map(|ink| ink.size.width.to_f64() * ink.size.height.to_f64()).unwrap()
            };
            let ratio = area(Script::Mongolian) / area(Script::Chinese);
            assert!((0.95..=1.05).contains(&ratio), "{name} {chinese}: {ratio}");
            // The strokes are the fonts' own.
            assert!(found.coverage.is_some_and(|own| own > 200 && own < 2000), "{name}: {found:?}");
        }
    }
}

#[test]
fn a_hand_covers_the_same_area_as_the_other_script() {
    for (name, mut issue) in every_cover("包头市人民政府公报", NAME) {
        for (chinese, mongolian) in [(true, false), (false, true), (true, true)] {
            issue.masthead.chinese_hand = chinese.then(|| "hand".to_owned());
            issue.masthead.mongolian_hand = mongolian.then(|| "other".to_owned());
            let found = balance(&front(&issue), &issue.masthead, &fonts::BOOK).unwrap();
            assert!((950..=1050).contains(&found.area), "{name} {chinese}: {found:?}");
            assert_eq!(found.stem.is_none(), mongolian, "{name}");
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
    let (book, _) = FontBook::new(&files).unwrap();
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

/// What a run is centred on: the stem of letters, the middle of everything else.
fn middle(run: &GlyphRun) -> Pt {
    let font = fonts::BOOK.font(run.font);
    let scaled = |units: i64| run.size.scale(units, i64::from(font.units_per_em));
    let half = |letter: u16| {
        let [_, lower, _, upper] = font.ink_box(letter).unwrap();
        scaled(lower + upper) / 2
    };
    match run.direction {
        Direction::Right => run.at.x + run.advance() / 2,
        Direction::Down if run.text.starts_with('᠒') => {
            run.at.x + half(font.glyph('0').or(font.glyph('᠐')).unwrap())
        }
        Direction::Down if Some(run.font) == fonts::BOOK.mongolian() => {
            run.at.x + run.size.scale(404, 1000)
        }
        Direction::Down if run.text.is_ascii() => run.at.x + half(font.glyph('0').unwrap()),
        Direction::Down => run.at.x + half(run.glyphs[0].id),
    }
}

#[test]
fn numbers_brackets_and_hanzi_stand_on_the_stem() {
    const MIXED: &str = "ᠬᠣᠲᠠ 2026 ᠣᠨ 17\u{202f}ᠤ （4） 包头ᠬᠣᠲᠠ A4 ᠒᠖ ᠒᠐᠒᠖";
    for (name, issue) in every_cover("包头市人民政府公报", MIXED) {
        let runs = own(&front(&issue), Script::Mongolian);
        let all: Vec<(&str, bool)> =
            runs.iter().map(|run| (run.text.as_str(), run.direction == Direction::Right)).collect();
        let expected = [
            ("ᠬᠣᠲᠠ", false),
            ("2026", false),
            ("ᠣᠨ", false),
            ("17", true),
            ("\u{202f}ᠤ", false),
            ("（", false),
            ("4", true),
            ("）", false),
            ("包", true),
            ("头", true),
            ("ᠬᠣᠲᠠ", false),
            ("A4", false),
            ("᠒᠖", true),
            ("᠒᠐᠒᠖", false),
        ];
        assert_eq!(all, expected, "{name}");
        // Nothing is left out, and what is copied is what was typed.
        let copied: String = runs.iter().map(|run| run.text.as_str()).collect();
        assert_eq!(copied, MIXED.replace(' ', ""));
        assert!(runs.iter().all(|run| run.glyphs.iter().all(|glyph| glyph.id != 0)), "{name}");
        // Each word has one stem; the pieces follow each other downwards.
        let words = [0..1, 1..2, 2..3, 3..5, 5..8, 8..11, 11..12, 12..13, 13..14];
        for word in words {
            let stem = middle(&runs[word.start]);
            for run in &runs[word.clone()] {
                let off = (middle(run) - stem).abs();
                assert!(off < Pt::from_mm(0.01), "{name} {}: {off:?}", run.text);
            }
            for two in runs[word].windows(2) {
                let (above, below) = (ink(&two[0]), ink(&two[1]));
                assert!(above.bottom() <= below.at.y, "{name} {} {}", two[0].text, two[1].text);
                let gap = below.at.y - above.bottom();
                assert!(gap < two[0].size.scale(45, 100), "{name} {}", two[1].text);
            }
        }
    }
}

/// The box of a run's ink.
fn ink(run: &GlyphRun) -> Rect {
    let font = fonts::BOOK.font(run.font);
    let upem = i64::from(font.units_per_em);
    let boxes = run.glyphs.iter().filter_map(|glyph| {
        let [left, lower, right, upper] =
            font.ink_box(glyph.id)?.map(|units| run.size.scale(units, upem));
        let (along, away) = (glyph.x + left, glyph.y - upper);
        let (long, high) = (right - left, upper - lower);
        Some(match run.direction {
            Direction::Right => Rect::new(run.at.x + along, run.at.y + away, long, high),
            Direction::Down => Rect::new(run.at.x - away - high, run.at.y + along, high, long),
        })
    });
    boxes.reduce(|all, one| all.union(&one)).unwrap()
}

/// Lines as official pages write them, with the choice of the ordinal.
const LINES: [(MongolianLine, &str); 2] = [
    (
        MongolianLine::Number,
        "{year} ᠣᠨ\u{202f}ᠤ {number} {ᠳ\u{180b}ᠤᠭᠠᠷ|ᠳ\u{180b}ᠦ\u{180b}ᠭᠡᠷ} ᠬᠤᠭᠤᠴᠠᠭ\u{180e}ᠠ",
    ),
    (
        MongolianLine::Published,
        "{year} ᠣᠨ\u{202f}ᠤ {month} {ᠳ\u{180b}ᠤᠭᠠᠷ|ᠳ\u{180b}ᠦ\u{180b}ᠭᠡᠷ} ᠰᠠᠷᠠ\u{202f}ᠶᠢᠨ {day}\u{202f}ᠤ ᠡᠳᠦᠷ",
    ),
];

fn is_line(run: &GlyphRun) -> bool {
    let Source::Generated(Generated::IssueLine, place) = run.source else { return false };
    place.is_some_and(|place| matches!(place.part, Part::MongolianLine(_)))
}

#[test]
fn lines_in_mongolian_stand_free_on_every_cover() {
    for (name, mut issue) in every_cover("包头市人民政府公报", NAME) {
        let bare = front(&issue);
        for (line, text) in LINES {
            let template = Template { text: text.to_owned(), approval: None };
            let _none = issue.masthead.lines.insert(line, template);
        }
        let page = front(&issue);
        let added: Vec<&Placed> =
            page.parts.iter().filter(|part| !bare.parts.contains(part)).collect();
        let runs = |part: &Placed| -> Vec<GlyphRun> {
            let run = |item: &FrameItem| match item {
                FrameItem::Glyphs(run) => Some(GlyphRun { at: part.at + run.at, ..run.clone() }),
                FrameItem::Rule { .. } | FrameItem::Picture { .. } => None,
            };
            part.frame.items.iter().filter_map(run).collect()
        };
        let lines: Vec<Vec<GlyphRun>> =
            added.iter().map(|part| runs(part)).filter(|all| all.iter().any(is_line)).collect();
        assert_eq!(lines.len(), 2, "{name}");
        let texts: Vec<String> =
            lines.iter().map(|line| line.iter().map(|run| run.text.as_str()).collect()).collect();
        assert!(texts[0].starts_with("2026ᠣᠨ\u{202f}ᠤ4ᠳ\u{180b}ᠦ\u{180b}ᠭᠡᠷ"), "{}", texts[0]);
        assert!(texts[1].contains("5ᠳ\u{180b}ᠤᠭᠠᠷ"), "{}", texts[1]);
        // Nobody has approved them: both say so.
        assert_eq!(added.len(), 4, "{name}");
        // A number stands in the column of its ordinal, or of what it counts, above it.
        for pair in lines.iter().flat_map(|line| line.windows(2)) {
            let (one, next) = (ink(&pair[0]), ink(&pair[1]));
            let beside = one.at.x < next.right() && next.at.x < one.right();
            let digits = pair[0].text.chars().all(|sign| sign.is_ascii_digit());
            let counts = digits || pair[0].text == "\u{202f}ᠤ";
            assert!(!counts || beside && one.bottom() <= next.at.y, "{name}: {pair:?}");
        }
        let trim = Rect { at: gongbao::geom::Point::default(), size: page.trim };
        let boxes: Vec<Rect> = added
            .iter()
            .map(|part| runs(part).iter().map(ink).reduce(|all, one| all.union(&one)).unwrap())
            .collect();
        let others: Vec<Rect> = bare.parts.iter().flat_map(runs).map(|run| ink(&run)).collect();
        for (at, own) in boxes.iter().enumerate() {
            let inside = trim.union(own) == trim;
            assert!(inside && own.at.x >= Pt::from_mm(5.0), "{name} {at}: {own:?}");
            let rest = boxes.iter().enumerate().filter(|(other, _)| *other != at);
            let hit = rest.map(|(_, other)| other).chain(&others).find(|other| meet(own, other));
            assert_eq!(hit, None, "{name} {at}: {own:?}");
        }
        let sizes: Vec<Pt> = lines.iter().map(|line| line[0].size).collect();
        assert!(sizes[0] == sizes[1] && sizes[0] >= Pt::new(10), "{name}: {sizes:?}");
        // Like the Chinese that tells the number.
        let told = bare.runs().map(|(_, run)| run).filter(|run| run.text.contains('期'));
        let chinese =
            told.filter(|run| run.source == Source::Generated(Generated::IssueLine, None));
        let most = chinese.map(|run| run.size).max().unwrap();
        assert!(sizes[0] <= most.scale(116, 100), "{name}: {sizes:?} beside {most:?}");
        if name.starts_with("picture false") {
            let margin = Pt::from_mm(20.0);
            let own = boxes
                .iter()
                .find(|own| own.at.x < margin || own.right() > page.trim.width - margin);
            assert_eq!(own, None, "{name}");
        }
    }
}

#[test]
fn lines_in_mongolian_stand_on_the_inner_title_and_what_is_found_in_them_has_a_place() {
    let mut issue = issue::sample();
    issue.masthead.mongolian = NAME.into();
    for (line, text) in LINES {
        // One word stands twice.
        let text = format!("{text} ᠡᠳᠦᠷ ᠡᠳᠦᠷ ᠡᠳᠦᠷ");
        let _none = issue.masthead.lines.insert(line, Template { text, approval: None });
    }
    let pictures = BTreeMap::new();
    let resources =
        Resources { fonts: &fonts::BOOK, pictures: &pictures, words: &Words::built_in() };
    let style = Stylesheet::built_in("baotou").unwrap();
    let memo = &mut gongbao::layout::memo::Memo::default();
    let composed = gongbao::layout::compose(&issue, &style, &resources, memo);
    let inner = composed.pages.iter().find(|page| page.kind == PageKind::Front).unwrap();
    let chinese = |run: &&GlyphRun| run.source == Source::Generated(Generated::IssueLine, None);
    let all: Vec<GlyphRun> =
        inner.runs().map(|(at, run)| GlyphRun { at: at + run.at, ..run.clone() }).collect();
    let boxed = |own: &dyn Fn(&&GlyphRun) -> bool| {
        all.iter().filter(own).map(ink).reduce(|all, one| all.union(&one)).unwrap()
    };
    let middle = boxed(&chinese);
    let mut found = Vec::new();
    for (line, _) in LINES {
        let part = Part::MongolianLine(line);
        let is_own = |run: &&GlyphRun| matches!(run.source, Source::Generated(_, Some(place)) if place.part == part);
        let own = boxed(&is_own);
        assert!(!meet(&own, &middle), "{line:?}");
        found.push((own.at.x < middle.at.x, all.iter().find(is_own).unwrap().size));
        // The cover comes first.
        let whole = gongbao::issue::place::Place::new(part, gongbao::issue::text::Range::new(0, 3));
        assert_eq!(gongbao::layout::places::Places::new(&composed.pages).of(&whole)[0].page, 1);
        let told = |findings: &[gongbao::finding::Finding], rule: &str| {
            let own = |finding: &&gongbao::finding::Finding| {
                finding.rule == rule && finding.place.is_some_and(|place| place.part == part)
            };
            findings.iter().find(own).and_then(|finding| finding.place)
        };
        assert!(told(&composed.findings, "mongolian-unapproved").is_some(), "{line:?}");
        let linted = gongbao::lint::check(&issue);
        let place = told(&linted, "mongolian-text").unwrap();
        let text: String = issue.masthead.lines[&line]
            .text
            .chars()
            .skip(place.range.start as usize)
            .take(place.range.len() as usize)
            .collect();
        assert!(text.contains("ᠡᠳᠦᠷ"), "{text}");
    }
    // The number at the left, the day at the right, in one size.
    assert_eq!((found[0].0, found[1].0), (true, false));
    assert_eq!(found[0].1, found[1].1);
}

fn meet(one: &Rect, other: &Rect) -> bool {
    one.at.x < other.right()
        && other.at.x < one.right()
        && one.at.y < other.bottom()
        && other.at.y < one.bottom()
}

#[test]
fn an_approval_is_of_what_was_read_and_of_nothing_else_in_a_file() {
    use gongbao::export::press::Choices;
    use gongbao::issue::masthead::{Masthead, MongolianText};
    use gongbao::store::{self, IssueFile, house};
    let folder = tempfile::tempdir().unwrap();
    let (path, settings) = (folder.path().join("1.gongbao"), folder.path().join("house.ron"));
    let mut approved = issue::sample();
    let masthead = &mut approved.masthead;
    masthead.mongolian = NAME.into();
    let approval = Some(Approval::new("乌云", chrono::NaiveDate::default()));
    let template = Template { text: LINES[0].1.to_owned(), approval: approval.clone() };
    let _none = masthead.lines.insert(LINES[0].0, template);
    masthead.approval = approval;
    // What an older file has is taken as it is, and says from then on what was read.
    assert_eq!(masthead.withdraw_stale(), []);
    let [name, line] = [MongolianText::Name, MongolianText::Line(LINES[0].0)];
    assert_eq!(masthead.approval(name).unwrap().read, masthead.to_read(name));
    let check = |change: &dyn Fn(&mut Masthead), expected: [bool; 2]| {
        let mut other = approved.clone();
        change(&mut other.masthead);
        let file = IssueFile::new(other);
        let of = |masthead: &Masthead| [name, line].map(|own| masthead.approval(own).is_some());
        let _backup = store::save_with(&path, &file, Some(folder.path())).unwrap();
        let loaded = store::load(&path).unwrap();
        assert_eq!(of(&loaded.file.issue.masthead), expected);
        let told = loaded.findings.iter().filter(|own| own.rule == "approval-withdrawn").count();
        assert_eq!(told, expected.iter().filter(|own| !**own).count());
        let closed =
            gate(&loaded.file.issue).iter().any(|own| own.finding.rule == "gate-mongolian");
        assert_eq!(closed, expected != [true, true]);
        house::export(&house::House::of(&file, Choices::default()), &settings).unwrap();
        assert_eq!(of(&house::import(&settings).unwrap().masthead), expected);
    };
    check(&|_| {}, [true, true]);
    check(&|own| own.chinese = "包头市政府公报".into(), [false, true]);
    check(&|own| own.mongolian = "ᠬᠣᠲᠠ".into(), [false, true]);
    check(&|own| own.lines.get_mut(&LINES[0].0).unwrap().text.push('ᠠ'), [true, false]);
    let font = Lettering { font: Some("Office".to_owned()), ..Lettering::default() };
    check(&|own| drop(own.lettering.insert(Script::Mongolian, font.clone())), [false, true]);
}

#[test]
fn a_line_follows_the_issue_and_keeps_its_approval_until_it_is_worded_otherwise() {
    use gongbao::issue::edit::{Edit, Setting};
    let mut issue = issue::sample();
    issue.masthead.mongolian = "".into();
    let line = MongolianLine::Number;
    let is_closed =
        |issue: &Issue| gate(issue).iter().any(|fault| fault.finding.rule == "gate-mongolian");
    let mut apply = |setting: Setting| Edit::Set(setting).apply(&mut issue).map(|_| issue.clone());
    let approval = Some(Approval::new("乌云", chrono::NaiveDate::default()));
    assert!(apply(Setting::LineApproval(line, approval.clone())).is_err(), "there is no line");
    let _ = apply(Setting::LineText(line, "{number} {A|B}".to_owned())).unwrap();
    let approved = apply(Setting::LineApproval(line, approval)).unwrap();
    assert!(!is_closed(&approved));
    let text = |issue: &Issue| mongolian_text(issue, line);
    assert_eq!(text(&approved).as_deref(), Some("4 B"));
    let number = gongbao::issue::IssueNumber { first: 5, ..approved.number.clone() };
    let may = apply(Setting::Number(number)).unwrap();
    assert_eq!(text(&may).as_deref(), Some("5 A"));
    assert!(may.masthead.lines[&line].approval.is_some());
    let other = apply(Setting::LineText(line, "{number}".to_owned())).unwrap();
    assert_eq!(other.masthead.lines[&line].approval, None);
    assert!(is_closed(&other), "it is not for print");
    let gone = apply(Setting::LineText(line, String::new())).unwrap();
    assert_eq!((text(&gone), gone.masthead.lines.len()), (None, 0));
}
