//! Shapes text: characters and a font → glyphs with positions, through OpenType features.
//!
//! Plain hanzi and full-width marks need no shaper: the layout takes them by `cmap` and advance.
//! Letters, Mongolian, and the Chinese dash and ellipsis (whose width depends on the feature
//! `locl`) come through here. Mongolian is shaped from left to right and its run turned by a
//! quarter afterwards: with a vertical direction its letters fall apart.

use harfrust::{Buffer, ClusterLevel, Direction, Language, Script, ShapeOptions, ShaperFont, Tag};

use crate::font::{Font, Writing};

/// One glyph of shaped text, in units of the font's em.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShapedGlyph {
    /// Id in the font.
    pub id: u16,
    /// First character of the glyph's cluster, counted from the begin of the shaped text.
    pub cluster: u32,
    /// To the begin of the next glyph.
    pub advance: i32,
    /// Shift to the right.
    pub dx: i32,
    /// Shift upwards.
    pub dy: i32,
}

/// Shapes `text`, all of one font and kind of writing, from left to right.
pub fn shape(font: &Font, writing: Writing, text: &str) -> Vec<ShapedGlyph> {
    let shaper = ShaperFont::new(&font.model);
    let mut buffer = Buffer::new();
    for (index, character) in (0..).zip(text.chars()) {
        buffer.push(character.into(), index);
    }
    buffer.set_direction(Direction::LeftToRight);
    let (script, language) = match writing {
        Writing::Chinese => (b"Hani", "zh-Hans"),
        Writing::Latin => (b"Latn", "en"),
        Writing::Mongolian => (b"Mong", "mn"),
    };
    buffer.set_script(Script::from_iso15924_tag(Tag::new(script)));
    buffer.set_language(language.parse::<Language>().ok());
    buffer.set_cluster_level(ClusterLevel::MonotoneGraphemes);
    if harfrust::shape(&shaper, &mut buffer, ShapeOptions::new()).is_err() {
        return Vec::new();
    }
    let glyphs = buffer.glyph_infos().iter().zip(buffer.glyph_positions());
    glyphs
        .map(|(info, position)| ShapedGlyph {
            id: u16::try_from(info.glyph_id).unwrap_or(0),
            cluster: info.cluster,
            advance: position.x_advance,
            dx: position.x_offset,
            dy: position.y_offset,
        })
        .collect()
}
