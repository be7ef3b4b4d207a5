//! What surrounds the pages: zoom, colours, language, palette, findings, and the drawing itself.

use gongbao::issue::document::OfficialKind;
use iced::advanced::widget::Id;
use iced::keyboard::key::Named;

use crate::window::Window;

#[test]
fn zoom_goes_in_steps_and_keeps_the_middle() {
    let mut window = Window::sample();
    window.press((window.block(2, 3), 1));
    window.ctrl("0");
    assert_eq!(window.app.zoom_percent(), Some(100));
    let page = window.app.current_page();
    window.ctrl("=");
    assert_eq!(window.app.zoom_percent(), Some(125));
    assert_eq!(window.app.current_page(), page);
    window.ctrl("-");
    window.ctrl("-");
    assert_eq!(window.app.zoom_percent(), Some(75));
    assert_eq!(window.app.current_page(), page);
    for _ in 0..20 {
        window.ctrl("=");
    }
    assert_eq!(window.app.zoom_percent(), Some(400));
    for _ in 0..20 {
        window.ctrl("-");
    }
    assert_eq!(window.app.zoom_percent(), Some(25));
    let _ = window.draw();
}

#[test]
fn a_page_fits_the_window_in_width_or_whole() {
    use gongbao::geom::Point;
    let mut window = Window::sample();
    let size = window.app.sheets()[0].trim;
    let corners = |window: &mut Window| {
        let room = window.room();
        let upper = window.app.in_window(0, Point::default(), room).unwrap();
        let lower = window.app.in_window(0, Point::new(size.width, size.height), room).unwrap();
        (lower.x - upper.x, lower.y - upper.y, room)
    };
    window.palette("适合整页");
    let (width, height, room) = corners(&mut window);
    assert!(height <= room.height && width <= room.width, "{width} × {height}");
    assert!(height > room.height * 0.8 || width > room.width * 0.8);
    window.palette("适合宽度");
    let (width, _, room) = corners(&mut window);
    assert!(width <= room.width && width > room.width * 0.8, "{width}");
    // A window of another size.
    window.size = iced::Size::new(1000.0, 700.0);
    window.redraw();
    let (width, _, room) = corners(&mut window);
    assert!(width <= room.width, "{width}");
}

#[test]
fn a_click_hits_at_every_zoom_and_scale() {
    let mut window = Window::sample();
    let part = window.block(2, 4);
    for scale in [1.0, 1.5, 2.0] {
        window.tell(gongbao::app::Message::Rescaled(scale));
        for percent in ["-", "-", "0", "=", "="] {
            window.ctrl(percent);
            window.press((part, 2));
            assert_eq!(window.caret(), (part, 2));
            window.press((window.block(2, 5), 0));
        }
    }
}

#[test]
fn dark_mode_changes_the_frame_and_not_the_paper() {
    let mut window = Window::sample();
    let light = window.draw();
    window.palette("切换亮色与暗色");
    assert!(window.app.is_dark());
    let dark = window.draw();
    let at = |pixels: &[u8], x: usize, y: usize| {
        let index = (y * 1360 + x) * 4;
        u32::from(pixels[index]) + u32::from(pixels[index + 1]) + u32::from(pixels[index + 2])
    };
    assert!(at(&light, 5, 600) > 600 && at(&dark, 5, 600) < 300, "the outline");
    let paper = |pixels: &[u8]| pixels.chunks_exact(4).filter(|p| p[..3] == [255; 3]).count();
    assert!(paper(&dark) > 50_000, "the paper stays white");
}

#[test]
fn the_interface_speaks_english_on_demand() {
    let mut window = Window::sample();
    assert!(window.shows("属性"));
    window.palette("English");
    assert!(window.shows("Properties") && !window.shows("属性"));
    window.palette("中文");
    assert!(window.shows("属性") && !window.shows("Properties"));
}

#[test]
fn the_palette_filters_and_runs() {
    let mut window = Window::sample();
    window.press((window.title(0), 0));
    let issue = window.issue().clone();
    window.ctrl("k");
    assert!(window.shows("文件下移") && window.shows("另存为…"));
    window.typewrite("文件");
    assert!(window.shows("文件下移") && !window.shows("另存为…"));
    window.key(Named::Escape);
    assert!(!window.shows("文件下移"));
    assert_eq!(*window.issue(), issue, "what is typed there is not written on the pages");
    window.typewrite("x");
    assert!(window.text(window.title(0)).starts_with('x'), "the pages have the keys again");
    window.ctrl("k");
    window.typewrite("没有这样的命令");
    window.key(Named::Enter);
    window.key(Named::Escape);
    window.ctrl("k");
    window.typewrite("文件");
    window.click("文件下移");
    assert_ne!(window.issue().sections[0].documents[0].id, issue.sections[0].documents[0].id);
}

