//! Preflight of the images of a written file: their inks and their fineness.

use std::collections::BTreeMap;

use lopdf::{Document, Object, ObjectId, Stream};
use rayon::prelude::*;

use super::content::JobPlates;
use super::faults::{Faults, Sheet};
use super::limit;
use super::paint::{Paint, space_of};
use super::read::Put;
use crate::export::jpeg;
use crate::export::press::Process;
use crate::export::press::tone::{inks, most_ink};
use crate::finding::Severity;
use crate::geom::Pt;

/// What an image in process inks leaves on the plates.
#[derive(Debug, Clone, Copy)]
pub(super) struct Inks {
    used: Process,
    /// The most on one area, in percent.
    most: u32,
    /// Whether it looks like black text on white paper, the black of all four inks.
    like_text: bool,
}

/// The images of a file in process inks; none for one whose pixels cannot be read.
#[derive(Debug)]
pub(super) struct Images(BTreeMap<ObjectId, Option<Inks>>);

impl Images {
    /// Reads the pixels of all of them.
    pub(super) fn read(pdf: &Document) -> Self {
        let is_image =
            |own: &Stream| own.dict.get(b"Subtype").is_ok_and(|own| *own == "Image".into());
        let images = pdf.objects.par_iter().filter_map(|(&id, object)| {
            let stream = object.as_stream().ok().filter(|own| is_image(own))?;
            let space = stream.dict.get(b"ColorSpace").map(|own| space_of(pdf, own));
            matches!(space, Ok(Paint::Cmyk(_))).then(|| (id, read(stream)))
        });
        Self(images.collect())
    }

    /// The plates that an image needs.
    pub(super) fn plates(&self, pdf: &Document, id: ObjectId) -> Vec<String> {
        let stream = pdf.get_object(id).and_then(Object::as_stream);
        let space = stream.and_then(|own| own.dict.get(b"ColorSpace"));
        match space.map(|space| space_of(pdf, space)) {
            Ok(Paint::Grey(_)) => vec!["K".to_owned()],
            Ok(Paint::Cmyk(_)) => {
                // What could not be read may have all inks.
                let used = self.0.get(&id).copied().flatten().map_or([true; 4], |own| own.used);
                let names = ["C", "M", "Y", "K"].into_iter().zip(used);
                names.filter(|(_, used)| *used).map(|(name, _)| name.to_owned()).collect()
            }
            Ok(Paint::Inks(names, _)) => names,
            Ok(Paint::Rgb | Paint::Other(_)) | Err(_) => Vec::new(),
        }
    }

