//! Fonts: bytes → faces with roles, coverage and fallback. No path is read here.
//!
//! A [`Role`] (宋, 仿宋 …) resolves through a list: the font that carries the role, then fonts of
//! wide coverage, character by character. Measures of Chinese text come from the em box, 0.88
//! above and 0.12 below the baseline, never from a file's line height, which differs wildly.
//! Glyphs of a fallback font are brought to the height of the role's own hanzi, or the line looks
//! torn: hanzi sit between 0.305 (`FandolKai`) and 0.381 em (Noto Serif) above the baseline.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Serialize};
use skrifa::font::name::{Encoded, NameId};
use skrifa::raw::{FontRef, TableProvider as _};
use skrifa::{GlyphId, Tag};

use crate::finding::{Finding, Severity};
use crate::issue::masthead::Script;
use crate::text::mongolian::NIRUGU;

mod coverage;

/// A font of the [`FontBook`]: its index there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FontId(pub u16);

/// What a font is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Role {
    /// 小标宋: titles and masthead.
    Title,
    /// 宋体.
    Song,
    /// 仿宋.
    FangSong,
    /// 黑体.
    Hei,
    /// 楷体.
    Kai,
}

/// Which kind of text a character stands in. Signs such as “ ” — … · exist in both, with other
/// widths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Writing {
    /// Chinese text.
    Chinese,
    /// Letters and digits.
    Latin,
    /// Traditional Mongolian.
    Mongolian,
}

/// Why bytes cannot serve as a font.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no font at all that has Chinese characters.
    #[error("没有找到可用的中文字体；请恢复程序旁 fonts 文件夹中的字体文件")]
    NoChineseFont,
}

/// A font file as it was read.
#[derive(Debug, Clone)]
pub struct FontFile {
    /// Its name, for messages.
    pub name: String,
    /// Its content.
    pub bytes: Arc<Vec<u8>>,
}

/// One face.
pub struct Font {
    /// The font model that shaper and raster read.
    pub model: skrifa::Font,
    /// The whole file.
    pub bytes: Arc<Vec<u8>>,
    /// PostScript name (name id 6), the one that a PDF gives.
    pub postscript_name: String,
    /// Its name as people know it: the Chinese one, if it has one.
    pub name: String,
    /// Units of the em.
    pub units_per_em: u16,
    /// Glyphs of the basic plane, 0 where there is none.
    nominal: OnceLock<Box<[u16]>>,
    advances: OnceLock<Box<[u16]>>,
    centre: OnceLock<i32>,
}

impl std::fmt::Debug for Font {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Font").field(&self.postscript_name).finish()
    }
}

/// Hanzi whose mean centre stands for the font's: dense and open ones, of all structures.
const CENTRE_SAMPLE: &str = "国的在人有中是年和大业为发会工经上地市要产出行作部家同高新体制量";

/// Signs that a font draws as something else, by the beginning of its PostScript name: ￥ as a
/// dollar, ™ as two specks (every sign of the fonts was compared with Noto Serif's by eye).
const MISDRAWN: [(&str, &[char]); 1] = [("Fandol", &['￥', '™'])];

impl Font {
    /// Reads the face at `index` of a file; none if it is no font that we can use.
    fn new(bytes: &Arc<Vec<u8>>, index: u32) -> Option<Self> {
        let blob: Arc<dyn AsRef<[u8]> + Send + Sync> = bytes.clone();
        let model = skrifa::Font::new(blob, index)?;
        if model.num_glyphs() == 0 || model.outline_glyphs().is_empty() {
            return None;
        }
        let name = model.names().get(NameId::POSTSCRIPT_NAME)?;
        let postscript_name: String = name.english_or_first()?.name().chars().collect();
        let known = model.names().get(NameId::FULL_NAME).and_then(|name| {
            let is_chinese = |language: Encoded<'_>| language.starts_with("zh");
            let mut all = name.iter();
            let chinese = all.find(|own| own.language().is_some_and(is_chinese));
            Some(chinese.or(name.english_or_first())?.name().chars().collect())
        });
        let units_per_em = model.units_per_em();
        (units_per_em > 0).then(|| Self {
            model,
            bytes: bytes.clone(),
            name: known.unwrap_or_else(|| postscript_name.clone()),
            postscript_name,
            units_per_em,
            nominal: OnceLock::new(),
            advances: OnceLock::new(),
            centre: OnceLock::new(),
        })
    }

