//! Roles → documents: the lines of one role joined, each put where it belongs.

use std::sync::Arc;

use chrono::Datelike;
use chrono::NaiveDate;

use super::body;
use super::chronicle;
use super::form;
use super::front::Front;
use super::line::Line;
use super::line::Markup;
use super::mark::BlockRole;
use super::mark::Mark;
use super::mark::Role;
use super::object;
use super::organ;
use super::pin;
use super::tail;
use super::title;
use crate::import::Dropped;
use crate::import::source::{Picture, Source};
use crate::issue::block::Block;
use crate::issue::block::BlockKind;
use crate::issue::document::Attached;
use crate::issue::document::Document;
use crate::issue::document::DocumentDate;
use crate::issue::document::{DocumentKind, OfficialKind};
use crate::issue::id::DocumentId;
use crate::issue::id::Ids;
use crate::issue::table::Cell;
use crate::issue::table::Table;
use crate::issue::text::Text;
use crate::text::numeral;
use crate::text::squeeze;

/// The documents of a text, and what was left out of it.
#[derive(Debug, Default)]
pub(super) struct Built {
    pub(super) documents: Vec<Document>,
    pub(super) colophon: Vec<Text>,
    pub(super) dropped: Vec<Dropped>,
    /// Count of joints of torn paragraphs.
    pub(super) joined: Vec<u32>,
    /// A chronicle whose year is only a guess.
    pub(super) undated: Option<DocumentId>,
    /// A document that is signed and dated twice: the later date stands.
    pub(super) redated: Option<DocumentId>,
}

/// Lines of one role that make one text.
#[derive(Debug)]
struct Piece<'a> {
    role: Role,
    document: Option<usize>,
    /// An editor says what it is.
    forced: bool,
    lines: Vec<&'a Line>,
}

impl<'a> Piece<'a> {
    fn strings(&self) -> Vec<&'a str> {
        self.lines.iter().map(|line| line.text.as_str()).collect()
    }
}

struct Builder<'a> {
    built: Built,
    source: &'a Source,
    /// The table of the source that the last row belongs to.
    table: Option<usize>,
    ids: &'a mut Ids,
    front: &'a Front,
    titles: &'a [String],
    /// The document that has been signed and dated.
    signed: Option<DocumentId>,
    /// How deep in attached documents the text is.
    depth: u8,
    /// A day in year and month of the chronicle's last entry.
    context: Option<NaiveDate>,
    /// The first day of the chronicle's last entry.
    last: Option<NaiveDate>,
    /// The year that the text speaks of most, for a chronicle that names none.
    spoken: Option<i32>,
}

/// Makes documents of the lines by their marks.
pub(super) fn build(
    source: &Source,
    lines: &[Line],
    marks: &[Mark],
    titles: &[String],
    front: &Front,
    ids: &mut Ids,
) -> Built {
    let mut builder = Builder {
        built: Built::default(),
        source,
        table: None,
        ids,
        front,
        titles,
        signed: None,
        depth: 0,
        context: None,
        last: None,
        spoken: chronicle::spoken_year(lines),
    };
    let mut pictures = source.pictures.iter().peekable();
    for piece in pieces(lines, marks, &mut builder.built) {
        // A picture stands before the paragraph that follows it, but tears none.
        let start = piece.lines.first().map_or(0, |line| line.range.start);
        while let Some((_, picture)) = pictures.next_if(|(next, _)| {
            source.paragraphs.get(*next).is_some_and(|paragraph| paragraph.range.start <= start)
        }) {
            builder.picture(picture);
        }
        builder.place(&piece);
    }
    for (_, picture) in pictures {
        builder.picture(picture);
    }
    for document in &mut builder.built.documents {
        finish(document);
    }
    // Who wrote the text by the front matter of its file.
    let author = source.author.as_deref().filter(|author| organ::is_author(author));
    if let Some(document) = builder.built.documents.first_mut()
        && document.issuer.is_none()
        && document.kind != DocumentKind::Chronicle
    {
        document.issuer = author.map(Text::from);
    }
    builder.built
}

