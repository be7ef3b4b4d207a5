//! 属性: what is under the caret, field by field: the block, the document, its attachment; the issue
//! where the caret is in no document.

use iced::advanced::widget::Id;
use iced::widget::{column, row, text_editor};
use iced::{Alignment, Element, Length};

use crate::app::action::{Action, Command};
use crate::app::language::{Language, Words};
use crate::app::page_editor::picture::widen;
use crate::app::theme::{self, Palette};
use crate::app::widget::area::area;
use crate::app::widget::{self, captioned, scroll};
use crate::font::FontBook;
use crate::geom::Mm;
use crate::issue::Issue;
use crate::issue::document::DocumentKind;
use crate::issue::edit::{Body, Edit, Setting};
use crate::issue::id::{AttachedId, BlockId, DocumentId, SectionId};
use crate::issue::masthead::{MastheadOrder, MongolianText};
use crate::issue::place::{self, AttachedField, Field, Part};
use crate::issue::text::{Range, Text};
use crate::issue::{StyleChoice, bodies, find_block};
use crate::layout::cover::{self, Balance};
use crate::layout::page::Page;
use crate::layout::style::PageGeometry;
use crate::text::mongolian::template::Digits;
use crate::text::numeral;

pub mod entry;
pub mod kind;

mod block;
mod document;
mod fields;
mod whole;

use self::entry::Entry;
use self::fields::Fields;
use self::kind::BlockChoice;
use self::whole::Withdrawn;

/// What is typed and is no value yet, and the name of who has read the Mongolian name.
#[derive(Debug, Default)]
pub(crate) struct Inspector {
    draft: Option<(Entry, String)>,
    reader: String,
    /// Why both scripts may cover unequal areas, as it is written.
    reason: String,
    /// Why texts in Mongolian are to be read again.
    withdrawn: Withdrawn,
    fields: Fields,
    /// How the scripts of the name on the cover compare.
    balance: Option<Balance>,
}

/// What happens in the inspector.
#[derive(Debug, Clone)]
pub enum Message {
    /// Something is done in the field of a text.
    Acted(Part, text_editor::Action),
    /// A number or a day was written.
    Entered(Entry, String),
    /// A line is to be added to a list.
    Added(Part),
    /// A line is to go.
    Removed(Part),
    /// A document becomes another kind.
    Kind(DocumentId, DocumentKind),
    /// A document moves to the end of a section.
    Section(DocumentId, SectionId),
    /// A block becomes another kind.
    Block(DocumentId, BlockId, BlockChoice),
    /// A picture has this width, or that of its column or page.
    PictureWidth(DocumentId, BlockId, Option<Mm>),
    /// The body follows in the heading's paragraph, or does not.
    RunIn(DocumentId, BlockId),
    /// An attached document goes.
    Detached(DocumentId, AttachedId),
    /// The issue is composed in another style.
    Style(String),
    /// Which script stands first.
    Order(MastheadOrder),
    /// The name of the one who has read the Mongolian name.
    Reader(String),
    /// Why both scripts may cover unequal areas is written.
    Reason(String),
    /// They may cover areas such as this.
    AreaAccepted(i64),
    /// They may not.
    AreaRefused,
    /// A text in Mongolian is to be written.
    Write(MongolianText),
    /// The settings of the house are kept from this issue.
    HouseKept,
    /// This issue is given the settings of the house.
    HouseApplied,
    /// A text in Mongolian is right.
    Approved(MongolianText),
    /// It is to be read again.
    Disapproved(MongolianText),
    /// Lines in Mongolian have other digits.
    Digits(Digits),
}

/// What the fields of a panel are made of.
#[derive(Clone, Copy)]
struct Form<'a> {
    inspector: &'a Inspector,
    issue: &'a Issue,
    /// The page that it is composed for.
    page: Option<&'a PageGeometry>,
    language: Language,
    p: Palette,
}

