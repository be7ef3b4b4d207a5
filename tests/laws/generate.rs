//! Issues and edits drawn from a list of numbers, so that proptest can make both smaller.
//!
//! Every character that a generated text holds is used once only: after an edit each character
//! says by itself where it came from.

use std::sync::Arc;

use chrono::NaiveDate;
use gongbao::geom::Mm;
use gongbao::issue::block::{Block, BlockKind};
use gongbao::issue::cover::CoverChoice;
use gongbao::issue::document::{
    Attached, Document, DocumentDate, DocumentKind, OfficialKind, Origin,
};
use gongbao::issue::edit::{Body, Edit, Setting, TableChange};
use gongbao::issue::id::{AttachedId, BlockId, DocumentId, Ids, SectionId};
use gongbao::issue::masthead::{
    Approval, Lettering, Masthead, MastheadOrder, MongolianLine, Script, Template, Unequal,
};
use gongbao::issue::place::{self, AttachedField, Field, Part, Place};
use gongbao::issue::table::{Cell, Table};
use gongbao::issue::text::{Mark, Range, Text};
use gongbao::issue::{Issue, IssueNumber, Section, StyleChoice, bodies};
use gongbao::text::mongolian::template::Digits;

/// Characters that files and formats tend to trip over.
const AWKWARD: &str =
    "\"\\\n\r\t\0#'(){}[],:;/*\u{feff}\u{3000} \u{a0}éü𠮷😀\u{1820}\u{180e}\u{e000}〔〕";

/// Draws from a list of numbers; zeros once they are used up.
#[derive(Debug, Clone)]
pub(crate) struct Dice {
    numbers: std::vec::IntoIter<u32>,
    ids: Ids,
    characters: u32,
    longest: u32,
}

impl Dice {
    /// Dice that fall as `numbers` say.
    pub(crate) fn new(numbers: Vec<u32>) -> Self {
        Self { numbers: numbers.into_iter(), ids: Ids::new(7), characters: 0, longest: 6 }
    }

    /// The same, with texts of up to so many characters.
    #[allow(dead_code, reason = "not all laws need it")]
    pub(crate) fn with_texts_up_to(self, longest: u32) -> Self {
        Self { longest, ..self }
    }

    /// Goes on with other numbers; characters and ids are not drawn again.
    pub(crate) fn load(&mut self, numbers: Vec<u32>) {
        self.numbers = numbers.into_iter();
    }

    /// A number below `count`, which is not 0.
    pub(crate) fn below(&mut self, count: u32) -> u32 {
        self.numbers.next().unwrap_or(0) % count
    }

    fn coin(&mut self) -> bool {
        self.below(2) == 1
    }

    fn pick<T: Copy>(&mut self, items: &[T]) -> Option<T> {
        let count = u32::try_from(items.len()).unwrap();
        (count > 0).then(|| items[self.below(count) as usize])
    }

    fn character(&mut self) -> char {
        self.characters += 1;
        let index = self.characters as usize - 1;
        AWKWARD
            .chars()
            .nth(index)
            .unwrap_or_else(|| char::from_u32(0x4e00 + u32::try_from(index).unwrap()).unwrap())
    }

    fn range(&mut self, length: u32) -> Range {
        let (a, b) = (self.below(length + 1), self.below(length + 1));
        Range::new(a.min(b), a.max(b))
    }

    fn marks(&mut self, length: u32) -> Vec<(Range, Mark)> {
        const MARKS: [Mark; 5] =
            [Mark::Bold, Mark::Kai, Mark::Superscript, Mark::NoBreak, Mark::LineBreak];
        let mut marks: Vec<(Range, Mark)> = (0..self.below(3))
            .map(|_| (self.range(length), self.pick(&MARKS).unwrap()))
            .filter(|(range, _)| !range.is_empty())
            .collect();
        marks.sort();
        marks.dedup();
        marks
    }

    fn text(&mut self) -> Text {
        let length = self.below(self.longest + 1);
        let string = (0..length).map(|_| self.character()).collect();
        Text { string, marks: self.marks(length) }
    }

    fn maybe_text(&mut self) -> Option<Text> {
        self.coin().then(|| self.text())
    }

    fn texts(&mut self) -> Vec<Text> {
        (0..self.below(3)).map(|_| self.text()).collect()
    }

