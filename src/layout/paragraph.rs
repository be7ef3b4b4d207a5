//! One text → lines of glyphs: prepare, break, justify, draw.

use std::sync::Arc;

use crate::finding::{Finding, Severity};
use crate::font::{FontBook, Role, Writing};
use crate::geom::{Point, Pt, Size};
use crate::issue::place::Part;
use crate::issue::text::{Range, Text};
use crate::layout::Resources;
use crate::layout::justify::{Room, justify};
use crate::layout::linebreak::{
    Broken, Length, LineRange, Measure, SPREAD_LIMIT, break_lines, break_lines_to,
};
use crate::layout::names::{Cells, Columns};
use crate::layout::page::{Direction, Frame, FrameItem, Generated, Glyph, GlyphRun, Ink, Source};
use crate::layout::prepare::{Cluster, Prepared, Span, prepare};
use crate::layout::style::{Align, Rules, TextStyle};
use crate::layout::title::{break_title, keep_words};
use crate::text::breaks::BreakCost;
use crate::text::is_invisible;
use crate::text::words::Words;

mod listed;
mod widen;

use self::listed::{keep_typed_apart, set_cells, set_member};
pub(crate) use self::widen::article_label;
use self::widen::{
    attachment_head, attendance_head, keep_name, widen_article, widen_label, widen_last_word,
    widen_name, widen_number, widen_signer,
};

/// A text and all that decides how its lines look.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Paragraph {
    /// The text.
    pub(crate) text: Text,
    /// Whose it is.
    pub(crate) source: Source,
    /// Fonts and sizes along the text.
    pub(crate) spans: Vec<Span>,
    /// Width of the column.
    pub(crate) width: Pt,
    /// Size of the em that indents count in.
    pub(crate) em: Pt,
    /// Indent of the first line.
    pub(crate) first_indent: Pt,
    /// Indent of the other lines.
    pub(crate) indent: Pt,
    /// Indent at the right.
    pub(crate) right_indent: Pt,
    /// How lines fill the measure.
    pub(crate) align: Align,
    /// From line to line.
    pub(crate) pitch: Pt,
    /// The ink.
    pub(crate) ink: Ink,
    /// What is set apart from plain running text.
    pub(crate) form: Form,
    /// How many lines it is to have.
    pub(crate) length: Length,
    /// How lines are composed; the style's.
    pub(crate) rules: Rules,
    /// Names in it that are better on one line.
    pub(crate) names: Vec<Range>,
}

/// Forms of paragraphs that set something apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Form {
    /// Running text.
    Plain,
    /// An appointment line: its name is set to three characters and an em follows it.
    Name,
    /// An entry of the list of attachments: turnovers align with the first character of its name.
    Attachment,
    /// Who was at a meeting (出席：…): turnovers align behind the colon.
    Attendance,
    /// Office and name of the one who signs: 市　长　孟庆维.
    Signer,
    /// A heading whose last word may be one of two widened characters: 总　则.
    Chapter,
    /// An article: 第十二条, an em, its text.
    Article,
    /// A date below a text: its digits stand close, as its width is counted (GB/T 9704-2012, 7.3.5).
    Date,
    /// A label of one widened word and a colon: 地　址：
    Label,
    /// A title: broken by meaning.
    Title,
    /// A title in the contents, or a heading in its column: broken where lines are full, but not in a word.
    Entitled,
    /// A row of a list of names, in cells.
    Names(Cells),
    /// Who belongs to a group: label, name and office in columns.
    Member(Columns),
    /// The mark ● stands before the first line; it is printed, not part of the text.
    Entry,
}

/// A paragraph's lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Lines {
    /// One frame a line, as wide as the column and as high as the pitch.
    pub(crate) frames: Vec<Arc<Frame>>,
    /// What could not be set well.
    pub(crate) findings: Vec<Finding>,
    /// What the breaks cost.
    pub(crate) demerits: i64,
}

