//! SVG files → filled outlines, the same for screen and paper: a calligrapher's hand, an emblem.
//!
//! Lines are turned into outlines, and a drawing is as large as its ink. What cannot be drawn as
//! plain areas of one colour (letters, pictures, clips, masks, filters, transparency, gradients) is
//! refused, so that nobody prints something else than was drawn. Files that an SVG names are never
//! read. Reading is the `usvg` crate's.

use tiny_skia::{FillRule, Path, Rect};
use usvg::{BlendMode, Color, ImageHrefResolver, Node, Opacity, Options, Paint, Stop, Tree};

/// The largest file, in bytes, and the most points that a drawing may have.
const LARGEST: usize = 16 << 20;
const MOST_POINTS: usize = 2_000_000;
/// How far down groups are followed.
const DEEPEST: u32 = 100;
/// From this shade on, of 255, a colour counts as white.
const WHITE: u8 = 240;

/// A drawing.
#[derive(Debug, Clone)]
pub(super) struct Drawing {
    /// The box of its ink, in units of its own.
    pub(super) bounds: Rect,
    /// From the lowest to the uppermost.
    pub(super) shapes: Vec<Shape>,
}

/// An area of one colour.
#[derive(Debug, Clone)]
pub(super) struct Shape {
    pub(super) path: Path,
    pub(super) rule: FillRule,
    /// Red, green, blue.
    pub(super) colour: [u8; 3],
}

/// Why an SVG file cannot be drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// It is no SVG file, or a damaged one.
    #[error("SVG 文件读不出来；请在绘图软件中重新另存为 SVG")]
    Damaged,
    /// It is larger than any hand needs.
    #[error("SVG 文件过大；请在绘图软件中简化路径后另存")]
    TooLarge,
    /// It has letters that are no outlines.
    #[error("SVG 里的文字没有转成曲线；请在绘图软件中把文字转曲后另存")]
    Letters,
    /// It has a picture of pixels in it.
    #[error("SVG 里嵌有图片；请在绘图软件中去掉，图片另外单独插入")]
    Picture,
    /// It has what plain areas cannot show.
    #[error("SVG 里有剪切、蒙版、滤镜或图案；请在绘图软件中合并成普通路径后另存")]
    Effects,
    /// It has areas that what is below shines through.
    #[error("SVG 里有半透明，印出来会成为实色；请在绘图软件中拼合透明度或改成实色后另存")]
    Translucent,
    /// It has areas whose colour changes.
    #[error(
        "SVG 里有渐变，印出来只有一种颜色；请在绘图软件中改成单色，或存为 300 dpi 以上的 PNG 图片"
    )]
    Gradient,
    /// There is nothing in it.
    #[error("SVG 里没有图形；请检查文件是否导出正确")]
    Empty,
}

impl Shape {
    /// Whether it is white: where the drawing is printed in an ink, paper is left free here.
    pub(super) fn is_white(&self) -> bool {
        self.colour.iter().all(|&shade| shade >= WHITE)
    }
}

/// Whether a file seems to be an SVG.
pub(super) fn is_svg(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    text.starts_with(b"<") && text.windows(4).any(|four| four == b"<svg")
}

impl Drawing {
    /// Reads an SVG file.
    ///
    /// # Errors
    /// Whatever cannot be drawn just as it is meant.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, Fault> {
        if bytes.len() > LARGEST {
            return Err(Fault::TooLarge);
        }
        let holds = |word: &[u8]| bytes.windows(word.len()).any(|own| own == word);
        if holds(b"<text") || holds(b"<foreignObject") {
            return Err(Fault::Letters);
        }
        if holds(b"<image") {
            return Err(Fault::Picture);
        }
        let options = Options {
            image_href_resolver: ImageHrefResolver {
                resolve_data: Box::new(|_, _, _| None),
                resolve_string: Box::new(|_, _| None),
            },
            ..Options::default()
        };
        let tree = Tree::from_data(bytes, &options).map_err(|_| Fault::Damaged)?;
        if !tree.clip_paths().is_empty()
            || !tree.masks().is_empty()
            || !tree.filters().is_empty()
            || !tree.patterns().is_empty()
        {
            return Err(Fault::Effects);
        }
        let mut shapes = Vec::new();
        collect(tree.root(), &mut shapes, DEEPEST)?;
        if shapes.iter().map(|shape| shape.path.len()).sum::<usize>() > MOST_POINTS {
            return Err(Fault::TooLarge);
        }
        let boxes = shapes.iter().map(|shape| shape.path.bounds());
        let all = boxes.reduce(|all, one| all.join(&one).unwrap_or(all)).ok_or(Fault::Empty)?;
        if all.width() <= 0.0 || all.height() <= 0.0 {
            return Err(Fault::Empty);
        }
        Ok(Self { bounds: all, shapes })
    }

    /// Width and height in small units, for its proportions.
    #[expect(clippy::cast_possible_truncation, reason = "casting a float saturates")]
    #[expect(clippy::cast_sign_loss, reason = "an extent is not below zero")]
    pub(super) fn size(&self) -> (u32, u32) {
        let longer = self.bounds.width().max(self.bounds.height());
        let units = |length: f32| ((length / longer * 10_000.0).round() as u32).max(1);
        (units(self.bounds.width()), units(self.bounds.height()))
    }
}

