//! What an editor says of segments: it holds, it loses nothing, and the rest follows it.
#![expect(clippy::unwrap_used, reason = "a fixture that cannot be read fails the test")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use gongbao::import::{self, Draft, Pin, Segment, Source, Style};
use gongbao::issue::block::BlockKind;
use gongbao::issue::id::Ids;
use gongbao::issue::place::document_texts;
use proptest::collection::vec;
use proptest::prelude::{ProptestConfig, any};
use proptest::prop_assert;
use proptest::prop_assert_eq;
use proptest::proptest;
use proptest::test_runner::TestCaseError;

const STYLES: [Style; 23] = [
    Style::Title,
    Style::DocNumber,
    Style::Addressee,
    Style::Body,
    Style::H1,
    Style::H2,
    Style::H3,
    Style::H4,
    Style::List,
    Style::Article,
    Style::Chapter,
    Style::Appointment,
    Style::Attachment,
    Style::Signature,
    Style::Date,
    Style::Note,
    Style::Noise,
    Style::Masthead,
    Style::Contents,
    Style::RunningHead,
    Style::Entry,
    Style::Colophon,
    Style::Table,
];

/// Texts of every kind, with what is recognised in them by itself.
static TEXTS: LazyLock<Vec<(Source, Draft)>> = LazyLock::new(|| {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let entries = ["forms", "corpus", "sample"].map(|folder| fs::read_dir(fixtures.join(folder)));
    let entries = entries.into_iter().flat_map(|entries| entries.unwrap());
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "txt"));
    paths.sort();
    let texts = paths.iter().map(|path| fs::read(path).unwrap());
    // Long ones take long, and hold nothing else.
    let texts = texts.filter(|bytes| bytes.len() < 60_000);
    let read = |bytes: Vec<u8>| {
        let source = import::read("a.txt", &bytes).unwrap();
        let draft = pinned(&source, &[]);
        (source, draft)
    };
    texts.map(read).collect()
});

fn pinned(source: &Source, pins: &[Pin]) -> Draft {
    import::recognize_pinned(source, pins, &mut Ids::new(1))
}

fn source(text: &str) -> Source {
    import::read("a.txt", text.as_bytes()).unwrap()
}

/// The draft of `text` where the segments that begin so are of these styles.
fn corrected(text: &str, pins: &[(&str, Style)]) -> Draft {
    let source = source(text);
    let before = pinned(&source, &[]);
    let pin = |&(begin, style): &(&str, Style)| {
        let segment = before.segments.iter().find(|own| own.text.starts_with(begin)).unwrap();
        Pin { range: segment.range, style }
    };
    let pins: Vec<Pin> = pins.iter().map(pin).collect();
    pinned(&source, &pins)
}

/// How often letters, digits and hanzi stand in documents, colophon, and what was left out.
fn kept(draft: &Draft) -> BTreeMap<char, usize> {
    let documents = draft.documents().flat_map(|(_, own)| document_texts(own));
    let texts = documents.map(|(_, text)| text.string.clone());
    let dropped = draft.dropped.iter().map(|dropped| dropped.text.clone());
    let colophon = draft.colophon.iter().map(|line| line.string.clone());
    count(texts.chain(dropped).chain(colophon))
}

fn count(texts: impl Iterator<Item = String>) -> BTreeMap<char, usize> {
    let mut counts = BTreeMap::new();
    for text in texts {
        for c in text.chars().filter(|c| c.is_alphanumeric()) {
            *counts.entry(c).or_default() += 1;
        }
    }
    counts
}

/// What stands in segments but nowhere in what they were made into.
fn lost(draft: &Draft) -> BTreeMap<char, usize> {
    let mut lost = count(draft.segments.iter().map(|segment| segment.text.clone()));
    for (c, n) in kept(draft) {
        if let Some(own) = lost.get_mut(&c) {
            *own = own.saturating_sub(n);
        }
    }
    lost.retain(|_, n| *n > 0);
    lost
}

/// Numbers as pins: which segment, and which style.
fn pins(draft: &Draft, numbers: &[u16]) -> Vec<Pin> {
    let pair = |pair: &[u16]| {
        let (segment, style) = (usize::from(pair[0]), usize::from(pair[1]));
        let range = draft.segments.get(segment % draft.segments.len().max(1))?.range;
        Some(Pin { range, style: STYLES[style % STYLES.len()] })
    };
    numbers.chunks_exact(2).filter_map(pair).collect()
}

