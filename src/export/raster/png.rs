//! Pixels → PNG (ISO/IEC 15948) that knows its resolution.

use tiny_skia::Pixmap;

use crate::export::Error;

/// Bytes of signature and IHDR, which must stand first.
const HEAD: usize = 8 + 4 + 4 + 13 + 4;

/// The PNG file of `pixels`, with its resolution in the chunk pHYs (clause 11.3.4.3).
///
/// # Errors
/// [`Error::Png`] if the encoder fails.
pub fn png(pixels: &Pixmap, dpi: f64) -> Result<Vec<u8>, Error> {
    let plain = pixels.encode_png().map_err(|error| Error::Png(Box::new(error)))?;
    let (Some(head), Some(rest)) = (plain.get(..HEAD), plain.get(HEAD..)) else {
        return Err(Error::Png("the encoder gave no header".into()));
    };
    // Pixels a metre, in both directions, with the unit 1 = metre.
    #[expect(clippy::cast_possible_truncation, reason = "casting a float saturates")]
    #[expect(clippy::cast_sign_loss, reason = "casting a float saturates")]
    let density = (dpi / 0.0254).round() as u32;
    let mut chunk = b"pHYs".to_vec();
    chunk.extend_from_slice(&density.to_be_bytes());
    chunk.extend_from_slice(&density.to_be_bytes());
    chunk.push(1);
    let mut whole = Vec::with_capacity(plain.len() + 21);
    whole.extend_from_slice(head);
    whole.extend_from_slice(&9_u32.to_be_bytes());
    whole.extend_from_slice(&chunk);
    whole.extend_from_slice(&crc(&chunk).to_be_bytes());
    whole.extend_from_slice(rest);
    Ok(whole)
}

/// The check sum of a chunk (clause D, CRC-32).
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, &byte| {
        (0..8).fold(sum ^ u32::from(byte), |sum, _| {
            if sum & 1 == 1 { (sum >> 1) ^ 0xedb8_8320 } else { sum >> 1 }
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_sum_is_that_of_png() {
        // The chunk IEND is the same in every file.
        assert_eq!(crc(b"IEND"), 0xae42_6082);
    }

    #[test]
    fn the_resolution_is_written_and_the_picture_still_opens() {
        let mut pixels = Pixmap::new(5, 3).unwrap();
        pixels.fill(tiny_skia::Color::from_rgba8(0xc4, 0, 0, 0xff));
        let bytes = png(&pixels, 150.0).unwrap();
        let at = bytes.windows(4).position(|four| four == b"pHYs").unwrap();
        // 150 dpi are 5906 pixels a metre.
        assert_eq!(bytes[at + 4..at + 13], [0, 0, 0x17, 0x12, 0, 0, 0x17, 0x12, 1]);
        assert_eq!(Pixmap::decode_png(&bytes).unwrap(), pixels);
    }
}
