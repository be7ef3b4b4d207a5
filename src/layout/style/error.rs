//! What is wrong with a style file: the key's path, its line, and how it should be.

use ron::Error as Ron;
use similar::TextDiff;

use super::{Fault, NAMES, locate};

/// A style that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// No built-in style has this name.
    #[error("没有名为“{0}”的样式；可用的样式：{list}", list = NAMES.join("、"))]
    Unknown(String),
    /// The text is not RON, a key is wrong, or a measure cannot be.
    #[error("样式第 {line} 行，{what}；请改正后再试", what = about(key, why))]
    Wrong {
        /// Line, counted from 1.
        line: usize,
        /// The key's path, as in `page.gutter`; empty where there is none.
        key: String,
        /// What is wrong with it, in Chinese.
        why: String,
    },
}

impl Error {
    /// The sentence for a style file, with the line as other programs write it: `a.ron:12: …`.
    pub fn in_file(&self, file: &str) -> String {
        match self {
            Self::Wrong { line, key, why } => {
                format!("{file}:{line}: {}；请改正后再试", about(key, why))
            }
            Self::Unknown(_) => format!("{file}: {self}"),
        }
    }

    pub(super) fn of_fault(fault: Fault, source: &str) -> Self {
        let line = locate::line_of(source, &fault.key);
        Self::Wrong { line, key: fault.key, why: fault.why.to_owned() }
    }

    pub(super) fn of_notation(error: &ron::error::SpannedError, source: &str) -> Self {
        let at = error.span.start;
        let path = locate::path_at(source, at.line, at.col);
        let inside = |key: &str| match path.rfind('.').and_then(|end| path.get(..end)) {
            Some(parent) => format!("{parent}.{key}"),
            None => key.to_owned(),
        };
        let (key, why) = match &error.code {
            Ron::NoSuchStructField { found, expected, .. } => {
                let near = nearest(found, expected);
                let near = near.map(|near| format!("，是否应为 {near}")).unwrap_or_default();
                (inside(found), format!("不是样式中的项目{near}"))
            }
            Ron::MissingStructField { field, .. } => {
                // It is missed where the bracket closes: a key before that stands in it, too.
                let last = locate::path_at(source, at.line, at.col.saturating_sub(1));
                let inside = last.rfind('.').and_then(|end| last.get(..=end)).unwrap_or_default();
                let key = format!("{inside}{field}");
                let line = locate::line_of(source, &key);
                return Self::Wrong { line, key, why: "缺少这一项".to_owned() };
            }
            Ron::DuplicateStructField { field, .. } => (inside(field), "写了两次".to_owned()),
            Ron::NoSuchEnumVariant { found, expected, .. } => {
                (path, format!("没有“{found}”这一种，可用的有 {}", expected.join("、")))
            }
            other => (path, wording(other).to_owned()),
        };
        Self::Wrong { line: at.line, key, why }
    }
}

fn about(key: &str, why: &str) -> String {
    if key.is_empty() { why.to_owned() } else { format!("{key} {why}") }
}

/// What the reader of RON says, in Chinese.
const fn wording(error: &Ron) -> &'static str {
    match error {
        Ron::ExpectedBoolean => "应是 true 或 false",
        Ron::ExpectedFloat | Ron::FloatUnderscore => "应是一个数",
        Ron::ExpectedInteger
        | Ron::IntegerOutOfBounds
        | Ron::InvalidIntegerDigit { .. }
        | Ron::UnderscoreAtBeginning => "应是不太大的整数",
        Ron::ExpectedOption | Ron::ExpectedOptionEnd => "应写成 Some(…) 或 None",
        Ron::ExpectedStructLike
        | Ron::ExpectedNamedStructLike(_)
        | Ron::ExpectedDifferentStructName { .. }
        | Ron::ExpectedArray
        | Ron::ExpectedMap => "应写在一对圆括号中",
        Ron::ExpectedDifferentLength { .. } => "括号中的项数不对",
        Ron::ExpectedComma
        | Ron::ExpectedStructLikeEnd
        | Ron::ExpectedArrayEnd
        | Ron::ExpectedMapEnd => "后面缺少逗号或括号",
        Ron::ExpectedMapColon => "后面缺少冒号",
        Ron::ExpectedIdentifier | Ron::InvalidIdentifier(_) => "应是一个名字",
        Ron::Eof => "之后文件不完整，括号没有合上",
        Ron::TrailingCharacters => "之后有多余的文字",
        Ron::InvalidValueForType { .. } => "的值类型不对",
        _ => "写法不对",
    }
}

