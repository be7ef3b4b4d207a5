//! Pictures as image objects, in inks that a plate can have.
//!
//! A JPEG in grey or CMYK is passed through as it is. Everything in RGB is converted to the output
//! profile, so that no plate depends on the program of the print office; what is finer than any
//! screen shows is taken down to 300 ppi. Line art keeps its one bit and its pixels. What came as
//! JPEG goes as JPEG, what came without loss goes without loss.

use std::collections::BTreeMap;
use std::sync::Arc;

use jpeg_encoder::{ColorType, Encoder};
use lopdf::{Dictionary, Object, Stream};
use rayon::prelude::*;

use super::aim::Aim;
use super::drawing::Outlines;
use super::qr::{self, QrCode};
use super::tone::{INK_AREA, ink_areas, inks, most_ink, shade, shades};
use super::{BLACK, INK_CELLS, Printed, Process};
use crate::export::jpeg::{self, Frame};
use crate::export::picture::{Picture, Pixels, is_turned};
use crate::export::{Pictures, Watch, drawing_fault, finding};
use crate::finding::{Finding, Severity};
use crate::geom::{Pt, Size};
use crate::layout::page::{FrameItem, Page};

/// The image objects of a file.
#[derive(Debug, Default)]
pub(super) struct Images {
    /// By the hash that pages name them with, and whether as line art in an ink.
    indices: BTreeMap<(String, bool), usize>,
    drawings: BTreeMap<String, Outlines>,
    /// In the order of the hashes.
    pub(super) streams: Vec<Stream>,
    /// What preflight asks of each, by its hash.
    pub(super) printed: BTreeMap<String, Printed>,
}

impl Images {
    /// The number of the picture with this hash, if it could be read.
    pub(super) fn index(&self, sha256: &str, inked: bool) -> Option<usize> {
        self.indices.get(&(sha256.to_owned(), inked)).copied()
    }

    /// Notes how a picture goes to print: where all of it is in inks of the page, it has none.
    fn note(&mut self, name: &str, inked: bool, printed: Printed) {
        if inked {
            let none =
                Printed { ink: (0, 0), inks: Process::default(), cells: Vec::new(), ..printed };
            let _ = self.printed.entry(name.to_owned()).or_insert(none);
        } else {
            let _ = self.printed.insert(name.to_owned(), printed);
        }
    }

    /// The drawing with this hash, if it is one.
    pub(super) fn drawing(&self, sha256: &str) -> Option<&Outlines> {
        self.drawings.get(sha256)
    }
}

/// Colours of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Colours {
    LineArt,
    Grey,
    Rgb,
    Cmyk,
    /// CMYK stored upside down, as Adobe's programs do in JPEG.
    CmykInverted,
}

/// A picture that was read.
struct Image {
    stream: Stream,
    printed: Printed,
    turned: bool,
}