impl Inspector {
    /// Carries out a message.
    pub(crate) fn update(&mut self, message: Message, issue: &Issue) -> Action {
        let edit = match message {
            Message::Acted(part, action) => match self.fields.perform(part, action) {
                Some(text) => write(issue, part, &text),
                None => None,
            },
            Message::Entered(entry, text) => {
                let edit = entry::edit(issue, entry, &text).ok().flatten();
                self.draft = Some((entry, text));
                edit
            }
            Message::Added(part) => {
                return Action::Edit(Edit::InsertText { part, text: Text::default() });
            }
            Message::Removed(part) => return Action::Edit(Edit::RemoveText { part }),
            Message::Kind(document, kind) => Some(Edit::SetDocumentKind { document, kind }),
            Message::Section(document, section) => into_section(issue, document, section),
            Message::Block(document, id, choice) => {
                let whole = issue.document(document);
                whole.zip(whole.and_then(|whole| find_block(whole, id))).map(|(whole, block)| {
                    let kind = kind::kind(issue, whole, block, choice);
                    Edit::SetBlockKind { document, block: id, kind }
                })
            }
            Message::PictureWidth(document, block, width) => {
                // What was being typed in the field is over.
                self.draft = None;
                widen(issue, (document, block), width)
            }
            Message::RunIn(document, block) => run_in(issue, document, block),
            Message::Detached(document, attached) => {
                Edit::remove_attached(issue, document, attached).ok()
            }
            Message::Style(name) => {
                Some(Edit::Set(Setting::Style(StyleChoice { name, source: None })))
            }
            Message::Order(order) => Some(Edit::Set(Setting::MastheadOrder(order))),
            Message::Reader(name) => {
                self.reader = name;
                None
            }
            Message::Reason(reason) => {
                self.reason = reason;
                None
            }
            Message::AreaAccepted(area) => {
                return Action::AcceptArea { reason: self.reason.trim().to_owned(), area };
            }
            Message::AreaRefused => Some(Edit::Set(Setting::Unequal(None))),
            Message::Write(text) => return Action::WriteMongolian(text),
            Message::HouseKept => return Action::Run(Command::KeepHouse),
            Message::HouseApplied => return Action::Run(Command::ApplyHouse),
            Message::Approved(text) => {
                return Action::Approve(text, self.reader.trim().to_owned());
            }
            Message::Disapproved(MongolianText::Name) => Some(Edit::Set(Setting::Approval(None))),
            Message::Disapproved(MongolianText::Line(line)) => {
                Some(Edit::Set(Setting::LineApproval(line, None)))
            }
            Message::Digits(digits) => Some(Edit::Set(Setting::Digits(digits))),
        };
        edit.map_or(Action::None, Action::Typed)
    }

    /// Takes what has changed from the issue and its cover; `part` is the text that holds the caret.
    pub(crate) fn follow(
        &mut self,
        issue: &Issue,
        part: Option<Part>,
        cover: Option<(&Page, &FontBook)>,
    ) {
        self.fields.follow(issue, part);
        self.withdrawn.follow(issue);
        // The measures stand among the fields of the whole issue.
        let is_shown = part.is_none_or(|part| part.document().is_none());
        self.balance = cover
            .filter(|_| is_shown)
            .and_then(|(page, book)| cover::balance(page, &issue.masthead, book));
    }

    /// The panel for the text `part`, which holds the caret.
    pub(crate) fn view<'a>(
        &'a self,
        issue: &'a Issue,
        part: Option<Part>,
        page: Option<&'a PageGeometry>,
        (language, p): (Language, Palette),
    ) -> Element<'a, Message> {
        let form = Form { inspector: self, issue, page, language, p };
        let mut fields = column![].spacing(theme::PAD[0]).padding(theme::PAD[1]);
        let document = part.and_then(|part| issue.document(part.document()?));
        match document {
            Some(document) => {
                let block = part.and_then(|part| find_block(document, part.block()?));
                if let Some(block) = block {
                    fields = fields.push(form.block(document.id, block));
                }
                if let Some(attached) = part.and_then(|part| attached_of(document, part)) {
                    fields = fields.push(form.attached(document, attached));
                }
                fields = fields.push(form.document(document));
            }
            None => {
                if let Some(Part::SectionName(section)) = part {
                    fields = fields.push(form.section(section));
                }
                fields = fields.push(form.issue());
            }
        }
        scroll("inspector", fields, p).height(Length::Fill).into()
    }
}