/// The name that is most like `found`, if one is like it.
fn nearest<'a>(found: &str, names: &[&'a str]) -> Option<&'a str> {
    let alike = |name: &&str| TextDiff::from_chars(found, *name).ratio();
    let best = names.iter().copied().max_by(|a, b| alike(a).total_cmp(&alike(b)))?;
    (alike(&best) >= 0.5).then_some(best)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::style::Stylesheet;

    const BAOTOU: &str = include_str!("../../../assets/styles/baotou.ron");

    /// What is said once `from` is replaced, with the key that must stand on the line.
    fn check(from: &str, to: &str, expected: &str, on: &str) {
        let source = BAOTOU.replacen(from, to, 1);
        assert_ne!(source, BAOTOU, "{from}");
        let error = Stylesheet::parse(&source).unwrap_err();
        let Error::Wrong { line, key, why } = &error else { panic!("{error}") };
        assert_eq!(about(key, why), expected, "{to}");
        let text = source.lines().nth(line - 1).unwrap();
        assert!(text.contains(on), "{to}: line {line}: {text}");
        assert_eq!(error.in_file("a.ron"), format!("a.ron:{line}: {expected}；请改正后再试"));
    }

    #[test]
    fn keys_that_are_wrong_are_named_with_their_line() {
        let near = "page.girt 不是样式中的项目，是否应为 grid";
        check("grid: 20.0", "girt: 20.0", near, "girt");
        check(
            "    bleed:",
            "    colour: 1, bleed:",
            "page.colour 不是样式中的项目，是否应为 column",
            "colour",
        );
        check("    body:", "    corps:", "corps 不是样式中的项目", "corps");
        check("        gutter: 24.0,\n", "", "page.gutter 缺少这一项", "page: (");
        check("trim: (width: 595.276, ", "trim: (", "page.trim.width 缺少这一项", "trim");
        check("body: (font: Song, ", "body: (", "body.font 缺少这一项", "body: (");
        check("    body: (font: Song, size: 12.0, first_indent: 4),\n", "", "body 缺少这一项", "");
        check("gutter: 24.0,", "gutter: 24.0, gutter: 2.0,", "page.gutter 写了两次", "gutter");
    }

    #[test]
    fn values_of_another_kind_are_named_with_their_line() {
        check("gutter: 24.0", "gutter: \"x\"", "page.gutter 应是一个数", "gutter");
        check("gutter: 24.0", "gutter: 24mm", "page.gutter 后面缺少逗号或括号", "gutter");
        check("columns: 2", "columns: two", "page.columns 应是不太大的整数", "columns");
        check("columns: 2", "columns: -2", "page.columns 应是不太大的整数", "columns");
        check("columns: 2", "columns: 2.5", "page.columns 后面缺少逗号或括号", "columns");
        check("pitch: Some(30.0)", "pitch: 30.0", "title.pitch 应写成 Some(…) 或 None", "title");
        check("trim: (width", "trim: 3, x: (width", "page.trim 应写在一对圆括号中", "trim");
        let roles = "body.font 没有“Songti”这一种，可用的有 Title、Song、FangSong、Hei、Kai";
        check("body: (font: Song", "body: (font: Songti", roles, "body");
        let heads = "furniture.head 没有“All”这一种，可用的有 None、Section、Document、\
                     GazetteAndSection";
        check("head: Section", "head: All", heads, "furniture");
        check(
            "(font: Hei, size: 12.0, first_indent: 4, keep_next: 2),\n",
            "",
            "headings 括号中的项数不对",
            "",
        );
    }

    #[test]
    fn measures_that_cannot_be_are_named_with_their_line() {
        let most = |key: &str| format!("{key} 应为 0 到 14000 磅");
        check("grid: 20.0", "grid: inf", &most("page.grid"), "grid");
        check("grid: 20.0", "grid: 1e300", &most("page.grid"), "grid");
        check("grid: 20.0", "grid: 0.0", "page.grid 行距应大于 0", "grid");
        check("grid: 20.0", "grid: -1", &most("page.grid"), "grid");
        check("grid: 20.0", "grid: 11.0", "page.grid 行距不能小于正文的字号", "grid");
        check("gutter: 24.0", "gutter: -3.0", &most("page.gutter"), "gutter");
        check("width: 595.276", "width: 1e30", &most("page.trim.width"), "width");
        check(
            "multiple: 4",
            "multiple: 4000000000",
            "page.multiple 页数的倍数应为 1 到 64",
            "multi",
        );
        check("lines: 34", "lines: 4000000000", "page.lines 每页应为 4 到 200 行", "lines");
        check("lines: 34", "lines: 64", "page.lines 版心比纸张高", "lines");
        check("column: 228.0", "column: 95.0", "page.column 栏宽至少为 8 个字", "column:");
        check("columns: 2", "columns: 3", "page.column 版心比纸张宽", "column:");
        check("columns: 2", "columns: 0", "page.columns 栏数应为 1 到 8", "columns");
        check("inner: 62.362", "inner: 300.0", "page.column 版心比纸张宽", "column:");
        check("bleed: ", "bleed: -", &most("page.bleed"), "bleed");
        check("body: (", "body: (before: 400000000, ", "body.before 段前最多空 40 行", "body");
        let indent = "body.indent 缩进最多为 80（半个字为 1）";
        check("body: (", "body: (indent: 400000000, ", indent, "body");
        check("body: (", "body: (pitch: Some(inf), ", "body.pitch 行距应为 4 到 720 磅", "body");
        let size = "headings[2].size 字号应为 4 到 144 磅";
        check(
            "(font: Kai, size: 12.0, first_indent",
            "(font: Kai, size: 2.0, first_indent",
            size,
            "Kai",
        );
        let gap = "furniture.folio_gap 页码到版心的距离应为 0 到 144 磅";
        check("folio_gap: 15.75", "folio_gap: 900.0", gap, "furniture");
    }

    #[test]
    fn a_text_that_is_no_style_is_refused() {
        for text in ["", "(", "[1]", "(page: 3)", "公报", "{", "(page: (trim: (", "\u{feff}"] {
            let said = Stylesheet::parse(text).unwrap_err().to_string();
            assert!(said.starts_with("样式第 1 行，"), "{text}: {said}");
            assert!(!said.contains("xpected"), "{text}: {said}");
        }
    }
}
