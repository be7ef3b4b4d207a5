//! JPEG and PNG files → pixels, the same for screen and paper.
//!
//! What shines through is laid on white, since paper is; colours are those of sRGB, whatever
//! profile a camera wrote into the file. Decoding is the `image` crate's.

use std::io::Cursor;

use image::imageops::thumbnail;
use image::metadata::Orientation;
use image::{DynamicImage, GrayImage, ImageDecoder, ImageReader, Limits, RgbImage};
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};

use super::jpeg;

/// Pixels of the longer side of the largest picture that is decoded: A3 at 1200 dpi and some.
const LONGEST: u32 = 24_000;
/// Bytes that decoding may take.
const ROOM: u64 = 640 << 20;

/// A decoded picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Picture {
    /// Width in pixels.
    pub(super) width: u32,
    /// Height in pixels.
    pub(super) height: u32,
    /// The pixels, row by row from the top.
    pub(super) pixels: Pixels,
    /// Whether the camera wrote that the picture is to be turned or mirrored.
    pub(super) turned: bool,
}

/// The pixels of a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Pixels {
    /// Black and white, nothing between: line art. One byte a pixel, 0 or 255.
    LineArt(Vec<u8>),
    /// One byte a pixel, 255 is white.
    Grey(Vec<u8>),
    /// Three bytes a pixel, sRGB.
    Rgb(Vec<u8>),
}

/// Whether the camera wrote into a file that the picture is to be turned or mirrored.
pub(super) fn is_turned(bytes: &[u8]) -> bool {
    let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok();
    let decoder = reader.and_then(|reader| reader.into_decoder().ok());
    decoder.is_some_and(|mut decoder| turns(&mut decoder))
}

fn turns(decoder: &mut impl ImageDecoder) -> bool {
    !matches!(decoder.orientation(), Ok(Orientation::NoTransforms) | Err(_))
}

impl Picture {
    /// Reads a JPEG or PNG file; none if it is neither, damaged, or too large.
    pub(super) fn decode(bytes: &[u8]) -> Option<Self> {
        if jpeg::is_cut(bytes) {
            return None;
        }
        let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
        let mut limits = Limits::default();
        limits.max_image_width = Some(LONGEST);
        limits.max_image_height = Some(LONGEST);
        limits.max_alloc = Some(ROOM);
        reader.limits(limits);
        let mut decoder = reader.into_decoder().ok()?;
        let profile = decoder.icc_profile().ok().flatten();
        let turned = turns(&mut decoder);
        let image = DynamicImage::from_decoder(decoder).ok()?;
        let (width, height) = (image.width(), image.height());
        if width == 0 || height == 0 {
            return None;
        }
        let coloured = image.color().has_color();
        let mut rgb = on_white(image);
        if let Some(profile) = profile.filter(|_| coloured) {
            rgb = as_srgb(rgb, &profile);
        }
        Some(Self { width, height, pixels: Pixels::new(rgb), turned })
    }

    /// The picture with at most `width` × `height` pixels, as the mean of the pixels that fall
    /// together. Line art stays as it is.
    pub(super) fn shrunk(self, width: u32, height: u32) -> Self {
        let (width, height) = (width.clamp(1, self.width), height.clamp(1, self.height));
        if (width, height) == (self.width, self.height) {
            return self;
        }
        let (old_width, old_height) = (self.width, self.height);
        let pixels = match self.pixels {
            Pixels::LineArt(_) => return self,
            Pixels::Grey(from) => GrayImage::from_raw(old_width, old_height, from)
                .map(|image| Pixels::Grey(thumbnail(&image, width, height).into_raw())),
            Pixels::Rgb(from) => RgbImage::from_raw(old_width, old_height, from)
                .map(|image| Pixels::Rgb(thumbnail(&image, width, height).into_raw())),
        };
        let pixels = pixels.unwrap_or(Pixels::Grey(Vec::new()));
        Self { width, height, pixels, turned: self.turned }
    }

    /// As line art: 0 where it is dark, 255 where it is light, a byte a pixel.
    pub(super) fn line_art(&self) -> Vec<u8> {
        let cut = |shade: u32| if shade < 128 { 0 } else { 255 };
        match &self.pixels {
            Pixels::LineArt(grey) | Pixels::Grey(grey) => {
                grey.iter().map(|&shade| cut(shade.into())).collect()
            }
            Pixels::Rgb(rgb) => {
                let shade = |&[red, green, blue]: &[u8; 3]| {
                    let [red, green, blue] = [red, green, blue].map(u32::from);
                    cut((red * 299 + green * 587 + blue * 114) / 1000)
                };
                rgb.as_chunks().0.iter().map(shade).collect()
            }
        }
    }

    /// The pixels with red, green, blue and an alpha of 255.
    pub(super) fn rgba(&self) -> Vec<u8> {
        match &self.pixels {
            Pixels::LineArt(grey) | Pixels::Grey(grey) => {
                grey.iter().flat_map(|&shade| [shade, shade, shade, 255]).collect()
            }
            Pixels::Rgb(rgb) => {
                rgb.as_chunks().0.iter().flat_map(|&[r, g, b]| [r, g, b, 255]).collect()
            }
        }
    }
}

impl Pixels {
    /// As few channels as hold the colours.
    fn new(rgb: Vec<u8>) -> Self {
        let pixels = rgb.as_chunks::<3>().0;
        if !pixels.iter().all(|[red, green, blue]| red == green && green == blue) {
            return Self::Rgb(rgb);
        }
        let grey: Vec<u8> = pixels.iter().map(|&[shade, ..]| shade).collect();
        if grey.iter().all(|&shade| shade == 0 || shade == 255) {
            Self::LineArt(grey)
        } else {
            Self::Grey(grey)
        }
    }
}

