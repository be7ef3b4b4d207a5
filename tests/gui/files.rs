//! Opening, saving and exporting; nothing is lost, and nothing fails silently.

use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::Path;

use gongbao::app::Message;
use gongbao::store;
use iced::{Event, window as system};

use crate::tool::{have, run};
use crate::window::Window;

fn drop_file(window: &mut Window, path: &Path) {
    let _ = window.send(Event::Window(system::Event::FileDropped(path.to_owned())));
    window.redraw();
}

fn close(window: &mut Window) {
    let _ = window.send(Event::Window(system::Event::CloseRequested));
    window.redraw();
}

/// An error is a sentence that says what is wrong and what to do.
fn error(window: &Window) -> String {
    let (text, is_error) = window.app.notice().expect("a notice");
    assert!(is_error && text.contains('；'), "{text}");
    text.to_owned()
}

/// The sample, saved as `name`.
fn saved(name: &str) -> (Window, std::path::PathBuf) {
    let mut window = Window::sample();
    let path = window.path(name);
    window.ctrl("s");
    window.give_path(&path);
    assert!(path.is_file(), "{:?}", window.app.notice());
    (window, path)
}

#[test]
fn saving_writes_the_issue_and_marks_it_saved() {
    let mut window = Window::sample();
    assert!(window.app.title().starts_with('●'), "{}", window.app.title());
    let path = window.path("一期.gongbao");
    window.ctrl("s");
    window.give_path(&path);
    assert!(!window.app.is_unsaved());
    assert_eq!(window.app.title(), "一期 — 公报");
    assert_eq!(store::load(&path).unwrap().file.issue, *window.issue());
    window.press((window.title(0), 0));
    window.typewrite("改");
    assert!(window.app.title().starts_with("● 一期"));
    assert!(window.shows("未保存"));
    window.ctrl("s");
    assert!(!window.app.is_unsaved(), "no question the second time");
    assert!(window.shows("已保存"));
    assert_eq!(store::load(&path).unwrap().file.issue, *window.issue());
}

#[test]
fn undo_to_what_was_saved_is_saved() {
    let (mut window, _) = saved("一期.gongbao");
    window.press((window.title(0), 0));
    window.typewrite("改");
    window.ctrl("z");
    assert!(!window.app.is_unsaved());
    window.ctrl("y");
    assert!(window.app.is_unsaved());
    window.ctrl("z");
    window.typewrite("另");
    assert!(window.app.is_unsaved(), "another change is not the saved one");
}

#[test]
fn saving_as_keeps_the_old_file_and_adds_the_ending() {
    let (mut window, path) = saved("一期.gongbao");
    let before = fs::read(&path).unwrap();
    window.press((window.title(0), 0));
    window.typewrite("改");
    let other = window.path("二期");
    window.palette("另存为");
    window.give_path(&other);
    assert_eq!(window.app.path(), Some(window.path("二期.gongbao").as_path()));
    assert!(fs::read(&path).unwrap() == before);
}

#[test]
fn a_saving_that_fails_says_so_and_loses_nothing() {
    let mut window = Window::sample();
    window.press((window.title(0), 0));
    window.typewrite("改");
    let issue = window.issue().clone();
    let path = window.path("没有这个文件夹/一期.gongbao");
    window.ctrl("s");
    window.give_path(&path);
    assert!(error(&window).contains("文件夹不存在"), "{}", error(&window));
    assert!(window.app.is_unsaved());
    assert_eq!(*window.issue(), issue);
    assert_eq!(window.app.path(), None);
    window.ctrl("z");
    window.press((window.title(0), 0));
    window.typewrite("又");
    assert!(window.text(window.title(0)).starts_with('又'));
}

#[test]
fn closing_asks_about_unsaved_changes() {
    let mut window = Window::sample();
    close(&mut window);
    assert!(!window.ended && window.shows("本期有改动还没有保存"));
    window.click("取消");
    assert!(!window.ended && window.app.issue().is_some());
    assert!(!window.shows("本期有改动还没有保存"));
    close(&mut window);
    window.click("不保存");
    assert!(window.ended);
}

