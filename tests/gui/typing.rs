//! What keys, the input method and the clipboard do to the issue.

use gongbao::issue::block::BlockKind;
use gongbao::issue::place::{Field, Part};
use gongbao::issue::{Issue, find_block};
use iced::advanced::input_method::Event as Input;
use iced::keyboard::key::Named;

use crate::window::Window;

/// All characters of a page, as they are set.
fn set_on_pages(window: &Window) -> String {
    let pages = window.app.sheets().iter();
    pages.flat_map(|page| page.runs()).map(|(_, run)| run.text.as_str()).collect()
}

fn kind(window: &Window, part: Part) -> BlockKind {
    let Part::Block(document, block) = part else { panic!("no block: {part:?}") };
    find_block(window.issue().document(document).unwrap(), block).unwrap().kind.clone()
}

/// Makes every block of document `index` of the kind that it has first, and gives one of it.
fn of_kind(window: &Window, fits: impl Fn(&BlockKind) -> bool) -> (usize, usize) {
    for index in 0..window.issue().documents().count() {
        for block in 0..window.blocks(index).len() {
            if fits(&kind(window, window.block(index, block))) {
                return (index, block);
            }
        }
    }
    panic!("the sample has no such block")
}

fn whole(window: &Window) -> Issue {
    window.issue().clone()
}

#[test]
fn latin_and_chinese_are_typed_before_the_caret() {
    let mut window = Window::sample();
    let part = window.block(0, 0);
    let before = window.text(part);
    window.press((part, 2));
    window.typewrite("ab 中文，");
    let (head, tail) = (before.chars().take(2), before.chars().skip(2));
    let expected: String = head.chain("ab 中文，".chars()).chain(tail).collect();
    assert_eq!(window.text(part), expected);
    assert_eq!(window.caret(), (part, 8));
    assert!(set_on_pages(&window).contains("中文，"));
    assert_eq!(window.app.set_anew(), 1, "one paragraph a key");
}

/// A letter with its mark or selector, an emoji of several: one key takes the whole of it.
#[test]
fn keys_step_over_whole_characters() {
    let mut window = Window::sample();
    let part = window.block(0, 0);
    window.press((part, 0));
    for cluster in ["e\u{301}", "ᠠ\u{180b}", "葛\u{e0100}", "👨\u{200d}👩\u{200d}👧"] {
        let before = window.text(part);
        let length = u32::try_from(cluster.chars().count()).unwrap();
        window.input_method(Input::Commit(cluster.to_owned()));
        assert_eq!(window.caret(), (part, length));
        window.key(Named::ArrowLeft);
        assert_eq!(window.caret(), (part, 0), "{cluster}");
        window.shift(Named::ArrowRight);
        assert_eq!(window.app.selection_text(), cluster);
        window.key(Named::ArrowRight);
        window.key(Named::Backspace);
        assert_eq!((window.text(part), window.caret()), (before.clone(), (part, 0)));
        window.ctrl("z");
        window.key(Named::ArrowLeft);
        window.key(Named::Delete);
        assert_eq!(window.text(part), before, "{cluster}");
    }
}

#[test]
fn characters_beyond_the_first_plane_count_as_one() {
    let mut window = Window::sample();
    let part = window.block(0, 0);
    let before = window.text(part);
    window.press((part, 1));
    window.input_method(Input::Commit("𠮷𬬮".to_owned()));
    assert_eq!(window.caret(), (part, 3));
    window.key(Named::Backspace);
    window.key(Named::Backspace);
    assert_eq!(window.text(part), before);
}

#[test]
fn what_the_input_method_shows_is_laid_out_but_not_in_the_issue() {
    let mut window = Window::sample();
    let part = window.block(0, 0);
    window.press((part, 3));
    let (issue, pages) = (whole(&window), window.app.sheets().to_vec());
    let caret = window.app.caret_rect();
    window.input_method(Input::Opened);
    window.input_method(Input::Preedit("zhengfu".to_owned(), Some(7..7)));
    assert_eq!(window.app.preedit(), "zhengfu");
    assert!(set_on_pages(&window).contains("zhengfu"), "it is seen on the page");
    assert_eq!(*window.issue(), issue, "the issue does not have it");
    window.typewrite("x");
    window.key(Named::Backspace);
    assert_eq!(*window.issue(), issue, "keys are the input method's now");
    window.input_method(Input::Preedit(String::new(), None));
    assert_eq!(window.app.sheets(), pages, "as if nothing had been");
    assert_eq!(window.app.caret_rect(), caret);
    window.input_method(Input::Preedit("zheng'fu".to_owned(), None));
    window.input_method(Input::Preedit(String::new(), None));
    window.input_method(Input::Commit("政府".to_owned()));
    assert!(window.text(part).contains("政府") && window.app.preedit().is_empty());
    assert_eq!(window.caret(), (part, 5));
    assert!(!set_on_pages(&window).contains("zheng"));
    window.ctrl("z");
    assert_eq!(*window.issue(), issue);
}

