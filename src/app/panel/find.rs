//! 查找和替换: a bar over the pages.

use iced::widget::{column, container};
use iced::{Element, Length};

use crate::app::action::{Action, Command};
use crate::app::language::{Language, Words};
use crate::app::page_editor::input::Selection;
use crate::app::page_editor::lines::Position;
use crate::app::shortcut;
use crate::app::theme::{self, Palette};
use crate::app::widget::{hint, input, muted, rule, side_by_side, small, toggle};
use crate::issue::Issue;
use crate::issue::find::{Query, count_before, find, replacement, replacements};
use crate::issue::place::Place;

mod words {
    use super::Words;
    pub(super) const FIND: Words = ("查找", "Find");
    pub(super) const BY: Words = ("替换为", "Replace by");
    pub(super) const NEXT: Words = ("下一个", "Next");
    pub(super) const PREVIOUS: Words = ("上一个", "Previous");
    pub(super) const CASE: Words = ("区分大小写", "Match case");
    pub(super) const WIDTH: Words = ("区分全/半角", "Match width");
    pub(super) const REPLACE: Words = ("替换", "Replace");
    pub(super) const ALL: Words = ("全部替换", "Replace all");
    pub(super) const CLOSE: Words = ("关闭", "Close");
    pub(super) const NONE: Words = ("没有找到", "Not found");
}

/// The names of the fields, for focus.
pub(crate) const FIELD: &str = "find";
const BY: &str = "replace";
const WIDE: f32 = 220.0;
/// What is selected is looked for up to this count of characters.
const LONGEST: usize = 60;

/// What is looked for, and where it stands.
#[derive(Debug)]
pub(crate) struct Find {
    pub(crate) is_open: bool,
    replaces: bool,
    query: Query,
    by: String,
    found: Vec<Place>,
    /// The revision in which that was looked for; none if it has to be looked for anew.
    revision: Option<u64>,
}

impl Default for Find {
    fn default() -> Self {
        Self {
            is_open: false,
            replaces: false,
            // A comma of the wrong width is what editors look for.
            query: Query { tells_width: true, ..Query::default() },
            by: String::new(),
            found: Vec::new(),
            revision: None,
        }
    }
}

/// What happens in the bar.
#[derive(Debug, Clone)]
pub enum Message {
    /// What is looked for.
    Typed(String),
    /// What it becomes.
    ByTyped(String),
    /// The next (1) or the one before (−1).
    Stepped(i8),
    /// Whether letters are told by case.
    CaseToggled,
    /// Whether characters are told by width.
    WidthToggled,
    /// The one that is selected is replaced.
    Replaced,
    /// All are replaced.
    AllReplaced,
    /// The pages come back.
    Closed,
}

impl Find {
    /// Opens the bar, for `selected` if that is something to look for.
    pub(crate) fn open(&mut self, replaces: bool, selected: &str) {
        self.is_open = true;
        self.replaces = replaces;
        let fits = !selected.is_empty() && selected.chars().take(LONGEST + 1).count() <= LONGEST;
        if fits && !selected.contains('\n') {
            selected.clone_into(&mut self.query.words);
            self.revision = None;
        }
    }

    /// Another issue is shown.
    pub(crate) fn forget(&mut self) {
        self.revision = None;
    }

    /// Looks for the words again in an issue that has changed.
    pub(crate) fn follow(&mut self, issue: &Issue, revision: u64) {
        if self.is_open && self.revision != Some(revision) {
            self.found = find(issue, &self.query);
            self.revision = Some(revision);
        }
    }

    /// Where the words stand; nowhere while the bar is shut.
    pub(crate) fn found(&self) -> &[Place] {
        if self.is_open { &self.found } else { &[] }
    }

    /// Which of the places is selected.
    fn current(&self, selection: Option<Selection>) -> Option<usize> {
        let Selection { anchor, head } = selection?;
        let (start, end) = (anchor.offset.min(head.offset), anchor.offset.max(head.offset));
        let is_own = |own: &Place| {
            (own.part, own.part) == (anchor.part, head.part)
                && (own.range.start, own.range.end) == (start, end)
        };
        self.found.iter().position(is_own)
    }

