//! Settings of the masthead that may withdraw what a reader of Mongolian has approved.

use std::mem::replace;

use super::{Edit, EditError, Setting};
use crate::issue::Issue;
use crate::issue::masthead::{Approval, Lettering, MongolianLine, Script, Template};

/// Gives a script the picture of a hand, or letters again.
pub(super) fn hand(issue: &mut Issue, script: Script, hand: Option<&str>) -> Edit {
    let masthead = &mut issue.masthead;
    let own = match script {
        Script::Chinese => &mut masthead.chinese_hand,
        Script::Mongolian => &mut masthead.mongolian_hand,
    };
    let before = Setting::Hand(script, replace(own, hand.map(str::to_owned)));
    // What is printed is another thing now than what was read beside each other.
    let approval = masthead.approval.take();
    with_approval(before, approval)
}

/// The edit that puts back a setting, and the approval that went with it.
fn with_approval(before: Setting, approval: Option<Approval>) -> Edit {
    let before = Edit::Set(before);
    match approval {
        Some(own) => Edit::Group(vec![before, Edit::Set(Setting::Approval(Some(own)))]),
        None => before,
    }
}

/// Sets the letters of a script in another way.
pub(super) fn lettering(
    issue: &mut Issue,
    script: Script,
    own: &Lettering,
) -> Result<Edit, EditError> {
    if !own.is_sound() {
        return Err(EditError::Lettering);
    }
    let masthead = &mut issue.masthead;
    let before = masthead.lettering.remove(&script).unwrap_or_default();
    if *own != Lettering::default() {
        let _none = masthead.lettering.insert(script, own.clone());
    }
    let other = script == Script::Mongolian && before.font != own.font;
    let approval = masthead.approval.take_if(|_| other);
    Ok(with_approval(Setting::Lettering(script, before), approval))
}

/// Gives a Mongolian line other words; what was approved are those before.
pub(super) fn line_text(issue: &mut Issue, line: MongolianLine, text: &str) -> Edit {
    let lines = &mut issue.masthead.lines;
    let before = lines.remove(&line).unwrap_or_default();
    if !text.is_empty() {
        let approval = before.approval.clone().filter(|_| before.text == text);
        let _none = lines.insert(line, Template { text: text.to_owned(), approval });
    }
    let back = Edit::Set(Setting::LineText(line, before.text));
    match before.approval {
        Some(own) => Edit::Group(vec![back, Edit::Set(Setting::LineApproval(line, Some(own)))]),
        None => back,
    }
}
