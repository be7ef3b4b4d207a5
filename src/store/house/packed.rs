//! Pictures in a file of text: the ending and the bytes in base64 (RFC 4648, 4), by their SHA-256.

use std::collections::BTreeMap;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::de::Error as _;
use serde::{Deserialize as _, Deserializer, Serialize as _, Serializer};

use crate::issue::id::sha256;
use crate::store::file::Picture;

type Packed = BTreeMap<String, (String, String)>;

pub(super) fn serialize<S: Serializer>(
    pictures: &BTreeMap<String, Picture>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let packed = |(name, picture): (&String, &Picture)| {
        (name.clone(), (picture.extension.clone(), STANDARD.encode(picture.bytes.as_slice())))
    };
    pictures.iter().map(packed).collect::<Packed>().serialize(serializer)
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<BTreeMap<String, Picture>, D::Error> {
    let packed = Packed::deserialize(deserializer)?;
    let unpacked = |(name, (extension, bytes)): (String, (String, String))| {
        let bytes = STANDARD.decode(bytes).ok().filter(|bytes| sha256(bytes) == name);
        let bytes = bytes.ok_or_else(|| D::Error::custom("`图片`"))?;
        Ok((name, Picture { extension, bytes: Arc::new(bytes) }))
    };
    packed.into_iter().map(unpacked).collect()
}
