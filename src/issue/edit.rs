//! Edits: an edit and an issue give the changed issue and the edit that takes the change back.
//!
//! Nothing else changes an [`Issue`]. An edit is plain data and says by itself what it does, also
//! to places ([`Place::map`](super::place::Place::map)): where that hangs on the issue, as in
//! joining two blocks, the edit carries what it takes for granted (the length of the first block)
//! and is refused where the issue has it otherwise. So a journal of edits is enough to redo them
//! and to carry every anchor along.
//!
//! **Invariant.** Whatever an edit makes of an issue, its inverse makes the old issue of it again,
//! marks, ids and order included. An edit that fails changes nothing. Ids stay unique, and marks
//! lie within their texts, are not empty and stand in order.

use std::mem::replace;
use std::sync::Arc;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Issue;
use super::IssueNumber;
use super::Section;
use super::StyleChoice;
use super::block::{Block, BlockKind};
use super::cover::CoverChoice;
use super::document::{Attached, Document, DocumentKind, Origin};
use super::id::{AttachedId, BlockId, DocumentId, SectionId};
use super::masthead::{Approval, Lettering, MastheadOrder, MongolianLine, Script, Unequal};
use super::place::Part;
use super::table::Cell;
use super::text::{Mark, Range, Text};
use crate::text::mongolian::template::Digits;

pub mod check;

mod attached;
mod block;
mod make;
mod masthead;
mod structure;
mod table;
mod text;

pub(crate) use self::attached::find_in as find_attached;

/// What owns a body: a document, or one of the documents attached to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Body {
    /// The document.
    pub document: DocumentId,
    /// The attached document, however deep; none for the document itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attached: Option<AttachedId>,
}

impl Body {
    /// The body of a document itself.
    pub const fn of(document: DocumentId) -> Self {
        Self { document, attached: None }
    }

    /// The body of one of the documents attached to `document`.
    pub const fn attached(document: DocumentId, attached: AttachedId) -> Self {
        Self { document, attached: Some(attached) }
    }
}

