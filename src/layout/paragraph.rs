//! One text → lines of glyphs: prepare, break, justify, draw.

use std::sync::Arc;

use crate::finding::{Finding, Severity};
use crate::font::{FontBook, Role, Writing};
use crate::geom::{Point, Pt, Size};
use crate::issue::text::{Range, Text};
use crate::layout::justify::justify;
use crate::layout::linebreak::{LineRange, Measure, break_lines};
use crate::layout::page::{Direction, Frame, FrameItem, Generated, Glyph, GlyphRun, Ink, Source};
use crate::layout::prepare::{Cluster, Gap, Grid, Prepared, Span, prepare};
use crate::layout::style::{Align, TextStyle};
use crate::layout::title::break_title;
use crate::text::breaks::BreakCost;
use crate::text::is_invisible;

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
}

/// Forms of paragraphs that set something apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Form {
    /// Running text.
    Plain,
    /// An appointment line: its name is set to three characters and an em follows it.
    Name,
    /// A label of one widened word and a colon: 地　址：
    Label,
    /// A title: broken by meaning.
    Title,
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
}

/// How far hanzi may be spread before it is reported, in 1/100 em.
const SPREAD_LIMIT: i64 = 12;

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
        }
    }

    /// Sets the paragraph in lines.
    pub(crate) fn set(&self, book: &FontBook) -> Lines {
        let grid = if self.align == Align::Justified { Grid::Kept } else { Grid::None };
        let mut prepared = prepare(&self.text, &self.spans, grid, book);
        match self.form {
            Form::Name => widen_name(&mut prepared, self.em),
            Form::Label => widen_label(&mut prepared, self.em),
            Form::Entry => share_gap(&mut prepared, self.em),
            Form::Plain | Form::Title => {}
        }
        let measure = self.measure();
        let ranges = match self.form {
            Form::Title => break_title(&prepared, measure.rest),
            Form::Plain | Form::Name | Form::Label | Form::Entry => {
                break_lines(&prepared, &measure)
            }
        };
        let last = ranges.len() - 1;
        let mut lines = Lines { frames: Vec::new(), findings: Vec::new() };
        for (index, range) in ranges.iter().enumerate() {
            let ends = index == last || forced_at(&prepared, range.end);
            self.add_line(&mut lines, &prepared, *range, index == 0, ends, book);
        }
        for &at in &prepared.missing {
            lines.findings.extend(self.missing(at));
        }
        lines
    }

    fn measure(&self) -> Measure {
        let room = self.width - self.right_indent;
        Measure {
            first: room - self.first_indent - self.mark_width(),
            rest: room - self.indent,
            em: self.em,
            align: self.align,
            keep_lead: self.first_indent > Pt::ZERO,
        }
    }

    /// Room of the mark before the first line, with the gap behind it.
    fn mark_width(&self) -> Pt {
        if self.form == Form::Entry { self.em.scale(5, 4) } else { Pt::ZERO }
    }

    /// From the upper edge of a line to its baseline: the em box stands in the middle.
    fn baseline(&self) -> Pt {
        (self.pitch - self.em) / 2 + self.em.scale(88, 100)
    }

    fn add_line(
        &self,
        lines: &mut Lines,
        prepared: &Prepared,
        range: LineRange,
        first: bool,
        ends: bool,
        book: &FontBook,
    ) {
        let measure = self.measure();
        let clusters = prepared.clusters.get(range.start..range.end).unwrap_or_default();
        let joints = if clusters.is_empty() {
            &[]
        } else {
            prepared.joints.get(range.start..range.end - 1).unwrap_or_default()
        };
        let lead = if first && measure.keep_lead { prepared.lead } else { Pt::ZERO };
        let room = if first { measure.first } else { measure.rest } - lead;
        let bodies = clusters.iter().map(|cluster| cluster.body).sum();
        let fill = self.align == Align::Justified && !ends;
        let line = justify(joints, bodies, room, fill);
        let used: Pt = bodies + line.widths.iter().copied().sum();
        let left = if first { self.first_indent + self.mark_width() } else { self.indent } + lead;
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
        let at = Point::new(left + shift, baseline);
        drawing.draw(range, &line.widths, at, &mut frame.items);
        if clusters.is_empty() {
            frame.items.extend(self.empty_run(at, book));
        }
        lines.frames.push(Arc::new(frame));
        if line.overfull > Pt::ZERO {
            lines.findings.extend(self.line_finding("line-overfull", prepared, range));
        }
        if fill && used < room {
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
        let prepared = prepare(&text, &[span], Grid::None, book);
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
        let message = match rule {
            "line-overfull" => "这一行放不下，已超出版心；请检查其中过长的字符串",
            "line-short" => "这一行没有可拉开的字距，没有排满；可适当改动文字或换行位置",
            _ => "这一行字距被拉得过大；可适当改动文字或换行位置",
        };
        Some(Finding {
            rule,
            severity: Severity::Warning,
            place: Some(self.source.place(stretch)?),
            text: self.text.slice(stretch).to_owned(),
            message: message.to_owned(),
            fix: None,
        })
    }
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

/// The gap that keeps 月 on the grid stands half before the number and half behind it, where the
/// mark ● leads an entry: ● 4 月.
fn share_gap(prepared: &mut Prepared, em: Pt) {
    let first = prepared.joints.iter_mut().find(|joint| joint.gap != Gap::Fixed);
    if let Some(joint) = first.filter(|joint| joint.gap == Gap::Latin && joint.natural == em / 2) {
        joint.natural = em / 4;
        joint.shrink = em / 8;
        joint.stretch = em / 4;
    }
}

/// Words that follow the name in an appointment line.
const VERBS: [&str; 7] = ["任", "免", "兼", "聘", "挂", "提", "不再"];

/// Sets the name at the head of an appointment line to the width of three characters (CLREQ; name
/// lists), with an em behind it, so that 任 and 免去 align.
fn widen_name(prepared: &mut Prepared, em: Pt) {
    let is_verb = |cluster: &Cluster| {
        let rest = prepared.characters.get(cluster.from as usize..).unwrap_or_default();
        let start: String = rest.iter().take(2).collect();
        VERBS.iter().any(|verb| start.starts_with(verb))
    };
    // The verb stands behind 2 to 6 characters; behind a typed space if there is one.
    let verbs = prepared.clusters.iter().enumerate().skip(2).take(6);
    let mut verbs = verbs.filter(|(_, cluster)| is_verb(cluster)).map(|(index, _)| index);
    let spaced = |index: &usize| {
        index.checked_sub(1).and_then(|at| prepared.joints.get(at)).is_some_and(|j| j.spaces > 0)
    };
    let Some(verb) = verbs.clone().find(spaced).or_else(|| verbs.next()) else { return };
    let inside = match verb {
        2 => em,
        _ => Pt::ZERO,
    };
    for (index, joint) in prepared.joints.iter_mut().enumerate().take(verb) {
        joint.gap = Gap::Fixed;
        joint.natural = if index + 1 == verb { em } else { inside };
        (joint.shrink, joint.stretch) = (Pt::ZERO, Pt::ZERO);
        joint.cost = BreakCost::FORBIDDEN;
    }
}

/// Sets a label of two characters with a typed space between them (地 址：) to the width of four.
fn widen_label(prepared: &mut Prepared, em: Pt) {
    let colon = prepared.characters.iter().take(6).position(|c| matches!(c, '：' | ':'));
    let Some(colon) = colon else { return };
    let label: Vec<usize> = prepared
        .joints
        .iter()
        .enumerate()
        .filter(|(_, joint)| joint.spaces > 0 && (joint.space as usize) < colon)
        .map(|(index, _)| index)
        .collect();
    if let [only] = label.as_slice()
        && let Some(joint) = prepared.joints.get_mut(*only)
    {
        (joint.natural, joint.gap) = (em * 2, Gap::Fixed);
        (joint.shrink, joint.stretch) = (Pt::ZERO, Pt::ZERO);
    }
}