    /// The place behind (1) or before (−1) what is selected, or (0) from its begin on, round and
    /// round.
    fn beside(&self, step: i8, issue: &Issue, selection: Option<Selection>) -> Option<Place> {
        let count = self.found.len();
        let (start, end) = selection.map(|own| own.ends(issue)).unzip();
        let before = |at: Option<Position>| {
            at.map_or(0, |at| count_before(issue, &self.found, (at.part, at.offset)))
        };
        let at = match step {
            0 => before(start),
            1.. => self.current(selection).map_or_else(|| before(end), |own| own + 1),
            _ => (before(start) + count).checked_sub(1)?,
        };
        self.found.get(at.checked_rem(count)?).copied()
    }

    fn seek(&self, step: i8, issue: &Issue, selection: Option<Selection>) -> Action {
        self.beside(step, issue, selection).map_or(Action::None, Action::Seek)
    }

    /// Carries out a message.
    pub(crate) fn update(
        &mut self,
        message: Message,
        (issue, revision): (&Issue, u64),
        selection: Option<Selection>,
    ) -> Action {
        match message {
            Message::Typed(words) => self.query.words = words,
            Message::CaseToggled => self.query.tells_case = !self.query.tells_case,
            Message::WidthToggled => self.query.tells_width = !self.query.tells_width,
            Message::ByTyped(by) => {
                self.by = by;
                return Action::None;
            }
            Message::Stepped(step) => return self.seek(step, issue, selection),
            Message::Replaced => return self.replace(issue, selection),
            Message::AllReplaced => {
                let edit = replacements(issue, &self.found, &self.by);
                return edit.map_or(Action::None, Action::Edit);
            }
            Message::Closed => {
                self.is_open = false;
                return Action::Close;
            }
        }
        self.revision = None;
        self.follow(issue, revision);
        self.seek(0, issue, selection)
    }

    /// Replaces what is selected and leads to the next; where nothing is selected that was found,
    /// only that.
    fn replace(&self, issue: &Issue, selection: Option<Selection>) -> Action {
        let own = self.current(selection).and_then(|at| self.found.get(at));
        let Some((own, edit)) =
            own.and_then(|own| Some((own, replacement(issue, *own, &self.by)?)))
        else {
            return self.seek(1, issue, selection);
        };
        let next = self.beside(1, issue, selection).filter(|next| next != own);
        let next = next.and_then(|next| next.map(&edit)).map_or(Action::None, Action::Seek);
        Action::Edit(edit).then(next)
    }

    /// `3 / 17`.
    fn count(&self, selection: Option<Selection>, language: Language) -> String {
        match (self.found.len(), self.current(selection)) {
            _ if self.query.words.is_empty() => String::new(),
            (0, _) => language.say(words::NONE).to_owned(),
            (all, Some(at)) => format!("{} / {all}", at + 1),
            (all, None) => format!("— / {all}"),
        }
    }

    /// The bar.
    pub(crate) fn view(
        &self,
        selection: Option<Selection>,
        language: Language,
        p: Palette,
    ) -> Element<'_, Message> {
        let any = |message| (!self.found.is_empty()).then_some(message);
        let step = |words, step, command| {
            let button = small(language.say(words), any(Message::Stepped(step)), p);
            hint(button, shortcut::written(command), p)
        };
        let field = input(language.say(words::FIND), &self.query.words, Message::Typed, p);
        let count = muted(self.count(selection, language), theme::LABEL, p);
        let (case, width) = (self.query.tells_case, self.query.tells_width);
        let first = vec![
            field.id(FIELD).width(WIDE).into(),
            container(count).width(64.0).into(),
            step(words::PREVIOUS, -1, Command::FindPrevious),
            step(words::NEXT, 1, Command::FindNext),
            toggle(language.say(words::CASE), case, Message::CaseToggled, p),
            toggle(language.say(words::WIDTH), width, Message::WidthToggled, p),
            hint(small(language.say(words::CLOSE), Some(Message::Closed), p), "Esc", p),
        ];
        let first = side_by_side(first, theme::PAD[0]).wrap();
        let by = input(language.say(words::BY), &self.by, Message::ByTyped, p);
        let by = by.id(BY).width(WIDE).on_submit(Message::Replaced);
        let second = self.replaces.then(|| {
            let replace = small(language.say(words::REPLACE), any(Message::Replaced), p);
            let all = small(language.say(words::ALL), any(Message::AllReplaced), p);
            side_by_side(vec![by.into(), replace, all], theme::PAD[0]).wrap()
        });
        let rows = column![first].push(second).spacing(4).padding([4.0, theme::PAD[0]]);
        column![container(rows).width(Length::Fill).style(p.panel()), rule(p)].into()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::import::template;
    use crate::issue::block::{Block, BlockKind};
    use crate::issue::document::{Document, DocumentKind};
    use crate::issue::edit::Edit;
    use crate::issue::id::{BlockId, DocumentId};
    use crate::issue::masthead::Script;
    use crate::issue::place::{self, Part};
    use crate::issue::table::{Cell, Table};
    use crate::issue::text::{Mark, Range};

