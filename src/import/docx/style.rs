//! Styles of Word with what they take over from others (ISO/IEC 29500-1, 17.7).

use std::collections::BTreeMap;

use super::numbering::Level;
use crate::import::source::Align;
use crate::import::word_style::{NO_BREAK, WordStyle};
use crate::import::xml::Element;

/// What is said of a paragraph; none where a style or the default says it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct ParagraphFormat {
    pub(super) align: Option<Align>,
    /// 1 to 9; 0 for none.
    pub(super) outline: Option<u8>,
    /// The number's definition; an empty one for none.
    pub(super) number: Option<String>,
    /// The level of the number.
    pub(super) level: Option<Level>,
}

/// What is said of a run; none where a style or the default says it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct RunFormat {
    pub(super) bold: Option<bool>,
    pub(super) kai: Option<bool>,
    pub(super) superscript: Option<bool>,
    pub(super) subscript: Option<bool>,
    pub(super) struck: Option<bool>,
    pub(super) hidden: Option<bool>,
    pub(super) capitals: Option<bool>,
    /// It stays on one line, as a style of ours says.
    pub(super) no_break: Option<bool>,
}

impl RunFormat {
    /// What `w:rPr` says.
    pub(super) fn read(properties: Option<&Element>) -> Self {
        let Some(properties) = properties else { return Self::default() };
        let fonts = properties.first("w:rFonts");
        let font = fonts.and_then(|fonts| fonts.attribute("w:eastAsia"));
        Self {
            bold: properties.switch("w:b"),
            kai: font.map(is_kai),
            superscript: properties.value("w:vertAlign").map(|value| value == "superscript"),
            subscript: properties.value("w:vertAlign").map(|value| value == "subscript"),
            struck: properties.switch("w:strike").or(properties.switch("w:dstrike")),
            hidden: properties.switch("w:vanish"),
            capitals: properties.switch("w:caps"),
            no_break: None,
        }
    }

    /// What holds if `above` says less.
    pub(super) fn over(self, above: Self) -> Self {
        Self {
            bold: self.bold.or(above.bold),
            kai: self.kai.or(above.kai),
            superscript: self.superscript.or(above.superscript),
            subscript: self.subscript.or(above.subscript),
            struck: self.struck.or(above.struck),
            hidden: self.hidden.or(above.hidden),
            capitals: self.capitals.or(above.capitals),
            no_break: self.no_break.or(above.no_break),
        }
    }
}

/// Whether a font is a 楷体: `楷体_GB2312`, `方正楷体_GBK`, `KaiTi`.
fn is_kai(font: &str) -> bool {
    font.contains('楷') || font.to_ascii_lowercase().contains("kai")
}

impl ParagraphFormat {
    /// What `w:pPr` says.
    pub(super) fn read(properties: Option<&Element>) -> Self {
        let Some(properties) = properties else { return Self::default() };
        let number = properties.first("w:numPr");
        let outline = properties.value("w:outlineLvl").and_then(|level| level.parse::<u8>().ok());
        Self {
            align: properties.value("w:jc").map(|value| match value {
                "center" => Align::Center,
                "right" | "end" => Align::End,
                _ => Align::Start,
            }),
            outline: outline.map(|level| if level < 9 { level + 1 } else { 0 }),
            number: number.and_then(|number| number.value("w:numId")).map(|id| {
                // A number 0 takes away that of the style.
                if id == "0" { String::new() } else { id.to_owned() }
            }),
            level: number.and_then(|number| number.value("w:ilvl")).map(Level::read),
        }
    }

    /// What holds if `above` says less.
    pub(super) fn over(self, above: &Self) -> Self {
        Self {
            align: self.align.or(above.align),
            outline: self.outline.or(above.outline),
            number: self.number.or_else(|| above.number.clone()),
            level: self.level.or(above.level),
        }
    }
}