    fn day(&mut self) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 1 + self.below(12), 1 + self.below(28)).unwrap()
    }

    fn date(&mut self) -> Option<DocumentDate> {
        let as_written = self.maybe_text()?;
        Some(DocumentDate { as_written, value: self.coin().then(|| self.day()) })
    }

    fn cells(&mut self, count: u32) -> Vec<Cell> {
        (0..count).map(|_| Cell::new(self.text())).collect()
    }

    fn kind(&mut self) -> BlockKind {
        match self.below(12) {
            0 => BlockKind::Paragraph,
            1 => BlockKind::Heading {
                level: 1 + u8::try_from(self.below(4)).unwrap(),
                run_in: self.coin(),
            },
            2 => BlockKind::Item,
            3 => BlockKind::Appointment,
            4 => BlockKind::Article,
            5 => BlockKind::Chapter,
            6 => BlockKind::ChronicleEntry {
                date: self.day(),
                until: self.coin().then(|| self.day()),
            },
            7 => BlockKind::AttachmentNote,
            8 => {
                let columns = 1 + self.below(3);
                let rows = (0..self.below(4)).map(|_| self.cells(columns)).collect();
                BlockKind::Table(Table { head: self.below(2), rows })
            }
            9 => BlockKind::Picture {
                sha256: "ab".repeat(32),
                width: self
                    .coin()
                    .then(|| Mm::from_hundredths(500 + self.below(20_000).cast_signed())),
            },
            10 => BlockKind::Note,
            _ => BlockKind::Break,
        }
    }

    fn block(&mut self) -> Arc<Block> {
        Arc::new(Block { id: self.ids.make(), kind: self.kind(), text: self.text() })
    }

    fn body(&mut self) -> Vec<Arc<Block>> {
        (0..self.below(5)).map(|_| self.block()).collect()
    }

    fn attached(&mut self, depth: u32) -> Attached {
        Attached {
            id: self.ids.make(),
            label: self.maybe_text(),
            title: self.text(),
            adoption_note: self.maybe_text(),
            body: self.body(),
            signatories: self.texts(),
            date: self.date(),
            attached: (0..self.below(3).min(depth)).map(|_| self.attached(depth - 1)).collect(),
        }
    }

    fn document_kind(&mut self) -> DocumentKind {
        match self.below(4) {
            0 => DocumentKind::Official(self.pick(&OfficialKind::ALL).unwrap()),
            1 => DocumentKind::Chronicle,
            2 => DocumentKind::Article,
            _ => DocumentKind::Pictures,
        }
    }

    fn document(&mut self) -> Arc<Document> {
        let (id, kind, title) = (self.ids.make(), self.document_kind(), self.text());
        Arc::new(Document {
            issuer: self.maybe_text(),
            number: self.maybe_text(),
            contents_title: self.maybe_text(),
            addressee: self.maybe_text(),
            period: self.maybe_text(),
            body: self.body(),
            signatories: self.texts(),
            date: self.date(),
            annotation: self.maybe_text(),
            registration: self.maybe_text(),
            corrects: self.maybe_text(),
            attached: (0..self.below(3)).map(|_| self.attached(2)).collect(),
            origin: self.coin().then(|| Origin::new("cd".repeat(32))),
            ..Document::new(id, kind, title)
        })
    }

    fn section(&mut self) -> Section {
        Section {
            id: self.ids.make(),
            name: self.text(),
            codes: if self.coin() { vec!["包府发".to_owned()] } else { Vec::new() },
            documents: (0..self.below(4)).map(|_| self.document()).collect(),
        }
    }

    fn approval(&mut self) -> Option<Approval> {
        self.coin().then(|| Approval::new("乌云", self.day()))
    }

    /// An issue that holds every invariant.
    pub(crate) fn issue(&mut self) -> Issue {
        Issue {
            id: self.ids.make(),
            masthead: Masthead {
                chinese: self.text(),
                mongolian: self.text(),
                approval: self.approval(),
                lines: [(
                    MongolianLine::Number,
                    Template {
                        text: format!("年{}", self.text().string),
                        approval: self.approval(),
                    },
                )]
                .into(),
                ..Masthead::default()
            },
            number: IssueNumber {
                year: 2026,
                first: 7,
                last: self.coin().then_some(8),
                total: self.coin().then_some(170),
                periodicity: "月刊".to_owned(),
                folio: None,
            },
            published: self.coin().then(|| self.day()),
            sections: (0..=self.below(3)).map(|_| self.section()).collect(),
            colophon: self.texts(),
            style: StyleChoice {
                name: "baotou".to_owned(),
                source: self.coin().then(|| "(page: \"大16开\")".to_owned()),
            },
            cover: CoverChoice::default(),
        }
    }

    /// A place that `issue` has.
    pub(crate) fn place(&mut self, issue: &Issue) -> Place {
        let part = self.pick(&place::parts(issue)).unwrap();
        Place::new(part, self.range(place::text(issue, part).unwrap().len()))
    }

    /// An edit that may or may not fit `issue`, and may hold others.
    pub(crate) fn edit(&mut self, issue: &Issue) -> Edit {
        if self.below(4) > 0 {
            return self.single_edit(issue);
        }
        let mut changed = issue.clone();
        let edits = (0..self.below(6)).map(|_| {
            let edit = self.single_edit(&changed);
            drop(edit.apply(&mut changed));
            edit
        });
        Edit::Group(edits.collect())
    }

    fn single_edit(&mut self, issue: &Issue) -> Edit {
        let known = Known::of(issue);
        match self.below(8) {
            0 | 1 => {
                let Place { part, range } = self.place(issue);
                Edit::ReplaceText { part, range, text: self.text() }
            }
            2 => self.text_edit(issue, &known),
            3 | 4 => self.block_edit(issue, &known),
            5 => self.table_edit(issue, &known),
            6 => self.structure_edit(issue, &known),
            _ => self.attached_edit(issue, &known),
        }
    }

    fn any_part(&mut self, issue: &Issue, known: &Known) -> Part {
        const FIELDS: [Field; 6] = [
            Field::Issuer,
            Field::Date,
            Field::Signatory(0),
            Field::Signatory(1),
            Field::Title,
            Field::Annotation,
        ];
        const ATTACHED: [AttachedField; 4] = [
            AttachedField::Label,
            AttachedField::Date,
            AttachedField::Signatory(0),
            AttachedField::Signatory(2),
        ];
        let document = self.pick(&known.documents).unwrap_or(DocumentId::new(1));
        let (of, attached) = self.pick(&known.attached).unwrap_or((document, AttachedId::new(1)));
        match self.below(4) {
            0 => Part::Field(document, self.pick(&FIELDS).unwrap()),
            1 => Part::Attached(of, attached, self.pick(&ATTACHED).unwrap()),
            2 => Part::Colophon(self.below(4)),
            _ => self.place(issue).part,
        }
    }

    fn text_edit(&mut self, issue: &Issue, known: &Known) -> Edit {
        let part = self.any_part(issue, known);
        match self.below(4) {
            0 => {
                let length = place::text(issue, part).map_or(3, Text::len);
                Edit::SetMarks { part, marks: self.marks(length) }
            }
            1 => Edit::InsertText { part, text: self.text() },
            2 => Edit::RemoveText { part },
            _ => {
                let body = self.pick(&known.bodies).unwrap_or(Body::of(DocumentId::new(1)));
                Edit::SetDate { body, value: self.coin().then(|| self.day()) }
            }
        }
    }

    fn block_edit(&mut self, issue: &Issue, known: &Known) -> Edit {
        let body = self.pick(&known.bodies).unwrap_or(Body::of(DocumentId::new(1)));
        let index = self.below(5);
        let Some((document, block)) = self.pick(&known.blocks) else {
            return Edit::InsertBlock { body, index, block: self.block() };
        };
        match self.below(6) {
            0 => Edit::SetBlockKind { document, block, kind: self.kind() },
            1 => Edit::InsertBlock { body, index, block: self.block() },
            2 => Edit::RemoveBlock { document, block },
            3 => Edit::MoveBlock { document, block, body, index },
            4 => {
                let (at, id) = (self.below(7), self.ids.make());
                Edit::SplitBlock { document, block, at, id, kind: BlockKind::Paragraph }
            }
            _ => {
                Edit::join(issue, document, block).unwrap_or(Edit::RemoveBlock { document, block })
            }
        }
    }

    fn table_edit(&mut self, issue: &Issue, known: &Known) -> Edit {
        let tables: Vec<(DocumentId, BlockId)> = known
            .blocks
            .iter()
            .filter(|(document, block)| table(issue, *document, *block).is_some())
            .copied()
            .collect();
        let Some((document, block)) = self.pick(&tables) else {
            return self.block_edit(issue, known);
        };
        let whole = table(issue, document, block).unwrap();
        let rows = u32::try_from(whole.rows.len()).unwrap();
        let columns = whole.rows.first().map_or(2, |row| u32::try_from(row.len()).unwrap());
        let change = match self.below(6) {
            0 => TableChange::InsertRow { index: self.below(rows + 1), cells: self.cells(columns) },
            1 => TableChange::RemoveRow { index: self.below(rows + 1) },
            2 => TableChange::InsertColumn {
                index: self.below(columns + 1),
                cells: self.cells(rows),
            },
            3 => TableChange::RemoveColumn { index: self.below(columns + 1) },
            4 => TableChange::SetSpan {
                row: self.below(rows + 1),
                column: self.below(columns + 1),
                columns: self.below(3),
                rows: 1,
            },
            _ => TableChange::SetHead { head: self.below(3) },
        };
        Edit::Table { document, block, change }
    }

    fn structure_edit(&mut self, issue: &Issue, known: &Known) -> Edit {
        let section = self.pick(&known.sections).unwrap_or(SectionId::new(1));
        let document = self.pick(&known.documents).unwrap_or(DocumentId::new(1));
        let index = self.below(4);
        match self.below(16) {
            0 => Edit::InsertDocument { section, index, document: self.document() },
            1 => Edit::RemoveDocument { document },
            2 => Edit::MoveDocument { document, section, index },
            3 => Edit::SetDocumentKind { document, kind: self.document_kind() },
            4 => Edit::SetOrigin { document, origin: None },
            5 => Edit::InsertSection { index, section: self.section() },
            6 => Edit::remove_section(issue, section)
                .unwrap_or(Edit::RemoveSection { section, documents: Vec::new() }),
            7 => Edit::MoveSection { section, index },
            8 => Edit::SetCodes { section, codes: vec!["包府办发".to_owned()] },
            9 => Edit::Set(Setting::Approval(self.approval())),
            10 => Edit::Set(Setting::LineText(MongolianLine::Number, self.text().string)),
            11 => Edit::Set(Setting::LineApproval(MongolianLine::Number, self.approval())),
            12 => Edit::Set(Setting::Digits(Digits::Mongolian)),
            13 => {
                let font = (self.below(2) > 0).then(|| "NotoSansMongolian-Regular".to_owned());
                // One in three is farther apart than letters may be.
                let tracking = i32::try_from(self.below(450)).ok();
                let own = Lettering { font, tracking, ..Lettering::default() };
                let scripts = [Script::Chinese, Script::Mongolian];
                Edit::Set(Setting::Lettering(self.pick(&scripts).unwrap(), own))
            }
            14 => {
                let (reason, on) = ("沿用题字".to_owned(), self.day());
                let own = self.coin().then_some(Unequal { reason, on, area: 1200 });
                Edit::Set(Setting::Unequal(own))
            }
            _ => Edit::Set(Setting::MastheadOrder(MastheadOrder::MongolianFirst)),
        }
    }

    fn attached_edit(&mut self, issue: &Issue, known: &Known) -> Edit {
        let owner = self.pick(&known.bodies).unwrap_or(Body::of(DocumentId::new(1)));
        let index = self.below(3);
        let Some((document, attached)) = self.pick(&known.attached) else {
            return Edit::InsertAttached { owner, index, attached: self.attached(1) };
        };
        match self.below(3) {
            0 => Edit::InsertAttached { owner, index, attached: self.attached(1) },
            1 => Edit::remove_attached(issue, document, attached).unwrap(),
            _ => Edit::MoveAttached { document, attached, owner: owner.attached, index },
        }
    }
}

/// The names of what an issue holds.
struct Known {
    sections: Vec<SectionId>,
    documents: Vec<DocumentId>,
    attached: Vec<(DocumentId, AttachedId)>,
    bodies: Vec<Body>,
    blocks: Vec<(DocumentId, BlockId)>,
}

impl Known {
    fn of(issue: &Issue) -> Self {
        let mut known = Self {
            sections: issue.sections.iter().map(|section| section.id).collect(),
            documents: Vec::new(),
            attached: Vec::new(),
            bodies: Vec::new(),
            blocks: Vec::new(),
        };
        for (_, document) in issue.documents() {
            known.documents.push(document.id);
            for (attached, blocks) in bodies(document) {
                known.bodies.push(Body { document: document.id, attached });
                known.attached.extend(attached.map(|attached| (document.id, attached)));
                known.blocks.extend(blocks.iter().map(|block| (document.id, block.id)));
            }
        }
        known
    }
}

fn table(issue: &Issue, document: DocumentId, block: BlockId) -> Option<&Table> {
    match &gongbao::issue::find_block(issue.document(document)?, block)?.kind {
        BlockKind::Table(table) => Some(table),
        _ => None,
    }
}
