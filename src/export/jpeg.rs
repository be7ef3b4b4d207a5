//! JPEG files as a PDF holds them: the frame, and what the filter makes of four channels.
//!
//! The `image` crate gives pictures as a screen shows them. How much ink lies on a plate only the
//! four channels tell; those the PDF reader gives, for which the file is put into a document.

use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::Name;
use hayro_interpret::hayro_syntax::object::stream::ImageDecodeParams;
use lopdf::{Dictionary, Document, Object, Stream};

/// Bytes that decoding may take.
const ROOM: u64 = 640 << 20;

/// What the header of a JPEG file says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Frame {
    /// Width in pixels.
    pub(super) width: u32,
    /// Height in pixels.
    pub(super) height: u32,
    /// 1 for grey, 3 for colours of a screen, 4 for inks.
    pub(super) channels: u8,
    /// Whether Adobe's marker is there: its programs store inks upside down.
    pub(super) adobe: bool,
}

/// The frame of a JPEG file that a PDF can hold (ISO 32000-1, 7.4.8: baseline, extended and
/// progressive, in 8 bits); none for other files.
pub(super) fn frame(bytes: &[u8]) -> Option<Frame> {
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
            // Start of scan before any frame; frames of kinds that no filter reads: lossless,
            // hierarchical, arithmetic. C4, C8 and CC are tables and the like.
            0xda | 0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf => return None,
            0xc0..=0xc2 => {
                let &[8, h1, h0, w1, w0, channels @ (1 | 3 | 4)] = segment.first_chunk()? else {
                    return None;
                };
                let width = u32::from(u16::from_be_bytes([w1, w0]));
                let height = u32::from(u16::from_be_bytes([h1, h0]));
                return (width > 0 && height > 0).then_some(Frame {
                    width,
                    height,
                    channels,
                    adobe,
                });
            }
            _ => {}
        }
    }
}

/// Whether bytes are a JPEG file that ends before its picture does (ISO 10918-1, B.1): decoders fill
/// what is missing with grey, and a plate would have it.
pub(super) fn is_cut(bytes: &[u8]) -> bool {
    let Some(mut rest) = bytes.strip_prefix(&[0xff, 0xd8]) else { return false };
    loop {
        // To the next marker: in the data of a scan 00 is stuffed behind FF, and D0 to D7 restart.
        let Some(at) = rest.windows(2).position(|own| {
            own.first() == Some(&0xff) && !matches!(own.last(), Some(0 | 0xff | 0xd0..=0xd7))
        }) else {
            return true;
        };
        let kind = rest.get(at + 1).copied();
        rest = rest.get(at + 2..).unwrap_or_default();
        if kind == Some(0xd9) {
            return false;
        }
        let Some(&[high, low]) = rest.first_chunk() else { return true };
        let Some(behind) = rest.get(usize::from(u16::from_be_bytes([high, low]))..) else {
            return true;
        };
        rest = behind;
    }
}

/// The channels of a JPEG file of inks as the filter gives them, four bytes a pixel: a file by
/// Adobe's programs is still upside down. None if it is damaged, or too large.
pub(super) fn four_channels(bytes: &[u8]) -> Option<Vec<u8>> {
    let Frame { width, height, channels: 4, .. } = frame(bytes)? else { return None };
    let length = u64::from(width) * u64::from(height) * 4;
    if length > ROOM {
        return None;
    }
    let pdf = Pdf::new(document(bytes, width, height)?).ok()?;
    let page = pdf.pages().first()?;
    let image = page.resources().get_x_object(&Name::new(b"I")?)?;
    let wanted = ImageDecodeParams {
        bpc: Some(8),
        num_components: Some(4),
        width,
        height,
        ..ImageDecodeParams::default()
    };
    let pixels = image.decoded_image(&wanted).ok()?.data.into_owned();
    (u64::try_from(pixels.len()) == Ok(length)).then_some(pixels)
}