impl<'a> Form<'a> {
    /// The field of a text.
    fn text(self, part: Part, name: Words) -> Element<'a, Message> {
        let value = place::text(self.issue, part).map_or("", |text| text.string.as_str());
        let fault = fault(part, value).map(|words| self.language.say(words));
        captioned(self.language.say(name), self.area(part), fault, self.p)
    }

    /// The field alone.
    fn area(self, part: Part) -> Option<Element<'a, Message>> {
        let content = self.inspector.fields.content(part)?;
        let id = Id::from(format!("field-{part:?}"));
        Some(area(content, id, move |action| Message::Acted(part, action), self.p))
    }

    /// The field of a number or day.
    fn entry(self, entry: Entry, name: Words, placeholder: &'static str) -> Element<'a, Message> {
        let (value, fault) = self.value(entry);
        let fault = fault.map(|words| self.language.say(words));
        let input =
            widget::input(placeholder, &value, move |text| Message::Entered(entry, text), self.p);
        captioned(self.language.say(name), input, fault, self.p)
    }

    /// What stands in an entry's field: what is being typed while it is no value or the issue's.
    fn value(self, entry: Entry) -> (String, Option<Words>) {
        let draft = self.inspector.draft.as_ref().filter(|(own, _)| *own == entry);
        match draft.map(|(_, text)| (text, entry::edit(self.issue, entry, text))) {
            Some((text, Err(fault))) => (text.clone(), Some(fault)),
            Some((text, Ok(None))) => (text.clone(), None),
            Some((_, Ok(Some(_)))) | None => (entry::shown(self.issue, entry), None),
        }
    }

    /// A list of lines, each with a button that takes it away, and one that adds another.
    fn lines(self, parts: Vec<Part>, next: Part, name: Words, add: Words) -> Element<'a, Message> {
        let Self { language, p, .. } = self;
        let mut list = column![widget::muted(language.say(name), theme::LABEL, p)].spacing(3);
        for part in parts {
            let remove = widget::small("✕", Some(Message::Removed(part)), p);
            list = list.push(row![self.area(part), remove].spacing(2).align_y(Alignment::Center));
        }
        list.push(widget::small(language.say(add), Some(Message::Added(next)), p)).into()
    }
}

/// The attached document that holds the text `part`.
fn attached_of(
    document: &crate::issue::document::Document,
    part: Part,
) -> Option<&crate::issue::document::Attached> {
    let id = match part {
        Part::Attached(_, id, _) => Some(id),
        Part::Block(_, block) | Part::Cell(_, block, ..) => {
            let own = |blocks: &[std::sync::Arc<crate::issue::block::Block>]| {
                blocks.iter().any(|item| item.id == block)
            };
            bodies(document).into_iter().find(|(_, blocks)| own(blocks))?.0
        }
        Part::Masthead(_)
        | Part::MongolianLine(_)
        | Part::Colophon(_)
        | Part::SectionName(_)
        | Part::Field(..) => None,
    };
    crate::issue::edit::find_attached(&document.attached, id?)
}

const NO_DATE: Words = (
    "读不出日期；请写成 2026年4月8日 或 二〇二六年四月八日",
    "No date; write 2026年4月8日 or 二〇二六年四月八日",
);

/// What is wrong with a text as the value of its field.
fn fault(part: Part, value: &str) -> Option<Words> {
    let is_date = date_of(part).is_some();
    (is_date && !value.is_empty() && numeral::parse_date(value).is_none()).then_some(NO_DATE)
}

/// Whose date a text is.
const fn date_of(part: Part) -> Option<Body> {
    match part {
        Part::Field(document, Field::Date) => Some(Body::of(document)),
        Part::Attached(document, attached, AttachedField::Date) => {
            Some(Body::attached(document, attached))
        }
        Part::Masthead(_)
        | Part::MongolianLine(_)
        | Part::Colophon(_)
        | Part::SectionName(_)
        | Part::Field(..)
        | Part::Attached(..)
        | Part::Block(..)
        | Part::Cell(..) => None,
    }
}

/// Whether a text goes when it is emptied. Lines of lists stay until they are taken away, so that
/// the lines below do not move up under the hands.
const fn goes(part: Part) -> bool {
    match part {
        Part::Field(_, Field::Title | Field::Signatory(_))
        | Part::Attached(_, _, AttachedField::Title | AttachedField::Signatory(_))
        | Part::Masthead(_)
        | Part::MongolianLine(_)
        | Part::Colophon(_)
        | Part::SectionName(_)
        | Part::Block(..)
        | Part::Cell(..) => false,
        Part::Field(..) | Part::Attached(..) => true,
    }
}

