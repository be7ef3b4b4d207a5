//! Pages made by hand from the bundled fonts, for the tests of exporters.

use std::sync::Arc;

use gongbao::export::Pictures;
use gongbao::font::{FontId, Role, Writing};
use gongbao::geom::{Point, Pt, Rect, Size};
use gongbao::issue::id::{BlockId, DocumentId};
use gongbao::issue::place::Part;
use gongbao::layout::page::{
    Direction, Frame, FrameItem, Generated, Glyph, GlyphRun, Info, Ink, Page, PageKind, Placed,
    Source,
};

use crate::fonts::BOOK;

pub(crate) const MONGOLIAN: &str = "ᠪᠤᠭᠤᠲᠤ ᠬᠣᠲᠠ ᠶᠢᠨ ᠠᠷᠠᠳ ᠤᠨ ᠵᠠᠰᠠᠭ ᠤᠨ ᠣᠷᠳᠣᠨ";

pub(crate) fn at(x: f64, y: f64) -> Point {
    Point::new(Pt::from_f64(x), Pt::from_f64(y))
}

pub(crate) fn block(number: u64) -> Source {
    Source::Text(Part::Block(DocumentId::new(1), BlockId::new(number)))
}

/// How a line of text is set.
#[derive(Clone, Copy)]
pub(crate) struct Setting {
    pub(crate) role: Role,
    pub(crate) writing: Writing,
    pub(crate) size: f64,
    pub(crate) ink: Ink,
    /// What every gap is stretched by.
    pub(crate) stretch: f64,
    pub(crate) source: Source,
}

pub(crate) fn plain(role: Role, size: f64, source: Source) -> Setting {
    Setting { role, writing: Writing::Chinese, size, ink: Ink::Text, stretch: 0.0, source }
}

/// `text` from `start` to the right, one run a font.
pub(crate) fn line(text: &str, start: Point, setting: Setting) -> Vec<FrameItem> {
    let size = Pt::from_f64(setting.size);
    let mut runs: Vec<GlyphRun> = Vec::new();
    let mut x = Pt::ZERO;
    for (character, from) in text.chars().zip(0..) {
        let writing = if character.is_ascii() { Writing::Latin } else { setting.writing };
        let found = BOOK.resolve(setting.role, writing, character).unwrap();
        let font = BOOK.font(found.font);
        if runs.last().is_none_or(|run| run.font != found.font) {
            runs.push(GlyphRun {
                font: found.font,
                size,
                ink: setting.ink,
                at: Point::new(start.x + x, start.y),
                direction: Direction::Right,
                source: setting.source,
                text: String::new(),
                glyphs: Vec::new(),
            });
        }
        let run = runs.last_mut().unwrap();
        let natural = size.scale(font.advance(found.glyph), font.units_per_em.into());
        let advance = natural + Pt::from_f64(setting.stretch);
        run.text.push(character);
        run.glyphs.push(Glyph {
            id: found.glyph,
            x: start.x + x - run.at.x,
            y: -size.scale(found.raise.into(), 1000),
            advance,
            from,
            chars: 1,
        });
        x += advance;
    }
    runs.into_iter().map(FrameItem::Glyphs).collect()
}

/// Mongolian text, shaped to the right and turned.
pub(crate) fn column(text: &str, start: Point, size: f64, source: Source) -> FrameItem {
    let id: FontId = BOOK.mongolian().unwrap();
    let font = BOOK.font(id);
    let mut buffer = harfrust::Buffer::new();
    for (character, cluster) in text.chars().zip(0..) {
        buffer.push(u32::from(character), cluster);
    }
    buffer.set_direction(harfrust::Direction::LeftToRight);
    buffer.set_script(Some("Mong".parse().unwrap()));
    buffer.set_language(Some("mn".parse().unwrap()));
    let options = harfrust::ShapeOptions::new();
    harfrust::shape(&harfrust::ShaperFont::new(&font.model), &mut buffer, options).unwrap();
    let size = Pt::from_f64(size);
    let scaled = |units: i32| size.scale(units.into(), font.units_per_em.into());
    let count = u32::try_from(text.chars().count()).unwrap();
    let infos = buffer.glyph_infos();
    let mut x = Pt::ZERO;
    let mut glyphs = Vec::new();
    for (index, (info, place)) in infos.iter().zip(buffer.glyph_positions()).enumerate() {
        let first = index == 0 || infos[index - 1].cluster != info.cluster;
        let next = infos[index..].iter().find(|other| other.cluster != info.cluster);
        let end = next.map_or(count, |other| other.cluster);
        glyphs.push(Glyph {
            id: u16::try_from(info.glyph_id).unwrap(),
            x: x + scaled(place.x_offset),
            y: -scaled(place.y_offset),
            advance: scaled(place.x_advance),
            from: info.cluster,
            chars: if first { u8::try_from(end - info.cluster).unwrap() } else { 0 },
        });
        x += scaled(place.x_advance);
    }
    FrameItem::Glyphs(GlyphRun {
        font: id,
        size,
        ink: Ink::Text,
        at: start,
        direction: Direction::Down,
        source,
        text: text.into(),
        glyphs,
    })
}

pub(crate) fn rule(x: f64, y: f64, width: f64, height: f64, ink: Ink) -> FrameItem {
    let size = at(width, height);
    let start = at(x, y);
    FrameItem::Rule { rect: Rect::new(start.x, start.y, size.x, size.y), ink }
}

