//! Heads of documents: where one begins, by the lines around a title.

use std::cell::OnceCell;

use super::article;
use super::cells;
use super::chronicle;
use super::form;
use super::form::Form;
use super::line;
use super::line::Line;
use super::line::Markup;
use super::metadata;
use super::organ;
use super::outside;
use super::section;
use super::title;
use super::title::TitleForm;

/// The lines of a text with their forms.
#[derive(Debug)]
pub(super) struct Page<'a> {
    pub(super) lines: &'a [Line],
    pub(super) forms: Vec<Form>,
    /// The width at which all lines were broken, if they were.
    pub(super) measure: Option<usize>,
    /// The first lines of its paragraphs are indented, the others are not.
    pub(super) indented: bool,
    /// The title that begins at each line, once somebody has asked for it.
    groups: Vec<OnceCell<Option<Group>>>,
}

/// Several lines that make one title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Group {
    /// Index of the first line.
    pub(super) first: usize,
    /// Count of lines.
    pub(super) count: usize,
    /// The title without white space.
    pub(super) squeezed: String,
    /// How surely it is one.
    pub(super) form: TitleForm,
}

/// The beginning of a document, sure by the lines around the title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Head {
    /// The title.
    pub(super) title: Group,
    /// The line of the document number, before or behind the title.
    pub(super) number: Option<usize>,
}

impl Head {
    /// Index of the first line of the head.
    pub(super) fn first(&self) -> usize {
        self.number.map_or(self.title.first, |number| number.min(self.title.first))
    }
}

/// The most lines of a title.
const MOST_LINES: usize = 12;

impl<'a> Page<'a> {
    pub(super) fn new(lines: &'a [Line]) -> Self {
        let mut forms: Vec<Form> = lines.iter().map(form::of).collect();
        for (at, pair) in lines.windows(2).enumerate() {
            // The number of minutes: 第18期 below 会议纪要.
            if let [above, line] = pair
                && above.squeezed.ends_with("纪要")
                && form::is_serial(&line.squeezed)
                && let Some(form) = forms.get_mut(at + 1)
            {
                *form = Form::OrderNumber;
            }
        }
        signed_days(lines, &mut forms);
        point(lines, &mut forms);
        tabulate(lines, &mut forms);
        metadata::mark_tables(lines, &mut forms);
        Self {
            lines,
            forms,
            measure: line::measure(lines),
            indented: line::are_indented(lines),
            groups: vec![OnceCell::new(); lines.len()],
        }
    }

    pub(super) fn form(&self, at: usize) -> Form {
        self.forms.get(at).copied().unwrap_or(Form::Noise)
    }

