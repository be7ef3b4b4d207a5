//! Preflight of pages and of the issue, before a file is read back: each rule names the page and
//! the place, and says what to do.

#![expect(clippy::unwrap_used, reason = "a test stops at the first thing that is wrong")]

use std::collections::BTreeSet;
use std::sync::Arc;

use gongbao::export::preflight::{Fault, Job, gate, is_of_gate, preflight};
use gongbao::export::press::{Options, Pdf, Red, press};
use gongbao::export::{Pictures, Profile};
use gongbao::finding::Severity;
use gongbao::font::Role;
use gongbao::geom::{Pt, Rect, Size};
use gongbao::issue::Issue;
use gongbao::layout::memo::Memo;
use gongbao::layout::page::{FrameItem, Ink, Page, PageKind};
use gongbao::layout::style::{ContentsForm, Stylesheet};
use gongbao::layout::{Resources, compose};
use gongbao::text::words::Words;

#[path = "support/fonts.rs"]
mod fonts;
#[path = "support/issue.rs"]
mod issue;
#[expect(dead_code, reason = "shared with tests that need more")]
#[path = "support/sheet.rs"]
mod sheet;

use fonts::BOOK;
use sheet::{info, page, picture, pictures, rule};

fn options() -> Options {
    Options { profile: Profile::Press, ..Options::default() }
}

fn write(pages: &[Arc<Page>], options: &Options) -> Pdf {
    press(pages, &info(), &BOOK, &pictures(), options).unwrap()
}

fn rules(faults: &[Fault]) -> BTreeSet<&'static str> {
    faults.iter().map(|fault| fault.finding.rule).collect()
}

/// The faults of pages, and the verdict.
fn of_pages(pages: &[Arc<Page>], options: &Options) -> (Vec<Fault>, String) {
    let info = info();
    let pdf = write(pages, options);
    let report = preflight(&Job { pages, info: &info, options }, &pdf);
    let verdict = report.verdict();
    assert_eq!(report.is_fit(), verdict.starts_with("可以付印"), "{verdict}");
    (report.faults, verdict)
}

/// Four pages with `items` on the second.
fn with(items: Vec<FrameItem>) -> Vec<Arc<Page>> {
    let text = |number| {
        let setting = sheet::plain(Role::Song, 12.0, sheet::block(u64::from(number)));
        page(number, sheet::line("公报", sheet::at(60.0, 60.0), setting))
    };
    vec![text(1), page(2, items), text(3), text(4)]
}

#[test]
fn a_page_that_is_right_may_be_printed() {
    let setting = sheet::plain(Role::Song, 12.0, sheet::block(9));
    let items = vec![rule(50.0, 50.0, 100.0, 0.5, Ink::Red)];
    let line = sheet::line("通知", sheet::at(60.0, 60.0), setting);
    let (faults, verdict) = of_pages(&with([items, line].concat()), &options());
    assert!(faults.is_empty(), "{faults:?}");
    assert_eq!(verdict, "可以付印：4 面，印版 2 块（K、Spot Red），最大总墨量 100%");
}