/// Whether pinned segments have the pinned styles, the segments stay the same stretches, and not a
/// character of the text goes.
fn hold(source: &Source, before: &Draft, pins: &[Pin]) -> Result<(), TestCaseError> {
    let after = pinned(source, pins);
    let ranges = |draft: &Draft| draft.segments.iter().map(|s| s.range).collect::<Vec<_>>();
    prop_assert_eq!(ranges(&after), ranges(before));
    for segment in &after.segments {
        let pin = pins.iter().rfind(|pin| pin.range == segment.range);
        prop_assert_eq!(segment.pinned, pin.is_some());
        if let Some(pin) = pin {
            prop_assert_eq!(segment.style, pin.style, "{}", segment.text);
            prop_assert_eq!(segment.confidence, 1.0);
        }
    }
    // What the walk takes out of the front of an issue, it need not list.
    let known = lost(before);
    let more = |(c, n): &(char, usize)| *n > known.get(c).copied().unwrap_or(0);
    let more: Vec<_> = lost(&after).into_iter().filter(more).collect();
    let said = || after.segments.iter().map(|own| (own.style, &own.text)).take(12);
    prop_assert!(more.is_empty(), "{:?} {:?} {:?}", more, pins, said().collect::<Vec<_>>());
    Ok(())
}