    /// Whether the font is one of Chinese text; without making its table of glyphs.
    fn has_hanzi(&self) -> bool {
        self.model.charmap().map_unicode('国').is_some_and(|glyph| glyph.to_u32() != 0)
    }

    /// Whether the font joins the letters of traditional Mongolian: it has them, and rules for the
    /// script (`mong`). One without rules would show letters as they stand in the code charts.
    fn shapes_mongolian(&self) -> bool {
        let rules = || {
            let font = FontRef::from_index(&self.bytes, 0).ok()?;
            let scripts = font.gsub().ok()?.script_list().ok()?;
            Some(scripts.script_records().iter().any(|own| own.script_tag() == Tag::new(b"mong")))
        };
        self.model.charmap().map_unicode('\u{1820}').is_some() && rules() == Some(true)
    }

    /// The lower and the upper edge of the stem of Mongolian letters, in units of the em: the sign
    /// that lengthens it is nothing else but a piece of it.
    pub fn stem(&self) -> Option<(i64, i64)> {
        let [_, lower, _, upper] = self.ink_box(self.glyph(NIRUGU)?)?;
        Some((lower, upper))
    }

    /// The glyph of `character`, if the font has one.
    pub fn glyph(&self, character: char) -> Option<u16> {
        let code = character as usize;
        let glyph = if code < 0x1_0000 {
            *self.nominal.get_or_init(|| self.basic_plane()).get(code)?
        } else {
            u16::try_from(self.model.charmap().map_unicode(character)?.to_u32()).ok()?
        };
        (glyph != 0).then_some(glyph)
    }

    fn basic_plane(&self) -> Box<[u16]> {
        let mut table = vec![0; 0x1_0000].into_boxed_slice();
        for (code, glyph) in self.model.charmap().unicodes() {
            if let (Some(slot), Ok(glyph)) =
                (table.get_mut(code as usize), u16::try_from(glyph.to_u32()))
            {
                *slot = glyph;
            }
        }
        let own = MISDRAWN.iter().filter(|(name, _)| self.postscript_name.starts_with(name));
        for &sign in own.flat_map(|(_, signs)| *signs) {
            if let Some(slot) = table.get_mut(sign as usize) {
                *slot = 0;
            }
        }
        table
    }

    /// The advance of `glyph` in units of the em.
    pub fn advance(&self, glyph: u16) -> i64 {
        let table = self.advances.get_or_init(|| self.all_advances());
        i64::from(table.get(usize::from(glyph)).copied().unwrap_or(self.units_per_em))
    }

    #[expect(clippy::cast_possible_truncation, reason = "advances of a font are 16 bits")]
    #[expect(clippy::cast_sign_loss, reason = "an advance below zero is none")]
    fn all_advances(&self) -> Box<[u16]> {
        let metrics = self.model.glyph_metrics();
        let count = self.model.num_glyphs().min(0xffff);
        (0..count).map(|glyph| metrics.h_advance(GlyphId::new(glyph)).max(0.0) as u16).collect()
    }

    /// The left and right edge of the ink of `glyph`, in units of the em from its origin.
    #[expect(clippy::cast_possible_truncation, reason = "ink lies within a few em")]
    pub fn ink(&self, glyph: u16) -> (i64, i64) {
        let extents = self.model.glyph_metrics().extents(GlyphId::new(glyph.into()));
        extents.map_or((0, 0), |ink| (ink.x_bearing as i64, (ink.x_bearing + ink.width) as i64))
    }

    /// Height of the middle of the font's hanzi above the baseline, in 1/1000 em.
    pub fn centre(&self) -> i32 {
        *self.centre.get_or_init(|| self.measure_centre())
    }

