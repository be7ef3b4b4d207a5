//! Paste: what comes from elsewhere becomes typed blocks, in one step.

use gongbao::issue::block::BlockKind;
use gongbao::issue::text::{Mark, Range};
use gongbao::issue::{bodies, place};
use iced::keyboard::key::Named;
use iced::keyboard::{Key, Modifiers};

use crate::window::Window;

const COPIED: &str = "一、总体要求\n（一）指导思想。坚持稳中求进，抓好各项工作落实。\n1.提高认识\n\
    各区各部门要高度重视，按时完成。\n第一条　本办法自公布之日起施行。\n";

fn heading(level: u8, run_in: bool) -> BlockKind {
    BlockKind::Heading { level, run_in }
}

/// Kinds and texts of the blocks of the document with the caret.
fn blocks(window: &Window) -> Vec<(BlockKind, String)> {
    let document = window.caret().0.document().expect("in a document");
    let document = window.issue().document(document).unwrap();
    let blocks = bodies(document).into_iter().flat_map(|(_, body)| body);
    blocks.map(|own| (own.kind.clone(), own.text.string.clone())).collect()
}

/// A new paragraph below the first block of document 2, with the caret in it.
fn empty(window: &mut Window) {
    let part = window.block(2, 0);
    window.press((part, 0));
    window.key(Named::End);
    while window.caret().1 < u32::try_from(window.text(part).chars().count()).unwrap() {
        window.key(Named::ArrowDown);
        window.key(Named::End);
    }
    window.key(Named::Enter);
}

fn paste(window: &mut Window, text: &str) {
    window.clipboard = Some(text.to_owned());
    window.ctrl("v");
}

#[test]
fn paragraphs_become_what_they_read_as() {
    let mut window = Window::sample();
    empty(&mut window);
    let (before, issue) = (blocks(&window), window.issue().clone());
    paste(&mut window, COPIED);
    let found = blocks(&window);
    assert_eq!(found.len(), before.len() + 4);
    let kinds: Vec<_> = found.iter().skip(1).take(5).map(|(kind, _)| kind.clone()).collect();
    let expected = [
        heading(1, false),
        heading(2, true),
        heading(3, false),
        BlockKind::Paragraph,
        BlockKind::Article,
    ];
    assert_eq!(kinds, expected);
    assert_eq!(found[1].1, "一、总体要求");
    assert_eq!(found[5].1, "第一条　本办法自公布之日起施行。");
    assert_eq!(found[6..], before[2..], "what stood below stands below");
    assert_eq!(window.caret().1, 16, "the caret is behind what came in");
    window.ctrl("z");
    assert_eq!(*window.issue(), issue, "one step back");
    window.ctrl("y");
    assert_eq!(blocks(&window), found);
}

#[test]
fn with_shift_it_stays_plain() {
    let mut window = Window::sample();
    empty(&mut window);
    window.clipboard = Some(COPIED.to_owned());
    let v = Key::Character("v".into());
    window.key_with(v, Modifiers::COMMAND | Modifiers::SHIFT);
    let found = blocks(&window);
    assert!(found.iter().skip(1).take(5).all(|(kind, _)| *kind == BlockKind::Paragraph));
    assert_eq!(found[1].1, "一、总体要求");
    window.ctrl("z");
    window.palette("粘贴为纯文本");
    assert_eq!(blocks(&window), found);
}

#[test]
fn words_in_a_paragraph_stay_words() {
    let mut window = Window::sample();
    let part = window.block(2, 0);
    let before = window.text(part);
    window.press((part, 2));
    paste(&mut window, " 一、甲 ");
    let characters: Vec<char> = before.chars().collect();
    let (head, tail) = characters.split_at(2);
    let expected: String = head.iter().chain(&[' ', '一', '、', '甲', ' ']).chain(tail).collect();
    assert_eq!(window.text(part), expected);
    // The title of a document is one line, whatever comes.
    let title = window.title(2);
    window.press((title, 0));
    paste(&mut window, "一、甲\n二、乙");
    assert!(window.text(title).starts_with("一、甲二、乙"));
}

#[test]
fn before_a_paragraph_whole_lines_stay_lines() {
    let mut window = Window::sample();
    let part = window.block(2, 1);
    let (text, before) = (window.text(part), window.blocks(2).len());
    window.press((part, 0));
    paste(&mut window, "一、甲事\n二、乙事\n");
    let found = blocks(&window);
    assert_eq!(found.len(), before + 2);
    assert_eq!((&found[1].0, found[1].1.as_str()), (&heading(1, false), "一、甲事"));
    assert_eq!((&found[2].0, found[2].1.as_str()), (&heading(1, false), "二、乙事"));
    assert_eq!(found[3].1, text);
    assert_eq!(window.caret().1, 0);
}

#[test]
fn marks_come_along_from_this_window() {
    let mut window = Window::sample();
    empty(&mut window);
    let html = "<html><body><p>一、<b>重点</b>工作任务安排</p>\
        <p>面积为12平方公里（km<sup>2</sup>），按<b>时限</b>完成。</p></body></html>";
    paste(&mut window, html);
    let (part, _) = window.caret();
    let text = place::text(window.issue(), part).unwrap().clone();
    assert_eq!(text.string, "面积为12平方公里（km2），按时限完成。");
    let marks: Vec<(String, Mark)> =
        text.marks.iter().map(|&(range, mark)| (text.slice(range).to_owned(), mark)).collect();
    assert!(marks.contains(&("2".to_owned(), Mark::Superscript)), "{marks:?}");
    assert!(marks.contains(&("时限".to_owned(), Mark::Bold)), "{marks:?}");
    // Copied here, the marks come again.
    window.ctrl("a");
    window.ctrl("c");
    window.key(Named::ArrowRight);
    window.key(Named::Enter);
    window.ctrl("v");
    let (again, _) = window.caret();
    assert_ne!(again, part);
    assert_eq!(place::text(window.issue(), again).unwrap(), &text);
    assert_eq!(text.range(), Range::new(0, text.len()));
}