#[test]
fn faults_of_the_display_list_name_page_and_place() {
    let check = |items: Vec<FrameItem>, rule: &str, severity| {
        let (faults, verdict) = of_pages(&with(items), &options());
        let fault = faults.iter().find(|fault| fault.finding.rule == rule);
        let fault = fault.unwrap_or_else(|| panic!("{rule} is not among {faults:?}"));
        assert_eq!((fault.page, fault.finding.severity), (Some(2), severity), "{fault:?}");
        assert!(fault.rect.is_some(), "{fault:?}");
        assert!(fault.sentence().starts_with("第2面："));
        assert_eq!(verdict.starts_with("不能付印"), severity == Error, "{verdict}");
        assert_eq!(faults.iter().filter(|fault| fault.finding.rule == rule).count(), 1);
    };
    use Severity::{Error, Warning};
    let text = |size: f64, x: f64, ink| {
        let setting = sheet::Setting { ink, ..sheet::plain(Role::Hei, size, sheet::block(9)) };
        sheet::line("字", sheet::at(x, 100.0), setting)
    };
    check(vec![], "page-blank", Warning);
    let blank = |number, kind| {
        let page = Page { kind, ..Arc::unwrap_or_clone(page(number, vec![])) };
        let (faults, _) = of_pages(&[Arc::new(page)], &options());
        let fault = faults.iter().find(|fault| fault.finding.rule == "page-blank");
        fault.map(|fault| (fault.page, fault.finding.severity))
    };
    // The inner sides of a cover are usually blank.
    for (number, kind, severity) in [
        (1, PageKind::Cover, Warning),
        (2, PageKind::Cover, Severity::Info),
        (19, PageKind::Cover, Severity::Info),
        (20, PageKind::Cover, Warning),
        (19, PageKind::Body, Warning),
    ] {
        assert_eq!(blank(number, kind), Some((Some(number), severity)));
    }
    check(vec![rule(50.0, 50.0, 90.0, 0.1, Ink::Text)], "line-thin", Error);
    check(vec![rule(50.0, 50.0, 90.0, 0.2, Ink::Text)], "line-thin", Warning);
    check(vec![rule(50.0, 50.0, 90.0, 0.2, Ink::Paper)], "line-thin", Error);
    check(text(4.5, 50.0, Ink::Text), "type-small", Error);
    check(text(6.0, 50.0, Ink::Text), "type-small", Warning);
    check(text(5.5, 50.0, Ink::Paper), "type-small", Error);
    check(text(12.0, -5.0, Ink::Text), "text-trim", Warning);
    check(text(12.0, -15.0, Ink::Text), "text-trim", Error);
    // The frame stands 10 pt from the left edge, 20 pt from the upper one.
    check(vec![rule(-10.0, 50.0, 90.0, 20.0, Ink::Red)], "bleed", Error);
    check(vec![rule(-16.0, 50.0, 90.0, 20.0, Ink::Red)], "bleed", Error);
    check(vec![rule(-8.0, 50.0, 90.0, 20.0, Ink::Red)], "bleed", Warning);
    check(vec![rule(50.0, 768.0, 90.0, 18.0, Ink::Text)], "bleed", Warning);
    check(vec![picture(-8.0, 50.0, 15.0, "grey")], "bleed", Warning);
    check(text(12.0, 50.0, Ink::Paper), "white-unseen", Error);
    check(vec![picture(50.0, 50.0, 100.0, "grey")], "picture-coarse", Error);
    check(vec![picture(50.0, 50.0, 20.0, "grey")], "picture-coarse", Warning);
    check(vec![picture(50.0, 50.0, 15.0, "colour")], "picture-colour", Warning);
    let mut missing = text(12.0, 50.0, Ink::Text);
    if let FrameItem::Glyphs(run) = &mut missing[0] {
        run.glyphs[0].id = 0;
    }
    check(missing, "font-notdef", Error);
    // One line in several fonts is one text.
    let mixed = |size: f64, y: f64| {
        let setting = sheet::plain(Role::Song, size, sheet::block(9));
        sheet::line("公报2026年No.4第167期", sheet::at(50.0, y), setting)
    };
    check(mixed(4.5, 100.0), "type-small", Error);
    check(mixed(12.0, -6.0), "text-trim", Warning);
}

#[test]
fn white_on_a_ground_is_seen() {
    let setting =
        sheet::Setting { ink: Ink::Paper, ..sheet::plain(Role::Hei, 20.0, sheet::block(9)) };
    let white = || sheet::line("反白", sheet::at(60.0, 100.0), setting);
    let on = |below: Vec<FrameItem>| {
        let (faults, _) = of_pages(&with([below, white()].concat()), &options());
        faults.iter().any(|fault| fault.finding.rule == "white-unseen")
    };
    let ground = |ink| rule(50.0, 60.0, 90.0, 90.0, ink);
    assert!(on(vec![]));
    assert!(on(vec![rule(200.0, 60.0, 90.0, 90.0, Ink::Red)]));
    assert!(on(vec![ground(Ink::Red), ground(Ink::Paper)]));
    assert!(!on(vec![ground(Ink::Red)]));
    assert!(!on(vec![ground(Ink::Paper), ground(Ink::Text)]));
    assert!(!on(vec![picture(50.0, 60.0, 90.0, "grey")]));
    // What is laid over it afterwards is no ground.
    let (faults, _) = of_pages(&with([white(), vec![ground(Ink::Red)]].concat()), &options());
    assert!(rules(&faults).contains("white-unseen"), "{faults:?}");
}