#[test]
fn closing_saves_first_where_that_is_wanted() {
    let (mut window, path) = saved("一期.gongbao");
    window.press((window.title(0), 0));
    window.typewrite("改");
    close(&mut window);
    window.key(iced::keyboard::key::Named::Escape);
    assert!(!window.ended && !window.shows("本期有改动还没有保存"));
    // Behind the dialog lies a button of the same name.
    close(&mut window);
    window.tell(Message::Dialog(gongbao::app::panel::dialog::Message::SaveFirst));
    assert!(window.ended);
    assert_eq!(store::load(&path).unwrap().file.issue, *window.issue());
    let (mut window, _) = saved("一期.gongbao");
    close(&mut window);
    assert!(window.ended, "nothing is unsaved: nothing is asked");
}

#[test]
fn closing_does_not_end_when_saving_fails() {
    let mut window = Window::sample();
    close(&mut window);
    window.tell(Message::Dialog(gongbao::app::panel::dialog::Message::SaveFirst));
    let path = window.path("没有/一期.gongbao");
    window.give_path(&path);
    assert!(!window.ended);
    let _ = error(&window);
    assert!(window.app.is_unsaved());
}

#[test]
fn giving_up_the_path_gives_up_the_closing() {
    let mut window = Window::sample();
    close(&mut window);
    window.tell(Message::Dialog(gongbao::app::panel::dialog::Message::SaveFirst));
    window.key(iced::keyboard::key::Named::Escape);
    assert!(!window.ended);
    let path = window.path("一期.gongbao");
    window.ctrl("s");
    window.give_path(&path);
    assert!(!window.ended, "a later saving does not close");
}

#[test]
fn an_exported_pdf_has_what_was_typed() {
    let mut window = Window::sample();
    window.press((window.block(0, 0), 2));
    window.typewrite("打字甲乙丙");
    let path = window.path("校样.pdf");
    window.ctrl("e");
    window.give_path(&path);
    assert!(fs::read(&path).unwrap().starts_with(b"%PDF"));
    let (said, is_error) = window.app.notice().unwrap();
    assert!(!is_error && said.contains("校样.pdf"), "{said}");
    if have("pdftotext") {
        let text = run("pdftotext", &["-raw", path.to_str().unwrap(), "-"]);
        let text = String::from_utf8(text).unwrap();
        assert!(text.contains("打字甲乙丙"));
    }
    assert!(window.app.is_unsaved(), "an export is no saving");
}

#[test]
fn an_export_goes_by_the_ending_of_the_path() {
    let mut window = Window::sample();
    window.press((window.block(0, 0), 2));
    window.typewrite("打字");
    let path = window.path("文字.txt");
    window.ctrl("e");
    window.give_path(&path);
    assert!(fs::read_to_string(&path).unwrap().contains("打字"));
    let path = window.path("页.png");
    window.palette("PNG");
    window.give_path(&path);
    let pages = window.app.sheets().len();
    for number in [1, pages] {
        let bytes = fs::read(window.path(&format!("页-{number:03}.png"))).unwrap();
        assert!(bytes.starts_with(b"\x89PNG"));
    }
    let path = window.path("页.xyz");
    window.ctrl("e");
    window.give_path(&path);
    let _ = error(&window);
}

#[test]
fn a_broken_file_shows_an_error_and_changes_nothing() {
    let (mut window, path) = saved("一期.gongbao");
    let issue = window.issue().clone();
    let bytes = fs::read(&path).unwrap();
    let broken = window.path("坏.gongbao");
    for bytes in [&bytes[..bytes.len() / 2], b"PK\x03\x04 nothing", b""] {
        fs::write(&broken, bytes).unwrap();
        drop_file(&mut window, &broken);
        assert!(error(&window).contains("坏.gongbao"));
        assert_eq!(*window.issue(), issue);
        assert_eq!(window.app.path(), Some(path.as_path()));
        window.tell(Message::NoticeRead);
    }
    let gone = window.path("没有.gongbao");
    drop_file(&mut window, &gone);
    let _ = error(&window);
    let mut fresh = Window::new();
    drop_file(&mut fresh, &broken);
    let _ = error(&fresh);
    assert!(fresh.shows("打开样刊"), "the start screen stays");
}