fn pieces<'a>(lines: &'a [Line], marks: &[Mark], built: &mut Built) -> Vec<Piece<'a>> {
    let mut pieces: Vec<Piece<'a>> = Vec::new();
    for (line, mark) in lines.iter().zip(marks) {
        let left_out = match mark.role {
            Role::Dropped(why) => Some(why),
            Role::Masthead => pin::left_out(mark.style),
            _ => None,
        };
        if let Some(why) = left_out {
            built.dropped.push(Dropped { text: line.text.clone(), why: why.to_owned() });
            continue;
        }
        match pieces.last_mut() {
            Some(last)
                if mark.joins
                    && last.document == mark.document
                    && (last.role == mark.role || !last.forced) =>
            {
                last.lines.push(line);
                if matches!(mark.role, Role::Block(_) | Role::Addressee) {
                    let document = mark.document.unwrap_or_default();
                    built.joined.resize(built.joined.len().max(document + 1), 0);
                    built.joined.get_mut(document).into_iter().for_each(|joined| *joined += 1);
                }
            }
            _ => pieces.push(Piece {
                role: mark.role,
                document: mark.document,
                forced: mark.forced,
                lines: vec![line],
            }),
        }
    }
    pieces
}

/// Joins the parts of a torn text: without a gap, but between two words of Latin letters.
fn glue(lines: &[&str]) -> String {
    let mut whole = String::new();
    for line in lines {
        let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
        if latin(whole.chars().next_back()) && latin(line.chars().next()) {
            whole.push(' ');
        }
        whole.push_str(line);
    }
    whole
}

