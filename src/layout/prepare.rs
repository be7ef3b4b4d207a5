//! Text → clusters and the joints between them.
//!
//! A [`Cluster`] is what never comes apart: a character with its glyphs. Its body is the width that
//! it always takes; the empty half of a full-width mark is not part of it but of the [`Joint`] to
//! its neighbour, where it may be squeezed (CLREQ; typography of adjacent marks). So a mark at the
//! end of a line takes half an em, and an opening mark at the start of a line is flush, without a
//! rule of their own.

use std::sync::Arc;

use crate::font::{FontBook, FontId, Resolved, Role, Writing};
use crate::geom::Pt;
use crate::issue::text::{Mark, Text};
use crate::layout::style::{Rules, TextStyle};
use crate::shape::shape;
use crate::text::breaks::{BreakCost, break_costs};
use crate::text::class::CharClass;

mod joint;

pub(crate) use self::joint::{Gap, Joint};

/// A stretch of a text and how its characters are set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Span {
    /// First character behind the stretch.
    pub(crate) end: u32,
    /// Font.
    pub(crate) role: Role,
    /// A face that Chinese comes from before that font.
    pub(crate) face: Option<FontId>,
    /// Size of the em.
    pub(crate) size: Pt,
    /// How far the baseline is raised.
    pub(crate) raise: Pt,
}

/// What never comes apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cluster {
    /// Class of its first character.
    pub(crate) class: CharClass,
    /// Font of its glyphs.
    pub(crate) font: FontId,
    /// Size of the em.
    pub(crate) size: Pt,
    /// Width without the empty half of a mark.
    pub(crate) body: Pt,
    /// Its first glyph in [`Prepared::glyphs`].
    pub(crate) first_glyph: u32,
    /// How many glyphs it has.
    pub(crate) glyph_count: u8,
    /// Its first character.
    pub(crate) from: u32,
    /// How many characters it has.
    pub(crate) chars: u8,
}

/// A glyph of a cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ClusterGlyph {
    /// Id in the cluster's font.
    pub(crate) id: u16,
    /// From the begin of the cluster's body, to the right.
    pub(crate) dx: Pt,
    /// From the baseline, downwards.
    pub(crate) dy: Pt,
}

/// A text that is ready to be broken into lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Prepared {
    /// The characters of the text.
    pub(crate) characters: Arc<[char]>,
    /// The clusters in order.
    pub(crate) clusters: Vec<Cluster>,
    /// `joints[i]` lies between clusters `i` and `i + 1`.
    pub(crate) joints: Vec<Joint>,
    /// Glyphs of all clusters.
    pub(crate) glyphs: Vec<ClusterGlyph>,
    /// Empty half em before the first cluster, if it is an opening mark.
    pub(crate) lead: Pt,
    /// Characters that no font has.
    pub(crate) missing: Vec<u32>,
}

/// The spans of `text` set in one role and size, with what its marks change.
pub(crate) fn spans(text: &Text, role: Role, size: Pt) -> Vec<Span> {
    let plain = Span { end: text.len(), role, face: None, size, raise: Pt::ZERO };
    let mut edges: Vec<u32> = vec![plain.end];
    for (range, _) in &text.marks {
        edges.extend([range.start, range.end]);
    }
    edges.sort_unstable();
    edges.dedup();
    let mut start = 0;
    let mut spans = Vec::new();
    for end in edges {
        if end > start && end <= plain.end {
            let mut span = Span { end, ..plain };
            for (range, mark) in &text.marks {
                if range.start <= start && end <= range.end {
                    apply(*mark, &mut span);
                }
            }
            spans.push(span);
            start = end;
        }
    }
    spans
}

fn apply(mark: Mark, span: &mut Span) {
    match mark {
        Mark::Bold => {
            span.role = if span.role == Role::Song { Role::Title } else { Role::Hei };
        }
        Mark::Kai => span.role = Role::Kai,
        Mark::Superscript => {
            span.raise = span.size.scale(35, 100);
            span.size = span.size.scale(6, 10);
        }
        Mark::NoBreak | Mark::LineBreak => {}
    }
}

