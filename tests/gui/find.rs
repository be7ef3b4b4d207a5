//! Words are found, and replaced, in the whole issue.

use gongbao::issue::place::{self, Part};
use iced::keyboard::Modifiers;
use iced::keyboard::key::{Key, Named};

use crate::window::Window;

/// How often words stand in the issue, without the masthead.
fn count(window: &Window, words: &str) -> usize {
    let texts = place::texts(window.issue()).into_iter();
    let texts = texts.filter(|(part, _)| !matches!(part, Part::Masthead(_)));
    texts.map(|(_, text)| text.string.matches(words).count()).sum()
}

fn back(window: &mut Window) {
    window.key_with(Key::Named(Named::Enter), Modifiers::SHIFT);
}

/// Count of the pixels in the colour of frames.
fn amber(window: &mut Window) -> usize {
    window.draw().chunks(4).filter(|pixel| pixel.starts_with(&[0xa8, 0x67, 0x00])).count()
}

#[test]
fn keys_lead_from_one_to_the_next_round_and_round() {
    let mut window = Window::sample();
    let all = count(&window, "同志");
    assert!(all > 2, "{all}");
    window.ctrl("f");
    window.typewrite("同志");
    assert!(window.shows(&format!("1 / {all}")));
    assert_eq!(window.app.selection_text(), "同志");
    let first = window.app.selection();
    window.key(Named::Enter);
    assert!(window.shows(&format!("2 / {all}")));
    assert_ne!(window.app.selection(), first);
    window.key(Named::F3);
    assert!(window.shows(&format!("3 / {all}")));
    back(&mut window);
    window.shift(Named::F3);
    assert_eq!(window.app.selection(), first);
    back(&mut window);
    assert!(window.shows(&format!("{all} / {all}")));
    window.key(Named::Enter);
    assert_eq!(window.app.selection(), first);
    assert!(!window.app.writes_on_pages(), "what is typed goes into the bar");

    // What is found is framed on the pages.
    let framed = amber(&mut window);
    window.key(Named::Escape);
    assert_eq!(window.app.selection(), first, "the caret stays where it was led");
    assert!(window.app.writes_on_pages() && !window.shows("区分大小写"));
    assert!(framed > amber(&mut window) + 100, "{framed}");

    // What is selected is looked for; the pages are written on meanwhile.
    window.ctrl("f");
    assert!(window.shows(&format!("1 / {all}")));
    window.typewrite("没有这样的词");
    assert!(window.shows("没有找到"));
}

#[test]
fn all_are_replaced_by_one_change() {
    let mut window = Window::sample();
    let before = window.issue().clone();
    let all = count(&window, "同志");
    window.ctrl("h");
    window.typewrite("同志");
    window.tell(gongbao::app::Message::Find(gongbao::app::panel::find::Message::ByTyped(
        "先生同志".to_owned(),
    )));
    window.click("替换");
    assert_eq!(count(&window, "先生同志"), 1);
    assert!(window.shows(&format!("2 / {all}")), "and the next is selected");
    window.ctrl("z");
    assert_eq!(*window.issue(), before);
    window.click("全部替换");
    assert_eq!((count(&window, "先生同志"), count(&window, "同志")), (all, all));
    assert!(window.app.notice().is_some_and(|(said, _)| said.contains(&format!("{all} 处"))));
    window.ctrl("z");
    assert_eq!(*window.issue(), before, "at once");
    window.ctrl("y");
    window.key(Named::Escape);
    window.ctrl("z");
    assert_eq!(*window.issue(), before);
}
