//! The panel of the press: a verdict before anything is written, faults that lead to their object.

use std::fs;

use gongbao::app::Message;
use gongbao::app::panel::press::{self, Sheets};
use gongbao::issue::masthead::Script;
use gongbao::issue::place::Part;
use iced::keyboard::key::Named;
use lopdf::Document;

use crate::window::Window;

fn say(window: &mut Window, message: press::Message) {
    window.tell(Message::PressPanel(message));
    window.redraw();
}

/// The sample with its pages checked.
fn checked() -> Window {
    let mut window = Window::sample();
    window.palette("导出印刷");
    assert!(window.app.preflight().is_some());
    window.redraw();
    window
}

#[test]
fn the_verdict_comes_before_the_file() {
    let mut window = checked();
    let report = window.app.preflight().unwrap().clone();
    // Nobody has approved the Mongolian name of the sample.
    assert!(!report.is_fit());
    assert_eq!(report.plates, ["K", "Spot Red"]);
    let verdict = report.verdict();
    assert!(verdict.starts_with("不能付印：") && window.shows(&verdict), "{verdict}");
    assert!(window.app.notice().is_none(), "nothing is written yet");
    let path = window.path("印刷.pdf");
    window.click("写出 PDF…");
    window.give_path(&path);
    let (said, is_error) = window.app.notice().unwrap();
    assert!(!is_error && said.contains("印刷.pdf") && said.contains(&verdict), "{said}");
    let pdf = Document::load_mem(&fs::read(&path).unwrap()).unwrap();
    assert_eq!(pdf.get_pages().len(), window.app.sheets().len());
}

#[test]
fn a_change_makes_the_check_old() {
    let mut window = checked();
    window.press((Part::Masthead(Script::Chinese), 2));
    window.typewrite("甲");
    window.redraw();
    assert!(window.app.preflight().is_none());
    assert!(window.shows("检查之后有改动，请重新检查。"));
    // The button is grey: nothing asks for a path.
    window.click("写出 PDF…");
    assert!(!window.shows("用系统对话框…"));
    window.click("重新检查");
    assert!(window.app.preflight().is_some());
}

#[test]
fn a_fault_leads_to_its_object() {
    let mut window = Window::sample();
    // A spine of 1 mm puts the text of each page at the trim.
    window.palette("版式");
    window.tell(Message::StylePanel(gongbao::app::panel::style::Message::Entered(
        gongbao::app::panel::style::Entry::Inner,
        "1".to_owned(),
    )));
    window.palette("导出印刷");
    let report = window.app.preflight().unwrap();
    let (index, fault) = report
        .faults
        .iter()
        .enumerate()
        .find(|(_, fault)| fault.finding.rule == "text-trim" && fault.page.unwrap() > 4)
        .expect("text at the trim");
    let (page, rect) = (fault.page.unwrap() as usize - 1, fault.rect.unwrap());
    say(&mut window, press::Message::Chosen(index));
    assert_eq!(window.app.outlined(), Some((page, rect)));
    let at = window.room();
    let seen = window.app.in_window(page, rect.at, at).unwrap();
    assert!(at.contains(seen), "{seen:?} is not in {at:?}");
    say(&mut window, press::Message::InkToggled);
    window.paint();
    assert!(window.shows("超过 300%"));
}

#[test]
fn choices_are_checked_at_once() {
    let mut window = checked();
    say(&mut window, press::Message::RedChosen(gongbao::export::press::Red::Process));
    assert_eq!(window.app.preflight().unwrap().plates, ["M", "Y", "K"]);
    say(&mut window, press::Message::SheetsChosen(Sheets::Saddle));
    assert!(window.app.preflight().is_some());
    assert!(window.shows("折样：虚线处折叠"));
    window.paint();
    say(&mut window, press::Message::MarksToggled);
    let report = window.app.preflight().unwrap();
    assert_eq!(report.pages, window.app.sheets().len());
    window.key(Named::Escape);
}
