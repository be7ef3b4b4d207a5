//! 收稿: files queue up, their documents are looked at, corrected, accepted or turned away.

use std::fs;
use std::path::{Path, PathBuf};

use gongbao::issue::block::BlockKind;
use iced::keyboard::key::Named;
use iced::keyboard::{Key, Modifiers};
use iced::{Event, window as system};

use crate::window::Window;

const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures");

fn drop_file(window: &mut Window, path: &Path) {
    let _ = window.send(Event::Window(system::Event::FileDropped(path.to_owned())));
    window.redraw();
}

fn fixture(name: &str) -> PathBuf {
    Path::new(FIXTURES).join(name)
}

fn notice(number: &str, title: &str, body: &str) -> String {
    format!(
        "甲市人民政府关于{title}的通知\n{number}\n各区人民政府：\n现将有关事项通知如下。\n{body}\n\
         甲市人民政府\n2026年4月3日\n"
    )
}

/// A text file in the test's own folder.
fn text(window: &Window, name: &str, text: &str) -> PathBuf {
    let path = window.path(name);
    fs::write(&path, text).unwrap();
    path
}

fn titles(window: &Window) -> Vec<String> {
    let documents = window.app.issue().into_iter().flat_map(gongbao::issue::Issue::documents);
    documents.map(|(_, document)| document.title.string.clone()).collect()
}

fn accept_all(window: &mut Window) {
    window.key_with(Key::Named(Named::Enter), Modifiers::COMMAND);
}

/// Accepts one document after the other, until none waits.
fn accept_each(window: &mut Window) {
    for _ in 0..99 {
        if window.app.incoming() == 0 {
            return;
        }
        window.key(Named::Enter);
    }
    panic!("some are never accepted");
}

#[test]
fn files_queue_up_and_go_where_their_numbers_ask() {
    let mut window = Window::sample();
    let before = titles(&window);
    let first = text(&window, "甲.txt", &notice("包府办发〔2026〕91号", "甲事", "做好。"));
    let second = text(&window, "乙.txt", &notice("包府发〔2026〕92号", "乙事", "做好。"));
    for path in [&first, &second] {
        drop_file(&mut window, path);
    }
    assert!(window.shows("甲.txt") && window.shows("乙.txt"));
    assert!(window.shows("甲市人民政府关于甲事的通知"));
    assert!(window.shows("包府办发〔2026〕91号"), "the fields of the chosen one are shown");
    assert_eq!(window.app.incoming(), 2);
    assert_eq!(titles(&window), before, "nothing is in the issue before it is accepted");
    accept_all(&mut window);
    assert_eq!(titles(&window).len(), before.len() + 2);
    assert!(window.shows("已收入 2 份文件"), "{:?}", window.app.notice());
    for (number, code) in [("包府办发〔2026〕91号", "包府办发"), ("包府发〔2026〕92号", "包府发")]
    {
        let issue = window.issue();
        let own = |document: &gongbao::issue::document::Document| {
            document.number.as_ref().is_some_and(|own| own.string == number)
        };
        let (section, document) = issue.documents().find(|(_, document)| own(document)).unwrap();
        assert!(section.codes.iter().any(|own| own == code), "{number} in {}", section.name.string);
        let origin = document.origin.as_ref().expect("where it came from");
        assert_eq!(origin.sha256.len(), 64);
    }
    // Each is taken back by itself, and waits again.
    window.ctrl("z");
    assert_eq!(titles(&window).len(), before.len() + 1);
    assert_eq!(window.app.incoming(), 1);
    window.ctrl("z");
    assert_eq!(titles(&window), before);
    window.ctrl("y");
    assert_eq!(titles(&window).len(), before.len() + 1);
}

#[test]
fn a_bad_file_stops_nothing() {
    let mut window = Window::sample();
    let count = titles(&window).len();
    let bad = window.path("坏.docx");
    fs::write(&bad, b"PK\x03\x04word/ nothing").unwrap();
    let empty = text(&window, "空.txt", "\n \n");
    let gone = window.path("没有.txt");
    let good = text(&window, "好.txt", &notice("包府发〔2026〕93号", "好事", "做好。"));
    for path in [&bad, &empty, &gone, &good] {
        drop_file(&mut window, path);
    }
    for sentence in ["文件不完整或已损坏；", "文件里没有文字", "没有.txt"] {
        assert!(window.shows(sentence), "{sentence}");
    }
    accept_all(&mut window);
    assert_eq!(titles(&window).len(), count + 1);
    // What cannot be read is taken out of the list.
    window.click("空.txt");
    window.key(Named::ArrowLeft);
    window.key(Named::ArrowLeft);
    window.key(Named::ArrowLeft);
    window.key(Named::Delete);
    assert!(!window.shows("坏.docx") && window.shows("空.txt"));
}

