//! What the print office gets: `export --profile press` and `package`, as scripts call them.

#![expect(clippy::unwrap_used, reason = "a test may stop at anything unexpected")]
#![expect(clippy::disallowed_methods, reason = "files of tests need no care")]

use std::fs;
use std::path::Path;

use sha2::{Digest, Sha256};

#[path = "support/desk.rs"]
mod desk;

use desk::Desk;

const STEM: &str = "包头市人民政府公报_2026-04_总167";

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// Runs a command that has something to say: its exit status and that.
fn said(desk: &Desk, arguments: &[&str]) -> (Option<i32>, String) {
    let output = desk.run(arguments);
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn a_press_file_says_whether_it_may_be_printed() {
    let desk = Desk::new();
    let _ = desk.done(&["sample", "s.gongbao"]);
    let press = ["export", "s.gongbao", "-o", "p.pdf", "--profile", "press"];
    let (status, text) = said(&desk, &press);
    assert_eq!(status, Some(1), "{text}");
    assert!(text.contains("不能付印：未过付印关"), "{text}");
    let (status, text) = said(&desk, &[press.as_slice(), &["--force", "试印"]].concat());
    assert_eq!(status, Some(0), "{text}");
    // The sample has the slips of the issue that it is of.
    let slips = desk.run(&["check", "s.gongbao"]).stdout;
    let slips = String::from_utf8(slips).unwrap().matches(": 错误").count();
    let expected = format!("；但检查结果还有 {slips} 处错误没有处理");
    assert!(slips > 0 && text.contains(&expected), "{text}");
    assert!(text.contains("可以上版：20 面，印版 2 块（K、Spot Red）"), "{text}");
    let (status, text) =
        said(&desk, &[press.as_slice(), &["--force", "试印", "--pages", "1-3"]].concat());
    // It is written all the same.
    assert_eq!(status, Some(1), "{text}");
    assert!(text.contains("不能付印：共 3 面，不是 4 的倍数"), "{text}");
    assert!(text.contains("文件已写出，但不能付印"), "{text}");
    assert!(text.contains("（蒙古文未核）”照样印出"), "{text}");
    assert!(desk.path("p.pdf").exists());
    // Sheets to look at are not for plates either.
    let (status, text) =
        said(&desk, &[press.as_slice(), &["--force", "试印", "--impose", "nup:2x2"]].concat());
    assert_eq!(status, Some(1), "{text}");
    assert!(text.contains("可以看样，不能上版"), "{text}");
    let odd =
        ["export", "s.gongbao", "-o", "公报 4月.pdf", "--profile", "press", "--force", "试印"];
    let (status, text) = said(&desk, &odd);
    assert_eq!(status, Some(0), "{text}");
    assert!(text.contains("文件名“公报 4月”里有空格"), "{text}");
    let refused = desk.refused(&[press.as_slice(), &["--total-ink", "199"]].concat());
    assert!(refused.contains("--total-ink 199"), "{refused}");
    let refused = desk.refused(&[press.as_slice(), &["--red-inks", "0/1"]].concat());
    assert!(refused.contains("--red-inks"), "{refused}");
    // A reason of nothing is none.
    let refused = desk.refused(&[press.as_slice(), &["--force", " "]].concat());
    assert!(refused.contains("--force"), "{refused}");
    let refused = desk.refused(&[press.as_slice(), &["--impose", "fold"]].concat());
    assert!(refused.contains("saddle"), "{refused}");
}

#[test]
fn a_package_is_whole_and_its_checksums_hold() {
    let desk = Desk::new();
    let _ = desk.done(&["sample", "s.gongbao"]);
    let package = ["package", "s.gongbao", "-o", "交印", "--force", "试印", "--cover"];
    let more = ["--impose", "saddle", "--paper", "0.08", "--cover-red", "process"];
    let (status, text) = said(&desk, &[package.as_slice(), &more].concat());
    assert_eq!(status, Some(0), "{text}");
    let folder = desk.path("交印");
    let file = |kind: &str, ending: &str| format!("{STEM}_{kind}_20260506.{ending}");
    let mut expected = vec![
        "SHA256SUMS.txt".to_owned(),
        file("付印单", "pdf"),
        file("付印单", "txt"),
        file("内文", "pdf"),
        file("封面", "pdf"),
        file("印前检查", "txt"),
        file("拼版_内文", "pdf"),
        file("拼版_封面", "pdf"),
        file("拼版次序", "pdf"),
        file("拼版次序", "txt"),
        file("缩样", "pdf"),
    ];
    expected.sort();
    assert_eq!(names(&folder), expected);
    let sums = fs::read_to_string(folder.join("SHA256SUMS.txt")).unwrap();
    assert_eq!(sums.lines().count(), 10);
    for line in sums.lines() {
        let (sum, name) = line.split_once("  ").unwrap();
        let bytes = fs::read(folder.join(name)).unwrap();
        let own: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(sum, own, "{name}");
    }
    let sheet = fs::read_to_string(folder.join(file("付印单", "txt"))).unwrap();
    for part in [
        "期号：2026年第4期（总第167期）",
        "成品尺寸：210 × 285 毫米，出血 3 毫米",
        "面数：内文 16 面，封面 4 面",
        "印张：1 印张",
        "内文用墨：2 色：黑、专色红（Spot Red）",
        "封面用墨：3 色：品红、黄、黑",
        "装订：骑马订",
        "拼版：骑马订，爬移已按纸厚 0.08 毫米补偿",
        "样刊：＿＿＿＿＿＿＿＿册",
        "16 面拼成 8 版",
        "付印说明：未过付印关输出，理由：试印",
    ] {
        assert!(sheet.contains(part), "{part} is not in\n{sheet}");
    }
    let order = fs::read_to_string(folder.join(file("拼版次序", "txt"))).unwrap();
    // The inner pages are 3 to 18 of the issue, the cover is one sheet around them.
    for part in [
        "拼版：骑马订，爬移已按纸厚 0.08 毫米补偿\n页码：本文件第几面（全期第几面）",
        "拼版：对开页，爬移没有补偿",
        "第1张正面：16（18） | 1（3）\n第1张反面：2（4） | 15（17）",
        "第4张反面：8（10） | 9（11）",
        "第1张正面：4（20） | 1（1）\n第1张反面：2（2） | 3（19）",
    ] {
        assert!(order.contains(part), "{part} is not in\n{order}");
        // Standard error says the same.
        assert!(part.starts_with('拼') || part.lines().all(|line| text.contains(line)), "{text}");
    }
    assert!(!sheet.contains("已知提醒"), "{sheet}");
    assert!(!sheet.contains("联系：主办") && !sheet.contains("联系：邮政编码"), "{sheet}");
    let refused = desk.refused(&["package", "s.gongbao", "-o", "另", "--cover-red", "process"]);
    assert!(refused.contains("--cover"), "{refused}");
    let cover = fs::read(folder.join(file("拼版_封面", "pdf"))).unwrap();
    assert_eq!(lopdf::Document::load_mem(&cover).unwrap().get_pages().len(), 2);
    let found = fs::read_to_string(folder.join(file("印前检查", "txt"))).unwrap();
    assert!(found.contains("说明　封面第3面（全期第19面）：是空白页"), "{found}");
    // Once more over itself; not over a folder with other files.
    let (status, text) = said(&desk, &package);
    assert_eq!(status, Some(0), "{text}");
    assert_eq!(names(&folder).len(), 7);
    fs::write(folder.join("稿.txt"), "稿").unwrap();
    let refused = desk.refused(&package);
    assert!(refused.contains("别的文件"), "{refused}");
    assert_eq!(names(&folder).len(), 8);
}

#[test]
fn a_package_may_be_an_archive() {
    let desk = Desk::new();
    let _ = desk.done(&["sample", "s.gongbao"]);
    let (status, text) = said(&desk, &["package", "s.gongbao", "-o", "交印.zip"]);
    // The gate is closed: the pages carry a watermark.
    assert_eq!(status, Some(1), "{text}");
    let mut archive = zip::ZipArchive::new(fs::File::open(desk.path("交印.zip")).unwrap()).unwrap();
    assert_eq!(archive.len(), 6);
    assert!(archive.by_name(&format!("{STEM}_印刷_20260506.pdf")).is_ok());
    let refused = desk.refused(&["package", "s.gongbao", "-o", "张.zip", "--impose", "nup:2x2"]);
    assert!(refused.contains("缩印不能上版"), "{refused}");
    let refused = desk.refused(&["package", "s.gongbao", "-o", "s.gongbao"]);
    assert!(refused.contains("文件夹或 .zip"), "{refused}");
}

#[test]
fn the_cover_of_a_book_has_a_spine_that_the_print_office_makes() {
    let desk = Desk::new();
    let _ = desk.done(&["sample", "s.gongbao"]);
    let package = ["package", "s.gongbao", "-o", "交印", "--force", "试印", "--cover"];
    let (_, text) = said(&desk, &[package.as_slice(), &["--impose", "sections:16"]].concat());
    assert!(text.contains("5（7）↓"), "{text}");
    let names = names(&desk.path("交印"));
    let has = |kind: &str| names.iter().any(|name| name.contains(kind));
    assert!(has("拼版_内文") && !has("拼版_封面"), "{names:?}");
}
