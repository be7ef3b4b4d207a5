//! The objects of a page: text, paths and pictures.

use super::resource::Resources;
use super::{MM, numbers};
use crate::import::Error;
use crate::import::package::Package;
use crate::import::picture;
use crate::import::placed::{Figure, Frame, Glyph, Sheet};
use crate::import::source::Picture;
use crate::import::xml::Element;

/// How thick a rule may be, and how long it is at least, in millimetres.
const THICKEST: f64 = 1.0;
const SHORTEST: f64 = 1.0;
/// Pictures that are smaller than this, in points, are ornaments.
const SMALLEST: f64 = 12.0;

/// A page while its objects are read.
pub(super) struct Painter<'a> {
    sheet: Sheet,
    resources: &'a Resources,
    work: usize,
    unknown: usize,
}

/// Where an object lies: its own coordinates go through the matrix, then to the corner.
#[derive(Debug, Clone, Copy)]
struct Space {
    left: f64,
    top: f64,
    matrix: [f64; 6],
}

impl Space {
    fn new(object: &Element) -> Self {
        let boundary = numbers(object.attribute("Boundary").unwrap_or_default());
        let matrix = numbers(object.attribute("CTM").unwrap_or_default());
        let at = |index: usize| boundary.get(index).copied().unwrap_or_default();
        Self {
            left: at(0),
            top: at(1),
            matrix: matrix.try_into().unwrap_or([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]),
        }
    }

    /// The place on the page of a place in the object, in points.
    fn point(&self, x: f64, y: f64) -> (f64, f64) {
        let [a, b, c, d, e, f] = self.matrix;
        ((self.left + a * x + c * y + e) * MM, (self.top + b * x + d * y + f) * MM)
    }

    /// Whether what runs to the right in the object does so on the page.
    fn is_upright(&self) -> bool {
        let [a, b, _, d, _, _] = self.matrix;
        a > 0.0 && d > 0.0 && b.abs() < 0.05 * a
    }
}

impl<'a> Painter<'a> {
    pub(super) fn new(width: f64, height: f64, resources: &'a Resources) -> Self {
        let sheet = Sheet { width, height, ..Sheet::default() };
        Self { sheet, resources, work: 0, unknown: 0 }
    }

    pub(super) const fn work(&self) -> usize {
        self.work
    }

    /// Count of characters that stand for glyphs only.
    pub(super) const fn unknown(&self) -> usize {
        self.unknown
    }

    pub(super) fn into_sheet(self) -> Sheet {
        self.sheet
    }

    /// Reads the layers of a page or template.
    pub(super) fn content(
        &mut self,
        page: &Element,
        package: &mut Package<'_>,
    ) -> Result<(), Error> {
        for content in page.elements().filter(|element| element.is("ofd:Content")) {
            self.objects(content, package)?;
        }
        Ok(())
    }

    fn objects(&mut self, parent: &Element, package: &mut Package<'_>) -> Result<(), Error> {
        for object in parent.elements() {
            if object.attribute("Visible") == Some("false") {
                continue;
            }
            self.work += 1;
            match object.name() {
                "ofd:Layer" | "ofd:PageBlock" => self.objects(object, package)?,
                "ofd:TextObject" => self.text(object),
                "ofd:PathObject" => self.path(object),
                "ofd:ImageObject" => self.picture(object, package)?,
                _ => {}
            }
        }
        Ok(())
    }

    fn text(&mut self, object: &Element) {
        let space = Space::new(object);
        let number = |key: &str| object.attribute(key).and_then(|value| value.parse::<f64>().ok());
        let size = number("Size").filter(|size| size.is_finite()).unwrap_or(3.5);
        let scale = number("HScale").filter(|scale| *scale > 0.0).unwrap_or(1.0);
        let font = object.attribute("Font").and_then(|id| self.resources.fonts.get(id));
        let font = font.copied().unwrap_or_default();
        let bold = font.bold || number("Weight").is_some_and(|weight| weight >= 600.0);
        let straight = |key: &str| number(key).is_none_or(|turn| turn == 0.0);
        let upright = space.is_upright() && straight("ReadDirection") && straight("CharDirection");
        let [a, _, c, d, _, _] = space.matrix;
        let tall = (c * c + d * d).sqrt() * size * MM;
        let glyphs = object.first("ofd:CGTransform").is_some();
        let mut at = (0.0, 0.0);
        for code in object.elements().filter(|element| element.is("ofd:TextCode")) {
            let number = |key: &str| code.attribute(key).and_then(|value| value.parse().ok());
            at = (number("X").unwrap_or(at.0), number("Y").unwrap_or(at.1));
            let text = code.text();
            self.work += text.len();
            if !upright {
                self.sheet.turned.push_str(&text);
                continue;
            }
            let (mut steps_x, mut steps_y) = (deltas(code, "DeltaX"), deltas(code, "DeltaY"));
            for char in text.chars() {
                let natural = size * scale * if char.is_ascii() { 0.5 } else { 1.0 };
                let step = steps_x.next();
                let width = step.filter(|step| *step > 0.0).unwrap_or(natural).min(natural);
                let (x, y) = space.point(at.0, at.1);
                // Characters that only hold the place of a glyph.
                let known = !(glyphs && matches!(char, '¤' | '\u{e000}'..='\u{f8ff}'));
                self.unknown += usize::from(!known);
                let char = if known { char } else { '\u{fffd}' };
                let inside =
                    (0.0..=self.sheet.width).contains(&x) && (0.0..=self.sheet.height).contains(&y);
                if !inside && tall > 1.0 {
                    self.sheet.beyond.push(char);
                } else if tall > 1.0 {
                    let width = width * a * MM;
                    let glyph = Glyph { char, x, y, width, size: tall, bold, kai: font.kai };
                    self.sheet.glyphs.push(glyph);
                }
                at.0 += step.unwrap_or(natural);
                at.1 += steps_y.next().unwrap_or_default();
            }
        }
    }

