//! Between a title and the body: number, period, who adopted or signed, addressee.

use super::article;
use super::body;
use super::chronicle;
use super::form;
use super::form::Form;
use super::mark::BlockRole;
use super::mark::Mark;
use super::mark::Role;
use super::mark::Style;
use super::organ;
use super::person;
use super::walk::Stage;
use super::walk::Walk;
use crate::text::numeral::is_numeral;

impl Walk<'_> {
    /// A line behind the title.
    pub(super) fn head(&mut self, at: usize) -> usize {
        let page = self.page;
        let squeezed = page.squeezed(at);
        if matches!(page.form(at), Form::Number | Form::OrderNumber) && !self.known.numbered {
            self.set(at, Role::Number, Style::DocNumber, 0.95);
            self.known.numbered = true;
            return 1;
        }
        if page.form(at) == Form::Number && self.is_own_number(at) {
            self.drop_line(at, Style::DocNumber, "重复的文号", 0.8);
            return 1;
        }
        if let Some(count) = self.second_title(at) {
            return count;
        }
        if let Some(count) = self.title_again(at) {
            return count;
        }
        if let Some(count) = self.signed_head(at) {
            return count;
        }
        if chronicle::is_period(page.text(at)) && self.known.chronicle.is_some() {
            self.set(at, Role::Period, Style::Date, 0.95);
            return 1;
        }
        if let Some(count) = self.adoption(at) {
            return count;
        }
        if let Some(count) = page.addressee(at) {
            self.address(at, count);
            return count;
        }
        // Where a page comes from, between its headline and the title of the text.
        let source = self.known.guessed && organ::is_organ(squeezed);
        if source && page.stands_below(&self.known.title, at + 1) {
            self.drop_line(at, Style::Noise, "标题与正文之间的文字", 0.55);
            return 1;
        }
        if self.known.guessed && is_summary(squeezed) {
            self.drop_line(at, Style::Noise, "网页上的内容提要", 0.7);
            return 1;
        }
        if self.known.guessed && self.known.chronicle.is_none() {
            self.known.chronicle = chronicle::told(self, at);
        }
        if self.known.chronicle.is_some() && chronicle::month(page.text(at)).is_some() {
            self.stage = Stage::Body;
            return body::step(self, at);
        }
        let fragment = page.form(at) == Form::Plain
            && squeezed.chars().count() <= 20
            && !form::ends_closed(squeezed);
        // Who speaks, where and when, below the title of a report or a speech.
        let lead = page.text(at).starts_with(['—', '―', '─']) && !form::ends_closed(squeezed);
        let spoken = article::is_article(&self.known.title) && article::is_lead(page, at);
        // The organ that reports to those whom the next line addresses.
        let reports = organ::is_organ(squeezed)
            && self.known.title.ends_with("报告")
            && article::is_salutation(page.squeezed(page.next(at + 1)));
        if spoken
            || lead
            || reports
            || !self.known.appoints && fragment && person::is_author(page.text(at))
        {
            self.set(at, Role::Block(BlockRole::Note), Style::Note, 0.8);
            return 1;
        }
        if self.known.guessed
            && self.headless
            && (fragment && !self.leads(at) || page.form(at) == Form::Date)
        {
            // A page that prints its title once more below has rows of its own between both.
            let row = page.stands_below(&self.known.title, at + 1);
            let sure = if self.is_telling(at) && !row { 0.4 } else { 0.55 };
            self.drop_line(at, Style::Noise, "标题与正文之间的文字", sure);
            return 1;
        }
        self.stage = Stage::Body;
        body::step(self, at)
    }

    /// The title once more, and how many lines it takes: as a page prints it below its headline.
    fn title_again(&mut self, at: usize) -> Option<usize> {
        let page = self.page;
        if let Some(group) = page.group(at)
            && self.is_again(&group, None)
        {
            let (why, sure) = if group.squeezed == self.known.title {
                ("重复的标题", 0.8)
            } else {
                ("与标题有出入的重复标题；请核对标题", 0.6)
            };
            for line in at..at + group.count {
                self.drop_line(line, Style::Title, why, sure);
            }
            return Some(group.count);
        }
        if page.is_titleish(at) && page.squeezed(at) == self.known.title {
            self.drop_line(at, Style::Title, "重复的标题", 0.8);
            return Some(1);
        }
        None
    }

    /// Whether the line is the number of the present document once more, as a page prints it below
    /// its own head.
    fn is_own_number(&self, at: usize) -> bool {
        let own = |(line, mark): (usize, &Option<Mark>)| {
            mark.is_some_and(|m| (m.role, m.document) == (Role::Number, self.known.document))
                && self.page.squeezed(line) == self.page.squeezed(at)
        };
        self.marks.iter().take(at).enumerate().any(own)
    }

    /// Whether the line says in some words what the sentence below is about.
    fn leads(&self, at: usize) -> bool {
        const LEAST: usize = 6;
        let words = self.page.squeezed(at).chars().filter(|c| crate::text::is_han(*c)).count();
        let below = self.page.text(at + 1);
        words >= LEAST && form::ends_sentence(below) && below.chars().count() > 30
    }

    /// Whether the line could be a part of a document, so that it is dropped only with doubt.
    pub(super) fn is_telling(&self, at: usize) -> bool {
        let text = self.page.squeezed(at);
        organ::is_organ(text) && text.chars().count() >= 6
            || matches!(self.page.form(at), Form::Number | Form::OrderNumber)
            || text.ends_with('号') && text.contains(|c: char| c.is_ascii_digit())
            || text.contains("关于")
    }

    /// The title of minutes below the words of their red head (市政府常务会议纪要, 第18期), which it
    /// replaces.
    fn second_title(&mut self, at: usize) -> Option<usize> {
        let group = self.page.group(at)?;
        let minutes = group.squeezed.ends_with("纪要") && self.known.title.ends_with("纪要");
        if !minutes || !self.known.numbered || group.squeezed == self.known.title {
            return None;
        }
        let own = (Role::Title, self.known.document);
        let is_own = |mark: &Mark| (mark.role, mark.document) == own;
        // What an editor calls the title stays it.
        let above = self.marks.iter().take(at).enumerate();
        let mut titles = above.filter(|(_, mark)| mark.as_ref().is_some_and(is_own));
        if titles.any(|(line, _)| self.pins.get(line).is_some()) {
            return None;
        }
        for mark in self.marks.iter_mut().take(at).flatten() {
            if is_own(mark) {
                mark.role = Role::Dropped("纪要的版头：由版面重新生成");
                mark.style = Style::Noise;
            }
        }
        if let Some(title) = self.titles.last_mut() {
            title.clone_from(&group.squeezed);
        }
        self.known.title = group.squeezed;
        for line in at..at + group.count {
            self.set(line, Role::Title, Style::Title, 0.85);
            if line > at {
                self.join(line);
            }
        }
        Some(group.count)
    }

    /// Organs and a day right below the title, as statistics and speeches have them.
    fn signed_head(&mut self, at: usize) -> Option<usize> {
        const MOST: usize = 8;
        let page = self.page;
        let organs = (0..MOST)
            .take_while(|n| {
                page.form(at + n) == Form::Plain && organ::is_organ(page.squeezed(at + n))
            })
            .count();
        let end = at + organs;
        // A row of a web page may stand above a day in brackets, which is none itself.
        let bracketed = page.form(end) == Form::Bracketed;
        let kept = |mark: &&Mark| !(bracketed && matches!(mark.role, Role::Dropped(_)));
        let above = *self.marks.iter().take(at).rev().flatten().find(kept)?;
        if above.role == Role::Date && organ::is_organ(page.squeezed(at)) {
            self.set(at, Role::Signature, Style::Signature, 0.8);
            return Some(1);
        }
        // Who speaks may stand above the day.
        let spoken = above.role == Role::Block(BlockRole::Note)
            && bracketed
            && article::is_article(&self.known.title);
        if !spoken && !matches!(above.role, Role::Title | Role::Number | Role::AdoptionNote) {
            return None;
        }
        let both = body::signed_date(page.text(end))
            .is_some_and(|(organ, _)| organ::is_organ(&crate::text::squeeze(organ)));
        let inner = page.squeezed(end).trim_matches(['（', '）', '(', ')']);
        // Statistics may give the month alone.
        let monthly = organs > 0 && chronicle::month(inner).is_some_and(|(year, _)| year.is_some());
        let dated = matches!(page.form(end), Form::Date | Form::Bracketed)
            && (form::day(inner).is_some() || monthly);
        if !(dated || page.form(end) == Form::Plain && both) {
            return None;
        }
        for line in at..end {
            self.set(line, Role::Signature, Style::Signature, 0.85);
        }
        self.set(end, Role::Date, Style::Date, 0.85);
        Some(organs + 1)
    }

    /// A note in brackets below a title, over one line or several: by whom it was adopted.
    pub(super) fn adoption(&mut self, at: usize) -> Option<usize> {
        const MOST: usize = 4;
        let page = self.page;
        if is_adoption(page.squeezed(at)) && page.form(at) == Form::Plain {
            self.set(at, Role::AdoptionNote, Style::Note, 0.85);
            return Some(1);
        }
        let both = format!("{}{}", page.squeezed(at), page.squeezed(at + 1));
        let plain = page.form(at) == Form::Plain && page.form(at + 1) == Form::Plain;
        if plain && !page.squeezed(at + 1).starts_with(is_numeral) && is_adoption(&both) {
            for line in at..=at + 1 {
                self.set(line, Role::AdoptionNote, Style::Note, 0.8);
            }
            self.join(at + 1);
            return Some(2);
        }
        if !page.text(at).starts_with(['（', '(']) || matches!(page.form(at), Form::Numbered { .. })
        {
            return None;
        }
        let mut joined = String::new();
        for count in 1..=MOST {
            let line = page.squeezed(at + count - 1);
            if line.chars().count() > if tells_history(line) { 600 } else { 200 } {
                return None;
            }
            joined.push_str(line);
            if form::is_bracketed(&joined) {
                for line in at..at + count {
                    self.set(line, Role::AdoptionNote, Style::Note, 0.85);
                    if line > at {
                        self.join(line);
                    }
                }
                return Some(count);
            }
        }
        None
    }
}

