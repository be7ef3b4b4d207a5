//! How long composing, exporting and checking take, and what a key costs.
//!
//! `cargo bench --bench compose` measures the sample issue's documents as often as make about 25, 100,
//! 400 and 1,600 pages, and one document of 300 pages; `cargo bench --bench compose -- FILE…` measures
//! issues of your own. `tests/bench/peers.sh` runs Typst on the same text beside it. Quote times with
//! the machine's load, which is printed last.

use std::collections::BTreeMap;
use std::io::{Write, stdout};
use std::sync::Arc;
use std::time::Instant;

use gongbao::export::Pictures;
use gongbao::export::press::{Options, press};
use gongbao::export::raster::{Cache, Scene, raster};
use gongbao::font::FontBook;
use gongbao::issue::block::BlockKind;
use gongbao::issue::document::{Document, DocumentKind};
use gongbao::issue::edit::Edit;
use gongbao::issue::id::Ids;
use gongbao::issue::place::Part;
use gongbao::issue::text::{Range, Text};
use gongbao::issue::{Issue, bodies, find_block};
use gongbao::layout::memo::Memo;
use gongbao::layout::page::{FrameItem, Page, Source};
use gongbao::layout::style::Stylesheet;
use gongbao::layout::{Resources, compose};
use gongbao::text::is_han;
use gongbao::text::words::Words;
use gongbao::{import, lint, store};

#[path = "../support/line.rs"]
#[expect(dead_code, reason = "tests use the rest of it")]
mod line;

const RUNS: usize = 7;
const KEYS: usize = 100;

fn main() {
    let files: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with("--")).collect();
    let started = Instant::now();
    let fonts = store::fonts::load().expect("the bundled fonts");
    let (book, _) = FontBook::new(&fonts).expect("the bundled fonts");
    say(&format!("fonts read: {:.1} ms", ms(started)));
    if files.is_empty() {
        for times in [2, 8, 33, 133] {
            measure(&format!("sample × {times}"), &repeated(times), &book);
        }
        measure("one document", &one_document(25), &book);
    }
    for name in &files {
        let loaded = store::load(name.as_ref()).expect("an issue's file");
        measure(name, &loaded.file.issue, &book);
    }
    if let Ok(load) = std::fs::read_to_string("/proc/loadavg") {
        say(&format!("\nload of the machine: {}", load.trim()));
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

/// All paragraphs of the sample `times` over in one document.
fn one_document(times: u64) -> Issue {
    let mut ids = Ids::new(2);
    let mut issue = import::template::sample();
    let mut whole = Document::new(ids.make(), DocumentKind::Article, "关于重点工作任务的说明");
    for _ in 0..times {
        for (_, document) in issue.documents() {
            for block in bodies(document).into_iter().flat_map(|(_, body)| body) {
                let mut copy = block.clone();
                Arc::make_mut(&mut copy).id = ids.make();
                whole.body.push(copy);
            }
        }
    }
    issue.sections.truncate(1);
    for section in &mut issue.sections {
        section.documents = vec![Arc::new(whole.clone())];
    }
    issue
}

/// Memory that the process holds now and held at most, in MB.
fn memory() -> Option<(u64, u64)> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let value = |key: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(key))?;
        line.split_whitespace().next()?.parse::<u64>().ok()
    };
    Some((value("VmRSS:")? / 1024, value("VmHWM:")? / 1024))
}

fn measure(name: &str, issue: &Issue, book: &FontBook) {
    let style = match &issue.style.source {
        Some(source) => Stylesheet::parse(source),
        None => Stylesheet::built_in(&issue.style.name),
    };
    let style = style.expect("a style that can be read");
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
    let threads = rayon::current_num_threads();
    say(&format!(
        "  composed from nothing   {alone:8.2} ms on one thread, {nothing:.2} ms on {threads}"
    ));
    keys(issue, &style, &resources);
    say(&format!("  hanzi on the grid       {:8.1} %", on_grid(issue, pages, &style)));
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
    if let Some((now, most)) = memory() {
        say(&format!("  memory                  {now:8} MB, {most} MB at most so far"));
    }
}

/// Keys typed into texts all over the issue: some move a line, and with it what follows.
fn keys(issue: &Issue, style: &Stylesheet, resources: &Resources<'_>) {
    let text = |block: &BlockKind| matches!(block, BlockKind::Paragraph | BlockKind::Item);
    let parts: Vec<Part> = issue
        .documents()
        .flat_map(|(_, own)| bodies(own).into_iter().map(move |(_, body)| (own.id, body)))
        .flat_map(|(id, body)| body.iter().map(move |block| (id, block)))
        .filter(|(_, block)| text(&block.kind) && block.text.len() > 20)
        .map(|(id, block)| Part::Block(id, block.id))
        .collect();
    let (mut issue, mut memo) = (issue.clone(), Memo::default());
    let _ = compose(&issue, style, resources, &mut memo);
    let (mut times, mut set, mut flowed) = (Vec::new(), 0, Vec::new());
    for step in 0..KEYS {
        let Some(&part) = parts.get(parts.len() * step / KEYS) else { return };
        let edit = Edit::ReplaceText { part, range: Range::new(9, 9), text: Text::new("改") };
        let _ = edit.apply(&mut issue).expect("a block that is there");
        let started = Instant::now();
        let composed = compose(&issue, style, resources, &mut memo);
        times.push(ms(started));
        set = set.max(composed.set_anew);
        flowed.push(composed.flowed_anew);
    }
    times.sort_by(f64::total_cmp);
    flowed.sort_unstable();
    say(&format!(
        "  key → composed          {:8.2} ms median, {:.2} ms p99; paragraphs set a key: {set} at \
         most; pages flowed a key: {} median, {} p99",
        times[KEYS / 2],
        times[KEYS * 99 / 100 - 1],
        flowed[KEYS / 2],
        flowed[KEYS * 99 / 100 - 1],
    ));
}

/// How many hanzi of justified text stand within 0.05 em of the grid of their column, in per cent.
#[expect(clippy::cast_precision_loss, reason = "counts are small")]
fn on_grid(issue: &Issue, pages: &[Arc<Page>], style: &Stylesheet) -> f64 {
    let justified = |part: Part| {
        let Part::Block(document, block) = part else { return false };
        let block = issue.document(document).and_then(|own| find_block(own, block));
        block.is_some_and(|block| match block.kind {
            BlockKind::Heading { run_in, .. } => run_in,
            BlockKind::Paragraph
            | BlockKind::Item
            | BlockKind::Article
            | BlockKind::ChronicleEntry { .. } => true,
            BlockKind::Appointment
            | BlockKind::Chapter
            | BlockKind::AttachmentNote
            | BlockKind::Table(_)
            | BlockKind::Picture { .. }
            | BlockKind::Note
            | BlockKind::Break => false,
        })
    };
    let mut known: BTreeMap<Part, bool> = BTreeMap::new();
    let (mut all, mut on) = (0_usize, 0_usize);
    for placed in pages.iter().flat_map(|page| &page.parts) {
        if placed.frame.size.width != style.page.column {
            continue;
        }
        for item in &placed.frame.items {
            let FrameItem::Glyphs(run) = item else { continue };
            let Source::Text(part) = run.source else { continue };
            if !*known.entry(part).or_insert_with(|| justified(part)) {
                continue;
            }
            let hanzi = line::letters(run, 0.0).into_iter().filter(|letter| is_han(letter.first));
            for letter in hanzi {
                let em = letter.x / letter.size;
                all += 1;
                on += usize::from((em - em.round()).abs() <= 0.05);
            }
        }
    }
    on as f64 * 100.0 / all.max(1) as f64
}
