//! Pictures as image objects: JPEG is passed through, PNG decoded and packed anew.
//!
//! RGB pictures keep their colours as calibrated RGB (`CalRGB` with the primaries of sRGB), which
//! PDF/X-4 allows and `DeviceRGB` is not; the press converts them with the output profile. They
//! are reported, since a print office may want them as CMYK.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use lopdf::{Dictionary, Object, Stream};
use rayon::prelude::*;
use tiny_skia::Pixmap;

use crate::export::{Pictures, finding};
use crate::finding::{Finding, Severity};
use crate::layout::page::{FrameItem, Page};

/// Pixels of the largest picture that is decoded: A3 at 600 dpi and some.
const LARGEST: u64 = 80_000_000;

/// The image objects of a file.
#[derive(Debug, Default)]
pub(super) struct Images {
    /// By the hash that pages name them with.
    indices: BTreeMap<String, usize>,
    /// In the order of the hashes.
    pub(super) streams: Vec<Stream>,
}

impl Images {
    /// The number of the picture with this hash, if it could be read.
    pub(super) fn index(&self, sha256: &str) -> Option<usize> {
        self.indices.get(sha256).copied()
    }
}

/// Colours of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Colours {
    Grey,
    Rgb,
    Cmyk,
    /// CMYK stored upside down, as Adobe's programs do in JPEG.
    CmykInverted,
}

/// Reads the pictures that the pages name.
pub(super) fn read(pages: &[Arc<Page>], pictures: &Pictures) -> (Images, Vec<Finding>) {
    let names: BTreeSet<&str> = pages
        .iter()
        .flat_map(|page| &page.parts)
        .flat_map(|placed| &placed.frame.items)
        .filter_map(|item| match item {
            FrameItem::Picture { sha256, .. } => Some(&**sha256),
            FrameItem::Glyphs(_) | FrameItem::Rule { .. } => None,
        })
        .collect();
    let names: Vec<&str> = names.into_iter().collect();
    let read: Vec<_> = names
        .par_iter()
        .map(|name| pictures.get(*name).map(|bytes| jpeg(bytes).or_else(|| png(bytes))))
        .collect();
    let mut images = Images::default();
    let mut findings = Vec::new();
    for (name, outcome) in names.into_iter().zip(read) {
        let mut report = |rule, severity, message: &str| {
            findings.push(finding(rule, severity, name, message.to_owned()));
        };
        match outcome {
            None => report(
                "picture-missing",
                Severity::Error,
                "图片不在文件中，版面上以空框代替；请重新插入这张图片",
            ),
            Some(None) => report(
                "picture-unreadable",
                Severity::Error,
                "图片格式不能识别，版面上以空框代替；请换成 JPEG 或 PNG 图片",
            ),
            Some(Some((stream, colours))) => {
                if colours == Colours::Rgb {
                    report(
                        "picture-rgb",
                        Severity::Warning,
                        "图片是 RGB 颜色，印刷时由印刷厂按输出特性文件转换；如需控制颜色，请换成 CMYK 图片",
                    );
                }
                let _ = images.indices.insert(name.to_owned(), images.streams.len());
                images.streams.push(stream);
            }
        }
    }
    (images, findings)
}

/// A JPEG file as an image object; none if it is no JPEG that a PDF can hold.
fn jpeg(bytes: &[u8]) -> Option<(Stream, Colours)> {
    let mut rest = bytes.strip_prefix(&[0xff, 0xd8])?;
    let mut adobe = false;
    loop {
        let &[mark, kind, high, low] = rest.first_chunk()?;
        if mark != 0xff {
            return None;
        }
        if kind == 0xff {
            rest = rest.get(1..)?;
            continue;
        }
        let length = usize::from(u16::from_be_bytes([high, low]));
        let segment = rest.get(4..2 + length)?;
        rest = rest.get(2 + length..)?;
        match kind {
            0xee => adobe |= segment.starts_with(b"Adobe"),
            // Start of scan before any frame.
            0xda => return None,
            // Start of frame; C4, C8 and CC are tables and the like.
            0xc0..=0xcf if !matches!(kind, 0xc4 | 0xc8 | 0xcc) => {
                let &[8, h1, h0, w1, w0, components] = segment.first_chunk()? else {
                    return None;
                };
                let colours = match components {
                    1 => Colours::Grey,
                    3 => Colours::Rgb,
                    4 if adobe => Colours::CmykInverted,
                    4 => Colours::Cmyk,
                    _ => return None,
                };
                let (width, height) = (u16::from_be_bytes([w1, w0]), u16::from_be_bytes([h1, h0]));
                if width == 0 || height == 0 {
                    return None;
                }
                let mut stream = image(width.into(), height.into(), colours, bytes.to_vec());
                stream.dict.set("Filter", Object::Name(b"DCTDecode".to_vec()));
                return Some((stream, colours));
            }
            _ => {}
        }
    }
}