    /// What is wrong with an image that is put on a page; a QR code may be coarse.
    pub(super) fn check(
        &self,
        pdf: &Document,
        (id, put, is_code): (ObjectId, &Put, bool),
        (sheet, plates): (&Sheet<'_>, &JobPlates),
        faults: &mut Faults,
    ) {
        let Ok(stream) = pdf.get_object(id).and_then(Object::as_stream) else { return };
        let mut fault = |rule, severity, message: &str| {
            faults.all.push(sheet.fault(rule, severity, sheet.rect(put.bounds), message));
        };
        let space = stream.dict.get(b"ColorSpace").map(|space| space_of(pdf, space));
        if matches!(space, Ok(Paint::Rgb | Paint::Other(_))) {
            let message = "图片是 RGB 或 Lab 颜色，印版上会走样；请用本程序重新输出";
            fault("colour-rgb", Severity::Error, message);
        }
        match self.0.get(&id) {
            Some(Some(own)) => {
                if own.most > plates.limit.percent {
                    let message = plates.limit.exceeded("图片总墨量", own.most, "请换浅一些的图片");
                    fault("total-ink", Severity::Error, &message);
                }
                if own.like_text && !is_code {
                    let message = "图片像是白底黑字的文字，会由四色叠印，笔画边缘发虚；请把文字打进文章里，或换成灰度图、黑白图";
                    fault("picture-text", Severity::Warning, message);
                }
                if let Some(name) = plates.lacks_for_picture(own.used) {
                    let message = format!("图片要用本期没有的印版 {name}；请用本程序重新输出");
                    fault("plates", Severity::Error, &message);
                }
            }
            Some(None) => {
                fault("image-broken", Severity::Error, "图片写坏了，读不回来；请重新输出");
            }
            None => {}
        }
        if let Ok(Paint::Inks(names, _)) = &space
            && let Some(name) = names.iter().find(|name| !plates.has_spot(name))
        {
            let message = format!("图片要用另外的油墨“{name}”的印版；请用本程序重新输出");
            fault("plates", Severity::Error, &message);
        }
        let channels = match &space {
            Ok(Paint::Grey(_)) | Err(_) => 1,
            Ok(Paint::Inks(names, _)) => names.len(),
            Ok(Paint::Cmyk(_) | Paint::Rgb | Paint::Other(_)) => 0,
        };
        if channels > 0 && !is_whole(stream, channels) {
            fault("image-broken", Severity::Error, "图片写坏了，读不回来；请重新输出");
        }
        if stream.dict.has(b"Decode") && matches!(space, Ok(Paint::Grey(_) | Paint::Inks(..))) {
            fault("image-broken", Severity::Error, "图片深浅颠倒（Decode）；请重新输出");
        }
        if stream.dict.has(b"SMask") {
            fault("transparency", Severity::Error, "图片带透明通道；请用本程序重新输出");
        }
        let [left, bottom, right, top] = put.bounds;
        let ppi = |pixels: i64, points: f64| {
            (pixels * 72 * 65_536).checked_div(Pt::from_f64(points).units()).unwrap_or(i64::MAX)
        };
        let (width, height) = (number(stream, b"Width"), number(stream, b"Height"));
        let ppi = ppi(width, right - left).min(ppi(height, top - bottom));
        let line_art = number(stream, b"BitsPerComponent") == 1;
        if let Some(severity) = limit::resolution(ppi, line_art).filter(|_| !is_code) {
            fault("picture-coarse", severity, &limit::too_coarse(ppi, line_art));
        }
        if limit::too_fine(ppi, line_art) {
            let message = format!(
                "图片有 {ppi} 点每英寸，比印刷能显出的细得多，只会让文件变大；请缩小到 300 点每英寸"
            );
            fault("picture-fine", Severity::Warning, &message);
        }
    }
}

fn number(stream: &Stream, key: &[u8]) -> i64 {
    stream.dict.get(key).and_then(Object::as_i64).unwrap_or(0)
}

/// Whether an image with so many channels has the data of all its rows.
fn is_whole(stream: &Stream, channels: usize) -> bool {
    let [width, height, bits] =
        [b"Width".as_slice(), b"Height", b"BitsPerComponent"].map(|key| number(stream, key));
    if stream.dict.get(b"Filter").is_ok_and(|own| *own == "DCTDecode".into()) {
        let size = jpeg::frame(&stream.content).map(|own| (own.width.into(), own.height.into()));
        return size == Some((width, height)) && !jpeg::is_cut(&stream.content);
    }
    let channels = i64::try_from(channels).unwrap_or(i64::MAX);
    // A stencil has one bit, whether it says so or not.
    let row = width.checked_mul(channels).and_then(|own| own.checked_mul(bits.max(1)));
    let wanted = row.and_then(|row| (row.checked_add(7)? / 8).checked_mul(height));
    let data = stream.get_plain_content().ok();
    data.and_then(|data| i64::try_from(data.len()).ok()) == wanted
}

/// The inks of an image in `DeviceCMYK` with eight bits.
fn read(stream: &Stream) -> Option<Inks> {
    let is_jpeg = stream.dict.get(b"Filter").is_ok_and(|own| *own == "DCTDecode".into());
    let mut pixels = if is_jpeg {
        jpeg::four_channels(&stream.content)?
    } else {
        stream.get_plain_content().ok()?
    };
    let width = usize::try_from(number(stream, b"Width")).ok()?;
    let count = number(stream, b"Width").checked_mul(number(stream, b"Height"))?.checked_mul(4)?;
    if i64::try_from(pixels.len()) != Ok(count) {
        return None;
    }
    let decode = stream.dict.get(b"Decode").and_then(Object::as_array);
    let ends: Vec<f32> = decode.map_or_else(
        |_| Vec::new(),
        |all| all.iter().filter_map(|own| own.as_float().ok()).collect(),
    );
    for pixel in pixels.as_chunks_mut::<4>().0 {
        for (ink, [from, to]) in pixel.iter_mut().zip(ends.as_chunks::<2>().0) {
            if from > to {
                *ink = 255 - *ink;
            }
        }
    }
    let like_text = is_like_text(&pixels);
    Some(Inks { used: inks(&pixels), most: most_ink(&pixels, width).0, like_text })
}

/// Whether pixels in four inks are nearly all white paper and some black that all inks make up, as
/// those of a text that was scanned or copied from a screen; a photograph has more between both.
fn is_like_text(cmyk: &[u8]) -> bool {
    let (mut white, mut black, mut all) = (0_usize, 0_usize, 0_usize);
    for [cyan, magenta, yellow, key] in cmyk.as_chunks::<4>().0 {
        let least = cyan.min(magenta).min(yellow);
        let most = cyan.max(magenta).max(yellow).max(key);
        all += 1;
        white += usize::from(*most <= WHITE);
        black += usize::from(*least >= COLOURED && *key >= BLACK);
    }
    all > 0 && white * 100 >= all * 60 && black * 100 >= all && (white + black) * 100 >= all * 85
}

/// Ink of a pixel, of 255, that nobody sees on paper.
const WHITE: u8 = 13;
/// Cyan, magenta and yellow that make a black one of four inks.
const COLOURED: u8 = 76;
/// Black of a pixel that is black to the eye, together with these.
const BLACK: u8 = 102;

/// Whether an image is line art that is printed in the colour that was set.
pub(super) fn is_stencil(pdf: &Document, id: ObjectId) -> bool {
    let stream = pdf.get_object(id).and_then(Object::as_stream);
    stream.is_ok_and(|own| own.dict.get(b"ImageMask").and_then(Object::as_bool).unwrap_or(false))
}
