//! The plates of a press PDF, as Ghostscript separates them.

#![expect(clippy::unwrap_used, reason = "a test may stop at anything unexpected")]

use gongbao::export::Profile;
use gongbao::export::press::{Options, Red, press};
use gongbao::font::Role;
use gongbao::layout::page::Ink;

#[path = "support/fonts.rs"]
mod fonts;
#[path = "support/sheet.rs"]
#[expect(dead_code, reason = "other tests set more pages")]
mod sheet;
#[path = "support/tool.rs"]
#[expect(dead_code, reason = "other tests compare pictures")]
mod tool;

use fonts::BOOK;
use sheet::{info, page, pictures};
use tool::{have, run};

#[test]
fn white_is_cut_out_of_its_ground_on_every_plate() {
    if !have("gs") {
        return;
    }
    let items = {
        let ground = sheet::rule(40.0, 200.0, 200.0, 100.0, Ink::Red);
        let paper =
            sheet::Setting { ink: Ink::Paper, ..sheet::plain(Role::Hei, 40.0, sheet::block(1)) };
        let black = sheet::plain(Role::Hei, 30.0, sheet::block(2));
        let white = sheet::line("反白", sheet::at(60.0, 250.0), paper);
        let over = sheet::line("黑字", sheet::at(150.0, 290.0), black);
        [vec![ground], white, over].concat()
    };
    let options = Options { profile: Profile::Press, red: Red::Spot, ..Options::default() };
    let pdf = press(&[page(1, items)], &info(), &BOOK, &pictures(), &options).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plates.pdf").display().to_string();
    std::fs::File::create(&path)
        .and_then(|mut file| std::io::Write::write_all(&mut file, &pdf.bytes))
        .unwrap();
    let out = format!("-sOutputFile={}/plate.tif", folder.path().display());
    let how = ["-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=tiffsep", "-r72", "-sCompression=none"];
    let _ = run("gs", &[how.as_slice(), &[out.as_str(), path.as_str()]].concat());
    let plate = |name: &str| {
        let path = folder.path().join(format!("plate({name}).tif"));
        let bytes = std::fs::read(path).unwrap();
        // The pixels stand before the directory: 0 is full ink.
        bytes.iter().filter(|&&byte| byte == 0).count()
    };
    let (red, black, cyan) = (plate("Spot Red"), plate("Black"), plate("Cyan"));
    println!("red {red}, black {black}, cyan {cyan}");
    // The ground without the white type, and with what the black type covers.
    assert!((15_000..19_500).contains(&red), "{red}");
    assert!((300..3_500).contains(&black), "{black}");
    assert!(cyan < 1_000, "{cyan}");
}
