//! Proofs: the page untouched below its strip, the sheet of signatures, numbers, shades of grey.

#![expect(clippy::unwrap_used, reason = "a test stops at the first thing that is wrong")]

use std::sync::Arc;

use gongbao::export::imposition::Scheme;
use gongbao::export::job_sheet;
use gongbao::export::press::{Marks, Options, fingerprint, press};
use gongbao::export::proof::{FIRST_ROUND, Proof, WATERMARK, sheets};
use gongbao::export::{Pictures, Profile};
use gongbao::geom::{Point, Pt};
use gongbao::layout::memo::Memo;
use gongbao::layout::page::{GlyphRun, Page, PageKind, Source};
use gongbao::layout::style::Stylesheet;
use gongbao::layout::{Composition, Resources, compose};
use gongbao::text::words::Words;
use lopdf::{Document, Object};

#[path = "support/desk.rs"]
mod desk;
#[path = "support/fonts.rs"]
mod fonts;
#[path = "support/issue.rs"]
mod issue;
#[path = "support/sheet.rs"]
mod sheet;
#[path = "support/tool.rs"]
#[expect(dead_code, reason = "other tests compare pictures")]
mod tool;

use desk::Desk;
use fonts::BOOK;
use tool::{have, run};

fn sample(style: &str) -> Composition {
    let pictures = std::collections::BTreeMap::new();
    let resources = Resources { fonts: &BOOK, pictures: &pictures, words: &Words::built_in() };
    let sheet = Stylesheet::built_in(style).unwrap();
    compose(&issue::sample(), &sheet, &resources, &mut Memo::default())
}

fn proof<'a>(composed: &'a Composition, line_numbers: bool) -> Proof<'a> {
    Proof {
        issue: &composed.pages,
        info: &composed.info,
        round: FIRST_ROUND,
        day: "2026-11-28".parse().unwrap(),
        line_numbers,
    }
}

fn made(composed: &Composition, line_numbers: bool) -> Vec<Arc<Page>> {
    let own = proof(composed, line_numbers);
    sheets(&composed.pages, &own, &Options::default(), &BOOK)
}

/// What the proof adds to a page: the runs of its last frame.
fn added(sheet: &Page) -> Vec<&GlyphRun> {
    let frame = &sheet.parts.last().unwrap().frame;
    let runs = frame.items.iter().filter_map(|item| match item {
        gongbao::layout::page::FrameItem::Glyphs(run) => Some(run),
        _ => None,
    });
    runs.collect()
}

fn said(runs: &[&GlyphRun]) -> String {
    runs.iter().map(|run| run.text.as_str()).collect()
}

fn near(length: Pt, mm: f64) -> bool {
    (length - Pt::from_mm(mm)).abs() < Pt::from_f64(0.1)
}

#[test]
fn every_page_stands_untouched_below_its_strip() {
    for (style, width, height) in
        [("baotou", 210.0, 297.0), ("single", 210.0, 309.0), ("sixteen", 210.0, 297.0)]
    {
        let composed = sample(style);
        let proofs = made(&composed, false);
        assert_eq!(proofs.len(), composed.pages.len() + 1, "the last is for the signatures");
        for (page, proof) in composed.pages.iter().zip(&proofs) {
            assert!(near(proof.trim.width, width) && near(proof.trim.height, height), "{style}");
            assert_eq!((proof.number, proof.folio), (page.number, page.folio));
            let corner = Point::new((proof.trim.width - page.trim.width) / 2, Pt::from_mm(12.0));
            for (own, moved) in page.parts.iter().zip(&proof.parts) {
                assert!(Arc::ptr_eq(&own.frame, &moved.frame));
                let at = own.at + corner;
                let off = (moved.at.x - at.x).abs() + (moved.at.y - at.y).abs();
                assert!(off < Pt::from_f64(0.01), "{style} {off}");
            }
            let head = said(&added(proof));
            let count = composed.pages.len();
            assert_eq!(
                head,
                format!(
                    "包头市人民政府公报 2026年第4期（总第167期）　一校样　第{}面/共{count}面　\
                     2026年11月28日　指纹 {}",
                    page.number,
                    fingerprint(&composed.pages)
                )
            );
            for run in added(proof) {
                let right = run.at.x + run.advance();
                assert!(run.at.y < Pt::from_mm(9.0) && right < proof.trim.width, "{style}");
            }
        }
    }
}

