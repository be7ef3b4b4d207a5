//! Pictures and tables on the pages: a picture is chosen by a click, made wider and narrower at its
//! corners or by number; Tab goes from cell to cell.

use std::sync::Arc;

use gongbao::geom::{Mm, Pt, Rect};
use gongbao::issue::block::{Block, BlockKind};
use gongbao::issue::id::BlockId;
use gongbao::issue::place::Part;
use gongbao::issue::table::{Cell, Table};
use gongbao::layout::page::FrameItem;
use gongbao::store::{self, IssueFile};
use iced::keyboard::key::Named;
use iced::{Event, Point, window as system};

use crate::window::Window;

/// An issue whose first document begins with a picture twice as wide as high, and its block.
fn pictured(caption: &str) -> (Window, Part) {
    let window = Window::sample();
    let mut issue = window.issue().clone();
    let mut image = std::io::Cursor::new(Vec::new());
    let grey = image::GrayImage::from_fn(80, 40, |x, _| image::Luma([u8::try_from(x).unwrap()]));
    grey.write_to(&mut image, image::ImageFormat::Png).unwrap();
    let document = Arc::make_mut(&mut issue.sections[0].documents[0]);
    let (id, text) = (BlockId::new(99_999), caption.into());
    let bytes = image.into_inner();
    let kind = BlockKind::Picture { sha256: store::sha256(&bytes), width: None };
    document.body.insert(0, Arc::new(Block { id, kind, text }));
    let part = Part::Block(document.id, id);
    let mut file = IssueFile::new(issue);
    let _sha256 = file.add_picture("png", bytes);
    let path = window.path("图.gongbao");
    let _kept = store::save_with(&path, &file, None).unwrap();
    let mut window = Window::new();
    let _ = window.send(Event::Window(system::Event::FileDropped(path)));
    window.redraw();
    (window, part)
}

/// Where the picture stands: index of its page, and its rectangle there.
fn shown(window: &Window, part: Part) -> (usize, Rect) {
    let found = window.app.sheets().iter().enumerate().find_map(|(page, sheet)| {
        sheet.parts.iter().find_map(|placed| {
            placed.frame.items.iter().find_map(|item| match item {
                FrameItem::Picture { rect, block, .. } if *block == Some(part) => {
                    Some((page, rect.moved(placed.at)))
                }
                _ => None,
            })
        })
    });
    found.expect("the picture")
}

/// A point of the picture in the window, from its upper left corner in shares of its extent.
fn at(window: &mut Window, part: Part, (x, y): (f64, f64)) -> Point {
    let (page, rect) = shown(window, part);
    let room = window.room();
    let share = |from: Pt, length: Pt, share: f64| from + Pt::from_f64(length.to_f64() * share);
    let point = gongbao::geom::Point::new(
        share(rect.at.x, rect.size.width, x),
        share(rect.at.y, rect.size.height, y),
    );
    let seen = |window: &Window| window.app.in_window(page, point, room).unwrap();
    let now = seen(window);
    if !room.shrink(30.0).contains(now) {
        window.move_to(room.center());
        window.wheel(now.y - room.center_y());
    }
    seen(window)
}

fn width(window: &Window, part: Part) -> Option<Mm> {
    let (Some(document), Some(block)) = (part.document(), part.block()) else { return None };
    let document = window.issue().document(document).unwrap();
    match gongbao::issue::find_block(document, block).unwrap().kind {
        BlockKind::Picture { width, .. } => width,
        _ => None,
    }
}

/// Drags the lower right corner of the picture so far to the right, in millimetres.
fn drag(window: &mut Window, part: Part, by: f64) {
    let middle = at(window, part, (0.5, 0.5));
    window.click_at(middle);
    let corner = at(window, part, (1.0, 1.0));
    let (_, rect) = shown(window, part);
    let left = at(window, part, (0.0, 1.0));
    let scale = f64::from(corner.x - left.x) / Mm::from_pt(rect.size.width).to_f64();
    window.move_to(corner);
    window.button(true);
    #[expect(clippy::cast_possible_truncation, reason = "pixels")]
    for step in [0.5, 1.0] {
        window.move_to(Point::new(corner.x + (by * scale * step) as f32, corner.y));
    }
    window.button(false);
    window.redraw();
}

#[test]
fn a_corner_is_dragged_and_undo_brings_the_picture_back_in_one_step() {
    let (mut window, part) = pictured("图1　会场");
    let (_, before) = shown(&window, part);
    // By 10 mm at each side, since it stays in the middle.
    drag(&mut window, part, -10.0);
    let (_, after) = shown(&window, part);
    let own = width(&window, part).expect("a width");
    assert!((Mm::from_pt(before.size.width).to_f64() - own.to_f64() - 20.0).abs() < 0.6, "{own}");
    assert_eq!(after.size.width, own.to_pt());
    let ratio = after.size.width.to_f64() / after.size.height.to_f64();
    assert!((ratio - 2.0).abs() < 0.001);
    let middle = |rect: Rect| rect.at.x + rect.size.width.scale(1, 2);
    assert!((middle(before) - middle(after)).abs() < Pt::new(1));
    window.ctrl("z");
    assert_eq!(width(&window, part), None);
    assert_eq!(shown(&window, part).1, before);
}

