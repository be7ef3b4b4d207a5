//! The cover: another one is chosen, things are dragged and measured, a picture comes from a file,
//! and undo takes each of these back.

use gongbao::app::Message;
use gongbao::app::panel::cover::{
    Amount, BOARD, Entry, Message as Cover, NameMessage, NewThing, Side,
};
use gongbao::geom::{Mm, Pt};
use gongbao::issue::cover::{Area, Ink, Thing, ThingKind};
use gongbao::issue::masthead::{Lettering, Script};
use gongbao::layout::cover::arrangement;
use gongbao::layout::page::FrameItem;
use iced::Point;
use iced::advanced::widget::Id;
use iced::keyboard::key::Named;

use crate::window::Window;

/// The sample with its cover being arranged.
fn arranging() -> Window {
    let mut window = Window::sample();
    window.palette("封面…");
    assert!(window.shows("恢复内置") || window.shows("完成"));
    window
}

#[test]
fn the_order_of_the_scripts_says_what_it_does_where_the_name_runs_downwards() {
    let mut window = arranging();
    say(&mut window, Cover::Vertical(true));
    assert!(window.shows("次序只用于内页横排的刊名"));
    say(&mut window, Cover::Vertical(false));
    assert!(!window.shows("次序只用于内页横排的刊名"));
}

fn say(window: &mut Window, message: Cover) {
    window.tell(Message::Covering(message));
    window.redraw();
}

fn things(window: &Window) -> Vec<Thing> {
    arrangement(&window.issue().cover).front
}

fn thing(window: &Window, is: impl Fn(&ThingKind) -> bool) -> (usize, Area) {
    let things = things(window);
    let at = things.iter().position(|thing| is(&thing.kind)).expect("such a thing");
    (at, things[at].area)
}

const fn is_name(kind: &ThingKind) -> bool {
    matches!(kind, ThingKind::Masthead { .. })
}

/// Where a place of the page, in millimetres, is in the window.
fn on_board(window: &mut Window, x: f64, y: f64) -> Point {
    let board = window.bounds(Id::new(BOARD));
    let scale = f64::from(board.height) / 285.0;
    #[expect(clippy::cast_possible_truncation, reason = "pixels")]
    Point::new(board.x + (x * scale) as f32, board.y + (y * scale) as f32)
}

fn drag(window: &mut Window, from: (f64, f64), to: (f64, f64)) {
    let (from, to) = (on_board(window, from.0, from.1), on_board(window, to.0, to.1));
    window.move_to(from);
    window.button(true);
    for step in [0.25_f32, 0.5, 0.75, 1.0] {
        let at = |from: f32, to: f32| from + (to - from) * step;
        window.move_to(Point::new(at(from.x, to.x), at(from.y, to.y)));
    }
    window.button(false);
    window.redraw();
}

#[test]
fn another_cover_is_chosen_and_the_name_runs_downwards() {
    let mut window = arranging();
    window.click("红底");
    assert_eq!(window.issue().cover.template, "red");
    window.click("竖排刊名");
    assert!(window.issue().cover.vertical);
    assert_eq!(thing(&window, is_name).0, 1);
    // A field of red lies under everything, over the edges of the paper.
    let page = &window.app.sheets()[0];
    let Some(FrameItem::Rule { rect, .. }) = page.parts[0].frame.items.first() else { panic!() };
    assert_eq!(rect.at.x, -page.bleed);
    assert_eq!(rect.bottom(), page.trim.height + page.bleed);
    window.ctrl("z");
    assert!(!window.issue().cover.vertical);
    window.ctrl("z");
    assert!(window.issue().cover.is_default());
    window.key(Named::Escape);
    assert!(!window.shows("竖排刊名"));
}

#[test]
fn a_thing_is_dragged_sticks_and_comes_back_in_one_step() {
    let mut window = arranging();
    let (at, before) = thing(&window, is_name);
    assert_eq!(before.y, Mm::new(36.0));
    drag(&mut window, (100.0, 60.0), (98.9, 83.0));
    let (_, after) = thing(&window, is_name);
    // Its middle sticks to the middle of the page; down it stands on a whole millimetre.
    assert_eq!(after.x, before.x);
    assert_eq!(after.y, Mm::new(59.0));
    assert!(window.shows("已改动"));
    // The corner at the lower right.
    drag(&mut window, (189.0, 131.0), (160.0, 120.0));
    let (_, smaller) = thing(&window, is_name);
    assert_eq!((smaller.x, smaller.y), (after.x, after.y));
    assert!(smaller.width < after.width && smaller.height < after.height);
    window.ctrl("z");
    assert_eq!(things(&window)[at].area, after);
    window.ctrl("z");
    assert!(window.issue().cover.is_default());
}

