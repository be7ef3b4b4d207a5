//! OFD files (GB/T 33190—2016) → their characters at their places → paragraphs.
//!
//! A package names its documents in `OFD.xml`, a document its pages, a page its objects. All
//! lengths are millimetres. Text objects hold characters with the distances between them.

mod object;
mod resource;

use self::object::Painter;
use self::resource::Resources;
use super::Error;
use super::package::{Package, resolve};
use super::placed::{self, Sheet};
use super::source::Source;
use super::xml::Element;

/// The part that every package has.
const ROOT: &str = "OFD.xml";
/// How many pages a file may have.
const PAGES: usize = 3000;
/// How many characters, lines and pictures they may draw.
const WORK: usize = 6_000_000;
/// Points to the millimetre.
const MM: f64 = 72.0 / 25.4;

/// Whether the package is one of OFD.
pub(super) fn is_ofd(package: &Package<'_>) -> bool {
    package.has(ROOT)
}

/// Reads an OFD file.
///
/// # Errors
///
/// A file that is damaged, encrypted or passes the limits, and one without text.
pub(super) fn read(mut package: Package<'_>) -> Result<Source, Error> {
    if package.has("Encryptions.xml") {
        return Err(Error::Encrypted);
    }
    let root = package.xml(ROOT)?.ok_or(Error::Damaged)?;
    let mut reader = Reader { package, sheets: Vec::new(), work: 0, unknown: 0 };
    for body in root.elements().filter(|element| element.is("ofd:DocBody")) {
        if let Some(part) =
            body.first("ofd:DocRoot").and_then(|root| resolve("", root.text().trim()))
        {
            reader.document(&part)?;
        }
    }
    placed::read(reader.sheets, reader.unknown)
}

struct Reader<'a> {
    package: Package<'a>,
    sheets: Vec<Sheet>,
    work: usize,
    /// Count of characters that stand for glyphs only.
    unknown: usize,
}

impl Reader<'_> {
    fn document(&mut self, part: &str) -> Result<(), Error> {
        let root = self.package.xml(part)?.ok_or(Error::Damaged)?;
        let folder = folder(part);
        let common = root.first("ofd:CommonData");
        let mut resources = Resources::default();
        for element in common.into_iter().flat_map(Element::elements) {
            if element.is("ofd:PublicRes") || element.is("ofd:DocumentRes") {
                resources.add(&mut self.package, folder, element.text().trim())?;
            }
        }
        let area = common.and_then(|common| common.first("ofd:PageArea")).and_then(size);
        let pages = root.first("ofd:Pages").ok_or(Error::Damaged)?;
        for page in pages.elements().filter(|element| element.is("ofd:Page")) {
            if self.sheets.len() >= PAGES {
                return Err(Error::TooMuch);
            }
            let part = page.attribute("BaseLoc").and_then(|target| resolve(folder, target));
            let Some(part) = part else { continue };
            let Some(content) = self.package.xml(&part)? else { continue };
            self.page(&content, &root, folder, &resources, area)?;
        }
        Ok(())
    }

    fn page(
        &mut self,
        page: &Element,
        document: &Element,
        folder: &str,
        resources: &Resources,
        area: Option<(f64, f64)>,
    ) -> Result<(), Error> {
        let own = page.first("ofd:Area").and_then(size);
        let (width, height) = own.or(area).unwrap_or((210.0 * MM, 297.0 * MM));
        let mut resources = resources.clone();
        for element in page.elements().filter(|element| element.is("ofd:PageRes")) {
            resources.add(&mut self.package, folder, element.text().trim())?;
        }
        let mut painter = Painter::new(width, height, &resources);
        for used in page.elements().filter(|element| element.is("ofd:Template")) {
            if let Some(template) = self.template(document, folder, used)? {
                painter.content(&template, &mut self.package)?;
            }
        }
        painter.content(page, &mut self.package)?;
        self.work += painter.work();
        self.unknown += painter.unknown();
        if self.work > WORK {
            return Err(Error::TooMuch);
        }
        self.sheets.push(painter.into_sheet());
        Ok(())
    }

    /// The template page that a page is drawn on.
    fn template(
        &mut self,
        document: &Element,
        folder: &str,
        used: &Element,
    ) -> Result<Option<Element>, Error> {
        let Some(id) = used.attribute("TemplateID") else { return Ok(None) };
        let common = document.first("ofd:CommonData");
        let mut all = common.into_iter().flat_map(Element::elements);
        let named = all
            .find(|element| element.is("ofd:TemplatePage") && element.attribute("ID") == Some(id));
        let target = named.and_then(|template| template.attribute("BaseLoc"));
        match target.and_then(|target| resolve(folder, target)) {
            Some(part) => self.package.xml(&part),
            None => Ok(None),
        }
    }
}

/// The folder that a part lies in.
fn folder(part: &str) -> &str {
    part.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The width and height of an area's paper, in points.
fn size(area: &Element) -> Option<(f64, f64)> {
    let paper = area.first("ofd:PhysicalBox")?.text();
    let [_, _, width, height] = *numbers(&paper).as_slice() else { return None };
    (width > 0.0 && height > 0.0).then_some((width * MM, height * MM))
}

/// The numbers of a list with white space between them.
fn numbers(list: &str) -> Vec<f64> {
    list.split_whitespace()
        .filter_map(|number| number.parse().ok())
        .filter(|n: &f64| n.is_finite())
        .collect()
}
