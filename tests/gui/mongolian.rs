//! The Mongolian name: written by transliteration, another form of a letter, approval and its end.

use gongbao::issue::masthead::Script;
use gongbao::issue::place::Part;

use crate::window::Window;

const NAME: Part = Part::Masthead(Script::Mongolian);

/// The sample with the name's field of strokes holding the focus.
fn writing() -> Window {
    let mut window = Window::sample();
    window.palette("写蒙古文刊名");
    assert!(window.shows("写入刊名"));
    window.ctrl("a");
    window
}

#[test]
fn a_name_is_typed_approved_and_the_chinese_beside_it_withdraws_the_approval() {
    let mut window = writing();
    window.typewrite("bugutu hota");
    window.click("写入刊名");
    assert_eq!(window.text(NAME), "ᠪᠤᠭᠤᠲᠤ ᠬᠣᠲᠠ");
    assert_eq!(window.issue().masthead.approval, None);
    window.click("核对人姓名");
    window.typewrite("乌云");
    window.click("已核对无误");
    assert_eq!(window.issue().masthead.approval.as_ref().unwrap().by, "乌云");
    assert!(window.shows("已核"));
    let chinese = Part::Masthead(Script::Chinese);
    window.press((chinese, 3));
    window.typewrite("新");
    assert_eq!(window.text(chinese), "包头市新人民政府公报");
    assert_eq!(window.issue().masthead.approval, None);
    assert!(window.shows("未核"));
    window.ctrl("z");
    assert!(window.issue().masthead.approval.is_some(), "undo brings it back");
}

#[test]
fn a_letter_takes_another_form() {
    let mut window = writing();
    window.typewrite("dugar");
    window.click("1833");
    window.click("FVS1");
    window.click("写入刊名");
    assert_eq!(window.text(NAME), "ᠳ\u{180b}ᠤᠭᠠᠷ");
}

#[test]
fn escape_leaves_the_name_as_it_was() {
    let mut window = Window::sample();
    let before = window.text(NAME);
    window.palette("写蒙古文刊名");
    window.typewrite("x");
    window.key(iced::keyboard::key::Named::Escape);
    assert!(!window.shows("写入刊名"));
    assert_eq!(window.text(NAME), before);
}

#[test]
fn terms_come_from_a_table_and_go_into_one() {
    let mut window = Window::sample();
    let table = window.path("terms.csv");
    let row = "公报,ᠪᠠᠷ,旧刊,乌云,2026-04-08";
    std::fs::write(&table, format!("汉文,蒙古文,来源,核对人,核对日期\n{row}\n")).unwrap();
    window.palette("读入术语表");
    window.give_path(&table);
    assert!(window.shows("新增或更新 1 条"));
    window.palette("写蒙古文刊名");
    assert!(window.shows("公报") && !window.shows("术语表里没有"));
    window.key(iced::keyboard::key::Named::Escape);
    let out = window.path("all.csv");
    window.palette("导出术语表");
    window.give_path(&out);
    let written = std::fs::read_to_string(&out).unwrap();
    assert!(written.contains(row), "{written}");
    assert!(written.lines().count() > 40);
    // A table that is none is told, and nothing is lost.
    std::fs::write(&table, "一,二\n").unwrap();
    window.palette("读入术语表");
    window.give_path(&table);
    assert!(window.shows("应写明列名"));
}
