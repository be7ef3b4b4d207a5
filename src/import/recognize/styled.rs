//! A Word file that this program wrote → the documents that it was written of.
//!
//! Its styles say what each paragraph is, and win over every guess by form. A paragraph that
//! somebody added without one of them is taken as body text, with doubt.

use std::sync::Arc;

use chrono::NaiveDate;

use super::form;
use super::mark::Style;
use super::organ;
use super::title;
use crate::geom::Mm;
use crate::import::source::{Piece, Source};
use crate::import::word_style::{
    Fact, WordStyle, entry_days, from_emu, picture_size, read_day, read_number,
};
use crate::import::{Draft, Dropped, Segment};
use crate::issue::block::{Block, BlockKind};
use crate::issue::document::{Attached, Document, DocumentDate, DocumentKind};
use crate::issue::id::Ids;
use crate::issue::masthead::Masthead;
use crate::issue::table::Table;
use crate::issue::text::Text;
use crate::issue::{IssueNumber, Section};
use crate::text::numeral::Days;

/// So many hundredths of a millimetre another program may round the width of a picture.
const ROUNDED: i32 = 10;

/// How sure a paragraph is that says by its style what it is, and one that does not.
const SURE: f32 = 1.0;
const GUESSED: f32 = 0.45;
/// How deep attached documents may lie in each other: nobody attaches so many, and what reads them
/// goes down step by step.
const DEEPEST: usize = 16;

/// What a title says by itself: the kind of its document and who issued it.
pub fn implied(title: &Text) -> (DocumentKind, Option<Text>) {
    let kind = title::kind_of(&title.string);
    let issuer = (kind != DocumentKind::Chronicle).then(|| organ::issuer(&title.string));
    (kind, issuer.flatten().map(Text::from))
}

/// The day that a date means as it is written.
pub fn implied_day(written: &Text) -> Option<NaiveDate> {
    form::day(&written.string)
}

/// The documents of a source whose paragraphs have our styles; none where most have not, or where
/// no title has.
pub(super) fn draft(source: &Source, ids: &mut Ids) -> Option<Draft> {
    let (mut titles, mut ours, mut others) = (0_usize, 0_usize, 0_usize);
    for piece in &source.pieces {
        match piece {
            Piece::Text { style: Some(style), .. } => {
                ours += 1;
                titles += usize::from(*style == WordStyle::Title);
            }
            Piece::Text { style: None, line: Some(_), .. } => others += 1,
            Piece::Text { style: None, line: None, .. }
            | Piece::Table { .. }
            | Piece::Picture { .. } => {}
        }
    }
    if titles == 0 || others > ours {
        return None;
    }
    let mut builder = Builder::new(source, ids);
    for piece in &source.pieces {
        builder.take(piece);
    }
    Some(builder.finish())
}

/// What has been read so far.
struct Builder<'a> {
    source: &'a Source,
    ids: &'a mut Ids,
    masthead: Masthead,
    number: Option<IssueNumber>,
    published: Option<NaiveDate>,
    colophon: Vec<Text>,
    sections: Vec<Section>,
    segments: Vec<Segment>,
    dropped: Vec<Dropped>,
    /// Count of documents begun.
    begun: usize,
    document: Option<Document>,
    /// The attached documents that are open, each within the one before.
    open: Vec<Attached>,
    /// The last one has its label only.
    labelled: bool,
    /// How deep the next attached document lies.
    depth: usize,
    /// The caption of a table to come.
    caption: Option<Text>,
    /// The days of the entry to come, where they are said.
    days: Option<Days>,
    /// The width of the picture to come, where it is said.
    width: Option<Mm>,
    /// The first day of the entry before.
    before: Option<NaiveDate>,
}

impl<'a> Builder<'a> {
    fn new(source: &'a Source, ids: &'a mut Ids) -> Self {
        Self {
            source,
            ids,
            masthead: Masthead::default(),
            number: None,
            published: None,
            colophon: Vec::new(),
            sections: Vec::new(),
            segments: Vec::new(),
            dropped: Vec::new(),
            begun: 0,
            document: None,
            open: Vec::new(),
            labelled: false,
            depth: 1,
            caption: None,
            days: None,
            width: None,
            before: None,
        }
    }

