//! Tables whose cells came one a line, as a page gives them that was copied as text.

use super::form;
use super::form::Form;
use super::head::Page;

/// The longest cell at the head of a table, in characters.
const LONGEST: usize = 12;

/// Whether a table's cells begin at `at`, the first of them the names of its columns.
pub(super) fn begin(page: &Page<'_>, at: usize) -> bool {
    const LEAST: usize = 4;
    const REACH: usize = 8;
    let cells = (at..at + REACH).take_while(|&line| is_cell(page, line)).count();
    cells >= LEAST && (at..at + cells).any(|line| is_column(page.squeezed(line)))
}

/// Whether the line is one of several in a row that could be cells.
pub(super) fn among(page: &Page<'_>, at: usize) -> bool {
    const LEAST: usize = 4;
    let cell = |line: &usize| is_cell(page, *line);
    let above = (0..at).rev().take(LEAST).take_while(cell).count();
    above + (at..at + LEAST).take_while(cell).count() >= LEAST
}

/// Whether the line is a few words that neither end a sentence nor name what follows.
fn is_cell(page: &Page<'_>, at: usize) -> bool {
    let text = page.squeezed(at);
    page.form(at) == Form::Plain
        && (1..=LONGEST).contains(&text.chars().count())
        && !form::ends_closed(text)
        && !form::has_prose_mark(text)
        && !text.contains(['：', ':'])
}

/// Whether the line is a name alone: of an organ, a firm or a place, without any mark.
pub(super) fn is_name(page: &Page<'_>, at: usize) -> bool {
    const LONGEST: usize = 30;
    const SHORTEST: usize = 4;
    let text = page.squeezed(at);
    page.form(at) == Form::Plain
        && (SHORTEST..=LONGEST).contains(&text.chars().count())
        && text.chars().all(|c| crate::text::is_han(c) || "（）()“”·".contains(c))
}

/// Whether the text names a column of a table: 序号, 一级指标, 责任单位.
fn is_column(squeezed: &str) -> bool {
    const WHOLE: [&str; 14] = [
        "序号", "编号", "项目", "名称", "备注", "单位", "类别", "内容", "数量", "姓名", "职务",
        "地区", "X", "合计",
    ];
    const ENDS: [&str; 12] = [
        "名称", "指标", "内容", "单位", "部门", "时限", "类别", "类型", "标准", "事项", "说明",
        "金额",
    ];
    let bare = squeezed.split(['（', '(']).next().unwrap_or_default();
    WHOLE.contains(&bare) || ENDS.iter().any(|end| bare.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::recognize::line;

    #[test]
    fn heads_of_tables() {
        fn check(text: &str, expected: bool) {
            let lines = line::lines(&crate::import::plain::read(text).paragraphs);
            assert_eq!(begin(&Page::new(&lines), 0), expected, "{text}");
        }
        check("序号\n任务名称\n责任单位\n备注\n1\n甲\n乙局", true);
        check("一级指标\n二级指标\n评价标准\n分值", true);
        check("组　长：张三\n副组长：李四\n成　员：王五\n赵六", false);
        check("甲公司\n乙公司\n丙公司\n丁公司\n戊公司", false);
        check("项目名称\n为加强管理，制定本办法。", false);
    }
}