/// One change of an issue. An `index` counts from 0 and says where the thing stands afterwards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Edit {
    /// The characters of `range` become `text`. A mark moves with its characters as an anchor
    /// does; `text` brings its own marks. When the masthead changes in either script, the approval
    /// of the Mongolian one lapses.
    ReplaceText {
        /// Which text.
        part: Part,
        /// Empty to insert.
        range: Range,
        /// Empty to delete.
        text: Text,
    },
    /// A text gets other marks.
    SetMarks {
        /// Which text.
        part: Part,
        /// All its marks.
        marks: Vec<(Range, Mark)>,
    },
    /// An absent field comes into being; or a line of a list (colophon, signatories) that moves
    /// the later ones down.
    InsertText {
        /// The field or line to be.
        part: Part,
        /// What it holds.
        text: Text,
    },
    /// An optional field goes; or a line of a list, and the later ones move up.
    RemoveText {
        /// The field or line.
        part: Part,
    },
    /// The day that a written date means.
    SetDate {
        /// Whose date; it must be there as a text.
        body: Body,
        /// The day.
        value: Option<NaiveDate>,
    },

    /// A block becomes another kind. Cells go with the table; a table cannot become another table.
    SetBlockKind {
        /// The document.
        document: DocumentId,
        /// The block.
        block: BlockId,
        /// What it becomes.
        kind: BlockKind,
    },
    /// A new block.
    InsertBlock {
        /// Where.
        body: Body,
        /// Before which block of the body.
        index: u32,
        /// The block.
        block: Arc<Block>,
    },
    /// A block goes.
    RemoveBlock {
        /// The document.
        document: DocumentId,
        /// The block.
        block: BlockId,
    },
    /// A block moves, also into another document.
    MoveBlock {
        /// The document it is in.
        document: DocumentId,
        /// The block.
        block: BlockId,
        /// The body it comes into.
        body: Body,
        /// Its place there.
        index: u32,
    },
    /// A block is cut in two.
    SplitBlock {
        /// The document.
        document: DocumentId,
        /// The block; it keeps the characters before `at`.
        block: BlockId,
        /// Where it is cut.
        at: u32,
        /// The id of the new block behind it.
        id: BlockId,
        /// The kind of the new block.
        kind: BlockKind,
    },
    /// Two neighbouring blocks become one.
    JoinBlocks {
        /// The document.
        document: DocumentId,
        /// The block that stays.
        first: BlockId,
        /// The block behind it, whose text is put to the end of the first.
        second: BlockId,
        /// The length of the first block's text.
        at: u32,
    },

    /// A table changes its shape.
    Table {
        /// The document.
        document: DocumentId,
        /// The table's block.
        block: BlockId,
        /// How.
        change: TableChange,
    },

    /// A new document.
    InsertDocument {
        /// The section.
        section: SectionId,
        /// Before which document of the section.
        index: u32,
        /// The document.
        document: Arc<Document>,
    },
    /// A document goes.
    RemoveDocument {
        /// The document.
        document: DocumentId,
    },
    /// A document moves within its section or into another one.
    MoveDocument {
        /// The document.
        document: DocumentId,
        /// The section it comes into.
        section: SectionId,
        /// Its place there.
        index: u32,
    },
    /// A document becomes another kind.
    SetDocumentKind {
        /// The document.
        document: DocumentId,
        /// What it becomes.
        kind: DocumentKind,
    },
    /// Where a document was imported from.
    SetOrigin {
        /// The document.
        document: DocumentId,
        /// The file.
        origin: Option<Origin>,
    },

    /// A new section, with what it holds.
    InsertSection {
        /// Before which section.
        index: u32,
        /// The section.
        section: Section,
    },
    /// A section goes, with what it holds; [`Edit::remove_section`] makes it.
    RemoveSection {
        /// The section.
        section: SectionId,
        /// All its documents.
        documents: Vec<DocumentId>,
    },
    /// A section moves.
    MoveSection {
        /// The section.
        section: SectionId,
        /// Its place.
        index: u32,
    },
    /// The codes of document numbers that belong into a section.
    SetCodes {
        /// The section.
        section: SectionId,
        /// The codes.
        codes: Vec<String>,
    },

    /// A new attached document.
    InsertAttached {
        /// What it is attached to.
        owner: Body,
        /// Before which of the documents attached there.
        index: u32,
        /// The attached document.
        attached: Attached,
    },
    /// An attached document goes, with what it holds; [`Edit::remove_attached`] makes it.
    RemoveAttached {
        /// The document.
        document: DocumentId,
        /// The attached document.
        attached: AttachedId,
        /// All that are attached to it in turn, in the order of print.
        inner: Vec<AttachedId>,
        /// All blocks of it and of those, in the order of print.
        blocks: Vec<BlockId>,
    },
    /// An attached document moves within its document.
    MoveAttached {
        /// The document.
        document: DocumentId,
        /// The attached document.
        attached: AttachedId,
        /// What it is attached to from now on; none for the document itself.
        owner: Option<AttachedId>,
        /// Its place there.
        index: u32,
    },

    /// One of the settings of the whole issue.
    Set(Setting),

    /// Several edits, one after the other; all or none of them.
    Group(Vec<Self>),
}

/// A change of a table's shape. The texts of its cells are edited like all others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum TableChange {
    /// A new row.
    InsertRow {
        /// Before which row.
        index: u32,
        /// A cell for each column.
        cells: Vec<Cell>,
    },
    /// A row goes.
    RemoveRow {
        /// Which row.
        index: u32,
    },
    /// A new column.
    InsertColumn {
        /// Before which column.
        index: u32,
        /// A cell for each row.
        cells: Vec<Cell>,
    },
    /// A column goes.
    RemoveColumn {
        /// Which column.
        index: u32,
    },
    /// A cell covers other columns and rows.
    SetSpan {
        /// The cell's row.
        row: u32,
        /// The cell's column.
        column: u32,
        /// Count of columns that it covers, 1 or more.
        columns: u32,
        /// Count of rows that it covers, 1 or more.
        rows: u32,
    },
    /// Other rows are repeated on each page.
    SetHead {
        /// Count of rows at the top.
        head: u32,
    },
}

/// A setting of the whole issue, with its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Setting {
    /// Year and number.
    Number(IssueNumber),
    /// Day of publication.
    Published(Option<NaiveDate>),
    /// The style that the issue is composed in.
    Style(StyleChoice),
    /// Who found the Mongolian name right.
    Approval(Option<Approval>),
    /// Which script of the masthead stands first.
    MastheadOrder(MastheadOrder),
    /// The cover.
    Cover(CoverChoice),
    /// The picture of the calligrapher's hand that is printed for a script; another one for the
    /// Mongolian script withdraws the approval.
    Hand(Script, Option<String>),
    /// How the letters of a script are set; another font of the Mongolian ones withdraws the
    /// approval, since it may give them other forms.
    Lettering(Script, Lettering),
    /// What a Mongolian line says in every issue; empty where there is none. Another wording
    /// withdraws its approval.
    LineText(MongolianLine, String),
    /// Who found a Mongolian line right; it must be there.
    LineApproval(MongolianLine, Option<Approval>),
    /// The digits in those lines.
    Digits(Digits),
    /// Why both scripts may cover unequal areas; none where nobody has accepted that.
    Unequal(Option<Unequal>),
}