fn collect(group: &usvg::Group, shapes: &mut Vec<Shape>, depth: u32) -> Result<(), Fault> {
    if depth == 0 {
        return Err(Fault::TooLarge);
    }
    if !is_seen(group.opacity())? {
        return Ok(());
    }
    if group.blend_mode() != BlendMode::Normal {
        return Err(Fault::Effects);
    }
    for node in group.children() {
        match node {
            Node::Group(inner) => collect(inner, shapes, depth - 1)?,
            Node::Path(path) if path.is_visible() => {
                let placed = |own: &Path| own.clone().transform(path.abs_transform());
                if let Some(fill) = path.fill()
                    && is_seen(fill.opacity())?
                {
                    let rule = match fill.rule() {
                        usvg::FillRule::NonZero => FillRule::Winding,
                        usvg::FillRule::EvenOdd => FillRule::EvenOdd,
                    };
                    let colour = colour(fill.paint())?;
                    let path = placed(path.data());
                    shapes.extend(path.map(|path| Shape { path, rule, colour }));
                }
                if let Some(stroke) = path.stroke()
                    && is_seen(stroke.opacity())?
                {
                    let colour = colour(stroke.paint())?;
                    let outline = path.data().stroke(&stroke.to_tiny_skia(), 4.0);
                    let rule = FillRule::Winding;
                    let outline = outline.and_then(|own| placed(&own));
                    shapes.extend(outline.map(|path| Shape { path, rule, colour }));
                }
            }
            Node::Path(_) => {}
            Node::Text(_) => return Err(Fault::Letters),
            Node::Image(_) => return Err(Fault::Picture),
        }
    }
    Ok(())
}

/// Whether something of this opacity is seen: all of it, or nothing.
fn is_seen(opacity: Opacity) -> Result<bool, Fault> {
    match opacity.to_u8() {
        u8::MAX => Ok(true),
        0 => Ok(false),
        _ => Err(Fault::Translucent),
    }
}

/// Red, green, blue of a paint that has one colour.
fn colour(paint: &Paint) -> Result<[u8; 3], Fault> {
    let colour = match paint {
        Paint::Color(colour) => *colour,
        Paint::LinearGradient(own) => only_colour(own.stops())?,
        Paint::RadialGradient(own) => only_colour(own.stops())?,
        Paint::Pattern(_) => return Err(Fault::Effects),
    };
    Ok([colour.red, colour.green, colour.blue])
}

