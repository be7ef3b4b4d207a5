//! Documents and sections: what stands elsewhere follows, and what is moved takes its pages along.

use gongbao::issue::block::BlockKind;
use gongbao::issue::document::DocumentKind;
use gongbao::issue::find_block;
use gongbao::issue::place::{Field, Part};
use gongbao::layout::page::{Generated, PageKind, Source};
use iced::keyboard::key::Named;
use iced::keyboard::{Key, Modifiers};

use crate::window::Window;

/// What the layout made of some kind, page by page, joined.
fn made(window: &Window, of: Generated) -> String {
    let runs = window.app.sheets().iter().flat_map(|page| page.runs());
    runs.filter(|(_, run)| matches!(run.source, Source::Generated(own, _) if own == of))
        .map(|(_, run)| run.text.as_str())
        .collect()
}

fn titles(window: &Window) -> Vec<String> {
    window.issue().documents().map(|(_, document)| document.title.string.clone()).collect()
}

/// The folio of the page on which the title of document `index` stands.
fn folio(window: &Window, index: usize) -> u32 {
    let (page, _) = window.app.rect_at((window.title(index), 0)).unwrap();
    window.app.sheets()[page].folio.unwrap()
}

#[test]
fn contents_and_outline_follow_a_title() {
    let mut window = Window::sample();
    window.press((window.title(1), 0));
    window.typewrite("改");
    let title = window.text(window.title(1));
    assert!(title.starts_with('改'));
    assert!(made(&window, Generated::Contents).contains(title.get(..30).unwrap()));
    window.ctrl("a");
    window.typewrite("短标题");
    assert!(made(&window, Generated::Contents).contains("短标题"));
    assert!(window.shows("短标题"), "the outline shows it");
    window.ctrl("z");
    assert!(!window.shows("短标题"));
    assert!(!made(&window, Generated::Contents).contains("短标题"));
}

#[test]
fn running_heads_follow_the_name_of_a_section() {
    let mut window = Window::sample();
    let section = window.issue().sections[1].id;
    let before = made(&window, Generated::RunningHead).matches("市政府办公室文件").count();
    assert!(before > 0);
    window.press((Part::SectionName(section), 0));
    window.ctrl("a");
    window.typewrite("办公厅文件");
    let heads = made(&window, Generated::RunningHead);
    assert_eq!(heads.matches("办公厅文件").count(), before);
    assert!(!heads.contains("市政府办公室文件"));
    assert!(window.shows("办公厅文件"), "the outline shows it");
}

#[test]
fn a_line_of_the_contents_leads_to_its_title() {
    let mut window = Window::sample();
    for index in [0, 1] {
        let title = window.title(index);
        let of_title = |source: Source| match source {
            Source::Generated(Generated::Contents, Some(place)) => place.part == title,
            _ => false,
        };
        let (page, at) = window
            .app
            .sheets()
            .iter()
            .enumerate()
            .find_map(|(index, page)| {
                let mut runs = page.runs();
                let (at, run) = runs.find(|(_, run)| of_title(run.source))?;
                assert_eq!(page.kind, PageKind::Front);
                let rect = run.boxes(0, run.glyphs.len()).moved(at);
                let middle = rect.size.height.scale(1, 2);
                Some((index, gongbao::geom::Point::new(rect.at.x + middle, rect.at.y + middle)))
            })
            .expect("a line of the contents");
        window.ctrl_named(Named::Home);
        window.press((window.title(0), 0));
        let room = window.room();
        let point = window.app.in_window(page, at, room).unwrap();
        window.move_to(room.center());
        window.wheel(point.y - room.center_y());
        let point = window.app.in_window(page, at, room).unwrap();
        window.click_at(point);
        assert_eq!(window.caret().0, title);
        let (page, _) = window.app.caret_rect().unwrap();
        assert_eq!(window.app.current_page(), Some(page), "it is shown");
    }
}