/// Why an edit cannot be done; the issue is as it was.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// There is no such text.
    #[error("没有这处文字（{0}），可能已被删除；请重新选定后再改")]
    NoText(Part),
    /// There is no such section.
    #[error("没有这个栏目（{0}），可能已被删除；请重新选定后再改")]
    NoSection(SectionId),
    /// There is no such document.
    #[error("没有这份文件（{0}），可能已被删除；请重新选定后再改")]
    NoDocument(DocumentId),
    /// There is no such attached document.
    #[error("没有这份附件（{0}），可能已被删除；请重新选定后再改")]
    NoAttached(AttachedId),
    /// There is no such block.
    #[error("没有这个段落（{0}），可能已被删除；请重新选定后再改")]
    NoBlock(BlockId),
    /// The block is no table.
    #[error("段落 {0} 不是表格；请先选定一个表格")]
    NoTable(BlockId),
    /// A range reaches out of its text.
    #[error("所选文字第 {start} 至 {end} 字超出了原文（共 {length} 字）；请重新选定后再改")]
    Range {
        /// The first character.
        start: u32,
        /// The character after the last one.
        end: u32,
        /// Count of characters that there are.
        length: u32,
    },
    /// An index reaches out of its list.
    #[error("位置 {index} 超出了范围（共 {length} 项）；请重新选定位置")]
    Index {
        /// The index.
        index: u32,
        /// Count of items that there are.
        length: u32,
    },
    /// A mark is empty, out of its text or out of order.
    #[error("文字“{0}”的标记超出了文字或次序不对；请去掉这些标记后重试")]
    Marks(String),
    /// Something of the name is there already.
    #[error("编号 {0} 在本期中已经使用；请以新的编号插入")]
    Duplicate(String),
    /// A field that every one of its kind has cannot go.
    #[error("这一项（{0}）不能没有；可以把文字清空")]
    Required(Part),
    /// The field is there already.
    #[error("这一项（{0}）已经有了；请直接修改它的文字")]
    Present(Part),
    /// A table's rows differ in length, or a cell spans nothing.
    #[error("表格各行的格数不一致，或合并格数为零；请补齐后重试")]
    Table,
    /// A cover without a page, with too many things, or with one far away from the paper.
    #[error("封面的版面尺寸或某一项的位置、大小不合理；请改正数值，或改用内置的封面")]
    Cover,
    /// Letters of a size or tracking that cannot be printed.
    #[error("刊名的字号须在 6 至 600 磅之间，字距须在 -30 至 300 之间；请改正后重试")]
    Lettering,
    /// A picture too narrow to be seen, or wider than any paper.
    #[error("图片的宽度须在 5 至 500 毫米之间；请改正数值")]
    PictureWidth,
    /// There is no such level of headings.
    #[error("没有 {0} 级标题；标题分一至四级")]
    Level(u8),
    /// Tables, pictures and breaks are neither cut nor joined, and no table becomes another.
    #[error("表格、图片和分页不能拆分、合并或互换；请另插入一个段落")]
    Kind,
    /// The issue has changed since the edit was made.
    #[error("所改之处已有变动；请重新选定后再改")]
    Stale,
    /// Something cannot be attached to itself.
    #[error("附件不能移到自身之下；请选择别的位置")]
    Cycle,
}

