//! Where the caret stands, and where keys and the mouse take it.

use gongbao::app::page_editor::{Key, Message, Motion};
use gongbao::geom::Pt;
use gongbao::issue::place::{self, Part};
use gongbao::layout::page::{Direction, Source};
use iced::keyboard::Modifiers;
use iced::keyboard::key::Named;
use iced::{Event, Point, keyboard};

use crate::window::Window;

fn length(window: &Window, part: Part) -> u32 {
    u32::try_from(window.text(part).chars().count()).unwrap()
}

fn go(window: &mut Window, motion: Motion) {
    window.pages(Message::Key(Key::Move(motion, false)));
}

/// Index of the page and upper edge of the line on which the caret is seen.
fn line(window: &Window) -> (usize, Pt, Pt) {
    let (page, rect) = window.app.caret_rect().expect("a caret that is seen");
    (page, rect.at.y, rect.at.x)
}

fn in_room(window: &mut Window) -> bool {
    let room = window.room();
    let (page, rect) = window.app.caret_rect().unwrap();
    let upper = window.app.in_window(page, rect.at, room).unwrap();
    upper.y >= room.y && upper.y <= room.y + room.height
}

/// Whether a text stands on the pages by itself and is written from left to right: the organ stands
/// in the title.
fn is_printed(part: Part) -> bool {
    use gongbao::issue::masthead::Script::Mongolian;
    !matches!(part, Part::Masthead(Mongolian) | Part::Field(_, place::Field::Issuer))
}

/// Every caret stands at the left edge of the box of the next character.
#[test]
fn caret_and_glyph_boxes_agree() {
    let window = Window::sample();
    let mut compared = 0;
    for (index, page) in window.app.sheets().iter().enumerate() {
        for (origin, run) in page.runs() {
            let (Source::Text(part), Direction::Right) = (run.source, run.direction) else {
                continue;
            };
            for (at, glyph) in run.glyphs.iter().enumerate().filter(|(_, g)| g.chars > 0) {
                let (on, caret) = window.app.rect_at((part, glyph.from)).unwrap();
                let own = run.boxes(at, at + 1).moved(origin);
                assert_eq!(on, index, "{part:?} {}", glyph.from);
                assert_eq!(caret.at, own.at, "{part:?} {}", glyph.from);
                assert_eq!(caret.size.height, own.size.height);
                compared += 1;
            }
        }
    }
    assert!(compared > 3_000, "{compared}");
}

/// Behind the last character of a text the caret stands at the right edge of its box.
#[test]
fn the_caret_at_the_end_of_a_text_stands_behind_its_last_character() {
    let window = Window::sample();
    for (part, text) in place::texts(window.issue()) {
        if text.is_empty() || !is_printed(part) {
            continue;
        }
        let end = window.app.rect_at((part, text.len())).unwrap();
        let last = window.app.rect_at((part, text.len() - 1)).unwrap();
        assert_eq!((end.0, end.1.at.y), (last.0, last.1.at.y), "{part:?} {}", text.string);
        assert!(end.1.at.x > last.1.at.x, "{part:?} {}", text.string);
    }
}

#[test]
fn every_text_of_the_issue_can_be_reached_on_the_pages() {
    let window = Window::sample();
    for (part, text) in place::texts(window.issue()) {
        if is_printed(part) {
            assert!(window.app.rect_at((part, 0)).is_some(), "{part:?} {}", text.string);
        }
    }
}

#[test]
fn a_click_puts_the_caret_before_the_nearest_character() {
    let mut window = Window::sample();
    for (document, block) in [(0, 0), (1, 2), (2, 3), (3, 5)] {
        let part = window.block(document, block);
        let length = length(&window, part);
        for offset in [0, 1, length / 2, length] {
            window.press((part, offset));
            assert_eq!(window.caret(), (part, offset));
            assert!(window.app.writes_on_pages());
        }
    }
}

#[test]
fn a_click_in_the_margin_goes_to_the_line_beside_it() {
    let mut window = Window::sample();
    let part = window.block(2, 3);
    let point = window.point_of((part, 3));
    let room = window.room();
    window.click_at(Point::new(room.x + 30.0, point.y));
    assert_eq!(window.caret().0, part);
}

/// Whether the caret is in the Mongolian name, whose characters stand one below the other.
fn in_columns(window: &Window) -> bool {
    window.caret().0 == Part::Masthead(gongbao::issue::masthead::Script::Mongolian)
}

