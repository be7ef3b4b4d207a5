//! Turns an issue into a Word file (.docx), so that a department can check its text.
//!
//! It is written from the issue and not from its pages: whoever checks wants the text, and Word
//! breaks lines and pages anew. Every part has a style of its own ([`WordStyle`]), by which an
//! import reads the same documents back; what no text says stands in hidden lines of facts. The page
//! is that of GB/T 9704-2012: A4, 22 lines of 28 characters.

mod inline;
mod numbering;
mod order;
mod style;
mod table;

use std::io::Cursor;

use docx_rs::{Docx, Footer, PageNum, Paragraph, Pic, Run, SectionProperty, Table as WordTable};

use self::numbering::Headings;
use super::{Error, Pictures};
use crate::geom::Mm;
use crate::import::word_style::{Fact, WordStyle, day_line, entry_days, number_line, picture_size};
use crate::import::{implied, implied_day};
use crate::issue::block::{Block, BlockKind};
use crate::issue::document::{Attached, Document, DocumentDate};
use crate::issue::text::{Range, Text};
use crate::issue::{Issue, Section};
use crate::text::numeral::Days;
use chrono::NaiveDate;

/// The relationship of the first footer, as the library names it.
const FOOTER: &str = "rIdFooter1";

/// The Word file of an issue; `pictures` are those that its blocks name.
///
/// # Errors
///
/// [`Error::Word`] if the library fails.
pub fn docx(issue: &Issue, pictures: &Pictures) -> Result<Vec<u8>, Error> {
    let headings = Headings::default();
    let mut writer = Writer { parts: Vec::new(), pictures, headings, before: None, closed: false };
    writer.front(issue);
    for section in &issue.sections {
        writer.section(section);
    }
    if !issue.colophon.is_empty() {
        writer.end_page_run();
    }
    for line in &issue.colophon {
        writer.text(WordStyle::Colophon, line);
    }
    let mut file = writer.headings.add(style::add(Docx::new())).footer(footer());
    file.document.section_property = style::page(file.document.section_property);
    for part in writer.parts {
        file = match part {
            Part::Paragraph(paragraph) => file.add_paragraph(*paragraph),
            Part::Table(table) => file.add_table(*table),
        };
    }
    let mut built = file.build();
    built.document = order::sorted(table::repeat_heads(built.document));
    built.styles = order::sorted(style::complete(built.styles));
    built.numberings = order::sorted(built.numberings);
    built.footers = built.footers.into_iter().map(order::sorted).collect();
    let mut bytes = Cursor::new(Vec::new());
    built.pack(&mut bytes).map_err(|error| Error::Word(error.to_string()))?;
    Ok(bytes.into_inner())
}

/// The number of the page, between dashes (GB/T 9704-2012, 7.5).
fn footer() -> Footer {
    let line = |text: &str| Run::new().size(28).add_text(text);
    let number = Paragraph::new()
        .align(docx_rs::AlignmentType::Center)
        .add_run(line("— "))
        .add_page_num(PageNum::new())
        .add_run(line(" —"));
    Footer::new().add_paragraph(number)
}

/// What stands in the file, in order.
enum Part {
    Paragraph(Box<Paragraph>),
    Table(Box<WordTable>),
}

/// Writes the parts of an issue one after another.
struct Writer<'a> {
    parts: Vec<Part>,
    pictures: &'a Pictures,
    headings: Headings,
    /// The first day of the chronicle's entry before.
    before: Option<NaiveDate>,
    /// What comes next begins on a page of its own already.
    closed: bool,
}

