//! The first page of a PDF file → its filled and stroked paths as an SVG file: the hand of a
//! calligrapher, an emblem. Nothing is traced and nothing is drawn in pixels; a page that is more
//! than paths is refused, so that nobody prints something else than was drawn.

use std::any::Any;
use std::fmt::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use hayro_interpret::font::GlyphRun;
use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use hayro_interpret::kurbo::{Affine, BezPath, Cap, Join, Rect, Shape as _};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, FillRule, Image, ImageDrawProps,
    InterpreterCache, InterpreterSettings, Paint, SoftMask, StrokeProps, interpret_page,
};

use super::{Exhausted, GUARDED, WORK, packed};
use crate::import::Error;

/// How far a path may stick out of its clip without being cut, in points.
const HAIR: f64 = 0.05;
/// From this shade on, of 255, a colour counts as white.
const WHITE: u8 = 240;

/// Why a PDF file gives no drawing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OutlinesError {
    /// It is damaged, or makes too much work.
    #[error("PDF 文件读不出来；请在绘图软件中重新另存为 PDF 或 SVG")]
    Damaged,
    /// It needs a password.
    #[error("PDF 文件有密码；请去掉密码后另存")]
    Encrypted,
    /// There are pictures on its first page and nothing else.
    #[error(
        "PDF 第一页只有图片，没有矢量路径；请请书写者提供矢量文件，或把手迹扫成 600 ppi 以上的 PNG"
    )]
    Pictures,
    /// There is nothing on its first page.
    #[error("PDF 第一页没有图形；请检查文件，手迹应在第一页")]
    Empty,
    /// It has letters.
    #[error("PDF 里有文字；请在绘图软件中把文字转为曲线后另存")]
    Letters,
    /// It has what plain areas cannot show.
    #[error("PDF 里有图片、剪切、蒙版、透明或图案；请在绘图软件中合并成普通路径后另存")]
    Effects,
}

/// The paths of the first page as an SVG file, in points from its upper left corner. White that
/// nothing lies below is paper, and left out.
///
/// # Errors
///
/// If there are no paths, or more than paths.
pub fn outlines(bytes: &[u8]) -> Result<Vec<u8>, OutlinesError> {
    packed::check(bytes).map_err(|error| match error {
        Error::Encrypted => OutlinesError::Encrypted,
        _ => OutlinesError::Damaged,
    })?;
    // Nothing of what was begun is kept after a panic.
    GUARDED.set(true);
    let read = catch_unwind(AssertUnwindSafe(|| paths(bytes)));
    GUARDED.set(false);
    match read {
        Ok(read) => read,
        Err(payload) => Err(told(&*payload)),
    }
}

fn told(payload: &(dyn Any + Send)) -> OutlinesError {
    payload.downcast_ref::<OutlinesError>().cloned().unwrap_or(OutlinesError::Damaged)
}

fn paths(bytes: &[u8]) -> Result<Vec<u8>, OutlinesError> {
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(
            DecryptionError::PasswordProtected | DecryptionError::UnsupportedAlgorithm,
        ) => OutlinesError::Encrypted,
        LoadPdfError::Decryption(
            DecryptionError::MissingIDEntry | DecryptionError::InvalidEncryption,
        )
        | LoadPdfError::Invalid => OutlinesError::Damaged,
    })?;
    let page = pdf.pages().first().ok_or(OutlinesError::Empty)?;
    let (width, height) = page.render_dimensions();
    let area = Rect::new(0.0, 0.0, width.into(), height.into());
    let transform = Affine::new(page.initial_transform(true).as_coeffs());
    let cache = InterpreterCache::new();
    let settings = InterpreterSettings::default();
    let mut context = Context::new(transform, area, &cache, pdf.xref(), settings);
    let mut canvas = Canvas { area, ..Canvas::default() };
    interpret_page(page, &mut context, &mut canvas);
    match (canvas.paths.is_empty(), canvas.pictures, canvas.letters) {
        (true, true, _) => Err(OutlinesError::Pictures),
        (_, _, true) => Err(OutlinesError::Letters),
        (true, false, false) => Err(OutlinesError::Empty),
        (false, true, false) => Err(OutlinesError::Effects),
        (false, false, false) => {
            let head = "<svg xmlns=\"http://www.w3.org/2000/svg\"";
            let svg = format!("{head} viewBox=\"0 0 {width} {height}\">\n{}</svg>\n", canvas.paths);
            Ok(svg.into_bytes())
        }
    }
}

