//! Names of the parts of an issue that last for their life, and of the files that belong to it.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The SHA-256 of bytes, in 64 hexadecimal digits: what pictures and imported files are called by.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A name of 64 bits, written as 16 hexadecimal digits. `KIND` keeps names of different things
/// apart.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id<const KIND: char>(u64);

/// Names an issue.
pub type IssueId = Id<'i'>;
/// Names a section within its issue.
pub type SectionId = Id<'s'>;
/// Names a document within its issue.
pub type DocumentId = Id<'d'>;
/// Names an attached document within its issue.
pub type AttachedId = Id<'a'>;
/// Names a block within its issue.
pub type BlockId = Id<'b'>;

impl<const KIND: char> Id<KIND> {
    /// The name with these bits.
    pub const fn new(bits: u64) -> Self {
        Self(bits)
    }
}

impl<const KIND: char> fmt::Display for Id<KIND> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl<const KIND: char> fmt::Debug for Id<KIND> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{KIND}:{self}")
    }
}

impl<const KIND: char> FromStr for Id<KIND> {
    type Err = std::num::ParseIntError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        u64::from_str_radix(text, 16).map(Self)
    }
}

impl<const KIND: char> Serialize for Id<KIND> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de, const KIND: char> Deserialize<'de> for Id<KIND> {
    fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        String::deserialize(input)?.parse().map_err(serde::de::Error::custom)
    }
}

/// Makes new ids from a seed: the same seed gives the same ids.
///
/// Two people who each add a block to copies of one file must not make the same id, so the caller
/// seeds with something of its own (the time, a hash of the imported bytes), and ids are spread
/// over 64 bits (`SplitMix64`) instead of counted.
#[derive(Debug, Clone)]
pub struct Ids {
    state: u64,
}

impl Ids {
    /// Starts a run of ids at `seed`.
    pub const fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// The next id, of the kind that is asked for.
    pub const fn make<const KIND: char>(&mut self) -> Id<KIND> {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        Id(z ^ (z >> 31))
    }
}