#[test]
fn the_last_sheet_has_room_for_the_signatures() {
    let composed = sample("baotou");
    let proofs = made(&composed, false);
    let text = said(&added(proofs.last().unwrap()));
    for part in [
        "一校样",
        "2026年11月28日",
        "校次",
        "校对人",
        "起止时间",
        "差错数",
        "签名",
        "日期",
        "二校",
        "三校",
        "通读",
        "责任编辑：",
        "签发人：",
        "印数：",
        &fingerprint(&composed.pages),
    ] {
        assert!(text.contains(part), "{part} is not in {text}");
    }
    // Some pages of the issue are no set to be signed.
    let own = proof(&composed, false);
    let some = sheets(&composed.pages[2..4], &own, &Options::default(), &BOOK);
    assert_eq!(some.iter().map(|page| page.number).collect::<Vec<_>>(), [3, 4]);
    assert!(said(&added(&some[0])).contains("第3面/共"));
}

#[test]
fn every_fifth_line_has_its_number_beside_it() {
    let composed = sample("baotou");
    let proofs = made(&composed, true);
    let mut count = 0;
    for (page, sheet) in composed.pages.iter().zip(&proofs) {
        let strip = Pt::from_mm(12.0);
        let runs: Vec<_> = added(sheet).into_iter().filter(|run| run.at.y > strip).collect();
        if page.kind == PageKind::Cover {
            assert!(runs.is_empty());
            continue;
        }
        // One run a digit.
        let mut numbers: Vec<(String, Pt, Pt)> = Vec::new();
        for run in runs {
            let right = run.at.x + run.advance();
            match numbers.last_mut() {
                Some((text, end, y)) if *end == run.at.x && *y == run.at.y => {
                    text.push_str(&run.text);
                    *end = right;
                }
                _ => numbers.push((run.text.clone(), right, run.at.y)),
            }
        }
        for ((text, right, y), step) in numbers.iter().zip(1..) {
            assert_eq!(*text, (step * 5).to_string(), "page {}", page.number);
            let beside = sheet.runs().any(|(at, run)| {
                let text = !matches!(run.source, Source::Generated(..)) || page.folio.is_none();
                let start = at.x + run.at.x;
                text && at.y + run.at.y == *y && start > *right
            });
            assert!(beside, "page {}: nothing stands beside {text}", page.number);
            count += 1;
        }
    }
    assert!(count > 100, "{count}");
}

fn written(composed: &Composition, options: &Options, line_numbers: bool) -> Vec<u8> {
    let own = proof(composed, line_numbers);
    let pages = sheets(&composed.pages, &own, options, &BOOK);
    press(&pages, &composed.info, &BOOK, &Pictures::new(), options).unwrap().bytes
}

fn options() -> Options {
    Options { watermark: Some(WATERMARK.to_owned()), ..Options::default() }
}

#[test]
fn a_proof_is_small_and_the_same_for_the_same_day() {
    let composed = sample("baotou");
    let bytes = written(&composed, &options(), false);
    assert!(bytes == written(&composed, &options(), false));
    let mut tomorrow = proof(&composed, false);
    tomorrow.day = "2026-11-29".parse().unwrap();
    let pages = sheets(&composed.pages, &tomorrow, &options(), &BOOK);
    let other = press(&pages, &composed.info, &BOOK, &Pictures::new(), &options()).unwrap().bytes;
    assert!(bytes != other);
    let to_print = Options { profile: Profile::Press, ..Options::default() };
    let plates = press(&composed.pages, &composed.info, &BOOK, &Pictures::new(), &to_print);
    let plates = plates.unwrap().bytes;
    println!("proof {}, press {}", bytes.len(), plates.len());
    assert!(bytes.len() * 2 < plates.len(), "{} {}", bytes.len(), plates.len());
}

#[test]
fn a_grey_proof_has_no_colours() {
    let grey = Options { grey: true, ..options() };
    let pages = sheet::pages();
    let colours = |options: &Options| {
        let pdf = press(&pages, &sheet::info(), &BOOK, &sheet::pictures(), options).unwrap();
        let pdf = Document::load_mem(&pdf.bytes).unwrap();
        let mut found = Vec::new();
        for id in pdf.get_pages().into_values() {
            let content = String::from_utf8(pdf.get_page_content(id)).unwrap();
            let coloured = |line: &&str| line.ends_with(" k") && !line.starts_with("0 0 0 ");
            found.extend(content.lines().filter(coloured).map(str::to_owned));
        }
        for object in pdf.objects.values() {
            let Object::Stream(stream) = object else { continue };
            if stream.dict.get(b"Subtype").is_ok_and(|own| *own == "Image".into()) {
                let space = stream.dict.get(b"ColorSpace").unwrap().as_name().unwrap();
                found.push(String::from_utf8(space.to_vec()).unwrap());
            }
        }
        found.sort();
        found.dedup();
        found
    };
    assert_eq!(colours(&options()), ["0 1 1 0 k", "DeviceGray", "DeviceRGB"]);
    assert_eq!(colours(&grey), ["DeviceGray"]);
}