#[test]
fn measures_are_written_in_millimetres() {
    let mut window = arranging();
    let (at, before) = thing(&window, is_name);
    say(&mut window, Cover::Chosen(Some(at)));
    let field = window.bounds(Id::from(format!("cover {:?}", Entry::Y)));
    window.click_at(field.center());
    window.ctrl("a");
    window.typewrite("42.5");
    assert_eq!(thing(&window, is_name).1.y, Mm::new(42.5));
    window.typewrite("x");
    assert!(window.shows("请填毫米数"));
    assert_eq!(thing(&window, is_name).1.y, Mm::new(42.5));
    say(&mut window, Cover::Undo);
    assert_eq!(thing(&window, is_name).1, before);
}

#[test]
fn a_thing_sticks_to_the_type_area() {
    let mut window = arranging();
    let style = gongbao::layout::style::Stylesheet::built_in("baotou").unwrap();
    let left = Mm::from_pt(style.page.type_area(1).at.x).to_f64();
    let (_, before) = thing(&window, is_name);
    // It is chosen, and its upper left corner comes near the left edge of the text.
    let (x, y) = (before.x.to_f64(), before.y.to_f64());
    let middle = on_board(&mut window, x + 60.0, y + 20.0);
    window.click_at(middle);
    drag(&mut window, (x, y), (left + 1.2, y + 20.0));
    let (_, after) = thing(&window, is_name);
    assert_eq!(after.x, Mm::from_pt(style.page.type_area(1).at.x), "{before:?}");
}

#[test]
fn a_picture_comes_from_a_file_and_fills_its_area() {
    let mut window = arranging();
    window.click("图片");
    let (at, _) = thing(&window, |kind| matches!(kind, ThingKind::Picture { .. }));
    say(&mut window, Cover::Chosen(Some(at)));
    window.click("选择图片…");
    let path = window.path("photo.png");
    let image =
        image::GrayImage::from_fn(40, 20, |x, y| image::Luma([u8::try_from(x * y % 200).unwrap()]));
    image.save(&path).unwrap();
    window.give_path(&path);
    let page = &window.app.sheets()[0];
    let items = page.parts.iter().flat_map(|part| &part.frame.items);
    let found = items.filter_map(|item| match item {
        FrameItem::Picture { rect, window, .. } => Some((*rect, *window)),
        FrameItem::Glyphs(_) | FrameItem::Rule { .. } => None,
    });
    let (rect, seen) = found.into_iter().next().expect("a picture");
    // Twice as wide as high, it is cut at its sides and reaches over the foot of the page.
    assert!(rect.size.width > seen.size.width && rect.size.height == seen.size.height);
    assert_eq!(seen.bottom(), page.trim.height + page.bleed);
    assert!(window.shows("完成"), "the cover is still there");
}

#[test]
fn things_come_and_go_on_both_sides() {
    let mut window = arranging();
    let before = things(&window).len();
    say(&mut window, Cover::Added(NewThing::Field));
    assert_eq!(things(&window).len(), before + 1);
    window.click("下移一层");
    assert_eq!(things(&window)[before - 1].kind, ThingKind::Field);
    say(&mut window, Cover::Removed);
    assert!(window.issue().cover.is_default());
    say(&mut window, Cover::Shown(Side::Back));
    say(&mut window, Cover::Chosen(Some(0)));
    say(&mut window, Cover::Removed);
    assert!(arrangement(&window.issue().cover).back.is_empty());
}

#[test]
fn a_hand_takes_the_place_of_letters_and_withdraws_the_approval() {
    let mut window = arranging();
    window.key(Named::Escape);
    window.click("核对人姓名");
    window.typewrite("乌云");
    window.click("已核对无误");
    window.palette("封面…");
    let (at, _) = thing(&window, is_name);
    say(&mut window, Cover::Chosen(Some(at)));
    say(&mut window, Cover::Name(Script::Mongolian, NameMessage::PickHand));
    let path = window.path("bad.svg");
    std::fs::write(&path, "<svg xmlns=\"http://www.w3.org/2000/svg\"><text>x</text></svg>")
        .unwrap();
    window.give_path(&path);
    assert!(window.shows("转曲"));
    assert!(window.issue().masthead.mongolian_hand.is_none());
    say(&mut window, Cover::Name(Script::Mongolian, NameMessage::PickHand));
    let path = window.path("hand.svg");
    let drawing = "<path d=\"M0 0H10V40H0z\"/>";
    std::fs::write(&path, format!("<svg xmlns=\"http://www.w3.org/2000/svg\">{drawing}</svg>"))
        .unwrap();
    window.give_path(&path);
    assert!(window.issue().masthead.mongolian_hand.is_some());
    assert_eq!(window.issue().masthead.approval, None);
    let page = &window.app.sheets()[0];
    let items = page.parts.iter().flat_map(|part| &part.frame.items);
    let inked = |item: &FrameItem| matches!(item, FrameItem::Picture { ink: Some(Ink::Red), .. });
    assert!(items.into_iter().any(inked));
    window.ctrl("z");
    assert!(window.issue().masthead.approval.is_some(), "undo brings it back");
}