#[test]
fn arrows_choose_in_the_palette() {
    let mut window = Window::sample();
    window.press((window.block(2, 3), 1));
    let chosen = |window: &mut Window, keys: &[Named]| {
        window.ctrl("0");
        window.ctrl("k");
        window.typewrite("适合");
        for key in keys {
            window.key(*key);
        }
        window.key(Named::Enter);
        window.app.zoom_percent()
    };
    let first = chosen(&mut window, &[]);
    let second = chosen(&mut window, &[Named::ArrowDown]);
    assert_ne!(first, second, "the second of two was chosen");
    assert_eq!(chosen(&mut window, &[Named::ArrowDown, Named::ArrowUp]), first);
}

#[test]
fn findings_lead_to_the_place_and_a_fix_mends_it() {
    let mut window = Window::sample();
    let part = window.block(2, 1);
    let before = window.text(part);
    let comma = u32::try_from(before.chars().position(|c| c == '，').unwrap()).unwrap();
    window.press((part, comma + 1));
    window.key(Named::Backspace);
    window.typewrite(",");
    let finding = window.app.findings().iter().find(|finding| {
        finding.place.is_some_and(|place| place.part == part) && finding.fix.is_some()
    });
    let finding = finding.expect("a comma between hanzi is found").clone();
    let index = window.app.findings().iter().position(|own| *own == finding).unwrap();
    window.ctrl_named(Named::Home);
    window.palette("检查结果");
    window.tell(gongbao::app::Message::Findings(gongbao::app::panel::findings::Message::Chosen(
        index,
    )));
    window.redraw();
    let (anchor, head) = window.app.selection().unwrap();
    assert_eq!((anchor.0, head.0), (part, part));
    let (page, _) = window.app.caret_rect().unwrap();
    assert_eq!(window.app.current_page(), Some(page), "it is shown");
    window.tell(gongbao::app::Message::Findings(gongbao::app::panel::findings::Message::Mended(
        index,
    )));
    assert_eq!(window.text(part), before);
    assert!(!window.app.findings().contains(&finding), "the list is checked anew");
    window.ctrl("z");
    assert_ne!(window.text(part), before, "mending can be taken back");
}

#[test]
fn f8_goes_from_finding_to_finding() {
    let mut window = Window::sample();
    let count = window.app.findings().iter().filter(|finding| finding.place.is_some()).count();
    assert!(count > 0, "the sample has findings");
    let mut seen = Vec::new();
    for _ in 0..window.app.findings().len() {
        window.key(Named::F8);
        seen.extend(window.app.selection());
    }
    seen.sort_unstable();
    seen.dedup();
    assert!(!seen.is_empty());
}

/// Strips that are kept between drawings show the same as all strips drawn anew.
#[test]
fn what_is_kept_between_drawings_shows_what_is_new() {
    let type_in = |draws: bool| {
        let mut window = Window::sample();
        window.press((window.block(2, 2), 3));
        for letter in ["一", "二", "，", "x", "三"] {
            window.typewrite(letter);
            if draws {
                let _ = window.draw();
            }
        }
        window.key(Named::Enter);
        if draws {
            let _ = window.draw();
        }
        window.key(Named::Backspace);
        window.draw()
    };
    assert!(type_in(true) == type_in(false), "the drawings differ");
}

#[test]
fn a_key_draws_few_strips_anew() {
    let mut window = Window::sample();
    let part = window.block(1, 1);
    window.press((part, 2));
    let _ = window.draw();
    let all = window.app.strips_made();
    assert!(all > 0);
    window.typewrite("字");
    let _ = window.draw();
    let made = window.app.strips_made();
    assert!((1..=6).contains(&made), "{made}");
    let _ = window.draw();
    assert_eq!(window.app.strips_made(), 0);
}

#[test]
fn outline_and_side_panel_can_be_hidden_and_shown() {
    let mut window = Window::sample();
    let before = window.room().width;
    window.ctrl("b");
    assert!(window.room().width > before + 100.0);
    window.ctrl("b");
    assert!((window.room().width - before).abs() < 1.0);
}

#[test]
fn the_inspector_writes_the_fields_of_the_document_at_the_caret() {
    use gongbao::issue::place::{Field, Part};
    let mut window = Window::sample();
    window.press((window.block(1, 1), 1));
    let Part::Block(document, _) = window.block(1, 1) else { panic!("a block") };
    let number = Part::Field(document, Field::Number);
    let before = window.text(number);
    window.click(&before);
    window.key(Named::End);
    window.typewrite("附");
    assert_eq!(window.text(number), format!("{before}附"));
    window.tell(gongbao::app::Message::Key(
        iced::keyboard::Key::Character("z".into()),
        iced::keyboard::Modifiers::COMMAND,
    ));
    assert_eq!(window.text(number), before);
}

