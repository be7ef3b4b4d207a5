//! Addressees (主送机关; GB/T 9704-2012, 7.3.2): below a title, and where none stands right above.

use super::form;
use super::form::Form;
use super::head::Page;
use super::mark::BlockRole;
use super::mark::Role;
use super::mark::Style;
use super::organ;
use super::walk::Stage;
use super::walk::Walk;

impl Walk<'_> {
    /// The head of a text whose title was not copied: an addressee above a sentence, perhaps below a
    /// number.
    pub(super) fn untitled(&mut self, at: usize) -> Option<usize> {
        let page = self.page;
        let numbered = page.form(at) == Form::Number;
        let first = if numbered { page.next(at + 1) } else { at };
        let _ = addressed(page, first)?;
        self.begin(String::new());
        Some(self.head(at))
    }

    /// The addressee below a title and a few words of a web page that are neither; those are left
    /// out.
    pub(super) fn late_addressee(&mut self, at: usize) -> Option<usize> {
        const REACH: usize = 12;
        if self.known.depth > 0 || self.known.chronicle.is_some() {
            return None;
        }
        let count = addressed(self.page, at)?;
        let mut words = Vec::new();
        for line in (0..at).rev() {
            let mark = self.marks.get(line).copied().flatten()?;
            match mark.role {
                Role::Title | Role::Number => break,
                Role::Dropped(_) => {}
                Role::Block(BlockRole::Paragraph | BlockRole::Item | BlockRole::Row)
                    if is_fragment(self.page.text(line)) =>
                {
                    words.push(line);
                }
                _ => return None,
            }
            if words.len() > REACH {
                return None;
            }
        }
        for line in words {
            self.drop_line(line, Style::Noise, "标题与主送机关之间的文字", 0.6);
        }
        self.known.last = None;
        self.stage = Stage::Head;
        self.address(at, count);
        Some(count)
    }

    /// Makes lines the addressee.
    pub(super) fn address(&mut self, at: usize, count: usize) {
        let whole: String = (at..at + count).map(|line| self.page.squeezed(line)).collect();
        // Below a title any words before a colon may be an addressee.
        let sure = if addresses(&whole) { 0.95 } else { 0.7 };
        for line in at..at + count {
            self.set(line, Role::Addressee, Style::Addressee, sure);
            if line > at {
                self.join(line);
            }
        }
        self.stage = Stage::Body;
    }
}

impl Page<'_> {
    /// Whether who gets a document stands at `at`.
    pub(super) fn is_addressed(&self, at: usize) -> bool {
        self.addressee(at).is_some_and(|count| {
            let whole: String = (at..at + count).map(|line| self.squeezed(line)).collect();
            addresses(&whole)
        })
    }

    /// Count of lines that make an addressee at `at`.
    pub(super) fn addressee(&self, at: usize) -> Option<usize> {
        const MOST: usize = 4;
        for count in 1..=MOST {
            let line = at + count - 1;
            let text = self.squeezed(line);
            if self.form(line) != Form::Plain
                || text.contains(['。', '；', '“'])
                || text.len() > 900
            {
                return None;
            }
            if text.ends_with(form::COLONS) {
                let joined: String = (at..=line).map(|i| self.squeezed(i)).collect();
                return is_addressee(&joined).then_some(count);
            }
            if !(text.ends_with(['，', '、', ',']) || is_addressing(text)) {
                return None;
            }
        }
        None
    }
}

/// Whether a text names organs as an addressee does.
fn is_addressing(text: &str) -> bool {
    text.starts_with('各')
        || [
            "人民政府",
            "部门",
            "单位",
            "委员会",
            "直属机构",
            "管委会",
            "局",
            "厅",
            "委",
            "办",
            "公司",
        ]
        .iter()
        .any(|word| text.contains(word))
}

/// Whether the text, which ends with a colon, addresses somebody.
pub(super) fn is_addressee(squeezed: &str) -> bool {
    const RUNNING: [&str; 25] = [
        "各位", "如下", "决定", "通知", "现将", "根据", "批复", "研究", "以下", "要求", "强调",
        "指出", "包括", "公告", "通告", "是指", "是：", "为：", "条件", "提出", "规定", "事项",
        "下列", "任免", "电话",
    ];
    let bare = squeezed.trim_end_matches(form::COLONS);
    // Who listens to a speech is no addressee.
    let listens = ["们", "来宾", "嘉宾", "朋友"].iter().any(|end| bare.ends_with(end));
    !listens
        && !bare.contains(['：', ':'])
        && (2..=300).contains(&bare.chars().count())
        && !RUNNING.iter().any(|word| squeezed.contains(word))
        && !bare.starts_with("附")
}

