//! Lines → their roles: one walk from the first line to the last.
//!
//! The walk knows where it is (before, in the head, the body or the tail of a document, or in one
//! attached to it) and decides each line by its form, its place and the lines just after it.

use std::collections::BTreeMap;

use super::article;
use super::body;
use super::chronicle;
use super::form;
use super::form::Form;
use super::front::Front;
use super::head::Group;
use super::head::Head;
use super::head::Page;
use super::mark::BlockRole;
use super::mark::Mark;
use super::mark::Role;
use super::mark::Style;
use super::organ;
use super::pin::Pins;
use super::section;
use super::tail;
use super::title;
use super::title::TitleForm;

/// Where in a document the walk is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// Before the first document, or behind one that has ended.
    Outside,
    /// Behind the title.
    Head,
    /// In the body.
    Body,
    /// Behind the date.
    Tail,
    /// Behind the label of an attachment.
    Label,
}

/// What the walk knows of the document that it is in.
#[derive(Debug, Clone, Default)]
pub(super) struct Known {
    /// Index of the document.
    pub(super) document: Option<usize>,
    /// Its title, squeezed.
    pub(super) title: String,
    /// The title of the attached document that the walk is in, squeezed.
    pub(super) attached: String,
    /// Depth of that one: 0 in the document itself.
    pub(super) depth: u8,
    /// Whether that one has a label.
    pub(super) labelled: bool,
    /// Whether its label has a number: then what stands behind it is the attachment.
    pub(super) numbered_label: bool,
    /// It was signed and dated.
    pub(super) dated: bool,
    /// Whether the number has been read.
    pub(super) numbered: bool,
    /// It appoints or removes officials.
    pub(super) appoints: bool,
    /// It is a chronicle; whether its entries have marks.
    pub(super) chronicle: Option<Entries>,
    /// Articles: what is numbered below them are items.
    pub(super) articles: bool,
    /// The number of the last article; 0 before the first.
    pub(super) article: u32,
    /// Chapters have come: 一、 below them are articles.
    pub(super) chapters: bool,
    /// The last number at each level.
    pub(super) levels: [u32; 5],
    /// Whether the last heading at each level ran in.
    pub(super) run_in: [bool; 5],
    /// The last line of the body, with its role.
    pub(super) last: Option<(usize, BlockRole)>,
    /// The attached document is a table whose cells came one a line.
    pub(super) cells: bool,
    /// The list of attachments goes on.
    pub(super) listing: bool,
    /// The document itself lists attachments.
    pub(super) lists: bool,
    /// The text of the body that could quote a title.
    pub(super) quotes: Vec<String>,
    /// The footer of a web page has begun.
    pub(super) footer: bool,
    /// The document was begun without proof; short lines below its title are no text.
    pub(super) guessed: bool,
}

/// How the entries of a chronicle begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Entries {
    /// With a mark, all of them.
    Marked,
    /// With month and day alone.
    Bare,
    /// With the day alone; the month stands in the period.
    Days,
}

/// The walk over the lines.
#[derive(Debug, Clone)]
pub(super) struct Walk<'a> {
    pub(super) page: &'a Page<'a>,
    pub(super) front: &'a Front,
    pub(super) marks: Vec<Option<Mark>>,
    pub(super) stage: Stage,
    pub(super) known: Known,
    /// The titles of the documents so far, squeezed.
    pub(super) titles: Vec<String>,
    /// The squeezed titles of the contents, each with its lines: 国务院任免国家工作人员 may stand in
    /// one issue several times.
    pub(super) listed: BTreeMap<&'a str, Vec<usize>>,
    /// The lines of the contents whose documents have been met.
    pub(super) met: Vec<bool>,
    /// The squeezed titles of heads that are proved, each with its last line.
    pub(super) heads: BTreeMap<String, usize>,
    /// How often a title may still be compared with a line of the contents: a text of nothing but
    /// titles must not cost more than a gazette.
    comparisons: u32,
    /// The walk has the title from elsewhere, or none: the text has no head.
    pub(super) headless: bool,
    /// What an editor says that lines are.
    pub(super) pins: &'a Pins,
}

/// Finds the roles of all lines, and the squeezed titles of the documents; `front_title` is the title that the text's front matter gives.
pub(super) fn walk<'a>(
    page: &'a Page<'a>,
    front: &'a Front,
    marks: Vec<Option<Mark>>,
    pins: &'a Pins,
    front_title: Option<&str>,
) -> (Vec<Mark>, Vec<String>) {
    let mut walk = Walk::new(page, front, marks, pins);
    if let Some(title) = front_title.filter(|_| walk.headless) {
        walk.begin(title.to_owned());
        walk.stage = Stage::Body;
        walk.headless = false;
    }
    walk.run();
    let titles = std::mem::take(&mut walk.titles);
    (walk.decided(), titles)
}

