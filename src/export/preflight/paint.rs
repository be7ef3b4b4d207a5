//! Colours as contents and images of a file name them (ISO 32000-1, 8.6).

use lopdf::content::Operation;
use lopdf::{Document, Object};

use super::object::number;

/// A colour as the content names it.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Paint {
    Grey(f64),
    Rgb,
    Cmyk([f64; 4]),
    /// Separation or `DeviceN`: the names of its inks, and how much of each.
    Inks(Vec<String>, Vec<f64>),
    /// Lab, patterns and what is not known, by the name of the family.
    Other(String),
}

impl Paint {
    /// The plates that it leaves ink on.
    pub(super) fn plates(&self) -> Vec<String> {
        let named = |name: &str, part: f64| (part > 0.0).then(|| name.to_owned());
        match self {
            Self::Grey(light) => named("K", 1.0 - light).into_iter().collect(),
            Self::Cmyk(parts) => {
                ["C", "M", "Y", "K"].iter().zip(parts).filter_map(|(n, &p)| named(n, p)).collect()
            }
            Self::Inks(names, parts) => {
                names.iter().zip(parts).filter_map(|(name, &part)| named(name, part)).collect()
            }
            Self::Rgb | Self::Other(_) => Vec::new(),
        }
    }
}

/// The kind of colours that a colour space has, as its first one: full ink of a separation.
pub(super) fn space_of(pdf: &Document, space: &Object) -> Paint {
    let Ok((_, space)) = pdf.dereference(space) else { return Paint::Other("?".into()) };
    if let Ok(name) = space.as_name() {
        return match name {
            b"DeviceGray" | b"G" => Paint::Grey(0.0),
            b"DeviceRGB" | b"RGB" => Paint::Rgb,
            b"DeviceCMYK" | b"CMYK" => Paint::Cmyk([0.0, 0.0, 0.0, 1.0]),
            other => Paint::Other(String::from_utf8_lossy(other).into_owned()),
        };
    }
    let parts = space.as_array().map(Vec::as_slice).unwrap_or_default();
    let family = parts.first().and_then(|name| name.as_name().ok()).unwrap_or(b"?");
    let text =
        |object: &Object| String::from_utf8_lossy(object.as_name().unwrap_or(b"?")).into_owned();
    match (family, parts.get(1)) {
        (b"Separation", Some(name)) => Paint::Inks(vec![text(name)], vec![1.0]),
        (b"DeviceN", Some(names)) => {
            let names: Vec<String> = pdf
                .dereference(names)
                .and_then(|(_, names)| names.as_array())
                .map(|names| names.iter().map(text).collect())
                .unwrap_or_default();
            let full = vec![1.0; names.len()];
            Paint::Inks(names, full)
        }
        (b"Indexed" | b"I", Some(base)) => space_of(pdf, base),
        (b"ICCBased", Some(profile)) => {
            let stream = pdf.dereference(profile).and_then(|(_, object)| object.as_stream());
            match stream.and_then(|stream| stream.dict.get(b"N")).and_then(Object::as_i64) {
                Ok(1) => Paint::Grey(0.0),
                Ok(4) => Paint::Cmyk([0.0, 0.0, 0.0, 1.0]),
                _ => Paint::Rgb,
            }
        }
        (b"CalRGB", _) => Paint::Rgb,
        (b"CalGray", _) => Paint::Grey(0.0),
        (other, _) => Paint::Other(String::from_utf8_lossy(other).into_owned()),
    }
}

/// A colour of a colour space by the numbers of the operation.
pub(super) fn coloured(space: &Paint, operation: &Operation) -> Paint {
    match space {
        Paint::Grey(_) => Paint::Grey(number(operation, 0)),
        Paint::Cmyk(_) => Paint::Cmyk(std::array::from_fn(|at| number(operation, at))),
        Paint::Inks(names, _) => {
            Paint::Inks(names.clone(), (0..names.len()).map(|at| number(operation, at)).collect())
        }
        Paint::Rgb | Paint::Other(_) => space.clone(),
    }
}
