//! The Mongolian name: written by transliteration, another form of a letter, approval and its end.

use gongbao::issue::masthead::Script;
use gongbao::issue::place::Part;

use crate::window::Window;

const NAME: Part = Part::Masthead(Script::Mongolian);

/// The sample with the name's field of strokes holding the focus.
fn writing() -> Window {
    let mut window = Window::sample();
    window.palette("写蒙古文刊名");
    assert!(window.shows("写入刊名"));
    window.ctrl("a");
    window
}

#[test]
fn a_name_is_typed_approved_and_the_chinese_beside_it_withdraws_the_approval() {
    let mut window = writing();
    window.typewrite("bugutu hota");
    window.click("写入刊名");
    assert_eq!(window.text(NAME), "ᠪᠤᠭᠤᠲᠤ ᠬᠣᠲᠠ");
    assert_eq!(window.issue().masthead.approval, None);
    window.click("核对人姓名");
    window.typewrite("乌云");
    window.click("已核对无误");
    assert_eq!(window.issue().masthead.approval.as_ref().unwrap().by, "乌云");
    assert!(window.shows("已核"));
    let chinese = Part::Masthead(Script::Chinese);
    window.press((chinese, 3));
    window.typewrite("新");
    assert_eq!(window.text(chinese), "包头市新人民政府公报");
    assert_eq!(window.issue().masthead.approval, None);
    assert!(window.shows("未核") && window.shows("中文刊名改了，请重新核对"));
    window.ctrl("z");
    assert!(!window.shows("请重新核对"));
    assert!(window.issue().masthead.approval.is_some(), "undo brings it back");
}

#[test]
fn a_letter_takes_another_form() {
    let mut window = writing();
    window.typewrite("dugar");
    window.click("1833");
    window.click("FVS1");
    window.click("写入刊名");
    assert_eq!(window.text(NAME), "ᠳ\u{180b}ᠤᠭᠠᠷ");
}

#[test]
fn escape_leaves_the_name_as_it_was() {
    let mut window = Window::sample();
    let before = window.text(NAME);
    window.palette("写蒙古文刊名");
    window.typewrite("x");
    window.key(iced::keyboard::key::Named::Escape);
    assert!(!window.shows("写入刊名"));
    assert_eq!(window.text(NAME), before);
}

#[test]
fn terms_come_from_a_table_and_go_into_one() {
    let mut window = Window::sample();
    let table = window.path("terms.csv");
    let row = "公报,ᠪᠠᠷ,旧刊,乌云,2026-04-08";
    std::fs::write(&table, format!("汉文,蒙古文,来源,核对人,核对日期\n{row}\n")).unwrap();
    window.palette("读入术语表");
    window.give_path(&table);
    assert!(window.shows("新增或更新 1 条"));
    window.palette("写蒙古文刊名");
    assert!(window.shows("公报") && !window.shows("术语表里没有"));
    window.key(iced::keyboard::key::Named::Escape);
    let out = window.path("all.csv");
    window.palette("导出术语表");
    window.give_path(&out);
    let written = std::fs::read_to_string(&out).unwrap();
    assert!(written.contains(row), "{written}");
    assert!(written.lines().count() > 40);
    // A line that lacks a name is counted, one whose Mongolian is none refuses the table.
    std::fs::write(&table, "汉文,蒙古文\n旗,\n会,ᠬᠤᠷᠠᠯ\n").unwrap();
    window.palette("读入术语表");
    window.give_path(&table);
    assert!(window.shows("1 行缺汉文或蒙古文"));
    std::fs::write(&table, "汉文,蒙古文\n会,ᠬᠤᠷᠠᠯ\n旗,hosigu\n").unwrap();
    window.palette("读入术语表");
    window.give_path(&table);
    assert!(window.shows("第 3 行的“蒙古文”没有蒙古文字母"));
    // A table that is none is told, and nothing is lost.
    std::fs::write(&table, "一,二\n").unwrap();
    window.palette("读入术语表");
    window.give_path(&table);
    assert!(window.shows("应写明列名"));
}

