//! Covers and the inner title: masthead in both scripts, year and number, colophon.

use std::sync::Arc;

use chrono::{Datelike, NaiveDate};

use crate::finding::{Finding, Severity};
use crate::geom::{Point, Pt};
use crate::issue::Issue;
use crate::issue::masthead::{MastheadOrder, Script};
use crate::issue::place::{Part, Place};
use crate::issue::text::Text;
use crate::layout::flow::Element;
use crate::layout::memo::Setter;
use crate::layout::page::{Frame, FrameItem, Generated, Placed, Source};
use crate::layout::paragraph::{Form, Paragraph};
use crate::layout::style::{Align, Stylesheet, TextStyle};
use crate::layout::vertical::mongolian_words;

/// Size of the Mongolian letters in hundredths of the Chinese ones beside them: at the same size
/// they look smaller, but words that stand need much height.
const MONGOLIAN_SIZE: i64 = 60;

/// A stack of centred lines, from top to bottom.
struct Stack<'a, 'm> {
    issue: &'a Issue,
    style: &'a Stylesheet,
    setter: &'a mut Setter<'m>,
    width: Pt,
    y: Pt,
    parts: Vec<Placed>,
}

impl Stack<'_, '_> {
    fn line(&mut self, text: &str, style: &TextStyle, generated: Generated) {
        self.text(&Text::new(text), style, Source::Generated(generated, None));
    }

    fn text(&mut self, text: &Text, style: &TextStyle, source: Source) {
        let pitch = style.pitch.unwrap_or(style.size.scale(16, 10));
        let _ = self.add(Paragraph::new(text, source, style, self.width, pitch));
    }

    /// Adds the lines of a paragraph; gives the right edge of its longest one.
    fn add(&mut self, paragraph: Paragraph) -> Pt {
        let lines = self.setter.set(paragraph);
        let mut right = Pt::ZERO;
        for frame in &lines.frames {
            self.place(Pt::ZERO, frame.clone());
            self.y += frame.size.height;
            right = right.max(ink_right(frame));
        }
        right
    }

    fn place(&mut self, x: Pt, frame: Arc<Frame>) {
        self.parts.push(Placed { at: Point::new(x, self.y), frame });
    }

    /// The masthead in both scripts. `repeats` tells whether it stands elsewhere as the text that
    /// is edited.
    fn masthead(&mut self, size: Pt, repeats: bool) {
        let order = self.issue.masthead.order;
        match order {
            MastheadOrder::ChineseFirst => {
                self.chinese(size, repeats);
                self.y += size / 2;
                self.mongolian(size, repeats);
            }
            MastheadOrder::MongolianFirst => {
                self.mongolian(size, repeats);
                self.y += size / 2;
                self.chinese(size, repeats);
            }
        }
    }

    /// The Chinese name on one line, smaller if it would not fit.
    fn chinese(&mut self, size: Pt, repeats: bool) {
        let text = &self.issue.masthead.chinese;
        let count = i64::from(text.len().max(1));
        let size = size.min(self.width / count);
        let style =
            TextStyle { size, pitch: Some(size.scale(13, 10)), ..self.style.masthead.clone() };
        let source = source(Script::Chinese, text, repeats);
        self.text(text, &style, source);
    }

    /// The Mongolian name: words stand side by side. An empty one leaves its place empty.
    fn mongolian(&mut self, size: Pt, repeats: bool) {
        let masthead = &self.issue.masthead;
        let text = &masthead.mongolian;
        let size = size.scale(MONGOLIAN_SIZE, 100);
        let source = source(Script::Mongolian, text, repeats);
        let ink = self.style.masthead.ink;
        let Some(frame) = mongolian_words(text, source, size, ink, self.setter.book()) else {
            self.y += size * 4;
            return;
        };
        let (width, height) = (frame.size.width, frame.size.height);
        self.place((self.width - width) / 2, Arc::new(frame));
        self.y += height;
        if masthead.approval.is_none() {
            // Nobody who reads the script has confirmed it: paper and screen say so.
            let style =
                TextStyle { pitch: None, size: Pt::new(9), ..self.style.issue_line.clone() };
            self.line("（蒙古文未核）", &style, Generated::Placeholder);
        }
    }
}

/// Where the last glyph of a line ends.
fn ink_right(frame: &Frame) -> Pt {
    let right = |item: &FrameItem| match item {
        FrameItem::Glyphs(run) => run.at.x + run.advance(),
        FrameItem::Rule { rect, .. } | FrameItem::Picture { rect, .. } => rect.right(),
    };
    frame.items.iter().map(right).max().unwrap_or(Pt::ZERO)
}

fn source(script: Script, text: &Text, repeats: bool) -> Source {
    let part = Part::Masthead(script);
    if repeats {
        Source::Generated(Generated::Masthead, Some(Place::new(part, text.range())))
    } else {
        Source::Text(part)
    }
}

