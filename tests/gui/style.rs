//! The panel of the style: the pages follow what is typed, undo brings them back, files go and come.

use std::fs;

use gongbao::app::Message;
use gongbao::app::panel::style::{self, Entry};
use gongbao::geom::Pt;
use gongbao::layout::style::{Align, ContentsForm, Head, Pagination, Stylesheet};
use iced::advanced::widget::Id;
use iced::keyboard::key::Named;

use crate::window::Window;

fn style(window: &Window) -> Stylesheet {
    Stylesheet::chosen(&window.issue().style).unwrap()
}

fn say(window: &mut Window, message: style::Message) {
    window.tell(Message::StylePanel(message));
    window.redraw();
}

fn enter(window: &mut Window, entry: Entry, text: &str) {
    say(window, style::Message::Entered(entry, text.to_owned()));
}

/// The window with the sample and the panel beside it.
fn panel() -> Window {
    let mut window = Window::sample();
    window.palette("版式");
    assert!(window.shows("天头（毫米）"));
    window
}

/// Types over what stands in a field.
fn type_over(window: &mut Window, entry: Entry, text: &str) {
    let field = window.find(Id::from(format!("style {entry:?}"))).expect("a field");
    let middle = field.bounds().center();
    window.click_at(middle);
    window.ctrl("a");
    window.typewrite(text);
    window.redraw();
}

#[test]
fn the_pages_follow_what_is_typed_and_undo_brings_them_back() {
    let mut window = panel();
    let before = window.app.sheets()[0].trim;
    type_over(&mut window, Entry::Width, "220");
    let near = |width: Pt, mm: f64| (width - Pt::from_mm(mm)).abs() < Pt::from_f64(0.01);
    assert!(near(window.app.sheets()[0].trim.width, 220.0));
    assert!(window.shows("已改动"));
    // One step back, however many keys it were.
    window.palette("撤销");
    assert_eq!(window.app.sheets()[0].trim, before);
    assert_eq!(window.issue().style.source, None);
    assert!(!window.shows("已改动"));
    window.palette("重做");
    assert!(near(window.app.sheets()[0].trim.width, 220.0));
}

#[test]
fn what_cannot_be_is_refused_in_its_place() {
    let mut window = panel();
    let before = window.issue().style.clone();
    for (entry, typed, sentence) in [
        (Entry::Width, "100", "版心比纸张宽"),
        (Entry::Columns, "两", "请填整数，例如 2"),
        (Entry::Grid, "", "请填数字，例如 10.5"),
        (Entry::Lines, "90", "版心比纸张高"),
        (Entry::Column, "5", "栏宽至少为 8 个字"),
    ] {
        enter(&mut window, entry, typed);
        assert!(window.shows(sentence), "{typed}");
        assert_eq!(window.issue().style, before, "{typed}");
    }
    enter(&mut window, Entry::Lines, "33");
    assert!(!window.shows("版心比纸张高"));
    assert_eq!(style(&window).page.lines, 33);
}

#[test]
fn every_control_changes_the_style() {
    let mut window = panel();
    say(&mut window, style::Message::Shown("title"));
    enter(&mut window, Entry::Size, "小二");
    say(&mut window, style::Message::Font(gongbao::font::Role::Kai));
    say(&mut window, style::Message::Align(Align::Left));
    say(&mut window, style::Message::Head(Head::None));
    say(&mut window, style::Message::FolioAt(Align::Centre));
    say(&mut window, style::Message::Contents(ContentsForm::Leaders));
    say(&mut window, style::Message::Pagination(Pagination::Year));
    say(&mut window, style::Message::FolioEntered("0".to_owned()));
    assert!(window.shows("请填 1 到 9999 的整数，或留空"));
    say(&mut window, style::Message::FolioEntered("33".to_owned()));
    let style = style(&window);
    assert_eq!((style.title.size, style.title.align), (Pt::new(18), Align::Left));
    assert_eq!(style.title.font, gongbao::font::Role::Kai);
    assert_eq!((style.furniture.head, style.folio.align), (Head::None, Align::Centre));
    assert_eq!(style.furniture.contents, ContentsForm::Leaders);
    assert_eq!(style.furniture.pagination, Pagination::Year);
    assert_eq!(window.app.sheets().iter().find_map(|page| page.folio), Some(33));
    // A change that is taken back by hand is none.
    say(&mut window, style::Message::Reset);
    assert_eq!(window.issue().style.source, None);
    say(&mut window, style::Message::Chosen("single"));
    assert_eq!(window.issue().style.name, "single");
    assert_eq!(window.app.sheets()[0].trim, Stylesheet::built_in("single").unwrap().page.trim);
    let _ = window.draw();
}

#[test]
fn a_style_goes_into_a_file_and_comes_from_one() {
    let mut window = panel();
    let path = window.path("本刊.ron");
    window.palette("版式另存为样式文件");
    window.give_path(&path);
    let text = fs::read_to_string(&path).unwrap();
    assert_eq!(text, Stylesheet::source("baotou").unwrap());
    fs::write(&path, text.replace("lines: 34", "lines: 30")).unwrap();
    window.palette("载入样式文件");
    window.give_path(&path);
    assert_eq!(window.issue().style.name, "本刊");
    assert_eq!(style(&window).page.lines, 30);
    assert!(window.shows("本刊"));
    window.palette("撤销");
    assert_eq!(window.issue().style.name, "baotou");
    // What is wrong in a file is said with its line.
    fs::write(&path, text.replace("lines: 34", "lines: x")).unwrap();
    window.palette("载入样式文件");
    window.give_path(&path);
    let (notice, is_error) = window.app.notice().unwrap();
    let line = text.lines().position(|line| line.contains("lines: 34")).unwrap() + 1;
    let said = format!("本刊.ron:{line}: page.lines 应是");
    assert!(is_error && notice.contains(&said), "{notice}");
    assert_eq!(window.issue().style.name, "baotou");
}

#[test]
fn many_pages_follow_off_the_hand_and_what_is_older_is_dropped() {
    let mut window = panel();
    // Lines and columns so small that there are many pages.
    enter(&mut window, Entry::Lines, "6");
    assert!(window.app.sheets().len() > 60, "{}", window.app.sheets().len());
    let width = |window: &Window| window.app.sheets()[0].trim.width;
    let before = width(&window);
    window.hold();
    say(&mut window, style::Message::Entered(Entry::Width, "220".to_owned()));
    say(&mut window, style::Message::Entered(Entry::Top, "20".to_owned()));
    say(&mut window, style::Message::Entered(Entry::Width, "230".to_owned()));
    assert!(window.shows("正在按新版式排版…"));
    assert_eq!(width(&window), before);
    // What is written meanwhile is on the pages at once, and stays there.
    let title = window.title(0);
    window.press((title, 0));
    window.typewrite("改");
    assert_eq!(width(&window), before);
    window.release();
    assert_eq!(width(&window), style(&window).page.trim.width);
    assert!(!window.shows("正在按新版式排版…"));
    let shown: String = window
        .app
        .sheets()
        .iter()
        .flat_map(|page| page.runs())
        .map(|(_, run)| run.text.as_str())
        .collect();
    assert!(shown.contains("改包头市人民政府"), "the letter is on the pages");
    // Back before anything was composed: the pages stay.
    window.hold();
    say(&mut window, style::Message::Entered(Entry::Width, "240".to_owned()));
    window.palette("撤销");
    window.release();
    assert_eq!(width(&window), style(&window).page.trim.width);
    window.key(Named::Escape);
}
