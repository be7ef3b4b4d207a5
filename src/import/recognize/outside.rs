//! Before the first document: the foot of a menu, or a title that nothing around it proves.

use super::body;
use super::chronicle;
use super::form::Form;
use super::form::ends_sentence;
use super::head::Head;
use super::line::Markup;
use super::mark::Role;
use super::mark::Style;
use super::organ;
use super::title;
use super::title::TitleForm;
use super::walk::Stage;
use super::walk::Walk;

impl Walk<'_> {
    /// A line before the first document.
    pub(super) fn outside(&mut self, at: usize) -> usize {
        let page = self.page;
        // A page may print the title again below the row.
        let named = named_law(page.squeezed(at)).filter(|name| !self.heads.contains_key(*name));
        if let Some(name) = named {
            self.begin(name.to_owned());
            self.set(at, Role::Title, Style::Title, 0.8);
            return 1;
        }
        if let Some(group) = page.group(at)
            && group.form == TitleForm::Official
            && group.squeezed.chars().count() >= 8
            && self.heads.get(&group.squeezed).is_none_or(|&last| last <= at)
        {
            let count = self.open(&Head { title: group, number: None }, 0.8);
            self.known.guessed = true;
            return count;
        }
        // The text is the attachment of another one.
        if page.form(at) == Form::Label && self.titles.is_empty() {
            self.drop_line(at, Style::Attachment, "附件序号：附件单独成篇，由版面重新编排", 0.8);
            return 1;
        }
        if self.headless && self.titles.is_empty() {
            return self.guess(at);
        }
        // Organs are on menus, too; a title that is left over is not. A page names title and organ of
        // its document above it.
        let again = self.heads.keys().any(|title| self.page.squeezed(at).contains(title.as_str()))
            || self.is_telling(at) && self.issues(self.page.squeezed(at));
        let telling = !again
            && (self.page.squeezed(at).contains("关于")
                || self.is_telling(at) && self.document_follows(at));
        self.drop_line(at, Style::Noise, "文件之外的文字", if telling { 0.45 } else { 0.6 });
        1
    }

    /// Whether the organ is the one of a document of the text, perhaps with its province.
    fn issues(&self, squeezed: &str) -> bool {
        organ::is_organ(squeezed)
            && self
                .heads
                .keys()
                .filter_map(|title| organ::issuer(title))
                .any(|issuer| squeezed.len() > issuer.len() && squeezed.ends_with(&issuer))
    }

    /// Whether the head of a document follows at once, of which the line could be a part.
    fn document_follows(&self, at: usize) -> bool {
        // An organ above a number is its red head.
        let next = self.page.next(at + 1);
        self.page.head(next).is_some_and(|head| head.number != Some(next))
    }

    /// The first line of a text in which no head can be proved.
    fn guess(&mut self, at: usize) -> usize {
        let page = self.page;
        if let Some(count) = self.untitled(at) {
            return count;
        }
        if is_menu(page.squeezed(at)) || is_medium(page.squeezed(at)) {
            self.drop_line(at, Style::Noise, "文件之外的文字", 0.75);
            return 1;
        }
        // Menus stand above the title of a page.
        let later = (at + 1..page.lines.len().min(at + 60))
            .any(|line| page.group(line).is_some_and(|group| group.form == TitleForm::Official));
        if later && self.front.end == 0 && page.is_titleish(at) && !self.is_named(at) {
            self.drop_line(at, Style::Noise, "文件之外的文字", 0.6);
            return 1;
        }
        // The row of who published it and when stands right below a title.
        let headline = |line: usize| {
            page.is_titleish(line)
                && page.squeezed(line).chars().count() >= 8
                && page.is_byline(line + 1)
        };
        let row = page.form(at) == Form::Row
            && page.lines.get(at).is_some_and(|l| l.markup == Markup::Plain);
        let end = at + page.group(at).map_or(1, |group| group.count);
        if (row || page.is_titleish(at))
            && !page.is_byline(end)
            && (at + 1..page.lines.len().min(at + 40)).any(headline)
        {
            self.drop_line(at, Style::Noise, "文件之外的文字", 0.6);
            return 1;
        }
        let better = (at + 1..page.lines.len().min(at + 40))
            .take_while(|&line| !ends_sentence(page.text(line)))
            .any(|line| self.is_named(line));
        if better && !self.is_named(at) {
            self.drop_line(at, Style::Noise, "文件之外的文字", 0.5);
            return 1;
        }
        if page.is_titleish(at) && page.squeezed(at).chars().count() <= 60 {
            let count = page.group(at).map_or(1, |group| group.count);
            let title: String = (at..at + count).map(|line| page.squeezed(line)).collect();
            self.begin(title);
            for line in at..at + count {
                self.set(line, Role::Title, Style::Title, 0.6);
                if line > at {
                    self.join(line);
                }
            }
            self.known.guessed = true;
            return count;
        }
        self.begin(String::new());
        self.known.chronicle = chronicle::told(self, at)
            .or_else(|| chronicle::is_entry(page.text(at)).then(|| self.entries(at)));
        self.stage = Stage::Body;
        body::step(self, at)
    }

    /// Whether a line names a law, a measure or the like, or the markup says that it is a title.
    fn is_named(&self, at: usize) -> bool {
        let page = self.page;
        let heading = page.lines.get(at).is_some_and(|line| line.markup == Markup::Heading(1));
        let bare = title::without_suffix(page.squeezed(at));
        let law = page.is_titleish(at) && bare.ends_with(['法', '例']) && bare.chars().count() >= 4;
        heading || law || page.group(at).is_some_and(|group| group.squeezed.chars().count() >= 6)
    }
}

/// Whether the text is the name of a newspaper, a site or an account that prints a text.
fn is_medium(squeezed: &str) -> bool {
    const LONGEST: usize = 10;
    squeezed.chars().count() <= LONGEST
        && ["日报", "晚报", "时报", "电视台", "人大网", "政府网", "新闻网", "信息网"]
            .iter()
            .any(|end| squeezed.ends_with(end))
}

/// The name of a law that a metadata row gives instead of a title.
fn named_law(squeezed: &str) -> Option<&str> {
    let name = ["法規名稱", "法规名称", "文件名称"]
        .iter()
        .find_map(|label| squeezed.strip_prefix(label))?;
    name.strip_prefix(['：', ':']).filter(|name| !name.is_empty())
}

/// Whether the text is a word of a web page's menu, which is no title.
pub(super) fn is_menu(squeezed: &str) -> bool {
    const WORDS: [&str; 18] = [
        "首页",
        "网站首页",
        "返回",
        "返回首页",
        "政府",
        "新闻",
        "新闻中心",
        "政务",
        "政务动态",
        "政务公开",
        "政务服务",
        "信息公开",
        "政府信息公开",
        "通知公告",
        "公告公示",
        "公示公告",
        "互动交流",
        "政民互动",
    ];
    WORDS.contains(&squeezed)
}