/// Hanzi that would be spread further than this, in 1/100 em, stay close and leave the line short.
const RAGGED_LIMIT: i64 = 25;

impl Paragraph {
    /// `text` in one style.
    pub(crate) fn new(text: &Text, source: Source, style: &TextStyle, width: Pt, grid: Pt) -> Self {
        let half_em = style.size / 2;
        let indent = half_em * i64::from(style.indent);
        Self {
            text: text.clone(),
            source,
            spans: crate::layout::prepare::spans(text, style.font, style.size),
            width,
            em: style.size,
            first_indent: if style.indent > 0 && style.first_indent == 0 {
                indent
            } else {
                half_em * i64::from(style.first_indent)
            },
            indent,
            right_indent: half_em * i64::from(style.right_indent),
            align: style.align,
            pitch: style.pitch.unwrap_or(grid),
            ink: style.ink,
            form: Form::Plain,
            length: Length::Best,
            rules: Rules::default(),
            names: Vec::new(),
        }
    }

    /// Sets the paragraph in lines; in none, if it cannot have as many as it is to have.
    pub(crate) fn set(&self, resources: &Resources<'_>) -> Lines {
        let (book, words) = (resources.fonts, resources.words);
        let tight = self.rules.tight();
        let rules = if self.form == Form::Date { &tight } else { &self.rules };
        let mut prepared = prepare(&self.text, &self.spans, rules, book);
        for name in &self.names {
            keep_name(&mut prepared, *name);
        }
        let em = self.em;
        widen_number(&mut prepared, em);
        let mut hang = Pt::ZERO;
        match self.form {
            Form::Name => widen_name(&mut prepared, em),
            Form::Label => widen_label(&mut prepared, em),
            Form::Signer => widen_signer(&mut prepared, em),
            Form::Chapter => {
                widen_article(&mut prepared, em);
                widen_last_word(&mut prepared, em);
            }
            Form::Article => widen_article(&mut prepared, em),
            Form::Attachment => hang = attachment_head(&mut prepared, em),
            Form::Attendance => {
                keep_typed_apart(&mut prepared, em);
                hang = attendance_head(&mut prepared);
            }
            Form::Entitled => keep_words(&mut prepared, words),
            Form::Names(cells) => set_cells(&mut prepared, em, cells),
            Form::Member(columns) => set_member(&mut prepared, em, columns),
            Form::Plain | Form::Entry => keep_typed_apart(&mut prepared, em),
            Form::Title | Form::Date => {}
        }
        let measure = self.measure(hang);
        let mut lines = Lines { frames: Vec::new(), findings: Vec::new(), demerits: 0 };
        let Some(broken) = self.break_up(&prepared, &measure, words) else { return lines };
        let last = broken.lines.len() - 1;
        let setting = Setting { prepared: &prepared, measure, hang, book };
        for (index, range) in broken.lines.iter().enumerate() {
            let ends = index == last || forced_at(&prepared, range.end);
            self.add_line(&mut lines, &setting, *range, index == 0, ends);
        }
        lines.demerits = broken.demerits;
        if self.length != Length::Best {
            // A line that must be spread is not worth it; all else the paragraph at its best reports.
            if lines.findings.iter().any(|finding| finding.rule == "line-stretched") {
                lines.frames.clear();
            }
            lines.findings.clear();
            return lines;
        }
        for &at in &prepared.missing {
            lines.findings.extend(self.missing(at));
        }
        lines
    }

    fn break_up(&self, prepared: &Prepared, measure: &Measure, words: &Words) -> Option<Broken> {
        let centred = self.form == Form::Chapter && self.align == Align::Centre;
        if self.form == Form::Title || centred {
            let lines = break_title(prepared, words, measure.rest);
            return Some(Broken { lines, demerits: 0 });
        }
        match self.length {
            Length::Best => Some(break_lines(prepared, measure)),
            Length::Lines(count) => break_lines_to(prepared, measure, count as usize),
        }
    }

