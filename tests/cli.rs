//! The built program, as a script or the print office calls it.

#![expect(clippy::unwrap_used, reason = "a test may stop at anything unexpected")]
#![expect(clippy::disallowed_methods, reason = "files of tests need no care")]

use std::fs;
use std::path::Path;

use serde_json::Value;

#[path = "support/desk.rs"]
mod desk;
#[path = "support/tool.rs"]
mod tool;

use desk::{Desk, SAMPLE};
use tool::{blur, have, pgm};

const TRUTH: &str = include_str!("fixtures/sample/2026-04.truth.json");

/// What a program from outside says.
fn outside(tool: &str, arguments: &[&str]) -> String {
    String::from_utf8(tool::run(tool, arguments)).unwrap()
}

fn no_space(text: &str) -> String {
    text.chars().filter(|character| !character.is_whitespace()).collect()
}

/// The texts of a report in the order of print, from the first title on.
fn printed(report: &Value) -> String {
    fn push(text: &mut String, value: &Value) {
        text.push_str(value.as_str().unwrap_or_default());
    }
    fn attached(text: &mut String, value: &Value) {
        push(text, &value["label"]);
        push(text, &value["title"]);
        for paragraph in value["paragraphs"].as_array().unwrap() {
            push(text, &paragraph["text"]);
        }
        for inner in value["attached"].as_array().unwrap() {
            attached(text, inner);
        }
    }
    let mut text = String::new();
    for document in report["documents"].as_array().unwrap() {
        for field in ["title", "number", "addressee", "period"] {
            push(&mut text, &document[field]);
        }
        for paragraph in document["paragraphs"].as_array().unwrap() {
            push(&mut text, &paragraph["text"]);
        }
        for entry in document["entries"].as_array().unwrap() {
            for paragraph in entry["paragraphs"].as_array().unwrap() {
                push(&mut text, paragraph);
            }
        }
        push(&mut text, &document["date_as_written"]);
        push(&mut text, &document["annotation"]);
        for value in document["attached"].as_array().unwrap() {
            attached(&mut text, value);
        }
    }
    for line in report["colophon"].as_array().unwrap() {
        push(&mut text, line);
    }
    no_space(&text)
}

/// The text of a PDF's pages from `first` on, without running heads, folios and ●.
fn pdf_text(pdf: &Path, first: usize, sections: &[&str]) -> Option<String> {
    if !have("pdftotext") {
        return None;
    }
    let text = outside("pdftotext", &["-raw", pdf.to_str().unwrap(), "-"]);
    let mut kept = String::new();
    for page in text.split('\u{c}').skip(first - 1) {
        let mut lines: Vec<&str> = page.lines().filter(|line| !line.trim().is_empty()).collect();
        if lines.len() > 1 && sections.contains(&lines[0]) {
            let title = lines.get(1).is_some_and(|line| no_space(line).starts_with("2026年"));
            if !title {
                let _ = lines.remove(0);
            }
        }
        if lines.last().is_some_and(|line| line.chars().all(|c| c.is_ascii_digit())) {
            let _ = lines.pop();
        }
        kept.push_str(&lines.concat());
    }
    Some(no_space(&kept).replace('●', ""))
}

#[test]
fn the_press_file_holds_the_text_in_the_order_of_print() {
    let desk = Desk::new();
    desk.sample();
    for name in ["a.pdf", "b.pdf"] {
        let _ = desk.done(&["export", "a.gongbao", "-o", name, "--profile", "press"]);
    }
    let pdf = desk.path("a.pdf");
    assert_eq!(fs::read(&pdf).unwrap(), fs::read(desk.path("b.pdf")).unwrap());
    let truth: Value = serde_json::from_str(TRUTH).unwrap();
    let sections = ["市政府文件", "市政府办公室文件", "政府大事记"];
    let Some(text) = pdf_text(&pdf, 5, &sections) else { return };
    let expected = printed(&truth);
    let differs = text.chars().zip(expected.chars()).position(|(a, b)| a != b);
    let near = |text: &str, at: usize| text.chars().skip(at).take(20).collect::<String>();
    if let Some(at) = differs {
        panic!("at {at}: found {:?}, expected {:?}", near(&text, at), near(&expected, at));
    }
    assert_eq!(text.len(), expected.len());
    let path = pdf.to_str().unwrap();
    if have("qpdf") {
        let checked = outside("qpdf", &["--check", path]);
        assert!(checked.contains("No syntax or stream encoding errors"), "{checked}");
    }
    let fonts = outside("pdffonts", &[path]);
    for line in fonts.lines().skip(2) {
        let columns: Vec<&str> = line.split_whitespace().collect();
        let flags = &columns[columns.len() - 5..columns.len() - 2];
        assert_eq!(flags, ["yes", "yes", "yes"], "{line}");
    }
    let info = outside("pdfinfo", &[path]);
    let pages = info.lines().find_map(|line| line.strip_prefix("Pages:")).unwrap();
    assert!(pages.trim().parse::<u32>().unwrap().is_multiple_of(4), "{pages}");
}