impl Edit {
    /// Changes `issue`, and returns the edit that takes the change back.
    ///
    /// # Errors
    ///
    /// Where the issue has not what the edit is about, or would break an invariant; the issue is
    /// then as it was.
    pub fn apply(&self, issue: &mut Issue) -> Result<Self, EditError> {
        match self {
            Self::ReplaceText { part, range, text } => text::replace(issue, *part, *range, text),
            Self::SetMarks { part, marks } => text::set_marks(issue, *part, marks),
            Self::InsertText { part, text } => text::insert(issue, *part, text),
            Self::RemoveText { part } => text::remove(issue, *part),
            Self::SetDate { body, value } => text::set_date(issue, *body, *value),
            Self::SetBlockKind { document, block, kind } => {
                block::set_kind(issue, *document, *block, kind)
            }
            Self::InsertBlock { body, index, block } => block::insert(issue, *body, *index, block),
            Self::RemoveBlock { document, block } => block::remove(issue, *document, *block),
            Self::MoveBlock { document, block, body, index } => {
                block::relocate(issue, (*document, *block), *body, *index)
            }
            Self::SplitBlock { document, block, at, id, kind } => {
                block::split(issue, (*document, *block), *at, *id, kind)
            }
            Self::JoinBlocks { document, first, second, at } => {
                block::join(issue, *document, (*first, *second), *at)
            }
            Self::Table { document, block, change } => {
                table::apply(issue, *document, *block, change)
            }
            Self::InsertDocument { section, index, document } => {
                structure::insert_document(issue, *section, *index, document)
            }
            Self::RemoveDocument { document } => structure::remove_document(issue, *document),
            Self::MoveDocument { document, section, index } => {
                structure::move_document(issue, *document, *section, *index)
            }
            Self::SetDocumentKind { document, kind } => {
                structure::set_document_kind(issue, *document, *kind)
            }
            Self::SetOrigin { document, origin } => {
                structure::set_origin(issue, *document, origin.as_ref())
            }
            Self::InsertSection { index, section } => {
                structure::insert_section(issue, *index, section)
            }
            Self::RemoveSection { section, documents } => {
                structure::remove_section(issue, *section, documents)
            }
            Self::MoveSection { section, index } => {
                structure::move_section(issue, *section, *index)
            }
            Self::SetCodes { section, codes } => structure::set_codes(issue, *section, codes),
            Self::InsertAttached { owner, index, attached } => {
                attached::insert(issue, *owner, *index, attached)
            }
            Self::RemoveAttached { document, attached, inner, blocks } => {
                attached::remove(issue, *document, *attached, (inner, blocks))
            }
            Self::MoveAttached { document, attached, owner, index } => {
                attached::relocate(issue, *document, *attached, *owner, *index)
            }
            Self::Set(setting) => setting.apply(issue),
            Self::Group(edits) => apply_group(edits, issue),
        }
    }
}

impl Setting {
    /// Puts the value into `issue` and returns the edit that puts back what was there.
    fn apply(&self, issue: &mut Issue) -> Result<Edit, EditError> {
        let before = match self {
            Self::Number(number) => Self::Number(replace(&mut issue.number, number.clone())),
            Self::Published(day) => Self::Published(replace(&mut issue.published, *day)),
            Self::Style(style) => Self::Style(replace(&mut issue.style, style.clone())),
            Self::Approval(approval) => {
                Self::Approval(replace(&mut issue.masthead.approval, approval.clone()))
            }
            Self::MastheadOrder(order) => {
                Self::MastheadOrder(replace(&mut issue.masthead.order, *order))
            }
            Self::Cover(cover) => {
                check::cover(cover)?;
                Self::Cover(replace(&mut issue.cover, cover.clone()))
            }
            Self::Digits(digits) => Self::Digits(replace(&mut issue.masthead.digits, *digits)),
            Self::Unequal(own) => Self::Unequal(replace(&mut issue.masthead.unequal, own.clone())),
            Self::LineApproval(line, approval) => {
                let own = issue.masthead.lines.get_mut(line).ok_or(EditError::Stale)?;
                Self::LineApproval(*line, replace(&mut own.approval, approval.clone()))
            }
            Self::Lettering(script, own) => return masthead::lettering(issue, *script, own),
            Self::LineText(line, text) => return Ok(masthead::line_text(issue, *line, text)),
            Self::Hand(script, hand) => return Ok(masthead::hand(issue, *script, hand.as_deref())),
        };
        Ok(Edit::Set(before))
    }
}

/// Applies all of `edits`, or none of them.
fn apply_group(edits: &[Edit], issue: &mut Issue) -> Result<Edit, EditError> {
    // A snapshot shares the documents and blocks; coming back to it cannot fail.
    let before = issue.clone();
    let mut inverses = Vec::with_capacity(edits.len());
    for edit in edits {
        match edit.apply(issue) {
            Ok(inverse) => inverses.push(inverse),
            Err(error) => {
                *issue = before;
                return Err(error);
            }
        }
    }
    inverses.reverse();
    Ok(Edit::Group(inverses))
}

/// `index` as an index of a list of `length` items, or just behind it.
fn slot(index: u32, length: usize) -> Result<usize, EditError> {
    if index as usize <= length {
        Ok(index as usize)
    } else {
        Err(EditError::Index { index, length: count(length) })
    }
}

/// The count of a list as issues and edits give it.
fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