    pub(super) fn text(&self, at: usize) -> &'a str {
        self.lines.get(at).map_or("", |line| &line.text)
    }

    pub(super) fn squeezed(&self, at: usize) -> &'a str {
        self.lines.get(at).map_or("", |line| &line.squeezed)
    }

    /// Whether the line could be one of a title's.
    pub(super) fn is_titleish(&self, at: usize) -> bool {
        let text = self.squeezed(at);
        // A byte bound first: most lines are long paragraphs.
        text.len() <= title::LONGEST * 3
            && self.form(at) == Form::Plain
            && !text.is_empty()
            && !form::ends_closed(text)
            && !form::has_prose_mark(text)
            && !text.ends_with('、')
            && !text.contains('…')
            && !(text.ends_with('日') && super::body::signed_date(text).is_some())
            && text.chars().any(char::is_alphabetic)
    }

    /// The title that begins at line `first`.
    pub(super) fn group(&self, first: usize) -> Option<Group> {
        self.groups.get(first)?.get_or_init(|| self.find_group(first)).clone()
    }

    fn find_group(&self, first: usize) -> Option<Group> {
        if !self.is_titleish(first) {
            return None;
        }
        // 政府工作报告 names a section as well as a text.
        let line = self.squeezed(first);
        let named = section::is_name(line) && !article::is_address(line);
        if named || outside::is_menu(line) || goes_on(line) {
            return None;
        }
        let mut best: Option<Group> = None;
        let mut joined = String::new();
        for count in 1..=MOST_LINES {
            let at = first + count - 1;
            let suffix = count > 1 && self.ends_title(at, &joined);
            if !self.is_titleish(at) && !suffix {
                break;
            }
            let line = self.squeezed(at);
            // A title that stands again below itself is not continued.
            let quoting = joined.matches('《').count() > joined.matches('》').count();
            let again = best.is_some() && !quoting && !goes_on(line) && title::form(line).is_some();
            if again && !suffix && !is_tail(line) || best.is_some() && cells::begin(self, at) {
                break;
            }
            // A page may print a title twice.
            if count > 1 && line == joined {
                break;
            }
            joined.push_str(line);
            let Some(form) = title::form(&joined) else { continue };
            if best.as_ref().is_none_or(|best| form >= best.form) {
                best = Some(Group { first, count, squeezed: joined.clone(), form });
            }
        }
        best.filter(|group| self.is_one_title(group))
    }

    /// Whether a line in brackets is the end of the title above it: （试行）, or the number of one of
    /// several bulletins.
    fn ends_title(&self, at: usize, above: &str) -> bool {
        match self.form(at) {
            Form::Bracketed => is_suffix(self.squeezed(at)),
            Form::OrderNumber => {
                above.ends_with("公报") && self.squeezed(at).starts_with(['（', '('])
            }
            _ => false,
        }
    }

    /// Whether the first lines of a group belong to its title: organs, or words that a title goes
    /// on from. The names of a menu above a title do not.
    fn is_one_title(&self, group: &Group) -> bool {
        const WORDS: [&str; 6] = ["关于", "印发", "转发", "批转", "公布", "对"];
        let join = |from: usize, to: usize| -> String {
            (group.first + from..group.first + to).map(|line| self.squeezed(line)).collect()
        };
        for from in (1..group.count).rev() {
            let rest = join(from, group.count);
            let before = join(0, from);
            let organs = (0..from).all(|line| organ::is_organ(self.squeezed(group.first + line)));
            // A page whose title stands above without the organ names it on a line of its own.
            let above = group.first.saturating_sub(12)..group.first;
            if organs && above.into_iter().any(|line| self.squeezed(line) == rest) {
                return false;
            }
            let whole = rest.starts_with("关于") || organ::issuer(&rest).is_some();
            if !whole || title::form(&rest) != Some(TitleForm::Official) {
                continue;
            }
            // What stands once more below without the first lines is the title without them.
            if self.stands_below(&rest, group.first + group.count) {
                return false;
            }
            // A title bar holds the whole title already.
            return WORDS.iter().any(|word| before.contains(word)) && !before.contains(&rest)
                || organs && !rest.starts_with(&before);
        }
        true
    }

    /// Whether the lines soon below `from` hold this title, on one line or several.
    pub(super) fn stands_below(&self, squeezed: &str, from: usize) -> bool {
        const REACH: usize = 12;
        const MOST: usize = 4;
        (from..from + REACH).any(|first| {
            let mut rest = squeezed;
            (first..first + MOST).any(|line| {
                let own = self.squeezed(line);
                let behind = rest.strip_prefix(own).filter(|_| !own.is_empty());
                rest = behind.unwrap_or(squeezed);
                rest.is_empty()
            })
        })
    }

    /// The next line that is neither noise nor a folio nor a note.
    pub(super) fn next(&self, from: usize) -> usize {
        let note = |at: usize| self.lines.get(at).is_some_and(|line| line.markup == Markup::Note);
        let other = |at: usize| {
            matches!(self.form(at), Form::Noise | Form::Folio | Form::Mongolian) || note(at)
        };
        (from..self.lines.len()).find(|&at| !other(at)).unwrap_or(self.lines.len())
    }

    /// Whether the line says who published a page and when, as stands below its title.
    pub(super) fn is_byline(&self, at: usize) -> bool {
        const WORDS: [&str; 8] = ["来源", "时间", "日期", "來源", "時間", "发布于", "作者", "浏览"];
        self.form(at) == Form::Noise && WORDS.iter().any(|word| self.squeezed(at).contains(word))
    }

    /// The head of a document at line `at`, if the lines around the title are proof of one.
    pub(super) fn head(&self, at: usize) -> Option<Head> {
        if matches!(self.form(at), Form::Number) {
            let title = self.group(self.next(at + 1))?;
            let after = self.next(title.first + title.count);
            let own = matches!(self.form(after), Form::Number);
            let named = title.form == TitleForm::Official || article::is_law(self, &title, after);
            return (!own && named).then_some(Head { title, number: Some(at) });
        }
        let title = self.group(at).or_else(|| self.marked(at))?;
        let after = self.next(at + title.count);
        match self.form(after) {
            Form::Number | Form::OrderNumber => Some(Head { title, number: Some(after) }),
            _ if title::is_chronicle(title::without_suffix(&title.squeezed)) => {
                let text = self.text(after);
                let begins = chronicle::is_period(text)
                    || chronicle::is_entry(text)
                    || chronicle::is_day_entry(text)
                    || chronicle::month(text).is_some();
                begins.then_some(Head { title, number: None })
            }
            _ if title.form == TitleForm::Official && self.is_addressed(after) => {
                Some(Head { title, number: None })
            }
            _ => article::is_head(self, &title, after).then_some(Head { title, number: None }),
        }
    }

    /// The title that stands in book marks: 《甲市人民政府关于印发〈乙办法〉的通知》.
    fn marked(&self, at: usize) -> Option<Group> {
        let squeezed = self.squeezed(at);
        let inner = squeezed.strip_prefix('《')?.strip_suffix('》')?;
        let whole = !inner.contains(['《', '》']) && self.form(at) == Form::Plain;
        (whole && title::form(inner) == Some(TitleForm::Official)).then(|| Group {
            first: at,
            count: 1,
            squeezed: squeezed.to_owned(),
            form: TitleForm::Genre,
        })
    }
}

