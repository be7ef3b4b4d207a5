//! Looks at an ICC profile before it becomes the output intent (ICC.1:2010, clause 7).

use std::borrow::Cow;

use crate::export::Error;

/// FOGRA39, total ink 300 %: the profile that the program carries.
const BUILT_IN: &[u8] =
    include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/icc/ISOcoated_v2_300_bas.icc"));

/// A CMYK output profile.
#[derive(Debug)]
pub(super) struct Profile<'a> {
    /// The file.
    pub(super) bytes: Cow<'a, [u8]>,
    /// Name of the printing condition in the registry of the ICC; none for a profile that we do
    /// not know.
    pub(super) condition: Option<&'static str>,
    /// What the profile calls itself.
    pub(super) description: String,
}

impl<'a> Profile<'a> {
    /// Takes `bytes`, or the profile that the program carries.
    ///
    /// # Errors
    /// [`Error::Icc`] for a file that is no profile, or one of a screen, a camera or another
    /// number of inks.
    pub(super) fn new(bytes: Option<&'a [u8]>) -> Result<Self, Error> {
        let Some(bytes) = bytes else {
            return Ok(Self {
                bytes: Cow::Borrowed(BUILT_IN),
                condition: Some("FOGRA39"),
                description: "ISO Coated v2 300% (basICColor)".into(),
            });
        };
        check(bytes)?;
        let description = describe(bytes).unwrap_or_else(|| "CMYK".into());
        Ok(Self { bytes: Cow::Borrowed(bytes), condition: None, description })
    }
}

/// Whether bytes are a profile of a press in four inks, whole and with tables to convert by.
pub(in crate::export) fn is_press_profile(bytes: &[u8]) -> bool {
    check(bytes).is_ok() && moxcms::ColorProfile::new_from_slice(bytes).is_ok()
}

/// Whether bytes are the profile that the program carries.
pub(in crate::export) fn is_carried(bytes: &[u8]) -> bool {
    bytes == BUILT_IN
}

fn check(bytes: &[u8]) -> Result<(), Error> {
    let field = |at: usize| bytes.get(at..at + 4);
    if bytes.len() < 132 || field(36) != Some(b"acsp") {
        return Err(Error::Icc("它不是 ICC 特性文件，或已损坏"));
    }
    if number(bytes, 0) != Some(bytes.len()) {
        return Err(Error::Icc("文件不完整"));
    }
    if bytes.get(8).is_none_or(|&major| major > 4) {
        return Err(Error::Icc("版本太新，PDF 1.6 不能使用"));
    }
    if field(12) != Some(b"prtr") {
        return Err(Error::Icc("它不是输出设备（prtr）的特性文件"));
    }
    if field(16) != Some(b"CMYK") {
        return Err(Error::Icc("它不是 CMYK 四色的特性文件"));
    }
    Ok(())
}

fn number(bytes: &[u8], at: usize) -> Option<usize> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    usize::try_from(u32::from_be_bytes(four.try_into().ok()?)).ok()
}

/// The profile's description (tag `desc`), in version 2 as `desc` in ASCII, in version 4 as `mluc`
/// in UTF-16.
fn describe(bytes: &[u8]) -> Option<String> {
    let count = number(bytes, 128)?.min(1000);
    let tag = (0..count)
        .map(|index| 132 + 12 * index)
        .find(|&at| bytes.get(at..at + 4) == Some(b"desc"))?;
    let (start, size) = (number(bytes, tag + 4)?, number(bytes, tag + 8)?);
    let value = bytes.get(start..start.checked_add(size)?)?;
    let text = match value.get(..4)? {
        b"desc" => {
            let length = number(value, 8)?;
            let ascii = value.get(12..12_usize.checked_add(length)?)?;
            ascii.iter().map(|&byte| char::from(byte)).collect::<String>()
        }
        b"mluc" => {
            let (length, offset) = (number(value, 20)?, number(value, 24)?);
            let units = value.get(offset..offset.checked_add(length)?)?.chunks_exact(2);
            let units: Vec<u16> =
                units.filter_map(|two| two.try_into().ok().map(u16::from_be_bytes)).collect();
            String::from_utf16_lossy(&units)
        }
        _ => return None,
    };
    let text = text.trim_end_matches('\0').trim().to_owned();
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_error(change: impl Fn(&mut Vec<u8>), expected: &str) {
        let mut bytes = BUILT_IN.to_vec();
        change(&mut bytes);
        let error = Profile::new(Some(&bytes)).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    }

    #[test]
    fn only_press_profiles_are_taken() {
        assert_eq!(
            Profile::new(Some(BUILT_IN)).unwrap().description,
            "ISO Coated v2 300% (basICColor)"
        );
        check_error(Vec::clear, "不是 ICC");
        check_error(|bytes| bytes.truncate(100), "不是 ICC");
        check_error(|bytes| bytes.truncate(5000), "不完整");
        check_error(|bytes| bytes[8] = 5, "版本");
        check_error(|bytes| bytes[12..16].copy_from_slice(b"mntr"), "prtr");
        check_error(|bytes| bytes[16..20].copy_from_slice(b"RGB "), "CMYK");
    }

    #[test]
    fn a_wild_tag_table_is_no_panic() {
        let mut bytes = BUILT_IN.to_vec();
        bytes[128..132].copy_from_slice(&[0xff; 4]);
        for byte in &mut bytes[132..400] {
            *byte = 0xff;
        }
        assert_eq!(Profile::new(Some(&bytes)).unwrap().description, "CMYK");
    }
}