#[test]
fn right_goes_through_all_texts_and_left_back() {
    let mut window = Window::sample();
    window.press((window.title(0), 0));
    window.ctrl_named(Named::Home);
    let first = window.caret();
    let mut passed = vec![first];
    loop {
        let on = if in_columns(&window) { Motion::Down } else { Motion::Right };
        go(&mut window, on);
        let caret = window.caret();
        if passed.last() == Some(&caret) {
            break;
        }
        passed.push(caret);
        assert!(passed.len() < 20_000);
    }
    let all: usize = place::texts(window.issue())
        .iter()
        .filter(|(part, _)| window.app.rect_at((*part, 0)).is_some())
        .map(|(_, text)| text.len() as usize + 1)
        .sum();
    assert_eq!(passed.len(), all);
    window.ctrl_named(Named::End);
    assert_eq!(Some(&window.caret()), passed.last());
    for expected in passed.iter().rev().skip(1) {
        let back = if in_columns(&window) { Motion::Up } else { Motion::Left };
        go(&mut window, back);
        assert_eq!(window.caret(), *expected);
    }
    window.ctrl_named(Named::Home);
    assert_eq!(window.caret(), first);
}

#[test]
fn down_goes_through_columns_and_pages_and_up_back() {
    let mut window = Window::sample();
    let part = window.block(2, 0);
    window.press((part, 0));
    let mut passed = vec![line(&window)];
    for _ in 0..150 {
        go(&mut window, Motion::Down);
        passed.push(line(&window));
    }
    let mut columns = 0;
    let mut pages = 0;
    for pair in passed.windows(2) {
        let [before, after] = pair else { continue };
        match (after.0 > before.0, after.1 > before.1, after.2 > before.2) {
            (true, _, _) => pages += 1,
            (false, true, _) => {}
            (false, false, true) => columns += 1,
            (false, false, false) => panic!("{before:?} to {after:?} is not on"),
        }
    }
    assert!(columns >= 2 && pages >= 1, "{columns} columns, {pages} pages");
    for expected in passed.iter().rev().skip(1) {
        go(&mut window, Motion::Up);
        let now = line(&window);
        assert_eq!((now.0, now.1), (expected.0, expected.1));
    }
}

#[test]
fn home_and_end_stay_on_the_line() {
    let mut window = Window::sample();
    let part = window.block(2, 1);
    assert!(length(&window, part) > 60, "a text of several lines");
    for offset in [3, 25, 45] {
        window.press((part, offset));
        let (page, y, x) = line(&window);
        window.key(Named::End);
        let end = line(&window);
        assert_eq!((end.0, end.1), (page, y), "End left the line");
        assert!(end.2 >= x);
        window.key(Named::End);
        assert_eq!(line(&window), end, "a second End moved on");
        window.key(Named::Home);
        let home = line(&window);
        assert_eq!((home.0, home.1), (page, y), "Home left the line");
        assert!(home.2 <= x);
        window.key(Named::Home);
        assert_eq!(line(&window), home, "a second Home moved on");
    }
}

#[test]
fn a_click_behind_the_end_of_a_line_stays_on_it() {
    let mut window = Window::sample();
    let part = window.block(2, 1);
    window.press((part, 25));
    window.key(Named::End);
    let end = line(&window);
    let room = window.room();
    let behind = gongbao::geom::Point::new(end.2 + Pt::new(1), end.1 + Pt::new(5));
    let point = window.app.in_window(end.0, behind, room).unwrap();
    window.press((part, 1));
    window.click_at(point);
    assert_eq!(line(&window), end);
}

#[test]
fn page_up_and_down_move_by_about_a_screen() {
    let mut window = Window::sample();
    let part = window.block(2, 0);
    window.press((part, 0));
    let start = line(&window);
    window.key(Named::PageDown);
    let down = line(&window);
    assert!(down != start && in_room(&mut window));
    window.key(Named::PageUp);
    assert_eq!(line(&window), start);
    for _ in 0..200 {
        window.key(Named::PageDown);
    }
    let last = line(&window);
    window.ctrl_named(Named::End);
    assert_eq!((last.0, last.1), (line(&window).0, line(&window).1), "the last line");
    assert!(in_room(&mut window));
}

