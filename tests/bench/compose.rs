//! How long composing, exporting and checking take, and what a key costs.
//!
//! `cargo bench` measures the sample issue and the same documents many times over;
//! `cargo bench -- FILE…` measures issues of your own. `tests/bench/peers.sh` runs Typst on the
//! same text beside it. Times are medians of several runs; quote them with the machine's load.

use std::collections::BTreeMap;
use std::io::{Write, stdout};
use std::sync::Arc;
use std::time::Instant;

use gongbao::export::Pictures;
use gongbao::export::press::{Options, press};
use gongbao::export::raster::{Cache, Scene, raster};
use gongbao::font::FontBook;
use gongbao::issue::document::Document;
use gongbao::issue::edit::Edit;
use gongbao::issue::id::Ids;
use gongbao::issue::place::Part;
use gongbao::issue::text::{Range, Text};
use gongbao::issue::{Issue, bodies};
use gongbao::layout::memo::Memo;
use gongbao::layout::style::Stylesheet;
use gongbao::layout::{Resources, compose};
use gongbao::text::words::Words;
use gongbao::{import, lint, store};

const RUNS: usize = 7;

fn main() {
    let files: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with("--")).collect();
    let started = Instant::now();
    let fonts = store::fonts::load().expect("the bundled fonts");
    let (book, _) = FontBook::new(&fonts).expect("the bundled fonts");
    say(&format!("fonts read: {:.1} ms", ms(started)));
    if files.is_empty() {
        for times in [1, 7, 26] {
            measure(&format!("sample × {times}"), &repeated(times), &book);
        }
    }
    for name in &files {
        let loaded = store::load(name.as_ref()).expect("an issue's file");
        measure(name, &loaded.file.issue, &book);
    }
}

fn say(line: &str) {
    let _ = writeln!(stdout(), "{line}");
}

fn ms(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1000.0
}

/// The median of several runs, in milliseconds.
fn median(mut work: impl FnMut()) -> f64 {
    let mut times: Vec<f64> = (0..RUNS)
        .map(|_| {
            let started = Instant::now();
            work();
            ms(started)
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[RUNS / 2]
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
                for block in copy
                    .body
                    .iter_mut()
                    .chain(copy.attached.iter_mut().flat_map(|attached| &mut attached.body))
                {
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

fn measure(name: &str, issue: &Issue, book: &FontBook) {
    let style = Stylesheet::built_in("baotou").expect("a built-in style");
    let sizes = BTreeMap::new();
    let resources = Resources { fonts: book, pictures: &sizes, words: &Words::built_in() };
    let composed = compose(issue, &style, &resources, &mut Memo::default());
    let (pages, pictures) = (&composed.pages, Pictures::default());
    let characters: usize =
        pages.iter().flat_map(|page| page.runs()).map(|(_, run)| run.glyphs.len()).sum();
    say(&format!("\n{name}: {} pages, {characters} glyphs", pages.len()));
    let nothing = median(|| drop(compose(issue, &style, &resources, &mut Memo::default())));
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
    let alone =
        one.install(|| median(|| drop(compose(issue, &style, &resources, &mut Memo::default()))));
    say(&format!("  composed from nothing   {nothing:8.2} ms; on one thread {alone:.2} ms"));
    key(issue, &style, &resources);
    let options = Options::default();
    let export =
        median(|| drop(press(pages, &composed.info, book, &pictures, &options).expect("a PDF")));
    say(&format!("  exported to PDF         {export:8.2} ms"));
    say(&format!("  checked, all rules      {:8.2} ms", median(|| drop(lint::check(issue)))));
    let scene = Scene { book, pictures: &pictures, dpi: 150.0, watermark: None };
    let mut cache = Cache::default();
    if let Some(page) = pages.iter().max_by_key(|page| page.runs().count()) {
        let drawn = median(|| drop(raster(page, &scene, &mut cache).expect("pixels")));
        say(&format!("  one page at 150 dpi     {drawn:8.2} ms"));
    }
}

/// A key typed into the middle of the issue.
fn key(issue: &Issue, style: &Stylesheet, resources: &Resources<'_>) {
    let documents: Vec<_> = issue.documents().map(|(_, document)| document).collect();
    let Some(document) = documents.get(documents.len() / 2) else { return };
    let Some(block) = bodies(document).into_iter().flat_map(|(_, body)| body).next() else {
        return;
    };
    let part = Part::Block(document.id, block.id);
    let (mut issue, mut memo) = (issue.clone(), Memo::default());
    let _ = compose(&issue, style, resources, &mut memo);
    let mut set_anew = 0;
    let typed = median(|| {
        let edit = Edit::ReplaceText { part, range: Range::new(1, 1), text: Text::new("改") };
        let _ = edit.apply(&mut issue).expect("a block that is there");
        set_anew = compose(&issue, style, resources, &mut memo).set_anew;
    });
    say(&format!("  a key to its pages      {typed:8.2} ms; {set_anew} paragraph set anew"));
}
