//! Which pictures are taken over from files.

/// How many bytes a picture may have: a photograph of a good camera has a fifth of it.
const LARGEST: usize = 64 << 20;
/// How many pixels: a page of the gazette at 600 dpi has a third of it.
const MOST_PIXELS: u64 = 100_000_000;

/// The ending for a picture that can be taken over, or why it cannot.
pub(crate) fn check(bytes: &[u8]) -> Result<&'static str, &'static str> {
    let Some(extension) = extension(bytes) else {
        return Err("图片的格式不支持（如 EMF、WMF）；请在原稿中把它另存为 PNG，再插入");
    };
    let size = imagesize::blob_size(bytes).ok();
    let pixels = size.map_or(0, |size| size.width as u64 * size.height as u64);
    if bytes.len() > LARGEST || pixels > MOST_PIXELS {
        return Err("图片过大（超过 64 MB 或 1 亿像素），没有带入；请缩小后再插入");
    }
    Ok(extension)
}

/// The ending for a picture of a kind that can be printed, by its first bytes.
fn extension(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0x89, b'P', b'N', b'G', ..] => Some("png"),
        [0xff, 0xd8, 0xff, ..] => Some("jpg"),
        [b'G', b'I', b'F', b'8', ..] => Some("gif"),
        [b'B', b'M', ..] => Some("bmp"),
        [b'I', b'I', b'*', 0, ..] | [b'M', b'M', 0, b'*', ..] => Some("tif"),
        _ => None,
    }
}