/// Days in figures below an organ that stands below the end of a text.
fn signed_days(lines: &[Line], forms: &mut [Form]) {
    for (at, three) in lines.windows(3).enumerate() {
        if let [text, organ, day] = three
            && form::is_pointed_day(&day.squeezed)
            && form::day(&day.squeezed).is_some()
            && organ::is_organ(&organ.squeezed)
            && (form::ends_closed(&text.squeezed) || text.squeezed.contains("电话"))
            && let Some(form) = forms.get_mut(at + 2)
        {
            *form = Form::Date;
        }
    }
}

/// Headings numbered with points (1 总则, 1.1 编制目的), where a text has several of them.
fn point(lines: &[Line], forms: &mut [Form]) {
    const LEAST: usize = 2;
    series(lines, forms);
    let found: Vec<Option<(u8, u32)>> = lines
        .iter()
        .map(|line| form::pointed(&line.text).filter(|_| line.text.len() < 900))
        .collect();
    if found.iter().flatten().filter(|(depth, _)| *depth > 1).count() < LEAST {
        return;
    }
    // The last number of a line that may be a chapter, and of one that is.
    let (mut last, mut chapter) = (0, 0);
    let mut whole = |at: usize| {
        let (n, name) = form::unparted(&lines.get(at)?.text)?;
        let below = lines.get(at + 1..)?.iter().take(3);
        let below = below.map(|line| &line.squeezed);
        let first = |text: &String| text.starts_with(&format!("{n}.1"));
        // The last chapters may have no parts: 6. 附则.
        let next = chapter > 0 && last == chapter && n == chapter + 1;
        let marked = lines.get(at)?.squeezed.contains(['.', '．']);
        last = n;
        let is_chapter = !name.is_empty() && (below.into_iter().any(first) || next && marked);
        if is_chapter {
            chapter = n;
        }
        is_chapter.then_some((1, n))
    };
    for (at, (form, found)) in forms.iter_mut().zip(found).enumerate() {
        if let Some((level, n)) = found.or_else(|| whole(at))
            && matches!(form, Form::Plain | Form::Numbered { .. })
        {
            *form = Form::Numbered { level, n };
        }
    }
}