/// Prepares `text` for line breaking.
pub(crate) fn prepare(text: &Text, spans: &[Span], rules: &Rules, book: &FontBook) -> Prepared {
    let characters: Arc<[char]> = text.string.chars().collect();
    let mut classes: Vec<CharClass> = characters.iter().map(|&c| CharClass::of(c)).collect();
    settle_shared_marks(&mut classes, &characters);
    let mut costs = break_costs(&characters, &classes, rules.prohibition);
    for (range, mark) in &text.marks {
        match mark {
            Mark::NoBreak => {
                let (start, end) = (range.start as usize + 1, range.end as usize);
                for cost in costs.iter_mut().take(end).skip(start) {
                    *cost = BreakCost::FORBIDDEN;
                }
            }
            Mark::LineBreak => {
                if let Some(cost) = costs.get_mut(range.end as usize) {
                    *cost = BreakCost::FORCED;
                }
            }
            Mark::Bold | Mark::Kai | Mark::Superscript => {}
        }
    }
    let mut builder = Builder {
        characters: &characters,
        classes: &classes,
        rules,
        book,
        clusters: Vec::with_capacity(characters.len()),
        glyphs: Vec::with_capacity(characters.len()),
        missing: Vec::new(),
    };
    let mut start = 0;
    for span in spans {
        builder.add_span(span, start, span.end as usize);
        start = span.end as usize;
    }
    let Builder { clusters, glyphs, missing, .. } = builder;
    let joints = joint::joints(&clusters, &characters, &costs, rules);
    let lead = match clusters.first() {
        Some(cluster) if cluster.class == CharClass::Open => cluster.size / 2,
        _ => Pt::ZERO,
    };
    Prepared { characters, clusters, joints, glyphs, lead, missing }
}

/// The width of a text in one style on one line.
pub(crate) fn natural_width(text: &Text, style: &TextStyle, rules: &Rules, book: &FontBook) -> Pt {
    let spans = spans(text, style.font, style.size);
    let prepared = prepare(text, &spans, rules, book);
    let bodies: Pt = prepared.clusters.iter().map(|cluster| cluster.body).sum();
    bodies + prepared.joints.iter().map(|joint| joint.natural).sum()
}

/// “ ” ‘ ’ — … · ∶ belong to Latin text only where both neighbours do; × that stands for a name
/// (××大学) is a hanzi. ° ′ ″ behind a digit belong to the number: 109°50′38″.
fn settle_shared_marks(classes: &mut [CharClass], characters: &[char]) {
    for index in 0..classes.len() {
        let Some(&character) = characters.get(index) else { break };
        if matches!(character, '°' | '′' | '″')
            && let Some(CharClass::Digit) = index.checked_sub(1).and_then(|at| classes.get(at))
            && let Some(slot) = classes.get_mut(index)
        {
            *slot = CharClass::WesternClose;
            continue;
        }
        if !matches!(character, '“' | '”' | '‘' | '’' | '—' | '…' | '·' | '∶' | '×')
        {
            continue;
        }
        // 3 × 5 may be typed with spaces.
        let space = |class: &CharClass| character == '×' && *class == CharClass::Space;
        let western = |at: Option<usize>| {
            let class = at.and_then(|at| classes.get(at));
            class.is_some_and(|class| class.is_western() || space(class))
        };
        let times = |at: Option<usize>| at.and_then(|at| characters.get(at)) == Some(&'×');
        let (before, after) = (index.checked_sub(1), Some(index + 1));
        let inside = western(before) && western(after);
        let class = match character {
            '×' if times(before) || times(after) || !inside => CharClass::Hanzi,
            _ if !inside => continue,
            '“' | '‘' => CharClass::WesternOpen,
            '”' | '’' => CharClass::WesternClose,
            _ => CharClass::WesternSign,
        };
        if let Some(slot) = classes.get_mut(index) {
            *slot = class;
        }
    }
}

struct Builder<'a> {
    characters: &'a [char],
    classes: &'a [CharClass],
    rules: &'a Rules,
    book: &'a FontBook,
    clusters: Vec<Cluster>,
    glyphs: Vec<ClusterGlyph>,
    missing: Vec<u32>,
}