/// The sample with the panel of the terms open, its search field holding the focus.
fn terms() -> Window {
    let mut window = Window::sample();
    window.palette("术语…");
    assert!(window.shows("存入本单位术语"));
    window
}

fn table(window: &Window) -> String {
    std::fs::read_to_string(window.path("data").join("术语.csv")).unwrap_or_default()
}

#[test]
fn a_term_is_written_approved_changed_and_taken_back() {
    let mut window = terms();
    window.click("＋ 新术语");
    click_field(&mut window, "term-chinese");
    window.typewrite("公报");
    click_field(&mut window, "term-strokes");
    window.typewrite("bar");
    window.click("存入本单位术语");
    assert!(table(&window).contains("公报,ᠪᠠᠷ,,,"), "{}", table(&window));
    click_field(&mut window, "term-reader");
    window.typewrite("乌云");
    window.click("已核对这一条");
    assert!(table(&window).contains("公报,ᠪᠠᠷ,,乌云,20"), "{}", table(&window));
    // Another letter is not what was approved.
    click_field(&mut window, "term-strokes");
    window.typewrite("a");
    assert!(!window.shows("撤回核对"));
    window.click("存入本单位术语");
    assert!(table(&window).contains("公报,ᠪᠠᠷᠠ,,,"), "{}", table(&window));
    assert!(!table(&window).contains("乌云"));
    window.ctrl("z");
    assert!(table(&window).contains("公报,ᠪᠠᠷ,,乌云,20"), "{}", table(&window));
    window.ctrl("z");
    window.ctrl("z");
    assert!(!table(&window).contains("公报"));
    assert!(window.shows("存入本单位术语"), "the panel is still open");
}

#[test]
fn what_is_written_is_not_lost_when_the_panel_is_shut() {
    let mut window = terms();
    window.click("＋ 新术语");
    click_field(&mut window, "term-chinese");
    window.typewrite("公报");
    window.click("完成");
    assert!(window.shows("再按一次“完成”放弃它"));
    click_field(&mut window, "term-strokes");
    window.typewrite("bar");
    assert!(!window.shows("再按一次“完成”放弃它"));
    window.click("完成");
    assert!(table(&window).contains("公报,ᠪᠠᠷ,,,"), "{}", table(&window));
    assert!(!window.shows("存入本单位术语"), "the panel is shut");
}

#[test]
fn escape_and_keys_of_commands_keep_what_is_written() {
    use iced::keyboard::key::Named;
    let leave = |window: &mut Window, by_escape: bool| {
        if by_escape { window.key(Named::Escape) } else { window.ctrl("i") }
    };
    for by_escape in [true, false] {
        let mut window = terms();
        window.click("＋ 新术语");
        click_field(&mut window, "term-chinese");
        window.typewrite("公报");
        leave(&mut window, by_escape);
        assert!(window.shows("再按一次“完成”放弃它"), "it is said before it is lost");
        click_field(&mut window, "term-strokes");
        window.typewrite("bar");
        leave(&mut window, by_escape);
        assert!(table(&window).contains("公报,ᠪᠠᠷ,,,"), "{}", table(&window));
        assert!(!window.shows("存入本单位术语"), "the panel is shut");
    }
    // Said once, it is dropped.
    let mut window = terms();
    window.click("＋ 新术语");
    click_field(&mut window, "term-chinese");
    window.typewrite("公报");
    window.key(Named::Escape);
    window.key(Named::Escape);
    assert!(!window.shows("存入本单位术语") && !table(&window).contains("公报"));
}

#[test]
fn what_has_no_mongolian_letter_is_not_kept_as_mongolian() {
    let mut window = terms();
    window.click("＋ 新术语");
    click_field(&mut window, "term-chinese");
    window.typewrite("公报");
    for (strokes, foreign) in [("12", true), ("", false), ("bar", false)] {
        click_field(&mut window, "term-strokes");
        window.ctrl("a");
        window.key(iced::keyboard::key::Named::Backspace);
        window.typewrite(strokes);
        assert_eq!(window.shows("没有蒙古文字母，不能存为蒙古文"), foreign, "{strokes}");
        let before = table(&window);
        window.click("存入本单位术语");
        assert_eq!(table(&window) != before, strokes == "bar", "{strokes}");
    }
}