/// Finds the roles of lines within the body of the document that has this squeezed title.
pub(super) fn inside(page: &Page<'_>, front: &Front, pins: &Pins, title: String) -> Vec<Mark> {
    let mut walk = Walk::new(page, front, vec![None; page.lines.len()], pins);
    let chronicle = title::is_chronicle(title::without_suffix(&title));
    walk.begin(title);
    if chronicle {
        walk.known.chronicle = Some(walk.entries(0));
    }
    walk.stage = Stage::Body;
    walk.run();
    walk.decided()
}

fn listed(front: &Front) -> BTreeMap<&str, Vec<usize>> {
    let mut listed: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, line) in front.contents.iter().enumerate() {
        listed.entry(line.squeezed.as_str()).or_default().push(index);
    }
    listed
}

impl<'a> Walk<'a> {
    fn new(page: &'a Page<'a>, front: &'a Front, marks: Vec<Option<Mark>>, pins: &'a Pins) -> Self {
        let heads: BTreeMap<String, usize> = (front.end..front.back)
            .filter_map(|at| page.head(at))
            .map(|head| (head.title.squeezed, head.title.first))
            .collect();
        Self {
            page,
            front,
            marks,
            stage: Stage::Outside,
            known: Known::default(),
            titles: Vec::new(),
            listed: listed(front),
            met: vec![false; front.contents.len()],
            headless: heads.is_empty(),
            heads,
            comparisons: 20_000,
            pins,
        }
    }

    /// What was decided of each line.
    fn decided(self) -> Vec<Mark> {
        let unknown = Mark {
            role: Role::Dropped("没有认出的文字"),
            style: Style::Noise,
            confidence: 0.2,
            joins: false,
            forced: false,
            document: None,
        };
        self.marks.into_iter().map(|mark| mark.unwrap_or(unknown)).collect()
    }

    /// Gives line `at` its role, unless an editor says that it is something else.
    pub(super) fn set(&mut self, at: usize, role: Role, style: Style, confidence: f32) {
        let document = match role {
            Role::Dropped(_) | Role::Masthead | Role::Colophon => None,
            _ => self.known.document,
        };
        let pin = self.pins.get(at);
        if pin.is_some_and(|pin| pin != style) {
            return;
        }
        let confidence = if pin.is_some() { 1.0 } else { confidence };
        // What an editor gave a document is not replaced by a guess.
        let (role, style) = match role {
            Role::Number | Role::Addressee | Role::Date if self.is_given(at, role) => {
                (Role::Block(BlockRole::Paragraph), pin.unwrap_or(Style::Body))
            }
            _ => (role, style),
        };
        if let Some(slot) = self.marks.get_mut(at) {
            *slot = Some(Mark { role, style, confidence, joins: false, forced: false, document });
        }
    }

    /// Makes line `at` continue the line before it.
    pub(super) fn join(&mut self, at: usize) {
        if let Some(Some(mark)) = self.marks.get_mut(at) {
            mark.joins = true;
        }
    }

    pub(super) fn drop_line(
        &mut self,
        at: usize,
        style: Style,
        why: &'static str,
        confidence: f32,
    ) {
        self.set(at, Role::Dropped(why), style, confidence);
    }

    /// Begins a document with this squeezed title.
    pub(super) fn begin(&mut self, title: String) {
        let next = Known {
            document: Some(self.titles.len()),
            appoints: title::is_appointment(&title),
            title: title.clone(),
            ..Known::default()
        };
        self.known = next;
        self.titles.push(title);
        self.stage = Stage::Head;
    }

    /// Begins an attached document.
    pub(super) fn attach(&mut self, title: String, depth: u8) {
        let known = &mut self.known;
        known.attached = title;
        known.depth = depth;
        known.articles = false;
        known.article = 0;
        known.chapters = false;
        known.levels = [0; 5];
        known.run_in = [false; 5];
        known.last = None;
        known.listing = false;
        known.cells = false;
        known.dated = false;
    }

    /// Decides line `at`; the count of lines decided.
    pub(super) fn step(&mut self, at: usize) -> usize {
        if let Some(count) = self.object(at) {
            return count;
        }
        if let Some(group) = self.repeated(at) {
            return self.open(&Head { title: group, number: None }, 0.7);
        }
        if let Some(count) = self.furniture(at) {
            return count;
        }
        if let Some(head) = self.page.head(at)
            && !self.is_again(&head.title, head.number)
            && !self.is_attached_head(&head)
            && !self.is_within(&head)
        {
            return self.open(&head, 0.97);
        }
        if let Some(group) = self.listed(at) {
            return self.open(&Head { title: group, number: None }, 0.9);
        }
        if let Some(group) = self.sectioned(at) {
            self.drop_line(at, Style::RunningHead, "栏目名：由版面重新生成", 0.8);
            return 1 + self.open(&Head { title: group, number: None }, 0.8);
        }
        if let Some(group) = self.law(at) {
            return self.open(&Head { title: group, number: None }, 0.85);
        }
        if let Some(group) = self.unnumbered(at) {
            return self.open(&Head { title: group, number: None }, 0.8);
        }
        if let Some(head) = self.bare(at) {
            return self.open(&head, 0.8);
        }
        match self.stage {
            Stage::Outside => self.outside(at),
            Stage::Head => self.head(at),
            Stage::Body => body::step(self, at),
            Stage::Tail => tail::step(self, at),
            Stage::Label => tail::title(self, at),
        }
    }

