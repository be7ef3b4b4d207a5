//! Content streams with operators that are not written here, or that do not close what they open: a stream
//! that was cut off looks like that.

use lopdf::content::Content;

/// The operators that are written, and those that the reader follows or tells of (ISO 32000-1, table
/// A.1): what moves or stretches text in other ways would go unseen.
const OPERATORS: [&str; 60] = [
    "b", "B", "b*", "B*", "BDC", "BI", "BMC", "BT", "c", "cm", "CS", "cs", "d", "Do", "DP", "EI",
    "EMC", "ET", "f", "F", "f*", "G", "g", "gs", "h", "i", "ID", "j", "J", "K", "k", "l", "m", "M",
    "MP", "n", "q", "Q", "re", "RG", "rg", "ri", "s", "S", "SC", "sc", "SCN", "scn", "sh", "Td",
    "Tf", "Tj", "TJ", "Tm", "Tr", "v", "w", "W", "W*", "y",
];

/// What opens, what closes it.
const PAIRS: [(&[&str], &str); 3] = [(&["q"], "Q"), (&["BT"], "ET"), (&["BMC", "BDC"], "EMC")];

/// What is wrong with a stream, in Chinese; none where nothing is.
pub(super) fn fault(content: &Content) -> Option<String> {
    let names = || content.operations.iter().map(|own| own.operator.as_str());
    if let Some(name) = names().find(|name| !OPERATORS.contains(name)) {
        return Some(format!("页面内容有不该有的指令 {name}"));
    }
    PAIRS.into_iter().find_map(|(opening, closing)| {
        let mut open = 0_usize;
        for name in names() {
            if opening.contains(&name) {
                open += 1;
            } else if name == closing {
                match open.checked_sub(1) {
                    Some(left) => open = left,
                    None => return Some(format!("页面内容的 {closing} 没有开头")),
                }
            }
        }
        (open > 0).then(|| format!("页面内容不完整，缺少 {closing}"))
    })
}