#[test]
fn what_the_input_method_gives_replaces_the_selection() {
    let mut window = Window::sample();
    let part = window.block(0, 0);
    let before = window.text(part);
    window.press((part, 1));
    window.shift(Named::ArrowRight);
    window.shift(Named::ArrowRight);
    window.input_method(Input::Preedit("ben".to_owned(), None));
    window.input_method(Input::Commit("本".to_owned()));
    let expected: String =
        before.chars().take(1).chain("本".chars()).chain(before.chars().skip(3)).collect();
    assert_eq!(window.text(part), expected);
}

#[test]
fn a_click_elsewhere_ends_what_the_input_method_shows() {
    let mut window = Window::sample();
    let (first, second) = (window.block(0, 0), window.block(0, 1));
    window.press((first, 1));
    let issue = whole(&window);
    window.input_method(Input::Preedit("ni".to_owned(), None));
    window.press((second, 2));
    assert!(window.app.preedit().is_empty());
    assert!(!set_on_pages(&window).contains("ni"));
    window.typewrite("x");
    assert_eq!(window.text(first), issue.documents().next().unwrap().1.body[0].text.string);
    assert!(window.text(second).contains('x'));
}

#[test]
fn backspace_and_delete_take_one_character() {
    let mut window = Window::sample();
    let part = window.block(0, 0);
    let before: Vec<char> = window.text(part).chars().collect();
    window.press((part, 3));
    window.key(Named::Backspace);
    assert_eq!(window.caret(), (part, 2));
    window.key(Named::Delete);
    let expected: String = before[..2].iter().chain(&before[4..]).collect();
    assert_eq!(window.text(part), expected);
    assert_eq!(window.caret(), (part, 2));
}

#[test]
fn backspace_and_delete_at_a_border_join_the_blocks() {
    for at_end in [false, true] {
        let mut window = Window::sample();
        let issue = whole(&window);
        let (first, second) = (window.block(2, 1), window.block(2, 2));
        let (a, b) = (window.text(first), window.text(second));
        let length = u32::try_from(a.chars().count()).unwrap();
        if at_end {
            window.press((first, length));
            window.key(Named::Delete);
        } else {
            window.press((second, 0));
            window.key(Named::Backspace);
        }
        assert_eq!(window.text(first), format!("{a}{b}"));
        assert_eq!(window.caret(), (first, length));
        window.ctrl("z");
        assert_eq!(*window.issue(), issue);
        assert_eq!(window.caret(), if at_end { (first, length) } else { (second, 0) });
    }
}

#[test]
fn backspace_at_the_begin_of_a_title_does_nothing() {
    let mut window = Window::sample();
    let issue = whole(&window);
    window.press((window.title(1), 0));
    window.key(Named::Backspace);
    assert_eq!(*window.issue(), issue);
}

#[test]
fn a_selection_over_blocks_goes_and_its_ends_join() {
    for named in [Named::Backspace, Named::Delete] {
        let mut window = Window::sample();
        let issue = whole(&window);
        let blocks = window.blocks(2);
        let (first, third) = (window.block(2, 2), window.block(2, 4));
        window.press((first, 3));
        let point = window.point_of((third, 2));
        let from = window.point_of((first, 3));
        window.move_to(from);
        window.button(true);
        window.move_to(point);
        window.button(false);
        window.key(named);
        let head: String = blocks[2].chars().take(3).collect();
        let tail: String = blocks[4].chars().skip(2).collect();
        assert_eq!(window.text(first), format!("{head}{tail}"));
        assert_eq!(window.blocks(2).len(), blocks.len() - 2);
        assert_eq!(window.caret(), (first, 3));
        window.ctrl("z");
        assert_eq!(*window.issue(), issue);
    }
}

#[test]
fn a_selection_of_everything_goes_without_breaking_the_issue() {
    let mut window = Window::sample();
    let issue = whole(&window);
    window.press((window.block(1, 1), 1));
    window.ctrl("a");
    window.ctrl("a");
    window.typewrite("空");
    assert_eq!(window.issue().documents().count(), issue.documents().count());
    assert!(window.app.notice().is_none(), "{:?}", window.app.notice());
    window.ctrl("z");
    assert_eq!(*window.issue(), issue);
}

