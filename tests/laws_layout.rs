//! Laws of composition, over texts that nobody chose.

#![expect(clippy::unwrap_used, reason = "a test may stop at anything unexpected")]

use std::collections::BTreeMap;
use std::sync::Arc;

use gongbao::geom::{Point, Pt};
use gongbao::issue::Issue;
use gongbao::issue::block::{Block, BlockKind};
use gongbao::issue::document::{Document, DocumentKind, OfficialKind};
use gongbao::issue::id::{DocumentId, Ids};
use gongbao::issue::place::{Field, Part};
use gongbao::layout::memo::Memo;
use gongbao::layout::page::{FrameItem, GlyphRun, PageKind, Placed, Source};
use gongbao::layout::style::Stylesheet;
use gongbao::layout::{Composition, Resources, compose};
use gongbao::text::class::CharClass;
use gongbao::text::words::Words;
use proptest::prelude::*;

#[path = "support/fonts.rs"]
mod fonts;
#[path = "support/issue.rs"]
mod issue;

use fonts::BOOK;

fn composed(issue: &Issue, memo: &mut Memo) -> Composition {
    let pictures = BTreeMap::new();
    let resources = Resources { fonts: &BOOK, pictures: &pictures, words: &Words::built_in() };
    compose(issue, &Stylesheet::built_in("baotou").unwrap(), &resources, memo)
}

fn notice(paragraphs: &[String]) -> Issue {
    let mut issue = issue::sample();
    let mut ids = Ids::new(7);
    let mut document =
        Document::new(ids.make(), DocumentKind::Official(OfficialKind::Notice), "关于试验的通知");
    for (index, text) in paragraphs.iter().enumerate() {
        let kind = match index % 5 {
            1 => BlockKind::Heading { level: 1, run_in: false },
            2 => BlockKind::Heading { level: 2, run_in: true },
            _ => BlockKind::Paragraph,
        };
        document.body.push(Arc::new(Block { id: ids.make(), kind, text: text.as_str().into() }));
    }
    issue.sections[0].documents = vec![Arc::new(document)];
    issue.sections.truncate(1);
    issue
}

/// Runs of hanzi, marks, numbers and words as official texts have them.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        8 => "[国人民政府工作实施方案全面推进重点任务]{1,9}",
        2 => "[，。、；：！？]",
        1 => Just("《关于加强管理的通知》".to_owned()),
        1 => "“[查一次]{1,4}”",
        1 => "（[一二三四五六]）",
        1 => "[1-9][0-9]{0,5}(%|年|个|家|万元|\\.5%)",
        1 => Just("包府发〔2026〕12号".to_owned()),
        1 => "[A-Z][a-z]{1,8}( [a-z]{2,7}){0,2}",
        1 => Just("——".to_owned()),
        1 => Just("第十二条".to_owned()),
        1 => Just("2026年4月8日".to_owned()),
        1 => "http://www\\.[a-z]{3,9}\\.gov\\.cn/[a-z]{2,5}/[a-z0-9]{3,12}\\.html",
        1 => "[a-z]{2,6}@[a-z]{3,8}\\.com",
        1 => "[一二三] [国家]",
        1 => "\\([试行]{1,2}\\)",
        1 => "[①②③][国家]|GB/T [0-9]{4,5}|[0-9]{1,2}(℃|‰|～[0-9]{2}|—[0-9]{2})",
    ];
    proptest::collection::vec(piece, 1..60).prop_map(|pieces| pieces.concat())
}

/// A line of a block's text on a page.
struct Line<'a> {
    runs: Vec<&'a GlyphRun>,
    width: Pt,
}

impl Line<'_> {
    fn text(&self) -> String {
        self.runs.iter().map(|run| run.text.as_str()).collect()
    }

    fn right(&self) -> Pt {
        self.runs.last().map_or(Pt::ZERO, |run| run.at.x + run.advance())
    }
}