pub(crate) fn picture(x: f64, y: f64, side: f64, sha256: &str) -> FrameItem {
    let (start, side) = (at(x, y), Pt::from_f64(side));
    let rect = Rect::new(start.x, start.y, side, side);
    FrameItem::Picture {
        rect,
        window: rect,
        sha256: sha256.into(),
        ink: None,
        block: None,
        letters: Vec::new(),
    }
}

pub(crate) fn page(number: u32, items: Vec<FrameItem>) -> Arc<Page> {
    let trim = Size { width: Pt::from_mm(210.0), height: Pt::from_mm(285.0) };
    // Halves are put in frames of their own, moved, so that offsets are tested.
    let shift = at(10.0, 20.0);
    let frame = Arc::new(Frame { size: trim, items });
    Arc::new(Page {
        number,
        folio: number.checked_sub(2).filter(|&folio| folio > 0),
        kind: PageKind::Body,
        trim,
        bleed: Pt::new(12),
        parts: vec![Placed { at: shift, frame }],
    })
}

pub(crate) fn info() -> Info {
    Info {
        title: "包头市人民政府公报 2026年第4期 <A&B>".into(),
        author: "包头市人民政府".into(),
        published: chrono::NaiveDate::from_ymd_opt(2026, 4, 30),
    }
}

/// A page full of text: the beginning of the sample issue in lines of 48 characters.
fn dense(number: u32) -> Arc<Page> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/sample/2026-04-ocr.txt");
    let sample = std::fs::read_to_string(path).unwrap();
    let known = |c: &char| BOOK.resolve(Role::Song, Writing::Chinese, *c).is_some();
    let characters: Vec<char> =
        sample.chars().filter(|c| !c.is_whitespace()).filter(known).collect();
    let roles = [Role::FangSong, Role::Song, Role::FangSong, Role::Kai, Role::Hei, Role::Title];
    let mut items = Vec::new();
    for (row, characters) in (0_u32..40).zip(characters.chunks(48)) {
        let text: String = characters.iter().collect();
        let stretch = 0.031 * f64::from(row % 7);
        let role = roles[row as usize % roles.len()];
        let setting = Setting { stretch, ..plain(role, 10.5, block(15)) };
        items.extend(line(&text, at(25.0, 30.0 + 18.37 * f64::from(row)), setting));
    }
    page(number, items)
}

/// Four pages: Chinese text in all roles, Mongolian, inks with pictures, a page full of text.
pub(crate) fn pages() -> Vec<Arc<Page>> {
    let text = "包头市人民政府关于印发《办法》的通知（2026年）：藺㛃龑𬭎，共60%。";
    let mut first = Vec::new();
    let roles = [Role::Title, Role::Song, Role::FangSong, Role::Hei, Role::Kai];
    for (role, row) in roles.into_iter().zip(0_u32..) {
        let y = 80.0 + 40.0 * f64::from(row);
        let stretch = 0.137 * f64::from(row);
        let source = block(u64::from(row));
        let setting = Setting { stretch, ..plain(role, 10.5 + 0.3 * f64::from(row), source) };
        first.extend(line(text, at(30.3, y), setting));
    }
    let latin = "Office Quay, 12345.678 (A-Z) fi fl";
    first.extend(line(latin, at(31.7, 300.0), plain(Role::Song, 12.0, block(6))));
    first.extend(line(latin, at(31.7, 320.0), plain(Role::Title, 12.0, block(7))));
    let folio = Source::Generated(Generated::Folio, None);
    first.extend(line("日⽇", at(31.7, 340.0), plain(Role::Song, 12.0, block(8))));
    first.extend(line("— 1 —", at(250.0, 760.0), plain(Role::Song, 9.0, folio)));

    let second = vec![
        column(MONGOLIAN, at(60.0, 40.0), 18.0, block(10)),
        column(MONGOLIAN, at(120.0, 40.0), 26.0, block(11)),
    ];

    let mut third = vec![
        rule(20.0, 30.0, 500.0, 1.5, Ink::Red),
        rule(20.0, 36.0, 500.0, 0.5, Ink::Text),
        rule(40.0, 200.0, 200.0, 100.0, Ink::Text),
    ];
    let paper = Setting { ink: Ink::Paper, ..plain(Role::Hei, 20.0, block(12)) };
    third.extend(line("反白文字", at(60.0, 250.0), paper));
    let red = Setting { ink: Ink::Red, ..plain(Role::Title, 42.0, block(13)) };
    third.extend(line("红头", at(60.0, 120.0), red));
    let large = plain(Role::Title, 48.0, block(14));
    third.extend(line("大字", at(260.0, 120.0), large));
    third.push(picture(300.0, 300.0, 144.0, "grey"));
    third.push(picture(100.0, 400.0, 144.0, "colour"));
    vec![page(1, first), page(2, second), page(3, third), dense(4)]
}

/// A grey and a coloured picture.
pub(crate) fn pictures() -> Pictures {
    let draw = |colour: fn(u8) -> [u8; 3]| {
        let mut pixels = tiny_skia::Pixmap::new(64, 64).unwrap();
        for (pixel, index) in pixels.data_mut().chunks_exact_mut(4).zip(0_u32..) {
            let shade = u8::try_from(index / 64 * 4).unwrap();
            pixel[..3].copy_from_slice(&colour(shade));
            pixel[3] = 255;
        }
        Arc::new(pixels.encode_png().unwrap())
    };
    Pictures::from([
        ("grey".to_owned(), draw(|shade| [shade; 3])),
        ("colour".to_owned(), draw(|shade| [shade, 255, 128])),
    ])
}