#[test]
fn a_title_for_the_contents_alone_is_written_there() {
    let mut window = Window::sample();
    let (_, document) = window
        .issue()
        .documents()
        .find(|(_, document)| document.contents_title.is_some())
        .expect("a document with a title for the contents");
    let part = Part::Field(document.id, Field::ContentsTitle);
    window.press((part, 0));
    assert_eq!(window.caret(), (part, 0));
    window.typewrite("新");
    assert!(window.text(part).starts_with('新'));
    let (page, _) = window.app.caret_rect().unwrap();
    assert_eq!(window.app.sheets()[page].kind, PageKind::Front);
}

#[test]
fn a_click_in_the_outline_leads_to_the_document() {
    let mut window = Window::sample();
    window.press((window.title(1), 0));
    window.ctrl("a");
    window.typewrite("短标题");
    window.ctrl_named(Named::End);
    window.click("短标题");
    assert_eq!(window.caret().0, window.title(1));
    let (page, _) = window.app.caret_rect().unwrap();
    assert_eq!(window.app.current_page(), Some(page));
}

#[test]
fn moving_a_document_changes_folios_and_contents() {
    let mut window = Window::sample();
    let before = titles(&window);
    let pages = window.app.sheets().len();
    window.press((window.title(2), 0));
    let title = window.caret();
    window.palette("文件上移");
    window.palette("文件上移");
    let after = titles(&window);
    assert_eq!(after, [&before[0], &before[2], &before[1], &before[3]].map(Clone::clone));
    assert_eq!(window.caret(), title, "the caret goes along");
    assert!(folio(&window, 1) < folio(&window, 2));
    assert_eq!(window.app.sheets().len(), pages);
    let contents = made(&window, Generated::Contents);
    let at = |title: &str| contents.find(title.get(..30).unwrap()).unwrap();
    assert!(at(&after[1]) < at(&after[2]));
    for index in 0..4 {
        assert!(contents.contains(&folio(&window, index).to_string()));
    }
    window.palette("文件下移");
    window.ctrl("z");
    window.ctrl("z");
    window.ctrl("z");
    assert_eq!(titles(&window), before);
}

#[test]
fn a_document_moves_from_section_to_section_and_stops_at_the_ends() {
    let mut window = Window::sample();
    let first = titles(&window)[0].clone();
    window.press((window.title(0), 0));
    let mut seen = Vec::new();
    for _ in 0..8 {
        seen.push(window.issue().sections.iter().position(|section| {
            section.documents.iter().any(|document| document.title.string == first)
        }));
        window.palette("文件下移");
    }
    assert_eq!(seen.first(), Some(&Some(0)));
    assert_eq!(seen.last(), Some(&Some(window.issue().sections.len() - 1)));
    assert_eq!(titles(&window).last(), Some(&first));
    let issue = window.issue().clone();
    window.palette("文件下移");
    assert_eq!(*window.issue(), issue);
}

#[test]
fn a_document_is_added_written_and_removed() {
    let mut window = Window::sample();
    let issue = window.issue().clone();
    window.press((window.title(1), 0));
    window.palette("添加文件");
    assert_eq!(titles(&window).len(), 5);
    assert_eq!(window.caret().0, window.title(2), "its title is selected");
    window.typewrite("关于测试的通知");
    assert_eq!(titles(&window)[2], "关于测试的通知");
    assert!(made(&window, Generated::Contents).contains("关于测试的通知"));
    window.palette("删除文件");
    assert_eq!(titles(&window).len(), 4);
    assert!(!made(&window, Generated::Contents).contains("关于测试的通知"));
    for _ in 0..3 {
        window.ctrl("z");
    }
    assert_eq!(*window.issue(), issue);
}

#[test]
fn after_removing_a_document_the_caret_is_somewhere() {
    let mut window = Window::sample();
    for left in (0..4).rev() {
        window.press((window.title(0), 0));
        window.palette("删除文件");
        assert_eq!(titles(&window).len(), left);
        window.typewrite("x");
        window.key(Named::Backspace);
    }
    assert!(!window.app.sheets().is_empty());
    window.palette("添加文件");
    window.typewrite("又有了");
    assert_eq!(titles(&window), ["又有了"]);
}

