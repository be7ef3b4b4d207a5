//! What was not saved when the program ended is offered at the next start.

use std::fs;

use gongbao::app::Message;
use gongbao::store;
use iced::keyboard::key::Named;
use iced::{Event, window as system};

use crate::window::Window;

const OFFER: &str = "上次没有正常关闭";

/// The sample, saved, with a change after that.
fn changed(words: &str) -> (Window, std::path::PathBuf) {
    let mut window = Window::sample();
    let path = window.path("一期.gongbao");
    window.ctrl("s");
    window.give_path(&path);
    window.press((window.title(0), 0));
    window.typewrite(words);
    window.wait();
    (window, path)
}

fn close(window: &mut Window) {
    let _ = window.send(Event::Window(system::Event::CloseRequested));
    window.redraw();
}

#[test]
fn what_was_typed_is_recovered_and_the_file_left_alone() {
    let (window, path) = changed("甲乙丙");
    let (issue, before) = (window.issue().clone(), fs::read(&path).unwrap());
    let mut window = window.killed();
    assert!(window.shows(OFFER) && window.shows("《一期》在"), "the offer");
    window.click("恢复");
    assert_eq!(*window.issue(), issue);
    assert_eq!(window.app.title(), "● 一期 — 公报");
    assert!(fs::read(&path).unwrap() == before, "nothing is saved by itself");
    // It is kept still: the program may be killed again.
    let mut window = window.killed();
    window.click("恢复");
    assert_eq!(*window.issue(), issue);
    window.ctrl("s");
    window.wait();
    assert_eq!(store::load(&path).unwrap().file.issue, issue);
    assert!(!window.killed().shows(OFFER), "what is saved is not offered");
}

#[test]
fn an_issue_without_a_file_is_recovered_and_a_new_one_is_no_work() {
    let mut window = Window::sample();
    window.wait();
    let mut window = window.killed();
    assert!(!window.shows(OFFER), "nobody has worked on it");
    window.click("打开样刊");
    window.press((window.title(0), 0));
    window.typewrite("甲");
    window.wait();
    let issue = window.issue().clone();
    let mut window = window.killed();
    window.click("恢复");
    assert_eq!(*window.issue(), issue);
    assert_eq!((window.app.path(), window.app.is_unsaved()), (None, true));
}

#[test]
fn what_ends_as_it_should_leaves_nothing() {
    for (answer, ends) in [("不保存", true), ("取消", false)] {
        let (mut window, _) = changed("甲");
        close(&mut window);
        window.click(answer);
        assert_eq!(window.ended, ends);
        assert_eq!(window.killed().shows(OFFER), !ends, "{answer}");
    }
    let (mut window, _) = changed("甲");
    window.ctrl("z");
    window.wait();
    assert!(!window.killed().shows(OFFER), "undone to what is saved");
    let (mut window, _) = changed("甲");
    window.ctrl("w");
    window.click("不保存");
    window.wait();
    assert!(!window.killed().shows(OFFER), "given up");
}

#[test]
fn a_file_that_was_changed_since_is_not_overwritten() {
    let (window, path) = changed("甲");
    let issue = window.issue().clone();
    let mut other = store::load(&path).unwrap().file;
    other.issue.colophon.clear();
    let _ = store::save_with(&path, &other, None).unwrap();
    let mut window = window.killed();
    assert!(window.shows("又保存过"), "the offer says so");
    window.click("恢复");
    assert_eq!(*window.issue(), issue);
    assert_eq!(window.app.path(), None);
    window.ctrl("s");
    assert!(window.shows("文件"), "it asks for a name");
    assert_eq!(store::load(&path).unwrap().file, other);
}

#[test]
fn it_can_be_saved_elsewhere_discarded_or_left_for_later() {
    let (window, path) = changed("甲");
    let (issue, old) = (window.issue().clone(), store::load(&path).unwrap().file);
    let mut window = window.killed();
    window.click("稍后");
    assert!(!window.shows(OFFER) && window.shows("打开样刊"));
    let mut window = window.killed();
    window.key(Named::Escape);
    assert!(!window.shows(OFFER));
    let mut window = window.killed();
    window.click("另存为…");
    let elsewhere = window.path("二期.gongbao");
    window.give_path(&elsewhere);
    assert_eq!(store::load(&elsewhere).unwrap().file.issue, issue);
    assert_eq!(store::load(&path).unwrap().file, old);
    window.press((window.title(0), 0));
    window.typewrite("乙");
    window.wait();
    let mut window = window.killed();
    assert!(window.shows("《二期》在"));
    window.click("丢弃");
    assert!(!window.shows(OFFER) && window.app.issue().is_none());
    assert!(!window.killed().shows(OFFER));
}

#[test]
fn a_second_window_takes_nothing_from_the_first() {
    let (mut window, _) = changed("甲");
    let mut other = window.beside();
    assert!(!other.shows(OFFER));
    other.click("打开样刊");
    other.press((other.title(0), 0));
    other.typewrite("乙");
    other.wait();
    window.typewrite("丙");
    window.wait();
    let issue = window.issue().clone();
    close(&mut other);
    other.click("不保存");
    let mut window = window.killed();
    window.click("恢复");
    assert_eq!(*window.issue(), issue);
}

#[test]
fn the_inbox_comes_back_as_it_was() {
    let mut window = Window::new();
    for (name, number) in [("甲.txt", 91), ("乙.txt", 92), ("丙.txt", 93)] {
        let path = window.path(name);
        let text = format!(
            "甲市人民政府关于{name}的通知\n包府发〔2026〕{number}号\n各区人民政府：\n做好。\n\
             甲市人民政府\n2026年4月3日\n"
        );
        fs::write(&path, text).unwrap();
        let _ = window.send(Event::Window(system::Event::FileDropped(path)));
        window.redraw();
    }
    assert_eq!(window.app.incoming(), 3);
    window.key(Named::Delete);
    window.key(Named::Enter);
    assert_eq!(window.app.incoming(), 1);
    window.wait();
    let issue = window.issue().clone();
    let mut window = window.killed();
    assert!(window.shows("收稿里有 3 份来稿"));
    window.click("恢复");
    assert_eq!(*window.issue(), issue);
    assert_eq!(window.app.incoming(), 1, "one is in the issue, one was turned away");

    // Nothing is lost where there is no issue either.
    let mut window = Window::new();
    let path = window.path("丁.txt");
    fs::write(&path, "甲市人民政府关于丁事的通知\n各区人民政府：\n做好。\n").unwrap();
    let _ = window.send(Event::Window(system::Event::FileDropped(path)));
    window.wait();
    let mut window = window.killed();
    window.click("恢复");
    assert!(window.shows("丁.txt"));
    assert_eq!((window.app.incoming(), window.app.issue().is_none()), (1, true));
    // Nor where the program ends as it should, asked or not.
    close(&mut window);
    let mut window = window.killed();
    assert!(window.shows("上次还有来稿没有处理完"));
    window.click("恢复");
    assert_eq!((window.app.incoming(), window.app.issue().is_none()), (1, true));
    window.tell(Message::Inbox(gongbao::app::inbox::Message::TurnedAway));
    window.wait();
    assert!(!window.killed().shows(OFFER), "everything is answered");
}