    #[expect(clippy::cast_possible_truncation, reason = "a centre lies within a few em")]
    fn measure_centre(&self) -> i32 {
        let metrics = self.model.glyph_metrics();
        let (mut sum, mut count) = (0_i64, 0_i64);
        for character in CENTRE_SAMPLE.chars() {
            let Some(glyph) = self.glyph(character) else { continue };
            let Some(extents) = metrics.extents(GlyphId::new(glyph.into())) else { continue };
            // The ink reaches from `y_bearing` above the baseline down by `height`.
            sum += (extents.y_bearing - extents.height / 2.0) as i64;
            count += 1;
        }
        if count == 0 { 380 } else { (sum * 1000 / count / i64::from(self.units_per_em)) as i32 }
    }
}

/// A glyph of the book for a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Resolved {
    /// The font that has it.
    pub font: FontId,
    /// Its id there.
    pub glyph: u16,
    /// How far it is moved up to sit at the height of the role's own font, in 1/1000 em.
    pub raise: i32,
}

/// The fonts that an issue is set in, by role.
#[derive(Debug)]
pub struct FontBook {
    fonts: Vec<Font>,
    chinese: BTreeMap<Role, Vec<FontId>>,
    latin: Vec<FontId>,
    latin_bold: Vec<FontId>,
    mongolian: Vec<FontId>,
}

const SONG: &str = "NotoSerifCJKsc-Regular";

/// The bundled fonts of each role by PostScript name, the one that carries the role first.
const CHINESE: [(Role, &[&str]); 5] = [
    (Role::Title, &["NotoSerifCJKsc-Bold", SONG]),
    (Role::Song, &[SONG]),
    (Role::FangSong, &["FandolFang-Regular", "ZhuqueFangsong-Regular", SONG]),
    (Role::Hei, &["NotoSansCJKsc-Medium", "NotoSansCJKsc-Regular", SONG]),
    (Role::Kai, &["FandolKai-Regular", SONG]),
];

impl FontBook {
    /// Sorts the faces of `files` into roles. What cannot be read, and roles whose own font is
    /// missing, come back as findings.
    ///
    /// # Errors
    /// [`Error::NoChineseFont`] if no file has Chinese characters.
    pub fn new(files: &[FontFile]) -> Result<(Self, Vec<Finding>), Error> {
        let mut fonts: Vec<Font> = Vec::new();
        let mut findings = Vec::new();
        for file in files {
            match Font::new(&file.bytes, 0) {
                Some(font) => fonts.push(font),
                None => findings.push(machine_finding(
                    "font-damaged",
                    format!("字体文件 {} 已损坏，无法使用；请从安装包重新复制这个文件", file.name),
                )),
            }
        }
        let named = |name: &str| id(fonts.iter().position(|font| font.postscript_name == name)?);
        let mut chinese = BTreeMap::new();
        for (role, names) in CHINESE {
            let mut chain: Vec<FontId> = names.iter().filter_map(|name| named(name)).collect();
            let others =
                (0..fonts.len()).filter(|&index| fonts.get(index).is_some_and(Font::has_hanzi));
            for other in others.filter_map(id) {
                if !chain.contains(&other) {
                    chain.push(other);
                }
            }
            if let Some(first) = names.first()
                && named(first).is_none()
            {
                let instead = chain.first().and_then(|id| fonts.get(usize::from(id.0)));
                let instead = instead.map_or("", |font| &font.postscript_name);
                findings.push(machine_finding(
                    "font-replaced",
                    format!(
                        "缺少{}字体 {first}，已用 {instead} 代替；版面会略有不同",
                        role.chinese()
                    ),
                ));
            }
            let _ = chinese.insert(role, chain);
        }
        if chinese.get(&Role::Song).is_none_or(Vec::is_empty) {
            return Err(Error::NoChineseFont);
        }
        let list = |names: &[&str]| names.iter().filter_map(|name| named(name)).collect();
        let latin = list(&["LiberationSerif"]);
        let latin_bold = list(&["LiberationSerif-Bold", "LiberationSerif"]);
        let mut mongolian: Vec<FontId> = list(&["NotoSansMongolian-Regular"]);
        for other in (0..fonts.len()).filter_map(id) {
            let shapes = fonts.get(usize::from(other.0)).is_some_and(Font::shapes_mongolian);
            if shapes && !mongolian.contains(&other) {
                mongolian.push(other);
            }
        }
        Ok((Self { fonts, chinese, latin, latin_bold, mongolian }, findings))
    }