#[test]
fn enter_cuts_a_block_and_goes_on_with_the_right_kind() {
    let follows = |of: fn(&BlockKind) -> bool, expected: fn(&BlockKind) -> bool| {
        let mut window = Window::sample();
        let (document, index) = of_kind(&window, of);
        let part = window.block(document, index);
        let text = window.text(part);
        window.press((part, 2));
        window.key(Named::Enter);
        let new = window.block(document, index + 1);
        assert_eq!(window.text(part), text.chars().take(2).collect::<String>());
        assert_eq!(window.text(new), text.chars().skip(2).collect::<String>());
        assert_eq!(window.caret(), (new, 0));
        let kind = kind(&window, new);
        assert!(expected(&kind), "{kind:?}");
    };
    follows(|kind| *kind == BlockKind::Paragraph, |kind| *kind == BlockKind::Paragraph);
    follows(|kind| *kind == BlockKind::Appointment, |kind| *kind == BlockKind::Appointment);
    follows(
        |kind| matches!(kind, BlockKind::Heading { run_in: false, .. }),
        |kind| *kind == BlockKind::Paragraph,
    );
    follows(
        |kind| matches!(kind, BlockKind::ChronicleEntry { .. }),
        |kind| *kind == BlockKind::Paragraph,
    );
}

#[test]
fn enter_over_a_selection_takes_it_away_and_cuts() {
    let mut window = Window::sample();
    let issue = whole(&window);
    let part = window.block(2, 0);
    let text = window.text(part);
    window.press((part, 2));
    for _ in 0..3 {
        window.shift(Named::ArrowRight);
    }
    window.key(Named::Enter);
    assert_eq!(window.text(part), text.chars().take(2).collect::<String>());
    assert_eq!(window.text(window.block(2, 1)), text.chars().skip(5).collect::<String>());
    window.ctrl("z");
    assert_eq!(*window.issue(), issue, "one step back");
}

#[test]
fn enter_behind_a_title_goes_to_the_body() {
    let mut window = Window::sample();
    window.press((window.title(0), 3));
    window.key(Named::Enter);
    assert_eq!(window.caret(), (window.block(0, 0), 0));
    window.palette("添加文件");
    window.typewrite("关于试验的通知");
    window.key(Named::Enter);
    window.typewrite("各单位");
    assert_eq!(window.text(window.title(1)), "关于试验的通知");
    assert_eq!(window.blocks(1), ["各单位"]);
}

#[test]
fn an_empty_block_shows_the_caret() {
    let mut window = Window::sample();
    let part = window.block(0, 2);
    window.press((part, 0));
    window.ctrl("a");
    window.key(Named::Backspace);
    assert_eq!(window.text(part), "");
    let (page, rect) = window.app.caret_rect().expect("a caret in an empty block");
    assert!(rect.size.height > gongbao::geom::Pt::new(5));
    window.press((window.block(0, 0), 1));
    let room = window.room();
    let middle = gongbao::geom::Point::new(rect.at.x, rect.at.y + rect.size.height.scale(1, 2));
    let point = window.app.in_window(page, middle, room).unwrap();
    window.click_at(point);
    assert_eq!(window.caret(), (part, 0), "an empty block can be clicked");
    window.typewrite("又");
    assert_eq!(window.text(part), "又");
}

#[test]
fn an_emptied_title_can_be_written_again() {
    let mut window = Window::sample();
    let title = window.title(1);
    window.press((title, 1));
    window.ctrl("a");
    window.key(Named::Delete);
    assert_eq!(window.text(title), "");
    assert!(window.app.caret_rect().is_some());
    window.typewrite("新");
    assert_eq!(window.text(title), "新");
}

#[test]
fn copy_cut_and_paste_go_through_the_clipboard() {
    let mut window = Window::sample();
    let issue = whole(&window);
    let part = window.block(0, 0);
    let text = window.text(part);
    let piece: String = text.chars().skip(1).take(2).collect();
    window.press((part, 1));
    window.ctrl("c");
    assert_eq!(window.clipboard, None, "nothing is selected");
    window.shift(Named::ArrowRight);
    window.shift(Named::ArrowRight);
    window.ctrl("c");
    assert_eq!(window.clipboard.as_deref(), Some(piece.as_str()));
    assert_eq!(*window.issue(), issue);
    window.clipboard = None;
    window.ctrl("x");
    assert_eq!(window.clipboard.as_deref(), Some(piece.as_str()));
    assert_eq!(window.text(part).chars().count(), text.chars().count() - 2);
    window.ctrl("v");
    assert_eq!(*window.issue(), issue, "what was cut is back");
    assert_eq!(window.caret(), (part, 3));
    window.clipboard = None;
    window.ctrl("v");
    assert_eq!(*window.issue(), issue, "an empty clipboard");
}