#[test]
fn reading_goes_on_in_the_background_and_can_be_stopped() {
    let mut window = Window::sample();
    let count = titles(&window).len();
    let paths: Vec<PathBuf> = (1..=3)
        .map(|n| {
            let content = notice(&format!("包府发〔2026〕{n}0号"), &format!("事项{n}"), "做好。");
            text(&window, &format!("{n}.txt"), &content)
        })
        .collect();
    window.hold();
    for path in &paths {
        drop_file(&mut window, path);
    }
    assert!(window.shows("正在读第 1 份，共 3 份"));
    assert!(window.shows("等着读"));
    // The first one of the list is the one that is read.
    window.click("停止");
    assert!(window.shows("已停止，没有读"));
    window.release();
    assert!(!window.shows("事项1的通知"), "what was stopped comes too late");
    assert!(window.shows("甲市人民政府关于事项2的通知"));
    window.click("重读");
    assert!(window.shows("甲市人民政府关于事项1的通知"));
    accept_all(&mut window);
    assert_eq!(titles(&window).len(), count + 3);
}

#[test]
fn all_that_failed_is_read_again_and_any_file_goes_from_the_list() {
    let mut window = Window::sample();
    let gone = window.path("晚到.txt");
    let wrong = text(&window, "坏.docx", "PK\u{3}\u{4}word/ nothing");
    let good = text(&window, "好.txt", &notice("包府发〔2026〕98号", "好事", "做好。"));
    for path in [&gone, &wrong, &good] {
        drop_file(&mut window, path);
    }
    assert!(!window.shows("甲市人民政府关于晚事的通知"));
    fs::write(&gone, notice("包府发〔2026〕99号", "晚事", "做好。")).unwrap();
    window.click("全部重读 2");
    assert!(window.shows("甲市人民政府关于晚事的通知"), "what has come since is read");
    assert!(window.shows("全部重读 1"), "what is broken stays so");
    // A file goes with its documents, whatever became of them.
    window.click("甲市人民政府关于好事的通知");
    window.key(Named::Enter);
    let count = titles(&window).len();
    window.click("甲市人民政府关于好事的通知");
    window.shift(Named::Delete);
    assert!(!window.shows("好.txt") && window.shows("晚到.txt"));
    assert_eq!(titles(&window).len(), count, "what is in the issue stays");
    window.click("晚到.txt");
    window.click("甲市人民政府关于晚事的通知");
    window.click("移出");
    assert!(!window.shows("晚到.txt"));
    assert_eq!(window.app.incoming(), 0);
}

#[test]
fn joined_paragraphs_and_attachments_are_those_of_the_document() {
    let mut window = Window::sample();
    let torn = "一、废止《甲市城市桥梁管理实施办法》（甲政\n规〔2012〕7号）等2件文件。";
    let named = "附件：1.甲市节水管理办法\n2.甲市供水应急方案";
    let two = format!(
        "{}{}",
        notice("包府发〔2026〕81号", "断行", torn),
        notice("包府发〔2026〕82号", "附件", &format!("做好。\n{named}"))
    );
    let came = text(&window, "两份.txt", &two);
    drop_file(&mut window, &came);
    window.click("甲市人民政府关于断行的通知");
    assert!(window.shows("断开的段落接上了 1 处"));
    window.click("甲市人民政府关于附件的通知");
    assert!(!window.shows("断开的段落接上了"), "those of the other document");
    assert!(window.shows("0（附件说明列了 2 个）"));
}

#[test]
fn the_document_that_a_notice_publishes_is_none_of_its_list() {
    let mut window = Window::sample();
    let number = "包府发〔2026〕83号";
    let body = "现将《甲市节水办法》印发给你们，请认真贯彻执行。\n附件：1.甲市供水表\n2.甲市节水表";
    let behind = "甲市节水办法\n第一条　为了节水，制定本办法。\n附件1\n甲市供水表\n甲表如下。\n\
        附件2\n甲市节水表\n乙表如下。\n";
    let words = format!("{}{behind}", notice(number, "印发甲市节水办法", body));
    let came = text(&window, "印发.txt", &words);
    drop_file(&mut window, &came);
    assert!(!window.shows("附件说明列了"), "{words}");
    accept_all(&mut window);
    let own = |document: &gongbao::issue::document::Document| {
        document.number.as_ref().is_some_and(|own| own.string == number)
    };
    let came = window.issue().documents().find(|(_, document)| own(document)).unwrap().1;
    let labels: Vec<bool> = came.attached.iter().map(|own| own.label.is_some()).collect();
    assert_eq!(labels, [false, true, true]);
}

