//! A paragraph of Word → its lines, with number, marks, and what hangs on it.

use super::Reader;
use super::picture::Drawing;
use super::style::{ParagraphFormat, RunFormat, Style};
use crate::import::Error;
use crate::import::source::{Align, Markup, Picture, Piece, meaningful};
use crate::import::word_style::WordStyle;
use crate::import::xml::Element;
use crate::issue::text::{Mark, Range, Text};

/// What the runs of a paragraph give.
#[derive(Default)]
pub(super) struct Inline<'e> {
    /// Its text, a new one behind each break.
    pub(super) lines: Vec<Text>,
    /// The text boxes that hang on it.
    pub(super) boxes: Vec<(&'e Element, Placing)>,
    pub(super) pictures: Vec<Picture>,
    /// The notes that it refers to, each with its number.
    pub(super) notes: Vec<Text>,
    /// The text in it that is hidden.
    pub(super) hidden: String,
}

/// Where a text box is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Placing {
    Before,
    Behind,
}

impl Inline<'_> {
    /// Adds text with these marks.
    pub(super) fn write(&mut self, text: &str, marks: &[Mark]) {
        if self.lines.is_empty() {
            self.lines.push(Text::default());
        }
        let Some(line) = self.lines.last_mut() else { return };
        let start = line.len();
        line.string.push_str(text);
        let range = Range::new(start, line.len());
        if range.is_empty() {
            return;
        }
        for &mark in marks {
            // Runs that Word has cut apart make one mark.
            let before = line.marks.iter_mut().find(|(r, m)| *m == mark && r.end == start);
            match before {
                Some((before, _)) => before.end = range.end,
                None => line.marks.push((range, mark)),
            }
        }
    }

    /// Ends a line.
    pub(super) fn end_line(&mut self) {
        if self.lines.is_empty() {
            self.lines.push(Text::default());
        }
        self.lines.push(Text::default());
    }

    /// Its lines as one text, with the breaks between them as marks.
    fn whole(&self) -> Text {
        let mut whole = Text::default();
        let mut breaks = Vec::new();
        for line in &self.lines {
            let start = whole.len();
            breaks.push(start);
            whole.string.push_str(&line.string);
            let moved = |&(range, mark): &(Range, Mark)| {
                (Range::new(range.start + start, range.end + start), mark)
            };
            whole.marks.extend(line.marks.iter().map(moved));
        }
        whole.with_line_breaks(&breaks).with_joined_marks()
    }

    fn is_blank(&self) -> bool {
        self.lines.iter().all(|line| line.string.trim().is_empty())
    }

    pub(super) fn add(&mut self, drawing: Drawing<'_>) {
        self.pictures.extend(drawing.pictures);
    }
}