#[test]
fn pages_that_are_folded_or_marked_keep_their_size() {
    let composed = sample("baotou");
    let own = proof(&composed, false);
    let with = |imposition, marks| {
        let options = Options { imposition, marks, ..Options::default() };
        sheets(&composed.pages, &own, &options, &BOOK)
    };
    for scheme in [Scheme::Saddle(Pt::ZERO), Scheme::Spreads, Scheme::Sections(4)] {
        assert_eq!(with(Some(scheme), Marks::None), composed.pages);
    }
    assert_eq!(with(None, Marks::Printer), composed.pages);
    let grid = with(Some(Scheme::Grid { columns: 2, rows: 2 }), Marks::None);
    assert_eq!(grid.len(), composed.pages.len());
    assert!(said(&added(&grid[0])).contains("一校样"));
}

#[test]
fn the_command_line_makes_proofs() {
    let desk = Desk::new();
    let _ = desk.done(&["sample", "s.gongbao"]);
    let _ = desk.done(&["export", "s.gongbao", "-o", "p.pdf", "--line-numbers", "--grey"]);
    for wrong in [
        ["export", "s.gongbao", "-o", "p.png", "--grey", "--profile", "proof"],
        ["export", "s.gongbao", "-o", "q.pdf", "--line-numbers", "--profile", "press"],
    ] {
        assert!(desk.refused(&wrong).contains("只用于校样"));
    }
    if have("pdftotext") {
        let path = desk.path("p.pdf").display().to_string();
        let text =
            String::from_utf8(run("pdftotext", &["-f", "3", "-l", "3", &path, "-"])).unwrap();
        assert!(text.contains("一校样") && text.contains("第3面/共20面"), "{text}");
    }
}

#[test]
fn the_watermark_is_seen_and_not_read() {
    let composed = sample("baotou");
    let proofs = made(&composed, false);
    let options = Options { watermark: Some("校样".to_owned()), ..Options::default() };
    let written = |watermark: Option<String>| {
        let options = Options { watermark, ..options.clone() };
        press(&proofs, &composed.info, &BOOK, &Pictures::new(), &options).unwrap().bytes
    };
    let (with, without) = (written(options.watermark.clone()), written(None));
    let content = |bytes: &[u8]| {
        let file = Document::load_mem(bytes).unwrap();
        let page = file.get_pages()[&9];
        String::from_utf8_lossy(&file.get_page_content(page)).into_owned()
    };
    let (with, without) = (content(&with), content(&without));
    let count = |text: &str, operator: &str| text.matches(operator).count();
    for operator in [" m\n", "h\n", "f\n"] {
        assert!(count(&with, operator) > count(&without, operator), "{operator}: two glyphs");
    }
    for operator in ["TJ", "Tj", "BT"] {
        assert_eq!(count(&with, operator), count(&without, operator), "{operator}");
    }
}

#[test]
fn a_job_sheet_is_one_page_as_long_as_it_can_be_read() {
    let rows = |count: usize| -> Vec<job_sheet::Row> {
        (0..count).map(|row| (format!("第{row}行"), "公报".repeat(20))).collect()
    };
    let smallest = |count: usize| {
        let pages = job_sheet::pages("付印单", &rows(count), &BOOK);
        let sizes = pages.iter().flat_map(|page| page.runs().map(|(_, run)| run.size));
        let lowest = pages.iter().flat_map(|page| page.runs().map(|(_, run)| run.at.y)).max();
        assert!(lowest.unwrap() < pages[0].trim.height - Pt::new(56));
        (pages.len(), sizes.min().unwrap())
    };
    let full = Pt::new(21) / 2;
    assert_eq!(smallest(15), (1, full));
    let (pages, size) = smallest(25);
    assert!(pages == 1 && size < full && size >= full.scale(70, 100), "{pages} {size}");
    // Nothing is lost where it is too much.
    let (pages, size) = smallest(80);
    assert!(pages > 3 && size == full, "{pages} {size}");
}
