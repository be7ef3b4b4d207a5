//! A document → the elements of its flow: what stands across the columns, what runs in them.
//!
//! Order and form follow GB/T 9704-2012, 7.3, as a gazette prints it: title, number and period
//! across the columns; addressee, body, signature, date and annotation in them; then the attached
//! documents, each under its own title.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use crate::geom::{Point, Pt};
use crate::issue::block::{Block, BlockKind};
use crate::issue::document::{Document, DocumentKind, OfficialKind};
use crate::issue::id::DocumentId;
use crate::issue::place::{Field, Part};
use crate::issue::text::Text;
use crate::layout::Resources;
use crate::layout::flow::{Element, LineOf, Of, Row, Start};
use crate::layout::memo::Setter;
use crate::layout::names::{Listing, listings};
use crate::layout::page::{Frame, Placed, Source};
use crate::layout::paragraph::{Form, Lines, Paragraph, article_label};
use crate::layout::piece::{Fresh, Key, Piece, Pieces, State};
use crate::layout::prepare::{Span, spans};
use crate::layout::style::{Align, Begin, Stylesheet, TextStyle};
use crate::layout::title::person::{kept_whole, named, persons};

mod ahead;
mod attached;
mod heading;
mod lists;
mod minutes;
mod picture;
mod signature;
mod table;

use self::heading::sentences;
use self::minutes::{is_attendance, is_minutes};
use self::signature::Signer;

/// Turns one document into pieces, with those of the last time; counts the paragraphs that had to
/// be set.
pub(crate) fn pieces(
    document: &Document,
    last: &[Arc<Piece>],
    style: &Stylesheet,
    resources: &Resources<'_>,
) -> (Vec<Arc<Piece>>, usize) {
    let (ahead, set_ahead) = if last.is_empty() {
        ahead::side_by_side(document, style, resources)
    } else {
        (Vec::new(), 0)
    };
    let last = if ahead.is_empty() { last } else { &ahead };
    let mut setter = Setter::new(None, resources, style.rules);
    let mut builder = Builder::new(document.id, last, style, resources, &mut setter);
    builder.document(document);
    let made = builder.pieces.made;
    (made, set_ahead + setter.set_anew())
}

/// What the first line of a paragraph is shorter by, in characters.
const INDENT: usize = 2;
/// A heading of an article that has its text in paragraphs of its own is no longer than this.
const LONGEST_ARTICLE_HEADING: u32 = 8;
/// No label of an article has more characters: 第一百二十三条之二十一.
const LONGEST_LABEL: usize = 16;

/// A signed text of fewer lines than this in a column, as of most orders (令) and notices that publish
/// something, runs across the page: of seven lines and a signature two can stand above it in the
/// second column, of fewer they cannot, and columns of a line or two are none.
const LEAST_IN_COLUMNS: usize = 7;

struct Builder<'a, 'm> {
    id: DocumentId,
    style: &'a Stylesheet,
    resources: &'a Resources<'a>,
    setter: &'a mut Setter<'m>,
    pieces: Pieces<'a>,
    /// Those of the piece at hand.
    elements: Vec<Element>,
    /// Whether what is made stands in one column as wide as the page.
    wide: bool,
    state: State,
    /// Names that titles keep whole.
    persons: Vec<String>,
    /// Whether its titles stand in the column, too.
    in_column: bool,
}

impl<'a, 'm> Builder<'a, 'm> {
    fn new(
        id: DocumentId,
        last: &'a [Arc<Piece>],
        style: &'a Stylesheet,
        resources: &'a Resources<'a>,
        setter: &'a mut Setter<'m>,
    ) -> Self {
        let pieces = Pieces::new(last);
        let (elements, state) = (Vec::new(), State::default());
        let persons = Vec::new();
        let (wide, in_column) = (false, false);
        Self { id, style, resources, setter, pieces, elements, wide, state, persons, in_column }
    }

    fn document(&mut self, document: &Document) {
        self.state = self.know(document);
        let signed = !document.signatories.is_empty() || document.date.is_some();
        self.state.brief = signed && self.is_brief(document.addressee.as_ref(), &document.body);
        self.piece(Key::Head(None), None, |builder| builder.head(document));
        self.body(&document.body, signed);
        self.piece(Key::Foot(None), None, |builder| builder.foot(document));
        for attached in &document.attached {
            self.attached(attached);
        }
    }

