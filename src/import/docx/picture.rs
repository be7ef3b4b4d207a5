//! Drawings of Word (`DrawingML`, VML) → pictures and the text of text boxes.

use super::Reader;
use super::paragraph::Placing;
use crate::geom::Mm;
use crate::import::Error;
use crate::import::picture;
use crate::import::source::Picture;
use crate::import::word_style::from_emu;
use crate::import::xml::Element;
use crate::issue::block::PICTURE_WIDTHS;

/// How far below its paragraph a text box must begin to be read behind it, in EMU: a line of text.
const LINE: i64 = 200_000;

/// A picture that has so much of the measure, in per cent, fills it.
const FILLS: u64 = 95;
/// English metric units in a point, and in a twentieth of one.
const POINT: f64 = 12_700.0;
const TWENTIETH: u64 = 635;
/// Width and margins of a page without its own, in twentieths of a point: A4 as Word begins one.
const PAGE: [u64; 3] = [11_906, 1_800, 1_800];

/// What a drawing holds.
#[derive(Default)]
pub(super) struct Drawing<'e> {
    pub(super) boxes: Vec<(&'e Element, Placing)>,
    pub(super) pictures: Vec<Picture>,
}

impl Reader<'_> {
    /// Reads a drawing.
    pub(super) fn drawing<'e>(&mut self, element: &'e Element) -> Result<Drawing<'e>, Error> {
        let mut drawing = Drawing::default();
        let placing = placing(element);
        self.shapes(element, placing, &mut drawing)?;
        // The extent of several things together is none of theirs.
        if let ([picture], []) = (drawing.pictures.as_mut_slice(), drawing.boxes.as_slice()) {
            picture.width = self.width(element);
        }
        Ok(drawing)
    }

    /// How wide a drawing is. One that fills the measure has no width of its own: the gazette's
    /// measure is another one. One narrower than any picture is a mark among text.
    fn width(&self, drawing: &Element) -> Option<Mm> {
        let extent = drawing.descendants("wp:extent").into_iter().next();
        let width = match extent {
            Some(extent) => extent.attribute("cx")?.parse().ok()?,
            None => shape_width(drawing.descendants("v:shape").into_iter().next()?)?,
        };
        let (least, most) = PICTURE_WIDTHS;
        let fills = !self.ours && width >= self.measure.saturating_mul(FILLS) / 100;
        Some(from_emu(width)).filter(|width| !fills && (least..=most).contains(width))
    }

    fn shapes<'e>(
        &mut self,
        element: &'e Element,
        placing: Placing,
        drawing: &mut Drawing<'e>,
    ) -> Result<(), Error> {
        for inner in element.elements() {
            match inner.name() {
                "w:txbxContent" => drawing.boxes.push((inner, placing)),
                "a:blip" => {
                    let id = inner.attribute("r:embed").or_else(|| inner.attribute("r:link"));
                    drawing.pictures.extend(self.picture(id)?);
                }
                "v:imagedata" => {
                    let id = inner.attribute("r:id").or_else(|| inner.attribute("r:pict"));
                    drawing.pictures.extend(self.picture(id)?);
                }
                "?:chart" | "?:relIds" => {
                    let what = "文中的图表没有带入；请在原稿中把它复制为图片，再插入";
                    self.source.tell("import-chart", what);
                }
                "mc:AlternateContent" => {
                    if let Some(chosen) = super::chosen(inner) {
                        self.shapes(chosen, placing, drawing)?;
                    }
                }
                _ => self.shapes(inner, placing, drawing)?,
            }
        }
        Ok(())
    }

    /// The picture that a relationship means.
    fn picture(&mut self, id: Option<&str>) -> Result<Option<Picture>, Error> {
        let Some(id) = id.filter(|id| !id.is_empty()) else { return Ok(None) };
        let part = self.relations.get(id).and_then(|relation| relation.part.clone());
        let bytes = match part {
            Some(part) => self.package.part(&part)?,
            None => None,
        };
        let Some(bytes) = bytes else {
            let why = "图片不在文件中（原稿只有链接或已丢失）；请向来稿部门索取图片";
            self.source.lose_picture(why);
            return Ok(None);
        };
        match picture::check(&bytes) {
            Ok(extension) => Ok(Some(Picture::new(extension, bytes))),
            Err(why) => {
                self.source.lose_picture(why);
                Ok(None)
            }
        }
    }
}

/// Width of the text on the pages of a body, in English metric units.
pub(super) fn measure(body: &Element) -> u64 {
    let section = body.first("w:sectPr");
    let length =
        |element: &str, name: &str| section?.first(element)?.attribute(name)?.parse::<u64>().ok();
    let [page, left, right] = PAGE;
    let page = length("w:pgSz", "w:w").unwrap_or(page);
    let left = length("w:pgMar", "w:left").unwrap_or(left);
    let right = length("w:pgMar", "w:right").unwrap_or(right);
    page.saturating_sub(left).saturating_sub(right).saturating_mul(TWENTIETH)
}

/// The width that the style of a VML shape says, in English metric units: `width:207.5pt`.
#[expect(clippy::cast_possible_truncation, reason = "casting a float saturates")]
#[expect(clippy::cast_sign_loss, reason = "casting a float saturates")]
fn shape_width(shape: &Element) -> Option<u64> {
    let style = shape.attribute("style")?;
    let width = style.split(';').find_map(|entry| entry.trim().strip_prefix("width:"))?.trim();
    let units = [("pt", 1.0), ("in", 72.0), ("mm", 72.0 / 25.4), ("cm", 72.0 / 2.54)];
    let (number, points) =
        units.iter().find_map(|(unit, points)| Some((width.strip_suffix(unit)?, points)))?;
    Some((number.trim().parse::<f64>().ok()? * points * POINT) as u64)
}

/// Where a text box is read: behind its paragraph if it begins more than a line below.
fn placing(element: &Element) -> Placing {
    let vertical = element.descendants("wp:positionV");
    let below = vertical.iter().any(|position| {
        let own = matches!(position.attribute("relativeFrom"), Some("paragraph" | "line"));
        let offset = position.first("wp:posOffset").and_then(|offset| offset.text().parse().ok());
        own && offset.is_some_and(|offset: i64| offset > LINE)
    });
    if below { Placing::Behind } else { Placing::Before }
}