/// A style with all that it takes over.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Style {
    /// Its name, in small letters: `heading 1`, `title`, `toc 1`.
    pub(super) name: String,
    pub(super) paragraph: ParagraphFormat,
    pub(super) run: RunFormat,
    /// Whether a table of this style has lines around its cells.
    pub(super) bordered: Option<bool>,
}

/// The styles of a file.
#[derive(Debug, Default)]
pub(super) struct Styles {
    by_id: BTreeMap<String, Style>,
    /// The style of paragraphs that name none.
    default: Option<String>,
    /// What holds for all runs.
    run: RunFormat,
}

impl Styles {
    /// Reads the part `styles.xml`.
    pub(super) fn read(root: Option<&Element>) -> Self {
        let Some(root) = root else { return Self::default() };
        let elements: BTreeMap<&str, &Element> = root
            .elements()
            .filter(|element| element.is("w:style"))
            .filter_map(|element| Some((element.attribute("w:styleId")?, element)))
            .collect();
        let is_default = |element: &Element| {
            element.attribute("w:type") == Some("paragraph")
                && matches!(element.attribute("w:default"), Some("1" | "true"))
        };
        let default = elements.iter().find(|(_, element)| is_default(element));
        let defaults = root.first("w:docDefaults").and_then(|all| all.first("w:rPrDefault"));
        Self {
            run: RunFormat::read(defaults.and_then(|all| all.first("w:rPr"))),
            default: default.map(|(&id, _)| id.to_owned()),
            by_id: elements.keys().map(|&id| (id.to_owned(), style(id, &elements))).collect(),
        }
    }

    /// Whether they are those of a file that this program wrote.
    pub(super) fn are_ours(&self) -> bool {
        let title = WordStyle::Title.name();
        self.by_id.values().any(|style| style.name == title)
    }

    /// The style with this id, or the default one.
    pub(super) fn get(&self, id: Option<&str>) -> Style {
        let id = id.filter(|id| self.by_id.contains_key(*id)).or(self.default.as_deref());
        id.and_then(|id| self.by_id.get(id)).cloned().unwrap_or_default()
    }

    /// What a run has by its paragraph's style and its own.
    pub(super) fn run(&self, paragraph: &Style, id: Option<&str>) -> RunFormat {
        let own = id.and_then(|id| self.by_id.get(id)).map(|style| style.run).unwrap_or_default();
        own.over(paragraph.run).over(self.run)
    }

    /// Whether the table style draws lines; none if it does not say.
    pub(super) fn bordered(&self, id: Option<&str>) -> Option<bool> {
        self.by_id.get(id?)?.bordered
    }
}

/// The style `id` with what it takes over, up to a style that comes again.
fn style(id: &str, elements: &BTreeMap<&str, &Element>) -> Style {
    const LONGEST_CHAIN: usize = 32;
    let mut whole = Style::default();
    let mut next = Some(id);
    for _ in 0..LONGEST_CHAIN {
        let Some(element) = next.and_then(|id| elements.get(id)) else { break };
        if whole.name.is_empty() {
            whole.name = element.value("w:name").unwrap_or_default().to_lowercase();
            whole.run.no_break = (whole.name == NO_BREAK).then_some(true);
        }
        let paragraph = ParagraphFormat::read(element.first("w:pPr"));
        whole.paragraph = whole.paragraph.over(&paragraph);
        whole.run = whole.run.over(RunFormat::read(element.first("w:rPr")));
        let table = element.first("w:tblPr").and_then(|table| table.first("w:tblBorders"));
        whole.bordered = whole.bordered.or_else(|| table.map(has_lines));
        next = element.value("w:basedOn");
    }
    whole
}

/// Whether any of the borders is drawn.
pub(super) fn has_lines(borders: &Element) -> bool {
    borders.elements().any(is_line)
}

/// Whether a border is drawn.
pub(super) fn is_line(border: &Element) -> bool {
    let kind = border.attribute("w:val").unwrap_or("nil");
    !matches!(kind, "nil" | "none") && border.attribute("w:sz") != Some("0")
}