    /// The font called `id`.
    ///
    /// Ids come from this book, so there is always one; a stranger's id gives the first font.
    pub fn font(&self, id: FontId) -> &Font {
        &self.fonts[usize::from(id.0).min(self.fonts.len() - 1)]
    }

    /// All fonts in the order of their ids.
    pub fn fonts(&self) -> &[Font] {
        &self.fonts
    }

    /// The font and glyph for `character` in text of a role, or none if no font has it.
    pub fn resolve(&self, role: Role, writing: Writing, character: char) -> Option<Resolved> {
        let own = self.chinese.get(&role)?;
        let first: &[FontId] = match writing {
            Writing::Chinese => &[],
            Writing::Latin if matches!(role, Role::Title | Role::Hei) => &self.latin_bold,
            Writing::Latin => &self.latin,
            Writing::Mongolian => &self.mongolian,
        };
        for &font in first {
            if let Some(glyph) = self.font(font).glyph(character) {
                return Some(Resolved { font, glyph, raise: 0 });
            }
        }
        let home = *own.first()?;
        for &font in own {
            let face = self.font(font);
            if let Some(glyph) = face.glyph(character) {
                let raise = if font == home || writing == Writing::Latin {
                    0
                } else {
                    self.font(home).centre() - face.centre()
                };
                return Some(Resolved { font, glyph, raise });
            }
        }
        // A sign that only the Latin or Mongolian font has.
        self.latin.iter().chain(&self.mongolian).find_map(|&font| {
            let glyph = self.font(font).glyph(character)?;
            Some(Resolved { font, glyph, raise: 0 })
        })
    }

    /// The font that sets Mongolian where none is asked for, if there is one.
    pub fn mongolian(&self) -> Option<FontId> {
        self.mongolian.first().copied()
    }

    /// The fonts that can set a script, the usual one of Mongolian first.
    pub fn fonts_of(&self, script: Script) -> Vec<FontId> {
        match script {
            Script::Mongolian => self.mongolian.clone(),
            Script::Chinese => {
                let chinese = |index: &usize| self.fonts.get(*index).is_some_and(Font::has_hanzi);
                (0..self.fonts.len()).filter(chinese).filter_map(id).collect()
            }
        }
    }

    /// The font of a PostScript name that can set a script.
    pub fn named(&self, script: Script, name: &str) -> Option<FontId> {
        let own = |id: &FontId| self.font(*id).postscript_name == name;
        self.fonts_of(script).into_iter().find(own)
    }

    /// As [`Self::resolve`] where `face` is asked for before the role's own font: Chinese comes
    /// from it, and what it lacks sits at the height of its hanzi.
    pub fn resolve_from(
        &self,
        face: Option<FontId>,
        role: Role,
        writing: Writing,
        character: char,
    ) -> Option<Resolved> {
        let found = self.resolve(role, writing, character);
        let Some(face) = face.filter(|_| writing == Writing::Chinese) else { return found };
        match self.font(face).glyph(character) {
            Some(glyph) => Some(Resolved { font: face, glyph, raise: 0 }),
            None => found.map(|found| {
                let raise = self.font(face).centre() - self.font(found.font).centre();
                Resolved { raise, ..found }
            }),
        }
    }
}

impl Role {
    /// The Chinese name of the role.
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Title => "小标宋",
            Self::Song => "宋体",
            Self::FangSong => "仿宋",
            Self::Hei => "黑体",
            Self::Kai => "楷体",
        }
    }
}

fn id(index: usize) -> Option<FontId> {
    u16::try_from(index).ok().map(FontId)
}

