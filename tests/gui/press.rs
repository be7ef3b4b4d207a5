//! The panel of the press: a verdict before anything is written, faults that lead to their object.

use std::fs;

use gongbao::app::Message;
use gongbao::app::panel::press::{self, Sheets};
use gongbao::issue::masthead::Script;
use gongbao::issue::place::Part;
use iced::keyboard::key::Named;
use lopdf::Document;

use crate::window::Window;

fn say(window: &mut Window, message: press::Message) {
    window.tell(Message::PressPanel(message));
    window.redraw();
}

/// The sample with its pages checked.
fn checked() -> Window {
    let mut window = Window::sample();
    window.palette("导出印刷");
    assert!(window.app.preflight().is_some());
    window.redraw();
    window
}

#[test]
fn the_verdict_comes_before_the_file() {
    let mut window = checked();
    let report = window.app.preflight().unwrap().clone();
    // Nobody has approved the Mongolian name of the sample.
    assert!(!report.is_fit());
    assert_eq!(report.plates, ["K", "Spot Red"]);
    let verdict = report.verdict();
    assert!(verdict.starts_with("不能付印：") && window.shows(&verdict), "{verdict}");
    assert!(window.app.notice().is_none(), "nothing is written yet");
    let path = window.path("印刷.pdf");
    window.click("写出 PDF…");
    window.give_path(&path);
    let (said, is_error) = window.app.notice().unwrap();
    assert!(!is_error && said.contains("印刷.pdf") && said.contains(&verdict), "{said}");
    let pdf = Document::load_mem(&fs::read(&path).unwrap()).unwrap();
    assert_eq!(pdf.get_pages().len(), window.app.sheets().len());
}

#[test]
fn a_change_makes_the_check_old() {
    let mut window = checked();
    window.press((Part::Masthead(Script::Chinese), 2));
    window.typewrite("甲");
    window.redraw();
    assert!(window.app.preflight().is_none());
    assert!(window.shows("检查之后有改动，请重新检查。"));
    // The button is grey: nothing asks for a path.
    window.click("写出 PDF…");
    assert!(!window.shows("用系统对话框…"));
    window.click("重新检查");
    assert!(window.app.preflight().is_some());
}

#[test]
fn a_fault_leads_to_its_object() {
    let mut window = Window::sample();
    // A spine of 1 mm puts the text of each page at the trim.
    window.palette("版式");
    window.tell(Message::StylePanel(gongbao::app::panel::style::Message::Entered(
        gongbao::app::panel::style::Entry::Inner,
        "1".to_owned(),
    )));
    window.palette("导出印刷");
    let report = window.app.preflight().unwrap();
    let (index, fault) = report
        .faults
        .iter()
        .enumerate()
        .find(|(_, fault)| fault.finding.rule == "text-trim" && fault.page.unwrap() > 4)
        .expect("text at the trim");
    let (page, rect) = (fault.page.unwrap() as usize - 1, fault.rect.unwrap());
    say(&mut window, press::Message::Chosen(index));
    assert_eq!(window.app.outlined(), Some((page, rect)));
    let at = window.room();
    let seen = window.app.in_window(page, rect.at, at).unwrap();
    assert!(at.contains(seen), "{seen:?} is not in {at:?}");
    say(&mut window, press::Message::InkToggled);
    window.paint();
    assert!(window.shows("超过 300%"));
}

#[test]
fn choices_are_checked_at_once() {
    let mut window = checked();
    say(&mut window, press::Message::RedChosen(gongbao::export::press::Red::Process));
    assert_eq!(window.app.preflight().unwrap().plates, ["M", "Y", "K"]);
    say(&mut window, press::Message::SheetsChosen(Sheets::Saddle));
    assert!(window.app.preflight().is_some());
    assert!(window.shows("折样：虚线处折叠"));
    window.paint();
    say(&mut window, press::Message::MarksToggled);
    let report = window.app.preflight().unwrap();
    assert_eq!(report.pages, window.app.sheets().len());
    window.key(Named::Escape);
}

/// The printing condition that a file for the press names.
fn condition(path: &std::path::Path) -> Vec<u8> {
    let pdf = Document::load_mem(&fs::read(path).unwrap()).unwrap();
    let intents = pdf.catalog().unwrap().get_deref(b"OutputIntents", &pdf).unwrap();
    let (_, intent) = pdf.dereference(&intents.as_array().unwrap()[0]).unwrap();
    intent.as_dict().unwrap().get(b"OutputConditionIdentifier").unwrap().as_str().unwrap().to_vec()
}

/// The text of page 5 of a PDF without its spaces.
fn fifth(path: &std::path::Path) -> String {
    let pdf = Document::load_mem(&fs::read(path).unwrap()).unwrap();
    let text = pdf.extract_text(&[5]).unwrap();
    text.chars().filter(|own| !own.is_whitespace()).collect()
}