impl Reader<'_> {
    /// Reads a paragraph.
    pub(super) fn paragraph(&mut self, element: &Element) -> Result<(), Error> {
        let properties = element.first("w:pPr");
        let style_id = properties.and_then(|properties| properties.value("w:pStyle"));
        let style = self.styles.get(style_id);
        let format = ParagraphFormat::read(properties).over(&style.paragraph);
        let named = WordStyle::named(&style.name).filter(|_| self.ours);
        // What a style of ours looks like is no mark of the text.
        let style = match named {
            Some(_) => Style { run: RunFormat::default(), ..style },
            None => style,
        };
        let mut inline = Inline { lines: std::mem::take(&mut self.carried), ..Inline::default() };
        let within = self.in_contents();
        self.runs(element, &style, &mut inline)?;
        let contents = style.name.starts_with("toc ") || within || self.in_contents();
        self.close_fields();
        let end = properties.and_then(|properties| properties.first("w:rPr"));
        let joined = end
            .is_some_and(|end| end.first("w:del").is_some() || end.first("w:moveFrom").is_some());
        for &(content, placing) in &inline.boxes {
            if placing == Placing::Before {
                self.text_box(content)?;
            }
        }
        if joined {
            self.changes.deleted += 1;
            self.carried = std::mem::take(&mut inline.lines);
        } else if named.is_some() {
            // The numbers of other styles are those of the layout, as ● before entries.
            if let Some(WordStyle::Heading(_) | WordStyle::RunIn(_)) = named {
                self.number(&format, style_id, &mut inline);
            }
            let text = inline.whole();
            self.source.push_styled(named, text, format.align.unwrap_or_default());
        } else {
            self.number(&format, style_id, &mut inline);
            self.lines(&inline, &format, &style, contents);
        }
        self.source.leave_out(&inline.hidden, "隐藏文字");
        for &(content, placing) in &inline.boxes {
            if placing == Placing::Behind {
                self.text_box(content)?;
            }
        }
        for picture in inline.pictures {
            if self.ours {
                let Picture { sha256, width, .. } = picture.clone();
                self.source.pieces.push(Piece::Picture { sha256, width });
            }
            self.source.push_picture(picture);
        }
        for note in inline.notes {
            if self.ours {
                self.source.push_styled(Some(WordStyle::Note), note, Align::Start);
                continue;
            }
            self.source.push(&note, Markup::Note, Align::Start);
        }
        Ok(())
    }

    fn text_box(&mut self, content: &Element) -> Result<(), Error> {
        self.source.part();
        self.blocks(content)?;
        self.source.part();
        Ok(())
    }

    /// What is left of a paragraph whose end was deleted and that no other one follows.
    pub(super) fn finish_carried(&mut self) {
        for line in std::mem::take(&mut self.carried) {
            self.source.push(&line, Markup::Plain, Align::Start);
        }
    }

    /// Puts the paragraph's number before its first line.
    fn number(&mut self, format: &ParagraphFormat, style: Option<&str>, inline: &mut Inline<'_>) {
        let Some(number) = format.number.as_deref().filter(|number| !number.is_empty()) else {
            return;
        };
        let of_style = || style.and_then(|style| self.numbering.level_of_style(number, style));
        let level = format.level.or_else(of_style).unwrap_or_default();
        let Some(label) = self.numbering.next(number, level) else { return };
        if inline.is_blank() {
            return self.source.leave_out(&label, "没有文字的编号");
        }
        let Some(first) = inline.lines.first_mut() else { return };
        let lead = first.string.chars().take_while(|c| c.is_whitespace()).count();
        let rest = first.string.trim_start();
        let moved = u32::try_from(label.chars().count()).unwrap_or(0);
        let lead = u32::try_from(lead).unwrap_or(0);
        first.string = format!("{label}{rest}");
        for (range, _) in &mut first.marks {
            range.start = range.start.saturating_sub(lead) + moved;
            range.end = range.end.saturating_sub(lead) + moved;
        }
        first.marks.retain(|(range, _)| !range.is_empty());
    }

    /// Adds the lines of a paragraph to the source.
    fn lines(
        &mut self,
        inline: &Inline<'_>,
        format: &ParagraphFormat,
        style: &Style,
        contents: bool,
    ) {
        let holds = !inline.pictures.is_empty() || !inline.hidden.is_empty();
        if inline.is_blank() && (holds || !inline.boxes.is_empty()) {
            return;
        }
        let align = format.align.unwrap_or_default();
        let whole: usize = inline.lines.iter().map(|line| line.string.trim().chars().count()).sum();
        let markup = if contents { Markup::Contents } else { markup(format, style, align, whole) };
        if inline.lines.is_empty() {
            self.source.push(&Text::default(), markup, align);
        }
        for line in &inline.lines {
            if self.ours {
                self.source.push_styled(None, meaningful(line), align);
                continue;
            }
            self.source.push(&meaningful(line), markup, align);
        }
    }
}

/// What the style says that a paragraph of `length` characters is. Offices give whole paragraphs of
/// the body the level of a heading: those are none.
fn markup(format: &ParagraphFormat, style: &Style, align: Align, length: usize) -> Markup {
    const LONGEST: usize = 60;
    let title = matches!(style.name.as_str(), "title" | "标题");
    match format.outline.unwrap_or(0) {
        _ if length > LONGEST => Markup::Plain,
        _ if title => Markup::Heading(1),
        0 => Markup::Plain,
        1 if align == Align::Center => Markup::Heading(1),
        level => Markup::Heading((level + 1).min(5)),
    }
}
