//! The house's settings: kept from an issue, begun from, given to another issue, and as a file.

use gongbao::issue::masthead::{MastheadOrder, Script};
use gongbao::issue::place::Part;

use crate::window::Window;

/// The sample with another cover, another order and another name, kept as the house's settings.
fn kept() -> Window {
    let mut window = Window::sample();
    window.palette("封面…");
    window.click("红底");
    window.tell(gongbao::app::Message::Covering(gongbao::app::panel::cover::Message::Order(
        MastheadOrder::MongolianFirst,
    )));
    window.key(iced::keyboard::key::Named::Escape);
    window.press((Part::Masthead(Script::Chinese), 3));
    window.typewrite("新");
    window.palette("保存为本单位设置");
    assert!(window.shows("已保存为本单位设置"));
    window
}

/// Leaves the open issue, with what is not saved.
fn leave(window: &mut Window, command: &str) {
    window.palette(command);
    if window.shows("不保存") {
        window.click("不保存");
    }
}

#[test]
fn a_new_issue_begins_as_the_house_has_it() {
    let mut window = kept();
    leave(&mut window, "新建一期");
    let issue = window.issue();
    assert_eq!(issue.cover.template, "red");
    assert_eq!(issue.masthead.order, MastheadOrder::MongolianFirst);
    assert_eq!(issue.masthead.chinese.string, "包头市新人民政府公报");
    assert_eq!(issue.documents().count(), 0);
    assert!(!issue.colophon.is_empty() && issue.sections.len() > 1);
}

#[test]
fn an_issue_is_given_the_settings_and_undo_takes_them_back() {
    let mut window = kept();
    leave(&mut window, "打开样刊");
    assert!(window.issue().cover.is_default(), "the sample is the sample");
    window.palette("套用本单位设置");
    assert_eq!(window.issue().cover.template, "red");
    assert_eq!(window.issue().masthead.chinese.string, "包头市新人民政府公报");
    window.ctrl("z");
    assert!(window.issue().cover.is_default());
    assert_eq!(window.issue().masthead.chinese.string, "包头市人民政府公报");
}

#[test]
fn a_colleague_is_given_a_file_and_a_broken_one_is_told() {
    let mut window = kept();
    let path = window.path("house.ron");
    window.palette("导出本单位设置");
    window.give_path(&path);
    assert!(std::fs::read_to_string(&path).unwrap().contains("包头市新人民政府公报"));
    let mut other = Window::sample();
    other.palette("套用本单位设置");
    assert!(other.shows("还没有本单位设置"));
    other.palette("读入本单位设置");
    other.give_path(&path);
    assert!(other.shows("已读入本单位设置"));
    other.palette("套用本单位设置");
    assert_eq!(other.issue().cover.template, "red");
    std::fs::write(&path, "(masthead: 5)").unwrap();
    other.palette("读入本单位设置");
    other.give_path(&path);
    assert!(other.shows("请重新导出一份本单位设置"));
}