#[test]
fn our_pixels_are_those_of_another_renderer() {
    let desk = Desk::new();
    desk.sample();
    let _ = desk.done(&["export", "a.gongbao", "-o", "a.pdf", "--profile", "press"]);
    let _ = desk.done(&["export", "a.gongbao", "-o", "ours.png", "--dpi", "150"]);
    if !have("pdftoppm") {
        return;
    }
    let pdf = desk.path("a.pdf").to_str().unwrap().to_owned();
    // One page of each kind.
    for number in [1, 2, 3, 5, 6, 7, 11, 16, 20] {
        let (width, height, ours) = grey(&desk.path(&format!("ours-{number:03}.png")));
        // Bleed of 3 mm lies around the trimmed page.
        let (page, wide, high) = (number.to_string(), width.to_string(), height.to_string());
        let cut = ["-x", "18", "-y", "18", "-W", &wide, "-H", &high];
        let which = ["-r", "150", "-gray", "-f", &page, "-l", &page, &pdf];
        let theirs = tool::run("pdftoppm", &[which.as_slice(), &cut].concat());
        let (_, _, theirs) = pgm(&theirs);
        let pairs = blur(width, height, &ours).into_iter().zip(blur(width, height, theirs));
        let far = pairs.filter(|(a, b)| a.abs_diff(*b) > 64).count();
        assert!(far * 200 < ours.len(), "page {number}: {far} of {} pixels", ours.len());
    }
}

/// Width, height and grey values of a picture.
fn grey(path: &Path) -> (usize, usize, Vec<u8>) {
    let pixels = tiny_skia::Pixmap::load_png(path).unwrap();
    let value = |pixel: &tiny_skia::PremultipliedColorU8| {
        let [r, g, b] = [pixel.red(), pixel.green(), pixel.blue()].map(u32::from);
        u8::try_from((r * 299 + g * 587 + b * 114) / 1000).unwrap()
    };
    let (width, height) = (pixels.width() as usize, pixels.height() as usize);
    (width, height, pixels.pixels().iter().map(value).collect())
}

#[test]
fn the_sample_is_made_checked_and_told_of() {
    let desk = Desk::new();
    let _ = desk.done(&["sample", "s.gongbao"]);
    let info: Value =
        serde_json::from_str(&desk.done(&["info", "s.gongbao", "--format", "json"])).unwrap();
    let folios: Vec<u64> = info["documents"]
        .as_array()
        .unwrap()
        .iter()
        .map(|document| document["folio"].as_u64().unwrap())
        .collect();
    assert_eq!(folios, [1, 2, 3, 6]);
    assert_eq!(info["pages"].as_u64().unwrap() % 4, 0);
    let output = desk.run(&["check", "s.gongbao", "--format", "json"]);
    assert_eq!(output.status.code(), Some(1));
    let findings: Value = serde_json::from_slice(&output.stdout).unwrap();
    let has = |rule: &str, text: &str| {
        findings.as_array().unwrap().iter().any(|finding| {
            finding["rule"] == rule && finding["text"].as_str().unwrap().contains(text)
        })
    };
    assert!(has("name-traditional", "藺"));
    assert!(has("latin-in-hanzi", "responsibility"));
    assert!(has("latin-in-hanzi", "and"));
    assert!(has("mongolian-unapproved", "ᠪᠤᠭᠤᠲᠤ"));
    let traditional = findings.as_array().unwrap().iter().find(|f| f["text"] == "藺").unwrap();
    assert_eq!(traditional["folio"], 2);
    assert_eq!(traditional["part"], "text");
    let never = desk.run(&["check", "s.gongbao", "--deny", "never"]);
    assert_eq!(never.status.code(), Some(0));
}