/// Reads the pictures that the pages name.
pub(super) fn read(
    pages: &[Arc<Page>],
    pictures: &Pictures,
    aim: &Aim<'_>,
    watch: &Watch,
) -> (Images, Vec<Finding>) {
    let mut images = Images::default();
    let mut sizes: Vec<((&str, bool), Size)> = sizes(pages).into_iter().collect();
    sizes.retain(|((name, inked), _)| {
        let outlines = pictures.get(*name).and_then(|bytes| Outlines::new(bytes, aim));
        let is_drawing = outlines.is_some();
        if let Some(outlines) = outlines {
            images.note(name, *inked, outlines.printed());
            let _ = images.drawings.insert((*name).to_owned(), outlines);
        }
        !is_drawing
    });
    let read: Vec<_> = sizes
        .par_iter()
        .map(|&((name, inked), size)| {
            let image = |bytes: &Arc<Vec<u8>>| match inked {
                // Nobody will see what is missing.
                _ if watch.is_stopped() => None,
                true => stencil(bytes, aim),
                false => image(bytes, size, aim),
            };
            pictures.get(name).map(image)
        })
        .collect();
    let mut findings = Vec::new();
    for (((name, inked), _), outcome) in sizes.into_iter().zip(read) {
        let mut report = |rule, severity, message: &str| {
            findings.push(finding(rule, severity, name, message.to_owned()));
        };
        let bytes = pictures.get(name).map_or(&[][..], |bytes| bytes.as_slice());
        match outcome {
            None => report(
                "picture-missing",
                Severity::Error,
                "图片不在文件中，版面上以空框代替；请重新插入这张图片",
            ),
            Some(None) => report("picture-unreadable", Severity::Error, &unreadable(bytes)),
            Some(Some(image)) => {
                if image.turned {
                    report(
                        "picture-turned",
                        Severity::Warning,
                        "相机记录这张图片需要旋转，版面上没有旋转；请在看图软件中转正、另存后重新插入",
                    );
                }
                let key = (name.to_owned(), inked);
                let _ = images.indices.insert(key, images.streams.len());
                images.streams.push(image.stream);
                images.note(name, inked, image.printed);
            }
        }
    }
    (images, findings)
}

