//! What stands on pages but in no document: running heads, folios, the foot of a web page.

use super::chronicle;
use super::form;
use super::form::Form;
use super::mark::BlockRole;
use super::mark::Style;
use super::section;
use super::walk::Stage;
use super::walk::Walk;

impl Walk<'_> {
    /// Lines that belong to no document wherever they stand.
    pub(super) fn furniture(&mut self, at: usize) -> Option<usize> {
        match self.page.form(at) {
            Form::Noise => {
                let over = || self.is_over(at) || self.is_last(at);
                if self.stage == Stage::Tail || self.stage == Stage::Body && over() {
                    self.known.footer = true;
                    self.stage = Stage::Tail;
                }
                self.drop_line(at, Style::Noise, "页面上的其他文字", 0.95);
                return Some(1);
            }
            Form::Mongolian => {
                let why = "识别出的蒙古文不可靠，不采用；请由懂蒙古文的人录入并核对";
                self.drop_line(at, Style::Masthead, why, 0.9);
                return Some(1);
            }
            Form::Imprint if self.stage != Stage::Outside => {
                let count = self.imprint_lines(at);
                for line in at..at + count {
                    self.drop_line(line, Style::Note, "版记：公报不刊登", 0.9);
                }
                return Some(count);
            }
            Form::Folio => {
                self.drop_line(at, Style::RunningHead, "页码：由版面重新生成", 0.9);
                return Some(1);
            }
            _ => {}
        }
        if self.is_value(at) {
            self.drop_line(at, Style::Noise, "页面上的其他文字", 0.7);
            return Some(1);
        }
        if let Some(count) = self.outline(at) {
            return Some(count);
        }
        if let Some(count) = self.headline(at) {
            return Some(count);
        }
        if self.is_bare_folio(at) {
            self.drop_line(at, Style::RunningHead, "页码：由版面重新生成", 0.7);
            return Some(1);
        }
        if self.is_running_head(at) {
            self.drop_line(at, Style::RunningHead, "书眉：由版面重新生成", 0.9);
            return Some(1);
        }
        None
    }

    /// Count of lines that name who gets copies: organs that a line leaves open go on in the next.
    fn imprint_lines(&self, at: usize) -> usize {
        const MOST: usize = 6;
        let page = self.page;
        let open = |line: usize| page.text(line).ends_with(['，', '、', ',']);
        let goes_on = |line: usize| {
            page.form(line) == Form::Plain && page.squeezed(line).chars().count() <= 80
        };
        1 + (1..MOST).take_while(|&n| open(at + n - 1) && goes_on(at + n)).count()
    }

    /// Whether nothing but the foot of a web page follows behind line `at`, which is part of one.
    fn is_over(&self, at: usize) -> bool {
        const REACH: usize = 60;
        let page = self.page;
        let end = page.lines.len().min(at + REACH);
        let text = |line: &usize| {
            let numbered = matches!(
                page.form(*line),
                Form::Numbered { .. } | Form::Article | Form::Chapter | Form::Row | Form::Label
            );
            let sentence = page.form(*line) == Form::Plain && form::ends_closed(page.text(*line));
            numbered || sentence || page.form(*line) == Form::Date
        };
        self.known.chronicle.is_none()
            && !(at + 1..end).take_while(|line| page.head(*line).is_none()).any(|line| text(&line))
    }

    /// Whether the line leads from a page to the next or says whose it is, which stands behind its
    /// text, and nothing behind it has a number.
    fn is_last(&self, at: usize) -> bool {
        const WORDS: [&str; 5] = ["上一篇", "下一篇", "上一条", "下一条", "版权所有"];
        let page = self.page;
        let numbered = |line: usize| {
            matches!(page.form(line), Form::Numbered { .. } | Form::Article | Form::Chapter)
        };
        let own = |line: &usize| page.head(*line).is_none();
        WORDS.iter().any(|word| page.squeezed(at).starts_with(word))
            && self.known.last.is_some()
            && !(at + 1..page.lines.len()).take_while(own).any(numbered)
    }

    /// A number alone on its line that is no cell of a table.
    fn is_bare_folio(&self, at: usize) -> bool {
        let number = self.page.squeezed(at);
        let digits = !number.is_empty() && number.chars().all(|c| c.is_ascii_digit());
        if !digits || number.len() > 3 {
            return false;
        }
        let above = at.checked_sub(1).and_then(|above| self.marks.get(above).copied().flatten());
        if above.is_some_and(|mark| mark.style == Style::RunningHead)
            || self.page.form(at + 1) == Form::Folio
            || self.tears(at)
        {
            return true;
        }
        if !self.front.is_issue() {
            return false;
        }
        let cells = self
            .known
            .last
            .is_some_and(|(_, role)| matches!(role, BlockRole::Item | BlockRole::Row));
        let apart = self.page.lines.get(at).is_some_and(|line| line.blank > 0);
        apart && !cells && self.stage != Stage::Label
    }

    /// Whether line `at` stands within a sentence that goes on behind it.
    fn tears(&self, at: usize) -> bool {
        let prose = |text: &str| form::has_prose_mark(text) && text.chars().count() > 12;
        self.known.last.is_some_and(|(last, role)| {
            let before = (last..at).rev().map(|line| self.page.text(line)).next();
            let open = before.is_some_and(|text| prose(text) && !form::ends_closed(text));
            let next = self.page.text(self.page.next(at + 1));
            open && !matches!(role, BlockRole::Item | BlockRole::Row) && prose(next)
        })
    }

    /// The name of the gazette or of a section, or the title of a chronicle, on a page that goes on.
    fn is_running_head(&self, at: usize) -> bool {
        let squeezed = self.page.squeezed(at);
        if squeezed.chars().count() > 40 || !self.page.is_titleish(at) {
            return false;
        }
        let bare = furniture_text(squeezed);
        let known = &self.known;
        // A page of a chronicle may begin with an entry, as the chronicle itself does without a
        // period; a second chronicle has one.
        let next = self.page.next(at + 1);
        if known.chronicle.is_some()
            && bare.chars().count() >= 3
            && known.title.ends_with(bare)
            && !chronicle::is_period(self.page.text(next))
        {
            return true;
        }
        let own = known.chronicle.is_none()
            && self.stage == Stage::Body
            && known.depth == 0
            && known.last.is_some()
            && bare == known.title;
        let name = self.front.masthead.as_deref() == Some(bare);
        let section = self.front.sections.iter().any(|section| section == bare)
            || section::is_name(bare) && self.front.is_issue();
        (own || name || section) && self.page.head(at).is_none()
    }
}

/// What is left of a running head without the numbers of page and issue around the words.
fn furniture_text(squeezed: &str) -> &str {
    let around = |c: char| {
        c.is_ascii_digit()
            || matches!(c, '—' | '-' | '·' | '|' | '｜' | '年' | '第' | '期' | '－' | '•')
    };
    let bare = squeezed.trim_matches(around);
    if bare.is_empty() { squeezed } else { bare }
}