    fn take(&mut self, piece: &Piece) {
        match piece {
            Piece::Text { style, text, line } => {
                let always = matches!(
                    style,
                    Some(
                        WordStyle::Section
                            | WordStyle::Title
                            | WordStyle::AttachedTitle
                            | WordStyle::Break
                    )
                );
                if line.is_none() && !always {
                    return;
                }
                if *style != Some(WordStyle::TableCaption) {
                    self.strand();
                }
                self.text(*style, text);
                if let Some(line) = line {
                    let sure = if style.is_some() { SURE } else { GUESSED };
                    self.segment(*line, style.map_or(Style::Body, report_style), sure);
                }
            }
            Piece::Table { table, lines } => {
                self.table(table);
                for line in lines.clone() {
                    self.segment(line, Style::Table, SURE);
                }
            }
            Piece::Picture { sha256, width } => {
                self.strand();
                self.picture(sha256.clone(), *width);
            }
        }
    }

    /// A picture that the file shows so wide. As wide as it was written, it has the width that it
    /// was said to have; somebody has made it larger or smaller in Word else.
    fn picture(&mut self, sha256: String, drawn: Option<Mm>) {
        let said = self.width.take();
        let mut pictures = self.source.pictures.iter().map(|(_, picture)| picture);
        let size = pictures
            .find(|picture| picture.sha256 == sha256)
            .and_then(|picture| imagesize::blob_size(&picture.bytes).ok());
        let written = size.map(|size| {
            let (width, _) = picture_size((size.width, size.height), said);
            from_emu(width.into())
        });
        let same = |(drawn, written): (Mm, Mm)| {
            (drawn.hundredths() - written.hundredths()).abs() <= ROUNDED
        };
        let width = if drawn.zip(written).is_some_and(same) { said } else { drawn.or(said) };
        self.block(BlockKind::Picture { sha256, width }, Text::default());
    }

    /// A caption that no table follows is text.
    fn strand(&mut self) {
        if let Some(text) = self.caption.take() {
            self.block(BlockKind::Paragraph, text);
        }
    }

    fn text(&mut self, style: Option<WordStyle>, text: &Text) {
        use WordStyle as S;
        let owned = || text.clone();
        let Some(style) = style else { return self.block(BlockKind::Paragraph, owned()) };
        match style {
            S::Masthead => self.masthead.chinese = owned(),
            S::MongolianMasthead => self.masthead.mongolian = owned(),
            S::IssueNumber => self.number = read_number(&text.string),
            S::Published => self.published = read_day(&text.string),
            S::Contents => self.leave_out(text, "目录：由版面重新生成"),
            S::Colophon => {
                self.end_document();
                self.colophon.push(owned());
            }
            S::Section => {
                self.end_document();
                self.section(owned());
            }
            S::Fact => self.fact(text),
            S::Title => self.begin(owned()),
            S::DocumentNumber => self.field(text, |own| &mut own.number),
            S::Issuer => self.field(text, |own| &mut own.issuer),
            S::ContentsTitle => self.field(text, |own| &mut own.contents_title),
            S::Registration => self.field(text, |own| &mut own.registration),
            S::Corrects => self.field(text, |own| &mut own.corrects),
            S::Period => self.field(text, |own| &mut own.period),
            S::Addressee => self.field(text, |own| &mut own.addressee),
            S::Annotation => self.field(text, |own| &mut own.annotation),
            S::Signatory => self.sign(owned()),
            S::Date => self.date(owned()),
            S::AttachedLabel => {
                self.attach(Text::default());
                if let Some(attached) = self.open.last_mut() {
                    attached.label = Some(owned());
                    self.labelled = true;
                }
            }
            S::AttachedTitle => match self.open.last_mut().filter(|_| self.labelled) {
                Some(attached) => {
                    attached.title = owned();
                    self.labelled = false;
                }
                None => self.attach(owned()),
            },
            S::AdoptionNote => match self.open.last_mut() {
                Some(attached) => attached.adoption_note = Some(owned()),
                None => self.block(BlockKind::Note, owned()),
            },
            S::TableCaption => {
                self.strand();
                self.caption = Some(owned());
            }
            S::PictureCaption => self.picture_caption(owned()),
            S::Picture | S::Cell => self.block(BlockKind::Paragraph, owned()),
            S::Heading(level) => self.block(BlockKind::Heading { level, run_in: false }, owned()),
            S::RunIn(level) => self.block(BlockKind::Heading { level, run_in: true }, owned()),
            S::Paragraph => self.block(BlockKind::Paragraph, owned()),
            S::Item => self.block(BlockKind::Item, owned()),
            S::Appointment => self.block(BlockKind::Appointment, owned()),
            S::Article => self.block(BlockKind::Article, owned()),
            S::Chapter => self.block(BlockKind::Chapter, owned()),
            S::AttachmentNote => self.block(BlockKind::AttachmentNote, owned()),
            S::Note => self.block(BlockKind::Note, owned()),
            S::Break => self.block(BlockKind::Break, owned()),
            S::Entry => self.entry(owned()),
        }
    }