#[test]
fn what_repeats_is_marked_and_not_accepted_with_the_rest() {
    let mut window = Window::sample();
    let issue = window.issue().clone();
    let number = issue.documents().find_map(|(_, own)| own.number.clone()).unwrap().string;
    let again = text(&window, "又一份.txt", &notice(&number, "别的事", "做好。"));
    let new = text(&window, "新.txt", &notice("包府发〔2026〕94号", "新事", "做好。"));
    let twice = text(&window, "新（副本）.txt", &notice("包府发〔2026〕94号", "新事", "做好。"));
    for path in [&again, &new, &twice] {
        drop_file(&mut window, path);
    }
    assert!(window.shows("可能是重复来稿"), "the chosen one says of what");
    accept_all(&mut window);
    assert_eq!(titles(&window).len(), issue.documents().count() + 1);
    // One that is wanted all the same.
    window.click("甲市人民政府关于别的事的通知");
    window.key(Named::Enter);
    assert_eq!(titles(&window).len(), issue.documents().count() + 2);
}

/// The kind and text of each block of the last document.
fn last_blocks(window: &Window) -> Vec<(BlockKind, String)> {
    let (_, document) = window
        .issue()
        .documents()
        .find(|(_, own)| own.title.string.contains("来稿"))
        .expect("the document that came in");
    document.body.iter().map(|own| (own.kind.clone(), own.text.string.clone())).collect()
}

#[test]
fn two_keys_correct_a_guess_and_the_rest_follows() {
    let mut window = Window::sample();
    let body = "总体要求\n抓好落实，按时报送。";
    let came = text(&window, "稿.txt", &notice("包府发〔2026〕95号", "来稿", body));
    drop_file(&mut window, &came);
    // The segment that is least sure is chosen already: a letter says what it is.
    window.typewrite("1");
    window.key(Named::Enter);
    let heading = BlockKind::Heading { level: 1, run_in: false };
    assert!(last_blocks(&window).contains(&(heading.clone(), "总体要求".to_owned())));
    // Once it is in the issue, it is corrected there.
    window.typewrite("p");
    assert!(window.app.notice().unwrap().1);
    window.ctrl("z");
    window.key(Named::Backspace);
    window.key(Named::Enter);
    assert!(last_blocks(&window).contains(&(BlockKind::Paragraph, "总体要求".to_owned())));
    window.ctrl("z");
    // A title in the middle begins another document; all behind it is that one's.
    window.click("总体要求");
    window.typewrite("t");
    assert_eq!(window.app.incoming(), 2);
    window.key(Named::Backspace);
    assert_eq!(window.app.incoming(), 1);
    // Arrows lead from segment to segment, letters in capitals do the same.
    window.key(Named::Home);
    for _ in 0..3 {
        window.key(Named::ArrowDown);
    }
    window.typewrite("L");
    window.key(Named::Enter);
    assert!(last_blocks(&window).contains(&(BlockKind::Item, "现将有关事项通知如下。".to_owned())));
}

#[test]
fn what_is_turned_away_stays_out() {
    let mut window = Window::sample();
    let before = titles(&window);
    let came = text(&window, "稿.txt", &notice("包府发〔2026〕96号", "来稿", "做好。"));
    drop_file(&mut window, &came);
    window.key(Named::Delete);
    assert_eq!(window.app.incoming(), 0);
    accept_all(&mut window);
    assert_eq!(titles(&window), before);
    window.key(Named::Delete);
    window.key(Named::Enter);
    assert_eq!(titles(&window).len(), before.len() + 1);
}

#[test]
fn the_inbox_leaves_the_pages_alone_and_comes_back() {
    let mut window = Window::sample();
    window.press((window.title(0), 0));
    let issue = window.issue().clone();
    let came = text(&window, "稿.txt", &notice("包府发〔2026〕97号", "来稿", "做好。"));
    drop_file(&mut window, &came);
    window.typewrite("pq7 ");
    assert_eq!(*window.issue(), issue, "letters write nothing behind it");
    window.key(Named::Escape);
    assert!(window.shows("收稿 1"), "the status bar tells of it");
    window.typewrite("字");
    assert!(window.text(window.title(0)).starts_with('字'), "the pages have the keys again");
    window.key(Named::F9);
    assert!(window.shows("稿.txt"));
    window.key(Named::F9);
    window.palette("收稿");
    assert!(window.shows("稿.txt"));
    window.key(Named::Enter);
    window.key(Named::Escape);
    assert!(!window.shows("收稿 0"), "what is done with is forgotten");
}