#[test]
fn a_text_is_checked_where_it_stands() {
    let desk = Desk::new();
    let output = desk.run(&["check", SAMPLE, "--format", "json"]);
    assert_eq!(output.status.code(), Some(1));
    let findings: Value = serde_json::from_slice(&output.stdout).unwrap();
    let text: Vec<char> = fs::read_to_string(SAMPLE).unwrap().chars().collect();
    let count = |rule: &str| {
        findings.as_array().unwrap().iter().filter(|finding| finding["rule"] == rule).count()
    };
    assert_eq!(count("title-contents-mismatch"), 1);
    assert_eq!(count("name-traditional"), 1);
    assert_eq!(count("latin-in-hanzi"), 2);
    assert!(count("paren-halfwidth") >= 2);
    assert_eq!(count("page-furniture"), 4);
    for finding in findings.as_array().unwrap() {
        let start = usize::try_from(finding["start"].as_u64().unwrap()).unwrap();
        let end = usize::try_from(finding["end"].as_u64().unwrap()).unwrap();
        let found: String = text[start..end].iter().collect();
        assert_eq!(finding["text"], found.as_str());
        let line = 1 + text[..start].iter().filter(|&&c| c == '\n').count();
        assert_eq!(finding["line"], line);
    }
}

#[test]
fn pages_and_pictures_are_chosen() {
    let desk = Desk::new();
    let _ = desk.done(&["sample", "s.gongbao"]);
    let _ = desk.done(&["export", "s.gongbao", "-o", "p.png", "--pages", "3", "--dpi", "30"]);
    let _ = desk.done(&["export", "s.gongbao", "-o", "q.png", "--pages", "1,5-6", "--dpi", "30"]);
    for name in ["p.png", "q-001.png", "q-005.png", "q-006.png"] {
        assert!(desk.path(name).exists(), "{name}");
    }
    let _ = desk.done(&["export", "s.gongbao", "-o", "s.txt"]);
    let text = fs::read_to_string(desk.path("s.txt")).unwrap();
    assert!(text.contains("包头市人民政府关于免去李倩、武昊同志职务的通知"), "{text}");
    assert!(desk.refused(&["export", "s.gongbao", "-o", "s.pdf", "--pages", "99"]).contains("20"));
}

#[test]
fn a_new_issue_follows_the_last_one() {
    let desk = Desk::new();
    let _ = desk.done(&["sample", "s.gongbao"]);
    let _ = desk.done(&["new", "n.gongbao", "--after", "s.gongbao"]);
    let info: Value =
        serde_json::from_str(&desk.done(&["info", "n.gongbao", "--format", "json"])).unwrap();
    assert_eq!(info["number"], "2026年第5期");
    assert_eq!(info["documents"].as_array().unwrap().len(), 0);
    let _ = desk.done(&["import", SAMPLE, "--into", "n.gongbao", "-o", "m.gongbao"]);
    let info: Value =
        serde_json::from_str(&desk.done(&["info", "m.gongbao", "--format", "json"])).unwrap();
    assert_eq!(info["number"], "2026年第5期");
    assert_eq!(info["documents"].as_array().unwrap().len(), 4);
}