    fn leave_out(&mut self, text: &Text, why: &str) {
        self.dropped.push(Dropped { text: text.string.clone(), why: why.to_owned() });
    }

    fn segment(&mut self, line: usize, style: Style, confidence: f32) {
        let Some(line) = self.source.paragraphs.get(line) else { return };
        let inside = self.document.is_some() && !matches!(style, Style::Contents);
        self.segments.push(Segment {
            range: line.range,
            style,
            text: line.text.string.clone(),
            document: inside.then(|| self.begun.saturating_sub(1)),
            confidence,
            pinned: false,
        });
    }

    fn section(&mut self, name: Text) {
        let id = self.ids.make();
        self.sections.push(Section { id, name, codes: Vec::new(), documents: Vec::new() });
    }

    fn fact(&mut self, text: &Text) {
        match (Fact::read(&text.string), &mut self.document) {
            (Some(Fact::Codes(codes)), _) => {
                if let Some(section) = self.sections.last_mut() {
                    section.codes = codes;
                }
            }
            (Some(Fact::Kind(kind)), Some(document)) => document.kind = kind,
            (Some(Fact::NoIssuer), Some(document)) => document.issuer = None,
            (Some(Fact::Day(day)), _) => {
                if let Some(date) = self.last_date() {
                    date.value = day;
                }
            }
            (Some(Fact::Entry(days)), _) => self.days = Some(days),
            (Some(Fact::PictureWidth(width)), _) => self.width = Some(width),
            (Some(Fact::Depth(depth)), _) => self.depth = depth.clamp(1, DEEPEST),
            (Some(Fact::Picture(sha256)), Some(_)) => {
                self.picture(sha256, None);
            }
            (Some(Fact::Kind(_) | Fact::NoIssuer | Fact::Picture(_)) | None, _) => {
                self.leave_out(text, "认不出的说明");
            }
        }
    }

    fn begin(&mut self, title: Text) {
        self.end_document();
        let (kind, issuer) = implied(&title);
        let mut document = Document::new(self.ids.make(), kind, title);
        document.issuer = issuer;
        self.document = Some(document);
        self.begun += 1;
        self.before = None;
    }

    /// Fills a field of the document; one outside of any is left out.
    fn field(&mut self, text: &Text, field: fn(&mut Document) -> &mut Option<Text>) {
        match &mut self.document {
            Some(document) => *field(document) = Some(text.clone()),
            None => self.leave_out(text, OUTSIDE),
        }
    }

    fn sign(&mut self, name: Text) {
        match (self.open.last_mut(), &mut self.document) {
            (Some(attached), _) => attached.signatories.push(name),
            (None, Some(document)) => document.signatories.push(name),
            (None, None) => self.leave_out(&name, OUTSIDE),
        }
    }

    fn date(&mut self, as_written: Text) {
        let date = DocumentDate { value: implied_day(&as_written), as_written };
        match (self.open.last_mut(), &mut self.document) {
            (Some(attached), _) => attached.date = Some(date),
            (None, Some(document)) => document.date = Some(date),
            (None, None) => self.leave_out(&date.as_written, OUTSIDE),
        }
    }

    fn last_date(&mut self) -> Option<&mut DocumentDate> {
        match self.open.last_mut() {
            Some(attached) => attached.date.as_mut(),
            None => self.document.as_mut()?.date.as_mut(),
        }
    }

    /// Begins an attached document at the depth that was said, or at the first.
    fn attach(&mut self, title: Text) {
        if self.document.is_none() {
            return self.leave_out(&title, OUTSIDE);
        }
        let depth = std::mem::replace(&mut self.depth, 1);
        while self.open.len() >= depth {
            self.close();
        }
        self.open.push(Attached::new(self.ids.make(), title));
        self.labelled = false;
    }