/// A document with the file as the only image of its only page.
fn document(bytes: &[u8], width: u32, height: u32) -> Option<Vec<u8>> {
    let mut pdf = Document::with_version("1.6");
    let name = |text: &[u8]| Object::Name(text.to_vec());
    let mut image = Dictionary::new();
    image.set("Type", name(b"XObject"));
    image.set("Subtype", name(b"Image"));
    image.set("Width", i64::from(width));
    image.set("Height", i64::from(height));
    image.set("BitsPerComponent", 8);
    image.set("ColorSpace", name(b"DeviceCMYK"));
    image.set("Filter", name(b"DCTDecode"));
    let image = pdf.add_object(Stream::new(image, bytes.to_vec()).with_compression(false));
    let mut images = Dictionary::new();
    images.set("I", image);
    let mut resources = Dictionary::new();
    resources.set("XObject", images);
    let tree = pdf.new_object_id();
    let mut page = Dictionary::new();
    page.set("Type", name(b"Page"));
    page.set("Parent", tree);
    page.set("MediaBox", [0, 0, 72, 72].map(Object::Integer).to_vec());
    page.set("Resources", resources);
    let page = pdf.add_object(page);
    let mut pages = Dictionary::new();
    pages.set("Type", name(b"Pages"));
    pages.set("Count", 1);
    pages.set("Kids", vec![Object::Reference(page)]);
    let _ = pdf.objects.insert(tree, pages.into());
    let mut catalog = Dictionary::new();
    catalog.set("Type", name(b"Catalog"));
    catalog.set("Pages", tree);
    let catalog = pdf.add_object(catalog);
    pdf.trailer.set("Root", catalog);
    let mut out = Vec::new();
    pdf.save_to(&mut out).ok()?;
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jpeg_encoder::{ColorType, Encoder};

    /// A JPEG as far as its frame header.
    fn header(kind: u8, channels: u8, adobe: bool) -> Vec<u8> {
        let mut bytes = vec![0xff, 0xd8];
        if adobe {
            bytes.extend_from_slice(&[0xff, 0xee, 0, 14]);
            bytes.extend_from_slice(b"Adobe\0\x64\0\0\0\0\x02");
        }
        bytes.extend_from_slice(&[0xff, 0xc4, 0, 4, 0, 0]);
        bytes.extend_from_slice(&[0xff, kind, 0, 9, 8, 0, 20, 0, 30, channels, 0]);
        bytes
    }

    #[test]
    fn frames_say_size_and_channels() {
        let check = |bytes: &[u8], expected: Option<(u8, bool)>| {
            let found = frame(bytes).map(|own| {
                assert_eq!((own.width, own.height), (30, 20));
                (own.channels, own.adobe)
            });
            assert_eq!(found, expected);
        };
        for kind in 0xc0..=0xc2 {
            check(&header(kind, 1, false), Some((1, false)));
        }
        check(&header(0xc2, 3, true), Some((3, true)));
        check(&header(0xc2, 4, false), Some((4, false)));
        check(&header(0xc2, 4, true), Some((4, true)));
        check(&header(0xc2, 2, false), None);
        // Lossless, hierarchical, arithmetic.
        for kind in [0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf] {
            check(&header(kind, 1, false), None);
        }
        check(&[0xff, 0xd8, 0xff, 0xda, 0, 2], None);
        check(b"", None);
        for length in 0..header(0xc2, 4, true).len() - 1 {
            check(&header(0xc2, 4, true)[..length], None);
        }
    }

    #[test]
    fn a_file_is_cut_wherever_its_picture_does_not_end() {
        let pixels: Vec<u8> = (0..64 * 64).map(|at: u32| (at * 37 % 251) as u8).collect();
        for progressive in [false, true] {
            let mut bytes = Vec::new();
            let mut encoder = Encoder::new(&mut bytes, 90);
            encoder.set_progressive(progressive);
            encoder.set_restart_interval(4);
            encoder.encode(&pixels, 64, 64, ColorType::Luma).unwrap();
            // With a small picture of its own in front, as cameras write it, and something behind.
            let small = bytes.clone();
            let length = u16::try_from(small.len() + 2).unwrap().to_be_bytes();
            let head = [&[0xff, 0xe1][..], &length, &small].concat();
            let _ = bytes.splice(2..2, head.iter().copied());
            assert!(!is_cut(&bytes));
            assert!(!is_cut(&[&bytes[..], b"\0\0junk"].concat()));
            for length in (2..bytes.len()).step_by(7).chain([bytes.len() - 1]) {
                assert!(is_cut(&bytes[..length]), "{length} of {}", bytes.len());
            }
        }
        assert!(!is_cut(b"\x89PNG") && !is_cut(b""));
    }

    #[test]
    fn channels_are_those_that_the_filter_gives() {
        let check = |kind: ColorType, inks: [u8; 4]| {
            let mut packed = Vec::new();
            let encoder = Encoder::new(&mut packed, 100);
            encoder.encode(&inks.repeat(64), 8, 8, kind).unwrap();
            assert_eq!(frame(&packed).map(|own| (own.channels, own.adobe)), Some((4, true)));
            let stored = four_channels(&packed).unwrap();
            assert_eq!(stored.len(), 256);
            for (found, ink) in stored.iter().zip(inks.into_iter().cycle()) {
                let ink = 255 - ink;
                assert!(found.abs_diff(ink) < 4, "{found} {ink} {kind:?}");
            }
            // Half of the file is no picture, or one with what was lost filled up.
            let _ = four_channels(&packed[..packed.len() / 2]);
        };
        for inks in [[0, 0, 0, 255], [255, 255, 255, 255], [10, 200, 90, 30]] {
            check(ColorType::Cmyk, inks);
            check(ColorType::CmykAsYcck, inks);
        }
        assert_eq!(four_channels(b"no picture"), None);
    }
}
