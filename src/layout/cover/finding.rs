//! What stands against the covers: fonts and pictures that are not there, Mongolian that nobody has
//! approved.

use super::{arrangement, balance, mongolian};
use crate::finding::{Finding, Severity};
use crate::font::{FontBook, Writing};
use crate::issue::Issue;
use crate::issue::masthead::Script;
use crate::issue::place::{Part, Place};
use crate::issue::text::Range;
use crate::layout::page::Page;
use crate::shape::shape;

/// A Mongolian name that nobody has confirmed, and pictures that are still to be chosen.
pub(crate) fn findings(issue: &Issue, book: &FontBook) -> Vec<Finding> {
    let masthead = &issue.masthead;
    let text = &masthead.mongolian;
    let mut findings = Vec::new();
    if !text.is_empty() && masthead.mongolian_hand.is_none() && book.mongolian().is_none() {
        findings.push(Finding {
            rule: "mongolian-font",
            severity: Severity::Error,
            place: Some(Place::new(Part::Masthead(Script::Mongolian), text.range())),
            text: text.string.clone(),
            message: "没有能排蒙古文的字体，蒙古文刊名没有排出；请恢复 fonts 文件夹中的 NotoSansMongolian-Regular.ttf"
                .to_owned(),
            fix: None,
        });
    }
    findings.extend([Script::Chinese, Script::Mongolian].into_iter().filter_map(|script| {
        let asked = masthead.lettering(script).font.filter(|_| masthead.hand(script).is_none())?;
        if book.named(script, &asked).is_some() {
            return None;
        }
        let (name, text) = match script {
            Script::Chinese => ("汉文", &masthead.chinese),
            Script::Mongolian => ("蒙古文", &masthead.mongolian),
        };
        Some(Finding {
            rule: "masthead-font",
            severity: Severity::Warning,
            place: Some(Place::new(Part::Masthead(script), text.range())),
            text: text.string.clone(),
            message: format!(
                "没有{name}刊名要用的字体 {asked}，已用平常的字体代替；请把它放进程序的 fonts 文件夹，或在“封面”中另选字体"
            ),
            fix: None,
        })
    }));
    let unapproved = |place, text: &str, what: &str| Finding {
        rule: "mongolian-unapproved",
        severity: Severity::Warning,
        place,
        text: text.to_owned(),
        message: format!("{what}尚未核定；请懂蒙古文的同事核对并签名后再付印"),
        fix: None,
    };
    if !text.is_empty() && masthead.approval.is_none() {
        let place = Place::new(Part::Masthead(Script::Mongolian), text.range());
        findings.push(unapproved(Some(place), &text.string, "蒙古文刊名"));
    }
    for (line, template) in &masthead.lines {
        if template.approval.is_none() {
            let what = format!("蒙古文{}", line.name());
            let place = mongolian::place(issue, *line);
            findings.push(unapproved(Some(place), &template.text, &what));
        }
    }
    findings.extend(lacking_picture(issue));
    findings
}

/// A picture of the cover that is still to be chosen: what checker and gate say of it.
pub(crate) fn lacking_picture(issue: &Issue) -> Option<Finding> {
    let lacks = arrangement(&issue.cover).things().any(|thing| thing.kind.lacks_picture());
    lacks.then(|| Finding {
        rule: "gate-picture",
        severity: Severity::Error,
        place: None,
        text: String::new(),
        message: "封面上的图片还没有选；请在“封面”中选择图片，或换一种封面".to_owned(),
        fix: None,
    })
}

/// What shaping and measuring the name on the `front` cover tells against it.
pub(crate) fn measured(issue: &Issue, front: &Page, book: &FontBook) -> Vec<Finding> {
    let mut findings = boxes(issue, book);
    findings.extend(unequal(issue, front, book));
    findings
}

/// Signs of the Mongolian name and of the lines in Mongolian that would be printed as boxes, whoever
/// has approved them: selectors that select nothing.
fn boxes(issue: &Issue, book: &FontBook) -> Vec<Finding> {
    let masthead = &issue.masthead;
    let asked = masthead.lettering(Script::Mongolian).font;
    let font = asked.and_then(|asked| book.named(Script::Mongolian, &asked));
    let Some(font) = font.or_else(|| book.mongolian()).map(|id| book.font(id)) else {
        return Vec::new();
    };
    let name = (masthead.mongolian_hand.is_none()).then_some((
        Part::Masthead(Script::Mongolian),
        masthead.mongolian.string.as_str(),
        "刊名",
    ));
    let lines = masthead.lines.iter();
    let lines =
        lines.map(|(line, own)| (Part::MongolianLine(*line), own.text.as_str(), line.name()));
    let mut findings = Vec::new();
    for (part, text, what) in name.into_iter().chain(lines) {
        let glyphs = shape(font, Writing::Mongolian, text);
        let shown = glyphs.iter().find(|glyph| font.is_control_box(glyph.id));
        findings.extend(shown.map(|glyph| Finding {
            rule: "mongolian-box",
            severity: Severity::Error,
            place: Some(Place::new(part, Range::new(glyph.cluster, glyph.cluster + 1))),
            text: text.to_owned(),
            message: format!(
                "蒙古文{what}里有不起作用的变体选择符，会印成一个小框；请删去它，再请懂蒙古文的同事核对"
            ),
            fix: None,
        }));
    }
    findings
}

/// Scripts that cover different areas on the front cover, where nobody has accepted that. Where an
/// office fixed both sizes itself, it is only said.
fn unequal(issue: &Issue, front: &Page, book: &FontBook) -> Option<Finding> {
    let masthead = &issue.masthead;
    let balance = balance(front, masthead, book)?;
    let area = balance.area;
    if balance.is_equal() || masthead.unequal.as_ref().is_some_and(|own| own.holds(area)) {
        return None;
    }
    let scripts = [Script::Chinese, Script::Mongolian];
    let fixed = scripts.iter().all(|script| masthead.lettering(*script).size.is_some());
    let text = &masthead.mongolian;
    let ratio = format!("{}.{:02}", area / 1000, area % 1000 / 10);
    Some(Finding {
        rule: "masthead-area",
        severity: if fixed { Severity::Info } else { Severity::Warning },
        place: Some(Place::new(Part::Masthead(Script::Mongolian), text.range())),
        text: text.string.clone(),
        message: format!(
            "封面上蒙古文与汉文刊名的面积是 {ratio}∶1，应为 1∶1，相差不过百分之五；请在“封面”中把字号改回自动，或放大刊名的位置；确要这样，请在属性的“蒙汉文字大小”中写明理由并接受"
        ),
        fix: None,
    })
}
