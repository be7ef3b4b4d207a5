//! What stands against the covers: fonts and pictures that are not there, Mongolian that nobody has
//! approved.

use super::{arrangement, mongolian};
use crate::finding::{Finding, Severity};
use crate::font::FontBook;
use crate::issue::Issue;
use crate::issue::cover::{Thing, ThingKind};
use crate::issue::masthead::Script;
use crate::issue::place::{Part, Place};

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
    let lacks = |thing: &Thing| match &thing.kind {
        // A place for an emblem may stay empty.
        ThingKind::Picture { sha256, whole } => sha256.is_none() && !whole,
        ThingKind::Masthead { .. }
        | ThingKind::Line { .. }
        | ThingKind::Mongolian { .. }
        | ThingKind::Contents
        | ThingKind::Field
        | ThingKind::Colophon => false,
    };
    if arrangement(&issue.cover).things().any(lacks) {
        findings.push(Finding {
            rule: "cover-picture",
            severity: Severity::Warning,
            place: None,
            text: String::new(),
            message: "封面上的图片还没有选；请在“封面”中选择图片，或换一种封面".to_owned(),
            fix: None,
        });
    }
    findings
}