#[test]
fn the_window_follows_the_caret() {
    let mut window = Window::sample();
    window.press((window.title(0), 2));
    for named in [Named::End, Named::Home] {
        window.ctrl_named(named);
        assert!(in_room(&mut window), "{named:?}");
    }
    window.press((window.title(0), 2));
    for _ in 0..120 {
        window.key(Named::ArrowDown);
        assert!(in_room(&mut window));
    }
}

#[test]
fn shift_selects_and_a_plain_arrow_ends_it() {
    let mut window = Window::sample();
    let part = window.block(2, 0);
    let text: Vec<char> = window.text(part).chars().collect();
    window.press((part, 4));
    for _ in 0..3 {
        window.shift(Named::ArrowRight);
    }
    assert_eq!(window.app.selection_text(), text[4..7].iter().collect::<String>());
    window.key(Named::ArrowLeft);
    assert_eq!(window.app.selection().unwrap(), ((part, 4), (part, 4)));
    window.shift(Named::ArrowLeft);
    assert_eq!(window.app.selection_text(), text[3].to_string());
    window.key(Named::ArrowRight);
    assert_eq!(window.caret(), (part, 4));
    window.shift(Named::ArrowDown);
    window.shift(Named::End);
    let (anchor, head) = window.app.selection().unwrap();
    assert_eq!(anchor, (part, 4));
    assert!(head.1 > 24, "{head:?}");
}

#[test]
fn a_drag_selects_across_blocks_in_both_directions() {
    let mut window = Window::sample();
    let (first, second) = (window.block(0, 0), window.block(0, 1));
    let (a, b) = (window.text(first), window.text(second));
    let expected = format!(
        "{}\n{}",
        a.chars().skip(2).collect::<String>(),
        b.chars().take(4).collect::<String>()
    );
    let (from, to) = (window.point_of((first, 2)), window.point_of((second, 4)));
    for (from, to) in [(from, to), (to, from)] {
        window.move_to(from);
        window.button(true);
        window.move_to(Point::new(from.x.midpoint(to.x), from.y.midpoint(to.y)));
        window.move_to(to);
        window.button(false);
        assert_eq!(window.app.selection_text(), expected);
        window.move_to(Point::ORIGIN);
        assert_eq!(window.app.selection_text(), expected, "the button is up");
    }
}

#[test]
fn shift_and_a_click_select_up_to_it() {
    let mut window = Window::sample();
    let part = window.block(0, 0);
    window.press((part, 1));
    let point = window.point_of((part, 5));
    let shift = keyboard::Event::ModifiersChanged(Modifiers::SHIFT);
    let _ = window.send(Event::Keyboard(shift));
    window.click_at(point);
    assert_eq!(window.app.selection().unwrap(), ((part, 1), (part, 5)));
}

#[test]
fn two_clicks_select_a_word_and_three_the_text() {
    let mut window = Window::sample();
    let (_, document) = window.issue().documents().next().unwrap();
    let date = Part::Field(document.id, place::Field::Date);
    assert_eq!(window.text(date), "2026年4月8日");
    let point = window.point_of((date, 2));
    window.click_at(point);
    window.click_at(point);
    assert_eq!(window.app.selection_text(), "2026");
    window.click_at(point);
    assert_eq!(window.app.selection_text(), "2026年4月8日");
    let part = window.block(0, 0);
    let text = window.text(part);
    let point = window.point_of((part, 3));
    window.click_at(point);
    window.click_at(point);
    let word = window.app.selection_text();
    assert!((1..=4).contains(&word.chars().count()), "{word}");
    assert!(text.contains(&word) && word.chars().all(char::is_alphanumeric), "{word}");
}

#[test]
fn select_all_takes_the_text_and_then_everything() {
    let mut window = Window::sample();
    let part = window.block(0, 1);
    window.press((part, 2));
    window.ctrl("a");
    assert_eq!(window.app.selection_text(), window.text(part));
    window.ctrl("a");
    let all = window.app.selection_text();
    for (_, document) in window.issue().documents() {
        assert!(all.contains(&document.title.string), "{}", document.title.string);
    }
    assert!(all.chars().count() > 3_000);
}

#[test]
fn a_click_outside_takes_the_keys_from_the_pages() {
    let mut window = Window::sample();
    let part = window.block(0, 0);
    window.press((part, 2));
    let before = window.text(part);
    let room = window.room();
    window.click_at(Point::new(room.x + room.width + 150.0, room.y + room.height - 5.0));
    assert!(!window.app.writes_on_pages());
    window.typewrite("x");
    assert_eq!(window.text(part), before);
}