#[test]
fn an_opened_file_is_what_was_saved() {
    let (window, path) = saved("一期.gongbao");
    let issue = window.issue().clone();
    let mut other = Window::new();
    drop_file(&mut other, &path);
    assert_eq!(*other.issue(), issue);
    assert!(!other.app.is_unsaved());
    assert_eq!(other.app.title(), "一期 — 公报");
    other.ctrl("w");
    assert!(other.app.issue().is_none());
    other.click("一期");
    assert_eq!(*other.issue(), issue, "from the list of recent files");
}

#[test]
fn opening_asks_about_unsaved_changes_first() {
    let (mut window, path) = saved("一期.gongbao");
    window.press((window.title(0), 0));
    window.typewrite("改");
    let issue = window.issue().clone();
    drop_file(&mut window, &path);
    assert!(window.shows("本期有改动还没有保存"));
    assert_eq!(*window.issue(), issue);
    window.click("不保存");
    assert_ne!(*window.issue(), issue);
    assert!(!window.app.is_unsaved());
}

/// Edits made while a file was being opened were replaced by it without a question.
#[test]
fn what_is_written_while_a_file_opens_is_asked_about() {
    let (mut window, path) = saved("一期.gongbao");
    let old = window.issue().clone();
    window.press((window.title(0), 0));
    window.hold();
    drop_file(&mut window, &path);
    window.typewrite("改");
    let written = window.issue().clone();
    window.release();
    assert!(window.shows("本期有改动还没有保存"));
    assert_eq!(*window.issue(), written, "it is there until the question is answered");
    window.click("取消");
    assert_eq!(*window.issue(), written);
    assert!(window.app.is_unsaved());

    window.hold();
    drop_file(&mut window, &path);
    window.release();
    window.click("不保存");
    assert_eq!(*window.issue(), old);

    // The same, saved first: the file then has what was written.
    let other = window.path("二期.gongbao");
    let _ = fs::copy(&path, &other).unwrap();
    window.press((window.title(0), 0));
    window.hold();
    drop_file(&mut window, &other);
    window.typewrite("改");
    window.release();
    window.tell(Message::Dialog(gongbao::app::panel::dialog::Message::SaveFirst));
    assert_eq!(window.app.path(), Some(other.as_path()));
    assert_eq!(*window.issue(), old);
    assert_eq!(store::load(&path).unwrap().file.issue, written);
}

#[test]
fn what_was_given_up_is_not_asked_about_twice_unless_more_was_written() {
    let (mut window, path) = saved("一期.gongbao");
    let old = window.issue().clone();
    for more in [false, true] {
        window.press((window.title(0), 0));
        window.typewrite("改");
        drop_file(&mut window, &path);
        window.hold();
        window.click("不保存");
        if more {
            window.press((window.title(0), 0));
            window.typewrite("又");
        }
        window.release();
        assert_eq!(window.shows("本期有改动还没有保存"), more);
        assert_eq!(*window.issue() == old, !more);
    }
}

#[test]
fn the_file_that_is_asked_for_last_is_shown() {
    let (mut window, path) = saved("一期.gongbao");
    let other = window.path("二期.gongbao");
    let _ = fs::copy(&path, &other).unwrap();
    window.hold();
    drop_file(&mut window, &other);
    drop_file(&mut window, &path);
    window.release();
    assert_eq!(window.app.path(), Some(path.as_path()));
    window.hold();
    drop_file(&mut window, &other);
    window.ctrl("n");
    assert_eq!(window.app.path(), None);
    window.release();
    assert_eq!(window.app.path(), None, "what was opened before comes too late");
}

#[test]
fn a_saving_that_ends_late_does_not_give_its_path_to_another_issue() {
    let (mut window, path) = saved("一期.gongbao");
    window.press((window.title(0), 0));
    window.typewrite("改");
    window.hold();
    window.ctrl("s");
    window.ctrl("n");
    window.tell(Message::Dialog(gongbao::app::panel::dialog::Message::GiveUp));
    window.release();
    assert_eq!(window.app.path(), None);
    assert!(window.app.is_unsaved());
    let kept = store::load(&path).unwrap().file.issue;
    assert!(kept.documents().next().unwrap().1.title.string.starts_with('改'));
}

