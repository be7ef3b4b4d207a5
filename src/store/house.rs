//! The house's settings (本单位设置): what every issue of an office has alike, as a RON file in the
//! user's data folder, and as one that a colleague can be given.
//!
//! A new issue begins from them, and an open one can be given them by an edit. The pictures that
//! masthead and cover show are in the file, so that it stands alone.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Error;
use super::file::{IssueFile, Picture};
use super::settings::{self, Unreadable};
use crate::export::press::Choices;
use crate::import::template;
use crate::issue::cover::CoverChoice;
use crate::issue::edit::{Edit, Setting, check};
use crate::issue::id::Ids;
use crate::issue::masthead::{Masthead, MongolianLine, Script, Template};
use crate::issue::place::Part;
use crate::issue::text::Text;
use crate::issue::{Issue, IssueNumber, Section, StyleChoice};
use crate::layout::cover::values;
use crate::layout::style::Stylesheet;
use crate::text::mongolian::template::fill;

mod packed;

const NAME: &str = "本单位.ron";

/// What every issue of an office has alike.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct House {
    /// The gazette's name in both scripts, its hands, and who approved what.
    pub masthead: Masthead,
    /// 月刊, 半月刊 …, as printed.
    #[serde(default)]
    pub periodicity: String,
    /// The cover.
    #[serde(default, skip_serializing_if = "CoverChoice::is_default")]
    pub cover: CoverChoice,
    /// The style: fonts, sizes, colours.
    pub style: StyleChoice,
    /// The lines of the colophon.
    #[serde(default)]
    pub colophon: Vec<Text>,
    /// The sections of a new issue, with the codes of document numbers that belong there.
    #[serde(default)]
    pub sections: Vec<(String, Vec<String>)>,
    /// How its files for the press are made.
    #[serde(default)]
    pub press: Choices,
    /// The pictures that masthead and cover show, by the SHA-256 of their bytes.
    #[serde(default, with = "packed")]
    pub pictures: BTreeMap<String, Picture>,
}

/// Why the house's settings cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum HouseError {
    /// The file cannot be read.
    #[error(transparent)]
    File(#[from] Error),
    /// It is no file of settings.
    #[error(
        "{}: 第 {line} 行第 {column} 列读不出来（{what}）；请重新导出一份本单位设置",
        path.display()
    )]
    Syntax {
        /// The file.
        path: PathBuf,
        /// From 1.
        line: usize,
        /// From 1.
        column: usize,
        /// What the reader says.
        what: String,
    },
    /// It can be read, and no issue can be like that.
    #[error("{}: 设置有误（{what}）；请重新导出一份本单位设置", path.display())]
    Invalid {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        what: String,
    },
}

impl House {
    /// The settings that an open issue has.
    pub fn of(file: &IssueFile, press: Choices) -> Self {
        let issue = &file.issue;
        let section = |own: &Section| (own.name.string.clone(), own.codes.clone());
        let shown = issue.cover_pictures().filter_map(|sha256| {
            file.pictures.get(sha256).map(|picture| (sha256.to_owned(), picture.clone()))
        });
        Self {
            masthead: issue.masthead.clone(),
            periodicity: issue.number.periodicity.clone(),
            cover: issue.cover.clone(),
            style: issue.style.clone(),
            colophon: issue.colophon.clone(),
            sections: issue.sections.iter().map(section).collect(),
            press,
            pictures: shown.collect(),
        }
    }

    /// A new issue of the coming month without documents.
    pub fn begin(&self, today: NaiveDate, ids: &mut Ids) -> IssueFile {
        let empty = template::empty(today, ids);
        let section = |(name, codes): &(String, Vec<String>)| Section {
            id: ids.make(),
            name: name.as_str().into(),
            codes: codes.clone(),
            documents: Vec::new(),
        };
        let issue = Issue {
            masthead: self.masthead.clone(),
            number: IssueNumber { periodicity: self.periodicity.clone(), ..empty.number },
            sections: self.sections.iter().map(section).collect(),
            colophon: self.colophon.clone(),
            style: self.style.clone(),
            cover: self.cover.clone(),
            ..empty
        };
        IssueFile::after(issue, self.pictures.clone())
    }

