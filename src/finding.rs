//! Findings: what layout, checker, import and preflight report in one form.

use serde::{Deserialize, Serialize};

use crate::issue::place::Place;
use crate::issue::text::Range;

/// Something that is, or may be, wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule's id in kebab case, such as `docnum-bracket`; stable.
    pub rule: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// Where it is; none if it concerns the whole issue or the machine (a missing font).
    pub place: Option<Place>,
    /// The characters at that place.
    pub text: String,
    /// What is wrong and what to do, in Chinese.
    pub message: String,
    /// What would mend it.
    pub fix: Option<Fix>,
}

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Style advice.
    Info,
    /// Probably wrong, or house style.
    Warning,
    /// Must be mended, or waived by name, before release.
    Error,
}

/// What would mend a finding: the characters of `range` in the text of the finding's place become
/// `replacement`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// In the text of the finding's place.
    pub range: Range,
    /// The new characters; empty to delete.
    pub replacement: String,
}
