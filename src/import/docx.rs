//! Word files (.docx: ISO/IEC 29500-1) → paragraphs, tables and pictures in reading order.
//!
//! What the file shows is read: numbers are computed, fields give their results, tracked changes
//! are taken as accepted. Headers and footers, hidden text and comments are kept apart and listed.

mod format;
mod note;
mod numbering;
mod paragraph;
mod picture;
mod run;
mod style;
mod table;

use std::collections::BTreeMap;

pub(super) use self::format::symbol;
use self::note::Notes;
use self::numbering::Numbering;
use self::run::Field;
use self::style::Styles;
use super::Error;
use super::package::Package;
use super::package::Relation;
use super::source::Begin;
use super::source::Markup;
use super::source::Source;
use super::xml::Element;
use crate::issue::text::Text;
use crate::text::squeeze;

/// Whether an open package is a Word file, by the part that it begins with.
pub(super) fn main_part(package: &mut Package<'_>) -> Result<Option<String>, Error> {
    let relations = package.relations("")?;
    let main = relations.into_values().find(|relation| relation.kind == "officeDocument");
    let named = main.and_then(|relation| relation.part);
    let usual = || package.has("word/document.xml").then(|| "word/document.xml".to_owned());
    Ok(named.filter(|part| part.ends_with(".xml")).or_else(usual))
}

/// What is read, and where in it the reading is.
struct Reader<'a> {
    package: Package<'a>,
    relations: BTreeMap<String, Relation>,
    styles: Styles,
    /// This program wrote the file: its styles say what everything is.
    ours: bool,
    numbering: Numbering,
    notes: Notes,
    source: Source,
    /// Width of the text on its pages, in English metric units.
    measure: u64,
    /// The fields that are open.
    fields: Vec<Field>,
    /// The lines of a paragraph whose end was deleted: they go on in the next one.
    carried: Vec<Text>,
    changes: Changes,
}

/// Counts of tracked changes.
#[derive(Default)]
struct Changes {
    inserted: u32,
    deleted: u32,
    formatted: u32,
}

/// Reads the Word file whose main part is `main`.
///
/// # Errors
///
/// A file that is damaged or passes the limits, and one without text.
pub(super) fn read(mut package: Package<'_>, main: &str) -> Result<Source, Error> {
    let root = package.xml(main)?.ok_or(Error::Damaged)?;
    let body = root.first("w:body").ok_or(Error::Damaged)?;
    let relations = package.relations(main)?;
    let of_kind = |kind: &str| {
        let relation = relations.values().find(|relation| relation.kind == kind);
        relation.and_then(|relation| relation.part.clone())
    };
    let mut part = |kind: &str| match of_kind(kind) {
        Some(name) => package.xml(&name),
        None => Ok(None),
    };
    let styles = Styles::read(part("styles")?.as_ref());
    let numbering = Numbering::read(part("numbering")?.as_ref(), &styles);
    let notes = Notes::read(
        part("footnotes")?.as_ref(),
        part("endnotes")?.as_ref(),
        part("comments")?.as_ref(),
    );
    let furniture: Vec<(String, bool)> = relations
        .values()
        .filter(|relation| matches!(relation.kind.as_str(), "header" | "footer"))
        .filter_map(|relation| Some((relation.part.clone()?, relation.kind == "header")))
        .collect();
    let mut reader = Reader {
        package,
        relations,
        ours: styles.are_ours(),
        styles,
        numbering,
        notes,
        source: Source::default(),
        measure: picture::measure(body),
        fields: Vec::new(),
        carried: Vec::new(),
        changes: Changes::default(),
    };
    reader.blocks(body)?;
    reader.finish_carried();
    // Those of a file of ours are of its pages only.
    let furniture = if reader.ours { Vec::new() } else { furniture };
    for (name, head) in furniture {
        reader.furniture(&name, head)?;
    }
    reader.tell_changes();
    mark_contents(&mut reader.source);
    let whole = reader.source.paragraphs.iter_mut().filter(|line| line.begin != Begin::Apart);
    whole.for_each(|line| line.begin = Begin::Paragraph);
    match (reader.source.paragraphs.is_empty(), reader.source.pictures.is_empty()) {
        (true, true) => Err(Error::Empty),
        (true, false) => Err(Error::Scan),
        (false, _) => Ok(reader.source),
    }
}

impl Reader<'_> {
    /// Reads paragraphs and tables in order.
    fn blocks(&mut self, parent: &Element) -> Result<(), Error> {
        for element in parent.elements() {
            match element.name() {
                "w:p" => self.paragraph(element)?,
                "w:tbl" => self.table(element)?,
                "w:sdt" => {
                    if let Some(content) = self.filled(element) {
                        self.blocks(content)?;
                    }
                }
                "w:customXml" | "w:smartTag" | "w:ins" | "w:moveTo" => self.blocks(element)?,
                "mc:AlternateContent" => {
                    if let Some(chosen) = chosen(element) {
                        self.blocks(chosen)?;
                    }
                }
                "w:altChunk" => {
                    let what = "文中插入了另一份文件，没有带入；请把它单独导入";
                    self.source.tell("import-chunk", what);
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// The content of a control that has been filled in; the prompt of an empty one is no text.
    fn filled<'e>(&mut self, control: &'e Element) -> Option<&'e Element> {
        let content = control.first("w:sdtContent")?;
        let prompt = control.first("w:sdtPr")?.switch("w:showingPlcHdr") == Some(true);
        if prompt {
            self.source.leave_out(&note::plain_text(content), "没有填写的内容控件的提示");
        }
        (!prompt).then_some(content)
    }

    /// Lists the text of a header or footer.
    fn furniture(&mut self, name: &str, head: bool) -> Result<(), Error> {
        let Some(root) = self.package.xml(name)? else { return Ok(()) };
        let why =
            if head { "页眉：由版面重新生成" } else { "页脚：由版面重新生成" };
        for paragraph in root.descendants("w:p") {
            let text = note::plain_text(paragraph);
            if !self.source.dropped.iter().any(|known| known.text == text.trim()) {
                self.source.leave_out(&text, why);
            }
        }
        Ok(())
    }

    fn tell_changes(&mut self) {
        let Changes { inserted, deleted, formatted } = self.changes;
        if inserted + deleted > 0 {
            let what = format!(
                "原稿带有修订痕迹（插入 {inserted} 处，删除 {deleted} 处），已按全部接受读入；\
                 请与来稿部门核对定稿"
            );
            self.source.tell("import-tracked", what);
        } else if formatted > 0 {
            self.source.tell("import-tracked", "原稿带有格式修订痕迹，已按全部接受读入");
        }
    }
}

/// The branch of an alternative that is read: the first whose needs are known, or the last resort.
fn chosen(either: &Element) -> Option<&Element> {
    const KNOWN: [&str; 9] = ["wps", "wpg", "wpc", "w14", "w15", "wp14", "a14", "v", "w"];
    let known = |choice: &&Element| {
        let needs = choice.attribute("Requires").unwrap_or_default();
        choice.is("mc:Choice") && needs.split_whitespace().all(|need| KNOWN.contains(&need))
    };
    either.elements().find(known).or_else(|| either.first("mc:Fallback"))
}

/// The heading above the lines of a table of contents belongs to it.
fn mark_contents(source: &mut Source) {
    let lines = &mut source.paragraphs;
    for at in 1..lines.len() {
        let begins = lines.get(at).is_some_and(|line| line.markup == Markup::Contents);
        if let Some(before) = lines.get_mut(at - 1).filter(|_| begins)
            && squeeze(&before.text.string) == "目录"
        {
            before.markup = Markup::Contents;
        }
    }
}
