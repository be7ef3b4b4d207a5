//! How an office, or the print office that it works with, has its files for the press made.

use std::collections::BTreeMap;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Cmyk, Marks, Options, Red, TotalInk, check_profile};
use crate::export::Profile;
use crate::export::imposition::{Scheme, Sheets, is_section};
use crate::export::job_sheet::Blank;
use crate::geom::Pt;

/// What is the same from month to month.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Choices {
    /// What the red becomes.
    pub red: Red,
    /// The red in process inks.
    pub red_inks: Cmyk,
    /// The red of a cover that a package has as a file of its own; none where the cover is in the
    /// file of the inner pages.
    pub cover: Option<Red>,
    /// The most ink on one place.
    pub total_ink: TotalInk,
    /// The print office's profile; none for the one that the program carries.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub icc: Option<Icc>,
    /// What is drawn around the pages.
    pub marks: Marks,
    /// How the pages stand on the sheets.
    pub sheets: Sheets,
    /// The paper of stitched sheets.
    pub paper: Paper,
    /// Pages of a section.
    pub section: Section,
    /// Whether a package is one zip archive, not a folder.
    pub zip: bool,
    /// What is written into the blanks of the job sheet.
    pub blanks: BTreeMap<Blank, String>,
}

/// How thick a sheet of paper is, in micrometres.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Paper(pub u32);

impl Default for Paper {
    /// Offset paper of 80 g.
    fn default() -> Self {
        Self(100)
    }
}

impl Paper {
    /// No paper of a gazette is thicker.
    pub const MOST: u32 = 1000;

    /// As a length.
    pub fn thickness(self) -> Pt {
        Pt::from_mm(f64::from(self.0) / 1000.0)
    }
}

/// Pages of a section of a bound book: what is folded from one sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Section(pub u32);

impl Default for Section {
    /// A sheet that is folded three times.
    fn default() -> Self {
        Self(16)
    }
}

/// A colour profile, with the name of the file that it came in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Icc {
    /// The name of the file.
    pub name: String,
    /// The file.
    #[serde(serialize_with = "pack", deserialize_with = "unpack")]
    pub bytes: Arc<Vec<u8>>,
}

/// Bytes in a file of text, in base64 (RFC 4648, 4).
fn pack<S: Serializer>(bytes: &Arc<Vec<u8>>, serializer: S) -> Result<S::Ok, S::Error> {
    STANDARD.encode(bytes.as_slice()).serialize(serializer)
}

fn unpack<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Arc<Vec<u8>>, D::Error> {
    let text = String::deserialize(deserializer)?;
    STANDARD.decode(text).map(Arc::new).map_err(D::Error::custom)
}

impl Choices {
    /// The scheme of imposition; none for single pages.
    pub fn scheme(&self) -> Option<Scheme> {
        match self.sheets {
            Sheets::Single => None,
            Sheets::Saddle => Some(Scheme::Saddle(self.paper.thickness())),
            Sheets::Spreads => Some(Scheme::Spreads),
            Sheets::Grid => Some(Scheme::Grid { columns: 2, rows: 2 }),
            Sheets::Sections => Some(Scheme::Sections(self.section.0)),
        }
    }

    /// How a file for the press is written.
    pub fn options(&self) -> Options {
        Options {
            profile: Profile::Press,
            red: self.red,
            red_inks: self.red_inks,
            icc: self.icc.as_ref().map(|icc| icc.bytes.to_vec()),
            total_ink: self.total_ink,
            marks: self.marks,
            imposition: self.scheme(),
            ..Options::default()
        }
    }

    /// The same without what changes from month to month.
    pub fn lasting(&self) -> Self {
        let mut own = self.clone();
        own.blanks.retain(|blank, value| *blank != Blank::Delivery && !value.trim().is_empty());
        own
    }

    /// Why no file can be written like that, of choices that were read from a file.
    pub fn fault(&self) -> Option<String> {
        if !self.red_inks.is_possible() {
            return Some(format!("红色的四色配比 {} 不对", self.red_inks));
        }
        if !TotalInk::RANGE.contains(&self.total_ink.0) {
            return Some(format!("总墨量 {} 不对", self.total_ink.0));
        }
        if self.paper.0 > Paper::MOST {
            return Some(format!("纸厚 {} 微米不对", self.paper.0));
        }
        if !is_section(self.section.0) {
            return Some(format!("每帖 {} 面折不出来", self.section.0));
        }
        let icc = self.icc.as_ref()?;
        let wrong = check_profile(&icc.bytes).err()?;
        Some(format!("{} {wrong}", icc.name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_come_back_and_older_files_lack_some() {
        let mut choices = Choices { red: Red::Process, zip: true, ..Choices::default() };
        choices.icc = Some(Icc { name: "某厂.icc".to_owned(), bytes: Arc::new(vec![1, 2, 255]) });
        choices.blanks.extend([(Blank::Copies, "1500".to_owned())]);
        let text = ron::to_string(&choices).unwrap();
        assert_eq!(ron::from_str::<Choices>(&text).unwrap(), choices, "{text}");
        let old = "(red: Process, marks: Printer, sheets: Saddle)";
        let old: Choices = ron::from_str(old).unwrap();
        assert_eq!((old.total_ink, old.paper), (TotalInk(300), Paper(100)));
        assert_eq!(old.scheme(), Some(Scheme::Saddle(Pt::from_mm(0.1))));
        assert_eq!(old.fault(), None);
    }

    #[test]
    fn what_no_press_can_do_is_told() {
        let check = |change: fn(&mut Choices), expected: &str| {
            let mut own = Choices::default();
            change(&mut own);
            let said = own.fault().unwrap_or_default();
            assert!(said.contains(expected), "{said}");
        };
        check(|own| own.total_ink = TotalInk(500), "总墨量");
        check(|own| own.red_inks = Cmyk([0; 4]), "配比");
        check(|own| own.paper = Paper(2000), "纸厚");
        check(|own| own.section = Section(12), "12 面");
        let icc = |own: &mut Choices| {
            own.icc = Some(Icc { name: "x.icc".to_owned(), bytes: Arc::default() });
        };
        check(icc, "不是 ICC");
    }

    #[test]
    fn the_day_of_delivery_is_not_kept() {
        let mut own = Choices::default();
        own.blanks.extend([
            (Blank::Delivery, "5月8日".to_owned()),
            (Blank::Copies, "1500".to_owned()),
            (Blank::Place, " ".to_owned()),
        ]);
        assert_eq!(own.lasting().blanks.into_keys().collect::<Vec<_>>(), [Blank::Copies]);
    }
}