/// A Mongolian name that nobody has confirmed.
pub(crate) fn findings(issue: &Issue) -> Option<Finding> {
    let masthead = &issue.masthead;
    let text = &masthead.mongolian;
    (!text.is_empty() && masthead.approval.is_none()).then(|| Finding {
        rule: "mongolian-unapproved",
        severity: Severity::Warning,
        place: Some(Place::new(Part::Masthead(Script::Mongolian), text.range())),
        text: text.string.clone(),
        message: "蒙古文刊名尚未核定；请懂蒙古文的同事核对并签名后再付印".to_owned(),
        fix: None,
    })
}

/// The front cover: positions are from the upper left corner of the trimmed page.
pub(crate) fn front(issue: &Issue, style: &Stylesheet, setter: &mut Setter<'_>) -> Vec<Placed> {
    let trim = style.page.trim;
    let margin = trim.width / 10;
    let width = trim.width - margin * 2;
    let y = trim.height / 8;
    let mut stack = Stack { issue, style, setter, width, y, parts: Vec::new() };
    stack.masthead(style.masthead.size, false);
    // Year and number stand in the lower third, apart from the name.
    stack.y = (stack.y + style.masthead.size).max(trim.height.scale(70, 100));
    let year = TextStyle { size: style.issue_line.size * 2, ..style.issue_line.clone() };
    let year = TextStyle { pitch: Some(year.size.scale(14, 10)), ..year };
    stack.line(&issue.number.year.to_string(), &year, Generated::IssueLine);
    stack.line(&number_line(issue), &style.issue_line, Generated::IssueLine);
    moved(stack.parts, Point::new(margin, Pt::ZERO))
}

/// The inner title above the contents, as a block across the page.
pub(crate) fn inner_title(issue: &Issue, style: &Stylesheet, setter: &mut Setter<'_>) -> Element {
    let width = style.page.width();
    let mut stack = Stack { issue, style, setter, width, y: Pt::ZERO, parts: Vec::new() };
    stack.masthead(style.masthead.size.scale(3, 4), true);
    stack.y += style.issue_line.size;
    let number = &issue.number;
    let year = format!("{}年第{}期", number.year, number.label());
    stack.line(&year, &style.issue_line, Generated::IssueLine);
    let total = number.total.map(|total| format!("总第{total}期"));
    let periodicity = (!number.periodicity.is_empty()).then(|| number.periodicity.clone());
    let inside: Vec<String> = total.into_iter().chain(periodicity).collect();
    if !inside.is_empty() {
        let line = format!("（{}）", inside.join("·"));
        stack.line(&line, &style.issue_line, Generated::IssueLine);
    }
    if let Some(day) = issue.published {
        let line = format!("{}出版", chinese_date(day));
        stack.line(&line, &style.issue_line, Generated::IssueLine);
    }
    let lines = u32::try_from(stack.y.div_ceil(style.page.grid)).unwrap_or(1);
    Element::Across { parts: stack.parts, lines, spare: 0, keep: 4 }
}

/// The colophon at the foot of the back cover.
pub(crate) fn back(issue: &Issue, style: &Stylesheet, setter: &mut Setter<'_>) -> Vec<Placed> {
    let trim = style.page.trim;
    let margin = trim.width / 10;
    let width = trim.width - margin * 2;
    let mut stack = Stack { issue, style, setter, width, y: Pt::ZERO, parts: Vec::new() };
    let mut widest = Pt::ZERO;
    for (line, text) in (0..).zip(&issue.colophon) {
        let pitch = style.colophon.size.scale(18, 10);
        let source = Source::Text(Part::Colophon(line));
        let mut paragraph = Paragraph::new(text, source, &style.colophon, width, pitch);
        paragraph.form = Form::Label;
        widest = widest.max(stack.add(paragraph));
    }
    // The lines begin at one edge, and the block of them stands in the middle.
    let shift = match style.colophon.align {
        Align::Left | Align::Justified => (width - widest) / 2,
        Align::Centre | Align::Right => Pt::ZERO,
    };
    let top = trim.height.scale(88, 100) - stack.y;
    moved(stack.parts, Point::new(margin + shift, top))
}

fn moved(parts: Vec<Placed>, offset: Point) -> Vec<Placed> {
    parts.into_iter().map(|part| Placed { at: part.at + offset, frame: part.frame }).collect()
}

/// `第4期（总第167期）`, as it stands on the cover.
pub(crate) fn number_line(issue: &Issue) -> String {
    let number = &issue.number;
    let total = number.total.map(|total| format!("（总第{total}期）")).unwrap_or_default();
    format!("第{}期{total}", number.label())
}

/// `2026年5月6日`.
fn chinese_date(day: NaiveDate) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}
