//! What a key costs until the changed strips of the pages are drawn.
//!
//! `cargo bench --bench window` types a hundred characters into the middle of the sample and of the
//! same documents many times over, in a window of 1360 × 900 without a screen. It tells apart what
//! `update` takes (the edit, the pages, the snapshot for the checker) and what laying out and drawing
//! the window takes (controls, caret, changed strips); sending pixels to a screen is not in it.

#![expect(clippy::unwrap_used, reason = "a measurement may stop at anything unexpected")]

use std::io::{Write, stdout};
use std::sync::Arc;
use std::time::Instant;

use gongbao::app::page_editor::Message as Pages;
use gongbao::app::{App, Message};
use gongbao::import;
use gongbao::issue::Issue;
use gongbao::issue::document::Document;
use gongbao::issue::id::Ids;
use gongbao::store::{self, IssueFile};
use iced::{Event, window as system};

#[path = "../support/fonts.rs"]
#[expect(dead_code, reason = "tests share these fonts")]
mod fonts;
#[path = "../support/window.rs"]
#[expect(dead_code, reason = "tests use the rest of it")]
mod window;

use window::Window;

const KEYS: usize = 100;

fn main() {
    for times in [1, 7, 26] {
        measure(&format!("sample × {times}"), repeated(times));
    }
}

fn say(line: &str) {
    let _ = writeln!(stdout(), "{line}");
}

/// The sample's documents `times` over, each copy with ids of its own.
fn repeated(times: u64) -> Issue {
    let mut ids = Ids::new(1);
    let mut issue = import::template::sample();
    let first: Vec<Vec<Arc<Document>>> =
        issue.sections.iter().map(|section| section.documents.clone()).collect();
    for _ in 1..times {
        for (section, documents) in issue.sections.iter_mut().zip(&first) {
            for document in documents {
                let mut copy = Document::clone(document);
                copy.id = ids.make();
                let attached = copy.attached.iter_mut();
                for block in copy.body.iter_mut().chain(attached.flat_map(|own| &mut own.body)) {
                    Arc::make_mut(block).id = ids.make();
                }
                for attached in &mut copy.attached {
                    attached.id = ids.make();
                }
                section.documents.push(Arc::new(copy));
            }
        }
    }
    issue
}

fn measure(name: &str, issue: Issue) {
    let mut window = Window::new();
    let path = window.path("issue.gongbao");
    let _ = store::save_with(&path, &IssueFile::new(issue), None).unwrap();
    let started = Instant::now();
    let _ = window.send(Event::Window(system::Event::FileDropped(path)));
    window.paint();
    let opened = started.elapsed().as_secs_f64() * 1000.0;
    // The notice of the longest document of the copy in the middle: columns and pages move.
    let copies = window.issue().sections[1].documents.len();
    let before = window.issue().sections[0].documents.len();
    let part = window.block(before + copies / 2, 8);
    window.press((part, 4));
    let _ = window.draw();
    let (mut updates, mut paints, mut both) = (Vec::new(), Vec::new(), Vec::new());
    let (mut anew, mut strips) = (0, Vec::new());
    for key in 0..KEYS {
        let typed = Message::Pages(Pages::Typed("改字，加a".chars().nth(key % 5).unwrap().into()));
        let started = Instant::now();
        let checking = window.app.update(typed);
        let update = started.elapsed().as_secs_f64() * 1000.0;
        window.paint();
        let whole = started.elapsed().as_secs_f64() * 1000.0;
        drop(checking);
        updates.push(update);
        paints.push(whole - update);
        both.push(whole);
        anew = anew.max(window.app.set_anew());
        strips.push(window.app.strips_made());
    }
    strips.sort_unstable();
    let pages = window.app.sheets().len();
    say(&format!("\n{name}: {pages} pages, opened to its first page in {opened:.1} ms"));
    say(&format!("  update        {}", spread(updates)));
    say(&format!("  view and draw {}", spread(paints)));
    say(&format!("  key → strips  {}", spread(both)));
    say(&format!(
        "  paragraphs set a key: at most {anew}; strips drawn a key: median {}, most {}",
        strips[KEYS / 2],
        strips[KEYS - 1]
    ));
    drop::<App>(window.app);
}

fn spread(mut times: Vec<f64>) -> String {
    times.sort_by(f64::total_cmp);
    let (median, late) = (times[KEYS / 2], times[KEYS * 99 / 100 - 1]);
    format!("{median:7.2} ms median {late:7.2} ms p99 {:7.2} ms most", times[KEYS - 1])
}