#[test]
fn keys_on_the_pages_move_the_document_of_the_caret() {
    let mut window = Window::sample();
    let before = titles(&window);
    window.press((window.block(0, 1), 2));
    let caret = window.caret();
    let both = Modifiers::COMMAND | Modifiers::SHIFT;
    window.key_with(Key::Named(Named::ArrowDown), both);
    assert_eq!(titles(&window)[..2], [before[1].clone(), before[0].clone()]);
    assert_eq!(window.caret(), caret, "the caret goes with it, and nothing is selected");
    assert_eq!(window.app.selection_text(), "");
    window.key_with(Key::Named(Named::ArrowUp), both);
    assert_eq!(titles(&window), before);
}

#[test]
fn a_slash_in_an_empty_paragraph_offers_its_kinds() {
    let mut window = Window::sample();
    window.press((window.block(2, 2), 0));
    window.key(Named::End);
    let length = window.text(window.block(2, 2)).chars().count();
    window.press((window.block(2, 2), u32::try_from(length).unwrap()));
    window.key(Named::Enter);
    let part = window.block(2, 3);
    let kind = |window: &Window| {
        let Part::Block(document, block) = part else { panic!("a block") };
        find_block(window.issue().document(document).unwrap(), block).unwrap().kind.clone()
    };
    for key in ["/", "、"] {
        window.typewrite(key);
        assert!(window.shows("这一段是什么"), "{key}");
        assert_eq!(window.text(part), "");
        window.key(Named::Escape);
    }
    window.typewrite("/");
    window.typewrite("erji");
    window.key(Named::Enter);
    assert_eq!(kind(&window), BlockKind::Heading { level: 2, run_in: false });
    window.typewrite("（一）");
    assert_eq!(window.text(part), "（一）", "the hands are on the pages again");
    // Twice the key, and behind other characters, it is a character.
    window.typewrite("/");
    assert_eq!(window.text(part), "（一）/");
    for _ in 0..4 {
        window.key(Named::Backspace);
    }
    window.typewrite("//");
    window.typewrite("a");
    assert_eq!(window.text(part), "/a");
}

#[test]
fn a_new_document_comes_into_the_section_of_its_kind() {
    let mut window = Window::new();
    window.click("新建一期");
    window.palette("添加文件");
    let first = window.issue().sections.first().unwrap();
    assert_eq!(first.documents.len(), 1, "nothing is chosen: the first section");
    let chronicle = window.issue().sections.iter().find(|own| own.name.string.contains("大事记"));
    let name = chronicle.unwrap().name.string.clone();
    window.click(&name);
    window.palette("添加文件");
    let (section, document) = window.issue().documents().nth(1).unwrap();
    assert_eq!(section.name.string, name);
    assert_eq!(document.kind, DocumentKind::Chronicle);
}

#[test]
fn a_section_is_added_and_removed() {
    let mut window = Window::sample();
    window.press((window.title(0), 0));
    window.palette("添加栏目");
    let names: Vec<_> =
        window.issue().sections.iter().map(|section| section.name.string.clone()).collect();
    assert_eq!(names.len(), 4);
    assert_eq!(names[1], "新栏目");
    window.press((window.title(0), 0));
    window.palette("删除栏目");
    assert_eq!(window.issue().sections.len(), 3);
    assert_eq!(titles(&window).len(), 2);
    window.ctrl("z");
    window.ctrl("z");
    assert_eq!(titles(&window).len(), 4);
}

#[test]
fn an_empty_issue_can_be_begun_and_written() {
    let mut window = Window::new();
    window.click("新建一期");
    assert_eq!(window.issue().documents().count(), 0);
    assert!(!window.app.sheets().is_empty());
    let _ = window.draw();
    for key in [Named::ArrowDown, Named::Enter, Named::Backspace, Named::End, Named::PageDown] {
        window.key(key);
        window.ctrl_named(key);
    }
    window.ctrl("a");
    window.ctrl("v");
    window.palette("添加文件");
    window.typewrite("第一份通知");
    window.key(Named::Enter);
    window.typewrite("正文。");
    assert_eq!(titles(&window), ["第一份通知"]);
    assert_eq!(window.blocks(0), ["正文。"]);
    let _ = window.draw();
}