    /// The room of the lines; all but the first are indented by `hang` more.
    fn measure(&self, hang: Pt) -> Measure {
        let room = self.width - self.right_indent;
        Measure {
            first: room - self.first_indent - self.mark_width(),
            // No indent leaves less than four characters, if the column has that room.
            rest: (room - self.indent - hang).max((self.em * 4).min(self.width)),
            em: self.em,
            align: self.align,
            keep_lead: self.first_indent > Pt::ZERO && !self.rules.trim_indent,
            keep_leads: !self.rules.trim_start,
            hanging: self.rules.hanging,
        }
    }

    /// Room of the mark before the first line, with the gap that a number has behind it.
    fn mark_width(&self) -> Pt {
        if self.form != Form::Entry {
            return Pt::ZERO;
        }
        let digit = self.text.string.starts_with(|first: char| first.is_ascii_digit());
        if digit { self.em.scale(5, 4) } else { self.em }
    }

    /// The step of the grid that hanzi keep to, if the column is whole ems wide.
    fn grid(&self) -> Option<Pt> {
        let over = (self.width + self.em / 50) % self.em;
        (self.rules.grid && over <= self.em / 25).then_some(self.em)
    }

    /// From the upper edge of a line to its baseline: the em box stands in the middle.
    fn baseline(&self) -> Pt {
        (self.pitch - self.em) / 2 + self.em.scale(88, 100)
    }

    /// How far hanzi are spread before the line is rather left short: in a list a short line does
    /// not disturb, in running text it does.
    fn most_spread(&self) -> Pt {
        let limit = if self.form == Form::Name { SPREAD_LIMIT } else { RAGGED_LIMIT };
        self.em.scale(limit, 100)
    }

    fn add_line(
        &self,
        lines: &mut Lines,
        setting: &Setting<'_>,
        range: LineRange,
        first: bool,
        ends: bool,
    ) {
        let Setting { prepared, measure, hang, book } = *setting;
        let clusters = prepared.clusters.get(range.start..range.end).unwrap_or_default();
        let joints = if clusters.is_empty() {
            &[]
        } else {
            prepared.joints.get(range.start..range.end - 1).unwrap_or_default()
        };
        let indent = if first { self.first_indent + self.mark_width() } else { self.indent + hang };
        let bodies: Pt = clusters.iter().map(|cluster| cluster.body).sum();
        let fill = self.align == Align::Justified && !ends;
        let mut lead = measure.lead(prepared, range.start);
        let mut room = if first { measure.first } else { measure.rest } - lead;
        let natural = bodies + joints.iter().map(|joint| joint.natural).sum();
        if fill || natural > room {
            room += measure.hung(prepared, range);
        }
        let mut line = justify(joints, bodies, Room { width: room, fill, grid: self.grid() });
        if line.overfull > Pt::ZERO && lead > Pt::ZERO {
            // The empty half before an opening mark gives way last.
            let given = line.overfull.min(lead);
            lead -= given;
            room += given;
            line.overfull -= given;
        }
        if line.spread > self.most_spread() {
            line = justify(joints, bodies, Room { width: room, fill: false, grid: None });
        }
        let used: Pt = bodies + line.widths.iter().copied().sum();
        let shift = match self.align {
            Align::Justified | Align::Left => Pt::ZERO,
            Align::Centre => (room - used) / 2,
            Align::Right => room - used,
        };
        let mut frame =
            Frame { size: Size { width: self.width, height: self.pitch }, items: Vec::new() };
        let baseline = self.baseline();
        if first && self.form == Form::Entry {
            frame.items.extend(self.entry_mark(baseline, book));
        }
        let drawing = Drawing { prepared, book, ink: self.ink, source: self.source };
        let at = Point::new(indent + lead + shift, baseline);
        drawing.draw(range, &line.widths, at, &mut frame.items);
        if clusters.is_empty() {
            frame.items.extend(self.empty_run(at, book));
        }
        lines.frames.push(Arc::new(frame));
        if line.overfull > Pt::ZERO {
            lines.findings.extend(self.line_finding("line-overfull", prepared, range));
        }
        if fill && used < room && self.form != Form::Name {
            lines.findings.extend(self.line_finding("line-short", prepared, range));
        }
        if line.spread > self.em.scale(SPREAD_LIMIT, 100) {
            lines.findings.extend(self.line_finding("line-stretched", prepared, range));
        }
    }

