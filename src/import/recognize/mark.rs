//! What a line is in its document: the recogniser's answer for one line.

/// The names of styles in the report; the corpus uses the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Style {
    /// 标题, of a document or an attached one.
    Title,
    /// 发文字号.
    DocNumber,
    /// 主送机关.
    Addressee,
    /// A paragraph.
    Body,
    /// 一、
    H1,
    /// （一）
    H2,
    /// 1.
    H3,
    /// （1）
    H4,
    /// An item of a list.
    List,
    /// 第一条.
    Article,
    /// 第一章.
    Chapter,
    /// A line of 任免.
    Appointment,
    /// 附件说明 and labels.
    Attachment,
    /// 署名.
    Signature,
    /// 成文日期.
    Date,
    /// Annotations, adoption notes, captions.
    Note,
    /// What is no part of the document.
    Noise,
    /// 刊头, with number and date of the issue.
    Masthead,
    /// 目录.
    Contents,
    /// 书眉 and folios.
    RunningHead,
    /// The first paragraph of an entry of the chronicle.
    Entry,
    /// 版权块.
    Colophon,
    /// A row of a table.
    Table,
}

impl Style {
    const ALL: [Self; 23] = [
        Self::Title,
        Self::DocNumber,
        Self::Addressee,
        Self::Body,
        Self::H1,
        Self::H2,
        Self::H3,
        Self::H4,
        Self::List,
        Self::Article,
        Self::Chapter,
        Self::Appointment,
        Self::Attachment,
        Self::Signature,
        Self::Date,
        Self::Note,
        Self::Noise,
        Self::Masthead,
        Self::Contents,
        Self::RunningHead,
        Self::Entry,
        Self::Colophon,
        Self::Table,
    ];

    /// The style with this name in the report.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|style| style.name() == name)
    }

    /// The name in the report.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::DocNumber => "doc_number",
            Self::Addressee => "addressee",
            Self::Body => "body",
            Self::H1 => "h1",
            Self::H2 => "h2",
            Self::H3 => "h3",
            Self::H4 => "h4",
            Self::List => "list",
            Self::Article => "article",
            Self::Chapter => "chapter",
            Self::Appointment => "appointment",
            Self::Attachment => "attachment",
            Self::Signature => "signature",
            Self::Date => "date",
            Self::Note => "note",
            Self::Noise => "noise",
            Self::Masthead => "masthead",
            Self::Contents => "contents",
            Self::RunningHead => "running_head",
            Self::Entry => "entry",
            Self::Colophon => "colophon",
            Self::Table => "table",
        }
    }
}

/// What becomes of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// It is left out; why.
    Dropped(&'static str),
    /// It says name, number or date of the issue.
    Masthead,
    /// A line of the colophon.
    Colophon,
    /// It begins a document: its title, or the number before the title.
    Title,
    /// The document's number.
    Number,
    /// The period of a chronicle.
    Period,
    /// By whom and when the document was adopted.
    AdoptionNote,
    /// 主送机关.
    Addressee,
    /// The title of an attached document at this depth, 1 or 2.
    AttachedTitle(u8),
    /// The label of an attached document at this depth.
    Label(u8),
    /// A block of the body.
    Block(BlockRole),
    /// 署名.
    Signature,
    /// 成文日期.
    Date,
    /// 附注.
    Annotation,
}

/// What kind of block a line makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BlockRole {
    /// A paragraph.
    Paragraph,
    /// A numbered heading of level 1 to 4.
    Heading(u8),
    /// An item of a list.
    Item,
    /// A line of 任免.
    Appointment,
    /// 第几条.
    Article,
    /// 第几章.
    Chapter,
    /// The first paragraph of an entry.
    Entry,
    /// 附件说明.
    AttachmentNote,
    /// A note or caption.
    Note,
    /// A row of a table.
    Row,
}

impl BlockRole {
    pub(super) const fn style(self) -> Style {
        match self {
            Self::Paragraph => Style::Body,
            Self::Heading(1) => Style::H1,
            Self::Heading(2) => Style::H2,
            Self::Heading(3) => Style::H3,
            Self::Heading(_) => Style::H4,
            Self::Item => Style::List,
            Self::Appointment => Style::Appointment,
            Self::Article => Style::Article,
            Self::Chapter => Style::Chapter,
            Self::Entry => Style::Entry,
            Self::AttachmentNote => Style::Attachment,
            Self::Note => Style::Note,
            Self::Row => Style::Table,
        }
    }
}

/// The answer for one line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Mark {
    /// What becomes of it.
    pub(super) role: Role,
    /// Its style in the report.
    pub(super) style: Style,
    /// From 0 to 1.
    pub(super) confidence: f32,
    /// It continues the line of the same role before it.
    pub(super) joins: bool,
    /// An editor says so, where the walk would not.
    pub(super) forced: bool,
    /// Index of its document.
    pub(super) document: Option<usize>,
}