#[test]
fn dragged_past_its_column_a_picture_sticks_to_the_page() {
    let (mut window, part) = pictured("图1　会场");
    drag(&mut window, part, 400.0);
    let (page, rect) = shown(&window, part);
    let sheet = &window.app.sheets()[page];
    assert!((rect.at.x + rect.right() - sheet.trim.width).abs() < Pt::new(30), "{rect:?}");
    let whole = width(&window, part).unwrap();
    let lines = sheet.parts.iter().map(|placed| placed.frame.size.width).max().unwrap();
    assert!((whole.to_pt() - lines).abs() < Pt::new(1), "{whole}");
    // Back to a column.
    window.click("一栏");
    assert!(shown(&window, part).1.size.width < rect.size.width.scale(2, 3));
}

#[test]
fn a_picture_without_a_caption_is_chosen_by_a_click_and_has_its_width_by_number() {
    let (mut window, part) = pictured("");
    let middle = at(&mut window, part, (0.5, 0.5));
    window.click_at(middle);
    assert_eq!(window.caret(), (part, 0));
    assert!(window.shows("宽度（毫米）"));
    window.click("半栏");
    let half = shown(&window, part).1.size.width;
    window.click("通栏");
    assert!(shown(&window, part).1.size.width > half.scale(4, 1));
    // Below its name.
    let name = window.find("宽度（毫米）").unwrap().visible_bounds().unwrap();
    window.click_at(Point::new(name.x + 30.0, name.y + name.height + 14.0));
    window.ctrl("a");
    window.key(Named::Backspace);
    assert_eq!(width(&window, part), None);
    window.typewrite("40");
    assert_eq!(width(&window, part), Some(Mm::new(40.0)));
    window.key(Named::Backspace);
    assert!(window.shows("请填毫米数"));
    assert_eq!(width(&window, part), Some(Mm::new(40.0)), "4 mm is none");
    // Arrows lead out of it.
    let middle = at(&mut window, part, (0.5, 0.5));
    window.click_at(middle);
    window.key(Named::ArrowRight);
    assert_eq!(window.caret(), (window.block(0, 1), 0));
    // Delete takes it out.
    window.click_at(middle);
    window.key(Named::Delete);
    assert_ne!(window.block(0, 0), part);
    assert!(window.app.caret_rect().is_some());
    window.ctrl("z");
    assert_eq!(width(&window, part), Some(Mm::new(40.0)));
    // What is typed on the page is its caption.
    let middle = at(&mut window, part, (0.5, 0.5));
    window.click_at(middle);
    window.typewrite("abc");
    assert_eq!(window.text(part), "abc");
    assert!(window.app.caret_rect().is_some());
    // Chosen again it goes with its caption; once an arrow led into the caption, letters do.
    window.click_at(middle);
    window.key(Named::Delete);
    assert_ne!(window.block(0, 0), part);
    window.ctrl("z");
    assert_eq!((window.block(0, 0), window.text(part).as_str()), (part, "abc"));
    let middle = at(&mut window, part, (0.5, 0.5));
    window.click_at(middle);
    window.key(Named::ArrowRight);
    window.key(Named::Delete);
    assert_eq!((window.block(0, 0), window.text(part).as_str()), (part, "ac"));
}

#[test]
fn tab_goes_from_cell_to_cell() {
    let window = Window::sample();
    let mut issue = window.issue().clone();
    let document = Arc::make_mut(&mut issue.sections[0].documents[0]);
    let id = BlockId::new(99_998);
    let rows = ["甲", "乙"].map(|own| [own, "丙", "丁"].map(|own| Cell::new(own.into())).to_vec());
    let table = Table { head: 1, rows: rows.to_vec() };
    document.body.insert(0, Arc::new(Block { id, kind: BlockKind::Table(table), text: "".into() }));
    let document = document.id;
    let path = window.path("表.gongbao");
    let _kept = store::save_with(&path, &IssueFile::new(issue), None).unwrap();
    let mut window = Window::new();
    let _ = window.send(Event::Window(system::Event::FileDropped(path)));
    window.redraw();
    window.press((Part::Cell(document, id, 0, 0), 0));
    for expected in [(0, 1), (0, 2), (1, 0)] {
        window.key(Named::Tab);
        let Part::Cell(_, _, row, column) = window.caret().0 else { panic!("not in a cell") };
        assert_eq!((row, column), expected);
    }
    window.typewrite("戊");
    assert_eq!(window.text(Part::Cell(document, id, 1, 0)), "戊");
}
