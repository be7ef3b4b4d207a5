//! Titles that stand twice: printed again by a web page, or another document's.

use super::form;
use super::head::Group;
use super::mark::Role;
use super::mark::Style;
use super::title;
use super::title::TitleForm;
use super::walk::Stage;
use super::walk::Walk;

/// Whether the headline is the title, perhaps behind the name of a column: 政务服务丨….
fn repeats(headline: &str, title: &str) -> bool {
    const LONGEST: usize = 12;
    headline.strip_suffix(title).is_some_and(|column| {
        let parted = column.ends_with(['丨', '｜', '|', '/']);
        column.is_empty() || parted && column.chars().count() <= LONGEST
    })
}

impl Walk<'_> {
    /// Whether the title is the present document's, printed again by a web page between number and
    /// addressee, perhaps with a slip (another year); one with a number of its own, or that the
    /// contents lists besides, is another document's.
    pub(super) fn is_again(&self, title: &Group, number: Option<usize>) -> bool {
        const SLIP: f32 = 0.9;
        if self.stage != Stage::Head {
            return false;
        }
        title.squeezed == self.known.title
            || number.is_none()
                && (self.known.numbered || self.known.guessed)
                && self.unmet(&title.squeezed).is_none()
                && title::similarity(&title.squeezed, &self.known.title) >= SLIP
    }

    /// The first line of the contents with this title whose document has not come yet.
    pub(super) fn unmet(&self, squeezed: &str) -> Option<usize> {
        let lines = self.listed.get(squeezed)?;
        lines.iter().copied().find(|&line| self.met.get(line) == Some(&false))
    }

    /// Whether the text begins as the present document's does.
    fn begins_alike(&self, text: &str) -> bool {
        const LEAST: usize = 3;
        let own = self.marks.iter().rposition(|mark| {
            mark.is_some_and(|m| m.role == Role::Title && m.document == self.known.document)
        });
        let first = own.map_or("", |title| self.page.text(self.page.next(title + 1)));
        first.chars().zip(text.chars()).take_while(|(one, other)| one == other).count() >= LEAST
    }

    /// The headline of a web page above the head that has the same title; the count of its lines.
    pub(super) fn headline(&mut self, at: usize) -> Option<usize> {
        let page = self.page;
        if matches!(self.stage, Stage::Head | Stage::Label) {
            return None;
        }
        let group = page.group(at)?;
        let head = page.head(page.next(at + group.count))?;
        if !repeats(&group.squeezed, &head.title.squeezed) || page.head(at).is_some() {
            return None;
        }
        for line in at..at + group.count {
            self.drop_line(line, Style::Noise, "重复的标题", 0.8);
        }
        Some(group.count)
    }

    /// The title of the present document once more behind its text, above a text of its own: another
    /// document, as 国务院任免国家工作人员 may stand several times.
    pub(super) fn repeated(&self, at: usize) -> Option<Group> {
        const MOST: usize = 6;
        let page = self.page;
        let behind = match self.stage {
            Stage::Tail => true,
            Stage::Body => self
                .known
                .last
                .is_some_and(|(last, _)| form::ends_sentence(page.text(last)) && last + 1 == at),
            Stage::Outside | Stage::Head | Stage::Label => false,
        };
        if !behind || self.known.footer || self.known.depth > 0 || self.known.title.is_empty() {
            return None;
        }
        let mut joined = String::new();
        for count in 1..=MOST {
            let line = at + count - 1;
            if !page.is_titleish(line) || joined.len() > self.known.title.len() {
                return None;
            }
            joined.push_str(page.squeezed(line));
            if joined == self.known.title {
                let next = page.next(at + count);
                let text = page.text(next);
                // A running head stands between two paragraphs of one text as well.
                let follows = form::ends_closed(text)
                    && text.chars().count() > 8
                    && (self.stage == Stage::Tail || self.begins_alike(text));
                let group = Group { first: at, count, squeezed: joined, form: TitleForm::Official };
                return follows.then_some(group);
            }
        }
        None
    }
}
