//! The fonts and pictures that objects name by their ids.

use std::collections::BTreeMap;

use super::folder;
use crate::import::Error;
use crate::import::package::{Package, resolve};
use crate::import::xml::Element;

/// What is known of a font.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Font {
    pub(super) bold: bool,
    pub(super) kai: bool,
}

/// Fonts, and the parts of pictures, by their ids.
#[derive(Debug, Clone, Default)]
pub(super) struct Resources {
    pub(super) fonts: BTreeMap<String, Font>,
    pub(super) pictures: BTreeMap<String, String>,
}

impl Resources {
    /// Adds those of the part that `target` means, seen from `base`; a part that is not there adds
    /// none.
    pub(super) fn add(
        &mut self,
        package: &mut Package<'_>,
        base: &str,
        target: &str,
    ) -> Result<(), Error> {
        let Some(part) = resolve(base, target) else { return Ok(()) };
        let Some(root) = package.xml(&part)? else { return Ok(()) };
        let files = resolve(folder(&part), root.attribute("BaseLoc").unwrap_or_default());
        for font in root.descendants("ofd:Font") {
            let Some(id) = font.attribute("ID") else { continue };
            let name = |key: &str| font.attribute(key).unwrap_or_default().to_lowercase();
            let names = [name("FontName"), name("FamilyName")].concat();
            let has = |words: &[&str]| words.iter().any(|word| names.contains(word));
            let bold = font.attribute("Bold") == Some("true") || has(&["bold", "粗"]);
            let style = Font { bold, kai: has(&["楷", "kai"]) };
            let _ = self.fonts.insert(id.to_owned(), style);
        }
        for media in root.descendants("ofd:MultiMedia") {
            let file = media.first("ofd:MediaFile").map(Element::text);
            let (Some(id), Some(file)) = (media.attribute("ID"), file) else { continue };
            let folder = files.as_deref().unwrap_or_default();
            if let Some(part) = resolve(folder, file.trim()) {
                let _ = self.pictures.insert(id.to_owned(), part);
            }
        }
        Ok(())
    }
}