    /// A run without glyphs: an empty text has a place on the page, too, where a caret can stand.
    fn empty_run(&self, at: Point, book: &FontBook) -> Option<FrameItem> {
        let span = self.spans.first().copied();
        let role = span.map_or(Role::Song, |span| span.role);
        let font = book.resolve(role, Writing::Chinese, '国')?.font;
        Some(FrameItem::Glyphs(GlyphRun {
            font,
            size: self.em,
            ink: self.ink,
            at,
            direction: Direction::Right,
            source: self.source,
            text: String::new(),
            glyphs: Vec::new(),
        }))
    }

    fn entry_mark(&self, baseline: Pt, book: &FontBook) -> Option<FrameItem> {
        let text = Text::new("●");
        let span = Span { end: 1, raise: Pt::ZERO, ..*self.spans.first()? };
        let prepared = prepare(&text, &[span], &self.rules, book);
        let source = Source::Generated(Generated::EntryMark, None);
        let drawing = Drawing { prepared: &prepared, book, ink: self.ink, source };
        let mut items = Vec::new();
        let range = LineRange { start: 0, end: prepared.clusters.len() };
        drawing.draw(range, &[], Point::new(self.first_indent, baseline), &mut items);
        items.pop()
    }

    fn missing(&self, at: u32) -> Option<Finding> {
        let range = Range::new(at, at + 1);
        let text = self.text.slice(range).to_owned();
        Some(Finding {
            rule: "glyph-missing",
            severity: Severity::Error,
            place: Some(self.source.place(range)?),
            message: format!("所有字体都没有“{text}”这个字；请改用其他字或安装含有它的字体"),
            text,
            fix: None,
        })
    }

    fn line_finding(
        &self,
        rule: &'static str,
        prepared: &Prepared,
        range: LineRange,
    ) -> Option<Finding> {
        let first = prepared.clusters.get(range.start)?;
        let last = prepared.clusters.get(range.end.checked_sub(1)?)?;
        let stretch = Range::new(first.from, last.from + u32::from(last.chars));
        let place = self.source.place(stretch)?;
        let (severity, message) = match rule {
            "line-overfull" if matches!(place.part, Part::Cell(..)) => {
                (Severity::Error, "这一格太窄，文字压到了旁边的格子；请缩短文字，或把表格拆开")
            }
            "line-overfull" => {
                (Severity::Error, "这一行放不下，已超出版心；请检查其中过长的字符串")
            }
            "line-short" => {
                (Severity::Warning, "这一行没有可拉开的字距，没有排满；可适当改动文字或换行位置")
            }
            _ => (Severity::Warning, "这一行字距被拉得过大；可适当改动文字或换行位置"),
        };
        Some(Finding {
            rule,
            severity,
            place: Some(place),
            text: self.text.slice(stretch).to_owned(),
            message: message.to_owned(),
            fix: None,
        })
    }
}

/// A prepared text and the room that its lines have.
#[derive(Clone, Copy)]
struct Setting<'a> {
    prepared: &'a Prepared,
    measure: Measure,
    /// How much further all lines but the first are indented.
    hang: Pt,
    book: &'a FontBook,
}

fn forced_at(prepared: &Prepared, end: usize) -> bool {
    end.checked_sub(1)
        .and_then(|index| prepared.joints.get(index))
        .is_some_and(|joint| joint.cost == BreakCost::FORCED)
}