    /// Reads what of the whole document decides about each of its pieces.
    fn know(&mut self, document: &Document) -> State {
        self.persons = persons(document);
        let begin = self.style.begins.of(document.kind);
        self.in_column = begin == Begin::Column && self.style.page.columns > 1;
        let mut hasher = DefaultHasher::new();
        self.persons.hash(&mut hasher);
        State { minutes: is_minutes(document), names: hasher.finish(), ..State::default() }
    }

    /// Whether a body is text of so few lines that columns are too short for it.
    fn is_brief(&self, addressee: Option<&Text>, body: &[Arc<Block>]) -> bool {
        let parts = self.style.page.columns > 1 && !self.in_column;
        if !parts || body.len() >= LEAST_IN_COLUMNS || !body.iter().all(|own| is_plain(own)) {
            return false;
        }
        let line = self.style.page.column.div_ceil(self.style.body.size);
        let line = 2 * usize::try_from(line).unwrap_or(1).max(1);
        // In half characters: letters and digits are about half as wide.
        let halves = |c: char| if c.is_ascii() { 1 } else { 2 };
        let rows = |text: &Text| {
            (text.string.chars().map(halves).sum::<usize>() + 2 * INDENT).div_ceil(line)
        };
        let texts = addressee.into_iter().chain(body.iter().map(|block| &block.text));
        (1..LEAST_IN_COLUMNS).contains(&texts.map(rows).sum())
    }

    /// Makes a piece, or takes it as it was.
    fn piece(&mut self, key: Key, block: Option<&Arc<Block>>, make: impl FnOnce(&mut Self)) {
        let before = self.state;
        let last = self.pieces.last(key);
        let same = last.zip(block);
        if let Some(after) = same.and_then(|(last, block)| self.pieces.keep(last, block, before)) {
            self.state = after;
            return;
        }
        self.setter.begin(last.map(|last| &**last));
        self.wide = self.state.brief;
        make(self);
        let (elements, paragraphs) = (std::mem::take(&mut self.elements), self.setter.take());
        let fresh = Fresh { before, after: self.state, elements, paragraphs };
        self.pieces.push(key, block, fresh, last);
    }

    fn block_piece(&mut self, block: &Arc<Block>) {
        self.piece(Key::Block(block.id), Some(block), |builder| {
            let State { listing, attending, minutes, .. } = builder.state;
            let lists = block.kind == BlockKind::AttachmentNote;
            let attends = minutes && is_attendance(block);
            if lists {
                builder.attachment_note(block, listing);
            } else if attends {
                builder.attendance(block, attending);
            } else {
                builder.block(block);
            }
            (builder.state.listing, builder.state.attending) = (lists, attends);
        });
    }

    fn field(&self, field: Field) -> Part {
        Part::Field(self.id, field)
    }

    fn head(&mut self, document: &Document) {
        let style = self.style;
        self.title(&document.title, self.field(Field::Title), &style.title);
        let fields = [
            (document.number.as_ref(), Field::Number, &style.number),
            (document.registration.as_ref(), Field::Registration, &style.subtitle),
            (document.corrects.as_ref(), Field::Corrects, &style.subtitle),
            (document.period.as_ref(), Field::Period, &style.subtitle),
        ];
        for (text, field, style) in fields {
            self.across(text, self.field(field), style);
        }
        if self.in_column {
            self.begin_column();
        }
        if let Some(addressee) = &document.addressee {
            self.paragraph(addressee, self.field(Field::Addressee), &style.addressee, Form::Plain);
        }
    }

    /// The first line of the titles must begin a column.
    fn begin_column(&mut self) {
        if let Some(Element::Row(row)) = self.elements.first_mut() {
            row.start = Start::Fresh;
        }
    }