/// Names in a folder, in order.
fn names(folder: &std::path::Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_profile_of_the_print_office_is_taken_told_and_cleared() {
    let mut window = checked();
    window.click("颜色");
    assert!(window.shows("自带的 FOGRA39"));
    let wrong = window.path("印刷机.icc");
    fs::write(&wrong, b"no profile").unwrap();
    window.click("选印刷厂给的文件…");
    window.give_path(&wrong);
    let (said, is_error) = window.app.notice().unwrap();
    assert!(is_error && said.contains("印刷机.icc") && said.contains("不是 ICC"), "{said}");
    assert!(window.shows("自带的 FOGRA39"), "the one before stays");
    let right = window.path("某厂.icc");
    let own = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/icc/ISOcoated_v2_300_bas.icc");
    let _ = fs::copy(own, &right).unwrap();
    window.click("选印刷厂给的文件…");
    window.give_path(&right);
    assert!(window.shows("某厂.icc") && window.app.preflight().is_some());
    let path = window.path("印刷.pdf");
    window.click("写出 PDF…");
    window.give_path(&path);
    // The program knows no condition that a profile from elsewhere is of.
    assert_eq!(condition(&path), b"Custom");
    window.click("改回自带的");
    window.click("写出 PDF…");
    window.give_path(&path);
    window.click("替换");
    assert_eq!(condition(&path), b"FOGRA39");
}

#[test]
fn measures_are_taken_while_they_are_typed() {
    let mut window = checked();
    window.click("颜色");
    say(&mut window, press::Message::Entered(press::Entry::TotalInk, "20".to_owned()));
    assert!(window.shows("请用 200 到 400") && window.shows("≤300%"));
    say(&mut window, press::Message::Entered(press::Entry::TotalInk, "280".to_owned()));
    assert!(window.shows("≤280%") && window.app.preflight().is_some());
    window.click("拼版");
    say(&mut window, press::Message::SheetsChosen(Sheets::Saddle));
    assert!(window.shows("第1张正面：20 | 1"), "the order of the pages as text");
    say(&mut window, press::Message::SheetsChosen(Sheets::Sections));
    say(&mut window, press::Message::SectionChosen(8));
    assert!(window.shows("第3张正面：20 | 17"), "20 pages are 8 and 8 and 4");
    window.click("复制次序");
    assert!(window.clipboard.as_ref().unwrap().contains("第3张反面：18 | 19"));
}

#[test]
fn a_package_holds_all_that_the_print_office_gets() {
    let mut window = checked();
    window.click("打包");
    say(&mut window, press::Message::CoverChosen(Some(gongbao::export::press::Red::Process)));
    say(&mut window, press::Message::SheetsChosen(Sheets::Saddle));
    say(&mut window, press::Message::Entered(press::Entry::Paper, "0.08".to_owned()));
    let blank = gongbao::export::job_sheet::Blank::Copies;
    say(&mut window, press::Message::Filled(blank, "1500".to_owned()));
    window.click("打包…");
    assert!(window.shows("包头市人民政府公报_2026-04_总167_付印_20260506"), "a name is proposed");
    let folder = window.path("交印");
    window.give_path(&folder);
    let (path, files, is_fit) = window.app.packed().expect("a package");
    assert_eq!((path, is_fit), (folder.as_path(), false));
    assert_eq!(files.len(), 11);
    let on_disk = names(&folder);
    assert!(files.iter().all(|name| on_disk.contains(&(*name).to_owned())), "{on_disk:?}");
    assert!(window.shows("已打包，但还不能付印") && window.shows("打开文件夹"));
    let sheet = on_disk.iter().find(|name| name.ends_with("付印单_20260506.txt")).unwrap();
    let sheet = fs::read_to_string(folder.join(sheet)).unwrap();
    for part in ["印数：1500册", "封面用墨：3 色：品红、黄、黑", "纸厚 0.08 毫米"]
    {
        assert!(sheet.contains(part), "{part} is not in\n{sheet}");
    }
    // The older package is replaced once that is said; other folders are left alone.
    window.click("打包…");
    window.give_path(&folder);
    window.click("替换");
    assert_eq!(window.app.packed().unwrap().1.len(), 11);
    fs::write(folder.join("稿子.docx"), b"").unwrap();
    window.click("打包…");
    window.give_path(&folder);
    assert!(window.shows("用系统对话框…"), "the folder is opened, not replaced");
}

#[test]
fn a_package_may_be_an_archive_and_can_be_stopped() {
    let mut window = checked();
    say(&mut window, press::Message::ZipChosen(true));
    window.click("打包…");
    assert!(window.shows("_付印_20260506.zip"));
    let path = window.path("交印.zip");
    window.hold();
    window.give_path(&path);
    window.release();
    assert!(window.shows("正在打包…") || window.app.packed().is_some());
    window.click("打包…");
    let other = window.path("停.zip");
    window.hold();
    window.give_path(&other);
    window.tell(Message::Stopped);
    window.release();
    assert!(window.app.packed().is_none() && !other.exists());
}

#[test]
fn a_closed_gate_is_overruled_for_a_reason() {
    let mut window = checked();
    assert!(window.app.preflight().unwrap().verdict().contains("不能付印"));
    let path = window.path("印刷.pdf");
    window.click("写出 PDF…");
    window.give_path(&path);
    assert!(fifth(&path).contains("校样"), "the watermark");
    say(&mut window, press::Message::ReasonTyped("领导已签字".to_owned()));
    window.click("按此理由输出");
    let report = window.app.preflight().unwrap();
    assert!(report.is_fit(), "{}", report.verdict());
    let told = report.faults.iter().any(|own| own.finding.message.contains("领导已签字"));
    assert!(told, "who reads the list sees why");
    window.click("写出 PDF…");
    window.give_path(&path);
    window.click("替换");
    assert!(!fifth(&path).contains("校样"), "no watermark");
    // Another issue is not overruled by that.
    window.palette("打开样刊");
    if window.shows("不保存") {
        window.click("不保存");
    }
    window.palette("导出印刷");
    assert!(!window.app.preflight().unwrap().is_fit());
}

#[test]
fn what_a_print_office_wants_is_kept_under_its_name() {
    let mut window = checked();
    window.click("印厂");
    say(&mut window, press::Message::RedChosen(gongbao::export::press::Red::Process));
    say(&mut window, press::Message::Entered(press::Entry::TotalInk, "280".to_owned()));
    say(&mut window, press::Message::ShopTyped("九原印刷厂".to_owned()));
    window.click("存为印厂设置");
    say(&mut window, press::Message::RedChosen(gongbao::export::press::Red::Spot));
    assert_eq!(window.app.preflight().unwrap().plates, ["K", "Spot Red"]);
    assert!(window.shows("有改动，还没有存"));
    say(&mut window, press::Message::ShopChosen("九原印刷厂".to_owned()));
    assert_eq!(window.app.preflight().unwrap().plates, ["M", "Y", "K"]);
    assert!(window.shows("≤280%") && !window.shows("有改动，还没有存"));
    // It is there when the program runs again.
    let mut again = window.again();
    again.palette("导出印刷");
    say(&mut again, press::Message::ShopChosen("九原印刷厂".to_owned()));
    assert_eq!(again.app.preflight().unwrap().plates, ["M", "Y", "K"]);
    again.click("印厂");
    again.click("删去");
    assert!(again.shows("没有存过"));
}

#[test]
fn print_offices_that_cannot_be_read_are_told_and_not_written_over() {
    let mut window = Window::new();
    let path = window.path("data").join("印厂.ron");
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, "{\"某厂\": 5}").unwrap();
    window.click("打开样刊");
    let (said, is_error) = window.app.notice().unwrap();
    assert!(is_error && said.contains("印厂.ron") && said.contains("读不出来"), "{said}");
    window.palette("导出印刷");
    window.click("印厂");
    say(&mut window, press::Message::ShopTyped("甲厂".to_owned()));
    say(&mut window, press::Message::ShopKept);
    assert_eq!(fs::read_to_string(&path).unwrap(), "{\"某厂\": 5}");
}