/// Names behind figures with a nought, one after the other through a text: 01综合, 02农业, 03工业.
fn series(lines: &[Line], forms: &mut [Form]) {
    const LEAST: usize = 3;
    const LONGEST: usize = 16;
    let mut found: Vec<(usize, u32)> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let digits: String = line.squeezed.chars().take_while(char::is_ascii_digit).collect();
        let name = line.squeezed.get(digits.len()..).unwrap_or_default();
        let next = found.last().map_or(1, |(_, n)| n + 1);
        let named = (2..=LONGEST).contains(&name.chars().count())
            && name.chars().all(|c| crate::text::is_han(c) || c == '、');
        if digits.len() == 2 && named && digits.parse() == Ok(next) {
            found.push((at, next));
        }
    }
    // Nine of them have a nought, and the first three prove it.
    if found.len() < LEAST {
        return;
    }
    for (at, n) in found {
        if let Some(form) = forms.get_mut(at) {
            *form = Form::Numbered { level: 1, n };
        }
    }
}

/// Rows of as many cells with wide gaps between them, below each other, are a table; without a
/// number in them they may be a list of names.
fn tabulate(lines: &[Line], forms: &mut [Form]) {
    const LEAST: usize = 3;
    const LONGEST: usize = 20;
    let cells = |line: &Line| {
        let cells = form::cells(&line.text);
        let short = cells.iter().all(|cell| {
            (1..=LONGEST).contains(&cell.chars().count())
                && !form::ends_closed(cell)
                && !form::has_prose_mark(cell)
        });
        if line.text.len() < 300 && short && cells.len() >= LEAST { cells.len() } else { 0 }
    };
    let counts: Vec<usize> = lines
        .iter()
        .zip(&*forms)
        .map(|(line, form)| if *form == Form::Plain { cells(line) } else { 0 })
        .collect();
    let mut at = 0;
    while at < counts.len() {
        let own = counts.get(at).copied().unwrap_or_default();
        let run = counts.iter().skip(at).take_while(|&&count| count == own).count();
        let numbers = lines.iter().skip(at + 1).take(run - 1).filter(|line| {
            form::cells(&line.text).iter().any(|cell| cell.contains(|c: char| c.is_ascii_digit()))
        });
        if own >= LEAST && run >= LEAST && numbers.count() * 2 >= run {
            forms.iter_mut().skip(at).take(run).for_each(|form| *form = Form::Row);
        }
        at += run;
    }
}

/// A bracket that ends a title on a line of its own: （试行）.
pub(super) fn is_suffix(squeezed: &str) -> bool {
    const WORDS: [&str; 9] =
        ["试行", "暂行", "草案", "征求意见稿", "修订", "修正", "摘要", "批", "节选"];
    let inner = squeezed.trim_matches(['（', '）', '(', ')']);
    let length = inner.chars().count();
    let years = inner.starts_with(|c: char| c.is_ascii_digit())
        && inner.ends_with(['年', '版', '度'])
        && inner.chars().all(|c| c.is_ascii_digit() || "年版度—-–－~～至".contains(c));
    length <= 8 && WORDS.iter().any(|word| inner.contains(word)) || length <= 12 && years
}

/// Whether a line can only go on with a title: 的通知, （试行）的通知, 》的决定, 及实施方案.
fn goes_on(line: &str) -> bool {
    let inner = line.strip_prefix(['（', '(']).and_then(|rest| rest.split_once(['）', ')']));
    let behind = inner.map_or(line, |(_, behind)| behind);
    behind.starts_with(['的', '》', '及'])
}

