//! What pictures are written for.

use super::convert::Converter;

/// What the pictures are written for.
#[derive(Debug)]
pub(super) enum Aim<'a> {
    /// A press: inks, 300 ppi.
    Press(&'a Converter),
    /// An office printer: RGB, 150 ppi.
    Proof,
    /// An office printer without colours.
    GreyProof,
}

impl Aim<'_> {
    /// The pixels an inch that suffice.
    pub(super) const fn enough(&self) -> u32 {
        match self {
            Self::Press(_) => 300,
            Self::Proof | Self::GreyProof => 150,
        }
    }

    pub(super) const fn quality(&self) -> u8 {
        match self {
            Self::Press(_) => 95,
            Self::Proof | Self::GreyProof => 80,
        }
    }
}
