//! Writing in columns: the Mongolian name, and the Chinese one where it runs downwards.

use gongbao::app::Message;
use gongbao::app::page_editor::{Key, Message as Pages, Motion};
use gongbao::app::panel::cover::Message as Cover;
use gongbao::app::panel::inspector::Message as Inspector;
use gongbao::geom::Rect;
use gongbao::issue::masthead::Script;
use gongbao::issue::place::Part;
use iced::Point;
use iced::advanced::input_method::Event as Input;
use iced::keyboard::key::Named;

use crate::window::Window;

const NAME: Part = Part::Masthead(Script::Mongolian);
const CHINESE: Part = Part::Masthead(Script::Chinese);
/// Two words; the first has a suffix, the second a letter with a selector and one that is parted
/// from it.
const TEXT: &str = "ᠬᠣᠲᠠ\u{202f}ᠶᠢᠨ ᠳ\u{180b}ᠤᠭᠠᠷ";
const SECOND: u32 = 9;
const LENGTH: u32 = 15;

/// The sample with this Mongolian name, the name across or downwards.
fn named(text: &str, vertical: bool) -> Window {
    let mut window = Window::sample();
    window.palette("写蒙古文刊名");
    crate::writing::write(&mut window, text);
    window.click("写入刊名");
    window.palette("封面…");
    window.tell(Message::Covering(Cover::Vertical(vertical)));
    window.key(Named::Escape);
    window.redraw();
    assert_eq!(window.text(NAME), text);
    window
}

fn rect(window: &Window, part: Part, offset: u32) -> Rect {
    window.app.rect_at((part, offset)).expect("a caret on the page").1
}

fn go(window: &mut Window, motion: Motion) -> u32 {
    window.pages(Pages::Key(Key::Move(motion, false)));
    window.caret().1
}

/// The offsets of `TEXT` where a caret may stand.
fn borders() -> Vec<u32> {
    (0..=LENGTH).filter(|at| *at != SECOND + 1).collect()
}

#[test]
fn a_click_in_a_word_puts_the_caret_across_its_column() {
    for vertical in [false, true] {
        let mut window = named(TEXT, vertical);
        for offset in borders() {
            let bar = rect(&window, NAME, offset);
            assert!(bar.size.width > bar.size.height, "{offset}: {bar:?}");
            window.press((NAME, offset));
            // The gap of a suffix and the space may be as narrow as a hair.
            let at = window.caret();
            assert_eq!(rect(&window, NAME, at.1), bar, "{vertical} {offset}");
            assert_eq!(at.0, NAME);
            assert!(window.app.writes_on_pages());
        }
    }
}

#[test]
fn down_and_up_go_along_the_column_and_the_others_to_the_next() {
    let mut window = named(TEXT, false);
    window.press((NAME, 0));
    let mut passed = vec![window.caret().1];
    while *passed.last().unwrap() < LENGTH {
        let next = go(&mut window, Motion::Down);
        passed.push(next);
        assert!(passed.len() <= LENGTH as usize);
    }
    assert_eq!(passed, borders());
    for expected in borders().iter().rev().skip(1) {
        assert_eq!(go(&mut window, Motion::Up), *expected);
    }
    let second = go(&mut window, Motion::Right);
    assert_eq!(second, SECOND);
    assert_eq!(go(&mut window, Motion::Right), SECOND, "there is no further one");
    assert_eq!(window.caret().0, NAME);
    window.press((NAME, SECOND));
    assert_eq!(go(&mut window, Motion::End), LENGTH);
    assert_eq!(go(&mut window, Motion::Home), SECOND);
    let _ = go(&mut window, Motion::Down);
    let depth = rect(&window, NAME, window.caret().1).at.y;
    let first = go(&mut window, Motion::Left);
    assert!((1..5).contains(&first), "{first}");
    let off = (rect(&window, NAME, first).at.y - depth).abs();
    assert!(off < gongbao::geom::Pt::new(20), "{off:?}");
    assert_eq!(go(&mut window, Motion::End), SECOND - 1);
    assert_eq!(go(&mut window, Motion::Home), 0);
}

