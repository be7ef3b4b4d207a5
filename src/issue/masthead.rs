//! The masthead (刊名): the gazette's name in Chinese and Mongolian.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::text::Text;

/// The two scripts of the masthead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Script {
    /// Simplified Chinese.
    Chinese,
    /// Traditional Mongolian, set in columns from left to right.
    Mongolian,
}

/// The gazette's name in both scripts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Masthead {
    /// The Chinese name, such as 包头市人民政府公报.
    pub chinese: Text,
    /// The Mongolian name; empty until somebody who reads it has typed it.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub mongolian: Text,
    /// Who has read the Mongolian name and found it right. None means 未核: not for print.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approval: Option<Approval>,
    /// The calligrapher's hand that is printed instead of the Chinese letters: the SHA-256 of its
    /// picture. The letters stay what contents, metadata and checks read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chinese_hand: Option<String>,
    /// The same for the Mongolian ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mongolian_hand: Option<String>,
    /// Which of the two stands first; a question of law and custom that the office answers.
    #[serde(default)]
    pub order: MastheadOrder,
}

impl Masthead {
    /// The picture of the calligrapher's hand for one script.
    pub fn hand(&self, script: Script) -> Option<&str> {
        match script {
            Script::Chinese => self.chinese_hand.as_deref(),
            Script::Mongolian => self.mongolian_hand.as_deref(),
        }
    }
}

/// The word of a reader of Mongolian that a name is right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    /// The reader's name.
    pub by: String,
    /// The day.
    pub on: NaiveDate,
}

/// Which script of the masthead stands first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum MastheadOrder {
    /// Chinese above or to the right.
    #[default]
    ChineseFirst,
    /// Mongolian above or to the left.
    MongolianFirst,
}