/// What the first page draws.
#[derive(Debug, Default)]
struct Canvas {
    area: Rect,
    clips: Vec<Rect>,
    /// Elements of SVG.
    paths: String,
    pictures: bool,
    letters: bool,
    work: usize,
}

/// Ends the reading: the interpreter cannot be asked to stop.
fn refuse(why: OutlinesError) -> ! {
    resume_unwind(Box::new(why))
}

impl Canvas {
    fn count(&mut self, work: usize) {
        self.work += work;
        if self.work > WORK {
            resume_unwind(Box::new(Exhausted));
        }
    }

    /// Whether something is seen; what a clip cuts is not drawn as it was meant.
    fn is_seen(&self, extent: Rect) -> bool {
        let area = self.clips.last().copied().unwrap_or(self.area);
        let seen = area.intersect(extent);
        if seen.width() <= 0.0 && seen.height() <= 0.0 && !area.contains(extent.center()) {
            return false;
        }
        if area.inflate(HAIR, HAIR).union(extent) != area.inflate(HAIR, HAIR) {
            refuse(OutlinesError::Effects);
        }
        true
    }
}

/// The colour of a paint, as SVG has it, and whether it is white.
fn colour(paint: &Paint<'_>) -> (String, bool) {
    let Paint::Color(colour) = paint else { refuse(OutlinesError::Effects) };
    let [red, green, blue, alpha] = colour.to_rgba().to_rgba8();
    if alpha == 0 {
        return (String::new(), true);
    }
    if alpha < u8::MAX {
        refuse(OutlinesError::Effects);
    }
    let white = [red, green, blue].iter().all(|shade| *shade >= WHITE);
    (format!("#{red:02x}{green:02x}{blue:02x}"), white)
}

fn stroked(props: &StrokeProps) -> String {
    let cap = match props.line_cap {
        Cap::Butt => "butt",
        Cap::Round => "round",
        Cap::Square => "square",
    };
    let join = match props.line_join {
        Join::Miter => "miter",
        Join::Round => "round",
        Join::Bevel => "bevel",
    };
    // No width at all is the thinnest line of a device, which no plate should have.
    let width = props.line_width.max(0.1);
    let mut written = format!(
        "stroke-width=\"{width}\" stroke-linecap=\"{cap}\" stroke-linejoin=\"{join}\" \
         stroke-miterlimit=\"{}\"",
        props.miter_limit.max(1.0)
    );
    if !props.dash_array.is_empty() {
        let dashes: Vec<String> = props.dash_array.iter().map(ToString::to_string).collect();
        let _ = write!(
            written,
            " stroke-dasharray=\"{}\" stroke-dashoffset=\"{}\"",
            dashes.join(" "),
            props.dash_offset
        );
    }
    written
}