#[test]
fn the_first_documents_begin_an_issue() {
    let mut window = Window::new();
    drop_file(&mut window, &fixture("sample/2026-04-ocr.txt"));
    assert_eq!(window.app.incoming(), 4);
    assert!(window.app.issue().is_none());
    accept_all(&mut window);
    let issue = window.issue();
    assert_eq!(issue.documents().count(), 4);
    assert_eq!((issue.number.year, issue.number.first), (2026, 4));
    assert!(issue.sections.iter().all(|section| !section.documents.is_empty()));
    assert!(window.app.is_unsaved() && window.app.path().is_none());
    window.key(Named::Escape);
    assert!(!window.app.sheets().is_empty() && window.app.writes_on_pages());
}

#[test]
fn word_files_come_with_their_pictures_and_tables() {
    let mut window = Window::sample();
    let count = titles(&window).len();
    for name in ["pictures", "tables", "two_documents", "tracked"] {
        drop_file(&mut window, &fixture(&format!("docx/{name}.docx")));
    }
    accept_each(&mut window);
    assert!(titles(&window).len() >= count + 4, "{:?}", titles(&window));
    let path = window.path("一期.gongbao");
    window.ctrl("s");
    window.give_path(&path);
    let loaded = gongbao::store::load(&path).unwrap();
    assert!(!loaded.file.pictures.is_empty(), "pictures are saved with the issue");
    assert!(loaded.findings.is_empty(), "{:?}", loaded.findings);
    assert_eq!(loaded.file.originals.len(), 4, "and so are the files themselves");
    let blocks = window.issue().documents().flat_map(|(_, own)| own.body.iter());
    assert!(blocks.into_iter().any(|own| matches!(own.kind, BlockKind::Table(_))));
}

/// Files of the fixtures by the dozen, as an editor drops them.
#[test]
fn a_month_of_files_is_taken_in() {
    let mut window = Window::new();
    let mut paths: Vec<PathBuf> =
        fs::read_dir(fixture("docx")).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "docx"));
    paths.sort();
    assert!(paths.len() >= 20);
    for path in &paths {
        drop_file(&mut window, path);
    }
    accept_all(&mut window);
    let numbers = window.issue().documents().filter_map(|(_, own)| own.number.clone());
    let mut numbers: Vec<_> = numbers.map(|own| own.string).collect();
    let count = numbers.len();
    numbers.sort();
    numbers.dedup();
    assert_eq!(numbers.len(), count, "no number twice");
    // What repeats something is accepted one by one.
    let once = titles(&window).len();
    accept_each(&mut window);
    assert!(titles(&window).len() >= paths.len(), "{once} and {:?}", titles(&window));
    assert!(window.app.sheets().len() > paths.len());
}

/// Undo took a change on the hidden pages back.
#[test]
fn undo_here_takes_back_what_was_done_here() {
    let mut window = Window::sample();
    window.press((window.title(0), 0));
    window.typewrite("改");
    let written = window.issue().clone();
    let body = "总体要求\n抓好落实，按时报送。";
    let path = text(&window, "稿.txt", &notice("包府发〔2026〕95号", "来稿", body));
    drop_file(&mut window, &path);
    window.ctrl("z");
    assert_eq!(*window.issue(), written);
    assert!(window.app.notice().is_some_and(|(said, _)| said.contains("回到版面")));
    window.ctrl("y");
    assert_eq!(*window.issue(), written);

    window.key(Named::Delete);
    assert_eq!(window.app.incoming(), 0);
    window.ctrl("z");
    assert_eq!(window.app.incoming(), 1);
    window.ctrl("y");
    assert_eq!(window.app.incoming(), 0);
    window.ctrl("z");

    // What was said of a segment.
    let kind = |window: &mut Window| {
        window.key(Named::Enter);
        let blocks = last_blocks(window);
        window.ctrl("z");
        blocks
    };
    let before = kind(&mut window);
    window.typewrite("1");
    let pinned = kind(&mut window);
    assert_ne!(before, pinned);
    window.ctrl("z");
    assert_eq!(kind(&mut window), before);

    // What was done on the pages since is taken back there.
    window.key(Named::Enter);
    window.key(Named::F9);
    window.press((window.title(0), 0));
    window.typewrite("又");
    let written = window.issue().clone();
    window.key(Named::F9);
    drop_file(&mut window, &path);
    window.ctrl("z");
    assert_eq!(*window.issue(), written);
    window.key(Named::Escape);
    window.ctrl("z");
    assert_ne!(*window.issue(), written);
}