/// A file of one page with this content, without a table of its objects: readers find them.
fn pdf(content: &str) -> String {
    let length = content.len();
    format!(
        "%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n\
         2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n\
         3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] /Contents 4 0 R \
         /Resources << >> >>\nendobj\n\
         4 0 obj\n<< /Length {length} >>\nstream\n{content}\nendstream\nendobj\n\
         trailer\n<< /Root 1 0 R >>\n%%EOF\n"
    )
}

#[test]
fn a_hand_from_a_pdf_keeps_its_paths_and_is_printed_red() {
    let mut window = arranging();
    let (at, _) = thing(&window, is_name);
    say(&mut window, Cover::Chosen(Some(at)));
    let mut give = |content: &str| {
        say(&mut window, Cover::Name(Script::Chinese, NameMessage::PickHand));
        let path = window.path("hand.pdf");
        std::fs::write(&path, pdf(content)).unwrap();
        window.give_path(&path);
        let hand = window.issue().masthead.chinese_hand.clone();
        (hand, window.shows("没有图形"))
    };
    assert_eq!(give("1 g 0 0 200 100 re f"), (None, true));
    let (hand, _) = give("0 g 20 20 m 180 20 l 100 80 l f");
    let hand = hand.expect("a hand");
    let page = &window.app.sheets()[0];
    let items = page.parts.iter().flat_map(|part| &part.frame.items);
    let found = items.filter_map(|item| match item {
        FrameItem::Picture { rect, sha256, ink: Some(Ink::Red), .. } if **sha256 == *hand => {
            Some(rect.size)
        }
        FrameItem::Picture { .. } | FrameItem::Glyphs(_) | FrameItem::Rule { .. } => None,
    });
    let size = found.into_iter().next().expect("the hand on the cover");
    // As its ink is: 160 by 60 points.
    let wide = size.height.scale(160, 60);
    assert!((size.width - wide).abs() < Pt::new(1), "{size:?}");
}

#[test]
fn letters_of_a_script_are_set_in_figures_and_undo_takes_each_back() {
    let mut window = arranging();
    let (at, _) = thing(&window, is_name);
    say(&mut window, Cover::Chosen(Some(at)));
    let mut tell = |message| {
        say(&mut window, Cover::Name(Script::Mongolian, message));
        let own = window.issue().masthead.lettering(Script::Mongolian);
        (own, window.shows("留空为自动"))
    };
    let size = |text: &str| NameMessage::Entered(Amount::Size, text.to_owned());
    assert_eq!(tell(size("4")), (Lettering::default(), true));
    let forty = Lettering { size: Some(Pt::new(40)), ..Lettering::default() };
    assert_eq!(tell(size("40")), (forty.clone(), false));
    assert_eq!(tell(size("40x")), (forty, true));
    assert_eq!(tell(size("")), (Lettering::default(), false));
    let tracking = tell(NameMessage::Entered(Amount::Tracking, "25".to_owned())).0.tracking;
    assert_eq!(tracking, Some(25));
    assert_eq!(tell(NameMessage::Ink(Some(Ink::Text))).0.ink, Some(Ink::Text));
    let font = "NotoSansMongolian-Regular".to_owned();
    assert_eq!(tell(NameMessage::Font(Some(font.clone()))).0.font, Some(font));
    for _ in 0..5 {
        say(&mut window, Cover::Undo);
    }
    assert_eq!(window.issue().masthead.lettering(Script::Mongolian), Lettering::default());
}

#[test]
fn a_hand_is_measured_without_its_paper_and_a_coarse_one_is_told_at_once() {
    let mut window = arranging();
    let (at, _) = thing(&window, is_name);
    say(&mut window, Cover::Chosen(Some(at)));
    let mut give = |width: u32| {
        say(&mut window, Cover::Name(Script::Chinese, NameMessage::PickHand));
        let path = window.path("hand.png");
        let high = width / 8;
        let image = image::GrayImage::from_fn(width + 20, high + 40, |x, y| {
            let inked = (10..10 + width).contains(&x) && (20..20 + high).contains(&y);
            image::Luma([if inked { 0 } else { 255 }])
        });
        image.save(&path).unwrap();
        window.give_path(&path);
        let hand = window.issue().masthead.chinese_hand.clone().expect("a hand");
        let page = &window.app.sheets()[0];
        let items = page.parts.iter().flat_map(|part| &part.frame.items);
        let mut found = items.filter_map(|item| match item {
            FrameItem::Picture { rect, sha256, .. } if **sha256 == *hand => Some(rect.size),
            FrameItem::Picture { .. } | FrameItem::Glyphs(_) | FrameItem::Rule { .. } => None,
        });
        let size = found.next().expect("the hand on the cover");
        let eight = size.height * 8;
        assert!((size.width - eight).abs() < Pt::new(1), "{size:?}");
        window.shows("点每英寸")
    };
    assert!(give(400), "some 60 pixels an inch");
    assert!(!give(4400), "enough for line art");
}
