//! Automatic numbers of Word, computed into the text (ISO/IEC 29500-1, 17.9).

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use super::format;
use super::style::Styles;
use crate::import::xml::Element;

/// How many levels a list has.
const LEVELS: usize = 9;

/// The level of a number, 0 to 8.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Level(usize);

impl Level {
    pub(super) fn read(value: &str) -> Self {
        Self(value.parse().unwrap_or(0).min(LEVELS - 1))
    }
}

/// How a level writes its number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Form {
    start: u32,
    /// The kind of numeral: `chineseCounting`.
    kind: String,
    /// What stands around it: `（%1）`.
    text: String,
    /// The level whose next number begins this one anew, counted from 1; 0 for none.
    restart: Option<usize>,
    /// All numbers in it are decimal.
    legal: bool,
    /// The style whose paragraphs have this level.
    style: Option<String>,
    /// What follows it: `tab`, `space`, `nothing`.
    suffix: String,
}

/// A list: a definition, and what this one has otherwise.
#[derive(Debug, Clone, Default)]
struct List {
    definition: String,
    starts: BTreeMap<usize, u32>,
    forms: BTreeMap<usize, Form>,
}

/// The lists of a file, and how far each has been counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    definitions: BTreeMap<String, Vec<Form>>,
    lists: BTreeMap<String, List>,
    counts: BTreeMap<String, [Option<u32>; LEVELS]>,
    /// The starts of lists that have been used: they begin only once.
    begun: BTreeSet<(String, usize)>,
}

impl Numbering {
    /// Reads the part `numbering.xml`.
    pub(super) fn read(root: Option<&Element>, styles: &Styles) -> Self {
        let Some(root) = root else { return Self::default() };
        let mut numbering = Self::default();
        let mut linked = Vec::new();
        for element in root.elements() {
            if element.is("w:abstractNum") {
                let id = element.attribute("w:abstractNumId").unwrap_or_default().to_owned();
                if let Some(style) = element.value("w:numStyleLink") {
                    linked.push((id.clone(), style.to_owned()));
                }
                let _ = numbering.definitions.insert(id, definition(element));
            } else if element.is("w:num") {
                let id = element.attribute("w:numId").unwrap_or_default().to_owned();
                let _ = numbering.lists.insert(id, list(element));
            }
        }
        for (id, style) in linked {
            let number = styles.get(Some(&style)).paragraph.number;
            let target = number.and_then(|number| numbering.lists.get(&number));
            let forms = target.and_then(|list| numbering.definitions.get(&list.definition));
            if let Some(forms) = forms.cloned() {
                let _ = numbering.definitions.insert(id, forms);
            }
        }
        numbering
    }

    /// The level that paragraphs of a style have in a list, if the list says so.
    pub(super) fn level_of_style(&self, number: &str, style: &str) -> Option<Level> {
        let list = self.lists.get(number)?;
        let forms = self.definitions.get(&list.definition)?;
        forms.iter().position(|form| form.style.as_deref() == Some(style)).map(Level)
    }

    /// Counts the next number of a list and writes it, with what parts it from the text.
    pub(super) fn next(&mut self, number: &str, level: Level) -> Option<String> {
        let Level(level) = level;
        let list = self.lists.get(number)?.clone();
        let forms: Vec<Form> = {
            let definition = self.definitions.get(&list.definition)?;
            let own = |(index, form): (usize, &Form)| {
                list.forms.get(&index).cloned().unwrap_or_else(|| form.clone())
            };
            definition.iter().enumerate().map(own).collect()
        };
        let form = forms.get(level)?;
        let counts = self.counts.entry(list.definition.clone()).or_default();
        let first = list.starts.get(&level).copied().unwrap_or(form.start);
        let anew =
            list.starts.contains_key(&level) && self.begun.insert((number.to_owned(), level));
        let count = counts.get_mut(level)?;
        *count = Some(match *count {
            Some(last) if !anew => last.saturating_add(1),
            Some(_) | None => first,
        });
        for (deeper, count) in counts.iter_mut().enumerate().skip(level + 1) {
            let restart = forms.get(deeper).and_then(|form| form.restart);
            let keeps = restart.is_some_and(|restart| restart == 0 || level + 1 > restart);
            if !keeps {
                *count = None;
            }
        }
        let label = label(form, &forms, counts);
        Some(apart(label, &form.suffix))
    }
}

