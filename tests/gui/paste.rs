//! Paste: what comes from elsewhere becomes typed blocks, in one step.

use gongbao::app::Message;
use gongbao::app::clipboard::Clip;
use gongbao::app::page_editor::paste::Pasting;
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

/// Pastes what Word, a browser or a spreadsheet puts on the clipboard: HTML, mostly with its text.
fn paste_page(window: &mut Window, pasting: Pasting, text: Option<&str>, html: &str) {
    let clip = Clip::new(text.map(str::to_owned), Some(html));
    window.tell(Message::Pasted(pasting, Box::new(clip)));
    window.redraw();
}

/// The marked stretches of a text.
fn marked(text: &gongbao::issue::text::Text) -> Vec<(String, Mark)> {
    text.marks.iter().map(|&(range, mark)| (text.slice(range).to_owned(), mark)).collect()
}

const WORD: &str = "<html xmlns:w=\"urn:schemas-microsoft-com:office:word\"><head><style><!-- \
    p.MsoNormal {margin:0cm;} --></style></head><body lang=ZH-CN><!--StartFragment-->\n\
    <p class=MsoNormal><b><span lang=EN-US>一、总体要求<o:p></o:p></span></b></p>\n\
    <p class=MsoNormal><!--[if gte vml 1]><v:shape/><![endif]-->坚持<span style='font-family:楷体_GB2312'>安全\n\
    第一</span>，新建水面3万m<sup>2</sup>，<span style='color:red'>做到</span><b>全面覆盖</b>。</p>\n\
    <table class=MsoTableGrid><tr><td>单位</td><td>数量</td></tr><tr><td>甲局</td><td>3</td></tr>\
    <tr><td>乙局</td><td>5</td></tr></table>\n<!--EndFragment--></body></html>";
const WORD_TEXT: &str = "一、总体要求\r\n坚持安全第一，新建水面3万m2，做到全面覆盖。\r\n单位\t数量\r\n\
    甲局\t3\r\n乙局\t5\r\n";

#[test]
fn html_of_the_clipboard_keeps_marks_and_tables() {
    for text in [Some(WORD_TEXT), None] {
        let mut window = Window::sample();
        empty(&mut window);
        let issue = window.issue().clone();
        paste_page(&mut window, Pasting::Typed, text, WORD);
        let document = window.caret().0.document().unwrap();
        let body = &window.issue().document(document).unwrap().body;
        assert_eq!((&body[1].kind, &*body[1].text.string), (&heading(1, false), "一、总体要求"));
        assert!(body[1].text.marks.is_empty(), "the level has its weight");
        assert_eq!(body[2].text.string, "坚持安全第一，新建水面3万m2，做到全面覆盖。");
        let expected = [
            ("安全第一".to_owned(), Mark::Kai),
            ("2".to_owned(), Mark::Superscript),
            ("全面覆盖".to_owned(), Mark::Bold),
        ];
        assert_eq!(marked(&body[2].text), expected);
        let BlockKind::Table(table) = &body[3].kind else { panic!("{:?}", body[3]) };
        assert_eq!((table.rows.len(), table.head), (3, 1));
        window.ctrl("z");
        assert_eq!(*window.issue(), issue, "one step back");
    }
}

#[test]
fn plain_paste_has_the_text_of_html() {
    for text in [Some(WORD_TEXT), None] {
        let mut window = Window::sample();
        empty(&mut window);
        paste_page(&mut window, Pasting::Plain, text, WORD);
        let found = blocks(&window);
        assert!(found.iter().skip(1).take(5).all(|(kind, _)| *kind == BlockKind::Paragraph));
        assert_eq!(found[1].1, "一、总体要求");
        assert_eq!(found[2].1, "坚持安全第一，新建水面3万m2，做到全面覆盖。");
    }
}

#[test]
fn words_of_html_stay_words() {
    let browser = "<meta charset='utf-8'><span style=\"color: rgb(51, 51, 51); font-weight: 400;\">\
        水面3万m<sup>2</sup></span>";
    let mut window = Window::sample();
    let part = window.block(2, 0);
    let before = window.text(part);
    window.press((part, 2));
    paste_page(&mut window, Pasting::Typed, Some("水面3万m2"), browser);
    let text = place::text(window.issue(), part).unwrap().clone();
    let (head, tail) = text.string.split_once("水面3万m2").unwrap();
    assert_eq!(format!("{head}{tail}"), before);
    assert!(marked(&text).contains(&("2".to_owned(), Mark::Superscript)));
    // A title has no marks; it takes the words of the page where there are no others.
    let title = window.title(2);
    window.press((title, 0));
    paste_page(&mut window, Pasting::Typed, None, browser);
    assert!(window.text(title).starts_with("水面3万m2"));
}

#[test]
fn what_was_copied_here_goes_before_html() {
    let mut window = Window::sample();
    let part = window.block(2, 0);
    window.press((part, 0));
    window.ctrl("a");
    window.ctrl("c");
    let text = window.clipboard.clone();
    empty(&mut window);
    paste_page(&mut window, Pasting::Typed, text.as_deref(), "<p>乙</p><p>丙</p>");
    assert_eq!(Some(window.text(window.caret().0)), text);
}

#[test]
fn a_clipboard_that_cannot_be_pasted_is_told() {
    let mut window = Window::sample();
    empty(&mut window);
    let issue = window.issue().clone();
    let picture = "<meta charset='utf-8'><img src='https://example.com/a.png' alt=''>";
    let cases = [
        (None, Some(picture.to_owned()), "剪贴板里没有文字"),
        (None, None, "剪贴板里没有文字"),
        (Some("甲".repeat(300_001)), None, "剪贴板里的内容过长"),
        (None, Some(format!("<p>{}</p>", "甲".repeat(300_001))), "剪贴板里的内容过长"),
        (None, Some("<div>".repeat(7 << 20)), "剪贴板里的内容过长"),
    ];
    for (text, html, expected) in cases {
        let clip = Clip::new(text, html.as_deref());
        window.tell(Message::Pasted(Pasting::Typed, Box::new(clip)));
        window.redraw();
        assert!(window.shows(expected), "{expected}");
        assert_eq!(*window.issue(), issue);
        window.tell(Message::NoticeRead);
    }
    // Deep nesting is no harm.
    let deep = format!("{}甲{}", "<div><b>".repeat(20_000), "</b></div>".repeat(20_000));
    paste_page(&mut window, Pasting::Typed, None, &deep);
    assert_eq!(window.text(window.caret().0), "甲");
}

#[test]
fn behind_a_whole_paragraph_a_heading_begins_a_block() {
    let mut window = Window::sample();
    empty(&mut window);
    let before = blocks(&window);
    paste(&mut window, "各地要抓好落实。");
    paste(&mut window, "一、总体要求\n坚持稳中求进，抓好各项工作落实。");
    let found = blocks(&window);
    assert_eq!(found.len(), before.len() + 2);
    assert_eq!(found[1], (BlockKind::Paragraph, "各地要抓好落实。".to_owned()));
    assert_eq!(found[2], (heading(1, false), "一、总体要求".to_owned()));
    assert_eq!(found[3].1, "坚持稳中求进，抓好各项工作落实。");
    assert_eq!(found[4..], before[2..]);
    // What is no sentence yet goes on with the first line.
    window.ctrl("z");
    window.key(Named::Backspace);
    paste(&mut window, "一、甲\n二、乙");
    assert_eq!(blocks(&window)[1].1, "各地要抓好落实一、甲");
}