    fn issue() -> Issue {
        let mut issue = template::sample();
        issue.masthead.chinese = "甲市".into();
        issue.colophon = vec!["ab甲".into()];
        issue.sections.truncate(1);
        let mut document = Document::new(DocumentId::new(1), DocumentKind::Article, "甲甲甲，A,a");
        let cells = vec![Cell::new("甲".into())];
        let table = BlockKind::Table(Table { head: 0, rows: vec![cells] });
        document.body = vec![Arc::new(Block { id: BlockId::new(2), kind: table, text: "".into() })];
        issue.sections[0].name = "栏目".into();
        issue.sections[0].documents = vec![Arc::new(document)];
        issue
    }

    fn query(words: &str, tells_case: bool, tells_width: bool) -> Query {
        Query { words: words.to_owned(), tells_case, tells_width }
    }

    #[test]
    fn words_are_found_in_every_text_but_the_masthead() {
        let check = |query: Query, expected: &[&str]| {
            let places = find(&issue(), &query);
            let found: Vec<String> = places
                .iter()
                .map(|own| format!("{} {}-{}", own.part, own.range.start, own.range.end))
                .collect();
            assert_eq!(found, expected, "{query:?}");
        };
        check(
            query("甲", true, true),
            &["title 0-1", "title 1-2", "title 2-3", "cell:0,0 0-1", "colophon:0 2-3"],
        );
        check(query("甲甲", true, true), &["title 0-2"]);
        check(query("a", true, true), &["title 6-7", "colophon:0 0-1"]);
        check(query("Ａ", false, false), &["title 4-5", "title 6-7", "colophon:0 0-1"]);
        check(query(",", true, true), &["title 5-6"]);
        check(query(",", true, false), &["title 3-4", "title 5-6"]);
        check(query("", false, false), &[]);
        check(query("没有", false, false), &[]);
    }

    #[test]
    fn places_before_a_caret_are_counted_in_the_order_of_print() {
        let issue = issue();
        let found = find(&issue, &query("甲", true, true));
        let title = found[0].part;
        let section = Part::SectionName(issue.sections[0].id);
        let check = |at, expected| assert_eq!(count_before(&issue, &found, at), expected, "{at:?}");
        check((section, 1), 0);
        check((title, 0), 0);
        check((title, 2), 2);
        check((title, 9), 3);
        check((found[3].part, 0), 3);
        check((Part::Colophon(0), 3), 5);
        check((Part::Masthead(Script::Chinese), 1), 0);
    }

    #[test]
    fn all_are_replaced_at_once_and_keep_their_marks() {
        let mut issue = issue();
        let before = issue.clone();
        let found = find(&issue, &query("甲", true, true));
        let marks = vec![(Range::new(0, 1), Mark::Bold), (Range::new(0, 3), Mark::Kai)];
        let _ = Edit::SetMarks { part: found[0].part, marks }.apply(&mut issue).unwrap();
        let edit = replacements(&issue, &found, "乙丙").unwrap();
        let back = edit.apply(&mut issue).unwrap();
        let title = place::text(&issue, found[0].part).unwrap().with_joined_marks();
        assert_eq!(title.string, "乙丙乙丙乙丙，A,a");
        assert_eq!(title.marks, [(Range::new(0, 2), Mark::Bold), (Range::new(0, 6), Mark::Kai)]);
        assert_eq!(issue.colophon[0].string, "ab乙丙");
        let _ = back.apply(&mut issue).unwrap();
        assert_eq!(find(&issue, &query("甲", true, true)), found);
        assert_eq!(before.colophon, issue.colophon);
        assert!(replacements(&issue, &[], "乙").is_none());
    }
}
