//! Drawings of Word (`DrawingML`, VML) → pictures and the text of text boxes.

use super::Reader;
use super::paragraph::Placing;
use crate::import::Error;
use crate::import::picture;
use crate::import::source::Picture;
use crate::import::xml::Element;

/// How far below its paragraph a text box must begin to be read behind it, in EMU: a line of text.
const LINE: i64 = 200_000;

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
        Ok(drawing)
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