#[test]
fn files_are_made_as_the_house_keeps_it() {
    let mut window = checked();
    say(&mut window, press::Message::RedChosen(gongbao::export::press::Red::Process));
    window.palette("保存为本单位设置");
    let mut again = window.again();
    again.palette("导出印刷");
    assert_eq!(again.app.preflight().unwrap().plates, ["M", "Y", "K"]);
}

#[test]
fn the_name_of_an_imposed_file_says_so() {
    let mut window = checked();
    say(&mut window, press::Message::SheetsChosen(Sheets::Saddle));
    let path = window.path("公报 4月.pdf");
    window.click("写出 PDF…");
    assert!(window.shows("_拼版_20260506.pdf"));
    window.give_path(&path);
    let (said, _) = window.app.notice().unwrap();
    assert!(said.contains("_拼版_20260506.pdf"), "{said}");
}

#[test]
fn proofs_are_of_a_round_with_numbers_and_without_colours() {
    use gongbao::app::panel::dialog::Message as Dialog;
    let mut window = Window::sample();
    window.palette("导出校样");
    window.click("每五行编一个行号");
    window.click("只用黑白灰");
    window.tell(Message::Dialog(Dialog::RoundChosen("二校")));
    let path = window.path("校样.pdf");
    window.tell(Message::Dialog(Dialog::PathTyped(path.to_str().unwrap().to_owned())));
    window.click("导出");
    let pdf = Document::load_mem(&fs::read(&path).unwrap()).unwrap();
    let text = fifth(&path);
    assert!(text.contains("二校样") && text.ends_with("510"), "{text}");
    let content = pdf.get_page_content(pdf.get_pages()[&5]);
    let content = String::from_utf8_lossy(&content);
    assert!(!content.contains("0 1 1 0 k"), "the red is grey");
    // The next proof begins with the same choices.
    window.palette("导出校样");
    assert!(window.shows("二校"));
}