impl<'a> Device<'a> for Canvas {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        self.count(path.elements().len());
        let (fill, stroke) = match mode {
            DrawMode::Fill(rule) => (Some(*rule), None),
            DrawMode::Stroke(own) => (None, Some(own)),
            DrawMode::FillAndStroke(rule, own) => (Some(*rule), Some(own)),
            DrawMode::Invisible => return,
        };
        if props.soft_mask.is_some() || props.blend_mode != BlendMode::default() {
            refuse(OutlinesError::Effects);
        }
        let (colour, white) = colour(&props.paint);
        if colour.is_empty() || white && self.paths.is_empty() {
            return;
        }
        let extent = props.transform.transform_rect_bbox(path.bounding_box());
        if path.elements().is_empty() || !self.is_seen(extent) {
            return;
        }
        let [a, b, c, d, e, f] = props.transform.as_coeffs();
        let data = path.to_svg();
        let fill = match fill {
            Some(FillRule::EvenOdd) => format!("fill=\"{colour}\" fill-rule=\"evenodd\""),
            Some(FillRule::NonZero) => format!("fill=\"{colour}\""),
            None => "fill=\"none\"".to_owned(),
        };
        let stroke =
            stroke.map(|own| format!(" stroke=\"{colour}\" {}", stroked(own))).unwrap_or_default();
        let _ = writeln!(
            self.paths,
            "<path {fill}{stroke} transform=\"matrix({a} {b} {c} {d} {e} {f})\" d=\"{data}\"/>"
        );
    }

    fn push_clip_path(&mut self, _: &ClipPath) {
        refuse(OutlinesError::Effects);
    }

    fn push_clip_rect(&mut self, rect: &Rect) {
        self.count(1);
        let area = self.clips.last().copied().unwrap_or(self.area);
        self.clips.push(area.intersect(*rect));
    }

    fn push_transparency_group(
        &mut self,
        opacity: f32,
        mask: Option<SoftMask<'a>>,
        mode: BlendMode,
    ) {
        self.count(1);
        if opacity < 1.0 || mask.is_some() || mode != BlendMode::default() {
            refuse(OutlinesError::Effects);
        }
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, _: DrawProps<'a>, mode: &DrawMode) {
        self.count(run.glyphs().len());
        // The text layer of a scan is not seen.
        self.letters |= !matches!(mode, DrawMode::Invisible);
    }

    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {
        self.count(100);
        self.pictures = true;
    }

    fn pop_clip(&mut self) {
        let _last = self.clips.pop();
    }

    fn pop_transparency_group(&mut self) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file of one page of 200 × 100 points with this content.
    fn pdf(content: &str) -> Vec<u8> {
        let objects = [
            "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] /Contents 4 0 R /Resources << \
             /Font << /F 5 0 R >> /XObject << /I 6 0 R >> /ExtGState << /G << /ca 0.5 >> >> >> >>"
                .to_owned(),
            format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()),
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
            "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace \
             /DeviceGray /Length 1 >>\nstream\n0\nendstream"
                .to_owned(),
        ];
        let mut file = "%PDF-1.7\n".to_owned();
        let mut places = Vec::new();
        for (number, object) in (1..).zip(&objects) {
            places.push(file.len());
            let _ = write!(file, "{number} 0 obj\n{object}\nendobj\n");
        }
        let start = file.len();
        let _ = write!(file, "xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
        for place in places {
            let _ = writeln!(file, "{place:010} 00000 n ");
        }
        let size = objects.len() + 1;
        let _ =
            write!(file, "trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n");
        file.into_bytes()
    }

    #[test]
    fn paths_keep_their_colours_and_places_and_paper_is_left_out() {
        let content = "1 g 0 0 200 100 re f 0.8 0 0 rg 10 20 30 40 re f* \
                       q 0 0 200 100 re W n 0 0 0 RG 2 w 2 J 50 50 m 90 50 l S Q";
        let svg = String::from_utf8(outlines(&pdf(content)).unwrap()).unwrap();
        assert_eq!(svg.matches("<path").count(), 2, "{svg}");
        assert!(svg.contains("fill=\"#cc0000\" fill-rule=\"evenodd\""), "{svg}");
        let line = "stroke=\"#000000\" stroke-width=\"2\" stroke-linecap=\"square\"";
        assert!(svg.contains(line), "{svg}");
    }

    #[test]
    fn what_is_more_or_less_than_paths_is_refused() {
        let check = |content: &str, expected: OutlinesError| {
            assert_eq!(outlines(&pdf(content)), Err(expected), "{content}");
        };
        const SQUARE: &str = "0 g 10 10 30 30 re f";
        check("", OutlinesError::Empty);
        check("1 g 0 0 200 100 re f", OutlinesError::Empty);
        check("q 200 0 0 100 0 0 cm /I Do Q", OutlinesError::Pictures);
        check(&format!("{SQUARE} q 9 0 0 9 0 0 cm /I Do Q"), OutlinesError::Effects);
        check(&format!("{SQUARE} BT /F 12 Tf 10 10 Td (a) Tj ET"), OutlinesError::Letters);
        check(&format!("/G gs {SQUARE}"), OutlinesError::Effects);
        check(&format!("20 20 40 40 re W n {SQUARE}"), OutlinesError::Effects);
        check(&format!("0 0 m 50 0 l 20 90 l h W n {SQUARE}"), OutlinesError::Effects);
        assert_eq!(outlines(b"%PDF-1.7\nnothing"), Err(OutlinesError::Damaged));
    }
}
