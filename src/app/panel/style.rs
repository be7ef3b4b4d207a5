//! 版式: the style of the issue, measure by measure; the pages follow.

use crate::app::action::{Action, Command};
use crate::font::Role;
use crate::issue::edit::{Edit, Setting};
use crate::issue::{Issue, IssueNumber, StyleChoice};
use crate::layout::style::{
    Align, ContentsForm, FolioForm, Head, Pagination, Stylesheet, TextStyle,
};

mod entry;
mod view;

pub use self::entry::Entry;

/// The text that is shown, and what is typed and is no measure yet.
#[derive(Debug)]
pub(crate) struct StylePanel {
    /// The key of the text whose measures are shown.
    text: &'static str,
    draft: Option<(Entry, String)>,
    /// What is typed as the first folio.
    folio: Option<String>,
}

impl Default for StylePanel {
    fn default() -> Self {
        Self { text: "body", draft: None, folio: None }
    }
}

/// What happens in the panel.
#[derive(Debug, Clone)]
pub enum Message {
    /// Another built-in style is chosen.
    Chosen(&'static str),
    /// The changes of the style are taken back.
    Reset,
    /// The style is written into a file.
    Save,
    /// The style is read from a file.
    Load,
    /// A measure was written.
    Entered(Entry, String),
    /// The first folio was written.
    FolioEntered(String),
    /// The measures of another text are shown.
    Shown(&'static str),
    /// The shown text has another font.
    Font(Role),
    /// Its lines fill the measure otherwise.
    Align(Align),
    /// Running heads say something else.
    Head(Head),
    /// Folios look otherwise.
    Folio(FolioForm),
    /// Folios stand elsewhere.
    FolioAt(Align),
    /// Folios begin anew elsewhere.
    Pagination(Pagination),
    /// The contents has another form.
    Contents(ContentsForm),
}

impl StylePanel {
    /// Carries out a message.
    pub(crate) fn update(&mut self, message: Message, issue: &Issue) -> Action {
        let typing = self.draft.take();
        let Ok(style) = Stylesheet::chosen(&issue.style) else {
            // A style that cannot be read can only be replaced.
            return match message {
                Message::Chosen(name) => built_in(issue, name),
                Message::Load => Action::Run(Command::LoadStyle),
                _ => Action::None,
            };
        };
        let mut new = style.clone();
        match message {
            Message::Chosen(name) => return built_in(issue, name),
            Message::Reset => return built_in(issue, &issue.style.name),
            Message::Save => return Action::Run(Command::SaveStyle),
            Message::Load => return Action::Run(Command::LoadStyle),
            Message::Entered(entry, text) => {
                let changed = entry::with(&style, self.text, entry, &text);
                self.draft = Some((entry, text));
                let Ok(changed) = changed else { return Action::None };
                let goes_on = typing.is_some_and(|(last, _)| last == entry);
                return match set(issue, &style, &changed) {
                    Some(edit) if goes_on => Action::Typed(edit),
                    edit => edit.map_or(Action::None, Action::Edit),
                };
            }
            Message::FolioEntered(text) => {
                let number =
                    folio(&text).map(|folio| IssueNumber { folio, ..issue.number.clone() });
                self.folio = Some(text);
                let number = number.filter(|number| *number != issue.number);
                let edit = number.map(|number| Edit::Set(Setting::Number(number)));
                return edit.map_or(Action::None, Action::Typed);
            }
            Message::Shown(text) => {
                self.text = text;
                return Action::None;
            }
            Message::Font(font) => self.change(&mut new, |text| text.font = font),
            Message::Align(align) => self.change(&mut new, |text| text.align = align),
            Message::Head(head) => new.furniture.head = head,
            Message::Folio(form) => new.furniture.folio = form,
            Message::FolioAt(align) => new.folio.align = align,
            Message::Pagination(pagination) => new.furniture.pagination = pagination,
            Message::Contents(form) => new.furniture.contents = form,
        }
        set(issue, &style, &new).map_or(Action::None, Action::Edit)
    }

    /// Changes the text that is shown.
    fn change(&self, style: &mut Stylesheet, change: impl FnOnce(&mut TextStyle)) {
        if let Some(text) = style.text_mut(self.text) {
            change(text);
        }
    }

    /// What stands in the field of an entry, and what is wrong with it.
    fn value(&self, style: &Stylesheet, entry: Entry) -> (String, Option<&'static str>) {
        let shown = || entry::shown(style, self.text, entry);
        let Some((_, text)) = self.draft.as_ref().filter(|(own, _)| *own == entry) else {
            return (shown(), None);
        };
        match entry::with(style, self.text, entry, text) {
            Err(why) => (text.clone(), Some(why)),
            Ok(same) if same == *style => (text.clone(), None),
            // Undo has brought back another measure.
            Ok(_) => (shown(), None),
        }
    }

    /// What stands in the field of the first folio, and what is wrong with it.
    fn first_folio(&self, number: &IssueNumber) -> (String, Option<&'static str>) {
        let shown = number.folio.map(|folio| folio.to_string()).unwrap_or_default();
        match self.folio.as_ref().map(|text| (text, folio(text))) {
            Some((text, None)) => (text.clone(), Some("请填 1 到 9999 的整数，或留空")),
            Some((text, Some(folio))) if folio == number.folio => (text.clone(), None),
            Some((_, Some(_))) | None => (shown, None),
        }
    }
}

/// The first folio that was typed; none inside where the field is empty.
fn folio(text: &str) -> Option<Option<u32>> {
    match text.trim() {
        "" => Some(None),
        text => text.parse().ok().filter(|folio| (1..=9999).contains(folio)).map(Some),
    }
}

/// The edit after which the issue has `new` as its style; none if it has it already.
fn set(issue: &Issue, now: &Stylesheet, new: &Stylesheet) -> Option<Edit> {
    let name = issue.style.name.clone();
    let is_built_in = Stylesheet::built_in(&name).is_ok_and(|own| own == *new);
    let source = (!is_built_in).then(|| new.to_source());
    (now != new).then_some(Edit::Set(Setting::Style(StyleChoice { name, source })))
}

fn built_in(issue: &Issue, name: &str) -> Action {
    let choice = StyleChoice { name: name.to_owned(), source: None };
    if choice == issue.style || Stylesheet::built_in(name).is_err() {
        return Action::None;
    }
    Action::Edit(Edit::Set(Setting::Style(choice)))
}