fn on_white(image: DynamicImage) -> Vec<u8> {
    if !image.color().has_alpha() {
        return image.into_rgb8().into_raw();
    }
    let through = |colour: u8, alpha: u8| {
        let (colour, alpha) = (u32::from(colour), u32::from(alpha));
        let mixed = (colour * alpha + 255 * (255 - alpha) + 127) / 255;
        u8::try_from(mixed).unwrap_or(u8::MAX)
    };
    let pixels = image.into_rgba8().into_raw();
    let pixels = pixels.as_chunks::<4>().0.iter();
    pixels.flat_map(|&[r, g, b, alpha]| [r, g, b].map(|colour| through(colour, alpha))).collect()
}

/// `rgb` in the colours of sRGB; as it is if the profile cannot be used.
fn as_srgb(rgb: Vec<u8>, profile: &[u8]) -> Vec<u8> {
    let Ok(profile) = ColorProfile::new_from_slice(profile) else { return rgb };
    if profile.color_space != DataColorSpace::Rgb {
        return rgb;
    }
    let srgb = ColorProfile::new_srgb();
    let options = TransformOptions::default();
    let Ok(transform) = profile.create_transform_8bit(Layout::Rgb, &srgb, Layout::Rgb, options)
    else {
        return rgb;
    };
    let mut converted = vec![0; rgb.len()];
    match transform.transform(&rgb, &mut converted) {
        Ok(()) => converted,
        Err(_) => rgb,
    }
}

/// A calligrapher's hand of pixels without the paper around it, as a picture in black and white,
/// which is how it is printed; none where it is no picture, has no ink, or no paper around it.
pub fn cut_to_ink(bytes: &[u8]) -> Option<Vec<u8>> {
    let picture = Picture::decode(bytes)?;
    let art = GrayImage::from_raw(picture.width, picture.height, picture.line_art())?;
    let inked = || art.enumerate_pixels().filter(|(.., tone)| tone.0 == [0]);
    let (left, right) = (inked().map(|own| own.0).min()?, inked().map(|own| own.0).max()? + 1);
    let (top, bottom) = (inked().map(|own| own.1).min()?, inked().map(|own| own.1).max()? + 1);
    let (width, height) = (right - left, bottom - top);
    if (width, height) == art.dimensions() {
        return None;
    }
    let mut cut = Cursor::new(Vec::new());
    let art = image::imageops::crop_imm(&art, left, top, width, height).to_image();
    art.write_to(&mut cut, image::ImageFormat::Png).ok()?;
    Some(cut.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{ImageFormat, RgbaImage};

    fn png(image: impl Into<DynamicImage>) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        image.into().write_to(&mut bytes, ImageFormat::Png).unwrap();
        bytes.into_inner()
    }

    #[test]
    fn a_picture_has_as_few_channels_as_its_colours_need() {
        let check = |pixels: [u8; 8], expected: Pixels| {
            let image = RgbaImage::from_raw(2, 1, pixels.to_vec()).unwrap();
            assert_eq!(Picture::decode(&png(image)).unwrap().pixels, expected);
        };
        check([0, 0, 0, 255, 255, 255, 255, 255], Pixels::LineArt(vec![0, 255]));
        check([9, 9, 9, 255, 255, 255, 255, 255], Pixels::Grey(vec![9, 255]));
        check([200, 9, 9, 255, 0, 0, 0, 255], Pixels::Rgb(vec![200, 9, 9, 0, 0, 0]));
        // What shines through is white.
        check([0, 0, 0, 0, 0, 0, 0, 51], Pixels::Grey(vec![255, 204]));
    }

    #[test]
    fn shrinking_takes_the_mean_and_never_grows() {
        let image = GrayImage::from_raw(4, 2, vec![0, 10, 20, 30, 40, 50, 60, 70]).unwrap();
        let picture = Picture::decode(&png(image)).unwrap();
        let small = picture.clone().shrunk(2, 1);
        assert_eq!((small.width, small.height), (2, 1));
        assert_eq!(small.pixels, Pixels::Grey(vec![25, 45]));
        assert_eq!(picture.clone().shrunk(9, 9), picture);
        assert_eq!(picture.shrunk(0, 0).width, 1);
    }

    #[test]
    fn what_is_no_picture_is_none() {
        for bytes in [b"".as_slice(), b"GIF89a", b"\x89PNG\r\n\x1a\n", &[0xff, 0xd8, 0xff, 0xda]] {
            assert!(Picture::decode(bytes).is_none());
        }
        let whole = png(GrayImage::from_raw(1, 1, vec![7]).unwrap());
        assert!(Picture::decode(&whole[..whole.len() / 2]).is_none());
    }

    #[test]
    fn a_hand_is_cut_to_its_ink_and_keeps_its_pixels() {
        let hand = |ink: u8| {
            GrayImage::from_fn(100, 50, |x, y| {
                let inked = (20..60).contains(&x) && (10..30).contains(&y);
                image::Luma([if inked { ink } else { 250 }])
            })
        };
        let cut = cut_to_ink(&png(hand(30))).unwrap();
        let size = |bytes: &[u8]| Picture::decode(bytes).map(|own| (own.width, own.height));
        assert_eq!(size(&cut), Some((40, 20)));
        assert_eq!(cut_to_ink(&cut), None, "there is nothing left to cut");
        assert_eq!(cut_to_ink(&png(hand(250))), None, "there is no ink");
        assert_eq!(cut_to_ink(b"GIF"), None);
    }
}