fn machine_finding(rule: &'static str, message: String) -> Finding {
    Finding {
        rule,
        severity: Severity::Warning,
        place: None,
        text: String::new(),
        message,
        fix: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The fonts of the source tree; tests read no others.
    fn files(without: &[&str]) -> Vec<FontFile> {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/fonts");
        let mut names: Vec<_> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| name.ends_with("tf") && !without.contains(&name.as_str()))
            .collect();
        names.sort();
        let read = |name: String| FontFile {
            bytes: Arc::new(std::fs::read(format!("{folder}/{name}")).unwrap()),
            name,
        };
        names.into_iter().map(read).collect()
    }

    fn name(book: &FontBook, role: Role, writing: Writing, character: char) -> &str {
        let resolved = book.resolve(role, writing, character).unwrap();
        &book.font(resolved.font).postscript_name
    }

    #[test]
    fn signs_that_a_font_draws_as_others_come_from_another() {
        let (book, _) = FontBook::new(&files(&[])).unwrap();
        for role in [Role::FangSong, Role::Kai] {
            let name = |sign| {
                let found = book.resolve(role, Writing::Chinese, sign).unwrap();
                book.font(found.font).postscript_name.clone()
            };
            assert!(name('￡').starts_with("Fandol") && name('元').starts_with("Fandol"));
            assert!(!name('￥').starts_with("Fandol") && !name('™').starts_with("Fandol"));
        }
    }

    #[test]
    fn characters_fall_back_one_by_one() {
        let (book, findings) = FontBook::new(&files(&[])).unwrap();
        assert_eq!(findings, []);
        let chinese = Writing::Chinese;
        assert_eq!(name(&book, Role::FangSong, chinese, '国'), "FandolFang-Regular");
        assert_eq!(name(&book, Role::FangSong, chinese, '藺'), "ZhuqueFangsong-Regular");
        assert_eq!(name(&book, Role::FangSong, chinese, '龑'), "NotoSerifCJKsc-Regular");
        assert_eq!(name(&book, Role::FangSong, chinese, '⑪'), "NotoSerifCJKsc-Regular");
        assert_eq!(name(&book, Role::Title, chinese, '𬭎'), "NotoSerifCJKsc-Bold");
        assert_eq!(name(&book, Role::Song, Writing::Latin, '5'), "LiberationSerif");
        assert_eq!(name(&book, Role::Title, Writing::Latin, '5'), "LiberationSerif-Bold");
        assert_eq!(name(&book, Role::Song, Writing::Latin, '％'), "NotoSerifCJKsc-Regular");
        assert_eq!(name(&book, Role::Song, Writing::Mongolian, 'ᠪ'), "NotoSansMongolian-Regular");
        assert_eq!(book.resolve(Role::Song, chinese, '\u{2716}'), None);
    }

    #[test]
    fn a_fallback_glyph_sits_at_the_height_of_its_neighbours() {
        let (book, _) = FontBook::new(&files(&[])).unwrap();
        let raise =
            |role, character| book.resolve(role, Writing::Chinese, character).unwrap().raise;
        assert_eq!(raise(Role::FangSong, '国'), 0);
        // The mean of 800 hanzi is 72 and 37 below; a sample of 32 comes near.
        assert!(
            (-82..=-62).contains(&raise(Role::FangSong, '龑')),
            "{}",
            raise(Role::FangSong, '龑')
        );
        assert!(
            (-47..=-27).contains(&raise(Role::FangSong, '藺')),
            "{}",
            raise(Role::FangSong, '藺')
        );
    }

    #[test]
    fn missing_fonts_are_replaced_with_a_finding() {
        let without = ["FandolFang-Regular.otf", "FandolKai-Regular.otf"];
        let (book, findings) = FontBook::new(&files(&without)).unwrap();
        assert_eq!(name(&book, Role::FangSong, Writing::Chinese, '国'), "ZhuqueFangsong-Regular");
        assert_eq!(name(&book, Role::Kai, Writing::Chinese, '国'), "NotoSerifCJKsc-Regular");
        let rules: Vec<_> = findings.iter().map(|finding| finding.rule).collect();
        assert_eq!(rules, ["font-replaced", "font-replaced"]);
    }

    #[test]
    fn damaged_files_are_named() {
        let mut all = files(&[]);
        all.push(FontFile { name: "坏.ttf".into(), bytes: Arc::new(vec![0; 100]) });
        let (_, findings) = FontBook::new(&all).unwrap();
        assert_eq!(findings.len(), 1);
        assert!(findings[0].message.contains("坏.ttf"));
        assert!(FontBook::new(&[]).is_err());
    }
}
