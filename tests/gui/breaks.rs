//! Lines of titles that are ended by hand.

use gongbao::issue::place::{self, Part};
use gongbao::issue::text::Mark;
use gongbao::layout::page::Source;
use iced::keyboard::key::Named;

use crate::window::Window;

/// The lines of a title on its own page.
fn lines(window: &Window, part: Part) -> Vec<String> {
    let mut lines: Vec<(_, String)> = Vec::new();
    for page in window.app.sheets() {
        for placed in &page.parts {
            for item in &placed.frame.items {
                let gongbao::layout::page::FrameItem::Glyphs(run) = item else { continue };
                if run.source == Source::Text(part) {
                    match lines.last_mut() {
                        Some((y, line)) if *y == placed.at.y => line.push_str(&run.text),
                        _ => lines.push((placed.at.y, run.text.clone())),
                    }
                }
            }
        }
    }
    lines.into_iter().map(|(_, line)| line).collect()
}

fn breaks(window: &Window, part: Part) -> Vec<u32> {
    place::text(window.issue(), part).unwrap().line_breaks()
}

#[test]
fn a_line_ended_by_hand_holds_and_can_be_taken_back() {
    let mut window = Window::sample();
    let part = window.title(0);
    let (issue, automatic) = (window.issue().clone(), lines(&window, part));
    assert_eq!(automatic, ["包头市人民政府", "关于免去李倩、武昊同志职务的通知"]);
    let by_hand = ["包头市人民政府", "关于免去李倩、", "武昊同志职务的通知"];

    window.press((part, 14));
    window.shift(Named::Enter);
    assert_eq!(breaks(&window, part), [14]);
    assert_eq!(lines(&window, part), ["包头市人民政府关于免去李倩、", "武昊同志职务的通知"]);
    window.press((part, 7));
    window.shift(Named::Enter);
    assert_eq!(lines(&window, part), by_hand);
    assert_eq!(window.text(part), automatic.concat(), "it is no part of the text");
    let text = gongbao::export::text::text(window.app.sheets());
    assert!(text.contains(&automatic.concat()), "nor of a copy");

    // The caret is at the begin of the line: Backspace takes the break, not the character.
    window.press((part, 8));
    window.key(Named::ArrowLeft);
    window.key(Named::Backspace);
    assert_eq!(breaks(&window, part), [14]);
    assert_eq!(window.text(part), automatic.concat());
    window.ctrl("z");
    assert_eq!(lines(&window, part), by_hand);
    for _ in 0..2 {
        window.ctrl("z");
    }
    assert_eq!(*window.issue(), issue);
}

#[test]
fn a_break_stays_behind_what_is_typed_and_deleted_before_it() {
    let mut window = Window::sample();
    let part = window.title(0);
    window.press((part, 7));
    window.shift(Named::Enter);
    window.key(Named::ArrowUp);
    window.key(Named::End);
    window.typewrite("令");
    assert_eq!(lines(&window, part).first().unwrap(), "包头市人民政府令");
    for _ in 0..3 {
        window.key(Named::Backspace);
    }
    assert_eq!(lines(&window, part).first().unwrap(), "包头市人民");
    assert_eq!(breaks(&window, part), [5]);
}

#[test]
fn the_palette_gives_the_automatic_lines_back() {
    let mut window = Window::sample();
    let part = window.title(0);
    let automatic = lines(&window, part);
    window.press((part, 5));
    window.palette("在此断行");
    window.key(Named::Enter);
    assert_ne!(lines(&window, part), automatic);
    window.press((part, 1));
    window.palette("恢复自动断行");
    window.key(Named::Enter);
    assert_eq!(lines(&window, part), automatic);
    let text = place::text(window.issue(), part).unwrap();
    assert!(text.marks.iter().all(|(_, mark)| *mark != Mark::LineBreak));
}

#[test]
fn running_text_is_not_broken_by_hand() {
    let mut window = Window::sample();
    let issue = window.issue().clone();
    window.press((window.block(0, 0), 3));
    window.shift(Named::Enter);
    assert_eq!(*window.issue(), issue);
}
