//! A zip package of XML parts (Office Open XML, OFD) → its parts, with limits.
//!
//! Parts are found by relationships (ISO/IEC 29500-2, 9.3). A target outside of the package, or of
//! a part that is not there, is no part.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::io::Read as _;

use zip::ZipArchive;
use zip::result::ZipError;

use super::Error;
use super::xml;
use super::xml::Element;

/// How many bytes one part, and all that are read, may have.
const PART: u64 = 192 << 20;
const WHOLE: u64 = 512 << 20;
/// How many entries a package may have.
const ENTRIES: usize = 20_000;
/// Up to here a part may pack as well as it likes.
const UNSUSPECTED: u64 = 32 << 20;
/// Beyond it, how many bytes may come of one. The XML of long tables packs up to about 100 : 1.
const RATIO: u64 = 200;

/// An open package.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// The index of each part by its name in small letters: names do not differ by case.
    names: BTreeMap<String, usize>,
    left: u64,
}

/// Where a relationship leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Relation {
    /// The last part of its type: `image`, `footnotes`.
    pub(super) kind: String,
    /// The name of the part; none where it is outside of the package or nowhere.
    pub(super) part: Option<String>,
}

impl<'a> Package<'a> {
    /// Opens the package.
    ///
    /// # Errors
    ///
    /// Bytes that are no whole zip archive, or too many entries.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Error> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Error::Damaged)?;
        if archive.len() > ENTRIES {
            return Err(Error::TooMuch);
        }
        let names = (0..archive.len())
            .filter_map(|index| Some((tidy(&archive.name_for_index(index)?.ok()?), index)))
            .collect();
        Ok(Self { archive, names, left: WHOLE })
    }

    /// Whether there is such a part.
    pub(super) fn has(&self, name: &str) -> bool {
        self.names.contains_key(&tidy(name))
    }

    /// The bytes of a part, if it is there.
    ///
    /// # Errors
    ///
    /// A part that is damaged, encrypted, or too big or too well packed to be what it says.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, Error> {
        let Some(&index) = self.names.get(&tidy(name)) else { return Ok(None) };
        let file = self.archive.by_index(index).map_err(|error| match error {
            ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => Error::Encrypted,
            _ => Error::Damaged,
        })?;
        let most = PART.min(self.left);
        let packed = file.compressed_size();
        let mut bytes = Vec::new();
        let _read = file.take(most + 1).read_to_end(&mut bytes).map_err(|_| Error::Damaged)?;
        let size = bytes.len() as u64;
        if size > most || size > UNSUSPECTED && size / RATIO > packed {
            return Err(Error::Bomb);
        }
        self.left -= size;
        Ok(Some(bytes))
    }

    /// The root element of a part, if it is there.
    ///
    /// # Errors
    ///
    /// As [`Package::part`] and [`xml::read`].
    pub(super) fn xml(&mut self, name: &str) -> Result<Option<Element>, Error> {
        match self.part(name)? {
            Some(bytes) => xml::read(&bytes).map(Some),
            None => Ok(None),
        }
    }

    /// The relationships of a part by their ids; those of the package itself for an empty name.
    ///
    /// # Errors
    ///
    /// As [`Package::xml`].
    pub(super) fn relations(&mut self, part: &str) -> Result<BTreeMap<String, Relation>, Error> {
        let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
        let gap = if folder.is_empty() { "" } else { "/" };
        let Some(root) = self.xml(&format!("{folder}{gap}_rels/{file}.rels"))? else {
            return Ok(BTreeMap::new());
        };
        let mut relations = BTreeMap::new();
        for element in root.elements() {
            let Some(id) = element.attribute("Id") else { continue };
            let kind = element.attribute("Type").and_then(|kind| kind.rsplit('/').next());
            let inside = element.attribute("TargetMode") != Some("External");
            let target = element.attribute("Target").filter(|_| inside);
            let part = target.and_then(|target| resolve(folder, target));
            let part = part.filter(|part| self.has(part));
            let relation = Relation { kind: kind.unwrap_or_default().to_owned(), part };
            let _ = relations.insert(id.to_owned(), relation);
        }
        Ok(relations)
    }
}

fn tidy(name: &str) -> String {
    name.trim_start_matches('/').replace('\\', "/").to_lowercase()
}

/// The name of the part that `target` means, seen from `folder`; none if it leads outside.
pub(super) fn resolve(folder: &str, target: &str) -> Option<String> {
    let mut steps: Vec<&str> =
        if target.starts_with('/') { Vec::new() } else { folder.split('/').collect() };
    for step in target.split(['/', '\\']) {
        match step {
            "" | "." => {}
            ".." => drop(steps.pop()?),
            step => steps.push(step),
        }
    }
    steps.retain(|step| !step.is_empty());
    Some(steps.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_lead_to_parts() {
        fn check(target: &str, expected: Option<&str>) {
            assert_eq!(resolve("word", target).as_deref(), expected, "{target}");
        }
        check("media/image1.png", Some("word/media/image1.png"));
        check("/word/media/image1.png", Some("word/media/image1.png"));
        check("../customXml/item1.xml", Some("customXml/item1.xml"));
        check("../../etc/passwd", None);
    }
}