impl Builder<'_> {
    fn place(&mut self, piece: &Piece<'_>) {
        match piece.role {
            Role::Dropped(_) | Role::Masthead => {}
            Role::Colophon => self.built.colophon.push(glue(&piece.strings()).into()),
            Role::Title => {
                let title = self.title(&piece.strings());
                let begun = piece.document.is_some_and(|index| index < self.built.documents.len());
                match self.built.documents.last_mut().filter(|_| begun) {
                    // Its number stood before the title.
                    Some(document) => document.title = title.into(),
                    None => self.begin(piece.document, title),
                }
            }
            _ => {
                // A document whose title stands in no line of its own.
                if piece.document.is_some_and(|index| index >= self.built.documents.len()) {
                    self.begin(piece.document, String::new());
                }
                self.fill(piece);
            }
        }
    }

    /// The title that the lines make; what falls out of them is listed.
    fn title(&mut self, lines: &[&str]) -> String {
        let joined = title::join(lines);
        let gaps = |text: &str| text.chars().filter(|c| c.is_whitespace()).count();
        let lost = lines.iter().map(|line| gaps(line)).sum::<usize>().saturating_sub(gaps(&joined));
        for _ in 0..lost {
            let why = "标题换行或加宽处的空格：由版面重新排".to_owned();
            self.built.dropped.push(Dropped { text: " ".to_owned(), why });
        }
        joined
    }

    fn begin(&mut self, index: Option<usize>, read: String) {
        let named = index.and_then(|index| self.titles.get(index)).cloned().unwrap_or_default();
        let title = if squeeze(&read) == named { read } else { named };
        let kind = title::kind_of(&title);
        let mut document = Document::new(self.ids.make(), kind, title.as_str());
        if kind != DocumentKind::Chronicle {
            document.issuer = organ::issuer(&title).map(Text::from);
        }
        self.context = self.year(&title);
        self.last = None;
        self.depth = 0;
        self.built.documents.push(document);
    }

    /// A day in the month that a chronicle's title names, or in the issue's year.
    fn year(&self, title: &str) -> Option<NaiveDate> {
        if let Some((_, day)) = chronicle::named_days(title)
            && let Some(year) = day.year
        {
            return NaiveDate::from_ymd_opt(year, day.month.unwrap_or(1), 1);
        }
        let year = self.front.year.or(self.front.published.map(|day| day.year()))?;
        NaiveDate::from_ymd_opt(year, 1, 1)
    }

    /// Puts a text into the last document.
    fn fill(&mut self, piece: &Piece<'_>) {
        if let Role::Block(role) = piece.role {
            return self.block(role, piece);
        }
        let text = glue(&piece.strings());
        let attached_title = match piece.role {
            Role::AttachedTitle(_) => self.title(&piece.strings()),
            _ => String::new(),
        };
        let (depth, redated) = (self.depth, self.built.redated);
        if let Some(former) = self.former(piece.role) {
            self.push(BlockKind::Paragraph, former);
        }
        let Some(document) = self.built.documents.last_mut() else { return };
        match piece.role {
            Role::Number => {
                let bare = text.trim_matches(['（', '）', '(', ')']).trim();
                let whole = bare.matches(['（', '(']).count() == bare.matches(['）', ')']).count();
                if whole && bare.len() < text.len() {
                    let why = "文号外的括号：由版面重新排".to_owned();
                    self.built.dropped.push(Dropped { text: "（）".to_owned(), why });
                    document.number = Some(bare.into());
                } else {
                    document.number = Some(text.into());
                }
            }
            Role::Period => {
                if let Some((first, _)) = chronicle::period(&text) {
                    let day = first.year.zip(first.month);
                    self.context = day.and_then(|(y, m)| NaiveDate::from_ymd_opt(y, m, 1));
                }
                document.period = Some(text.into());
            }
            Role::Addressee => document.addressee = Some(text.into()),
            // Both of two are printed below the date, in their order.
            Role::Annotation if depth == 0 => {
                document.annotation.get_or_insert_default().string.push_str(&text);
            }
            Role::AdoptionNote if depth > 0 => {
                if let Some(attached) = attached_at(document, depth) {
                    attached.adoption_note.get_or_insert_default().string.push_str(&text);
                }
            }
            Role::Annotation | Role::AdoptionNote => self.block(BlockRole::Note, piece),
            Role::Label(depth) => {
                self.depth = depth;
                let (label, title) = tail::split_label(&text);
                let mut attached = Attached::new(self.ids.make(), title);
                attached.label = Some(label.into());
                push_attached(document, depth, attached);
            }
            Role::AttachedTitle(depth) => {
                self.depth = depth;
                match attached_at(document, depth) {
                    Some(last)
                        if last.label.is_some()
                            && last.title.is_empty()
                            && last.body.is_empty() =>
                    {
                        last.title = attached_title.into();
                    }
                    _ => {
                        let attached = Attached::new(self.ids.make(), attached_title);
                        push_attached(document, depth, attached);
                    }
                }
            }
            Role::Signature => sign(document, depth, &text),
            Role::Date => {
                if depth == 0 && !document.body.is_empty() {
                    let before = self.signed.replace(document.id);
                    self.built.redated = before.filter(|id| *id == document.id).or(redated);
                }
                date(document, depth, &text);
            }
            Role::Dropped(_) | Role::Masthead | Role::Colophon | Role::Title | Role::Block(_) => {}
        }
    }

    /// What stands in the field that this role fills, and goes for a later line.
    fn former(&mut self, role: Role) -> Option<Text> {
        let depth = self.depth;
        let document = self.built.documents.last_mut()?;
        match role {
            Role::Number => document.number.take(),
            Role::Period => document.period.take(),
            Role::Addressee => document.addressee.take(),
            Role::Date if depth == 0 => document.date.take().map(|date| date.as_written),
            Role::Date => attached_at(document, depth)?.date.take().map(|date| date.as_written),
            _ => None,
        }
    }

    fn block(&mut self, role: BlockRole, piece: &Piece<'_>) {
        let mut text = object::glue_marked(&piece.lines, glue);
        let kind = match role {
            BlockRole::Paragraph => BlockKind::Paragraph,
            BlockRole::Heading(1) if let Some(day) = self.month(&text.string) => {
                self.context = Some(day);
                BlockKind::Heading { level: 1, run_in: false }
            }
            BlockRole::Heading(level) => {
                BlockKind::Heading { level, run_in: body::is_run_in(&text.string) }
            }
            BlockRole::Item => {
                self.unmark(&mut text);
                BlockKind::Item
            }
            BlockRole::Appointment => BlockKind::Appointment,
            BlockRole::Article => BlockKind::Article,
            BlockRole::Chapter => BlockKind::Chapter,
            BlockRole::AttachmentNote => BlockKind::AttachmentNote,
            BlockRole::Note => BlockKind::Note,
            BlockRole::Entry => {
                self.unmark(&mut text);
                let days = self.days(&chronicle::spelled(&text.string));
                self.last = days.map(|days| days.first).or(self.last);
                match (days, self.last) {
                    (Some(days), _) => {
                        BlockKind::ChronicleEntry { date: days.first, until: days.last }
                    }
                    // A further entry of the same day.
                    (None, Some(date)) => BlockKind::ChronicleEntry { date, until: None },
                    (None, None) => BlockKind::Paragraph,
                }
            }
            BlockRole::Row => return self.row(piece),
        };
        object::unformat(&kind, &mut text);
        self.push(kind, text);
    }

    /// Adds a block at the end of the body.
    fn push(&mut self, kind: BlockKind, text: Text) {
        let id = self.ids.make();
        if let Some(body) = self.body() {
            body.push(Arc::new(Block { id, kind, text }));
        }
    }

    /// Adds a picture; one before the first document has none to stand in.
    fn picture(&mut self, picture: &Picture) {
        if self.built.documents.is_empty() {
            let why = "文件之外的图片".to_owned();
            self.built.dropped.push(Dropped { text: "图片".to_owned(), why });
        }
        let (sha256, width) = (picture.sha256.clone(), picture.width);
        self.push(BlockKind::Picture { sha256, width }, Text::default());
    }

    /// Takes the mark before an entry or item out, which the layout prints itself.
    fn unmark(&mut self, text: &mut Text) {
        let bare = text.string.trim_start_matches(form::BULLETS);
        if bare.len() < text.string.len() {
            let mark = text.string.strip_suffix(bare).unwrap_or_default().to_owned();
            let why = "条目前的符号：由版面重新生成".to_owned();
            self.built.dropped.push(Dropped { text: mark, why });
            let length = u32::try_from(bare.trim_start().chars().count()).unwrap_or(0);
            *text = object::without_lead(text, text.len() - length);
        }
    }

    /// The days at the head of an entry, in the year of the chronicle.
    fn days(&mut self, text: &str) -> Option<numeral::Days> {
        const LEAP_YEAR: i32 = 2000;
        let context = self.context.or_else(|| chronicle::first_year(text)).or_else(|| {
            self.built.undated = self.built.documents.last().map(|document| document.id);
            NaiveDate::from_ymd_opt(self.spoken.unwrap_or(LEAP_YEAR), 1, 1)
        })?;
        let written = numeral::leading_day(text).map(|(written, _)| written);
        // The month of the entry before goes on, unless a heading named a later one.
        let before = self.last.filter(|&last| last > context).unwrap_or(context);
        let month = written.and_then(|day| day.month).unwrap_or_else(|| before.month());
        let mut year = context.year();
        let published =
            self.front.published.filter(|_| written.is_none_or(|day| day.year.is_none()));
        let behind = self.built.documents.last().is_some_and(|document| document.period.is_some());
        if behind && month < context.month() && context.month() - month > 6 {
            // A period over the turn of the year.
            year += 1;
        } else if !behind && published.is_some_and(|day| day.year() == year && month > day.month())
        {
            year -= 1;
        }
        let day = NaiveDate::from_ymd_opt(year, month, 1)?;
        let (days, _) = chronicle::entry_days(text, day)?;
        if behind {
            self.context = NaiveDate::from_ymd_opt(days.first.year(), days.first.month(), 1);
        }
        Some(days)
    }

    /// The first day of the month that a heading of a chronicle names.
    fn month(&self, text: &str) -> Option<NaiveDate> {
        let document = self.built.documents.last()?;
        let (year, month) = chronicle::month(text)?;
        let year = year.or(self.context.map(|day| day.year())).or(self.spoken)?;
        let chronicle = matches!(document.kind, DocumentKind::Chronicle | DocumentKind::Article);
        NaiveDate::from_ymd_opt(year, month, 1).filter(|_| chronicle)
    }

    /// The body that the text is in.
    fn body(&mut self) -> Option<&mut Vec<Arc<Block>>> {
        let document = self.built.documents.last_mut()?;
        if self.depth > 0 && !document.attached.is_empty() {
            return attached_at(document, self.depth).map(|attached| &mut attached.body);
        }
        Some(&mut document.body)
    }

    /// Adds a row to the table at the end of the body, or begins one.
    fn row(&mut self, piece: &Piece<'_>) {
        let markup = piece.lines.first().map(|line| line.markup);
        if let Some(Markup::Row(index)) = markup
            && let Some(table) = self.source.tables.get(index)
        {
            if self.table.replace(index) != Some(index) {
                self.push(BlockKind::Table(table.clone()), Text::default());
            }
            return;
        }
        let text = &glue(&piece.strings());
        let cells = form::cells(text);
        if form::is_rule(&cells) {
            let why = "表格的分隔线".to_owned();
            self.built.dropped.push(Dropped { text: text.to_owned(), why });
            if let Some(table) = self.last_table() {
                table.head = 1;
            }
            return;
        }
        let row: Vec<Cell> = cells.into_iter().map(|cell| Cell::new(Text::new(cell))).collect();
        if let Some(table) = self.last_table() {
            table.rows.push(row);
            return;
        }
        self.push(BlockKind::Table(Table { head: 0, rows: vec![row] }), Text::default());
    }

    fn last_table(&mut self) -> Option<&mut Table> {
        let last = Arc::make_mut(self.body()?.last_mut()?);
        let BlockKind::Table(table) = &mut last.kind else { return None };
        Some(table)
    }
}