    /// The edit that gives an issue the name, the cover, the style and the colophon of the house; its
    /// pictures must be put into the issue's file before. Sections and number stay what they are.
    ///
    /// # Errors
    ///
    /// If the issue has no such texts, which no issue lacks.
    pub fn edit(&self, issue: &Issue) -> Result<Edit, crate::issue::edit::EditError> {
        let masthead = &self.masthead;
        let mut edits = Vec::new();
        for (script, text) in [
            (Script::Chinese, &masthead.chinese.string),
            (Script::Mongolian, &masthead.mongolian.string),
        ] {
            edits.push(Edit::rewrite(issue, Part::Masthead(script), text)?);
            edits.push(Edit::Set(Setting::Hand(script, masthead.hand(script).map(str::to_owned))));
            edits.push(Edit::Set(Setting::Lettering(script, masthead.lettering(script))));
        }
        // A line that goes makes the next one the first.
        let gone = issue.colophon.iter().map(|_| Edit::RemoveText { part: Part::Colophon(0) });
        let come = (0..).zip(&self.colophon).map(|(line, text)| Edit::InsertText {
            part: Part::Colophon(line),
            text: text.clone(),
        });
        if self.colophon != issue.colophon {
            edits.extend(gone.chain(come));
        }
        for line in MongolianLine::ALL {
            let own = masthead.lines.get(&line).cloned().unwrap_or_default();
            edits.push(Edit::Set(Setting::LineText(line, own.text)));
            let approval = own.approval.map(|own| Setting::LineApproval(line, Some(own)));
            edits.extend(approval.map(Edit::Set));
        }
        edits.extend([
            Edit::Set(Setting::MastheadOrder(masthead.order)),
            Edit::Set(Setting::Digits(masthead.digits)),
            Edit::Set(Setting::Unequal(masthead.unequal.clone())),
            Edit::Set(Setting::Cover(self.cover.clone())),
            Edit::Set(Setting::Style(self.style.clone())),
            // What the reader approved is what is in the settings: last, since each change before
            // withdraws what was approved.
            Edit::Set(Setting::Approval(masthead.approval.clone())),
        ]);
        Ok(Edit::Group(edits))
    }
}

/// The settings of the house whose data is in `data`; none where nobody has kept any.
///
/// # Errors
///
/// If there is a file that cannot be read.
pub fn load(data: Option<&Path>) -> Result<Option<House>, HouseError> {
    match data.map(|folder| folder.join(NAME)).filter(|path| path.is_file()) {
        Some(path) => import(&path).map(Some),
        None => Ok(None),
    }
}

/// Keeps the settings in `data`.
///
/// # Errors
///
/// If they cannot be written.
pub fn save(house: &House, data: &Path) -> Result<(), Error> {
    settings::make_folder(data)?;
    export(house, &data.join(NAME))
}

/// Reads settings from a file, such as a colleague's.
///
/// # Errors
///
/// If the file cannot be read, or no issue could have such settings.
pub fn import(path: &Path) -> Result<House, HouseError> {
    let mut house: House = settings::load(path)?.map_err(|Unreadable { line, column, what }| {
        HouseError::Syntax { path: path.to_owned(), line, column, what }
    })?;
    // Who has changed the file by hand has not read it as Mongolian.
    let _withdrawn = house.masthead.withdraw_stale();
    match fault(&house) {
        Some(what) => Err(HouseError::Invalid { path: path.to_owned(), what }),
        None => Ok(house),
    }
}

/// Writes settings into a file.
///
/// # Errors
///
/// If it cannot be written.
pub fn export(house: &House, path: &Path) -> Result<(), Error> {
    settings::save(path, "公报程序的本单位设置", house)
}