    /// Puts the innermost attached document where it belongs.
    fn close(&mut self) {
        let Some(attached) = self.open.pop() else { return };
        match (self.open.last_mut(), &mut self.document) {
            (Some(outer), _) => outer.attached.push(attached),
            (None, Some(document)) => document.attached.push(attached),
            (None, None) => {}
        }
    }

    fn end_document(&mut self) {
        while !self.open.is_empty() {
            self.close();
        }
        let Some(document) = self.document.take() else { return };
        if self.sections.is_empty() {
            self.section(super::section::document_section(&document).into());
        }
        if let Some(section) = self.sections.last_mut() {
            section.documents.push(Arc::new(document));
        }
    }

    fn body(&mut self) -> Option<&mut Vec<Arc<Block>>> {
        match self.open.last_mut() {
            Some(attached) => Some(&mut attached.body),
            None => Some(&mut self.document.as_mut()?.body),
        }
    }

    fn block(&mut self, kind: BlockKind, text: Text) {
        let id = self.ids.make();
        match self.body() {
            Some(body) => body.push(Arc::new(Block { id, kind, text })),
            None => self.leave_out(&text, OUTSIDE),
        }
    }

    fn table(&mut self, table: &Table) {
        let caption = self.caption.take().unwrap_or_default();
        self.block(BlockKind::Table(table.clone()), caption);
    }

    fn picture_caption(&mut self, text: Text) {
        let last = self.body().and_then(|body| body.last_mut()).map(Arc::make_mut);
        match last
            .filter(|last| matches!(last.kind, BlockKind::Picture { .. }) && last.text.is_empty())
        {
            Some(picture) => picture.text = text,
            None => self.block(BlockKind::Note, text),
        }
    }

    fn entry(&mut self, text: Text) {
        let days = self.days.take().or_else(|| entry_days(&text.string, self.before));
        self.before = days.map(|days| days.first).or(self.before);
        let kind = match days {
            Some(days) => BlockKind::ChronicleEntry { date: days.first, until: days.last },
            None => BlockKind::Paragraph,
        };
        self.block(kind, text);
    }

    fn finish(mut self) -> Draft {
        self.strand();
        self.end_document();
        let documents = self.sections.iter().flat_map(|section| &section.documents);
        let order = documents.map(|document| document.id).collect();
        Draft {
            masthead: self.masthead,
            number: self.number,
            published: self.published,
            contents: true,
            order,
            sections: self.sections,
            colophon: self.colophon,
            segments: self.segments,
            pictures: self.source.pictures.iter().map(|(_, picture)| picture.clone()).collect(),
            dropped: self.source.dropped.iter().cloned().chain(self.dropped).collect(),
            joined: Vec::new(),
            findings: self.source.findings.clone(),
        }
    }
}

const OUTSIDE: &str = "文件之外的文字";

/// The name in the report of what a style of ours says.
const fn report_style(style: WordStyle) -> Style {
    use WordStyle as S;
    match style {
        S::Masthead | S::MongolianMasthead | S::IssueNumber | S::Published => Style::Masthead,
        S::Contents => Style::Contents,
        S::Section => Style::RunningHead,
        S::Fact | S::ContentsTitle | S::Corrects => Style::Note,
        S::Title | S::AttachedTitle => Style::Title,
        S::DocumentNumber | S::Registration => Style::DocNumber,
        S::Issuer | S::Signatory => Style::Signature,
        S::Period | S::Date => Style::Date,
        S::Addressee => Style::Addressee,
        S::Heading(1) | S::RunIn(1) => Style::H1,
        S::Heading(2) | S::RunIn(2) => Style::H2,
        S::Heading(3) | S::RunIn(3) => Style::H3,
        S::Heading(_) | S::RunIn(_) => Style::H4,
        S::Paragraph | S::Picture | S::Break => Style::Body,
        S::Item => Style::List,
        S::Appointment => Style::Appointment,
        S::Article => Style::Article,
        S::Chapter => Style::Chapter,
        S::Entry => Style::Entry,
        S::AttachmentNote | S::AttachedLabel => Style::Attachment,
        S::Cell => Style::Table,
        S::TableCaption | S::PictureCaption | S::Note | S::Annotation | S::AdoptionNote => {
            Style::Note
        }
        S::Colophon => Style::Colophon,
    }
}