impl Builder<'_> {
    fn class(&self, index: usize) -> CharClass {
        self.classes.get(index).copied().unwrap_or(CharClass::Space)
    }

    fn add_span(&mut self, span: &Span, start: usize, end: usize) {
        let end = end.min(self.characters.len());
        let mut index = start;
        while index < end {
            let class = self.class(index);
            let same = |next: CharClass| match class {
                CharClass::Dash | CharClass::Ellipsis => next == class,
                CharClass::Mongolian => next == CharClass::Mongolian,
                _ => class.is_western() && next.is_western(),
            };
            let mut next = index + 1;
            while next < end && same(self.class(next)) {
                next += 1;
            }
            match class {
                CharClass::Space => {}
                CharClass::Invisible => self.add_invisible(index),
                CharClass::Dash | CharClass::Ellipsis => self.add_dashes(span, index, next),
                CharClass::Mongolian => self.add_shaped(span, Writing::Mongolian, index, next),
                _ if class.is_western() => self.add_western(span, index, next),
                _ => self.add_one(span, Writing::Chinese, index),
            }
            index = next;
        }
    }

    /// What is not seen becomes part of the cluster that it follows.
    fn add_invisible(&mut self, index: usize) {
        if let Some(last) = self.clusters.last_mut()
            && last.from + u32::from(last.chars) == to_u32(index)
        {
            last.chars = last.chars.saturating_add(1);
        }
    }

    fn resolve(&mut self, span: &Span, writing: Writing, index: usize) -> Resolved {
        let character = self.characters.get(index).copied().unwrap_or('\u{fffd}');
        let found = |writing, sign| self.book.resolve_from(span.face, span.role, writing, sign);
        if let Some(resolved) = found(writing, character) {
            return resolved;
        }
        let stand_in = found(Writing::Chinese, '〓');
        self.missing.push(to_u32(index));
        stand_in.unwrap_or(Resolved { font: FontId(0), glyph: 0, raise: 0 })
    }

    /// One character that needs no shaper.
    fn add_one(&mut self, span: &Span, writing: Writing, index: usize) {
        let class = self.class(index);
        let resolved = self.resolve(span, writing, index);
        let font = self.book.font(resolved.font);
        let advance = span.size.scale(font.advance(resolved.glyph), font.units_per_em.into());
        let half = span.size / 2;
        let (body, dx) = match class {
            // The ink of an opening mark is in the right half of its em box.
            CharClass::Open => (half, half - advance),
            CharClass::Exclaim => (half, self.exclaim_shift(resolved, span.size)),
            CharClass::Interpunct => (half, (half - advance) / 2),
            _ if class.is_half() => (half, Pt::ZERO),
            _ if class.is_western() => (advance, Pt::ZERO),
            // A full-width sign of a proportional font is centred in its em.
            _ => (span.size, (span.size - advance) / 2),
        };
        let dy = -span.raise - span.size.scale(resolved.raise.into(), 1000);
        self.push(class, resolved.font, span.size, body, index, 1);
        self.glyphs.push(ClusterGlyph { id: resolved.glyph, dx, dy });
    }

    /// Some fonts (Fandol) have ？ in the middle of its em: it moves left until half an em holds
    /// its ink.
    fn exclaim_shift(&self, resolved: Resolved, size: Pt) -> Pt {
        let font = self.book.font(resolved.font);
        let (left, right) = font.ink(resolved.glyph);
        let upem = i64::from(font.units_per_em);
        if right * 2 > upem { size.scale(upem - 2 * (left + right), 4 * upem) } else { Pt::ZERO }
    }

    /// Dashes and ellipses, in pairs of 2 em; their glyphs come from the shaper, since only the
    /// feature `locl` makes them as wide as they must be.
    fn add_dashes(&mut self, span: &Span, start: usize, end: usize) {
        let mut index = start;
        while index < end {
            let pair = index + 1 < end;
            let count = if pair { 2 } else { 1 };
            let resolved = self.resolve(span, Writing::Chinese, index);
            let font = self.book.font(resolved.font);
            let text: String = self.characters.iter().skip(index).take(count).collect();
            let shaped = shape(font, Writing::Chinese, &text);
            let upem = i64::from(font.units_per_em);
            let scale = |units: i64| span.size.scale(units, upem);
            let width: i64 = shaped.iter().map(|glyph| i64::from(glyph.advance)).sum();
            let double = self.characters.get(index) == Some(&'⸺');
            let body = span.size * if pair || double { 2 } else { 1 };
            let mut x = (body - scale(width)) / 2;
            let class = self.class(index);
            self.push(class, resolved.font, span.size, body, index, count);
            let dy = -span.raise - span.size.scale(resolved.raise.into(), 1000);
            self.set_glyph_count(shaped.len());
            for glyph in shaped {
                let dx = x + scale(glyph.dx.into());
                self.glyphs.push(ClusterGlyph {
                    id: glyph.id,
                    dx,
                    dy: dy - scale(glyph.dy.into()),
                });
                x += scale(glyph.advance.into());
            }
            index += count;
        }
    }

    /// Letters, digits and their signs. Digits have one width and need no shaper; words do, where
    /// one font has all of their letters.
    fn add_western(&mut self, span: &Span, start: usize, end: usize) {
        let span = &Span { size: self.rules.latin(span.size), ..*span };
        let mut index = start;
        while index < end {
            let letter = self.class(index) == CharClass::Letter;
            let mut next = index + 1;
            while next < end && letter && self.class(next) == CharClass::Letter {
                next += 1;
            }
            if letter && next > index + 1 && self.one_font(span, index, next) {
                self.add_shaped(span, Writing::Latin, index, next);
            } else {
                for single in index..next {
                    self.add_one(span, Writing::Latin, single);
                }
            }
            index = next;
        }
    }

    fn one_font(&self, span: &Span, start: usize, end: usize) -> bool {
        let fonts = self.characters.iter().take(end).skip(start).map(|&character| {
            self.book.resolve(span.role, Writing::Latin, character).map(|resolved| resolved.font)
        });
        let mut fonts = fonts;
        let first = fonts.next().flatten();
        first.is_some() && fonts.all(|font| font == first)
    }

    /// A run through the shaper; each of its clusters becomes one of ours.
    fn add_shaped(&mut self, span: &Span, writing: Writing, start: usize, end: usize) {
        let resolved = self.resolve(span, writing, start);
        let font = self.book.font(resolved.font);
        let upem = i64::from(font.units_per_em);
        let scale = |units: i32| span.size.scale(units.into(), upem);
        let text: String = self.characters.iter().take(end).skip(start).collect();
        let shaped = shape(font, writing, &text);
        let mut position = 0;
        while let Some(first) = shaped.get(position) {
            let same = |glyph: &&crate::shape::ShapedGlyph| glyph.cluster == first.cluster;
            let count = shaped.iter().skip(position).take_while(same).count();
            let cluster_end =
                shaped.get(position + count).map_or(end - start, |glyph| glyph.cluster as usize);
            let from = start + first.cluster as usize;
            let glyphs = shaped.iter().skip(position).take(count);
            let body = glyphs.clone().map(|glyph| scale(glyph.advance)).sum();
            let chars = cluster_end.saturating_sub(first.cluster as usize);
            self.push(self.class(from), resolved.font, span.size, body, from, chars);
            self.set_glyph_count(count);
            let mut x = Pt::ZERO;
            for glyph in glyphs {
                let dy = -span.raise - scale(glyph.dy);
                self.glyphs.push(ClusterGlyph { id: glyph.id, dx: x + scale(glyph.dx), dy });
                x += scale(glyph.advance);
            }
            if shaped.iter().skip(position).take(count).any(|glyph| glyph.id == 0) {
                self.missing.push(to_u32(from));
            }
            position += count;
        }
    }

    fn push(
        &mut self,
        class: CharClass,
        font: FontId,
        size: Pt,
        body: Pt,
        from: usize,
        chars: usize,
    ) {
        let chars = u8::try_from(chars).unwrap_or(u8::MAX);
        let first_glyph = to_u32(self.glyphs.len());
        let from = to_u32(from);
        let glyph_count = 1;
        self.clusters.push(Cluster {
            class,
            font,
            size,
            body,
            first_glyph,
            glyph_count,
            from,
            chars,
        });
    }

    fn set_glyph_count(&mut self, count: usize) {
        if let Some(cluster) = self.clusters.last_mut() {
            cluster.glyph_count = u8::try_from(count).unwrap_or(u8::MAX);
        }
    }
}

fn to_u32(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}