#[test]
fn bleed_that_reaches_its_edge_is_no_fault() {
    // Nor is what keeps 3 mm from the trim.
    for x in [-22.0, -1.0, 72.0 * 3.0 / 25.4 - 10.0] {
        let (faults, _) = of_pages(&with(vec![rule(x, 50.0, 90.0, 20.0, Ink::Red)]), &options());
        assert!(faults.is_empty(), "{faults:?}");
    }
}

#[test]
fn ink_is_added_up() {
    let red = |ink: [u8; 4]| Options {
        red: Red::Process,
        red_inks: gongbao::export::press::Cmyk(ink),
        ..options()
    };
    let ground = || vec![rule(50.0, 50.0, 90.0, 90.0, Ink::Red)];
    let over = || [ground(), vec![rule(50.0, 50.0, 20.0, 20.0, Ink::Text)]].concat();
    let (faults, _) = of_pages(&with(ground()), &red([100, 100, 100, 0]));
    assert!(!rules(&faults).contains("total-ink"), "{faults:?}");
    // Black overprints the ground.
    let (faults, verdict) = of_pages(&with(over()), &red([100, 100, 100, 0]));
    assert!(rules(&faults).contains("total-ink"), "{faults:?}");
    assert!(verdict.contains("400%"), "{verdict}");
    // A red that is too much by itself is said once, and that it is the red.
    let (faults, _) = of_pages(&with(ground()), &red([100, 100, 100, 100]));
    let own: Vec<_> = faults.iter().filter(|own| own.finding.rule == "total-ink").collect();
    assert_eq!(own.len(), 1, "{faults:?}");
    assert!(own[0].sentence().contains("红色的四色配比 100/100/100/100"), "{own:?}");
}

#[test]
fn line_art_that_is_coarse_is_told_from_a_photograph() {
    let art = image::GrayImage::from_fn(300, 300, |x, y| {
        image::Luma([if x * y % 3 == 0 { 0 } else { 255 }])
    });
    let mut bytes = std::io::Cursor::new(Vec::new());
    art.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    let pictures = Pictures::from([("it".into(), Arc::new(bytes.into_inner()))]);
    let pages = with(vec![picture(50.0, 50.0, 72.0, "it")]);
    let (info, options) = (info(), options());
    let pdf = press(&pages, &info, &BOOK, &pictures, &options).unwrap();
    let faults = preflight(&Job { pages: &pages, info: &info, options: &options }, &pdf).faults;
    let own = faults.iter().find(|own| own.finding.rule == "picture-coarse").unwrap();
    assert!(own.sentence().contains("300 点") && own.sentence().contains("1200 点"), "{own:?}");
    assert_eq!(own.finding.severity, Severity::Error);
    // 300 pixels on 43.2 pt are 500 an inch: edges are seen by who looks for them.
    let pages = with(vec![picture(50.0, 50.0, 43.2, "it")]);
    let pdf = press(&pages, &info, &BOOK, &pictures, &options).unwrap();
    let faults = preflight(&Job { pages: &pages, info: &info, options: &options }, &pdf).faults;
    let own = faults.iter().find(|own| own.finding.rule == "picture-coarse").unwrap();
    assert_eq!(own.finding.severity, Severity::Warning, "{own:?}");
}

#[test]
fn a_thin_line_of_a_drawing_is_found_in_every_direction() {
    let said = |to: &str, width: f64| {
        let svg = format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><rect width="100" height="100" fill="none" stroke="black" stroke-width="9"/><path d="M10 10L{to}" stroke="black" stroke-width="{width}"/></svg>"#
        );
        let bytes = Arc::new(svg.into_bytes());
        let pictures = Pictures::from([("it".into(), bytes)]);
        let pages = with(vec![picture(50.0, 50.0, 100.0, "it")]);
        let (info, options) = (info(), options());
        let pdf = press(&pages, &info, &BOOK, &pictures, &options).unwrap();
        let faults = preflight(&Job { pages: &pages, info: &info, options: &options }, &pdf).faults;
        let own = faults.into_iter().find(|own| own.finding.rule == "line-thin");
        own.map(|own| (own.finding.severity, own.sentence()))
    };
    for to in ["90 10", "10 90", "90 90", "90 40"] {
        let (severity, sentence) = said(to, 0.1).unwrap();
        assert!(severity == Severity::Error && sentence.contains("印不出来"), "{to}: {sentence}");
        let (severity, sentence) = said(to, 0.2).unwrap();
        assert!(severity == Severity::Warning && sentence.contains("断断续续"), "{to}: {sentence}");
        assert_eq!(said(to, 0.3), None, "{to}");
    }
}