    /// Signature, date and annotation.
    fn foot(&mut self, document: &Document) {
        let signatories = (0..).zip(&document.signatories);
        let signatories =
            signatories.map(|(n, text)| (self.field(Field::Signatory(n)), text)).collect();
        let signer = match document.kind {
            DocumentKind::Official(OfficialKind::Order) => Signer::Person,
            DocumentKind::Official(_)
            | DocumentKind::Chronicle
            | DocumentKind::Article
            | DocumentKind::Pictures => Signer::Organ,
        };
        self.signature(signer, signatories, document.date.as_ref(), self.field(Field::Date));
        if let Some(annotation) = &document.annotation {
            // It belongs to the signature above it.
            self.hold(1);
            let style = &self.style.annotation;
            self.paragraph(annotation, self.field(Field::Annotation), style, Form::Plain);
        }
    }

    fn column(&self) -> Pt {
        if self.wide { self.style.page.width() } else { self.style.page.column }
    }

    /// The width of titles.
    fn across_width(&self) -> Pt {
        if self.in_column { self.style.page.column } else { self.style.page.width() }
    }

    fn lines(&mut self, paragraph: Paragraph) -> Arc<Lines> {
        self.setter.set(paragraph)
    }

    fn title(&mut self, text: &Text, part: Part, style: &TextStyle) {
        let width = self.across_width();
        let source = Source::Text(part);
        let text = &kept_whole(text, &self.persons);
        let mut paragraph = Paragraph::new(text, source, style, width, self.style.page.grid);
        paragraph.form = Form::Title;
        self.add_across(paragraph, style);
    }

    fn across(&mut self, text: Option<&Text>, part: Part, style: &TextStyle) {
        if let Some(text) = text {
            let (width, grid) = (self.across_width(), self.style.page.grid);
            self.add_across(Paragraph::new(text, Source::Text(part), style, width, grid), style);
        }
    }

    fn add_across(&mut self, paragraph: Paragraph, style: &TextStyle) {
        if self.in_column {
            return self.add_rows(paragraph, style);
        }
        let grid = self.style.page.grid;
        let lines = self.lines(paragraph);
        let block = block_across(&lines, style, grid);
        if matches!(&block, Element::Across { lines, .. } if *lines > self.style.page.lines) {
            self.elements.extend(lines.frames.iter().map(|frame| line_across(frame, style, grid)));
        } else {
            self.elements.push(block);
        }
        self.state.keep = 0;
    }

    /// A paragraph in the column.
    fn paragraph(&mut self, text: &Text, part: Part, style: &TextStyle, form: Form) {
        let (width, grid) = (self.column(), self.style.page.grid);
        let mut paragraph = Paragraph::new(text, Source::Text(part), style, width, grid);
        paragraph.form = form;
        paragraph.names = named(text, &self.persons);
        self.add_rows(paragraph, style);
    }

    fn add_rows(&mut self, mut paragraph: Paragraph, style: &TextStyle) {
        // In a column every line stands on the grid, however large it is.
        let grid = self.style.page.grid;
        let lines_each = u32::try_from(paragraph.pitch.max(paragraph.em).div_ceil(grid));
        let lines_each = lines_each.unwrap_or(1).max(1);
        paragraph.pitch = grid * i64::from(lines_each);
        self.empty(style.before);
        let lines = self.lines(paragraph);
        let count = u32::try_from(lines.frames.len()).unwrap_or(u32::MAX);
        let free = count > 2 && style.align == Align::Justified;
        let of = self.setter.last().filter(|_| free).cloned();
        for (line, frame) in (0..).zip(&lines.frames) {
            let start = match line {
                _ if line > 0 && line + 1 == count => Start::Never,
                // Two lines of text go with a signature to another column (GB/T 9704-2012, 7.3.5).
                0 if count == 1 && self.state.signed => Start::Never,
                _ => Start::Free,
            };
            let of = of.clone().map(|paragraph| Of::Line(LineOf { paragraph, line, count }));
            self.row(frame.clone(), lines_each, start, of);
        }
        self.hold(style.keep_next);
        self.empty(style.after);
    }

    fn empty(&mut self, lines: u32) {
        let start = if self.state.keep > 0 { Start::Never } else { Start::Free };
        for _ in 0..lines {
            self.push(Row { frame: None, lines: 1, start, of: None });
        }
    }

    fn push(&mut self, row: Row) {
        self.elements.push(if self.wide { Element::Wide(row) } else { Element::Row(row) });
    }