/// The last attached document at this depth.
fn attached_at(document: &mut Document, depth: u8) -> Option<&mut Attached> {
    let first = document.attached.last_mut()?;
    if depth > 1 && !first.attached.is_empty() { first.attached.last_mut() } else { Some(first) }
}

fn push_attached(document: &mut Document, depth: u8, attached: Attached) {
    match document.attached.last_mut() {
        Some(outer) if depth > 1 => outer.attached.push(attached),
        _ => document.attached.push(attached),
    }
}

fn sign(document: &mut Document, depth: u8, text: &str) {
    let apart: Vec<&str> = text.split_whitespace().collect();
    let joint = apart.len() > 1 && apart.iter().all(|name| organ::is_organ(name));
    let names: Vec<Text> = if joint {
        apart.into_iter().map(Text::from).collect()
    } else {
        organ::organs(text).into_iter().map(Text::from).collect()
    };
    match attached_at(document, depth).filter(|_| depth > 0) {
        Some(attached) => attached.signatories.extend(names),
        None => document.signatories.extend(names),
    }
}

fn date(document: &mut Document, depth: u8, text: &str) {
    let text = text.trim_matches(['（', '）', '(', ')']);
    let mut day = text;
    if form::day(text).is_none()
        && let Some((organ, rest)) = body::signed_date(text)
    {
        sign(document, depth, organ);
        day = rest;
    }
    let day = day.trim_end_matches(['，', ',']).trim_matches(['（', '）', '(', ')']);
    let date = DocumentDate { as_written: day.into(), value: form::day(day) };
    match attached_at(document, depth).filter(|_| depth > 0) {
        Some(attached) => attached.date = Some(date),
        None => document.date = Some(date),
    }
}