    /// Whether the head is the one of a document that the present one passes on (转发).
    fn is_attached_head(&self, head: &Head) -> bool {
        // What stands behind a label is the attachment.
        let labelled = self.stage == Stage::Label && self.known.numbered_label;
        if labelled && (head.number.is_none() || self.quoted(&head.title.squeezed)) {
            return true;
        }
        self.stage == Stage::Tail
            && title::publishes(&self.known.title)
            && self.quoted(&head.title.squeezed)
    }

    /// Whether the head of a speech or the like is that of an attachment, or stands on the pages of
    /// the same text.
    fn is_within(&self, head: &Head) -> bool {
        let title = head.title.squeezed.as_str();
        let attached = self.stage == Stage::Label
            || self.known.document.is_some() && self.stage != Stage::Head && self.quoted(title);
        let own = self.stage == Stage::Body && title == self.known.title;
        head.number.is_none() && article::is_article(title) && (attached || own)
    }

    /// Whether the document speaks of this title.
    pub(super) fn quoted(&self, squeezed: &str) -> bool {
        let bare = title::without_suffix(squeezed);
        let quoted = title::unnested(bare);
        bare.chars().count() >= 4
            && (self.known.title.contains(bare)
                || self.known.quotes.iter().any(|text| text.contains(&quoted)))
    }

    /// The title below the name of a section, behind another document.
    fn sectioned(&self, at: usize) -> Option<Group> {
        let ended = matches!(self.stage, Stage::Tail | Stage::Body) && !self.known.footer;
        if !ended || !section::is_name(self.page.squeezed(at)) {
            return None;
        }
        self.page.group(at + 1).filter(|group| group.squeezed.chars().count() >= 8)
    }

    /// The title of a law behind a speech or the like, which publishes none.
    fn law(&self, at: usize) -> Option<Group> {
        let ended = matches!(self.stage, Stage::Body | Stage::Tail);
        if !ended || !article::is_article(&self.known.title) || !self.page.is_titleish(at) {
            return None;
        }
        let group = self.page.group(at).filter(|group| !self.quoted(&group.squeezed))?;
        article::is_law(self.page, &group, self.page.next(at + group.count)).then_some(group)
    }

    /// The title of a document without number and addressee (公告, 通告) behind another document: an
    /// organ, 关于 and a kind, and nothing that the document before speaks of.
    fn unnumbered(&self, at: usize) -> Option<Group> {
        if self.known.footer || !self.page.is_titleish(at) {
            return None;
        }
        let group = self.page.group(at)?;
        let corrects = title::is_correction(&group.squeezed);
        if corrects && group.squeezed.contains("关于") && self.known.document.is_some() {
            return Some(group);
        }
        if self.stage != Stage::Tail {
            return None;
        }
        let official = group.form == TitleForm::Official
            && (organ::issuer(&group.squeezed).is_some() || organ::leads(&group.squeezed));
        (official && !self.quoted(&group.squeezed)).then_some(group)
    }

    /// The head of a document whose title is its kind alone (公告, 通告), behind the date of another:
    /// its number or a sentence follows.
    fn bare(&self, at: usize) -> Option<Head> {
        const LEAST: usize = 10;
        let page = self.page;
        let squeezed = page.squeezed(at);
        let ended = self.stage == Stage::Tail && !self.known.footer;
        if !ended || !title::is_kind(squeezed) || page.form(at) != Form::Plain {
            return None;
        }
        // What the document publishes is its attachment.
        let published = title::publishes(&self.known.title) && self.known.title.contains(squeezed);
        let next = page.next(at + 1);
        let number = matches!(page.form(next), Form::Number | Form::OrderNumber).then_some(next);
        let text = page.text(if number.is_some() { page.next(next + 1) } else { next });
        let prose = form::has_prose_mark(text) || form::ends_closed(text);
        if published || !prose || text.chars().count() < LEAST {
            return None;
        }
        let title =
            Group { first: at, count: 1, squeezed: squeezed.to_owned(), form: TitleForm::Genre };
        Some(Head { title, number })
    }