/// Long titles ran out of a field of one line.
#[test]
fn a_long_title_is_written_in_a_field_of_several_lines() {
    use gongbao::issue::place::{Field, Part};
    let mut window = Window::sample();
    window.press((window.block(2, 1), 1));
    let Part::Block(document, _) = window.block(2, 1) else { panic!("a block") };
    let id = |field| Id::from(format!("field-{:?}", Part::Field(document, field)));
    let long = window.bounds(id(Field::Title));
    assert!(long.height > 1.5 * window.bounds(id(Field::Number)).height, "{long:?}");
    // Enter, a pasted line end and a key of the window do not break the one line that it is.
    window.click_at(long.center());
    window.key(Named::Enter);
    window.ctrl_named(Named::End);
    window.typewrite("续");
    assert!(window.text(window.title(2)).ends_with('续'));
    window.ctrl("z");
    assert!(!window.text(window.title(2)).contains('续'));
    window.ctrl("1");
    window.ctrl("d");
    let title = window.text(window.title(2));
    assert!(!title.contains(['1', 'd', '\n']), "{title}");
    // The wheel moves the panel also where it is over a field.
    let before = window.seen(id(Field::Title)).unwrap();
    window.move_to(before.center());
    window.wheel(30.0);
    assert_eq!(window.seen(id(Field::Title)).map(|seen| seen.y), Some(before.y - 30.0));
}

/// What Tab leads to was below the edge of the panel.
#[test]
fn tab_brings_what_it_leads_to_into_sight() {
    use gongbao::issue::place::{Field, Part};
    let mut window = Window::sample();
    window.size.height = 500.0;
    window.redraw();
    window.press((window.title(2), 1));
    let Part::Field(document, _) = window.title(2) else { panic!("a field") };
    let id = Id::from(format!("field-{:?}", Part::Field(document, Field::Annotation)));
    assert_eq!(window.seen(id.clone()), None);
    window.key(Named::F6);
    window.key(Named::F6);
    window.key_with(iced::keyboard::Key::Named(Named::Tab), iced::keyboard::Modifiers::SHIFT);
    window.key_with(iced::keyboard::Key::Named(Named::Tab), iced::keyboard::Modifiers::SHIFT);
    for _ in 0..40 {
        if window.seen(id.clone()).is_some() {
            return;
        }
        window.key(Named::Tab);
    }
    panic!("never in sight");
}

#[test]
fn a_picker_opens_and_picks_by_key() {
    let mut window = Window::sample();
    window.press((window.title(0), 0));
    let kind = |window: &Window| window.issue().documents().next().unwrap().1.kind.chinese();
    let before = kind(&window);
    window.key(Named::F6);
    window.key(Named::F6);
    // The four tabs of the panel come first.
    window.key(Named::Tab);
    window.key(Named::Tab);
    window.key(Named::Tab);
    window.key(Named::Tab);
    window.key(Named::Space);
    window.key(Named::ArrowDown);
    assert_eq!(kind(&window), before, "nothing is picked yet");
    window.key(Named::Escape);
    assert_eq!(kind(&window), before);
    assert!(!window.app.writes_on_pages(), "Escape shuts the list and nothing else");
    window.key(Named::ArrowDown);
    window.key(Named::ArrowDown);
    window.key(Named::Enter);
    let next = kind(&window);
    assert_ne!(next, before);
    window.key(Named::Enter);
    window.key(Named::Home);
    window.key(Named::Space);
    assert_eq!(kind(&window), OfficialKind::ALL[0].chinese());
    window.key(Named::Enter);
    window.key(Named::ArrowDown);
    window.key(Named::Tab);
    assert_eq!(kind(&window), OfficialKind::ALL[0].chinese(), "Tab leaves it as it was");
    window.key(Named::Escape);
    assert!(window.app.writes_on_pages());
    window.ctrl("z");
    window.ctrl("z");
    assert_eq!(kind(&window), before);
}

#[test]
fn a_picker_opens_and_picks_with_the_mouse() {
    let mut window = Window::sample();
    window.press((window.title(0), 0));
    let kind = |window: &Window| window.issue().documents().next().unwrap().1.kind.chinese();
    let before = kind(&window);
    window.click(before);
    let _ = window.draw();
    window.click_at(iced::Point::new(300.0, 400.0));
    assert_eq!(kind(&window), before, "a click beside the list shuts it");
    window.click(before);
    let (at, row) = (window.cursor().unwrap(), 31.0);
    window.click_at(at + iced::Vector::new(0.0, row * 1.2));
    assert_eq!(kind(&window), OfficialKind::ALL[0].chinese());
}

#[test]
fn the_palette_is_searched_by_pinyin() {
    let mut window = Window::sample();
    window.palette("qhls");
    assert!(window.app.is_dark());
    window.palette("qiehuan liang");
    assert!(!window.app.is_dark());
}