#[test]
fn a_line_in_several_inks_is_thicker_than_one_in_black() {
    let process = Options { red: Red::Process, ..options() };
    let said = |thickness: f64| {
        let (faults, _) =
            of_pages(&with(vec![rule(50.0, 50.0, 90.0, thickness, Ink::Red)]), &process);
        faults.iter().find(|own| own.finding.rule == "line-thin").map(|own| own.finding.severity)
    };
    assert_eq!(said(0.2), Some(Severity::Error));
    assert_eq!(said(0.4), Some(Severity::Warning));
    assert_eq!(said(0.5), None);
}

#[test]
fn pages_that_do_not_fit_together() {
    let mut pages = with(vec![rule(50.0, 50.0, 90.0, 1.0, Ink::Text)]);
    let _ = pages.pop();
    let (faults, verdict) = of_pages(&pages, &options());
    assert!(rules(&faults).contains("page-count"), "{faults:?}");
    assert!(verdict.contains("不是 4 的倍数"), "{verdict}");
    let mut other = (*pages[2]).clone();
    other.number = 4;
    other.trim = Size { width: Pt::new(500), height: Pt::new(700) };
    pages.push(Arc::new(other));
    let (faults, _) = of_pages(&pages, &options());
    assert!(rules(&faults).contains("page-size"), "{faults:?}");
}

#[test]
fn a_missing_picture_stands_against_print() {
    let (faults, verdict) = of_pages(&with(vec![picture(50.0, 50.0, 20.0, "absent")]), &options());
    assert!(rules(&faults).contains("picture-missing"), "{faults:?}");
    assert!(verdict.starts_with("不能付印"), "{verdict}");
}

#[test]
fn a_picture_that_is_not_shown_is_said_of_each_page_with_its_kind() {
    let (mut pages, info, options) =
        (with(vec![picture(50.0, 50.0, 72.0, "it")]), info(), options());
    pages[3] = page(4, vec![picture(90.0, 50.0, 72.0, "it")]);
    let svg = |content: &str| {
        format!("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'>{content}</svg>")
    };
    let check = |bytes: Option<&[u8]>, rule: &str, parts: &[&str]| {
        let bytes = bytes.map(|bytes| ("it".to_owned(), Arc::new(bytes.to_vec())));
        let all = Pictures::from_iter(bytes);
        let pdf = press(&pages, &info, &BOOK, &all, &options).unwrap();
        let report = preflight(&Job { pages: &pages, info: &info, options: &options }, &pdf);
        let own = report.faults.iter().filter(|fault| fault.finding.rule == rule);
        let own: Vec<&Fault> = own.collect();
        let found: Vec<_> = own.iter().map(|fault| (fault.page, fault.rect)).collect();
        let place =
            |x: f64| Some(Rect::new(Pt::from_f64(x), Pt::new(70), Pt::new(72), Pt::new(72)));
        assert_eq!(found, [(Some(2), place(60.0)), (Some(4), place(100.0))]);
        let sentence = own[0].sentence();
        assert!(parts.iter().all(|part| sentence.contains(part)), "{sentence}");
    };
    check(None, "picture-missing", &["第2面：图片不在文件中"]);
    let unreadable = "picture-unreadable";
    check(Some(b"\xff\xd8\xff\xe0"), unreadable, &["第2面：JPEG 图片", "已损坏"]);
    check(Some(b"\xd7\xcd\xc6\x9a\0\0"), unreadable, &["WMF 图片不能印刷", "另存为"]);
    check(Some(b"????"), unreadable, &["格式不能识别"]);
    let letters = svg("<text>9</text>");
    check(Some(letters.as_bytes()), unreadable, &["文字没有转成曲线", "转曲"]);
    let nested = svg("<image width='9' height='9' href='data:image/png;base64,AA'/>");
    check(Some(nested.as_bytes()), unreadable, &["SVG 里嵌有图片", "单独插入"]);
    let shining = svg("<path fill-opacity='.5' d='M0 0h9v9z'/>");
    check(Some(shining.as_bytes()), unreadable, &["半透明", "请"]);
}