/// Numbers and hanzi that stand upright in a column, and Mongolian in a line of the colophon.
#[test]
fn every_place_of_a_mixed_text_is_passed_and_found_by_a_click() {
    const MIXED: &str = "2026 ᠣᠨ 17\u{202f}ᠤ （4） 包头ᠬᠣᠲᠠ A4 ᠪᠣ";
    let length = u32::try_from(MIXED.chars().count()).unwrap();
    for vertical in [false, true] {
        let mut window = named(MIXED, vertical);
        window.press((NAME, 0));
        for expected in 1..=length {
            assert_eq!(go(&mut window, Motion::Down), expected, "{vertical}");
        }
        for offset in 1..=length {
            // Two clicks on one place would choose a word.
            window.press((CHINESE, 0));
            let bar = rect(&window, NAME, offset);
            window.press((NAME, offset));
            assert_eq!(rect(&window, NAME, window.caret().1), bar, "{vertical} {offset}");
        }
    }
    let line = Part::Colophon(0);
    let mut window = named(TEXT, false);
    window.press((line, 0));
    window.input_method(Input::Commit(TEXT.to_owned()));
    let _ = go(&mut window, Motion::Home);
    let passed: Vec<u32> = (1..borders().len()).map(|_| go(&mut window, Motion::Right)).collect();
    assert_eq!(passed, borders()[1..]);
}

#[test]
fn the_scripts_lead_to_each_other() {
    let mut window = named(TEXT, false);
    window.press((CHINESE, 0));
    let _ = go(&mut window, Motion::Down);
    assert_eq!(window.caret().0, NAME, "the words stand below the Chinese name");
    let _ = go(&mut window, Motion::Home);
    while window.caret().0 == NAME {
        let _ = go(&mut window, Motion::Up);
    }
    assert_eq!(window.caret().0, CHINESE);
    // Side by side, Left and Right lead from one to the other.
    let mut window = named(TEXT, true);
    window.press((CHINESE, 0));
    let _ = go(&mut window, Motion::Left);
    assert_eq!(window.caret(), (NAME, 0));
    let _ = go(&mut window, Motion::Right);
    assert_eq!(window.caret(), (CHINESE, 0));
    let _ = go(&mut window, Motion::Right);
    assert_eq!(window.caret(), (CHINESE, 0), "nothing is beside it on its page");
}

#[test]
fn the_chinese_name_is_a_column_where_it_runs_downwards() {
    let mut window = named(TEXT, true);
    let length = u32::try_from(window.text(CHINESE).chars().count()).unwrap();
    let bars: Vec<Rect> = (0..=length).map(|at| rect(&window, CHINESE, at)).collect();
    assert!(bars.iter().all(|bar| bar.size.width > bar.size.height));
    assert!(bars.windows(2).all(|two| two[0].at.y < two[1].at.y));
    window.press((CHINESE, 2));
    assert_eq!(go(&mut window, Motion::Down), 3);
    assert_eq!(go(&mut window, Motion::End), length);
    assert_eq!(go(&mut window, Motion::Home), 0);
    window.shift(Named::ArrowDown);
    assert_eq!(window.app.selection_text(), "包");
    window.typewrite("新");
    assert!(window.text(CHINESE).starts_with("新头"));
    assert_eq!(window.caret(), (CHINESE, 1));
}

#[test]
fn a_selection_in_a_column_is_copied_as_it_was_typed() {
    for vertical in [false, true] {
        let mut window = named(TEXT, vertical);
        let (from, to) = (window.point_of((NAME, 3)), window.point_of((NAME, SECOND + 2)));
        window.move_to(from);
        window.button(true);
        window.move_to(Point::new(from.x.midpoint(to.x), from.y.midpoint(to.y)));
        window.move_to(to);
        window.button(false);
        let expected = "ᠠ\u{202f}ᠶᠢᠨ ᠳ\u{180b}";
        assert_eq!(window.app.selection_text(), expected);
        window.ctrl("c");
        assert_eq!(window.clipboard.as_deref(), Some(expected));
        let point = window.point_of((NAME, SECOND + 3));
        window.click_at(point);
        window.click_at(point);
        assert_eq!(window.app.selection_text(), "ᠳ\u{180b}ᠤᠭᠠᠷ");
        window.click_at(point);
        assert_eq!(window.app.selection_text(), TEXT);
        window.ctrl("c");
        assert_eq!(window.clipboard.as_deref(), Some(TEXT));
        window.press((NAME, 0));
        window.shift(Named::ArrowDown);
        window.shift(Named::ArrowDown);
        assert_eq!(window.app.selection_text(), "ᠬᠣ");
    }
}