/// A PNG file as an image object, laid on white; none if it is no PNG.
fn png(bytes: &[u8]) -> Option<(Stream, Colours)> {
    // Signature, length and name of IHDR, then width and height.
    let side = |at: usize| {
        let four = bytes.get(at..at + 4)?;
        Some(u64::from(u32::from_be_bytes(four.try_into().ok()?)))
    };
    if side(16)?.checked_mul(side(20)?)? > LARGEST {
        return None;
    }
    let pixels = Pixmap::decode_png(bytes).ok()?;
    let flat = || {
        pixels.pixels().iter().map(|pixel| {
            // Premultiplied: what shines through is white.
            let white = u8::MAX - pixel.alpha();
            [pixel.red() + white, pixel.green() + white, pixel.blue() + white]
        })
    };
    let grey = flat().all(|[red, green, blue]| red == green && green == blue);
    let (colours, data): (_, Vec<u8>) = if grey {
        (Colours::Grey, flat().map(|[red, ..]| red).collect())
    } else {
        (Colours::Rgb, flat().flatten().collect())
    };
    Some((image(pixels.width(), pixels.height(), colours, data), colours))
}

fn image(width: u32, height: u32, colours: Colours, data: Vec<u8>) -> Stream {
    let mut dictionary = Dictionary::new();
    dictionary.set("Type", Object::Name(b"XObject".to_vec()));
    dictionary.set("Subtype", Object::Name(b"Image".to_vec()));
    dictionary.set("Width", i64::from(width));
    dictionary.set("Height", i64::from(height));
    dictionary.set("BitsPerComponent", 8);
    let space = match colours {
        Colours::Grey => Object::Name(b"DeviceGray".to_vec()),
        Colours::Rgb => srgb(),
        Colours::Cmyk | Colours::CmykInverted => Object::Name(b"DeviceCMYK".to_vec()),
    };
    dictionary.set("ColorSpace", space);
    if colours == Colours::CmykInverted {
        let decode = [1, 0, 1, 0, 1, 0, 1, 0].map(Object::Integer);
        dictionary.set("Decode", decode.to_vec());
    }
    Stream::new(dictionary, data)
}

/// Calibrated RGB with the white point and primaries of sRGB (IEC 61966-2-1); its curve is near
/// that of gamma 2.2.
fn srgb() -> Object {
    let reals = |values: &[f32]| values.iter().copied().map(Object::Real).collect::<Vec<_>>();
    let mut dictionary = Dictionary::new();
    dictionary.set("WhitePoint", reals(&[0.9505, 1.0, 1.089]));
    dictionary.set("Gamma", reals(&[2.2, 2.2, 2.2]));
    dictionary.set(
        "Matrix",
        reals(&[0.4124, 0.2126, 0.0193, 0.3576, 0.7152, 0.1192, 0.1805, 0.0722, 0.9505]),
    );
    Object::Array(vec![Object::Name(b"CalRGB".to_vec()), Object::Dictionary(dictionary)])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A JPEG as far as its frame header.
    fn header(components: u8, adobe: bool) -> Vec<u8> {
        let mut bytes = vec![0xff, 0xd8];
        if adobe {
            bytes.extend_from_slice(&[0xff, 0xee, 0, 14]);
            bytes.extend_from_slice(b"Adobe\0\x64\0\0\0\0\x02");
        }
        bytes.extend_from_slice(&[0xff, 0xc4, 0, 4, 0, 0]);
        bytes.extend_from_slice(&[0xff, 0xc2, 0, 9, 8, 0, 20, 0, 30, components, 0]);
        bytes
    }

    #[test]
    fn jpeg_headers_say_size_and_colours() {
        let check = |bytes: &[u8], expected: Option<Colours>| {
            let found = jpeg(bytes);
            assert_eq!(found.as_ref().map(|(_, colours)| *colours), expected);
            if let Some((stream, _)) = found {
                assert_eq!(stream.dict.get(b"Width").unwrap().as_i64().unwrap(), 30);
                assert_eq!(stream.dict.get(b"Height").unwrap().as_i64().unwrap(), 20);
            }
        };
        check(&header(1, false), Some(Colours::Grey));
        check(&header(3, true), Some(Colours::Rgb));
        check(&header(4, false), Some(Colours::Cmyk));
        check(&header(4, true), Some(Colours::CmykInverted));
        check(&header(2, false), None);
        check(&[0xff, 0xd8, 0xff, 0xda, 0, 2], None);
        check(b"", None);
        for length in 0..header(4, true).len() - 1 {
            check(&header(4, true)[..length], None);
        }
    }

    #[test]
    fn a_png_without_colours_is_grey() {
        let check = |colour: [u8; 4], expected, data: &[u8]| {
            let mut pixels = Pixmap::new(1, 1).unwrap();
            let [red, green, blue, alpha] = colour;
            pixels.fill(tiny_skia::Color::from_rgba8(red, green, blue, alpha));
            let (stream, colours) = png(&pixels.encode_png().unwrap()).unwrap();
            assert_eq!((colours, stream.content.as_slice()), (expected, data));
        };
        check([9, 9, 9, 255], Colours::Grey, &[9]);
        check([200, 9, 9, 255], Colours::Rgb, &[200, 9, 9]);
        check([0, 0, 0, 0], Colours::Grey, &[255]);
        assert!(png(b"\x89PNG\r\n\x1a\n").is_none());
    }
}