#[test]
fn the_place_of_a_picture_that_is_not_chosen_is_no_fault_of_bleed() {
    let sizes = std::collections::BTreeMap::new();
    let resources = Resources { fonts: &BOOK, pictures: &sizes, words: &Words::built_in() };
    for vertical in [false, true] {
        let mut issue = issue::sample();
        issue.cover.template = "picture".to_owned();
        issue.cover.vertical = vertical;
        let style = Stylesheet::built_in("baotou").unwrap();
        let pages = compose(&issue, &style, &resources, &mut Memo::default()).pages;
        assert!(pages[0].runs().any(|(_, run)| run.text.contains("图片未选")));
        let found = rules(&of_pages(&pages, &options()).0);
        assert!(!found.contains("bleed") && !found.contains("text-trim"), "{found:?}");
    }
}

#[test]
fn contents_that_name_another_page_are_a_fault() {
    let sizes = std::collections::BTreeMap::new();
    let resources = Resources { fonts: &BOOK, pictures: &sizes, words: &Words::built_in() };
    let mut style = Stylesheet::built_in("baotou").unwrap();
    let issue = issue::sample();
    let leaders = {
        style.furniture.contents = ContentsForm::Leaders;
        compose(&issue, &style, &resources, &mut Memo::default())
    };
    style.furniture.contents = ContentsForm::NumberFirst;
    let composed = compose(&issue, &style, &resources, &mut Memo::default());
    let found = |pages: &[Arc<Page>]| {
        let (info, options) = (&composed.info, &options());
        let pdf = press(pages, info, &BOOK, &pictures(), options).unwrap();
        rules(&preflight(&Job { pages, info, options }, &pdf).faults)
    };
    assert_eq!(found(&composed.pages), BTreeSet::from(["page-blank"]));
    assert_eq!(found(&leaders.pages), BTreeSet::from(["page-blank"]));
    let mut changed = composed.pages.clone();
    let contents = changed.iter_mut().find(|page| page.kind == PageKind::Front).unwrap();
    let run = Arc::make_mut(contents).parts.iter_mut().find_map(|placed| {
        let items = &mut Arc::make_mut(&mut placed.frame).items;
        items.iter_mut().find_map(|item| match item {
            FrameItem::Glyphs(run) if run.text == "3" => Some(run),
            _ => None,
        })
    });
    run.unwrap().text = "4".to_owned();
    assert!(found(&changed).contains("folio-contents"));
}

#[test]
fn the_gate_asks_for_name_number_day_and_approval() {
    let found = |change: fn(&mut Issue)| {
        let mut issue = issue::sample();
        change(&mut issue);
        gate(&issue).iter().map(|fault| fault.finding.rule).collect::<Vec<_>>()
    };
    assert!(found(|_| {}).is_empty());
    assert_eq!(
        found(|issue| issue.masthead.mongolian = sheet::MONGOLIAN.into()),
        ["gate-mongolian"]
    );
    assert_eq!(found(|issue| issue.masthead.chinese = "　".into()), ["gate-masthead"]);
    assert_eq!(found(|issue| issue.number.first = 0), ["gate-number"]);
    assert_eq!(found(|issue| issue.number.year = 0), ["gate-number"]);
    assert_eq!(found(|issue| issue.published = None), ["gate-date"]);
    assert_eq!(found(|issue| issue.cover.template = "picture".to_owned()), ["gate-picture"]);
}

#[test]
fn checker_and_gate_say_the_same_of_a_picture_that_lacks() {
    let mut issue = issue::sample();
    issue.cover.template = "picture".to_owned();
    let style = Stylesheet::built_in("baotou").unwrap();
    let sizes = std::collections::BTreeMap::new();
    let resources = Resources { fonts: &BOOK, pictures: &sizes, words: &Words::built_in() };
    let composed = compose(&issue, &style, &resources, &mut Memo::default());
    let said: Vec<_> = composed.findings.into_iter().filter(is_of_gate).collect();
    let gate: Vec<_> = gate(&issue).into_iter().map(|fault| fault.finding).collect();
    assert_eq!(said, gate);
    assert_eq!(said.len(), 1);
}
