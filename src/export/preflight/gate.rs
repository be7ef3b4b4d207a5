//! The gate before printing (付印关): what an issue must have before anybody may plate it.

use super::Fault;
use crate::finding::Finding;
use crate::issue::Issue;
use crate::issue::masthead::Masthead;
use crate::layout::cover::lacking_picture;
use crate::text::mongolian::template;
use crate::text::mongolian::word::{FaultKind, faults};

/// What stands against printing an issue at all, whatever its pages are like: a name, number or day
/// that is not there yet, and Mongolian on the cover that nobody who reads it has approved.
pub fn gate(issue: &Issue) -> Vec<Fault> {
    let (masthead, number) = (&issue.masthead, &issue.number);
    let faults = [
        (
            masthead.chinese.string.trim().is_empty(),
            "gate-masthead",
            "没有刊名；请在属性中填写刊名",
        ),
        (
            number.first == 0 || number.year <= 0,
            "gate-number",
            "期号还没有填写，印出来是“第×期”；请在属性中填写年份和期号",
        ),
        (issue.published.is_none(), "gate-date", "出版日期还没有填写；请在属性中填写出版日期"),
        (
            !masthead.mongolian.is_empty() && masthead.approval.is_none(),
            "gate-mongolian",
            "蒙古文刊名还没有人核定；请懂蒙古文的同事核对，在属性中登记核定人",
        ),
        (
            masthead.lines.values().any(|line| line.approval.is_none()),
            "gate-mongolian",
            "封面上的蒙古文刊期行或日期行还没有人核定；请懂蒙古文的同事核对，在属性中登记核定人",
        ),
        (
            prints_boxes(masthead),
            "gate-mongolian",
            "蒙古文里有不起作用的变体选择符，会印成小框，核定过也不能付印；请删去它，再请懂蒙古文的同事核对",
        ),
    ];
    let found = faults.into_iter().filter(|(is_fault, ..)| *is_fault);
    let found = found.map(|(_, rule, message)| Fault::of_file(rule, message));
    found.chain(lacking_picture(issue).map(Fault::of_issue)).collect()
}

/// Whether the gate says a finding of the checker, too: then it is said once, at the gate.
pub fn is_of_gate(finding: &Finding) -> bool {
    finding.rule.starts_with("gate-")
}

/// What is said of findings of one kind: how many there are, and an example.
type Saying = fn(usize, &str) -> String;

/// What the pages themselves have against it, by what was found as they were composed: text that
/// stands on other text or outside of its page, and characters that no font has.
pub fn gate_pages(findings: &[Finding]) -> Vec<Fault> {
    let kinds: [(&[&str], &str, Saying); 2] = [
        (&["line-overfull", "page-overfull"], "gate-overfull", |count, example| {
            format!("{count} 处文字放不下{example}，压到别的文字或超出版心；请按检查结果改好")
        }),
        (&["glyph-missing"], "gate-glyph", |count, example| {
            format!("{count} 处有字体没有的字{example}，会印成〓；请换字，或添加有这个字的字体")
        }),
    ];
    let fault = |(rules, rule, message): (&[&str], _, Saying)| {
        let own = findings.iter().filter(|own| rules.contains(&own.rule));
        let count = own.clone().count();
        let text = own.map(|own| own.text.as_str()).find(|text| !text.is_empty());
        let example = text.map(|text| format!("（如“{text}”）")).unwrap_or_default();
        (count > 0).then(|| Fault::of_file(rule, message(count, &example)))
    };
    kinds.into_iter().filter_map(fault).collect()
}

/// Whether the Mongolian of a masthead holds selectors that select nothing: fonts print them as
/// boxes.
fn prints_boxes(masthead: &Masthead) -> bool {
    let lines = masthead.lines.values().map(|line| template::faults(&line.text));
    let name = masthead.mongolian_hand.is_none().then(|| faults(&masthead.mongolian.string));
    let all = lines.filter_map(Result::ok).chain(name).flatten();
    all.into_iter().any(|fault| fault.kind == FaultKind::Selector)
}