#[test]
fn a_new_issue_begins_with_the_settings_of_the_house() {
    const HOUSE: &str = r#"(
        masthead: (chinese: (string: "乌海市人民政府公报"), order: MongolianFirst),
        periodicity: "半月刊", style: (name: "single"), sections: [("政府文件", ["乌政发"])],
    )"#;
    let name = |desk: &Desk, file: &str| {
        let _ = desk.done(&["export", file, "-o", "n.txt", "--pages", "1"]);
        no_space(&fs::read_to_string(desk.path("n.txt")).unwrap())
    };
    let desk = Desk::new();
    let house = desk.write("house.ron", HOUSE);
    let _ = desk.done(&["new", "n.gongbao", "--house", house]);
    assert!(name(&desk, "n.gongbao").contains("乌海市人民政府公报"));
    let _ = desk.done(&["new", "o.gongbao"]);
    assert!(name(&desk, "o.gongbao").contains("包头市人民政府公报"));
    // What the window keeps counts where no file is named.
    fs::create_dir_all(desk.path("data")).unwrap();
    let _ = fs::copy(desk.path(house), desk.path("data").join("本单位.ron")).unwrap();
    let _ = desk.done(&["new", "p.gongbao"]);
    assert!(name(&desk, "p.gongbao").contains("乌海市人民政府公报"));
    let both = ["new", "q.gongbao", "--house", house, "--after", "p.gongbao"];
    assert!(desk.refused(&both).contains("只写一个"));
    let broken = desk.write("broken.ron", &HOUSE.replace("single", "golden"));
    let said = desk.refused(&["new", "q.gongbao", "--house", broken]);
    assert!(said.contains("golden"), "{said}");
    assert!(!desk.path("q.gongbao").exists());
}

#[test]
fn nothing_is_replaced_unasked() {
    let desk = Desk::new();
    let _ = desk.done(&["sample", "s.gongbao"]);
    let before = fs::read(desk.path("s.gongbao")).unwrap();
    for arguments in [
        vec!["sample", "s.gongbao"],
        vec!["new", "s.gongbao"],
        vec!["import", SAMPLE, "-o", "s.gongbao"],
    ] {
        assert!(desk.refused(&arguments).contains("s.gongbao"));
        assert_eq!(fs::read(desk.path("s.gongbao")).unwrap(), before);
    }
    let _ = desk.done(&["new", "s.gongbao", "--overwrite"]);
    assert_ne!(fs::read(desk.path("s.gongbao")).unwrap(), before);
}

#[test]
fn what_cannot_be_done_is_said_in_one_sentence() {
    let desk = Desk::new();
    let _ = desk.done(&["sample", "s.gongbao"]);
    fs::write(desk.path("foreign.gongbao"), b"%PDF-1.7\n").unwrap();
    fs::write(desk.path("bytes.txt"), [0_u8, 1, 2, 0xff, 0xfe, 0, 0]).unwrap();
    fs::write(desk.path("style.ron"), "(page: 3)").unwrap();
    let whole = fs::read(desk.path("s.gongbao")).unwrap();
    fs::write(desk.path("cut.gongbao"), &whole[..whole.len() / 2]).unwrap();
    for arguments in [
        vec!["export", "none.gongbao", "-o", "a.pdf"],
        vec!["export", "foreign.gongbao", "-o", "a.pdf"],
        vec!["export", "cut.gongbao", "-o", "a.pdf"],
        vec!["export", "s.gongbao", "-o", "a.xyz"],
        vec!["export", "s.gongbao", "-o", "nowhere/a.pdf"],
        vec!["export", "s.gongbao", "-o", "a.pdf", "--profile", "web"],
        vec!["export", "s.gongbao", "-o", "a.pdf", "--profile", "press", "--icc", "bytes.txt"],
        vec!["export", "s.gongbao", "-o", "a.png", "--dpi", "0"],
        vec!["import", "bytes.txt", "-o", "a.gongbao"],
        vec!["import", SAMPLE, "-o", "a.gongbao", "--style", "style.ron"],
        vec!["import", SAMPLE, "-o", "a.gongbao", "--style", "nosuch"],
        vec!["check", "."],
        vec!["frobnicate", "x"],
        vec!["export"],
    ] {
        let _ = desk.refused(&arguments);
        assert!(!desk.path("a.pdf").exists() && !desk.path("a.gongbao").exists());
    }
}

#[test]
fn help_says_how_to_make_the_sample() {
    let desk = Desk::new();
    assert!(desk.done(&["--help"]).contains("gongbao sample"));
    assert_eq!(desk.done(&["--version"]).trim(), concat!("gongbao ", env!("CARGO_PKG_VERSION")));
}

#[test]
fn without_a_desktop_there_is_no_window() {
    let desk = Desk::new();
    desk.sample();
    for arguments in [&[][..], &["a.gongbao"]] {
        assert!(desk.refused(arguments).contains("图形桌面"));
    }
}