/// Draws lines of a prepared text.
pub(crate) struct Drawing<'a> {
    pub(crate) prepared: &'a Prepared,
    pub(crate) book: &'a FontBook,
    pub(crate) ink: Ink,
    pub(crate) source: Source,
}

impl Drawing<'_> {
    /// Adds the glyphs of a line that begins at `at`, its joints as wide as `widths` says.
    pub(crate) fn draw(
        &self,
        range: LineRange,
        widths: &[Pt],
        at: Point,
        items: &mut Vec<FrameItem>,
    ) {
        let mut run: Option<GlyphRun> = None;
        let mut x = at.x;
        for (step, index) in (range.start..range.end).enumerate() {
            let Some(cluster) = self.prepared.clusters.get(index) else { break };
            let fits = |run: &GlyphRun| run.font == cluster.font && run.size == cluster.size;
            if !run.as_ref().is_some_and(fits) {
                items.extend(run.take().map(FrameItem::Glyphs));
            }
            let run = run.get_or_insert_with(|| self.new_run(cluster, Point::new(x, at.y)));
            let width = widths.get(step).copied().unwrap_or(Pt::ZERO);
            self.add_cluster(run, cluster, x - run.at.x, width);
            x += cluster.body;
            if step + 1 < range.end - range.start
                && let Some(joint) = self.prepared.joints.get(index)
                && joint.spaces > 0
            {
                self.add_spaces(run, joint.space, joint.spaces, x - run.at.x, width);
            }
            x += width;
        }
        items.extend(run.map(FrameItem::Glyphs));
    }

    fn new_run(&self, cluster: &Cluster, at: Point) -> GlyphRun {
        GlyphRun {
            font: cluster.font,
            size: cluster.size,
            ink: self.ink,
            at,
            direction: Direction::Right,
            source: self.source,
            text: String::new(),
            glyphs: Vec::new(),
        }
    }

    fn add_cluster(&self, run: &mut GlyphRun, cluster: &Cluster, x: Pt, width: Pt) {
        let first = cluster.first_glyph as usize;
        let last = first + usize::from(cluster.glyph_count);
        let glyphs = self.prepared.glyphs.get(first..last).unwrap_or_default();
        // What is not seen has no glyph, and a copy is better without it.
        let own = self.prepared.characters.iter().skip(cluster.from as usize);
        let mut chars = 0_u8;
        for &character in own.take(cluster.chars.into()).filter(|&&c| !is_invisible(c)) {
            run.text.push(character);
            chars = chars.saturating_add(1);
        }
        for (index, glyph) in glyphs.iter().enumerate() {
            let end = match glyphs.get(index + 1) {
                Some(next) => next.dx,
                None => cluster.body + width,
            };
            run.glyphs.push(Glyph {
                id: glyph.id,
                x: x + glyph.dx,
                y: glyph.dy,
                advance: end - glyph.dx,
                from: cluster.from,
                chars,
            });
            chars = 0;
        }
    }

    /// Typed spaces are glyphs, too, so that a caret can stand between them and a copy has them.
    fn add_spaces(&self, run: &mut GlyphRun, from: u32, count: u8, x: Pt, width: Pt) {
        let Some(id) = self.book.font(run.font).glyph(' ') else { return };
        // The mark before the spaces ends where they begin.
        if let Some(before) = run.glyphs.last_mut() {
            before.advance -= width;
        }
        let each = width / i64::from(count);
        for (offset, index) in (0..i64::from(count)).zip(from..) {
            let left = x + each * offset;
            run.glyphs.push(Glyph {
                id,
                x: left,
                y: Pt::ZERO,
                advance: each,
                from: index,
                chars: 1,
            });
        }
        let typed = self.prepared.characters.iter().skip(from as usize);
        run.text.extend(typed.take(count.into()));
    }
}
