//! Names of the files that go to the print office: gazette, number, total, kind and day, so that
//! files of several months can lie in one folder.

use super::Fault;
use crate::export::imposition::Scheme;
use crate::finding::Severity;
use crate::issue::Issue;

/// `包头市人民政府公报_2026-04_总167_印刷_20260506`: without spaces and what file systems refuse.
pub fn file_name(issue: &Issue, kind: &str) -> String {
    let number = &issue.number;
    let last = number.last.map(|last| format!("-{last:02}")).unwrap_or_default();
    let mut parts = vec![
        issue.masthead.chinese.string.clone(),
        format!("{}-{:02}{last}", number.year, number.first),
    ];
    parts.extend(number.total.map(|total| format!("总{total}")));
    parts.push(kind.to_owned());
    parts.extend(issue.published.map(|day| day.format("%Y%m%d").to_string()));
    parts.join("_").chars().filter(|own| !is_refused(*own)).collect()
}

/// Whether systems of print offices refuse a character in the name of a file, or break it there.
fn is_refused(character: char) -> bool {
    character.is_whitespace() || character.is_control() || r#"/\:*?"<>|"#.contains(character)
}

/// What a file with pages on sheets like that is called after.
pub const fn kind(imposition: Option<Scheme>) -> &'static str {
    match imposition {
        None => "印刷",
        Some(Scheme::Saddle(_) | Scheme::Spreads | Scheme::Sections(_)) => "拼版",
        Some(Scheme::Grid { .. }) => "缩样",
    }
}

/// What is wrong with the name, its ending left out, of a file of this kind of `issue`: characters
/// that other systems refuse; or that it does not tell this month's file from last month's.
pub fn name_fault(stem: &str, issue: &Issue, kind: &str) -> Option<Fault> {
    let better = file_name(issue, kind);
    let number = format!("{}-{:02}", issue.number.year, issue.number.first);
    let (severity, what) = if stem.contains(is_refused) {
        (Severity::Warning, "里有空格或别的系统不认的符号")
    } else if !stem.contains(&number) {
        (Severity::Info, "看不出是哪一期")
    } else {
        return None;
    };
    let message = format!("文件名“{stem}”{what}；建议改成“{better}.pdf”");
    Some(Fault::new("file-name", severity, None, None, message))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::template;

    #[test]
    fn files_are_named_by_issue_kind_and_day() {
        let mut issue = template::sample();
        assert_eq!(file_name(&issue, "印刷"), "包头市人民政府公报_2026-04_总167_印刷_20260506");
        (issue.number.first, issue.number.last) = (7, Some(8));
        (issue.number.total, issue.published) = (None, None);
        issue.masthead.chinese.string = "某 市/公报".to_owned();
        assert_eq!(file_name(&issue, "封面"), "某市公报_2026-07-08_封面");
    }

    #[test]
    fn names_that_a_print_office_stumbles_over() {
        let issue = template::sample();
        let check = |stem: &str, expected| {
            let fault = name_fault(stem, &issue, "印刷");
            assert_eq!(fault.map(|fault| fault.finding.severity), expected, "{stem}");
        };
        check(&file_name(&issue, "印刷"), None);
        check("公报2026-04", None);
        check("公报 2026-04", Some(Severity::Warning));
        check("公报:2026-04", Some(Severity::Warning));
        check("印刷", Some(Severity::Info));
        check("公报_2026-03", Some(Severity::Info));
    }

    #[test]
    fn a_better_name_says_what_the_file_is() {
        let issue = template::sample();
        let check = |scheme, expected: &str| {
            let fault = name_fault("公报 4月", &issue, kind(scheme)).unwrap();
            assert!(fault.finding.message.contains(expected), "{}", fault.finding.message);
        };
        check(None, "_印刷_20260506.pdf");
        check(Some(Scheme::Spreads), "_拼版_20260506.pdf");
        check(Some(Scheme::Grid { columns: 2, rows: 2 }), "_缩样_20260506.pdf");
    }
}