/// Why no issue can be like that.
fn fault(house: &House) -> Option<String> {
    let file = house.begin(NaiveDate::default(), &mut Ids::new(1));
    if let Err(error) = check::issue(&file.issue) {
        let said = error.to_string();
        return Some(said.split('；').next().unwrap_or_default().to_owned());
    }
    if let Err(error) = Stylesheet::chosen(&house.style) {
        return Some(error.to_string());
    }
    let filled = |(line, own): (&MongolianLine, &Template)| {
        fill(&own.text, &values(&file.issue, *line), house.masthead.digits).err()
    };
    if let Some(wrong) = house.masthead.lines.iter().find_map(filled) {
        return Some(wrong.to_string());
    }
    if let Some(wrong) = house.press.fault() {
        return Some(wrong);
    }
    let lacks = |sha256: &str| !house.pictures.contains_key(sha256);
    file.issue.cover_pictures().any(lacks).then(|| "缺少刊名或封面的图片".to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::{read, write};
    use super::*;
    use crate::issue::masthead::{Approval, Lettering, MastheadOrder};
    use crate::text::mongolian::template::Digits;

    fn file() -> IssueFile {
        let mut file = IssueFile::new(template::sample());
        let hand = file.add_picture("svg", b"<svg/>".to_vec());
        let _other = file.add_picture("png", vec![1, 2]);
        let masthead = &mut file.issue.masthead;
        masthead.chinese_hand = Some(hand);
        masthead.order = MastheadOrder::MongolianFirst;
        let lettering = Lettering { tracking: Some(12), ..Lettering::default() };
        let _none = masthead.lettering.insert(Script::Mongolian, lettering);
        masthead.digits = Digits::Mongolian;
        let approval = Some(Approval::new("乌云", NaiveDate::default()));
        let line = Template { text: "{year} ᠣᠨ".to_owned(), approval };
        let _none = masthead.lines.insert(MongolianLine::Number, line);
        masthead.approval = Some(Approval::new("乌云", NaiveDate::default()));
        assert_eq!(masthead.withdraw_stale(), []);
        file.issue.cover.template = "red".to_owned();
        let source = Stylesheet::source("single").map(str::to_owned);
        file.issue.style = StyleChoice { name: "办公室".to_owned(), source };
        file
    }

    #[test]
    fn what_an_office_keeps_comes_back_and_begins_a_new_issue() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("gongbao");
        assert_eq!(load(Some(&data)).unwrap(), None);
        let file = file();
        let house = House::of(&file, Choices::default());
        save(&house, &data).unwrap();
        assert_eq!(load(Some(&data)).unwrap().as_ref(), Some(&house));
        assert_eq!(house.pictures.len(), 1, "only what masthead and cover show");
        let begun = house.begin(NaiveDate::default(), &mut Ids::new(3));
        assert_eq!(begun.issue.masthead, file.issue.masthead);
        assert_eq!(begun.issue.style, file.issue.style);
        assert_eq!(begun.issue.cover, file.issue.cover);
        assert_eq!(begun.issue.colophon, file.issue.colophon);
        assert_eq!(begun.issue.sections.len(), file.issue.sections.len());
        assert_eq!(begun.issue.documents().count(), 0);
        assert_eq!(begun.pictures.len(), 1);
    }

    #[test]
    fn an_issue_is_given_the_settings_in_one_step_with_their_approval() {
        let file = file();
        let house = House::of(&file, Choices::default());
        let mut issue = template::sample();
        issue.colophon.truncate(1);
        issue.masthead.mongolian = "ᠬᠣᠲᠠ".into();
        let before = issue.clone();
        let back = house.edit(&issue).unwrap().apply(&mut issue).unwrap();
        assert_eq!(issue.masthead, file.issue.masthead);
        assert_eq!(issue.colophon, file.issue.colophon);
        assert_eq!((&issue.cover, &issue.style), (&file.issue.cover, &file.issue.style));
        assert_eq!(issue.sections, before.sections);
        let _again = back.apply(&mut issue).unwrap();
        assert_eq!(issue, before);
    }

    #[test]
    fn what_no_issue_can_have_is_refused_and_told() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("house.ron");
        let house = House::of(&file(), Choices::default());
        export(&house, &path).unwrap();
        let good = String::from_utf8(read(&path).unwrap()).unwrap();
        let told = |text: &str| {
            write(&path, text.as_bytes()).unwrap();
            import(&path).map(|_| ()).map_err(|error| error.to_string())
        };
        assert_eq!(told(&good), Ok(()));
        let refused = |from: &str, to: &str, says: &str| {
            assert!(good.contains(from), "{from} in {good}");
            let error = told(&good.replacen(from, to, 1)).unwrap_err();
            assert!(error.contains(says), "{error}");
        };
        refused("periodicity", "periodicly", "不认识 periodicly");
        refused("PHN2Zy8+", "PHN2Zy8/", "图片");
        refused("{year}", "{yaer}", "不认识 {yaer}");
        refused("masthead:", "mast", "读不出来");
        let mut other = house.clone();
        other.pictures.clear();
        export(&other, &path).unwrap();
        assert!(import(&path).unwrap_err().to_string().contains("缺少"));
        let mut other = house;
        other.style.source = Some("(".to_owned());
        export(&other, &path).unwrap();
        assert!(matches!(import(&path), Err(HouseError::Invalid { .. })));
    }
}
