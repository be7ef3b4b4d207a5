//! Writing Mongolian in its dialog: on the sheet by cluster, by strokes, by an input method.

use gongbao::app::Message;
use gongbao::app::panel::mongolian::{Field, Message as Writing};
use gongbao::issue::masthead::Script;
use gongbao::issue::place::Part;
use iced::advanced::input_method::Event as Input;
use iced::advanced::widget::Id;
use iced::keyboard::key::Named;
use iced::widget::text_editor::{Action, Edit};
use iced::{Point, Rectangle, Size};

use crate::window::Window;

const NAME: Part = Part::Masthead(Script::Mongolian);
const SHEET: &str = "mongolian-sheet";

/// The dialog with `text` in it.
fn writing(text: &str) -> Window {
    let mut window = Window::sample();
    window.palette("写蒙古文刊名");
    write(&mut window, text);
    window
}

/// `text` stands in the field of letters instead of what stood there.
pub(crate) fn write(window: &mut Window, text: &str) {
    let text = Edit::Paste(std::sync::Arc::new(text.to_owned()));
    for action in [Action::SelectAll, Action::Edit(text)] {
        window.tell(Message::Writing(Writing::Acted(Field::Letters, action)));
    }
    window.redraw();
}

/// The dialog with `text` in it and the keys on the sheet, the caret at the begin.
fn on_sheet(text: &str) -> Window {
    let mut window = writing(text);
    let sheet = sheet(&mut window);
    window.click_at(sheet.center());
    window.ctrl_named(Named::Home);
    window
}

fn sheet(window: &mut Window) -> Rectangle {
    window.bounds(Id::new(SHEET))
}

/// What is written into the issue.
fn written(mut window: Window) -> String {
    window.click("写入刊名");
    window.text(NAME)
}

#[test]
fn the_dialog_stays_where_it_is_whatever_is_written() {
    let mut window = writing("");
    window.size = Size::new(1280.0, 800.0);
    window.redraw();
    let keys = ["写入刊名", "Shift", "Windows 键盘", "取消"];
    let places = |window: &mut Window| keys.map(|own| window.find(own).unwrap().visible_bounds());
    let before = places(&mut window);
    // All of it is seen.
    assert!(before.iter().flatten().all(|own| own.y > 0.0 && own.y + own.height < 800.0));
    assert_eq!(before.iter().flatten().count(), keys.len());
    for text in [
        "ᠪ",
        "ᠪᠤᠭᠤᠲᠤ ᠬᠣᠲᠠ\u{202f}ᠶᠢᠨ ᠠᠷᠠᠳ\u{202f}ᠤᠨ ᠵᠠᠰᠠᠭ\u{202f}ᠤᠨ ᠣᠷᠳᠣᠨ",
        "ᠣᠷᠳᠣᠨ ᠤᠨ ᠵᠠᠰᠠᠭ ᠤᠨ ᠣᠷᠳᠣᠨ ᠤᠨ ᠵᠠᠰᠠᠭ ᠤᠨ ᠠᠷᠠᠳ ᠤᠨ ᠪᠤᠭᠤᠲᠤ ᠬᠣᠲᠠ ᠶᠢᠨ ᠵᠠᠰᠠᠭ ᠤᠨ ᠣᠷᠳᠣᠨ ᠤᠨ ᠵᠠᠰᠠᠭ",
        "ᠳᠤᠭᠠᠷ",
    ] {
        write(&mut window, text);
        assert_eq!(places(&mut window), before, "{text}");
    }
    window.click("Shift");
    window.click("Windows 键盘");
    assert_eq!(places(&mut window), before);
}

#[test]
fn strokes_become_letters_where_the_sheet_has_its_caret() {
    let mut window = on_sheet("ᠬᠣᠲᠠ");
    window.typewrite("arad-un ");
    assert!(window.shows("arad-un hota"));
    // A letter with its selector is one.
    window.typewrite("d1ugar");
    for _ in 0..4 {
        window.key(Named::ArrowUp);
    }
    window.key(Named::Backspace);
    window.typewrite("t");
    assert!(window.shows("arad-un tugarhota"), "it went with its selector");
    window.key(Named::End);
    window.typewrite(" ");
    window.key(Named::ArrowLeft);
    window.key(Named::Home);
    window.key(Named::Delete);
    assert_eq!(written(window), "ᠷᠠᠳ\u{202f}ᠤᠨ ᠲᠤᠭᠠᠷᠬᠣᠲᠠ");
}

#[test]
fn what_is_selected_on_the_sheet_is_copied_in_order() {
    let text = "ᠬᠣᠲᠠ\u{202f}ᠶᠢᠨ ᠳ\u{180b}ᠤᠭᠠᠷ ᠭ\u{180e}ᠠ";
    let mut window = on_sheet(text);
    window.ctrl("a");
    window.ctrl("c");
    assert_eq!(window.clipboard.as_deref(), Some(text));
    window.key(Named::ArrowUp);
    for _ in 0..2 {
        window.shift(Named::ArrowDown);
    }
    window.ctrl("c");
    assert_eq!(window.clipboard.as_deref(), Some("ᠬᠣ"));
    window.key(Named::ArrowRight);
    window.key(Named::Home);
    window.shift(Named::ArrowDown);
    window.ctrl("c");
    assert_eq!(window.clipboard.as_deref(), Some("ᠳ\u{180b}"));
    // With the mouse, from above the first column to below the last.
    let sheet = sheet(&mut window);
    window.move_to(Point::new(sheet.x + 5.0, sheet.y + 5.0));
    window.button(true);
    window.move_to(Point::new(sheet.x + sheet.width - 5.0, sheet.y + sheet.height - 5.0));
    window.button(false);
    window.ctrl("x");
    assert_eq!(window.clipboard.as_deref(), Some(text));
    assert!(!window.shows("180B"));
}

#[test]
fn an_input_method_writes_on_the_sheet_and_in_the_field_of_letters() {
    let mut window = on_sheet("ᠬᠣᠲᠠ");
    window.input_method(Input::Opened);
    window.input_method(Input::Preedit("ᠠᠷ".to_owned(), None));
    window.typewrite("x");
    assert!(!window.shows("1837"), "it is not among the letters yet");
    window.input_method(Input::Preedit(String::new(), None));
    window.input_method(Input::Commit("ᠠᠷ\u{202f}".to_owned()));
    assert!(window.shows("ar-hota"));
    let field = window.bounds(Id::new("mongolian-letters"));
    window.click_at(field.center());
    window.key(Named::End);
    window.input_method(Input::Opened);
    window.input_method(Input::Preedit("ᠠ".to_owned(), None));
    window.input_method(Input::Commit("ᠳ\u{180b}".to_owned()));
    assert_eq!(written(window), "ᠠᠷ\u{202f}ᠬᠣᠲᠠᠳ\u{180b}");
}

#[test]
fn a_term_that_prints_like_what_is_typed_is_offered_with_its_mark() {
    let mut window = writing("");
    window.typewrite("arad hudu");
    assert!(!window.shows("市 (城市)"), "no term prints so");
    window.key(Named::Backspace);
    window.key(Named::Backspace);
    assert!(window.shows("市 (城市)") && window.shows("未核"));
    window.click("市 (城市)");
    assert!(window.shows("arad hota"));
    assert_eq!(written(window), "ᠠᠷᠠᠳ ᠬᠣᠲᠠ");
}