/// Whether a line says nothing in a sentence of its own.
fn is_fragment(text: &str) -> bool {
    const LONGEST: usize = 60;
    text.chars().count() <= LONGEST && !text.contains(['。', '；']) && !text.ends_with(['：', ':'])
}

/// Count of lines at `at` that can be nothing but an addressee: organs or a person, and a sentence
/// below.
pub(super) fn addressed(page: &Page<'_>, at: usize) -> Option<usize> {
    const LEAST: usize = 8;
    let count = page.addressee(at)?;
    let squeezed: String = (at..at + count).map(|line| page.squeezed(line)).collect();
    let next = page.squeezed(page.next(at + count));
    let follows = next.chars().count() >= LEAST && form::has_prose_mark(next);
    let whole = squeezed.contains("各") && squeezed.matches(['，', '、', ',']).count() >= 2;
    ((follows || whole) && names(&squeezed)).then_some(count)
}

/// Whether words before a colon, right below a title, name those whom the document goes to.
pub(super) fn addresses(squeezed: &str) -> bool {
    let bare = squeezed.trim_end_matches(form::COLONS);
    let bare = bare
        .strip_suffix(['）', ')'])
        .and_then(|rest| rest.rsplit_once(['（', '(']))
        .map_or(bare, |(name, _)| name);
    let last = bare.rsplit(['，', '、', ',']).next().unwrap_or(bare);
    let ends = [
        "单位",
        "部门",
        "机构",
        "企业",
        "院校",
        "学校",
        "高校",
        "开发区",
        "园区",
        "同学",
        "先生",
        "女士",
        "区",
        "市",
        "县",
        "旗",
        "省",
    ];
    names(squeezed)
        || bare.starts_with('各')
        || organ::is_organ(last)
        || ends.iter().any(|end| last.ends_with(end))
}

/// Whether the text names those whom a document goes to.
fn names(squeezed: &str) -> bool {
    let bare = squeezed.trim_end_matches(form::COLONS);
    let bare = bare.split(['（', '(']).next().unwrap_or(bare);
    // Names of places may be left out.
    let last = bare.rsplit(['，', '、', ',']).next().unwrap_or(bare);
    let last = last.trim_start_matches(['×', '*', '＊', '某']);
    let all = bare.starts_with('各') && (bare.contains(['，', '、', ',']) || organ::is_organ(bare));
    let named =
        ["代表", "委员"].iter().any(|end| bare.ends_with(end)) && bare.chars().count() <= 30;
    let public = ["广大", "全体", "尊敬的"].iter().any(|head| bare.starts_with(head));
    let person = named || public && bare.chars().count() <= 40;
    // 责任单位：, 牵头部门：, 领导小组： begin a list.
    let part = ["单位", "部门"].iter().any(|end| last.ends_with(end)) && !last.contains('各');
    let organ = organ::is_organ(last) && !last.ends_with('组') && last.chars().count() >= 3;
    all || person || organ && !part
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::recognize::line;

    #[test]
    fn addressees_below_a_title() {
        fn check(text: &str, expected: Option<usize>) {
            let lines = line::lines(&crate::import::plain::read(text).paragraphs);
            assert_eq!(Page::new(&lines).addressee(0), expected, "{text}");
        }
        check("各旗、县、区人民政府，市直各部门：", Some(1));
        check("各旗、县、区人民政府，\n市直各部门：", Some(2));
        check("各旗、县、区人民政府，稀土高新区管\n委会，市直各部门：", Some(2));
        check("王超斌委员：", Some(1));
        check("同志们：", None);
        check("女士们、先生们：", None);
        check("市政府研究决定：", None);
        check("甲市人民政府近日任免下列工作人员：", None);
        check("现将有关事项通知如下：", None);
    }

    #[test]
    fn addressees_by_themselves() {
        fn check(text: &str, expected: Option<usize>) {
            let text = format!("{text}\n《乙方案》已经市政府同意，现印发给你们。");
            let lines = line::lines(&crate::import::plain::read(&text).paragraphs);
            assert_eq!(addressed(&Page::new(&lines), 0), expected, "{text}");
        }
        check("各乡镇人民政府、街道办事处,县府各部门:", Some(1));
        check("各省、自治区人民政府，\n各直属机构∶", Some(2));
        check("各镇人民政府（办事处）：", Some(1));
        check("尊敬的张某某代表：", Some(1));
        check("李某某等3名委员：", Some(1));
        check("乙县人民政府：", Some(1));
        check("甲园区管委会,各乡镇人民政府,市级各部门:", Some(1));
        check("国务院：", Some(1));
        check("广大市民及沿街商户：", Some(1));
        check("××市人民政府办公厅：", Some(1));
        check("领导小组：", None);
        check("责任单位：", None);
        check("工作要求：", None);
        check("各级要做到：", None);
    }
}