/// The edit after which the text of `part` is `text`; a date's day goes with it.
fn write(issue: &Issue, part: Part, text: &str) -> Option<Edit> {
    let old = place::text(issue, part);
    let edit = match old {
        Some(_) if text.is_empty() && goes(part) => return Some(Edit::RemoveText { part }),
        Some(old) => appended(part, old, text).or_else(|| Edit::rewrite(issue, part, text).ok())?,
        None if text.is_empty() => return None,
        None => Edit::InsertText { part, text: Text::new(text) },
    };
    match date_of(part) {
        Some(body) => {
            let value = numeral::parse_date(text);
            Some(Edit::Group(vec![edit, Edit::SetDate { body, value }]))
        }
        None => Some(edit),
    }
}

/// Typing at the end of a text, as the edit that undo joins with the one before.
fn appended(part: Part, old: &Text, new: &str) -> Option<Edit> {
    let added = new.strip_prefix(old.string.as_str()).filter(|added| !added.is_empty())?;
    let end = Range::new(old.len(), old.len());
    Some(Edit::ReplaceText { part, range: end, text: Text::new(added) })
}

fn into_section(issue: &Issue, document: DocumentId, section: SectionId) -> Option<Edit> {
    let target = issue.section(section)?;
    if target.documents.iter().any(|own| own.id == document) {
        return None;
    }
    let index = u32::try_from(target.documents.len()).ok()?;
    Some(Edit::MoveDocument { document, section, index })
}

fn run_in(issue: &Issue, document: DocumentId, block: BlockId) -> Option<Edit> {
    use crate::issue::block::BlockKind;
    match find_block(issue.document(document)?, block)?.kind {
        BlockKind::Heading { level, run_in } => {
            let kind = BlockKind::Heading { level, run_in: !run_in };
            Some(Edit::SetBlockKind { document, block, kind })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::template;

    /// The text of the first document's field after `text` was typed into it, and its date's day.
    fn check(field: Field, text: &str, expected: Option<&str>, has_day: bool) {
        let mut issue = template::sample();
        let id = issue.documents().next().unwrap().1.id;
        let part = Part::Field(id, field);
        if let Some(edit) = write(&issue, part, text) {
            let _undo = edit.apply(&mut issue).unwrap();
        }
        let found = place::text(&issue, part).map(|text| text.string.as_str());
        assert_eq!(found, expected, "{field:?}");
        let date = issue.document(id).unwrap().date.as_ref();
        assert_eq!(date.is_some_and(|date| date.value.is_some()), has_day, "{field:?}");
    }

    #[test]
    fn a_field_comes_and_goes_with_its_text() {
        check(Field::Annotation, "（此件公开发布）", Some("（此件公开发布）"), true);
        check(Field::Annotation, "", None, true);
        check(Field::Title, "", Some(""), true);
        check(Field::Number, "", None, true);
        check(Field::Date, "2026年5月6日", Some("2026年5月6日"), true);
        check(Field::Date, "2026年5月36日", Some("2026年5月36日"), false);
        check(Field::Date, "", None, false);
    }

    #[test]
    fn a_date_that_is_none_is_a_fault() {
        let id = DocumentId::new(1);
        let found = |field, value| fault(Part::Field(id, field), value).is_some();
        assert!(found(Field::Date, "2026年4月31日"));
        assert!(!found(Field::Date, "2026年4月30日"));
        assert!(!found(Field::Date, ""));
        assert!(!found(Field::Title, "2026年4月31日"));
    }

    #[test]
    fn typing_at_the_end_is_one_insertion() {
        let part = Part::Colophon(0);
        let check = |old: &str, new: &str, expected: Option<u32>| {
            let made = appended(part, &old.into(), new);
            let start = made.map(|edit| match edit {
                Edit::ReplaceText { range, .. } => range.start,
                other => panic!("{other:?}"),
            });
            assert_eq!(start, expected, "{old} {new}");
        };
        check("市政府", "市政府办", Some(3));
        check("市府", "市政府", None);
        check("市府", "市府", None);
    }
}
