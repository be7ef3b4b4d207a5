//! The tables of rules (`assets/rules/lints.tsv`) and of their messages (`messages.tsv`).
//!
//! The tables are UTF-8, tab separated, without quoting; the first line names the columns.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use super::passage::Kind;
use crate::finding::Severity;

/// The table of rules, as it is.
pub(crate) const LINTS: &str = include_str!("../../assets/rules/lints.tsv");
const MESSAGES: &str = include_str!("../../assets/rules/messages.tsv");

/// Where a rule looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    /// All passages that are no Mongolian.
    Any,
    /// 发文字号.
    Number,
    /// 署名 and date.
    Signature,
    /// Entries of a chronicle.
    Chronicle,
    /// Beginnings of headings, items and paragraphs.
    Start,
    /// Numbered headings.
    Heading,
    /// Paragraphs.
    Paragraph,
    /// Titles.
    Title,
    /// Lines of the contents.
    Contents,
    /// 主送机关.
    Addressee,
    /// What stands below a document.
    Tail,
    /// 附件说明.
    AttachmentNote,
    /// 附件1.
    AttachmentLabel,
    /// Lines of an appointment list.
    Names,
    /// Cover and colophon.
    Gazette,
}

impl Scope {
    fn named(name: &str) -> Self {
        match name {
            "document number" => Self::Number,
            "signature" => Self::Signature,
            "chronicle" => Self::Chronicle,
            "paragraph start (heading or list item)" => Self::Start,
            "heading block" => Self::Heading,
            "body paragraph" => Self::Paragraph,
            "title" => Self::Title,
            "contents" => Self::Contents,
            "addressee" => Self::Addressee,
            "line after date, or whole document" => Self::Tail,
            "attachment note (附件说明)" => Self::AttachmentNote,
            "attachment label (own line)" => Self::AttachmentLabel,
            "name list" => Self::Names,
            "issue" => Self::Gazette,
            _ => Self::Any,
        }
    }

    /// Whether a rule of this scope looks at passages of `kind`.
    pub(crate) const fn holds(self, kind: Kind) -> bool {
        match self {
            Self::Any => !matches!(kind, Kind::Mongolian),
            Self::Number => matches!(kind, Kind::Number),
            Self::Signature => matches!(kind, Kind::Signature | Kind::Date),
            Self::Chronicle => matches!(kind, Kind::ChronicleEntry),
            Self::Start => matches!(
                kind,
                Kind::Heading(_) | Kind::Body | Kind::Item | Kind::Article | Kind::Chapter
            ),
            Self::Heading => matches!(kind, Kind::Heading(_)),
            Self::Paragraph => matches!(kind, Kind::Body | Kind::ChronicleEntry),
            Self::Title => matches!(kind, Kind::Title),
            Self::Contents => matches!(kind, Kind::ContentsTitle),
            Self::Addressee => matches!(kind, Kind::Addressee),
            Self::Tail => matches!(
                kind,
                Kind::Annotation | Kind::Body | Kind::Note | Kind::Signature | Kind::Date
            ),
            Self::AttachmentNote => matches!(kind, Kind::AttachmentNote),
            Self::AttachmentLabel => matches!(kind, Kind::AttachmentLabel),
            Self::Names => matches!(kind, Kind::Appointment),
            Self::Gazette => matches!(kind, Kind::Colophon | Kind::IssueLine | Kind::Body),
        }
    }
}

/// One rule of the table.
#[derive(Debug)]
pub(crate) struct Rule {
    /// Kebab case, stable.
    pub(crate) id: &'static str,
    /// How bad its findings are.
    pub(crate) severity: Severity,
    /// Group in the panel.
    pub(crate) category: &'static str,
    /// Where it looks.
    pub(crate) scope: Scope,
    /// Regular expression; empty for a rule that needs more.
    pub(crate) pattern: &'static str,
    /// Its place in the table.
    pub(crate) order: usize,
    /// What is wrong and what to do, in Chinese, with `{text}`, `{fix}` and `{detail}`.
    pub(crate) message: &'static str,
}

/// All rules by id.
static RULES: LazyLock<BTreeMap<&'static str, Rule>> = LazyLock::new(|| {
    let messages: HashMap<&str, &'static str> =
        MESSAGES.lines().skip(1).filter_map(|line| line.split_once('\t')).collect();
    let rules = LINTS.lines().skip(1).enumerate().filter_map(|(order, line)| {
        let fields: Vec<&'static str> = line.split('\t').collect();
        let &[id, severity, category, scope, _, pattern, ..] = fields.as_slice() else {
            return None;
        };
        let severity = match severity {
            "error" => Severity::Error,
            "warning" => Severity::Warning,
            _ => Severity::Info,
        };
        let message = messages.get(id).copied().unwrap_or_default();
        let scope = Scope::named(scope);
        Some((id, Rule { id, severity, category, scope, pattern, order, message }))
    });
    rules.collect()
});

/// The rule called `id`.
pub(crate) fn rule(id: &str) -> Option<&'static Rule> {
    RULES.get(id)
}

/// All rules, in the order of the table.
pub(crate) fn rules() -> Vec<&'static Rule> {
    let mut rules: Vec<_> = RULES.values().collect();
    rules.sort_by_key(|rule| rule.order);
    rules
}

/// How far the ranks of two categories are apart.
pub(crate) const CATEGORY: usize = 1000;

/// How special the findings of a rule are where two meet at one place: the lower one stays.
///
/// What makes nonsense of other rules (residue) comes first, then the forms of elements, then
/// marks, then words.
pub(crate) fn rank(rule: &Rule) -> usize {
    const CATEGORIES: [&str; 21] = [
        "residue",
        "ocr",
        "document-number",
        "note",
        "attachment",
        "numbering",
        "name",
        "date",
        "unit",
        "numeral",
        "reference",
        "title",
        "addressee",
        "organ",
        "gazette",
        "signature",
        "punctuation",
        "wording",
        "duplicate",
        "consistency",
        "variant",
    ];
    const FIRST: [&str; 7] = [
        "name-traditional",
        "ellipsis-form",
        "paren-mixed",
        "booktitle-nested",
        "quote-same-direction",
        "paren-unpaired",
        "monthday-interpunct",
    ];
    // A name that the body does not have says more than that two names are alike.
    let category = if rule.id == "title-name-mismatch" { "numbering" } else { rule.category };
    let category = CATEGORIES.iter().position(|name| *name == category).unwrap_or(20);
    let severity = match rule.severity {
        Severity::Error => 0,
        Severity::Warning => 1,
        Severity::Info => 2,
    };
    let within = FIRST
        .iter()
        .position(|id| *id == rule.id)
        .unwrap_or(FIRST.len() + severity * 300 + rule.order);
    category * CATEGORY + within
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_that_has_a_message_is_in_the_table() {
        let ids: Vec<_> = rules().iter().map(|rule| rule.id).collect();
        assert_eq!(ids.len(), 201);
        for line in MESSAGES.lines().skip(1) {
            let (id, message) = line.split_once('\t').unwrap();
            assert!(ids.contains(&id), "{id}");
            assert!(message.chars().count() <= 48, "{id}: an editor reads it at a glance");
        }
    }
}