    /// The next `lines` rows stay with what stands now.
    fn hold(&mut self, lines: u32) {
        if lines > 0 {
            self.state.keep = self.state.keep.max(lines);
        }
    }

    fn row(&mut self, frame: Arc<Frame>, lines: u32, start: Start, of: Option<Of>) {
        let start = if self.state.keep == 0 { start } else { Start::Never };
        self.state.keep = self.state.keep.saturating_sub(1);
        self.push(Row { frame: Some(frame), lines, start, of });
    }

    fn body(&mut self, body: &[Arc<Block>], signed: bool) {
        (self.state.listing, self.state.attending) = (false, false);
        self.state.sentences = sentences(body);
        let leading = lists::leading(body);
        for ((index, block), listed) in body.iter().enumerate().zip(self.listings(body)) {
            self.state.listed = listed;
            self.state.leads = leading.saturating_sub(index);
            let next = body.get(index + 1);
            self.state.signed = signed && next.is_none();
            let table = table::headed(body.get(index..).unwrap_or_default());
            self.state.heads_table = table.is_some();
            self.state.captions_wide = table.is_some_and(|table| self.is_wide(table));
            self.block_piece(block);
        }
        (self.state.signed, self.state.captions_wide) = (false, false);
        (self.state.heads_table, self.state.table_number) = (false, 0);
        self.state.listed = Listing::None;
    }

    /// An entry of the list of attachments. The first one begins with 附件：, the others align with
    /// what follows it (GB/T 9704-2012, 7.3.4).
    fn attachment_note(&mut self, block: &Block, listing: bool) {
        let style = &self.style.attachment_note;
        let part = Part::Block(self.id, block.id);
        let before = if listing { 0 } else { style.before };
        let style = TextStyle { before, ..style.clone() };
        let (width, grid) = (self.column(), self.style.page.grid);
        let mut paragraph = Paragraph::new(&block.text, Source::Text(part), &style, width, grid);
        paragraph.form = Form::Attachment;
        if listing && !block.text.string.starts_with('附') {
            paragraph.first_indent += style.size * 3;
        }
        paragraph.indent = paragraph.first_indent;
        self.add_rows(paragraph, &style);
    }

    fn block(&mut self, block: &Block) {
        let style = self.style;
        let part = Part::Block(self.id, block.id);
        let text = &block.text;
        match &block.kind {
            BlockKind::Heading { level, run_in } => self.heading(text, part, *level, *run_in),
            BlockKind::Paragraph | BlockKind::Note if self.state.heads_table => {
                self.table_note(text, part);
            }
            BlockKind::Paragraph | BlockKind::Note if self.state.leads > 0 => {
                self.leading(text, part);
            }
            BlockKind::Paragraph | BlockKind::Item => self.listed(text, part),
            BlockKind::Appointment => {
                self.paragraph(text, part, &style.appointment, Form::Name);
            }
            BlockKind::Article => self.article(text, part),
            BlockKind::Chapter => self.paragraph(text, part, &style.chapter, Form::Chapter),
            BlockKind::ChronicleEntry { .. } => {
                self.paragraph(text, part, &style.body, Form::Entry);
            }
            BlockKind::AttachmentNote => self.attachment_note(block, false),
            BlockKind::Table(table) => {
                self.table((block.id, part), text, table);
            }
            BlockKind::Picture { sha256, width } => {
                self.picture(sha256, *width, part);
                self.caption(text, part);
                self.wide = false;
            }
            BlockKind::Note => self.note(text, part),
            BlockKind::Break => self.elements.push(Element::PageBreak),
        }
    }

    fn caption(&mut self, text: &Text, part: Part) {
        if !text.is_empty() {
            self.paragraph(text, part, &self.style.caption, Form::Plain);
        }
    }

    /// A note; one that names a figure or a table (图1, 表2) is its caption.
    fn note(&mut self, text: &Text, part: Part) {
        let mut characters = text.string.chars();
        let kind = characters.next();
        let number = characters.find(|c| !c.is_whitespace()).is_some_and(|c| c.is_ascii_digit());
        let above = TextStyle { before: 0, ..self.style.caption.clone() };
        match kind {
            Some('表') if number => self.paragraph(text, part, &above, Form::Plain),
            Some('图') if number => {
                let below = TextStyle { keep_next: 0, ..above };
                self.paragraph(text, part, &below, Form::Plain);
            }
            _ => self.paragraph(text, part, &self.style.note, Form::Plain),
        }
    }

