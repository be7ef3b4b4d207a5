//! The language of the interface: Chinese, or English by choice.

/// A language of the interface.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Language {
    /// 中文.
    #[default]
    Chinese,
    /// English.
    English,
}

/// A text of the interface in Chinese and in English.
pub(crate) type Words = (&'static str, &'static str);

impl Language {
    /// The text in this language.
    pub(crate) const fn say(self, words: Words) -> &'static str {
        self.pick(words.0, words.1)
    }

    /// The other one.
    pub(crate) const fn other(self) -> Self {
        match self {
            Self::Chinese => Self::English,
            Self::English => Self::Chinese,
        }
    }

    /// The one of two texts that is in this language.
    pub(crate) const fn pick(self, chinese: &'static str, english: &'static str) -> &'static str {
        match self {
            Self::Chinese => chinese,
            Self::English => english,
        }
    }
}