/// Settles what the whole document shows.
fn finish(document: &mut Document) {
    let number = document.number.as_ref().map_or("", |number| &number.string);
    if document.kind == DocumentKind::Article && chronicle::has_entries(&document.body) {
        document.kind = DocumentKind::Chronicle;
    } else if document.kind == DocumentKind::Article && number.contains('令') {
        document.kind = DocumentKind::Official(OfficialKind::Order);
    }
    if document.title.is_empty() && document.addressee.is_some() {
        let said = document.body.iter().find_map(|block| title::kind_of_text(&block.text.string));
        document.kind = said.unwrap_or(document.kind);
    }
    // Who signs names those whom the title leaves out: 甲局等5部门.
    let partly = document.issuer.as_ref().is_some_and(|issuer| organ::leaves_out(&issuer.string));
    let all = document.signatories.len() > 1 && partly;
    if (document.issuer.is_none() || all) && document.kind != DocumentKind::Chronicle {
        let organs: Vec<&str> = document
            .signatories
            .iter()
            .map(|text| text.string.as_str())
            .filter(|name| organ::is_organ(&squeeze(name)) && !name.ends_with("编辑部"))
            .collect();
        if !organs.is_empty() {
            document.issuer = Some(organs.join("、").into());
        }
    }
    square(&mut document.body);
    square_attached(&mut document.attached);
}

fn square_attached(attached: &mut [Attached]) {
    attached.iter_mut().for_each(|item| {
        square(&mut item.body);
        square_attached(&mut item.attached);
    });
}

/// Gives all rows of each table the same count of cells.
fn square(body: &mut [Arc<Block>]) {
    for block in body {
        if let BlockKind::Table(_) = block.kind
            && let BlockKind::Table(table) = &mut Arc::make_mut(block).kind
        {
            let columns = table.rows.iter().map(Vec::len).max().unwrap_or(0);
            for row in &mut table.rows {
                row.resize_with(columns, || Cell::new(Text::default()));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_glued() {
        assert_eq!(glue(&["全力防", "范。"]), "全力防范。");
        assert_eq!(glue(&["追究 res", "ponse"]), "追究 res ponse");
        assert_eq!(glue(&["2026", "年"]), "2026年");
    }
}
