//! Lines of a text → documents of an issue, by the rules of form.
//!
//! ```text
//! text → line → run_on, shared → form → front, head → walk (pin, below, body, torn, tail) → build → section → Draft
//! ```
//!
//! Every rule speaks of form: marks, numbers, the organ's and the document kind's words, what
//! stands next to what. None speaks of the words of one text.

mod addressee;
mod again;
mod article;
mod below;
mod body;
mod build;
mod cells;
mod chronicle;
mod form;
mod fragment;
mod front;
mod furniture;
mod gap;
mod head;
mod line;
mod mark;
mod metadata;
mod object;
mod organ;
mod outline;
mod outside;
mod person;
mod pin;
mod run_on;
pub(super) mod section;
mod shared;
mod styled;
mod tail;
mod title;
mod torn;
mod variant;
mod walk;

pub(super) use self::fragment::fragment;
use self::front::Front;
use self::head::Page;
use self::line::Line;
use self::mark::Mark;
use self::mark::Role;
pub use self::mark::Style;
pub use self::pin::Pin;
use self::pin::Pins;
pub use self::styled::{implied, implied_day};
use super::Draft;
use super::Segment;
use super::source::Source;
use crate::finding::Finding;
use crate::finding::Severity;
use crate::issue::id::DocumentId;
use crate::issue::id::Ids;
use crate::issue::masthead::Masthead;
use crate::issue::place::Field;
use crate::issue::place::Part;
use crate::issue::place::Place;
use crate::issue::text::Range;
use crate::issue::text::Text;
use crate::text::is_mongolian;

/// Recognises the documents of a source: by the styles of a file of ours, or else by form; `pins`
/// says of some lines what they are, and goes before both.
pub(super) fn recognize(source: &Source, pins: &[Pin], ids: &mut Ids) -> Draft {
    if pins.is_empty()
        && let Some(draft) = styled::draft(source, ids)
    {
        return draft;
    }
    let lines = shared::part(run_on::split(line::lines(&source.paragraphs)));
    let page = Page::new(&lines);
    let pins = Pins::new(&lines, pins);
    let mut against = pins.none();
    let (front, marks, titles) = loop {
        let decided = decide(&page, &against, source.title.as_deref());
        if !against.add_missed(&pins, &decided.1) {
            break decided;
        }
    };
    let mut built = build::build(source, &lines, &marks, &titles, &front, ids);
    metadata::number_documents(&lines, &marks, &mut built.documents);
    let order: Vec<DocumentId> = built.documents.iter().map(|document| document.id).collect();
    let mut findings = source.findings.clone();
    if lines.iter().any(|line| line.text.chars().any(is_mongolian)) {
        findings.push(mongolian());
    }
    if front.number().is_none() {
        findings.push(no_number());
    }
    if let Some(document) = built.undated {
        findings.push(no_year(document));
    }
    if let Some(document) = built.redated {
        findings.push(two_dates(document));
    }
    let sections = section::arrange(built.documents, &front, ids, &mut findings);
    let printed = sections.iter().flat_map(|section| &section.documents);
    if !printed.map(|document| document.id).eq(order.iter().copied()) {
        findings.push(regrouped());
    }
    let segments = lines.iter().zip(&marks).enumerate();
    let segments = segments.map(|(at, (line, mark))| segment(line, mark, pins.get(at).is_some()));
    let segments = segments.collect();
    Draft {
        masthead: masthead(&front),
        number: front.number(),
        published: front.published,
        contents: !front.sections.is_empty(),
        sections,
        order,
        colophon: built.colophon,
        segments,
        pictures: source.pictures.iter().map(|(_, picture)| picture.clone()).collect(),
        dropped: source.dropped.iter().cloned().chain(built.dropped).collect(),
        joined: built.joined,
        findings,
    }
}

/// The front of the text, what each line is, and the titles of the documents.
fn decide(page: &Page<'_>, pins: &Pins, title: Option<&str>) -> (Front, Vec<Mark>, Vec<String>) {
    let mut marks: Vec<Option<Mark>> = vec![None; page.lines.len()];
    let mut front = front::read(page, &mut marks);
    pins.bound(&mut front, &mut marks);
    let (marks, titles) = walk::walk(page, &front, marks, pins, title);
    (front, marks, titles)
}

fn masthead(front: &Front) -> Masthead {
    Masthead {
        chinese: front.masthead.as_deref().map(Text::from).unwrap_or_default(),
        ..Masthead::default()
    }
}

fn segment(line: &Line, mark: &Mark, pinned: bool) -> Segment {
    let dropped = matches!(mark.role, Role::Dropped(_));
    Segment {
        range: line.range,
        style: mark.style,
        text: line.text.clone(),
        document: mark.document.filter(|_| !dropped),
        confidence: if pinned { 1.0 } else { mark.confidence },
        pinned,
    }
}

fn no_year(document: DocumentId) -> Finding {
    Finding {
        rule: "chronicle-year-missing",
        severity: Severity::Warning,
        place: Some(Place::new(Part::Field(document, Field::Title), Range::new(0, 0))),
        text: String::new(),
        message: "大事记没有写明年份，条目的年份是猜的；请在标题下填写起止日期".to_owned(),
        fix: None,
    }
}

fn two_dates(document: DocumentId) -> Finding {
    Finding {
        rule: "signed-twice",
        severity: Severity::Warning,
        place: Some(Place::new(Part::Field(document, Field::Title), Range::new(0, 0))),
        text: String::new(),
        message: "这件文件有两处落款，成文日期取了后一处；请核对是否两件文件合成了一件".to_owned(),
        fix: None,
    }
}

fn no_number() -> Finding {
    Finding {
        rule: "issue-number-missing",
        severity: Severity::Warning,
        place: None,
        text: String::new(),
        message: "原文中没有找到期号；请在刊头填写年份和期号".to_owned(),
        fix: None,
    }
}

fn regrouped() -> Finding {
    Finding {
        rule: "order-grouped",
        severity: Severity::Warning,
        place: None,
        text: String::new(),
        message: "文件已按栏目归在一起，次序与原文不同；请核对本期的次序".to_owned(),
        fix: None,
    }
}

fn mongolian() -> Finding {
    Finding {
        rule: "mongolian-import",
        severity: Severity::Warning,
        place: None,
        text: String::new(),
        message: "识别出的蒙古文没有采用；请由懂蒙古文的人录入刊名并核对".to_owned(),
        fix: None,
    }
}
