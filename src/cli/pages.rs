//! Opens an issue's file and composes its pages, for every command that needs them.

use std::collections::BTreeMap;
use std::path::Path;

use super::{Error, font_book, style_of};
use crate::export::{Pictures, picture_size};
use crate::finding::Finding;
use crate::font::FontBook;
use crate::import::original::Kept;
use crate::issue::Issue;
use crate::issue::masthead::MongolianLine;
use crate::issue::place::{AttachedField, Field, Part};
use crate::layout::memo::Memo;
use crate::layout::{Composition, Resources, compose};
use crate::store::{self, Access, Original};
use crate::text::words::Words;

/// An issue with its pages.
pub(super) struct Composed {
    pub(super) issue: Issue,
    pub(super) book: FontBook,
    pub(super) pictures: Pictures,
    /// The files that documents came from.
    pub(super) originals: BTreeMap<String, Original>,
    pub(super) composition: Composition,
    /// Whether the file could be read as a whole.
    pub(super) access: Access,
    /// What is wrong with the file and the fonts.
    pub(super) findings: Vec<Finding>,
}

/// Opens `path` and composes it.
pub(super) fn compose_file(path: &Path) -> Result<Composed, Error> {
    let loaded = store::load(path)?;
    let file = loaded.file;
    let style = style_of(&file.issue, path)?;
    let (book, mut findings) = font_book()?;
    findings.extend(loaded.findings);
    let pictures: Pictures =
        file.pictures.into_iter().map(|(sha256, picture)| (sha256, picture.bytes)).collect();
    let sizes: BTreeMap<String, (u32, u32)> = pictures
        .iter()
        .filter_map(|(sha256, bytes)| Some((sha256.clone(), picture_size(bytes)?)))
        .collect();
    let resources = Resources { fonts: &book, pictures: &sizes, words: &Words::built_in() };
    let composition = compose(&file.issue, &style, &resources, &mut Memo::default());
    let (access, originals) = (loaded.access, file.originals);
    Ok(Composed { issue: file.issue, book, pictures, originals, composition, access, findings })
}

/// The imported file of this SHA-256.
pub(super) fn kept<'a>(
    originals: &'a BTreeMap<String, Original>,
    sha256: &str,
) -> Option<Kept<'a>> {
    let Original { extension, bytes, text } = originals.get(sha256)?;
    Some(Kept { extension, bytes, text: text.as_deref() })
}

/// What an editor calls a text of the issue.
pub(super) const fn part_name(part: Part) -> &'static str {
    match part {
        Part::Masthead(_) => "刊名",
        Part::MongolianLine(line) => match line {
            MongolianLine::Number => "蒙古文刊期行",
            MongolianLine::Published => "蒙古文日期行",
        },
        Part::Colophon(_) => "版权块",
        Part::SectionName(_) => "栏目名",
        Part::Field(_, field) => match field {
            Field::Issuer => "发文机关",
            Field::Number => "文号",
            Field::Title => "标题",
            Field::ContentsTitle => "目录标题",
            Field::Addressee => "主送机关",
            Field::Period => "起止日期",
            Field::Signatory(_) => "署名",
            Field::Date => "成文日期",
            Field::Annotation => "附注",
            Field::Registration => "登记号",
            Field::Corrects => "更正",
        },
        Part::Attached(_, _, field) => match field {
            AttachedField::Label => "附件序号",
            AttachedField::Title => "附件标题",
            AttachedField::AdoptionNote => "题注",
            AttachedField::Signatory(_) => "附件署名",
            AttachedField::Date => "附件日期",
        },
        Part::Block(..) => "正文",
        Part::Cell(..) => "表格",
    }
}

/// A page as an editor finds it: by its printed number (页) and by its place in the issue, the
/// front cover being the first (面).
pub(super) fn page_name(page: u64, folio: Option<u64>) -> String {
    folio.map_or_else(|| format!("第{page}面"), |folio| format!("第{folio}页（第{page}面）"))
}
