//! A document beside its original: what differs is seen, approved alone or by kind, and taken back.

use std::fs;

use gongbao::app::Message;
use gongbao::app::inbox::Message as Inbox;
use gongbao::app::panel::original::{Kind, Message as Original};
use gongbao::import::Style;
use gongbao::issue::document::Approved;
use iced::keyboard::key::Named;
use iced::{Event, window as system};

use crate::window::Window;

const NOTICE: &str = "甲市人民政府关于做好防汛工作的通知\n甲府发〔2026〕7号\n各区人民政府：\n\
    为做好防汛工作，现通知如下。\n一、加强值守。\n2026年5月8日\n";

/// An imported notice, with the caret at the end of its first paragraph.
fn imported() -> Window {
    imported_from(NOTICE)
}

fn imported_from(text: &str) -> Window {
    let mut window = Window::new();
    let path = window.path("来稿.txt");
    fs::write(&path, text).unwrap();
    let _ = window.send(Event::Window(system::Event::FileDropped(path)));
    window.key(Named::Enter);
    window.key(Named::Escape);
    window.press((window.block(0, 0), 7));
    window
}

fn approved(window: &Window) -> Vec<Approved> {
    let (_, document) = window.issue().documents().next().unwrap();
    document.origin.clone().unwrap().approved
}

#[test]
fn what_differs_is_approved_and_taken_back() {
    let mut window = imported();
    window.palette("与原稿对照");
    assert!(window.shows("与原稿一字不差"));
    window.key(Named::Escape);

    window.press((window.block(0, 0), 7));
    window.typewrite("切实");
    window.press((window.block(0, 1), 2));
    window.typewrite(" ");
    window.palette("与原稿对照");
    assert!(window.shows("差异 2 处，已认可 0 处；没有收入 0 处"));
    assert!(window.shows("☐ 文字 0/1") && window.shows("☐ 空白与分段 0/1"));
    window.click("☐ ＋“切实”");
    assert!(window.shows("差异 2 处，已认可 1 处；没有收入 0 处"));
    let expected = Approved { at: 52, old: String::new(), new: "切实".to_owned() };
    assert_eq!(approved(&window), [expected]);
    window.click("☐ 空白与分段 0/1");
    assert!(window.shows("差异 2 处，已认可 2 处；没有收入 0 处"));
    window.click("☑ 空白与分段 1/1");
    assert_eq!(approved(&window).len(), 1);

    window.ctrl("z");
    assert_eq!(approved(&window).len(), 2);
    assert!(window.shows("差异 2 处，已认可 2 处；没有收入 0 处"), "undo is seen at once");
    window.ctrl("z");
    window.ctrl("z");
    assert_eq!(approved(&window), []);
    window.key(Named::Escape);
    assert!(!window.shows("对照原稿"));
}

#[test]
fn what_was_left_out_is_listed_and_corrections_are_kept() {
    let mut window = Window::new();
    let path = window.path("来稿.txt");
    fs::write(&path, format!("{NOTICE}扫一扫在手机打开当前页\n")).unwrap();
    let _ = window.send(Event::Window(system::Event::FileDropped(path)));
    // The second line is noise, says the editor.
    window.tell(Message::Inbox(Inbox::SegmentChosen(4)));
    window.tell(Message::Inbox(Inbox::Pinned(Style::Noise)));
    window.key(Named::Enter);
    window.key(Named::Escape);
    window.press((window.block(0, 0), 7));
    window.palette("与原稿对照");
    assert!(window.shows("与原稿一字不差"), "a correction is no difference");
    assert!(window.shows("差异 0 处，已认可 0 处；没有收入 2 处"));
    assert!(window.shows("编辑指定不收的文字"));
}

#[test]
fn a_difference_leads_to_its_place() {
    let mut window = imported();
    window.press((window.block(0, 1), 2));
    window.typewrite("切实");
    window.palette("与原稿对照");
    window.click("到版面");
    assert!(!window.shows("对照原稿"));
    assert_eq!(window.caret().0, window.block(0, 1));
}

#[test]
fn what_the_checker_proposed_is_a_kind_of_its_own() {
    let mut window = imported_from(&NOTICE.replace('，', ","));
    window.palette("检查结果");
    window.click("改为“，”");
    window.palette("与原稿对照");
    assert!(window.shows("☐ 按检查改正 0/1"));
    window.tell(Message::Comparing(Original::All(Kind::Fix)));
    assert_eq!(approved(&window).len(), 1);
}

#[test]
fn a_document_without_an_original_says_so() {
    let mut window = Window::sample();
    window.press((window.block(0, 0), 2));
    window.palette("与原稿对照");
    assert!(window.shows("原稿里找不到这一篇"));
}
