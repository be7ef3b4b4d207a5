//! Mongolian is shaped as HarfBuzz shapes it, and the terms that the table verifies have no fault.

#![expect(clippy::unwrap_used, reason = "a test that cannot read its fixtures has failed")]

use gongbao::font::Writing;
use gongbao::shape::shape;
use gongbao::text::mongolian::keys::{from_latin, to_latin};
use gongbao::text::mongolian::shape::same_shape;
use gongbao::text::mongolian::word::faults;

#[path = "support/fonts.rs"]
mod fonts;

const GLYPHS: &str = include_str!("fixtures/mongolian/glyphs.tsv");
const TERMS: &str = include_str!("../assets/rules/mongolian-terms.tsv");

/// The characters of `182A 1824`.
fn characters(codes: &str) -> String {
    codes
        .split(' ')
        .map(|code| char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap())
        .collect()
}

#[test]
fn glyphs_and_advances_equal_those_of_harfbuzz() {
    let book = &fonts::BOOK;
    let font = book.font(book.mongolian().unwrap());
    let mut count = 0;
    for line in GLYPHS.lines() {
        let (codes, expected) = line.split_once('\t').unwrap();
        let glyphs = shape(font, Writing::Mongolian, &characters(codes));
        let found: Vec<String> = glyphs
            .iter()
            .map(|glyph| format!("{}:{}:{}:{}", glyph.id, glyph.advance, glyph.dx, glyph.dy))
            .collect();
        assert_eq!(found.join(" "), expected, "{codes}");
        count += 1;
    }
    assert!(count >= 40, "{count} words");
}

#[test]
fn terms_that_were_verified_have_no_fault() {
    let mut count = 0;
    for line in TERMS.lines().skip(1) {
        let fields: Vec<&str> = line.split('\t').collect();
        let (mongolian, codes, confidence) = (fields[1], fields[2], fields[5]);
        if codes.is_empty() {
            continue;
        }
        let spelt = characters(codes);
        assert!(
            same_shape(&spelt, mongolian) || spelt.replace('\u{202f}', " ") == mongolian,
            "{line}"
        );
        assert_eq!(from_latin(&to_latin(&spelt)), spelt);
        if confidence == "verified" {
            assert_eq!(faults(&spelt), [], "{mongolian}");
            count += 1;
        }
    }
    assert!(count >= 40, "{count} terms");
}

#[test]
fn what_is_typed_in_latin_is_the_term() {
    for (chinese, latin) in [
        ("包头市人民政府", "bugutu qota-yin arad-un jasag-un ordon"),
        ("包头市人民政府", "bugutu hota-yin arad-un ǰasag-un ordon"),
        ("第n (back-vowel numerals)", "d1ugar"),
        ("第n (front-vowel numerals)", "d1ü1ger"),
        ("期 (第n期)", "qugucag_a"),
        ("文件 (公文)", "bicig mat1Eriyal"),
    ] {
        let line = TERMS.lines().find(|line| line.split('\t').next() == Some(chinese)).unwrap();
        let codes = line.split('\t').nth(2).unwrap();
        assert_eq!(from_latin(latin), characters(codes), "{latin}");
    }
}