#[test]
fn an_export_that_is_stopped_writes_nothing() {
    let mut window = Window::sample();
    let pdf = window.path("校样.pdf");
    window.ctrl("e");
    window.hold();
    window.give_path(&pdf);
    window.click("停止");
    window.release();
    assert!(!pdf.exists());
    assert_eq!(window.app.notice(), None);
    assert!(!window.shows("正在导出"));

    let png = window.path("页.png");
    window.palette("PNG");
    window.hold();
    window.give_path(&png);
    window.click("停止");
    window.release();
    assert!(!window.path("页-002.png").exists());
}

#[test]
fn an_exported_word_file_has_what_was_typed() {
    let mut window = Window::sample();
    window.press((window.title(0), 0));
    window.typewrite("改");
    let path = window.path("核对.docx");
    window.palette("导出 Word");
    window.give_path(&path);
    let (said, is_error) = window.app.notice().unwrap();
    assert!(!is_error && said.contains("核对.docx"), "{said}");
    let source = gongbao::import::read("核对.docx", &fs::read(&path).unwrap()).unwrap();
    assert!(source.text.contains(&window.text(window.title(0))));
    assert!(window.text(window.title(0)).starts_with('改'));
}

#[test]
fn a_file_that_is_just_opened_has_nothing_to_undo() {
    let (mut window, path) = saved("一期.gongbao");
    window.press((window.title(0), 0));
    window.typewrite("改");
    window.ctrl("s");
    drop_file(&mut window, &path);
    let issue = window.issue().clone();
    window.ctrl("z");
    window.click("撤销");
    assert_eq!(*window.issue(), issue);
    assert!(!window.app.is_unsaved());
}

/// The file at `path` as a newer program would have written it.
fn from_the_future(path: &Path) {
    let mut old = zip::ZipArchive::new(Cursor::new(fs::read(path).unwrap())).unwrap();
    let mut new = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..old.len() {
        let mut entry = old.by_index(index).unwrap();
        let mut bytes = Vec::new();
        let _ = entry.read_to_end(&mut bytes).unwrap();
        let name = entry.name().unwrap().into_owned();
        if name == "issue.ron" {
            bytes = String::from_utf8(bytes).unwrap().replace("version: 1", "version: 7").into();
        }
        let options = zip::write::SimpleFileOptions::default();
        new.start_file(name, options).unwrap();
        new.write_all(&bytes).unwrap();
    }
    fs::write(path, new.finish().unwrap().into_inner()).unwrap();
}

#[test]
fn a_file_of_a_newer_program_is_not_written_over() {
    let (_window, path) = saved("一期.gongbao");
    from_the_future(&path);
    let bytes = fs::read(&path).unwrap();
    let mut window = Window::new();
    drop_file(&mut window, &path);
    assert!(window.app.notice().unwrap().0.contains("只能查看"));
    window.press((window.title(0), 0));
    window.typewrite("改");
    window.ctrl("s");
    assert!(fs::read(&path).unwrap() == bytes, "a plain saving must not lose the unknown");
    window.give_path(&path);
    assert!(error(&window).contains("另存为别的文件"));
    assert!(fs::read(&path).unwrap() == bytes, "nor one that gives its own path");
    window.ctrl("s");
    let other = window.path("另一份.gongbao");
    window.give_path(&other);
    assert!(other.is_file());
    assert!(fs::read(&path).unwrap() == bytes);
    assert!(!window.app.is_unsaved());
}

#[test]
fn a_file_that_was_not_read_whole_is_not_printed() {
    let (_window, path) = saved("一期.gongbao");
    from_the_future(&path);
    let mut window = Window::new();
    drop_file(&mut window, &path);
    window.palette("导出印刷");
    assert!(error(&window).contains("不能输出印刷文件") && window.app.preflight().is_none());
    window.tell(Message::NoticeRead);
    window.palette("打包交印");
    let folder = window.path("交印");
    window.give_path(&folder);
    assert!(error(&window).contains("不能输出印刷文件") && !folder.exists());
}

#[test]
fn keys_do_not_write_behind_a_dialog() {
    let mut window = Window::sample();
    window.press((window.title(0), 0));
    let issue = window.issue().clone();
    window.ctrl("e");
    window.typewrite("abc");
    assert_eq!(*window.issue(), issue);
    window.key(iced::keyboard::key::Named::Escape);
    window.typewrite("d");
    assert!(window.text(window.title(0)).starts_with('d'), "the pages have the keys again");
}
