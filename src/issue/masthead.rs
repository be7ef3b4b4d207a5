//! The masthead (刊名): the gazette's name in Chinese and Mongolian.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::cover::Ink;
use super::text::Text;
use crate::geom::Pt;
use crate::text::mongolian::template::Digits;

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
    /// How the letters of a script are set, where that is not as usual.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub lettering: BTreeMap<Script, Lettering>,
    /// Lines about the issue in Mongolian, where the office has them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub lines: BTreeMap<MongolianLine, Template>,
    /// The digits in those lines.
    #[serde(default, skip_serializing_if = "is_default")]
    pub digits: Digits,
    /// Why the two may cover unequal areas on the cover, where somebody has accepted that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unequal: Option<Unequal>,
    /// Which of the two stands first; a question of law and custom that the office answers.
    #[serde(default)]
    pub order: MastheadOrder,
}

impl Masthead {
    /// How the letters of one script are set.
    pub fn lettering(&self, script: Script) -> Lettering {
        self.lettering.get(&script).cloned().unwrap_or_default()
    }

    /// The picture of the calligrapher's hand for one script.
    pub fn hand(&self, script: Script) -> Option<&str> {
        match script {
            Script::Chinese => self.chinese_hand.as_deref(),
            Script::Mongolian => self.mongolian_hand.as_deref(),
        }
    }

    /// What a reader of a text in Mongolian finds right. Of the name: Chinese,
    /// Mongolian, the pictures that are printed for each, and the font that shapes the Mongolian; of a
    /// line, its template.
    pub fn to_read(&self, text: MongolianText) -> Vec<String> {
        match text {
            MongolianText::Name => vec![
                self.chinese.string.clone(),
                self.mongolian.string.clone(),
                self.chinese_hand.clone().unwrap_or_default(),
                self.mongolian_hand.clone().unwrap_or_default(),
                self.lettering(Script::Mongolian).font.unwrap_or_default(),
            ],
            MongolianText::Line(line) => {
                self.lines.get(&line).map(|own| own.text.clone()).into_iter().collect()
            }
        }
    }

    /// Who has found a text right; none where nobody has, or where it is not there.
    pub fn approval(&self, text: MongolianText) -> Option<&Approval> {
        match text {
            MongolianText::Name => self.approval.as_ref(),
            MongolianText::Line(line) => self.lines.get(&line)?.approval.as_ref(),
        }
    }

    /// Withdraws each approval of something else than what is there, and returns it; one that does
    /// not say what was read is taken for what is there, and says so from now on.
    ///
    /// Edits withdraw approvals by themselves: this is for what comes from a file, which others than
    /// this program may have changed.
    pub fn withdraw_stale(&mut self) -> Vec<(MongolianText, Approval)> {
        let mut withdrawn = Vec::new();
        for text in MongolianText::ALL {
            let now = self.to_read(text);
            let own = match text {
                MongolianText::Name => Some(&mut self.approval),
                MongolianText::Line(line) => self.lines.get_mut(&line).map(|own| &mut own.approval),
            };
            let Some(own) = own else { continue };
            if let Some(approval) = own.as_mut().filter(|own| own.read.is_empty()) {
                approval.read = now;
            } else if let Some(stale) = own.take_if(|own| own.read != now) {
                withdrawn.push((text, stale));
            }
        }
        withdrawn
    }
}

/// How the letters of one script of the name are set; what is not said is as usual.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lettering {
    /// PostScript name of its font. As usual: the style's for Chinese, the bundled one for
    /// Mongolian.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub font: Option<String>,
    /// The em on the cover. As usual: what lets both scripts cover equal areas, as large as there
    /// is room for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<Pt>,
    /// What is put between the characters of Chinese, or the words of Mongolian, whose letters are
    /// joined; in hundredths of the em. As usual: nothing, but a Chinese column is spread until it
    /// ends beside the Mongolian one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tracking: Option<i32>,
    /// Its ink. As usual: that of the name where it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ink: Option<Ink>,
}

impl Lettering {
    /// Sizes that can be asked for: a line of small print to a letter as wide as the page.
    pub const SIZES: RangeInclusive<Pt> = Pt::new(6)..=Pt::new(600);
    /// The tracking that can be asked for, in hundredths of the em.
    pub const TRACKINGS: RangeInclusive<i32> = -30..=300;

    /// Whether letters can be set so.
    pub(crate) fn is_sound(&self) -> bool {
        self.size.is_none_or(|size| Self::SIZES.contains(&size))
            && self.tracking.is_none_or(|own| Self::TRACKINGS.contains(&own))
    }
}

fn is_default(digits: &Digits) -> bool {
    *digits == Digits::default()
}

/// A line about the issue in Mongolian.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum MongolianLine {
    /// Year, number, total number, periodicity (刊期行).
    Number,
    /// The day of publication (日期行).
    Published,
}

impl MongolianLine {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Number, Self::Published];

    /// What it is called in Chinese.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Number => "刊期行",
            Self::Published => "日期行",
        }
    }
}

/// A text in Mongolian that a reader approves by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MongolianText {
    /// The gazette's name.
    Name,
    /// A line about the issue.
    Line(MongolianLine),
}

impl MongolianText {
    /// All of them.
    pub const ALL: [Self; 3] =
        [Self::Name, Self::Line(MongolianLine::Number), Self::Line(MongolianLine::Published)];

    /// What it is called in Chinese.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Name => "刊名",
            Self::Line(line) => line.name(),
        }
    }
}

/// What a line says in every issue, as a reader wrote it; see
/// [`template`](crate::text::mongolian::template) for what stands for the digits of an issue.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Template {
    /// The words; a line without any is not there.
    pub text: String,
    /// Who has found them right; the digits of another issue change nothing about that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approval: Option<Approval>,
}

/// The word of a reader of Mongolian that a text is right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    /// The reader's name.
    pub by: String,
    /// The day.
    pub on: NaiveDate,
    /// What was read, as [`Masthead::to_read`] gives it; empty where that was not written down.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub read: Vec<String>,
}

impl Approval {
    /// The word of a reader, on a day; what was read is not written down.
    pub fn new(by: impl Into<String>, on: NaiveDate) -> Self {
        Self { by: by.into(), on, read: Vec::new() }
    }
}

/// The word of somebody of the office that both scripts may cover unequal areas on the cover.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unequal {
    /// Why.
    pub reason: String,
    /// The day.
    pub on: NaiveDate,
    /// The area of the Mongolian, in 1/1000 of that of the Chinese, as it was then.
    pub area: i64,
}

impl Unequal {
    /// How much the area may be another one than what was accepted, in 1/1000.
    const SAME: i64 = 20;

    /// Whether such an area is what was accepted.
    pub const fn holds(&self, area: i64) -> bool {
        (area - self.area).abs() <= Self::SAME
    }
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