#[test]
fn a_term_is_found_by_letters_that_print_like_its_own() {
    let mut window = terms();
    window.typewrite("huda");
    assert!(window.shows("市 (城市)") && !window.shows("ᠠᠶᠢᠮᠠᠭ"));
}

fn click_field(window: &mut Window, name: &'static str) {
    let field = window.bounds(iced::advanced::widget::Id::new(name));
    window.click_at(field.center());
    // Two quick clicks on one place would choose a word.
    window.key(iced::keyboard::key::Named::End);
}

#[test]
fn a_term_of_the_program_is_found_by_its_sound_and_taken_over() {
    let mut window = terms();
    window.typewrite("bugutu");
    window.click("包头");
    assert!(window.shows("ᠪᠤᠭᠤᠲᠤ") && !window.shows("ᠠᠶᠢᠮᠠᠭ"));
    click_field(&mut window, "term-reader");
    window.typewrite("乌云");
    window.click("已核对这一条");
    assert!(table(&window).contains("包头,ᠪᠤᠭᠤᠲᠤ"), "{}", table(&window));
    // While the name is written, the office's term stands first and bears no mark.
    window.key(iced::keyboard::key::Named::Escape);
    window.palette("写蒙古文刊名");
    window.click("术语表…");
    window.click("本单位");
    assert!(window.shows("ᠪᠤᠭᠤᠲᠤ") && !window.shows("ᠠᠶᠢᠮᠠᠭ"));
    window.click("包头");
    window.click("删除这一条");
    assert!(!table(&window).contains("包头"));
    window.key(iced::keyboard::key::Named::Escape);
    assert!(window.shows("写入刊名"), "the name is still being written");
}

#[test]
fn a_line_is_written_once_and_takes_the_digits_of_every_issue() {
    use gongbao::app::Message;
    use gongbao::app::panel::inspector::{Message as Inspector, entry::Entry};
    use gongbao::issue::masthead::MongolianLine;
    let mut window = Window::sample();
    window.size.height = 2400.0;
    window.redraw();
    window.click("写这一行…");
    window.typewrite("{yaer} on");
    assert!(window.shows("不认识 {yaer}"));
    window.ctrl("a");
    window.typewrite("{year} on ");
    window.click("{期}");
    window.click("写入这一行");
    let line = |window: &Window| window.issue().masthead.lines[&MongolianLine::Number].clone();
    assert_eq!(line(&window).text, "{year} ᠣᠨ {number}", "the file keeps what it had");
    assert!(window.shows("2026 ᠣᠨ 4"));
    // The name is approved first, then the line.
    for _ in 0..2 {
        window.tell(Message::Inspector(Inspector::Reader("乌云".to_owned())));
        window.click("已核对无误");
    }
    let approval = line(&window).approval.unwrap();
    assert_eq!((approval.by.as_str(), &approval.read), ("乌云", &vec![line(&window).text]));
    window.tell(Message::Inspector(Inspector::Entered(Entry::Number, "5".to_owned())));
    assert!(window.shows("2026 ᠣᠨ 5"));
    assert!(line(&window).approval.is_some());
    window.click("蒙古文行用蒙古文数字");
    assert!(window.shows("᠒᠐᠒᠖ ᠣᠨ ᠕"));
    window.click("写这一行…");
    assert!(window.shows("{年} on {期}"), "it is shown in Chinese");
    window.typewrite("x");
    window.click("写入这一行");
    assert_eq!(line(&window).approval, None);
    assert!(window.shows("蒙古文改了，请重新核对"));
    window.ctrl("z");
    assert!(line(&window).approval.is_some(), "undo brings it back");
}