impl Writer<'_> {
    fn push(&mut self, paragraph: Paragraph) {
        self.closed = false;
        self.parts.push(Part::Paragraph(Box::new(paragraph)));
    }

    fn text(&mut self, style: WordStyle, text: &Text) {
        self.runs(style::paragraph(style), text);
    }

    fn runs(&mut self, mut paragraph: Paragraph, text: &Text) {
        for run in inline::runs(text) {
            paragraph = paragraph.add_run(run);
        }
        self.push(paragraph);
    }

    /// A heading, whose number Word counts where it can.
    fn heading(&mut self, style: WordStyle, level: u8, text: &Text) {
        let Some(number) = self.headings.next(level, text) else { return self.text(style, text) };
        let (list, indent) = number.ids();
        let rest = text.part(Range::new(number.length, text.len()));
        self.runs(style::paragraph(style).numbering(list, indent), &rest);
    }

    fn line(&mut self, style: WordStyle, line: &str) {
        self.text(style, &line.into());
    }

    fn field(&mut self, style: WordStyle, text: Option<&Text>) {
        if let Some(text) = text {
            self.text(style, text);
        }
    }

    fn fact(&mut self, fact: &Fact) {
        self.line(WordStyle::Fact, &fact.line());
    }

    /// Ends a section of Word: what follows begins on a new page.
    fn end_page_run(&mut self) {
        if self.parts.is_empty() || self.closed {
            return;
        }
        let property = style::page(SectionProperty::new()).footer(Footer::new(), FOOTER);
        match self.parts.last_mut() {
            Some(Part::Paragraph(last)) => {
                let own = std::mem::take(last.as_mut());
                **last = own.section_property(property);
            }
            // A table cannot end it.
            Some(Part::Table(_)) | None => {
                self.push(Paragraph::new().section_property(property));
            }
        }
        self.closed = true;
    }

    /// The masthead, and a contents without page numbers: those of Word would be others.
    fn front(&mut self, issue: &Issue) {
        let masthead = &issue.masthead;
        let names = [
            (WordStyle::Masthead, &masthead.chinese),
            (WordStyle::MongolianMasthead, &masthead.mongolian),
        ];
        for (style, name) in names.into_iter().filter(|(_, name)| !name.is_empty()) {
            self.text(style, name);
        }
        self.line(WordStyle::IssueNumber, &number_line(&issue.number));
        if let Some(day) = issue.published {
            self.line(WordStyle::Published, &day_line(day));
        }
        if issue.documents().nth(1).is_none() {
            // A single document alone needs no page before it.
            self.closed = masthead.chinese.is_empty();
            return self.end_page_run();
        }
        self.line(WordStyle::Contents, "目　录");
        for section in &issue.sections {
            self.line(WordStyle::Contents, &format!("【{}】", section.name.string));
            for document in &section.documents {
                let (title, _) = document.contents_text();
                self.line(WordStyle::Contents, &title.string);
            }
        }
        self.end_page_run();
    }

    fn section(&mut self, section: &Section) {
        self.end_page_run();
        self.text(WordStyle::Section, &section.name);
        if !section.codes.is_empty() {
            self.fact(&Fact::Codes(section.codes.clone()));
        }
        for (index, document) in section.documents.iter().enumerate() {
            if index > 0 {
                self.end_page_run();
            }
            self.document(document);
        }
    }

    fn document(&mut self, document: &Document) {
        self.before = None;
        self.headings.restart();
        self.text(WordStyle::Title, &document.title);
        let (kind, issuer) = implied(&document.title);
        if kind != document.kind {
            self.fact(&Fact::Kind(document.kind));
        }
        if issuer != document.issuer {
            match &document.issuer {
                Some(issuer) => self.text(WordStyle::Issuer, issuer),
                None => self.fact(&Fact::NoIssuer),
            }
        }
        self.field(WordStyle::DocumentNumber, document.number.as_ref());
        self.field(WordStyle::ContentsTitle, document.contents_title.as_ref());
        self.field(WordStyle::Registration, document.registration.as_ref());
        self.field(WordStyle::Corrects, document.corrects.as_ref());
        self.field(WordStyle::Period, document.period.as_ref());
        self.field(WordStyle::Addressee, document.addressee.as_ref());
        document.body.iter().for_each(|block| self.block(block));
        self.signed(&document.signatories, document.date.as_ref());
        self.field(WordStyle::Annotation, document.annotation.as_ref());
        document.attached.iter().for_each(|attached| self.attached(attached, 1));
    }

    fn signed(&mut self, signatories: &[Text], date: Option<&DocumentDate>) {
        for name in signatories {
            self.text(WordStyle::Signatory, name);
        }
        let Some(date) = date else { return };
        self.text(WordStyle::Date, &date.as_written);
        if implied_day(&date.as_written) != date.value {
            self.fact(&Fact::Day(date.value));
        }
    }

    fn attached(&mut self, attached: &Attached, depth: usize) {
        if depth > 1 {
            self.fact(&Fact::Depth(depth));
        }
        self.headings.restart();
        self.field(WordStyle::AttachedLabel, attached.label.as_ref());
        self.text(WordStyle::AttachedTitle, &attached.title);
        self.field(WordStyle::AdoptionNote, attached.adoption_note.as_ref());
        attached.body.iter().for_each(|block| self.block(block));
        self.signed(&attached.signatories, attached.date.as_ref());
        attached.attached.iter().for_each(|inner| self.attached(inner, depth + 1));
    }

    fn block(&mut self, block: &Block) {
        let style = match &block.kind {
            BlockKind::Heading { level, run_in } => {
                let style =
                    if *run_in { WordStyle::RunIn(*level) } else { WordStyle::Heading(*level) };
                return self.heading(style, *level, &block.text);
            }
            BlockKind::Paragraph => WordStyle::Paragraph,
            BlockKind::Item => WordStyle::Item,
            BlockKind::Appointment => WordStyle::Appointment,
            BlockKind::Article => WordStyle::Article,
            BlockKind::Chapter => WordStyle::Chapter,
            BlockKind::AttachmentNote => {
                return self.runs(style::attachment_note(&block.text.string), &block.text);
            }
            BlockKind::Note => WordStyle::Note,
            BlockKind::Break => WordStyle::Break,
            BlockKind::ChronicleEntry { date, until } => {
                return self.entry(&block.text, Days { first: *date, last: *until });
            }
            BlockKind::Table(table) => {
                if !block.text.is_empty() {
                    self.text(WordStyle::TableCaption, &block.text);
                }
                if let Some(table) = table::table(table) {
                    self.closed = false;
                    self.parts.push(Part::Table(Box::new(table)));
                    // Two tables side by side would become one.
                    self.push(style::gap());
                }
                return;
            }
            BlockKind::Picture { sha256, width } => {
                return self.picture(sha256, *width, &block.text);
            }
        };
        self.text(style, &block.text);
    }

    fn entry(&mut self, text: &Text, days: Days) {
        if entry_days(&text.string, self.before) != Some(days) {
            self.fact(&Fact::Entry(days));
        }
        self.before = Some(days.first);
        self.text(WordStyle::Entry, text);
    }

    fn picture(&mut self, sha256: &str, width: Option<Mm>, caption: &Text) {
        if let Some(width) = width {
            self.fact(&Fact::PictureWidth(width));
        }
        let drawn = self.pictures.get(sha256).and_then(|bytes| {
            let size = imagesize::blob_size(bytes).ok()?;
            let (width, height) = picture_size((size.width, size.height), width);
            let pic = Pic::new_with_dimensions(bytes.to_vec(), 1, 1).size(width, height);
            // The same bytes make the same file.
            Some(pic.id(format!("rIdPicture{}", sha256.get(..16).unwrap_or(sha256))))
        });
        match drawn {
            Some(pic) => {
                let run = Run::new().add_image(pic);
                self.push(style::paragraph(WordStyle::Picture).add_run(run));
            }
            None => self.fact(&Fact::Picture(sha256.to_owned())),
        }
        if !caption.is_empty() {
            self.text(WordStyle::PictureCaption, caption);
        }
    }
}