/// The end of a title alone on its line: 的通知, 通知, 实施方案.
fn is_tail(line: &str) -> bool {
    line.chars().count() <= 4
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::recognize::line;

    fn with(text: &str, check: impl FnOnce(&Page<'_>)) {
        let lines = line::lines(&crate::import::plain::read(text).paragraphs);
        check(&Page::new(&lines));
    }

    #[test]
    fn titles_over_lines() {
        fn check(text: &str, expected: Option<usize>) {
            with(text, |page| {
                assert_eq!(page.group(0).map(|group| group.count), expected, "{text}");
            });
        }
        check("国务院关于印发\n\n《国务院工作规则》的通知\n国发〔2004〕18号", Some(2));
        check("甲市人民政府关于乙的意见\n的通知\n各局：", Some(2));
        check("甲市人民政府关于乙的通知\n甲市人民政府关于乙的通知", Some(1));
        check("关于甲项目—\n乙项目\n的 通 知\n各学院：", Some(3));
        check("甲市乙办法\n（试行）\n第一条 为", Some(2));
        check("甲市第五次经济普查公报\n（第三号）\n甲市统计局", Some(2));
        check("甲市人大常委会公告\n（第3号）\n《乙条例》", Some(1));
        check("会议强调，要坚持", None);
        check("甲市财政局\n甲市教育局关于乙的通知", Some(2));
        check("甲市人民政府\n关于乙的通知", Some(2));
        check("首页\n甲市人民政府关于乙的通知", None);
        check("通知公告\n关于乙的通知", None);
        check("甲市人民政府转发\n乙省人民政府关于丙的通知\n的通知", Some(3));
        check("甲市人民政府\n关于印发甲市乙办法\n（试行）的通知\n甲府发〔2026〕6号", Some(3));
        check("甲市人民代表大会\n关于修改《甲市乙条例》\n（修正案）的决定", Some(3));
        check("甲市人民政府关于印发《甲市乙办法\n》的通知", Some(2));
        check("（试行）的通知", None);
        check("的通知\n各局：", None);
    }

    #[test]
    fn heads() {
        fn check(text: &str, expected: Option<Option<usize>>) {
            with(text, |page| assert_eq!(page.head(0).map(|head| head.number), expected, "{text}"));
        }
        check("甲市人民政府关于乙的通知\n甲府发〔2026〕6号", Some(Some(1)));
        check("甲縣人民政府關於乙的通知\n甲府發〔2026〕6號", Some(Some(1)));
        check("甲府发〔2026〕6号\n甲市人民政府关于乙的通知\n各局：", Some(Some(0)));
        check("甲市人民政府令\n第12号", Some(Some(1)));
        check("甲市人民政府关于乙的通知\n各区人民政府：", Some(None));
        check("政府大事记\n2026年4月1日—4月30日", Some(None));
        check("政府大事记\n头、地块，确保", None);
        check("甲市人民政府关于乙的通知\n为了做好工作，", None);
    }

    #[test]
    fn rows_with_wide_gaps() {
        fn check(text: &str, expected: bool) {
            with(text, |page| {
                let rows = page.forms.iter().all(|form| *form == Form::Row);
                assert_eq!(rows, expected, "{text}");
            });
        }
        check("品名  产量  增长\n粮食  86.3  1.2\n蔬菜  142.5  -0.6", true);
        check("品名　　产量　　增长\n粮食　　86.3　　1.2\n蔬菜　　142.5　　3", true);
        check("张 三  李四  王五\n赵六  钱七  孙八\n周九  吴十  郑一", false);
        check("系列  机构  时间\n工程  住建局  9月10日\n农业  农业局  9月15日", true);
        check("品名  产量  增长\n粮食  86.3", false);
    }
}