    /// An article: 第几条 in the font of headings; alone on its line it is a heading.
    fn article(&mut self, text: &Text, part: Part) {
        let [style, ..] = &self.style.headings;
        if text.len() <= LONGEST_ARTICLE_HEADING {
            return self.paragraph(text, part, style, Form::Article);
        }
        let head: Vec<char> = text.string.chars().take(LONGEST_LABEL).collect();
        let end = article_label(&head).and_then(|end| u32::try_from(end).ok());
        let body = &self.style.body;
        let whole = self.spanned(text, part, body, (style, end.unwrap_or(0)));
        self.add_rows(Paragraph { form: Form::Article, ..whole }, body);
    }

    /// Body text whose first `end` characters have the font of `head`.
    fn headed(&mut self, text: &Text, part: Part, head: &TextStyle, end: u32) {
        let body = &self.style.body;
        let paragraph = self.spanned(text, part, body, (head, end));
        self.add_rows(paragraph, body);
    }

    /// A paragraph in `style` whose first `end` characters have the font of `head`.
    fn spanned(
        &self,
        text: &Text,
        part: Part,
        style: &TextStyle,
        (head, end): (&TextStyle, u32),
    ) -> Paragraph {
        let (width, grid) = (self.column(), self.style.page.grid);
        let mut paragraph = Paragraph::new(text, Source::Text(part), style, width, grid);
        let head = spans(text, head.font, head.size);
        let whole = std::mem::take(&mut paragraph.spans);
        paragraph.spans = join_spans(&head, &whole, end);
        paragraph
    }
}

/// Whether a block is nothing but text that may be as wide as the page.
const fn is_plain(block: &Block) -> bool {
    match block.kind {
        BlockKind::Paragraph
        | BlockKind::Item
        | BlockKind::Heading { .. }
        | BlockKind::Article
        | BlockKind::Appointment
        | BlockKind::AttachmentNote
        | BlockKind::Note => true,
        BlockKind::Chapter
        | BlockKind::ChronicleEntry { .. }
        | BlockKind::Table(_)
        | BlockKind::Picture { .. }
        | BlockKind::Break => false,
    }
}

/// The lines of a text across the columns as one block of whole lines of the grid; what is left
/// over stands half above and half below it.
pub(crate) fn block_across(lines: &Lines, style: &TextStyle, grid: Pt) -> Element {
    let height: Pt = lines.frames.iter().map(|frame| frame.size.height).sum();
    let count = u32::try_from(height.div_ceil(grid)).unwrap_or(1);
    let spare = grid * i64::from(count) - height;
    let mut y = grid * i64::from(style.before) + spare / 2;
    let mut parts = Vec::new();
    for frame in &lines.frames {
        parts.push(Placed { at: Point::new(Pt::ZERO, y), frame: frame.clone() });
        y += frame.size.height;
    }
    let lines = style.before + count + style.after;
    // At the head of a page one empty line sets a title off, and none a label that stands there.
    let spare = match style.align {
        Align::Left | Align::Justified => style.before,
        Align::Centre | Align::Right => style.before.saturating_sub(1),
    };
    Element::Across { parts, lines, spare, keep: style.keep_next }
}

/// One line of a text across the columns that no page holds whole.
fn line_across(frame: &Arc<Frame>, style: &TextStyle, grid: Pt) -> Element {
    let lines = u32::try_from(frame.size.height.div_ceil(grid)).unwrap_or(1);
    let part = Placed { at: Point::default(), frame: frame.clone() };
    Element::Across { parts: vec![part], lines, spare: 0, keep: style.keep_next }
}

/// `head` for the first `end` characters, `whole` behind them.
fn join_spans(head: &[Span], whole: &[Span], end: u32) -> Vec<Span> {
    let mut joined: Vec<Span> = Vec::new();
    for span in head {
        joined.push(Span { end: span.end.min(end), ..*span });
        if span.end >= end {
            break;
        }
    }
    joined.extend(whole.iter().filter(|span| span.end > end));
    joined.retain(|span| span.end > 0);
    joined
}