    fn path(&mut self, object: &Element) {
        let space = Space::new(object);
        let Some(data) = object.first("ofd:AbbreviatedData") else { return };
        let fills = object.attribute("Fill") == Some("true");
        let strokes = object.attribute("Stroke") != Some("false");
        for lines in subpaths(&data.text(), space) {
            self.work += lines.len();
            if strokes {
                self.sheet.rules.extend(lines.iter().copied().filter(|line| is_rule(*line)));
            } else if fills {
                let area = lines.into_iter().reduce(Frame::around);
                self.sheet.rules.extend(area.filter(|area| is_rule(*area)));
            }
        }
    }

    fn picture(&mut self, object: &Element, package: &mut Package<'_>) -> Result<(), Error> {
        let boundary = numbers(object.attribute("Boundary").unwrap_or_default());
        let [left, top, width, height] = *boundary.as_slice() else { return Ok(()) };
        let frame = Frame {
            left: left * MM,
            top: top * MM,
            right: (left + width) * MM,
            bottom: (top + height) * MM,
        };
        if (frame.right - frame.left).min(frame.bottom - frame.top) < SMALLEST {
            return Ok(());
        }
        let part = object.attribute("ResourceID").and_then(|id| self.resources.pictures.get(id));
        let whole = self.sheet.width * self.sheet.height;
        let area = (frame.right - frame.left) * (frame.bottom - frame.top);
        let picture = match part {
            _ if area > whole * 0.6 => {
                Err("铺满整页的图片（扫描图或底图）没有带入；需要时请单独插入")
            }
            Some(part) => match package.part(part)? {
                Some(bytes) => picture::check(&bytes).map(|kind| Picture::new(kind, bytes)),
                None => Err("图片不在文件里，没有带入；请单独插入"),
            },
            None => Err("图片不在文件里，没有带入；请单独插入"),
        };
        self.sheet.figures.push(Figure { frame, picture });
        Ok(())
    }
}

/// The distances between characters; `g n d` stands for `n` times `d`.
fn deltas(code: &Element, key: &str) -> impl Iterator<Item = f64> {
    let list = code.attribute(key).unwrap_or_default().to_owned();
    let mut words: Vec<String> = list.split_whitespace().rev().map(str::to_owned).collect();
    let mut again = (0_u32, 0.0);
    std::iter::from_fn(move || {
        loop {
            if again.0 > 0 {
                again.0 -= 1;
                return Some(again.1);
            }
            let word = words.pop()?;
            if word == "g" {
                let count = words.pop()?.parse().ok()?;
                again = (count, words.pop()?.parse().ok()?);
            } else {
                return word.parse().ok().filter(|step: &f64| step.is_finite());
            }
        }
    })
}

/// The straight lines of each part of a path (GB/T 33190, 9.1: S M L Q B A C), as boxes on the
/// page.
fn subpaths(data: &str, space: Space) -> Vec<Vec<Frame>> {
    let mut parts: Vec<Vec<Frame>> = Vec::new();
    let mut begin: (f64, f64) = (0.0, 0.0);
    let mut last = begin;
    let mut words = data.split_whitespace();
    while let Some(command) = words.next() {
        let mut number = || words.next().and_then(|word| word.parse::<f64>().ok());
        let skipped = match command {
            "Q" => 2,
            "B" => 4,
            "A" => 5,
            _ => 0,
        };
        for _ in 0..skipped {
            let _control = number();
        }
        let next = match command {
            "S" | "M" | "L" | "Q" | "B" | "A" => {
                let (Some(x), Some(y)) = (number(), number()) else { break };
                space.point(x, y)
            }
            "C" => begin,
            _ => continue,
        };
        match command {
            "S" | "M" => {
                begin = next;
                parts.push(Vec::new());
            }
            "L" | "C" => {
                let frame = Frame {
                    left: last.0.min(next.0),
                    top: last.1.min(next.1),
                    right: last.0.max(next.0),
                    bottom: last.1.max(next.1),
                };
                parts.last_mut().into_iter().for_each(|part| part.push(frame));
            }
            // What is round is no rule.
            _ => {}
        }
        last = next;
    }
    parts
}

fn is_rule(frame: Frame) -> bool {
    let (width, height) = (frame.right - frame.left, frame.bottom - frame.top);
    let (thin, long) = (width.min(height), width.max(height));
    thin <= THICKEST * MM && long >= (SHORTEST * MM).max(2.0 * thin)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::xml;

    #[test]
    fn distances_repeat() {
        let text = "<ofd:TextCode xmlns:ofd='http://www.ofdspec.org/2016' DeltaX='1 g 3 2.5 4'/>";
        let code = xml::read(text.as_bytes()).unwrap();
        assert_eq!(deltas(&code, "DeltaX").collect::<Vec<_>>(), [1.0, 2.5, 2.5, 2.5, 4.0]);
        assert_eq!(deltas(&code, "DeltaY").count(), 0);
    }

    #[test]
    fn paths_give_their_straight_lines() {
        let space = Space { left: 0.0, top: 0.0, matrix: [1.0, 0.0, 0.0, 1.0, 0.0, 0.0] };
        let parts = subpaths("M 0 0 L 10 0 L 10 5 C M 1 1 B 1 1 2 2 3 3", space);
        assert_eq!(parts.iter().map(Vec::len).collect::<Vec<_>>(), [3, 0]);
        assert!(is_rule(parts[0][0]));
        assert!(!is_rule(parts[0][2]));
    }
}