/// Why a picture is not shown, and what to do.
fn unreadable(bytes: &[u8]) -> String {
    if let Some(fault) = drawing_fault(bytes) {
        return format!("版面上以空框代替：{fault}");
    }
    let (kind, what) = match bytes {
        [0xff, 0xd8, 0xff, ..] => ("JPEG 图片", "是不常用的一种，或已损坏"),
        [0x89, b'P', b'N', b'G', ..] => ("PNG 图片", "已损坏"),
        [b'G', b'I', b'F', b'8', ..] => ("GIF 图片", "已损坏"),
        [b'B', b'M', ..] => ("BMP 图片", "是不常用的一种，或已损坏"),
        [b'I', b'I', b'*', 0, ..] | [b'M', b'M', 0, b'*', ..] => {
            ("TIFF 图片", "是不常用的一种，或已损坏")
        }
        [1, 0, 0, 0, ..] => ("EMF 图片", "不能印刷"),
        [0xd7, 0xcd, 0xc6, 0x9a, ..] => ("WMF 图片", "不能印刷"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => {
            ("WebP 图片", "不能印刷")
        }
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => ("HEIC 或 AVIF 图片", "不能印刷"),
        [b'%', b'P', b'D', b'F', ..] => ("PDF 文件", "不能当图片印刷"),
        _ => ("图片", "格式不能识别"),
    };
    format!("{kind}{what}，版面上以空框代替；请用看图软件另存为普通的 JPEG 或 PNG 图片")
}

/// The largest extent at which each picture stands on a page.
fn sizes(pages: &[Arc<Page>]) -> BTreeMap<(&str, bool), Size> {
    let mut sizes: BTreeMap<(&str, bool), Size> = BTreeMap::new();
    for item in pages.iter().flat_map(|page| &page.parts).flat_map(|placed| &placed.frame.items) {
        if let FrameItem::Picture { rect, sha256, ink, .. } = item {
            let size = sizes.entry((sha256, ink.is_some())).or_default();
            size.width = size.width.max(rect.size.width);
            size.height = size.height.max(rect.size.height);
        }
    }
    sizes
}

/// One picture, shown as large as `size`; none if it cannot be read.
fn image(bytes: &[u8], size: Size, aim: &Aim<'_>) -> Option<Image> {
    let header = jpeg::frame(bytes);
    let pixels = |length: Pt, dpi: u32| {
        u32::try_from((length * i64::from(dpi)).div_ceil(Pt::new(72))).unwrap_or(u32::MAX).max(1)
    };
    if let Some(frame) = header {
        // Taken down only where it is much too fine: each time something is lost.
        let fine = aim.enough() * 3 / 2;
        let too_fine =
            frame.width > pixels(size.width, fine) && frame.height > pixels(size.height, fine);
        let as_it_is = match (frame.channels, aim) {
            (4, Aim::Press(_) | Aim::Proof) => true,
            (4, Aim::GreyProof) | (3, Aim::Press(_) | Aim::GreyProof) => false,
            _ => !too_fine,
        };
        if as_it_is {
            return passed_through(bytes, frame, aim);
        }
    }
    let mut picture = Picture::decode(bytes)?;
    let turned = picture.turned;
    let as_received = (picture.width, picture.height);
    let codes = codes(&picture, aim);
    let fine = aim.enough() * 3 / 2;
    if picture.width > pixels(size.width, fine) && picture.height > pixels(size.height, fine) {
        picture =
            picture.shrunk(pixels(size.width, aim.enough()), pixels(size.height, aim.enough()));
    }
    let (width, height) = (picture.width, picture.height);
    let (colours, data) = match picture.pixels {
        Pixels::LineArt(pixels) => (Colours::LineArt, bits(&pixels, width)),
        Pixels::Grey(pixels) => (Colours::Grey, pixels),
        Pixels::Rgb(pixels) => match aim {
            Aim::Press(converter) => (Colours::Cmyk, converter.cmyk(&pixels)?),
            Aim::Proof => (Colours::Rgb, pixels),
            Aim::GreyProof => (Colours::Grey, shades(&pixels)),
        },
    };
    let mut printed = Printed {
        width: as_received.0,
        height: as_received.1,
        line_art: colours == Colours::LineArt,
        codes,
        ..plain((100, 0), BLACK)
    };
    if colours == Colours::Cmyk {
        in_inks(&mut printed, &data, width);
    }
    let packed = header.and_then(|_| encode(&data, (width, height), colours, aim.quality()));
    let stream = match packed {
        Some(packed) => {
            let stored = if colours == Colours::Cmyk { Colours::CmykInverted } else { colours };
            let mut stream = object(width, height, stored, packed);
            stream.dict.set("Filter", Object::Name(b"DCTDecode".to_vec()));
            stream
        }
        None => object(width, height, colours, data),
    };
    Some(Image { stream, printed, turned })
}

/// A JPEG file with its bytes as they are.
fn passed_through(bytes: &[u8], frame: Frame, aim: &Aim<'_>) -> Option<Image> {
    if jpeg::is_cut(bytes) {
        return None;
    }
    let Frame { width, height, channels, adobe } = frame;
    let mut printed = Printed { width, height, ..plain((100, 0), BLACK) };
    let colours = match channels {
        1 => {
            if matches!(aim, Aim::Press(_)) {
                let picture = Picture::decode(bytes);
                printed.codes = picture.map_or_else(Vec::new, |own| codes(&own, aim));
            }
            Colours::Grey
        }
        3 => Colours::Rgb,
        _ => {
            let mut data = jpeg::four_channels(bytes)?;
            if adobe {
                data.iter_mut().for_each(|ink| *ink = 255 - *ink);
            }
            in_inks(&mut printed, &data, width);
            if matches!(aim, Aim::Press(_)) {
                printed.codes = codes_in_inks(&data, [width, height]);
            }
            if adobe { Colours::CmykInverted } else { Colours::Cmyk }
        }
    };
    let mut stream = object(width, height, colours, bytes.to_vec());
    stream.dict.set("Filter", Object::Name(b"DCTDecode".to_vec()));
    Some(Image { stream, printed, turned: is_turned(bytes) })
}

/// A picture as line art that is printed in the colour that is set: every pixel as received.
fn stencil(bytes: &[u8], aim: &Aim<'_>) -> Option<Image> {
    let picture = Picture::decode(bytes)?;
    let (width, height) = (picture.width, picture.height);
    let mut stream = object(width, height, Colours::LineArt, bits(&picture.line_art(), width));
    let _ = stream.dict.remove(b"ColorSpace");
    stream.dict.set("ImageMask", true);
    let plain = plain((0, 0), Process::default());
    let printed = Printed { width, height, line_art: true, codes: codes(&picture, aim), ..plain };
    Some(Image { stream, printed, turned: picture.turned })
}

/// A picture of these inks everywhere.
fn plain(ink: (u32, u32), inks: Process) -> Printed {
    let (cells, codes) = (Vec::new(), Vec::new());
    Printed { width: 0, height: 0, line_art: false, ink, cells, inks, codes }
}

/// The QR codes on a picture that goes to a press.
fn codes(picture: &Picture, aim: &Aim<'_>) -> Vec<QrCode> {
    let Aim::Press(converter) = aim else { return Vec::new() };
    let size = [picture.width, picture.height];
    let index = |x: u32, y: u32| y as usize * picture.width as usize + x as usize;
    match &picture.pixels {
        Pixels::LineArt(grey) | Pixels::Grey(grey) => {
            qr::find(size, |x, y| grey.get(index(x, y)).copied().unwrap_or(u8::MAX), |_| true)
        }
        Pixels::Rgb(rgb) => {
            let pixels = rgb.as_chunks::<3>().0;
            let pixel = |x, y| pixels.get(index(x, y)).copied().unwrap_or([u8::MAX; 3]);
            let is_black = |places: &[[u32; 2]]| {
                let pixels: Vec<u8> = places.iter().flat_map(|&[x, y]| pixel(x, y)).collect();
                converter.cmyk(&pixels).is_some_and(|inks| are_black(inks.as_chunks().0))
            };
            qr::find(size, |x, y| shade(pixel(x, y)), is_black)
        }
    }
}

/// Those on a picture that came in inks.
fn codes_in_inks(cmyk: &[u8], size: [u32; 2]) -> Vec<QrCode> {
    let pixels = cmyk.as_chunks::<4>().0;
    let pixel = |x: u32, y: u32| {
        let own = pixels.get(y as usize * size[0] as usize + x as usize);
        own.copied().unwrap_or_default()
    };
    let light = |x, y| {
        let [c, m, y, k] = pixel(x, y);
        shade([c, m, y].map(|ink| u8::MAX - ink)).saturating_sub(k)
    };
    let is_black = |places: &[[u32; 2]]| {
        are_black(&places.iter().map(|&[x, y]| pixel(x, y)).collect::<Vec<_>>())
    };
    qr::find(size, light, is_black)
}

/// Whether hardly any of the pixels has more than a tenth of another ink than black.
fn are_black(cmyk: &[[u8; 4]]) -> bool {
    let coloured = cmyk.iter().filter(|[c, m, y, _]| *c.max(m).max(y) > u8::MAX / 10);
    coloured.count() * 10 <= cmyk.len()
}

/// Notes the inks of a picture of this width by its pixels.
fn in_inks(printed: &mut Printed, cmyk: &[u8], width: u32) {
    let width = width.max(1) as usize;
    (printed.ink, printed.inks) = (most_ink(cmyk, width), inks(cmyk));
    let height = (cmyk.len() / 4 / width).max(1);
    printed.cells = vec![(0, 0); INK_CELLS * INK_CELLS];
    for ([x, y], ink) in ink_areas(cmyk, width) {
        let covered = |from: usize, length: usize| {
            let last = (from + INK_AREA).min(length) - 1;
            from * INK_CELLS / length..last * INK_CELLS / length + 1
        };
        for row in covered(y, height) {
            let cells = printed.cells.get_mut(row * INK_CELLS..).unwrap_or_default();
            for cell in cells.get_mut(covered(x, width)).unwrap_or_default() {
                *cell = (cell.0.max(ink.0), cell.1.max(ink.1));
            }
        }
    }
}

/// Eight pixels a byte, each row beginning with a byte of its own; white is 1.
fn bits(pixels: &[u8], width: u32) -> Vec<u8> {
    let row = |row: &[u8]| {
        let byte = |eight: &[u8]| {
            (0..).zip(eight).fold(0, |byte: u8, (at, &pixel)| byte | (pixel & 0x80) >> at)
        };
        row.chunks(8).map(byte).collect::<Vec<u8>>()
    };
    pixels.chunks(width.max(1) as usize).flat_map(row).collect()
}

/// A JPEG file of the pixels; none for line art, and for sides that JPEG cannot have.
fn encode(
    data: &[u8],
    (width, height): (u32, u32),
    colours: Colours,
    quality: u8,
) -> Option<Vec<u8>> {
    let kind = match colours {
        Colours::LineArt => return None,
        Colours::Grey => ColorType::Luma,
        Colours::Rgb => ColorType::Rgb,
        // Each ink is a channel of its own; the encoder turns them upside down, as Adobe does.
        Colours::Cmyk | Colours::CmykInverted => ColorType::Cmyk,
    };
    let mut packed = Vec::new();
    let (width, height) = (u16::try_from(width).ok()?, u16::try_from(height).ok()?);
    Encoder::new(&mut packed, quality).encode(data, width, height, kind).ok()?;
    Some(packed)
}

fn object(width: u32, height: u32, colours: Colours, data: Vec<u8>) -> Stream {
    let mut dictionary = Dictionary::new();
    dictionary.set("Type", Object::Name(b"XObject".to_vec()));
    dictionary.set("Subtype", Object::Name(b"Image".to_vec()));
    dictionary.set("Width", i64::from(width));
    dictionary.set("Height", i64::from(height));
    dictionary.set("BitsPerComponent", if colours == Colours::LineArt { 1 } else { 8 });
    let space: &[u8] = match colours {
        Colours::LineArt | Colours::Grey => b"DeviceGray",
        Colours::Rgb => b"DeviceRGB",
        Colours::Cmyk | Colours::CmykInverted => b"DeviceCMYK",
    };
    dictionary.set("ColorSpace", Object::Name(space.to_vec()));
    if colours == Colours::CmykInverted {
        let decode = [1, 0, 1, 0, 1, 0, 1, 0].map(Object::Integer);
        dictionary.set("Decode", decode.to_vec());
    }
    Stream::new(dictionary, data)
}

#[cfg(test)]
mod tests {
    use super::super::tone::percent;
    use super::*;

    #[test]
    fn line_art_is_packed_by_rows() {
        let check =
            |pixels: &[u8], width, expected: &[u8]| assert_eq!(bits(pixels, width), expected);
        check(&[255, 0, 255], 3, &[0b1010_0000]);
        check(&[0; 9], 9, &[0, 0]);
        check(&[255; 4], 2, &[0b1100_0000, 0b1100_0000]);
    }

    #[test]
    fn packing_puts_no_more_ink_on_an_area() {
        // The noise of a camera, each pixel just below 300 percent at most.
        let mut seed = 1_u32;
        let mut noise = |ink: u8| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            if seed >> 31 == 0 { ink } else { ink + 23 }
        };
        let data: Vec<u8> =
            [160, 160, 160, 190].repeat(64 * 64).into_iter().map(&mut noise).collect();
        let packed = encode(&data, (64, 64), Colours::Cmyk, 95);
        let seen = packed.and_then(|packed| jpeg::four_channels(&packed)).unwrap_or_default();
        // As Adobe stores it.
        let seen: Vec<u8> = seen.iter().map(|ink| u8::MAX - ink).collect();
        let single = |data: &[u8]| {
            let pixels = data.as_chunks::<4>().0.iter();
            pixels.map(|own| percent(own.map(u32::from).iter().sum(), 1)).max()
        };
        assert!(single(&data) <= Some(300) && single(&seen) > Some(300));
        assert_eq!(most_ink(&seen, 64), most_ink(&data, 64));
    }
}