#[test]
fn pasted_lines_become_blocks() {
    let mut window = Window::sample();
    let issue = whole(&window);
    let part = window.block(2, 0);
    let text = window.text(part);
    window.press((part, 2));
    window.clipboard = Some("甲一\r\n乙\n\n丙\n".to_owned());
    window.ctrl("v");
    let blocks = window.blocks(2);
    let (head, tail) = (text.chars().take(2), text.chars().skip(2));
    assert_eq!(blocks[0], head.chain("甲一".chars()).collect::<String>());
    assert_eq!(blocks[1], "乙");
    assert_eq!(blocks[2], "丙".chars().chain(tail).collect::<String>());
    assert_eq!(window.caret(), (window.block(2, 2), 1));
    window.ctrl("z");
    assert_eq!(*window.issue(), issue, "one step back");
    window.press((window.title(0), 0));
    window.clipboard = Some("关于\n两行".to_owned());
    window.ctrl("v");
    assert!(window.text(window.title(0)).starts_with("关于两行"), "a title is one line");
}

#[test]
fn undo_takes_a_run_of_typing_back_and_the_caret_with_it() {
    let mut window = Window::sample();
    let issue = whole(&window);
    let part = window.block(0, 0);
    window.press((part, 2));
    window.typewrite("一二三");
    let typed = whole(&window);
    window.press((part, 1));
    window.typewrite("四");
    window.ctrl_named(Named::End);
    window.ctrl("z");
    assert_eq!(*window.issue(), typed);
    assert_eq!(window.caret(), (part, 1), "undo shows what it changed");
    window.ctrl("z");
    assert_eq!(*window.issue(), issue);
    assert_eq!(window.caret(), (part, 2));
    window.ctrl("z");
    assert_eq!(*window.issue(), issue, "there is nothing more");
    window.ctrl("y");
    assert_eq!(*window.issue(), typed);
    assert_eq!(window.caret(), (part, 5), "redo stands where typing did");
    window.ctrl("y");
    assert!(window.text(part).contains('四'));
    assert_eq!(window.caret(), (part, 2));
}

#[test]
fn undo_brings_deleted_characters_back_with_the_caret_behind_them() {
    let mut window = Window::sample();
    let issue = whole(&window);
    let part = window.block(0, 0);
    window.press((part, 5));
    window.key(Named::Backspace);
    window.key(Named::Backspace);
    window.key(Named::Backspace);
    window.press((window.title(0), 0));
    window.ctrl("z");
    assert_eq!(*window.issue(), issue, "a run of Backspace is one step");
    assert_eq!(window.caret(), (part, 5));
}

#[test]
fn undo_gives_back_what_typing_replaced() {
    let mut window = Window::sample();
    let issue = whole(&window);
    let part = window.block(0, 0);
    window.press((part, 1));
    window.shift(Named::ArrowRight);
    window.shift(Named::ArrowRight);
    window.typewrite("新字");
    window.ctrl("z");
    assert_eq!(*window.issue(), issue, "one step for what replaced it");
}

#[test]
fn fields_are_written_in_place() {
    let mut window = Window::sample();
    let (_, document) = window.issue().documents().next().unwrap();
    let id = document.id;
    for field in [Field::Number, Field::Addressee, Field::Date, Field::Annotation] {
        let part = Part::Field(id, field);
        window.press((part, 1));
        window.typewrite("改");
        assert_eq!(window.text(part).chars().nth(1), Some('改'), "{field:?}");
        assert_eq!(window.caret(), (part, 2));
    }
}

#[test]
fn tab_changes_the_level_of_a_heading() {
    let mut window = Window::sample();
    let (document, index) = of_kind(&window, |kind| *kind == BlockKind::Paragraph);
    let part = window.block(document, index);
    window.press((part, 1));
    window.key(Named::Tab);
    assert!(matches!(kind(&window, part), BlockKind::Heading { level: 1, .. }));
    window.key(Named::Tab);
    assert!(matches!(kind(&window, part), BlockKind::Heading { level: 2, .. }));
    window.shift(Named::Tab);
    window.shift(Named::Tab);
    assert_eq!(kind(&window, part), BlockKind::Paragraph);
}