/// The number as it is written: `（%1）` with the numerals of the levels that it names.
fn label(form: &Form, forms: &[Form], counts: &[Option<u32>; LEVELS]) -> String {
    if form.kind == "bullet" {
        return format::bullet(&form.text).to_owned();
    }
    let mut label = String::new();
    let mut characters = form.text.chars().peekable();
    while let Some(c) = characters.next() {
        let digit = characters.peek().and_then(|next| next.to_digit(10)).filter(|_| c == '%');
        let Some(index) = digit.and_then(|digit| (digit as usize).checked_sub(1)) else {
            label.push(c);
            continue;
        };
        let _ = characters.next();
        let Some(named) = forms.get(index) else { continue };
        let count = counts.get(index).copied().flatten().unwrap_or(named.start);
        let kind = if form.legal { "decimal" } else { &named.kind };
        label.push_str(&format::numeral(count, kind));
    }
    label
}

/// The number with the gap that it needs before the text: none behind a mark, 第一条 a wide one.
fn apart(mut label: String, suffix: &str) -> String {
    const PARTS: [char; 8] = ['条', '章', '节', '编', '篇', '款', '分', '则'];
    match label.chars().next_back() {
        Some(_) if suffix == "nothing" => {}
        Some(last) if last.is_ascii_alphanumeric() => label.push(' '),
        Some(last) if PARTS.contains(&last) => label.push('　'),
        Some(_) | None => {}
    }
    label
}

fn definition(element: &Element) -> Vec<Form> {
    let mut forms = vec![Form { start: 1, ..Form::default() }; LEVELS];
    for level in element.elements().filter(|level| level.is("w:lvl")) {
        let Level(index) = Level::read(level.attribute("w:ilvl").unwrap_or("0"));
        if let Some(slot) = forms.get_mut(index) {
            *slot = form(level);
        }
    }
    forms
}

fn form(level: &Element) -> Form {
    // Kinds that are newer than the first edition come with an older one beside them.
    let fallback = level
        .first("mc:AlternateContent")
        .and_then(|either| either.first("mc:Fallback"))
        .and_then(|fallback| fallback.value("w:numFmt"));
    let number = |name: &str| level.value(name).and_then(|value| value.parse().ok());
    Form {
        start: number("w:start").unwrap_or(0),
        kind: level.value("w:numFmt").or(fallback).unwrap_or("decimal").to_owned(),
        text: level.value("w:lvlText").unwrap_or_default().to_owned(),
        restart: level.value("w:lvlRestart").and_then(|value| value.parse().ok()),
        legal: level.switch("w:isLgl").unwrap_or(false),
        style: level.value("w:pStyle").map(str::to_owned),
        suffix: level.value("w:suff").unwrap_or("tab").to_owned(),
    }
}

fn list(element: &Element) -> List {
    let mut list = List {
        definition: element.value("w:abstractNumId").unwrap_or_default().to_owned(),
        ..List::default()
    };
    for other in element.elements().filter(|other| other.is("w:lvlOverride")) {
        let Level(index) = Level::read(other.attribute("w:ilvl").unwrap_or("0"));
        if let Some(level) = other.first("w:lvl") {
            let _ = list.forms.insert(index, form(level));
        }
        if let Some(start) = other.value("w:startOverride").and_then(|value| value.parse().ok()) {
            let _ = list.starts.insert(index, start);
        }
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::xml;

    const HEAD: &str =
        "<w:numbering xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>";

    fn level(index: usize, kind: &str, text: &str) -> String {
        format!(
            "<w:lvl w:ilvl='{index}'><w:start w:val='1'/><w:numFmt w:val='{kind}'/>\
             <w:lvlText w:val='{text}'/></w:lvl>"
        )
    }

    fn numbering() -> Numbering {
        let levels = [
            level(0, "chineseCounting", "%1、"),
            level(1, "chineseCounting", "（%2）"),
            level(2, "decimal", "%1.%3"),
        ];
        let text = format!(
            "{HEAD}<w:abstractNum w:abstractNumId='7'>{}</w:abstractNum>\
             <w:num w:numId='1'><w:abstractNumId w:val='7'/></w:num>\
             <w:num w:numId='2'><w:abstractNumId w:val='7'/><w:lvlOverride w:ilvl='0'>\
             <w:startOverride w:val='5'/></w:lvlOverride></w:num></w:numbering>",
            levels.concat()
        );
        let root = xml::read(text.as_bytes()).unwrap();
        Numbering::read(Some(&root), &Styles::default())
    }

    #[test]
    fn numbers_are_counted_by_level() {
        let mut numbering = numbering();
        let mut check = |number: &str, level: usize, expected: &str| {
            assert_eq!(numbering.next(number, Level(level)).as_deref(), Some(expected));
        };
        check("1", 0, "一、");
        check("1", 1, "（一）");
        check("1", 1, "（二）");
        check("1", 0, "二、");
        check("1", 1, "（一）");
        check("1", 2, "二.1 ");
        check("2", 0, "五、");
        check("2", 0, "六、");
        check("1", 0, "七、");
        assert_eq!(numbering.next("9", Level(0)), None);
    }
}