#[test]
fn what_is_written_in_a_column_withdraws_the_tick_and_undo_brings_it_back() {
    let mut window = named(TEXT, false);
    window.tell(Message::Inspector(Inspector::Reader("乌云".to_owned())));
    window.click("已核对无误");
    let approval = window.issue().masthead.approval.clone();
    assert!(approval.is_some());
    window.press((NAME, LENGTH));
    // A space at the end has no ink, and the caret shows it.
    let before = rect(&window, NAME, LENGTH).at.y;
    window.typewrite(" ");
    let (_, bar) = window.app.caret_rect().expect("a caret behind a space");
    assert!(bar.at.y > before);
    window.typewrite("ᠠᠷᠠᠳ");
    assert_eq!(window.text(NAME), format!("{TEXT} ᠠᠷᠠᠳ"));
    assert_eq!(window.issue().masthead.approval, None);
    assert!(window.shows("未核"));
    window.key(Named::Backspace);
    assert_eq!(window.text(NAME), format!("{TEXT} ᠠᠷᠠ"));
    window.press((NAME, SECOND));
    // A letter goes with its selector.
    window.key(Named::Delete);
    assert_eq!(window.text(NAME), "ᠬᠣᠲᠠ\u{202f}ᠶᠢᠨ ᠤᠭᠠᠷ ᠠᠷᠠ");
    window.clipboard = Some("ᠳ\u{180b}".to_owned());
    window.ctrl("v");
    assert_eq!(window.text(NAME), format!("{TEXT} ᠠᠷᠠ"));
    for _ in 0..4 {
        window.ctrl("z");
    }
    assert_eq!((window.text(NAME).as_str(), &window.issue().masthead.approval), (TEXT, &approval));
}

#[test]
fn a_name_that_was_taken_away_is_typed_anew() {
    for vertical in [false, true] {
        let mut window = named(TEXT, vertical);
        window.press((NAME, 2));
        window.ctrl("a");
        window.key(Named::Delete);
        assert_eq!(window.text(NAME), "");
        window.input_method(Input::Preedit("ᠬ".to_owned(), None));
        window.input_method(Input::Preedit(String::new(), None));
        window.input_method(Input::Commit("ᠬᠣ".to_owned()));
        window.typewrite("ᠲᠠ");
        assert_eq!((window.text(NAME).as_str(), window.caret()), ("ᠬᠣᠲᠠ", (NAME, 4)));
        assert!(window.app.caret_rect().is_some());
    }
}

#[test]
fn the_input_method_writes_into_the_column() {
    let mut window = named(TEXT, false);
    window.press((NAME, 2));
    let issue = window.issue().clone();
    window.input_method(Input::Opened);
    window.input_method(Input::Preedit("ᠠᠷ".to_owned(), Some(6..6)));
    let column = |window: &Window| -> String {
        let runs = window.app.sheets().iter().flat_map(|page| page.runs());
        let own = runs.filter(|(_, run)| run.source == gongbao::layout::page::Source::Text(NAME));
        own.map(|(_, run)| run.text.as_str()).collect()
    };
    assert!(column(&window).starts_with("ᠬᠣᠠᠷᠲᠠ"), "it is seen in the column");
    assert_eq!(*window.issue(), issue, "the issue does not have it");
    window.input_method(Input::Preedit(String::new(), None));
    window.input_method(Input::Commit("ᠠᠷ\u{202f}".to_owned()));
    assert!(window.text(NAME).starts_with("ᠬᠣᠠᠷ\u{202f}ᠲᠠ"));
    assert_eq!(window.caret(), (NAME, 5));
    window.ctrl("z");
    assert_eq!(*window.issue(), issue);
}
