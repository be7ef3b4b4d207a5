//! Parts of an issue that are files of their own: a cover of another paper, the inner pages.

/// Which part of an issue a file has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// 内文: all but the cover.
    Inner,
    /// 封面: the four pages of the cover.
    Cover,
}

impl Part {
    /// What the file is called after.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Inner => "内文",
            Self::Cover => "封面",
        }
    }

    /// What a page is called, by its place in the part and in the issue: `内文第3面（全期第5面）`.
    /// Each may have its count: `3/16`.
    pub fn page(self, in_part: &str, in_issue: &str) -> String {
        format!("{}第{in_part}面（全期第{in_issue}面）", self.name())
    }
}