/// The names of a contents and of a section, which stand above documents and pages of an issue, too.
#[test]
fn names_in_an_issue_hold() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/sample/2026-04-ocr.txt");
    let source = import::read("a.txt", &fs::read(path).unwrap()).unwrap();
    let before = pinned(&source, &[]);
    let named = |own: &&Segment| ["目 录", "政府大事记"].contains(&own.text.as_str());
    for segment in before.segments.iter().filter(named) {
        for style in [Style::Title, Style::DocNumber, Style::Body, Style::Noise] {
            hold(&source, &before, &[Pin { range: segment.range, style }]).unwrap();
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn pins_hold_and_lose_nothing(which: usize, numbers in vec(any::<u16>(), 2..12)) {
        let (source, before) = &TEXTS[which % TEXTS.len()];
        hold(source, before, &pins(before, &numbers))?;
    }

    /// What an editor finds right stays as it is, and so does all around it.
    #[test]
    fn a_pin_that_agrees_changes_nothing(which: usize, numbers in vec(any::<u16>(), 1..12)) {
        let (source, before) = &TEXTS[which % TEXTS.len()];
        let pin = |&number: &u16| {
            let segment = &before.segments[usize::from(number) % before.segments.len()];
            Pin { range: segment.range, style: segment.style }
        };
        let pins: Vec<Pin> = numbers.iter().map(pin).collect();
        let mut after = pinned(source, &pins);
        for (own, segment) in after.segments.iter_mut().zip(&before.segments) {
            if own.pinned {
                (own.pinned, own.confidence) = (false, segment.confidence);
            }
        }
        prop_assert_eq!(&after.segments, &before.segments);
        prop_assert_eq!(&after.sections, &before.sections);
        prop_assert_eq!(&after.dropped, &before.dropped);
    }
}

const NOTICE: &str = "甲市人民政府关于乙的通知\n甲府发〔2026〕9号\n各区人民政府：\n\
    现将有关事项通知如下。\n总体要求\n抓好落实。\n甲市人民政府\n2026年4月3日\n";

#[test]
fn what_follows_is_read_anew() {
    // A day that was taken for text ends the body, and what stands behind it is a note.
    let text = NOTICE.replace("2026年4月3日\n", "四月三日于甲市\n（请公开）\n");
    let draft = corrected(&text, &[("四月三日", Style::Date)]);
    let (_, document) = draft.documents().next().unwrap();
    assert_eq!(document.date.as_ref().unwrap().as_written.string, "四月三日于甲市");
    assert_eq!(document.annotation.as_ref().unwrap().string, "（请公开）");
}

#[test]
fn a_heading_without_number_is_one() {
    let draft = corrected(NOTICE, &[("总体要求", Style::H1)]);
    let (_, document) = draft.documents().next().unwrap();
    let heading = BlockKind::Heading { level: 1, run_in: false };
    let kinds: Vec<_> =
        document.body.iter().map(|own| (own.text.string.as_str(), &own.kind)).collect();
    assert!(kinds.contains(&("总体要求", &heading)), "{kinds:?}");
    // A whole sentence, too, if an editor says so.
    let draft = corrected(NOTICE, &[("抓好落实。", Style::H2)]);
    let (_, document) = draft.documents().next().unwrap();
    let block = document.body.iter().find(|own| own.text.string == "抓好落实。").unwrap();
    assert_eq!(block.kind, BlockKind::Heading { level: 2, run_in: false });
}

#[test]
fn a_title_begins_another_document() {
    let text =
        format!("{NOTICE}\n关于丙的事\n请各单位做好准备，按时报送。\n甲市财政局\n2026年4月5日");
    assert_eq!(pinned(&source(&text), &[]).documents().count(), 1);
    let draft = corrected(&text, &[("关于丙的事", Style::Title)]);
    let documents: Vec<_> = draft.documents().map(|(_, own)| own).collect();
    assert_eq!(documents.len(), 2);
    assert_eq!(documents[1].title.string, "关于丙的事");
    assert_eq!(documents[1].body[0].text.string, "请各单位做好准备，按时报送。");
    assert_eq!(documents[1].signatories[0].string, "甲市财政局");
    assert_eq!(documents[1].date.as_ref().unwrap().as_written.string, "2026年4月5日");
}

#[test]
fn a_title_over_lines_is_one() {
    let text = "通 知 稿\n丙的事\n及其他\n各区人民政府：\n请做好准备，按时报送。\n";
    let pins = [("通", Style::Noise), ("丙的事", Style::Title), ("及其他", Style::Title)];
    let draft = corrected(text, &pins);
    let titles: Vec<_> = draft.documents().map(|(_, own)| own.title.string.clone()).collect();
    assert_eq!(titles.last().unwrap(), "丙的事及其他");
    let (_, document) = draft.documents().last().unwrap();
    assert_eq!(document.addressee.as_ref().unwrap().string, "各区人民政府：");
}

#[test]
fn a_title_is_the_lines_that_are_left_of_it() {
    fn check(lines: [&str; 3], number: &str, pin: (usize, Style), expected: &str) {
        let head = if number.is_empty() { String::new() } else { format!("{number}\n") };
        let body = "各区人民政府：\n现将有关事项通知如下。\n甲市人民政府\n2026年4月3日\n";
        for text in [
            format!("{}\n{head}{body}", lines.join("\n")),
            format!("{head}{}\n{body}", lines.join("\n")),
        ] {
            let draft = corrected(&text, &[(lines[pin.0], pin.1)]);
            let titles: Vec<_> =
                draft.documents().map(|(_, own)| own.title.string.replace(' ', "")).collect();
            assert_eq!(titles, [expected], "{text}");
        }
    }
    let number = "甲府发〔2026〕9号";
    let lines = ["甲市人民政府", "甲市财政局", "关于印发乙办法的通知"];
    check(lines, number, (1, Style::Noise), "甲市人民政府关于印发乙办法的通知");
    check(lines, number, (0, Style::RunningHead), "甲市财政局关于印发乙办法的通知");
    let lines = ["甲市人民政府关于印发", "内部资料", "乙办法的通知"];
    check(lines, number, (1, Style::Noise), "甲市人民政府关于印发乙办法的通知");
    check(lines, "", (1, Style::Noise), "甲市人民政府关于印发乙办法的通知");
    let lines = ["甲市人民政府关于印发", "乙办法的通知", "（试行）"];
    check(lines, number, (2, Style::Noise), "甲市人民政府关于印发乙办法的通知");
    check(lines, "", (2, Style::Masthead), "甲市人民政府关于印发乙办法的通知");
}

#[test]
fn a_number_is_the_document_s_only_one() {
    let text = NOTICE.replace("各区人民政府：\n", "（内部编号 甲字第7号文）\n各区人民政府：\n");
    let draft = corrected(&text, &[("（内部编号", Style::DocNumber)]);
    let (_, document) = draft.documents().next().unwrap();
    assert_eq!(document.number.as_ref().unwrap().string, "内部编号 甲字第7号文");
    assert!(document.body.iter().any(|own| own.text.string == "甲府发〔2026〕9号"));
}