/// The lines of each block, in the order of reading.
fn lines(composition: &Composition) -> BTreeMap<Part, Vec<Line<'_>>> {
    let mut lines: BTreeMap<Part, Vec<Line<'_>>> = BTreeMap::new();
    for page in &composition.pages {
        for placed in &page.parts {
            let mut runs = Vec::new();
            let mut part = None;
            for item in &placed.frame.items {
                if let FrameItem::Glyphs(run) = item
                    && let Source::Text(of @ Part::Block(..)) = run.source
                {
                    part = Some(of);
                    runs.push(run);
                }
            }
            if let Some(part) = part {
                let width = placed.frame.size.width;
                lines.entry(part).or_default().push(Line { runs, width });
            }
        }
    }
    lines
}

/// The characters of a line in its text: the first one, and the one behind the last.
fn own_text(line: &Line<'_>) -> (u32, u32) {
    let range = |run: &&GlyphRun| run.range();
    let first = line.runs.first().map(range).map_or(0, |range| range.start);
    (first, line.runs.last().map(range).map_or(0, |range| range.end))
}

fn no_space(text: &str) -> String {
    text.chars().filter(|character| !character.is_whitespace()).collect()
}

/// The texts of which some line could not be filled: a word longer than it, or a word alone on it.
fn unfilled(composition: &Composition) -> Vec<Part> {
    let rules = ["line-overfull", "line-short"];
    let own = composition.findings.iter().filter(|finding| rules.contains(&finding.rule));
    own.filter_map(|finding| Some(finding.place?.part)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn lines_are_the_text_and_obey_the_prohibitions(
        paragraphs in proptest::collection::vec(text(), 1..12)
    ) {
        let issue = notice(&paragraphs);
        let composition = composed(&issue, &mut Memo::default());
        let document = &issue.sections[0].documents[0];
        let lines = lines(&composition);
        for block in &document.body {
            let own = &lines[&Part::Block(document.id, block.id)];
            let whole: String = own.iter().map(Line::text).collect();
            prop_assert_eq!(no_space(&whole), no_space(&block.text.string));
            for line in own.iter().skip(1) {
                let first = line.text().chars().next().unwrap();
                prop_assert!(!CharClass::of(first).is_forbidden_at_start(), "{}", line.text());
            }
            for line in own.iter().rev().skip(1) {
                let text = line.text();
                let last = text.trim_end().chars().last().unwrap();
                prop_assert!(!CharClass::of(last).is_forbidden_at_end(), "{}", text);
                for group in ["〔2026〕", "第十", "——"] {
                    let torn = (1..group.chars().count()).any(|cut| {
                        let head: String = group.chars().take(cut).collect();
                        text.ends_with(&head) && head != "—" && group != "——"
                    });
                    prop_assert!(!torn, "{text}");
                }
            }
        }
    }

    #[test]
    fn body_lines_end_at_the_measure(paragraphs in proptest::collection::vec(text(), 1..12)) {
        let issue = notice(&paragraphs);
        let composition = composed(&issue, &mut Memo::default());
        let unfilled = unfilled(&composition);
        let lines = lines(&composition);
        for (_, own) in lines.iter().filter(|(part, _)| !unfilled.contains(part)) {
            for (line, next) in own.iter().zip(own.iter().skip(1)) {
                // Where a space was typed, the line may end before it.
                let spaced = own_text(line).1 < own_text(next).0;
                let off = (line.right() - line.width).abs();
                prop_assert!(spaced || off <= Pt::from_f64(0.05), "{off} {}", line.text());
            }
        }
    }

    #[test]
    fn hanzi_that_are_spread_are_reported(paragraphs in proptest::collection::vec(text(), 1..12)) {
        let issue = notice(&paragraphs);
        let composition = composed(&issue, &mut Memo::default());
        let reported = |part: &Part| {
            let own = |finding: &&gongbao::finding::Finding| {
                finding.place.is_some_and(|place| place.part == *part)
            };
            composition.findings.iter().filter(own).any(|own| own.rule == "line-stretched")
        };
        for (part, own) in lines(&composition) {
            for run in own.iter().flat_map(|line| &line.runs) {
                let hanzi: Vec<_> = run.text.chars().map(CharClass::of).collect();
                // Runs of one glyph a character only: a dash of two glyphs says nothing here.
                if hanzi.len() != run.glyphs.len() {
                    continue;
                }
                for (index, pair) in hanzi.windows(2).enumerate() {
                    let gap = run.glyphs[index].advance - run.size;
                    let spread = pair == [CharClass::Hanzi; 2] && gap > run.size.scale(121, 1000);
                    prop_assert!(!spread || reported(&part), "{gap} {}", run.text);
                }
            }
        }
    }

    #[test]
    fn gaps_of_a_line_are_alike(paragraphs in proptest::collection::vec(text(), 1..12)) {
        let issue = notice(&paragraphs);
        let composition = composed(&issue, &mut Memo::default());
        let document = &issue.sections[0].documents[0];
        let lines = lines(&composition);
        for block in &document.body {
            let string: Vec<char> = block.text.string.chars().collect();
            for line in &lines[&Part::Block(document.id, block.id)] {
                let end = own_text(line).1;
                // The room behind hanzi before digits and letters, and behind ， 、 ； before hanzi.
                let mut rooms: [Vec<Pt>; 2] = [Vec::new(), Vec::new()];
                let glyphs = line.runs.iter().flat_map(|run| {
                    run.glyphs.iter().map(|glyph| (glyph.from, glyph.advance, run.size))
                });
                for (from, advance, em) in glyphs.filter(|(from, ..)| from + 1 < end) {
                    let pair = [0, 1].map(|next| string[(from + next) as usize]);
                    let kinds = pair.map(CharClass::of);
                    match kinds {
                        [CharClass::Hanzi, CharClass::Digit | CharClass::Letter] => {
                            rooms[0].push(advance - em);
                        }
                        [_, CharClass::Hanzi] if "，、；".contains(pair[0]) => {
                            rooms[1].push(advance - em);
                        }
                        _ => {}
                    }
                    // What is left over is taken by the last characters, a twentieth each.
                    for own in &rooms {
                        let (least, most) = (own.iter().min(), own.iter().max());
                        let uneven = least.zip(most).is_some_and(|(least, most)| {
                            *most - *least > em / 20 + Pt::from_f64(0.05)
                        });
                        prop_assert!(!uneven, "{own:?} {}", line.text());
                    }
                }
            }
        }
    }

    #[test]
    fn nothing_leaves_the_type_area(paragraphs in proptest::collection::vec(text(), 1..40)) {
        let issue = notice(&paragraphs);
        let composition = composed(&issue, &mut Memo::default());
        let style = Stylesheet::built_in("baotou").unwrap();
        for page in composition.pages.iter().filter(|page| page.kind == PageKind::Body) {
            let area = style.page.type_area(page.number);
            for placed in &page.parts {
                let text = placed.frame.items.iter().any(|item| match item {
                    FrameItem::Glyphs(run) => matches!(run.source, Source::Text(_)),
                    FrameItem::Rule { .. } | FrameItem::Picture { .. } => false,
                });
                if text {
                    let corner = Point::new(
                        placed.at.x + placed.frame.size.width,
                        placed.at.y + placed.frame.size.height,
                    );
                    prop_assert!(placed.at.x >= area.at.x && placed.at.y >= area.at.y);
                    prop_assert!(corner.x <= area.right() && corner.y <= area.bottom());
                    let off = (placed.at.y - area.at.y) % style.page.grid;
                    let on_grid = off == Pt::ZERO || placed.frame.size.height != style.page.grid;
                    prop_assert!(on_grid, "off the grid by {off}");
                }
            }
        }
    }

    #[test]
    fn composing_again_from_the_memo_or_on_one_thread_gives_the_same_pages(
        paragraphs in proptest::collection::vec(text(), 1..12)
    ) {
        let issue = notice(&paragraphs);
        let mut memo = Memo::default();
        let first = composed(&issue, &mut memo);
        let again = composed(&issue, &mut memo);
        prop_assert_eq!(again.set_anew, 0);
        prop_assert_eq!(&first.pages, &again.pages);
        let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
        let alone = one.install(|| composed(&issue, &mut Memo::default()));
        prop_assert_eq!(&first.pages, &alone.pages);
    }

    #[test]
    fn no_last_line_is_a_single_character(paragraphs in proptest::collection::vec(text(), 1..12)) {
        let issue = notice(&paragraphs);
        let composition = composed(&issue, &mut Memo::default());
        for own in lines(&composition).values().filter(|own| own.len() > 1) {
            let text = own.last().unwrap().text();
            // An address has nothing to spread: a line of one character is better than a hole.
            if own.iter().any(|line| line.text().contains(['@', '/'])) {
                continue;
            }
            // （局） is wide enough to be a line.
            let alone = |class: CharClass| !class.is_half() || class == CharClass::Open;
            let letters = text.chars().filter(|&c| alone(CharClass::of(c))).count();
            // Where no other way fits, a finding says that a line had to give.
            prop_assert!(letters > 1 || own.len() == 2, "{text}");
        }
    }
}

#[test]
fn a_key_sets_one_paragraph() {
    let mut issue = issue::sample();
    let mut memo = Memo::default();
    let _ = composed(&issue, &mut memo);
    let document = Arc::make_mut(&mut issue.sections[2].documents[0]);
    let block = Arc::make_mut(&mut document.body[3]);
    block.text.string.insert(0, '新');
    assert_eq!(composed(&issue, &mut memo).set_anew, 1);
}

#[test]
fn folios_of_the_contents_are_those_of_the_titles() {
    let issue = issue::sample();
    let composition = composed(&issue, &mut Memo::default());
    let places = gongbao::layout::places::Places::new(&composition.pages);
    let folio = |id: DocumentId| {
        let part = Part::Field(id, Field::Title);
        let place = gongbao::issue::place::Place::new(part, gongbao::issue::text::Range::new(0, 1));
        places.of(&place)[0].folio.unwrap()
    };
    let folios: Vec<u32> = issue.documents().map(|(_, document)| folio(document.id)).collect();
    assert_eq!(folios, [1, 2, 3, 6]);
    let contents = &composition.pages[2];
    let mut printed = Vec::new();
    for (_, run) in contents.runs() {
        if let Source::Generated(gongbao::layout::page::Generated::Contents, None) = run.source
            && let Ok(folio) = run.text.parse::<u32>()
        {
            printed.push(folio);
        }
    }
    assert_eq!(printed, folios);
    assert!(composition.pages.len().is_multiple_of(4));
}

#[test]
fn columns_share_their_baselines() {
    let composition = composed(&issue::sample(), &mut Memo::default());
    let grid = Stylesheet::built_in("baotou").unwrap().page.grid;
    for page in composition.pages.iter().filter(|page| page.kind == PageKind::Body) {
        let mut offsets: Vec<Pt> = page
            .parts
            .iter()
            .filter(|placed| placed.frame.size.height == grid)
            .flat_map(|placed| {
                placed.frame.items.iter().filter_map(move |item| match item {
                    FrameItem::Glyphs(run)
                        if matches!(run.source, Source::Text(Part::Block(..))) =>
                    {
                        Some((placed.at.y + run.at.y) % grid)
                    }
                    _ => None,
                })
            })
            .collect();
        offsets.sort_unstable();
        offsets.dedup();
        assert!(offsets.len() <= 1, "page {}: {offsets:?}", page.number);
    }
}

/// A notice of one-line paragraphs, so many that all of it takes `count` lines, and its signature.
fn signed(count: usize) -> Issue {
    let paragraphs: Vec<String> = (1..count).map(|_| "按规定办理。".to_owned()).collect();
    let mut issue = notice(&[]);
    let section = &mut issue.sections[0];
    let document = Arc::make_mut(&mut section.documents[0]);
    document.addressee = Some("市直各部门：".into());
    document.signatories = vec!["包头市人民政府".into()];
    let mut ids = Ids::new(8);
    document.body.extend(paragraphs.iter().map(|text| {
        let (id, kind) = (ids.make(), BlockKind::Paragraph);
        Arc::new(Block { id, kind, text: text.as_str().into() })
    }));
    issue
}

/// A signature never stands beside its text: two lines of it or more stand above it in its column,
/// and a text too short for that runs across the page.
#[test]
fn a_signature_stands_below_its_text() {
    let page = Stylesheet::built_in("baotou").unwrap().page;
    for count in 2..90 {
        let composition = composed(&signed(count), &mut Memo::default());
        let of = |placed: &&Placed, signs: bool| {
            placed.frame.items.iter().any(|item| match item {
                FrameItem::Glyphs(run) => match run.source {
                    Source::Text(Part::Field(_, Field::Signatory(_))) => signs,
                    Source::Text(Part::Block(..)) => !signs,
                    Source::Text(_) | Source::Generated(..) => false,
                },
                FrameItem::Rule { .. } | FrameItem::Picture { .. } => false,
            })
        };
        let (mut found, mut above) = (None, 0);
        for own in &composition.pages {
            found = own.parts.iter().find(|placed| of(placed, true)).or(found);
            if let Some(signature) = own.parts.iter().find(|placed| of(placed, true)) {
                let over = |placed: &&Placed| {
                    of(placed, false)
                        && placed.at.x == signature.at.x
                        && placed.at.y < signature.at.y
                };
                above = own.parts.iter().filter(over).count();
            }
        }
        let across = found.unwrap().frame.size.width == page.width();
        assert_eq!(across, count < 7, "{count} lines");
        assert!(above >= if across { count - 1 } else { 2 }, "{count} lines: {above} above it");
    }
}

/// Whatever an issue goes through, the memo gives what composing from nothing gives.
#[test]
fn the_memo_gives_what_composing_from_nothing_gives() {
    let mut issue = issue::sample();
    let mut memo = Memo::default();
    let mut check = |issue: &Issue, what: &str| {
        let (again, fresh) = (composed(issue, &mut memo), composed(issue, &mut Memo::default()));
        assert!(again.pages == fresh.pages, "{what}: pages");
        assert_eq!(again.findings, fresh.findings, "{what}");
        assert_eq!(again.info, fresh.info, "{what}");
        again.pages
    };
    let first = check(&issue, "from nothing");
    let again = check(&issue, "nothing");
    let mut printed = first.iter().zip(&again).filter(|(page, _)| page.kind == PageKind::Body);
    assert!(printed.all(|(a, b)| Arc::ptr_eq(a, b)), "pages are shared");
    let text = "此处加了一段很长的文字，".repeat(200);
    Arc::make_mut(&mut Arc::make_mut(&mut issue.sections[0].documents[0]).body[0])
        .text
        .string
        .insert_str(0, &text);
    let _ = check(&issue, "a document grows by pages, later ones move");
    let document = issue.sections[0].documents.remove(0);
    let _ = check(&issue, "a document goes");
    issue.sections[1].documents.push(document);
    let _ = check(&issue, "it comes back in another section");
    issue.sections[1].name = "别的栏目".into();
    let _ = check(&issue, "a section's name");
    issue.sections.reverse();
    let _ = check(&issue, "sections change places");
    Arc::make_mut(&mut issue.sections[0].documents[0]).title = "新的标题".into();
    let _ = check(&issue, "a title");
    Arc::make_mut(&mut issue.sections[0].documents[0]).contents_title = Some("目录题".into());
    let _ = check(&issue, "a title for the contents");
    issue.number.first += 1;
    issue.published = None;
    issue.masthead.chinese = "某市人民政府公报".into();
    let _ = check(&issue, "number, day and masthead");
    issue.colophon.push("新的一行".into());
    let _ = check(&issue, "the colophon");
    issue.sections.clear();
    let _ = check(&issue, "no documents");
    let mut style = Stylesheet::built_in("baotou").unwrap();
    style.title.size = Pt::new(18);
    let sizes = BTreeMap::new();
    let resources = Resources { fonts: &BOOK, pictures: &sizes, words: &Words::built_in() };
    let issue = issue::sample();
    let again = compose(&issue, &style, &resources, &mut memo);
    assert!(again.pages == compose(&issue, &style, &resources, &mut Memo::default()).pages);
}