/// Whether the line is what a web page says of the text below it: 导语：, 核心提示：.
fn is_summary(squeezed: &str) -> bool {
    ["导语", "导读", "简介", "摘要", "内容提要", "核心提示", "编者按"]
        .iter()
        .filter_map(|label| squeezed.strip_prefix(label))
        .any(|rest| rest.starts_with(form::COLONS))
}

/// Whether the line says, without brackets, when and by whom a law was adopted.
fn is_adoption(squeezed: &str) -> bool {
    const ENDS: [&str; 7] = ["通过", "批准", "公布", "发布", "修订", "修正", "施行"];
    squeezed.chars().count() <= 80
        && form::begins_with_day(squeezed)
        && ENDS.iter().any(|end| squeezed.ends_with(end))
}

/// Whether a line tells when a text was adopted and amended; with many amendments it is long.
fn tells_history(line: &str) -> bool {
    let year = line.split_once('年').is_some_and(|(before, _)| before.ends_with(is_numeral));
    year && ["发布", "公布", "通过", "修订", "修正", "批准"].iter().any(|verb| line.contains(verb))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adoption_without_brackets() {
        assert!(is_adoption("2025年11月3日甲市第九届人民代表大会常务委员会第五次会议通过"));
        assert!(!is_adoption("2025年11月3日甲市第九届人民代表大会常务委员会第五次会议通过。"));
        assert!(!is_adoption("经市政府第5次常务会议审议通过"));
    }
}