    /// The title at `at`, if the contents lists it and its document has not come yet.
    fn listed(&mut self, at: usize) -> Option<Group> {
        if self.front.contents.is_empty() || !self.page.is_titleish(at) {
            return None;
        }
        if let Some(group) = self.listed_exactly(at) {
            return Some(group);
        }
        let group = self.page.group(at).filter(|group| !self.is_again(group, None))?;
        let floor = if self.stage == Stage::Body { 0.9 } else { 0.78 };
        let _ = self.nearest(&group.squeezed, floor)?;
        let quoted = self.quoted(&group.squeezed) && self.known.document.is_some();
        (!quoted).then_some(group)
    }

    /// The lines at `at` that are a line of the contents to the letter, whatever they look like.
    fn listed_exactly(&self, at: usize) -> Option<Group> {
        const MOST: usize = 6;
        let mut joined = String::new();
        for count in 1..=MOST {
            let line = at + count - 1;
            if !self.page.is_titleish(line) {
                return None;
            }
            joined.push_str(self.page.squeezed(line));
            if !self.listed.contains_key(joined.as_str()) {
                continue;
            }
            let quoted = title::form(&joined) == Some(TitleForm::Genre) && self.quoted(&joined);
            let group = Group { first: at, count, squeezed: joined, form: TitleForm::Official };
            let comes = self.unmet(&group.squeezed).is_some() && !self.is_again(&group, None);
            return (comes && !quoted).then_some(group);
        }
        None
    }

    /// The line of the contents that is most like this title, if none met yet is likelier.
    fn nearest(&mut self, squeezed: &str, floor: f32) -> Option<usize> {
        let mut best: Option<(usize, f32)> = None;
        let front = self.front;
        for (index, line) in front.contents.iter().enumerate() {
            if self.met.get(index) == Some(&true) {
                continue;
            }
            if self.comparisons == 0 {
                return None;
            }
            self.comparisons -= 1;
            let likeness = title::similarity(&line.squeezed, squeezed);
            if likeness >= floor && best.is_none_or(|(_, most)| likeness > most) {
                best = Some((index, likeness));
            }
        }
        best.map(|(index, _)| index)
    }

    /// Begins the document of `head`; the count of lines decided.
    pub(super) fn open(&mut self, head: &Head, confidence: f32) -> usize {
        let first = head.first();
        let title = head.title.squeezed.as_str();
        let found = if self.listed.contains_key(title) {
            self.unmet(title)
        } else {
            self.nearest(title, 0.78)
        };
        if let Some(met) = found.and_then(|found| self.met.get_mut(found)) {
            *met = true;
        }
        self.discard();
        self.begin(head.title.squeezed.clone());
        let after = head.title.first + head.title.count;
        if title::is_chronicle(title::without_suffix(&head.title.squeezed)) {
            let next = (after..self.page.lines.len().min(after + 8)).find(|&at| {
                let text = self.page.text(at);
                chronicle::is_entry(text) || chronicle::is_day_entry(text)
            });
            self.known.chronicle = Some(next.map_or(Entries::Bare, |at| self.entries(at)));
        }
        for at in head.title.first..after {
            self.set(at, Role::Title, Style::Title, confidence);
            if at > head.title.first {
                self.join(at);
            }
        }
        if let Some(number) = head.number {
            self.set(number, Role::Number, Style::DocNumber, 0.98);
            self.known.numbered = true;
        }
        // Lines between a number and its title are noise and decided on the way.
        if head.number == Some(first) {
            for at in first + 1..head.title.first {
                let _ = self.furniture(at);
            }
        }
        after.max(first + 1) - first
    }

    /// Takes back a document that was begun without proof and has nothing but its title.
    fn discard(&mut self) {
        if !self.known.guessed || self.stage != Stage::Head || self.known.numbered {
            return;
        }
        let document = self.known.document;
        let pins = self.pins;
        // What an editor calls the title stays one.
        let mut left = String::new();
        for (line, slot) in self.marks.iter_mut().enumerate() {
            if let Some(mark) = slot
                && (mark.role, mark.document) == (Role::Title, document)
            {
                if pins.get(line).is_some() {
                    left.push_str(self.page.squeezed(line));
                    continue;
                }
                mark.role = Role::Dropped("文件之外的文字");
                mark.style = Style::Noise;
                mark.confidence = 0.5;
                mark.joins = false;
                mark.document = None;
            }
        }
        match self.titles.last_mut().filter(|_| !left.is_empty()) {
            Some(title) => *title = left,
            None => drop(self.titles.pop()),
        }
    }

    /// How the entries begin of which the first is line `at`.
    pub(super) fn entries(&self, at: usize) -> Entries {
        if self.page.form(at) == Form::Bullet {
            Entries::Marked
        } else if chronicle::is_entry(self.page.text(at)) {
            Entries::Bare
        } else {
            Entries::Days
        }
    }
}