/// The colour of a gradient that has the same one everywhere: drawing programs write such too.
fn only_colour(stops: &[Stop]) -> Result<Color, Fault> {
    let is_solid = |stop: &Stop| stop.opacity().to_u8() == u8::MAX;
    let mut colours = stops.iter().map(Stop::color);
    let first = colours.next().filter(|_| stops.iter().all(is_solid)).ok_or(Fault::Gradient)?;
    if colours.all(|own| own == first) { Ok(first) } else { Err(Fault::Gradient) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(content: &str) -> Result<Drawing, Fault> {
        let head = r#"<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 100 50">"#;
        Drawing::read(format!("{head}{content}</svg>").as_bytes())
    }

    #[test]
    fn a_drawing_is_as_large_as_its_ink_and_keeps_colours_and_holes() {
        let drawing = read(
            r##"<g transform="translate(10 0)"><path fill="#c00" fill-rule="evenodd"
            d="M0 10h40v20h-40z M5 15h10v10h-10z"/></g><path fill="#fff" d="M20 12h5v5h-5z"/>
            <path fill="none" stroke="#000" stroke-width="2" d="M60 20h10"/>"##,
        )
        .unwrap();
        let [hand, white, line] = drawing.shapes.as_slice() else { panic!() };
        assert_eq!((hand.colour, hand.rule), ([204, 0, 0], FillRule::EvenOdd));
        assert!(white.is_white() && !hand.is_white());
        assert_eq!(line.path.bounds(), Rect::from_ltrb(60.0, 19.0, 70.0, 21.0).unwrap());
        assert_eq!(drawing.bounds, Rect::from_ltrb(10.0, 10.0, 70.0, 30.0).unwrap());
        assert_eq!(drawing.size(), (10_000, 3_333));
    }

    /// A square whose colour goes from one to the other.
    fn gradient(kind: &str, one: &str, other: &str) -> String {
        format!(
            r##"<{kind}Gradient id="g"><stop offset="0" stop-color="{one}"/>
            <stop offset="1" stop-color="{other}"/></{kind}Gradient>
            <path fill="url(#g)" d="M0 0h9v9h-9z"/>"##
        )
    }

    #[test]
    fn what_is_not_seen_and_what_does_not_change_is_no_effect() {
        let drawing = read(
            r##"<path opacity="0" d="M0 0h99v9h-99z"/><path fill-opacity="0" d="M0 0h99v9h-99z"/>
            <path fill="#c00" opacity="1" d="M0 0h9v9h-9z"/>"##,
        );
        let bounds = Rect::from_ltrb(0.0, 0.0, 9.0, 9.0).unwrap();
        assert_eq!(drawing.unwrap().bounds, bounds);
        let flat = read(&gradient("linear", "#c00", "#cc0000")).unwrap();
        assert_eq!(flat.shapes[0].colour, [204, 0, 0]);
    }

    #[test]
    fn what_cannot_be_drawn_as_it_is_meant_is_refused() {
        let check = |content: &str, fault: Fault| {
            assert_eq!(read(content).map(|_| ()), Err(fault), "{content}");
        };
        check("", Fault::Empty);
        check("<text>字</text>", Fault::Letters);
        check(r#"<image xlink:href="/etc/hostname" width="9" height="9"/>"#, Fault::Picture);
        check(
            r##"<clipPath id="c"><path d="M0 0h9v9z"/></clipPath>
            <path clip-path="url(#c)" d="M0 0h9v9h-9z"/>"##,
            Fault::Effects,
        );
        for half in ["fill-opacity", "opacity"] {
            check(&format!(r#"<path {half}=".5" d="M0 0h9v9z"/>"#), Fault::Translucent);
        }
        let line = r##"<path fill="none" stroke="#000" stroke-opacity=".5" d="M0 0h9v9"/>"##;
        check(line, Fault::Translucent);
        check(r##"<path fill="rgba(0,0,0,.5)" d="M0 0h9v9z"/>"##, Fault::Translucent);
        check(r#"<g style="mix-blend-mode:multiply"><path d="M0 0h9v9z"/></g>"#, Fault::Effects);
        check(&gradient("linear", "#c00", "#fff"), Fault::Gradient);
        check(&gradient("radial", "#c00", "#c00\" stop-opacity=\"0"), Fault::Gradient);
        check("<path d=\"M0 0h9v9z\"", Fault::Damaged);
        assert!(is_svg(b"\xef\xbb\xbf<?xml version='1.0'?>\n<svg/>"));
        assert!(!is_svg(b"<html></html>") && !is_svg(b"\x89PNG") && !is_svg(b""));
    }

    #[test]
    fn no_file_is_read_beside_the_drawing() {
        let nested = r#"<g><g><path d="M0 0h9v9h-9z"/></g></g>"#;
        assert!(read(nested).is_ok());
        let deep = format!(
            "{}<path d=\"M0 0h9v9z\"/>{}",
            "<g transform=\"translate(1 0)\">".repeat(150),
            "</g>".repeat(150)
        );
        assert_eq!(read(&deep).map(|_| ()), Err(Fault::TooLarge));
    }
}
